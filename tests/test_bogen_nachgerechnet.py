"""LibreOffice rechnet den Bogen neu: jede Formelzelle zeigt den gespeicherten Wert.

Bögen, wie das Programm sie schreibt, und Bögen, in denen danach eine Eingabe geändert wurde.
"""

import sys
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import libreoffice
import pytest
import simplejson
from bogendatei import (
    Blaetter,
    Fehlerzelle,
    geaendert,
    gepackt,
    mappe_xml,
    marke,
    namen,
    teile,
    versetzt,
    zahl_in,
    zellen,
)
from bogenfaelle import AENDERUNGEN, BOESE_NAMEN, FAELLE, eingabe
from conftest import vorhanden
from libreoffice import abweichungen, neu_gerechnet
from lxml import etree
from openpyxl import Workbook

from sozialraum_cli.__main__ import ausfuehren
from sozialraum_cli.arbeitsmappe.speichern import bytegleich
from sozialraum_cli.ausgabe.json_ausgabe import berechnung_json
from sozialraum_cli.bogen.bauen import bogen_bauen
from sozialraum_cli.bogen.quelle import Quelle
from sozialraum_cli.rechnen.berechnung import Ergebnis, Sozialraumbudget, rechnen
from sozialraum_cli.runden import kaufmaennisch

STAND = datetime(2026, 1, 15, 12, tzinfo=UTC)
EINGABEBLAETTER = ("Sozialräume", "Indikatoren", "Gewichtung", "Parameter")


def bogen(ergebnis: Ergebnis) -> bytes:
    return bogen_bauen(ergebnis, Quelle(STAND, (("daten.xlsx", "ab" * 32),)), ergebnis.befunde)


@dataclass(frozen=True)
class Lauf:
    """Ein Bogen: sein Ergebnis, der Bogen dazu, was LibreOffice bekam und was zurückkam."""

    ergebnis: Ergebnis
    soll: bytes
    hinein: bytes
    heraus: bytes
    sollzellen: Blaetter
    gerechnet: Blaetter


@pytest.fixture(scope="module")
def laeufe(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Lauf]:
    libreoffice.verlangen()
    with ProcessPoolExecutor() as prozesse:
        gebaut = {lauf[0]: lauf[1:] for lauf in prozesse.map(bauen, (*FAELLE, *AENDERUNGEN))}
    hinein = {name: datei for name, (_, _, datei) in gebaut.items()}
    heraus = neu_gerechnet(hinein, tmp_path_factory.mktemp("bogen"))
    return {
        name: Lauf(
            ergebnis,
            soll,
            hinein[name],
            heraus[name],
            zellen(soll),
            zellen(heraus[name]),
        )
        for name, (ergebnis, soll, _) in gebaut.items()
    }


def bauen(name: str) -> tuple[str, Ergebnis, bytes, bytes]:
    """Ein Fall: sein Ergebnis, der Bogen dazu und was LibreOffice davon bekommt."""
    aenderung = AENDERUNGEN.get(name)
    if aenderung is None:
        ergebnis = rechnen(FAELLE[name]())
        soll = hinein = bogen(ergebnis)
    else:
        ergebnis = rechnen(aenderung.nachher())
        soll = bogen(ergebnis)
        hinein = eingaben_uebertragen(soll, bogen(rechnen(aenderung.eingabe())))
    return name, ergebnis, soll, ohne_druckbereiche(hinein)


def ohne_druckbereiche(datei: bytes) -> bytes:
    """Druckbereiche und -titel rechnen nichts, kosten LibreOffice aber ein Drittel der Zeit."""
    inhalte = teile(datei)
    mappe = mappe_xml(inhalte)
    for name in list(mappe.iter(marke("definedName"))):
        if name.get("localSheetId") is not None:
            vorhanden(name.getparent()).remove(name)
    return gepackt({**inhalte, "xl/workbook.xml": etree.tostring(mappe)})


def luegendatei() -> bytes:
    """A1 ist 21, A2 die Formel =A1*2 mit dem gespeicherten Wert 999."""
    mappe = Workbook()
    mappe.worksheets[0]["A1"], mappe.worksheets[0]["A2"] = 21, "=A1*2"
    inhalte = teile(bytegleich(mappe, STAND))
    blatt = etree.fromstring(inhalte["xl/worksheets/sheet1.xml"])
    (zelle,) = (z for z in blatt.iter(marke("c")) if z.get("r") == "A2")
    for speicher in zelle.findall(marke("v")):
        zelle.remove(speicher)
    etree.SubElement(zelle, marke("v")).text = "999"
    return gepackt({**inhalte, "xl/worksheets/sheet1.xml": etree.tostring(blatt)})


def eingaben_uebertragen(von: bytes, nach: bytes) -> bytes:
    """Der Bogen `nach` mit den Eingaben aus `von`; alle gerechneten Zellen bleiben veraltet."""
    neue, alte = zellen(von), zellen(nach)
    aenderungen = {
        (blatt, ort): zelle.wert
        for blatt in EINGABEBLAETTER
        for ort, zelle in neue[blatt].items()
        if zelle.wert != alte[blatt][ort].wert
    }
    assert aenderungen
    return geaendert(nach, aenderungen)


def test_der_schiedsrichter_glaubt_gespeicherten_werten_nicht(tmp_path: Path) -> None:
    luege = luegendatei()
    assert zellen(luege)["Sheet"]["A2"].wert == 999
    heraus = neu_gerechnet({"Lüge": luege}, tmp_path)["Lüge"]
    assert zellen(heraus)["Sheet"]["A2"].wert == 42


def test_der_vergleich_findet_jede_falsche_zelle() -> None:
    datei = bogen(rechnen(eingabe()))
    blatt, (ort, *_) = namen(datei)["budget_neu"]
    cent_daneben = geaendert(datei, {(blatt, ort): zahl_in(datei, blatt, ort) + 0.01})
    assert abweichungen(datei, datei) == []
    assert [text.split(":")[0] for text in abweichungen(datei, cent_daneben)] == [f"{blatt}!{ort}"]
    assert not libreoffice.gleich("", Fehlerzelle("#N/A"))
    assert not libreoffice.gleich(0.0, "")


@pytest.mark.parametrize("name", [*FAELLE, *AENDERUNGEN])
def test_jede_formelzelle_stimmt_nach_neuberechnung(name: str, laeufe: dict[str, Lauf]) -> None:
    lauf = laeufe[name]
    assert libreoffice.formelzellen(lauf.sollzellen) > 100
    assert abweichungen(lauf.sollzellen, lauf.gerechnet) == []
    fehler = [
        f"{blatt}!{ort}"
        for blatt, inhalt in lauf.gerechnet.items()
        for ort, zelle in inhalt.items()
        if isinstance(zelle.wert, Fehlerzelle)
    ]
    assert fehler == []


@pytest.mark.parametrize("name", [*FAELLE, *AENDERUNGEN])
def test_der_bogen_zeigt_das_json(name: str, laeufe: dict[str, Lauf]) -> None:
    lauf = laeufe[name]
    objekt = json_von(lauf.ergebnis)
    gerechnet, bereiche = lauf.gerechnet, namen(lauf.soll)
    blatt, (differenz, *_) = bereiche["differenz"]
    links = versetzt(differenz, spalten=-4)
    zeilen = anlagezeilen(objekt, lauf.ergebnis)
    for nummer, (raum, anlagezeile) in enumerate(zip(objekt["sozialraeume"], zeilen, strict=True)):
        for spalte, soll in enumerate(anlagezeile):
            ort = versetzt(links, nummer, spalte)
            assert auf_den_cent(gerechnet[blatt][ort].wert, soll), f"{blatt}!{ort}, Soll {soll}"
        for groesse, soll in groessen(raum).items():
            ort = bereiche[groesse][1][nummer]
            ist = gerechnet[bereiche[groesse][0]][ort].wert
            assert auf_den_cent(ist, soll), f"{groesse} {ort}: {ist}, Soll {soll}"
    for spalte, soll in enumerate(summenzeile(objekt, zeilen)):
        ort = versetzt(links, len(objekt["sozialraeume"]), spalte)
        anzahl = len(objekt["sozialraeume"]) if isinstance(soll, Decimal) else 1
        assert auf_den_cent(gerechnet[blatt][ort].wert, soll, anzahl), f"{blatt}!{ort}, {soll}"
    for groesse, soll in (
        ("kosten_schutz", objekt["summen"]["kosten_schutz"]),
        ("frei_werdend", objekt["summen"]["frei_werdend"]),
        ("gesamturteil", "in Ordnung"),
    ):
        ort = bereiche[groesse][1][0]
        assert auf_den_cent(gerechnet[bereiche[groesse][0]][ort].wert, soll), groesse


def json_von(ergebnis: Ergebnis) -> Any:
    return simplejson.loads(berechnung_json(ergebnis, ()), use_decimal=True)


def anlagezeilen(objekt: Any, ergebnis: Ergebnis) -> list[list[Any]]:
    """Was in der Anlage je Sozialraum steht, von links nach rechts."""
    vergleich = [zeile.vergleichsbudget for zeile in ergebnis.sozialraeume]
    return [
        [
            raum["sozialraum"],
            raum["budget_bisher"],
            raum["budget_indikatoren_gerundet"],
            raum["budget_neu"],
            raum["differenz"],
            raum["differenz_prozent"],
            raum["schutzwirkung"],
            eigenes,
            raum["regiekosten"],
            *(x[groesse] for x in raum["leistungen"] for groesse in ("mittel", "vzae", "stunden")),
            *zusammen(zeile),
            raum["budget_2"],
        ]
        for raum, eigenes, zeile in zip(
            objekt["sozialraeume"], vergleich, ergebnis.sozialraeume, strict=True
        )
    ]


def zusammen(zeile: Sozialraumbudget) -> list[Decimal]:
    """Die Stunden aller Leistungen; bei nur einer steht die Spalte nicht da."""
    stunden = [leistung.stunden for leistung in zeile.komponenten.leistungen]
    return [kaufmaennisch(sum(stunden, Decimal(0)), Decimal("1e-6"))] if len(stunden) > 1 else []


def summenzeile(objekt: Any, zeilen: list[list[Any]]) -> list[Any]:
    """Die Summen der Anlage; bei den Prozenten die Veränderung aller Budgets zusammen."""
    spalten = zip(*zeilen, strict=True)
    summen = [
        None if set(spalte) == {None} else sum(wert for wert in spalte if wert is not None)
        for spalte in list(spalten)[1:]
    ]
    gesamt = objekt["summen"]
    assert summen[1:3] == [gesamt["budget_indikatoren"], gesamt["budget_neu"]]
    assert (summen[3] or 0) == gesamt["gewinn"] + gesamt["verlust"]
    alt, neu = gesamt["budget_bisher"], gesamt["budget_neu"]
    summen[4] = kaufmaennisch((neu - alt) / alt * 100) if alt else None
    return ["Summe", *summen]


def groessen(raum: Mapping[str, Any]) -> dict[str, Any]:
    """Werte eines Sozialraums unter dem definierten Namen ihrer Spalte."""
    return {
        "anteil": raum["anteil"],
        "budget_indikatoren": raum["budget_indikatoren"],
        "ausgleich": raum["ausgleich"],
        "regiekosten_betrag": raum["regiekosten"],
        "personal": raum["personal"],
        **{f"mittel_netto_{j}": x["mittel_netto"] for j, x in enumerate(raum["leistungen"], 1)},
    }


def auf_den_cent(ist: Any, soll: Any, summanden: int = 1) -> bool:
    """Ob ein Zellwert den Wert des JSON zeigt; was dort null ist, ist hier leer.

    Mengen stehen im JSON gerundet: ihre Summe weicht je Summand um eine halbe Stelle ab.
    """
    if soll is None or isinstance(soll, str):
        return bool(ist == (soll or ""))
    stellen = -int(soll.as_tuple().exponent) if isinstance(soll, Decimal) else 0
    halb = Decimal("0.5").scaleb(-stellen) + Decimal("1e-9")
    if stellen > 2:
        halb *= summanden
    return not isinstance(ist, str) and abs(Decimal(ist) - soll) <= halb


@pytest.mark.parametrize("name", AENDERUNGEN)
def test_der_geaenderte_bogen_ist_eingabe(
    name: str, laeufe: dict[str, Lauf], tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    lauf = laeufe[name]
    soll = json_von(lauf.ergebnis)
    assert abweichungen(lauf.sollzellen, lauf.hinein), "die Änderung hätte keine Wirkung"
    for stufe, datei in (("von Hand geändert", lauf.hinein), ("neu gespeichert", lauf.heraus)):
        pfad = tmp_path / "bogen.xlsx"
        pfad.write_bytes(datei)
        code = ausfuehren(["berechnen", str(pfad), "--format", "json", "--ohne-bogen", "--leise"])
        sys.stderr.flush()
        stdout, stderr = capfdbinary.readouterr()
        assert code == 0, f"{stufe}: {stderr.decode()}"
        ist = simplejson.loads(stdout, use_decimal=True)
        for teil in ("jahr", "summen", "sozialraeume"):
            assert ist[teil] == soll[teil], f"{stufe}: {teil}"
        assert {n: p["wert"] for n, p in ist["parameter"].items()} == {
            n: p["wert"] for n, p in soll["parameter"].items()
        }, stufe


def test_geaendert_wird_jeder_parameter() -> None:
    parameter = {
        name for aenderung in AENDERUNGEN.values() for name in aenderung.neu if name in PARAMETER
    }
    assert parameter == PARAMETER


PARAMETER = {*eingabe().parameter.__slots__} - {"herkunft"}


def test_namen_bleiben_text(laeufe: dict[str, Lauf]) -> None:
    soll, gerechnet = laeufe["boese-namen"].sollzellen, laeufe["boese-namen"].gerechnet
    for name in BOESE_NAMEN:
        orte = [
            (blatt, ort)
            for blatt, inhalt in soll.items()
            for ort, zelle in inhalt.items()
            if zelle.wert == name
        ]
        assert len(orte) >= len(soll) - 3
        assert {gerechnet[blatt][ort].wert for blatt, ort in orte} == {name}


@pytest.mark.parametrize("sprache", ["en-US", "de-CH", "fr-FR"])
def test_saetze_bleiben_in_jeder_sprache_deutsch(
    sprache: str, laeufe: dict[str, Lauf], tmp_path: Path
) -> None:
    namen_der_faelle = ("beispiel-2012", "beispiel-2026", "drei-leistungen")
    faelle = {name: laeufe[name].soll for name in namen_der_faelle}
    heraus = neu_gerechnet(faelle, tmp_path, sprache)
    assert [text for name in faelle for text in abweichungen(faelle[name], heraus[name])] == []

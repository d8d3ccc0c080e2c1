"""Der Bogen als Datei: Formeln mit Wert, Namen, Schutz, gleiche Bytes, nie Formel aus Text."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import simplejson
from bogendatei import (
    blatt_xml,
    blattteile,
    gepackt,
    maengel,
    mappe_xml,
    marke,
    namen,
    orte,
    teile,
    zellen,
)
from bogenfaelle import BEISPIELE, FAELLE, TEXTFAELLE, beispiel, eingabe, mit_namen
from conftest import vorhanden
from lxml import etree
from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token

from sozialraum_cli.ausgabe.json_ausgabe import berechnung_json
from sozialraum_cli.befund import hinweis
from sozialraum_cli.bogen.bauen import bogen_bauen
from sozialraum_cli.bogen.quelle import Quelle
from sozialraum_cli.eingabe.bilden import eingabe_bilden
from sozialraum_cli.lesen.mappendatei import mappe_lesen
from sozialraum_cli.modell import Eingabe
from sozialraum_cli.parameter import PARAMETERANGABEN
from sozialraum_cli.rechnen.berechnung import Ergebnis, rechnen

STAND = datetime(2026, 1, 15, 12, tzinfo=UTC)
EINGABEBLAETTER = {"Sozialräume", "Indikatoren", "Gewichtung", "Parameter"}
ZEILENNUMMER = re.compile(r"(?<=[A-Z$])\d+\b")
ZELLBEZUG = re.compile(r"('[^']+'|\w+)?!?\$?[A-Z]{1,3}\$?\d+(:\$?[A-Z]{1,3}\$?\d+)?")

BEISPIELHAFT = (
    "beispiel-2012",
    "beispiel-2026",
    "40-raeume-kappung",
    "keiner-ohne-budgets",
    "drei-leistungen",
    *TEXTFAELLE,
)


def bogen(eingabe: Eingabe) -> bytes:
    ergebnis = rechnen(eingabe)
    hinweise = (hinweis("=Hinweis", "Blatt!A1", '+Abhilfe "jetzt"'),)
    return bogen_bauen(ergebnis, Quelle(STAND, (("=daten.xlsx", "ab" * 32),)), hinweise)


@pytest.fixture(scope="module", params=BEISPIELHAFT)
def datei(request: pytest.FixtureRequest) -> bytes:
    return bogen(FAELLE[request.param]())


@pytest.fixture(scope="module")
def bogen_2012() -> bytes:
    return bogen(beispiel("lueneburg_2012.xlsx"))


def formeln(datei: bytes) -> dict[str, str]:
    return {
        f"{blatt}!{ort}": zelle.formel
        for blatt, inhalt in zellen(datei).items()
        for ort, zelle in inhalt.items()
        if zelle.formel is not None
    }


@cache
def bezuege_der_formel(formel: str) -> frozenset[str]:
    return frozenset(
        teil.value
        for teil in Tokenizer(f"={formel}").items
        if teil.type == Token.OPERAND and teil.subtype == Token.RANGE
    )


# Jede gerechnete Zelle: Formel und Wert


def test_jede_formel_hat_ihren_gespeicherten_wert(datei: bytes) -> None:
    ohne = [
        f"{blatt}!{ort}"
        for blatt, inhalt in zellen(datei).items()
        for ort, zelle in inhalt.items()
        if zelle.formel is not None and not zelle.hat_wert
    ]
    assert len(formeln(datei)) > 100
    assert ohne == []


def test_kein_gespeicherter_wert_ist_rechenrauschen(datei: bytes) -> None:
    """Art: in Prüfung!D6 eines frischen Bogens stand -1E-60 statt 0."""
    rauschen = [
        f"{blatt}!{ort}: {zelle.wert}"
        for blatt, inhalt in zellen(datei).items()
        for ort, zelle in inhalt.items()
        if isinstance(zelle.wert, float)
        and (str(zelle.wert) == "-0.0" or 0 < abs(zelle.wert) < 1e-9)
    ]
    assert rauschen == []


def test_jedes_gerechnete_blatt_hat_formeln_und_kein_eingabeblatt(datei: bytes) -> None:
    anzahl = {
        blatt: sum(zelle.formel is not None for zelle in inhalt.values())
        for blatt, inhalt in zellen(datei).items()
    }
    assert {blatt for blatt, wie_viele in anzahl.items() if not wie_viele} == EINGABEBLAETTER


def test_gerechnete_spalten_enthalten_keine_zahl_ohne_formel(datei: bytes) -> None:
    blaetter = zellen(datei)
    hart = [
        f"{name}: {blatt}!{ort}"
        for name, (blatt, bereich) in namen(datei).items()
        if blatt not in EINGABEBLAETTER
        for ort in bereich
        if blaetter[blatt][ort].formel is None
    ]
    assert hart == []


def test_mappe_verlangt_beim_oeffnen_neuberechnung(datei: bytes) -> None:
    (rechnen,) = mappe_xml(teile(datei)).iter(marke("calcPr"))
    assert rechnen.get("fullCalcOnLoad") == "1"


def test_datei_ist_wohlgeformt(datei: bytes) -> None:
    assert maengel(datei) == []


def test_maengel_werden_gefunden(bogen_2012: bytes) -> None:
    inhalte = teile(bogen_2012)
    blatt = blattteile(inhalte)["Berechnungsbogen"]
    wurzel = etree.fromstring(inhalte[blatt])
    wurzel.insert(0, vorhanden(wurzel.find(marke("mergeCells"))))
    vorhanden(wurzel.find(marke("sheetData")))[2][0].set("r", "B99")
    kaputt = {**inhalte, blatt: etree.tostring(wurzel), "xl/fremd.bin": b""}
    assert len(maengel(gepackt(kaputt))) == 3


# Formeln, die jeder Leser versteht


def test_formeln_nutzen_nur_definierte_namen(datei: bytes) -> None:
    # Von Zeile zu Zeile ändert sich nur die Nummer; zerlegt wird jeder Bau einmal.
    gebaut = {ZEILENNUMMER.sub("1", formel) for formel in formeln(datei).values()}
    bezuege = frozenset[str]().union(*map(bezuege_der_formel, gebaut))
    unbekannt = {bezug for bezug in bezuege if not ZELLBEZUG.fullmatch(bezug)} - {*namen(datei)}
    assert unbekannt == set()


# Text der Mappe ist nie Formel


def test_text_der_mappe_aendert_keine_formel() -> None:
    harmlos = mit_namen(eingabe(leistungen={"Eins": "60", "Zwei": "40"}), "A", "B")
    boese = mit_namen(
        eingabe(leistungen={'"&A1&"': "60", "=1+1": "40"}), "=1+1", 'x"&HYPERLINK("http://x")&"'
    )
    assert _ohne_texte(bogen(boese)) == _ohne_texte(bogen(harmlos))


def _ohne_texte(datei: bytes) -> dict[str, str]:
    """Alle Formeln, jeder Text darin durch "" ersetzt; lange Texte sind mehrere Stücke."""
    ergebnis = {}
    for ort, formel in formeln(datei).items():
        zerlegt = Tokenizer(f"={formel}").items
        ergebnis[ort] = "".join(
            '""' if teil.type == Token.OPERAND and teil.subtype == Token.TEXT else teil.value
            for teil in zerlegt
        )
    return ergebnis


@pytest.mark.parametrize("fall", TEXTFAELLE)
def test_text_bleibt_text(fall: str, tmp_path: Path) -> None:
    soll = rechnen(FAELLE[fall]())
    pfad = tmp_path / "bogen.xlsx"
    pfad.write_bytes(bogen(soll.eingabe))
    ist = rechnen(eingabe_bilden(mappe_lesen(pfad))[0])
    assert _zahlen(ist) == _zahlen(soll)
    for blatt in EINGABEBLAETTER:
        arten = {z.get("t", "n") for z in blatt_xml(pfad.read_bytes(), blatt).iter(marke("c"))}
        assert arten <= {"n", "s", "inlineStr"}


def _zahlen(ergebnis: Ergebnis) -> tuple[Any, Any]:
    objekt = simplejson.loads(berechnung_json(ergebnis, ()), use_decimal=True)
    return objekt["summen"], objekt["sozialraeume"]


# Namen, Schutz, Druck, Eigenschaften


def test_jeder_parameter_und_jede_leistung_hat_einen_namen(bogen_2012: bytes) -> None:
    parameter = rechnen(beispiel("lueneburg_2012.xlsx")).eingabe.parameter
    gefunden, blaetter = namen(bogen_2012), zellen(bogen_2012)
    for angabe in PARAMETERANGABEN:
        blatt, (ort,) = gefunden[angabe.name]
        assert blatt == "Parameter"
        zeile = ort.removeprefix("B")
        assert blaetter[blatt][f"A{zeile}"].wert == angabe.bezeichnung
    for nummer, (name, _) in enumerate(parameter.leistungen, start=1):
        _, (ort,) = gefunden[f"leistung_{nummer}"]
        assert blaetter["Parameter"][f"A{ort.removeprefix('B')}"].wert == f"Leistung: {name}"


def test_namen_sind_eindeutig_und_keine_zellbezuege(datei: bytes) -> None:
    vergeben = [name.casefold() for name in namen(datei)]
    assert len(vergeben) == len({*vergeben})
    assert not [name for name in vergeben if re.fullmatch(r"[a-z]{1,3}\d+|r\d*c?\d*|c\d*", name)]


def test_gerechnete_blaetter_sind_ohne_kennwort_geschuetzt_eingaben_frei(bogen_2012: bytes) -> None:
    inhalte = teile(bogen_2012)
    frei = _freie_formate(inhalte)
    for blatt, zeilen in zellen(bogen_2012).items():
        schutz = blatt_xml(bogen_2012, blatt).find(marke("sheetProtection"))
        if blatt in EINGABEBLAETTER:
            assert schutz is None
        else:
            assert schutz is not None
            assert schutz.get("sheet") == "1"
            assert not {"password", "hashValue", "algorithmName"} & {*schutz.attrib}
            assert not [ort for ort, z in zeilen.items() if z.formel and z.stil in frei]
    for name in (angabe.name for angabe in PARAMETERANGABEN):
        blatt, (ort,) = namen(bogen_2012)[name]
        assert zellen(bogen_2012)[blatt][ort].stil in frei


def _freie_formate(inhalte: Mapping[str, bytes]) -> set[int]:
    stile = etree.fromstring(inhalte["xl/styles.xml"])
    return {
        nummer
        for nummer, format in enumerate(vorhanden(stile.find(marke("cellXfs"))))
        if any(schutz.get("locked") == "0" for schutz in format.iter(marke("protection")))
    }


def test_keine_datenzelle_ist_verbunden(datei: bytes) -> None:
    for blatt in zellen(datei):
        verbunden = [
            ort
            for bereich in blatt_xml(datei, blatt).iter(marke("mergeCell"))
            for ort in orte(str(bereich.get("ref")))
        ]
        daten = {
            ort
            for name, (wo, bereich) in namen(datei).items()
            if wo == blatt and name != "gesamturteil"
            for ort in bereich
        }
        assert not daten & {*verbunden}
        if blatt != "Berechnungsbogen":
            assert verbunden == []


def test_blaetter_stehen_in_der_reihenfolge_des_lesens(bogen_2012: bytes) -> None:
    reihenfolge = [*zellen(bogen_2012)]
    assert reihenfolge[0] == "Berechnungsbogen"
    assert {*reihenfolge[-4:]} == EINGABEBLAETTER
    assert {"Verteilungsschlüssel", "Bestandsschutz", "Diagramm", "Prüfung"} < {*reihenfolge}


def test_kopfzeilen_bleiben_stehen_und_wiederholen_sich(bogen_2012: bytes) -> None:
    titel = {
        int(str(name.get("localSheetId")))
        for name in mappe_xml(teile(bogen_2012)).iter(marke("definedName"))
        if name.get("name") == "_xlnm.Print_Titles"
    }
    for nummer, blatt in enumerate(zellen(bogen_2012)):
        xml = blatt_xml(bogen_2012, blatt)
        if blatt in {"Verteilungsschlüssel", "Bestandsschutz", "Leistungen"} | EINGABEBLAETTER:
            assert vorhanden(xml.find(f".//{marke('pane')}")).get("state") == "frozen", blatt
            assert nummer in titel
        fuss = xml.findtext(f"{marke('headerFooter')}/{marke('oddFooter')}")
        assert "Seite &P von &N" in str(fuss)
    assert 0 in titel


def test_anlage_ist_eine_seite_breit_im_querformat(bogen_2012: bytes) -> None:
    xml = blatt_xml(bogen_2012, "Berechnungsbogen")
    seite = vorhanden(xml.find(marke("pageSetup")))
    assert (seite.get("orientation"), seite.get("paperSize")) == ("landscape", "9")
    assert (seite.get("fitToWidth"), seite.get("fitToHeight")) == ("1", "0")
    assert vorhanden(xml.find(f".//{marke('pageSetUpPr')}")).get("fitToPage") == "1"


def test_dateieigenschaften_und_alternativtexte(bogen_2012: bytes) -> None:
    inhalte = teile(bogen_2012)
    eigenschaften = {
        etree.QName(e).localname: e.text for e in etree.fromstring(inhalte["docProps/core.xml"])
    }
    assert eigenschaften["title"] == "Berechnungsbogen Budgetgrößen 2012"
    assert "2012" in str(eigenschaften["subject"])
    assert eigenschaften["language"] == "de-DE"
    assert eigenschaften["modified"] == "2026-01-15T12:00:00Z"
    bilder = [
        bild
        for name, inhalt in inhalte.items()
        if name.startswith("xl/drawings/drawing")
        for bild in etree.fromstring(inhalt).iter("{*}cNvPr")
    ]
    assert bilder
    assert all(len(bild.get("descr", "")) > 20 for bild in bilder)


def test_herkunft_steht_auf_dem_blatt_pruefung(bogen_2012: bytes) -> None:
    texte = {zelle.wert for zelle in zellen(bogen_2012)["Prüfung"].values()}
    assert {"15.01.2026", "ab" * 32} <= texte
    assert any("=daten.xlsx" in str(text) for text in texte)
    assert any("=Hinweis" in str(text) for text in texte)


# Gleiche Eingabe, gleiche Bytes


def _berechnen(ordner: Path, daten: object, **umgebung: str) -> bytes:
    """Ein eigener Prozess in einem eigenen Ordner; das Streuen der Hashwerte ist je Lauf anders."""
    ordner.mkdir()
    ohne = {name: wert for name, wert in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    subprocess.run(
        [sys.executable, "-m", "sozialraum_cli", "berechnen", str(daten), "--leise"],
        cwd=ordner,
        env=ohne | {"PYTHONPATH": str(BEISPIELE.parent)} | umgebung,
        stdout=subprocess.DEVNULL,
        check=True,
    )
    (datei,) = ordner.iterdir()
    return datei.read_bytes()


def test_zwei_laeufe_in_zwei_ordnern_ergeben_gleiche_bytes(tmp_path: Path) -> None:
    daten = BEISPIELE / "lueneburg_2026.xlsx"
    erster = _berechnen(tmp_path / "eins", daten, PYTHONHASHSEED="1", TZ="Europe/Berlin")
    relativ = os.path.relpath(daten, tmp_path / "zwei")
    zweiter = _berechnen(tmp_path / "zwei", relativ, PYTHONHASHSEED="2", TZ="America/Lima")
    assert erster == zweiter


def test_source_date_epoch_bestimmt_den_stand(tmp_path: Path) -> None:
    daten = BEISPIELE / "lueneburg_2012.xlsx"
    ohne = _berechnen(tmp_path / "ohne", daten)
    mit = _berechnen(tmp_path / "mit", daten, SOURCE_DATE_EPOCH="1000000000")
    nochmal = _berechnen(tmp_path / "nochmal", daten, SOURCE_DATE_EPOCH="1000000000")
    assert mit == nochmal != ohne
    assert b"2001-09-09T01:46:40Z" in teile(mit)["docProps/core.xml"]
    assert "09.09.2001" in {zelle.wert for zelle in zellen(mit)["Prüfung"].values()}

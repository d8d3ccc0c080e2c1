"""Die Anlage für den Kreistag: Sätze, Spalten, Summen je Gruppe, Schriftgröße im Druck."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from bogendatei import Blaetter, blatt_xml, marke, namen, zellen
from bogenfaelle import FAELLE, eingabe
from conftest import vorhanden
from exceldatei import Datei

from sozialraum_cli.bogen.bauen import bogen_bauen
from sozialraum_cli.bogen.quelle import Quelle
from sozialraum_cli.modell import Eingabe, Parametertext
from sozialraum_cli.rechnen.berechnung import rechnen

QUELLE = Quelle(datetime(2026, 1, 15, 12, tzinfo=UTC), ())
ANLAGE = "Berechnungsbogen"
PUNKTE_JE_EINHEIT, A4_QUER = 5.25, 841.9


def bogen(grund: Eingabe) -> bytes:
    return bogen_bauen(rechnen(grund), QUELLE)


@pytest.fixture(scope="module")
def bogen_2012() -> bytes:
    return bogen(FAELLE["beispiel-2012"]())


def texte(datei: bytes) -> list[str]:
    blaetter: Blaetter = zellen(datei)
    return [zelle.wert for zelle in blaetter[ANLAGE].values() if isinstance(zelle.wert, str)]


def enthalten(datei: bytes, satz: str) -> bool:
    return any(satz in text for text in texte(datei))


def test_der_erste_satz_nennt_die_indikatoren_mit_gewicht(bogen_2012: bytes) -> None:
    assert enthalten(
        bogen_2012,
        "bestimmen Indikatoren seiner sozialen Belastung: Arbeitslose (40 %), Alleinerziehende "
        "(25 %), Anteil unter 18 (25 %), Ausländeranteil (10 %).",
    )


def test_der_kopf_nennt_koerperschaft_vorlage_und_fassung(bogen_2012: bytes) -> None:
    zeile = "Bestandsschutz: anteilig 70 % · Stand: 15.01.2026"
    assert zeile in texte(bogen_2012)
    angaben: dict[str, Any] = {
        "koerperschaft": "Landkreis Lüneburg",
        "vorlage_nummer": "2011/099",
        "anlage": "2",
        "stand": "10.05.2011, 2. Fassung",
    }
    kopf = "Landkreis Lüneburg · Anlage 2 zur Vorlage 2011/099 · "
    neu = "Bestandsschutz: anteilig 70 % · Stand: 10.05.2011, 2. Fassung"
    assert kopf + neu in texte(bogen(eingabe(**angaben)))
    ohne_nummer = angaben | {"anlage": None, "koerperschaft": None}
    assert f"Anlage zur Vorlage 2011/099 · {neu}" in texte(bogen(eingabe(**ohne_nummer)))


def test_viele_indikatoren_sprengen_den_satz_nicht() -> None:
    spalten = {f"Merkmal {n}": (n, n + 1, n + 2) for n in range(1, 31)}
    viele = eingabe(spalten=spalten, indikatoren=None, bisher=(1, 2, 3), verteilungsbasis=None)
    assert enthalten(bogen(viele), "Merkmal 12 (3,33 %) und 18 weitere.")


@pytest.mark.parametrize("basis", ["personal", "budget"])
def test_die_letzte_leistung_traegt_vom_budget_die_pauschale(basis: str) -> None:
    datei = bogen(eingabe(leistungsbasis=basis))
    assert enthalten(datei, "Netzwerkarbeit (40 % des Budgets, abzüglich der Pauschale)") is (
        basis == "budget"
    )
    assert enthalten(datei, "Netzwerkarbeit (40 % des Personals)") is (basis == "personal")


def test_die_fussnote_zu_lueneburg_nur_wo_die_mappe_sich_darauf_beruft(bogen_2012: bytes) -> None:
    satz = "Die Vorlage 2011/099 des Landkreises Lüneburg nennt"
    assert enthalten(bogen_2012, satz)
    ohne = eingabe()
    assert not enthalten(bogen(ohne), satz)
    quelle = {"regiekosten": Parametertext(quelle="Vorlage 2011/099")}
    assert enthalten(bogen(replace(ohne, parametertexte=quelle)), satz)


def test_budget_1_steht_neben_budget_2(bogen_2012: bytes) -> None:
    assert {"Budget I (nach Indikatoren)", "Budget II"} <= {*texte(bogen_2012)}


def test_vergleichsbudget_sichtbar_nur_wo_es_abweicht(bogen_2012: bytes) -> None:
    assert verborgene_spalten(bogen_2012) == 1
    assert verborgene_spalten(bogen(eingabe(referenz=("1", "2", "3", "4", "5")))) == 0


def verborgene_spalten(datei: bytes) -> int:
    return sum(col.get("hidden") == "1" for col in blatt_xml(datei, ANLAGE).iter(marke("col")))


def test_rot_heisst_nur_weniger_als_bisher(bogen_2012: bytes) -> None:
    datei = Datei(bogen_2012)
    rot = {
        str(zelle.get("r"))
        for zelle in datei.blaetter[ANLAGE].iter(marke("c"))
        if "[Red]" in datei.zellformate[int(zelle.get("s", "0"))][0]
    }
    bereiche = namen(bogen_2012)
    spalten = {
        bereiche[name][1][0].rstrip("0123456789") for name in ("differenz", "differenz_prozent")
    }
    assert {ort.rstrip("0123456789") for ort in rot} == spalten
    farben = {
        vorhanden(font.find(marke("color"))).get("rgb")
        for font in datei.stile.iter(marke("font"))
        if font.find(marke("color")) is not None
    }
    assert not [farbe for farbe in farben if str(farbe).endswith(("B00020", "FF0000"))]


def test_stunden_zusammen_und_summen_je_gruppe(bogen_2012: bytes) -> None:
    blatt = openpyxl.load_workbook(BytesIO(bogen_2012), data_only=True)[ANLAGE]
    kopf: dict[str, int] = {}
    werte: dict[Any, tuple[Any, ...]] = {}
    for zeile in blatt.iter_rows(values_only=True):
        kopf |= {text: nummer for nummer, text in enumerate(zeile) if isinstance(text, str)}
        werte.setdefault(zeile[0], zeile)
    neu, stunden = kopf["Budget neu"], kopf["Stunden je Woche zusammen"]
    nord = [werte[name] for name in ("Adendorf", "Bardowick", "Scharnebeck")]
    for spalte in (neu, stunden):
        assert werte["Nord"][spalte] == pytest.approx(sum(zeile[spalte] for zeile in nord))
        assert werte["AWO"][spalte] == pytest.approx(werte["Dahlenburg"][spalte])
        regionen = sum(werte[name][spalte] for name in ("Nord", "Ost", "Süd"))
        assert regionen == pytest.approx(werte["Summe"][spalte])
    assert werte["Adendorf"][stunden] == pytest.approx(52.170885 + 34.780590, abs=1e-5)
    # Die Teams gliedern wie die Regionen und stehen darum nicht noch einmal da.
    assert "Team Nord" not in werte


@pytest.mark.parametrize("fall", ["beispiel-2012", "beispiel-2026"])
def test_gedruckt_ist_die_tabelle_9_und_jede_notiz_8_punkt_gross(fall: str) -> None:
    datei = bogen(FAELLE[fall]())
    blatt = blatt_xml(datei, ANLAGE)
    sichtbar = [col for col in blatt.iter(marke("col")) if col.get("hidden") != "1"]
    breite = sum(float(str(col.get("width"))) for col in sichtbar) * PUNKTE_JE_EINHEIT
    (raender,) = blatt.iter(marke("pageMargins"))
    platz = A4_QUER - 72 * (float(str(raender.get("left"))) + float(str(raender.get("right"))))
    verkleinert = min(1, platz / breite)
    formate, inhalt = Datei(datei).zellformate, zellen(datei)[ANLAGE]
    tabelle = [z for z in inhalt.values() if isinstance(z.wert, float)]
    assert min(formate[zelle.stil][1] for zelle in tabelle) * verkleinert >= 9
    gefuellt = [zelle for zelle in inhalt.values() if zelle.wert != ""]
    assert min(formate[zelle.stil][1] for zelle in gefuellt) * verkleinert >= 8
    assert Decimal(str(verkleinert)) < 1

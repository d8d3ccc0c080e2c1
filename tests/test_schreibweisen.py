"""Dasselbe XML ist dieselbe Mappe, wie es auch geschrieben ist.

Art des Fehlers: ein schneller Weg, der Text statt XML versteht. Mit einem zweiten Präfix verlor
er einen Sozialraum, mit „</c >“ einen Wert; dann galt still eine Vorgabe.
"""

import random
from pathlib import Path

import pytest
from befehlszeile import DATEN, DATEN_2026
from bogendatei import teile
from schreibweise import mit_leeren, umschreiben
from test_laden import zip_schreiben

from sozialraum_cli.lesen.leerzellen import ohne_leere_zellen
from sozialraum_cli.lesen.mappendatei import mappe_lesen

BLAETTER = [f"xl/worksheets/sheet{nummer}.xml" for nummer in range(1, 5)]


def wieder_gelesen(ordner: Path, inhalt: dict[str, bytes]) -> object:
    return mappe_lesen(zip_schreiben(ordner / "mappe.xlsx", inhalt)).blaetter


@pytest.mark.parametrize("saat", range(40))
def test_andere_schreibweise_ist_dieselbe_mappe(tmp_path: Path, saat: int) -> None:
    zufall = random.Random(saat)
    vorher = teile((DATEN, DATEN_2026)[saat % 2].read_bytes())
    soll = wieder_gelesen(tmp_path, vorher)
    nachher = dict(vorher)
    for name in BLAETTER:
        nachher[name] = mit_leeren(nachher[name], zufall)
        if zufall.random() < 0.8:
            nachher[name] = umschreiben(nachher[name], zufall)
    for name in ("xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"):
        if name in nachher and zufall.random() < 0.5:
            nachher[name] = umschreiben(nachher[name], zufall)
    assert wieder_gelesen(tmp_path, nachher) == soll


@pytest.mark.parametrize("datei", [DATEN, DATEN_2026])
def test_schneller_weg_greift(datei: Path) -> None:
    """Sonst prüfte der Test darüber nichts: leere Zeilen und Zellen fallen wirklich weg."""
    for name in BLAETTER:
        blatt = mit_leeren(teile(datei.read_bytes())[name], random.Random(1))
        assert blatt.count(b'<c r="AZ') > 0
        schlank = b"".join(ohne_leere_zellen([blatt]))
        assert schlank.count(b'<c r="AZ') == 0
        assert schlank.count(b'<row r="50') == 0


@pytest.mark.parametrize(
    ("alt", "neu"),
    [
        (b"</c>", b"</c >"),
        (b"</row>", b"</row\n>"),
        (b"<sheetData>", b"<!-- <sheetData> --><sheetData>"),
        (b"<sheetData>", b"<sheetData ><!-- </sheetData> -->"),
        (b"</v>", b"<!-- </c></row> --></v>"),
        (b"<v>", b"<v><![CDATA[]]>"),
        (b"<row ", b"<?x </sheetData> ?><row "),
    ],
)
def test_einzelne_schreibweisen(tmp_path: Path, alt: bytes, neu: bytes) -> None:
    """Jede einmal an jeder Stelle, damit keine Zeile zufällig verschont bleibt."""
    vorher = teile(DATEN.read_bytes())
    soll = wieder_gelesen(tmp_path, vorher)
    for name in BLAETTER:
        anzahl = vorher[name].count(alt)
        assert anzahl
        for nummer in {0, 1, anzahl // 2, anzahl - 1} & {*range(anzahl)}:
            stuecke = vorher[name].split(alt)
            davor, danach = alt.join(stuecke[: nummer + 1]), alt.join(stuecke[nummer + 1 :])
            assert wieder_gelesen(tmp_path, {**vorher, name: davor + neu + danach}) == soll


def test_zweites_praefix(tmp_path: Path) -> None:
    """Eine Zeile mit eigenem Präfix für denselben Namensraum ist eine Zeile wie jede andere."""
    vorher = teile(DATEN.read_bytes())
    soll = wieder_gelesen(tmp_path, vorher)
    raum = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    for name in BLAETTER:
        zeilen = vorher[name].split(b"<row ")
        letzte = zeilen[-1].replace(b"</row>", b"</x:row>").replace(b"<c ", b"<x:c ")
        letzte = letzte.replace(b"</c>", b"</x:c>").replace(b"<v>", b"<x:v>")
        letzte = letzte.replace(b"</v>", b"</x:v>")
        for marke in (b"is", b"t"):
            letzte = letzte.replace(b"<" + marke + b">", b"<x:" + marke + b">")
            letzte = letzte.replace(b"</" + marke + b">", b"</x:" + marke + b">")
        blatt = b"<row ".join(zeilen[:-1]) + b"<x:row " + letzte
        blatt = blatt.replace(raum, raum + raum.replace(b"xmlns=", b" xmlns:x="))
        assert wieder_gelesen(tmp_path, {**vorher, name: blatt}) == soll

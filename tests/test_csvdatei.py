"""CSV lesen: Zeichensatz und Trenner erkannt, jede Zeile mit Nummer, nichts wächst unbegrenzt."""

import io
import tracemalloc
from pathlib import Path

import pytest

from sozialraum_cli.lesen.csvdatei import FELD_GRENZE, CsvZeile, csv_lesen, csv_oeffnen
from sozialraum_cli.lesen.dateifehler import Dateifehler

TEXT = "Sozialraum;Stunden\r\nOsteinländer „Süd“;1,5\r\n"


def zeilen(inhalt: bytes) -> list[CsvZeile]:
    return list(csv_lesen(io.BytesIO(inhalt)).zeilen)


@pytest.mark.parametrize("kodierung", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_zeichensatz_am_inhalt(kodierung: str) -> None:
    datei = csv_lesen(io.BytesIO(TEXT.encode(kodierung)))
    assert datei.zeichensatz == kodierung
    assert list(datei.zeilen)[1] == CsvZeile(2, ("Osteinländer „Süd“", "1,5"))


def test_zeichensatz_entscheidet_die_ganze_datei() -> None:
    """Der erste Umlaut kann nach Tausenden Zeilen kommen."""
    inhalt = b"a;b\n" * 100_000 + "Süd;1\n".encode("cp1252")
    datei = csv_lesen(io.BytesIO(inhalt))
    assert datei.zeichensatz == "cp1252"
    assert list(datei.zeilen)[-1] == CsvZeile(100_001, ("Süd", "1"))


def test_alter_dos_text_wird_abgelehnt() -> None:
    with pytest.raises(Dateifehler, match="DOS"):
        csv_lesen(io.BytesIO("Süd;1\n".encode("cp850")))


@pytest.mark.parametrize("trenner", [";", ",", "\t", "|"])
def test_trenner_am_inhalt(trenner: str) -> None:
    text = "Bericht 2012\n" + "".join(
        trenner.join([f"Raum {n}", "x", '"1,5"']) + "\n" for n in range(5)
    )
    datei = csv_lesen(io.BytesIO(text.encode()))
    assert datei.trenner == trenner
    assert [len(zeile.felder) for zeile in datei.zeilen] == [1, 3, 3, 3, 3, 3]


def test_dezimalkommas_sind_keine_trenner() -> None:
    inhalt = "Name;h;€\n" + "A;1,5;10,25\n" * 20
    assert csv_lesen(io.BytesIO(inhalt.encode())).trenner == ";"


def test_angabe_von_excel_gilt_und_zaehlt_als_zeile() -> None:
    assert zeilen(b"sep=,\r\na,b\r\n") == [CsvZeile(2, ("a", "b"))]


def test_zeilennummern_trotz_umbruch_und_leerzeilen() -> None:
    inhalt = b'a;b\n\n"x\ny";1\n;\nz;2\n'
    assert [(z.nummer, z.felder[0]) for z in zeilen(inhalt)] == [(1, "a"), (3, "x\ny"), (6, "z")]


@pytest.mark.parametrize("inhalt", [b"", b"%PDF-1.7", b"<html><table>", b"\0\1\2", b"PK\x03\x04;"])
def test_anderes_als_text_wird_abgelehnt(inhalt: bytes) -> None:
    with pytest.raises(Dateifehler):
        csv_lesen(io.BytesIO(inhalt))


def test_zu_langes_feld_nennt_die_zeile() -> None:
    with pytest.raises(Dateifehler, match="Zeile 2 "):
        zeilen(b"a;b\n" + b"x" * (FELD_GRENZE + 1) + b";1\n")


@pytest.mark.parametrize(
    "inhalt",
    [b'"' + b"x\n" * 1_000_000, b'"\n' + b'";"\n' * 500_000, b";" * 2_000_000],
    ids=["Feld", "Satz", "Zeile"],
)
def test_boeswilliges_waechst_nicht(inhalt: bytes) -> None:
    """Art: eine Datei ohne Zeilen- oder Satzende; gelesen wird höchstens ein Satz."""
    tracemalloc.start()
    with pytest.raises(Dateifehler):
        zeilen(inhalt)
    spitze = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert spitze < 60 << 20


def test_datei_fehlt(tmp_path: Path) -> None:
    with pytest.raises(Dateifehler, match="gibt es nicht"), csv_oeffnen(tmp_path / "fehlt.csv"):
        pass

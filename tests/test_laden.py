"""Dateien lesen: was gelesen wird, was abgelehnt wird, wie lange es dauert."""

import hashlib
import io
import os
import random
import re
import shutil
import stat
import struct
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet
from stoerung import SAATEN, bytes_stoeren

from sozialraum_cli.befund import Befund, Datenfehler
from sozialraum_cli.lesen import archiv, vorrat, xmlstrom
from sozialraum_cli.lesen.dateifehler import Dateifehler
from sozialraum_cli.lesen.leerzellen import ohne_leere_zellen
from sozialraum_cli.lesen.mappe import Blatt, Mappe
from sozialraum_cli.lesen.mappendatei import mappe_lesen
from sozialraum_cli.lesen.vorrat import GRENZEN, Posten, Vorrat
from sozialraum_cli.lesen.xmlwerte import zahl_aus_text
from sozialraum_cli.lesen.zahlenformat import (
    Zahlenformat,
    datum_aus_tagen,
    format_deuten,
    zeitpunkt,
)
from sozialraum_cli.lesen.zelle import Fehlerwert, FormelOhneWert, Zelle, Zellwert
from sozialraum_cli.zahlen import zahl

HAUPTRAUM = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRENGER_RAUM = "http://purl.oclc.org/ooxml/spreadsheetml/main"
VERWEISRAUM = "http://schemas.openxmlformats.org/package/2006/relationships"
DOKUMENTRAUM = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
KOPF = '<?xml version="1.0" encoding="UTF-8"?>'

Teile = dict[str, str | bytes]


# Grenze gegen Hängen, kein Tempoversprechen: das gibt benchmarks/lesen.py.
HAENGT_NICHT = 10


def zeitlos(text: str) -> datetime:
    return datetime.fromisoformat(text)


def blatt_xml(daten: str, *, vor: str = "", nach: str = "", raum: str = HAUPTRAUM) -> str:
    return f'{KOPF}<worksheet xmlns="{raum}">{vor}<sheetData>{daten}</sheetData>{nach}</worksheet>'


def xlsx_teile(
    *blaetter: str,
    texte: str = "",
    stile: str | None = None,
    angaben: Mapping[int, str] | None = None,
    mappe: str = "",
) -> Teile:
    """Die Teile einer Mappe; Blätter sind ganze Blatt-XML, angaben Attribute ihrer Einträge."""
    angaben = angaben or {}
    eintraege = "".join(
        f'<sheet name="Blatt{nr}" sheetId="{nr}" r:id="rId{nr}" {angaben.get(nr, "")}/>'
        for nr in range(1, len(blaetter) + 1)
    )
    verweise = "".join(
        f'<Relationship Id="rId{nr}" Type="{DOKUMENTRAUM}/worksheet" '
        f'Target="worksheets/sheet{nr}.xml"/>'
        for nr in range(1, len(blaetter) + 1)
    )
    teile: Teile = {
        "_rels/.rels": (
            f'{KOPF}<Relationships xmlns="{VERWEISRAUM}"><Relationship Id="rId1" '
            f'Type="{DOKUMENTRAUM}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": (
            f'{KOPF}<workbook xmlns="{HAUPTRAUM}" xmlns:r="{DOKUMENTRAUM}">{mappe}'
            f"<sheets>{eintraege}</sheets></workbook>"
        ),
        "xl/sharedStrings.xml": f'{KOPF}<sst xmlns="{HAUPTRAUM}">{texte}</sst>',
    }
    verweise += (
        f'<Relationship Id="rIdT" Type="{DOKUMENTRAUM}/sharedStrings" Target="sharedStrings.xml"/>'
    )
    if stile is not None:
        teile["xl/styles.xml"] = f'{KOPF}<styleSheet xmlns="{HAUPTRAUM}">{stile}'
        verweise += (
            f'<Relationship Id="rIdS" Type="{DOKUMENTRAUM}/styles" Target="/xl/styles.xml"/>'
        )
    for nr, blatt in enumerate(blaetter, start=1):
        teile[f"xl/worksheets/sheet{nr}.xml"] = blatt
    teile["xl/_rels/workbook.xml.rels"] = (
        f'{KOPF}<Relationships xmlns="{VERWEISRAUM}">{verweise}</Relationships>'
    )
    return teile


def zip_schreiben(pfad: Path, teile: Mapping[str, str | bytes]) -> Path:
    with zipfile.ZipFile(pfad, "w", zipfile.ZIP_DEFLATED) as behaelter:
        for name, inhalt in teile.items():
            behaelter.writestr(name, inhalt)
    return pfad


def xlsx(ordner: Path, daten: str, **angaben: Any) -> Path:
    teile = xlsx_teile(blatt_xml(daten), **angaben)
    return zip_schreiben(ordner / "mappe.xlsx", teile)


def einziges(mappe: Mappe) -> Blatt:
    assert len(mappe.blaetter) == 1
    return mappe.blaetter[0]


def werte(pfad: Path) -> dict[tuple[int, int], Zellwert]:
    return {ort: zelle.wert for ort, zelle in einziges(mappe_lesen(pfad)).zellen.items()}


def ablehnung(pfad: Path) -> Befund:
    """Der eine Befund, mit dem die Datei abgelehnt wird."""
    with pytest.raises(Datenfehler) as grund:
        mappe_lesen(pfad)
    (befund,) = grund.value.befunde
    assert befund.fundort == pfad.name
    assert befund.abhilfe
    assert befund.text.endswith(".")
    return befund


# Datei ---------------------------------------------------------------------------------------


def test_fehlende_datei(tmp_path: Path) -> None:
    assert ablehnung(tmp_path / "fehlt.xlsx").text == "Die Datei gibt es nicht."


def test_ordner(tmp_path: Path) -> None:
    assert "Ordner" in ablehnung(tmp_path).text


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="nur POSIX kennt benannte Röhren")
def test_benannte_roehre_haelt_nicht_an(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "roehre.xlsx")
    assert "keine gewöhnliche Datei" in ablehnung(tmp_path / "roehre.xlsx").text


@pytest.mark.parametrize(
    ("winerror", "erwartet"), [(32, "gesperrt"), (None, "darf nicht gelesen werden")]
)
def test_gesperrt_und_ohne_leserechte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, winerror: int | None, erwartet: str
) -> None:
    pfad = xlsx(tmp_path, "")

    def verweigern(*_: object, **__: Any) -> None:
        grund = PermissionError(13, "Permission denied")
        if winerror:
            grund.winerror = winerror  # type: ignore[attr-defined]
        raise grund

    monkeypatch.setattr(Path, "open", verweigern)
    befund = ablehnung(pfad)
    assert erwartet in befund.text
    assert "schließen" in befund.abhilfe


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root darf jede Datei lesen"
)
def test_wirklich_ohne_leserechte(tmp_path: Path) -> None:
    pfad = xlsx(tmp_path, "")
    pfad.chmod(stat.S_IWUSR)
    assert "darf nicht gelesen werden" in ablehnung(pfad).text


def test_sperrdatei(tmp_path: Path) -> None:
    pfad = tmp_path / "~$daten.xlsx"
    pfad.write_bytes(b"\x06Erika")
    assert "Sperrdatei" in ablehnung(pfad).text


def test_unmoeglicher_pfad(tmp_path: Path) -> None:
    with pytest.raises(Datenfehler) as grund:
        mappe_lesen(tmp_path / "a\0b.xlsx")
    assert grund.value.befunde[0].fundort == "a?b.xlsx"
    assert ablehnung(tmp_path / ("x" * 300)).text == "Der Dateiname ist zu lang."


def test_zu_grosse_datei_wird_nicht_gelesen(tmp_path: Path) -> None:
    pfad = tmp_path / "riese.xlsx"
    with pfad.open("wb") as datei:
        datei.truncate(129 << 20)
    assert "größer als 128 MiB" in ablehnung(pfad).text


def ole(name: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + name.encode("utf-16-le") + b"\0" * 99


ZIP_ALLEIN = io.BytesIO()
with zipfile.ZipFile(ZIP_ALLEIN, "w"):
    pass


@pytest.mark.parametrize(
    ("inhalt", "erwartet", "abhilfe"),
    [
        (b"", "leer", "herunterladen"),
        (b"\0" * 500, "nur Nullbytes", "herunterladen"),
        (b"Sozialraum;Budget\nAdendorf;1\n", "CSV", ".xlsx"),
        ("Sozialraum\tBudget\nÖst\t1\n".encode("utf-16"), "CSV", ".xlsx"),
        ("Größe,1\n".encode("latin-1"), "CSV", ".xlsx"),
        (b"nur ein Satz", "Textdatei", "Eingabemappe"),
        (b"\xef\xbb\xbf <!DOCTYPE html><html><table>", "HTML", ".xlsx"),
        (b"<table><tr><td>1</td></tr></table>", "HTML", ".xlsx"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:x"/>', "XML-Datei", ".xlsx"),
        (b"%PDF-1.7 ...", "PDF", "Eingabemappe"),
        (b"\x09\x04\x06\x00\x00\x00", "sehr alte Excel-Mappe", ".xlsx"),
        (ole("Workbook"), "alte Excel-Mappe (.xls)", ".xlsx"),
        (ole("EncryptedPackage"), "Kennwort verschlüsselt", "ohne Kennwort"),
        (ole("WordDocument"), "altes Office-Dokument", "Kennwort"),
        (b"\x89PNG\r\n\x1a\n\x00\x01", "keine Excel-Arbeitsmappe", "herunterladen"),
        (ZIP_ALLEIN.getvalue(), "leeres Zip-Archiv", "herunterladen"),
        (b"PK\x03\x04" + b"\0" * 50, "abgeschnitten", "herunterladen"),
    ],
)
def test_keine_mappe(tmp_path: Path, inhalt: bytes, erwartet: str, abhilfe: str) -> None:
    pfad = tmp_path / "daten.xlsx"
    pfad.write_bytes(inhalt)
    befund = ablehnung(pfad)
    assert erwartet in befund.text
    assert abhilfe in befund.abhilfe


@pytest.mark.parametrize(
    ("teile", "erwartet"),
    [
        ({"xl/workbook.bin": b"x"}, ".xlsb"),
        ({"word/document.xml": "x"}, "Word-Dokument"),
        ({"ppt/presentation.xml": "x"}, "Präsentation"),
        ({"Index/Document.iwa": "x"}, "Numbers"),
        ({"mimetype": "application/vnd.oasis.opendocument.text"}, "keine Tabelle"),
        ({"ordner/daten.xlsx": "x"}, "in dem eine Mappe liegt"),
        ({"bild.png": "x"}, "Zip-Archiv und keine"),
    ],
)
def test_anderer_zip_inhalt(tmp_path: Path, teile: Teile, erwartet: str) -> None:
    assert erwartet in ablehnung(zip_schreiben(tmp_path / "daten.xlsx", teile)).text


def test_abgeschnitten_an_jeder_stelle(tmp_path: Path) -> None:
    ganz = xlsx(tmp_path, '<row r="1"><c r="A1"><v>1</v></c></row>').read_bytes()
    pfad = tmp_path / "halb.xlsx"
    for laenge in range(0, len(ganz), 37):
        pfad.write_bytes(ganz[:laenge])
        ablehnung(pfad)


@pytest.mark.parametrize("endung", ["xlsx", "xlsm", "xltx", "xls", "XLSX", "dat"])
def test_der_inhalt_zaehlt_nicht_die_endung(tmp_path: Path, endung: str) -> None:
    pfad = xlsx(tmp_path, '<row r="1"><c r="A1"><v>1</v></c></row>')
    ziel = pfad.rename(tmp_path / f"daten.{endung}")
    assert werte(ziel) == {(1, 1): Decimal(1)}


def test_echte_alte_xls(tmp_path: Path, umwandeln: Callable[[Path, str], Path]) -> None:
    buch = Workbook()
    buch.save(tmp_path / "neu.xlsx")
    befund = ablehnung(umwandeln(tmp_path / "neu.xlsx", "xls"))
    assert befund.text == "Die Datei ist eine alte Excel-Mappe (.xls)."
    assert ".xlsx" in befund.abhilfe


# Behälter und Grenzen --------------------------------------------------------------------------


def bombe(pfad: Path, mebibyte: int) -> Path:
    """Ein Zip mit einem Teil aus Nullen; wird gebaut, ohne ihn je im Speicher zu haben."""
    block = bytes(1 << 20)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    erster = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    inhalt = erster * mebibyte + packer.flush(zlib.Z_FINISH)
    name = b"xl/worksheets/sheet1.xml"
    groesse = mebibyte << 20
    felder = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 33, 0, len(inhalt), groesse, len(name), 0)
    kopf = b"PK\x03\x04" + felder + name
    eintrag = b"PK\x01\x02\x14\x00" + felder + struct.pack("<HHHII", 0, 0, 0, 0, 0) + name
    ende = struct.pack("<HHHHIIH", 0, 0, 1, 1, len(eintrag), len(kopf) + len(inhalt), 0)
    pfad.write_bytes(kopf + inhalt + eintrag + b"PK\x05\x06" + ende)
    return pfad


def test_zip_bombe_wird_sofort_abgelehnt(tmp_path: Path) -> None:
    pfad = bombe(tmp_path / "bombe.xlsx", 4095)
    beginn = time.process_time()
    befund = ablehnung(pfad)
    assert time.process_time() - beginn < HAENGT_NICHT
    assert "4.095 MiB groß, zulässig sind 2.048 MiB" in befund.text


@pytest.mark.skipif(sys.platform != "linux", reason="Speicherspitze nur in /proc")
def test_zip_bombe_braucht_keinen_speicher(tmp_path: Path) -> None:
    pfad = bombe(tmp_path / "bombe.xlsx", 4095)
    programm = (
        "import re, sys; from pathlib import Path\n"
        "from sozialraum_cli.lesen.mappendatei import mappe_lesen\n"
        "from sozialraum_cli.befund import Datenfehler\n"
        "try: mappe_lesen(Path(sys.argv[1]))\n"
        "except Datenfehler: pass\n"
        # Nicht getrusage: dessen Spitze enthält, was der Prozess vor dem exec geerbt hat.
        "print(re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text())[1])"
    )
    ausgabe = subprocess.run(
        [sys.executable, "-c", programm, str(pfad)], capture_output=True, text=True, check=True
    )
    assert int(ausgabe.stdout) < 200 * 1024


def test_verhaeltnis_gilt_auch_unter_der_groessengrenze(tmp_path: Path) -> None:
    assert "200-Fache" in ablehnung(bombe(tmp_path / "bombe.xlsx", 300)).text


def test_das_verzeichnis_luegt(tmp_path: Path) -> None:
    pfad = xlsx(tmp_path, " " * 5_000_000)
    daten = pfad.read_bytes()
    groesse = struct.pack("<I", len(blatt_xml(" " * 5_000_000)))
    assert daten.count(groesse) == 2
    pfad.write_bytes(daten.replace(groesse, struct.pack("<I", 300)))
    assert "beschädigt" in ablehnung(pfad).text


def vorrat_begrenzen(monkeypatch: pytest.MonkeyPatch, posten: Posten, grenze: int) -> None:
    monkeypatch.setattr(archiv, "Vorrat", lambda _: Vorrat({**GRENZEN, posten: grenze}))


def test_beim_entpacken_wird_mitgezaehlt(monkeypatch: pytest.MonkeyPatch) -> None:
    speicher = io.BytesIO()
    with zipfile.ZipFile(speicher, "w") as behaelter:
        behaelter.writestr("teil", bytes(1 << 20))
    vorrat_begrenzen(monkeypatch, Posten.ENTPACKT, 1 << 18)
    with pytest.raises(Dateifehler, match=r"262\.144 Bytes entpackten Inhalt"):
        list(archiv.Archiv(speicher.getvalue()).stuecke("teil"))


def test_zu_viele_teile(tmp_path: Path) -> None:
    pfad = zip_schreiben(tmp_path / "viele.xlsx", {f"t{nr}": "" for nr in range(10_001)})
    assert "10.001 Teilen" in ablehnung(pfad).text


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_teil_doppelt(tmp_path: Path) -> None:
    pfad = xlsx(tmp_path, "")
    with zipfile.ZipFile(pfad, "a") as behaelter:
        behaelter.writestr("xl/worksheets/SHEET1.xml", blatt_xml(""))
    assert "zweimal" in ablehnung(pfad).text


def test_verschluesselter_zip_teil(tmp_path: Path) -> None:
    pfad = xlsx(tmp_path, "")
    daten = bytearray(pfad.read_bytes())
    for treffer in re.finditer(b"PK\x01\x02", bytes(daten)):
        daten[treffer.start() + 8] |= 1
    pfad.write_bytes(daten)
    assert "Kennwort" in ablehnung(pfad).text


def test_unbekanntes_packverfahren(tmp_path: Path) -> None:
    pfad = tmp_path / "lzma.xlsx"
    with zipfile.ZipFile(pfad, "w", zipfile.ZIP_LZMA) as behaelter:
        for name, inhalt in xlsx_teile(blatt_xml("")).items():
            behaelter.writestr(name, inhalt)
    assert "Verfahren gepackt" in ablehnung(pfad).text


@pytest.mark.parametrize(
    "teil",
    [
        "_rels/.rels",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/worksheets/sheet1.xml",
        "xl/sharedStrings.xml",
        "xl/styles.xml",
        "docProps/core.xml",
    ],
)
def test_doctype_in_jedem_gelesenen_teil(tmp_path: Path, teil: str) -> None:
    teile = xlsx_teile(blatt_xml(""), stile="</styleSheet>")
    teile["docProps/core.xml"] = f"{KOPF}<cp/>"
    bomben = "".join(f'<!ENTITY l{nr} "&l{nr - 1};&l{nr - 1};">' for nr in range(1, 30))
    doctype = f'<!DOCTYPE a [<!ENTITY l0 "lol">{bomben}]>'
    teile[teil] = str(teile[teil]).replace(KOPF, KOPF + doctype)
    assert "DOCTYPE" in ablehnung(zip_schreiben(tmp_path / "b.xlsx", teile)).text


def test_entitaet_ohne_doctype(tmp_path: Path) -> None:
    pfad = xlsx(tmp_path, '<row r="1"><c r="A1" t="str"><v>&auml;</v></c></row>')
    assert "kein gültiges XML" in ablehnung(pfad).text


ZEILEN = "".join(f'<row r="{nr}"><c r="A{nr}"><v>1</v></c></row>' for nr in range(1, 12))
GETEILT = (
    '<row r="1"><c r="A1"><f t="shared" si="0" ref="A1:C1">B2*2</f><v>1</v></c>'
    '<c r="B1"><f t="shared" si="0"/><v>1</v></c><c r="C1"><f t="shared" si="0"/><v>1</v></c></row>'
)


@pytest.mark.parametrize(
    ("posten", "genug", "daten"),
    [
        (Posten.XML, 40_000, "<x>" + "t" * 30_000 + "</x>"),
        (Posten.MARKEN, 300, "<x/>" * 200),
        (Posten.ANGABEN, 300, '<x a="1"/>' * 200),
        (Posten.ZELLEN, 11, ZEILEN),
        (Posten.ZEICHEN, 6, '<row r="1"><c r="A1" t="str"><v>abcdef</v></c></row>'),
        (Posten.FORMELZEICHEN, 12, GETEILT),
        (Posten.BEZUEGE, 4, GETEILT),
        (Posten.BEFUNDE, 2, '<row r="1"><c r="A1"><v>x</v></c><c r="B1"><v>x</v></c></row>'),
    ],
)
def test_grenzen_des_vorrats(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, posten: Posten, genug: int, daten: str
) -> None:
    pfad = xlsx(tmp_path, daten)
    vorrat_begrenzen(monkeypatch, posten, genug)
    mappe_lesen(pfad)
    vorrat_begrenzen(monkeypatch, posten, genug // 2)
    assert f"mehr als {zahl(Decimal(genug // 2), 0)} " in ablehnung(pfad).text
    assert posten.value[0] in ablehnung(pfad).text


def test_eine_grosse_datei_darf_mehr_zellen_haben(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Alle Schulen eines Landes sind erlaubt, dieselbe Zahl leicht gepackter Zellen nicht."""
    monkeypatch.setattr(vorrat, "GRENZEN", {**GRENZEN, Posten.ZELLEN: 10})
    wuerfel = random.Random(1)
    zeile = '<row r="{0}"><c r="A{0}"><v>{1}</v></c></row>'
    echt = "".join(zeile.format(nr, wuerfel.random()) for nr in range(1, 1_001))
    assert len(einziges(mappe_lesen(xlsx(tmp_path, echt))).zellen) == 1_000
    bombe = "<row><c><v>1</v></c></row>" * 5_000
    assert "belegte Zellen" in ablehnung(xlsx(tmp_path, bombe)).text


@pytest.mark.parametrize(
    ("name", "grenze", "daten"),
    [
        ("NAMEN_GRENZE", 50, "".join(f"<x{nr}/>" for nr in range(100))),
        ("MARKENLAENGE_GRENZE", 1000, f'<x y="{"z" * 3_000_000}"/>'),
    ],
)
def test_grenzen_des_xml(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, grenze: int, daten: str
) -> None:
    pfad = xlsx(tmp_path, f'{daten}<row r="1"><c r="A1"><v>1</v></c></row>')
    assert werte(pfad) == {(1, 1): Decimal(1)}
    monkeypatch.setattr(xmlstrom, name, grenze)
    assert "mehr verschiedene oder längere" in ablehnung(pfad).text


def test_zehnmal_dasselbe_blatt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Der Vorrat gilt der Datei: Ein Teil, den viele Blätter nennen, zählt so oft."""
    teile = xlsx_teile(*[blatt_xml(ZEILEN)] * 10)
    teile["xl/_rels/workbook.xml.rels"] = re.sub(
        r"worksheets/sheet\d+", "worksheets/sheet1", str(teile["xl/_rels/workbook.xml.rels"])
    )
    pfad = zip_schreiben(tmp_path / "mappe.xlsx", teile)
    assert len(mappe_lesen(pfad).blaetter) == 10
    vorrat_begrenzen(monkeypatch, Posten.ZELLEN, 109)
    assert "109 belegte Zellen" in ablehnung(pfad).text


# Zellen der Excel-Arbeitsmappe -----------------------------------------------------------------

STILE = (
    '<numFmts count="5"><numFmt numFmtId="164" formatCode="0.0%"/>'
    '<numFmt numFmtId="165" formatCode="0&quot;%&quot;"/>'
    '<numFmt numFmtId="166" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
    '<cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs>'
    + "".join(f'<xf numFmtId="{nr}"/>' for nr in (0, 9, 10, 164, 165, 14, 166, 4))
    + "</cellXfs></styleSheet>"
)


@pytest.mark.parametrize(
    ("zelle", "erwartet"),
    [
        ("<v>12.4</v>", Zelle(Decimal("12.4"))),
        ("<v>0.30000000000000004</v>", Zelle(Decimal("0.3"))),
        ("<v>1.1E-3</v>", Zelle(Decimal("0.0011"))),
        ("<v>-0</v>", Zelle(Decimal(0))),
        (" s='1'><v>0.7</v>", Zelle(Decimal("0.7"), prozent=True)),
        (" s='2'><v>0.7</v>", Zelle(Decimal("0.7"), prozent=True)),
        (" s='3'><v>0.175</v>", Zelle(Decimal("0.175"), prozent=True)),
        (" s='4'><v>17.5</v>", Zelle(Decimal("17.5"))),
        (" s='5'><v>45413</v>", Zelle(zeitlos("2024-05-01"))),
        (" s='6'><v>45413.5</v>", Zelle(zeitlos("2024-05-01 12:00"))),
        (" s='6'><v>-3</v>", Zelle(Decimal(-3))),
        (" t='d'><v>2024-05-01T00:00:00</v>", Zelle(zeitlos("2024-05-01"))),
        (" t='b'><v>1</v>", Zelle(True)),
        (" t='b'><v>0</v>", Zelle(False)),
        (" t='e'><v>#DIV/0!</v>", Zelle(Fehlerwert("#DIV/0!"))),
        (" t='e'><f>1/0</f><v>#DIV/0!</v>", Zelle(Fehlerwert("#DIV/0!"), formel="1/0")),
        ("<f>B1*2</f><v>3</v>", Zelle(Decimal(3), formel="B1*2")),
        ("<f>B1*2</f>", Zelle(FormelOhneWert(), formel="B1*2")),
        ("<f>B1*2</f><v/>", Zelle(FormelOhneWert(), formel="B1*2")),
        (" t='str'><f>B1</f><v>ja</v>", Zelle("ja", formel="B1")),
        (" t='str'><f>B1</f><v></v>", None),
        (" t='str'><f>B1</f>", Zelle(FormelOhneWert(), formel="B1")),
        (" s='3'><f>B1</f>", Zelle(FormelOhneWert(), prozent=True, formel="B1")),
        ("<f t='array' ref='A1:A2'>B1:B2</f><v>3</v>", Zelle(Decimal(3), formel="B1:B2")),
        (" t='s'><v>0</v>", Zelle("Adendorf")),
        (" t='s'><v>1</v>", Zelle("Amt Neuhaus")),
        (" t='s'><v>2</v>", None),
        (" t='s'><v>3</v>", None),
        (" t='s'><v>4</v>", Zelle("Zeile 1\nZeile 2")),
        (" t='s'><v>5</v>", Zelle("=1+1")),
        (" t='inlineStr'><is><t>a &amp; b</t></is>", Zelle("a & b")),
        (" t='inlineStr'><is><r><t>a</t></r><r><t>b</t></r><rPh><t>c</t></rPh></is>", Zelle("ab")),
        (" t='inlineStr'><is><t>  \u00a0 </t></is>", None),
        (" t='inlineStr'><is><t></t></is>", None),
        ("<v></v>", None),
        ("<v> </v>", None),
        (" s='1'>", None),
    ],
)
def test_zelle(tmp_path: Path, zelle: str, erwartet: Zelle | None) -> None:
    angefangen = zelle if zelle.startswith(" ") and "'" in zelle[:6] else f">{zelle}"
    texte = (
        "<si><t>Adendorf</t></si>"
        "<si><r><rPr><b/></rPr><t>Amt </t></r><r><t>Neuhaus</t></r><rPh><t>x</t></rPh></si>"
        "<si><t></t></si><si><t>\u200b \t</t></si>"
        "<si><t>Zeile 1_x000D_\nZeile 2</t></si><si><t>=1+1</t></si>"
    )
    pfad = xlsx(tmp_path, f'<row r="1"><c r="A1"{angefangen}</c></row>', texte=texte, stile=STILE)
    mappe = mappe_lesen(pfad)
    assert einziges(mappe).zellen == ({} if erwartet is None else {(1, 1): erwartet})
    assert mappe.befunde == ()


@pytest.mark.parametrize(
    ("zelle", "erwartet"),
    [
        ("t='str'><v>a\u202eb</v>", "U+202E"),
        ("t='str'><v>a_xD800_b</v>", "U+D800"),
        (f"t='str'><v>{'x' * 32_768}</v>", "32.767"),
        ("><v>zwölf</v>", "beschädigt"),
        ("><v>nan</v>", "beschädigt"),
        ("><v>1e999</v>", "beschädigt"),
        ("t='s'><v>7</v>", "beschädigt"),
        ("t='d'><v>gestern</v>", "beschädigt"),
        ("t='neu'><v>1</v>", "beschädigt"),
    ],
)
def test_befund_an_der_zelle(tmp_path: Path, zelle: str, erwartet: str) -> None:
    pfad = xlsx(tmp_path, f'<row r="4"><c r="C4" {zelle}</c></row>')
    mappe = mappe_lesen(pfad)
    (befund,) = mappe.befunde
    assert befund.stufe == "fehler"
    assert befund.fundort == "Blatt1!C4"
    assert erwartet in befund.text
    for gelesen in einziges(mappe).zellen.values():
        assert gelesen.wert in ("ab", "x" * 32_767)


def test_alle_befunde_aller_blaetter(tmp_path: Path) -> None:
    blatt = blatt_xml('<row r="1"><c r="A1"><v>x</v></c><c r="B1"><v>y</v></c></row>')
    mappe = mappe_lesen(zip_schreiben(tmp_path / "m.xlsx", xlsx_teile(blatt, blatt)))
    orte = [befund.fundort for befund in mappe.befunde]
    assert orte == ["Blatt1!A1", "Blatt1!B1", "Blatt2!A1", "Blatt2!B1"]


def test_geteilte_formeln(tmp_path: Path) -> None:
    daten = (
        '<row r="2"><c r="B2"><f t="shared" ref="B2:B4" si="0">A2*$A$1+Blatt2!A2</f><v>1</v></c>'
        '</row><row r="3"><c r="B3"><f t="shared" si="0"/><v>2</v></c></row>'
        '<row r="4"><c r="C4"><f t="shared" si="0"/></c><c r="D4"><f t="shared" si="9"/></c></row>'
    )
    zellen = einziges(mappe_lesen(xlsx(tmp_path, daten))).zellen
    assert {ort: zelle.formel for ort, zelle in zellen.items()} == {
        (2, 2): "A2*$A$1+Blatt2!A2",
        (3, 2): "A3*$A$1+Blatt2!A3",
        (4, 3): "B4*$A$1+Blatt2!B4",
        (4, 4): "",
    }
    assert zellen[4, 3].wert == FormelOhneWert()


def test_geteilte_formel_aus_dem_blatt_hinaus(tmp_path: Path) -> None:
    daten = (
        '<row r="2"><c r="B2"><f t="shared" ref="A1:B2" si="0">A1+{</f><v>1</v></c></row>'
        '<row r="3"><c r="A3"><f t="shared" si="0"/><v>2</v></c></row>'
    )
    zellen = einziges(mappe_lesen(xlsx(tmp_path, daten))).zellen
    assert zellen[3, 1] == Zelle(Decimal(2), formel=zellen[3, 1].formel)
    assert zellen[3, 1].formel is not None


def test_1904(tmp_path: Path) -> None:
    daten = '<row r="1"><c r="A1" s="5"><v>43951</v></c></row>'
    pfad = xlsx(tmp_path, daten, stile=STILE, mappe='<workbookPr date1904="1"/>')
    assert werte(pfad) == {(1, 1): zeitlos("2024-05-01")}


def test_zeilen_und_zellen_ohne_nummer(tmp_path: Path) -> None:
    daten = "<row><c><v>1</v></c><c/><c><v>3</v></c></row><row/><row><c><v>5</v></c></row>"
    assert werte(xlsx(tmp_path, daten)) == {
        (1, 1): Decimal(1),
        (1, 3): Decimal(3),
        (3, 1): Decimal(5),
    }


@pytest.mark.parametrize(
    "daten",
    [
        '<row r="1"><c r="B2"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
        '<row r="1"><c r="XFE1"><v>1</v></c></row>',
        '<row r="1048577"><c r="A1048577"><v>1</v></c></row>',
        '<row r="0"><c r="A0"><v>1</v></c></row>',
        '<row r="-1"><c r="A-1"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></x></row>',
        '<row r="1"><c r="A1"><v>1</v></c>',
    ],
)
def test_beschaedigtes_blatt(tmp_path: Path, daten: str) -> None:
    assert "beschädigt" in ablehnung(xlsx(tmp_path, daten)).text


@pytest.mark.parametrize(
    ("teil", "ersatz"),
    [
        ("xl/workbook.xml", "kein XML"),
        ("xl/worksheets/sheet1.xml", "<html/>"),
        ("xl/worksheets/sheet1.xml", None),
        ("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{VERWEISRAUM}"/>'),
        ("xl/sharedStrings.xml", "<sst"),
    ],
)
def test_beschaedigter_teil(tmp_path: Path, teil: str, ersatz: str | None) -> None:
    teile = xlsx_teile(blatt_xml('<row r="1"><c r="A1"><v>1</v></c></row>'))
    if ersatz is None:
        del teile[teil]
    else:
        teile[teil] = ersatz
    assert "beschädigt" in ablehnung(zip_schreiben(tmp_path / "m.xlsx", teile)).text


def test_mappe_ohne_blatt(tmp_path: Path) -> None:
    assert "kein Tabellenblatt" in ablehnung(zip_schreiben(tmp_path / "m.xlsx", xlsx_teile())).text


def test_strenges_ooxml_und_praefix(tmp_path: Path) -> None:
    streng = blatt_xml('<row r="1"><c r="A1"><v>1</v></c></row>', raum=STRENGER_RAUM)
    praefix = (
        f'<x:worksheet xmlns:x="{HAUPTRAUM}"><x:sheetData><x:row r="7"/><x:row r="8">'
        '<x:c r="A8" s="1"/><x:c r="B8"><x:v>2</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    mappe = mappe_lesen(zip_schreiben(tmp_path / "m.xlsx", xlsx_teile(streng, praefix)))
    assert [dict(blatt.zellen) for blatt in mappe.blaetter] == [
        {(1, 1): Zelle(Decimal(1))},
        {(8, 2): Zelle(Decimal(2))},
    ]


def test_beschaedigte_formate(tmp_path: Path) -> None:
    daten = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1" s="1" t="str"><v>Text</v></c></row>'
        '<row r="2"><c r="A2" s="1"><v>0.7</v></c><c r="B2" s="1"><v>0.8</v></c></row>'
    )
    abgebrochen = '<cellXfs><xf numFmtId="0"/></cell'
    ohne_formate = mappe_lesen(xlsx(tmp_path, daten, stile=abgebrochen))
    assert ohne_formate.befunde == ()
    assert {o: z.format_unbekannt for o, z in einziges(ohne_formate).zellen.items()} == {
        (1, 1): False,
        (1, 2): False,
        (2, 1): True,
        (2, 2): True,
    }
    # Was hinter den Zellformaten beschädigt ist, stört nicht.
    heil = xlsx(tmp_path, daten, stile=STILE.replace("</styleSheet>", "<dxfs><kaputt"))
    mappe = mappe_lesen(heil)
    assert mappe.befunde == ()
    assert einziges(mappe).zellen[2, 1].prozent


def test_ausgeblendet_verbunden_und_reihenfolge(tmp_path: Path) -> None:
    blatt = blatt_xml(
        '<row r="1"><c r="A1"><v>1</v></c><c r="C1"><v>1</v></c></row>'
        '<row r="2" hidden="1"><c r="A2"><v>1</v></c></row>'
        '<row r="3" hidden="1"><c r="A3" t="str"><f>A1</f><v></v></c></row>',
        vor='<cols><col min="3" max="16384" hidden="1"/></cols>',
        nach='<mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="Unsinn"/></mergeCells>',
    )
    angaben = {2: 'state="hidden"', 3: 'state="veryHidden"'}
    teile = xlsx_teile(blatt, blatt, blatt, angaben=angaben)
    mappe = mappe_lesen(zip_schreiben(tmp_path / "m.xlsx", teile))
    assert [(b.name, b.ausgeblendet) for b in mappe.blaetter] == [
        ("Blatt1", False),
        ("Blatt2", True),
        ("Blatt3", True),
    ]
    assert mappe.blaetter[0].ausgeblendete_zeilen == {2}
    assert mappe.blaetter[0].ausgeblendete_spalten == {3}
    assert mappe.blaetter[0].verbundene_bereiche == ("A1:B2",)


def test_mappe_von_openpyxl(tmp_path: Path) -> None:
    buch = Workbook()
    blatt = buch.active
    assert blatt is not None
    blatt.title = "Sozialräume"
    blatt["A1"] = CellRichText("Amt ", TextBlock(InlineFont(b=True), "Neuhaus"))
    blatt["B1"] = 0.175
    blatt["B1"].number_format = "0.0%"
    blatt["C1"] = zeitlos("2011-05-10")
    blatt["D1"] = "=B1*2"
    blatt["E1"] = "#DIV/0!"
    blatt["F1"] = 1234.5
    blatt["F1"].number_format = '#,##0.00\\ "€"'
    blatt["A1"].comment = Comment("nicht im Wert", "ich")
    buch.create_chartsheet("Diagramm").add_chart(_diagramm(blatt))
    buch.create_sheet("Leer")
    buch.properties.modified = zeitlos("2011-05-10 08:30")
    buch.save(tmp_path / "m.xlsx")
    mappe = mappe_lesen(tmp_path / "m.xlsx")
    assert [b.name for b in mappe.blaetter] == ["Sozialräume", "Leer"]
    assert mappe.blaetter[0].zellen == {
        (1, 1): Zelle("Amt Neuhaus"),
        (1, 2): Zelle(Decimal("0.175"), prozent=True),
        (1, 3): Zelle(zeitlos("2011-05-10")),
        (1, 4): Zelle(FormelOhneWert(), formel="B1*2"),
        (1, 5): Zelle(Fehlerwert("#DIV/0!")),
        (1, 6): Zelle(Decimal("1234.5")),
    }
    assert mappe.blaetter[1].zellen == {}
    assert mappe.dateiname == "m.xlsx"
    assert mappe.sha256 == hashlib.sha256((tmp_path / "m.xlsx").read_bytes()).hexdigest()


def _diagramm(blatt: Worksheet) -> BarChart:
    diagramm = BarChart()
    diagramm.add_data(Reference(blatt, min_col=2, min_row=1))
    return diagramm


@pytest.mark.parametrize(
    ("angabe", "erwartet"),
    [
        ("<d:modified>2011-05-10T08:30:00Z</d:modified>", "2011-05-10 08:30"),
        ("<d:modified>2011-05-10T08:30:00+02:00</d:modified>", "2011-05-10 06:30"),
        ("<d:modified>neulich</d:modified>", None),
        ("<d:modified>0001-01-01T00:00:00+14:00</d:modified>", None),
        ("", None),
        ("<kaputt", None),
    ],
)
def test_stand(tmp_path: Path, angabe: str, erwartet: str | None) -> None:
    teile = xlsx_teile(blatt_xml(""))
    teile["docProps/core.xml"] = f'{KOPF}<c:p xmlns:c="c" xmlns:d="d">{angabe}</c:p>'
    mappe = mappe_lesen(zip_schreiben(tmp_path / "m.xlsx", teile))
    assert mappe.stand == (None if erwartet is None else zeitlos(erwartet))


# Zahlenformate ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("nummer", "formattext", "erwartet"),
    [
        (0, None, Zahlenformat.ZAHL),
        (9, None, Zahlenformat.PROZENT),
        (10, None, Zahlenformat.PROZENT),
        (14, None, Zahlenformat.DATUM),
        (22, None, Zahlenformat.DATUM),
        (44, None, Zahlenformat.ZAHL),
        (46, None, Zahlenformat.DAUER),
        (47, None, Zahlenformat.UHRZEIT),
        (164, "General", Zahlenformat.ZAHL),
        (164, "0.0%", Zahlenformat.PROZENT),
        (164, "[Red]0%;-0%", Zahlenformat.PROZENT),
        (164, "0\\ %", Zahlenformat.PROZENT),
        (164, '0"%"', Zahlenformat.ZAHL),
        (164, "0\\%", Zahlenformat.ZAHL),
        (164, "0_%", Zahlenformat.ZAHL),
        (164, '#,##0.00\\ "€ jährlich"', Zahlenformat.ZAHL),
        (164, "#,##0.00 [$€-407]", Zahlenformat.ZAHL),
        (164, '_-* #,##0.00\\ "DM"_-;;@', Zahlenformat.ZAHL),
        (164, "0.00E+00", Zahlenformat.ZAHL),
        (164, "dd.mm.yyyy", Zahlenformat.DATUM),
        (164, "[$-407]d. mmmm yyyy", Zahlenformat.DATUM),
        (164, "[h]:mm", Zahlenformat.DAUER),
        (164, "[HH]", Zahlenformat.DAUER),
        (164, "h:mm AM/PM", Zahlenformat.UHRZEIT),
        (164, "mm:ss", Zahlenformat.UHRZEIT),
        (164, "d.m.yyyy h:mm", Zahlenformat.DATUM),
        (164, "mmmm", Zahlenformat.DATUM),
        (164, '0 "unbeendet %', Zahlenformat.ZAHL),
        (9, "0", Zahlenformat.ZAHL),
    ],
)
def test_zahlenformat(nummer: int, formattext: str | None, erwartet: Zahlenformat) -> None:
    assert format_deuten(nummer, formattext) is erwartet


@pytest.mark.parametrize(
    ("tage", "erwartet"),
    [
        (0.4375, "1899-12-31 10:30"),
        (1, "1900-01-01"),
        (59, "1900-02-28"),
        (61, "1900-03-01"),
        (45413.99999999, "2024-05-02"),
        (2958465, "9999-12-31"),
    ],
)
def test_tageszahl(tage: float, erwartet: str) -> None:
    assert datum_aus_tagen(tage, ab_1904=False) == zeitlos(erwartet)


def test_keine_tageszahl() -> None:
    assert datum_aus_tagen(-1, ab_1904=False) is None
    assert datum_aus_tagen(2958466, ab_1904=False) is None
    assert datum_aus_tagen(2958465, ab_1904=True) is None
    assert zeitpunkt("2024-13-01") is None


@given(st.floats(-1e300, 1e300))
def test_fuenfzehn_stellen(wert: float) -> None:
    zahl = zahl_aus_text(repr(wert))
    assert zahl is not None
    assert len(zahl.as_tuple().digits) <= 15
    assert float(zahl) == pytest.approx(wert, rel=1e-14, abs=0) or wert == 0


# Leere formatierte Zellen -----------------------------------------------------------------------


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["leer", "kurz", "voll", "teils"]),
            st.lists(
                st.sampled_from(["", "<v>1</v>", "<f>A1</f>", "<is><t>x</t></is>"]), max_size=4
            ),
        ),
        max_size=8,
    ),
    st.integers(1, 300),
)
def test_entschlackt_ist_gleich(zeilen: list[tuple[str, list[str]]], stueck: int) -> None:
    def marke(inhalt: str, ort: str) -> str:
        art = ' t="inlineStr"' if "<is>" in inhalt else ""
        return f'<c r="{ort}" s="3"{art}>{inhalt}</c>' if inhalt else f'<c r="{ort}" s="3"/>'

    daten = ""
    for nummer, (_, zellen) in enumerate(zeilen, start=1):
        inhalt = "".join(marke(z, f"{'ABCD'[nr]}{nummer}") for nr, z in enumerate(zellen))
        daten += (
            f'<row r="{nummer}" s="1">{inhalt}</row>' if inhalt else f'<row r="{nummer}" s="1"/>'
        )
    ganz = blatt_xml(daten, nach="<mergeCells/>").encode()
    stuecke = [ganz[i : i + stueck] for i in range(0, len(ganz), stueck)]

    def ohne_leere(xml: bytes) -> bytes:
        ohne_zellen = re.sub(rb'<c r="[A-Z]+[0-9]+" s="3"/>', b"", xml)
        return re.sub(rb'<row r="[0-9]+" s="1"(?:/>|></row>)', b"", ohne_zellen)

    assert b"".join(ohne_leere_zellen([ganz])) == ohne_leere(ganz)
    # An der Naht zweier Stücke darf eine leere Zeile stehen bleiben.
    assert ohne_leere(b"".join(ohne_leere_zellen(stuecke))) == ohne_leere(ganz)


@pytest.mark.parametrize(
    "daten",
    [
        '<!-- <row r="1"><c r="A1"/></row> --><row r="2" s="1"/>',
        '<row r="1"><c r="A1" t="str"><v><![CDATA[<row r="1"/>]]></v></c></row><row r="2"/>',
        '<row r="1"><c r="A1"><v>1</v></x></row><row r="2" s="1"/>',
        '<row><c><v>1</v></c></row><row r="2" s="1"/>',
        '<row r="1"><c r="A1"><v>1</v></c>',
        '<row r="1" s="1" s="2"/>',
        '<row r="1" x14ac:dyDescent="0.2"/>',
        '<row r="0"/><row r="1" s="1"/>',
        "<row r='1' s='1'/><row r='2' s='1'/>",
        '<row r="1"><c r="A2" s="1"/></row><row r="3" s="1"/>',
    ],
)
def test_ungewoehnliches_wird_ganz_gelesen(daten: str) -> None:
    ganz = blatt_xml(daten).encode()
    assert b"".join(ohne_leere_zellen([ganz])) == ganz


def test_kommentar_im_blatt_zaehlt_nicht(tmp_path: Path) -> None:
    daten = (
        '<row r="1"><c r="A1"><v>1</v></c></row><!-- <row r="2"><c r="A2"><v>2</v></c></row> -->'
    )
    assert werte(xlsx(tmp_path, daten)) == {(1, 1): Decimal(1)}


def zahlenzeile(nummer: int, spalten: int) -> str:
    zellen = "".join(
        f'<c r="{chr(ord("A") + nr)}{nummer}"><v>{nummer + nr / 7}</v></c>' for nr in range(spalten)
    )
    return f'<row r="{nummer}">{zellen}</row>'


def lesezeit(pfad: Path) -> float:
    """Sekunden eines ganzen Prozesses, der beste von dreien; Verhältnisse druckt der Benchmark."""
    programm = (
        "import sys; from pathlib import Path\n"
        "from sozialraum_cli.lesen.mappendatei import mappe_lesen\n"
        "mappe_lesen(Path(sys.argv[1]))"
    )

    def einmal() -> float:
        beginn = time.process_time()
        subprocess.run([sys.executable, "-c", programm, str(pfad)], check=True)
        return time.process_time() - beginn

    return min(einmal() for _ in range(3))


def test_leere_zeilen_und_ferne_zellen_kosten_kaum_zeit(tmp_path: Path) -> None:
    belegt = "".join(zahlenzeile(nummer, 20) for nummer in range(1, 2001))
    leer = "".join(
        f'<row r="{nummer}" spans="1:20" s="1" customFormat="1" ht="15" customHeight="1"/>'
        for nummer in range(2001, 1_048_576)
    )
    fern = '<row r="1048576"><c r="XFD1048576"><v>7</v></c></row>'
    schwer = zip_schreiben(tmp_path / "schwer.xlsx", xlsx_teile(blatt_xml(belegt + leer + fern)))
    zellen = einziges(mappe_lesen(schwer)).zellen
    assert len(zellen) == 40_001
    assert zellen[1_048_576, 16_384].wert == Decimal(7)
    assert lesezeit(schwer) < HAENGT_NICHT


def test_formatierte_zellen_bis_zum_rand_kosten_kaum_zeit(tmp_path: Path) -> None:
    def spalte(nummer: int) -> str:
        text = ""
        while nummer:
            nummer, rest = divmod(nummer - 1, 26)
            text = chr(ord("A") + rest) + text
        return text

    belegt = [zahlenzeile(nummer, 20) for nummer in range(1, 21)]
    namen = [spalte(nummer) for nummer in range(21, 16_385)]
    breit = [
        zeile.replace("</row>", "".join(f'<c r="{n}{nr}" s="1"/>' for n in namen) + "</row>")
        for nr, zeile in enumerate(belegt, start=1)
    ]
    schlicht = zip_schreiben(tmp_path / "schlicht.xlsx", xlsx_teile(blatt_xml("".join(belegt))))
    schwer = zip_schreiben(tmp_path / "schwer.xlsx", xlsx_teile(blatt_xml("".join(breit))))
    assert werte(schwer) == werte(schlicht)
    assert lesezeit(schwer) < HAENGT_NICHT


# OpenDocument -----------------------------------------------------------------------------------

ODS_RAEUME = " ".join(
    f'xmlns:{kurz}="urn:oasis:names:tc:opendocument:xmlns:{kurz}:1.0"'
    for kurz in ("office", "table", "text", "style")
) + (
    ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


def ods(ordner: Path, zeilen: str, *, mehr: str = "", kopf: str = KOPF, **teile: str) -> Path:
    inhalt = (
        f"{kopf}<office:document-content {ODS_RAEUME}><office:automatic-styles>"
        '<style:style style:name="weg" style:family="table"><style:table-properties '
        'table:display="false"/></style:style></office:automatic-styles><office:body>'
        f'<office:spreadsheet><table:table table:name="Blatt1">{zeilen}</table:table>{mehr}'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    alle: Teile = {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": inhalt,
    }
    alle.update(teile)
    return zip_schreiben(ordner / "mappe.ods", alle)


def ods_zelle(angaben: str, text: str | None = None) -> str:
    absatz = "" if text is None else f"<text:p>{text}</text:p>"
    zelle = f"<table:table-cell {angaben}>{absatz}</table:table-cell>"
    return f"<table:table-row>{zelle}</table:table-row>"


@pytest.mark.parametrize(
    ("angaben", "text", "erwartet"),
    [
        ('office:value-type="float" office:value="12.4"', "12,4", Zelle(Decimal("12.4"))),
        (
            'office:value-type="percentage" office:value="0.175"',
            "17,5 %",
            Zelle(Decimal("0.175"), prozent=True),
        ),
        ('office:value-type="currency" office:value="5"', "5 €", Zelle(Decimal(5))),
        (
            'office:value-type="date" office:date-value="2011-05-10"',
            "10.05.11",
            Zelle(zeitlos("2011-05-10")),
        ),
        (
            'office:value-type="time" office:time-value="PT10H30M00S"',
            "10:30",
            Zelle(timedelta(hours=10, minutes=30)),
        ),
        ('office:value-type="boolean" office:boolean-value="true"', "WAHR", Zelle(True)),
        ('office:value-type="string"', "a &amp; b", Zelle("a & b")),
        (
            'office:value-type="string"',
            "a<text:s text:c='2'/><text:span>b</text:span>",
            Zelle("a  b"),
        ),
        ('office:value-type="string" office:string-value="ganz"', "gekürzt", Zelle("ganz")),
        ('office:value-type="string"', "  ", None),
        ('office:value-type="string"', "#NV", Zelle("#NV")),
        (
            'table:formula="of:=1/0" office:value-type="string" office:string-value="" '
            'calcext:value-type="error"',
            "#DIV/0!",
            Zelle(Fehlerwert("#DIV/0!"), formel="1/0"),
        ),
        (
            'table:formula="of:=1/0" office:value-type="float" office:value="0"',
            "#DIV/0!",
            Zelle(Fehlerwert("#DIV/0!"), formel="1/0"),
        ),
        (
            'table:formula="of:=A()" office:value-type="string"',
            "Err:502",
            Zelle(Fehlerwert("Err:502"), formel="A()"),
        ),
        (
            'table:formula="of:=[.B1]=1" office:value-type="float" office:value="1"',
            "WAHR",
            Zelle(True, formel="[.B1]=1"),
        ),
        ('table:formula="of:=[.B1]"', None, Zelle(FormelOhneWert(), formel="[.B1]")),
        ('table:formula="of:=[.B1]"', "", None),
    ],
)
def test_ods_zelle(tmp_path: Path, angaben: str, text: str | None, erwartet: Zelle | None) -> None:
    mappe = mappe_lesen(ods(tmp_path, ods_zelle(angaben, text)))
    assert einziges(mappe).zellen == ({} if erwartet is None else {(1, 1): erwartet})
    assert mappe.befunde == ()


@pytest.mark.parametrize(
    "angaben",
    [
        'office:value-type="float" office:value="zwei"',
        'office:value-type="date" office:date-value="gestern"',
        'office:value-type="time" office:time-value="bald"',
    ],
)
def test_ods_befund_an_der_zelle(tmp_path: Path, angaben: str) -> None:
    (befund,) = mappe_lesen(ods(tmp_path, ods_zelle(angaben, "x"))).befunde
    assert befund.fundort == "Blatt1!A1"


def test_ods_wiederholungen_werden_leer_nicht_ausgerollt(tmp_path: Path) -> None:
    eins = 'office:value-type="float" office:value="1"'
    leer = 'office:value-type="string"'
    zeilen = (
        '<table:table-row table:number-rows-repeated="3"><table:table-cell/>'
        f'<table:table-cell table:number-columns-repeated="2" {eins}/>'
        '<table:table-cell table:number-columns-repeated="16380"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048572"><table:table-cell '
        f'table:number-columns-repeated="16384" {leer}><text:p> </text:p></table:table-cell>'
        "</table:table-row><table:table-row>"
        f'<table:table-cell table:number-columns-repeated="16383"/><table:table-cell {eins}/>'
        "</table:table-row>"
    )
    beginn = time.process_time()
    gelesen = werte(ods(tmp_path, zeilen))
    assert time.process_time() - beginn < HAENGT_NICHT
    assert set(gelesen) == {(z, s) for z in (1, 2, 3) for s in (2, 3)} | {(1_048_576, 16_384)}


def test_ods_wiederholte_werte_haben_eine_grenze(tmp_path: Path) -> None:
    zeile = (
        '<table:table-row table:number-rows-repeated="1048576"><table:table-cell '
        'table:number-columns-repeated="16384" office:value-type="float" office:value="1"/>'
        "</table:table-row>"
    )
    assert "belegte" in ablehnung(ods(tmp_path, zeile)).text
    ueber_den_rand = ods_zelle('office:value-type="float" office:value="1"').replace(
        "<table:table-cell",
        '<table:table-cell table:number-columns-repeated="16384"/><table:table-cell',
    )
    assert "außerhalb" in ablehnung(ods(tmp_path, ueber_den_rand)).text


def test_ods_ausgeblendet_verbunden_und_fremdes(tmp_path: Path) -> None:
    text = 'office:value-type="string"'
    zeilen = (
        '<table:tracked-changes><table:table-cell office:value-type="float" office:value="9"/>'
        "</table:tracked-changes>"
        '<table:table-column/><table:table-column table:visibility="collapse" '
        'table:number-columns-repeated="16383"/>'
        f'<table:table-row><table:table-cell {text} table:number-columns-spanned="2" '
        'table:number-rows-spanned="3"><office:annotation><text:p>Kommentar</text:p>'
        "</office:annotation><text:p>erster</text:p><text:p>zweiter</text:p></table:table-cell>"
        f"<table:covered-table-cell/><table:table-cell {text}><text:p>c</text:p>"
        "</table:table-cell></table:table-row>"
        '<table:table-header-rows><table:table-row table:visibility="filter">'
        f"<table:table-cell {text}><text:p>x</text:p></table:table-cell></table:table-row>"
        "</table:table-header-rows>"
    )
    mehr = (
        '<table:table table:name="Versteckt" table:style-name="weg"/>'
        '<table:table table:name="Fremd" table:style-name="ta_extref"><table:table-row>'
        f"<table:table-cell {text}><text:p>x</text:p></table:table-cell></table:table-row>"
        '</table:table><table:dde-links><table:table table:name="DDE"/></table:dde-links>'
    )
    mappe = mappe_lesen(ods(tmp_path, zeilen, mehr=mehr))
    assert [(b.name, b.ausgeblendet) for b in mappe.blaetter] == [
        ("Blatt1", False),
        ("Versteckt", True),
    ]
    blatt = mappe.blaetter[0]
    assert {ort: zelle.wert for ort, zelle in blatt.zellen.items()} == {
        (1, 1): "erster\nzweiter",
        (1, 3): "c",
        (2, 1): "x",
    }
    assert blatt.ausgeblendete_spalten == {3}
    assert blatt.ausgeblendete_zeilen == {2}
    assert blatt.verbundene_bereiche == ("A1:B3",)


def test_ods_verschluesselt(tmp_path: Path) -> None:
    manifest = (
        f'{KOPF}<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<m:file-entry m:full-path="content.xml"><m:encryption-data/></m:file-entry></m:manifest>'
    )
    pfad = ods(tmp_path, "", **{"META-INF/manifest.xml": manifest, "content.xml": "\0geheim"})
    assert "Kennwort" in ablehnung(pfad).text


def test_ods_doctype(tmp_path: Path) -> None:
    pfad = ods(tmp_path, "", kopf=f'{KOPF}<!DOCTYPE a [<!ENTITY b "c">]>')
    assert "DOCTYPE" in ablehnung(pfad).text


def test_ods_stand(tmp_path: Path) -> None:
    meta = f"{KOPF}<m {ODS_RAEUME}><dc:date>2011-05-10T08:30:00.123456789</dc:date></m>"
    stand = mappe_lesen(ods(tmp_path, "", **{"meta.xml": meta})).stand
    assert stand == zeitlos("2011-05-10 08:30:00.123456")


@pytest.fixture
def umwandeln(tmp_path: Path) -> Callable[[Path, str], Path]:
    """Wandelt eine Datei mit LibreOffice um."""
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    if soffice is None:
        if "CI" in os.environ:
            pytest.fail("LibreOffice (soffice) fehlt; in der CI gehört es dazu.")
        pytest.skip("LibreOffice (soffice) ist nicht installiert")

    def ausfuehren(quelle: Path, art: str) -> Path:
        ordner = tmp_path / "umgewandelt"
        profil = (tmp_path / "profil").as_uri()
        befehl = [soffice, f"-env:UserInstallation={profil}", "--headless", "--convert-to", art]
        subprocess.run(
            [*befehl, "--outdir", str(ordner), str(quelle)],
            check=True,
            capture_output=True,
            timeout=120,
        )
        return ordner / f"{quelle.stem}.{art}"

    return ausfuehren


def test_libreoffice_hin_und_zurueck(
    tmp_path: Path, umwandeln: Callable[[Path, str], Path]
) -> None:
    buch = Workbook()
    blatt = buch.active
    assert blatt is not None
    blatt.title = "Sozialräume"
    blatt.append(["Amt Neuhaus", 0.175, zeitlos("2011-05-10"), "=1/0", "=B1*2", "=NA()", 12.4])
    blatt["B1"].number_format = "0.0%"
    blatt["A1"].comment = Comment("Kommentar", "ich")
    blatt["G1"].number_format = '#,##0.00\\ "€"'
    blatt["A3"] = "unten"
    blatt.row_dimensions[3].hidden = True
    blatt.column_dimensions["G"].hidden = True
    blatt.merge_cells("A5:B6")
    blatt["A5"] = "verbunden"
    versteckt = buch.create_sheet("Versteckt")
    versteckt.sheet_state = "hidden"
    versteckt["ZZ5000"] = 7
    buch.save(tmp_path / "quelle.xlsx")
    als_ods = mappe_lesen(umwandeln(tmp_path / "quelle.xlsx", "ods"))
    als_xlsx = mappe_lesen(umwandeln(tmp_path / "umgewandelt" / "quelle.ods", "xlsx"))
    for mappe in (als_ods, als_xlsx):
        erstes, zweites = mappe.blaetter
        assert {ort: (zelle.wert, zelle.prozent) for ort, zelle in erstes.zellen.items()} == {
            (1, 1): ("Amt Neuhaus", False),
            (1, 2): (Decimal("0.175"), True),
            (1, 3): (zeitlos("2011-05-10"), False),
            (1, 4): (Fehlerwert("#DIV/0!"), False),
            (1, 5): (Decimal("0.35"), erstes.zellen[1, 5].prozent),
            (1, 6): (Fehlerwert("#N/A"), False),
            (1, 7): (Decimal("12.4"), False),
            (3, 1): ("unten", False),
            (5, 1): ("verbunden", False),
        }
        assert erstes.zellen[1, 4].formel == "1/0"
        assert erstes.ausgeblendete_zeilen == {3}
        assert erstes.ausgeblendete_spalten == {7}
        assert erstes.verbundene_bereiche == ("A5:B6",)
        assert zweites.ausgeblendet
        assert zweites.zellen == {(5000, 702): Zelle(Decimal(7))}
        assert mappe.stand is not None
        assert mappe.befunde == ()


# Zufällig beschädigte Dateien -------------------------------------------------------------------


def lesen_oder_ablehnen(pfad: Path) -> list[str | None] | None:
    """Die Fundorte der Ablehnung; None, wenn die Datei lesbar ist."""
    try:
        mappe_lesen(pfad)
    except Datenfehler as grund:
        return [befund.fundort for befund in grund.befunde]
    return None


@pytest.mark.parametrize("saat", SAATEN)
def test_beschaedigte_mappen_sind_nie_ein_absturz(tmp_path: Path, saat: int) -> None:
    zufall = random.Random(saat)
    texte = "<si><t>Adendorf</t></si><si><t>Amt Neuhaus</t></si>"
    daten = "".join(zahlenzeile(nummer, 5) for nummer in range(1, 6)) + (
        '<row r="7"><c r="A7" t="s"><v>1</v></c><c r="B7" s="1"><f>A1*2</f><v>0.5</v></c></row>'
    )
    quellen = (
        xlsx(tmp_path, daten, texte=texte, stile=STILE).read_bytes(),
        ods(tmp_path, ods_zelle('office:value-type="float" office:value="1"', "1")).read_bytes(),
    )
    pfad = tmp_path / "gestört.xlsx"
    for _ in range(40):
        quelle = zufall.choice(quellen)
        if zufall.random() < 0.4:
            pfad.write_bytes(bytes_stoeren(zufall, quelle))
        else:
            with zipfile.ZipFile(io.BytesIO(quelle)) as behaelter:
                teile = {name: behaelter.read(name) for name in behaelter.namelist()}
            opfer = zufall.choice(sorted(teile))
            teile[opfer] = bytes_stoeren(zufall, teile[opfer])
            zip_schreiben(pfad, teile)
        beginn = time.process_time()
        orte = lesen_oder_ablehnen(pfad)
        assert orte is None or orte == ["gestört.xlsx"]
        assert time.process_time() - beginn < 5

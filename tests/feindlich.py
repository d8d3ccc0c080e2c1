"""Feindliche Dateien nach Art des Angriffs, zufällig und doch jede wiederholbar.

Jede Art steht einmal in ARTEN, benannt nach dem, was sie einmal anrichtete: still falsch (s_),
Absturz (c_), Zeit und Speicher (r_). Aufruf für die lange Suche:

    python tests/feindlich.py LÄUFE [SAAT] [PROZESSE]

Jeder Prozess hat 1 GiB; nach jedem Stück stehen die Läufe je Klasse da.
"""

import atexit
import contextlib
import io
import multiprocessing
import os
import random
import re
import shutil
import struct
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

import conftest
import openpyxl
from befehlszeile import BEISPIELE, DATEN, DATEN_2026
from bogendatei import blattteile, gepackt, teile
from schreibweise import mit_leeren, umschreiben
from stoerung import bytes_stoeren, teil_stoeren

from sozialraum_cli.__main__ import ausfuehren
from sozialraum_cli.arbeitsmappe import speichern

ODS = Path(__file__).parent / "daten" / "lueneburg_2012.ods"
MAPPE_RAUM = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
BLATTER = [f"xl/worksheets/sheet{nummer}.xml" for nummer in range(1, 5)]
HOECHSTENS_SEKUNDEN = 10
GIBIBYTE = 1 << 30
_LAEUFE_JE_STUECK = 250

_ROH = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

BOESE_ZEICHEN = ("\x1b[31m", "\x9b2J", "\u202e", "\u2066", "\x07", "\r", "\ud800", "\uffff", "\x00")
BOESE_FORMELN = (
    "A1#",
    "#SPILL!",
    "SUM(A1#)",
    '"offen',
    "'offen",
    "cmd|'/c calc'!A1",
    "((((",
    "))))",
    "{1,2",
    "[1]Blatt!A1",
    "'[x.xlsx]B'!A1:B2",
    "1E+1E+1E+",
    "@@A1",
    "A1:XFE9999999",
    "Tab[[#This Row],[A1]]",
    "\u202e\x9b31m",
    "",
    " ",
    '"_x0041_"',
    "LAMBDA(x,x)(1)",
    "#REF!+#N/A",
    "-" * 3000,
    '"' * 2999,
    "A1," * 2500,
)
BOESE_TEXTE = (
    "(" * 9000,
    "(" + "1" * 30_000,
    "1" * 40_000,
    "1.234" * 2000,
    "e\u0301\u0323" * 3000,
    "\u0323\u0301" * 8000,
    " " * 30_000 + "x",
    "Summe " * 3000,
    "_x0041_" * 2000,
    "_x000D_\u202e_x001B_",
    "{{" + " " * 2500,
    "{{bogen}}" * 500,
    "=1+1",
    "leistung:" + " " * 20_000,
    "19" * 9000,
    "\U0001f600" * 9000,
    "ﷺ" * 9000,
    "[/bold]",
    "\u00ad" * 20_000,
)


@dataclass(frozen=True)
class Fall:
    """Eine Datei und wie sie ans Programm geht; soll sagt, dass sich am Ergebnis nichts ändert."""

    art: str
    name: str
    inhalt: bytes
    weg: str = "mappe"
    soll: bool = False


Erzeuger = Callable[[random.Random], Fall]
ARTEN: dict[str, Callable[[random.Random], tuple[str, bytes] | Fall]] = {}


def art(funktion: Callable[[random.Random], tuple[str, bytes] | Fall]) -> object:
    ARTEN[funktion.__name__] = funktion
    return funktion


def fall(name: str, zufall: random.Random) -> Fall:
    """Ein Fall einer Art; manchmal zusätzlich mit einer gewöhnlichen Störung."""
    ergebnis = ARTEN[name](zufall)
    if isinstance(ergebnis, Fall):
        return ergebnis
    datei, inhalt = ergebnis
    weg = "vorlage" if name.startswith("v_") or "vorlage" in name else "mappe"
    if datei.endswith(".toml"):
        weg = "parameter"
    elif zufall.random() < 0.15:
        with contextlib.suppress(Exception):
            inhalt = teil_stoeren(zufall, inhalt)
    return Fall(name, datei, inhalt, weg)


# Bausteine ---------------------------------------------------------------------------------------


@cache
def _teile_der_datei(datei: Path) -> Mapping[str, bytes]:
    return teile(datei.read_bytes())


def basis(zufall: random.Random) -> dict[str, bytes]:
    return dict(_teile_der_datei(zufall.choice((DATEN, DATEN_2026))))


@cache
def _bogen() -> Mapping[str, bytes]:
    with tempfile.TemporaryDirectory() as ordner:
        ziel = Path(ordner) / "bogen.xlsx"
        still("berechnen", str(DATEN), "--ausgabe", str(ziel), "--leise")
        return teile(ziel.read_bytes())


def bogen() -> dict[str, bytes]:
    return dict(_bogen())


@cache
def _leere_vorlage() -> Mapping[str, bytes]:
    mappe = openpyxl.Workbook()
    mappe.worksheets[0].title = "Berechnungsbogen"
    datei = io.BytesIO()
    mappe.save(datei)
    return teile(datei.getvalue())


def vorlage(zellen: str, mehr: str = "", nach: str = "") -> dict[str, bytes]:
    inhalt = dict(_leere_vorlage())
    inhalt["xl/worksheets/sheet1.xml"] = (
        f'<worksheet xmlns="{MAPPE_RAUM}">{mehr}<sheetData>'
        '<row r="3"><c r="A3" t="inlineStr"><is><t>{{bogen}}</t></is></c></row>'
        f"{zellen}</sheetData>{nach}</worksheet>"
    ).encode("utf-8", "replace")
    return inhalt


def anzahl(zufall: random.Random, hoechstens: int) -> int:
    """Meistens klein, selten an der Grenze."""
    return int(hoechstens ** zufall.random())


def xml(text: str) -> str:
    text = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\uffff]", "?", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def ersetzt(zufall: random.Random, inhalt: dict[str, bytes], neu: bytes) -> dict[str, bytes]:
    """Ein Blatt, in dessen Tabelle hinten Zeilen dazukommen."""
    name = zufall.choice(BLATTER)
    inhalt[name] = inhalt[name].replace(b"</sheetData>", neu + b"</sheetData>", 1)
    return inhalt


def mappe(inhalt: Mapping[str, bytes]) -> tuple[str, bytes]:
    return "mappe.xlsx", gepackt(inhalt)


def zelle_mit_text(zufall: random.Random, text: str) -> tuple[str, bytes]:
    inhalt = basis(zufall)
    name = zufall.choice(BLATTER)
    stellen = list(re.finditer(rb"<t[^>]*>[^<]*</t>|<v>[^<]*</v>", inhalt[name]))
    roh = inhalt[name]
    for stelle in sorted(zufall.sample(stellen, min(3, len(stellen))), key=lambda t: -t.start()):
        neu = b"<t>" + xml(text).encode() + b"</t>"
        if stelle[0].startswith(b"<v"):
            continue
        roh = roh[: stelle.start()] + neu + roh[stelle.end() :]
    inhalt[name] = roh
    return mappe(inhalt)


# Still falsch ------------------------------------------------------------------------------------


@art
def s_schreibweise(zufall: random.Random) -> Fall:
    datei = zufall.choice((DATEN, DATEN_2026))
    inhalt = dict(_teile_der_datei(datei))
    for name in BLATTER:
        inhalt[name] = umschreiben(mit_leeren(inhalt[name], zufall), zufall)
    return Fall("s_schreibweise", datei.name, gepackt(inhalt), soll=True)


@art
def s_maskierung(zufall: random.Random) -> tuple[str, bytes]:
    return zelle_mit_text(zufall, f"_x00{zufall.randrange(256):02X}_{zufall.choice('AB')}")


@art
def s_faelschung(zufall: random.Random) -> tuple[str, bytes]:
    inhalt = bogen()
    name = zufall.choice([*blattteile(inhalt).values()])
    werte = list(re.finditer(rb"<v>[^<]*</v>", inhalt[name]))
    if werte:
        wert = zufall.choice(werte)
        neu = zufall.choice((b"<v>7</v>", b"<v>1E300</v>", b"<v/>", b"<v>x</v>", b""))
        inhalt[name] = inhalt[name][: wert.start()] + neu + inhalt[name][wert.end() :]
    return mappe(inhalt)


@art
def s_budgets(zufall: random.Random) -> Fall:
    return Fall("s_budgets", "b.xlsx", zelle_mit_text(zufall, "Adendorf")[1], "budgets")


@art
def s_anker_vorlage(zufall: random.Random) -> tuple[str, bytes]:
    inhalt = vorlage("")
    ort = zufall.choice(("XFD1", "A1048576", "XFD1048576", "A1", "A1040000", "XFA5", "A0", "a3"))
    blatt = inhalt["xl/worksheets/sheet1.xml"]
    zeile = re.sub("[A-Za-z]", "", ort)
    blatt = blatt.replace(b'r="3"', f'r="{zeile}"'.encode()).replace(b"A3", ort.encode())
    inhalt["xl/worksheets/sheet1.xml"] = blatt
    return "v.xlsx", gepackt(inhalt)


# Abstürze ----------------------------------------------------------------------------------------


@art
def c_stand(zufall: random.Random) -> tuple[str, bytes]:
    inhalt = basis(zufall)
    jahr = zufall.choice(("0001", "0099", "1601", "1979", "2107", "2108", "9999", "10000", "-1"))
    inhalt["docProps/core.xml"] = re.sub(
        rb"\d{4}-\d\d-\d\dT", f"{jahr}-12-31T".encode(), inhalt["docProps/core.xml"]
    )
    return mappe(inhalt)


@art
def c_blatt_berechnungsbogen(zufall: random.Random) -> tuple[str, bytes]:
    name = zufall.choice(("Berechnungsbogen", "BERECHNUNGS BOGEN"))
    zeile, spalte = zufall.choice((1, 3, 7, 8, 1_048_576)), zufall.choice((1, 5, 16_381))
    return "mappe.xlsx", _mit_blatt(name, zeile, spalte)


@cache
def _mit_blatt(name: str, zeile: int, spalte: int) -> bytes:
    buch = openpyxl.load_workbook(DATEN)
    blatt = buch.create_sheet(name)
    blatt.cell(zeile, spalte, "Sozialraum")
    blatt.cell(zeile, spalte + 3, "Budget neu")
    datei = io.BytesIO()
    buch.save(datei)
    return datei.getvalue()


@art
def c_bogenformel(zufall: random.Random) -> tuple[str, bytes]:
    inhalt = bogen()
    name = zufall.choice([*blattteile(inhalt).values()])
    formeln = list(re.finditer(rb"<f>[^<]*</f>", inhalt[name]))
    if formeln:
        formel = zufall.choice(formeln)
        neu = f"<f>{xml(zufall.choice(BOESE_FORMELN))}</f>".encode()
        inhalt[name] = inhalt[name][: formel.start()] + neu + inhalt[name][formel.end() :]
    return mappe(inhalt)


@art
def c_vorlage_formel(zufall: random.Random) -> tuple[str, bytes]:
    formel = xml(zufall.choice(BOESE_FORMELN))
    namen = f"<definedNames><definedName name='x'>{formel}</definedName></definedNames>"
    inhalt = vorlage(f'<row r="9"><c r="A9"><f>{formel}</f><v>1</v></c></row>')
    if zufall.random() < 0.5:
        inhalt["xl/workbook.xml"] = re.sub(
            rb"<definedNames ?/>|(?=<calcPr)", namen.encode(), inhalt["xl/workbook.xml"], count=1
        )
    return "v.xlsx", gepackt(inhalt)


@art
def c_vorlage_ohne_ort(zufall: random.Random) -> tuple[str, bytes]:
    inhalt = vorlage('<row r="9"><c><v>1</v></c><c r="B9"><v>2</v></c></row><row><c/></row>')
    blatt = inhalt["xl/worksheets/sheet1.xml"]
    weg = zufall.choice((rb' r="A3"', rb' r="3"', rb' r="9"', rb' r="\w+"', rb"<row>"))
    ersatz = zufall.choice((b"", b' r="A1"', b' r="7"', b' r="x"', b' r="-1"', b' r=""'))
    inhalt["xl/worksheets/sheet1.xml"] = re.sub(weg, ersatz, blatt)
    return "v.xlsx", gepackt(inhalt)


@art
def c_vorlage_teil(zufall: random.Random) -> tuple[str, bytes]:
    """Ein Teil, den niemand liest: beschädigt, verschlüsselt, unbekannt gepackt, seltsam."""
    inhalt = vorlage("")
    name = zufall.choice(
        (
            "xl/media/x.bin",
            "/xl/a.xml",
            "..\\x.xml",
            "xl//b",
            "ä/ö.xml",
            "x" * 300,
            "a/",
            "%2e%2e/x",
        )
    )
    inhalt[name] = zufall.choice((b"x" * 300, b"<a>", b"<!DOCTYPE a><a/>", b"", bytes(5000)))
    daten = bytearray(gepackt(inhalt))
    for treffer in re.finditer(b"PK\x01\x02", bytes(daten)):
        laenge = struct.unpack("<H", daten[treffer.start() + 28 : treffer.start() + 30])[0]
        if name.encode() in daten[treffer.start() + 46 : treffer.start() + 46 + laenge]:
            stelle, wert = zufall.choice(((8, 1), (10, 99), (10, 12), (16, 7), (24, 9), (42, 200)))
            daten[treffer.start() + stelle] = wert
    return "v.xlsx", bytes(daten)


@art
def c_vorlage_verbuende(zufall: random.Random) -> tuple[str, bytes]:
    bereiche = "".join(
        f'<mergeCell ref="{zufall.choice("ABX")}{oben}:{zufall.choice("BDYA")}{unten}"/>'
        for oben, unten in [
            (zufall.randrange(1, 30), zufall.randrange(1, 40)) for _ in range(anzahl(zufall, 60))
        ]
    )
    return "v.xlsx", gepackt(vorlage("", nach=f"<mergeCells>{bereiche}</mergeCells>"))


@art
def c_vorlage_beziehungen(zufall: random.Random) -> tuple[str, bytes]:
    inhalt = vorlage("")
    name = zufall.choice([n for n in inhalt if n.endswith((".rels", "Types].xml", "workbook.xml"))])
    for alt, neu in zufall.sample(
        (
            (b"Target=", b"Ziel="),
            (b"/worksheet", b"/vbaProject"),
            (b"rId1", b"rId9"),
            (b'Type="', b'Type="x'),
            (b"<Relationship ", b"<!-- x --><Relationship TargetMode='External' "),
            (b"sheetId", b"nr"),
            (b'sheetId="1"', b'sheetId="x"'),
            (b"PartName", b"Teil"),
            (b"/xl/", b"/XL/"),
            (b"worksheets/sheet1.xml", b"../../x"),
        ),
        2,
    ):
        inhalt[name] = inhalt[name].replace(alt, neu)
    return "v.xlsx", gepackt(inhalt)


@art
def c_ods_wiederholt(zufall: random.Random) -> tuple[str, bytes]:
    return _ods(
        zufall, r'number-(?:rows|columns)-(?:repeated|spanned)="\d+"|table:style-name="\w+"'
    )


@art
def c_ods_angaben(zufall: random.Random) -> tuple[str, bytes]:
    return _ods(zufall, r'office:(?:value|value-type|date-value|string-value)="[^"]*"')


def _ods(zufall: random.Random, muster: str) -> tuple[str, bytes]:
    inhalt = dict(_teile_der_datei(ODS))
    text = inhalt["content.xml"].decode()
    stellen = list(re.finditer(muster, text))
    for treffer in sorted(zufall.sample(stellen, 3), key=lambda t: -t.start()):
        name = zufall.choice(
            (
                treffer[0].partition("=")[0],
                "table:number-rows-repeated",
                "table:number-columns-repeated",
                "table:number-columns-spanned",
            )
        )
        wert = zufall.choice(
            (
                "0",
                "-1",
                "",
                "x",
                "1",
                "2",
                "999",
                "1048577",
                "999999999",
                "9" * 30,
                "1e9",
                "NaN",
                "date",
            )
        )
        text = f'{text[: treffer.start()]}{name}="{wert}"{text[treffer.end() :]}'
    inhalt["content.xml"] = text.encode()
    return "mappe.ods", gepackt(inhalt)


@art
def c_toml(zufall: random.Random) -> tuple[str, bytes]:
    zahl = zufall.choice(
        (
            "1e999999999",
            "-1e-999999999",
            "0x" + "f" * anzahl(zufall, 100_000),
            "9" * anzahl(zufall, 100_000),
            "0b" + "1" * anzahl(zufall, 100_000),
            "inf",
            "nan",
            "-0.0",
            "1_0.0_1",
            "[" * anzahl(zufall, 5000),
            "{a=" * anzahl(zufall, 5000),
            '"' + "e\u0323\u0301" * anzahl(zufall, 20_000) + '"',
            '"' + "(1" * anzahl(zufall, 20_000) + '"',
            '"""' + '"' * anzahl(zufall, 100),
            "1979-05-27T07:32:00-99:00",
            '"\\u202e\\u001b"',
            "true",
        )
    )
    name = zufall.choice(
        (
            "gesamtbudget",
            "abf",
            "jahr",
            "bestandsschutz_verfahren",
            '"leistung:x"',
            "leistung.y",
            "a." * anzahl(zufall, 20_000) + "b",
            "x" * anzahl(zufall, 100_000),
            '"\\u001b\\u202e"',
            "[a]\nb",
            "[[leistung]]\nz",
        )
    )
    return "p.toml", f"{name} = {zahl}\n".encode("utf-8", "replace") * zufall.choice((1, 1, 300))


@art
def c_toml_bytes(zufall: random.Random) -> tuple[str, bytes]:
    gut = b'# x\ngesamtbudget = 1700000\nabf = 10\n[leistung]\nA = 60\n"B b" = 40\n'
    return "p.toml", bytes(bytes_stoeren(zufall, gut))


@art
def c_zeichen(zufall: random.Random) -> tuple[str, bytes]:
    name, daten = zelle_mit_text(zufall, "a" + zufall.choice(BOESE_ZEICHEN) + "b")
    return name, daten


@art
def c_blattname(zufall: random.Random) -> tuple[str, bytes]:
    inhalt = basis(zufall)
    neu = xml(zufall.choice((*BOESE_ZEICHEN, *BOESE_TEXTE, "Sozialräume", "")))
    alt = zufall.choice(("Gewichtung", "Parameter", "Indikatoren", "Sozialräume"))
    inhalt["xl/workbook.xml"] = inhalt["xl/workbook.xml"].replace(
        f'name="{alt}"'.encode(), f'name="{neu}"'.encode("utf-8", "replace")
    )
    return mappe(inhalt)


@art
def c_zellangaben(zufall: random.Random) -> tuple[str, bytes]:
    inhalt = basis(zufall)
    name = zufall.choice(BLATTER)
    angaben = list(re.finditer(rb' (?:r|s|t|si|ref)="[^"]*"', inhalt[name]))
    roh = inhalt[name]
    for stelle in sorted(zufall.sample(angaben, 2), key=lambda t: -t.start()):
        neu = zufall.choice(
            (
                b"",
                b' r="XFD1048576"',
                b' r="ZZZ99"',
                b' s="-1"',
                b' s="99999"',
                b' t="d"',
                b' t="e"',
                b' t="shared" si="0"',
                b' t="s"',
                b' t="b"',
                b' r=""',
                b' r="A1"',
                b' t="str"',
            )
        )
        roh = roh[: stelle.start()] + neu + roh[stelle.end() :]
    inhalt[name] = roh
    return mappe(inhalt)


@art
def c_zahlen(zufall: random.Random) -> tuple[str, bytes]:
    inhalt = basis(zufall)
    name = zufall.choice(BLATTER)
    werte = list(re.finditer(rb"<v>[^<]*</v>", inhalt[name]))
    roh = inhalt[name]
    for stelle in sorted(zufall.sample(werte, min(2, len(werte))), key=lambda t: -t.start()):
        neu = zufall.choice(
            (
                "1E308",
                "-1E308",
                "1E-300",
                "NaN",
                "inf",
                "1_0",
                "0x1",
                "٣",
                "1" * 5000,
                "-0",
                "1E400",
                "0.1" + "0" * 5000,
                "999999999999",
                "1E11",
                " 5 ",
                "5e",
                "-5",
                "100.0000001",
            )
        )
        roh = roh[: stelle.start()] + f"<v>{neu}</v>".encode() + roh[stelle.end() :]
    inhalt[name] = roh
    return mappe(inhalt)


_PARAMETERWERTE = (
    0, 1, -1, 9999, 10_000, 1e11, 1e-9, "x", "1.234", True, "=1/0", "99,99 %", 0.5, 1979, None,
)  # fmt: skip


@art
def c_jahr(zufall: random.Random) -> tuple[str, bytes]:
    datei = zufall.choice((DATEN, DATEN_2026))
    return "mappe.xlsx", _mit_parameter(
        datei, zufall.randrange(4, 40), zufall.randrange(len(_PARAMETERWERTE))
    )


@cache
def _mit_parameter(datei: Path, zeile: int, wert: int) -> bytes:
    buch = openpyxl.load_workbook(datei)
    blatt = buch["Parameter"]
    blatt.cell(min(zeile, blatt.max_row), 2).value = _PARAMETERWERTE[wert]
    ziel = io.BytesIO()
    buch.save(ziel)
    return ziel.getvalue()


@art
def c_behaelter(zufall: random.Random) -> tuple[str, bytes]:
    return "mappe.xlsx", bytes_stoeren(zufall, zufall.choice((DATEN, DATEN_2026)).read_bytes())


@art
def c_falsche_art(zufall: random.Random) -> tuple[str, bytes]:
    anfang = zufall.choice(
        (
            b"",
            b"PK\x05\x06",
            b"PK\x03\x04",
            b"\xd0\xcf\x11\xe0",
            b"%PDF",
            b"<html>",
            b"\xff\xfe<",
            b"a;b\n",
            b"\x09\x08",
            b"\0" * 50,
        )
    )
    return "mappe.xlsx", anfang + zufall.randbytes(anzahl(zufall, 5000))


# Zeit und Speicher -------------------------------------------------------------------------------


@art
def r_text(zufall: random.Random) -> tuple[str, bytes]:
    return zelle_mit_text(zufall, zufall.choice(BOESE_TEXTE))


@art
def r_tiefe(zufall: random.Random) -> tuple[str, bytes]:
    tiefe = anzahl(zufall, 3_000_000)
    name = zufall.choice((b"<a>", b"<c>", b"<row>", b"<is>", b"<worksheet>", b'<a xmlns:b="c">'))
    return mappe(ersetzt(zufall, basis(zufall), name * tiefe))


@art
def r_elemente(zufall: random.Random) -> tuple[str, bytes]:
    marke = zufall.choice(
        (
            b"<row/>",
            b"<c/>",
            b'<c r="A1"/>',
            b"<x/>",
            b"<v/>",
            b"<is/>",
            b"<t></t>",
            b"<!---->",
            b"<?a?>",
            b"<![CDATA[]]>",
            b'<mergeCell ref="A1:XFD1"/>',
            b'<col hidden="1" min="1" max="16384"/>',
            b'<row r="9" s="1"/>',
            b"<f/>",
            b"\n",
            b"&#10;",
            b'<c r="A1" s="1"/>',
        )
    )
    return mappe(ersetzt(zufall, basis(zufall), marke * anzahl(zufall, 3_000_000)))


@art
def r_attribute(zufall: random.Random) -> tuple[str, bytes]:
    n = anzahl(zufall, 60_000)
    viele = "".join(f' a{i}="{i}"' for i in range(n)).encode()
    raeume = "".join(f' xmlns:n{i}="u{i}"' for i in range(n // 4)).encode()
    lang = b' s="' + b"1" * (n * 40) + b'"'
    return mappe(
        ersetzt(zufall, basis(zufall), b"<c" + zufall.choice((viele, raeume, lang)) + b"/>")
    )


@art
def r_geteilte_formel(zufall: random.Random) -> tuple[str, bytes]:
    formel = zufall.choice(("A1+", "$A$1,", "(", '"x"&', "A:A+", "1+")) * anzahl(zufall, 30_000)
    zellen = "".join(
        f'<row r="{n}"><c r="A{n}"><f t="shared" si="0"/><v>1</v></c></row>'
        for n in range(501, 501 + anzahl(zufall, 60_000))
    )
    angaben = 't="shared" si="0" ref="A500:A9"'
    kopf = f'<row r="500"><c r="A500"><f {angaben}>{formel}</f><v>1</v></c></row>'
    return mappe(ersetzt(zufall, basis(zufall), (kopf + zellen).encode()))


@art
def r_verbuende(zufall: random.Random) -> tuple[str, bytes]:
    inhalt = basis(zufall)
    name = zufall.choice(BLATTER)
    bereich = zufall.choice(("A1:XFD1048576", "A4:XFD4", "A{0}:Z{0}", "B5:C6", "A1:A1"))
    n = anzahl(zufall, 99_000)
    verbunde = "".join(f'<mergeCell ref="{bereich.format(i + 1)}"/>' for i in range(n))
    inhalt[name] = inhalt[name].replace(
        b"</sheetData>", f"</sheetData><mergeCells>{verbunde}</mergeCells>".encode()
    )
    return mappe(inhalt)


@art
def r_formate(zufall: random.Random) -> tuple[str, bytes]:
    inhalt = basis(zufall)
    n = anzahl(zufall, 200_000)
    code = xml(
        zufall.choice(('"', "[h", "[", "\\", "0", "%", "_", "General")) * anzahl(zufall, 100_000)
    )
    stile = inhalt["xl/styles.xml"]
    stile = re.sub(rb"(<cellXfs[^>]*>)", rb"\1" + b'<xf numFmtId="170"/>' * n, stile)
    inhalt["xl/styles.xml"] = re.sub(
        rb"<styleSheet[^>]*>",
        lambda t: (
            t[0] + f'<numFmts><numFmt numFmtId="170" formatCode="{code}"/></numFmts>'.encode()
        ),
        stile,
    )
    return mappe(inhalt)


@art
def r_blaetter(zufall: random.Random) -> tuple[str, bytes]:
    inhalt = basis(zufall)
    blatt = re.search(rb"<sheet [^>]*/>", inhalt["xl/workbook.xml"])
    assert blatt
    viele = b"".join(
        re.sub(rb'name="[^"]*"', b'name="B%d"' % i, blatt[0]) for i in range(anzahl(zufall, 20_000))
    )
    inhalt["xl/workbook.xml"] = inhalt["xl/workbook.xml"].replace(
        b"</sheets>", viele + b"</sheets>"
    )
    return mappe(inhalt)


@art
def r_namen(zufall: random.Random) -> tuple[str, bytes]:
    """Viele Namen, die nirgends passen: Vorschläge, Kopfzeilen, unbekannte Sozialräume."""
    inhalt = basis(zufall)
    lang = zufall.choice((5, 60, 255))
    n = anzahl(zufall, 9_000)
    quer = zufall.random() < 0.3
    zellen = "".join(
        f'<row r="{i}"><c r="A{i}" t="inlineStr"><is><t>{i}{"ab" * lang}</t></is></c></row>'
        for i in range(500, 500 + n)
    )
    if quer:
        from sozialraum_cli.lesen.mappe import spaltenbuchstabe

        zellen = (
            '<row r="500">'
            + "".join(
                f'<c r="{spaltenbuchstabe(i)}500" t="inlineStr"><is><t>{i}{"a" * lang}</t></is></c>'
                for i in range(1, n + 1)
            )
            + "</row>"
        )
    return mappe(ersetzt(zufall, inhalt, zellen.encode()))


@art
def r_befunde(zufall: random.Random) -> tuple[str, bytes]:
    n = anzahl(zufall, 20_000)
    inhalt = zufall.choice(
        ('t="e"><v>#DIV/0!</v>', "><v>x</v>", 't="s"><v>9999999</v>', "><f>A1</f>")
    )
    zellen = "".join(f'<row r="{500 + i}"><c r="B{500 + i}" {inhalt}</c></row>' for i in range(n))
    return mappe(ersetzt(zufall, basis(zufall), zellen.replace("B500 >", "B500>").encode()))


@art
def r_gemeinsame_texte(zufall: random.Random) -> tuple[str, bytes]:
    datei = io.BytesIO()
    with zipfile.ZipFile(datei, "w", zipfile.ZIP_DEFLATED) as archiv:
        for name, inhalt in basis(zufall).items():
            if name == "xl/_rels/workbook.xml.rels":
                inhalt = inhalt.replace(
                    b"</Relationships>",
                    b'<Relationship Id="rT" Type="x/sharedStrings" Target="sharedStrings.xml"/>'
                    b"</Relationships>",
                )
            archiv.writestr(name, inhalt)
        art_ = zufall.choice(
            ("<si/>", "<si><t>{}</t></si>", "<si>" + "<r><t>{}</t></r>" * 50 + "</si>")
        )
        text = zufall.choice(("x", "\U0001f600", "_x0041_", "\u0323")) * anzahl(zufall, 40_000)
        eintrag = art_.format(*[text] * 50) if "{" in art_ else art_
        n = anzahl(zufall, max(1, min(600_000, 60_000_000 // len(eintrag))))
        archiv.writestr("xl/sharedStrings.xml", f'<sst xmlns="{MAPPE_RAUM}">{eintrag * n}</sst>')
    return "mappe.xlsx", datei.getvalue()


@art
def r_ods(zufall: random.Random) -> tuple[str, bytes]:
    inhalt = dict(_teile_der_datei(ODS))
    stueck = zufall.choice(
        (
            '<text:s text:c="999999999"/>',
            "<text:p/>",
            "<text:p>x</text:p>",
            "<table:table-cell/>",
            "<text:span>",
            "<table:table-row/>",
            "<table:table>",
            "&#10;",
            "x" * 50,
            '<table:table-cell office:value-type="float" office:value="1" '
            'table:number-columns-repeated="16384"/>',
        )
    )
    wo = zufall.choice(("</text:p>", "</table:table-cell>", "</table:table-row>"))
    menge = stueck * anzahl(zufall, 500_000)
    inhalt["content.xml"] = inhalt["content.xml"].decode().replace(wo, menge + wo, 1).encode()
    return "mappe.ods", gepackt(inhalt)


@art
def r_zip(zufall: random.Random) -> tuple[str, bytes]:
    datei = io.BytesIO()
    with zipfile.ZipFile(datei, "w", zipfile.ZIP_DEFLATED) as archiv:
        for name, inhalt in basis(zufall).items():
            archiv.writestr(name, inhalt)
        for i in range(anzahl(zufall, 12_000)):
            archiv.writestr(f"x/{i}", b"")
        archiv.writestr("x.bin", bytes(anzahl(zufall, 80_000_000)))
    return "mappe.xlsx", datei.getvalue()


@art
def r_vorlage_platzhalter(zufall: random.Random) -> tuple[str, bytes]:
    text = zufall.choice(
        (
            "{{" + " " * 2500,
            "{{" * 5000,
            "{{jahr}}" * 900,
            "{" * 20_000,
            "{{ jahr " * 3000,
            "{{}}" * 2000,
            "{{" + "x" * 30_000 + "}}",
            "}}{{" * 5000,
        )
    )
    zellen = "".join(
        f'<row r="{i}"><c r="A{i}" t="inlineStr"><is><t>{text}</t></is></c></row>'
        for i in range(10, 10 + anzahl(zufall, 300))
    )
    fuss = f"<headerFooter><oddFooter>{text}</oddFooter></headerFooter>"
    return "v.xlsx", gepackt(vorlage(zellen, nach=fuss if zufall.random() < 0.3 else ""))


@art
def r_vorlage_viel(zufall: random.Random) -> tuple[str, bytes]:
    n = anzahl(zufall, 120_000)
    zeilen, mehr, nach = "", "", ""
    was = zufall.randrange(6)
    if was == 0:
        zeilen = "".join(
            f'<row r="{i}"><c r="A{i}"><f>A{i}+B1</f></c></row>' for i in range(9, 9 + n)
        )
    elif was == 1:
        mehr = "<cols>" + '<col min="1" max="16384" width="9"/>' * n + "</cols>"
    elif was == 2:
        nach = "<mergeCells>" + '<mergeCell ref="A9:XFD99"/>' * n + "</mergeCells>"
    elif was == 3:
        regel = '<cfRule type="expression" priority="1"><formula>A1</formula></cfRule>'
        bereich = "A9:B10 " * n
        nach = f'<conditionalFormatting sqref="{bereich}">{regel}</conditionalFormatting>'
    elif was == 4:
        zeilen = f'<row r="1048570"><c r="A1048570"><f>{"A1+" * n}1</f></c></row>'
    else:
        nach = "<rowBreaks>" + '<brk id="9" max="16383" man="1"/>' * n + "</rowBreaks>"
    return "v.xlsx", gepackt(vorlage(zeilen, mehr, nach))


# Ausführen ---------------------------------------------------------------------------------------


def still(*argumente: str) -> tuple[int, str]:
    stroeme = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2)]
    with contextlib.redirect_stdout(stroeme[0]), contextlib.redirect_stderr(stroeme[1]):
        code = ausfuehren(list(argumente))
    for strom in stroeme:
        strom.flush()
    return code, "".join(s.buffer.getvalue().decode() for s in stroeme)


def aufrufe(fall_: Fall, zufall: random.Random) -> list[list[str]]:
    datei, daten = fall_.name, str(DATEN)
    if fall_.weg == "vorlage":
        return [["berechnen", daten, "--vorlage", datei, "--ausgabe", "x.xlsx", "--ueberschreiben"]]
    if fall_.weg == "parameter":
        return [["berechnen", daten, "--parameter", datei, "--ohne-bogen"]]
    if fall_.weg == "budgets":
        return [["berechnen", daten, "--budgets", datei, "--ohne-bogen"]]
    if fall_.soll:
        return [["berechnen", datei, "--ohne-bogen", "--format", "json", "--leise"]]
    wahl = [
        ["pruefen", datei],
        ["pruefen", datei, "--format", "json"],
        ["berechnen", datei, "--ohne-bogen"],
        ["berechnen", daten, "--budgets", datei, "--ohne-bogen"],
        ["vergleich", datei, daten],
        ["fortschreiben", datei, "--jahr", "2031", "--ausgabe", "x.xlsx", "--ueberschreiben"],
        ["uebergang", datei],
        ["berechnen", datei, "--ausgabe", "x.xlsx", "--ueberschreiben"],
    ]
    return [zufall.choices(wahl, (8, 3, 4, 2, 1, 1, 1, 1))[0]]


_SOLL: dict[str, Any] = {}


def maengel(fall_: Fall, zufall: random.Random) -> Iterator[str]:
    """Was an einem Fall nicht stimmt, im aktuellen Ordner ausgeführt."""
    Path(fall_.name).write_bytes(fall_.inhalt)
    for argumente in aufrufe(fall_, zufall):
        beginn = time.process_time()
        try:
            code, text = still(*argumente)
        except Exception as ausnahme:
            yield f"{argumente}: {type(ausnahme).__name__}: {ausnahme}"
            continue
        dauer = time.process_time() - beginn
        if code not in (0, 1):
            yield f"{argumente}: Rückgabewert {code}: {text[:300]}"
        if dauer > HOECHSTENS_SEKUNDEN:
            yield f"{argumente}: {dauer:.1f} s"
        for wort in ("Traceback", "Unerwartet", "ist gescheitert", "Der Speicher reicht nicht"):
            if wort in text:
                yield f"{argumente}: {text[-300:]}"
        if roh := _ROH.search(text):
            yield f"{argumente}: Steuerzeichen U+{ord(roh[0]):04X}"
        if fall_.soll:
            soll = _SOLL.setdefault(
                fall_.name, still(*argumente[:1], str(BEISPIELE / fall_.name), *argumente[2:])[1]
            )
            if text != soll:
                yield f"{argumente}: anderes Ergebnis: {text[:300]}"


Stueck = tuple[Counter[str], list[str], float]


def suchen(laeufe: int, saat: int, erster: int = 0, schritt: int = 1) -> Stueck:
    """Fälle reihum aus jeder Art; Ergebnis: Läufe je Art, Funde und Rechenzeit (s).

    Jeder Fall hängt nur an Saat und Nummer, gleich, welcher Prozess ihn prüft.
    """
    namen = sorted(ARTEN)
    gelaufen: Counter[str] = Counter()
    funde: list[str] = []
    beginn = time.process_time()
    for nummer in range(erster, laeufe, schritt):
        name = namen[nummer % len(namen)]
        zufall = random.Random(f"{saat}-{nummer}")
        fall_ = fall(name, zufall)
        gelaufen[name] += 1
        for mangel in maengel(fall_, zufall):
            funde.append(f"{name} saat={saat} nummer={nummer}: {mangel}")
            print(funde[-1], flush=True)
    return gelaufen, funde, time.process_time() - beginn


def _begrenzt() -> None:
    """Ein Prozess der Suche: ein eigener Ordner und 1 GiB."""
    import resource

    # Die Excelregeln gelten für Mappen aus Tests; eine fremde Vorlage verletzt manche selbst.
    speichern.packen = conftest._packen
    resource.setrlimit(resource.RLIMIT_AS, (GIBIBYTE, GIBIBYTE))
    ordner = tempfile.mkdtemp()
    atexit.register(shutil.rmtree, ordner, ignore_errors=True)
    os.chdir(ordner)
    sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123


def stuecke(laeufe: int, saat: int, prozesse: int) -> Iterator[Stueck]:
    """Die Suche in mehreren Prozessen; jedes Stück, sobald es fertig ist."""
    teilung = min(laeufe, prozesse * max(1, laeufe // (prozesse * _LAEUFE_JE_STUECK)))
    auftrag = partial(_suchen_ab, laeufe, saat, teilung)
    # Ein ProcessPoolExecutor, der seine Prozesse ersetzt, bleibt in Python 3.11 nach ihnen stehen.
    spawn = multiprocessing.get_context("spawn")
    with spawn.Pool(prozesse, _begrenzt, maxtasksperchild=8) as vorrat:
        yield from vorrat.imap_unordered(auftrag, range(teilung))


def _suchen_ab(laeufe: int, saat: int, schritt: int, erster: int) -> Stueck:
    return suchen(laeufe, saat, erster, schritt)


def je_klasse(gelaufen: Counter[str]) -> str:
    """Die Läufe je Klasse: still falsch, Absturz, Zeit und Speicher."""
    klassen: Counter[str] = Counter()
    for name, zahl in gelaufen.items():
        klassen[name[:2]] += zahl
    return ", ".join(f"{klasse} {zahl}" for klasse, zahl in sorted(klassen.items()))


def main() -> None:
    """Sucht und nennt die Läufe je Art und je Klasse."""
    laeufe, saat, prozesse = (*map(int, sys.argv[1:]), *(0, 1)[len(sys.argv) - 2 :])
    gelaufen: Counter[str] = Counter()
    funde: list[str] = []
    zeit = 0.0
    for zahlen, gefunden, dauer in stuecke(laeufe, saat, prozesse):
        gelaufen += zahlen
        funde += gefunden
        zeit += dauer
        print(f"bisher {je_klasse(gelaufen)}; {len(funde)} Funde", flush=True)
    for name, zahl in sorted(gelaufen.items()):
        print(f"{name:28}{zahl:8}")
    print(f"{je_klasse(gelaufen)}")
    print(f"{gelaufen.total()} Läufe, {len(funde)} Funde, {zeit:.0f} s CPU")
    sys.exit(bool(funde))


if __name__ == "__main__":
    main()

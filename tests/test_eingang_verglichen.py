"""Die Schiedsrichter des Eingangs: openpyxl und LibreOffice, Zelle für Zelle.

Verglichen werden die Beispiele und alle lesbaren Feldmappen: unser Lesen mit den Werten und
Prozentformaten von openpyxl, und mit uns selbst, nachdem LibreOffice jede Mappe als .ods und als
.xlsx gespeichert hat. Was sich unterscheiden darf, steht mit Grund in ERLAUBT.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import libreoffice
import openpyxl
import pytest
from befehlszeile import DATEN, DATEN_2026
from feldmappen import ODS_ABSAETZE, ODS_LESBAR, XLSX_LESBAR, Teile, gepackt, ods, text

from sozialraum_cli.befehle.eingabelauf import gepruefte_eingabe
from sozialraum_cli.lesen.mappe import Mappe
from sozialraum_cli.lesen.mappendatei import mappe_lesen
from sozialraum_cli.lesen.zelle import Zelle
from sozialraum_cli.modell import Eingabe

BLAETTER = ("Sozialräume", "Indikatoren", "Gewichtung", "Parameter")
Zellen = dict[str, tuple[object, bool]]


@pytest.fixture(scope="module")
def mappen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Alle Mappen unter ihrem Namen mit Endung."""
    ordner = tmp_path_factory.mktemp("mappen")
    feld: dict[str, Teile] = {f"x{nr}.xlsx": teile for nr, teile in enumerate(XLSX_LESBAR)}
    feld |= {f"o{nr}.ods": teile for nr, teile in enumerate(ODS_LESBAR)}
    feld |= {
        f"a{nr}.ods": ods({"Sozialräume!A2": text(inhalt)})
        for nr, inhalt in enumerate(ODS_ABSAETZE)
    }
    dateien = {name: gepackt(teile, ordner / name).read_bytes() for name, teile in feld.items()}
    return dateien | {"2012.xlsx": DATEN.read_bytes(), "2026.xlsx": DATEN_2026.read_bytes()}


def gelesen(inhalt: bytes, name: str, ordner: Path) -> Mappe:
    pfad = ordner / name
    pfad.write_bytes(inhalt)
    return mappe_lesen(pfad)


def zellen(mappe: Mappe) -> Zellen:
    return {
        f"{blatt.name}!{zeile}:{spalte}": _form(zelle)
        for blatt in mappe.blaetter
        if blatt.name in BLAETTER
        for (zeile, spalte), zelle in blatt.zellen.items()
    }


def _form(zelle: Zelle) -> tuple[object, bool]:
    wert = zelle.wert
    if isinstance(wert, str):
        return " ".join(wert.split()), False
    return (wert.normalize() if isinstance(wert, Decimal) else wert), zelle.prozent


def zellen_von_openpyxl(inhalt: bytes) -> Zellen:
    werte = openpyxl.load_workbook(BytesIO(inhalt), data_only=True)
    zellen_: Zellen = {}
    for name in BLAETTER:
        for zeile in werte[name].iter_rows():
            for zelle in zeile:
                if zelle.value in (None, ""):
                    continue
                wert: object = zelle.value
                format_ = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", zelle.number_format)
                ist_zahl = isinstance(wert, int | float) and not isinstance(wert, bool)
                if ist_zahl:
                    wert = Decimal(f"{float(str(wert)):.15g}").normalize()
                elif isinstance(wert, str):
                    wert = " ".join(wert.split())
                prozent = ist_zahl and "%" in format_
                zellen_[f"{name}!{zelle.row}:{zelle.column}"] = (wert, prozent)
    return zellen_


# Mappen, die openpyxl nicht öffnet, und Zellen, die es anders liest.
OPENPYXL_OEFFNET_NICHT: Mapping[str, str] = {
    "x2.xlsx": 'r="" an Zeile und Zelle',
    "x8.xlsx": "UTF-8, das sich UTF-16 nennt",
    "x11.xlsx": "ein beschädigtes fremdes Blatt",
    "x14.xlsx": "Steuerzeichen in einem fremden Blatt",
    "x17.xlsx": 's="" an einer Zelle',
}
OPENPYXL_LIEST_ANDERS: Mapping[tuple[str, str], str] = {
    ("x16.xlsx", "Sozialräume!2:1"): "inlineStr mit v statt is ist ihm leer",
    ("x18.xlsx", "Gewichtung!2:5"): "lässt _x000B_ stehen; für uns ein Umbruch",
}
# Was LibreOffice nicht öffnet, leer liest oder anders versteht als seine eigene Angabe.
LIBREOFFICE_LIEST_NICHT: Mapping[str, str] = {
    "x2.xlsx": 'mit r="" an Zeile und Zelle sind ihm alle Blätter leer',
    "x8.xlsx": "UTF-8, das sich UTF-16 nennt, öffnet es nicht",
}
LIBREOFFICE_LIEST_ANDERS: Mapping[tuple[str, str], str] = {
    ("x16.xlsx", "Sozialräume!2:1"): "inlineStr mit v statt is ist ihm leer",
    ("x17.xlsx", "Sozialräume!2:3"): 't="" ist ihm leer',
    ("x18.xlsx", "Gewichtung!2:5"): "lässt _x000B_ weg; für uns ein Umbruch",
    ("o1.ods", "Parameter!5:2"): "Wertart percentage ohne Stil ist ihm die Zahl 0,7",
    ("o7.ods", "Sozialräume!2:3"): "ohne office:value ist ihm jede Zahl 0; für uns gilt der Text",
    ("o11.ods", "Parameter!7:2"): "Wertart time ohne Stil ist ihm die Zahl 1,625",
}


def unterschiede(
    name: str, a: Zellen, b: Zellen, erlaubt: Mapping[tuple[str, str], str]
) -> list[str]:
    return [
        f"{name} {ort}: {a.get(ort)} statt {b.get(ort)}"
        for ort in sorted(a.keys() | b.keys())
        if a.get(ort) != b.get(ort) and (name, ort) not in erlaubt
    ]


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_wie_openpyxl(mappen: Mapping[str, bytes], tmp_path: Path) -> None:
    gefunden: list[str] = []
    for name, inhalt in mappen.items():
        if name.endswith(".ods") or name in OPENPYXL_OEFFNET_NICHT:
            continue
        unsere = zellen(gelesen(inhalt, name, tmp_path))
        fremde = zellen_von_openpyxl(inhalt)
        gefunden += unterschiede(name, unsere, fremde, OPENPYXL_LIEST_ANDERS)
    assert gefunden == []


def ohne_orte(eingabe: Eingabe) -> tuple[object, ...]:
    """Was eine Eingabe sagt, ohne wo es steht."""
    parameter = replace(eingabe.parameter, herkunft={})
    return (eingabe.sozialraeume, eingabe.indikatoren, dict(eingabe.spalten), parameter)


def test_wie_libreoffice_in_beiden_formaten(mappen: Mapping[str, bytes], tmp_path: Path) -> None:
    lesbar = {name: m for name, m in mappen.items() if name not in LIBREOFFICE_LIEST_NICHT}
    gefunden: list[str] = []
    for endung in ("ods", "xlsx"):
        neue = libreoffice.umgewandelt(lesbar, endung, tmp_path / endung)
        for name, inhalt in lesbar.items():
            vorher = gelesen(inhalt, name, tmp_path)
            nachher = gelesen(neue[name], f"{name}.{endung}", tmp_path)
            erlaubt = LIBREOFFICE_LIEST_ANDERS
            andere = unterschiede(name, zellen(vorher), zellen(nachher), erlaubt)
            gefunden += [f"als {endung}: {unterschied}" for unterschied in andere]
            if not andere and not any(mappe == name for mappe, _ in erlaubt):
                a, b = (ohne_orte(gepruefte_eingabe(mappe)[0]) for mappe in (vorher, nachher))
                assert a == b, f"{name} als {endung}"
    assert gefunden == []

"""Von der Datei zum Gitter: Text, Mappe, XML oder ein ZIP mit solchen Dateien darin."""

import hashlib
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from sozialraum_cli.befund import Befund, fehler
from sozialraum_cli.lesen.archiv import Archiv
from sozialraum_cli.lesen.csvdatei import CSV_GRENZE, CsvDatei, csv_lesen
from sozialraum_cli.lesen.dateiart import ZIP, kein_klartext
from sozialraum_cli.lesen.dateifehler import Dateifehler
from sozialraum_cli.lesen.dateiname import anzeigename
from sozialraum_cli.lesen.mappendatei import DATEI_GRENZE, mappe_aus_bytes
from sozialraum_cli.lesen.oeffnen import datei_oeffnen
from sozialraum_cli.lesen.vorrat import MEBIBYTE
from sozialraum_cli.quellen.gitter import (
    Blattzeile,
    Gitter,
    Zeile,
    gitter_aus_blaettern,
    gitter_aus_zeilen,
)
from sozialraum_cli.quellen.spreadsheetml import KENNZEICHEN, spreadsheetml_lesen

_ANFANG = 64 * 1024
_TEILE_GRENZE = 500
_IM_SPEICHER = 16 * MEBIBYTE
_HERUNTERLADEN = "Die Tabelle bei der Quelle als Flat-File (ffcsv), CSV oder XLSX herunterladen."
_HTML = re.compile(rb"<!doctype html|<html|<table|<meta|<script")
_WUERFEL = re.compile(r"K;DQ|\* ?Der Benutzer ", re.IGNORECASE)
_FALSCHE_MARKE = "\xef\xbb\xbf"


def quelldatei_lesen(pfad: Path) -> Iterator[Gitter | Befund]:
    """Die Tabellen einer Datei, eine nach der anderen; was sich nicht lesen lässt, als Befund.

    Jedes Gitter gilt nur, bis das nächste verlangt wird. Erkannt wird am Inhalt, nie am Namen.
    Quelle: docs/verfahren.md 8.
    """
    name = anzeigename(pfad)
    try:
        teilen = "Die Datei nach Jahren oder Gebieten in mehrere teilen."
        with datei_oeffnen(pfad, CSV_GRENZE, teilen) as strom:
            if strom.read(len(ZIP)) == ZIP:
                yield from _zip(strom, name)
            else:
                yield from _datei(strom, name, (name, pfad.as_posix()))
    except Dateifehler as grund:
        yield _abgelehnt(name, grund)


def _zip(strom: BinaryIO, name: str) -> Iterator[Gitter | Befund]:
    strom.seek(0)
    daten = strom.read(DATEI_GRENZE + 1)
    if len(daten) > DATEI_GRENZE:
        raise Dateifehler(
            f"Das Archiv ist größer als {DATEI_GRENZE // MEBIBYTE} MiB.",
            "Das Archiv entpacken und nur die nötigen Dateien angeben.",
        )
    archiv = Archiv(daten)
    if _ist_mappe(archiv):
        yield from _mappe(daten, name, (name,))
        return
    teile = [t for t in archiv.namen() if not t.endswith("/") and "__macosx/" not in t]
    if not teile or len(teile) > _TEILE_GRENZE:
        raise Dateifehler(
            f"Das Archiv enthält {len(teile)} Dateien; zulässig sind 1 bis {_TEILE_GRENZE}.",
            _HERUNTERLADEN,
        )
    for teil in teile:
        innen = "".join(zeichen if zeichen.isprintable() else "?" for zeichen in teil)
        anzeige = f"{name}: {innen}"
        namen = (innen.rpartition("/")[2], innen, name)
        try:
            with SpooledTemporaryFile(max_size=_IM_SPEICHER) as zwischen:
                for stueck in archiv.stuecke(teil):
                    zwischen.write(stueck)
                zwischen.seek(0)
                inhalt = cast(BinaryIO, zwischen)
                if inhalt.read(len(ZIP)) == ZIP:
                    inhalt.seek(0)
                    yield from _innere_mappe(inhalt.read(DATEI_GRENZE), anzeige, namen)
                else:
                    yield from _datei(inhalt, anzeige, namen)
        except Dateifehler as grund:
            yield _abgelehnt(anzeige, grund)


def _ist_mappe(archiv: Archiv) -> bool:
    # Auch was nur fast eine Mappe ist (.xlsb, Word), bekommt seine Meldung beim Laden.
    return any(name in ("[content_types].xml", "mimetype") for name in archiv.namen())


def _innere_mappe(daten: bytes, anzeige: str, namen: tuple[str, ...]) -> Iterator[Gitter]:
    if not _ist_mappe(Archiv(daten)):
        raise Dateifehler(
            "In dem Archiv liegt ein weiteres Archiv.",
            "Das äußere Archiv entpacken und das innere angeben.",
        )
    yield from _mappe(daten, anzeige, namen)


def _mappe(daten: bytes, anzeige: str, namen: tuple[str, ...]) -> Iterator[Gitter]:
    mappe = mappe_aus_bytes(daten, anzeige)
    yield from gitter_aus_blaettern(anzeige, namen, mappe.sha256, mappe.blaetter)


def _datei(strom: BinaryIO, anzeige: str, namen: tuple[str, ...]) -> Iterator[Gitter]:
    strom.seek(0)
    anfang = strom.read(_ANFANG)
    if KENNZEICHEN in anfang or KENNZEICHEN.decode().encode("utf-16-le") in anfang:
        strom.seek(0)
        summe = hashlib.sha256()
        while stueck := strom.read(MEBIBYTE):
            summe.update(stueck)
        blaetter = spreadsheetml_lesen(strom)
        yield from gitter_aus_blaettern(anzeige, namen, summe.hexdigest(), blaetter)
        return
    if grund := _keine_tabelle(anfang):
        raise grund
    strom.seek(0)
    gelesen = csv_lesen(strom)
    zeilen = _csv_zeilen(gelesen)
    gitter = gitter_aus_zeilen(anzeige, namen, gelesen.sha256, gelesen.zeichensatz, zeilen)
    if any(_WUERFEL.match(";".join(map(str, z.felder[:2]))) for z in gitter.anfang[:20]):
        raise Dateifehler(
            "Die Datei ist ein Datenquader (Würfelformat); seine Zeilen haben keine Überschriften.",
            _HERUNTERLADEN,
        )
    yield gitter


def _csv_zeilen(gelesen: CsvDatei) -> Iterator[Zeile]:
    """Die Zeilen; eine UTF-8-Marke, die nicht zum Zeichensatz passt, fällt weg."""
    erste = next(gelesen.zeilen, None)
    if erste is None:
        return iter(())
    felder = (erste.felder[0].removeprefix(_FALSCHE_MARKE), *erste.felder[1:])
    return chain((Blattzeile(erste.nummer, felder),), gelesen.zeilen)


def _keine_tabelle(anfang: bytes) -> Dateifehler | None:
    """Warum der Anfang einer Datei keine Tabelle in Textform ist; None, wenn sie eine sein kann."""
    kopf = anfang[:4096].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if kopf.startswith(b"%pdf"):
        return Dateifehler("Die Datei ist ein PDF; daraus wird nichts gelesen.", _HERUNTERLADEN)
    if kopf.startswith(b"<") and _HTML.search(kopf):
        return Dateifehler("Die Datei ist eine HTML-Seite, keine Tabelle.", _HERUNTERLADEN)
    if kopf.startswith((b"{", b"[{")):
        return Dateifehler(
            "Die Datei ist JSON, also die Antwort einer Schnittstelle, oft eine Fehlermeldung.",
            _HERUNTERLADEN,
        )
    return kein_klartext(anfang)


def _abgelehnt(name: str, grund: Dateifehler) -> Befund:
    return fehler(grund.text, name, grund.abhilfe)

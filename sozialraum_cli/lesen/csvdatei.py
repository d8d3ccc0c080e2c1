"""CSV zeilenweise lesen: Zeichensatz und Trenner am Inhalt erkannt, Speicher begrenzt."""

import codecs
import csv
import hashlib
import io
from collections import Counter
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from sozialraum_cli.lesen.dateiart import kein_klartext
from sozialraum_cli.lesen.dateifehler import NEU_ANFORDERN, Dateifehler
from sozialraum_cli.lesen.oeffnen import datei_oeffnen
from sozialraum_cli.lesen.vorrat import MEBIBYTE

CSV_GRENZE = 512 * MEBIBYTE
FELD_GRENZE = 32_767  # so viel fasst eine Zelle der Tabellenkalkulation
SATZ_GRENZE = MEBIBYTE

_ANFANG = 64 * 1024
_STUECK = MEBIBYTE
_MARKEN = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_TRENNER = (";", "\t", ",", "|")
_PROBEZEILEN = 100
_ALS_UTF_8 = "Die Datei im Programm, aus dem sie stammt, als CSV in UTF-8 speichern."
_ANFUEHRUNG = (
    "Prüfen, ob in dieser oder einer Zeile davor ein Anführungszeichen fehlt, oder die Datei neu "
    "ausgeben lassen."
)


@dataclass(frozen=True, slots=True)
class CsvZeile:
    """Ein Satz einer CSV-Datei; nummer ist seine erste Zeile in der Datei (ab 1)."""

    nummer: int
    felder: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CsvDatei:
    """Eine geöffnete CSV-Datei; `zeilen` liest sie einmal, ohne leere Zeilen.

    Felder kommen, wie sie dastehen, auch mit Steuerzeichen. Beim Lesen der Zeilen: Dateifehler,
    wenn ein Feld oder Satz zu lang ist.
    """

    zeichensatz: str
    trenner: str
    sha256: str
    zeilen: Generator[CsvZeile, None, None]


@contextmanager
def csv_oeffnen(pfad: Path) -> Iterator[CsvDatei]:
    """Öffnet eine CSV-Datei; Fehler: Dateifehler, wenn sie fehlt, zu groß oder kein Text ist."""
    verkleinern = "Die Datei nach Zeiträumen in mehrere teilen."
    with datei_oeffnen(pfad, CSV_GRENZE, verkleinern) as strom:
        datei = csv_lesen(strom)
        try:
            yield datei
        finally:
            datei.zeilen.close()  # gibt den Strom frei, solange er offen ist


def csv_lesen(strom: BinaryIO) -> CsvDatei:
    """Erkennt Zeichensatz und Trenner und liest die Zeilen erst, wenn sie verlangt werden.

    Eingang: ein Strom, in dem sich springen lässt. Zeichensatz: UTF-8 und UTF-16 mit Marke (BOM),
    sonst UTF-8, wenn alle Bytes dazu passen, sonst Windows-1252. Fehler: Dateifehler.
    """
    anfang = strom.read(_ANFANG)
    if grund := kein_klartext(anfang):
        raise grund
    zeichensatz, sha256 = _zeichensatz(strom, anfang)
    strom.seek(0)
    text = io.TextIOWrapper(strom, encoding=zeichensatz, newline="")
    probe = _probe(text)
    text.seek(0)
    vorgegeben = _vorgegebener_trenner(probe)
    trenner = vorgegeben or _trenner(probe)
    zeilen = _zeilen(text, trenner, ueberspringen=bool(vorgegeben))
    return CsvDatei(zeichensatz, trenner, sha256, zeilen)


def _zeichensatz(strom: BinaryIO, anfang: bytes) -> tuple[str, str]:
    """Der Zeichensatz, mit dem sich die ganze Datei lesen lässt, und ihre Prüfsumme."""
    marke = next((name for bom, name in _MARKEN if anfang.startswith(bom)), None)
    # Eine UTF-8-Marke vor Windows-1252 kommt vor, wenn ein Programm nur den Anfang umstellt.
    moeglich = ["utf-16"] if marke == "utf-16" else [marke or "utf-8", "cp1252"]
    pruefer = {name: codecs.getincrementaldecoder(name)() for name in moeglich}
    pruefsumme = hashlib.sha256()
    strom.seek(0)
    while True:
        stueck = strom.read(_STUECK)
        pruefsumme.update(stueck)
        for name in tuple(pruefer):
            try:
                pruefer[name].decode(stueck, final=not stueck)
            except UnicodeDecodeError:
                del pruefer[name]
        if not pruefer:
            raise Dateifehler(
                "Der Zeichensatz der Datei ist nicht zu erkennen: Sie ist weder UTF-8 noch UTF-16 "
                "noch Windows-1252, vielleicht ein alter DOS-Text.",
                _ALS_UTF_8,
            )
        if not stueck:
            return next(iter(pruefer)), pruefsumme.hexdigest()


def _probe(text: io.TextIOWrapper) -> list[str]:
    """Die ersten Zeilen, mindestens eine."""
    probe: list[str] = []
    zeichen = 0
    for zeile in _textzeilen(text):
        probe.append(zeile)
        zeichen += len(zeile)
        if len(probe) == _PROBEZEILEN or zeichen > _ANFANG:
            break
    return probe


def _vorgegebener_trenner(probe: list[str]) -> str | None:
    """Excel schreibt und liest eine erste Zeile „sep=;“."""
    erste = probe[0].strip() if probe else ""
    ist_angabe = erste[:4].lower() == "sep=" and len(erste) == len("sep=;")
    return erste[-1] if ist_angabe and erste[-1] in _TRENNER else None


def _trenner(probe: list[str]) -> str:
    """Der Trenner, mit dem die meisten Zeilen gleich viele Spalten haben, dann die meisten."""

    def guete(trenner: str) -> tuple[int, int]:
        try:
            breiten = Counter(len(felder) for felder in csv.reader(probe, delimiter=trenner))
        except csv.Error:
            return (0, 0)
        mehrspaltig = {breite: anzahl for breite, anzahl in breiten.items() if breite > 1}
        if not mehrspaltig:
            return (0, 0)
        breite = max(mehrspaltig, key=lambda breite: (mehrspaltig[breite], breite))
        return (mehrspaltig[breite], breite)

    return max(_TRENNER, key=guete)


def _zeilen(
    text: io.TextIOWrapper, trenner: str, *, ueberspringen: bool
) -> Generator[CsvZeile, None, None]:
    """Die Sätze der Datei; jeder hat eine Grenze, damit auch böswillige Dateien nicht wachsen."""
    csv.field_size_limit(FELD_GRENZE)
    gelesen = 0

    def begrenzt() -> Iterator[str]:
        nonlocal gelesen
        for zeile in _textzeilen(text):
            gelesen += len(zeile)
            if gelesen > SATZ_GRENZE:
                raise Dateifehler(
                    f"Ab Zeile {letzte + 1} folgt ein Eintrag mit mehr als einer Million Zeichen.",
                    _ANFUEHRUNG,
                )
            yield zeile

    leser = csv.reader(begrenzt(), delimiter=trenner)
    letzte = 0
    try:
        if ueberspringen:
            next(leser)
            letzte, gelesen = leser.line_num, 0
        for felder in leser:
            if any(felder):
                yield CsvZeile(letzte + 1, tuple(felder))
            letzte, gelesen = leser.line_num, 0
    except csv.Error:
        raise Dateifehler(
            f"Ab Zeile {letzte + 1} folgt ein Feld mit mehr als 32.767 Zeichen.", _ANFUEHRUNG
        ) from None
    finally:
        text.detach()  # sonst schlösse der Text den Strom, den ein anderer geöffnet hat


def _textzeilen(text: io.TextIOWrapper) -> Iterator[str]:
    while zeile := text.readline(SATZ_GRENZE + 1):
        if len(zeile) > SATZ_GRENZE:
            raise Dateifehler("Eine Zeile der Datei hat über eine Million Zeichen.", NEU_ANFORDERN)
        yield zeile

"""Arbeitsmappen so speichern, dass gleicher Inhalt gleiche Bytes ergibt."""

import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from typing import Any, TypeVar

from openpyxl import Workbook
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.dimensions import SheetDimension
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter
from openpyxl.xml.functions import Element

from sozialraum_cli.arbeitsmappe.formelstrom import Formelstrom
from sozialraum_cli.xmltext import maskieren

_EIGENSCHAFTEN = "docProps/core.xml"
_ZEITPUNKT = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")
# Zellen und Kommentare; openpyxl maskiert ihren Text nicht.
_TEXT = re.compile(rb"<t(?: [^<>]*)?>[^<]*</t>")
_AELTESTES_ZIPDATUM = datetime(1980, 1, 1, tzinfo=UTC)
_JUENGSTES_ZIPDATUM = datetime(2107, 12, 31, 23, 59, 58, tzinfo=UTC)


T = TypeVar("T")


def bytegleich(mappe: Workbook, stand: datetime) -> bytes:
    """Speichert eine Arbeitsmappe ohne Spuren der Uhr und des Rechners.

    Eingang: Mappe und Stand; ohne Zeitzone gilt er als UTC. Ergebnis: eine .xlsx-Datei, deren
    Erstellungs-, Änderungs- und Zipdatum der Stand ist (Zip kennt nur 1980 bis 2107).
    """
    return packen(teile(mappe, stand), stand)


def rahmen(strom: Formelstrom, stand: datetime) -> dict[str, bytes]:
    """Wie `teile`; die Blätter sind noch leer, ihre Formate aber schon nummeriert."""
    return teile(strom.mappe, stand, partial(_Rahmenschreiber, strom))


def teile(
    mappe: Workbook, stand: datetime, schreiber: Callable[[Worksheet, BytesIO], Any] | None = None
) -> dict[str, bytes]:
    """Die Teile der .xlsx-Datei in ihrer Reihenfolge, Erstellungs- und Änderungsdatum = Stand."""
    roh = BytesIO()
    with zipfile.ZipFile(roh, "w", zipfile.ZIP_STORED) as archiv:
        _Speicherer(mappe, archiv, schreiber or WorksheetWriter).save()
    gespeichert = entpacken(roh.getvalue())
    return mit_stand({name: _maskiert(teil) for name, teil in gespeichert.items()}, stand)


class _Speicherer(ExcelWriter):
    """Schreibt Blätter im Speicher; openpyxl legte dafür temporäre Dateien an.

    So braucht das Programm keinen Platz in TMPDIR, und ein Abbruch lässt dort nichts liegen.
    """

    def __init__(
        self,
        mappe: Workbook,
        archiv: zipfile.ZipFile,
        schreiber: Callable[[Worksheet, BytesIO], Any],
    ) -> None:
        super().__init__(mappe, archiv)
        self._behaelter, self._schreiber = archiv, schreiber

    def write_worksheet(self, ws: Any) -> None:
        ws._drawing = SpreadsheetDrawing()
        ws._drawing.charts = ws._charts
        ws._drawing.images = ws._images
        inhalt = BytesIO()
        schreiber = self._schreiber(ws, inhalt)
        schreiber.write()
        ws._rels = schreiber._rels
        self._behaelter.writestr(ws.path[1:], inhalt.getvalue())
        self.manifest.append(ws)


class _Rahmenschreiber(WorksheetWriter):
    """Schreibt alles außer den Zeilen."""

    def __init__(self, strom: Formelstrom, blatt: Worksheet, ziel: BytesIO) -> None:
        super().__init__(blatt, ziel)
        self._strom, self._blatt = strom, blatt

    def write_dimensions(self) -> None:
        anfang, _, ende = self._blatt.calculate_dimension().partition(":")
        spalte = (ende or anfang).rstrip("0123456789")
        letzte = f"{spalte}{self._strom.letzte_zeile(self._blatt)}"
        bereich = anfang if anfang == letzte else f"{anfang}:{letzte}"
        self.xf.send(SheetDimension(bereich).to_tree())

    def write_rows(self) -> None:
        self._strom.formate_nummerieren(self._blatt)
        self.xf.send(Element("sheetData"))


@dataclass(frozen=True, slots=True)
class Teilstrom:
    """Ein Teil, dessen Mitte erst beim Packen entsteht."""

    vorn: bytes
    mitte: Callable[[], Iterable[bytes]]
    hinten: bytes

    def __iter__(self) -> Iterator[bytes]:
        yield self.vorn
        yield from self.mitte()
        yield self.hinten


def mit_zeilen(blatt: bytes, zeilen: Callable[[], Iterable[bytes]]) -> Teilstrom:
    """Ein leeres Blatt und seine Zeilen. Fehler: ValueError, wenn das Blatt nicht leer ist."""
    vorn, leer, hinten = blatt.partition(b"<sheetData/>")
    if not leer:
        raise ValueError("Das Blatt hat schon Zeilen.")
    return Teilstrom(vorn + b"<sheetData>", zeilen, b"</sheetData>" + hinten)


def entpacken(datei: bytes) -> dict[str, bytes]:
    """Die Teile einer Zip-Datei unter ihren Namen; der Inhalt muss vertrauenswürdig sein."""
    with zipfile.ZipFile(BytesIO(datei)) as archiv:
        return {name: archiv.read(name) for name in archiv.namelist() if not name.endswith("/")}


def mit_stand(teile: Mapping[str, T], stand: datetime) -> dict[str, T | bytes]:
    """Dieselben Teile mit dem Stand als Erstellungs- und Änderungsdatum."""
    bisher = teile.get(_EIGENSCHAFTEN)
    if not isinstance(bisher, bytes):
        return dict(teile)
    zeitpunkt = _in_utc(stand).strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0").encode()
    eigenschaften = _ZEITPUNKT.sub(rb"\g<1>" + zeitpunkt + rb"\g<3>", bisher)
    return {**teile, _EIGENSCHAFTEN: eigenschaften}


def packen(teile: Mapping[str, bytes | Teilstrom], stand: datetime) -> bytes:
    """Packt Teile in gegebener Reihenfolge zu einer Zip-Datei, die nur vom Inhalt abhängt."""
    zipdatum = min(max(_in_utc(stand), _AELTESTES_ZIPDATUM), _JUENGSTES_ZIPDATUM).timetuple()[:6]
    fertig = BytesIO()
    with zipfile.ZipFile(fertig, "w") as datei:
        for name, inhalt in teile.items():
            teil = zipfile.ZipInfo(name, zipdatum)
            teil.create_system = 0
            teil.compress_type = zipfile.ZIP_DEFLATED
            with datei.open(teil, "w") as ziel:
                for stueck in (inhalt,) if isinstance(inhalt, bytes) else inhalt:
                    ziel.write(stueck)
    return fertig.getvalue()


def _maskiert(teil: bytes) -> bytes:
    """Texte wie „_x0041_“ so geschrieben, dass sie beim Lesen nicht zu „A“ werden."""
    if b"_x" not in teil:
        return teil
    return _TEXT.sub(lambda treffer: maskieren(treffer[0].decode()).encode(), teil)


def _in_utc(stand: datetime) -> datetime:
    return stand.astimezone(UTC) if stand.tzinfo else stand.replace(tzinfo=UTC)

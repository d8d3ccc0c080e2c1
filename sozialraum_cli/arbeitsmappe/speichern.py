"""Arbeitsmappen so speichern, dass gleicher Inhalt gleiche Bytes ergibt."""

import re
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter

from sozialraum_cli.xmltext import maskieren

_EIGENSCHAFTEN = "docProps/core.xml"
_ZEITPUNKT = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")
# Zellen und Kommentare; openpyxl maskiert ihren Text nicht.
_TEXT = re.compile(rb"<t(?: [^<>]*)?>[^<]*</t>")
_AELTESTES_ZIPDATUM = datetime(1980, 1, 1, tzinfo=UTC)
_JUENGSTES_ZIPDATUM = datetime(2107, 12, 31, 23, 59, 58, tzinfo=UTC)


def bytegleich(mappe: Workbook, stand: datetime) -> bytes:
    """Speichert eine Arbeitsmappe ohne Spuren der Uhr und des Rechners.

    Eingang: Mappe und Stand; ohne Zeitzone gilt er als UTC. Ergebnis: eine .xlsx-Datei, deren
    Erstellungs-, Änderungs- und Zipdatum der Stand ist (Zip kennt nur 1980 bis 2107).
    """
    return packen(teile(mappe, stand), stand)


def teile(mappe: Workbook, stand: datetime) -> dict[str, bytes]:
    """Die Teile der .xlsx-Datei in ihrer Reihenfolge, Erstellungs- und Änderungsdatum = Stand."""
    roh = BytesIO()
    with zipfile.ZipFile(roh, "w", zipfile.ZIP_STORED) as archiv:
        _Speicherer(mappe, archiv).save()
    gespeichert = entpacken(roh.getvalue())
    return mit_stand({name: _maskiert(teil) for name, teil in gespeichert.items()}, stand)


class _Speicherer(ExcelWriter):
    """Schreibt Blätter im Speicher; openpyxl legte dafür temporäre Dateien an.

    So braucht das Programm keinen Platz in TMPDIR, und ein Abbruch lässt dort nichts liegen.
    """

    def __init__(self, mappe: Workbook, archiv: zipfile.ZipFile) -> None:
        super().__init__(mappe, archiv)
        self._behaelter = archiv

    def write_worksheet(self, ws: Any) -> None:
        ws._drawing = SpreadsheetDrawing()
        ws._drawing.charts = ws._charts
        ws._drawing.images = ws._images
        inhalt = BytesIO()
        schreiber: Any = WorksheetWriter(ws, inhalt)
        schreiber.write()
        ws._rels = schreiber._rels
        self._behaelter.writestr(ws.path[1:], inhalt.getvalue())
        self.manifest.append(ws)


def entpacken(datei: bytes) -> dict[str, bytes]:
    """Die Teile einer Zip-Datei unter ihren Namen; der Inhalt muss vertrauenswürdig sein."""
    with zipfile.ZipFile(BytesIO(datei)) as archiv:
        return {name: archiv.read(name) for name in archiv.namelist() if not name.endswith("/")}


def mit_stand(teile: Mapping[str, bytes], stand: datetime) -> dict[str, bytes]:
    """Dieselben Teile mit dem Stand als Erstellungs- und Änderungsdatum."""
    if _EIGENSCHAFTEN not in teile:
        return dict(teile)
    zeitpunkt = _in_utc(stand).strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0").encode()
    eigenschaften = _ZEITPUNKT.sub(rb"\g<1>" + zeitpunkt + rb"\g<3>", teile[_EIGENSCHAFTEN])
    return {**teile, _EIGENSCHAFTEN: eigenschaften}


def packen(teile: Mapping[str, bytes], stand: datetime) -> bytes:
    """Packt Teile in gegebener Reihenfolge zu einer Zip-Datei, die nur vom Inhalt abhängt."""
    zipdatum = min(max(_in_utc(stand), _AELTESTES_ZIPDATUM), _JUENGSTES_ZIPDATUM).timetuple()[:6]
    fertig = BytesIO()
    with zipfile.ZipFile(fertig, "w") as datei:
        for name, inhalt in teile.items():
            teil = zipfile.ZipInfo(name, zipdatum)
            teil.create_system = 0
            datei.writestr(teil, inhalt, zipfile.ZIP_DEFLATED)
    return fertig.getvalue()


def _maskiert(teil: bytes) -> bytes:
    """Texte wie „_x0041_“ so geschrieben, dass sie beim Lesen nicht zu „A“ werden."""
    if b"_x" not in teil:
        return teil
    return _TEXT.sub(lambda treffer: maskieren(treffer[0].decode()).encode(), teil)


def _in_utc(stand: datetime) -> datetime:
    return stand.astimezone(UTC) if stand.tzinfo else stand.replace(tzinfo=UTC)

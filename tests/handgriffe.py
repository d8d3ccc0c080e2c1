"""Was Menschen mit einem fertigen Bogen tun: sortieren, leeren, vertippen, Zeilen einfügen.

Jeder Handgriff ändert eine geöffnete Mappe; gerechnete Zellen bleiben dabei veraltet.
"""

from collections.abc import Callable, Sequence
from copy import copy
from datetime import datetime
from io import BytesIO
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.worksheet.worksheet import Worksheet

Handgriff = Callable[[Workbook], None]
Zellinhalt = str | int | float | bool | datetime | None


def bearbeitet(bogen: bytes, *handgriffe: Handgriff) -> bytes:
    """Der Bogen nach den Handgriffen, gespeichert ohne Werte der Formeln."""
    mappe = load_workbook(BytesIO(bogen))
    for handgriff in handgriffe:
        handgriff(mappe)
    fertig = BytesIO()
    mappe.save(fertig)
    return fertig.getvalue()


def kopfzeile(blatt: Worksheet) -> int:
    """Die Zeile mit den Überschriften."""
    erste = {"Gewichtung": "Indikator", "Parameter": "Parameter"}.get(blatt.title, "Sozialraum")
    return next(z for z in range(1, blatt.max_row + 1) if blatt.cell(z, 1).value == erste)


def spalte(blatt: Worksheet, ueberschrift: str) -> int:
    """Die Spalte unter einer Überschrift."""
    kopf = kopfzeile(blatt)
    return next(
        s for s in range(1, blatt.max_column + 1) if blatt.cell(kopf, s).value == ueberschrift
    )


def zeilen(blatt: Worksheet) -> list[int]:
    """Die Datenzeilen: alle belegten unter der Kopfzeile."""
    erste = kopfzeile(blatt) + 1
    return [z for z in range(erste, blatt.max_row + 1) if blatt.cell(z, 1).value is not None]


def zelle(mappe: Workbook, blatt: str, ueberschrift: str, nummer: int = 0) -> Cell | MergedCell:
    """Die Zelle unter einer Überschrift in der Datenzeile `nummer` (ab 0)."""
    b = mappe[blatt]
    return b.cell(zeilen(b)[nummer], spalte(b, ueberschrift))


def parameterzelle(mappe: Workbook, bezeichnung: str) -> Cell | MergedCell:
    """Die Zelle mit dem Wert eines Parameters."""
    b = mappe["Parameter"]
    return next(b.cell(z, 2) for z in zeilen(b) if b.cell(z, 1).value == bezeichnung)


def sortieren(blatt: str, ueberschrift: str, *, absteigend: bool = False) -> Handgriff:
    def griff(mappe: Workbook) -> None:
        b = mappe[blatt]
        nach = spalte(b, ueberschrift)
        inhalt = [_zeile(b, zeile) for zeile in zeilen(b)]
        inhalt.sort(key=lambda zeile: zeile[nach - 1][0], reverse=absteigend)
        for nummer, neu in zip(zeilen(b), inhalt, strict=True):
            _schreiben(b, nummer, neu)

    return griff


def tippen(blatt: str, ueberschrift: str, wert: Zellinhalt, nummer: int = 0) -> Handgriff:
    """Einen anderen Wert eintragen; None leert die Zelle."""

    def griff(mappe: Workbook) -> None:
        zelle(mappe, blatt, ueberschrift, nummer).value = wert

    return griff


def einstellen(bezeichnung: str, wert: Zellinhalt) -> Handgriff:
    """Einen Parameter ändern; None leert ihn."""

    def griff(mappe: Workbook) -> None:
        parameterzelle(mappe, bezeichnung).value = wert

    return griff


def formatieren(
    blatt: str, ueberschrift: str, wert: float, format: str, nummer: int = 0
) -> Handgriff:
    """Eine Zahl eintragen und die Zelle umformatieren, wie beim Tippen von „20 %“."""

    def griff(mappe: Workbook) -> None:
        ziel = zelle(mappe, blatt, ueberschrift, nummer)
        ziel.value, ziel.number_format = wert, format

    return griff


def parameter_formatieren(bezeichnung: str, wert: float, format: str) -> Handgriff:
    """Dasselbe mit einem Parameter."""

    def griff(mappe: Workbook) -> None:
        ziel = parameterzelle(mappe, bezeichnung)
        ziel.value, ziel.number_format = wert, format

    return griff


def umbenennen(blatt: str, alt: str, neu: Zellinhalt) -> Handgriff:
    """Eine Überschrift oder Bezeichnung überschreiben."""

    def griff(mappe: Workbook) -> None:
        b = mappe[blatt]
        next(z for zeile in b.iter_rows() for z in zeile if z.value == alt).value = neu

    return griff


def anhaengen(blatt: str, werte: Sequence[Zellinhalt], abstand: int = 0) -> Handgriff:
    """Eine Zeile unter der Tabelle, nach so vielen leeren."""

    def griff(mappe: Workbook) -> None:
        b = mappe[blatt]
        zeile = zeilen(b)[-1] + 1 + abstand
        for nummer, wert in enumerate(werte, start=1):
            b.cell(zeile, nummer).value = wert

    return griff


def summenzeile(blatt: str, wort: str, *ueberschriften: str) -> Handgriff:
    """Unter die Tabelle eine Zeile mit den richtigen Summen dieser Spalten."""

    def griff(mappe: Workbook) -> None:
        b = mappe[blatt]
        alle = zeilen(b)
        b.cell(alle[-1] + 1, 1).value = wort
        for s in (spalte(b, ueberschrift) for ueberschrift in ueberschriften):
            werte: list[Any] = [b.cell(z, s).value for z in alle]
            b.cell(alle[-1] + 1, s).value = sum(wert or 0 for wert in werte)

    return griff


def daneben(blatt: str, ueberschrift: str, text: str) -> Handgriff:
    """Rechts der Tabelle eine Spalte mit einem Text in der ersten Zeile."""

    def griff(mappe: Workbook) -> None:
        b = mappe[blatt]
        neu = b.max_column + 1
        b.cell(kopfzeile(b), neu).value = ueberschrift
        b.cell(zeilen(b)[0], neu).value = text

    return griff


def loeschen(blatt: str, nummer: int) -> Handgriff:
    """Eine Zeile leeren und die folgenden hochrücken, wie mit „Zellen löschen“."""

    def griff(mappe: Workbook) -> None:
        b = mappe[blatt]
        b.delete_rows(zeilen(b)[nummer])

    return griff


def leerzeile(blatt: str, nummer: int) -> Handgriff:
    """Vor einer Datenzeile eine leere einfügen."""

    def griff(mappe: Workbook) -> None:
        b = mappe[blatt]
        b.insert_rows(zeilen(b)[nummer])

    return griff


def verschieben(blatt: str, von: int, nach: int) -> Handgriff:
    """Eine Datenzeile an eine andere Stelle ziehen."""

    def griff(mappe: Workbook) -> None:
        b = mappe[blatt]
        inhalt = [_zeile(b, zeile) for zeile in zeilen(b)]
        inhalt.insert(nach, inhalt.pop(von))
        for nummer, neu in zip(zeilen(b), inhalt, strict=True):
            _schreiben(b, nummer, neu)

    return griff


def nichts(mappe: Workbook) -> None:
    """Kein Handgriff: was zu sehen ist, folgt aus einem anderen."""


def nur_gerechnet(mappe: Workbook) -> None:
    """Was nichts rechnet, das andere Blätter lesen, kostet beim Nachrechnen die halbe Zeit."""
    for name in ("Rechenweg", "Diagramm"):
        mappe.remove(mappe[name])
    for blatt in mappe.worksheets:
        blatt.print_title_rows = blatt.print_title_cols = None
        blatt.data_validations.dataValidation = []


def namen_tauschen(blatt: str, eins: int, zwei: int) -> Handgriff:
    """Die Namen zweier Zeilen vertauschen, die Werte bleiben stehen."""

    def griff(mappe: Workbook) -> None:
        b = mappe[blatt]
        a, z = b.cell(zeilen(b)[eins], 1), b.cell(zeilen(b)[zwei], 1)
        a.value, z.value = z.value, a.value

    return griff


# Wert, Format, Art; das Format kennt openpyxl nur unter einem inneren Namen.
Zeileninhalt = list[tuple[Any, Any, str]]


def _zeile(blatt: Worksheet, zeile: int) -> Zeileninhalt:
    zellen: tuple[Any, ...] = blatt[zeile]
    return [(z.value, copy(z._style), z.data_type) for z in zellen]


def _schreiben(blatt: Worksheet, zeile: int, inhalt: Zeileninhalt) -> None:
    for nummer, (wert, stil, art) in enumerate(inhalt, start=1):
        ziel: Any = blatt.cell(zeile, nummer)
        ziel.value, ziel._style = wert, stil
        ziel.data_type = art

"""Formeln samt gespeichertem Wert schreiben.

openpyxl schreibt zu einer Formel keinen Wert. Wer den Bogen in einer Vorschau, auf dem Telefon
oder mit einem Programm öffnet, das nicht rechnet, sähe leere Zellen. Darum merkt sich die
Formelmappe zu jeder Formel den Wert aus dem Ergebnis und trägt ihn nach dem Speichern in das XML
der Blätter ein.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from lxml import etree
from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from sozialraum_cli.arbeitsmappe import stil
from sozialraum_cli.xmltext import maskieren

Wert = Decimal | int | str

_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def zelle_in(blatt: Worksheet, zeile: int, spalte: int) -> Cell:
    """Die Zelle an einer Stelle, die nicht in einem verbundenen Bereich verschwindet."""
    zelle = blatt.cell(zeile, spalte)
    if not isinstance(zelle, Cell):
        raise TypeError(f"{blatt.title}!{zelle.coordinate} gehört zu einem verbundenen Bereich")
    return zelle


def text_schreiben(zelle: Cell, text: str) -> None:
    """Schreibt einen Text als Text: auch „=1+1“ und „#NV“ bleiben, was sie sind."""
    zelle.value = text
    zelle.data_type = "s"
    # Sonst würde beim Nachbearbeiten in der Tabellenkalkulation aus dem Text eine Formel.
    zelle.quotePrefix = text.startswith(("=", "+", "-", "@"))


class Formelmappe:
    """Eine Mappe im Bau: ihre Blätter, definierten Namen und die Werte ihrer Formeln."""

    def __init__(self, mappe: Workbook) -> None:
        self.mappe = mappe
        self._werte: dict[str, dict[str, Wert]] = {}

    def formel(self, zelle: Cell, formel: str, wert: Wert) -> None:
        """Schreibt eine Formel (ohne „=“) und merkt sich ihren Wert; "" heißt leerer Text."""
        zelle.value = f"={formel}"
        self._werte.setdefault(zelle.parent.title, {})[zelle.coordinate] = wert

    def spalte(
        self,
        blatt: Worksheet,
        zeilen: range,
        nummer: int,
        formel: Callable[[int], str],
        werte: Sequence[Wert],
        muster: Cell,
    ) -> None:
        """Schreibt eine Spalte aus Formeln, alle Zellen gekleidet wie `muster`.

        `formel` gibt zu einer Zeilennummer die Formel; sie braucht von ihr nur die Nummer.
        """
        for zeile, wert in zip(zeilen, werte, strict=True):
            zelle = zelle_in(blatt, zeile, nummer)
            self.formel(zelle, formel(zeile), wert)
            stil.wie(zelle, muster)

    def letzte_zeile(self, blatt: Worksheet) -> int:
        """Die letzte Zeile mit einer Zelle."""
        return blatt.max_row

    def werte(self, blatt: str) -> Mapping[str, Wert]:
        """Der Wert jeder Formel eines Blatts unter ihrer Zelle."""
        return self._werte.get(blatt, {})

    def name(self, name: str, bezug: str) -> None:
        """Gibt einer Zelle oder einem Bereich einen Namen, den Formeln benutzen."""
        self.mappe.defined_names[name] = DefinedName(name, attr_text=bezug)

    def werte_eintragen(self, teile: Mapping[str, bytes]) -> dict[str, bytes]:
        """Trägt die Werte in die gespeicherten Teile ein; jede Formel bekommt genau einen.

        Eingang: Teile der Zip-Datei, wie openpyxl sie schreibt. Fehler: KeyError, wenn eine
        Formel ohne Wert blieb.
        """
        gefuellt = dict(teile)
        for nummer, blatt in enumerate(self.mappe.worksheets, start=1):
            teil = f"xl/worksheets/sheet{nummer}.xml"
            if blatt.title in self._werte:
                gefuellt[teil] = _mit_werten(teile[teil], self._werte[blatt.title])
        return gefuellt


def _mit_werten(blatt: bytes, werte: Mapping[str, Wert]) -> bytes:
    wurzel = etree.fromstring(blatt)
    for zelle in wurzel.iter(f"{_NS}c"):
        if zelle.find(f"{_NS}f") is None:
            continue
        wert = werte[str(zelle.get("r"))]
        speicher = zelle.find(f"{_NS}v")
        if speicher is None:
            speicher = etree.SubElement(zelle, f"{_NS}v")
        if isinstance(wert, str):
            zelle.set("t", "str")
            speicher.text = maskieren(wert)
        else:
            zelle.attrib.pop("t", "")
            speicher.text = repr(float(wert))
    return etree.tostring(wurzel, xml_declaration=True, encoding="UTF-8", standalone=True)

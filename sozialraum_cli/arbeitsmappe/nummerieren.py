"""Zeilen und Zellen eines Blatts, die ihre Nummer nicht nennen, ihre Nummer geben."""

from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from sozialraum_cli.arbeitsmappe.paket import Element, q


def nummeriert(blatt: Element) -> Element:
    """Dasselbe Blatt; jede Zeile und Zelle nennt danach ihren Ort.

    Fehler: ValueError, wenn Zeilen oder Zellen nicht in ihrer Reihenfolge stehen.
    """
    zeile = 0
    for zeilenelement in blatt.iterfind(f"{q('sheetData')}/{q('row')}"):
        zeile = _weiter(zeilenelement.get("r"), zeile)
        zeilenelement.set("r", str(zeile))
        spalte = 0
        for zelle in zeilenelement.iterfind(q("c")):
            ort = zelle.get("r")
            if ort is None:
                spalte += 1
            else:
                buchstaben, nummer = coordinate_from_string(ort)
                if nummer != zeile:
                    raise ValueError(f"{ort} steht in Zeile {zeile}.")
                spalte = _weiter(str(column_index_from_string(buchstaben)), spalte)
            zelle.set("r", f"{get_column_letter(spalte)}{zeile}")
    return blatt


def _weiter(nummer: str | None, vorige: int) -> int:
    neu = vorige + 1 if nummer is None else int(nummer)
    if neu <= vorige:
        raise ValueError(f"Nach {vorige} kommt {neu}.")
    return neu

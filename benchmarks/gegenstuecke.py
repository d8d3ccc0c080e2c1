"""Womit sich das Programm messen lässt: andere Programme an denselben Dateien.

Aufruf: python benchmarks/gegenstuecke.py NAME DATEI …; jedes Gegenstück lädt nur, was es braucht.
"""

import sys


def calamine(mappe: str) -> None:
    """Alle Blätter lesen, mehr nicht."""
    import python_calamine

    buch = python_calamine.CalamineWorkbook.from_path(mappe)
    for name in buch.sheet_names:
        buch.get_sheet_by_name(name).to_python()


def openpyxl(mappe: str, ziel: str) -> None:
    """Laden und speichern."""
    from openpyxl import load_workbook

    load_workbook(mappe).save(ziel)


def text(mappe: str, zellen: str, ziel: str) -> None:
    """Die Eingabe mit calamine lesen, die Zellen des Bogens als Text in ein Zip schreiben."""
    import marshal
    from pathlib import Path

    from textmappe import schreiben

    calamine(mappe)
    schreiben(marshal.loads(Path(zellen).read_bytes()), Path(ziel))


def xlsxwriter(mappe: str, zellen: str, ziel: str) -> None:
    """Die Eingabe mit calamine lesen, die Zellen des Bogens mit XlsxWriter schreiben."""
    import marshal
    from pathlib import Path

    from xlsxwriter import Workbook

    calamine(mappe)
    with Workbook(ziel, {"constant_memory": True}) as buch:
        for name, zeilen in marshal.loads(Path(zellen).read_bytes()).items():
            blatt = buch.add_worksheet(name)
            for nummer, inhalt in zeilen:
                for spalte, wert, formel in inhalt:
                    ort = f"{spalte}{nummer}"
                    if formel:
                        blatt.write_formula(ort, f"={formel}", None, wert)
                    elif isinstance(wert, str):
                        blatt.write_string(ort, wert)
                    else:
                        blatt.write_number(ort, wert)


def libreoffice(bogen: str) -> None:
    """Alle Formeln nachrechnen."""
    import tempfile
    from pathlib import Path

    sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
    from libreoffice import neu_gerechnet

    with tempfile.TemporaryDirectory() as ordner:
        neu_gerechnet({"bogen": Path(bogen).read_bytes()}, Path(ordner))


if __name__ == "__main__":
    {f.__name__: f for f in (calamine, openpyxl, text, xlsxwriter, libreoffice)}[sys.argv[1]](
        *sys.argv[2:]
    )

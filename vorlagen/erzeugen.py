"""Erzeugt berechnungsbogen.xlsx: python vorlagen/erzeugen.py.

Die Vorlage der Anlage: Kopf mit Platzhaltern, Anker des Bogens, Druckbild und Fußzeile. Eigene
Vorlagen mit Briefkopf gehen denselben Weg (`--vorlage`).
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.page import PageMargins

from sozialraum_cli.arbeitsmappe.speichern import bytegleich
from sozialraum_cli.arbeitsmappe.stil import SCHRIFT
from sozialraum_cli.bogen.berechnungsbogen import TITEL

DATEI = "berechnungsbogen.xlsx"
# Nur damit die Datei immer gleich ist; der Bogen trägt seinen eigenen Stand.
STAND = datetime(2011, 5, 10, tzinfo=UTC)


def vorlage() -> bytes:
    """Die Vorlage als .xlsx."""
    mappe = Workbook()
    blatt = mappe.worksheets[0]
    blatt.title = TITEL
    blatt.sheet_view.showGridLines = False
    kopf = (
        ("{{titel}}", Font(name=SCHRIFT, size=18, bold=True, color="1F2933")),
        (
            "{{kopf}}Bestandsschutz: {{verfahren}} · Stand: {{stand}}",
            Font(name=SCHRIFT, size=11, color="52606D"),
        ),
        ("", Font(name=SCHRIFT, size=6)),
        ("{{bogen}}", Font(name=SCHRIFT, size=11)),
    )
    for zeile, (text, schrift) in enumerate(kopf, start=1):
        zelle = blatt.cell(zeile, 1)
        zelle.value = text or None
        zelle.font = schrift
        zelle.alignment = Alignment(vertical="center")
    blatt.row_dimensions[1].height = 26
    blatt.row_dimensions[2].height = 16
    blatt.row_dimensions[3].height = 4
    blatt.page_setup.orientation = "landscape"
    blatt.page_setup.paperSize = 9
    seite, fuss = blatt.sheet_properties.pageSetUpPr, blatt.oddFooter
    assert seite is not None
    assert fuss is not None
    seite.fitToPage = True
    blatt.page_setup.fitToWidth, blatt.page_setup.fitToHeight = 1, 0
    blatt.print_options.horizontalCentered = True
    blatt.page_margins = PageMargins(0.4, 0.4, 0.35, 0.45, 0.2, 0.25)
    fuss.left.text = "{{titel}}"
    fuss.center.text = "Stand: {{stand}}"
    fuss.right.text = "Seite &P von &N"
    # Gerechnete Zellen sind geschützt, ohne Kennwort; wer will, hebt den Schutz auf.
    blatt.protection.sheet = True
    blatt.protection.formatColumns = False
    blatt.protection.formatRows = False
    mappe.properties.title = "{{titel}}"
    mappe.properties.subject = "Sozialraumbudgets {{jahr}}, {{sozialraeume}} Sozialräume"
    mappe.properties.creator = "{{programm}}"
    mappe.properties.language = "de-DE"
    return bytegleich(mappe, STAND)


if __name__ == "__main__":
    ordner = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    (ordner / DATEI).write_bytes(vorlage())

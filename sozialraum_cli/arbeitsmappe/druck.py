"""Druckbild, fixierte Fenster und Blattschutz der gerechneten Blätter."""

from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from sozialraum_cli.arbeitsmappe.rechenblatt import Rechenblatt

_A4 = 9
_VERKLEINERUNG = 65


def einrichten(
    blatt: Worksheet, fusszeile: str, *, eine_seite: bool = False, hochformat: bool = False
) -> None:
    """Richtet ein Blatt für A4 ein, eine Seite breit, und schützt es ohne Kennwort."""
    blatt.page_setup.orientation = "portrait" if hochformat else "landscape"
    blatt.page_setup.paperSize = _A4
    blatt.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    blatt.page_setup.fitToWidth, blatt.page_setup.fitToHeight = 1, int(eine_seite)
    blatt.page_margins = PageMargins(0.5, 0.5, 0.5, 0.6, 0.25, 0.3)
    # In Fußzeilen leitet & einen Befehl ein.
    texte = (("left", fusszeile.replace("&", "&&")), ("center", "&A"), ("right", "Seite &P von &N"))
    for seite, text in texte:
        getattr(blatt.oddFooter, seite).text = text
    blatt.protection.sheet = True
    blatt.protection.formatColumns = False
    blatt.protection.formatRows = False


def rechenblatt_einrichten(tabelle: Rechenblatt, fusszeile: str) -> None:
    """Wie `einrichten`, aber in lesbarer Größe auf mehreren Seiten nebeneinander.

    Kopfzeile und Sozialraum wiederholen sich auf jeder Seite und bleiben beim Rollen stehen.
    """
    blatt = tabelle.blatt
    einrichten(blatt, fusszeile)
    blatt.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=False)
    blatt.page_setup.fitToWidth = blatt.page_setup.fitToHeight = None
    blatt.page_setup.scale = _VERKLEINERUNG
    blatt.print_title_cols = "A:A"
    blatt.print_title_rows = f"{tabelle.kopfzeile - 1}:{tabelle.kopfzeile}"
    blatt.freeze_panes = f"B{tabelle.kopfzeile + 1}"
    for spalte in tabelle.seiten():
        blatt.col_breaks.append(Break(spalte - 1))

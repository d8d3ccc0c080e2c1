"""Druckbild, fixierte Fenster und Blattschutz der gerechneten Blätter."""

from collections.abc import Mapping

from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from sozialraum_cli.arbeitsmappe.rechenblatt import Rechenblatt

_A4 = 9
_SEITE = "Seite &P von &N"
_VERKLEINERUNG = 65
# Links, rechts, oben, unten, Kopf- und Fußzeile, in Zoll; schmaler druckt nicht jedes Gerät.
_SCHMAL, _BREIT = (0.3, 0.3, 0.35, 0.5, 0.25, 0.25), (0.5, 0.5, 0.5, 0.6, 0.5, 0.3)


def einrichten(
    blatt: Worksheet,
    fusszeile: str,
    *,
    eine_seite: bool = False,
    hochformat: bool = False,
    verkleinert: bool = False,
) -> None:
    """Richtet ein Blatt für A4 ein, eine Seite breit, und schützt es ohne Kennwort.

    `verkleinert`: statt eingepasst fest verkleinert; nur so gelten in Excel Umbrüche von Hand.
    """
    # In Fußzeilen leitet & einen Befehl ein.
    fuss = {"left": fusszeile.replace("&", "&&"), "center": "&A", "right": _SEITE}
    _seite(blatt, fuss, _SCHMAL, hochformat=hochformat, eine_seite=eine_seite)
    if verkleinert:
        _verkleinern(blatt)
    blatt.protection.sheet = True
    blatt.protection.formatColumns = False
    blatt.protection.formatRows = False


def eingabeblatt_einrichten(blatt: Worksheet) -> None:
    """Richtet ein Blatt zum Ausfüllen ein: A4 quer, eine Seite breit, ohne Schutz."""
    _seite(blatt, {"left": "&A", "right": _SEITE}, _BREIT)


def _seite(
    blatt: Worksheet,
    fuss: Mapping[str, str],
    raender: tuple[float, ...],
    *,
    hochformat: bool = False,
    eine_seite: bool = False,
) -> None:
    blatt.page_setup.orientation = "portrait" if hochformat else "landscape"
    blatt.page_setup.paperSize = _A4
    blatt.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    blatt.page_setup.fitToWidth, blatt.page_setup.fitToHeight = 1, int(eine_seite)
    blatt.page_margins = PageMargins(*raender)
    for seite, text in fuss.items():
        getattr(blatt.oddFooter, seite).text = text


def rechenblatt_einrichten(tabelle: Rechenblatt, fusszeile: str) -> None:
    """Wie `einrichten`; was breiter ist, steht lesbar auf mehreren Seiten nebeneinander.

    Kopfzeile und Sozialraum wiederholen sich auf jeder Seite und bleiben beim Rollen stehen.
    """
    blatt = tabelle.blatt
    einrichten(blatt, fusszeile)
    blatt.print_title_cols = "A:A"
    blatt.print_title_rows = f"{tabelle.kopfzeile - 1}:{tabelle.kopfzeile}"
    blatt.freeze_panes = f"B{tabelle.kopfzeile + 1}"
    if tabelle.zusammen_auf_eine_seite():
        return
    _verkleinern(blatt)
    for spalte in tabelle.seiten():
        blatt.col_breaks.append(Break(spalte - 1))


def _verkleinern(blatt: Worksheet) -> None:
    blatt.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=False)
    blatt.page_setup.fitToWidth = blatt.page_setup.fitToHeight = None
    blatt.page_setup.scale = _VERKLEINERUNG

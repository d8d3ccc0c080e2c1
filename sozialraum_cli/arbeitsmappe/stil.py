"""Schrift, Farben und Zahlenformate des Bogens; alles auch im Graudruck lesbar."""

from collections.abc import Iterable
from copy import copy
from functools import cache, lru_cache
from textwrap import wrap

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

SCHRIFT = "Calibri"

EURO = '#,##0.00\\ "€"'
EURO_GANZ = '#,##0\\ "€"'
EURO_DIFFERENZ = '+#,##0.00\\ "€";-#,##0.00\\ "€";0.00\\ "€"'
FARBE_CENT = '+#,##0.00\\ "€";[Red]-#,##0.00\\ "€";0.00\\ "€"'
FARBE_GANZ = '+#,##0\\ "€";[Red]-#,##0\\ "€";0\\ "€"'
PROZENT = "0.00%"
EURO_DIFFERENZ_GANZ = '+#,##0\\ "€";-#,##0\\ "€";0\\ "€"'
PROZENT_DIFFERENZ = '+0.0"%";[Red]-0.0"%";0.0"%"'
PROZENTPUNKTE = '0.00"%"'
ANTEIL = "0.0000%"
ZAHL = "#,##0.00"
ZAHL_4 = "#,##0.0000"
ZAHL_6 = "0.000000"
GANZ = "#,##0"
TEXT = "General"
# 1E+99 steht für „keine Obergrenze“: so bleibt die Formel ohne Sonderfall.
EURO_ODER_OHNE = '[>=1000000000000]"ohne";#,##0.00\\ "€"'

# In Eingabezellen: „@“ nimmt auch „=1+1“ und führende Nullen als Text; Stellen nach Bedarf.
NUR_TEXT = "@"
PROZENT_NACH_BEDARF = "0.0##%"
ZAHL_NACH_BEDARF = "#,##0.0##"
JAHR = "0"

KOPF = PatternFill("solid", fgColor="D9E2EC")
SUMME = PatternFill("solid", fgColor="EEF2F6")
# Rot heißt nur: weniger als bisher; die Warnung ist darum braun und fett.
TEXTFARBE, WARNFARBE = "1F2933", "8A4B08"
HERVOR = PatternFill("solid", fgColor="F7F0D8")

EINGABE = PatternFill("solid", fgColor="FFF8DC")
EINGABEKOPF = PatternFill("solid", fgColor="D6DFE8")
# Ohne Größe nimmt jedes Programm eine andere.
SCHRIFTGROESSE = 10
_LINIE = Side("thin", color="A6A6A6")
RAHMEN = Border(left=_LINIE, right=_LINIE, top=_LINIE, bottom=_LINIE)
_DUENN = Side(style="thin", color="8895A7")
_FEIN = Side(style="hair", color="A9B4C2")
RAND_KOPF = Border(top=_DUENN, bottom=_DUENN)
RAND_ZEILE = Border(bottom=_FEIN)
RAND_SUMME = Border(top=_DUENN, bottom=Side(style="double", color="5B6B7F"))

LINKS = Alignment(horizontal="left", vertical="center", wrap_text=True)
LINKS_OBEN = Alignment(horizontal="left", vertical="top", wrap_text=True)
OHNE_UMBRUCH = Alignment(horizontal="left", vertical="center")
RECHTS = Alignment(horizontal="right", vertical="center")
MITTE_UMBRUCH = Alignment(horizontal="center", vertical="center", wrap_text=True)


# Eine Breiteneinheit fasst eine Ziffer; deutscher Text ist im Mittel schmaler.
_ZEICHEN_JE_BREITE = 1.1


@cache
def schrift(groesse: float = 10, *, fett: bool = False, farbe: str = TEXTFARBE) -> Font:
    """Die Schrift des Bogens; ohne Namen zeigte LibreOffice eine Serifenschrift."""
    return Font(name=SCHRIFT, size=groesse, bold=fett, color=farbe)


def kopf(zelle: Cell, groesse: float = 9) -> None:
    """Kleidet eine Zelle als Spaltenüberschrift."""
    zelle.font, zelle.fill = schrift(groesse, fett=True), KOPF
    zelle.border, zelle.alignment = RAND_KOPF, MITTE_UMBRUCH


def wie(zelle: Cell, muster: Cell) -> None:
    """Kleidet eine Zelle wie eine andere.

    openpyxl vergleicht jedes zugewiesene Format mit allen bekannten; bei Tausenden Zellen kostet
    das mehr als alles andere. Was Text bleiben soll, bleibt es: das gehört zum Inhalt.
    """
    format = copy(muster._style)  # type: ignore[attr-defined]
    format.quotePrefix = int(zelle.quotePrefix)
    zelle._style = format  # type: ignore[attr-defined]


def namensbreite(namen: Iterable[str], hoechstens: float = 60, mindestens: float = 22) -> float:
    """Wie breit eine Spalte für Namen sein muss, in Zeichen."""
    return min(hoechstens, max(mindestens, *(1.1 * len(name) for name in namen)))


def zeilenzahl(text: str, breite: float) -> int:
    """Wie viele Zeilen ein Text in einer Spalte braucht."""
    return umgebrochen(text, max(1, int(breite * _ZEICHEN_JE_BREITE)))


def umgebrochen(text: str, zeichen: int) -> int:
    """Wie viele Zeilen ein Text bei so vielen Zeichen je Zeile braucht, mindestens eine."""
    # Die meisten passen; wrap() kostete sie so viel wie ihre ganze Zelle.
    if len(text) <= zeichen and "\t" not in text:
        return 1
    return _zeilen(text, zeichen)


@lru_cache(16)  # lange Texte stehen oft mehrmals untereinander
def _zeilen(text: str, zeichen: int) -> int:
    return max(1, len(wrap(text, zeichen)))

"""Zahlen, wie Mappen sie in XML schreiben."""

from decimal import Decimal
from math import isfinite

from sozialraum_cli.lesen.dateifehler import Blattschaden

# Bis hierhin ändert die Anzeige der Tabellenkalkulation eine ganze Zahl nicht.
_GENAUE_STELLEN = 15


def zahl_aus_text(text: str) -> Decimal | None:
    """Eine Zahl mit 15 Stellen, wie die Tabellenkalkulation sie zeigt; None, wenn es keine ist."""
    if len(text) <= _GENAUE_STELLEN and text.isascii() and text.isdigit():
        return Decimal(text)
    try:
        wert = float(text)
    except ValueError:
        return None
    if not isfinite(wert) or "_" in text:
        return None
    return Decimal(f"{wert:.15g}") if wert else Decimal(0)


def ganzzahl(text: str) -> int:
    """Eine Nummer oder Anzahl ab 0; Fehler: Blattschaden, wenn es keine ist."""
    if len(text) > 9 or not (text.isascii() and text.isdigit()):
        raise Blattschaden(f"Statt einer Anzahl steht in ihr {text[:20]!a}")
    return int(text)

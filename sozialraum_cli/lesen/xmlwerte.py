"""Zahlen und Texte, wie Mappen sie in XML schreiben."""

import re
from decimal import Decimal
from math import isfinite

from sozialraum_cli.lesen.dateifehler import Blattschaden

# Excel schreibt Zeichen, die in XML nicht stehen dürfen, als _x0007_.
_MASKIERT = re.compile("_x([0-9A-Fa-f]{4})_")
_WIE_MASKIERT = re.compile("_x(?=[0-9A-Fa-f]{4}_)")


def zahl_aus_text(text: str) -> Decimal | None:
    """Eine Zahl mit 15 Stellen, wie die Tabellenkalkulation sie zeigt; None, wenn es keine ist."""
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


def entmaskiert(text: str) -> str:
    """Der Text mit den Zeichen, die Excel als _x000D_ maskiert."""
    if "_x" not in text:
        return text
    return _MASKIERT.sub(lambda treffer: chr(int(treffer[1], 16)), text)


def maskieren(text: str) -> str:
    """Der Text für eine Zelle: was wie eine Maskierung aussieht, bleibt, was es ist."""
    return _WIE_MASKIERT.sub("_x005F_x", text)

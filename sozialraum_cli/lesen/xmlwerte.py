"""Zahlen, wie Mappen sie in XML schreiben."""

from collections.abc import Sequence
from decimal import Decimal
from math import isfinite

from sozialraum_cli.lesen.dateifehler import Blattschaden

# Bis hierhin ändert die Anzeige der Tabellenkalkulation eine ganze Zahl nicht.
_GENAUE_STELLEN = 15
# Davon gibt es nicht mehr als einige hunderttausend.
_KURZ = 5


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


def zahlen_aus_texten(texte: Sequence[str], bekannt: dict[str, Decimal]) -> list[Decimal] | None:
    """Viele Zahlen wie zahl_aus_text; None, wenn eine keine ist.

    bekannt: kurze Zahlen, die schon gelesen sind; sie kommen oft vor und sind dann dieselben.
    """
    laenge = max(map(len, texte))
    if _KURZ < laenge <= _GENAUE_STELLEN and _nur_ziffern(texte):
        return list(map(Decimal, texte))
    gelesen = bekannt if laenge <= _KURZ else {}
    for text in set(texte).difference(gelesen):
        zahl = zahl_aus_text(text)
        if zahl is None:
            return None
        gelesen[text] = zahl
    return [gelesen[text] for text in texte]


def _nur_ziffern(texte: Sequence[str]) -> bool:
    zusammen = "".join(texte)
    return zusammen.isascii() and zusammen.isdigit()


def ganzzahl(text: str) -> int:
    """Eine Nummer oder Anzahl ab 0; Fehler: Blattschaden, wenn es keine ist."""
    if len(text) > 9 or not (text.isascii() and text.isdigit()):
        raise Blattschaden(f"Statt einer Anzahl steht in ihr {text[:20]!a}")
    return int(text)

"""Zahlen, wie Menschen sie lesen: 1.234,56 €, 17,5 %, +3,2."""

from collections.abc import Collection
from decimal import ROUND_HALF_UP, Decimal
from operator import eq

_DEUTSCH = str.maketrans(",.", ".,")


def zahl(wert: Decimal, stellen: int = 2, *, vorzeichen: bool = False) -> str:
    """Kaufmännisch gerundet, mit Tausenderpunkt und Komma: 1.234,50."""
    gerundet = wert.quantize(Decimal(1).scaleb(-stellen), ROUND_HALF_UP)
    if not gerundet:
        return f"{abs(gerundet):.{stellen}f}".translate(_DEUTSCH)
    return f"{gerundet:{'+' if vorzeichen else ''},.{stellen}f}".translate(_DEUTSCH)


def knapp(wert: Decimal) -> str:
    """So viele Nachkommastellen, wie die Zahl hat: 17,5 und 70."""
    return f"{wert.normalize():,f}".translate(_DEUTSCH)


def ohne_endnullen(wert: Decimal) -> Decimal:
    """Dieselbe Zahl ohne Nullen am Ende der Nachkommastellen: 17.50 wird 17.5 und 70.0 wird 70."""
    # normalize() allein machte aus 70 die Zahl 7E+1.
    return Decimal(f"{wert.normalize():f}")


def euro(betrag: Decimal) -> str:
    """Ein Betrag mit zwei Nachkommastellen und Währung: 1.234,56 €."""
    return f"{zahl(betrag)} €"


def prozent(wert: Decimal) -> str:
    """Ein Prozentwert, 70 heißt 70 %: 17,5 %."""
    return f"{knapp(wert)} %"


def alle_ganz(zahlen: Collection[Decimal]) -> bool:
    """Ob keine Zahl einen Bruchteil hat."""
    return all(map(eq, zahlen, map(Decimal.to_integral_value, zahlen)))

"""Beträge, die genauer sind als ein Cent."""

from collections.abc import Collection
from decimal import Decimal

from sozialraum_cli.befund import Befund, hinweis
from sozialraum_cli.zahlen import alle_ganz, knapp

_CENTSTELLEN = -2


def hat_bruchteile_von_cent(betrag: Decimal) -> bool:
    """Ob ein Betrag in € mehr als zwei Nachkommastellen braucht."""
    # Erst die geschriebenen Stellen: Endnullen zu streichen kostet mehr.
    return _stellen(betrag) < _CENTSTELLEN and _stellen(betrag.normalize()) < _CENTSTELLEN


def mit_bruchteilen_von_cent(betraege: Collection[Decimal]) -> bool:
    """Ob einer der Beträge mehr als zwei Nachkommastellen braucht."""
    return not alle_ganz(betraege) and any(map(hat_bruchteile_von_cent, betraege))


def _stellen(betrag: Decimal) -> int:
    return int(betrag.as_tuple().exponent)


def bruchteile_von_cent(was: str, betrag: Decimal, ort: str) -> Befund:
    """Der Hinweis auf einen Betrag mit mehr als zwei Nachkommastellen."""
    return hinweis(
        f"{was}: Der Betrag {knapp(betrag)} hat mehr als zwei Nachkommastellen.",
        ort,
        "Prüfen, ob der Betrag auf Cent gerundet gehört; gerechnet wird mit allen Stellen.",
    )

"""Vierteljährliche Abschläge: ein Jahresbudget in vier Beträgen, auf den Cent."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext

from sozialraum_cli.runden import CENT, GENAU, groesste_reste

QUARTALE = 4


@dataclass(frozen=True, slots=True)
class Abschlag:
    """Ein Betrag in € und der Tag, an dem er fällig ist."""

    faellig: date
    betrag: Decimal


def abschlaege(budget: Decimal, faellig: tuple[date, ...]) -> tuple[Abschlag, ...]:
    """Teilt ein Budget in gleiche Abschläge; ihre Summe ist genau das Budget.

    Eingang: Budget in €/Jahr auf den Cent, Fälligkeiten. Fehlende Cent bekommen die ersten
    (größte Reste bei Gleichstand).
    """
    with localcontext(GENAU):
        betraege = groesste_reste([budget / len(faellig)] * len(faellig), budget, CENT).betrag
    return tuple(map(Abschlag, faellig, betraege))


def quartalsbeginne(jahr: int) -> tuple[date, ...]:
    """Der erste Tag jedes Quartals: 1. Januar, April, Juli, Oktober."""
    return tuple(date(jahr, monat, 1) for monat in (1, 4, 7, 10))

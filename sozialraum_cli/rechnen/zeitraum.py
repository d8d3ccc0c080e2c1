"""Der Zeitraum eines Soll-Ist-Vergleichs: Tage, Wochen und Hochrechnung auf das Jahr."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

TAGE_JE_WOCHE = 7


@dataclass(frozen=True, slots=True)
class Zeitraum:
    """Von einem Tag bis zu einem anderen im selben Jahr, beide eingeschlossen.

    `wochen_je_jahr` sind die Vertragswochen eines Jahres; None heißt: der Kalender zählt.
    """

    von: date
    bis: date
    wochen_je_jahr: Decimal | None = None

    @property
    def jahr(self) -> int:
        return self.von.year

    @property
    def tage(self) -> int:
        """Die Tage des Zeitraums."""
        return (self.bis - self.von).days + 1

    @property
    def tage_des_jahres(self) -> int:
        """365 oder 366."""
        return (date(self.jahr + 1, 1, 1) - date(self.jahr, 1, 1)).days

    @property
    def ganzes_jahr(self) -> bool:
        """Ob der Zeitraum vom 1. Januar bis zum 31. Dezember reicht."""
        return self.tage == self.tage_des_jahres

    def enthaelt(self, tag: date) -> bool:
        """Ob ein Tag im Zeitraum liegt."""
        return self.von <= tag <= self.bis


def ganzes_jahr(jahr: int, wochen_je_jahr: Decimal | None = None) -> Zeitraum:
    """Der Zeitraum vom 1. Januar bis zum 31. Dezember."""
    return Zeitraum(date(jahr, 1, 1), date(jahr, 12, 31), wochen_je_jahr)


def wochen(zeitraum: Zeitraum) -> Decimal:
    """Die Wochen des Zeitraums: Tage / 7 oder wochen_je_jahr · Tage / Tage des Jahres.

    Quelle: docs/verfahren.md 4.
    """
    tage = Decimal(zeitraum.tage)
    if zeitraum.wochen_je_jahr is None:
        return tage / TAGE_JE_WOCHE
    return zeitraum.wochen_je_jahr * tage / zeitraum.tage_des_jahres


def soll(stunden_je_woche: Decimal, zeitraum: Zeitraum) -> Decimal:
    """Die vereinbarten Stunden des Zeitraums: h/Woche des Bogens mal Wochen.

    Quelle: docs/verfahren.md 4.
    """
    return stunden_je_woche * Decimal(wochen(zeitraum))


def hochrechnung(ist: Decimal, zeitraum: Zeitraum) -> Decimal:
    """Das Ist, auf das Jahr hochgerechnet: Ist · Tage des Jahres / Tage des Zeitraums."""
    return ist * zeitraum.tage_des_jahres / zeitraum.tage

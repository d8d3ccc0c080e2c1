"""Varianten nebeneinander: dieselbe Mappe mit anderen Parametern oder Gewichten."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from sozialraum_cli.befund import Befund, Stufe
from sozialraum_cli.entscheiden.kennzahlen import Kennzahlen, kennzahlen
from sozialraum_cli.modell import Wert
from sozialraum_cli.rechnen.berechnung import Ergebnis


@dataclass(frozen=True, slots=True)
class Zielwert:
    """Der kleinste Schutz, bei dem niemand mehr als erlaubt verliert (%), und wer ihn bindet.

    exakt und gerundet sind None, wenn es keinen gibt; bindend ist None, wenn schon ohne Schutz
    niemand mehr verliert.
    """

    exakt: Decimal | None
    gerundet: Decimal | None
    bindend: str | None


@dataclass(frozen=True, slots=True)
class Variante:
    """Eine Variante mit ihrem Ergebnis; None, wenn sie nicht machbar ist, dann mit dem Grund.

    geaendert: was sie gegen die Mappe anders macht, unter dem Namen des Parameters, Gewichte
    unter gewicht:NAME.
    """

    name: str
    geaendert: Mapping[str, Wert]
    ergebnis: Ergebnis | None
    befunde: tuple[Befund, ...]
    ziel: Zielwert | None = None

    @property
    def machbar(self) -> bool:
        return self.ergebnis is not None

    @property
    def grund(self) -> str | None:
        """Warum die Variante nicht machbar ist; None, wenn sie es ist."""
        if self.machbar:
            return None
        return next(befund.text for befund in self.befunde if befund.stufe is Stufe.FEHLER)

    @property
    def kennzahlen(self) -> Kennzahlen | None:
        return None if self.ergebnis is None else kennzahlen(self.ergebnis)


@dataclass(frozen=True, slots=True)
class Szenarien:
    """Alle Varianten in der verlangten Reihenfolge; hoechstverlust ist das Ziel in %."""

    jahr: int
    varianten: tuple[Variante, ...]
    hoechstverlust: Decimal | None = None

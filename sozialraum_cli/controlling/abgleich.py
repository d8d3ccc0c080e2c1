"""Der Abgleich: was aus jeder gelesenen Zeile wurde; keine Minute geht verloren."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from sozialraum_cli.controlling.termin import Termin


class Verbleib(StrEnum):
    """Was aus einer gelesenen Zeile wurde."""

    GEZAEHLT = "gezaehlt"
    AUSSERHALB_DES_ZEITRAUMS = "ausserhalb_des_zeitraums"
    NICHT_PLAUSIBEL = "nicht_plausibel"
    SUMMENZEILEN = "summenzeilen"
    LAUT_ZUORDNUNG = "laut_zuordnung_ohne_leistung"


@dataclass(slots=True)
class Posten:
    """Zeilen, Sekunden und Euro einer Stelle des Abgleichs."""

    zeilen: int = 0
    sekunden: Decimal = Decimal(0)
    betrag: Decimal = Decimal(0)

    def dazu(self, termin: Termin) -> None:
        """Zählt einen Termin dazu."""
        self.zeilen += 1
        self.sekunden += termin.sekunden
        self.betrag += termin.betrag or 0


@dataclass(slots=True)
class Abgleich:
    """Gelesen ist genau, was gezählt und was aus benanntem Grund nicht gezählt ist."""

    gelesen: Posten = field(default_factory=Posten)
    verbleib: dict[Verbleib, Posten] = field(default_factory=dict)

    def dazu(self, termin: Termin, verbleib: Verbleib) -> None:
        """Zählt eine gelesene Zeile dazu."""
        self.gelesen.dazu(termin)
        self.verbleib.setdefault(verbleib, Posten()).dazu(termin)

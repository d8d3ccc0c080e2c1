"""Was ein Einlesen ergab."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from sozialraum_cli.befund import Befund
from sozialraum_cli.quellen.auswerten import Spaltenergebnis
from sozialraum_cli.quellen.bestand import Quelle
from sozialraum_cli.quellen.eintragen import Zellaenderung


@dataclass(frozen=True, slots=True)
class Wirkung:
    """Das Budget nach Indikatoren eines Sozialraums vor und nach dem Einlesen (€/Jahr)."""

    sozialraum: str
    vorher: Decimal
    nachher: Decimal


@dataclass(slots=True)
class Einlesung:
    """Alles, was Terminal und JSON zeigen; inhalt ist die fertige Mappe, None nach einem Fehler."""

    quellen: Sequence[Quelle] = ()
    spalten: Sequence[Spaltenergebnis] = ()
    aenderungen: Sequence[Zellaenderung] = ()
    wirkung: Sequence[Wirkung] = ()
    befunde: list[Befund] = field(default_factory=list)
    inhalt: bytes | None = None

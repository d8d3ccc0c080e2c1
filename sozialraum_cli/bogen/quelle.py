"""Woraus ein Bogen entstand."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Quelle:
    """Woraus der Bogen entstand: Stand und je Eingabedatei Name und Prüfsumme (SHA-256)."""

    stand: datetime
    dateien: tuple[tuple[str, str], ...]

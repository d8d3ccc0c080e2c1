"""Woraus ein Bogen entstand."""

from datetime import datetime
from typing import NamedTuple


class Quelle(NamedTuple):
    """Woraus der Bogen entstand: Stand und je Eingabedatei Name und Prüfsumme (SHA-256)."""

    stand: datetime
    dateien: tuple[tuple[str, str], ...]

"""Eine gelesene Zelle: ihr Wert, ihr Format und ihre Formel."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import NamedTuple


class Fehlerwert(NamedTuple):
    """Eine Zelle mit Fehler, zum Beispiel #DIV/0!."""

    code: str


@dataclass(frozen=True, slots=True)  # ein leeres Tupel wäre unwahr
class FormelOhneWert:
    """Eine Formelzelle, deren Ergebnis nicht gespeichert ist."""


Zellwert = str | Decimal | bool | datetime | timedelta | Fehlerwert | FormelOhneWert


class Zelle(NamedTuple):
    """Ein Zellwert, wie die Tabellenkalkulation ihn zeigt (15 Stellen).

    prozent: die Zelle steht im Prozentformat, 0,7 heißt 70 %. formel: ihr Text ohne „=“.
    format_unbekannt: ihr Zahlenformat ist nicht lesbar, 0,7 kann auch 70 % heißen.
    """

    wert: Zellwert
    prozent: bool = False
    formel: str | None = None
    format_unbekannt: bool = False

"""Eine gelesene Mappe: nur belegte Zellen, ihre Werte und was beim Lesen auffiel."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from sozialraum_cli.befund import Befund


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


class Blatt(NamedTuple):
    """Ein Tabellenblatt; Zellen unter (Zeile, Spalte), beide ab 1 und in dieser Reihenfolge.

    Leere Zellen fehlen.

    Ausgeblendete Zeilen und Spalten stehen hier nur, wenn eine Zelle in ihnen belegt ist.
    schaden: warum das Blatt nicht lesbar ist; es hat dann keine Zellen.
    """

    name: str
    zellen: Mapping[tuple[int, int], Zelle]
    ausgeblendet: bool = False
    ausgeblendete_zeilen: frozenset[int] = frozenset()
    ausgeblendete_spalten: frozenset[int] = frozenset()
    verbundene_bereiche: tuple[str, ...] = ()
    schaden: Befund | None = None


class Mappe(NamedTuple):
    """Alle Blätter einer Datei; stand ist ihr Änderungsdatum laut Dateieigenschaften (UTC).

    befunde: was schon beim Lesen auffiel, zum Beispiel Steuerzeichen in einem Text.
    """

    dateiname: str
    sha256: str
    stand: datetime | None
    blaetter: tuple[Blatt, ...]
    befunde: tuple[Befund, ...] = ()


@cache
def spaltenbuchstabe(spalte: int) -> str:
    """Der Buchstabe einer Spalte: 1 ist A, 27 ist AA."""
    buchstaben = ""
    while spalte:
        spalte, rest = divmod(spalte - 1, 26)
        buchstaben = chr(ord("A") + rest) + buchstaben
    return buchstaben


def spaltennummer(buchstaben: str) -> int:
    """Die Nummer einer Spalte: A ist 1, AA ist 27."""
    nummer = 0
    for buchstabe in buchstaben.upper():
        nummer = nummer * 26 + ord(buchstabe) - ord("A") + 1
    return nummer


def fundort(blatt: str, zeile: int, spalte: int) -> str:
    """Der Ort einer Zelle, wie Befunde ihn nennen: Parameter!B4."""
    return f"{blatt}!{spaltenbuchstabe(spalte)}{zeile}"

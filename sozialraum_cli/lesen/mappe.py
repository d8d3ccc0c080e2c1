"""Eine gelesene Mappe: nur belegte Zellen, ihre Werte und was beim Lesen auffiel."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from sozialraum_cli.befund import Befund
from sozialraum_cli.lesen.zellen import Zellen


class Blatt(NamedTuple):
    """Ein Tabellenblatt mit seinen belegten Zellen.

    Ausgeblendete Zeilen und Spalten stehen hier nur, wenn eine Zelle in ihnen belegt ist.
    schaden: warum das Blatt nicht lesbar ist; es hat dann keine Zellen. leere_formeln: die
    Formeln, die leeren Text ergeben; ihre Zellen gelten als leer und fehlen.
    """

    name: str
    zellen: Zellen
    ausgeblendet: bool = False
    ausgeblendete_zeilen: frozenset[int] = frozenset()
    ausgeblendete_spalten: frozenset[int] = frozenset()
    verbundene_bereiche: tuple[str, ...] = ()
    schaden: Befund | None = None
    leere_formeln: Mapping[tuple[int, int], str] = MappingProxyType({})


class Rohblatt(NamedTuple):
    """Ein Blatt, das niemand gelesen hat: sein XML und von wo bis wo darin seine Zeilen stehen."""

    name: str
    xml: bytes
    beginn: int
    ende: int


class Auslassung(NamedTuple):
    """Was von einer Mappe ausgelassen ist, und wie es sich nachholen lässt.

    zahl_bleibt_zahl: ob ein Zellformat, nach seiner Nummer, jede Zahl als Zahl zeigt, keine als
    Datum. lesen: ein Blatt dieser Mappe aus seinem XML; None, wenn etwas daran auffällt. ganz: die
    Mappe ohne Auslassung; Fehler: Datenfehler wie bei `mappe_lesen`.
    """

    blaetter: tuple[Rohblatt, ...]
    zahl_bleibt_zahl: Callable[[int], bool]
    lesen: Callable[[str, Iterable[bytes]], Blatt | None]
    ganz: "Callable[[], Mappe]"


class Mappe(NamedTuple):
    """Alle Blätter einer Datei; stand ist ihr Änderungsdatum laut Dateieigenschaften (UTC).

    befunde: was schon beim Lesen auffiel, zum Beispiel Steuerzeichen in einem Text. ausgelassen:
    Blätter, die niemand gelesen hat und die in `blaetter` fehlen.
    """

    dateiname: str
    sha256: str
    stand: datetime | None
    blaetter: tuple[Blatt, ...]
    befunde: tuple[Befund, ...] = ()
    ausgelassen: Auslassung | None = None


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

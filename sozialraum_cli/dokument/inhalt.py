"""Der Inhalt eines Dokuments, noch ohne Form: Überschriften, Absätze, Listen, Tabellen."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ueberschrift:
    """Eine Überschrift; ebene 1 ist die größte unter dem Titel."""

    text: str
    ebene: int = 1


@dataclass(frozen=True, slots=True)
class Absatz:
    """Ein Absatz; hervorgehoben heißt fett."""

    text: str
    hervorgehoben: bool = False


@dataclass(frozen=True, slots=True)
class Aufzaehlung:
    """Eine Liste mit Punkten."""

    punkte: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Texttabelle:
    """Eine Tabelle aus fertigen Texten; `zahlen` sind die Nummern der rechtsbündigen Spalten.

    Mit `summe` ist die letzte Zeile eine Summenzeile.
    """

    kopf: tuple[str, ...]
    zeilen: tuple[tuple[str, ...], ...]
    zahlen: frozenset[int] = frozenset()
    summe: bool = False


@dataclass(frozen=True, slots=True)
class Seitenumbruch:
    """Hier beginnt eine neue Seite."""


Teil = Ueberschrift | Absatz | Aufzaehlung | Texttabelle | Seitenumbruch


@dataclass(frozen=True, slots=True)
class Dokument:
    """Ein Titel und seine Teile in ihrer Reihenfolge."""

    titel: str
    teile: Sequence[Teil]


def ohne_steuerzeichen(text: str) -> str:
    """Der Text ohne Zeichen, die ein Dokument nicht enthalten darf oder die es umlenken."""
    return "".join(zeichen if zeichen.isprintable() else " " for zeichen in text)

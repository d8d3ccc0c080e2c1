"""Befunde: Fehler und Hinweise sind Werte, die gesammelt und auf einmal gezeigt werden."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Stufe(StrEnum):
    """Ein Fehler verhindert das Ergebnis, ein Hinweis nicht."""

    FEHLER = "fehler"
    HINWEIS = "hinweis"


@dataclass(frozen=True, slots=True)
class Befund:
    """Was ist los und warum (text), wo (fundort, „Blatt!Zelle“ oder Datei), was ist zu tun."""

    stufe: Stufe
    text: str
    fundort: str | None
    abhilfe: str


class Datenfehler(Exception):
    """Trägt alle Befunde, derentwegen es kein Ergebnis gibt (mindestens ein Fehler)."""

    def __init__(self, befunde: Iterable[Befund]) -> None:
        self.befunde = tuple(befunde)
        super().__init__("; ".join(befund.text for befund in self.befunde))


def fehler(text: str, fundort: str | None, abhilfe: str) -> Befund:
    """Ein Befund, der das Ergebnis verhindert."""
    return Befund(Stufe.FEHLER, text, fundort, abhilfe)


def hinweis(text: str, fundort: str | None, abhilfe: str) -> Befund:
    """Ein Befund, der das Ergebnis begleitet."""
    return Befund(Stufe.HINWEIS, text, fundort, abhilfe)


def hat_fehler(befunde: Iterable[Befund]) -> bool:
    """Ob mindestens ein Befund das Ergebnis verhindert."""
    return any(befund.stufe is Stufe.FEHLER for befund in befunde)

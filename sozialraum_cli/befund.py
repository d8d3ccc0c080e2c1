"""Befunde: Fehler und Hinweise sind Werte, die gesammelt und auf einmal gezeigt werden."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from sozialraum_cli.muster import muster

# Auch ganze Zeilen (3:3) und Spalten (B:B).
_ZELLE = muster(r"(?P<blatt>.*)!\$?(?P<spalte>[A-Z]{0,3})\$?(?P<zeile>[0-9]{0,7})")
_TEXTZEILE = muster(r"(?P<blatt>.*), Zeile (?P<zeile>[0-9]{1,9})(?P<spalte>)")


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


def sortiert(befunde: Iterable[Befund]) -> tuple[Befund, ...]:
    """Fehler vor Hinweisen, darin nach Blatt, Zeile und Spalte; ohne Zelle zuerst."""
    return tuple(sorted(befunde, key=_ort))


def _ort(befund: Befund) -> tuple[bool, str, int, int, str, str]:
    fundort = befund.fundort or ""
    treffer = _TEXTZEILE().fullmatch(fundort) or _ZELLE().match(fundort)
    hinten = befund.stufe is Stufe.HINWEIS
    if not treffer:
        return (hinten, fundort.casefold(), 0, 0, "", befund.text)
    spalte = treffer["spalte"]
    blatt = treffer["blatt"].casefold()
    return (hinten, blatt, int(treffer["zeile"] or 0), len(spalte), spalte, befund.text)

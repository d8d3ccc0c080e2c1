"""Was gemessen ist, als Tabellen in Markdown: Sekunden, Speicher, Verhältnisse und Ziele."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from prozesse import Gemessen, Messung


class Ziel(NamedTuple):
    """Ein Verhältnis, das höchstens so groß sein soll."""

    abschnitt: str
    was: str
    bezug: str
    hoechstens: float


def tabelle(titel: str, gemessen: Gemessen, bezuege: Sequence[str]) -> Iterator[str]:
    """Ein Abschnitt: je Programm Rechenzeit, Wandzeit, Speicher und das Verhältnis zum Bezug."""
    yield from ("", f"## {titel}", "")
    yield f"| | Rechenzeit s | Wandzeit s | MiB | {' | '.join(f'÷ {b}' for b in bezuege)} |"
    yield f"|---|---:|---:|---:|{'---:|' * len(bezuege)}"
    for name, messung in gemessen.items():
        if isinstance(messung, str):
            yield f"| {name} | {messung} | | | {' | '.join('' for _ in bezuege)} |"
            continue
        teile = [verhaeltnis(gemessen, name, bezug) for bezug in bezuege]
        zahlen = (deutsch(messung.sekunden, 3), _oder_leer(messung.wand, 3))
        speicher = _oder_leer(messung.mebibyte, 0)
        verhaeltnisse = " | ".join("" if teil is None else deutsch(teil, 2) for teil in teile)
        yield f"| {name} | {' | '.join(zahlen)} | {speicher} | {verhaeltnisse} |"


def ziele(alle: Mapping[str, Gemessen], ziele: Sequence[Ziel]) -> Iterator[str]:
    """Jedes Ziel mit dem, was gemessen ist."""
    yield from ("", "## Ziele", "")
    yield "| | gemessen | höchstens | |"
    yield "|---|---:|---:|---|"
    for abschnitt, was, bezug, hoechstens in ziele:
        wert = verhaeltnis(alle[abschnitt], was, bezug) if abschnitt in alle else None
        stand = "nicht gemessen" if wert is None else deutsch(wert, 2)
        urteil = "" if wert is None else "erreicht" if wert <= hoechstens else "verfehlt"
        yield f"| {abschnitt}: {was} ÷ {bezug} | {stand} | {deutsch(hoechstens, 1)} | {urteil} |"


def verhaeltnis(gemessen: Gemessen, was: str, bezug: str) -> float | None:
    """Rechenzeit durch Rechenzeit des Bezugs; None, wo eine fehlt."""
    zaehler, nenner = gemessen.get(was), gemessen.get(bezug)
    if isinstance(zaehler, Messung) and isinstance(nenner, Messung):
        return zaehler.sekunden / nenner.sekunden
    return None


def deutsch(wert: float, stellen: int) -> str:
    """Die Zahl mit Punkt für Tausender und Komma."""
    return f"{wert:,.{stellen}f}".translate(str.maketrans(",.", ".,"))


def _oder_leer(wert: float, stellen: int) -> str:
    return deutsch(wert, stellen) if wert else ""

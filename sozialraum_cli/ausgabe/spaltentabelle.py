"""Tabellen aus fertigen Texten: keine Zahl wird gekürzt, notfalls teilt sich die Tabelle."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import repeat

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from sozialraum_cli.ausgabe.tabellensatz import LINIE, Satzspalte, Tabellensatz, Zeile
from sozialraum_cli.ausgabe.zeichensatz import absatz

_ABSTAND = 2
_NAME_MINDESTENS = 12
_NAME_HOECHSTENS = 40
_KOPFWORT_HOECHSTENS = 16  # „defizitausgleich“ bleibt ganz
_ABSATZ_HOECHSTENS = 100


@dataclass(frozen=True)  # ohne slots: die Breite wird einmal gemessen
class Textspalte:
    """Eine Spalte aus fertigen Texten; Zahlen stehen rechts, Worte mit rechts=False links."""

    kopf: str
    werte: tuple[str, ...]
    summe: str
    rechts: bool = True

    @cached_property
    def breite(self) -> int:
        """So breit, dass keine Zahl und kein Wort der Überschrift gekürzt wird."""
        woerter = self.kopf.replace("-", "- ").split()
        wort = max(cell_len(wort) for wort in woerter) if woerter else 0
        return max(
            min(wort, _KOPFWORT_HOECHSTENS), *(cell_len(wert) for wert in (*self.werte, self.summe))
        )


# Ein Block bleibt in einer Tabelle zusammen, eine Gruppe möglichst auch.
Block = tuple[Textspalte, ...]
Gruppe = list[Block]


def ohne_rechten_rand(konsole: Console, zeigen: Callable[[], None]) -> None:
    """Zeigt etwas auf der Konsole; in Dateien ohne Leerraum am rechten Rand der Tabellen."""
    if konsole.is_terminal:
        zeigen()
        return
    with konsole.capture() as aufnahme:
        zeigen()
    konsole.file.writelines(f"{zeile.rstrip()}\n" for zeile in aufnahme.get().splitlines())


def absaetze(saetze: Iterable[str], konsole: Console) -> None:
    """Schreibt jeden Satz als Absatz, umgebrochen auf die Breite der Konsole.

    Ein eingerückter Satz bleibt auch in den folgenden Zeilen eingerückt.
    """
    breite = min(konsole.width, _ABSATZ_HOECHSTENS)
    for satz in saetze:
        einzug = "    " if satz.startswith(" ") else ""
        konsole.print(Text(absatz(satz, konsole.encoding, breite, einzug)), soft_wrap=True)


def marke(delta: Decimal | None) -> str:
    """Die Richtung in Worten, für alle, die keine Farbe sehen."""
    if delta is None:
        return ""
    if not delta:
        return "gleich"
    return "mehr" if delta > 0 else "weniger"


def aufgeteilt(
    gruppen: Sequence[Gruppe],
    namen: Sequence[str],
    breite: int,
    mindestens: int = _NAME_MINDESTENS,
) -> list[list[Textspalte]]:
    """Die Spalten je Tabelle: alle zusammen, sonst je Gruppe eine, sonst Block für Block.

    Eingang: `mindestens` so breit bleibt die Spalte der Namen, auch wenn sie dort umbrechen.
    """
    fuer_namen = min(_laengster(namen), mindestens)
    alle = [block for gruppe in gruppen for block in gruppe]
    tabellen: list[Gruppe] = []
    for gruppe in [alle] if fuer_namen + _breite(alle) <= breite else gruppen:
        tabellen.append([])
        for block in gruppe:
            if tabellen[-1] and fuer_namen + _breite([*tabellen[-1], block]) > breite:
                tabellen.append([])
            tabellen[-1].append(block)
    return [[spalte for block in gruppe for spalte in block] for gruppe in tabellen]


def passt_nebeneinander(gruppe: Gruppe, namen: Sequence[str], breite: int) -> bool:
    """Ob eine Tabelle mit diesen Spalten auf eine Konsole dieser Breite passt."""
    return min(_laengster(namen), _NAME_MINDESTENS) + _breite(gruppe) <= breite


def _breite(gruppe: Gruppe) -> int:
    return sum(_ABSTAND + spalte.breite for block in gruppe for spalte in block)


def _laengster(namen: Sequence[str]) -> int:
    return max(map(cell_len, ("Sozialraum", *namen)))


def tabelle_zeigen(
    namen: Sequence[str],
    spalten: Sequence[Textspalte],
    konsole: Console,
    *,
    kopf: str = "Sozialraum",
    fuss: str | None = "Summe",
) -> None:
    """Schreibt eine Tabelle mit einer Zeile je Name und der Summe darunter; fuss None: ohne."""
    zahlen = sum(_ABSTAND + spalte.breite for spalte in spalten)
    name = min(
        _laengster((kopf, *namen)), max(konsole.width - zahlen, _NAME_MINDESTENS), _NAME_HOECHSTENS
    )
    satz = (
        Satzspalte(name),
        *(Satzspalte(spalte.breite, spalte.rechts, unten=True) for spalte in spalten),
    )
    anzeige = Tabellensatz(
        satz,
        _zeilen(namen, spalten, kopf, fuss),
        "─" if konsole.encoding.startswith("utf") else "-",
    )
    # Breiter als die Konsole nur, wenn sonst eine Zahl gekürzt würde.
    konsole.print(anzeige, crop=False)


def _zeilen(
    namen: Sequence[str], spalten: Sequence[Textspalte], kopf: str, fuss: str | None
) -> Iterator[Zeile]:
    yield Zeile((kopf, *(spalte.kopf for spalte in spalten)), fett=True, unten=True)
    yield LINIE
    werte = zip(*(spalte.werte for spalte in spalten), strict=True) if spalten else repeat(())
    for raum, texte in zip(namen, werte, strict=bool(spalten)):
        yield Zeile((raum, *texte), ("", *map(_farbe, texte)))
    if fuss is not None:
        yield LINIE
        yield Zeile((fuss, *(spalte.summe for spalte in spalten)), fett=True, unten=False)


def _farbe(wert: str) -> str:
    return "green" if wert.startswith("+") else "red" if wert.startswith("-") else ""

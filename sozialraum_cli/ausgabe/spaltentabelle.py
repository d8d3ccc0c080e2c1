"""Tabellen aus fertigen Texten: keine Zahl wird gekürzt, notfalls teilt sich die Tabelle."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from rich.box import Box
from rich.cells import cell_len
from rich.console import Console
from rich.style import Style
from rich.table import Table
from rich.text import Text

from sozialraum_cli.ausgabe.zeichensatz import absatz

_ABSTAND = 2
_NAME_MINDESTENS = 12
_NAME_HOECHSTENS = 40
_KOPFWORT_HOECHSTENS = 16  # „defizitausgleich“ bleibt ganz
_ABSATZ_HOECHSTENS = 100

_LINIEN = Box("    \n    \n ── \n    \n    \n ── \n    \n    \n")
_LINIEN_ASCII = Box("    \n    \n -- \n    \n    \n -- \n    \n    \n", ascii=True)


@dataclass(frozen=True, slots=True)
class Spalte:
    """Eine Spalte aus fertigen Texten; Zahlen stehen rechts, Worte mit rechts=False links."""

    kopf: str
    werte: tuple[str, ...]
    summe: str
    rechts: bool = True

    @property
    def breite(self) -> int:
        """So breit, dass keine Zahl und kein Wort der Überschrift gekürzt wird."""
        woerter = self.kopf.replace("-", "- ").split()
        wort = max(cell_len(wort) for wort in woerter) if woerter else 0
        return max(
            min(wort, _KOPFWORT_HOECHSTENS), *(cell_len(wert) for wert in (*self.werte, self.summe))
        )


# Ein Block bleibt in einer Tabelle zusammen, eine Gruppe möglichst auch.
Block = tuple[Spalte, ...]
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
) -> list[list[Spalte]]:
    """Die Spalten je Tabelle: alle zusammen, sonst je Gruppe eine, sonst Block für Block.

    Eingang: `mindestens` so breit bleibt die Spalte der Namen, auch wenn sie dort umbrechen.
    """
    alle = [block for gruppe in gruppen for block in gruppe]
    tabellen: list[Gruppe] = []
    for gruppe in [alle] if passt_nebeneinander(alle, namen, breite, mindestens) else gruppen:
        tabellen.append([])
        for block in gruppe:
            if tabellen[-1] and not passt_nebeneinander(
                [*tabellen[-1], block], namen, breite, mindestens
            ):
                tabellen.append([])
            tabellen[-1].append(block)
    return [[spalte for block in gruppe for spalte in block] for gruppe in tabellen]


def passt_nebeneinander(
    gruppe: Gruppe, namen: Sequence[str], breite: int, mindestens: int = _NAME_MINDESTENS
) -> bool:
    """Ob eine Tabelle mit diesen Spalten auf eine Konsole dieser Breite passt."""
    fuer_namen = min(_laengster(namen), mindestens)
    return fuer_namen + sum(_ABSTAND + s.breite for block in gruppe for s in block) <= breite


def _laengster(namen: Sequence[str]) -> int:
    return max(map(cell_len, ("Sozialraum", *namen)))


def tabelle_zeigen(
    namen: Sequence[str],
    spalten: Sequence[Spalte],
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
    anzeige = Table(
        box=_LINIEN if konsole.encoding.startswith("utf") else _LINIEN_ASCII,
        show_edge=False,
        pad_edge=False,
        padding=(0, _ABSTAND - 1, 0, 0),
        show_footer=fuss is not None,
    )
    anzeige.add_column(Text(kopf), Text(fuss or "", Style(bold=True)), width=name, overflow="fold")
    for spalte in spalten:
        anzeige.add_column(
            Text(spalte.kopf),
            Text(spalte.summe, Style(bold=True)),
            justify="right" if spalte.rechts else "left",
            vertical="bottom",
            overflow="fold",
            width=spalte.breite,
        )
    for nummer, raum in enumerate(namen):
        anzeige.add_row(Text(raum), *(_zelle(spalte.werte[nummer]) for spalte in spalten))
    # Breiter als die Konsole nur, wenn sonst eine Zahl gekürzt würde.
    breite = konsole.width
    konsole.width = max(breite, name + zahlen)
    konsole.print(anzeige, crop=False)
    konsole.width = breite


def _zelle(wert: str) -> Text:
    farbe = "green" if wert.startswith("+") else "red" if wert.startswith("-") else ""
    return Text(wert, farbe)

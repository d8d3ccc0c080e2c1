"""Der eigene Tabellensatz schreibt dieselben Bytes wie rich.table, das jede Zelle umbricht."""

import random
from collections.abc import Sequence
from io import StringIO

import pytest
from rich.box import Box
from rich.console import Console
from rich.style import Style
from rich.table import Table
from rich.text import Text

from sozialraum_cli.ausgabe.spaltentabelle import Textspalte, tabelle_zeigen

LINIEN = Box("    \n    \n ── \n    \n    \n ── \n    \n    \n")
NAMEN = (
    "Ort",
    "Ein Ort mit langem Namen, der umbricht, und noch mehr",
    "日本語の町",
    "Donaudampfstadt" * 4,
)


def konsole(breite: int, *, terminal: bool) -> Console:
    return Console(
        file=StringIO(),
        width=breite,
        force_terminal=terminal,
        color_system="truecolor" if terminal else None,
        highlight=False,
        markup=False,
        emoji=False,
    )


def spalten(zeilen: int) -> list[Textspalte]:
    wuerfel = random.Random(zeilen)

    def zahlen(form: str) -> tuple[str, ...]:
        return tuple(format(wuerfel.randint(-999_999, 999_999), form) for _ in range(zeilen))

    worte = tuple(wuerfel.choice(("mehr", "weniger", "gleich", "")) for _ in range(zeilen))
    return [
        Textspalte("Budget bisher", zahlen(","), "1.234.567.890"),
        Textspalte("Veränderung", zahlen("+,"), "+12"),
        Textspalte("", worte, "mehr", rechts=False),
        Textspalte("Std. Beratung inkl. Gruppenarbeit", zahlen(","), ""),
        Textspalte("Überschriftausnureinemlangenwort", zahlen("d"), "k. A."),
    ]


def wie_rich(
    namen: Sequence[str], spalten: Sequence[Textspalte], konsole: Console, fuss: str | None
) -> str:
    zahlen = sum(2 + spalte.breite for spalte in spalten)
    name = min(max(len("Sozialraum"), *(Text(n).cell_len for n in namen)), 40)
    name = min(name, max(konsole.width - zahlen, 12))
    tabelle = Table(
        box=LINIEN, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0), show_footer=bool(fuss)
    )
    fett = Style(bold=True)
    tabelle.add_column(Text("Sozialraum"), Text(fuss or "", fett), width=name, overflow="fold")
    for spalte in spalten:
        tabelle.add_column(
            Text(spalte.kopf),
            Text(spalte.summe, fett),
            justify="right" if spalte.rechts else "left",
            vertical="bottom",
            overflow="fold",
            width=spalte.breite,
        )
    for nummer, ort in enumerate(namen):
        werte = (spalte.werte[nummer] for spalte in spalten)
        farben = {"+": "green", "-": "red"}
        tabelle.add_row(Text(ort), *(Text(wert, farben.get(wert[:1], "")) for wert in werte))
    konsole.width = max(konsole.width, name + zahlen)
    with konsole.capture() as aufnahme:
        konsole.print(tabelle, crop=False)
    return aufnahme.get()


@pytest.mark.parametrize("terminal", [True, False])
@pytest.mark.parametrize("breite", [40, 80, 120])
@pytest.mark.parametrize(("zeilen", "fuss"), [(10, "Summe"), (10, None), (120, "Summe")])
def test_dieselben_bytes_wie_rich(
    zeilen: int, fuss: str | None, breite: int, *, terminal: bool
) -> None:
    namen = [NAMEN[nummer % 4] if nummer % 7 < 4 else f"Ort {nummer}" for nummer in range(zeilen)]
    gesetzt = konsole(breite, terminal=terminal)
    with gesetzt.capture() as aufnahme:
        tabelle_zeigen(namen, spalten(zeilen), gesetzt, fuss=fuss)
    erwartet = wie_rich(namen, spalten(zeilen), konsole(breite, terminal=terminal), fuss)
    assert aufnahme.get() == erwartet
    assert ("\x1b[32m" in erwartet) == terminal


def test_viele_zeilen_haben_dieselben_bytes() -> None:
    namen = [f"Ort {nummer}" for nummer in range(600)]
    gesetzt = konsole(80, terminal=True)
    with gesetzt.capture() as aufnahme:
        tabelle_zeigen(namen, spalten(600), gesetzt)
    erwartet = wie_rich(namen, spalten(600), konsole(80, terminal=True), "Summe")
    assert aufnahme.get() == erwartet

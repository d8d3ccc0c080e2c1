"""Was der Nutzer sieht: das Ergebnis auf stdout, Befunde und Meldungen auf stderr."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from sozialraum_cli.ausgabe.zeichensatz import darstellbar
from sozialraum_cli.befehle.angaben import dateiformat
from sozialraum_cli.befehle.fortschritt import anzeigen
from sozialraum_cli.befund import Befund, Datenfehler, Stufe

if TYPE_CHECKING:
    from rich.console import Console

NICHTS_GESCHRIEBEN = "Es wurde nichts geschrieben."


def zeigen(text: str) -> None:
    """Eine Zeile auf stdout."""
    print(darstellbar(text, sys.stdout.encoding or "utf-8"))


def konsole() -> "Console":
    """Das Terminal für Tabellen; Texte der Mappe sind dort nie Auszeichnung."""
    from rich.console import Console

    return Console(highlight=False, markup=False, emoji=False)


def bytes_zeigen(inhalt: bytes) -> None:
    """Ausgabe für Programme auf stdout, unabhängig vom Zeichensatz der Konsole."""
    sys.stdout.flush()
    sys.stdout.buffer.write(inhalt)


def melden(text: str) -> None:
    """Eine Zeile auf stderr."""
    sys.stdout.flush()  # in einer gemeinsamen Datei steht die Meldung unter dem Ergebnis
    print(darstellbar(text, sys.stderr.encoding or "utf-8"), file=sys.stderr)


def geschrieben_melden(ziel: Path) -> None:
    """Die Zeile, dass ein Ergebnis (.csv, .json) oder eine Mappe geschrieben ist."""
    melden(f"{'Ergebnis' if dateiformat(ziel) else 'Mappe'} geschrieben: {ziel}")


def befunde_melden(befunde: Iterable[Befund], schluss: str = "") -> None:
    """Alle Befunde mit ihrer Anzahl auf stderr; `schluss` steht hinter der Anzahl."""
    from sozialraum_cli.ausgabe.befunde import befunde_zeigen

    sys.stdout.flush()  # in einer gemeinsamen Datei stehen sie unter dem Ergebnis
    befunde_zeigen(befunde, sys.stderr, schluss)


@contextmanager
def fehler_melden(*, leise: bool = False, schluss: str = NICHTS_GESCHRIEBEN) -> Iterator[None]:
    """Zeigt Befunde, derentwegen es kein Ergebnis gibt, und endet mit Exit-Code 1.

    Solange es dauert, zeigt eine Zeile den Fortschritt. `leise` lässt sie und die Hinweise weg.
    """
    try:
        with anzeigen(leise=leise):
            yield
    except Datenfehler as ausnahme:
        befunde = [b for b in ausnahme.befunde if not leise or b.stufe is Stufe.FEHLER]
        befunde_melden(befunde, schluss)
        raise typer.Exit(1) from None


def angefuehrt(pfad: Path) -> str:
    """Der Pfad, wie er in eine Befehlszeile gehört."""
    return f'"{pfad}"' if " " in str(pfad) else str(pfad)

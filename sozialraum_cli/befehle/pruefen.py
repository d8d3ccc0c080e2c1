"""`sozialraum pruefen`: alle Befunde einer Mappe, ohne etwas zu schreiben."""

import sys
from enum import StrEnum
from typing import Annotated

import typer

from sozialraum_cli.befehle.angaben import Daten
from sozialraum_cli.befehle.app import befehl
from sozialraum_cli.befehle.eingabelauf import (
    bogen_abgleichen,
    eingabe_bilden,
    ergebnis_rechnen,
)
from sozialraum_cli.befehle.melden import bytes_zeigen
from sozialraum_cli.befund import Datenfehler, hat_fehler


class Pruefformat(StrEnum):
    """Wie die Befunde auf stdout stehen."""

    TABELLE = "tabelle"
    JSON = "json"


@befehl("Eine Mappe prüfen, nichts schreiben.", "sozialraum pruefen daten.xlsx")
def pruefen(
    daten: Daten,
    format_: Annotated[
        Pruefformat,
        typer.Option(
            "--format",
            metavar="FORMAT",
            show_default=False,
            help="Befunde als tabelle (Vorgabe) oder json.",
        ),
    ] = Pruefformat.TABELLE,
) -> None:
    """Eine Mappe prüfen und alle Befunde zeigen, ohne etwas zu schreiben.

    Rückgabewert 0: sie lässt sich berechnen; 1: mindestens ein Fehler.
    """
    from sozialraum_cli.ausgabe.befunde import befunde_zeigen
    from sozialraum_cli.ausgabe.json_ausgabe import pruefung_json
    from sozialraum_cli.lesen.laden import mappe_laden

    try:
        mappe = mappe_laden(daten)
        ergebnis, befunde = ergebnis_rechnen(*eingabe_bilden(mappe))
        befunde += bogen_abgleichen(mappe, ergebnis)
    except Datenfehler as ausnahme:
        befunde = [*ausnahme.befunde]
    if format_ is Pruefformat.JSON:
        bytes_zeigen(pruefung_json(befunde))
    else:
        schluss = "" if hat_fehler(befunde) else "Die Mappe lässt sich berechnen."
        befunde_zeigen(befunde, sys.stdout, schluss)
    if hat_fehler(befunde):
        raise typer.Exit(1)

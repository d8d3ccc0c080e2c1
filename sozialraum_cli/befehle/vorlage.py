"""`sozialraum vorlage`: eine leere Eingabemappe anlegen."""

from pathlib import Path
from typing import Annotated

import typer

from sozialraum_cli.befehle.angaben import Ueberschreiben
from sozialraum_cli.befehle.app import befehl
from sozialraum_cli.befehle.melden import angefuehrt, fehler_melden, zeigen
from sozialraum_cli.befehle.ziel import xlsx_ziel
from sozialraum_cli.befund import Datenfehler


@befehl("sozialraum vorlage daten_2027.xlsx")
def vorlage(
    ziel: Annotated[
        Path,
        typer.Argument(
            readable=False,
            metavar="[ZIEL]",
            show_default=False,
            help="Name der neuen Mappe; ohne Angabe eingabe_vorlage.xlsx.",
        ),
    ] = Path("eingabe_vorlage.xlsx"),
    ueberschreiben: Ueberschreiben = False,
) -> None:
    """Eine leere Eingabemappe mit Auswahllisten und Erläuterungen anlegen."""
    from sozialraum_cli.dateien import sicher_schreiben
    from sozialraum_cli.eingabemappe.leere_eingabemappe import leere_eingabemappe

    with fehler_melden():
        if befunde := xlsx_ziel(ziel, ueberschreiben=ueberschreiben, angabe="ZIEL"):
            raise Datenfehler(befunde)
        sicher_schreiben(ziel, leere_eingabemappe(), ueberschreiben=ueberschreiben)
    zeigen(f"Geschrieben: {ziel}")
    zeigen(f"Ausfüllen, dann: sozialraum berechnen {angefuehrt(ziel)}")

"""`sozialraum uebergang`: der Jahrespfad der Abschmelzung als Tabelle, JSON, CSV oder Mappe."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sozialraum_cli.befehle.angaben import (
    Ausgabeformat,
    CsvDialekt,
    CsvDialektangabe,
    Daten,
    Format,
    Leise,
    Ueberschreiben,
)
from sozialraum_cli.befehle.app import befehl
from sozialraum_cli.befehle.eingabelauf import (
    bogen_abgleichen,
    eingabe_bilden,
    ergebnis_rechnen,
    versuchen,
)
from sozialraum_cli.befehle.melden import befunde_melden, bytes_zeigen, fehler_melden, melden
from sozialraum_cli.befehle.ziel import xlsx_ziel
from sozialraum_cli.befund import Befund, Datenfehler

if TYPE_CHECKING:
    from sozialraum_cli.rechnen.uebergang import Uebergang


@befehl(
    "Den Jahrespfad der Abschmelzung zeigen.",
    "sozialraum uebergang daten.xlsx",
    "sozialraum uebergang daten.xlsx --ausgabe Uebergang_2026.xlsx",
)
def uebergang(
    daten: Daten,
    ausgabe: Annotated[
        Path | None,
        typer.Option(
            "--ausgabe",
            readable=False,
            metavar="XLSX",
            help="Den Jahrespfad auch in diese Mappe schreiben.",
        ),
    ] = None,
    format_: Ausgabeformat = Format.TABELLE,
    csv_dialekt: CsvDialektangabe = None,
    leise: Leise = False,
    ueberschreiben: Ueberschreiben = False,
) -> None:
    """Zeigen, wie der Bestandsschutz Jahr für Jahr ausläuft und was dabei frei wird.

    Fest ist das Jahr der Mappe; spätere Jahre sind vorläufig, gerechnet mit denselben
    Indikatoren, demselben Gesamtbudget und denselben Vergleichsbudgets.
    """
    if csv_dialekt and format_ is not Format.CSV:
        raise typer.BadParameter("Das gilt nur mit --format csv.", param_hint="--csv-dialekt")
    with fehler_melden(leise=leise):
        from sozialraum_cli.lesen.laden import mappe_laden
        from sozialraum_cli.rechnen.uebergang import uebergang as jahrespfad

        befunde: list[Befund] = [*xlsx_ziel(ausgabe, [daten], ueberschreiben=ueberschreiben)]
        mappe = versuchen(befunde, mappe_laden, daten)
        if mappe is None or befunde:
            raise Datenfehler(befunde)
        eingabe, befunde = eingabe_bilden(mappe)
        ergebnis, befunde = ergebnis_rechnen(eingabe, befunde)
        befunde += bogen_abgleichen(mappe, ergebnis)
        pfad = jahrespfad(ergebnis)
        befunde += pfad.befunde
        if ausgabe:
            from sozialraum_cli.befehle.stand import quelle_bilden
            from sozialraum_cli.bogen.uebergangsbogen import uebergangsbogen
            from sozialraum_cli.dateien import sicher_schreiben

            inhalt = uebergangsbogen(pfad, quelle_bilden(mappe, eingabe.parameter.jahr))
            sicher_schreiben(ausgabe, inhalt, ueberschreiben=ueberschreiben)
    _zeigen(pfad, befunde, format_, csv_dialekt or CsvDialekt.EXCEL_DE)
    if leise:
        return
    if befunde:
        befunde_melden(befunde)
    if ausgabe:
        melden(f"Mappe geschrieben: {ausgabe}")


def _zeigen(pfad: "Uebergang", befunde: list[Befund], format_: Format, dialekt: CsvDialekt) -> None:
    if format_ is Format.JSON:
        from sozialraum_cli.ausgabe.uebergang_json import uebergang_json

        bytes_zeigen(uebergang_json(pfad, befunde))
    elif format_ is Format.CSV:
        from sozialraum_cli.ausgabe.csv_ausgabe import DIALEKTE
        from sozialraum_cli.ausgabe.uebergang_csv import uebergang_csv

        bytes_zeigen(uebergang_csv(pfad, DIALEKTE[dialekt]))
    else:
        from rich.console import Console

        from sozialraum_cli.ausgabe.uebergang_tabelle import uebergang_tabelle

        uebergang_tabelle(pfad, Console(highlight=False, markup=False, emoji=False))

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
    dateiformat,
    dialekt_fuer,
)
from sozialraum_cli.befehle.app import befehl
from sozialraum_cli.befehle.eingabelauf import (
    bogen_abgleichen,
    ergebnis_rechnen,
    gepruefte_eingabe,
    versuchen,
)
from sozialraum_cli.befehle.melden import (
    befunde_melden,
    bytes_zeigen,
    fehler_melden,
    geschrieben_melden,
    konsole,
)
from sozialraum_cli.befehle.ziel import ergebnis_ziel
from sozialraum_cli.befund import Befund, Datenfehler

if TYPE_CHECKING:
    from sozialraum_cli.rechnen.uebergang import Uebergang


@befehl(
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
            metavar="ZIEL",
            help="Den Jahrespfad auch schreiben: als Mappe (.xlsx), .csv oder .json.",
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
    dialekt = dialekt_fuer(format_, csv_dialekt, ausgabe)
    with fehler_melden(leise=leise):
        from sozialraum_cli.lesen.mappendatei import mappe_lesen
        from sozialraum_cli.rechnen.uebergang import uebergang as jahrespfad

        befunde: list[Befund] = [*ergebnis_ziel(ausgabe, [daten], ueberschreiben=ueberschreiben)]
        mappe = versuchen(befunde, mappe_lesen, daten)
        if mappe is None or befunde:
            raise Datenfehler(befunde)
        eingabe, befunde = gepruefte_eingabe(mappe)
        ergebnis, befunde = ergebnis_rechnen(eingabe, befunde)
        befunde += bogen_abgleichen(mappe, ergebnis)
        if ausgabe and not dateiformat(ausgabe):
            from sozialraum_cli.bogen.umfang import zu_gross

            if gross := zu_gross(eingabe):
                raise Datenfehler([*befunde, *gross])
        pfad = jahrespfad(ergebnis)
        befunde += pfad.befunde
        if ausgabe:
            from sozialraum_cli.befehle.stand import quelle_bilden
            from sozialraum_cli.bogen.uebergangsbogen import uebergangsbogen
            from sozialraum_cli.dateien import sicher_schreiben

            if dateiart := dateiformat(ausgabe):
                inhalt = _als_bytes(pfad, befunde, dateiart, dialekt)
            else:
                inhalt = uebergangsbogen(pfad, quelle_bilden(mappe, eingabe.parameter.jahr))
            sicher_schreiben(ausgabe, inhalt, ueberschreiben=ueberschreiben)
    _zeigen(pfad, befunde, format_, dialekt)
    if leise:
        return
    if befunde:
        befunde_melden(befunde)
    if ausgabe:
        geschrieben_melden(ausgabe)


def _als_bytes(
    pfad: "Uebergang", befunde: list[Befund], format_: Format, dialekt: CsvDialekt
) -> bytes:
    if format_ is Format.JSON:
        from sozialraum_cli.ausgabe.uebergang_json import uebergang_json

        return uebergang_json(pfad, befunde)
    from sozialraum_cli.ausgabe.csv_ausgabe import DIALEKTE
    from sozialraum_cli.ausgabe.uebergang_csv import uebergang_csv

    return uebergang_csv(pfad, DIALEKTE[dialekt])


def _zeigen(pfad: "Uebergang", befunde: list[Befund], format_: Format, dialekt: CsvDialekt) -> None:
    if format_ is not Format.TABELLE:
        bytes_zeigen(_als_bytes(pfad, befunde, format_, dialekt))
        return
    from sozialraum_cli.ausgabe.uebergang_tabelle import uebergang_tabelle

    uebergang_tabelle(pfad, konsole())

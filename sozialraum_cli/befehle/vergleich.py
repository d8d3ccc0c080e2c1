"""`sozialraum vergleich`: zwei Mappen oder Bögen nebeneinander, mit den Ursachen."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sozialraum_cli.befehle.angaben import (
    Ausgabeformat,
    CsvDialekt,
    CsvDialektangabe,
    Format,
    Leise,
    Ueberschreiben,
)
from sozialraum_cli.befehle.app import befehl
from sozialraum_cli.befehle.einlesen import (
    bogen_abgleichen,
    eingabe_bilden,
    ergebnis_rechnen,
    mit_datei,
    versuchen,
)
from sozialraum_cli.befehle.melden import befunde_melden, bytes_zeigen, fehler_melden, melden
from sozialraum_cli.befehle.ziel import xlsx_ziel
from sozialraum_cli.befund import Befund, Datenfehler

if TYPE_CHECKING:
    from sozialraum_cli.lesen.mappe import Mappe
    from sozialraum_cli.rechnen.berechnung import Ergebnis
    from sozialraum_cli.rechnen.vergleich import Vergleich


@befehl(
    "Zwei Jahre oder Varianten vergleichen.",
    "sozialraum vergleich daten_2025.xlsx daten_2026.xlsx",
    "sozialraum vergleich Berechnungsbogen_2025.xlsx daten_2026.xlsx --ausgabe Vergleich.xlsx",
)
def vergleich(
    alt: Annotated[
        Path,
        typer.Argument(
            readable=False,
            metavar="ALT",
            show_default=False,
            help="Die frühere Eingabemappe oder der Bogen.",
        ),
    ],
    neu: Annotated[
        Path,
        typer.Argument(
            readable=False,
            metavar="NEU",
            show_default=False,
            help="Die spätere Eingabemappe oder der Bogen.",
        ),
    ],
    ausgabe: Annotated[
        Path | None,
        typer.Option(
            "--ausgabe",
            readable=False,
            metavar="XLSX",
            help="Den Vergleich auch als Mappe schreiben.",
        ),
    ] = None,
    format_: Ausgabeformat = Format.TABELLE,
    csv_dialekt: CsvDialektangabe = None,
    leise: Leise = False,
    ueberschreiben: Ueberschreiben = False,
) -> None:
    """Zeigen, wer mehr oder weniger bekommt und woran das liegt.

    Jahre und Verfahren dürfen verschieden sein. Sozialräume werden nach Schlüssel, sonst nach
    Namen einander zugeordnet; neue und verschwundene stehen mit dabei. Die Ursachen ergeben auf
    den Cent genau die Differenz.
    """
    if csv_dialekt and format_ is not Format.CSV:
        raise typer.BadParameter("Das gilt nur mit --format csv.", param_hint="--csv-dialekt")
    with fehler_melden(leise=leise):
        from sozialraum_cli.lesen.laden import mappe_laden
        from sozialraum_cli.rechnen.vergleich import vergleichen

        befunde: list[Befund] = [*xlsx_ziel(ausgabe, [alt, neu], ueberschreiben=ueberschreiben)]
        altes = versuchen(befunde, mappe_laden, alt)
        neues = versuchen(befunde, mappe_laden, neu)
        if altes is None or neues is None or befunde:
            raise Datenfehler(befunde)
        dateien = (alt.name, neu.name) if alt.name != neu.name else (str(alt), str(neu))
        altes_ergebnis = _rechnen(altes, dateien[0], befunde)
        neues_ergebnis = _rechnen(neues, dateien[1], befunde)
        if altes_ergebnis is None or neues_ergebnis is None:
            raise Datenfehler(befunde)
        ergebnis = vergleichen(altes_ergebnis, neues_ergebnis)
        befunde += ergebnis.befunde
        if ausgabe:
            from sozialraum_cli.befehle.stand import quelle_bilden
            from sozialraum_cli.bogen.vergleichsbogen import vergleichsbogen
            from sozialraum_cli.dateien import sicher_schreiben

            quelle = quelle_bilden(neues, ergebnis.neu.eingabe.parameter.jahr)
            quelle = replace(
                quelle,
                dateien=tuple(
                    (datei, mappe.sha256)
                    for datei, mappe in zip(dateien, (altes, neues), strict=True)
                ),
            )
            inhalt = vergleichsbogen(ergebnis, quelle, befunde)
            sicher_schreiben(ausgabe, inhalt, ueberschreiben=ueberschreiben)
    _zeigen(ergebnis, dateien, befunde, format_, csv_dialekt or CsvDialekt.EXCEL_DE)
    if leise:
        return
    if befunde:
        befunde_melden(befunde)
    if ausgabe:
        melden(f"Mappe geschrieben: {ausgabe}")


def _rechnen(mappe: "Mappe", datei: str, befunde: list[Befund]) -> "Ergebnis | None":
    """Das Ergebnis einer Seite; ihre Befunde nennen die Datei. None, wenn es keines gibt."""
    try:
        ergebnis, eigene = ergebnis_rechnen(*eingabe_bilden(mappe))
    except Datenfehler as ausnahme:
        befunde += mit_datei(ausnahme.befunde, mappe, datei)
        return None
    befunde += mit_datei([*eigene, *bogen_abgleichen(mappe, ergebnis)], mappe, datei)
    return ergebnis


def _zeigen(
    vergleich: "Vergleich",
    dateien: tuple[str, str],
    befunde: list[Befund],
    format_: Format,
    dialekt: CsvDialekt,
) -> None:
    if format_ is Format.JSON:
        from sozialraum_cli.ausgabe.vergleich_json import vergleich_json

        bytes_zeigen(vergleich_json(vergleich, dateien, befunde))
    elif format_ is Format.CSV:
        from sozialraum_cli.ausgabe.csv_ausgabe import DIALEKTE
        from sozialraum_cli.ausgabe.vergleich_csv import vergleich_csv

        bytes_zeigen(vergleich_csv(vergleich, DIALEKTE[dialekt]))
    else:
        from rich.console import Console

        from sozialraum_cli.ausgabe.vergleich_tabelle import vergleich_tabelle

        vergleich_tabelle(vergleich, dateien, Console(highlight=False, markup=False, emoji=False))

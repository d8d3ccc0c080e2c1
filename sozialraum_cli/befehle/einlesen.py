"""`sozialraum einlesen`: Indikatoren aus amtlichen Tabellen in eine Eingabemappe."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from sozialraum_cli.befehle.angaben import Leise, Ueberschreiben
from sozialraum_cli.befehle.app import befehl
from sozialraum_cli.befehle.melden import (
    NICHTS_GESCHRIEBEN,
    angefuehrt,
    befunde_melden,
    bytes_zeigen,
    fehler_melden,
    konsole,
    melden,
    zeigen,
)
from sozialraum_cli.befehle.ziel import xlsx_ziel
from sozialraum_cli.befund import Datenfehler, Stufe, hat_fehler


class Einleseformat(StrEnum):
    """Wie das Ergebnis auf stdout steht."""

    TABELLE = "tabelle"
    JSON = "json"


Quellen = Annotated[
    list[Path],
    typer.Argument(
        readable=False,
        metavar="QUELLE...",
        show_default=False,
        help="Tabellen der amtlichen Statistik oder eigene: .csv, .xlsx, .ods, .xml, auch im .zip.",
    ),
]


@befehl(
    "sozialraum einlesen zensus.csv --zuordnung Z.toml --ausgabe daten.xlsx",
    "sozialraum einlesen *.zip --zuordnung Z.toml --in daten.xlsx --ausgabe daten_neu.xlsx",
)
def einlesen(
    quellen: Quellen,
    zuordnung: Annotated[
        Path,
        typer.Option(
            "--zuordnung",
            readable=False,
            metavar="TOML",
            help="Welche Gebiete zu einem Sozialraum gehören und woraus jede Spalte entsteht.",
        ),
    ],
    ausgabe: Annotated[
        Path,
        typer.Option(
            "--ausgabe", readable=False, metavar="MAPPE", help="Wohin die Mappe geschrieben wird."
        ),
    ],
    in_: Annotated[
        Path | None,
        typer.Option(
            "--in",
            readable=False,
            metavar="MAPPE",
            help="Eingabemappe (.xlsx), in der nur diese Spalten neu werden; alles andere bleibt.",
        ),
    ] = None,
    format_: Annotated[
        Einleseformat,
        typer.Option(
            "--format",
            metavar="FORMAT",
            show_default=False,
            help="Ergebnis als tabelle (Vorgabe) oder json.",
        ),
    ] = Einleseformat.TABELLE,
    leise: Leise = False,
    ueberschreiben: Ueberschreiben = False,
) -> None:
    """Spalten des Blatts Indikatoren aus Tabellen der amtlichen Statistik bilden.

    Erkannt wird jede Tabelle an ihrem Inhalt. Anzahlen werden über die Gebiete eines Sozialraums
    summiert, Quoten aus Zähler und Nenner gebildet. Zeichen wie „.“ oder „*“ werden nie zu 0.
    Die Zuordnung schlägt „sozialraum zuordnung“ vor.
    """
    from sozialraum_cli.befehle.einleselauf import einlesen_ausfuehren
    from sozialraum_cli.befehle.mappenauswahl import mappen_auswaehlen

    with fehler_melden(leise=leise):
        auswahl = mappen_auswaehlen(quellen, mit_boegen=True)
        eingaben = [*auswahl.pfade, zuordnung, in_]
        befunde = [*auswahl.befunde]
        befunde += xlsx_ziel(ausgabe, eingaben, ueberschreiben=ueberschreiben)
        lauf = einlesen_ausfuehren(auswahl.pfade, zuordnung, in_, befunde)
        gescheitert = hat_fehler(lauf.befunde)
        if gescheitert and format_ is Einleseformat.TABELLE:
            raise Datenfehler(lauf.befunde)
        if lauf.inhalt is not None and not gescheitert:
            from sozialraum_cli.dateien import sicher_schreiben

            sicher_schreiben(ausgabe, lauf.inhalt, ueberschreiben=ueberschreiben)
    if format_ is Einleseformat.JSON:
        from sozialraum_cli.ausgabe.einlesen_json import einlesen_json

        bytes_zeigen(einlesen_json(lauf))
        if gescheitert:
            fehler = [b for b in lauf.befunde if b.stufe is Stufe.FEHLER or not leise]
            befunde_melden(fehler, NICHTS_GESCHRIEBEN)
            raise typer.Exit(1)
    else:
        from sozialraum_cli.ausgabe.einlesen_tabelle import einlesen_tabelle

        einlesen_tabelle(lauf, konsole())
        zeigen(f"Geschrieben: {ausgabe}")
        zeigen(f"Als Nächstes: sozialraum pruefen {angefuehrt(ausgabe)}")
    if lauf.befunde and not leise:
        befunde_melden(lauf.befunde)
    if format_ is Einleseformat.JSON and not leise:
        melden(f"Mappe geschrieben: {ausgabe}")

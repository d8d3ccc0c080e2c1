"""Angaben, die mehrere Befehle haben."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Format(StrEnum):
    """Wie das Ergebnis auf stdout steht."""

    TABELLE = "tabelle"
    JSON = "json"
    CSV = "csv"


class CsvDialekt(StrEnum):
    """Für welche Tabellenkalkulation CSV geschrieben wird."""

    EXCEL_DE = "excel-de"
    INTERNATIONAL = "international"


Daten = Annotated[
    Path,
    typer.Argument(
        readable=False,
        metavar="DATEN",
        show_default=False,
        help="Eingabemappe (.xlsx oder .ods) oder Bogen.",
    ),
]
Ausgabeformat = Annotated[
    Format,
    typer.Option(
        "--format",
        metavar="FORMAT",
        show_default=False,
        help="Ergebnis als tabelle (Vorgabe), json oder csv.",
    ),
]
CsvDialektangabe = Annotated[
    CsvDialekt | None,
    typer.Option(
        "--csv-dialekt",
        metavar="DIALEKT",
        show_default=False,
        help="CSV für excel-de (Vorgabe: Semikolon, Dezimalkomma, BOM) oder international "
        "(Komma, Dezimalpunkt, ohne BOM).",
    ),
]
Leise = Annotated[bool, typer.Option("--leise", help="Nur das Ergebnis und Fehler zeigen.")]
Ueberschreiben = Annotated[
    bool, typer.Option("--ueberschreiben", help="Eine vorhandene Datei ersetzen.")
]


def dialekt_fuer(format_: Format, angegeben: CsvDialekt | None) -> CsvDialekt:
    """Der angegebene Dialekt, sonst excel-de; Fehler: typer.BadParameter außer bei CSV."""
    if angegeben and format_ is not Format.CSV:
        raise typer.BadParameter("Das gilt nur mit --format csv.", param_hint="--csv-dialekt")
    return angegeben or CsvDialekt.EXCEL_DE

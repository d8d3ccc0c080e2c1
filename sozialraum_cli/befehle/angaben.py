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
Budgets = Annotated[
    Path | None,
    typer.Option(
        "--budgets",
        readable=False,
        metavar="MAPPE",
        help="Bisherige Budgets aus dieser Mappe oder diesem Bogen nehmen.",
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
Setze = Annotated[
    list[str] | None,
    typer.Option(
        "--setze",
        metavar="NAME=WERT",
        help="Einen Parameter setzen, vor Blatt und TOML; mehrfach möglich. Alle Namen nennen "
        "die README und der Fehler zu „--setze namen“.",
    ),
]
Leise = Annotated[bool, typer.Option("--leise", help="Nur das Ergebnis und Fehler zeigen.")]
Ueberschreiben = Annotated[
    bool, typer.Option("--ueberschreiben", help="Eine vorhandene Datei ersetzen.")
]


def dateiformat(ausgabe: Path | None) -> Format | None:
    """CSV oder JSON, wenn das Ziel so endet; None heißt Mappe, Ordner oder kein Ziel."""
    endung = "" if ausgabe is None else ausgabe.suffix.lower()
    return {".csv": Format.CSV, ".json": Format.JSON}.get(endung)


def dialekt_fuer(
    format_: Format, angegeben: CsvDialekt | None, ausgabe: Path | None = None
) -> CsvDialekt:
    """Der angegebene Dialekt, sonst excel-de.

    Fehler: typer.BadParameter, wenn weder stdout noch das Ziel CSV ist.
    """
    if angegeben and Format.CSV not in {format_, dateiformat(ausgabe)}:
        raise typer.BadParameter(
            "Das gilt nur mit --format csv oder --ausgabe NAME.csv.", param_hint="--csv-dialekt"
        )
    return angegeben or CsvDialekt.EXCEL_DE

"""`sozialraum empfindlichkeit`: was Gewichte und einzelne Indikatoren bewegen, in Euro."""

from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from sozialraum_cli.befehle.angaben import Daten, Leise, Setze
from sozialraum_cli.befehle.app import befehl
from sozialraum_cli.befehle.eingabelauf import bogen_abgleichen, ergebnis_rechnen, gepruefte_eingabe
from sozialraum_cli.befehle.fortschritt import fortschritt
from sozialraum_cli.befehle.melden import befunde_melden, bytes_zeigen, fehler_melden, konsole
from sozialraum_cli.befehle.setzen import gesetzt

if TYPE_CHECKING:
    from sozialraum_cli.befund import Befund
    from sozialraum_cli.entscheiden.empfindlichkeit import Empfindlichkeit

_HOECHSTENS_LAEUFE = 1_000_000


class Probenformat(StrEnum):
    """Wie die Proben auf stdout stehen."""

    TABELLE = "tabelle"
    JSON = "json"


@befehl(
    "sozialraum empfindlichkeit daten.xlsx",
    "sozialraum empfindlichkeit daten.xlsx --zufall 1000 --keim 7 --streuung 10",
)
def empfindlichkeit(
    daten: Daten,
    zufall: Annotated[
        int,
        typer.Option(
            "--zufall",
            metavar="LÄUFE",
            show_default=False,
            help="Zahl der Läufe mit zufälligen Gewichten; Vorgabe 10000.",
        ),
    ] = 10_000,
    keim: Annotated[
        int,
        typer.Option(
            "--keim",
            metavar="ZAHL",
            show_default=False,
            help="Keim des Zufalls; gleicher Keim, gleiches Ergebnis. Vorgabe 1.",
        ),
    ] = 1,
    streuung: Annotated[
        str,
        typer.Option(
            "--streuung",
            metavar="PROZENT",
            show_default=False,
            help="Um wie viel jedes Gewicht größer oder kleiner sein kann; Vorgabe 25.",
        ),
    ] = "25",
    format_: Annotated[
        Probenformat,
        typer.Option(
            "--format",
            metavar="FORMAT",
            show_default=False,
            help="Ergebnis als tabelle (Vorgabe) oder json.",
        ),
    ] = Probenformat.TABELLE,
    setze: Setze = None,
    leise: Leise = False,
) -> None:
    """Zeigen, wie fest das Ergebnis steht: in Euro, was andere Gewichte daran ändern.

    Geprobt wird jeder Indikator (weggelassen, fünf Punkte mehr oder weniger, eine Person mehr),
    jedes andere Schlüsselverfahren und viele zufällige Gewichte. Geschrieben wird nichts.
    """
    if not 1 <= zufall <= _HOECHSTENS_LAEUFE:
        raise typer.BadParameter("Möglich sind 1 bis 1.000.000 Läufe.", param_hint="--zufall")
    breite = _streuung(streuung)
    setzungen = gesetzt(setze or (), {})
    with fehler_melden(leise=leise):
        from sozialraum_cli.entscheiden.empfindlichkeit import empfindlichkeit as proben
        from sozialraum_cli.entscheiden.gewichte import gewichtsrechnung
        from sozialraum_cli.entscheiden.zufallsgewichte import zufallsgewichte
        from sozialraum_cli.lesen.mappendatei import mappe_lesen

        mappe = mappe_lesen(daten)
        ergebnis, befunde = ergebnis_rechnen(*gepruefte_eingabe(mappe, setzungen=setzungen))
        befunde += bogen_abgleichen(mappe, None if setzungen else ergebnis)
        with fortschritt("Zufällige Gewichte", zufall) as melde:
            spannen = zufallsgewichte(gewichtsrechnung(ergebnis), zufall, keim, breite, melde)
        probe = proben(ergebnis, spannen)
    _zeigen(probe, befunde, format_)
    if befunde and not leise:
        befunde_melden(befunde)


def _zeigen(probe: "Empfindlichkeit", befunde: "list[Befund]", format_: Probenformat) -> None:
    if format_ is Probenformat.JSON:
        from sozialraum_cli.ausgabe.empfindlichkeit_json import empfindlichkeit_json

        bytes_zeigen(empfindlichkeit_json(probe, befunde))
        return
    from sozialraum_cli.ausgabe.empfindlichkeit_tabelle import empfindlichkeit_tabelle

    empfindlichkeit_tabelle(probe, konsole())


def _streuung(text: str) -> Decimal:
    """Die Streuung in %; 0,25 heißt wie überall nicht 25 %, sondern ist mehrdeutig."""
    from sozialraum_cli.befehle.prozentangabe import prozentangabe

    wert = prozentangabe(text, "--streuung")
    if not 0 < wert < 100:
        raise typer.BadParameter(
            "Möglich ist mehr als 0 und weniger als 100 %.", param_hint="--streuung"
        )
    return wert

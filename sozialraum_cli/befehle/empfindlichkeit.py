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
from sozialraum_cli.befund import Befund, Datenfehler, fehler

if TYPE_CHECKING:
    from sozialraum_cli.entscheiden.empfindlichkeit import Empfindlichkeit
    from sozialraum_cli.modell import Eingabe


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
        int | None,
        typer.Option(
            "--zufall",
            metavar="LÄUFE",
            show_default=False,
            help="Zahl der Läufe mit zufälligen Gewichten; Vorgabe 10000, bei sehr großen Mappen "
            "so viele, wie möglich sind.",
        ),
    ] = None,
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
    if zufall is not None and zufall < 1:
        raise typer.BadParameter("Mindestens ein Lauf ist nötig.", param_hint="--zufall")
    breite = _streuung(streuung)
    setzungen = gesetzt(setze or (), {})
    with fehler_melden(leise=leise):
        from sozialraum_cli.entscheiden.empfindlichkeit import empfindlichkeit as proben
        from sozialraum_cli.entscheiden.gewichte import gewichtsrechnung
        from sozialraum_cli.entscheiden.umfang import uebliche_laeufe
        from sozialraum_cli.entscheiden.zufallsgewichte import zufallsgewichte
        from sozialraum_cli.lesen.mappendatei import mappe_lesen

        mappe = mappe_lesen(daten)
        eingabe, befunde = gepruefte_eingabe(mappe, setzungen=setzungen)
        if zu_viel := _umfang(eingabe, zufall):
            raise Datenfehler([*befunde, *zu_viel])
        ergebnis, befunde = ergebnis_rechnen(eingabe, befunde)
        befunde += bogen_abgleichen(mappe, None if setzungen else ergebnis)
        laeufe = zufall or uebliche_laeufe(eingabe)
        with fortschritt("Zufällige Gewichte", laeufe) as melde:
            spannen = zufallsgewichte(gewichtsrechnung(ergebnis), laeufe, keim, breite, melde)
        probe = proben(ergebnis, spannen)
    _zeigen(probe, befunde, format_)
    if befunde and not leise:
        befunde_melden(befunde)


def _umfang(eingabe: "Eingabe", zufall: int | None) -> tuple[Befund, ...]:
    """Fehler, wenn die Mappe oder die Zahl der Läufe zu groß ist; leer heißt: es geht."""
    from sozialraum_cli.entscheiden.umfang import hoechstens_laeufe, zu_viele_proben
    from sozialraum_cli.zahlen import zahl

    if zu_viele := zu_viele_proben(eingabe):
        return zu_viele
    hoechstens = hoechstens_laeufe(eingabe)
    if zufall is None or zufall <= hoechstens:
        return ()
    return (
        fehler(
            "Die Läufe sind für so viele Sozialräume und Indikatoren zu zahlreich; möglich sind "
            f"hier {zahl(Decimal(hoechstens), 0)}.",
            "--zufall",
            f"Höchstens --zufall {hoechstens} angeben.",
        ),
    )


def _zeigen(probe: "Empfindlichkeit", befunde: list[Befund], format_: Probenformat) -> None:
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

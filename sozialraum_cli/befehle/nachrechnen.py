"""`sozialraum nachrechnen`: jede gespeicherte Zahl eines Bogens aus seinen Eingaben prüfen."""

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sozialraum_cli import __version__
from sozialraum_cli.befehle.app import befehl
from sozialraum_cli.befehle.eingabelauf import ergebnis_rechnen, gepruefte_eingabe
from sozialraum_cli.befehle.fortschritt import anzeigen, schritt
from sozialraum_cli.befehle.melden import befunde_melden, bytes_zeigen, zeigen
from sozialraum_cli.befehle.pruefen import Pruefformat
from sozialraum_cli.befund import Befund, Datenfehler

if TYPE_CHECKING:
    from sozialraum_cli.bogen.nachrechnung import Nachrechnung
    from sozialraum_cli.lesen.mappe import Mappe


@befehl(
    "sozialraum nachrechnen Berechnungsbogen_2012.xlsx",
)
def nachrechnen(
    bogen: Annotated[
        Path,
        typer.Argument(
            readable=False,
            metavar="BOGEN",
            show_default=False,
            help="Berechnungsbogen, auch nach dem Speichern in Excel oder LibreOffice.",
        ),
    ],
    format_: Annotated[
        Pruefformat,
        typer.Option(
            "--format",
            metavar="FORMAT",
            show_default=False,
            help="Ergebnis als tabelle (Vorgabe) oder json.",
        ),
    ] = Pruefformat.TABELLE,
) -> None:
    """Einen Bogen aus seinen Eingabeblättern neu rechnen und jede gespeicherte Zahl vergleichen.

    Rückgabewert 0: alle stimmen; 1: mindestens eine nicht, oder der Bogen lässt sich nicht
    nachrechnen.
    """
    from sozialraum_cli.bogen.nachrechnung import nachrechnen as bogen_nachrechnen
    from sozialraum_cli.lesen.mappendatei import mappe_lesen

    mappe, nachrechnung = None, None
    befunde: tuple[Befund, ...]
    try:
        with anzeigen():
            schritt("Lesen", bogen.name)
            mappe = mappe_lesen(bogen)
            ergebnis, _ = ergebnis_rechnen(*gepruefte_eingabe(mappe))
            nachrechnung = bogen_nachrechnen(mappe, ergebnis)
        befunde = nachrechnung.hinweise
    except Datenfehler as ausnahme:
        befunde = ausnahme.befunde
    if format_ is Pruefformat.JSON:
        from sozialraum_cli.ausgabe.nachrechnung_json import nachrechnung_json

        bytes_zeigen(nachrechnung_json(mappe, nachrechnung, befunde))
    else:
        if mappe and nachrechnung:
            _zeigen(mappe, nachrechnung)
        if befunde:
            nicht = "" if nachrechnung else "Der Bogen lässt sich nicht nachrechnen."
            befunde_melden(befunde, nicht)
    if nachrechnung is None or nachrechnung.abweichungen:
        raise typer.Exit(1)


def _zeigen(mappe: "Mappe", nachrechnung: "Nachrechnung") -> None:
    from sozialraum_cli.bogen.abgleichbefunde import gezeigt
    from sozialraum_cli.zahlen import zahl

    falsch = nachrechnung.abweichungen
    anzahl = zahl(Decimal(nachrechnung.zellen), 0)
    for zelle in falsch:
        wo = f"{zelle.blatt}!{zelle.zelle}"
        jetzt = gezeigt(zelle.im_bogen) if zelle.gespeichert else "nicht gespeichert"
        zeigen(f"{wo}: im Bogen {jetzt}, richtig {gezeigt(zelle.richtig)}")
    if falsch:
        nicht = zahl(Decimal(len(falsch)), 0)
        zeigen(f"\n{nicht} von {anzahl} nachgerechneten Zellen stimmen nicht.")
    else:
        zeigen(f"{anzahl} Zellen nachgerechnet, alle stimmen.")
    zeigen(f"Datei „{mappe.dateiname}“, SHA-256: {mappe.sha256}")
    zeigen(f"Eingaben im Bogen, SHA-256: {nachrechnung.eingaben}")
    for name, summe in nachrechnung.quellen:
        zeigen(f"Eingabe „{name}“ nach Angabe des Bogens, SHA-256: {summe}")
    zeigen(f"Programm: sozialraum {__version__}")

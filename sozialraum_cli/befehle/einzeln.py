"""Genau eine Mappe: ihr Ergebnis auf stdout, Befunde und der Ort des Bogens auf stderr."""

from sozialraum_cli.befehle.angaben import Format
from sozialraum_cli.befehle.eingabelauf import versuchen
from sozialraum_cli.befehle.mappenauswahl import Mappenauswahl, bogenname
from sozialraum_cli.befehle.melden import befunde_melden, bytes_zeigen, fehler_melden, melden
from sozialraum_cli.befehle.rechenlauf import (
    Angaben,
    Berechnet,
    beigaben_lesen,
    mappe_berechnen,
)
from sozialraum_cli.befehle.ziel import xlsx_ziel
from sozialraum_cli.befund import Datenfehler, hat_fehler
from sozialraum_cli.lesen.laden import mappe_laden


def mappe_ausgeben(auswahl: Mappenauswahl, angaben: Angaben) -> None:
    """Berechnet die eine Mappe der Auswahl; ein vorhandener Ordner als Ziel nimmt den Bogen auf.

    Fehler: typer.Exit(1), nachdem alle Befunde gemeldet sind.
    """
    (daten,) = auswahl.pfade
    ziel = angaben.ausgabe
    if ziel and ziel.is_dir():
        ziel /= bogenname(daten)
    with fehler_melden(leise=angaben.leise):
        befunde = [*auswahl.befunde]
        if not angaben.ohne_bogen:
            eingaben = (daten, *angaben.dateien)
            befunde += xlsx_ziel(ziel, eingaben, ueberschreiben=angaben.ueberschreiben)
        mappe = versuchen(befunde, mappe_laden, daten)
        beigaben = beigaben_lesen(angaben, befunde)
        if mappe is None or hat_fehler(befunde):
            raise Datenfehler(befunde)
        berechnet = mappe_berechnen(mappe, [daten], ziel, beigaben)
    _zeigen(berechnet, angaben)
    if angaben.leise:
        if befunde:  # eine Mappe des Aufrufs hat kein Ergebnis
            befunde_melden(befunde)
        return
    if befunde := [*befunde, *berechnet.befunde]:
        befunde_melden(befunde)
    if berechnet.bogen:
        melden(f"Bogen geschrieben: {berechnet.bogen}")


def _zeigen(berechnet: Berechnet, angaben: Angaben) -> None:
    if angaben.format is Format.JSON:
        from sozialraum_cli.ausgabe.json_ausgabe import berechnung_json

        bytes_zeigen(berechnung_json(berechnet.ergebnis, berechnet.befunde))
    elif angaben.format is Format.CSV:
        from sozialraum_cli.ausgabe.csv_ausgabe import DIALEKTE, berechnung_csv

        bytes_zeigen(berechnung_csv(berechnet.ergebnis, DIALEKTE[angaben.csv_dialekt]))
    else:
        from rich.console import Console

        from sozialraum_cli.ausgabe.tabelle import tabelle

        tabelle(berechnet.ergebnis, Console(highlight=False, markup=False, emoji=False))

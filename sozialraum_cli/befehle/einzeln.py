"""Genau eine Mappe: ihr Ergebnis auf stdout, Befunde und der Ort des Bogens auf stderr."""

from pathlib import Path

from sozialraum_cli.befehle.angaben import Format, dateiformat
from sozialraum_cli.befehle.eingabelauf import rechenmappe_lesen, versuchen
from sozialraum_cli.befehle.fortschritt import anzeigen, schritt
from sozialraum_cli.befehle.mappenauswahl import Mappenauswahl, bogenname
from sozialraum_cli.befehle.melden import (
    befunde_melden,
    bytes_zeigen,
    fehler_melden,
    konsole,
    melden,
)
from sozialraum_cli.befehle.rechenlauf import (
    Angaben,
    Berechnet,
    beigaben_lesen,
    mappe_berechnen,
)
from sozialraum_cli.befehle.ziel import ergebnis_ziel
from sozialraum_cli.befund import Datenfehler, hat_fehler
from sozialraum_cli.dateien import gibt_es, ist_ordner, ordner_anlegen, sicher_schreiben
from sozialraum_cli.lesen.mappendatei import mappe_lesen


def mappe_ausgeben(auswahl: Mappenauswahl, angaben: Angaben) -> None:
    """Berechnet die eine Mappe der Auswahl; ein Ordner als Ziel nimmt den Bogen auf.

    Wie bei mehreren wird er angelegt, wenn ein Platzhalter nur diese eine traf oder das Ziel keine
    Endung hat: Ob die Befehlszeile *.xlsx schon ersetzt hat, ist nicht zu erkennen. Fehler:
    typer.Exit(1), nachdem alle Befunde gemeldet sind.
    """
    (daten,) = auswahl.pfade
    ziel = angaben.ausgabe
    neuer_ordner = None
    if ziel and not gibt_es(ziel) and _nennt_ordner(ziel, wie_viele=auswahl.platzhalter):
        neuer_ordner = ziel
    if ziel and (ist_ordner(ziel) or neuer_ordner):
        ziel /= bogenname(daten)
    with fehler_melden(leise=angaben.leise):
        eingaben = (daten, *angaben.dateien)
        befunde = [*auswahl.befunde]
        # Ohne die fehlende Mappe wäre das Ziel vielleicht ein Ordner.
        if not hat_fehler(befunde) and not neuer_ordner:
            befunde += ergebnis_ziel(ziel, eingaben, ueberschreiben=angaben.ueberschreiben)
        # Scheitert daneben noch etwas, stehen alle Befunde zusammen: dann sofort ganz lesen.
        lesen = mappe_lesen if angaben.dateien or hat_fehler(befunde) else rechenmappe_lesen
        mappe = versuchen(befunde, lesen, daten)
        beigaben = beigaben_lesen(angaben, befunde)
        if mappe is None or hat_fehler(befunde):
            raise Datenfehler(befunde)
        if neuer_ordner and not angaben.ohne_bogen:
            ordner_anlegen(neuer_ordner)
        berechnet = mappe_berechnen(mappe, [daten], ziel, beigaben)
        if ziel and (format_ := dateiformat(ziel)):
            inhalt = _als_bytes(berechnet, format_, angaben)
            sicher_schreiben(ziel, inhalt, ueberschreiben=angaben.ueberschreiben)
    _zeigen(berechnet, angaben)
    if angaben.leise:
        if befunde:  # eine Mappe des Aufrufs hat kein Ergebnis
            befunde_melden(befunde)
        return
    if befunde := [*befunde, *berechnet.befunde]:
        befunde_melden(befunde)
    if berechnet.bogen:
        melden(f"Bogen geschrieben: {berechnet.bogen}")
    if angaben.ergebnisdatei:
        melden(f"Ergebnis geschrieben: {angaben.ergebnisdatei}")


def _nennt_ordner(ziel: Path, *, wie_viele: bool) -> bool:
    endung = ziel.suffix.lower()
    return not endung or (wie_viele and endung != ".xlsx" and dateiformat(ziel) is None)


def _als_bytes(berechnet: Berechnet, format_: Format, angaben: Angaben) -> bytes:
    schritt("Schreiben")
    if format_ is Format.JSON:
        from sozialraum_cli.ausgabe.json_ausgabe import berechnung_json

        return berechnung_json(berechnet.ergebnis, berechnet.befunde)
    from sozialraum_cli.ausgabe.csv_ausgabe import DIALEKTE, berechnung_csv

    return berechnung_csv(berechnet.ergebnis, DIALEKTE[angaben.csv_dialekt])


def _zeigen(berechnet: Berechnet, angaben: Angaben) -> None:
    if angaben.format is not Format.TABELLE:
        with anzeigen(leise=angaben.leise):
            inhalt = _als_bytes(berechnet, angaben.format, angaben)
        bytes_zeigen(inhalt)
    else:
        from sozialraum_cli.ausgabe.tabelle import tabelle

        tabelle(berechnet.ergebnis, konsole(), angaben.filter)

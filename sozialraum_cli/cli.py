"""Die Befehlszeile: setzt die Befehle zusammen und macht aus ihrem Ende einen Exit-Code."""

import typer

from sozialraum_cli.befehle.app import Aufruffehler, app_bilden, aufruffehler_melden
from sozialraum_cli.befehle.beispiel import beispiel
from sozialraum_cli.befehle.berechnen import berechnen
from sozialraum_cli.befehle.controlling import controlling
from sozialraum_cli.befehle.einlesen import einlesen
from sozialraum_cli.befehle.empfindlichkeit import empfindlichkeit
from sozialraum_cli.befehle.erklaeren import erklaeren
from sozialraum_cli.befehle.fortschreiben import fortschreiben
from sozialraum_cli.befehle.nachrechnen import nachrechnen
from sozialraum_cli.befehle.pruefen import pruefen
from sozialraum_cli.befehle.szenarien import szenarien
from sozialraum_cli.befehle.uebergang import uebergang
from sozialraum_cli.befehle.vergleich import vergleich
from sozialraum_cli.befehle.vertragsblatt import vertragsblatt
from sozialraum_cli.befehle.vorlage import vorlage
from sozialraum_cli.befehle.vorlagentext import vorlagentext
from sozialraum_cli.befehle.zuordnung import zuordnung

BEFEHLE = (
    berechnen,
    pruefen,
    nachrechnen,
    vergleich,
    erklaeren,
    szenarien,
    empfindlichkeit,
    vorlagentext,
    uebergang,
    fortschreiben,
    controlling,
    vertragsblatt,
    einlesen,
    zuordnung,
    beispiel,
    vorlage,
)


def aufrufen(argumente: list[str]) -> int:
    """Führt einen Befehl aus.

    Eingang: Befehl und Angaben ohne Programmnamen. Ergebnis: Exit-Code 0 in Ordnung, 1 Daten
    oder Datei fehlerhaft, 2 falscher Aufruf. Quelle: Spezifikation 4.
    """
    befehl = typer.main.get_command(app_bilden(BEFEHLE))
    try:
        with befehl.make_context("sozialraum", list(argumente)) as kontext:
            befehl.invoke(kontext)
    except typer.Exit as ende:
        return ende.exit_code
    except Aufruffehler as ausnahme:
        aufruffehler_melden(ausnahme)
        return 2
    return 0

"""Die Befehlszeile: setzt die Befehle zusammen und macht aus ihrem Ende einen Exit-Code."""

import typer

from sozialraum_cli.befehle.app import Aufruffehler, app_bilden, aufruffehler_melden

# Der Name ist auch der des Moduls und der Funktion; in dieser Reihenfolge stehen sie in der Hilfe.
BEFEHLE = {
    "berechnen": "Budgets, Stunden und Bogen berechnen.",
    "pruefen": "Mappen prüfen, nichts schreiben.",
    "nachrechnen": "Jede Zahl eines Bogens nachrechnen.",
    "vergleich": "Zwei Jahre oder Varianten vergleichen.",
    "erklaeren": "Den Rechenweg eines Sozialraums erklären.",
    "szenarien": "Varianten nebeneinander rechnen.",
    "empfindlichkeit": "Zeigen, was Gewichte und Indikatoren bewegen.",
    "vorlagentext": "Den Text für den Ausschuss schreiben.",
    "uebergang": "Den Jahrespfad der Abschmelzung zeigen.",
    "fortschreiben": "Die Eingabemappe des Folgejahres anlegen.",
    "controlling": "Vereinbarte und geleistete Stunden vergleichen.",
    "vertragsblatt": "Je Träger ein Blatt für den Vertrag schreiben.",
    "einlesen": "Indikatoren aus amtlichen Tabellen einlesen.",
    "zuordnung": "Eine Zuordnung zum Einlesen vorschlagen.",
    "beispiel": "Beispielmappen in einen Ordner legen.",
    "vorlage": "Eine leere Eingabemappe anlegen.",
}


def aufrufen(argumente: list[str]) -> int:
    """Führt einen Befehl aus.

    Eingang: Befehl und Angaben ohne Programmnamen. Ergebnis: Exit-Code 0 in Ordnung, 1 Daten
    oder Datei fehlerhaft, 2 falscher Aufruf. Quelle: docs/verfahren.md 7.
    """
    befehl = app_bilden(BEFEHLE)
    try:
        with befehl.make_context("sozialraum", list(argumente)) as kontext:
            befehl.invoke(kontext)
    except typer.Exit as ende:
        return ende.exit_code
    except Aufruffehler as ausnahme:
        aufruffehler_melden(ausnahme)
        return 2
    return 0

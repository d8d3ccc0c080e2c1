"""Befunde für Menschen: nach Fundort sortiert, Fehler und Hinweise getrennt, je mit Abhilfe."""

import os
from collections.abc import Iterable
from typing import TextIO

from sozialraum_cli.ausgabe.zeichensatz import absatz
from sozialraum_cli.befund import Befund, Stufe, sortiert

# Mehr liest niemand; das Terminal bliebe lange beschäftigt.
_HOECHSTENS_GEZEIGT = 2_000
_UEBERSCHRIFT = {Stufe.FEHLER: "Fehler", Stufe.HINWEIS: "Hinweise"}


def befunde_zeigen(befunde: Iterable[Befund], strom: TextIO, schluss: str = "") -> None:
    """Schreibt alle Befunde und ihre Anzahl auf den Strom.

    Umgebrochen wird nur auf einem Terminal: in einer Datei bleibt jeder Satz eine Zeile und
    damit auffindbar. `schluss` steht hinter der Anzahl.
    """
    zeichensatz = strom.encoding or "utf-8"
    breite = os.get_terminal_size(strom.fileno()).columns if strom.isatty() else None
    befunde = sortiert(befunde)
    zeilen: list[str] = []
    for stufe, ueberschrift in _UEBERSCHRIFT.items():
        ausgewaehlt = [befund for befund in befunde if befund.stufe is stufe]
        if ausgewaehlt:
            zeilen.append(f"{ueberschrift}:")
        for befund in ausgewaehlt[:_HOECHSTENS_GEZEIGT]:
            ort = f"{befund.fundort}: " if befund.fundort else ""
            zeilen.append(eingerueckt(f"  {ort}{befund.text}", zeichensatz, breite))
            zeilen.append(eingerueckt(f"    → {befund.abhilfe}", zeichensatz, breite))
        if weitere := max(len(ausgewaehlt) - _HOECHSTENS_GEZEIGT, 0):
            zeilen.append(
                eingerueckt(
                    f"  … und {weitere} weitere; --format json nennt alle.", zeichensatz, breite
                )
            )
        if ausgewaehlt:
            zeilen.append("")
    zeilen.append(absatz(f"{anzahl(befunde)}. {schluss}".strip(), zeichensatz, breite))
    strom.write("\n".join(zeilen) + "\n")


def anzahl(befunde: Iterable[Befund]) -> str:
    """Wie viele Fehler und Hinweise es sind: „3 Fehler, 2 Hinweise“."""
    stufen = [befund.stufe for befund in befunde]
    fehler, hinweise = stufen.count(Stufe.FEHLER), stufen.count(Stufe.HINWEIS)
    teile = [f"{fehler} Fehler"] if fehler else []
    teile += [f"{hinweise} Hinweis{'' if hinweise == 1 else 'e'}"] if hinweise else []
    return ", ".join(teile) or "Keine Befunde"


def eingerueckt(text: str, zeichensatz: str, breite: int | None) -> str:
    """Ein Absatz, dessen weitere Zeilen unter seinem Anfang stehen."""
    einzug = " " * (len(text) - len(text.lstrip()) + 2)
    return absatz(text, zeichensatz, breite, einzug)

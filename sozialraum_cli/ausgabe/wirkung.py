"""Befunde mit ihrer Wirkung in Euro, als Text und als JSON nach Schema sozialraum/wirkung/1."""

import os
from collections.abc import Iterable, Sequence
from typing import TextIO

from sozialraum_cli.ausgabe.befunde import anzahl, eingerueckt
from sozialraum_cli.ausgabe.json_ausgabe import BEFUND, dokument_json
from sozialraum_cli.befund import Stufe
from sozialraum_cli.entscheiden.befundwirkung import Befundwirkung
from sozialraum_cli.groessen.groesse import Dokument, Groesse, Liste, Mass, von

WIRKUNG: Dokument[Iterable[Befundwirkung]] = Dokument(
    "sozialraum/wirkung/1",
    "Befunde mit ihrer Wirkung in Euro",
    "„sozialraum pruefen DATEN --wirkung --format json“, die größte Wirkung zuerst",
    (
        Liste(
            "befunde",
            lambda wirkungen: wirkungen,
            (
                *von(lambda w: w.befund, BEFUND),
                Groesse(
                    "betrag",
                    Mass.GELD,
                    lambda w: w.betrag,
                    "was der Befund zwischen Sozialräumen verschiebt; null: nicht zu berechnen",
                    leer=True,
                ),
                Groesse("wirkung", Mass.TEXT, lambda w: w.satz, "dasselbe im Satz", leer=True),
            ),
        ),
    ),
)


def wirkungen_json(wirkungen: Iterable[Befundwirkung]) -> bytes:
    """Die Befunde mit ihrer Wirkung nach Schema sozialraum/wirkung/1 als UTF-8."""
    return dokument_json(WIRKUNG, wirkungen)


def wirkungen_zeigen(wirkungen: Sequence[Befundwirkung], strom: TextIO) -> None:
    """Schreibt die Befunde mit ihrer Wirkung in gegebener Reihenfolge auf den Strom."""
    zeichensatz = strom.encoding or "utf-8"
    breite = os.get_terminal_size(strom.fileno()).columns if strom.isatty() else None
    zeilen: list[str] = []
    for wirkung in wirkungen:
        befund = wirkung.befund
        ort = f"{befund.fundort}: " if befund.fundort else ""
        stufe = "Fehler" if befund.stufe is Stufe.FEHLER else "Hinweis"
        saetze = (wirkung.satz, f"→ {befund.abhilfe}")
        zeilen.append(eingerueckt(f"  {stufe}, {ort}{befund.text}", zeichensatz, breite))
        zeilen += [eingerueckt(f"    {satz}", zeichensatz, breite) for satz in saetze if satz]
    zeilen += [""] if zeilen else []
    zeilen.append(f"{anzahl(wirkung.befund for wirkung in wirkungen)}.")
    strom.write("\n".join(zeilen) + "\n")

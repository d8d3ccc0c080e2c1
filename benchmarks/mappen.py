"""Erfundene Eingabemappen beliebiger Größe; gleiche Angaben ergeben gleiche Zellen."""

import random
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from textmappe import Wert, Zeile, schreiben

_PARAMETER: Sequence[tuple[str, Wert]] = (
    ("Jahr", 2026),
    ("Schlüsselverfahren", "anteile"),
    ("Verfahren des Bestandsschutzes", "anteilig"),
    ("Bestandsschutz", "70 %"),
    ("Rundung", 1),
    ("Regie-/Sachkosten", "17,5 %"),
    ("Leistung: Beratung inkl. Gruppenarbeit", "60 %"),
    ("Leistung: Netzwerkarbeit", "40 %"),
    ("Minderarbeitszeit (abf)", "10 %"),
    ("Personalkosten je Vollzeitstelle", 55_000),
    ("Wochenarbeitszeit", 39),
)
_JE_SOZIALRAUM = 450_000
_SPALTEN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def mappe(sozialraeume: int, indikatoren: int, ziel: Path, keim: int = 0) -> Path:
    """Schreibt eine Mappe mit so vielen Sozialräumen und Indikatoren.

    Eingang: `keim` ändert alle Zahlen, nicht die Namen.
    """
    wuerfel = random.Random(sozialraeume * 31 + indikatoren + keim)
    namen = [f"Ort {nummer:06}" for nummer in range(1, sozialraeume + 1)]
    spalten = [f"Indikator {nummer}" for nummer in range(1, indikatoren + 1)]
    # 70 % davon reichen nie an das Gesamtbudget: jede Mappe lässt sich rechnen.
    bisher = [wuerfel.randint(10_000, 600_000) for _ in namen]
    gewichtung: list[list[Wert]] = [
        [name, "Anzahl", "Einwohner", "belastend", 100 // indikatoren] for name in spalten
    ]
    parameter = [("Gesamtbudget", sozialraeume * _JE_SOZIALRAUM), *_PARAMETER]
    blaetter = {
        "Sozialräume": _zeilen(["Sozialraum", "Budget bisher"], zip(namen, bisher, strict=True)),
        "Indikatoren": _zeilen(
            ["Sozialraum", "Einwohner", *spalten], _indikatoren(namen, indikatoren, wuerfel)
        ),
        "Gewichtung": _zeilen(
            ["Indikator", "Art", "Bezugsgröße", "Richtung", "Gewicht"], gewichtung
        ),
        "Parameter": _zeilen(["Parameter", "Wert"], parameter),
    }
    return schreiben(blaetter, ziel)


def _indikatoren(
    namen: Sequence[str], anzahl: int, wuerfel: random.Random
) -> Iterator[Sequence[Wert]]:
    for name in namen:
        einwohner = wuerfel.randint(500, 40_000)
        yield [name, einwohner, *(wuerfel.randint(1, einwohner // 3) for _ in range(anzahl))]


def _zeilen(kopf: Sequence[Wert], daten: Iterable[Sequence[Wert]]) -> Iterator[Zeile]:
    for nummer, werte in enumerate(chain([kopf], daten), 1):
        yield nummer, [(s, w, None) for s, w in zip(_SPALTEN, werte, strict=False)]

"""Erfundene Eingabemappen beliebiger Größe; gleiche Angaben ergeben gleiche Zellen."""

import random
from pathlib import Path

from openpyxl import Workbook

PARAMETER = (
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
JE_SOZIALRAUM = 450_000


def mappe(sozialraeume: int, indikatoren: int, ziel: Path) -> Path:
    """Schreibt eine Mappe mit so vielen Sozialräumen und Indikatoren."""
    wuerfel = random.Random(sozialraeume * 31 + indikatoren)
    namen = [f"Ort {nummer:06}" for nummer in range(1, sozialraeume + 1)]
    spalten = [f"Indikator {nummer}" for nummer in range(1, indikatoren + 1)]
    buch = Workbook(write_only=True)
    blatt = buch.create_sheet("Sozialräume")
    blatt.append(["Sozialraum", "Budget bisher"])
    for name in namen:
        blatt.append([name, wuerfel.randint(10_000, 900_000)])
    blatt = buch.create_sheet("Indikatoren")
    blatt.append(["Sozialraum", "Einwohner", *spalten])
    for name in namen:
        einwohner = wuerfel.randint(500, 40_000)
        blatt.append([name, einwohner, *(wuerfel.randint(1, einwohner // 3) for _ in spalten)])
    blatt = buch.create_sheet("Gewichtung")
    blatt.append(["Indikator", "Art", "Bezugsgröße", "Richtung", "Gewicht"])
    for spalte in spalten:
        blatt.append([spalte, "Anzahl", "Einwohner", "belastend", 100 // indikatoren])
    blatt = buch.create_sheet("Parameter")
    blatt.append(["Parameter", "Wert"])
    blatt.append(["Gesamtbudget", sozialraeume * JE_SOZIALRAUM])
    for zeile in PARAMETER:
        blatt.append(zeile)
    buch.save(ziel)
    return ziel

"""Was gemessen wird: je Abschnitt des Berichts die Befehle und ihre Gegenstücke."""

import csv
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from bericht import deutsch
from gewichtssaetze import verhaeltnis
from mappen import mappe
from prozesse import Gemessen, Messung, messen
from zellen import zellen_merken

HIER = Path(__file__).parent
BEISPIEL = HIER.parent / "beispieldaten" / "lueneburg_2012.xlsx"
SOZIALRAUM = (sys.executable, "-m", "sozialraum_cli")
GEGENSTUECK = (sys.executable, str(HIER / "gegenstuecke.py"))
MIT_PANDAS = (sys.executable, str(HIER / "mit_pandas.py"))

CALAMINE = "calamine: nur lesen"
PANDAS = "pandas: dasselbe Ergebnis"
OPENPYXL = "openpyxl: Bogen laden und speichern"
ALS_TEXT = "calamine + dieselben Zellen als Text"
XLSXWRITER = "calamine + XlsxWriter, dieselben Zellen"
WIEDER_EINGABE = "Bogen als Eingabe, csv"
SCHLEIFE = "Schleife von Hand, ganze Zahlen"

GROSSER_BOGEN = 1_000
# Gleitkommazahlen runden die Hälfte eines Cents anders.
CENT = 0.0101


def titel(anzahl: int, indikatoren: int) -> str:
    """Die Überschrift einer Größe."""
    return f"{deutsch(anzahl, 0)} Sozialräume × {indikatoren} Indikatoren"


def bogentitel(anzahl: int) -> str:
    """Die Überschrift eines Bogens."""
    return f"Bogen mit {deutsch(anzahl, 0)} Sozialräumen × 4 Indikatoren"


def start(ordner: Path, laeufe: int) -> Gemessen:
    """Start und Beispiel, gemessen an `import typer` und an bloßem openpyxl."""
    rechnen, bogen = (*SOZIALRAUM, "berechnen", str(BEISPIEL)), str(ordner / "bogen.xlsx")
    mit_bogen = (*rechnen, "--ausgabe", bogen, "--ueberschreiben")
    subprocess.run(mit_bogen, capture_output=True, check=True)
    return messen(
        {
            "import typer": (sys.executable, "-c", "import typer"),
            "sozialraum --version": (*SOZIALRAUM, "--version"),
            "sozialraum --help": (*SOZIALRAUM, "--help"),
            "Beispiel, csv ohne Bogen": (*rechnen, "--ohne-bogen", "--format", "csv"),
            OPENPYXL: (*GEGENSTUECK, "openpyxl", bogen, str(ordner / "kopie.xlsx")),
            "Beispiel mit Bogen": mit_bogen,
        },
        3 * laeufe,
    )


def groesse(ordner: Path, anzahl: int, indikatoren: int, laeufe: int) -> Gemessen:
    """Eine Mappe in allen Ausgaben, gemessen an pandas und an calamine, das nur liest."""
    neu = str(mappe(anzahl, indikatoren, ordner / "neu.xlsx"))
    alt = str(mappe(anzahl, indikatoren, ordner / "alt.xlsx", keim=1))
    rechnen = (*SOZIALRAUM, "berechnen", neu, "--ohne-bogen", "--leise")
    dasselbe_ergebnis((*rechnen, "--format", "csv", "--csv-dialekt", "international"), neu)
    return messen(
        {
            CALAMINE: (*GEGENSTUECK, "calamine", neu),
            PANDAS: (*MIT_PANDAS, neu),
            "csv": (*rechnen, "--format", "csv"),
            "json": (*rechnen, "--format", "json"),
            "tabelle": (*rechnen, "--format", "tabelle"),
            "pruefen": (*SOZIALRAUM, "pruefen", neu),
            "vergleich": (*SOZIALRAUM, "vergleich", alt, neu, "--format", "csv"),
        },
        laeufe,
    )


def bogen(ordner: Path, anzahl: int, laeufe: int) -> Gemessen:
    """Den Bogen schreiben, gemessen an denselben Zellen ohne Rechnung und ohne Formate."""
    eingabe, fertig = str(mappe(anzahl, 4, ordner / "neu.xlsx")), ordner / "bogen.xlsx"
    fertig.unlink(missing_ok=True)
    rechnen = (*SOZIALRAUM, "berechnen", "--leise")
    ohne_bogen = (*rechnen, "--ohne-bogen", "--format", "csv")
    mit_bogen = (*rechnen, eingabe, "--ausgabe", str(fertig), "--ueberschreiben")
    befehle = {"csv": (*ohne_bogen, eingabe), "Bogen": mit_bogen}
    gemessen = messen(befehle, laeufe)
    if not fertig.exists():  # über der Grenze: was es stattdessen gibt, steht bei „Bogen“
        return gemessen
    zellen = str(zellen_merken(fertig, ordner / "zellen"))
    kopie = str(ordner / "kopie.xlsx")
    gegenstuecke = {
        ALS_TEXT: (*GEGENSTUECK, "text", eingabe, zellen, kopie),
        XLSXWRITER: (*GEGENSTUECK, "xlsxwriter", eingabe, zellen, kopie),
        OPENPYXL: (*GEGENSTUECK, "openpyxl", str(fertig), kopie),
        WIEDER_EINGABE: (*ohne_bogen, str(fertig)),
    }
    if shutil.which("soffice"):
        gegenstuecke["LibreOffice: öffnen und nachrechnen"] = (
            *(*GEGENSTUECK, "libreoffice", str(fertig)),
        )
    return gemessen | messen(gegenstuecke, laeufe)


def stapel(ordner: Path, anzahl: int, laeufe: int) -> Gemessen:
    """Viele kleine Mappen in einem Aufruf, gemessen an einem Skript, das alle rechnet."""
    mappen = [
        str(mappe(10, 4, ordner / f"stapel{nummer:03}.xlsx", keim=nummer))
        for nummer in range(anzahl)
    ]
    rechnen = (*SOZIALRAUM, "berechnen", *mappen, "--ohne-bogen", "--leise", "--format", "json")
    befehle = {
        PANDAS: (*MIT_PANDAS, *mappen),
        "json auf einem Kern": ("taskset", "-c", "0", *rechnen),
        "json auf allen Kernen": rechnen,
    }
    return messen(befehle, laeufe)


def gewichte(ordner: Path, laeufe: int) -> Gemessen:
    """10.000 Sätze Gewichte, gemessen an einer Schleife von Hand."""
    programm, schleife = verhaeltnis(mappe(10, 4, ordner / "neu.xlsx"), laeufe)
    return {SCHLEIFE: Messung(schleife), "sozialraum, genaue Budgets": Messung(programm)}


def dasselbe_ergebnis(befehl: Sequence[str], eingabe: str) -> None:
    """Bricht ab, wenn pandas andere Budgets, Beträge oder Stunden ausgibt."""
    umgebung = os.environ | {"PYTHONIOENCODING": "utf-8"}
    unsere, ihre = (
        csv.DictReader(io.StringIO(subprocess.check_output(einer, text=True, env=umgebung)))
        for einer in (befehl, (*MIT_PANDAS, eingabe))
    )
    for eigene, andere in zip(unsere, ihre, strict=True):
        assert eigene["sozialraum"] == andere.pop("sozialraum")
        assert float(eigene["budget_neu"]) == float(andere["budget_neu"])
        for spalte, wert in andere.items():
            assert abs(float(eigene[spalte]) - float(wert)) < CENT, (eigene["sozialraum"], spalte)

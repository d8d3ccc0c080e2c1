"""Wie schnell das Programm ist, gemessen an anderen im selben Lauf: Verhältnisse und Mediane.

Aufruf: python benchmarks/messen.py [LÄUFE] (vorher: pip install -e .[benchmark])

Schreibt ERGEBNISSE.md daneben. Gemessen ist Rechenzeit ganzer Prozesse; Sekunden hängen vom
Rechner ab, Verhältnisse viel weniger. Einlesen und Lesen allein: einlesen.py und lesen.py.
"""

import csv
import io
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from gewichtssaetze import verhaeltnis
from mappen import mappe
from prozesse import Messung, messen

from sozialraum_cli import __version__

HIER = Path(__file__).parent
BEISPIEL = HIER.parent / "beispieldaten" / "lueneburg_2012.xlsx"
GROESSEN = (10, 1_000, 10_000, 30_000)
INDIKATOREN = 4
# Gleitkommazahlen runden die Hälfte eines Cents anders.
CENT = 0.0101

SOZIALRAUM = (sys.executable, "-m", "sozialraum_cli")
OPENPYXL = "import sys, openpyxl; openpyxl.load_workbook(sys.argv[1]).save(sys.argv[2])"
CALAMINE = (
    "import sys, python_calamine as c; m = c.CalamineWorkbook.from_path(sys.argv[1])\n"
    "[m.get_sheet_by_name(name).to_python() for name in m.sheet_names]"
)


def main() -> None:
    """Misst alles, gibt es aus und schreibt ERGEBNISSE.md."""
    laeufe = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    zeilen = []
    for zeile in bericht(laeufe):
        print(zeile, flush=True)
        zeilen.append(zeile)
    (HIER / "ERGEBNISSE.md").write_text("\n".join(zeilen) + "\n", encoding="utf-8")


def bericht(laeufe: int) -> Iterator[str]:
    """Der Bericht Zeile für Zeile, wie er fertig wird."""
    yield "# Gemessen"
    yield ""
    yield f"sozialraum {__version__}, Python {platform.python_version()}, {os.cpu_count()} Kerne,"
    last = os.getloadavg()[0]
    yield f"Last beim Start {deutsch(last, 1)}; Rechenzeit, Median aus {laeufe} Läufen. Über den"
    yield "Kernen liegt die Last eines Rechners, auf dem noch anderes läuft: dann zählt nur die"
    yield "Größenordnung der Verhältnisse."
    with tempfile.TemporaryDirectory() as name:
        ordner = Path(name)
        yield from start(ordner, laeufe)
        for anzahl in GROESSEN:
            yield from groesse(
                mappe(anzahl, INDIKATOREN, ordner / f"{anzahl}.xlsx"), anzahl, laeufe
            )
        yield from gewichte(ordner / "10.xlsx", laeufe)


def start(ordner: Path, laeufe: int) -> Iterator[str]:
    """Start und Beispiel, gemessen an `import typer` und an bloßem openpyxl."""
    rechnen, bogen = (*SOZIALRAUM, "berechnen", str(BEISPIEL)), ordner / "bogen.xlsx"
    mit_bogen = (*rechnen, "--ausgabe", str(bogen), "--ueberschreiben")
    subprocess.run(mit_bogen, capture_output=True, check=True)
    gemessen = messen(
        {
            "import typer": (sys.executable, "-c", "import typer"),
            "sozialraum --version": (*SOZIALRAUM, "--version"),
            "sozialraum --help": (*SOZIALRAUM, "--help"),
            "Beispiel, csv ohne Bogen": (*rechnen, "--ohne-bogen", "--format", "csv"),
            "openpyxl: Bogen laden und speichern": (
                *(sys.executable, "-c", OPENPYXL, str(bogen), str(ordner / "kopie.xlsx")),
            ),
            "Beispiel mit Bogen": mit_bogen,
        },
        laeufe,
    )
    yield from abschnitt(
        "Start und Beispiel (10 Sozialräume)",
        gemessen,
        ("import typer", "openpyxl: Bogen laden und speichern"),
    )


def groesse(pfad: Path, anzahl: int, laeufe: int) -> Iterator[str]:
    """Eine Mappe in allen Ausgaben, gemessen an pandas und an calamine, das nur liest."""
    rechnen = (*SOZIALRAUM, "berechnen", str(pfad), "--ohne-bogen", "--leise")
    pandas = (sys.executable, str(HIER / "mit_pandas.py"), str(pfad))
    dasselbe_ergebnis((*rechnen, "--format", "csv", "--csv-dialekt", "international"), pandas)
    gemessen = messen(
        {
            "calamine: nur lesen": (sys.executable, "-c", CALAMINE, str(pfad)),
            "pandas: dasselbe Ergebnis": pandas,
            "csv": (*rechnen, "--format", "csv"),
            "json": (*rechnen, "--format", "json"),
            "tabelle": (*rechnen, "--format", "tabelle"),
            "pruefen": (*SOZIALRAUM, "pruefen", str(pfad)),
        },
        laeufe,
    )
    yield from abschnitt(
        f"{deutsch(anzahl, 0)} Sozialräume × {INDIKATOREN} Indikatoren",
        gemessen,
        ("calamine: nur lesen", "pandas: dasselbe Ergebnis", "csv"),
    )


def gewichte(pfad: Path, laeufe: int) -> Iterator[str]:
    """10.000 Sätze Gewichte, gemessen an einer Schleife von Hand."""
    programm, schleife = verhaeltnis(pfad, laeufe)
    yield from abschnitt(
        "10.000 Sätze Gewichte für 10 Sozialräume (ein Prozess, bester Lauf)",
        {
            "Schleife von Hand, ganze Zahlen": Messung(schleife, 0),
            "sozialraum, genaue Budgets": Messung(programm, 0),
        },
        ("Schleife von Hand, ganze Zahlen",),
    )


def abschnitt(titel: str, gemessen: Mapping[str, Messung], bezuege: Sequence[str]) -> Iterator[str]:
    """Eine Tabelle: Sekunden, Speicher und das Verhältnis zu jedem Bezug."""
    yield from ("", f"## {titel}", "")
    yield f"| | Sekunden | MiB | {' | '.join(f'÷ {name}' for name in bezuege)} |"
    yield f"|---|---:|---:|{'---:|' * len(bezuege)}"
    for name, messung in gemessen.items():
        teile = [deutsch(messung.sekunden / gemessen[b].sekunden, 2) for b in bezuege]
        speicher = deutsch(messung.mebibyte, 0) if messung.mebibyte else ""
        yield f"| {name} | {deutsch(messung.sekunden, 3)} | {speicher} | {' | '.join(teile)} |"


def dasselbe_ergebnis(befehl: Sequence[str], pandas: Sequence[str]) -> None:
    """Bricht ab, wenn pandas andere Budgets, Beträge oder Stunden ausgibt."""
    unsere, ihre = (
        [*csv.DictReader(io.StringIO(subprocess.check_output(einer, text=True)))]
        for einer in (befehl, pandas)
    )
    for eigene, andere in zip(unsere, ihre, strict=True):
        assert eigene["sozialraum"] == andere.pop("sozialraum")
        assert float(eigene["budget_neu"]) == float(andere["budget_neu"])
        for spalte, wert in andere.items():
            assert abs(float(eigene[spalte]) - float(wert)) < CENT, (eigene["sozialraum"], spalte)


def deutsch(wert: float, stellen: int) -> str:
    """Die Zahl mit Punkt für Tausender und Komma."""
    return f"{wert:,.{stellen}f}".translate(str.maketrans(",.", ".,"))


if __name__ == "__main__":
    main()

"""Wie lange das Einlesen dauert, gemessen am bloßen Lesen derselben Datei: Verhältnisse, Median.

Aufruf: python benchmarks/einlesen.py [LÄUFE]

Ein Flat-File mit 10.000 Zeilen, in dem jede Zeile ein gesuchtes Gebiet meint, und eines mit einer
Million Zeilen aus ganz Deutschland. Verglichen wird in einem laufenden Prozess mit csv.reader
und mit dem Leser des Programms (Zeichensatz, Trenner, Prüfsumme, Grenzen); dazu die Speicherspitze
eigener Prozesse. Sekunden hängen vom Rechner ab.
"""

import csv
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sozialraum_cli.befund import Befund
from sozialraum_cli.lesen.csvdatei import csv_oeffnen
from sozialraum_cli.quellen.auswerten import auswerten
from sozialraum_cli.quellen.behaelter import quelldatei_lesen
from sozialraum_cli.quellen.bestand import gesuchte_gebiete, quellen_lesen
from sozialraum_cli.quellen.zuordnung_lesen import quellenzuordnung_lesen

ZUORDNUNG = Path(__file__).parents[1] / "beispieldaten" / "quellen" / "zuordnung_lueneburg.toml"
INDIKATOR = """
[[indikator]]
name = "Einwohner"
wert = "PRS018"
zeit = "2022-05-15"
filter = { ALT = "ALT00001" }
"""
KOPF = (
    "statistics_code;statistics_label;time_code;time_label;time;1_variable_code;1_variable_label;"
    "1_variable_attribute_code;1_variable_attribute_label;2_variable_code;2_variable_label;"
    "2_variable_attribute_code;2_variable_attribute_label;value;value_unit;value_variable_code;"
    "value_variable_label\n"
)


def flatfile(ziel: Path, schluessel: list[str], zeilen: int) -> Path:
    """Ein Flat-File, dessen Zeilen reihum diese Gebiete meinen."""
    with ziel.open("w", encoding="utf-8-sig") as datei:
        datei.write(KOPF)
        for nummer in range(zeilen):
            ars = schluessel[nummer % len(schluessel)]
            alter = nummer // len(schluessel)
            datei.write(
                f"1000A;Bevölkerung kompakt;STAG;Stichtag;2022-05-15;GEOGM4;Gemeinden;{ars};"
                f"Ort {ars};ALT;Alter;ALT{alter:05};Gruppe {alter};{nummer % 997};Anzahl;PRS018;"
                "Personen\n"
            )
    return ziel


def nur_lesen(pfad: Path) -> None:
    """Die Zeilen der Datei, mehr nicht."""
    with pfad.open(encoding="utf-8-sig", newline="") as datei:
        for _ in csv.reader(datei, delimiter=";"):
            pass


def sicher_lesen(pfad: Path) -> None:
    """Die Zeilen mit dem Leser des Programms: Zeichensatz, Trenner, Prüfsumme und Grenzen."""
    with csv_oeffnen(pfad) as datei:
        for _ in datei.zeilen:
            pass


def einlesen(pfad: Path) -> None:
    """Lesen, zuordnen und auswerten wie der Befehl, ohne eine Mappe zu schreiben."""
    gebiete = ZUORDNUNG.read_text(encoding="utf-8").partition("[[indikator]]")[0]
    toml = pfad.with_suffix(".toml")
    toml.write_text(f"{gebiete}{INDIKATOR}", encoding="utf-8")
    zuordnung, _ = quellenzuordnung_lesen(toml)
    befunde: list[Befund] = []
    gesucht = gesuchte_gebiete(zuordnung)
    quellen = [*quellen_lesen(quelldatei_lesen(pfad), gesucht, befunde)]
    (spalte,) = auswerten(zuordnung, quellen, befunde)
    assert all(spalte.werte.values())
    assert not befunde


def sekunden(was: Callable[[Path], None], pfad: Path, laeufe: int) -> float:
    """Der Median der Laufzeit."""
    zeiten = []
    for _ in range(laeufe):
        beginn = time.perf_counter()
        was(pfad)
        zeiten.append(time.perf_counter() - beginn)
    return statistics.median(zeiten)


def spitze(was: str, pfad: Path) -> int:
    """Die Speicherspitze eines eigenen Prozesses in MiB."""
    lauf = subprocess.run(
        [sys.executable, __file__, was, str(pfad)], capture_output=True, check=True, text=True
    )
    return int(lauf.stdout)


def main() -> None:
    """Misst beide Dateien und gibt je eine Zeile aus."""
    laeufe = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    zuordnung, _ = quellenzuordnung_lesen(ZUORDNUNG)
    kreis = [g.geschrieben for liste in zuordnung.sozialraeume.values() for g in liste]
    land = [
        f"{k:05}{v:04}{g:03}" for k in range(1001, 1101) for v in (1, 5401) for g in range(1, 55)
    ]
    print(
        f"{'':30}{'csv.reader':>10}{'csv_oeffnen':>13}{'einlesen':>10}{'zu csv.reader':>16}"
        f"{'zu csv_oeffnen':>16}{'mehr Speicher':>16}"
    )
    with tempfile.TemporaryDirectory() as ordner:
        for name, schluessel, zeilen in (
            ("10.000 Zeilen, alle gesucht", kreis, 10_000),
            ("1.000.000 Zeilen, 42 Gebiete", [*land, *kreis], 1_000_000),
        ):
            pfad = flatfile(Path(ordner) / f"zensus2022_{zeilen}.csv", schluessel, zeilen)
            a, b, c = (sekunden(was, pfad, laeufe) for was in (nur_lesen, sicher_lesen, einlesen))
            mehr = spitze("einlesen", pfad) - spitze("lesen", pfad)
            print(
                f"{name:30}{a:9.3f}s{b:12.3f}s{c:9.3f}s{c / a:16.2f}{c / b:16.2f}{mehr:12} MiB",
                flush=True,
            )


if __name__ == "__main__":
    if len(sys.argv) == 3:
        {"lesen": nur_lesen, "einlesen": einlesen}[sys.argv[1]](Path(sys.argv[2]))
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
    else:
        main()

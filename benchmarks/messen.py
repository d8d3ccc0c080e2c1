"""Wie schnell das Programm ist, gemessen an anderen im selben Lauf: Verhältnisse und Mediane.

Aufruf: python benchmarks/messen.py [--schnell] [--laeufe N]
vorher: pip install -e ".[dev,benchmark]"; was LibreOffice nachrechnet, braucht soffice.

Schreibt ERGEBNISSE.md daneben (--schnell nicht: nur kleine Mappen, ein Lauf). Gemessen ist die
Rechenzeit ganzer Prozesse; Sekunden hängen vom Rechner ab, Verhältnisse viel weniger. Was eine
Minute überschreitet, wird abgebrochen und steht so da. Einlesen und Lesen allein: einlesen.py und
lesen.py.
"""

import argparse
import compileall
import os
import platform
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import faelle
from bericht import Ziel, deutsch, tabelle, ziele
from prozesse import Gemessen

from sozialraum_cli import __version__

HIER = Path(__file__).parent
PAKET = HIER.parent / "sozialraum_cli"
# Ab so vielen Zellen genügt ein Lauf: er dauert lange genug, um für sich zu stehen.
EIN_LAUF_AB = 100_000


class Umfang(NamedTuple):
    """Was ein Lauf misst: Mappen (Sozialräume, Indikatoren), Bögen, Stapel, Wiederholungen."""

    mappen: Sequence[tuple[int, int]]
    boegen: Sequence[int]
    stapel: int
    laeufe: int


GANZ = Umfang(
    [(n, k) for n in (10, 1_000, 10_000, 100_000) for k in (4, 10)], (10, 1_000, 10_000), 200, 3
)
SCHNELL = Umfang([(10, 4), (1_000, 4)], (10, 100), 20, 1)

START, STAPEL = "Start und Beispiel (10 Sozialräume)", "Viele Mappen"
ZIELE = (
    Ziel(START, "sozialraum --help", "import typer", 1.3),
    Ziel(START, "Beispiel, csv ohne Bogen", "import typer", 1.5),
    Ziel(START, "Beispiel mit Bogen", faelle.OPENPYXL, 1.0),
    *(
        Ziel(faelle.titel(n, k), was, bezug, hoechstens)
        for n in (10_000, 100_000)
        for k in (4, 10)
        for was, bezug, hoechstens in (
            ("csv", faelle.PANDAS, 0.5),
            ("csv", faelle.CALAMINE, 3.0),
            ("json", "csv", 2.0),
            ("tabelle", "csv", 2.0),
            ("pruefen", "csv", 2.0),
            ("vergleich", "csv", 3.0),
        )
    ),
    *(
        Ziel(faelle.bogentitel(n), was, bezug, hoechstens)
        for n in (10, 1_000)
        for was, bezug, hoechstens in (
            ("Bogen", faelle.ALS_TEXT, 1.5),
            (faelle.WIEDER_EINGABE, "csv", 3.0),
        )
    ),
)


def main() -> None:
    """Misst alles, gibt es aus und schreibt ERGEBNISSE.md."""
    angaben = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    angaben.add_argument("--schnell", action="store_true", help="nur kleine Mappen, ein Lauf")
    angaben.add_argument("--laeufe", type=int, help="Wiederholungen kleiner Messungen")
    gewaehlt = angaben.parse_args()
    umfang = SCHNELL if gewaehlt.schnell else GANZ
    if gewaehlt.laeufe:
        umfang = umfang._replace(laeufe=gewaehlt.laeufe)
    # Wie nach der Installation: sonst mäße jeder Start das Übersetzen des Quelltexts.
    compileall.compile_dir(PAKET, quiet=1)
    beginn = time.monotonic()
    zeilen = []
    for zeile in bericht(umfang):
        print(zeile, flush=True)
        zeilen.append(zeile)
    print(f"\nDauer: {deutsch((time.monotonic() - beginn) / 60, 1)} Minuten", file=sys.stderr)
    if not gewaehlt.schnell:
        (HIER / "ERGEBNISSE.md").write_text("\n".join(zeilen) + "\n", encoding="utf-8")


def bericht(umfang: Umfang) -> Iterator[str]:
    """Der Bericht Zeile für Zeile, wie er fertig wird."""
    kerne, last = os.cpu_count(), os.getloadavg()[0]
    yield from ("# Gemessen", "")
    yield f"sozialraum {__version__}, Python {platform.python_version()}, {kerne} Kerne,"
    yield f"Last beim Start {deutsch(last, 1)}; Rechenzeit, Median aus {umfang.laeufe} Läufen (ab"
    yield f"{deutsch(EIN_LAUF_AB, 0)} Werten aus einem). Über den Kernen liegt die Last eines"
    yield "Rechners, auf dem noch anderes läuft: dann zählt nur die Größenordnung der Verhältnisse."
    alle: dict[str, Gemessen] = {}
    with tempfile.TemporaryDirectory() as name:
        ordner = Path(name)
        for titel, gemessen, bezuege in _abschnitte(umfang, ordner):
            alle[titel] = gemessen
            yield from tabelle(titel, gemessen, bezuege)
    yield from ziele(alle, [z for z in ZIELE if z.abschnitt in alle])


def _abschnitte(umfang: Umfang, ordner: Path) -> Iterator[tuple[str, Gemessen, Sequence[str]]]:
    yield START, faelle.start(ordner, umfang.laeufe), ("import typer", faelle.OPENPYXL)
    for anzahl, indikatoren in umfang.mappen:
        laeufe = umfang.laeufe if anzahl * indikatoren < EIN_LAUF_AB else 1
        gemessen = faelle.groesse(ordner, anzahl, indikatoren, laeufe)
        yield faelle.titel(anzahl, indikatoren), gemessen, (faelle.CALAMINE, faelle.PANDAS, "csv")
    for anzahl in umfang.boegen:
        laeufe = umfang.laeufe if anzahl < faelle.GROSSER_BOGEN else 1
        bezuege = (faelle.ALS_TEXT, faelle.XLSXWRITER, "csv")
        yield faelle.bogentitel(anzahl), faelle.bogen(ordner, anzahl, laeufe), bezuege
    gemessen = faelle.stapel(ordner, umfang.stapel, umfang.laeufe)
    yield f"{STAPEL}: {umfang.stapel} zu 10 Sozialräumen", gemessen, (faelle.PANDAS,)
    titel = "10.000 Sätze Gewichte für 10 Sozialräume (ein Prozess, bester Lauf)"
    yield titel, faelle.gewichte(ordner, umfang.laeufe), (faelle.SCHLEIFE,)


if __name__ == "__main__":
    main()

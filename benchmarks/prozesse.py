"""Ganze Prozesse messen: Rechenzeit statt Wandzeit, Speicherspitze, Median mehrerer Läufe.

Aufruf: python benchmarks/prozesse.py BEFEHL … gibt Sekunden und KiB eines Laufs aus. Der Umweg ist
nötig: Linux rechnet einem Prozess die Speicherspitze dessen an, der ihn startet.
"""

import os
import statistics
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Messung:
    """Der Median der Rechenzeit (Sekunden) und die größte Speicherspitze (MiB)."""

    sekunden: float
    mebibyte: int


def messen(befehle: Mapping[str, Sequence[str]], laeufe: int) -> dict[str, Messung]:
    """Startet alle Befehle reihum, damit eine Störung jeden trifft.

    Fehler: CalledProcessError, wenn einer scheitert; gemessen wird nur, was gelingt.
    """
    gemessen: dict[str, list[tuple[float, int]]] = {name: [] for name in befehle}
    for _ in range(laeufe):
        for name, befehl in befehle.items():
            ausgabe = subprocess.check_output([sys.executable, "-S", __file__, *befehl], text=True)
            sekunden, kibibyte = ausgabe.split()
            gemessen[name].append((float(sekunden), int(kibibyte) // 1024))
    return {
        name: Messung(statistics.median(s for s, _ in werte), max(m for _, m in werte))
        for name, werte in gemessen.items()
    }


def _einmal(befehl: Sequence[str]) -> None:
    prozess = subprocess.Popen(befehl, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, zustand, verbrauch = os.wait4(prozess.pid, 0)
    print(verbrauch.ru_utime + verbrauch.ru_stime, verbrauch.ru_maxrss)
    sys.exit(os.waitstatus_to_exitcode(zustand))


if __name__ == "__main__":
    _einmal(sys.argv[1:])

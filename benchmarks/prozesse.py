"""Ganze Prozesse messen: Rechenzeit statt Wandzeit, Speicherspitze, Median mehrerer Läufe.

Aufruf: python benchmarks/prozesse.py FRIST BEFEHL … gibt Rechenzeit, KiB und Wandzeit eines Laufs
aus. Der Umweg ist nötig: Linux rechnet einem Prozess die Speicherspitze dessen an, der ihn startet.
"""

import os
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from typing import NamedTuple

FRIST = 60
_KIBIBYTE = 1024


class Messung(NamedTuple):
    """Der Median von Rechenzeit und Wandzeit (Sekunden), die größte Speicherspitze (MiB)."""

    sekunden: float
    mebibyte: int = 0
    wand: float = 0


# Statt einer Messung steht da, warum es keine gibt.
Gemessen = Mapping[str, Messung | str]


def messen(
    befehle: Mapping[str, Sequence[str]], laeufe: int, frist: int = FRIST
) -> dict[str, Messung | str]:
    """Startet alle Befehle reihum, damit eine Störung jeden trifft.

    Eingang: Frist je Lauf in Sekunden Wandzeit. Was scheitert oder die Frist überschreitet, läuft
    nicht noch einmal und ist in allen Bezügen leer.
    """
    gelungen: dict[str, list[Messung]] = {name: [] for name in befehle}
    ausgefallen: dict[str, Messung | str] = {}
    for lauf in range(1, laeufe + 1):
        for name, befehl in befehle.items():
            if name in ausgefallen:
                continue
            ergebnis = _gemessen(befehl, frist)
            if isinstance(ergebnis, str):
                ausgefallen[name] = ergebnis
                _zwischenzeile(f"{name}: {ergebnis}")
            else:
                gelungen[name].append(ergebnis)
                _zwischenzeile(f"{name}, Lauf {lauf}: {ergebnis.wand:.2f} s")
    return {name: ausgefallen.get(name) or _median(gelungen[name]) for name in befehle}


def _gemessen(befehl: Sequence[str], frist: int) -> Messung | str:
    lauf = subprocess.run(
        [sys.executable, "-S", __file__, str(frist), *befehl],
        capture_output=True,
        text=True,
        check=False,
    )
    if lauf.returncode == -signal.SIGALRM:
        return f"über {frist} s"
    if lauf.returncode:
        return "gescheitert"
    sekunden, kibibyte, wand = lauf.stdout.split()
    return Messung(float(sekunden), int(kibibyte) // _KIBIBYTE, float(wand))


def _median(laeufe: Sequence[Messung]) -> Messung:
    sekunden, mebibyte, wand = zip(*laeufe, strict=True)
    return Messung(statistics.median(sekunden), max(mebibyte), statistics.median(wand))


def _zwischenzeile(text: str) -> None:
    print(f"  {text}", file=sys.stderr, flush=True)


def _einmal(frist: int, befehl: Sequence[str]) -> None:
    beginn = time.monotonic()
    prozess = subprocess.Popen(
        befehl, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )

    def beenden(*_: object) -> None:
        os.killpg(prozess.pid, signal.SIGKILL)
        prozess.wait()
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGALRM)

    signal.signal(signal.SIGALRM, beenden)
    signal.alarm(frist)
    _, zustand, verbrauch = os.wait4(prozess.pid, 0)
    prozess.returncode = 0
    print(verbrauch.ru_utime + verbrauch.ru_stime, verbrauch.ru_maxrss, time.monotonic() - beginn)
    sys.exit(os.waitstatus_to_exitcode(zustand))


if __name__ == "__main__":
    _einmal(int(sys.argv[1]), sys.argv[2:])

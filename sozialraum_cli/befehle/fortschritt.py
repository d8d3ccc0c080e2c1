"""Fortschritt langer Arbeit auf stderr, nur im Terminal und erst nach einer Sekunde.

Eine Zeile, die am Ende verschwindet: Datei, Schritt und Anteil. Gezeichnet wird nebenher, auch
während ein Schritt lange rechnet; wer arbeitet, nennt nur seinen Schritt.
"""

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from shutil import get_terminal_size

from sozialraum_cli.ausgabe.zeichensatz import einzeilig

SCHRITTE = ("Lesen", "Prüfen", "Rechnen", "Schreiben")

_ERST_NACH = 1.0
_ALLE = 0.2
_OHNE_GANZES_ALLE = 10_000


class _Anzeige:
    """Was gerade geschieht; zeigt es, bis sie endet."""

    def __init__(self) -> None:
        self.datei = self.was = ""
        self._beginn = time.monotonic()
        self._ende = threading.Event()
        self._faden = threading.Thread(target=self._zeichnen, daemon=True)
        self._faden.start()

    def enden(self) -> None:
        """Nimmt die Zeile weg."""
        self._ende.set()
        self._faden.join()

    def _zeichnen(self) -> None:
        breite = 0
        warten = _ERST_NACH
        while not self._ende.wait(warten):
            warten = _ALLE
            zeile = self._zeile()
            print(f"\r{zeile.ljust(breite)}", end="", file=sys.stderr, flush=True)
            breite = len(zeile)
        if breite:
            print(f"\r{' ' * breite}\r", end="", file=sys.stderr, flush=True)

    def _zeile(self) -> str:
        wo = f"{self.datei}: " if self.datei else ""
        zeit = f"{time.monotonic() - self._beginn:.0f} s"
        text = einzeilig(f"{wo}{self.was or SCHRITTE[0]}, {zeit}", sys.stderr.encoding or "utf-8")
        return text[: get_terminal_size().columns - 1]


# Höchstens eine: was darin noch einmal anzeigen will, zeigt in derselben Zeile.
_anzeigen: list[_Anzeige] = []


@contextmanager
def anzeigen(*, leise: bool = False) -> Iterator[None]:
    """Zeigt, was darin geschieht; außerhalb eines Terminals und mit `leise` nichts.

    Am Ende ist die Zeile weg: erst danach darf etwas auf den Bildschirm.
    """
    if leise or _anzeigen or not sys.stderr.isatty():
        yield
        return
    anzeige = _Anzeige()
    _anzeigen.append(anzeige)
    try:
        yield
    finally:
        _anzeigen.clear()
        anzeige.enden()


def schritt(name: str, datei: str = "") -> None:
    """Einer der SCHRITTE beginnt; ohne Datei mit der zuletzt genannten."""
    for anzeige in _anzeigen:
        anzeige.datei = datei or anzeige.datei
        anzeige.was = f"{name}, Schritt {SCHRITTE.index(name) + 1} von {len(SCHRITTE)}"


@contextmanager
def fortschritt(was: str, ganzes: int | None = None) -> Iterator[Callable[[int], None]]:
    """Gibt eine Funktion, die den Stand zeigt.

    Eingang: was geschieht, wie viele Schritte es sind; ohne Anzahl zeigt sie den Stand alle
    zehntausend Schritte.
    """

    def zeigen(stand: int) -> None:
        if ganzes is not None or stand % _OHNE_GANZES_ALLE == 0:
            for anzeige in _anzeigen:
                text = f"{stand}" if ganzes is None else f"{stand * 100 // ganzes} %"
                anzeige.datei, anzeige.was = "", f"{was}: {text}"

    with anzeigen():
        yield zeigen

"""Fortschritt langer Arbeit auf stderr, nur im Terminal und erst nach einer Sekunde."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_ERST_NACH = 1.0
_OHNE_GANZES_ALLE = 10_000


@contextmanager
def fortschritt(was: str, ganzes: int | None = None) -> Iterator[Callable[[int], None]]:
    """Gibt eine Funktion, die den Stand zeigt; am Ende verschwindet die Zeile.

    Eingang: was geschieht, wie viele Schritte es sind; ohne Anzahl zeigt sie den Stand alle
    zehntausend Schritte. Außerhalb eines Terminals geschieht nichts.
    """
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    beginn = time.monotonic()
    gezeigt = False

    def zeigen(stand: int) -> None:
        nonlocal gezeigt
        if ganzes is None and stand % _OHNE_GANZES_ALLE:
            return
        if time.monotonic() - beginn >= _ERST_NACH:
            gezeigt = True
            text = f"{stand}" if ganzes is None else f"{stand * 100 // ganzes} %"
            print(f"\r{was}: {text} ", end="", file=sys.stderr, flush=True)

    try:
        yield zeigen
    finally:
        if gezeigt:
            print(f"\r{' ' * (len(was) + 14)}\r", end="", file=sys.stderr, flush=True)

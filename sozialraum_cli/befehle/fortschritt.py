"""Fortschritt langer Arbeit auf stderr, nur im Terminal und erst nach einer Sekunde."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_ERST_NACH = 1.0


@contextmanager
def fortschritt(was: str, ganzes: int) -> Iterator[Callable[[int], None]]:
    """Gibt eine Funktion, die den Stand zeigt; am Ende verschwindet die Zeile.

    Eingang: was geschieht, wie viele Schritte es sind. Außerhalb eines Terminals geschieht nichts.
    """
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    beginn = time.monotonic()
    gezeigt = False

    def zeigen(stand: int) -> None:
        nonlocal gezeigt
        if time.monotonic() - beginn >= _ERST_NACH:
            gezeigt = True
            print(f"\r{was}: {stand * 100 // ganzes} % ", end="", file=sys.stderr, flush=True)

    try:
        yield zeigen
    finally:
        if gezeigt:
            print(f"\r{' ' * (len(was) + 8)}\r", end="", file=sys.stderr, flush=True)

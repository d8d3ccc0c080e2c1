"""Was das Programm umgibt: stdout und stderr, denen es gleich ist, ob noch jemand liest."""

import errno
import io
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_HOECHSTENS_BREIT = 10_000


def stroeme_dulden() -> None:
    """Lässt die Ausgabe ins Leere gehen, sobald ihr Leser sie schließt.

    Wer sie nicht zu Ende liest (`| head -1`), ändert so weder den Rückgabewert noch, was das
    Programm schreibt.
    """
    for name in ("stdout", "stderr"):
        strom = getattr(sys, name)
        if not isinstance(strom, io.TextIOWrapper):
            continue
        # Die Konsole von Windows ist keine FileIO; sie schließt niemand. Mit PYTHONUNBUFFERED
        # fehlt die Schicht dazwischen.
        if isinstance(getattr(strom.buffer, "raw", strom.buffer), io.FileIO):
            strom.flush()
            setattr(sys, name, _duldsam(strom))


def breite_berichtigen() -> None:
    """Lässt COLUMNS nur gelten, wenn es eine Breite ist; mit 0 gilt wie ohne die Vorgabe."""
    breite = os.environ.get("COLUMNS", "1")
    if not (breite.isascii() and breite.isdigit() and 0 < int(breite[:6]) < _HOECHSTENS_BREIT):
        del os.environ["COLUMNS"]


class _Duldsam(io.FileIO):
    def write(self, inhalt: "ReadableBuffer", /) -> int:
        try:
            return super().write(inhalt)
        except OSError as grund:
            # Windows meldet eine geschlossene Pipe als EINVAL.
            if not isinstance(grund, BrokenPipeError) and grund.errno != errno.EINVAL:
                raise
            leer = os.open(os.devnull, os.O_WRONLY)
            os.dup2(leer, self.fileno())
            os.close(leer)
            return memoryview(inhalt).nbytes


def _duldsam(strom: io.TextIOWrapper) -> io.TextIOWrapper:
    return io.TextIOWrapper(
        io.BufferedWriter(_Duldsam(strom.fileno(), "w", closefd=False)),
        encoding=strom.encoding,
        errors=strom.errors,
        line_buffering=strom.line_buffering,
        write_through=strom.write_through,
    )

"""Was für jeden Prozess des Programms gilt, den ersten wie jeden weiteren eines Stapels."""

import gc
import signal
import sys

_SIGNAL = 128
# Viele Objekte, kaum Kreise: sie so oft zu suchen wie üblich kostet ein Zehntel der Zeit.
_OBJEKTE_JE_SUCHE = 100_000


def prozess_vorbereiten() -> None:
    """Beendet bei SIGTERM wie bei einer Ausnahme, damit keine temporäre Datei liegen bleibt."""
    gc.set_threshold(_OBJEKTE_JE_SUCHE)
    # openpyxl lädt numpy, wenn es da ist, nur um dessen Zahlen zu kennen; hier gibt es keine, und
    # der Start kostete ein Fünftel eines Bogens.
    sys.modules.setdefault("numpy", None)  # type: ignore[arg-type]

    def beenden(nummer: int, _: object) -> None:
        raise SystemExit(_SIGNAL + nummer)

    for name in ("SIGTERM", "SIGHUP"):
        # SIGHUP gibt es unter Windows nicht; mit nohup soll es ignoriert bleiben.
        nummer = getattr(signal, name, None)
        if nummer is not None and signal.getsignal(nummer) is signal.SIG_DFL:
            signal.signal(nummer, beenden)

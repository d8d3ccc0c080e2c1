"""Dieselbe Arbeit an vielen Mappen, auf allen Kernen; die Ergebnisse in der Reihenfolge der Angabe.

Ein weiterer Prozess lohnt sich erst, wenn seine Arbeit länger dauert als sein Start. Er beginnt
leer (wie unter Windows überall), zeigt nichts und endet mit dem, der ihn gestartet hat.
"""

import os
import signal
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sozialraum_cli.befehle.prozess import prozess_vorbereiten

A = TypeVar("A")
T = TypeVar("T")

_MIB = 1 << 20
# So viel Arbeit macht jede Mappe, auch eine kleine, und so viel mehr, wenn ein Bogen entsteht.
_JE_MAPPE = 10 << 10
_BOGEN = 20
_JE_PROZESS = _MIB // 2
_FRIST = 0.3


def prozesse(mappen: Sequence[Path], *, mit_bogen: bool = False) -> int:
    """Wie viele Prozesse sich lohnen, höchstens einer je Kern und je Mappe."""
    kerne = _kerne()
    if kerne == 1 or len(mappen) == 1:
        return 1
    arbeit = sum(_JE_MAPPE + _groesse(mappe) for mappe in mappen) * (_BOGEN if mit_bogen else 1)
    return max(1, min(kerne, len(mappen), arbeit // _JE_PROZESS))


def verteilen(
    arbeit: Callable[[A], T], aufgaben: Sequence[A], anzahl: int
) -> Generator[T, None, None]:
    """Die Ergebnisse in der Reihenfolge der Aufgaben, jedes, sobald es und alle davor fertig sind.

    Eingang: eine Funktion eines Moduls (auch mit festen Angaben), die nichts zeigt. Wer vorher
    aufhört, schließt den Iterator (`closing`); kein Prozess bleibt zurück. Fehler: MemoryError,
    wenn das System einen Prozess abschießt, sonst was die Arbeit meldet.
    """
    if anzahl == 1:
        yield from map(arbeit, aufgaben)
        return
    from concurrent.futures.process import BrokenProcessPool, ProcessPoolExecutor
    from multiprocessing import get_context

    try:
        neuer = ProcessPoolExecutor(anzahl, get_context("spawn"), _beginnen, (arbeit,))
    except (ImportError, NotImplementedError, OSError):  # das System erlaubt keine weiteren
        yield from map(arbeit, aufgaben)
        return
    with neuer as stapel:
        try:
            with _strg_c_spaeter():
                ausstehend = [stapel.submit(_ausfuehren, aufgabe) for aufgabe in aufgaben]
            for ergebnis in ausstehend:
                yield ergebnis.result()
        except BrokenProcessPool as grund:
            raise MemoryError from grund
        except BaseException:
            # Nicht absagen: an Abgesagtem scheitert der Stapel, wenn ihm seine Prozesse wegsterben.
            _beenden()
            raise


def _kerne() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _groesse(mappe: Path) -> int:
    try:
        return mappe.stat().st_size
    except OSError:  # was mit der Datei ist, sagt ihr Befund
        return 0


@contextmanager
def _strg_c_spaeter() -> Iterator[None]:
    """Ein Strg+C, während Prozesse starten, gilt danach: sie selbst zeigten eine Rückverfolgung."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    from multiprocessing import resource_tracker

    resource_tracker.ensure_running()  # sein Start ließe Strg+C sonst wieder zu
    vorher = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, vorher)


def _beenden() -> None:
    """Beendet alle Prozesse, auch mitten in der Arbeit; wer gerade schreibt, räumt vorher auf."""
    from multiprocessing import active_children

    kinder = active_children()
    for kind in kinder:
        kind.terminate()
    for kind in kinder:
        kind.join(_FRIST)
        kind.kill()


# Was der weitere Prozess zu tun hat.
_arbeit: list[Callable[[Any], Any]] = []


def _beginnen(arbeit: Callable[[Any], Any]) -> None:
    """Merkt sich die Arbeit; Strg+C gilt dem, der gestartet hat, sein Ende auch diesem."""
    from threading import Thread

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_mit_dem_starter_enden, daemon=True).start()
    _arbeit.append(arbeit)


def _ausfuehren(aufgabe: Any) -> Any:
    try:
        # Erst hier: was den Beginn unterbricht, meldete der Stapel mit einer Rückverfolgung.
        prozess_vorbereiten()
        return _arbeit[0](aufgabe)
    except SystemExit as ende:  # der Stapel nähme es als Ergebnis und ginge zur nächsten Mappe
        os._exit(ende.code if isinstance(ende.code, int) else 1)


def _mit_dem_starter_enden() -> None:
    from multiprocessing import parent_process

    starter = parent_process()
    if starter is not None:
        starter.join()
        os._exit(1)

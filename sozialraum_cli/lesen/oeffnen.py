"""Eine Datei zum Lesen öffnen, mit klaren Gründen, wenn es nicht geht."""

import errno
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from sozialraum_cli.lesen.dateifehler import Dateifehler
from sozialraum_cli.lesen.vorrat import MEBIBYTE

# Windows: „wird von einem anderen Prozess verwendet“ und „Teil der Datei ist gesperrt“.
_GESPERRT = (32, 33)
_PFAD_PRUEFEN = "Namen und Ordner der Datei prüfen."


@contextmanager
def datei_oeffnen(
    pfad: Path, grenze: int, verkleinern: str, *, auch_pipe: bool = False
) -> Iterator[BinaryIO]:
    """Öffnet eine gewöhnliche Datei, die höchstens `grenze` Bytes hat.

    Eingang: `verkleinern` sagt, was bei einer größeren zu tun ist; `auch_pipe` nimmt auch, was
    sich nur einmal lesen lässt und seine Größe nicht nennt. Fehler: Dateifehler, auch zu
    Lesefehlern, während die Datei offen ist.
    """
    if pfad.name.startswith(("~$", ".~lock.")):
        raise Dateifehler(
            "Das ist die Sperrdatei einer geöffneten Mappe, nicht die Mappe selbst.",
            "Die Mappe ohne „~$“ oder „.~lock.“ im Namen angeben.",
        )
    try:
        angaben = pfad.stat()
        if stat.S_ISDIR(angaben.st_mode):
            raise Dateifehler("Das ist ein Ordner, keine Datei.", "Die Datei im Ordner angeben.")
        if not (stat.S_ISREG(angaben.st_mode) or (auch_pipe and stat.S_ISFIFO(angaben.st_mode))):
            raise Dateifehler("Das ist keine gewöhnliche Datei.", _PFAD_PRUEFEN)
        if angaben.st_size > grenze:
            raise Dateifehler(f"Die Datei ist größer als {grenze // MEBIBYTE} MiB.", verkleinern)
        with pfad.open("rb") as datei:
            yield datei
    except FileNotFoundError as grund:
        raise Dateifehler("Die Datei gibt es nicht.", _PFAD_PRUEFEN) from grund
    except PermissionError as grund:
        if getattr(grund, "winerror", None) in _GESPERRT:
            raise Dateifehler(
                "Die Datei ist gesperrt, weil ein anderes Programm sie geöffnet hat.",
                "Die Datei dort schließen und den Befehl wiederholen.",
            ) from grund
        raise Dateifehler(
            "Die Datei darf nicht gelesen werden: Leserechte fehlen, oder ein anderes Programm "
            "hält sie offen.",
            "Die Datei in anderen Programmen schließen; sonst Leserechte geben lassen oder eine "
            "Kopie verwenden.",
        ) from grund
    except OSError as grund:
        if grund.errno == errno.ENAMETOOLONG:
            raise Dateifehler("Der Dateiname ist zu lang.", _PFAD_PRUEFEN) from grund
        # Den Text des Betriebssystems gibt es oft nur englisch.
        kennzeichen = errno.errorcode.get(grund.errno or 0)
        raise _unlesbar(f"Fehler {kennzeichen}" if kennzeichen else None) from grund
    except ValueError as grund:
        if "\0" not in str(pfad):
            raise
        raise _unlesbar(None) from grund


def _unlesbar(ursache: str | None) -> Dateifehler:
    return Dateifehler(
        "Die Datei lässt sich nicht öffnen; das Betriebssystem meldet: "
        f"{ursache or 'ungültiger Pfad'}.",
        _PFAD_PRUEFEN,
    )

"""Welche Quelldateien gemeint sind: Platzhalter auflösen, auch wo es die Befehlszeile nicht tut."""

import glob
from collections.abc import Sequence
from pathlib import Path

from sozialraum_cli.befund import Befund, fehler

_SPERRDATEI = ("~$", ".~lock.")


def quelldateien(angegeben: Sequence[Path]) -> tuple[list[Path], list[Befund]]:
    """Die Dateien hinter den Angaben, jede einmal, und Befunde zu Mustern ohne Treffer.

    Eine vorhandene Datei gilt immer als sie selbst, auch mit [ ] im Namen.
    """
    gefunden: dict[Path, None] = {}
    befunde: list[Befund] = []
    for pfad in angegeben:
        if pfad.exists() or not glob.has_magic(str(pfad)):
            gefunden[pfad] = None
            continue
        namen = glob.glob(str(pfad))  # noqa: PTH207 - auch absolute Muster
        treffer = sorted(p for p in map(Path, namen) if p.is_file())
        gefunden |= dict.fromkeys(p for p in treffer if not p.name.startswith(_SPERRDATEI))
        if not treffer:
            befunde.append(
                fehler(f"Zu „{pfad}“ passt keine Datei.", str(pfad), "Ordner und Endung prüfen.")
            )
    return list(gefunden), befunde

"""Welche Dateien gemeint sind: Platzhalter auflösen, auch wo es die Befehlszeile nicht tut."""

import glob
import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from sozialraum_cli.befund import Befund, fehler, hinweis
from sozialraum_cli.dateien import gibt_es, ist_datei

_VORSILBE = "Berechnungsbogen_"

_SPERRDATEI = ("~$", ".~lock.")


class Mappenauswahl(NamedTuple):
    """Die Mappen eines Aufrufs, jede einmal, und Befunde zu dem, was keine ist.

    platzhalter: wer so aufruft, rechnet mit mehreren, auch wenn der Platzhalter nur eine traf.
    """

    pfade: tuple[Path, ...]
    befunde: tuple[Befund, ...]
    platzhalter: bool


def mappen_auswaehlen(
    angegeben: Sequence[Path], vorlage: Path | None = None, *, mit_boegen: bool = False
) -> Mappenauswahl:
    """Die Mappen hinter den Angaben in deren Reihenfolge, Treffer eines Platzhalters nach Namen.

    Eine vorhandene Datei und ein vorhandener Ordner gelten immer als sie selbst, auch mit [ ] im
    Namen. Unter mehreren Dateien
    bleiben Sperrdateien geöffneter Mappen und die Vorlage weg, dazu mit Hinweis Bögen
    (Berechnungsbogen_….xlsx), sonst wäre das Ergebnis des ersten Laufs die Eingabe des zweiten:
    neben anderen Mappen jeder, den erst ein Platzhalter wie *.xlsx traf, und jeder, dessen Mappe
    selbst dabei ist. Wer den Platzhalter aufgelöst hat, ist nicht zu erkennen; jeder andere
    genannte Bogen wird darum gerechnet. `mit_boegen`: Bögen bleiben immer dabei.
    """
    befunde: list[Befund] = []
    gefunden: dict[str, Path] = {}
    genannt: set[Path] = set()
    for pfad in angegeben:
        treffer = _treffer(pfad)
        if not treffer:
            befunde.append(
                fehler(f"Zu „{pfad}“ passt keine Datei.", str(pfad), "Ordner und Endung prüfen.")
            )
        for einer in treffer:
            gefunden.setdefault(_eindeutig(einer), einer)
        if pfad in treffer or pfad.name.startswith(_VORSILBE):
            genannt.update(gefunden[_eindeutig(einer)] for einer in treffer)
    pfade = list(gefunden.values())
    if len(pfade) > 1:
        ungewollt = {_eindeutig(vorlage)} if vorlage else set()
        pfade = [
            p
            for p in pfade
            if not p.name.startswith(_SPERRDATEI) and _eindeutig(p) not in ungewollt
        ] or pfade
    boegen = [] if mit_boegen else [p for p in pfade if p.name.startswith(_VORSILBE)]
    if len(boegen) < len(pfade):
        eigene = {bogenname(p) for p in pfade if p not in boegen}
        weg = [p for p in boegen if p not in genannt or p.name in eigene]
        pfade = [p for p in pfade if p not in weg]
        befunde += [_uebersprungen(bogen) for bogen in weg]
    return Mappenauswahl(tuple(pfade), tuple(befunde), any(map(_ist_platzhalter, angegeben)))


def bogenname(mappe: Path) -> str:
    """Wie der Bogen einer Mappe heißt, wenn das Ziel ein Ordner ist."""
    return f"{'' if mappe.stem.startswith(_VORSILBE) else _VORSILBE}{mappe.stem}.xlsx"


def _treffer(pfad: Path) -> list[Path]:
    if not _ist_platzhalter(pfad):
        return [pfad]
    gefunden = [Path(pfad.anchor)]
    for teil in pfad.relative_to(pfad.anchor).parts:
        gefunden = [einer for ordner in gefunden for einer in _teil_treffer(ordner, teil)]
    return sorted(einer for einer in gefunden if ist_datei(einer))


def _teil_treffer(ordner: Path, teil: str) -> list[Path]:
    """Was im Ordner zu einem Teil des Pfads passt; was genau so heißt, geht vor."""
    if not glob.has_magic(teil) or gibt_es(ordner / teil):
        return [ordner / teil]
    # Eckige Klammern sind in Namen häufiger als Zeichenklassen in Platzhaltern.
    for muster in (teil, teil.replace("[", "[[]")):
        if namen := glob.glob(muster, root_dir=ordner):  # noqa: PTH207 - auch in Klammerordnern
            return [ordner / name for name in namen]
    return []


def _ist_platzhalter(pfad: Path) -> bool:
    return glob.has_magic(str(pfad)) and not gibt_es(pfad)


def _eindeutig(pfad: Path) -> str:
    return os.path.normcase(os.path.abspath(pfad))  # noqa: PTH100 - Verknüpfungen bleiben eigene


def _uebersprungen(bogen: Path) -> Befund:
    return hinweis(
        "Das ist dem Namen nach ein Berechnungsbogen; neben anderen Mappen wird er nicht "
        "berechnet.",
        str(bogen),
        "Soll er berechnet werden, ihn allein oder nur mit anderen Bögen angeben.",
    )

"""Was in jeder Zelle eines Bogens steht, damit andere dieselben Zellen schreiben."""

import marshal
from decimal import Decimal
from itertools import groupby
from pathlib import Path

from textmappe import Zeile

from sozialraum_cli.lesen.mappe import Blatt, spaltenbuchstabe
from sozialraum_cli.lesen.mappendatei import mappe_lesen
from sozialraum_cli.lesen.zelle import Zellwert


def zellen_merken(bogen: Path, ziel: Path) -> Path:
    """Schreibt die Zellen aller Blätter so, dass ein Gegenstück sie sofort hat."""
    blaetter = {blatt.name: _zeilen(blatt) for blatt in mappe_lesen(bogen).blaetter}
    ziel.write_bytes(marshal.dumps(blaetter))
    return ziel


def _zeilen(blatt: Blatt) -> list[Zeile]:
    nach_zeilen = groupby(sorted(blatt.zellen.items()), lambda stelle: stelle[0][0])
    return [
        (zeile, [(spaltenbuchstabe(stelle[1]), _wert(z.wert), z.formel) for stelle, z in zellen])
        for zeile, zellen in nach_zeilen
    ]


def _wert(wert: Zellwert) -> str | float:
    return float(wert) if isinstance(wert, Decimal) else str(wert)

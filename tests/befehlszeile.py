"""Das Programm in Tests aufrufen, wie die Befehlszeile es tut."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import simplejson
from handgriffe import Zellinhalt

from sozialraum_cli.__main__ import ausfuehren

BEISPIELE = Path(__file__).parents[1] / "beispieldaten"
DATEN = BEISPIELE / "lueneburg_2012.xlsx"
DATEN_2026 = BEISPIELE / "lueneburg_2026.xlsx"


@dataclass(frozen=True)
class Lauf:
    """Was ein Aufruf ergab."""

    code: int
    roh: bytes
    stderr: str

    @property
    def stdout(self) -> str:
        return self.roh.decode()

    @property
    def objekt(self) -> dict[str, Any]:
        objekt: dict[str, Any] = simplejson.loads(self.roh, use_decimal=True)
        return objekt


@dataclass(frozen=True)
class Aufruf:
    """Ruft das Programm in diesem Prozess auf und fängt beide Ströme."""

    stroeme: pytest.CaptureFixture[bytes]

    def __call__(self, *argumente: object) -> Lauf:
        code = ausfuehren([str(argument) for argument in argumente])
        sys.stderr.flush()
        stdout, stderr = self.stroeme.readouterr()
        return Lauf(code, stdout, stderr.decode())


def prozess(*argumente: object, **umgebung: str) -> subprocess.CompletedProcess[bytes]:
    """Ruft das Programm in einem eigenen Prozess auf."""
    return subprocess.run(
        [sys.executable, "-m", "sozialraum_cli", *map(str, argumente)],
        capture_output=True,
        check=False,
        env=os.environ | umgebung,
    )


def dateinamen(ordner: Path) -> list[str]:
    """Die Namen aller Dateien und Ordner darin, alphabetisch."""
    return sorted(pfad.name for pfad in ordner.iterdir())


def geaendert(
    ziel: Path, zellen: Mapping[tuple[str, str], Zellinhalt], daten: Path = DATEN
) -> Path:
    """Eine Beispielmappe mit anderen Werten; Zellen unter (Blatt, Text in Spalte A)."""
    mappe = openpyxl.load_workbook(daten)
    for (blatt, zeile), wert in zellen.items():
        (treffer,) = (z for z in mappe[blatt].iter_rows() if z[0].value == zeile)
        treffer[1].value = wert
    mappe.save(ziel)
    return ziel

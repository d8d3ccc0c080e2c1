"""Ein Gitter: die Zeilen einer Tabelle, gleich ob sie aus CSV, Mappe oder XML kommen."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import chain, islice
from typing import NamedTuple, Protocol

from sozialraum_cli.lesen.mappe import Blatt, fundort, spaltennummer
from sozialraum_cli.lesen.zelle import Zellwert

ANFANG = 200
# Weiter rechts steht in keiner amtlichen Tabelle etwas.
SPALTEN_GRENZE = 2_000

_BEREICH = re.compile(r"([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)")


class Zeile(Protocol):
    """Eine Zeile; nummer zählt ab 1, felder von links, leere sind None oder ""."""

    @property
    def nummer(self) -> int: ...

    @property
    def felder(self) -> Sequence[Zellwert | None]: ...


class Blattzeile(NamedTuple):
    """Eine Zeile eines Tabellenblatts."""

    nummer: int
    felder: Sequence[Zellwert | None]


@dataclass(frozen=True, slots=True)
class Gitter:
    """Eine Tabelle, die einmal von vorn gelesen wird.

    datei: Name mit dem Behälter davor; dateinamen: alle Namen, unter denen sie gemeint sein kann.
    anfang: ihre ersten Zeilen, die auch `zeilen` liefert. verbund: je Zelle im Innern eines
    verbundenen Bereichs die Zelle, deren Wert dort gilt. nachbarn: die anderen Blätter der Mappe.
    """

    datei: str
    dateinamen: tuple[str, ...]
    sha256: str
    zeichensatz: str | None
    blatt: str | None
    anfang: tuple[Zeile, ...]
    zeilen: Iterator[Zeile]
    verbund: Mapping[tuple[int, int], tuple[int, int]]
    nachbarn: Callable[[], Mapping[str, Sequence[Zeile]]]

    def zeilen_unter(self, nummer: int) -> Iterator[Zeile]:
        """Die Zeilen nach der mit dieser Nummer."""
        for zeile in self.zeilen:
            if zeile.nummer >= nummer:
                break
        return self.zeilen

    def ort(self, zeile: int, spalte: int = 0) -> str:
        """Der Fundort einer Zeile oder Zelle, wie Befunde ihn nennen."""
        if self.blatt is None:
            return f"{self.datei}, Zeile {zeile}"
        zelle = fundort(self.blatt, zeile, spalte) if spalte else f"{self.blatt}, Zeile {zeile}"
        return f"{self.datei}, {zelle}"


def text(wert: Zellwert | None) -> str:
    """Der Text eines Felds ohne Leerraum am Rand; ganze Zahlen ohne Komma, Daten als 31.12.2010."""
    if isinstance(wert, str):
        return " ".join(wert.split())
    if isinstance(wert, Decimal):
        return f"{wert.normalize():f}"
    if isinstance(wert, datetime):
        return f"{wert:%d.%m.%Y}"
    return ""


def gitter_aus_zeilen(
    datei: str,
    dateinamen: tuple[str, ...],
    sha256: str,
    zeichensatz: str,
    zeilen: Iterator[Zeile],
) -> Gitter:
    """Das Gitter einer Textdatei; Zeilen werden erst gelesen, wenn sie verlangt werden."""
    anfang = tuple(islice(zeilen, ANFANG))
    return Gitter(
        datei, dateinamen, sha256, zeichensatz, None, anfang, chain(anfang, zeilen), {}, dict
    )


def gitter_aus_blaettern(
    datei: str, dateinamen: tuple[str, ...], sha256: str, blaetter: Sequence[Blatt]
) -> list[Gitter]:
    """Je Tabellenblatt ein Gitter."""

    def nachbarn() -> Mapping[str, Sequence[Zeile]]:
        return {blatt.name: tuple(islice(_zeilen(blatt), ANFANG)) for blatt in blaetter}

    return [
        Gitter(
            datei,
            dateinamen,
            sha256,
            None,
            blatt.name,
            tuple(islice(_zeilen(blatt), ANFANG)),
            _zeilen(blatt),
            _verbund(blatt),
            nachbarn,
        )
        for blatt in blaetter
        if blatt.zellen
    ]


def _zeilen(blatt: Blatt) -> Iterator[Zeile]:
    for nummer, zellen in blatt.zellen.zeilen():
        spalten = [spalte for spalte in zellen if spalte <= SPALTEN_GRENZE]
        if not spalten:
            continue
        felder: list[Zellwert | None] = [None] * spalten[-1]
        for spalte in spalten:
            zelle = zellen[spalte]
            wert = zelle.wert
            if zelle.prozent and isinstance(wert, Decimal):
                wert = f"{(wert * 100).normalize():f} %".replace(".", ",")
            felder[spalte - 1] = wert
        yield Blattzeile(nummer, felder)


def _verbund(blatt: Blatt) -> dict[tuple[int, int], tuple[int, int]]:
    """Verbundene Zellen der ersten Zeilen; nur Überschriften sind verbunden."""
    verbund: dict[tuple[int, int], tuple[int, int]] = {}
    for bereich in blatt.verbundene_bereiche[:SPALTEN_GRENZE]:
        treffer = _BEREICH.fullmatch(bereich)
        if treffer is None:
            continue
        links, rechts = spaltennummer(treffer[1]), spaltennummer(treffer[3])
        oben, unten = int(treffer[2]), int(treffer[4])
        if oben > ANFANG or rechts - links > SPALTEN_GRENZE:
            continue
        for zeile in range(oben, min(unten, ANFANG) + 1):
            for spalte in range(links, rechts + 1):
                verbund[zeile, spalte] = (oben, links)
    return verbund

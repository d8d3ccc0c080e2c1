"""Eine Quelle Zeile für Zeile lesen: CSV als Strom, .xlsx und .ods blattweise."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sozialraum_cli.befund import Befund, Datenfehler, fehler
from sozialraum_cli.lesen.csvdatei import CsvDatei, csv_oeffnen
from sozialraum_cli.lesen.dateiart import ZIP
from sozialraum_cli.lesen.dateifehler import Dateifehler
from sozialraum_cli.lesen.dateiname import anzeigename
from sozialraum_cli.lesen.mappe import Blatt
from sozialraum_cli.lesen.mappendatei import mappe_lesen
from sozialraum_cli.lesen.oeffnen import datei_oeffnen
from sozialraum_cli.lesen.zelle import Zellwert


@dataclass(frozen=True, slots=True)
class Quellzeile:
    """Eine Zeile mit ihren Zellwerten ab Spalte A; None heißt leer."""

    nummer: int
    werte: tuple[Zellwert | None, ...]


@dataclass(frozen=True, slots=True)
class Quelltabelle:
    """Eine CSV-Datei oder ein Blatt; `ort` nennt Datei und Blatt in Befunden."""

    ort: str
    zeilen: Iterator[Quellzeile]


@dataclass(frozen=True, slots=True)
class Istdatei:
    """Eine geöffnete Datei mit ihren Tabellen; befunde: was schon beim Öffnen auffiel."""

    datei: str
    sha256: str
    tabellen: tuple[Quelltabelle, ...]
    befunde: tuple[Befund, ...] = ()


@contextmanager
def quelle_oeffnen(pfad: Path, datei: str) -> Iterator[Istdatei]:
    """Öffnet eine Quelle; `datei` ist ihr Name in Befunden.

    Fehler: Datenfehler, auch beim Lesen der Zeilen, wenn die Datei sich nicht lesen lässt.
    """
    try:
        with datei_oeffnen(pfad, 1 << 40, "") as strom:
            ist_mappe = strom.read(len(ZIP)) == ZIP
        if ist_mappe:
            mappe = mappe_lesen(pfad)
            mehrere = len(mappe.blaetter) > 1
            tabellen = tuple(
                Quelltabelle(f"{datei}, Blatt {b.name}" if mehrere else datei, _blattzeilen(b))
                for b in mappe.blaetter
            )
            yield Istdatei(datei, mappe.sha256, tabellen, mappe.befunde)
        else:
            with csv_oeffnen(pfad) as csv:
                tabelle = Quelltabelle(datei, _csvzeilen(csv))
                yield Istdatei(datei, csv.sha256, (tabelle,))
    except Dateifehler as grund:
        raise Datenfehler([fehler(grund.text, datei, grund.abhilfe)]) from None


def anzeigenamen(pfade: Sequence[Path]) -> list[str]:
    """Die Dateinamen ohne Ordner; gleiche Namen behalten ihren Ordner."""
    namen = [anzeigename(pfad) for pfad in pfade]
    return [
        name if namen.count(name) == 1 else str(pfad)
        for name, pfad in zip(namen, pfade, strict=True)
    ]


def _csvzeilen(csv: CsvDatei) -> Iterator[Quellzeile]:
    for zeile in csv.zeilen:
        yield Quellzeile(zeile.nummer, tuple(feld or None for feld in zeile.felder))


def _blattzeilen(blatt: Blatt) -> Iterator[Quellzeile]:
    for nummer, zellen in blatt.zellen.zeilen():
        werte: list[Zellwert | None] = [None] * max(zellen)
        for spalte, zelle in zellen.items():
            werte[spalte - 1] = zelle.wert
        yield Quellzeile(nummer, tuple(werte))

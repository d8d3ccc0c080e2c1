"""Eine Mappe von der Platte lesen: .xlsx oder .ods, mit klaren Gründen, wenn es nicht geht."""

import hashlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from sozialraum_cli.befund import Datenfehler, fehler
from sozialraum_cli.lesen.archiv import Archiv
from sozialraum_cli.lesen.dateiart import ZIP, ist_ods, kein_zip, keine_mappe
from sozialraum_cli.lesen.dateifehler import NEU_SPEICHERN, Dateifehler
from sozialraum_cli.lesen.dateiname import anzeigename
from sozialraum_cli.lesen.mappe import Auslassung, Mappe
from sozialraum_cli.lesen.oeffnen import datei_oeffnen
from sozialraum_cli.lesen.vorrat import MEBIBYTE
from sozialraum_cli.lesen.xlsx import arbeitsmappe, xlsx_lesen, xlsx_stand

DATEI_GRENZE = 128 * MEBIBYTE
_VERKLEINERN = "Bilder und leere formatierte Zeilen löschen und neu speichern."


def mappe_lesen(pfad: Path, *, auslassen: Collection[str] = ()) -> Mappe:
    """Liest alle Tabellenblätter einer Mappe mit Wert, Formel und Format jeder belegten Zelle.

    Eingang: Pfad einer .xlsx-, .xlsm-, .xltx- oder .ods-Datei; es zählt der Inhalt, nicht die
    Endung; Blätter, die ausgelassen werden dürfen, wenn die Mappe sie alle hat. Ergebnis: die
    Mappe mit den Befunden zu einzelnen Zellen. Fehler: Datenfehler mit dem Dateinamen als Fundort,
    wenn die Datei fehlt, gesperrt, keine Mappe, beschädigt oder zu groß ist.
    Quelle: docs/verfahren.md 7.
    """
    daten, name = bytes_lesen(pfad), anzeigename(pfad)
    with als_datenfehler(name):
        return mappe_aus_bytes(daten, name, auslassen)


def bytes_lesen(pfad: Path) -> bytes:
    """Der Inhalt einer Datei, einmal gelesen; Fehler: Datenfehler wie bei mappe_lesen."""
    with (
        als_datenfehler(anzeigename(pfad)),
        datei_oeffnen(pfad, DATEI_GRENZE, _VERKLEINERN) as datei,
    ):
        return datei.read(DATEI_GRENZE)


@contextmanager
def als_datenfehler(name: str) -> Iterator[None]:
    """Macht aus einem Dateifehler einen Datenfehler mit der Datei als Fundort."""
    try:
        yield
    except Dateifehler as grund:
        raise Datenfehler([fehler(grund.text, name, grund.abhilfe)]) from grund


def mappe_aus_bytes(daten: bytes, name: str, auslassen: Collection[str] = ()) -> Mappe:
    """Die Mappe einer schon gelesenen Datei; Fehler: Dateifehler."""
    if not daten.startswith(ZIP):
        raise kein_zip(daten)
    archiv = Archiv(daten)
    ausgelassen = None
    if ist_ods(archiv):
        from sozialraum_cli.lesen.ods import ods_lesen, ods_stand, ods_verschluesselt

        if ods_verschluesselt(archiv):
            raise Dateifehler(
                "Die Datei ist mit einem Kennwort verschlüsselt.",
                "Die Datei mit dem Kennwort öffnen und ohne Kennwort speichern.",
            )
        blaetter, befunde = ods_lesen(archiv)
        stand = ods_stand(archiv)
    elif mappenteil := arbeitsmappe(archiv):
        xlsx = xlsx_lesen(archiv, mappenteil, auslassen)
        blaetter, befunde = xlsx.blaetter, xlsx.befunde
        stand = xlsx_stand(archiv)
        if xlsx.ausgelassen:
            ganz = partial(_ganz, daten, name)
            ausgelassen = Auslassung(xlsx.ausgelassen, xlsx.zahl_bleibt_zahl, xlsx.lesen, ganz)
    else:
        raise keine_mappe(archiv)
    if not blaetter:
        raise Dateifehler("Die Mappe enthält kein Tabellenblatt.", NEU_SPEICHERN)
    pruefsumme = hashlib.sha256(daten).hexdigest()
    return Mappe(name, pruefsumme, stand, blaetter, befunde, ausgelassen)


def _ganz(daten: bytes, name: str) -> Mappe:
    with als_datenfehler(name):
        return mappe_aus_bytes(daten, name)

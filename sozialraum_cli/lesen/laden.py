"""Eine Mappe von der Platte lesen: .xlsx oder .ods, mit klaren Gründen, wenn es nicht geht."""

import errno
import hashlib
import stat
from pathlib import Path

from sozialraum_cli.befund import Datenfehler, fehler
from sozialraum_cli.lesen.archiv import Archiv
from sozialraum_cli.lesen.dateiart import ZIP, ist_ods, kein_zip, keine_mappe
from sozialraum_cli.lesen.dateifehler import NEU_SPEICHERN, Dateifehler
from sozialraum_cli.lesen.dateiname import anzeigename
from sozialraum_cli.lesen.mappe import Mappe
from sozialraum_cli.lesen.ods import ods_lesen, ods_stand, ods_verschluesselt
from sozialraum_cli.lesen.vorrat import MEBIBYTE
from sozialraum_cli.lesen.xlsx import arbeitsmappe, xlsx_lesen, xlsx_stand

DATEI_GRENZE = 128 * MEBIBYTE
# Windows: „wird von einem anderen Prozess verwendet“ und „Teil der Datei ist gesperrt“.
_GESPERRT = (32, 33)
_PFAD_PRUEFEN = "Namen und Ordner der Datei prüfen."


def mappe_laden(pfad: Path) -> Mappe:
    """Liest alle Tabellenblätter einer Mappe mit Wert, Formel und Format jeder belegten Zelle.

    Eingang: Pfad einer .xlsx-, .xlsm-, .xltx- oder .ods-Datei; es zählt der Inhalt, nicht die
    Endung. Ergebnis: die Mappe mit den Befunden zu einzelnen Zellen. Fehler: Datenfehler mit dem
    Dateinamen als Fundort, wenn die Datei fehlt, gesperrt, keine Mappe, beschädigt oder zu groß
    ist. Quelle: Spezifikation 3 und 7.
    """
    name = anzeigename(pfad)
    try:
        daten = _bytes_lesen(pfad)
        return _mappe_bilden(daten, name)
    except Dateifehler as grund:
        raise Datenfehler([fehler(grund.text, name, grund.abhilfe)]) from grund


def _bytes_lesen(pfad: Path) -> bytes:
    if pfad.name.startswith(("~$", ".~lock.")):
        raise Dateifehler(
            "Das ist die Sperrdatei einer geöffneten Mappe, nicht die Mappe selbst.",
            "Die Mappe ohne „~$“ oder „.~lock.“ im Namen angeben.",
        )
    try:
        angaben = pfad.stat()
        if stat.S_ISDIR(angaben.st_mode):
            raise Dateifehler("Das ist ein Ordner, keine Datei.", "Die Mappe im Ordner angeben.")
        if not stat.S_ISREG(angaben.st_mode):
            raise Dateifehler("Das ist keine gewöhnliche Datei.", _PFAD_PRUEFEN)
        if angaben.st_size > DATEI_GRENZE:
            raise Dateifehler(
                f"Die Datei ist größer als {DATEI_GRENZE // MEBIBYTE} MiB.",
                "Bilder und leere formatierte Zeilen löschen und neu speichern.",
            )
        with pfad.open("rb") as datei:
            return datei.read(DATEI_GRENZE)
    except FileNotFoundError as grund:
        raise Dateifehler("Die Datei gibt es nicht.", _PFAD_PRUEFEN) from grund
    except PermissionError as grund:
        if getattr(grund, "winerror", None) in _GESPERRT:
            raise Dateifehler(
                "Die Datei ist gesperrt, weil ein anderes Programm sie geöffnet hat.",
                "Die Mappe dort schließen und den Befehl wiederholen.",
            ) from grund
        raise Dateifehler(
            "Die Datei darf nicht gelesen werden: Leserechte fehlen, oder ein anderes Programm "
            "hält sie offen.",
            "Die Mappe in anderen Programmen schließen; sonst Leserechte geben lassen oder eine "
            "Kopie verwenden.",
        ) from grund
    except (OSError, ValueError) as grund:
        # ValueError: ein Nullzeichen im Pfad.
        if getattr(grund, "errno", None) == errno.ENAMETOOLONG:
            raise Dateifehler("Der Dateiname ist zu lang.", _PFAD_PRUEFEN) from grund
        ursache = getattr(grund, "strerror", None) or "ungültiger Pfad"
        raise Dateifehler(
            f"Die Datei lässt sich nicht öffnen; das Betriebssystem meldet: {ursache}.",
            _PFAD_PRUEFEN,
        ) from grund


def _mappe_bilden(daten: bytes, name: str) -> Mappe:
    if not daten.startswith(ZIP):
        raise kein_zip(daten)
    archiv = Archiv(daten)
    if ist_ods(archiv):
        if ods_verschluesselt(archiv):
            raise Dateifehler(
                "Die Datei ist mit einem Kennwort verschlüsselt.",
                "Die Datei mit dem Kennwort öffnen und ohne Kennwort speichern.",
            )
        blaetter, befunde = ods_lesen(archiv)
        stand = ods_stand(archiv)
    elif mappenteil := arbeitsmappe(archiv):
        blaetter, befunde = xlsx_lesen(archiv, mappenteil)
        stand = xlsx_stand(archiv)
    else:
        raise keine_mappe(archiv)
    if not blaetter:
        raise Dateifehler("Die Mappe enthält kein Tabellenblatt.", NEU_SPEICHERN)
    return Mappe(name, hashlib.sha256(daten).hexdigest(), stand, blaetter, befunde)

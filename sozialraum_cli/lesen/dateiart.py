"""Was für eine Datei das ist, an ihren ersten Bytes und am Inhalt des Zip-Behälters erkannt."""

import re

from sozialraum_cli.lesen.archiv import Archiv
from sozialraum_cli.lesen.dateifehler import NEU_ANFORDERN, NEU_SPEICHERN, Dateifehler

ZIP = b"PK\x03\x04"
_LEERES_ZIP = b"PK\x05\x06"
_OLE = b"\xd0\xcf\x11\xe0"
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_ALTES_BIFF = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")
_OHNE_KENNWORT = "Die Datei mit dem Kennwort öffnen und ohne Kennwort als .xlsx speichern."
_TABELLE_WAEHLEN = "Die Eingabemappe (.xlsx oder .ods) angeben."
_KEINE_MAPPE = "keine Excel-Arbeitsmappe"


def kein_zip(daten: bytes) -> Dateifehler:
    """Was die Datei ist, wenn sie nicht als Zip-Behälter beginnt, und was dann zu tun ist."""
    if grund := kein_klartext(daten):
        return grund
    if re.search("[;,\t]", _probe(daten)):
        return Dateifehler(f"Die Datei ist eine Textdatei (CSV) und {_KEINE_MAPPE}.", NEU_SPEICHERN)
    return Dateifehler(f"Die Datei ist eine Textdatei und {_KEINE_MAPPE}.", _TABELLE_WAEHLEN)


def kein_klartext(daten: bytes) -> Dateifehler | None:
    """Was die Datei ist, wenn sie kein einfacher Text sein kann; None: sie kann CSV sein."""
    if not daten:
        return Dateifehler("Die Datei ist leer (0 Bytes).", NEU_ANFORDERN)
    if daten.startswith(_LEERES_ZIP):
        return Dateifehler("Die Datei ist ein leeres Zip-Archiv.", NEU_ANFORDERN)
    if daten.startswith(_OLE):
        return _ole(daten)
    if daten.startswith(_ALTES_BIFF):
        return Dateifehler("Die Datei ist eine sehr alte Excel-Mappe (.xls).", NEU_SPEICHERN)
    if daten.startswith(b"%PDF"):
        return Dateifehler(f"Die Datei ist ein PDF und {_KEINE_MAPPE}.", _TABELLE_WAEHLEN)
    if not daten.strip(b"\0"):
        return Dateifehler("Die Datei enthält nur Nullbytes.", NEU_ANFORDERN)
    return _auszeichnung(daten)


def _ole(daten: bytes) -> Dateifehler:
    # Die Namen im Verzeichnis dieses Behälters stehen in UTF-16.
    if any(name.encode("utf-16-le") in daten for name in ("EncryptedPackage", "EncryptionInfo")):
        return Dateifehler("Die Datei ist mit einem Kennwort verschlüsselt.", _OHNE_KENNWORT)
    if any(name.encode("utf-16-le") in daten for name in ("Workbook", "Book")):
        return Dateifehler("Die Datei ist eine alte Excel-Mappe (.xls).", NEU_SPEICHERN)
    return Dateifehler(
        "Die Datei ist ein altes Office-Dokument oder verschlüsselt.",
        f"{_OHNE_KENNWORT} Ist es keine Tabelle: {_TABELLE_WAEHLEN}",
    )


def _auszeichnung(daten: bytes) -> Dateifehler | None:
    anfang = daten[:4096].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if anfang.startswith((b"<!doctype html", b"<html", b"<table", b"<meta")) or b"<html" in anfang:
        return Dateifehler(f"Die Datei ist eine HTML-Seite und {_KEINE_MAPPE}.", NEU_SPEICHERN)
    if anfang.startswith(b"<"):
        return Dateifehler(f"Die Datei ist eine XML-Datei und {_KEINE_MAPPE}.", NEU_SPEICHERN)
    if re.search(r"[\x00-\x08\x0e-\x1f]", _probe(daten)):
        return Dateifehler(f"Die Datei ist {_KEINE_MAPPE}, oder ihr Anfang fehlt.", NEU_ANFORDERN)
    return None


def _probe(daten: bytes) -> str:
    kodierung = "utf-16" if daten.startswith((b"\xff\xfe", b"\xfe\xff")) else "latin-1"
    return daten[:4096].decode(kodierung, "replace")


def ist_ods(archiv: Archiv) -> bool:
    """Ob der Zip-Behälter eine OpenDocument-Tabelle oder deren Vorlage ist."""
    return archiv.hat("mimetype") and archiv.anfang("mimetype").startswith(_ODS)


def keine_mappe(archiv: Archiv) -> Dateifehler:
    """Was der Zip-Behälter ist, wenn er weder .xlsx noch .ods ist, und was dann zu tun ist."""
    namen = archiv.namen()
    if "xl/workbook.bin" in namen:
        return Dateifehler("Die Datei ist eine binäre Excel-Mappe (.xlsb).", NEU_SPEICHERN)
    if any(name.startswith("word/") for name in namen):
        return Dateifehler(f"Die Datei ist ein Word-Dokument und {_KEINE_MAPPE}.", _TABELLE_WAEHLEN)
    if any(name.startswith("ppt/") for name in namen):
        return Dateifehler(f"Die Datei ist eine Präsentation und {_KEINE_MAPPE}.", _TABELLE_WAEHLEN)
    if any(name.endswith(".iwa") for name in namen):
        return Dateifehler("Die Datei ist eine Mappe von Apple Numbers.", NEU_SPEICHERN)
    if "mimetype" in namen:
        return Dateifehler("Die Datei ist ein OpenDocument, aber keine Tabelle.", _TABELLE_WAEHLEN)
    if any(name.endswith((".xlsx", ".ods")) for name in namen):
        return Dateifehler(
            "Die Datei ist ein Zip-Archiv, in dem eine Mappe liegt.",
            "Das Archiv entpacken und die Mappe selbst angeben.",
        )
    return Dateifehler(f"Die Datei ist ein Zip-Archiv und {_KEINE_MAPPE}.", _TABELLE_WAEHLEN)

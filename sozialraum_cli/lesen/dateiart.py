"""Was für eine Datei das ist, an ihren ersten Bytes und am Inhalt des Zip-Behälters erkannt."""

import re

from sozialraum_cli.lesen.archiv import Archiv
from sozialraum_cli.lesen.dateifehler import NEU_ANFORDERN, NEU_SPEICHERN, Dateifehler

ZIP = b"PK\x03\x04"
_LEERES_ZIP = b"PK\x05\x06"
_OLE = b"\xd0\xcf\x11\xe0"
_FACHANWENDUNG = b"application/vnd."
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_TEXTANFANG = 4096
# LibreOffice zählt erst seine Namensräume auf, dann sagt es, was die Datei ist.
_XMLANFANG = 16_384
_FREMDE_ANFAENGE = (
    (b"{\\rtf", "ein Textdokument (.rtf)"),
    (b"\x1f\x8b", "ein gepacktes Archiv (.gz)"),
    (b"7z\xbc\xaf", "ein gepacktes Archiv (.7z)"),
    (b"Rar!", "ein gepacktes Archiv (.rar)"),
)
_FREMDE_TABELLEN = (
    (b"opendocument.spreadsheet", "eine OpenDocument-Tabelle in einer einzigen XML-Datei (.fods)"),
    (b"urn:schemas-microsoft-com:office:spreadsheet", "eine Excel-2003-Tabelle in XML"),
)
# Was die Kennung eines OpenDocument über seine Art sagt.
_OPENDOCUMENT = (
    (b"application/vnd.sun.xml.calc", "eine alte OpenOffice-Tabelle (.sxc)", True),
    (b"application/vnd.oasis.opendocument.text", "ein Textdokument (.odt)", False),
    (b"application/vnd.sun.xml.writer", "ein altes OpenOffice-Textdokument (.sxw)", False),
    (b"application/vnd.oasis.opendocument.presentation", "eine Präsentation (.odp)", False),
    (b"application/vnd.oasis.opendocument.graphics", "eine Zeichnung (.odg)", False),
    (b"application/vnd.oasis.opendocument.database", "eine Datenbank (.odb)", False),
)
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
    for anfang, art in _FREMDE_ANFAENGE:
        if daten.startswith(anfang):
            return Dateifehler(f"Die Datei ist {art} und {_KEINE_MAPPE}.", _TABELLE_WAEHLEN)
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
    anfang = daten[:_TEXTANFANG].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for merkmal, art in _FREMDE_TABELLEN:
        if anfang.startswith(b"<") and merkmal in daten[:_XMLANFANG].lower():
            return Dateifehler(f"Die Datei ist {art}.", NEU_SPEICHERN)
    if anfang.startswith((b"<!doctype html", b"<html", b"<table", b"<meta")) or b"<html" in anfang:
        return Dateifehler(f"Die Datei ist eine HTML-Seite und {_KEINE_MAPPE}.", NEU_SPEICHERN)
    if anfang.startswith(b"<"):
        return Dateifehler(f"Die Datei ist eine XML-Datei und {_KEINE_MAPPE}.", NEU_SPEICHERN)
    if anfang.startswith((b"mime-version:", b"from:")) and b"text/html" in anfang:
        return Dateifehler(f"Die Datei ist eine Webseite (.mht) und {_KEINE_MAPPE}.", NEU_SPEICHERN)
    if anfang.startswith(b"{") and b"docs.google" in anfang:
        return Dateifehler(
            "Die Datei ist nur die Verknüpfung zu einer Google-Tabelle.",
            "Die Tabelle im Browser öffnen und als Microsoft Excel (.xlsx) herunterladen.",
        )
    if anfang.startswith(b"id;p"):
        return Dateifehler("Die Datei ist eine Tabelle im Format SYLK (.slk).", NEU_SPEICHERN)
    if re.search(r"[\x00-\x08\x0e-\x1f]", _probe(daten)):
        return Dateifehler(f"Die Datei ist {_KEINE_MAPPE}, oder ihr Anfang fehlt.", NEU_ANFORDERN)
    return None


def _probe(daten: bytes) -> str:
    kodierung = "utf-16" if daten.startswith((b"\xff\xfe", b"\xfe\xff")) else "latin-1"
    return daten[:_TEXTANFANG].decode(kodierung, "replace")


def ist_ods(archiv: Archiv) -> bool:
    """Ob der Zip-Behälter eine OpenDocument-Tabelle oder deren Vorlage ist."""
    if archiv.hat("mimetype") and archiv.anfang("mimetype").strip().startswith(_FACHANWENDUNG):
        return archiv.anfang("mimetype").strip().startswith(_ODS)
    # Wer die Datei umpackt, verliert leicht die Kennung; dann sagt das Verzeichnis, was sie ist.
    return archiv.hat("content.xml") and any(
        merkmal in archiv.anfang(teil)
        for teil, merkmal in (("META-INF/manifest.xml", _ODS), ("content.xml", b":spreadsheet>"))
        if archiv.hat(teil)
    )


def keine_mappe(archiv: Archiv) -> Dateifehler:
    """Was der Zip-Behälter ist, wenn er weder .xlsx noch .ods ist, und was dann zu tun ist."""
    namen = archiv.namen()
    if any(name.endswith("workbook.bin") for name in namen):
        return Dateifehler("Die Datei ist eine binäre Excel-Mappe (.xlsb).", NEU_SPEICHERN)
    if any(name.startswith("word/") for name in namen):
        return Dateifehler(f"Die Datei ist ein Word-Dokument und {_KEINE_MAPPE}.", _TABELLE_WAEHLEN)
    if any(name.startswith("ppt/") for name in namen):
        return Dateifehler(f"Die Datei ist eine Präsentation und {_KEINE_MAPPE}.", _TABELLE_WAEHLEN)
    if any(name.endswith((".iwa", "index.apxl", "index.zip")) for name in namen):
        return Dateifehler("Die Datei ist eine Mappe von Apple Numbers (.numbers).", NEU_SPEICHERN)
    if "mimetype" in namen:
        kennung = archiv.anfang("mimetype").strip()
        for anfang, art, tabelle in _OPENDOCUMENT:
            if kennung.startswith(anfang):
                if tabelle:
                    return Dateifehler(f"Die Datei ist {art}.", NEU_SPEICHERN)
                text = f"Die Datei ist {art}, also keine Tabelle und {_KEINE_MAPPE}."
                return Dateifehler(text, _TABELLE_WAEHLEN)
        return Dateifehler("Die Datei ist ein OpenDocument, aber keine Tabelle.", _TABELLE_WAEHLEN)
    if "content.xml" in namen and b"openoffice.org/2000" in archiv.anfang("content.xml"):
        return Dateifehler("Die Datei ist ein altes OpenOffice-Dokument (.sxc).", NEU_SPEICHERN)
    if any(name.endswith((".xlsx", ".ods")) for name in namen):
        return Dateifehler(
            "Die Datei ist ein Zip-Archiv, in dem eine Mappe liegt.",
            "Das Archiv entpacken und die Mappe selbst angeben.",
        )
    return Dateifehler(f"Die Datei ist ein Zip-Archiv und {_KEINE_MAPPE}.", _TABELLE_WAEHLEN)

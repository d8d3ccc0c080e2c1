"""Excel-2003-SpreadsheetML (.xml), wie LSN-Online es ausgibt: die Blätter einer Datei."""

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO

from sozialraum_cli.lesen.blattbau import Blattbau
from sozialraum_cli.lesen.dateifehler import Dateifehler
from sozialraum_cli.lesen.mappe import Blatt, spaltenbuchstabe
from sozialraum_cli.lesen.vorrat import Vorrat
from sozialraum_cli.lesen.xmlstrom import XmlSchaden, ohne_namensraum, xmlstrom_lesen
from sozialraum_cli.lesen.xmlwerte import ganzzahl, zahl_aus_text
from sozialraum_cli.lesen.zelle import Zelle, Zellwert

KENNZEICHEN = b"urn:schemas-microsoft-com:office:spreadsheet"
_STUECK = 256 * 1024
_ANGABE = re.compile(r"""(<\?xml[^>]*?)\s+encoding\s*=\s*(?:"[^"]*"|'[^']*')""")


def spreadsheetml_lesen(strom: BinaryIO) -> tuple[Blatt, ...]:
    """Alle Tabellenblätter; leere Zellen fehlen im XML, Sprünge nennt ss:Index.

    Eingang: ein Strom, in dem sich springen lässt. Welche Kodierung die Datei angibt, zählt nicht,
    wenn ihre Bytes nicht dazu passen. Fehler: Dateifehler bei DOCTYPE, Schaden und Übergröße.
    """
    vorrat = Vorrat()
    leser = _Leser(vorrat)
    xmlstrom_lesen(_als_utf8(strom), leser.beginn, leser.ende, leser.text, vorrat)
    if not leser.blaetter:
        raise XmlSchaden
    return tuple(leser.blaetter)


def _als_utf8(strom: BinaryIO) -> Iterator[bytes]:
    """Die Datei in UTF-8: alte Ausgaben sind ISO-8859-1, gleich was in der ersten Zeile steht."""
    strom.seek(0)
    marke = strom.read(2)
    if marke in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        kodierungen = ["utf-16"]
    else:
        kodierungen = ["utf-8", "cp1252", "latin-1"]
    for kodierung in kodierungen:
        try:
            for _ in _entschluesselt(strom, kodierung):
                pass
        except UnicodeDecodeError:
            continue
        text = _entschluesselt(strom, kodierung)
        # Was die Datei als Kodierung angibt, gilt nach dem Umwandeln nicht mehr.
        yield _ANGABE.sub(r"\1", next(text, ""), count=1).encode()
        for stueck in text:
            yield stueck.encode()
        return
    raise Dateifehler("Der Zeichensatz der Datei ist nicht zu erkennen.")


def _entschluesselt(strom: BinaryIO, kodierung: str) -> Iterator[str]:
    strom.seek(0)
    leser = codecs.getincrementaldecoder(kodierung)()
    while stueck := strom.read(_STUECK):
        yield leser.decode(stueck)
    yield leser.decode(b"", True)


class _Leser:
    """Nimmt die Ereignisse des XML-Lesers auf und baut daraus die Blätter."""

    def __init__(self, vorrat: Vorrat) -> None:
        self.blaetter: list[Blatt] = []
        self._vorrat = vorrat
        self._bau: Blattbau | None = None
        self._verbunden: list[str] = []
        self._zeile = self._spalte = self._breite = 0
        self._art = ""
        self._in_daten = self._in_kommentar = False
        self._stuecke: list[str] = []

    def text(self, stueck: str) -> None:
        if self._in_daten:
            self._stuecke.append(stueck)

    def beginn(self, name: str, attribute: dict[str, str]) -> None:
        element = ohne_namensraum(name)
        angaben = {ohne_namensraum(a): wert for a, wert in attribute.items()}
        if element == "Worksheet":
            self._bau = Blattbau(angaben.get("Name", ""), self._vorrat)
            self._verbunden = []
            self._zeile = 0
        elif element == "Row":
            self._zeile = ganzzahl(angaben["Index"]) if "Index" in angaben else self._zeile + 1
            self._spalte = self._breite = 0
        elif element == "Cell":
            folgende = self._spalte + 1 + self._breite
            self._spalte = ganzzahl(angaben["Index"]) if "Index" in angaben else folgende
            self._breite = ganzzahl(angaben.get("MergeAcross", "0"))
            hoehe = ganzzahl(angaben.get("MergeDown", "0"))
            if (self._breite or hoehe) and self._bau is not None:
                self._bau.verbund_zaehlen()
                self._verbunden.append(
                    f"{spaltenbuchstabe(self._spalte)}{self._zeile}:"
                    f"{spaltenbuchstabe(self._spalte + self._breite)}{self._zeile + hoehe}"
                )
        elif element == "Comment":
            self._in_kommentar = True
        elif element == "Data" and not self._in_kommentar:
            self._art = angaben.get("Type", "String")
            self._in_daten = True
            self._stuecke.clear()

    def ende(self, name: str) -> None:
        element = ohne_namensraum(name)
        if element == "Comment":
            self._in_kommentar = False
        elif element == "Data" and self._in_daten and self._bau is not None:
            self._in_daten = False
            wert = self._wert("".join(self._stuecke))
            self._bau.setzen(self._zeile, self._spalte, Zelle(wert))
        elif element == "Worksheet" and self._bau is not None:
            blatt = self._bau.fertig(
                ausgeblendet=False, zeilen=(), spalten=(), verbunden=self._verbunden
            )
            self.blaetter.append(blatt)
            self._bau = None

    def _wert(self, text: str) -> Zellwert:
        if self._art == "Number":
            zahl = zahl_aus_text(text)
            return text if zahl is None else zahl
        return text

"""XML in Stücken lesen: ohne DOCTYPE, ohne Entitäten, mit Grenzen."""

import codecs
import re
from collections.abc import Callable, Iterable
from itertools import chain
from xml.parsers import expat

from sozialraum_cli.lesen.dateifehler import NEU_ANFORDERN, Dateifehler
from sozialraum_cli.lesen.vorrat import Posten, Vorrat
from sozialraum_cli.muster import muster

# Echte Mappen kennen einige hundert Element- und Attributnamen; expat behält jeden.
NAMEN_GRENZE = 5_000
# Eine unfertige Marke wird bei jedem Stück von vorn gelesen.
MARKENLAENGE_GRENZE = 4 << 20

_UTF16 = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
_KODIERUNG = re.compile(rb"""\s*<\?xml\b[^>]*?\bencoding\s*=\s*["']([\w.:-]+)["']""")
_EIN_BYTE = muster(r"iso8859-|cp125[0-8]|cp437|cp8[56][0-9]|mac-|koi8-")
# Er fällt weg, weil expat mit ihm unbekannte Entitäten still überginge.
_DOCTYPE_OHNE_REGELN = muster(
    rb"""\A(\s*(?:<\?[^>]*\?>\s*)*)<!DOCTYPE\s[^<>\[\]]*>""", re.IGNORECASE
)


# Mehr Zeichen fasst eine Zelle nicht.
TEXT_GRENZE = 32_767


class XmlSchaden(Dateifehler):
    """Ein Teil der Datei ist kein gültiges XML."""

    def __init__(self) -> None:
        """Der eine Satz, den es dazu zu sagen gibt."""
        super().__init__(
            "Die Datei ist beschädigt: Ein Teil von ihr ist kein gültiges XML.", NEU_ANFORDERN
        )


Beginn = Callable[[str, dict[str, str]], None]
Ende = Callable[[str], None]
Text = Callable[[str], None]


def xmlstrom_lesen(
    stuecke: Iterable[bytes],
    beginn: Beginn,
    ende: Ende,
    text: Text,
    vorrat: Vorrat,
    *,
    doctype_erlaubt: bool = False,
) -> None:
    """Ruft je Element beginn und ende und je Textstück text auf.

    Eingang: XML in UTF-8, UTF-16 oder einer angegebenen Kodierung mit einem Byte je Zeichen; der
    Vorrat der Datei; doctype_erlaubt: ein DOCTYPE ohne eigene Regeln, wie ihn alte
    OpenOffice-Programme schreiben. Namen kommen als „Namensraum Name“, ohne Namensraum nur als
    Name. Fehler: Dateifehler bei anderem DOCTYPE und überschrittenen Grenzen, XmlSchaden bei
    ungültigem XML.
    """
    namen: dict[str, str] = {}
    strom = iter(stuecke)
    anfang = next(strom, b"")
    if doctype_erlaubt:
        anfang = _DOCTYPE_OHNE_REGELN().sub(rb"\1", anfang, count=1)
    leser = expat.ParserCreate(_kodierung(anfang), namespace_separator=" ", intern=namen)
    leser.buffer_text = True
    leser.StartElementHandler = beginn
    leser.EndElementHandler = ende
    leser.CharacterDataHandler = text
    leser.StartDoctypeDeclHandler = _doctype_ablehnen
    gelesen = 0
    try:
        for stueck in chain((anfang,), strom):
            # Gezählt wird vor dem Lesen und nach oben: auch „<“ in einem Kommentar zählt.
            # Jedes offene Element kostet den Leser 120 Bytes, also begrenzt das auch die Tiefe.
            vorrat.nehmen(Posten.XML, len(stueck))
            vorrat.nehmen(Posten.MARKEN, stueck.count(b"<"))
            vorrat.nehmen(Posten.ANGABEN, stueck.count(b"="))
            leser.Parse(stueck, False)
            gelesen += len(stueck)
            unfertig = gelesen - leser.CurrentByteIndex
            if len(namen) > NAMEN_GRENZE or unfertig > MARKENLAENGE_GRENZE:
                raise Dateifehler(
                    "Die Datei hat mehr verschiedene oder längere Elemente, als eine Mappe haben "
                    "kann."
                )
        leser.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError) as grund:
        # LookupError, ValueError: Die Kodierung, die das XML nennt, gibt es so nicht.
        raise XmlSchaden from grund


def _kodierung(anfang: bytes) -> str | None:
    """Die Kodierung eines Teils; None heißt: wie er selbst sagt.

    Nur wer UTF-16 oder ein Byte je Zeichen schreibt, wird beim Wort genommen: Manche Programme
    geben etwas anderes an, als sie schreiben, und meinen dann UTF-8.
    """
    if anfang.startswith(_UTF16):
        return None
    angabe = _KODIERUNG.match(anfang)
    if angabe is None:
        return "utf-8"
    try:
        name = codecs.lookup(angabe[1].decode("ascii", "replace")).name
    except LookupError:
        return "utf-8"
    return None if _EIN_BYTE().match(name) else "utf-8"


def _doctype_ablehnen(*_: object) -> None:
    raise Dateifehler(
        "Die Datei enthält eine Dokumenttypdeklaration (DOCTYPE); Mappen haben keine, aber "
        "Angriffe benutzen sie, darum wird sie nicht gelesen."
    )


def ohne_namensraum(name: str) -> str:
    """Der Name eines Elements oder Attributs allein."""
    return name.rpartition(" ")[2]


class Textpuffer(list[str]):
    """Die Stücke eines Texts; was eine Zelle nicht mehr fasst, wird nicht aufgehoben."""

    def __init__(self) -> None:
        """Beginnt leer."""
        super().__init__()
        self._platz = TEXT_GRENZE

    def aufnehmen(self, stueck: str) -> None:
        """Hängt ein Stück an, solange Platz ist; das letzte darf hinausragen."""
        if self._platz >= 0:
            self.append(stueck)
            self._platz -= len(stueck)

    def clear(self) -> None:
        """Leert den Puffer für den nächsten Text."""
        super().clear()
        self._platz = TEXT_GRENZE


def nichts(_: str) -> None:
    """Für Elemente und Texte, die nicht zählen."""

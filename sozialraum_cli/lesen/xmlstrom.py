"""XML in Stücken lesen: ohne DOCTYPE, ohne Entitäten, mit Grenzen."""

from collections.abc import Callable, Iterable
from xml.parsers import expat

from sozialraum_cli.lesen.dateifehler import NEU_ANFORDERN, Dateifehler

BYTE_GRENZE = 256 << 20
# Eine Million Zellen sind etwa fünf Millionen Marken.
MARKEN_GRENZE = 20_000_000
# Echte Mappen kennen einige hundert Element- und Attributnamen; expat behält jeden.
NAMEN_GRENZE = 5_000
# Eine unfertige Marke wird bei jedem Stück von vorn gelesen.
MARKENLAENGE_GRENZE = 4 << 20


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


def xml_lesen(stuecke: Iterable[bytes], beginn: Beginn, ende: Ende, text: Text) -> None:
    """Ruft je Element beginn und ende und je Textstück text auf.

    Eingang: UTF-8. Namen kommen als „Namensraum Name“, ohne Namensraum nur als Name. Fehler:
    Dateifehler bei DOCTYPE und überschrittenen Grenzen, XmlSchaden bei ungültigem XML.
    """
    namen: dict[str, str] = {}
    leser = expat.ParserCreate("utf-8", namespace_separator=" ", intern=namen)
    leser.buffer_text = True
    leser.StartElementHandler = beginn
    leser.EndElementHandler = ende
    leser.CharacterDataHandler = text
    leser.StartDoctypeDeclHandler = _doctype_ablehnen
    gelesen = marken = 0
    try:
        for stueck in stuecke:
            leser.Parse(stueck, False)
            gelesen += len(stueck)
            marken += stueck.count(b"<")
            if (
                gelesen > BYTE_GRENZE
                or marken > MARKEN_GRENZE
                or len(namen) > NAMEN_GRENZE
                or gelesen - leser.CurrentByteIndex > MARKENLAENGE_GRENZE
            ):
                raise Dateifehler("Die Datei enthält mehr Inhalt, als eine Mappe haben kann.")
        leser.Parse(b"", True)
    except expat.ExpatError as grund:
        raise XmlSchaden from grund


def _doctype_ablehnen(*_: object) -> None:
    raise Dateifehler(
        "Die Datei enthält eine Dokumenttypdeklaration (DOCTYPE); Mappen haben keine, aber "
        "Angriffe benutzen sie, darum wird sie nicht gelesen."
    )


def ohne_namensraum(name: str) -> str:
    """Der Name eines Elements oder Attributs allein."""
    return name.rpartition(" ")[2]


def nichts(_: str) -> None:
    """Für Elemente und Texte, die nicht zählen."""

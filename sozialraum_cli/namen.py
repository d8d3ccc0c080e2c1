"""Namen vergleichen, wie Menschen sie lesen: ohne Groß/klein, Leerraum und Umlautschreibweise."""

import difflib
import unicodedata
from collections.abc import Iterable

_UMLAUTE = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_SATZZEICHEN_AM_ENDE = "*:;.,"


def vergleichsform(name: str) -> str:
    """Die Form, in der zwei Schreibweisen eines Namens gleich sind.

    Ohne Bedeutung sind Groß/klein, Leerraum, unsichtbare Trennzeichen, ae/ä, ss/ß, NFC/NFD und
    Satzzeichen am Ende: „Sozialräume *“ ist „SOZIALRAEUME“.
    """
    sichtbar = "".join(
        zeichen
        for zeichen in unicodedata.normalize("NFC", name)
        if not zeichen.isspace() and unicodedata.category(zeichen) != "Cf"
    )
    # Erst falten, dann zusammensetzen: aus Ä wird beim Falten mancher Zeichen wieder NFD.
    form = unicodedata.normalize("NFC", sichtbar.casefold()).translate(_UMLAUTE)
    return form.rstrip(_SATZZEICHEN_AM_ENDE) or form


def schluesselform(schluessel: str) -> str:
    """Die Form, in der zwei Schreibweisen eines amtlichen Schlüssels gleich sind.

    Führende Nullen gehen verloren, wenn eine Tabelle den Schlüssel als Zahl führt.
    """
    return vergleichsform(schluessel).lstrip("0")


def aehnlichster(name: str, kandidaten: Iterable[str]) -> str | None:
    """Der Kandidat, der einem vertippten Namen am nächsten kommt; None, wenn keiner nah ist."""
    formen = {vergleichsform(kandidat): kandidat for kandidat in kandidaten}
    treffer = difflib.get_close_matches(vergleichsform(name), formen, n=1)
    return formen[treffer[0]] if treffer else None


def meinten_sie(name: str, kandidaten: Iterable[str], sonst: str) -> str:
    """Die Abhilfe zu einem unbekannten Namen: der ähnlichste Kandidat, wenn es einen gibt."""
    vorschlag = aehnlichster(name, kandidaten)
    return sonst if vorschlag is None else f"Gemeint ist vermutlich „{vorschlag}“. {sonst}"


def aufzaehlung(namen: Iterable[str]) -> str:
    """Namen in Anführungszeichen, mit Komma getrennt."""
    return ", ".join(f"„{name}“" for name in namen)

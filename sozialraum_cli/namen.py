"""Namen vergleichen, wie Menschen sie lesen: ohne Groß/klein, Leerraum und Umlautschreibweise."""

import difflib
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

_UMLAUTE = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_SATZZEICHEN_AM_ENDE = "*:;.,"
# Ein Vergleich kostet etwa 10 µs.
_VERGLEICHE = 100_000
_HOECHSTENS_GENANNT = 20


@lru_cache(maxsize=8192)
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
    return Vorschlaege(kandidaten).aehnlichster(name)


def meinten_sie(name: str, kandidaten: Iterable[str], sonst: str) -> str:
    """Die Abhilfe zu einem unbekannten Namen: der ähnlichste Kandidat, wenn es einen gibt."""
    return Vorschlaege(kandidaten).abhilfe(name, sonst)


class Vorschlaege:
    """Vorschläge aus immer denselben Kandidaten, wenn es viele unbekannte Namen geben kann.

    Nach den ersten hört sie auf zu suchen: Wer fünfhundert Namen anders schreibt, hat sich nicht
    fünfhundertmal vertippt, und alle mit allen zu vergleichen dauerte Minuten.
    """

    def __init__(self, kandidaten: Iterable[str]) -> None:
        self._formen = {vergleichsform(kandidat): kandidat for kandidat in kandidaten}
        self._vergleiche = _VERGLEICHE

    def aehnlichster(self, name: str) -> str | None:
        """Der Kandidat, der dem Namen am nächsten kommt; None, wenn keiner nah ist."""
        if self._vergleiche < len(self._formen):
            return None
        self._vergleiche -= len(self._formen)
        treffer = difflib.get_close_matches(vergleichsform(name), self._formen, n=1)
        return self._formen[treffer[0]] if treffer else None

    def abhilfe(self, name: str, sonst: str) -> str:
        """Die Abhilfe zu einem unbekannten Namen: der ähnlichste Kandidat, wenn es einen gibt."""
        vorschlag = self.aehnlichster(name)
        return sonst if vorschlag is None else f"Gemeint ist vermutlich „{vorschlag}“. {sonst}"


def oder(namen: Iterable[str]) -> str:
    """Namen zur Wahl: „anteilig“, „kappung“ oder „keiner“."""
    return _verbunden(namen, "oder")


def und(namen: Iterable[str]) -> str:
    """Namen zusammen: „minmax“ und „zwert“."""
    return _verbunden(namen, "und")


def _verbunden(namen: Iterable[str], wort: str) -> str:
    *vorn, letzter = (f"„{name}“" for name in namen)
    return f"{', '.join(vorn)} {wort} {letzter}" if vorn else letzter


def aufzaehlung(namen: Iterable[str]) -> str:
    """Namen in Anführungszeichen, mit Komma getrennt, höchstens die ersten zwanzig."""
    alle: Sequence[str] = tuple(namen)
    genannt = ", ".join(f"„{name}“" for name in alle[:_HOECHSTENS_GENANNT])
    mehr = len(alle) - _HOECHSTENS_GENANNT
    return f"{genannt} und {mehr} weitere" if mehr > 0 else genannt

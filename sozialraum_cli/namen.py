"""Namen vergleichen, wie Menschen sie lesen: ohne Groß/klein, Leerraum und Umlautschreibweise."""

import difflib
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from itertools import islice

_UMLAUTE = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
# Bindestriche und Apostrophe, die Textprogramme von sich aus ersetzen.
_STRICHE = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d", "-")
    | dict.fromkeys("\u2018\u2019\u02bc`´", "'")
)
# Bis hierhin setzt sich kein Zeichen mit dem nächsten zusammen.
_LATIN_1 = "\xff"
_UNSICHTBAR = frozenset({"Cf", "Cc"})
# Buchstaben anderer Schriften, die wie lateinische aussehen, und solche, die einander gleichen.
_DOPPELGAENGER = str.maketrans(
    "АВЕКМНОРСТУХІЈЅавекмнорстухіјѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧοιανρυ",
    "ABEKMHOPCTYXIJSabekmhopctyxijsABEZHIKMNOPTYXoiavpu",
)
_GLEICHE_STRICHE = str.maketrans("l|10", "iiio")
_SCHRIFTEN = {"CYRILLIC": "kyrillisch", "GREEK": "griechisch", "LATIN": "lateinisch"}
_SATZZEICHEN_AM_ENDE = "*:;.,"
# Länger ist kein Name; Zeichen, die sich häufen, zu ordnen kostet quadratisch viel Zeit.
LAENGE_GRENZE = 300
# Zwei Namen zu vergleichen kostet je Paar ihrer Zeichen etwa 0,1 µs.
_ZEICHENPAARE = 20_000_000
_KANDIDATEN = 500
_HOECHSTENS_GENANNT = 20


# Wer jeden Namen mehrmals und alle der Reihe nach fragt, hat nichts von einem zu kleinen Speicher.
@lru_cache(maxsize=131_072)
def vergleichsform(name: str) -> str:
    """Die Form, in der zwei Schreibweisen eines Namens gleich sind.

    Ohne Bedeutung sind Groß/klein, Leerraum, unsichtbare Trennzeichen, die Art der Bindestriche,
    ae/ä, ss/ß, NFC/NFD und Satzzeichen am Ende: „Sozialräume *“ ist „SOZIALRAEUME“. Es
    zählen die ersten 300 Zeichen.
    """
    name = name[:LAENGE_GRENZE]
    if name.isascii() and name.isprintable():
        # Die meisten Namen; dieselbe Form, ohne jedes Zeichen nachzuschlagen.
        form = name.replace(" ", "").replace("`", "'").lower()
    elif name.isprintable() and max(name) <= _LATIN_1:
        form = name.replace(" ", "").translate(_STRICHE).casefold().translate(_UMLAUTE)
    else:
        form = _gefaltet(name)
    return form.rstrip(_SATZZEICHEN_AM_ENDE) or form


def _gefaltet(name: str) -> str:
    sichtbar = "".join(
        zeichen
        for zeichen in unicodedata.normalize("NFC", name).translate(_STRICHE)
        if not zeichen.isspace() and unicodedata.category(zeichen) not in _UNSICHTBAR
    )
    # Erst falten, dann zusammensetzen: aus Ä wird beim Falten mancher Zeichen wieder NFD.
    return unicodedata.normalize("NFC", sichtbar.casefold()).translate(_UMLAUTE)


def schluesselform(schluessel: str) -> str:
    """Die Form, in der zwei Schreibweisen eines amtlichen Schlüssels gleich sind.

    Führende Nullen gehen verloren, wenn eine Tabelle den Schlüssel als Zahl führt.
    """
    return vergleichsform(schluessel).lstrip("0")


def sehform(name: str) -> str:
    """Die Form, in der zwei Namen gleich sind, die auf dem Bildschirm gleich aussehen."""
    lateinisch = name if name.isascii() else name.translate(_DOPPELGAENGER)
    return vergleichsform(lateinisch).translate(_GLEICHE_STRICHE)


def zeichenunterschied(name: str, anderer: str) -> str | None:
    """Welche Zeichen zwei Namen unterscheiden, die gleich aussehen; None, wenn sie es nicht tun.

    Ergebnis: ein Satz, zum Beispiel: Beide sehen gleich aus: „А“ (U+0410, kyrillisch) statt „A“
    (U+0041, lateinisch).
    """
    links, rechts = (unicodedata.normalize("NFC", text) for text in (name, anderer))
    if links.casefold() == rechts.casefold() or sehform(links) != sehform(rechts):
        return None
    stellen = difflib.SequenceMatcher(None, links, rechts, autojunk=False).get_opcodes()
    unterschiede = [
        f"{_zeichen(links[a:b])} statt {_zeichen(rechts[c:d])}"
        for _, a, b, c, d in stellen
        if links[a:b].casefold() != rechts[c:d].casefold()
    ]
    return f"Beide sehen gleich aus: {', '.join(unterschiede)}."


def _zeichen(text: str) -> str:
    return " ".join(map(_ein_zeichen, text)) or "nichts"


def _ein_zeichen(zeichen: str) -> str:
    schrift = _SCHRIFTEN.get(unicodedata.name(zeichen, "").partition(" ")[0])
    kennung = f"U+{ord(zeichen):04X}{f', {schrift}' if schrift else ''}"
    sichtbar = zeichen.isprintable() and not zeichen.isspace()
    return f"„{zeichen}“ ({kennung})" if sichtbar else kennung


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
        self._erste = tuple(islice(self._formen, _KANDIDATEN))
        self._laenge = sum(len(form) + 1 for form in self._erste)
        self._paare = _ZEICHENPAARE

    @cached_property
    def _sehformen(self) -> dict[str, str]:
        return {sehform(kandidat): kandidat for kandidat in self._formen.values()}

    def aehnlichster(self, name: str) -> str | None:
        """Der Kandidat, der dem Namen am nächsten kommt; None, wenn keiner nah ist."""
        if gleich_aussehend := self._sehformen.get(sehform(name)):
            return gleich_aussehend
        form = vergleichsform(name)
        paare = len(form) * self._laenge
        if paare > self._paare:
            return None
        self._paare -= paare
        treffer = difflib.get_close_matches(form, self._erste, n=1)
        return self._formen[treffer[0]] if treffer else None

    def abhilfe(self, name: str, sonst: str) -> str:
        """Die Abhilfe zu einem unbekannten Namen: der ähnlichste Kandidat, wenn es einen gibt."""
        vorschlag = self.aehnlichster(name)
        if vorschlag is None:
            return sonst
        unterschied = zeichenunterschied(name, vorschlag)
        genauer = f" {unterschied}" if unterschied else ""
        return f"Gemeint ist vermutlich „{vorschlag}“.{genauer} {sonst}"


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

"""Werte amtlicher Tabellen: Zahlen und die Zeichen, die keine sind; nie wird eines still zu 0."""

import re
from dataclasses import dataclass
from decimal import Decimal

from sozialraum_cli.eingabe.unlesbar import Unlesbar
from sozialraum_cli.eingabe.zahl import Einheit, zahl_lesen
from sozialraum_cli.lesen.zelle import Zellwert

NICHTS_VORHANDEN = "-"

_NULL = {
    "-": "„-“ heißt „nichts vorhanden“",
    "−": "„−“ heißt „nichts vorhanden“",
    "–": "„–“ heißt „nichts vorhanden“",
    "—": "„—“ heißt „nichts vorhanden“",
    "2222222222": "2222222222 heißt im Regionalatlas „nichts vorhanden“",
}
_REGIONALATLAS = ("5555555555", "6666666666", "7777777777", "8888888888")
_NACHFRAGEN = (
    "Nicht durch 0 ersetzen: bei der Quelle nachfragen, Gebiete zusammenfassen oder einen anderen "
    "Indikator nehmen."
)
_KLAMMER = re.compile(r"\(\s*([0-9][0-9.,\s]*)\)|([0-9][0-9.,\s]*)\(\s*\)")


@dataclass(frozen=True, slots=True)
class Messwert:
    """Ein gelesener Wert; hinweis erklärt ihn, wenn er nicht einfach eine Zahl ist."""

    zahl: Decimal
    hinweis: str | None = None
    prozent: bool = False


def wert_lesen(roh: Zellwert | None, *, dezimal: str = "") -> Messwert | Unlesbar:
    """Die Zahl eines Felds einer amtlichen Tabelle oder der Grund, warum es keine enthält.

    Eingang: dezimal sind Zeichen, nach denen in der Quelle immer Nachkommastellen folgen; ohne sie
    ist 58,679 mehrdeutig und darum keine Zahl. „-“ und „–“ sind 0 mit Hinweis; „.“, „*“, „/“,
    „x“ und „...“ nie eine Zahl; eine Zahl in Klammern gilt mit Hinweis.
    Quelle: docs/verfahren.md 8, Zeichenerklärung der amtlichen Statistik.
    """
    if isinstance(roh, str):
        text = roh.strip()
        if text.isascii() and text.isdigit() and text not in _REGIONALATLAS and text not in _NULL:
            return Messwert(Decimal(text))
        if text in _NULL:
            return Messwert(Decimal(0), f"{_NULL[text]}; gerechnet wird mit 0")
        if (klammer := _KLAMMER.fullmatch(text)) is not None:
            innen = wert_lesen(klammer[1] or klammer[2], dezimal=dezimal)
            if isinstance(innen, Unlesbar):
                return innen
            return Messwert(innen.zahl, "die Klammer heißt „Aussagewert eingeschränkt“")
        if dezimal and re.fullmatch(rf"-?[0-9]+[{dezimal}][0-9]+", text):
            roh = Decimal(f"{Decimal(text.replace(',', '.')):.15g}")
        else:
            roh = text
    gelesen = zahl_lesen(roh)
    if isinstance(gelesen, Unlesbar):
        return gelesen
    ganz = f"{gelesen.wert.normalize():f}"
    if ganz in _REGIONALATLAS:
        return Unlesbar(
            f"{ganz} heißt im Regionalatlas: kein Wert (unbekannt, geheim oder nicht sinnvoll)",
            _NACHFRAGEN,
        )
    if ganz in _NULL:
        return Messwert(Decimal(0), f"{_NULL[ganz]}; gerechnet wird mit 0")
    return Messwert(gelesen.wert, prozent=gelesen.einheit is Einheit.PROZENT)


def ist_strich(roh: Zellwert | None) -> bool:
    """Ob ein Feld „-“ enthält; hat ein Gebiet nur solche, gab es das Gebiet nicht."""
    return isinstance(roh, str) and roh.strip() == NICHTS_VORHANDEN


def sieht_aus_wie_zahl(text: str) -> bool:
    """Ob ein Text in einer Zahlenspalte stehen kann: eine Zahl oder ein Zeichen der Statistik."""
    kern = text.strip()
    return not kern or not any(zeichen.isalpha() for zeichen in kern) or kern in ("x", "X")

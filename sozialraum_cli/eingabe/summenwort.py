"""Woran eine Zeile zu erkennen ist, die andere zusammenfasst: Summe, Ergebnis, Durchschnitt."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from sozialraum_cli.namen import LAENGE_GRENZE, vergleichsform

_WORT = re.compile(r"[^\W\d_]+|∑")


def _formen(worte: Iterable[str]) -> frozenset[str]:
    return frozenset(map(vergleichsform, worte))


_UEBERALL = _formen(("Summe", "Summen", "Gesamt", "Insgesamt", "Gesamtsumme", "Total", "Σ", "∑"))
# Die Wörter der Tabellenkalkulationen für Teilergebnisse und Pivottabellen und ihre Verwandten.
_SUMMEN = _UEBERALL | _formen(
    (
        *("Ergebnis", "Gesamtergebnis", "Teilergebnis", "Teilergebnisse", "Zwischenergebnis"),
        *("Zwischensumme", "Zwischensummen", "Teilsumme", "Endsumme", "Endergebnis", "Insg", "Ges"),
        *("Insges", "Gesamtes", "Summa"),
        *("Kreissumme", "Kreisergebnis", "Gesamtzahl", "Gesamtbetrag", "Gesamtwert", "Subtotal"),
        *("Summenzeile", "Kreisgesamt", "Zusammen", "Sum", "Gesamtkreis", "Gesamtgebiet"),
        *("Gesamtstadt", "Gesamtlandkreis"),
    )
)
_GANZE_NAMEN = _formen(
    (
        *("Alle", "Kreis", "Landkreis", "Kreisgebiet", "Kreisweit", "Alle Sozialräume"),
        *("Alle Räume", "Alle Gebiete", "Alle Gemeinden", "Alle zusammen", "Ganzer Kreis"),
        *("Ganzer Landkreis", "Gesamter Kreis", "Gesamter Landkreis", "Gesamtes Kreisgebiet"),
        *("Su", "Sa", "Gesamtes Gebiet", "Gesamte Stadt", "Ganze Stadt", "Grand Total"),
    )
)
_KENNZAHLEN = _formen(
    (
        *("Durchschnitt", "Mittelwert", "Kreisdurchschnitt", "Kreismittelwert", "Kreiswert", "Ø"),
        *("Gesamtdurchschnitt", "Mittelwerte", "Durchschnittswert", "Kreismittel"),
    )
)
_GANZE_KENNZAHLEN = _formen(
    ("Mittel", "Median", "Minimum", "Maximum", "Min", "Max", "Standardabweichung", "Spannweite")
)


_VERRAETERISCH = _SUMMEN | _KENNZAHLEN | _GANZE_KENNZAHLEN
# Für ASCII: alles weg, was kein Teil eines Worts ist; die Texte selbst trennt ein Umbruch.
_NUR_BUCHSTABEN = {n: None for n in range(128) if not chr(n).isalpha() and chr(n) != "\n"}


def benennt_summe(text: str, *, sozialraum: bool) -> bool:
    """Ob ein Text eine Summenzeile benennt.

    Bei Sozialräumen genügt das Wort am Anfang oder am Ende, auch „Nord Ergebnis“ und „Landkreis
    insg.“; sonst kann „Arbeitslose gesamt“ oder „Ergebnis der Untersuchung“ ein Indikator sein.
    """
    worte = _worte(text)
    if not worte:
        return False
    if vergleichsform(text) in _GANZE_NAMEN or "".join(worte) in _GANZE_NAMEN:
        return sozialraum
    if sozialraum:
        return worte[0] in _SUMMEN or worte[-1] in _SUMMEN
    return worte[0] in _UEBERALL or (len(worte) == 1 and worte[0] in _SUMMEN)


def benennt_kennzahl(text: str) -> bool:
    """Ob ein Text eine Zeile mit Durchschnitt, Median oder Ähnlichem benennt."""
    worte = _worte(text)
    if not worte:
        return False
    if len(worte) == 1 and worte[0] in _GANZE_KENNZAHLEN:
        return True
    return worte[0] in _KENNZAHLEN or worte[-1] in _KENNZAHLEN


def fragliche_texte(texte: Sequence[str]) -> set[str]:
    """Die Texte, die eine Summe oder Kennzahl benennen können; die übrigen tun es sicher nicht.

    Das Wort, das sie verriete, wird in allen Texten zusammen gesucht: das kostet weit weniger, als
    jeden einzeln zu fragen.
    """
    lateinisch = [text for text in texte if _schlicht(text)]
    andere = {*texte}.difference(lateinisch) if len(lateinisch) < len(texte) else set()
    zusammen = "\n".join(lateinisch)
    verraeter = {w for w in set(_WORT.findall(zusammen)) if w.lower() in _VERRAETERISCH}
    buchstaben = zusammen.translate(_NUR_BUCHSTABEN).lower().split("\n")
    return {
        text
        for text, ohne in zip(lateinisch, buchstaben, strict=False)
        if ohne in _GANZE_NAMEN or (verraeter and any(wort in text for wort in verraeter))
    } | andere


def _schlicht(text: str) -> bool:
    # Was länger ist, liest die Vergleichsform nicht ganz.
    return text.isascii() and "\n" not in text and len(text) <= LAENGE_GRENZE


# Jeder Name wird in zwei Blättern je zweimal gefragt.
@lru_cache(maxsize=131_072)
def _worte(text: str) -> tuple[str, ...]:
    if text.startswith(("=", "@", "+")):
        return ()  # Ein Name, der wie eine Formel aussieht, bleibt einer.
    return tuple(map(vergleichsform, _WORT.findall(text)))

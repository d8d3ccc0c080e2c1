"""Was eine fortgeschriebene Mappe über ihrer Tabelle vermerkt, und ob es noch gilt."""

import re
import textwrap
from collections.abc import Mapping, Sequence
from decimal import Decimal

from sozialraum_cli.modell import Eingabe, Spalte
from sozialraum_cli.muster import muster
from sozialraum_cli.zahlen import knapp

SOZIALRAEUME, INDIKATOREN = "Sozialräume", "Indikatoren"

_ZEILENLAENGE = 110
_GESCHUETZT = "\N{NO-BREAK SPACE}"
_AKTUALISIEREN = re.compile(r"Zu aktualisieren für \d{4}: ")
_VERMERK = muster(r"(Fortgeschrieben|Zu aktualisieren) für \d{4}: ")


def ist_vermerk(text: str) -> bool:
    """Ob eine Anmerkung vom Fortschreiben stammt; nach dem nächsten gilt sie nicht mehr."""
    return _VERMERK().match(text) is not None


def budgetvermerk(jahr: int, text: str) -> str:
    """Woher bisherige Budgets und Referenzbudgets des Jahres kommen."""
    return f"Fortgeschrieben für {jahr}: {text}"


def indikatorvermerk(eingabe: Eingabe, jahr: int) -> Sequence[str]:
    """Welche Spalten für das Jahr zu aktualisieren sind, je mit Summe und altem Stichtag.

    Die Summe sagt später, ob die Werte einer Spalte noch die alten sind.
    """
    stichtage = {indikator.name: indikator.stichtag for indikator in eingabe.indikatoren}
    spalten = []
    for spalte in eingabe.spalten.values():
        stichtag = stichtage.get(spalte.name)
        spalten.append(_mit_summe(spalte) + (f"; Stichtag {stichtag})" if stichtag else ")"))
    # Geschützte Leerzeichen halten jeden Namen mit seinen Angaben in einer Zeile.
    aufzaehlung = ", ".join(spalte.replace(" ", _GESCHUETZT) for spalte in spalten)
    zeilen = textwrap.wrap(
        f"{aufzaehlung}. Werte wie {eingabe.parameter.jahr}.",
        _ZEILENLAENGE,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [f"Zu aktualisieren für {jahr}: {zeile.replace(_GESCHUETZT, ' ')}" for zeile in zeilen]


def unveraenderte_spalten(eingabe: Eingabe) -> tuple[str, ...]:
    """Die Spalten des Blatts Indikatoren, die der Vermerk nennt und deren Summe noch die alte ist.

    Ergebnis: leer ohne Vermerk, also auch, wenn jemand ihn gelöscht hat.
    """
    vermerk = " ".join(
        _AKTUALISIEREN.sub("", text)
        for text in eingabe.anmerkungen.get(INDIKATOREN, ())
        if _AKTUALISIEREN.match(text)
    )
    return tuple(
        spalte.name
        for spalte in (eingabe.spalten.values() if vermerk else ())
        if any(f"{_mit_summe(spalte)}{ende}" in vermerk for ende in ";)")
    )


def ohne_vermerk(anmerkungen: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """Die Anmerkungen ohne die Vermerke: im Bogen steht, was gilt, nicht, was zu tun ist."""
    return {
        blatt: tuple(text for text in texte if not ist_vermerk(text))
        for blatt, texte in anmerkungen.items()
    }


def _mit_summe(spalte: Spalte) -> str:
    return f"{spalte.name} (Summe {knapp(sum(spalte.werte, Decimal(0)))}"

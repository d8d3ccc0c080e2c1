"""Sätze mit Größen in geschweiften Klammern werden zu Formeln, die Text ergeben.

{name:€} setzt einen Betrag ein, {name:%} einen Anteil als Prozent, {name:2} eine Zahl mit so
vielen Nachkommastellen, {name} einen Text. {name?dann|sonst} wählt; in beiden Zweigen darf wieder
eine Größe stehen.
"""

import re
from collections.abc import Mapping
from decimal import Decimal

from sozialraum_cli.arbeitsmappe.texte import (
    Textformel,
    dezimalformel,
    euroformel,
    prozentformel,
    verkettet,
    wenn,
)
from sozialraum_cli.runden import HUNDERT

# Formel und jetziger Wert: eine Zahl, ein Text oder ob eine Bedingung gilt.
Satzgroesse = tuple[str, Decimal | str | bool]

_BEDINGUNG = re.compile(r"(\w+)\?")


def satzformel(vorlage: str, groessen: Mapping[str, Satzgroesse]) -> Textformel:
    """Setzt Größen ein. Fehler: KeyError bei unbekanntem Namen, ValueError bei offener Klammer."""
    teile: list[Textformel | str] = []
    rest = vorlage
    while rest:
        vorn, klammer, rest = rest.partition("{")
        if vorn:
            teile.append(vorn)
        if klammer:
            ende = _ende(rest, "}")
            teile.append(_einsetzen(rest[:ende], groessen))
            rest = rest[ende + 1 :]
    return verkettet(*teile) if teile else verkettet("")


def _einsetzen(innen: str, groessen: Mapping[str, Satzgroesse]) -> Textformel:
    if treffer := _BEDINGUNG.match(innen):
        formel, gilt = groessen[treffer[1]]
        zweige = innen[treffer.end() :]
        trennung = _ende(zweige, "|", sonst=len(zweige))
        dann, sonst = zweige[:trennung], zweige[trennung + 1 :]
        return wenn(formel, bool(gilt), satzformel(dann, groessen), satzformel(sonst, groessen))
    name, _, form = innen.partition(":")
    formel, wert = groessen[name]
    if not form:
        return Textformel(formel, str(wert))
    zahl = Decimal(wert)
    if form == "€":
        return euroformel(formel, zahl)
    return (
        prozentformel(formel, zahl * HUNDERT)
        if form == "%"
        else dezimalformel(formel, zahl, int(form))
    )


def _ende(text: str, zeichen: str, sonst: int | None = None) -> int:
    """Die Stelle des Zeichens außerhalb innerer Klammern."""
    tiefe = 0
    for stelle, gelesen in enumerate(text):
        if gelesen == zeichen and not tiefe:
            return stelle
        tiefe += (gelesen == "{") - (gelesen == "}")
    if sonst is None:
        raise ValueError(f"Im Satz ist eine Klammer nicht geschlossen: {text}")
    return sonst

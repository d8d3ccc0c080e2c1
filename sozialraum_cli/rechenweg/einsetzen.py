"""Setzt Zahlen, Namen und Bedingungen in die Vorlage eines Schritts ein."""

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import NamedTuple

from sozialraum_cli.rechenweg.zahlwort import Rechengroesse

_BEDINGUNG = re.compile(r"(\w+)\?")


class Werte(NamedTuple):
    """Alles, was in Vorlagen eines Sozialraums stehen kann, unter seinem Namen."""

    groessen: Mapping[str, Rechengroesse]
    texte: Mapping[str, str]
    bedingungen: Mapping[str, bool]

    def mit(self, weitere: "Werte") -> "Werte":
        """Dieselben Werte, ergänzt um weitere."""
        return Werte(
            {**self.groessen, **weitere.groessen},
            {**self.texte, **weitere.texte},
            {**self.bedingungen, **weitere.bedingungen},
        )

    def gilt(self, bedingung: str | None) -> bool:
        """Ob es einen Schritt mit dieser Bedingung gibt. Fehler: KeyError bei unbekannter."""
        if bedingung is None:
            return True
        name = bedingung.removeprefix("nicht ")
        return self.bedingungen[name] is (name == bedingung)


Drucken = Callable[[Rechengroesse], str]


class Name(NamedTuple):
    """Wo eine Größe oder ein Text steht."""

    name: str


class Wahl(NamedTuple):
    """Einer von zwei Texten, je nach Bedingung."""

    bedingung: str
    dann: str
    sonst: str


@cache  # dieselben Vorlagen gelten für jeden Sozialraum
def zerlegt(vorlage: str) -> tuple[str | Name | Wahl, ...]:
    """Fester Text, Namen und Wahlen einer Vorlage. Fehler: ValueError bei offener Klammer."""
    teile: list[str | Name | Wahl] = []
    rest = vorlage
    while rest:
        vorn, klammer, rest = rest.partition("{")
        if vorn:
            teile.append(vorn)
        if klammer:
            ende = klammerende(rest, "}")
            teile.append(_geklammert(rest[:ende]))
            rest = rest[ende + 1 :]
    return tuple(teile)


def _geklammert(innen: str) -> Name | Wahl:
    if treffer := _BEDINGUNG.match(innen):
        zweige = innen[treffer.end() :]
        trennung = klammerende(zweige, "|", len(zweige))
        return Wahl(treffer[1], zweige[:trennung], zweige[trennung + 1 :])
    return Name(innen)


def eingesetzt(vorlage: str, werte: Werte, drucken: Drucken) -> str:
    """Der Text mit eingesetzten Zahlen. Fehler: KeyError bei unbekanntem Namen."""
    teile = []
    for teil in zerlegt(vorlage):
        if isinstance(teil, str):
            teile.append(teil)
        elif isinstance(teil, Wahl):
            zweig = teil.dann if werte.bedingungen[teil.bedingung] else teil.sonst
            teile.append(eingesetzt(zweig, werte, drucken))
        elif teil.name in werte.texte:
            teile.append(werte.texte[teil.name])
        else:
            teile.append(drucken(werte.groessen[teil.name]))
    return "".join(teile)


def klammerende(text: str, zeichen: str, sonst: int | None = None) -> int:
    """Wo ein Zeichen außerhalb innerer Klammern steht."""
    tiefe = 0
    for stelle, eines in enumerate(text):
        if eines == zeichen and not tiefe:
            return stelle
        tiefe += (eines == "{") - (eines == "}")
    if sonst is None:
        raise ValueError(f"Eine Klammer bleibt offen: {{{text}")
    return sonst

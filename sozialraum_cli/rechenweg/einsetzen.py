"""Setzt Zahlen, Namen und Bedingungen in die Vorlage eines Schritts ein."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sozialraum_cli.rechenweg.zahlwort import Rechengroesse

_BEDINGUNG = re.compile(r"(\w+)\?")


@dataclass(frozen=True, slots=True)
class Werte:
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


def eingesetzt(vorlage: str, werte: Werte, drucken: Drucken) -> str:
    """Der Text mit eingesetzten Zahlen. Fehler: KeyError bei unbekanntem Namen."""
    teile = []
    rest = vorlage
    while rest:
        vorn, klammer, rest = rest.partition("{")
        teile.append(vorn)
        if klammer:
            ende = klammerende(rest, "}")
            teile.append(_einsetzen(rest[:ende], werte, drucken))
            rest = rest[ende + 1 :]
    return "".join(teile)


def _einsetzen(innen: str, werte: Werte, drucken: Drucken) -> str:
    if treffer := _BEDINGUNG.match(innen):
        zweige = innen[treffer.end() :]
        trennung = klammerende(zweige, "|", len(zweige))
        gewaehlt = zweige[:trennung] if werte.bedingungen[treffer[1]] else zweige[trennung + 1 :]
        return eingesetzt(gewaehlt, werte, drucken)
    if innen in werte.texte:
        return werte.texte[innen]
    return drucken(werte.groessen[innen])


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

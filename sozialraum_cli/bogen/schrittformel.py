"""Die Schritte eines Abschnitts des Rechenwegs als Formel, die Text ergibt.

Sätze und Rechnungen sind dieselben Vorlagen wie in `rechenweg`; jede gedruckte Zahl steht daneben
in einer Zelle, aus der auch weitergerechnet wird.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from sozialraum_cli.arbeitsmappe.texte import woertlich
from sozialraum_cli.rechenweg.einsetzen import Wahl, klammerende, zerlegt
from sozialraum_cli.verfahren.schritt import Schritt

_NAME = re.compile(r"\{(\w+)\}")


class Stellen(NamedTuple):
    """Wo etwas steht: Zahl und Text je Größe, Texte und Bedingungen als Formel."""

    zahl: Mapping[str, str]
    text: Mapping[str, str]
    bedingung: Mapping[str, str]

    def gilt(self, bedingung: str) -> str:
        """Die Bedingung eines Schritts als Formel, auch mit „nicht “ davor."""
        name = bedingung.removeprefix("nicht ")
        formel = self.bedingung[name]
        return formel if name == bedingung else f"NOT({formel})"


def namen(schritte: Sequence[Schritt]) -> list[str]:
    """Alle Größen und Texte, die in den Schritten stehen, in ihrer Reihenfolge."""
    alle: dict[str, None] = {}
    for schritt in schritte:
        texte = [schritt.satz, schritt.rechnung or ""]
        alle |= dict.fromkeys(name for text in texte for name in _NAME.findall(text))
        if schritt.rechnung is not None:
            alle[schritt.groesse] = None
    return list(alle)


def zeilenformel(schritte: Sequence[Schritt], stellen: Stellen, trenner: str) -> str:
    """Alle Schritte, vor jedem der Trenner."""
    davor = "CHAR(10)" if trenner == "\n" else woertlich(trenner).formel
    return "&".join(_schritt(schritt, stellen, davor) for schritt in schritte) or '""'


def ergebnisformel(schritt: Schritt, stellen: Stellen) -> str:
    """Die Rechnung eines Schritts, mit den gedruckten Zahlen gerechnet."""
    assert schritt.rechnung is not None
    return _ausdruck(schritt.rechnung, stellen)


def _schritt(schritt: Schritt, stellen: Stellen, davor: str) -> str:
    teile = [davor, *_teile(schritt.satz, stellen)]
    if schritt.rechnung is not None:
        teile += ['" "', *_teile(schritt.rechnung, stellen), '" = "']
        teile.append(stellen.text[schritt.groesse])
        if schritt.einheit:
            teile.append(woertlich(f" {schritt.einheit}").formel)
    text = "&".join(teile)
    return text if schritt.wenn is None else f'IF({stellen.gilt(schritt.wenn)},{text},"")'


def _teile(vorlage: str, stellen: Stellen) -> Iterator[str]:
    for teil in zerlegt(vorlage):
        if isinstance(teil, str):
            yield woertlich(teil).formel
        elif isinstance(teil, Wahl):
            zweige = ("&".join(_teile(zweig, stellen)) or '""' for zweig in (teil.dann, teil.sonst))
            yield f"IF({stellen.bedingung[teil.bedingung]},{','.join(zweige)})"
        else:
            yield stellen.text[teil.name]


def _ausdruck(rechnung: str, stellen: Stellen) -> str:
    """Eine Rechnung als Formel; eine Wahl darin teilt die ganze Rechnung, denn sie ist Text."""
    if treffer := re.search(r"\{(\w+)\?", rechnung):
        ende = treffer.end() + klammerende(rechnung[treffer.end() :], "}")
        zweige = rechnung[treffer.end() : ende]
        trennung = klammerende(zweige, "|", len(zweige))
        beide = (
            _ausdruck(rechnung[: treffer.start()] + zweig + rechnung[ende + 1 :], stellen)
            for zweig in (zweige[:trennung], zweige[trennung + 1 :])
        )
        return f"IF({stellen.bedingung[treffer[1]]},{','.join(beide)})"
    formel = rechnung.replace(",", ".").replace(";", ",").replace(" ", "")
    for name, gross in (("max(", "MAX("), ("min(", "MIN(")):
        formel = formel.replace(name, gross)
    return _NAME.sub(lambda name: stellen.zahl[name[1]], formel)

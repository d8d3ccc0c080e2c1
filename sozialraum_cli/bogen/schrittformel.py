"""Die Schritte eines Abschnitts des Rechenwegs als Formel, die Text ergibt.

Sätze und Rechnungen sind dieselben Vorlagen wie in `rechenweg`; jede gedruckte Zahl steht daneben
in einer Zelle, aus der auch weitergerechnet wird.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sozialraum_cli.arbeitsmappe.texte import woertlich
from sozialraum_cli.rechenweg.einsetzen import klammerende
from sozialraum_cli.verfahren.schritt import Schritt

_BEDINGUNG = re.compile(r"(\w+)\?")
_NAME = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Stellen:
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
    def wahl(bedingung: str, dann: str, sonst: str) -> str:
        zweige = ("&".join(_teile(zweig, stellen)) or '""' for zweig in (dann, sonst))
        return f"IF({stellen.bedingung[bedingung]},{','.join(zweige)})"

    for text, formel in _zerlegt(vorlage, stellen.text, wahl):
        yield formel or woertlich(text).formel


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


def _zerlegt(
    vorlage: str, stellen: Mapping[str, str], wahl: Callable[[str, str, str], str]
) -> Iterator[tuple[str, str]]:
    """Fester Text und Formeln, im Wechsel."""
    rest = vorlage
    while rest:
        vorn, klammer, rest = rest.partition("{")
        if vorn:
            yield vorn, ""
        if klammer:
            ende = klammerende(rest, "}")
            innen, rest = rest[:ende], rest[ende + 1 :]
            if treffer := _BEDINGUNG.match(innen):
                zweige = innen[treffer.end() :]
                trennung = klammerende(zweige, "|", len(zweige))
                yield "", wahl(treffer[1], zweige[:trennung], zweige[trennung + 1 :])
            else:
                yield "", stellen[innen]

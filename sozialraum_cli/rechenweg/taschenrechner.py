"""Rechnet eine gedruckte Rechnung nach, genau: so, wie jemand sie eintippen würde."""

import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from math import floor

_MARKE = re.compile(r"\s*(?:(\d[\d.]*(?:,\d+)?)|(max|min|rund)|([-+*/();%€]))")
_FUNKTIONEN: Mapping[str, Callable[[Fraction, Fraction], Fraction]] = {
    "max": max,
    "min": min,
    "rund": lambda wert, einheit: (
        floor(abs(wert) / einheit + Fraction(1, 2)) * einheit * (-1 if wert < 0 else 1)
    ),
}


def auswerten(rechnung: str) -> Fraction:
    """Der Wert einer gedruckten Rechnung.

    Eingang: deutsche Zahlen (1.234,56; 12,4 % heißt /100), + - * / ( ), max(a; b), min(a; b),
    rund(x; einheit); ein € dahinter zählt nicht. Fehler: ValueError, wenn es keine Rechnung ist.
    """
    leser = _Leser(_marken(rechnung))
    wert = leser.summe()
    if leser.rest:
        raise ValueError(f"Nach der Rechnung steht noch „{leser.rest[-1]}“.")
    return wert


def _marken(rechnung: str) -> list[str]:
    marken, stelle = [], 0
    while stelle < len(rechnung.rstrip()):
        treffer = _MARKE.match(rechnung, stelle)
        if treffer is None:
            raise ValueError(f"„{rechnung[stelle:]}“ ist keine Rechnung.")
        marken.append(treffer[0].strip())
        stelle = treffer.end()
    return marken


class _Leser:
    """Die Marken von hinten nach vorn, damit pop() die nächste gibt."""

    def __init__(self, marken: list[str]) -> None:
        self.rest = marken[::-1]

    def summe(self) -> Fraction:
        wert = self._produkt()
        while self.rest and self.rest[-1] in "+-":
            vorzeichen = 1 if self.rest.pop() == "+" else -1
            wert += vorzeichen * self._produkt()
        return wert

    def _produkt(self) -> Fraction:
        wert = self._einzelnes()
        while self.rest and self.rest[-1] in "*/":
            mal = self.rest.pop() == "*"
            naechstes = self._einzelnes()
            wert = wert * naechstes if mal else wert / naechstes
        return wert

    def _einzelnes(self) -> Fraction:
        if not self.rest:
            raise ValueError("Die Rechnung ist unvollständig.")
        marke = self.rest.pop()
        if marke == "-":
            return -self._einzelnes()
        if marke == "(":
            wert = self.summe()
            self._erwarten(")")
        elif marke in _FUNKTIONEN:
            self._erwarten("(")
            erstes = self.summe()
            self._erwarten(";")
            wert = _FUNKTIONEN[marke](erstes, self.summe())
            self._erwarten(")")
        else:
            wert = Fraction(marke.replace(".", "").replace(",", "."))
        while self.rest and self.rest[-1] in "%€":
            wert = wert / 100 if self.rest.pop() == "%" else wert
        return wert

    def _erwarten(self, zeichen: str) -> None:
        if not self.rest or self.rest.pop() != zeichen:
            raise ValueError(f"In der Rechnung fehlt „{zeichen}“.")

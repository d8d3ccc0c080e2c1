"""Formeln, die sich von Zeile zu Zeile nur in Zeilennummern unterscheiden, einmal bilden."""

import re
from collections.abc import Callable

# Zeichen, die in XML nicht vorkommen dürfen, also auch in keiner Formel.
_VOR, _NACH = "\x02", "\x03"
_MARKE = re.compile(f"{_VOR}(-?[0-9]+)/([0-9]+){_NACH}")


class Laufend(int):
    """Eine Zeilennummer, die in Texten als Platzhalter für die Zeile steht.

    Plus und minus einer festen Zahl bleiben laufend: so entsteht aus der Nummer einer Zeile auch
    die der Zeile daneben auf einem anderen Blatt. `schritt`: um so viel rückt sie je Nummer weiter.
    """

    versatz: int
    schritt: int

    def __new__(cls, wert: int, versatz: int = 0, schritt: int = 1) -> "Laufend":
        laufend = super().__new__(cls, wert)
        laufend.versatz, laufend.schritt = versatz, schritt
        return laufend

    def __add__(self, anderer: int) -> "Laufend":
        return Laufend(int(self) + anderer, self.versatz + anderer, self.schritt)

    __radd__ = __add__

    def __sub__(self, anderer: int) -> "Laufend":
        return self + -anderer

    def __str__(self) -> str:
        return f"{_VOR}{self.versatz}/{self.schritt}{_NACH}"

    def __format__(self, angabe: str) -> str:
        return str(self)


class Zeilenvorlage:
    """Ein Text mit laufenden Zeilennummern."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._marken = [
            (f"{_VOR}{versatz}/{schritt}{_NACH}", int(versatz), int(schritt))
            for versatz, schritt in sorted(set(_MARKE.findall(text)))
        ]

    def fuer(self, zeile: int) -> str:
        """Der Text für eine Zeile."""
        text = self.text
        for marke, versatz, schritt in self._marken:
            text = text.replace(marke, str(zeile * schritt + versatz))
        return text


def zeilenvorlage(formel: Callable[[int], str], zeile: int) -> Zeilenvorlage:
    """Die Vorlage aller Zeilen einer Formel, die von ihrer Zeile nur die Nummer braucht."""
    return Zeilenvorlage(formel(Laufend(zeile)))

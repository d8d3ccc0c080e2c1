"""Zeilen einfügen: Bezüge unterhalb rücken nach unten, wie in der Tabellenkalkulation."""

import re
from collections.abc import Callable

_ZELLE = re.compile(
    r"(?<![\w.$])(?P<spalte>\$?[A-Z]{1,3})(?P<fest>\$?)(?P<zeile>[1-9]\d*)(?![\w.(])"
)
# Texte und Angaben in eckigen Klammern bleiben, wie sie sind; jede Formel lässt sich so zerlegen,
# auch eine, die keine gültige ist.
_OPERAND = re.compile(
    r"\"[^\"]*\"|\[[^\[\]]*\](?:[\w.]*![\w$.:]*)?"
    r"|(?P<blatt>'(?:[^']|'')*'!|(?<![\w.])[^\W\d][\w.]*!)?"
    r"(?<![\w.$])(?P<bezug>\$?[A-Z]{1,3}\$?[1-9][0-9]{0,6}"
    r"(?::\$?[A-Z]{1,3}\$?[1-9][0-9]{0,6})?)(?![\w.(!])"
    r"|'(?:[^']|'')*'"
)
_LETZTE_ZEILE = 1_048_576


class Einfuegung:
    """Nach Zeile `nach` kommen `anzahl` neue Zeilen auf dem Blatt `blatt`."""

    def __init__(self, blatt: str, nach: int, anzahl: int) -> None:
        self.blatt, self.nach, self.anzahl = blatt, nach, anzahl

    def zeile(self, nummer: int) -> int:
        """Wohin eine Zeile rückt."""
        if nummer <= self.nach or nummer == _LETZTE_ZEILE:
            return nummer
        return nummer + self.anzahl

    def bereich(self, bezug: str) -> str:
        """Ein Zellbezug oder eine Liste von Bereichen des Blatts, ohne Blattnamen."""
        return _ZELLE.sub(lambda t: f"{t['spalte']}{t['fest']}{self.zeile(int(t['zeile']))}", bezug)

    def bereich_mit_ende(self, bezug: str) -> str:
        """Wie `bereich`; endet er an der Einfügestelle, wächst er mit."""
        anfang, doppelpunkt, ende = bezug.partition(":")
        if not doppelpunkt:
            return self.bereich(bezug)
        weiter = _ZELLE.sub(
            lambda t: (
                f"{t['spalte']}{t['fest']}"
                f"{int(t['zeile']) + (self.anzahl if int(t['zeile']) >= self.nach else 0)}"
            ),
            ende,
        )
        return f"{self.bereich(anfang)}:{weiter}"

    def formel(self, formel: str, auf_blatt: str) -> str:
        """Eine Formel (ohne „=“), die auf `auf_blatt` steht."""
        return self._operanden(formel, auf_blatt, self.bereich)

    def name(self, bezug: str) -> str:
        """Der Bezug eines definierten Namens; ein Druckbereich wächst mit."""
        return self._operanden(bezug, "", self.bereich_mit_ende)

    def _operanden(self, formel: str, auf_blatt: str, rechnen: Callable[[str], str]) -> str:
        def neu(treffer: re.Match[str]) -> str:
            if treffer["bezug"] is None:
                return treffer[0]
            blatt = treffer["blatt"] or ""
            name = blatt.removesuffix("!").strip("'").replace("''", "'")
            if (name if blatt else auf_blatt) != self.blatt:
                return treffer[0]
            return blatt + rechnen(treffer["bezug"])

        return _OPERAND.sub(neu, formel)

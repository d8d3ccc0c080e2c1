"""Geteilte Formeln: eine Formel steht einmal da und gilt, verschoben, für viele Zellen."""

import re

from sozialraum_cli.lesen.mappe import spaltenbuchstabe, spaltennummer
from sozialraum_cli.muster import muster

_LETZTE_ZEILE = 1_048_576
_LETZTE_SPALTE = 16_384
# Texte, Blattnamen und eckige Klammern bleiben; A1, A:C und 1:3 verschieben sich ohne „$“.
_TEIL = muster(
    r"\"[^\"]*\"|'[^']*'|\[[^\[\]]*\]"
    r"|(?<![\w.$])(?:"
    r"(?P<spaltefest>\$?)(?P<spalte>[A-Z]{1,3})(?P<zeilefest>\$?)(?P<zeile>[1-9][0-9]{0,6})"
    r"|(?P<von>\$?[A-Z]{1,3}):(?P<bis>\$?[A-Z]{1,3})"
    r"|(?P<oben>\$?[1-9][0-9]{0,6}):(?P<unten>\$?[1-9][0-9]{0,6})"
    r")(?![\w.(!])"
)

# Eine Spalte oder Zeile, die sich verschiebt (wahr: Spalte), oder fester Text.
_Stueck = str | tuple[bool, int]


class GeteilteFormel:
    """Eine Formel (ohne „=“), die in einer Zelle steht und für andere verschoben gilt."""

    def __init__(self, formel: str, zeile: int, spalte: int) -> None:
        """Zerlegt die Formel einmal; die Zelle ist die, in der sie steht."""
        self._zeile, self._spalte = zeile, spalte
        self._stuecke: list[_Stueck] = []
        ende = 0
        for treffer in _TEIL().finditer(formel):
            if treffer.lastgroup is None:
                continue
            self._stuecke.append(formel[ende : treffer.start()])
            ende = treffer.end()
            self._bezug(treffer)
        self._stuecke.append(formel[ende:])
        self.bezuege = sum(not isinstance(stueck, str) for stueck in self._stuecke)

    def fuer(self, zeile: int, spalte: int) -> str:
        """Die Formel für eine andere Zelle; "", wenn ein Bezug aus dem Blatt fiele."""
        nach_unten, nach_rechts = zeile - self._zeile, spalte - self._spalte
        texte: list[str] = []
        for stueck in self._stuecke:
            if isinstance(stueck, str):
                texte.append(stueck)
                continue
            ist_spalte, nummer = stueck
            nummer += nach_rechts if ist_spalte else nach_unten
            if not 1 <= nummer <= (_LETZTE_SPALTE if ist_spalte else _LETZTE_ZEILE):
                return ""
            texte.append(spaltenbuchstabe(nummer) if ist_spalte else str(nummer))
        return "".join(texte)

    def _bezug(self, treffer: re.Match[str]) -> None:
        if treffer["spalte"]:
            self._achse(treffer["spaltefest"] + treffer["spalte"])
            self._achse(treffer["zeilefest"] + treffer["zeile"])
            return
        self._achse(treffer["von"] or treffer["oben"])
        self._stuecke.append(":")
        self._achse(treffer["bis"] or treffer["unten"])

    def _achse(self, text: str) -> None:
        if text.startswith("$"):
            self._stuecke.append(text)
        elif text.isdigit():
            self._stuecke.append((False, int(text)))
        else:
            self._stuecke.append((True, spaltennummer(text)))

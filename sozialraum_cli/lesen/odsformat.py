"""Die Zahlenformate einer OpenDocument-Tabelle: Zellen nennen Stile, Stile nennen Formate."""

import re
from decimal import Decimal

from sozialraum_cli.lesen.odsnamen import NUMBER, STYLE
from sozialraum_cli.lesen.zahlenformat import (
    VERGLEICHE,
    Bedingung,
    Formatwahl,
    Zahlenformat,
    Zellformat,
)

_ZELLSTILE = {f"{STYLE}style", f"{STYLE}default-style"}
_ARTEN = {
    f"{NUMBER}number-style": Zahlenformat.ZAHL,
    f"{NUMBER}currency-style": Zahlenformat.ZAHL,
    f"{NUMBER}boolean-style": Zahlenformat.ZAHL,
    f"{NUMBER}text-style": Zahlenformat.ZAHL,
    f"{NUMBER}percentage-style": Zahlenformat.PROZENT,
    f"{NUMBER}date-style": Zahlenformat.DATUM,
    f"{NUMBER}time-style": Zahlenformat.UHRZEIT,
}
_BEDINGUNG = re.compile(r"\s*value\(\)\s*(<=|>=|!=|<|>|=)\s*(-?[0-9]+(?:\.[0-9]+)?)\s*")
# Stile erben voneinander; tiefer verschachtelt kein Programm.
_TIEFE = 20


class Odsformate:
    """Sammelt die Stile eines Teils und sagt, welches Format ein Zellstil hat.

    Was der Teil nicht selbst nennt, steht in den allgemeinen Stilen (styles.xml).
    """

    def __init__(self, allgemein: "Odsformate | None" = None) -> None:
        """Beginnt ohne Stile; allgemein sind die der ganzen Mappe."""
        self._allgemein = allgemein
        self._formate: dict[str, Zahlenformat] = {}
        self._faelle: dict[str, list[tuple[Bedingung, str]]] = {}
        self._zellstile: dict[str, tuple[str, str]] = {}
        self._gedeutet: dict[str, Zellformat | None] = {}
        self._format = ""

    def beginn(self, name: str, attribute: dict[str, str]) -> None:
        """Ein Element außerhalb der Tabellen beginnt."""
        if name in _ARTEN:
            self._format = attribute.get(f"{STYLE}name", "")
            art = _ARTEN[name]
            if attribute.get(f"{NUMBER}truncate-on-overflow") == "false":
                art = Zahlenformat.DAUER
            self._formate[self._format] = art
        elif name == f"{STYLE}map" and self._format:
            wann = _BEDINGUNG.fullmatch(attribute.get(f"{STYLE}condition", ""))
            if wann:
                fall = Bedingung(VERGLEICHE[wann[1]], Decimal(wann[2]))
                ziel = attribute.get(f"{STYLE}apply-style-name", "")
                self._faelle.setdefault(self._format, []).append((fall, ziel))
        elif name in _ZELLSTILE and attribute.get(f"{STYLE}family") == "table-cell":
            # Ein bedingtes Format (map) in einem Zellstil ändert nur das Aussehen.
            self._format = ""
            self._zellstile[attribute.get(f"{STYLE}name", "")] = (
                attribute.get(f"{STYLE}data-style-name", ""),
                attribute.get(f"{STYLE}parent-style-name", ""),
            )

    def format(self, zellstil: str) -> Zellformat | None:
        """Das Format eines Zellstils; None, wenn er keines hat oder unbekannt ist."""
        if zellstil not in self._gedeutet:
            self._gedeutet[zellstil] = self._zellformat(zellstil, _TIEFE)
        return self._gedeutet[zellstil]

    def _zellformat(self, zellstil: str, tiefe: int) -> Zellformat | None:
        eigener = self._zellstile.get(zellstil)
        if eigener is None:
            return self._allgemein._zellformat(zellstil, tiefe) if self._allgemein else None
        format_, eltern = eigener
        if format_:
            return self._zahlenformat(format_)
        return self._zellformat(eltern, tiefe - 1) if eltern and tiefe else None

    def _zahlenformat(self, name: str) -> Zellformat | None:
        art = self._formate.get(name)
        if art is None:
            return self._allgemein._zahlenformat(name) if self._allgemein else None
        faelle = tuple(
            (wann, self._formate.get(ziel, art)) for wann, ziel in self._faelle.get(name, ())
        )
        if all(fall is art for _, fall in faelle):
            return art
        return Formatwahl(faelle, art)

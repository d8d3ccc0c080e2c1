"""Der Text einer Zelle einer OpenDocument-Tabelle: Absätze, ohne was nur an der Zelle hängt."""

from sozialraum_cli.lesen.odsnamen import DRAW, OFFICE, TABLE, TEXT
from sozialraum_cli.lesen.xmlstrom import TEXT_GRENZE, Textpuffer
from sozialraum_cli.lesen.xmlwerte import ganzzahl

_ABSAETZE = (f"{TEXT}p", f"{TEXT}h")
# Was in einer Zelle steht, aber nicht zu ihrem Wert gehört: Kommentare, Lautschrift, Fußnoten.
_KEIN_INHALT = {
    f"{OFFICE}annotation",
    f"{TABLE}table",
    f"{TEXT}note",
    f"{TEXT}ruby-text",
}


class Zelltext:
    """Nimmt auf, was in einer Zelle steht; `absaetze` sind danach ihre Textzeilen."""

    def __init__(self) -> None:
        """Beginnt außerhalb einer Zelle."""
        self.absaetze = Textpuffer()
        self.tiefe = 0
        self._uebergangen_ab = 0
        self._stuecke = Textpuffer()

    def zelle_beginnen(self) -> None:
        """Leert den Text für die nächste Zelle."""
        self.tiefe = 0
        self.absaetze.clear()

    def beginn(self, name: str, attribute: dict[str, str]) -> None:
        """Ein Element in der Zelle beginnt."""
        self.tiefe += 1
        if self._uebergangen_ab:
            return
        if name in _KEIN_INHALT or name.startswith(DRAW):
            self._uebergangen_ab = self.tiefe
        elif name in _ABSAETZE:
            self._stuecke.clear()
        elif name == f"{TEXT}s":
            anzahl = ganzzahl(attribute.get(f"{TEXT}c", "1"))
            self._stuecke.aufnehmen(" " * min(anzahl, TEXT_GRENZE + 1))
        elif name == f"{TEXT}tab":
            self._stuecke.aufnehmen("\t")
        elif name == f"{TEXT}line-break":
            self._stuecke.aufnehmen("\n")

    def ende(self, name: str) -> None:
        """Ein Element in der Zelle endet."""
        if self.tiefe == self._uebergangen_ab:
            self._uebergangen_ab = 0
        elif name in _ABSAETZE and not self._uebergangen_ab:
            self.absaetze.aufnehmen("".join(self._stuecke))
        self.tiefe -= 1

    def text(self, stueck: str) -> None:
        """Ein Stück Text, auch zwischen den Zellen; dort verwirft es der nächste Absatz."""
        if not self._uebergangen_ab:
            self._stuecke.aufnehmen(stueck)

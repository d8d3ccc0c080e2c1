"""Tabellenzeilen fester Breite: jede Zelle wird einmal gesetzt, umbrochen nur, was nicht passt.

rich.table misst, umbricht und polstert jede Zelle für sich; das dauert je Zeile ein Vielfaches.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions
from rich.segment import Segment
from rich.style import Style
from rich.text import Text

_POLSTER = " "
_OHNE = Style()
_FETT = Style(bold=True)


@dataclass(frozen=True, slots=True)
class Satzspalte:
    """Wie breit eine Spalte ist, wo ihr Text steht und ob er unten beginnt, wo andere umbrechen."""

    breite: int
    rechts: bool = False
    unten: bool = False


@dataclass(frozen=True, slots=True)
class Zeile:
    """Die Texte einer Zeile, je Spalte einer, mit ihrer Farbe (leer heißt: keine).

    `unten` None heißt: jeder Text steht, wo seine Spalte es will.
    """

    texte: Sequence[str]
    farben: Sequence[str] = ()
    fett: bool = False
    unten: bool | None = None


LINIE = Zeile(())


@dataclass(frozen=True, slots=True)
class Tabellensatz:
    """Zeilen in Spalten, zwei Zeichen Abstand; `strich` ist das Zeichen der Linien."""

    spalten: Sequence[Satzspalte]
    zeilen: Iterable[Zeile]
    strich: str

    def __rich_console__(self, konsole: Console, _: ConsoleOptions) -> Iterator[Segment]:
        """Die Zeilen, wie die Konsole sie schreibt."""
        abstand = 2 * (len(self.spalten) - 1)
        linie = self.strich * (sum(spalte.breite for spalte in self.spalten) + abstand)
        for zeile in self.zeilen:
            if zeile is LINIE:
                yield Segment(linie)
            else:
                yield from self._gesetzt(zeile, konsole)
            yield Segment.line()

    def _gesetzt(self, zeile: Zeile, konsole: Console) -> Iterator[Segment]:
        grund = _FETT if zeile.fett else _OHNE
        farben = [Style.parse(f) if f else grund for f in zeile.farben] or [grund] * len(
            self.spalten
        )
        zellen = [
            _umbrochen(text, spalte, konsole)
            for text, spalte in zip(zeile.texte, self.spalten, strict=True)
        ]
        hoehe = max(map(len, zellen))
        letzte = len(self.spalten) - 1
        for nummer in range(hoehe):
            if nummer:
                yield Segment.line()
            for stelle, (texte, spalte) in enumerate(zip(zellen, self.spalten, strict=True)):
                polster = _POLSTER if stelle < letzte else ""
                unten = spalte.unten if zeile.unten is None else zeile.unten
                eigene = nummer - (hoehe - len(texte)) if unten else nummer
                if 0 <= eigene < len(texte):
                    yield Segment(texte[eigene], farben[stelle])
                    yield Segment(polster, grund)
                else:
                    yield Segment(" " * spalte.breite + polster, grund)
                if stelle < letzte:
                    yield Segment(" ")


def _umbrochen(text: str, spalte: Satzspalte, konsole: Console) -> list[str]:
    fehlend = spalte.breite - cell_len(text)
    if fehlend >= 0 and "\n" not in text:
        return [" " * fehlend + text if spalte.rechts else text + " " * fehlend]
    zeilen = Text(text).wrap(
        konsole,
        spalte.breite,
        justify="right" if spalte.rechts else "left",
        overflow="fold",
    )
    return [zeile.plain for zeile in zeilen]

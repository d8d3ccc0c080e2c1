"""Die Zellen eines Blatts, spaltenweise in Blöcken: so bleiben auch hunderttausend Zeilen klein."""

from bisect import bisect_left, bisect_right
from collections.abc import ItemsView, Iterable, Iterator, Mapping, Sequence
from itertools import chain, repeat
from typing import NamedTuple

from sozialraum_cli.lesen.zelle import Zelle, Zellwert

# Ein bloßer Wert steht für die Zelle, an der nichts Besonderes ist.
Inhalt = Zellwert | Zelle


def als_inhalt(zelle: Zelle) -> Inhalt:
    """Die Zelle oder, wenn an ihr nichts Besonderes ist, nur ihr Wert."""
    schlicht = not zelle.prozent and zelle.formel is None and not zelle.format_unbekannt
    return zelle.wert if schlicht else zelle


def als_zelle(inhalt: Inhalt) -> Zelle:
    """Die Zelle zu einem Inhalt."""
    return inhalt if isinstance(inhalt, Zelle) else Zelle(inhalt)


def als_wert(inhalt: Inhalt) -> Zellwert:
    """Der Wert einer Zelle, gleich wie sie formatiert ist."""
    return inhalt.wert if isinstance(inhalt, Zelle) else inhalt


class Block(NamedTuple):
    """Aufeinanderfolgende Zeilen, in denen dieselben Spalten belegt sind; keine Spalte ist leer.

    spalten: ihre Nummern, aufsteigend; inhalte: je Spalte die Inhalte aller Zeilen.
    """

    zeilen: range
    spalten: tuple[int, ...]
    inhalte: tuple[list[Inhalt], ...]

    def bis(self, letzte_zeile: int, letzte_spalte: int) -> "Block | None":
        """Der Block ohne das, was dahinter liegt; None, wenn nichts übrig bleibt."""
        if self.zeilen[-1] <= letzte_zeile and self.spalten[-1] <= letzte_spalte:
            return self
        breite = bisect_right(self.spalten, letzte_spalte)
        hoehe = max(0, min(letzte_zeile + 1, self.zeilen.stop) - self.zeilen.start)
        if not breite or not hoehe:
            return None
        return Block(
            self.zeilen[:hoehe],
            self.spalten[:breite],
            tuple(inhalte[:hoehe] for inhalte in self.inhalte[:breite]),
        )


class Zellen(Mapping[tuple[int, int], Zelle]):
    """Belegte Zellen unter (Zeile, Spalte), beide ab 1 und in dieser Reihenfolge."""

    __slots__ = ("_anfaenge", "bloecke")

    def __init__(self, bloecke: Iterable[Block] = ()) -> None:
        """Eingang: Blöcke mit steigenden Zeilen."""
        self.bloecke = tuple(bloecke)
        self._anfaenge = [block.zeilen.start for block in self.bloecke]

    @classmethod
    def aus(cls, zellen: Mapping[tuple[int, int], Zelle]) -> "Zellen":
        """Dieselben Zellen, aus einem beliebigen Verzeichnis."""
        zeilen: dict[int, dict[int, Inhalt]] = {}
        for (zeile, spalte), zelle in zellen.items():
            zeilen.setdefault(zeile, {})[spalte] = als_inhalt(zelle)
        return cls(bloecke_bilden(zeilen))

    def __getitem__(self, stelle: tuple[int, int]) -> Zelle:
        zeile, spalte = stelle
        block = self._block(zeile)
        if block is not None:
            nummer = bisect_left(block.spalten, spalte)
            if nummer < len(block.spalten) and block.spalten[nummer] == spalte:
                return als_zelle(block.inhalte[nummer][zeile - block.zeilen.start])
        raise KeyError(stelle)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        for block in self.bloecke:
            for zeile in block.zeilen:
                yield from zip(repeat(zeile), block.spalten)

    def __len__(self) -> int:
        return sum(len(block.zeilen) * len(block.spalten) for block in self.bloecke)

    def __repr__(self) -> str:
        return repr(dict(self.items()))

    def items(self) -> ItemsView[tuple[int, int], Zelle]:
        """Stellen und Zellen; der Reihe nach, ohne jede einzeln zu suchen."""
        return _Eintraege(self)

    def bis(self, letzte_zeile: int, letzte_spalte: int) -> "Zellen":
        """Die Zellen ohne die dahinter."""
        bloecke = (block.bis(letzte_zeile, letzte_spalte) for block in self.bloecke)
        return Zellen(block for block in bloecke if block is not None)

    def zeilen(self) -> Iterator[tuple[int, dict[int, Zelle]]]:
        """Die belegten Zeilen der Reihe nach, jede mit ihren Zellen je Spalte."""
        for block in self.bloecke:
            for zeile, inhalte in zip(block.zeilen, zip(*block.inhalte, strict=True), strict=True):
                yield zeile, dict(zip(block.spalten, map(als_zelle, inhalte), strict=True))

    def zeile(self, zeile: int) -> dict[int, Zelle]:
        """Die Zellen einer Zeile je Spalte; leer, wenn keine belegt ist."""
        block = self._block(zeile)
        if block is None:
            return {}
        stelle = zeile - block.zeilen.start
        inhalte = (als_zelle(inhalte[stelle]) for inhalte in block.inhalte)
        return dict(zip(block.spalten, inhalte, strict=True))

    def spalte(self, spalte: int, zeilen: Sequence[int]) -> list[Inhalt | None]:
        """Die Inhalte einer Spalte in diesen Zeilen, None für leere Zellen.

        Eingang: zeilen in steigender Reihenfolge.
        """
        gelesen: list[Inhalt | None] = []
        stelle = 0
        while stelle < len(zeilen):
            block = self._block(zeilen[stelle])
            ende = stelle + 1 if block is None else bisect_left(zeilen, block.zeilen.stop, stelle)
            if block is None or spalte not in block.spalten:
                gelesen += repeat(None, ende - stelle)
            else:
                inhalte = block.inhalte[block.spalten.index(spalte)]
                von, bis = (zeilen[n] - block.zeilen.start for n in (stelle, ende - 1))
                if bis - von == ende - 1 - stelle:
                    gelesen += inhalte[von : bis + 1]
                else:
                    gelesen += [inhalte[z - block.zeilen.start] for z in zeilen[stelle:ende]]
            stelle = ende
        return gelesen

    def _block(self, zeile: int) -> Block | None:
        nummer = bisect_right(self._anfaenge, zeile) - 1
        if nummer < 0 or zeile not in self.bloecke[nummer].zeilen:
            return None
        return self.bloecke[nummer]


class _Eintraege(ItemsView[tuple[int, int], Zelle]):
    def __init__(self, zellen: Zellen) -> None:
        super().__init__(zellen)
        self._zellen = zellen

    def __iter__(self) -> Iterator[tuple[tuple[int, int], Zelle]]:
        for zeile, zellen in self._zellen.zeilen():
            for spalte, zelle in zellen.items():
                yield (zeile, spalte), zelle


class Zeilen(Mapping[int, Mapping[int, Zelle]]):
    """Die belegten Zeilen eines Bereichs, jede je Spalte; gebildet werden sie beim Nachsehen."""

    def __init__(self, zellen: Zellen, bereich: range) -> None:
        self.nummern = tuple(
            chain.from_iterable(
                range(max(block.zeilen.start, bereich.start), min(block.zeilen.stop, bereich.stop))
                for block in zellen.bloecke
            )
        )
        self._zellen = zellen
        self._bereich = bereich

    def spalte(self, spalte: int) -> list[Inhalt | None]:
        """Die Inhalte einer Spalte, je Zeile einer; None für leere Zellen."""
        return self._zellen.spalte(spalte, self.nummern)

    def __getitem__(self, zeile: int) -> Mapping[int, Zelle]:
        zellen = self._zellen.zeile(zeile) if zeile in self._bereich else {}
        if not zellen:
            raise KeyError(zeile)
        return zellen

    def __iter__(self) -> Iterator[int]:
        return iter(self.nummern)

    def __len__(self) -> int:
        return len(self.nummern)


def bloecke_bilden(zeilen: Mapping[int, Mapping[int, Inhalt]]) -> Iterator[Block]:
    """Die Blöcke zu Zeilen in beliebiger Reihenfolge; leere Zeilen fehlen danach."""
    block: Block | None = None
    for zeile in sorted(zeilen):
        inhalte = zeilen[zeile]
        if not inhalte:
            continue
        spalten = tuple(sorted(inhalte))
        if block is not None and block.spalten == spalten and block.zeilen.stop == zeile:
            for spalte, liste in zip(spalten, block.inhalte, strict=True):
                liste.append(inhalte[spalte])
            block = block._replace(zeilen=range(block.zeilen.start, zeile + 1))
            continue
        if block is not None:
            yield block
        block = Block(
            range(zeile, zeile + 1), spalten, tuple([inhalte[spalte]] for spalte in spalten)
        )
    if block is not None:
        yield block

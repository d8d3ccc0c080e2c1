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
    """Aufeinanderfolgende Zeilen, die etwa dieselben Spalten belegen; keine Zeile ist leer.

    spalten: ihre Nummern, aufsteigend; inhalte: je Spalte die Inhalte aller Zeilen, None für leere
    Zellen. Mindestens die Hälfte ist belegt, sonst wären es mehrere Blöcke.
    """

    zeilen: range
    spalten: tuple[int, ...]
    inhalte: tuple[list[Inhalt | None], ...]

    def mit(self, danach: "Block") -> "Block | None":
        """Beide als ein Block; None, wenn der zweite nicht anschließt oder zu anders ist.

        Die Listen sind danach die des gemeinsamen Blocks.
        """
        if self.zeilen.stop != danach.zeilen.start or 2 * len(danach.spalten) < len(self.spalten):
            return None
        if danach.spalten == self.spalten:
            neue: Mapping[int, list[Inhalt | None]] = {}
            for bisher, inhalte in zip(self.inhalte, danach.inhalte, strict=True):
                bisher += inhalte
        elif set(danach.spalten) <= set(self.spalten):
            neue = dict(zip(danach.spalten, danach.inhalte, strict=True))
            leer = [None] * len(danach.zeilen)
            for spalte, bisher in zip(self.spalten, self.inhalte, strict=True):
                bisher += neue.get(spalte, leer)
        else:
            return None
        return self._replace(zeilen=range(self.zeilen.start, danach.zeilen.stop))

    def je_zeile(self) -> Iterator[tuple[int, dict[int, Inhalt]]]:
        """Die Zeilen der Reihe nach, jede mit ihren Inhalten je Spalte."""
        for zeile, inhalte in zip(self.zeilen, zip(*self.inhalte, strict=True), strict=True):
            paare = zip(self.spalten, inhalte, strict=True)
            yield zeile, {spalte: inhalt for spalte, inhalt in paare if inhalt is not None}


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
                inhalt = block.inhalte[nummer][zeile - block.zeilen.start]
                if inhalt is not None:
                    return als_zelle(inhalt)
        raise KeyError(stelle)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        for block in self.bloecke:
            for zeile, inhalte in block.je_zeile():
                yield from zip(repeat(zeile), inhalte)

    def __len__(self) -> int:
        return sum(
            sum(inhalt is not None for inhalt in inhalte)
            for block in self.bloecke
            for inhalte in block.inhalte
        )

    def __bool__(self) -> bool:
        return bool(self.bloecke)

    def __repr__(self) -> str:
        return repr(dict(self.items()))

    def items(self) -> ItemsView[tuple[int, int], Zelle]:
        """Stellen und Zellen; der Reihe nach, ohne jede einzeln zu suchen."""
        return _Eintraege(self)

    def bis(self, letzte_zeile: int, letzte_spalte: int) -> "Zellen":
        """Die Zellen ohne die dahinter."""
        if all(
            block.zeilen[-1] <= letzte_zeile and block.spalten[-1] <= letzte_spalte
            for block in self.bloecke
        ):
            return self
        return Zellen.aus(
            {(z, s): c for (z, s), c in self.items() if z <= letzte_zeile and s <= letzte_spalte}
        )

    def zeilen(self) -> Iterator[tuple[int, dict[int, Zelle]]]:
        """Die belegten Zeilen der Reihe nach, jede mit ihren Zellen je Spalte."""
        for block in self.bloecke:
            for zeile, inhalte in block.je_zeile():
                yield zeile, {spalte: als_zelle(inhalt) for spalte, inhalt in inhalte.items()}

    def zeile(self, zeile: int) -> dict[int, Zelle]:
        """Die Zellen einer Zeile je Spalte; leer, wenn keine belegt ist."""
        block = self._block(zeile)
        if block is None:
            return {}
        stelle = zeile - block.zeilen.start
        inhalte = (inhalte[stelle] for inhalte in block.inhalte)
        paare = zip(block.spalten, inhalte, strict=True)
        return {spalte: als_zelle(inhalt) for spalte, inhalt in paare if inhalt is not None}

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
        neu = Block(range(zeile, zeile + 1), spalten, tuple([inhalte[s]] for s in spalten))
        gemeinsam = None if block is None else block.mit(neu)
        if block is not None and gemeinsam is None:
            yield block
        block = gemeinsam or neu
    if block is not None:
        yield block

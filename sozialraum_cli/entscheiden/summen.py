"""Viele gewichtete Summen in einem Zug: eine lange ganze Zahl je Spalte statt vieler kurzer."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import mul


@dataclass(frozen=True, slots=True)
class Summen:
    """Spalten ganzer Zahlen, zeilenweise zu summieren.

    spalten: die Werte einer Spalte hintereinander, jeder um `abstand` über null und so breit
    (Bytes), dass auch seine Summe hineinpasst.
    """

    spalten: tuple[int, ...]
    breite: int
    zeilen: int
    abstand: int

    def mit(self, gewichte: Sequence[int]) -> list[int]:
        """Je Zeile die Summe Gewicht mal Wert, genau; je Spalte ein Gewicht ab 0."""
        summen = sum(map(mul, gewichte, self.spalten))
        roh = summen.to_bytes(self.zeilen * self.breite, "little")
        zu_viel = self.abstand * sum(gewichte)
        return [
            int.from_bytes(roh[stelle : stelle + self.breite], "little") - zu_viel
            for stelle in range(0, len(roh), self.breite)
        ]


def summen(zeilen: Sequence[Sequence[int]], hoechstgewicht: int) -> Summen:
    """Bereitet Zeilen gleich vieler Werte vor; kein Gewicht wird größer als das genannte."""
    abstand = -min(0, *map(min, zeilen))
    groesste = (max(map(max, zeilen)) + abstand) * hoechstgewicht * len(zeilen[0])
    breite = groesste.bit_length() // 8 + 1
    return Summen(
        tuple(
            int.from_bytes(b"".join((w + abstand).to_bytes(breite, "little") for w in s), "little")
            for s in zip(*zeilen, strict=True)
        ),
        breite,
        len(zeilen),
        abstand,
    )

"""Runden, nur wo die Regel es verlangt: kaufmännisch oder nach größten Resten auf eine Summe."""

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from typing import NamedTuple

CENT = Decimal("0.01")
HUNDERT = Decimal(100)

Werte = tuple[Decimal, ...]

# 60 Stellen: Beträge brauchen 12, Wurzeln nach Regel 40; der Rest fängt Rechenrauschen ab.
GENAU = Context(prec=60, rounding=ROUND_HALF_EVEN)

# Nicht abbrechende Brüche tragen Rauschen weit hinter dieser Stelle: (T/3)·3 ist so wieder T.
_RAUSCHGRENZE = Decimal("1e-30")
_RESTSTELLEN = 6
_MILLION = 10**_RESTSTELLEN
_RESTGENAUIGKEIT = Decimal(1).scaleb(-_RESTSTELLEN)
_EINS = Decimal(1)


class _Stelle(NamedTuple):
    """Eine Einheit, die eine Nachkommastelle ist, und was zu ihr gehört."""

    einheit: Decimal
    rauschgrenze: Decimal
    vergleichsgrenze: Decimal
    stellen: int


_STELLEN = {
    einheit: _Stelle(einheit, einheit * _RAUSCHGRENZE, einheit * _RESTGENAUIGKEIT, stellen)
    for stellen, einheit in ((n, Decimal(1).scaleb(-n)) for n in range(16))
}


def glatt(zahl: Decimal) -> Decimal:
    """Die Zahl ohne das Rauschen nicht abbrechender Brüche (30 Nachkommastellen)."""
    return zahl.quantize(_RAUSCHGRENZE, context=GENAU)


def kaufmaennisch(zahl: Decimal, einheit: Decimal = CENT) -> Decimal:
    """Rundet auf ein Vielfaches der Einheit, die Hälfte vom Nullpunkt weg.

    Eingang: Zahl und Einheit in gleicher Maßeinheit. Ergebnis: Vielfaches der Einheit.
    Quelle: docs/verfahren.md 2.3.
    """
    if einheit is CENT and zahl and zahl.same_quantum(CENT):
        return zahl  # steht schon auf den Cent
    if einheit is CENT and zahl and zahl.same_quantum(_EINS):
        return zahl.quantize(CENT)  # ganze Euro
    stelle = _STELLEN.get(einheit)
    if stelle is None:
        vielfaches = glatt(zahl / einheit).quantize(_EINS, ROUND_HALF_UP, GENAU)
        gerundet = vielfaches * einheit
    else:
        # Dasselbe ohne Teilen: eine Zehnerpotenz verschiebt nur das Komma.
        gerundet = zahl.quantize(stelle.rauschgrenze, ROUND_HALF_EVEN, GENAU)
        gerundet = gerundet.quantize(stelle.einheit, ROUND_HALF_UP, GENAU)
    # Aus -0,004 wird 0,00, nie -0,00.
    return gerundet if gerundet else abs(gerundet)


def kaufmaennische(zahlen: Sequence[Decimal], einheit: Decimal = CENT) -> list[Decimal]:
    """Viele Zahlen, jede wie `kaufmaennisch`."""
    stelle = _STELLEN.get(einheit)
    if stelle is None:
        return [kaufmaennisch(zahl, einheit) for zahl in zahlen]
    rauschgrenze, einheit, null = stelle.rauschgrenze, stelle.einheit, stelle.einheit * 0
    return [
        zahl.quantize(rauschgrenze, ROUND_HALF_EVEN, GENAU).quantize(einheit, ROUND_HALF_UP, GENAU)
        or null  # statt -0,00
        for zahl in zahlen
    ]


class Restverteilung(NamedTuple):
    """Die Schritte der größten Reste: ganze Einheiten, Rest in Millionsteln, Betrag in €.

    fehlend: so viele Einheiten gehen an die größten Reste.
    """

    ganze: tuple[int, ...]
    millionstel: tuple[int, ...]
    betrag: tuple[Decimal, ...]
    fehlend: int

    @property
    def schwelle(self) -> Decimal | None:
        """Der kleinste Rest, der noch eine Einheit bekommt; None, wenn keine fehlt."""
        return self.rest[self.rang.index(self.fehlend)] if self.fehlend else None

    @property
    def rest(self) -> tuple[Decimal, ...]:
        """Der Rest je Anteil in Einheiten, mit sechs Nachkommastellen."""
        return tuple(Decimal(m).scaleb(-_RESTSTELLEN) for m in self.millionstel)

    @property
    def rang(self) -> tuple[int, ...]:
        """Der Rang des Rests je Anteil; bei Gleichstand steht der frühere vorn."""
        rang = [0] * len(self.millionstel)
        for platz, stelle in enumerate(_nach_rest(self.millionstel), start=1):
            rang[stelle] = platz
        return tuple(rang)


def groesste_reste(
    anteile: Sequence[Decimal], summe: Decimal, einheit: Decimal = CENT
) -> Restverteilung:
    """Rundet Anteile so auf die Einheit, dass ihre Summe genau erhalten bleibt (Hare-Niemeyer).

    Eingang: Anteile ≥ 0 in €, deren Summe das Vielfache `summe` der Einheit ist. Jeder Anteil
    wird abgerundet; fehlende Einheiten gehen an die größten Reste, verglichen auf sechs
    Nachkommastellen der Einheit, bei Gleichstand an die frühere Zeile.
    Fehler: ValueError, wenn Anteile und Summe nicht zusammenpassen.
    Quelle: docs/verfahren.md 2.3.
    """
    millionstel = _in_millionsteln(anteile, einheit)
    aufgerundet = _aufgerundet(millionstel, summe, einheit)
    ganze = tuple([m // _MILLION for m in millionstel])
    return Restverteilung(
        ganze,
        tuple([m % _MILLION for m in millionstel]),
        tuple([ganz * einheit for ganz in aufgerundet]),
        sum(aufgerundet) - sum(ganze),
    )


def groesste_reste_je_zeile(
    spalten: Sequence[Sequence[Decimal]], summen: Sequence[Decimal], einheit: Decimal = CENT
) -> list[tuple[Decimal, ...]]:
    """Die Beträge vieler Verteilungen, je Spalte; jede Zeile wird wie `groesste_reste` verteilt.

    Eingang: die Anteile einer Zeile ergeben zusammen ihre Summe.
    """
    millionstel = [_in_millionsteln(spalte, einheit) for spalte in spalten]
    ganze = [
        _aufgerundet(zeile, summe, einheit)
        for zeile, summe in zip(zip(*millionstel, strict=True), summen, strict=True)
    ]
    return [tuple([ganz * einheit for ganz in spalte]) for spalte in zip(*ganze, strict=True)]


def _aufgerundet(millionstel: Sequence[int], summe: Decimal, einheit: Decimal) -> list[int]:
    """Ganze Einheiten je Anteil, zusammen genau die Summe."""
    # Erst auf die Vergleichsstellen runden, dann abrunden: das Ergebnis bleibt gleich, weil ein
    # Rest von 1,000000 immer eine Einheit bekäme, und die Tabellenkalkulation rechnet genauso.
    ganze = [m // _MILLION for m in millionstel]
    zu_verteilen, bruch = divmod(summe, einheit)
    fehlend = int(zu_verteilen) - sum(ganze)
    if bruch or not 0 <= fehlend <= len(ganze):
        raise ValueError("Die Anteile ergeben nicht die Summe.")
    if fehlend:
        for stelle in _nach_rest([m % _MILLION for m in millionstel])[:fehlend]:
            ganze[stelle] += 1
    return ganze


def _in_millionsteln(betraege: Sequence[Decimal], einheit: Decimal) -> list[int]:
    """Beträge in Millionsteln der Einheit, ohne Rauschen, kaufmännisch gerundet."""
    stelle = _STELLEN.get(einheit)
    if stelle is None:
        gerundet = (
            glatt(betrag / einheit).quantize(_RESTGENAUIGKEIT, ROUND_HALF_UP, GENAU)
            for betrag in betraege
        )
        return [int(zahl.scaleb(_RESTSTELLEN, GENAU)) for zahl in gerundet]
    rauschgrenze, grenze = stelle.rauschgrenze, stelle.vergleichsgrenze
    stellen = stelle.stellen + _RESTSTELLEN
    return [
        int(
            betrag.quantize(rauschgrenze, ROUND_HALF_EVEN, GENAU)
            .quantize(grenze, ROUND_HALF_UP, GENAU)
            .scaleb(stellen, GENAU)
        )
        for betrag in betraege
    ]


def _nach_rest(millionstel: Sequence[int]) -> list[int]:
    """Die Stellen, größter Rest zuerst; auch rückwärts sortiert bleibt die frühere vorn."""
    return sorted(range(len(millionstel)), key=millionstel.__getitem__, reverse=True)

"""Runden, nur wo die Regel es verlangt: kaufmännisch oder nach größten Resten auf eine Summe."""

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from math import floor
from typing import NamedTuple

CENT = Decimal("0.01")
HUNDERT = Decimal(100)

Werte = tuple[Decimal, ...]

# 60 Stellen: Beträge brauchen 12, Wurzeln nach Regel 40; der Rest fängt Rechenrauschen ab.
GENAU = Context(prec=60, rounding=ROUND_HALF_EVEN)

# Nicht abbrechende Brüche tragen Rauschen weit hinter dieser Stelle: (T/3)·3 ist so wieder T.
_RAUSCHGRENZE = Decimal("1e-30")
_RESTGENAUIGKEIT = Decimal("1e-6")
_EINS = Decimal(1)


class _Stelle(NamedTuple):
    """Eine Einheit, die eine Nachkommastelle ist, und die Rauschgrenze zu ihr."""

    einheit: Decimal
    rauschgrenze: Decimal
    stellen: int


_STELLEN = {
    einheit: _Stelle(einheit, einheit * _RAUSCHGRENZE, stellen)
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


class Restverteilung(NamedTuple):
    """Die Schritte der größten Reste: ganze Einheiten, Rest, Rang des Rests, Betrag in €."""

    ganze: tuple[int, ...]
    rest: tuple[Decimal, ...]
    rang: tuple[int, ...]
    betrag: tuple[Decimal, ...]


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
    # Erst auf die Vergleichsstellen runden, dann abrunden: das Ergebnis bleibt gleich, weil ein
    # Rest von 1,000000 immer eine Einheit bekäme, und die Tabellenkalkulation rechnet genauso.
    einheiten = [
        zahl.quantize(_RESTGENAUIGKEIT, ROUND_HALF_UP, GENAU)
        for zahl in _in_einheiten(anteile, einheit)
    ]
    ganze = tuple(map(floor, einheiten))
    rest = tuple(zahl - ganz for zahl, ganz in zip(einheiten, ganze, strict=True))
    fehlend = glatt(summe / einheit) - sum(ganze)
    aufzurunden = int(fehlend)
    if fehlend != aufzurunden or not 0 <= aufzurunden <= len(ganze):
        raise ValueError("Die Anteile ergeben nicht die Summe.")
    # Auch rückwärts sortiert bleibt bei Gleichstand die frühere Zeile vorn.
    reihenfolge = sorted(range(len(rest)), key=rest.__getitem__, reverse=True)
    rang = [0] * len(rest)
    for platz, zeile in enumerate(reihenfolge, start=1):
        rang[zeile] = platz
    betrag = tuple(
        (ganz + (platz <= aufzurunden)) * einheit for ganz, platz in zip(ganze, rang, strict=True)
    )
    return Restverteilung(ganze, rest, tuple(rang), betrag)


def _in_einheiten(betraege: Sequence[Decimal], einheit: Decimal) -> list[Decimal]:
    """Die Beträge in Einheiten, ohne Rauschen."""
    stelle = _STELLEN.get(einheit)
    if stelle is None:
        return [glatt(betrag / einheit) for betrag in betraege]
    return [
        betrag.quantize(stelle.rauschgrenze, ROUND_HALF_EVEN, GENAU).scaleb(stelle.stellen, GENAU)
        for betrag in betraege
    ]

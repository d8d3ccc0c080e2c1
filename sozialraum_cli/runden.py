"""Runden, nur wo die Regel es verlangt: kaufmännisch oder nach größten Resten auf eine Summe."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal

CENT = Decimal("0.01")
HUNDERT = Decimal(100)

Werte = tuple[Decimal, ...]

# 60 Stellen: Beträge brauchen 12, Wurzeln nach Regel 40; der Rest fängt Rechenrauschen ab.
GENAU = Context(prec=60, rounding=ROUND_HALF_EVEN)

# Nicht abbrechende Brüche tragen Rauschen weit hinter dieser Stelle: (T/3)·3 ist so wieder T.
_RAUSCHGRENZE = Decimal("1e-30")
_RESTGENAUIGKEIT = Decimal("1e-6")


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
    vielfaches = glatt(zahl / einheit).quantize(Decimal(1), ROUND_HALF_UP, GENAU)
    # Aus -0,004 wird 0,00, nie -0,00.
    return vielfaches * einheit if vielfaches else abs(vielfaches) * einheit


@dataclass(frozen=True, slots=True)
class Restverteilung:
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
        glatt(anteil / einheit).quantize(_RESTGENAUIGKEIT, ROUND_HALF_UP, GENAU)
        for anteil in anteile
    ]
    ganze = tuple(int(zahl.to_integral_value(ROUND_FLOOR)) for zahl in einheiten)
    rest = tuple(zahl - ganz for zahl, ganz in zip(einheiten, ganze, strict=True))
    fehlend = glatt(summe / einheit) - sum(ganze)
    if fehlend != int(fehlend) or not 0 <= fehlend <= len(anteile):
        raise ValueError("Die Anteile ergeben nicht die Summe.")
    reihenfolge = sorted(range(len(rest)), key=lambda zeile: (-rest[zeile], zeile))
    rang = [0] * len(rest)
    for platz, zeile in enumerate(reihenfolge, start=1):
        rang[zeile] = platz
    betrag = tuple(
        (ganz + (platz <= fehlend)) * einheit for ganz, platz in zip(ganze, rang, strict=True)
    )
    return Restverteilung(ganze, rest, tuple(rang), betrag)

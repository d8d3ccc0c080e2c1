"""Summen, die stückweise linear mit einem Faktor wachsen: genau lösen, ohne Näherung."""

from bisect import bisect_left
from collections.abc import Sequence
from decimal import Decimal
from itertools import accumulate

from sozialraum_cli.runden import glatt


def faktor_fuer_summe(
    summe: Decimal,
    steigung: Sequence[Decimal],
    mindestens: Sequence[Decimal],
    hoechstens: Sequence[Decimal | None],
) -> Decimal:
    """Der Faktor x, bei dem Σ min(max(x·Steigung, mindestens), höchstens) die Summe ergibt.

    Die Summe wächst stückweise linear; an jeder Knickstelle (Grenze/Steigung) ändert sich ihre
    Steigung. Der Weg über die sortierten Knickstellen trifft x genau, ohne Näherung.
    Eingang: Beträge in €/Jahr, lösbar. Ergebnis: Faktor ≥ 0.
    Quelle: docs/verfahren.md, Abschnitt „kappung“.
    """
    knicke: list[tuple[Decimal, Decimal]] = []
    for d, unten, oben in zip(steigung, mindestens, hoechstens, strict=True):
        if d > 0:
            knicke.append((unten / d, d))
            if oben is not None:
                knicke.append((oben / d, -d))
    erreicht, anstieg, stelle = sum(mindestens, Decimal(0)), Decimal(0), Decimal(0)
    for naechste, aenderung in sorted(knicke):
        zuwachs = anstieg * (naechste - stelle)
        if glatt(erreicht + zuwachs) > summe:
            break
        erreicht, anstieg, stelle = erreicht + zuwachs, anstieg + aenderung, naechste
    # Nur verglichen wird ohne Rauschen: als Zwischenwert nähme es dem Faktor seine letzten Stellen.
    fehlend = summe - erreicht
    return stelle + fehlend / anstieg if glatt(fehlend) else stelle


def summen_bei_faktoren(
    faktoren: Sequence[Decimal],
    steigung: Sequence[Decimal],
    mindestens: Sequence[Decimal],
    hoechstens: Sequence[Decimal | None],
) -> list[Decimal]:
    """Was alle zusammen bekommen, je Faktor (€/Jahr).

    Gezählt wird über sortierte Knickstellen: Σ mindestens, dazu x·Steigung - mindestens für alle,
    die darüber, abzüglich x·Steigung - höchstens für alle, die über ihrer Obergrenze lägen.
    """
    unten, oben = _Ueberschuss(steigung, mindestens), _Ueberschuss(steigung, hoechstens)
    sockel = sum(mindestens, Decimal(0))
    return [sockel + unten.bei(faktor) - oben.bei(faktor) for faktor in faktoren]


class _Ueberschuss:
    """Σ max(0, x·Steigung - Grenze) über alle mit Grenze, schnell für viele x."""

    def __init__(self, steigung: Sequence[Decimal], grenzen: Sequence[Decimal | None]) -> None:
        paare = sorted(
            (grenze / d, d, grenze)
            for d, grenze in zip(steigung, grenzen, strict=True)
            if d > 0 and grenze is not None
        )
        self._knicke = [knick for knick, _, _ in paare]
        self._d = list(accumulate((d for _, d, _ in paare), initial=Decimal(0)))
        self._grenzen = list(accumulate((g for _, _, g in paare), initial=Decimal(0)))

    def bei(self, faktor: Decimal) -> Decimal:
        erreicht = bisect_left(self._knicke, faktor)
        return faktor * self._d[erreicht] - self._grenzen[erreicht]

"""Bei welcher Höhe des Schutzes ein Budget gerade eine Grenze erreicht, je Schutzverfahren.

Zwischen zwei Knickstellen ist jedes geschützte Budget eine einfache Funktion des Schutzes f;
darum liegt der kleinste Schutz, der eine Bedingung erfüllt, bei 0, an einem Knick oder an einer
Nullstelle. Jede Funktion hier nennt alle diese Stellen ihres Verfahrens, ohne Suche.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from sozialraum_cli.runden import Werte

NULL, EINS = Decimal(0), Decimal(1)


@dataclass(frozen=True, slots=True)
class Lage:
    """Was fest ist, während der Schutz f gesucht wird; Beträge in €/Jahr je Sozialraum.

    grenze: so viel soll der Sozialraum mindestens bekommen.
    """

    gesamtbudget: Decimal
    vergleichsbudget: Werte
    budget_indikatoren: Werte
    grenze: Werte


def schwellen_anteilig(lage: Lage) -> Iterator[Decimal]:
    """D + f·(A - ΣA·D/T) = Grenze."""
    summe = sum(lage.vergleichsbudget, NULL)
    for a, d, grenze in _zeilen(lage):
        steigung = a - summe * d / lage.gesamtbudget
        if steigung:
            yield (grenze - d) / steigung


def schwellen_defizitausgleich(lage: Lage) -> Iterator[Decimal]:
    """D + a·(A - D) = Grenze, wo A über D liegt."""
    for a, d, grenze in _zeilen(lage):
        if a > d:
            yield (grenze - d) / (a - d)


def schwellen_mindestbudget(lage: Lage) -> Iterator[Decimal]:
    """fA = Grenze oder fA + s·(D - fA) = Grenze; s ist ein Bruch in f, das gibt eine Parabel."""
    t, summe = lage.gesamtbudget, sum(lage.vergleichsbudget, NULL)
    for von, bis in _abschnitte(d / a for a, d, _ in _zeilen(lage) if a):
        darueber = [(a, d) for a, d, _ in _zeilen(lage) if d > von * a and d >= bis * a]
        a_summe = sum((a for a, _ in darueber), NULL)
        d_summe = sum((d for _, d in darueber), NULL)
        yield von
        for a, d, grenze in _zeilen(lage):
            if d > von * a and d >= bis * a:
                quadratisch = a * (summe - a_summe)
                linear = a * d_summe + grenze * a_summe - t * a - summe * d
                fest = t * d - grenze * d_summe
                yield from _innerhalb(_nullstellen(quadratisch, linear, fest), von, bis)
            elif a:
                yield from _innerhalb((grenze / a,), von, bis)


def schwellen_grenze(lage: Lage) -> Iterator[Decimal]:
    """fA = Grenze: gilt für `kappung` und `verlustgrenze`.

    Wer nicht auf der Untergrenze liegt, bekommt mit steigendem f nie mehr: sein Budget erfüllt die
    Grenze von 0 bis zu einer Stelle, und dort beginnt nichts Kleinstes.
    """
    return (grenze / a for a, _, grenze in _zeilen(lage) if a)


def _zeilen(lage: Lage) -> Iterator[tuple[Decimal, Decimal, Decimal]]:
    return zip(lage.vergleichsbudget, lage.budget_indikatoren, lage.grenze, strict=True)


def _abschnitte(knicke: Iterable[Decimal]) -> Iterator[tuple[Decimal, Decimal]]:
    innen = {knick for knick in knicke if 0 < knick < 1}
    return pairwise([NULL, *sorted(innen), EINS])


def _innerhalb(stellen: Sequence[Decimal], von: Decimal, bis: Decimal) -> Iterator[Decimal]:
    return (stelle for stelle in stellen if von <= stelle <= bis)


def _nullstellen(quadratisch: Decimal, linear: Decimal, fest: Decimal) -> tuple[Decimal, ...]:
    if not quadratisch:
        return (-fest / linear,) if linear else ()
    unter_der_wurzel = linear * linear - 4 * quadratisch * fest
    if unter_der_wurzel < 0:
        return ()
    wurzel = unter_der_wurzel.sqrt()
    # Die betragsgrößere zuerst: so geht bei fast gleichen Zahlen keine Stelle verloren.
    q = -(linear + (wurzel if linear >= 0 else -wurzel)) / 2
    return (q / quadratisch, fest / q) if q else (NULL,)

"""Bei welcher Höhe des Schutzes ein Sozialraum eine Grenze gerade erreicht: ohne Suche.

Zwischen zwei Knickstellen ist jedes geschützte Budget eine einfache Funktion des Schutzes f;
darum liegt der kleinste Schutz, der eine Bedingung erfüllt, bei 0, an einem Knick oder an einer
Nullstelle. Jedes Verfahren nennt in seinem Modul alle diese Stellen; hier steht, was sie teilen.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise

from sozialraum_cli.runden import Werte
from sozialraum_cli.verfahren.schutz.schutzverfahren import Schutzfall

NULL, EINS = Decimal(0), Decimal(1)


def zeilen(fall: Schutzfall, grenze: Werte) -> Iterator[tuple[Decimal, Decimal, Decimal]]:
    """Je Sozialraum Vergleichsbudget A, Budget nach Indikatoren D und die Grenze (€/Jahr)."""
    return zip(fall.vergleichsbudget, fall.budget_indikatoren, grenze, strict=True)


def wo_der_mindestbetrag_reicht(fall: Schutzfall, grenze: Werte) -> Iterator[Decimal]:
    """fA = Grenze, für Verfahren mit Untergrenze, die sonst mit f nie mehr geben.

    Wer nicht auf der Untergrenze liegt, bekommt mit steigendem f nie mehr: sein Budget erfüllt die
    Grenze von 0 bis zu einer Stelle, und dort beginnt nichts Kleinstes.
    """
    return (g / a for a, _, g in zeilen(fall, grenze) if a)


def abschnitte(knicke: Iterable[Decimal]) -> Iterator[tuple[Decimal, Decimal]]:
    """Die Abschnitte von 0 bis 1 zwischen den Knickstellen."""
    innen = {knick for knick in knicke if 0 < knick < 1}
    return pairwise([NULL, *sorted(innen), EINS])


def innerhalb(stellen: Iterable[Decimal], von: Decimal, bis: Decimal) -> Iterator[Decimal]:
    """Die Stellen, die in einem Abschnitt liegen."""
    return (stelle for stelle in stellen if von <= stelle <= bis)


def nullstellen(quadratisch: Decimal, linear: Decimal, fest: Decimal) -> tuple[Decimal, ...]:
    """Wo eine Parabel null wird."""
    if not quadratisch:
        return (-fest / linear,) if linear else ()
    unter_der_wurzel = linear * linear - 4 * quadratisch * fest
    if unter_der_wurzel < 0:
        return ()
    wurzel = unter_der_wurzel.sqrt()
    # Die betragsgrößere zuerst: so geht bei fast gleichen Zahlen keine Stelle verloren.
    q = -(linear + (wurzel if linear >= 0 else -wurzel)) / 2
    return (q / quadratisch, fest / q) if q else (NULL,)

"""10.000 Sätze Gewichte, gemessen an einer von Hand geschriebenen Schleife über ganze Zahlen."""

import time
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from operator import mul
from pathlib import Path
from random import Random

from sozialraum_cli.befehle.eingabelauf import ergebnis_rechnen, gepruefte_eingabe
from sozialraum_cli.entscheiden.gewichte import Gewichtsrechnung, gewichtsrechnung
from sozialraum_cli.lesen.mappendatei import mappe_lesen

_SAETZE = 10_000
_ABWEICHUNG = Decimal("1e-20")


def verhaeltnis(mappe: Path, laeufe: int) -> tuple[float, float]:
    """Sekunden des Programms und der Schleife für dieselben Sätze mit demselben Ergebnis."""
    ergebnis, _ = ergebnis_rechnen(*gepruefte_eingabe(mappe_lesen(mappe)))
    rechnung = gewichtsrechnung(ergebnis)
    wuerfel = Random(1)
    saetze = [
        [Decimal(wuerfel.randint(1, 1000)) for _ in rechnung.nominell] for _ in range(_SAETZE)
    ]
    _gleich(rechnung, saetze[:50])
    return (
        min(_dauer(lambda: [rechnung.budgets(g) for g in saetze]) for _ in range(laeufe)),
        min(_dauer(lambda: _schleife(rechnung, saetze)) for _ in range(laeufe)),
    )


def _schleife(
    rechnung: Gewichtsrechnung, saetze: list[list[Decimal]]
) -> list[tuple[list[int], int]]:
    """Das Verfahren `anteilig` in Zehntausendstel Euro als Zähler mit gemeinsamem Nenner."""
    fall = rechnung.fall
    fest = [int(betrag * 10_000) for betrag in fall.mindestbetrag]
    rest = int(fall.gesamtbudget * 10_000) - sum(fest)
    fertig = []
    for satz in saetze:
        ganze = [int(gewicht) for gewicht in satz]
        produkte = [sum(map(mul, ganze, zeile)) for zeile in rechnung.zeilen]
        summe = sum(produkte)
        fertig.append(
            ([m * summe + rest * p for m, p in zip(fest, produkte, strict=True)], summe * 10_000)
        )
    return fertig


def _gleich(rechnung: Gewichtsrechnung, saetze: list[list[Decimal]]) -> None:
    for satz, (zaehler, nenner) in zip(saetze, _schleife(rechnung, saetze), strict=True):
        for budget, z in zip(rechnung.budgets(satz).budget_geschuetzt, zaehler, strict=True):
            assert abs(Fraction(budget) - Fraction(z, nenner)) < Fraction(_ABWEICHUNG)


def _dauer(was: Callable[[], object]) -> float:
    beginn = time.process_time()
    was()
    return time.process_time() - beginn

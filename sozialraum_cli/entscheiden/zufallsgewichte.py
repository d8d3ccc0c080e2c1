"""Viele zufällige Gewichte: in welchem Bereich bleibt das Budget jedes Sozialraums?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal, localcontext
from random import Random

from sozialraum_cli.befund import Datenfehler
from sozialraum_cli.entscheiden.gewichte import Gewichtsrechnung
from sozialraum_cli.entscheiden.summen import summen
from sozialraum_cli.runden import GENAU, HUNDERT

VORGABE_LAEUFE = 10_000
VORGABE_KEIM = 1
VORGABE_STREUUNG = Decimal(25)

_UNTEN, _MITTE, _OBEN = Decimal("0.05"), Decimal("0.5"), Decimal("0.95")
_MELDEN_JE = 500
# Ein Faktor als ganze Zahl; ab 1/32 steht darin jede Binärstelle der Gleitkommazahl.
_GANZ = 1 << 58


@dataclass(frozen=True, slots=True)
class Spanne:
    """Das geschützte Budget eines Sozialraums über alle Läufe, ungerundet (€/Jahr).

    q05 ist der kleinste Wert, unter oder auf dem mindestens 5 % der Läufe liegen; median und q95
    ebenso. rang: Platz nach der Höhe des Budgets mit den Gewichten der Eingabe, 1 ist das
    größte. anteil_gewinner: in wie viel % der Läufe es mehr als bisher wird, None ohne bisher.
    """

    minimum: Decimal
    q05: Decimal
    median: Decimal
    q95: Decimal
    maximum: Decimal
    rang: int
    rang_q05: int
    rang_q95: int
    anteil_gewinner: Decimal | None


@dataclass(frozen=True, slots=True)
class Zufallsgewichte:
    """Die Spannen aller Sozialräume in der Reihenfolge der Mappe; streuung in %.

    spannen ist leer, wenn kein Lauf gerechnet werden konnte.
    """

    laeufe: int
    keim: int
    streuung: Decimal
    nicht_rechenbar: int
    sozialraeume: tuple[str, ...]
    spannen: tuple[Spanne, ...]


def zufallsgewichte(
    rechnung: Gewichtsrechnung,
    laeufe: int = VORGABE_LAEUFE,
    keim: int = VORGABE_KEIM,
    streuung: Decimal = VORGABE_STREUUNG,
    fortschritt: Callable[[int], None] | None = None,
) -> Zufallsgewichte:
    """Rechnet mit zufälligen Gewichten: jedes mal eine Zahl aus [1 - s; 1 + s], neu normiert.

    Eingang: Zahl der Läufe, Keim des Zufalls, Streuung s in %, `fortschritt` bekommt von Zeit zu
    Zeit die Zahl der fertigen Läufe. Ergebnis: gleiche Angaben ergeben auf jedem Rechner
    dasselbe. Läufe, in denen das Verfahren nicht aufgeht, werden gezählt und ausgelassen.
    """
    zufall = Random(keim).random
    unten = 1 - float(streuung / HUNDERT)
    spanne = 1 + float(streuung / HUNDERT) - unten
    gewichte = range(len(rechnung.nominell))
    produkte = summen(rechnung.gewichtet(), 2 * _GANZ)
    reihen: list[tuple[Decimal, ...]] = []
    with localcontext(GENAU):
        for lauf in range(laeufe):
            faktoren = [int((unten + spanne * zufall()) * _GANZ) for _ in gewichte]
            try:
                reihen.append(rechnung.verteilt(produkte.mit(faktoren)).budget_geschuetzt)
            except Datenfehler:
                continue
            finally:
                if fortschritt and lauf % _MELDEN_JE == 0:
                    fortschritt(lauf)
        ausgang = rechnung.verteilt(rechnung.ausgang).budget_geschuetzt
        return Zufallsgewichte(
            laeufe,
            keim,
            streuung,
            laeufe - len(reihen),
            tuple(raum.name for raum in rechnung.ergebnis.eingabe.sozialraeume),
            _spannen(rechnung, ausgang, reihen),
        )


def _spannen(
    rechnung: Gewichtsrechnung, ausgang: Sequence[Decimal], reihen: Sequence[Sequence[Decimal]]
) -> tuple[Spanne, ...]:
    if not reihen:
        return ()
    spalten = list(zip(*reihen, strict=True))
    raenge = list(zip(*map(_raenge, reihen), strict=True))
    raeume = rechnung.ergebnis.eingabe.sozialraeume
    return tuple(
        _spanne(sorted(spalte), rang, sorted(rangspalte), raum.budget_bisher)
        for spalte, rang, rangspalte, raum in zip(
            spalten, _raenge(ausgang), raenge, raeume, strict=True
        )
    )


def _spanne(
    betraege: Sequence[Decimal], rang: int, raenge: Sequence[int], bisher: Decimal | None
) -> Spanne:
    gewinner = None
    if bisher is not None:
        gewinner = HUNDERT * sum(betrag > bisher for betrag in betraege) / len(betraege)
    return Spanne(
        betraege[0],
        betraege[_stelle(_UNTEN, len(betraege))],
        betraege[_stelle(_MITTE, len(betraege))],
        betraege[_stelle(_OBEN, len(betraege))],
        betraege[-1],
        rang,
        raenge[_stelle(_UNTEN, len(raenge))],
        raenge[_stelle(_OBEN, len(raenge))],
        gewinner,
    )


def _stelle(teil: Decimal, anzahl: int) -> int:
    """Die Nummer ab 0 des kleinsten Werts, unter oder auf dem mindestens dieser Teil liegt."""
    return int((teil * anzahl).to_integral_value(ROUND_CEILING)) - 1


def _raenge(betraege: Sequence[Decimal]) -> list[int]:
    """Je Sozialraum der Platz nach der Höhe; bei Gleichstand gilt die Reihenfolge der Mappe."""
    folge = sorted(range(len(betraege)), key=betraege.__getitem__, reverse=True)
    plaetze = [0] * len(betraege)
    for platz, nummer in enumerate(folge, start=1):
        plaetze[nummer] = platz
    return plaetze

"""Kleine Zahlen: was der Zufall eines Jahres an einer Anzahl ausmacht."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from itertools import combinations

from sozialraum_cli.modell import Art, Eingabe, Indikator
from sozialraum_cli.runden import GENAU, HUNDERT

# 97,5-%-Punkt der Normalverteilung: außerhalb liegen je Seite 2,5 %.
_Z = Decimal("1.959963984540054")


@dataclass(frozen=True, slots=True)
class Zufallsspanne:
    """Eine Anzahl mit ihrer 95-%-Spanne (Personen oder Fälle), dazu in % der Bezugsgröße.

    quote_unten und quote_oben sind None ohne Bezugsgröße.
    """

    sozialraum: str
    anzahl: Decimal
    unten: Decimal
    oben: Decimal
    quote_unten: Decimal | None
    quote_oben: Decimal | None


def byar(anzahl: Decimal) -> tuple[Decimal, Decimal]:
    """Die 95-%-Spanne einer gezählten Anzahl nach Byar.

    Unten x·(1 - 1/(9x) - z/(3·√x))³, oben (x+1)·(1 - 1/(9(x+1)) + z/(3·√(x+1)))³. Die Zählung
    ist vollständig: die Spanne sagt nur, wie weit die Zahl in einem anderen Jahr mit gleicher
    Belastung aus Zufall abweichen kann.
    """
    with localcontext(GENAU):
        unten = Decimal(0)
        if anzahl > 0:
            unten = anzahl * (1 - 1 / (9 * anzahl) - _Z / (3 * anzahl.sqrt())) ** 3
        naechste = anzahl + 1
        oben = naechste * (1 - 1 / (9 * naechste) + _Z / (3 * naechste.sqrt())) ** 3
        return max(Decimal(0), unten), oben


def zufallsspannen(eingabe: Eingabe, indikator: Indikator) -> tuple[Zufallsspanne, ...]:
    """Je Sozialraum die Zufallsspanne einer Anzahl; leer bei einer Quote."""
    if indikator.art is not Art.ANZAHL:
        return ()
    werte = eingabe.spalten[indikator.name].werte
    bezug: Sequence[Decimal | None] = (None,) * len(werte)
    if indikator.bezugsgroesse is not None:
        bezug = eingabe.spalten[indikator.bezugsgroesse].werte
    return tuple(
        _spanne(raum.name, anzahl, nenner)
        for raum, anzahl, nenner in zip(eingabe.sozialraeume, werte, bezug, strict=True)
    )


def nicht_unterscheidbar(spannen: Sequence[Zufallsspanne]) -> list[tuple[str, str]]:
    """Die Paare, deren Spannen sich überschneiden: der Indikator trennt sie nicht sicher.

    Verglichen werden Quoten, ohne Bezugsgröße die Anzahlen.
    """
    return [
        (erste.sozialraum, zweite.sozialraum)
        for erste, zweite in combinations(spannen, 2)
        if _ueberschneiden(erste, zweite)
    ]


def _spanne(sozialraum: str, anzahl: Decimal, nenner: Decimal | None) -> Zufallsspanne:
    unten, oben = byar(anzahl)
    if not nenner:
        return Zufallsspanne(sozialraum, anzahl, unten, oben, None, None)
    return Zufallsspanne(
        sozialraum, anzahl, unten, oben, unten / nenner * HUNDERT, oben / nenner * HUNDERT
    )


def _ueberschneiden(erste: Zufallsspanne, zweite: Zufallsspanne) -> bool:
    a, b = _vergleich(erste), _vergleich(zweite)
    return a[0] <= b[1] and b[0] <= a[1]


def _vergleich(spanne: Zufallsspanne) -> tuple[Decimal, Decimal]:
    if spanne.quote_unten is None or spanne.quote_oben is None:
        return spanne.unten, spanne.oben
    return spanne.quote_unten, spanne.quote_oben

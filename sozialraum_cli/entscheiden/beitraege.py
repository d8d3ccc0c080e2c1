"""Woraus sich das Budget nach Indikatoren eines Sozialraums zusammensetzt, in Euro."""

from dataclasses import dataclass
from decimal import Decimal, localcontext

from sozialraum_cli.rechnen.berechnung import Ergebnis
from sozialraum_cli.runden import CENT, GENAU, groesste_reste, kaufmaennisch

SOCKELBETRAG = "Sockelbetrag"
GRUNDANTEIL = "Grundanteil"


@dataclass(frozen=True, slots=True)
class Beitrag:
    """Ein Indikator, der Sockelbetrag oder der Grundanteil mit seinem Betrag (€/Jahr, Cent)."""

    indikator: str
    betrag: Decimal


def beitraege(ergebnis: Ergebnis, sozialraum: int) -> tuple[Beitrag, ...]:
    """Die Beiträge, deren Summe auf den Cent das Budget nach Indikatoren ist.

    Je Indikator sein Teil des Anteils mal (T - n·S); dazu der Sockelbetrag, wenn es einen gibt,
    und bei `minmax` und `zwert` der Grundanteil, den jeder ohne Indikatoren hätte.
    Eingang: Nummer des Sozialraums ab 0. Quelle: docs/verfahren.md, Abschnitt „Erklärung“.
    """
    schluessel, parameter = ergebnis.schluessel, ergebnis.eingabe.parameter
    with localcontext(GENAU):
        topf = parameter.gesamtbudget - len(ergebnis.sozialraeume) * parameter.sockelbetrag
        teile = [teil[sozialraum] for teil in schluessel.teilanteil]
        namen = [schritt.indikator.name for schritt in schluessel.indikatoren]
        betraege = [topf * teil for teil in teile]
        if schluessel.spreizung is not None:
            namen.append(GRUNDANTEIL)
            grund = schluessel.anteil[sozialraum] - sum(teile, Decimal(0))
            betraege.append(topf * grund)
        if parameter.sockelbetrag:
            namen.append(SOCKELBETRAG)
            betraege.append(parameter.sockelbetrag)
        summe = kaufmaennisch(ergebnis.sozialraeume[sozialraum].budget_indikatoren)
        gerundet = groesste_reste(betraege, summe, CENT).betrag
    return tuple(Beitrag(name, betrag) for name, betrag in zip(namen, gerundet, strict=True))

"""Rechnen mit anderen Gewichten: was nicht von ihnen abhängt, bleibt stehen."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sozialraum_cli.rechnen.berechnung import Ergebnis, budget_indikatoren
from sozialraum_cli.rechnen.bestandsschutz import budget_ungerundet
from sozialraum_cli.rechnen.schluessel import anteil, belastungsfaktor
from sozialraum_cli.runden import Werte

EINS = Decimal(1)


@dataclass(frozen=True, slots=True)
class Budgets:
    """Je Sozialraum das Budget nach Indikatoren und das geschützte, beide ungerundet (€/Jahr)."""

    budget_indikatoren: Werte
    budget_geschuetzt: Werte


@dataclass(frozen=True, slots=True)
class Gewichtsrechnung:
    """Ein Ergebnis, in dem nur noch die Gewichte frei sind.

    Der Beitrag eines Indikators (a, f, m oder z) hängt nicht von den Gewichten ab; darum kostet
    ein neuer Satz Gewichte nur die gewichtete Summe und den Schutz.
    """

    ergebnis: Ergebnis
    beitraege: tuple[Werte, ...]
    basis: Werte

    def budgets(self, gewichte: Sequence[Decimal]) -> Budgets:
        """Die Budgets mit diesen Gewichten, je Indikator eines, in beliebiger Summe über 0.

        Fehler: Datenfehler, wenn mit ihnen kein Schlüssel oder kein Schutz möglich ist.
        """
        eingabe = self.ergebnis.eingabe
        q = anteil(self.basis, belastungsfaktor(eingabe, self._beitrag(gewichte)))
        d = budget_indikatoren(eingabe.parameter, q)
        return Budgets(d, budget_ungerundet(eingabe, d))

    def produkte(self, gewichte: Sequence[Decimal]) -> Werte:
        """Verteilungsbasis mal Belastungsfaktor, auch wo ein Faktor nicht über 0 liegt."""
        beitrag = self._beitrag(gewichte)
        spreizung = self.ergebnis.schluessel.spreizung
        faktor = beitrag if spreizung is None else tuple(1 + spreizung * b for b in beitrag)
        return tuple(map(Decimal.__mul__, self.basis, faktor))

    def _beitrag(self, gewichte: Sequence[Decimal]) -> Werte:
        summe = sum(gewichte, Decimal(0))
        normiert = [gewicht / summe for gewicht in gewichte]
        return tuple(
            sum(map(Decimal.__mul__, normiert, zeile), Decimal(0))
            for zeile in zip(*self.beitraege, strict=True)
        )

    @property
    def nominell(self) -> tuple[Decimal, ...]:
        """Die Gewichte der Eingabe, normiert auf Summe 1."""
        return tuple(schritt.gewicht for schritt in self.ergebnis.schluessel.indikatoren)


def gewichtsrechnung(ergebnis: Ergebnis) -> Gewichtsrechnung:
    """Bereitet ein Ergebnis dafür vor, mit anderen Gewichten gerechnet zu werden."""
    schluessel = ergebnis.schluessel
    basis = schluessel.basis or (EINS,) * len(ergebnis.sozialraeume)
    return Gewichtsrechnung(ergebnis, tuple(s.beitrag for s in schluessel.indikatoren), basis)


def mit_gewicht(gewichte: Sequence[Decimal], nummer: int, neu: Decimal) -> tuple[Decimal, ...]:
    """Die Gewichte mit einem anderen Wert an einer Stelle, die übrigen im gleichen Verhältnis.

    Eingang: normierte Gewichte, neuer Anteil von 0 bis 1. Ergebnis: Summe 1.
    Fehler: ValueError, wenn die übrigen zusammen 0 wiegen.
    """
    uebrige = EINS - gewichte[nummer]
    if uebrige <= 0 and neu != EINS:
        raise ValueError("Die übrigen Gewichte sind alle 0.")
    streckung = (EINS - neu) / uebrige if uebrige > 0 else Decimal(0)
    return tuple(
        neu if stelle == nummer else gewicht * streckung for stelle, gewicht in enumerate(gewichte)
    )

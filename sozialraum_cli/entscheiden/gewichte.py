"""Rechnen mit anderen Gewichten: was nicht von ihnen abhängt, bleibt stehen."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from operator import mul

from sozialraum_cli.befund import Datenfehler, fehler
from sozialraum_cli.rechnen.berechnung import Ergebnis
from sozialraum_cli.rechnen.bestandsschutz import (
    schutzfall,
    verfahren_des_schutzes,
)
from sozialraum_cli.runden import GENAU, Werte
from sozialraum_cli.verfahren.schutz.schutzverfahren import Schutzfall, Schutzverfahren

EINS = Decimal(1)
# Beiträge, Basis und Gewichte als ganze Zahlen mit so vielen Nachkommastellen.
_STELLEN = 36


@dataclass(frozen=True, slots=True)
class Budgets:
    """Je Sozialraum das Budget nach Indikatoren und das geschützte, beide ungerundet (€/Jahr)."""

    budget_indikatoren: Werte
    budget_geschuetzt: Werte


@dataclass(frozen=True, slots=True)
class Gewichtsrechnung:
    """Ein Ergebnis, in dem nur noch die Gewichte frei sind.

    Der Beitrag eines Indikators (a, f, m oder z) hängt nicht von den Gewichten ab; darum kostet
    ein neuer Satz Gewichte nur die gewichtete Summe und den Schutz. zeilen: je Sozialraum und
    Indikator Verteilungsbasis mal Belastungsfaktor, wöge nur dieser; grund: Basis ohne
    Indikatoren; ausgang: Basis mal Faktor mit den Gewichten der Eingabe; alles ganze Zahlen.
    """

    ergebnis: Ergebnis
    zeilen: tuple[tuple[int, ...], ...]
    grund: tuple[int, ...]
    ausgang: tuple[int, ...]
    verfahren: Schutzverfahren
    fall: Schutzfall

    def budgets(self, gewichte: Sequence[Decimal]) -> Budgets:
        """Die Budgets mit diesen Gewichten, je Indikator eines, in beliebiger Summe über 0.

        Fehler: Datenfehler, wenn mit ihnen kein Schlüssel oder kein Schutz möglich ist.
        """
        ganze = tuple(map(_ganz, gewichte))
        return self.verteilt([sum(map(mul, ganze, zeile)) for zeile in self.zeilen])

    def verteilt(self, produkte: Sequence[int]) -> Budgets:
        """Die Budgets zu Basis mal Faktor je Sozialraum, in beliebigem Maßstab.

        Fehler: Datenfehler, wenn daraus kein Schlüssel oder kein Schutz folgt.
        """
        fall, summe = self.fall, sum(produkte)
        if not summe or any(p <= 0 < g for p, g in zip(produkte, self.grund, strict=True)):
            raise _unmoeglich()
        sockel = self.ergebnis.eingabe.parameter.sockelbetrag
        je_teil = (fall.gesamtbudget - len(produkte) * sockel) / summe
        d = tuple([sockel + je_teil * produkt for produkt in produkte])
        probe = Schutzfall(
            fall.gesamtbudget, fall.vergleichsbudget, d, fall.schutz, fall.hoechstgewinn
        )
        if self.verfahren.unzulaessig(probe):
            raise _unmoeglich()
        z = self.verfahren.regel(probe).budget_geschuetzt
        if ausgleich := self.verfahren.ausgleich:
            z = tuple(
                zi + ausgleich(fall.schutz, max(Decimal(0), a - di))
                for zi, a, di in zip(z, fall.vergleichsbudget, d, strict=True)
            )
        return Budgets(d, z)

    def produkte_mit(self, nummer: int, neu: Decimal) -> list[int]:
        """Basis mal Faktor mit einem anderen Gewicht, die übrigen im gleichen Verhältnis.

        Eingang: neuer Anteil an allen Gewichten von 0 bis 1. Was die übrigen zusammen beitragen,
        ist der Ausgang ohne diesen; so kostet es nicht mehr, wenn es viele sind.
        Fehler: ValueError, wenn die übrigen zusammen 0 wiegen.
        """
        gewicht, eins, anteil = _ganz(self.nominell[nummer]), _ganz(EINS), _ganz(neu)
        uebrige = sum(map(_ganz, self.nominell)) - gewicht
        if not uebrige and neu != EINS:
            raise ValueError("Die übrigen Gewichte sind alle 0.")
        eigene = anteil * (uebrige or 1)
        return [
            (eins - anteil) * (ganz - gewicht * zeile[nummer]) + eigene * zeile[nummer]
            for ganz, zeile in zip(self.ausgang, self.zeilen, strict=True)
        ]

    def gewichtet(self) -> list[list[int]]:
        """Je Sozialraum und Indikator, was dieser mit seinem Gewicht zum Ausgang beiträgt."""
        gewichte, eins = tuple(map(_ganz, self.nominell)), _ganz(EINS)
        return [
            [gewicht * wert // eins for gewicht, wert in zip(gewichte, zeile, strict=True)]
            for zeile in self.zeilen
        ]

    @property
    def nominell(self) -> tuple[Decimal, ...]:
        """Die Gewichte der Eingabe, normiert auf Summe 1."""
        return tuple(schritt.gewicht for schritt in self.ergebnis.schluessel.indikatoren)


def gewichtsrechnung(ergebnis: Ergebnis) -> Gewichtsrechnung:
    """Bereitet ein Ergebnis dafür vor, mit anderen Gewichten gerechnet zu werden."""
    schluessel, eingabe = ergebnis.schluessel, ergebnis.eingabe
    basis = schluessel.basis or (EINS,) * len(ergebnis.sozialraeume)
    spreizung = schluessel.spreizung
    with localcontext(GENAU):
        grund = tuple(0 if spreizung is None else _ganz(p) for p in basis)
        zeilen = tuple(
            tuple(
                davor + _ganz(p * s.beitrag[i] * (1 if spreizung is None else spreizung))
                for s in schluessel.indikatoren
            )
            for i, (p, davor) in enumerate(zip(basis, grund, strict=True))
        )
        nominell = tuple(_ganz(s.gewicht) for s in schluessel.indikatoren)
        fall = schutzfall(eingabe, tuple(z.budget_indikatoren for z in ergebnis.sozialraeume))
    return Gewichtsrechnung(
        ergebnis,
        zeilen,
        grund,
        tuple(sum(map(mul, nominell, zeile)) for zeile in zeilen),
        verfahren_des_schutzes(eingabe.parameter),
        fall,
    )


def _unmoeglich() -> Datenfehler:
    return Datenfehler(
        [
            fehler(
                "Mit diesen Gewichten ergibt sich kein Verteilungsschlüssel oder kein Schutz.",
                "Gewichtung",
                "Andere Gewichte wählen.",
            )
        ]
    )


def _ganz(wert: Decimal) -> int:
    return int(wert.scaleb(_STELLEN))

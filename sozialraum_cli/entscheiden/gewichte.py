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
    ein neuer Satz Gewichte nur die gewichtete Summe und den Schutz. zeilen: je Sozialraum Basis
    mal Beitrag je Indikator, grund: Basis ohne Indikatoren, beides ganze Zahlen.
    """

    ergebnis: Ergebnis
    zeilen: tuple[tuple[int, ...], ...]
    grund: tuple[int, ...]
    verfahren: Schutzverfahren
    fall: Schutzfall

    def budgets(self, gewichte: Sequence[Decimal]) -> Budgets:
        """Die Budgets mit diesen Gewichten, je Indikator eines, in beliebiger Summe über 0.

        Fehler: Datenfehler, wenn mit ihnen kein Schlüssel oder kein Schutz möglich ist.
        """
        produkte, fall = self.produkte(gewichte), self.fall
        summe = sum(produkte)
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

    def produkte(self, gewichte: Sequence[Decimal]) -> list[int]:
        """Je Sozialraum Verteilungsbasis mal Belastungsfaktor, in gleichem Maßstab."""
        ganze = [int(gewicht.scaleb(_STELLEN)) for gewicht in gewichte]
        summe = sum(ganze)
        return [
            summe * grund + sum(map(mul, ganze, zeile))
            for grund, zeile in zip(self.grund, self.zeilen, strict=True)
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
        zeilen = tuple(
            tuple(
                _ganz(p * s.beitrag[i] * (1 if spreizung is None else spreizung))
                for s in schluessel.indikatoren
            )
            for i, p in enumerate(basis)
        )
        grund = tuple(0 if spreizung is None else _ganz(p) for p in basis)
        fall = schutzfall(eingabe, tuple(z.budget_indikatoren for z in ergebnis.sozialraeume))
    return Gewichtsrechnung(
        ergebnis, zeilen, grund, verfahren_des_schutzes(eingabe.parameter), fall
    )


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

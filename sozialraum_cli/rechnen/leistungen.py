"""Aus dem Budget werden Regie-/Sachkosten, Personal, Leistungen, Vollzeitstellen und Stunden."""

from collections.abc import Sequence
from decimal import Decimal, localcontext
from itertools import repeat
from typing import NamedTuple, TypeVar

from sozialraum_cli.modell import Leistungsbasis, Parameter, Regiebasis
from sozialraum_cli.runden import (
    CENT,
    GENAU,
    HUNDERT,
    Restverteilung,
    groesste_reste,
    groesste_reste_je_zeile,
    kaufmaennische,
)

T = TypeVar("T")
Betraege = Sequence[Decimal]


class Leistung(NamedTuple):
    """Eine Leistung eines Sozialraums: Mittel in €/Jahr, Vollzeitstellen brutto, h/Woche netto."""

    name: str
    mittel: Decimal
    mittel_netto: Decimal
    vzae: Decimal
    stunden: Decimal


class Leistungskomponenten(NamedTuple):
    """Die Aufteilung eines Budgets in €/Jahr."""

    regiekosten: Decimal
    personal: Decimal
    leistungen: tuple[Leistung, ...]


def leistungskomponenten(parameter: Parameter, budget_neu: Decimal) -> Leistungskomponenten:
    """Teilt ein Budget in Regie-/Sachkosten, Personal und Leistungen; sonst wie bei allen."""
    (komponenten,) = leistungskomponenten_aller(parameter, (budget_neu,))
    return komponenten


def leistungskomponenten_aller(
    parameter: Parameter, budget_neu: Betraege
) -> tuple[Leistungskomponenten, ...]:
    """Teilt jedes Budget in Regie-/Sachkosten, Personal und Leistungen.

    Eingang: Budgets neu (€/Jahr), Prozente, Personalkosten je Vollzeitstelle, Wochenarbeitszeit.
    Ergebnis: Beträge auf den Cent, ihre Summe ist das Budget; ein negativer Betrag der letzten
    Leistung heißt: sie reicht für die Regiekosten nicht (Basis `budget`).
    Quelle: docs/verfahren.md 2.4; Landkreis Lüneburg, Vorlage 2011/099 (Basis `personal` Stand Mai,
    Basis `budget` Stand April 2011; die Vorlage nennt beide).
    """
    regie = regiekosten(parameter, budget_neu)
    personal = [budget - r for budget, r in zip(budget_neu, regie, strict=True)]
    topf = leistungstopf(parameter, budget_neu, personal)
    mittel: list[Betraege] = [*groesste_reste_je_zeile(_anteile(parameter, topf), topf, CENT)]
    if parameter.leistungsbasis is Leistungsbasis.BUDGET:
        mittel[-1] = [betrag - r for betrag, r in zip(mittel[-1], regie, strict=True)]
    leistungen = (
        map(
            Leistung,
            repeat(name),
            betraege,
            mittel_netto(parameter, betraege),
            vzae(parameter, betraege),
            stunden(parameter, betraege),
        )
        for (name, _), betraege in zip(parameter.leistungen, mittel, strict=True)
    )
    je_raum = zip(*leistungen, strict=True)
    return tuple(map(Leistungskomponenten, regie, personal, je_raum))


def leistungsverteilung(parameter: Parameter, topf: Decimal) -> Restverteilung:
    """Wie sich ein Topf auf die Leistungen verteilt: die Schritte der größten Reste auf Cent.

    Eingang: Topf (€/Jahr), das Personal oder bei der Basis `budget` das ganze Budget.
    Quelle: docs/verfahren.md 2.4.
    """
    with localcontext(GENAU):
        anteile = [anteil for (anteil,) in _anteile(parameter, (topf,))]
        return groesste_reste(anteile, topf, CENT)


def leistungstopf(parameter: Parameter, budget_neu: T, personal: T) -> T:
    """Worauf sich die Prozente der Leistungen beziehen (€/Jahr). Quelle: docs/verfahren.md 2.4."""
    return personal if parameter.leistungsbasis is Leistungsbasis.PERSONAL else budget_neu


def _anteile(parameter: Parameter, topf: Betraege) -> list[list[Decimal]]:
    return [[t * prozent / HUNDERT for t in topf] for _, prozent in parameter.leistungen]


def regiekosten(parameter: Parameter, budget_neu: Betraege) -> list[Decimal]:
    """Die Regie-/Sachkosten: Pauschale vom Budget oder als Aufschlag auf das Personal.

    Eingang: Budgets neu (€/Jahr), regiekosten (%). Ergebnis: €/Jahr, auf den Cent.
    Quelle: docs/verfahren.md 2.4; Vorlage 2011/099 (17,5 %).
    """
    satz = parameter.regiekosten / HUNDERT
    if parameter.regiekosten_basis is Regiebasis.BUDGET:
        return kaufmaennische([budget * satz for budget in budget_neu])
    personal = kaufmaennische([budget / (1 + satz) for budget in budget_neu])
    return [budget - betrag for budget, betrag in zip(budget_neu, personal, strict=True)]


def mittel_netto(parameter: Parameter, mittel: Betraege) -> list[Decimal]:
    """Die Mittel nach abf-Abzug, nur zur Anzeige: €/Jahr, auf den Cent.

    abf mindert die Zeit, nicht das ausgezahlte Geld. Quelle: docs/verfahren.md 2.4.
    """
    netto = 1 - parameter.abf / HUNDERT
    return kaufmaennische([betrag * netto for betrag in mittel])


def vzae(parameter: Parameter, mittel: Betraege) -> list[Decimal]:
    """Die Vollzeitstellen vor abf-Abzug: Mittel durch Personalkosten je Vollzeitstelle (€/Jahr).

    Quelle: docs/verfahren.md 2.4.
    """
    return [betrag / parameter.personalkosten_vzae for betrag in mittel]


def stunden(parameter: Parameter, mittel: Betraege) -> list[Decimal]:
    """Die face-to-face-Stunden je Vertragswoche (h/Woche) nach abf-Abzug.

    Urlaub, Feiertage und Krankheit sind nicht abgezogen. Quelle: docs/verfahren.md 2.4.
    """
    netto = 1 - parameter.abf / HUNDERT
    kosten, woche = parameter.personalkosten_vzae, parameter.wochenstunden
    return [betrag * netto / kosten * woche for betrag in mittel]

"""Aus dem Budget werden Regie-/Sachkosten, Personal, Leistungen, Vollzeitstellen und Stunden."""

from decimal import Decimal
from typing import NamedTuple

from sozialraum_cli.modell import Leistungsbasis, Parameter, Regiebasis
from sozialraum_cli.runden import CENT, HUNDERT, Restverteilung, groesste_reste, kaufmaennisch


class Leistung(NamedTuple):
    """Eine Leistung eines Sozialraums: Mittel in €/Jahr, Vollzeitstellen brutto, h/Woche netto."""

    name: str
    mittel: Decimal
    mittel_netto: Decimal
    vzae: Decimal
    stunden: Decimal


class Leistungskomponenten(NamedTuple):
    """Die Aufteilung eines Budgets; verteilung hält die Schritte der größten Reste auf Cent."""

    regiekosten: Decimal
    personal: Decimal
    leistungen: tuple[Leistung, ...]
    verteilung: Restverteilung


def leistungskomponenten(parameter: Parameter, budget_neu: Decimal) -> Leistungskomponenten:
    """Teilt ein Budget in Regie-/Sachkosten, Personal und Leistungen.

    Eingang: Budget neu (€/Jahr), Prozente, Personalkosten je Vollzeitstelle, Wochenarbeitszeit.
    Ergebnis: Beträge auf den Cent, ihre Summe ist das Budget; ein negativer Betrag der letzten
    Leistung heißt: sie reicht für die Regiekosten nicht (Basis `budget`).
    Quelle: docs/verfahren.md 2.4; Landkreis Lüneburg, Vorlage 2011/099 (Basis `personal` Stand Mai,
    Basis `budget` Stand April 2011; die Vorlage nennt beide).
    """
    regie = regiekosten(parameter, budget_neu)
    personal = budget_neu - regie
    topf = personal if parameter.leistungsbasis is Leistungsbasis.PERSONAL else budget_neu
    verteilung = groesste_reste(
        [topf * prozent / HUNDERT for _, prozent in parameter.leistungen], topf, CENT
    )
    mittel = list(verteilung.betrag)
    if parameter.leistungsbasis is Leistungsbasis.BUDGET:
        mittel[-1] -= regie
    return Leistungskomponenten(
        regie,
        personal,
        tuple(
            Leistung(
                name,
                betrag,
                mittel_netto(parameter, betrag),
                vzae(parameter, betrag),
                stunden(parameter, betrag),
            )
            for (name, _), betrag in zip(parameter.leistungen, mittel, strict=True)
        ),
        verteilung,
    )


def regiekosten(parameter: Parameter, budget_neu: Decimal) -> Decimal:
    """Die Regie-/Sachkosten: Pauschale vom Budget oder als Aufschlag auf das Personal.

    Eingang: Budget neu (€/Jahr), regiekosten (%). Ergebnis: €/Jahr, auf den Cent.
    Quelle: docs/verfahren.md 2.4; Vorlage 2011/099 (17,5 %).
    """
    satz = parameter.regiekosten / HUNDERT
    if parameter.regiekosten_basis is Regiebasis.BUDGET:
        return kaufmaennisch(budget_neu * satz)
    return budget_neu - kaufmaennisch(budget_neu / (1 + satz))


def mittel_netto(parameter: Parameter, mittel: Decimal) -> Decimal:
    """Die Mittel nach abf-Abzug, nur zur Anzeige: €/Jahr, auf den Cent.

    abf mindert die Zeit, nicht das ausgezahlte Geld. Quelle: docs/verfahren.md 2.4.
    """
    return kaufmaennisch(mittel * (1 - parameter.abf / HUNDERT))


def vzae(parameter: Parameter, mittel: Decimal) -> Decimal:
    """Die Vollzeitstellen vor abf-Abzug: Mittel durch Personalkosten je Vollzeitstelle (€/Jahr).

    Quelle: docs/verfahren.md 2.4.
    """
    return mittel / parameter.personalkosten_vzae


def stunden(parameter: Parameter, mittel: Decimal) -> Decimal:
    """Die face-to-face-Stunden je Vertragswoche (h/Woche) nach abf-Abzug.

    Urlaub, Feiertage und Krankheit sind nicht abgezogen. Quelle: docs/verfahren.md 2.4.
    """
    netto = mittel * (1 - parameter.abf / HUNDERT)
    return netto / parameter.personalkosten_vzae * parameter.wochenstunden

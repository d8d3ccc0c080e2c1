"""Der Weg von der Eingabe zum Ergebnis; jeder Schritt bleibt unter seinem Namen erhalten."""

from dataclasses import dataclass, replace
from decimal import ROUND_FLOOR, Decimal, localcontext
from itertools import repeat
from operator import add, sub
from typing import NamedTuple

from sozialraum_cli.befund import Befund, Datenfehler, fehler
from sozialraum_cli.modell import Budget2Verteilung, Eingabe, Parameter, Sozialraum
from sozialraum_cli.rechnen.bestandsschutz import (
    ausgleich_unbezahlbar,
    ausgleiche,
    budget_geschuetzt,
    schutz_zu_hoch,
)
from sozialraum_cli.rechnen.leistungen import Leistungskomponenten, leistungskomponenten_aller
from sozialraum_cli.rechnen.schluessel import Verteilungsschluessel, verteilungsschluessel
from sozialraum_cli.rechnen.vorzeichenwechsel import wechselhinweis, wechselt_vorzeichen
from sozialraum_cli.runden import (
    CENT,
    GENAU,
    HUNDERT,
    Restverteilung,
    Werte,
    groesste_reste,
    kaufmaennisch,
)
from sozialraum_cli.verfahren.schutz.schutzverfahren import Bestandsschutz
from sozialraum_cli.zahlen import euro, knapp, prozent

NULL = Decimal("0.00")


class Sozialraumbudget(NamedTuple):
    """Das Ergebnis eines Sozialraums; Beträge in €/Jahr, differenz_prozent in %."""

    sozialraum: Sozialraum
    vergleichsbudget: Decimal | None
    anteil: Decimal
    budget_indikatoren: Decimal
    budget_indikatoren_gerundet: Decimal
    budget_geschuetzt: Decimal
    schutzwirkung: Decimal
    ausgleich: Decimal
    budget_neu: Decimal
    differenz: Decimal | None
    differenz_prozent: Decimal | None
    vorzeichenwechsel: bool
    komponenten: Leistungskomponenten
    budget_2: Decimal | None


class Summen(NamedTuple):
    """Die Summen über alle Sozialräume in €/Jahr; verlust ist negativ.

    gesamtbelastung ist Gesamtbudget plus Ausgleich, stunden sind h/Woche je Leistung.
    """

    budget_bisher: Decimal | None
    budget_indikatoren: Decimal
    budget_neu: Decimal
    gewinn: Decimal
    verlust: Decimal
    kosten_schutz: Decimal
    ausgleich: Decimal
    frei_werdend: Decimal
    budget_2: Decimal | None
    gesamtbelastung: Decimal
    stunden: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class Ergebnis:
    """Eingabe, Schritte und Ergebnis; Tabelle, JSON, CSV und Bogen geben sie nur wieder."""

    eingabe: Eingabe
    schluessel: Verteilungsschluessel
    schutz: Bestandsschutz
    rundung_indikatoren: Restverteilung
    rundung_neu: Restverteilung
    rundung_budget_2: Restverteilung | None
    sozialraeume: tuple[Sozialraumbudget, ...]
    summen: Summen
    befunde: tuple[Befund, ...]


def rechnen(eingabe: Eingabe) -> Ergebnis:
    """Berechnet die Budgets aller Sozialräume.

    Eingang: geprüfte Eingabe. Ergebnis: alle Schritte; die Summe der Budgets ist genau das
    Gesamtbudget, bei `defizitausgleich` Gesamtbudget plus Ausgleich.
    Fehler: Datenfehler mit allen Befunden. Quelle: docs/verfahren.md 2.
    """
    with localcontext(GENAU):
        return _rechnen(eingabe)


def _rechnen(eingabe: Eingabe) -> Ergebnis:
    geprueft = (
        _sockel_zu_hoch(eingabe),
        _kein_vielfaches(eingabe),
        _budget_2_unter_cent(eingabe),
        schutz_zu_hoch(eingabe),
    )
    befunde = [befund for befund in geprueft if befund]
    try:
        schluessel = verteilungsschluessel(eingabe)
    except Datenfehler as ausnahme:
        raise Datenfehler([*befunde, *ausnahme.befunde]) from None
    if befunde:
        raise Datenfehler([*befunde, *schluessel.befunde])
    try:
        return _verteilen(eingabe, schluessel)
    except Datenfehler as ausnahme:
        raise Datenfehler([*ausnahme.befunde, *schluessel.befunde]) from None


def _verteilen(eingabe: Eingabe, schluessel: Verteilungsschluessel) -> Ergebnis:
    """Der Weg vom Schlüssel zum Ergebnis; Datenfehler, wenn das Geld an einer Stelle fehlt."""
    parameter = eingabe.parameter
    d = budget_indikatoren(parameter, schluessel.anteil)
    rundung_d = groesste_reste(d, parameter.gesamtbudget, parameter.rundung)
    schutz = budget_geschuetzt(eingabe, d)
    rundung_z = groesste_reste(schutz.budget_geschuetzt, parameter.gesamtbudget, parameter.rundung)
    defizite = [
        _defizit(vergleich, betrag)
        for vergleich, betrag in zip(schutz.vergleichsbudget, rundung_d.betrag, strict=True)
    ]
    ausgleich = ausgleiche(parameter, defizite)
    neu = [*map(add, rundung_z.betrag, ausgleich)]
    komponenten = leistungskomponenten_aller(parameter, neu)
    geprueft = (
        ausgleich_unbezahlbar(parameter, eingabe.fundorte, defizite),
        _leistung_reicht_nicht(eingabe, komponenten),
    )
    befunde = [befund for befund in geprueft if befund]
    if befunde:
        raise Datenfehler(befunde)
    rundung_budget_2 = budget_2(parameter, schluessel.anteil)
    bisher = [raum.budget_bisher for raum in eingabe.sozialraeume]
    zeilen = tuple(
        map(
            Sozialraumbudget,
            eingabe.sozialraeume,
            schutz.vergleichsbudget,
            schluessel.anteil,
            d,
            rundung_d.betrag,
            schutz.budget_geschuetzt,
            map(sub, neu, rundung_d.betrag),  # schutzwirkung
            ausgleich,
            neu,
            map(differenz, bisher, neu),
            map(differenz_prozent, bisher, neu),
            map(wechselt_vorzeichen, bisher, rundung_d.betrag, neu, repeat(parameter.rundung)),
            komponenten,
            rundung_budget_2.betrag if rundung_budget_2 else repeat(None),
        )
    )
    ohne_abschmelzung = replace(parameter, abschmelzung_beginn=None)
    voll = sum(ausgleiche(ohne_abschmelzung, defizite), NULL)
    return Ergebnis(
        eingabe,
        schluessel,
        schutz,
        rundung_d,
        rundung_z,
        rundung_budget_2,
        zeilen,
        _summen(eingabe, zeilen, voll),
        (*schluessel.befunde, *_wechsel(eingabe, zeilen)),
    )


def budget_indikatoren(parameter: Parameter, anteil: Werte) -> Werte:
    """Das Budget rein nach Indikatoren: D_i = S + (T - n·S)·q_i.

    Eingang: Gesamtbudget T und Sockelbetrag S (€/Jahr), Anteile. Ergebnis: €/Jahr, ungerundet.
    Quelle: docs/verfahren.md 2.1.
    """
    sockel = parameter.sockelbetrag
    rest = parameter.gesamtbudget - len(anteil) * sockel
    return tuple([sockel + rest * q for q in anteil])


def differenz(budget_bisher: Decimal | None, budget_neu: Decimal) -> Decimal | None:
    """Die Veränderung gegen das bisherige Budget (€/Jahr), None ohne bisheriges Budget."""
    return None if budget_bisher is None else kaufmaennisch(budget_neu - budget_bisher)


def differenz_prozent(budget_bisher: Decimal | None, budget_neu: Decimal) -> Decimal | None:
    """Die Veränderung in % des bisherigen Budgets, zwei Stellen; None ohne bisheriges Budget."""
    if not budget_bisher:
        return None
    return kaufmaennisch((budget_neu - budget_bisher) / budget_bisher * HUNDERT)


def budget_2(parameter: Parameter, anteil: Werte) -> Restverteilung | None:
    """Verteilt das Budget II gleich oder nach Schlüssel auf den Cent (€/Jahr).

    Ergebnis: None, wenn es nicht festgelegt ist oder zentral bleibt. Quelle: docs/verfahren.md 2.4.
    """
    gesamt = parameter.budget_2
    if gesamt is None or parameter.budget_2_verteilung is Budget2Verteilung.ZENTRAL:
        return None
    if parameter.budget_2_verteilung is Budget2Verteilung.GLEICH:
        anteil = (Decimal(1) / len(anteil),) * len(anteil)
    return groesste_reste([gesamt * q for q in anteil], gesamt, CENT)


def _defizit(vergleich: Decimal | None, budget_indikatoren_gerundet: Decimal) -> Decimal:
    return max(NULL, (vergleich or NULL) - budget_indikatoren_gerundet)


def _summen(eingabe: Eingabe, zeilen: tuple[Sozialraumbudget, ...], voll: Decimal) -> Summen:
    bisher = [raum.budget_bisher for raum in eingabe.sozialraeume]
    angegeben = [betrag for betrag in bisher if betrag is not None]
    differenzen = [zeile.differenz for zeile in zeilen if zeile.differenz is not None]
    ausgezahlt = sum((zeile.ausgleich for zeile in zeilen), NULL)
    return Summen(
        budget_bisher=sum(angegeben, NULL) if len(angegeben) == len(bisher) else None,
        budget_indikatoren=sum((z.budget_indikatoren_gerundet for z in zeilen), NULL),
        budget_neu=sum((zeile.budget_neu for zeile in zeilen), NULL),
        gewinn=sum((wert for wert in differenzen if wert > 0), NULL),
        verlust=sum((wert for wert in differenzen if wert < 0), NULL),
        kosten_schutz=sum((z.schutzwirkung for z in zeilen if z.schutzwirkung > 0), NULL),
        ausgleich=ausgezahlt,
        frei_werdend=voll - ausgezahlt,
        budget_2=eingabe.parameter.budget_2,
        gesamtbelastung=eingabe.parameter.gesamtbudget + ausgezahlt,
        stunden=tuple(
            sum((zeile.komponenten.leistungen[nummer].stunden for zeile in zeilen), Decimal(0))
            for nummer in range(len(eingabe.parameter.leistungen))
        ),
    )


def _wechsel(eingabe: Eingabe, zeilen: tuple[Sozialraumbudget, ...]) -> tuple[Befund, ...]:
    betroffen = [zeile for zeile in zeilen if zeile.vorzeichenwechsel]
    rueckgang = [z.sozialraum.name for z in betroffen if (z.differenz or NULL) < 0]
    zuwachs = [z.sozialraum.name for z in betroffen if (z.differenz or NULL) > 0]
    befund = wechselhinweis(eingabe, rueckgang, zuwachs)
    return () if befund is None else (befund,)


def _sockel_zu_hoch(eingabe: Eingabe) -> Befund | None:
    parameter, anzahl = eingabe.parameter, len(eingabe.sozialraeume)
    if anzahl * parameter.sockelbetrag <= parameter.gesamtbudget:
        return None
    hoechstens = (parameter.gesamtbudget / anzahl).quantize(CENT, ROUND_FLOOR)
    return fehler(
        f"Der Sockelbetrag von {euro(parameter.sockelbetrag)} kostet bei {anzahl} Sozialräumen "
        f"{euro(anzahl * parameter.sockelbetrag)}, mehr als das Gesamtbudget von "
        f"{euro(parameter.gesamtbudget)}.",
        eingabe.fundorte.get("parameter:sockelbetrag"),
        f"Den Sockelbetrag auf höchstens {euro(hoechstens)} senken.",
    )


def _kein_vielfaches(eingabe: Eingabe) -> Befund | None:
    parameter = eingabe.parameter
    if parameter.gesamtbudget % parameter.rundung == 0:
        return None
    # Mindestens eine Einheit: 0 € ließen sich nicht verteilen.
    vorschlag = max(parameter.rundung, kaufmaennisch(parameter.gesamtbudget, parameter.rundung))
    return fehler(
        f"Das Gesamtbudget von {euro(parameter.gesamtbudget)} ist kein Vielfaches der "
        f"Rundung {euro(parameter.rundung)}: gerundete Budgets könnten es nie genau ergeben.",
        eingabe.fundorte.get("parameter:gesamtbudget"),
        f"Das Gesamtbudget auf {euro(vorschlag)} ändern oder eine kleinere Rundung wählen.",
    )


def _budget_2_unter_cent(eingabe: Eingabe) -> Befund | None:
    betrag = eingabe.parameter.budget_2
    if betrag is None or betrag % CENT == 0:
        return None
    return fehler(
        f"Das Budget II von {knapp(betrag)} € hat Bruchteile eines Cents und lässt sich nicht auf "
        "Sozialräume aufteilen.",
        eingabe.fundorte.get("parameter:budget_2", "Parameter „budget_2“"),
        f"Das Budget II auf {euro(kaufmaennisch(betrag))} ändern.",
    )


def _leistung_reicht_nicht(
    eingabe: Eingabe, komponenten: tuple[Leistungskomponenten, ...]
) -> Befund | None:
    name = eingabe.parameter.leistungen[-1][0]
    zu_klein = [
        f"„{raum.name}“ {euro(k.leistungen[-1].mittel)}"
        for raum, k in zip(eingabe.sozialraeume, komponenten, strict=True)
        if k.leistungen[-1].mittel < 0
    ]
    if not zu_klein:
        return None
    return fehler(
        f"Bei der Leistungsbasis „budget“ gehen die Regie-/Sachkosten von der letzten "
        f"Leistung „{name}“ ab; sie reicht dafür nicht: {', '.join(zu_klein)}.",
        eingabe.fundorte.get(f"parameter:leistung:{name}", "Parameter „leistungsbasis“"),
        f"Der Leistung „{name}“ mehr als {prozent(eingabe.parameter.regiekosten)} geben "
        "oder die Leistungsbasis „personal“ wählen.",
    )

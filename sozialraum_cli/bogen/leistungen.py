"""Blatt Leistungen: Regie-/Sachkosten, Personal, Leistungen, Stellen, Stunden, Budget II."""

from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from openpyxl.styles import PatternFill

from sozialraum_cli import bogenblatt
from sozialraum_cli.arbeitsmappe import stil
from sozialraum_cli.arbeitsmappe.formelmappe import Formelmappe
from sozialraum_cli.arbeitsmappe.rechenblatt import Rechenblatt
from sozialraum_cli.arbeitsmappe.restspalten import RUNDUNG, restspalten
from sozialraum_cli.bogen.zuordnung import Zuordnung
from sozialraum_cli.modell import Budget2Verteilung, Leistungsbasis
from sozialraum_cli.rechnen.berechnung import Ergebnis, Sozialraumbudget
from sozialraum_cli.rechnen.leistungen import (
    Leistungskomponenten,
    leistungstopf,
    leistungsverteilung,
)
from sozialraum_cli.runden import Restverteilung, groesste_reste

TITEL = bogenblatt.LEISTUNGEN

# Leer oder zentral heißt: es gibt nichts zu verteilen.
VERTEILTES_BUDGET_2 = 'IF(budget_2_verteilung="zentral",0,N(budget_2))'

# Bei der Basis „budget“ trägt die letzte Leistung die Regiekosten.
_REGIEKOSTEN = '-IF(leistungsbasis="budget",{regiekosten_betrag},0)'
_KOPFZEILE = 5


def leistungen_anlegen(
    formelmappe: Formelmappe,
    ergebnis: Ergebnis,
    schluessel: Rechenblatt,
    schutz: Rechenblatt,
    zuordnung: Zuordnung,
) -> Rechenblatt:
    """Legt das Blatt an; je Leistung j stehen mittel_j, mittel_netto_j, vzae_j und stunden_j."""
    raeume = ergebnis.eingabe.sozialraeume
    blatt = Rechenblatt(
        formelmappe,
        TITEL,
        _KOPFZEILE,
        len(raeume),
        andere={
            "eingabe": zuordnung.zelle,
            "schluessel": schluessel.fremd,
            "schutz": schutz.fremd,
        },
    )
    blatt.ueberschrift(
        "Leistungen: vom neuen Budget zu Stellen und Stunden",
        "Stunden sind face-to-face-Stunden je Vertragswoche nach Abzug der Minderarbeitszeit; "
        "Urlaub, Feiertage und Krankheit sind nicht abgezogen. Vollzeitstellen stehen vor diesem "
        "Abzug.",
    )
    blatt.spalte(
        "sozialraum_leistungen",
        "Sozialraum",
        "{eingabe.name}",
        [raum.name for raum in raeume],
        stil.TEXT,
        breite=stil.namensbreite(raum.name for raum in raeume),
    )
    _budgetspalten(blatt, ergebnis)
    _leistungsspalten(blatt, ergebnis)
    _budget_2(blatt, ergebnis)
    # Wie gerundet ist, steht im Rechenweg; hier genügt ein Griff auf das Pluszeichen.
    blatt.einklappen(*(name for name in blatt.namen if name.startswith(RUNDUNG)))
    return blatt


def _budgetspalten(blatt: Rechenblatt, ergebnis: Ergebnis) -> None:
    komponenten = [zeile.komponenten for zeile in ergebnis.sozialraeume]
    regie = [k.regiekosten for k in komponenten]
    personal = [k.personal for k in komponenten]
    ist_personal = ergebnis.eingabe.parameter.leistungsbasis is Leistungsbasis.PERSONAL
    neu = [zeile.budget_neu for zeile in ergebnis.sozialraeume]
    blatt.gruppe("Budget")
    for name, titel, formel, werte in (
        ("budget_neu_leistungen", "Budget neu", "{schutz.budget_neu}", neu),
        (
            "regiekosten_betrag",
            "Regie-/ Sachkosten",
            'IF(regiekosten_basis="aufschlag",ROUND({budget_neu_leistungen}'
            "-ROUND({budget_neu_leistungen}/(1+regiekosten),2),2),"
            "ROUND({budget_neu_leistungen}*regiekosten,2))",
            regie,
        ),
        (
            "personal",
            "Personal",
            "ROUND({budget_neu_leistungen}-{regiekosten_betrag},2)",
            personal,
        ),
        (
            "topf",
            "verteilt auf Leistungen",
            'IF(leistungsbasis="budget",{budget_neu_leistungen},{personal})',
            personal if ist_personal else neu,
        ),
    ):
        blatt.spalte(name, titel, formel, werte, stil.EURO, summe=sum(werte, Decimal(0)))


class _Leistungsgroesse(NamedTuple):
    """Eine Größe, die jede Leistung hat; # in der Formel ist ihre Nummer.

    {abzug} ist, was nur bei der letzten Leistung abgeht.
    """

    name: str
    titel: str
    formel: str
    wert: Callable[[Leistungskomponenten, Restverteilung, int], Decimal | int]
    format: str
    mit_summe: bool = False
    fuellung: PatternFill | None = None


def _leistungsspalten(blatt: Rechenblatt, ergebnis: Ergebnis) -> None:
    """Die Spalten aller Leistungen, nach Größen geordnet; ihre Namen enden auf die Nummer."""
    leistungen = [name for name, _ in ergebnis.eingabe.parameter.leistungen]
    paare = [(zeile.komponenten, _verteilung(ergebnis, zeile)) for zeile in ergebnis.sozialraeume]
    for groesse in _leistungsgroessen(len(leistungen)):
        for j, leistung in enumerate(leistungen):
            abzug = _REGIEKOSTEN if j == len(leistungen) - 1 else ""
            formel = groesse.formel.replace("{abzug}", abzug).replace("#", str(j + 1))
            if abzug and abzug in formel:
                formel = f"IF({formel}<0,NA(),{formel})"
            werte = [groesse.wert(k, verteilung, j) for k, verteilung in paare]
            blatt.spalte(
                f"{groesse.name}_{j + 1}",
                f"{leistung}: {groesse.titel}",
                formel,
                werte,
                groesse.format,
                summe=sum(map(Decimal, werte), Decimal(0)) if groesse.mit_summe else None,
                fuellung=groesse.fuellung,
            )


def _verteilung(ergebnis: Ergebnis, zeile: Sozialraumbudget) -> Restverteilung:
    parameter = ergebnis.eingabe.parameter
    topf = leistungstopf(parameter, zeile.budget_neu, zeile.komponenten.personal)
    return leistungsverteilung(parameter, topf)


def _leistungsgroessen(anzahl: int) -> tuple[_Leistungsgroesse, ...]:
    alle_ganze = f"{{ganze_1}}:{{ganze_{anzahl}}}"
    alle_reste = f"{{rest_1}}:{{rest_{anzahl}}}"
    return (
        _Leistungsgroesse(
            "ganze",
            "ganze Cent",
            "INT(ROUND({topf}*leistung_#*100,6))",
            lambda _, v, j: v.ganze[j],
            stil.GANZ,
        ),
        _Leistungsgroesse(
            "rest",
            "Rest",
            "ROUND(ROUND({topf}*leistung_#*100,6)-{ganze_#},6)",
            lambda _, v, j: v.rest[j],
            stil.ZAHL_6,
        ),
        _Leistungsgroesse(
            "rang",
            "Rang des Rests",
            f"RANK({{rest_#}},{alle_reste},0)+COUNTIF({{rest_1}}:{{rest_#}},{{rest_#}})-1",
            lambda _, v, j: v.rang[j],
            stil.GANZ,
        ),
        _Leistungsgroesse(
            "mittel",
            "Mittel",
            f"ROUND(({{ganze_#}}+IF({{rang_#}}<=ROUND({{topf}}*100,0)-SUM({alle_ganze}),1,0))/100"
            "{abzug},2)",
            lambda k, _, j: k.leistungen[j].mittel,
            stil.EURO,
            mit_summe=True,
            fuellung=stil.HERVOR,
        ),
        _Leistungsgroesse(
            "mittel_netto",
            "Mittel nach abf",
            "ROUND({mittel_#}*(1-abf),2)",
            lambda k, _, j: k.leistungen[j].mittel_netto,
            stil.EURO,
            mit_summe=True,
        ),
        _Leistungsgroesse(
            "vzae",
            "Vollzeitstellen",
            "{mittel_#}/personalkosten_vzae",
            lambda k, _, j: k.leistungen[j].vzae,
            stil.ZAHL,
            mit_summe=True,
        ),
        _Leistungsgroesse(
            "stunden",
            "Stunden je Woche",
            "{mittel_#}*(1-abf)/personalkosten_vzae*wochenstunden",
            lambda k, _, j: k.leistungen[j].stunden,
            stil.ZAHL,
            mit_summe=True,
            fuellung=stil.HERVOR,
        ),
    )


def _budget_2(blatt: Rechenblatt, ergebnis: Ergebnis) -> None:
    """Nicht verteiltes Budget II steht hier mit 0, damit es sich im Blatt einschalten lässt."""
    parameter = ergebnis.eingabe.parameter
    anzahl = len(ergebnis.sozialraeume)
    null = [Decimal(0)] * anzahl
    verteilt = ergebnis.rundung_budget_2 or groesste_reste(null, Decimal(0))
    gesamt = Decimal(0)
    exakt = null
    if ergebnis.rundung_budget_2 is not None and parameter.budget_2 is not None:
        gesamt = parameter.budget_2
        exakt = [
            gesamt / anzahl
            if parameter.budget_2_verteilung is Budget2Verteilung.GLEICH
            else gesamt * zeile.anteil
            for zeile in ergebnis.sozialraeume
        ]
    blatt.gruppe("Budget II")
    blatt.spalte(
        "budget_2_exakt",
        "Budget II, ungerundet",
        f"eingaben_gelten*{VERTEILTES_BUDGET_2}*"
        'IF(budget_2_verteilung="gleich",1/ROWS(anteil),{schluessel.anteil})',
        exakt,
        stil.EURO,
        summe=gesamt,
    )
    restspalten(
        blatt,
        "budget_2_betrag",
        "Budget II",
        verteilt,
        "{budget_2_exakt}",
        summe=VERTEILTES_BUDGET_2,
        einheit="0.01",
    )

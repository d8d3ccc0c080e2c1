"""Schritte vom Budget neu zu Regie-/Sachkosten, Leistungen, Vollzeitstellen und Stunden."""

from collections.abc import Iterator
from decimal import Decimal

from sozialraum_cli.modell import Budget2Verteilung, Leistungsbasis, Regiebasis
from sozialraum_cli.rechenweg.einsetzen import Werte
from sozialraum_cli.rechenweg.zahlwort import Form, Rechengroesse
from sozialraum_cli.rechnen.berechnung import Ergebnis
from sozialraum_cli.rechnen.leistungen import leistungstopf, leistungsverteilung
from sozialraum_cli.runden import CENT, HUNDERT, kaufmaennisch
from sozialraum_cli.verfahren.schritt import Schritt

_NULL = Decimal(0)


def leistungsschritte(ergebnis: Ergebnis, sozialraum: int) -> Iterator[tuple[Schritt, Werte]]:
    """Pauschale, Personal, je Leistung Mittel, Vollzeitstellen und Stunden, zuletzt Budget II."""
    werte = _budgetwerte(ergebnis, sozialraum)
    yield REGIEKOSTEN, werte
    yield PERSONAL, werte
    parameter = ergebnis.eingabe.parameter
    for nummer, _ in enumerate(parameter.leistungen):
        einzeln = werte.mit(_leistungswerte(ergebnis, sozialraum, nummer))
        yield MITTEL, einzeln
        yield VZAE, einzeln
        yield STUNDEN, einzeln
    yield BUDGET_2, werte.mit(_budget_2(ergebnis, sozialraum))


def _budgetwerte(ergebnis: Ergebnis, sozialraum: int) -> Werte:
    parameter, zeile = ergebnis.eingabe.parameter, ergebnis.sozialraeume[sozialraum]
    return Werte(
        {
            "budget_neu": Rechengroesse(zeile.budget_neu, Form.GELD),
            "regiesatz": Rechengroesse(parameter.regiekosten, Form.PROZENT),
            "regiekosten": Rechengroesse(zeile.komponenten.regiekosten, Form.GELD),
            "personal": Rechengroesse(zeile.komponenten.personal, Form.GELD),
            "personalkosten_vzae": Rechengroesse(parameter.personalkosten_vzae, Form.GENAU),
            "abf": Rechengroesse(parameter.abf, Form.PROZENT),
            "wochenstunden": Rechengroesse(parameter.wochenstunden, Form.GENAU),
            "anteil": Rechengroesse(zeile.anteil, Form.ANTEIL),
        },
        {},
        {"aufschlag": parameter.regiekosten_basis is Regiebasis.AUFSCHLAG},
    )


def _leistungswerte(ergebnis: Ergebnis, sozialraum: int, nummer: int) -> Werte:
    parameter, zeile = ergebnis.eingabe.parameter, ergebnis.sozialraeume[sozialraum]
    komponenten = zeile.komponenten
    leistung, (_, anteil) = komponenten.leistungen[nummer], parameter.leistungen[nummer]
    vom_budget = parameter.leistungsbasis is Leistungsbasis.BUDGET
    topf = leistungstopf(parameter, zeile.budget_neu, komponenten.personal)
    verteilt = leistungsverteilung(parameter, topf).betrag[nummer]
    unterschied = verteilt - kaufmaennisch(topf * anteil / HUNDERT)
    return Werte(
        {
            "leistungsanteil": Rechengroesse(anteil, Form.PROZENT),
            "topf": Rechengroesse(topf, Form.GELD),
            "mittel": Rechengroesse(leistung.mittel, Form.GELD),
            "vzae": Rechengroesse(leistung.vzae, Form.STUNDEN),
            "stunden": Rechengroesse(leistung.stunden, Form.STUNDEN),
        },
        {"leistung": f"„{leistung.name}“"},
        {
            "vom_budget": vom_budget,
            "abzueglich": vom_budget and nummer == len(parameter.leistungen) - 1,
            "ein_cent_mehr": unterschied > 0,
            "ein_cent_weniger": unterschied < 0,
        },
    )


def _budget_2(ergebnis: Ergebnis, sozialraum: int) -> Werte:
    parameter, zeile = ergebnis.eingabe.parameter, ergebnis.sozialraeume[sozialraum]
    verteilt = zeile.budget_2 is not None
    gesamt, betrag = parameter.budget_2 or _NULL, zeile.budget_2 or _NULL
    anzahl = Decimal(len(ergebnis.sozialraeume))
    gleich = parameter.budget_2_verteilung is Budget2Verteilung.GLEICH
    unterschied = betrag - kaufmaennisch(gesamt / anzahl if gleich else gesamt * zeile.anteil, CENT)
    return Werte(
        {
            "budget_2_gesamt": Rechengroesse(gesamt, Form.GELD),
            "anzahl": Rechengroesse(anzahl, Form.GENAU),
            "budget_2": Rechengroesse(betrag, Form.GELD),
        },
        {},
        {
            "budget_2_verteilt": verteilt,
            "gleich": gleich,
            "ein_cent_mehr": unterschied > 0,
            "ein_cent_weniger": unterschied < 0,
        },
    )


_AUF_DIE_SUMME = "{ein_cent_mehr? + 0,01|{ein_cent_weniger? - 0,01}}"
_WARUM_EIN_CENT = (
    "{ein_cent_mehr? Ein Cent mehr, damit die Summe genau stimmt.|{ein_cent_weniger? Ein Cent "
    "weniger, damit die Summe genau stimmt.}}"
)
REGIEKOSTEN = Schritt(
    "regiekosten",
    "Leitung, Verwaltung, Miete und Sachmittel: {regiesatz} {aufschlag?Aufschlag auf das "
    "Personal|des Budgets}.",
    "{aufschlag?{budget_neu} - rund({budget_neu} / (100 % + {regiesatz}); 0,01)|"
    "rund({regiesatz} * {budget_neu}; 0,01)}",
    "€",
)
PERSONAL = Schritt("personal", "Für Personal bleibt der Rest.", "{budget_neu} - {regiekosten}", "€")
LEISTUNG_DAVOR = "{leistung}: "
MITTEL = Schritt(
    "mittel",
    LEISTUNG_DAVOR
    + "{leistungsanteil} {vom_budget?des Budgets|des Personals}{abzueglich?, davon gehen "
    "die Regie-/Sachkosten ab}." + _WARUM_EIN_CENT,
    "rund({leistungsanteil} * {topf}; 0,01)" + _AUF_DIE_SUMME + "{abzueglich? - {regiekosten}}",
    "€",
)
VZAE = Schritt(
    "vzae",
    LEISTUNG_DAVOR + "Vollzeitstellen zu je {personalkosten_vzae} € im Jahr, vor Abzug der "
    "Minderarbeitszeit.",
    "{mittel} / {personalkosten_vzae}",
    "Vollzeitstellen",
)
STUNDEN = Schritt(
    "stunden",
    LEISTUNG_DAVOR
    + "Zeit mit den Menschen; {abf} Minderarbeitszeit gehen ab, eine Vollzeitstelle hat "
    "{wochenstunden} Stunden je Woche.",
    "{mittel} * (100 % - {abf}) / {personalkosten_vzae} * {wochenstunden}",
    "Stunden je Woche",
)
BUDGET_2 = Schritt(
    "budget_2",
    "Budget II, daneben: {gleich?für jeden Sozialraum gleich viel|nach dem Anteil}."
    + _WARUM_EIN_CENT,
    "rund({gleich?{budget_2_gesamt} / {anzahl}|{budget_2_gesamt} * {anteil}}; 0,01)"
    + _AUF_DIE_SUMME,
    "€",
    wenn="budget_2_verteilt",
)

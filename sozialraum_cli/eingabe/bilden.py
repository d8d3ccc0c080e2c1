"""Aus einer geladenen Mappe wird die geprüfte Eingabe; alle Befunde kommen auf einmal."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from sozialraum_cli.befund import Befund, Datenfehler, fehler, hat_fehler
from sozialraum_cli.eingabe.beispielzeile import beispielzeilen
from sozialraum_cli.eingabe.blatt_gewichtung import (
    Indikatorzeile,
    indikatoren_lesen,
    spalte_finden,
    spalte_unbekannt,
)
from sozialraum_cli.eingabe.blatt_indikatoren import Rolle, sozialraeume_zuordnen, spalten_lesen
from sozialraum_cli.eingabe.blatt_parameter import parameterblatt_lesen
from sozialraum_cli.eingabe.blatt_sozialraeume import (
    SOZIALRAUM,
    Sozialraumzeile,
    budget_fehlt,
    referenz_teilweise,
    sozialraeume_lesen,
)
from sozialraum_cli.eingabe.budgets import Budgetzeile, budgets_lesen, budgets_zuordnen
from sozialraum_cli.eingabe.eingabetabellen import Tabellen, tabellen_finden
from sozialraum_cli.eingabe.fundorte import fundorte
from sozialraum_cli.eingabe.kreiszeile import kreiszeilen
from sozialraum_cli.eingabe.parameterregeln import parameterregeln
from sozialraum_cli.eingabe.parameterwerte import (
    Parameterwerte,
    Setzung,
    parameter_zusammenfuehren,
)
from sozialraum_cli.eingabe.summe import quotensumme_pruefen
from sozialraum_cli.eingabe.tabelle import Tabelle
from sozialraum_cli.eingabe.zeile import Zeile
from sozialraum_cli.eingabeblatt import BEISPIEL_QUELLE, BEISPIEL_SOZIALRAUM
from sozialraum_cli.lesen.mappe import Mappe
from sozialraum_cli.modell import Art, Eingabe, Parametertext, Spalte
from sozialraum_cli.namen import Vorschlaege
from sozialraum_cli.parameter import parameter_bilden
from sozialraum_cli.verfahren.schutz.verzeichnis import schutzverfahren


def eingabe_bilden(
    mappe: Mappe, budgets: Mappe | None = None, setzungen: Sequence[Setzung] = ()
) -> tuple[Eingabe, tuple[Befund, ...]]:
    """Bildet aus den vier Blättern die geprüfte Eingabe.

    Eingang: geladene Mappe; budgets: zweite Mappe mit den bisherigen Budgets; setzungen in
    steigendem Vorrang (erst TOML, dann Optionen). Ergebnis: Eingabe und Hinweise.
    Fehler: Datenfehler mit allen Befunden, Fehlern und Hinweisen. Quelle: docs/verfahren.md 5.
    """
    befunde: list[Befund] = []
    tabellen = tabellen_finden(mappe, befunde)
    befunde += beispielzeilen(tabellen.sozialraeume, SOZIALRAUM, BEISPIEL_SOZIALRAUM)
    befunde += beispielzeilen(tabellen.indikatoren, SOZIALRAUM, BEISPIEL_SOZIALRAUM)
    befunde += beispielzeilen(tabellen.gewichtung, "Quelle", BEISPIEL_QUELLE)
    parameter, texte, leer = _parameter(tabellen.parameter, setzungen, befunde)
    raeume, budgetorte = _sozialraeume(tabellen.sozialraeume, budgets, parameter, befunde)
    indikatoren = _indikatoren(tabellen, befunde)
    parameter = _verteilungsbasis(parameter, tabellen.indikatoren, befunde)
    spalten, zeilen = _spalten(tabellen, raeume, indikatoren, parameter, befunde)
    befunde += _kreiszeilen(tabellen.sozialraeume, raeume, indikatoren, spalten)
    befunde += _quotensummen(tabellen.indikatoren, indikatoren, spalten)
    if hat_fehler(befunde):
        raise Datenfehler(befunde)
    orte = {f"parameter:{name}": ort for name, ort in {**leer, **parameter.herkunft}.items()}
    return (
        Eingabe(
            tuple(zeile.raum for zeile in raeume),
            tuple(zeile.indikator for zeile in indikatoren),
            spalten,
            parameter_bilden(parameter.werte, parameter.herkunft),
            fundorte(tabellen, raeume, indikatoren, orte | budgetorte, zeilen),
            texte,
            tabellen.anmerkungen,
        ),
        tuple(befunde),
    )


def _parameter(
    tabelle: Tabelle | None, setzungen: Sequence[Setzung], befunde: list[Befund]
) -> tuple[Parameterwerte, Mapping[str, Parametertext], dict[str, str]]:
    """Die Werte, die Texte daneben und die Zellen vorhandener Zeilen ohne Wert."""
    if tabelle is None:
        return parameter_zusammenfuehren((), setzungen, befunde), {}, {}
    blatt = parameterblatt_lesen(tabelle, befunde)
    parameter = parameter_zusammenfuehren(blatt.werte, setzungen, befunde)
    befunde.extend(parameterregeln(parameter, tabelle.blatt.name, blatt.leer))
    return parameter, blatt.texte, dict(blatt.leer)


def _sozialraeume(
    tabelle: Tabelle | None,
    budgets: Mappe | None,
    parameter: Parameterwerte,
    befunde: list[Befund],
) -> tuple[tuple[Sozialraumzeile, ...], dict[str, str]]:
    verfahren = parameter.werte.get("bestandsschutz_verfahren")
    ohne_schutz = verfahren is not None and not schutzverfahren(str(verfahren)).schuetzt
    zweite = None
    if budgets is not None:
        zweite = budgets_lesen(budgets, befunde, leer_erlaubt=ohne_schutz)
    if tabelle is None:
        return (), {}
    raeume = sozialraeume_lesen(tabelle, befunde, mit_budget=budgets is None)
    befunde.extend(referenz_teilweise(tabelle, raeume))
    if budgets is None:
        if verfahren is not None:
            gemeldet = {befund.fundort for befund in befunde}
            fehlend = budget_fehlt(tabelle, raeume, schutzverfahren(str(verfahren)), gemeldet)
            befunde.extend(fehlend)
        return raeume, {}
    if zweite is None:
        return raeume, {}
    zugeordnet = budgets_zuordnen(raeume, zweite, budgets.dateiname, befunde)
    return (
        tuple(_mit_budget(zeile, zugeordnet.get(zeile.raum.name)) for zeile in raeume),
        {f"budget_bisher:{name}": zeile.ort for name, zeile in zugeordnet.items()},
    )


def _mit_budget(zeile: Sozialraumzeile, budget: Budgetzeile | None) -> Sozialraumzeile:
    if budget is None:
        return zeile
    return zeile._replace(raum=zeile.raum._replace(budget_bisher=budget.betrag))


def _indikatoren(tabellen: Tabellen, befunde: list[Befund]) -> tuple[Indikatorzeile, ...]:
    if tabellen.gewichtung is None:
        return ()
    kopf = None if tabellen.indikatoren is None else tabellen.indikatoren.kopf
    return indikatoren_lesen(tabellen.gewichtung, kopf, befunde)


def _verteilungsbasis(
    parameter: Parameterwerte, indikatoren: Tabelle | None, befunde: list[Befund]
) -> Parameterwerte:
    """Der Parameter nennt danach genau die Überschrift des Blatts Indikatoren."""
    name = parameter.werte.get("verteilungsbasis")
    if name is None or indikatoren is None:
        return parameter
    gefunden = spalte_finden(str(name), indikatoren.kopf)
    if gefunden is None:
        befunde.append(
            spalte_unbekannt(
                f"Die Verteilungsbasis „{name}“",
                str(name),
                indikatoren.kopf,
                parameter.herkunft["verteilungsbasis"],
                Vorschlaege(indikatoren.kopf.weitere),
            )
        )
        return parameter
    return parameter._replace(werte={**parameter.werte, "verteilungsbasis": gefunden})


def _spalten(
    tabellen: Tabellen,
    raeume: Sequence[Sozialraumzeile],
    indikatoren: Sequence[Indikatorzeile],
    parameter: Parameterwerte,
    befunde: list[Befund],
) -> tuple[dict[str, Spalte], dict[str, Zeile]]:
    tabelle = tabellen.indikatoren
    if tabelle is None:
        return {}, {}
    namen = None if tabellen.sozialraeume is None else [zeile.raum.name for zeile in raeume]
    zeilen = sozialraeume_zuordnen(tabelle, namen, befunde)
    rollen = None
    if tabellen.gewichtung is not None:
        rollen = _rollen(indikatoren, parameter.werte.get("verteilungsbasis"))
        befunde.extend(_basis_ist_quote(rollen, parameter))
    return spalten_lesen(tabelle, zeilen, rollen, befunde), zeilen


def _rollen(
    indikatoren: Sequence[Indikatorzeile], verteilungsbasis: Decimal | str | None
) -> dict[str, Rolle]:
    """Wer Indikator ist, wird nach seiner Art gelesen; reine Bezugsgrößen sind Anzahlen."""
    bezug = {zeile.indikator.bezugsgroesse for zeile in indikatoren} - {None}
    rollen = {str(name): Rolle.ANZAHL for name in bezug}
    if verteilungsbasis is not None:
        rollen[str(verteilungsbasis)] = Rolle.ANZAHL
    for zeile in indikatoren:
        quote = zeile.indikator.art is Art.QUOTE
        rollen[zeile.indikator.name] = Rolle.QUOTE if quote else Rolle.ANZAHL
    return rollen


def _basis_ist_quote(rollen: dict[str, Rolle], parameter: Parameterwerte) -> list[Befund]:
    basis = parameter.werte.get("verteilungsbasis")
    if rollen.get(str(basis)) is not Rolle.QUOTE:
        return []
    return [
        fehler(
            f"Die Verteilungsbasis „{basis}“ ist eine Quote.",
            parameter.herkunft["verteilungsbasis"],
            "Eine Spalte mit Personen oder Fällen nennen, zum Beispiel Einwohner.",
        )
    ]


def _quotensummen(
    tabelle: Tabelle | None,
    indikatoren: Sequence[Indikatorzeile],
    spalten: Mapping[str, Spalte],
) -> list[Befund]:
    if tabelle is None:
        return []
    befunde: list[Befund] = []
    for indikator in (zeile.indikator for zeile in indikatoren):
        quote, bezug = spalten.get(indikator.name), spalten.get(indikator.bezugsgroesse or "")
        if indikator.art is Art.QUOTE and quote is not None:
            werte = None if bezug is None else bezug.werte
            befunde += quotensumme_pruefen(tabelle, indikator.name, quote.werte, werte)
    return befunde


def _kreiszeilen(
    tabelle: Tabelle | None,
    raeume: Sequence[Sozialraumzeile],
    indikatoren: Sequence[Indikatorzeile],
    spalten: Mapping[str, Spalte],
) -> list[Befund]:
    if tabelle is None:
        return []
    namen = {zeile.indikator.name for zeile in indikatoren if zeile.indikator.art is Art.ANZAHL} | {
        zeile.indikator.bezugsgroesse for zeile in indikatoren
    }
    return kreiszeilen(
        [zeile.raum for zeile in raeume],
        [gelesen.werte for name, gelesen in spalten.items() if name in namen],
        lambda nummer: raeume[nummer].zeile.ort(SOZIALRAUM),
    )

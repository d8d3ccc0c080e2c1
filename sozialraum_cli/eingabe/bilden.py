"""Aus einer geladenen Mappe wird die geprüfte Eingabe; alle Befunde kommen auf einmal."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from sozialraum_cli.befund import Befund, Datenfehler, fehler, hat_fehler
from sozialraum_cli.eingabe import (
    blatt_gewichtung,
    blatt_indikatoren,
    blatt_parameter,
    blatt_sozialraeume,
)
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
from sozialraum_cli.eingabe.kopfzeile import Blattform, blatt_finden, passende_blaetter
from sozialraum_cli.eingabe.kreiszeile import kreiszeilen
from sozialraum_cli.eingabe.parametername import PARAMETERFORMEN
from sozialraum_cli.eingabe.parameterregeln import parameterregeln
from sozialraum_cli.eingabe.parameterwerte import (
    Parameterwerte,
    Setzung,
    parameter_zusammenfuehren,
)
from sozialraum_cli.eingabe.tabelle import Tabelle, namen_im_blatt, tabelle_lesen
from sozialraum_cli.eingabe.zeile import Zeile
from sozialraum_cli.eingabeblatt import BEISPIEL_QUELLE, BEISPIEL_SOZIALRAUM
from sozialraum_cli.lesen.mappe import Mappe, fundort
from sozialraum_cli.modell import Art, Eingabe, Parametertext, Spalte
from sozialraum_cli.namen import Vorschlaege, vergleichsform
from sozialraum_cli.parameter import parameter_bilden
from sozialraum_cli.verfahren.schutz.verzeichnis import schutzverfahren


class _Tabellen(NamedTuple):
    """Die Tabellen der vier Blätter; None heißt: nicht lesbar, ein Fehler ist gemeldet."""

    sozialraeume: Tabelle | None
    indikatoren: Tabelle | None
    gewichtung: Tabelle | None
    parameter: Tabelle | None


def eingabe_bilden(
    mappe: Mappe, budgets: Mappe | None = None, setzungen: Sequence[Setzung] = ()
) -> tuple[Eingabe, tuple[Befund, ...]]:
    """Bildet aus den vier Blättern die geprüfte Eingabe.

    Eingang: geladene Mappe; budgets: zweite Mappe mit den bisherigen Budgets; setzungen in
    steigendem Vorrang (erst TOML, dann Optionen). Ergebnis: Eingabe und Hinweise.
    Fehler: Datenfehler mit allen Befunden, Fehlern und Hinweisen. Quelle: docs/verfahren.md 5.
    """
    befunde: list[Befund] = []
    tabellen = _tabellen(mappe, befunde)
    befunde += beispielzeilen(tabellen.sozialraeume, SOZIALRAUM, BEISPIEL_SOZIALRAUM)
    befunde += beispielzeilen(tabellen.indikatoren, SOZIALRAUM, BEISPIEL_SOZIALRAUM)
    befunde += beispielzeilen(tabellen.gewichtung, "Quelle", BEISPIEL_QUELLE)
    parameter, texte, leer = _parameter(tabellen.parameter, setzungen, befunde)
    raeume, budgetorte = _sozialraeume(tabellen.sozialraeume, budgets, parameter, befunde)
    indikatoren = _indikatoren(tabellen, befunde)
    parameter = _verteilungsbasis(parameter, tabellen.indikatoren, befunde)
    spalten, zeilen = _spalten(tabellen, raeume, indikatoren, parameter, befunde)
    befunde += _kreiszeilen(tabellen.sozialraeume, raeume, indikatoren, spalten)
    if hat_fehler(befunde):
        raise Datenfehler(befunde)
    orte = {**leer, **parameter.herkunft}
    return (
        Eingabe(
            tuple(zeile.raum for zeile in raeume),
            tuple(zeile.indikator for zeile in indikatoren),
            spalten,
            parameter_bilden(parameter.werte, parameter.herkunft),
            _fundorte(tabellen, raeume, indikatoren, orte, zeilen) | budgetorte,
            texte,
            _anmerkungen(tabellen),
        ),
        tuple(befunde),
    )


def _tabellen(mappe: Mappe, befunde: list[Befund]) -> _Tabellen:
    def lesen(form: Blattform, bekannt: AbstractSet[str] = frozenset()) -> Tabelle | None:
        blatt = blatt_finden(mappe, form.name, befunde)
        return None if blatt is None else tabelle_lesen(blatt, form, befunde, bekannt)

    sozialraeume = lesen(blatt_sozialraeume.FORM, _keine_fussnoten(mappe))
    indikatoren = lesen(blatt_indikatoren.FORM, _namensformen(sozialraeume))
    spalten = {vergleichsform(name) for name in indikatoren.kopf.weitere} if indikatoren else set()
    return _Tabellen(
        sozialraeume,
        indikatoren,
        lesen(blatt_gewichtung.FORM, spalten),
        lesen(blatt_parameter.FORM, PARAMETERFORMEN),
    )


def _keine_fussnoten(mappe: Mappe) -> set[str]:
    """Ein Ort darf „Quelle“ heißen: wen das Blatt Indikatoren mit Zahlen kennt.

    Gebraucht wird das nur, wenn das Blatt Sozialräume mit einer Zeile aus Text endet.
    """
    for blatt in passende_blaetter(mappe, blatt_sozialraeume.FORM.name):
        letzte = max(blatt.zellen, default=(0, 0))[0]
        unten = (zelle.wert for (zeile, _), zelle in blatt.zellen.items() if zeile == letzte)
        if not all(isinstance(wert, str) for wert in unten):
            return set()
    form = blatt_indikatoren.FORM
    return set().union(
        *(namen_im_blatt(blatt, form) for blatt in passende_blaetter(mappe, form.name))
    )


def _namensformen(sozialraeume: Tabelle | None) -> set[str]:
    if sozialraeume is None:
        return set()
    zellen = (zeile.zelle(SOZIALRAUM) for zeile in sozialraeume.zeilen)
    return {vergleichsform(z.wert) for z in zellen if z is not None and isinstance(z.wert, str)}


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
    zweite = None if budgets is None else budgets_lesen(budgets, befunde)
    if tabelle is None:
        return (), {}
    raeume = sozialraeume_lesen(tabelle, befunde, mit_budget=budgets is None)
    befunde.extend(referenz_teilweise(tabelle, raeume))
    verfahren = parameter.werte.get("bestandsschutz_verfahren")
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
    return zeile._replace(raum=replace(zeile.raum, budget_bisher=budget.betrag))


def _indikatoren(tabellen: _Tabellen, befunde: list[Befund]) -> tuple[Indikatorzeile, ...]:
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
    tabellen: _Tabellen,
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
        {zeile.raum.name: zeile.zeile.ort(SOZIALRAUM) for zeile in raeume},
    )


def _fundorte(
    tabellen: _Tabellen,
    raeume: Sequence[Sozialraumzeile],
    indikatoren: Sequence[Indikatorzeile],
    parameterorte: Mapping[str, str],
    zeilen: dict[str, Zeile],
) -> dict[str, str]:
    fundorte = {f"parameter:{name}": ort for name, ort in parameterorte.items()}
    fundorte |= {f"indikator:{zeile.indikator.name}": zeile.ort for zeile in indikatoren}
    if tabellen.sozialraeume is not None:
        for raumzeile in raeume:
            fundorte[f"sozialraum:{raumzeile.raum.name}"] = raumzeile.zeile.ort(SOZIALRAUM)
    if tabellen.indikatoren is not None:
        tabelle = tabellen.indikatoren
        for name, spalte in tabelle.kopf.weitere.items():
            fundorte[f"spalte:{name}"] = tabelle.kopfort(name)
            links = fundort(tabelle.blatt.name, 0, spalte).removesuffix("0")
            for raum, zeile in zeilen.items():
                fundorte[f"wert:{name}:{raum}"] = f"{links}{zeile.nummer}"
    return fundorte


def _anmerkungen(tabellen: _Tabellen) -> dict[str, tuple[str, ...]]:
    je_blatt = {
        blatt_sozialraeume.FORM.name: tabellen.sozialraeume,
        blatt_indikatoren.FORM.name: tabellen.indikatoren,
        blatt_gewichtung.FORM.name: tabellen.gewichtung,
        blatt_parameter.FORM.name: tabellen.parameter,
    }
    return {name: tabelle.anmerkungen for name, tabelle in je_blatt.items() if tabelle is not None}

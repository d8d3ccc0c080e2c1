"""Bisherige Budgets aus einer zweiten Mappe: einer Eingabemappe oder einem Berechnungsbogen."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from sozialraum_cli.befund import Befund, fehler, hinweis
from sozialraum_cli.eingabe.blatt_sozialraeume import (
    BUDGET_BISHER,
    SCHLUESSEL,
    SOZIALRAUM,
    Sozialraumzeile,
    budgetspalte,
    namenszeilen,
    schluesselspalte,
)
from sozialraum_cli.eingabe.blatt_sozialraeume import FORM as SOZIALRAEUME
from sozialraum_cli.eingabe.kopfzeile import Blattform, blatt_finden, passende_blaetter
from sozialraum_cli.eingabe.tabelle import Tabelle, tabelle_lesen
from sozialraum_cli.eingabe.unlesbar import FEHLT, als_fehler
from sozialraum_cli.eingabe.zeile import Zeile
from sozialraum_cli.lesen.mappe import Mappe
from sozialraum_cli.namen import Vorschlaege, schluesselform, vergleichsform

BUDGET_NEU = "Budget neu"
_BOGEN = Blattform(
    "Berechnungsbogen", (SOZIALRAUM, BUDGET_NEU), (SCHLUESSEL,), betraege=(BUDGET_NEU,)
)
_EINGABE = SOZIALRAEUME._replace(
    pflicht=(SOZIALRAUM, BUDGET_BISHER),
    wahlfrei=tuple(name for name in SOZIALRAEUME.wahlfrei if name != BUDGET_BISHER),
)


class Budgetzeile(NamedTuple):
    """Ein Budget der zweiten Mappe (€/Jahr) mit Datei und Zelle."""

    name: str
    schluessel: str | None
    betrag: Decimal | None
    ort: str


def budgets_lesen(
    mappe: Mappe, befunde: list[Befund], *, leer_erlaubt: bool = False
) -> tuple[Budgetzeile, ...] | None:
    """Die Budgets der zweiten Mappe; None, wenn ihre Tabelle nicht zu finden ist.

    Eingang: leer_erlaubt: ein leeres Budget ist kein Fehler.
    Hat sie ein Blatt „Berechnungsbogen“, gilt dessen „Budget neu“, sonst „Budget bisher“ des
    Blatts „Sozialräume“. Jeder Fundort nennt die Datei.
    Quelle: docs/verfahren.md, Abschnitt „Mappe“.
    """
    eigene: list[Befund] = []
    ist_bogen = bool(passende_blaetter(mappe, _BOGEN.name))
    form, ueberschrift = (_BOGEN, BUDGET_NEU) if ist_bogen else (_EINGABE, BUDGET_BISHER)
    blatt = blatt_finden(mappe, form.name, eigene)
    tabelle = None if blatt is None else tabelle_lesen(blatt, form, eigene)
    zeilen = None
    if tabelle is not None:
        if ist_bogen:
            tabelle = _bis_zur_summe(tabelle)
        zeilen = _zeilen(mappe, tabelle, ueberschrift, eigene, leer_erlaubt=leer_erlaubt)
    for befund in eigene:
        ort = befund.fundort
        mit_datei = ort if ort in {None, mappe.dateiname} else f"{mappe.dateiname}: {ort}"
        befunde.append(replace(befund, fundort=mit_datei))
    return zeilen


def budgets_zuordnen(
    raeume: Sequence[Sozialraumzeile],
    budgets: Sequence[Budgetzeile],
    dateiname: str,
    befunde: list[Befund],
) -> dict[str, Budgetzeile]:
    """Das Budget der zweiten Mappe je Sozialraum.

    Abgeglichen wird über den Schlüssel, wenn beide Mappen ihn haben, sonst über den Namen.
    Fehlende und unbekannte Sozialräume werden Fehler, ebenso zwei mit derselben Zeile;
    umbenannte ein Hinweis.
    """
    nach_schluessel = {
        schluesselform(zeile.schluessel): zeile for zeile in budgets if zeile.schluessel
    }
    nach_name = {vergleichsform(zeile.name): zeile for zeile in budgets}
    dort = Vorschlaege(zeile.name for zeile in budgets)
    hier = Vorschlaege(raumzeile.raum.name for raumzeile in raeume)
    zugeordnet: dict[str, Budgetzeile] = {}
    vergeben: dict[str, str] = {}
    for raumzeile in raeume:
        raum = raumzeile.raum
        treffer = nach_name.get(vergleichsform(raum.name))
        if raum.schluessel:
            gleicher_name_anderer_schluessel = treffer is not None and treffer.schluessel
            treffer = nach_schluessel.get(
                schluesselform(raum.schluessel),
                None if gleicher_name_anderer_schluessel else treffer,
            )
        if treffer is None:
            befunde.append(
                fehler(
                    f"Der Sozialraum „{raum.name}“"
                    f"{f' ({raum.schluessel})' if raum.schluessel else ''} fehlt in der Mappe mit "
                    "den bisherigen Budgets.",
                    dateiname,
                    dort.abhilfe(
                        raum.name,
                        "Schlüssel und Namen angleichen oder dort eine Zeile ergänzen; 0 heißt: "
                        "neuer Sozialraum.",
                    ),
                )
            )
            continue
        anderer = vergeben.setdefault(treffer.ort, raum.name)
        if anderer != raum.name:
            befunde.append(
                fehler(
                    f"Zu den Sozialräumen „{anderer}“ und „{raum.name}“ passt dort dieselbe Zeile "
                    f"„{treffer.name}“; ein Budget kann nur einem gehören.",
                    treffer.ort,
                    "In beiden Mappen jedem Sozialraum seinen Schlüssel und Namen geben.",
                )
            )
            continue
        zugeordnet[raum.name] = treffer
        if vergleichsform(treffer.name) != vergleichsform(raum.name):
            befunde.append(
                hinweis(
                    f"Der Sozialraum „{raum.name}“ heißt dort „{treffer.name}“; der Schlüssel "
                    f"{raum.schluessel} ist gleich.",
                    treffer.ort,
                    "Prüfen, ob es derselbe Sozialraum ist.",
                )
            )
    befunde.extend(
        fehler(
            f"Der Sozialraum „{zeile.name}“ steht nur in der Mappe mit den bisherigen Budgets.",
            zeile.ort,
            hier.abhilfe(zeile.name, "Schlüssel und Namen angleichen oder die Zeile dort löschen."),
        )
        for zeile in budgets
        if zeile.ort not in vergeben
    )
    return zugeordnet


def _zeilen(
    mappe: Mappe,
    tabelle: Tabelle,
    ueberschrift: str,
    befunde: list[Befund],
    *,
    leer_erlaubt: bool,
) -> tuple[Budgetzeile, ...]:
    namen = namenszeilen(tabelle, SOZIALRAUM, befunde)
    vorher = {befund.fundort for befund in befunde}
    betraege = budgetspalte(tabelle, ueberschrift, namen, befunde)
    gemeldet = {befund.fundort for befund in befunde} - vorher
    befunde.extend(
        als_fehler(f"„{ueberschrift}“ von „{name}“", FEHLT, zeile.ort(ueberschrift))
        for name, zeile in namen.items()
        if not leer_erlaubt and name not in betraege and zeile.ort(ueberschrift) not in gemeldet
    )
    schluessel = _schluessel(mappe, tabelle, namen, befunde)
    return tuple(
        Budgetzeile(
            name,
            schluessel.get(vergleichsform(name)),
            betraege.get(name),
            f"{mappe.dateiname}: {zeile.ort(ueberschrift)}",
        )
        for name, zeile in namen.items()
    )


def _schluessel(
    mappe: Mappe, tabelle: Tabelle, namen: dict[str, Zeile], befunde: list[Befund]
) -> dict[str, str]:
    """Die Schlüssel unter der Vergleichsform der Namen.

    Ein Bogen ohne Schlüsselspalte trägt sie im eigenen Blatt Sozialräume.
    """
    if SCHLUESSEL not in tabelle.kopf.spalten:
        blaetter = passende_blaetter(mappe, SOZIALRAEUME.name)
        andere = tabelle_lesen(blaetter[0], SOZIALRAEUME, befunde) if blaetter else None
        if andere is None or andere.blatt.name == tabelle.blatt.name:
            return {}
        tabelle = andere
        namen = namenszeilen(tabelle, SOZIALRAUM, befunde)
    gelesen = schluesselspalte(tabelle, namen, befunde)
    return {vergleichsform(name): text for name, text in gelesen.items()}


def _bis_zur_summe(tabelle: Tabelle) -> Tabelle:
    """Unter der Summenzeile eines Bogens stehen Erläuterungen und andere Tabellen."""
    if not tabelle.summenzeilen:
        return tabelle
    summe = tabelle.summenzeilen[0]
    return tabelle._replace(
        zeilen=tuple(zeile for zeile in tabelle.zeilen if zeile.nummer < summe.nummer),
        summenzeilen=(summe,),
    )

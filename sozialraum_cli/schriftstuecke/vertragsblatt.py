"""Das Vertragsblatt je Träger: Budget, Leistungen, Stunden, Abschläge, Berichtspflichten."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sozialraum_cli.dokument.inhalt import (
    Absatz,
    Aufzaehlung,
    Dokument,
    Seitenumbruch,
    Teil,
    Texttabelle,
    Ueberschrift,
)
from sozialraum_cli.rechnen.abschlaege import abschlaege
from sozialraum_cli.rechnen.berechnung import NULL, Ergebnis, Sozialraumbudget
from sozialraum_cli.rechnen.zeitraum import Zeitraum, soll, wochen
from sozialraum_cli.runden import kaufmaennisch
from sozialraum_cli.zahlen import euro, knapp, prozent, zahl

_OFFEN = "[Träger eintragen]"


@dataclass(frozen=True, slots=True)
class Vertrag:
    """Die Sozialräume eines Trägers; traeger None: der Bogen nennt keinen."""

    traeger: str | None
    zeilen: tuple[Sozialraumbudget, ...]


def vertraege(ergebnis: Ergebnis) -> tuple[Vertrag, ...]:
    """Je Träger ein Vertrag in der Reihenfolge des Bogens.

    Sozialräume ohne Träger bekommen je einen eigenen: sie haben nichts miteinander zu tun.
    """
    gruppen: dict[str, list[Sozialraumbudget]] = {}
    for nummer, zeile in enumerate(ergebnis.sozialraeume):
        traeger = zeile.sozialraum.traeger
        gruppen.setdefault(traeger or f"\0{nummer}", []).append(zeile)
    return tuple(
        Vertrag(zeilen[0].sozialraum.traeger or None, tuple(zeilen)) for zeilen in gruppen.values()
    )


def vertragsblatt(
    ergebnis: Ergebnis,
    verfasst: Sequence[Vertrag],
    jahr: Zeitraum,
    faellig: tuple[date, ...],
    herkunft: str,
) -> Dokument:
    """Ein Blatt je Vertrag, jedes auf einer neuen Seite; jede Zahl kommt aus dem Bogen.

    Eingang: Ergebnis, Verträge, das Jahr mit seinen Vertragswochen, Fälligkeiten der Abschläge,
    ein Satz zur Herkunft der Zahlen.
    """
    teile: list[Teil] = []
    for vertrag in verfasst:
        if teile:
            teile.append(Seitenumbruch())
        teile += _blatt(ergebnis, vertrag, jahr, faellig)
        teile.append(Absatz(herkunft))
    return Dokument(f"Vertragsblätter Sozialraumbudget {jahr.jahr}", teile)


def _blatt(
    ergebnis: Ergebnis, vertrag: Vertrag, jahr: Zeitraum, faellig: tuple[date, ...]
) -> Iterator[Teil]:
    namen = ", ".join(zeile.sozialraum.name for zeile in vertrag.zeilen)
    budget = sum((zeile.budget_neu for zeile in vertrag.zeilen), NULL)
    raeume = "Sozialraum" if len(vertrag.zeilen) == 1 else "Sozialräume"
    yield Ueberschrift(f"{vertrag.traeger or _OFFEN}: {namen}")
    yield Absatz(
        f"Für {raeume} {namen} stehen {jahr.jahr} zusammen {euro(budget)} zur Verfügung."
        if len(vertrag.zeilen) > 1
        else f"Für den Sozialraum {namen} stehen {jahr.jahr} {euro(budget)} zur Verfügung."
    )
    yield Ueberschrift("Budget", 2)
    yield _budgettabelle(ergebnis, vertrag)
    yield Ueberschrift("Leistungen", 2)
    yield _leistungstabelle(vertrag, jahr)
    yield Absatz(_stundensatz(ergebnis, jahr))
    yield Ueberschrift("Abschläge", 2)
    yield _abschlagstabelle(budget, faellig)
    yield Ueberschrift("Berichtspflichten", 2)
    yield Aufzaehlung(
        (
            f"Jahresplanung {jahr.jahr + 1}: [Termin eintragen]",
            "Meldung der geleisteten Stunden je Sozialraum und Leistung: [Turnus und Form "
            "eintragen]",
            f"Jahresbericht {jahr.jahr}: [Termin eintragen]",
            f"Nachweis der tatsächlichen Kosten {jahr.jahr}: [Termin eintragen]",
            "Ansprechpersonen: [eintragen]",
        )
    )
    yield Absatz("Ort, Datum: [eintragen]     Landkreis: [Unterschrift]     Träger: [Unterschrift]")


def _budgettabelle(ergebnis: Ergebnis, vertrag: Vertrag) -> Texttabelle:
    satz = prozent(ergebnis.eingabe.parameter.regiekosten)
    spalten = {
        f"Leitung, Verwaltung, Miete, Sachmittel (Pauschale {satz})": [
            zeile.komponenten.regiekosten for zeile in vertrag.zeilen
        ],
        "Personal": [zeile.komponenten.personal for zeile in vertrag.zeilen],
        "Budget": [zeile.budget_neu for zeile in vertrag.zeilen],
    }
    if any(zeile.budget_2 is not None for zeile in vertrag.zeilen):
        spalten["Budget II (Projektmittel, daneben)"] = [
            zeile.budget_2 or NULL for zeile in vertrag.zeilen
        ]
    namen = [zeile.sozialraum.name for zeile in vertrag.zeilen]
    zeilen = [
        (name, *map(euro, betraege))
        for name, *betraege in zip(namen, *spalten.values(), strict=True)
    ]
    summe = ("Summe", *(euro(sum(betraege, NULL)) for betraege in spalten.values()))
    kopf = ("Sozialraum", *spalten)
    return Texttabelle(kopf, (*zeilen, summe), frozenset(range(1, len(kopf))), summe=True)


def _leistungstabelle(vertrag: Vertrag, jahr: Zeitraum) -> Texttabelle:
    """Mittel, Vollzeitstellen und Stunden; Summen sind die der gezeigten Zahlen."""
    namen = [
        (zeile.sozialraum.name, leistung.name)
        for zeile in vertrag.zeilen
        for leistung in zeile.komponenten.leistungen
    ]
    werte = [
        [
            leistung.mittel,
            kaufmaennisch(leistung.vzae),
            kaufmaennisch(leistung.stunden),
            kaufmaennisch(soll(leistung.stunden, jahr)),
        ]
        for zeile in vertrag.zeilen
        for leistung in zeile.komponenten.leistungen
    ]
    summen = [sum(spalte, NULL) for spalte in zip(*werte, strict=True)]

    def texte(betraege: Sequence[Decimal]) -> tuple[str, ...]:
        return (euro(betraege[0]), *map(zahl, betraege[1:]))

    return Texttabelle(
        (
            "Sozialraum",
            "Leistung",
            "Mittel",
            "Vollzeitstellen",
            "Stunden je Woche",
            f"Stunden {jahr.jahr}",
        ),
        (
            *((*name, *texte(zahlen)) for name, zahlen in zip(namen, werte, strict=True)),
            ("Summe", "", *texte(summen)),
        ),
        frozenset({2, 3, 4, 5}),
        summe=True,
    )


def _stundensatz(ergebnis: Ergebnis, jahr: Zeitraum) -> str:
    abf = prozent(ergebnis.eingabe.parameter.abf)
    woher = (
        f"{jahr.tage} Tage / 7"
        if jahr.wochen_je_jahr is None
        else f"{knapp(jahr.wochen_je_jahr)} Vertragswochen"
    )
    return (
        f"Stunden: direkte Leistungszeit (face-to-face) je Vertragswoche; {abf} "
        "Minderarbeitszeit sind abgezogen, Urlaub, Feiertage und Krankheit nicht. "
        "Vollzeitstellen: vor diesem Abzug. Stunden im Jahr: Stunden je Woche mal "
        f"{zahl(wochen(jahr), 4)} Wochen ({woher}), gerechnet mit ungerundeten Stunden."
    )


def _abschlagstabelle(budget: Decimal, faellig: tuple[date, ...]) -> Texttabelle:
    zeilen = [
        (str(nummer), f"{abschlag.faellig:%d.%m.%Y}", euro(abschlag.betrag))
        for nummer, abschlag in enumerate(abschlaege(budget, faellig), start=1)
    ]
    return Texttabelle(
        ("Abschlag", "fällig am", "Betrag"),
        (*zeilen, ("Summe", "", euro(budget))),
        frozenset({2}),
        summe=True,
    )

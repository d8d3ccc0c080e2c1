"""Woraus ein Text für den Ausschuss entsteht, und die kleinen Rechnungen, die er braucht."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sozialraum_cli.entscheiden.empfindlichkeit import Empfindlichkeit
from sozialraum_cli.entscheiden.szenarien import Szenarien
from sozialraum_cli.namen import vergleichsform
from sozialraum_cli.rechnen.berechnung import Ergebnis, Sozialraumbudget
from sozialraum_cli.rechnen.leistungen import leistungskomponenten
from sozialraum_cli.zahlen import prozent, zahl

_KINDER = ("unter18", "unter 18", "minderjaehrig", "kinder", "jugendliche", "jugendeinwohner")


@dataclass(frozen=True, slots=True)
class Grundlage:
    """Das Ergebnis und was zum Vergleich daneben steht; None heißt: nicht gegeben.

    ziel: je Verfahren der kleinste Schutz, bei dem niemand mehr als den Höchstverlust verliert.
    """

    ergebnis: Ergebnis
    proben: Empfindlichkeit
    ziel: Szenarien
    alternativen: Szenarien | None = None
    alt: Ergebnis | None = None


def nach_differenz(ergebnis: Ergebnis) -> list[Sozialraumbudget]:
    """Die Sozialräume mit bisherigem Budget, der größte Zuwachs zuerst."""
    bekannt = [zeile for zeile in ergebnis.sozialraeume if zeile.differenz is not None]
    return sorted(bekannt, key=lambda zeile: -(zeile.differenz or 0))


def stunden(zeile: Sozialraumbudget) -> Decimal:
    """Alle Stunden eines Sozialraums (h/Woche)."""
    return sum((leistung.stunden for leistung in zeile.komponenten.leistungen), Decimal(0))


def stunden_bisher(ergebnis: Ergebnis, zeile: Sozialraumbudget) -> Decimal:
    """Die Stunden, die das bisherige Budget unter den heutigen Bedingungen ergäbe (h/Woche)."""
    bisher = zeile.sozialraum.budget_bisher or Decimal(0)
    komponenten = leistungskomponenten(ergebnis.eingabe.parameter, bisher)
    return sum((leistung.stunden for leistung in komponenten.leistungen), Decimal(0))


def kinderspalte(ergebnis: Ergebnis) -> str | None:
    """Die Spalte mit der Zahl der Kinder und Jugendlichen; None, wenn keine so heißt.

    Gemeint ist eine Bezugsgröße oder eine Anzahl, nie eine Quote.
    """
    eingabe = ergebnis.eingabe
    quoten = {i.name for i in eingabe.indikatoren if i.art == "Quote"}
    for name in eingabe.spalten:
        form = vergleichsform(name)
        if name not in quoten and any(vergleichsform(wort) in form for wort in _KINDER):
            return name
    return None


def geldbetrag(betrag: Decimal, *, vorzeichen: bool = False) -> str:
    """Ein Betrag in €, ohne Cent, wenn es keine gibt."""
    stellen = 0 if betrag == betrag.to_integral_value() else 2
    return f"{zahl(betrag, stellen, vorzeichen=vorzeichen)} €"


def schutzkosten(kosten: Decimal, ausgleich: Decimal) -> str:
    """Was der Schutz tut: Geld verschieben oder, mit Ausgleich, zusätzliches kosten."""
    if ausgleich:
        return f"kostet {geldbetrag(ausgleich)} aus Mitteln neben dem Gesamtbudget"
    return f"verschiebt {geldbetrag(kosten)}"


def prozentwert(wert: Decimal | None, *, vorzeichen: bool = False) -> str:
    """Ein Prozentwert auf zwei Stellen; leer ohne Wert."""
    return "" if wert is None else f"{zahl(wert, vorzeichen=vorzeichen)} %"


def aufgezaehlt(teile: Sequence[str]) -> str:
    """Mit Komma und „und“."""
    if len(teile) < 2:
        return "".join(teile)
    return f"{', '.join(teile[:-1])} und {teile[-1]}"


def ziel_in_prozent(grundlage: Grundlage) -> str:
    """Der Höchstverlust des Ziels: 5 %."""
    return prozent(grundlage.ziel.hoechstverlust or Decimal(0))

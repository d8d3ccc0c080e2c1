"""Was ein Schlüsselverfahren ausmacht; jedes steht in einem Modul dieses Ordners."""

from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from sozialraum_cli.runden import Werte
from sozialraum_cli.verfahren.schritt import Schritt


class Indikatorfall(NamedTuple):
    """Was eine Regel von einem Indikator wissen muss; None heißt: nicht zu bilden.

    zaehler: Personen oder Fälle nach Richtung. quote, kreiswert, mittelwert, standardabweichung: %
    der Bezugsgröße. ohne_quote: die Sozialräume, deren Bezugsgröße 0 ist.
    """

    ist_anzahl: bool
    entlastend: bool
    bezugsgroesse: str | None
    zaehler: Werte | None
    quote: tuple[Decimal | None, ...]
    kreiswert: Decimal | None
    mittelwert: Decimal | None
    standardabweichung: Decimal | None
    ohne_quote: tuple[str, ...] = ()


class Unbildbar(ValueError):
    """Warum ein Verfahren aus einem Indikator keinen Beitrag bilden kann, und was zu tun ist."""

    def __init__(self, warum: str, abhilfe: str) -> None:
        super().__init__(warum)
        self.warum, self.abhilfe = warum, abhilfe


class Schluesselverfahren(NamedTuple):
    """Ein Verfahren: Regel, Formel und Satz, die dasselbe sagen, und was von ihm gilt.

    regel: der Beitrag je Sozialraum, None wenn der Indikator überall gleich ist. formel: dasselbe
    in der Mappe; {quote}, {zaehler} sind Zellen der Zeile, {entlastend} eine Bedingung, {k} die
    Nummer des Indikators. schritte: wie er sich nachrechnen lässt,
    der letzte ergibt ihn. anleitung: eine Zeile für die leere Vorlage. mit_basis: ob der Faktor mit
    der Verteilungsbasis malgenommen wird; dann braucht eine Anzahl ihre Bezugsgröße.
    quote_mit_bezug: ob auch eine Quote sie braucht. spreizung: Vorgabe der Spreizung, None ohne.
    """

    name: str
    anleitung: str
    schritte: tuple[Schritt, ...]
    regel: Callable[[Indikatorfall], Werte | None]
    formel: str
    mit_basis: bool = True
    quote_mit_bezug: bool = False
    spreizung: Decimal | None = None


def bezug_fehlt(verfahren: str) -> Unbildbar:
    """Der Grund, wenn dem Indikator die Bezugsgröße fehlt."""
    return Unbildbar(
        f"hat keine Bezugsgröße; das Verfahren „{verfahren}“ braucht sie",
        "In der Spalte „Bezugsgröße“ eine Spalte des Blatts „Indikatoren“ nennen.",
    )


def ueber_hundert() -> Unbildbar:
    """Der Grund, wenn ein entlastender Indikator mehr als seine Bezugsgröße zählt."""
    return Unbildbar(
        "liegt über 100 % seiner Bezugsgröße und kann darum nicht entlastend sein",
        "Werte und Bezugsgröße prüfen.",
    )


def summe_null() -> Unbildbar:
    """Der Grund, wenn alle Werte 0 sind."""
    return Unbildbar(
        "ergibt über alle Sozialräume 0 und kann nichts verteilen",
        "Die Werte im Blatt „Indikatoren“ prüfen oder den Indikator aus „Gewichtung“ nehmen.",
    )


def quoten(fall: Indikatorfall, verfahren: str) -> Werte:
    """Die Quoten, wenn es zu jedem Sozialraum eine gibt (%). Fehler: Unbildbar."""
    if fall.ist_anzahl and fall.bezugsgroesse is None:
        raise bezug_fehlt(verfahren)
    if fall.ohne_quote:
        namen = ", ".join(f"„{name}“" for name in fall.ohne_quote)
        raise Unbildbar(
            f"lässt sich nicht durch „{fall.bezugsgroesse}“ teilen: dort steht 0 bei {namen}",
            "Die Bezugsgröße prüfen; sie muss in jedem Sozialraum über 0 liegen.",
        )
    return tuple(quote for quote in fall.quote if quote is not None)

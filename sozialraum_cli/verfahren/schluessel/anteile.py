"""Schlüsselverfahren `anteile`: es zählt der Teil aller Betroffenen, der im Sozialraum lebt."""

from decimal import Decimal

from sozialraum_cli.runden import Werte
from sozialraum_cli.verfahren.schluessel.schluesselverfahren import (
    Indikatorfall,
    Schluesselverfahren,
    Unbildbar,
    bezug_fehlt,
    summe_null,
    ueber_hundert,
)
from sozialraum_cli.verfahren.schritt import Schritt

_NAME = "anteile"


def beitrag(fall: Indikatorfall) -> Werte:
    """a_ik = Zähler_ik / Σ Zähler. Quelle: docs/verfahren.md, Abschnitt „anteile“."""
    if fall.ist_anzahl and fall.entlastend:
        raise Unbildbar(
            f"ist eine entlastende Anzahl; beim Verfahren „{_NAME}“ gibt es dafür keine Regel",
            "Den Indikator als Quote angeben oder ein anderes Schlüsselverfahren wählen.",
        )
    if fall.zaehler is None:
        raise bezug_fehlt(_NAME)
    if min(fall.zaehler) < 0:
        raise ueber_hundert()
    summe = sum(fall.zaehler, Decimal(0))
    if summe == 0:
        raise summe_null()
    return tuple([zaehler / summe for zaehler in fall.zaehler])


# Die Größe der Sozialräume steckt schon in den Zählern: eine Verteilungsbasis käme doppelt.
ANTEILE = Schluesselverfahren(
    name=_NAME,
    anleitung="Es zählt, welcher Teil aller Arbeitslosen, aller Alleinerziehenden und so weiter "
    "im Sozialraum lebt.",
    schritte=(
        Schritt(
            "zaehler",
            "{entlastend?Der Indikator entlastet, darum zählt der Rest: }Von {bezug} "
            "{bezugsgroesse} zählen im Indikator {zaehler}.",
            "{entlastend?(100 % - {wert} %)|{wert} %} * {bezug}",
            wenn="ist_quote",
        ),
        Schritt(
            "anteil_indikator",
            "Im ganzen Kreis sind es {summe_zaehler}, im Sozialraum davon {zaehler}.",
            "{zaehler} / {summe_zaehler}",
        ),
    ),
    regel=beitrag,
    formel="{zaehler}/summe_zaehler_{k}",
    mit_basis=False,
    quote_mit_bezug=True,
)

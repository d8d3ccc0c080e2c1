"""Welchen Wert ein Indikator haben müsste, damit ein Sozialraum genau sein Budget behielte."""

from decimal import Decimal, localcontext

from sozialraum_cli.modell import Art, Richtung
from sozialraum_cli.rechnen.berechnung import Ergebnis
from sozialraum_cli.runden import GENAU, HUNDERT


def noetiger_wert(ergebnis: Ergebnis, indikator: int, sozialraum: int) -> Decimal | None:
    """Der Wert, bei dem das Budget nach Indikatoren gleich dem bisherigen wäre (Personen oder %).

    Bei `anteile` ist der Anteil am Indikator x / (R + x), R der Zähler aller anderen; das lässt
    sich nach x auflösen. Ergebnis: None bei anderen Verfahren, bei entlastenden Indikatoren und
    wo es keinen möglichen Wert gibt.
    """
    schluessel, eingabe = ergebnis.schluessel, ergebnis.eingabe
    schritt = schluessel.indikatoren[indikator]
    bisher = eingabe.sozialraeume[sozialraum].budget_bisher
    entlastend = schritt.indikator.richtung is Richtung.ENTLASTEND
    if bisher is None or schritt.zaehler is None or schluessel.basis is not None or entlastend:
        return None
    with localcontext(GENAU):
        sockel = eingabe.parameter.sockelbetrag
        topf = eingabe.parameter.gesamtbudget - len(eingabe.sozialraeume) * sockel
        if not topf or not schritt.gewicht:
            return None
        eigener = schluessel.teilanteil[indikator][sozialraum]
        gebraucht = (bisher - sockel) / topf - (schluessel.anteil[sozialraum] - eigener)
        teil = gebraucht / schritt.gewicht
        if not 0 <= teil < 1:
            return None
        andere = sum(schritt.zaehler, Decimal(0)) - schritt.zaehler[sozialraum]
        if not andere:
            return None  # Er hält den ganzen Indikator, gleich welchen Wert er hat.
        zaehler = teil * andere / (1 - teil)
        if schritt.indikator.art is Art.ANZAHL:
            return zaehler
        bezug = schritt.bezug[sozialraum] if schritt.bezug else Decimal(0)
        if not bezug or zaehler > bezug:
            return None
        return zaehler / bezug * HUNDERT

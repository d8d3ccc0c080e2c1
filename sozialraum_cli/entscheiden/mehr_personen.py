"""Was ein paar gezählte Personen oder ein Prozentpunkt mehr in einem Sozialraum bewegen."""

from dataclasses import dataclass, replace
from decimal import Decimal, localcontext

from sozialraum_cli.befund import Datenfehler
from sozialraum_cli.modell import Art, Eingabe, Spalte
from sozialraum_cli.rechnen.berechnung import Ergebnis, budget_indikatoren
from sozialraum_cli.rechnen.bestandsschutz import budget_ungerundet
from sozialraum_cli.rechnen.schluessel import verteilungsschluessel
from sozialraum_cli.runden import GENAU, HUNDERT


@dataclass(frozen=True, slots=True)
class Wirkung:
    """Der Unterschied eines Sozialraums in €/Jahr, ungerundet gerechnet."""

    budget_indikatoren: Decimal
    budget_neu: Decimal


def mehr_personen(
    ergebnis: Ergebnis, indikator: int, sozialraum: int, personen: Decimal
) -> Wirkung | None:
    """Die Wirkung, wenn in einem Sozialraum mehr Personen gezählt würden.

    Eingang: Nummern ab 0, Zahl der Personen; bei einer Quote steigt sie um Personen / Bezugsgröße.
    Ergebnis: None, wenn das nicht möglich ist. Quelle: docs/verfahren.md, Abschnitt „Erklärung“.
    """
    einer = ergebnis.eingabe.indikatoren[indikator]
    if einer.art is Art.ANZAHL:
        return mehr_wert(ergebnis, indikator, sozialraum, personen)
    if einer.bezugsgroesse is None:
        return None
    bezug = ergebnis.eingabe.spalten[einer.bezugsgroesse].werte[sozialraum]
    with localcontext(GENAU):
        if not bezug:
            return None
        return mehr_wert(ergebnis, indikator, sozialraum, personen / bezug * HUNDERT)


def mehr_wert(
    ergebnis: Ergebnis, indikator: int, sozialraum: int, zuwachs: Decimal
) -> Wirkung | None:
    """Die Wirkung, wenn der Wert eines Sozialraums um so viel höher wäre (Personen oder Punkte).

    Ergebnis: None, wenn sich damit nicht mehr rechnen lässt, zum Beispiel über 100 %.
    """
    with localcontext(GENAU):
        probe = mit_wert(ergebnis.eingabe, indikator, sozialraum, zuwachs)
        if probe is None:
            return None
        try:
            d = budget_indikatoren(probe.parameter, verteilungsschluessel(probe).anteil)
            z = budget_ungerundet(probe, d)
        except Datenfehler:
            return None
        vorher = tuple(zeile.budget_indikatoren for zeile in ergebnis.sozialraeume)
        return Wirkung(
            d[sozialraum] - vorher[sozialraum],
            z[sozialraum] - budget_ungerundet(ergebnis.eingabe, vorher)[sozialraum],
        )


def mit_wert(eingabe: Eingabe, indikator: int, sozialraum: int, zuwachs: Decimal) -> Eingabe | None:
    """Die Eingabe mit einem höheren Wert; None, wenn eine Quote damit über 100 % läge."""
    einer = eingabe.indikatoren[indikator]
    spalte = eingabe.spalten[einer.name]
    neu = spalte.werte[sozialraum] + zuwachs
    if neu < 0 or (einer.art is Art.QUOTE and neu > HUNDERT):
        return None
    werte = (*spalte.werte[:sozialraum], neu, *spalte.werte[sozialraum + 1 :])
    return replace(
        eingabe,
        spalten={**eingabe.spalten, spalte.name: Spalte(spalte.name, werte, spalte.prozentzellen)},
    )

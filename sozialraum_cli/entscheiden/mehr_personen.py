"""Was ein paar gezählte Personen oder ein Prozentpunkt mehr in einem Sozialraum bewegen."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext

from sozialraum_cli.befund import Datenfehler
from sozialraum_cli.modell import Art, Eingabe, Spalte
from sozialraum_cli.rechnen.berechnung import Ergebnis, budget_indikatoren
from sozialraum_cli.rechnen.bestandsschutz import budget_ungerundet
from sozialraum_cli.rechnen.schluessel import anteil, belastungsfaktor, indikatorschritt
from sozialraum_cli.runden import GENAU, HUNDERT, Werte

EINS = Decimal(1)


@dataclass(frozen=True, slots=True)
class Wirkung:
    """Der Unterschied eines Sozialraums in €/Jahr, ungerundet gerechnet."""

    budget_indikatoren: Decimal
    budget_neu: Decimal


@dataclass(frozen=True, slots=True)
class Wertrechnung:
    """Ein Ergebnis, in dem ein einzelner Wert frei ist.

    Neu gerechnet wird nur, was seine Spalte liest: der eigene Indikator und die mit ihr als
    Bezugsgröße, bei der Verteilungsbasis auch sie. betroffen: je Indikator die Nummern derer, die
    seine Spalte lesen; budget_neu: die Budgets vor der Änderung (€/Jahr, ungerundet).
    """

    ergebnis: Ergebnis
    betroffen: Mapping[str, tuple[int, ...]]
    budget_neu: Werte

    def in_werten(self, indikator: int, sozialraum: int, personen: Decimal) -> Decimal | None:
        """Um wie viel ein Wert steigt, wenn mehr Personen gezählt würden; Nummern ab 0.

        Ergebnis: Personen, bei einer Quote Punkte; None, wenn das nicht möglich ist.
        """
        einer = self.ergebnis.eingabe.indikatoren[indikator]
        if einer.art is Art.ANZAHL:
            return personen
        if einer.bezugsgroesse is None:
            return None
        bezug = self.ergebnis.eingabe.spalten[einer.bezugsgroesse].werte[sozialraum]
        with localcontext(GENAU):
            return personen / bezug * HUNDERT if bezug else None

    def nach_indikatoren(self, indikator: int, sozialraum: int, zuwachs: Decimal) -> Decimal | None:
        """Was ein höherer Wert (Personen oder Punkte) am Budget nach Indikatoren ändert (€/Jahr).

        Ergebnis: None, wenn sich damit nicht mehr rechnen lässt, zum Beispiel über 100 %.
        """
        with localcontext(GENAU):
            probe = mit_wert(self.ergebnis.eingabe, indikator, sozialraum, zuwachs)
            d = None if probe is None else self._budget_indikatoren(probe, indikator)
            if d is None:
                return None
            return d[sozialraum] - self.ergebnis.sozialraeume[sozialraum].budget_indikatoren

    def wirkung(self, indikator: int, sozialraum: int, zuwachs: Decimal) -> Wirkung | None:
        """Was ein höherer Wert an beiden Budgets ändert; None, wenn er nicht möglich ist.

        Quelle: docs/verfahren.md, Abschnitt „Erklärung“.
        """
        with localcontext(GENAU):
            probe = mit_wert(self.ergebnis.eingabe, indikator, sozialraum, zuwachs)
            d = None if probe is None else self._budget_indikatoren(probe, indikator)
            if probe is None or d is None:
                return None
            try:
                z = budget_ungerundet(probe, d)
            except Datenfehler:
                return None
            vorher = self.ergebnis.sozialraeume[sozialraum].budget_indikatoren
            return Wirkung(d[sozialraum] - vorher, z[sozialraum] - self.budget_neu[sozialraum])

    def _budget_indikatoren(self, probe: Eingabe, indikator: int) -> Werte | None:
        """Die Budgets nach Indikatoren einer Eingabe, in der nur eine Spalte eine andere ist."""
        schluessel = self.ergebnis.schluessel
        beitrag = list(schluessel.gewichteter_beitrag)
        basis = schluessel.verteilungsbasis
        try:
            for nummer in self.betroffen[probe.indikatoren[indikator].name]:
                alt = schluessel.indikatoren[nummer]
                neu = indikatorschritt(probe, alt.indikator, alt.gewicht)
                for i, (davor, danach) in enumerate(zip(alt.beitrag, neu.beitrag, strict=True)):
                    beitrag[i] += alt.gewicht * (danach - davor)
            q = anteil(
                (EINS,) * len(beitrag) if basis is None else probe.spalten[basis].werte,
                belastungsfaktor(probe, tuple(beitrag)),
            )
        except Datenfehler:
            return None
        return budget_indikatoren(probe.parameter, q)


def wertrechnung(ergebnis: Ergebnis) -> Wertrechnung:
    """Bereitet ein Ergebnis dafür vor, mit einzelnen anderen Werten gerechnet zu werden."""
    betroffen: dict[str, tuple[int, ...]] = {i.name: () for i in ergebnis.eingabe.indikatoren}
    for nummer, einer in enumerate(ergebnis.eingabe.indikatoren):
        for name in {einer.name, einer.bezugsgroesse or einer.name} & betroffen.keys():
            betroffen[name] += (nummer,)
    with localcontext(GENAU):
        vorher = tuple(zeile.budget_indikatoren for zeile in ergebnis.sozialraeume)
        return Wertrechnung(ergebnis, betroffen, budget_ungerundet(ergebnis.eingabe, vorher))


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

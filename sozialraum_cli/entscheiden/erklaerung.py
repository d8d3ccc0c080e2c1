"""Alles, was ein Sozialraum über sein Budget wissen will: Weg, Beiträge, Kippgewichte, Wirkung."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sozialraum_cli.entscheiden.beitraege import Beitrag, beitraege
from sozialraum_cli.entscheiden.gewichte import gewichtsrechnung
from sozialraum_cli.entscheiden.kippgewicht import kippgewichte
from sozialraum_cli.entscheiden.mehr_personen import Wertrechnung, wertrechnung
from sozialraum_cli.entscheiden.noetiger_wert import noetiger_wert
from sozialraum_cli.modell import Art
from sozialraum_cli.rechenweg.rechenweg import Rechenschritt, rechenweg
from sozialraum_cli.rechnen.berechnung import Ergebnis, Sozialraumbudget

ZEHN_PERSONEN, EIN_PUNKT = Decimal(10), Decimal(1)


@dataclass(frozen=True, slots=True)
class Kippgewicht:
    """Das nominale Gewicht (%), bei dem Budget nach Indikatoren = Budget bisher; None: keines."""

    indikator: str
    gewicht: Decimal | None


@dataclass(frozen=True, slots=True)
class Wertwirkung:
    """Was zehn Personen oder ein Prozentpunkt mehr bringen (€/Jahr, ungerundet gerechnet)."""

    indikator: str
    aenderung: str
    einheit: str
    budget_indikatoren: Decimal
    budget_neu: Decimal


@dataclass(frozen=True, slots=True)
class NoetigerWert:
    """Welchen Wert ein Indikator statt des jetzigen haben müsste, damit es beim Budget bleibt."""

    indikator: str
    jetzt: Decimal
    noetig: Decimal
    einheit: str


@dataclass(frozen=True, slots=True)
class Erklaerung:
    """Die Erklärung eines Sozialraums."""

    ergebnis: Ergebnis
    zeile: Sozialraumbudget
    schritte: tuple[Rechenschritt, ...]
    beitraege: tuple[Beitrag, ...]
    kippgewichte: tuple[Kippgewicht, ...]
    wirkung: tuple[Wertwirkung, ...]
    noetige_werte: tuple[NoetigerWert, ...]


def erklaerungen(ergebnis: Ergebnis, sozialraeume: Sequence[int]) -> list[Erklaerung]:
    """Erklärt Sozialräume; Nummern ab 0. Quelle: docs/verfahren.md, Abschnitt „Erklärung“."""
    rechnung, werte = gewichtsrechnung(ergebnis), wertrechnung(ergebnis)
    indikatoren = ergebnis.eingabe.indikatoren
    je_indikator = [kippgewichte(rechnung, k, sozialraeume) for k in range(len(indikatoren))]
    return [
        Erklaerung(
            ergebnis,
            ergebnis.sozialraeume[nummer],
            rechenweg(ergebnis, nummer),
            beitraege(ergebnis, nummer),
            tuple(
                Kippgewicht(indikator.name, gewicht)
                for indikator, gewicht in zip(indikatoren, gewichte, strict=True)
            ),
            tuple(_wirkung(werte, nummer)),
            tuple(_noetige_werte(ergebnis, nummer)),
        )
        for nummer, gewichte in zip(sozialraeume, zip(*je_indikator, strict=True), strict=True)
    ]


def _wirkung(rechnung: Wertrechnung, sozialraum: int) -> Iterator[Wertwirkung]:
    for nummer, indikator in enumerate(rechnung.ergebnis.eingabe.indikatoren):
        anzahl = indikator.art is Art.ANZAHL
        zuwachs = ZEHN_PERSONEN if anzahl else EIN_PUNKT
        wirkung = rechnung.wirkung(nummer, sozialraum, zuwachs)
        if wirkung is not None:
            yield Wertwirkung(
                indikator.name,
                f"+{zuwachs}",
                "Personen" if anzahl else "Prozentpunkt",
                wirkung.budget_indikatoren,
                wirkung.budget_neu,
            )


def _noetige_werte(ergebnis: Ergebnis, sozialraum: int) -> Iterator[NoetigerWert]:
    for nummer, indikator in enumerate(ergebnis.eingabe.indikatoren):
        noetig = noetiger_wert(ergebnis, nummer, sozialraum)
        if noetig is not None:
            jetzt = ergebnis.eingabe.spalten[indikator.name].werte[sozialraum]
            einheit = "" if indikator.art is Art.ANZAHL else " %"
            yield NoetigerWert(indikator.name, jetzt, noetig, einheit)

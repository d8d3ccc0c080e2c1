"""Alles, was ein Sozialraum über sein Budget wissen will: Weg, Beiträge, Kippgewichte, Wirkung."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from sozialraum_cli.entscheiden.beitraege import Beitrag, beitraege
from sozialraum_cli.entscheiden.gewichte import gewichtsrechnung
from sozialraum_cli.entscheiden.kippgewicht import kippgewicht
from sozialraum_cli.entscheiden.mehr_personen import mehr_wert
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


def erklaerung(ergebnis: Ergebnis, sozialraum: int) -> Erklaerung:
    """Erklärt einen Sozialraum; Nummer ab 0. Quelle: docs/verfahren.md, Abschnitt „Erklärung“."""
    rechnung = gewichtsrechnung(ergebnis)
    indikatoren = ergebnis.eingabe.indikatoren
    return Erklaerung(
        ergebnis,
        ergebnis.sozialraeume[sozialraum],
        rechenweg(ergebnis, sozialraum),
        beitraege(ergebnis, sozialraum),
        tuple(
            Kippgewicht(indikator.name, kippgewicht(rechnung, nummer, sozialraum))
            for nummer, indikator in enumerate(indikatoren)
        ),
        tuple(_wirkung(ergebnis, sozialraum)),
        tuple(_noetige_werte(ergebnis, sozialraum)),
    )


def _wirkung(ergebnis: Ergebnis, sozialraum: int) -> Iterator[Wertwirkung]:
    for nummer, indikator in enumerate(ergebnis.eingabe.indikatoren):
        anzahl = indikator.art is Art.ANZAHL
        zuwachs = ZEHN_PERSONEN if anzahl else EIN_PUNKT
        wirkung = mehr_wert(ergebnis, nummer, sozialraum, zuwachs)
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

"""Ein Ergebnis in wenigen Zahlen: wer gewinnt, wer verliert, was der Schutz kostet."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from sozialraum_cli.rechnen.berechnung import NULL, Ergebnis, Sozialraumbudget
from sozialraum_cli.runden import GENAU, glatt


@dataclass(frozen=True, slots=True)
class Veraenderung:
    """Was sich gegen bisher ändert (€/Jahr und %); prozent ist None bei 0 € bisher."""

    sozialraum: str
    betrag: Decimal
    prozent: Decimal | None


@dataclass(frozen=True, slots=True)
class Kennzahlen:
    """Gezählt wird gegen „Budget bisher“; ohne dieses sind die Zahlen dazu 0 oder None.

    umverteilung: Summe der Rückgänge (€/Jahr, positiv). abstand: Summe dessen, was Sozialräume
    mehr bekommen als nach Indikatoren (€/Jahr), das sind die Kosten des Schutzes.
    an_der_grenze: wer genau auf dem geschützten Betrag oder der Obergrenze liegt.
    """

    gewinner: int
    verlierer: int
    gleich: int
    groesster_verlust: Veraenderung | None
    groesster_gewinn: Veraenderung | None
    umverteilung: Decimal
    abstand: Decimal
    ausgleich: Decimal
    gesamtbelastung: Decimal
    vorzeichenwechsel: tuple[str, ...]
    an_der_grenze: tuple[str, ...]


def kennzahlen(ergebnis: Ergebnis) -> Kennzahlen:
    """Zählt ein Ergebnis aus; größter Verlust und Gewinn nach dem Betrag.

    Quelle: docs/verfahren.md, Abschnitt „Kennzahlen“.
    """
    zeilen, summen = ergebnis.sozialraeume, ergebnis.summen
    differenzen = [zeile.differenz for zeile in zeilen if zeile.differenz is not None]
    return Kennzahlen(
        gewinner=sum(differenz > 0 for differenz in differenzen),
        verlierer=sum(differenz < 0 for differenz in differenzen),
        gleich=sum(differenz == 0 for differenz in differenzen),
        groesster_verlust=_groesste(zeilen, -1),
        groesster_gewinn=_groesste(zeilen, 1),
        umverteilung=-summen.verlust,
        abstand=summen.kosten_schutz,
        ausgleich=summen.ausgleich,
        gesamtbelastung=summen.gesamtbelastung,
        vorzeichenwechsel=tuple(z.sozialraum.name for z in zeilen if z.vorzeichenwechsel),
        an_der_grenze=_an_der_grenze(ergebnis),
    )


def _groesste(zeilen: Sequence[Sozialraumbudget], vorzeichen: int) -> Veraenderung | None:
    """Die größte Veränderung in einer Richtung; bei gleichem Betrag die frühere Zeile."""
    groesste, zeile_dazu = NULL, None
    for zeile in zeilen:
        betrag = (zeile.differenz or NULL) * vorzeichen
        if betrag > groesste:
            groesste, zeile_dazu = betrag, zeile
    if zeile_dazu is None:
        return None
    return Veraenderung(
        zeile_dazu.sozialraum.name, groesste * vorzeichen, zeile_dazu.differenz_prozent
    )


def _an_der_grenze(ergebnis: Ergebnis) -> tuple[str, ...]:
    schutz = ergebnis.schutz
    anzahl = len(ergebnis.sozialraeume)
    keine: tuple[Decimal | None, ...] = (None,) * anzahl
    grenzen = zip(
        ergebnis.sozialraeume,
        schutz.mindestbetrag or keine,
        schutz.hoechstbetrag or keine,
        strict=True,
    )
    with localcontext(GENAU):
        return tuple(
            zeile.sozialraum.name
            for zeile, unten, oben in grenzen
            if any(
                grenze is not None and glatt(zeile.budget_geschuetzt - grenze) == 0
                for grenze in (unten, oben)
            )
        )

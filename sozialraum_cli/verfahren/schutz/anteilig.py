"""Verfahren `anteilig`: β des bisherigen Budgets bleiben, der Rest folgt den Indikatoren."""

from collections.abc import Iterator
from decimal import Decimal

from sozialraum_cli.runden import Werte
from sozialraum_cli.verfahren.schritt import Schritt
from sozialraum_cli.verfahren.schutz.schritte import vom_vergleichsbudget
from sozialraum_cli.verfahren.schutz.schutzverfahren import (
    Bestandsschutz,
    Schutzfall,
    Schutzverfahren,
    bindbar,
)
from sozialraum_cli.verfahren.schutz.schwellen import zeilen


def geschuetzt(fall: Schutzfall) -> Bestandsschutz:
    """Z_i = βA_i + (T - βΣA)·D_i/T. Quelle: docs/verfahren.md, Abschnitt „anteilig“."""
    t, mindestbetrag = fall.gesamtbudget, fall.mindestbetrag
    frei = t - sum(mindestbetrag, Decimal(0))
    z = [m + frei * d / t for m, d in zip(mindestbetrag, fall.budget_indikatoren, strict=True)]
    return Bestandsschutz(fall.vergleichsbudget, tuple(z), mindestbetrag)


def schwellen(fall: Schutzfall, grenze: Werte) -> Iterator[Decimal]:
    """D + β·(A - ΣA·D/T) = Grenze."""
    summe = sum(fall.vergleichsbudget, Decimal(0))
    for a, d, g in zeilen(fall, grenze):
        steigung = a - summe * d / fall.gesamtbudget
        if steigung:
            yield (g - d) / steigung


ANTEILIG = Schutzverfahren(
    name="anteilig",
    anleitung="Der eingetragene Prozentsatz des bisherigen Budgets bleibt fest, der Rest des "
    "Gesamtbudgets folgt den Indikatoren.",
    anlage="{bestandsschutz_wirksam:%} {referenz?seines Vergleichsbudgets|des bisherigen Budgets} "
    "bleiben jedem Sozialraum fest; der Rest des Topfs wird nach den Indikatoren verteilt.",
    schritte=(
        vom_vergleichsbudget("bleiben fest"),
        Schritt(
            "budget_geschuetzt",
            "Fest vergeben sind zusammen {gebunden} €; vom Rest des Topfs kommt der Anteil nach "
            "Indikatoren dazu.",
            "{mindestbetrag} + ({gesamtbudget} - {gebunden}) * {budget_indikatoren} / "
            "{gesamtbudget}",
            "€",
        ),
    ),
    regel=geschuetzt,
    schwellen=schwellen,
    formel="{mindestbetrag}+(gesamtbudget-{summe.mindestbetrag})*{budget_indikatoren}/gesamtbudget",
    abschmelzbar=True,
    groesster_schutz=bindbar,
    bindet=True,
    mit_mindestbetrag=True,
)

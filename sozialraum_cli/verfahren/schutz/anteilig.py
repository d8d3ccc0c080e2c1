"""Verfahren `anteilig`: β des bisherigen Budgets bleiben, der Rest folgt den Indikatoren."""

from decimal import Decimal

from sozialraum_cli.verfahren.schutz.schutzverfahren import (
    Bestandsschutz,
    Schutzfall,
    Schutzverfahren,
)


def geschuetzt(fall: Schutzfall) -> Bestandsschutz:
    """Z_i = βA_i + (T - βΣA)·D_i/T. Quelle: docs/verfahren.md, Abschnitt „anteilig“."""
    t, mindestbetrag = fall.gesamtbudget, fall.mindestbetrag
    gebunden = sum(mindestbetrag, Decimal(0))
    z = tuple(
        m + (t - gebunden) * d / t
        for m, d in zip(mindestbetrag, fall.budget_indikatoren, strict=True)
    )
    return Bestandsschutz(fall.vergleichsbudget, z, mindestbetrag)


ANTEILIG = Schutzverfahren(
    name="anteilig",
    anleitung="Der eingetragene Prozentsatz des bisherigen Budgets bleibt fest, der Rest des "
    "Gesamtbudgets folgt den Indikatoren.",
    anlage="{bestandsschutz_wirksam:%} {referenz?seines Vergleichsbudgets|des bisherigen Budgets} "
    "bleiben jedem Sozialraum fest; der Rest des Topfs wird nach den Indikatoren verteilt.",
    rechenweg="{bestandsschutz_wirksam:%} von {vergleichsbudget:€} sind {mindestbetrag:2} € fest; "
    "vom Rest des Topfs ({ungebunden:2} €) kommt der Anteil ohne Schutz dazu. Zusammen "
    "{budget_geschuetzt:2} €.",
    regel=geschuetzt,
    formel="{mindestbetrag}+(gesamtbudget-SUM(mindestbetrag))*{budget_indikatoren}/gesamtbudget",
    abschmelzbar=True,
    bindet=True,
    mit_mindestbetrag=True,
)

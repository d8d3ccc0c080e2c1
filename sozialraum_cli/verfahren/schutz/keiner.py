"""Verfahren `keiner`: jeder Sozialraum bekommt, was die Indikatoren ergeben."""

from sozialraum_cli.verfahren.schutz.schutzverfahren import (
    Bestandsschutz,
    Schutzfall,
    Schutzverfahren,
)


def geschuetzt(fall: Schutzfall) -> Bestandsschutz:
    """Z_i = D_i. Quelle: docs/verfahren.md, Abschnitt „keiner“."""
    return Bestandsschutz(fall.vergleichsbudget, fall.budget_indikatoren)


KEINER = Schutzverfahren(
    name="keiner",
    anleitung="Nur die Indikatoren zählen.",
    anlage="Einen Schutz bisheriger Budgets gibt es nicht: jeder Sozialraum bekommt, was die "
    "Indikatoren ergeben.",
    rechenweg="Es gibt keinen Bestandsschutz.",
    regel=geschuetzt,
    formel="{budget_indikatoren}",
    schuetzt=False,
)

"""Verfahren `keiner`: jeder Sozialraum bekommt, was die Indikatoren ergeben."""

from collections.abc import Iterator
from decimal import Decimal

from sozialraum_cli.runden import Werte
from sozialraum_cli.verfahren.schritt import Schritt
from sozialraum_cli.verfahren.schutz.schutzverfahren import (
    Bestandsschutz,
    Schutzfall,
    Schutzverfahren,
)


def geschuetzt(fall: Schutzfall) -> Bestandsschutz:
    """Z_i = D_i. Quelle: docs/verfahren.md, Abschnitt „keiner“."""
    return Bestandsschutz(fall.vergleichsbudget, fall.budget_indikatoren)


def schwellen(_fall: Schutzfall, _grenze: Werte) -> Iterator[Decimal]:
    """Ohne Schutz gibt es nichts zu erhöhen."""
    return iter(())


KEINER = Schutzverfahren(
    name="keiner",
    anleitung="Nur die Indikatoren zählen.",
    anlage="Einen Schutz bisheriger Budgets gibt es nicht: jeder Sozialraum bekommt, was die "
    "Indikatoren ergeben.",
    schritte=(
        Schritt(
            "budget_geschuetzt",
            "Es gibt keinen Bestandsschutz: {budget_indikatoren} € bleiben, wie sie sind.",
        ),
    ),
    regel=geschuetzt,
    schwellen=schwellen,
    formel="{budget_indikatoren}",
    schuetzt=False,
    behaelt_vorzeichen=True,
)

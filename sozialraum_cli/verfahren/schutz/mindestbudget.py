"""Verfahren `mindestbudget`: niemand fällt unter f, bezahlt aus dem, was darüber läge."""

from collections.abc import Iterator
from decimal import Decimal

from sozialraum_cli.runden import Werte, glatt
from sozialraum_cli.verfahren.schritt import Schritt
from sozialraum_cli.verfahren.schutz.schritte import vom_vergleichsbudget
from sozialraum_cli.verfahren.schutz.schutzverfahren import (
    Bestandsschutz,
    Kennwert,
    Schutzfall,
    Schutzverfahren,
    bindbar,
)
from sozialraum_cli.verfahren.schutz.schwellen import abschnitte, innerhalb, nullstellen, zeilen


def geschuetzt(fall: Schutzfall) -> Bestandsschutz:
    """Z_i = fA_i + s·max(0, D_i - fA_i), s = (T - fΣA) / Σ max(0, D - fA).

    Quelle: docs/verfahren.md, Abschnitt „mindestbudget“.
    """
    mindestbetrag = fall.mindestbetrag
    gebunden = sum(mindestbetrag, Decimal(0))
    darueber = tuple(
        max(Decimal(0), d - m) for d, m in zip(fall.budget_indikatoren, mindestbetrag, strict=True)
    )
    gewinne = sum(darueber, Decimal(0))
    # Ohne Gewinne ist fΣA = T: es bleibt nichts zu stauchen.
    stauchung = (fall.gesamtbudget - gebunden) / gewinne if glatt(gewinne) else Decimal(0)
    z = tuple(m + stauchung * g for m, g in zip(mindestbetrag, darueber, strict=True))
    return Bestandsschutz(
        fall.vergleichsbudget, z, mindestbetrag, kennwerte={"stauchung": stauchung}
    )


def schwellen(fall: Schutzfall, grenze: Werte) -> Iterator[Decimal]:
    """fA = Grenze oder fA + s·(D - fA) = Grenze; s ist ein Bruch in f, das gibt eine Parabel."""
    t, summe = fall.gesamtbudget, sum(fall.vergleichsbudget, Decimal(0))
    je_raum = list(zeilen(fall, grenze))
    for von, bis in abschnitte(d / a for a, d, _ in je_raum if a):
        darueber = [(a, d) for a, d, _ in je_raum if d > von * a and d >= bis * a]
        a_summe = sum((a for a, _ in darueber), Decimal(0))
        d_summe = sum((d for _, d in darueber), Decimal(0))
        yield von
        for a, d, g in je_raum:
            if d > von * a and d >= bis * a:
                quadratisch = a * (summe - a_summe)
                linear = a * d_summe + g * a_summe - t * a - summe * d
                yield from innerhalb(
                    nullstellen(quadratisch, linear, t * d - g * d_summe), von, bis
                )
            elif a:
                yield from innerhalb((g / a,), von, bis)


MINDESTBUDGET = Schutzverfahren(
    name="mindestbudget",
    anleitung="Niemand bekommt weniger als den Prozentsatz seines bisherigen Budgets; das bezahlen "
    "alle, die darüber liegen, von dem, was darüber liegt.",
    anlage="Kein Sozialraum fällt unter {bestandsschutz_wirksam:%} seines "
    "{referenz?Vergleichsbudgets|bisherigen Budgets}. Bezahlt wird das aus den Zuwächsen der "
    "anderen, die dafür alle im selben Verhältnis kleiner ausfallen.",
    schritte=(
        vom_vergleichsbudget("sind das Mindestbudget"),
        Schritt(
            "stauchung",
            "Alle Mindestbudgets kosten zusammen {gebunden} €. Was nach Indikatoren über den "
            "Mindestbudgets läge, sind zusammen {darueber_zusammen} €; davon bleibt dieser Teil.",
            "({gesamtbudget} - {gebunden}) / {darueber_zusammen}",
            wenn="etwas_darueber",
        ),
        Schritt(
            "budget_geschuetzt",
            "Zum Mindestbudget kommt der gestauchte Betrag, der darüber läge.",
            "{mindestbetrag} + {stauchung} * max(0; {budget_indikatoren} - {mindestbetrag})",
            "€",
        ),
    ),
    regel=geschuetzt,
    schwellen=schwellen,
    formel="{mindestbetrag}+stauchung*{darueber}",
    groesster_schutz=bindbar,
    bindet=True,
    mit_mindestbetrag=True,
    kennwerte=(
        Kennwert(
            "stauchung",
            "Stauchung der Zuwächse (nur mindestbudget)",
            "IF(SUM(darueber)<0.000001,0,(gesamtbudget-SUM(mindestbetrag))/SUM(darueber))",
        ),
    ),
)

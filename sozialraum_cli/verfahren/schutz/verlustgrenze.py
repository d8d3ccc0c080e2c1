"""Verfahren `verlustgrenze`: niemand fällt unter f, und nur wer gewinnt, bezahlt es."""

from decimal import ROUND_FLOOR, Decimal

from sozialraum_cli.runden import CENT, HUNDERT, glatt
from sozialraum_cli.verfahren.schritt import Schritt
from sozialraum_cli.verfahren.schutz.knickstellen import faktor_fuer_summe
from sozialraum_cli.verfahren.schutz.schritte import vom_vergleichsbudget
from sozialraum_cli.verfahren.schutz.schutzverfahren import (
    Bestandsschutz,
    Kennwert,
    Schutzfall,
    Schutzverfahren,
    Unzulaessig,
)
from sozialraum_cli.verfahren.schutz.schwellen import wo_der_mindestbetrag_reicht
from sozialraum_cli.zahlen import euro, prozent

_NULL = Decimal(0)


def geschuetzt(fall: Schutzfall) -> Bestandsschutz:
    """A_i > D_i: Z_i = max(D_i, fA_i), sonst Z_i = A_i + θ(D_i - A_i), θ so, dass ΣZ = T.

    Quelle: docs/verfahren.md, Abschnitt „verlustgrenze“.
    """
    paare = tuple(zip(fall.vergleichsbudget, fall.budget_indikatoren, strict=True))
    zuwachs = sum((d - a for a, d in paare if a <= d), _NULL)
    verteilbar = fuer_verlierer(fall) - benoetigt(fall)
    # Ohne Zuwachs ist nichts zu verteilen.
    theta = verteilbar / zuwachs if glatt(zuwachs) else _NULL
    z = tuple(
        max(d, m) if a > d else a + theta * (d - a)
        for (a, d), m in zip(paare, fall.mindestbetrag, strict=True)
    )
    kennwerte = {"zuwachs_zusammen": zuwachs, "zuwachs_verteilbar": verteilbar, "theta": theta}
    return Bestandsschutz(fall.vergleichsbudget, z, fall.mindestbetrag, kennwerte=kennwerte)


def fuer_verlierer(fall: Schutzfall) -> Decimal:
    """T - Σ A der Gewinner: was höchstens für die bleibt, die verlieren (€/Jahr)."""
    paare = zip(fall.vergleichsbudget, fall.budget_indikatoren, strict=True)
    return fall.gesamtbudget - sum((a for a, d in paare if a <= d), _NULL)


def benoetigt(fall: Schutzfall) -> Decimal:
    """Σ max(D, fA) der Verlierer (€/Jahr)."""
    zeilen = zip(fall.vergleichsbudget, fall.budget_indikatoren, fall.mindestbetrag, strict=True)
    return sum((max(d, m) for a, d, m in zeilen if a > d), _NULL)


def groesste_grenze(fall: Schutzfall) -> Decimal:
    """Das größte zulässige f (Anteil), genau: Σ max(D, fA) der Verlierer wächst stückweise linear.

    Quelle: docs/verfahren.md, Abschnitt „verlustgrenze“.
    """
    paare = zip(fall.vergleichsbudget, fall.budget_indikatoren, strict=True)
    verlierer = [(a, d) for a, d in paare if a > d]
    if not verlierer:
        return Decimal(1)
    a, d = zip(*verlierer, strict=True)
    ohne_obergrenze = [None] * len(verlierer)
    return min(Decimal(1), faktor_fuer_summe(fuer_verlierer(fall), a, d, ohne_obergrenze))


def unzulaessig(fall: Schutzfall) -> Unzulaessig | None:
    """Prüft, ob der Zuwachs der Gewinner die Untergrenze der Verlierer bezahlt (0 ≤ θ)."""
    noetig, vorhanden = benoetigt(fall), fuer_verlierer(fall)
    if glatt(noetig) <= glatt(vorhanden):
        return None
    hoechstens = glatt(groesste_grenze(fall) * HUNDERT).quantize(CENT, ROUND_FLOOR)
    return Unzulaessig(
        "bestandsschutz",
        f"Der Bestandsschutz von {prozent(fall.schutz * HUNDERT)} sichert denen, die verlieren, "
        f"zusammen {euro(noetig)}; neben den bisherigen Budgets der anderen bleiben dafür nur "
        f"{euro(vorhanden)}.",
        f"Den Bestandsschutz auf höchstens {prozent(hoechstens)} senken oder das Gesamtbudget "
        "erhöhen.",
    )


VERLUSTGRENZE = Schutzverfahren(
    name="verlustgrenze",
    anleitung="Niemand bekommt weniger als den Prozentsatz seines bisherigen Budgets; das bezahlen "
    "nur die, die gewinnen, alle mit dem gleichen Teil ihres Zuwachses.",
    anlage="Kein Sozialraum fällt unter {bestandsschutz_wirksam:%} seines "
    "{referenz?Vergleichsbudgets|bisherigen Budgets}. Bezahlt wird das nur aus Zuwächsen: jeder "
    "behält davon {theta:%}, und niemand fällt dadurch hinter das zurück, was er hatte.",
    schritte=(
        vom_vergleichsbudget("sind die Untergrenze"),
        Schritt(
            "budget_geschuetzt",
            "Nach Indikatoren wäre es weniger als vorher; es gilt der größere Betrag.",
            "max({budget_indikatoren}; {mindestbetrag})",
            "€",
            wenn="verliert",
        ),
        Schritt(
            "theta",
            "Alle Zuwächse sind zusammen {zuwachs_zusammen} €; nach den Untergrenzen der anderen "
            "bleiben davon {zuwachs_verteilbar} €. Diesen Teil behält jeder, der gewinnt.",
            "{zuwachs_verteilbar} / {zuwachs_zusammen}",
            wenn="gewinnt",
        ),
        Schritt(
            "budget_geschuetzt",
            "Vom eigenen Zuwachs bleibt dieser Teil.",
            "{vergleichsbudget} + {theta} * ({budget_indikatoren} - {vergleichsbudget})",
            "€",
            wenn="gewinnt",
        ),
        Schritt(
            "budget_geschuetzt",
            "Nach Indikatoren wäre es so viel wie vorher; dabei bleibt es.",
            wenn="bleibt_gleich",
        ),
    ),
    regel=geschuetzt,
    schwellen=wo_der_mindestbetrag_reicht,
    formel="IF(N({vergleichsbudget})>{budget_indikatoren},"
    "MAX({budget_indikatoren},{mindestbetrag}),"
    "N({vergleichsbudget})+theta*({budget_indikatoren}-N({vergleichsbudget})))",
    unzulaessig=unzulaessig,
    groesster_schutz=groesste_grenze,
    mit_mindestbetrag=True,
    behaelt_vorzeichen=True,
    kennwerte=(
        Kennwert(
            "zuwachs_zusammen",
            "Zuwachs ohne Schutz zusammen (nur verlustgrenze)",
            "SUMPRODUCT((vergleichsbudget<budget_indikatoren)"
            "*(budget_indikatoren-vergleichsbudget))",
            betrag=True,
        ),
        Kennwert(
            "zuwachs_verteilbar",
            "was davon nach der Untergrenze bleibt",
            "gesamtbudget-SUMPRODUCT((vergleichsbudget<=budget_indikatoren)*vergleichsbudget)"
            "-SUMPRODUCT((vergleichsbudget>budget_indikatoren)*(budget_indikatoren"
            "+(mindestbetrag>budget_indikatoren)*(mindestbetrag-budget_indikatoren)))",
            betrag=True,
        ),
        Kennwert(
            "theta",
            "θ: dieser Teil jedes Zuwachses bleibt",
            "IF(zuwachs_verteilbar<-0.000001,NA(),"
            "IF(zuwachs_zusammen<0.000001,0,zuwachs_verteilbar/zuwachs_zusammen))",
        ),
    ),
)

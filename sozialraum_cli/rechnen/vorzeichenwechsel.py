"""Vorzeichenwechsel: der Schutz macht aus einem Zuwachs einen Rückgang oder umgekehrt."""

from collections.abc import Sequence
from decimal import Decimal

from sozialraum_cli.befund import Befund, hinweis
from sozialraum_cli.modell import Eingabe
from sozialraum_cli.namen import aufzaehlung, oder
from sozialraum_cli.verfahren.schutz.verzeichnis import namen


def wechselt_vorzeichen(
    budget_bisher: Decimal | None, ohne_schutz: Decimal, budget_neu: Decimal, einheit: Decimal
) -> bool:
    """Ob die Indikatoren mehr geben als bisher und der Schutz weniger daraus macht, oder umgekehrt.

    Eingang: bisher, D° und B in €/Jahr, Einheit der Rundung. Was weniger als eine Einheit
    ausmacht, hat die Rundung bewirkt, nicht der Schutz. Quelle: docs/verfahren.md, Abschnitt
    „Vorzeichenwechsel“.
    """
    if budget_bisher is None or abs(budget_neu - budget_bisher) < einheit:
        return False
    return (ohne_schutz - budget_bisher) * (budget_neu - budget_bisher) < 0


def wechselhinweis(
    eingabe: Eingabe, zum_rueckgang: Sequence[str], zum_zuwachs: Sequence[str]
) -> Befund | None:
    """Der Hinweis, der die Betroffenen nennt; None, wenn niemand das Vorzeichen wechselt."""
    saetze = []
    if zum_rueckgang:
        saetze.append(
            "Nach den Indikatoren mehr als bisher, durch den Bestandsschutz aber weniger bekommt: "
            f"{aufzaehlung(zum_rueckgang)}."
        )
    if zum_zuwachs:
        saetze.append(
            "Nach den Indikatoren weniger als bisher, durch den Bestandsschutz aber mehr bekommt: "
            f"{aufzaehlung(zum_zuwachs)}."
        )
    if not saetze:
        return None
    ohne = namen(lambda v: v.schuetzt and v.behaelt_vorzeichen)
    return hinweis(
        f"Vorzeichenwechsel. {' '.join(saetze)}",
        eingabe.fundorte.get("parameter:bestandsschutz_verfahren"),
        f"Prüfen, ob das gewollt ist; bei {oder(ohne)} kommt es gegenüber dem Vergleichsbudget "
        "nicht vor.",
    )

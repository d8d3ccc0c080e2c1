"""Schritte, die mehrere Schutzverfahren teilen."""

from sozialraum_cli.verfahren.schritt import Schritt


def vom_vergleichsbudget(was_es_ist: str) -> Schritt:
    """βA oder fA; `was_es_ist` sagt, was mit dem Betrag geschieht: „bleiben fest“."""
    return Schritt(
        "mindestbetrag",
        "{bestandsschutz_wirksam} vom {referenz?Vergleichsbudget|bisherigen Budget} "
        f"{was_es_ist}.",
        "{bestandsschutz_wirksam} * {vergleichsbudget}",
        "€",
    )

"""Große Verluste: das Ergebnis ist richtig, aber jemand sollte es vorher wissen."""

from decimal import Decimal

from sozialraum_cli.befund import Befund, hinweis
from sozialraum_cli.rechnen.berechnung import Ergebnis
from sozialraum_cli.zahlen import euro, prozent

# Ab einem Fünftel stehen Stellen und Angebote in Frage; die Schwelle ist Auslegung.
_GROSSER_VERLUST = Decimal(-20)


def grosse_verluste(ergebnis: Ergebnis) -> tuple[Befund, ...]:
    """Ein Hinweis je Sozialraum, der mehr als 20 % seines bisherigen Budgets verliert."""
    return tuple(
        hinweis(
            f"„{zeile.sozialraum.name}“ verliert {prozent(-zeile.differenz_prozent)} seines "
            f"bisherigen Budgets ({euro(-zeile.differenz)}).",
            ergebnis.eingabe.fundorte.get(f"sozialraum:{zeile.sozialraum.name}"),
            "Prüfen, ob der Bestandsschutz so gewollt ist, und den Träger früh informieren.",
        )
        for zeile in ergebnis.sozialraeume
        if zeile.differenz is not None
        and zeile.differenz_prozent is not None
        and zeile.differenz_prozent < _GROSSER_VERLUST
    )

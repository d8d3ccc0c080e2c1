"""Das Verzeichnis der Verfahren des Bestandsschutzes; was über Verfahren läuft, läuft hierüber."""

from collections.abc import Callable

from sozialraum_cli.verfahren.schutz.anteilig import ANTEILIG
from sozialraum_cli.verfahren.schutz.defizitausgleich import DEFIZITAUSGLEICH
from sozialraum_cli.verfahren.schutz.kappung import KAPPUNG
from sozialraum_cli.verfahren.schutz.keiner import KEINER
from sozialraum_cli.verfahren.schutz.mindestbudget import MINDESTBUDGET
from sozialraum_cli.verfahren.schutz.schutzverfahren import Schutzverfahren
from sozialraum_cli.verfahren.schutz.verlustgrenze import VERLUSTGRENZE

# In der Reihenfolge, in der Hilfe und Auswahlliste sie nennen.
SCHUTZVERFAHREN: dict[str, Schutzverfahren] = {
    verfahren.name: verfahren
    for verfahren in (KEINER, ANTEILIG, MINDESTBUDGET, KAPPUNG, VERLUSTGRENZE, DEFIZITAUSGLEICH)
}


def namen(bedingung: Callable[[Schutzverfahren], bool]) -> tuple[str, ...]:
    """Die Namen aller Verfahren, für die eine Bedingung gilt."""
    return tuple(name for name, verfahren in SCHUTZVERFAHREN.items() if bedingung(verfahren))


def schutzverfahren(name: str) -> Schutzverfahren:
    """Das Verfahren dieses Namens. Fehler: ValueError, wenn es keines gibt."""
    if name not in SCHUTZVERFAHREN:
        raise ValueError(f"„{name}“ ist kein Verfahren des Bestandsschutzes.")
    return SCHUTZVERFAHREN[name]

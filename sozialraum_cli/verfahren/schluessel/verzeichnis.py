"""Das Verzeichnis der Schlüsselverfahren; was über Verfahren läuft, läuft hierüber."""

from collections.abc import Callable

from sozialraum_cli.verfahren.schluessel.anteile import ANTEILE
from sozialraum_cli.verfahren.schluessel.belastungsfaktor import BELASTUNGSFAKTOR
from sozialraum_cli.verfahren.schluessel.minmax import MINMAX
from sozialraum_cli.verfahren.schluessel.schluesselverfahren import Schluesselverfahren
from sozialraum_cli.verfahren.schluessel.zwert import ZWERT

VORGABE = ANTEILE.name

# In der Reihenfolge, in der Hilfe und Auswahlliste sie nennen.
SCHLUESSELVERFAHREN: dict[str, Schluesselverfahren] = {
    verfahren.name: verfahren for verfahren in (ANTEILE, BELASTUNGSFAKTOR, MINMAX, ZWERT)
}


def namen(bedingung: Callable[[Schluesselverfahren], bool]) -> tuple[str, ...]:
    """Die Namen aller Verfahren, für die eine Bedingung gilt."""
    return tuple(name for name, verfahren in SCHLUESSELVERFAHREN.items() if bedingung(verfahren))


def schluesselverfahren(name: str) -> Schluesselverfahren:
    """Das Verfahren dieses Namens. Fehler: ValueError, wenn es keines gibt."""
    if name not in SCHLUESSELVERFAHREN:
        raise ValueError(f"„{name}“ ist kein Schlüsselverfahren.")
    return SCHLUESSELVERFAHREN[name]

"""Der Bericht: was jede Ausgabe des Controllings zeigt."""

from dataclasses import dataclass

from sozialraum_cli.befund import Befund
from sozialraum_cli.controlling.abgleich import Abgleich
from sozialraum_cli.filter import Filter
from sozialraum_cli.rechnen.controlling import Controlling


@dataclass(frozen=True, slots=True)
class Datei:
    """Name und Prüfsumme (SHA-256) einer gelesenen Datei."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Bericht:
    """Das Ergebnis, woraus es entstand, welcher Teil davon gezeigt wird und was auffiel.

    ganz: das Ergebnis ohne Filter.
    """

    controlling: Controlling
    ganz: Controlling
    filter: Filter
    abgleich: Abgleich
    bogen: Datei
    quellen: tuple[Datei, ...]
    plan: Datei | None
    befunde: tuple[Befund, ...]

"""Eine Zeile des ganzen Kreises, als Sozialraum gelesen: Sie bekäme die Hälfte des Geldes."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from sozialraum_cli.befund import Befund, fehler
from sozialraum_cli.modell import Sozialraum
from sozialraum_cli.namen import vergleichsform

_KREISNAMEN = tuple(map(vergleichsform, ("Kreis", "Landkreis")))
# Bei weniger Sozialräumen oder Größen kann es Zufall sein; dann folgt nur ein Hinweis.
_RAEUME = 4
_GROESSEN = 2


def kreiszeilen(
    raeume: Sequence[Sozialraum],
    anzahlen: Iterable[Sequence[Decimal]],
    ort: Callable[[int], str],
) -> list[Befund]:
    """Je Sozialraum, der in allem genau die Summe aller anderen hat, ein Fehler.

    Eingang: die Spalten mit Anzahlen in der Reihenfolge der Sozialräume; ort: die Zelle eines
    Sozialraums zu seiner Nummer in dieser Reihenfolge.
    """
    budgets = [raum.budget_bisher for raum in raeume if raum.budget_bisher is not None]
    groessen = [werte for werte in (*anzahlen, budgets) if len(werte) == len(raeume)]
    if not groessen:
        return []
    summen = [sum(werte, Decimal(0)) for werte in groessen]
    # Erst eine Größe: fast nie bleibt jemand übrig, von dem auch die anderen zu prüfen sind.
    nummern = [nummer for nummer, wert in enumerate(groessen[0]) if 2 * wert == summen[0]]
    return [
        fehler(
            f"„{raeume[nummer].name}“ hat in allem genau die Summe aller anderen Sozialräume; "
            "wie ein Sozialraum gelesen bekäme diese Zeile Geld.",
            ort(nummer),
            "Die Zeile mit „Summe“ beschriften oder löschen.",
        )
        for nummer in nummern
        if _auffaellig(raeume[nummer].name, len(raeume), len(groessen))
        and all(
            werte[nummer] and 2 * werte[nummer] == summe
            for werte, summe in zip(groessen, summen, strict=True)
        )
    ]


def _auffaellig(name: str, raeume: int, groessen: int) -> bool:
    if vergleichsform(name).startswith(_KREISNAMEN):
        return groessen > 0 and raeume > 2
    return raeume >= _RAEUME and groessen >= _GROESSEN

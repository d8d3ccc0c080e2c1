"""Eine Zeile des ganzen Kreises, als Sozialraum gelesen: Sie bekäme die Hälfte des Geldes."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from sozialraum_cli.befund import Befund, fehler
from sozialraum_cli.modell import Sozialraum
from sozialraum_cli.namen import vergleichsform

_KREISNAMEN = tuple(map(vergleichsform, ("Kreis", "Landkreis")))
# Bei weniger Sozialräumen oder Größen kann es Zufall sein; dann folgt nur ein Hinweis.
_RAEUME = 4
_GROESSEN = 2


def kreiszeilen(
    raeume: Sequence[Sozialraum], anzahlen: Iterable[Sequence[Decimal]], orte: Mapping[str, str]
) -> list[Befund]:
    """Je Sozialraum, der in allem genau die Summe aller anderen hat, ein Fehler.

    Eingang: die Spalten mit Anzahlen in der Reihenfolge der Sozialräume; Zelle je Name.
    """
    budgets = [raum.budget_bisher for raum in raeume if raum.budget_bisher is not None]
    groessen = [werte for werte in (*anzahlen, budgets) if len(werte) == len(raeume)]
    summen = [sum(werte, Decimal(0)) for werte in groessen]
    return [
        fehler(
            f"„{raum.name}“ hat in allem genau die Summe aller anderen Sozialräume; wie ein "
            "Sozialraum gelesen bekäme diese Zeile Geld.",
            orte[raum.name],
            "Die Zeile mit „Summe“ beschriften oder löschen.",
        )
        for nummer, raum in enumerate(raeume)
        if _auffaellig(raum.name, len(raeume), len(groessen))
        and all(
            werte[nummer] and 2 * werte[nummer] == summe
            for werte, summe in zip(groessen, summen, strict=True)
        )
    ]


def _auffaellig(name: str, raeume: int, groessen: int) -> bool:
    if vergleichsform(name).startswith(_KREISNAMEN):
        return groessen > 0 and raeume > 2
    return raeume >= _RAEUME and groessen >= _GROESSEN

"""Ein Indikator, der zählt, was das Budget bezahlt, verteilt im Kreis."""

import re
from collections.abc import Iterator

from sozialraum_cli.befund import Befund, hinweis
from sozialraum_cli.modell import Eingabe

_HILFEN = re.compile(
    r"hilfen? zur erziehung|\bhze\b|erziehungshilfe|(?:ambulante|stationäre|teilstationäre)n? "
    r"hilfe|heimerziehung|heimunterbringung|vollzeitpflege|familienhilfe|\bspfh\b",
    re.IGNORECASE,
)


def zirkelschluss(eingabe: Eingabe) -> Iterator[Befund]:
    """Hinweise auf Indikatoren, die Hilfen zur Erziehung zählen.

    Ein größeres Budget ergäbe mehr Hilfen und mehr Hilfen ein größeres Budget. Quelle: OVG
    Niedersachsen, 4 ME 1/06 (Sozialraumbudgets dürfen Hilfen zur Erziehung nicht begrenzen).
    """
    for indikator in eingabe.indikatoren:
        if _HILFEN.search(indikator.name):
            yield hinweis(
                f"Der Indikator „{indikator.name}“ zählt Hilfen, die selbst vom Angebot abhängen: "
                "Mehr Budget ergibt mehr Hilfen und mehr Hilfen mehr Budget.",
                eingabe.fundorte.get(f"indikator:{indikator.name}", "Gewichtung"),
                "Einen Indikator der Lebenslage nehmen, zum Beispiel Arbeitslose oder "
                "Alleinerziehende.",
            )

"""Die Empfindlichkeit als JSON nach Schema sozialraum/empfindlichkeit/1."""

from collections.abc import Iterable

from sozialraum_cli.ausgabe.json_ausgabe import HINWEIS, dokument_json
from sozialraum_cli.befund import Befund, sortiert
from sozialraum_cli.entscheiden.empfindlichkeit import Empfindlichkeit
from sozialraum_cli.entscheiden.empfindlichkeit_saetze import saetze
from sozialraum_cli.groessen.empfindlichkeit import INDIKATOR, VERFAHREN, ZUFALL
from sozialraum_cli.groessen.groesse import Dokument, Groesse, Liste, Mass, Namen, Verbund

EMPFINDLICHKEIT: Dokument[tuple[Empfindlichkeit, Iterable[Befund]]] = Dokument(
    "sozialraum/empfindlichkeit/1",
    "Was Gewichte und Indikatoren bewegen",
    "„sozialraum empfindlichkeit DATEN --format json“; Beträge in € je Jahr, ungerundet gerechnet",
    (
        Groesse("jahr", Mass.GANZ, lambda q: q[0].ergebnis.eingabe.parameter.jahr),
        Liste("indikatoren", lambda q: q[0].indikatoren, INDIKATOR, mindestens=1),
        Liste("schluesselverfahren", lambda q: q[0].schluesselverfahren, VERFAHREN),
        Verbund("zufall", lambda q: q[0].zufall, ZUFALL),
        Namen("saetze", lambda q: [*saetze(q[0])], "je Sozialraum einer, dann mehr"),
        Liste("befunde", lambda q: sortiert(q[1]), HINWEIS),
    ),
)


def empfindlichkeit_json(probe: Empfindlichkeit, befunde: Iterable[Befund]) -> bytes:
    """Alle Proben als UTF-8."""
    return dokument_json(EMPFINDLICHKEIT, (probe, befunde))

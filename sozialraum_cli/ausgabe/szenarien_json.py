"""Varianten als JSON nach Schema sozialraum/szenarien/1."""

from sozialraum_cli.ausgabe.json_ausgabe import BEFUND, dokument_json
from sozialraum_cli.befund import sortiert
from sozialraum_cli.entscheiden.szenarien import Szenarien
from sozialraum_cli.groessen.groesse import Dokument, Groesse, Liste, Mass
from sozialraum_cli.groessen.szenarien import VARIANTE

SZENARIEN: Dokument[Szenarien] = Dokument(
    "sozialraum/szenarien/1",
    "Varianten nebeneinander",
    "„sozialraum szenarien DATEN --format json“; was nicht machbar ist, hat keine Zahlen",
    (
        Groesse("jahr", Mass.GANZ, lambda s: s.jahr),
        Liste(
            "varianten",
            lambda s: s.varianten,
            (*VARIANTE, Liste("befunde", lambda v: sortiert(v.befunde), BEFUND)),
            mindestens=1,
        ),
    ),
)


def szenarien_json(szenarien: Szenarien) -> bytes:
    """Alle Varianten in ihrer Reihenfolge als UTF-8."""
    return dokument_json(SZENARIEN, szenarien)

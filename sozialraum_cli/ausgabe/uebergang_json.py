"""Der Übergang als JSON nach Schema sozialraum/uebergang/1."""

from collections.abc import Iterable

from sozialraum_cli.ausgabe.json_ausgabe import HINWEIS, PARAMETER, dokument_json
from sozialraum_cli.befund import Befund, sortiert
from sozialraum_cli.groessen.groesse import Dokument, Groesse, Liste, Mass, Verzeichnis
from sozialraum_cli.groessen.uebergang import JAHR
from sozialraum_cli.rechnen.geltende_parameter import geltende_parameter
from sozialraum_cli.rechnen.uebergang import Uebergang

UEBERGANG: Dokument[tuple[Uebergang, Iterable[Befund]]] = Dokument(
    "sozialraum/uebergang/1",
    "Der Jahrespfad der Abschmelzung",
    "„sozialraum uebergang DATEN --format json“; Beträge in € je Jahr mit zwei Nachkommastellen, "
    "Prozente als 70",
    (
        Groesse(
            "jahr",
            Mass.GANZ,
            lambda q: q[0].jahre[0].jahr,
            "Das Haushaltsjahr, das erste des Pfads.",
        ),
        Verzeichnis(
            "parameter",
            lambda q: geltende_parameter(q[0].jahre[0].ergebnis),
            PARAMETER,
            "Die geltenden Parameter des Haushaltsjahres, Leistungen unter leistung:NAME.",
        ),
        Liste("jahre", lambda q: q[0].jahre, JAHR, mindestens=1),
        Liste("befunde", lambda q: sortiert(q[1]), HINWEIS),
    ),
)


def uebergang_json(uebergang: Uebergang, befunde: Iterable[Befund]) -> bytes:
    """Der Pfad als UTF-8; die Parameter sind die des Haushaltsjahres, Prozente als 70."""
    return dokument_json(UEBERGANG, (uebergang, befunde))

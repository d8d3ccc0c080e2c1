"""Der Vergleich für Programme: Schema sozialraum/vergleich/1."""

from collections.abc import Iterable
from dataclasses import dataclass

from sozialraum_cli.ausgabe.json_ausgabe import HINWEIS, dokument_json
from sozialraum_cli.befund import Befund, sortiert
from sozialraum_cli.groessen.groesse import Dokument, Groesse, Groessen, Liste, Mass, Verbund
from sozialraum_cli.groessen.vergleich import AENDERUNG, RAUM, VERAENDERUNG
from sozialraum_cli.modell import Parameter
from sozialraum_cli.rechnen.vergleich import Vergleich


@dataclass(frozen=True, slots=True)
class _Quelle:
    vergleich: Vergleich
    dateien: tuple[str, str]
    befunde: Iterable[Befund]

    @property
    def alt(self) -> tuple[str, Parameter]:
        return self.dateien[0], self.vergleich.alt.eingabe.parameter

    @property
    def neu(self) -> tuple[str, Parameter]:
        return self.dateien[1], self.vergleich.neu.eingabe.parameter


_SEITE: Groessen[tuple[str, Parameter]] = (
    Groesse("datei", Mass.TEXT, lambda s: s[0]),
    Groesse("jahr", Mass.GANZ, lambda s: s[1].jahr),
    Groesse("gesamtbudget", Mass.GELD, lambda s: s[1].gesamtbudget),
    Groesse("schluesselverfahren", Mass.TEXT, lambda s: str(s[1].schluesselverfahren)),
    Groesse("bestandsschutz_verfahren", Mass.TEXT, lambda s: str(s[1].bestandsschutz_verfahren)),
)
VERGLEICH: Dokument[_Quelle] = Dokument(
    "sozialraum/vergleich/1",
    "Vergleich zweier Rechnungen",
    "„sozialraum vergleich ALT NEU --format json“; Beträge in € je Jahr mit zwei Nachkommastellen",
    (
        Verbund("alt", lambda q: q.alt, _SEITE),
        Verbund("neu", lambda q: q.neu, _SEITE),
        Liste(
            "parameter",
            lambda q: q.vergleich.parameter,
            AENDERUNG,
            "Parameter mit verschiedenem Wert, Leistungen unter leistung:NAME",
        ),
        Liste(
            "gewichtung",
            lambda q: q.vergleich.gewichtung,
            AENDERUNG,
            "Geänderte Indikatoren: gewicht:NAME (normiert, %), art:NAME, bezugsgroesse:NAME, "
            "richtung:NAME",
        ),
        Liste(
            "nur_alt",
            lambda q: q.vergleich.nur_alt,
            RAUM,
            "Verschwundene Sozialräume; sie gehen in die Summen ein",
        ),
        Liste(
            "nur_neu",
            lambda q: q.vergleich.nur_neu,
            RAUM,
            "Neue Sozialräume; sie gehen in die Summen ein",
        ),
        Verbund("summen", lambda q: q.vergleich.summen, VERAENDERUNG),
        Liste(
            "sozialraeume",
            lambda q: q.vergleich.sozialraeume,
            RAUM,
            "Sozialräume, die es auf beiden Seiten gibt, in der Reihenfolge der neuen",
        ),
        Liste("befunde", lambda q: sortiert(q.befunde), HINWEIS),
    ),
)


def vergleich_json(
    vergleich: Vergleich, dateien: tuple[str, str], befunde: Iterable[Befund]
) -> bytes:
    """Der Vergleich nach Schema sozialraum/vergleich/1 als UTF-8.

    Eingang: Dateinamen der alten und neuen Seite. nur_alt und nur_neu gehen in die Summen ein.
    """
    return dokument_json(VERGLEICH, _Quelle(vergleich, dateien, befunde))

"""Die Erklärung eines Sozialraums als JSON nach Schema sozialraum/erklaerung/1."""

from sozialraum_cli.ausgabe.json_ausgabe import dokument_json
from sozialraum_cli.entscheiden.erklaerung import Erklaerung
from sozialraum_cli.groessen.erklaerung import ERKLAERUNG
from sozialraum_cli.groessen.groesse import Dokument

DOKUMENT: Dokument[Erklaerung] = Dokument(
    "sozialraum/erklaerung/1",
    "Der Rechenweg eines Sozialraums",
    "„sozialraum erklaeren DATEN SOZIALRAUM --format json“; mit --alle eine Zeile je Sozialraum",
    ERKLAERUNG,
)


def erklaerung_json(erklaerung: Erklaerung) -> bytes:
    """Eine Erklärung in einer Zeile als UTF-8."""
    return dokument_json(DOKUMENT, erklaerung)

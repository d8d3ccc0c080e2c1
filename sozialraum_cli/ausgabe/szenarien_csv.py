"""Varianten als CSV: je Variante und Sozialraum eine Zeile."""

from sozialraum_cli.ausgabe.csv_ausgabe import EXCEL_DE, Dialekt, Spalten, csv_bytes, immer
from sozialraum_cli.entscheiden.szenarien import Szenarien, Variante
from sozialraum_cli.groessen.groesse import auswahl, spalten
from sozialraum_cli.groessen.sozialraum import SOZIALRAUM
from sozialraum_cli.modell import Wert

_SPALTEN = auswahl(
    SOZIALRAUM, "sozialraum", "budget_bisher", "budget_neu", "differenz", "differenz_prozent"
)


def szenarien_csv(szenarien: Szenarien, dialekt: Dialekt = EXCEL_DE) -> bytes:
    """Eine nicht machbare Variante hat eine Zeile mit ihrem Grund."""
    return csv_bytes([*map(_spalten, szenarien.varianten)], dialekt)


def _spalten(variante: Variante) -> Spalten:
    kopf: dict[str, Wert] = {
        "variante": variante.name,
        "machbar": "ja" if variante.machbar else "nein",
    }
    if variante.ergebnis is None:
        return immer({**kopf, "sozialraum": None, "grund": variante.grund}, (variante,))
    zeilen = variante.ergebnis.sozialraeume
    return {**immer(kopf, zeilen), **spalten(_SPALTEN, zeilen)}

"""Varianten als CSV: je Variante und Sozialraum eine Zeile."""

from sozialraum_cli.ausgabe.csv_ausgabe import EXCEL_DE, Dialekt, csv_bytes
from sozialraum_cli.entscheiden.szenarien import Szenarien, Variante
from sozialraum_cli.groessen.groesse import auswahl, flach
from sozialraum_cli.groessen.sozialraum import SOZIALRAUM
from sozialraum_cli.modell import Wert

_SPALTEN = auswahl(
    SOZIALRAUM, "sozialraum", "budget_bisher", "budget_neu", "differenz", "differenz_prozent"
)


def szenarien_csv(szenarien: Szenarien, dialekt: Dialekt = EXCEL_DE) -> bytes:
    """Eine nicht machbare Variante hat eine Zeile mit ihrem Grund."""
    return csv_bytes([z for v in szenarien.varianten for z in _zeilen(v)], dialekt)


def _zeilen(variante: Variante) -> list[dict[str, Wert]]:
    kopf: dict[str, Wert] = {
        "variante": variante.name,
        "machbar": "ja" if variante.machbar else "nein",
    }
    if variante.ergebnis is None:
        return [{**kopf, "sozialraum": None, "grund": variante.grund}]
    return [{**kopf, **flach(_SPALTEN, zeile)} for zeile in variante.ergebnis.sozialraeume]

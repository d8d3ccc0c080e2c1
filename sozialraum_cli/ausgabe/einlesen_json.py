"""Das Einlesen als JSON nach Schema sozialraum/einlesen/1."""

from typing import TYPE_CHECKING

from sozialraum_cli.ausgabe.json_ausgabe import befund_objekte, json_bytes
from sozialraum_cli.quellen.beleg import quelle_nennen, stichtag_nennen
from sozialraum_cli.rechnen.runden import kaufmaennisch
from sozialraum_cli.zahlen import ohne_endnullen

if TYPE_CHECKING:
    from sozialraum_cli.befehle.einleselauf import Einlesung


def einlesen_json(lauf: "Einlesung") -> bytes:
    """Quellen, Spalten mit Werten (null: keiner), geänderte Zellen, Wirkung in € und Befunde."""
    return json_bytes(
        {
            "schema": "sozialraum/einlesen/1",
            "quellen": [
                {
                    "datei": quelle.datei,
                    "blatt": quelle.blatt,
                    "format": quelle.format.name,
                    "zeichensatz": quelle.zeichensatz,
                    "sha256": quelle.sha256,
                    "gebiete": len(quelle.werte),
                }
                for quelle in lauf.quellen
            ],
            "spalten": [
                {
                    "name": spalte.angabe.name,
                    "art": str(spalte.angabe.art),
                    "stichtag": stichtag_nennen(spalte) or None,
                    "quelle": quelle_nennen(spalte),
                    "werte": [
                        {
                            "sozialraum": raum,
                            "wert": None if wert is None else ohne_endnullen(wert),
                        }
                        for raum, wert in spalte.werte.items()
                    ],
                }
                for spalte in lauf.spalten
            ],
            "aenderungen": [
                {
                    "zelle": aenderung.ort,
                    "name": aenderung.name,
                    "sozialraum": aenderung.sozialraum,
                    "alt": aenderung.alt or None,
                    "neu": aenderung.neu,
                }
                for aenderung in lauf.aenderungen
            ],
            "wirkung": [
                {
                    "sozialraum": wirkung.sozialraum,
                    "budget_indikatoren_alt": kaufmaennisch(wirkung.vorher),
                    "budget_indikatoren_neu": kaufmaennisch(wirkung.nachher),
                    "differenz": kaufmaennisch(wirkung.nachher) - kaufmaennisch(wirkung.vorher),
                }
                for wirkung in lauf.wirkung
            ],
            "befunde": befund_objekte(lauf.befunde),
        }
    )

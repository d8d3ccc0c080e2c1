"""Varianten als JSON nach Schema sozialraum/szenarien/1."""

from collections.abc import Mapping
from decimal import Decimal

from sozialraum_cli.ausgabe.json_ausgabe import befund_objekte, json_bytes
from sozialraum_cli.entscheiden.kennzahlen import Kennzahlen, Veraenderung
from sozialraum_cli.entscheiden.szenarien import Szenarien, Variante
from sozialraum_cli.rechnen.geltende_parameter import geld

_EXAKT = Decimal("1e-10")


def szenarien_json(szenarien: Szenarien) -> bytes:
    """Alle Varianten in ihrer Reihenfolge als UTF-8; was nicht machbar ist, hat keine Zahlen."""
    return json_bytes(
        {
            "schema": "sozialraum/szenarien/1",
            "jahr": szenarien.jahr,
            "varianten": [_variante(variante) for variante in szenarien.varianten],
        }
    )


def _variante(variante: Variante) -> Mapping[str, object]:
    kennzahlen = variante.kennzahlen
    zeilen = variante.ergebnis.sozialraeume if variante.ergebnis else ()
    return {
        "name": variante.name,
        "parameter": dict(variante.geaendert),
        "machbar": variante.machbar,
        "befunde": befund_objekte(variante.befunde),
        **_ziel(variante),
        "kennzahlen": None if kennzahlen is None else _kennzahlen(kennzahlen),
        "sozialraeume": [
            {
                "sozialraum": zeile.sozialraum.name,
                "budget_neu": geld(zeile.budget_neu),
                "differenz": geld(zeile.differenz),
                "differenz_prozent": zeile.differenz_prozent,
            }
            for zeile in zeilen
        ],
    }


def _ziel(variante: Variante) -> Mapping[str, object]:
    ziel = variante.ziel
    if ziel is None:
        return {}
    return {
        "exakt": None if ziel.exakt is None else f"{ziel.exakt.quantize(_EXAKT):f}",
        "gerundet": geld(ziel.gerundet),
        "bindend": ziel.bindend,
    }


def _kennzahlen(kennzahlen: Kennzahlen) -> Mapping[str, object]:
    return {
        "gewinner": kennzahlen.gewinner,
        "verlierer": kennzahlen.verlierer,
        "gleich": kennzahlen.gleich,
        "groesster_verlust": _veraenderung(kennzahlen.groesster_verlust),
        "groesster_gewinn": _veraenderung(kennzahlen.groesster_gewinn),
        "umverteilung": geld(kennzahlen.umverteilung),
        "abstand": geld(kennzahlen.abstand),
        "ausgleich": geld(kennzahlen.ausgleich),
        "gesamtbelastung": geld(kennzahlen.gesamtbelastung),
        "vorzeichenwechsel": list(kennzahlen.vorzeichenwechsel),
        "an_der_grenze": list(kennzahlen.an_der_grenze),
    }


def _veraenderung(veraenderung: Veraenderung | None) -> Mapping[str, object] | None:
    if veraenderung is None:
        return None
    return {
        "sozialraum": veraenderung.sozialraum,
        "betrag": geld(veraenderung.betrag),
        "prozent": veraenderung.prozent,
    }

"""Der Vergleich für Programme: Schema sozialraum/vergleich/1."""

from collections.abc import Iterable
from decimal import Decimal

from sozialraum_cli.ausgabe.json_ausgabe import (
    MENGE,
    Objekt,
    befund_objekte,
    json_bytes,
)
from sozialraum_cli.befund import Befund
from sozialraum_cli.rechnen.berechnung import Ergebnis
from sozialraum_cli.rechnen.geltende_parameter import Wert, geld
from sozialraum_cli.rechnen.vergleich import Aenderung, Raumvergleich, Veraenderung, Vergleich
from sozialraum_cli.runden import kaufmaennisch


def vergleich_json(
    vergleich: Vergleich, dateien: tuple[str, str], befunde: Iterable[Befund]
) -> bytes:
    """Der Vergleich als UTF-8 (Spezifikation 5); nur_alt und nur_neu gehen in die Summen ein.

    Eingang: Dateinamen der alten und neuen Seite.
    """
    return json_bytes(
        {
            "schema": "sozialraum/vergleich/1",
            "alt": _seite(vergleich.alt, dateien[0]),
            "neu": _seite(vergleich.neu, dateien[1]),
            "parameter": [_aenderung(aenderung) for aenderung in vergleich.parameter],
            "gewichtung": [_aenderung(aenderung) for aenderung in vergleich.gewichtung],
            "nur_alt": [_raum(raum) for raum in vergleich.nur_alt],
            "nur_neu": [_raum(raum) for raum in vergleich.nur_neu],
            "summen": {**_budgets_und_stunden(vergleich.summen), **_ursachen(vergleich.summen)},
            "sozialraeume": [_raum(raum) for raum in vergleich.sozialraeume],
            "befunde": befund_objekte(befunde),
        }
    )


def raum_objekt(raum: Raumvergleich) -> Objekt:
    """Ein Sozialraum mit Budgets und Stunden, ohne Ursachen; Schlüssel wie in Spezifikation 5."""
    return {
        "sozialraum": raum.name,
        "sozialraum_alt": raum.name_alt,
        "schluessel": raum.schluessel,
        **_budgets_und_stunden(raum.veraenderung),
    }


def _seite(ergebnis: Ergebnis, datei: str) -> dict[str, Wert]:
    parameter = ergebnis.eingabe.parameter
    return {
        "datei": datei,
        "jahr": parameter.jahr,
        "gesamtbudget": geld(parameter.gesamtbudget),
        "schluesselverfahren": str(parameter.schluesselverfahren),
        "bestandsschutz_verfahren": str(parameter.bestandsschutz_verfahren),
    }


def _aenderung(aenderung: Aenderung) -> dict[str, Wert]:
    return {
        "name": aenderung.name,
        "alt": aenderung.alt,
        "neu": aenderung.neu,
        "einheit": aenderung.einheit,
        "herkunft_alt": aenderung.herkunft_alt,
        "herkunft_neu": aenderung.herkunft_neu,
    }


def _raum(raum: Raumvergleich) -> dict[str, object]:
    return {**raum_objekt(raum), **_ursachen(raum.veraenderung)}


def _budgets_und_stunden(veraenderung: Veraenderung) -> Objekt:
    return {
        "budget_alt": geld(veraenderung.budget_alt),
        "budget_neu": geld(veraenderung.budget_neu),
        "differenz": geld(veraenderung.differenz),
        "differenz_prozent": veraenderung.differenz_prozent,
        "leistungen": [
            {
                "name": leistung.name,
                "stunden_alt": _menge(leistung.alt),
                "stunden_neu": _menge(leistung.neu),
                "stunden_differenz": _menge(leistung.differenz),
            }
            for leistung in veraenderung.leistungen
        ],
    }


def _ursachen(veraenderung: Veraenderung) -> dict[str, dict[str, Wert]]:
    return {"ursachen": {str(u): geld(betrag) for u, betrag in veraenderung.ursachen.items()}}


def _menge(wert: Decimal | None) -> Decimal | None:
    return None if wert is None else kaufmaennisch(wert, MENGE)

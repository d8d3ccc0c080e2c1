"""JSON für Programme: Geld mit zwei Nachkommastellen, nie über binäre Gleitkommazahlen."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

import simplejson

from sozialraum_cli.ausgabe.befunde import sortiert
from sozialraum_cli.befund import Befund
from sozialraum_cli.rechnen.berechnung import Ergebnis, Sozialraumbudget
from sozialraum_cli.rechnen.geltende_parameter import Wert, geld, geltende_parameter
from sozialraum_cli.runden import kaufmaennisch

Objekt = dict[str, Wert | list[dict[str, Wert]]]

_ANTEIL = Decimal("1e-15")
MENGE = Decimal("1e-6")


def berechnung_json(ergebnis: Ergebnis, befunde: Iterable[Befund]) -> bytes:
    """Das Ergebnis nach Schema sozialraum/berechnung/1 als UTF-8 (Spezifikation 5)."""
    summen = ergebnis.summen
    return json_bytes(
        {
            "schema": "sozialraum/berechnung/1",
            "jahr": ergebnis.eingabe.parameter.jahr,
            "parameter": {
                name: {"wert": p.wert, "einheit": p.einheit, "herkunft": p.herkunft}
                for name, p in geltende_parameter(ergebnis).items()
            },
            "summen": {
                "budget_bisher": geld(summen.budget_bisher),
                "budget_indikatoren": geld(summen.budget_indikatoren),
                "budget_neu": geld(summen.budget_neu),
                "gewinn": geld(summen.gewinn),
                "verlust": geld(summen.verlust),
                "kosten_schutz": geld(summen.kosten_schutz),
                "ausgleich": geld(summen.ausgleich),
                "frei_werdend": geld(summen.frei_werdend),
                "budget_2": geld(summen.budget_2),
            },
            "sozialraeume": [sozialraum_objekt(zeile) for zeile in ergebnis.sozialraeume],
            "befunde": befund_objekte(befunde),
        }
    )


def pruefung_json(befunde: Iterable[Befund]) -> bytes:
    """Die Befunde nach Schema sozialraum/pruefung/1 als UTF-8."""
    return json_bytes({"schema": "sozialraum/pruefung/1", "befunde": befund_objekte(befunde)})


def sozialraum_objekt(zeile: Sozialraumbudget) -> Objekt:
    """Ein Sozialraum mit allen Ergebnissen; Schlüssel wie in Spezifikation 5."""
    raum, komponenten = zeile.sozialraum, zeile.komponenten
    return {
        "sozialraum": raum.name,
        "schluessel": raum.schluessel or None,
        "region": raum.region or None,
        "traeger": raum.traeger or None,
        "zustaendigkeit": raum.zustaendigkeit or None,
        "budget_bisher": geld(raum.budget_bisher),
        "anteil": kaufmaennisch(zeile.anteil, _ANTEIL),
        "budget_indikatoren": geld(zeile.budget_indikatoren),
        "budget_indikatoren_gerundet": geld(zeile.budget_indikatoren_gerundet),
        "schutzwirkung": geld(zeile.schutzwirkung),
        "ausgleich": geld(zeile.ausgleich),
        "budget_neu": geld(zeile.budget_neu),
        "differenz": geld(zeile.differenz),
        "differenz_prozent": zeile.differenz_prozent,
        "regiekosten": geld(komponenten.regiekosten),
        "personal": geld(komponenten.personal),
        "leistungen": [
            {
                "name": leistung.name,
                "mittel": geld(leistung.mittel),
                "mittel_netto": geld(leistung.mittel_netto),
                "vzae": kaufmaennisch(leistung.vzae, MENGE),
                "stunden": kaufmaennisch(leistung.stunden, MENGE),
            }
            for leistung in komponenten.leistungen
        ],
        "budget_2": geld(zeile.budget_2),
    }


def befund_objekte(befunde: Iterable[Befund]) -> list[dict[str, Wert]]:
    return [
        {
            "stufe": str(befund.stufe),
            "text": befund.text,
            "fundort": befund.fundort,
            "abhilfe": befund.abhilfe,
        }
        for befund in sortiert(befunde)
    ]


def json_bytes(objekt: Mapping[str, object]) -> bytes:
    text = simplejson.dumps(objekt, use_decimal=True, ensure_ascii=False)
    # Ein Dateiname außerhalb von UTF-8 wird zu \udcff, in JSON ein gültiges Zeichen.
    return (text + "\n").encode("utf-8", "backslashreplace")

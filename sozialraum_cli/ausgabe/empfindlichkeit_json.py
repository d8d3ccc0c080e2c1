"""Die Empfindlichkeit als JSON nach Schema sozialraum/empfindlichkeit/1."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from sozialraum_cli.ausgabe.json_ausgabe import befund_objekte, json_bytes
from sozialraum_cli.befund import Befund
from sozialraum_cli.entscheiden.empfindlichkeit import (
    Bewegung,
    Empfindlichkeit,
    Indikatorwirkung,
)
from sozialraum_cli.entscheiden.empfindlichkeit_saetze import saetze
from sozialraum_cli.entscheiden.zufallsspanne import nicht_unterscheidbar
from sozialraum_cli.rechnen.geltende_parameter import geld
from sozialraum_cli.runden import kaufmaennisch

_PROZENT = Decimal("1e-6")


def empfindlichkeit_json(probe: Empfindlichkeit, befunde: Iterable[Befund]) -> bytes:
    """Alle Proben als UTF-8; Beträge sind ungerundet gerechnet und auf Cent gezeigt."""
    return json_bytes(
        {
            "schema": "sozialraum/empfindlichkeit/1",
            "jahr": probe.ergebnis.eingabe.parameter.jahr,
            "indikatoren": [_indikator(probe, wirkung) for wirkung in probe.indikatoren],
            "schluesselverfahren": [
                {
                    "name": verfahren.name,
                    "machbar": verfahren.bewegung is not None,
                    **_bewegt(verfahren.bewegung),
                    "grund": verfahren.grund,
                }
                for verfahren in probe.schluesselverfahren
            ],
            "zufall": _zufall(probe),
            "saetze": list(saetze(probe)),
            "befunde": befund_objekte(befunde),
        }
    )


def _indikator(probe: Empfindlichkeit, wirkung: Indikatorwirkung) -> Mapping[str, object]:
    person = wirkung.eine_person
    return {
        "indikator": wirkung.indikator,
        "gewicht": _prozent(wirkung.gewicht),
        "effektives_gewicht": _prozent(wirkung.effektives_gewicht),
        "ohne": _ohne(probe, wirkung.ohne),
        "plus_5": _oder_null(wirkung.plus_5),
        "minus_5": _oder_null(wirkung.minus_5),
        "eine_person": None
        if person is None
        else {"sozialraum": person.sozialraum, "betrag": geld(person.betrag)},
        "zufallsspannen": [
            {
                "sozialraum": spanne.sozialraum,
                "anzahl": spanne.anzahl,
                "unten": kaufmaennisch(spanne.unten),
                "oben": kaufmaennisch(spanne.oben),
            }
            for spanne in wirkung.zufallsspannen
        ],
        "nicht_unterscheidbar": [list(p) for p in nicht_unterscheidbar(wirkung.zufallsspannen)],
    }


def _ohne(probe: Empfindlichkeit, bewegung: Bewegung | None) -> Mapping[str, object] | None:
    if bewegung is None:
        return None
    raeume = probe.ergebnis.eingabe.sozialraeume
    return {
        **_bewegt(bewegung),
        "sozialraeume": [
            {"sozialraum": raum.name, "differenz": geld(differenz)}
            for raum, differenz in zip(raeume, bewegung.differenz, strict=True)
        ],
    }


def _oder_null(bewegung: Bewegung | None) -> Mapping[str, object] | None:
    return None if bewegung is None else _bewegt(bewegung)


def _bewegt(bewegung: Bewegung | None) -> Mapping[str, object]:
    return {
        "bewegt": None if bewegung is None else geld(bewegung.bewegt),
        "bewegt_indikatoren": None if bewegung is None else geld(bewegung.bewegt_indikatoren),
    }


def _zufall(probe: Empfindlichkeit) -> Mapping[str, object]:
    zufall = probe.zufall
    return {
        "laeufe": zufall.laeufe,
        "keim": zufall.keim,
        "streuung": zufall.streuung / 100,
        "nicht_rechenbar": zufall.nicht_rechenbar,
        "sozialraeume": [
            {
                "sozialraum": raum.name,
                "minimum": geld(spanne.minimum),
                "q05": geld(spanne.q05),
                "median": geld(spanne.median),
                "q95": geld(spanne.q95),
                "maximum": geld(spanne.maximum),
                "rang": spanne.rang,
                "rang_q05": spanne.rang_q05,
                "rang_q95": spanne.rang_q95,
                "anteil_gewinner": _prozent(spanne.anteil_gewinner),
            }
            for raum, spanne in zip(
                probe.ergebnis.eingabe.sozialraeume, zufall.spannen, strict=True
            )
        ],
    }


def _prozent(wert: Decimal | None) -> Decimal | None:
    return None if wert is None else kaufmaennisch(wert, _PROZENT)

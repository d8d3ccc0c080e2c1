"""Plausibilität: unwahrscheinliche Werte werden Hinweise, gewöhnliche nicht."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from conftest import kleine_eingabe

from sozialraum_cli.befund import Stufe
from sozialraum_cli.modell import Art, Eingabe, Indikator, Sozialraum, Spalte
from sozialraum_cli.parameter import parameter_bilden
from sozialraum_cli.pruefen.plausibel import (
    _fast_gleich,
    _Gleitkommaspalten,
    _Verlauf,
    plausibel,
)
from sozialraum_cli.pruefen.verluste import grosse_verluste
from sozialraum_cli.rechnen.berechnung import rechnen

EINWOHNER = (1000, 1200, 900, 1100, 1300)
ARBEITSLOSE = (50, 70, 40, 55, 60)
UNTER_18 = ("18.2", "15.1", "17.9", "16.4", "18.8")


def zahlen(werte: Sequence[int | str]) -> tuple[Decimal, ...]:
    return tuple(map(Decimal, werte))


def eingabe(**aenderungen: Sequence[int | str]) -> Eingabe:
    spalten: dict[str, Sequence[int | str]] = {
        "Einwohner": EINWOHNER,
        "Arbeitslose": ARBEITSLOSE,
        "Unter18": UNTER_18,
    }
    spalten |= aenderungen
    return Eingabe(
        tuple(Sozialraum(name) for name in "ABCDE"),
        (
            Indikator("Arbeitslose", Decimal(60), Art.ANZAHL, "Einwohner", stichtag="2010"),
            Indikator("Unter18", Decimal(40), Art.QUOTE, "Einwohner", stichtag="31.12.2010"),
        ),
        {name: Spalte(name, zahlen(werte)) for name, werte in spalten.items()},
        parameter_bilden(
            {
                "jahr": Decimal(2012),
                "gesamtbudget": Decimal(1_000_000),
                "bestandsschutz_verfahren": "keiner",
                "personalkosten_vzae": Decimal(50_000),
            },
            {},
        ),
        {f"wert:{s}:{r}": f"Indikatoren!{s}-{r}" for s in spalten for r in "ABCDE"},
    )


def mit_indikator(nummer: int, **aenderungen: Any) -> Eingabe:
    alt = eingabe()
    neu = list(alt.indikatoren)
    neu[nummer] = neu[nummer]._replace(**aenderungen)
    return replace(alt, indikatoren=tuple(neu))


def test_gewoehnliche_eingabe_ohne_hinweis() -> None:
    assert plausibel(eingabe()) == ()


@pytest.mark.parametrize(
    ("auffaellig", "ort", "worte"),
    [
        (
            eingabe(Unter18=("18.2", "0.151", "17.9", "16.4", "18.8")),
            "Indikatoren!Unter18-B",
            ("unter", "17,90"),
        ),
        (eingabe(Arbeitslose=(50, 70, 40, 55, 600)), "Indikatoren!Arbeitslose-E", ("über",)),
        (eingabe(Einwohner=(1000, 1200, 299, 1100, 1300)), "Indikatoren!Einwohner-C", ("300",)),
        (
            eingabe(Arbeitslose=(50, 70, "40.5", 55, 60)),
            "Indikatoren!Arbeitslose-C",
            ("keine ganze Zahl", "40,5"),
        ),
        (
            eingabe(Arbeitslose=(500, 700, 400, 550, 1301)),
            "Indikatoren!Arbeitslose-E",
            ("größer als die Bezugsgröße",),
        ),
        (
            # 5·x: die Quoten laufen genau mit den Arbeitslosenquoten
            eingabe(Unter18=("25", "29.2", "22.2", "25", "23.1")),
            "Gewichtung",
            ("fast gleich",),
        ),
        (mit_indikator(0, gewicht=Decimal(50)), "Gewichtung", ("90 statt 100",)),
        (mit_indikator(0, stichtag="2009"), "Gewichtung", ("verschiedene Stichtage",)),
        (
            eingabe(Arbeitslose=(50, 70, 40, 55, 215)),
            "Sozialräume",
            ("Summe aller anderen",),
        ),
    ],
)
def test_auffaelliges_wird_ein_hinweis(auffaellig: Eingabe, ort: str, worte: Sequence[str]) -> None:
    befunde = plausibel(auffaellig)
    assert all(befund.stufe is Stufe.HINWEIS for befund in befunde)
    treffer = [b for b in befunde if all(wort in b.text for wort in worte)]
    assert [befund.fundort for befund in treffer] == [ort], befunde


def test_alter_stichtag() -> None:
    assert not any("älter" in b.text for b in plausibel(mit_indikator(0, stichtag="2007")))
    befunde = plausibel(mit_indikator(0, stichtag="Jahresdurchschnitt 2006"))
    assert any("Stand 2006" in befund.text for befund in befunde)


def test_gewichte_als_anteile_sind_in_ordnung() -> None:
    neu = mit_indikator(0, gewicht=Decimal("0.6"))
    neu = replace(
        neu, indikatoren=(neu.indikatoren[0], neu.indikatoren[1]._replace(gewicht=Decimal("0.4")))
    )
    assert plausibel(neu) == ()


@pytest.mark.parametrize(
    ("bisher", "verlust"), [("125000.00", None), ("125016.00", "20,01 %"), (None, None), (0, None)]
)
def test_ab_mehr_als_einem_fuenftel_verlust(bisher: str | None, verlust: str | None) -> None:
    """100.000 € neu: gegen 125.000 € genau 20 % weniger, das ist noch kein Hinweis."""
    ergebnis = rechnen(kleine_eingabe((1, 1), bisher=(bisher, 1), gesamtbudget=200000))
    befunde = grosse_verluste(ergebnis)
    assert [befund.stufe for befund in befunde] == ([Stufe.HINWEIS] if verlust else [])
    if verlust:
        assert f"„Raum 1“ verliert {verlust} seines bisherigen Budgets" in befunde[0].text


def test_gleicher_verlauf_wird_so_entschieden_wie_genau_gerechnet() -> None:
    """Gleitkommazahlen sind nur der kurze Weg zu derselben Antwort."""
    zufall = Random(1)
    urteile: set[bool] = set()
    for _ in range(400):
        anzahl = zufall.choice((5, 6, 40))
        zahl = [zufall.randrange(1, 10_000) for _ in range(anzahl)]
        basis: Sequence[int | str] = zahl
        anders: Sequence[int | str]
        match zufall.randrange(5):
            case 0:
                anders = [zufall.randrange(1, 10_000) for _ in zahl]
            case 1:  # um die Schwelle
                anders = [wert + zufall.randrange(3_000) for wert in zahl]
            case 2:  # ohne Streuung
                anders = [7] * anzahl
            case 3:  # fast ohne Streuung: hier rundet eine Gleitkommazahl alles weg
                stellen = [zufall.randrange(10) for _ in zahl]
                basis = [f"100000000000.0000{stelle}" for stelle in stellen]
                anders = [f"100000000000.0000{9 - stelle}" for stelle in stellen]
            case _:
                anders = [10_001 - wert for wert in zahl]
        art = zufall.choice((Art.ANZAHL, Art.QUOTE))
        bezug = zufall.choice((None, "Nenner"))
        indikatoren = [Indikator(name, Decimal(1), art, bezug) for name in ("x", "y")]
        spalten = {
            "x": Spalte("x", zahlen(basis)),
            "y": Spalte("y", zahlen(anders)),
            "Nenner": Spalte("Nenner", zahlen([3, 7, 11, *range(13, 10 + anzahl)])),
        }
        fall = replace(eingabe(), indikatoren=tuple(indikatoren), spalten=spalten)
        erster, zweiter = (_Verlauf(i, fall, _Gleitkommaspalten(spalten)) for i in indikatoren)
        genau = _fast_gleich(erster._genau(), zweiter._genau())
        assert erster.fast_gleich(zweiter) == genau
        urteile.add(genau)
    assert urteile == {True, False}

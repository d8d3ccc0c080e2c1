"""Veröffentlichte Zahlen anderer Stellen, an denen sich die Rundung und die Kappung messen."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from conftest import dezimal, kleine_eingabe

from sozialraum_cli.rechnen.berechnung import rechnen
from sozialraum_cli.runden import CENT, groesste_reste, kaufmaennisch

BEISPIELE: dict[str, Any] = json.loads(
    (Path(__file__).parent / "daten" / "veroeffentlichte_beispiele.json").read_text("utf-8")
)


def budgets(gewichte: list[int], gesamtbudget: Decimal, rundung: str) -> list[Decimal]:
    """Verteilt ein Gesamtbudget nach einer einzigen Anzahl, ohne Bestandsschutz."""
    ergebnis = rechnen(kleine_eingabe(gewichte, gesamtbudget=gesamtbudget, rundung=rundung))
    return [zeile.budget_neu for zeile in ergebnis.sozialraeume]


def test_title_i_1996_ergibt_jetzt_die_summe() -> None:
    beispiel = BEISPIELE["title_i_1996"]
    gesamt, gewichte = Decimal(beispiel["total"]), beispiel["weights"]
    einzeln = [kaufmaennisch(gesamt * g / sum(gewichte), Decimal(1)) for g in gewichte]
    assert einzeln == beispiel["published_rounded"]
    assert sum(einzeln) == beispiel["published_sum"] == gesamt - 1
    assert budgets(gewichte, gesamt, "1") == beispiel["largest_remainder"]


def test_hamburg_2022_ergibt_300000_euro_statt_299999_99() -> None:
    beispiel = BEISPIELE["hamburg_2021_2022"]
    assert sum(beispiel["cents_2021"]) * CENT == Decimal(beispiel["total_2021"])
    veroeffentlicht = sum(beispiel["published_cents_2022"])
    assert veroeffentlicht == beispiel["published_sum_cents_2022"] == 29999999
    neu = budgets(beispiel["cents_2021"], Decimal(beispiel["total_2022"]), "0.01")
    assert neu == [cent * CENT for cent in beispiel["lr_cents_2022_roworder_ties"]]
    assert sum(neu) == Decimal("300000.00")


@pytest.mark.parametrize(("betrag", "faktor", "soll"), BEISPIELE["half_up"]["cases"])
def test_kaufmaennische_rundung(betrag: int, faktor: str, soll: int) -> None:
    assert kaufmaennisch(betrag * Decimal(faktor), Decimal(1)) == soll


@pytest.mark.parametrize(
    ("gewichte", "gesamt", "soll"),
    [*BEISPIELE["hare_niemeyer"]["cases"], *BEISPIELE["money"]["cases"]],
)
def test_groesste_reste(gewichte: list[int], gesamt: int, soll: list[int]) -> None:
    assert budgets(gewichte, Decimal(gesamt), "1") == soll
    cent = [gesamt * CENT * g / sum(gewichte) for g in gewichte]
    verteilung = groesste_reste(cent, gesamt * CENT)
    assert verteilung.betrag == tuple(einheiten * CENT for einheiten in soll)


def test_korridor_mit_mue_1() -> None:
    beispiel = BEISPIELE["korridor"]
    # Der Korridor verteilt, was er braucht: mit diesem Gesamtbudget ist μ·D die Formel selbst.
    gesamtbudget = sum(beispiel["expected"])
    assert gesamtbudget == 4520
    ergebnis = rechnen(
        kleine_eingabe(
            beispiel["formula"],
            bisher=beispiel["prev"],
            gesamtbudget=gesamtbudget,
            bestandsschutz_verfahren="kappung",
            bestandsschutz=Decimal(beispiel["floor"]) * 100,
            hoechstgewinn=(Decimal(beispiel["cap"]) - 1) * 100,
            rundung="0.01",
        )
    )
    assert [zeile.budget_neu for zeile in ergebnis.sozialraeume] == beispiel["expected"]
    assert ergebnis.schutz.budget_geschuetzt == dezimal(beispiel["expected"])
    # D ist hier T/4 = 1130 statt 1000; μ gleicht es aus.
    assert ergebnis.schutz.kennwerte["mue"] * 1130 == 1000

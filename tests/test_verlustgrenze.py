"""`verlustgrenze`: niemand verliert mehr als x %, nur wer gewinnt, zahlt, im gleichen Teil."""

from dataclasses import replace
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

import pytest
from bogenfaelle import beispiel
from conftest import kleine_eingabe
from hypothesis import assume, given
from hypothesis import strategies as st

from sozialraum_cli.befund import Datenfehler
from sozialraum_cli.modell import Eingabe
from sozialraum_cli.rechnen.berechnung import rechnen
from sozialraum_cli.runden import GENAU
from sozialraum_cli.verfahren.schutz.kappung import KAPPUNG
from sozialraum_cli.verfahren.schutz.mindestbudget import MINDESTBUDGET
from sozialraum_cli.verfahren.schutz.schutzverfahren import Schutzfall
from sozialraum_cli.verfahren.schutz.verlustgrenze import VERLUSTGRENZE, groesste_grenze

GENUEGEND = Fraction(1, 10**30)

# Die veröffentlichten Zahlen zum Beispiel 2012, vor der Rundung.
THETA = {"95": "0.159708345655", "90": "0.294937518369"}
BUDGETS_95 = (
    "165079.84",
    "135040.77",
    "180500.00",
    "189133.59",
    "218500.00",
    "171000.00",
    "156190.07",
    "143704.62",
    "145297.04",
    "195554.06",
)


def beispiel_2012(grenze: str) -> Eingabe:
    """Das Beispiel 2012 mit einer Verlustgrenze."""
    eingabe = beispiel("lueneburg_2012.xlsx")
    parameter = replace(
        eingabe.parameter,
        bestandsschutz_verfahren="verlustgrenze",
        bestandsschutz=Decimal(grenze),
    )
    return replace(eingabe, parameter=parameter)


@pytest.mark.parametrize("grenze", THETA)
def test_theta_des_beispiels_2012(grenze: str) -> None:
    theta = rechnen(beispiel_2012(grenze)).schutz.kennwerte["theta"]
    assert theta.quantize(Decimal("1e-12")) == Decimal(THETA[grenze])


def test_budgets_des_beispiels_2012() -> None:
    z = rechnen(beispiel_2012("95")).schutz.budget_geschuetzt
    assert tuple(betrag.quantize(Decimal("0.01")) for betrag in z) == tuple(
        Decimal(betrag) for betrag in BUDGETS_95
    )


@st.composite
def faelle(ziehen: st.DrawFn) -> Schutzfall:
    """T, A, D und f; T ist die Summe von D, wie es der Schlüssel ergibt."""
    anzahl = ziehen(st.integers(1, 6))
    betraege = st.lists(st.decimals(0, 100_000, places=2), min_size=anzahl, max_size=anzahl).map(
        tuple
    )
    a, d = ziehen(betraege), ziehen(betraege)
    summe = sum(d, Decimal(0))
    assume(summe > 0)
    return Schutzfall(summe, a, d, ziehen(st.decimals(0, 1, places=4)))


@given(faelle())
def test_eigenschaften(fall: Schutzfall) -> None:
    with localcontext(GENAU):
        assume(VERLUSTGRENZE.unzulaessig(fall) is None)
        schutz = VERLUSTGRENZE.regel(fall)
    zeilen = [
        tuple(map(Fraction, zeile))
        for zeile in zip(
            schutz.budget_geschuetzt,
            fall.vergleichsbudget,
            fall.budget_indikatoren,
            fall.mindestbetrag,
            strict=True,
        )
    ]
    assert abs(sum(z for z, *_ in zeilen) - Fraction(fall.gesamtbudget)) < GENUEGEND
    for z, a, d, untergrenze in zeilen:
        assert z >= untergrenze - GENUEGEND
        assert (z - a) * (d - a) >= -GENUEGEND, "wer gewinnt, wird nie zum Verlierer"
        assert min(a, d) - GENUEGEND <= z <= max(a, d) + GENUEGEND
    # Unter der Untergrenze darf niemand bleiben: weniger kann keine Verteilung bewegen.
    null = Fraction(0)
    bewegt = sum((max(null, z - d) for z, _, d, _ in zeilen), null)
    mindestens = sum((max(null, u - d) for _, _, d, u in zeilen), null)
    assert abs(bewegt - mindestens) < GENUEGEND
    anteile = {(z - a) / (d - a) for z, a, d, _ in zeilen if d > a}
    assert not anteile or max(anteile) - min(anteile) < Fraction(1, 10**20), "gleicher Teil"


@given(faelle())
def test_kein_anderes_verfahren_mit_dieser_untergrenze_bewegt_weniger(fall: Schutzfall) -> None:
    with localcontext(GENAU):
        assume(VERLUSTGRENZE.unzulaessig(fall) is None)
        assume(fall.schutz * sum(fall.vergleichsbudget, Decimal(0)) <= fall.gesamtbudget)

        def bewegt(z: tuple[Decimal, ...]) -> Decimal:
            zeilen = zip(z, fall.budget_indikatoren, strict=True)
            return sum((max(Decimal(0), zi - d) for zi, d in zeilen), Decimal(0))

        eigenes = bewegt(VERLUSTGRENZE.regel(fall).budget_geschuetzt)
        for anderes in (MINDESTBUDGET, KAPPUNG):
            assert eigenes <= bewegt(anderes.regel(fall).budget_geschuetzt) + Decimal("1e-30")


@given(faelle())
def test_die_groesste_grenze_ist_zulaessig_und_jede_groessere_nicht(fall: Schutzfall) -> None:
    with localcontext(GENAU):
        grenze = groesste_grenze(fall)
        assert VERLUSTGRENZE.unzulaessig(fall._replace(schutz=grenze)) is None
        if grenze < 1:
            groesser = fall._replace(schutz=grenze + Decimal("1e-15"))
            assert VERLUSTGRENZE.unzulaessig(groesser) is not None


def test_die_meldung_nennt_die_groesste_zulaessige_grenze() -> None:
    # D = 50.000 / 40.000 / 10.000. A = 45.000 / 40.000 / 30.000: der erste gewinnt 5.000, der
    # zweite bleibt, dem dritten fehlen 20.000. Bezahlbar sind 10.000 + 5.000 = 50 % von 30.000.
    angaben: dict[str, Any] = {
        "bisher": (45000, 40000, 30000),
        "bestandsschutz_verfahren": "verlustgrenze",
        "fundorte": {"parameter:bestandsschutz": "Parameter!B9"},
    }
    with pytest.raises(Datenfehler) as ausnahme:
        rechnen(kleine_eingabe((5, 4, 1), bestandsschutz="50.01", **angaben))
    (befund,) = ausnahme.value.befunde
    assert befund.fundort == "Parameter!B9"
    assert "zusammen 15.003,00 €" in befund.text
    assert "nur 15.000,00 €" in befund.text
    assert "auf höchstens 50 % senken" in befund.abhilfe
    ergebnis = rechnen(kleine_eingabe((5, 4, 1), bestandsschutz="50", **angaben))
    assert [z.budget_neu for z in ergebnis.sozialraeume] == [45000, 40000, 15000]


def test_ohne_zuwachs_muss_die_summe_genau_aufgehen() -> None:
    # Alle verlieren: D = 50.000 / 40.000 / 10.000 gegen 60.000 / 50.000 / 20.000.
    angaben: dict[str, Any] = {
        "bisher": (60000, 50000, 20000),
        "bestandsschutz_verfahren": "verlustgrenze",
    }
    ergebnis = rechnen(kleine_eingabe((5, 4, 1), bestandsschutz=50, **angaben))
    assert [z.budget_neu for z in ergebnis.sozialraeume] == [50000, 40000, 10000]
    with pytest.raises(Datenfehler) as ausnahme:
        rechnen(kleine_eingabe((5, 4, 1), bestandsschutz="50.01", **angaben))
    (befund,) = ausnahme.value.befunde
    assert "auf höchstens 50 % senken" in befund.abhilfe


def test_ein_neuer_sozialraum_gewinnt_von_null_an() -> None:
    # D = 50.000 / 40.000 / 10.000, A = 0 / 50.000 / 50.000, f = 60 %.
    ergebnis = rechnen(
        kleine_eingabe(
            (5, 4, 1),
            bisher=(0, 50000, 50000),
            bestandsschutz_verfahren="verlustgrenze",
            bestandsschutz=60,
        )
    )
    assert [z.budget_neu for z in ergebnis.sozialraeume] == [30000, 40000, 30000]
    assert ergebnis.schutz.kennwerte["theta"] == Decimal("0.6")

"""Der Rechenweg besteht die Taschenrechnerprobe: jede gedruckte Rechnung ergibt, was dasteht."""

import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from bogenfaelle import FAELLE, beispiel
from hypothesis import given
from test_eigenschaften import eingaben, rechnen_oder_fehler

from sozialraum_cli.befund import Datenfehler
from sozialraum_cli.modell import Eingabe
from sozialraum_cli.rechenweg.rechenweg import Rechenschritt, buchstabe, rechenweg
from sozialraum_cli.rechenweg.taschenrechner import auswerten
from sozialraum_cli.rechnen.berechnung import Ergebnis, rechnen

_ZAHL = re.compile(r"\d[\d.]*(?:,\d+)?")


def eingetippt(rechnung: str) -> Fraction:
    """Unabhängig vom Programm: die Rechnung als Python, jede Zahl ein Bruch."""
    ausdruck = _ZAHL.sub(
        lambda z: f"Fraction('{z[0].replace('.', '').replace(',', '.')}')", rechnung
    )
    ausdruck = ausdruck.replace(" %", "/100").replace(" €", "").replace(";", ",")

    def rund(wert: Fraction, einheit: Fraction) -> Fraction:
        ganze, rest = divmod(abs(wert) / einheit, 1)
        return (ganze + (rest >= Fraction(1, 2))) * einheit * (1 if wert >= 0 else -1)

    umgebung = {"Fraction": Fraction, "rund": rund, "max": max, "min": min}
    return Fraction(eval(ausdruck, {"__builtins__": {}}, umgebung))


def gehen_auf(schritte: tuple[Rechenschritt, ...]) -> int:
    """Prüft jede Rechnung; wie viele es waren."""
    gerechnet = 0
    for schritt in schritte:
        if schritt.rechnung is None:
            continue
        assert schritt.ergebnis is not None
        stellen = len(re.sub(r"[ %]", "", schritt.ergebnis).partition(",")[2])
        halbe = Fraction(1, 2 * 10**stellen) / (100 if "%" in schritt.ergebnis else 1)
        abweichung = abs(eingetippt(schritt.rechnung) - eingetippt(schritt.ergebnis))
        assert abweichung <= halbe, schritt
        gerechnet += 1
    return gerechnet


def schluss_stimmt(ergebnis: Ergebnis, sozialraum: int) -> None:
    """Der Weg endet bei den Zahlen des Ergebnisses."""
    zeile = ergebnis.sozialraeume[sozialraum]
    nach_groesse = {s.groesse: s.ergebnis for s in rechenweg(ergebnis, sozialraum)}
    assert eingetippt(nach_groesse["budget_neu"] or "") == Fraction(zeile.budget_neu)
    nach_indikatoren = eingetippt(nach_groesse["budget_indikatoren"] or "")
    assert abs(nach_indikatoren - Fraction(zeile.budget_indikatoren)) < Fraction(1, 1000)
    assert eingetippt(nach_groesse["personal"] or "") == Fraction(zeile.komponenten.personal)


@pytest.mark.parametrize("name", FAELLE)
def test_jede_rechnung_geht_auf(name: str) -> None:
    ergebnis = rechnen(FAELLE[name]())
    for sozialraum in range(min(3, len(ergebnis.sozialraeume))):
        assert gehen_auf(rechenweg(ergebnis, sozialraum)) >= 8
        schluss_stimmt(ergebnis, sozialraum)


@given(eingaben())
def test_jede_rechnung_geht_auf_bei_beliebigen_eingaben(eingabe: Eingabe) -> None:
    ergebnis = rechnen_oder_fehler(eingabe)
    if isinstance(ergebnis, Datenfehler) or ergebnis is None:
        return
    gehen_auf(rechenweg(ergebnis, len(ergebnis.sozialraeume) - 1))


def test_schritte_haben_buchstaben_und_namen() -> None:
    ergebnis = rechnen(beispiel("lueneburg_2012.xlsx"))
    erster, zweiter, *_ = rechenweg(ergebnis, 0)
    assert (erster.nr, erster.groesse, erster.indikator) == ("a", "anteil_indikator", "Arbeitslose")
    assert (erster.rechnung, erster.ergebnis) == ("270 / 3.017", "0,089492873716")
    assert zweiter.rechnung == "0,089492873716 * 40 / 100"
    assert [buchstabe(n) for n in (0, 25, 26, 27)] == ["a", "z", "aa", "ab"]


@pytest.mark.parametrize(
    ("rechnung", "wert"),
    [
        ("270 / 3.017", Fraction(270, 3017)),
        ("12,4 % * 500", Fraction(62)),
        ("(100 % - 12,5 %) * 1.000,5 €", Fraction(10005, 10) * Fraction(7, 8)),
        ("max(0; 5 - 7) + min(2; 3)", Fraction(2)),
        ("rund(-2,345; 0,01)", Fraction(-235, 100)),
        ("rund(149; 100)", Fraction(100)),
        ("-3 - -4 * 2", Fraction(5)),
        ("10 / 4 / 5", Fraction(1, 2)),
    ],
)
def test_taschenrechner(rechnung: str, wert: Fraction) -> None:
    assert auswerten(rechnung) == eingetippt(rechnung) == wert


@pytest.mark.parametrize("rechnung", ["", "1 +", "(1", "1 2", "x", "max(1)", "1;2"])
def test_keine_rechnung(rechnung: str) -> None:
    with pytest.raises(ValueError, match=r"Rechnung|fehlt|unvollständig"):
        auswerten(rechnung)


def test_theta_wie_veroeffentlicht() -> None:
    """Beispiel 2012 mit 95 %: der Faktor stimmt in jeder gedruckten Stelle."""
    eingabe = beispiel("lueneburg_2012.xlsx")
    parameter = replace(
        eingabe.parameter, bestandsschutz_verfahren="verlustgrenze", bestandsschutz=Decimal(95)
    )
    schritte = rechenweg(rechnen(replace(eingabe, parameter=parameter)), 0)
    (theta,) = (schritt for schritt in schritte if schritt.groesse == "theta")
    assert theta.ergebnis == "0,159708345655"

"""Regie-/Sachkosten, Personal, Leistungen, Vollzeitstellen und Stunden eines Budgets."""

from decimal import Decimal
from typing import Any

import pytest
from conftest import dezimal, kleine_eingabe

from sozialraum_cli.befund import Datenfehler
from sozialraum_cli.modell import Parameter
from sozialraum_cli.rechnen.berechnung import rechnen
from sozialraum_cli.rechnen.leistungen import (
    Leistungskomponenten,
    leistungskomponenten,
    leistungsverteilung,
)


def parameter(**werte: Any) -> Parameter:
    """Parameter mit Vorgaben; Leistungen unter `leistungen`."""
    return kleine_eingabe(**werte).parameter


def mittel(komponenten: Leistungskomponenten) -> tuple[Decimal, ...]:
    """Die Mittel der Leistungen."""
    return tuple(leistung.mittel for leistung in komponenten.leistungen)


def test_beispiel_der_spezifikation_170000_euro() -> None:
    komponenten = leistungskomponenten(parameter(personalkosten_vzae=70000), Decimal(170000))
    assert komponenten.regiekosten == Decimal("29750.00")
    assert komponenten.personal == Decimal("140250.00")
    beratung, netzwerk = komponenten.leistungen
    assert (beratung.name, netzwerk.name) == ("Beratung inkl. Gruppenarbeit", "Netzwerkarbeit")
    assert (beratung.mittel, netzwerk.mittel) == dezimal(("84150.00", "56100.00"))
    assert (beratung.mittel_netto, netzwerk.mittel_netto) == dezimal(("75735.00", "50490.00"))
    assert round(beratung.stunden, 2) == Decimal("42.20")
    assert round(netzwerk.stunden, 2) == Decimal("28.13")
    # VZÄ vor dem abf-Abzug: 84.150 / 70.000 und 56.100 / 70.000.
    assert round(beratung.vzae, 4) == Decimal("1.2021")
    assert round(netzwerk.vzae, 4) == Decimal("0.8014")


def test_basis_budget_nimmt_die_regiekosten_von_der_letzten_leistung() -> None:
    komponenten = leistungskomponenten(parameter(leistungsbasis="budget"), Decimal(170000))
    assert komponenten.regiekosten == 29750
    assert mittel(komponenten) == (102000, 38250)  # 60 / 22,5 neben 17,5


def test_regiekosten_als_aufschlag_auf_das_personal() -> None:
    aufschlag = parameter(regiekosten_basis="aufschlag")
    assert leistungskomponenten(aufschlag, Decimal(117500)).regiekosten == 17500
    # 100 / 1,175 = 85,1063…; gerundet wird das Personal, nicht die Regiekosten.
    krumm = leistungskomponenten(aufschlag, Decimal(100))
    assert (krumm.regiekosten, krumm.personal) == dezimal(("14.89", "85.11"))
    # 1 / 1,6 = 0,625: das Personal rundet auf 0,63, die Regiekosten sind der Rest.
    halb = leistungskomponenten(
        parameter(regiekosten_basis="aufschlag", regiekosten=60), Decimal(1)
    )
    assert (halb.regiekosten, halb.personal) == dezimal(("0.37", "0.63"))


def test_regiekosten_runden_kaufmaennisch() -> None:
    # 17,5 % von 0,20 € sind 3,5 Cent, von 0,60 € 10,5 Cent (banküblich wären 10).
    assert leistungskomponenten(parameter(), Decimal("0.20")).regiekosten == Decimal("0.04")
    assert leistungskomponenten(parameter(), Decimal("0.60")).regiekosten == Decimal("0.11")


def test_leistungen_ergeben_auf_den_cent_das_personal() -> None:
    drei = parameter(leistungen={"A": "33.3", "B": "33.3", "C": "33.4"})
    komponenten = leistungskomponenten(drei, Decimal(100))
    # 27,4725 / 27,4725 / 27,555: der fehlende Cent geht an den größten Rest.
    assert mittel(komponenten) == dezimal(("27.47", "27.47", "27.56"))
    assert leistungsverteilung(drei, komponenten.personal).rang == (2, 3, 1)


def test_netto_rundet_kaufmaennisch_stunden_rechnen_mit_dem_genauen_wert() -> None:
    eine = parameter(leistungen={"A": 100}, regiekosten=0, abf="12.5", personalkosten_vzae=1)
    (leistung,) = leistungskomponenten(eine, Decimal("0.20")).leistungen
    assert leistung.mittel_netto == Decimal("0.18")  # 0,175
    assert leistung.stunden == Decimal("0.175") * 39
    assert leistung.vzae == Decimal("0.20")


def test_ohne_budget_keine_leistung() -> None:
    komponenten = leistungskomponenten(parameter(leistungsbasis="budget"), Decimal(0))
    assert komponenten.regiekosten == komponenten.personal == 0
    assert mittel(komponenten) == (0, 0)


def test_letzte_leistung_reicht_nicht_fuer_die_regiekosten() -> None:
    eingabe = kleine_eingabe(
        gesamtbudget=1000,
        leistungsbasis="budget",
        leistungen={"Beratung": 83, "Netzwerk": 17},
        fundorte={"parameter:leistung:Netzwerk": "Parameter!B9"},
    )
    with pytest.raises(Datenfehler) as ausnahme:
        rechnen(eingabe)
    (befund,) = ausnahme.value.befunde
    assert "„Netzwerk“" in befund.text
    # 17 % - 17,5 % von 500, 300 und 200 €.
    assert "„Raum 1“ -2,50 €, „Raum 2“ -1,50 €, „Raum 3“ -1,00 €" in befund.text
    assert befund.fundort == "Parameter!B9"
    assert "mehr als 17,5 %" in befund.abhilfe

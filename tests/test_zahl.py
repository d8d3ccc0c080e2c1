"""Zahlen aus Zellen und Texten: was gilt, was mehrdeutig ist und was keine Zahl ist."""

import re
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from sozialraum_cli.eingabe.unlesbar import Unlesbar
from sozialraum_cli.eingabe.zahl import Einheit, Zahl, zahl_lesen
from sozialraum_cli.lesen.zelle import Fehlerwert, FormelOhneWert, Zellwert


@pytest.mark.parametrize(
    ("text", "wert", "einheit"),
    [
        ("1.234,56", "1234.56", Einheit.OHNE),
        ("1,234.56", "1234.56", Einheit.OHNE),
        ("1'234,50", "1234.50", Einheit.OHNE),
        ("1’234’567.5", "1234567.5", Einheit.OHNE),
        ("1 234 €", "1234", Einheit.EURO),
        ("1\u202f234,5\u00a0€", "1234.5", Einheit.EURO),
        ("55.000 €", "55000", Einheit.EURO),
        ("EUR 55.000", "55000", Einheit.EURO),
        ("55.000,-", "55000", Einheit.EURO),
        ("55.000,– €/Jahr", "55000", Einheit.EURO),
        ("17,5 %", "17.5", Einheit.PROZENT),
        ("17.5%", "17.5", Einheit.PROZENT),
        ("17,5 v. H.", "17.5", Einheit.PROZENT),
        ("39 h", "39", Einheit.STUNDEN),
        ("39,0 Std./Woche", "39.0", Einheit.STUNDEN),
        ("4 Jahre", "4", Einheit.JAHRE),
        ("1.234.567", "1234567", Einheit.OHNE),
        ("1,234,567", "1234567", Einheit.OHNE),
        ("1,2345", "1.2345", Einheit.OHNE),
        ("0,125", "0.125", Einheit.OHNE),
        ("1234,567", "1234.567", Einheit.OHNE),
        ("12,345 %", "12.345", Einheit.PROZENT),
        ("38,125 h", "38.125", Einheit.STUNDEN),
        ("1,000.00 €", "1000", Einheit.EURO),
        ("1234.567", "1234.567", Einheit.OHNE),
        ("0.123", "0.123", Einheit.OHNE),
        ("17.5", "17.5", Einheit.OHNE),
        (",5", "0.5", Einheit.OHNE),
        ("-5", "-5", Einheit.OHNE),
        ("\u22125", "-5", Einheit.OHNE),
        ("1.234,56-", "-1234.56", Einheit.OHNE),
        ("+3", "3", Einheit.OHNE),
        ("007", "7", Einheit.OHNE),
        ("\ufeff12\u200b", "12", Einheit.OHNE),
    ],
)
def test_texte_die_zahlen_sind(text: str, wert: str, einheit: Einheit) -> None:
    assert zahl_lesen(text) == Zahl(Decimal(wert), einheit)


@pytest.mark.parametrize(
    "text",
    [
        *("1.234", "1.234 %", "-1.234", "123.456 h", "1,234", "100,000", "€100,000", "100,000 €"),
        *("−1,000", "1,000-", "EUR 10,000", "100,000€"),
    ],
)
def test_trennzeichen_vor_drei_ziffern_ist_mehrdeutig(text: str) -> None:
    unlesbar = zahl_lesen(text)
    assert isinstance(unlesbar, Unlesbar)
    assert "mehrdeutig" in unlesbar.grund
    ziffern = re.sub("[^0-9]", "", text)
    assert f"„{ziffern}“ oder" in unlesbar.abhilfe
    # Die Vorschläge selbst sind eindeutig.
    for vorschlag in re.findall("„([^“]*)“", unlesbar.abhilfe):
        assert isinstance(zahl_lesen(vorschlag), Zahl), vorschlag


@pytest.mark.parametrize(
    ("zeichen", "bedeutung"),
    [
        (".", "unbekannt oder geheim"),
        ("*", "geheim gehalten"),
        ("x", "gesperrt"),
        ("X", "gesperrt"),
        ("–", "genau null"),
        ("-", "genau null"),
        ("/", "nicht sicher genug"),
        ("...", "fällt später an"),
        ("…", "fällt später an"),
        ("(12)", "eingeschränkt"),
    ],
)
def test_zeichen_der_statistik_werden_erklaert_und_nie_null(zeichen: str, bedeutung: str) -> None:
    unlesbar = zahl_lesen(f" {zeichen}\u00a0")
    assert isinstance(unlesbar, Unlesbar)
    assert bedeutung in unlesbar.grund


@pytest.mark.parametrize(
    "text",
    [
        "abc",
        "12 34",
        "1.23.4",
        "01.02.2012",
        "12,3,4",
        "1.234,5.6",
        "1,7 Mio. €",
        "1E5",
        "12²",
        "١٢",
    ],
)
def test_kein_raten_bei_anderen_texten(text: str) -> None:
    unlesbar = zahl_lesen(text)
    assert isinstance(unlesbar, Unlesbar)
    assert "ist keine Zahl" in unlesbar.grund


@pytest.mark.parametrize(
    ("wert", "grund"),
    [
        (None, "fehlt"),
        ("  ", "fehlt"),
        (True, "Wahrheitswert WAHR"),
        (datetime(2012, 2, 1, tzinfo=UTC), "Datum 01.02.2012"),
        (Fehlerwert("#DIV/0!"), "#DIV/0!"),
        (FormelOhneWert(), "keinen gespeicherten Wert"),
        (Decimal("1e300"), "unglaubwürdig groß"),
        (Decimal("1.2e-17"), "unglaubwürdig klein"),
        (Decimal("NaN"), "keine Zahl"),
        ("9" * 50, "unglaubwürdig groß"),
        ("9" * 100, "keine Zahl"),
    ],
)
def test_andere_zellwerte(wert: Zellwert | None, grund: str) -> None:
    unlesbar = zahl_lesen(wert)
    assert isinstance(unlesbar, Unlesbar)
    assert grund in unlesbar.grund
    assert unlesbar.abhilfe.endswith(".")


def test_prozentzelle_und_zahl() -> None:
    assert zahl_lesen(Decimal("0.175"), prozentzelle=True) == Zahl(Decimal("17.5"), Einheit.PROZENT)
    glatt = zahl_lesen(Decimal("0.70"), prozentzelle=True)
    assert isinstance(glatt, Zahl)
    assert str(glatt.wert) == "70"
    assert zahl_lesen(Decimal("0.175")) == Zahl(Decimal("0.175"))
    # Ein Text in einer Prozentzelle ist keine Zahl, die die Tabelle mit 100 malnimmt.
    assert zahl_lesen("17,5", prozentzelle=True) == Zahl(Decimal("17.5"))

"""Runden: kaufmännisch auf eine Einheit und nach größten Resten auf eine Summe."""

from decimal import Decimal, localcontext

import pytest
from conftest import dezimal
from hypothesis import given
from hypothesis import strategies as st

from sozialraum_cli.arbeitsmappe.restspalten import gezaehlt
from sozialraum_cli.runden import GENAU, groesste_reste, kaufmaennisch


@pytest.mark.parametrize(
    ("wert", "einheit", "soll"),
    [
        ("0.005", "0.01", "0.01"),
        ("0.00499999", "0.01", "0"),
        ("1.005", "0.01", "1.01"),
        ("2.5", "1", "3"),
        ("2.49", "1", "2"),
        ("45", "10", "50"),
        ("44.99", "10", "40"),
        ("150", "100", "200"),
        ("249.99", "100", "200"),
        ("-0.005", "0.01", "-0.01"),
        ("-2.5", "1", "-3"),
        ("-2.4", "1", "-2"),
        ("0", "1", "0"),
    ],
)
def test_kaufmaennisch_rundet_die_haelfte_vom_nullpunkt_weg(
    wert: str, einheit: str, soll: str
) -> None:
    assert kaufmaennisch(Decimal(wert), Decimal(einheit)) == Decimal(soll)


@pytest.mark.parametrize("wert", ["0.00", "-0.00", "12.30", "-12.30", "1234567.89", "0.01"])
def test_was_auf_dem_cent_steht_bleibt_wie_auf_langem_weg(wert: str) -> None:
    kurz, lang = kaufmaennisch(Decimal(wert)), kaufmaennisch(Decimal(f"{wert}0"))
    assert str(kurz) == str(lang)


def test_rauschen_nicht_abbrechender_brueche_entscheidet_nicht() -> None:
    with localcontext(GENAU):
        drittel = Decimal(1) / 3
        knapp_unter_der_haelfte = drittel + drittel + drittel - Decimal("0.5")
        assert knapp_unter_der_haelfte < Decimal("0.5")
        assert kaufmaennisch(knapp_unter_der_haelfte, Decimal(1)) == 1
        anteile = [drittel * 300, drittel * 200, drittel * 100]
        assert anteile[0] < 100
        assert groesste_reste(anteile, Decimal(200), Decimal(1)).betrag == dezimal((100, 67, 33))


def test_groesste_reste_zeigt_jeden_schritt() -> None:
    verteilung = groesste_reste(dezimal(("10.2", "20.5", "30.3")), Decimal(61), Decimal(1))
    assert verteilung.ganze == (10, 20, 30)
    assert verteilung.rest == dezimal(("0.2", "0.5", "0.3"))
    assert verteilung.rang == (3, 1, 2)
    assert verteilung.betrag == dezimal((10, 21, 30))


@given(reste=st.lists(st.integers(0, 4), min_size=1, max_size=30), summe=st.integers(0, 30))
def test_die_schwelle_gibt_denselben_wie_der_rang(reste: list[int], summe: int) -> None:
    """Im Bogen entscheiden Schwelle und Zähler statt des Rangs."""
    anteile = [Decimal(rest) / 5 for rest in reste]
    kleinste = sum(int(anteil) for anteil in anteile)
    fehlend = min(summe, len(reste))
    verteilung = groesste_reste(anteile, Decimal(kleinste + fehlend), Decimal(1))
    schwelle = verteilung.schwelle
    bekommen = [
        schwelle is not None
        and (rest > schwelle or (rest == schwelle and zaehler <= verteilung.fehlend))
        for rest, zaehler in zip(verteilung.rest, gezaehlt(verteilung), strict=True)
    ]
    assert bekommen == [rang <= fehlend for rang in verteilung.rang]


@pytest.mark.parametrize(
    ("anteile", "summe", "soll"),
    [
        # Gleiche Reste: die frühere Zeile.
        (("1.5", "1.5", "1"), 4, (2, 1, 1)),
        (("1", "1.5", "1.5"), 4, (1, 2, 1)),
        # Sechs Nachkommastellen gelten: hier sind alle Reste 0,333333 ...
        (("1.3333332", "1.3333334", "1.3333334"), 4, (2, 1, 1)),
        # ... und hier ist der letzte 0,333334.
        (("1.3333332", "1.3333332", "1.3333336"), 4, (1, 1, 2)),
        # Die Hälfte der sechsten Stelle wird aufgerundet.
        (("1.3333334", "1.3333335", "1.3333331"), 4, (1, 2, 1)),
        # Ein Rest, der auf eine ganze Einheit aufrundet, bekommt sie.
        (("1.9999997", "1.0000002", "1.0000001"), 4, (2, 1, 1)),
        (("0", "0", "7"), 7, (0, 0, 7)),
        (("7",), 7, (7,)),
    ],
)
def test_reste_werden_auf_sechs_stellen_verglichen(
    anteile: tuple[str, ...], summe: int, soll: tuple[int, ...]
) -> None:
    verteilung = groesste_reste(dezimal(anteile), Decimal(summe), Decimal(1))
    assert verteilung.betrag == dezimal(soll)


@pytest.mark.parametrize(
    ("einheit", "soll"),
    [
        ("0.01", ("333.34", "333.33", "333.33")),
        ("1", (334, 333, 333)),
        ("10", (340, 330, 330)),
        ("100", (400, 300, 300)),
    ],
)
def test_jede_einheit_erhaelt_die_summe(einheit: str, soll: tuple[str | int, ...]) -> None:
    with localcontext(GENAU):
        anteile = [Decimal(1000) / 3] * 3
        verteilung = groesste_reste(anteile, Decimal(1000), Decimal(einheit))
    assert verteilung.betrag == dezimal(soll)
    assert sum(verteilung.betrag) == 1000


@pytest.mark.parametrize("summe", ["7", "2", "3.5"])
def test_anteile_die_nicht_zur_summe_passen_sind_ein_programmfehler(summe: str) -> None:
    with pytest.raises(ValueError, match="ergeben nicht die Summe"):
        groesste_reste(dezimal((1, 1, 1)), Decimal(summe), Decimal(1))


def test_null_hat_kein_vorzeichen() -> None:
    """Sonst stünde -0.00 im JSON."""
    assert str(kaufmaennisch(Decimal("-0.004"))) == "0.00"
    assert str(kaufmaennisch(Decimal("-0.005"))) == "-0.01"

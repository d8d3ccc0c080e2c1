"""Schlüssel, Zeiten und Zeichen der amtlichen Statistik, jede Schreibweise einzeln."""

from decimal import Decimal

import pytest

from sozialraum_cli.eingabe.unlesbar import Unlesbar
from sozialraum_cli.quellen.gebietsschluessel import gebietsschluessel_lesen, inkar_verband
from sozialraum_cli.quellen.zeichen import Messwert, wert_lesen
from sozialraum_cli.quellen.zeit import passt, zeit_lesen, zeiten_im_text, zensus_dazwischen


@pytest.mark.parametrize(
    ("text", "erwartet"),
    [
        ("033555401002", ("03355002", "033555401", False)),
        ("33555401002", ("03355002", "033555401", True)),
        ("03 355 5401 002", ("03355002", "033555401", False)),
        ("033550001001", ("03355001", None, False)),
        ("033550001", ("03355001", None, False)),
        ("03355001", ("03355001", None, False)),
        ("3355001", ("03355001", None, True)),
        ("355001", ("03355001", None, False)),
        ("355401", ("033555401", None, False)),
        ("033555401", ("033555401", None, False)),
        ("033555401000", ("033555401", None, False)),
        ("33555401", ("033555401", None, True)),
        ("03355", ("03355", None, False)),
        ("3355", ("03355", None, True)),
        ("355", ("03355", None, False)),
        ("03101000", ("03101", None, False)),
        ("031010000000", ("03101", None, False)),
        ("11010010", ("11010010", None, False)),
        ("03", ("03", None, False)),
        ("DG", ("DG", None, False)),
    ],
)
def test_schluessel(text: str, erwartet: tuple[str, str | None, bool]) -> None:
    assert gebietsschluessel_lesen(text) == erwartet


@pytest.mark.parametrize(
    "text", ["", "Adendorf", "31.12.2015", "99", "9935500112", "1000A", "12411-01-01-4", "٠٣٣٥٥"]
)
def test_kein_schluessel(text: str) -> None:
    assert gebietsschluessel_lesen(text) is None


def test_inkar_nennt_gemeindeverbaende_anders() -> None:
    assert inkar_verband("033555401") == "03355901"
    assert inkar_verband("033555407") == "03355907"


@pytest.mark.parametrize(
    ("text", "erwartet"),
    [
        ("2022-05-15", "2022-05-15"),
        ("31.12.2022", "2022-12-31"),
        ("1.3.2022", "2022-03-01"),
        ("20220515", "2022-05-15"),
        ("2022", "2022"),
        ("Dezember 2022", "2022-12"),
        ("Stichtag: 31.12.2022", "2022-12-31"),
        ("Jahresdurchschnitt 2021", "2021"),
        ("Stand 30.06.2025", "2025-06-30"),
        ("31.02.2022", None),
        ("Insgesamt", None),
        ("1.200", None),
        ("65 Jahre", None),
    ],
)
def test_zeit(text: str, erwartet: str | None) -> None:
    assert zeit_lesen(text) == erwartet


def test_ein_jahr_umfasst_seine_stichtage() -> None:
    assert passt("2022", "2022-05-15")
    assert passt("2022-05", "2022-05-15")
    assert not passt("2022-12-31", "2022")
    assert not passt("202", "2022")
    assert zeiten_im_text("Einwohner, Stand 31.12.2009: Zensus 2011") == ("2009-12-31", "2011")


@pytest.mark.parametrize(
    ("alt", "neu", "zensus"),
    [
        ("2009-12-31", "2011-12-31", 2011),
        ("2011", "2022-05-15", 2022),
        ("2021", "2022", 2022),
        ("2009-12-31", "2023", 2022),
        ("2012", "2021", None),
        ("2022-05-15", "2024-12-31", None),
    ],
)
def test_zensus_dazwischen(alt: str, neu: str, zensus: int | None) -> None:
    gefunden = zensus_dazwischen(alt, neu)
    assert (gefunden and gefunden.year) == zensus
    assert zensus_dazwischen(neu, alt) == gefunden


@pytest.mark.parametrize(
    ("roh", "zahl"),
    [("10652", 10652), ("0", 0), ("37,3", Decimal("37.3")), ("58,679", Decimal("58.679"))],
)
def test_zahl_einer_amtlichen_tabelle(roh: str, zahl: Decimal) -> None:
    assert wert_lesen(roh, dezimal=",") == Messwert(Decimal(zahl))


@pytest.mark.parametrize("roh", ["-", " - ", "–", "2222222222", "2222222222,0"])
def test_nichts_vorhanden_ist_null_mit_hinweis(roh: str) -> None:
    gelesen = wert_lesen(roh, dezimal=",")
    assert isinstance(gelesen, Messwert)
    assert gelesen.zahl == 0
    assert gelesen.hinweis


@pytest.mark.parametrize(
    "roh",
    [None, "", ".", "*", "x", "X", "/", "...", "…", "k. A.", "7777777777", "7777777777,0", "1.234"],
)
def test_kein_wert_ist_nie_null(roh: str | None) -> None:
    assert isinstance(wert_lesen(roh, dezimal=","), Unlesbar)


def test_klammer_gilt_mit_hinweis() -> None:
    gelesen = wert_lesen("(1,5)", dezimal=",")
    assert isinstance(gelesen, Messwert)
    assert gelesen.zahl == Decimal("1.5")
    assert "eingeschränkt" in str(gelesen.hinweis)
    assert isinstance(wert_lesen("( )"), Unlesbar)
    assert isinstance(wert_lesen("(.)"), Unlesbar)

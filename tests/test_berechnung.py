"""Die ganze Rechnung: Summen, Differenzen, Budget II, und alle Befunde auf einmal."""

from decimal import Decimal
from typing import Any

import pytest
from conftest import Zahl, dezimal, kleine_eingabe

from sozialraum_cli.befund import Datenfehler, Stufe, hat_fehler
from sozialraum_cli.modell import Art, Eingabe, Indikator
from sozialraum_cli.rechnen.berechnung import rechnen


def befunde(eingabe: Eingabe) -> list[str]:
    """Text und Abhilfe jedes Fehlers."""
    with pytest.raises(Datenfehler) as ausnahme:
        rechnen(eingabe)
    return [
        f"{befund.text} {befund.abhilfe}"
        for befund in ausnahme.value.befunde
        if befund.stufe is Stufe.FEHLER
    ]


def test_vom_indikator_zum_budget_in_benannten_schritten() -> None:
    eingabe = kleine_eingabe(
        (50, 30, 20),
        bisher=(40000, 40000, 20000),
        bestandsschutz_verfahren="anteilig",
        bestandsschutz=70,
    )
    ergebnis = rechnen(eingabe)
    assert ergebnis.eingabe is eingabe
    raum = ergebnis.sozialraeume[1]
    assert raum.sozialraum.name == "Raum 2"
    assert raum.anteil == Decimal("0.3")
    assert raum.budget_indikatoren == raum.budget_indikatoren_gerundet == 30000
    assert raum.vergleichsbudget == 40000
    assert raum.budget_geschuetzt == raum.budget_neu == 37000
    assert raum.schutzwirkung == 7000
    assert raum.differenz == -3000
    assert raum.differenz_prozent == Decimal("-7.5")
    assert raum.komponenten.regiekosten == 6475
    assert raum.budget_2 is None
    assert ergebnis.befunde == ()


def test_summen() -> None:
    ergebnis = rechnen(
        kleine_eingabe(
            (50, 30, 20),
            bisher=(40000, 40000, "10000.50"),
            bestandsschutz_verfahren="anteilig",
            bestandsschutz=70,
            budget_2=5000,
        )
    )
    # Z: 46.499,825 / 39.099,895 / 14.400,28, Reste 0,825 / 0,895 / 0,28
    assert [zeile.budget_neu for zeile in ergebnis.sozialraeume] == [46500, 39100, 14400]
    summen = ergebnis.summen
    assert summen.budget_bisher == Decimal("90000.50")
    assert summen.budget_indikatoren == summen.budget_neu == 100000
    assert summen.gewinn == Decimal("10899.50")
    assert summen.verlust == -900
    assert summen.kosten_schutz == 9100
    assert summen.ausgleich == summen.frei_werdend == 0
    assert summen.budget_2 == 5000
    assert summen.gesamtbelastung == 100000
    # 82.500 € Personal · 60 % und 40 % · 90 % / 50.000 € · 39 h
    assert summen.stunden == dezimal(("34.749", "23.166"))


@pytest.mark.parametrize(
    ("rundung", "soll"),
    [
        ("0.01", ("33333.34", "33333.33", "33333.33")),
        ("1", (33334, 33333, 33333)),
        ("10", (33340, 33330, 33330)),
        ("100", (33400, 33300, 33300)),
    ],
)
def test_gerundet_wird_auf_die_einheit(rundung: str, soll: tuple[str | int, ...]) -> None:
    ergebnis = rechnen(kleine_eingabe((1, 1, 1), rundung=rundung))
    assert tuple(zeile.budget_neu for zeile in ergebnis.sozialraeume) == dezimal(soll)
    assert ergebnis.rundung_neu.betrag == dezimal(soll)


def test_sockelbetrag_vor_dem_schluessel() -> None:
    ergebnis = rechnen(kleine_eingabe((50, 30, 20), sockelbetrag=10000))
    assert [z.budget_neu for z in ergebnis.sozialraeume] == [45000, 31000, 24000]
    nur_sockel = rechnen(kleine_eingabe((50, 50), sockelbetrag=50000))
    assert [z.budget_neu for z in nur_sockel.sozialraeume] == [50000, 50000]


def test_ein_einziger_sozialraum_bekommt_alles() -> None:
    (zeile,) = rechnen(kleine_eingabe((7,), bisher=(1000,))).sozialraeume
    assert (zeile.anteil, zeile.budget_neu) == (1, 100000)
    assert zeile.differenz_prozent == 9900


@pytest.mark.parametrize(
    ("bisher", "differenz", "prozent"),
    [
        (None, None, None),
        (0, 100000, None),
        (80000, 20000, 25),
        (300000, -200000, Decimal("-66.67")),
        ("99995", 5, Decimal("0.01")),  # 0,0050003 %
        ("100004.99", "-4.99", 0),  # -0,00499 % rundet auf 0
    ],
)
def test_differenz_gegen_budget_bisher(
    bisher: Zahl | None, differenz: object, prozent: object
) -> None:
    (zeile,) = rechnen(kleine_eingabe((7,), bisher=(bisher,))).sozialraeume
    assert zeile.differenz == (None if differenz is None else Decimal(str(differenz)))
    assert zeile.differenz_prozent == prozent


def test_ohne_alle_bisherigen_budgets_keine_summe() -> None:
    ergebnis = rechnen(kleine_eingabe((50, 50), bisher=(None, 40000)))
    assert ergebnis.summen.budget_bisher is None
    assert ergebnis.summen.gewinn == 10000


@pytest.mark.parametrize(
    ("verteilung", "soll"),
    [
        ("zentral", (None, None, None)),
        ("gleich", ("33.34", "33.33", "33.33")),
        ("schluessel", ("50.00", "30.00", "20.00")),
    ],
)
def test_budget_2(verteilung: str, soll: tuple[str | None, ...]) -> None:
    ergebnis = rechnen(kleine_eingabe((50, 30, 20), budget_2=100, budget_2_verteilung=verteilung))
    assert [zeile.budget_2 for zeile in ergebnis.sozialraeume] == [
        None if betrag is None else Decimal(betrag) for betrag in soll
    ]
    assert ergebnis.summen.budget_2 == 100
    # Budget II steht neben dem Gesamtbudget.
    assert ergebnis.summen.budget_neu == 100000


def test_nicht_festgelegtes_budget_2_wird_nicht_verteilt() -> None:
    ergebnis = rechnen(kleine_eingabe((1, 1), budget_2_verteilung="gleich"))
    assert [zeile.budget_2 for zeile in ergebnis.sozialraeume] == [None, None]
    assert ergebnis.summen.budget_2 is None
    assert ergebnis.rundung_budget_2 is None


def test_sockel_zu_hoch_nennt_den_groessten() -> None:
    (text,) = befunde(kleine_eingabe((1, 1, 1), sockelbetrag="33333.34"))
    assert "kostet bei 3 Sozialräumen 100.000,02 €" in text
    assert "höchstens 33.333,33 € senken" in text
    assert rechnen(kleine_eingabe((1, 1, 1), sockelbetrag="33333.33"))


@pytest.mark.parametrize(
    ("gesamtbudget", "rundung", "vorschlag"),
    [
        ("100050", "100", "100.100,00"),
        ("100000.5", "1", "100.001,00"),
        ("100000.004", "0.01", "100.000,00"),
        ("40", "100", "100,00"),
    ],
)
def test_kein_vielfaches_nennt_eines(gesamtbudget: str, rundung: str, vorschlag: str) -> None:
    (text,) = befunde(kleine_eingabe(gesamtbudget=gesamtbudget, rundung=rundung))
    assert "kein Vielfaches" in text
    assert f"auf {vorschlag} € ändern" in text


@pytest.mark.parametrize("verteilung", ["gleich", "schluessel"])
def test_budget_2_mit_bruchteilen_eines_cents(verteilung: str) -> None:
    (text,) = befunde(kleine_eingabe(budget_2="100.005", budget_2_verteilung=verteilung))
    assert "Das Budget II von 100,005 € hat Bruchteile eines Cents" in text
    assert "auf 100,01 € ändern" in text


def test_alle_befunde_auf_einmal() -> None:
    texte = befunde(
        kleine_eingabe(
            spalten={"A": (1, 2), "B": (1, 2), "Einwohner": (0, 1)},
            indikatoren=[
                Indikator("A", Decimal(1), Art.ANZAHL, None),
                Indikator("B", Decimal(1), Art.ANZAHL, "Einwohner"),
                Indikator("Einwohner", Decimal(1), Art.QUOTE, "B"),
            ],
            schluesselverfahren="belastungsfaktor",
            gesamtbudget="1000.5",
            sockelbetrag=600,
            bisher=(2000, 2000),
            bestandsschutz_verfahren="mindestbudget",
            bestandsschutz=50,
            budget_2="0.001",
        )
    )
    muster = [
        "Der Sockelbetrag",
        "kein Vielfaches",
        "Budget II",
        "Der Bestandsschutz von 50 % bindet",
        "„A“ hat keine Bezugsgröße",
        "„B“ lässt sich nicht durch „Einwohner“ teilen",
        "Die Verteilungsbasis fehlt",
    ]
    assert len(texte) == len(muster)
    for teil, text in zip(muster, texte, strict=True):
        assert teil in text


def test_zusatzmittel_und_letzte_leistung_werden_zusammen_gemeldet() -> None:
    texte = befunde(
        kleine_eingabe(
            (1, 1),
            bisher=(90000, 10000),
            bestandsschutz_verfahren="defizitausgleich",
            zusatzmittel=1,
            leistungsbasis="budget",
            leistungen={"A": 90, "B": 10},
        )
    )
    assert ["Defizitausgleich" in texte[0], "„B“" in texte[1]] == [True, True]
    assert len(texte) == 2


@pytest.mark.parametrize(
    "parameter",
    [
        {"sockelbetrag": 60000},
        {"bestandsschutz_verfahren": "kappung", "bestandsschutz": 0, "hoechstgewinn": 0},
    ],
    ids=["vor der Verteilung", "beim Verteilen"],
)
def test_hinweise_begleiten_auch_einen_fehler(parameter: dict[str, Any]) -> None:
    eingabe = kleine_eingabe(
        spalten={"A": (1, 2), "Gleich": (5, 5), "Einwohner": (10, 10)},
        indikatoren=[
            Indikator("A", Decimal(1), Art.QUOTE, "Einwohner"),
            Indikator("Gleich", Decimal(1), Art.QUOTE, "Einwohner"),
        ],
        schluesselverfahren="minmax",
        bisher=(10, 10),
        **parameter,
    )
    with pytest.raises(Datenfehler) as ausnahme:
        rechnen(eingabe)
    assert [b.stufe for b in ausnahme.value.befunde] == [Stufe.FEHLER, Stufe.HINWEIS]


def test_hinweise_stehen_im_ergebnis() -> None:
    eingabe = kleine_eingabe(
        spalten={"Gleich": (5, 5), "Einwohner": (10, 30)},
        indikatoren=[Indikator("Gleich", Decimal(1), Art.QUOTE, "Einwohner")],
        schluesselverfahren="minmax",
    )
    ergebnis = rechnen(eingabe)
    assert len(ergebnis.befunde) == 1
    assert not hat_fehler(ergebnis.befunde)
    assert [zeile.budget_neu for zeile in ergebnis.sozialraeume] == [25000, 75000]


def test_gesamtbelastung_ist_gesamtbudget_und_ausgleich() -> None:
    ergebnis = rechnen(
        kleine_eingabe(
            (3, 1),
            bisher=(50000, 50000),
            gesamtbudget=100000,
            bestandsschutz_verfahren="defizitausgleich",
        )
    )
    assert ergebnis.summen.ausgleich == 25000
    assert ergebnis.summen.gesamtbelastung == 125000

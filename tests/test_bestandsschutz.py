"""Der Bestandsschutz: fünf Verfahren, die Abschmelzung, und was nicht bezahlbar ist."""

from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

import pytest
from conftest import Zahl, dezimal, kleine_eingabe

from sozialraum_cli.befund import Befund, Datenfehler
from sozialraum_cli.modell import Eingabe
from sozialraum_cli.rechnen.berechnung import Ergebnis, rechnen
from sozialraum_cli.rechnen.bestandsschutz import (
    abschmelzungsfaktor,
    bestandsschutz_wirksam,
)
from sozialraum_cli.runden import GENAU
from sozialraum_cli.verfahren.schutz.knickstellen import faktor_fuer_summe, summen_bei_faktoren
from sozialraum_cli.verfahren.schutz.verzeichnis import namen

# D = 50.000 / 40.000 / 10.000; nur der dritte verliert.
FAELLE = (5, 4, 1)
BISHER = (30000, 30000, 40000)


def schutz(verfahren: str, wert: object = None, **weitere: Any) -> Ergebnis:
    """Drei Sozialräume, 100.000 €, ein Verfahren."""
    return rechnen(eingabe(verfahren, wert, **weitere))


def eingabe(verfahren: str, wert: object = None, **weitere: Any) -> Eingabe:
    """Die Eingabe dazu."""
    werte: dict[str, Any] = {"bisher": BISHER, "bestandsschutz": wert} | weitere
    return kleine_eingabe(FAELLE, bestandsschutz_verfahren=verfahren, **werte)


def neu(ergebnis: Ergebnis) -> tuple[Decimal, ...]:
    """Die neuen Budgets."""
    return tuple(zeile.budget_neu for zeile in ergebnis.sozialraeume)


def einziger_befund(eingabe: Eingabe) -> Befund:
    """Der eine Befund, an dem die Eingabe scheitert."""
    with pytest.raises(Datenfehler) as ausnahme:
        rechnen(eingabe)
    (befund,) = ausnahme.value.befunde
    return befund


def test_keiner_folgt_den_indikatoren() -> None:
    ergebnis = schutz("keiner")
    assert neu(ergebnis) == (50000, 40000, 10000)
    assert [zeile.schutzwirkung for zeile in ergebnis.sozialraeume] == [0, 0, 0]
    assert ergebnis.summen.kosten_schutz == 0
    assert ergebnis.schutz.bestandsschutz_wirksam is None


def test_anteilig_laesst_beta_vom_alten_und_teilt_den_rest_nach_indikatoren() -> None:
    ergebnis = schutz("anteilig", 50)
    # 15.000 + 25.000, 15.000 + 20.000, 20.000 + 5.000
    assert neu(ergebnis) == (40000, 35000, 25000)
    assert ergebnis.schutz.mindestbetrag == (15000, 15000, 20000)
    assert [z.schutzwirkung for z in ergebnis.sozialraeume] == [-10000, -5000, 15000]
    assert ergebnis.summen.kosten_schutz == 15000


@pytest.mark.parametrize(
    ("beta", "soll"), [(0, (50000, 40000, 10000)), (100, (30000, 30000, 40000))]
)
def test_anteilig_an_den_enden(beta: int, soll: tuple[int, ...]) -> None:
    assert neu(schutz("anteilig", beta)) == soll


def test_mindestbudget_staucht_die_gewinne() -> None:
    ergebnis = schutz("mindestbudget", 80)
    # Über dem Minimum 24.000/24.000/32.000 bleiben 26.000 und 16.000, bezahlbar sind 20.000.
    assert abs(Fraction(ergebnis.schutz.kennwerte["stauchung"]) - Fraction(20, 42)) < Fraction(
        1, 10**40
    )
    assert neu(ergebnis) == (36381, 31619, 32000)


def test_kappung_kuerzt_alle_anderen_im_gleichen_verhaeltnis() -> None:
    ergebnis = schutz("kappung", 80)
    assert abs(Fraction(ergebnis.schutz.kennwerte["mue"]) - Fraction(68, 90)) < Fraction(1, 10**40)
    assert neu(ergebnis) == (37778, 30222, 32000)
    assert ergebnis.schutz.hoechstbetrag == (None, None, None)


def test_kappung_mit_hoechstgewinn() -> None:
    ergebnis = schutz("kappung", 80, hoechstgewinn=20)
    assert ergebnis.schutz.mindestbetrag == (24000, 24000, 32000)
    assert ergebnis.schutz.hoechstbetrag == (36000, 36000, 48000)
    assert ergebnis.schutz.kennwerte["mue"] == Decimal("0.8")
    assert neu(ergebnis) == (36000, 32000, 32000)


def test_kappung_ohne_altes_budget_ohne_grenzen() -> None:
    ergebnis = schutz("kappung", 80, bisher=(0, 30000, 40000), hoechstgewinn=20)
    assert ergebnis.schutz.hoechstbetrag == (None, 36000, 48000)
    assert ergebnis.schutz.mindestbetrag == (0, 24000, 32000)
    # Raum 3 bleibt auf 32.000; 68.000 auf D = 5 : 4.
    assert neu(ergebnis) == (37778, 30222, 32000)


@pytest.mark.parametrize(
    ("gesamtbudget", "soll"),
    [
        (64, (16, 16, 32)),  # genau die Summe der Untergrenzen
        (65, ("16.25", "16.25", "32.5")),
        (124, (20, 40, 64)),  # Raum 1 an seiner Obergrenze
        (144, (20, 60, 64)),  # genau die Summe der Obergrenzen
    ],
)
def test_mue_trifft_das_gesamtbudget_genau(gesamtbudget: int, soll: tuple[str | int, ...]) -> None:
    d, unten, oben = dezimal((20, 20, 40)), dezimal((16, 16, 32)), dezimal((20, 60, 64))
    mu = faktor_fuer_summe(Decimal(gesamtbudget), d, unten, oben)
    z = tuple(min(max(mu * x, u), o) for x, u, o in zip(d, unten, oben, strict=True))
    assert z == dezimal(soll)
    assert summen_bei_faktoren([mu], d, unten, oben) == [gesamtbudget]


def test_mue_ueber_eine_flache_strecke() -> None:
    # Zwischen μ = 1 (Raum 1 am Höchstbetrag) und μ = 2 (Raum 2 über dem Mindestbetrag) wächst
    # nichts: bei T = 30 passt jedes μ dazwischen, darüber nur noch Raum 2.
    d, unten, oben = dezimal((10, 10)), dezimal((5, 20)), (Decimal(10), None)
    assert 1 <= faktor_fuer_summe(Decimal(30), d, unten, oben) <= 2
    assert faktor_fuer_summe(Decimal(35), d, unten, oben) == Decimal("2.5")


def test_mue_behaelt_seine_stellen_wenn_ein_betrag_nicht_abbricht() -> None:
    # Die Art des Fehlers: ein geglätteter Zwischenwert. Genau ist es 0,99; mit Rauschen nannte
    # die Abhilfe 98,99 %, obwohl auch 99 % zu bezahlen sind.
    with localcontext(GENAU):
        d, unten = dezimal(("0.55", "0.45")), (Decimal(0), Decimal("1.47") / Decimal("4.5"))
        mu = faktor_fuer_summe(Decimal("0.99"), d, unten, (None, None))
        assert abs(mu - Decimal("0.99")) < Decimal("1e-50")


@pytest.mark.parametrize(
    ("faelle", "bisher"),
    [
        ((19, 10), (1600, 3200)),
        ((11, 1, 9), (7800, 8600, 9000)),
        ((5, 1, 10, 14, 14), (1600, 600, 7800, 7900, 9800)),
    ],
)
@pytest.mark.parametrize("mindestens", [0, 50, 100])
def test_kappung_ohne_gewinn_laesst_alles_beim_alten(
    faelle: tuple[int, ...], bisher: tuple[int, ...], mindestens: int
) -> None:
    """T ist genau die Summe der Obergrenzen: das Rauschen der D darf μ nicht ins Leere treiben."""
    ergebnis = rechnen(
        kleine_eingabe(
            faelle,
            bisher=bisher,
            gesamtbudget=sum(bisher),
            bestandsschutz_verfahren="kappung",
            bestandsschutz=mindestens,
            hoechstgewinn=0,
        )
    )
    assert neu(ergebnis) == bisher


def test_defizitausgleich_zahlt_aus_zusatzmitteln() -> None:
    ergebnis = schutz("defizitausgleich", zusatzmittel=30000)
    assert neu(ergebnis) == (50000, 40000, 40000)
    assert [zeile.ausgleich for zeile in ergebnis.sozialraeume] == [0, 0, 30000]
    assert ergebnis.summen.budget_neu == 130000
    assert ergebnis.summen.ausgleich == ergebnis.summen.kosten_schutz == 30000
    assert ergebnis.schutz.bestandsschutz_wirksam == 100  # ohne Angabe


def test_defizitausgleich_rechnet_mit_dem_gerundeten_budget_nach_indikatoren() -> None:
    ergebnis = rechnen(
        kleine_eingabe(
            (1, 1, 1),
            bisher=(300, 400, 333),
            gesamtbudget=1000,
            bestandsschutz_verfahren="defizitausgleich",
            bestandsschutz=50,
        )
    )
    # D° = 334/333/333: das Defizit von Raum 2 ist 67, die Hälfte 33,5 rundet auf 34.
    assert [zeile.budget_indikatoren_gerundet for zeile in ergebnis.sozialraeume] == [334, 333, 333]
    assert [zeile.ausgleich for zeile in ergebnis.sozialraeume] == [0, 34, 0]
    assert neu(ergebnis) == (334, 367, 333)


def test_das_referenzbudget_geht_dem_bisherigen_vor() -> None:
    ergebnis = schutz("anteilig", 50, referenz=(None, 40000, 0))
    assert ergebnis.schutz.vergleichsbudget == (30000, 40000, 0)
    # ΣA = 70.000, der Rest 65.000 folgt 5 : 4 : 1.
    assert neu(ergebnis) == (47500, 46000, 6500)
    assert [zeile.differenz for zeile in ergebnis.sozialraeume] == [17500, 16000, -33500]


@pytest.mark.parametrize(
    ("jahr", "faktor"),
    [
        (2025, "1"),
        (2026, "1"),
        (2027, "0.75"),
        (2028, "0.5"),
        (2029, "0.25"),
        (2030, "0"),
        (2031, "0"),
    ],
)
def test_lueneburg_schmilzt_ab_2027_in_vier_jahren_ab(jahr: int, faktor: str) -> None:
    ergebnis = schutz("defizitausgleich", jahr=jahr, abschmelzung_beginn=2027, abschmelzung_jahre=4)
    assert ergebnis.schutz.abschmelzungsfaktor == Decimal(faktor)
    assert ergebnis.schutz.bestandsschutz_wirksam == Decimal(faktor) * 100
    assert ergebnis.summen.ausgleich == Decimal(faktor) * 30000
    assert ergebnis.summen.frei_werdend == 30000 - ergebnis.summen.ausgleich
    assert ergebnis.summen.budget_neu == 100000 + ergebnis.summen.ausgleich


def test_abschmelzung_mindert_beta() -> None:
    parameter = eingabe(
        "anteilig", 80, jahr=2027, abschmelzung_beginn=2026, abschmelzung_jahre=4
    ).parameter
    assert abschmelzungsfaktor(parameter) == Decimal("0.5")
    assert bestandsschutz_wirksam(parameter) == 40


@pytest.mark.parametrize("verfahren", namen(lambda v: v.bindet))
def test_ein_bezahlbarer_schutz_wird_genannt_und_rechnet(verfahren: str) -> None:
    zu_viel = {"bisher": (60000, 30000, 30000)}  # ΣA = 120.000: 83,33 % sind bezahlbar
    befund = einziger_befund(
        eingabe(verfahren, "83.34", fundorte={"parameter:bestandsschutz": "P!B4"}, **zu_viel)
    )
    assert "Der Bestandsschutz von 83,34 % bindet 100.008,00 €" in befund.text
    assert "höchstens 83,33 % senken" in befund.abhilfe
    assert "mindestens 100.008,00 € erhöhen" in befund.abhilfe
    assert befund.fundort == "P!B4"
    ergebnis = schutz(verfahren, "83.33", **zu_viel)
    assert sum(neu(ergebnis)) == 100000
    assert neu(ergebnis)[2] >= Decimal("24999")


def test_das_noetige_gesamtbudget_ist_aufgerundet_ein_vielfaches_der_rundung() -> None:
    werte = {"bisher": ("60000.10", 30000, 30000), "rundung": 100}
    befund = einziger_befund(eingabe("anteilig", 90, **werte))
    assert "bindet 108.000,09 €" in befund.text
    assert "mindestens 108.100,00 € erhöhen" in befund.abhilfe
    assert sum(neu(schutz("anteilig", 90, gesamtbudget=108100, **werte))) == 108100


def test_genau_bezahlbarer_schutz_bindet_alles() -> None:
    for verfahren in namen(lambda v: v.bindet):
        ergebnis = schutz(verfahren, 80, bisher=(60000, 40000, 25000))
        assert neu(ergebnis) == (48000, 32000, 20000)


def test_rauschen_der_abschmelzung_macht_bezahlbaren_schutz_nicht_unbezahlbar() -> None:
    # 25 % · 2/3 von 300.000 sind genau 50.000, gerechnet 10^-55 mehr.
    ergebnis = schutz(
        "anteilig",
        25,
        bisher=(150000, 90000, 60000),
        gesamtbudget=50000,
        abschmelzung_beginn=2012,
        abschmelzung_jahre=3,
    )
    assert neu(ergebnis) == (25000, 15000, 10000)


def test_hoechster_schutz_bei_abschmelzung_in_dritteln() -> None:
    # Faktor 2/3, ΣA = 1 Mio, T = 500.000: genau 75 % sind bezahlbar, nicht 74,99 %.
    werte = {
        "bisher": (500000, 300000, 200000),
        "gesamtbudget": 500000,
        "jahr": 2027,
        "abschmelzung_beginn": 2027,
        "abschmelzung_jahre": 3,
    }
    assert "höchstens 75 % senken" in einziger_befund(eingabe("anteilig", 80, **werte)).abhilfe
    assert sum(neu(schutz("anteilig", 75, **werte))) == 500000
    assert "höchstens 75 % senken" in einziger_befund(eingabe("anteilig", "75.01", **werte)).abhilfe


def test_zu_kleiner_hoechstgewinn_nennt_den_kleinsten_zulaessigen() -> None:
    werte = {"bisher": (30000, 30000, 35000), "fundorte": {"parameter:hoechstgewinn": "P!B5"}}
    befund = einziger_befund(eingabe("kappung", 80, hoechstgewinn=5, **werte))
    assert "lässt zusammen nur 99.750,00 € zu" in befund.text
    assert "mindestens 5,27 % setzen" in befund.abhilfe  # 100.000 / 95.000 = 1,05263…
    assert befund.fundort == "P!B5"
    assert sum(neu(schutz("kappung", 80, hoechstgewinn="5.27", **werte))) == 100000
    einziger_befund(eingabe("kappung", 80, hoechstgewinn="5.26", **werte))


def test_wer_nach_indikatoren_nichts_bekommt_waechst_auch_nicht_bis_zum_hoechstgewinn() -> None:
    def verteilt(hoechstgewinn: int) -> Eingabe:
        return kleine_eingabe(
            (1, 0),
            bisher=(50000, 60000),
            bestandsschutz_verfahren="kappung",
            bestandsschutz=60,
            hoechstgewinn=hoechstgewinn,
        )

    # Raum 2 bleibt auf 36.000; die übrigen 64.000 sind 28 % mehr als 50.000.
    befund = einziger_befund(verteilt(10))
    assert "lässt zusammen nur 91.000,00 € zu" in befund.text
    assert "mindestens 28 % setzen" in befund.abhilfe
    assert neu(rechnen(verteilt(28))) == (64000, 36000)


def test_zusatzmittel_reichen_nicht() -> None:
    befund = einziger_befund(
        eingabe(
            "defizitausgleich", 100, zusatzmittel=20000, fundorte={"parameter:zusatzmittel": "P!B6"}
        )
    )
    assert "kostet 30.000,00 €" in befund.text
    assert "es fehlen 10.000,00 €" in befund.text
    assert "höchstens 66,66 % senken" in befund.abhilfe
    assert "mindestens 30.000,00 € erhöhen" in befund.abhilfe
    assert befund.fundort == "P!B6"
    # 66,66 % von 30.000 sind 19.998; 66,67 % wären 20.001.
    assert schutz("defizitausgleich", "66.66", zusatzmittel=20000).summen.ausgleich == 19998
    einziger_befund(eingabe("defizitausgleich", "66.67", zusatzmittel=20000))


def test_der_groesste_ausgleichsanteil_beruecksichtigt_die_rundung_jedes_ausgleichs() -> None:
    # Zwei Defizite von 50 €, Rundung 10 €: bis 49,99 % kostet jedes 20 €, ab 50 % 30 €.
    werte: dict[str, Any] = {
        "bisher": (550, 300, 250),
        "gesamtbudget": 1000,
        "rundung": 10,
        "zusatzmittel": 40,
    }

    def defizite(anteil: Zahl) -> Eingabe:
        return kleine_eingabe(
            (5, 3, 2),
            bestandsschutz_verfahren="defizitausgleich",
            bestandsschutz=anteil,
            **werte,
        )

    assert "höchstens 49,99 % senken" in einziger_befund(defizite(50)).abhilfe
    assert rechnen(defizite("49.99")).summen.ausgleich == 40


def test_ohne_zusatzmittel_keine_grenze() -> None:
    assert schutz("defizitausgleich").summen.ausgleich == 30000


@pytest.mark.parametrize(
    ("parameter", "meldung"),
    [
        ({"verfahren": "anteilig"}, "braucht einen Wert"),
        ({"verfahren": "anteilig", "wert": 50, "bisher": (1, None, 2)}, "kein Vergleichsbudget"),
        ({"verfahren": "defizitausgleich", "bisher": (1, None, 2)}, "kein Vergleichsbudget"),
        (
            {"verfahren": "kappung", "wert": 50, "abschmelzung_beginn": 2027},
            "kappung lässt sich nicht abschmelzen",
        ),
    ],
)
def test_was_die_pruefung_haette_fangen_sollen_rechnet_nie_still_weiter(
    parameter: dict[str, Any], meldung: str
) -> None:
    with pytest.raises(ValueError, match=meldung):
        schutz(**parameter)

"""Entscheidungshilfe: Sollwerte des Beispiels 2012 und Eigenschaften, an denen sie hängen."""

import itertools
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal, localcontext
from operator import mul
from pathlib import Path
from random import Random
from typing import Any

import pytest
from befehlszeile import DATEN, DATEN_2026
from conftest import kleine_eingabe

from sozialraum_cli.eingabe.bilden import eingabe_bilden
from sozialraum_cli.entscheiden.empfindlichkeit import Empfindlichkeit, empfindlichkeit
from sozialraum_cli.entscheiden.gewichte import gewichtsrechnung
from sozialraum_cli.entscheiden.hoechstverlust import kleinster_schutz, mit_schutz
from sozialraum_cli.entscheiden.kennzahlen import kennzahlen
from sozialraum_cli.entscheiden.kippgewicht import kippgewichte
from sozialraum_cli.entscheiden.mehr_personen import mit_wert, wertrechnung
from sozialraum_cli.entscheiden.noetiger_wert import noetiger_wert
from sozialraum_cli.entscheiden.summen import summen
from sozialraum_cli.entscheiden.zufallsgewichte import zufallsgewichte
from sozialraum_cli.entscheiden.zufallsspanne import byar, nicht_unterscheidbar, zufallsspannen
from sozialraum_cli.lesen.mappendatei import mappe_lesen
from sozialraum_cli.modell import Art, Eingabe, Indikator
from sozialraum_cli.rechnen.berechnung import Ergebnis, rechnen
from sozialraum_cli.runden import GENAU, kaufmaennisch
from sozialraum_cli.verfahren.schluessel.verzeichnis import SCHLUESSELVERFAHREN
from sozialraum_cli.verfahren.schutz.verzeichnis import namen

FUENF = Decimal(5)


@pytest.fixture(scope="module")
def eingabe() -> Eingabe:
    return eingabe_bilden(mappe_lesen(DATEN))[0]


@pytest.fixture(scope="module")
def ergebnis(eingabe: Eingabe) -> Ergebnis:
    return rechnen(eingabe)


@pytest.fixture(scope="module")
def proben(ergebnis: Ergebnis) -> Empfindlichkeit:
    return empfindlichkeit(ergebnis, zufallsgewichte(gewichtsrechnung(ergebnis), 200))


def nummer(ergebnis: Ergebnis, name: str) -> int:
    return [raum.name for raum in ergebnis.eingabe.sozialraeume].index(name)


def mit(eingabe: Eingabe, verfahren: str, **werte: str) -> Eingabe:
    parameter = replace(
        eingabe.parameter,
        bestandsschutz_verfahren=verfahren,
        bestandsschutz=Decimal(100),
        **dict[str, Any]({name: Decimal(wert) for name, wert in werte.items()}),
    )
    return replace(eingabe, parameter=parameter)


def test_effektive_gewichte(proben: Empfindlichkeit) -> None:
    assert [f"{w.effektives_gewicht:.6f}" for w in proben.indikatoren] == [
        *("32.782272", "28.689767", "28.930133", "9.597828")
    ]


def test_weglassen_und_fuenf_punkte(proben: Empfindlichkeit, ergebnis: Ergebnis) -> None:
    arbeitslose = proben.indikatoren[0]
    assert arbeitslose.ohne is not None
    assert arbeitslose.plus_5 is not None
    assert kaufmaennisch(arbeitslose.ohne.bewegt) == Decimal("13738.43")
    assert sum(d for _, d in arbeitslose.ohne.je_sozialraum) == pytest.approx(0, abs=1e-20)
    # Auf 45 steigt der Indikator und die übrigen 60 sinken im gleichen Verhältnis auf 55.
    von_hand = rechnen(
        replace(
            ergebnis.eingabe,
            indikatoren=tuple(
                i._replace(gewicht=g)
                for i, g in zip(
                    ergebnis.eingabe.indikatoren,
                    (Decimal(45), Decimal(25) * 55 / 60, Decimal(25) * 55 / 60, Decimal(550) / 60),
                    strict=True,
                )
            ),
        )
    )
    differenzen = [
        neu.budget_geschuetzt - alt.budget_geschuetzt
        for neu, alt in zip(von_hand.sozialraeume, ergebnis.sozialraeume, strict=True)
    ]
    assert arbeitslose.plus_5.bewegt == pytest.approx(sum(map(abs, differenzen)) / 2)


def test_ein_einziger_indikator_laesst_sich_nicht_weglassen() -> None:
    ergebnis = rechnen(kleine_eingabe())
    (wirkung,) = empfindlichkeit(
        ergebnis, zufallsgewichte(gewichtsrechnung(ergebnis), 3)
    ).indikatoren
    assert wirkung.ohne is wirkung.plus_5 is wirkung.minus_5 is None


def test_zehn_arbeitslose_mehr(ergebnis: Ergebnis) -> None:
    wirkung = wertrechnung(ergebnis).wirkung(0, nummer(ergebnis, "Amt Neuhaus"), Decimal(10))
    assert wirkung is not None
    assert kaufmaennisch(wirkung.budget_neu) == Decimal("631.27")
    assert kaufmaennisch(wirkung.budget_indikatoren) == Decimal("2104.23")


def test_eine_quote_ueber_hundert_hat_keine_wirkung(ergebnis: Ergebnis) -> None:
    assert wertrechnung(ergebnis).wirkung(1, 0, Decimal(90)) is None


def test_kippgewicht(ergebnis: Ergebnis) -> None:
    rechnung = gewichtsrechnung(ergebnis)
    ostheide = nummer(ergebnis, "Ostheide")
    gewicht, keines = kippgewichte(rechnung, 0, [ostheide, nummer(ergebnis, "Amt Neuhaus")])
    assert gewicht is not None
    assert f"{gewicht:.6f}" == "32.763258"
    with localcontext(GENAU):
        budgets = rechnung.verteilt(rechnung.produkte_mit(0, gewicht / 100))
    assert kaufmaennisch(budgets.budget_indikatoren[ostheide]) == Decimal("145000.00")
    assert keines is None


def test_ein_einziger_sozialraum_kippt_nie() -> None:
    """Rechenrauschen statt einer Steigung: er bekommt immer alles, kein Wert ändert das."""
    spalten = {"Fälle": (7,), "Weitere": (3,), "Kinder": (11,)}
    indikatoren = [Indikator(name, Decimal(1)) for name in spalten]
    ergebnis = rechnen(
        kleine_eingabe(
            spalten=spalten,
            indikatoren=indikatoren,
            bisher=("70000",),
            gesamtbudget="99991",
        )
    )
    rechnung = gewichtsrechnung(ergebnis)
    for indikator in range(len(spalten)):
        assert kippgewichte(rechnung, indikator, [0]) == [None]
        assert noetiger_wert(ergebnis, indikator, 0) is None


@pytest.mark.parametrize(
    ("verfahren", "exakt", "gerundet", "bindend"),
    [
        ("anteilig", "91.5336420897", "91.54", "Amt Neuhaus"),
        ("mindestbudget", "95.0000000000", "95.00", "Amt Neuhaus"),
        ("kappung", "95.0000000000", "95.00", "Amt Neuhaus"),
        ("defizitausgleich", "91.5336420897", "91.54", "Amt Neuhaus"),
    ],
)
def test_hoechstverlust(
    eingabe: Eingabe, verfahren: str, exakt: str, gerundet: str, bindend: str
) -> None:
    kleinster = kleinster_schutz(mit(eingabe, verfahren), FUENF)
    assert kleinster is not None
    assert f"{kleinster.exakt:.10f}" == exakt
    assert (str(kleinster.gerundet), kleinster.bindend) == (gerundet, bindend)


def test_hoechstverlust_umverteilung_und_abstand(eingabe: Eingabe) -> None:
    kleinster = kleinster_schutz(mit(eingabe, "anteilig"), FUENF)
    assert kleinster is not None
    zeilen = rechnen(mit_schutz(mit(eingabe, "anteilig"), kleinster.exakt)).sozialraeume
    rueckgang = [
        max(Decimal(0), (z.sozialraum.budget_bisher or 0) - z.budget_geschuetzt) for z in zeilen
    ]
    abstand = [max(Decimal(0), z.budget_geschuetzt - z.budget_indikatoren) for z in zeilen]
    assert kaufmaennisch(sum(rueckgang, Decimal(0))) == Decimal("15903.41")
    assert kaufmaennisch(sum(abstand, Decimal(0))) == Decimal("171939.00")


def test_hoechstverlust_ohne_loesung(eingabe: Eingabe) -> None:
    assert kleinster_schutz(mit(eingabe, "keiner"), FUENF) is None
    wenig_geld = mit(eingabe, "anteilig", gesamtbudget="1600000")
    assert kleinster_schutz(wenig_geld, FUENF) is None


@pytest.mark.parametrize("verfahren", namen(lambda v: v.schuetzt))
def test_hoechstverlust_ist_der_kleinste(verfahren: str) -> None:
    """Eigenschaft, gegen ein Raster von 0,5 %: davor hält kein Wert das Ziel, dort hält es."""
    zufall = Random(f"{verfahren}")
    gefunden = 0
    for _ in range(12):
        bisher = [zufall.randint(1, 9) * 10000 for _ in range(5)]
        faelle = [zufall.randint(1, 90) for _ in range(5)]
        basis = kleine_eingabe(
            faelle,
            bisher=bisher,
            gesamtbudget=sum(bisher),
            bestandsschutz_verfahren=verfahren,
            bestandsschutz=100,
            hoechstgewinn=60 if verfahren == "kappung" and zufall.random() < 0.5 else None,
        )
        ziel = Decimal(zufall.randint(1, 40))
        kleinster = kleinster_schutz(basis, ziel)
        raster = [Decimal(halbe) / 2 for halbe in range(201)]
        haltend = [f for f in raster if haelt(basis, f, ziel, bisher)]
        if kleinster is None:
            assert haltend == []
            continue
        gefunden += kleinster.exakt > 0
        assert haelt(basis, kleinster.exakt, ziel, bisher)
        assert [f for f in haltend if f < kleinster.exakt] == []
    assert gefunden >= 3


def haelt(eingabe: Eingabe, schutz: Decimal, ziel: Decimal, bisher: Sequence[int]) -> bool:
    try:
        zeilen = rechnen(mit_schutz(eingabe, schutz)).sozialraeume
    except Exception:
        return False
    return all(
        zeile.budget_geschuetzt + zeile.ausgleich >= (1 - ziel / 100) * alt - 1
        for zeile, alt in zip(zeilen, bisher, strict=True)
    )


def test_kennzahlen(ergebnis: Ergebnis) -> None:
    zahlen = kennzahlen(ergebnis)
    assert (zahlen.gewinner, zahlen.verlierer, zahlen.gleich) == (7, 3, 0)
    assert zahlen.groesster_verlust is not None
    assert zahlen.groesster_verlust.sozialraum == "Amt Neuhaus"
    assert zahlen.umverteilung == -ergebnis.summen.verlust
    assert zahlen.abstand == ergebnis.summen.kosten_schutz


@pytest.mark.parametrize("datei", [DATEN, DATEN_2026], ids=["2012", "2026"])
def test_zufaellige_gewichte_rechnen_wie_der_kern(datei: Path) -> None:
    """Dieselben 1.000 Sätze Gewichte, einmal schnell und einmal mit dem ganzen Kern."""
    eingabe = eingabe_bilden(mappe_lesen(datei))[0]
    rechnung = gewichtsrechnung(rechnen(eingabe))
    zufall = Random(5)
    for _ in range(1000):
        gewichte = [g * Decimal(repr(zufall.uniform(0.75, 1.25))) for g in rechnung.nominell]
        ganz = rechnen(
            replace(
                eingabe,
                indikatoren=tuple(
                    i._replace(gewicht=g)
                    for i, g in zip(eingabe.indikatoren, gewichte, strict=True)
                ),
            )
        )
        with localcontext(GENAU):
            schnell = rechnung.budgets(gewichte)
            for zeile, d in zip(ganz.sozialraeume, schnell.budget_indikatoren, strict=True):
                assert abs(zeile.budget_indikatoren - d) < Decimal("1e-25")


def test_zufall_ist_wiederholbar_und_geordnet(ergebnis: Ergebnis) -> None:
    rechnung = gewichtsrechnung(ergebnis)
    erste, zweite, andere = (zufallsgewichte(rechnung, 300, keim) for keim in (1, 1, 2))
    assert erste == zweite != andere
    for spanne in erste.spannen:
        assert spanne.minimum <= spanne.q05 <= spanne.median <= spanne.q95 <= spanne.maximum
        assert spanne.rang_q05 <= spanne.rang_q95
    # 20 Läufe: 5 % sind genau einer, also ist q05 der kleinste Wert.
    zwanzig = zufallsgewichte(rechnung, 20, 1)
    assert all(spanne.q05 == spanne.minimum < spanne.q95 for spanne in zwanzig.spannen)


def test_die_schnellen_wege_rechnen_wie_der_kern() -> None:
    """Ein Gewicht oder ein Wert anders: dasselbe wie die ganze Rechnung mit der neuen Eingabe."""
    spalten = {"Fälle": (50, 30, 21), "Quote": (10, 0, 35), "Leute": (900, 800, 1100)}
    indikatoren = [
        Indikator("Fälle", Decimal(3), bezugsgroesse="Leute"),
        Indikator("Quote", Decimal(2), art=Art.QUOTE, bezugsgroesse="Leute"),
        Indikator("Leute", Decimal(1), bezugsgroesse="Leute"),
    ]
    for schluessel in SCHLUESSELVERFAHREN:
        eingabe = kleine_eingabe(
            spalten=spalten,
            indikatoren=indikatoren,
            bisher=("40000", "30000", "30000"),
            bestandsschutz_verfahren="anteilig",
            bestandsschutz=50,
            schluesselverfahren=schluessel,
            verteilungsbasis="Leute",
        )
        ergebnis = rechnen(eingabe)
        werte, gewichte = wertrechnung(ergebnis), gewichtsrechnung(ergebnis)
        for k, raum in itertools.product(range(3), repeat=2):
            probe = mit_wert(eingabe, k, raum, Decimal(7))
            wirkung = werte.wirkung(k, raum, Decimal(7))
            assert probe is not None
            assert wirkung is not None
            ganz = rechnen(probe).sozialraeume[raum].budget_indikatoren
            vorher = ergebnis.sozialraeume[raum].budget_indikatoren
            with localcontext(GENAU):
                assert abs(ganz - vorher - wirkung.budget_indikatoren) < Decimal("1e-40")
        for k in range(3):
            neu = [Decimal(g) for g in (3, 2, 1)]
            neu[k] = sum(neu) - neu[k]  # die Hälfte von allem
            ganz_mit = rechnen(
                replace(
                    eingabe,
                    indikatoren=tuple(
                        i._replace(gewicht=g) for i, g in zip(indikatoren, neu, strict=True)
                    ),
                )
            )
            with localcontext(GENAU):
                schnell = gewichte.verteilt(gewichte.produkte_mit(k, Decimal("0.5")))
                for zeile, d in zip(ganz_mit.sozialraeume, schnell.budget_indikatoren, strict=True):
                    assert abs(zeile.budget_indikatoren - d) < Decimal("1e-25")


def test_summen_in_einem_zug() -> None:
    zufall = Random(3)
    for zeilen, spalten in ((1, 1), (3, 5), (40, 7)):
        werte = [[zufall.randint(-(10**30), 10**40) for _ in range(spalten)] for _ in range(zeilen)]
        gewichte = [zufall.randint(0, 1 << 59) for _ in range(spalten)]
        soll = [sum(map(mul, gewichte, zeile)) for zeile in werte]
        assert summen(werte, 1 << 59).mit(gewichte) == soll


def test_byar() -> None:
    """Nachgerechnet mit der Formel nach Breslow und Day; 0 Fälle haben eine Obergrenze."""
    unten, oben = byar(Decimal(10))
    assert (f"{unten:.3f}", f"{oben:.3f}") == ("4.787", "18.391")
    assert byar(Decimal(0))[0] == 0
    assert f"{byar(Decimal(0))[1]:.3f}" == "3.668"


def test_nicht_unterscheidbar(eingabe: Eingabe) -> None:
    spannen = zufallsspannen(eingabe, eingabe.indikatoren[0])
    paare = nicht_unterscheidbar(spannen)
    assert ("Amelinghausen", "Dahlenburg") in paare
    assert ("Amt Neuhaus", "Scharnebeck") not in paare
    assert zufallsspannen(eingabe, eingabe.indikatoren[1]) == ()

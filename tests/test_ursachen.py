"""Die Ursachen einer Veränderung: Summe, Reihenfolge, Tausch und jede Regel für Mischungen."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, permutations
from typing import Any

import pytest
from conftest import dezimal, kleine_eingabe
from hypothesis import assume, example, given
from hypothesis import strategies as st
from test_eigenschaften import eingaben, rechnen_oder_fehler

from sozialraum_cli.befund import Stufe
from sozialraum_cli.modell import Art, Eingabe, Indikator, Parameter, Sozialraum, Spalte
from sozialraum_cli.rechnen import ursachen as modul
from sozialraum_cli.rechnen.berechnung import Ergebnis, rechnen
from sozialraum_cli.rechnen.ursachen import GRUPPEN, Paar, Ursache, ursachen
from sozialraum_cli.rechnen.vergleich import abgleichen
from sozialraum_cli.verfahren.schutz.verzeichnis import namen as schutznamen

CENT = Decimal("0.01")
GESAMTBUDGET, INDIKATOREN, GEWICHTE, BUDGET_BISHER, BESTANDSSCHUTZ = GRUPPEN
Ursachen = Mapping[Ursache, Decimal]

PARAMETER_JE_GRUPPE: Mapping[Ursache, tuple[str, ...]] = {
    GESAMTBUDGET: ("gesamtbudget", "zusatzmittel"),
    GEWICHTE: ("schluesselverfahren", "verteilungsbasis", "spreizung", "sockelbetrag"),
    BESTANDSSCHUTZ: (
        "jahr",
        "bestandsschutz_verfahren",
        "bestandsschutz",
        "hoechstgewinn",
        "abschmelzung_beginn",
        "abschmelzung_jahre",
    ),
}


def paare(alt: Ergebnis, neu: Ergebnis) -> tuple[Paar, ...]:
    return abgleichen(alt.eingabe.sozialraeume, neu.eingabe.sozialraeume)[0]


def zerlegt(alt: Ergebnis, neu: Ergebnis) -> tuple[Ursachen, ...]:
    return ursachen(alt, neu, paare(alt, neu))[0]


def hinweise(alt: Eingabe, neu: Eingabe) -> str:
    """Die Texte aller Hinweise; prüft nebenbei, dass die Summe stimmt."""
    a, n = rechnen(alt), rechnen(neu)
    je_paar, befunde = ursachen(a, n, paare(a, n))
    assert [sum(u.values()) for u in je_paar] == differenzen(a, n)
    assert all(befund.stufe is Stufe.HINWEIS for befund in befunde)
    return "\n".join(befund.text for befund in befunde)


def differenzen(alt: Ergebnis, neu: Ergebnis) -> list[Decimal]:
    def budget(ergebnis: Ergebnis, stelle: int | None) -> Decimal:
        return Decimal(0) if stelle is None else ergebnis.sozialraeume[stelle].budget_neu

    return [budget(neu, n) - budget(alt, a) for a, n in paare(alt, neu)]


def gemischt(alt: Eingabe, neu: Eingabe, gruppen: Sequence[Ursache]) -> Eingabe:
    """Die alte Eingabe, in der genau diese Gruppen neu sind; gleiche Sozialräume und Spalten."""
    aus = {gruppe: neu if gruppe in gruppen else alt for gruppe in GRUPPEN}
    parameter: Parameter = alt.parameter
    for gruppe, namen in PARAMETER_JE_GRUPPE.items():
        werte = {name: getattr(aus[gruppe].parameter, name) for name in namen}
        parameter = replace(parameter, **werte)
    return replace(
        alt,
        sozialraeume=aus[BUDGET_BISHER].sozialraeume,
        indikatoren=aus[GEWICHTE].indikatoren,
        spalten=aus[INDIKATOREN].spalten,
        parameter=parameter,
    )


def hoechstens_gerundet(alt: Ergebnis, neu: Ergebnis) -> Decimal:
    """Wie viel das Runden je Sozialraum höchstens ausmacht: wenige Einheiten je Rechnung.

    Genau an der Grenze der Zusatzmittel senkt die ungerundete Rechnung den Ausgleich um bis zu
    anderthalb Einheiten je Sozialraum.
    """
    einheiten = alt.eingabe.parameter.rundung + neu.eingabe.parameter.rundung
    return einheiten * (2 * len(paare(alt, neu)) + 3)


@st.composite
def rechnungen(ziehen: st.DrawFn) -> Ergebnis:
    """Eine zulässige Rechnung; manche Sozialräume heißen anders, manche haben kein Budget."""
    eingabe = ziehen(eingaben(vollstaendig=True))
    raeume = []
    for raum in eingabe.sozialraeume:
        name = ziehen(st.sampled_from((raum.name, raum.name, f"Neu {raum.name}")))
        raeume.append(raum._replace(name=name))
    if eingabe.parameter.bestandsschutz_verfahren == "keiner" and ziehen(st.booleans()):
        raeume = [raum._replace(budget_bisher=None, referenzbudget=None) for raum in raeume]
    indikatoren, spalten = eingabe.indikatoren, dict(eingabe.spalten)
    if ziehen(st.booleans()):  # eine Spalte, die es auf der anderen Seite nicht gibt
        name = f"{indikatoren[0].name} {ziehen(st.sampled_from('ab'))}"
        spalten[name] = spalten[indikatoren[0].name]._replace(name=name)
        indikatoren = (indikatoren[0]._replace(name=name), *indikatoren[1:])
    eingabe = replace(eingabe, sozialraeume=tuple(raeume), indikatoren=indikatoren, spalten=spalten)
    ergebnis = rechnen_oder_fehler(eingabe)
    assume(ergebnis is not None)
    assert ergebnis is not None
    return ergebnis


@st.composite
def varianten(
    ziehen: st.DrawFn, gruppen: st.SearchStrategy[frozenset[Ursache]]
) -> tuple[Ergebnis, Ergebnis, frozenset[Ursache]]:
    """Zwei Rechnungen mit denselben Sozialräumen und Spalten; nur diese Gruppen sind anders."""
    alt = ziehen(eingaben(vollstaendig=True))
    andere = ziehen(eingaben(vollstaendig=True)).parameter
    anzahl, geld = len(alt.sozialraeume), alt.parameter.gesamtbudget
    faktoren = ziehen(st.lists(st.integers(1, 9), min_size=anzahl, max_size=anzahl))
    # Mehr Geld und kleine bisherige Budgets: so sind fast alle Mischungen zulässig.
    je_raum = geld / anzahl
    neu = replace(
        alt,
        parameter=replace(
            andere,
            gesamtbudget=geld * ziehen(st.integers(1, 3)),
            sockelbetrag=(je_raum * ziehen(st.sampled_from((0, 10, 60))) / 100).quantize(CENT),
            zusatzmittel=ziehen(st.sampled_from((None, geld))),
            hoechstgewinn=None,
        ),
        sozialraeume=tuple(
            raum._replace(budget_bisher=(je_raum * faktor / 10).quantize(CENT), referenzbudget=None)
            for raum, faktor in zip(alt.sozialraeume, faktoren, strict=True)
        ),
        indikatoren=tuple(
            indikator._replace(gewicht=indikator.gewicht + nummer)
            for nummer, indikator in enumerate(alt.indikatoren, start=faktoren[0])
        ),
        spalten={
            name: spalte._replace(werte=spalte.werte[::-1]) for name, spalte in alt.spalten.items()
        },
    )
    geaendert = ziehen(gruppen)
    vorher = rechnen_oder_fehler(alt)
    nachher = rechnen_oder_fehler(gemischt(alt, neu, [*geaendert]))
    assume(vorher is not None and nachher is not None)
    assert vorher is not None
    assert nachher is not None
    return vorher, nachher, geaendert


beliebig_viele = st.frozensets(st.sampled_from(GRUPPEN))
genau_eine = st.sampled_from(GRUPPEN).map(lambda gruppe: frozenset((gruppe,)))


def test_zwei_gruppen_teilen_sich_was_sie_nur_zusammen_bewirken() -> None:
    alt = rechnen(kleine_eingabe((50, 50), gesamtbudget=100))
    neu = rechnen(kleine_eingabe((60, 40), gesamtbudget=120))
    erster, zweiter = zerlegt(alt, neu)
    # 100 · 0,5 → 120 · 0,6: das Geld allein bringt 10 oder 12, der Anteil allein 10 oder 12.
    assert erster == {
        GESAMTBUDGET: 11,
        INDIKATOREN: 11,
        GEWICHTE: 0,
        BUDGET_BISHER: 0,
        BESTANDSSCHUTZ: 0,
        Ursache.RUNDUNG: 0,
    }
    # 100 · 0,5 → 120 · 0,4.
    assert (zweiter[GESAMTBUDGET], zweiter[INDIKATOREN]) == (9, -11)


@given(rechnungen(), rechnungen())
def test_ursachen_ergeben_auf_den_cent_die_differenz(alt: Ergebnis, neu: Ergebnis) -> None:
    je_paar, befunde = ursachen(alt, neu, paare(alt, neu))
    assert [sum(u.values()) for u in je_paar] == differenzen(alt, neu)
    assert all(betrag % CENT == 0 for u in je_paar for betrag in u.values())
    grenze = hoechstens_gerundet(alt, neu)
    assert all(abs(u[Ursache.RUNDUNG]) <= grenze for u in je_paar)
    assert all(befund.stufe is Stufe.HINWEIS for befund in befunde)


@given(rechnungen(), rechnungen())
def test_tausch_von_alt_und_neu_dreht_die_vorzeichen(alt: Ergebnis, neu: Ergebnis) -> None:
    hin = paare(alt, neu)
    vorwaerts, _ = ursachen(alt, neu, hin)
    rueckwaerts, _ = ursachen(neu, alt, [(n, a) for a, n in hin])
    assert [{u: -b for u, b in je.items()} for je in vorwaerts] == [dict(u) for u in rueckwaerts]


@given(rechnungen(), rechnungen(), st.permutations(GRUPPEN))
def test_die_reihenfolge_der_gruppen_spielt_keine_rolle(
    alt: Ergebnis, neu: Ergebnis, reihenfolge: list[Ursache]
) -> None:
    erwartet = zerlegt(alt, neu)
    with pytest.MonkeyPatch.context() as umgestellt:
        umgestellt.setattr(modul, "GRUPPEN", tuple(reihenfolge))
        assert zerlegt(alt, neu) == erwartet


@given(st.lists(st.integers(-(10**6), 10**6), min_size=32, max_size=32))
def test_shapley_ist_der_mittelwert_ueber_alle_120_reihenfolgen(werte: list[int]) -> None:
    teilmengen = [frozenset(m) for k in range(6) for m in combinations(GRUPPEN, k)]
    budget = {menge: (Decimal(wert),) for menge, wert in zip(teilmengen, werte, strict=True)}
    for gruppe in GRUPPEN:
        beitraege = []
        for folge in permutations(GRUPPEN):
            vorher = frozenset(folge[: folge.index(gruppe)])
            beitraege.append(budget[vorher | {gruppe}][0] - budget[vorher][0])
        soll = Fraction(sum(beitraege)) / len(beitraege)
        (ist,) = modul._shapley(gruppe, budget)
        assert abs(Fraction(ist) - soll) < Fraction(1, 10**15)


@given(varianten(beliebig_viele))
def test_was_sich_nicht_aendert_ist_keine_ursache(
    fall: tuple[Ergebnis, Ergebnis, frozenset[Ursache]],
) -> None:
    alt, neu, gruppen = fall
    for je_raum in zerlegt(alt, neu):
        assert all(je_raum[gruppe] == 0 for gruppe in GRUPPEN if gruppe not in gruppen)


@given(varianten(genau_eine))
def test_eine_einzige_aenderung_traegt_bis_auf_rundung_alles(
    fall: tuple[Ergebnis, Ergebnis, frozenset[Ursache]],
) -> None:
    alt, neu, (gruppe,) = fall
    grenze = hoechstens_gerundet(alt, neu)
    for je_raum, differenz in zip(zerlegt(alt, neu), differenzen(alt, neu), strict=True):
        assert abs(je_raum[gruppe] - differenz) <= grenze


@given(varianten(beliebig_viele))
def test_jede_mischung_ist_die_rechnung_mit_diesen_angaben(
    fall: tuple[Ergebnis, Ergebnis, frozenset[Ursache]],
) -> None:
    """Shapley aus 32 gewöhnlichen, auf den Cent gerundeten Rechnungen ergibt dasselbe."""
    vorher, nachher, _ = fall
    alt = replace(vorher.eingabe, parameter=replace(vorher.eingabe.parameter, rundung=CENT))
    neu = nachher.eingabe
    budget: dict[frozenset[Ursache], tuple[Decimal, ...]] = {}
    for menge in (frozenset(m) for k in range(6) for m in combinations(GRUPPEN, k)):
        ergebnis = rechnen_oder_fehler(gemischt(alt, neu, [*menge]))
        assume(ergebnis is not None)
        assert ergebnis is not None
        budget[menge] = tuple(zeile.budget_neu for zeile in ergebnis.sozialraeume)
    je_raum = zerlegt(vorher, nachher)
    for gruppe in GRUPPEN:
        for ist, soll in zip(je_raum, modul._shapley(gruppe, budget), strict=True):
            # Jede der Rechnungen ist um höchstens ein paar Cent gerundet.
            assert abs(ist[gruppe] - soll) <= CENT * (2 * len(je_raum) + 4)


@example(fall=(100, 40), schutz="anteilig")
@given(
    fall=st.tuples(st.integers(1, 300), st.integers(1, 300)),
    schutz=st.sampled_from(schutznamen(lambda v: v.mit_mindestbetrag)),
)
def test_unbezahlbarer_schutz_einer_mischung_wird_gesenkt(
    fall: tuple[int, int], schutz: str
) -> None:
    """Beide Rechnungen gehen, aber altes Geld mit neuen bisherigen Budgets nicht immer."""
    alt_geld, neu_geld = (1000 * wert for wert in fall)
    gemeinsam: dict[str, Any] = {"bestandsschutz_verfahren": schutz, "bestandsschutz": 100}
    alt = kleine_eingabe((5, 5), gesamtbudget=alt_geld, bisher=(alt_geld, 0), **gemeinsam)
    neu = kleine_eingabe((7, 3), gesamtbudget=neu_geld, bisher=(0, neu_geld), **gemeinsam)
    text = hinweise(alt, neu)
    # 8 Mischungen haben das kleinere Geld und die größeren bisherigen Budgets.
    erwartet = "In 8 von 32 Mischungen aus alten und neuen Angaben bindet der Bestandsschutz mehr"
    assert (erwartet in text) == (alt_geld != neu_geld)


def test_gesenkt_wird_auf_den_groessten_zulaessigen_wert_auch_im_abschmelzen() -> None:
    gemeinsam: dict[str, Any] = {
        "bestandsschutz_verfahren": "anteilig",
        "bestandsschutz": 90,
        "abschmelzung_beginn": 2012,
        "abschmelzung_jahre": 2,
    }
    alt = kleine_eingabe((1, 1), gesamtbudget=1000, bisher=(1000, 0), **gemeinsam)
    neu = kleine_eingabe((1, 1), gesamtbudget=3000, bisher=(6000, 0), **gemeinsam)
    assert "bindet der Bestandsschutz mehr als das Gesamtbudget" in hinweise(alt, neu)
    # Raum 1: alt 725, nur Geld neu 1725, nur Budget bisher neu 2700 > 1000, also 1000, neu 2850.
    erster = zerlegt(rechnen(alt), rechnen(neu))[0]
    assert (erster[GESAMTBUDGET], erster[BUDGET_BISHER]) == (1425, 700)


def test_zu_kleiner_hoechstgewinn_einer_mischung_entfaellt() -> None:
    gemeinsam: dict[str, Any] = {
        "bestandsschutz_verfahren": "kappung",
        "bestandsschutz": 50,
        "hoechstgewinn": 10,
    }
    alt = kleine_eingabe((6, 4), gesamtbudget=1000, bisher=(500, 500), **gemeinsam)
    neu = kleine_eingabe((6, 4), gesamtbudget=2000, bisher=(1000, 1000), **gemeinsam)
    assert "lässt der Höchstgewinn Geld übrig; dort gilt keine Obergrenze" in hinweise(alt, neu)
    # Raum 1: alt 550, nur Geld neu 1200 statt höchstens 550, nur Budget bisher neu 500, neu 1100.
    erster = zerlegt(rechnen(alt), rechnen(neu))[0]
    assert (erster[GESAMTBUDGET], erster[BUDGET_BISHER]) == (625, -75)


def test_zu_hoher_sockelbetrag_einer_mischung_wird_gekuerzt() -> None:
    alt = kleine_eingabe((3, 1), gesamtbudget=1000, sockelbetrag=100)
    neu = kleine_eingabe((3, 1), gesamtbudget=5000, sockelbetrag=2000)
    text = hinweise(alt, neu)
    assert "In 8 von 32 Mischungen aus alten und neuen Angaben übersteigen die Sockelb" in text
    # Raum 1: alt 700, nur Geld neu 3700, nur Sockel neu 500 statt 2000 je Raum, neu 2750.
    erster = zerlegt(rechnen(alt), rechnen(neu))[0]
    assert (erster[GESAMTBUDGET], erster[GEWICHTE]) == (2625, -575)


def test_unbezahlbarer_ausgleich_einer_mischung_wird_gekuerzt() -> None:
    gemeinsam: dict[str, Any] = {
        "bestandsschutz_verfahren": "defizitausgleich",
        "zusatzmittel": 500,
    }
    alt = kleine_eingabe((5, 5), gesamtbudget=10000, bisher=(5400, 4600), **gemeinsam)
    neu = kleine_eingabe((9, 1), gesamtbudget=10000, bisher=(8600, 1400), **gemeinsam)
    assert "kostet der Defizitausgleich mehr als die Zusatzmittel" in hinweise(alt, neu)
    # Raum 1: alt 5400, nur Werte neu 9000, nur Budget bisher neu 5000 + 500 statt 3600, neu 9000.
    erster, zweiter = zerlegt(rechnen(alt), rechnen(neu))
    assert (erster[INDIKATOREN], erster[BUDGET_BISHER]) == (3550, 50)
    assert (zweiter[INDIKATOREN], zweiter[BUDGET_BISHER]) == (-3550, -50)


def test_was_nur_gerundet_bezahlbar_ist_braucht_keinen_hinweis() -> None:
    gemeinsam: dict[str, Any] = {
        "bestandsschutz_verfahren": "defizitausgleich",
        "zusatzmittel": 333,
        "gesamtbudget": 1000,
    }
    alt = kleine_eingabe((1, 2), bisher=("666.4", 0), **gemeinsam)
    neu = kleine_eingabe((1, 2), bisher=("666.4", 0), jahr=2013, **gemeinsam)
    assert hinweise(alt, neu) == ""


def test_neuer_sozialraum_hatte_vorher_nichts() -> None:
    gemeinsam: dict[str, Any] = {
        "bestandsschutz_verfahren": "anteilig",
        "bestandsschutz": 50,
        "gesamtbudget": 1000,
    }
    alt = rechnen(kleine_eingabe((5, 5), bisher=(500, 500), **gemeinsam))
    neu = rechnen(kleine_eingabe((5, 5, 10), bisher=(500, 500, 400), **gemeinsam))
    # Raum 3: mit den neuen Werten 250, solange sein bisheriges Budget 0 ist, sonst 350.
    dritter = zerlegt(alt, neu)[2]
    assert (dritter[INDIKATOREN], dritter[BUDGET_BISHER]) == (300, 50)


def test_spalte_nur_in_einem_jahr_zaehlt_zu_den_gewichten() -> None:
    alt = kleine_eingabe(spalten={"Arbeitslose": (50, 50)}, gesamtbudget=1000)
    neu = kleine_eingabe(spalten={"Geburten": (80, 20)}, gesamtbudget=1000)
    text = hinweise(alt, neu)
    assert "So nur in der alten Rechnung: „Arbeitslose“." in text
    assert "So nur in der neuen Rechnung: „Geburten“." in text
    je_raum = zerlegt(rechnen(alt), rechnen(neu))
    assert [(u[GEWICHTE], u[INDIKATOREN]) for u in je_raum] == [(300, 0), (-300, 0)]


def test_spalten_heissen_gleich_ohne_ruecksicht_auf_die_schreibweise() -> None:
    alt = kleine_eingabe(spalten={"Ausländer": (50, 50)}, gesamtbudget=1000)
    neu = kleine_eingabe(spalten={"AUSLAENDER": (80, 20)}, gesamtbudget=1000)
    assert hinweise(alt, neu) == ""
    je_raum = zerlegt(rechnen(alt), rechnen(neu))
    assert [(u[GEWICHTE], u[INDIKATOREN]) for u in je_raum] == [(0, 300), (0, -300)]


def test_anzahl_und_quote_sind_nie_dieselbe_spalte() -> None:
    """Sonst gälten 900 Personen als 900 %."""
    einwohner = {"Einwohner": (3000, 3000)}
    alt = kleine_eingabe(
        spalten={"Arme": (900, 300), **einwohner}, indikatoren=[Indikator("Arme", Decimal(1))]
    )
    neu = kleine_eingabe(
        spalten={"Arme": ("30.5", "10"), **einwohner},
        indikatoren=[Indikator("Arme", Decimal(1), Art.QUOTE, "Einwohner")],
    )
    text = hinweise(alt, neu)
    assert "So nur in der alten Rechnung: „Arme“." in text
    assert "So nur in der neuen Rechnung: „Arme“." in text


def test_neuer_sozialraum_ohne_wert_bekommt_das_mittel_der_spalte() -> None:
    alt = kleine_eingabe(spalten={"Arbeitslose": (50, 50)}, gesamtbudget=1000)
    neu = kleine_eingabe(spalten={"Geburten": (50, 50, 50)}, gesamtbudget=1200)
    text = hinweise(alt, neu)
    assert (
        "Sozialräume, die es in der alten Rechnung nicht gibt, haben keinen Wert zu „Arbeitslose“"
        in text
    )
    je_raum = zerlegt(rechnen(alt), rechnen(neu))
    # Mit dem Mittel sind alle drei gleich belastet: die Gewichte ändern nichts.
    assert [u[GEWICHTE] for u in je_raum] == [0, 0, 0]
    assert je_raum[2][INDIKATOREN] + je_raum[2][GESAMTBUDGET] == 400


def test_ohne_schluessel_aus_der_mischung_gilt_der_des_jahres_der_werte() -> None:
    spalten_alt: dict[str, Sequence[int]] = {"Arbeitslose": (5, 5), "Geburten": (0, 0)}
    spalten_neu: dict[str, Sequence[int]] = {"Arbeitslose": (0, 0), "Geburten": (8, 2)}
    alt = kleine_eingabe(
        spalten=spalten_alt, indikatoren=[Indikator("Arbeitslose", Decimal(1))], gesamtbudget=1000
    )
    neu = kleine_eingabe(
        spalten=spalten_neu, indikatoren=[Indikator("Geburten", Decimal(1))], gesamtbudget=1000
    )
    text = hinweise(alt, neu)
    assert "Die Gewichte der neuen Rechnung ergeben mit den Werten der alten keinen" in text
    assert "Die Gewichte der alten Rechnung ergeben mit den Werten der neuen keinen" in text
    je_raum = zerlegt(rechnen(alt), rechnen(neu))
    assert [(u[INDIKATOREN], u[GEWICHTE]) for u in je_raum] == [(300, 0), (-300, 0)]


def test_fehlendes_bisheriges_budget_ist_das_des_anderen_jahres() -> None:
    """Ohne Bestandsschutz darf es fehlen; die Einführung des Schutzes allein ist dann Ursache."""
    alt = kleine_eingabe((8, 2), bisher=(None, None), gesamtbudget=1000)
    neu = kleine_eingabe(
        (8, 2),
        bisher=(400, 600),
        gesamtbudget=1000,
        bestandsschutz_verfahren="anteilig",
        bestandsschutz=50,
    )
    je_raum = zerlegt(rechnen(alt), rechnen(neu))
    assert [(u[BUDGET_BISHER], u[BESTANDSSCHUTZ]) for u in je_raum] == [(0, -200), (0, 200)]


def test_verschwundener_sozialraum_verliert_sein_ganzes_budget() -> None:
    alt = rechnen(kleine_eingabe((50, 30, 20), gesamtbudget=1000))
    neu = rechnen(kleine_eingabe((50, 30), gesamtbudget=1000))
    assert [sum(u.values()) for u in zerlegt(alt, neu)] == [125, 75, -200]
    assert [u[INDIKATOREN] for u in zerlegt(alt, neu)] == [125, 75, -200]


def test_spalten_duerfen_in_anderer_reihenfolge_der_sozialraeume_stehen() -> None:
    alt = kleine_eingabe((50, 30, 20), gesamtbudget=1000)
    raeume = alt.sozialraeume[::-1]
    neu = replace(
        alt, sozialraeume=raeume, spalten={"Fälle": Spalte("Fälle", dezimal((20, 30, 50)))}
    )
    assert isinstance(raeume[0], Sozialraum)
    assert all(set(u.values()) == {0} for u in zerlegt(rechnen(alt), rechnen(neu)))

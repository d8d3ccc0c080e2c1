"""Eigenschaften der Formel über zufällige Eingaben und der Vergleich mit dem zweiten Rechenwerk."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import Any, TypeVar

import pytest
import referenz
from conftest import dezimal, kleine_eingabe, vorhanden
from hypothesis import assume, given
from hypothesis import strategies as st

from sozialraum_cli.befund import Datenfehler
from sozialraum_cli.modell import (
    Art,
    Eingabe,
    Indikator,
    Leistungsbasis,
    Regiebasis,
    Richtung,
    Spalte,
)
from sozialraum_cli.rechnen.berechnung import Ergebnis, rechnen
from sozialraum_cli.verfahren.schluessel.verzeichnis import SCHLUESSELVERFAHREN
from sozialraum_cli.verfahren.schutz.verzeichnis import SCHUTZVERFAHREN, namen

RUNDUNGEN = ("0.01", "1", "10", "100")
# Weit über dem Rauschen der 60 Stellen, weit unter allem, was ein Betrag unterscheidet.
RAUSCHEN = Fraction(1, 10**35)


@st.composite
def eingaben(
    ziehen: st.DrawFn,
    schluessel: Sequence[str] = tuple(SCHLUESSELVERFAHREN),
    schutz: Sequence[str] = tuple(SCHUTZVERFAHREN),
    rundungen: Sequence[str] = RUNDUNGEN,
    vollstaendig: bool = False,
) -> Eingabe:
    """Eine zufällige Eingabe; `vollstaendig`: alle nötigen Bezugsgrößen sind genannt."""
    schluesselverfahren = ziehen(st.sampled_from(tuple(schluessel)))
    schutzverfahren = ziehen(st.sampled_from(tuple(schutz)))
    anzahl = ziehen(st.integers(1, 6))

    def liste(werte: st.SearchStrategy[Decimal | int]) -> list[Decimal | int]:
        return ziehen(st.lists(werte, min_size=anzahl, max_size=anzahl))

    spalten: dict[str, Sequence[Decimal | int]] = {
        "Einwohner": liste(st.integers(1, 40000)),
        "Haushalte": liste(st.integers(1, 20000)),
    }
    bezuege = ["Einwohner", "Haushalte"] if vollstaendig else ["Einwohner", "Haushalte", None]
    indikatoren = []
    for nummer in range(ziehen(st.integers(1, 3))):
        art = ziehen(st.sampled_from(Art))
        bezugsgroesse = ziehen(st.sampled_from(bezuege))
        richtung = ziehen(st.sampled_from(Richtung))
        if vollstaendig and schluesselverfahren == "anteile" and art is Art.ANZAHL:
            richtung = Richtung.BELASTEND
        name = f"Indikator {nummer}"
        if art is Art.QUOTE:
            spalten[name] = liste(st.decimals(0, 100, places=1))
        else:
            nenner = spalten[bezugsgroesse or "Einwohner"]
            spalten[name] = [ziehen(st.integers(0, int(menge))) for menge in nenner]
        gewicht = ziehen(st.sampled_from(("1", "2.5", "40", "25", "33.3")))
        indikatoren.append(Indikator(name, Decimal(gewicht), art, bezugsgroesse, richtung))

    rundung = ziehen(st.sampled_from(tuple(rundungen)))
    gesamtbudget = Decimal(rundung) * ziehen(st.integers(1, 3_000_000))
    je_raum = gesamtbudget / anzahl
    bisher = [
        (je_raum * ziehen(st.integers(0, 250)) / 100).quantize(Decimal("0.01"))
        for _ in range(anzahl)
    ]
    referenz_ = [
        ziehen(st.one_of(st.none(), st.just(betrag), st.just(betrag / 2))) for betrag in bisher
    ]
    abschmelzbar = SCHUTZVERFAHREN[schutzverfahren].abschmelzbar
    return kleine_eingabe(
        spalten=spalten,
        indikatoren=indikatoren,
        bisher=bisher,
        referenz=referenz_,
        schluesselverfahren=schluesselverfahren,
        verteilungsbasis=ziehen(
            st.sampled_from(["Einwohner", "Haushalte"] if vollstaendig else ["Einwohner", None])
        ),
        spreizung=ziehen(st.sampled_from((None, "0", "0.1", "0.3", "1"))),
        gesamtbudget=gesamtbudget,
        sockelbetrag=(je_raum * ziehen(st.sampled_from((0, 0, 10, 60, 100, 110))) / 100).quantize(
            Decimal("0.01")
        ),
        bestandsschutz_verfahren=schutzverfahren,
        bestandsschutz=ziehen(st.sampled_from(("0", "12.34", "50", "66.67", "70", "90", "100"))),
        hoechstgewinn=ziehen(st.sampled_from((None, None, "0", "5", "33.3", "150"))),
        zusatzmittel=ziehen(st.sampled_from((None, None, gesamtbudget / 4, 0))),
        abschmelzung_beginn=ziehen(st.integers(2009, 2013)) if abschmelzbar else None,
        abschmelzung_jahre=ziehen(st.integers(1, 7)) if abschmelzbar else None,
        rundung=rundung,
        regiekosten=ziehen(st.sampled_from(("0", "17.5", "33.33"))),
        regiekosten_basis=ziehen(st.sampled_from(Regiebasis)),
        leistungsbasis=ziehen(st.sampled_from(Leistungsbasis)),
        leistungen=ziehen(
            st.sampled_from(
                (
                    None,
                    {"A": "33.3", "B": "33.3", "C": "33.4"},
                    {"A": "100"},
                    {"A": "90", "B": "10"},
                )
            )
        ),
        abf=ziehen(st.sampled_from(("0", "10", "12.5", "100"))),
        personalkosten_vzae=ziehen(st.sampled_from(("55000", "82000.50"))),
        budget_2=ziehen(st.sampled_from((None, "0", "10000", "99999.99"))),
        budget_2_verteilung=ziehen(st.sampled_from(("zentral", "gleich", "schluessel"))),
    )


def rechnen_oder_fehler(eingabe: Eingabe) -> Ergebnis | None:
    """Das Ergebnis, oder None, wenn die Eingabe unzulässig ist."""
    try:
        return rechnen(eingabe)
    except Datenfehler:
        return None


T = TypeVar("T")


def angenommen(wert: T | None) -> T:
    """Verwirft den Fall, wenn es den Wert nicht gibt."""
    assume(wert is not None)
    return vorhanden(wert)


def gleich_der_referenz(eingabe: Eingabe) -> bool:
    """Vergleicht Kern und zweites Rechenwerk; Ergebnis: ob die Eingabe zulässig war."""
    ergebnis = rechnen_oder_fehler(eingabe)
    try:
        soll = referenz.berechnen(eingabe)
    except referenz.Unzulaessig:
        soll = None
    assert (ergebnis is None) == (soll is None), "Kern und Rechenwerk sind uneins, ob es geht."
    if ergebnis is None or soll is None:
        return False
    for ist, raum in zip(ergebnis.sozialraeume, soll, strict=True):
        komponenten = ist.komponenten
        assert [
            ist.budget_indikatoren_gerundet,
            ist.ausgleich,
            ist.budget_neu,
            ist.schutzwirkung,
            komponenten.regiekosten,
            komponenten.personal,
            *(leistung.mittel for leistung in komponenten.leistungen),
            *(leistung.mittel_netto for leistung in komponenten.leistungen),
            ist.budget_2,
        ] == [
            raum.d_gerundet,
            raum.ausgleich,
            raum.b,
            raum.schutzwirkung,
            raum.regie,
            raum.personal,
            *(teil.mittel for teil in raum.leistungen),
            *(teil.netto for teil in raum.leistungen),
            raum.budget_2,
        ]
        genau = [(ist.anteil, raum.q), (ist.budget_indikatoren, raum.d)]
        for leistung, teil in zip(komponenten.leistungen, raum.leistungen, strict=True):
            genau += [(leistung.vzae, teil.vzae), (leistung.stunden, teil.stunden)]
        for wert, sollwert in genau:
            assert abs(Fraction(wert) - sollwert) < RAUSCHEN
    return True


@pytest.mark.parametrize("schutz", SCHUTZVERFAHREN)
@pytest.mark.parametrize("schluessel", SCHLUESSELVERFAHREN)
@given(daten=st.data())
def test_kern_gleicht_dem_zweiten_rechenwerk(
    schluessel: str, schutz: str, daten: st.DataObject
) -> None:
    gleich_der_referenz(
        daten.draw(eingaben([schluessel], [schutz], vollstaendig=daten.draw(st.booleans())))
    )


@pytest.mark.parametrize(
    ("schluessel", "schutz", "leistungsbasis", "regiekosten_basis", "rundung"),
    list(product(SCHLUESSELVERFAHREN, SCHUTZVERFAHREN, Leistungsbasis, Regiebasis, RUNDUNGEN)),
)
def test_jede_verbindung_der_verfahren_rechnet_wie_das_zweite_rechenwerk(
    schluessel: str, schutz: str, leistungsbasis: str, regiekosten_basis: str, rundung: str
) -> None:
    eingabe = kleine_eingabe(
        spalten={
            "Einwohner": (9800, 12100, 4700, 15300, 7150),
            "Arbeitslose": (301, 517, 288, 402, 199),
            "Alleinerziehende": ("12.4", "18.1", "21.7", "9.9", "15.05"),
            "Kitaquote": ("91.2", "88", "79.6", "95.1", "85.3"),
        },
        indikatoren=[
            Indikator("Arbeitslose", Decimal(40), Art.ANZAHL, "Einwohner"),
            Indikator("Alleinerziehende", Decimal(35), Art.QUOTE, "Einwohner"),
            Indikator("Kitaquote", Decimal(25), Art.QUOTE, "Einwohner", Richtung.ENTLASTEND),
        ],
        bisher=("165000", "210000.37", "190000", "180000", 0),
        gesamtbudget=863100,
        schluesselverfahren=schluessel,
        bestandsschutz_verfahren=schutz,
        bestandsschutz=85,
        hoechstgewinn=40,
        rundung=rundung,
        leistungsbasis=leistungsbasis,
        regiekosten_basis=regiekosten_basis,
        budget_2="50000.01",
        budget_2_verteilung="schluessel",
    )
    assert gleich_der_referenz(eingabe)


@given(eingaben(vollstaendig=True))
def test_die_summe_stimmt_auf_den_cent(eingabe: Eingabe) -> None:
    ergebnis = angenommen(rechnen_oder_fehler(eingabe))
    zeilen, parameter = ergebnis.sozialraeume, eingabe.parameter
    ausgleich = sum(zeile.ausgleich for zeile in zeilen)
    if parameter.bestandsschutz_verfahren != "defizitausgleich":
        assert ausgleich == 0
    assert sum(zeile.budget_neu for zeile in zeilen) == parameter.gesamtbudget + ausgleich
    assert sum(zeile.budget_indikatoren_gerundet for zeile in zeilen) == parameter.gesamtbudget
    for zeile in zeilen:
        teile = [leistung.mittel for leistung in zeile.komponenten.leistungen]
        assert zeile.komponenten.regiekosten + sum(teile) == zeile.budget_neu
        assert zeile.komponenten.personal == sum(teile)
        for betrag in (zeile.komponenten.regiekosten, *teile):
            assert betrag == betrag.quantize(Decimal("0.01"))
            assert betrag >= 0
        assert zeile.budget_neu % parameter.rundung == 0
    if ergebnis.rundung_budget_2 is not None:
        assert sum(vorhanden(zeile.budget_2) for zeile in zeilen) == parameter.budget_2
    assert abs(sum((Fraction(zeile.anteil) for zeile in zeilen), Fraction(-1))) < RAUSCHEN


@given(eingaben(vollstaendig=True))
def test_der_schutz_verteilt_nur_um(eingabe: Eingabe) -> None:
    ergebnis = angenommen(rechnen_oder_fehler(eingabe))
    wirkungen = [zeile.schutzwirkung for zeile in ergebnis.sozialraeume]
    assert sum(wirkungen) == ergebnis.summen.ausgleich
    assert ergebnis.summen.kosten_schutz == sum(wert for wert in wirkungen if wert > 0)
    differenzen = sum(vorhanden(zeile.differenz) for zeile in ergebnis.sozialraeume)
    assert ergebnis.summen.gewinn + ergebnis.summen.verlust == differenzen
    assert ergebnis.summen.verlust <= 0 <= ergebnis.summen.gewinn


@given(eingaben(schutz=namen(lambda v: v.mit_mindestbetrag), vollstaendig=True))
def test_niemand_faellt_unter_seine_grenze(eingabe: Eingabe) -> None:
    ergebnis = angenommen(rechnen_oder_fehler(eingabe))
    parameter = eingabe.parameter
    for zeile in ergebnis.sozialraeume:
        grenze = (
            Fraction(vorhanden(ergebnis.schutz.bestandsschutz_wirksam))
            / 100
            * Fraction(vorhanden(zeile.vergleichsbudget))
        )
        assert Fraction(zeile.budget_geschuetzt) >= grenze - RAUSCHEN
        assert zeile.budget_neu > grenze - Fraction(parameter.rundung)


@given(eingaben(schutz=["kappung"], vollstaendig=True))
def test_kappung_haelt_beide_grenzen(eingabe: Eingabe) -> None:
    ergebnis = angenommen(rechnen_oder_fehler(eingabe))
    parameter = eingabe.parameter
    for zeile in ergebnis.sozialraeume:
        alt = Fraction(vorhanden(zeile.vergleichsbudget))
        if alt == 0:
            frei = Fraction(ergebnis.schutz.kennwerte["mue"]) * Fraction(zeile.budget_indikatoren)
            assert abs(Fraction(zeile.budget_geschuetzt) - frei) < RAUSCHEN
            continue
        untergrenze = Fraction(vorhanden(parameter.bestandsschutz)) / 100 * alt
        assert Fraction(zeile.budget_geschuetzt) >= untergrenze - RAUSCHEN
        assert zeile.budget_neu > untergrenze - Fraction(parameter.rundung)
        if parameter.hoechstgewinn is not None:
            obergrenze = (1 + Fraction(parameter.hoechstgewinn) / 100) * alt
            assert Fraction(zeile.budget_geschuetzt) <= obergrenze + RAUSCHEN
            assert zeile.budget_neu < obergrenze + Fraction(parameter.rundung)


@given(eingaben(schutz=["defizitausgleich"], vollstaendig=True))
def test_voller_defizitausgleich_gibt_jedem_verlierer_sein_bisheriges_budget(
    eingabe: Eingabe,
) -> None:
    voll = replace(
        eingabe.parameter, bestandsschutz=None, abschmelzung_beginn=None, zusatzmittel=None
    )
    ergebnis = angenommen(rechnen_oder_fehler(replace(eingabe, parameter=voll)))
    for zeile in ergebnis.sozialraeume:
        bisher = vorhanden(zeile.vergleichsbudget)
        if bisher > zeile.budget_indikatoren_gerundet:
            assert abs(zeile.budget_neu - bisher) <= voll.rundung / 2
        else:
            assert zeile.budget_neu == zeile.budget_indikatoren_gerundet


@given(eingaben(vollstaendig=True), st.sampled_from(("0.001", "0.37", "3", "1000")))
def test_der_massstab_eines_indikators_ist_gleichgueltig(eingabe: Eingabe, faktor: str) -> None:
    """Ob Fälle oder Tausend Fälle: belastend zählt nur das Verhältnis."""
    indikatoren = tuple(
        indikator._replace(richtung=Richtung.BELASTEND) for indikator in eingabe.indikatoren
    )
    eingabe = replace(eingabe, indikatoren=indikatoren)
    name = indikatoren[0].name
    andere = mit_spalte(eingabe, name, lambda wert: wert * Decimal(faktor))
    assert budgets(eingabe) == budgets(andere)


@given(eingaben(vollstaendig=True), st.sampled_from(("0.01", "0.37", "3", "1000")))
def test_ein_gemeinsamer_faktor_der_gewichte_ist_gleichgueltig(
    eingabe: Eingabe, faktor: str
) -> None:
    andere = replace(
        eingabe,
        indikatoren=tuple(
            indikator._replace(gewicht=indikator.gewicht * Decimal(faktor))
            for indikator in eingabe.indikatoren
        ),
    )
    assert budgets(eingabe) == budgets(andere)


@given(
    eingaben(["belastungsfaktor", "minmax", "zwert"], vollstaendig=True),
    st.sampled_from(("0.01", "0.37", "3", "1000")),
)
def test_ein_gemeinsamer_faktor_der_verteilungsbasis_ist_gleichgueltig(
    eingabe: Eingabe, faktor: str
) -> None:
    basis = eingabe.spalten[vorhanden(eingabe.parameter.verteilungsbasis)]
    eigene = replace(eingabe.parameter, verteilungsbasis="Basis")
    spalten = dict(eingabe.spalten) | {
        "Basis": Spalte("Basis", tuple(wert * Decimal(faktor) for wert in basis.werte))
    }
    assert budgets(eingabe) == budgets(replace(eingabe, spalten=spalten, parameter=eigene))


@given(
    eingaben(["anteile", "belastungsfaktor"], ["keiner"], vollstaendig=True),
    st.data(),
)
def test_ein_hoeherer_eigener_wert_senkt_das_eigene_budget_nie(
    eingabe: Eingabe, daten: st.DataObject
) -> None:
    indikator = daten.draw(st.sampled_from(eingabe.indikatoren))
    zeile = daten.draw(st.integers(0, len(eingabe.sozialraeume) - 1))
    alt = eingabe.spalten[indikator.name].werte[zeile]
    grenze = (
        Decimal(100)
        if indikator.art is Art.QUOTE
        else eingabe.spalten[vorhanden(indikator.bezugsgroesse)].werte[zeile]
    )
    neu = alt + (grenze - alt) * daten.draw(st.integers(1, 100)) / 100
    vorher = angenommen(rechnen_oder_fehler(eingabe))
    nachher = angenommen(rechnen_oder_fehler(mit_wert(eingabe, indikator.name, zeile, neu)))
    zuwachs = Fraction(nachher.sozialraeume[zeile].budget_indikatoren) - Fraction(
        vorher.sozialraeume[zeile].budget_indikatoren
    )
    if indikator.richtung is Richtung.BELASTEND:
        assert zuwachs >= -RAUSCHEN
    else:
        assert zuwachs <= RAUSCHEN


@given(eingaben(["anteile"], vollstaendig=True))
def test_anteile_und_belastungsfaktor_sind_bei_gleicher_bezugsgroesse_dasselbe(
    eingabe: Eingabe,
) -> None:
    basis = vorhanden(eingabe.parameter.verteilungsbasis)
    einwohner = eingabe.spalten["Einwohner"].werte
    gleiche = replace(
        eingabe,
        indikatoren=tuple(i._replace(bezugsgroesse=basis) for i in eingabe.indikatoren),
        spalten=dict(eingabe.spalten) | {basis: Spalte(basis, einwohner)},
    )
    faktor = replace(gleiche.parameter, schluesselverfahren="belastungsfaktor")
    assert budgets(gleiche) == budgets(replace(gleiche, parameter=faktor))


@given(
    eingaben(["anteile"], namen(lambda v: v.mit_mindestbetrag), vollstaendig=True),
)
def test_der_genannte_groesste_schutz_rechnet_und_ein_hundertstel_mehr_nicht(
    eingabe: Eingabe,
) -> None:
    eingabe = mit_parametern(eingabe, sockelbetrag=Decimal(0), bestandsschutz=Decimal(100))
    befund = angenommen(befund_mit(eingabe, "höchstens ([0-9.,]+) %"))
    wert = deutsch(befund)
    # Das Gesamtbudget darf noch an einer anderen Regel scheitern, etwa am Höchstgewinn.
    genau = befund_mit(mit_parametern(eingabe, bestandsschutz=wert), "höchstens ([0-9.,]+) %")
    assert genau is None
    mehr = mit_parametern(eingabe, bestandsschutz=wert + Decimal("0.01"))
    assert befund_mit(mehr, "höchstens ([0-9.,]+) %") == befund


@given(eingaben(["anteile"], ["defizitausgleich"], vollstaendig=True), st.integers(0, 100))
def test_der_genannte_groesste_ausgleich_rechnet_und_ein_hundertstel_mehr_nicht(
    eingabe: Eingabe, teil: int
) -> None:
    eingabe = mit_parametern(eingabe, bestandsschutz=Decimal(100), zusatzmittel=None)
    ohne_deckel = angenommen(rechnen_oder_fehler(eingabe))
    mittel = ohne_deckel.summen.ausgleich * teil / 100
    eingabe = mit_parametern(eingabe, zusatzmittel=mittel)
    befund = angenommen(befund_mit(eingabe, "höchstens ([0-9.,]+) %"))
    wert = deutsch(befund)
    genau = rechnen(mit_parametern(eingabe, bestandsschutz=wert))
    assert genau.summen.ausgleich <= mittel
    with pytest.raises(Datenfehler, match="Defizitausgleich kostet"):
        rechnen(mit_parametern(eingabe, bestandsschutz=wert + Decimal("0.01")))


@given(eingaben(["anteile"], ["kappung"], vollstaendig=True))
def test_der_genannte_kleinste_hoechstgewinn_rechnet_und_ein_hundertstel_weniger_nicht(
    eingabe: Eingabe,
) -> None:
    eingabe = mit_parametern(eingabe, hoechstgewinn=Decimal(0), bestandsschutz=Decimal(0))
    befund = angenommen(befund_mit(eingabe, "mindestens ([0-9.,]+) %"))
    wert = deutsch(befund)
    assert befund_mit(mit_parametern(eingabe, hoechstgewinn=wert), "mindestens (.+) %") is None
    weniger = mit_parametern(eingabe, hoechstgewinn=wert - Decimal("0.01"))
    with pytest.raises(Datenfehler, match="Höchstgewinn"):
        rechnen(weniger)


@given(eingaben(["zwert"], ["keiner"], vollstaendig=True))
def test_die_genannte_groesste_spreizung_rechnet_und_ein_hundertstel_mehr_nicht(
    eingabe: Eingabe,
) -> None:
    eingabe = mit_parametern(eingabe, spreizung=Decimal(100), sockelbetrag=Decimal(0))
    befund = angenommen(
        befund_mit(eingabe, "Die Spreizung senken, hier auf höchstens ([0-9.,]+)\\.")
    )
    wert = deutsch(befund)
    rechnen(mit_parametern(eingabe, spreizung=wert))
    with pytest.raises(Datenfehler, match="nicht über 0"):
        rechnen(mit_parametern(eingabe, spreizung=wert + Decimal("0.01")))


@given(eingaben(vollstaendig=True))
def test_die_teilanteile_der_indikatoren_ergeben_den_anteil(eingabe: Eingabe) -> None:
    ergebnis = angenommen(rechnen_oder_fehler(eingabe))
    schluessel = ergebnis.schluessel
    faktoren = [Fraction(faktor) for faktor in schluessel.belastungsfaktor]
    basis = [Fraction(wert) for wert in schluessel.basis or (1,) * len(faktoren)]
    summe = sum(p * f for p, f in zip(basis, faktoren, strict=True))
    for zeile, q in enumerate(schluessel.anteil):
        teile = sum(Fraction(teil[zeile]) for teil in schluessel.teilanteil)
        grundanteil = 0 if schluessel.spreizung is None else basis[zeile] / summe
        assert abs(teile + grundanteil - Fraction(q)) < RAUSCHEN
    gewichte = [Fraction(g) for g in schluessel.effektives_gewicht if g is not None]
    if schluessel.spreizung is None and len(gewichte) == len(schluessel.effektives_gewicht):
        assert abs(sum(gewichte, Fraction(-100))) < Fraction(1, 10**9)


def budgets(eingabe: Eingabe) -> list[Decimal] | None:
    """Die Budgets nach Indikatoren und die neuen Budgets, gerundet; None bei einem Fehler."""
    ergebnis = rechnen_oder_fehler(eingabe)
    if ergebnis is None:
        return None
    return [
        betrag
        for zeile in ergebnis.sozialraeume
        for betrag in (zeile.budget_indikatoren_gerundet, zeile.budget_neu)
    ]


def mit_parametern(eingabe: Eingabe, **werte: Any) -> Eingabe:
    """Dieselbe Eingabe mit anderen Parametern, ohne die Leistungen zu überfordern."""
    parameter = replace(
        eingabe.parameter,
        leistungsbasis=Leistungsbasis.PERSONAL,
        **werte,
    )
    return replace(eingabe, parameter=parameter)


def mit_spalte(eingabe: Eingabe, name: str, aendern: Callable[[Decimal], Decimal]) -> Eingabe:
    """Dieselbe Eingabe, jeder Wert einer Spalte geändert."""
    werte = tuple(aendern(wert) for wert in eingabe.spalten[name].werte)
    return replace(eingabe, spalten=dict(eingabe.spalten) | {name: Spalte(name, werte)})


def mit_wert(eingabe: Eingabe, name: str, zeile: int, wert: Decimal) -> Eingabe:
    """Dieselbe Eingabe mit einem anderen Wert in einer Zeile."""
    werte = list(eingabe.spalten[name].werte)
    werte[zeile] = wert
    return replace(eingabe, spalten=dict(eingabe.spalten) | {name: Spalte(name, dezimal(werte))})


def befund_mit(eingabe: Eingabe, muster: str) -> str | None:
    """Der erste Treffer des Musters in den Abhilfen, None ohne einen."""
    try:
        rechnen(eingabe)
    except Datenfehler as ausnahme:
        for befund in ausnahme.befunde:
            if treffer := re.search(muster, befund.abhilfe):
                return treffer[1]
    return None


def deutsch(zahl: str) -> Decimal:
    """1.234,5 als Decimal."""
    return Decimal(zahl.replace(".", "").replace(",", "."))

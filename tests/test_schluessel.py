"""Der Verteilungsschlüssel: vier Verfahren, zwei Richtungen, und was kein Schlüssel wird."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from conftest import Zahl, dezimal, kleine_eingabe, vorhanden

from sozialraum_cli.befund import Datenfehler, Stufe
from sozialraum_cli.modell import Art, Indikator, Richtung
from sozialraum_cli.rechnen.berechnung import rechnen
from sozialraum_cli.rechnen.schluessel import Verteilungsschluessel, effektives_gewicht

ENTLASTEND = Richtung.ENTLASTEND
WEIT_HINTEN = Fraction(1, 10**40)


def indikator(
    name: str,
    gewicht: Zahl = 1,
    art: Art = Art.QUOTE,
    bezug: str | None = "Einwohner",
    richtung: Richtung = Richtung.BELASTEND,
) -> Indikator:
    """Ein Indikator, ohne weitere Angabe eine belastende Quote der Einwohner."""
    return Indikator(name, Decimal(gewicht), art, bezug, richtung)


def schluessel(
    verfahren: str,
    indikatoren: Sequence[Indikator],
    spalten: Mapping[str, Sequence[Zahl]],
    **parameter: Any,
) -> Verteilungsschluessel:
    """Der Schlüssel, wie ihn die ganze Rechnung bildet."""
    eingabe = kleine_eingabe(
        spalten=spalten, indikatoren=indikatoren, schluesselverfahren=verfahren, **parameter
    )
    return rechnen(eingabe).schluessel


def fehlertexte(
    verfahren: str,
    indikatoren: Sequence[Indikator],
    spalten: Mapping[str, Sequence[Zahl]],
    **parameter: Any,
) -> list[str]:
    """Text und Abhilfe jedes Fehlers, wenn der Schlüssel scheitert."""
    with pytest.raises(Datenfehler) as ausnahme:
        schluessel(verfahren, indikatoren, spalten, **parameter)
    return [
        f"{befund.text} {befund.abhilfe}"
        for befund in ausnahme.value.befunde
        if befund.stufe is Stufe.FEHLER
    ]


def fast_gleich(ist: Sequence[Decimal], soll: Sequence[Fraction]) -> bool:
    """Gleich bis auf das Rauschen nicht abbrechender Brüche."""
    return all(abs(Fraction(i) - s) < WEIT_HINTEN for i, s in zip(ist, soll, strict=True))


def test_anteile_aus_anzahl_und_quote() -> None:
    ergebnis = schluessel(
        "anteile",
        [indikator("Fälle", 60, Art.ANZAHL, None), indikator("Quote", 40)],
        {"Fälle": (50, 30, 20), "Quote": (10, 20, 10), "Einwohner": (1000, 500, 3000)},
    )
    faelle, quote = ergebnis.indikatoren
    assert (faelle.gewicht, quote.gewicht) == dezimal(("0.6", "0.4"))
    assert faelle.beitrag == dezimal(("0.5", "0.3", "0.2"))
    # 100, 100 und 300 Personen hinter den Prozenten.
    assert quote.zaehler == (100, 100, 300)
    assert quote.beitrag == dezimal(("0.2", "0.2", "0.6"))
    assert ergebnis.anteil == dezimal(("0.38", "0.26", "0.36"))


def test_anteile_mit_entlastender_quote_zaehlen_den_rest_auf_hundert() -> None:
    ergebnis = schluessel(
        "anteile",
        [indikator("Kita", richtung=ENTLASTEND)],
        {"Kita": (90, 60, 50), "Einwohner": (1000, 1000, 1000)},
    )
    assert ergebnis.anteil == dezimal(("0.1", "0.4", "0.5"))


def test_gewichte_gelten_im_verhaeltnis() -> None:
    spalten = {"A": (1, 3), "B": (1, 1)}
    prozent = [indikator("A", 40, Art.ANZAHL, None), indikator("B", 60, Art.ANZAHL, None)]
    punkte = [indikator("A", 2, Art.ANZAHL, None), indikator("B", 3, Art.ANZAHL, None)]
    assert (
        schluessel("anteile", prozent, spalten).anteil
        == schluessel("anteile", punkte, spalten).anteil
        == dezimal(("0.4", "0.6"))
    )


def test_belastungsfaktor_teilt_durch_den_kreiswert() -> None:
    ergebnis = schluessel(
        "belastungsfaktor",
        [indikator("Arbeitslose", 1, Art.ANZAHL, "Erwerbsfähige")],
        {
            "Arbeitslose": (100, 60),
            "Erwerbsfähige": (1000, 1000),
            "Einwohner": (3000, 5000),
        },
        verteilungsbasis="Einwohner",
    )
    (schritt,) = ergebnis.indikatoren
    assert schritt.kreiswert == 8
    assert schritt.beitrag == ergebnis.belastungsfaktor == dezimal(("1.25", "0.75"))
    assert ergebnis.anteil == dezimal(("0.5", "0.5"))


def test_der_kreiswert_ist_gewogen_nicht_das_mittel_der_quoten() -> None:
    ergebnis = schluessel(
        "belastungsfaktor", [indikator("Quote")], {"Quote": (10, 20), "Einwohner": (3000, 1000)}
    )
    assert ergebnis.indikatoren[0].kreiswert == Decimal("12.5")
    assert ergebnis.belastungsfaktor == dezimal(("0.8", "1.6"))


def test_entlastender_belastungsfaktor() -> None:
    ergebnis = schluessel(
        "belastungsfaktor",
        [indikator("Kita", richtung=ENTLASTEND)],
        {"Kita": (90, 70), "Einwohner": (1000, 1000)},
    )
    assert ergebnis.indikatoren[0].kreiswert == 20
    assert ergebnis.belastungsfaktor == dezimal(("0.5", "1.5"))
    assert ergebnis.anteil == dezimal(("0.25", "0.75"))


def test_ohne_verteilungsbasis_gilt_die_gemeinsame_bezugsgroesse() -> None:
    ergebnis = schluessel(
        "minmax",
        [indikator("A"), indikator("B")],
        {"A": (10, 20), "B": (5, 5), "Einwohner": (30, 10), "Haushalte": (1, 1)},
    )
    assert ergebnis.verteilungsbasis == "Einwohner"
    assert ergebnis.basis == (30, 10)


@pytest.mark.parametrize(
    ("richtung", "spreizung", "basis", "soll"),
    [
        (Richtung.BELASTEND, None, (1000, 2000, 500), ("0.2", "0.6", "0.2")),
        (Richtung.BELASTEND, "0.5", (1500, 800, 1000), ("0.375", "0.25", "0.375")),
        (Richtung.ENTLASTEND, None, (500, 2000, 1000), ("0.2", "0.6", "0.2")),
    ],
)
def test_minmax(
    richtung: Richtung, spreizung: str | None, basis: tuple[int, ...], soll: tuple[str, ...]
) -> None:
    parameter = {} if spreizung is None else {"spreizung": spreizung}
    ergebnis = schluessel(
        "minmax",
        [indikator("Quote", richtung=richtung)],
        {"Quote": (10, 20, 30), "Einwohner": basis},
        **parameter,
    )
    (schritt,) = ergebnis.indikatoren
    m = dezimal(("0", "0.5", "1"))
    assert schritt.beitrag == (m if richtung is Richtung.BELASTEND else m[::-1])
    assert (schritt.minimum, schritt.maximum) == (10, 30)
    assert ergebnis.anteil == dezimal(soll)


def test_minmax_teilt_eine_anzahl_zuerst_durch_ihre_bezugsgroesse() -> None:
    ergebnis = schluessel(
        "minmax",
        [indikator("Fälle", 1, Art.ANZAHL)],
        {"Fälle": (10, 60, 10), "Einwohner": (100, 400, 50)},
    )
    assert ergebnis.indikatoren[0].quote == (10, 15, 20)
    assert ergebnis.belastungsfaktor == dezimal((1, "1.5", 2))


def test_zwert_mit_vorgabe_und_eigener_spreizung() -> None:
    spalten = {"Quote": (10, 20, 30), "Einwohner": (400, 300, 240)}
    ergebnis = schluessel("zwert", [indikator("Quote")], spalten)
    (schritt,) = ergebnis.indikatoren
    assert (schritt.mittelwert, schritt.standardabweichung) == (20, 10)
    assert schritt.beitrag == (-1, 0, 1)
    assert ergebnis.spreizung == Decimal("0.25")
    assert ergebnis.belastungsfaktor == dezimal(("0.75", "1", "1.25"))
    assert fast_gleich(ergebnis.anteil, [Fraction(1, 3)] * 3)
    entlastend = schluessel("zwert", [indikator("Quote", richtung=ENTLASTEND)], spalten)
    assert entlastend.belastungsfaktor == dezimal(("1.25", "1", "0.75"))
    breiter = schluessel("zwert", [indikator("Quote")], spalten, spreizung="0.5")
    assert breiter.belastungsfaktor == dezimal(("0.5", "1", "1.5"))


def test_die_wurzel_hat_mehr_als_40_stellen() -> None:
    ergebnis = schluessel(
        "zwert", [indikator("Quote")], {"Quote": (1, 2, 4), "Einwohner": (1, 1, 1)}
    )
    streuung = Fraction(vorhanden(ergebnis.indikatoren[0].standardabweichung))
    assert abs(streuung**2 - Fraction(7, 3)) < WEIT_HINTEN


@pytest.mark.parametrize("verfahren", ["minmax", "zwert"])
@pytest.mark.parametrize(
    ("werte", "einwohner"), [(("12.4", "12.4"), (300, 100)), (("12.4",), (300,))]
)
def test_ohne_unterschied_kein_beitrag_aber_ein_hinweis(
    verfahren: str, werte: tuple[str, ...], einwohner: tuple[int, ...]
) -> None:
    ergebnis = schluessel(
        verfahren,
        [indikator("Quote", richtung=ENTLASTEND)],
        {"Quote": werte, "Einwohner": einwohner},
    )
    assert ergebnis.belastungsfaktor == (1,) * len(werte)
    assert fast_gleich(ergebnis.anteil, [Fraction(n, sum(einwohner)) for n in einwohner])
    (befund,) = ergebnis.befunde
    assert befund.stufe is Stufe.HINWEIS
    assert "„Quote“ ist in allen Sozialräumen gleich" in befund.text


def test_gleiche_quoten_aus_verschiedenen_bruechen_sind_gleich() -> None:
    ergebnis = schluessel(
        "zwert",
        [indikator("Fälle", 1, Art.ANZAHL)],
        {"Fälle": (1, 2, 7), "Einwohner": (3, 6, 21)},
    )
    assert ergebnis.belastungsfaktor == (1, 1, 1)
    assert len(ergebnis.befunde) == 1


def test_faktor_null_ist_schon_ein_fehler_und_nennt_die_groesste_spreizung() -> None:
    spalten = {"Quote": (10, 20, 30), "Einwohner": (1, 1, 1)}
    (text,) = fehlertexte("zwert", [indikator("Quote")], spalten, spreizung=1)
    assert "„Raum 1“ 0,0000" in text
    assert "auf höchstens 0,99." in text
    assert schluessel("zwert", [indikator("Quote")], spalten, spreizung="0.99").anteil[0] > 0


def test_faktor_null_aus_nicht_abbrechenden_bruechen_wird_erkannt() -> None:
    # z = -1 mit dem Gewicht 1/3 + 1/3 + 1/3: F ist genau 0, gerechnet 10^-60.
    spalten = dict.fromkeys("ABC", (10, 20, 30)) | {"Einwohner": (1, 1, 1)}
    (text,) = fehlertexte("zwert", [indikator(name) for name in "ABC"], spalten, spreizung=1)
    assert "auf höchstens 0,99." in text


@pytest.mark.parametrize("verfahren", ["anteile", "belastungsfaktor"])
def test_null_anteil_ist_erlaubt_solange_die_summe_nicht_null_ist(verfahren: str) -> None:
    ergebnis = schluessel(
        verfahren, [indikator("Quote")], {"Quote": (0, 20), "Einwohner": (100, 100)}
    )
    assert ergebnis.anteil == (0, 1)


@pytest.mark.parametrize("verfahren", ["anteile", "belastungsfaktor"])
@pytest.mark.parametrize(
    ("werte", "richtung"), [((0, 0), Richtung.BELASTEND), ((100, 100), Richtung.ENTLASTEND)]
)
def test_summe_null_ist_ein_fehler(
    verfahren: str, werte: tuple[int, int], richtung: Richtung
) -> None:
    (text,) = fehlertexte(
        verfahren,
        [indikator("Quote", richtung=richtung)],
        {"Quote": werte, "Einwohner": (100, 100)},
    )
    assert "„Quote“ ergibt über alle Sozialräume 0" in text


@pytest.mark.parametrize("verfahren", ["anteile", "belastungsfaktor"])
def test_entlastend_ueber_hundert_prozent_gibt_nie_einen_negativen_anteil(verfahren: str) -> None:
    (text,) = fehlertexte(
        verfahren,
        [indikator("Quote", richtung=ENTLASTEND)],
        {"Quote": (120, 20), "Einwohner": (100, 100)},
    )
    assert "„Quote“ liegt über 100 %" in text


def test_entlastende_anzahl_hat_bei_anteile_keine_regel() -> None:
    (text,) = fehlertexte(
        "anteile",
        [indikator("Plätze", 1, Art.ANZAHL, "Einwohner", ENTLASTEND)],
        {"Plätze": (1, 2), "Einwohner": (100, 100)},
    )
    assert "„Plätze“ ist eine entlastende Anzahl" in text


@pytest.mark.parametrize(
    ("verfahren", "art"),
    [
        ("anteile", Art.QUOTE),
        ("belastungsfaktor", Art.QUOTE),
        ("belastungsfaktor", Art.ANZAHL),
        ("minmax", Art.ANZAHL),
        ("zwert", Art.ANZAHL),
    ],
)
def test_fehlende_bezugsgroesse_ist_ein_fehler(verfahren: str, art: Art) -> None:
    (text,) = fehlertexte(
        verfahren,
        [indikator("Wert", 1, art, None)],
        {"Wert": (1, 2), "Einwohner": (100, 100)},
        verteilungsbasis="Einwohner",
    )
    assert f"„Wert“ hat keine Bezugsgröße; das Verfahren „{verfahren}“ braucht sie" in text


@pytest.mark.parametrize(
    ("verfahren", "art"), [("anteile", Art.ANZAHL), ("minmax", Art.QUOTE), ("zwert", Art.QUOTE)]
)
def test_wo_sie_nicht_noetig_ist_darf_die_bezugsgroesse_fehlen(verfahren: str, art: Art) -> None:
    ergebnis = schluessel(
        verfahren,
        [indikator("Wert", 1, art, None)],
        {"Wert": (1, 2), "Einwohner": (100, 100)},
        verteilungsbasis="Einwohner",
    )
    assert ergebnis.anteil[0] < ergebnis.anteil[1]


@pytest.mark.parametrize("verfahren", ["belastungsfaktor", "minmax", "zwert"])
def test_durch_eine_bezugsgroesse_null_laesst_sich_nicht_teilen(verfahren: str) -> None:
    (text,) = fehlertexte(
        verfahren,
        [indikator("Fälle", 1, Art.ANZAHL)],
        {"Fälle": (1, 2), "Einwohner": (100, 0)},
    )
    assert "dort steht 0 bei „Raum 2“" in text


@pytest.mark.parametrize(
    "bezuege", [("Einwohner", "Haushalte"), (None, None)], ids=["mehrere", "keine"]
)
def test_fehlende_verteilungsbasis_ist_ein_fehler(bezuege: tuple[str | None, str | None]) -> None:
    (text,) = fehlertexte(
        "minmax",
        [indikator("A", bezug=bezuege[0]), indikator("B", bezug=bezuege[1])],
        {"A": (1, 2), "B": (2, 3), "Einwohner": (100, 90), "Haushalte": (50, 40)},
    )
    assert "Die Verteilungsbasis fehlt" in text


def test_unbekannte_verteilungsbasis_ist_ein_fehler() -> None:
    (text,) = fehlertexte(
        "minmax",
        [indikator("A")],
        {"A": (1, 2), "Einwohner": (100, 90)},
        verteilungsbasis="Enwohner",
    )
    assert "„Enwohner“ ist keine Spalte" in text


def test_verteilungsbasis_ueberall_null_ist_ein_fehler() -> None:
    (text,) = fehlertexte(
        "minmax",
        [indikator("A")],
        {"A": (1, 2), "Einwohner": (0, 0)},
    )
    assert "ergibt in jedem Sozialraum 0" in text


def test_alle_fehler_des_schluessels_auf_einmal() -> None:
    texte = fehlertexte(
        "belastungsfaktor",
        [
            indikator("A", 0, Art.ANZAHL, None),
            indikator("B", 0, bezug="Einwohner"),
            indikator("C", 0, Art.ANZAHL, "Haushalte"),
        ],
        {"A": (1, 2), "B": (0, 0), "C": (1, 2), "Einwohner": (5, 5), "Haushalte": (0, 5)},
    )
    assert len(texte) == 5
    for muster in ("Gewichte ergeben zusammen 0", "„A“", "„B“", "„C“", "Verteilungsbasis fehlt"):
        assert any(muster in text for text in texte)


def test_hinweise_gehen_neben_einem_fehler_nicht_verloren() -> None:
    with pytest.raises(Datenfehler) as ausnahme:
        schluessel(
            "zwert",
            [indikator("A"), indikator("Gleich")],
            {"A": (10, 20, 30), "Gleich": (7, 7, 7), "Einwohner": (1, 1, 1)},
            spreizung=3,
        )
    assert [befund.stufe for befund in ausnahme.value.befunde] == [Stufe.FEHLER, Stufe.HINWEIS]


def test_effektives_gewicht_ist_der_teil_an_der_streuung() -> None:
    anteil = tuple(map(Decimal, ("0.4", "0.6")))
    assert effektives_gewicht(tuple(map(Decimal, ("0.1", "0.2"))), anteil) == 50
    assert effektives_gewicht(tuple(map(Decimal, ("0.2", "0.1"))), anteil) == -50
    assert effektives_gewicht(anteil, anteil) == 100
    assert effektives_gewicht(anteil, (Decimal("0.5"),) * 2) is None

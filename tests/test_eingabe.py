"""Von der geladenen Mappe zur geprüften Eingabe."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from sozialraum_cli.befund import Befund, Datenfehler, Stufe
from sozialraum_cli.eingabe.bilden import eingabe_bilden
from sozialraum_cli.eingabe.parameterdatei import parameterdatei_lesen
from sozialraum_cli.eingabe.parameterwerte import Setzung
from sozialraum_cli.lesen.mappe import Blatt, Mappe
from sozialraum_cli.lesen.zelle import Fehlerwert, FormelOhneWert, Zelle
from sozialraum_cli.lesen.zellen import Zellen
from sozialraum_cli.modell import Art, Eingabe, Richtung

Zeilen = list[list[Any]]


def prozent(anteil: str) -> Zelle:
    return Zelle(Decimal(anteil), prozent=True)


def blatt(name: str, zeilen: Sequence[Sequence[Any]], **eigenschaften: Any) -> Blatt:
    zellen = {}
    for z, zeile in enumerate(zeilen, start=1):
        for s, wert in enumerate(zeile, start=1):
            if wert is None:
                continue
            if isinstance(wert, int | float) and not isinstance(wert, bool):
                wert = Decimal(str(wert))
            zellen[z, s] = wert if isinstance(wert, Zelle) else Zelle(wert)
    return Blatt(name, Zellen.aus(zellen), **eigenschaften)


@dataclass
class Bau:
    """Eine gültige kleine Mappe, an der jeder Test genau eine Stelle ändert."""

    sozialraeume: Zeilen = field(
        default_factory=lambda: [
            ["Sozialraum", "Schlüssel", "Träger", "Budget bisher", "Referenzbudget"],
            ["Adendorf", "033550001", "AWO", 100, None],
            ["Bardowick", "033555402", None, 200, None],
            ["Amt Neuhaus", "033550049", None, 300.5, None],
        ]
    )
    indikatoren: Zeilen = field(
        default_factory=lambda: [
            ["Sozialraum", "Arbeitslose", "Anteil unter 18", "Einwohner"],
            ["Adendorf", 10, 12.4, 1000],
            ["Bardowick", 20, 0.76, 2000],
            ["Amt Neuhaus", 30, 20, 3000],
        ]
    )
    gewichtung: Zeilen = field(
        default_factory=lambda: [
            ["Indikator", "Gewicht", "Art", "Bezugsgröße", "Richtung", "Quelle", "Stichtag"],
            ["Arbeitslose", 60, None, "Einwohner", None, "BA", datetime(2010, 12, 31, tzinfo=UTC)],
            ["Anteil unter 18", 40, "Quote", "Einwohner", "belastend", None, 2011],
        ]
    )
    parameter: Zeilen = field(
        default_factory=lambda: [
            ["Parameter", "Wert", "Einheit", "Erläuterung", "Quelle"],
            ["Jahr", 2012],
            ["Gesamtbudget", 600, "€/Jahr", "was es gibt", "Haushalt"],
            ["Verfahren des Bestandsschutzes", "anteilig"],
            ["Bestandsschutz", 70, "%"],
            ["Personalkosten je Vollzeitstelle", 55000, "€/Jahr"],
        ]
    )
    eigenschaften: dict[str, dict[str, Any]] = field(default_factory=dict)

    def mappe(self, *, ohne: Sequence[str] = (), dateiname: str = "daten.xlsx") -> Mappe:
        blaetter = {
            "Sozialräume": self.sozialraeume,
            "Indikatoren": self.indikatoren,
            "Gewichtung": self.gewichtung,
            "Parameter": self.parameter,
        }
        return Mappe(
            dateiname,
            "0" * 64,
            None,
            tuple(
                blatt(name, zeilen, **self.eigenschaften.get(name, {}))
                for name, zeilen in blaetter.items()
                if name not in ohne
            ),
        )

    def parametern(self, *zeilen: list[Any]) -> "Bau":
        namen = {zeile[0] for zeile in zeilen}
        self.parameter = [z for z in self.parameter if z[0] not in namen] + [
            list(z) for z in zeilen
        ]
        return self


def lesen(bau: Bau, *setzungen: Setzung, budgets: Mappe | None = None) -> Eingabe:
    return eingabe_bilden(bau.mappe(), budgets, setzungen)[0]


def hinweise(bau: Bau, *setzungen: Setzung, budgets: Mappe | None = None) -> tuple[Befund, ...]:
    befunde = eingabe_bilden(bau.mappe(), budgets, setzungen)[1]
    assert all(befund.stufe is Stufe.HINWEIS for befund in befunde)
    return befunde


def fehler(
    bau: Bau, *setzungen: Setzung, budgets: Mappe | None = None, ohne: Sequence[str] = ()
) -> list[Befund]:
    with pytest.raises(Datenfehler) as ausnahme:
        eingabe_bilden(bau.mappe(ohne=ohne), budgets, setzungen)
    gefunden = [b for b in ausnahme.value.befunde if b.stufe is Stufe.FEHLER]
    for befund in gefunden:
        assert befund.fundort
        assert befund.text.endswith(".")
        assert befund.abhilfe.endswith(".")
    return gefunden


def einziger(befunde: Sequence[Befund], ort: str, *worte: str) -> None:
    assert [befund.fundort for befund in befunde] == [ort], befunde
    for wort in worte:
        assert wort in befunde[0].text + befunde[0].abhilfe, befunde[0]


def test_gueltige_mappe_ohne_befunde() -> None:
    eingabe, befunde = eingabe_bilden(Bau().mappe())
    assert befunde == ()
    assert [raum.name for raum in eingabe.sozialraeume] == ["Adendorf", "Bardowick", "Amt Neuhaus"]
    assert eingabe.sozialraeume[0].schluessel == "033550001"
    assert eingabe.sozialraeume[2].budget_bisher == Decimal("300.5")
    arbeitslose, anteil = eingabe.indikatoren
    assert (arbeitslose.art, arbeitslose.richtung) == (Art.ANZAHL, Richtung.BELASTEND)
    assert (arbeitslose.stichtag, anteil.stichtag) == ("31.12.2010", "2011")
    assert anteil.art is Art.QUOTE
    assert eingabe.spalten["Anteil unter 18"].werte == tuple(map(Decimal, ("12.4", "0.76", "20")))
    assert not eingabe.spalten["Anteil unter 18"].prozentzellen
    assert eingabe.parameter.bestandsschutz == 70
    assert eingabe.parameter.herkunft["bestandsschutz"] == "Parameter!B5"
    assert eingabe.parameter.herkunft["abf"] == "Vorgabe"
    assert eingabe.parametertexte["gesamtbudget"].erlaeuterung == "was es gibt"
    assert eingabe.parametertexte["gesamtbudget"].quelle == "Haushalt"
    assert eingabe.fundorte["sozialraum:Bardowick"] == "Sozialräume!A3"
    assert eingabe.fundorte["spalte:Einwohner"] == "Indikatoren!D1"
    assert eingabe.fundorte["indikator:Arbeitslose"] == "Gewichtung!A2"
    assert eingabe.fundorte["parameter:jahr"] == "Parameter!B2"
    assert eingabe.fundorte["wert:Einwohner:Bardowick"] == "Indikatoren!D3"


def test_schreibweisen_titel_leerzeilen_summe_und_fussnoten() -> None:
    bau = Bau(
        sozialraeume=[
            ["Sozialraum"],
            ["Stand", 2012],
            [],
            ["SOZIALRAUM *", "schluessel:", "Budget\u00a0bisher"],
            ["Adendorf", 1, 100],
            ["Ost heide", 2, 200],
            [],
            ["Gro\u00df Su\u0308d", 3, 300],
            ["Summe", None, 600],
            ["Quelle: eigene Erhebung"],
            [],
            ["* ohne Fahrtkosten"],
        ],
        indikatoren=[
            ["sozialraum", "Arbeits­lose", "EINWOHNER"],
            ["gross sued", 30, 3000],
            ["ADENDORF", 10, 1000],
            ["Ostheide:", 20, 2000],
            [],
            ["Landkreis insgesamt", 60, 6000],
        ],
        gewichtung=[["Indikator", "Gewicht", "bezugsgroesse"], ["arbeitslose", "1", "einwohner *"]],
    )
    bau.parametern(["Verteilungsbasis", "Ein­wohner"], ["Schlüsselverfahren", "Belastungs-Faktor"])
    mappe = bau.mappe()
    umbenannt = [
        Blatt(name, alt.zellen)
        for name, alt in zip(
            ("SOZIALRAEUME ", "indikatoren", "Gewichtung", "parameter"), mappe.blaetter, strict=True
        )
    ]
    eingabe, befunde = eingabe_bilden(Mappe("m.xlsx", "", None, tuple(umbenannt)))
    assert befunde == ()
    assert [raum.name for raum in eingabe.sozialraeume][1:] == ["Ost heide", "Gro\u00df Su\u0308d"]
    assert eingabe.spalten["EINWOHNER"].werte == (1000, 2000, 3000)
    assert eingabe.indikatoren[0].name == "Arbeits­lose"
    assert eingabe.indikatoren[0].bezugsgroesse == "EINWOHNER"
    assert eingabe.parameter.verteilungsbasis == "EINWOHNER"
    assert eingabe.anmerkungen["Sozialräume"] == (
        "Sozialraum",
        "Stand 2012",
        "Quelle: eigene Erhebung",
        "* ohne Fahrtkosten",
    )
    assert eingabe.parameter.herkunft["jahr"] == "parameter!B2"


def test_indikator_der_gesamt_heisst_ist_keine_summe() -> None:
    bau = Bau()
    bau.indikatoren[0][1] = bau.gewichtung[1][0] = "Arbeitslose gesamt"
    assert lesen(bau).indikatoren[0].name == "Arbeitslose gesamt"


@pytest.mark.parametrize(
    ("blattname", "zeile", "ort", "worte"),
    [
        ("sozialraeume", ["Summe", None, None, 599], "Sozialräume!D5", ("599", "600,5")),
        ("indikatoren", ["Gesamt", 59], "Indikatoren!B5", ("59", "60")),
        ("gewichtung", ["Summe", 99], "Gewichtung!B4", ("99", "100")),
        ("indikatoren", ["Gesamt", Fehlerwert("#WERT!")], "Indikatoren!B5", ("#WERT!",)),
    ],
)
def test_falsche_summe_nennt_soll_und_ist(
    blattname: str, zeile: list[Any], ort: str, worte: tuple[str, ...]
) -> None:
    bau = Bau()
    getattr(bau, blattname).append(zeile)
    einziger(fehler(bau), ort, *worte)


@pytest.mark.parametrize("summe", [600, 601, 600.5, "600,50 €", "x", None])
def test_gerundete_oder_leere_summe_gilt(summe: Any) -> None:
    bau = Bau()
    bau.sozialraeume.append(["Summe", None, None, summe])
    assert lesen(bau).sozialraeume[2].budget_bisher == Decimal("300.5")


@pytest.mark.parametrize(
    ("wert", "faellt_auf"),
    [("33.16", False), ("11.05", False), ("11.1", False), ("99", True), ("0.1105", True)],
)
def test_summenzeile_einer_quote(wert: str, faellt_auf: bool) -> None:
    """Summe, Mittel oder Wert des Kreises; eine falsche Zahl ging ungeprüft durch."""
    bau = Bau()
    bau.indikatoren.append(["Summe", None, Decimal(wert)])
    if not faellt_auf:
        assert hinweise(bau) == ()
        return
    einziger(hinweise(bau), "Indikatoren!C5", "Wert des Kreises ist", "das Mittel 11,05 %")


def test_summenzeile_einer_quote_darf_der_wert_des_kreises_sein() -> None:
    bau = Bau()
    spalte = bau.indikatoren[0].index("Einwohner")
    quote = bau.indikatoren[0].index("Anteil unter 18")
    einwohner = [Decimal(str(zeile[spalte])) for zeile in bau.indikatoren[1:]]
    quoten = [Decimal(str(zeile[quote])) for zeile in bau.indikatoren[1:]]
    gewogen = sum(q * n for q, n in zip(quoten, einwohner, strict=True)) / sum(einwohner)
    bau.indikatoren.append(["Summe", None, round(gewogen, 1)])
    assert hinweise(bau) == ()


def test_leeres_budget_der_zweiten_mappe_gilt_ohne_schutz() -> None:
    """Wie in der Mappe selbst: „nicht angegeben“ ist nur mit Bestandsschutz ein Fehler."""
    alt = Bau()
    alt.sozialraeume[2][3] = None
    einziger(fehler(Bau(), budgets=alt.mappe(dateiname="alt.xlsx")), "alt.xlsx: Sozialräume!D3")
    ohne = Bau().parametern(["Verfahren des Bestandsschutzes", "keiner"], ["Bestandsschutz", None])
    eingabe = lesen(ohne, budgets=alt.mappe(dateiname="alt.xlsx"))
    assert eingabe.sozialraeume[1].budget_bisher is None


def test_ausgeblendete_spalten_die_niemand_liest_sind_kein_hinweis() -> None:
    """So der eigene Bogen hinter --budgets: was er einklappt, gehört nicht zu den Budgets."""
    bau = Bau(eigenschaften={"Sozialräume": {"ausgeblendete_spalten": frozenset({6})}})
    bau.sozialraeume[0].append("Notiz")
    (befund,) = hinweise(bau)
    assert "unbekannt" in befund.text
    bau = Bau(eigenschaften={"Indikatoren": {"ausgeblendete_spalten": frozenset({2})}})
    einziger(hinweise(bau), "Indikatoren!B1", "Ausgeblendete Spalten")


def test_zwischensummen() -> None:
    bau = Bau()
    bau.sozialraeume.insert(3, ["Summe West", None, None, 300])
    bau.sozialraeume.append(["Gesamt", None, None, 600.5])
    assert len(lesen(bau).sozialraeume) == 3


def test_quoten_als_prozentzellen() -> None:
    bau = Bau()
    for zeile, wert in zip(bau.indikatoren[1:], ("0.124", "0.0076", "1"), strict=True):
        zeile[2] = prozent(wert)
    spalte = lesen(bau).spalten["Anteil unter 18"]
    assert spalte.werte == (Decimal("12.4"), Decimal("0.76"), 100)
    assert spalte.prozentzellen
    bau.indikatoren[3][2] = "12,4 %"
    assert not lesen(bau).spalten["Anteil unter 18"].prozentzellen
    bau.indikatoren[3][2] = 12.4
    einziger(hinweise(bau), "Indikatoren!C1", "gemischt", "Amt Neuhaus")


@pytest.mark.parametrize(
    ("spalte", "wert", "worte"),
    [
        (1, None, ("fehlt",)),
        (1, "k. A.", ("„k. A.“ ist keine Zahl",)),
        (1, ".", ("geheim",)),
        (1, "1.234", ("mehrdeutig", "1234", "1,234")),
        (1, Fehlerwert("#DIV/0!"), ("#DIV/0!",)),
        (1, FormelOhneWert(), ("öffnen und speichern",)),
        (1, datetime(2012, 5, 1, tzinfo=UTC), ("Datum 01.05.2012",)),
        (1, True, ("Wahrheitswert",)),
        (1, -1, ("negativ",)),
        (1, prozent("0.1"), ("Prozentwert", "Quote")),
        (1, "5 €", ("€",)),
        (2, 100.1, ("100,1 %",)),
        (2, prozent("1.01"), ("101 %",)),
        (3, "-", ("genau null",)),
    ],
)
def test_falscher_indikatorwert(spalte: int, wert: Any, worte: tuple[str, ...]) -> None:
    bau = Bau()
    bau.indikatoren[2][spalte] = wert
    einziger(fehler(bau), f"Indikatoren!{'ABCD'[spalte]}3", "Bardowick", *worte)


def test_sozialraeume_werden_ueber_den_namen_abgeglichen() -> None:
    bau = Bau()
    bau.indikatoren[1][0] = "Adendorff"
    befunde = fehler(bau)
    assert [b.fundort for b in befunde] == ["Indikatoren!A2", "Indikatoren"]
    assert "„Adendorf“" in befunde[0].abhilfe
    assert "„Adendorf“ fehlt" in befunde[1].text

    bau = Bau()
    bau.indikatoren.append(["adendorf ", 1, 1, 1])
    einziger(fehler(bau), "Indikatoren!A5", "doppelt", "Indikatoren!A2")

    bau = Bau()
    bau.sozialraeume.append(["BARDOWICK", "9", None, 1])
    einziger(fehler(bau), "Sozialräume!A5", "doppelt", "Sozialräume!A3")

    bau = Bau()
    bau.indikatoren.append([None, 1, 1, 1])
    einziger(fehler(bau), "Indikatoren!A5", "Name fehlt")


def test_name_mit_steuerzeichen() -> None:
    bau = Bau()
    bau.sozialraeume[1][0] = "Aden\x07dorf"
    assert "Sozialräume!A2" in [b.fundort for b in fehler(bau)]
    bau = Bau()
    bau.sozialraeume[1][2] = "AW\u202eO"
    einziger(fehler(bau), "Sozialräume!C2", "Steuerzeichen")


@pytest.mark.parametrize("name", ["=1+1", "+49", "@SUMME", "[rot]", "-", "0"])
def test_namen_bleiben_text(name: str) -> None:
    bau = Bau()
    bau.sozialraeume[1][0] = bau.indikatoren[1][0] = name
    assert lesen(bau).sozialraeume[0].name == name


def test_alles_auf_einmal() -> None:
    bau = Bau()
    bau.sozialraeume[1][3] = "viel"
    bau.indikatoren[2][1] = "x"
    bau.parametern(["Gesamtbudgt", 1], ["Minderarbeitszeit (abf)", 0.1])
    orte = {b.fundort for b in fehler(bau, ohne=["Gewichtung"])}
    assert orte == {
        "daten.xlsx",
        "Sozialräume!D2",
        "Indikatoren!B3",
        "Parameter!A7",
        "Parameter!B8",
    }


@pytest.mark.parametrize("name", ["Sozialräume", "Indikatoren", "Gewichtung", "Parameter"])
def test_fehlendes_blatt_nennt_die_vorhandenen(name: str) -> None:
    befunde = fehler(Bau(), ohne=[name])
    einziger(befunde, "daten.xlsx", f"„{name}“ fehlt")
    assert befunde[0].text.count("„") == 4


def test_fehlende_und_doppelte_spalten() -> None:
    bau = Bau()
    bau.gewichtung[0][1] = "Gewichte"
    einziger(fehler(bau), "Gewichtung!A1", "„Gewicht“ fehlt", "„Gewichte“ in „Gewicht“ umbenennen")
    bau = Bau()
    bau.indikatoren[0][3] = "arbeitslose"
    assert "Indikatoren!D1" in [b.fundort for b in fehler(bau)]
    bau = Bau()
    bau.sozialraeume[0][3] = "Budget bisher (€)"
    befunde = fehler(bau)
    einziger(befunde, "Sozialräume!A1", "„Budget bisher“ fehlt", "„Budget bisher (€)“")
    bau = Bau(parameter=[])
    einziger(fehler(bau), "Parameter", "leer")


def test_unbekannte_spalten_sind_hinweise() -> None:
    bau = Bau()
    for zeile, text in zip(bau.sozialraeume, ("Notiz", "a", None, "b"), strict=True):
        zeile.append(text)
    for zeile, *neu in zip(bau.indikatoren, ("Reserve", 1, 2, 3), ("Text", 1, "b", 3), strict=True):
        zeile.extend(neu)
    befunde = hinweise(bau)
    assert [b.fundort for b in befunde] == ["Sozialräume!F1", "Indikatoren!F1", "Indikatoren!E1"]
    assert lesen(bau).spalten["Reserve"].werte == (1, 2, 3)
    assert "Text" not in lesen(bau).spalten


def test_budget_bisher() -> None:
    bau = Bau()
    bau.sozialraeume[2][3] = None
    einziger(fehler(bau), "Sozialräume!D3", "Bardowick", "0 heißt: neuer Sozialraum")
    keiner = Setzung("bestandsschutz_verfahren", "keiner", "Befehlszeile (--verfahren)")
    assert lesen(bau, keiner).sozialraeume[1].budget_bisher is None
    for wert, wort in ((-1, "negativ"), (prozent("0.1"), "%"), (".", "geheim")):
        bau.sozialraeume[2][3] = wert
        einziger(fehler(bau), "Sozialräume!D3", wort)
    bau.sozialraeume[2][3] = 0.125
    einziger(hinweise(bau), "Sozialräume!D3", "zwei Nachkommastellen")
    bau = Bau()
    bau.sozialraeume[1][4] = 90
    einziger(hinweise(bau), "Sozialräume!E1", "„Bardowick“, „Amt Neuhaus“")
    assert lesen(bau).sozialraeume[0].referenzbudget == 90


def test_schluessel() -> None:
    bau = Bau()
    bau.sozialraeume[1][1] = 33550001
    einziger(hinweise(bau), "Sozialräume!B2", "033550001")
    assert lesen(bau).sozialraeume[0].schluessel == "33550001"
    bau.sozialraeume[1][1] = "033555402"
    einziger(fehler(bau), "Sozialräume!B3", "„Adendorf“")
    bau.sozialraeume[1][1] = 1.5
    einziger(fehler(bau), "Sozialräume!B2", "ganze Zahl")


def test_gewichtung() -> None:
    bau = Bau()
    bau.gewichtung[1][1] = prozent("0.6")
    bau.gewichtung[2][1] = "40 %"
    assert [i.gewicht for i in lesen(bau).indikatoren] == [60, 40]
    for spalte, wert, wort in (
        (0, "Arbeitslos", "Gemeint ist vermutlich „Arbeitslose“"),
        (1, None, "fehlt"),
        (1, -1, "negativ"),
        (2, "Qoute", "„Quote“"),
        (3, "Einwohnr", "Gemeint ist vermutlich „Einwohner“"),
        (4, "entlastet", "„entlastend“"),
    ):
        bau = Bau()
        bau.gewichtung[1][spalte] = wert
        einziger(fehler(bau), f"Gewichtung!{'ABCDE'[spalte]}2", wort)
    bau = Bau()
    bau.gewichtung.append(["arbeitslose", 1])
    einziger(fehler(bau), "Gewichtung!A4", "doppelt")
    bau = Bau()
    bau.gewichtung[1][3] = "Anteil unter 18"
    einziger(fehler(bau), "Gewichtung!A2", "selbst eine Quote")
    bau = Bau()
    del bau.gewichtung[1:]
    einziger(fehler(bau), "Gewichtung!A1", "kein Indikator")


@pytest.mark.parametrize(
    ("wert", "gelesen"),
    [
        (17.5, "17.5"),
        (prozent("0.175"), "17.5"),
        ("17,5", "17.5"),
        ("17,5 %", "17.5"),
        ("0,7 %", "0.7"),
        (prozent("0.007"), "0.7"),
        (0, "0"),
        (100, "100"),
    ],
)
def test_prozentparameter(wert: Any, gelesen: str) -> None:
    assert lesen(Bau().parametern(["Bestandsschutz", wert])).parameter.bestandsschutz == Decimal(
        gelesen
    )


@pytest.mark.parametrize(
    ("zeile", "worte"),
    [
        (["Bestandsschutz", 0.7], ("mehrdeutig", "„70 %“ oder „0,7 %“")),
        (["Bestandsschutz", 1], ("mehrdeutig",)),
        (["Bestandsschutz", "0,7"], ("mehrdeutig",)),
        (["Bestandsschutz", prozent("70")], ("7.000 %", "Prozentformat", "„70 %“", "bis 100")),
        (["Gesamtbudget", "x"], ("„x“ ist keine Zahl", "zum Beispiel 1700000")),
        (["Bestandsschutz", 101], ("bis 100",)),
        (["Bestandsschutz", -5], ("von 0",)),
        (["Bestandsschutz", "70 €"], ("in €",)),
        (["Gesamtbudget", prozent("0.5")], ("in %",)),
        (["Gesamtbudget", 0], ("über 0",)),
        (["Gesamtbudget", "1.234"], ("mehrdeutig",)),
        (["Jahr", 1066], ("1066", "1990")),
        (["Jahr", 2012.5], ("ganze Zahl",)),
        (["Jahr", datetime(2012, 1, 1, tzinfo=UTC)], ("Datum",)),
        (["Rundung", 5], ("0,01; 1; 10; 100",)),
        (["Wochenarbeitszeit", "39 €"], ("in €",)),
        (["Schlüsselverfahren", "anteil"], ("„anteile“",)),
        (["Schlüsselverfahren", 3], ("gibt es hier nicht",)),
        (["Verteilungsbasis", "Einwohnerzahl"], ("Gemeint ist vermutlich „Einwohner“",)),
        (["Verteilungsbasis", "Anteil unter 18"], ("Quote",)),
        (["Gesamtbudget", FormelOhneWert()], ("öffnen und speichern",)),
    ],
)
def test_falscher_parameterwert(zeile: list[Any], worte: tuple[str, ...]) -> None:
    bau = Bau().parametern(zeile)
    einziger(fehler(bau), f"Parameter!B{len(bau.parameter)}", *worte)


def test_unbekannte_spalte_nennt_die_umbenennung() -> None:
    bau = Bau()
    kopf = bau.sozialraeume[0]
    bau.sozialraeume[0] = ["Budget" if name == "Budget bisher" else name for name in kopf]
    with pytest.raises(Datenfehler) as ausnahme:
        lesen(bau)
    befunde = ausnahme.value.befunde
    assert {b.stufe for b in befunde} == {Stufe.FEHLER, Stufe.HINWEIS}
    assert all("„Budget“ in „Budget bisher“ umbenennen" in b.abhilfe for b in befunde)


def test_fremdes_wort_bekommt_keinen_vorschlag() -> None:
    bau = Bau()
    spalte = bau.gewichtung[0].index("Richtung")
    bau.gewichtung[1][spalte] = "negativ"
    (befund,) = fehler(bau)
    assert befund.abhilfe == "Einen der möglichen Werte eintragen."


def test_fundort_einer_vorhandenen_leeren_parameterzeile() -> None:
    bau = Bau().parametern(["Zusatzmittel", None])
    assert lesen(bau).fundorte["parameter:zusatzmittel"] == f"Parameter!B{len(bau.parameter)}"


def test_toml_meldet_alles_auf_einmal(tmp_path: Path) -> None:
    datei = tmp_path / "p.toml"
    datei.write_text("jahr = [2012]\nabf = 0.5\nabv = 1\n")
    with pytest.raises(Datenfehler) as ausnahme:
        parameterdatei_lesen(datei)
    assert len(ausnahme.value.befunde) == 3


def test_werte_mit_einheit_und_wahlwerte_tolerant() -> None:
    parameter = lesen(
        Bau().parametern(
            ["Wochenstunden", "39,5 h"],
            ["personalkosten_vzae", "55.000 €"],
            ["Personalkosten je Vollzeitstelle", None],
            ["Schlüssel-Verfahren".replace("-", ""), "z-Wert"],
            ["Verfahren des Bestandsschutzes", " ANTEILIG"],
            ["Spreizung", "0,5"],
            ["Rundung", "0,01 €"],
            ["Verteilung des Budgets II", "Schlüssel"],
        )
    ).parameter
    assert parameter.wochenstunden == Decimal("39.5")
    assert parameter.personalkosten_vzae == 55000
    assert parameter.schluesselverfahren == "zwert"
    assert parameter.rundung == Decimal("0.01")
    assert parameter.budget_2_verteilung == "schluessel"


def test_einheit_neben_dem_wert() -> None:
    bau = Bau().parametern(["Gesamtbudget", 600, "T€"])
    einziger(fehler(bau), "Parameter!C6", "T€")
    bau = Bau().parametern(["Gesamtbudget", 600, "Punkte"])
    einziger(hinweise(bau), "Parameter!C6", "Punkte")


def test_unbekannter_doppelter_und_leerer_parameter() -> None:
    bau = Bau().parametern(["Regiekostn", 20])
    einziger(fehler(bau), "Parameter!A7", "Gemeint ist vermutlich", "iekosten")
    bau = Bau().parametern(["abf", 10], ["Minderarbeitszeit (abf)", 12])
    einziger(fehler(bau), "Parameter!B8", "doppelt", "Parameter!B7")
    bau = Bau().parametern(["Leistungen"], ["abf", None])
    assert lesen(bau).parameter.herkunft["abf"] == "Vorgabe"
    bau = Bau()
    bau.parameter[0].append("Herkunft")
    bau.parameter[1] += [None, None, None, "Befehlszeile"]
    assert hinweise(bau) == ()


def test_leistungen() -> None:
    bau = Bau().parametern(["Leistung: Beratung", prozent("0.7")], ["leistung:Netz", 30])
    parameter = lesen(bau).parameter
    assert parameter.leistungen == (("Beratung", 70), ("Netz", 30))
    assert parameter.herkunft["leistung:Netz"] == "Parameter!B8"
    assert lesen(
        bau,
        Setzung("leistung:NETZ", "40", "Befehlszeile (--setze)"),
        Setzung("leistung:beratung", "60", "Befehlszeile (--setze)"),
    ).parameter.leistungen == (("Beratung", 60), ("Netz", 40))
    bau.parametern(["leistung:Netz", 20])
    einziger(fehler(bau), "Parameter!B7", "90 %", "70 + 20")


def test_pflichtparameter_fehlen() -> None:
    bau = Bau(parameter=[["Parameter", "Wert"], ["abf", 10]])
    befunde = fehler(bau)
    assert len(befunde) == 4
    assert all("--setze" in befund.abhilfe for befund in befunde)
    bau = Bau().parametern(["Bestandsschutz", None])
    einziger(fehler(bau), "Parameter!B6", "„Bestandsschutz“ fehlt", "zum Beispiel 70")
    ausgleich = Setzung("bestandsschutz_verfahren", "defizitausgleich", "Befehlszeile")
    assert lesen(bau, ausgleich).parameter.bestandsschutz is None


@pytest.mark.parametrize("verfahren", ["mindestbudget", "kappung"])
def test_abschmelzung_mindert_dort_nichts(verfahren: str) -> None:
    bau = Bau().parametern(
        ["Verfahren des Bestandsschutzes", verfahren],
        ["Beginn der Abschmelzung", 2012],
        ["Dauer der Abschmelzung", "4 Jahre"],
    )
    einziger(fehler(bau), "Parameter!B7", "mindert", verfahren)


def test_abschmelzung_halb_oder_ohne_schutz() -> None:
    einziger(
        fehler(Bau().parametern(["Beginn der Abschmelzung", 2012])),
        "Parameter!B7",
        "„Dauer der Abschmelzung“",
    )
    bau = Bau().parametern(
        ["Beginn der Abschmelzung", 2012],
        ["Dauer der Abschmelzung", 4],
        ["Höchstgewinn", 10],
        ["Zusatzmittel", 10],
    )
    befunde = hinweise(bau, Setzung("bestandsschutz_verfahren", "keiner", "Befehlszeile"))
    orte = {"Parameter!B5", "Parameter!B7", "Parameter!B9", "Parameter!B10"}
    assert {befund.fundort for befund in befunde} == orte
    assert lesen(bau).parameter.bestandsschutz_verfahren == "anteilig"


def test_vorrang_und_herkunft(tmp_path: Path) -> None:
    datei = tmp_path / "werte.toml"
    datei.write_text(
        '\ufeffbestandsschutz = 80\nabf = "12,5 %"\nregiekosten = 17.25\n'
        "[leistung]\nBeratung = 50\nNetz = 50\n",
        encoding="utf-8",
    )
    setzungen = parameterdatei_lesen(datei).setzungen
    option = Setzung("bestandsschutz", "90", "Befehlszeile (--bestandsschutz)")
    bau = Bau()
    bau.parametern(["Bestandsschutz", 0.7])  # verdrängt, darum nicht zu bemängeln
    parameter = lesen(bau, *setzungen, option).parameter
    assert parameter.bestandsschutz == 90
    assert parameter.herkunft["bestandsschutz"] == "Befehlszeile (--bestandsschutz)"
    assert parameter.abf == Decimal("12.5")
    assert parameter.regiekosten == Decimal("17.25")
    assert parameter.herkunft["abf"] == "werte.toml"
    assert parameter.leistungen == (("Beratung", 50), ("Netz", 50))


@pytest.mark.parametrize(
    ("name", "wert", "wort"),
    [
        ("bestandsschutz", "0,7", "mehrdeutig"),
        ("bestandsschutz", Decimal("0.7"), "mehrdeutig"),
        ("bestandsschutz", True, "Wahrheitswert"),
        ("bestandsschutz", "", "fehlt"),
        ("gesamtbudget", "1.234", "mehrdeutig"),
        ("gesamtbudget", Decimal("NaN"), "keine Zahl"),
        ("bestandschutz", "70", "„Bestandsschutz“"),
        ("leistung:", "70", "gibt es nicht"),
        ("schluesselverfahren", "", "fehlt"),
    ],
)
def test_falsche_setzung(name: str, wert: Any, wort: str) -> None:
    einziger(fehler(Bau(), Setzung(name, wert, "Befehlszeile")), "Befehlszeile", wort)


def test_setzung_mit_tausenderpunkten_und_doppelt() -> None:
    eingabe = lesen(Bau(), Setzung("gesamtbudget", "1.700.000", "Befehlszeile"))
    assert eingabe.parameter.gesamtbudget == 1700000
    doppelt = [Setzung("abf", wert, "Befehlszeile (--setze)") for wert in ("10", "12")]
    einziger(fehler(Bau(), *doppelt), "Befehlszeile (--setze)", "doppelt")


@pytest.mark.parametrize(
    ("inhalt", "wort"),
    [
        (None, "gibt es nicht"),
        (b"abf = = 1\n", "kein g\u00fcltiges TOML (Zeile 1, Spalte"),
        (b"abf = \xff", "UTF-8"),
        (b"abf = [1, 2]", "weder Text noch Zahl"),
        (b"jahr = 2012-01-01", "weder Text noch Zahl"),
        (b"[x]\na = 1", "weder Text noch Zahl"),
        (b"abf = 10\nabf = 20\n", "ein Name steht zweimal"),
        (b"abf =", "(am Ende der Datei: hinter einem"),
        (b"jahr = 2012\nabf = \n", "Zeile 2, Spalte 7: hinter einem"),
        (b"abf = " + b"9" * 5000, "kein g\u00fcltiges TOML"),
    ],
)
def test_toml_fehler(tmp_path: Path, inhalt: bytes | None, wort: str) -> None:
    datei = tmp_path / "p.toml"
    if inhalt is not None:
        datei.write_bytes(inhalt)
    with pytest.raises(Datenfehler) as ausnahme:
        parameterdatei_lesen(datei)
    einziger(ausnahme.value.befunde, "p.toml", wort)


def test_budgets_aus_eingabemappe_und_bogen() -> None:
    alt = Bau()
    alt.sozialraeume[1][3:] = [111]
    alt.sozialraeume[2][0] = "Flecken Bardowick"
    eingabe, befunde = eingabe_bilden(Bau().mappe(), alt.mappe(dateiname="alt.xlsx"))
    assert [raum.budget_bisher for raum in eingabe.sozialraeume] == [111, 200, Decimal("300.5")]
    assert [b.fundort for b in befunde] == ["Sozialräume!D1", "alt.xlsx: Sozialräume!D3"]
    assert eingabe.fundorte["budget_bisher:Adendorf"] == "alt.xlsx: Sozialräume!D2"

    bogen = blatt(
        "Berechnungsbogen",
        [
            ["Berechnungsbogen 2011"],
            [None, None, None, "Beratung", None, "Netz"],
            ["Sozialraum", "Budget bisher", "Budget neu", "Mittel", "h", "Mittel", "h"],
            ["Adendorf", 1, 11, 1, 1, 1, 1],
            ["Amt Neuhaus", 1, 33, 1, 1, 1, 1],
            ["Bardowick", 1, 22, 1, 1, 1, 1],
            ["Summe", 3, 66],
            ["Wer mehr und wer weniger bekommt", "steht", "hier"],
        ],
    )
    mappe = Mappe("bogen.xlsx", "", None, (bogen, *Bau().mappe().blaetter))
    bau = Bau()
    for zeile in bau.sozialraeume[1:]:
        zeile[3] = None
    eingabe, befunde = eingabe_bilden(bau.mappe(), mappe)
    assert befunde == ()
    assert [raum.budget_bisher for raum in eingabe.sozialraeume] == [11, 22, 33]
    assert eingabe.fundorte["budget_bisher:Bardowick"] == "bogen.xlsx: Berechnungsbogen!C6"


def test_budgets_fehlende_unbekannte_und_falsche() -> None:
    alt = Bau()
    alt.sozialraeume[1] = ["Adendorf", "099999999", None, 100]
    alt.sozialraeume[2][3] = "viel"
    befunde = fehler(Bau(), budgets=alt.mappe(dateiname="alt.xlsx"))
    assert [b.fundort for b in befunde] == [
        "alt.xlsx: Sozialräume!D3",
        "alt.xlsx",
        "alt.xlsx: Sozialräume!D2",
    ]
    leer = Mappe("leer.xlsx", "", None, (blatt("Tabelle1", [["x"]]),))
    einziger(fehler(Bau(), budgets=leer), "leer.xlsx", "„Sozialräume“ fehlt", "Tabelle1")


@pytest.mark.parametrize(
    ("stelle", "ort"),
    [((1048576, 1), "A1048576"), ((2, 16384), "XFD2"), ((1048576, 16384), "XFD1048576")],
)
def test_zellen_weit_draussen_zaehlen_nicht_mit(stelle: tuple[int, int], ort: str) -> None:
    mappe = Bau().mappe()
    zellen = {**mappe.blaetter[1].zellen, stelle: Zelle(Decimal(1))}
    fern = Blatt("Indikatoren", Zellen.aus(zellen))
    mappe = Mappe("m.xlsx", "", None, (mappe.blaetter[0], fern, *mappe.blaetter[2:]))
    eingabe, befunde = eingabe_bilden(mappe)
    einziger(befunde, f"Indikatoren!{ort}", "Weit außerhalb")
    assert len(eingabe.sozialraeume) == 3


def test_ausgeblendet_und_verbunden() -> None:
    bau = Bau(
        eigenschaften={
            "Sozialräume": {"ausgeblendete_zeilen": frozenset({3, 99})},
            "Gewichtung": {"ausgeblendet": True},
            "Indikatoren": {"ausgeblendete_spalten": frozenset({2})},
            "Parameter": {"verbundene_bereiche": ("A1:E1",)},
        }
    )
    orte = [b.fundort for b in hinweise(bau)]
    assert orte == ["Sozialräume!A3", "Indikatoren!B1", "Gewichtung", "Parameter!A1:E1"]

    bau = Bau(eigenschaften={"Indikatoren": {"verbundene_bereiche": ("B2:B3",)}})
    bau.indikatoren[2][1] = None
    assert {b.fundort for b in fehler(bau)} == {"Indikatoren!B2:B3", "Indikatoren!B3"}
    bau = Bau(eigenschaften={"Sozialräume": {"verbundene_bereiche": ("C2:C3",)}})
    einziger(hinweise(bau), "Sozialräume!C2:C3", "Träger")


def test_spalte_ohne_ueberschrift() -> None:
    bau = Bau()
    bau.indikatoren[2].append(5)
    einziger(hinweise(bau), "Indikatoren!E3", "keine Überschrift")


def test_befunde_des_ladens_zaehlen_nur_fuer_benutzte_blaetter() -> None:
    def geladen(ort: str) -> Mappe:
        befund = Befund(Stufe.FEHLER, "Steuerzeichen.", ort, "Neu eintippen.")
        mappe = Bau().mappe()
        return Mappe("m.xlsx", "", None, mappe.blaetter, (befund,))

    assert eingabe_bilden(geladen("Notizen!A1"))[1] == ()
    with pytest.raises(Datenfehler) as ausnahme:
        eingabe_bilden(geladen("Indikatoren!A2"))
    einziger(ausnahme.value.befunde, "Indikatoren!A2", "Steuerzeichen")

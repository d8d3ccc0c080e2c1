"""Ausgaben: jede gibt das Ergebnis unverändert wieder, auf jeder Konsole und für jeden Namen."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
import simplejson
from conftest import kleine_eingabe
from rich.cells import cell_len
from rich.console import Console

from sozialraum_cli.ausgabe.befunde import anzahl, befunde_zeigen
from sozialraum_cli.ausgabe.csv_ausgabe import DIALEKTE, berechnung_csv, berechnungen_csv
from sozialraum_cli.ausgabe.json_ausgabe import berechnung_json, pruefung_json
from sozialraum_cli.ausgabe.tabelle import tabelle
from sozialraum_cli.ausgabe.zeichensatz import absatz, darstellbar
from sozialraum_cli.befund import fehler, hinweis, sortiert
from sozialraum_cli.parameter import ANGABE, NICHT_ANGEGEBEN
from sozialraum_cli.rechnen.berechnung import Ergebnis, rechnen

ZEICHENSAETZE = ["utf-8", "cp1252", "cp850", "ascii", "latin-1"]
BISHER = (40000, 35000, 30000)
GROSS = ("400000000", "333333333.33", "266666666.66")
FUENF = {
    "Beratung inkl. Gruppenarbeit": 60,
    "Netzwerkarbeit": 10,
    "Sozialraumkoordinationsleistungen": 10,
    "Elternbildung und Familienbegleitung": 10,
    "Schulsozialarbeit": 10,
}


def ergebnis_bilden(namen: Sequence[str] = (), **angaben: Any) -> Ergebnis:
    angaben = {"bisher": BISHER, "bestandsschutz_verfahren": "anteilig"} | angaben
    if angaben["bestandsschutz_verfahren"] not in ("keiner", "defizitausgleich"):
        angaben = {"bestandsschutz": 70} | angaben
    eingabe = kleine_eingabe(**angaben)
    if namen:
        raeume = zip(eingabe.sozialraeume, namen, strict=True)
        eingabe = replace(
            eingabe, sozialraeume=tuple(raum._replace(name=name) for raum, name in raeume)
        )
    return rechnen(eingabe)


def gross() -> Ergebnis:
    return ergebnis_bilden(
        ("Samtgemeinde Amelinghausen mit Umland", "B", "C"),
        bisher=GROSS,
        gesamtbudget="999999999.99",
        rundung="0.01",
        leistungen=FUENF,
    )


def gezeigt(ergebnis: Ergebnis, breite: int = 80, zeichensatz: str = "utf-8") -> str:
    """Die Tabelle, wie eine Konsole mit diesem Zeichensatz sie bekommt; streng."""
    roh = io.BytesIO()
    strom = io.TextIOWrapper(roh, encoding=zeichensatz, errors="strict", newline="")
    tabelle(ergebnis, Console(file=strom, width=breite, highlight=False, markup=False))
    strom.flush()
    return roh.getvalue().decode(zeichensatz)


def als_objekt(ergebnis: Ergebnis, **angaben: Any) -> Any:
    text = berechnung_json(ergebnis, (), **angaben).decode()
    return simplejson.loads(text, use_decimal=True)


# JSON


def test_json_gibt_jeden_wert_wieder() -> None:
    ergebnis = ergebnis_bilden()
    objekt = als_objekt(ergebnis)
    assert objekt["schema"] == "sozialraum/berechnung/1"
    assert objekt["jahr"] == 2012
    assert list(objekt["summen"]) == [
        *("budget_bisher", "budget_indikatoren", "budget_neu", "gewinn", "verlust"),
        *("kosten_schutz", "ausgleich", "frei_werdend", "budget_2"),
    ]
    for name, wert in objekt["summen"].items():
        assert wert == getattr(ergebnis.summen, name)
    for raum, zeile in zip(objekt["sozialraeume"], ergebnis.sozialraeume, strict=True):
        assert raum["budget_neu"] == zeile.budget_neu
        assert raum["differenz"] == zeile.differenz
        assert raum["regiekosten"] + raum["personal"] == zeile.budget_neu
        assert abs(raum["anteil"] - zeile.anteil) < Decimal("1e-12")
        for leistung, soll in zip(raum["leistungen"], zeile.komponenten.leistungen, strict=True):
            assert leistung["mittel"] == soll.mittel
            assert abs(leistung["stunden"] - soll.stunden) <= Decimal("0.0000005")


def test_json_schreibt_geld_mit_zwei_stellen() -> None:
    text = berechnung_json(ergebnis_bilden(budget_2=10000), ()).decode()
    geld = re.findall(
        r'"(?:budget_\w+|differenz|mittel\w*|personal|ausgleich)": ([^{",}\]]+)', text
    )
    assert len(geld) > 30
    assert [betrag for betrag in geld if not re.fullmatch(r"-?\d+\.\d\d|null", betrag)] == []
    assert re.findall(r'"(?:stunden|vzae)": (\d+\.\d+)', text)
    assert all(len(z.split(".")[1]) == 6 for z in re.findall(r'"stunden": (\d+\.\d+)', text))


def test_json_nennt_alle_parameter_mit_herkunft() -> None:
    parameter = als_objekt(ergebnis_bilden())["parameter"]
    leistungen = {"leistung:Beratung inkl. Gruppenarbeit", "leistung:Netzwerkarbeit"}
    assert set(parameter) == set(ANGABE) | leistungen
    assert parameter["bestandsschutz"] == {"wert": 70, "einheit": "%", "herkunft": "Vorgabe"}
    assert parameter["regiekosten"]["wert"] == Decimal("17.5")
    assert parameter["jahr"] == {"wert": 2012, "einheit": None, "herkunft": "Vorgabe"}
    assert parameter["leistung:Netzwerkarbeit"]["wert"] == 40
    ohne_angabe = {"wert": None, "einheit": "%", "herkunft": NICHT_ANGEGEBEN}
    assert parameter["hoechstgewinn"] == ohne_angabe
    assert parameter["abf"]["herkunft"] == "Vorgabe"
    assert {p["herkunft"] for p in parameter.values() if p["wert"] is None} == {NICHT_ANGEGEBEN}


@pytest.mark.parametrize(
    ("angaben", "name", "wert"),
    [
        ({"bestandsschutz_verfahren": "defizitausgleich"}, "bestandsschutz", 100),
        ({"bestandsschutz_verfahren": "keiner"}, "bestandsschutz", None),
        ({}, "spreizung", None),
    ],
)
def test_json_zeigt_die_wirksame_vorgabe(
    angaben: dict[str, Any], name: str, wert: int | None
) -> None:
    assert als_objekt(ergebnis_bilden(**angaben))["parameter"][name]["wert"] == wert


def test_json_leere_texte_und_neue_sozialraeume_sind_null() -> None:
    raum = als_objekt(ergebnis_bilden(bisher=(0, 35000, 30000)))["sozialraeume"][0]
    assert raum["schluessel"] is None
    assert raum["budget_bisher"] == 0
    assert raum["differenz_prozent"] is None
    ohne = als_objekt(ergebnis_bilden(bisher=(None,) * 3, bestandsschutz_verfahren="keiner"))
    assert ohne["summen"]["budget_bisher"] is None
    assert ohne["sozialraeume"][0]["differenz"] is None


def test_json_der_pruefung() -> None:
    text = pruefung_json([hinweis("Ä", "Parameter!B4", "b"), fehler("f", None, "a")]).decode()
    assert '"Ä"' in text
    assert simplejson.loads(text) == {
        "schema": "sozialraum/pruefung/1",
        "befunde": [
            {"stufe": "fehler", "text": "f", "fundort": None, "abhilfe": "a"},
            {"stufe": "hinweis", "text": "Ä", "fundort": "Parameter!B4", "abhilfe": "b"},
        ],
    }


# CSV


def test_csv_fuer_deutsches_excel() -> None:
    ergebnis = ergebnis_bilden()
    inhalt = berechnung_csv(ergebnis)
    assert inhalt.startswith(b"\xef\xbb\xbf")
    assert inhalt.count(b"\r\n") == inhalt.count(b"\n") == 4
    zeilen = list(csv.DictReader(io.StringIO(inhalt.decode("utf-8-sig")), delimiter=";"))
    assert [zeile["budget_neu"].replace(",", ".") for zeile in zeilen] == [
        f"{z.budget_neu:.2f}" for z in ergebnis.sozialraeume
    ]
    assert "stunden Netzwerkarbeit" in zeilen[0]
    assert "." not in zeilen[0]["anteil"]
    assert {zeile["bestandsschutz_verfahren"] for zeile in zeilen} == {"anteilig"}


def test_csv_international() -> None:
    ergebnis = ergebnis_bilden(("Bleckede, Stadt", "B", "C"))
    inhalt = berechnung_csv(ergebnis, DIALEKTE["international"]).decode()
    zeilen = list(csv.DictReader(io.StringIO(inhalt)))
    assert zeilen[0]["sozialraum"] == "Bleckede, Stadt"
    assert [zeile["budget_neu"] for zeile in zeilen] == [
        f"{z.budget_neu:.2f}" for z in ergebnis.sozialraeume
    ]


def test_csv_mehrerer_ergebnisse() -> None:
    zwei = [("=a.xlsx", ergebnis_bilden()), ("b.xlsx", ergebnis_bilden(leistungen={"Eins": 100}))]
    inhalt = berechnungen_csv(zwei).decode("utf-8-sig")
    zeilen = list(csv.DictReader(io.StringIO(inhalt), delimiter=";"))
    assert [zeile["datei"] for zeile in zeilen] == ["'=a.xlsx"] * 3 + ["b.xlsx"] * 3
    assert [bool(zeile["stunden Eins"]) for zeile in zeilen] == [False] * 3 + [True] * 3
    assert [bool(zeile["stunden Netzwerkarbeit"]) for zeile in zeilen] == [True] * 3 + [False] * 3


@pytest.mark.parametrize("name", ["=SUMME(A1)", "+49", "-1+2", "@a", "\tx", "\ry", 'a";b'])
def test_csv_text_ist_nie_formel(name: str) -> None:
    ergebnis = ergebnis_bilden((name, "B", "C"))
    zeilen = csv.reader(
        io.StringIO(berechnung_csv(ergebnis).decode("utf-8-sig"), newline=""), delimiter=";"
    )
    zelle = list(zeilen)[1][0]
    assert zelle == (name if name.startswith("a") else f"'{name}")


# Tabelle


def zahlen_der(ergebnis: Ergebnis, stellen: int) -> set[str]:
    def deutsch(wert: Decimal, vorzeichen: str = "") -> str:
        return f"{wert:{vorzeichen},.{stellen}f}".translate(str.maketrans(",.", ".,"))

    zahlen = set()
    for zeile in ergebnis.sozialraeume:
        assert zeile.sozialraum.budget_bisher is not None
        assert zeile.differenz is not None
        zahlen |= {
            deutsch(zeile.sozialraum.budget_bisher),
            deutsch(zeile.budget_indikatoren_gerundet),
            deutsch(zeile.budget_neu),
            deutsch(zeile.differenz, "+"),
        }
    return zahlen


@pytest.mark.parametrize("breite", [30, 40, 60, 80, 100, 110, 120, 200])
@pytest.mark.parametrize("zeichensatz", ZEICHENSAETZE)
def test_tabelle_schneidet_keine_zahl_ab(breite: int, zeichensatz: str) -> None:
    for ergebnis, stellen in ((ergebnis_bilden(), 0), (gross(), 2)):
        text = gezeigt(ergebnis, breite, zeichensatz)
        woerter = set(text.split())
        assert zahlen_der(ergebnis, stellen) <= woerter
        assert "…" not in text


@pytest.mark.parametrize("breite", [60, 80, 110, 120])
def test_tabelle_bleibt_in_der_breite(breite: int) -> None:
    for ergebnis in (ergebnis_bilden(), gross()):
        zeilen = gezeigt(ergebnis, breite).splitlines()
        assert max(map(cell_len, zeilen)) <= breite


def test_tabelle_ist_breit_eine_und_schmal_zwei() -> None:
    ergebnis = ergebnis_bilden()
    assert [gezeigt(ergebnis, b).count("\nSumme ") for b in (110, 80)] == [1, 2]


def test_tabelle_zeigt_gewinn_ohne_farbe() -> None:
    zeilen = gezeigt(ergebnis_bilden()).splitlines()
    richtung = {z.split()[1]: z.split()[-1] for z in zeilen if z.startswith("Raum") and "+" in z}
    assert set(richtung.values()) == {"mehr"}
    assert any(z.startswith("Raum") and z.endswith("weniger") and " -" in z for z in zeilen)
    assert "\x1b" not in "".join(zeilen)


def test_tabelle_ganze_betraege_ohne_cent() -> None:
    budgets = gezeigt(ergebnis_bilden()).split("Std.")[0]
    assert re.search(r" 40\.000 .* \+1\.250 ", budgets)
    assert not re.search(r"000,00", budgets)
    mit_cent = gezeigt(ergebnis_bilden(bisher=("40000.50", 35000, 30000)))
    assert "40.000,50" in mit_cent
    assert "35.000,00" in mit_cent


def test_tabelle_sagt_wer_den_schutz_traegt() -> None:
    text = " ".join(gezeigt(ergebnis_bilden(bisher=(10000, 60000, 30000))).split())
    assert "Bestandsschutz anteilig 70 %" in text
    assert re.search(
        r"Kosten des Bestandsschutzes: 28\.000 €, zugunsten von Raum 2 \+21\.000 €, "
        r"Raum 3 \+7\.000 €; getragen von Raum 1 -28\.000 €",
        text,
    )
    assert "Zuwachs zusammen +12.000 €, Rückgang zusammen -12.000 €." in text


def test_tabelle_defizitausgleich_nennt_die_gesamtbelastung() -> None:
    ergebnis = ergebnis_bilden(bisher=BISHER, bestandsschutz_verfahren="defizitausgleich")
    text = " ".join(gezeigt(ergebnis).split())
    assert "100.000 € Gesamtbudget + 15.000 € Ausgleich = 115.000 €" in text


def test_tabelle_nennt_die_herkunft_jedes_werts() -> None:
    ergebnis = ergebnis_bilden()
    herkunft = dict.fromkeys(ergebnis.eingabe.parameter.herkunft, "Parameter!B4")
    herkunft |= {"abf": "Befehlszeile (--abf)", "hoechstgewinn": "Vorgabe", "rundung": "Vorgabe"}
    parameter = replace(ergebnis.eingabe.parameter, herkunft=herkunft)
    ergebnis = replace(ergebnis, eingabe=replace(ergebnis.eingabe, parameter=parameter))
    assert (
        "Herkunft der Parameter: Vorgabe: rundung 1 €; Befehlszeile (--abf): abf 10 %; alle "
        "anderen: Blatt Parameter." in " ".join(gezeigt(ergebnis).split())
    )


def test_was_das_verfahren_vorgibt_gilt_als_vorgabe() -> None:
    ergebnis = ergebnis_bilden(bestandsschutz=None, bestandsschutz_verfahren="defizitausgleich")
    parameter = als_objekt(ergebnis)["parameter"]
    assert parameter["bestandsschutz"] == {"wert": 100, "einheit": "%", "herkunft": "Vorgabe"}


def test_tabelle_zeigt_die_abschmelzung_gerundet() -> None:
    ergebnis = ergebnis_bilden(
        bestandsschutz_verfahren="defizitausgleich",
        abschmelzung_beginn=2012,
        abschmelzung_jahre=3,
    )
    text = " ".join(gezeigt(ergebnis).split())
    assert "Bestandsschutz defizitausgleich 100 %, abgeschmolzen auf 66,67 %" in text
    assert "Durch die Abschmelzung werden 5.000 € frei." in text


def test_tabelle_ohne_bisherige_budgets() -> None:
    text = gezeigt(ergebnis_bilden(bisher=(None,) * 3, bestandsschutz_verfahren="keiner"))
    assert "bisher" not in text
    assert "Kein Bestandsschutz" in text


@pytest.mark.parametrize("name", ["[rot]", "[/]", "[bold]x[/bold]", ":smile:", "a\nb", "\x1b[31mx"])
def test_tabelle_nimmt_namen_woertlich(name: str) -> None:
    text = gezeigt(ergebnis_bilden((name, "B", "C")))
    assert name.replace("\x1b", "?").replace("\n", " ") in text
    assert "\x1b" not in text


@pytest.mark.parametrize("zeichensatz", ZEICHENSAETZE)
def test_tabelle_spalten_bleiben_gerade(zeichensatz: str) -> None:
    namen = ("Ämter Öst → „Süd“", "Łódź €", "名前")
    zeilen = gezeigt(ergebnis_bilden(namen), 120, zeichensatz).splitlines()
    strich = next(i for i, zeile in enumerate(zeilen) if zeile[:5] in ("-----", "─────"))
    daten = zeilen[strich + 1 : strich + 4]
    assert len({cell_len(zeile) for zeile in daten}) == 1
    if not zeichensatz.startswith("utf"):
        assert zeilen[strich] == "-" * cell_len(daten[0])


# Befunde und Zeichen


def test_befunde_nach_blatt_zeile_und_spalte() -> None:
    orte = ["B!A2", "A!B10", "A!AA9", "A!B9", None, "A!C2", "Z", "A!10:10", "A!B:B"]
    befunde = [fehler("x", ort, "y") for ort in orte] + [hinweis("x", "A!A1", "y")]
    assert [befund.fundort for befund in sortiert(befunde)] == [
        *(None, "A!B:B", "A!C2", "A!B9", "A!AA9", "A!10:10", "A!B10", "B!A2", "Z", "A!A1")
    ]


@pytest.mark.parametrize(("zeichensatz", "pfeil"), [("utf-8", "→"), ("cp850", "->")])
def test_befunde_mit_abhilfe(zeichensatz: str, pfeil: str) -> None:
    roh = io.BytesIO()
    strom = io.TextIOWrapper(roh, encoding=zeichensatz, newline="")
    befunde = [hinweis("Zwei.", "A!B1", "Lassen."), fehler("Eins.", "A!B2", "Ändern.")]
    befunde_zeigen(befunde, strom, "Es wurde nichts geschrieben.")
    strom.flush()
    assert roh.getvalue().decode(zeichensatz) == (
        f"Fehler:\n  A!B2: Eins.\n    {pfeil} Ändern.\n\n"
        f"Hinweise:\n  A!B1: Zwei.\n    {pfeil} Lassen.\n\n"
        "1 Fehler, 1 Hinweis. Es wurde nichts geschrieben.\n"
    )


def test_anzahl() -> None:
    f, h = fehler("", None, ""), hinweis("", None, "")
    assert anzahl([]) == "Keine Befunde"
    assert anzahl([f, f, f, h, h]) == "3 Fehler, 2 Hinweise"
    assert anzahl([h]) == "1 Hinweis"


def test_darstellbar_ersetzt_nur_was_fehlt() -> None:
    text = "Δ 5 € für „Süd“ → x"
    assert darstellbar(text, "utf-8") == text
    assert darstellbar(text, "cp1252") == "+/- 5 € für „Süd“ -> x"
    assert darstellbar(text, "cp850") == '+/- 5 EUR für "Süd" -> x'
    assert darstellbar(text, "ascii") == '+/- 5 EUR fuer "Sued" -> x'
    assert darstellbar("Lu\u0308ne\u00adburg\x07\udcff", "utf-8") == "Lüneburg??"


def test_absatz_trennt_nie_zahl_und_einheit() -> None:
    for breite in range(20, 60):
        zeilen = absatz("Kosten von 1.234 € sind 17,5 % von 7.051 €. " * 3, "utf-8", breite)
        assert not re.search(r"\d\n", zeilen)
        assert max(map(len, zeilen.splitlines())) <= breite

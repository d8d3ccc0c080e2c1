"""Der Vergleich: Abgleich, Differenzen, Änderungen und jede Ausgabe, die Mappe nachgerechnet."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import simplejson
from befehlszeile import DATEN, DATEN_2026, Aufruf, dateinamen, geaendert
from bogendatei import zellen
from conftest import kleine_eingabe
from jsonschema import Draft202012Validator
from libreoffice import abweichungen, neu_gerechnet
from rich.cells import cell_len
from rich.console import Console

from sozialraum_cli.ausgabe.vergleich_csv import vergleich_csv
from sozialraum_cli.ausgabe.vergleich_tabelle import vergleich_tabelle
from sozialraum_cli.modell import Eingabe, Indikator, Sozialraum
from sozialraum_cli.rechnen.berechnung import rechnen
from sozialraum_cli.rechnen.ursachen import Ursache
from sozialraum_cli.rechnen.vergleich import Vergleich, abgleichen, vergleichen
from sozialraum_cli.ressourcen import ressource
from sozialraum_cli.saetze.vergleich import geaendert as in_worten
from sozialraum_cli.saetze.vergleich import grund, stundengrund

ZEICHENSAETZE = ["utf-8", "cp1252", "cp850", "ascii"]
# Größter Betrag der gerechneten Beispiele: aus 32 Mischungen der beiden Mappen, in Cent.
ADENDORF = {
    "gesamtbudget": "22868.15",
    "indikatoren": "3600.77",
    "gewichte": "7244.28",
    "budget_bisher": "50253.76",
    "bestandsschutz": "15883.06",
    "rundung": "-0.02",
}


@pytest.fixture
def aufruf(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Aufruf:
    """Ruft das Programm im leeren Arbeitsordner auf."""
    monkeypatch.chdir(tmp_path)
    return Aufruf(capfdbinary)


def benannt(eingabe: Eingabe, raeume: Sequence[tuple[str, str | None]]) -> Eingabe:
    """Dieselbe Eingabe mit anderen Namen und Schlüsseln."""
    neue = zip(eingabe.sozialraeume, raeume, strict=True)
    return replace(
        eingabe,
        sozialraeume=tuple(raum._replace(name=name, schluessel=s) for raum, (name, s) in neue),
    )


def vergleich_bilden(alt: Eingabe, neu: Eingabe) -> Vergleich:
    return vergleichen(rechnen(alt), rechnen(neu))


def gewachsen() -> Vergleich:
    """Umbenannt, neu, verschwunden und eine Leistung, die durch eine andere ersetzt ist."""
    alt = benannt(
        kleine_eingabe((50, 30, 20), gesamtbudget=1000, leistungen={"Beratung": 60, "Netz": 40}),
        [("Nord", "01"), ("Süd", None), ("Ost", "03")],
    )
    neu = benannt(
        kleine_eingabe(
            (30, 50, 40), gesamtbudget=1200, jahr=2013, leistungen={"BERATUNG": 50, "Gruppe": 50}
        ),
        [("SUED", None), ("=Nordstadt", "1"), ("[rot]Neu", "09")],
    )
    return vergleich_bilden(alt, neu)


def gezeigt(vergleich: Vergleich, breite: int = 80, zeichensatz: str = "utf-8") -> str:
    roh = io.BytesIO()
    strom = io.TextIOWrapper(roh, encoding=zeichensatz, errors="strict", newline="")
    konsole = Console(file=strom, width=breite, highlight=False, markup=False)
    vergleich_tabelle(vergleich, ("alt.xlsx", "neu.xlsx"), konsole)
    strom.flush()
    return roh.getvalue().decode(zeichensatz)


# Abgleich


def test_abgleich_nach_schluessel_sonst_nach_namen() -> None:
    alt = [Sozialraum("Nord", "0331"), Sozialraum("Süd"), Sozialraum("Ost", "0333")]
    neu = [Sozialraum("SUED", "0332"), Sozialraum("Nordstadt", "331"), Sozialraum("West", "0334")]
    # Führende Null, Umlaut und Groß/klein unterscheiden nicht.
    assert abgleichen(alt, neu) == (((1, 0), (0, 1), (None, 2), (2, None)), ())


def test_abgleich_mit_getauschten_namen_folgt_dem_schluessel() -> None:
    alt = [Sozialraum("Nord", "1"), Sozialraum("Süd", "2")]
    neu = [Sozialraum("Süd", "1"), Sozialraum("Nord", "2")]
    assert abgleichen(alt, neu)[0] == ((0, 0), (1, 1))


def test_kein_sozialraum_wird_zweimal_zugeordnet() -> None:
    alt = [Sozialraum("Nord", "1")]
    neu = [Sozialraum("Nord"), Sozialraum("Nordstadt", "1")]
    assert abgleichen(alt, neu)[0] == ((None, 0), (0, 1))


def test_gleicher_name_mit_anderem_schluessel_wird_gemeldet() -> None:
    paare, befunde = abgleichen([Sozialraum("Nord", "1")], [Sozialraum("Nord", "2")])
    assert paare == ((None, 0), (0, None))
    assert "„Nord“ hat alt den Schlüssel 1, neu 2" in befunde[0].text


def test_umbenannte_neue_und_verschwundene_stehen_mit_budget_da() -> None:
    vergleich = gewachsen()
    assert [(r.name, r.name_alt) for r in vergleich.sozialraeume] == [
        ("SUED", None),
        ("=Nordstadt", "Nord"),
    ]
    (neu,), (verschwunden,) = vergleich.nur_neu, vergleich.nur_alt
    assert (neu.name, neu.veraenderung.budget_alt, neu.veraenderung.budget_neu) == (
        "[rot]Neu",
        None,
        400,
    )
    assert neu.veraenderung.differenz_prozent is None
    assert (verschwunden.name, verschwunden.veraenderung.differenz) == ("Ost", -200)
    assert verschwunden.veraenderung.differenz_prozent == -100
    summen = vergleich.summen
    assert (summen.budget_alt, summen.budget_neu, summen.differenz) == (1000, 1200, 200)
    assert sum(summen.ursachen.values()) == 200


def test_stunden_je_leistung_nach_namen() -> None:
    beratung, gruppe, netz = gewachsen().sozialraeume[0].veraenderung.leistungen
    assert [leistung.name for leistung in (beratung, gruppe, netz)] == [
        "BERATUNG",
        "Gruppe",
        "Netz",
    ]
    # 300 · 82,5 % · 60 % · 90 % / 50000 · 39 h und 300 · 82,5 % · 50 % …
    assert beratung.alt == Decimal("148.50") * Decimal("0.9") / 50000 * 39
    assert beratung.neu == Decimal("123.75") * Decimal("0.9") / 50000 * 39
    assert (gruppe.alt, netz.neu) == (None, None)
    assert gruppe.differenz == gruppe.neu
    assert netz.differenz == -(netz.alt or 0)


# Änderungen


def test_nur_geaenderte_parameter_mit_wert_und_herkunft() -> None:
    alt = kleine_eingabe(bestandsschutz_verfahren="anteilig", bestandsschutz=70, abf=10)
    neu = kleine_eingabe(bestandsschutz_verfahren="anteilig", bestandsschutz="62.5", abf="10.0")
    herkunft = {**neu.parameter.herkunft, "bestandsschutz": "Parameter!B4"}
    neu = replace(neu, parameter=replace(neu.parameter, herkunft=herkunft))
    (aenderung,) = vergleich_bilden(alt, neu).parameter
    assert aenderung.name == "bestandsschutz"
    assert in_worten(aenderung) == "Bestandsschutz: 70 % → 62,5 % (Vorgabe → Parameter!B4)"


def test_leistungen_und_gewichtung_in_worten() -> None:
    alt = kleine_eingabe(
        spalten={"Arme": (5, 3, 2), "Kinder": (9, 9, 9)},
        indikatoren=[Indikator("Arme", Decimal(3)), Indikator("Kinder", Decimal(1))],
        leistungen={"Beratung": 60, "Netz": 40},
    )
    neu = kleine_eingabe(
        spalten={"Arme": (5, 3, 2), "Kinder": (9, 9, 9)},
        indikatoren=[Indikator("ARME", Decimal(1), bezugsgroesse="Kinder")],
        leistungen={"Beratung": 100},
    )
    neu = replace(neu, spalten={"ARME": neu.spalten["Arme"], "Kinder": neu.spalten["Kinder"]})
    vergleich = vergleich_bilden(alt, neu)
    assert [*map(in_worten, vergleich.parameter)] == [
        "Leistung: Beratung: 60 % → 100 % (Vorgabe)",
        "Leistung: Netz: 40 % → entfällt (Vorgabe)",
    ]
    assert [*map(in_worten, vergleich.gewichtung)] == [
        "ARME, Gewicht: 75 % → 100 %",
        "ARME, Bezugsgröße: nicht angegeben → Kinder",
        "Kinder, Gewicht: 25 % → entfällt",
    ]
    assert "Leistung: Beratung 60 % → 100 %" in str(stundengrund(vergleich))


def test_nicht_angegeben_ist_keine_herkunft() -> None:
    neu = kleine_eingabe(zusatzmittel=5)
    (aenderung,) = vergleich_bilden(kleine_eingabe(), neu).parameter
    assert aenderung.herkunft_alt == "nicht angegeben"
    assert in_worten(aenderung) == "Zusatzmittel: nicht angegeben → 5 € (Vorgabe)"


def test_ohne_aenderung_bleibt_alles_leer() -> None:
    eingabe = kleine_eingabe()
    vergleich = vergleich_bilden(eingabe, eingabe)
    assert (vergleich.parameter, vergleich.gewichtung, vergleich.befunde) == ((), (), ())
    assert {b for r in vergleich.alle for b in r.veraenderung.ursachen.values()} == {Decimal(0)}
    assert stundengrund(vergleich) is None
    assert "Raum 1 bekommt gleich viel." in gezeigt(vergleich)


# Sätze


def satz(differenz: int, **ursachen: int) -> str:
    raum = gewachsen().sozialraeume[0]
    alle = {u: Decimal(ursachen.get(str(u), 0)) for u in Ursache}
    veraenderung = replace(raum.veraenderung, differenz=Decimal(differenz), ursachen=alle)
    return grund(replace(raum, name="Nord", veraenderung=veraenderung), lambda b: f"{b:+} €")


def test_satz_nennt_die_groesste_ursache_und_die_gegenursache() -> None:
    assert satz(50, gesamtbudget=60, indikatoren=20, gewichte=-30) == (
        "Nord bekommt mehr (+50 €), vor allem durch das Gesamtbudget (+60 €); dagegen: Gewichte "
        "und Schlüsselverfahren (-30 €)."
    )
    assert satz(-50, budget_bisher=-53, indikatoren=3) == (
        "Nord bekommt weniger (-50 €), vor allem durch die bisherigen Budgets (-53 €)."
    )
    assert satz(0, gesamtbudget=60, bestandsschutz=-60) == (
        "Nord bekommt gleich viel; es heben sich auf: das Gesamtbudget (+60 €) und Bestandsschutz "
        "und Abschmelzung (-60 €)."
    )


# JSON und CSV


def test_json_der_beispiele(aufruf: Aufruf) -> None:
    lauf = aufruf("vergleich", DATEN, DATEN_2026, "--format", "json")
    assert lauf.code == 0
    objekt = lauf.objekt
    schema = simplejson.loads(ressource("schemata", "vergleich-1.json"))
    assert [*Draft202012Validator(schema).iter_errors(simplejson.loads(lauf.roh))] == []
    assert objekt["schema"] == "sozialraum/vergleich/1"
    assert (objekt["alt"]["datei"], objekt["alt"]["jahr"]) == (DATEN.name, 2012)
    adendorf = objekt["sozialraeume"][0]
    assert (adendorf["sozialraum"], adendorf["schluessel"]) == ("Adendorf", "033550001")
    assert (adendorf["budget_alt"], adendorf["budget_neu"]) == (165150, 265000)
    assert (adendorf["differenz"], adendorf["differenz_prozent"]) == (99850, Decimal("60.46"))
    assert adendorf["ursachen"] == {name: Decimal(wert) for name, wert in ADENDORF.items()}
    for raum in (*objekt["sozialraeume"], objekt["summen"]):
        assert sum(raum["ursachen"].values()) == raum["differenz"]
    geld = re.findall(rb'"(?:budget_|differenz"|gesamt)[a-z_"]*: (-?[0-9.]+)', lauf.roh)
    assert all(re.fullmatch(rb"-?[0-9]+\.[0-9]{2}", betrag) for betrag in geld)
    assert {p["name"]: (p["alt"], p["neu"]) for p in objekt["parameter"]}["bestandsschutz"] == (
        70,
        100,
    )


def test_csv_hat_alle_sozialraeume_und_bleibt_text() -> None:
    inhalt = vergleich_csv(gewachsen())
    assert inhalt.startswith(b"\xef\xbb\xbf")
    zeilen = [*csv.DictReader(io.StringIO(inhalt.decode("utf-8-sig")), delimiter=";")]
    assert [(z["vorhanden"], z["sozialraum"], z["sozialraum_alt"]) for z in zeilen] == [
        ("beide", "SUED", ""),
        ("beide", "'=Nordstadt", "Nord"),
        ("nur_neu", "[rot]Neu", ""),
        ("nur_alt", "Ost", ""),
    ]
    assert [z["differenz"] for z in zeilen] == ["0,00", "0,00", "400,00", "-200,00"]
    assert zeilen[2]["stunden_alt BERATUNG"] == ""
    verfahren = {name: z[name] for z in zeilen for name in z if "verfahren" in name}
    assert verfahren == {
        "schluesselverfahren_alt": "anteile",
        "schluesselverfahren_neu": "anteile",
        "bestandsschutz_verfahren_alt": "keiner",
        "bestandsschutz_verfahren_neu": "keiner",
    }
    for zeile in zeilen:
        ursachen = [zeile[f"ursache {u}"].replace(",", ".") for u in Ursache]
        assert sum(map(Decimal, ursachen)) == Decimal(zeile["differenz"].replace(",", "."))


# Terminal


def test_tabelle_der_beispiele_erklaert_wer_warum_gewinnt(aufruf: Aufruf) -> None:
    text = aufruf("vergleich", DATEN, DATEN_2026, "--leise").stdout
    assert "  alt: Schlüsselverfahren anteile, Bestandsschutz anteilig 70 %\n" in text
    assert "  neu: Schlüsselverfahren belastungsfaktor, Bestandsschutz defizitausgleich" in text
    assert "Amt Neuhaus     -33.740   +14.045  +2.287   +11.053  -83.893    +22.767    +1" in text
    assert "Amt Neuhaus bekommt weniger (-33.740 €), vor allem durch die bisherigen" in text
    assert "bisherige Budgets: was jeder vorher hatte; daran misst der Bestandsschutz" in text
    assert "auch durch: Personalkosten je\nVollzeitstelle 55.000 € → 82.000 €." in text
    assert "  Bestandsschutz: 70 % → 100 % (Parameter!B11)" in text
    assert max(map(cell_len, text.splitlines())) <= 80


def test_tabelle_nennt_umbenannte_neue_und_verschwundene() -> None:
    text = gezeigt(gewachsen())
    assert "„=Nordstadt“ hieß vorher „Nord“ (Schlüssel 1)." in text
    assert "Neu, ohne Gegenstück in der alten Mappe: [rot]Neu (+400 €)." in text
    assert "Nicht mehr in der neuen Mappe: Ost (-200 €)." in text
    assert re.search(r"\[rot\]Neu +- +400 +\+400 +- +neu", text)
    assert re.search(r"Ost +200 +- +-200 +-100,00 +entfällt", text)


@pytest.mark.parametrize("zeichensatz", ZEICHENSAETZE)
@pytest.mark.parametrize("breite", [40, 80, 120, 200])
def test_keine_zahl_wird_gekuerzt(breite: int, zeichensatz: str) -> None:
    gross: dict[str, Any] = {
        "bisher": ("400000000", "333333333.33", "266666666.66"),
        "rundung": "0.01",
    }
    vergleich = vergleich_bilden(
        kleine_eingabe((5, 3, 2), gesamtbudget="999999999.99", **gross),
        kleine_eingabe((2, 3, 5), gesamtbudget="888888888.88", **gross),
    )
    text = gezeigt(vergleich, breite, zeichensatz)
    assert "…" not in text
    for betrag in ("999.999.999,99", "888.888.888,88", "-111.111.111,11", "444.444.444,44"):
        assert betrag in text


@pytest.mark.parametrize("breite", [80, 120])
def test_ursachen_der_tabelle_ergeben_auch_gerundet_die_differenz(breite: int) -> None:
    vergleich = vergleich_bilden(
        kleine_eingabe((5, 3, 3), gesamtbudget=1_000_000),
        kleine_eingabe((2, 3, 7), gesamtbudget=2_000_000, sockelbetrag=1000),
    )
    text = gezeigt(vergleich, breite).split("Woran es liegt")[1].split("Wer warum")[0]
    zeilen = [z.split() for z in text.splitlines() if z.startswith(("Raum", "Summe"))]
    assert len(zeilen) == 4
    for zeile in zeilen:
        zahlen = [Decimal(w.replace(".", "").replace(",", ".")) for w in zeile if w[-1].isdigit()]
        differenz, *ursachen = zahlen[-7:]
        assert sum(ursachen) == differenz


# Mappe


def geschrieben(aufruf: Aufruf, *argumente: object) -> bytes:
    lauf = aufruf("vergleich", *argumente, "--ausgabe", "v.xlsx", "--leise", "--ueberschreiben")
    assert lauf.code == 0, lauf.stderr
    return Path("v.xlsx").read_bytes()


def boese_mappe(ziel: Path) -> Path:
    """Die Mappe für 2026 mit umbenanntem, verschwundenem und neuem Sozialraum."""
    mappe = openpyxl.load_workbook(DATEN_2026)
    for name, neuer, schluessel in (
        ("Adendorf", "=SUMME(A1)", None),
        ("Ostheide", "[rot]Neustadt", "033559999"),
    ):
        for blatt in ("Sozialräume", "Indikatoren"):
            (zelle,) = (z[0] for z in mappe[blatt].iter_rows() if z[0].value == name)
            zelle.value, zelle.data_type = neuer, "s"
            if schluessel and blatt == "Sozialräume":
                zelle.offset(0, 1).value = schluessel
    mappe.save(ziel)
    return ziel


def test_mappe_rechnet_neu_und_traegt_die_werte(aufruf: Aufruf, tmp_path: Path) -> None:
    mappen = {
        "beispiele": geschrieben(aufruf, DATEN, DATEN_2026),
        "boese": geschrieben(aufruf, DATEN, boese_mappe(tmp_path / "b.xlsx")),
        "gleich": geschrieben(aufruf, DATEN, geaendert(tmp_path / "gleich.xlsx", {})),
    }
    for name, mappe in neu_gerechnet(mappen, tmp_path).items():
        assert abweichungen(mappen[name], mappe) == [], name
    blaetter = zellen(mappen["beispiele"])
    assert [*blaetter] == ["Vergleich", "Ursachen", "Diagramm", "Änderungen"]
    vergleich, ursachen = blaetter["Vergleich"], blaetter["Ursachen"]
    assert (vergleich["C6"].wert, vergleich["D6"].wert) == (165150, 265000)
    assert (vergleich["E6"].wert, vergleich["E6"].formel) == (99850, "ROUND(N($D6)-N($C6),2)")
    assert vergleich["F6"].wert == 60.46
    assert vergleich["A3"].wert == (
        "alt: Schlüsselverfahren anteile, Bestandsschutz anteilig 70 %; "
        "neu: Schlüsselverfahren belastungsfaktor, Bestandsschutz defizitausgleich 100 %"
    )
    for stelle in ("I6", "I16"):  # ein Sozialraum und die Summe
        zelle = vergleich[stelle]
        assert zelle.formel == f"ROUND(N($H{stelle[1:]})-N($G{stelle[1:]}),2)"
        assert isinstance(zelle.wert, float)
        assert round(zelle.wert, 2) == zelle.wert
    assert [ursachen[f"{s}6"].wert for s in "CDEFGH"] == [float(w) for w in ADENDORF.values()]
    assert (ursachen["I6"].wert, ursachen["J8"].wert) == (
        "in Ordnung",
        "weniger, vor allem: bisherige Budgets",
    )
    boese = zellen(mappen["boese"])["Vergleich"]
    assert (boese["A6"].wert, boese["A6"].formel) == ("=SUMME(A1)", None)
    assert boese["C6"].wert == "hieß vorher Adendorf"
    assert [boese[f"C{z}"].wert for z in (15, 16)] == ["neu", "gibt es nicht mehr"]


def test_differenzen_der_mappe_leben(aufruf: Aufruf, tmp_path: Path) -> None:
    """Wer ein Budget ändert, sieht die neue Differenz und dass die Ursachen nicht mehr passen."""
    geschrieben(aufruf, DATEN, DATEN_2026)
    mappe = openpyxl.load_workbook("v.xlsx")
    mappe["Vergleich"]["D6"] = 165150
    mappe.save("geaendert.xlsx")
    geaenderte = Path("geaendert.xlsx").read_bytes()
    (neu,) = neu_gerechnet({"v": geaenderte}, tmp_path).values()
    blaetter = zellen(neu)
    assert (blaetter["Vergleich"]["E6"].wert, blaetter["Ursachen"]["B6"].wert) == (0, 0)
    assert blaetter["Ursachen"]["I6"].wert == "prüfen"
    assert blaetter["Ursachen"]["J6"].wert == "gleich viel"


def test_gleiche_eingabe_gleiche_bytes(aufruf: Aufruf) -> None:
    assert geschrieben(aufruf, DATEN, DATEN_2026) == geschrieben(aufruf, DATEN, DATEN_2026)


# Befehlszeile


def test_bogen_und_mappe_gemischt(aufruf: Aufruf) -> None:
    aufruf("berechnen", DATEN, "--ausgabe", "bogen.xlsx", "--leise")
    objekt = aufruf("vergleich", "bogen.xlsx", DATEN, "--format", "json").objekt
    assert objekt["parameter"] == []
    assert {raum["differenz"] for raum in objekt["sozialraeume"]} == {0}


def test_ueberschriebene_formeln_eines_bogens_werden_gemeldet(aufruf: Aufruf) -> None:
    aufruf("berechnen", DATEN, "--ausgabe", "bogen.xlsx", "--leise")
    mappe = openpyxl.load_workbook("bogen.xlsx")
    blatt = mappe["Berechnungsbogen"]
    (budget,) = (zeile[0].offset(0, 3) for zeile in blatt.iter_rows() if zeile[0].value == "Summe")
    budget.value = 5
    mappe.save("bogen.xlsx")
    lauf = aufruf("vergleich", "bogen.xlsx", DATEN_2026)
    assert lauf.code == 0
    assert f"bogen.xlsx: Berechnungsbogen!{budget.coordinate}" in lauf.stderr
    assert "überschrieben" in lauf.stderr


def test_fehler_beider_seiten_auf_einmal(aufruf: Aufruf, tmp_path: Path) -> None:
    alt = geaendert(tmp_path / "a.xlsx", {("Parameter", "Gesamtbudget"): "viel"})
    neu = geaendert(tmp_path / "b.xlsx", {("Parameter", "Jahr"): None})
    lauf = aufruf("vergleich", alt, neu, "--ausgabe", "v.xlsx")
    assert (lauf.code, lauf.roh) == (1, b"")
    assert "a.xlsx: Parameter!B5" in lauf.stderr
    assert "b.xlsx: Parameter" in lauf.stderr
    assert "Es wurde nichts geschrieben." in lauf.stderr
    assert dateinamen(tmp_path) == ["a.xlsx", "b.xlsx"]


def test_gleiche_dateinamen_bleiben_unterscheidbar(aufruf: Aufruf, tmp_path: Path) -> None:
    for ordner, quelle in (("a", DATEN), ("b", DATEN_2026)):
        (tmp_path / ordner).mkdir()
        (tmp_path / ordner / "daten.xlsx").write_bytes(quelle.read_bytes())
    lauf = aufruf("vergleich", "a/daten.xlsx", "b/daten.xlsx", "--format", "json")
    assert (lauf.objekt["alt"]["datei"], lauf.objekt["neu"]["datei"]) == (
        str(Path("a/daten.xlsx")),
        str(Path("b/daten.xlsx")),
    )


@pytest.mark.parametrize(
    ("ziel", "erwartet"),
    [
        ("vorhanden.xlsx", "Die Datei gibt es schon."),
        ("vorhanden.json", "Die Datei gibt es schon."),
        ("alt.xlsx", "Das Ziel ist eine der Eingabedateien"),
    ],
)
def test_ziel_wird_vor_dem_rechnen_geprueft(ziel: str, erwartet: str, aufruf: Aufruf) -> None:
    Path("alt.xlsx").write_bytes(DATEN.read_bytes())
    Path("vorhanden.xlsx").write_bytes(b"wichtig")
    Path("vorhanden.json").write_bytes(b"wichtig")
    lauf = aufruf("vergleich", "alt.xlsx", "fehlt.xlsx", "--ausgabe", ziel)
    assert lauf.code == 1
    assert erwartet in lauf.stderr
    assert "Die Datei gibt es nicht." in lauf.stderr
    assert Path("vorhanden.xlsx").read_bytes() == b"wichtig"


@pytest.mark.parametrize("endung", ["csv", "json"])
def test_vergleich_als_datei(endung: str, aufruf: Aufruf, tmp_path: Path) -> None:
    lauf = aufruf("vergleich", DATEN, DATEN_2026, "--ausgabe", f"v.{endung}")
    assert lauf.code == 0
    soll = aufruf("vergleich", DATEN, DATEN_2026, "--format", endung).roh
    assert (tmp_path / f"v.{endung}").read_bytes() == soll


@pytest.mark.parametrize(
    ("aenderung", "genannt"),
    [
        ({"A": "Samtgemeinde Bardowick", "B": None}, True),
        ({"A": "Bardowik", "B": None}, True),
        ({"A": "Nordkreis", "B": None, "F": 197157}, True),
        ({"A": "Nordkreis", "B": None, "F": 197158}, False),
        ({"A": "Samtgemeinde Bardowick"}, False),
    ],
)
def test_vermutliche_umbenennung(aenderung: dict[str, Any], genannt: bool, aufruf: Aufruf) -> None:
    mappe = openpyxl.load_workbook(DATEN)
    for blatt in ("Sozialräume", "Indikatoren"):
        (zeile,) = (z[0].row for z in mappe[blatt].iter_rows() if z[0].value == "Bardowick")
        eigene = aenderung if blatt == "Sozialräume" else {"A": aenderung["A"]}
        for spalte, wert in eigene.items():
            mappe[blatt][f"{spalte}{zeile}"] = wert
    mappe.save("neu.xlsx")
    lauf = aufruf("vergleich", DATEN, "neu.xlsx")
    assert lauf.code == 0
    satz = f"„Bardowick“ gibt es nur alt, „{aenderung['A']}“ nur neu: vermutlich derselbe"
    assert (satz in lauf.stderr) is genannt
    assert ("denselben Schlüssel oder denselben Namen eintragen" in lauf.stderr) is genannt


def test_ohne_ausgabe_wird_nichts_geschrieben(aufruf: Aufruf, tmp_path: Path) -> None:
    assert aufruf("vergleich", DATEN, DATEN_2026).code == 0
    assert dateinamen(tmp_path) == []


def test_falscher_aufruf(aufruf: Aufruf) -> None:
    assert aufruf("vergleich", DATEN).code == 2
    assert aufruf("vergleich", DATEN, DATEN_2026, "--csv-dialekt", "international").code == 2

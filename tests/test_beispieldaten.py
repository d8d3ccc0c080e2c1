"""Die Beispielmappen: was sie erzählen, was echt ist, was erfunden ist."""

import csv
import zipfile
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from conftest import vorhanden

from beispieldaten.erzeugen import BEISPIELE, ERFUNDENE_SPALTEN, ORDNER, beispielmappe
from sozialraum_cli.eingabe.bilden import eingabe_bilden
from sozialraum_cli.lesen.mappendatei import mappe_lesen
from sozialraum_cli.modell import Budget2Verteilung, Eingabe
from sozialraum_cli.rechnen.berechnung import Ergebnis, Sozialraumbudget, rechnen
from sozialraum_cli.runden import kaufmaennisch

LUENEBURG_2012 = ORDNER / "lueneburg_2012.xlsx"
LUENEBURG_2026 = ORDNER / "lueneburg_2026.xlsx"


def _eingabe(pfad: Path) -> Eingabe:
    eingabe, _ = eingabe_bilden(mappe_lesen(pfad))
    return eingabe


def _ergebnis(pfad: Path) -> tuple[Ergebnis, dict[str, Sozialraumbudget]]:
    ergebnis = rechnen(_eingabe(pfad))
    return ergebnis, {zeile.sozialraum.name: zeile for zeile in ergebnis.sozialraeume}


@pytest.mark.parametrize("name", BEISPIELE)
def test_mappe_entspricht_dem_skript(name: str) -> None:
    # Teil für Teil: wie stark eine Zip-Bibliothek packt, ist nicht überall gleich.
    assert _teile((ORDNER / name).read_bytes()) == _teile(beispielmappe(BEISPIELE[name]()))


def _teile(inhalt: bytes) -> list[tuple[object, ...]]:
    with zipfile.ZipFile(BytesIO(inhalt)) as datei:
        return [(t.filename, t.date_time, t.create_system, datei.read(t)) for t in datei.infolist()]


@pytest.mark.parametrize("name", BEISPIELE)
def test_mappe_liest_sich_ohne_befund(name: str) -> None:
    assert eingabe_bilden(mappe_lesen(ORDNER / name))[1] == ()


def test_2012_ohne_schutz_starke_abschlaege_mit_schutz_gemildert() -> None:
    ergebnis, zeilen = _ergebnis(LUENEBURG_2012)

    rein = {
        name: kaufmaennisch(
            (zeile.budget_indikatoren / vorhanden(zeile.sozialraum.budget_bisher) - 1) * 100,
            Decimal("0.1"),
        )
        for name, zeile in zeilen.items()
    }
    assert rein["Amt Neuhaus"] == Decimal("-59.1")
    assert rein["Dahlenburg"] == Decimal("-31.8")
    assert zeilen["Amt Neuhaus"].differenz_prozent == Decimal("-17.72")
    assert zeilen["Dahlenburg"].differenz_prozent == Decimal("-9.54")
    assert ergebnis.summen.budget_neu == ergebnis.summen.budget_bisher == 1_700_000
    assert {zeile.budget_2 for zeile in ergebnis.sozialraeume} == {Decimal(10_000)}


def test_2012_parameter_und_gewichte() -> None:
    eingabe = _eingabe(LUENEBURG_2012)
    parameter = eingabe.parameter

    assert parameter.schluesselverfahren == "anteile"
    assert parameter.bestandsschutz_verfahren == "anteilig"
    assert (parameter.jahr, parameter.bestandsschutz, parameter.rundung) == (2012, 70, 1)
    assert parameter.personalkosten_vzae == 55_000
    assert parameter.budget_2_verteilung is Budget2Verteilung.GLEICH
    assert [(i.name, i.gewicht, str(i.art), i.bezugsgroesse) for i in eingabe.indikatoren] == [
        ("Arbeitslose", 40, "Anzahl", None),
        ("Alleinerziehende", 25, "Quote", "Einwohner unter 18"),
        ("Anteil unter 18", 25, "Quote", "Einwohner"),
        ("Ausländeranteil", 10, "Quote", "Einwohner"),
    ]
    # 17,02 % von 10.163 sind 1.729,7.
    assert eingabe.spalten["Einwohner unter 18"].werte[0] == 1_730


def test_2026_verlierer_sind_genau_die_drei_der_vorlage() -> None:
    ergebnis, zeilen = _ergebnis(LUENEBURG_2026)

    verlierer = {name for name, zeile in zeilen.items() if zeile.ausgleich > 0}
    assert verlierer == {"Bleckede", "Scharnebeck", "Adendorf"}
    for name in verlierer:
        assert zeilen[name].budget_neu == zeilen[name].sozialraum.budget_bisher
    assert ergebnis.summen.ausgleich == Decimal(147_218)
    assert ergebnis.summen.budget_neu == 2_030_000 + Decimal(147_218)


def test_2026_parameter_und_gewichte() -> None:
    eingabe = _eingabe(LUENEBURG_2026)
    parameter = eingabe.parameter

    assert parameter.schluesselverfahren == "belastungsfaktor"
    assert parameter.verteilungsbasis == "Einwohner"
    assert parameter.bestandsschutz_verfahren == "defizitausgleich"
    assert (parameter.jahr, parameter.bestandsschutz, parameter.zusatzmittel) == (2026, 100, 203000)
    assert (parameter.abschmelzung_beginn, parameter.abschmelzung_jahre) == (2027, 4)
    assert parameter.personalkosten_vzae == 82_000
    assert [(i.name, i.gewicht, str(i.art), i.bezugsgroesse) for i in eingabe.indikatoren] == [
        ("Arbeitslose", 50, "Anzahl", "Einwohner 15 bis 64"),
        ("Alleinerziehende", 25, "Quote", "Einwohner"),
        ("Migrationshintergrund", 25, "Quote", "Einwohner"),
    ]


@pytest.mark.parametrize("name", BEISPIELE)
def test_jede_zahl_steht_so_in_den_quelldaten(name: str) -> None:
    eingabe = _eingabe(ORDNER / name)
    quelldaten = ORDNER / "quelldaten" / name.replace(".xlsx", ".csv")
    with quelldaten.open(encoding="utf-8", newline="") as datei:
        zeilen = list(csv.DictReader(datei, delimiter=";"))
    merkmal = {"Migrationshintergrund": "Anteil mit Migrationshintergrund"}
    for spalte in eingabe.spalten.values():
        if spalte.name == "Einwohner unter 18":
            continue
        gesucht = merkmal.get(spalte.name, spalte.name)
        quelle = {z["sozialraum"]: Decimal(z["wert"]) for z in zeilen if z["merkmal"] == gesucht}
        assert [quelle[raum.name] for raum in eingabe.sozialraeume] == list(spalte.werte)
    schluessel = {zeile["sozialraum"]: zeile["schluessel"] for zeile in zeilen}
    assert {raum.name: raum.schluessel for raum in eingabe.sozialraeume} == schluessel


@pytest.mark.parametrize("name", BEISPIELE)
def test_quellen_und_erfundenes_sind_bezeichnet(name: str) -> None:
    eingabe = _eingabe(ORDNER / name)

    for indikator in eingabe.indikatoren:
        assert indikator.stichtag
        assert "©" in str(indikator.quelle)
    assert any("erfunden" in zeile for zeile in eingabe.anmerkungen["Sozialräume"])
    assert any("erfunden" in zeile for zeile in eingabe.anmerkungen["Gewichtung"])
    assert any("Näherung" in zeile for zeile in eingabe.anmerkungen["Gewichtung"])
    assert any("Gemeindeverzeichnis" in zeile for zeile in eingabe.anmerkungen["Indikatoren"])
    for parameter in ("gesamtbudget", "personalkosten_vzae"):
        assert str(eingabe.parametertexte[parameter].quelle).startswith("erfunden")
    assert {raum.name: raum.traeger for raum in eingabe.sozialraeume if raum.traeger} == {
        "Amt Neuhaus": "Internationaler Bund",
        "Dahlenburg": "AWO",
        "Ostheide": "VSE",
    }


@pytest.mark.parametrize("name", BEISPIELE)
def test_jede_erfundene_zelle_sagt_es(name: str) -> None:
    mappe = openpyxl.load_workbook(ORDNER / name)
    eingabe = _eingabe(ORDNER / name)
    for blatt, ueberschriften in ERFUNDENE_SPALTEN.items():
        koepfe = {z.value: z for zeile in mappe[blatt].iter_rows() for z in zeile}
        anzahl = len(eingabe.sozialraeume if blatt == "Sozialräume" else eingabe.indikatoren)
        for ueberschrift in ueberschriften:
            kopf = koepfe[ueberschrift]
            erste, spalte = vorhanden(kopf.row) + 1, vorhanden(kopf.column)
            zellen = [mappe[blatt].cell(erste + n, spalte) for n in range(anzahl)]
            assert all(vorhanden(z.comment).text.startswith("erfunden") for z in zellen)


@pytest.mark.parametrize(
    ("name", "erfunden"),
    [
        (
            "lueneburg_2012.xlsx",
            {
                "gesamtbudget",
                "schluesselverfahren",
                "bestandsschutz_verfahren",
                "bestandsschutz",
                "personalkosten_vzae",
                "budget_2",
                "budget_2_verteilung",
            },
        ),
        ("lueneburg_2026.xlsx", {"gesamtbudget", "personalkosten_vzae"}),
    ],
)
def test_welche_parameter_erfunden_sind(name: str, erfunden: set[str]) -> None:
    texte = _eingabe(ORDNER / name).parametertexte
    quellen = {n: str(text.quelle) for n, text in texte.items()}
    assert {n for n, quelle in quellen.items() if quelle.startswith("erfunden")} == erfunden


def test_liesmich_nennt_erfundenes() -> None:
    text = (ORDNER / "LIESMICH.md").read_text(encoding="utf-8")
    abschnitt = text.split("## Was erfunden ist")[1].split("Die Beträge sind so gewählt")[0]
    for wort in (
        *("bisherigen Budgets", "Gesamtbudget", "Schlüsselverfahren", "Verfahren `anteilig`"),
        *("70 %", "Budget II", "Personalkosten", "Regionen", "Gewichte"),
    ):
        assert wort in abschnitt
    assert all(name in text for name in BEISPIELE)


@pytest.mark.parametrize("name", BEISPIELE)
def test_mappen_erklaeren_ihre_spalten(name: str) -> None:
    mappe = openpyxl.load_workbook(ORDNER / name)
    kommentare = [z.comment for blatt in mappe for zeile in blatt.iter_rows() for z in zeile]
    assert sum(kommentar is not None for kommentar in kommentare) >= 25

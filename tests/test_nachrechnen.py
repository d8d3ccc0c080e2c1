"""`nachrechnen`: jede gespeicherte Zahl stimmt, oder sie steht in der Liste."""

import hashlib
import re
from pathlib import Path

import openpyxl
import pytest
from befehlszeile import DATEN, DATEN_2026, Aufruf, Lauf, prozess
from bogendatei import geaendert, namen, zahl_in, zellen
from handgriffe import Handgriff, anhaengen, bearbeitet, einstellen, loeschen, sortieren
from test_schemata import maengel


@pytest.fixture(scope="module")
def bogen(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    ziel = tmp_path_factory.mktemp("bogen") / "bogen.xlsx"
    assert prozess("berechnen", DATEN, "--ausgabe", ziel, "--leise").returncode == 0
    return ziel.read_bytes()


@pytest.fixture
def aufruf(
    capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Aufruf:
    monkeypatch.chdir(tmp_path)
    return Aufruf(capfdbinary)


def nachgerechnet(aufruf: Aufruf, bogen: bytes, *angaben: str) -> Lauf:
    Path("b.xlsx").write_bytes(bogen)
    return aufruf("nachrechnen", "b.xlsx", *angaben)


def ort_von(bogen: bytes, name: str, nummer: int = 0) -> tuple[str, str]:
    blatt, orte = namen(bogen)[name]
    return blatt, orte[nummer]


def test_ein_frischer_bogen_stimmt(aufruf: Aufruf, bogen: bytes) -> None:
    lauf = nachgerechnet(aufruf, bogen)
    assert lauf.code == 0
    assert lauf.stderr == ""
    treffer = re.match(r"([0-9.]+) Zellen nachgerechnet, alle stimmen\.\n", lauf.stdout)
    assert treffer
    formeln = sum(
        zelle.formel is not None for blatt in zellen(bogen).values() for zelle in blatt.values()
    )
    # Titel und Verfahren im Kopf sind Platzhalter der Vorlage; der Bogen beginnt darunter.
    assert int(treffer[1].replace(".", "")) == formeln - 2
    assert hashlib.sha256(bogen).hexdigest() in lauf.stdout
    assert hashlib.sha256(Path(DATEN).read_bytes()).hexdigest() in lauf.stdout
    assert "Programm: sozialraum " in lauf.stdout


def test_vorgaben_bleiben_vorgaben(aufruf: Aufruf) -> None:
    """Art: beim Wiederlesen des Bogens wurde die Quelle einer Vorgabe zur Quelle der Mappe."""
    mappe = openpyxl.load_workbook(DATEN)
    blatt = mappe["Parameter"]
    for zeile in range(blatt.max_row, 0, -1):
        bezeichnung = str(blatt.cell(zeile, 1).value)
        if bezeichnung.startswith(("Leistung: ", "Regie-/Sachkosten", "Basis der Leistungen")):
            blatt.delete_rows(zeile)
    mappe.save("daten.xlsx")
    lauf = aufruf("berechnen", "daten.xlsx", "--ausgabe", "b.xlsx", "--leise")
    assert lauf.code == 0, lauf.stderr
    anlage = openpyxl.load_workbook("b.xlsx", data_only=True)["Berechnungsbogen"]
    assert not any("Auslegung" in str(zelle.value) for zeile in anlage for zelle in zeile)
    assert aufruf("nachrechnen", "b.xlsx").code == 0


@pytest.mark.parametrize("name", ["budget_neu", "anteil", "stunden_2", "zaehler_budget_2_betrag"])
def test_jede_falsche_zahl_wird_genannt(aufruf: Aufruf, bogen: bytes, name: str) -> None:
    blatt, ort = ort_von(bogen, name, 3)
    richtig = zahl_in(bogen, blatt, ort)
    lauf = nachgerechnet(aufruf, geaendert(bogen, {(blatt, ort): richtig + 0.001}))
    assert lauf.code == 1
    assert f"{blatt}!{ort}: im Bogen " in lauf.stdout
    assert "1 von " in lauf.stdout


def test_ein_rest_darf_um_seine_letzte_stelle_abweichen(aufruf: Aufruf, bogen: bytes) -> None:
    """Binär gerundet liegt er bei großen Bögen manchmal daneben; ein Anteil darf das nicht."""
    blatt, ort = ort_von(bogen, "rest_budget_geschuetzt_gerundet", 3)
    rest = zahl_in(bogen, blatt, ort)
    assert nachgerechnet(aufruf, geaendert(bogen, {(blatt, ort): rest + 1e-6})).code == 0
    assert nachgerechnet(aufruf, geaendert(bogen, {(blatt, ort): rest + 1e-5})).code == 1
    blatt, ort = ort_von(bogen, "anteil", 3)
    anteil = zahl_in(bogen, blatt, ort)
    assert nachgerechnet(aufruf, geaendert(bogen, {(blatt, ort): anteil + 1e-6})).code == 1


def test_eine_eingabe_geaendert_und_nicht_neu_gerechnet(aufruf: Aufruf, bogen: bytes) -> None:
    blatt, ort = ort_von(bogen, "bestandsschutz")
    falsch = geaendert(bogen, {(blatt, ort): 0.6})
    lauf = nachgerechnet(aufruf, falsch)
    assert lauf.code == 1
    assert "Bestandsschutz!" in lauf.stdout
    kurz = aufruf("pruefen", "b.xlsx")
    assert kurz.code == 0
    assert "stimmen nicht; jede nennt „sozialraum nachrechnen“" in kurz.stdout


def test_pruefen_sagt_dasselbe_kurz(aufruf: Aufruf, bogen: bytes) -> None:
    lang = nachgerechnet(aufruf, bogen).stdout.split("\n")[0]
    assert aufruf("pruefen", "b.xlsx").stdout.rstrip().endswith(lang)


@pytest.mark.parametrize(
    ("griffe", "satz"),
    [
        (
            (
                anhaengen("Sozialräume", ["Neustadt", None, None, None, None, 5]),
                anhaengen("Indikatoren", ["Neustadt", 1, 2, 3, 4, 500, 600]),
            ),
            "der Bogen rechnet „Neustadt“ nicht",
        ),
        (
            (loeschen("Sozialräume", 2), loeschen("Indikatoren", 2)),
            "in den Eingabeblättern fehlt „Amt Neuhaus“",
        ),
        ((loeschen("Gewichtung", 1),), "in den Eingabeblättern fehlt „Alleinerziehende“"),
        (
            (anhaengen("Parameter", ["Leistung: Drittes", 0]),),
            "der Bogen rechnet „Leistung: Drittes“ nicht",
        ),
    ],
)
def test_eine_zeile_mehr_oder_weniger_gibt_rat_statt_vieler_zellen(
    aufruf: Aufruf, bogen: bytes, griffe: tuple[Handgriff, ...], satz: str
) -> None:
    lauf = nachgerechnet(aufruf, bearbeitet(bogen, *griffe))
    assert lauf.code == 1
    assert satz in lauf.stderr
    assert "„sozialraum berechnen“ aus dieser Mappe einen neuen Bogen" in lauf.stderr
    assert "!" not in lauf.stdout
    kurz = aufruf("pruefen", "b.xlsx").stdout
    assert satz in kurz
    assert "gerechnete Zellen" not in kurz


def test_was_sich_nicht_rechnen_laesst(aufruf: Aufruf, bogen: bytes) -> None:
    lauf = nachgerechnet(aufruf, bearbeitet(bogen, einstellen("Gesamtbudget", None)))
    assert lauf.code == 1
    assert "Parameter!B" in lauf.stderr
    assert "Der Bogen lässt sich nicht nachrechnen." in lauf.stderr


def test_eine_eingabemappe_ist_kein_bogen(aufruf: Aufruf) -> None:
    lauf = aufruf("nachrechnen", DATEN)
    assert lauf.code == 1
    assert "enthält keinen Berechnungsbogen" in lauf.stderr


def test_mit_eigener_vorlage(aufruf: Aufruf) -> None:
    mappe = openpyxl.Workbook()
    mappe.worksheets[0].title = "Berechnungsbogen"
    mappe.worksheets[0]["C4"] = "{{titel}}"
    mappe.worksheets[0]["C9"] = "{{bogen}}"
    mappe.save("v.xlsx")
    assert aufruf("berechnen", DATEN_2026, "--vorlage", "v.xlsx", "--ausgabe", "b.xlsx").code == 0
    lauf = aufruf("nachrechnen", "b.xlsx")
    assert lauf.code == 0
    assert "alle stimmen" in lauf.stdout


@pytest.mark.parametrize("falsch", [False, True])
def test_json(aufruf: Aufruf, bogen: bytes, falsch: bool) -> None:
    blatt, ort = ort_von(bogen, "budget_neu")
    wert = zahl_in(bogen, blatt, ort)
    lauf = nachgerechnet(
        aufruf,
        geaendert(bogen, {(blatt, ort): wert + 1}) if falsch else bogen,
        "--format",
        "json",
    )
    assert lauf.code == int(falsch)
    assert maengel(lauf.objekt) == []
    assert lauf.objekt["stimmt"] is not falsch
    orte = [abweichung["zelle"] for abweichung in lauf.objekt["abweichungen"]]
    assert orte == ([f"{blatt}!{ort}"] if falsch else [])


def test_json_auch_wenn_nichts_zu_lesen_ist(aufruf: Aufruf) -> None:
    Path("b.xlsx").write_bytes(b"kein Zip")
    lauf = aufruf("nachrechnen", "b.xlsx", "--format", "json")
    assert lauf.code == 1
    assert maengel(lauf.objekt) == []
    assert lauf.objekt["sha256"] is None


def test_die_pruefsumme_der_eingaben_haengt_nicht_an_der_reihenfolge(
    aufruf: Aufruf, bogen: bytes
) -> None:
    def summe(datei: bytes) -> str:
        return str(nachgerechnet(aufruf, datei, "--format", "json").objekt["eingaben_sha256"])

    sortiert = bearbeitet(bogen, sortieren("Sozialräume", "Sozialraum", absteigend=True))
    anders = bearbeitet(bogen, einstellen("Bestandsschutz", 0.71))
    assert summe(sortiert) == summe(bogen)
    assert summe(anders) != summe(bogen)

"""Viele Mappen in einem Aufruf: Platzhalter, Ziele, Fehlschläge und Ausgaben."""

import csv
import io
import os
import re
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import simplejson
from befehlszeile import DATEN, DATEN_2026, Aufruf, dateinamen, prozess

from sozialraum_cli.befehle.app import befehl_laden
from sozialraum_cli.befehle.mappenauswahl import mappen_auswaehlen
from sozialraum_cli.cli import BEFEHLE
from sozialraum_cli.ressourcen import ressource


@pytest.fixture(autouse=True)
def arbeitsordner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Der aktuelle Ordner enthält zwei gute Mappen und eine schlechte."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(DATEN, "a.xlsx")
    shutil.copy(DATEN_2026, "b.xlsx")
    Path("c.xlsx").write_text("keine Mappe")


@pytest.fixture
def aufruf(capfdbinary: pytest.CaptureFixture[bytes]) -> Aufruf:
    return Aufruf(capfdbinary)


def ausgewaehlt(*angaben: str, vorlage: str | None = None) -> list[str]:
    auswahl = mappen_auswaehlen([Path(a) for a in angaben], Path(vorlage) if vorlage else None)
    return [str(pfad) for pfad in auswahl.pfade]


# Auswahl


def test_platzhalter_werden_aufgeloest() -> None:
    assert ausgewaehlt("*.xlsx") == ["a.xlsx", "b.xlsx", "c.xlsx"]
    assert ausgewaehlt("[ab].xlsx", "?.xlsx") == ["a.xlsx", "b.xlsx", "c.xlsx"]
    assert ausgewaehlt("b.xlsx", "a.xlsx", "./b.xlsx") == ["b.xlsx", "a.xlsx"]
    ordner = Path("unter")
    ordner.mkdir()
    (ordner / "ordner.xlsx").mkdir()
    shutil.copy(DATEN, ordner / "d.xlsx")
    assert ausgewaehlt("unter/*.xlsx") == [str(ordner / "d.xlsx")]
    assert ausgewaehlt(str(ordner.absolute() / "*.xlsx")) == [str(ordner.absolute() / "d.xlsx")]


def test_vorhandene_datei_geht_vor() -> None:
    Path("a[b].xlsx").write_bytes(DATEN.read_bytes())
    Path("ab.xlsx").write_bytes(DATEN.read_bytes())
    assert ausgewaehlt("a[b].xlsx") == ["a[b].xlsx"]
    Path("a[b].xlsx").unlink()
    assert ausgewaehlt("a[b].xlsx") == ["ab.xlsx"]


def test_was_ein_platzhalter_ungewollt_trifft() -> None:
    for name in ("~$a.xlsx", ".~lock.a.xlsx#", "Berechnungsbogen_a.xlsx", "brief.xlsx"):
        Path(name).write_bytes(b"")
    auswahl = mappen_auswaehlen([Path("*.xlsx"), Path(".~lock*")], Path("./brief.xlsx"))
    assert [p.name for p in auswahl.pfade] == ["a.xlsx", "b.xlsx", "c.xlsx"]
    assert [b.fundort for b in auswahl.befunde] == ["Berechnungsbogen_a.xlsx"]


def test_einzeln_angegeben_bleibt_alles_wie_es_ist() -> None:
    for name in ("~$a.xlsx", "Berechnungsbogen_a.xlsx"):
        assert ausgewaehlt(name) == [name]
    assert ausgewaehlt("a.xlsx", vorlage="a.xlsx") == ["a.xlsx"]


def test_genannter_bogen_wird_nicht_uebersprungen() -> None:
    """Wie bash einen Platzhalter auflöst; nur der Bogen einer Mappe, die dabei ist, bleibt weg."""
    for name in ("Berechnungsbogen_a.xlsx", "Berechnungsbogen_2011.xlsx"):
        Path(name).write_bytes(b"")
    angaben = ["Berechnungsbogen_2011.xlsx", "Berechnungsbogen_a.xlsx", "a.xlsx"]
    assert ausgewaehlt(*angaben) == ["Berechnungsbogen_2011.xlsx", "a.xlsx"]
    assert ausgewaehlt("b.xlsx", "Berechnungsbogen_*") == ["b.xlsx", *sorted(angaben[:2])]


@pytest.mark.parametrize("weitere", [(), ("b.xlsx",)])
def test_uebersprungener_bogen_auch_mit_leise(aufruf: Aufruf, weitere: tuple[str, ...]) -> None:
    shutil.copy("a.xlsx", "Berechnungsbogen_a.xlsx")
    mappen = ("a.xlsx", "Berechnungsbogen_a.xlsx", *weitere)
    lauf = aufruf("berechnen", *mappen, "--ohne-bogen", "--leise")
    assert lauf.code == 0
    assert "Berechnungsbogen_a.xlsx: Das ist dem Namen nach ein Berechnungsbogen" in lauf.stderr


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root darf alles lesen")
def test_unlesbare_mappe_haelt_die_anderen_nicht_auf(aufruf: Aufruf) -> None:
    Path("b.xlsx").chmod(0)
    lauf = aufruf("berechnen", "a.xlsx", "b.xlsx", "--ohne-bogen")
    assert lauf.code == 1
    assert "Die Datei darf nicht gelesen werden" in lauf.stderr
    assert "1 von 2 Mappen berechnet" in lauf.stderr


def test_jede_pfadangabe_ueberlaesst_das_lesen_dem_programm() -> None:
    """Sonst meldet die Befehlszeile Unlesbares selbst, englisch und vor allen anderen Dateien."""
    arten: list[tuple[str | None, Any]] = [
        (angabe.name, angabe.type) for name in BEFEHLE for angabe in befehl_laden(name).params
    ]
    pfade = [(name, art) for name, art in arten if hasattr(art, "readable")]
    assert len(pfade) > 10
    assert not [name for name, art in pfade if art.readable or art.exists]


def test_nur_boegen_werden_gerechnet(aufruf: Aufruf) -> None:
    aufruf("berechnen", "a.xlsx", "b.xlsx", "--leise")
    lauf = aufruf("berechnen", "Berechnungsbogen_*.xlsx", "--ausgabe", "neu")
    assert lauf.code == 0
    assert dateinamen(Path("neu")) == ["Berechnungsbogen_a.xlsx", "Berechnungsbogen_b.xlsx"]


def test_zweiter_lauf_nimmt_den_ersten_nicht_als_eingabe(aufruf: Aufruf) -> None:
    Path("c.xlsx").unlink()
    assert aufruf("berechnen", "*.xlsx").code == 0
    vorher = dateinamen(Path())
    lauf = aufruf("berechnen", "*.xlsx", "--ueberschreiben")
    assert lauf.code == 0
    assert dateinamen(Path()) == vorher
    assert lauf.stderr.count("dem Namen nach ein Berechnungsbogen") == 2


def test_platzhalter_ohne_treffer(aufruf: Aufruf) -> None:
    lauf = aufruf("berechnen", "a.xlsx", "*.ods", "--ausgabe", "o")
    assert lauf.code == 1
    assert lauf.roh == b""
    assert "Zu „*.ods“ passt keine Datei." in lauf.stderr
    assert not Path("o").exists()


# Rechnen und schreiben


def test_eine_schlechte_haelt_die_anderen_nicht_auf(aufruf: Aufruf) -> None:
    lauf = aufruf("berechnen", "c.xlsx", "a.xlsx", "b.xlsx", "--ausgabe", "boegen/2026")
    assert lauf.code == 1
    assert dateinamen(Path("boegen/2026")) == [
        *("Berechnungsbogen_a.xlsx", "Berechnungsbogen_b.xlsx")
    ]
    assert "keine Excel-Arbeitsmappe" in lauf.stderr
    assert lauf.stderr.endswith("2 von 3 Mappen berechnet, gescheitert: c.xlsx.\n")
    zeilen = [zeile.split() for zeile in lauf.stdout.splitlines()[1:]]
    assert zeilen == [
        ["c.xlsx", "gescheitert"],
        ["a.xlsx", "2012", "1.700.000", "56.354", "-56.354", "2", "Hinweise"],
        ["b.xlsx", "2026", "2.030.000", "147.218", "0", "2", "Hinweise"],
    ]


@pytest.mark.parametrize("weitere", [("--abf", "5"), ("--vorlage", "brief.xlsx")])
def test_boegen_wie_einzeln_gerechnet(weitere: tuple[str, ...], aufruf: Aufruf) -> None:
    Path("brief.xlsx").write_bytes(ressource("vorlagen", "berechnungsbogen.xlsx"))
    assert aufruf("berechnen", "a.xlsx", "b.xlsx", *weitere).code == 0
    for name in "ab":
        einzeln = f"einzeln_{name}.xlsx"
        aufruf("berechnen", f"{name}.xlsx", "--ausgabe", einzeln, *weitere)
        zusammen = Path(f"Berechnungsbogen_{name}.xlsx")
        assert Path(einzeln).read_bytes() == zusammen.read_bytes()


def test_alle_in_ordnung(aufruf: Aufruf) -> None:
    lauf = aufruf("berechnen", "a.xlsx", "b.xlsx", "--ohne-bogen")
    assert lauf.code == 0
    assert lauf.stderr.endswith("Alle 2 Mappen berechnet.\n")
    assert dateinamen(Path()) == ["a.xlsx", "b.xlsx", "c.xlsx"]
    leise = aufruf("berechnen", "a.xlsx", "b.xlsx", "--ohne-bogen", "--leise")
    assert (leise.stderr, leise.roh) == ("", lauf.roh)


def test_leise_nennt_was_scheiterte(aufruf: Aufruf) -> None:
    lauf = aufruf("berechnen", "a.xlsx", "c.xlsx", "--ohne-bogen", "--leise")
    assert lauf.code == 1
    assert "Hinweis" not in lauf.stderr
    assert "keine Excel-Arbeitsmappe" in lauf.stderr
    assert lauf.stderr.endswith("gescheitert: c.xlsx.\n")


def test_zwei_gleiche_ziele(aufruf: Aufruf) -> None:
    Path("unter").mkdir()
    shutil.copy(DATEN, "unter/A.xlsx")
    lauf = aufruf("berechnen", "a.xlsx", "b.xlsx", "unter/A.xlsx", "--ausgabe", "o")
    assert lauf.code == 1
    assert "hießen beide gleich" in lauf.stderr
    assert not Path("o").exists()
    assert aufruf("berechnen", "a.xlsx", "unter/A.xlsx", "--ohne-bogen").code == 0


@pytest.mark.parametrize(
    ("ziel", "meldung"),
    [
        ("datei", "Das ist eine Datei, kein Ordner."),
    ],
)
def test_ziel_ist_kein_ordner(ziel: str, meldung: str, aufruf: Aufruf) -> None:
    Path("datei").write_text("")
    lauf = aufruf("berechnen", "a.xlsx", "b.xlsx", "--ausgabe", ziel)
    assert lauf.code == 1
    assert meldung in lauf.stderr
    assert lauf.stderr.endswith("Es wurde nichts geschrieben.\n")


def test_ein_vorhandenes_ziel_trifft_nur_seine_mappe(aufruf: Aufruf) -> None:
    Path("Berechnungsbogen_a.xlsx").write_bytes(b"alt")
    lauf = aufruf("berechnen", "a.xlsx", "b.xlsx")
    assert lauf.code == 1
    assert Path("Berechnungsbogen_a.xlsx").read_bytes() == b"alt"
    assert Path("Berechnungsbogen_b.xlsx").read_bytes().startswith(b"PK")
    assert "gescheitert: a.xlsx." in lauf.stderr


def test_fehler_in_gemeinsamen_dateien_stehen_einmal_da(aufruf: Aufruf) -> None:
    lauf = aufruf("berechnen", "a.xlsx", "b.xlsx", "--budgets", "x.xlsx", "--parameter", "y.toml")
    assert lauf.code == 1
    assert lauf.stderr.count("x.xlsx") == lauf.stderr.count("y.toml") == 1


def test_kein_bogen_ersetzt_eine_andere_eingabe(aufruf: Aufruf) -> None:
    shutil.copy(DATEN, "Berechnungsbogen_x.xlsx")
    shutil.copy(DATEN, "Berechnungsbogen_y.xlsx")
    lauf = aufruf("berechnen", "Berechnungsbogen_*.xlsx", "--ueberschreiben")
    assert lauf.code == 1
    assert lauf.stderr.count("eine der Eingabedateien") == 2
    assert Path("Berechnungsbogen_x.xlsx").read_bytes() == DATEN.read_bytes()


def test_eine_mappe_in_einen_ordner(aufruf: Aufruf) -> None:
    Path("o").mkdir()
    lauf = aufruf("berechnen", "a.xls?", "--ausgabe", "o")
    assert lauf.code == 0
    assert lauf.stdout.startswith("Sozialraumbudgets 2012")
    assert dateinamen(Path("o")) == ["Berechnungsbogen_a.xlsx"]


# Ausgaben


def test_json_ist_je_mappe_eine_zeile(aufruf: Aufruf) -> None:
    lauf = aufruf(
        "berechnen", "a.xlsx", "c.xlsx", "b.xlsx", "--ohne-bogen", "--leise", "--format", "json"
    )
    zeilen = [simplejson.loads(z, use_decimal=True) for z in lauf.stdout.splitlines()]
    assert [(z["datei"], z["schema"]) for z in zeilen] == [
        ("a.xlsx", "sozialraum/berechnung/1"),
        ("c.xlsx", "sozialraum/pruefung/1"),
        ("b.xlsx", "sozialraum/berechnung/1"),
    ]
    assert zeilen[1]["befunde"][0]["stufe"] == "fehler"
    roh = aufruf("berechnen", "a.xlsx", "--ohne-bogen", "--leise", "--format", "json").stdout
    assert roh == lauf.stdout.splitlines(keepends=True)[0].replace('"datei": "a.xlsx", ', "")


def test_csv_ist_eine_tabelle(aufruf: Aufruf) -> None:
    mappe = openpyxl.load_workbook("b.xlsx")
    for zeile in mappe["Parameter"].iter_rows():
        if zeile[0].value == "Leistung: Netzwerkarbeit":
            zeile[0].value = "Leistung: Projekte"
    mappe.save("b.xlsx")
    lauf = aufruf("berechnen", "a.xlsx", "c.xlsx", "b.xlsx", "--ohne-bogen", "--format", "csv")
    assert lauf.code == 1
    zeilen = list(csv.DictReader(io.StringIO(lauf.roh.decode("utf-8-sig")), delimiter=";"))
    assert [z["datei"] for z in zeilen] == ["a.xlsx"] * 10 + ["b.xlsx"] * 10
    assert [z["jahr"] for z in zeilen] == ["2012"] * 10 + ["2026"] * 10
    assert sum(Decimal(z["budget_neu"].replace(",", ".")) for z in zeilen[:10]) == 1_700_000
    for name, vorhanden in (("Netzwerkarbeit", slice(0, 10)), ("Projekte", slice(10, 20))):
        gefuellt = [z for z in zeilen if z[f"stunden {name}"]]
        assert gefuellt == zeilen[vorhanden]


def test_csv_ohne_ein_einziges_ergebnis_ist_leer(aufruf: Aufruf) -> None:
    lauf = aufruf("berechnen", "c.xlsx", "fehlt.xlsx", "--ohne-bogen", "--format", "csv")
    assert (lauf.code, lauf.roh) == (1, b"")


@pytest.mark.parametrize("zeichensatz", ["cp1252", "cp850", "ascii", "utf-8"])
def test_jede_konsole(zeichensatz: str) -> None:
    Path("größe.xlsx").write_bytes(DATEN.read_bytes())
    lauf = prozess("berechnen", "gr*.xlsx", "c.xlsx", "--ohne-bogen", PYTHONIOENCODING=zeichensatz)
    text = lauf.stdout.decode(zeichensatz) + lauf.stderr.decode(zeichensatz)
    assert lauf.returncode == 1
    assert "?" not in text
    assert "Traceback" not in text
    assert ("groesse.xlsx" if zeichensatz == "ascii" else "größe.xlsx") in text


@pytest.mark.parametrize("breite", [20, 60, 80, 120])
def test_keine_zahl_wird_gekuerzt(
    breite: int, aufruf: Aufruf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(breite))
    lang = "Sozialraumbudgets des Landkreises mit sehr langem Namen.xlsx"
    Path("a.xlsx").rename(lang)
    stdout = aufruf("berechnen", lang, "b.xlsx", "--ohne-bogen").stdout
    assert all(zahl in stdout for zahl in ("1.700.000", "-56.354", "2.030.000", "147.218"))
    assert "…" not in stdout
    if breite >= 80:
        assert max(map(len, stdout.splitlines())) <= breite


def test_fortschritt_nur_am_terminal_und_nie_im_ergebnis() -> None:
    pty = pytest.importorskip("pty", reason="Pseudoterminals gibt es nur bei POSIX")
    befehl = ["berechnen", "a.xlsx", "b.xlsx", "--ohne-bogen"]
    ohne = prozess(*befehl)
    assert b"1/2" not in ohne.stdout + ohne.stderr
    haupt, neben = pty.openpty()
    mit = subprocess.Popen(
        [sys.executable, "-m", "sozialraum_cli", *befehl], stdout=subprocess.PIPE, stderr=neben
    )
    os.close(neben)
    assert mit.stdout is not None
    ergebnis = mit.stdout.read()
    am_terminal = b""
    while True:
        try:
            stueck = os.read(haupt, 65536)
        except OSError:  # das andere Ende ist geschlossen
            break
        if not stueck:
            break
        am_terminal += stueck
    os.close(haupt)
    assert mit.wait() == 0
    mit.stdout.close()
    assert ergebnis == ohne.stdout
    assert re.search(r"1/2\S* b\.xlsx", am_terminal.decode())

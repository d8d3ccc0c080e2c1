"""Die README: ihre Ausgabe ist echt, ihre Befehle laufen, ihre Zahlen sind die des Programms."""

import re
import shlex
import shutil
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from befehlszeile import BEISPIELE, Aufruf, dateinamen
from conftest import kleine_eingabe, vorhanden

from sozialraum_cli.bogen.platzhalter import ANKER, platzhalter
from sozialraum_cli.bogen.rechenweg import ALLE_BEITRAEGE_BIS, ALLE_BIS
from sozialraum_cli.cli import BEFEHLE
from sozialraum_cli.lesen.mappendatei import DATEI_GRENZE
from sozialraum_cli.lesen.vorrat import GRENZEN, MEBIBYTE, Posten
from sozialraum_cli.modell import Indikator
from sozialraum_cli.parameter import ANGABE, VORGABE_LEISTUNGEN
from sozialraum_cli.rechnen.berechnung import rechnen
from sozialraum_cli.verfahren.schutz.defizitausgleich import DEFIZITAUSGLEICH
from sozialraum_cli.zahlen import knapp, zahl

WURZEL = Path(__file__).parents[1]
README = (WURZEL / "README.md").read_text(encoding="utf-8")
BLOECKE = re.findall(r"```(\w+)\n(.*?)\n```", README, re.DOTALL)
SHELL = [block for art, block in BLOECKE if art == "sh"]
AKTIVIEREN = "source .venv/bin/activate"
INSTALLIEREN = [block for block in SHELL if block.startswith("python -m venv")]
BEISPIELBLOECKE = [block for block in SHELL if block not in (*INSTALLIEREN, AKTIVIEREN)]


@pytest.fixture
def aufruf(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Aufruf:
    """Ruft das Programm in einem Ordner mit den Dateien auf, die die README nennt."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    for name in ("beispieldaten", "vorlagen"):
        shutil.copytree(WURZEL / name, name)
    return Aufruf(capfdbinary)


def vorgabe(name: str) -> Decimal:
    wert = ANGABE[name].vorgabe
    assert isinstance(wert, Decimal)
    return wert


def test_die_ausgabe_ist_echt(aufruf: Aufruf) -> None:
    (gezeigt,) = (block for art, block in BLOECKE if art == "text")
    lauf = aufruf("berechnen", "beispieldaten/lueneburg_2012.xlsx", "--ohne-bogen")
    assert lauf.stdout.startswith(f"{gezeigt}\n\n")
    assert max(map(len, gezeigt.splitlines())) <= 80


def test_alle_beispiele_laufen_nacheinander_wie_sie_dastehen(aufruf: Aufruf) -> None:
    """Art des Fehlers: ein Beispiel schrieb, was ein früheres schon geschrieben hatte."""
    hauptlauf = INSTALLIEREN[0].rpartition("&& .venv/bin/")[2]
    for zeile in (hauptlauf, *(zeile for block in BEISPIELBLOECKE for zeile in block.splitlines())):
        programm, *argumente = shlex.split(zeile)
        assert programm == "sozialraum"
        lauf = aufruf(*argumente)
        assert lauf.code == 0, f"{zeile}: {lauf.stderr}"
        assert lauf.roh or lauf.stderr


def test_vor_dem_ersten_beispiel_wird_die_umgebung_aktiviert() -> None:
    assert README.index(AKTIVIEREN) < min(README.index(block) for block in BEISPIELBLOECKE)


def test_es_gibt_beispiele_zum_ausfuehren() -> None:
    assert len(BEISPIELBLOECKE) >= 4
    jahreslauf = next(block for block in BEISPIELBLOECKE if "fortschreiben" in block)
    assert len(jahreslauf.splitlines()) == 6


def test_jeder_installationsbefehl_steht_auch_fuer_windows_da() -> None:
    windows = [block for art, block in BLOECKE if art == "bat"]
    uebersetzt = [
        re.sub(r"\.venv/bin/(\w+)", r".venv\\Scripts\\\1", block)
        .replace("python -m venv", "py -m venv")
        .replace("source ", "")
        .replace("beispieldaten/", "beispieldaten\\")
        for block in SHELL
        if block in (*INSTALLIEREN, AKTIVIEREN)
    ]
    assert windows == uebersetzt
    assert len(windows) == 3
    # Der Hauptlauf rechnet wirklich eine Mappe, die es gibt.
    hauptlauf = INSTALLIEREN[0].split("&& ")[-1].split()
    assert hauptlauf[:2] == [".venv/bin/sozialraum", "berechnen"]
    assert (WURZEL / hauptlauf[2]).is_file()
    assert Path(hauptlauf[2]).name in dateinamen(BEISPIELE)


def test_die_tabelle_der_vorgaben_stimmt() -> None:
    zeilen = re.findall(r"^\| ([^|]*\d[^|]*) \| ([^|]+) \| [^|]+ \|$", README, re.MULTILINE)
    beratung, netzwerk = (anteil for _, anteil in VORGABE_LEISTUNGEN)
    assert [(wert, wofuer.split(",")[0]) for wert, wofuer in zeilen] == [
        (f"{knapp(vorgabe('regiekosten'))} %", "Regie- und Sachkosten"),
        (f"{knapp(beratung)} % und {knapp(netzwerk)} %", VORGABE_LEISTUNGEN[0][0]),
        (f"{knapp(vorgabe('abf'))} %", "abf: aufgaben-"),
        (f"{knapp(vorgabe('wochenstunden'))} h", "Wochenarbeitszeit einer Vollzeitstelle"),
        (f"{knapp(vorhanden(DEFIZITAUSGLEICH.vorgabe))} %", "Ausgleichsanteil"),
        (spreizungen(), "Spreizung bei `minmax` und `zwert`"),
        (f"{knapp(vorgabe('rundung'))} €", "Rundung"),
        (f"{knapp(vorgabe('sockelbetrag'))} €", "Sockelbetrag je Sozialraum"),
    ]


def spreizungen() -> str:
    werte = []
    for verfahren in ("minmax", "zwert"):
        eingabe = kleine_eingabe(
            spalten={"Fälle": (50, 30, 20), "Einwohner": (100, 100, 100)},
            indikatoren=[Indikator("Fälle", Decimal(1), bezugsgroesse="Einwohner")],
            schluesselverfahren=verfahren,
        )
        werte.append(knapp(vorhanden(rechnen(eingabe).schluessel.spreizung)))
    return " und ".join(werte)


def test_was_keine_vorgabe_hat() -> None:
    for name in ("bestandsschutz_verfahren", "gesamtbudget", "personalkosten_vzae", "jahr"):
        assert ANGABE[name].pflicht
        assert ANGABE[name].vorgabe is None
    assert ANGABE["bestandsschutz"].vorgabe is None


def test_jeder_platzhalter_steht_da() -> None:
    werte = platzhalter(rechnen(kleine_eingabe()), datetime(2012, 1, 1, tzinfo=UTC))
    genannt = re.findall(r"^\| `\{\{(\w+)\}\}`", README, re.MULTILINE)
    assert genannt == list(werte)
    assert f"`{{{{{ANKER}}}}}`" in README


def test_jeder_befehl_und_jeder_ordner_steht_da() -> None:
    befehle = re.findall(r"^\| `sozialraum (\w+)", README, re.MULTILINE)
    assert befehle == [*BEFEHLE]
    ordner = {p.name for p in (WURZEL / "sozialraum_cli").iterdir() if p.is_dir()}
    genannt = set(re.findall(r"^\| `sozialraum_cli/(\w+)`", README, re.MULTILINE))
    assert genannt == ordner - {"__pycache__"}


def test_die_grenzen_stimmen() -> None:
    assert f"{DATEI_GRENZE // MEBIBYTE} MiB" in README
    assert f"{knapp(Decimal(GRENZEN[Posten.ZELLEN]))} belegte Zellen" in README
    assert f"Über {ALLE_BIS} Sozialräumen zeigt das Blatt Rechenweg einen" in README
    assert f"mehr als {zahl(Decimal(ALLE_BEITRAEGE_BIS), 0)} ergeben" in README


def test_jeder_verweis_fuehrt_zu_einer_datei() -> None:
    for ziel in re.findall(r"\]\(([^)]+)\)", README):
        assert (WURZEL / ziel).exists(), ziel

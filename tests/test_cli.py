"""Die Befehlszeile: Exit-Codes, Ströme, deutsche Meldungen und nichts Halbes."""

import csv
import io
import os
import re
import signal
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import simplejson
from befehlszeile import DATEN, DATEN_2026, Aufruf, dateinamen, geaendert, prozess
from conftest import vorhanden

from sozialraum_cli import __version__, deutsch
from sozialraum_cli.cli import BEFEHLE
from sozialraum_cli.ressourcen import ressource

BOGEN = "Berechnungsbogen_2012.xlsx"
ENGLISCH = re.compile(
    r"\b(usage|options|arguments?|commands?|missing|error|invalid|show|exit|required|default|"
    r"such|did you mean|unexpected|value|requires|possible)\b",
    re.IGNORECASE,
)


@pytest.fixture
def aufruf(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Aufruf:
    """Ruft das Programm im leeren Arbeitsordner auf."""
    monkeypatch.chdir(tmp_path)
    return Aufruf(capfdbinary)


# Hilfe und falscher Aufruf


def test_version(aufruf: Aufruf) -> None:
    assert aufruf("--version").stdout == f"sozialraum {__version__}\n"


RECHNEN = ("berechnen", str(DATEN), "--ohne-bogen", "--format")
MAPPEN_SCHREIBEN = ("openpyxl", "lxml", "docx", "sozialraum_cli.bogen")


@pytest.mark.parametrize(
    ("argumente", "ungeladen"),
    [
        (("--version",), ("typer", "sozialraum_cli.cli")),
        (("--help",), ("rich", "sozialraum_cli.befehle.berechnen", "sozialraum_cli.modell")),
        ((*RECHNEN, "csv"), ("rich", "simplejson", "secrets", *MAPPEN_SCHREIBEN)),
        ((*RECHNEN, "json"), ("rich", "sozialraum_cli.befehle.vergleich", *MAPPEN_SCHREIBEN)),
        ((*RECHNEN, "tabelle"), MAPPEN_SCHREIBEN),
        (("pruefen", str(DATEN)), ("sozialraum_cli.befehle.berechnen", *MAPPEN_SCHREIBEN)),
    ],
)
def test_geladen_wird_nur_was_der_aufruf_braucht(
    argumente: tuple[str, ...], ungeladen: tuple[str, ...]
) -> None:
    programm = (
        "import sys; from sozialraum_cli.__main__ import ausfuehren; "
        "code = ausfuehren(sys.argv[1:]); "
        f"sys.exit(code or ' '.join({{*sys.modules}} & {set(ungeladen)}) or 0)"
    )
    lauf = subprocess.run(
        [sys.executable, "-c", programm, *argumente], capture_output=True, check=False
    )
    assert lauf.returncode == 0, lauf.stderr


def test_numpy_wird_nie_geladen(tmp_path: Path) -> None:
    """openpyxl nähme es, wo es da ist; ein Bogen dauerte ein Drittel länger."""
    (tmp_path / "numpy.py").write_text("raise SystemExit('numpy ist geladen')")
    lauf = prozess("berechnen", DATEN, "--ausgabe", tmp_path / "b.xlsx", PYTHONPATH=str(tmp_path))
    assert lauf.returncode == 0, lauf.stderr


@pytest.mark.parametrize("befehl", [[], *([name] for name in BEFEHLE)])
def test_hilfe_ist_deutsch_und_vollstaendig(befehl: list[str], aufruf: Aufruf) -> None:
    lauf = aufruf(*befehl, "--help")
    assert lauf.code == 0
    assert lauf.stdout.startswith("Aufruf: sozialraum")
    assert "Beispiel" in lauf.stdout
    assert ENGLISCH.findall(lauf.stdout) == []
    assert "{" not in lauf.stdout
    zeilen = lauf.stdout.splitlines()
    for nummer, zeile in enumerate(zeilen):
        if re.match(r"  --\w", zeile):
            erklaerung = zeile[2:].split("  ", 1)[1:] or [zeilen[nummer + 1]]
            assert len(erklaerung[0].strip()) > 10, zeile


@pytest.mark.parametrize("befehl", [[], ["berechnen"], ["vorlage"]])
def test_kurze_hilfe(befehl: list[str], aufruf: Aufruf) -> None:
    lauf = aufruf(*befehl, "-h")
    assert lauf == aufruf(*befehl, "--help")
    assert lauf.code == 0
    assert "-h, --help" in lauf.stdout


def test_ohne_argumente_kommt_die_hilfe(aufruf: Aufruf) -> None:
    assert aufruf() == aufruf("--help")


@pytest.mark.parametrize(
    ("argumente", "erwartet"),
    [
        (["berechnen"], "Die Angabe „DATEN“ fehlt."),
        (
            ["berechne", "x"],
            "Den Befehl „berechne“ gibt es nicht. Meinten Sie berechnen, nachrechnen?",
        ),
        (["--foo"], "Die Option „--foo“ gibt es nicht."),
        (["berechnen", "x", "--abff", "1"], "„--abff“ gibt es nicht. Meinten Sie --abf?"),
        (["berechnen", "x", "--abf"], "Die Option „--abf“ braucht einen Wert."),
        (["berechnen", "x", "--leise=1"], "Die Option „--leise“ nimmt keinen Wert."),
        (["uebergang", "x", "y", "z"], "Zu viele Angaben: y z."),
        (
            ["berechnen", "x", "--format", "xml"],
            "Ungültiger Wert für --format: „xml“ gibt es nicht, nur tabelle, json, csv.",
        ),
        (["pruefen", "x", "--format", "csv"], "„csv“ gibt es nicht, nur tabelle, json."),
        (["berechnen", "x", "--setze", "abf"], "„abf“ hat kein „=“"),
        (["berechnen", "x", "--setze", "apf=1"], "Den Parameter „apf“ gibt es nicht."),
        (["berechnen", "x", "--setze", "leistung:=1"], "Den Parameter „leistung:“ gibt es nicht."),
        (["berechnen", "x", "--setze", "=1"], "fehlt der Name des Parameters"),
        (
            ["berechnen", "x", "--abf", "zehn"],
            "Ungültiger Wert für --abf: Der Text „zehn“ ist keine Zahl.",
        ),
        (["berechnen", "x", "--bestandsschutz", "0,7"], "mehrdeutig"),
        (["berechnen", "x", "--bestandsschutz", "170"], "170 % liegt nicht im zulässigen Bereich."),
        (["berechnen", "x", "--jahr", "12"], "12 liegt nicht im zulässigen Bereich."),
        (["berechnen", "x", "--verfahren", "gibtsnicht"], "„gibtsnicht“ gibt es hier nicht."),
        (
            ["berechnen", "x", "--setze", "rundung=3"],
            "für --setze rundung: 3 ist nicht vorgesehen.",
        ),
        (
            ["berechnen", "x", "--abf", "a", "--regiekosten", "b"],
            "--regiekosten: Der Text „b“",
        ),
        (
            ["fortschreiben", "x", "--jahr", "morgen"],
            "Ungültiger Wert für --jahr: Der Text „morgen“",
        ),
        (
            ["fortschreiben", "x", "--jahr", "2027", "--steigerung", "x"],
            "für --steigerung: Der Text „x“",
        ),
        (["fortschreiben", DATEN, "--jahr", "2027", "--ausgabe", "x.ods"], "„x.ods“ endet anders."),
        (["vorlage", "x.ods"], "Ungültiger Wert für ZIEL: Geschrieben wird eine .xlsx-Mappe"),
        (["berechnen", DATEN, "--ausgabe", "x.xls"], "„x.xls“ endet anders."),
        (["berechnen", DATEN, DATEN_2026, "--ausgabe", "x.xlsx"], "das Ziel ein Ordner"),
        (["vergleich", DATEN, DATEN, "--ausgabe", "x.pdf"], "„x.pdf“ endet anders."),
        (["uebergang", DATEN, "--ausgabe", "x.ods"], "„x.ods“ endet anders."),
        (["berechnen", "x", "--ohne-bogen", "--ausgabe", "x.xlsx"], "auch nicht nach „x.xlsx“"),
        (
            ["berechnen", "x", "y", "--ohne-bogen", "--ausgabe", "boegen"],
            "auch nicht nach „boegen“",
        ),
        (["berechnen", "x", "--ohne-bogen", "--vorlage", "v.xlsx"], "mit --ohne-bogen wird keiner"),
        (
            ["berechnen", "x", "--ausgabe", "x.csv", "--vorlage", "v.xlsx"],
            "wird keiner geschrieben",
        ),
        (
            ["berechnen", "x", "--ausgabe", "x.json", "--csv-dialekt", "excel-de"],
            "nur mit --format",
        ),
    ],
)
def test_falscher_aufruf(
    argumente: list[str], erwartet: str, aufruf: Aufruf, tmp_path: Path
) -> None:
    lauf = aufruf(*argumente)
    assert lauf.code == 2
    assert dateinamen(tmp_path) == []
    assert lauf.roh == b""
    assert erwartet in lauf.stderr
    assert "--help" in lauf.stderr
    assert ENGLISCH.findall(lauf.stderr) == []


@pytest.mark.parametrize(
    ("englisch", "erwartet"),
    [
        ("No such option: --x", "Die Option „--x“ gibt es nicht."),
        ("No such option: --x (Possible options: --y, --z)", "Meinten Sie --y, --z?"),
        ("No such command 'x'. Did you mean 'y', 'z'?", "Meinten Sie y, z?"),
        ("Got unexpected extra argument(s) (x y)", "Zu viele Angaben: x y."),
        ("Missing command.", "Der Befehl fehlt."),
        ("Missing option '--x'.", "Die Option „--x“ fehlt."),
        ("Option '--x' requires 2 arguments.", "Die Option „--x“ braucht 2 Werte."),
        ("Argument 'X' takes 2 values.", "Die Angabe „X“ braucht 2 Werte."),
    ],
)
def test_meldungen_aller_zulaessigen_versionen(englisch: str, erwartet: str) -> None:
    text = deutsch.meldung(englisch)
    assert erwartet in text
    assert ENGLISCH.findall(text) == []


# berechnen


def test_berechnen_schreibt_bogen_und_tabelle(aufruf: Aufruf, tmp_path: Path) -> None:
    lauf = aufruf("berechnen", DATEN)
    assert lauf.code == 0
    assert "Sozialraumbudgets 2012" in lauf.stdout
    assert lauf.stderr.endswith(f"Bogen geschrieben: {BOGEN}\n")
    assert dateinamen(tmp_path) == [BOGEN]
    assert openpyxl.load_workbook(BOGEN).sheetnames


def test_berechnen_ueberschreibt_nicht_ungefragt(aufruf: Aufruf, tmp_path: Path) -> None:
    (tmp_path / BOGEN).write_bytes(b"alt")
    lauf = aufruf("berechnen", DATEN)
    assert lauf.code == 1
    assert lauf.roh == b""
    assert "gibt es schon" in lauf.stderr
    assert lauf.stderr.endswith("Es wurde nichts geschrieben.\n")
    assert (tmp_path / BOGEN).read_bytes() == b"alt"
    assert aufruf("berechnen", DATEN, "--ueberschreiben").code == 0
    assert (tmp_path / BOGEN).read_bytes().startswith(b"PK")


def test_berechnen_ohne_bogen_schreibt_nichts(aufruf: Aufruf, tmp_path: Path) -> None:
    lauf = aufruf("berechnen", DATEN, "--ohne-bogen")
    assert lauf.code == 0
    assert "geschrieben" not in lauf.stderr
    assert dateinamen(tmp_path) == []


def test_leise_zeigt_nur_das_ergebnis(aufruf: Aufruf) -> None:
    laut, leise = aufruf("berechnen", DATEN, "--ohne-bogen"), aufruf("berechnen", DATEN, "--leise")
    assert leise.stderr == ""
    assert leise.roh == laut.roh


@pytest.mark.parametrize("format_", ["tabelle", "json", "csv"])
def test_gleiche_eingabe_gleiche_bytes(format_: str, aufruf: Aufruf, tmp_path: Path) -> None:
    laeufe = [
        aufruf("berechnen", DATEN, "--format", format_, "--ausgabe", f"{name}.xlsx", "--leise")
        for name in "ab"
    ]
    assert laeufe[0] == laeufe[1]
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_json_und_csv_nennen_dieselben_budgets(aufruf: Aufruf) -> None:
    objekt = aufruf("berechnen", DATEN, "--ohne-bogen", "--format", "json").objekt
    roh = aufruf("berechnen", DATEN, "--ohne-bogen", "--format", "csv").roh
    zeilen = csv.DictReader(io.StringIO(roh.decode("utf-8-sig")), delimiter=";")
    assert [zeile["budget_neu"] for zeile in zeilen] == [
        str(raum["budget_neu"]).replace(".", ",") for raum in objekt["sozialraeume"]
    ]
    assert sum(raum["budget_neu"] for raum in objekt["sozialraeume"]) == 1_700_000


def test_vorrang_und_herkunft(aufruf: Aufruf, tmp_path: Path) -> None:
    (tmp_path / "p.toml").write_text("abf = 20\nregiekosten = 20\nwochenstunden = 38.5\n")
    lauf = aufruf(
        *("berechnen", DATEN, "--ohne-bogen", "--format", "json", "--parameter", "p.toml"),
        *("--setze", "abf=15", "--setze", "regiekosten=15", "--abf", "12,5"),
    )
    parameter = lauf.objekt["parameter"]
    assert parameter["abf"]["wert"] == Decimal("12.5")
    assert parameter["abf"]["herkunft"] == "Befehlszeile (--abf)"
    assert parameter["regiekosten"]["wert"] == 15
    assert parameter["regiekosten"]["herkunft"] == "Befehlszeile (--setze)"
    assert parameter["wochenstunden"]["wert"] == Decimal("38.5")
    assert "p.toml" in parameter["wochenstunden"]["herkunft"]
    assert parameter["gesamtbudget"]["herkunft"].startswith("Parameter!")


def test_verfahren_als_option(aufruf: Aufruf) -> None:
    objekt = aufruf(
        *("berechnen", DATEN, "--ohne-bogen", "--format", "json"),
        *("--verfahren", "mindestbudget", "--bestandsschutz", "80", "--gesamtbudget", "1.800.000"),
    ).objekt
    verfahren = objekt["parameter"]["bestandsschutz_verfahren"]
    assert verfahren["wert"] == "mindestbudget"
    assert verfahren["herkunft"] == "Befehlszeile (--verfahren)"
    assert objekt["summen"]["budget_neu"] == 1_800_000


def test_bisherige_budgets_aus_einem_bogen(aufruf: Aufruf) -> None:
    assert aufruf("berechnen", DATEN).code == 0
    neu = aufruf("berechnen", DATEN, "--ohne-bogen", "--format", "json").objekt
    folge = aufruf(
        *("berechnen", DATEN, "--budgets", BOGEN, "--ohne-bogen", "--format", "json")
    ).objekt
    assert [r["budget_bisher"] for r in folge["sozialraeume"]] == [
        r["budget_neu"] for r in neu["sozialraeume"]
    ]


@pytest.mark.parametrize(
    ("argumente", "erwartet"),
    [
        (["fehlt.xlsx"], "fehlt.xlsx"),
        ([DATEN, "--ausgabe", "fehlt/x.xlsx"], "Den Ordner „fehlt“ gibt es nicht."),
        ([DATEN, "--parameter", "fehlt.toml"], "fehlt.toml"),
        ([DATEN, "--budgets", "fehlt.xlsx"], "fehlt.xlsx"),
        ([DATEN, "--bestandsschutz", "100", "--gesamtbudget", "1000000"], "höchstens"),
    ],
)
def test_fehler_in_daten_schreibt_nichts(
    argumente: list[object], erwartet: str, aufruf: Aufruf, tmp_path: Path
) -> None:
    lauf = aufruf("berechnen", *argumente)
    assert lauf.code == 1
    assert lauf.roh == b""
    assert erwartet in lauf.stderr
    assert "→" in lauf.stderr
    assert lauf.stderr.endswith("Es wurde nichts geschrieben.\n")
    assert dateinamen(tmp_path) == []


def test_alle_dateien_auf_einmal(aufruf: Aufruf) -> None:
    lauf = aufruf(
        *("berechnen", "a.xlsx", "--budgets", "b.xlsx", "--parameter", "c.toml"),
        *("--ausgabe", "fehlt/d.xlsx"),
    )
    assert lauf.code == 1
    assert [name for name in ("a.xlsx", "b.xlsx", "c.toml", "d.xlsx") if name in lauf.stderr] == [
        *("a.xlsx", "b.xlsx", "c.toml", "d.xlsx")
    ]
    assert "4 Fehler. Es wurde nichts geschrieben." in lauf.stderr


def test_ziel_ist_eine_eingabe(aufruf: Aufruf, tmp_path: Path) -> None:
    (tmp_path / "daten.xlsx").write_bytes(DATEN.read_bytes())
    lauf = aufruf("berechnen", "daten.xlsx", "--ausgabe", "./daten.xlsx", "--ueberschreiben")
    assert lauf.code == 1
    assert "Eingabedateien" in lauf.stderr
    assert (tmp_path / "daten.xlsx").read_bytes() == DATEN.read_bytes()


def test_vorhandenes_ziel_faellt_vor_dem_rechnen_auf(
    aufruf: Aufruf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nie(_: object) -> None:
        raise AssertionError

    monkeypatch.setattr("sozialraum_cli.rechnen.berechnung.rechnen", nie)
    (tmp_path / BOGEN).write_bytes(b"alt")
    for argumente in ([], ["--ausgabe", BOGEN]):
        lauf = aufruf("berechnen", DATEN, *argumente)
        assert lauf.code == 1
        assert "gibt es schon" in lauf.stderr


def test_eigene_vorlage(aufruf: Aufruf, tmp_path: Path) -> None:
    mappe = openpyxl.load_workbook(io.BytesIO(ressource("vorlagen", "berechnungsbogen.xlsx")))
    vorhanden(mappe["Berechnungsbogen"].oddFooter).left.text = "Fachdienst 51"
    mappe.save("brief.xlsx")
    lauf = aufruf("berechnen", DATEN, "--vorlage", "brief.xlsx")
    assert lauf.code == 0
    bogen = openpyxl.load_workbook(tmp_path / BOGEN)
    assert vorhanden(bogen["Berechnungsbogen"].oddFooter).left.text == "Fachdienst 51"
    vorher = (tmp_path / "brief.xlsx").read_bytes()
    lauf = aufruf(
        *("berechnen", DATEN, "--vorlage", "brief.xlsx", "--ausgabe", "./brief.xlsx"),
        "--ueberschreiben",
    )
    assert lauf.code == 1
    assert "würde überschrieben" in lauf.stderr
    assert (tmp_path / "brief.xlsx").read_bytes() == vorher


def test_schlechte_vorlage_faellt_mit_allem_anderen_auf(aufruf: Aufruf, tmp_path: Path) -> None:
    lauf = aufruf(
        *("berechnen", "a.xlsx", "--vorlage", DATEN_2026, "--parameter", "c.toml"),
        *("--ausgabe", "fehlt/d.xlsx"),
    )
    assert lauf.code == 1
    assert "Der Vorlage fehlt das Blatt „Berechnungsbogen“" in lauf.stderr
    assert "4 Fehler. Es wurde nichts geschrieben." in lauf.stderr
    assert dateinamen(tmp_path) == []


def test_hinweise_stehen_im_bogen(aufruf: Aufruf) -> None:
    lauf = aufruf("berechnen", DATEN)
    texte = [z.value for (z,) in openpyxl.load_workbook(BOGEN)["Prüfung"].iter_rows(max_col=1)]
    hinweis = "„Ausländeranteil“ liegt weit unter dem mittleren Sozialraum"
    assert hinweis in lauf.stderr
    assert [text for text in texte if str(text).startswith(hinweis)]


def test_bogen_mit_geaenderten_zellen(aufruf: Aufruf, tmp_path: Path) -> None:
    aufruf("berechnen", DATEN)
    mappe = openpyxl.load_workbook(BOGEN)
    blatt = mappe["Berechnungsbogen"]
    (kopf,) = (z for zeile in blatt.iter_rows() for z in zeile if z.value == "Budget neu")
    ort = blatt.cell(kopf.row + 1, kopf.column).coordinate
    blatt[ort] = 1
    mappe.save(tmp_path / "hand.xlsx")
    erwartet = f"Berechnungsbogen!{ort}: Im Blatt „Berechnungsbogen“ sind gerechnete Zellen"
    assert erwartet in aufruf("pruefen", "hand.xlsx").stdout
    for weitere in ([], ["--verfahren", "mindestbudget"], ["--abf", "5"]):
        for daten, meldet in (("hand.xlsx", True), (BOGEN, False)):
            lauf = aufruf("berechnen", daten, "--ohne-bogen", *weitere)
            assert lauf.code == 0
            assert (erwartet in lauf.stderr) is meldet
            assert ("Formeln geändert" in lauf.stderr) is False


def test_abgleich_eines_bogens_der_allein_nicht_rechnet(aufruf: Aufruf, tmp_path: Path) -> None:
    aufruf("berechnen", DATEN)
    geaendert(tmp_path / "ohne.xlsx", {("Parameter", "Gesamtbudget"): None}, tmp_path / BOGEN)
    lauf = aufruf("berechnen", "ohne.xlsx", "--ohne-bogen", "--gesamtbudget", "1700000")
    assert lauf.code == 0
    assert "ließ sich nicht prüfen" in lauf.stderr


def test_csv_dialekte(aufruf: Aufruf) -> None:
    csv_ = ("berechnen", DATEN, "--ohne-bogen", "--leise", "--format", "csv")
    deutsch_ = aufruf(*csv_).roh
    assert aufruf(*csv_, "--csv-dialekt", "excel-de").roh == deutsch_
    international = aufruf(*csv_, "--csv-dialekt", "international").roh
    assert not international.startswith(b"\xef\xbb\xbf")
    gelesen = [
        list(csv.reader(io.StringIO(roh.decode("utf-8-sig")), delimiter=trenner))
        for roh, trenner in ((deutsch_, ";"), (international, ","))
    ]
    kopf = gelesen[0][0]
    stelle = kopf.index("budget_neu")
    assert (gelesen[0][1][stelle], gelesen[1][1][stelle]) == ("165150,00", "165150.00")
    assert gelesen[1] == [[feld.replace(",", ".") for feld in zeile] for zeile in gelesen[0]]
    falsch = aufruf("berechnen", DATEN, "--ohne-bogen", "--csv-dialekt", "international")
    assert falsch.code == 2
    assert "nur mit --format csv" in falsch.stderr


@pytest.mark.parametrize("befehl", [("berechnen", DATEN), ("uebergang", DATEN_2026)])
def test_ergebnis_als_datei(befehl: tuple[object, ...], aufruf: Aufruf, tmp_path: Path) -> None:
    for endung in ("csv", "json"):
        ziel = f"ergebnis.{endung}"
        lauf = aufruf(*befehl, "--ausgabe", ziel)
        assert lauf.code == 0
        assert lauf.stderr.endswith(f"Ergebnis geschrieben: {ziel}\n")
        ohne = ("--ohne-bogen",) if befehl[0] == "berechnen" else ()
        soll = aufruf(*befehl, *ohne, "--format", endung)
        assert (tmp_path / ziel).read_bytes() == soll.roh
        assert lauf.stdout.startswith(("Sozialraumbudgets", "Übergang"))
        assert aufruf(*befehl, "--ausgabe", ziel).code == 1
        assert aufruf(*befehl, "--ausgabe", ziel, "--ueberschreiben", "--leise").stderr == ""
    assert dateinamen(tmp_path) == ["ergebnis.csv", "ergebnis.json"]
    international = (*befehl, "--ausgabe", "i.csv", "--csv-dialekt", "international")
    assert aufruf(*international).code == 0
    assert b";" not in (tmp_path / "i.csv").read_bytes()


def test_ergebnis_vieler_mappen_als_datei(aufruf: Aufruf, tmp_path: Path) -> None:
    for endung in ("csv", "json"):
        lauf = aufruf("berechnen", DATEN, DATEN_2026, "--ohne-bogen", "--ausgabe", f"x.{endung}")
        assert lauf.code == 0
        soll = aufruf("berechnen", DATEN, DATEN_2026, "--ohne-bogen", "--format", endung)
        assert (tmp_path / f"x.{endung}").read_bytes() == soll.roh
    assert dateinamen(tmp_path) == ["x.csv", "x.json"]


def test_source_date_epoch(aufruf: Aufruf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, sekunden in (("a", "1000000000"), ("b", "1100000000")):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", sekunden)
        assert aufruf("berechnen", DATEN, "--ausgabe", f"{name}.xlsx").code == 0
    assert (tmp_path / "a.xlsx").read_bytes() != (tmp_path / "b.xlsx").read_bytes()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "gestern")
    lauf = aufruf("berechnen", DATEN, "--ausgabe", "c.xlsx")
    assert lauf.code == 1
    assert "SOURCE_DATE_EPOCH" in lauf.stderr


# pruefen


def test_pruefen_in_ordnung(aufruf: Aufruf, tmp_path: Path) -> None:
    lauf = aufruf("pruefen", DATEN)
    assert lauf.code == 0
    assert lauf.stdout.endswith("Die Mappe lässt sich berechnen.\n")
    assert lauf.stderr == ""
    assert dateinamen(tmp_path) == []


def test_pruefen_findet_unloesbaren_schutz(aufruf: Aufruf, tmp_path: Path) -> None:
    daten = geaendert(tmp_path / "geaendert.xlsx", {("Parameter", "Bestandsschutz"): 100})
    text, objekt = aufruf("pruefen", daten), aufruf("pruefen", daten, "--format", "json")
    fehler = [befund for befund in objekt.objekt["befunde"] if befund["stufe"] == "fehler"]
    assert text.code == objekt.code == 1
    assert len(fehler) == 1
    assert fehler[0]["text"] in text.stdout
    assert fehler[0]["fundort"].startswith("Parameter!")
    assert dateinamen(tmp_path) == ["geaendert.xlsx"]


def test_pruefen_einer_fehlenden_datei(aufruf: Aufruf) -> None:
    lauf = aufruf("pruefen", "fehlt.xlsx", "--format", "json")
    assert lauf.code == 1
    assert lauf.objekt["schema"] == "sozialraum/pruefung/1"
    assert lauf.objekt["befunde"][0]["stufe"] == "fehler"
    assert lauf.stderr == ""


def test_pruefen_vieler_mappen(aufruf: Aufruf, tmp_path: Path) -> None:
    (tmp_path / "gut.xlsx").write_bytes(DATEN.read_bytes())
    aufruf("berechnen", DATEN)
    assert aufruf("pruefen", "*.xlsx").stdout.endswith("Alle 2 Mappen lassen sich berechnen.\n")
    geaendert(tmp_path / "schlecht.xlsx", {("Parameter", "Bestandsschutz"): 100})
    text = aufruf("pruefen", "*.xlsx", "fehlt.xlsx")
    zeilen = aufruf("pruefen", "*.xlsx", "fehlt.xlsx", "--format", "json")
    assert text.code == zeilen.code == 1
    assert text.stdout.endswith(
        "2 von 4 Mappen lassen sich berechnen, nicht: schlecht.xlsx, fehlt.xlsx.\n"
    )
    objekte = [simplejson.loads(zeile) for zeile in zeilen.stdout.splitlines()]
    assert [objekt["datei"] for objekt in objekte] == [
        *(BOGEN, "gut.xlsx", "schlecht.xlsx", "fehlt.xlsx")
    ]
    assert {objekt["schema"] for objekt in objekte} == {"sozialraum/pruefung/1"}


def test_pruefen_ohne_treffer(aufruf: Aufruf) -> None:
    lauf = aufruf("pruefen", "gibtsnicht*.xlsx")
    assert lauf.code == 1
    assert "passt keine Datei" in lauf.stdout


# beispiel und vorlage


def test_beispiel_legt_mappen_ab(aufruf: Aufruf, tmp_path: Path) -> None:
    lauf = aufruf("beispiel")
    assert lauf.code == 0
    ordner = tmp_path / "sozialraum-beispiel"
    assert dateinamen(ordner) == [
        *("LIESMICH.md", "controlling", "jahreslauf.bat", "jahreslauf.ps1", "jahreslauf.sh"),
        *("lueneburg_2012.xlsx", "lueneburg_2026.xlsx", "quellen"),
    ]
    assert {"LIESMICH.md", "zuordnung_lueneburg.toml"} < set(dateinamen(ordner / "quellen"))
    assert {"LIESMICH.md", "zuordnung.toml"} < set(dateinamen(ordner / "controlling"))
    naechster = lauf.stdout.splitlines()[-1].split("sozialraum ", 1)[1]
    assert aufruf(*naechster.split()).code == 0


def test_beispiel_ueberschreibt_nicht_ungefragt(aufruf: Aufruf, tmp_path: Path) -> None:
    (tmp_path / "o").mkdir()
    (tmp_path / "o" / "lueneburg_2026.xlsx").write_bytes(b"alt")
    lauf = aufruf("beispiel", "o")
    assert lauf.code == 1
    assert dateinamen(tmp_path / "o") == ["lueneburg_2026.xlsx"]
    assert (tmp_path / "o" / "lueneburg_2026.xlsx").read_bytes() == b"alt"
    assert aufruf("beispiel", "o", "--ueberschreiben").code == 0
    assert (tmp_path / "o" / "lueneburg_2026.xlsx").read_bytes() == DATEN_2026.read_bytes()


def test_vorlage(aufruf: Aufruf, tmp_path: Path) -> None:
    assert aufruf("vorlage").code == 0
    mappe = openpyxl.load_workbook(tmp_path / "eingabe_vorlage.xlsx")
    assert mappe.sheetnames == [
        *("Anleitung", "Sozialräume", "Indikatoren", "Gewichtung", "Parameter")
    ]
    assert aufruf("vorlage").code == 1
    assert aufruf("vorlage", "mit leer.xlsx").stdout.endswith('berechnen "mit leer.xlsx"\n')


# Ströme, Abbruch und Unerwartetes


@pytest.mark.parametrize("zeichensatz", ["cp1252", "cp850", "ascii", "utf-8"])
@pytest.mark.parametrize("argumente", [["--help"], ["berechnen", DATEN, "--ohne-bogen"], ["x"]])
def test_jede_konsole(zeichensatz: str, argumente: list[object]) -> None:
    lauf = prozess(*argumente, PYTHONIOENCODING=zeichensatz)
    assert lauf.returncode == (2 if argumente == ["x"] else 0)
    text = lauf.stdout.decode(zeichensatz) + lauf.stderr.decode(zeichensatz)
    assert "Traceback" not in text
    assert "?" not in text.replace("Meinten Sie", "")
    if zeichensatz == "ascii" and "berechnen" in argumente:
        assert "1.700.000 EUR" in text
        assert "Sozialraeume" in text


@pytest.mark.parametrize("format_", ["json", "csv"])
def test_maschinen_bekommen_immer_utf_8(format_: str) -> None:
    argumente = ("berechnen", DATEN, "--ohne-bogen", "--leise", "--format", format_)
    laeufe = {prozess(*argumente, PYTHONIOENCODING=z).stdout for z in ("ascii", "cp850", "utf-8")}
    assert len(laeufe) == 1
    assert '"Team Süd"' in (text := laeufe.pop().decode()) or ";Team Süd;" in text


@pytest.mark.parametrize("argumente", [["--help"], ["berechnen", DATEN, "--ohne-bogen"]])
def test_geschlossene_leitung_ist_kein_fehler(argumente: list[object]) -> None:
    lesen, schreiben = os.pipe()
    os.close(lesen)
    lauf = subprocess.run(
        [sys.executable, "-m", "sozialraum_cli", *map(str, argumente)],
        stdout=schreiben,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(schreiben)
    assert lauf.returncode == 0
    assert b"Error" not in lauf.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="nur wo es /dev/full gibt")
def test_volle_ausgabe_ist_ein_fehler() -> None:
    with Path("/dev/full").open("wb") as voll:
        lauf = subprocess.run(
            [sys.executable, "-m", "sozialraum_cli", "--help"],
            stdout=voll,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert lauf.returncode == 1
    assert "gescheitert" in lauf.stderr.decode()
    assert "Traceback" not in lauf.stderr.decode()


def test_unerwarteter_fehler_ohne_traceback(
    aufruf: Aufruf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def kaputt(_: object) -> None:
        raise ZeroDivisionError("geteilt [rot] durch nichts")

    monkeypatch.setattr("sozialraum_cli.rechnen.berechnung.rechnen", kaputt)
    lauf = aufruf("berechnen", DATEN)
    assert lauf.code == 1
    assert "Unerwarteter Fehler, bitte melden: ZeroDivisionError: geteilt [rot]" in lauf.stderr
    assert "Traceback" not in lauf.stderr
    monkeypatch.setenv("SOZIALRAUM_FEHLERSUCHE", "1")
    assert "Traceback" in aufruf("berechnen", DATEN).stderr
    assert dateinamen(tmp_path) == []


@pytest.mark.parametrize(
    "stelle", ["sozialraum_cli.rechnen.berechnung.rechnen", "os.fsync", "os.link"]
)
def test_strg_c(
    stelle: str, aufruf: Aufruf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def abbruch(*_: object, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(stelle, abbruch)
    lauf = aufruf("berechnen", DATEN)
    assert lauf.code == 130
    assert lauf.stderr == "Abgebrochen.\n"
    assert dateinamen(tmp_path) == []


@pytest.mark.skipif(os.name == "nt", reason="Signale wie bei POSIX")
def test_strg_c_als_signal(tmp_path: Path) -> None:
    programm = (
        "import os, signal, sozialraum_cli.rechnen.berechnung as b\n"
        "b.rechnen = lambda e: os.kill(os.getpid(), signal.SIGINT)\n"
        "from sozialraum_cli.__main__ import main; main()"
    )
    lauf = subprocess.run(
        [sys.executable, "-c", programm, "berechnen", str(DATEN)],
        capture_output=True,
        cwd=tmp_path,
        check=False,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    assert (lauf.returncode, lauf.stderr) == (130, b"Abgebrochen.\n")
    assert dateinamen(tmp_path) == []

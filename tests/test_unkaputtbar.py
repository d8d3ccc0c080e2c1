"""Unkaputtbar: jede Mappe ergibt ein richtiges Ergebnis oder eine Meldung, nie etwas anderes.

Durch die ganze Befehlszeile, in diesem Prozess. Länger sucht, wer STOERUNGEN=200 setzt oder
--hypothesis-profile=lang angibt.
"""

import contextlib
import csv
import io
import os
import random
import re
import signal
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import stoerung
from befehlszeile import DATEN, DATEN_2026, Lauf, dateinamen
from bogendatei import Fehlerzelle, marke, teile, zellen
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from test_eigenschaften import eingaben, rechnen_oder_fehler

from sozialraum_cli.__main__ import ausfuehren
from sozialraum_cli.eingabemappe.schreiben import eingabemappe
from sozialraum_cli.modell import Eingabe
from sozialraum_cli.namen import vergleichsform
from sozialraum_cli.rechnen.geltende_parameter import geld

WURZEL = Path(__file__).parents[1]
ODS = Path(__file__).parent / "daten" / "lueneburg_2012.ods"
VORLAGE = WURZEL / "vorlagen" / "berechnungsbogen.xlsx"
STAND = datetime(2026, 1, 15, tzinfo=UTC)

EINGABEBLAETTER = ("sozialraeume", "indikatoren", "gewichtung", "parameter")

HOECHSTENS_SEKUNDEN = 10
HOECHSTENS_KIBIBYTE = 1 << 20


class ZuLangsam(BaseException):
    """Ein Fall überschritt seine Frist; keine Exception, damit das Programm sie nicht fängt."""


@pytest.fixture(autouse=True)
def arbeitsordner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Der aktuelle Ordner ist leer."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(autouse=True, scope="module")
def speicher() -> Iterator[None]:
    """Kein Fall dieses Moduls treibt den Speicher des Prozesses über 1 GiB."""
    if sys.platform == "win32":
        yield
        return
    vorher = _speicherspitze()
    yield
    assert _speicherspitze() in {vorher, *range(HOECHSTENS_KIBIBYTE)}


@dataclass(frozen=True)
class Quelle:
    """Eine gültige Mappe, ihr Ergebnis und was ein zweiter Leser in ihr sieht."""

    datei: bytes
    sozialraeume: object
    inhalt: object


@pytest.fixture(scope="module")
def quellen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Quelle]:
    """Gültige Mappen unter ihrem Dateinamen: Eingaben, ein Bogen, eine Mappe von LibreOffice."""
    return quellen_lesen(tmp_path_factory.mktemp("quellen"))


def quellen_lesen(ordner: Path) -> dict[str, Quelle]:
    bogen = ordner / "bogen.xlsx"
    assert laufen("berechnen", DATEN_2026, "--ausgabe", bogen, "--leise").code == 0
    quellen = {}
    for pfad in (DATEN, DATEN_2026, ODS, bogen):
        lauf = laufen("berechnen", pfad, "--ohne-bogen", "--format", "json")
        inhalt = zweiter_leser(pfad.read_bytes())
        quellen[pfad.name] = Quelle(pfad.read_bytes(), lauf.objekt["sozialraeume"], inhalt)
    return quellen


def _speicherspitze() -> int:
    import resource

    spitze = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return spitze // 1024 if sys.platform == "darwin" else spitze


@contextlib.contextmanager
def frist() -> Iterator[None]:
    """Bricht ab, was länger als die Frist dauert; unter Windows fällt es erst danach auf."""
    if not hasattr(signal, "setitimer"):
        beginn = time.process_time()
        yield
        assert time.process_time() - beginn < HOECHSTENS_SEKUNDEN
        return

    def abbrechen(*_: object) -> None:
        raise ZuLangsam

    vorher = signal.signal(signal.SIGPROF, abbrechen)
    signal.setitimer(signal.ITIMER_PROF, HOECHSTENS_SEKUNDEN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, vorher)


def laufen(*argumente: object) -> Lauf:
    """Ruft das Programm in diesem Prozess auf; es endet in der Frist mit 0 oder 1 und auf Deutsch.

    Fundort, Grund und Abhilfe hat jede Meldung, die zum Exit-Code 1 gehört.
    """
    stroeme = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2)]
    with frist(), contextlib.redirect_stdout(stroeme[0]), contextlib.redirect_stderr(stroeme[1]):
        code = ausfuehren([str(argument) for argument in argumente])
    for strom in stroeme:
        strom.flush()
    stdout, stderr = (strom.buffer.getvalue() for strom in stroeme)
    lauf = Lauf(code, stdout, stderr.decode())
    text = lauf.stdout + lauf.stderr
    assert code in (0, 1), text
    for unerwartet in ("Traceback", "Unerwarteter Fehler", "ist gescheitert", "Warning"):
        assert unerwartet not in text, text
    return lauf


def geprueft(*argumente: object) -> Lauf:
    """Prüft eine Mappe; jeder Befund ist vollständig."""
    lauf = laufen("pruefen", *argumente, "--format", "json")
    befunde = lauf.objekt["befunde"]
    assert (lauf.code == 1) == any(befund["stufe"] == "fehler" for befund in befunde)
    for befund in befunde:
        assert befund["text"].endswith((".", "?")), befund
        assert befund["abhilfe"].endswith("."), befund
        assert befund["fundort"] or befund["stufe"] == "hinweis", befund
    return lauf


def summen_stimmen(lauf: Lauf) -> None:
    """Alle Summen des Ergebnisses, nur aus dem, was JSON selbst nennt."""
    objekt = lauf.objekt
    raeume, summen = objekt["sozialraeume"], objekt["summen"]
    gesamt = objekt["parameter"]["gesamtbudget"]["wert"]

    def summe(name: str) -> Decimal:
        return sum((raum[name] for raum in raeume), Decimal(0))

    assert summe("budget_neu") == gesamt + summe("ausgleich") == summen["budget_neu"]
    assert summe("budget_indikatoren_gerundet") == gesamt == summen["budget_indikatoren"]
    assert summe("schutzwirkung") == summe("ausgleich") == summen["ausgleich"]
    assert abs(summe("anteil") - 1) < Decimal("1e-9")
    for raum in raeume:
        teile = sum(leistung["mittel"] for leistung in raum["leistungen"])
        assert raum["regiekosten"] + teile == raum["budget_neu"]
        assert raum["personal"] == teile
        assert min(raum["budget_neu"], *(x["mittel"] for x in raum["leistungen"])) >= 0
        if raum["differenz"] is not None:
            abweichung = raum["budget_neu"] - raum["budget_bisher"] - raum["differenz"]
            assert abs(abweichung) <= Decimal("0.01")
    if summen["budget_bisher"] is not None:
        # Bisherige Budgets dürfen Bruchteile von Cent haben.
        assert abs(summe("budget_bisher") - summen["budget_bisher"]) <= len(raeume) * Decimal(
            "0.01"
        )
    if summen["budget_2"] is not None and raeume[0]["budget_2"] is not None:
        assert summe("budget_2") == summen["budget_2"]


Inhalt = dict[str, list[list[tuple[object, bool]]]]


def zweiter_leser(datei: bytes) -> Inhalt | None:
    """Je Eingabeblatt Werte und Prozentformate, wie openpyxl sie sieht; None, wenn es aufgibt."""
    blaetter: Inhalt = {}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # Nur lesend, sonst legt openpyxl für A1:XFD1048576 jede verbundene Zelle an.
            mappe = openpyxl.load_workbook(io.BytesIO(datei), read_only=True, data_only=True)
            for blatt in mappe.worksheets:
                name = vergleichsform(blatt.title)
                if name in EINGABEBLAETTER:
                    blaetter[name] = [
                        [(zelle.value, "%" in (zelle.number_format or "")) for zelle in zeile]
                        for zeile in blatt.iter_rows(max_row=100, max_col=20)
                    ]
    except Exception:
        # openpyxl gibt bei vielem auf, was sich lesen lässt; dann gibt es nichts zu vergleichen.
        return None
    return blaetter


def wie_ein_zweiter_leser(lauf: Lauf, datei: bytes, quelle: Quelle) -> bool:
    """Vergleicht mit dem, was openpyxl sieht; Ergebnis: ob es die Mappe lesen konnte.

    Die bisherigen Budgets sind die der Mappe; sieht openpyxl überall dasselbe wie vor der Störung,
    ist auch das Ergebnis dasselbe.
    """
    inhalt = zweiter_leser(datei)
    if inhalt is None:
        return False
    if inhalt == quelle.inhalt:
        assert lauf.objekt["sozialraeume"] == quelle.sozialraeume
    zeilen = [[wert for wert, _ in zeile] for zeile in inhalt["sozialraeume"]]
    kopf = next(zeile for zeile in zeilen if "Sozialraum" in zeile)
    name, budget = kopf.index("Sozialraum"), kopf.index("Budget bisher")
    gelesen = {
        " ".join(str(zeile[name]).split()): zeile[budget]
        for zeile in zeilen
        if isinstance(zeile[budget], int | float)
    }
    for raum in lauf.objekt["sozialraeume"]:
        if raum["sozialraum"] in gelesen:
            ist = Decimal(f"{gelesen[raum['sozialraum']]:.15g}")
            assert raum["budget_bisher"] == geld(ist), raum["sozialraum"]
    return True


def alles_oder_nichts(datei: bytes, name: str, quelle: Quelle, *, mit_bogen: bool) -> str:
    """Eine Mappe durch alle Befehle: ein richtiges Ergebnis oder Befunde und keine Datei."""
    pfad = Path(name)
    pfad.write_bytes(datei)
    pruefung = geprueft(pfad)
    ohne_bogen = ("berechnen", pfad, "--format", "json")
    lauf = laufen(*ohne_bogen, *(("--ausgabe", "x.xlsx") if mit_bogen else ("--ohne-bogen",)))
    assert lauf.code == pruefung.code
    if lauf.code == 1:
        assert lauf.roh == b""
        assert "→" in lauf.stderr
        assert lauf.stderr.endswith("Es wurde nichts geschrieben.\n")
        assert dateinamen(Path()) == [name]
        return "abgelehnt"
    summen_stimmen(lauf)
    verglichen = name.endswith(".xlsx") and wie_ein_zweiter_leser(lauf, datei, quelle)
    if mit_bogen:
        assert dateinamen(Path()) == sorted([name, "x.xlsx"])
        bogen = laufen("berechnen", "x.xlsx", "--ohne-bogen", "--format", "json")
        assert bogen.objekt["sozialraeume"] == lauf.objekt["sozialraeume"]
        Path("x.xlsx").unlink()
    return "verglichen" if verglichen else "berechnet"


def vorlage_oder_nichts(datei: bytes, soll: object) -> str:
    """Aus einer Vorlage wird ein lesbarer Bogen mit diesem Ergebnis oder keiner."""
    Path("v.xlsx").write_bytes(datei)
    lauf = laufen("berechnen", DATEN, "--vorlage", "v.xlsx", "--ausgabe", "x.xlsx")
    if lauf.code == 1:
        assert lauf.roh == b""
        assert lauf.stderr.endswith("Es wurde nichts geschrieben.\n")
        assert dateinamen(Path()) == ["v.xlsx"]
        return "abgelehnt"
    bogen = laufen("berechnen", "x.xlsx", "--ohne-bogen", "--format", "json")
    assert bogen.objekt["sozialraeume"] == soll
    Path("x.xlsx").unlink()
    return "geschrieben"


# Zufällige gültige Mappen -----------------------------------------------------------------------

OHNE_FRIST = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


def als_mappe(eingabe: Eingabe) -> Path:
    Path("daten.xlsx").write_bytes(eingabemappe(eingabe, STAND))
    return Path("daten.xlsx")


@OHNE_FRIST
@given(eingaben(vollstaendig=True), st.booleans())
def test_gueltige_mappen_ergeben_genau_das_ergebnis(eingabe: Eingabe, mit_bogen: bool) -> None:
    """Durch Mappe, Befehlszeile und JSON kommt auf den Cent heraus, was der Kern rechnet."""
    soll = rechnen_oder_fehler(eingabe)
    pfad = als_mappe(eingabe)
    assert geprueft(pfad).code == (soll is None)
    argumente = ("berechnen", pfad, "--format", "json", "--ueberschreiben")
    lauf = laufen(*argumente, *(("--ausgabe", "x.xlsx") if mit_bogen else ("--ohne-bogen",)))
    assert lauf.code == (soll is None)
    if soll is None:
        assert lauf.stderr.endswith("Es wurde nichts geschrieben.\n")
        return
    summen_stimmen(lauf)
    for raum, zeile in zip(lauf.objekt["sozialraeume"], soll.sozialraeume, strict=True):
        assert raum["budget_neu"] == zeile.budget_neu
        assert raum["budget_indikatoren_gerundet"] == zeile.budget_indikatoren_gerundet
        assert raum["budget_2"] == zeile.budget_2
        assert [leistung["mittel"] for leistung in raum["leistungen"]] == [
            leistung.mittel for leistung in zeile.komponenten.leistungen
        ]
    if mit_bogen:
        bogen = laufen("berechnen", "x.xlsx", "--ohne-bogen", "--format", "json")
        assert bogen.objekt["sozialraeume"] == lauf.objekt["sozialraeume"]


# Gestörte Mappen --------------------------------------------------------------------------------


EBENEN = {
    "zellen": stoerung.zellen_stoeren,
    "xml": stoerung.teil_stoeren,
    "zip": stoerung.behaelter_stoeren,
}
MAPPEN_JE_SAAT = 6


@pytest.mark.parametrize("saat", stoerung.SAATEN)
@pytest.mark.parametrize("ebene", EBENEN)
def test_gestoerte_mappen(ebene: str, saat: int, quellen: dict[str, Quelle]) -> None:
    zufall = random.Random(saat)
    namen = [n for n in quellen if n != "bogen.xlsx" and (ebene != "zellen" or n != ODS.name)]
    for _ in range(MAPPEN_JE_SAAT):
        # Ein Bogen braucht ein Vielfaches der Zeit.
        name = "bogen.xlsx" if zufall.random() < 0.1 else zufall.choice(namen)
        gestoert = EBENEN[ebene](zufall, quellen[name].datei)
        alles_oder_nichts(gestoert, name, quellen[name], mit_bogen=zufall.random() < 0.1)
        Path(name).unlink()


@pytest.mark.parametrize("saat", stoerung.SAATEN)
@pytest.mark.parametrize("ebene", EBENEN)
def test_gestoerte_vorlagen(ebene: str, saat: int) -> None:
    """Aus einer gestörten Vorlage wird ein lesbarer Bogen mit demselben Ergebnis oder keiner."""
    zufall = random.Random(saat)
    soll = laufen("berechnen", DATEN, "--ohne-bogen", "--format", "json").objekt["sozialraeume"]
    vorlage_oder_nichts(EBENEN[ebene](zufall, VORLAGE.read_bytes()), soll)


# Text ist Daten ---------------------------------------------------------------------------------

BOESE_TEXTE = (
    '=HYPERLINK("http://x.example";"Klick")',
    "=1+1",
    "+49 4131",
    "-1+2",
    "@SUM(A1:A9)",
    "=cmd|'/c calc'!A1",
    "[rot]",
    "[/]",
    "<b>fett</b> & <script>",
    'Ein "Name"; mit, allem',
    "O'Neil",
    "{{bogen}}",
    "{{jahr}}",
    "{0} %s %(x)s",
    "../../x.xlsx",
    "C:\\Temp\\x.xlsx",
    "CON",
    "&A &P &K00FF00",
    "A* ?~",
    "#DIV/0!",
    "#NV",
    "WAHR",
    "01.02.2012",
    "1.234,50",
    "\u05e9\u05dc\u05d5\u05dd",
    "A\u200b\u200fB",
    "A\u0308dendorf",
    "\U0001f600 Ost",
    "sehr lang " * 24,
    "y" * 240,
    "Tab\tund\nUmbruch",
)


def lesbar(text: str) -> str:
    """Der Text, wie ihn das Programm führt: Leerraum ist ein Leerzeichen."""
    return " ".join(text.split())


def mit_texten(buch: openpyxl.Workbook, texte: Sequence[str]) -> None:
    """Setzt jeden Text in jede Art von Textfeld: Namen, Köpfe, Bezüge, Quellen, Leistungen."""
    rund = [texte[(nummer + 1) % len(texte)] for nummer in range(len(texte))]
    raeume: list[list[str | int]] = [
        ["Sozialraum", "Schlüssel", "Träger", "Region", "Zuständigkeit", "Budget bisher"]
    ]
    raeume += [[t, f"{nr:09}", u, u, t, 1000] for nr, (t, u) in enumerate(zip(texte, rund))]  # noqa: B905
    spalten = [f"{text} {nummer}" for nummer, text in enumerate(texte[:4])]
    indikatoren: list[list[str | int]] = [["Sozialraum", *spalten, "Einwohner"]]
    indikatoren += [[text, 5, 6, 7, 8 + nr, 100 + nr] for nr, text in enumerate(texte)]
    gewichtung: list[list[str | int]] = [
        ["Indikator", "Gewicht", "Bezugsgröße", "Quelle", "Stichtag"]
    ]
    gewichtung += [[name, 25, "Einwohner", text, text] for name, text in zip(spalten, texte)]  # noqa: B905
    parameter: list[list[str | int | None]] = [
        ["Parameter", "Wert", "Erläuterung", "Quelle"],
        ["Jahr", 2012, texte[0], texte[1]],
        ["Gesamtbudget", 100_000, texte[1], texte[2]],
        ["Verfahren des Bestandsschutzes", "anteilig", texte[2], texte[0]],
        ["Bestandsschutz", 70, None, None],
        ["Personalkosten je Vollzeitstelle", 55_000, None, None],
        [f"Leistung: {texte[0]}", 60, texte[3], None],
        [f"Leistung: {texte[1]}", 40, texte[0], None],
    ]
    blaetter: list[tuple[str, Sequence[Sequence[str | int | None]]]] = [
        ("Sozialräume", [[texte[0]], [], *raeume, [], [f"Quelle: {texte[2]}"]]),
        ("Indikatoren", [[texte[1]], [], *indikatoren]),
        ("Gewichtung", gewichtung),
        ("Parameter", parameter),
    ]
    for name, zeilen in blaetter:
        blatt = buch.create_sheet(name)
        for nummer, zeile in enumerate(zeilen, start=1):
            for spalte, wert in enumerate(zeile, start=1):
                zelle = blatt.cell(nummer, spalte, wert)
                if isinstance(wert, str):
                    zelle.data_type = "s"


@pytest.mark.parametrize("drehung", range(0, len(BOESE_TEXTE), 4))
def test_text_ist_ueberall_text(drehung: int) -> None:
    texte = [*BOESE_TEXTE[drehung:], *BOESE_TEXTE[:drehung]]
    buch = openpyxl.Workbook()
    buch.remove(buch.worksheets[0])
    mit_texten(buch, texte)
    buch.save("daten.xlsx")

    aufruf = ("berechnen", "daten.xlsx", "--leise")
    ergebnis = laufen(*aufruf, "--format", "json", "--ausgabe", "x.xlsx")
    assert ergebnis.code == 0, ergebnis.stderr
    assert dateinamen(Path()) == ["daten.xlsx", "x.xlsx"]
    namen = [raum["sozialraum"] for raum in ergebnis.objekt["sozialraeume"]]
    assert namen == [lesbar(text) for text in texte]
    summen_stimmen(ergebnis)

    tabelle = laufen(*aufruf, "--ohne-bogen").stdout
    assert "[rot]" in tabelle
    assert "=1+1" in tabelle
    assert "\u200f" not in tabelle

    for dialekt in ("excel-de", "international"):
        roh = laufen(*aufruf, "--ohne-bogen", "--format", "csv", "--csv-dialekt", dialekt).roh
        zeilen = csv.reader(
            io.StringIO(roh.decode("utf-8-sig"), newline=""),
            delimiter=";" if dialekt == "excel-de" else ",",
        )
        for feld in (feld for zeile in zeilen for feld in zeile):
            zahl = re.fullmatch(r"-?[0-9]+([.,][0-9]+)?", feld)
            assert zahl or not feld.startswith(("=", "+", "-", "@", "\t", "\r")), feld

    fremde = {lesbar(text) for text in texte}
    for name, blatt in zellen(Path("x.xlsx").read_bytes()).items():
        for ort, zelle in blatt.items():
            if isinstance(zelle.wert, Fehlerzelle):
                pytest.fail(f"{name}!{ort} ist ein Fehler: {zelle.wert}")
            if zelle.formel is not None:
                assert zelle.formel not in {text.removeprefix("=") for text in fremde}, ort
                assert len(zelle.formel) <= 8192, f"{name}!{ort}"
    for teil, inhalt in teile(Path("x.xlsx").read_bytes()).items():
        if "worksheets/sheet" in teil and teil.endswith(".xml"):
            fuss = etree.fromstring(inhalt).findall(f".//{marke('headerFooter')}/*")
            assert not any(text in (f.text or "") for f in fuss for text in fremde if len(text) > 3)

    bogen = laufen("berechnen", "x.xlsx", "--ohne-bogen", "--format", "json")
    assert bogen.objekt["sozialraeume"] == ergebnis.objekt["sozialraeume"]


@pytest.mark.parametrize("name", ["a\x07b", "a\u202eb", "a\udcffb", "y" * 256])
def test_unmoegliche_namen_von_leistungen(name: str) -> None:
    Path("p.toml").write_text(f'"leistung:{name}" = 60\n"leistung:x" = 40', errors="replace")
    for angaben in (
        ("--setze", f"leistung:{name}=60", "--setze", "leistung:x=40"),
        ("--parameter", "p.toml"),
    ):
        lauf = laufen("berechnen", DATEN, "--ausgabe", "x.xlsx", *angaben)
        assert lauf.code == 1 or "?" in Path("p.toml").read_text()
        assert lauf.code == 0 or dateinamen(Path()) == ["p.toml"]


def test_kein_text_wird_zum_pfad(tmp_path: Path) -> None:
    """Das Ziel nennt nur die Befehlszeile; Text aus der Mappe kommt in keinem Dateinamen vor."""
    (tmp_path / "unter").mkdir()
    daten = tmp_path / "unter" / "=1+1 [rot] & ../x.xlsx".replace("/", "_")
    daten.write_bytes(DATEN.read_bytes())
    assert laufen("berechnen", daten, "--leise").code == 0
    assert dateinamen(tmp_path) == ["Berechnungsbogen_2012.xlsx", "unter"]
    bogen = zellen((tmp_path / "Berechnungsbogen_2012.xlsx").read_bytes())
    genannt = [z for z in bogen["Prüfung"].values() if daten.name in str(z.wert)]
    assert len(genannt) == 1
    assert genannt[0].formel is None


# Schreiben --------------------------------------------------------------------------------------

NUR_POSIX = pytest.mark.skipif(os.name == "nt", reason="Signale und Grenzen wie bei POSIX")
ALT = b"die alte Datei"


def als_prozess(vorher: str, *argumente: object) -> subprocess.CompletedProcess[bytes]:
    """Ruft das Programm in einem eigenen Prozess auf, nachdem dort `vorher` ausgeführt ist."""
    programm = f"import os, signal, sys\n{vorher}\nfrom sozialraum_cli.__main__ import main\nmain()"
    return subprocess.run(
        [sys.executable, "-c", programm, *map(str, argumente)],
        capture_output=True,
        check=False,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )


def alte_datei() -> Path:
    Path("bogen.xlsx").write_bytes(ALT)
    return Path("bogen.xlsx")


@NUR_POSIX
@pytest.mark.parametrize("stelle", ["os.fsync", "os.replace"])
def test_strg_c_mitten_im_schreiben_laesst_die_alte_datei(stelle: str) -> None:
    ziel = alte_datei()
    vorher = f"{stelle} = lambda *_, **__: os.kill(os.getpid(), signal.SIGINT)"
    lauf = als_prozess(vorher, "berechnen", DATEN, "--ausgabe", ziel, "--ueberschreiben")
    assert (lauf.returncode, lauf.stderr) == (130, b"Abgebrochen.\n")
    assert ziel.read_bytes() == ALT
    assert dateinamen(Path()) == [ziel.name]


@NUR_POSIX
def test_voller_datentraeger_laesst_die_alte_datei() -> None:
    """Eine Grenze für die Dateigröße lässt das Schreiben mitten im Bogen scheitern.

    Sie gilt ab dem Augenblick, in dem die Datei neben dem Ziel ihren Namen bekommt.
    """
    ziel = alte_datei()
    vorher = (
        "import os, resource; zufall = os.urandom\n"
        "def voll(laenge):\n"
        "    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "    return zufall(laenge)\n"
        "os.urandom = voll"
    )
    lauf = als_prozess(vorher, "berechnen", DATEN, "--ausgabe", ziel, "--ueberschreiben")
    assert lauf.returncode == 1
    assert lauf.stdout == b""
    assert "bogen.xlsx: Die Datei lässt sich nicht schreiben" in lauf.stderr.decode()
    assert lauf.stderr.decode().endswith("Es wurde nichts geschrieben.\n")
    assert ziel.read_bytes() == ALT
    assert dateinamen(Path()) == [ziel.name]


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root darf überall schreiben"
)
def test_schreibgeschuetzter_ordner(tmp_path: Path) -> None:
    ordner = tmp_path / "fest"
    ordner.mkdir()
    (ordner / "bogen.xlsx").write_bytes(ALT)
    ordner.chmod(0o555)
    for name in ("bogen.xlsx", "neu.xlsx"):
        lauf = laufen("berechnen", DATEN, "--ausgabe", ordner / name, "--ueberschreiben")
        assert lauf.code == 1
        assert "→" in lauf.stderr
    assert dateinamen(ordner) == ["bogen.xlsx"]
    assert (ordner / "bogen.xlsx").read_bytes() == ALT


def test_falsche_daten_lassen_die_alte_datei() -> None:
    ziel = alte_datei()
    zu_viel = ("--bestandsschutz", "100", "--gesamtbudget", "1000")
    lauf = laufen("berechnen", DATEN, "--ausgabe", ziel, "--ueberschreiben", *zu_viel)
    assert lauf.code == 1
    assert ziel.read_bytes() == ALT
    assert dateinamen(Path()) == [ziel.name]


@pytest.mark.parametrize("option", ["--budgets", "--vorlage", "--parameter"])
def test_keine_eingabedatei_wird_ueberschrieben(option: str) -> None:
    beigabe = Path("beigabe.xlsx")
    beigabe.write_bytes(b"abf = 10" if option == "--parameter" else VORLAGE.read_bytes())
    vorher = beigabe.read_bytes()
    argumente = (option, beigabe, "--ausgabe", beigabe.resolve(), "--ueberschreiben")
    lauf = laufen("berechnen", DATEN, *argumente)
    assert lauf.code == 1
    assert "Das Ziel ist eine der Eingabedateien" in lauf.stderr
    assert beigabe.read_bytes() == vorher
    assert dateinamen(Path()) == ["beigabe.xlsx"]

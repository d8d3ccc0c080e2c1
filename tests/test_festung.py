"""Festung: feindliche Dateien täuschen nicht, stürzen nicht ab und fressen nichts auf.

Länger sucht, wer FESTUNG=2000 setzt oder tests/feindlich.py aufruft.
"""

import ctypes
import itertools
import os
import random
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import feindlich
import pytest
from befehlszeile import DATEN
from bogendatei import gepackt, teile
from feindlich import ARTEN, BLATTER, vorlage
from lxml import etree

from sozialraum_cli.arbeitsmappe.paket import q
from sozialraum_cli.bogen.vorlagebefunde import ueberlappende_verbuende
from sozialraum_cli.lesen.mappe import spaltenbuchstabe

LAEUFE = int(os.environ.get("FESTUNG", "0")) or len(ARTEN)


@pytest.fixture(autouse=True)
def arbeitsordner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.skipif(os.name == "nt", reason="Grenzen für Prozesse wie bei POSIX")
def test_jede_art_von_angriff() -> None:
    """In einem eigenen Prozess mit 1 GiB; unter pytest prüft conftest jede geschriebene Mappe."""
    lauf = subprocess.run(
        [sys.executable, feindlich.__file__, str(LAEUFE), "1"],
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert lauf.returncode == 0, lauf.stdout[-3000:] + lauf.stderr[-1000:]
    assert f"{LAEUFE} Läufe, 0 Funde" in lauf.stdout
    assert all(name in lauf.stdout for name in ARTEN)


def test_der_sucher_findet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sonst bewiese der Test darüber nichts: jede Art von Mangel fällt auf."""
    for ausgabe, code in (
        ("Traceback (most recent call last):", 1),
        ("Unerwarteter Fehler, bitte melden: x", 1),
        ("gut, aber \x1b[31m rot", 0),
        ("gut, aber \u202e verdreht", 0),
        ("gut", 2),
    ):
        monkeypatch.setattr(feindlich, "still", lambda *_, a=ausgabe, c=code: (c, a))
        assert feindlich.suchen(1, 1)[1], ausgabe


def mit_zeilen(zeilen: str, blatt: int = 0) -> bytes:
    inhalt = teile(DATEN.read_bytes())
    name = BLATTER[blatt]
    inhalt[name] = inhalt[name].replace(b"</sheetData>", f"{zeilen}</sheetData>".encode(), 1)
    return gepackt(inhalt)


def texte(text: str, anzahl: int = 30) -> bytes:
    """Zeilen, deren Texte alle verschieden sind, in jeder Spalte, die etwas benennt."""
    zelle = '<c r="{}{}" t="inlineStr"><is><t>{}{}</t></is></c>'
    return mit_zeilen(
        "".join(
            f'<row r="{nr}">{"".join(zelle.format(s, nr, nr, text) for s in "ABC")}</row>'
            for nr in range(100, 100 + anzahl)
        )
    )


def geteilte_formel() -> bytes:
    erste = f'<c r="A500"><f t="shared" si="0">{"A1+" * 5000}1</f><v>1</v></c>'
    weitere = '<row r="{0}"><c r="A{0}"><f t="shared" si="0"/><v>1</v></c></row>'
    return mit_zeilen(
        f'<row r="500">{erste}</row>' + "".join(weitere.format(nr) for nr in range(501, 3000))
    )


def verbuende() -> bytes:
    inhalt = teile(DATEN.read_bytes())
    viele = b"</sheetData><mergeCells>%s</mergeCells>" % (b'<mergeCell ref="A1:XFD9"/>' * 99_000)
    inhalt[BLATTER[1]] = inhalt[BLATTER[1]].replace(b"</sheetData>", viele)
    return gepackt(inhalt)


def formate() -> bytes:
    inhalt = teile(DATEN.read_bytes())
    stile = inhalt["xl/styles.xml"]
    viele = b"<cellXfs>" + b'<xf numFmtId="9"/>' * 1_000_000 + b"</cellXfs>"
    inhalt["xl/styles.xml"] = stile.replace(b"</styleSheet>", viele + b"</styleSheet>")
    return gepackt(inhalt)


def dasselbe_blatt() -> bytes:
    inhalt = teile(DATEN.read_bytes())
    blatt = b'<sheet name="B%d" sheetId="9" r:id="rId1"/>'
    viele = b"".join(blatt % nr for nr in range(50_000))
    mappe = inhalt["xl/workbook.xml"].replace(b"</sheets>", viele + b"</sheets>")
    inhalt["xl/workbook.xml"] = mappe.replace(
        b"<workbook ",
        b'<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
        if b"xmlns:r=" not in mappe.partition(b">")[0]
        else b"<workbook ",
        1,
    )
    return gepackt(inhalt)


MAPPEN: dict[str, Callable[[], bytes]] = {
    "tiefe": lambda: mit_zeilen("<a>" * 6_000_000),
    "elemente": lambda: mit_zeilen("<c/>" * 6_000_000),
    "angaben": lambda: mit_zeilen('<c a="" b="" d="" e="" f="" g="" h=""/>' * 2_000_000),
    "klammern": lambda: texte("(" + "1" * 32_000),
    "zeichen die sich häufen": lambda: texte("\u0323\u0301" * 16_000),
    "namen gleicher Zeichen": lambda: texte("ab" * 90, 6_000),
    "geteilte formel": geteilte_formel,
    "verbünde": verbuende,
    "formate": formate,
    "dasselbe blatt": dasselbe_blatt,
}
VORLAGEN: dict[str, Callable[[], bytes]] = {
    "platzhalter": lambda: gepackt(
        vorlage(
            "", nach="<headerFooter><oddFooter>{{" + " " * 200_000 + "</oddFooter></headerFooter>"
        )
    ),
    "formeln": lambda: gepackt(
        vorlage(
            "".join(
                f'<row r="{nr}"><c r="A{nr}"><f>{"A9+" * 90}1</f></c></row>'
                for nr in range(9, 9_000)
            )
        )
    ),
    "bereiche": lambda: gepackt(
        vorlage("", nach='<conditionalFormatting sqref="' + "A9:B10 " * 300_000 + '"/>')
    ),
}
TOML: dict[str, str] = {
    "zahl": "gesamtbudget = 0x" + "f" * 3_000_000,
    "schlüssel": "a." * 1_000_000 + "b = 1",
    "text": 'bestandsschutz_verfahren = "' + "\u0323\u0301" * 500_000 + '"',
    "tabellen": "[a.b]\n" * 1 + "".join(f"x{nr} = {{}}\n" for nr in range(100_000)),
}


FAELLE: tuple[Mapping[str, object], ...] = (MAPPEN, VORLAGEN, TOML)


@pytest.mark.skipif(os.name == "nt", reason="Grenzen für Prozesse wie bei POSIX")
@pytest.mark.parametrize(
    ("art", "name"),
    [(art, name) for art, namen in enumerate(FAELLE) for name in namen],
)
def test_wenig_zeit_und_speicher(art: int, name: str) -> None:
    """Mit 1 GiB und 10 s CPU endet jeder Aufruf von selbst und auf Deutsch."""
    if art == 0:
        Path("x.xlsx").write_bytes(MAPPEN[name]())
        argumente = ["pruefen", "x.xlsx"]
    elif art == 1:
        Path("x.xlsx").write_bytes(VORLAGEN[name]())
        argumente = ["berechnen", str(DATEN), "--vorlage", "x.xlsx", "--ausgabe", "b.xlsx"]
    else:
        Path("x.toml").write_text(TOML[name], encoding="utf-8")
        argumente = ["berechnen", str(DATEN), "--parameter", "x.toml", "--ohne-bogen"]

    def begrenzen() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
        resource.setrlimit(resource.RLIMIT_CPU, (10, 11))

    lauf = subprocess.run(
        [sys.executable, "-m", "sozialraum_cli", *argumente],
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])},
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=begrenzen,
    )
    assert lauf.returncode in (0, 1), lauf.stderr[-500:]
    for wort in ("Traceback", "Unerwartet", "Der Speicher reicht nicht"):
        assert wort not in lauf.stdout + lauf.stderr


def test_ueberlappende_verbuende_einer_vorlage() -> None:
    """Gegen den Vergleich aller Paare: gemeldet wird genau, was sich überschneidet."""
    zufall = random.Random(4)
    for _ in range(300):
        bereiche = [
            (x, y, x + zufall.randrange(3), y + zufall.randrange(3))
            for x, y in [(zufall.randint(1, 8), zufall.randint(1, 8)) for _ in range(4)]
        ]
        blatt = etree.Element(q("worksheet"))
        for links, oben, rechts, unten in bereiche:
            ort = f"{spaltenbuchstabe(links)}{oben}:{spaltenbuchstabe(rechts)}{unten}"
            etree.SubElement(blatt, q("mergeCell")).set("ref", ort)
        soll = any(
            a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]
            for a, b in itertools.combinations(bereiche, 2)
        )
        assert bool([*ueberlappende_verbuende("v.xlsx", "B", blatt)]) is soll, bereiche


def test_vorlage_die_excel_reparieren_wollte() -> None:
    verbuende = '<mergeCells><mergeCell ref="A1:C2"/><mergeCell ref="B2:D2"/></mergeCells>'
    Path("v.xlsx").write_bytes(gepackt(vorlage("", nach=verbuende)))
    code, text = feindlich.still(
        *("berechnen", str(DATEN), "--vorlage", "v.xlsx", "--ausgabe", "b.xlsx")
    )
    assert code == 1
    assert "v.xlsx, Berechnungsbogen!B2:D2: Verbundene Zellen" in text
    assert "A1:C2" in text
    assert not Path("b.xlsx").exists()


def _ohne_vorrechte() -> None:
    """Auch root darf danach nur, was die Rechte der Dateien erlauben."""
    for vorrecht in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
        ctypes.CDLL(None).prctl(24, vorrecht, 0, 0, 0)  # PR_CAPBSET_DROP


@pytest.mark.skipif(sys.platform != "linux", reason="Vorrechte wie bei Linux")
def test_gesperrte_ordner_und_dateien_halten_andere_nicht_auf(tmp_path: Path) -> None:
    """Die gute Mappe wird berechnet, das Gesperrte genannt, nichts stürzt ab."""
    for ordner in ("aus", "zu", "fest"):
        (tmp_path / ordner).mkdir()
    for name in ("zu/a.xlsx", "gut.xlsx", "geheim.xlsx"):
        (tmp_path / name).write_bytes(DATEN.read_bytes())
    (tmp_path / "geheim.xlsx").chmod(0)
    (tmp_path / "fest").chmod(0o555)
    (tmp_path / "zu").chmod(0)

    def lauf(*argumente: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "sozialraum_cli", *argumente],
            env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])},
            capture_output=True,
            text=True,
            check=False,
            preexec_fn=_ohne_vorrechte,
        )

    viele = lauf("berechnen", "zu/a.xlsx", "geheim.xlsx", "gut.xlsx", "--ausgabe", "aus", "--leise")
    assert "Traceback" not in viele.stderr + viele.stdout
    assert "Unerwartet" not in viele.stderr
    assert viele.returncode == 1
    assert "1 von 3 Mappen berechnet" in viele.stderr
    assert [p.name for p in (tmp_path / "aus").iterdir()] == ["Berechnungsbogen_gut.xlsx"]
    for ziel in ("fest/b.xlsx", "zu/b.xlsx"):
        einer = lauf("berechnen", "gut.xlsx", "--ausgabe", ziel, "--leise")
        assert einer.returncode == 1
        assert "→" in einer.stderr
        assert "Unerwartet" not in einer.stderr
        assert "gescheitert" not in einer.stderr
    (tmp_path / "zu").chmod(0o755)

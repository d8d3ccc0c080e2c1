"""Ein Verfahren ist ein Modul: was im Verzeichnis steht, erreicht jeden Ort, an dem eines wirkt.

Fehlerart: ein Verfahren, das ein Raum nicht kennt, rechnete dort still wie ein anderes (die Anlage
nannte keinen Schutz, die Mappe rechnete den letzten Zweig, die Prüfung fand alles in Ordnung).
"""

import ast
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from sozialraum_cli.arbeitsmappe.auswahlzelle import gewaehlt, je_wert, nicht_gewaehlt
from sozialraum_cli.arbeitsmappe.texte import auswahlformel, woertlich
from sozialraum_cli.bogen.satzvorlage import satzformel
from sozialraum_cli.verfahren.schluessel.verzeichnis import (
    SCHLUESSELVERFAHREN,
    schluesselverfahren,
)
from sozialraum_cli.verfahren.schutz.verzeichnis import SCHUTZVERFAHREN, schutzverfahren

WURZEL = Path(__file__).parents[1]
PAKET = WURZEL / "sozialraum_cli"


@pytest.mark.parametrize("name", ["kapung", "", "KEINER", "none"])
def test_ein_unbekanntes_verfahren_ist_sofort_ein_fehler(name: str) -> None:
    with pytest.raises(ValueError, match=f"„{name}“ ist kein"):
        schutzverfahren(name)
    with pytest.raises(ValueError, match=f"„{name}“ ist kein"):
        schluesselverfahren(name)


def test_die_auswahl_in_der_mappe_endet_nie_in_einem_anderen_verfahren() -> None:
    assert je_wert("v", {"a": "1", "b": "2"}) == 'IF(v="a",1,IF(v="b",2,NA()))'
    assert auswahlformel("v", "b", {"a": woertlich("A"), "b": woertlich("B")}).wert == "B"
    assert auswahlformel("v", "a", {"a": woertlich("A")}).formel.endswith(",NA())")
    with pytest.raises(KeyError):
        auswahlformel("v", "c", {"a": woertlich("A")})
    assert gewaehlt("v", ["a"]) == 'v="a"'
    assert gewaehlt("v", ["a", "b"]) == 'OR(v="a",v="b")'
    assert nicht_gewaehlt("v", ["a", "b"]) == 'AND(v<>"a",v<>"b")'
    assert (gewaehlt("v", []), nicht_gewaehlt("v", [])) == ("FALSE", "TRUE")


@pytest.mark.parametrize(
    ("vorlage", "wert"),
    [
        ("{betrag:€} und {anteil:%}", "1.234,50 € und 17,5 %"),
        ("{betrag:3}", "1.234,500"),
        ("{gilt?ja, {betrag:0}|nein}.", "ja, 1.235."),
        ("{nie?ja|nein}{nie?nichts}", "nein"),
        ("", ""),
    ],
)
def test_satzvorlage(vorlage: str, wert: str) -> None:
    groessen: dict[str, tuple[str, Decimal | str | bool]] = {
        "betrag": ("B1", Decimal("1234.50")),
        "anteil": ("B2", Decimal("0.175")),
        "gilt": ("B3>0", True),
        "nie": ("B4>0", False),
    }
    assert satzformel(vorlage, groessen).wert == wert


@pytest.mark.parametrize(
    ("vorlage", "fehler"), [("{fehlt:€}", KeyError), ("{offen", ValueError), ("{x?a", ValueError)]
)
def test_eine_falsche_satzvorlage_faellt_auf(vorlage: str, fehler: type[Exception]) -> None:
    with pytest.raises(fehler):
        satzformel(vorlage, {"x": ("A1", True)})


def test_nur_das_modul_das_verzeichnis_und_die_schemata_nennen_ein_verfahren() -> None:
    nennen = {
        pfad.relative_to(PAKET).as_posix()
        for pfad in PAKET.rglob("*")
        if pfad.suffix in {".py", ".json"} and "verlustgrenze" in pfad.read_text("utf-8").lower()
    }
    assert nennen == {
        "verfahren/schutz/verlustgrenze.py",
        "verfahren/schutz/verzeichnis.py",
        "schemata/berechnung-1.json",
        "schemata/uebergang-1.json",
    }


def test_ausserhalb_der_verfahren_fragt_niemand_nach_einem_namen() -> None:
    """Kein Vergleich mit dem Namen eines Verfahrens, weder in Python noch in einer Formel."""
    gefunden = []
    for pfad in PAKET.rglob("*.py"):
        if pfad.is_relative_to(PAKET / "verfahren"):
            continue
        for knoten in ast.walk(ast.parse(pfad.read_text("utf-8"))):
            texte = [
                teil.value
                for teil in ast.walk(knoten)
                if isinstance(teil, ast.Constant) and isinstance(teil.value, str)
            ]
            for name in (*SCHUTZVERFAHREN, *SCHLUESSELVERFAHREN):
                verglichen = isinstance(knoten, ast.Compare | ast.MatchValue) and name in texte
                in_formel = isinstance(knoten, ast.Constant) and f'="{name}"' in "".join(texte)
                if verglichen or in_formel:
                    gefunden.append((pfad.relative_to(PAKET).as_posix(), name))
    assert gefunden == []


# In einem eigenen Prozess, weil die Auswahllisten beim Laden entstehen.
_PFLANZEN = """
import sys
sys.path.insert(0, "tests")
from sozialraum_cli.verfahren.schritt import Schritt
from sozialraum_cli.verfahren.schutz import verzeichnis
from sozialraum_cli.verfahren.schutz.mindestbudget import MINDESTBUDGET
from sozialraum_cli.verfahren.schutz.schutzverfahren import Bestandsschutz, Kennwert

def gleich(fall):
    anteil = fall.gesamtbudget / len(fall.budget_indikatoren)
    z = tuple(anteil for _ in fall.budget_indikatoren)
    return Bestandsschutz(fall.vergleichsbudget, z, kennwerte={"je_raum": anteil})

NEU = MINDESTBUDGET._replace(
    name="probehalber",
    anleitung="Anleitung der Probe.",
    anlage="Anlage der Probe, {je_raum:€}.",
    schritte=(Schritt("budget_geschuetzt", "Rechenweg der Probe.", "{je_raum}", "€"),),
    regel=gleich,
    formel="je_raum",
    bindet=False,
    mit_mindestbetrag=False,
    kennwerte=(Kennwert("je_raum", "Betrag je Sozialraum", "gesamtbudget/ROWS(anteil)"),),
)
if "--unvollstaendig" in sys.argv:
    NEU = NEU._replace(anlage="Anlage der Probe, {unbekannt:€}.")
verzeichnis.SCHUTZVERFAHREN["probehalber"] = NEU

from sozialraum_cli.__main__ import ausfuehren
sys.exit(ausfuehren(sys.argv[1:3] + [a for a in sys.argv[3:] if a != "--unvollstaendig"]))
"""


def gepflanzt(*argumente: object) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", _PFLANZEN, *map(str, argumente)],
        capture_output=True,
        text=True,
        check=False,
        cwd=WURZEL,
        encoding="utf-8",
    )


BEISPIEL = WURZEL / "beispieldaten" / "lueneburg_2012.xlsx"
PROBE = ("berechnen", BEISPIEL, "--verfahren", "probehalber", "--bestandsschutz", "80")


def test_ein_gepflanztes_verfahren_erreicht_jeden_ort(tmp_path: Path) -> None:
    bogen, leer = tmp_path / "bogen.xlsx", tmp_path / "leer.xlsx"
    lauf = gepflanzt(*PROBE, "--ausgabe", bogen)
    assert lauf.returncode == 0, lauf.stderr
    assert "Bestandsschutz probehalber 80 %" in lauf.stdout
    assert "170.000" in lauf.stdout

    formeln = openpyxl.load_workbook(bogen)
    werte = openpyxl.load_workbook(bogen, data_only=True)
    texte = {
        str(zelle.value)
        for blatt in werte.worksheets
        for zeile in blatt.iter_rows()
        for zelle in zeile
        if zelle.value is not None
    }
    assert "Anlage der Probe, 170.000 €." in texte
    assert "Rechenweg der Probe. 170.000,0000 = 170.000 €" in texte
    assert "Betrag je Sozialraum" in texte
    schutz = [
        str(zelle.value)
        for zeile in formeln["Bestandsschutz"].iter_rows()
        for zelle in zeile
        if 'bestandsschutz_verfahren="probehalber",je_raum' in str(zelle.value)
    ]
    assert len(schutz) == 10
    auswahllisten = [
        regel.formula1 for regel in formeln["Parameter"].data_validations.dataValidation
    ]
    assert any("probehalber" in str(liste) for liste in auswahllisten)

    assert "probehalber" in gepflanzt("berechnen", "--help").stdout
    assert gepflanzt("vorlage", leer).returncode == 0
    anleitung = openpyxl.load_workbook(leer)["Anleitung"]
    assert ("probehalber", "Anleitung der Probe.") in anleitung.iter_rows(values_only=True)
    fehlt = gepflanzt("berechnen", BEISPIEL, "--setze", "bestandsschutz_verfahren=probehalba")
    assert "probehalber" in fehlt.stderr


def test_ein_unvollstaendig_gepflanztes_verfahren_faellt_auf(tmp_path: Path) -> None:
    lauf = gepflanzt(*PROBE, "--ausgabe", tmp_path / "bogen.xlsx", "--unvollstaendig")
    assert lauf.returncode != 0
    assert "KeyError: 'unbekannt'" in lauf.stderr
    assert list(tmp_path.iterdir()) == []

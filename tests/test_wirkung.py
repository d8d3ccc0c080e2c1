"""pruefen --wirkung: was ein Befund in Euro ausmacht; und der Zirkelschluss als Befund."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pytest
import simplejson
from befehlszeile import DATEN, DATEN_2026, Aufruf
from conftest import kleine_eingabe

from sozialraum_cli.modell import Indikator
from sozialraum_cli.pruefen.zirkelschluss import zirkelschluss
from sozialraum_cli.ressourcen import ressource


@pytest.fixture
def aufruf(capfdbinary: pytest.CaptureFixture[bytes]) -> Aufruf:
    return Aufruf(capfdbinary)


def mit_luecken(ziel: Path, **zellen: Any) -> Path:
    mappe = openpyxl.load_workbook(DATEN)
    for ort, wert in zellen.items():
        mappe["Indikatoren"][ort] = wert
    mappe.save(ziel)
    return ziel


def test_fehlende_werte_mit_ihrer_spanne(aufruf: Aufruf, tmp_path: Path) -> None:
    """Zwei Lücken: jede für sich zwischen kleinstem und größtem Wert der anderen bewegt."""
    mappe = mit_luecken(tmp_path / "d.xlsx", B8=None, C10="x")
    lauf = aufruf("pruefen", mappe, "--wirkung", "--format", "json")
    assert lauf.code == 1
    jsonschema.validate(
        simplejson.loads(lauf.roh), simplejson.loads(ressource("schemata", "wirkung-1.json"))
    )
    betraege = {b["fundort"]: b["betrag"] for b in lauf.objekt["befunde"]}
    assert betraege == {
        "Indikatoren!C10": Decimal("21191.36"),
        "Indikatoren!B8": Decimal("13904.57"),
    }
    assert list(betraege) == ["Indikatoren!C10", "Indikatoren!B8"]


def test_ausreisser_gegen_den_mittleren_wert(aufruf: Aufruf) -> None:
    lauf = aufruf("pruefen", DATEN, "--wirkung")
    assert lauf.code == 0
    assert "stünde dort der mittlere Wert 2,4 statt 0,76" in lauf.stdout


def test_ohne_rechenbare_wirkung_bleiben_die_befunde(aufruf: Aufruf, tmp_path: Path) -> None:
    mappe = mit_luecken(tmp_path / "d.xlsx", A6="Ort")
    lauf = aufruf("pruefen", mappe, "--wirkung")
    assert lauf.code == 1
    assert "Wirkung:" not in lauf.stdout
    assert "Fehler" in lauf.stdout


def test_nur_fuer_eine_mappe(aufruf: Aufruf) -> None:
    assert aufruf("pruefen", DATEN, DATEN_2026, "--wirkung").code == 2
    assert aufruf("pruefen", "fehlt.xlsx", "--wirkung").code == 1


@pytest.mark.parametrize(
    ("name", "zirkel"),
    [
        ("Hilfen zur Erziehung je 1.000", True),
        ("HzE-Fälle", True),
        ("ambulante Hilfen", True),
        ("SPFH", True),
        ("Hilfebedürftige nach SGB II", False),
        ("Arbeitslose", False),
    ],
)
def test_hilfen_als_indikator_sind_ein_zirkel(name: str, zirkel: bool) -> None:
    eingabe = kleine_eingabe(spalten={name: (1, 2, 3)}, indikatoren=[Indikator(name, Decimal(1))])
    assert bool([*zirkelschluss(eingabe)]) is zirkel

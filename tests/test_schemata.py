"""Die mitgelieferten JSON-Schemata: sie passen auf echte Ausgaben, und nur auf solche."""

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import simplejson
from befehlszeile import BEISPIELE, DATEN, DATEN_2026, Aufruf
from jsonschema import Draft202012Validator

from sozialraum_cli.ressourcen import ressource, ressourcen

ABSCHMELZUNG = ("--setze", "abschmelzung_beginn=2011", "--setze", "abschmelzung_jahre=4")


@pytest.fixture
def aufruf(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Aufruf:
    """Ruft das Programm im leeren Arbeitsordner auf."""
    monkeypatch.chdir(tmp_path)
    return Aufruf(capfdbinary)


def pruefer(schema: str) -> Draft202012Validator:
    """Der Prüfer zum Namen, der in der Ausgabe unter „schema“ steht."""
    datei = schema.removeprefix("sozialraum/").replace("/", "-")
    return Draft202012Validator(simplejson.loads(ressource("schemata", f"{datei}.json")))


def maengel(objekt: dict[str, Any]) -> list[str]:
    return [f"{m.json_path}: {m.message}" for m in pruefer(objekt["schema"]).iter_errors(objekt)]


def berechnet(aufruf: Aufruf, daten: Path, *weitere: object) -> dict[str, Any]:
    lauf = aufruf("berechnen", daten, "--ohne-bogen", "--leise", "--format", "json", *weitere)
    assert lauf.code == 0, lauf.stderr
    return lauf.objekt


def test_jede_datei_ist_ein_schema() -> None:
    namen = ressourcen("schemata")
    assert {"berechnung-1.json", "pruefung-1.json"} <= set(namen)
    for name in namen:
        Draft202012Validator.check_schema(simplejson.loads(ressource("schemata", name)))


@pytest.mark.parametrize(
    "optionen",
    [
        ("--verfahren", "keiner"),
        ("--verfahren", "anteilig", "--bestandsschutz", "70"),
        ("--verfahren", "anteilig", "--bestandsschutz", "70", *ABSCHMELZUNG),
        ("--verfahren", "mindestbudget", "--bestandsschutz", "80"),
        ("--verfahren", "kappung", "--bestandsschutz", "90", "--setze", "hoechstgewinn=20"),
        ("--verfahren", "defizitausgleich", "--bestandsschutz", "50", *ABSCHMELZUNG),
    ],
)
@pytest.mark.parametrize("basis", ["personal", "budget"])
def test_berechnung(optionen: tuple[str, ...], basis: str, aufruf: Aufruf) -> None:
    objekt = berechnet(aufruf, DATEN, *optionen, "--setze", f"leistungsbasis={basis}")
    assert maengel(objekt) == []


@pytest.mark.parametrize("schluessel", ["anteile", "belastungsfaktor", "minmax", "zwert"])
def test_berechnung_mit_jedem_schluessel(schluessel: str, aufruf: Aufruf) -> None:
    objekt = berechnet(
        aufruf,
        DATEN_2026,
        *("--setze", f"schluesselverfahren={schluessel}", "--setze", "rundung=0,01"),
    )
    assert maengel(objekt) == []


def test_pruefung(aufruf: Aufruf) -> None:
    for daten in (DATEN, "fehlt.xlsx"):
        assert maengel(aufruf("pruefen", daten, "--format", "json").objekt) == []


def test_mehrere_mappen(aufruf: Aufruf) -> None:
    lauf = aufruf("berechnen", DATEN, "fehlt.xlsx", "--ohne-bogen", "--format", "json")
    objekte = [simplejson.loads(zeile, use_decimal=True) for zeile in lauf.stdout.splitlines()]
    assert [objekt["datei"] for objekt in objekte] == [str(DATEN), "fehlt.xlsx"]
    assert [maengel(objekt) for objekt in objekte] == [[], []]


def test_einlesen(aufruf: Aufruf) -> None:
    quellen = BEISPIELE / "quellen"
    optionen = ("--zuordnung", quellen / "zuordnung_lueneburg.toml", "--format", "json")
    for mappe in ((), ("--in", DATEN_2026)):
        ziel = ("--ausgabe", f"neu{len(mappe)}.xlsx")
        lauf = aufruf("einlesen", quellen / "*.csv", *optionen, *mappe, *ziel)
        assert lauf.code == 0, lauf.stderr
        assert maengel(lauf.objekt) == []
    unvollstaendig = ("einlesen", quellen / "arbeits*.csv", *optionen, "--ausgabe", "neu.xlsx")
    assert maengel(aufruf(*unvollstaendig).objekt) == []


def objekte_darin(wert: Any) -> Iterator[dict[str, Any]]:
    if isinstance(wert, dict):
        yield wert
        for inhalt in wert.values():
            yield from objekte_darin(inhalt)
    elif isinstance(wert, list):
        for inhalt in wert[:1]:
            yield from objekte_darin(inhalt)


def test_jeder_fehlende_und_jeder_fremde_schluessel_faellt_auf(aufruf: Aufruf) -> None:
    echt = berechnet(aufruf, DATEN)
    assert echt["befunde"]
    for nummer, objekt in enumerate(objekte_darin(echt)):
        for name in objekt:
            if name.startswith("leistung:"):
                continue
            kopie = copy.deepcopy(echt)
            teil = list(objekte_darin(kopie))[nummer]
            if name != "schema":
                del teil[name]
                assert not pruefer(echt["schema"]).is_valid(kopie), name
        kopie = copy.deepcopy(echt)
        list(objekte_darin(kopie))[nummer]["fremd"] = 1
        assert not pruefer(echt["schema"]).is_valid(kopie)


@pytest.mark.parametrize(
    ("name", "falsch"),
    [("budget_neu", "165126.00"), ("anteil", 97), ("sozialraum", None), ("leistungen", [])],
)
def test_falsche_werte_fallen_auf(name: str, falsch: object, aufruf: Aufruf) -> None:
    objekt = berechnet(aufruf, DATEN)
    objekt["sozialraeume"][0][name] = falsch
    assert len(maengel(objekt)) == 1

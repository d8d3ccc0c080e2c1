"""Filter: nur ein Teil der Sozialräume, und jede Ausgabe sagt es."""

from pathlib import Path

import pytest
from befehlszeile import DATEN, DATEN_2026, Aufruf

from sozialraum_cli.filter import Filter
from sozialraum_cli.modell import Sozialraum


@pytest.fixture
def aufruf(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Aufruf:
    """Ruft das Programm im leeren Arbeitsordner auf."""
    monkeypatch.chdir(tmp_path)
    return Aufruf(capfdbinary)


def test_alle_angaben_muessen_passen() -> None:
    raum = Sozialraum("A", region="Süd", traeger="AWO")
    assert Filter(region="SUED", traeger="awo").passt(raum)
    assert not Filter(region="Süd", traeger="VSE").passt(raum)
    assert Filter().passt(raum)


def test_berechnen_zeigt_nur_die_auswahl_und_die_volle_summe(aufruf: Aufruf) -> None:
    lauf = aufruf("berechnen", DATEN, "--ohne-bogen", "--zustaendigkeit", "team ost")
    text = " ".join(lauf.stdout.split())
    assert "Gefiltert: nur Zuständigkeit „team ost“, 4 von 10 Sozialräumen mit 689.204 €" in text
    assert "ohne Filter sind es 1.700.000 €" in text
    namen = {zeile.split("  ")[0] for zeile in lauf.stdout.splitlines()}
    assert {"Amt Neuhaus", "Bleckede", "Dahlenburg", "Ostheide"} <= namen
    assert "Adendorf" not in namen
    assert "Summe 745.000 559.017 689.204 -55.796" in text


def test_bogen_enthaelt_trotzdem_alle(aufruf: Aufruf) -> None:
    assert aufruf("berechnen", DATEN, "--ausgabe", "a.xlsx", "--region", "Ost").code == 0
    assert aufruf("berechnen", DATEN, "--ausgabe", "b.xlsx").code == 0
    assert Path("a.xlsx").read_bytes() == Path("b.xlsx").read_bytes()


@pytest.mark.parametrize(
    "argumente", [("--format", "json"), ("--format", "csv"), (DATEN_2026, "--ohne-bogen")]
)
def test_wo_der_filter_nicht_gilt(aufruf: Aufruf, argumente: tuple[object, ...]) -> None:
    lauf = aufruf("berechnen", DATEN, *argumente, "--region", "Ost")
    assert lauf.code == 2
    assert "--region" in lauf.stderr


def test_vergleich_gefiltert(aufruf: Aufruf) -> None:
    lauf = aufruf("vergleich", DATEN, DATEN_2026, "--region", "Ost")
    assert "Gefiltert: nur Region „Ost“, alt 689.204,00 € und neu 737.379,00 €." in " ".join(
        lauf.stdout.split()
    )
    objekt = aufruf("vergleich", DATEN, DATEN_2026, "--region", "Ost", "--format", "json").objekt
    assert len(objekt["sozialraeume"]) == 4
    assert objekt["summen"]["budget_alt"] == 689204
    assert any("Ohne Filter" in befund["text"] for befund in objekt["befunde"])
    mappe = aufruf("vergleich", DATEN, DATEN_2026, "--region", "Ost", "--ausgabe", "v.xlsx")
    assert mappe.code == 2


def test_ohne_treffer_sagt_was_es_gibt(aufruf: Aufruf) -> None:
    for befehl in (("berechnen", DATEN, "--ohne-bogen"), ("vergleich", DATEN, DATEN_2026)):
        lauf = aufruf(*befehl, "--region", "Nrod")
        assert lauf.code == 1
        assert "Gemeint ist vermutlich „Nord“" in lauf.stderr
        assert not list(Path().iterdir())

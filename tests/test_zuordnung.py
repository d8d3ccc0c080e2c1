"""`sozialraum zuordnung`: der Vorschlag ist vollständig, erklärt und läuft."""

import tomllib
from pathlib import Path

import pytest
from befehlszeile import DATEN_2026, Aufruf
from quellendateien import (
    EINWOHNER_2022,
    QUELLEN,
    ZENSUS,
    ZUORDNUNG,
    bundesagentur,
    ffcsv,
    genesis_tabelle,
    geschrieben,
    inkar,
)


@pytest.fixture
def aufruf(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Aufruf:
    """Ruft das Programm im leeren Arbeitsordner auf."""
    monkeypatch.chdir(tmp_path)
    return Aufruf(capfdbinary)


def vorschlag() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(Path("V.toml").read_text(encoding="utf-8"))


def test_vorschlag_aus_der_mappe_ist_die_mitgelieferte_zuordnung(aufruf: Aufruf) -> None:
    lauf = aufruf("zuordnung", ZENSUS, "--in", DATEN_2026, "--ausgabe", "V.toml")
    assert lauf.code == 0, lauf.stderr
    mitgeliefert = tomllib.loads(ZUORDNUNG.read_text(encoding="utf-8"))["gebiete"]
    gebiete = vorschlag()["gebiete"]
    assert {n: sorted(g) for n, g in gebiete.items()} == {
        n: sorted(g) for n, g in mitgeliefert.items()
    }
    assert sum(map(len, gebiete.values())) == 42
    assert '#     "033550022022", Lüneburg, Hansestadt' in Path("V.toml").read_text("utf-8")
    lauf = aufruf(
        "einlesen", ZENSUS, "--zuordnung", "V.toml", "--ausgabe", "neu.xlsx", "--format", "json"
    )
    assert lauf.code == 0, lauf.stderr
    werte = {w["sozialraum"]: w["wert"] for w in lauf.objekt["spalten"][0]["werte"]}
    assert werte == EINWOHNER_2022


def test_vorschlag_ohne_mappe_nennt_was_offen_ist(aufruf: Aufruf) -> None:
    lauf = aufruf("zuordnung", ZENSUS, "--ausgabe", "V.toml")
    assert lauf.code == 0
    gebiete = vorschlag()["gebiete"]
    assert gebiete["Bleckede"] == ["033550009009"]
    assert len(gebiete["Gemeindeverband 033555406"]) == 6
    assert "Zu entscheiden (7):" in lauf.stdout
    assert lauf.stdout.count("Den Namen des Sozialraums eintragen") == 7
    assert aufruf("einlesen", ZENSUS, "--zuordnung", "V.toml", "--ausgabe", "neu.xlsx").code == 0


@pytest.mark.parametrize(
    ("name", "inhalt"),
    [
        ("a.csv", genesis_tabelle()),
        ("a.xlsx", bundesagentur()),
        ("a.csv", inkar()),
        ("a.csv", ffcsv({"01051001": 3}, auspraegungen=[("GESM", "männlich"), ("GESW", "weib")])),
        ("a.csv", ffcsv({"01051001": "1,5"}, einheit="Prozent")),
        ("a.csv", ffcsv({"01051001": 3}).replace("Bevölkerungsstand", 'B"] \x7f=1')),
    ],
)
def test_jeder_vorschlag_ist_gueltig_und_erklaert(
    name: str, inhalt: str | bytes, aufruf: Aufruf, tmp_path: Path
) -> None:
    quelle = geschrieben(tmp_path, name, inhalt)
    lauf = aufruf("zuordnung", quelle, "--ausgabe", "V.toml")
    assert lauf.code == 0, lauf.stderr
    assert vorschlag()["gebiete"]
    zeilen = Path("V.toml").read_text(encoding="utf-8").splitlines()
    erklaert = [z for z in zeilen if z.startswith(("name", "datei", "wert", "zeit", "art"))]
    assert all("#" in zeile for zeile in erklaert)
    # Was der Vorschlag enthält, versteht einlesen: höchstens Werte fehlen, nie die Form.
    lauf = aufruf("einlesen", quelle, "--zuordnung", "V.toml", "--ausgabe", "neu.xlsx")
    assert "gültiges TOML" not in lauf.stderr
    assert "unbekannten Eintrag" not in lauf.stderr


def test_ganz_deutschland_verlangt_den_kreis(aufruf: Aufruf, tmp_path: Path) -> None:
    alle = {f"{kreis:05}{nummer:03}": 1 for kreis in (1051, 3355, 9162) for nummer in range(1, 300)}
    quelle = geschrieben(tmp_path, "a.csv", ffcsv(alle))
    lauf = aufruf("zuordnung", quelle, "--ausgabe", "V.toml")
    assert lauf.code == 1
    assert "897 Gebiete in 3 Kreisen" in lauf.stderr
    assert "--kreis 01051" in lauf.stderr
    assert aufruf("zuordnung", quelle, "--kreis", "03355", "--ausgabe", "V.toml").code == 0
    assert len(vorschlag()["gebiete"]) == 299
    assert aufruf("zuordnung", quelle, "--kreis", "3355", "--ausgabe", "V.toml").code == 2


def test_nur_toml(aufruf: Aufruf, tmp_path: Path) -> None:
    """Falsche Endung: TOML in einer .xlsx öffnet niemand."""
    lauf = aufruf("zuordnung", ZENSUS, "--ausgabe", tmp_path / "q.xlsx")
    assert lauf.code == 2
    assert "q.toml" in lauf.stderr
    assert not (tmp_path / "q.xlsx").exists()


def test_vorhandene_datei_bleibt(aufruf: Aufruf, tmp_path: Path) -> None:
    geschrieben(tmp_path, "V.toml", "alt")
    lauf = aufruf("zuordnung", *QUELLEN.glob("*.csv"), "--ausgabe", "V.toml")
    assert lauf.code == 1
    assert (tmp_path / "V.toml").read_text() == "alt"

"""Was aus dem Programm entsteht, liegt so da, wie es das Programm schreibt."""

from pathlib import Path

import pytest
from befehlszeile import DATEN, Aufruf

from docs.erzeugen import ENDE, WURZEL, in_readme
from docs.schemata import SCHEMATA
from sozialraum_cli.eingabe.parameterwert import parameterwert_lesen
from sozialraum_cli.eingabe.unlesbar import Unlesbar
from sozialraum_cli.parameter import ANGABE
from sozialraum_cli.ressourcen import ressource, ressourcen


@pytest.fixture
def aufruf(capfdbinary: pytest.CaptureFixture[bytes]) -> Aufruf:
    return Aufruf(capfdbinary)


def test_readme_nennt_alle_parameter() -> None:
    text = (WURZEL / "README.md").read_text("utf-8")
    assert in_readme(text) == text, "python -m docs.erzeugen aufrufen"
    for name in ANGABE:
        assert f"\n| `{name}` |" in text


def test_schemata_sind_aus_den_tabellen_der_groessen() -> None:
    assert set(ressourcen("schemata")) == set(SCHEMATA)
    for name, text in SCHEMATA.items():
        assert ressource("schemata", name).decode() == text, "python -m docs.erzeugen aufrufen"


def test_ohne_marke_wird_die_readme_nicht_geschrieben() -> None:
    text = (WURZEL / "README.md").read_text("utf-8")
    with pytest.raises(ValueError, match="Ende der Parameter"):
        in_readme(text.replace(ENDE, ""))


@pytest.mark.parametrize("setze", ["apf=1", "namen"])
def test_wer_sich_vertippt_erfaehrt_alle_namen(setze: str, aufruf: Aufruf) -> None:
    lauf = aufruf("berechnen", DATEN, "--ohne-bogen", "--setze", setze)
    assert lauf.code == 2
    for name in (*ANGABE, "leistung:NAME"):
        assert f" {name}," in lauf.stderr or f" {name}." in lauf.stderr


def test_auch_eine_parameterdatei_nennt_alle_namen(tmp_path: Path, aufruf: Aufruf) -> None:
    toml = tmp_path / "p.toml"
    toml.write_text("abff = 1\n", "utf-8")
    lauf = aufruf("berechnen", DATEN, "--ohne-bogen", "--parameter", toml)
    assert lauf.code == 1
    assert "budget_2_verteilung" in lauf.stderr
    assert "leistung:NAME" in lauf.stderr


def test_jeder_parameter_hat_ein_gueltiges_beispiel() -> None:
    for angabe in ANGABE.values():
        assert not isinstance(parameterwert_lesen(angabe, angabe.beispiel), Unlesbar), angabe.name

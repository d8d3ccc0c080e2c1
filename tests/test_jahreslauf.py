"""Der Jahreslauf als Stapeldatei: die für bash läuft wörtlich, die anderen tun dasselbe."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from sozialraum_cli.eingabe.bilden import eingabe_bilden
from sozialraum_cli.lesen.mappendatei import mappe_lesen

BEISPIELE = Path(__file__).parents[1] / "beispieldaten"
SH, BAT, PS1 = (BEISPIELE / f"jahreslauf.{endung}" for endung in ("sh", "bat", "ps1"))

braucht_bash = pytest.mark.skipif(
    shutil.which("bash") is None or os.name == "nt", reason="bash fehlt"
)
ECHT = f'#!/bin/sh\nexec "{sys.executable}" -m sozialraum_cli "$@"\n'
# Tut nichts, merkt sich die Aufrufe und scheitert beim verlangten.
ATTRAPPE = """#!/bin/sh
echo "sozialraum $*" >> "$AUFRUFE"
[ "$(wc -l < "$AUFRUFE")" -ne "$SCHEITERT" ] || exit 2
"""


def laufen(
    ordner: Path, programm: str, *argumente: str, **umgebung: str
) -> subprocess.CompletedProcess[str]:
    """Führt jahreslauf.sh im Ordner aus; `programm` ist das Skript hinter „sozialraum“."""
    bin_ = ordner / "bin"
    bin_.mkdir(exist_ok=True)
    skript = bin_ / "sozialraum"
    skript.write_text(programm, encoding="utf-8")
    skript.chmod(0o755)
    pfad = f"{bin_}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", str(SH), *argumente],
        cwd=ordner,
        env=os.environ | {"PATH": pfad, "PYTHONIOENCODING": "utf-8"} | umgebung,
        capture_output=True,
        check=False,
        encoding="utf-8",
    )


@braucht_bash
def test_jahreslauf_ohne_angaben_rechnet_das_beispiel(tmp_path: Path) -> None:
    lauf = laufen(tmp_path, ECHT)
    assert lauf.returncode == 0, lauf.stderr
    ordner = tmp_path / "jahreslauf_2027"
    assert {pfad.name for pfad in ordner.iterdir()} == {
        "beispiel",
        "Berechnungsbogen_bisher.xlsx",
        "Uebergang.xlsx",
        "daten_2027.xlsx",
        "Berechnungsbogen_2027.xlsx",
        "Vergleich.xlsx",
    }
    eingabe, _ = eingabe_bilden(mappe_lesen(ordner / "Berechnungsbogen_2027.xlsx"))
    assert eingabe.parameter.jahr == 2027
    assert "Übergang 2026 bis 2030" in lauf.stdout
    assert lauf.stdout.endswith("Der Jahreslauf ist fertig: jahreslauf_2027\n")


@braucht_bash
def test_jahreslauf_mit_eigener_mappe_und_folgejahr(tmp_path: Path) -> None:
    (tmp_path / "meine daten").mkdir()
    mappe = tmp_path / "meine daten" / "Räume 2012.xlsx"
    shutil.copy(BEISPIELE / "lueneburg_2012.xlsx", mappe)
    lauf = laufen(tmp_path, ECHT, "meine daten/Räume 2012.xlsx", "2013")
    assert lauf.returncode == 0, lauf.stderr
    ordner = tmp_path / "jahreslauf_2013"
    assert not (ordner / "beispiel").exists()
    eingabe, _ = eingabe_bilden(mappe_lesen(ordner / "Berechnungsbogen_2013.xlsx"))
    assert eingabe.parameter.jahr == 2013


@braucht_bash
def test_ein_vorhandener_ordner_bleibt_unberuehrt(tmp_path: Path) -> None:
    (tmp_path / "jahreslauf_2027").mkdir()
    lauf = laufen(tmp_path, ATTRAPPE, AUFRUFE=str(tmp_path / "aufrufe"), SCHEITERT="0")
    assert lauf.returncode == 1
    assert not (tmp_path / "aufrufe").exists()


@braucht_bash
@pytest.mark.parametrize("schritt", range(1, 9))
def test_jeder_gescheiterte_schritt_haelt_an(schritt: int, tmp_path: Path) -> None:
    aufrufe = tmp_path / "aufrufe"
    lauf = laufen(tmp_path, ATTRAPPE, AUFRUFE=str(aufrufe), SCHEITERT=str(schritt))
    assert lauf.returncode == 1
    assert len(aufrufe.read_text().splitlines()) == schritt
    assert "Der Jahreslauf ist angehalten." in lauf.stderr
    assert "fertig" not in lauf.stdout


@braucht_bash
def test_bash_fuehrt_genau_die_geschriebenen_befehle_aus(tmp_path: Path) -> None:
    aufrufe = tmp_path / "aufrufe"
    assert laufen(tmp_path, ATTRAPPE, AUFRUFE=str(aufrufe), SCHEITERT="0").returncode == 0
    ausgefuehrt = [shlex.split(zeile) for zeile in aufrufe.read_text().splitlines()]
    werte = {
        "<ordner>": "jahreslauf_2027",
        "<folgejahr>": "2027",
        "<mappe>": "jahreslauf_2027/beispiel/lueneburg_2026.xlsx",
    }

    def eingesetzt(wort: str) -> str:
        for name, wert in werte.items():
            wort = wort.replace(name, wert)
        return wort

    erwartet = [[eingesetzt(wort) for wort in befehl] for befehl in befehle(SH)]
    assert ausgefuehrt == erwartet
    assert [befehl[1] for befehl in ausgefuehrt] == [
        *("beispiel", "pruefen", "berechnen", "uebergang", "fortschreiben"),
        *("pruefen", "berechnen", "vergleich"),
    ]


VARIABLE = {
    ".sh": re.compile(r"\$(\w+)"),
    ".bat": re.compile(r"%(\w+)%"),
    ".ps1": re.compile(r"\$(\w+)"),
}


def zeilen(datei: Path) -> list[str]:
    return [zeile.strip() for zeile in datei.read_text(encoding="utf-8-sig").splitlines()]


def befehle(datei: Path) -> list[list[str]]:
    """Die Aufrufe des Programms in einer Form, die in allen drei Sprachen dieselbe ist."""
    return [
        shlex.split(VARIABLE[datei.suffix].sub(lambda t: f"<{t[1].lower()}>", z).replace("\\", "/"))
        for z in zeilen(datei)
        if z.startswith("sozialraum ")
    ]


@pytest.mark.parametrize("datei", [BAT, PS1], ids=["bat", "ps1"])
def test_andere_stapeldateien_rufen_dasselbe_auf(datei: Path) -> None:
    assert befehle(datei) == befehle(SH)


@pytest.mark.parametrize(
    ("datei", "pruefung"),
    [(BAT, "if errorlevel 1 exit /b 1"), (PS1, "if ($LASTEXITCODE -ne 0) { Anhalten }")],
    ids=["bat", "ps1"],
)
def test_nach_jedem_aufruf_wird_der_exit_code_geprueft(datei: Path, pruefung: str) -> None:
    alle = zeilen(datei)
    folgende = [danach for zeile, danach in pairwise(alle) if zeile.startswith("sozialraum ")]
    assert folgende == [pruefung] * 8


def test_bat_fuer_cmd_und_ps1_fuer_jede_powershell() -> None:
    bat, ps1 = BAT.read_bytes(), PS1.read_bytes()
    assert bat.isascii()
    for datei in (bat, ps1):
        assert datei.count(b"\n") == datei.count(b"\r\n") > 20
    assert ps1.startswith(b"\xef\xbb\xbf")  # sonst läse PowerShell 5.1 die Umlaute falsch
    assert b"$ErrorActionPreference = 'Stop'" in ps1
    assert b"\r" not in SH.read_bytes()
    assert "set -euo pipefail" in zeilen(SH)


def test_variablen_werden_ueberall_in_anfuehrungszeichen_benutzt() -> None:
    """Namen mit Leerzeichen blieben sonst nicht ein Wort."""
    for datei in (SH, BAT, PS1):
        for zeile in zeilen(datei):
            if zeile.startswith("sozialraum "):
                ausserhalb = re.sub(r'"[^"]*"', "", zeile)
                assert not VARIABLE[datei.suffix].search(ausserhalb), (datei.name, zeile)

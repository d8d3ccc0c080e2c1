"""Wie der Prozess endet und was er hinterlässt: Pipes, Signale, Geräte, Grenzen des Systems.

Art des Fehlers: Das Ende hing vom Leser der Ausgabe ab, und ein Abbruch ließ Dateien liegen.
"""

import errno
import hashlib
import multiprocessing
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from functools import partial
from pathlib import Path
from threading import Timer

import openpyxl
import pytest
from befehlszeile import DATEN, dateinamen

from sozialraum_cli.befehle import stapel
from sozialraum_cli.befehle.stapel import prozesse, verteilen

pty = pytest.importorskip("pty", reason="Pseudoterminals gibt es nur bei POSIX")
pytestmark = pytest.mark.skipif(os.name == "nt", reason="Pipes und Signale wie bei POSIX")

# Laufen die Tests im Hintergrund, ist Strg+C sonst auch dem Programm gleich.
STRG_C_GILT = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
PROGRAMM = f"{shlex.quote(sys.executable)} -m sozialraum_cli"


def bash(zeile: str, ordner: Path, **umgebung: str) -> subprocess.CompletedProcess[str]:
    umgebung = {"PYTHONPATH": str(Path(__file__).parents[1]), "PYTHONUNBUFFERED": "", **umgebung}
    return subprocess.run(
        ["bash", "-c", f"set -o pipefail; {zeile}"],
        cwd=ordner,
        env=os.environ | umgebung,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("ungepuffert", ["", "1"])
def test_rueckgabewert_ueberlebt_eine_geschlossene_pipe(tmp_path: Path, ungepuffert: str) -> None:
    (tmp_path / "schlecht.xlsx").write_text("kein Zip")
    for aufruf, code in (
        ("pruefen schlecht.xlsx", 1),
        (f"pruefen {DATEN}", 0),
        ("gibt-es-nicht", 2),
        ("berechnen", 2),
    ):
        for pipe in ("2>&1 | true",) if ungepuffert else ("2>&1 | true", "| true"):
            lauf = bash(f"{PROGRAMM} {aufruf} {pipe}", tmp_path, PYTHONUNBUFFERED=ungepuffert)
            assert lauf.returncode == code, (aufruf, pipe, lauf)
            assert "Traceback" not in lauf.stderr


def test_beispiel_schreibt_alles_auch_wenn_niemand_liest(tmp_path: Path) -> None:
    lauf = bash(f"{PROGRAMM} beispiel a && {PROGRAMM} beispiel b | head -1", tmp_path)
    assert lauf.returncode == 0
    assert dateinamen(tmp_path / "a") == dateinamen(tmp_path / "b")
    assert len(dateinamen(tmp_path / "b")) > 4


def test_parameterdatei_wird_einmal_gelesen(tmp_path: Path) -> None:
    """Aus einer Pipe kommt der Inhalt nur einmal; die Prüfsumme gehört zu dem, was gelesen ist."""
    inhalt = "abf = 12\n"
    lauf = bash(
        f"{PROGRAMM} berechnen {DATEN} --parameter <(printf '{inhalt}') --ausgabe b.xlsx "
        "--format json --leise",
        tmp_path,
    )
    assert lauf.returncode == 0, lauf.stderr
    assert '"abf": {"wert": 12,' in lauf.stdout
    texte = [
        str(wert)
        for zeile in openpyxl.load_workbook(tmp_path / "b.xlsx")["Prüfung"].values
        for wert in zeile
    ]
    summe = hashlib.sha256(inhalt.replace("\\n", "\n").encode()).hexdigest()
    assert any(summe in text for text in texte)


@pytest.mark.parametrize("breite", ["0", "99999999999999999999"])
def test_unsinnige_breite(tmp_path: Path, breite: str) -> None:
    lauf = bash(f"{PROGRAMM} berechnen {DATEN} --ohne-bogen --leise", tmp_path, COLUMNS=breite)
    ohne = bash(f"env -u COLUMNS {PROGRAMM} berechnen {DATEN} --ohne-bogen --leise", tmp_path)
    assert (lauf.returncode, lauf.stdout) == (0, ohne.stdout)


@pytest.mark.parametrize("art", ["pipe", "geraet"])
def test_ueberschreiben_ersetzt_nur_dateien(tmp_path: Path, art: str) -> None:
    ziel = tmp_path / "ziel.xlsx"
    if art == "pipe":
        os.mkfifo(ziel)
    else:
        try:
            os.mknod(ziel, 0o20666, os.makedev(1, 3))
        except PermissionError:
            pytest.skip("Geräte anlegen darf hier niemand.")
    vorher = ziel.stat().st_mode
    lauf = bash(
        f"{PROGRAMM} berechnen {DATEN} --ausgabe ziel.xlsx --ueberschreiben --leise", tmp_path
    )
    assert lauf.returncode == 1
    assert "ein Gerät oder eine Pipe" in lauf.stderr
    assert ziel.stat().st_mode == vorher
    assert dateinamen(tmp_path) == ["ziel.xlsx"]


@pytest.mark.parametrize(
    "davor",
    ["ulimit -f 0;", "ulimit -f 20;", "export TMPDIR=/gibt-es-nicht;", "export TMPDIR=/dev/full;"],
)
def test_wenig_platz(tmp_path: Path, davor: str) -> None:
    """Temporäre Dateien braucht das Programm nur neben dem Ziel."""
    lauf = bash(f"{davor} {PROGRAMM} berechnen {DATEN} --ausgabe b.xlsx --leise", tmp_path)
    assert "Traceback" not in lauf.stderr
    assert "Unerwartet" not in lauf.stderr
    if "TMPDIR" in davor:
        assert lauf.returncode == 0, lauf.stderr
    else:
        assert lauf.returncode == 1
        assert f"Fehler {errno.errorcode[errno.EFBIG]}" in lauf.stderr
        assert dateinamen(tmp_path) == []


def test_zu_lange_namen_und_gesperrte_ordner_halten_andere_nicht_auf(tmp_path: Path) -> None:
    lang = "ä" * 200 + ".xlsx"
    (tmp_path / "datei").touch()
    lauf = bash(f"{PROGRAMM} berechnen {lang} datei/x.xlsx {DATEN} --ausgabe aus --leise", tmp_path)
    assert lauf.returncode == 1
    assert "Der Dateiname ist zu lang." in lauf.stderr
    assert "1 von 3 Mappen berechnet" in lauf.stderr
    assert dateinamen(tmp_path / "aus") == ["Berechnungsbogen_lueneburg_2012.xlsx"]


@pytest.mark.parametrize("name", ["b\x1b\udcff.xlsx", "c\u202e\x9b.xlsx"])
def test_namen_die_sich_nicht_drucken_lassen(tmp_path: Path, name: str) -> None:
    os.link(DATEN, tmp_path / name) if DATEN.stat().st_dev == tmp_path.stat().st_dev else (
        tmp_path / name
    ).write_bytes(DATEN.read_bytes())
    for argumente in (
        ["vergleich", name, str(DATEN), "--ausgabe", f"v{name}"],
        ["berechnen", name, "--vorlage", f"fehlt{name}"],
        ["pruefen", f"fehlt{name}"],
    ):
        lauf = subprocess.run(
            [sys.executable, "-m", "sozialraum_cli", *map(os.fsencode, argumente)],
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])},
            capture_output=True,
            check=False,
        )
        text = (lauf.stdout + lauf.stderr).decode()
        assert lauf.returncode in (0, 1)
        assert "Unerwartet" not in text
        assert text.replace("\n", "").isprintable(), text


SCHREIBEN = """
import os, signal, sys, time
from pathlib import Path
from sozialraum_cli import dateien
from sozialraum_cli.befehle.prozess import prozess_vorbereiten
ohne_verweise, halt = sys.argv[2] == "ohne", sys.argv[3]
if ohne_verweise:
    def link(*_, **__): raise OSError(1, "keine harten Verweise")
    os.link = link
def warten(*_, **__):
    print("bereit", flush=True); time.sleep(30)
if halt == "fsync": os.fsync = warten
else: os.rename = os.replace = warten
prozess_vorbereiten()
dateien.sicher_schreiben(Path(sys.argv[1]), b"inhalt")
"""


@pytest.mark.parametrize("signal_", [signal.SIGKILL, signal.SIGTERM])
@pytest.mark.parametrize(("verweise", "halt"), [("mit", "fsync"), ("ohne", "rename")])
def test_abschuss_laesst_kein_ziel_und_der_naechste_lauf_raeumt_auf(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    signal_: signal.Signals,
    verweise: str,
    halt: str,
) -> None:
    import fcntl

    from sozialraum_cli.dateien import sicher_schreiben

    sperren = fcntl.flock

    def ohne_warten(datei: int, art: int) -> None:
        assert art & fcntl.LOCK_NB, "wer auf einen anderen Lauf wartet, hängt mit ihm"
        sperren(datei, art)

    monkeypatch.setattr(fcntl, "flock", ohne_warten)
    monkeypatch.setattr(time, "sleep", lambda _: pytest.fail("wartet auf einen anderen Lauf"))
    ziel, anderes = tmp_path / "b.xlsx", tmp_path / "c.xlsx"
    lauf = subprocess.Popen(
        [sys.executable, "-c", SCHREIBEN, ziel, verweise, halt], stdout=subprocess.PIPE
    )
    assert lauf.stdout
    with lauf:
        assert lauf.stdout.readline() == b"bereit\n"
        # Solange der erste Lauf lebt, räumt niemand seine Datei weg.
        sicher_schreiben(anderes, b"anderes")
        sicher_schreiben(ziel, b"zwischendurch")
        ziel.unlink()
        assert len([n for n in dateinamen(tmp_path) if n.endswith(".tmp")]) == 1
        lauf.send_signal(signal_)
    assert dateinamen(tmp_path)[-1] == "c.xlsx"
    rest = [n for n in dateinamen(tmp_path) if n.endswith(".tmp")]
    assert len(rest) == (signal_ is signal.SIGKILL)
    sicher_schreiben(anderes, b"neu", ueberschreiben=True)
    assert [n for n in dateinamen(tmp_path) if n.endswith(".tmp")] == rest
    sicher_schreiben(ziel, b"neu")
    assert dateinamen(tmp_path) == ["b.xlsx", "c.xlsx"]


# Stapel


def test_stapel_haelt_die_reihenfolge() -> None:
    assert [*verteilen(abs, [*range(-20, 0)], 2)] == [*range(20, 0, -1)]


def test_stapel_reicht_fehler_weiter_und_bricht_bei_einem_abgeschossenen_prozess_ab() -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        [*verteilen(int, ["1", "x", "3"], 2)]
    with pytest.raises(MemoryError):
        [*verteilen(signal.raise_signal, [signal.SIGKILL, signal.SIGKILL], 2)]
    assert not multiprocessing.active_children()


def test_ohne_weitere_prozesse_rechnet_der_erste_allein(monkeypatch: pytest.MonkeyPatch) -> None:
    def verboten(_: str) -> None:
        raise PermissionError("keine Semaphore")

    monkeypatch.setattr(multiprocessing, "get_context", verboten)
    assert [*verteilen(abs, [-1, -2], 2)] == [1, 2]


def test_weitere_prozesse_nur_wo_sie_sich_lohnen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mappen = [tmp_path / f"{nummer}.xlsx" for nummer in range(200)]
    monkeypatch.setattr(stapel, "_kerne", lambda: 4)
    assert [prozesse(mappen[:n]) for n in (1, 2, 20, 200)] == [1, 1, 1, 3]
    assert [prozesse(mappen[:n], mit_bogen=True) for n in (1, 2, 20, 200)] == [1, 1, 4, 4]
    for mappe in mappen[:2]:  # eine große Mappe ist so viel Arbeit wie viele kleine
        mappe.write_bytes(bytes(1 << 20))
    assert prozesse(mappen[:2]) == 2
    monkeypatch.setattr(stapel, "_kerne", lambda: 1)
    assert prozesse(mappen, mit_bogen=True) == 1


@pytest.mark.parametrize("signal_", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_abbruch_eines_stapels_laesst_nichts_zurueck(
    tmp_path: Path, signal_: signal.Signals
) -> None:
    """Strg+C trifft alle Prozesse, SIGTERM und SIGKILL nur den ersten; es endet jeder."""
    for nummer in range(40):
        shutil.copy(DATEN, tmp_path / f"{nummer:02}.xlsx")
    lauf = subprocess.Popen(
        ["bash", "-c", f"exec {PROGRAMM} berechnen *.xlsx --ausgabe aus"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=STRG_C_GILT,
    )
    while not (tmp_path / "aus" / "Berechnungsbogen_00.xlsx").exists():
        assert lauf.poll() is None, lauf.communicate()
        time.sleep(0.01)
    (os.killpg if signal_ is signal.SIGINT else os.kill)(lauf.pid, signal_)
    beginn = time.monotonic()
    ausgabe, meldung = lauf.communicate(timeout=60)  # wartet, bis auch jedes Kind zu ist
    while gruppe_lebt(lauf.pid):
        assert time.monotonic() - beginn < 60
        time.sleep(0.01)
    assert lauf.returncode == {signal.SIGINT: 130, signal.SIGTERM: 143}.get(signal_, -signal_)
    assert ausgabe == ""
    if signal_ is not signal.SIGKILL:
        assert meldung == ("Abgebrochen.\n" if signal_ is signal.SIGINT else "")
    fertig = dateinamen(tmp_path / "aus")
    assert 0 < len(fertig) < 40
    if signal_ is not signal.SIGKILL:
        assert not [name for name in fertig if name.endswith(".tmp")]


# Fortschritt

SOFORT = """
import sys
from sozialraum_cli.befehle import fortschritt
fortschritt._ERST_NACH, fortschritt._ALLE = 0, 0.001
from sozialraum_cli.__main__ import main
main()
"""
LANGE = """
import sys
from sozialraum_cli.rechnen import berechnung
def lange(_):
    print("bereit", flush=True)
    while True: pass
berechnung.rechnen = lange
from sozialraum_cli.__main__ import main
main()
"""


def am_terminal(
    programm: str, *argumente: str, ordner: Path
) -> tuple[subprocess.Popen[bytes], int]:
    """Startet das Programm mit einem Terminal als stderr; Ergebnis: dessen anderes Ende."""
    haupt, neben = pty.openpty()
    lauf = subprocess.Popen(
        [sys.executable, "-c", programm, *argumente],
        cwd=ordner,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[1]), "COLUMNS": "80"},
        stdout=subprocess.PIPE,
        stderr=neben,
        preexec_fn=STRG_C_GILT,
    )
    os.close(neben)
    return lauf, haupt


def gezeigt(haupt: int) -> str:
    text = b""
    with suppress(OSError):  # das andere Ende ist geschlossen
        while stueck := os.read(haupt, 65536):
            text += stueck
    os.close(haupt)
    return text.decode()


@pytest.mark.parametrize("befehl", ["berechnen", "pruefen"])
def test_fortschritt_nennt_datei_und_schritt_und_verschwindet(tmp_path: Path, befehl: str) -> None:
    argumente = [befehl, str(DATEN), *(["--ohne-bogen"] if befehl == "berechnen" else [])]
    ohne = bash(f"{PROGRAMM} {shlex.join(argumente)}", tmp_path)
    lauf, haupt = am_terminal(SOFORT, *argumente, ordner=tmp_path)
    ausgabe, text = lauf.communicate()[0], gezeigt(haupt)
    assert (lauf.returncode, ausgabe.decode()) == (0, ohne.stdout)
    schritte = re.findall(r"lueneburg_2012.xlsx: (\w+), Schritt (\d) von 4, 0 s", text)
    assert {*schritte} & {("Lesen", "1"), ("Prüfen", "2"), ("Rechnen", "3")}
    weg, danach = re.split(r"\r( +)\r", text)[-2:]
    assert len(weg) < 80
    assert "Schritt" not in danach


def test_fortschritt_nicht_mit_leise(tmp_path: Path) -> None:
    argumente = ("berechnen", str(DATEN), "--ohne-bogen", "--leise")
    lauf, haupt = am_terminal(SOFORT, *argumente, ordner=tmp_path)
    assert lauf.communicate()[0]
    assert gezeigt(haupt) == ""


def test_strg_c_endet_sofort_und_laesst_nichts_zurueck(tmp_path: Path) -> None:
    lauf, haupt = am_terminal(LANGE, "berechnen", str(DATEN), ordner=tmp_path)
    assert lauf.stdout
    with lauf:
        assert lauf.stdout.readline() == b"bereit\n"
        time.sleep(0.5)  # bis es rechnet
        lauf.send_signal(signal.SIGINT)
        # Wartete es auf das Ende der Rechnung, endete es nie; die Frist ist nur ein Notausgang.
        notausgang = Timer(60, lauf.kill)
        notausgang.start()
        assert lauf.communicate()[0] == b""
        notausgang.cancel()
    assert lauf.returncode == 130
    assert gezeigt(haupt).splitlines()[-1].endswith("Abgebrochen.")
    assert dateinamen(tmp_path) == []


def gruppe_lebt(gruppe: int) -> bool:
    try:
        os.killpg(gruppe, 0)
    except ProcessLookupError:
        return False
    return True

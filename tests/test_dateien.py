"""Dateien schreiben: ganz oder gar nicht, auch bei Abbruch, Wettlauf und vollem Datenträger."""

import errno
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from sozialraum_cli.befund import Datenfehler
from sozialraum_cli.dateien import ordner_anlegen, sicher_schreiben, ziel_pruefen

NUR_POSIX = pytest.mark.skipif(os.name == "nt", reason="Rechte und Verknüpfungen wie bei POSIX")


def text(ausnahme: pytest.ExceptionInfo[Datenfehler]) -> str:
    return " ".join(f"{b.fundort} {b.text} {b.abhilfe}" for b in ausnahme.value.befunde)


def dateinamen(ordner: Path) -> list[str]:
    return [pfad.name for pfad in ordner.iterdir()]


def scheitern_mit(monkeypatch: pytest.MonkeyPatch, stelle: str, ausnahme: BaseException) -> None:
    def scheitern(*_: object, **__: Any) -> None:
        raise ausnahme

    monkeypatch.setattr(stelle, scheitern)


def test_neue_datei_steht_allein_da(tmp_path: Path) -> None:
    ziel = tmp_path / "Bogen äöü.xlsx"
    sicher_schreiben(ziel, b"inhalt")
    assert ziel.read_bytes() == b"inhalt"
    assert dateinamen(tmp_path) == [ziel.name]


def test_vorhandene_datei_bleibt(tmp_path: Path) -> None:
    ziel = tmp_path / "a.xlsx"
    ziel.write_bytes(b"alt")
    with pytest.raises(Datenfehler) as ausnahme:
        sicher_schreiben(ziel, b"neu")
    assert "gibt es schon" in text(ausnahme)
    assert "--ueberschreiben" in text(ausnahme)
    assert ziel.read_bytes() == b"alt"


def test_ueberschreiben_ersetzt(tmp_path: Path) -> None:
    ziel = tmp_path / "a.xlsx"
    ziel.write_bytes(b"alt")
    sicher_schreiben(ziel, b"neu", ueberschreiben=True)
    assert ziel.read_bytes() == b"neu"
    assert dateinamen(tmp_path) == ["a.xlsx"]


@pytest.mark.parametrize("sperrdatei", [".~lock.a.xlsx#", "~$a.xlsx"])
def test_geoeffnete_datei_wird_nie_ersetzt(tmp_path: Path, sperrdatei: str) -> None:
    ziel = tmp_path / "a.xlsx"
    (tmp_path / sperrdatei).write_bytes(b"")
    assert ziel_pruefen(ziel) == ()
    ziel.write_bytes(b"alt")
    with pytest.raises(Datenfehler) as ausnahme:
        sicher_schreiben(ziel, b"neu", ueberschreiben=True)
    assert "gerade geöffnet" in text(ausnahme)
    assert sperrdatei in text(ausnahme)
    assert ziel.read_bytes() == b"alt"


@pytest.mark.parametrize("ohne_verweise", [False, True])
def test_wettlauf_verdraengt_nichts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ohne_verweise: bool
) -> None:
    """Die fremde Datei entsteht zwischen der Prüfung und dem Umbenennen."""
    ziel = tmp_path / "a.xlsx"
    fsync = os.fsync

    def dazwischen(nummer: int) -> None:
        fsync(nummer)
        ziel.write_bytes(b"fremd")

    monkeypatch.setattr(os, "fsync", dazwischen)
    if ohne_verweise:
        scheitern_mit(monkeypatch, "os.link", OSError(errno.EPERM, "keine harten Verweise"))
    with pytest.raises(Datenfehler) as ausnahme:
        sicher_schreiben(ziel, b"neu")
    assert "gibt es schon" in text(ausnahme)
    assert ziel.read_bytes() == b"fremd"
    assert dateinamen(tmp_path) == ["a.xlsx"]


def test_ohne_harte_verweise_wird_geschrieben(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scheitern_mit(monkeypatch, "os.link", OSError(errno.EPERM, "keine harten Verweise"))
    sicher_schreiben(tmp_path / "a.xlsx", b"neu")
    assert (tmp_path / "a.xlsx").read_bytes() == b"neu"
    assert dateinamen(tmp_path) == ["a.xlsx"]


@pytest.mark.parametrize(
    ("nummer", "erwartet"),
    [
        (errno.ENOSPC, "Der Datenträger ist voll"),
        (errno.EROFS, "schreibgeschützt"),
        (errno.EACCES, "geöffnet oder schreibgeschützt"),
        (errno.EIO, "das Betriebssystem meldet: Fehler EIO."),
    ],
)
@pytest.mark.parametrize("stelle", ["os.fsync", "os.replace"])
def test_scheitern_laesst_die_alte_datei(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stelle: str, nummer: int, erwartet: str
) -> None:
    ziel = tmp_path / "a.xlsx"
    ziel.write_bytes(b"alt")
    scheitern_mit(monkeypatch, stelle, OSError(nummer, os.strerror(nummer)))
    with pytest.raises(Datenfehler) as ausnahme:
        sicher_schreiben(ziel, b"neu", ueberschreiben=True)
    assert erwartet in text(ausnahme)
    assert ziel.read_bytes() == b"alt"
    assert dateinamen(tmp_path) == ["a.xlsx"]


@pytest.mark.parametrize("stelle", ["os.fsync", "os.replace"])
def test_abbruch_laesst_die_alte_datei(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stelle: str
) -> None:
    ziel = tmp_path / "a.xlsx"
    ziel.write_bytes(b"alt")
    scheitern_mit(monkeypatch, stelle, KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        sicher_schreiben(ziel, b"neu", ueberschreiben=True)
    assert ziel.read_bytes() == b"alt"
    assert dateinamen(tmp_path) == ["a.xlsx"]


def test_ordner_ohne_schreibrecht(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scheitern_mit(monkeypatch, "pathlib.Path.open", PermissionError(errno.EACCES, "nein"))
    with pytest.raises(Datenfehler) as ausnahme:
        sicher_schreiben(tmp_path / "a.xlsx", b"neu")
    assert "darf nicht geschrieben werden" in text(ausnahme)


def test_schreibgeschuetzter_datentraeger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Dort scheitert auch das Aufräumen der nie entstandenen Datei."""
    for stelle in ("pathlib.Path.open", "pathlib.Path.unlink"):
        scheitern_mit(monkeypatch, stelle, OSError(errno.EROFS, "nur lesen"))
    with pytest.raises(Datenfehler) as ausnahme:
        sicher_schreiben(tmp_path / "a.xlsx", b"neu")
    assert "Der Datenträger ist schreibgeschützt" in text(ausnahme)


@NUR_POSIX
def test_voller_datentraeger_wirklich(tmp_path: Path) -> None:
    """Eine Grenze für die Dateigröße lässt das Schreiben mitten im Inhalt scheitern."""
    programm = (
        "import resource, signal, sys; from pathlib import Path\n"
        "from sozialraum_cli.befund import Datenfehler\n"
        "from sozialraum_cli.dateien import sicher_schreiben\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "try: sicher_schreiben(Path(sys.argv[1]), b'x' * 100_000, ueberschreiben=True)\n"
        "except Datenfehler: sys.exit(7)\n"
    )
    ziel = tmp_path / "a.xlsx"
    ziel.write_bytes(b"alt")
    assert subprocess.run([sys.executable, "-c", programm, str(ziel)], check=False).returncode == 7
    assert ziel.read_bytes() == b"alt"
    assert dateinamen(tmp_path) == ["a.xlsx"]


@NUR_POSIX
@pytest.mark.parametrize(("maske", "rechte"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
def test_umask_gilt(tmp_path: Path, maske: int, rechte: int) -> None:
    vorher = os.umask(maske)
    try:
        sicher_schreiben(tmp_path / "a.xlsx", b"neu")
    finally:
        os.umask(vorher)
    assert (tmp_path / "a.xlsx").stat().st_mode & 0o777 == rechte


@NUR_POSIX
def test_rechte_der_ersetzten_datei_bleiben(tmp_path: Path) -> None:
    ziel = tmp_path / "a.xlsx"
    ziel.write_bytes(b"alt")
    ziel.chmod(0o640)
    sicher_schreiben(ziel, b"neu", ueberschreiben=True)
    assert ziel.stat().st_mode & 0o777 == 0o640


@NUR_POSIX
@pytest.mark.parametrize("vorhanden", [True, False])
def test_verknuepfung_wird_abgelehnt(tmp_path: Path, vorhanden: bool) -> None:
    fern = tmp_path / "fern.xlsx"
    if vorhanden:
        fern.write_bytes(b"alt")
    link = tmp_path / "link.xlsx"
    link.symlink_to(fern)
    with pytest.raises(Datenfehler) as ausnahme:
        sicher_schreiben(link, b"neu", ueberschreiben=True)
    assert str(fern) in text(ausnahme)
    assert link.is_symlink()
    assert fern.exists() is vorhanden


def test_ziel_darf_keine_eingabe_sein(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    daten = tmp_path / "daten.xlsx"
    daten.write_bytes(b"daten")
    monkeypatch.chdir(tmp_path)
    umweg = Path("unter") / ".." / "daten.xlsx"
    (tmp_path / "unter").mkdir()
    for ziel in (daten, Path("daten.xlsx"), umweg):
        (befund,) = ziel_pruefen(ziel, [daten], ueberschreiben=True)
        assert "Eingabedateien" in befund.text


@NUR_POSIX
def test_harter_verweis_auf_eine_eingabe(tmp_path: Path) -> None:
    daten = tmp_path / "daten.xlsx"
    daten.write_bytes(b"daten")
    os.link(daten, tmp_path / "zweiter.xlsx")
    (befund,) = ziel_pruefen(tmp_path / "zweiter.xlsx", [daten], ueberschreiben=True)
    assert "Eingabedateien" in befund.text


@pytest.mark.parametrize(
    ("name", "erwartet"),
    [("fehlt/a.xlsx", "gibt es nicht"), (".", "ein Ordner"), ("x" * 300 + ".xlsx", "zu lang")],
)
def test_unmoegliche_ziele(tmp_path: Path, name: str, erwartet: str) -> None:
    with pytest.raises(Datenfehler) as ausnahme:
        sicher_schreiben(tmp_path / name, b"neu")
    assert erwartet in text(ausnahme)
    assert dateinamen(tmp_path) == []


def test_ordner_anlegen(tmp_path: Path) -> None:
    ordner_anlegen(tmp_path / "a" / "b")
    ordner_anlegen(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").is_dir()
    (tmp_path / "datei").touch()
    for ordner in ("datei", "datei/unter"):
        with pytest.raises(Datenfehler):
            ordner_anlegen(tmp_path / ordner)

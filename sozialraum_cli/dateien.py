"""Dateien sicher schreiben: ganz oder gar nicht, nie ungefragt über eine vorhandene."""

import errno
import os
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from sozialraum_cli.befund import Befund, Datenfehler, fehler

_IST_WINDOWS = os.name == "nt"
_STUNDE = 3600
_ANDERER_NAME = "Einen anderen Namen wählen oder die Datei mit --ueberschreiben ersetzen."


def ziel_pruefen(
    ziel: Path, eingaben: Iterable[Path] = (), *, ueberschreiben: bool = False
) -> tuple[Befund, ...]:
    """Ob sich das Ziel voraussichtlich schreiben lässt, bevor jemand dafür rechnet.

    Ergebnis: Befunde, leer heißt: nichts spricht dagegen. Eine Verknüpfung wird abgelehnt:
    ihr zu folgen ersetzte eine Datei an anderem Ort, sie zu ersetzen ließe diese veralten.
    """
    try:
        befund = _hindernis(ziel, eingaben, ueberschreiben=ueberschreiben)
    except OSError as ausnahme:
        befund = _befund(ziel, ausnahme)
    return (befund,) if befund else ()


def _hindernis(ziel: Path, eingaben: Iterable[Path], *, ueberschreiben: bool) -> Befund | None:
    ort = str(ziel)
    if not ziel.name or ziel.is_dir():
        return fehler("Das Ziel ist ein Ordner, keine Datei.", ort, "Einen Dateinamen angeben.")
    if not ziel.parent.is_dir():
        return fehler(
            f"Den Ordner „{ziel.parent}“ gibt es nicht.",
            ort,
            "Den Ordner anlegen oder einen vorhandenen angeben.",
        )
    if any(_dieselbe(ziel, eingabe) for eingabe in eingaben):
        return fehler(
            "Das Ziel ist eine der Eingabedateien; sie würde überschrieben.",
            ort,
            "Für die Ausgabe einen anderen Namen wählen.",
        )
    if ziel.is_symlink():
        return fehler(
            f"Das Ziel ist eine Verknüpfung auf „{ziel.readlink()}“.",
            ort,
            "Die Datei, die gemeint ist, selbst angeben.",
        )
    if not ziel.exists():
        return None
    if not ziel.is_file():
        return fehler(
            "Das Ziel ist ein Gerät oder eine Pipe, keine Datei.",
            ort,
            "Für die Ausgabe einen Dateinamen angeben.",
        )
    if sperrdatei := _sperrdatei(ziel):
        return fehler(
            "Die Datei ist gerade geöffnet.",
            ort,
            "Die Datei in der Tabellenkalkulation schließen oder einen anderen Namen wählen; ist "
            f"sie nirgends geöffnet, die Sperrdatei „{sperrdatei.name}“ löschen.",
        )
    if not ueberschreiben:
        return _vorhanden(ziel)
    return None if os.access(ziel, os.W_OK) else _gesperrt(ziel)


def sicher_schreiben(ziel: Path, inhalt: bytes, *, ueberschreiben: bool = False) -> None:
    """Schreibt den Inhalt vollständig oder lässt alles, wie es war.

    Die Daten stehen in einer temporären Datei neben dem Ziel fest auf dem Datenträger, bevor
    sie den Namen des Ziels bekommen; bis dahin bleibt eine vorhandene Datei unversehrt, auch bei
    Abbruch. Ohne `ueberschreiben` gewinnt eine Datei, die inzwischen entstanden ist.
    Rechte folgen der Umask, beim Ersetzen der alten Datei.
    Fehler: Datenfehler mit Ursache und Abhilfe.
    """
    befunde = ziel_pruefen(ziel, ueberschreiben=ueberschreiben)
    if befunde:
        raise Datenfehler(befunde)
    _alte_entfernen(ziel)
    vorlaeufig = ziel.parent / f"{_vorsilbe(ziel)}{os.urandom(8).hex()}.tmp"
    try:
        try:
            with vorlaeufig.open("xb") as datei:
                _sperren(datei.fileno())
                datei.write(inhalt)
                datei.flush()
                os.fsync(datei.fileno())
                if not _IST_WINDOWS:  # dort lässt sich eine offene Datei nicht umbenennen
                    _umbenennen(vorlaeufig, ziel, ueberschreiben=ueberschreiben)
            if _IST_WINDOWS:
                _umbenennen(vorlaeufig, ziel, ueberschreiben=ueberschreiben)
        finally:
            vorlaeufig.unlink(missing_ok=True)
    except OSError as ausnahme:
        raise Datenfehler([_befund(ziel, ausnahme)]) from None


def gibt_es(pfad: Path) -> bool:
    """Ob es den Pfad gibt; nie ein Fehler, auch nicht bei zu langem Namen."""
    return os.path.exists(pfad)  # noqa: PTH110 - Path.exists scheitert daran


def ist_ordner(pfad: Path) -> bool:
    """Ob der Pfad ein Ordner ist; nie ein Fehler."""
    return os.path.isdir(pfad)  # noqa: PTH112


def ist_datei(pfad: Path) -> bool:
    """Ob der Pfad eine gewöhnliche Datei ist; nie ein Fehler."""
    return os.path.isfile(pfad)  # noqa: PTH113


def ordner_anlegen(ordner: Path) -> None:
    """Legt den Ordner und fehlende darüber an; Fehler: Datenfehler."""
    try:
        ordner.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise Datenfehler(
            [fehler("Das ist eine Datei, kein Ordner.", str(ordner), "Einen anderen Namen wählen.")]
        ) from None
    except OSError as ausnahme:
        raise Datenfehler([_befund(ordner, ausnahme)]) from None


def _umbenennen(vorlaeufig: Path, ziel: Path, *, ueberschreiben: bool) -> None:
    if ueberschreiben:
        _ersetzen(vorlaeufig, ziel)
    else:
        _benennen(vorlaeufig, ziel)


def _ersetzen(vorlaeufig: Path, ziel: Path) -> None:
    if ziel.exists():
        vorlaeufig.chmod(ziel.stat().st_mode)
    vorlaeufig.replace(ziel)


def _benennen(vorlaeufig: Path, ziel: Path) -> None:
    """Gibt der Datei ihren Namen, ohne eine andere zu verdrängen."""
    if _IST_WINDOWS:
        vorlaeufig.rename(ziel)  # scheitert dort, wenn das Ziel besteht
        return
    try:
        ziel.hardlink_to(vorlaeufig)
    except FileExistsError:
        raise
    except OSError:
        # FAT und manche Netzlaufwerke kennen keine harten Verweise. Den Namen vorher zu belegen
        # ließe nach einem Abbruch eine leere Datei zurück; so bleibt nur ein Augenblick offen.
        if os.path.lexists(ziel):
            raise FileExistsError(errno.EEXIST, "Ziel besteht", str(ziel)) from None
        vorlaeufig.rename(ziel)


def _vorsilbe(ziel: Path) -> str:
    """So beginnen die Namen temporärer Dateien zu einem Ziel; kurz, auch wenn seiner lang ist."""
    import hashlib  # nur wer schreibt, lädt es

    return f".sozialraum-{hashlib.sha256(os.fsencode(ziel.name)).hexdigest()[:12]}-"


def _alte_entfernen(ziel: Path) -> None:
    """Entfernt, was ein abgeschossener Lauf zu diesem Ziel liegen ließ, nie, was einer benutzt."""
    vorsilbe = _vorsilbe(ziel)
    with suppress(OSError):
        for pfad in ziel.parent.iterdir():
            if pfad.name.startswith(vorsilbe) and pfad.name.endswith(".tmp"):
                _alte_datei_entfernen(pfad)


def _alte_datei_entfernen(pfad: Path) -> None:
    with suppress(OSError):
        if _IST_WINDOWS:
            pfad.unlink()  # scheitert, solange ein anderer Lauf sie offen hat
            return
        with pfad.open("r+b") as datei:
            alt = time.time() - os.fstat(datei.fileno()).st_mtime > _STUNDE
            if _sperren(datei.fileno()) or alt:
                pfad.unlink()


def _sperren(nummer: int) -> bool:
    """Zeigt anderen Läufen, dass die Datei in Arbeit ist; Fehler: OSError, wenn sie es schon ist.

    Ergebnis: falsch, wo das Dateisystem keine Sperren kennt.
    """
    if _IST_WINDOWS:
        return False
    import fcntl

    try:
        fcntl.flock(nummer, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as ausnahme:
        if ausnahme.errno not in (errno.ENOLCK, errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):
            raise
        return False
    return True


def _dieselbe(ziel: Path, eingabe: Path) -> bool:
    try:
        return ziel.samefile(eingabe)
    except OSError:
        return False


def _sperrdatei(ziel: Path) -> Path | None:
    """Was LibreOffice oder Excel neben eine geöffnete Datei legt."""
    namen = (f".~lock.{ziel.name}#", f"~${ziel.name}")
    return next((p for name in namen if (p := ziel.with_name(name)).exists()), None)


def _vorhanden(ziel: Path) -> Befund:
    return fehler("Die Datei gibt es schon.", str(ziel), _ANDERER_NAME)


def _gesperrt(ziel: Path) -> Befund:
    return fehler(
        "Die Datei lässt sich nicht ersetzen: sie ist in einem anderen Programm geöffnet oder "
        "schreibgeschützt.",
        str(ziel),
        "Die Datei in der Tabellenkalkulation schließen oder einen anderen Namen wählen.",
    )


def _grund(ausnahme: OSError) -> str:
    """Das Kennzeichen des Fehlers; seinen Text schreibt das Betriebssystem oft englisch."""
    return f"Fehler {errno.errorcode.get(ausnahme.errno or 0, ausnahme.errno)}"


def _befund(ziel: Path, ausnahme: OSError) -> Befund:
    ort = str(ziel)
    if isinstance(ausnahme, FileExistsError):
        return _vorhanden(ziel)
    if isinstance(ausnahme, PermissionError):
        if os.path.lexists(ziel):
            return _gesperrt(ziel)
        return fehler(
            f"Im Ordner „{ziel.parent}“ darf nicht geschrieben werden.",
            ort,
            "Einen Ordner wählen, in dem Sie Schreibrechte haben.",
        )
    if ausnahme.errno in (errno.ENOSPC, errno.EDQUOT):
        return fehler(
            "Der Datenträger ist voll.", ort, "Platz schaffen oder einen anderen Ordner wählen."
        )
    if ausnahme.errno == errno.EROFS:
        return fehler("Der Datenträger ist schreibgeschützt.", ort, "Einen anderen Ordner wählen.")
    if ausnahme.errno == errno.ENAMETOOLONG:
        return fehler("Der Dateiname ist zu lang.", ort, "Einen kürzeren Namen wählen.")
    return fehler(
        f"Die Datei lässt sich nicht schreiben; das Betriebssystem meldet: {_grund(ausnahme)}.",
        ort,
        "Pfad und Datenträger prüfen oder einen anderen Ordner wählen.",
    )

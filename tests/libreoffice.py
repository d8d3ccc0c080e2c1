"""LibreOffice als Schiedsrichter: rechnet Mappen neu und vergleicht jede Formelzelle."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from bogendatei import Blaetter, Fehlerzelle, Inhalt, zellen

# Ohne diese Einstellung glaubt LibreOffice den gespeicherten Werten, auch mit fullCalcOnLoad.
_PROFIL = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>{sprache}</value></prop></item>
</oor:items>
"""
_FRIST = 900

# Deutlich unter einem halben Cent, auch bei Millionen.
_RELATIV = 1e-9


# Setzt conftest vor jedem Test der kurzen Schleife.
nur_in_langsamen = False


def verlangen() -> None:
    """Überspringt den Test ohne LibreOffice; in der CI scheitert er dann."""
    assert not nur_in_langsamen, "startet LibreOffice und gehört nach LANGSAM in conftest.py"
    if shutil.which("soffice") is None:
        if "CI" in os.environ:
            pytest.fail("LibreOffice fehlt: der Berechnungsbogen ist nicht nachgerechnet.")
        pytest.skip("LibreOffice (soffice) fehlt; der Bogen lässt sich nicht nachrechnen.")


def neu_gerechnet(
    mappen: Mapping[str, bytes], ordner: Path, sprache: str = "de-DE"
) -> dict[str, bytes]:
    """Rechnet alle Mappen neu, je Kern ein Aufruf; Ergebnis: .xlsx unter denselben Namen."""
    verlangen()
    vorher, nachher = ordner / "vorher", ordner / "nachher"
    vorher.mkdir()
    pfade = {name: vorher / f"{nummer}.xlsx" for nummer, name in enumerate(mappen)}
    for name, pfad in pfade.items():
        pfad.write_bytes(mappen[name])
    # LibreOffice nutzt nur einen Kern und braucht für jeden Aufruf ein eigenes Profil.
    kerne = min(os.cpu_count() or 1, len(pfade))
    aufrufe = [
        _aufruf(_profil(ordner / f"profil{kern}", sprache), nachher, [*pfade.values()][kern::kerne])
        for kern in range(kerne)
    ]
    meldungen = [aufruf.communicate(timeout=_FRIST)[0].decode() for aufruf in aufrufe]
    fehlend = [name for name, pfad in pfade.items() if not (nachher / pfad.name).exists()]
    assert not fehlend, f"LibreOffice konnte {fehlend} nicht öffnen: {meldungen}"
    return {name: (nachher / pfad.name).read_bytes() for name, pfad in pfade.items()}


def umgewandelt(dateien: Mapping[str, bytes], endung: str, ordner: Path) -> dict[str, bytes]:
    """Speichert Mappen (Name mit Endung) in einem Aufruf in einem anderen Format."""
    verlangen()
    ordner.mkdir()
    pfade = {name: ordner / f"{nr}{Path(name).suffix}" for nr, name in enumerate(dateien)}
    for name, pfad in pfade.items():
        pfad.write_bytes(dateien[name])
    ziel = ordner / "ziel"
    aufruf = _aufruf(_profil(ordner / "profil", "de-DE"), ziel, [*pfade.values()], endung)
    meldung = aufruf.communicate(timeout=_FRIST)[0].decode()
    neue = {name: (ziel / pfad.name).with_suffix(f".{endung}") for name, pfad in pfade.items()}
    fehlend = [name for name, pfad in neue.items() if not pfad.exists()]
    assert not fehlend, f"LibreOffice konnte {fehlend} nicht öffnen: {meldung}"
    return {name: pfad.read_bytes() for name, pfad in neue.items()}


def _profil(ordner: Path, sprache: str) -> Path:
    (ordner / "user").mkdir(parents=True)
    einstellungen = ordner / "user" / "registrymodifications.xcu"
    einstellungen.write_text(_PROFIL.format(sprache=sprache), encoding="utf-8")
    return ordner


def _aufruf(
    profil: Path, ziel: Path, pfade: list[Path], endung: str = "xlsx"
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [
            "soffice",
            f"-env:UserInstallation={profil.as_uri()}",
            "--headless",
            "--convert-to",
            endung,
            "--outdir",
            str(ziel),
            *map(str, pfade),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def abweichungen(soll: bytes | Blaetter, ist: bytes | Blaetter) -> list[str]:
    """Jede Formelzelle aus `soll`, deren Wert in `ist` ein anderer oder ein Fehler ist."""
    soll = zellen(soll) if isinstance(soll, bytes) else soll
    ist = zellen(ist) if isinstance(ist, bytes) else ist
    gefunden = []
    for blatt, inhalt in soll.items():
        for ort, zelle in inhalt.items():
            if zelle.formel is None:
                continue
            andere = ist[blatt].get(ort)
            wert = "" if andere is None else andere.wert
            if not gleich(zelle.wert, wert):
                gefunden.append(f"{blatt}!{ort}: {zelle.wert!r} statt {wert!r}, ={zelle.formel}")
    return gefunden


def formelzellen(mappe: bytes | Blaetter) -> int:
    """Wie viele Formelzellen die Mappe hat."""
    blaetter = zellen(mappe) if isinstance(mappe, bytes) else mappe
    return sum(zelle.formel is not None for blatt in blaetter.values() for zelle in blatt.values())


def gleich(soll: Inhalt, ist: Inhalt) -> bool:
    """Ob zwei Zellwerte dieselben sind: Zahlen auf Bruchteile eines Cents, Texte genau."""
    if isinstance(soll, Fehlerzelle) or isinstance(ist, Fehlerzelle):
        return False
    if isinstance(soll, str) or isinstance(ist, str):
        return soll == ist
    return abs(soll - ist) <= _RELATIV * max(1.0, abs(soll), abs(ist))

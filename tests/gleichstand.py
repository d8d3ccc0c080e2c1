"""Vergleicht zwei Checkouts Byte für Byte: ändert ein Umbau eine Zahl, einen Satz, eine Formel?

Aufruf (ein Werkzeug, kein Test; pytest sammelt es nicht ein):

    python tests/gleichstand.py VORHER NACHHER [--zeigen ANZAHL] [--nur TEXT]

VORHER und NACHHER sind Ordner zweier Checkouts, etwa `git worktree add ../vorher COMMIT`. In jedem
läuft derselbe breite Satz von Aufrufen, mit dem Programm dieses Checkouts und mit denselben
Eingaben: jedes Schutzverfahren mit jedem Schlüsselverfahren, jeder Basis und jeder Rundung als
Bogen und JSON; CSV in beiden Dialekten; Tabellen mit 80 und 120 Spalten; Abschmelzung, Übergang,
Fortschreiben, Vergleich, eigene Vorlage, leere Vorlage, Prüfen, Hilfe und Fehlermeldungen.
Verglichen werden Exit-Code, stdout, stderr und jede geschriebene Datei. Was verschieden ist, steht
mit der ersten verschiedenen Stelle da, bei Mappen je Teil. Exit 0: alles gleich, sonst 1.
"""

import argparse
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise, product
from pathlib import Path

import openpyxl

SCHUTZ = ("keiner", "anteilig", "mindestbudget", "kappung", "defizitausgleich")
SCHLUESSEL = ("anteile", "belastungsfaktor", "minmax", "zwert")
RUNDUNGEN = ("0.01", "1", "10", "100")
BEISPIELE = ("lueneburg_2012.xlsx", "lueneburg_2026.xlsx")
# Die Beispiele so ergänzt, dass jedes Verfahren mit ihnen rechnen kann.
MAPPEN = ("alle_2012.xlsx", "alle_2026.xlsx")
ABSCHMELZUNG = ("--setze", "abschmelzung_beginn=2026", "--setze", "abschmelzung_jahre=3")

# Läuft im Ordner eines Falls: führt seine Aufrufe nacheinander in einem Prozess aus.
_LAEUFER = """
import io, json, os, sys
from pathlib import Path
import sozialraum_cli
from sozialraum_cli.__main__ import ausfuehren
assert Path(sozialraum_cli.__file__).is_relative_to(sys.argv[1]), sozialraum_cli.__file__
for name, breite, argumente in json.load(sys.stdin):
    os.environ["COLUMNS"] = str(breite)
    stroeme = {}
    for strom in ("stdout", "stderr"):
        roh = io.BytesIO()
        stroeme[strom] = (getattr(sys, strom), roh)
        setattr(sys, strom, io.TextIOWrapper(roh, "utf-8", newline=""))
    code = ausfuehren(argumente)
    for strom, (vorher, roh) in stroeme.items():
        getattr(sys, strom).flush()
        Path(f"{name}.{strom}").write_bytes(roh.getvalue())
        setattr(sys, strom, vorher)
    Path(f"{name}.code").write_text(str(code))
"""

Aufruf = tuple[str, int, list[str]]


def aufrufe() -> Iterator[Aufruf]:
    """Alle Aufrufe: Name, Breite der Konsole, Argumente."""
    yield from _kreuz()
    for datei, schutz, schluessel in product(MAPPEN, SCHUTZ, SCHLUESSEL):
        gewaehlt = [datei, *_wahl(schutz, schluessel), "--ohne-bogen"]
        stamm = f"{_jahr(datei)}-{schutz}-{schluessel}"
        for breite in (80, 120):
            yield f"tabelle-{breite}-{stamm}", breite, ["berechnen", *gewaehlt]
        for dialekt in ("excel-de", "international"):
            csv = ["--format", "csv", "--csv-dialekt", dialekt]
            yield f"csv-{dialekt}-{stamm}", 80, ["berechnen", *gewaehlt, *csv]
    yield from _uebergang()
    yield from _vergleich()
    yield from _sonstiges()
    yield from _fehler()


def _jahr(datei: str) -> str:
    return datei.removesuffix(".xlsx")[-4:]


def _wahl(schutz: str, schluessel: str) -> list[str]:
    werte = [f"schluesselverfahren={schluessel}", "hoechstgewinn=15", "zusatzmittel=900000"]
    if schluessel != "anteile":
        werte.append("verteilungsbasis=Einwohner")
    if schluessel == "zwert":
        werte.append("spreizung=0.1")
    wert = {"mindestbudget": "80", "kappung": "75"}.get(schutz, "70")
    setzen = [teil for wert in werte for teil in ("--setze", wert)]
    return ["--verfahren", schutz, "--bestandsschutz", wert, *setzen]


def _kreuz() -> Iterator[Aufruf]:
    for datei, schutz, schluessel, leistung, regie, rundung in product(
        MAPPEN, SCHUTZ, SCHLUESSEL, ("personal", "budget"), ("budget", "aufschlag"), RUNDUNGEN
    ):
        name = f"bogen-{_jahr(datei)}-{schutz}-{schluessel}-{leistung}-{regie}-{rundung}"
        basen = (f"leistungsbasis={leistung}", f"regiekosten_basis={regie}", f"rundung={rundung}")
        setzen = [teil for wert in basen for teil in ("--setze", wert)]
        # Der Bogen kostet am meisten Zeit: mit jeder Rundung jede Basis genau einmal.
        selten = (leistung, regie) != _basen(RUNDUNGEN.index(rundung), datei)
        bogen = ["--ohne-bogen"] if selten else ["--ausgabe", f"{name}.xlsx"]
        argumente = [datei, *_wahl(schutz, schluessel), *setzen, *bogen, "--format", "json"]
        yield name, 80, ["berechnen", *argumente]


def _basen(nummer: int, datei: str) -> tuple[str, str]:
    versetzt = (nummer + MAPPEN.index(datei)) % 4
    return ("personal", "budget")[versetzt % 2], ("budget", "aufschlag")[versetzt // 2]


def _uebergang() -> Iterator[Aufruf]:
    for datei, schutz in product(MAPPEN, SCHUTZ):
        schmelzbar = schutz in ("keiner", "anteilig", "defizitausgleich")
        for angaben in ((), ABSCHMELZUNG) if schmelzbar else ((),):
            name = f"uebergang-{_jahr(datei)}-{schutz}-{len(angaben)}"
            jahr = ["--jahr", "2026", *angaben, "--ausgabe", f"{name}.xlsx", "--leise"]
            yield name, 80, ["berechnen", datei, *_wahl(schutz, "anteile"), *jahr]
            for breite in (80, 120):
                yield f"{name}-{breite}", breite, ["uebergang", f"{name}.xlsx"]
            for form in ("json", "csv"):
                yield f"{name}-{form}", 80, ["uebergang", f"{name}.xlsx", "--format", form]
            mappe = ["--ausgabe", f"{name}-mappe.xlsx", "--leise"]
            yield f"{name}-mappe", 80, ["uebergang", f"{name}.xlsx", *mappe]
            fort = ["--jahr", "2027", "--ausgabe", f"{name}-fort.xlsx"]
            yield f"{name}-fort", 80, ["fortschreiben", f"{name}.xlsx", *fort]


def _vergleich() -> Iterator[Aufruf]:
    paare = [*pairwise(SCHUTZ), ("defizitausgleich", "anteilig")]
    for nummer, (alt, neu) in enumerate(paare):
        boegen: list[str] = []
        for schutz in (alt, neu):
            schluessel = SCHLUESSEL[(nummer + len(boegen)) % len(SCHLUESSEL)]
            name = f"vergleich-{alt}-{neu}-{len(boegen)}"
            boegen.append(f"{name}.xlsx")
            wahl = [*_wahl(schutz, schluessel), "--ausgabe", f"{name}.xlsx", "--leise"]
            yield name, 80, ["berechnen", MAPPEN[0], *wahl]
        for breite in (80, 120):
            yield f"vergleich-{alt}-{neu}-{breite}", breite, ["vergleich", *boegen]
        for form in ("json", "csv"):
            yield f"vergleich-{alt}-{neu}-{form}", 80, ["vergleich", *boegen, "--format", form]
        mappe = ["--ausgabe", f"vergleich-{alt}-{neu}-mappe.xlsx"]
        yield f"vergleich-{alt}-{neu}-mappe", 80, ["vergleich", *boegen, *mappe]


def _sonstiges() -> Iterator[Aufruf]:
    for datei in BEISPIELE:
        ziel = f"briefkopf-{_jahr(datei)}"
        brief = ["--vorlage", "berechnungsbogen.xlsx", "--ausgabe", f"{ziel}.xlsx"]
        yield ziel, 80, ["berechnen", datei, *brief]
        yield f"pruefen-{ziel}", 80, ["pruefen", datei]
        yield f"pruefen-json-{ziel}", 80, ["pruefen", datei, "--format", "json"]
    mehrere = ["--ausgabe", "mehrere"]
    yield "mehrere", 100, ["berechnen", *BEISPIELE, *mehrere]
    yield "vorlage", 80, ["vorlage", "leer.xlsx"]
    yield "leer", 80, ["berechnen", "leer.xlsx"]
    yield "hilfe", 80, ["--help"]
    for befehl in ("berechnen", "pruefen", "vergleich", "uebergang", "fortschreiben", "vorlage"):
        yield f"hilfe-{befehl}", 80, [befehl, "--help"]


def _fehler() -> Iterator[Aufruf]:
    """Was sich nicht rechnen lässt, mit jedem Verfahren."""
    for schutz, setzen in product(
        SCHUTZ,
        (
            "gesamtbudget=900000",
            "gesamtbudget=1700000.5",
            "hoechstgewinn=0.1",
            "zusatzmittel=1",
            "abschmelzung_beginn=2012",
            "abschmelzung_jahre=3",
            "bestandsschutz=",
            "bestandsschutz=100",
            "sockelbetrag=200000",
            "leistungsbasis=budget",
        ),
    ):
        wahl = ["--verfahren", schutz, "--setze", setzen, "--ohne-bogen"]
        if not setzen.startswith("bestandsschutz"):
            wahl += ["--bestandsschutz", "90"]
        yield f"fehler-{schutz}-{setzen}", 80, ["berechnen", MAPPEN[0], *wahl]
    for schluessel, setzen in product(SCHLUESSEL, ("spreizung=5", "verteilungsbasis=Einwohnr")):
        wahl = ["--setze", f"schluesselverfahren={schluessel}", "--setze", setzen, "--ohne-bogen"]
        yield f"fehler-{schluessel}-{setzen}", 80, ["berechnen", BEISPIELE[0], *wahl]
        yield f"fehler-2026-{schluessel}-{setzen}", 80, ["berechnen", BEISPIELE[1], *wahl]
    for name in ("bestandsschutz_verfahren", "schluesselverfahren"):
        vertippt = ["--setze", f"{name}=kapung", "--ohne-bogen"]
        yield f"fehler-vertippt-{name}", 80, ["berechnen", BEISPIELE[0], *vertippt]


def eingaben_schreiben(checkout: Path, ziel: Path) -> None:
    """Legt die Beispiele, ihre ergänzten Fassungen und eine Vorlage mit Briefkopf in einen Ordner.

    Ergänzt: der Indikator ohne Bezugsgröße bekommt eine; die Abschmelzung fällt weg.
    """
    ziel.mkdir()
    shutil.copy(checkout / "vorlagen" / "berechnungsbogen.xlsx", ziel)
    for beispiel, name in zip(BEISPIELE, MAPPEN, strict=True):
        shutil.copy(checkout / "beispieldaten" / beispiel, ziel)
        mappe = openpyxl.load_workbook(ziel / beispiel)
        for zeile in mappe["Gewichtung"].iter_rows():
            if zeile[0].value == "Arbeitslose" and not zeile[3].value:
                zeile[3].value = "Einwohner"
        for zeile in mappe["Parameter"].iter_rows():
            if "Abschmelzung" in str(zeile[0].value):
                zeile[1].value = None
        mappe.save(ziel / name)


def laufen(checkout: Path, eingaben: Path, ziel: Path, liste: list[Aufruf]) -> None:
    """Führt alle Aufrufe mit dem Programm eines Checkouts aus; Ausgaben liegen danach in `ziel`."""
    shutil.copytree(eingaben, ziel)
    umgebung = os.environ | {
        "PYTHONPATH": str(checkout),
        "SOURCE_DATE_EPOCH": "1325376000",
        "NO_COLOR": "1",
        "SOZIALRAUM_FEHLERSUCHE": "1",
    }
    python = checkout / ".venv" / "bin" / "python"
    subprocess.run(
        [python if python.exists() else sys.executable, "-c", _LAEUFER, str(checkout)],
        input=json.dumps(liste),
        cwd=ziel,
        env=umgebung,
        text=True,
        check=True,
    )


def unterschiede(alt: Path, neu: Path) -> Iterator[tuple[str, str, str]]:
    """Jede verschiedene Stelle: Datei (bei Mappen mit Teil), erster Unterschied alt und neu."""
    namen = sorted({p.relative_to(o).as_posix() for o in (alt, neu) for p in o.rglob("*.*")})
    for name in namen:
        a, b = alt / name, neu / name
        if not (a.is_file() and b.is_file()):
            if a.exists() != b.exists():
                yield name, "da" if a.exists() else "fehlt", "da" if b.exists() else "fehlt"
        elif a.read_bytes() != b.read_bytes():
            yield from _stellen(name, a.read_bytes(), b.read_bytes())


def _stellen(name: str, alt: bytes, neu: bytes) -> Iterator[tuple[str, str, str]]:
    if not name.endswith(".xlsx"):
        yield from _zeilen(name, alt, neu)
        return
    teile = [dict(_teile(inhalt)) for inhalt in (alt, neu)]
    gleich = True
    for teil in sorted(teile[0] | teile[1]):
        a, b = (inhalt.get(teil, b"") for inhalt in teile)
        if a != b:
            gleich = False
            yield from _zeilen(f"{name}:{teil}", a, b)
    if gleich:
        yield name, hashlib.sha256(alt).hexdigest(), hashlib.sha256(neu).hexdigest()


def _teile(mappe: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(mappe)) as archiv:
        for teil in archiv.namelist():
            yield teil, archiv.read(teil)


def _zeilen(name: str, alt: bytes, neu: bytes) -> Iterator[tuple[str, str, str]]:
    """Zeilen, in XML Zellen, die verschieden sind."""
    a, b = (re.split(r"\n|(?=<c )", t.decode("utf-8", "replace")) for t in (alt, neu))
    if len(a) != len(b):
        yield name, f"{len(a)} Zeilen oder Zellen", f"{len(b)} Zeilen oder Zellen"
    for links, rechts in zip(a, b, strict=False):
        if links != rechts:
            yield name, links, rechts


def main() -> int:
    angaben = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    angaben.add_argument("vorher", type=Path)
    angaben.add_argument("nachher", type=Path)
    angaben.add_argument("--zeigen", type=int, default=20, help="so viele Stellen ausschreiben")
    angaben.add_argument("--nur", default="", help="nur Aufrufe, deren Name das enthält")
    wahl = angaben.parse_args()
    liste = [aufruf for aufruf in aufrufe() if wahl.nur in aufruf[0]]
    checkouts = [wahl.vorher.resolve(), wahl.nachher.resolve()]
    with tempfile.TemporaryDirectory() as ordner:
        eingaben = Path(ordner) / "eingaben"
        eingaben_schreiben(checkouts[0], eingaben)
        ziele = [Path(ordner) / "vorher", Path(ordner) / "nachher"]
        with ThreadPoolExecutor(2) as laeufe:
            for lauf in [
                laeufe.submit(laufen, checkout, eingaben, ziel, liste)
                for checkout, ziel in zip(checkouts, ziele, strict=True)
            ]:
                lauf.result()
        dateien = sum(pfad.is_file() for pfad in ziele[0].rglob("*"))
        stellen = list(unterschiede(*ziele))
    for name, alt, neu in stellen[: wahl.zeigen]:
        print(f"{name}\n  - {alt[:1500]}\n  + {neu[:1500]}")
    verschieden = sorted({name.partition(":")[0] for name, _, _ in stellen})
    print(
        f"{len(liste)} Aufrufe, {dateien} Dateien verglichen: "
        + (f"{len(verschieden)} verschieden, {len(stellen)} Stellen." if stellen else "gleich.")
    )
    return 1 if stellen else 0


if __name__ == "__main__":
    sys.exit(main())

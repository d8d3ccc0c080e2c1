"""Der Bogen von zehn Sozialräumen auf Papier: wenige Seiten, nichts abgeschnitten, lesbar."""

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
from bogendatei import blatt_xml, buchstaben, mappe_xml, marke, teile, zellen
from bogenfaelle import beispiel
from libreoffice import umgewandelt
from lxml import etree
from test_bogen_nachgerechnet import bogen

from sozialraum_cli.rechnen.berechnung import rechnen

# Anlage, vier Rechenblätter, Diagramm, vier Seiten Rechenweg, Prüfung, vier Eingabeblätter.
SEITEN = {"lueneburg_2012.xlsx": 14, "lueneburg_2026.xlsx": 14}


@dataclass(frozen=True)
class Zeile:
    """Eine gedruckte Zeile: wo sie steht, in Punkt."""

    seite: int
    links: float
    oben: float
    unten: float


@dataclass(frozen=True)
class Druck:
    """Der Bogen und sein PDF."""

    bogen: bytes
    text: str
    zeilen: tuple[Zeile, ...]
    seiten: int
    rechenweg: tuple[int, ...]


def _programm(*befehl: str) -> str:
    return subprocess.run(befehl, capture_output=True, check=True, timeout=120).stdout.decode()


@pytest.fixture(scope="module")
def drucke(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Druck]:
    if shutil.which("pdftotext") is None:
        pytest.skip("poppler-utils (pdftotext) fehlt; der Druck lässt sich nicht lesen.")
    ordner = tmp_path_factory.mktemp("druck")
    boegen = {name: bogen(rechnen(beispiel(name))) for name in SEITEN}
    pdfs = umgewandelt(boegen, "pdf", ordner / "lo")
    return {name: _gelesen(boegen[name], pdf, ordner / "x.pdf") for name, pdf in pdfs.items()}


def _gelesen(datei: bytes, pdf: bytes, pfad: Path) -> Druck:
    pfad.write_bytes(pdf)
    # Was ein Kasten enthält, steht in einer Zeile davor oder danach: die Reihenfolge zählt nicht.
    text = _programm("pdftotext", "-raw", str(pfad), "-")
    seiten = text.split("\f")[:-1]
    gesetzt = etree.fromstring(_programm("pdftotext", "-bbox-layout", str(pfad), "-").encode())
    return Druck(
        datei,
        text,
        tuple(_zeilen(gesetzt)),
        len(seiten),
        tuple(n for n, seite in enumerate(seiten, start=1) if "Rechenweg Seite" in seite),
    )


def _zeilen(gesetzt: etree._Element) -> Iterator[Zeile]:
    for seite, inhalt in enumerate(gesetzt.iter("{*}page"), start=1):
        for zeile in inhalt.iter("{*}line"):
            links, oben, unten = (float(str(zeile.get(n))) for n in ("xMin", "yMin", "yMax"))
            yield Zeile(seite, links, oben, unten)


@pytest.mark.parametrize("name", SEITEN)
def test_zehn_sozialraeume_auf_wenigen_seiten(name: str, drucke: dict[str, Druck]) -> None:
    assert drucke[name].seiten == SEITEN[name]


@pytest.mark.parametrize("name", SEITEN)
def test_jeder_text_steht_im_druck(name: str, drucke: dict[str, Druck]) -> None:
    druck = drucke[name]
    gedruckt = {_ohne_umbruch(wort) for wort in druck.text.split()}
    alles = _ohne_umbruch("".join(druck.text.split()))
    fehlend = [
        text
        for text in _sichtbare_texte(druck.bogen)
        for wort in text.split()
        if _ohne_umbruch(wort) not in gedruckt and _ohne_umbruch(wort) not in alles
    ]
    assert fehlend == []


def _ohne_umbruch(wort: str) -> str:
    return wort.replace("\u00ad", "").replace("-", "")


def _sichtbare_texte(datei: bytes) -> Iterator[str]:
    for blatt, inhalt in zellen(datei).items():
        if _ausgeblendet(datei, blatt):
            continue
        xml = blatt_xml(datei, blatt)
        spalten = {
            buchstaben(nummer)
            for col in xml.iter(marke("col"))
            if col.get("hidden") == "1"
            for nummer in range(int(str(col.get("min"))), int(str(col.get("max"))) + 1)
        }
        zeilen = {str(row.get("r")) for row in xml.iter(marke("row")) if row.get("hidden") == "1"}
        for ort, zelle in inhalt.items():
            spalte = ort.rstrip("0123456789")
            # Neben dem Rechenweg stehen seine Zahlen; gedruckt werden sie nicht.
            gedruckt = blatt != "Rechenweg" or spalte in {"A", "B"}
            if gedruckt and spalte not in spalten and ort.removeprefix(spalte) not in zeilen:
                yield zelle.wert if isinstance(zelle.wert, str) else ""


def _ausgeblendet(datei: bytes, blatt: str) -> bool:
    eintraege = mappe_xml(teile(datei)).iter(marke("sheet"))
    return any(e.get("name") == blatt and e.get("state") == "hidden" for e in eintraege)


@pytest.mark.parametrize("name", SEITEN)
def test_keine_zeile_des_rechenwegs_ragt_in_die_naechste(
    name: str, drucke: dict[str, Druck]
) -> None:
    """Eine zu niedrige Zeile schneidet ihren Text ab: er reicht in die Zeile darunter."""
    druck = drucke[name]
    eng = []
    for seite in druck.rechenweg:
        for spalte in _spalten([z for z in druck.zeilen if z.seite == seite]):
            for obere, untere in pairwise(spalte):
                if untere.oben - obere.oben < 0.7 * (obere.unten - obere.oben):
                    eng.append((seite, obere, untere))
    assert len(druck.rechenweg) == 4
    assert eng == []


def _spalten(zeilen: list[Zeile]) -> list[list[Zeile]]:
    je: dict[int, list[Zeile]] = {}
    for zeile in sorted(zeilen, key=lambda z: z.oben):
        je.setdefault(round(zeile.links), []).append(zeile)
    return list(je.values())

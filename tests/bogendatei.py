"""Fertige .xlsx-Dateien ansehen und ändern, ohne das Programm: nur Zip und XML."""

import posixpath
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO

from lxml import etree

_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ORT = re.compile(r"([A-Z]+)(\d+)")

# Texte stehen als str, Zahlen als float, Fehler wie #DIV/0! als Fehlerzelle, Leeres als "".
Inhalt = float | str | bool


class Fehlerzelle(str):
    """Eine Zelle mit Fehlercode, zum Beispiel #DIV/0!."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Zelle:
    """Wert und Formel einer Zelle, wie sie gespeichert sind; `stil` ist die Formatnummer."""

    wert: Inhalt
    formel: str | None = None
    hat_wert: bool = True
    stil: int = 0


Blaetter = Mapping[str, Mapping[str, Zelle]]


def marke(name: str) -> str:
    """Der Elementname mit dem Namensraum der Tabellenkalkulation."""
    return f"{_NS}{name}"


def teile(datei: bytes) -> dict[str, bytes]:
    """Alle Teile der Zip-Datei."""
    with zipfile.ZipFile(BytesIO(datei)) as archiv:
        return {name: archiv.read(name) for name in archiv.namelist()}


def gepackt(inhalte: Mapping[str, bytes]) -> bytes:
    """Eine Zip-Datei aus Teilen."""
    fertig = BytesIO()
    with zipfile.ZipFile(fertig, "w", zipfile.ZIP_DEFLATED) as archiv:
        for name, inhalt in inhalte.items():
            archiv.writestr(name, inhalt)
    return fertig.getvalue()


def mappe_xml(inhalte: Mapping[str, bytes]) -> etree._Element:
    """xl/workbook.xml."""
    return etree.fromstring(inhalte["xl/workbook.xml"])


def blattteile(inhalte: Mapping[str, bytes]) -> dict[str, str]:
    """Zu jedem Blattnamen der Teil der Zip-Datei, in der Reihenfolge der Mappe."""
    ziele = {
        b.get("Id"): posixpath.normpath(posixpath.join("/xl", str(b.get("Target"))))[1:]
        for b in etree.fromstring(inhalte["xl/_rels/workbook.xml.rels"])
    }
    return {
        str(blatt.get("name")): ziele[blatt.get(_RID)]
        for blatt in mappe_xml(inhalte).iter(marke("sheet"))
    }


def blatt_xml(datei: bytes, blatt: str) -> etree._Element:
    """Das XML eines Blatts."""
    inhalte = teile(datei)
    return etree.fromstring(inhalte[blattteile(inhalte)[blatt]])


def zellen(datei: bytes) -> dict[str, dict[str, Zelle]]:
    """Alle Zellen je Blatt unter ihrem Ort: zellen(datei)["Parameter"]["B4"]."""
    inhalte = teile(datei)
    texte = []
    if "xl/sharedStrings.xml" in inhalte:
        texte = [_text(t) for t in etree.fromstring(inhalte["xl/sharedStrings.xml"])]
    return {
        name: {
            str(zelle.get("r")): _zelle(zelle, texte)
            for zelle in etree.fromstring(inhalte[teil]).iter(marke("c"))
        }
        for name, teil in blattteile(inhalte).items()
    }


def _text(eintrag: etree._Element) -> str:
    return "".join(t.text or "" for t in eintrag.iter(marke("t")))


def _zelle(zelle: etree._Element, texte: list[str]) -> Zelle:
    formel, wert = zelle.find(marke("f")), zelle.find(marke("v"))
    roh = "" if wert is None or wert.text is None else wert.text
    inhalt: Inhalt = roh
    match zelle.get("t", "n"):
        case "s":
            inhalt = texte[int(roh)]
        case "inlineStr":
            inhalt = _text(zelle)
        case "e":
            inhalt = Fehlerzelle(roh)
        case "b":
            inhalt = roh == "1"
        case "n":
            inhalt = float(roh) if roh else ""
    return Zelle(
        inhalt,
        None if formel is None else formel.text or "",
        wert is not None,
        int(zelle.get("s", "0")),
    )


def namen(datei: bytes) -> dict[str, tuple[str, list[str]]]:
    """Definierte Namen der Mappe: Blatt und Zellen, bei Bereichen Zeile für Zeile."""
    ergebnis = {}
    for eintrag in mappe_xml(teile(datei)).iter(marke("definedName")):
        if eintrag.get("localSheetId") is None:
            blatt, _, bereich = (eintrag.text or "").rpartition("!")
            ergebnis[str(eintrag.get("name"))] = (
                blatt.strip("'").replace("''", "'"),
                orte(bereich.replace("$", "")),
            )
    return ergebnis


def orte(bereich: str) -> list[str]:
    """Alle Zellen eines Bereichs: B2:C3 wird B2, C2, B3, C3."""
    von, _, bis = bereich.partition(":")
    (sv, zv), (sb, zb) = (_zerlegt(ort) for ort in (von, bis or von))
    return [
        f"{buchstaben(s)}{z}"
        for z in range(int(zv), int(zb) + 1)
        for s in range(_nummer(sv), _nummer(sb) + 1)
    ]


def buchstaben(spalte: int) -> str:
    """Der Name einer Spalte: 1 ist A, 28 ist AB."""
    text = ""
    while spalte:
        spalte, rest = divmod(spalte - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def versetzt(ort: str, zeilen: int = 0, spalten: int = 0) -> str:
    """Die Zelle so viele Zeilen tiefer und Spalten weiter rechts."""
    spalte, zeile = _zerlegt(ort)
    return f"{buchstaben(_nummer(spalte) + spalten)}{int(zeile) + zeilen}"


def _zerlegt(ort: str) -> tuple[str, str]:
    treffer = _ORT.fullmatch(ort)
    assert treffer, ort
    return treffer[1], treffer[2]


def _nummer(spalte: str) -> int:
    nummer = 0
    for zeichen in spalte:
        nummer = nummer * 26 + ord(zeichen) - ord("A") + 1
    return nummer


def geaendert(datei: bytes, werte: Mapping[tuple[str, str], Inhalt]) -> bytes:
    """Dieselbe Datei mit anderen Werten; jede Zelle gibt es schon, ihr Format bleibt.

    Eine Formel in der Zelle bleibt stehen: dann wird nur der gespeicherte Wert untergeschoben.
    """
    inhalte = teile(datei)
    for blatt, teil in blattteile(inhalte).items():
        neue = {ort: wert for (name, ort), wert in werte.items() if name == blatt}
        if not neue:
            continue
        wurzel = etree.fromstring(inhalte[teil])
        for zelle in wurzel.iter(marke("c")):
            if zelle.get("r") in neue:
                _wert_setzen(zelle, neue.pop(str(zelle.get("r"))))
        assert not neue, f"{blatt}: keine Zellen {sorted(neue)}"
        inhalte[teil] = etree.tostring(wurzel, xml_declaration=True, encoding="UTF-8")
    return gepackt(inhalte)


def _wert_setzen(zelle: etree._Element, wert: Inhalt) -> None:
    for kind in list(zelle):
        if kind.tag != marke("f"):
            zelle.remove(kind)
    zelle.attrib.pop("t", None)
    if wert == "":
        return
    if isinstance(wert, str):
        zelle.set("t", "str")
    etree.SubElement(zelle, marke("v")).text = wert if isinstance(wert, str) else repr(wert)

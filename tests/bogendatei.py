"""Fertige .xlsx-Dateien ansehen und ändern, ohne das Programm: nur Zip und XML."""

import posixpath
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from itertools import pairwise

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


def zahl_in(datei: bytes, blatt: str, ort: str) -> float:
    """Die Zahl, die in einer Zelle gespeichert ist."""
    wert = zellen(datei)[blatt][ort].wert
    assert isinstance(wert, float)
    return wert


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
    with zipfile.ZipFile(fertig, "w") as archiv:
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


@lru_cache(maxsize=4)
def zellen(datei: bytes) -> Blaetter:
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
    """Definierte Namen der Mappe: Blatt und Zellen, bei Bereichen Zeile für Zeile.

    Wo ein Name seine Zelle erst sucht, ist es die, deren Zeile im Blatt Zuordnung gespeichert ist.
    """
    ergebnis = {}
    zeilen = None
    for eintrag in mappe_xml(teile(datei)).iter(marke("definedName")):
        if eintrag.get("localSheetId") is None:
            gesucht = _GESUCHT.fullmatch(eintrag.text or "")
            blatt, _, bereich = (gesucht["bereich"] if gesucht else eintrag.text or "").rpartition(
                "!"
            )
            zellen = orte(bereich.replace("$", ""))
            if gesucht:
                zeilen = blatt_xml(datei, "Zuordnung") if zeilen is None else zeilen
                ort = gesucht["zeile"].replace("$", "")
                (zeile,) = (z for z in zeilen.iter(marke("c")) if z.get("r") == ort)
                zellen = [zellen[int(float(zeile.findtext(marke("v"), ""))) - 1]]
            ergebnis[str(eintrag.get("name"))] = blatt.strip("'").replace("''", "'"), zellen
    return ergebnis


_GESUCHT = re.compile(r"INDEX\((?P<bereich>.+),Zuordnung!(?P<zeile>.+)\)")


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
    zelle.attrib.pop("t", "")
    if wert == "":
        return
    if isinstance(wert, str):
        zelle.set("t", "str")
    etree.SubElement(zelle, marke("v")).text = wert if isinstance(wert, str) else repr(wert)


# Reihenfolge der Elemente eines Blatts nach ECMA-376; Tabellenkalkulationen bestehen darauf.
_BLATTFOLGE = (
    "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection "
    "protectedRanges scenarios autoFilter sortState dataConsolidate customSheetViews mergeCells "
    "phoneticPr conditionalFormatting dataValidations hyperlinks printOptions pageMargins "
    "pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches ignoredErrors "
    "smartTags drawing legacyDrawing legacyDrawingHF picture oleObjects controls webPublishItems "
    "tableParts extLst"
)
_STILFOLGE = (
    "numFmts fonts fills borders cellStyleXfs cellXfs cellStyles dxfs tableStyles colors extLst"
)
_MAPPENFOLGE = (
    "fileVersion fileSharing workbookPr workbookProtection bookViews sheets functionGroups "
    "externalReferences definedNames calcPr oleSize customWorkbookViews pivotCaches smartTagPr "
    "smartTagTypes webPublishing fileRecoveryPr webPublishObjects extLst"
)


HOECHSTE_ZEILE = 409.5


def maengel(datei: bytes) -> list[str]:
    """Woran eine Tabellenkalkulation beim Öffnen Anstoß nähme; leer heißt: nichts gefunden."""
    inhalte = teile(datei)
    gefunden = _paketmaengel(inhalte)
    for teil, folge in (
        ("xl/styles.xml", _STILFOLGE),
        ("xl/workbook.xml", _MAPPENFOLGE),
        *((teil, _BLATTFOLGE) for teil in blattteile(inhalte).values()),
    ):
        wurzel = etree.fromstring(inhalte[teil])
        erlaubt = folge.split()
        namen = [etree.QName(kind).localname for kind in wurzel if isinstance(kind.tag, str)]
        if [*map(erlaubt.index, namen)] != sorted(map(erlaubt.index, namen)):
            gefunden.append(f"{teil}: Elemente in falscher Folge {namen}")
        gefunden += [
            f"{teil}: count={liste.get('count')} bei {len(liste)} {etree.QName(liste).localname}"
            for liste in wurzel
            if liste.get("count") is not None and int(str(liste.get("count"))) != len(liste)
        ]
    stile = etree.fromstring(inhalte["xl/styles.xml"])
    formate = len(stile.findall(f"{marke('cellXfs')}/*"))
    for name, teil in blattteile(inhalte).items():
        gefunden += _blattmaengel(name, etree.fromstring(inhalte[teil]), formate)
    return gefunden


def _paketmaengel(inhalte: Mapping[str, bytes]) -> list[str]:
    typen = etree.fromstring(inhalte["[Content_Types].xml"])
    einzeln = [str(typ.get("PartName"))[1:] for typ in typen if typ.get("PartName")]
    endungen = {str(typ.get("Extension")).lower() for typ in typen if typ.get("Extension")}
    gefunden = [f"Inhaltstyp für {name}, das fehlt" for name in einzeln if name not in inhalte]
    gefunden += [f"Inhaltstyp doppelt: {name}" for name in {*einzeln} if einzeln.count(name) > 1]
    gefunden += [
        f"kein Inhaltstyp für {name}"
        for name in inhalte
        if name not in (*einzeln, "[Content_Types].xml")
        and name.rpartition(".")[2].lower() not in endungen
    ]
    for name, inhalt in inhalte.items():
        if not name.endswith(".rels"):
            continue
        ordner = posixpath.dirname(posixpath.dirname(name))
        beziehungen = etree.fromstring(inhalt)
        kennungen = [b.get("Id") for b in beziehungen]
        if len(kennungen) != len({*kennungen}):
            gefunden.append(f"{name}: Kennung doppelt")
        for beziehung in beziehungen:
            if beziehung.get("TargetMode") == "External":
                continue
            ziel = posixpath.normpath(posixpath.join("/", ordner, str(beziehung.get("Target"))))
            if ziel[1:] not in inhalte:
                gefunden.append(f"{name}: {ziel} fehlt")
    return gefunden


def _blattmaengel(name: str, blatt: etree._Element, formate: int) -> list[str]:
    gefunden = []
    zeilen = [int(str(zeile.get("r"))) for zeile in blatt.iter(marke("row"))]
    if zeilen != sorted({*zeilen}):
        gefunden.append(f"{name}: Zeilen nicht aufsteigend")
    for zeile in blatt.iter(marke("row")):
        stellen = [_zerlegt(str(zelle.get("r"))) for zelle in zeile]
        if any(nummer != zeile.get("r") for _, nummer in stellen):
            gefunden.append(f"{name}: Zelle in falscher Zeile {zeile.get('r')}")
        spalten = [_nummer(spalte) for spalte, _ in stellen]
        if spalten != sorted({*spalten}):
            gefunden.append(f"{name}: Zellen in Zeile {zeile.get('r')} nicht aufsteigend")
    gefunden += [
        f"{name}!{zelle.get('r')}: Format {zelle.get('s')} gibt es nicht"
        for zelle in blatt.iter(marke("c"))
        if int(zelle.get("s", "0")) >= formate
    ]
    gefunden += [
        f"{name}: Zeile {zeile.get('r')} ist höher als {HOECHSTE_ZEILE}"
        for zeile in blatt.iter(marke("row"))
        if float(zeile.get("ht", "0")) > HOECHSTE_ZEILE
    ]
    bereiche = [str(m.get("ref")) for m in blatt.iter(marke("mergeCell"))]
    belegt = [ort for bereich in bereiche for ort in orte(bereich)]
    if len(belegt) != len({*belegt}):
        gefunden.append(f"{name}: verbundene Bereiche überschneiden sich")
    grenzen = [(int(str(c.get("min"))), int(str(c.get("max")))) for c in blatt.iter(marke("col"))]
    if any(bis >= von for (_, bis), (von, _) in pairwise(grenzen)):
        gefunden.append(f"{name}: Spalten nicht aufsteigend")
    return gefunden

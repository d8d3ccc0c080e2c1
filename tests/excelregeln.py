"""Was eine .xlsx-Datei einhalten muss, damit Excel sie ohne Reparatur öffnet und gleich zeigt.

Aus dem Schema (ECMA-376 Teil 1), den „Spezifikationen und Beschränkungen für Excel“ und den
Breiten der Schrift; ein Excel braucht die Prüfung nicht. Jede Regel ist eine Funktion in REGELN.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache

import formelregeln
from bogendatei import maengel, marke
from breitenregeln import spaltenbreiten
from diagrammregeln import diagrammangaben, diagrammbezuege, diagrammfolge, diagrammschrift
from exceldatei import Datei, schriftgroesse
from formelregeln import utf16
from lxml import etree

_WEISSRAUM = "{http://www.w3.org/XML/1998/namespace}space"

LAENGSTE_KOPFZEILE = 255
LAENGSTE_ZELLE = 32_767
MEISTE_ZEILENUMBRUECHE, MEISTE_SPALTENUMBRUECHE = 1_023, 1_000
LAENGSTER_BLATTNAME = 31
LAENGSTES_ZAHLENFORMAT = 255
# Titel und Text der Meldung einer Auswahlliste; darüber verweigert Excel die Datei.
LAENGSTER_MELDETITEL, LAENGSTE_MELDUNG = 32, 255


Regel = Callable[[Datei], Iterator[str]]

# Gleich gebaute Formeln stehen in jedem Bogen; geprüft wird jede einmal.
_FORMELURTEILE: dict[tuple[str, frozenset[str]], list[str]] = {}


def verstoesse(inhalt: bytes) -> list[str]:
    """Alle Verstöße gegen alle Regeln, mit dem Namen der Regel."""
    datei = Datei(inhalt)
    return [f"{regel.__name__}: {text}" for regel in REGELN for text in regel(datei)]


def paket_und_folge(datei: Datei) -> Iterator[str]:
    yield from maengel(datei.bytes)


def _je_formel(pruefung: Callable[[str], Iterator[str]]) -> Regel:
    urteil = cache(lambda formel: tuple(pruefung(formel)))

    def regel(datei: Datei) -> Iterator[str]:
        for ort, formel in datei.formeln():
            for text in urteil(formel):
                yield f"{ort}: {text}"

    regel.__name__ = pruefung.__name__
    return regel


def formelbau(datei: Datei) -> Iterator[str]:
    for ort, formel in datei.formeln():
        schluessel = formelregeln.einebnen(formel), datei.bereichsnamen
        if schluessel not in _FORMELURTEILE:
            _FORMELURTEILE[schluessel] = [*formelregeln.bau(schluessel[0], datei.ist_bereich)]
        for text in _FORMELURTEILE[schluessel]:
            yield f"{ort}: {text}"


def zelltexte(datei: Datei) -> Iterator[str]:
    for name, blatt in datei.blaetter.items():
        for zelle in blatt.iter(marke("c")):
            text = "".join(t.text or "" for t in zelle.iter(marke("t"), marke("v")))
            if utf16(text) > LAENGSTE_ZELLE:
                yield f"{name}!{zelle.get('r')}: {utf16(text)} Zeichen"
            for t in zelle.iter(marke("t")):
                if (t.text or "").strip() != (t.text or "") and t.get(_WEISSRAUM) != "preserve":
                    yield f"{name}!{zelle.get('r')}: Leerraum am Rand ginge verloren"


def zahlen(datei: Datei) -> Iterator[str]:
    for name, blatt in datei.blaetter.items():
        for zelle in blatt.iter(marke("c")):
            wert = zelle.findtext(marke("v"))
            if zelle.get("t", "n") == "n" and wert:
                try:
                    gueltig = abs(float(wert)) < 1e308
                except ValueError:
                    gueltig = False
                if not gueltig:
                    yield f"{name}!{zelle.get('r')}: „{wert}“ ist keine Zahl"


def kopf_und_fuss(datei: Datei) -> Iterator[str]:
    for name, blatt in datei.blaetter.items():
        for kopf in blatt.iter(marke("headerFooter")):
            for zeile in kopf:
                if (zeichen := utf16(zeile.text or "")) > LAENGSTE_KOPFZEILE:
                    yield f"{name}: {etree.QName(zeile).localname} mit {zeichen} Zeichen"


def umbrueche(datei: Datei) -> Iterator[str]:
    grenzen = {"rowBreaks": MEISTE_ZEILENUMBRUECHE, "colBreaks": MEISTE_SPALTENUMBRUECHE}
    for name, blatt in datei.blaetter.items():
        for art, grenze in grenzen.items():
            for liste in blatt.iter(marke(art)):
                anzahl = len(liste)
                if anzahl > grenze:
                    yield f"{name}: {anzahl} {art}"
                if {liste.get("count"), liste.get("manualBreakCount")} != {str(anzahl)}:
                    yield f"{name}: {art} falsch gezählt"


def blattnamen(datei: Datei) -> Iterator[str]:
    namen = list(datei.blaetter)
    for name in namen:
        if not 0 < utf16(name) <= LAENGSTER_BLATTNAME or re.search(r"[\[\]:*?/\\]|^'|'$", name):
            yield f"„{name}“ darf kein Blatt heißen"
    if len({name.casefold() for name in namen}) != len(namen):
        yield "zwei Blätter mit einem Namen"


_BLATT_IM_BEZUG = re.compile(r"('(?:[^']|'')+'|[^\W\d][\w.]*)!")


def definierte_namen(datei: Datei) -> Iterator[str]:
    gesehen = set()
    for eintrag in datei.mappe.iter(marke("definedName")):
        name, blatt = str(eintrag.get("name")), eintrag.get("localSheetId")
        if (name.casefold(), blatt) in gesehen:
            yield f"{name} gibt es zweimal"
        gesehen.add((name.casefold(), blatt))
        if not name.startswith("_xlnm.") and not _namensgerecht(name):
            yield f"{name} ist kein zulässiger Name"
        if blatt is not None and int(blatt) >= len(datei.blaetter):
            yield f"{name} gehört zu keinem Blatt"
        for ziel in _BLATT_IM_BEZUG.findall(eintrag.text or ""):
            if ziel.strip("'").replace("''", "'") not in datei.blaetter:
                yield f"{name} zeigt auf das Blatt „{ziel}“, das fehlt"


def _namensgerecht(name: str) -> bool:
    if utf16(name) > 255 or not re.fullmatch(r"[^\W\d][\w.\\?]*", name):
        return False
    wie_zelle = re.fullmatch(r"[A-Za-z]{1,3}[1-9]\d{0,6}|[RrCc]|[RrZz]\d*[CcSs]\d*", name)
    return wie_zelle is None


def zahlenformate(datei: Datei) -> Iterator[str]:
    for eintrag in datei.stile.iter(marke("numFmt")):
        code = str(eintrag.get("formatCode"))
        ohne_text = re.sub(r'"[^"]*"|\\.', "", code)
        if '"' in ohne_text:
            yield f"{code}: offener Text"
        if utf16(code) > LAENGSTES_ZAHLENFORMAT or ohne_text.count(";") > 3:
            yield f"{code}: zu lang"
        if re.search(r"\.[#?]", ohne_text):
            yield f"{code}: zeigt bei ganzen Zahlen ein Komma ohne Ziffern"


def schriftgroessen(datei: Datei) -> Iterator[str]:
    for nummer, font in enumerate(datei.stile.iterfind(f"{marke('fonts')}/{marke('font')}")):
        if not schriftgroesse(font) or font.find(marke("name")) is None:
            yield f"Schrift {nummer} ohne Größe oder Namen"


def auswahllisten(datei: Datei) -> Iterator[str]:
    for name, blatt in datei.blaetter.items():
        for regel in blatt.iter(marke("dataValidation")):
            titel = [regel.get("promptTitle", ""), regel.get("errorTitle", "")]
            texte = [regel.get("prompt", ""), regel.get("error", "")]
            formel = regel.findtext(marke("formula1"), "")
            if max(map(utf16, titel)) > LAENGSTER_MELDETITEL:
                yield f"{name}!{regel.get('sqref')}: Titel zu lang"
            if max(map(utf16, texte)) > LAENGSTE_MELDUNG:
                yield f"{name}!{regel.get('sqref')}: Meldung zu lang"
            if utf16(formel) > LAENGSTE_MELDUNG or formel.startswith("="):
                yield f"{name}!{regel.get('sqref')}: Liste zu lang oder mit =: {formel}"


def bedingte_formate(datei: Datei) -> Iterator[str]:
    dxfs = datei.stile.find(marke("dxfs"))
    anzahl = 0 if dxfs is None else len(dxfs)
    for name, blatt in datei.blaetter.items():
        for regel in blatt.iter(marke("cfRule")):
            if int(regel.get("dxfId", "0")) >= anzahl and regel.get("dxfId") is not None:
                yield f"{name}: bedingtes Format {regel.get('dxfId')} gibt es nicht"
            if int(regel.get("priority", "0")) < 1:
                yield f"{name}: bedingtes Format ohne Rang"


REGELN: tuple[Regel, ...] = (
    paket_und_folge,
    _je_formel(formelregeln.laenge),
    _je_formel(formelregeln.textlaengen),
    _je_formel(formelregeln.fester_text),
    _je_formel(formelregeln.tausenderzeichen),
    formelbau,
    zelltexte,
    zahlen,
    kopf_und_fuss,
    umbrueche,
    blattnamen,
    definierte_namen,
    zahlenformate,
    schriftgroessen,
    auswahllisten,
    bedingte_formate,
    spaltenbreiten,
    diagrammfolge,
    diagrammangaben,
    diagrammschrift,
    diagrammbezuege,
)

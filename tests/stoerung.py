"""Gültige Mappen zufällig stören: Bytes des Behälters, XML seiner Teile, Werte der Zellen.

Wie viele Fälle ein Lauf prüft, sagt die Umgebungsvariable STOERUNGEN (Vorgabe 10); dieselbe Saat
ergibt immer denselben Fall.
"""

import os
import random
from copy import deepcopy

from bogendatei import blattteile, gepackt, marke, teile
from conftest import vorhanden
from lxml import etree

SAATEN = range(int(os.environ.get("STOERUNGEN", "10")))

_EINSCHUEBE = (
    b"<", b">", b'"', b"&lt;", b"999999999", b"-1", b"&#7;", b"</c>", b"<!--", b"1e999",
    b"<!DOCTYPE a>", b'<row r="1">', b"_x0007_", b"\0", b"\xff",
)  # fmt: skip

# Was Menschen in Zellen schreiben und was Tabellenkalkulationen daraus machen.
_TEXTE = (
    ".", "*", "x", "-", "–", "/", "…", "k. A.", "(12)", "1.234", "1.234,56", "1,234.56", "17,5 %",
    "1 234 €", "12,-", "- 5", "1e5", "٣", "½", "NaN", "Infinity", "0x10", "1_000", "TRUE", "Summe",
    "Gesamt", "Quelle: Amt", "=1+1", "+49", "-1+2", "@SUM(A1)", "[rot]", "<b>fett</b>", "&amp;",
    "{{bogen}}", "../../etc/passwd", "C:\\Temp\\x", "Adendorf", " ADENDORF ", "A\tB", "A\nB",
    "\u200b", "\u00a0", "\u202eflorednedA", "A\u0308dendorf", "x" * 5000, "€", "%", "100 %",
    "1,5 Mio", "2012-01-01", "anteilig", "kappung", "Quote", "entlastend", "Einwohner",
)  # fmt: skip
_ZAHLEN = (
    "0", "1", "-1", "0.5", "1E-15", "1E+15", "1E+300", "-1E-300", "100", "100.0001", "0.1", "1E+11",
    "0.005", "123456789.123456", "2147483648", "40909", "NaN", "INF", "1,5", "1e", "",
)  # fmt: skip
_FEHLER = ("#DIV/0!", "#N/A", "#REF!", "#NAME?", "#VALUE!", "#NUM!", "#NULL!", "Unsinn")


def bytes_stoeren(zufall: random.Random, inhalt: bytes) -> bytes:
    """Ersetzt an einigen Stellen wenige Bytes durch solche, die gern Schaden anrichten."""
    daten = bytearray(inhalt)
    for _ in range(zufall.choice((1, 1, 2, 5, 20))):
        stelle = zufall.randrange(len(daten))
        einschub = zufall.choice((*_EINSCHUEBE, zufall.randbytes(5)))
        daten[stelle : stelle + zufall.choice((0, 1, 9))] = einschub
    return bytes(daten)


def behaelter_stoeren(zufall: random.Random, datei: bytes) -> bytes:
    """Stört den Zip-Behälter: Bytes, Länge oder ein Stück, das fehlt oder doppelt ist."""
    art = zufall.choice(("bytes", "bytes", "abschneiden", "anhaengen", "stueck"))
    if art == "bytes":
        return bytes_stoeren(zufall, datei)
    stelle = zufall.randrange(1, len(datei))
    if art == "abschneiden":
        return datei[:stelle]
    if art == "anhaengen":
        return datei + zufall.choice((b"\0" * 9, zufall.randbytes(99), datei[:stelle], datei))
    ende = min(len(datei), stelle + zufall.choice((1, 30, 300)))
    return datei[:stelle] + zufall.choice((b"", datei[stelle:ende] * 2)) + datei[ende:]


def teil_stoeren(zufall: random.Random, datei: bytes) -> bytes:
    """Stört einen Teil und packt neu: Bytes, Baum des XML oder der ganze Teil."""
    inhalte = teile(datei)
    opfer = zufall.choice(sorted(name for name, inhalt in inhalte.items() if inhalt))
    art = zufall.choice(("bytes", "bytes", "baum", "baum", "baum", "teil"))
    if art == "teil":
        neu = zufall.choice((None, b"", b"<a/>", inhalte[zufall.choice(sorted(inhalte))]))
        if neu is None:
            del inhalte[opfer]
        else:
            inhalte[opfer] = neu
    elif art == "baum" and inhalte[opfer].lstrip().startswith(b"<"):
        wurzel = etree.fromstring(inhalte[opfer])
        for _ in range(zufall.choice((1, 1, 3, 10))):
            _baum_stoeren(zufall, wurzel)
        inhalte[opfer] = etree.tostring(wurzel, xml_declaration=True, encoding="UTF-8")
    else:
        inhalte[opfer] = bytes_stoeren(zufall, inhalte[opfer])
    return gepackt(inhalte)


def _baum_stoeren(zufall: random.Random, wurzel: etree._Element) -> None:
    element = zufall.choice([e for e in wurzel.iter() if isinstance(e.tag, str)])
    eltern = element.getparent()
    art = zufall.choice(("attribut", "attribut", "weg", "doppelt", "text", "marke", "tausch"))
    if art == "attribut" and element.attrib:
        name = zufall.choice(sorted(map(str, element.attrib)))
        wert = zufall.choice(
            (None, "", "-1", "0", "999999999", "1048577", "XFE1", "A0", "ä", "1.5")
        )
        if wert is None:
            del element.attrib[name]
        else:
            element.set(name, wert)
    elif art == "text":
        element.text = zufall.choice((None, *_ZAHLEN, *(t for t in _TEXTE if t.isprintable())))
    elif art == "marke":
        element.tag = zufall.choice(("a", marke("c"), marke("row"), marke("v"), marke("f")))
    elif eltern is not None and art == "weg":
        eltern.remove(element)
    elif eltern is not None and art == "doppelt":
        eltern.append(deepcopy(element))
    elif eltern is not None and art == "tausch":
        eltern[:] = zufall.sample(list(eltern), len(eltern))


def zellen_stoeren(zufall: random.Random, datei: bytes) -> bytes:
    """Ändert Werte, Zeilen und Spalten eines Blatts so, wie Menschen es versehentlich tun."""
    inhalte = teile(datei)
    teil = zufall.choice(sorted(blattteile(inhalte).values()))
    wurzel = etree.fromstring(inhalte[teil])
    for _ in range(zufall.choice((1, 1, 1, 2, 5))):
        zeilen = [zeile for zeile in wurzel.iter(marke("row")) if len(zeile)]
        art = zufall.choice(("wert", "wert", "wert", "wert", "kopie", "zeile", "blatt"))
        if art == "wert":
            _wert_setzen(zufall, zufall.choice(list(zufall.choice(zeilen))))
        elif art == "kopie":
            quelle, ziel = (zufall.choice(list(zufall.choice(zeilen))) for _ in range(2))
            ort = str(ziel.get("r"))
            ziel[:] = deepcopy(list(quelle))
            ziel.attrib.clear()
            ziel.attrib.update({**quelle.attrib, "r": ort})
        elif art == "zeile":
            zeile = zufall.choice(zeilen)
            if zufall.random() < 0.5:
                vorhanden(zeile.getparent()).remove(zeile)
            else:
                zeile.set("hidden", "1")
        else:
            _blatt_aendern(zufall, wurzel)
    inhalte[teil] = etree.tostring(wurzel, xml_declaration=True, encoding="UTF-8")
    return gepackt(inhalte)


def _wert_setzen(zufall: random.Random, zelle: etree._Element) -> None:
    for kind in list(zelle):
        zelle.remove(kind)
    zelle.attrib.pop("t", "")
    art = zufall.choice(
        ("text", "text", "zahl", "zahl", "fehler", "formel", "wahr", "leer", "stil")
    )
    if art == "text":
        zelle.set("t", "inlineStr")
        inhalt = etree.SubElement(etree.SubElement(zelle, marke("is")), marke("t"))
        inhalt.text = zufall.choice(_TEXTE)
    elif art == "zahl":
        etree.SubElement(zelle, marke("v")).text = zufall.choice(_ZAHLEN)
    elif art == "fehler":
        zelle.set("t", "e")
        etree.SubElement(zelle, marke("v")).text = zufall.choice(_FEHLER)
    elif art == "formel":
        etree.SubElement(zelle, marke("f")).text = zufall.choice(("1+1", "SUM(A1:A9", "A1", ""))
        if zufall.random() < 0.5:
            zelle.set("t", "str")
            etree.SubElement(zelle, marke("v")).text = zufall.choice(_TEXTE)
    elif art == "wahr":
        zelle.set("t", "b")
        etree.SubElement(zelle, marke("v")).text = zufall.choice(("0", "1", "2"))
    elif art == "stil":
        zelle.set("s", str(zufall.randrange(40)))
        etree.SubElement(zelle, marke("v")).text = zufall.choice(("0.7", "12", "40909", "1"))


def _blatt_aendern(zufall: random.Random, wurzel: etree._Element) -> None:
    daten = wurzel.find(marke("sheetData"))
    assert daten is not None
    if zufall.random() < 0.5:
        bereiche = etree.SubElement(wurzel, marke("mergeCells"))
        etree.SubElement(bereiche, marke("mergeCell")).set(
            "ref", zufall.choice(("A1:B2", "A1:XFD1048576", "B3:B7", "C5:C5", "Z9:A1", "A:A"))
        )
    else:
        zeile = etree.SubElement(daten, marke("row"), r="1048576")
        zelle = etree.SubElement(zeile, marke("c"), r="XFD1048576")
        etree.SubElement(zelle, marke("v")).text = "7"

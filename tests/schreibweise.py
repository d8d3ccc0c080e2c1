"""Dasselbe XML anders geschrieben: was ein XML-Leser nicht unterscheidet, zufällig gewählt."""

import random
import re
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree

KODIERUNGEN = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "iso-8859-1")
LEERRAUM = ("", " ", "\n", "\t", "\r\n ")
_XMLNS = "http://www.w3.org/2000/xmlns/"


def umschreiben(xml: bytes, zufall: random.Random) -> bytes:
    """Das XML mit anderen Präfixen, Anführungen, Leerräumen, Kommentaren, CDATA, Kodierungen."""
    wurzel = etree.fromstring(xml)
    schreiber = _Schreiber(zufall, wurzel)
    text = schreiber.element(wurzel, schreiber.raeume())
    kodierung = zufall.choice(KODIERUNGEN)
    name = kodierung.removesuffix("-sig").removesuffix("-le")
    kopf = f'<?xml version="1.0" encoding="{name}"{schreiber.leer()}?>'
    if name == "utf-8" and zufall.random() < 0.3:
        kopf = ""
    kopf += schreiber.beiwerk().replace("<![CDATA[ ]]>", "")  # vor der Wurzel kein Text
    daten = (kopf + text).encode(kodierung, "xmlcharrefreplace")
    return b"\xff\xfe" + daten if kodierung == "utf-16-le" else daten


class _Schreiber:
    def __init__(self, zufall: random.Random, wurzel: etree._Element) -> None:
        self.zufall = zufall
        self.haeufigkeit = zufall.choice((0.0, 0.002, 0.05, 0.3))
        raeume = {str(uri) for e in wurzel.iter(etree.Element) for uri in e.nsmap.values()}
        self.praefixe = {uri: f"p{nr}" for nr, uri in enumerate(sorted(raeume))}
        self.haupt = str(etree.QName(wurzel).namespace)
        # Ohne Präfix, mit einem oder mit zweien für denselben Namensraum.
        self.namen = zufall.choice(([""], ["x"], ["", "x"], ["x", "y"], [""]))

    def selten(self) -> bool:
        return self.zufall.random() < self.haeufigkeit

    def leer(self) -> str:
        return self.zufall.choice(LEERRAUM) if self.selten() else ""

    def beiwerk(self) -> str:
        """Was zwischen zwei Elementen stehen darf und nichts heißt."""
        if not self.selten():
            return ""
        return self.zufall.choice(
            (
                " ",
                "\n",
                "<!-- <sheetData><row r='1'><c r='A1'/></row></sheetData> -->",
                '<!--</row><row r="9"/>-->',
                "<?pi <row r='1'/> ?>",
                "<![CDATA[ ]]>",
            )
        )

    def raeume(self) -> dict[str, str]:
        angaben: dict[str, Any] = {f"xmlns:{kurz}": uri for uri, kurz in self.praefixe.items()}
        for name in self.namen:
            angaben[f"xmlns:{name}" if name else "xmlns"] = self.haupt
        return angaben

    def name(self, vollname: str, *, angabe: bool = False) -> str:
        teile = etree.QName(vollname)
        if teile.namespace is None:
            return teile.localname
        if teile.namespace == self.haupt and not angabe:
            kurz = self.zufall.choice(self.namen)
        else:
            kurz = self.praefixe[teile.namespace]
        return f"{kurz}:{teile.localname}" if kurz else teile.localname

    def element(self, element: etree._Element, raeume: dict[str, str] | None = None) -> str:
        name = self.name(str(element.tag))
        angaben = [(self.name(str(k), angabe=True), str(v)) for k, v in element.attrib.items()]
        angaben += list((raeume or {}).items())
        if self.selten() or raeume:
            self.zufall.shuffle(angaben)
        beginn = name + "".join(
            f"{self.zufall.choice(LEERRAUM[1:]) if self.selten() else ' '}{angabe}"
            f"{self.leer()}={self.leer()}{self.angefuehrt(wert)}"
            for angabe, wert in angaben
        )
        inhalt = self.text(element.text)
        for kind in element:
            inhalt += self.beiwerk() + self.element(kind) + self.beiwerk() + self.text(kind.tail)
        if not inhalt and not self.selten():
            return f"<{beginn}{self.leer()}/>"
        return f"<{beginn}{self.leer()}>{inhalt}</{name}{self.leer()}>"

    def angefuehrt(self, wert: str) -> str:
        zeichen = "'" if self.selten() else '"'
        ersatz = {'"': "&quot;", "'": "&apos;", "\n": "&#10;", "\t": "&#9;", "\r": "&#13;"}
        return zeichen + "".join(self.zeichen(z, ersatz) for z in wert) + zeichen

    def text(self, text: str | None) -> str:
        if not text:
            return ""
        # In CDATA gibt es keine Zeichenverweise, auch nicht für Zeichen, die Latin-1 nicht kennt.
        if self.selten() and not re.search(r"\]\]>|\r|[^\x00-\xff]", text):
            return f"<![CDATA[{text}]]>"
        if self.selten() and len(text) > 1:
            return self.text(text[:1]) + "<!--5-->" + self.text(text[1:])
        return "".join(self.zeichen(z, {"\r": "&#13;"}) for z in text)

    def zeichen(self, zeichen: str, ersatz: dict[str, str]) -> str:
        if self.selten():
            return f"&#{ord(zeichen)};" if self.zufall.random() < 0.5 else f"&#x{ord(zeichen):X};"
        return escape(zeichen, ersatz)


def mit_leeren(xml: bytes, zufall: random.Random) -> bytes:
    """Das Blatt mit formatierten leeren Zellen und Zeilen, wie Programme sie schreiben."""

    def zeile(treffer: re.Match[bytes]) -> bytes:
        nummer = treffer[1]
        leer = b"".join(b'<c r="%s%s" s="1"/>' % (sp, nummer) for sp in (b"X", b"Y", b"AZ"))
        if zufall.random() < 0.5:
            return treffer[0]
        return treffer[0].replace(b"</row>", leer + b"</row>")

    xml = re.sub(rb'<row r="(\d+)"[^>]*>.*?</row>', zeile, xml, flags=re.DOTALL)
    anhang = b"".join(
        zufall.choice(
            (
                b'<row r="%d" s="1" customFormat="1"/>' % nummer,
                b'<row r="%d"><c r="A%d" s="2"/><c r="B%d" s="2"/></row>' % ((nummer,) * 3),
                b'<row r="%d" ht="15" customHeight="1"></row>' % nummer,
            )
        )
        for nummer in range(5000, 5000 + zufall.randrange(40))
    )
    return xml.replace(b"</sheetData>", anhang + b"</sheetData>")

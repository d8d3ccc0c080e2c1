"""Leere Zellen aus dem XML eines Blatts nehmen und schlichte Zeilen lesen, ohne XML zu lesen.

Mappen tragen oft bis zur letzten Zeile Formate: eine Million leerer Zeilen auf zehn belegte. Das
Erkennen in Bytes ist vielfach so schnell wie das Lesen des XML. Eine schlichte Zeile enthält nur
Zahlen und Texte, keine Formel.

Warum das dasselbe ergibt: Vom ersten Byte an wird nur überlesen, was einer engen Grammatik folgt,
der Schreibweise von Excel, LibreOffice und openpyxl. Solange sie gilt, steht fest, dass eine Marke
eine Marke ist und keine Zelle in Kommentar, CDATA oder Attribut steckt. Weg fällt nur ein ganzes
Element ohne Inhalt, und nur, wenn alles danach seine Nummer selbst nennt; als schlicht gilt nur
ein ganzes Element, in dem jedes Byte bekannt ist. Beim ersten Byte, das die Grammatik nicht kennt,
endet sie: der Rest geht unverändert an den XML-Leser.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import NamedTuple

from sozialraum_cli.lesen.zeilenlauf import INHALTE, Lauf, Schlicht, Zeilenlaeufe

_GEDULD = 2 << 20  # so lang ist keine Zeile mit 16.384 üblichen Zellen
_ANGABE = rb' [A-Za-z][A-Za-z0-9:]*+="[^"<]*+"'
_MARKE = rb"/?[A-Za-z](?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+>"
_ANFANG = re.compile(
    rb"(?:\xef\xbb\xbf)?"
    rb'(?:<\?xml version="1\.0"(?: encoding="[Uu][Tt][Ff]-8")?(?: standalone="(?:yes|no)")? ?\?>'
    rb"[ \t\r\n]*+)?"
    rb"(<worksheet(?:" + _ANGABE + rb")*+>)"
    rb"(?:[^<]++|<(?!sheetData>)" + _MARKE + rb")*+<sheetData>"
)
_NAMEN = re.compile(_ANGABE.replace(b"[A-Za-z][A-Za-z0-9:]*+", b"([A-Za-z][A-Za-z0-9:]*+)"))
_ENDE = b"</sheetData>"
_NUMMERIERT = (b'<row r="', _ENDE)

_WERT = rb'="[A-Za-z0-9.: -]*+"'
_NUMMER = rb"[1-9][0-9]{0,6}"


def _wahlweise(namen: str) -> bytes:
    """Angaben, die in dieser Reihenfolge stehen oder fehlen; keine steht zweimal."""
    return b"".join(rb"(?: " + name.encode() + _WERT + rb")?+" for name in namen.split())


_EXCEL = _wahlweise(
    "spans s customFormat ht hidden customHeight outlineLevel collapsed thickTop thickBot ph"
)
_OPENPYXL = _wahlweise(
    "hidden outlineLevel collapsed ht customFormat customHeight s thickBot thickTop"
)
_DESCENT = _wahlweise("x14ac:dyDescent")
_LEER = rb'<c r="[A-Z]{1,3}%s"' + _wahlweise("s t") + rb" ?/>"
_LEERE_ZELLE = re.compile(_LEER % _NUMMER)
_ZELLE = (
    rb'<c r="[A-Z]{1,3}(?P=nr)"(?:' + _ANGABE + rb")*+"
    # In der Zelle alles außer Zelle und Zeile, ohne Präfix.
    rb"(?: ?/>|>(?:[^<]*+</?(?!c[ />]|row[ />])[A-Za-z]++(?:" + _ANGABE + rb")*+ ?/?>)*+[^<]*+</c>)"
)
_SCHLICHTE_ZELLE = (
    rb'<c r="([A-Z]{1,3})%s"(?: s="([0-9]{1,5})")?+'
    rb'(?:(?: t="([ns])")?+(?: ?/>|><v>(' + INHALTE[4] + rb")</v></c>)"
    rb'| t="inlineStr"><is><t(?: xml:space="preserve")?>(' + INHALTE[5] + rb")</t></is></c>)"
)
_SCHLICHTE_ZELLEN = re.compile(_SCHLICHTE_ZELLE % _NUMMER)
_OHNE_GRUPPEN = re.sub(rb"\((?!\?)", b"(?:", _SCHLICHTE_ZELLE)
_ZEILE = re.compile(
    rb'<row r="(?P<nr>' + _NUMMER + rb')"(?:' + _ANGABE + rb")*+>(?:" + _ZELLE + rb")*+</row>"
)


class Aufnahme(NamedTuple):
    """Wer schlichte Zeilen aufnimmt: eine mit ihrer Nummer oder einen Lauf.

    lauf: ob er aufgenommen ist; sonst kommen seine Zeilen noch einmal, einzeln.
    """

    zeile: Callable[[bytes, list[Schlicht]], None]
    lauf: Callable[[Lauf], bool]


class _Zeilenarten(NamedTuple):
    """Zeilen ohne Zellen, so viele folgen; eine nur mit leeren Zellen; eine schlichte."""

    ohne: re.Pattern[bytes]
    leer: re.Pattern[bytes]
    schlicht: re.Pattern[bytes]


@cache  # übersetzt wird nur, was die Mappe braucht
def _zeilenarten(descent: bytes) -> _Zeilenarten:
    angaben = rb"(?:" + _EXCEL + descent + rb"(?=[ />])|" + _OPENPYXL + rb") ?"
    danach = rb"(?=" + rb"|".join(_NUMMERIERT) + rb")"
    ohne = rb'(?:<row r="' + _NUMMER + rb'"' + angaben + rb"(?:/>|></row>)" + danach + rb")*+"
    mit = rb'<row r="(?P<nr>' + _NUMMER + rb')"' + angaben + rb">"
    mit += rb"(?:" + _LEER % rb"(?P=nr)" + rb")*+</row>" + danach
    schlicht = rb'<row r="(?P<nr>' + _NUMMER + rb')"' + angaben.replace(b" hidden", b" -") + rb">"
    schlicht += rb"(?P<zellen>(?:" + _OHNE_GRUPPEN % rb"(?P=nr)" + rb")++)</row>"
    return _Zeilenarten(re.compile(ohne), re.compile(mit), re.compile(schlicht))


def ohne_leere_zellen(
    stuecke: Iterable[bytes], schlicht: Callable[[], Aufnahme | None] | None = None
) -> Iterator[bytes]:
    """Das XML eines Blatts ohne die Zeilen und Zellen, die nur ein Format haben.

    Eingang und Ergebnis: Bytes in Stücken. Wer beides liest, sieht dieselben belegten Zellen.
    schlicht: gefragt, sobald die Tabelle beginnt; was es nennt, nimmt die schlichten Zeilen auf,
    in der Reihenfolge des Blatts, und sie fehlen im Ergebnis.
    """
    strom = iter(stuecke)
    puffer = b""
    anfang = None
    for stueck in strom:
        puffer += stueck
        anfang = _ANFANG.match(puffer)
        if anfang or len(puffer) > _GEDULD:
            break
    if anfang:
        yield anfang[0]
        erklaert = b"xmlns:x14ac" in _NAMEN.findall(anfang[1])
        arten = _zeilenarten(_DESCENT if erklaert else b"")
        yield from _zeilen(puffer[anfang.end() :], strom, arten, schlicht and schlicht())
    else:
        yield puffer
    yield from strom


def _zeilen(
    puffer: bytes, strom: Iterator[bytes], arten: _Zeilenarten, aufnehmen: Aufnahme | None
) -> Iterator[bytes]:
    """Die Zeilen; danach der Rest des Puffers, den die Grammatik nicht kennt."""
    laeufe = Zeilenlaeufe(_SCHLICHTE_ZELLEN)
    while True:
        stelle = einzeln_bis = 0
        belegt: list[bytes] = []
        while True:
            if leer := arten.ohne.match(puffer, stelle):
                stelle = leer.end()
            if leer := arten.leer.match(puffer, stelle):
                stelle = leer.end()
                continue
            if aufnehmen and stelle >= einzeln_bis and (gefunden := laeufe.ab(puffer, stelle)):
                if belegt:  # Die Reihenfolge bleibt: erst liest der XML-Leser, was davor steht.
                    yield b"".join(belegt)
                    belegt = []
                lauf, einzeln_bis = gefunden
                if aufnehmen.lauf(lauf):
                    stelle = einzeln_bis
                    continue
            if aufnehmen and (zeile := arten.schlicht.match(puffer, stelle)):
                if belegt:
                    yield b"".join(belegt)
                    belegt = []
                zellen = _SCHLICHTE_ZELLEN.findall(zeile["zellen"])
                laeufe.merken(zeile, zellen)
                aufnehmen.zeile(zeile["nr"], zellen)
                stelle = zeile.end()
                continue
            zeile = _ZEILE.match(puffer, stelle)
            if zeile is None:
                break
            belegt.append(_LEERE_ZELLE.sub(b"", zeile[0]))
            stelle = zeile.end()
        yield b"".join(belegt)
        puffer = puffer[stelle:]
        if puffer.startswith(_ENDE) or len(puffer) > _GEDULD:
            break
        stueck = next(strom, b"")
        if not stueck:
            break
        puffer += stueck
    yield puffer

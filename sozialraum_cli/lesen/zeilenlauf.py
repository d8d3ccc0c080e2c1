"""Läufe schlichter Zeilen: was aufeinander folgt und sich nur in den Inhalten unterscheidet.

Programme schreiben eine Tabelle Zeile für Zeile gleich: dieselben Spalten, Formate und Arten. Aus
einer schlichten Zeile entsteht ein Muster, in dem nur ihre Nummer und ihre Inhalte offen sind; was
ihm folgt, wird auf einmal gelesen und spaltenweise weitergegeben. Das Muster ist enger als das der
schlichten Zeile: Was ihm folgt, ließe sich auch Zeile für Zeile lesen, mit demselben Ergebnis.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

# So viele Zeilen einer Form lohnen es, ihr Muster zu übersetzen; mehr Formen hat keine Tabelle, und
# jede weitere zu versuchen kostet.
_LOHNT_SICH = 16
_FORMEN_HOECHSTENS = 100
_FORMEN_ZUGLEICH = 6
# Darüber kosteten Lücken mehr Speicher, als die Datei groß ist.
_MIT_LUECKEN_HOECHSTENS = 64
_ZELLE = b'<c r="'
_BUCHSTABEN = bytes(range(ord("A"), ord("Z") + 1))

# Was in einer schlichten Zelle steht, je Gruppe: eine Zahl; Zeichen, die in XML für sich selbst
# stehen (mit \xed und \xef beginnt auch Verbotenes).
_VERWEIS = rb"&(?:amp|lt|gt|quot|#(?:1[6-9][0-9]|[2-9][0-9]{2}|[1-9][0-9]{3}|[1-4][0-9]{4}));"
INHALTE = {
    4: rb"[-+.0-9Ee]{1,40}",
    5: rb"(?:[^<&>\x00-\x1f\xed\xef]++|" + _VERWEIS + rb")++",
}

# Spalte, Format, Art, Inhalt und Klartext einer schlichten Zelle; leer, was nicht dasteht.
Schlicht = tuple[bytes, bytes, bytes, bytes, bytes]


class Laufspalte(NamedTuple):
    """Eine Spalte in allen Zeilen eines Laufs: Buchstaben, Nummer des Formats, Art, Inhalte.

    art: „s“ für gemeinsame, „inlineStr“ für eigene Texte, sonst sind es Zahlen. inhalte: je Zeile
    einer; None, wo keine Zelle ist oder eine leere.
    """

    buchstaben: str
    format: str
    art: str
    inhalte: Sequence[str | None]


class Lauf(NamedTuple):
    """Die Nummern der Zeilen und ihre Spalten; die erste Zelle hat in jeder Zeile einen Inhalt.

    letzte_spalte: die der letzten Zelle in der letzten Zeile, auch wenn sie leer ist.
    """

    nummern: Sequence[int]
    spalten: Sequence[Laufspalte]
    letzte_spalte: str


class _Form(NamedTuple):
    """Woran eine Zeile zu erkennen ist, womit ihr Text zu zerlegen ist, und ihre Zellen."""

    erkennen: re.Pattern[bytes]
    zerlegen: re.Pattern[str]
    zellen: Sequence[Schlicht]


class Zeilenlaeufe:
    """Findet die Läufe eines Blatts und merkt sich die Formen seiner Zeilen."""

    def __init__(self, schlichte_zellen: re.Pattern[bytes]) -> None:
        """Eingang: das Muster einer schlichten Zelle mit den Gruppen von Schlicht."""
        self._zellen = schlichte_zellen
        self._gesehen: Counter[object] = Counter()
        self._formen: list[_Form] = []
        self._uebersetzt = 0

    def ab(self, puffer: bytes, stelle: int) -> tuple[Lauf, int] | None:
        """Der Lauf an dieser Stelle und wo er endet.

        Ergebnis: None, wenn dort keine der bekannten Formen steht oder die Bytes kein Text sind.
        """
        for form in self._formen:
            if treffer := form.erkennen.match(puffer, stelle):
                lauf = _zerlegt(form, treffer[0])
                return None if lauf is None else (lauf, treffer.end())
        return None

    def merken(self, zeile: re.Match[bytes], zellen: Sequence[Schlicht]) -> None:
        """Merkt sich die Form einer schlichten Zeile, wenn sie oft genug vorkommt.

        Eingang: die Zeile mit den Gruppen nr und zellen.
        """
        if self._uebersetzt >= _FORMEN_HOECHSTENS or not (zellen[0][3] or zellen[0][4]):
            return
        angaben = zeile.string[zeile.end("nr") : zeile.start("zellen")]
        orte = (
            (ort, format_, art, bool(inhalt), bool(klartext))
            for ort, format_, art, inhalt, klartext in zellen
        )
        kennung = (angaben, *orte)
        self._gesehen[kennung] += 1
        if self._gesehen[kennung] == _LOHNT_SICH:
            self._uebersetzt += 1
            self._formen = [self._form(zeile, zellen), *self._formen[: _FORMEN_ZUGLEICH - 1]]

    def _form(self, zeile: re.Match[bytes], zellen: Sequence[Schlicht]) -> _Form:
        """Die Form einer Zeile: Nummer und Inhalte offen, alles andere Byte für Byte.

        Alle Zellen außer der ersten dürfen fehlen oder leer sein.
        """
        rest = re.escape(zeile.string[zeile.end("nr") : zeile.start("zellen")])
        erkennen = [rb'<row r="(?P<nr>[1-9][0-9]{0,6})', rest]
        zerlegen = [rb'<row r="([0-9]+)', rest]
        luecken = len(zellen) <= _MIT_LUECKEN_HOECHSTENS
        for nummer, zelle in enumerate(self._zellen.finditer(zeile["zellen"])):
            ganz, anfang = zelle[0], zelle.start()
            ort = re.escape(ganz[: zelle.end(1) - anfang])
            format_ = b'"' if zelle[2] is None else b'" s="' + zelle[2] + b'"'
            danach = format_ + rb" ?/>"
            innen = rb""
            if gruppe := 4 if zelle[4] else 5 if zelle[5] else 0:
                ab_nummer = ganz.index(b'"', zelle.end(1) - anfang)
                von, bis = zelle.start(gruppe) - anfang, zelle.end(gruppe) - anfang
                davor, ende = re.escape(ganz[ab_nummer:von]), re.escape(ganz[bis:])
                danach = davor + rb"(?:" + INHALTE[gruppe] + rb")" + ende
                innen = davor + rb"([^<]*)" + ende
                if luecken and nummer:
                    danach = rb"(?:" + danach + rb"|" + format_ + rb" ?/>)"
                    innen = rb"(?:" + innen + rb"|" + format_ + rb" ?/>)"
            else:
                innen = danach
            fehlt = rb")?+" if luecken and nummer else rb")"
            erkennen.append(rb"(?:" + ort + rb"(?P=nr)" + danach + fehlt)
            zerlegen.append(rb"(?:" + ort + rb"[0-9]+" + innen + fehlt)
        erkennen.append(rb"</row>")
        zerlegen.append(rb"</row>")
        return _Form(
            re.compile(rb"(?:" + b"".join(erkennen) + rb")++"),
            re.compile(b"".join(zerlegen).decode()),
            [zelle for zelle in zellen if zelle[3] or zelle[4]],
        )


def _zerlegt(form: _Form, roh: bytes) -> Lauf | None:
    """Der Lauf aus den Bytes seiner Zeilen; None, wenn sie kein Text sind."""
    try:
        teile = form.zerlegen.split(roh.decode())
    except UnicodeDecodeError:
        return None
    # Vor jeder Zeile steht, was zwischen ihr und der vorigen liegt: nichts.
    schritt = form.zerlegen.groups + 1
    if any(teile[::schritt]):
        return None
    spalten = [
        Laufspalte(
            ort.decode(),
            format_.decode(),
            "inlineStr" if klartext else art.decode(),
            teile[stelle::schritt],
        )
        for stelle, (ort, format_, art, _, klartext) in enumerate(form.zellen, start=2)
    ]
    letzte = roh[roh.rindex(_ZELLE) + len(_ZELLE) :]
    buchstaben = letzte[: len(letzte) - len(letzte.lstrip(_BUCHSTABEN))]
    return Lauf(list(map(int, teile[1::schritt])), spalten, buchstaben.decode())

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

# So viele Zeilen einer Form lohnen es, ihr Muster zu übersetzen; mehr Formen hat keine Tabelle.
_LOHNT_SICH = 16
_FORMEN_HOECHSTENS = 100

# Was in einer schlichten Zelle steht, je Gruppe: eine Zahl; Zeichen, die in XML für sich selbst
# stehen (mit \xed und \xef beginnt auch Verbotenes).
INHALTE = {4: rb"[-+.0-9Ee]{1,40}", 5: rb"[^<&>\x00-\x1f\xed\xef]++"}

# Spalte, Format, Art, Inhalt und Klartext einer schlichten Zelle; leer, was nicht dasteht.
Schlicht = tuple[bytes, bytes, bytes, bytes, bytes]


class Laufspalte(NamedTuple):
    """Eine Spalte in allen Zeilen eines Laufs: Buchstaben, Nummer des Formats, Art, Inhalte.

    art: „s“ für gemeinsame, „inlineStr“ für eigene Texte, sonst sind es Zahlen.
    """

    buchstaben: str
    format: str
    art: str
    inhalte: Sequence[str]


class Lauf(NamedTuple):
    """Die Nummern der Zeilen und ihre belegten Spalten.

    letzte_spalte: die der letzten Zelle jeder Zeile, auch wenn sie leer ist.
    """

    nummern: Sequence[int]
    spalten: Sequence[Laufspalte]
    letzte_spalte: str


class _Form(NamedTuple):
    """Woran eine Zeile zu erkennen ist, und womit ihr Text zu zerlegen ist, wenn sie es ist."""

    erkennen: re.Pattern[bytes]
    zerlegen: re.Pattern[str]


class Zeilenlaeufe:
    """Findet die Läufe eines Blatts und merkt sich die Formen seiner Zeilen."""

    def __init__(self, schlichte_zellen: re.Pattern[bytes]) -> None:
        """Eingang: das Muster einer schlichten Zelle mit den Gruppen von Schlicht."""
        self._zellen = schlichte_zellen
        self._gesehen: Counter[object] = Counter()
        self._formen: dict[object, _Form] = {}

    def ab(
        self, puffer: bytes, zeile: re.Match[bytes], zellen: Sequence[Schlicht]
    ) -> tuple[Lauf, int] | None:
        """Der Lauf, der mit einer schlichten Zeile beginnt, und wo er im Puffer endet.

        Eingang: zeile: die Zeile mit den Gruppen nr und zellen. Ergebnis: None, wenn die Form der
        Zeile zu selten ist oder die Bytes kein Text sind.
        """
        angaben = zeile.string[zeile.end("nr") : zeile.start("zellen")]
        orte = (
            (ort, format_, art, bool(inhalt), bool(klartext))
            for ort, format_, art, inhalt, klartext in zellen
        )
        kennung = (angaben, *orte)
        form = self._formen.get(kennung)
        if form is None:
            self._gesehen[kennung] += 1
            if self._gesehen[kennung] < _LOHNT_SICH or len(self._formen) >= _FORMEN_HOECHSTENS:
                return None
            form = self._formen[kennung] = self._form(zeile)
        treffer = form.erkennen.match(puffer, zeile.start())
        if treffer is None:
            return None
        try:
            teile = form.zerlegen.split(treffer[0].decode())
        except UnicodeDecodeError:
            return None
        # Vor jeder Zeile steht, was zwischen ihr und der vorigen liegt: nichts.
        schritt = form.zerlegen.groups + 1
        if any(teile[::schritt]):
            return None
        belegt = [zelle for zelle in zellen if zelle[3] or zelle[4]]
        spalten = [
            Laufspalte(
                ort.decode(),
                format_.decode(),
                "inlineStr" if klartext else art.decode(),
                teile[stelle::schritt],
            )
            for stelle, (ort, format_, art, _, klartext) in enumerate(belegt, start=2)
        ]
        nummern = list(map(int, teile[1::schritt]))
        return Lauf(nummern, spalten, zellen[-1][0].decode()), treffer.end()

    def _form(self, zeile: re.Match[bytes]) -> _Form:
        """Die Form einer Zeile: Nummer und Inhalte offen, alles andere Byte für Byte."""
        rest = re.escape(zeile.string[zeile.end("nr") : zeile.start("zellen")])
        erkennen = [rb'<row r="(?P<nr>[1-9][0-9]{0,6})', rest]
        zerlegen = [rb'<row r="([0-9]+)', rest]
        for zelle in self._zellen.finditer(zeile["zellen"]):
            ganz, anfang = zelle[0], zelle.start()
            nach_dem_ort = zelle.end(1) - anfang
            nach_der_nummer = ganz.index(b'"', nach_dem_ort)
            gruppe = 4 if zelle[4] else 5
            von = bis = len(ganz)
            if zelle[gruppe]:
                von, bis = zelle.start(gruppe) - anfang, zelle.end(gruppe) - anfang
            davor = re.escape(ganz[:nach_dem_ort])
            danach = re.escape(ganz[nach_der_nummer:von])
            ende = re.escape(ganz[bis:])
            inhalt = b"" if von == bis else INHALTE[gruppe]
            erkennen += (davor, rb"(?P=nr)", danach, inhalt, ende)
            zerlegen += (davor, rb"[0-9]+", danach, rb"([^<]*)" if inhalt else b"", ende)
        erkennen.append(rb"</row>")
        zerlegen.append(rb"</row>")
        return _Form(
            re.compile(rb"(?:" + b"".join(erkennen) + rb")++"),
            re.compile(b"".join(zerlegen).decode()),
        )

"""Woran Excel bei einer Formel Anstoß nähme oder still anders rechnete als LibreOffice.

Ohne Excel geprüft: Längen nach „Spezifikationen und Beschränkungen für Excel“, dazu die Regel, dass
eine Formel ohne geschweifte Klammern einen Bereich dort, wo ein einzelner Wert gehört, auf die
eigene Zeile kürzt (implizite Schnittmenge); LibreOffice und SUMPRODUCT tun das anders.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token

LAENGSTE_FORMEL = 8192
LAENGSTER_TEXT = 255
TIEFSTE_SCHACHTELUNG = 64
MEISTE_ARGUMENTE = 255

_GANZE_BEREICHE = (
    "SUM MIN MAX COUNT COUNTA AVERAGE STDEV STDEVP VAR VARP AND OR ROWS COLUMNS SUMSQ PRODUCT "
    "SUMPRODUCT COVAR CORREL COUNTBLANK ROW COLUMN"
)
# Je Funktion, welche Argumente ein Bereich sein dürfen: von 0 an gezählt, „…“ heißt alle.
_BEREICHE: dict[str, set[int] | None] = {
    **dict.fromkeys(_GANZE_BEREICHE.split()),
    "COUNTIF": {0},
    "SUMIF": {0, 2},
    "RANK": {1},
    "SMALL": {0},
    "LARGE": {0},
    "MATCH": {1},
    "INDEX": {0},
    "LOOKUP": {1, 2},
    "VLOOKUP": {1},
    "HLOOKUP": {1},
    "OFFSET": {0},
}
# Diese nehmen einen gerechneten Block auch ohne geschweifte Klammern.
_RECHNET_FELDER = {"SUMPRODUCT", "INDEX", "LOOKUP", "MATCH"}
# Diese wollen eine Stelle im Blatt, keinen gerechneten Block.
_NUR_BEZUEGE = {"COUNTIF", "SUMIF", "RANK", "COUNTBLANK", "ROWS", "COLUMNS", "OFFSET"}
# In SUMPRODUCT rechnet Excel diese trotzdem nur einmal.
_NIE_FELDWEISE = {"IF", "IFERROR", "CHOOSE", "N", "T"}
# Was Excel 2007 kannte: neuere Funktionen brauchten einen Vorsatz und fehlten älteren Lesern.
_EINZELN = (
    "ABS ADDRESS CEILING CELL CHOOSE CODE CHAR DATE EXACT EXP FIND FIXED FLOOR IF IFERROR INT "
    "ISBLANK ISERR ISERROR ISNA ISNUMBER ISTEXT ISLOGICAL LEFT LEN LN LOWER MID MOD N NA NOT POWER "
    "REPT RIGHT ROUND ROUNDDOWN ROUNDUP SEARCH SIGN SQRT SUBSTITUTE T TEXT TRIM TRUE FALSE "
    "TRUNC UPPER VALUE YEAR"
)
_TEXT = re.compile(r'"((?:[^"]|"")*)"')
_BLATT_ODER_TEXT = re.compile(r"\"(?:[^\"]|\"\")*\"|'(?:[^']|'')*'|\d+")


def utf16(text: str) -> int:
    """Wie viele Zeichen Excel zählt; Zeichen jenseits der Grundebene zählen doppelt."""
    return len(text.encode("utf-16-le")) // 2


def laenge(formel: str) -> Iterator[str]:
    if utf16(formel) > LAENGSTE_FORMEL:
        yield f"Formel mit {utf16(formel)} Zeichen"


def textlaengen(formel: str) -> Iterator[str]:
    for text in _TEXT.findall(formel):
        if (zeichen := utf16(text.replace('""', '"'))) > LAENGSTER_TEXT:
            yield f"Text mit {zeichen} Zeichen in einer Formel"


def fester_text(formel: str) -> Iterator[str]:
    if not _TEXT.sub("", formel).strip("& "):
        yield "fester Text als Formel"


def tausenderzeichen(formel: str) -> Iterator[str]:
    """FIXED setzt das Zeichen des Rechners: Punkt, Leerzeichen (Österreich), ’ (Schweiz)."""
    if (
        re.search(r"SUBSTITUTE\(FIXED\((?!1000,0\))", formel)
        and "MID(FIXED(1000,0),2," not in formel
    ):
        yield "FIXED mit fest angenommenem Tausenderzeichen"


@cache
def einebnen(formel: str) -> str:
    """Die Formel ohne das, was ihren Bau nicht ändert: Zeilennummern und Inhalt der Texte."""

    def ersatz(treffer: re.Match[str]) -> str:
        return {'"': '""', "'": treffer[0]}.get(treffer[0][0], "0")

    return _BLATT_ODER_TEXT.sub(ersatz, formel)


def bau(formel: str, ist_bereich: Callable[[str], bool]) -> Iterator[str]:
    """Funktionen, Schachtelung, Argumente, Bereiche an der Stelle einzelner Werte."""
    yield from _Leser(formel, ist_bereich).lesen()


class _Leser:
    """Liest eine Formel von links nach rechts; ein Ausdruck ist Wert, Bereich oder Feld."""

    def __init__(self, formel: str, ist_bereich: Callable[[str], bool]) -> None:
        zerlegt = Tokenizer(f"={formel}").items
        self.teile = [teil for teil in zerlegt if teil.type != Token.WSPACE]
        self.stelle, self.tiefe = 0, 0
        self.ist_bereich = ist_bereich
        self.maengel: list[str] = []

    def lesen(self) -> list[str]:
        if self._ausdruck(feldweise=False) != "wert":
            self.maengel.append("die Formel ergibt einen Bereich, keinen Wert")
        return self.maengel

    def _naechster(self) -> Token | None:
        return self.teile[self.stelle] if self.stelle < len(self.teile) else None

    def _ausdruck(self, *, feldweise: bool) -> str:
        """Bis zum nächsten Trenner oder zur schließenden Klammer."""
        ergebnis, gerechnet = "wert", False
        operanden = []
        while (teil := self._naechster()) is not None:
            if teil.type == Token.SEP or teil.subtype == Token.CLOSE:
                break
            self.stelle += 1
            if teil.type == Token.FUNC:
                bis, _, name = teil.value.rstrip("(").rpartition(":")
                art = self._funktion(name, feldweise=feldweise)
                operanden.append("bereich" if bis else art)
            elif teil.type == Token.PAREN:
                operanden.append(self._ausdruck(feldweise=feldweise))
                self.stelle += 1
            elif teil.type == Token.OPERAND:
                bereich = teil.subtype == Token.RANGE and self.ist_bereich(teil.value)
                operanden.append("bereich" if bereich else "wert")
            elif teil.type in {Token.OP_IN, Token.OP_PRE, Token.OP_POST}:
                gerechnet = True
        if any(art != "wert" for art in operanden):
            ergebnis = "feld" if gerechnet or "feld" in operanden else "bereich"
        if ergebnis == "feld" and not feldweise:
            self.maengel.append("mit einem Bereich gerechnet, wo Excel nur eine Zelle nimmt")
            return "wert"
        return ergebnis

    def _funktion(self, name: str, *, feldweise: bool) -> str:
        self.tiefe += 1
        if self.tiefe > TIEFSTE_SCHACHTELUNG:
            self.maengel.append(f"mehr als {TIEFSTE_SCHACHTELUNG} Ebenen geschachtelt")
        if name not in _BEREICHE and name not in _EINZELN.split():
            self.maengel.append(f"Funktion {name}, die Excel 2007 nicht kennt")
        erlaubt = _BEREICHE.get(name, set())
        innen = feldweise or name in _RECHNET_FELDER
        arten: list[str] = []
        while (teil := self._naechster()) is not None and teil.subtype != Token.CLOSE:
            if teil.type == Token.SEP:
                self.stelle += 1
            nummer = len(arten)
            darf = erlaubt is None or nummer in erlaubt
            arten.append(self._ausdruck(feldweise=innen and (darf or feldweise)))
            self._argument(name, nummer, arten[-1], darf=darf, feldweise=feldweise)
        self.stelle += 1
        self.tiefe -= 1
        if len(arten) > MEISTE_ARGUMENTE:
            self.maengel.append(f"{name} mit {len(arten)} Argumenten")
        if name in {"OFFSET", "IF", "CHOOSE"} and "bereich" in arten[1:]:
            return "bereich"
        if erlaubt is None:
            return "wert"
        felder = any(art != "wert" for n, art in enumerate(arten) if n not in erlaubt)
        return "feld" if felder and feldweise else "wert"

    def _argument(self, name: str, nummer: int, art: str, *, darf: bool, feldweise: bool) -> None:
        if art == "wert":
            return
        if name in {"IF", "CHOOSE"} and nummer and art == "bereich":
            return
        if name in _NIE_FELDWEISE:
            self.maengel.append(f"{name} mit einem Bereich rechnet in Excel nur einmal")
        elif not darf and not feldweise:
            self.maengel.append(f"Bereich als {nummer + 1}. Argument von {name}")
        elif darf and art == "feld" and name in _NUR_BEZUEGE:
            self.maengel.append(f"{name} mit einem gerechneten Block")

"""Eine Mappe, deren Zellen einmal als Text in die Datei gehen, Zeile für Zeile.

Zellen einer Spalte unterscheiden sich nur in ihrer Zeilennummer. Darum steht je Spalte eine Vorlage
im Speicher und nicht je Zelle ein Objekt; beim Schreiben entsteht daraus der Text, mit Formel, Wert
und Format in einem Durchgang.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from operator import itemgetter
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.compat import safe_string
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from sozialraum_cli.arbeitsmappe.formelmappe import Formelmappe, Wert
from sozialraum_cli.arbeitsmappe.laufend import Laufend, Zeilenvorlage, zeilenvorlage
from sozialraum_cli.xmltext import maskieren

# Je Zeile die Zellen, die einzeln dastehen, mit ihrer Spalte, von links nach rechts.
_Zelle = Cell | MergedCell
_Einzelne = Mapping[int, Sequence[tuple[int, _Zelle]]]
ALLE_ZEILEN = range(1, 1_048_577)
# Vor der Zeilennummer; danach bei einer Zahl, danach bei einem Text.
_Anfang = tuple[str, str, str]
# Wo in einer Vorlage ein Wert steht: ein Zeichen, das in XML nicht vorkommt.
_PLATZ = "\x04"


class Formelzelle(NamedTuple):
    """Eine Zelle mit einer Formel, ohne „=“, und ihrem Wert."""

    zeile: int
    spalte: int
    formel: str
    wert: Wert


class _Formelspalte(NamedTuple):
    """Gleich gebildete Formeln untereinander, alle gekleidet wie `muster`."""

    zeilen: range
    nummer: int
    formel: Zeilenvorlage
    als_xml: Zeilenvorlage
    werte: Sequence[Wert]
    muster: Cell


class Formelstrom(Formelmappe):
    """Wie eine Formelmappe; Spalten aus Formeln entstehen erst beim Schreiben."""

    def __init__(self, mappe: Workbook) -> None:
        super().__init__(mappe)
        self._spalten: dict[str, list[_Formelspalte]] = {}
        self._formate: dict[bytes, int] = {}

    def spalte(
        self,
        blatt: Worksheet,
        zeilen: range,
        nummer: int,
        formel: Callable[[int], str],
        werte: Sequence[Wert],
        muster: Cell,
    ) -> None:
        # Die erste Zeile ist das Muster und darf eine andere Formel haben als die übrigen.
        super().spalte(blatt, zeilen[:1], nummer, formel, werte[:1], muster)
        if rest := zeilen[1:]:
            text = zeilenvorlage(formel, rest[0])
            xml = Zeilenvorlage(_maskiert(text.text))
            spalte = _Formelspalte(rest, nummer, text, xml, werte[1:], muster)
            self._spalten.setdefault(blatt.title, []).append(spalte)

    def letzte_zeile(self, blatt: Worksheet) -> int:
        spalten = self._spalten.get(blatt.title, ())
        return max([super().letzte_zeile(blatt), *(spalte.zeilen[-1] for spalte in spalten)])

    def zellen(self, blatt: Worksheet, ohne: range = range(0)) -> Iterator[Formelzelle]:
        """Alle Zellen mit Formel, Zeile für Zeile von links nach rechts, ohne diese Zeilen."""
        werte = self.werte(blatt.title)
        for zeile, einzelne, spalten in self._zeilen(blatt):
            if zeile in ohne:
                continue
            zellen = [
                Formelzelle(zeile, s.nummer, s.formel.fuer(zeile), s.werte[zeile - s.zeilen[0]])
                for s in spalten
            ]
            for spalte, zelle in einzelne:
                if zelle.coordinate in werte:
                    formel, wert = str(zelle.value)[1:], werte[zelle.coordinate]
                    zellen.append(Formelzelle(zeile, spalte, formel, wert))
            yield from sorted(zellen, key=lambda zelle: zelle.spalte)

    def gespeichert(self, blatt: Worksheet) -> Iterator[Wert]:
        """Der Wert jeder Zelle mit Formel, in beliebiger Reihenfolge."""
        yield from self.werte(blatt.title).values()
        for spalte in self._spalten.get(blatt.title, ()):
            yield from spalte.werte

    def formate_nummerieren(self, blatt: Worksheet) -> None:
        """Gibt jedem Format seine Nummer, in der Reihenfolge, in der es zuerst gebraucht wird."""
        for zeile, einzelne, spalten in self._zeilen(blatt):
            zellen = [*einzelne]
            zellen += [(s.nummer, s.muster) for s in spalten if zeile == s.zeilen[0]]
            for _, zelle in sorted(zellen, key=itemgetter(0)):
                self._format(zelle)

    def _format(self, zelle: _Zelle) -> int:
        """Die Nummer des Formats einer Zelle; 0 heißt, sie hat keines."""
        # openpyxl vergleicht bei jeder Frage danach alle Teile des Formats.
        format = zelle._style.tobytes()  # type: ignore[union-attr]
        nummer = self._formate.get(format)
        if nummer is None:
            nummer = self._formate[format] = int(zelle.style_id)
        return nummer

    def formelblock(self, blatt: Worksheet) -> range:
        """Der längste Lauf von Zeilen, in denen nur Spalten aus Formeln stehen."""
        bester = range(0)
        beginn = ende = 0
        for zeile, einzelne, spalten in self._zeilen(blatt):
            if einzelne or not spalten:
                continue
            if zeile != ende:
                beginn = zeile
            ende = zeile + 1
            bester = max(bester, range(beginn, ende), key=len)
        return bester

    def zeilen(
        self, blatt: Worksheet, versatz: int, bereich: range = ALLE_ZEILEN
    ) -> Iterator[bytes]:
        """Zeilen des Blatts als XML; Nummern von Formaten sind um `versatz` größer."""
        werte = self.werte(blatt.title)
        anfaenge = {
            (s.nummer, s.zeilen.start): _anfang(
                get_column_letter(s.nummer), self._format(s.muster), versatz
            )
            for s in self._spalten.get(blatt.title, ())
        }
        block: _Zeilenblock | None = None
        for zeile, einzelne, spalten in self._zeilen(blatt):
            if zeile not in bereich:
                continue
            if einzelne or not spalten:
                inhalt = self._einzeln(zeile, einzelne, spalten, anfaenge, werte, versatz)
            else:
                if block is None or block.spalten is not spalten:
                    block = _Zeilenblock(spalten, anfaenge)
                inhalt = block.zeile(zeile)
            masse = dict(blatt.row_dimensions[zeile]) if zeile in blatt.row_dimensions else {}
            angaben = "".join(f' {name}="{wert}"' for name, wert in masse.items())
            yield f'<row r="{zeile}"{angaben}{f">{inhalt}</row>" if inhalt else "/>"}'.encode()

    def _einzeln(
        self,
        zeile: int,
        einzelne: Sequence[tuple[int, _Zelle]],
        spalten: Sequence[_Formelspalte],
        anfaenge: Mapping[tuple[int, int], _Anfang],
        werte: Mapping[str, Wert],
        versatz: int,
    ) -> str:
        zellen = [
            (
                s.nummer,
                _formelzelle(
                    *anfaenge[s.nummer, s.zeilen.start],
                    zeile,
                    s.als_xml.fuer(zeile),
                    s.werte[zeile - s.zeilen[0]],
                ),
            )
            for s in spalten
        ]
        zellen += [
            (s, _einzelzelle(s, zeile, z, werte, self._format(z), versatz)) for s, z in einzelne
        ]
        zellen.sort(key=itemgetter(0))
        return "".join([text for _, text in zellen])

    def _zeilen(
        self, blatt: Worksheet
    ) -> Iterator[tuple[int, Sequence[tuple[int, _Zelle]], Sequence[_Formelspalte]]]:
        """Jede Zeile mit ihren einzelnen Zellen und den Spalten, die in ihr eine Zelle haben."""
        einzelne = _einzelne(blatt)
        spalten = self._spalten.get(blatt.title, [])
        grenzen = {zeile for s in spalten for zeile in (s.zeilen[0], s.zeilen[-1] + 1)}
        offen = sorted(grenzen, reverse=True)
        jetzt: list[_Formelspalte] = []
        for zeile in sorted({*einzelne, *blatt.row_dimensions}.union(*(s.zeilen for s in spalten))):
            if offen and zeile >= offen[-1]:
                while offen and zeile >= offen[-1]:
                    offen.pop()
                jetzt = [spalte for spalte in spalten if zeile in spalte.zeilen]
            yield zeile, einzelne.get(zeile, ()), jetzt


class _Zeilenblock:
    """Zeilen, in denen nur dieselben Formelspalten stehen: eine Vorlage für die ganze Zeile."""

    def __init__(
        self, spalten: Sequence[_Formelspalte], anfaenge: Mapping[tuple[int, int], _Anfang]
    ) -> None:
        self.spalten = spalten
        self._werte: list[tuple[Callable[[Wert], str], Sequence[Wert], int]] = []
        zellen = []
        for s in spalten:
            vorn, zahl, text = anfaenge[s.nummer, s.zeilen.start]
            texte = {isinstance(wert, str) for wert in s.werte}
            angaben = text if texte == {True} else zahl
            if len(texte) > 1:
                angaben = _PLATZ
                self._werte.append((partial(_je_art, text, zahl), s.werte, s.zeilen[0]))
            self._werte.append((_gespeichert, s.werte, s.zeilen[0]))
            zellen.append(f"{vorn}{Laufend(0)}{angaben}><f>{s.als_xml.text}</f>{_PLATZ}</c>")
        self._vorlage = Zeilenvorlage("".join(zellen))

    def zeile(self, nummer: int) -> str:
        """Alle Zellen einer Zeile."""
        stuecke = self._vorlage.fuer(nummer).split(_PLATZ)
        alle = [""] * (2 * len(stuecke) - 1)
        alle[::2] = stuecke
        alle[1::2] = [als_text(werte[nummer - erste]) for als_text, werte, erste in self._werte]
        return "".join(alle)


def _einzelne(blatt: Worksheet) -> _Einzelne:
    zeilen: dict[int, list[tuple[int, _Zelle]]] = {}
    for (zeile, spalte), zelle in sorted(blatt._cells.items()):
        if zelle.value is not None or zelle.has_style:
            zeilen.setdefault(zeile, []).append((spalte, zelle))
    return zeilen


def _anfang(buchstabe: str, format: int, versatz: int) -> _Anfang:
    """Der Text vor der Zeilennummer und danach: bei Zahlen und bei Texten."""
    hinten = f' s="{format + versatz}"'
    if format:
        return f'<c r="{buchstabe}', f'"{hinten}', f'"{hinten} t="str"'
    return f'<c r="{buchstabe}', f'"{hinten}', f'" t="str"{hinten}'


def _formelzelle(vorn: str, zahl: str, text: str, zeile: int, formel: str, wert: Wert) -> str:
    return f"{vorn}{zeile}{_je_art(text, zahl, wert)}><f>{formel}</f>{_gespeichert(wert)}</c>"


def _je_art(text: str, zahl: str, wert: Wert) -> str:
    return text if isinstance(wert, str) else zahl


def _gespeichert(wert: Wert) -> str:
    if isinstance(wert, str):
        return f"<v>{_maskiert(maskieren(wert))}</v>" if wert else "<v/>"
    return f"<v>{float(wert)!r}</v>"


def _einzelzelle(
    spalte: int, zeile: int, zelle: _Zelle, werte: Mapping[str, Wert], format: int, versatz: int
) -> str:
    """Eine Zelle für sich; die Reihenfolge der Angaben ist die, in der openpyxl sie schreibt."""
    ort, inhalt = zelle.coordinate, zelle.value
    if ort in werte:
        anfang = _anfang(get_column_letter(spalte), format, versatz)
        return _formelzelle(*anfang, zeile, _maskiert(str(inhalt)[1:]), werte[ort])
    art = {"s": "inlineStr", "f": ""}.get(zelle.data_type, zelle.data_type)
    angaben = [f' t="{art}"' if art else ""]
    angaben.insert(not format, f' s="{format + versatz}"')
    return f'<c r="{ort}"{"".join(angaben)}{_inhalt(zelle)}'


def _inhalt(zelle: _Zelle) -> str:
    wert = zelle.value
    if wert is None or wert == "":
        return "/>"
    if zelle.data_type == "s":
        text = str(wert)
        erhalten = ' xml:space="preserve"' if text != text.strip() else ""
        return f"><is><t{erhalten}>{_maskiert(maskieren(text))}</t></is></c>"
    return f"><v>{safe_string(wert)}</v></c>"


def _maskiert(text: str) -> str:
    return (
        text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")
    )

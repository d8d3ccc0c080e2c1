"""Ein Blatt mit benannten Spalten und Einzelwerten, aus dem andere Formeln lesen."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import pairwise
from typing import Any

from openpyxl.cell.cell import Cell
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from sozialraum_cli.arbeitsmappe import stil
from sozialraum_cli.arbeitsmappe.bezug import Platz
from sozialraum_cli.arbeitsmappe.formelmappe import Formelmappe, Wert, text_schreiben, zelle_in
from sozialraum_cli.arbeitsmappe.spaltenbreite import zahlenbreite
from sozialraum_cli.arbeitsmappe.texte import Textformel

_KOPFHOEHE = 54
_SCHRIFT, _KOPFSCHRIFT = 10, 9
_ZEILENHOEHE = 14
_BREITE_BEZEICHNUNG = 32
# Die erste Ebene der Gliederung.
_EBENE = 1
# So viele Zeichen passen bei der Verkleinerung der Rechenblätter auf A4 quer.
_SEITENBREITE = 218
# So viel enger darf es werden, wenn dafür alles auf einer Seite steht: 6,2 statt 6,5 Punkt.
_ENGER = 1.05


# Was eine Formel je Zeile liest: eine Vorlage, oder eine Regel, die sie zur Zeilennummer bildet.
Zeilenformel = str | Callable[[int], str]
# Ein anderes Blatt: gibt zu einem Namen und der Nummer einer Zeile ab 0 die Zelle.
Nachschlagen = Callable[[str, int], str]


class Rechenblatt:
    """Eine Tabelle mit einer Zeile je Sozialraum; Spalten heißen wie ihre Größe.

    `anzahl` Datenzeilen beginnen unter `kopfzeile`, darunter steht die Summe. In Vorlagen steht
    {name} für die Zelle dieser Spalte in derselben Zeile, {summe.name} für die ihrer Summe,
    {blatt.name} für die eines anderen Blatts, das unter `andere` genannt ist.
    """

    def __init__(
        self,
        formelmappe: Formelmappe,
        blatt: str | Worksheet,
        kopfzeile: int,
        anzahl: int,
        *,
        links: int = 1,
        kopfhoehe: float = _KOPFHOEHE,
        schriftgroesse: float = _SCHRIFT,
        andere: Mapping[str, Nachschlagen] | None = None,
    ) -> None:
        self.formelmappe = formelmappe
        mappe = formelmappe.mappe
        self.blatt: Worksheet = mappe.create_sheet(blatt) if isinstance(blatt, str) else blatt
        self.kopfzeile, self.links = kopfzeile, links
        self.schriftgroesse = schriftgroesse
        self.zeilen = range(kopfzeile + 1, kopfzeile + 1 + anzahl)
        self.summenzeile = kopfzeile + 1 + anzahl
        self.andere = dict(andere or {})
        self._spalten: dict[str, int] = {}
        self._gruppen: list[int] = []
        self.blatt.sheet_view.showGridLines = False
        self.blatt.row_dimensions[kopfzeile].height = kopfhoehe

    @property
    def breite(self) -> int:
        """Wie viele Spalten die Tabelle hat."""
        return len(self._spalten)

    @property
    def naechste_spalte(self) -> str:
        """Der Buchstabe der Spalte, die als nächste angehängt wird."""
        return get_column_letter(self.links + self.breite)

    @property
    def namen(self) -> tuple[str, ...]:
        """Die Namen der Spalten von links nach rechts."""
        return tuple(self._spalten)

    def ueberschrift(self, titel: str, erlaeuterung: str) -> None:
        """Schreibt Titel und Erläuterung in die ersten beiden Zeilen."""
        self.text(1, 1, titel, groesse=14, fett=True)
        self.text(2, 1, erlaeuterung)
        for zeile in (1, 2):
            zelle_in(self.blatt, zeile, 1).alignment = stil.OHNE_UMBRUCH

    def gruppe(self, titel: str) -> None:
        """Schreibt eine Gruppenüberschrift über die nächste Spalte."""
        self._gruppen.append(self.links + self.breite)
        self.text(self.kopfzeile - 1, self.links + self.breite, titel, fett=True)
        zelle_in(
            self.blatt, self.kopfzeile - 1, self.links + self.breite
        ).alignment = stil.OHNE_UMBRUCH

    def seiten(self) -> list[int]:
        """Vor welchen Spalten im Druck eine neue Seite beginnt: so wenige, wie Gruppen passen."""
        umbrueche, seitenanfang = [], 2
        for gruppe, ende in pairwise([*self._gruppen, self.breite + 1]):
            if self._druckbreite(seitenanfang, ende) > _SEITENBREITE and gruppe > seitenanfang:
                umbrueche.append(gruppe)
                seitenanfang = gruppe
        return umbrueche

    def _druckbreite(self, von: int, bis: int) -> float:
        spalten = [
            self.blatt.column_dimensions[get_column_letter(n)] for n in (1, *range(von, bis))
        ]
        return float(sum(spalte.width for spalte in spalten if not spalte.hidden))

    def index(self, zeile: int) -> int:
        """Die Nummer des Sozialraums ab 0 zu einer Zeile des Blatts."""
        return zeile - self.zeilen[0]

    def text(
        self, zeile: int, spalte: int, text: str, *, groesse: float = 10, fett: bool = False
    ) -> None:
        """Schreibt Text, nie als Formel."""
        zelle = zelle_in(self.blatt, zeile, spalte)
        text_schreiben(zelle, text)
        zelle.font = stil.schrift(groesse, fett=fett)
        zelle.alignment = stil.LINKS

    def wert(self, zeile: int, spalte: int, formel: str, wert: Wert, format: str) -> None:
        """Schreibt eine Formel mit ihrem Wert."""
        zelle = zelle_in(self.blatt, zeile, spalte)
        self.formelmappe.formel(zelle, formel, wert)
        zelle.number_format = format
        zelle.font = stil.schrift(self.schriftgroesse)
        zelle.alignment = stil.LINKS if isinstance(wert, str) else stil.RECHTS
        self._verbreitern(spalte, self._zahlenbreite([wert], format))

    def _zahlenbreite(self, werte: Sequence[Wert], format: str) -> float:
        return zahlenbreite(werte, format, self.schriftgroesse)

    def _verbreitern(self, spalte: int, breite: float) -> None:
        """Eine Spalte dient Tabelle und Einzelwerten: die breiteste Angabe gilt."""
        breiten, buchstabe = self.blatt.column_dimensions, get_column_letter(spalte)
        bisher = breiten[buchstabe].width if buchstabe in breiten else 0
        breiten[buchstabe].width = max(breite, bisher)

    def einzelwert(
        self, zeile: int, name: str, bezeichnung: str, formel: str, wert: Wert, format: str
    ) -> None:
        """Schreibt einen benannten Einzelwert: Bezeichnung in Spalte A, Formel in Spalte B."""
        self.text(zeile, 1, bezeichnung)
        zeilen = stil.zeilenzahl(bezeichnung, _BREITE_BEZEICHNUNG)
        self.blatt.row_dimensions[zeile].height = _ZEILENHOEHE * zeilen
        self.wert(zeile, 2, formel, wert, format)
        self.formelmappe.name(name, f"'{self.blatt.title}'!$B${zeile}")

    def spalte(
        self,
        name: str,
        titel: str | Textformel,
        formel: Zeilenformel | None,
        werte: Sequence[Wert],
        format: str,
        *,
        summe: Wert | None = None,
        summenformel: str = "SUM({spalte})",
        breite: float = 13,
        fuellung: PatternFill | None = None,
        fett: bool = False,
        benannt: bool = True,
    ) -> None:
        """Hängt eine Spalte an: Überschrift, je Zeile eine Formel, auf Wunsch Summe und Name.

        Eingang: `werte` in Reihenfolge der Zeilen; ohne `formel` stehen sie fest da, "" lässt die
        Zelle leer. In der `summenformel` ist {spalte} die ganze Spalte. `benannt`: der Name gilt
        in der ganzen Mappe.
        """
        nummer = self.links + self.breite
        self._spalten[name] = nummer
        self._kopf(nummer, titel)
        muster = zelle_in(self.blatt, self.zeilen[0], nummer)
        muster.font = stil.schrift(self.schriftgroesse, fett=fett)
        muster.number_format = format
        muster.border = stil.RAND_ZEILE
        muster.alignment = stil.LINKS if format == stil.TEXT else stil.RECHTS
        if fuellung is not None:
            muster.fill = fuellung
        if formel is None:
            self._feste_werte(nummer, werte, muster)
        else:
            bilden = partial(self.eingesetzt, formel) if isinstance(formel, str) else formel
            self.formelmappe.spalte(self.blatt, self.zeilen, nummer, bilden, werte, muster)
        if format == stil.TEXT:
            for zeile, wert in zip(self.zeilen, werte, strict=True):
                if (zeilen := stil.zeilenzahl(str(wert), breite)) > 1:
                    self.blatt.row_dimensions[zeile].height = _ZEILENHOEHE * zeilen
        self._summe(nummer, name, summenformel, summe, muster)
        self._verbreitern(nummer, max(breite, self._zahlenbreite(werte, format)))
        if benannt:
            self.formelmappe.name(name, self.fremder_bereich(name))

    def _feste_werte(self, nummer: int, werte: Sequence[Wert], muster: Cell) -> None:
        for zeile, wert in zip(self.zeilen, werte, strict=True):
            zelle = zelle_in(self.blatt, zeile, nummer)
            if not isinstance(wert, str):
                zelle.value = wert
            elif wert:
                text_schreiben(zelle, wert)
            stil.wie(zelle, muster)

    def _kopf(self, nummer: int, titel: str | Textformel) -> None:
        zelle = zelle_in(self.blatt, self.kopfzeile, nummer)
        if isinstance(titel, Textformel):
            self.formelmappe.formel(zelle, titel.formel, titel.wert)
        else:
            text_schreiben(zelle, titel)
        # Größere Schrift gilt auch für Überschriften: gedruckt wird alles verkleinert.
        stil.kopf(zelle, _KOPFSCHRIFT if self.schriftgroesse == _SCHRIFT else self.schriftgroesse)

    def _summe(self, nummer: int, name: str, formel: str, summe: Wert | None, muster: Cell) -> None:
        fuss = zelle_in(self.blatt, self.summenzeile, nummer)
        if nummer == self.links:
            text_schreiben(fuss, "Summe")
            fuss.alignment = stil.LINKS
        if summe is not None:
            formel = self.eingesetzt(formel, self.summenzeile, spalte=self.bereich(name))
            self.wert(self.summenzeile, nummer, formel, summe, muster.number_format)
            fuss.alignment = stil.RECHTS
        self._fuss(nummer)

    def _fuss(self, nummer: int) -> None:
        fuss = zelle_in(self.blatt, self.summenzeile, nummer)
        fuss.font = stil.schrift(self.schriftgroesse, fett=True)
        fuss.fill, fuss.border = stil.SUMME, stil.RAND_SUMME

    def eingesetzt(self, vorlage: str, zeile: int, **weitere: str) -> str:
        """Eine Formel, deren Namen in Klammern durch die Zellen einer Zeile ersetzt sind."""
        return vorlage.format_map(_Zeile(self, zeile, weitere))

    def z(self, name: str, zeile: int) -> str:
        """Die Zelle einer Spalte in einer Zeile dieses Blatts: $H7. Fehler: KeyError."""
        return f"${get_column_letter(self._spalten[name])}{zeile}"

    def zelle(self, name: str, zeile: int) -> Cell:
        """Die Zelle einer Spalte, um sie anders zu gestalten."""
        return zelle_in(self.blatt, zeile, self._spalten[name])

    def spalte_verbergen(self, name: str) -> None:
        """Blendet eine Spalte aus; sie rechnet weiter."""
        self.blatt.column_dimensions[get_column_letter(self._spalten[name])].hidden = True

    def zusammen_auf_eine_seite(self) -> bool:
        """Ob alle sichtbaren Spalten noch lesbar auf eine Seite Breite passen."""
        return self._druckbreite(2, self.links + self.breite) <= _SEITENBREITE * _ENGER

    def einklappen(self, *namen: str) -> None:
        """Blendet Spalten als Gliederung aus: mit dem Pluszeichen darüber erscheinen sie wieder."""
        for name in namen:
            self.spalte_verbergen(name)
            self.blatt.column_dimensions[
                get_column_letter(self._spalten[name])
            ].outlineLevel = _EBENE
        for von, bis in pairwise([*self._gruppen, self.links + self.breite]):
            self._titel_zeigen(von, bis)

    def _titel_zeigen(self, von: int, bis: int) -> None:
        """Rückt eine Gruppenüberschrift über die erste Spalte der Gruppe, die man sieht."""
        breiten = self.blatt.column_dimensions
        sichtbar = [n for n in range(von, bis) if not breiten[get_column_letter(n)].hidden]
        if sichtbar and sichtbar[0] != von:
            alt, neu = (zelle_in(self.blatt, self.kopfzeile - 1, n) for n in (von, sichtbar[0]))
            text_schreiben(neu, str(alt.value))
            stil.wie(neu, alt)
            alt.value = None

    def zeile_einklappen(self, zeile: int) -> None:
        """Blendet die Zeile eines Einzelwerts ebenso aus."""
        self.blatt.row_dimensions[zeile].hidden = True
        self.blatt.row_dimensions[zeile].outlineLevel = _EBENE
        self.blatt.sheet_format.outlineLevelRow = _EBENE

    def luecke(self) -> None:
        """Hängt eine leere Spalte an."""
        nummer = self.links + self.breite
        self._spalten[f"luecke_{nummer}"] = nummer
        self._kopf(nummer, "")
        for zeile in self.zeilen:
            zelle_in(self.blatt, zeile, nummer).border = stil.RAND_ZEILE
        self._fuss(nummer)

    def daneben(self, name: str, index: int) -> str:
        """Die Zelle einer Spalte von einer anderen Tabelle desselben Blatts aus."""
        return self.z(name, self.zeilen.start + index)

    def fremd(self, name: str, index: Platz) -> str:
        """Dieselbe Zelle von einem anderen Blatt aus, nach der Nummer des Sozialraums."""
        if isinstance(index, str):
            return f"INDEX({self.fremder_bereich(name)},{index})"
        return f"'{self.blatt.title}'!{self.z(name, self.zeilen.start + index)}"

    def fremder_bereich(self, name: str) -> str:
        """Alle Datenzellen einer Spalte von einem anderen Blatt aus."""
        return f"'{self.blatt.title}'!{self.bereich(name)}"

    def bereich(self, name: str) -> str:
        """Alle Datenzellen einer Spalte: $H$7:$H$16."""
        buchstabe = get_column_letter(self._spalten[name])
        return f"${buchstabe}${self.zeilen[0]}:${buchstabe}${self.zeilen[-1]}"

    def summe(self, name: str) -> str:
        """Die Zelle mit der Summe einer Spalte: jede Zeile liest sie statt aller anderen Zeilen."""
        return f"${get_column_letter(self._spalten[name])}${self.summenzeile}"

    def block(self, erste: str, letzte: str) -> str:
        """Alle Datenzellen von einer Spalte bis zu einer anderen."""
        return f"{self.bereich(erste).split(':')[0]}:{self.bereich(letzte).split(':')[1]}"


class _Zeile(dict[str, Any]):
    """Was ein Name in einer Vorlage heißt: die Zelle dieser Zeile, oder ein anderes Blatt."""

    def __init__(self, blatt: Rechenblatt, zeile: int, weitere: Mapping[str, str]) -> None:
        super().__init__(weitere)
        self._blatt, self._zeile = blatt, zeile

    def __missing__(self, name: str) -> Any:
        if name == "summe":
            return _Blattzeile(lambda spalte, _: self._blatt.summe(spalte), 0)
        if name in self._blatt.andere:
            return _Blattzeile(self._blatt.andere[name], self._blatt.index(self._zeile))
        return self._blatt.z(name, self._zeile)


class _Blattzeile:
    """Eine Zeile eines anderen Blatts; ihre Spalten sind Attribute."""

    def __init__(self, nachschlagen: Nachschlagen, index: int) -> None:
        self._nachschlagen, self._index = nachschlagen, index

    def __getattr__(self, name: str) -> str:
        return self._nachschlagen(name, self._index)

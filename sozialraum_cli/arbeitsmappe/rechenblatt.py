"""Ein Blatt mit benannten Spalten und Einzelwerten, aus dem andere Formeln lesen."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import pairwise

from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter

from sozialraum_cli.arbeitsmappe import stil
from sozialraum_cli.arbeitsmappe.formelmappe import Formelmappe, Wert, zelle_in
from sozialraum_cli.arbeitsmappe.spaltenbreite import zahlenbreite
from sozialraum_cli.arbeitsmappe.tabellenblatt import text_schreiben

# Bis hierher rechnet der Bogen ganz mit; darüber wären Spalten, die alle Zeilen lesen, zu zäh.
LIVE_BIS = 500

_KOPFHOEHE = 54
_ZEILENHOEHE = 14
_BREITE_BEZEICHNUNG = 32
# So viele Zeichen passen bei der Verkleinerung der Rechenblätter auf A4 quer.
_SEITENBREITE = 215


class Rechenblatt:
    """Eine Tabelle mit einer Zeile je Sozialraum; Spalten heißen wie ihre Größe.

    `anzahl` Datenzeilen beginnen unter `kopfzeile`, darunter steht die Summe.
    """

    def __init__(self, formelmappe: Formelmappe, titel: str, kopfzeile: int, anzahl: int) -> None:
        self.formelmappe = formelmappe
        self.blatt = formelmappe.mappe.create_sheet(titel)
        self.kopfzeile = kopfzeile
        self.zeilen = range(kopfzeile + 1, kopfzeile + 1 + anzahl)
        self.summenzeile = kopfzeile + 1 + anzahl
        self._spalten: dict[str, int] = {}
        self._gruppen: list[int] = []
        self.blatt.sheet_view.showGridLines = False
        self.blatt.row_dimensions[kopfzeile].height = _KOPFHOEHE

    @property
    def breite(self) -> int:
        """Wie viele Spalten die Tabelle hat."""
        return len(self._spalten)

    def ueberschrift(self, titel: str, erlaeuterung: str) -> None:
        """Schreibt Titel und Erläuterung in die ersten beiden Zeilen."""
        self.text(1, 1, titel, groesse=14, fett=True)
        self.text(2, 1, erlaeuterung)
        for zeile in (1, 2):
            zelle_in(self.blatt, zeile, 1).alignment = stil.OHNE_UMBRUCH

    def gruppe(self, titel: str) -> None:
        """Schreibt eine Gruppenüberschrift über die nächste Spalte."""
        self._gruppen.append(self.breite + 1)
        self.text(self.kopfzeile - 1, self.breite + 1, titel, fett=True)
        zelle_in(self.blatt, self.kopfzeile - 1, self.breite + 1).alignment = stil.OHNE_UMBRUCH

    def kopf(self, zeile: int, titel: Sequence[str]) -> None:
        """Schreibt eine Kopfzeile ab Spalte A."""
        for spalte, text in enumerate(titel, start=1):
            self.text(zeile, spalte, text)
            stil.kopf(zelle_in(self.blatt, zeile, spalte))

    def seiten(self) -> list[int]:
        """Vor welchen Spalten im Druck eine neue Seite beginnt: so wenige, wie Gruppen passen."""
        umbrueche, seitenanfang = [], 2
        for gruppe, ende in pairwise([*self._gruppen, self.breite + 1]):
            if self._druckbreite(seitenanfang, ende) > _SEITENBREITE and gruppe > seitenanfang:
                umbrueche.append(gruppe)
                seitenanfang = gruppe
        return umbrueche

    def _druckbreite(self, von: int, bis: int) -> float:
        breiten = self.blatt.column_dimensions
        return float(sum(breiten[get_column_letter(n)].width for n in (1, *range(von, bis))))

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
        zelle.font = stil.schrift()
        zelle.alignment = stil.LINKS if isinstance(wert, str) else stil.RECHTS
        self._verbreitern(spalte, zahlenbreite([wert], format))

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
        titel: str,
        formel: Callable[[int], str] | None,
        werte: Sequence[Wert],
        format: str,
        *,
        summe: Decimal | None = None,
        breite: float = 13,
        fuellung: PatternFill | None = None,
        quadratisch: bool = False,
    ) -> None:
        """Hängt eine Spalte an: Überschrift, je Zeile eine Formel, Name, auf Wunsch die Summe.

        Eingang: `formel` bekommt die Zeilennummer im Blatt, `werte` in Reihenfolge der Zeilen;
        ohne `formel` stehen die Werte fest da, "" lässt die Zelle leer.
        `quadratisch`: jede Zeile liest alle Zeilen; über LIVE_BIS Sozialräumen stehen Werte da.
        """
        nummer = self.breite + 1
        self._spalten[name] = nummer
        self.text(self.kopfzeile, nummer, titel)
        stil.kopf(zelle_in(self.blatt, self.kopfzeile, nummer))
        als_wert = quadratisch and len(self.zeilen) > LIVE_BIS
        if als_wert:
            self._werte_vermerken()
        muster = zelle_in(self.blatt, self.zeilen[0], nummer)
        muster.font, muster.number_format, muster.border = stil.schrift(), format, stil.RAND_ZEILE
        muster.alignment = stil.LINKS if format == stil.TEXT else stil.RECHTS
        if als_wert:
            fuellung = stil.SUMME
        if fuellung is not None:
            muster.fill = fuellung
        for zeile, wert in zip(self.zeilen, werte, strict=True):
            zelle = zelle_in(self.blatt, zeile, nummer)
            if formel is not None and not als_wert:
                self.formelmappe.formel(zelle, formel(zeile), wert)
            elif not isinstance(wert, str):
                zelle.value = wert
            elif wert:
                text_schreiben(zelle, wert)
            stil.wie(zelle, muster)
            if format == stil.TEXT and (zeilen := stil.zeilenzahl(str(wert), breite)) > 1:
                self.blatt.row_dimensions[zeile].height = _ZEILENHOEHE * zeilen
        fuss = zelle_in(self.blatt, self.summenzeile, nummer)
        if nummer == 1:
            self.text(self.summenzeile, 1, "Summe")
        if summe is not None:
            self.wert(self.summenzeile, nummer, f"SUM({self.bereich(name)})", summe, format)
        fuss.font, fuss.fill, fuss.border = stil.schrift(fett=True), stil.SUMME, stil.RAND_SUMME
        self._verbreitern(nummer, max(breite, zahlenbreite(werte, format)))
        self.formelmappe.name(name, f"'{self.blatt.title}'!{self.bereich(name)}")

    def _werte_vermerken(self) -> None:
        self.text(
            3,
            1,
            f"Bei mehr als {LIVE_BIS} Sozialräumen stehen die grau hinterlegten Spalten als Werte "
            "da; nach einer Änderung der Eingaben neu berechnen lassen.",
            fett=True,
        )
        zelle_in(self.blatt, 3, 1).alignment = stil.OHNE_UMBRUCH

    def z(self, name: str, zeile: int) -> str:
        """Die Zelle einer Spalte in einer Zeile dieses Blatts: $H7."""
        return f"${get_column_letter(self._spalten[name])}{zeile}"

    def fremd(self, name: str, index: int) -> str:
        """Dieselbe Zelle von einem anderen Blatt aus, nach Nummer des Sozialraums ab 0."""
        return f"'{self.blatt.title}'!{self.z(name, self.zeilen[index])}"

    def bereich(self, name: str) -> str:
        """Alle Datenzellen einer Spalte: $H$7:$H$16."""
        buchstabe = get_column_letter(self._spalten[name])
        return f"${buchstabe}${self.zeilen[0]}:${buchstabe}${self.zeilen[-1]}"

    def block(self, erste: str, letzte: str) -> str:
        """Alle Datenzellen von einer Spalte bis zu einer anderen."""
        return f"{self.bereich(erste).split(':')[0]}:{self.bereich(letzte).split(':')[1]}"

"""Ein Blatt aus Spalten verschiedener Länge, aus dem andere Formeln nachschlagen."""

from collections.abc import Callable, Sequence

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from sozialraum_cli.arbeitsmappe import stil
from sozialraum_cli.arbeitsmappe.bezug import Bereich, Platz, blattname
from sozialraum_cli.arbeitsmappe.formelmappe import Formelmappe, Wert, text_schreiben, zelle_in

KOPFZEILE = 5
ERSTE_ZEILE = KOPFZEILE + 1
_LUECKE = 3
_KOPFHOEHE = 28


class Hilfsblatt:
    """Spalten stehen von links nach rechts in Gruppen und heißen wie ihr Name in Formeln."""

    def __init__(
        self, formelmappe: Formelmappe, titel: str, ueberschrift: str, erlaeuterung: str
    ) -> None:
        self.formelmappe = formelmappe
        self.blatt: Worksheet = formelmappe.mappe.create_sheet(titel)
        self.blatt.sheet_view.showGridLines = False
        self.blatt.row_dimensions[KOPFZEILE].height = _KOPFHOEHE
        self._naechste = 1
        self._spalten: dict[str, int] = {}
        self._text(1, 1, ueberschrift, groesse=14, fett=True)
        self._text(2, 1, erlaeuterung)

    def gruppe(self, titel: str) -> None:
        """Beginnt eine Gruppe von Spalten, nach einer schmalen Lücke."""
        if self._naechste > 1:
            self.blatt.column_dimensions[get_column_letter(self._naechste)].width = _LUECKE
            self._naechste += 1
        self._text(KOPFZEILE - 1, self._naechste, titel, fett=True)

    def feste_texte(self, name: str, titel: str, texte: Sequence[str]) -> None:
        """Hängt eine Spalte mit Texten an, die keine Formeln sind."""
        spalte = self._kopf(name, titel, stil.namensbreite(texte, 40))
        for zeile, text in enumerate(texte, start=ERSTE_ZEILE):
            zelle = zelle_in(self.blatt, zeile, spalte)
            text_schreiben(zelle, text)
            if zeile == ERSTE_ZEILE:
                muster = zelle
                muster.font, muster.alignment = stil.schrift(), stil.LINKS
                muster.border = stil.RAND_ZEILE
            else:
                stil.wie(zelle, muster)

    def spalte(
        self,
        name: str,
        titel: str,
        formel: Callable[[int], str] | Sequence[str],
        werte: Sequence[Wert],
        *,
        breite: float = 11,
    ) -> None:
        """Hängt eine Spalte mit Formeln an; ihr Bereich bekommt den Namen.

        `formel` gibt zur Nummer einer Zelle ab 0 die Formel und braucht von ihr nur die Nummer;
        sonst sind es die Formeln selbst.
        """
        spalte = self._kopf(name, titel, breite)
        muster = zelle_in(self.blatt, ERSTE_ZEILE, spalte)
        muster.font, muster.border = stil.schrift(), stil.RAND_ZEILE
        muster.alignment = stil.OHNE_UMBRUCH
        zeilen = range(ERSTE_ZEILE, ERSTE_ZEILE + len(werte))
        if isinstance(formel, Sequence):
            for zeile, eigene, wert in zip(zeilen, formel, werte, strict=True):
                zelle = zelle_in(self.blatt, zeile, spalte)
                self.formelmappe.formel(zelle, eigene, wert)
                stil.wie(zelle, muster)
        else:
            bilden = formel
            self.formelmappe.spalte(
                self.blatt, zeilen, spalte, lambda z: bilden(z - ERSTE_ZEILE), werte, muster
            )
        letzte = zeilen[-1]
        self.formelmappe.name(
            name, str(Bereich(self.blatt.title, ERSTE_ZEILE, spalte, letzte, spalte))
        )

    def eigene(self, name: str, nummer: int) -> str:
        """Die Zelle einer Spalte, nach ihrer Nummer ab 0, für Formeln dieses Blatts."""
        return f"${get_column_letter(self._spalten[name])}{ERSTE_ZEILE + nummer}"

    def fremd(self, name: str, nummer: Platz) -> str:
        """Dieselbe Zelle von einem anderen Blatt aus."""
        if isinstance(nummer, str):
            return f"INDEX({name},{nummer})"
        return f"{blattname(self.blatt.title)}!{self.eigene(name, nummer)}"

    def fest(self, name: str, nummer: int) -> str:
        """Dieselbe Zelle absolut: ein definierter Name gälte sonst in jeder Zeile einer anderen."""
        zeile, spalte = ERSTE_ZEILE + nummer, self._spalten[name]
        return str(Bereich(self.blatt.title, zeile, spalte, zeile, spalte))

    def _kopf(self, name: str, titel: str, breite: float) -> int:
        spalte = self._spalten[name] = self._naechste
        zelle = zelle_in(self.blatt, KOPFZEILE, spalte)
        text_schreiben(zelle, titel)
        stil.kopf(zelle)
        self.blatt.column_dimensions[get_column_letter(spalte)].width = breite
        self._naechste += 1
        return spalte

    def _text(
        self, zeile: int, spalte: int, text: str, *, groesse: float = 10, fett: bool = False
    ) -> None:
        zelle = zelle_in(self.blatt, zeile, spalte)
        text_schreiben(zelle, text)
        zelle.font = stil.schrift(groesse, fett=fett)
        zelle.alignment = stil.OHNE_UMBRUCH

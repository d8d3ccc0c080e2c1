"""Eine Tabelle auf ein Blatt schreiben: Gestaltung, Zahlenformate, Druck und Bereiche."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from sozialraum_cli.arbeitsmappe import stil
from sozialraum_cli.arbeitsmappe.bezug import Bereich
from sozialraum_cli.arbeitsmappe.druck import eingabeblatt_einrichten
from sozialraum_cli.arbeitsmappe.formelmappe import text_schreiben

_ZEILENHOEHE = 15
# Eine Breiteneinheit fasst eine Ziffer; deutscher Text ist im Mittel etwas schmaler.
_ZEICHEN_JE_BREITE = 1.12

Zellinhalt = str | Decimal | int | None


class Blattspalte(NamedTuple):
    """Eine Spalte: Feldname, Überschrift, Breite in Zeichen, Zahlenformat, Erklärung.

    umbruch: lange Texte brechen um. eingabe: ihre Zellen sind zum Ausfüllen da.
    """

    feld: str
    ueberschrift: str
    breite: float
    format: str
    erklaerung: str
    umbruch: bool = False
    eingabe: bool = True


class Blatttabelle(NamedTuple):
    """Eine geschriebene Tabelle; `letzte` zählt die Leerzeilen zum Ausfüllen nicht mit."""

    blatt: Worksheet
    kopfzeile: int
    letzte: int
    letzte_leerzeile: int
    breite: int

    @property
    def erste(self) -> int:
        return self.kopfzeile + 1

    def zelle(self, nummer: int, spalte: int) -> Cell:
        """Die Zelle der Datenzeile `nummer` (ab 0) und Spalte (ab 1)."""
        return _zelle(self.blatt, self.erste + nummer, spalte)

    def adresse(self, nummer: int, spalte: int) -> str:
        return self._bereich(self.erste + nummer, spalte, self.erste + nummer, spalte)

    def kopf(self, ab: int = 1) -> str:
        return self._bereich(self.kopfzeile, ab, self.kopfzeile, max(ab, self.breite))

    def auswahl(self, spalte: int) -> str:
        return self._bereich(self.erste, spalte, self.letzte_leerzeile, spalte)

    def eingabe(self, spalte: int) -> str:
        """Was eine Auswahlliste überwacht: die Spalte mit Leerzeilen, ohne Blattnamen."""
        return f"{_absolut(self.erste, spalte)}:{_absolut(self.letzte_leerzeile, spalte)}"

    def _bereich(self, zeile: int, spalte: int, bis_zeile: int, bis_spalte: int) -> str:
        return str(Bereich(self.blatt.title, zeile, spalte, bis_zeile, bis_spalte))


def formatieren(zelle: Cell, zahlenformat: str, *, umbruch: bool = False) -> None:
    """Gibt einer Eingabezelle ihr Zahlenformat; Texte stehen links, Zahlen rechts."""
    zelle.number_format = zahlenformat
    seite: Literal["left", "right"] = "left" if zahlenformat == stil.NUR_TEXT else "right"
    zelle.alignment = Alignment(seite, "top", wrap_text=umbruch, indent=int(seite == "left"))


class Blattschreiber(NamedTuple):
    """Schreibt Tabellen einheitlich gestaltet in eine Mappe."""

    mappe: Workbook
    anmerkungen: Mapping[str, Sequence[str]]
    leerzeilen: int
    kommentare: bool
    schrift: str

    def tabelle(
        self,
        name: str,
        koepfe: Sequence[Blattspalte],
        zeilen: Sequence[Sequence[Zellinhalt]],
        *,
        mit_leerzeilen: bool = True,
    ) -> Blatttabelle:
        blatt = self.mappe.create_sheet(name)
        anmerkungen = self.anmerkungen.get(name, ())
        for nummer, anmerkung in enumerate(anmerkungen, start=1):
            zelle = _zelle(blatt, nummer, 1)
            text_schreiben(zelle, anmerkung)
            zelle.font = Font(name=self.schrift, size=14 if nummer == 1 else 10, bold=nummer == 1)
        kopfzeile = len(anmerkungen) + 1
        for spalte, kopf in enumerate(koepfe, start=1):
            self._kopf(_zelle(blatt, kopfzeile, spalte), kopf)
            blatt.column_dimensions[get_column_letter(spalte)].width = kopf.breite
        breiten = [kopf.breite for kopf in koepfe]
        hoehe_setzen(blatt, kopfzeile, breiten, [kopf.ueberschrift for kopf in koepfe], luft=6)
        muster = dict[int, Cell]()
        leer: list[Sequence[Zellinhalt]] = [()] * (self.leerzeilen if mit_leerzeilen else 0)
        for nummer, zeile in enumerate([*zeilen, *leer], start=kopfzeile + 1):
            inhalte = [*zeile, *[None] * (len(koepfe) - len(zeile))]
            for spalte, (kopf, inhalt) in enumerate(zip(koepfe, inhalte, strict=True), start=1):
                zelle = _zelle(blatt, nummer, spalte)
                _inhalt(zelle, inhalt)
                if spalte in muster:
                    stil.wie(zelle, muster[spalte])
                else:
                    muster[spalte] = zelle
                    self._kleiden(zelle, kopf)
            hoehe_setzen(blatt, nummer, breiten, inhalte)
        eingabeblatt_einrichten(blatt)
        blatt.freeze_panes = f"B{kopfzeile + 1}"
        blatt.print_title_rows = f"{kopfzeile}:{kopfzeile}"
        blatt.sheet_view.showGridLines = False
        # Auch eine Tabelle ohne Daten hat eine erste Zeile, auf die Bereiche zeigen können.
        letzte = kopfzeile + max(1, len(zeilen))
        letzte_leerzeile = kopfzeile + max(1, len(zeilen) + len(leer))
        return Blatttabelle(blatt, kopfzeile, letzte, letzte_leerzeile, len(koepfe))

    def _kopf(self, zelle: Cell, kopf: Blattspalte) -> None:
        zelle.font = Font(name=self.schrift, size=stil.SCHRIFTGROESSE, bold=True)
        zelle.alignment = Alignment("left", "center", wrap_text=True, indent=1)
        zelle.border = stil.RAHMEN
        zelle.number_format = stil.NUR_TEXT
        if not kopf.ueberschrift:
            zelle.fill = stil.EINGABE
            zelle.protection = Protection(locked=False)
            return
        zelle.fill = stil.EINGABEKOPF
        text_schreiben(zelle, kopf.ueberschrift)
        if self.kommentare and kopf.erklaerung:
            zelle.comment = Comment(kopf.erklaerung, "sozialraum", height=90, width=280)

    def _kleiden(self, zelle: Cell, kopf: Blattspalte) -> None:
        formatieren(zelle, kopf.format, umbruch=kopf.umbruch)
        zelle.font = Font(name=self.schrift, size=stil.SCHRIFTGROESSE)
        zelle.border = stil.RAHMEN
        if kopf.eingabe:
            zelle.fill = stil.EINGABE
            zelle.protection = Protection(locked=False)


def _inhalt(zelle: Cell, inhalt: Zellinhalt) -> None:
    if isinstance(inhalt, str):
        if inhalt:
            text_schreiben(zelle, str(inhalt))
    elif inhalt is not None:
        zelle.value = int(inhalt) if inhalt == int(inhalt) else float(inhalt)


def _absolut(zeile: int, spalte: int) -> str:
    return f"${get_column_letter(spalte)}${zeile}"


def _zelle(blatt: Worksheet, zeile: int, spalte: int) -> Cell:
    zelle = blatt.cell(zeile, spalte)
    assert isinstance(zelle, Cell)
    return zelle


def hoehe_setzen(
    blatt: Worksheet,
    zeile: int,
    breiten: Sequence[float],
    inhalte: Sequence[Zellinhalt],
    luft: int = 0,
) -> None:
    """Macht umbrochene Texte ganz sichtbar; nicht jedes Programm passt die Höhe beim Öffnen an."""
    zeilen = [
        stil.umgebrochen(inhalt, int(breite * _ZEICHEN_JE_BREITE))
        for breite, inhalt in zip(breiten, inhalte, strict=True)
        if isinstance(inhalt, str)
    ]
    hoehe = _ZEILENHOEHE * max([1, *zeilen]) + luft
    if hoehe > _ZEILENHOEHE:
        blatt.row_dimensions[zeile].height = hoehe

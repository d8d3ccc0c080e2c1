"""Blatt Berechnungsbogen: die Anlage zur Sitzungsvorlage, drei Sätze und eine Tabelle."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from openpyxl.worksheet.worksheet import Worksheet

from sozialraum_cli.arbeitsmappe import stil
from sozialraum_cli.arbeitsmappe.formelmappe import Formelmappe, Wert, text_schreiben, zelle_in
from sozialraum_cli.arbeitsmappe.rechenblatt import Rechenblatt
from sozialraum_cli.arbeitsmappe.spaltenbreite import zahlenbreite
from sozialraum_cli.arbeitsmappe.texte import Textformel
from sozialraum_cli.bogen import saetze
from sozialraum_cli.bogen.zuordnung import Zuordnung
from sozialraum_cli.groessen.groesse import (
    Anlagespalte,
    Groesse,
    Liste,
    Mass,
    Z,
    einzelne,
    stelle,
)
from sozialraum_cli.groessen.sozialraum import LEISTUNG, SOZIALRAUM
from sozialraum_cli.modell import Wert as Groessenwert
from sozialraum_cli.rechnen.berechnung import Ergebnis

TITEL = "Berechnungsbogen"

# So viele Zeilen unter dem Anker steht die Kopfzeile der Tabelle.
KOPF_UNTER_ANKER = 7

# Gemessen am Druckbild; Deutsch ist im Mittel schmaler als Ziffern.
_ZEICHEN_JE_BREITE = 12.5
_HOEHE_KOPF = 58
_HOEHE_ZEILE = 18
_BREITE_LEISTUNG = 37
_BREITESTER_NAME = 40
# Wo im Titel eine Zahl steht, die sich ändern lässt.
_TITEL = {"regiekosten": saetze.regiekosten}
_FORMATE = {
    Mass.TEXT: stil.TEXT,
    Mass.GELD: stil.EURO,
    Mass.PROZENT: stil.PROZENT_DIFFERENZ,
    Mass.MENGE: stil.ZAHL,
}
_GANZE_EURO = {Mass.BUDGET: stil.EURO_GANZ, Mass.DIFFERENZ: stil.FARBE_GANZ}
_CENT = {Mass.BUDGET: stil.EURO, Mass.DIFFERENZ: stil.FARBE_CENT}


@dataclass(frozen=True, slots=True)
class Rechenblaetter:
    """Die Blätter, aus denen die Anlage ihre Zahlen nimmt."""

    schluessel: Rechenblatt
    schutz: Rechenblatt
    leistungen: Rechenblatt


@dataclass(frozen=True, slots=True)
class Anlage:
    """Die geschriebene Anlage; `hoehe` zählt ihre Zeilen ab dem Anker."""

    tabelle: Rechenblatt
    quellen: Rechenblaetter
    hoehe: int


@dataclass(frozen=True, slots=True)
class _Spalte:
    """Eine Spalte der Anlage mit allem, was in ihr steht; gruppe steht über ihr."""

    name: str
    art: Anlagespalte
    titel: str | Textformel
    werte: Sequence[Wert]
    summe: Wert | None
    format: str
    gruppe: tuple[Textformel, int] | None = None

    @property
    def breite(self) -> float:
        """Die Breite, in die auch die Summe passt."""
        return max(self.art.breite, zahlenbreite([*self.werte, self.summe], self.format))


def ueberschriften(*namen: str) -> dict[int, str]:
    """Überschriften der Anlage, je mit dem Abstand ihrer Spalte von der ersten."""
    vorn = [groesse for groesse in sorted(einzelne(SOZIALRAUM), key=stelle) if groesse.anlage]
    return {
        nummer: groesse.anlage.titel
        for nummer, groesse in enumerate(vorn)
        if groesse.anlage and groesse.name in namen
    }


def anlage_anlegen(
    formelmappe: Formelmappe,
    blatt: Worksheet,
    ergebnis: Ergebnis,
    quellen: Rechenblaetter,
    zuordnung: Zuordnung,
    *,
    zeile: int,
    spalte: int,
) -> Anlage:
    """Schreibt Sätze, Tabelle, Summenzeile und Erläuterungen ab einer Zelle."""
    spalten = list(_spalten(ergebnis))
    block = _Block(formelmappe, blatt, spalte, [s.breite for s in spalten], zeile)
    block.satz(saetze.warnung(True), groesse=12, fett=True, farbe=stil.WARNFARBE)
    for satz in saetze.einleitung(ergebnis):
        block.satz(saetze.nur_mit_budgets(satz), groesse=11)
    gesamtbelastung = saetze.nur_mit_budgets(saetze.gesamtbelastung(ergebnis))
    block.satz(gesamtbelastung, groesse=14, fett=True)
    tabelle = Rechenblatt(
        formelmappe,
        blatt,
        block.zeile + 2,
        len(ergebnis.sozialraeume),
        links=spalte,
        kopfhoehe=_HOEHE_KOPF,
        andere={
            "eingabe": zuordnung.zelle,
            "schutz": quellen.schutz.fremd,
            "leistungen": quellen.leistungen.fremd,
        },
    )
    for inhalt in spalten:
        _spalte_schreiben(tabelle, inhalt)
    _hoehen(tabelle, spalten)
    block.zeile = tabelle.summenzeile + 2
    for satz in saetze.erlaeuterungen(ergebnis):
        block.satz(saetze.nur_mit_budgets(satz), groesse=8)
    blatt.print_title_rows = f"{tabelle.kopfzeile - 1}:{tabelle.kopfzeile}"
    return Anlage(tabelle, quellen, block.zeile - zeile)


def _spalten(ergebnis: Ergebnis) -> Iterator[_Spalte]:
    for knoten in sorted(SOZIALRAUM, key=stelle):
        if isinstance(knoten, Groesse) and knoten.anlage:
            yield _spalte(ergebnis, knoten, knoten.anlage, ergebnis.sozialraeume)
        elif isinstance(knoten, Liste) and knoten.stelle:
            for j in range(len(ergebnis.eingabe.parameter.leistungen)):
                yield from _leistungsspalten(ergebnis, j)


def _leistungsspalten(ergebnis: Ergebnis, j: int) -> Iterator[_Spalte]:
    leistungen = [zeile.komponenten.leistungen[j] for zeile in ergebnis.sozialraeume]
    groessen = [(g, g.anlage) for g in sorted(einzelne(LEISTUNG), key=stelle) if g.anlage]
    for nummer, (groesse, art) in enumerate(groessen):
        eigene = replace(art, formel=art.formel.replace("#", str(j + 1)))
        spalte = _spalte(ergebnis, groesse, eigene, leistungen)
        gruppe = (saetze.leistung(ergebnis, j), len(groessen)) if nummer == 0 else None
        yield replace(spalte, name=f"{groesse.name}_{j + 1}", gruppe=gruppe)


def _spalte(
    ergebnis: Ergebnis, groesse: Groesse[Z], art: Anlagespalte, zeilen: Sequence[Z]
) -> _Spalte:
    einheit = _GANZE_EURO if ergebnis.eingabe.parameter.rundung >= 1 else _CENT
    werte = [_oder_leer(groesse.wert(zeile)) for zeile in zeilen]
    if groesse.mass is Mass.TEXT:
        art = replace(art, breite=stil.namensbreite(map(str, werte), _BREITESTER_NAME))
        summe = None
    else:
        summe = _oder_leer(groesse.gesamt(zeilen, mit_luecken=True))
    titel = _TITEL[groesse.name](ergebnis) if groesse.name in _TITEL else art.titel
    return _Spalte(groesse.name, art, titel, werte, summe, (_FORMATE | einheit)[groesse.mass])


def _spalte_schreiben(tabelle: Rechenblatt, spalte: _Spalte) -> None:
    if spalte.gruppe is not None:
        text, breite = spalte.gruppe
        zeile, links = tabelle.kopfzeile - 1, tabelle.links + tabelle.breite
        gruppe = zelle_in(tabelle.blatt, zeile, links)
        tabelle.formelmappe.formel(gruppe, text.formel, text.wert)
        stil.kopf(gruppe)
        tabelle.blatt.merge_cells(
            start_row=zeile, end_row=zeile, start_column=links, end_column=links + breite - 1
        )
    tabelle.spalte(
        spalte.name,
        spalte.titel,
        spalte.art.formel,
        spalte.werte,
        spalte.format,
        summe=spalte.summe,
        summenformel=spalte.art.summenformel,
        breite=spalte.breite,
        fuellung=stil.HERVOR if spalte.art.hervorgehoben else None,
        fett=spalte.art.fett,
        benannt=spalte.art.benannt,
    )


def _hoehen(tabelle: Rechenblatt, spalten: Sequence[_Spalte]) -> None:
    hoehen = tabelle.blatt.row_dimensions
    gruppen = [spalte.gruppe[0].wert for spalte in spalten if spalte.gruppe is not None]
    zeilenzahl = max(stil.zeilenzahl(titel, _BREITE_LEISTUNG) for titel in gruppen)
    hoehen[tabelle.kopfzeile - 1].height = 4 + 12 * zeilenzahl
    hoehen[tabelle.summenzeile].height = _HOEHE_ZEILE
    for zeile, name in zip(tabelle.zeilen, spalten[0].werte, strict=True):
        zeilenzahl = stil.zeilenzahl(str(name), spalten[0].breite)
        hoehen[zeile].height = _HOEHE_ZEILE + 13 * (zeilenzahl - 1)


def _oder_leer(wert: Groessenwert) -> Wert:
    return "" if wert is None else wert


class _Block:
    """Sätze untereinander, über die ganze Breite der Tabelle."""

    def __init__(
        self,
        formelmappe: Formelmappe,
        blatt: Worksheet,
        links: int,
        breiten: Sequence[float],
        zeile: int,
    ) -> None:
        self._formelmappe, self._blatt, self._links = formelmappe, blatt, links
        self._letzte, self._breite = links + len(breiten) - 1, sum(breiten)
        self.zeile = zeile

    def satz(
        self,
        satz: Textformel,
        *,
        groesse: float,
        fett: bool = False,
        farbe: str = stil.TEXTFARBE,
    ) -> None:
        zelle = zelle_in(self._blatt, self.zeile, self._links)
        if satz.fest:
            text_schreiben(zelle, satz.wert)
        else:
            self._formelmappe.formel(zelle, satz.formel, satz.wert)
        zelle.font = stil.schrift(groesse, fett=fett, farbe=farbe)
        zelle.alignment = stil.LINKS_OBEN
        self._blatt.merge_cells(
            start_row=self.zeile,
            end_row=self.zeile,
            start_column=self._links,
            end_column=self._letzte,
        )
        zeichen = self._breite * _ZEICHEN_JE_BREITE / groesse
        zeilen = max(1, -(-len(satz.wert) // int(zeichen)))
        # Auch ein leerer Satz behält seine Höhe: nach einer Änderung kann er erscheinen.
        self._blatt.row_dimensions[self.zeile].height = 1.35 * groesse * zeilen + 3
        self.zeile += 1

"""Blatt Berechnungsbogen: die Anlage zur Sitzungsvorlage, drei Sätze und eine Tabelle."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from openpyxl.worksheet.worksheet import Worksheet

from sozialraum_cli import bogenblatt
from sozialraum_cli.arbeitsmappe import stil
from sozialraum_cli.arbeitsmappe.formelmappe import Formelmappe, Wert, text_schreiben, zelle_in
from sozialraum_cli.arbeitsmappe.rechenblatt import Rechenblatt
from sozialraum_cli.arbeitsmappe.spaltenbreite import zahlenbreite
from sozialraum_cli.arbeitsmappe.texte import Textformel
from sozialraum_cli.bogen import saetze
from sozialraum_cli.bogen.gruppensummen import Summenspalte, gruppensummen
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
from sozialraum_cli.rechnen.berechnung import NULL, Ergebnis

TITEL = bogenblatt.ANLAGE

# So viele Zeilen unter dem Anker steht die Kopfzeile der Tabelle.
KOPF_UNTER_ANKER = 7

# Gemessen am Druckbild; Deutsch ist im Mittel schmaler als Ziffern.
_ZEICHEN_JE_BREITE = 12.5
# Auf eine Seite Breite eingepasst bleiben davon drei Viertel: 9 Punkt und mehr.
_SCHRIFT, _SCHRIFT_SATZ, _SCHRIFT_NOTIZ, _SCHRIFT_GROSS = 12, 12.5, 11, 15
_HOEHE_KOPF, _HOEHE_LUECKE = 77, 6
_HOEHE_ZEILE = 16
_BREITE_LEISTUNG = 24
_SCHMALSTER_NAME, _BREITESTER_NAME = 15, 30
_BUDGET_1 = Textformel('"Budget I (nach Indikatoren)"', "Budget I (nach Indikatoren)")
_ZUSAMMEN = Anlagespalte(0, "Stunden je Woche zusammen", "", 10.5, hervorgehoben=True)
_VERGLEICHSBUDGET = Anlagespalte(0, "Vergleichs-budget", "{schutz.vergleichsbudget}", 12)
# Wo im Titel eine Zahl steht, die sich ändern lässt.
_TITEL = {"regiekosten": saetze.regiekosten}
_FORMATE = {
    Mass.TEXT: stil.TEXT,
    Mass.GELD: stil.EURO,
    Mass.PROZENT: stil.PROZENT_DIFFERENZ,
    Mass.MENGE: stil.ZAHL,
}
_GANZE_EURO = {Mass.BUDGET: stil.EURO_GANZ, Mass.DIFFERENZ: stil.EURO_DIFFERENZ_GANZ}
_CENT = {Mass.BUDGET: stil.EURO, Mass.DIFFERENZ: stil.EURO_DIFFERENZ}
_IN_ROT = {stil.EURO_DIFFERENZ_GANZ: stil.FARBE_GANZ, stil.EURO_DIFFERENZ: stil.FARBE_CENT}


class Rechenblaetter(NamedTuple):
    """Die Blätter, aus denen die Anlage ihre Zahlen nimmt."""

    schluessel: Rechenblatt
    schutz: Rechenblatt
    leistungen: Rechenblatt


class Anlage(NamedTuple):
    """Die geschriebene Anlage; `hoehe` zählt ihre Zeilen ab dem Anker."""

    tabelle: Rechenblatt
    quellen: Rechenblaetter
    hoehe: int


class _Spalte(NamedTuple):
    """Eine Spalte der Anlage mit allem, was in ihr steht; gruppe steht über ihr.

    Eine verborgene Spalte rechnet mit und ist ausgeblendet.
    """

    name: str
    art: Anlagespalte
    titel: str | Textformel
    werte: Sequence[Wert]
    summe: Wert | None
    format: str
    gruppe: tuple[Textformel, int] | None = None
    verborgen: bool = False

    @property
    def breite(self) -> float:
        """Die Breite, in die auch die Summe passt."""
        zahlen = [*self.werte, "" if self.summe is None else self.summe]
        return max(self.art.breite, zahlenbreite(zahlen, self.format, _SCHRIFT))


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
    block = _Block(
        formelmappe, blatt, spalte, [0 if s.verborgen else s.breite for s in spalten], zeile
    )
    block.satz(saetze.warnung(True), groesse=_SCHRIFT_SATZ, fett=True, farbe=stil.WARNFARBE)
    for satz in saetze.einleitung(ergebnis):
        block.satz(saetze.nur_mit_budgets(satz), groesse=_SCHRIFT_SATZ)
    gesamtbelastung = saetze.nur_mit_budgets(saetze.gesamtbelastung(ergebnis))
    block.satz(gesamtbelastung, groesse=_SCHRIFT_GROSS, fett=True)
    blatt.row_dimensions[block.zeile].height = _HOEHE_LUECKE
    tabelle = Rechenblatt(
        formelmappe,
        blatt,
        block.zeile + 2,
        len(ergebnis.sozialraeume),
        links=spalte,
        kopfhoehe=_HOEHE_KOPF,
        schriftgroesse=_SCHRIFT,
        andere={
            "eingabe": zuordnung.zelle,
            "schutz": quellen.schutz.fremd,
            "leistungen": quellen.leistungen.fremd,
        },
    )
    for inhalt in spalten:
        _spalte_schreiben(tabelle, inhalt)
    _hoehen(tabelle, spalten)
    summenspalten = list(_summenspalten(spalten))
    frei = gruppensummen(tabelle, tabelle.summenzeile + 1, ergebnis, summenspalten)
    blatt.row_dimensions[frei].height = _HOEHE_LUECKE
    block.zeile = frei + 1
    for satz in saetze.erlaeuterungen(ergebnis):
        block.satz(saetze.nur_mit_budgets(satz), groesse=_SCHRIFT_NOTIZ)
    blatt.print_title_rows = f"{tabelle.kopfzeile - 1}:{tabelle.kopfzeile}"
    return Anlage(tabelle, quellen, block.zeile - zeile)


def _summenspalten(spalten: Sequence[_Spalte]) -> Iterator[Summenspalte]:
    bisher = next(spalte.werte for spalte in spalten if spalte.name == "budget_bisher")
    for spalte in spalten:
        if spalte.name == "differenz_prozent":
            if "" not in bisher:
                yield Summenspalte(spalte.name, spalte.werte, spalte.art.formel)
        elif spalte.summe is not None:
            yield Summenspalte(spalte.name, spalte.werte)


def _spalten(ergebnis: Ergebnis) -> Iterator[_Spalte]:
    for knoten in sorted(SOZIALRAUM, key=stelle):
        if isinstance(knoten, Groesse) and knoten.anlage:
            if knoten.name == "regiekosten":
                yield from _vergleichsbudget(ergebnis)
            spalte = _spalte(ergebnis, knoten, knoten.anlage, ergebnis.sozialraeume)
            if knoten.name == "budget_bisher":
                spalte = spalte._replace(gruppe=(_BUDGET_1, _spalten_budget_1()))
            yield spalte
        elif isinstance(knoten, Liste) and knoten.stelle:
            for j in range(len(ergebnis.eingabe.parameter.leistungen)):
                yield from _leistungsspalten(ergebnis, j)
            yield from _stunden_zusammen(ergebnis)


def _spalten_budget_1() -> int:
    """Wie viele Spalten das Budget I betreffen: vom Budget bisher bis vor die Regiekosten."""
    stellen = {g.name: stelle(g) for g in einzelne(SOZIALRAUM) if g.anlage}
    return stellen["regiekosten"] - stellen["budget_bisher"]


def _vergleichsbudget(ergebnis: Ergebnis) -> Iterator[_Spalte]:
    """Woran sich der Schutz misst; verborgen, wo das überall das Budget bisher ist."""
    zeilen = ergebnis.sozialraeume
    gleich = all(z.vergleichsbudget == z.sozialraum.budget_bisher for z in zeilen)
    ganz = ergebnis.eingabe.parameter.rundung >= 1
    werte = [_oder_leer(zeile.vergleichsbudget) for zeile in zeilen]
    betraege = [zeile.vergleichsbudget or NULL for zeile in zeilen]
    format = stil.EURO_GANZ if ganz else stil.EURO
    titel = _VERGLEICHSBUDGET.titel
    summe = sum(betraege, NULL) if any(wert != "" for wert in werte) else ""
    spalte = _Spalte("vergleich", _VERGLEICHSBUDGET, titel, werte, summe, format)
    yield spalte._replace(verborgen=gleich)


def _stunden_zusammen(ergebnis: Ergebnis) -> Iterator[_Spalte]:
    anzahl = len(ergebnis.eingabe.parameter.leistungen)
    if anzahl < 2:
        return
    formel = "+".join(f"{{stunden_{j}}}" for j in range(1, anzahl + 1))
    werte = [
        sum((x.stunden for x in zeile.komponenten.leistungen), NULL)
        for zeile in ergebnis.sozialraeume
    ]
    art = _ZUSAMMEN._replace(formel=formel)
    yield _Spalte("stunden", art, art.titel, werte, sum(werte, NULL), stil.ZAHL)


def _leistungsspalten(ergebnis: Ergebnis, j: int) -> Iterator[_Spalte]:
    leistungen = [zeile.komponenten.leistungen[j] for zeile in ergebnis.sozialraeume]
    groessen = [(g, g.anlage) for g in sorted(einzelne(LEISTUNG), key=stelle) if g.anlage]
    for nummer, (groesse, art) in enumerate(groessen):
        eigene = art._replace(formel=art.formel.replace("#", str(j + 1)))
        spalte = _spalte(ergebnis, groesse, eigene, leistungen)
        gruppe = (saetze.leistung(ergebnis, j), len(groessen)) if nummer == 0 else None
        yield spalte._replace(name=f"{groesse.name}_{j + 1}", gruppe=gruppe)


def _spalte(
    ergebnis: Ergebnis, groesse: Groesse[Z], art: Anlagespalte, zeilen: Sequence[Z]
) -> _Spalte:
    einheit = _GANZE_EURO if ergebnis.eingabe.parameter.rundung >= 1 else _CENT
    werte = [_oder_leer(groesse.wert(zeile)) for zeile in zeilen]
    if groesse.mass is Mass.TEXT:
        laengster = max(len(str(wert)) for wert in werte)
        art = art._replace(breite=min(_BREITESTER_NAME, max(_SCHMALSTER_NAME, 1.15 * laengster)))
        summe = None
    else:
        summe = _oder_leer(groesse.gesamt(zeilen, mit_luecken=True))
    titel = _TITEL[groesse.name](ergebnis) if groesse.name in _TITEL else art.titel
    format = (_FORMATE | einheit)[groesse.mass]
    if art.rot:
        format = _IN_ROT.get(format, format)
    return _Spalte(groesse.name, art, titel, werte, summe, format)


def _spalte_schreiben(tabelle: Rechenblatt, spalte: _Spalte) -> None:
    if spalte.gruppe is not None:
        text, breite = spalte.gruppe
        zeile, links = tabelle.kopfzeile - 1, tabelle.links + tabelle.breite
        gruppe = zelle_in(tabelle.blatt, zeile, links)
        if text.fest:
            text_schreiben(gruppe, text.wert)
        else:
            tabelle.formelmappe.formel(gruppe, text.formel, text.wert)
        stil.kopf(gruppe, _SCHRIFT)
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
    if spalte.verborgen:
        tabelle.spalte_verbergen(spalte.name)


def _hoehen(tabelle: Rechenblatt, spalten: Sequence[_Spalte]) -> None:
    hoehen = tabelle.blatt.row_dimensions
    gruppen = [spalte.gruppe[0].wert for spalte in spalten if spalte.gruppe is not None]
    zeilenzahl = max(stil.zeilenzahl(titel, _BREITE_LEISTUNG) for titel in gruppen)
    hoehen[tabelle.kopfzeile - 1].height = 2 + 16 * zeilenzahl
    hoehen[tabelle.summenzeile].height = _HOEHE_ZEILE
    breite = spalten[0].breite
    for zeile, name in zip(tabelle.zeilen, spalten[0].werte, strict=True):
        zeilenzahl = stil.zeilenzahl(str(name), breite)
        hoehen[zeile].height = _HOEHE_ZEILE + 16 * (zeilenzahl - 1)


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
        luft = 3 if satz.wert else 0
        self._blatt.row_dimensions[self.zeile].height = 1.35 * groesse * zeilen + luft
        self.zeile += 1

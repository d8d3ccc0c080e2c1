"""Blatt Berechnungsbogen: die Anlage zur Sitzungsvorlage, drei Sätze und eine Tabelle."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from openpyxl.cell.cell import Cell
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from sozialraum_cli.arbeitsmappe import stil
from sozialraum_cli.arbeitsmappe.bezug import gueltig
from sozialraum_cli.arbeitsmappe.formelmappe import Formelmappe, Wert, zelle_in
from sozialraum_cli.arbeitsmappe.rechenblatt import Rechenblatt
from sozialraum_cli.arbeitsmappe.spaltenbreite import zahlenbreite
from sozialraum_cli.arbeitsmappe.tabellenblatt import text_schreiben
from sozialraum_cli.arbeitsmappe.texte import Textformel
from sozialraum_cli.bogen import saetze
from sozialraum_cli.bogen.zuordnung import Zuordnung
from sozialraum_cli.rechnen.berechnung import Ergebnis, differenz_prozent

TITEL = "Berechnungsbogen"

# So viele Zeilen unter dem Anker steht die Kopfzeile der Tabelle.
KOPF_UNTER_ANKER = 7
KOPF_SOZIALRAUM, KOPF_BUDGET_NEU = "Sozialraum", "Budget neu"

# Gemessen am Druckbild; Deutsch ist im Mittel schmaler als Ziffern.
_ZEICHEN_JE_BREITE = 12.5
_HOEHE_KOPF = 58
_HOEHE_ZEILE = 18
_SPALTEN_JE_LEISTUNG = 3
_BREITE_LEISTUNG = 37
_BREITESTER_NAME = 40
_NULL = Decimal(0)


@dataclass(frozen=True, slots=True)
class Rechenblaetter:
    """Die Blätter, aus denen die Anlage ihre Zahlen nimmt."""

    schluessel: Rechenblatt
    schutz: Rechenblatt
    leistungen: Rechenblatt


@dataclass(frozen=True, slots=True)
class _Spalte:
    titel: str | Textformel
    formel: Callable[[int, int], str]
    werte: Sequence[Wert]
    format: str
    breite: float
    summe: Wert | None = None
    name: str | None = None
    fuellung: PatternFill | None = None
    fett: bool = False
    gruppe: Textformel | None = None
    summenformel: Callable[[int], str] | None = None

    @property
    def noetige_breite(self) -> float:
        """Die Breite, in die auch die Summe passt."""
        return max(self.breite, zahlenbreite([*self.werte, self.summe], self.format))


class Anlage:
    """Schreibt den Block der Anlage ab einer Zelle."""

    def __init__(
        self,
        formelmappe: Formelmappe,
        blatt: Worksheet,
        ergebnis: Ergebnis,
        quellen: Rechenblaetter,
        zuordnung: Zuordnung,
        *,
        zeile: int,
        spalte: int,
    ) -> None:
        self.formelmappe, self.blatt, self.ergebnis = formelmappe, blatt, ergebnis
        self.quellen, self.zuordnung = quellen, zuordnung
        self.zeile, self.links = zeile, spalte
        self.kopfzeile = self.erste = self.letzte = zeile
        ganz = ergebnis.eingabe.parameter.rundung >= 1
        self.euro = stil.EURO_GANZ if ganz else stil.EURO
        self.euro_differenz = stil.FARBE_GANZ if ganz else stil.FARBE_CENT

    def schreiben(self) -> int:
        """Schreibt Sätze, Tabelle, Summenzeile und Erläuterungen; Ergebnis ist die Höhe."""
        oben = self.zeile
        spalten = self._spalten()
        breite = sum(spalte.breite for spalte in spalten)
        self._satz(saetze.warnung(True), breite, groesse=12, fett=True, farbe=stil.WARNFARBE)
        for satz in saetze.einleitung(self.ergebnis):
            self._satz(saetze.nur_mit_budgets(satz), breite, groesse=11)
        gesamtbelastung = saetze.nur_mit_budgets(saetze.gesamtbelastung(self.ergebnis))
        self._satz(gesamtbelastung, breite, groesse=14, fett=True)
        self.zeile += 1
        self._tabelle(spalten)
        self.zeile += 1
        for satz in saetze.erlaeuterungen(self.ergebnis):
            self._satz(saetze.nur_mit_budgets(satz), breite, groesse=8)
        self.blatt.print_title_rows = f"{self.kopfzeile - 1}:{self.kopfzeile}"
        return self.zeile - oben

    def zelle(self, nummer: int, index: int) -> str:
        """Die so vielte Spalte (ab 1) eines Sozialraums (ab 0), von einem anderen Blatt aus."""
        return f"'{self.blatt.title}'!{self._z(nummer, self.erste + index)}"

    def bereich(self, nummer: int) -> str:
        """Alle Datenzellen der so vielten Spalte (ab 1), von einem anderen Blatt aus."""
        buchstabe = get_column_letter(self.links + nummer - 1)
        return f"'{self.blatt.title}'!${buchstabe}${self.erste}:${buchstabe}${self.letzte}"

    def _satz(
        self,
        satz: Textformel,
        breite: float,
        *,
        groesse: float,
        fett: bool = False,
        farbe: str = stil.TEXTFARBE,
    ) -> None:
        zelle = zelle_in(self.blatt, self.zeile, self.links)
        if satz.fest:
            text_schreiben(zelle, satz.wert)
        else:
            self.formelmappe.formel(zelle, satz.formel, satz.wert)
        zelle.font = stil.schrift(groesse, fett=fett, farbe=farbe)
        zelle.alignment = stil.LINKS_OBEN
        letzte = self.links + len(self._spalten()) - 1
        self.blatt.merge_cells(
            start_row=self.zeile, end_row=self.zeile, start_column=self.links, end_column=letzte
        )
        zeichen = breite * _ZEICHEN_JE_BREITE / groesse
        zeilen = max(1, -(-len(satz.wert) // int(zeichen)))
        # Auch ein leerer Satz behält seine Höhe: nach einer Änderung kann er erscheinen.
        self.blatt.row_dimensions[self.zeile].height = 1.35 * groesse * zeilen + 3
        self.zeile += 1

    def _spalten(self) -> list[_Spalte]:
        zeilen, summen = self.ergebnis.sozialraeume, self.ergebnis.summen
        schutz, leistungen = self.quellen.schutz, self.quellen.leistungen
        bisher = [zeile.sozialraum.budget_bisher for zeile in zeilen]

        def von(blatt: Rechenblatt, name: str) -> Callable[[int, int], str]:
            return lambda index, _zeile: blatt.fremd(name, index)

        def budget_bisher(index: int, _zeile: int) -> str:
            zelle = self.zuordnung.aus_sozialraeume("budget_bisher", index)
            fehlt = 'IF(bestandsschutz_verfahren="keiner","",NA())'
            return f"IF(ISBLANK({zelle}),{fehlt},{gueltig(zelle)})"

        def differenz(_index: int, zeile: int) -> str:
            alt, neu = self._z(2, zeile), self._z(4, zeile)
            return f'IF({alt}="","",ROUND({neu}-{alt},2))'

        def prozent(_index: int, zeile: int) -> str:
            alt, neu = self._z(2, zeile), self._z(4, zeile)
            return f'IF(N({alt})=0,"",ROUND(({neu}-{alt})/{alt}*100,2))'

        def gesamt_prozent(zeile: int) -> str:
            alt, neu = self._z(2, zeile), self._z(4, zeile)
            return (
                f'IF(OR(COUNT(budget_bisher)<ROWS(budget_bisher),N({alt})=0),"",'
                f"ROUND(({neu}-{alt})/{alt}*100,2))"
            )

        spalten = [
            _Spalte(
                KOPF_SOZIALRAUM,
                lambda index, _: self.zuordnung.name(index),
                [zeile.sozialraum.name for zeile in zeilen],
                stil.TEXT,
                stil.namensbreite((z.sozialraum.name for z in zeilen), _BREITESTER_NAME),
                "Summe",
            ),
            _Spalte(
                "Budget bisher",
                budget_bisher,
                [_oder_leer(betrag) for betrag in bisher],
                self.euro,
                13,
                sum((betrag for betrag in bisher if betrag is not None), _NULL),
                "budget_bisher",
            ),
            _Spalte(
                "ohne Bestandsschutz wären es",
                von(schutz, "budget_indikatoren_gerundet"),
                [zeile.budget_indikatoren_gerundet for zeile in zeilen],
                self.euro,
                14,
                summen.budget_indikatoren,
            ),
            _Spalte(
                KOPF_BUDGET_NEU,
                von(schutz, "budget_neu"),
                [zeile.budget_neu for zeile in zeilen],
                self.euro,
                13,
                summen.budget_neu,
                fuellung=stil.HERVOR,
                fett=True,
            ),
            _Spalte(
                "Zuwachs / Rückgang",
                differenz,
                [_oder_leer(zeile.differenz) for zeile in zeilen],
                self.euro_differenz,
                13,
                summen.gewinn + summen.verlust,
                "differenz",
            ),
            _Spalte(
                "in %",
                prozent,
                [_oder_leer(zeile.differenz_prozent) for zeile in zeilen],
                stil.PROZENT_DIFFERENZ,
                9,
                _oder_leer(differenz_prozent(summen.budget_bisher, summen.budget_neu)),
                "differenz_prozent",
                summenformel=gesamt_prozent,
            ),
            _Spalte(
                "Unterschied durch den Schutz",
                von(schutz, "schutzwirkung"),
                [zeile.schutzwirkung for zeile in zeilen],
                self.euro_differenz,
                13,
                sum((zeile.schutzwirkung for zeile in zeilen), _NULL),
            ),
            _Spalte(
                saetze.regiekosten(self.ergebnis),
                von(leistungen, "regiekosten_betrag"),
                [zeile.komponenten.regiekosten for zeile in zeilen],
                stil.EURO,
                17,
                sum((zeile.komponenten.regiekosten for zeile in zeilen), _NULL),
            ),
        ]
        for j in range(len(self.ergebnis.eingabe.parameter.leistungen)):
            spalten += self._leistungsspalten(j, von)
        budget_2 = [_oder_leer(zeile.budget_2) for zeile in zeilen]
        spalten.append(
            _Spalte(
                "Budget II",
                lambda index, _: (
                    'IF(OR(budget_2="",budget_2_verteilung="zentral"),"",'
                    f"{leistungen.fremd('budget_2_betrag', index)})"
                ),
                budget_2,
                stil.EURO,
                13,
                sum((zeile.budget_2 or _NULL for zeile in zeilen), _NULL),
            )
        )
        return [replace(spalte, breite=spalte.noetige_breite) for spalte in spalten]

    def _leistungsspalten(
        self, j: int, von: Callable[[Rechenblatt, str], Callable[[int, int], str]]
    ) -> list[_Spalte]:
        blatt = self.quellen.leistungen
        leistungen = [zeile.komponenten.leistungen[j] for zeile in self.ergebnis.sozialraeume]
        return [
            _Spalte(
                titel,
                von(blatt, f"{groesse}_{j + 1}"),
                werte,
                format,
                breite,
                sum(werte, _NULL),
                fuellung=fuellung,
                gruppe=saetze.leistung(self.ergebnis, j) if groesse == "mittel" else None,
            )
            for titel, groesse, werte, format, breite, fuellung in (
                ("Mittel", "mittel", [x.mittel for x in leistungen], stil.EURO, 14, None),
                ("Vollzeitstellen", "vzae", [x.vzae for x in leistungen], stil.ZAHL, 13, None),
                (
                    "Stunden je Woche",
                    "stunden",
                    [x.stunden for x in leistungen],
                    stil.ZAHL,
                    10,
                    stil.HERVOR,
                ),
            )
        ]

    def _tabelle(self, spalten: Sequence[_Spalte]) -> None:
        gruppenzeile, kopfzeile = self.zeile, self.zeile + 1
        erste = kopfzeile + 1
        letzte = erste + len(self.ergebnis.sozialraeume) - 1
        self.kopfzeile, self.erste, self.letzte = kopfzeile, erste, letzte
        gruppen = [spalte.gruppe.wert for spalte in spalten if spalte.gruppe is not None]
        zeilenzahl = max(stil.zeilenzahl(titel, _BREITE_LEISTUNG) for titel in gruppen)
        self.blatt.row_dimensions[gruppenzeile].height = 4 + 12 * zeilenzahl
        self.blatt.row_dimensions[kopfzeile].height = _HOEHE_KOPF
        self.blatt.row_dimensions[letzte + 1].height = _HOEHE_ZEILE
        for index, name in enumerate(spalten[0].werte):
            zeilenzahl = stil.zeilenzahl(str(name), spalten[0].breite)
            self.blatt.row_dimensions[erste + index].height = _HOEHE_ZEILE + 13 * (zeilenzahl - 1)
        for nummer, spalte in enumerate(spalten):
            buchstabe = get_column_letter(self.links + nummer)
            self.blatt.column_dimensions[buchstabe].width = spalte.breite
            bereich = f"${buchstabe}${erste}:${buchstabe}${letzte}"
            if spalte.gruppe is not None:
                gruppe = zelle_in(self.blatt, gruppenzeile, self.links + nummer)
                self.formelmappe.formel(gruppe, spalte.gruppe.formel, spalte.gruppe.wert)
                stil.kopf(gruppe)
                self.blatt.merge_cells(
                    start_row=gruppenzeile,
                    end_row=gruppenzeile,
                    start_column=self.links + nummer,
                    end_column=self.links + nummer + _SPALTEN_JE_LEISTUNG - 1,
                )
            self._kopf(kopfzeile, nummer, spalte.titel)
            muster = self._muster(nummer, spalte)
            for index, wert in enumerate(spalte.werte):
                zeile = erste + index
                zelle = zelle_in(self.blatt, zeile, self.links + nummer)
                self.formelmappe.formel(zelle, spalte.formel(index, zeile), wert)
                stil.wie(zelle, muster)
            self._summe(letzte + 1, nummer, spalte, bereich)
            if spalte.name is not None:
                self.formelmappe.name(spalte.name, f"'{self.blatt.title}'!{bereich}")
        self.zeile = letzte + 2

    def _kopf(self, zeile: int, nummer: int, titel: str | Textformel) -> None:
        zelle = zelle_in(self.blatt, zeile, self.links + nummer)
        if isinstance(titel, Textformel):
            self.formelmappe.formel(zelle, titel.formel, titel.wert)
        else:
            zelle.value = titel
        stil.kopf(zelle)

    def _muster(self, nummer: int, spalte: _Spalte) -> Cell:
        zelle = zelle_in(self.blatt, self.erste, self.links + nummer)
        zelle.number_format = spalte.format
        zelle.font = stil.schrift(fett=spalte.fett)
        zelle.alignment = stil.LINKS if nummer == 0 else stil.RECHTS
        zelle.border = stil.RAND_ZEILE
        if spalte.fuellung is not None:
            zelle.fill = spalte.fuellung
        return zelle

    def _summe(self, zeile: int, nummer: int, spalte: _Spalte, bereich: str) -> None:
        zelle = zelle_in(self.blatt, zeile, self.links + nummer)
        if isinstance(spalte.summe, str):
            zelle.value = spalte.summe
        elif spalte.summenformel is not None and spalte.summe is not None:
            self.formelmappe.formel(zelle, spalte.summenformel(zeile), spalte.summe)
        elif spalte.summe is not None:
            leer = all(wert == "" for wert in spalte.werte)
            self.formelmappe.formel(
                zelle, f'IF(COUNT({bereich})=0,"",SUM({bereich}))', "" if leer else spalte.summe
            )
        zelle.number_format = spalte.format
        zelle.font, zelle.fill = stil.schrift(fett=True), stil.SUMME
        zelle.border = stil.RAND_SUMME
        zelle.alignment = stil.LINKS if nummer == 0 else stil.RECHTS

    def _z(self, nummer: int, zeile: int) -> str:
        """Die Zelle der so vielten Spalte der Tabelle, ab 1."""
        return f"${get_column_letter(self.links + nummer - 1)}{zeile}"


def _oder_leer(wert: Decimal | None) -> Wert:
    return "" if wert is None else wert

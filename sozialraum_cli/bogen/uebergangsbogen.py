"""Der Übergang als Mappe: Jahre als Spalten, Summen und Veränderungen als lebende Formeln."""

from collections.abc import Callable, Sequence
from decimal import Decimal, localcontext

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break

from sozialraum_cli import __version__
from sozialraum_cli.arbeitsmappe import stil
from sozialraum_cli.arbeitsmappe.druck import einrichten
from sozialraum_cli.arbeitsmappe.formelmappe import Formelmappe, Wert, text_schreiben, zelle_in
from sozialraum_cli.arbeitsmappe.speichern import packen, teile
from sozialraum_cli.ausgabe.uebergang_saetze import (
    OHNE_REGION,
    einleitung,
    nachkommastellen,
    schluss,
    titel,
)
from sozialraum_cli.bogen.quelle import Quelle
from sozialraum_cli.rechnen.bestandsschutz import verfahren_des_schutzes
from sozialraum_cli.rechnen.uebergang import Stand, Uebergang
from sozialraum_cli.runden import GENAU
from sozialraum_cli.verfahren.schutz.schutzverfahren import Schutzverfahren

BLATT = "Übergang"

_NAME, _SCHLUESSEL, _REGION, _BISHER, _OHNE_SCHUTZ, _ERSTES_JAHR = range(1, 7)
_BREITEN = (26, 13, 14, 15, 15)
_JAHRESBREITE = 14
_KOPFHOEHE = 30


def uebergangsbogen(uebergang: Uebergang, quelle: Quelle) -> bytes:
    """Baut die Mappe mit dem Jahrespfad als .xlsx.

    Eingang: Übergang, Quelle. Ergebnis: Bytes; gleiche Eingabe ergibt gleiche Bytes. Budgets
    stehen als Werte da, alles daraus Gezählte als Formel mit gespeichertem Wert.
    """
    with localcontext(GENAU):
        formelmappe = Formelmappe(Workbook())
        formelmappe.mappe.remove(formelmappe.mappe.worksheets[0])
        formelmappe.mappe.properties.title = titel(uebergang)
        formelmappe.mappe.properties.creator = "sozialraum"
        _Pfadblatt(formelmappe, uebergang).schreiben(quelle)
        fertig = formelmappe.werte_eintragen(teile(formelmappe.mappe, quelle.stand))
    return packen(fertig, quelle.stand)


class _Pfadblatt:
    """Das Blatt im Bau: Tabellen untereinander, das Jahr steht in allen in derselben Spalte."""

    def __init__(self, formelmappe: Formelmappe, uebergang: Uebergang) -> None:
        self.formelmappe = formelmappe
        self.uebergang = uebergang
        self.blatt = formelmappe.mappe.create_sheet(BLATT)
        self.blatt.sheet_view.showGridLines = False
        self.raeume = [z.sozialraum for z in uebergang.jahre[0].ergebnis.sozialraeume]
        self.spalten = range(_ERSTES_JAHR, _ERSTES_JAHR + len(uebergang.jahre))
        self.zeile = 1
        ganz = nachkommastellen(uebergang) == 0
        self.euro = stil.EURO_GANZ if ganz else stil.EURO
        self.differenz = stil.FARBE_GANZ if ganz else stil.FARBE_CENT

    def schreiben(self, quelle: Quelle) -> None:
        self._satz(titel(self.uebergang), groesse=14, fett=True)
        for satz in einleitung(self.uebergang):
            self._satz(satz)
        budget = self._budgets()
        self._veraenderungen(budget)
        if self._verfahren().aus_zusatzmitteln:
            # Beide Seiten für sich lesbar: vorn die Budgets, hinten das Geld dazu.
            self.blatt.row_breaks.append(Break(self.zeile))
            ausgleich = self._ausgleich(budget)
            frei = self._frei(ausgleich)
            self._frei_je_region(budget, frei)
        self.zeile += 1
        for satz in [*schluss(self.uebergang), *_herkunft(quelle)]:
            self._satz(satz)
        for nummer, breite in enumerate(_BREITEN, start=1):
            self.blatt.column_dimensions[get_column_letter(nummer)].width = breite
        for nummer in self.spalten:
            self.blatt.column_dimensions[get_column_letter(nummer)].width = _JAHRESBREITE
        einrichten(self.blatt, titel(self.uebergang))
        self.blatt.print_title_cols = "A:A"
        self.blatt.freeze_panes = "B1"

    def _verfahren(self) -> Schutzverfahren:
        return verfahren_des_schutzes(self.uebergang.jahre[0].ergebnis.eingabe.parameter)

    def _budgets(self) -> range:
        """Die Budgets, wie gerechnet; Ergebnis: ihre Zeilen."""
        zeilen = self._kopf(
            "Budget neu in € je Jahr", ("Schlüssel", "Region", "bisher", "ohne Schutz")
        )
        erstes = self.uebergang.jahre[0].ergebnis.sozialraeume
        for zeile, raum, ergebnis in zip(zeilen, self.raeume, erstes, strict=True):
            self._text(zeile, _SCHLUESSEL, raum.schluessel or "")
            self._text(zeile, _REGION, raum.region or "")
            if raum.budget_bisher is not None:
                self._zahl(zeile, _BISHER, raum.budget_bisher, self.euro)
            self._zahl(zeile, _OHNE_SCHUTZ, ergebnis.budget_indikatoren_gerundet, self.euro)
        for spalte, jahr in zip(self.spalten, self.uebergang.jahre, strict=True):
            for zeile, ergebnis in zip(zeilen, jahr.ergebnis.sozialraeume, strict=True):
                self._zahl(zeile, spalte, ergebnis.budget_neu, self.euro)
        erste_summen = self.uebergang.jahre[0].ergebnis.summen
        summen = [jahr.ergebnis.summen.budget_neu for jahr in self.uebergang.jahre]
        summen.insert(0, erste_summen.budget_indikatoren)
        if erste_summen.budget_bisher is not None:
            summen.insert(0, erste_summen.budget_bisher)
        self._summe(zeilen, summen, self.spalten[-1] + 1 - len(summen), self.euro)
        self._wirksam()
        return zeilen

    def _wirksam(self) -> None:
        if not self._verfahren().schuetzt:
            return
        self._text(self.zeile, _NAME, "Schutz, abgeschmolzen auf")
        for spalte, jahr in zip(self.spalten, self.uebergang.jahre, strict=True):
            schutz = jahr.ergebnis.schutz.bestandsschutz_wirksam or Decimal(0)
            self._zahl(self.zeile, spalte, schutz / 100, stil.PROZENT)
        self.zeile += 1

    def _veraenderungen(self, budget: range) -> None:
        zeilen = self._kopf("Veränderung gegenüber dem Vorjahr in €", ("", "", "", ""))
        jahre = self.uebergang.jahre
        for spalte, jahr in zip(self.spalten, jahre, strict=True):
            davor = _BISHER if spalte == _ERSTES_JAHR else spalte - 1
            for zeile, quelle, ergebnis in zip(
                zeilen, budget, jahr.ergebnis.sozialraeume, strict=True
            ):
                vorher = _ort(davor, quelle)
                formel = f"{_ort(spalte, quelle)}-{vorher}"
                wert: Wert = "" if ergebnis.differenz is None else ergebnis.differenz
                if spalte == _ERSTES_JAHR:
                    formel = f'IF({vorher}="","",{formel})'
                self._formel(zeile, spalte, formel, wert, self.differenz)
        self._summe(
            zeilen,
            [
                sum((z.differenz or Decimal(0) for z in jahr.ergebnis.sozialraeume), Decimal(0))
                for jahr in jahre
            ],
            _ERSTES_JAHR,
            self.differenz,
        )

    def _ausgleich(self, budget: range) -> range:
        zeilen = self._kopf("Ausgleich aus Zusatzmitteln in €", ("", "", "", "ohne Abschmelzung"))
        for zeile, betrag in zip(zeilen, self.uebergang.voller_ausgleich, strict=True):
            self._zahl(zeile, _OHNE_SCHUTZ, betrag, self.euro)
        self._spalten_formeln(
            zeilen,
            lambda spalte, nummer: (
                f"{_ort(spalte, budget[nummer])}-${_ort(_OHNE_SCHUTZ, budget[nummer])}"
            ),
            [[z.ausgleich for z in jahr.ergebnis.sozialraeume] for jahr in self.uebergang.jahre],
        )
        summen = [jahr.ergebnis.summen.ausgleich for jahr in self.uebergang.jahre]
        self._summe(
            zeilen, [self.uebergang.voller_ausgleich_gesamt, *summen], _OHNE_SCHUTZ, self.euro
        )
        return zeilen

    def _frei(self, ausgleich: range) -> range:
        zeilen = self._kopf("Frei werdende Mittel in €", ("", "", "", ""))
        self._spalten_formeln(
            zeilen,
            lambda spalte, nummer: (
                f"${_ort(_OHNE_SCHUTZ, ausgleich[nummer])}-{_ort(spalte, ausgleich[nummer])}"
            ),
            [jahr.frei_werdend for jahr in self.uebergang.jahre],
        )
        summen = [jahr.ergebnis.summen.frei_werdend for jahr in self.uebergang.jahre]
        self._summe(zeilen, summen, _ERSTES_JAHR, self.euro)
        return zeilen

    def _frei_je_region(self, budget: range, frei: range) -> None:
        jahre = self.uebergang.jahre
        regionen = [mittel.region for mittel in jahre[0].regionen]
        zeilen = self._kopf(
            "Frei werdende Mittel je Region in €",
            ("", "", "", ""),
            [region or OHNE_REGION for region in regionen],
            "Region",
        )
        spalte_region = f"${_ort(_REGION, budget[0], '$')}:${_ort(_REGION, budget[-1], '$')}"

        def formel(spalte: int, nummer: int) -> str:
            # EXACT: Platzhalter in einem Namen sind nur Zeichen, und „Ost“ ist nicht „OST“.
            gesucht = f"$A{zeilen[nummer]}" if regionen[nummer] else '""'
            werte = f"{_ort(spalte, frei[0], '$')}:{_ort(spalte, frei[-1], '$')}"
            return f"SUMPRODUCT(EXACT({spalte_region},{gesucht})*{werte})"

        self._spalten_formeln(
            zeilen, formel, [[mittel.frei_werdend for mittel in jahr.regionen] for jahr in jahre]
        )
        summen = [jahr.ergebnis.summen.frei_werdend for jahr in jahre]
        self._summe(zeilen, summen, _ERSTES_JAHR, self.euro)

    def _kopf(
        self,
        ueberschrift: str,
        zusatz: Sequence[str],
        namen: Sequence[str] | None = None,
        erste: str = "Sozialraum",
    ) -> range:
        """Überschrift, Kopfzeile und Namen einer Tabelle; Ergebnis: ihre Datenzeilen."""
        self.zeile += 1
        self._satz(ueberschrift, groesse=12, fett=True)
        jahre = [f"{jahr.jahr} {jahr.stand}" for jahr in self.uebergang.jahre]
        for spalte, text in enumerate([erste, *zusatz, *jahre], start=1):
            zelle = zelle_in(self.blatt, self.zeile, spalte)
            text_schreiben(zelle, text)
            stil.kopf(zelle)
        for spalte, jahr in zip(self.spalten, self.uebergang.jahre, strict=True):
            if jahr.stand is Stand.FEST:
                zelle_in(self.blatt, self.zeile, spalte).fill = stil.HERVOR
        self.blatt.row_dimensions[self.zeile].height = _KOPFHOEHE
        namen = [raum.name for raum in self.raeume] if namen is None else namen
        zeilen = range(self.zeile + 1, self.zeile + 1 + len(namen))
        for zeile, name in zip(zeilen, namen, strict=True):
            self._text(zeile, _NAME, name)
            for spalte in range(_NAME, self.spalten[-1] + 1):
                zelle_in(self.blatt, zeile, spalte).border = stil.RAND_ZEILE
        self.zeile = zeilen[-1] + 1
        return zeilen

    def _spalten_formeln(
        self,
        zeilen: range,
        formel: Callable[[int, int], str],
        werte: Sequence[Sequence[Decimal]],
    ) -> None:
        """Je Jahr eine Spalte: `formel` bekommt Spalte und Nummer der Zeile ab 0."""
        for spalte, je_zeile in zip(self.spalten, werte, strict=True):
            for nummer, (zeile, wert) in enumerate(zip(zeilen, je_zeile, strict=True)):
                self._formel(zeile, spalte, formel(spalte, nummer), wert, self.euro)

    def _summe(
        self, zeilen: range, summen: Sequence[Decimal], erste_spalte: int, format: str
    ) -> None:
        """Die Summenzeile ab einer Spalte."""
        self._text(self.zeile, _NAME, "Summe")
        for spalte, summe in enumerate(summen, start=erste_spalte):
            formel = f"SUM({_ort(spalte, zeilen[0])}:{_ort(spalte, zeilen[-1])})"
            self._formel(self.zeile, spalte, formel, summe, format)
        for spalte in range(_NAME, self.spalten[-1] + 1):
            zelle = zelle_in(self.blatt, self.zeile, spalte)
            zelle.font, zelle.fill = stil.schrift(fett=True), stil.SUMME
            zelle.border = stil.RAND_SUMME
        self.zeile += 1

    def _satz(self, text: str, *, groesse: float = 10, fett: bool = False) -> None:
        """Schreibt einen Satz in die nächste Zeile; er darf über die Spalten laufen."""
        self._text(self.zeile, 1, text)
        zelle = zelle_in(self.blatt, self.zeile, 1)
        zelle.font, zelle.alignment = stil.schrift(groesse, fett=fett), stil.OHNE_UMBRUCH
        self.zeile += 1

    def _text(self, zeile: int, spalte: int, text: str) -> None:
        zelle = zelle_in(self.blatt, zeile, spalte)
        if text:
            text_schreiben(zelle, text)
        zelle.font, zelle.alignment = stil.schrift(), stil.LINKS

    def _zahl(self, zeile: int, spalte: int, wert: Decimal, format: str) -> None:
        zelle = zelle_in(self.blatt, zeile, spalte)
        zelle.value = int(wert) if wert == int(wert) else float(wert)
        self._formatieren(zeile, spalte, format)

    def _formel(self, zeile: int, spalte: int, formel: str, wert: Wert, format: str) -> None:
        self.formelmappe.formel(zelle_in(self.blatt, zeile, spalte), formel, wert)
        self._formatieren(zeile, spalte, format)

    def _formatieren(self, zeile: int, spalte: int, format: str) -> None:
        zelle = zelle_in(self.blatt, zeile, spalte)
        zelle.number_format, zelle.font, zelle.alignment = format, stil.schrift(), stil.RECHTS


def _ort(spalte: int, zeile: int, fest: str = "") -> str:
    return f"{get_column_letter(spalte)}{fest}{zeile}"


def _herkunft(quelle: Quelle) -> list[str]:
    return [
        f"Gerechnet mit sozialraum {__version__}, Stand {quelle.stand:%d.%m.%Y}, aus "
        + ", ".join(f"„{name}“ (SHA-256 {summe})" for name, summe in quelle.dateien)
        + "."
    ]

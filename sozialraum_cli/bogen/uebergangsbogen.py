"""Der Übergang als Mappe: Jahre als Spalten, Summen und Veränderungen als lebende Formeln."""

from collections.abc import Sequence
from decimal import Decimal, localcontext

from openpyxl import Workbook
from openpyxl.worksheet.pagebreak import Break

from sozialraum_cli import __version__
from sozialraum_cli.arbeitsmappe import stil
from sozialraum_cli.arbeitsmappe.druck import einrichten
from sozialraum_cli.arbeitsmappe.formelmappe import Formelmappe, Wert, text_schreiben, zelle_in
from sozialraum_cli.arbeitsmappe.rechenblatt import Rechenblatt
from sozialraum_cli.arbeitsmappe.speichern import packen, teile
from sozialraum_cli.bogen.quelle import Quelle
from sozialraum_cli.groessen.groesse import Groesse, einzelne, von
from sozialraum_cli.groessen.sozialraum import SOZIALRAUM
from sozialraum_cli.groessen.uebergang import JAHRESZEILE, REGION, Jahreszeile, jahreszeilen
from sozialraum_cli.modell import Wert as Groessenwert
from sozialraum_cli.rechnen.bestandsschutz import verfahren_des_schutzes
from sozialraum_cli.rechnen.uebergang import Jahresstand, Uebergang, Uebergangsjahr
from sozialraum_cli.runden import GENAU
from sozialraum_cli.saetze.uebergang import (
    OHNE_REGION,
    einleitung,
    nachkommastellen,
    schluss,
    titel,
)
from sozialraum_cli.verfahren.schutz.schutzverfahren import Schutzverfahren
from sozialraum_cli.zahlen import ohne_endnullen

BLATT = "Übergang"

_JAHRESBREITE = 14
_KOPFHOEHE = 30
_GROESSEN: dict[str, Groesse[Jahreszeile]] = {
    g.name: g for g in einzelne((*von(lambda z: z[0], SOZIALRAUM), *JAHRESZEILE))
}
(_FREI_JE_REGION,) = (g for g in einzelne(REGION) if g.name == "frei_werdend")


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
        self.formelmappe, self.uebergang = formelmappe, uebergang
        self.blatt = formelmappe.mappe.create_sheet(BLATT)
        self.raeume = [z.sozialraum.name for z in uebergang.jahre[0].ergebnis.sozialraeume]
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
            self._frei_je_region(budget, self._frei(ausgleich))
        self.zeile += 1
        for satz in [*schluss(self.uebergang), *_herkunft(quelle)]:
            self._satz(satz)
        einrichten(self.blatt, titel(self.uebergang))
        self.blatt.print_title_cols = "A:A"
        self.blatt.freeze_panes = "B1"

    def _verfahren(self) -> Schutzverfahren:
        return verfahren_des_schutzes(self.uebergang.jahre[0].ergebnis.eingabe.parameter)

    def _budgets(self) -> Rechenblatt:
        tabelle = self._tabelle("Budget neu in € je Jahr", "Sozialraum", self.raeume)
        zeilen = jahreszeilen(self.uebergang.jahre[0])
        for name, kopf, breite in (("schluessel", "Schlüssel", 13), ("region", "Region", 14)):
            texte = [str(_GROESSEN[name].wert(zeile) or "") for zeile in zeilen]
            tabelle.spalte(name, kopf, None, texte, stil.TEXT, breite=breite, benannt=False)
        for name, kopf in (
            ("budget_bisher", "bisher"),
            ("budget_indikatoren_gerundet", "ohne Schutz"),
        ):
            self._feste_spalte(tabelle, name, kopf, _GROESSEN[name], self.uebergang.jahre[0])
        for jahr in self.uebergang.jahre:
            self._feste_spalte(tabelle, _name(jahr), _kopf(jahr), _GROESSEN["budget_neu"], jahr)
        self._abschliessen(tabelle)
        self._wirksam(tabelle)
        return tabelle

    def _feste_spalte(
        self,
        tabelle: Rechenblatt,
        name: str,
        kopf: str,
        groesse: Groesse[Jahreszeile],
        jahr: Uebergangsjahr,
    ) -> None:
        zeilen = jahreszeilen(jahr)
        werte = [_zahl(groesse.wert(zeile)) for zeile in zeilen]
        tabelle.spalte(
            name,
            kopf,
            None,
            werte,
            self.euro,
            summe=groesse.gesamt(zeilen),
            breite=_JAHRESBREITE if name == _name(jahr) else 15,
            benannt=False,
        )

    def _wirksam(self, tabelle: Rechenblatt) -> None:
        if not self._verfahren().schuetzt:
            return
        tabelle.text(self.zeile, 1, "Schutz, abgeschmolzen auf")
        for jahr in self.uebergang.jahre:
            schutz = jahr.ergebnis.schutz.bestandsschutz_wirksam or Decimal(0)
            zelle = tabelle.zelle(_name(jahr), self.zeile)
            zelle.value, zelle.number_format = _zahl(schutz / 100), stil.PROZENT
            zelle.font, zelle.alignment = stil.schrift(), stil.RECHTS
        self.zeile += 1

    def _veraenderungen(self, budget: Rechenblatt) -> None:
        tabelle = self._tabelle(
            "Veränderung gegenüber dem Vorjahr in €", "Sozialraum", self.raeume, budget=budget
        )
        self._luecke(tabelle, 4)
        davor = ""
        for jahr in self.uebergang.jahre:
            heute = f"{{budget.{_name(jahr)}}}"
            formel = f"{heute}-{davor}"
            if not davor:
                formel = f'IF({{budget.budget_bisher}}="","",{heute}-{{budget.budget_bisher}})'
            self._jahr(tabelle, jahr, formel, _GROESSEN["differenz"], self.differenz)
            davor = heute
        self._abschliessen(tabelle)

    def _ausgleich(self, budget: Rechenblatt) -> Rechenblatt:
        tabelle = self._tabelle(
            "Ausgleich aus Zusatzmitteln in €", "Sozialraum", self.raeume, budget=budget
        )
        self._luecke(tabelle, 3)
        tabelle.spalte(
            "voll",
            "ohne Abschmelzung",
            None,
            [_zahl(betrag) for betrag in self.uebergang.voller_ausgleich],
            self.euro,
            summe=self.uebergang.voller_ausgleich_gesamt,
            breite=15,
            benannt=False,
        )
        for jahr in self.uebergang.jahre:
            formel = f"{{budget.{_name(jahr)}}}-{{budget.budget_indikatoren_gerundet}}"
            self._jahr(tabelle, jahr, formel, _GROESSEN["ausgleich"], self.euro)
        return self._abschliessen(tabelle)

    def _frei(self, ausgleich: Rechenblatt) -> Rechenblatt:
        tabelle = self._tabelle(
            "Frei werdende Mittel in €", "Sozialraum", self.raeume, ausgleich=ausgleich
        )
        self._luecke(tabelle, 4)
        for jahr in self.uebergang.jahre:
            formel = f"{{ausgleich.voll}}-{{ausgleich.{_name(jahr)}}}"
            self._jahr(tabelle, jahr, formel, _GROESSEN["frei_werdend"], self.euro)
        return self._abschliessen(tabelle)

    def _frei_je_region(self, budget: Rechenblatt, frei: Rechenblatt) -> None:
        regionen = [mittel.region for mittel in self.uebergang.jahre[0].regionen]
        namen = [region or OHNE_REGION for region in regionen]
        tabelle = self._tabelle("Frei werdende Mittel je Region in €", "Region", namen)
        self._luecke(tabelle, 4)
        ohne = tabelle.zeilen[regionen.index(None)] if None in regionen else None
        for jahr in self.uebergang.jahre:
            # EXACT: Platzhalter in einem Namen sind nur Zeichen, und „Ost“ ist nicht „OST“.
            formel = (
                f"SUMPRODUCT(EXACT({budget.bereich('region')},{{gesucht}})"
                f"*{frei.bereich(_name(jahr))})"
            )
            summe = _FREI_JE_REGION.gesamt(jahr.regionen)
            tabelle.spalte(
                _name(jahr),
                _kopf(jahr),
                lambda zeile, formel=formel: tabelle.eingesetzt(
                    formel, zeile, gesucht='""' if zeile == ohne else tabelle.z("name", zeile)
                ),
                [mittel.frei_werdend for mittel in jahr.regionen],
                self.euro,
                summe=summe,
                breite=_JAHRESBREITE,
                benannt=False,
            )
        self._abschliessen(tabelle)

    def _jahr(
        self,
        tabelle: Rechenblatt,
        jahr: Uebergangsjahr,
        formel: str,
        groesse: Groesse[Jahreszeile],
        format: str,
    ) -> None:
        zeilen = jahreszeilen(jahr)
        werte = [_zahl(groesse.wert(zeile)) for zeile in zeilen]
        summe = groesse.gesamt(zeilen, mit_luecken=True) or Decimal(0)
        tabelle.spalte(
            _name(jahr),
            _kopf(jahr),
            formel,
            werte,
            format,
            summe=summe,
            breite=_JAHRESBREITE,
            benannt=False,
        )

    def _tabelle(
        self, ueberschrift: str, erste: str, namen: Sequence[str], **andere: Rechenblatt
    ) -> Rechenblatt:
        """Beginnt eine Tabelle mit ihrer Überschrift und der Spalte der Namen."""
        self.zeile += 1
        self._satz(ueberschrift, groesse=12, fett=True)
        tabelle = Rechenblatt(
            self.formelmappe,
            self.blatt,
            self.zeile,
            len(namen),
            kopfhoehe=_KOPFHOEHE,
            andere={name: blatt.daneben for name, blatt in andere.items()},
        )
        tabelle.spalte("name", erste, None, namen, stil.TEXT, breite=26, benannt=False)
        return tabelle

    def _luecke(self, tabelle: Rechenblatt, anzahl: int) -> None:
        """Leere Spalten, damit die Jahre in allen Tabellen untereinander stehen."""
        for _ in range(anzahl):
            tabelle.luecke()

    def _abschliessen(self, tabelle: Rechenblatt) -> Rechenblatt:
        for jahr in self.uebergang.jahre:
            if jahr.stand is Jahresstand.FEST:
                tabelle.zelle(_name(jahr), tabelle.kopfzeile).fill = stil.HERVOR
        self.zeile = tabelle.summenzeile + 1
        return tabelle

    def _satz(self, text: str, *, groesse: float = 10, fett: bool = False) -> None:
        """Schreibt einen Satz in die nächste Zeile; er darf über die Spalten laufen."""
        zelle = zelle_in(self.blatt, self.zeile, 1)
        text_schreiben(zelle, text)
        zelle.font, zelle.alignment = stil.schrift(groesse, fett=fett), stil.OHNE_UMBRUCH
        self.zeile += 1


def _name(jahr: Uebergangsjahr) -> str:
    return f"jahr_{jahr.jahr}"


def _kopf(jahr: Uebergangsjahr) -> str:
    return f"{jahr.jahr} {jahr.stand}"


def _zahl(wert: Groessenwert) -> Wert:
    if wert is None:
        return ""
    return ohne_endnullen(wert) if isinstance(wert, Decimal) else wert


def _herkunft(quelle: Quelle) -> list[str]:
    return [
        f"Gerechnet mit sozialraum {__version__}, Stand {quelle.stand:%d.%m.%Y}, aus "
        + ", ".join(f"„{name}“ (SHA-256 {summe})" for name, summe in quelle.dateien)
        + "."
    ]

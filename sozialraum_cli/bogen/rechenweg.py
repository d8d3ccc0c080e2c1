"""Blatt Rechenweg: je Sozialraum jeder Schritt in Worten und als Rechnung zum Nachtippen."""

from collections.abc import Mapping
from decimal import Decimal

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, Protection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from sozialraum_cli import bogenblatt
from sozialraum_cli.arbeitsmappe import stil
from sozialraum_cli.arbeitsmappe.formelmappe import Formelmappe, text_schreiben, zelle_in
from sozialraum_cli.arbeitsmappe.laufend import Laufend
from sozialraum_cli.arbeitsmappe.texte import woertlich
from sozialraum_cli.arbeitsmappe.textzeilen import textzeilen
from sozialraum_cli.bogen.berechnungsbogen import Anlage
from sozialraum_cli.bogen.rechenwegabschnitte import abschnitte, abschnittswerte
from sozialraum_cli.bogen.rechenwegquellen import Sozialraumquellen
from sozialraum_cli.bogen.rechenwegvorlage import (
    ERSTE_HILFSSPALTE,
    Abschnittsvorlage,
    abschnittsvorlage,
)
from sozialraum_cli.bogen.rechenwegzahlen import (
    VERKETTET,
    Blattzahl,
    blattzahl,
    getippte_zahl,
)
from sozialraum_cli.bogen.zuordnung import Zuordnung
from sozialraum_cli.rechenweg.einsetzen import Werte, eingesetzt
from sozialraum_cli.rechenweg.taschenrechner import auswerten
from sozialraum_cli.rechenweg.zahlwort import Rechengroesse
from sozialraum_cli.rechnen.berechnung import Ergebnis
from sozialraum_cli.verfahren.schritt import Schritt

TITEL = bogenblatt.RECHENWEG

# Bis hierher steht jeder Sozialraum da; darüber einer, den man wählt: der Bogen wäre zu zäh.
ALLE_BIS = 60
# Das gilt auch bei weniger Sozialräumen, wenn jeder sehr viele Indikatoren hat.
ALLE_BEITRAEGE_BIS = 1_200

GEWAEHLT = "A1"
_NUMMER = "rechenweg_nummer"

# LibreOffice misst Spalten 6 % breiter als Excel; in beiden passen sie auf die Seite.
_BREITEN = (20, 128)
_SCHRIFT = 10
# Eine Zeile misst in LibreOffice und im Druck 12,2 Punkt, in Excel am Bildschirm 12,75.
_ZEILENHOEHE, _RAND = 12.5, 2.0
_NAMENSHOEHE, _LUECKE = 17.0, 4.0
# So hoch ist eine Seite; ein Rechenweg, der nicht mehr ganz darauf passt, beginnt eine neue.
_SEITENHOEHE = 1_195
# Mehr Seitenumbrüche von Hand nimmt Excel nicht an.
_MEISTE_UMBRUECHE = 1_000
_WAEHLEN = "Der Rechenweg eines Sozialraums: in der Zelle links einen anderen wählen."
_UNBEKANNT = "Diesen Sozialraum rechnet der Bogen nicht: in der Zelle links einen der Liste wählen."


def rechenweg_anlegen(
    formelmappe: Formelmappe,
    ergebnis: Ergebnis,
    anlage: Anlage,
    zuordnung: Zuordnung,
    gewaehlt: int,
) -> Worksheet:
    """Legt das Blatt an; Sätze und Rechnungen sind Formeln und ändern sich mit den Eingaben.

    Über ALLE_BIS Sozialräumen oder ALLE_BEITRAEGE_BIS Beiträgen von Indikatoren steht nur einer
    da, der in GEWAEHLT gewählt wird; `gewaehlt` ist seine Nummer ab 0.
    """
    blatt: Worksheet = formelmappe.mappe.create_sheet(TITEL)
    blatt.sheet_view.showGridLines = False
    for buchstabe, breite in zip("AB", _BREITEN, strict=True):
        blatt.column_dimensions[buchstabe].width = breite
    anzahl, indikatoren = len(ergebnis.sozialraeume), len(ergebnis.eingabe.indikatoren)
    if anzahl > ALLE_BIS or anzahl * indikatoren > ALLE_BEITRAEGE_BIS:
        name = ergebnis.sozialraeume[gewaehlt].sozialraum.name
        _auswahl(formelmappe, blatt, zuordnung, name, gewaehlt + 1)
        quellen = Sozialraumquellen(anlage, zuordnung, _NUMMER, indikatoren)
        schreiber = _Schreiber(formelmappe, blatt, ergebnis, quellen)
        schreiber.sozialraum(0, gewaehlt)
        return _fertig(blatt, schreiber.zeilen + 1)
    quellen = Sozialraumquellen(anlage, zuordnung, Laufend(0), indikatoren)
    schreiber = _Schreiber(formelmappe, blatt, ergebnis, quellen)
    hoehe = 0.0
    for index, zeile in enumerate(ergebnis.sozialraeume):
        beginn = schreiber.beginn(index)
        formel = anlage.tabelle.fremd("sozialraum", index)
        formelmappe.formel(zelle_in(blatt, beginn, 1), formel, zeile.sozialraum.name)
        eigene = schreiber.sozialraum(index, index)
        if index and hoehe + eigene > _SEITENHOEHE:
            if len(blatt.row_breaks.brk) < _MEISTE_UMBRUECHE:
                blatt.row_breaks.append(Break(beginn - 1))
            hoehe = 0.0
        hoehe += eigene
    return _fertig(blatt, schreiber.beginn(anzahl))


def _fertig(blatt: Worksheet, letzte: int) -> Worksheet:
    hilfe = zelle_in(blatt, 1, ERSTE_HILFSSPALTE)
    text_schreiben(hilfe, "Die gedruckten Zahlen, je als Zahl und als Text:")
    hilfe.font, hilfe.alignment = stil.schrift(8), stil.OHNE_UMBRUCH
    blatt.print_area = f"A1:B{letzte}"
    return blatt


def _auswahl(
    formelmappe: Formelmappe, blatt: Worksheet, zuordnung: Zuordnung, gewaehlt: str, platz: int
) -> None:
    """Die erste Zeile: der gewählte Sozialraum, ein Satz dazu und rechts seine Nummer."""
    name, satz, nummer = (zelle_in(blatt, 1, spalte) for spalte in (1, 2, 3))
    text_schreiben(name, gewaehlt)
    name.fill, name.border = stil.EINGABE, stil.RAHMEN
    name.protection = Protection(locked=False)
    formelmappe.formel(nummer, zuordnung.nummer("$A$1"), platz)
    nummer.font, nummer.alignment = stil.schrift(8), stil.OHNE_UMBRUCH
    formelmappe.name(_NUMMER, f"{TITEL}!$C$1")
    dann, sonst = (woertlich(text).formel for text in (_WAEHLEN, _UNBEKANNT))
    formelmappe.formel(satz, f"IF(ISNUMBER({_NUMMER}),{dann},{sonst})", _WAEHLEN)
    satz.font, satz.alignment = stil.schrift(_SCHRIFT), stil.OHNE_UMBRUCH
    liste = DataValidation("list", formula1=zuordnung.namensbereich(), sqref=GEWAEHLT)
    liste.showErrorMessage, liste.errorTitle = True, "Das passt hier nicht"
    liste.error = "Bitte einen Namen der Liste wählen."
    blatt.add_data_validation(liste)


class _Schreiber:
    """Schreibt den Rechenweg jedes Sozialraums; rechts neben jedem Abschnitt stehen seine Zahlen.

    zeilen: so viele braucht ein Sozialraum, jeder gleich viele.
    """

    def __init__(
        self,
        formelmappe: Formelmappe,
        blatt: Worksheet,
        ergebnis: Ergebnis,
        quellen: Sozialraumquellen,
    ) -> None:
        self.formelmappe, self.blatt, self.ergebnis = formelmappe, blatt, ergebnis
        # Über den Abschnitten der Name, unter ihnen eine Lücke.
        self.zeilen = len([*abschnittswerte(ergebnis, 0)]) + 2
        gemerkt = dict[str, str]()
        self._vorlagen = [
            abschnittsvorlage(abschnitt, Laufend(zeile, zeile, self.zeilen), gemerkt)
            for zeile, abschnitt in enumerate(abschnitte(ergebnis, quellen, gemerkt), start=2)
        ]
        self._muster: dict[str, Cell] = {}

    def beginn(self, nummer: int) -> int:
        """Die Zeile, in der der Rechenweg mit dieser Nummer ab 0 beginnt."""
        return 1 + nummer * self.zeilen

    def sozialraum(self, nummer: int, index: int) -> float:
        """Der Rechenweg unter dem Namen eines Sozialraums; Ergebnis ist seine Höhe in Punkt."""
        beginn = self.beginn(nummer)
        zelle_in(self.blatt, beginn, 1).font = stil.schrift(12, fett=True)
        self.blatt.row_dimensions[beginn].height = hoehe = _NAMENSHOEHE
        gedruckt = dict[str, Decimal]()
        alle = zip(self._vorlagen, abschnittswerte(self.ergebnis, index), strict=True)
        for zeile, (vorlage, werte) in enumerate(alle, start=beginn + 1):
            hoehe += self._abschnitt(zeile, nummer, vorlage, werte, gedruckt)
        self.blatt.row_dimensions[beginn + self.zeilen - 1].height = _LUECKE
        return hoehe + _LUECKE

    def _abschnitt(
        self,
        zeile: int,
        nummer: int,
        vorlage: Abschnittsvorlage,
        werte: Werte,
        gedruckt: dict[str, Decimal],
    ) -> float:
        abschnitt = vorlage.abschnitt
        zahlen, texte = _zahlen(vorlage, werte, gedruckt)
        for eine in vorlage.zahlen:
            text = texte.get(eine.name, "")
            wert = zahlen[eine.name].zellwert if text else ""
            zelle = zelle_in(self.blatt, zeile, eine.spalte)
            daneben = zelle_in(self.blatt, zeile, eine.spalte + 1)
            self.formelmappe.formel(zelle, eine.formel.fuer(nummer), wert)
            self.formelmappe.formel(daneben, eine.text.fuer(nummer), text)
            for hilfe in (zelle, daneben):
                self._kleiden(hilfe, "hilfe", stil.schrift(8), stil.OHNE_UMBRUCH, rand=None)
        text = abschnitt.trenner.join(
            _gedruckt(schritt, werte, texte) for schritt in abschnitt.jetzt(werte)
        )
        links, rechts = zelle_in(self.blatt, zeile, 1), zelle_in(self.blatt, zeile, 2)
        text_schreiben(links, abschnitt.titel)
        self.formelmappe.formel(rechts, vorlage.text.fuer(nummer), text)
        self._kleiden(links, "titel", stil.schrift(_SCHRIFT, fett=True), stil.LINKS_OBEN)
        self._kleiden(rechts, "text", stil.schrift(_SCHRIFT), stil.LINKS_OBEN)
        anzahl = max(
            textzeilen(abschnitt.titel, _BREITEN[0], _SCHRIFT, fett=True),
            textzeilen(text, _BREITEN[1], _SCHRIFT),
        )
        hoehe = _ZEILENHOEHE * anzahl + _RAND
        self.blatt.row_dimensions[zeile].height = hoehe
        return hoehe

    def _kleiden(
        self,
        zelle: Cell,
        art: str,
        schrift: Font,
        lage: Alignment,
        rand: Border | None = stil.RAND_ZEILE,
    ) -> None:
        if art in self._muster:
            stil.wie(zelle, self._muster[art])
            return
        zelle.font, zelle.alignment = schrift, lage
        if rand is not None:
            zelle.border = rand
        self._muster[art] = zelle


def _zahlen(
    vorlage: Abschnittsvorlage, werte: Werte, gedruckt: dict[str, Decimal]
) -> tuple[dict[str, Blattzahl], dict[str, str]]:
    """Die Zahlen eines Abschnitts, die jetzt dastehen, und ihr Text; was er merkt, kommt dazu."""
    zahlen = dict[str, Blattzahl]()
    texte = dict[str, str]()
    for eine in vorlage.zahlen:
        if eine.name in vorlage.gebraucht:
            groesse = werte.groessen.get(eine.name)
            if eine.name in gedruckt:
                groesse = Rechengroesse(gedruckt[eine.name], eine.form)
            zahlen[eine.name] = zahl = blattzahl(groesse, eine.form)
            texte[eine.name] = zahl.text() if eine.name in werte.groessen else ""
    for schritt in vorlage.abschnitt.jetzt(werte):
        gerechnet = zahlen.get(schritt.groesse)
        if schritt.rechnung is not None and gerechnet and gerechnet.form in VERKETTET:
            getippt = _eingesetzt(schritt.rechnung, werte, texte)
            zahlen[schritt.groesse] = zahl = getippte_zahl(gerechnet, auswerten(getippt))
            texte[schritt.groesse] = zahl.text()
    for eigener, name in vorlage.abschnitt.merken.items():
        if texte.get(eigener):
            gedruckt[name] = zahlen[eigener].wert
    return zahlen, texte


def _eingesetzt(vorlage: str, werte: Werte, texte: Mapping[str, str]) -> str:
    gedruckt = Werte({}, {**texte, **werte.texte}, werte.bedingungen)
    return eingesetzt(vorlage, gedruckt, lambda groesse: str(groesse.wert))


def _gedruckt(schritt: Schritt, werte: Werte, texte: Mapping[str, str]) -> str:
    zeile = _eingesetzt(schritt.satz, werte, texte)
    if schritt.rechnung is None:
        return zeile
    rechnung = _eingesetzt(schritt.rechnung, werte, texte)
    einheit = f" {schritt.einheit}" if schritt.einheit else ""
    return f"{zeile} {rechnung} = {texte[schritt.groesse]}{einheit}"

"""Blatt Rechenweg: je Sozialraum jeder Schritt in Worten und als Rechnung zum Nachtippen."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, Protection
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from sozialraum_cli.arbeitsmappe import stil
from sozialraum_cli.arbeitsmappe.auswahlzelle import gewaehlt, je_wert
from sozialraum_cli.arbeitsmappe.formelmappe import Formelmappe, text_schreiben, zelle_in
from sozialraum_cli.arbeitsmappe.texte import woertlich
from sozialraum_cli.arbeitsmappe.textzeilen import textzeilen
from sozialraum_cli.bogen.berechnungsbogen import Anlage
from sozialraum_cli.bogen.rechenwegquellen import Quellen, Sozialraumquellen, Zahlen
from sozialraum_cli.bogen.rechenwegzahlen import (
    VERKETTET,
    Blattzahl,
    blattzahl,
    gerundet,
    getippte_zahl,
)
from sozialraum_cli.bogen.schrittformel import Stellen, ergebnisformel, namen, zeilenformel
from sozialraum_cli.bogen.verfahrensformeln import SCHLUESSEL, SCHUTZ
from sozialraum_cli.bogen.zuordnung import Zuordnung
from sozialraum_cli.rechenweg import schutz
from sozialraum_cli.rechenweg.einsetzen import Werte, eingesetzt
from sozialraum_cli.rechenweg.indikator import (
    anteilsschritte,
    indikatorwerte,
    nach_den_indikatoren,
)
from sozialraum_cli.rechenweg.leistungen import (
    BUDGET_2,
    LEISTUNG_DAVOR,
    MITTEL,
    PERSONAL,
    REGIEKOSTEN,
    STUNDEN,
    VZAE,
    leistungsschritte,
)
from sozialraum_cli.rechenweg.rechenweg import GEWICHTET
from sozialraum_cli.rechenweg.schutz import schutzschritte
from sozialraum_cli.rechenweg.taschenrechner import auswerten
from sozialraum_cli.rechenweg.zahlwort import Form, Rechengroesse
from sozialraum_cli.rechnen.berechnung import Ergebnis
from sozialraum_cli.verfahren.schluessel.verzeichnis import SCHLUESSELVERFAHREN
from sozialraum_cli.verfahren.schritt import Schritt
from sozialraum_cli.verfahren.schutz.verzeichnis import SCHUTZVERFAHREN

TITEL = "Rechenweg"

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
_ERSTE_HILFSSPALTE = 5
_WAEHLEN = "Der Rechenweg eines Sozialraums: in der Zelle links einen anderen wählen."
_UNBEKANNT = "Diesen Sozialraum rechnet der Bogen nicht: in der Zelle links einen der Liste wählen."


@dataclass(frozen=True, slots=True)
class _Abschnitt:
    """Schritte unter einer Überschrift; je Wert der Auswahlzelle andere (None: immer dieselben)."""

    titel: str
    schritte: Mapping[str, Sequence[Schritt]]
    werte: Werte
    quellen: Quellen
    auswahlzelle: str | None = None
    gewaehlt: str = ""
    merken: Mapping[str, str] = field(default_factory=dict)
    fliessend: bool = False

    @property
    def trenner(self) -> str:
        """Was zwei Schritte trennt: lange Sätze laufen weiter, Rechnungen stehen untereinander."""
        return " • " if self.fliessend else "\n"

    @property
    def jetzt(self) -> Sequence[Schritt]:
        """Die Schritte, die jetzt gelten."""
        return [s for s in self.schritte[self.gewaehlt] if self.werte.gilt(s.wenn)]


@dataclass
class _Gedruckt:
    """Die Zahlen eines Sozialraums, die schon auf der Seite stehen: Zelle und Wert."""

    zellen: dict[str, str] = field(default_factory=dict)
    werte: dict[str, Decimal] = field(default_factory=dict)


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
    schreiber = _Schreiber(formelmappe, blatt)
    if anzahl > ALLE_BIS or anzahl * indikatoren > ALLE_BEITRAEGE_BIS:
        name = ergebnis.sozialraeume[gewaehlt].sozialraum.name
        _auswahl(formelmappe, blatt, zuordnung, name, gewaehlt + 1)
        quellen = Sozialraumquellen(anlage, zuordnung, _NUMMER, indikatoren)
        schreiber.sozialraum(ergebnis, gewaehlt, quellen)
        return _fertig(blatt, schreiber.zeile)
    hoehe = 0.0
    for index in range(anzahl):
        beginn = schreiber.zeile
        quellen = Sozialraumquellen(anlage, zuordnung, index, indikatoren)
        formel = anlage.tabelle.fremd("sozialraum", index)
        formelmappe.formel(
            zelle_in(blatt, beginn, 1), formel, ergebnis.sozialraeume[index].sozialraum.name
        )
        eigene = schreiber.sozialraum(ergebnis, index, quellen)
        if index and hoehe + eigene > _SEITENHOEHE:
            if len(blatt.row_breaks.brk) < _MEISTE_UMBRUECHE:
                blatt.row_breaks.append(Break(beginn - 1))
            hoehe = 0.0
        hoehe += eigene
    return _fertig(blatt, schreiber.zeile)


def _fertig(blatt: Worksheet, letzte: int) -> Worksheet:
    hilfe = zelle_in(blatt, 1, _ERSTE_HILFSSPALTE)
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
    """Schreibt Abschnitte untereinander; rechts daneben stehen ihre Zahlen."""

    def __init__(self, formelmappe: Formelmappe, blatt: Worksheet) -> None:
        self.formelmappe, self.blatt = formelmappe, blatt
        self.zeile = 1
        self._muster: dict[str, Cell] = {}

    def sozialraum(self, ergebnis: Ergebnis, index: int, quellen: Sozialraumquellen) -> float:
        """Der Rechenweg unter dem Namen eines Sozialraums; Ergebnis ist seine Höhe in Punkt."""
        zelle_in(self.blatt, self.zeile, 1).font = stil.schrift(12, fett=True)
        self.blatt.row_dimensions[self.zeile].height = hoehe = _NAMENSHOEHE
        self.zeile += 1
        gedruckt = _Gedruckt()
        for abschnitt in _abschnitte(ergebnis, index, quellen, gedruckt):
            hoehe += self._abschnitt(abschnitt, gedruckt)
        self.blatt.row_dimensions[self.zeile].height = _LUECKE
        self.zeile += 1
        return hoehe + _LUECKE

    def _abschnitt(self, abschnitt: _Abschnitt, gedruckt: _Gedruckt) -> float:
        zahlen, texte = self._zahlen(abschnitt, gedruckt)
        zeilen = [_gedruckt(schritt, abschnitt.werte, texte) for schritt in abschnitt.jetzt]
        text = abschnitt.trenner.join(zeilen)
        links, rechts = zelle_in(self.blatt, self.zeile, 1), zelle_in(self.blatt, self.zeile, 2)
        text_schreiben(links, abschnitt.titel)
        stellen = Stellen(
            zahlen,
            {name: _textzelle(zelle) for name, zelle in zahlen.items()}
            | dict(abschnitt.quellen.texte),
            abschnitt.quellen.bedingungen,
        )
        trenner = abschnitt.trenner
        je = {w: zeilenformel(s, stellen, trenner) for w, s in abschnitt.schritte.items()}
        formel = je_wert(abschnitt.auswahlzelle, je) if abschnitt.auswahlzelle else je[""]
        self.formelmappe.formel(rechts, f"MID({formel},{len(trenner) + 1},9999)", text)
        self._kleiden(links, "titel", stil.schrift(_SCHRIFT, fett=True), stil.LINKS_OBEN)
        self._kleiden(rechts, "text", stil.schrift(_SCHRIFT), stil.LINKS_OBEN)
        anzahl = max(
            textzeilen(abschnitt.titel, _BREITEN[0], _SCHRIFT, fett=True),
            textzeilen(text, _BREITEN[1], _SCHRIFT),
        )
        hoehe = _ZEILENHOEHE * anzahl + _RAND
        self.blatt.row_dimensions[self.zeile].height = hoehe
        self.zeile += 1
        return hoehe

    def _zahlen(
        self, abschnitt: _Abschnitt, gedruckt: _Gedruckt
    ) -> tuple[dict[str, str], dict[str, str]]:
        """Schreibt die Zahlen neben den Abschnitt; Ergebnis: je Größe ihre Zelle und ihr Text."""
        jetzt = abschnitt.gewaehlt
        je = abschnitt.schritte
        alle = [schritt for schritte in je.values() for schritt in schritte]
        groessen = [name for name in namen(alle) if name not in abschnitt.quellen.texte]
        zellen = {
            name: f"${get_column_letter(_ERSTE_HILFSSPALTE + 2 * nummer)}${self.zeile}"
            for nummer, name in enumerate(groessen)
        }
        gebraucht = {wert: set(namen(schritte)) for wert, schritte in je.items()}
        zahlen = {name: _zahl(abschnitt, name, gedruckt) for name in groessen}
        texte = {
            name: zahl.text()
            if name in gebraucht[jetzt] and name in abschnitt.werte.groessen
            else ""
            for name, zahl in zahlen.items()
        }
        for schritt in abschnitt.jetzt:
            zahl = zahlen.get(schritt.groesse)
            if schritt.rechnung is not None and zahl and zahl.form in VERKETTET:
                getippt = _eingesetzt(schritt.rechnung, abschnitt.werte, texte)
                zahlen[schritt.groesse] = zahl = getippte_zahl(zahl, auswerten(getippt))
                texte[schritt.groesse] = zahl.text()
        for eigener, name in abschnitt.merken.items():
            if texte.get(eigener):
                gedruckt.werte[name] = zahlen[eigener].wert
            gedruckt.zellen[name] = zellen[eigener]
        stellen = Stellen(zellen, {}, abschnitt.quellen.bedingungen)
        for name in groessen:
            formel = _zahlformel(abschnitt, name, zahlen[name], gebraucht, stellen)
            self._zahl_schreiben(zellen[name], zahlen[name], formel, texte[name])
        return zellen, texte

    def _zahl_schreiben(self, ort: str, zahl: Blattzahl, formel: str, text: str) -> None:
        zelle = self.blatt[ort.replace("$", "")]
        daneben = zelle_in(self.blatt, self.zeile, zelle.column + 1)
        self.formelmappe.formel(zelle, f'IFERROR({formel},"")', zahl.zellwert if text else "")
        self.formelmappe.formel(daneben, f'IF({ort}="","",{zahl.textformel(ort)})', text)
        for hilfe in (zelle, daneben):
            self._kleiden(hilfe, "hilfe", stil.schrift(8), stil.OHNE_UMBRUCH, rand=None)

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


def _textzelle(zahlzelle: str) -> str:
    """Die Zelle rechts daneben, in der die Zahl als Text steht."""
    _, buchstaben, zeile = zahlzelle.split("$")
    return f"${get_column_letter(column_index_from_string(buchstaben) + 1)}${zeile}"


def _zahl(abschnitt: _Abschnitt, name: str, gedruckt: _Gedruckt) -> Blattzahl:
    formel, form = abschnitt.quellen.zahlen[name]
    groesse = abschnitt.werte.groessen.get(name)
    if name in gedruckt.werte:
        groesse = Rechengroesse(gedruckt.werte[name], form)
    return blattzahl(gedruckt.zellen.get(name, formel), groesse, form)


def _zahlformel(
    abschnitt: _Abschnitt,
    name: str,
    zahl: Blattzahl,
    gebraucht: Mapping[str, set[str]],
    stellen: Stellen,
) -> str:
    """Die Zahl aus ihrer Zelle oder, wenn ein Schritt sie ergibt, aus den gedruckten Zahlen."""
    je = {}
    for wert, schritte in abschnitt.schritte.items():
        formel = zahl.formel
        for schritt in reversed(schritte):
            if schritt.groesse == name and schritt.rechnung and zahl.form in VERKETTET:
                getippt = gerundet(ergebnisformel(schritt, stellen), zahl.form)
                formel = (
                    getippt
                    if schritt.wenn is None
                    else f"IF({stellen.gilt(schritt.wenn)},{getippt},{formel})"
                )
        if name in gebraucht[wert]:
            je[wert] = formel
    if abschnitt.auswahlzelle is None:
        return je[""]
    if len(set(je.values())) > 1:
        return je_wert(abschnitt.auswahlzelle, je)
    if len(je) == len(abschnitt.schritte):
        return zahl.formel if not je else next(iter(je.values()))
    return f'IF({gewaehlt(abschnitt.auswahlzelle, je)},{next(iter(je.values()))},"")'


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


def _abschnitte(
    ergebnis: Ergebnis, index: int, quellen: Sozialraumquellen, gedruckt: _Gedruckt
) -> Iterator[_Abschnitt]:
    """Alle Abschnitte; jeder spätere darf nennen, was in früheren schon gedruckt ist."""
    parameter = ergebnis.eingabe.parameter
    anzahl = len(ergebnis.eingabe.indikatoren)

    def bekannt(*namen: str) -> Zahlen:
        return {name: (gedruckt.zellen[name], Form.ANTEIL) for name in namen}

    teile = [f"teil_{k}" for k in range(1, anzahl + 1)]
    for k, teil in enumerate(teile, start=1):
        yield _Abschnitt(
            ergebnis.eingabe.indikatoren[k - 1].name,
            {name: (*v.schritte, GEWICHTET) for name, v in SCHLUESSELVERFAHREN.items()},
            indikatorwerte(ergebnis, k - 1, index),
            quellen.indikator(k),
            SCHLUESSEL,
            parameter.schluesselverfahren,
            {"gewichteter_beitrag_indikator": teil},
        )
    _, werte = next(iter(nach_den_indikatoren(ergebnis, index)))
    yield _Abschnitt(
        "Anteil, Budget nach Indikatoren",
        {name: anteilsschritte(v, anzahl) for name, v in SCHLUESSELVERFAHREN.items()},
        werte,
        quellen.anteil(bekannt(*teile)),
        SCHLUESSEL,
        parameter.schluesselverfahren,
        {"anteil": "anteil", "budget_indikatoren": "budget_indikatoren"},
    )
    werte = next(w for _, w in schutzschritte(ergebnis, index) if "abgerundet" in w.groessen)
    eigene = quellen.schutz()
    for titel, schritte in (
        (
            "Bestandsschutz",
            {
                name: (*((schutz.ABSCHMELZUNG,) if v.schuetzt else ()), *v.schritte)
                for name, v in SCHUTZVERFAHREN.items()
            },
        ),
        (
            "Rundung auf die Summe",
            {name: schutz.rundungsschritte(v) for name, v in SCHUTZVERFAHREN.items()},
        ),
    ):
        gewaehltes = parameter.bestandsschutz_verfahren
        yield _Abschnitt(titel, schritte, werte, eigene, SCHUTZ, gewaehltes, fliessend=True)
    bisher = (schutz.DIFFERENZ, schutz.DIFFERENZ_PROZENT)
    yield _Abschnitt("Gegenüber bisher", {"": bisher}, werte, eigene, fliessend=True)
    yield from _leistungsabschnitte(ergebnis, index, quellen, bekannt("anteil"))


def _ohne_leistung(schritt: Schritt) -> Schritt:
    """Der Schritt einer Leistung unter ihrer Überschrift: ihr Name steht schon da."""
    return schritt._replace(satz=schritt.satz.removeprefix(LEISTUNG_DAVOR))


def _leistungsabschnitte(
    ergebnis: Ergebnis, index: int, quellen: Sozialraumquellen, anteil: Zahlen
) -> Iterator[_Abschnitt]:
    leistungsnamen = [name for name, _ in ergebnis.eingabe.parameter.leistungen]
    werte = [w for _, w in leistungsschritte(ergebnis, index)]
    pauschale = (REGIEKOSTEN, PERSONAL)
    letzte = len(leistungsnamen)
    yield _Abschnitt(
        "Regie-/Sachkosten",
        {"": pauschale},
        werte[0],
        quellen.leistung(1, leistungsnamen[0], letzte=letzte == 1),
    )
    for j, name in enumerate(leistungsnamen, start=1):
        yield _Abschnitt(
            name,
            {"": [_ohne_leistung(s) for s in (MITTEL, VZAE, STUNDEN)]},
            werte[len(pauschale) + 3 * (j - 1)],
            quellen.leistung(j, name, letzte=j == letzte),
            fliessend=True,
        )
    yield _Abschnitt("Budget II", {"": (BUDGET_2,)}, werte[-1], quellen.budget_2(anteil))

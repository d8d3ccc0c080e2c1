"""OpenDocument-Tabellen (.ods): die belegten Zellen mit Wert, Formel und Format."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import product

from sozialraum_cli.befund import Befund
from sozialraum_cli.lesen.archiv import Archiv
from sozialraum_cli.lesen.blattbau import Blattbau
from sozialraum_cli.lesen.mappe import (
    Blatt,
    Fehlerwert,
    FormelOhneWert,
    Zelle,
    Zellwert,
    spaltenbuchstabe,
)
from sozialraum_cli.lesen.odsformat import Odsformate
from sozialraum_cli.lesen.vorrat import Posten, Vorrat
from sozialraum_cli.lesen.xmlstrom import (
    TEXT_GRENZE,
    Textpuffer,
    XmlSchaden,
    nichts,
    ohne_namensraum,
    xmlstrom_lesen,
)
from sozialraum_cli.lesen.xmlwerte import ganzzahl, zahl_aus_text
from sozialraum_cli.lesen.zahlenformat import (
    Formatwahl,
    Zahlenformat,
    zahl_deuten,
    zeitpunkt,
)

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_OFFICE = f"{_OASIS}office:1.0 "
_TABLE = f"{_OASIS}table:1.0 "
_TEXT = f"{_OASIS}text:1.0 "
_STYLE = f"{_OASIS}style:1.0 "
_DRAW = f"{_OASIS}drawing:1.0 "
_CALCEXT = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 "

# LibreOffice gibt Zwischenspeichern verknüpfter Mappen diesen Stil; sie sind keine Blätter.
_FREMDE_MAPPE = "ta_extref"
# Auch hier stehen Zellen, aber keine des Blatts.
_FREMDES = {f"{_TABLE}tracked-changes", f"{_TABLE}dde-links", f"{_TABLE}shapes"}
_ZELLEN = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_ABSAETZE = (f"{_TEXT}p", f"{_TEXT}h")
# Was in einer Zelle steht, aber nicht zu ihrem Wert gehört: Kommentare, Lautschrift, Fußnoten.
_KEIN_INHALT = {
    f"{_OFFICE}annotation",
    f"{_TABLE}table",
    f"{_TEXT}note",
    f"{_TEXT}ruby-text",
}
_AUSGEBLENDET = ("collapse", "filter")
_ZAHLENARTEN = ("float", "percentage", "currency")
_WERTATTRIBUT = {"boolean": "boolean-value", "date": "date-value", "time": "time-value"}
_WAHRHEITSWERTE = {"TRUE": True, "WAHR": True, "FALSE": False, "FALSCH": False}
_FEHLERTEXT = re.compile("#(?:[A-ZÄÖÜ0-9/]+[!?]|N/A|NV)|(?:Err|Fehler):[0-9]{3}")
_DAUER = re.compile("PT?(?:([0-9]{1,6})H)?(?:([0-9]{1,6})M)?(?:([0-9]{1,6})(?:[.,][0-9]{1,20})?S)?")


def ods_verschluesselt(archiv: Archiv) -> bool:
    """Ob das Inhaltsverzeichnis der Datei eine Verschlüsselung nennt."""
    verschluesselt = False

    def beginn(name: str, _attribute: dict[str, str]) -> None:
        nonlocal verschluesselt
        verschluesselt = verschluesselt or ohne_namensraum(name) == "encryption-data"

    if archiv.hat("META-INF/manifest.xml"):
        manifest = archiv.stuecke("META-INF/manifest.xml")
        xmlstrom_lesen(manifest, beginn, nichts, nichts, archiv.vorrat, doctype_erlaubt=True)
    return verschluesselt


def ods_lesen(archiv: Archiv) -> tuple[tuple[Blatt, ...], tuple[Befund, ...]]:
    """Alle Tabellenblätter in der Reihenfolge der Mappe und die Befunde.

    Fehler: Dateifehler, wenn die Datei beschädigt ist oder eine Grenze überschreitet.
    """
    leser = _Tabellenleser(archiv.vorrat, *_allgemeine_formate(archiv))
    inhalt = archiv.stuecke("content.xml")
    xmlstrom_lesen(
        inhalt, leser.beginn, leser.ende, leser.text, archiv.vorrat, doctype_erlaubt=True
    )
    return tuple(leser.blaetter), tuple(leser.befunde)


def _allgemeine_formate(archiv: Archiv) -> tuple[Odsformate, bool]:
    """Die Stile der ganzen Mappe und ob sie lesbar sind."""
    formate = Odsformate()
    if not archiv.hat("styles.xml"):
        return formate, True
    try:
        stile = archiv.stuecke("styles.xml")
        xmlstrom_lesen(stile, formate.beginn, nichts, nichts, archiv.vorrat, doctype_erlaubt=True)
    except XmlSchaden:
        return formate, False
    return formate, True


def ods_stand(archiv: Archiv) -> datetime | None:
    """Das Änderungsdatum aus den Dateieigenschaften; None, wenn keines lesbar ist."""
    if not archiv.hat("meta.xml"):
        return None
    texte = Textpuffer()
    gefunden: list[str] = []

    def beginn(_name: str, _attribute: dict[str, str]) -> None:
        texte.clear()

    def ende(name: str) -> None:
        if ohne_namensraum(name) == "date":
            gefunden.append("".join(texte))

    try:
        meta = archiv.stuecke("meta.xml")
        xmlstrom_lesen(meta, beginn, ende, texte.aufnehmen, archiv.vorrat, doctype_erlaubt=True)
    except XmlSchaden:
        # Ohne Änderungsdatum lässt sich rechnen.
        return None
    return zeitpunkt(gefunden[0]) if gefunden else None


class _Tabellenleser:
    """Nimmt die Ereignisse des XML-Lesers auf und baut daraus die Blätter."""

    def __init__(self, vorrat: Vorrat, allgemein: Odsformate, stile_lesbar: bool) -> None:
        self._formate = Odsformate(allgemein)
        self._stile_lesbar = stile_lesbar
        self.blaetter: list[Blatt] = []
        self.befunde: list[Befund] = []
        self._vorrat = vorrat
        self._fremd = 0
        self._stil = ""
        self._unsichtbare_stile: set[str] = set()
        self._bau: Blattbau | None = None
        self._blattstil = ""
        self._blatttiefe = 0
        self._ausgeblendete_zeilen: set[int] = set()
        self._ausgeblendete_spalten: list[tuple[int, int]] = []
        self._verbunden: list[str] = []
        self._spaltenzaehler = 1
        self._spaltenbeginn: list[int] = []
        self._spaltenstile: list[str] = []
        self._zeilenstil = ""
        self._zeile = 1
        self._zeilen = 1
        self._zeile_ausgeblendet = False
        self._spalte = 1
        self._belegt: list[tuple[int, int, Zelle]] = []
        self._zelle: dict[str, str] | None = None
        self._tiefe = 0
        self._uebergangen_ab = 0
        self._stuecke = Textpuffer()
        self._absaetze = Textpuffer()

    def beginn(self, name: str, attribute: dict[str, str]) -> None:
        if self._fremd or name in _FREMDES:
            self._fremd += 1
        elif self._zelle is not None:
            self._tiefe += 1
            if not self._uebergangen_ab:
                self._inhalt_beginnen(name, attribute)
        elif name == f"{_TABLE}table":
            self._blatt_beginnen(attribute)
        elif self._bau is None:
            self._stil_merken(name, attribute)
        elif name in _ZELLEN:
            self._zelle = attribute
            self._tiefe = 0
            self._absaetze.clear()
        elif name == f"{_TABLE}table-row":
            self._zeilen = _vielfaches(attribute, "number-rows-repeated")
            self._zeile_ausgeblendet = attribute.get(f"{_TABLE}visibility") in _AUSGEBLENDET
            self._zeilenstil = attribute.get(f"{_TABLE}default-cell-style-name", "")
            self._spalte = 1
        elif name == f"{_TABLE}table-column":
            self._spalten_merken(attribute)

    def ende(self, name: str) -> None:
        if self._fremd:
            self._fremd -= 1
        elif self._bau is None:
            return
        elif self._zelle is not None and self._tiefe:
            if self._tiefe == self._uebergangen_ab:
                self._uebergangen_ab = 0
            elif name in _ABSAETZE and not self._uebergangen_ab:
                self._absaetze.aufnehmen("".join(self._stuecke))
            self._tiefe -= 1
        elif self._zelle is not None:
            self._zelle_beenden(self._bau, self._zelle)
            self._zelle = None
        elif name == f"{_TABLE}table-row":
            self._zeile_beenden(self._bau)
        elif name == f"{_TABLE}table":
            self._blatt_beenden(self._bau)

    def text(self, stueck: str) -> None:
        if not self._uebergangen_ab:
            self._stuecke.aufnehmen(stueck)

    def _inhalt_beginnen(self, name: str, attribute: dict[str, str]) -> None:
        if name in _KEIN_INHALT or name.startswith(_DRAW):
            self._uebergangen_ab = self._tiefe
        elif name in _ABSAETZE:
            self._stuecke.clear()
        elif name == f"{_TEXT}s":
            anzahl = ganzzahl(attribute.get(f"{_TEXT}c", "1"))
            self._stuecke.aufnehmen(" " * min(anzahl, TEXT_GRENZE + 1))
        elif name == f"{_TEXT}tab":
            self._stuecke.aufnehmen("\t")
        elif name == f"{_TEXT}line-break":
            self._stuecke.aufnehmen("\n")

    def _stil_merken(self, name: str, attribute: dict[str, str]) -> None:
        self._formate.beginn(name, attribute)
        if name == f"{_STYLE}style":
            self._stil = attribute.get(f"{_STYLE}name", "")
        elif name == f"{_STYLE}table-properties" and attribute.get(f"{_TABLE}display") == "false":
            self._unsichtbare_stile.add(self._stil)

    def _blatt_beginnen(self, attribute: dict[str, str]) -> None:
        self._blattstil = attribute.get(f"{_TABLE}style-name", "")
        if self._bau is not None or self._blattstil == _FREMDE_MAPPE:
            self._fremd += 1
            return
        self._bau = Blattbau(attribute.get(f"{_TABLE}name", ""), self._vorrat)
        self._ausgeblendete_zeilen = set()
        self._ausgeblendete_spalten = []
        self._verbunden = []
        self._spaltenbeginn = []
        self._spaltenstile = []
        self._spaltenzaehler = self._zeile = 1

    def _blatt_beenden(self, bau: Blattbau) -> None:
        self.blaetter.append(
            bau.fertig(
                ausgeblendet=self._blattstil in self._unsichtbare_stile,
                zeilen=self._ausgeblendete_zeilen,
                spalten=self._ausgeblendete_spalten,
                verbunden=self._verbunden,
            )
        )
        self.befunde += bau.befunde
        self._bau = None

    def _spalten_merken(self, attribute: dict[str, str]) -> None:
        anzahl = _vielfaches(attribute, "number-columns-repeated")
        if attribute.get(f"{_TABLE}visibility") in _AUSGEBLENDET:
            letzte = self._spaltenzaehler + anzahl - 1
            self._ausgeblendete_spalten.append((self._spaltenzaehler, letzte))
        self._spaltenbeginn.append(self._spaltenzaehler)
        self._spaltenstile.append(attribute.get(f"{_TABLE}default-cell-style-name", ""))
        self._spaltenzaehler += anzahl

    def _zelle_beenden(self, bau: Blattbau, angaben: dict[str, str]) -> None:
        anzahl = _vielfaches(angaben, "number-columns-repeated")
        breite = _vielfaches(angaben, "number-columns-spanned")
        hoehe = _vielfaches(angaben, "number-rows-spanned")
        if breite > 1 or hoehe > 1:
            bau.verbund_zaehlen()
            self._verbunden.append(
                f"{spaltenbuchstabe(self._spalte)}{self._zeile}:"
                f"{spaltenbuchstabe(self._spalte + breite - 1)}{self._zeile + hoehe - 1}"
            )
        formel = angaben.get(f"{_TABLE}formula")
        if formel is not None:
            # Davor steht der Namensraum der Formelsprache, zum Beispiel „of:=“.
            formel = formel.partition("=")[2]
        wert = self._zellwert(bau, angaben, "\n".join(self._absaetze), formel is not None)
        if wert is not None:
            prozentwert = angaben.get(f"{_OFFICE}value-type") == "percentage"
            eigener = angaben.get(f"{_TABLE}style-name") or self._zeilenstil
            for beginn, breite, stil in self._stilstuecke(anzahl, eigener):
                zelle = self._gedeutet(wert, prozentwert, stil, formel)
                self._belegt.append((beginn, breite, zelle))
        self._spalte += anzahl

    def _stilstuecke(self, anzahl: int, eigener: str) -> Iterator[tuple[int, int, str]]:
        """Die Zelle in Stücken mit gleichem Stil: ohne eigenen gilt der jeder Spalte."""
        beginn, ende = self._spalte, self._spalte + anzahl
        while beginn < ende:
            stelle = bisect_right(self._spaltenbeginn, beginn)
            bis = ende
            stil = eigener
            if not eigener and stelle:
                stil = self._spaltenstile[stelle - 1]
                bis = min([ende, *self._spaltenbeginn[stelle : stelle + 1]])
            yield beginn, bis - beginn, stil
            beginn = bis

    def _gedeutet(self, wert: Zellwert, prozentwert: bool, stil: str, formel: str | None) -> Zelle:
        """Die Zelle, wie ihr Stil sie zeigt; manche Programme schreiben Prozente als bloße Zahl."""
        format_ = self._formate.format(stil)
        if isinstance(wert, timedelta):
            art = Zahlenformat.UHRZEIT if format_ is Zahlenformat.UHRZEIT else Zahlenformat.DAUER
            return Zelle(zahl_deuten(Decimal(wert.total_seconds()) / 86_400, art), formel=formel)
        if not isinstance(wert, Decimal):
            return Zelle(wert, formel=formel)
        if isinstance(format_, Formatwahl):
            prozentwert, format_ = False, format_.fuer(wert)
        if prozentwert or format_ is Zahlenformat.PROZENT:
            return Zelle(wert, prozent=True, formel=formel)
        unbekannt = format_ is None and not self._stile_lesbar
        gezeigt = zahl_deuten(wert, format_)
        return Zelle(gezeigt, formel=formel, format_unbekannt=unbekannt)

    def _zeile_beenden(self, bau: Blattbau) -> None:
        zeilen = range(self._zeile, self._zeile + self._zeilen)
        for beginn, anzahl, zelle in self._belegt:
            bau.setzen(self._zeile, beginn, zelle)
            if (self._zeile, beginn) not in bau.zellen:
                # Ein leerer Text; wiederholt bleibt er leer.
                continue
            self._vorrat.zusagen(Posten.ZELLEN, anzahl * self._zeilen - 1)
            weitere = product(zeilen, range(beginn, beginn + anzahl))
            next(weitere)
            for zeile, spalte in weitere:
                bau.setzen(zeile, spalte, zelle)
            if self._zeile_ausgeblendet:
                self._ausgeblendete_zeilen.update(zeilen)
        self._belegt.clear()
        self._zeile += self._zeilen

    def _zellwert(
        self, bau: Blattbau, angaben: dict[str, str], text: str, ist_formel: bool
    ) -> Zellwert | None:
        art = angaben.get(f"{_OFFICE}value-type") or angaben.get(f"{_CALCEXT}value-type")
        if angaben.get(f"{_CALCEXT}value-type") == "error":
            return Fehlerwert(text or "#FEHLER!")
        if ist_formel and _FEHLERTEXT.fullmatch(text):
            return Fehlerwert(text)
        if art == "string":
            return angaben.get(f"{_OFFICE}string-value", text)
        roh = None if art is None else angaben.get(f"{_OFFICE}{_WERTATTRIBUT.get(art, 'value')}")
        if art is None or roh is None:
            # Manche Programme schreiben nur den Text; LibreOffice so das Ergebnis "".
            return FormelOhneWert() if ist_formel and not self._absaetze else text or None
        wert: Zellwert | None
        if art in _ZAHLENARTEN:
            if ist_formel and text in _WAHRHEITSWERTE:
                return _WAHRHEITSWERTE[text]
            wert = zahl_aus_text(roh)
        elif art == "boolean":
            wert = roh == "true"
        elif art == "date":
            wert = zeitpunkt(roh)
        else:
            wert = _dauer(roh) if art == "time" else None
        if wert is None:
            bau.beanstanden(
                self._zeile,
                self._spalte,
                f"Der Inhalt der Zelle ist beschädigt ({text[:20]!a}).",
                "Den Wert in LibreOffice oder Excel neu eintragen und die Mappe speichern.",
            )
        return wert


def _vielfaches(angaben: dict[str, str], name: str) -> int:
    """Wie oft oder wie weit; 0 ist nicht vorgesehen und heißt wie in LibreOffice einmal."""
    return max(ganzzahl(angaben.get(f"{_TABLE}{name}", "1")), 1)


def _dauer(text: str) -> timedelta | None:
    treffer = _DAUER.fullmatch(text)
    if treffer is None:
        return None
    stunden, minuten, sekunden = (int(teil or 0) for teil in treffer.groups())
    return timedelta(hours=stunden, minutes=minuten, seconds=sekunden)

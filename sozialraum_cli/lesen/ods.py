"""OpenDocument-Tabellen (.ods): die belegten Zellen mit Wert, Formel und Format."""

import re
from datetime import datetime
from itertools import product

from sozialraum_cli.befund import Befund
from sozialraum_cli.lesen.archiv import Archiv
from sozialraum_cli.lesen.blattbau import Blattbau
from sozialraum_cli.lesen.mappe import Blatt, Fehlerwert, FormelOhneWert, Zellwert, spaltenbuchstabe
from sozialraum_cli.lesen.vorrat import Posten, Vorrat
from sozialraum_cli.lesen.xmlstrom import (
    TEXT_GRENZE,
    Textpuffer,
    XmlSchaden,
    nichts,
    ohne_namensraum,
    xml_lesen,
)
from sozialraum_cli.lesen.xmlwerte import ganzzahl, zahl_aus_text
from sozialraum_cli.lesen.zahlenformat import datum_aus_tagen, zeitpunkt

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_OFFICE = f"{_OASIS}office:1.0 "
_TABLE = f"{_OASIS}table:1.0 "
_TEXT = f"{_OASIS}text:1.0 "
_STYLE = f"{_OASIS}style:1.0 "
_CALCEXT = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 "

# LibreOffice gibt Zwischenspeichern verknüpfter Mappen diesen Stil; sie sind keine Blätter.
_FREMDE_MAPPE = "ta_extref"
# Auch hier stehen Zellen, aber keine des Blatts.
_FREMDES = {f"{_TABLE}tracked-changes", f"{_TABLE}dde-links", f"{_TABLE}shapes"}
_ZELLEN = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_ABSATZ = f"{_TEXT}p"
_AUSGEBLENDET = ("collapse", "filter")
_ZAHLENARTEN = ("float", "percentage", "currency")
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
        xml_lesen(archiv.stuecke("META-INF/manifest.xml"), beginn, nichts, nichts, archiv.vorrat)
    return verschluesselt


def ods_lesen(archiv: Archiv) -> tuple[tuple[Blatt, ...], tuple[Befund, ...]]:
    """Alle Tabellenblätter in der Reihenfolge der Mappe und die Befunde.

    Fehler: Dateifehler, wenn die Datei beschädigt ist oder eine Grenze überschreitet.
    """
    leser = _Tabellenleser(archiv.vorrat)
    xml_lesen(archiv.stuecke("content.xml"), leser.beginn, leser.ende, leser.text, archiv.vorrat)
    return tuple(leser.blaetter), tuple(leser.befunde)


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
        xml_lesen(archiv.stuecke("meta.xml"), beginn, ende, texte.aufnehmen, archiv.vorrat)
    except XmlSchaden:
        # Ohne Änderungsdatum lässt sich rechnen.
        return None
    return zeitpunkt(gefunden[0]) if gefunden else None


class _Tabellenleser:
    """Nimmt die Ereignisse des XML-Lesers auf und baut daraus die Blätter."""

    def __init__(self, vorrat: Vorrat) -> None:
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
        self._zeile = 1
        self._zeilen = 1
        self._zeile_ausgeblendet = False
        self._spalte = 1
        self._belegt: list[tuple[int, int, Zellwert, bool, str | None]] = []
        self._zelle: dict[str, str] | None = None
        self._tiefe = 0
        self._stuecke = Textpuffer()
        self._absaetze = Textpuffer()
        self.text = self._stuecke.aufnehmen

    def beginn(self, name: str, attribute: dict[str, str]) -> None:
        if self._fremd or name in _FREMDES:
            self._fremd += 1
        elif self._zelle is not None:
            self._tiefe += 1
            self._absatz_beginnen(name, attribute)
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
            self._spalte = 1
        elif name == f"{_TABLE}table-column":
            self._spalten_merken(attribute)

    def ende(self, name: str) -> None:
        if self._fremd:
            self._fremd -= 1
        elif self._bau is None:
            return
        elif self._zelle is not None and self._tiefe:
            # Nur unmittelbare Absätze sind Zellinhalt; tiefer stehen Kommentare und Zeichnungen.
            if self._tiefe == 1 and name == _ABSATZ:
                self._absaetze.aufnehmen("".join(self._stuecke))
            self._tiefe -= 1
        elif self._zelle is not None:
            self._zelle_beenden(self._bau, self._zelle)
            self._zelle = None
        elif name == f"{_TABLE}table-row":
            self._zeile_beenden(self._bau)
        elif name == f"{_TABLE}table":
            self._blatt_beenden(self._bau)

    def _absatz_beginnen(self, name: str, attribute: dict[str, str]) -> None:
        if self._tiefe == 1:
            self._stuecke.clear()
        elif name == f"{_TEXT}s":
            anzahl = ganzzahl(attribute.get(f"{_TEXT}c", "1"))
            self._stuecke.aufnehmen(" " * min(anzahl, TEXT_GRENZE + 1))
        elif name == f"{_TEXT}tab":
            self._stuecke.aufnehmen("\t")
        elif name == f"{_TEXT}line-break":
            self._stuecke.aufnehmen("\n")

    def _stil_merken(self, name: str, attribute: dict[str, str]) -> None:
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
            prozent = angaben.get(f"{_OFFICE}value-type") == "percentage"
            self._belegt.append((self._spalte, anzahl, wert, prozent, formel))
        self._spalte += anzahl

    def _zeile_beenden(self, bau: Blattbau) -> None:
        zeilen = range(self._zeile, self._zeile + self._zeilen)
        for beginn, anzahl, wert, prozent, formel in self._belegt:
            bau.setzen(self._zeile, beginn, wert, prozent, formel)
            if (self._zeile, beginn) not in bau.zellen:
                # Ein leerer Text; wiederholt bleibt er leer.
                continue
            self._vorrat.zusagen(Posten.ZELLEN, anzahl * self._zeilen - 1)
            weitere = product(zeilen, range(beginn, beginn + anzahl))
            next(weitere)
            for zeile, spalte in weitere:
                bau.setzen(zeile, spalte, wert, prozent, formel)
            if self._zeile_ausgeblendet:
                self._ausgeblendete_zeilen.update(zeilen)
        self._belegt.clear()
        self._zeile += self._zeilen

    def _zellwert(
        self, bau: Blattbau, angaben: dict[str, str], text: str, ist_formel: bool
    ) -> Zellwert | None:
        art = angaben.get(f"{_OFFICE}value-type")
        if angaben.get(f"{_CALCEXT}value-type") == "error":
            return Fehlerwert(text or "#FEHLER!")
        if ist_formel and _FEHLERTEXT.fullmatch(text):
            return Fehlerwert(text)
        if art is None:
            # Das Ergebnis "" schreibt LibreOffice ohne Art, aber mit einem leeren Absatz.
            return FormelOhneWert() if ist_formel and not self._absaetze else None
        wert: Zellwert | None
        if art == "string":
            return angaben.get(f"{_OFFICE}string-value", text)
        if art in _ZAHLENARTEN:
            if ist_formel and text in _WAHRHEITSWERTE:
                return _WAHRHEITSWERTE[text]
            wert = zahl_aus_text(angaben.get(f"{_OFFICE}value", ""))
        elif art == "boolean":
            wert = angaben.get(f"{_OFFICE}boolean-value") == "true"
        elif art == "date":
            wert = zeitpunkt(angaben.get(f"{_OFFICE}date-value", ""))
        else:
            wert = _uhrzeit(angaben.get(f"{_OFFICE}time-value", ""))
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


def _uhrzeit(dauer: str) -> datetime | None:
    treffer = _DAUER.fullmatch(dauer)
    if treffer is None:
        return None
    stunden, minuten, sekunden = (int(teil or 0) for teil in treffer.groups())
    return datum_aus_tagen((stunden * 3600 + minuten * 60 + sekunden) / 86_400, ab_1904=False)

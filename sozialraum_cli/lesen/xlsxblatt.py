"""Ein Tabellenblatt einer Excel-Arbeitsmappe: vom XML zu Zellen."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sozialraum_cli.befund import Befund
from sozialraum_cli.lesen.blattbau import LETZTE_SPALTE, Blattbau
from sozialraum_cli.lesen.dateifehler import NEU_ANFORDERN, Dateifehler
from sozialraum_cli.lesen.geteilteformel import GeteilteFormel
from sozialraum_cli.lesen.mappe import Blatt, Fehlerwert, FormelOhneWert, Zellwert
from sozialraum_cli.lesen.vorrat import Posten, Vorrat
from sozialraum_cli.lesen.xmlstrom import Textpuffer, XmlSchaden
from sozialraum_cli.lesen.xmlwerte import entmaskiert, ganzzahl, zahl_aus_text
from sozialraum_cli.lesen.zahlenformat import Zahlenformat, datum_aus_tagen, zeitpunkt

_NAMENSRAEUME = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_ELEMENTE = {
    f"{raum} {name}": name
    for raum in _NAMENSRAEUME
    for name in ("worksheet", "row", "c", "v", "f", "is", "t", "rPh", "col", "mergeCell")
}
_ZELLORT = re.compile("([A-Z]{1,3})([1-9][0-9]{0,6})")
_BEREICH = re.compile("[A-Z]{1,3}[1-9][0-9]{0,6}:[A-Z]{1,3}[1-9][0-9]{0,6}")
_WAHR = ("1", "true")
_NEU_EINTRAGEN = "Den Wert in Excel oder LibreOffice neu eintragen und die Mappe speichern."


@dataclass(frozen=True, slots=True)
class Umfeld:
    """Was alle Blätter einer Mappe gemeinsam haben."""

    texte: Sequence[str]
    formate: dict[str, Zahlenformat]
    ab_1904: bool
    vorrat: Vorrat


class Blattleser:
    """Nimmt die Ereignisse des XML-Lesers auf und baut daraus das Blatt."""

    def __init__(self, name: str, umfeld: Umfeld) -> None:
        """Beginnt ein Blatt; Zeilen und Zellen ohne Nummer zählen von der vorigen weiter."""
        self._umfeld = umfeld
        self._bau = Blattbau(name, umfeld.vorrat)
        self._wurzel_gesehen = False
        self._format_vermisst = False
        self._ausgeblendete_zeilen: list[int] = []
        self._ausgeblendete_spalten: list[tuple[int, int]] = []
        self._verbunden: list[str] = []
        self._geteilt: dict[str, GeteilteFormel] = {}
        self._spaltennummern: dict[str, int] = {}
        self._zeile = 0
        self._zeilentext = ""
        self._spalte = 0
        self._zelle: dict[str, str] | None = None
        self._stuecke = Textpuffer()
        self._wert: str | None = None
        self._inline: Textpuffer | None = None
        self._lautschrift = False
        self._formelangaben: dict[str, str] | None = None
        self._formeltext = ""
        self.text = self._stuecke.aufnehmen

    def blatt(self, *, ausgeblendet: bool) -> Blatt:
        """Das fertige Blatt."""
        return self._bau.fertig(
            ausgeblendet=ausgeblendet,
            zeilen=self._ausgeblendete_zeilen,
            spalten=self._ausgeblendete_spalten,
            verbunden=self._verbunden,
        )

    def befunde(self) -> Sequence[Befund]:
        """Was an einzelnen Zellen auffiel."""
        return self._bau.befunde

    def beginn(self, name: str, attribute: dict[str, str]) -> None:
        """Ein Element beginnt."""
        element = _ELEMENTE.get(name)
        if not self._wurzel_gesehen:
            if element != "worksheet":
                raise XmlSchaden
            self._wurzel_gesehen = True
        if element == "c":
            self._zelle = attribute
            self._wert = self._inline = self._formelangaben = None
            self._formeltext = ""
            self._zellort(attribute.get("r"))
        elif element in ("v", "t"):
            self._stuecke.clear()
        elif element == "f":
            self._stuecke.clear()
            self._formelangaben = attribute
        elif element == "row":
            self._zeile_beginnen(attribute)
        elif element == "is":
            self._inline = Textpuffer()
        elif element == "rPh":
            self._lautschrift = True
        elif element == "col":
            self._spalten_merken(attribute)
        elif element == "mergeCell":
            self._bereich_merken(attribute.get("ref", ""))

    def ende(self, name: str) -> None:
        """Ein Element endet."""
        element = _ELEMENTE.get(name)
        if element == "c":
            self._zelle_aufnehmen()
            self._zelle = None
        elif self._zelle is None:
            return
        elif element == "v":
            self._wert = "".join(self._stuecke)
        elif element == "f":
            self._formeltext = "".join(self._stuecke)
        elif element == "t":
            if self._inline is not None and not self._lautschrift:
                for stueck in self._stuecke:
                    self._inline.aufnehmen(stueck)
        elif element == "rPh":
            self._lautschrift = False

    def _zeile_beginnen(self, attribute: dict[str, str]) -> None:
        nummer = attribute.get("r")
        if nummer is None:
            self._zeile += 1
        else:
            self._zeile = ganzzahl(nummer)
        self._zeilentext = str(self._zeile)
        self._spalte = 0
        if attribute.get("hidden") in _WAHR:
            self._ausgeblendete_zeilen.append(self._zeile)

    def _zellort(self, ort: str | None) -> None:
        if ort is None:
            self._spalte += 1
            return
        buchstaben = ort.removesuffix(self._zeilentext)
        spalte = self._spaltennummern.get(buchstaben)
        if spalte is None or buchstaben + self._zeilentext != ort:
            treffer = _ZELLORT.fullmatch(ort)
            if treffer is None or treffer[2] != self._zeilentext:
                raise Dateifehler(
                    "Die Datei ist beschädigt: Eine Zelle steht in einer falschen Zeile.",
                    NEU_ANFORDERN,
                )
            spalte = 0
            for buchstabe in treffer[1]:
                spalte = spalte * 26 + ord(buchstabe) - ord("A") + 1
            self._spaltennummern[treffer[1]] = spalte
        self._spalte = spalte

    def _spalten_merken(self, attribute: dict[str, str]) -> None:
        if attribute.get("hidden") in _WAHR:
            von, bis = ganzzahl(attribute.get("min", "1")), ganzzahl(attribute.get("max", "1"))
            self._ausgeblendete_spalten.append((von, min(bis, LETZTE_SPALTE)))

    def _bereich_merken(self, bereich: str) -> None:
        self._bau.verbund_zaehlen()
        if _BEREICH.fullmatch(bereich):
            self._verbunden.append(bereich)

    def _zelle_aufnehmen(self) -> None:
        if self._zelle is None:
            return
        zeile, spalte = self._zeile, self._spalte
        formel = None if self._formelangaben is None else self._formel(self._formelangaben)
        format_ = self._umfeld.formate.get(self._zelle.get("s", "0"))
        wert = self._zellwert(self._zelle.get("t", "n"), format_)
        if wert is None:
            return
        self._bau.setzen(zeile, spalte, wert, format_ is Zahlenformat.PROZENT, formel)

    def _zellwert(self, art: str, format_: Zahlenformat | None) -> Zellwert | None:
        if art == "inlineStr" and self._inline is not None:
            return entmaskiert("".join(self._inline))
        roh = self._wert
        if roh is None or (not roh.strip() and art != "str"):
            return None if self._formelangaben is None else FormelOhneWert()
        if art == "n":
            return self._zahl(roh, format_)
        if art == "s":
            return self._gemeinsamer_text(roh)
        if art == "str":
            return entmaskiert(roh)
        if art == "e":
            return Fehlerwert(roh.strip())
        if art == "b":
            return roh.strip() in _WAHR
        wert = zeitpunkt(roh) if art == "d" else None
        if wert is None:
            self._unlesbar(roh)
        return wert

    def _zahl(self, roh: str, format_: Zahlenformat | None) -> Zellwert | None:
        zahl = zahl_aus_text(roh)
        if zahl is None:
            self._unlesbar(roh)
            return None
        if format_ is Zahlenformat.DATUM:
            return datum_aus_tagen(float(zahl), ab_1904=self._umfeld.ab_1904) or zahl
        if format_ is None and not self._format_vermisst:
            self._format_vermisst = True
            self._bau.beanstanden(
                self._zeile,
                self._spalte,
                "Das Zahlenformat dieser Zelle ist nicht lesbar, weil die Formate der Mappe "
                "beschädigt sind; ob 0,7 oder 70 % gemeint ist, lässt sich nicht sagen.",
                "Die Mappe in Excel oder LibreOffice öffnen, alle Prozentwerte prüfen und neu "
                "speichern.",
            )
        return zahl

    def _gemeinsamer_text(self, roh: str) -> str | None:
        texte = self._umfeld.texte
        stelle = ganzzahl(roh.strip())
        if stelle < len(texte):
            return texte[stelle]
        self._unlesbar(roh)
        return None

    def _unlesbar(self, roh: str) -> None:
        self._bau.beanstanden(
            self._zeile,
            self._spalte,
            f"Der Inhalt der Zelle ist beschädigt ({roh[:20]!a}).",
            _NEU_EINTRAGEN,
        )

    def _formel(self, angaben: dict[str, str]) -> str:
        """Der Text der Formel; bei geteilten Formeln auf diese Zelle umgeschrieben."""
        if angaben.get("t") != "shared":
            return self._formeltext
        kennung = angaben.get("si", "")
        if self._formeltext:
            self._geteilt[kennung] = GeteilteFormel(self._formeltext, self._zeile, self._spalte)
            return self._formeltext
        geteilt = self._geteilt.get(kennung)
        if geteilt is None:
            return ""
        self._umfeld.vorrat.nehmen(Posten.BEZUEGE, geteilt.bezuege)
        return geteilt.fuer(self._zeile, self._spalte)

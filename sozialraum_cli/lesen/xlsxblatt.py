"""Ein Tabellenblatt einer Excel-Arbeitsmappe: vom XML zu Zellen."""

import re
from collections.abc import Sequence
from decimal import Decimal
from operator import lt
from typing import NamedTuple

from sozialraum_cli.befund import Befund
from sozialraum_cli.lesen.blattbau import LETZTE_SPALTE, Blattbau
from sozialraum_cli.lesen.dateifehler import Blattschaden
from sozialraum_cli.lesen.geteilteformel import GeteilteFormel
from sozialraum_cli.lesen.leerzellen import Aufnahme
from sozialraum_cli.lesen.mappe import Blatt, spaltennummer
from sozialraum_cli.lesen.vorrat import Posten, Vorrat
from sozialraum_cli.lesen.xmlstrom import Textpuffer, XmlSchaden
from sozialraum_cli.lesen.xmlwerte import ganzzahl, zahl_aus_text, zahlen_aus_texten
from sozialraum_cli.lesen.zahlenformat import (
    Formatwahl,
    Zahlenformat,
    Zellformat,
    zahl_deuten,
    zeitpunkt,
)
from sozialraum_cli.lesen.zeilenlauf import Lauf, Schlicht
from sozialraum_cli.lesen.zelle import Fehlerwert, FormelOhneWert, Zelle, Zellwert
from sozialraum_cli.lesen.zellen import Inhalt, als_inhalt, als_wert
from sozialraum_cli.xmltext import entmaskiert, ohne_verweise

_NAMENSRAEUME = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_ELEMENTE = {
    f"{raum} {name}": name
    for raum in _NAMENSRAEUME
    for name in (
        "worksheet",
        "sheetData",
        "row",
        "c",
        "v",
        "f",
        "is",
        "t",
        "rPh",
        "col",
        "mergeCell",
    )
}
_ZELLORT = re.compile("([A-Za-z]{1,3})([1-9][0-9]{0,6})")
_BEREICH = re.compile("[A-Z]{1,3}[1-9][0-9]{0,6}:[A-Z]{1,3}[1-9][0-9]{0,6}")
_WAHR = ("1", "true")
_TEXTE = ("s", "inlineStr")
_STELLEN_EINES_VERWEISES = 10
_NEU_EINTRAGEN = "Den Wert in Excel oder LibreOffice neu eintragen und die Mappe speichern."


class Umfeld(NamedTuple):
    """Was alle Blätter einer Mappe gemeinsam haben."""

    texte: Sequence[str]
    formate: dict[str, Zellformat]
    ab_1904: bool
    vorrat: Vorrat


class Blattleser:
    """Nimmt die Ereignisse des XML-Lesers auf und baut daraus das Blatt."""

    def __init__(self, name: str, umfeld: Umfeld) -> None:
        """Beginnt ein Blatt; Zeilen und Zellen ohne Nummer zählen von der vorigen weiter."""
        self._umfeld = umfeld
        self._bau = Blattbau(name, umfeld.vorrat)
        self._wurzel_gesehen = False
        self._in_der_tabelle = False
        self._ausgeblendete_zeilen: list[int] = []
        self._ausgeblendete_spalten: list[tuple[int, int]] = []
        self._verbunden: list[str] = []
        self._geteilt: dict[str, GeteilteFormel] = {}
        self._spaltennummern: dict[str, int] = {}
        self._zahlen: dict[str, Decimal] = {}
        self._zeile = 0
        self._zeilentext = ""
        self._zeile_gezaehlt = False
        self._zeile_ausgeblendet = False
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
        elif element == "sheetData":
            self._in_der_tabelle = True
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

    def aufnahme(self) -> Aufnahme | None:
        """Was schlichte Zeilen aufnimmt; None, wenn der XML-Leser die Tabelle nicht erkennt."""
        return Aufnahme(self._schlichte_zeile, self._lauf) if self._in_der_tabelle else None

    def _schlichte_zeile(self, nummer: bytes, zellen: list[Schlicht]) -> None:
        self._zeile_ausgeblendet = self._zeile_gezaehlt = False
        self._zeile_setzen(int(nummer))
        for buchstaben, format_, art, inhalt, klartext in zellen:
            self._spalte = spalte = self._schlichte_spalte(buchstaben.decode())
            roh: str | Decimal | None
            if klartext:
                roh = self._klartext(klartext)
            elif not inhalt:
                continue
            elif art == b"s":
                roh = self._gemeinsamer_text(inhalt.decode())
            else:
                roh = self._zahl(inhalt.decode())
            if roh is not None:
                zelle = self._gedeutet(roh, format_.decode(), None)
                self._bau.setzen(self._zeile, spalte, zelle)

    def _lauf(self, lauf: Lauf) -> bool:
        """Nimmt viele gleich gebaute Zeilen auf; nicht, wenn an einer Zelle etwas zu prüfen ist."""
        nummern = [self._schlichte_spalte(spalte.buchstaben) for spalte in lauf.spalten]
        aufsteigend = all(map(lt, nummern, nummern[1:]))
        if not aufsteigend or (nummern and nummern[-1] > LETZTE_SPALTE):
            return False
        belegt: dict[int, list[Inhalt | None]] = {}
        zellen = zeichen = 0
        for nummer, spalte in zip(nummern, lauf.spalten, strict=True):
            texte = [inhalt for inhalt in spalte.inhalte if inhalt is not None]
            if not texte:
                continue
            werte = self._laufwerte(spalte.art, texte)
            if werte is None:
                return False
            zellen += len(werte)
            if spalte.art in _TEXTE:
                zeichen += sum(len(wert) for wert in werte if isinstance(wert, str))
            format_ = spalte.format or "0"
            if self._umfeld.formate.get(format_) is not Zahlenformat.ZAHL:
                werte = [als_inhalt(self._gedeutet(als_wert(w), format_, None)) for w in werte]
            naechste = iter(werte)
            belegt[nummer] = (
                [*werte]
                if len(werte) == len(spalte.inhalte)
                else [None if i is None else next(naechste) for i in spalte.inhalte]
            )
        if not self._bau.zeilen_setzen(
            lauf.nummern, [*belegt], [*belegt.values()], zellen, zeichen
        ):
            return False
        self._zeile_ausgeblendet = self._zeile_gezaehlt = False
        self._zeile_setzen(lauf.nummern[-1])
        self._spalte = self._schlichte_spalte(lauf.letzte_spalte)
        return True

    def _laufwerte(self, art: str, inhalte: Sequence[str]) -> list[Inhalt] | None:
        """Die Werte einer Spalte; None, wenn einer davon zu prüfen ist."""
        if art not in _TEXTE:
            zahlen = zahlen_aus_texten(inhalte, self._zahlen)
            return None if zahlen is None else [*zahlen]
        texte: list[str] | None
        if art == "s":
            texte = self._gemeinsame_texte(inhalte)
        else:
            texte = [entmaskiert(ohne_verweise(inhalt)) for inhalt in inhalte]
        return [*texte] if texte is not None and self._bau.unauffaellig(texte) else None

    def _gemeinsame_texte(self, verweise: Sequence[str]) -> list[str] | None:
        stellen = "".join(verweise)
        if not stellen.isdigit() or max(map(len, verweise)) >= _STELLEN_EINES_VERWEISES:
            return None
        nummern = list(map(int, verweise))
        texte = self._umfeld.texte
        return [texte[nummer] for nummer in nummern] if max(nummern) < len(texte) else None

    def _schlichte_spalte(self, buchstaben: str) -> int:
        spalte = self._spaltennummern.get(buchstaben)
        if spalte is None:
            spalte = self._spaltennummern[buchstaben] = spaltennummer(buchstaben)
        return spalte

    def _zeile_beginnen(self, attribute: dict[str, str]) -> None:
        nummer = attribute.get("r")
        self._zeile_ausgeblendet = attribute.get("hidden") in _WAHR
        self._zeile_gezaehlt = not nummer
        self._zeile_setzen(ganzzahl(nummer) if nummer else self._zeile + 1)
        self._spalte = 0

    def _zeile_setzen(self, nummer: int) -> None:
        self._zeile = nummer
        self._zeilentext = str(nummer)
        if self._zeile_ausgeblendet:
            self._ausgeblendete_zeilen.append(nummer)

    def _zellort(self, ort: str | None) -> None:
        if not ort:
            self._zeile_gezaehlt = False
            self._spalte += 1
            return
        buchstaben = ort.removesuffix(self._zeilentext)
        spalte = self._spaltennummern.get(buchstaben)
        if spalte is None or buchstaben + self._zeilentext != ort:
            treffer = _ZELLORT.fullmatch(ort)
            if treffer is not None and self._zeile_gezaehlt and treffer[2] != self._zeilentext:
                # Die Zeile nennt keine Nummer; dann gilt die ihrer ersten Zelle.
                if self._zeile_ausgeblendet:
                    self._ausgeblendete_zeilen.pop()
                self._zeile_setzen(ganzzahl(treffer[2]))
            if treffer is None or treffer[2] != self._zeilentext:
                raise Blattschaden("Eine Zelle steht in einer falschen Zeile")
            buchstaben = treffer[1]
            spalte = self._spaltennummern[buchstaben] = spaltennummer(buchstaben)
        self._zeile_gezaehlt = False
        self._spalte = spalte

    def _spalten_merken(self, attribute: dict[str, str]) -> None:
        if attribute.get("hidden") in _WAHR:
            von, bis = ganzzahl(attribute.get("min", "1")), ganzzahl(attribute.get("max", "1"))
            self._ausgeblendete_spalten.append((von, min(bis, LETZTE_SPALTE)))

    def _bereich_merken(self, bereich: str) -> None:
        self._bau.verbund_zaehlen()
        bereich = bereich.replace("$", "").upper()
        if _BEREICH.fullmatch(bereich):
            self._verbunden.append(bereich)

    def _zelle_aufnehmen(self) -> None:
        if self._zelle is None:
            return
        zeile, spalte = self._zeile, self._spalte
        formel = None if self._formelangaben is None else self._formel(self._formelangaben)
        roh = self._zellwert(self._zelle.get("t") or "n")
        if roh is not None:
            zelle = self._gedeutet(roh, self._zelle.get("s"), formel)
            self._bau.setzen(zeile, spalte, zelle)

    def _gedeutet(self, roh: Zellwert, formatnummer: str | None, formel: str | None) -> Zelle:
        """Der Wert einer Zelle, wie ihr Format ihn zeigt."""
        format_ = self._umfeld.formate.get(formatnummer or "0")
        if format_ is Zahlenformat.ZAHL:
            return Zelle(roh, False, formel)
        if not isinstance(roh, Decimal):
            return Zelle(roh, format_ is Zahlenformat.PROZENT, formel)
        if isinstance(format_, Formatwahl):
            format_ = format_.fuer(roh)
        wert = zahl_deuten(roh, format_, ab_1904=self._umfeld.ab_1904)
        return Zelle(wert, format_ is Zahlenformat.PROZENT, formel, format_ is None)

    def _zellwert(self, art: str) -> Zellwert | None:
        if art == "inlineStr" and self._inline is not None:
            return entmaskiert("".join(self._inline))
        roh = self._wert
        if roh is None or (not roh.strip() and art != "str"):
            return None if self._formelangaben is None else FormelOhneWert()
        if art == "n":
            return self._zahl(roh)
        if art == "s":
            return self._gemeinsamer_text(roh)
        if art in {"str", "inlineStr"}:
            return entmaskiert(roh)
        if art == "e":
            return Fehlerwert(roh.strip())
        if art == "b":
            return roh.strip() in _WAHR
        wert = zeitpunkt(roh) if art == "d" else None
        if wert is None:
            self._unlesbar(roh)
        return wert

    def _zahl(self, roh: str) -> Decimal | None:
        zahl = zahl_aus_text(roh)
        if zahl is None:
            self._unlesbar(roh)
        return zahl

    def _gemeinsamer_text(self, roh: str) -> str | None:
        texte = self._umfeld.texte
        stelle = roh.strip()
        kurz = len(stelle) < _STELLEN_EINES_VERWEISES
        if kurz and stelle.isascii() and stelle.isdigit() and int(stelle) < len(texte):
            return texte[int(stelle)]
        self._unlesbar(roh)
        return None

    @staticmethod
    def _klartext(roh: bytes) -> str:
        try:
            return entmaskiert(ohne_verweise(roh.decode()))
        except UnicodeDecodeError:
            raise XmlSchaden from None

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

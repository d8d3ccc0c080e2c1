"""Die Tabellenblätter einer OpenDocument-Tabelle: vom XML zu Zeilen, Spalten und Zellen."""

from itertools import product

from sozialraum_cli.befund import Befund
from sozialraum_cli.lesen.blattbau import Blattbau
from sozialraum_cli.lesen.mappe import Blatt, spaltenbuchstabe
from sozialraum_cli.lesen.odsformat import Odsformate
from sozialraum_cli.lesen.odsnamen import OFFICE, STYLE, TABLE
from sozialraum_cli.lesen.odsspalten import Odsspalten
from sozialraum_cli.lesen.odszelle import Wertschaden, zelle_deuten, zellwert
from sozialraum_cli.lesen.odszelltext import Zelltext
from sozialraum_cli.lesen.vorrat import Posten, Vorrat
from sozialraum_cli.lesen.xmlwerte import ganzzahl
from sozialraum_cli.lesen.zelle import Zelle, Zellwert

# LibreOffice gibt Zwischenspeichern verknüpfter Mappen diesen Stil; sie sind keine Blätter.
_FREMDE_MAPPE = "ta_extref"
# Auch hier stehen Zellen, aber keine des Blatts.
_FREMDES = {f"{TABLE}tracked-changes", f"{TABLE}dde-links", f"{TABLE}shapes"}
_ZELLEN = (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")
_AUSGEBLENDET = ("collapse", "filter")


class Tabellenleser:
    """Nimmt die Ereignisse des XML-Lesers auf und baut daraus die Blätter."""

    def __init__(self, vorrat: Vorrat, allgemein: Odsformate, stile_lesbar: bool) -> None:
        """Beginnt ohne Blatt; allgemein: die Stile der Mappe, soweit stile_lesbar."""
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
        self._ausgeblendete_zeilen: set[int] = set()
        self._spalten = Odsspalten()
        self._verbunden: list[str] = []
        self._zeilenstil = ""
        self._zeile = 1
        self._zeilen = 1
        self._zeile_ausgeblendet = False
        self._spalte = 1
        self._belegt: list[tuple[int, int, Zelle]] = []
        self._zelle: dict[str, str] | None = None
        self._inhalt = Zelltext()
        self.text = self._inhalt.text

    def beginn(self, name: str, attribute: dict[str, str]) -> None:
        """Ein Element beginnt."""
        if self._fremd or name in _FREMDES:
            self._fremd += 1
        elif self._zelle is not None:
            self._inhalt.beginn(name, attribute)
        elif name == f"{TABLE}table":
            self._blatt_beginnen(attribute)
        elif self._bau is None:
            self._stil_merken(name, attribute)
        elif name in _ZELLEN:
            self._zelle = attribute
            self._inhalt.zelle_beginnen()
        elif name == f"{TABLE}table-row":
            self._zeilen = _vielfaches(attribute, "number-rows-repeated")
            self._zeile_ausgeblendet = attribute.get(f"{TABLE}visibility") in _AUSGEBLENDET
            self._zeilenstil = attribute.get(f"{TABLE}default-cell-style-name", "")
            self._spalte = 1
        elif name == f"{TABLE}table-column":
            self._spalten.merken(
                _vielfaches(attribute, "number-columns-repeated"),
                attribute.get(f"{TABLE}default-cell-style-name", ""),
                ausgeblendet=attribute.get(f"{TABLE}visibility") in _AUSGEBLENDET,
            )

    def ende(self, name: str) -> None:
        """Ein Element endet."""
        if self._fremd:
            self._fremd -= 1
        elif self._bau is None:
            return
        elif self._zelle is not None and self._inhalt.tiefe:
            self._inhalt.ende(name)
        elif self._zelle is not None:
            self._zelle_beenden(self._bau, self._zelle)
            self._zelle = None
        elif name == f"{TABLE}table-row":
            self._zeile_beenden(self._bau)
        elif name == f"{TABLE}table":
            self._blatt_beenden(self._bau)

    def _stil_merken(self, name: str, attribute: dict[str, str]) -> None:
        self._formate.beginn(name, attribute)
        if name == f"{STYLE}style":
            self._stil = attribute.get(f"{STYLE}name", "")
        elif name == f"{STYLE}table-properties" and attribute.get(f"{TABLE}display") == "false":
            self._unsichtbare_stile.add(self._stil)

    def _blatt_beginnen(self, attribute: dict[str, str]) -> None:
        self._blattstil = attribute.get(f"{TABLE}style-name", "")
        if self._bau is not None or self._blattstil == _FREMDE_MAPPE:
            self._fremd += 1
            return
        self._bau = Blattbau(attribute.get(f"{TABLE}name", ""), self._vorrat)
        self._ausgeblendete_zeilen = set()
        self._spalten = Odsspalten()
        self._verbunden = []
        self._zeile = 1

    def _blatt_beenden(self, bau: Blattbau) -> None:
        self.blaetter.append(
            bau.fertig(
                ausgeblendet=self._blattstil in self._unsichtbare_stile,
                zeilen=self._ausgeblendete_zeilen,
                spalten=self._spalten.ausgeblendet,
                verbunden=self._verbunden,
            )
        )
        self.befunde += bau.befunde
        self._bau = None

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
        formel = angaben.get(f"{TABLE}formula")
        if formel is not None:
            # Davor steht der Namensraum der Formelsprache, zum Beispiel „of:=“.
            formel = formel.partition("=")[2]
        wert = self._zellwert(bau, angaben, formel is not None)
        if wert is not None:
            prozentwert = angaben.get(f"{OFFICE}value-type") == "percentage"
            eigener = angaben.get(f"{TABLE}style-name") or self._zeilenstil
            for beginn, spalten, stil in self._spalten.stilstuecke(self._spalte, anzahl, eigener):
                zelle = zelle_deuten(
                    wert,
                    self._formate.format(stil),
                    prozentwert=prozentwert,
                    stile_lesbar=self._stile_lesbar,
                    formel=formel,
                )
                self._belegt.append((beginn, spalten, zelle))
        self._spalte += anzahl

    def _zellwert(
        self, bau: Blattbau, angaben: dict[str, str], ist_formel: bool
    ) -> Zellwert | None:
        try:
            return zellwert(angaben, self._inhalt.absaetze, ist_formel=ist_formel)
        except Wertschaden as schaden:
            bau.beanstanden(
                self._zeile,
                self._spalte,
                str(schaden),
                "Den Wert in LibreOffice oder Excel neu eintragen und die Mappe speichern.",
            )
            return None

    def _zeile_beenden(self, bau: Blattbau) -> None:
        zeilen = range(self._zeile, self._zeile + self._zeilen)
        for beginn, anzahl, zelle in self._belegt:
            bau.setzen(self._zeile, beginn, zelle)
            if not bau.belegt(self._zeile, beginn):
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


def _vielfaches(angaben: dict[str, str], name: str) -> int:
    """Wie oft oder wie weit; 0 ist nicht vorgesehen und heißt wie in LibreOffice einmal."""
    return max(ganzzahl(angaben.get(f"{TABLE}{name}", "1")), 1)

"""Zahlen im Rechenweg: mit so vielen Stellen, dass die gedruckte Rechnung aufgeht."""

from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from sozialraum_cli.runden import CENT
from sozialraum_cli.zahlen import knapp, zahl

# So viele Stellen hat eine Zahl in einer Tabellenkalkulation höchstens.
_STELLEN_EINER_ZELLE = 17
# Ein Faktor aus Beträgen gilt für alle Sozialräume und soll in jeder Stelle der richtige sein.
_STELLEN_FUER_FAKTOREN = 4


class Form(StrEnum):
    """Wie eine Größe gedruckt wird: GENAU mit allen Stellen, die sie hat."""

    GENAU = "genau"
    GELD = "Betrag, wie angegeben oder auf Cent"
    UNGERUNDET = "Betrag vor der Rundung"
    ZWISCHENBETRAG = "Betrag, mit dem weitergerechnet wird"
    KENNBETRAG = "Betrag, aus dem ein Faktor folgt"
    ANTEIL = "Anteil, Faktor oder Quote"
    PROZENT = "Prozentsatz, wie angegeben"
    STUNDEN = "Stunden und Vollzeitstellen"
    ZWEI = "auf zwei Stellen"


class Genauigkeit(NamedTuple):
    """Nachkommastellen von Anteilen und von Beträgen, mit denen weitergerechnet wird."""

    anteil: int
    zwischenbetrag: int


# Von knapp nach ausführlich; die erste, mit der jede Rechnung aufgeht, gilt.
STUFEN = tuple(
    Genauigkeit(anteil, betrag)
    for anteil, betrag in ((12, 4), (15, 6), (19, 9), (26, 14), (38, 22))
)


class Rechengroesse(NamedTuple):
    """Ein Wert mit der Form, in der er gedruckt wird."""

    wert: Decimal
    form: Form

    def gedruckt(self, genauigkeit: Genauigkeit) -> str:
        """Die Zahl, wie sie auf der Seite steht: 1.234,56 oder 70 %."""
        match self.form:
            case Form.GENAU:
                return self._knapp(genauigkeit.anteil)
            case Form.GELD:
                auf_cent = self.wert == self.wert.quantize(CENT)
                return self._betrag(2) if auf_cent else self._knapp(genauigkeit.anteil)
            case Form.UNGERUNDET:
                return self._betrag(2)
            case Form.ZWISCHENBETRAG:
                return self._betrag(genauigkeit.zwischenbetrag)
            case Form.KENNBETRAG:
                return self._betrag(genauigkeit.zwischenbetrag + _STELLEN_FUER_FAKTOREN)
            case Form.ANTEIL:
                return zahl(self.wert, genauigkeit.anteil)
            case Form.PROZENT:
                return f"{self._knapp(genauigkeit.anteil)} %"
            case Form.STUNDEN:
                return zahl(self.wert, 4)
            case Form.ZWEI:
                return zahl(self.wert)

    def _betrag(self, stellen: int) -> str:
        """Ein Betrag; ganze Euro und ganze Cent ohne Nullen dahinter."""
        if self.wert == self.wert.to_integral_value():
            return zahl(self.wert, 0)
        return zahl(self.wert, 2 if self.wert == self.wert.quantize(CENT) else stellen)

    def _knapp(self, hoechstens: int) -> str:
        """Alle Stellen, die der Wert hat; nicht abbrechende Brüche so genau wie Anteile."""
        text = knapp(self.wert)
        zu_lang = len(text.partition(",")[2]) > max(hoechstens, _STELLEN_EINER_ZELLE)
        return zahl(self.wert, hoechstens) if zu_lang else text

"""Zahlen des Rechenwegs im Blatt: wie sie gedruckt werden, als Formel und jetzt.

Eine Tabellenkalkulation rechnet mit 15 Stellen. Anteile stehen darum mit zehn Nachkommastellen da,
und weitergerechnet wird mit der gedruckten Zahl: so geht jede Rechnung mit ihr auf.
"""

from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from sozialraum_cli.arbeitsmappe.texte import dezimalformel, tausender
from sozialraum_cli.rechenweg.zahlwort import Form, Rechengroesse
from sozialraum_cli.runden import HUNDERT, kaufmaennisch
from sozialraum_cli.zahlen import knapp, zahl

_ANTEIL, _GROSSER_ANTEIL, _ZWISCHENBETRAG = 10, 4, 4
_AB_WANN_GROSS = 1000
# Ein Ergebnis in diesen Formen ist, was beim Nachtippen herauskommt.
VERKETTET = frozenset({Form.ANTEIL, Form.ZWISCHENBETRAG, Form.UNGERUNDET})
_STELLEN = {Form.GENAU: 10, Form.ZWISCHENBETRAG: 4, Form.KENNBETRAG: 4, Form.STUNDEN: 4}
_NULL, _GENAU = Decimal(0), Decimal("1e-10")


class Blattzahl(NamedTuple):
    """Eine gedruckte Zahl, auf die gedruckten Stellen gerundet."""

    wert: Decimal
    form: Form

    @property
    def zellwert(self) -> Decimal:
        """Was in der Zelle steht: Prozente als Anteil."""
        return self.wert / HUNDERT if self.form is Form.PROZENT else self.wert

    def text(self) -> str:
        """Wie die Zahl jetzt dasteht."""
        wert = self.wert
        match self.form:
            case Form.GENAU:
                return knapp(wert)
            case Form.PROZENT:
                return f"{knapp(wert)} %"
            case Form.ANTEIL:
                return zahl(wert, _GROSSER_ANTEIL if abs(wert) >= _AB_WANN_GROSS else _ANTEIL)
            case Form.STUNDEN:
                return zahl(wert, 4)
            case Form.ZWEI:
                return zahl(wert)
            case Form.GELD | Form.UNGERUNDET | Form.ZWISCHENBETRAG | Form.KENNBETRAG:
                if wert == wert.to_integral_value():
                    return zahl(wert, 0)
                return zahl(wert, 2 if wert == kaufmaennisch(wert) else _ZWISCHENBETRAG)


def blattzahl(groesse: Rechengroesse | None, form: Form) -> Blattzahl:
    """Eine Zahl, wie sie dasteht; groesse None heißt: jetzt gibt es sie nicht."""
    wert = _NULL if groesse is None else groesse.wert
    if form is Form.PROZENT:
        return Blattzahl(kaufmaennisch(wert, _GENAU), form)
    return Blattzahl(_gerundet(wert, form), form)


def getippte_zahl(zahl: Blattzahl, ergebnis: Fraction) -> Blattzahl:
    """Dieselbe Zahl mit dem, was beim Nachtippen herauskommt."""
    genau = Decimal(ergebnis.numerator) / ergebnis.denominator
    return zahl._replace(wert=_gerundet(genau, zahl.form))


def zahlformel(formel: str, form: Form) -> str:
    """Formel für die Zahl, die dasteht, aus der ungerundeten."""
    return f"ROUND({formel},12)" if form is Form.PROZENT else gerundet(formel, form)


def textformel(zelle: str, form: Form) -> str:
    """Formel für denselben Text wie `Blattzahl.text`, aus der Zelle mit der Zahl."""
    match form:
        case Form.GENAU:
            return _knapp(zelle)
        case Form.PROZENT:
            prozente = _knapp(f"ROUND({zelle}*100,10)")
            return f'{prozente}&" %"'
        case Form.ANTEIL:
            klein, gross = (_dezimal(zelle, s) for s in (_ANTEIL, _GROSSER_ANTEIL))
            return f"IF(ABS({zelle})<{_AB_WANN_GROSS},{klein},{gross})"
        case Form.STUNDEN:
            return _dezimal(zelle, 4)
        case Form.ZWEI:
            return _dezimal(zelle, 2)
        case Form.GELD | Form.UNGERUNDET | Form.ZWISCHENBETRAG | Form.KENNBETRAG:
            bruchteile = _dezimal(zelle, _ZWISCHENBETRAG)
            cent = f"IF({zelle}=ROUND({zelle},2),{_dezimal(zelle, 2)},{bruchteile})"
            return f"IF({zelle}=ROUND({zelle},0),{_dezimal(zelle, 0)},{cent})"


def gerundet(formel: str, form: Form) -> str:
    """Formel, auf die gedruckten Stellen gerundet."""
    if form is Form.ANTEIL:
        return f"ROUND({formel},IF(ABS({formel})<{_AB_WANN_GROSS},{_ANTEIL},{_GROSSER_ANTEIL}))"
    return f"ROUND({formel},{_STELLEN.get(form, 2)})"


def _gerundet(wert: Decimal, form: Form) -> Decimal:
    stellen = _STELLEN.get(form, 2)
    if form is Form.ANTEIL:
        stellen = _GROSSER_ANTEIL if abs(wert) >= _AB_WANN_GROSS else _ANTEIL
    return kaufmaennisch(wert, Decimal(1).scaleb(-stellen))


def _dezimal(zelle: str, stellen: int) -> str:
    return dezimalformel(zelle, _NULL, stellen).formel


def _knapp(zelle: str) -> str:
    """So viele Nachkommastellen, wie die Zahl hat, höchstens zehn."""
    betrag = f"ABS({zelle})"
    text, ganze = f'{betrag}&""', f"INT({betrag})"
    stelle = 'MID(1/2&"",2,1)'
    nachkomma = f'","&MID({text},FIND({stelle},{text})+1,20)'
    kurz = f'IF({zelle}<0,"-","")&{tausender(ganze)}&IF(INT({betrag})={betrag},"",{nachkomma})'
    return f'IF(ISNUMBER(FIND("E",{text})),{_dezimal(zelle, 10)},{kurz})'

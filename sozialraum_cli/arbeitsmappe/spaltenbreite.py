"""Wie breit eine Spalte sein muss, damit keine Zahl zu #### wird."""

import re
from collections.abc import Iterable
from decimal import Decimal

# Breiten der Calibri fett, in Schriftgrößen; alle Ziffern sind gleich breit.
_ZIFFER, _PUNKT, _KOMMA, _VORZEICHEN = 0.507, 0.267, 0.258, 0.498
_ANHAENGSEL = {"€": 0.507 + 0.226, "%": 0.729}
# Eine Einheit der Spaltenbreite ist eine Ziffer der Calibri 11 (7 Pixel), dazu 5 Pixel Rand.
_PUNKTE_JE_EINHEIT, _RAND = 5.25, 3.75
# Ab hier steht statt der Zahl „ohne“, oder sie wäre kein Betrag mehr.
_KEIN_BETRAG = Decimal("1E12")
_STELLEN = re.compile(r"0\.([0#]+)")


def zahlenbreite(
    werte: Iterable[Decimal | int | str | None], zahlenformat: str, groesse: float = 10
) -> float:
    """Die Breite für alle Zahlen unter den Werten in fetter Schrift, mit einer Stelle Reserve.

    Eingang: Werte der Spalte samt Summe (Texte zählen nicht), Zahlenformat, Schriftgröße in Punkt.
    Ergebnis: Zeichenbreite für die Spalte, 0 ohne Zahlen.
    """
    werte = list(werte)
    betraege = [abs(Decimal(wert)) for wert in werte if isinstance(wert, (Decimal, int))]
    betraege = [betrag for betrag in betraege if betrag < _KEIN_BETRAG]
    if not betraege:
        return 0
    groesste = max(betraege)
    if "%" in zahlenformat and '"%"' not in zahlenformat:
        groesste *= 100
    stellen = _STELLEN.search(zahlenformat)
    ganze = len(str(int(groesste))) + 1
    breite = ganze * _ZIFFER
    if zahlenformat.startswith("+") or any(isinstance(w, Decimal) and w < 0 for w in werte):
        breite += _VORZEICHEN
    if "#,##" in zahlenformat:
        breite += (ganze - 1) // 3 * _PUNKT
    if stellen:
        breite += _KOMMA + len(stellen[1]) * _ZIFFER
    breite += sum(zusatz for zeichen, zusatz in _ANHAENGSEL.items() if zeichen in zahlenformat)
    return round((breite * groesse + _RAND) / _PUNKTE_JE_EINHEIT + 0.05, 1)


def zahlenformat(werte: Iterable[Decimal | int | str | None]) -> str:
    """Ein Format mit so vielen Nachkommastellen, wie die Zahlen haben, höchstens sechs.

    Ein Format mit freiwilligen Stellen zeigte in Excel bei ganzen Zahlen ein Komma ohne Ziffern.
    """
    zahlen = [Decimal(wert) for wert in werte if isinstance(wert, (Decimal, int))]
    stellen = max((_nachkommastellen(zahl) for zahl in zahlen), default=0)
    return "#,##0" + ("." + "0" * min(stellen, 6) if stellen else "")


def _nachkommastellen(zahl: Decimal) -> int:
    exponent = zahl.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0

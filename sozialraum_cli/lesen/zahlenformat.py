"""Zahlenformate: ob eine Zelle einen Prozentwert oder ein Datum zeigt."""

import re
from datetime import datetime, timedelta
from enum import Enum


class Zahlenformat(Enum):
    """Wie die Tabellenkalkulation eine Zahl deutet."""

    ZAHL = "zahl"
    PROZENT = "prozent"
    DATUM = "datum"


# Nummern, die Excel ohne Formattext vergibt (ECMA-376, 18.8.30).
_EINGEBAUT: dict[int, Zahlenformat] = {9: Zahlenformat.PROZENT, 10: Zahlenformat.PROZENT} | {
    nummer: Zahlenformat.DATUM
    for bereich in (range(14, 23), range(27, 37), range(45, 48), range(50, 59))
    for nummer in bereich
}
_DAUER = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
# „Text“ in Anführungszeichen, maskierte Zeichen, Füllzeichen, [Farbe] und [$€-407].
_BEIWERK = re.compile(r'"[^"]*"?|[\\_*].?|\[[^\]]*\]?|general|standard', re.IGNORECASE | re.DOTALL)
_DATUMSZEICHEN = re.compile(r"[dmyhs]", re.IGNORECASE)

ANFANG_DER_ZEIT = datetime.fromisoformat("1899-12-31")
_ANFANG_1904 = datetime.fromisoformat("1904-01-01")
_NACH_DEM_29_FEBRUAR = 60
_LETZTER_TAG = 2_958_465
_SEKUNDEN_JE_TAG = 86_400


def format_deuten(nummer: int, formattext: str | None) -> Zahlenformat:
    """Die Art eines Zahlenformats aus seiner Nummer und, wenn es einen hat, seinem Text."""
    if formattext is None:
        return _EINGEBAUT.get(nummer, Zahlenformat.ZAHL)
    kern = _BEIWERK.sub("", formattext)
    if "%" in kern:
        return Zahlenformat.PROZENT
    if _DAUER.search(formattext) or _DATUMSZEICHEN.search(kern):
        return Zahlenformat.DATUM
    return Zahlenformat.ZAHL


def datum_aus_tagen(tage: float, *, ab_1904: bool) -> datetime | None:
    """Das Datum einer Tageszahl, auf Sekunden; None, wenn sie kein Datum ist.

    Tag 1 ist der 1.1.1900 oder, mit ab_1904, der 2.1.1904. Excel zählt den 29.2.1900 mit, den
    es nicht gab; darum liegt der Anfang für spätere Tage einen Tag früher.
    """
    if not 0 <= tage <= _LETZTER_TAG:
        return None
    if ab_1904:
        anfang = _ANFANG_1904
    else:
        anfang = ANFANG_DER_ZEIT if tage < _NACH_DEM_29_FEBRUAR else ANFANG_DER_ZEIT - timedelta(1)
    ganz = int(tage)
    try:
        return anfang + timedelta(ganz, round((tage - ganz) * _SEKUNDEN_JE_TAG))
    except OverflowError:
        return None


def zeitpunkt(text: str) -> datetime | None:
    """Ein Zeitpunkt nach ISO 8601, mit Zeitzone in UTC umgerechnet; None, wenn es keiner ist."""
    try:
        wert = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    versatz = wert.utcoffset()
    try:
        return wert.replace(tzinfo=None) - versatz if versatz else wert.replace(tzinfo=None)
    except OverflowError:
        return None

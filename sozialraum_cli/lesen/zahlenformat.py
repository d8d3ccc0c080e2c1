"""Zahlenformate: ob eine Zelle einen Prozentwert, ein Datum oder eine Dauer zeigt."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from enum import Enum
from operator import eq, ge, gt, le, lt, ne
from typing import NamedTuple

from sozialraum_cli.muster import muster


class Zahlenformat(Enum):
    """Wie die Tabellenkalkulation eine Zahl deutet."""

    ZAHL = "zahl"
    PROZENT = "prozent"
    DATUM = "datum"
    UHRZEIT = "uhrzeit"
    DAUER = "dauer"


class Bedingung(NamedTuple):
    """Wann ein Abschnitt eines Formats gilt: [<1]."""

    vergleich: Callable[[Decimal, Decimal], bool]
    grenze: Decimal

    def gilt(self, wert: Decimal) -> bool:
        """Ob der Wert sie erfüllt."""
        return self.vergleich(wert, self.grenze)


class Formatwahl(NamedTuple):
    """Ein Format, das je nach Zahl anders deutet: der erste Fall, der zutrifft, sonst der Rest."""

    faelle: tuple[tuple[Bedingung, Zahlenformat], ...]
    sonst: Zahlenformat

    def fuer(self, wert: Decimal) -> Zahlenformat:
        """Wie diese Zahl gedeutet wird."""
        return next((art for wann, art in self.faelle if wann.gilt(wert)), self.sonst)


Zellformat = Zahlenformat | Formatwahl

VERGLEICHE: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "<": lt,
    "<=": le,
    ">": gt,
    ">=": ge,
    "=": eq,
    "<>": ne,
    "!=": ne,
}

# Nummern, die Excel ohne Formattext vergibt (ECMA-376, 18.8.30).
_EINGEBAUT: dict[int, Zahlenformat] = (
    {9: Zahlenformat.PROZENT, 10: Zahlenformat.PROZENT, 46: Zahlenformat.DAUER}
    | {
        nummer: Zahlenformat.DATUM
        for bereich in (range(14, 18), range(22, 23), range(27, 32), range(36, 37), range(50, 59))
        for nummer in bereich
    }
    | dict.fromkeys((*range(18, 22), *range(32, 36), 45, 47), Zahlenformat.UHRZEIT)
)
_ABSCHNITT = re.compile(r'(?:"[^"]*"?|\\.|\[[^\]]*\]?|[^;"\\\[])*', re.DOTALL)
_ZAHLENABSCHNITTE = 3
_BEDINGUNG = muster(r"\[\s*(<=|>=|<>|<|>|=)\s*(-?[0-9]+(?:\.[0-9]+)?)\s*\]")
_DAUER = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
# „Text“ in Anführungszeichen, maskierte Zeichen, Füllzeichen, [Farbe] und [$€-407].
_BEIWERK = re.compile(r'"[^"]*"?|[\\_*].?|\[[^\]]*\]?|general|standard|am/pm|a/p', re.I | re.S)
_DATUMSZEICHEN = re.compile(r"[dy]", re.IGNORECASE)
_UHRZEITZEICHEN = re.compile(r"[hs]", re.IGNORECASE)
_MONATSZEICHEN = re.compile(r"m", re.IGNORECASE)

ANFANG_DER_ZEIT = datetime.fromisoformat("1899-12-31")
_ANFANG_1904 = datetime.fromisoformat("1904-01-01")
_NACH_DEM_29_FEBRUAR = 60
_LETZTER_TAG = 2_958_465
_SEKUNDEN_JE_TAG = 86_400


def format_deuten(nummer: int, formattext: str | None) -> Zellformat:
    """Die Art eines Zahlenformats aus seiner Nummer und, wenn es einen hat, seinem Text.

    Ein Format hat bis zu drei Abschnitte für Zahlen, jeder mit eigener Bedingung oder für
    positive, negative und null; „0" %";-0%“ zeigt 70 als 70 %, aber -0,7 als -70 %.
    """
    if formattext is None:
        return _EINGEBAUT.get(nummer, Zahlenformat.ZAHL)
    abschnitte = [a for a in _abschnitte(formattext) if "@" not in _BEIWERK.sub("", a)]
    abschnitte = abschnitte[:_ZAHLENABSCHNITTE]
    arten = [_abschnitt_deuten(abschnitt) for abschnitt in abschnitte]
    if len(set(arten)) <= 1:
        return arten[0] if arten else Zahlenformat.ZAHL
    bedingungen = [_bedingung(abschnitt) for abschnitt in abschnitte]
    if any(bedingungen):
        # Ohne eigene Bedingung ist der zweite von dreien für negative Zahlen.
        if len(abschnitte) == _ZAHLENABSCHNITTE and bedingungen[1] is None:
            bedingungen[1] = Bedingung(lt, Decimal(0))
    else:
        bedingungen = [Bedingung(ge, Decimal(0)), None]
        if len(abschnitte) == _ZAHLENABSCHNITTE:
            bedingungen = [Bedingung(gt, Decimal(0)), Bedingung(lt, Decimal(0)), None]
    faelle = tuple(
        (wann, art) for wann, art in zip(bedingungen, arten, strict=True) if wann is not None
    )
    return Formatwahl(faelle, arten[-1])


def _abschnitte(formattext: str) -> list[str]:
    abschnitte: list[str] = []
    stelle = 0
    while stelle <= len(formattext):
        treffer = _ABSCHNITT.match(formattext, stelle)
        ende = stelle if treffer is None else treffer.end()
        abschnitte.append(formattext[stelle:ende])
        stelle = ende + 1
    return abschnitte


def _abschnitt_deuten(abschnitt: str) -> Zahlenformat:
    kern = _BEIWERK.sub("", abschnitt)
    if "%" in kern:
        return Zahlenformat.PROZENT
    if _DAUER.search(abschnitt):
        return Zahlenformat.DAUER
    if _DATUMSZEICHEN.search(kern):
        return Zahlenformat.DATUM
    if _UHRZEITZEICHEN.search(kern):
        return Zahlenformat.UHRZEIT
    return Zahlenformat.DATUM if _MONATSZEICHEN.search(kern) else Zahlenformat.ZAHL


def _bedingung(abschnitt: str) -> Bedingung | None:
    treffer = _BEDINGUNG().search(abschnitt)
    return None if treffer is None else Bedingung(VERGLEICHE[treffer[1]], Decimal(treffer[2]))


def zahl_deuten(
    tage: Decimal, format_: Zahlenformat | None, *, ab_1904: bool = False
) -> Decimal | datetime | timedelta:
    """Die Zahl als Datum oder Dauer, wenn das Format eine zeigt und sie eine sein kann.

    Eine Uhrzeit ist die Dauer seit Mitternacht; ab einem Tag zeigt das Format nicht, was
    gespeichert ist, dann bleibt es ein Zeitpunkt.
    """
    if format_ is Zahlenformat.ZAHL or format_ is Zahlenformat.PROZENT or format_ is None:
        return tage
    zeigt_dauer = format_ is Zahlenformat.DAUER or (format_ is Zahlenformat.UHRZEIT and tage < 1)
    if zeigt_dauer and 0 <= tage <= _LETZTER_TAG:
        return timedelta(seconds=int((tage * _SEKUNDEN_JE_TAG).to_integral_value()))
    if format_ is Zahlenformat.DAUER:
        return tage
    return datum_aus_tagen(float(tage), ab_1904=ab_1904) or tage


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

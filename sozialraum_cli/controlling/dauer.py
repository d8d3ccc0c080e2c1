"""Wie lange ein Termin dauerte: Minuten, Stunden oder hh:mm werden zu Sekunden."""

import re
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from sozialraum_cli.eingabe.unlesbar import Unlesbar
from sozialraum_cli.eingabe.zahl import Einheit, zahl_lesen
from sozialraum_cli.lesen.zahlenformat import ANFANG_DER_ZEIT
from sozialraum_cli.lesen.zelle import Zellwert

MINUTE = 60
STUNDE = 3600
TAG = 86_400


class Dauereinheit(StrEnum):
    """Was eine Zahl in der Spalte der Dauer bedeutet."""

    MINUTEN = "min"
    STUNDEN = "h"
    UHR = "hh:mm"


class Dauermangel(StrEnum):
    """Warum eine Zelle keine Dauer ist."""

    FEHLT = "fehlt"
    UNLESBAR = "unlesbar"
    OHNE_EINHEIT = "ohne Einheit"


_NACH_DEM_29_FEBRUAR = datetime.fromisoformat("1900-03-01")
_ECHTES_DATUM = 1950
_UHR = re.compile(r"([-−–]?) ?([0-9]{1,5}):([0-5][0-9])(?::([0-5][0-9]))?(?: ?h)?")
_MIT_MINUTEN = re.compile(r"(.+?) ?(?:min\.?|minuten?)", re.IGNORECASE)


def dauer_lesen(wert: Zellwert | None, einheit: Dauereinheit | None) -> Decimal | Dauermangel:
    """Die Dauer einer Zelle in Sekunden, auch negativ.

    Eingang: Zellwert, None heißt leer; die Einheit der Spalte, None heißt: nicht angegeben.
    „1:30“, „90 min“ und „1,5 h“ nennen ihre Einheit selbst; widerspricht sie der Spalte, ist die
    Dauer nicht lesbar.
    """
    if wert is None or (isinstance(wert, str) and not wert.strip()):
        return Dauermangel.FEHLT
    if isinstance(wert, timedelta):
        return Decimal(wert.days * TAG + wert.seconds)
    if isinstance(wert, datetime):
        return _aus_zeitpunkt(wert)
    if isinstance(wert, str):
        if treffer := _UHR.fullmatch(wert.strip()):
            return _aus_uhr(treffer) if einheit in {None, Dauereinheit.UHR} else _UNLESBAR
        if treffer := _MIT_MINUTEN.fullmatch(wert.strip()):
            return _in_sekunden(treffer[1], {None, Dauereinheit.MINUTEN}, einheit, MINUTE)
    zahl = zahl_lesen(wert, statistik=False)
    if isinstance(zahl, Unlesbar) or zahl.einheit not in {Einheit.OHNE, Einheit.STUNDEN}:
        return _UNLESBAR
    if zahl.einheit is Einheit.STUNDEN:
        return zahl.wert * STUNDE if einheit in {None, Dauereinheit.STUNDEN} else _UNLESBAR
    if einheit is None:
        return Dauermangel.OHNE_EINHEIT
    if einheit is Dauereinheit.UHR:
        # Eine Zahl ohne Uhrzeitformat: in Mappen der Bruchteil eines Tages, in Text mehrdeutig.
        return zahl.wert * TAG if isinstance(wert, Decimal) else _UNLESBAR
    return zahl.wert * (MINUTE if einheit is Dauereinheit.MINUTEN else STUNDE)


_UNLESBAR = Dauermangel.UNLESBAR


def _aus_zeitpunkt(wert: datetime) -> Decimal | Dauermangel:
    """25:00 im Format h:mm speichert die Tabellenkalkulation als Zeitpunkt am Tag eins."""
    dauer = wert - ANFANG_DER_ZEIT
    if wert >= _NACH_DEM_29_FEBRUAR:
        dauer += timedelta(1)  # sie zählt den 29.2.1900 mit, den es nicht gab
    return Decimal(dauer.days * TAG + dauer.seconds) if wert.year < _ECHTES_DATUM else _UNLESBAR


def _aus_uhr(treffer: re.Match[str]) -> Decimal:
    stunden, minuten, sekunden = (int(treffer[nummer] or 0) for nummer in (2, 3, 4))
    dauer = Decimal(stunden * STUNDE + minuten * MINUTE + sekunden)
    return -dauer if treffer[1] else dauer


def _in_sekunden(
    text: str, passend: set[Dauereinheit | None], einheit: Dauereinheit | None, faktor: int
) -> Decimal | Dauermangel:
    zahl = zahl_lesen(text, statistik=False)
    if isinstance(zahl, Unlesbar) or zahl.einheit is not Einheit.OHNE or einheit not in passend:
        return _UNLESBAR
    return zahl.wert * faktor

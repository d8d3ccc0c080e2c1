"""Tag und Uhrzeit eines Termins."""

import re
from datetime import date, datetime, time, timedelta

from sozialraum_cli.lesen.zahlenformat import zeitpunkt
from sozialraum_cli.lesen.zelle import Zellwert

_DEUTSCH = re.compile(
    r"(?:[A-Za-z]{2,10}[.,]* )?([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4}|[0-9]{2})(?:[, T].*)?"
)
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[ T].*)?")
_UHRZEIT = re.compile(r"(?:.*[ T])?([0-9]{1,2})[:.]([0-9]{2})(?:[:.]([0-9]{2}))?(?: ?Uhr)?")
_JAHRHUNDERT = 2000
_ZWEISTELLIG = 100
_NUR_UHRZEIT = 1900  # so speichert die Tabellenkalkulation eine Uhrzeit ohne Tag


def tag_lesen(wert: Zellwert | None) -> date | None:
    """Der Tag eines Zellwerts: 10.01.2012, 10.1.12 oder 2012-01-10, auch mit Uhrzeit dahinter.

    Ergebnis: None, wenn es keiner ist; „01/02/2012“ kann zweierlei heißen und gilt nicht.
    """
    if isinstance(wert, datetime):
        return wert.date()
    if not isinstance(wert, str):
        return None
    text = " ".join(wert.split())
    if treffer := _DEUTSCH.fullmatch(text):
        tag, monat, jahr = (int(teil) for teil in treffer.groups())
    elif treffer := _ISO.fullmatch(text):
        jahr, monat, tag = (int(teil) for teil in treffer.groups())
    else:
        return None
    if jahr < _ZWEISTELLIG:
        jahr += _JAHRHUNDERT
    try:
        return date(jahr, monat, tag)
    except ValueError:
        return None


def uhrzeit_lesen(wert: Zellwert | None, tag: date | None) -> datetime | None:
    """Der Zeitpunkt eines Zellwerts, der nur eine Uhrzeit oder auch einen Tag nennt.

    Eingang: der Tag des Termins, wenn die Zelle keinen nennt. Ergebnis: None, wenn es keiner ist.
    """
    if isinstance(wert, timedelta):
        return datetime.combine(tag or date.min, time()) + wert
    if isinstance(wert, datetime):
        eigener = wert.date() if wert.year > _NUR_UHRZEIT else tag
        return datetime.combine(eigener or wert.date(), wert.time())
    if not isinstance(wert, str):
        return None
    if genau := zeitpunkt(wert):
        return genau if len(wert.strip()) > len("2012-01-10") else None
    treffer = _UHRZEIT.fullmatch(" ".join(wert.split()))
    eigener = tag_lesen(wert) or tag or date.min
    if treffer is None:
        return None
    try:
        stunde, minute, sekunde = (int(teil or 0) for teil in treffer.groups())
        return datetime.combine(eigener, time(stunde, minute, sekunde))
    except ValueError:
        return None

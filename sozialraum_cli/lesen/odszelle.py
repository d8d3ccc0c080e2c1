"""Eine Zelle einer OpenDocument-Tabelle: vom Attribut zum Wert, vom Stil zur Deutung."""

import re
from datetime import timedelta
from decimal import Decimal

from sozialraum_cli.lesen.odsnamen import CALCEXT, OFFICE
from sozialraum_cli.lesen.xmlwerte import zahl_aus_text
from sozialraum_cli.lesen.zahlenformat import (
    Formatwahl,
    Zahlenformat,
    Zellformat,
    zahl_deuten,
    zeitpunkt,
)
from sozialraum_cli.lesen.zelle import Fehlerwert, FormelOhneWert, Zelle, Zellwert

_ZAHLENARTEN = ("float", "percentage", "currency")
_WERTATTRIBUT = {"boolean": "boolean-value", "date": "date-value", "time": "time-value"}
_WAHRHEITSWERTE = {"TRUE": True, "WAHR": True, "FALSE": False, "FALSCH": False}
_FEHLERTEXT = re.compile("#(?:[A-ZÄÖÜ0-9/]+[!?]|N/A|NV)|(?:Err|Fehler):[0-9]{3}")
_DAUER = re.compile("PT?(?:([0-9]{1,6})H)?(?:([0-9]{1,6})M)?(?:([0-9]{1,6})(?:[.,][0-9]{1,20})?S)?")


class Wertschaden(ValueError):
    """Der Wert einer Zelle passt nicht zu der Art, die sie nennt."""


def zellwert(angaben: dict[str, str], absaetze: list[str], *, ist_formel: bool) -> Zellwert | None:
    """Der Wert einer Zelle aus ihren Attributen und ihrem Text; None: sie ist leer.

    Eingang: absaetze sind die Textzeilen der Zelle, leer, wenn sie keinen Text hat.
    Fehler: Wertschaden, wenn das Attribut für ihre Art unlesbar ist.
    """
    text = "\n".join(absaetze)
    art = angaben.get(f"{OFFICE}value-type") or angaben.get(f"{CALCEXT}value-type")
    if angaben.get(f"{CALCEXT}value-type") == "error":
        return Fehlerwert(text or "#FEHLER!")
    if ist_formel and _FEHLERTEXT.fullmatch(text):
        return Fehlerwert(text)
    if art == "string":
        return angaben.get(f"{OFFICE}string-value", text)
    roh = None if art is None else angaben.get(f"{OFFICE}{_WERTATTRIBUT.get(art, 'value')}")
    if art is None or roh is None:
        # Manche Programme schreiben nur den Text; LibreOffice so das Ergebnis "".
        return FormelOhneWert() if ist_formel and not absaetze else text or None
    wert: Zellwert | None
    if art in _ZAHLENARTEN:
        if ist_formel and text in _WAHRHEITSWERTE:
            return _WAHRHEITSWERTE[text]
        wert = zahl_aus_text(roh)
    elif art == "boolean":
        wert = roh == "true"
    elif art == "date":
        wert = zeitpunkt(roh)
    else:
        wert = _dauer(roh) if art == "time" else None
    if wert is None:
        raise Wertschaden(f"Der Inhalt der Zelle ist beschädigt ({text[:20]!a}).")
    return wert


def _dauer(text: str) -> timedelta | None:
    treffer = _DAUER.fullmatch(text)
    if treffer is None:
        return None
    stunden, minuten, sekunden = (int(teil or 0) for teil in treffer.groups())
    return timedelta(hours=stunden, minutes=minuten, seconds=sekunden)


def zelle_deuten(
    wert: Zellwert,
    format_: Zellformat | None,
    *,
    prozentwert: bool,
    stile_lesbar: bool,
    formel: str | None,
) -> Zelle:
    """Die Zelle, wie ihr Stil sie zeigt; manche Programme schreiben Prozente als bloße Zahl.

    Eingang: das Format ihres Stils (None: er nennt keines); prozentwert: sie nennt sich selbst
    Prozent; stile_lesbar: ob ein Stil ohne Format wirklich keines hat.
    """
    if isinstance(wert, timedelta):
        art = Zahlenformat.UHRZEIT if format_ is Zahlenformat.UHRZEIT else Zahlenformat.DAUER
        return Zelle(zahl_deuten(Decimal(wert.total_seconds()) / 86_400, art), formel=formel)
    if not isinstance(wert, Decimal):
        return Zelle(wert, formel=formel)
    if isinstance(format_, Formatwahl):
        prozentwert, format_ = False, format_.fuer(wert)
    if prozentwert or format_ is Zahlenformat.PROZENT:
        return Zelle(wert, prozent=True, formel=formel)
    unbekannt = format_ is None and not stile_lesbar
    return Zelle(zahl_deuten(wert, format_), formel=formel, format_unbekannt=unbekannt)

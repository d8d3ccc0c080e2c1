"""Aus einer Zeile wird ein Termin: Tag, Dauer, Betrag und was daran auffällt."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from sozialraum_cli.controlling.dauer import (
    TAG,
    Dauereinheit,
    Dauermangel,
    dauer_lesen,
)
from sozialraum_cli.controlling.felder import Feld
from sozialraum_cli.controlling.maengel import Mangel
from sozialraum_cli.controlling.quelle import Quellzeile
from sozialraum_cli.controlling.spalten import Spaltenplan
from sozialraum_cli.controlling.zeitpunkt import tag_lesen, uhrzeit_lesen
from sozialraum_cli.eingabe.unlesbar import Unlesbar
from sozialraum_cli.eingabe.zahl import Einheit, zahl_lesen
from sozialraum_cli.eingabe.zelltext import text_lesen
from sozialraum_cli.lesen.zelle import Zellwert

# Termine wiederholen sich: dieselben Tage und Dauern werden nicht tausendmal gelesen.
_GEMERKT = 16_384


@dataclass(frozen=True, slots=True)
class Termin:
    """Eine Zeile einer Quelle; sekunden 0, wenn sie keine lesbare Dauer hat.

    hindernis: warum sie nicht zählt; hinweise: was sonst auffällt. fall ist bei gleichen Fällen
    gleich, kennung bei Terminen, die sich nur in Ort und Leistung unterscheiden können; beide
    verraten den Inhalt nicht.
    """

    sozialraum: str
    leistung: str
    tag: date | None
    sekunden: Decimal
    betrag: Decimal | None
    fall: int | None
    teilnehmende: int | None
    begruendung: str
    kennung: int
    hindernis: Mangel | None
    hinweise: tuple[Mangel, ...]


def termin_lesen(zeile: Quellzeile, plan: Spaltenplan) -> Termin | None:
    """Der Termin einer Zeile; None, wenn alle gelesenen Felder leer sind."""
    werte = zeile.werte
    felder = {
        feld: werte[spalte]
        for feld, spalte in plan.spalten.items()
        if spalte < len(werte) and werte[spalte] is not None
    }
    if not felder:
        return None
    tag = _tag(felder.get(Feld.DATUM))
    sekunden, dauermangel = _dauer(felder, plan, tag)
    betrag, betragsmangel = _betrag(felder.get(Feld.BETRAG))
    teilnehmende, personenmangel = _teilnehmende(felder.get(Feld.TEILNEHMENDE))
    if dauermangel is Mangel.DAUER_FEHLT and (betrag is not None or Feld.DAUER not in plan.spalten):
        dauermangel = None  # eine Kostenzeile
    hindernis = dauermangel if dauermangel in _ZAEHLT_NICHT else None
    hindernis = hindernis or _hindernis(felder, plan, tag, sekunden)
    fall = felder.get(Feld.FALL)
    return Termin(
        _text(felder.get(Feld.SOZIALRAUM)),
        _text(felder.get(Feld.LEISTUNG)),
        tag,
        sekunden,
        betrag,
        None if fall is None else hash(_text(fall)),
        teilnehmende,
        _text(felder.get(Feld.BEGRUENDUNG)),
        hash((tag, sekunden, betrag, *(felder.get(feld) for feld in _UNTERSCHEIDEND))),
        hindernis,
        tuple(
            mangel
            for mangel in (dauermangel, betragsmangel, personenmangel)
            if mangel is not None and mangel is not hindernis
        ),
    )


_UNTERSCHEIDEND = (Feld.BEGINN, Feld.ENDE, Feld.ART, Feld.FALL, Feld.TEILNEHMENDE)
_ZAEHLT_NICHT = {Mangel.ENDE_VOR_BEGINN}


def _hindernis(
    felder: dict[Feld, Zellwert | None], plan: Spaltenplan, tag: date | None, sekunden: Decimal
) -> Mangel | None:
    if sekunden < 0:
        return Mangel.NEGATIV
    if Feld.DATUM not in plan.spalten:
        return None
    if tag is None:
        return Mangel.DATUM_UNLESBAR if Feld.DATUM in felder else Mangel.DATUM_FEHLT
    return Mangel.UEBER_EIN_TAG if sekunden > TAG else None


def _dauer(
    felder: dict[Feld, Zellwert | None], plan: Spaltenplan, tag: date | None
) -> tuple[Decimal, Mangel | None]:
    """Die Dauer in Sekunden; ohne Spalte dafür vom Beginn bis zum Ende."""
    beginn = uhrzeit_lesen(felder.get(Feld.BEGINN), tag)
    ende = uhrzeit_lesen(felder.get(Feld.ENDE), tag)
    spanne = None if beginn is None or ende is None else ende - beginn
    mangel = Mangel.ENDE_VOR_BEGINN if spanne is not None and spanne.total_seconds() < 0 else None
    if Feld.DAUER in plan.spalten:
        dauer = _gelesene_dauer(felder.get(Feld.DAUER), plan.einheit)
        if isinstance(dauer, Decimal):
            return dauer, mangel
        fehlt = dauer is Dauermangel.FEHLT
        return Decimal(0), mangel or (Mangel.DAUER_FEHLT if fehlt else Mangel.DAUER_UNLESBAR)
    if spanne is not None:
        return Decimal(int(spanne.total_seconds())), mangel
    unlesbar = Feld.BEGINN in felder and Feld.ENDE in felder
    return Decimal(0), Mangel.DAUER_UNLESBAR if unlesbar else Mangel.DAUER_FEHLT


def _gelesene_dauer(wert: Zellwert | None, einheit: Dauereinheit | None) -> Decimal | Dauermangel:
    if isinstance(wert, str):
        return _dauer_aus_text(wert, einheit)
    return dauer_lesen(wert, einheit)


@lru_cache(_GEMERKT)
def _dauer_aus_text(wert: str, einheit: Dauereinheit | None) -> Decimal | Dauermangel:
    return dauer_lesen(wert, einheit)


def _tag(wert: Zellwert | None) -> date | None:
    return _tag_aus_text(wert) if isinstance(wert, str) else tag_lesen(wert)


@lru_cache(_GEMERKT)
def _tag_aus_text(wert: str) -> date | None:
    return tag_lesen(wert)


def _betrag(wert: Zellwert | None) -> tuple[Decimal | None, Mangel | None]:
    if wert is None or (isinstance(wert, str) and not wert.strip()):
        return None, None
    zahl = zahl_lesen(wert, statistik=False)
    if isinstance(zahl, Unlesbar) or zahl.einheit not in {Einheit.OHNE, Einheit.EURO}:
        return None, Mangel.BETRAG_UNLESBAR
    return zahl.wert, Mangel.BETRAG_NEGATIV if zahl.wert < 0 else None


def _teilnehmende(wert: Zellwert | None) -> tuple[int | None, Mangel | None]:
    if wert is None or (isinstance(wert, str) and not wert.strip()):
        return None, None
    zahl = zahl_lesen(wert, statistik=False)
    if isinstance(zahl, Unlesbar) or zahl.wert < 0 or zahl.wert % 1:
        return None, Mangel.TEILNEHMENDE_UNLESBAR
    return int(zahl.wert), None


def _text(wert: Zellwert | None) -> str:
    if wert is None:
        return ""
    text = text_lesen(wert)
    return "" if isinstance(text, Unlesbar) else text

"""Zu jedem Befund seine Wirkung in Euro: auch wenn Werte fehlen, ohne die nicht zu rechnen ist."""

import re
from collections.abc import Sequence
from decimal import Decimal

from sozialraum_cli.befehle.eingabelauf import gepruefte_eingabe
from sozialraum_cli.befund import Befund, Datenfehler, Stufe
from sozialraum_cli.entscheiden.befundwirkung import (
    Befundwirkung,
    mit_mittlerem_wert,
    mit_spaltenwert,
    mittlerer,
    nach_wirkung,
    stelle_des_werts,
    zwischen_den_raendern,
)
from sozialraum_cli.lesen.mappe import Blatt, Mappe, spaltenbuchstabe
from sozialraum_cli.lesen.zelle import Zelle
from sozialraum_cli.lesen.zellen import Zellen
from sozialraum_cli.modell import Eingabe

_ZELLE = re.compile(r"(.+)!([A-Z]{1,3})([0-9]{1,7})")


def wirkungen(mappe: Mappe, befunde: Sequence[Befund]) -> list[Befundwirkung]:
    """Die Befunde mit ihrer Wirkung, die größte zuerst; ohne Wirkung, wo keine zu berechnen ist.

    Ein fehlender oder unlesbarer Wert wird dazu durch den mittleren seiner Spalte ersetzt und
    dann zwischen dem kleinsten und dem größten der anderen Sozialräume bewegt.
    """
    luecken = {b.fundort for b in befunde if b.stufe is Stufe.FEHLER and b.fundort is not None}
    try:
        eingabe, _ = gepruefte_eingabe(_ausgefuellt(mappe, luecken))
    except Datenfehler:
        return [Befundwirkung(befund, None, None) for befund in befunde]
    return nach_wirkung(_wirkung(eingabe, befund, luecken) for befund in befunde)


def _wirkung(eingabe: Eingabe, befund: Befund, luecken: set[str]) -> Befundwirkung:
    if befund.stufe is not Stufe.FEHLER:
        return mit_mittlerem_wert(eingabe, befund)
    stelle = stelle_des_werts(eingabe, befund)
    if stelle is None:
        return Befundwirkung(befund, None, None)
    spalte, raum = stelle
    bekannt = [
        wert
        for einer, wert in zip(eingabe.sozialraeume, eingabe.spalten[spalte].werte, strict=True)
        if eingabe.fundorte.get(f"wert:{spalte}:{einer.name}") not in luecken
    ]
    return zwischen_den_raendern(
        befund, bekannt, lambda wert: mit_spaltenwert(eingabe, spalte, raum, wert)
    )


def _ausgefuellt(mappe: Mappe, luecken: set[str]) -> Mappe:
    """Die Mappe mit dem mittleren Wert der Spalte in jeder Lücke."""
    blaetter = {blatt.name: blatt for blatt in mappe.blaetter}
    for luecke in luecken:
        treffer = _ZELLE.fullmatch(luecke)
        if treffer and treffer[1] in blaetter:
            blaetter[treffer[1]] = _mit_mitte(blaetter[treffer[1]], treffer[2], int(treffer[3]))
    return mappe._replace(blaetter=tuple(blaetter[blatt.name] for blatt in mappe.blaetter))


def _mit_mitte(blatt: Blatt, buchstaben: str, zeile: int) -> Blatt:
    in_spalte = {
        ort: zelle for ort, zelle in blatt.zellen.items() if spaltenbuchstabe(ort[1]) == buchstaben
    }
    zahlen = [zelle for zelle in in_spalte.values() if isinstance(zelle.wert, Decimal)]
    if not zahlen:
        return blatt
    spalte = next(iter(in_spalte))[1]
    mitte = mittlerer([zelle.wert for zelle in zahlen if isinstance(zelle.wert, Decimal)])
    prozent = sum(zelle.prozent for zelle in zahlen) * 2 > len(zahlen)
    ergaenzt = dict(blatt.zellen.items()) | {(zeile, spalte): Zelle(mitte, prozent)}
    return blatt._replace(zellen=Zellen.aus(ergaenzt))

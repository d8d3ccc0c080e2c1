"""Amtliche Schlüssel: jede Schreibweise eines Gebiets auf eine gebracht."""

import re
from functools import lru_cache
from typing import NamedTuple

DEUTSCHLAND = "DG"

_LAENDER = {f"{land:02}" for land in range(1, 17)}
_NIEDERSACHSEN = "03"
_LAND, _KREIS, _GEMEINDE, _VERBAND, _REGIONAL = 2, 5, 8, 9, 12
_LAENGEN = {_LAND, _KREIS, _GEMEINDE, _VERBAND, _REGIONAL}
_VERBANDSFREI = "0"
_LSN_SAMTGEMEINDE = "4"


class Gebietsschluessel(NamedTuple):
    """Ein Gebiet: gebiet ist in jeder Schreibweise gleich, verband der Gemeindeverband (ARS).

    gebiet hat 8 Stellen bei einer Gemeinde (AGS), 9 bei einem Gemeindeverband, 5 bei einem Kreis,
    2 bei einem Land. ergaenzt: eine verlorene führende Null wurde ergänzt.
    """

    gebiet: str
    verband: str | None = None
    ergaenzt: bool = False


@lru_cache(maxsize=65536)
def gebietsschluessel_lesen(text: str) -> Gebietsschluessel | None:
    """Das Gebiet eines Schlüssels; None, wenn der Text keiner ist.

    Eingang: ARS mit 12 Stellen (AGS = Stellen 1 bis 5 und 10 bis 12), AGS mit 8, Verband mit 9,
    Kreis mit 5, Land mit 2; LSN-Online ohne Land mit 6 oder 3; „DG“ für Deutschland. Tabellen, die
    Schlüssel als Zahl führen, verlieren die führende Null. Quelle: docs/verfahren.md 8.
    """
    ziffern = re.sub(r"\s", "", text)
    if ziffern in (DEUTSCHLAND, "D", "00"):
        return Gebietsschluessel(DEUTSCHLAND)
    if not (ziffern.isascii() and ziffern.isdigit()):
        return None
    if len(ziffern) in _LAENGEN and ziffern[:2] in _LAENDER:
        return _gebiet(ziffern, ergaenzt=False)
    if len(ziffern) + 1 in _LAENGEN and f"0{ziffern[0]}" in _LAENDER:
        return _gebiet(f"0{ziffern}", ergaenzt=True)
    return _ohne_land(ziffern)


def inkar_verband(verband: str) -> str:
    """Wie INKAR einen Gemeindeverband nennt: 033555401 heißt dort 03355901."""
    return f"{verband[:_KREIS]}9{verband[-2:]}"


def _gebiet(ziffern: str, *, ergaenzt: bool) -> Gebietsschluessel:
    if len(ziffern) == _REGIONAL:
        if ziffern.endswith("000") and not ziffern[_KREIS:_VERBAND].startswith(_VERBANDSFREI):
            return Gebietsschluessel(ziffern[:_VERBAND], None, ergaenzt)
        verbandsfrei = ziffern[_KREIS] == _VERBANDSFREI
        gemeinde = _ohne_endnullen(ziffern[:_KREIS] + ziffern[_VERBAND:])
        return Gebietsschluessel(gemeinde, None if verbandsfrei else ziffern[:_VERBAND], ergaenzt)
    if len(ziffern) == _VERBAND and ziffern[_KREIS] == _VERBANDSFREI:
        # Eine verbandsfreie Gemeinde ist ihr eigener Verband.
        return Gebietsschluessel(_ohne_endnullen(ziffern[:_KREIS] + ziffern[6:]), None, ergaenzt)
    return Gebietsschluessel(_ohne_endnullen(ziffern), None, ergaenzt)


def _ohne_endnullen(ziffern: str) -> str:
    """Eine kreisfreie Stadt ist Gemeinde und Kreis zugleich: 03101000 ist 03101."""
    if len(ziffern) == _GEMEINDE and ziffern.endswith("000"):
        return ziffern[:_KREIS]
    return ziffern


def _ohne_land(ziffern: str) -> Gebietsschluessel | None:
    """LSN-Online: drei Stellen Kreis, dann drei Stellen Gemeinde oder Samtgemeinde (4xx)."""
    if len(ziffern) == 3:
        return Gebietsschluessel(f"{_NIEDERSACHSEN}{ziffern}")
    if len(ziffern) == 6 and ziffern[3] == _LSN_SAMTGEMEINDE:
        return Gebietsschluessel(f"{_NIEDERSACHSEN}{ziffern[:3]}5{ziffern[3:]}")
    if len(ziffern) == 6:
        return Gebietsschluessel(_ohne_endnullen(f"{_NIEDERSACHSEN}{ziffern}"))
    return None

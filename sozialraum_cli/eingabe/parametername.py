"""Den Parameter zu einer Schreibweise finden: Bezeichnung, Schlüsselname oder „leistung:NAME“."""

import re

from sozialraum_cli.namen import vergleichsform
from sozialraum_cli.parameter import (
    LEISTUNG_PRAEFIX,
    PARAMETERANGABEN,
    leistungsangabe,
)
from sozialraum_cli.parameterangabe import Parameterangabe

_LEISTUNG = re.compile(r"leistung\s*:\s*(\S.*)", re.IGNORECASE)
_NACH_FORM = {
    vergleichsform(schreibweise): angabe
    for angabe in PARAMETERANGABEN
    for schreibweise in (angabe.name, angabe.bezeichnung, *angabe.weitere)
}

PARAMETERFORMEN = frozenset(_NACH_FORM)
SCHREIBWEISEN = tuple(
    schreibweise
    for angabe in PARAMETERANGABEN
    for schreibweise in (angabe.name, angabe.bezeichnung, *angabe.weitere)
)


def parameter_finden(geschrieben: str) -> Parameterangabe | None:
    """Der Parameter, der so heißt, gleich in welcher Schreibweise; None, wenn es keinen gibt."""
    leistung = _LEISTUNG.fullmatch(geschrieben.strip())
    if leistung:
        return leistungsangabe(leistung[1].strip())
    return _NACH_FORM.get(vergleichsform(geschrieben))


def namensform(angabe: Parameterangabe) -> str:
    """Woran zwei Angaben zum selben Parameter zu erkennen sind, auch bei Leistungen."""
    if angabe.name.startswith(LEISTUNG_PRAEFIX):
        return LEISTUNG_PRAEFIX + vergleichsform(angabe.name.removeprefix(LEISTUNG_PRAEFIX))
    return angabe.name

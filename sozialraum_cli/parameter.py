"""Das Verzeichnis aller Parameter, gelesen aus den Feldern des Satzes in `modell`."""

from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal
from typing import Annotated, Any, get_type_hints

from sozialraum_cli.modell import Parameter, Wert
from sozialraum_cli.parameterangabe import (
    SITZUNGSVORLAGE_2011,
    Parameterangabe,
    als_parameter,
    prozentangabe,
)

LEISTUNG_PRAEFIX = "leistung:"
# Herkunft eines Parameters, den niemand angegeben hat: mit Vorgabe und ohne.
VORGABE = "Vorgabe"
NICHT_ANGEGEBEN = "nicht angegeben"

VORGABE_LEISTUNGEN: tuple[tuple[str, Decimal], ...] = (
    ("Beratung inkl. Gruppenarbeit", Decimal(60)),
    ("Netzwerkarbeit", Decimal(40)),
)

_LEISTUNGEN = "leistungen"
_TYPEN = get_type_hints(Parameter, include_extras=True)
_FELDER = tuple(feld.name for feld in fields(Parameter) if feld.name != "herkunft")

# Reihenfolge wie im Blatt Parameter; die Leistungen stehen dort, wo ihr Feld steht.
PARAMETERANGABEN: tuple[Parameterangabe, ...] = tuple(
    als_parameter(name, _TYPEN[name]) for name in _FELDER if name != _LEISTUNGEN
)
ANGABE: dict[str, Parameterangabe] = {angabe.name: angabe for angabe in PARAMETERANGABEN}


def leistungsangabe(name: str) -> Parameterangabe:
    """Der Parameter einer Leistung, zum Beispiel leistung:Netzwerkarbeit."""
    return als_parameter(
        f"{LEISTUNG_PRAEFIX}{name}",
        Annotated[
            Decimal | None,
            prozentangabe(
                f"Leistung: {name}",
                "Anteil der Leistung; alle Leistungen zusammen ergeben 100 %.",
                "40",
                quelle=SITZUNGSVORLAGE_2011,
            ),
        ],
    )


def namensliste() -> str:
    """Alle Namen, die in TOML und mit --setze gelten: „jahr, gesamtbudget, …“."""
    return ", ".join(wie_im_blatt({}, {f"{LEISTUNG_PRAEFIX}NAME": None}))


def parameterangabe(name: str) -> Parameterangabe:
    """Die Angabe zu einem Namen, auch zu leistung:NAME; KeyError, wenn es ihn nicht gibt."""
    if name.startswith(LEISTUNG_PRAEFIX):
        return leistungsangabe(name.removeprefix(LEISTUNG_PRAEFIX))
    return ANGABE[name]


def wie_im_blatt(werte: Mapping[str, Wert], leistungen: Mapping[str, Wert]) -> dict[str, Wert]:
    """Alle Parameter in der Reihenfolge des Blatts; was in `werte` fehlt, ist None."""
    geordnet: dict[str, Wert] = {}
    for name in _FELDER:
        geordnet |= leistungen if name == _LEISTUNGEN else {name: werte.get(name)}
    return geordnet


def werte(parameter: Parameter) -> dict[str, Wert]:
    """Die Werte eines Satzes wie im Blatt geordnet, Leistungen unter leistung:NAME."""
    return wie_im_blatt(
        {name: getattr(parameter, name) for name in ANGABE},
        {f"{LEISTUNG_PRAEFIX}{name}": anteil for name, anteil in parameter.leistungen},
    )


def parameter_bilden(werte: Mapping[str, Decimal | str], herkunft: Mapping[str, str]) -> Parameter:
    """Bildet aus gültigen Einzelwerten den vollständigen Satz; was fehlt, wird Vorgabe.

    Eingang: Werte und Herkunft unter ihren Namen, Leistungen unter leistung:NAME, Prozente als
    70. Nennt die Eingabe eine Leistung, gilt keine vorgegebene. Was fehlt und keine Vorgabe hat,
    ist None mit der Herkunft „nicht angegeben“. Fehler: ValueError, wenn eine Pflichtangabe fehlt.
    """
    gesetzt = {angabe.name: werte.get(angabe.name, angabe.vorgabe) for angabe in PARAMETERANGABEN}
    if fehlend := [
        angabe.name
        for angabe in PARAMETERANGABEN
        if angabe.pflicht and gesetzt[angabe.name] is None
    ]:
        raise ValueError(f"Der Parameter {fehlend[0]} fehlt.")
    leistungen = tuple(
        (name.removeprefix(LEISTUNG_PRAEFIX), Decimal(wert))
        for name, wert in werte.items()
        if name.startswith(LEISTUNG_PRAEFIX)
    )
    leistungen = leistungen or VORGABE_LEISTUNGEN
    ohne_angabe = {
        name: NICHT_ANGEGEBEN if wert is None else VORGABE for name, wert in gesetzt.items()
    }
    ohne_angabe |= {f"{LEISTUNG_PRAEFIX}{name}": VORGABE for name, _ in leistungen}
    felder: dict[str, Any] = {
        name: None if wert is None else ANGABE[name].typ(wert) for name, wert in gesetzt.items()
    }
    return Parameter(
        **felder,
        leistungen=leistungen,
        herkunft={name: herkunft.get(name, sonst) for name, sonst in ohne_angabe.items()},
    )

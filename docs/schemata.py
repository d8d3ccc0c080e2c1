"""Die JSON-Schemata der Ausgaben, gebildet aus den Tabellen der Größen."""

import json
from collections.abc import Iterator, Mapping
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

import sozialraum_cli.ausgabe
import sozialraum_cli.groessen
from sozialraum_cli.groessen.groesse import (
    Dokument,
    Groesse,
    Knoten,
    Liste,
    Mass,
    Namen,
    Verbund,
    Werte,
)
from sozialraum_cli.parameter import ANGABE, LEISTUNG_PRAEFIX, leistungsangabe
from sozialraum_cli.parameterangabe import Parameterangabe, Wertart

Schema = dict[str, Any]

_TYP = {
    Mass.TEXT: ["string"],
    Mass.GANZ: ["integer"],
    Mass.WAHR: ["boolean"],
    Mass.ROH: ["string", "number"],
}
_PARAMETERTYP = {
    Wertart.JAHR: "integer",
    Wertart.GANZZAHL: "integer",
    Wertart.SPALTE: "string",
    Wertart.TEXT: "string",
}
_BREITE = 100


def _module(*pakete: ModuleType) -> Iterator[ModuleType]:
    for paket in pakete:
        for modul in iter_modules(paket.__path__):
            yield import_module(f"{paket.__name__}.{modul.name}")


_MODULE = tuple(_module(sozialraum_cli.groessen, sozialraum_cli.ausgabe))
# Was ein Modul unter einem Namen führt, heißt so auch im Schema.
_NAMEN = {
    id(groessen): name.strip("_").casefold()
    for modul in _MODULE
    for name, groessen in vars(modul).items()
    if isinstance(groessen, tuple)
}


def schema(dokument: Dokument[Any]) -> Schema:
    """Das Schema eines Dokuments nach JSON Schema 2020-12; Fremdes ist nirgends erlaubt."""
    art, _, fassung = dokument.schema.removeprefix("sozialraum/").partition("/")
    eigene: dict[str, Schema] = {}
    kopf: dict[str, Schema] = {"schema": {"const": dokument.schema}}
    inhalt = _objekt(dokument.groessen, eigene)
    inhalt["required"] = [*kopf, *inhalt["required"]]
    if dokument.je_mappe:
        welche = "Nur bei mehreren Mappen in einem Aufruf: welche es ist"
        kopf = {"datei": {"type": "string", "description": welche}, **kopf}
    inhalt["properties"] = {**kopf, **inhalt["properties"]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:sozialraum:{art}:{fassung}",
        "title": dokument.titel,
        "description": dokument.erklaerung,
        **inhalt,
        "$defs": eigene,
    }


def als_text(wert: Any, einzug: str = "") -> str:
    """JSON, in dem eine Zeile ist, was auf eine Zeile passt."""
    knapp = json.dumps(wert, ensure_ascii=False)
    if len(einzug) + len(knapp) <= _BREITE or not isinstance(wert, dict | list):
        return knapp
    tiefer = f"{einzug}  "
    if isinstance(wert, dict):
        teile = [f"{json.dumps(name)}: {als_text(teil, tiefer)}" for name, teil in wert.items()]
        auf, zu = "{}"
    else:
        teile = [als_text(teil, tiefer) for teil in wert]
        auf, zu = "[]"
    zeilen = ",\n".join(f"{tiefer}{teil}" for teil in teile)
    return f"{auf}\n{zeilen}\n{einzug}{zu}"


def _objekt(groessen: tuple[Knoten[Any], ...], eigene: dict[str, Schema]) -> Schema:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [knoten.name for knoten in groessen],
        "properties": {knoten.name: _knoten(knoten, eigene) for knoten in groessen},
    }


def _verweis(groessen: tuple[Knoten[Any], ...], eigene: dict[str, Schema]) -> Schema:
    name = _NAMEN.get(id(groessen))
    if name is None:
        return _objekt(groessen, eigene)
    if name not in eigene:
        eigene[name] = _objekt(groessen, eigene)
    return {"$ref": f"#/$defs/{name}"}


def _knoten(knoten: Knoten[Any], eigene: dict[str, Schema]) -> Schema:
    if isinstance(knoten, Groesse):
        teil = _groesse(knoten)
    elif isinstance(knoten, Verbund):
        teil = _verweis(knoten.groessen, eigene)
        if knoten.leer:
            teil = {"anyOf": [teil, {"type": "null"}]}
    elif isinstance(knoten, Liste):
        mindestens = {"minItems": knoten.mindestens} if knoten.mindestens else {}
        teil = {"type": "array", **mindestens, "items": _verweis(knoten.groessen, eigene)}
    elif isinstance(knoten, Namen):
        teil = {"type": "array", "items": {"type": "string"}}
    elif isinstance(knoten, Werte):
        teil = {"type": "object", "additionalProperties": {"type": ["string", "number", "null"]}}
    else:
        teil = _parameter(_verweis(knoten.groessen, eigene))
    return teil | ({"description": knoten.erklaerung} if knoten.erklaerung else {})


def _groesse(groesse: Groesse[Any]) -> Schema:
    if groesse.wahl:
        return {"enum": list(map(str, groesse.wahl))}
    typen = [*_TYP.get(groesse.mass, ["number"]), *(["null"] if groesse.leer else [])]
    grenzen = {"minimum": groesse.minimum, "maximum": groesse.maximum}
    return {
        "type": typen if len(typen) > 1 else typen[0],
        **{art: grenze for art, grenze in grenzen.items() if grenze is not None},
    }


def _parameter(jeder: Schema) -> Schema:
    leistung = _parameterwert(leistungsangabe("NAME"), jeder)
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(ANGABE),
        "properties": {name: _parameterwert(angabe, jeder) for name, angabe in ANGABE.items()},
        "patternProperties": {f"^{LEISTUNG_PRAEFIX}": leistung},
    }


def _parameterwert(angabe: Parameterangabe, jeder: Mapping[str, Any]) -> Schema:
    typ = _PARAMETERTYP.get(angabe.wertart, "number")
    wert: Schema = {"type": [typ, "null"] if not angabe.pflicht and angabe.vorgabe is None else typ}
    if angabe.wertart is Wertart.WAHL:
        wert = {"enum": list(map(str, angabe.wahl))}
    return {
        **jeder,
        "description": angabe.bezeichnung,
        "properties": {"wert": wert, "einheit": {"const": angabe.einheit or None}},
    }


SCHEMATA = {
    f"{dokument.schema.removeprefix('sozialraum/').replace('/', '-')}.json": als_text(
        schema(dokument)
    )
    + "\n"
    for modul in _MODULE
    for dokument in vars(modul).values()
    if isinstance(dokument, Dokument)
}

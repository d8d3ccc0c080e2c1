"""Eine TOML-Datei lesen: einmal, mit Grenzen, mit klaren Gründen, wenn es nicht geht."""

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from sozialraum_cli.befund import Datenfehler, fehler
from sozialraum_cli.lesen.dateifehler import Dateifehler
from sozialraum_cli.lesen.dateiname import anzeigename
from sozialraum_cli.lesen.oeffnen import datei_oeffnen
from sozialraum_cli.lesen.vorrat import MEBIBYTE

TOML_GRENZE = 4 * MEBIBYTE
# Ein Schlüssel aus n Teilen kostet n² Schritte; gebraucht werden höchstens zwei.
_PUNKTE_GRENZE = 64
_TIEFE_GRENZE = 8
_STELLEN_GRENZE = 40

_KUERZEN = "Die Datei aufteilen oder kürzen."
_ALS_UTF_8 = "Prüfen, ob es die richtige Datei ist, und sie als UTF-8 speichern."
# Was der TOML-Leser meldet, und wie man es einem Menschen sagt.
_GRUENDE = {
    "Cannot overwrite a value": "ein Name steht zweimal",
    "Cannot declare": "eine Überschrift in Klammern steht zweimal",
    "Invalid value": "hinter einem „=“ steht kein gültiger Wert",
    "Unterminated string": "einem Text fehlt das schließende Anführungszeichen",
    "Unclosed array": "einer Liste fehlt die schließende Klammer",
    "Expected '='": "hinter einem Namen fehlt das „=“",
    "Expected newline": "hinter einem Wert steht noch etwas",
}


@dataclass(frozen=True, slots=True)
class Tomldatei:
    """Der Inhalt mit Dezimalzahlen als Decimal; sha256 ist die Prüfsumme des Gelesenen."""

    name: str
    sha256: str
    inhalt: Mapping[str, object]


def toml_lesen(pfad: Path, beispiel: str) -> Tomldatei:
    """Liest eine TOML-Datei.

    Eingang: Pfad; wie eine richtige Zeile aussieht, für die Abhilfe. Fehler: Datenfehler mit dem
    Dateinamen, wenn die Datei fehlt, zu groß, zu tief geschachtelt oder kein TOML ist.
    """
    name = anzeigename(pfad)
    try:
        with datei_oeffnen(pfad, TOML_GRENZE, _KUERZEN, auch_pipe=True) as datei:
            daten = datei.read(TOML_GRENZE + 1)
        if len(daten) > TOML_GRENZE:
            raise Dateifehler(f"Die Datei ist größer als {TOML_GRENZE // MEBIBYTE} MiB.", _KUERZEN)
        inhalt = _gelesen(daten, beispiel)
    except Dateifehler as grund:
        raise Datenfehler([fehler(grund.text, name, grund.abhilfe)]) from None
    return Tomldatei(name, hashlib.sha256(daten).hexdigest(), inhalt)


def _gelesen(daten: bytes, beispiel: str) -> dict[str, object]:
    for nummer, zeile in enumerate(daten.splitlines(), start=1):
        if zeile.count(b".") > _PUNKTE_GRENZE:
            raise Dateifehler(
                f"Zeile {nummer} der Datei hat mehr als {_PUNKTE_GRENZE} Punkte; so lange Namen "
                "gibt es hier nicht.",
                f"{beispiel} Lange Listen auf mehrere Zeilen verteilen.",
            )
    try:
        inhalt = tomllib.loads(daten.decode("utf-8-sig"), parse_float=_dezimalzahl)
    except UnicodeDecodeError:
        raise Dateifehler("Die Datei ist kein Text in UTF-8.", _ALS_UTF_8) from None
    except (ValueError, ArithmeticError, RecursionError) as grund:
        raise Dateifehler(f"Die Datei ist kein gültiges TOML{_wo(str(grund))}.", beispiel) from None
    _begrenzt(inhalt, beispiel, _TIEFE_GRENZE)
    return inhalt


def _wo(meldung: str) -> str:
    stelle = re.search(r"line (\d+), column (\d+)", meldung)
    teile = [f"Zeile {stelle[1]}, Spalte {stelle[2]}"] if stelle else []
    if "(at end of document)" in meldung:
        teile.append("am Ende der Datei")
    teile += [grund for anfang, grund in _GRUENDE.items() if meldung.startswith(anfang)]
    return f" ({': '.join(teile)})" if teile else ""


def _dezimalzahl(text: str) -> Decimal:
    return Decimal(text.replace("_", ""))


def _begrenzt(wert: object, beispiel: str, tiefe: int) -> None:
    """Weist zu tiefe Schachtelung und unvorstellbare Zahlen ab, bevor jemand mit ihnen rechnet."""
    if isinstance(wert, dict | list):
        if not tiefe:
            raise Dateifehler("Die Datei ist zu tief geschachtelt.", beispiel)
        for teil in wert.values() if isinstance(wert, dict) else wert:
            _begrenzt(teil, beispiel, tiefe - 1)
    elif isinstance(wert, Decimal) and wert.is_finite():
        _, ziffern, exponent = wert.as_tuple()
        if len(ziffern) > _STELLEN_GRENZE or abs(int(exponent)) > _STELLEN_GRENZE:
            raise Dateifehler("Eine Zahl der Datei hat zu viele Stellen.", beispiel)
    elif isinstance(wert, int) and abs(wert) >= 10**_STELLEN_GRENZE:
        raise Dateifehler("Eine Zahl der Datei hat zu viele Stellen.", beispiel)

"""JSON für Programme: Geld mit zwei Nachkommastellen, nie über binäre Gleitkommazahlen."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import simplejson

from sozialraum_cli.befund import Befund, Stufe, sortiert
from sozialraum_cli.groessen.groesse import (
    Dokument,
    Groesse,
    Groessen,
    Liste,
    Mass,
    Verbund,
    Verzeichnis,
    Z,
    objekt,
)
from sozialraum_cli.groessen.gruppe import GRUPPE
from sozialraum_cli.groessen.sozialraum import SOZIALRAUM, SUMMEN
from sozialraum_cli.rechnen.berechnung import Ergebnis
from sozialraum_cli.rechnen.geltende_parameter import GeltenderParameter, geltende_parameter
from sozialraum_cli.rechnen.gruppen import gruppen

PARAMETER: Groessen[GeltenderParameter] = (
    Groesse("wert", Mass.ROH, lambda p: p.wert, leer=True),
    Groesse("einheit", Mass.TEXT, lambda p: p.einheit, leer=True),
    Groesse(
        "herkunft",
        Mass.TEXT,
        lambda p: p.herkunft,
        "Zelle, Datei, Option oder „Vorgabe“; „nicht angegeben“, wenn wert null ist",
    ),
)


def _befund(*stufen: Stufe) -> Groessen[Befund]:
    return (
        Groesse(
            "stufe",
            Mass.TEXT,
            lambda b: str(b.stufe),
            "Ein Fehler verhindert das Ergebnis, ein Hinweis nicht",
            wahl=stufen,
        ),
        Groesse("text", Mass.TEXT, lambda b: b.text, "Was los ist und warum"),
        Groesse(
            "fundort", Mass.TEXT, lambda b: b.fundort, "Blatt!Zelle, Datei oder Option", leer=True
        ),
        Groesse("abhilfe", Mass.TEXT, lambda b: b.abhilfe, "Was zu tun ist"),
    )


BEFUND = _befund(*Stufe)
HINWEIS = _befund(Stufe.HINWEIS)
PRUEFUNG: Dokument[Iterable[Befund]] = Dokument(
    "sozialraum/pruefung/1",
    "Befunde einer Mappe",
    "„sozialraum pruefen --format json“, bei mehreren Mappen auch die Zeile einer gescheiterten",
    (Liste("befunde", sortiert, BEFUND),),
    je_mappe=True,
)
BERECHNUNG: Dokument[tuple[Ergebnis, Iterable[Befund]]] = Dokument(
    "sozialraum/berechnung/1",
    "Berechnete Sozialraumbudgets",
    "„sozialraum berechnen --format json“",
    (
        Groesse("jahr", Mass.GANZ, lambda q: q[0].eingabe.parameter.jahr),
        Verzeichnis(
            "parameter",
            lambda q: geltende_parameter(q[0]),
            PARAMETER,
            "Alle Parameter, wie sie gelten; Prozente als 70, nicht 0,7",
        ),
        Verbund("summen", lambda q: q[0].summen, SUMMEN),
        Liste("sozialraeume", lambda q: q[0].sozialraeume, SOZIALRAUM, mindestens=1),
        Liste(
            "gruppen",
            lambda q: gruppen(q[0]),
            GRUPPE,
            "Summen je Region, Träger und Zuständigkeit; jeder Sozialraum je Art in einer Gruppe",
        ),
        Liste("befunde", lambda q: sortiert(q[1]), HINWEIS),
    ),
    je_mappe=True,
)


def berechnung_json(ergebnis: Ergebnis, befunde: Iterable[Befund]) -> bytes:
    """Das Ergebnis nach Schema sozialraum/berechnung/1 als UTF-8."""
    return dokument_json(BERECHNUNG, (ergebnis, befunde))


def pruefung_json(befunde: Iterable[Befund]) -> bytes:
    """Die Befunde nach Schema sozialraum/pruefung/1 als UTF-8."""
    return dokument_json(PRUEFUNG, befunde)


def zeile_mit_datei(pfad: Path, zeile: bytes) -> bytes:
    """Dieselbe Zeile JSON, der „datei“ vorangeht: so stehen mehrere Mappen untereinander."""
    return json_bytes({"datei": str(pfad)} | simplejson.loads(zeile, use_decimal=True))


def dokument_json(dokument: Dokument[Z], quelle: Z) -> bytes:
    """Ein Dokument mit allen Größen seiner Quelle als UTF-8."""
    return json_bytes({"schema": dokument.schema, **objekt(dokument.groessen, quelle)})


def json_bytes(objekt: Mapping[str, object]) -> bytes:
    text = simplejson.dumps(objekt, use_decimal=True, ensure_ascii=False)
    # Ein Dateiname außerhalb von UTF-8 wird zu \udcff, in JSON ein gültiges Zeichen.
    return (text + "\n").encode("utf-8", "backslashreplace")

"""Der Bogen hält stand: nach jedem Handgriff stimmen die Zahlen, oder die Prüfung sagt es.

Alle Handgriffe rechnet LibreOffice in einem Aufruf neu. Ursprung: Formeln, die ihre Eingabe an
der Zeile fanden, gaben nach dem Sortieren jedem Sozialraum das Budget eines anderen.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from bogendatei import Blaetter, namen, zellen
from bogenfaelle import eingabe, mit_namen
from handgriffe import (
    Handgriff,
    bearbeitet,
    leerzeile,
    sortieren,
    verschieben,
)
from libreoffice import gleich, neu_gerechnet

from sozialraum_cli.bogen.bauen import bogen_bauen
from sozialraum_cli.bogen.quelle import Quelle
from sozialraum_cli.modell import Eingabe
from sozialraum_cli.rechnen.berechnung import rechnen

STAND = datetime(2026, 1, 15, 12, tzinfo=UTC)
EINGABEBLAETTER = {"Sozialräume", "Indikatoren", "Gewichtung", "Parameter"}


def bogen(e: Eingabe) -> bytes:
    ergebnis = rechnen(e)
    return bogen_bauen(ergebnis, Quelle(STAND, (("daten.xlsx", "ab" * 32),)), ergebnis.befunde)


def gleichstand() -> Eingabe:
    """Drei gleiche Reste um eine Einheit: entscheidend ist die frühere Zeile des Bogens."""
    return eingabe(
        spalten={"Arbeitslose": (10, 10, 10, 20, 50), "Einwohner": (100, 100, 100, 200, 500)},
        indikatoren=(eingabe().indikatoren[0],),
        gesamtbudget="100003",
        bisher=(3, 2, 1, 5, 4),
        bestandsschutz="0",
    )


SCHWIERIGE_NAMEN = ("Süd*", "Süd?", "Süd~1", "=Süd", "Ä" * 252 + "*?~")

BOEGEN: dict[str, Callable[[], Eingabe]] = {
    "anteile-anteilig": lambda: eingabe(),
    "belastungsfaktor-defizitausgleich": lambda: eingabe(
        schluesselverfahren="belastungsfaktor", bestandsschutz_verfahren="defizitausgleich"
    ),
    "minmax-mindestbudget": lambda: eingabe(
        schluesselverfahren="minmax", bestandsschutz_verfahren="mindestbudget"
    ),
    "zwert-kappung": lambda: eingabe(
        schluesselverfahren="zwert", bestandsschutz_verfahren="kappung", hoechstgewinn="40"
    ),
    "gleichstand": gleichstand,
    "schwierige-namen": lambda: mit_namen(eingabe(), *SCHWIERIGE_NAMEN),
}

# Handgriffe, nach denen jede Zahl dieselbe ist
HARMLOS: dict[str, tuple[Handgriff, ...]] = {
    "Indikatoren nach Namen absteigend": (sortieren("Indikatoren", "Sozialraum", absteigend=True),),
    "Indikatoren nach einer Spalte": (sortieren("Indikatoren", "Arbeitslose"),),
    "Sozialräume nach Budget": (sortieren("Sozialräume", "Budget bisher"),),
    "beide verschieden": (
        sortieren("Sozialräume", "Sozialraum", absteigend=True),
        sortieren("Indikatoren", "Einwohner", absteigend=True),
    ),
    "Gewichtung nach Gewicht": (sortieren("Gewichtung", "Gewicht"),),
    "erste Zeile nach unten": (
        verschieben("Sozialräume", 0, 3),
        verschieben("Indikatoren", 0, 4),
    ),
    "Leerzeilen": (
        leerzeile("Sozialräume", 2),
        leerzeile("Indikatoren", 0),
        leerzeile("Indikatoren", 3),
        leerzeile("Gewichtung", 0),
    ),
}


@dataclass(frozen=True)
class Fall:
    """Ein Bogen, ein Handgriff daran und was die Tabellenkalkulation daraus rechnet."""

    vorher: Blaetter
    nachher: Blaetter
    bereiche: dict[str, tuple[str, list[str]]]

    def wert(self, name: str, nummer: int = 0):
        blatt, orte = self.bereiche[name]
        return self.nachher[blatt][orte[nummer]].wert


@pytest.fixture(scope="module")
def faelle(tmp_path_factory) -> dict[tuple[str, str], Fall]:
    boegen = {name: bogen(bilden()) for name, bilden in BOEGEN.items()}
    hinein = {
        (name, was): bearbeitet(datei, *griffe)
        for name, datei in boegen.items()
        for was, griffe in HARMLOS.items()
    }
    heraus = neu_gerechnet(
        {"|".join(fall): datei for fall, datei in hinein.items()}, tmp_path_factory.mktemp("fest")
    )
    return {
        fall: Fall(zellen(boegen[fall[0]]), zellen(heraus["|".join(fall)]), namen(boegen[fall[0]]))
        for fall in hinein
    }


def andere_zahlen(fall: Fall) -> list[str]:
    """Jede gerechnete Zelle außerhalb der Zuordnung, die nach dem Handgriff anders ist."""
    return [
        f"{blatt}!{ort}: {zelle.wert!r} wurde {fall.nachher[blatt][ort].wert!r}"
        for blatt, inhalt in fall.vorher.items()
        if blatt not in EINGABEBLAETTER | {"Zuordnung"}
        for ort, zelle in inhalt.items()
        if zelle.formel is not None and not gleich(zelle.wert, fall.nachher[blatt][ort].wert)
    ]


@pytest.mark.parametrize("was", HARMLOS)
@pytest.mark.parametrize("name", BOEGEN)
def test_sortieren_und_verschieben_aendert_keine_zahl(name, was, faelle):
    fall = faelle[name, was]
    assert andere_zahlen(fall) == []
    assert fall.wert("gesamturteil") == "in Ordnung"

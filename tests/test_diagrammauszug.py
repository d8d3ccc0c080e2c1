"""Die Diagramme vieler Sozialräume zeigen die größten Zuwächse und Rückgänge."""

from collections.abc import Sequence

import pytest
from bogendatei import zellen
from bogenfaelle import eingabe
from test_bogen_nachgerechnet import bogen

from sozialraum_cli.bogen.diagrammauszug import ALLE_BIS, gezeigt
from sozialraum_cli.modell import Eingabe
from sozialraum_cli.rechnen.berechnung import rechnen


def viele(bisher: Sequence[int | None], **angaben: str) -> Eingabe:
    nummern = range(len(bisher))
    return eingabe(
        spalten={
            "Arbeitslose": [10] * len(bisher),
            "Alleinerziehende": [5] * len(bisher),
            "Wohneigentum": [50] * len(bisher),
            "Einwohner": [1000 + n % 2 for n in nummern],
            "Haushalte": [500] * len(bisher),
        },
        bisher=bisher,
        **angaben,
    )


def test_die_groessten_und_kleinsten_bei_gleichstand_wie_im_bogen() -> None:
    bisher = [10_000 - 100 * (n % 7) for n in range(60)]
    ergebnis = rechnen(viele(bisher, bestandsschutz_verfahren="keiner"))
    prozente = [zeile.differenz_prozent or 0 for zeile in ergebnis.sozialraeume]
    nummern = gezeigt(ergebnis)
    assert len({*nummern}) == ALLE_BIS
    werte = [prozente[nummer] for nummer in nummern]
    assert werte == sorted(werte, reverse=True)
    fehlend = [prozente[nummer] for nummer in {*range(60)} - {*nummern}]
    assert max(fehlend) <= werte[19]
    assert min(fehlend) >= werte[20]
    assert nummern[:2] == sorted(nummern[:2])
    assert nummern[-2:] == sorted(nummern[-2:], reverse=True)


@pytest.mark.parametrize("bekannt", [0, 5, 39])
def test_ohne_genug_bisherige_budgets_stehen_die_ersten_da(bekannt: int) -> None:
    bisher = [9_000 if n < bekannt else None for n in range(45)]
    ergebnis = rechnen(viele(bisher, bestandsschutz_verfahren="keiner"))
    assert gezeigt(ergebnis) == list(range(ALLE_BIS))
    blatt = zellen(bogen(ergebnis))["Diagramm"]
    assert blatt["A2"].wert == "Gezeigt sind die ersten 40 Sozialräume."
    assert blatt["AD3"].wert == "Raum 1"


def test_vierzig_stehen_alle_da() -> None:
    ergebnis = rechnen(viele([9_000] * ALLE_BIS, bestandsschutz_verfahren="keiner"))
    blatt = zellen(bogen(ergebnis))["Diagramm"]
    assert "A2" not in blatt
    assert blatt[f"AD{ALLE_BIS + 2}"].wert == f"Raum {ALLE_BIS}"

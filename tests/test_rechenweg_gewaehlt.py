"""Große Bögen zeigen den Rechenweg eines Sozialraums; wer einen anderen wählt, bekommt seinen."""

from pathlib import Path

import libreoffice
import pytest
from bogendatei import geaendert, zellen
from bogenfaelle import eingabe, gestreut
from libreoffice import neu_gerechnet
from test_bogen_nachgerechnet import bogen

from sozialraum_cli.bogen.nachrechnung import nachrechnen
from sozialraum_cli.bogen.rechenweg import ALLE_BIS, GEWAEHLT, TITEL
from sozialraum_cli.eingabe.bilden import eingabe_bilden
from sozialraum_cli.lesen.mappendatei import mappe_lesen
from sozialraum_cli.rechnen.berechnung import rechnen


@pytest.fixture(scope="module")
def gewaehlt(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Ein Bogen mit jeder Wahl, von LibreOffice neu gerechnet: unter dem gewählten Namen."""
    libreoffice.verlangen()
    nummern = range(ALLE_BIS + 1)
    grund = eingabe(
        spalten=gestreut(nummern),
        bisher=[(n * 7919) % 20000 for n in nummern],
    )
    datei = bogen(rechnen(grund))
    namen = [grund.sozialraeume[nummer].name for nummer in (0, 1, ALLE_BIS)]
    hinein = {name: geaendert(datei, {(TITEL, GEWAEHLT): name}) for name in (*namen, "Nirgendwo")}
    ordner = tmp_path_factory.mktemp("gewaehlt")
    pfade = {}
    for nummer, (name, inhalt) in enumerate(neu_gerechnet(hinein, ordner).items()):
        pfade[name] = ordner / f"{nummer}.xlsx"
        pfade[name].write_bytes(inhalt)
    return pfade


def test_jede_wahl_zeigt_ihren_rechenweg(gewaehlt: dict[str, Path]) -> None:
    texte = {}
    for name in [name for name in gewaehlt if name != "Nirgendwo"]:
        mappe = mappe_lesen(gewaehlt[name])
        nachrechnung = nachrechnen(mappe, rechnen(eingabe_bilden(mappe)[0]))
        assert nachrechnung.abweichungen == ()
        assert nachrechnung.hinweise == ()
        texte[name] = zellen(gewaehlt[name].read_bytes())[TITEL]["B2"].wert
    assert len({*texte.values()}) == len(texte)


def test_ein_unbekannter_name_faellt_auf(gewaehlt: dict[str, Path]) -> None:
    blatt = zellen(gewaehlt["Nirgendwo"].read_bytes())[TITEL]
    assert "rechnet der Bogen nicht" in str(blatt["B1"].wert)
    mappe = mappe_lesen(gewaehlt["Nirgendwo"])
    abweichungen = nachrechnen(mappe, rechnen(eingabe_bilden(mappe)[0])).abweichungen
    assert {a.blatt for a in abweichungen} == {TITEL}

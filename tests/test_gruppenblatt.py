"""Blatt Gruppen: dieselben Summen wie in der Rechnung, und die Prüfung merkt, was fehlt."""

from dataclasses import replace
from datetime import datetime

from bogendatei import zellen
from bogenfaelle import eingabe

from sozialraum_cli.bogen.bauen import bogen_bauen
from sozialraum_cli.bogen.quelle import Quelle
from sozialraum_cli.modell import Eingabe
from sozialraum_cli.rechnen.berechnung import rechnen
from sozialraum_cli.rechnen.gruppen import Gruppenart, gruppen

QUELLE = Quelle(datetime(2026, 1, 15, 12), (("daten.xlsx", "0" * 64),))  # noqa: DTZ001


def mit_regionen(*regionen: str | None) -> Eingabe:
    grund = eingabe()
    raeume = [
        replace(raum, region=region)
        for raum, region in zip(grund.sozialraeume, regionen, strict=True)
    ]
    return replace(grund, sozialraeume=tuple(raeume))


def test_jede_gruppe_steht_mit_ihren_summen_da() -> None:
    ergebnis = rechnen(mit_regionen("Ost", "West", None, "OST", "W*st"))
    blatt = zellen(bogen_bauen(ergebnis, QUELLE))["Gruppen"]
    regionen = [gruppe for gruppe in gruppen(ergebnis) if gruppe.art is Gruppenart.REGION]
    assert [gruppe.name for gruppe in regionen] == ["Ost", "West", "OST", "W*st", None]
    (kopf,) = (ort for ort, zelle in blatt.items() if ort[0] == "A" and zelle.wert == "Region")
    for zeile, gruppe in enumerate(regionen, start=int(kopf[1:]) + 1):
        assert blatt[f"A{zeile}"].wert == (gruppe.name or "ohne Angabe")
        assert blatt[f"C{zeile}"].formel
        assert blatt[f"C{zeile}"].wert == float(gruppe.budget_neu)
        assert blatt[f"D{zeile}"].wert == float(gruppe.differenz or 0)


def test_ohne_gruppen_gibt_es_kein_blatt() -> None:
    bogen = zellen(bogen_bauen(rechnen(eingabe()), QUELLE))
    assert "Gruppen" not in bogen
    assert not any("Summen je" in str(zelle.wert) for zelle in bogen["Prüfung"].values())


def test_die_pruefung_zaehlt_die_gruppen_nach() -> None:
    bogen = zellen(bogen_bauen(rechnen(mit_regionen(*["Ost"] * 5)), QUELLE))
    texte = {zelle.wert: ort for ort, zelle in bogen["Prüfung"].items()}
    zeile = texte["Summen je Region ergeben die Budgets neu"][1:]
    assert "budget_neu_je_region" in str(bogen["Prüfung"][f"C{zeile}"].formel)
    assert bogen["Prüfung"][f"E{zeile}"].wert == "in Ordnung"

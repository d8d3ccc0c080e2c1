"""Auf den Rechenblättern steht sichtbar nur, was das gewählte Verfahren braucht; alles rechnet."""

import pytest
from bogendatei import blatt_xml, marke, namen, zellen
from bogenfaelle import eingabe
from test_anlage import bogen

FREMD = {
    "anteilig": {"hoechstbetrag", "ausgleich"},
    "defizitausgleich": {"mindestbetrag", "darueber", "hoechstbetrag"},
    "kappung": {"ausgleich"},
}


def verborgen(datei: bytes, blatt: str) -> set[str]:
    """Die Namen der eingeklappten Spalten."""
    eingeklappt = {
        nummer
        for col in blatt_xml(datei, blatt).iter(marke("col"))
        if col.get("hidden") == "1" and col.get("outlineLevel") == "1"
        for nummer in range(int(str(col.get("min"))), int(str(col.get("max"))) + 1)
    }
    return {
        name
        for name, (wo, orte) in namen(datei).items()
        if wo == blatt and len(orte) > 1 and spaltennummer(orte[0]) in eingeklappt
    }


def spaltennummer(ort: str) -> int:
    nummer = 0
    for zeichen in ort.rstrip("0123456789"):
        nummer = nummer * 26 + ord(zeichen) - 64
    return nummer


@pytest.mark.parametrize("verfahren", FREMD)
def test_spalten_anderer_verfahren_sind_eingeklappt_und_rechnen(verfahren: str) -> None:
    datei = bogen(eingabe(bestandsschutz_verfahren=verfahren, bestandsschutz="50"))
    gefunden = verborgen(datei, "Bestandsschutz")
    assert FREMD[verfahren] <= gefunden
    assert not {"budget_neu", "vergleichsbudget", "schutzwirkung"} & gefunden
    assert ("mindestbetrag" in gefunden) is (verfahren == "defizitausgleich")
    blatt, alle = zellen(datei)["Bestandsschutz"], namen(datei)
    assert all(blatt[ort].formel for name in gefunden for ort in alle[name][1])


def test_die_rundung_der_leistungen_ist_eingeklappt() -> None:
    gefunden = verborgen(bogen(eingabe()), "Leistungen")
    assert {"ganze_1", "rest_1", "rang_1"} <= gefunden
    assert not {"mittel_1", "vzae_1", "stunden_1"} & gefunden


def test_einzelwerte_anderer_verfahren_sind_eingeklappt() -> None:
    datei = bogen(eingabe())
    zeilen = {
        str(zeile.get("r"))
        for zeile in blatt_xml(datei, "Bestandsschutz").iter(marke("row"))
        if zeile.get("hidden") == "1"
    }
    for name in ("mue", "stauchung"):
        (ort,) = namen(datei)[name][1]
        assert ort.removeprefix("B") in zeilen
    (ort,) = namen(datei)["bestandsschutz_wirksam"][1]
    assert ort.removeprefix("B") not in zeilen

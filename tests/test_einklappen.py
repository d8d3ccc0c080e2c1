"""Auf den Rechenblättern steht sichtbar nur, was das gewählte Verfahren braucht; alles rechnet."""

from itertools import pairwise

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
    eingeklappt = versteckte_spalten(datei, blatt)
    return {
        name
        for name, (wo, orte) in namen(datei).items()
        if wo == blatt and len(orte) > 1 and spaltennummer(orte[0]) in eingeklappt
    }


def versteckte_spalten(datei: bytes, blatt: str) -> set[int]:
    return {
        nummer
        for col in blatt_xml(datei, blatt).iter(marke("col"))
        if col.get("hidden") == "1" and col.get("outlineLevel") == "1"
        for nummer in range(int(col.get("min", "")), int(col.get("max", "")) + 1)
    }


def verborgene_zeilen(datei: bytes, blatt: str) -> set[str]:
    return {
        str(zeile.get("r"))
        for zeile in blatt_xml(datei, blatt).iter(marke("row"))
        if zeile.get("hidden") == "1"
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


SCHLUESSEL = {
    "anteile": ({"quote_1", "quote_2", "basis", "produkt"}, {"wert_1", "zaehler_1", "beitrag_1"}),
    "belastungsfaktor": ({"quote_2", "gewichteter_beitrag"}, {"quote_1", "basis", "zaehler_1"}),
    "minmax": ({"zaehler_1", "quote_2"}, {"quote_1", "gewichteter_beitrag", "belastungsfaktor"}),
    "zwert": ({"zaehler_1", "quote_2"}, {"quote_1", "wert_2", "anteil"}),
}
KENNZAHLEN = {
    "anteile": {"summe_zaehler_1"},
    "belastungsfaktor": {"kreiswert_1"},
    "minmax": {"minimum_1", "maximum_1"},
    "zwert": {"minimum_1", "maximum_1", "mittelwert_1", "standardabweichung_1"},
}


@pytest.mark.parametrize("verfahren", SCHLUESSEL)
def test_der_verteilungsschluessel_zeigt_nur_was_sein_verfahren_liest(verfahren: str) -> None:
    datei = bogen(eingabe(schluesselverfahren=verfahren))
    gefunden = verborgen(datei, "Verteilungsschlüssel")
    fremd, gezeigt = SCHLUESSEL[verfahren]
    assert fremd <= gefunden
    assert not gezeigt & gefunden
    zeilen = verborgene_zeilen(datei, "Verteilungsschlüssel")
    alle = namen(datei)
    kennzahlen = {name for namen_ in KENNZAHLEN.values() for name in namen_} | {"kreiswert_1"}
    sichtbar = {name for name in kennzahlen if alle[name][1][0].lstrip("ABCDEF") not in zeilen}
    assert sichtbar == KENNZAHLEN[verfahren]
    blatt = zellen(datei)["Verteilungsschlüssel"]
    assert all(blatt[alle[name][1][0]].formel for name in kennzahlen)


def test_ueberschriften_stehen_ueber_sichtbaren_spalten() -> None:
    """Versteckt ist eine Überschrift nur mit ihrer ganzen Gruppe."""
    datei = bogen(eingabe())
    for blatt in ("Verteilungsschlüssel", "Bestandsschutz"):
        inhalt = zellen(datei)[blatt]
        versteckt = versteckte_spalten(datei, blatt)
        (kopf,) = (ort[1:] for ort, z in inhalt.items() if z.wert == "Sozialraum")
        oben = str(int(kopf) - 1)
        titel = sorted(
            spaltennummer(ort)
            for ort, zelle in inhalt.items()
            if ort.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == oben and zelle.wert
        )
        ende = max(spaltennummer(ort) for ort in inhalt) + 1
        gruppen = [range(von, bis) for von, bis in pairwise([*titel, ende])]
        assert len(gruppen) > 3
        assert any(gruppe.start in versteckt for gruppe in gruppen) is (blatt == "Bestandsschutz")
        for gruppe in gruppen:
            assert gruppe.start not in versteckt or versteckt >= {*gruppe}


def test_eine_obergrenze_die_niemand_angibt_ist_eingeklappt() -> None:
    for hoechstgewinn, verborgen_ in ((None, True), ("40", False)):
        e = eingabe(bestandsschutz_verfahren="kappung", hoechstgewinn=hoechstgewinn)
        assert ("hoechstbetrag" in verborgen(bogen(e), "Bestandsschutz")) is verborgen_


def test_die_rundung_der_leistungen_ist_eingeklappt() -> None:
    gefunden = verborgen(bogen(eingabe()), "Leistungen")
    assert {"ganze_1", "rest_1", "rang_1"} <= gefunden
    assert not {"mittel_1", "vzae_1", "stunden_1"} & gefunden


def test_einzelwerte_anderer_verfahren_sind_eingeklappt() -> None:
    datei = bogen(eingabe())
    zeilen = verborgene_zeilen(datei, "Bestandsschutz")
    for name in ("mue", "stauchung"):
        (ort,) = namen(datei)[name][1]
        assert ort.removeprefix("B") in zeilen
    (ort,) = namen(datei)["bestandsschutz_wirksam"][1]
    assert ort.removeprefix("B") not in zeilen

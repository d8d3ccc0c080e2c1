"""Das Blatt Rechenweg besteht die Taschenrechnerprobe: jede Rechnung ergibt, was dasteht.

Dass die Formeln dasselbe zeigen wie die gespeicherten Texte, rechnet test_bogen_nachgerechnet nach.
"""

import re
from fractions import Fraction
from functools import cache

import pytest
from bogendatei import Zelle, blatt_xml, marke, zellen
from bogenfaelle import FAELLE, beispiel
from test_bogen_nachgerechnet import bogen
from test_rechenweg import eingetippt

from sozialraum_cli.bogen import rechenweg
from sozialraum_cli.rechenweg.rechenweg import rechenweg as schritte
from sozialraum_cli.rechnen.berechnung import rechnen

# Ein Satz endet mit Punkt oder Doppelpunkt; dahinter steht die Rechnung.
_ZEILE = re.compile(
    r"(?P<satz>.*[.:] )(?P<rechnung>[^=]+) = (?P<ergebnis>-?[\d.]+(?:,\d+)?)(?P<rest>.*)"
)
_FALLNAMEN = [name for nummer, name in enumerate(FAELLE) if nummer % 14 == 0 or "-" not in name]


@cache
def zeilen(name: str) -> tuple[str, ...]:
    """Alle Zeilen des Blatts Rechenweg."""
    blatt = zellen(bogen(rechnen(FAELLE[name]())))["Rechenweg"]
    texte = [str(zelle.wert) for ort, zelle in blatt.items() if re.fullmatch(r"B\d+", ort)]
    return tuple(zeile for text in texte for zeile in re.split(r"\n| • ", text))


def geht_auf(zeile: str) -> bool:
    """Ob die Rechnung einer Zeile auf eine halbe letzte Stelle aufgeht."""
    treffer = _ZEILE.fullmatch(zeile)
    assert treffer, zeile
    # „* 100 = 0,09 %“ ist schon in Prozent gerechnet, „70 % * … = 23,3 %“ nicht.
    prozent = treffer["rest"].startswith(" %") and "* 100" not in treffer["rechnung"]
    einer = Fraction(1, 100 if prozent else 1)
    stellen = len(treffer["ergebnis"].partition(",")[2])
    abweichung = eingetippt(treffer["rechnung"]) - eingetippt(treffer["ergebnis"]) * einer
    return bool(abs(abweichung) <= einer / (2 * 10**stellen))


@pytest.mark.parametrize("name", _FALLNAMEN)
def test_jede_gedruckte_rechnung_geht_auf(name: str) -> None:
    rechnungen = [zeile for zeile in zeilen(name) if " = " in zeile]
    assert len(rechnungen) >= 8
    falsch = [zeile for zeile in rechnungen if not geht_auf(zeile)]
    assert falsch == []


def test_die_probe_findet_eine_falsche_stelle() -> None:
    zeile = next(zeile for zeile in zeilen("beispiel-2012") if "270 / 3.017" in zeile)
    assert geht_auf(zeile)
    assert not geht_auf(zeile.replace("0,0894928737", "0,0894928738"))


def test_saetze_sind_die_des_rechenwegs() -> None:
    """Eine Quelle: bis auf die Stellen der Zahlen steht im Blatt, was `rechenweg` sagt."""

    def ohne_zahlen(text: str) -> str:
        return re.sub(r"-?\d[\d.]*(,\d+)?", "#", text)

    ergebnis = rechnen(beispiel("lueneburg_2012.xlsx"))
    # Im Blatt steht der Name einer Leistung als Überschrift daneben.
    leistungen = [f"{name}: " for name, _ in ergebnis.eingabe.parameter.leistungen]
    erwartet = []
    for schritt in schritte(ergebnis, 0):
        zeile = schritt.satz.replace("„", "").replace("“", "")
        for leistung in leistungen:
            zeile = zeile.removeprefix(leistung)
        if schritt.rechnung is not None:
            einheit = f" {schritt.einheit}" if schritt.einheit else ""
            zeile += f" {schritt.rechnung} = {schritt.ergebnis}{einheit}"
        erwartet.append(ohne_zahlen(zeile))
    gedruckt = [re.sub("[„“]", "", zeile) for zeile in zeilen("beispiel-2012")[: len(erwartet)]]
    assert [ohne_zahlen(zeile) for zeile in gedruckt] == erwartet


def test_kreissumme_bezugsgroesse_und_offene_einheiten_stehen_auf_der_seite() -> None:
    text = "\n".join(zeilen("beispiel-2012"))
    assert "Im ganzen Kreis sind es 3.017, im Sozialraum davon 270. 270 / 3.017 = " in text
    assert "12,4 % * 1.730 = 214,52" in text
    assert "6 Einheiten, die dann noch fehlen" in text
    assert "115.500 + (1.700.000 - 1.190.000) * " in text
    assert "Der Indikator entlastet" in "\n".join(zeilen("entlastende-anzahl-minmax"))


@pytest.mark.parametrize("grenze", ["ALLE_BIS", "ALLE_BEITRAEGE_BIS"])
def test_ueber_der_grenze_steht_nur_der_erste_da(
    monkeypatch: pytest.MonkeyPatch, grenze: str
) -> None:
    ergebnis = rechnen(FAELLE["beispiel-2012"]())
    alle = zellen(bogen(ergebnis))["Rechenweg"]
    monkeypatch.setattr(rechenweg, grenze, 3)
    einer = zellen(bogen(ergebnis))["Rechenweg"]
    assert einer["A1"].wert == alle["A1"].wert
    assert einer["A1"].formel is None
    orte = [ort for ort in einer if re.fullmatch(r"B\d+", ort) and ort != "B1"]
    assert len(orte) > 8
    assert [einer[ort].wert for ort in orte] == [alle[ort].wert for ort in orte]
    assert all(einer[ort].formel for ort in orte)


@pytest.mark.parametrize("name", ["beispiel-2012", "beispiel-2026"])
def test_drei_rechenwege_je_seite(name: str) -> None:
    datei = bogen(rechnen(FAELLE[name]()))
    umbrueche = [int(brk.get("id", "")) for brk in blatt_xml(datei, "Rechenweg").iter(marke("brk"))]
    namen = [ort for ort, zelle in zellen(datei)["Rechenweg"].items() if _ist_name(ort, zelle)]
    erste = [int(ort[1:]) - 1 for ort in namen]
    assert umbrueche == [erste[3], erste[6], erste[9]]


def _ist_name(ort: str, zelle: Zelle) -> bool:
    return re.fullmatch(r"A\d+", ort) is not None and zelle.formel is not None

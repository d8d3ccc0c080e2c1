"""docs/verfahren.md: jede Zahl eines Beispiels ist nachgerechnet, jedes Verfahren hat eines."""

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from conftest import kleine_eingabe

from sozialraum_cli.entscheiden.beitraege import beitraege
from sozialraum_cli.entscheiden.kennzahlen import kennzahlen
from sozialraum_cli.modell import Art, Indikator
from sozialraum_cli.rechnen.berechnung import Ergebnis, rechnen
from sozialraum_cli.rechnen.leistungen import leistungskomponenten
from sozialraum_cli.runden import kaufmaennisch
from sozialraum_cli.verfahren.schluessel.verzeichnis import SCHLUESSELVERFAHREN
from sozialraum_cli.verfahren.schutz.verzeichnis import SCHUTZVERFAHREN
from sozialraum_cli.zahlen import zahl

WURZEL = Path(__file__).parents[1]
DOKU = (WURZEL / "docs" / "verfahren.md").read_text("utf-8")
ABSCHNITTE = re.findall(r"^#+ (?:[\d.]+ )?(.+)$", DOKU, re.MULTILINE)
FLIESSTEXT = " ".join(DOKU.split())
NUMMERN = re.findall(r"^#+ (\d+(?:\.\d+)?)\.? ", DOKU, re.MULTILINE)
# „2.3“, „2.2 und 2.3“ oder „, Abschnitt „Rundung““; ein Punkt am Ende gehört zum Satz.
_VERWEIS = re.compile(
    r"docs/verfahren\.md(?: (?P<nummern>\d(?:\.\d)?(?: und \d(?:\.\d)?)*)"
    r"|, Abschnitt „(?P<titel>.+?)“)"
)

# Nach dem Kommentar mit Verfahren und Angaben steht die Tabelle.
_BEISPIEL = re.compile(r"<!-- (schutz|schluessel) (\w+)((?: \w+=[\d.]+)*) -->\n\n((?:\|.*\n)+)")
BEISPIELE = [
    (art, name, angaben, tabelle) for art, name, angaben, tabelle in _BEISPIEL.findall(DOKU)
]


def werte(angaben: str) -> dict[str, Any]:
    return dict(paar.split("=") for paar in angaben.split())


def schutz(name: str, angaben: str) -> Ergebnis:
    """T = 100.000 €, D = 50.000 / 40.000 / 10.000, A = 45.000 / 30.000 / 25.000."""
    return rechnen(
        kleine_eingabe(
            (5, 4, 1),
            bisher=(45000, 30000, 25000),
            bestandsschutz_verfahren=name,
            **werte(angaben),
        )
    )


def schluessel(name: str, angaben: str) -> Ergebnis:
    """Arbeitslose (Anzahl, Gewicht 60) und eine Quote (Gewicht 40) bei 1.000 / 2.000 / 1.000."""
    return rechnen(
        kleine_eingabe(
            spalten={
                "Arbeitslose": (60, 60, 20),
                "Quote": ("10", "5", "20"),
                "Einwohner": (1000, 2000, 1000),
            },
            indikatoren=(
                Indikator("Arbeitslose", Decimal(60), bezugsgroesse="Einwohner"),
                Indikator("Quote", Decimal(40), Art.QUOTE, "Einwohner"),
            ),
            schluesselverfahren=name,
            **werte(angaben),
        )
    )


def schutzzeilen(ergebnis: Ergebnis) -> list[list[str]]:
    return [
        [
            z.sozialraum.name,
            zahl(z.sozialraum.budget_bisher or Decimal(0), 0),
            zahl(z.budget_indikatoren),
            zahl(z.budget_geschuetzt),
            zahl(z.ausgleich, 0),
            zahl(z.budget_neu, 0),
        ]
        for z in ergebnis.sozialraeume
    ]


def schluesselzeilen(ergebnis: Ergebnis) -> list[list[str]]:
    s = ergebnis.schluessel
    return [
        [
            z.sozialraum.name,
            *(zahl(schritt.beitrag[i], 4) for schritt in s.indikatoren),
            zahl(s.belastungsfaktor[i], 4),
            f"{zahl(z.anteil * 100, 2)} %",
        ]
        for i, z in enumerate(ergebnis.sozialraeume)
    ]


@pytest.mark.parametrize(
    ("art", "name", "angaben", "tabelle"), BEISPIELE, ids=[name for _, name, *_ in BEISPIELE]
)
def test_jedes_beispiel_rechnet_sich_nach(art: str, name: str, angaben: str, tabelle: str) -> None:
    if art == "schutz":
        soll = schutzzeilen(schutz(name, angaben))
    else:
        soll = schluesselzeilen(schluessel(name, angaben))
    gedruckt = [
        [zelle.strip() for zelle in zeile.strip("|").split("|")] for zeile in tabelle.split("\n")
    ]
    assert gedruckt[2 : 2 + len(soll)] == soll


def test_jedes_verfahren_hat_abschnitt_und_beispiel() -> None:
    namen = [*SCHLUESSELVERFAHREN, *SCHUTZVERFAHREN]
    assert sorted(name for _, name, *_ in BEISPIELE) == sorted(namen)
    for name in namen:
        assert f"`{name}`" in ABSCHNITTE, name


def test_kennwerte_im_text() -> None:
    assert (
        zahl(schutz("mindestbudget", "bestandsschutz=80").schutz.kennwerte["stauchung"], 4) in DOKU
    )
    assert zahl(schutz("kappung", "bestandsschutz=80").schutz.kennwerte["mue"], 6) in DOKU
    assert zahl(schutz("verlustgrenze", "bestandsschutz=80").schutz.kennwerte["theta"], 4) in DOKU


def test_beispiel_der_leistungen() -> None:
    parameter = kleine_eingabe(personalkosten_vzae=70000).parameter
    teile = leistungskomponenten(parameter, Decimal(170000))
    texte = [teile.regiekosten, teile.personal]
    texte += [betrag for x in teile.leistungen for betrag in (x.mittel, x.mittel_netto)]
    for betrag in texte:
        assert f"{zahl(betrag)} €" in DOKU
    for leistung in teile.leistungen:
        assert f"{zahl(leistung.stunden)} h" in DOKU


def test_beispiel_der_erklaerung() -> None:
    eingabe = schluessel("anteile", "").eingabe
    assert eingabe.parameter.gesamtbudget == 100_000
    ergebnis = rechnen(eingabe)
    arbeitslose, quote = beitraege(ergebnis, 0)
    summe = kaufmaennisch(ergebnis.sozialraeume[0].budget_indikatoren)
    assert (
        f"bringen Raum 1 die Arbeitslosen {zahl(arbeitslose.betrag)} € und die Quote "
        f"{zahl(quote.betrag)} €, zusammen {zahl(summe)} €." in FLIESSTEXT
    )


def test_beispiel_der_kennzahlen() -> None:
    k = kennzahlen(schutz("verlustgrenze", "bestandsschutz=80"))
    assert (k.gewinner, k.verlierer) == (2, 1)
    assert (
        "gewinnen zwei und einer verliert; umverteilt werden "
        f"{zahl(k.umverteilung, 0)} €, der Abstand ist {zahl(k.abstand, 0)} €." in FLIESSTEXT
    )


def test_jede_quelle_nennt_einen_abschnitt() -> None:
    """Fehlerart: Verweise auf ein Dokument, das nicht im Verzeichnis liegt, oder ins Leere."""
    titel = [abschnitt.strip("`") for abschnitt in ABSCHNITTE]
    assert len(set(titel)) == len(titel)
    gefunden = 0
    for pfad in (WURZEL / "sozialraum_cli").rglob("*.py"):
        text = " ".join(pfad.read_text("utf-8").split())
        for stelle in re.finditer(r"docs/verfahren\.md", text):
            verweis = _VERWEIS.match(text, stelle.start())
            assert verweis, (pfad.name, text[stelle.start() :][:60])
            for nummer in re.findall(r"[\d.]+", verweis["nummern"] or ""):
                assert nummer in NUMMERN, (pfad.name, nummer)
            assert verweis["titel"] is None or verweis["titel"] in titel, (pfad.name, verweis[0])
            gefunden += 1
    assert gefunden > 80


def test_das_paket_verweist_nur_auf_beiliegendes() -> None:
    for pfad in (WURZEL / "sozialraum_cli").rglob("*"):
        if pfad.suffix in {".py", ".json", ".toml", ".md"}:
            assert "Spezifikation" not in pfad.read_text("utf-8"), pfad

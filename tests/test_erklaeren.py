"""sozialraum erklaeren: ein Sozialraum in Worten, Zahlen und Euro, in jeder Form gleich."""

from decimal import Decimal
from io import BytesIO
from pathlib import Path

import jsonschema
import pytest
import simplejson
from befehlszeile import DATEN, DATEN_2026, Aufruf
from bogenfaelle import FAELLE, beispiel
from conftest import vorhanden
from docx import Document
from test_rechenweg import eingetippt

from sozialraum_cli.entscheiden.beitraege import beitraege
from sozialraum_cli.entscheiden.noetiger_wert import noetiger_wert
from sozialraum_cli.rechnen.berechnung import Ergebnis, rechnen
from sozialraum_cli.ressourcen import ressource
from sozialraum_cli.runden import kaufmaennisch


@pytest.fixture
def aufruf(capfdbinary: pytest.CaptureFixture[bytes]) -> Aufruf:
    return Aufruf(capfdbinary)


@pytest.fixture(scope="module")
def ergebnis() -> Ergebnis:
    return rechnen(beispiel("lueneburg_2012.xlsx"))


def test_json_wie_im_vertrag(aufruf: Aufruf) -> None:
    lauf = aufruf("erklaeren", DATEN, "amt NEUHAUS", "--format", "json")
    objekt = lauf.objekt
    jsonschema.validate(
        simplejson.loads(lauf.roh), simplejson.loads(ressource("schemata", "erklaerung-1.json"))
    )
    assert objekt["sozialraum"] == "Amt Neuhaus"
    assert objekt["schritte"][0]["rechnung"] == "191 / 3.017"
    assert objekt["wirkung"][0] == {
        "indikator": "Arbeitslose",
        "aenderung": "+10",
        "einheit": "Personen",
        "budget_indikatoren": Decimal("2104.23"),
        "budget_neu": Decimal("631.27"),
    }
    for schritt in objekt["schritte"]:
        if schritt["rechnung"]:
            eingetippt(schritt["rechnung"])


def test_kippgewicht_im_json(aufruf: Aufruf) -> None:
    objekt = aufruf("erklaeren", DATEN, "Ostheide", "--format", "json").objekt
    assert objekt["kippgewichte"][0] == {
        "indikator": "Arbeitslose",
        "gewicht": Decimal("32.763258"),
    }
    assert objekt["kippgewichte"][3]["gewicht"] is None


@pytest.mark.parametrize("name", FAELLE)
def test_beitraege_ergeben_das_budget_nach_indikatoren(name: str) -> None:
    ergebnis = rechnen(FAELLE[name]())
    for nummer, zeile in enumerate(ergebnis.sozialraeume[:3]):
        summe = sum((b.betrag for b in beitraege(ergebnis, nummer)), Decimal(0))
        assert summe == kaufmaennisch(zeile.budget_indikatoren)


def test_noetiger_wert_macht_budget_nach_indikatoren_zum_bisherigen(ergebnis: Ergebnis) -> None:
    """Eingesetzt und neu gerechnet kommt genau das bisherige Budget heraus."""
    from dataclasses import replace

    eingabe = ergebnis.eingabe
    nummer = [raum.name for raum in eingabe.sozialraeume].index("Ostheide")
    geprueft = 0
    for k, indikator in enumerate(eingabe.indikatoren):
        noetig = noetiger_wert(ergebnis, k, nummer)
        if noetig is None:
            continue
        spalte = eingabe.spalten[indikator.name]
        werte = (*spalte.werte[:nummer], noetig, *spalte.werte[nummer + 1 :])
        neu = rechnen(
            replace(
                eingabe,
                spalten={**eingabe.spalten, indikator.name: spalte._replace(werte=werte)},
            )
        )
        assert kaufmaennisch(neu.sozialraeume[nummer].budget_indikatoren) == Decimal("145000.00")
        geprueft += 1
    assert geprueft == 4


def test_alle_als_word_eine_seite_je_sozialraum(aufruf: Aufruf, tmp_path: Path) -> None:
    ziel = tmp_path / "wege.docx"
    lauf = aufruf("erklaeren", DATEN_2026, "--alle", "--ausgabe", ziel)
    assert lauf.code == 0
    assert lauf.stdout == ""
    word = Document(BytesIO(ziel.read_bytes()))
    ueberschriften = [a.text for a in word.paragraphs if vorhanden(a.style).name == "Heading 1"]
    assert ueberschriften[:2] == ["Adendorf", "Amelinghausen"]
    umbrueche = ziel.read_bytes() and word.element.body.xml.count('w:type="page"')
    assert umbrueche == 10
    texte = {zelle.text for tabelle in word.tables for z in tabelle.rows for zelle in z.cells}
    assert "245.162 + 54.838 = 300.000 €" in texte


def test_alle_als_json_eine_zeile_je_sozialraum(aufruf: Aufruf) -> None:
    zeilen = aufruf("erklaeren", DATEN, "--alle", "--format", "json").stdout.splitlines()
    assert [simplejson.loads(zeile)["sozialraum"] for zeile in zeilen][-1] == "Scharnebeck"
    assert len(zeilen) == 10


@pytest.mark.parametrize("format_", ["text", "markdown"])
def test_text_und_markdown_sagen_dasselbe(aufruf: Aufruf, format_: str) -> None:
    stdout = aufruf("erklaeren", DATEN, "Ostheide", "--format", format_).stdout
    text = " ".join(stdout.replace("\\", "").split())
    for stueck in ("145.557 + 1 = 145.558 €", "kippt bei keinem Gewicht", "+609,60 € mit Schutz"):
        assert stueck in text


@pytest.mark.parametrize(
    ("argumente", "code", "wort"),
    [
        (("Ostheid",), 1, "„Ostheide“"),
        ((), 2, "Entweder"),
        (("Ostheide", "--alle"), 2, "Entweder"),
        (("Ostheide", "--ausgabe", "x.pdf"), 2, ".docx"),
        (("\x1b[31mrot",), 1, "gibt es in der Mappe nicht"),
    ],
)
def test_falsche_aufrufe(aufruf: Aufruf, argumente: tuple[str, ...], code: int, wort: str) -> None:
    lauf = aufruf("erklaeren", DATEN, *argumente)
    assert lauf.code == code
    assert wort in lauf.stderr
    assert "\x1b" not in lauf.stderr

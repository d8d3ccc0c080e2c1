"""Das Vertragsblatt: je Träger ein Blatt, jede Zahl aus dem Bogen, Abschläge auf den Cent."""

import io
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import docx
import pytest
from befehlszeile import DATEN, Aufruf
from conftest import vorhanden
from hypothesis import given
from hypothesis import strategies as st

from sozialraum_cli.rechnen.abschlaege import abschlaege, quartalsbeginne


@pytest.fixture
def aufruf(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Aufruf:
    """Ruft das Programm im leeren Arbeitsordner auf."""
    monkeypatch.chdir(tmp_path)
    return Aufruf(capfdbinary)


@given(st.integers(0, 10**12))
def test_abschlaege_ergeben_genau_das_budget(cent: int) -> None:
    budget = Decimal(cent) / 100
    betraege = [abschlag.betrag for abschlag in abschlaege(budget, quartalsbeginne(2012))]
    assert sum(betraege) == budget
    assert max(betraege) - min(betraege) <= Decimal("0.01")


def zahlen(text: str) -> list[Decimal]:
    return [
        Decimal(treffer.replace(".", "").replace(",", "."))
        for treffer in re.findall(r"\d[\d.]*,\d\d", text)
    ]


def test_jede_zahl_kommt_aus_dem_bogen(aufruf: Aufruf) -> None:
    """Dahlenburg (AWO) Feld für Feld gegen das JSON der Berechnung."""
    rechnung = aufruf("berechnen", DATEN, "--ohne-bogen", "--leise", "--format", "json").objekt
    raum = next(r for r in rechnung["sozialraeume"] if r["sozialraum"] == "Dahlenburg")
    aufruf("vertragsblatt", DATEN, "--traeger", "awo", "--ausgabe", "v.md", "--leise")
    text = Path("v.md").read_text("utf-8")
    geld = [raum["regiekosten"], raum["personal"], raum["budget_neu"], raum["budget_2"]]
    assert zahlen(next(z for z in text.splitlines() if z.startswith("| Dahlenburg |")))[:4] == geld
    for leistung in raum["leistungen"]:
        zeile = next(z for z in text.splitlines() if leistung["name"] in z)
        mittel, vzae, stunden, im_jahr = zahlen(zeile)
        assert mittel == leistung["mittel"]
        assert vzae == round(leistung["vzae"], 2)
        assert abs(stunden - leistung["stunden"]) <= Decimal("0.005")
        assert abs(im_jahr - leistung["stunden"] * 366 / 7) <= Decimal("0.006")
    assert text.count("01.04.2012") == 1


def test_word_hat_je_traeger_eine_seite(aufruf: Aufruf) -> None:
    lauf = aufruf("vertragsblatt", DATEN, "--ausgabe", "v.docx")
    assert lauf.code == 0
    assert "keinen Träger für „Adendorf“" in lauf.stderr
    roh = Path("v.docx").read_bytes()
    word = docx.Document(io.BytesIO(roh))
    titel = [
        absatz.text for absatz in word.paragraphs if vorhanden(absatz.style).name == "Heading 1"
    ]
    assert "VSE: Ostheide" in titel
    assert titel.count("[Träger eintragen]: Adendorf") == 1
    assert len(titel) == 10
    aufruf("vertragsblatt", DATEN, "--ausgabe", "zwei.docx")
    assert Path("zwei.docx").read_bytes() == roh


def test_faelligkeiten_sind_parameter(aufruf: Aufruf) -> None:
    tage = "15.02.,15.05.,2012-08-15,15.11.2012"
    lauf = aufruf("vertragsblatt", DATEN, "--faellig", tage, "--ausgabe", "v.md")
    assert lauf.code == 0
    text = Path("v.md").read_text("utf-8")
    for tag in (date(2012, monat, 15) for monat in (2, 5, 8, 11)):
        assert f"{tag:%d.%m.%Y}" in text


@pytest.mark.parametrize("tage", ["15.02.", "bald,15.05.,15.08.,15.11.", "1.4.,1.1.,1.7.,1.10."])
def test_falsche_faelligkeiten(aufruf: Aufruf, tage: str) -> None:
    lauf = aufruf("vertragsblatt", DATEN, "--faellig", tage, "--ausgabe", "v.md")
    assert lauf.code == 2
    assert "vier Tage" in lauf.stderr


def test_wochen_im_jahr(aufruf: Aufruf) -> None:
    aufruf("vertragsblatt", DATEN, "--wochen-je-jahr", "44", "--ausgabe", "v.md")
    assert "2.295,52" in Path("v.md").read_text("utf-8")


def test_vorhandenes_bleibt_und_endung_zaehlt(aufruf: Aufruf) -> None:
    assert aufruf("vertragsblatt", DATEN, "--ausgabe", "v.md").code == 0
    assert aufruf("vertragsblatt", DATEN, "--ausgabe", "v.md").code == 1
    assert aufruf("vertragsblatt", DATEN, "--ausgabe", "v.pdf").code == 2

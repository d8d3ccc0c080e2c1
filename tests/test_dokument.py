"""Dokumente: derselbe Inhalt als Word und Markdown, Text aus der Mappe bleibt Text."""

import re
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO

import pytest
from docx import Document
from docx.shared import Pt

from sozialraum_cli.befund import Datenfehler
from sozialraum_cli.dokument.inhalt import (
    Absatz,
    Aufzaehlung,
    Dokument,
    Seitenumbruch,
    Texttabelle,
    Ueberschrift,
)
from sozialraum_cli.dokument.markdown import als_markdown, maskiert
from sozialraum_cli.dokument.word import als_word

STAND = datetime(2026, 1, 15, 12, tzinfo=UTC)
TABELLE = Texttabelle(
    ("Sozialraum", "Budget neu"),
    (("Ost|see", "1.234 €"), ("Summe", "1.234 €")),
    frozenset({1}),
    summe=True,
)
DOKUMENT = Dokument(
    "Budgets 2026",
    (
        Ueberschrift("Sachlage"),
        Absatz("Verteilt werden 1.234 €."),
        Absatz("Beschluss", hervorgehoben=True),
        Aufzaehlung(("erstens", "zweitens")),
        TABELLE,
        Seitenumbruch(),
        Absatz("Ende"),
    ),
)


def test_markdown() -> None:
    assert als_markdown(DOKUMENT).splitlines() == [
        "# Budgets 2026",
        "",
        "## Sachlage",
        "",
        "Verteilt werden 1.234 €.",
        "",
        "**Beschluss**",
        "",
        "- erstens",
        "- zweitens",
        "",
        "| Sozialraum | Budget neu |",
        "| --- | ---: |",
        r"| Ost\|see | 1.234 € |",
        "| **Summe** | **1.234 €** |",
        "",
        "---",
        "",
        "Ende",
    ]


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("*fett* _kursiv_", r"\*fett\* \_kursiv\_"),
        ("# Titel", r"\# Titel"),
        ("1. Punkt", r"1\. Punkt"),
        ("- 5 €", r"\- 5 €"),
        ("<script>", r"\<script\>"),
        ("[a](b)", r"\[a\](b)"),
        ("zwei\nZeilen\u202e", "zwei Zeilen"),
        ("1.234,56 €", "1.234,56 €"),
    ],
)
def test_markdown_maskiert_auszeichnungen(text: str, markdown: str) -> None:
    assert maskiert(text) == markdown


def test_word_enthaelt_alles_und_haengt_nur_vom_inhalt_ab() -> None:
    datei = als_word(DOKUMENT, STAND)
    word = Document(BytesIO(datei))
    texte = [absatz.text for absatz in word.paragraphs if absatz.text.strip()]
    assert texte == [
        *("Budgets 2026", "Sachlage", "Verteilt werden 1.234 €.", "Beschluss"),
        *("erstens", "zweitens", "Ende"),
    ]
    assert [[zelle.text for zelle in zeile.cells] for zeile in word.tables[0].rows] == [
        ["Sozialraum", "Budget neu"],
        ["Ost|see", "1.234 €"],
        ["Summe", "1.234 €"],
    ]
    assert word.core_properties.created == datetime(2026, 1, 15, 12, tzinfo=UTC)
    assert datei == als_word(DOKUMENT, STAND)


def test_seitenumbruch_macht_keine_leere_seite() -> None:
    """Leere Seite: ein eigener Absatz für den Umbruch passt unter eine volle Tabelle nicht mehr."""
    word = Document(BytesIO(als_word(DOKUMENT, STAND)))
    (umbruch,) = [a for a in word.paragraphs if 'w:type="page"' in a._p.xml]
    assert umbruch._p.getprevious() is word.tables[0]._tbl
    assert umbruch.paragraph_format.line_spacing == Pt(1)


def test_word_mit_steuerzeichen_und_langem_jahr() -> None:
    """Art: Text, den XML nicht tragen darf, und ein Datum vor 1980, das Zip nicht kennt."""
    frueh = datetime(1970, 1, 1, tzinfo=UTC)
    datei = als_word(Dokument("A\x00B\u202e", (Absatz("=1+1\x1b[31m"),)), frueh)
    assert zipfile.ZipFile(BytesIO(datei)).testzip() is None
    assert [absatz.text for absatz in Document(BytesIO(datei)).paragraphs] == [
        "A B ",
        "=1+1 [31m",
    ]


def test_eigener_briefkopf_bleibt() -> None:
    vorlage = Document()
    vorlage.sections[0].header.paragraphs[0].text = "Landkreis Musterland"
    roh = BytesIO()
    vorlage.save(roh)
    word = Document(BytesIO(als_word(DOKUMENT, STAND, roh.getvalue(), "brief.docx")))
    assert word.sections[0].header.paragraphs[0].text == "Landkreis Musterland"
    assert "Verteilt werden 1.234 €." in [absatz.text for absatz in word.paragraphs]


@pytest.mark.parametrize("inhalt", [b"", b"kein Zip", b"PK\x05\x06" + 18 * b"\0"])
def test_vorlage_ist_kein_word(inhalt: bytes) -> None:
    with pytest.raises(Datenfehler, match="kein lesbares Word-Dokument"):
        als_word(DOKUMENT, STAND, inhalt, "brief.docx")


def zip_datei(teile: Mapping[str, bytes]) -> bytes:
    datei = BytesIO()
    with zipfile.ZipFile(datei, "w", zipfile.ZIP_DEFLATED) as archiv:
        for name, inhalt in teile.items():
            archiv.writestr(name, inhalt)
    return datei.getvalue()


@pytest.mark.parametrize(
    ("teil", "inhalt", "grund"),
    [
        ("word/document.xml", b"<a/>", ""),
        ("word/styles.xml", b"<a/>", ""),
        ("docProps/core.xml", b"<a/>", ""),
        ("word/media/x.bin", bytes(101 << 20), "wächst beim Entpacken"),
        ("word/x.xml", b"<a/>" * 1_000_001, "mehr als 1.000.000 Elemente"),
    ],
)
def test_beschaedigter_oder_riesiger_briefkopf(teil: str, inhalt: bytes, grund: str) -> None:
    """Art des Fehlers: python-docx liest alles auf einmal und scheitert an jedem Teil anders."""
    roh = BytesIO()
    Document().save(roh)
    with zipfile.ZipFile(roh) as archiv:
        teile = {name: archiv.read(name) for name in archiv.namelist()}
    with pytest.raises(Datenfehler, match=f"kein lesbares Word-Dokument.*{re.escape(grund)}"):
        als_word(DOKUMENT, STAND, zip_datei({**teile, teil: inhalt}), "brief.docx")

"""Eigene Vorlagen: Tabellen, Diagramme und Auswahl rücken mit; was stört, wird genannt."""

from pathlib import Path

import pytest
from bogendatei import blatt_xml, gepackt, maengel, mappe_xml, marke, teile, zellen
from conftest import vorhanden
from excelregeln import verstoesse
from lxml import etree
from openpyxl import Workbook
from openpyxl.chart import Reference
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table
from test_vorlage import BOGEN, BRIEF, EIGENES_XML, _befunde, _gespeichert, gefuellt

from sozialraum_cli.bogen.diagramm import balken, reihe_gestalten
from sozialraum_cli.bogen.vorlagendatei import vorlagendatei_lesen

KOPF_DER_TABELLE = 10


def vorlage(*, anker: str = "A5", tabelle: str = "A10:B12", **namen: str) -> Workbook:
    """Unter dem Anker eine Tabelle, ein Diagramm darauf, ein Verweis und die ausgewählte Zelle."""
    mappe = Workbook()
    blatt, brief = mappe.worksheets[0], mappe.create_sheet(BRIEF)
    blatt.title = BOGEN
    blatt[anker] = "{{bogen}}"
    zeilen: list[tuple[str, str | int]] = [("Jahr", "Fälle"), ("2010", 7), ("2011", 9)]
    for zeile, (name, wert) in enumerate(zeilen, start=10):
        blatt.cell(zeile, 1).value, blatt.cell(zeile, 2).value = name, wert
    blatt.add_table(Table(displayName=namen.get("name", "Entwicklung"), ref=tabelle))
    for ziel, ort in ((blatt, "D10"), (brief, "A5")):
        diagramm = balken("Fälle", 8, "0")
        werte = Reference(blatt, min_col=2, min_row=10, max_row=12)
        diagramm.add_data(werte, titles_from_data=True)
        reihe_gestalten(diagramm, "1F3A5F")
        diagramm.set_categories(Reference(blatt, min_col=1, min_row=11, max_row=12))
        ziel.add_chart(diagramm, ort)
    brief["A1"].hyperlink = f"#{BOGEN}!B12"
    brief["A1"].hyperlink.location, brief["A1"].hyperlink.ref = f"{BOGEN}!B12", "A1"
    blatt.sheet_view.selection[0].activeCell = blatt.sheet_view.selection[0].sqref = "B12"
    blatt.page_setup.orientation = "landscape"
    blatt.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    blatt.page_setup.fitToHeight = 0
    return mappe


@pytest.fixture(scope="module")
def nachher(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return gefuellt(_gespeichert(vorlage()), tmp_path_factory.mktemp("bezuege"))


@pytest.fixture(scope="module")
def versatz(nachher: bytes) -> int:
    (ort,) = [ort for ort, zelle in zellen(nachher)[BOGEN].items() if zelle.wert == "Fälle"]
    return int(ort.removeprefix("B")) - KOPF_DER_TABELLE


def test_die_tabelle_rueckt_mit(nachher: bytes, versatz: int) -> None:
    (tabelle,) = [
        etree.fromstring(inhalt)
        for name, inhalt in teile(nachher).items()
        if name.startswith("xl/tables/")
    ]
    soll = f"A{10 + versatz}:B{12 + versatz}"
    assert tabelle.get("ref") == soll
    assert {filter_.get("ref") for filter_ in tabelle.iter(marke("autoFilter"))} <= {soll}
    assert versatz > 10


def test_diagramme_auf_jedem_blatt_ruecken_mit(nachher: bytes, versatz: int) -> None:
    bezuege = [
        [str(f.text) for f in etree.fromstring(inhalt).iter("{*}f")]
        for name, inhalt in teile(nachher).items()
        if name.startswith("xl/charts/") and b"Diagramm'!" not in inhalt
    ]
    assert len(bezuege) == 2
    for eigene in bezuege:
        assert eigene[0].replace("$", "") == f"'{BOGEN}'!B{10 + versatz}"
        assert f"'{BOGEN}'!$A${11 + versatz}:$A${12 + versatz}" in eigene
        assert f"'{BOGEN}'!$B${11 + versatz}:$B${12 + versatz}" in eigene


def test_auswahl_und_verweis_ruecken_mit(nachher: bytes, versatz: int) -> None:
    (auswahl,) = blatt_xml(nachher, BOGEN).iter(marke("selection"))
    assert auswahl.get("activeCell") == auswahl.get("sqref") == f"B{12 + versatz}"
    (verweis,) = blatt_xml(nachher, BRIEF).iter(marke("hyperlink"))
    assert str(verweis.get("location")).replace("'", "") == f"{BOGEN}!B{12 + versatz}"


def test_verknuepftes_textfeld_und_pivot_ruecken_mit(tmp_path: Path, versatz: int) -> None:
    inhalte = teile(_gespeichert(vorlage()))
    (zeichnung,) = [n for n, i in inhalte.items() if n.endswith("drawing1.xml")]
    raum = b'xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"'
    textfeld = b"<xdr:sp " + raum + b' macro="" textlink="Berechnungsbogen!$B$12"/>'
    inhalte[zeichnung] = inhalte[zeichnung].replace(b"</wsDr>", textfeld + b"</wsDr>")
    inhalte["xl/pivotCache/pivotCacheDefinition1.xml"] = (
        b'<pivotCacheDefinition xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<cacheSource type="worksheet"><worksheetSource ref="A10:B12" sheet="Berechnungsbogen"/>'
        b"</cacheSource></pivotCacheDefinition>"
    )
    inhalte["xl/fremd.xml"] = EIGENES_XML
    datei = teile(gefuellt(gepackt(inhalte), tmp_path))
    assert f"!$B${12 + versatz}".encode() in datei[zeichnung]
    pivot = datei["xl/pivotCache/pivotCacheDefinition1.xml"]
    assert f'ref="A{10 + versatz}:B{12 + versatz}"'.encode() in pivot
    assert datei["xl/fremd.xml"] == EIGENES_XML


def test_das_ergebnis_ist_wohlgeformt(nachher: bytes) -> None:
    assert maengel(nachher) == []


# Was nicht geht, mit seiner Zelle


def test_tabelle_um_den_anker(tmp_path: Path) -> None:
    ((text, ort),) = _befunde(_gespeichert(vorlage(anker="D11")), tmp_path)
    assert "mitten in die Tabelle „Entwicklung“" in text
    assert ort == f"amt.xlsx, {BOGEN}!A10:B12"


@pytest.mark.parametrize("name", ["anteil", "Budget_Neu"])
def test_tabelle_heisst_wie_eine_groesse(name: str, tmp_path: Path) -> None:
    ((text, ort),) = _befunde(_gespeichert(vorlage(name=name)), tmp_path)
    assert f"„{name}“" in text
    assert ort == f"amt.xlsx, {BOGEN}!A10:B12"


@pytest.mark.parametrize("blatt", [BOGEN, BRIEF])
def test_name_eines_blatts_wie_eine_groesse(blatt: str, tmp_path: Path) -> None:
    mappe = vorlage()
    mappe[blatt].defined_names["Jahr"] = DefinedName("Jahr", attr_text=f"{BRIEF}!$A$1")
    ((text, ort),) = _befunde(_gespeichert(mappe), tmp_path)
    assert "„Jahr“" in text
    assert ort == f"amt.xlsx, {blatt}"


def test_verbundene_zellen_am_anker(tmp_path: Path) -> None:
    mappe = vorlage()
    mappe[BOGEN].merge_cells("A5:F5")
    assert verstoesse(gefuellt(_gespeichert(mappe), tmp_path)) == []
    mappe[BOGEN].unmerge_cells("A5:F5")
    mappe[BOGEN].merge_cells("A4:F5")
    mappe[BOGEN]["A4"] = "{{bogen}}"
    ((text, ort),) = _befunde(_gespeichert(mappe), tmp_path)
    assert "reichen in den Bogen hinein" in text
    assert ort == f"amt.xlsx, {BOGEN}!A4:F5"


def test_zu_lange_texte(tmp_path: Path) -> None:
    mappe = vorlage()
    mappe[BRIEF]["A3"] = "{{schutz}} " * 20
    vorhanden(mappe[BOGEN].oddFooter).left.text = "{{titel}} " * 10
    befunde = _befunde(_gespeichert(mappe), tmp_path)
    assert [ort for _, ort in befunde] == [
        f"amt.xlsx, {BOGEN}, Kopf- oder Fußzeile",
        f"amt.xlsx, {BRIEF}!A3",
    ]
    assert "erlaubt sind 255" in befunde[0][0]
    assert "eine Zelle fasst 8192" in befunde[1][0]


# Was einen Hinweis gibt


def hinweise(mappe: Workbook, ordner: Path) -> list[str]:
    pfad = ordner / "amt.xlsx"
    pfad.write_bytes(_gespeichert(mappe))
    return [befund.text for befund in vorlagendatei_lesen(pfad).hinweise]


def test_rechenart_wird_zurueckgestellt(tmp_path: Path) -> None:
    mappe = vorlage()
    mappe.calculation.calcMode, mappe.calculation.fullPrecision = "manual", False
    texte = hinweise(mappe, tmp_path)
    assert ["nur auf Befehl" in texte[0], "angezeigten Genauigkeit" in texte[1]] == [True, True]
    (angaben,) = mappe_xml(teile(gefuellt(_gespeichert(mappe), tmp_path))).iter(marke("calcPr"))
    assert angaben.get("calcMode", "auto") == "auto"
    assert angaben.get("fullPrecision", "1") == "1"
    assert angaben.get("fullCalcOnLoad") == "1"


def test_hochformat_und_nicht_eingepasst(tmp_path: Path) -> None:
    assert hinweise(vorlage(), tmp_path) == []
    mappe = vorlage()
    mappe[BOGEN].page_setup.orientation = "portrait"
    (text,) = hinweise(mappe, tmp_path)
    assert "Hochformat" in text
    mappe = vorlage()
    mappe[BOGEN].page_setup.fitToWidth = 2
    (text,) = hinweise(mappe, tmp_path)
    assert "nicht auf eine Seite Breite eingepasst" in text
    mappe = vorlage()
    mappe[BOGEN].sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=False)
    assert len(hinweise(mappe, tmp_path)) == 1


def test_hinweise_der_vorlage_stehen_bei_der_rechnung(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    from befehlszeile import DATEN, Aufruf

    monkeypatch.chdir(tmp_path)
    mappe = vorlage()
    mappe[BOGEN].page_setup.orientation = "portrait"
    mappe.save("amt.xlsx")
    lauf = Aufruf(capfdbinary)("berechnen", DATEN, "--vorlage", "amt.xlsx")
    assert lauf.code == 0
    assert "Die Vorlage druckt im Hochformat" in lauf.stderr

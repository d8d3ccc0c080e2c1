"""Eigene Vorlagen: was darin steht, kommt zurück, rückt richtig und rechnet."""

import base64
import re
import runpy
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from bogendatei import (
    Inhalt,
    blatt_xml,
    blattteile,
    geaendert,
    gepackt,
    maengel,
    mappe_xml,
    marke,
    namen,
    teile,
    versetzt,
    zellen,
)
from bogenfaelle import eingabe
from conftest import vorhanden
from libreoffice import abweichungen, neu_gerechnet
from lxml import etree
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break

from sozialraum_cli.befund import Datenfehler
from sozialraum_cli.bogen.bauen import bogen_bauen
from sozialraum_cli.bogen.quelle import Quelle
from sozialraum_cli.bogen.vorlagendatei import mitgelieferte_vorlage, vorlagendatei_lesen
from sozialraum_cli.rechnen.berechnung import rechnen
from sozialraum_cli.ressourcen import ressource

WURZEL = Path(__file__).parents[1]
STAND = datetime(2026, 1, 15, 12, tzinfo=UTC)
QUELLE = Quelle(STAND, ())
BOGEN, BRIEF = "Berechnungsbogen", "Anschreiben"
ANKER = "B8"

BILD = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
BEZIEHUNG = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ZEICHNUNG = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="{BEZIEHUNG}">
%s</xdr:wsDr>"""
ANKERBILD = """<xdr:twoCellAnchor editAs="oneCell"><xdr:from><xdr:col>0</xdr:col>
<xdr:colOff>0</xdr:colOff><xdr:row>{von}</xdr:row><xdr:rowOff>100</xdr:rowOff></xdr:from>
<xdr:to><xdr:col>1</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{bis}</xdr:row>
<xdr:rowOff>200</xdr:rowOff></xdr:to><xdr:pic><xdr:nvPicPr>
<xdr:cNvPr id="{nummer}" name="Bild {nummer}" descr="{text}"/>
<xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill><a:blip r:embed="rId1"/><a:stretch><a:fillRect/>
</a:stretch></xdr:blipFill><xdr:spPr><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr>
</xdr:pic><xdr:clientData/></xdr:twoCellAnchor>"""
# Ein Datenbalken nach 2010: steht nur in der Erweiterungsliste, mit Bezügen in eigenen Elementen.
ERWEITERUNG = """<extLst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
<ext uri="{78C0D931-6437-407d-A8EE-F0AAD7539E65}"
 xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
 xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">
<x14:conditionalFormattings><x14:conditionalFormatting>
<x14:cfRule type="expression" id="{11111111-1111-1111-1111-111111111111}">
<xm:f>$A$12&gt;0</xm:f><x14:dxf><font><b/></font></x14:dxf></x14:cfRule>
<xm:sqref>A12:C12</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings>
</ext></extLst>"""
EIGENES_XML = b'<?xml version="1.0"?><vorgang xmlns="urn:beispiel">51-2012</vorgang>'


def vorlage() -> bytes:
    """Eine Vorlage mit allem, was ein Amt hineinlegt; der Bogen beginnt in B8."""
    mappe = Workbook()
    blatt = mappe.worksheets[0]
    blatt.title = BOGEN
    blatt["D1"] = "Landkreis Musterstadt"
    blatt["D1"].font = Font(name="Georgia", size=15, bold=True, color="8A1C1C")
    blatt["D1"].border = Border(bottom=Side("double", color="8A1C1C"))
    blatt["A4"] = "Anlage: {{titel}} vom {{stand}}"
    blatt.merge_cells("A4:F4")
    fett = InlineFont(rFont="Georgia", b=True)
    blatt["A5"] = CellRichText("Az. ", TextBlock(fett, "51-2012"), " (vertraulich)")
    blatt["A6"] = CellRichText("Summe {{gesamt", TextBlock(fett, "budget}}"), " im Jahr {{ jahr }}")
    blatt["C5"] = 12.5
    blatt["C5"].number_format = '0.0" Punkte"'
    blatt[ANKER] = "{{bogen}}"
    blatt[ANKER].font = Font(name="Georgia", size=10)
    blatt["A10"], blatt["A12"], blatt["A13"] = "=C5*2", "=A10+C5", "=SUM(A10:A12)"
    blatt["A10"].number_format = '0.00" Stück"'
    blatt["A11"] = "Unterschrift: ____________________"
    blatt["A11"].alignment = Alignment(horizontal="right", vertical="bottom")
    blatt["A11"].comment = Comment("Hier unterschreibt die Leitung.", "Amt")
    blatt.merge_cells("A11:D11")
    blatt.row_dimensions[11].height = 40
    blatt["A15"].hyperlink = "https://example.org/satzung"
    blatt["A15"].value = "Satzung"
    blatt["C14"] = "ja"
    auswahl = DataValidation(type="list", formula1='"ja,nein"')
    auswahl.add("C14")
    blatt.add_data_validation(auswahl)
    rot = DifferentialStyle(fill=PatternFill(bgColor="FFC7CE"))
    blatt.conditional_formatting.add("A1:C3", Rule("expression", formula=["$C$5>10"], dxf=rot))
    blatt.conditional_formatting.add(
        "A12:C12", Rule("expression", formula=["$A$12>$A$10"], dxf=rot)
    )
    blatt.print_area = "A1:R15"
    blatt.print_title_rows = "1:2"
    blatt.page_setup.orientation, blatt.page_setup.paperSize = "portrait", 8
    blatt.page_setup.scale = 71
    vorhanden(blatt.oddHeader).left.text = "Landkreis Musterstadt"
    vorhanden(blatt.oddFooter).left.text = "{{titel}}"
    vorhanden(blatt.oddFooter).right.text = "Blatt &P/&N"
    blatt.row_breaks.append(Break(13))
    blatt.column_dimensions["A"].width = 31
    brief = mappe.create_sheet(BRIEF)
    brief["A1"] = 'Im Jahr {{jahr}} werden {{gesamtbudget}} verteilt ("{{verfahren}}").'
    brief["A2"], brief["A3"] = f"={BOGEN}!A12*2", f"=SUM({BOGEN}!$A$10:$A$12)"
    brief["A4"] = f"=\"{BOGEN}!A12: \"&'{BOGEN}'!C5"
    brief["A5"] = "=zahl+1"
    brief["A6"] = "ohne Platzhalter"
    brief["A6"].font = Font(name="Courier New", size=11, italic=True)
    mappe.defined_names["zahl"] = DefinedName("zahl", attr_text=f"{BOGEN}!$A$12")
    mappe.properties.title = "Anlage {{jahr}}"
    datei = BytesIO()
    mappe.save(datei)
    return _ergaenzt(_mit_werten(datei.getvalue()))


def _mit_werten(datei: bytes) -> bytes:
    """Die Formeln der Vorlage mit dem Wert, den eine Tabellenkalkulation gespeichert hätte."""
    werte: dict[str, Inhalt] = {"A10": 25.0, "A12": 37.5, "A13": 62.5}
    briefwerte: dict[str, Inhalt] = {"A2": 75.0, "A3": 62.5, "A4": f"{BOGEN}!A12: 12,5", "A5": 38.5}
    return geaendert(
        datei,
        {(BOGEN, ort): wert for ort, wert in werte.items()}
        | {(BRIEF, ort): wert for ort, wert in briefwerte.items()},
    )


def _ergaenzt(datei: bytes) -> bytes:
    """Dazu, was openpyxl nicht kann: Bilder, neue bedingte Formate, eigenes XML."""
    inhalte = teile(datei)
    bilder = ANKERBILD.format(von=0, bis=3, nummer=1, text="Logo")
    bilder += ANKERBILD.format(von=10, bis=12, nummer=2, text="Siegel")
    inhalte["xl/media/logo.png"] = BILD
    inhalte["xl/drawings/drawing7.xml"] = (ZEICHNUNG % bilder).encode()
    inhalte["xl/drawings/_rels/drawing7.xml.rels"] = _beziehungen(
        ("rId1", "image", "../media/logo.png")
    )
    inhalte["customXml/item1.xml"] = EIGENES_XML
    # Wer seine Mappe in Excel gespeichert hat, verlangt beim Öffnen keine Neuberechnung.
    inhalte["xl/workbook.xml"] = inhalte["xl/workbook.xml"].replace(b' fullCalcOnLoad="1"', b"")
    (rahmen,) = (name for name in inhalte if name.endswith(".vml"))
    # So schreibt Excel die Stelle des Rahmens dazu.
    inhalte[rahmen] = re.sub(
        rb"<(\w+):AutoFill>",
        rb"<\1:Anchor>0, 15, 9, 2, 2, 15, 13, 4</\1:Anchor><\1:AutoFill>",
        inhalte[rahmen],
    )
    blatt = blattteile(inhalte)[BOGEN]
    rels = f"xl/worksheets/_rels/{Path(blatt).name}.rels"
    inhalte[rels] = _angehaengt(
        inhalte[rels],
        _beziehung("rIdBild", "drawing", "/xl/drawings/drawing7.xml"),
    )
    mappenrels = "xl/_rels/workbook.xml.rels"
    inhalte[mappenrels] = _angehaengt(
        inhalte[mappenrels], _beziehung("rIdEigen", "customXml", "../customXml/item1.xml")
    )
    wurzel = etree.fromstring(inhalte[blatt])
    bild = etree.Element(marke("drawing"), {f"{{{BEZIEHUNG}}}id": "rIdBild"})
    vorhanden(wurzel.find(marke("legacyDrawing"))).addprevious(bild)
    wurzel.append(etree.fromstring(ERWEITERUNG))
    inhalte[blatt] = etree.tostring(wurzel, xml_declaration=True, encoding="UTF-8")
    typen = etree.fromstring(inhalte["[Content_Types].xml"])
    raum = etree.QName(typen).namespace
    if not any(typ.get("Extension") == "png" for typ in typen):
        etree.SubElement(typen, f"{{{raum}}}Default", Extension="png", ContentType="image/png")
    etree.SubElement(
        typen,
        f"{{{raum}}}Override",
        PartName="/xl/drawings/drawing7.xml",
        ContentType="application/vnd.openxmlformats-officedocument.drawing+xml",
    )
    inhalte["[Content_Types].xml"] = etree.tostring(typen)
    return gepackt(inhalte)


def _beziehung(kennung: str, art: str, ziel: str) -> etree._Element:
    raum = "http://schemas.openxmlformats.org/package/2006/relationships"
    return etree.Element(
        f"{{{raum}}}Relationship", Id=kennung, Type=f"{BEZIEHUNG}/{art}", Target=ziel
    )


def _beziehungen(*eintraege: tuple[str, str, str]) -> bytes:
    raum = "http://schemas.openxmlformats.org/package/2006/relationships"
    wurzel = etree.fromstring(f'<Relationships xmlns="{raum}"/>')
    wurzel.extend([_beziehung(*eintrag) for eintrag in eintraege])
    return etree.tostring(wurzel)


def _angehaengt(inhalt: bytes, kind: etree._Element) -> bytes:
    wurzel = etree.fromstring(inhalt)
    wurzel.append(kind)
    return etree.tostring(wurzel)


def gefuellt(datei: bytes, ordner: Path, name: str = "amt.xlsx", **angaben: Any) -> bytes:
    """Der Bogen der kleinen Eingabe in dieser Vorlage."""
    pfad = ordner / name
    pfad.write_bytes(datei)
    return bogen_bauen(rechnen(eingabe(**angaben)), QUELLE, (), vorlagendatei_lesen(pfad).vorlage())


@pytest.fixture(scope="module")
def vorher() -> bytes:
    return vorlage()


@pytest.fixture(scope="module")
def nachher(vorher: bytes, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return gefuellt(vorher, tmp_path_factory.mktemp("vorlage"))


@pytest.fixture(scope="module")
def versatz(nachher: bytes) -> int:
    """Um wie viele Zeilen rückt, was unter dem Anker stand."""
    (ort,) = [
        ort
        for ort, zelle in zellen(nachher)[BOGEN].items()
        if str(zelle.wert).startswith("Unterschrift:")
    ]
    return int(ort.removeprefix("A")) - 11


# Was zurückkommt


def test_die_gefuellte_vorlage_ist_wohlgeformt(vorher: bytes, nachher: bytes) -> None:
    assert maengel(vorher) == []
    assert maengel(nachher) == []
    assert [*blattteile(teile(nachher))][:2] == [BOGEN, BRIEF]
    (neuberechnung,) = mappe_xml(teile(nachher)).iter(marke("calcPr"))
    assert neuberechnung.get("fullCalcOnLoad") == "1"


def test_fremde_teile_bleiben_bytegleich(vorher: bytes, nachher: bytes) -> None:
    alt, neu = teile(vorher), teile(nachher)
    unveraendert = {name for name in alt if neu.get(name) == alt[name]}
    beruehrt = {
        "[Content_Types].xml",
        "docProps/core.xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        "xl/drawings/drawing7.xml",
        *blattteile(alt).values(),
    }
    # Kommentare rücken mit ihrer Zelle.
    kommentare = {name for name in alt if "comments" in name or name.endswith(".vml")}
    assert {*alt} - unveraendert <= beruehrt | kommentare
    assert {"xl/media/logo.png", "customXml/item1.xml", "xl/theme/theme1.xml"} <= unveraendert


def test_zellen_der_vorlage_behalten_inhalt_und_format(
    vorher: bytes, nachher: bytes, versatz: int
) -> None:
    alt, neu = zellen(vorher), zellen(nachher)
    stile_alt, stile_neu = stile(vorher), stile(nachher)
    for ort in ("D1", "A5", "C5", "A10", "A11", "C14", "A15"):
        ziel = versetzt(ort, versatz if int(re.sub(r"\D", "", ort)) > 8 else 0)
        if alt[BOGEN][ort].formel is None:
            assert neu[BOGEN][ziel].wert == alt[BOGEN][ort].wert, ort
        assert stile_neu[neu[BOGEN][ziel].stil] == stile_alt[alt[BOGEN][ort].stil], ort
    assert stile_neu[neu[BRIEF]["A6"].stil] == stile_alt[alt[BRIEF]["A6"].stil]
    (text,) = [z for z in blatt_xml(nachher, BOGEN).iter(marke("c")) if z.get("r") == "A5"]
    assert [lauf.findtext(marke("t")) for lauf in text.iter(marke("r"))][-2] == "51-2012"
    assert len([*text.iter(marke("b"))]) == 1


def stile(datei: bytes) -> list[tuple[str, ...]]:
    """Jedes Zellformat mit Schrift, Füllung, Rahmen und Zahlenformat ausgeschrieben."""
    wurzel = etree.fromstring(teile(datei)["xl/styles.xml"])
    formate = {f.get("numFmtId"): str(f.get("formatCode")) for f in wurzel.iter(marke("numFmt"))}

    def liste(name: str) -> list[str]:
        return [
            etree.tostring(e, method="c14n").decode() for e in vorhanden(wurzel.find(marke(name)))
        ]

    schriften, fuellungen, rahmen = liste("fonts"), liste("fills"), liste("borders")
    return [
        (
            schriften[int(xf.get("fontId", "0"))],
            fuellungen[int(xf.get("fillId", "0"))],
            rahmen[int(xf.get("borderId", "0"))],
            formate.get(xf.get("numFmtId"), str(xf.get("numFmtId"))),
            *(etree.tostring(kind, method="c14n").decode().strip() for kind in xf),
        )
        for xf in vorhanden(wurzel.find(marke("cellXfs")))
    ]


def test_formeln_und_namen_zeigen_auf_die_verschobenen_zellen(nachher: bytes, versatz: int) -> None:
    def z(zeile: int) -> int:
        return zeile + versatz

    blatt, brief = zellen(nachher)[BOGEN], zellen(nachher)[BRIEF]
    assert blatt[f"A{z(10)}"].formel == "C5*2"
    assert blatt[f"A{z(12)}"].formel == f"A{z(10)}+C5"
    assert blatt[f"A{z(13)}"].formel == f"SUM(A{z(10)}:A{z(12)})"
    assert brief["A2"].formel == f"{BOGEN}!A{z(12)}*2"
    assert brief["A3"].formel == f"SUM({BOGEN}!$A${z(10)}:$A${z(12)})"
    assert brief["A4"].formel == f"\"{BOGEN}!A12: \"&'{BOGEN}'!C5"
    assert namen(nachher)["zahl"] == (BOGEN, [f"A{z(12)}"])


def test_alles_unter_dem_anker_rueckt_mit(nachher: bytes, versatz: int) -> None:
    xml = blatt_xml(nachher, BOGEN)

    def z(zeile: int) -> int:
        return zeile + versatz

    (hoehe,) = [r.get("ht") for r in xml.iter(marke("row")) if r.get("r") == str(z(11))]
    assert float(str(hoehe)) == 40
    verbunden = {m.get("ref") for m in xml.iter(marke("mergeCell"))}
    assert {"A4:F4", f"A{z(11)}:D{z(11)}"} <= verbunden
    bedingt = {
        c.get("sqref"): c.findtext(f"{marke('cfRule')}/{marke('formula')}")
        for c in xml.iterchildren(marke("conditionalFormatting"))
    }
    assert bedingt["A1:C3"] == "$C$5>10"
    assert bedingt[f"A{z(12)}:C{z(12)}"] == f"$A${z(12)}>$A${z(10)}"
    (auswahl,) = xml.iter(marke("dataValidation"))
    assert auswahl.get("sqref") == f"C{z(14)}"
    (verweis,) = xml.iter(marke("hyperlink"))
    assert verweis.get("ref") == f"A{z(15)}"
    assert [b.get("id") for b in xml.iter(marke("brk"))] == [str(z(13))]


def test_bilder_stehen_wo_sie_sollen(nachher: bytes, versatz: int) -> None:
    bilder = etree.fromstring(teile(nachher)["xl/drawings/drawing7.xml"])
    zeilen = [[int(str(zeile.text)) for zeile in anker.iter("{*}row")] for anker in bilder]
    assert zeilen == [[0, 3], [10 + versatz, 12 + versatz]]


def test_neue_bedingte_formate_ruecken_mit(nachher: bytes, versatz: int) -> None:
    (liste,) = blatt_xml(nachher, BOGEN).iterchildren(marke("extLst"))
    (bereich,), (formel,) = liste.iter("{*}sqref"), liste.iter("{*}f")
    assert bereich.text == f"A{12 + versatz}:C{12 + versatz}"
    assert formel.text == f"$A${12 + versatz}>0"


def test_kommentare_ruecken_mit(nachher: bytes, versatz: int) -> None:
    (kommentare,) = [i for n, i in teile(nachher).items() if re.search(r"comment.*\.xml$", n)]
    (kommentar,) = etree.fromstring(kommentare).iter(marke("comment"))
    assert kommentar.get("ref") == f"A{11 + versatz}"
    (rahmen,) = [i for n, i in teile(nachher).items() if n.endswith(".vml")]
    assert b":Row>%d<" % (10 + versatz) in rahmen
    assert re.search(rb":Anchor>0, 15, %d, 2, 2, 15, %d, 4<" % (9 + versatz, 13 + versatz), rahmen)


def test_druckbild_und_kopfzeilen_bleiben(vorher: bytes, nachher: bytes, versatz: int) -> None:
    alt, neu = blatt_xml(vorher, BOGEN), blatt_xml(nachher, BOGEN)
    for name in ("pageSetup", "pageMargins", "sheetPr"):
        vor, nach = (vorhanden(xml.find(marke(name))) for xml in (alt, neu))
        assert etree.tostring(nach, method="c14n") == etree.tostring(vor, method="c14n"), name
    kopf, fuss = (
        neu.findtext(f"{marke('headerFooter')}/{marke(n)}") for n in ("oddHeader", "oddFooter")
    )
    assert kopf == "&LLandkreis Musterstadt"
    assert fuss == "&LBerechnungsbogen Budgetgrößen 2012&RBlatt &P/&N"
    lokal = {
        (n.get("name"), n.get("localSheetId")): str(n.text).replace("'", "")
        for n in mappe_xml(teile(nachher)).iter(marke("definedName"))
    }
    assert lokal["_xlnm.Print_Area", "0"] == f"{BOGEN}!$A$1:$R${15 + versatz}"
    assert lokal["_xlnm.Print_Titles", "0"] == f"{BOGEN}!$1:$2"


def test_ausgeblendete_blaetter_bleiben_ausgeblendet(nachher: bytes) -> None:
    zustand = {
        b.get("name"): b.get("state") for b in mappe_xml(teile(nachher)).iter(marke("sheet"))
    }
    assert [name for name, s in zustand.items() if s not in (None, "visible")] == ["Zuordnung"]
    assert zustand["Zuordnung"] == "hidden"


def test_platzhalter_sind_ersetzt(nachher: bytes) -> None:
    blatt, brief = zellen(nachher)[BOGEN], zellen(nachher)[BRIEF]
    assert blatt["A4"].wert == "Anlage: Berechnungsbogen Budgetgrößen 2012 vom 15.01.2026"
    assert blatt["A6"].wert == "Summe 700.000 € im Jahr 2012"
    assert brief["A1"].wert == 'Im Jahr 2012 werden 700.000 € verteilt ("anteilig 70 %").'
    assert all(zelle.formel for zelle in (blatt["A4"], blatt["A6"], brief["A1"]))
    assert b"<dc:title>Anlage 2012<" in re.sub(
        rb"<dc:title[^>]*>", b"<dc:title>", teile(nachher)["docProps/core.xml"]
    )
    assert not [n for n, i in teile(nachher).items() if b"{{" in i and n != "xl/sharedStrings.xml"]


def test_der_bogen_beginnt_am_anker_in_der_schrift_der_vorlage(
    nachher: bytes, versatz: int
) -> None:
    blatt = zellen(nachher)[BOGEN]
    assert blatt[ANKER].formel
    block = [str(blatt[f"B{zeile}"].wert) for zeile in range(8, 12)]
    assert any(text.startswith("Im Jahr 2012 werden 700.000 €") for text in block)
    wo, budgets = namen(nachher)["budget_bisher"]
    assert wo == BOGEN
    for ort in (ANKER, *budgets):
        assert 'val="Georgia"' in stile(nachher)[blatt[ort].stil][0]
    letzte = max(int(re.sub(r"\D", "", ort)) for ort in blatt if ort[0] == "B")
    assert letzte == 8 + versatz
    (breite,) = [
        c.get("width") for c in blatt_xml(nachher, BOGEN).iter(marke("col")) if c.get("min") == "1"
    ]
    assert float(str(breite)) == 31


def test_bogen_in_eigener_vorlage_rechnet_nach(nachher: bytes, tmp_path: Path) -> None:
    heraus = neu_gerechnet({"amt": nachher}, tmp_path)["amt"]
    assert abweichungen(nachher, heraus) == []


def test_vorlage_aus_libreoffice(vorher: bytes, tmp_path: Path) -> None:
    """LibreOffice speichert gemeinsame Texte, andere Präfixe und viele leere Angaben."""
    (tmp_path / "ein").mkdir()
    gespeichert = neu_gerechnet({"amt": vorher}, tmp_path / "ein")["amt"]
    assert "xl/sharedStrings.xml" in teile(gespeichert)
    datei = gefuellt(gespeichert, tmp_path)
    assert maengel(datei) == []
    assert str(zellen(datei)[BRIEF]["A1"].wert).startswith("Im Jahr 2012 werden 700.000 €")
    assert zellen(datei)[BOGEN]["A5"].wert == "Az. 51-2012 (vertraulich)"
    (tmp_path / "aus").mkdir()
    heraus = neu_gerechnet({"amt": datei}, tmp_path / "aus")["amt"]
    assert abweichungen(datei, heraus) == []


def test_ohne_zeilen_unter_dem_anker_bleibt_der_druckbereich_ganz(tmp_path: Path) -> None:
    mappe = Workbook()
    blatt = mappe.worksheets[0]
    blatt.title = BOGEN
    blatt["A3"] = "{{bogen}}"
    blatt.print_area = "A1:O3"
    datei = gefuellt(_gespeichert(mappe), tmp_path)
    (bereich,) = [
        str(n.text)
        for n in mappe_xml(teile(datei)).iter(marke("definedName"))
        if n.get("name") == "_xlnm.Print_Area" and n.get("localSheetId") == "0"
    ]
    letzte = max(int(re.sub(r"\D", "", ort)) for ort in zellen(datei)[BOGEN])
    assert bereich.endswith(f"$O${letzte}")


def test_vorlage_xltx_ergibt_eine_xlsx(tmp_path: Path) -> None:
    inhalte = teile(vorlage())
    inhalte["[Content_Types].xml"] = inhalte["[Content_Types].xml"].replace(
        b"spreadsheetml.sheet.main+xml", b"spreadsheetml.template.main+xml"
    )
    assert b"template.main" in inhalte["[Content_Types].xml"]
    datei = gefuellt(gepackt(inhalte), tmp_path, "amt.xltx")
    typen = teile(datei)["[Content_Types].xml"]
    assert b"template.main" not in typen
    assert typen.count(b"spreadsheetml.sheet.main+xml") == 1
    assert maengel(datei) == []


def test_gleiche_vorlage_gleiche_bytes(vorher: bytes, nachher: bytes, tmp_path: Path) -> None:
    assert gefuellt(vorher, tmp_path) == nachher


@pytest.mark.parametrize("anzahl", [1, 40])
def test_die_hoehe_folgt_der_zahl_der_sozialraeume(
    anzahl: int, vorher: bytes, tmp_path: Path
) -> None:
    datei = gefuellt(
        vorher,
        tmp_path,
        spalten={"Fälle": range(1, anzahl + 1)},
        indikatoren=None,
        bisher=(10000,) * anzahl,
        verteilungsbasis=None,
    )
    blatt = zellen(datei)[BOGEN]
    (unterschrift,) = [o for o, z in blatt.items() if str(z.wert).startswith("Unterschrift:")]
    _, budgets = namen(datei)["budget_bisher"]
    assert len(budgets) == anzahl
    letzte = max(int(re.sub(r"\D", "", ort)) for ort, z in blatt.items() if ort[0] == "B")
    assert int(unterschrift.removeprefix("A")) == letzte + 3
    assert maengel(datei) == []


# Was nicht passt


def _gespeichert(mappe: Workbook) -> bytes:
    datei = BytesIO()
    mappe.save(datei)
    return datei.getvalue()


def _mappe(**texte: str) -> bytes:
    """Eine Mappe mit Texten in Zellen: Berechnungsbogen__A1="…"."""
    mappe = Workbook()
    mappe.remove(mappe.worksheets[0])
    for stelle, text in texte.items():
        blatt, ort = stelle.split("__")
        if blatt not in mappe.sheetnames:
            mappe.create_sheet(blatt)
        mappe[blatt][ort] = text
    return _gespeichert(mappe)


def _befunde(datei: bytes, ordner: Path, name: str = "amt.xlsx") -> list[tuple[str, str | None]]:
    with pytest.raises(Datenfehler) as gefangen:
        gefuellt(datei, ordner, name)
    assert all(befund.abhilfe for befund in gefangen.value.befunde)
    return [(befund.text, befund.fundort) for befund in gefangen.value.befunde]


def test_alle_unbekannten_platzhalter_auf_einmal_mit_zelle(tmp_path: Path) -> None:
    datei = _mappe(
        Berechnungsbogen__A1="{{bogen}}",
        Berechnungsbogen__C2="{{jahrr}} und {{jahr}}",
        Anschreiben__B7="{{Unterschrift}}",
    )
    befunde = _befunde(datei, tmp_path)
    assert [ort for _, ort in befunde] == [
        "amt.xlsx, Berechnungsbogen!C2",
        "amt.xlsx, Anschreiben!B7",
    ]
    assert "{{jahrr}}" in befunde[0][0]
    assert "{{Unterschrift}}" in befunde[1][0]


def test_unbekannter_platzhalter_in_der_fusszeile(tmp_path: Path) -> None:
    mappe = load_workbook(BytesIO(_mappe(Berechnungsbogen__A1="{{bogen}}")))
    vorhanden(mappe.worksheets[0].oddFooter).center.text = "{{seite}}"
    ((text, ort),) = _befunde(_gespeichert(mappe), tmp_path)
    assert "{{seite}}" in text
    assert ort == "amt.xlsx, Berechnungsbogen, Kopf- oder Fußzeile"


def test_anker_auf_anderem_blatt_ist_unbekannter_platzhalter(tmp_path: Path) -> None:
    datei = _mappe(Berechnungsbogen__A1="{{bogen}}", Anschreiben__A1="{{bogen}}")
    ((text, ort),) = _befunde(datei, tmp_path)
    assert "{{bogen}}" in text
    assert ort == "amt.xlsx, Anschreiben!A1"


@pytest.mark.parametrize(
    ("texte", "erwartet"),
    [
        ({"Berechnungsbogen__A1": "Titel"}, "es gibt keine"),
        (
            {"Berechnungsbogen__A1": "{{bogen}}", "Berechnungsbogen__C9": "{{bogen}}"},
            "gefunden: A1, C9",
        ),
        ({"Tabelle1__A1": "{{bogen}}"}, "fehlt das Blatt „Berechnungsbogen“"),
    ],
)
def test_anker_genau_einmal_auf_dem_richtigen_blatt(
    texte: Any, erwartet: str, tmp_path: Path
) -> None:
    ((text, ort),) = _befunde(_mappe(**texte), tmp_path)
    assert erwartet in text
    assert str(ort).startswith("amt.xlsx")


@pytest.mark.parametrize("blatt", ["Bestandsschutz", "PARAMETER", "sozialräume"])
def test_blatt_mit_dem_namen_eines_bogenblatts(blatt: str, tmp_path: Path) -> None:
    datei = _mappe(**{"Berechnungsbogen__A1": "{{bogen}}", f"{blatt}__A1": "x"})
    ((text, ort),) = _befunde(datei, tmp_path)
    assert f"„{blatt}“" in text
    assert ort == f"amt.xlsx, {blatt}"


def test_name_wie_eine_groesse_des_bogens(tmp_path: Path) -> None:
    mappe = load_workbook(BytesIO(_mappe(Berechnungsbogen__A1="{{bogen}}")))
    mappe.defined_names["Jahr"] = DefinedName("Jahr", attr_text="Berechnungsbogen!$A$1")
    ((text, _),) = _befunde(_gespeichert(mappe), tmp_path)
    assert "„Jahr“" in text


@pytest.mark.parametrize(
    ("name", "inhalt"),
    [
        ("amt.xlsm", None),
        ("amt.docx", None),
        ("amt.xlsx", b"Name;Wert\nA;1\n"),
        ("amt.xlsx", b""),
        ("amt.xlsx", b"PK\x03\x04kaputt"),
        ("amt.xltx", b"\xd0\xcf\x11\xe0" + b"\0" * 600),
    ],
)
def test_keine_brauchbare_datei(name: str, inhalt: bytes, tmp_path: Path) -> None:
    gut = _mappe(Berechnungsbogen__A1="{{bogen}}")
    befunde = _befunde(gut if inhalt is None else inhalt, tmp_path, name)
    assert len(befunde) == 1


def test_abgeschnittene_und_fehlende_datei(tmp_path: Path) -> None:
    gut = _mappe(Berechnungsbogen__A1="{{bogen}}")
    assert len(_befunde(gut[: len(gut) // 2], tmp_path)) == 1
    with pytest.raises(Datenfehler):
        vorlagendatei_lesen(tmp_path / "fehlt.xlsx")


# Die mitgelieferte Vorlage


def test_mitgelieferte_vorlage_entspricht_dem_skript() -> None:
    skript = runpy.run_path(str(WURZEL / "vorlagen" / "erzeugen.py"))
    # Teil für Teil: wie stark eine Zip-Bibliothek packt, ist nicht überall gleich.
    assert teile(ressource("vorlagen", skript["DATEI"])) == teile(skript["vorlage"]())


def test_mitgelieferte_vorlage_geht_denselben_weg(tmp_path: Path) -> None:
    ergebnis = rechnen(eingabe())
    datei = ressource("vorlagen", "berechnungsbogen.xlsx")
    mitgeliefert = bogen_bauen(ergebnis, QUELLE, (), mitgelieferte_vorlage())
    assert bogen_bauen(ergebnis, QUELLE) == mitgeliefert
    assert gefuellt(datei, tmp_path) == mitgeliefert

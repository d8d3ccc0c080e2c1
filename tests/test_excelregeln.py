"""Die Regeln für Excel: jede findet einen gesetzten Fehler, und ein Bogen hält alle ein.

Über alle Mappen, die die Tests schreiben lassen, laufen die Regeln in conftest.py.
"""

from collections.abc import Callable
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

import formelregeln
import pytest
from bogendatei import blattteile, gepackt, marke, teile
from bogenfaelle import FAELLE, eingabe
from conftest import vorhanden
from excelregeln import REGELN, verstoesse
from lxml import etree

from sozialraum_cli.bogen.bauen import bogen_bauen
from sozialraum_cli.bogen.quelle import Quelle
from sozialraum_cli.rechnen.berechnung import rechnen

QUELLE = Quelle(datetime(2026, 1, 15, 12, tzinfo=UTC), ())
ANLAGE = "Berechnungsbogen"
DIAGRAMM = "xl/charts/chart1.xml"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"

Eingriff = Callable[[etree._Element], object]


@pytest.fixture(scope="module")
def bogen() -> bytes:
    return bogen_bauen(rechnen(FAELLE["beispiel-2012"]()), QUELLE)


def mit(datei: bytes, teil: str, eingriff: Eingriff) -> bytes:
    """Die Datei mit einem Eingriff in einen Teil; ein Blatt wird mit seinem Namen genannt."""
    inhalte = teile(datei)
    teil = blattteile(inhalte).get(teil, teil)
    wurzel = etree.fromstring(inhalte[teil])
    eingriff(wurzel)
    return gepackt(
        {**inhalte, teil: etree.tostring(wurzel, xml_declaration=True, encoding="UTF-8")}
    )


def formel(text: str) -> Eingriff:
    return lambda blatt: next(blatt.iter(marke("f"))).__setattr__("text", text)


def setzen(element: str, angabe: str, wert: str) -> Eingriff:
    return lambda wurzel: next(wurzel.iter(element)).set(angabe, wert)


def weg(element: str, in_: str) -> Eingriff:
    def eingriff(wurzel: etree._Element) -> None:
        stelle = next(wurzel.iter(in_))
        stelle.remove(next(stelle.iter(element)))

    return eingriff


def umbrueche(art: str, anzahl: int) -> Eingriff:
    def eingriff(blatt: etree._Element) -> None:
        for alte in blatt.findall(marke(art)):
            blatt.remove(alte)
        angaben: dict[str, Any] = {"count": str(anzahl), "manualBreakCount": str(anzahl)}
        liste = etree.Element(marke(art), angaben)
        liste.extend(etree.Element(marke("brk"), id=str(n), man="1") for n in range(1, anzahl + 1))
        vorhanden(blatt.find(marke("headerFooter"))).addnext(liste)

    return eingriff


def name(wie: str, text: str = f"{ANLAGE}!$A$1", **angaben: str) -> Eingriff:
    def eingriff(mappe: etree._Element) -> None:
        eintrag = etree.SubElement(
            vorhanden(mappe.find(marke("definedNames"))), marke("definedName"), angaben
        )
        eintrag.set("name", wie)
        eintrag.text = text

    return eingriff


def zelltext(text: str) -> Eingriff:
    def eingriff(blatt: etree._Element) -> None:
        zelle = next(z for z in blatt.iter(marke("c")) if z.find(marke("is")) is not None)
        inhalt = vorhanden(zelle.find(f"{marke('is')}/{marke('t')}"))
        inhalt.text = text
        inhalt.attrib.clear()

    return eingriff


def verdoppelt(element: str) -> Eingriff:
    return lambda wurzel: wurzel.append(deepcopy(next(wurzel.iter(element))))


FEHLER: list[tuple[str, str, Eingriff]] = [
    ("paket_und_folge", ANLAGE, verdoppelt(marke("mergeCells"))),
    ("laenge", ANLAGE, formel("+".join(["1"] * 4100))),
    ("textlaengen", ANLAGE, formel(f'IF(jahr=1,"{"x" * 256}","")')),
    ("textlaengen", ANLAGE, formel(f'IF(jahr=1,"{"😀" * 128}","")')),
    ("fester_text", ANLAGE, formel('"Stand: "&"15.01.2026"')),
    ("tausenderzeichen", ANLAGE, formel('SUBSTITUTE(FIXED(jahr,0),",",".")')),
    ("formelbau", ANLAGE, formel("SUM(anteil*anteil)")),
    ("zelltexte", "Parameter", zelltext("x" * 32_768)),
    ("zelltexte", "Parameter", zelltext(" Rand ")),
    ("zahlen", ANLAGE, lambda b: zahl(b, "nan")),
    ("zahlen", ANLAGE, lambda b: zahl(b, "17,5")),
    ("kopf_und_fuss", ANLAGE, lambda b: fuss(b, "&L" + "x" * 254)),
    ("umbrueche", ANLAGE, umbrueche("rowBreaks", 1_024)),
    ("umbrueche", ANLAGE, umbrueche("colBreaks", 1_001)),
    ("blattnamen", "xl/workbook.xml", setzen(marke("sheet"), "name", "Anlage: neu")),
    ("blattnamen", "xl/workbook.xml", setzen(marke("sheet"), "name", "x" * 32)),
    ("blattnamen", "xl/workbook.xml", setzen(marke("sheet"), "name", "parameter")),
    ("definierte_namen", "xl/workbook.xml", name("Jahr")),
    ("definierte_namen", "xl/workbook.xml", name("abf2026")),
    ("definierte_namen", "xl/workbook.xml", name("zwei Wörter")),
    ("definierte_namen", "xl/workbook.xml", name("fremd", "Fehlt!$A$1")),
    ("definierte_namen", "xl/workbook.xml", name("lokal", localSheetId="99")),
    ("zahlenformate", "xl/styles.xml", setzen(marke("numFmt"), "formatCode", "#,##0.##")),
    ("zahlenformate", "xl/styles.xml", setzen(marke("numFmt"), "formatCode", '0"€')),
    ("zahlenformate", "xl/styles.xml", setzen(marke("numFmt"), "formatCode", "0;0;0;@;0")),
    ("schriftgroessen", "xl/styles.xml", weg(marke("sz"), marke("font"))),
    ("auswahllisten", "Parameter", setzen(marke("dataValidation"), "error", "x" * 256)),
    ("auswahllisten", "Parameter", setzen(marke("dataValidation"), "errorTitle", "x" * 33)),
    (
        "auswahllisten",
        "Parameter",
        lambda b: next(b.iter(marke("formula1"))).__setattr__("text", f'"{"x," * 128}"'),
    ),
    ("bedingte_formate", ANLAGE, lambda b: bedingt(b, dxfId="99", priority="1")),
    ("bedingte_formate", ANLAGE, lambda b: bedingt(b, priority="0")),
    ("spaltenbreiten", ANLAGE, lambda b: zahl(b, "99999999999999")),
    ("spaltenbreiten", ANLAGE, setzen(marke("col"), "width", "256")),
    ("diagrammfolge", DIAGRAMM, verdoppelt(f"{C}chart")),
    ("diagrammfolge", DIAGRAMM, lambda d: next(d.iter(f"{C}ser")).append(etree.Element(f"{C}tx"))),
    ("diagrammangaben", DIAGRAMM, weg(f"{C}roundedCorners", f"{C}chartSpace")),
    ("diagrammangaben", DIAGRAMM, setzen(f"{C}invertIfNegative", "val", "1")),
    ("diagrammangaben", DIAGRAMM, weg(f"{C}overlay", f"{C}title")),
    ("diagrammangaben", DIAGRAMM, weg(f"{C}overlay", f"{C}legend")),
    ("diagrammschrift", DIAGRAMM, weg(f"{C}txPr", f"{C}valAx")),
    (
        "diagrammschrift",
        DIAGRAMM,
        lambda d: next(next(d.iter(f"{C}legend")).iter(f"{A}defRPr")).attrib.pop("sz"),
    ),
    (
        "diagrammbezuege",
        DIAGRAMM,
        lambda d: next(d.iter(f"{C}f")).__setattr__("text", "Fehlt!$A$1"),
    ),
]


def zahl(blatt: etree._Element, text: str) -> None:
    zelle = next(z for z in blatt.iter(marke("c")) if z.get("t", "n") == "n" and len(z))
    vorhanden(zelle.find(marke("v"))).text = text


def fuss(blatt: etree._Element, text: str) -> None:
    next(blatt.iter(marke("oddFooter"))).text = text


def bedingt(blatt: etree._Element, **angaben: str) -> None:
    format_ = etree.Element(marke("conditionalFormatting"), sqref="A1")
    regel = etree.SubElement(format_, marke("cfRule"), {"type": "expression", **angaben})
    etree.SubElement(regel, marke("formula")).text = "1=1"
    vorhanden(blatt.find(marke("mergeCells"))).addnext(format_)


def test_ein_bogen_haelt_alle_regeln_ein(bogen: bytes) -> None:
    assert verstoesse(bogen) == []


@pytest.mark.parametrize(("regel", "teil", "eingriff"), FEHLER)
def test_der_gesetzte_fehler_wird_gefunden(
    regel: str, teil: str, eingriff: Eingriff, bogen: bytes
) -> None:
    gefunden = {text.partition(":")[0] for text in verstoesse(mit(bogen, teil, eingriff))}
    assert regel in gefunden


def test_jede_regel_hat_ihren_gesetzten_fehler() -> None:
    assert {regel for regel, _, _ in FEHLER} == {regel.__name__ for regel in REGELN}


# Der Bau einer Formel: Bereiche an der Stelle einzelner Werte

BEREICHE = ("anteil", "budget_neu")


def ist_bereich(bezug: str) -> bool:
    return ":" in bezug or bezug in BEREICHE


@pytest.mark.parametrize(
    "text",
    [
        "SUM(anteil)",
        "SUMPRODUCT(anteil*budget_neu)",
        "SUMPRODUCT(--(ABS(anteil)>0),budget_neu)",
        "SUMPRODUCT(MAX(anteil*budget_neu))",
        'COUNTIF(anteil,">0")',
        'SUMPRODUCT(COUNTIF(anteil,anteil&""))',
        "INDEX(anteil,MATCH(A1,budget_neu,0))",
        "INDEX(anteil*budget_neu,3)",
        "LOOKUP(2,1/(anteil=A1),budget_neu)",
        "MATCH(1,INDEX((anteil=A1)*(budget_neu=B1),0),0)",
        "SUM(IF(A1>0,anteil,budget_neu))",
        "RANK(A1,anteil,0)+COUNTIF($A$1:A1,A1)-1",
        "SUM($A$1:INDEX(anteil,3))",
    ],
)
def test_formeln_die_excel_so_rechnet_wie_libreoffice(text: str) -> None:
    assert [*formelregeln.bau(text, ist_bereich)] == []


@pytest.mark.parametrize(
    "text",
    [
        "anteil",
        "anteil*2",
        "SUM(anteil*budget_neu)",
        "MAX(IF(anteil>0,anteil,0))",
        "SUMPRODUCT(IF(anteil>0,1,0))",
        "SUMPRODUCT(IFERROR(anteil/budget_neu,0))",
        "SUMPRODUCT(N(anteil))",
        "ROUND(anteil,2)",
        "IF(anteil>0,1,0)",
        "INDEX(anteil,MATCH(1,(anteil=A1)*(budget_neu=B1),budget_neu))",
        "COUNTIF(anteil*2,1)",
        "COUNTIF(anteil,budget_neu)",
        "AND(anteil>0)",
        "TEXTJOIN(A1)",
        f"{'IF(A1,' * 65}1{')' * 65}",
        f"SUM({','.join(['A1'] * 256)})",
    ],
)
def test_formeln_die_excel_anders_rechnet_oder_ablehnt(text: str) -> None:
    assert [*formelregeln.bau(text, ist_bereich)]


def test_die_groessten_betraege_passen_in_ihre_spalten() -> None:
    """Art des Fehlers: Spalten mit fester Breite zeigten #### statt eines Betrags."""
    grund = eingabe(
        gesamtbudget="9999999999.99",
        rundung="0.01",
        bisher=("9999999999.99", "0", "0", "0", "0"),
        budget_2="9999999999.99",
    )
    assert verstoesse(bogen_bauen(rechnen(grund), QUELLE)) == []

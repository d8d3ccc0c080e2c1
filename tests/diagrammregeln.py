"""Was ein Diagramm einhalten muss, damit Excel es so zeigt wie LibreOffice."""

from collections.abc import Iterator

from bogendatei import orte
from exceldatei import Datei
from lxml import etree

_DIAGRAMM = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_ZEICHNUNG = "{http://schemas.openxmlformats.org/drawingml/2006/main}"

# Reihenfolge der Kinder nach dem Schema; Excel repariert sonst das Diagramm weg.
_DIAGRAMMFOLGEN = {
    "chartSpace": "date1904 lang roundedCorners AlternateContent style clrMapOvr pivotFmts "
    "protection chart spPr txPr externalData printSettings userShapes extLst",
    "chart": "title autoTitleDeleted pivotFmts view3D floor sideWall backWall plotArea legend "
    "plotVisOnly dispBlanksAs showDLblsOverMax extLst",
    "title": "tx layout overlay spPr txPr extLst",
    "legend": "legendPos legendEntry layout overlay spPr txPr extLst",
    "barChart": "barDir grouping varyColors ser dLbls gapWidth overlap serLines axId extLst",
    "ser": "idx order tx spPr invertIfNegative pictureOptions dPt dLbls trendline errBars cat val "
    "shape extLst",
    "catAx": "axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark "
    "minorTickMark tickLblPos spPr txPr crossAx crosses crossesAt auto lblAlgn lblOffset "
    "tickLblSkip tickMarkSkip noMultiLvlLbl extLst",
    "valAx": "axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark "
    "minorTickMark tickLblPos spPr txPr crossAx crosses crossesAt crossBetween majorUnit "
    "minorUnit dispUnits extLst",
}


_MEHRFACH = ("ser", "axId", "dPt", "legendEntry", "trendline")


def diagrammfolge(datei: Datei) -> Iterator[str]:
    for teil, wurzel in datei.diagramme.items():
        for element in wurzel.iter(*(f"{_DIAGRAMM}{name}" for name in _DIAGRAMMFOLGEN)):
            folge = _DIAGRAMMFOLGEN[etree.QName(element).localname].split()
            kinder = [etree.QName(kind).localname for kind in element]
            einmal = [kind for kind in kinder if kind not in _MEHRFACH]
            unbekannt = {*kinder} - {*folge}
            doppelt = len(einmal) != len({*einmal})
            if unbekannt or doppelt or kinder != sorted(kinder, key=folge.index):
                yield f"{teil}: {etree.QName(element).localname} mit {kinder}"


def diagrammangaben(datei: Datei) -> Iterator[str]:
    """Was Excel ohne Angabe anders annimmt als LibreOffice."""
    for teil, wurzel in datei.diagramme.items():
        yield from (
            f"{teil}: {element} ohne {angabe}=0"
            for element, angabe in (
                ("chartSpace", "roundedCorners"),
                ("ser", "invertIfNegative"),
                ("title", "overlay"),
                ("legend", "overlay"),
            )
            for stelle in wurzel.iter(f"{_DIAGRAMM}{element}")
            if not _aus(stelle.find(f"{_DIAGRAMM}{angabe}"))
        )


def _aus(angabe: etree._Element | None) -> bool:
    return angabe is not None and angabe.get("val") in {"0", "false"}


def diagrammschrift(datei: Datei) -> Iterator[str]:
    for teil, wurzel in datei.diagramme.items():
        for name in ("title", "legend", "catAx", "valAx"):
            for element in wurzel.iter(f"{_DIAGRAMM}{name}"):
                groessen = [p.get("sz") for p in element.iter(f"{_ZEICHNUNG}defRPr")]
                if not groessen or None in groessen:
                    yield f"{teil}: {name} ohne Schriftgröße"


def diagrammbezuege(datei: Datei) -> Iterator[str]:
    for teil, wurzel in datei.diagramme.items():
        for bezug in wurzel.iter(f"{_DIAGRAMM}f"):
            blatt, _, bereich = (bezug.text or "").rpartition("!")
            if blatt.strip("'").replace("''", "'") not in datei.blaetter or not orte(
                bereich.replace("$", "")
            ):
                yield f"{teil}: {bezug.text} zeigt ins Leere"

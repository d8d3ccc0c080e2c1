"""Blatt Diagramm: bisher, ohne Schutz und neu je Sozialraum; Veränderung in %, sortiert."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.axis import ChartLines
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import (
    CharacterProperties,
    Paragraph,
    ParagraphProperties,
    RegularTextRun,
)
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from sozialraum_cli import bogenblatt
from sozialraum_cli.arbeitsmappe import stil
from sozialraum_cli.arbeitsmappe.formelmappe import Formelmappe, Wert, text_schreiben, zelle_in
from sozialraum_cli.arbeitsmappe.paket import ZEICHNUNG, xmlbaum_lesen, xmlbaum_schreiben
from sozialraum_cli.arbeitsmappe.rechenblatt import Rechenblatt
from sozialraum_cli.bogen import diagrammauszug
from sozialraum_cli.bogen.berechnungsbogen import Anlage
from sozialraum_cli.rechnen.berechnung import Ergebnis

TITEL = bogenblatt.DIAGRAMM

# Hell, mittel, dunkel: auch im Graudruck zu unterscheiden.
_FARBEN = ("C9D3DF", "7FA3C7", "1F3A5F")
_HOEHE_JE_RAUM = 1.05
_MINDESTHOEHE = 8
_BREITE = 24
_ERSTE_DATENZEILE = 3
_DATENSPALTE = 30
_STELLE_UND_PROZENT = (_DATENSPALTE + 4, _DATENSPALTE + 6)
_DRUCKSPALTEN = 15
_CM_JE_ZEILE = 0.53
# In Hundertstel Punkt, wie Diagramme Schriften messen.
_SCHRIFT, _TITELSCHRIFT = 1000, 1300

_ALTERNATIVTEXTE = (
    "Balkendiagramm: je Sozialraum das Budget bisher, ohne Bestandsschutz und neu in Euro.",
    "Balkendiagramm: Veränderung des Budgets je Sozialraum in Prozent, nach Größe sortiert.",
)


def diagramm_anlegen(formelmappe: Formelmappe, ergebnis: Ergebnis, anlage: Anlage) -> Worksheet:
    """Legt das Blatt mit zwei Diagrammen an; ihre Daten stehen rechts daneben als Formeln."""
    blatt: Worksheet = formelmappe.mappe.create_sheet(TITEL)
    blatt.sheet_view.showGridLines = False
    anzahl = min(len(ergebnis.sozialraeume), diagrammauszug.ALLE_BIS)
    zelle = zelle_in(blatt, 1, 1)
    text_schreiben(zelle, "Budgets im Bild")
    zelle.font = stil.schrift(14, fett=True)
    if len(ergebnis.sozialraeume) > anzahl:
        auszug = diagrammauszug.satz(ergebnis, anlage.tabelle)
        zelle = zelle_in(blatt, 2, 1)
        formelmappe.formel(zelle, auszug.formel, auszug.wert)
        zelle.font, zelle.alignment = stil.schrift(), stil.OHNE_UMBRUCH
    _daten(formelmappe, blatt, ergebnis, anlage)
    hoehe = max(_MINDESTHOEHE, round(_HOEHE_JE_RAUM * anzahl + 2.5))
    budgets = balken("Budget je Sozialraum in Euro", hoehe, '#,##0\\ "€"')
    for nummer, farbe in enumerate(_FARBEN):
        _reihe(budgets, blatt, _DATENSPALTE + 1 + nummer, anzahl, farbe)
    budgets.set_categories(_bereich(blatt, _DATENSPALTE, anzahl))
    blatt.add_chart(budgets, "A3")
    veraenderung = balken("Veränderung gegenüber bisher in Prozent", hoehe, '+0" %";-0" %";0" %"')
    _reihe(veraenderung, blatt, _DATENSPALTE + 6, anzahl, _FARBEN[2])
    veraenderung.set_categories(_bereich(blatt, _DATENSPALTE + 5, anzahl))
    veraenderung.legend = None
    unten = 4 + round(hoehe / _CM_JE_ZEILE)
    blatt.add_chart(veraenderung, f"A{unten}")
    # Die Daten stehen rechts außerhalb des Druckbereichs.
    ende = unten + round(hoehe / _CM_JE_ZEILE) + 1
    blatt.print_area = f"A1:{get_column_letter(_DRUCKSPALTEN)}{ende}"
    return blatt


def mit_alternativtexten(
    teile: Mapping[str, bytes], texte: Sequence[str] = _ALTERNATIVTEXTE
) -> dict[str, bytes]:
    """Gibt den Diagrammen in ihrer Reihenfolge Alternativtexte; openpyxl kennt keine."""
    ergebnis = dict(teile)
    naechster = iter(texte)
    for name in sorted(teile):
        if name.startswith("xl/drawings/drawing"):
            wurzel = xmlbaum_lesen(teile[name])
            for eigenschaften in wurzel.iter(f"{{{ZEICHNUNG}}}cNvPr"):
                eigenschaften.set("descr", next(naechster))
            ergebnis[name] = xmlbaum_schreiben(wurzel)
    return ergebnis


def _daten(formelmappe: Formelmappe, blatt: Worksheet, ergebnis: Ergebnis, anlage: Anlage) -> None:
    """Rechts neben den Diagrammen: Budgets in Reihenfolge, Veränderungen nach Größe sortiert."""
    viele = len(ergebnis.sozialraeume) > diagrammauszug.ALLE_BIS
    rang = "Nummer" if viele else "Rang"
    for versatz, titel in enumerate(
        ("Sozialraum", "bisher", "ohne Schutz", "neu", rang, "Sozialraum", "Veränderung in %")
    ):
        zelle = zelle_in(blatt, _ERSTE_DATENZEILE - 1, _DATENSPALTE + versatz)
        text_schreiben(zelle, titel)
        stil.kopf(zelle)
        blatt.column_dimensions[get_column_letter(_DATENSPALTE + versatz)].width = 18
    tabelle, stelle, veraenderung = anlage.tabelle, *map(get_column_letter, _STELLE_UND_PROZENT)
    zeilen = (
        diagrammauszug.zeilen(ergebnis, tabelle, _ERSTE_DATENZEILE, stelle, veraenderung)
        if viele
        else _alle_zeilen(ergebnis, tabelle)
    )
    for nummer, zellen in enumerate(zeilen, start=_ERSTE_DATENZEILE):
        for versatz, (formel, wert, format) in enumerate(zellen):
            zelle = zelle_in(blatt, nummer, _DATENSPALTE + versatz)
            formelmappe.formel(zelle, formel, wert)
            zelle.number_format, zelle.font = format, stil.schrift(9)


def _alle_zeilen(
    ergebnis: Ergebnis, tabelle: Rechenblatt
) -> Iterator[Sequence[diagrammauszug.Zelle]]:
    zeilen = ergebnis.sozialraeume
    sortiert = _sortiert(ergebnis)
    rang = {index: platz for platz, index in enumerate(sortiert, start=1)}
    name = tabelle.fremder_bereich("sozialraum")
    prozent = tabelle.fremder_bereich("differenz_prozent")
    for index, zeile in enumerate(zeilen):
        veraenderung = tabelle.fremd("differenz_prozent", index)
        raenge = f"$AH${_ERSTE_DATENZEILE}:$AH${_ERSTE_DATENZEILE + len(zeilen) - 1}"
        oberhalb = f"{prozent.split(':')[0]}:{veraenderung.split('!')[1]}"
        treffer = f"MATCH({index + 1},{raenge},0)"
        hat_platz = index < len(sortiert)
        an_stelle = zeilen[sortiert[index]] if hat_platz else None
        yield (
            (tabelle.fremd("sozialraum", index), zeile.sozialraum.name, stil.TEXT),
            (
                f"N({tabelle.fremd('budget_bisher', index)})",
                zeile.sozialraum.budget_bisher or 0,
                stil.EURO,
            ),
            (
                tabelle.fremd("budget_indikatoren_gerundet", index),
                zeile.budget_indikatoren_gerundet,
                stil.EURO,
            ),
            (tabelle.fremd("budget_neu", index), zeile.budget_neu, stil.EURO),
            (
                f'IF({veraenderung}="","",RANK({veraenderung},{prozent},0)'
                f"+COUNTIF({oberhalb},{veraenderung})-1)",
                rang.get(index, ""),
                stil.GANZ,
            ),
            (
                f'IFERROR(INDEX({name},{treffer}),"")',
                an_stelle.sozialraum.name if an_stelle else "",
                stil.TEXT,
            ),
            (
                f'IFERROR(INDEX({prozent},{treffer}),"")',
                _oder_leer(an_stelle.differenz_prozent if an_stelle else None),
                stil.PROZENTPUNKTE,
            ),
        )


def _sortiert(ergebnis: Ergebnis) -> list[int]:
    """Die Sozialräume mit Veränderung, größter Zuwachs zuerst, bei Gleichstand wie im Bogen."""
    prozente = [zeile.differenz_prozent for zeile in ergebnis.sozialraeume]
    mit = [(index, p) for index, p in enumerate(prozente) if p is not None]
    return [index for index, _ in sorted(mit, key=lambda paar: (-paar[1], paar[0]))]


def balken(titel: str, hoehe: int, format: str) -> BarChart:
    """Ein Diagramm mit waagerechten Balken, der erste Sozialraum oben."""
    diagramm = BarChart()
    diagramm.type = "bar"
    diagramm.title = _titel(titel)
    # Ohne diese Angaben nimmt Excel anderes an als LibreOffice.
    diagramm.roundedCorners = False
    diagramm.height, diagramm.width = hoehe, _BREITE
    diagramm.gapWidth = 60
    # Waagerechte Balken zählen von unten; umgekehrt steht der erste Sozialraum oben.
    diagramm.x_axis.scaling.orientation = "maxMin"
    diagramm.x_axis.delete = diagramm.y_axis.delete = False
    diagramm.x_axis.tickLblPos = "low"
    diagramm.y_axis.number_format = format
    diagramm.y_axis.crosses = "max"
    diagramm.y_axis.majorGridlines = ChartLines(
        spPr=GraphicalProperties(ln=LineProperties(solidFill="D5DBE3"))
    )
    diagramm.x_axis.txPr = diagramm.y_axis.txPr = _schrift(_SCHRIFT)
    if diagramm.legend is not None:
        diagramm.legend.position, diagramm.legend.overlay = "b", False
        diagramm.legend.txPr = _schrift(_SCHRIFT)
    return diagramm


def _titel(text: str) -> Title:
    absatz = Paragraph(pPr=_absatz(_TITELSCHRIFT, fett=True), r=[RegularTextRun(t=text, rPr=None)])
    return Title(tx=Text(rich=RichText(p=[absatz])), overlay=False)


def _schrift(groesse: int) -> RichText:
    return RichText(p=[Paragraph(pPr=_absatz(groesse), endParaRPr=CharacterProperties())])


def _absatz(groesse: int, *, fett: bool = False) -> ParagraphProperties:
    return ParagraphProperties(defRPr=CharacterProperties(sz=groesse, b=fett))


def _reihe(diagramm: BarChart, blatt: Worksheet, spalte: int, anzahl: int, farbe: str) -> None:
    daten = Reference(
        blatt,
        min_col=spalte,
        min_row=_ERSTE_DATENZEILE - 1,
        max_row=_ERSTE_DATENZEILE + anzahl - 1,
    )
    diagramm.add_data(daten, titles_from_data=True)
    reihe_gestalten(diagramm, farbe)


def reihe_gestalten(diagramm: BarChart, farbe: str) -> None:
    """Färbt die letzte Reihe."""
    reihe = diagramm.series[-1]
    # Sonst zeigt Excel Balken unter null weiß.
    reihe.invertIfNegative = False
    reihe.graphicalProperties.solidFill = farbe
    reihe.graphicalProperties.line.solidFill = "5B6B7F"


def _bereich(blatt: Worksheet, spalte: int, anzahl: int) -> Reference:
    return Reference(
        blatt,
        min_col=spalte,
        min_row=_ERSTE_DATENZEILE,
        max_row=_ERSTE_DATENZEILE + anzahl - 1,
    )


def _oder_leer(wert: Decimal | None) -> Wert:
    return "" if wert is None else wert

"""Varianten als Mappe: Kennzahlen, Budgets mit Veränderungen als lebende Formeln, Diagramm."""

from collections.abc import Sequence
from decimal import Decimal, localcontext

from openpyxl import Workbook
from openpyxl.chart import Reference
from openpyxl.chart.series import SeriesLabel
from openpyxl.worksheet.worksheet import Worksheet

from sozialraum_cli.arbeitsmappe import stil
from sozialraum_cli.arbeitsmappe.druck import einrichten, rechenblatt_einrichten
from sozialraum_cli.arbeitsmappe.formelmappe import Formelmappe, Wert, text_schreiben, zelle_in
from sozialraum_cli.arbeitsmappe.rechenblatt import Rechenblatt
from sozialraum_cli.arbeitsmappe.speichern import packen, teile
from sozialraum_cli.bogen.diagramm import balken, mit_alternativtexten, reihe_gestalten
from sozialraum_cli.bogen.quelle import Quelle
from sozialraum_cli.entscheiden.kennzahlen import Veraenderung
from sozialraum_cli.entscheiden.szenarien import Szenarien, Variante
from sozialraum_cli.rechnen.berechnung import Ergebnis
from sozialraum_cli.runden import GENAU
from sozialraum_cli.zahlen import prozent, zahl

_KOPFZEILE = 5
_FARBEN = ("1F3A5F", "C9D3DF", "7FA3C7", "5B6B7F", "D9B36C", "8C5A2B")
_IM_DIAGRAMM_HOECHSTENS = 6
_HOEHE_JE_BALKEN = 0.45
_SPALTEN: tuple[tuple[str, str, float], ...] = (
    ("variante", "Variante", 30),
    ("schutz", "kleinster Schutz in %", 11),
    ("gewinner", "mehr als bisher", 10),
    ("verlierer", "weniger als bisher", 10),
    ("verlust", "größter Rückgang", 34),
    ("gewinn", "größter Zuwachs", 34),
    ("umverteilung", "umverteilt", 15),
    ("abstand", "Kosten des Schutzes", 15),
    ("ausgleich", "Ausgleich", 15),
    ("grenze", "an der Grenze", 11),
    ("wechsel", "Vorzeichenwechsel", 18),
)


def szenarienmappe(szenarien: Szenarien, quelle: Quelle) -> bytes:
    """Baut die Mappe mit allen Varianten als .xlsx.

    Eingang: Varianten, Quelle. Ergebnis: Bytes; gleiche Eingabe ergibt gleiche Bytes. Budgets
    stehen als Werte da, Veränderungen und Summen als Formeln mit gespeichertem Wert.
    """
    titel = _titel(szenarien)
    machbar = [v.ergebnis for v in szenarien.varianten if v.ergebnis is not None]
    namen = [v.name for v in szenarien.varianten if v.ergebnis is not None]
    with localcontext(GENAU):
        formelmappe = Formelmappe(Workbook())
        mappe = formelmappe.mappe
        mappe.remove(mappe.worksheets[0])
        mappe.properties.title, mappe.properties.creator = titel, "sozialraum"
        einrichten(_kennzahlen(formelmappe, szenarien, titel, quelle), titel)
        alternativtexte: list[str] = []
        if machbar:
            budgets = _budgets(formelmappe, namen, machbar)
            rechenblatt_einrichten(budgets, titel)
            einrichten(_diagramm(budgets, namen), titel, eine_seite=True, hochformat=True)
            alternativtexte.append(
                "Balkendiagramm: Veränderung des Budgets je Sozialraum und Variante in Prozent."
            )
        roh = mit_alternativtexten(teile(mappe, quelle.stand), alternativtexte)
        fertig = formelmappe.werte_eintragen(roh)
    return packen(fertig, quelle.stand)


def _titel(szenarien: Szenarien) -> str:
    ziel = szenarien.hoechstverlust
    zusatz = "" if ziel is None else f": niemand verliert mehr als {prozent(ziel)}"
    return f"Varianten {szenarien.jahr}{zusatz}"


def _kennzahlen(
    formelmappe: Formelmappe, szenarien: Szenarien, titel: str, quelle: Quelle
) -> Worksheet:
    """Je Variante eine Zeile; nicht machbare mit ihrem Grund."""
    blatt: Worksheet = formelmappe.mappe.create_sheet("Kennzahlen")
    blatt.sheet_view.showGridLines = False
    _text(blatt, 1, 1, titel, groesse=14)
    dateien = ", ".join(f"„{name}“ (SHA-256 {summe})" for name, summe in quelle.dateien)
    _text(blatt, 2, 1, f"Gerechnet aus {dateien}, Stand {quelle.stand:%d.%m.%Y}.")
    blatt.row_dimensions[_KOPFZEILE].height = 30
    for spalte, (_, text, breite) in enumerate(_SPALTEN, start=1):
        zelle = zelle_in(blatt, _KOPFZEILE, spalte)
        text_schreiben(zelle, text)
        stil.kopf(zelle)
        blatt.column_dimensions[zelle.column_letter].width = breite
    for zeile, variante in enumerate(szenarien.varianten, start=_KOPFZEILE + 1):
        for spalte, (wert, format_) in enumerate(_zeile(variante), start=1):
            zelle = zelle_in(blatt, zeile, spalte)
            if isinstance(wert, str):
                text_schreiben(zelle, wert)
                zelle.alignment = stil.OHNE_UMBRUCH
            else:
                zelle.value, zelle.alignment = wert, stil.RECHTS
            zelle.number_format, zelle.font, zelle.border = format_, stil.schrift(), stil.RAND_ZEILE
    blatt.freeze_panes = f"B{_KOPFZEILE + 1}"
    return blatt


def _zeile(variante: Variante) -> Sequence[tuple[Wert, str]]:
    zahlen, ziel = variante.kennzahlen, variante.ziel
    if zahlen is None:
        return (variante.name, stil.TEXT), (f"nicht machbar: {variante.grund}", stil.TEXT)
    gerundet: Wert = "" if ziel is None or ziel.gerundet is None else ziel.gerundet
    return (
        (variante.name, stil.TEXT),
        (gerundet, stil.ZAHL),
        (zahlen.gewinner, stil.GANZ),
        (zahlen.verlierer, stil.GANZ),
        (_veraenderung(zahlen.groesster_verlust), stil.TEXT),
        (_veraenderung(zahlen.groesster_gewinn), stil.TEXT),
        (zahlen.umverteilung, stil.EURO),
        (zahlen.abstand, stil.EURO),
        (zahlen.ausgleich, stil.EURO),
        (len(zahlen.an_der_grenze), stil.GANZ),
        (len(zahlen.vorzeichenwechsel), stil.GANZ),
    )


def _budgets(
    formelmappe: Formelmappe, namen: Sequence[str], ergebnisse: Sequence[Ergebnis]
) -> Rechenblatt:
    """Je Variante Budget, Veränderung in € und in %."""
    zeilen = ergebnisse[0].sozialraeume
    blatt = Rechenblatt(formelmappe, "Budgets", _KOPFZEILE, len(zeilen))
    blatt.ueberschrift(
        "Budgets je Variante",
        "Budgets sind gerechnet; Veränderungen und Summen rechnet dieses Blatt.",
    )
    raeume = [zeile.sozialraum.name for zeile in zeilen]
    blatt.spalte(
        "sozialraum", "Sozialraum", None, raeume, stil.TEXT, breite=stil.namensbreite(raeume)
    )
    bisher: list[Wert] = [
        "" if z.sozialraum.budget_bisher is None else z.sozialraum.budget_bisher for z in zeilen
    ]
    bekannt = [betrag for betrag in bisher if isinstance(betrag, Decimal)]
    blatt.spalte(
        "bisher", "bisher", None, bisher, stil.EURO, summe=sum(bekannt, Decimal(0)), benannt=False
    )
    for nummer, (name, ergebnis) in enumerate(zip(namen, ergebnisse, strict=True), start=1):
        blatt.gruppe(name)
        _variantenspalten(blatt, nummer, ergebnis)
    return blatt


def _variantenspalten(blatt: Rechenblatt, nummer: int, ergebnis: Ergebnis) -> None:
    zeilen = ergebnis.sozialraeume
    budget, differenz = f"budget_{nummer}", f"differenz_{nummer}"
    differenzen: list[Wert] = ["" if z.differenz is None else z.differenz for z in zeilen]
    blatt.spalte(
        budget,
        "Budget neu",
        None,
        [zeile.budget_neu for zeile in zeilen],
        stil.EURO,
        summe=ergebnis.summen.budget_neu,
        fuellung=stil.HERVOR,
        benannt=False,
    )
    blatt.spalte(
        differenz,
        "Veränderung",
        f'IF({{bisher}}="","",{{{budget}}}-{{bisher}})',
        differenzen,
        stil.EURO_DIFFERENZ,
        summe=sum((d for d in differenzen if isinstance(d, Decimal)), Decimal(0)),
        benannt=False,
    )
    blatt.spalte(
        f"prozent_{nummer}",
        "in %",
        f'IF(N({{bisher}})=0,"",ROUND({{{differenz}}}/{{bisher}}*100,2))',
        ["" if z.differenz_prozent is None else z.differenz_prozent for z in zeilen],
        stil.PROZENTPUNKTE,
        breite=10,
        benannt=False,
    )


def _diagramm(budgets: Rechenblatt, namen: Sequence[str]) -> Worksheet:
    """Die Veränderungen der ersten Varianten in %, je Sozialraum nebeneinander."""
    blatt: Worksheet = budgets.formelmappe.mappe.create_sheet("Diagramm")
    blatt.sheet_view.showGridLines = False
    gezeigt = namen[:_IM_DIAGRAMM_HOECHSTENS]
    _text(blatt, 1, 1, "Varianten im Bild", groesse=14)
    if len(namen) > len(gezeigt):
        _text(blatt, 2, 1, f"Gezeigt sind die ersten {len(gezeigt)} von {len(namen)} Varianten.")
    hoehe = max(8, round(_HOEHE_JE_BALKEN * len(budgets.zeilen) * (len(gezeigt) + 1) + 2.5))
    bild = balken("Veränderung gegenüber bisher in Prozent", hoehe, '+0" %";-0" %";0" %"')
    for nummer, name in enumerate(gezeigt, start=1):
        bild.add_data(_bereich(budgets, f"prozent_{nummer}"), titles_from_data=False)
        reihe_gestalten(bild, _FARBEN[nummer - 1])
        bild.series[-1].tx = _reihenname(name)
    bild.set_categories(_bereich(budgets, "sozialraum"))
    blatt.add_chart(bild, "A3")
    return blatt


def _bereich(budgets: Rechenblatt, name: str) -> Reference:
    return Reference(range_string=f"'{budgets.blatt.title}'!{budgets.bereich(name)}")


def _reihenname(name: str) -> SeriesLabel:
    return SeriesLabel(v=name)


def _veraenderung(veraenderung: Veraenderung | None) -> str:
    if veraenderung is None:
        return "keiner"
    betrag = zahl(veraenderung.betrag, vorzeichen=True)
    anteil = ""
    if veraenderung.prozent is not None:
        anteil = f" ({zahl(veraenderung.prozent, vorzeichen=True)} %)"
    return f"{veraenderung.sozialraum} {betrag} €{anteil}"


def _text(blatt: Worksheet, zeile: int, spalte: int, text: str, *, groesse: float = 10) -> None:
    zelle = zelle_in(blatt, zeile, spalte)
    text_schreiben(zelle, text)
    zelle.font, zelle.alignment = stil.schrift(groesse, fett=groesse > 10), stil.OHNE_UMBRUCH

"""Einzelne Zellen einer .xlsx-Datei ändern; alle anderen Zellen, Formate und Teile bleiben."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from lxml import etree
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from sozialraum_cli.arbeitsmappe.paket import Element, Paket, q, xmlbaum_lesen, xmlbaum_schreiben
from sozialraum_cli.befund import Datenfehler, fehler
from sozialraum_cli.xmltext import STEUERZEICHEN

_SCHAEDEN = (etree.XMLSyntaxError, KeyError, IndexError, ValueError, TypeError, StopIteration)
_FORMEL = re.compile(rb"<(?:\w+:)?f[ />]")
_XML_LEERRAUM = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(frozen=True, slots=True)
class Zellsetzung:
    """Ein neuer Wert einer Zelle; Zeile und Spalte ab 1.

    formel_bleibt: die Zelle hat eine Formel, nur ihr gespeicherter Wert ist neu. format_von: eine
    neue Zelle übernimmt das Format der Zelle in dieser Spalte derselben Zeile.
    """

    zeile: int
    spalte: int
    wert: Decimal | str
    formel_bleibt: bool = False
    format_von: int | None = None


def zellen_setzen(
    teile: Mapping[str, bytes], setzungen: Mapping[str, Sequence[Zellsetzung]], dateiname: str
) -> dict[str, bytes]:
    """Setzt Zellen und lässt sonst alles, wie es ist.

    Eingang: Teile einer geprüften .xlsx-Datei, Setzungen je Blattname. Ergebnis: die Teile; außer
    den Blättern ändert sich nur, was Formeln neu rechnen lässt. Fehler: Datenfehler bei einer
    beschädigten oder ungewöhnlich aufgebauten Mappe.
    """
    try:
        paket = Paket(teile)
        pfade = paket.blaetter()
        mit_formeln = False
        for name, einzelne in setzungen.items():
            blatt = xmlbaum_lesen(paket.teile[pfade[name]])
            entfernt = _blatt_aendern(blatt, einzelne)
            paket.teile[pfade[name]] = xmlbaum_schreiben(blatt)
            mit_formeln = mit_formeln or entfernt
        if any(_FORMEL.search(paket.teile[pfad]) for pfad in pfade.values()) or mit_formeln:
            _neu_rechnen_lassen(paket)
            return paket.abschliessen()
        return paket.teile
    except _SCHAEDEN as grund:
        raise Datenfehler(
            [
                fehler(
                    "Die Mappe ist ungewöhnlich aufgebaut; einzelne Zellen lassen sich nicht "
                    "ändern.",
                    dateiname,
                    "Die Mappe in Excel oder LibreOffice öffnen und neu als .xlsx speichern.",
                )
            ]
        ) from grund


def _blatt_aendern(blatt: Element, setzungen: Iterable[Zellsetzung]) -> bool:
    """Ändert die Zellen eines Blatts; Ergebnis: ob dabei eine Formel verschwand."""
    daten = blatt.find(q("sheetData"))
    if daten is None:
        raise ValueError("Ein Tabellenblatt ohne Daten ist beschädigt.")
    zeilen = _nummeriert(daten)
    entfernt = False
    for setzung in setzungen:
        zeile = zeilen.get(setzung.zeile)
        if zeile is None:
            zeile = _zeile_einfuegen(daten, zeilen, setzung.zeile)
        zelle = _zelle(zeile, setzung)
        entfernt = _zelle_setzen(daten, zelle, setzung) or entfernt
        _ausdehnen(blatt, setzung)
    return entfernt


def _nummeriert(daten: Element) -> dict[int, Element]:
    """Die Zeilen unter ihrer Nummer; fehlende Nummern von Zeilen und Zellen werden ergänzt."""
    zeilen: dict[int, Element] = {}
    nummer = 0
    for zeile in daten.iterchildren(q("row")):
        nummer = int(zeile.get("r", nummer + 1))
        zeile.set("r", str(nummer))
        zeilen[nummer] = zeile
        spalte = 0
        for zelle in zeile.iterchildren(q("c")):
            ort = zelle.get("r")
            spalte = column_index_from_string(coordinate_from_string(ort)[0]) if ort else spalte + 1
            zelle.set("r", f"{get_column_letter(spalte)}{nummer}")
    return zeilen


def _zeile_einfuegen(daten: Element, zeilen: dict[int, Element], nummer: int) -> Element:
    neu = etree.Element(q("row"), r=str(nummer))
    danach = [andere for andere in zeilen if andere > nummer]
    if danach:
        zeilen[min(danach)].addprevious(neu)
    else:
        daten.append(neu)
    zeilen[nummer] = neu
    return neu


def _zelle(zeile: Element, setzung: Zellsetzung) -> Element:
    """Die Zelle; fehlt sie, entsteht sie an ihrem Platz."""
    ort = f"{get_column_letter(setzung.spalte)}{setzung.zeile}"
    spalten: dict[int, Element] = {}
    for zelle in zeile.iterchildren(q("c")):
        if zelle.get("r") == ort:
            return zelle
        spalten[column_index_from_string(coordinate_from_string(str(zelle.get("r")))[0])] = zelle
    neu = etree.Element(q("c"), r=ort)
    vorbild = spalten.get(setzung.format_von or 0)
    if vorbild is not None and vorbild.get("s") is not None:
        neu.set("s", str(vorbild.get("s")))
    danach = [spalte for spalte in spalten if spalte > setzung.spalte]
    if danach:
        spalten[min(danach)].addprevious(neu)
    else:
        zeile.append(neu)
    zeile.attrib.pop("spans", "")
    return neu


def _zelle_setzen(daten: Element, zelle: Element, setzung: Zellsetzung) -> bool:
    """Schreibt den Wert; Ergebnis: ob dabei eine Formel verschwand."""
    formel = zelle.find(q("f"))
    entfernt = formel is not None and not setzung.formel_bleibt
    if formel is not None and entfernt:
        _geteilte_formel_weitergeben(daten, zelle, formel)
    for kind in list(zelle):
        if kind is not formel or entfernt:
            zelle.remove(kind)
    zelle.attrib.pop("t", "")
    for verweis in ("vm", "cm"):
        zelle.attrib.pop(verweis, "")
    if isinstance(setzung.wert, Decimal):
        etree.SubElement(zelle, q("v")).text = f"{setzung.wert:f}"
        return entfernt
    zelle.set("t", "inlineStr")
    text = etree.SubElement(etree.SubElement(zelle, q("is")), q("t"))
    text.set(_XML_LEERRAUM, "preserve")
    text.text = STEUERZEICHEN.sub("", setzung.wert)
    return entfernt


def _geteilte_formel_weitergeben(daten: Element, zelle: Element, formel: Element) -> None:
    """Verschwindet die Zelle, die den Text einer geteilten Formel trägt, trägt ihn die nächste."""
    if formel.get("t") == "array":
        raise ValueError("Eine Matrixformel lässt sich nicht in Teilen ändern.")
    if formel.get("t") != "shared" or not formel.text:
        return
    from openpyxl.formula.translate import Translator

    andere = [
        f
        for f in daten.iter(q("f"))
        if f is not formel and f.get("t") == "shared" and f.get("si") == formel.get("si")
    ]
    for folge in andere:
        eltern = folge.getparent()
        ort = None if eltern is None else eltern.get("r")
        if not folge.text:
            umschreiber = Translator(f"={formel.text}", origin=str(zelle.get("r")))
            folge.text = str(umschreiber.translate_formula(str(ort))).removeprefix("=")
        for angabe in ("t", "si", "ref"):
            folge.attrib.pop(angabe, "")


def _ausdehnen(blatt: Element, setzung: Zellsetzung) -> None:
    """Der benutzte Bereich umfasst auch neue Zellen."""
    dimension = blatt.find(q("dimension"))
    if dimension is None or not dimension.get("ref"):
        return
    von, _, bis = str(dimension.get("ref")).partition(":")
    links, oben = coordinate_from_string(von)
    rechts, unten = coordinate_from_string(bis or von)
    spalten = [column_index_from_string(s) for s in (links, rechts)] + [setzung.spalte]
    zeilen = [oben, unten, setzung.zeile]
    dimension.set(
        "ref",
        f"{get_column_letter(min(spalten))}{min(zeilen)}:"
        f"{get_column_letter(max(spalten))}{max(zeilen)}",
    )


def _neu_rechnen_lassen(paket: Paket) -> None:
    """Gespeicherte Werte anderer Formeln gelten nicht mehr; beim Öffnen wird neu gerechnet."""
    kette = paket.ziel_der_art("/calcChain")
    if kette is not None:
        paket.entfernen(kette)
    rechnen = paket.mappe.find(q("calcPr"))
    if rechnen is None:
        rechnen = etree.Element(q("calcPr"))
        davor = ("sheets", "functionGroups", "externalReferences", "definedNames")
        list(paket.mappe.iterchildren(*(q(name) for name in davor)))[-1].addnext(rechnen)
    rechnen.set("fullCalcOnLoad", "1")

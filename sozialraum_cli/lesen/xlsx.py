"""Excel-Arbeitsmappen (.xlsx, .xlsm, .xltx): Blätter, Texte und Formate einer Mappe.

Warum nicht openpyxl: Es braucht für Formel und Wert zwei Durchgänge, legt für jede formatierte
Leerzelle ein Objekt an und gibt bei beschädigten Formaten auf.
"""

import posixpath
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import NamedTuple
from urllib.parse import unquote

from sozialraum_cli.befund import Befund, fehler
from sozialraum_cli.lesen.archiv import Archiv
from sozialraum_cli.lesen.auslassung import rohblatt, zahl_bleibt_zahl
from sozialraum_cli.lesen.dateiart import keine_mappe
from sozialraum_cli.lesen.dateifehler import Blattschaden, Dateifehler
from sozialraum_cli.lesen.leerzellen import ohne_leere_zellen
from sozialraum_cli.lesen.mappe import Blatt, Rohblatt
from sozialraum_cli.lesen.vorrat import Posten, Vorrat
from sozialraum_cli.lesen.xlsxblatt import Blattleser, Umfeld
from sozialraum_cli.lesen.xmlstrom import (
    Textpuffer,
    XmlSchaden,
    nichts,
    ohne_namensraum,
    xmlstrom_lesen,
)
from sozialraum_cli.lesen.xmlwerte import ganzzahl
from sozialraum_cli.lesen.zahlenformat import Zahlenformat, Zellformat, format_deuten, zeitpunkt
from sozialraum_cli.lesen.zellen import Zellen
from sozialraum_cli.xmltext import STEUERZEICHEN, entmaskiert

_FORMATBEREICHE = {"numFmts", "cellStyleXfs", "cellXfs", "dxfs"}

# Längere Zahlenformate nimmt Excel nicht an.
_FORMATTEXT_GRENZE = 255


class _Verweis(NamedTuple):
    art: str
    ziel: str


class _Blattverweis(NamedTuple):
    name: str
    ausgeblendet: bool
    verweis: str


class Gelesen(NamedTuple):
    """Die Blätter einer Mappe, was an ihnen auffiel, und was ausgelassen ist.

    zahl_bleibt_zahl: ob ein Zellformat, nach seiner Nummer, jede Zahl als Zahl zeigt. lesen: ein
    Blatt dieser Mappe aus seinem XML; None, wenn etwas daran auffällt.
    """

    blaetter: tuple[Blatt, ...]
    befunde: tuple[Befund, ...]
    ausgelassen: tuple[Rohblatt, ...]
    zahl_bleibt_zahl: Callable[[int], bool]
    lesen: Callable[[str, Iterable[bytes]], Blatt | None]


def arbeitsmappe(archiv: Archiv) -> str | None:
    """Der Teil mit der Blattliste, zum Beispiel xl/workbook.xml; None, wenn es keinen gibt.

    Auch Word-Dokumente und binäre Mappen (.xlsb) verweisen auf einen Hauptteil.
    """
    hauptteile = [v.ziel for v in _verweise(archiv, "").values() if v.art == "officeDocument"]
    for teil in (*hauptteile, "xl/workbook.xml"):
        fremd = teil.endswith(".bin") or teil.startswith(("word/", "ppt/", "visio/"))
        if archiv.hat(teil) and not fremd:
            return teil
    return None


def xlsx_lesen(archiv: Archiv, mappenteil: str, auslassen: Collection[str] = ()) -> Gelesen:
    """Alle Tabellenblätter in der Reihenfolge der Mappe, ohne Diagrammblätter, und die Befunde.

    Eingang: welche Blätter ausgelassen werden dürfen, wenn die Mappe sie alle hat. Fehler:
    Dateifehler, wenn die Datei beschädigt ist oder eine Grenze überschreitet.
    """
    blattverweise, ab_1904 = _blattliste(archiv, mappenteil)
    verweise = _verweise(archiv, mappenteil)
    ziele = {verweis.art: verweis.ziel for verweis in verweise.values()}
    umfeld = Umfeld(
        texte=_gemeinsame_texte(archiv, ziele.get("sharedStrings")),
        formate=_formate(archiv, ziele.get("styles")),
        ab_1904=ab_1904,
        vorrat=archiv.vorrat,
    )
    blaetter: list[Blatt] = []
    befunde: list[Befund] = []
    schaeden: list[Dateifehler] = []
    roh: dict[str, Rohblatt] = {}
    offen = {*auslassen} if {*auslassen} <= {blatt.name for blatt in blattverweise} else set()
    for blattverweis in blattverweise:
        name = blattverweis.name
        verweis = verweise.get(blattverweis.verweis)
        if verweis is not None and verweis.art != "worksheet":
            continue
        try:
            if verweis is None:
                raise Blattschaden("Ein Blatt, das sie nennt, fehlt")
            stuecke = _blattstuecke(archiv, verweis.ziel)
            if name in offen:
                offen.remove(name)
                stuecke = [*stuecke]
                if rohes := _auszulassen(name, b"".join(stuecke), umfeld):
                    roh[name] = rohes
                    continue
            leser = _blatt_lesen(stuecke, name, umfeld)
        except (XmlSchaden, Blattschaden) as grund:
            # Erst wer das Blatt braucht, erfährt davon.
            name = STEUERZEICHEN.sub("?", name)
            schaden = fehler(grund.text, name, grund.abhilfe)
            blaetter.append(Blatt(name, Zellen(), schaden=schaden))
            schaeden.append(grund)
            continue
        blaetter.append(leser.blatt(ausgeblendet=blattverweis.ausgeblendet))
        befunde += leser.befunde()
    if schaeden and len(schaeden) == len(blaetter) + len(roh):
        raise schaeden[0]
    return Gelesen(
        tuple(blaetter),
        tuple(befunde),
        tuple(roh.values()),
        partial(zahl_bleibt_zahl, umfeld.formate),
        partial(_einzeln_lesen, umfeld),
    )


def xlsx_stand(archiv: Archiv) -> datetime | None:
    """Das Änderungsdatum aus den Dateieigenschaften (UTC); None, wenn keines lesbar ist."""
    ziele = {verweis.art: verweis.ziel for verweis in _verweise(archiv, "").values()}
    ziel = ziele.get("core-properties", "docProps/core.xml")
    if not archiv.hat(ziel):
        return None
    texte = Textpuffer()
    gefunden: list[str] = []

    def beginn(_name: str, _attribute: dict[str, str]) -> None:
        texte.clear()

    def ende(name: str) -> None:
        if ohne_namensraum(name) == "modified":
            gefunden.append("".join(texte))

    try:
        xmlstrom_lesen(archiv.stuecke(ziel), beginn, ende, texte.aufnehmen, archiv.vorrat)
    except XmlSchaden:
        # Ohne Änderungsdatum lässt sich rechnen.
        return None
    return zeitpunkt(gefunden[0]) if gefunden else None


def _blattstuecke(archiv: Archiv, teil: str) -> Iterable[bytes]:
    if not archiv.hat(teil):
        raise Blattschaden("Ein Blatt, das sie nennt, fehlt")
    return archiv.stuecke(teil)


def _auszulassen(name: str, xml: bytes, umfeld: Umfeld) -> Rohblatt | None:
    """Das Blatt, wenn außerhalb seiner Zeilen nichts steht, was zu lesen wäre."""
    roh = rohblatt(name, xml)
    if roh is None:
        return None
    rest = _einzeln_lesen(umfeld, name, (xml[: roh.beginn], xml[roh.ende :]))
    return None if rest is None or rest.zellen or rest.leere_formeln else roh


def _einzeln_lesen(umfeld: Umfeld, name: str, stuecke: Iterable[bytes]) -> Blatt | None:
    """Ein Blatt aus diesem XML; None, wenn es beschädigt ist oder an ihm etwas auffällt."""
    try:
        # Ein eigener Vorrat: wer das Blatt doch ganz liest, zählt es ganz.
        leser = _blatt_lesen(stuecke, name, umfeld._replace(vorrat=Vorrat()))
        blatt = leser.blatt(ausgeblendet=False)
    except Dateifehler:
        return None
    return None if leser.befunde() else blatt


def _blatt_lesen(stuecke: Iterable[bytes], name: str, umfeld: Umfeld) -> Blattleser:
    leser = Blattleser(name, umfeld)
    stuecke = ohne_leere_zellen(stuecke, leser.aufnahme)
    xmlstrom_lesen(stuecke, leser.beginn, leser.ende, leser.text, umfeld.vorrat)
    return leser


def _verweise(archiv: Archiv, teil: str) -> dict[str, _Verweis]:
    """Die Verweise eines Teils (der ganzen Datei: "") unter ihrer Kennung."""
    ordner, datei = posixpath.split(teil)
    ort = posixpath.join(ordner, "_rels", f"{datei}.rels")
    verweise: dict[str, _Verweis] = {}
    if not archiv.hat(ort):
        return verweise

    def beginn(name: str, attribute: dict[str, str]) -> None:
        if ohne_namensraum(name) != "Relationship" or attribute.get("TargetMode") == "External":
            return
        ziel = posixpath.normpath(posixpath.join("/", ordner, attribute.get("Target", "")))
        if not archiv.hat(ziel):
            ziel = unquote(ziel)
        art = attribute.get("Type", "").rpartition("/")[2]
        verweise[attribute.get("Id", "")] = _Verweis(art, ziel.lstrip("/"))

    xmlstrom_lesen(archiv.stuecke(ort), beginn, nichts, nichts, archiv.vorrat)
    return verweise


def _blattliste(archiv: Archiv, mappenteil: str) -> tuple[Sequence[_Blattverweis], bool]:
    blaetter: list[_Blattverweis] = []
    ab_1904 = False

    wurzel = ""

    def beginn(name: str, attribute: dict[str, str]) -> None:
        nonlocal ab_1904, wurzel
        art = ohne_namensraum(name)
        wurzel = wurzel or art
        if art == "workbookPr":
            ab_1904 = attribute.get("date1904") in ("1", "true")
        elif art == "sheet":
            kennungen = [w for a, w in attribute.items() if a.endswith("relationships id")]
            blaetter.append(
                _Blattverweis(
                    attribute.get("name", ""),
                    attribute.get("state", "visible") != "visible",
                    kennungen[0] if kennungen else "",
                )
            )

    xmlstrom_lesen(archiv.stuecke(mappenteil), beginn, nichts, nichts, archiv.vorrat)
    if wurzel != "workbook":
        raise keine_mappe(archiv)
    return blaetter, ab_1904


def _gemeinsame_texte(archiv: Archiv, teil: str | None) -> list[str]:
    texte: list[str] = []
    if teil is None or not archiv.hat(teil):
        return texte
    text = Textpuffer()
    in_text = lautschrift = False

    def beginn(name: str, _attribute: dict[str, str]) -> None:
        nonlocal in_text, lautschrift
        art = ohne_namensraum(name)
        if art == "si":
            text.clear()
        elif art == "rPh":
            lautschrift = True
        elif art == "t":
            in_text = not lautschrift

    def ende(name: str) -> None:
        nonlocal in_text, lautschrift
        art = ohne_namensraum(name)
        if art == "t":
            in_text = False
        elif art == "rPh":
            lautschrift = False
        elif art == "si":
            ganz = entmaskiert("".join(text))
            archiv.vorrat.nehmen(Posten.TEXTE, 1)
            archiv.vorrat.nehmen(Posten.ZEICHEN, len(ganz))
            texte.append(ganz)

    def stueck(inhalt: str) -> None:
        if in_text:
            text.aufnehmen(inhalt)

    xmlstrom_lesen(archiv.stuecke(teil), beginn, ende, stueck, archiv.vorrat)
    return texte


def _formate(archiv: Archiv, teil: str | None) -> dict[str, Zellformat]:
    """Die Zahlenformate unter der Nummer, mit der Zellen auf sie verweisen.

    Ist styles.xml beschädigt, fehlen Einträge; nur das Vorgabeformat 0 gibt es immer.
    """
    formate: dict[str, Zellformat] = {"0": Zahlenformat.ZAHL}
    if teil is None or not archiv.hat(teil):
        return formate
    formattexte: dict[int, str] = {}
    nummern: list[int] = []
    # Auch bedingte Formate und Tabellen haben Zahlenformate, unter denselben Nummern (dxfs).
    bereich = ""

    def beginn(name: str, attribute: dict[str, str]) -> None:
        nonlocal bereich
        art = ohne_namensraum(name)
        if art in _FORMATBEREICHE:
            bereich = art
        elif art == "numFmt" and bereich == "numFmts" and "numFmtId" in attribute:
            code = attribute.get("formatCode", "")
            formattexte[ganzzahl(attribute["numFmtId"])] = code[:_FORMATTEXT_GRENZE]
        elif art == "xf" and bereich == "cellXfs":
            archiv.vorrat.nehmen(Posten.FORMATE, 1)
            nummern.append(ganzzahl(attribute.get("numFmtId") or "0"))

    def ende(name: str) -> None:
        nonlocal bereich
        if ohne_namensraum(name) in _FORMATBEREICHE:
            bereich = ""

    # Excel repariert beschädigte Formate; eine Zahl, deren Format jetzt fehlt, wird zum Befund.
    with suppress(XmlSchaden):
        xmlstrom_lesen(archiv.stuecke(teil), beginn, ende, nichts, archiv.vorrat)
    for stelle, nummer in enumerate(nummern):
        formate[str(stelle)] = format_deuten(nummer, formattexte.get(nummer))
    return formate

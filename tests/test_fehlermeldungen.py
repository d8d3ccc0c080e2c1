"""Jede Klasse schlechter Eingabe als echte Datei durch die Befehlszeile.

Was der Nutzer dazu liest, steht wörtlich in daten/fehlermeldungen.md.
"""

import errno
import struct
import zlib
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from befehlszeile import Aufruf, dateinamen
from bogendatei import gepackt, teile
from handgriffe import Zellinhalt

Aendern = Callable[[openpyxl.Workbook], None]
Datei = Callable[[], Path]


# Eine kleine gültige Mappe ohne Befunde -----------------------------------------------------------

BLAETTER: Mapping[str, Sequence[Sequence[object]]] = {
    "Sozialräume": (
        ("Sozialraum", "Schlüssel", "Träger", "Region", "Budget bisher"),
        ("Adendorf", "033550001", "AWO", "Mitte", 100_000),
        ("Bardowick", "033555402", None, "Nord", 110_000),
        ("Bleckede", "033550009", None, "Ost", 90_000),
    ),
    "Indikatoren": (
        ("Sozialraum", "Arbeitslose", "Unter 18", "Einwohner"),
        ("Adendorf", 500, 18.5, 10_000),
        ("Bardowick", 560, 19.5, 11_000),
        ("Bleckede", 450, 17.5, 9_000),
    ),
    "Gewichtung": (
        ("Indikator", "Gewicht", "Art", "Bezugsgröße", "Stichtag"),
        ("Arbeitslose", 60, "Anzahl", "Einwohner", "31.12.2010"),
        ("Unter 18", 40, "Quote", "Einwohner", "31.12.2010"),
    ),
    "Parameter": (
        ("Parameter", "Wert", "Einheit"),
        ("Jahr", 2012, None),
        ("Gesamtbudget", 300_000, "€/Jahr"),
        ("Verfahren des Bestandsschutzes", "anteilig", None),
        ("Bestandsschutz", 70, "%"),
        ("Personalkosten je Vollzeitstelle", 55_000, "€/Jahr"),
    ),
}


def mappe(*aenderungen: Aendern) -> Datei:
    """Die kleine Mappe mit Änderungen, als Datei daten.xlsx."""

    def schreiben() -> Path:
        buch = openpyxl.Workbook()
        buch.remove(buch.worksheets[0])
        for name, zeilen in BLAETTER.items():
            blatt = buch.create_sheet(name)
            for zeile in zeilen:
                blatt.append(list(zeile))
        for aendern in aenderungen:
            aendern(buch)
        buch.save("daten.xlsx")
        return Path("daten.xlsx")

    return schreiben


def setze(werte: Mapping[str, Zellinhalt]) -> Aendern:
    """Ändert Zellen; Orte wie in Befunden: Indikatoren!B3."""

    def aendern(buch: openpyxl.Workbook) -> None:
        for ort, wert in werte.items():
            blatt, _, zelle = ort.partition("!")
            buch[blatt][zelle] = wert

    return aendern


def als_text(werte: Mapping[str, str]) -> Aendern:
    """Wie setze, aber „=1+1“ bleibt Text."""

    def aendern(buch: openpyxl.Workbook) -> None:
        setze(werte)(buch)
        for ort in werte:
            blatt, _, zelle = ort.partition("!")
            buch[blatt][zelle].data_type = "s"

    return aendern


def prozentzelle(ort: str, anteil: float) -> Aendern:
    """Setzt einen Wert im Format %."""

    def aendern(buch: openpyxl.Workbook) -> None:
        setze({ort: anteil})(buch)
        blatt, _, zelle = ort.partition("!")
        buch[blatt][zelle].number_format = "0%"

    return aendern


def zeile(blatt: str, *werte: object) -> Aendern:
    """Hängt eine Zeile an."""
    return lambda buch: buch[blatt].append(list(werte))


def datei(name: str, inhalt: bytes) -> Datei:
    """Irgendeine Datei."""

    def schreiben() -> Path:
        Path(name).write_bytes(inhalt)
        return Path(name)

    return schreiben


def zip_datei(name: str, inhalte: Mapping[str, bytes]) -> Datei:
    """Eine Zip-Datei mit diesen Teilen."""
    return lambda: datei(name, gepackt(inhalte))()


def teil_geaendert(teil: str, alt: bytes, neu: bytes) -> Datei:
    """Die kleine Mappe, in einem ihrer Teile eine Stelle ersetzt."""

    def schreiben() -> Path:
        inhalte = teile(mappe()().read_bytes())
        assert inhalte[teil].count(alt) >= 1
        inhalte[teil] = inhalte[teil].replace(alt, neu)
        return datei("daten.xlsx", gepackt(inhalte))()

    return schreiben


def formelzelle(ort: str, wert: int, formel: str) -> Datei:
    """Die kleine Mappe, im Blatt Sozialräume eine Formel mit dem gespeicherten Wert 0."""
    return teil_geaendert(
        "xl/worksheets/sheet1.xml",
        f'<c r="{ort}" t="n"><v>{wert}</v>'.encode(),
        f'<c r="{ort}"><f>{formel}</f><v>0</v>'.encode(),
    )


def ole(name: str) -> bytes:
    """Der Anfang eines alten Office-Dokuments, in dessen Verzeichnis dieser Name steht."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + name.encode("utf-16-le") + b"\0" * 99


def bombe(mebibyte: int) -> Datei:
    """Ein Zip, das auf so viele MiB Nullen wächst."""

    def schreiben() -> Path:
        block = bytes(1 << 20)
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        erster = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
        inhalt = erster * mebibyte + packer.flush(zlib.Z_FINISH)
        name = b"xl/worksheets/sheet1.xml"
        laengen = (20, 0, 8, 0, 33, 0, len(inhalt), mebibyte << 20, len(name), 0)
        felder = struct.pack("<HHHHHIIIHH", *laengen)
        kopf = b"PK\x03\x04" + felder + name
        eintrag = b"PK\x01\x02\x14\x00" + felder + struct.pack("<HHHII", 0, 0, 0, 0, 0) + name
        ende = struct.pack("<HHHHIIH", 0, 0, 1, 1, len(eintrag), len(kopf) + len(inhalt), 0)
        return datei("bombe.xlsx", kopf + inhalt + eintrag + b"PK\x05\x06" + ende)()

    return schreiben


# Die Klassen -------------------------------------------------------------------------------------

FAELLE: Mapping[str, Datei] = {
    # Datei
    "Datei fehlt": lambda: Path("fehlt.xlsx"),
    "Ordner statt Datei": lambda: Path(),
    "Sperrdatei einer geöffneten Mappe": datei("~$daten.xlsx", b"x"),
    "leere Datei": datei("leer.xlsx", b""),
    "nur Nullbytes (abgebrochene Übertragung)": datei("null.xlsx", bytes(500)),
    "CSV statt Mappe": datei("daten.csv", b"Sozialraum;Budget\nAdendorf;1\n"),
    "HTML-Tabelle, die sich .xls nennt": datei(
        "export.xls", b"<html><table><tr><td>1</td></tr></table>"
    ),
    "altes Excel-Format .xls": datei("alt.xls", ole("Workbook")),
    "Excel vor 1997": datei("uralt.xls", b"\x09\x04\x06\x00\x00\x00"),
    "binäre Mappe .xlsb": zip_datei("daten.xlsb", {"xl/workbook.bin": b"x"}),
    "verschlüsselte Mappe": datei("geheim.xlsx", ole("EncryptedPackage")),
    "verschlüsselte .ods": zip_datei(
        "geheim.ods",
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": b"<manifest><encryption-data/></manifest>",
            "content.xml": b"\x00",
        },
    ),
    "PDF": datei("bogen.pdf", b"%PDF-1.7"),
    "Word-Dokument": zip_datei("vorlage.docx", {"word/document.xml": b"<a/>"}),
    "Zip-Archiv mit der Mappe darin": zip_datei("daten.zip", {"ordner/daten.xlsx": b"x"}),
    "abgeschnittene Mappe": lambda: datei("halb.xlsx", mappe()().read_bytes()[:3000])(),
    "beschädigter Zip-Teil": lambda: datei(
        "daten.xlsx",
        mappe()().read_bytes().replace(b"xl/worksheets/sheet1.xml", b"xl/worksheets/sheet9.xml", 1),
    )(),
    "ungültiges XML": teil_geaendert("xl/workbook.xml", b"</workbook>", b""),
    "Entitäten (DOCTYPE)": teil_geaendert(
        "xl/workbook.xml", b"<workbook", b'<!DOCTYPE a [<!ENTITY b "c">]><workbook'
    ),
    "Zip-Bombe, Verhältnis": bombe(300),
    "Zip-Bombe, Größe": bombe(4095),
    "Tabelle zu lang": mappe(*(zeile("Parameter", f"Zeile {nr}", nr) for nr in range(1_000))),
    "beschädigte Zahlenformate": teil_geaendert(
        "xl/worksheets/sheet2.xml",
        b'<c r="C2" t="n"><v>18.5<',
        b'<c r="C2" s="99" t="n"><v>0.185<',
    ),
    # Blätter und Spalten
    "Blatt fehlt": mappe(lambda buch: buch.remove(buch["Gewichtung"])),
    "Blattname vertippt": mappe(lambda buch: setattr(buch["Parameter"], "title", "Paramter")),
    "Blatt doppelt": mappe(lambda buch: buch.create_sheet("Sozialraeume")),
    "Blatt leer": mappe(lambda buch: buch["Gewichtung"].delete_rows(1, 9)),
    "Spalte fehlt": mappe(setze({"Gewichtung!B1": "Wert in Prozent"})),
    "Überschriften fehlen": mappe(lambda buch: buch["Sozialräume"].delete_rows(1)),
    "Überschrift doppelt": mappe(setze({"Indikatoren!E1": "arbeitslose", "Indikatoren!E2": 1})),
    "Spalte „Budget bisher“ fehlt": mappe(setze({"Sozialräume!E1": "Budget alt"})),
    "verbundene Datenzellen": mappe(lambda buch: buch["Indikatoren"].merge_cells("B3:B4")),
    "Text länger als eine Zelle fasst": teil_geaendert(
        "xl/worksheets/sheet1.xml", b"<t>AWO</t>", b"<t>" + b"x" * 32_768 + b"</t>"
    ),
    # Namen
    "doppelter Sozialraum": mappe(zeile("Sozialräume", " ADENDORF", None, None, None, 5)),
    "unbekannter Sozialraum": mappe(setze({"Indikatoren!A3": "Bardowik"})),
    "Kreiszeile ohne „Summe“": mappe(
        zeile("Indikatoren", "Landkreis Lüneburg", 1510, 18.5, 30_000)
    ),
    "Name fehlt": mappe(zeile("Sozialräume", None, None, None, None, 5)),
    "Schlüssel doppelt": mappe(setze({"Sozialräume!B3": "033550001"})),
    "Steuerzeichen": teil_geaendert(
        "xl/worksheets/sheet1.xml", b"<t>AWO</t>", b"<t>A_x0007_WO</t>"
    ),
    "Leserichtung umgekehrt": mappe(
        setze({"Sozialräume!A2": "\u202efrodnedA", "Indikatoren!A2": "\u202efrodnedA"})
    ),
    "Name zu lang": mappe(zeile("Sozialräume", "y" * 256, None, None, None, 5)),
    # Zahlen
    "Text statt Zahl": mappe(setze({"Indikatoren!B3": "etwa 560"})),
    "Wert fehlt": mappe(setze({"Indikatoren!B3": None})),
    "#DIV/0! und andere Fehlerzellen": mappe(setze({"Indikatoren!B3": "#DIV/0!"})),
    "Formel ohne gespeicherten Wert": mappe(setze({"Indikatoren!B3": "=500+60"})),
    "Datum in Zahlenspalte": mappe(setze({"Indikatoren!C3": datetime.fromisoformat("2012-02-01")})),
    "Wahrheitswert": mappe(setze({"Indikatoren!B3": True})),
    "mehrdeutige Zahl als Text": mappe(setze({"Sozialräume!E3": "110.000"})),
    "negative Zahl": mappe(setze({"Sozialräume!E3": -110_000})),
    "Zahl in Klammern": mappe(setze({"Indikatoren!B3": "(560)"})),
    "geheim „.“": mappe(setze({"Indikatoren!B3": "."})),
    "geheim „*“": mappe(setze({"Indikatoren!B3": "*"})),
    "gesperrt „x“": mappe(setze({"Indikatoren!B3": "x"})),
    "genau null „–“": mappe(setze({"Indikatoren!B3": "–"})),
    "unsicher „/“": mappe(setze({"Indikatoren!B3": "/"})),
    "noch nicht da „…“": mappe(setze({"Indikatoren!B3": "…"})),
    "Quote über 100 %": mappe(setze({"Indikatoren!C3": 195})),
    "Prozent in einer Anzahl": mappe(prozentzelle("Indikatoren!B3", 0.5)),
    "Prozent in einem Betrag": mappe(prozentzelle("Sozialräume!E3", 0.5)),
    "unglaubwürdig große Zahl": mappe(setze({"Indikatoren!B3": 1e15})),
    "unglaubwürdig kleine Zahl": mappe(setze({"Indikatoren!B3": 1e-12})),
    "leeres „Budget bisher“": mappe(setze({"Sozialräume!E3": None})),
    "Summe der Mappe falsch": mappe(zeile("Sozialräume", "Summe", None, None, None, 310_000)),
    # Gewichtung
    "Gewichte ergeben 0": mappe(setze({"Gewichtung!B2": 0, "Gewichtung!B3": 0})),
    "Indikator ohne Spalte": mappe(setze({"Gewichtung!A3": "Unter 81"})),
    "Bezugsgröße ohne Spalte": mappe(setze({"Gewichtung!D2": "Einwohnr"})),
    "Bezugsgröße fehlt": mappe(setze({"Gewichtung!D3": None})),
    "Bezugsgröße 0": mappe(
        setze({"Indikatoren!D2": 0}), zeile("Parameter", "Schlüsselverfahren", "belastungsfaktor")
    ),
    "Indikator überall 0": mappe(
        setze({"Indikatoren!B2": 0, "Indikatoren!B3": 0, "Indikatoren!B4": 0})
    ),
    "Art unbekannt": mappe(setze({"Gewichtung!C3": "Quotte"})),
    # Parameter
    "Pflichtparameter fehlt": mappe(lambda buch: buch["Parameter"].delete_rows(3)),
    "Pflichtparameter leer": mappe(setze({"Parameter!B6": None})),
    "Parameter unbekannt": mappe(zeile("Parameter", "Rundnung", 10)),
    "Parameter doppelt": mappe(zeile("Parameter", "Jahr", 2013)),
    "Prozent außerhalb": mappe(setze({"Parameter!B5": 170})),
    "Prozent mehrdeutig": mappe(setze({"Parameter!B5": 0.7})),
    "Betrag in T€": mappe(setze({"Parameter!B3": 300, "Parameter!C3": "T€"})),
    "Wahl vertippt": mappe(setze({"Parameter!B4": "anteillig"})),
    "Leistungen ergeben nicht 100 %": mappe(
        zeile("Parameter", "Leistung: Beratung", 60), zeile("Parameter", "Leistung: Netzwerk", 30)
    ),
    "Gesamtbudget kein Vielfaches der Rundung": mappe(
        zeile("Parameter", "Rundung", 100), setze({"Parameter!B3": 300_050})
    ),
    "unlösbarer Bestandsschutz": mappe(setze({"Parameter!B3": 200_000})),
    "Höchstgewinn zu klein": mappe(
        setze({"Parameter!B4": "kappung", "Parameter!B3": 500_000}),
        zeile("Parameter", "Höchstgewinn", 5),
    ),
    "Zusatzmittel reichen nicht": mappe(
        setze({"Parameter!B4": "defizitausgleich", "Parameter!B3": 280_000, "Parameter!B5": 100}),
        zeile("Parameter", "Zusatzmittel", 5000),
    ),
    "Sockelbetrag zu hoch": mappe(zeile("Parameter", "Sockelbetrag", 150_000)),
    "Abschmelzung unvollständig": mappe(zeile("Parameter", "Beginn der Abschmelzung", 2012)),
    "negativer Anteil (zwert)": mappe(
        zeile("Parameter", "Schlüsselverfahren", "zwert"), zeile("Parameter", "Spreizung", 2)
    ),
    "letzte Leistung reicht nicht": mappe(
        zeile("Parameter", "Basis der Leistungen", "budget"),
        zeile("Parameter", "Leistung: A", 90),
        zeile("Parameter", "Leistung: B", 10),
    ),
    # Hinweise: benutzt, aber gesagt
    "ausgeblendete Zeile": mappe(
        lambda buch: setattr(buch["Sozialräume"].row_dimensions[3], "hidden", True)
    ),
    "ausgeblendete Spalte": mappe(
        lambda buch: setattr(buch["Indikatoren"].column_dimensions["B"], "hidden", True)
    ),
    "ausgeblendetes Blatt": mappe(
        lambda buch: setattr(buch["Gewichtung"], "sheet_state", "hidden")
    ),
    "Zelle weit draußen": mappe(setze({"Indikatoren!XFD1048576": 7})),
    "verbundene Textzellen": mappe(lambda buch: buch["Sozialräume"].merge_cells("C2:C4")),
    "unbekannte Spalte": mappe(setze({"Sozialräume!F1": "Bemerkung", "Sozialräume!F2": "neu"})),
    "Spalte ohne Überschrift": mappe(setze({"Sozialräume!F2": "neu"})),
    "unbenutzte Zahlenspalte": mappe(
        setze(
            {
                "Indikatoren!E1": "Haushalte",
                "Indikatoren!E2": 1,
                "Indikatoren!E3": 2,
                "Indikatoren!E4": 3,
            }
        )
    ),
    "führende Null des Schlüssels fehlt": mappe(setze({"Sozialräume!B3": 33555402})),
    "Gewichte ergeben nicht 100": mappe(setze({"Gewichtung!B2": 50})),
    "verschiedene Stichtage": mappe(setze({"Gewichtung!E2": "2009"})),
    "Indikator älter als fünf Jahre": mappe(
        setze({"Gewichtung!E2": "2005", "Gewichtung!E3": "2005"})
    ),
    "kleine Bezugsgröße": mappe(
        setze(
            {
                "Indikatoren!D4": 290,
                "Indikatoren!B4": 15,
                "Sozialräume!E4": 8_000,
                "Parameter!B3": 218_000,
            }
        )
    ),
    "Ausreißer": mappe(
        *(
            zeile(blatt, name, *werte)
            for name in ("D", "E")
            for blatt, werte in (
                ("Sozialräume", (None, None, None, 100_000)),
                ("Indikatoren", (500, 18, 10_000)),
            )
        ),
        setze({"Parameter!B3": 500_000, "Indikatoren!C3": 0.195}),
    ),
    "fast gleiche Indikatoren": mappe(
        *(
            zeile(blatt, name, *werte)
            for name, zahl in (("D", 300), ("E", 700))
            for blatt, werte in (
                ("Sozialräume", (None, None, None, 100_000)),
                ("Indikatoren", (zahl, zahl / 20, 10_000)),
            )
        ),
        setze(
            {
                "Parameter!B3": 500_000,
                "Indikatoren!C2": 25,
                "Indikatoren!C3": 25.5,
                "Indikatoren!C4": 25,
                "Sozialräume!E5": 70_000,
            }
        ),
    ),
    "Summenzeile als Sozialraum": mappe(
        zeile("Indikatoren", "Umland", 1510, 18.6, 30_000),
        zeile("Sozialräume", "Umland", None, None, None, 290_000),
        setze({"Parameter!B3": 590_000}),
    ),
    "Kreiszeile als Sozialraum": mappe(
        zeile("Indikatoren", "Landkreis Lüneburg", 1510, 18.6, 30_000),
        zeile("Sozialräume", "Landkreis Lüneburg", None, None, None, 300_000),
        setze({"Parameter!B3": 600_000}),
    ),
    "Summenzeile mit falscher Summe": mappe(
        zeile("Sozialräume", "Gesamtergebnis", None, None, None, 310_000)
    ),
    "Zeile mit Durchschnitten": mappe(
        zeile("Indikatoren", "Kreisdurchschnitt", 503.3, 18.5, 10_000)
    ),
    "Zeile mit Spaltennummern": mappe(
        lambda buch: buch["Indikatoren"].insert_rows(2),
        setze({f"Indikatoren!{s}2": f"({n})" for n, s in enumerate("ABCD", 1)}),
    ),
    "Zeile mit Einheiten": mappe(
        lambda buch: buch["Sozialräume"].insert_rows(2), setze({"Sozialräume!E2": "T€"})
    ),
    "zweizeiliger Kopf": mappe(
        lambda buch: buch["Indikatoren"].insert_rows(2),
        setze({"Indikatoren!B2": "SGB III", "Indikatoren!C2": "31.12.2010"}),
    ),
    "Name als Datum": mappe(
        setze({"Indikatoren!A2": datetime.fromisoformat("2022-02-01")}),
        setze({"Sozialräume!A2": datetime.fromisoformat("2022-02-01")}),
    ),
    "Namen, die gleich aussehen": mappe(setze({"Indikatoren!A2": "\u0410dendorf"})),
    "Namen mit anderem Strich doppelt": mappe(
        setze({"Sozialräume!A3": "Bad-Orf", "Indikatoren!A3": "Bad-Orf"}),
        setze({"Sozialräume!A4": "Bad\u2011Orf", "Indikatoren!A4": "Bleckede"}),
    ),
    "Tausenderkomma": mappe(setze({"Sozialräume!E3": "€110,000"})),
    "Zirkelbezug": formelzelle("E3", 110_000, "SUM(E2:E4)"),
    "Formel ergibt 0": formelzelle("E3", 110_000, "F3"),
    "Gewichte in Prozent und als Anteil": mappe(
        prozentzelle("Gewichtung!B2", 0.6), setze({"Gewichtung!B3": 0.4})
    ),
    "Gewichte als Punkte und als Anteil": mappe(setze({"Gewichtung!B3": 0.4})),
    "Quoten alle unter 1": mappe(
        setze({"Indikatoren!C2": 0.185, "Indikatoren!C3": 0.195, "Indikatoren!C4": 0.175})
    ),
    "Personalkosten eines Monats": mappe(setze({"Parameter!B6": 4_600})),
    "Personalkosten in T€": mappe(setze({"Parameter!B6": 55})),
    "Gesamtbudget in T€": mappe(setze({"Parameter!B3": 300, "Parameter!B5": 0})),
    "Verlust über 20 %": mappe(
        setze({"Parameter!B5": 0, "Sozialräume!E2": 130_000, "Parameter!B3": 300_000})
    ),
    "Parameter ohne Wirkung": mappe(zeile("Parameter", "Höchstgewinn", 5)),
    "Bruchteile von Cent": mappe(setze({"Sozialräume!E3": 110_000.005})),
    # Was kein Befund ist
    "Namen mit = + @ [rot]": mappe(
        als_text(
            {
                f"{blatt}!A{nr}": text
                for blatt in ("Sozialräume", "Indikatoren")
                for nr, text in ((2, "=1+1"), (3, "+49 [rot]"), (4, "@SUM(A1)"))
            }
        )
    ),
    "Zahlen als Text, geschütztes Leerzeichen, NFD": mappe(
        setze(
            {
                "Sozialräume!E2": "100.000,00 €",
                "Sozialräume!E3": "110,000.00",
                "Sozialräume!E4": "90\u00a0000",
                "Indikatoren!D2": "10 000",
                "Indikatoren!A1": "SOZIALRAUM *",
                "Gewichtung!D1": "Bezugsgro\u0308ße",
                "Parameter!B5": "70 %",
            }
        ),
        lambda buch: setattr(buch["Sozialräume"], "title", "Sozialra\u0308ume"),
    ),
    "Titel, Leerzeilen, Summe und Fußnote": mappe(
        lambda buch: buch["Sozialräume"].insert_rows(1, 3),
        setze({"Sozialräume!A1": "Landkreis Lüneburg"}),
        zeile("Sozialräume", "Summe", None, None, None, 300_000),
        lambda buch: buch["Sozialräume"].append([]),
        zeile("Sozialräume", "Quelle: Fachdienst 51"),
    ),
}

# Aufrufe von „berechnen“ mit der kleinen Mappe; daneben liegt bogen.xlsx.
ZU_GROSS = "zu groß für einen Bogen"

SCHREIBEN: Mapping[str, Sequence[str]] = {
    "Ziel gibt es schon": ("--ausgabe", "bogen.xlsx"),
    "Ziel ist die Eingabe": ("--ausgabe", "daten.xlsx", "--ueberschreiben"),
    "Ordner des Ziels fehlt": ("--ausgabe", "fehlt/bogen.xlsx"),
    "Ziel ist eine Verknüpfung": ("--ausgabe", "link.xlsx", "--ueberschreiben"),
    "Parameterdatei ist kein TOML": ("--parameter", "falsch.toml"),
    "Sozialraum fehlt in den bisherigen Budgets": ("--budgets", "vorjahr.xlsx"),
}

# Was das Betriebssystem beim Schreiben meldet.
BETRIEBSSYSTEM: Mapping[str, OSError] = {
    "Datenträger voll": OSError(errno.ENOSPC, "No space left on device"),
    "Datenträger schreibgeschützt": OSError(errno.EROFS, "Read-only file system"),
    "Ziel in Excel geöffnet": PermissionError(errno.EACCES, "Permission denied"),
}

TABELLE = Path(__file__).parent / "daten" / "fehlermeldungen.md"


def tabelle() -> dict[str, list[tuple[str, str]]]:
    """Je Klasse Stufe und Meldung, wie sie in der Tabelle stehen."""
    zeilen: dict[str, list[tuple[str, str]]] = {}
    for zeile_ in TABELLE.read_text(encoding="utf-8").splitlines():
        if zeile_.startswith("| ") and not zeile_.startswith(("| Klasse |", "| --- |")):
            klasse, stufe, meldung = (teil.strip() for teil in zeile_.strip("|").split(" | "))
            zeilen.setdefault(klasse, []).append((stufe, meldung))
    return zeilen


def gelesen(ausgabe: str) -> list[tuple[str, str]]:
    """Stufe und Meldung jedes Befunds einer Ausgabe; keiner heißt: ohne Befund."""
    befunde: list[tuple[str, str]] = []
    stufe = ""
    for zeile_ in ausgabe.splitlines():
        if zeile_ in ("Fehler:", "Hinweise:"):
            stufe = zeile_.strip(":").removesuffix("e")
        elif zeile_.startswith("    → "):
            befunde[-1] = (stufe, f"{befunde[-1][1]} {zeile_.strip()}")
        elif zeile_.startswith("  "):
            befunde.append((stufe, zeile_.strip()))
    return befunde or [("keiner", "")]


@pytest.fixture
def aufruf(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Aufruf:
    """Ruft das Programm im leeren Arbeitsordner auf."""
    monkeypatch.chdir(tmp_path)
    return Aufruf(capfdbinary)


def test_die_tabelle_nennt_jede_klasse_und_keine_andere() -> None:
    assert list(tabelle()) == [*FAELLE, ZU_GROSS, *SCHREIBEN, *BETRIEBSSYSTEM, GESPERRT]


def test_die_kleine_mappe_hat_keine_befunde(aufruf: Aufruf) -> None:
    lauf = aufruf("pruefen", mappe()())
    assert lauf.stdout == "Keine Befunde. Die Mappe lässt sich berechnen.\n"
    assert lauf.code == 0


@pytest.mark.parametrize("klasse", FAELLE)
def test_meldung(klasse: str, aufruf: Aufruf) -> None:
    erwartet = tabelle()[klasse]
    pfad = FAELLE[klasse]()
    lauf = aufruf("pruefen", pfad)
    assert gelesen(lauf.stdout) == erwartet
    assert lauf.code == any(stufe == "Fehler" for stufe, _ in erwartet)
    vorher = dateinamen(Path())
    rechnung = aufruf("berechnen", pfad, *([] if lauf.code else ["--ohne-bogen"]))
    assert rechnung.code == lauf.code
    assert gelesen(rechnung.stderr) == erwartet
    assert dateinamen(Path()) == vorher
    if lauf.code:
        assert rechnung.roh == b""
        assert rechnung.stderr.endswith("Es wurde nichts geschrieben.\n")


def test_zu_gross_ist_eine_mappe_nur_fuer_einen_bogen(aufruf: Aufruf) -> None:
    """Die Art Fehler: was eine Ausgabe nicht fasst, hielt auch jede andere auf."""
    pfad = mappe(
        *(zeile("Sozialräume", f"Raum {nr}", None, None, None, 0) for nr in range(5_000)),
        *(zeile("Indikatoren", f"Raum {nr}", 1, 1, 1) for nr in range(5_000)),
    )()
    lauf = aufruf("berechnen", pfad)
    assert (lauf.code, lauf.roh) == (1, b"")
    fehler = [befund for befund in gelesen(lauf.stderr) if befund[0] == "Fehler"]
    assert fehler == tabelle()[ZU_GROSS]
    assert dateinamen(Path()) == ["daten.xlsx"]
    lauf = aufruf("berechnen", pfad, "--ohne-bogen", "--format", "csv")
    assert (lauf.code, len(lauf.stdout.splitlines())) == (0, 5_004)


@pytest.mark.parametrize(
    "befehl",
    [
        ("uebergang", "daten.xlsx"),
        ("szenarien", "daten.xlsx", "--bestandsschutz", "50,60"),
        ("vergleich", "daten.xlsx", "daten.xlsx"),
    ],
    ids=lambda befehl: befehl[0],
)
def test_jede_mappe_mit_formeln_hat_die_grenze_des_bogens(
    befehl: tuple[str, ...], aufruf: Aufruf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sozialraum_cli.bogen.umfang._GRENZE", 30)
    mappe()()
    lauf = aufruf(*befehl, "--ausgabe", "neu.xlsx")
    assert (lauf.code, lauf.roh) == (1, b"")
    texte = {text.partition("Sozialräume: ")[2] for _, text in gelesen(lauf.stderr)}
    assert [text[:46] for text in texte if text] == [
        "3 Sozialräume mit 2 Indikatoren fasst ein Boge"
    ]
    assert dateinamen(Path()) == ["daten.xlsx"]
    assert aufruf(*befehl, "--ausgabe", "neu.json").code == 0


@pytest.mark.parametrize("klasse", SCHREIBEN)
def test_meldung_beim_schreiben(klasse: str, aufruf: Aufruf) -> None:
    if klasse == "Ziel ist eine Verknüpfung":
        verknuepfen()
    mappe(setze({"Sozialräume!A3": "Barum", "Sozialräume!B3": "033555499"}))().rename(
        "vorjahr.xlsx"
    )
    mappe()()
    Path("bogen.xlsx").write_bytes(b"alt")
    Path("falsch.toml").write_text("abf = 1,5")
    vorher = {pfad.name: pfad.read_bytes() for pfad in Path().iterdir()}
    lauf = aufruf("berechnen", "daten.xlsx", *SCHREIBEN[klasse])
    assert gelesen(lauf.stderr) == tabelle()[klasse]
    assert (lauf.code, lauf.roh) == (1, b"")
    assert {pfad.name: pfad.read_bytes() for pfad in Path().iterdir()} == vorher


def verknuepfen() -> None:
    try:
        Path("link.xlsx").symlink_to("bogen.xlsx")
    except OSError:
        pytest.skip("Verknüpfungen brauchen hier besondere Rechte")


@pytest.mark.parametrize("klasse", BETRIEBSSYSTEM)
def test_meldung_des_betriebssystems(
    klasse: str, aufruf: Aufruf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def scheitern(*_: object) -> None:
        raise BETRIEBSSYSTEM[klasse]

    mappe()()
    Path("bogen.xlsx").write_bytes(b"alt")
    monkeypatch.setattr("os.fsync", scheitern)
    lauf = aufruf("berechnen", "daten.xlsx", "--ausgabe", "bogen.xlsx", "--ueberschreiben")
    assert gelesen(lauf.stderr) == tabelle()[klasse]
    assert (lauf.code, lauf.roh) == (1, b"")
    assert Path("bogen.xlsx").read_bytes() == b"alt"
    assert dateinamen(Path()) == ["bogen.xlsx", "daten.xlsx"]


GESPERRT = "Eingabe von einem anderen Programm gesperrt"


def test_meldung_zur_gesperrten_eingabe(aufruf: Aufruf, monkeypatch: pytest.MonkeyPatch) -> None:
    def verweigern(*_: object, **__: Any) -> None:
        grund = PermissionError(errno.EACCES, "Permission denied")
        grund.winerror = 32  # type: ignore[attr-defined]
        raise grund

    pfad = mappe()()
    monkeypatch.setattr(Path, "open", verweigern)
    lauf = aufruf("pruefen", pfad)
    monkeypatch.undo()
    assert gelesen(lauf.stdout) == tabelle()[GESPERRT]
    assert lauf.code == 1


def test_alle_befunde_auf_einmal_nach_blatt_und_zelle(aufruf: Aufruf) -> None:
    viele: dict[str, Zellinhalt] = {
        "Sozialräume!E2": -1,
        "Indikatoren!B10": "x",
        "Indikatoren!A10": "D",
        "Indikatoren!B3": ".",
        "Indikatoren!C2": "#N/A",
        "Gewichtung!B2": "viel",
        "Parameter!B5": 0.7,
    }
    lauf = aufruf("pruefen", mappe(setze(viele))())
    assert lauf.code == 1
    orte = [meldung.split(": ")[0] for stufe, meldung in gelesen(lauf.stdout) if stufe == "Fehler"]
    assert orte == [
        "Gewichtung!B2",
        "Indikatoren!C2",
        "Indikatoren!B3",
        "Indikatoren!A10",
        "Parameter!B5",
        "Sozialräume!E2",
    ]

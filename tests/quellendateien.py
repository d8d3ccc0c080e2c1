"""Quelldateien in den Formen, in denen die amtliche Statistik sie ausgibt; Werte sind erfunden."""

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
from befehlszeile import BEISPIELE

QUELLEN = BEISPIELE / "quellen"
ZENSUS = QUELLEN / "zensus2022_gemeinden.csv"
ZUORDNUNG = QUELLEN / "zuordnung_lueneburg.toml"

# Spezifikation 8, Beispiel zum Nachrechnen.
EINWOHNER_2022 = {
    "Adendorf": 10_652,
    "Amelinghausen": 7_946,
    "Amt Neuhaus": 4_371,
    "Bardowick": 17_393,
    "Bleckede": 9_195,
    "Dahlenburg": 5_583,
    "Gellersen": 12_862,
    "Ilmenau": 10_471,
    "Ostheide": 10_209,
    "Scharnebeck": 15_077,
}

# Zwei Sozialräume in zwei Kreisen, drei Gemeinden: ARS, AGS, Name.
NORD = (("010515163001", "01051001", "Albersdorf"), ("010515163002", "01051002", "Arkebek"))
SUED = (("033550001001", "03355001", "Adendorf"),)
GEMEINDEN = (*NORD, *SUED)
GEBIETE = {"Nord": [g[0] for g in NORD], "Süd": [g[0] for g in SUED]}

FFCSV_KOPF = (
    "statistics_code;statistics_label;time_code;time_label;time;1_variable_code;1_variable_label;"
    "1_variable_attribute_code;1_variable_attribute_label;2_variable_code;2_variable_label;"
    "2_variable_attribute_code;2_variable_attribute_label;value;value_unit;value_variable_code;"
    "value_variable_label"
)


def toml(gebiete: Mapping[str, Sequence[str]], *indikatoren: Mapping[str, object]) -> str:
    """Eine Zuordnung; Werte der Indikatoren sind schon TOML, außer es sind bloße Texte."""
    zeilen = ["[gebiete]"]
    for raum, schluessel in gebiete.items():
        liste = ", ".join(f'"{einer}"' for einer in schluessel)
        zeilen.append(f'"{raum}" = [{liste}]')
    for indikator in indikatoren:
        zeilen.append("[[indikator]]")
        for name, wert in indikator.items():
            roh = isinstance(wert, str) and not wert.startswith(("{", "[", "true"))
            zeilen.append(f'{name} = "{wert}"' if roh else f"{name} = {wert}")
    return "\n".join(zeilen) + "\n"


def ffcsv(
    werte: Mapping[str, object],
    *,
    messgroesse: str = "BEVSTD",
    zeit: str = "2024-12-31",
    einheit: str = "Anzahl",
    auspraegungen: Iterable[tuple[str, str]] = (("", "Insgesamt"),),
) -> str:
    """Ein Flat-File ab 2025 mit einem Merkmal Geschlecht; werte je ARS oder AGS."""
    zeilen = [FFCSV_KOPF]
    for schluessel, wert in werte.items():
        for code, wort in auspraegungen:
            zeilen.append(
                f"12411;Fortschreibung;STAG;Stichtag;{zeit};GEMEIN;Gemeinden;{schluessel};"
                f"Ort {schluessel};GES;Geschlecht;{code};{wort};{wert};{einheit};{messgroesse};"
                "Bevölkerungsstand"
            )
    return "\n".join(zeilen) + "\n"


def ffcsv_alt() -> str:
    """Ein Flat-File bis 2024: je Messgröße eine Spalte, führende Leerzeichen, deutsches Datum."""
    kopf = (
        "Statistik_Code;Statistik_Label;Zeit_Code;Zeit_Label;Zeit;1_Merkmal_Code;1_Merkmal_Label;"
        "1_Auspraegung_Code;1_Auspraegung_Label;2_Merkmal_Code;2_Merkmal_Label;2_Auspraegung_Code;"
        "2_Auspraegung_Label;     BEVSTD__Bevoelkerungsstand__Anzahl;     "
        "FLC006__Gebietsflaeche__qkm"
    )
    zeilen = [
        f"12411;Fortschreibung;STAG;Stichtag;31.12.2022;GEMEIN;Gemeinden;{ags};{name};GES;"
        f"Geschlecht;{code};{wort};{wert};1,5"
        for (_, ags, name), wert in zip(GEMEINDEN, (1200, 30, 450), strict=True)
        for code, wort in (("GESM", "männlich"), ("", "Insgesamt"))
    ]
    return "\n".join([kopf, *zeilen]) + "\n"


GENESIS_TITEL = (
    "Tabelle: 12411-01-01-5",
    "Bevölkerung nach Geschlecht - Stichtag 31.12. - regionale",
    "Tiefe: Gemeinden",
    "Fortschreibung des Bevölkerungsstandes",
    "Bevölkerungsstand (Anzahl)",
)
GENESIS_FUSS = (
    '__________\n"© Statistische Ämter des Bundes und der Länder, Deutschland, 2026.\n'
    'Dieses Werk ist lizenziert unter der Datenlizenz Deutschland\n- Namensnennung - Version 2.0."'
    "\nStand: 26.09.2026 / 20:26:11\n"
)


def genesis_tabelle(*, fuss: str = GENESIS_FUSS, titel: Sequence[str] = GENESIS_TITEL) -> str:
    """Eine GENESIS-Tabelle als CSV: drei Kopfzeilen, eingerückte Namen, Fuß nach Unterstrichen."""
    zeilen = [
        *(f"{zeile};;;;" for zeile in titel),
        ";;Stichtag;Stichtag;Stichtag;Stichtag",
        ";;31.12.2024;31.12.2024;31.12.2025;31.12.2025",
        ";;Insgesamt;männlich;Insgesamt;männlich",
        "01;  Schleswig-Holstein;9;9;9;9",
        "01051;      Dithmarschen, Kreis;9;9;9;9",
        "01051001;        Albersdorf;1100;500;1200;600",
        "01051002;        Arkebek;-;-;30;-",
        "03355;      Lüneburg, Landkreis;9;9;9;9",
        "03355001;        Adendorf;440;200;450;210",
    ]
    return "\n".join(zeilen) + "\n" + fuss


def zeilen_aus(texte: Iterable[object]) -> list[list[object]]:
    """Je Text eine Zeile."""
    return [[text] for text in texte]


def mappe(
    blaetter: Mapping[str, Sequence[Sequence[object]]],
    verbunden: Mapping[str, Sequence[str]] | None = None,
) -> bytes:
    """Eine .xlsx-Mappe aus Zeilen je Blatt."""
    buch = openpyxl.Workbook()
    buch.remove(buch.worksheets[0])
    for name, zeilen in blaetter.items():
        blatt = buch.create_sheet(name)
        for zeile in zeilen:
            blatt.append(list(zeile))
        for bereich in (verbunden or {}).get(name, ()):
            blatt.merge_cells(bereich)
    speicher = io.BytesIO()
    buch.save(speicher)
    return speicher.getvalue()


def zensus_regionaltabelle(*, titel: Sequence[str] = ()) -> bytes:
    """Eine Regionaltabelle des Zensus: Druckblatt und Maschinenblatt „CSV-…“."""
    kopf: list[object] = ["Berichtszeitpunkt", "_RS", "Name", "Regionalebene", "EWZ", "EWZ_M"]
    zeilen = zeilen_aus(titel)
    zeilen.append(kopf)
    zeilen.append(["15.05.2022", "01051", "Dithmarschen", "Landkreis", 9, 9])
    for (ars, _, name), werte in zip(GEMEINDEN, ((1200, 600), (30, "–"), (450, 210)), strict=True):
        zeilen.append(["15.05.2022", ars, name, "Gemeinde", *werte])
    druck: list[list[object]] = [
        ["Bevölkerung am 15. Mai 2022"],
        ["Gemeinde", "Einwohner"],
        ["Albersdorf", 9],
    ]
    return mappe({"Titel": [["Zensus 2022"]], "Bevölkerung": druck, "CSV-Bevölkerung": zeilen})


def bundesagentur(*, fuss: bool = True, titel: Sequence[str] = ()) -> bytes:
    """Ein Gemeindeblatt der Bundesagentur: verbundener Kopf, Nummern der Spalten, Fuß mit ©."""
    zeilen: list[list[object]] = [
        *zeilen_aus(titel),
        ["Arbeitslose nach Gemeinden"],
        ["Berichtsmonat: Dezember 2022"],
        ["Statistik der Bundesagentur für Arbeit"],
        [],
        ["Schlüssel", "Region", "Arbeitslose", None, None],
        [None, None, "Insgesamt", "davon", None],
        [None, None, None, "SGB III", "SGB II"],
        [1, 2, 3, 4, 5],
        ["01051", "Dithmarschen", 9, 9, 9],
        ["01051001", "Albersdorf", 12, 4, 8],
        ["01051002", "Arkebek", 3, "*", "*"],
        ["03355001", "Adendorf", 45, 15, 30],
    ]
    if fuss:
        zeilen += [
            [],
            ["© Statistik der Bundesagentur für Arbeit"],
            ["Erstellungsdatum: 02.01.2023"],
        ]
    ab = len(titel)
    verbunden = [f"C{ab + 5}:E{ab + 5}", f"D{ab + 6}:E{ab + 6}", f"A{ab + 5}:A{ab + 7}"]
    return mappe({"Deckblatt": [["Arbeitslose"]], "Gemeinden": zeilen}, {"Gemeinden": verbunden})


def inkar(*, dezimal: str = ",") -> str:
    """Die Gesamtdatei von INKAR; Kommazahlen, dieselbe Raumeinheit in zwei Bereichen."""
    kopf = "Bereich;ID;Kuerzel;Indikator;Raumbezug;Kennziffer;Name;Zeitbezug;Wert"
    zeilen = []
    for bereich in ("LRB", "ROR"):
        for (_, ags, name), bevoelkerung, quote in zip(
            GEMEINDEN, (1200, 30, 450), ("58.679", "12.5", "93.75"), strict=True
        ):
            ort = f"Gemeinden;{ags.lstrip('0')};{name};2021"
            zeilen.append(f"{bereich};1;xbev;Bevölkerung gesamt;{ort};{bevoelkerung}")
            zahl = quote.replace(".", dezimal)
            zeilen.append(f"{bereich};2;q_alo;Arbeitslosigkeit;{ort};{zahl}")
    return "\n".join([kopf, *zeilen]) + "\n"


def spreadsheetml(zeilen: Sequence[Sequence[object]], *, kodierung: str = "UTF-8") -> str:
    """Excel-2003-SpreadsheetML wie von LSN-Online; leere Zellen fehlen, ss:Index springt."""
    xml = []
    for zeile in zeilen:
        zellen, springt = [], False
        for nummer, wert in enumerate(zeile, start=1):
            if wert is None:
                springt = True
                continue
            index = f' ss:Index="{nummer}"' if springt else ""
            springt = False
            art = "Number" if isinstance(wert, int | float) else "String"
            daten = f'<Data ss:Type="{art}">{escape(str(wert))}</Data>'
            zellen.append(f"<Cell{index}>{daten}</Cell>")
        xml.append(f"<Row>{''.join(zellen)}</Row>")
    return (
        f'<?xml version="1.0" encoding="{kodierung}"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="K2300112">'
        f"<Table>{''.join(xml)}</Table></Worksheet></Workbook>"
    )


def lsn(*, titel: Sequence[str] = (), fuss: bool = True, kodierung: str = "UTF-8") -> str:
    """Eine Tabelle von LSN-Online für zwei niedersächsische Gebiete, eines eine Samtgemeinde."""
    zeilen: list[list[object]] = [
        *zeilen_aus(titel),
        ["Tabelle K2300112: Kindertagesstätten am 01.03.2022"],
        [None, "Plätze", "Kinder"],
        ["355     Lüneburg (Kreissumme)", 900, 800],
        ["355001  Adendorf", 450, 210],
        ["355401  Amelinghausen, SG", 130, "-"],
    ]
    if fuss:
        zeilen.append(["© Landesamt für Statistik Niedersachsen"])
    return spreadsheetml(zeilen, kodierung=kodierung)


def gepackt(dateien: Mapping[str, bytes]) -> bytes:
    """Ein ZIP mit diesen Dateien."""
    speicher = io.BytesIO()
    with zipfile.ZipFile(speicher, "w", zipfile.ZIP_DEFLATED) as archiv:
        for name, inhalt in dateien.items():
            archiv.writestr(name, inhalt)
    return speicher.getvalue()


def geschrieben(ordner: Path, name: str, inhalt: str | bytes) -> Path:
    """Schreibt eine Datei; Text als UTF-8."""
    ziel = ordner / name
    ziel.write_bytes(inhalt.encode() if isinstance(inhalt, str) else inhalt)
    return ziel

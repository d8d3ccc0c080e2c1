"""Mappen, wie Programme und Menschen sie schreiben: drei erfundene Räume, als XML gebaut.

Richtig sind 158.800, 196.400 und 244.800 €: bisher 100.000, 200.000 und 300.000 €, Arbeitslose
60/30/10 (Gewicht 60), Kinderarmut 20/10/5 % von 500/1.000/2.000 (Gewicht 40), anteilig 70 %.
"""

import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr


@dataclass(frozen=True)
class Roh:
    """Eine Zelle, wie sie im XML steht: Attribute und Inhalt."""

    angaben: str
    inhalt: str = ""


Wert = str | int | float | Roh | None
Blaetter = dict[str, list[list[Wert]]]
Teile = dict[str, bytes]

RICHTIG = {"Altstadt": 158_800, "Bergheim": 196_400, "Talwiesen": 244_800}

GRUND: Mapping[str, Sequence[Sequence[Wert]]] = {
    "Sozialräume": [
        ["Sozialraum", "Schlüssel", "Budget bisher"],
        ["Altstadt", "095620001", 100_000],
        ["Bergheim", "095620002", 200_000],
        ["Talwiesen", "095620003", 300_000],
    ],
    "Indikatoren": [
        ["Sozialraum", "Arbeitslose", "Kinderarmut", "Einwohner unter 18"],
        ["Altstadt", 60, 20, 500],
        ["Bergheim", 30, 10, 1_000],
        ["Talwiesen", 10, 5, 2_000],
    ],
    "Gewichtung": [
        ["Indikator", "Gewicht", "Art", "Bezugsgröße", "Quelle"],
        ["Arbeitslose", 60, "Anzahl", None, "BA"],
        ["Kinderarmut", 40, "Quote", "Einwohner unter 18", "Stadt"],
    ],
    "Parameter": [
        ["Parameter", "Wert"],
        ["Jahr", 2026],
        ["Gesamtbudget", 600_000],
        ["Verfahren des Bestandsschutzes", "anteilig"],
        ["Bestandsschutz", 70],
        ["Personalkosten je Vollzeitstelle", 80_000],
    ],
}

_HAUPTRAUM = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_VERWEISE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PAKET = "http://schemas.openxmlformats.org/package/2006/relationships"
_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_ODS_RAEUME = (
    "".join(
        f' xmlns:{kurz}="{_OASIS}{lang}:1.0"'
        for kurz, lang in {
            **dict.fromkeys(("office", "table", "text", "style", "meta"), ""),
            "number": "datastyle",
            "draw": "drawing",
            "fo": "xsl-fo-compatible",
        }.items()
        for lang in [lang or kurz]
    )
    + ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    + ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)
ODS_KENNUNG = "application/vnd.oasis.opendocument.spreadsheet"


def blaetter(aenderungen: Mapping[str, Wert] | None = None) -> Blaetter:
    """Die vier Blätter mit geänderten Zellen, unter ihrem Ort: Indikatoren!C2."""
    alle: Blaetter = {name: [list(z) for z in zeilen] for name, zeilen in GRUND.items()}
    for ort, wert in (aenderungen or {}).items():
        name, _, zelle = ort.partition("!")
        spalte, zeile = ord(zelle[0]) - ord("A"), int(zelle[1:]) - 1
        zeilen = alle[name]
        while len(zeilen) <= zeile:
            zeilen.append([])
        zeilen[zeile] += [None] * (spalte + 1 - len(zeilen[zeile]))
        zeilen[zeile][spalte] = wert
    return alle


def xlsx_teile(inhalt: Blaetter, *, stile: str = "") -> Teile:
    """Die Teile einer .xlsx mit Texten in den Zellen; stile: Inhalt von styles.xml."""
    kopf = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    namen = list(inhalt)
    teile = {
        "[Content_Types].xml": (
            f'{kopf}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
            'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
            '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-'
            'officedocument.spreadsheetml.sheet.main+xml"/>'
            '<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-'
            'officedocument.spreadsheetml.styles+xml"/>'
            + "".join(
                f'<Override PartName="/xl/worksheets/sheet{nr}.xml" ContentType="application/'
                'vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
                for nr in range(1, len(namen) + 1)
            )
            + "</Types>"
        ),
        "_rels/.rels": (
            f'{kopf}<Relationships xmlns="{_PAKET}"><Relationship Id="rId1" '
            f'Type="{_VERWEISE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": (
            f'{kopf}<workbook xmlns="{_HAUPTRAUM}" xmlns:r="{_VERWEISE}"><sheets>'
            + "".join(
                f'<sheet name={quoteattr(name)} sheetId="{nr}" r:id="rId{nr}"/>'
                for nr, name in enumerate(namen, 1)
            )
            + "</sheets></workbook>"
        ),
        "xl/_rels/workbook.xml.rels": (
            f'{kopf}<Relationships xmlns="{_PAKET}">'
            + "".join(
                f'<Relationship Id="rId{nr}" Type="{_VERWEISE}/worksheet" '
                f'Target="worksheets/sheet{nr}.xml"/>'
                for nr in range(1, len(namen) + 1)
            )
            + f'<Relationship Id="rIdS" Type="{_VERWEISE}/styles" Target="styles.xml"/>'
            "</Relationships>"
        ),
        "xl/styles.xml": f'{kopf}<styleSheet xmlns="{_HAUPTRAUM}">{stile or xlsx_stile()}'
        "</styleSheet>",
    }
    for nr, zeilen in enumerate(inhalt.values(), 1):
        daten = "".join(_xlsx_zeile(nummer, zeile) for nummer, zeile in enumerate(zeilen, 1))
        teile[f"xl/worksheets/sheet{nr}.xml"] = (
            f'{kopf}<worksheet xmlns="{_HAUPTRAUM}"><sheetData>{daten}</sheetData></worksheet>'
        )
    return {name: text.encode() for name, text in teile.items()}


def xlsx_stile(*formate: str, nach: str = "") -> str:
    """Zellstil 0 ist Standard, 1 Prozent (9), ab 2 die angegebenen Formate."""
    zahlen = "".join(
        f"<numFmt numFmtId={quoteattr(str(nr))} formatCode={quoteattr(code)}/>"
        for nr, code in enumerate(formate, 164)
    )
    xfs = "".join(
        f'<xf numFmtId="{nr}" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        for nr in (0, 9, *range(164, 164 + len(formate)))
    )
    return (
        f"<numFmts>{zahlen}</numFmts><fonts><font/></fonts><fills>"
        '<fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders><border/></borders><cellStyleXfs><xf numFmtId="0"/></cellStyleXfs>'
        f"<cellXfs>{xfs}</cellXfs>{nach}"
    )


def _xlsx_zeile(nummer: int, zeile: Sequence[Wert]) -> str:
    zellen = "".join(
        _xlsx_zelle(f"{chr(ord('A') + spalte)}{nummer}", wert)
        for spalte, wert in enumerate(zeile)
        if wert is not None
    )
    return f'<row r="{nummer}">{zellen}</row>'


def _xlsx_zelle(ort: str, wert: Wert) -> str:
    if isinstance(wert, Roh):
        return f'<c r="{ort}" {wert.angaben}>{wert.inhalt}</c>'
    if isinstance(wert, str):
        return f'<c r="{ort}" t="inlineStr"><is><t>{escape(wert)}</t></is></c>'
    return f'<c r="{ort}"><v>{wert}</v></c>'


def ods_teile(inhalt: Blaetter, *, stile: str = "", **teile: str) -> Teile:
    """Die Teile einer .ods; stile: Inhalt der automatic-styles."""
    tabellen = "".join(
        f"<table:table table:name={quoteattr(name)}>"
        + "".join(map(_ods_zeile, zeilen))
        + "</table:table>"
        for name, zeilen in inhalt.items()
    )
    manifest = f'<manifest:manifest xmlns:manifest="{_OASIS}manifest:1.0">' + "".join(
        f'<manifest:file-entry manifest:full-path="{pfad}" manifest:media-type="{art}"/>'
        for pfad, art in (("/", ODS_KENNUNG), *((t, "text/xml") for t in ("content.xml", *teile)))
    )
    alle = {
        "mimetype": ODS_KENNUNG,
        "content.xml": f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content'
        f'{_ODS_RAEUME} office:version="1.2"><office:automatic-styles>{stile}'
        f"</office:automatic-styles><office:body><office:spreadsheet>{tabellen}"
        "</office:spreadsheet></office:body></office:document-content>",
        "META-INF/manifest.xml": f'<?xml version="1.0" encoding="UTF-8"?>\n{manifest}'
        "</manifest:manifest>",
    }
    return {name: text.encode() for name, text in (alle | teile).items()}


def ods_allgemein(stile: str) -> str:
    """Eine styles.xml mit diesen allgemeinen Stilen."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-styles{_ODS_RAEUME}>'
        f"<office:styles>{stile}</office:styles></office:document-styles>"
    )


def _ods_zeile(zeile: Sequence[Wert]) -> str:
    return f"<table:table-row>{''.join(map(_ods_zelle, zeile))}</table:table-row>"


def _ods_zelle(wert: Wert) -> str:
    if wert is None:
        return "<table:table-cell/>"
    if isinstance(wert, Roh):
        return f"<table:table-cell {wert.angaben}>{wert.inhalt}</table:table-cell>"
    if isinstance(wert, str):
        angaben = 'office:value-type="string"'
    else:
        angaben = f'office:value-type="float" office:value="{wert}"'
    text = escape(str(wert))
    return f"<table:table-cell {angaben}><text:p>{text}</text:p></table:table-cell>"


def gepackt(teile: Mapping[str, bytes], pfad: Path) -> Path:
    """Schreibt die Teile als Datei."""
    pfad.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(pfad, "w", zipfile.ZIP_DEFLATED) as behaelter:
        for name, inhalt in teile.items():
            behaelter.writestr(name, inhalt)
    return pfad


def ersetzt(teile: Teile, muster: str, neu: str | Callable[[re.Match[str]], str]) -> Teile:
    """Die Teile mit einem ersetzten Muster in jedem XML; es muss vorkommen."""
    texte = {name: inhalt.decode() for name, inhalt in teile.items()}
    neue = {name: re.sub(muster, neu, text) for name, text in texte.items()}
    assert neue != texte, muster
    return {name: text.encode() for name, text in neue.items()}


# Bauteile -------------------------------------------------------------------------------------

X = "<text:p>x</text:p>"


def xlsx(aenderungen: Mapping[str, Wert], *formate: str) -> Teile:
    return xlsx_teile(blaetter(aenderungen), stile=xlsx_stile(*formate))


def ods(aenderungen: Mapping[str, Wert], stile: str = "", **teile: str) -> Teile:
    return ods_teile(blaetter(aenderungen), stile=stile, **teile)


def zahl(wert: float, stil: str = "") -> Roh:
    """Eine Zahlenzelle der .ods."""
    stilangabe = f'table:style-name="{stil}" ' if stil else ""
    return Roh(f'{stilangabe}office:value-type="float" office:value="{wert}"', X)


def text(inhalt: str) -> Roh:
    """Eine Textzelle der .ods mit diesem Inhalt."""
    return Roh('office:value-type="string"', inhalt)


_ZAHL = '<number:number number:decimal-places="0" number:min-integer-digits="1"/>'
_PROZENTZAHL = f"{_ZAHL}<number:text>%</number:text></number:percentage-style>"
PROZENT = (
    f'<number:percentage-style style:name="N1">{_PROZENTZAHL}'
    '<style:style style:name="p" style:family="table-cell" style:data-style-name="N1"{}'
)
EINFACH = PROZENT.format("/>")
GETEILT = (
    f'<number:number-style style:name="N2P0" style:volatile="true">{_ZAHL}<number:text> %'
    f'</number:text></number:number-style><number:percentage-style style:name="N2">{_ZAHL}'
    '<number:text>%</number:text><style:map style:condition="value()&gt;=0" '
    'style:apply-style-name="N2P0"/></number:percentage-style>'
    '<style:style style:name="p" style:family="table-cell" style:data-style-name="N2"/>'
)
BEDINGT = (
    PROZENT.format(
        '><style:map style:condition="cell-content()&gt;0" style:apply-style-name="e"/>'
        "</style:style>"
    )
    + f'<number:currency-style style:name="N3">{_ZAHL}<number:currency-symbol>€'
    '</number:currency-symbol></number:currency-style><style:style style:name="e" '
    'style:family="table-cell" style:data-style-name="N3"/>'
)
DAUER = (
    '<number:time-style style:name="N4" number:truncate-on-overflow="false"><number:hours/>'
    '<number:text>:</number:text><number:minutes number:style="long"/></number:time-style>'
    '<style:style style:name="d" style:family="table-cell" style:data-style-name="N4"/>'
)
ERBE = '<style:style style:name="p" style:family="table-cell" style:parent-style-name="Prozent"/>'
ALLGEMEIN = ods_allgemein(
    f'<number:percentage-style style:name="N9">{_PROZENTZAHL}<style:style style:name="Prozent" '
    'style:family="table-cell" style:data-style-name="N9"/>'
)
WOCHE: dict[str, Wert] = {"Parameter!A7": "Wochenarbeitszeit"}
PT39H = Roh('office:value-type="time" office:time-value="PT39H00M00S"', X)

MAPPE = xlsx_teile(blaetter({"Gewichtung!D2": ""}))
BLATTVERWEIS = (
    '<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/worksheet" Target="worksheets/fremd.xml"/></Relationships>'
)


def kodiert(kodierung: str) -> Teile:
    return {
        name: inhalt.replace(b"UTF-8", kodierung.encode()).decode().encode(kodierung)
        if name.startswith("xl/")
        else inhalt
        for name, inhalt in MAPPE.items()
    }


def mit_fremdem_blatt(inhalt: bytes | None, kennung: str = "rId9") -> Teile:
    eintrag = f'<sheet name="Alt" sheetId="9" r:id="{kennung}"/></sheets>'
    teile = ersetzt(ersetzt(MAPPE, "</sheets>", eintrag), "</Relationships>", BLATTVERWEIS)
    return teile if inhalt is None else teile | {"xl/worksheets/fremd.xml": inhalt}


# Lesbares: jede dieser Mappen ergibt genau RICHTIG, ohne Befund ---------------------------------

ODS_LESBAR: Sequence[Teile] = (
    ods({"Parameter!B5": zahl(0.7, "p")}, EINFACH),
    ods({"Parameter!B5": Roh('office:value-type="percentage" office:value="0.7"', X)}),
    ods({"Parameter!B5": zahl(70, "p")}, GETEILT),
    ods({"Parameter!B5": zahl(0.7, "p")}, BEDINGT),
    ods({"Parameter!B5": zahl(0.7, "p")}, ERBE, **{"styles.xml": ALLGEMEIN}),
    ods({"Parameter!B5": zahl(0.7, "Prozent")}, **{"styles.xml": ALLGEMEIN}),
    ods({"Sozialräume!C2": Roh('office:value-type="currency" office:value="100000"', X)}),
    ods({"Sozialräume!C2": Roh('office:value-type="float"', "<text:p>100.000,00</text:p>")}),
    ods({"Sozialräume!C2": Roh("", "<text:p>100.000,00 €</text:p>")}),
    ods({"Sozialräume!C2": Roh('calcext:value-type="float" office:value="100000"', X)}),
    ods({"Gewichtung!C3": Roh("", "<text:p>Quote</text:p>")}),
    ods(WOCHE | {"Parameter!B7": PT39H}),
    ods(WOCHE | {"Parameter!B7": zahl(1.625, "d")}, DAUER),
    ods(WOCHE | {"Parameter!B7": "39:00"}),
)
ODS_ABSAETZE = (
    "<text:p>Alt<text:span>stadt</text:span></text:p>",
    "<text:p>Alt<office:annotation><dc:creator>M</dc:creator><text:p>K</text:p>"
    "</office:annotation>stadt</text:p>",
    "<office:annotation><text:p>K</text:p></office:annotation><text:p>Altstadt</text:p>",
    "<text:p>Alt<draw:frame><draw:text-box><text:p>Kasten</text:p></draw:text-box>"
    "</draw:frame>stadt</text:p>",
    "<draw:custom-shape><text:p>Form</text:p></draw:custom-shape><text:p>Altstadt</text:p>",
    "<text:p>\n  Altstadt\n</text:p><text:p/>",
    '<text:p><text:s text:c="3"/>Altstadt<text:tab/></text:p>',
)
XLSX_LESBAR: Sequence[Teile] = (
    ersetzt(MAPPE, r'<c r="([A-Z])', lambda ort: f'<c r="{ort[1].lower()}'),
    ersetzt(ersetzt(MAPPE, r'<c r="[A-Z]+\d+"', "<c"), r'<row r="\d+"', "<row"),
    ersetzt(ersetzt(MAPPE, r'<c r="[A-Z]+\d+"', '<c r=""'), r'<row r="\d+"', '<row r=""'),
    ersetzt(MAPPE, r'<row r="\d+"', "<row"),
    ersetzt(
        ersetzt(MAPPE, r'<row r="\d+"', "<row"),
        r'<c r="([A-Z])(\d+)"',
        lambda ort: f'<c r="{ort[1]}{int(ort[2]) * 2 + 1}"',
    ),
    kodiert("ISO-8859-1"),
    kodiert("windows-1252"),
    kodiert("UTF-16"),
    # Manche Programme geben UTF-16 an und schreiben UTF-8.
    {name: inhalt.replace(b"UTF-8", b"UTF-16") for name, inhalt in MAPPE.items()},
    {name: inhalt for name, inhalt in MAPPE.items() if name != "xl/styles.xml"},
    ersetzt(MAPPE, 'Target="worksheets/', 'Target="/xl/worksheets/'),
    mit_fremdem_blatt(b"<worksheet"),
    mit_fremdem_blatt(None),
    mit_fremdem_blatt(None, kennung=""),
    mit_fremdem_blatt(b"\x07\x08"),
    mit_fremdem_blatt(MAPPE["xl/worksheets/sheet1.xml"].replace(b'r="A2"', b'r="A9"')),
    xlsx({"Sozialräume!A2": Roh('t="inlineStr"', "<v>Altstadt</v>")}),
    xlsx({"Sozialräume!C2": Roh('t="" s=""', "<v>1.0E5</v>")}),
    xlsx({"Gewichtung!E2": "erste_x000B_zweite"}),
    xlsx(WOCHE | {"Parameter!B7": Roh('s="2"', "<v>1.625</v>")}, "[h]:mm"),
    xlsx(WOCHE | {"Parameter!B7": "39:00 h"}),
)

"""Eine Mappe als Text in ein Zip geschrieben: schneller schreibt sie niemand mit zipfile."""

import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

Wert = str | float | bool | None
# Nummer der Zeile; je Zelle Spalte, Wert und Formel ohne „=“.
Zeile = tuple[int, list[tuple[str, Wert, str | None]]]

_RAUM = "http://schemas.openxmlformats.org"
_KOPF = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_BLATT = f'{_KOPF}<worksheet xmlns="{_RAUM}/spreadsheetml/2006/main"><sheetData>'
_ART = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def schreiben(blaetter: Mapping[str, Iterable[Zeile]], ziel: Path) -> Path:
    """Schreibt die Blätter; Texte stehen wie bei Excel nur einmal in der Datei."""
    texte: dict[str, int] = {}
    with zipfile.ZipFile(ziel, "w", zipfile.ZIP_DEFLATED) as archiv:
        for nummer, zeilen in enumerate(blaetter.values(), 1):
            with archiv.open(f"xl/worksheets/sheet{nummer}.xml", "w") as datei:
                datei.write(_BLATT.encode())
                for zeile in zeilen:
                    datei.write(_zeile(*zeile, texte).encode())
                datei.write(b"</sheetData></worksheet>")
        with archiv.open("xl/sharedStrings.xml", "w") as datei:
            datei.write(f'{_KOPF}<sst xmlns="{_RAUM}/spreadsheetml/2006/main">'.encode())
            for text in texte:
                datei.write(f'<si><t xml:space="preserve">{escape(text)}</t></si>'.encode())
            datei.write(b"</sst>")
        for name, inhalt in _rahmen([*blaetter]).items():
            archiv.writestr(name, _KOPF + inhalt)
    return ziel


def _zeile(nummer: int, zellen: list[tuple[str, Wert, str | None]], texte: dict[str, int]) -> str:
    teile = [f'<row r="{nummer}">']
    for spalte, wert, formel in zellen:
        rechnung = f"<f>{escape(formel)}</f>" if formel else ""
        if isinstance(wert, str) and not formel:
            stelle = texte.setdefault(wert, len(texte))
            teile.append(f'<c r="{spalte}{nummer}" t="s"><v>{stelle}</v></c>')
        elif isinstance(wert, str):
            teile.append(f'<c r="{spalte}{nummer}" t="str">{rechnung}<v>{escape(wert)}</v></c>')
        else:
            inhalt = "" if wert is None else f"<v>{float(wert):.15g}</v>"
            teile.append(f'<c r="{spalte}{nummer}">{rechnung}{inhalt}</c>')
    teile.append("</row>")
    return "".join(teile)


def _rahmen(namen: list[str]) -> dict[str, str]:
    nummern = range(1, len(namen) + 1)
    blaetter = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="rId{n}"/>'
        for n, name in enumerate(namen, 1)
    )
    beziehung = f"{_RAUM}/officeDocument/2006/relationships"
    verweise = "".join(
        f'<Relationship Id="rId{n}" Type="{beziehung}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in nummern
    )
    arten = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_ART}.worksheet+xml"/>'
        for n in nummern
    )
    return {
        "[Content_Types].xml": (
            f'<Types xmlns="{_RAUM}/package/2006/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_ART}.sheet.main+xml"/>'
            '<Override PartName="/xl/sharedStrings.xml" '
            f'ContentType="{_ART}.sharedStrings+xml"/>{arten}</Types>'
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{_RAUM}/package/2006/relationships"><Relationship Id="rId1" '
            f'Type="{beziehung}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": (
            f'<workbook xmlns="{_RAUM}/spreadsheetml/2006/main" xmlns:r="{beziehung}">'
            f"<sheets>{blaetter}</sheets></workbook>"
        ),
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{_RAUM}/package/2006/relationships">{verweise}'
            f'<Relationship Id="rIdT" Type="{beziehung}/sharedStrings" '
            'Target="sharedStrings.xml"/></Relationships>'
        ),
    }

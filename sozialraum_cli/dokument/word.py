"""Ein Dokument als Word-Datei, auf Wunsch im eigenen Briefkopf; gleicher Inhalt, gleiche Bytes."""

from collections.abc import Mapping
from copy import deepcopy
from datetime import UTC, datetime
from io import BytesIO

from docx import Document
from docx.document import Document as Worddokument
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from sozialraum_cli.arbeitsmappe.speichern import entpacken, packen
from sozialraum_cli.befund import Datenfehler, fehler
from sozialraum_cli.dokument.inhalt import (
    Absatz,
    Aufzaehlung,
    Dokument,
    Seitenumbruch,
    Teil,
    Texttabelle,
    Ueberschrift,
    ohne_steuerzeichen,
)
from sozialraum_cli.lesen.archiv import Archiv
from sozialraum_cli.lesen.dateifehler import Dateifehler
from sozialraum_cli.lesen.vorrat import GRENZEN, MEBIBYTE, Posten, Vorrat

# Kennung je Name einer Formatvorlage.
Stile = Mapping[str, str]

# Ein Briefkopf ist klein; python-docx hält jedes Element einzeln im Speicher.
_GRENZEN = {**GRENZEN, Posten.ENTPACKT: 100 * MEBIBYTE, Posten.MARKEN: 1_000_000}

_SCHRIFT = "Calibri"
_GRAU = "E7E6E6"
_SPRACHE = "de-DE"
# Zeichen der Tabellenschrift: je Zeile, je Zelle für den Rand, und wie lang Texte zählen.
_ZEICHEN_JE_ZEILE = 100
_ZELLRAND = 3
_WORT_HOECHSTENS = 20
_TEXT_HOECHSTENS = 60


def als_word(
    dokument: Dokument, stand: datetime, vorlage: bytes | None = None, name: str = ""
) -> bytes:
    """Das Dokument als .docx.

    Eingang: Inhalt; Stand für die Eigenschaften der Datei; Bytes einer eigenen Vorlage, an deren
    Ende der Inhalt mit ihren Formatvorlagen gesetzt wird, und ihr Name für Befunde.
    Fehler: Datenfehler, wenn die Vorlage kein Word-Dokument ist.
    """
    if vorlage is None:
        return packen(_gesetzt(_leer(), dokument, stand), stand)
    try:
        teile = _gesetzt(_aus_vorlage(vorlage), dokument, stand)
    except Exception as ausnahme:  # python-docx scheitert an jedem Mangel einer Vorlage anders
        grund = f" {ausnahme.text}" if isinstance(ausnahme, Dateifehler) else ""
        raise Datenfehler(
            [
                fehler(
                    f"Die Vorlage ist kein lesbares Word-Dokument (.docx).{grund}",
                    name,
                    "Die Vorlage in Word oder LibreOffice öffnen und als .docx speichern.",
                )
            ]
        ) from None
    return packen(teile, stand)


def _gesetzt(word: Worddokument, dokument: Dokument, stand: datetime) -> dict[str, bytes]:
    """Die Teile der Datei mit dem Inhalt am Ende."""
    stile = _stile(word)
    _absatz(word, dokument.titel, stile.get("Title"))
    for teil in dokument.teile:
        _teil(word, teil, stile)
    eigenschaften = word.core_properties
    eigenschaften.title = ohne_steuerzeichen(dokument.titel)
    eigenschaften.author = eigenschaften.last_modified_by = "sozialraum"
    eigenschaften.comments = ""
    eigenschaften.language = _SPRACHE
    eigenschaften.created = eigenschaften.modified = stand.astimezone(UTC).replace(tzinfo=None)
    roh = BytesIO()
    word.save(roh)
    return entpacken(roh.getvalue())


def _leer() -> Worddokument:
    """A4 hoch, eine serifenlose Schrift, schwarze Überschriften."""
    word = Document()
    seite = word.sections[0]
    seite.orientation = WD_ORIENT.PORTRAIT
    seite.page_width, seite.page_height = Mm(210), Mm(297)
    seite.left_margin = seite.right_margin = Mm(22)
    seite.top_margin = seite.bottom_margin = Mm(20)
    for stil, groesse in (
        ("Normal", 10.5),
        ("Title", 18),
        ("Heading 1", 14),
        ("Heading 2", 12),
        ("Heading 3", 11),
    ):
        format_ = word.styles[stil]
        format_.font.name, format_.font.size = _SCHRIFT, Pt(groesse)
        format_.font.color.rgb = RGBColor(0, 0, 0)
        eigenschaften = format_.element.get_or_add_rPr()
        schriften = eigenschaften.get_or_add_rFonts()
        for verweis in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            schriften.attrib.pop(qn(f"w:{verweis}"), None)
        schriften.set(qn("w:hAnsi"), _SCHRIFT)
        if stil == "Normal":
            sprache = OxmlElement("w:lang")
            sprache.set(qn("w:val"), _SPRACHE)
            eigenschaften.append(sprache)
    word.styles["Normal"].paragraph_format.space_after = Pt(5)
    return word


def _aus_vorlage(vorlage: bytes) -> Worddokument:
    """Fehler: Dateifehler, wenn die Datei entpackt zu groß wäre."""
    archiv = Archiv(vorlage, Vorrat(_GRENZEN))
    for teil, inhalt in archiv.inhalte().items():
        if teil.lower().endswith((".xml", ".rels")):
            archiv.vorrat.nehmen(Posten.MARKEN, inhalt.count(b"<"))
    return Document(BytesIO(vorlage))


def _stile(word: Worddokument) -> Stile:
    """Die Formatvorlagen des Dokuments; wo eine fehlt, gilt die des Absatzes.

    Einmal gelesen: jede Frage danach ginge sonst alle durch.
    """
    arten = (WD_STYLE_TYPE.PARAGRAPH, WD_STYLE_TYPE.TABLE)
    return {stil.name: stil.style_id for stil in word.styles if stil.name and stil.type in arten}


def _teil(word: Worddokument, teil: Teil, stile: Stile) -> None:
    match teil:
        case Ueberschrift(text, ebene):
            _absatz(word, text, stile.get(f"Heading {ebene}"))
        case Absatz(text, hervorgehoben):
            _absatz(word, text, None, fett=hervorgehoben)
        case Aufzaehlung(punkte):
            for punkt in punkte:
                _absatz(word, punkt, stile.get("List Bullet"))
        case Texttabelle():
            _tabelle(word, teil, stile.get("Table Grid"))
        case Seitenumbruch():
            _seitenumbruch(word)


def _seitenumbruch(word: Worddokument) -> None:
    """In der leeren Zeile nach einer Tabelle und ohne Höhe: eine volle Seite bleibt eine."""
    koerper = word.element.body
    letzter = Paragraph(next(koerper.iterchildren(qn("w:p"), reversed=True)), koerper)
    absatz = word.add_paragraph() if letzter.text else letzter
    absatz.paragraph_format.line_spacing = Pt(1)
    absatz.paragraph_format.space_after = Pt(0)
    absatz.add_run().add_break(WD_BREAK.PAGE)


def _absatz(word: Worddokument, text: str, stil: str | None, *, fett: bool = False) -> None:
    absatz = word.add_paragraph()
    if stil is not None:
        absatz._p.style = stil
    absatz.add_run(ohne_steuerzeichen(text)).bold = True if fett else None


def _tabelle(word: Worddokument, tabelle: Texttabelle, stil: str | None) -> None:
    raster = word.add_table(0, len(tabelle.kopf))
    raster._tbl.tblStyle_val = stil
    raster.alignment = WD_TABLE_ALIGNMENT.CENTER
    raster.autofit = False
    breiten = _spaltenbreiten(word, tabelle)
    for spalte, breite in zip(raster.columns, breiten, strict=True):
        spalte.width = Emu(breite)
    muster = None
    for nummer, zeile in enumerate((tabelle.kopf, *tabelle.zeilen)):
        fett = nummer == 0 or (tabelle.summe and nummer == len(tabelle.zeilen))
        if muster is not None and not fett:
            # Eine Zeile wie die vorige, nur mit anderem Text: abschreiben ist zehnmal so schnell.
            muster = deepcopy(muster)
            raster._tbl.append(muster)
            for lauf, text in zip(muster.iter(qn("w:r")), zeile, strict=True):
                lauf.text = ohne_steuerzeichen(text)
            continue
        reihe = raster.add_row()
        eigenschaften = reihe._tr.get_or_add_trPr()
        eigenschaften.append(OxmlElement("w:cantSplit"))
        if nummer == 0:
            eigenschaften.append(OxmlElement("w:tblHeader"))
        for nummer_spalte, (zelle, text) in enumerate(zip(reihe.cells, zeile, strict=True)):
            zelle.width = Emu(breiten[nummer_spalte])
            _zelle(zelle, text, fett=fett, rechts=nummer_spalte in tabelle.zahlen)
            if fett:
                _fuellen(zelle)
        muster = None if fett else reihe._tr
    word.add_paragraph()


def _spaltenbreiten(word: Worddokument, tabelle: Texttabelle) -> list[int]:
    """So breit, dass kein Wort bricht; was übrig ist, bekommen die Spalten mit viel Text."""
    seite = word.sections[-1]
    satzspiegel = (
        (seite.page_width or Mm(210)) - (seite.left_margin or 0) - (seite.right_margin or 0)
    )
    noetig, gewuenscht = [], []
    for spalte in zip(tabelle.kopf, *tabelle.zeilen, strict=True):
        woerter = [wort for text in spalte for wort in text.split() or [""]]
        noetig.append(min(max(map(len, woerter)), _WORT_HOECHSTENS) + _ZELLRAND)
        gewuenscht.append(min(max(map(len, spalte)), _TEXT_HOECHSTENS) + _ZELLRAND)
    mehr = [wunsch - mindest for wunsch, mindest in zip(gewuenscht, noetig, strict=True)]
    rest = max(0, _ZEICHEN_JE_ZEILE - sum(noetig))
    breiten = [n + rest * m / (sum(mehr) or 1) for n, m in zip(noetig, mehr, strict=True)]
    return [int(satzspiegel * breite / sum(breiten)) for breite in breiten]


def _zelle(zelle: _Cell, text: str, *, fett: bool, rechts: bool) -> None:
    absatz: Paragraph = zelle.paragraphs[0]
    lauf = absatz.add_run(ohne_steuerzeichen(text))
    lauf.font.size = Pt(9)
    lauf.bold = True if fett else None
    absatz.paragraph_format.space_after = Pt(0)
    if rechts:
        absatz.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _fuellen(zelle: _Cell) -> None:
    fuellung = OxmlElement("w:shd")
    fuellung.set(qn("w:val"), "clear")
    fuellung.set(qn("w:fill"), _GRAU)
    zelle._tc.get_or_add_tcPr().append(fuellung)

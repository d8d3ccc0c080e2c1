"""Die leere Eingabemappe zum Ausfüllen, mit Anleitung, Auswahllisten und einem Beispiel."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.worksheet import Worksheet

from sozialraum_cli.arbeitsmappe import stil
from sozialraum_cli.arbeitsmappe.auswahlzelle import gewaehlt
from sozialraum_cli.arbeitsmappe.druck import eingabeblatt_einrichten
from sozialraum_cli.arbeitsmappe.speichern import bytegleich
from sozialraum_cli.arbeitsmappe.tabellenblatt import hoehe_setzen
from sozialraum_cli.eingabeblatt import BEISPIEL_QUELLE, BEISPIEL_SOZIALRAUM
from sozialraum_cli.eingabemappe.eingabeblaetter import (
    GEWICHTUNG,
    INDIKATOREN,
    PARAMETER,
    SOZIALRAEUME,
    Parameterzeile,
    eingabeblaetter_anlegen,
    parameterzeilen,
)
from sozialraum_cli.modell import Indikator, Sozialraum, Spalte
from sozialraum_cli.parameter import ANGABE
from sozialraum_cli.verfahren.schluessel.verzeichnis import SCHLUESSELVERFAHREN
from sozialraum_cli.verfahren.schutz.verzeichnis import SCHUTZVERFAHREN, namen

ANLEITUNG = "Anleitung"
STAND = datetime(2026, 1, 15, 12, tzinfo=UTC)

_SCHRIFT = "Calibri"
_FEHLT = DifferentialStyle(fill=PatternFill("solid", bgColor="F4B183"))
_BEISPIELSCHRIFT = Font(name=_SCHRIFT, size=stil.SCHRIFTGROESSE, italic=True, color="5F6B7A")

_TITEL = {
    SOZIALRAEUME: "Sozialräume und ihre bisherigen Budgets",
    INDIKATOREN: "Indikatoren und Bezugsgrößen je Sozialraum",
    GEWICHTUNG: "Gewichtung der Indikatoren",
    PARAMETER: "Parameter der Berechnung",
}
_ABSCHNITTE: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "So wird die Mappe ausgefüllt",
        (
            (
                f"1. {SOZIALRAEUME}",
                "Je Sozialraum eine Zeile mit Name und bisherigem Jahresbudget. Schlüssel, Träger, "
                "Region, Zuständigkeit und Referenzbudget dürfen leer bleiben.",
            ),
            (
                f"2. {INDIKATOREN}",
                "Je Indikator und je Bezugsgröße (zum Beispiel Einwohner) eine Spalte: oben die "
                "Überschrift, darunter für jeden Sozialraum eine Zahl. Quoten in Prozent: 12,4 "
                "heißt 12,4 %.",
            ),
            (
                f"3. {GEWICHTUNG}",
                "Je Indikator eine Zeile mit seiner Überschrift, seinem Gewicht und seiner Art. "
                "Bezugsgrößen bekommen hier keine Zeile, sondern stehen in der Spalte "
                "Bezugsgröße.",
            ),
            (
                f"4. {PARAMETER}",
                "Orange Felder sind Pflicht. Die übrigen enthalten eine Vorgabe oder dürfen leer "
                "bleiben. Weitere Leistungen: eine Zeile einfügen und „Leistung: NAME“ in die "
                "Spalte Parameter schreiben; alle Leistungen zusammen ergeben 100 %.",
            ),
            (
                "5. Beispiel",
                "Die kursiven Beispielzeilen in den Blättern 1 bis 3 überschreiben oder löschen.",
            ),
            (
                "6. Rechnen",
                "Speichern und im Terminal aufrufen: sozialraum berechnen NAME_DER_MAPPE.xlsx",
            ),
        ),
    ),
    (
        "Schlüsselverfahren: wie aus Indikatoren Anteile werden",
        tuple((name, v.anleitung) for name, v in SCHLUESSELVERFAHREN.items()),
    ),
    (
        "Verfahren des Bestandsschutzes: wie Verluste gemildert werden",
        tuple((name, v.anleitung) for name, v in SCHUTZVERFAHREN.items()),
    ),
)


def leere_eingabemappe() -> bytes:
    """Die leere Eingabemappe als .xlsx, immer mit denselben Bytes.

    Ergebnis: Anleitung und die vier Blätter, Vorgaben eingetragen, Pflichtangaben leer und
    hervorgehoben, dazu eine Beispielzeile je Blatt. Quelle: docs/verfahren.md 5.
    """
    mappe = Workbook()
    mappe.remove(mappe.worksheets[0])
    mappe.properties.title = "Eingabemappe für Sozialraumbudgets"
    mappe.properties.creator = "sozialraum"
    mappe.properties.language = "de-DE"
    _anleitung_schreiben(mappe.create_sheet(ANLEITUNG))
    adressen = eingabeblaetter_anlegen(
        mappe,
        [
            Sozialraum(
                BEISPIEL_SOZIALRAUM,
                "012345678",
                "Träger e. V.",
                "Nord",
                "Team Nord",
                Decimal(150_000),
            )
        ],
        [
            Indikator(
                "Arbeitslose",
                Decimal(100),
                bezugsgroesse="Einwohner",
                quelle=BEISPIEL_QUELLE,
                stichtag="Jahresdurchschnitt 2025",
            )
        ],
        [Spalte("Arbeitslose", (Decimal(320),)), Spalte("Einwohner", (Decimal(9_800),))],
        [_zum_ausfuellen(zeile) for zeile in parameterzeilen({})],
        {blatt: [titel] for blatt, titel in _TITEL.items()},
        leerzeilen=30,
        leerspalten=8,
        kommentare=True,
        schrift=_SCHRIFT,
    )
    for name in (SOZIALRAEUME, INDIKATOREN, GEWICHTUNG):
        for zelle in mappe[name][3]:
            zelle.font = _BEISPIELSCHRIFT
    _pflicht_hervorheben(mappe[PARAMETER], adressen.parameter)
    return bytegleich(mappe, STAND)


def _zum_ausfuellen(zeile: Parameterzeile) -> Parameterzeile:
    # Ohne Wert hat noch niemand etwas beschlossen: die Quelle trägt ein, wer den Wert einträgt.
    quelle = "" if zeile.wert is None else zeile.quelle
    angabe = ANGABE.get(zeile.name)
    if angabe is None or not angabe.pflicht:
        return zeile._replace(quelle=quelle)
    return zeile._replace(quelle=quelle, erlaeuterung=f"Pflichtangabe. {angabe.erlaeuterung}")


def _pflicht_hervorheben(blatt: Worksheet, adressen: Mapping[str, str]) -> None:
    """Färbt fehlende Pflichtangaben; beim Bestandsschutz hängt es vom Verfahren ab."""
    zellen = {name: adresse.split("!")[1] for name, adresse in adressen.items()}
    verfahren = zellen["bestandsschutz_verfahren"]
    mit_wert = gewaehlt(verfahren, namen(lambda v: v.braucht_wert))
    regeln = {
        zellen[angabe.name]: f"ISBLANK({zellen[angabe.name]})"
        for angabe in ANGABE.values()
        if angabe.pflicht
    }
    schutz = zellen["bestandsschutz"]
    regeln[schutz] = f"AND(ISBLANK({schutz}),{mit_wert})"
    for zelle, formel in regeln.items():
        blatt.conditional_formatting.add(
            zelle.replace("$", ""), Rule("expression", dxf=_FEHLT, formula=[formel])
        )


def _anleitung_schreiben(blatt: Worksheet) -> None:
    blatt.column_dimensions["A"].width, blatt.column_dimensions["B"].width = 20, 105
    blatt.sheet_view.showGridLines = False
    blatt.append(["Eingabemappe für Sozialraumbudgets"])
    blatt["A1"].font = Font(name=_SCHRIFT, size=16, bold=True)
    for titel, eintraege in _ABSCHNITTE:
        blatt.append([])
        blatt.append([titel, None])
        for zelle in blatt[blatt.max_row]:
            zelle.font = Font(name=_SCHRIFT, size=12, bold=True)
            zelle.fill = stil.EINGABEKOPF
        for eintrag in eintraege:
            blatt.append(eintrag)
            begriff, erklaerung = blatt[blatt.max_row]
            begriff.font = Font(name=_SCHRIFT, size=stil.SCHRIFTGROESSE, bold=True)
            erklaerung.font = Font(name=_SCHRIFT, size=stil.SCHRIFTGROESSE)
            begriff.alignment = erklaerung.alignment = Alignment("left", "top", wrap_text=True)
            hoehe_setzen(blatt, blatt.max_row, (20, 105), eintrag, luft=3)
    eingabeblatt_einrichten(blatt)

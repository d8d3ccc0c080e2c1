"""Eine neue Eingabemappe aus eingelesenen Spalten, mit leeren Pflichtangaben zum Ausfüllen."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import Cell

from sozialraum_cli.arbeitsmappe.formelmappe import text_schreiben
from sozialraum_cli.arbeitsmappe.speichern import bytegleich
from sozialraum_cli.eingabemappe.eingabeblaetter import (
    GEWICHTUNG,
    INDIKATOREN,
    PARAMETER,
    SOZIALRAEUME,
    eingabeblaetter_anlegen,
    parameterzeilen,
)
from sozialraum_cli.modell import Indikator, Sozialraum, Spalte


def neue_eingabemappe(
    sozialraeume: Sequence[Sozialraum],
    indikatoren: Sequence[Indikator],
    spalten: Sequence[Spalte],
    ohne_gewicht: Sequence[str],
    quellen_der_bezugsgroessen: Sequence[str],
    parameter: Mapping[str, Decimal | str | int],
    stand: datetime,
) -> bytes:
    """Schreibt die vier Blätter; Budgets und Pflichtparameter bleiben leer.

    Eingang: Namen der Indikatoren ohne Gewicht, deren Zelle leer bleibt, weil das Gewicht eine
    politische Entscheidung ist; Quellen der Bezugsgrößen als Anmerkung unter dem Blatt Gewichtung.
    """
    mappe = Workbook()
    mappe.remove(mappe.worksheets[0])
    mappe.properties.title = "Eingabemappe aus amtlichen Tabellen"
    mappe.properties.creator = "sozialraum"
    mappe.properties.language = "de-DE"
    eingabeblaetter_anlegen(
        mappe,
        sozialraeume,
        indikatoren,
        spalten,
        parameterzeilen(parameter),
        {
            SOZIALRAEUME: ("Sozialräume und ihre bisherigen Budgets",),
            INDIKATOREN: ("Indikatoren und Bezugsgrößen je Sozialraum",),
            GEWICHTUNG: ("Gewichtung der Indikatoren",),
            PARAMETER: ("Parameter der Berechnung",),
        },
        kommentare=True,
    )
    blatt = mappe[GEWICHTUNG]
    for zeile in blatt.iter_rows():
        if zeile[0].value in ohne_gewicht:
            zeile[1].value = None
    for nummer, quelle in enumerate(quellen_der_bezugsgroessen, start=blatt.max_row + 2):
        zelle = blatt.cell(nummer, 1)
        assert isinstance(zelle, Cell)
        text_schreiben(zelle, quelle)
    return bytegleich(mappe, stand)

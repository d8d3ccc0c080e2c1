"""Eine Eingabe als Eingabemappe: dieselben vier Blätter, aus denen sie gelesen würde."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from openpyxl import Workbook

from sozialraum_cli.arbeitsmappe.speichern import bytegleich
from sozialraum_cli.eingabemappe.eingabeblaetter import (
    Parameterzeile,
    eingabeblaetter_anlegen,
    parameterzeilen,
)
from sozialraum_cli.modell import Eingabe, Parametertext
from sozialraum_cli.parameter import werte


def eingabemappe(eingabe: Eingabe, stand: datetime) -> bytes:
    """Schreibt eine Eingabe als .xlsx mit Auswahllisten und Erläuterungen.

    Eingang: vollständige Eingabe, Stand der Datei. Ergebnis: Bytes; wieder gelesen ergeben sie
    dieselbe Eingabe, gleiche Eingabe ergibt gleiche Bytes.
    Quelle: docs/verfahren.md, Abschnitt „Mappe“.
    """
    mappe = Workbook()
    mappe.remove(mappe.worksheets[0])
    mappe.properties.title = f"Eingabemappe {eingabe.parameter.jahr}"
    mappe.properties.creator = "sozialraum"
    mappe.properties.language = "de-DE"
    eingabeblaetter_anlegen(
        mappe,
        eingabe.sozialraeume,
        eingabe.indikatoren,
        tuple(eingabe.spalten.values()),
        [
            _mit_text(zeile, eingabe.parametertexte)
            for zeile in parameterzeilen(_angegeben(eingabe))
        ],
        eingabe.anmerkungen,
        kommentare=True,
    )
    return bytegleich(mappe, stand)


def _angegeben(eingabe: Eingabe) -> dict[str, Decimal | str | int]:
    return {name: wert for name, wert in werte(eingabe.parameter).items() if wert is not None}


def _mit_text(zeile: Parameterzeile, texte: Mapping[str, Parametertext]) -> Parameterzeile:
    text = texte.get(zeile.name, Parametertext())
    return zeile._replace(erlaeuterung=text.erlaeuterung, quelle=text.quelle)

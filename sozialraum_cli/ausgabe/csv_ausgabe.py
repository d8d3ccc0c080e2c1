"""CSV für Tabellenkalkulationen: deutsch mit Semikolon, Komma und BOM, oder international."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sozialraum_cli.groessen.groesse import flach
from sozialraum_cli.groessen.gruppe import GRUPPENSUMMEN
from sozialraum_cli.groessen.sozialraum import SOZIALRAUM
from sozialraum_cli.modell import Wert
from sozialraum_cli.rechnen.berechnung import Ergebnis
from sozialraum_cli.rechnen.gruppen import gruppen

_FORMELANFANG = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Dialekt:
    """Womit Spalten und Nachkommastellen getrennt sind; utf-8-sig heißt: mit BOM."""

    trenner: str
    komma: str
    zeichensatz: str


EXCEL_DE = Dialekt(";", ",", "utf-8-sig")
DIALEKTE = {"excel-de": EXCEL_DE, "international": Dialekt(",", ".", "utf-8")}


def berechnung_csv(ergebnis: Ergebnis, dialekt: Dialekt = EXCEL_DE) -> bytes:
    """Je Sozialraum eine Zeile; Spalten wie die Schlüssel in JSON, Leistungen „stunden NAME“.

    Jahr und Verfahren stehen in jeder Zeile, damit sich Dateien untereinanderhängen lassen. Am
    Ende stehen die Summen der Region, des Trägers und der Zuständigkeit, zu denen er gehört:
    „region budget_neu“.
    """
    return csv_bytes(_zeilen(ergebnis), dialekt)


def berechnungen_csv(
    ergebnisse: Sequence[tuple[str, Ergebnis]], dialekt: Dialekt = EXCEL_DE
) -> bytes:
    """Mehrere Ergebnisse in einer Tabelle, vorn die Spalte datei.

    Eine Leistung, die es nicht in jeder Datei gibt, bleibt in den anderen leer.
    """
    return csv_bytes(
        [
            {"datei": datei, **zeile}
            for datei, ergebnis in ergebnisse
            for zeile in _zeilen(ergebnis)
        ],
        dialekt,
    )


def _zeilen(ergebnis: Ergebnis) -> list[dict[str, Wert]]:
    parameter = ergebnis.eingabe.parameter
    immer: dict[str, Wert] = {
        "jahr": parameter.jahr,
        "bestandsschutz_verfahren": str(parameter.bestandsschutz_verfahren),
    }
    summen: dict[str, dict[str, Wert]] = {}
    for gruppe in gruppen(ergebnis):
        spalten = {f"{gruppe.art} {n}": wert for n, wert in flach(GRUPPENSUMMEN, gruppe).items()}
        for raum in gruppe.sozialraeume:
            summen[raum] = summen.get(raum, {}) | spalten
    return [
        flach(SOZIALRAUM, zeile) | immer | summen[zeile.sozialraum.name]
        for zeile in ergebnis.sozialraeume
    ]


def csv_bytes(zeilen: Sequence[dict[str, Wert]], dialekt: Dialekt) -> bytes:
    """Zeilen als CSV mit Kopf; was einer Zeile an Spalten fehlt, bleibt leer."""
    spalten = list(dict.fromkeys(name for zeile in zeilen for name in zeile))
    puffer = io.StringIO()
    schreiber = csv.writer(puffer, delimiter=dialekt.trenner, lineterminator="\r\n")
    schreiber.writerow([_zelle(name, dialekt) for name in spalten])
    schreiber.writerows([_zelle(zeile.get(name), dialekt) for name in spalten] for zeile in zeilen)
    return puffer.getvalue().encode(dialekt.zeichensatz, "replace")


def _zelle(wert: Wert, dialekt: Dialekt) -> str:
    if isinstance(wert, Decimal):
        text = str(wert)
        return (f"{wert:f}" if "E" in text else text).replace(".", dialekt.komma)
    if wert is None:
        return ""
    if isinstance(wert, bool):
        return "ja" if wert else "nein"
    text = str(wert)
    # Mit Apostroph liest die Tabellenkalkulation den Namen „=SUMME(A1)“ nicht als Formel.
    return f"'{text}" if text.startswith(_FORMELANFANG) else text

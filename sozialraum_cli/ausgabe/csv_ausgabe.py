"""CSV für Tabellenkalkulationen: deutsch mit Semikolon, Komma und BOM, oder international."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import repeat
from typing import NamedTuple

from sozialraum_cli.groessen.groesse import Wertreihe, spalten
from sozialraum_cli.groessen.gruppe import GRUPPENSUMMEN
from sozialraum_cli.groessen.sozialraum import SOZIALRAUM
from sozialraum_cli.modell import Wert
from sozialraum_cli.rechnen.berechnung import Ergebnis
from sozialraum_cli.rechnen.gruppen import gruppen

Spalten = dict[str, Wertreihe]

_FORMELANFANG = ("=", "+", "-", "@", "\t", "\r")


class Dialekt(NamedTuple):
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
    return csv_bytes([_spalten(ergebnis)], dialekt)


def berechnungen_csv(
    ergebnisse: Sequence[tuple[str, Ergebnis]], dialekt: Dialekt = EXCEL_DE
) -> bytes:
    """Mehrere Ergebnisse in einer Tabelle, vorn die Spalte datei.

    Eine Leistung, die es nicht in jeder Datei gibt, bleibt in den anderen leer.
    """
    return csv_bytes(
        [
            {**immer({"datei": datei}, ergebnis.sozialraeume), **_spalten(ergebnis)}
            for datei, ergebnis in ergebnisse
        ],
        dialekt,
    )


def _spalten(ergebnis: Ergebnis) -> Spalten:
    parameter, zeilen = ergebnis.eingabe.parameter, ergebnis.sozialraeume
    stand: dict[str, Wert] = {
        "jahr": parameter.jahr,
        "bestandsschutz_verfahren": str(parameter.bestandsschutz_verfahren),
    }
    return {**spalten(SOZIALRAUM, zeilen), **immer(stand, zeilen), **_gruppensummen(ergebnis)}


def _gruppensummen(ergebnis: Ergebnis) -> Spalten:
    """Die Summen der Gruppen, zu denen jeder Sozialraum gehört."""
    alle = gruppen(ergebnis)
    ergaenzt: Spalten = {}
    for art in dict.fromkeys(gruppe.art for gruppe in alle):
        eigene = [gruppe for gruppe in alle if gruppe.art is art]
        zu_raum = {raum: n for n, gruppe in enumerate(eigene) for raum in gruppe.sozialraeume}
        stellen = [zu_raum[zeile.sozialraum.name] for zeile in ergebnis.sozialraeume]
        for name, werte in spalten(GRUPPENSUMMEN, eigene).items():
            je_gruppe = [*werte]
            ergaenzt[f"{art} {name}"] = map(je_gruppe.__getitem__, stellen)
    return ergaenzt


def immer(werte: Mapping[str, Wert], zeilen: Sequence[object]) -> Spalten:
    """Spalten, in denen neben jeder dieser Zeilen dasselbe steht."""
    return {name: repeat(wert, len(zeilen)) for name, wert in werte.items()}


def csv_bytes(tabellen: Sequence[Spalten], dialekt: Dialekt) -> bytes:
    """Tabellen untereinander als CSV mit einem Kopf; was einer an Spalten fehlt, bleibt leer."""
    namen = dict.fromkeys(name for tabelle in tabellen for name in tabelle)
    puffer = io.StringIO()
    schreiber = csv.writer(puffer, delimiter=dialekt.trenner, lineterminator="\r\n")
    schreiber.writerow([_zelle(name, dialekt) for name in namen])
    for tabelle in tabellen:
        texte = (_texte(tabelle.get(name, repeat(None)), dialekt) for name in namen)
        # Nicht strict: was fehlt, ist endlos leer.
        schreiber.writerows(zip(*texte, strict=False))
    return puffer.getvalue().encode(dialekt.zeichensatz, "replace")


def _texte(werte: Wertreihe, dialekt: Dialekt) -> Iterator[str]:
    voriger: Wert = None
    text = ""
    for wert in werte:
        # Jahr, Verfahren und Summen der Gruppe stehen viele Zeilen lang gleich da.
        if wert is not voriger:
            text = _zelle(wert, dialekt)
            voriger = wert
        yield text


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

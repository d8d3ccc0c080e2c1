"""CSV für Tabellenkalkulationen: deutsch mit Semikolon, Komma und BOM, oder international."""

import csv
import io
from collections.abc import Iterator, Sequence
from decimal import Decimal
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
    return _csv(_spalten(ergebnis), dialekt)


def berechnungen_csv(
    ergebnisse: Sequence[tuple[str, Ergebnis]], dialekt: Dialekt = EXCEL_DE
) -> bytes:
    """Mehrere Ergebnisse in einer Tabelle, vorn die Spalte datei.

    Eine Leistung, die es nicht in jeder Datei gibt, bleibt in den anderen leer.
    """
    tabellen: list[tuple[int, Spalten]] = [
        (len(e.sozialraeume), {"datei": [datei] * len(e.sozialraeume), **_spalten(e)})
        for datei, e in ergebnisse
    ]
    namen = dict.fromkeys(name for _, tabelle in tabellen for name in tabelle)
    return _csv(
        {
            name: [w for zeilen, t in tabellen for w in t.get(name) or [None] * zeilen]
            for name in namen
        },
        dialekt,
    )


def _spalten(ergebnis: Ergebnis) -> Spalten:
    parameter, zeilen = ergebnis.eingabe.parameter, ergebnis.sozialraeume
    return {
        **spalten(SOZIALRAUM, zeilen),
        "jahr": [parameter.jahr] * len(zeilen),
        "bestandsschutz_verfahren": [str(parameter.bestandsschutz_verfahren)] * len(zeilen),
        **_gruppensummen(ergebnis),
    }


def _gruppensummen(ergebnis: Ergebnis) -> Spalten:
    """Die Summen der Gruppen, zu denen jeder Sozialraum gehört."""
    alle = gruppen(ergebnis)
    ergaenzt: Spalten = {}
    for art in dict.fromkeys(gruppe.art for gruppe in alle):
        eigene = [gruppe for gruppe in alle if gruppe.art is art]
        zu_raum = {raum: n for n, gruppe in enumerate(eigene) for raum in gruppe.sozialraeume}
        stellen = [zu_raum[zeile.sozialraum.name] for zeile in ergebnis.sozialraeume]
        for name, werte in spalten(GRUPPENSUMMEN, eigene).items():
            ergaenzt[f"{art} {name}"] = [werte[stelle] for stelle in stellen]
    return ergaenzt


def csv_bytes(zeilen: Sequence[dict[str, Wert]], dialekt: Dialekt) -> bytes:
    """Zeilen als CSV mit Kopf; was einer Zeile an Spalten fehlt, bleibt leer."""
    namen = dict.fromkeys(name for zeile in zeilen for name in zeile)
    return _csv({name: [zeile.get(name) for zeile in zeilen] for name in namen}, dialekt)


def _csv(tabelle: Spalten, dialekt: Dialekt) -> bytes:
    puffer = io.StringIO()
    schreiber = csv.writer(puffer, delimiter=dialekt.trenner, lineterminator="\r\n")
    schreiber.writerow([_zelle(name, dialekt) for name in tabelle])
    schreiber.writerows(zip(*(_texte(w, dialekt) for w in tabelle.values()), strict=True))
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

"""CSV für Tabellenkalkulationen: deutsch mit Semikolon, Komma und BOM, oder international."""

import codecs
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from itertools import chain
from typing import Any, NamedTuple

from sozialraum_cli.groessen.groesse import Groessenspalte, spalten
from sozialraum_cli.groessen.gruppe import GRUPPENSUMMEN
from sozialraum_cli.groessen.sozialraum import SOZIALRAUM
from sozialraum_cli.modell import Wert
from sozialraum_cli.rechnen.berechnung import Ergebnis
from sozialraum_cli.rechnen.gruppen import gruppen

_FORMELANFANG = ("=", "+", "-", "@", "\t", "\r")
# Wie in RFC 4180; dazu der Trenner.
_ANFUEHRUNG = frozenset('"\r\n')
_UMBRUCH = "\r\n"
# So viele Zeilen werden auf einmal zu Text: genug für das Tempo, wenig für den Speicher.
_BLOCK = 1024


class Dialekt(NamedTuple):
    """Womit Spalten und Nachkommastellen getrennt sind; utf-8-sig heißt: mit BOM."""

    trenner: str
    komma: str
    zeichensatz: str


class Nachschlag(NamedTuple):
    """Eine Spalte, in der wenige Werte oft stehen: je Zeile der an dieser Stelle.

    `bytes(n)` sind n Stellen 0.
    """

    werte: Sequence[Wert]
    stellen: Sequence[int]

    @property
    def zeilen(self) -> int:
        """Wie viele Werte es sind."""
        return len(self.stellen)


Spalten = dict[str, Groessenspalte[Any] | Nachschlag]

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
        for name, spalte in spalten(GRUPPENSUMMEN, eigene).items():
            ergaenzt[f"{art} {name}"] = Nachschlag(spalte.abschnitt(slice(None)), stellen)
    return ergaenzt


def immer(werte: Mapping[str, Wert], zeilen: Sequence[object]) -> Spalten:
    """Spalten, in denen neben jeder dieser Zeilen dasselbe steht."""
    return {name: Nachschlag((wert,), bytes(len(zeilen))) for name, wert in werte.items()}


def csv_bytes(tabellen: Sequence[Spalten], dialekt: Dialekt) -> bytes:
    """Tabellen untereinander als CSV mit einem Kopf; was einer an Spalten fehlt, bleibt leer."""
    namen = dict.fromkeys(chain.from_iterable(tabellen))
    # Blockweise kodiert: als ein Text stünde alles zweimal im Speicher.
    kodieren = codecs.getincrementalencoder(dialekt.zeichensatz)("replace").encode
    kopf = dialekt.trenner.join(_text(name, dialekt) for name in namen)
    bloecke = [kodieren(kopf + _UMBRUCH)]
    for tabelle in tabellen:
        (zeilen,) = {spalte.zeilen for spalte in tabelle.values()}
        leer = Nachschlag((None,), bytes(zeilen))
        reihen = [_texte(tabelle.get(name, leer), dialekt) for name in namen]
        for anfang in range(0, zeilen, _BLOCK):
            texte = [reihe(slice(anfang, anfang + _BLOCK)) for reihe in reihen]
            block = map(dialekt.trenner.join, zip(*texte, strict=True))
            bloecke.append(kodieren(_UMBRUCH.join([*block, ""])))
    return b"".join(bloecke)


def _texte(
    spalte: Groessenspalte[Any] | Nachschlag, dialekt: Dialekt
) -> Callable[[slice], Sequence[str]]:
    """Was die Texte eines Bereichs der Spalte gibt; was nachgeschlagen wird, ist schon Text."""
    if isinstance(spalte, Nachschlag):
        texte, stellen = [_text(wert, dialekt) for wert in spalte.werte], spalte.stellen
        return lambda bereich: [*map(texte.__getitem__, stellen[bereich])]
    return lambda bereich: [_text(wert, dialekt) for wert in spalte.abschnitt(bereich)]


def _text(wert: Wert, dialekt: Dialekt) -> str:
    if isinstance(wert, Decimal):
        text = str(wert)
        return (f"{wert:f}" if "E" in text else text).replace(".", dialekt.komma)
    if wert is None:
        return ""
    if isinstance(wert, bool):
        return "ja" if wert else "nein"
    text = str(wert)
    # Mit Apostroph liest die Tabellenkalkulation den Namen „=SUMME(A1)“ nicht als Formel.
    text = f"'{text}" if text.startswith(_FORMELANFANG) else text
    if dialekt.trenner in text or not _ANFUEHRUNG.isdisjoint(text):
        return '"' + text.replace('"', '""') + '"'
    return text

"""Das Einlesen als JSON nach Schema sozialraum/einlesen/1."""

from decimal import Decimal

from sozialraum_cli.ausgabe.json_ausgabe import BEFUND, dokument_json
from sozialraum_cli.befund import sortiert
from sozialraum_cli.groessen.groesse import Dokument, Groesse, Groessen, Liste, Mass
from sozialraum_cli.modell import Art
from sozialraum_cli.quellen.auswerten import Spaltenergebnis
from sozialraum_cli.quellen.beleg import quelle_nennen, stichtag_nennen
from sozialraum_cli.quellen.bestand import Quelle
from sozialraum_cli.quellen.eintragen import Zellaenderung
from sozialraum_cli.quellen.lauf import Einlesung, Wirkung
from sozialraum_cli.zahlen import ohne_endnullen

_QUELLE: Groessen[Quelle] = (
    Groesse(
        "datei", Mass.TEXT, lambda q: q.datei, "Dateiname, bei einem ZIP mit der inneren Datei"
    ),
    Groesse("blatt", Mass.TEXT, lambda q: q.blatt, "Tabellenblatt", leer=True),
    Groesse("format", Mass.TEXT, lambda q: q.format.name, "Als was die Tabelle erkannt wurde"),
    Groesse("zeichensatz", Mass.TEXT, lambda q: q.zeichensatz, "Nur bei Textdateien", leer=True),
    Groesse("sha256", Mass.TEXT, lambda q: q.sha256, "Prüfsumme der Datei"),
    Groesse("gebiete", Mass.GANZ, lambda q: len(q.werte), "Gesuchte Gebiete mit Werten", minimum=0),
)
_WERT: Groessen[tuple[str, Decimal | None]] = (
    Groesse("sozialraum", Mass.TEXT, lambda w: w[0]),
    Groesse(
        "wert",
        Mass.ZAHL,
        lambda w: None if w[1] is None else ohne_endnullen(w[1]),
        "Anzahl oder Prozent (12,4 heißt 12,4 %); null, wenn ein Gebiet fehlt",
        leer=True,
    ),
)
_SPALTE: Groessen[Spaltenergebnis] = (
    Groesse("name", Mass.TEXT, lambda s: s.angabe.name, "Spalte des Blatts Indikatoren"),
    Groesse("art", Mass.TEXT, lambda s: str(s.angabe.art), wahl=tuple(Art)),
    Groesse("stichtag", Mass.TEXT, lambda s: stichtag_nennen(s) or None, leer=True),
    Groesse("quelle", Mass.TEXT, quelle_nennen, "Wie sie im Blatt Gewichtung steht"),
    Liste("werte", lambda s: s.werte.items(), _WERT),
)
_AENDERUNG: Groessen[Zellaenderung] = (
    Groesse("zelle", Mass.TEXT, lambda a: a.ort, "Blatt!Zelle"),
    Groesse("name", Mass.TEXT, lambda a: a.name, "Was in der Zelle steht"),
    Groesse("sozialraum", Mass.TEXT, lambda a: a.sozialraum, leer=True),
    Groesse("alt", Mass.TEXT, lambda a: a.alt or None, "Inhalt vorher; null: leer", leer=True),
    Groesse("neu", Mass.TEXT, lambda a: a.neu, "Inhalt nachher"),
)
_WIRKUNG: Groessen[Wirkung] = (
    Groesse("sozialraum", Mass.TEXT, lambda w: w.sozialraum),
    Groesse("budget_indikatoren_alt", Mass.GELD, lambda w: w.vorher, "Budget nach Indikatoren"),
    Groesse("budget_indikatoren_neu", Mass.GELD, lambda w: w.nachher, "Budget nach Indikatoren"),
    Groesse("differenz", Mass.DIFFERENZ, lambda w: w.nachher - w.vorher),
)
EINLESEN: Dokument[Einlesung] = Dokument(
    "sozialraum/einlesen/1",
    "Aus Quellen eingelesene Indikatoren",
    "„sozialraum einlesen --format json“; Beträge in € je Jahr mit zwei Nachkommastellen",
    (
        Liste("quellen", lambda e: e.quellen, _QUELLE),
        Liste("spalten", lambda e: e.spalten, _SPALTE),
        Liste("aenderungen", lambda e: e.aenderungen, _AENDERUNG),
        Liste("wirkung", lambda e: e.wirkung, _WIRKUNG),
        Liste("befunde", lambda e: sortiert(e.befunde), BEFUND),
    ),
)


def einlesen_json(lauf: Einlesung) -> bytes:
    """Quellen, Spalten mit Werten, geänderte Zellen, Wirkung und Befunde als UTF-8."""
    return dokument_json(EINLESEN, lauf)

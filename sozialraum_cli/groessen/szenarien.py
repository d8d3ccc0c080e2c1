"""Die Größen von Varianten: Kennzahlen, Zielwert und Budgets je Sozialraum."""

from decimal import Decimal

from sozialraum_cli.entscheiden.kennzahlen import Kennzahlen, Veraenderung
from sozialraum_cli.entscheiden.szenarien import Variante
from sozialraum_cli.groessen.groesse import (
    Groesse,
    Groessen,
    Liste,
    Mass,
    Namen,
    Verbund,
    Werte,
    auswahl,
)
from sozialraum_cli.groessen.sozialraum import SOZIALRAUM

_EXAKT = Decimal("1e-10")


def _exakt(variante: Variante) -> str | None:
    ziel = variante.ziel
    if ziel is None or ziel.exakt is None:
        return None
    return f"{ziel.exakt.quantize(_EXAKT):f}"


VERAENDERUNG: Groessen[Veraenderung] = (
    Groesse("sozialraum", Mass.TEXT, lambda v: v.sozialraum),
    Groesse("betrag", Mass.DIFFERENZ, lambda v: v.betrag),
    Groesse("prozent", Mass.PROZENT, lambda v: v.prozent, "null bei 0 € bisher", leer=True),
)
KENNZAHLEN: Groessen[Kennzahlen] = (
    Groesse("gewinner", Mass.GANZ, lambda k: k.gewinner, "Sozialräume mit mehr als bisher"),
    Groesse("verlierer", Mass.GANZ, lambda k: k.verlierer),
    Groesse("gleich", Mass.GANZ, lambda k: k.gleich),
    Verbund(
        "groesster_verlust",
        lambda k: k.groesster_verlust,
        VERAENDERUNG,
        "nach dem Betrag; null, wenn niemand verliert",
        leer=True,
    ),
    Verbund("groesster_gewinn", lambda k: k.groesster_gewinn, VERAENDERUNG, leer=True),
    Groesse(
        "umverteilung", Mass.BUDGET, lambda k: k.umverteilung, "Summe der Rückgänge gegen bisher"
    ),
    Groesse("abstand", Mass.BUDGET, lambda k: k.abstand, "Kosten des Schutzes"),
    Groesse("ausgleich", Mass.BUDGET, lambda k: k.ausgleich),
    Groesse("gesamtbelastung", Mass.BUDGET, lambda k: k.gesamtbelastung, "mit Ausgleich"),
    Namen("vorzeichenwechsel", lambda k: k.vorzeichenwechsel),
    Namen(
        "an_der_grenze",
        lambda k: k.an_der_grenze,
        "genau auf dem geschützten Betrag oder der Obergrenze",
    ),
)
VARIANTE: Groessen[Variante] = (
    Groesse("name", Mass.TEXT, lambda v: v.name),
    Werte(
        "parameter",
        lambda v: v.geaendert,
        "nur was die Variante anders macht; Gewichte unter gewicht:NAME",
    ),
    Groesse("machbar", Mass.WAHR, lambda v: v.machbar),
    Groesse(
        "exakt",
        Mass.TEXT,
        _exakt,
        "nur mit Ziel: der kleinste Schutz in % auf zehn Stellen",
        leer=True,
    ),
    Groesse(
        "gerundet",
        Mass.GELD,
        lambda v: None if v.ziel is None else v.ziel.gerundet,
        "nur mit Ziel: auf 0,01 % so gerundet, dass es hält; damit ist gerechnet",
        leer=True,
    ),
    Groesse(
        "bindend",
        Mass.TEXT,
        lambda v: None if v.ziel is None else v.ziel.bindend,
        "nur mit Ziel: wer den Schutz bestimmt",
        leer=True,
    ),
    Verbund("kennzahlen", lambda v: v.kennzahlen, KENNZAHLEN, leer=True),
    Liste(
        "sozialraeume",
        lambda v: v.ergebnis.sozialraeume if v.ergebnis else (),
        auswahl(SOZIALRAUM, "sozialraum", "budget_neu", "differenz", "differenz_prozent"),
    ),
)

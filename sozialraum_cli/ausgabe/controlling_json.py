"""Das Controlling als JSON nach Schema sozialraum/controlling/1."""

from sozialraum_cli.ausgabe.json_ausgabe import HINWEIS, dokument_json
from sozialraum_cli.befund import sortiert
from sozialraum_cli.controlling.bericht import Bericht
from sozialraum_cli.groessen.controlling import ABGLEICH, DATEI, FILTER, GRUPPE, SOLLIST, ZEILE
from sozialraum_cli.groessen.groesse import Dokument, Groesse, Liste, Mass, Verbund

CONTROLLING: Dokument[Bericht] = Dokument(
    "sozialraum/controlling/1",
    "Vereinbarte und geleistete Stunden",
    "„sozialraum controlling BOGEN IST --format json“; Stunden mit sechs, Beträge mit zwei "
    "Nachkommastellen, Prozente als 70",
    (
        Groesse("jahr", Mass.GANZ, lambda b: b.controlling.zeitraum.jahr),
        Groesse(
            "von",
            Mass.TEXT,
            lambda b: b.controlling.zeitraum.von.isoformat(),
            "Erster Tag des Zeitraums",
        ),
        Groesse(
            "bis",
            Mass.TEXT,
            lambda b: b.controlling.zeitraum.bis.isoformat(),
            "Letzter Tag des Zeitraums",
        ),
        Groesse(
            "wochen_je_jahr",
            Mass.ZAHL,
            lambda b: b.controlling.zeitraum.wochen_je_jahr,
            "Vertragswochen; null: der Kalender zählt (Tage / 7)",
            leer=True,
        ),
        Verbund("bogen", lambda b: b.bogen, DATEI, "Woraus das Soll stammt"),
        Liste("quellen", lambda b: b.quellen, DATEI, "Woraus das Ist stammt", mindestens=1),
        Liste("plan", lambda b: [b.plan] if b.plan else [], DATEI, "Der Bogen unter --plan"),
        Verbund("filter", lambda b: b, FILTER, "Angaben des Filters; null: nicht angegeben"),
        Liste("zeilen", lambda b: b.controlling.zeilen, ZEILE),
        Liste("gruppen", lambda b: b.controlling.gruppen, GRUPPE),
        Verbund("summen", lambda b: b.controlling.summen, SOLLIST),
        Verbund("summen_ungefiltert", lambda b: b.ganz.summen, SOLLIST),
        Verbund(
            "abgleich",
            lambda b: b,
            ABGLEICH,
            "Gelesen ist genau die Summe der anderen; gezählt ist das Ist ohne Filter",
        ),
        Liste("befunde", lambda b: sortiert(b.befunde), HINWEIS),
    ),
)


def controlling_json(bericht: Bericht) -> bytes:
    """Der Bericht nach Schema sozialraum/controlling/1 als UTF-8."""
    return dokument_json(CONTROLLING, bericht)

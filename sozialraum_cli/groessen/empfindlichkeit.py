"""Die Größen der Proben: was Indikatoren, Verfahren und zufällige Gewichte bewegen."""

from sozialraum_cli.entscheiden.empfindlichkeit import (
    Bewegung,
    Indikatorwirkung,
    Personenwirkung,
    Verfahrenswirkung,
)
from sozialraum_cli.entscheiden.zufallsgewichte import Spanne, Zufallsgewichte
from sozialraum_cli.entscheiden.zufallsspanne import Zufallsspanne, nicht_unterscheidbar
from sozialraum_cli.groessen.groesse import Groesse, Groessen, Liste, Mass, Namen, Verbund, von
from sozialraum_cli.runden import HUNDERT

BEWEGT: Groessen[Bewegung] = (
    Groesse(
        "bewegt",
        Mass.GELD,
        lambda b: b.bewegt,
        "halbe Summe der Unterschiede im geschützten Budget vor der Rundung",
    ),
    Groesse(
        "bewegt_indikatoren",
        Mass.GELD,
        lambda b: b.bewegt_indikatoren,
        "dasselbe im Budget nach Indikatoren",
    ),
)
OHNE: Groessen[Bewegung] = (
    *BEWEGT,
    Liste(
        "sozialraeume",
        lambda b: b.je_sozialraum,
        (
            Groesse("sozialraum", Mass.TEXT, lambda d: d[0]),
            Groesse("differenz", Mass.GELD, lambda d: d[1]),
        ),
    ),
)
PERSON: Groessen[Personenwirkung] = (
    Groesse("sozialraum", Mass.TEXT, lambda p: p.sozialraum),
    Groesse("betrag", Mass.GELD, lambda p: p.betrag),
)
ZUFALLSSPANNE: Groessen[Zufallsspanne] = (
    Groesse("sozialraum", Mass.TEXT, lambda s: s.sozialraum),
    Groesse("anzahl", Mass.ZAHL, lambda s: s.anzahl),
    Groesse("unten", Mass.GELD, lambda s: s.unten),
    Groesse("oben", Mass.GELD, lambda s: s.oben),
)
INDIKATOR: Groessen[Indikatorwirkung] = (
    Groesse("indikator", Mass.TEXT, lambda w: w.indikator),
    Groesse("gewicht", Mass.MENGE, lambda w: w.gewicht, "% der Summe"),
    Groesse(
        "effektives_gewicht",
        Mass.MENGE,
        lambda w: w.effektives_gewicht,
        "Teil der Streuung des Anteils in %; null ohne Streuung",
        leer=True,
    ),
    Verbund(
        "ohne", lambda w: w.ohne, OHNE, "der Indikator weggelassen; null: nicht möglich", leer=True
    ),
    Verbund("plus_5", lambda w: w.plus_5, BEWEGT, "fünf Prozentpunkte mehr Gewicht", leer=True),
    Verbund("minus_5", lambda w: w.minus_5, BEWEGT, leer=True),
    Verbund(
        "eine_person",
        lambda w: w.eine_person,
        PERSON,
        "wo eine gezählte Person mehr am meisten bewegt, im Budget nach Indikatoren",
        leer=True,
    ),
    Liste(
        "zufallsspannen",
        lambda w: w.zufallsspannen,
        ZUFALLSSPANNE,
        "95-%-Spanne des Zufalls eines Jahres nach Byar; nur bei Anzahlen",
    ),
    Liste(
        "nicht_unterscheidbar",
        lambda w: nicht_unterscheidbar(w.zufallsspannen),
        (Namen("sozialraeume", lambda paar: paar),),
        "Paare, deren Spannen sich überschneiden",
    ),
)
VERFAHREN: Groessen[Verfahrenswirkung] = (
    Groesse("name", Mass.TEXT, lambda v: v.name),
    Groesse("machbar", Mass.WAHR, lambda v: v.bewegung is not None),
    Groesse(
        "bewegt", Mass.GELD, lambda v: None if v.bewegung is None else v.bewegung.bewegt, leer=True
    ),
    Groesse(
        "bewegt_indikatoren",
        Mass.GELD,
        lambda v: None if v.bewegung is None else v.bewegung.bewegt_indikatoren,
        leer=True,
    ),
    Groesse("grund", Mass.TEXT, lambda v: v.grund, leer=True),
)
SPANNE: Groessen[Spanne] = (
    Groesse("minimum", Mass.GELD, lambda s: s.minimum),
    Groesse("q05", Mass.GELD, lambda s: s.q05, "mindestens 5 % der Läufe liegen darunter"),
    Groesse("median", Mass.GELD, lambda s: s.median),
    Groesse("q95", Mass.GELD, lambda s: s.q95),
    Groesse("maximum", Mass.GELD, lambda s: s.maximum),
    Groesse("rang", Mass.GANZ, lambda s: s.rang, "1 ist das größte Budget"),
    Groesse("rang_q05", Mass.GANZ, lambda s: s.rang_q05),
    Groesse("rang_q95", Mass.GANZ, lambda s: s.rang_q95),
    Groesse(
        "anteil_gewinner",
        Mass.MENGE,
        lambda s: s.anteil_gewinner,
        "% der Läufe mit mehr als bisher; null ohne bisheriges Budget",
        leer=True,
    ),
)
ZUFALL: Groessen[Zufallsgewichte] = (
    Groesse("laeufe", Mass.GANZ, lambda z: z.laeufe),
    Groesse("keim", Mass.GANZ, lambda z: z.keim),
    Groesse("streuung", Mass.ZAHL, lambda z: z.streuung / HUNDERT, "0,25 heißt ±25 %"),
    Groesse("nicht_rechenbar", Mass.GANZ, lambda z: z.nicht_rechenbar),
    Liste(
        "sozialraeume",
        lambda z: zip(z.sozialraeume, z.spannen, strict=bool(z.spannen)),
        (
            Groesse("sozialraum", Mass.TEXT, lambda paar: paar[0]),
            *von(lambda paar: paar[1], SPANNE),
        ),
    ),
)

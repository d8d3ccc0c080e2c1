"""Die Größen einer Erklärung: Schritte, Beiträge, Kippgewichte und Wirkung."""

from sozialraum_cli.entscheiden.beitraege import Beitrag
from sozialraum_cli.entscheiden.erklaerung import Erklaerung, Kippgewicht, Wertwirkung
from sozialraum_cli.groessen.groesse import Groesse, Groessen, Liste, Mass
from sozialraum_cli.rechenweg.rechenweg import Rechenschritt

SCHRITT: Groessen[Rechenschritt] = (
    Groesse("nr", Mass.TEXT, lambda s: s.nr, "a, b, … z, aa, ab, …"),
    Groesse("groesse", Mass.TEXT, lambda s: s.groesse),
    Groesse("indikator", Mass.TEXT, lambda s: s.indikator, leer=True),
    Groesse("satz", Mass.TEXT, lambda s: s.satz),
    Groesse(
        "rechnung",
        Mass.TEXT,
        lambda s: s.rechnung,
        "deutsche Zahlen, + - * / ( ), max(a; b), min(a; b), rund(x; einheit); 12,4 % heißt /100",
        leer=True,
    ),
    Groesse("ergebnis", Mass.TEXT, lambda s: s.ergebnis, leer=True),
    Groesse("einheit", Mass.TEXT, lambda s: s.einheit, leer=True),
)
BEITRAG: Groessen[Beitrag] = (
    Groesse("indikator", Mass.TEXT, lambda b: b.indikator),
    Groesse("betrag", Mass.GELD, lambda b: b.betrag),
)
KIPPGEWICHT: Groessen[Kippgewicht] = (
    Groesse("indikator", Mass.TEXT, lambda k: k.indikator),
    Groesse("gewicht", Mass.MENGE, lambda k: k.gewicht, "% der Summe", leer=True),
)
WIRKUNG: Groessen[Wertwirkung] = (
    Groesse("indikator", Mass.TEXT, lambda w: w.indikator),
    Groesse("aenderung", Mass.TEXT, lambda w: w.aenderung),
    Groesse("einheit", Mass.TEXT, lambda w: w.einheit),
    Groesse("budget_indikatoren", Mass.GELD, lambda w: w.budget_indikatoren),
    Groesse("budget_neu", Mass.GELD, lambda w: w.budget_neu),
)
ERKLAERUNG: Groessen[Erklaerung] = (
    Groesse("jahr", Mass.GANZ, lambda e: e.ergebnis.eingabe.parameter.jahr),
    Groesse("sozialraum", Mass.TEXT, lambda e: e.zeile.sozialraum.name),
    Liste("schritte", lambda e: e.schritte, SCHRITT, "von den Werten zu den Stunden"),
    Liste(
        "beitraege", lambda e: e.beitraege, BEITRAG, "ihre Summe ist das Budget nach Indikatoren"
    ),
    Liste(
        "kippgewichte",
        lambda e: e.kippgewichte,
        KIPPGEWICHT,
        "bei diesem Gewicht wäre das Budget nach Indikatoren das bisherige; null: bei keinem",
    ),
    Liste("wirkung", lambda e: e.wirkung, WIRKUNG, "wenn der Wert dieses Sozialraums steigt"),
)

"""Die Größen einer Berechnung: je Sozialraum, je Leistung und ihre Summen."""

from collections.abc import Sequence
from decimal import Decimal

from sozialraum_cli.groessen.groesse import Anlagespalte, Groesse, Groessen, Liste, Mass
from sozialraum_cli.rechnen.berechnung import Sozialraumbudget, Summen, differenz_prozent
from sozialraum_cli.rechnen.leistungen import Leistung

_CENT = "Euro mit zwei Nachkommastellen"
_ODER_LEER = f"{_CENT}; null: nicht angegeben"


def _prozent_aller(zeilen: Sequence[Sozialraumbudget]) -> Decimal | None:
    bisher = [zeile.sozialraum.budget_bisher for zeile in zeilen]
    angegeben = [betrag for betrag in bisher if betrag is not None]
    if len(angegeben) < len(bisher):
        return None
    neu = sum((zeile.budget_neu for zeile in zeilen), Decimal(0))
    return differenz_prozent(sum(angegeben, Decimal(0)), neu)


LEISTUNG: Groessen[Leistung] = (
    Groesse("name", Mass.TEXT, lambda x: x.name),
    Groesse(
        "mittel",
        Mass.GELD,
        lambda x: x.mittel,
        _CENT,
        summe=True,
        anlage=Anlagespalte(1, "Mittel", "{leistungen.mittel_#}", 12),
    ),
    Groesse(
        "mittel_netto",
        Mass.GELD,
        lambda x: x.mittel_netto,
        "Mittel ohne Minderarbeitszeit, Euro; nur zur Anzeige",
        summe=True,
    ),
    Groesse(
        "vzae",
        Mass.MENGE,
        lambda x: x.vzae,
        "Vollzeitstellen vor Abzug der Minderarbeitszeit",
        minimum=0,
        summe=True,
        anlage=Anlagespalte(2, "Vollzeit-stellen", "{leistungen.vzae_#}", 10.5),
    ),
    Groesse(
        "stunden",
        Mass.MENGE,
        lambda x: x.stunden,
        "Face-to-face-Stunden je Vertragswoche nach Abzug der Minderarbeitszeit",
        minimum=0,
        kurz="Std.",
        summe=True,
        anlage=Anlagespalte(
            3, "Stunden je Woche", "{leistungen.stunden_#}", 10, hervorgehoben=True
        ),
    ),
)

SOZIALRAUM: Groessen[Sozialraumbudget] = (
    Groesse(
        "sozialraum",
        Mass.TEXT,
        lambda z: z.sozialraum.name,
        anlage=Anlagespalte(1, "Sozialraum", "{eingabe.name}", 0),
    ),
    Groesse("schluessel", Mass.TEXT, lambda z: z.sozialraum.schluessel or None, leer=True),
    Groesse("region", Mass.TEXT, lambda z: z.sozialraum.region or None, leer=True),
    Groesse("traeger", Mass.TEXT, lambda z: z.sozialraum.traeger or None, leer=True),
    Groesse("zustaendigkeit", Mass.TEXT, lambda z: z.sozialraum.zustaendigkeit or None, leer=True),
    Groesse(
        "budget_bisher",
        Mass.BUDGET,
        lambda z: z.sozialraum.budget_bisher,
        _ODER_LEER,
        leer=True,
        kurz="bisher",
        summe=True,
        anlage=Anlagespalte(
            2,
            "Budget bisher",
            "{eingabe.budget_bisher}",
            12,
            benannt=True,
        ),
    ),
    Groesse(
        "anteil",
        Mass.ANTEIL,
        lambda z: z.anteil,
        "Anteil am Schlüssel; alle zusammen 1",
        minimum=0,
        maximum=1,
        summe=True,
    ),
    Groesse(
        "budget_indikatoren",
        Mass.GELD,
        lambda z: z.budget_indikatoren,
        "Ohne Bestandsschutz, Euro, jeder für sich auf Cent gerundet",
        summe=True,
    ),
    Groesse(
        "budget_indikatoren_gerundet",
        Mass.BUDGET,
        lambda z: z.budget_indikatoren_gerundet,
        "Ohne Bestandsschutz, Euro, in der Summe genau das Gesamtbudget",
        kurz="ohne Schutz",
        summe=True,
        anlage=Anlagespalte(
            3, "ohne Bestands-schutz wären es", "{schutz.budget_indikatoren_gerundet}", 12
        ),
    ),
    Groesse(
        "schutzwirkung",
        Mass.DIFFERENZ,
        lambda z: z.schutzwirkung,
        "Was der Bestandsschutz diesem Sozialraum bringt (+) oder nimmt (-), Euro",
        summe=True,
        anlage=Anlagespalte(7, "Unterschied durch den Schutz", "{schutz.schutzwirkung}", 13),
    ),
    Groesse("ausgleich", Mass.BUDGET, lambda z: z.ausgleich, "Euro", minimum=0, summe=True),
    Groesse(
        "budget_neu",
        Mass.BUDGET,
        lambda z: z.budget_neu,
        _CENT,
        kurz="neu",
        summe=True,
        anlage=Anlagespalte(
            4, "Budget neu", "{schutz.budget_neu}", 12, hervorgehoben=True, fett=True
        ),
    ),
    Groesse(
        "differenz",
        Mass.DIFFERENZ,
        lambda z: z.differenz,
        "budget_neu minus budget_bisher, Euro",
        leer=True,
        kurz="Δ €",
        summe=True,
        anlage=Anlagespalte(
            5,
            "Zuwachs / Rückgang",
            'IF({budget_bisher}="","",ROUND({budget_neu}-{budget_bisher},2))',
            12,
            benannt=True,
            rot=True,
        ),
    ),
    Groesse(
        "differenz_prozent",
        Mass.PROZENT,
        lambda z: z.differenz_prozent,
        "Prozent von budget_bisher; null, wenn es 0 ist oder fehlt",
        leer=True,
        kurz="Δ %",
        aus_summen=_prozent_aller,
        anlage=Anlagespalte(
            6,
            "in %",
            'IF(N({budget_bisher})=0,"",ROUND(({budget_neu}-{budget_bisher})/{budget_bisher}*100,2))',
            9,
            'IF(OR(COUNT(budget_bisher)<ROWS(budget_bisher),N({budget_bisher})=0),"",'
            "ROUND(({budget_neu}-{budget_bisher})/{budget_bisher}*100,2))",
            benannt=True,
            rot=True,
        ),
    ),
    Groesse(
        "vorzeichenwechsel",
        Mass.WAHR,
        lambda z: z.vorzeichenwechsel,
        "Ohne Schutz mehr als bisher und mit ihm weniger, oder umgekehrt",
    ),
    Groesse(
        "regiekosten",
        Mass.GELD,
        lambda z: z.komponenten.regiekosten,
        _CENT,
        summe=True,
        anlage=Anlagespalte(8, "Regie-/Sachkosten", "{leistungen.regiekosten_betrag}", 15),
    ),
    Groesse("personal", Mass.GELD, lambda z: z.komponenten.personal, _CENT, summe=True),
    Liste("leistungen", lambda z: z.komponenten.leistungen, LEISTUNG, mindestens=1, stelle=9),
    Groesse(
        "budget_2",
        Mass.GELD,
        lambda z: z.budget_2,
        "Anteil am Budget II, Euro; null, wenn es nicht verteilt wird",
        leer=True,
        summe=True,
        anlage=Anlagespalte(
            10,
            "Budget II",
            'IF(OR(budget_2="",budget_2_verteilung="zentral"),"",{leistungen.budget_2_betrag})',
            13,
        ),
    ),
)

SUMMEN: Groessen[Summen] = (
    Groesse("budget_bisher", Mass.GELD, lambda s: s.budget_bisher, _ODER_LEER, leer=True),
    Groesse("budget_indikatoren", Mass.GELD, lambda s: s.budget_indikatoren, _CENT),
    Groesse("budget_neu", Mass.GELD, lambda s: s.budget_neu, _CENT),
    Groesse("gewinn", Mass.GELD, lambda s: s.gewinn, "Summe aller Zuwächse, Euro", minimum=0),
    Groesse(
        "verlust",
        Mass.GELD,
        lambda s: s.verlust,
        "Summe aller Rückgänge, Euro, negativ",
        maximum=0,
    ),
    Groesse(
        "kosten_schutz",
        Mass.GELD,
        lambda s: s.kosten_schutz,
        "Was der Bestandsschutz zugunsten seiner Begünstigten verschiebt, Euro",
        minimum=0,
    ),
    Groesse(
        "ausgleich",
        Mass.GELD,
        lambda s: s.ausgleich,
        "Ausgleich neben dem Gesamtbudget, Euro; nur bei defizitausgleich über 0",
        minimum=0,
    ),
    Groesse(
        "frei_werdend",
        Mass.GELD,
        lambda s: s.frei_werdend,
        "Was die Abschmelzung freimacht, Euro",
        minimum=0,
    ),
    Groesse("budget_2", Mass.GELD, lambda s: s.budget_2, _ODER_LEER, leer=True),
)

"""Die Größen eines Übergangs: je Jahr, je Sozialraum und je Region."""

from collections.abc import Sequence
from decimal import Decimal

from sozialraum_cli.groessen.groesse import (
    Groesse,
    Groessen,
    Liste,
    Mass,
    Verbund,
    auswahl,
    von,
)
from sozialraum_cli.groessen.sozialraum import SOZIALRAUM, SUMMEN
from sozialraum_cli.rechnen.berechnung import Sozialraumbudget
from sozialraum_cli.rechnen.uebergang import Jahresstand, Regionsmittel, Uebergangsjahr
from sozialraum_cli.runden import kaufmaennisch
from sozialraum_cli.zahlen import ohne_endnullen

Jahreszeile = tuple[Sozialraumbudget, Decimal]

_PROZENT = Decimal("1e-6")


def schutz_wirksam(jahr: Uebergangsjahr) -> Decimal | None:
    """Der wirksame Schutz in % auf sechs Stellen; None bei `keiner`."""
    schutz = jahr.ergebnis.schutz.bestandsschutz_wirksam
    if schutz is None:
        return None
    return ohne_endnullen(kaufmaennisch(schutz, _PROZENT))


def jahreszeilen(jahr: Uebergangsjahr) -> Sequence[Jahreszeile]:
    """Je Sozialraum sein Budget und was in ihm frei wird (€/Jahr)."""
    return list(zip(jahr.ergebnis.sozialraeume, jahr.frei_werdend, strict=True))


JAHRESZEILE: Groessen[Jahreszeile] = (
    *von(
        lambda z: z[0],
        auswahl(
            SOZIALRAUM,
            "sozialraum",
            "schluessel",
            "region",
            "budget_bisher",
            "budget_neu",
            "differenz",
            "ausgleich",
        ),
    ),
    Groesse(
        "frei_werdend",
        Mass.BUDGET,
        lambda z: z[1],
        "Was durch die Abschmelzung vom vollen Ausgleich nicht gezahlt wird.",
        minimum=0,
        summe=True,
    ),
)
REGION: Groessen[Regionsmittel] = (
    Groesse(
        "region",
        Mass.TEXT,
        lambda r: r.region,
        "null fasst Sozialräume ohne Region zusammen.",
        leer=True,
    ),
    Groesse("frei_werdend", Mass.BUDGET, lambda r: r.frei_werdend, minimum=0, summe=True),
)
KOPF: Groessen[Uebergangsjahr] = (
    Groesse("jahr", Mass.GANZ, lambda j: j.jahr),
    Groesse(
        "stand",
        Mass.TEXT,
        lambda j: str(j.stand),
        "fest ist nur das Haushaltsjahr; spätere Jahre sind vorläufig.",
        wahl=tuple(Jahresstand),
    ),
    Groesse(
        "bestandsschutz_wirksam",
        Mass.ZAHL,
        schutz_wirksam,
        "Der Schutz nach Abschmelzung in %; null ohne Bestandsschutz.",
        leer=True,
    ),
)
JAHR: Groessen[Uebergangsjahr] = (
    *KOPF,
    Verbund(
        "summen",
        lambda j: j.ergebnis.summen,
        auswahl(
            SUMMEN,
            "budget_bisher",
            "budget_neu",
            "gewinn",
            "verlust",
            "kosten_schutz",
            "ausgleich",
            "frei_werdend",
        ),
    ),
    Liste(
        "regionen",
        lambda j: j.regionen,
        REGION,
        "Was je Region frei wird, zusammen summen.frei_werdend.",
    ),
    Liste(
        "sozialraeume",
        jahreszeilen,
        JAHRESZEILE,
        "budget_bisher ist ab dem zweiten Jahr das Budget des Vorjahres.",
    ),
)

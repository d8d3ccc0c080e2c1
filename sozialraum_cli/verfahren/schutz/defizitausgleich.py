"""Verfahren `defizitausgleich`: wer verliert, bekommt einen Teil der Lücke aus Zusatzmitteln."""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from decimal import Decimal

from sozialraum_cli.runden import CENT, HUNDERT, Werte
from sozialraum_cli.verfahren.schritt import Schritt
from sozialraum_cli.verfahren.schutz.schutzverfahren import (
    Bestandsschutz,
    Schutzfall,
    Schutzverfahren,
    Unzulaessig,
)
from sozialraum_cli.verfahren.schutz.schwellen import zeilen
from sozialraum_cli.zahlen import euro, prozent


def geschuetzt(fall: Schutzfall) -> Bestandsschutz:
    """Z_i = D_i; der Ausgleich kommt aus Zusatzmitteln und folgt nach der Rundung."""
    return Bestandsschutz(fall.vergleichsbudget, fall.budget_indikatoren)


def ausgleich(anteil: Decimal, defizit: Decimal) -> Decimal:
    """a·Defizit, vor der Rundung (€/Jahr).

    Quelle: docs/verfahren.md, Abschnitt „defizitausgleich“; Landkreis Lüneburg, Vorlage 2025/124.
    """
    return anteil * defizit


def unbezahlbar(
    zusatzmittel: Decimal, summe: Decimal, kosten: Callable[[Decimal], Decimal]
) -> Unzulaessig | None:
    """Prüft, ob die Zusatzmittel M die Summe des Ausgleichs decken.

    Eingang: M und Summe in €/Jahr; die Kosten, gerundet, je Ausgleichsanteil in %. Ergebnis: der
    größte zulässige Ausgleichsanteil oder None.
    """
    if summe <= zusatzmittel:
        return None

    def bei(hundertstel: int) -> Decimal:
        return kosten(hundertstel * CENT)

    # Jeder Ausgleich ist gerundet: M durch Σ Defizite träfe die Grenze nicht.
    schritte = int(HUNDERT / CENT)
    hoechstens = (bisect_right(range(schritte + 1), zusatzmittel, key=bei) - 1) * CENT
    return Unzulaessig(
        "zusatzmittel",
        f"Der Defizitausgleich kostet {euro(summe)}, die Zusatzmittel betragen "
        f"{euro(zusatzmittel)}; es fehlen {euro(summe - zusatzmittel)}.",
        f"Den Ausgleichsanteil „bestandsschutz“ auf höchstens {prozent(hoechstens)} senken oder "
        f"die Zusatzmittel auf mindestens {euro(summe)} erhöhen.",
    )


def schwellen(fall: Schutzfall, grenze: Werte) -> Iterator[Decimal]:
    """D + a·(A - D) = Grenze, wo A über D liegt."""
    return ((g - d) / (a - d) for a, d, g in zeilen(fall, grenze) if a > d)


DEFIZITAUSGLEICH = Schutzverfahren(
    name="defizitausgleich",
    anleitung="Wer verliert, bekommt den Prozentsatz seines Verlusts aus Zusatzmitteln ersetzt; "
    "leer heißt 100 %.",
    anlage="Wer nach den Indikatoren weniger bekäme als {referenz?sein Vergleichsbudget|bisher}, "
    "erhält {bestandsschutz_wirksam:%} der Lücke aus zusätzlichem Geld; wer mehr bekommt, behält "
    "den Zuwachs.",
    schritte=(
        Schritt(
            "budget_geschuetzt",
            "Das Budget nach Indikatoren bleibt; eine Lücke wird danach aus zusätzlichem Geld "
            "ausgeglichen.",
        ),
    ),
    regel=geschuetzt,
    schwellen=schwellen,
    formel="{budget_indikatoren}",
    vorgabe=HUNDERT,
    abschmelzbar=True,
    ausgleich=ausgleich,
    behaelt_vorzeichen=True,
)

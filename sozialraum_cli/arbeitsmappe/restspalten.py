"""Größte Reste als Formeln: ganze Einheiten, Rest, Rang und Betrag in vier Spalten."""

from decimal import Decimal

from sozialraum_cli.arbeitsmappe import stil
from sozialraum_cli.arbeitsmappe.rechenblatt import Rechenblatt
from sozialraum_cli.runden import Restverteilung

# So beginnen die Namen der Spalten, die nur sagen, wie gerundet ist.
RUNDUNG = ("ganze_", "rest_", "rang_")


def restspalten(
    blatt: Rechenblatt,
    name: str,
    titel: str,
    verteilung: Restverteilung,
    anteil: str,
    *,
    summe: str,
    einheit: str,
) -> None:
    """Hängt an: ganze_NAME, rest_NAME, rang_NAME und den auf die Summe gerundeten Betrag NAME.

    Eingang: Vorlage für den Anteil, Formeln für die Summe und die Einheit (€).
    """
    ganze, rest, rang = f"ganze_{name}", f"rest_{name}", f"rang_{name}"
    blatt.spalte(
        ganze,
        "ganze Einheiten",
        f"INT(ROUND({anteil}/{einheit},6))",
        verteilung.ganze,
        stil.GANZ,
        summe=Decimal(sum(verteilung.ganze)),
    )
    blatt.spalte(
        rest,
        "Rest",
        # Erst runden, dann abziehen, wie der Rechenkern: die Differenz trüge sonst mehr Rauschen.
        f"ROUND(ROUND({anteil}/{einheit},6)-{{{ganze}}},6)",
        verteilung.rest,
        stil.ZAHL_6,
        summe=sum(verteilung.rest, Decimal(0)),
    )
    oben = blatt.bereich(rest).split(":")[0]
    blatt.spalte(
        rang,
        "Rang des Rests",
        f"RANK({{{rest}}},{blatt.bereich(rest)},0)+COUNTIF({oben}:{{{rest}}},{{{rest}}})-1",
        verteilung.rang,
        stil.GANZ,
        quadratisch=True,
    )
    blatt.spalte(
        name,
        titel,
        f"ROUND(({{{ganze}}}+IF({{{rang}}}<=ROUND({summe}/{einheit},0)-SUM({blatt.bereich(ganze)})"
        f",1,0))*{einheit},2)",
        verteilung.betrag,
        stil.EURO,
        summe=sum(verteilung.betrag, Decimal(0)),
        fuellung=stil.HERVOR,
    )

"""Größte Reste als Formeln: ganze Einheiten, Rest, Rang und Betrag in vier Spalten."""

from collections.abc import Callable
from decimal import Decimal

from sozialraum_cli.arbeitsmappe import stil
from sozialraum_cli.arbeitsmappe.rechenblatt import Rechenblatt
from sozialraum_cli.runden import Restverteilung


def restspalten(
    blatt: Rechenblatt,
    name: str,
    titel: str,
    verteilung: Restverteilung,
    anteil: Callable[[int], str],
    *,
    summe: str,
    einheit: str,
) -> None:
    """Hängt an: ganze_NAME, rest_NAME, rang_NAME und den auf die Summe gerundeten Betrag NAME.

    Eingang: Formeln für den Anteil je Zeile, die Summe und die Einheit (€).
    """
    ganze, rest, rang = f"ganze_{name}", f"rest_{name}", f"rang_{name}"
    blatt.spalte(
        ganze,
        "ganze Einheiten",
        lambda zeile: f"INT(ROUND({anteil(zeile)}/{einheit},6))",
        verteilung.ganze,
        stil.GANZ,
        summe=Decimal(sum(verteilung.ganze)),
    )
    blatt.spalte(
        rest,
        "Rest",
        # Erst runden, dann abziehen, wie der Rechenkern: die Differenz trüge sonst mehr Rauschen.
        lambda zeile: f"ROUND(ROUND({anteil(zeile)}/{einheit},6)-{blatt.z(ganze, zeile)},6)",
        verteilung.rest,
        stil.ZAHL_6,
        summe=sum(verteilung.rest, Decimal(0)),
    )
    oben = blatt.bereich(rest).split(":")[0]
    blatt.spalte(
        rang,
        "Rang des Rests",
        lambda zeile: (
            f"RANK({blatt.z(rest, zeile)},{blatt.bereich(rest)},0)"
            f"+COUNTIF({oben}:{blatt.z(rest, zeile)},{blatt.z(rest, zeile)})-1"
        ),
        verteilung.rang,
        stil.GANZ,
        quadratisch=True,
    )
    blatt.spalte(
        name,
        titel,
        lambda zeile: (
            f"ROUND(({blatt.z(ganze, zeile)}+IF({blatt.z(rang, zeile)}"
            f"<=ROUND({summe}/{einheit},0)-SUM({blatt.bereich(ganze)}),1,0))*{einheit},2)"
        ),
        verteilung.betrag,
        stil.EURO,
        summe=sum(verteilung.betrag, Decimal(0)),
        fuellung=stil.HERVOR,
    )

"""Größte Reste als Formeln: ganze Einheiten, Rest, Zähler an der Schwelle und Betrag.

Ein Rang je Zeile läse alle Zeilen. Statt dessen steht unter dem Zähler die Schwelle, der kleinste
Rest, der noch eine Einheit bekommt; gezählt wird, wie viele ihn bis zu einer Zeile erreichen.
"""

from collections.abc import Sequence
from decimal import Decimal

from sozialraum_cli.arbeitsmappe import stil
from sozialraum_cli.arbeitsmappe.rechenblatt import Rechenblatt
from sozialraum_cli.runden import Restverteilung

# So beginnen die Namen der Spalten, die nur sagen, wie gerundet ist.
RUNDUNG = ("ganze_", "rest_", "rang_", "zaehler_")
# Kein Rest ist so groß: dann bekommt niemand eine Einheit.
_UNERREICHT = 2


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
    """Hängt an: ganze_NAME, rest_NAME, zaehler_NAME und den auf die Summe gerundeten Betrag NAME.

    Eingang: Vorlage für den Anteil, Formeln für die Summe und die Einheit (€).
    """
    ganze, rest, zaehler = f"ganze_{name}", f"rest_{name}", f"zaehler_{name}"
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
    fehlend = f"ROUND({summe}/{einheit},0)-{blatt.summe(ganze)}"
    schwelle = f"${blatt.naechste_spalte}${blatt.summenzeile}"

    def zaehlerformel(zeile: int) -> str:
        # Größere Reste zählen von Anfang an, gleiche ab ihrer Zeile.
        davor = f"SUMPRODUCT(--({blatt.bereich(rest)}>{schwelle}))"
        if zeile != blatt.zeilen[0]:
            davor = blatt.z(zaehler, zeile - 1)
        return f"{davor}+IF({blatt.z(rest, zeile)}={schwelle},1,0)"

    blatt.spalte(
        zaehler,
        "bis hier an der Schwelle (sie steht unten)",
        zaehlerformel,
        gezaehlt(verteilung),
        stil.GANZ,
        summe=_UNERREICHT if verteilung.schwelle is None else verteilung.schwelle,
        summenformel=f"IF({fehlend}<1,{_UNERREICHT},LARGE({blatt.bereich(rest)},{fehlend}))",
    )
    blatt.zelle(zaehler, blatt.summenzeile).number_format = stil.ZAHL_6
    gleich = f"IF({{{zaehler}}}<={fehlend},1,0)"
    mehr = f"IF({{{rest}}}>{schwelle},1,IF({{{rest}}}<{schwelle},0,{gleich}))"
    blatt.spalte(
        name,
        titel,
        f"ROUND(({{{ganze}}}+{mehr})*{einheit},2)",
        verteilung.betrag,
        stil.EURO,
        summe=sum(verteilung.betrag, Decimal(0)),
        fuellung=stil.HERVOR,
    )


def gezaehlt(verteilung: Restverteilung) -> Sequence[int]:
    """Je Zeile: wie viele Reste über der Schwelle liegen, dazu die gleichen bis zu ihr."""
    schwelle = verteilung.schwelle
    if schwelle is None:
        return [0] * len(verteilung.rest)
    zaehler = sum(rest > schwelle for rest in verteilung.rest)
    bis_hier = []
    for rest in verteilung.rest:
        zaehler += rest == schwelle
        bis_hier.append(zaehler)
    return bis_hier

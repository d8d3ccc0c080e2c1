"""Schlüsselverfahren `zwert`: der Abstand vom Mittelwert in Standardabweichungen."""

from decimal import Decimal

from sozialraum_cli.runden import Werte
from sozialraum_cli.verfahren.schluessel.schluesselverfahren import (
    Indikatorfall,
    Schluesselverfahren,
    quoten,
)
from sozialraum_cli.verfahren.schluessel.schritte import GLEICH, QUOTE
from sozialraum_cli.verfahren.schritt import Schritt

_NAME = "zwert"


def beitrag(fall: Indikatorfall) -> Werte | None:
    """z_ik = (Quote_ik - Mittelwert) / Standardabweichung, entlastend -z_ik.

    Quelle: docs/verfahren.md, Abschnitt „zwert“.
    """
    quote, mittelwert, streuung = quoten(fall, _NAME), fall.mittelwert, fall.standardabweichung
    if mittelwert is None or not streuung:
        return None
    vorzeichen = -1 if fall.entlastend else 1
    return tuple(vorzeichen * (q - mittelwert) / streuung for q in quote)


ZWERT = Schluesselverfahren(
    name=_NAME,
    anleitung="Es zählt, wie weit ein Wert vom Durchschnitt abweicht.",
    schritte=(
        QUOTE,
        Schritt(
            "zwert_indikator",
            "{entlastend?Der Indikator entlastet, darum mit umgekehrtem Vorzeichen. }Abstand vom "
            "Mittelwert {mittelwert} % in Standardabweichungen ({standardabweichung}):",
            "{entlastend?({mittelwert} - {quote})|({quote} - {mittelwert})} / {standardabweichung}",
            wenn="unterschied",
        ),
        GLEICH,
    ),
    regel=beitrag,
    formel="IF(maximum_{k}=minimum_{k},0,IF({entlastend},-1,1)*({quote}-mittelwert_{k})"
    "/standardabweichung_{k})",
    spreizung=Decimal("0.25"),
)

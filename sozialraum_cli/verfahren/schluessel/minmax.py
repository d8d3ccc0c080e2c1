"""Schlüsselverfahren `minmax`: zwischen dem kleinsten Wert (0) und dem größten (1)."""

from decimal import Decimal

from sozialraum_cli.runden import Werte
from sozialraum_cli.verfahren.schluessel.schluesselverfahren import (
    Indikatorfall,
    Schluesselverfahren,
    quoten,
)
from sozialraum_cli.verfahren.schluessel.schritte import GLEICH, QUOTE
from sozialraum_cli.verfahren.schritt import Schritt

_NAME = "minmax"


def beitrag(fall: Indikatorfall) -> Werte | None:
    """m_ik = (Quote_ik - Minimum) / (Maximum - Minimum), entlastend 1 - m_ik.

    Quelle: docs/verfahren.md, Abschnitt „minmax“.
    """
    quote = quoten(fall, _NAME)
    kleinste, groesste = min(quote), max(quote)
    if groesste == kleinste:
        return None
    anteil = tuple((q - kleinste) / (groesste - kleinste) for q in quote)
    return tuple(1 - m for m in anteil) if fall.entlastend else anteil


MINMAX = Schluesselverfahren(
    name=_NAME,
    anleitung="Der niedrigste Wert zählt 0, der höchste 1, die übrigen dazwischen.",
    schritte=(
        QUOTE,
        Schritt(
            "lage_indikator",
            "{entlastend?Der Indikator entlastet: der größte Wert zählt 0, der kleinste 1.|Der "
            "kleinste Wert zählt 0, der größte 1.} Der kleinste ist {minimum} %, der größte "
            "{maximum} %.",
            "{entlastend?({maximum} - {quote})|({quote} - {minimum})} / ({maximum} - {minimum})",
            wenn="unterschied",
        ),
        GLEICH,
    ),
    regel=beitrag,
    formel="IF(maximum_{k}=minimum_{k},0,IF({entlastend},maximum_{k}-{quote},{quote}-minimum_{k})"
    "/(maximum_{k}-minimum_{k}))",
    spreizung=Decimal(1),
)

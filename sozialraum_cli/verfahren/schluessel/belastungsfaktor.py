"""Schlüsselverfahren `belastungsfaktor`: jede Quote im Verhältnis zum Kreis, mal Basis."""

from sozialraum_cli.runden import HUNDERT, Werte
from sozialraum_cli.verfahren.schluessel.schluesselverfahren import (
    Indikatorfall,
    Schluesselverfahren,
    bezug_fehlt,
    quoten,
    summe_null,
    ueber_hundert,
)
from sozialraum_cli.verfahren.schluessel.schritte import QUOTE
from sozialraum_cli.verfahren.schritt import Schritt

_NAME = "belastungsfaktor"


def beitrag(fall: Indikatorfall) -> Werte:
    """f_ik = Quote_ik / Kreiswert_k, entlastend (100 % - Quote_ik) / Kreiswert_k.

    Quelle: docs/verfahren.md, Abschnitt „belastungsfaktor“; Landkreis Lüneburg, Vorlage 2025/124.
    """
    if fall.bezugsgroesse is None:
        raise bezug_fehlt(_NAME)
    quote = quoten(fall, _NAME)
    if fall.entlastend:
        if max(quote) > HUNDERT:
            raise ueber_hundert()
        quote = tuple(HUNDERT - q for q in quote)
    if not fall.kreiswert:
        raise summe_null()
    return tuple([q / fall.kreiswert for q in quote])


BELASTUNGSFAKTOR = Schluesselverfahren(
    name=_NAME,
    anleitung="Jede Quote wird durch den Kreiswert geteilt, der gewichtete Faktor mit der "
    "Verteilungsbasis (zum Beispiel Einwohner) malgenommen.",
    schritte=(
        QUOTE,
        Schritt(
            "kreiswert",
            "Im ganzen Kreis {entlastend?bleiben |sind es }{summe_zaehler} von {summe_bezug}, das "
            "ist der Kreiswert in Prozent.",
            "{summe_zaehler} / {summe_bezug} * 100",
            "%",
        ),
        Schritt(
            "faktor_indikator",
            "{entlastend?Der Indikator entlastet, darum zählt der Rest zu 100 %. }So viel Mal "
            "belastet wie der Kreis:",
            "{entlastend?(100 - {quote})|{quote}} / {kreiswert}",
        ),
    ),
    regel=beitrag,
    formel="IF({entlastend},100-{quote},{quote})/kreiswert_{k}",
    quote_mit_bezug=True,
)

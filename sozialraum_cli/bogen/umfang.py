"""Wie viele Sozialräume ein Bogen fasst; wer keinen schreibt, kennt diese Grenze nicht."""

from decimal import Decimal

from sozialraum_cli.befund import Befund, fehler
from sozialraum_cli.modell import Eingabe
from sozialraum_cli.zahlen import zahl

_GRENZE = 80_000


def zu_gross(eingabe: Eingabe) -> tuple[Befund, ...]:
    """Ein Fehler, wenn der Bogen zu groß wäre, um wieder Eingabe zu sein; leer heißt: er passt.

    Beim Lesen gilt eine Grenze für Zeichen in Formeln. Gezählt: je Sozialraum so viele wie fünf
    Indikatoren, dazu jeder Indikator und halb jede Leistung.
    """
    anzahl, indikatoren = len(eingabe.sozialraeume), len(eingabe.indikatoren)
    breite = 10 + 2 * indikatoren + len(eingabe.parameter.leistungen)
    if anzahl * breite <= _GRENZE:
        return ()
    return (
        fehler(
            f"{zahl(Decimal(anzahl), 0)} Sozialräume mit {indikatoren} Indikatoren fasst "
            f"ein Bogen nicht; bei so vielen Indikatoren sind "
            f"{zahl(Decimal(_GRENZE // breite), 0)} Sozialräume zulässig.",
            "Sozialräume",
            "Die Sozialräume auf mehrere Mappen verteilen oder Indikatoren weglassen.",
        ),
    )

"""Wie viel eine Probe rechnen darf, damit jede Mappe in 10 s und 1 GiB fertig ist."""

from decimal import Decimal

from sozialraum_cli.befund import Befund, fehler
from sozialraum_cli.entscheiden.zufallsgewichte import VORGABE_LAEUFE
from sozialraum_cli.modell import Eingabe
from sozialraum_cli.zahlen import zahl

# Gemessen in Zeiteinheiten von 20 ns; die Proben dürfen fünf Sekunden brauchen, die Läufe vier.
_PROBEN = 640_000
_LAEUFE = 200_000_000
_JE_SOZIALRAUM, _JE_INDIKATOR = 100, 12


def zu_viele_proben(eingabe: Eingabe) -> tuple[Befund, ...]:
    """Ein Fehler, wenn es zu viele Paare von Sozialräumen sind, je Indikator zu vergleichen."""
    anzahl, indikatoren = len(eingabe.sozialraeume), len(eingabe.indikatoren)
    if anzahl * anzahl * indikatoren <= _PROBEN:
        return ()
    hoechstens = Decimal(_PROBEN // indikatoren).sqrt() // 1
    return (
        fehler(
            f"{zahl(Decimal(anzahl), 0)} Sozialräume mit {indikatoren} Indikatoren sind zu viele "
            f"für diese Auswertung; bei so vielen Indikatoren sind {zahl(hoechstens, 0)} "
            "Sozialräume zulässig.",
            "Sozialräume",
            "Die Sozialräume auf mehrere Mappen verteilen oder Indikatoren weglassen.",
        ),
    )


def hoechstens_laeufe(eingabe: Eingabe) -> int:
    """So viele Läufe mit zufälligen Gewichten sind bei so vielen Werten möglich."""
    anzahl, indikatoren = len(eingabe.sozialraeume), len(eingabe.indikatoren)
    je_lauf = anzahl * _JE_SOZIALRAUM + indikatoren * _JE_INDIKATOR + anzahl * indikatoren
    return max(1, _LAEUFE // je_lauf)


def uebliche_laeufe(eingabe: Eingabe) -> int:
    """Die Vorgabe; bei sehr vielen Werten so viele, wie möglich sind."""
    return min(VORGABE_LAEUFE, hoechstens_laeufe(eingabe))

"""Wie viel eine Probe rechnen darf, damit jede Mappe in 10 s und 1 GiB fertig ist."""

from decimal import Decimal
from math import isqrt

from sozialraum_cli.befund import Befund, fehler
from sozialraum_cli.entscheiden.zufallsgewichte import VORGABE_LAEUFE
from sozialraum_cli.modell import Eingabe
from sozialraum_cli.zahlen import zahl

# Gemessen in Zeiteinheiten von 20 ns; die Proben dürfen fünf Sekunden brauchen, die Läufe vier.
_PROBEN = 640_000
_LAEUFE = 200_000_000
_JE_SOZIALRAUM, _JE_INDIKATOR = 100, 12
# Jeder Sozialraum nennt Stellen, an jeder wird jeder geprüft: vier Verfahren in sechs Sekunden.
_ZIEL = 1_000


def zu_viele_proben(eingabe: Eingabe) -> tuple[Befund, ...]:
    """Ein Fehler, wenn es zu viele Paare von Sozialräumen sind, je Indikator zu vergleichen."""
    indikatoren = len(eingabe.indikatoren)
    hoechstens = isqrt(_PROBEN // indikatoren)
    return _zu_viele(eingabe, hoechstens, f" mit {indikatoren} Indikatoren")


def zu_viele_fuer_ein_ziel(eingabe: Eingabe) -> tuple[Befund, ...]:
    """Ein Fehler, wenn der kleinste Schutz für so viele Sozialräume nicht gesucht wird."""
    return _zu_viele(eingabe, _ZIEL)


def _zu_viele(eingabe: Eingabe, hoechstens: int, mit: str = "") -> tuple[Befund, ...]:
    anzahl = len(eingabe.sozialraeume)
    if anzahl <= hoechstens:
        return ()
    return (
        fehler(
            f"{zahl(Decimal(anzahl), 0)} Sozialräume{mit} sind zu viele für diese Auswertung; "
            f"zulässig sind hier {zahl(Decimal(hoechstens), 0)} Sozialräume.",
            "Sozialräume",
            "Die Sozialräume auf mehrere Mappen verteilen"
            f"{' oder Indikatoren weglassen' if mit else ''}.",
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

"""Wie viel Arbeit eine Datei machen darf: ein Vorrat, aus dem jeder Schritt des Lesens nimmt.

Versprochen sind 10 s und 1 GiB, um eine Datei bis 10 MiB zu lesen. Darum zählt, was hereinkommt,
bevor es verarbeitet wird, und alle Teile einer Datei zählen zusammen: auch ein Blatt, das zehnmal
genannt ist. Zellen darf es so viele geben, wie die Datei Platz für sie hat: dicht gepackt braucht
eine Zelle 6 Bytes, eine Bombe ein Hundertstel davon. Eine kleine Datei bleibt so beim festen
Vorrat, eine große mit allen Schulen oder Gemeinden darf länger brauchen.
"""

from collections.abc import Mapping
from decimal import Decimal
from enum import Enum

from sozialraum_cli.lesen.dateifehler import Dateifehler
from sozialraum_cli.zahlen import zahl

MEBIBYTE = 1 << 20

_VERKLEINERN = "Leere formatierte Zeilen und Spalten sowie Bilder löschen und neu speichern."
_NUR_EINGABE = "Nur die vier Eingabeblätter in der Mappe lassen und sie neu speichern."
_BESCHAEDIGT = "Die Datei in Excel oder LibreOffice öffnen, prüfen und neu speichern."


class Posten(Enum):
    """Wovon es begrenzt viel gibt: wie es heißt und was hilft, wenn es zu viel ist."""

    ENTPACKT = ("Bytes entpackten Inhalt", _VERKLEINERN)
    XML = ("Bytes XML", _VERKLEINERN)
    MARKEN = ("Elemente", _VERKLEINERN)
    ANGABEN = ("Angaben an Elementen", _VERKLEINERN)
    ZELLEN = ("belegte Zellen", _NUR_EINGABE)
    TEXTE = ("gemeinsame Texte", _NUR_EINGABE)
    ZEICHEN = ("Zeichen Text", _NUR_EINGABE)
    FORMELZEICHEN = ("Zeichen in Formeln", _NUR_EINGABE)
    BEZUEGE = ("Bezüge in geteilten Formeln", _NUR_EINGABE)
    FORMATE = ("Zellformate", _BESCHAEDIGT)
    VERBUNDE = ("verbundene Bereiche", "Die Verbünde aufheben und die Mappe neu speichern.")
    BEFUNDE = ("beschädigte Zellen", _BESCHAEDIGT)

    # Der Name als Schlüssel kostete je Zelle so viel wie die Zelle selbst.
    __hash__ = object.__hash__


GRENZEN: Mapping[Posten, int] = {
    Posten.ENTPACKT: 400 * MEBIBYTE,
    Posten.XML: 256 * MEBIBYTE,
    Posten.MARKEN: 5_000_000,
    Posten.ANGABEN: 10_000_000,
    Posten.ZELLEN: 500_000,
    Posten.TEXTE: 500_000,
    Posten.ZEICHEN: 20_000_000,
    Posten.FORMELZEICHEN: 75_000_000,
    Posten.BEZUEGE: 5_000_000,
    Posten.FORMATE: 65_000,
    Posten.VERBUNDE: 20_000,
    Posten.BEFUNDE: 10_000,
}

_BYTES_JE_ZELLE = 5
_ZELLEN_HOECHSTENS = 3_000_000  # mehr hielte 1 GiB nicht


def grenzen(dateigroesse: int) -> Mapping[Posten, int]:
    """Die Grenzen einer Datei mit so vielen Bytes."""
    zellen = min(dateigroesse // _BYTES_JE_ZELLE, _ZELLEN_HOECHSTENS)
    return {**GRENZEN, Posten.ZELLEN: max(GRENZEN[Posten.ZELLEN], zellen)}


class Vorrat:
    """Was von jedem Posten noch übrig ist."""

    def __init__(self, grenzen: Mapping[Posten, int] = GRENZEN) -> None:
        """Beginnt mit den Grenzen für eine ganze Datei."""
        self._grenzen = grenzen
        self._rest = dict(grenzen)

    def nehmen(self, posten: Posten, anzahl: int) -> None:
        """Verbraucht etwas; Fehler: Dateifehler mit der Grenze, wenn der Vorrat nicht reicht."""
        self._rest[posten] -= anzahl
        if self._rest[posten] < 0:
            raise self._zu_viel(posten)

    def reicht(self, anzahlen: Mapping[Posten, int]) -> bool:
        """Ob für so viel noch Vorrat da ist."""
        return all(anzahl <= self._rest[posten] for posten, anzahl in anzahlen.items())

    def zusagen(self, posten: Posten, anzahl: int) -> None:
        """Fehler: Dateifehler, wenn für so viel kein Vorrat da ist."""
        if anzahl > self._rest[posten]:
            raise self._zu_viel(posten)

    def _zu_viel(self, posten: Posten) -> Dateifehler:
        was, abhilfe = posten.value
        grenze = zahl(Decimal(self._grenzen[posten]), 0)
        return Dateifehler(f"Die Datei hat mehr als {grenze} {was}.", abhilfe)

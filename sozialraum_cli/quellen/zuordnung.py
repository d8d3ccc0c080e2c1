"""Die Zuordnung: welche Gebiete ein Sozialraum hat und woraus jede Spalte entsteht."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fnmatch import fnmatchcase

from sozialraum_cli.modell import Art, Richtung


class Quelleneinheit(StrEnum):
    """Worin eine Quelle misst, wenn sie es selbst nicht sagt."""

    ANZAHL = "Anzahl"
    PROZENT = "%"
    JE_1000 = "je 1.000"


@dataclass(frozen=True, slots=True)
class Gebietsangabe:
    """Ein Mitglied eines Sozialraums: wie es in der Zuordnung steht, und sein Schlüssel.

    schluessel None: die Zuordnung nennt einen Namen. verband: der Gemeindeverband, wenn der
    Schlüssel ihn nennt.
    """

    geschrieben: str
    schluessel: str | None
    verband: str | None


@dataclass(frozen=True, slots=True)
class Abfrage:
    """Welche Werte einer Quelle gemeint sind; zeiten leer heißt: die einzige der Quelle.

    datei und blatt sind Muster (None: jede). filter: Merkmal → Ausprägung, "" heißt Insgesamt.
    auch_spalte: wert darf der Name einer anderen Spalte der Zuordnung sein.
    """

    wert: str
    datei: str | None = None
    blatt: str | None = None
    zeiten: tuple[str, ...] = ()
    filter: tuple[tuple[str, str], ...] = ()
    auch_spalte: bool = False

    def meint_datei(self, namen: tuple[str, ...]) -> bool:
        """Ob eine Datei mit einem dieser Namen gemeint ist, ohne Rücksicht auf Groß und klein."""
        muster = self.datei
        return muster is None or any(fnmatchcase(name.lower(), muster.lower()) for name in namen)

    def meint_blatt(self, blatt: str | None) -> bool:
        """Ob ein Blatt dieses Namens gemeint ist."""
        muster = self.blatt
        return muster is None or (blatt is not None and fnmatchcase(blatt.lower(), muster.lower()))


@dataclass(frozen=True, slots=True)
class Indikatorangabe:
    """Eine Spalte des Blatts Indikatoren; bei Quoten stehen Zähler und Nenner statt der Abfrage.

    mittel: mehrere Jahre werden gemittelt. Was None ist, sagt die Zuordnung nicht.
    """

    name: str
    art: Art
    abfrage: Abfrage | None
    zaehler: Abfrage | None = None
    nenner: Abfrage | None = None
    mittel: bool = False
    einheit: Quelleneinheit | None = None
    gewicht: Decimal | None = None
    bezugsgroesse: str | None = None
    richtung: Richtung | None = None
    quelle: str | None = None


@dataclass(frozen=True, slots=True)
class Quellenzuordnung:
    """Sozialraum → Mitglieder und die Spalten, je in der Reihenfolge der Datei."""

    datei: str
    sozialraeume: Mapping[str, tuple[Gebietsangabe, ...]]
    indikatoren: tuple[Indikatorangabe, ...]

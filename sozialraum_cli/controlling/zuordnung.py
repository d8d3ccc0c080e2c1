"""Wie Quellen zu lesen sind: Spalten, Einheit, Namen der Leistungen und Sozialräume."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fnmatch import fnmatchcase

from sozialraum_cli.controlling.dauer import Dauereinheit
from sozialraum_cli.controlling.felder import Feld


@dataclass(frozen=True, slots=True)
class Quellenangabe:
    """Wie Dateien zu lesen sind, deren Name zum Muster passt.

    `leistung`: alle Zeilen gehören zu dieser Leistung des Bogens; None heißt: steht in der Spalte.
    """

    muster: str = "*"
    spalten: Mapping[Feld, str] = field(default_factory=dict)
    einheit: Dauereinheit | None = None
    leistung: str | None = None

    def passt(self, datei: str) -> bool:
        """Ob die Angabe für diesen Dateinamen gilt, ohne Rücksicht auf Groß und klein."""
        return fnmatchcase(datei.casefold(), self.muster.casefold())


@dataclass(frozen=True, slots=True)
class Traegerwechsel:
    """Ab diesem Tag ist ein anderer Träger für den Sozialraum zuständig."""

    sozialraum: str
    ab: date
    traeger: str


@dataclass(frozen=True, slots=True)
class Aufteilung:
    """Wohin die Stunden eines Namens der Quelle gehören.

    Ziele sind Sozialräume des Bogens oder Kategorien, je mit ihrem Anteil in %; ohne Anteile
    (leer) teilen sie im Verhältnis ihres Solls.
    """

    ziele: tuple[str, ...]
    anteile: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True)
class Istzuordnung:
    """Der Inhalt der Zuordnungsdatei; Texte der Quelle stehen in ihrer Vergleichsform.

    `leistungen`: Text der Quelle → Leistung des Bogens, „“ heißt: zählt nicht.
    """

    datei: str = ""
    quellen: tuple[Quellenangabe, ...] = (Quellenangabe(),)
    leistungen: Mapping[str, str] = field(default_factory=dict)
    sozialraeume: Mapping[str, Aufteilung] = field(default_factory=dict)
    traegerwechsel: tuple[Traegerwechsel, ...] = ()
    wochen_je_jahr: Decimal | None = None

    def fuer(self, datei: str) -> Quellenangabe:
        """Die erste Angabe, deren Muster zum Dateinamen passt; die letzte gilt für alle."""
        return next(angabe for angabe in self.quellen if angabe.passt(datei))

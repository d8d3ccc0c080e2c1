"""Die vier Eingabeblätter und ihre Spalten (docs/verfahren.md 5), zum Lesen und zum Schreiben."""

from enum import Enum, auto
from typing import NamedTuple


class Inhalt(Enum):
    """Was in den Zellen einer Spalte steht."""

    TEXT = auto()
    BETRAG = auto()
    ZAHL = auto()


class Eingabespalte(NamedTuple):
    """Eine Spalte: Feldname, Überschrift, Inhalt, Breite in Zeichen, Erklärung.

    pflicht: ohne sie ist das Blatt keines. umbruch: lange Texte brechen um. eingabe: ihre Zellen
    sind zum Ausfüllen da. geschrieben: sonst wird sie nur gelesen, wo sie steht.
    """

    feld: str
    ueberschrift: str
    inhalt: Inhalt
    breite: float
    erklaerung: str
    pflicht: bool = False
    umbruch: bool = False
    eingabe: bool = True
    geschrieben: bool = True


class Eingabeblatt(NamedTuple):
    """Ein Blatt; die erste Spalte benennt die Zeile.

    freie_spalten: auch Spalten mit anderen Überschriften werden gelesen. zeilen: mehr hat es
    nicht.
    """

    name: str
    spalten: tuple[Eingabespalte, ...]
    freie_spalten: bool = False
    zeilen: int = 1_048_576

    @property
    def pflicht(self) -> tuple[str, ...]:
        """Die Überschriften, ohne die es das Blatt nicht ist."""
        return tuple(spalte.ueberschrift for spalte in self.spalten if spalte.pflicht)

    @property
    def wahlfrei(self) -> tuple[str, ...]:
        """Die Überschriften, die fehlen dürfen."""
        return tuple(spalte.ueberschrift for spalte in self.spalten if not spalte.pflicht)

    @property
    def betraege(self) -> tuple[str, ...]:
        """Die Überschriften der Spalten, in denen Geld steht."""
        return tuple(s.ueberschrift for s in self.spalten if s.inhalt is Inhalt.BETRAG)

    def ueberschrift(self, feld: str) -> str:
        """Die Überschrift der Spalte zu einem Feld."""
        return self.spalten[self.nummer(feld) - 1].ueberschrift

    def nummer(self, feld: str) -> int:
        """Die wievielte Spalte ein Feld ist, ab 1."""
        return 1 + [spalte.feld for spalte in self.spalten].index(feld)


# Beschreibende Spalten dürfen zum Nachschlagen auch im Blatt Indikatoren stehen.
def _nebenbei(feld: str, ueberschrift: str) -> Eingabespalte:
    return Eingabespalte(feld, ueberschrift, Inhalt.TEXT, 13, "", geschrieben=False)


SOZIALRAEUME = Eingabeblatt(
    "Sozialräume",
    (
        Eingabespalte(
            "name",
            "Sozialraum",
            Inhalt.TEXT,
            24,
            "Name des Sozialraums, jeder nur einmal. Ihre Reihenfolge gilt auch im Bogen.",
            pflicht=True,
        ),
        Eingabespalte(
            "schluessel",
            "Schlüssel",
            Inhalt.TEXT,
            13,
            "Amtlicher Schlüssel als Text, damit führende Nullen bleiben; darf fehlen.",
        ),
        Eingabespalte(
            "traeger",
            "Träger",
            Inhalt.TEXT,
            28,
            "Wer die Hilfen leistet; darf fehlen.",
            umbruch=True,
        ),
        Eingabespalte(
            "region",
            "Region",
            Inhalt.TEXT,
            14,
            "Zusammenfassung mehrerer Sozialräume; darf fehlen.",
        ),
        Eingabespalte(
            "zustaendigkeit",
            "Zuständigkeit",
            Inhalt.TEXT,
            20,
            "Wer im Jugendamt zuständig ist; darf fehlen.",
            umbruch=True,
        ),
        Eingabespalte(
            "budget_bisher",
            "Budget bisher",
            Inhalt.BETRAG,
            16,
            "Bisheriges Jahresbudget in €. 0 heißt: neuer Sozialraum. Leer nur, wenn es keinen "
            "Bestandsschutz gibt oder die Budgets aus einer zweiten Mappe kommen.",
        ),
        Eingabespalte(
            "referenzbudget",
            "Referenzbudget",
            Inhalt.BETRAG,
            16,
            "Nur ausfüllen, wenn der Bestandsschutz an einem festen früheren Budget gemessen "
            "wird; leer heißt: am Budget bisher.",
        ),
    ),
)
INDIKATOREN = Eingabeblatt(
    "Indikatoren",
    (
        Eingabespalte(
            "name",
            "Sozialraum",
            Inhalt.TEXT,
            24,
            "Name wie im Blatt Sozialräume, jeder einmal.",
            pflicht=True,
        ),
        _nebenbei("schluessel", "Schlüssel"),
        _nebenbei("traeger", "Träger"),
        _nebenbei("region", "Region"),
        _nebenbei("zustaendigkeit", "Zuständigkeit"),
    ),
    freie_spalten=True,
)
GEWICHTUNG = Eingabeblatt(
    "Gewichtung",
    (
        Eingabespalte(
            "name",
            "Indikator",
            Inhalt.TEXT,
            28,
            "Genau die Überschrift der Spalte im Blatt Indikatoren.",
            pflicht=True,
            umbruch=True,
        ),
        Eingabespalte(
            "gewicht",
            "Gewicht",
            Inhalt.ZAHL,
            10,
            "Prozent oder Punkte; das Programm rechnet sie auf zusammen 100 % um.",
            pflicht=True,
        ),
        Eingabespalte(
            "art",
            "Art",
            Inhalt.TEXT,
            10,
            "Anzahl: Personen oder Fälle. Quote: Prozent der Bezugsgröße. Leer heißt Anzahl.",
        ),
        Eingabespalte(
            "bezugsgroesse",
            "Bezugsgröße",
            Inhalt.TEXT,
            22,
            "Spalte des Blatts Indikatoren, auf die sich der Indikator bezieht, zum Beispiel "
            "Einwohner. Nötig bei jeder Quote und bei jedem Verfahren außer „anteile“.",
            umbruch=True,
        ),
        Eingabespalte(
            "richtung",
            "Richtung",
            Inhalt.TEXT,
            12,
            "belastend: mehr davon heißt mehr Budget. entlastend: mehr davon heißt weniger. "
            "Leer heißt belastend.",
        ),
        Eingabespalte(
            "quelle", "Quelle", Inhalt.TEXT, 60, "Woher die Zahlen stammen.", umbruch=True
        ),
        Eingabespalte(
            "stichtag", "Stichtag", Inhalt.TEXT, 24, "Für wann die Zahlen gelten.", umbruch=True
        ),
    ),
    zeilen=1_000,
)
PARAMETER = Eingabeblatt(
    "Parameter",
    (
        Eingabespalte(
            "name",
            "Parameter",
            Inhalt.TEXT,
            36,
            "Die Bezeichnungen bitte nicht ändern.",
            pflicht=True,
            umbruch=True,
            eingabe=False,
        ),
        Eingabespalte(
            "wert",
            "Wert",
            Inhalt.ZAHL,
            20,
            "Hier eintragen. Wo eine Vorgabe steht, darf sie bleiben; leer heißt: nicht angegeben.",
            pflicht=True,
            umbruch=True,
        ),
        Eingabespalte(
            "einheit",
            "Einheit",
            Inhalt.TEXT,
            10,
            "Worin der Wert angegeben ist.",
            eingabe=False,
        ),
        Eingabespalte(
            "erlaeuterung",
            "Erläuterung",
            Inhalt.TEXT,
            62,
            "Was der Wert bewirkt.",
            umbruch=True,
            eingabe=False,
        ),
        Eingabespalte(
            "quelle", "Quelle", Inhalt.TEXT, 40, "Wer den Wert beschlossen hat.", umbruch=True
        ),
        # Schreibt nur der Berechnungsbogen; als Eingabe gelesen gilt wieder die Zelle selbst.
        Eingabespalte(
            "herkunft",
            "Herkunft",
            Inhalt.TEXT,
            22,
            "Woher das Programm den Wert hat.",
            umbruch=True,
            eingabe=False,
        ),
    ),
    zeilen=1_000,
)
EINGABEBLAETTER = (SOZIALRAEUME, INDIKATOREN, GEWICHTUNG, PARAMETER)

# Die Beispielzeile der leeren Vorlage; wer sie stehen lässt, erfährt es.
BEISPIEL_SOZIALRAUM = "Beispiel: Musterstadt"
BEISPIEL_QUELLE = "Beispiel: Bundesagentur für Arbeit, Arbeitsmarktstatistik"

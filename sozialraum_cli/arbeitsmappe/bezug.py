"""Bezüge auf Eingaben: Bereiche, Zellen darin und die Suchform, in der Formeln Namen finden."""

from typing import NamedTuple

from openpyxl.utils import get_column_letter

from sozialraum_cli.arbeitsmappe.texte import Textformel

_LETZTE_ZEILE = 1_048_576

# Wo in einer Spalte etwas steht: die Nummer ab 0, oder eine Formel für die Nummer ab 1.
Platz = int | str

# Was beim Vergleich von Namen keine Rolle spielt; jede Ersetzung macht den Text höchstens kürzer,
# denn VERGLEICH sucht nur Texte bis 255 Zeichen. Aus *, ? und ~ werden Zeichen, die dort keine
# Platzhalter sind.
_LEERRAUM = (" ", "\u00a0", "\n")
_GLEICHES = (("ae", "ä"), ("oe", "ö"), ("ue", "ü"), ("ss", "ß"))
_PLATZHALTER = (("*", "\u204e"), ("?", "\u2e2e"), ("~", "\u223c"))


class Bereich(NamedTuple):
    """Ein Bereich eines Blatts, absolut: Zeilen und Spalten ab 1, das Ende eingeschlossen."""

    blatt: str
    zeile: int
    spalte: int
    letzte_zeile: int
    letzte_spalte: int

    def __str__(self) -> str:
        von = f"${get_column_letter(self.spalte)}${self.zeile}"
        bis = f"${get_column_letter(self.letzte_spalte)}${self.letzte_zeile}"
        return f"{blattname(self.blatt)}!{von}" + ("" if von == bis else f":{bis}")

    @property
    def zeilen(self) -> int:
        return self.letzte_zeile - self.zeile + 1

    @property
    def spalten(self) -> int:
        return self.letzte_spalte - self.spalte + 1

    def nur_spalte(self, nummer: int) -> "Bereich":
        """Eine Spalte des Bereichs, ab 1."""
        spalte = self.spalte + nummer - 1
        return Bereich(self.blatt, self.zeile, spalte, self.letzte_zeile, spalte)

    def nur_zeile(self, nummer: int) -> "Bereich":
        """Eine Zeile des Bereichs, ab 1."""
        zeile = self.zeile + nummer - 1
        return Bereich(self.blatt, zeile, self.spalte, zeile, self.letzte_spalte)

    def bis_unten(self) -> "Bereich":
        """Derselbe Bereich bis zur letzten Zeile des Blatts."""
        return Bereich(self.blatt, self.zeile, self.spalte, _LETZTE_ZEILE, self.letzte_spalte)


def blattname(titel: str) -> str:
    """Ein Blattname, wie er in Formeln steht."""
    return titel if titel.isascii() and titel.isalnum() else f"'{titel}'"


def suchform(zelle: str, inhalt: str) -> Textformel:
    """Die Form eines Namens, in der Formeln ihn suchen: was sich darin gleicht, ist derselbe.

    Eingang: die Zelle und ihr Text. Ohne Bedeutung sind wie beim Lesen Groß/klein, Leerzeichen
    und die Schreibweise von Umlauten (ae/ä, ss/ß); Namen, die das Programm unterscheidet,
    unterscheidet auch die Suchform. Quelle: docs/verfahren.md, Abschnitt „Mappe“.
    """
    formel, wert = zelle, inhalt
    for zeichen in _LEERRAUM:
        formel, wert = _ersetzt(formel, zeichen, ""), wert.replace(zeichen, "")
    formel, wert = f"LOWER({formel})", wert.lower()
    for alt, neu in (*_GLEICHES, *_PLATZHALTER):
        formel, wert = _ersetzt(formel, alt, neu), wert.replace(alt, neu)
    return Textformel(formel, wert)


def _ersetzt(formel: str, alt: str, neu: str) -> str:
    gesucht = "CHAR(10)" if alt == "\n" else f'"{alt}"'
    return f'SUBSTITUTE({formel},{gesucht},"{neu}")'


def ort(blatt: str, zelle: str) -> str:
    """Formel für den Fundort einer Zelle, auch nach Verschieben: Sozialräume!F7."""
    return f'"{blatt}!"&ADDRESS(ROW({zelle}),COLUMN({zelle}),4)'


def keine_zahl(zelle: str, hoechstens: str = "1E+99", leer: str = "TRUE") -> str:
    """Formel: ob in der Zelle etwas anderes steht als eine Zahl von 0 bis `hoechstens`.

    `leer` sagt, ob auch eine leere Zelle falsch ist.
    """
    grenzen = f"{zelle}<0" if hoechstens == "1E+99" else f"OR({zelle}<0,{zelle}>{hoechstens})"
    sonst = "TRUE" if leer == "TRUE" else f"IF(ISBLANK({zelle}),{leer},TRUE)"
    return f"IF(ISNUMBER({zelle}),{grenzen},{sonst})"


def gueltig(zelle: str, hoechstens: str = "1E+99") -> str:
    """Formel für den Wert der Zelle; ein Fehler, wenn er keine Zahl von 0 bis `hoechstens` ist."""
    return f"IF({keine_zahl(zelle, hoechstens)},NA(),{zelle})"

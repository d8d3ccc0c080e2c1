"""Bezüge auf Eingaben: Bereiche, Zellen darin und die Suchform, in der Formeln Namen finden."""

from typing import NamedTuple

from openpyxl.utils import get_column_letter

from sozialraum_cli.arbeitsmappe.texte import Textformel

_LETZTE_ZEILE = 1_048_576

# So heißt in Formeln eine Zelle im Prozentformat der Eingabeblätter.
PROZENTMUSTER = "prozentmuster"

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


def falsches_format(zelle: str, *, prozent: bool = False) -> str:
    """Formel: ob die Zelle ein Prozentformat hat, wo keines hingehört, oder umgekehrt.

    Wer „20 %“ in eine Zahlenzelle tippt, macht sie zur Prozentzelle mit 0,2; die Zahl allein sagt
    das nicht. Excel im Web gibt kein Format preis; dort gilt jedes.
    """
    kennung = f'LEFT(CELL("format",{zelle}))'
    # Verglichen wird, was dasselbe Programm zum eigenen Prozentformat sagt.
    falsch = f'<>LEFT(CELL("format",{PROZENTMUSTER}))' if prozent else '="P"'
    return f"IFERROR({kennung}{falsch},FALSE)"


def keine_zahl(
    zelle: str, hoechstens: str = "1E+99", leer: str = "TRUE", *, prozent: bool = False
) -> str:
    """Formel: ob in der Zelle etwas anderes steht als eine Zahl von 0 bis `hoechstens`.

    `leer` sagt, ob auch eine leere Zelle falsch ist, `prozent`, ob sie eine Prozentzelle sein muss;
    sonst darf sie keine sein.
    """
    grenzen = [f"{zelle}<0", falsches_format(zelle, prozent=prozent)]
    if hoechstens != "1E+99":
        grenzen.append(f"{zelle}>{hoechstens}")
    sonst = "TRUE" if leer == "TRUE" else f"IF(ISBLANK({zelle}),{leer},TRUE)"
    return f"IF(ISNUMBER({zelle}),OR({','.join(grenzen)}),{sonst})"


def gueltig(zelle: str, hoechstens: str = "1E+99", *, prozent: bool = False) -> str:
    """Formel für den Wert der Zelle; ein Fehler, wo `keine_zahl` gilt."""
    return f"IF({keine_zahl(zelle, hoechstens, prozent=prozent)},NA(),{zelle})"

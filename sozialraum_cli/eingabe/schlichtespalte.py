"""Spalten, an denen nichts zu prüfen ist: sie werden auf einmal gelesen, nicht Zelle für Zelle.

Was hier nicht zweifelsfrei ist, liest die Zeile; Befunde entstehen nur dort.
"""

from collections.abc import Sequence
from decimal import Decimal

from sozialraum_cli.eingabe.zahl import ZU_GROSS, ZU_KLEIN
from sozialraum_cli.lesen.zellen import Inhalt
from sozialraum_cli.xmltext import STEUERZEICHEN


def schlichte_zahlen(inhalte: Sequence[Inhalt | None]) -> list[Decimal] | None:
    """Die Zahlen einer Spalte, wenn alle bloß, 0 oder glaubwürdig groß sind; sonst None.

    Zu ihnen hätte `Zeile.zahl` nichts zu melden und läse dieselben, ohne Einheit.
    """
    zahlen = [inhalt for inhalt in inhalte if isinstance(inhalt, Decimal)]
    if not zahlen or len(zahlen) < len(inhalte) or not all(map(Decimal.is_finite, zahlen)):
        return None
    kleinste = min(filter(None, zahlen), default=ZU_KLEIN)
    return zahlen if kleinste >= ZU_KLEIN and max(zahlen) < ZU_GROSS else None


def schlichte_texte(inhalte: Sequence[Inhalt | None]) -> list[str] | None:
    """Die Texte einer Spalte wie text_lesen, wenn dort nur Texte ohne Steuerzeichen stehen."""
    texte = [inhalt for inhalt in inhalte if isinstance(inhalt, str)]
    if len(texte) < len(inhalte) or STEUERZEICHEN.search("".join(texte)):
        return None
    return [" ".join(text.split()) for text in texte]

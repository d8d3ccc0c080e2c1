"""Spalten, an denen nichts zu prüfen ist: sie werden auf einmal gelesen, nicht Zelle für Zelle.

Was hier nicht zweifelsfrei ist, liest die Zeile; Befunde entstehen nur dort.
"""

from collections.abc import Sequence
from decimal import Decimal
from operator import itemgetter

from sozialraum_cli.eingabe.zahl import ZU_GROSS, ZU_KLEIN, hundertfach
from sozialraum_cli.lesen.zelle import Zelle
from sozialraum_cli.lesen.zellen import Inhalt
from sozialraum_cli.xmltext import STEUERZEICHEN

# Was eine Zelle außer ihrem Wert ausmacht.
_ART = itemgetter(1, 2, 3)
_PROZENTZELLE = _ART(Zelle(Decimal(0), prozent=True))


def schlichte_zahlen(inhalte: Sequence[Inhalt | None]) -> list[Decimal] | None:
    """Die Zahlen einer Spalte, wenn alle bloß, 0 oder glaubwürdig groß sind; sonst None.

    Zu ihnen hätte `Zeile.zahl` nichts zu melden und läse dieselben, ohne Einheit.
    """
    zahlen = [inhalt for inhalt in inhalte if isinstance(inhalt, Decimal)]
    return zahlen if zahlen and len(zahlen) == len(inhalte) and _glaubwuerdig(zahlen) else None


def schlichte_prozente(inhalte: Sequence[Inhalt | None]) -> list[Decimal] | None:
    """Wie schlichte_zahlen für eine Spalte aus Prozentzellen ohne Formel: 12,4 für 0,124."""
    zellen = [inhalt for inhalt in inhalte if isinstance(inhalt, Zelle)]
    if len(zellen) < len(inhalte) or not all(map(_PROZENTZELLE.__eq__, map(_ART, zellen))):
        return None
    anteile = [zelle.wert for zelle in zellen if isinstance(zelle.wert, Decimal)]
    if not anteile or len(anteile) < len(zellen) or not all(map(Decimal.is_finite, anteile)):
        return None
    prozente = list(map(hundertfach, anteile))
    return prozente if _glaubwuerdig(prozente) else None


def _glaubwuerdig(zahlen: Sequence[Decimal]) -> bool:
    if not all(map(Decimal.is_finite, zahlen)):
        return False
    return min(filter(None, zahlen), default=ZU_KLEIN) >= ZU_KLEIN and max(zahlen) < ZU_GROSS


def schlichte_texte(inhalte: Sequence[Inhalt | None]) -> list[str] | None:
    """Die Texte einer Spalte wie text_lesen, wenn dort nur Texte ohne Steuerzeichen stehen."""
    texte = [inhalt for inhalt in inhalte if isinstance(inhalt, str)]
    if len(texte) < len(inhalte) or STEUERZEICHEN.search("".join(texte)):
        return None
    return [" ".join(text.split()) for text in texte]

"""Ob eine Summenzeile stimmt, die jemand unter eine Tabelle der Eingabeblätter geschrieben hat.

Geprüft wird die einzige ihres Blatts. Gibt es mehrere, können es Zwischensummen sein; die prüft nur
das Programm.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sozialraum_cli.arbeitsmappe.bezug import Bereich, ort
from sozialraum_cli.bogen.zuordnung import Zuordnung
from sozialraum_cli.modell import Art

# Auch ein Bogen darf eine Summenzeile bekommen; sie rechnet nicht mit.
SUMMENWORTE = ("summe", "gesamt", "insgesamt")


class _Spalte(NamedTuple):
    """Eine Spalte mit Zahlen: ihr Blatt, seine Nummer, und ob in ihr eine Summe gilt."""

    bereich: Bereich
    nummer: str
    blatt: int
    gilt: str = "TRUE"


def summenbefunde(
    zuordnung: Zuordnung, indikatoren: int, worte: Mapping[str, Sequence[str]]
) -> list[str]:
    """Je Spalte mit Zahlen eine Formel: der Befund zu ihrer Summe, leer, wenn sie stimmt.

    Eingang: Zahl der Indikatoren; je Eingabeblatt mit Summenzeile die Suchformen, die sie benennen.
    Legt die Spalte `summenzeile` an: je Blatt die Zeile seiner Tabelle, in der die Summe steht.
    """
    a = zuordnung.a
    zeilen = [_zeile(f"suchform_{blatt}", eigene) for blatt, eigene in worte.items()]
    zuordnung.spalte("summenzeile", "Summenzeile", zeilen, [""] * len(zeilen))
    raeume, werte, gewichte = range(3)
    spalten = [
        _Spalte(a.sozialraum["budget_bisher"], "1", raeume),
        _Spalte(a.sozialraum["referenzbudget"], "1", raeume),
        _Spalte(a.gewichtung["gewicht"], "1", gewichte),
    ]
    for k in range(indikatoren):
        ist_anzahl = f'art_{k + 1}="{Art.ANZAHL}"'
        wert, bezug = (zuordnung.eigene(f"spalte_{was}", k) for was in ("wert", "bezug"))
        spalten.append(_Spalte(a.indikatoren, wert, werte, ist_anzahl))
        spalten.append(_Spalte(a.indikatoren, bezug, werte))
    return [_befund(zuordnung, spalte) for spalte in spalten]


def _zeile(formen: str, worte: Sequence[str]) -> str:
    anzahl = "+".join(f'SUMPRODUCT(--({formen}="{wort}"))' for wort in worte)
    platz = "NA()"
    for wort in reversed(worte):
        platz = f'IFERROR(MATCH("{wort}",{formen},0),{platz})'
    return f'IF({anzahl or 0}=1,{platz}+1,"")'


def _befund(zuordnung: Zuordnung, spalte: _Spalte) -> str:
    zelle = (
        f"INDEX({spalte.bereich},{zuordnung.eigene('summenzeile', spalte.blatt)},{spalte.nummer})"
    )
    # Mit der Summenzeile ist die Spalte doppelt so groß wie die Summe.
    alle = f"SUM(INDEX({spalte.bereich},0,{spalte.nummer}))"
    zeilen = f"{alle}-{zelle}"
    genau = f"IF(ROUND({zeilen},6)=INT({zeilen}),0.000001,IF(INT({zelle})={zelle},1,0.01))"
    return (
        f"IFERROR(IF(AND({spalte.gilt},ISNUMBER({zelle}),ABS({zeilen}-{zelle})>{genau}),"
        f'{ort(spalte.bereich.blatt, zelle)}&": die Summe stimmt nicht",""),"")'
    )

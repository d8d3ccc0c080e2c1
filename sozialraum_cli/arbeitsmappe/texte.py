"""Texte als Formeln: Sätze, deren Zahlen sich mit den Zellen ändern.

Das Format von TEXT() hängt von der Sprache des Lesers ab, das Ergebnis von FIXED() und von &""
nur in den Trennzeichen; die werden ersetzt, damit der Satz überall deutsch bleibt. Welches
Zeichen FIXED() zwischen die Tausender setzt (Punkt, Leerzeichen in Österreich, ’ in der Schweiz,
auf manchem Rechner keines), sagt es selbst.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from sozialraum_cli.arbeitsmappe.auswahlzelle import je_wert
from sozialraum_cli.runden import kaufmaennisch
from sozialraum_cli.zahlen import zahl

# So lang darf ein Text innerhalb einer Formel sein, in Einheiten von UTF-16.
_LAENGSTER_TEXT = 255
_TAUSENDERZEICHEN = "MID(FIXED(1000,0),2,LEN(FIXED(1000,0))-4)"
_NUR_TEXT = re.compile(r'(?:"(?:[^"]|"")*"&?)+')


class Textformel(NamedTuple):
    """Eine Formel, die Text ergibt, und der Text, den sie jetzt ergibt."""

    formel: str
    wert: str

    @property
    def fest(self) -> bool:
        """Ob der Text von keiner Zelle abhängt; dann gehört er als Text in die Zelle."""
        return _NUR_TEXT.fullmatch(self.formel) is not None


def woertlich(text: str) -> Textformel:
    """Fester Text als Formel; Anführungszeichen verdoppelt, lange Texte geteilt."""
    # Zeichen jenseits der Grundebene zählen in Excel doppelt.
    laenge = _LAENGSTER_TEXT if max(text, default="") < "\U00010000" else _LAENGSTER_TEXT // 2
    stuecke = [text[i : i + laenge] for i in range(0, len(text), laenge)]
    formel = "&".join('"' + stueck.replace('"', '""') + '"' for stueck in stuecke)
    return Textformel(formel or '""', text)


def verkettet(*teile: Textformel | str) -> Textformel:
    """Hängt Texte aneinander; ein str ist fester Text."""
    formeln = [woertlich(teil) if isinstance(teil, str) else teil for teil in teile]
    return Textformel(
        "&".join(teil.formel for teil in formeln), "".join(teil.wert for teil in formeln)
    )


def wenn(
    bedingung: str, gilt: bool, dann: Textformel | str, sonst: Textformel | str = ""
) -> Textformel:
    """Einer von zwei Texten; `gilt` sagt, welcher jetzt gilt."""
    dann, sonst = verkettet(dann), verkettet(sonst)
    return Textformel(
        f"IF({bedingung},{dann.formel},{sonst.formel})", dann.wert if gilt else sonst.wert
    )


def auswahlformel(zelle: str, gewaehlt: str, texte: Mapping[str, Textformel]) -> Textformel:
    """Der Text zum Wert einer Auswahlzelle. Fehler: KeyError, wenn es zum Wert keinen gibt."""
    formeln = {wert: text.formel for wert, text in texte.items()}
    return Textformel(je_wert(zelle, formeln), texte[gewaehlt].wert)


def anzahlformel(formel: str, wert: int) -> Textformel:
    """Eine ganze Zahl ohne Tausenderpunkt."""
    return Textformel(f"({formel})", str(wert))


def dezimalformel(formel: str, wert: Decimal, stellen: int) -> Textformel:
    """Eine Zahl mit Tausenderpunkt und so vielen Stellen nach dem Komma: 1.234,50."""
    betrag = f"ROUND(ABS({formel}),{stellen})"
    nachkomma = f'","&TEXT(ROUND(MOD({betrag},1)*1E{stellen},0),"{"0" * stellen}")'
    return Textformel(
        f'IF(ROUND({formel},{stellen})<0,"-","")&{tausender(f"INT({betrag})")}'
        + (f"&{nachkomma}" if stellen else ""),
        zahl(wert, stellen),
    )


def euroformel(formel: str, betrag: Decimal) -> Textformel:
    """Ein Betrag ≥ 0 mit Tausenderpunkt: 1.700.000 €, Cent nur, wenn es welche gibt."""
    cent = f"ROUND(MOD(ROUND({formel},2),1)*100,0)"
    ganz = tausender(f"INT(ROUND({formel},2))")
    gerundet = kaufmaennisch(betrag)
    return Textformel(
        f'{ganz}&IF({cent}=0,"",","&TEXT({cent},"00"))&" €"',
        f"{zahl(gerundet, 2 if gerundet % 1 else 0)} €",
    )


def prozentformel(formel: str, wert: Decimal) -> Textformel:
    """Ein Prozentwert mit höchstens zwei Stellen, ohne Tausenderpunkt: 17,5 %.

    Die Formel ergibt den Anteil, der Wert die Prozente: 0,175 und 17,5.
    """
    return Textformel(
        f'SUBSTITUTE(ROUND({formel}*100,2)&"",".",",")&" %"',
        f"{kaufmaennisch(wert).normalize():f} %".replace(".", ","),
    )


def tausender(ganze_zahl: str) -> str:
    """Formel für eine ganze Zahl mit Tausenderpunkt."""
    return f'SUBSTITUTE(FIXED({ganze_zahl},0),{_TAUSENDERZEICHEN},".")'

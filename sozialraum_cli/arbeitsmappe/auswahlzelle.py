"""Formeln, die von einer Auswahlzelle abhängen; ein unbekannter Wert ergibt #NV, nie einen anderen.

Eine leere oder vertippte Auswahl fällt so sofort auf, statt still das letzte Verfahren zu rechnen.
"""

from collections.abc import Iterable, Mapping

UNBEKANNT = "NA()"


def gewaehlt(zelle: str, werte: Iterable[str]) -> str:
    """Ob die Zelle einen dieser Werte nennt."""
    return _verknuepft("OR", [f'{zelle}="{wert}"' for wert in werte]) or "FALSE"


def nicht_gewaehlt(zelle: str, werte: Iterable[str]) -> str:
    """Ob die Zelle keinen dieser Werte nennt."""
    return _verknuepft("AND", [f'{zelle}<>"{wert}"' for wert in werte]) or "TRUE"


def je_wert(zelle: str, formeln: Mapping[str, str]) -> str:
    """Die Formel zum Wert der Zelle."""
    ergebnis = UNBEKANNT
    for wert, formel in reversed(tuple(formeln.items())):
        ergebnis = f'IF({zelle}="{wert}",{formel},{ergebnis})'
    return ergebnis


def _verknuepft(funktion: str, teile: list[str]) -> str:
    return f"{funktion}({','.join(teile)})" if len(teile) > 1 else "".join(teile)

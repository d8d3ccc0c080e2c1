"""Bezüge auf die Eingabeblätter: eine Zeile aus einem Bereich, eine Spalte nach Überschrift."""

import re

from sozialraum_cli.eingabemappe.eingabeblaetter import Indikatorentabelle

_BEREICH = re.compile(r"(?P<blatt>.+)!\$(?P<von>[A-Z]+)\$(?P<erste>\d+):\$(?P<bis>[A-Z]+)\$\d+")


def zeile_aus(bereich: str, index: int) -> str:
    """Die Zeile `index` (ab 0) eines Bereichs: Blatt!$A$4:$C$13 wird bei 2 zu Blatt!$A6:$C6."""
    teile = _BEREICH.fullmatch(bereich)
    if teile is None:
        raise ValueError(f"{bereich} ist kein Bereich")
    zeile = int(teile["erste"]) + index
    von, bis = f"${teile['von']}{zeile}", f"${teile['bis']}{zeile}"
    return f"{teile['blatt']}!{von}" if von == bis else f"{teile['blatt']}!{von}:{bis}"


def nachschlagen(tabelle: Indikatorentabelle, ueberschrift: str, index: int) -> str:
    """Formel für den Wert der Zeile `index` in der Spalte, deren Überschrift eine Zelle nennt."""
    return (
        f"INDEX({zeile_aus(tabelle.daten, index)},"
        f"MATCH({_ohne_platzhalter(ueberschrift)},{tabelle.kopfzeile},0))"
    )


def _ohne_platzhalter(zelle: str) -> str:
    """VERGLEICH liest * und ? als Platzhalter: „Einwohner*“ fände auch „Einwohner 2020“."""
    for zeichen in "~*?":
        zelle = f'SUBSTITUTE({zelle},"{zeichen}","~{zeichen}")'
    return zelle

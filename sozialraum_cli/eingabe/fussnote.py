"""Die Textzeilen unter einer Tabelle: Quellen, Anmerkungen und der Fuß amtlicher Tabellen."""

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from sozialraum_cli.eingabe.zelltext import zahl_oder_zahltext
from sozialraum_cli.lesen.zelle import Zelle
from sozialraum_cli.muster import muster
from sozialraum_cli.namen import vergleichsform

_ANFANG = muster(
    r"(?:(?:daten)?quellen?|anmerkung(?:en)?|hinweise?|(?:daten)?stand|legende|"
    r"erläuterung(?:en)?|fußnoten?|zeichenerklärung|datengrundlage|datenbasis|datenlizenz|"
    r"lizenz|copyright|abruf(?:datum)?|abgerufen|erstellt|berechnung(?:en)?|definition|"
    r"statistische[sr]? (?:bundes|landes)amt|statistische ämter|bundesagentur für arbeit|"
    r"rundungsdifferenzen|vervielfältigung|auswertung|bearbeitung|statistik der|vorläufige|"
    r"seite [0-9]+|ende der)\b"
    r"|\*|[¹²³⁴⁵]|\(?[0-9]{1,2}\)|[_\-–—=]{3,}|©|\(c\)",
    re.IGNORECASE,
)
_SATZ = muster(r".*: .*|.{1,5} = .*|[a-z]\) .*|(?:\S+\s+){2,}.*[.!?)]$|.{80,}", re.DOTALL)


def fussnoten(
    darunter: Mapping[int, Mapping[int, Zelle]],
    namensspalte: int,
    summen: AbstractSet[int],
    bekannt: AbstractSet[str],
    zahlenspalten: AbstractSet[int],
) -> set[int]:
    """Die Textzeilen am Ende: nach Summe oder Leerzeile, ohne Namen oder als Fußnote erkennbar.

    Eingang: die Zeilen unter der Überschrift; bekannt: Vergleichsformen der Namen, die ein
    anderes Blatt als Datenzeile kennt, die sind nie eine Fußnote, auch wenn ein Ort „Quelle“
    heißt; zahlenspalten: steht dort in jeder eine Zahl als Text, ist es eine Datenzeile.
    """
    mehrspaltig = any(len(zellen) > 1 for zellen in darunter.values())
    reihenfolge = list(darunter)
    ende = len(reihenfolge)
    while ende and _nur_text(darunter[reihenfolge[ende - 1]], namensspalte, bekannt, zahlenspalten):
        ende -= 1
    gefunden: set[int] = set()
    vorherige = reihenfolge[ende - 1] if ende else 0
    abgesetzt = bool(ende) and vorherige in summen
    for zeile in reihenfolge[ende:]:
        zellen = darunter[zeile]
        allein = mehrspaltig and len(zellen) == 1
        abgesetzt = abgesetzt or (bool(ende) and zeile > vorherige + 1)
        if zeile in summen:
            abgesetzt = True
        elif (
            namensspalte not in zellen
            or _ANFANG().match(text := str(zellen[min(zellen)].wert).strip())
            or (allein and (abgesetzt or _SATZ().fullmatch(text)))
        ):
            gefunden.add(zeile)
            abgesetzt = True
        vorherige = zeile
    return gefunden


def namen_mit_zahlen(
    darunter: Mapping[int, Mapping[int, Zelle]],
    namensspalte: int,
    zahlenspalten: AbstractSet[int],
) -> set[str]:
    """Die Vergleichsformen der Namen, neben denen mindestens die Hälfte der Zahlen steht."""
    return {
        vergleichsform(name.wert)
        for zellen in darunter.values()
        if (name := zellen.get(namensspalte)) is not None
        and isinstance(name.wert, str)
        and 2 * _zahlen(zellen, zahlenspalten) >= max(1, len(zahlenspalten))
    }


def _zahlen(zellen: Mapping[int, Zelle], zahlenspalten: AbstractSet[int]) -> int:
    werte = (zellen[spalte].wert for spalte in zahlenspalten if spalte in zellen)
    return sum(map(zahl_oder_zahltext, werte))


def _nur_text(
    zellen: Mapping[int, Zelle],
    namensspalte: int,
    bekannt: AbstractSet[str],
    zahlenspalten: AbstractSet[int],
) -> bool:
    name = zellen.get(namensspalte)
    if name is not None and isinstance(name.wert, str) and vergleichsform(name.wert) in bekannt:
        return False
    if zahlenspalten and _zahlen(zellen, zahlenspalten) == len(zahlenspalten):
        return False
    return all(isinstance(zelle.wert, str) for zelle in zellen.values())

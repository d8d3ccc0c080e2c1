"""Zeilen zwischen Überschrift und Daten: Spaltennummern, Einheiten, ein zweiter Kopf."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from sozialraum_cli.befund import Befund, fehler, hinweis
from sozialraum_cli.eingabe.unlesbar import zitat
from sozialraum_cli.eingabe.zelltext import zahl_oder_zahltext
from sozialraum_cli.lesen.mappe import fundort
from sozialraum_cli.lesen.zelle import Zelle, Zellwert
from sozialraum_cli.muster import muster
from sozialraum_cli.namen import vergleichsform

_NUMMER = re.compile(r"(?:spalte|sp\.?|nr\.?)?\s*[(\[]?([0-9]{1,3})[)\].]?", re.IGNORECASE)
_EINHEIT = muster(
    r"[(\[]?(?:in\s+|je\s+)?(?:anzahl|abs(?:olut|\.)?|pers(?:onen|\.)|kinder|fälle|einwohner|"
    r"ew\.?|zahl|%|prozent|v\. ?h\.|quote|anteil(?: in (?:%|prozent))?|punkte|index|text|"
    r"(?:€|eur|euro)(?: ?(?:/|je|pro|im) ?jahr)?|h|stunden|std\.?|t€|teur|"
    r"t?sd\.? ?(?:€|eur|euro)?|mio\.? ?(?:€|eur|euro)?|‰|promille|"
    r"1[. ]?000 ?(?:€|eur|euro|einwohner|ew\.?)?)[)\]]?",
    re.IGNORECASE,
)
_ANDERE_GROESSE = muster(r"t€|teur|tsd|mio|‰|promille|1[. ]?000", re.IGNORECASE)
_STICHTAG = muster(r"(?:[0-9]{1,2}\.[0-9]{1,2}\.)?(?:19|20)[0-9]{2}")
_NAMEN_DER_EINHEIT = frozenset(
    map(vergleichsform, ("Einheit", "Einheiten", "Maßeinheit", "Messeinheit", "in", "Dimension"))
)
_ERSTE_NUMMERN = (0, 1, 2)


def spaltennummern(
    zellen: Mapping[int, Zelle], namensspalte: int, andere: Iterable[Mapping[int, Zelle]]
) -> bool:
    """Ob eine Zeile nur die Spalten zählt: 1 2 3 oder (1) (2) (3).

    Eingang: andere: die anderen Zeilen der Tabelle; heißen auch sie wie Zahlen, ist es keine.
    """
    nummern = [_nummer(zelle.wert) for _, zelle in sorted(zellen.items())]
    if len(nummern) < 2 or nummern[0] not in _ERSTE_NUMMERN:
        return False
    if nummern != list(range(nummern[0], nummern[0] + len(nummern))):
        return False
    if namensspalte not in zellen:
        return True
    namen = (zeile[namensspalte].wert for zeile in andere if namensspalte in zeile)
    return not any(_nummer(name) >= 0 for name in namen)


def einheiten(zellen: Mapping[int, Zelle], namensspalte: int) -> bool:
    """Ob eine Zeile nur Einheiten nennt: Anzahl, %, €."""
    name = zellen.get(namensspalte)
    if name is not None and (
        not isinstance(name.wert, str)
        or vergleichsform(name.wert.strip("[]()")) not in _NAMEN_DER_EINHEIT
    ):
        return False
    uebrige = [zelle.wert for spalte, zelle in zellen.items() if spalte != namensspalte]
    return bool(uebrige) and all(
        isinstance(wert, str) and _EINHEIT().fullmatch(wert.strip()) for wert in uebrige
    )


def zweiter_kopf(zellen: Mapping[int, Zelle], namensspalte: int) -> bool:
    """Ob eine Zeile ohne Namen nur Texte und Stichtage enthält, also Überschriften fortsetzt."""
    return namensspalte not in zellen and all(
        isinstance(zelle.wert, str)
        and (_STICHTAG().fullmatch(zelle.wert.strip()) or not zahl_oder_zahltext(zelle.wert))
        for zelle in zellen.values()
    )


def nummern_befund(blatt: str, zeile: int, spalte: int) -> Befund:
    """Der Hinweis, dass eine Zeile mit Spaltennummern nicht zählt."""
    return hinweis(
        f"Zeile {zeile} nummeriert nur die Spalten und zählt nicht als Datenzeile.",
        fundort(blatt, zeile, spalte),
        "Nichts zu tun; die Zeile darf auch gelöscht werden.",
    )


def einheiten_befunde(
    blatt: str, zeile: int, zellen: Mapping[int, Zelle], geldspalten: Mapping[int, str]
) -> list[Befund]:
    """Der Hinweis zu einer Zeile mit Einheiten; ein Fehler, wo Geld nicht in € steht."""
    befunde = [
        hinweis(
            f"Zeile {zeile} nennt nur Einheiten und zählt nicht als Datenzeile.",
            fundort(blatt, zeile, min(zellen)),
            "Nichts zu tun; die Zeile darf auch gelöscht werden.",
        )
    ]
    for spalte, zelle in sorted(zellen.items()):
        einheit = str(zelle.wert)
        if not _ANDERE_GROESSE().search(einheit):
            continue
        if spalte in geldspalten:
            befunde.append(
                fehler(
                    f"„{geldspalten[spalte]}“ steht in {zitat(einheit)}, gerechnet wird in €.",
                    fundort(blatt, zeile, spalte),
                    "Die Beträge in € umrechnen und die Einheit ändern.",
                )
            )
        else:
            befunde.append(
                hinweis(
                    f"Die Spalte steht in {zitat(einheit)}; gelesen werden die Zahlen, wie sie "
                    "dastehen.",
                    fundort(blatt, zeile, spalte),
                    "Prüfen, ob Art und Bezugsgröße dazu passen.",
                )
            )
    return befunde


def zweiter_kopf_befund(
    blatt: str, kopfzeile: int, zeile: int, zellen: Mapping[int, Zelle]
) -> Befund:
    """Der Fehler zu Überschriften, die sich über zwei Zeilen verteilen."""
    return fehler(
        f"Die Überschriften verteilen sich auf zwei Zeilen ({kopfzeile} und {zeile}); gelesen wird "
        "nur eine.",
        fundort(blatt, zeile, min(zellen)),
        "Alle Überschriften in eine Zeile schreiben und verbundene Zellen darin trennen; Einheiten "
        "und Stichtage gehören in eine Zeile darüber.",
    )


def _nummer(wert: Zellwert) -> int:
    if isinstance(wert, Decimal) and wert == wert.to_integral_value():
        return int(wert)
    treffer = _NUMMER.fullmatch(wert.strip()) if isinstance(wert, str) else None
    return int(treffer[1]) if treffer else -1

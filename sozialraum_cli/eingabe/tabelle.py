"""Eine Tabelle in einem Blatt: Datenzeilen, Summenzeilen und die Texte darüber und darunter."""

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal

from sozialraum_cli.befund import Befund, fehler
from sozialraum_cli.eingabe.auffaellig import auffaelligkeiten
from sozialraum_cli.eingabe.kopfzeile import Blattform, Kopf, kopfzeile_finden
from sozialraum_cli.eingabe.naher_bereich import naher_bereich
from sozialraum_cli.eingabe.unlesbar import Unlesbar, als_fehler
from sozialraum_cli.eingabe.zelltext import text_lesen
from sozialraum_cli.lesen.mappe import Blatt, Zelle, fundort
from sozialraum_cli.namen import vergleichsform
from sozialraum_cli.zahlen import zahl

_SPALTEN_GRENZE = 1_000
_SUMMENWOERTER = {
    vergleichsform(wort)
    for wort in ("Summe", "Summen", "Gesamt", "Insgesamt", "Gesamtsumme", "Total", "Σ", "∑")
}
_FUSSNOTE = re.compile(
    r"(?:(?:daten)?quellen?|anmerkung(?:en)?|hinweise?|stand|legende|erläuterung(?:en)?|"
    r"fußnoten?|zeichenerklärung)\b|\*|[¹²³]|\(?[0-9]{1,2}\)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Tabelle:
    """Die gefundene Tabelle; zeilen sind Datenzeilen, anmerkungen Texte darüber und darunter."""

    blatt: Blatt
    kopf: Kopf
    zeilen: tuple[int, ...]
    summenzeilen: tuple[int, ...]
    anmerkungen: tuple[str, ...]

    def zelle(self, zeile: int, spalte: int | None) -> Zelle | None:
        """Die Zelle oder None, wenn sie leer ist oder die Spalte fehlt."""
        return None if spalte is None else self.blatt.zellen.get((zeile, spalte))

    def ort(self, zeile: int, spalte: int) -> str:
        """Der Fundort einer Zelle: Indikatoren!D7."""
        return fundort(self.blatt.name, zeile, spalte)


def tabelle_lesen(
    blatt: Blatt, form: Blattform, befunde: list[Befund], bekannt: AbstractSet[str] = frozenset()
) -> Tabelle | None:
    """Findet Überschrift, Datenzeilen, Summenzeilen und Texte eines Blatts.

    Eingang: bekannt sind Vergleichsformen der Namen, die sicher eine Datenzeile benennen.
    Ergebnis: Tabelle oder None, wenn die Überschrift nicht zu finden ist; was auffällt, kommt zu
    den Befunden. Quelle: Spezifikation 3.
    """
    blatt, weit_draussen = naher_bereich(blatt)
    befunde.extend(weit_draussen)
    kopf = kopfzeile_finden(blatt, form, befunde)
    if kopf is None:
        return None
    belegung: dict[int, dict[int, Zelle]] = {}
    for (zeile, spalte), zelle in sorted(blatt.zellen.items()):
        belegung.setdefault(zeile, {})[spalte] = zelle
    darunter = {zeile: zellen for zeile, zellen in belegung.items() if zeile > kopf.zeile}
    zu_gross = _zu_gross(blatt, form, kopf, len(darunter))
    if zu_gross is not None:
        befunde.append(zu_gross)
        return None
    namensspalte = kopf.spalten[form.pflicht[0]]
    summen = [z for z, zellen in darunter.items() if _ist_summe(zellen, form, kopf, bekannt)]
    keine_daten = {*summen, *(fussnoten := _fussnoten(darunter, namensspalte, {*summen}, bekannt))}
    tabellenspalten = {*kopf.spalten.values(), *kopf.weitere.values()}
    zeilen = tuple(
        zeile
        for zeile, zellen in darunter.items()
        if zeile not in keine_daten and zellen.keys() & tabellenspalten
    )
    titel = [zellen for zeile, zellen in belegung.items() if zeile < kopf.zeile]
    anmerkungen = _texte(
        blatt, [*titel, *(darunter[zeile] for zeile in sorted(fussnoten))], befunde
    )
    befunde.extend(auffaelligkeiten(blatt, kopf, zeilen, form))
    return Tabelle(blatt, kopf, zeilen, tuple(summen), anmerkungen)


def _zu_gross(blatt: Blatt, form: Blattform, kopf: Kopf, zeilen: int) -> Befund | None:
    """Ein Fehler, wenn unter der Überschrift offensichtlich etwas anderes steht."""
    spalten = len(kopf.spalten) + len(kopf.weitere)
    if zeilen <= form.zeilen and spalten <= _SPALTEN_GRENZE:
        return None
    return fehler(
        f"Die Tabelle hat {_ganz(zeilen)} Zeilen (zulässig sind hier {_ganz(form.zeilen)}) und "
        f"{_ganz(spalten)} Spalten (zulässig sind {_ganz(_SPALTEN_GRENZE)}).",
        fundort(blatt.name, kopf.zeile, kopf.spalten[form.pflicht[0]]),
        "Prüfen, ob es das richtige Blatt ist, und nur die Zeilen und Spalten behalten, die "
        "gebraucht werden.",
    )


def _ganz(anzahl: int) -> str:
    return zahl(Decimal(anzahl), 0)


def _ist_summe(
    zellen: Mapping[int, Zelle], form: Blattform, kopf: Kopf, bekannt: AbstractSet[str]
) -> bool:
    """Eine Zeile „Summe“ oder „Gesamt“, auch „Summe Landkreis“; bei Sozialräumen „Kreis gesamt“.

    „Arbeitslose gesamt“ kann dagegen ein Indikator sein.
    """
    name = zellen.get(kopf.spalten[form.pflicht[0]])
    beschriftungen = zellen.values() if name is None else (name,)
    return any(
        isinstance(zelle.wert, str)
        and vergleichsform(zelle.wert) not in bekannt
        and _summenwort(zelle.wert, auch_am_ende=form.pflicht[0] == "Sozialraum")
        for zelle in beschriftungen
    )


def _summenwort(text: str, *, auch_am_ende: bool) -> bool:
    worte = [vergleichsform(wort) for wort in text.split()]
    return worte[0] in _SUMMENWOERTER or (auch_am_ende and worte[-1] in _SUMMENWOERTER)


def _fussnoten(
    darunter: Mapping[int, Mapping[int, Zelle]],
    namensspalte: int,
    summen: AbstractSet[int],
    bekannt: AbstractSet[str],
) -> set[int]:
    """Die Textzeilen am Ende: nach Summe oder Leerzeile, ohne Namen oder als Fußnote erkennbar.

    Ein einzelner Name ohne alle Werte bliebe sonst ein Sozialraum; wen andere Blätter kennen,
    der ist nie eine Fußnote.
    """
    mehrspaltig = any(len(zellen) > 1 for zellen in darunter.values())
    reihenfolge = list(darunter)
    ende = len(reihenfolge)
    while ende and _nur_text(darunter[reihenfolge[ende - 1]], namensspalte, bekannt):
        ende -= 1
    fussnoten: set[int] = set()
    vorherige = reihenfolge[ende - 1] if ende else 0
    abgesetzt = bool(ende) and vorherige in summen
    for zeile in reihenfolge[ende:]:
        zellen = darunter[zeile]
        abgesetzt = abgesetzt or (bool(ende) and zeile > vorherige + 1)
        if zeile in summen:
            abgesetzt = True
        elif (
            namensspalte not in zellen
            or _FUSSNOTE.match(str(zellen[min(zellen)].wert).strip())
            or (abgesetzt and mehrspaltig and len(zellen) == 1)
        ):
            fussnoten.add(zeile)
            abgesetzt = True
        vorherige = zeile
    return fussnoten


def _nur_text(zellen: Mapping[int, Zelle], namensspalte: int, bekannt: AbstractSet[str]) -> bool:
    name = zellen.get(namensspalte)
    if name is not None and isinstance(name.wert, str) and vergleichsform(name.wert) in bekannt:
        return False
    return all(isinstance(zelle.wert, str) for zelle in zellen.values())


def _texte(blatt: Blatt, zeilen: list[dict[int, Zelle]], befunde: list[Befund]) -> tuple[str, ...]:
    texte: list[str] = []
    for zellen in zeilen:
        worte: list[str] = []
        for zelle in zellen.values():
            text = text_lesen(zelle.wert)
            if not isinstance(text, Unlesbar):
                worte.append(text)
            elif isinstance(zelle.wert, str):
                befunde.append(als_fehler("Anmerkung", text, blatt.name))
        if worte:
            texte.append(" ".join(worte))
    return tuple(texte)

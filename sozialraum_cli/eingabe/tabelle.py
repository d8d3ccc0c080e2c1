"""Eine Tabelle in einem Blatt: Datenzeilen, Summenzeilen und die Texte darüber und darunter."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from decimal import Decimal
from operator import lt
from typing import NamedTuple

from sozialraum_cli.befund import Befund, fehler, hinweis
from sozialraum_cli.eingabe.auffaellig import auffaelligkeiten
from sozialraum_cli.eingabe.fussnote import fussnoten, namen_mit_zahlen
from sozialraum_cli.eingabe.kopfzeile import Blattform, Kopf, kopfzeile_finden
from sozialraum_cli.eingabe.naher_bereich import naher_bereich
from sozialraum_cli.eingabe.summenwort import benennt_kennzahl, benennt_summe, fragliche_texte
from sozialraum_cli.eingabe.unlesbar import Unlesbar, als_fehler, zitat
from sozialraum_cli.eingabe.vorzeile import (
    einheiten,
    einheiten_befunde,
    nummern_befund,
    spaltennummern,
    zweiter_kopf,
    zweiter_kopf_befund,
)
from sozialraum_cli.eingabe.zeile import Zeile, Zeilenumfeld
from sozialraum_cli.eingabe.zelltext import text_lesen
from sozialraum_cli.lesen.blattbau import LETZTE_ZEILE
from sozialraum_cli.lesen.mappe import Blatt, fundort
from sozialraum_cli.lesen.zelle import Zelle
from sozialraum_cli.lesen.zellen import Block, Inhalt, Zeilen
from sozialraum_cli.namen import vergleichsform
from sozialraum_cli.zahlen import zahl

_SPALTEN_GRENZE = 1_000


class Tabelle(NamedTuple):
    """Die gefundene Tabelle; zeilen sind Datenzeilen, anmerkungen Texte darüber und darunter."""

    blatt: Blatt
    kopf: Kopf
    zeilen: tuple[Zeile, ...]
    summenzeilen: tuple[Zeile, ...]
    anmerkungen: tuple[str, ...]

    def kopfort(self, spalte: str) -> str:
        """Der Fundort einer Überschrift; Fehler: KeyError, wenn es sie nicht gibt."""
        return fundort(self.blatt.name, self.kopf.zeile, self.kopf.nummern[spalte])

    def inhalte(self, spalte: str, zeilen: Iterable[Zeile]) -> list[Inhalt | None]:
        """Was diese Zeilen in einer Spalte enthalten, in ihrer Reihenfolge.

        Ergebnis: None für leere Zellen und, wenn es die Spalte nicht gibt, für alle.
        """
        nummern = [zeile.nummer for zeile in zeilen]
        nummer = self.kopf.spalten.get(spalte) or self.kopf.weitere.get(spalte)
        if nummer is None:
            return [None] * len(nummern)
        if all(map(lt, nummern, nummern[1:])):
            return self.blatt.zellen.spalte(nummer, nummern)
        geordnet = sorted({*nummern})
        je_zeile = zip(geordnet, self.blatt.zellen.spalte(nummer, geordnet), strict=True)
        return list(map(dict(je_zeile).__getitem__, nummern))


def tabelle_lesen(
    blatt: Blatt, form: Blattform, befunde: list[Befund], bekannt: AbstractSet[str] = frozenset()
) -> Tabelle | None:
    """Findet Überschrift, Datenzeilen, Summenzeilen und Texte eines Blatts.

    Eingang: bekannt sind Vergleichsformen der Namen, die sicher eine Datenzeile benennen.
    Ergebnis: Tabelle oder None, wenn die Überschrift nicht zu finden ist; was auffällt, kommt zu
    den Befunden. Quelle: docs/verfahren.md, Abschnitt „Mappe“.
    """
    blatt = naher_bereich(blatt, befunde)
    kopf = kopfzeile_finden(blatt, form, befunde)
    if kopf is None:
        return None
    darunter = Zeilen(blatt.zellen, range(kopf.zeile + 1, LETZTE_ZEILE + 1))
    zu_gross = _zu_gross(blatt, form, kopf, len(darunter))
    if zu_gross is not None:
        befunde.append(zu_gross)
        return None
    namensspalte = kopf.spalten[form.pflicht[0]]
    vorher = _vorzeilen(blatt, form, kopf, darunter, befunde)
    if vorher is None:
        return None
    fraglich = {zeile: darunter[zeile] for zeile in _fragliche(darunter, namensspalte)}
    summen = [z for z, zellen in fraglich.items() if _ist_summe(zellen, form, kopf, bekannt)]
    kennzahlen = _kennzahlen(blatt, form, namensspalte, fraglich, befunde)
    unten = fussnoten(darunter, namensspalte, {*summen}, bekannt, _zahlenspalten(form, kopf))
    keine_daten = {*vorher, *summen, *kennzahlen, *unten}
    tabellenspalten = {*kopf.spalten.values(), *kopf.weitere.values()}
    daten = [
        zeile
        for block in blatt.zellen.bloecke
        if block.zeilen[-1] > kopf.zeile
        for zeile in _zeilen_mit(block, tabellenspalten)
        if zeile > kopf.zeile and zeile not in keine_daten
    ]
    titel = Zeilen(blatt.zellen, range(1, kopf.zeile)).values()
    anmerkungen = _texte(blatt, [*titel, *(darunter[zeile] for zeile in sorted(unten))], befunde)
    befunde.extend(auffaelligkeiten(blatt, kopf, daten, form))

    umfeld = Zeilenumfeld(blatt.name, blatt.zellen, kopf.nummern, befunde)

    def zeilen(nummern: Iterable[int]) -> tuple[Zeile, ...]:
        return tuple(Zeile(nummer, umfeld) for nummer in nummern)

    return Tabelle(blatt, kopf, zeilen(daten), zeilen(summen), anmerkungen)


def namen_im_blatt(blatt: Blatt, form: Blattform) -> set[str]:
    """Die Vergleichsformen der Namen, neben denen in diesem Blatt Zahlen stehen.

    Damit weiß ein anderes Blatt vor dem Lesen, wer keine Fußnote ist.
    """
    kopf = kopfzeile_finden(blatt, form, [])
    if kopf is None:
        return set()
    namensspalte = kopf.spalten[form.pflicht[0]]
    gelesen = {namensspalte, *(zahlenspalten := _zahlenspalten(form, kopf))}
    darunter: dict[int, dict[int, Zelle]] = {}
    for zeile, zellen in blatt.zellen.zeilen():
        if zeile > kopf.zeile:
            darunter[zeile] = {s: zelle for s, zelle in zellen.items() if s in gelesen}
    return namen_mit_zahlen(darunter, namensspalte, zahlenspalten)


def _zeilen_mit(block: Block, spalten: AbstractSet[int]) -> Iterable[int]:
    """Die Zeilen des Blocks, in denen eine dieser Spalten belegt ist."""
    inhalte = [i for s, i in zip(block.spalten, block.inhalte, strict=True) if s in spalten]
    if any(None not in spalte for spalte in inhalte):
        return block.zeilen
    return [
        z
        for z, *zeile in zip(block.zeilen, *inhalte, strict=True)
        if any(i is not None for i in zeile)
    ]


def _zahlenspalten(form: Blattform, kopf: Kopf) -> set[int]:
    betraege = {kopf.spalten[name] for name in form.betraege if name in kopf.spalten}
    return {*betraege, *kopf.weitere.values()} if form.freie_spalten else betraege


def _vorzeilen(
    blatt: Blatt,
    form: Blattform,
    kopf: Kopf,
    darunter: Mapping[int, Mapping[int, Zelle]],
    befunde: list[Befund],
) -> set[int] | None:
    """Die Zeilen vor den Daten, die nicht zählen; None, wenn die Überschrift zwei Zeilen hat."""
    namensspalte = kopf.spalten[form.pflicht[0]]
    geldspalten = {kopf.spalten[name]: name for name in form.betraege if name in kopf.spalten}
    gefunden: set[int] = set()
    for zeile, zellen in darunter.items():
        andere = (darunter[nummer] for nummer in darunter if nummer != zeile)
        if spaltennummern(zellen, namensspalte, andere):
            befunde.append(nummern_befund(blatt.name, zeile, min(zellen)))
        elif einheiten(zellen, namensspalte):
            befunde.extend(einheiten_befunde(blatt.name, zeile, zellen, geldspalten))
        elif form.sozialraeume and zeile == kopf.zeile + 1 and zweiter_kopf(zellen, namensspalte):
            befunde.append(zweiter_kopf_befund(blatt.name, kopf.zeile, zeile, zellen))
            return None
        else:
            break
        gefunden.add(zeile)
    return gefunden


def _kennzahlen(
    blatt: Blatt,
    form: Blattform,
    namensspalte: int,
    darunter: Mapping[int, Mapping[int, Zelle]],
    befunde: list[Befund],
) -> set[int]:
    """Die Zeilen mit Durchschnitten und Ähnlichem; sie zählen nicht als Sozialraum."""
    gefunden: set[int] = set()
    for zeile, zellen in darunter.items() if form.sozialraeume else ():
        name = zellen.get(namensspalte)
        if name is None or not isinstance(name.wert, str) or not benennt_kennzahl(name.wert):
            continue
        gefunden.add(zeile)
        befunde.append(
            hinweis(
                f"Die Zeile {zitat(name.wert)} zählt nicht als Sozialraum.",
                fundort(blatt.name, zeile, namensspalte),
                "Nichts zu tun; heißt ein Sozialraum so, ihn anders nennen.",
            )
        )
    return gefunden


def _fragliche(darunter: Zeilen, namensspalte: int) -> list[int]:
    """Die Zeilen, deren Beschriftung eine Summe oder Kennzahl benennen kann."""
    inhalte = darunter.spalte(namensspalte)
    werte = [inhalt.wert if isinstance(inhalt, Zelle) else inhalt for inhalt in inhalte]
    texte = fragliche_texte([wert for wert in werte if isinstance(wert, str)])
    return [
        zeile
        for zeile, wert in zip(darunter, werte, strict=True)
        if wert is None or (isinstance(wert, str) and wert in texte)
    ]


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
    """Eine Zeile „Summe“ oder „Gesamt“; wer keinen Namen hat, kann es anderswo schreiben.

    Ein Sozialraum kann nicht so heißen, ein Indikator schon, wenn das andere Blatt ihn kennt.
    """
    name = zellen.get(kopf.spalten[form.pflicht[0]])
    beschriftungen = zellen.values() if name is None else (name,)
    for zelle in beschriftungen:
        if (
            isinstance(zelle.wert, str)
            and benennt_summe(zelle.wert, sozialraum=form.sozialraeume)
            and (form.sozialraeume or vergleichsform(zelle.wert) not in bekannt)
        ):
            return True
    return False


def _texte(
    blatt: Blatt, zeilen: Iterable[Mapping[int, Zelle]], befunde: list[Befund]
) -> tuple[str, ...]:
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

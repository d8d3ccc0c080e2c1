"""Wo in einer breiten Tabelle Schlüssel, Namen, Zeiten, Werte und ihre Überschriften stehen."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sozialraum_cli.lesen.zelle import Zellwert
from sozialraum_cli.namen import vergleichsform
from sozialraum_cli.quellen.gebietsschluessel import gebietsschluessel_lesen
from sozialraum_cli.quellen.gitter import Gitter, Zeile, text
from sozialraum_cli.quellen.zeichen import sieht_aus_wie_zahl
from sozialraum_cli.quellen.zeit import zeit_lesen


def _formen(*worte: str) -> frozenset[str]:
    return frozenset(map(vergleichsform, worte))


_SCHLUESSELWORTE = _formen(
    *("Schlüssel", "AGS", "ARS", "RS", "_RS", "Kennziffer", "Gemeindeschlüssel", "GKZ"),
    *("Regionalschlüssel", "Amtlicher Gemeindeschlüssel", "Schlüsselnummer", "Gemeindenummer"),
    *("Amtlicher Regionalschlüssel", "Kreisschlüssel", "Gebietsschlüssel", "Gemeinde-schlüssel"),
)
_NAMENSWORTE = _formen(
    *("Name", "Gemeinde", "Gebiet", "Sozialraum", "Raumeinheit", "Gemeindename", "Region"),
    *("Stadt/Gemeinde", "Ort", "Kommune", "Samtgemeinde", "Gebietseinheit", "Gebietsname"),
)
ZEITWORTE = _formen(
    *("Stichtag", "Jahr", "Zeit", "Zeitbezug", "Datum", "Berichtszeitpunkt", "Berichtsjahr"),
    *("Monat", "Berichtsmonat", "Stand", "Zeitraum", "Zeitpunkt"),
)
_KOPFZEILEN_HOECHSTENS = 12
_JAHR = re.compile(r"(?:19|20)\d{2}")

# Schlüssel und Name aus einem Feld, in dem beides steht; None, wenn es anders ist.
Trennung = Callable[[str], tuple[str, str] | None]


def nie_zusammen(_: str) -> tuple[str, str] | None:
    """Schlüssel und Name stehen in zwei Spalten."""
    return None


@dataclass(frozen=True, slots=True)
class Tabellenkopf:
    """Was in welcher Spalte steht (ab 0); ueberschriften gelten von oben nach unten.

    erste_zeile: Nummer der ersten Datenzeile. schluessel None: die Tabelle hat nur Namen. titel:
    die Zeilen über den Kopfzeilen.
    """

    erste_zeile: int
    schluessel: int | None
    name: int | None
    zeit: int | None
    werte: Mapping[int, tuple[str, ...]]
    merkmale: Mapping[int, str]
    titel: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Gebietsspalten:
    erste_zeile: int
    schluessel: int | None
    name: int | None


def kopf_lesen(gitter: Gitter, trennung: Trennung = nie_zusammen) -> Tabellenkopf | None:
    """Der Kopf einer breiten Tabelle; None, wenn keine Zeile ein Gebiet nennt.

    Gesucht wird erst eine Überschrift wie „AGS“, dann eine Zeile aus Schlüssel, Name und Wert,
    dann eine Überschrift wie „Gemeinde“ über Namen.
    """
    gebiete = (
        _nach_ueberschrift(gitter, trennung)
        or _nach_inhalt(gitter, trennung)
        or _nach_namen(gitter)
    )
    if gebiete is None:
        return None
    kopfzeilen, titel = _kopfzeilen(gitter, gebiete)
    daten = [zeile for zeile in gitter.anfang if zeile.nummer >= gebiete.erste_zeile]
    breite = max(len(zeile.felder) for zeile in (*kopfzeilen, *daten))
    zeit: int | None = None
    werte: dict[int, tuple[str, ...]] = {}
    merkmale: dict[int, str] = {}
    for spalte in range(breite):
        if spalte in (gebiete.schluessel, gebiete.name):
            continue
        ueberschrift = _ueberschrift(gitter, kopfzeilen, spalte)
        inhalt = [t for zeile in daten if (t := feld(zeile.felder, spalte))]
        if not inhalt and not ueberschrift:
            continue
        vorn = gebiete.schluessel is not None and spalte < gebiete.schluessel
        if zeit is None and _ist_zeitspalte(ueberschrift, inhalt, vorn=vorn):
            zeit = spalte
        elif sum(map(sieht_aus_wie_zahl, inhalt)) * 2 < len(inhalt):
            merkmale[spalte] = " ".join(ueberschrift)
        else:
            werte[spalte] = ueberschrift
    return Tabellenkopf(
        gebiete.erste_zeile,
        gebiete.schluessel,
        gebiete.name,
        zeit,
        werte,
        merkmale,
        titel,
    )


def feld(felder: Sequence[Zellwert | None], spalte: int | None) -> str:
    """Der Text eines Felds; "", wenn es fehlt."""
    return "" if spalte is None or spalte >= len(felder) else text(felder[spalte])


def _nach_ueberschrift(gitter: Gitter, trennung: Trennung) -> _Gebietsspalten | None:
    for zeile in gitter.anfang[:60]:
        formen = [vergleichsform(text(feld_)) for feld_ in zeile.felder]
        if sum(map(bool, formen)) < 2:
            continue
        spalte = next((s for s, form in enumerate(formen) if form in _SCHLUESSELWORTE), None)
        if spalte is None:
            continue
        name = next((s for s, form in enumerate(formen) if form in _NAMENSWORTE), None)
        for daten in gitter.anfang:
            inhalt = feld(daten.felder, spalte)
            if daten.nummer <= zeile.nummer or not inhalt:
                continue
            if trennung(inhalt):
                return _Gebietsspalten(daten.nummer, spalte, spalte)
            if gebietsschluessel_lesen(inhalt):
                if name is None and _ist_name(feld(daten.felder, spalte + 1)):
                    name = spalte + 1
                return _Gebietsspalten(daten.nummer, spalte, name)
    return None


def _nach_inhalt(gitter: Gitter, trennung: Trennung) -> _Gebietsspalten | None:
    for zeile in gitter.anfang:
        texte = [text(feld_) for feld_ in zeile.felder]
        for spalte, inhalt in enumerate(texte[:6]):
            if not inhalt:
                continue
            weitere = sum(map(bool, texte[spalte + 1 :]))
            if trennung(inhalt) and weitere:
                return _Gebietsspalten(zeile.nummer, spalte, spalte)
            name = texte[spalte + 1] if spalte + 1 < len(texte) else ""
            if gebietsschluessel_lesen(inhalt) and _ist_name(name) and weitere > 1:
                return _Gebietsspalten(zeile.nummer, spalte, spalte + 1)
            if not zeit_lesen(inhalt):
                break
    return None


def _nach_namen(gitter: Gitter) -> _Gebietsspalten | None:
    for stelle, zeile in enumerate(gitter.anfang[:60]):
        formen = [vergleichsform(text(feld_)) for feld_ in zeile.felder]
        spalte = next((s for s, form in enumerate(formen) if form in _NAMENSWORTE), None)
        if spalte is None or sum(map(bool, formen)) < 2:
            continue
        for daten in gitter.anfang[stelle + 1 :]:
            if _ist_name(feld(daten.felder, spalte)):
                return _Gebietsspalten(daten.nummer, None, spalte)
    return None


def _ist_name(inhalt: str) -> bool:
    return not sieht_aus_wie_zahl(inhalt)


def _ist_zeitspalte(ueberschrift: Sequence[str], inhalt: Sequence[str], *, vorn: bool) -> bool:
    heisst = bool(ueberschrift) and vergleichsform(ueberschrift[-1]) in ZEITWORTE
    return (heisst or (vorn and not ueberschrift)) and any(map(zeit_lesen, inhalt))


def _kopfzeilen(
    gitter: Gitter, gebiete: _Gebietsspalten
) -> tuple[tuple[Zeile, ...], tuple[str, ...]]:
    """Die Kopfzeilen unmittelbar über den Daten und die Titel darüber."""
    darueber = [zeile for zeile in gitter.anfang if zeile.nummer < gebiete.erste_zeile]
    vorn = max(s for s in (gebiete.schluessel, gebiete.name, 0) if s is not None)
    kopf: list[Zeile] = []
    while darueber and len(kopf) < _KOPFZEILEN_HOECHSTENS:
        zeile = darueber[-1]
        belegt = [stelle for stelle, feld_ in enumerate(zeile.felder) if text(feld_)]
        if len(belegt) == 1 and belegt[0] <= vorn and (kopf or _ist_titel(zeile, belegt[0])):
            break
        darueber.pop()
        if belegt and not _ist_datenzeile(zeile):
            kopf.insert(0, zeile)
    titel = tuple(" ".join(t for feld_ in zeile.felder if (t := text(feld_))) for zeile in darueber)
    return tuple(kopf), tuple(t for t in titel if t)


def _ist_titel(zeile: Zeile, spalte: int) -> bool:
    """Ein Wort allein über den Daten ist ein Titel, wenn es keine Überschrift sein kann."""
    form = vergleichsform(text(zeile.felder[spalte]))
    return form not in _SCHLUESSELWORTE and form not in _NAMENSWORTE


def _ist_datenzeile(zeile: Zeile) -> bool:
    """Zahlen über den Daten: eine Zeile ohne Schlüssel oder die Nummern der Spalten."""
    texte = [t for feld_ in zeile.felder if (t := text(feld_))]
    zahlen = [t for t in texte if sieht_aus_wie_zahl(t) and not _JAHR.fullmatch(t)]
    return len([t for t in zahlen if zeit_lesen(t) is None]) >= 2


def _ueberschrift(gitter: Gitter, kopf: Sequence[Zeile], spalte: int) -> tuple[str, ...]:
    """Die Texte über einer Spalte, ohne Wiederholung; verbundene Zellen gelten für alle."""
    return tuple(dict.fromkeys(_texte_ueber(gitter, kopf, spalte)))


def _texte_ueber(gitter: Gitter, kopf: Sequence[Zeile], spalte: int) -> Iterator[str]:
    zeilen = {zeile.nummer: zeile for zeile in kopf}
    for zeile in kopf:
        quelle = gitter.verbund.get((zeile.nummer, spalte + 1), (zeile.nummer, spalte + 1))
        herkunft = zeilen.get(quelle[0])
        if herkunft is not None and (inhalt := feld(herkunft.felder, quelle[1] - 1)):
            yield inhalt

"""Was die beiden Fassungen der Flat-Files gemeinsam haben: Kopf, Gebiet, vollständige Zeilen."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from sozialraum_cli.befund import Befund, fehler
from sozialraum_cli.lesen.zelle import Zellwert
from sozialraum_cli.namen import aufzaehlung
from sozialraum_cli.quellen.gebietsschluessel import gebietsschluessel_lesen
from sozialraum_cli.quellen.gitter import Gitter, Zeile, text

# Merkmale, deren Ausprägungen Gebiete sind; beim Zensus beginnen sie mit GEO.
_RAEUMLICH = re.compile(
    r"GEO.*|GEMEIN.*|KREIS.*|DLAND.*|DINSG|DG|REGBEZ.*|LAND.*|VERB.*|SAMTG.*", re.IGNORECASE
)


def kopf_finden(gitter: Gitter, pflicht: Sequence[str]) -> tuple[int, dict[str, int]] | None:
    """Nummer der Kopfzeile und die Spalte je Überschrift (klein geschrieben, ab 0)."""
    for zeile in gitter.anfang:
        spalten = {text(feld).lower(): stelle for stelle, feld in enumerate(zeile.felder)}
        if all(name in spalten for name in pflicht):
            return zeile.nummer, spalten
    return None


@dataclass(frozen=True, slots=True)
class Flachtabelle:
    """Der geprüfte Anfang: Kopf, Spalten, das Merkmal der Gebiete, die übrigen und alle Zeilen."""

    kopf: int
    spalten: dict[str, int]
    raum: int
    merkmale: list[int]
    zeilen: Iterator[Zeile]

    @property
    def breite(self) -> int:
        """So viele Felder hat eine vollständige Zeile."""
        return max(self.spalten.values()) + 1


def anfang_lesen(
    gitter: Gitter, pflicht: Sequence[str], teile: Sequence[str], code: str, auspraegung: str
) -> Flachtabelle | Befund | None:
    """Kopf und Gebiete; ein Befund, wenn etwas fehlt, None ohne Kopf oder ohne Zeilen.

    Eingang: die Spalten des Kopfs, ohne die es kein solches Format ist; was je Merkmal hinter
    seiner Nummer stehen muss („1_…“), und wie dort Code und Ausprägung heißen.
    """
    gefunden = kopf_finden(gitter, pflicht)
    if gefunden is None:
        return None
    kopf, spalten = gefunden
    nummern = _merkmalsnummern(spalten, rf"(\d+)_{code}")
    noetig = [f"{nummer}_{teil}" for nummer in nummern for teil in teile]
    if unvollstaendig := _kopf_unvollstaendig(gitter, kopf, spalten, noetig):
        return unvollstaendig
    zeilen = gitter.zeilen_unter(kopf)
    erste = next(zeilen, None)
    if erste is None:
        return None
    codes, auspraegungen = (
        [spalten[f"{nummer}_{teil}"] for nummer in nummern] for teil in (code, auspraegung)
    )
    raum = _raumspalte(erste, codes, auspraegungen)
    if raum is None:
        return _kein_raum(gitter, erste)
    uebrige = [nummer for stelle, nummer in enumerate(nummern) if stelle != raum]
    return Flachtabelle(kopf, spalten, nummern[raum], uebrige, chain((erste,), zeilen))


def _merkmalsnummern(spalten: Mapping[str, int], muster: str) -> list[int]:
    """Die Nummern der Merkmale: 1 bei „1_variable_code“."""
    treffer = (re.fullmatch(muster, name) for name in spalten)
    return sorted(int(t[1]) for t in treffer if t is not None)


def _kopf_unvollstaendig(
    gitter: Gitter, kopf: int, spalten: Mapping[str, int], namen: Sequence[str]
) -> Befund | None:
    """Der Fehler, wenn der Kopf ein Merkmal nennt, aber nicht alle Spalten dazu."""
    fehlend = [name for name in namen if name not in spalten]
    if not fehlend:
        return None
    return fehler(
        f"Im Kopf fehlen Spalten: {aufzaehlung(fehlend)}.",
        gitter.ort(kopf),
        "Die Datei noch einmal herunterladen und vor dem Einlesen nicht bearbeiten.",
    )


def _raumspalte(zeile: Zeile, codes: Sequence[int], auspraegungen: Sequence[int]) -> int | None:
    """Welches der Merkmale die Gebiete nennt: nach seinem Code, sonst nach den Schlüsseln."""
    felder = zeile.felder
    for stelle, spalte in enumerate(codes):
        if _RAEUMLICH.fullmatch(feld(felder, spalte)):
            return stelle
    for stelle, spalte in enumerate(auspraegungen):
        if gebietsschluessel_lesen(feld(felder, spalte)):
            return stelle
    return None


def feld(felder: Sequence[Zellwert | None], spalte: int | None) -> str:
    """Der Text eines Felds; "", wenn die Zeile zu kurz ist."""
    return "" if spalte is None or spalte >= len(felder) else text(felder[spalte])


def zeile_zu_kurz(gitter: Gitter, zeile: Zeile, breite: int) -> Befund:
    """Der Fehler zu einer abgeschnittenen Zeile."""
    return fehler(
        f"Die Zeile hat {len(zeile.felder)} Felder statt {breite}; die Datei ist beschädigt oder "
        "abgeschnitten.",
        gitter.ort(zeile.nummer),
        "Die Datei noch einmal herunterladen.",
    )


def _kein_raum(gitter: Gitter, zeile: Zeile) -> Befund:
    """Der Fehler zu einer Tabelle ohne Gebiete."""
    return fehler(
        "Die Tabelle ist nicht nach Gebieten gegliedert.",
        gitter.ort(zeile.nummer),
        "Die Tabelle mit Gemeinden oder Kreisen herunterladen.",
    )

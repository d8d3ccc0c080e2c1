"""INKAR (BBSR): die Gesamtdatei als CSV und die neu gespeicherte Ausgabe mit dem Blatt Daten.

Gemeindeverbände heißen dort 03355901 statt 033555401. Die Einheit steht nicht bei den Werten; viele
Indikatoren sind je 1.000 Einwohner.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from operator import itemgetter

from sozialraum_cli.befund import Befund
from sozialraum_cli.namen import vergleichsform
from sozialraum_cli.quellen import breite_tabelle
from sozialraum_cli.quellen.flache_datei import feld, kopf_finden, zeile_zu_kurz
from sozialraum_cli.quellen.format import Format, Gebietswahl
from sozialraum_cli.quellen.gitter import Gitter, text
from sozialraum_cli.quellen.reihe import Merkmal, Reihe, Vermerk, Wert
from sozialraum_cli.quellen.zeit import zeit_lesen

_PFLICHT = ("kennziffer", "zeitbezug", "wert")
_NAMEN = ("kuerzel", "kürzel", "indikator", "id")
_MERKMALE = ("bereich", "raumbezug")
_JE = re.compile(r"\bje\b.*", re.IGNORECASE)


def _erkennen(gitter: Gitter) -> bool:
    return kopf_finden(gitter, _PFLICHT) is not None


def _lesen(gitter: Gitter, gesucht: Gebietswahl) -> Iterator[Wert | Vermerk | Befund]:
    gefunden = kopf_finden(gitter, _PFLICHT)
    if gefunden is None:
        return
    kopf, spalten = gefunden
    namen = [name for name in (*_NAMEN, *_MERKMALE) if name in spalten]
    kennung = itemgetter(spalten["zeitbezug"], *(spalten[name] for name in namen))
    i_schluessel, i_wert, i_name = spalten["kennziffer"], spalten["wert"], spalten.get("name")
    breite = max(spalten.values()) + 1
    reihen: dict[object, Reihe] = {}
    for zeile in gitter.zeilen_unter(kopf):
        felder = zeile.felder
        if len(felder) < breite:
            yield zeile_zu_kurz(gitter, zeile, breite)
        elif gebiet := gesucht[felder[i_schluessel]]:
            roh = kennung(felder)
            reihe = reihen.get(roh)
            if reihe is None:
                zeit, *werte = map(text, roh if isinstance(roh, tuple) else (roh,))
                angaben = dict(zip(namen, werte, strict=True))
                reihe = reihen[roh] = _reihe(zeit, angaben)
            schluessel, name = feld(felder, i_schluessel), feld(felder, i_name)
            yield Wert(gebiet, schluessel, name, reihe, felder[i_wert], zeile.nummer)


def _reihe(zeit: str, angaben: Mapping[str, str]) -> Reihe:
    namen = tuple(angaben[name] for name in _NAMEN if angaben.get(name)) or ("Wert",)
    einheit = next((t[0] for name in namen if (t := _JE.search(name))), "")
    merkmale = tuple(
        Merkmal(name, name, angaben[name], angaben[name]) for name in _MERKMALE if name in angaben
    )
    return Reihe(namen, zeit_lesen(zeit) or zeit, einheit, merkmale, statistik="INKAR")


def _export_erkennen(gitter: Gitter) -> bool:
    for zeile in gitter.anfang[:20]:
        formen = {vergleichsform(text(feld)) for feld in zeile.felder if text(feld)}
        if {"kennziffer", "raumeinheit"} <= formen:
            return True
    return False


def _export_lesen(gitter: Gitter, gesucht: Gebietswahl) -> Iterator[Wert | Vermerk | Befund]:
    einheiten = _einheiten(gitter)
    reihen: dict[Reihe, Reihe] = {}
    for wert in breite_tabelle.lesen(gitter, gesucht):
        if isinstance(wert, Wert) and not wert.reihe.einheit:
            alt = wert.reihe
            if alt not in reihen:
                einheit = einheiten.get(vergleichsform(alt.teile[0] if alt.teile else ""), "")
                reihen[alt] = replace(alt, einheit=einheit)
            wert = wert._replace(reihe=reihen[alt])
        yield wert


def _einheiten(gitter: Gitter) -> dict[str, str]:
    """Die Einheit je Indikator aus dem Blatt Metadaten, das nur den Langnamen nennt."""
    for name, zeilen in gitter.nachbarn().items():
        if vergleichsform(name) == "metadaten":
            return {
                vergleichsform(text(zeile.felder[0])): treffer[0]
                for zeile in zeilen
                if len(zeile.felder) > 1
                and (treffer := _JE.search(text(zeile.felder[1]))) is not None
            }
    return {}


GESAMTDATEI = Format("INKAR (CSV)", _erkennen, _lesen, dezimal=",.", ohne_einheit=True)
EXPORT = Format("INKAR (Ausgabe)", _export_erkennen, _export_lesen, dezimal=",.", ohne_einheit=True)

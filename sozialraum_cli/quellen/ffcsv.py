"""Flat-File (ffcsv) von GENESIS, Regionalstatistik und Zensus, Fassung ab 2025: eine Zeile je Wert.

Der Kopf ist auch bei deutscher Sprache englisch, die Zeilen sind unsortiert; „Insgesamt“ ist ein
leerer attribute_code. Mit Qualitätsangabe folgt value_q.
"""

from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter

from sozialraum_cli.befund import Befund
from sozialraum_cli.lesen.zelle import Zellwert
from sozialraum_cli.quellen.flache_datei import (
    Flachtabelle,
    anfang_lesen,
    feld,
    kopf_finden,
    zeile_zu_kurz,
)
from sozialraum_cli.quellen.format import Format, Gebietswahl
from sozialraum_cli.quellen.gitter import Gitter, text
from sozialraum_cli.quellen.reihe import Merkmal, Reihe, Vermerk, Wert
from sozialraum_cli.quellen.zeit import zeit_lesen

_PFLICHT = ("time", "value", "value_variable_code")
_CODES = ("variable_code", "variable_attribute_code")
_TEILE = (*_CODES, "variable_attribute_label")


def _erkennen(gitter: Gitter) -> bool:
    return kopf_finden(gitter, _PFLICHT) is not None


def _lesen(gitter: Gitter, gesucht: Gebietswahl) -> Iterator[Wert | Vermerk | Befund]:
    tabelle = anfang_lesen(gitter, _PFLICHT, _TEILE, *_CODES)
    if not isinstance(tabelle, Flachtabelle):
        if tabelle is not None:
            yield tabelle
        return
    spalten, breite, uebrige = tabelle.spalten, tabelle.breite, tabelle.merkmale
    i_schluessel = spalten[f"{tabelle.raum}_variable_attribute_code"]
    i_name = spalten[f"{tabelle.raum}_variable_attribute_label"]
    i_wert, i_guete = spalten["value"], spalten.get("value_q")
    namen = [name for name in _kennung(uebrige) if name in spalten]
    kennung = itemgetter(*(spalten[name] for name in namen))
    reihen: dict[object, Reihe] = {}
    orte: dict[Zellwert | None, tuple[str, str]] = {}
    for zeile in tabelle.zeilen:
        felder = zeile.felder
        if len(felder) < breite:
            yield zeile_zu_kurz(gitter, zeile, breite)
        elif gebiet := gesucht[felder[i_schluessel]]:
            roh = kennung(felder)
            reihe = reihen.get(roh)
            if reihe is None:
                angaben = dict(zip(namen, map(text, roh), strict=True))
                reihe = reihen[roh] = _reihe(angaben, uebrige)
            ort = orte.get(felder[i_schluessel])
            if ort is None:
                ort = feld(felder, i_schluessel), feld(felder, i_name)
                orte[felder[i_schluessel]] = ort
            guete = "" if i_guete is None else text(felder[i_guete])
            yield Wert(gebiet, *ort, reihe, felder[i_wert], zeile.nummer, 0, guete)


def _kennung(merkmale: Sequence[int]) -> list[str]:
    """Die Spalten, die sagen, was eine Zeile misst."""
    teile = ("code", "label", "attribute_code", "attribute_label")
    return [
        *("time", "value_variable_code", "value_variable_label", "value_unit"),
        *("statistics_code", "statistics_label"),
        *(f"{nummer}_variable_{teil}" for nummer in merkmale for teil in teile),
    ]


def _reihe(angaben: Mapping[str, str], merkmale: Sequence[int]) -> Reihe:
    def angabe(name: str) -> str:
        return angaben.get(name, "")

    return Reihe(
        namen=(angabe("value_variable_code"), angabe("value_variable_label")),
        zeit=zeit_lesen(angabe("time")) or angabe("time"),
        einheit=angabe("value_unit"),
        merkmale=tuple(
            Merkmal(
                angabe(f"{nummer}_variable_code"),
                angabe(f"{nummer}_variable_label"),
                angabe(f"{nummer}_variable_attribute_code"),
                angabe(f"{nummer}_variable_attribute_label"),
            )
            for nummer in merkmale
        ),
        statistik=" ".join(filter(None, (angabe("statistics_code"), angabe("statistics_label")))),
    )


FORMAT = Format("Flat-File (ffcsv) ab 2025", _erkennen, _lesen)

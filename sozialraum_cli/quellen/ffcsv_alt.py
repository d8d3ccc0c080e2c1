"""Flat-File (ffcsv) bis 2024: deutscher Kopf, je Messgröße eine Spalte „CODE__Name__Einheit“."""

from collections.abc import Iterator, Sequence
from operator import itemgetter

from sozialraum_cli.befund import Befund
from sozialraum_cli.quellen.flache_datei import (
    Flachtabelle,
    anfang_lesen,
    feld,
    kopf_finden,
    zeile_zu_kurz,
)
from sozialraum_cli.quellen.format import Format, Gebietswahl
from sozialraum_cli.quellen.gitter import Gitter, Zeile, text
from sozialraum_cli.quellen.reihe import Merkmal, Reihe, Vermerk, Wert
from sozialraum_cli.quellen.zeit import zeit_lesen

_PFLICHT = ("statistik_code", "zeit", "1_merkmal_code")
_TEILE = ("merkmal_code", "merkmal_label", "auspraegung_code", "auspraegung_label")


def _erkennen(gitter: Gitter) -> bool:
    return kopf_finden(gitter, _PFLICHT) is not None


def _lesen(gitter: Gitter, gesucht: Gebietswahl) -> Iterator[Wert | Vermerk | Befund]:
    tabelle = anfang_lesen(gitter, _PFLICHT, _TEILE, "merkmal_code", "auspraegung_code")
    if not isinstance(tabelle, Flachtabelle):
        if tabelle is not None:
            yield tabelle
        return
    spalten, breite = tabelle.spalten, tabelle.breite
    i_schluessel = spalten[f"{tabelle.raum}_auspraegung_code"]
    i_name = spalten[f"{tabelle.raum}_auspraegung_label"]
    merkmale = [
        tuple(spalten[f"{nummer}_{teil}"] for teil in _TEILE) for nummer in tabelle.merkmale
    ]
    messgroessen = _messgroessen(gitter, tabelle.kopf)
    kennung = itemgetter(
        spalten["zeit"], spalten["statistik_code"], *(s for teile in merkmale for s in teile)
    )
    reihen: dict[tuple[int, object], Reihe] = {}
    for zeile in tabelle.zeilen:
        felder = zeile.felder
        if len(felder) < breite:
            yield zeile_zu_kurz(gitter, zeile, breite)
        elif gebiet := gesucht[felder[i_schluessel]]:
            roh = kennung(felder)
            for spalte, namen in messgroessen:
                reihe = reihen.get((spalte, roh))
                if reihe is None:
                    reihe = _reihe(zeile, spalten, namen, merkmale)
                    reihen[spalte, roh] = reihe
                schluessel, name = feld(felder, i_schluessel), feld(felder, i_name)
                yield Wert(gebiet, schluessel, name, reihe, felder[spalte], zeile.nummer)


def _messgroessen(gitter: Gitter, kopf: int) -> list[tuple[int, tuple[str, str, str, str]]]:
    """Je Messgröße ihre Spalte mit Code, Name, Einheit und ganzer Überschrift."""
    (zeile,) = (zeile for zeile in gitter.anfang if zeile.nummer == kopf)
    gefunden = []
    for spalte, feld_ in enumerate(zeile.felder):
        teile = text(feld_).split("__")
        if len(teile) >= 2:
            einheit = teile[-1] if len(teile) > 2 else ""
            name = "__".join(teile[1:-1] if len(teile) > 2 else teile[1:])
            gefunden.append((spalte, (teile[0], name.replace("_", " "), einheit, text(feld_))))
    return gefunden


def _reihe(
    zeile: Zeile,
    spalten: dict[str, int],
    namen: tuple[str, str, str, str],
    merkmale: Sequence[tuple[int, ...]],
) -> Reihe:
    felder = zeile.felder
    zeit = feld(felder, spalten["zeit"])
    code, name, einheit, ueberschrift = namen
    return Reihe(
        namen=(code, name, name.replace(" ", "_"), ueberschrift),
        zeit=zeit_lesen(zeit) or zeit,
        einheit=einheit,
        merkmale=tuple(Merkmal(*(feld(felder, s) for s in teile)) for teile in merkmale),
        statistik=" ".join(
            feld(felder, spalten.get(name)) for name in ("statistik_code", "statistik_label")
        ).strip(),
    )


FORMAT = Format("Flat-File (ffcsv) bis 2024", _erkennen, _lesen)

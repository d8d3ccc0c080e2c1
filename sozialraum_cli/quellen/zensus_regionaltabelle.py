"""Zensus-Regionaltabelle (XLSX): die Maschinenblätter „CSV-…“ mit _RS in der Kopfzeile."""

from sozialraum_cli.quellen import breite_tabelle
from sozialraum_cli.quellen.format import Format
from sozialraum_cli.quellen.gitter import Gitter, text


def _erkennen(gitter: Gitter) -> bool:
    return any(
        any(text(feld).upper().endswith("_RS") for feld in zeile.felder)
        for zeile in gitter.anfang[:20]
    )


FORMAT = Format("Zensus-Regionaltabelle", _erkennen, breite_tabelle.lesen)

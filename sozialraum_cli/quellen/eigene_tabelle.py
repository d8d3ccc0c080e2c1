"""Eigene Tabelle (CSV, XLSX, ODS): eine Zeile je Gebiet mit Schlüssel oder Namen."""

from sozialraum_cli.quellen import breite_tabelle
from sozialraum_cli.quellen.format import Format
from sozialraum_cli.quellen.gitter import Gitter
from sozialraum_cli.quellen.tabellenkopf import kopf_lesen


def _erkennen(gitter: Gitter) -> bool:
    return kopf_lesen(gitter) is not None


FORMAT = Format("eigene Tabelle", _erkennen, breite_tabelle.lesen, dezimal="")

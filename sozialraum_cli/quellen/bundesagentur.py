"""Gemeindeblatt der Bundesagentur für Arbeit (XLSX): mehrzeiliger Kopf, Schlüssel vorn."""

import re

from sozialraum_cli.quellen import breite_tabelle
from sozialraum_cli.quellen.format import Format
from sozialraum_cli.quellen.gitter import Gitter, text
from sozialraum_cli.quellen.tabellenkopf import kopf_lesen

_KENNZEICHEN = re.compile(r"Bundesagentur für Arbeit", re.IGNORECASE)


def _erkennen(gitter: Gitter) -> bool:
    texte = (text(feld) for zeile in gitter.anfang for feld in zeile.felder)
    if not any(map(_KENNZEICHEN.search, texte)):
        return False
    kopf = kopf_lesen(gitter)
    return kopf is not None and kopf.schluessel is not None


FORMAT = Format("Bundesagentur für Arbeit", _erkennen, breite_tabelle.lesen)

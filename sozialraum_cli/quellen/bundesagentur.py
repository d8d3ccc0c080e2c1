"""Gemeindeblatt der Bundesagentur für Arbeit (XLSX): mehrzeiliger Kopf, Schlüssel vorn."""

import re

from sozialraum_cli.quellen import breite_tabelle
from sozialraum_cli.quellen.format import Format
from sozialraum_cli.quellen.gitter import Gitter, text
from sozialraum_cli.quellen.tabellenkopf import kopf_lesen

_KENNZEICHEN = re.compile(r"Bundesagentur für Arbeit", re.IGNORECASE)


def _erkennen(gitter: Gitter) -> bool:
    # In Titel und Fuß, nicht in den Daten: auch eigene Tabellen nennen ihre Quelle.
    zeilen = ([t for f in zeile.felder if (t := text(f))] for zeile in gitter.anfang)
    if not any(_KENNZEICHEN.search(" ".join(texte)) for texte in zeilen if len(texte) < 3):
        return False
    kopf = kopf_lesen(gitter)
    return kopf is not None and kopf.schluessel is not None


FORMAT = Format("Bundesagentur für Arbeit", _erkennen, breite_tabelle.lesen)

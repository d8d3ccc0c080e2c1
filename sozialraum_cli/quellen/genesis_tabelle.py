"""GENESIS-Tabelle (Regionalstatistik, Landesdatenbanken) als CSV oder XLSX.

Über dem Kopf stehen „GENESIS-Tabelle:“ oder „Tabelle:“ und Titel, die ersten zwei Kopffelder sind
leer, Namen sind eingerückt, der Fuß beginnt mit Unterstrichen.
"""

import re

from sozialraum_cli.quellen import breite_tabelle
from sozialraum_cli.quellen.format import Format
from sozialraum_cli.quellen.gitter import Gitter, text

_KENNZEICHEN = re.compile(r"(?:GENESIS-)?Tabelle: ?\S", re.IGNORECASE)


def _erkennen(gitter: Gitter) -> bool:
    erste = (text(zeile.felder[0]) for zeile in gitter.anfang[:15])
    return any(map(_KENNZEICHEN.match, erste))


FORMAT = Format("GENESIS-Tabelle", _erkennen, breite_tabelle.lesen)

"""Zeilen im XML eines Blatts mit denen vergleichen, die das Programm schriebe."""

import re
from collections.abc import Iterable

from openpyxl.utils.cell import column_index_from_string

from sozialraum_cli.bogen.berechnungsbogen import KOPF_UNTER_ANKER, ueberschriften
from sozialraum_cli.bogen.vorlage import Anker
from sozialraum_cli.lesen.mappe import Auslassung, Blatt, Rohblatt
from sozialraum_cli.lesen.zellen import Zellen

_SCHLUSS = b"</sheetData></worksheet>"


def gleich(roh: Rohblatt, zeilen: Iterable[bytes]) -> bool:
    """Ob im Blatt genau diese Zeilen stehen."""
    return _danach(roh, roh.beginn, zeilen) == roh.ende


def vermuteter_anker(roh: Rohblatt) -> Anker | None:
    """Wo die Anlage beginnt, nach der ersten Zelle, die wie ihre Spalte „Sozialraum“ heißt.

    Es ist vermutet; fest steht es erst, wenn die Zeilen gelesen sind.
    """
    (titel,) = ueberschriften("sozialraum").values()
    kopf = rb'<c r="([A-Z]{1,3})([0-9]{1,7})"[^<>]*><is><t>' + re.escape(titel.encode()) + b"</t>"
    if treffer := re.compile(kopf).search(roh.xml, roh.beginn, roh.ende):
        spalte = column_index_from_string(treffer[1].decode())
        anker = Anker(int(treffer[2]) - KOPF_UNTER_ANKER, spalte)
        return anker if anker.hat_platz() else None
    return None


def ohne_zeilen(
    auslassung: Auslassung, roh: Rohblatt, nummern: range, zeilen: Iterable[bytes]
) -> Blatt | None:
    """Das Blatt ohne diese Zeilen, wenn genau sie darin stehen, mitten in der Tabelle.

    Ergebnis: None, wenn sie es nicht tun oder wenn am übrigen Blatt etwas auffällt. Was davor
    steht, muss mit ihrem Ende ein ganzes Blatt ergeben, und was danach kommt, mit ihrem Anfang:
    so steckt keine Zeile in einem Kommentar oder in einem anderen Element.
    """
    if not nummern:
        return auslassung.lesen(roh.name, (roh.xml,))
    beginn = roh.xml.find(b'<row r="%d"' % nummern.start, roh.beginn, roh.ende)
    ende = None if beginn < 0 else _danach(roh, beginn, zeilen)
    # Ein Namensraum davor könnte ihnen einen anderen Sinn geben.
    if ende is None or b"xmlns" in roh.xml[roh.beginn : beginn]:
        return None
    vorn = auslassung.lesen(roh.name, (roh.xml[:beginn], _SCHLUSS))
    hinten = auslassung.lesen(roh.name, (roh.xml[: roh.beginn], roh.xml[ende:]))
    if vorn is None or hinten is None:
        return None
    if any(zeile >= nummern.start for zeile, _ in (*vorn.zellen, *vorn.leere_formeln)) or any(
        zeile < nummern.stop for zeile, _ in (*hinten.zellen, *hinten.leere_formeln)
    ):
        return None
    zellen = Zellen.aus({**vorn.zellen, **hinten.zellen})
    return Blatt(roh.name, zellen, leere_formeln={**vorn.leere_formeln, **hinten.leere_formeln})


def _danach(roh: Rohblatt, stelle: int, zeilen: Iterable[bytes]) -> int | None:
    """Wo das Blatt hinter diesen Zeilen weitergeht; None, wenn dort andere stehen."""
    for zeile in zeilen:
        if not roh.xml.startswith(zeile, stelle):
            return None
        stelle += len(zeile)
    return stelle

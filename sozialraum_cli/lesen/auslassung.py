"""Blätter beim Lesen auslassen: ihr XML bleibt, wie es ist, bis feststeht, dass es genügt.

Das XML eines Blatts ist groß, und wer schon weiß, was in ihm steht, vergleicht besser Bytes. Das
geht, wenn um die Zeilen herum nichts steht, was sie anders bedeuten ließe: kein Kommentar, kein
anderer Namensraum, keine andere Kodierung und keine Zelle außerhalb der Tabelle.
"""

import re
from collections.abc import Mapping

from sozialraum_cli.lesen.mappe import Rohblatt
from sozialraum_cli.lesen.zahlenformat import Formatwahl, Zahlenformat, Zellformat

# So beginnt ein Blatt, das lxml geschrieben hat; Tabellenkalkulationen schreiben es anders.
ANFANG = (
    b"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
)
_KOPF = re.compile(
    re.escape(ANFANG)
    + rb"(?:</?(?:sheetPr|outlinePr|pageSetUpPr|tabColor|dimension|sheetViews|sheetView|pane|"
    rb"selection|sheetFormatPr|cols|col)(?: (?!xmlns)[A-Za-z]+=\"[^\"<>]*\")*/?>)*<sheetData>"
)
_ENDE = b"</sheetData>"
_ZAHLEN: set[Zahlenformat | None] = {Zahlenformat.ZAHL, Zahlenformat.PROZENT, None}


def zahl_bleibt_zahl(formate: Mapping[str, Zellformat], nummer: int) -> bool:
    """Ob das Format mit dieser Nummer jede Zahl als Zahl zeigt, keine als Datum."""
    format_ = formate.get(str(nummer))
    if isinstance(format_, Formatwahl):
        return {format_.sonst, *(art for _, art in format_.faelle)} <= _ZAHLEN
    return format_ in _ZAHLEN


def rohblatt(name: str, xml: bytes) -> Rohblatt | None:
    """Das Blatt mit der Stelle seiner Zeilen; None, wenn sie auch etwas anderes heißen könnten.

    Was hinter den Zeilen steht, ist damit noch nicht geprüft.
    """
    kopf = _KOPF.match(xml)
    ende = xml.rfind(_ENDE)
    return None if kopf is None or ende < kopf.end() else Rohblatt(name, xml, kopf.end(), ende)

"""Kommentare einer Vorlage rücken mit ihrer Zelle: der Text und der Rahmen, in dem er steht."""

import re

from sozialraum_cli.arbeitsmappe.paket import q, xmlbaum_lesen, xmlbaum_schreiben
from sozialraum_cli.arbeitsmappe.verschieben import Einfuegung

# Rahmen zählen Zeilen ab 0; im Anker sind sie die dritte und die siebte Zahl.
_ZEILE = re.compile(rb"(?P<davor><\w+:Row>\s*)(?P<zeile>\d+)")
_ANKER = re.compile(
    rb"(?P<davor><\w+:Anchor>\s*\d+,\s*\d+,\s*)(?P<oben>\d+)"
    rb"(?P<mitte>,\s*\d+,\s*\d+,\s*\d+,\s*)(?P<unten>\d+)"
)


def kommentare_verschoben(inhalt: bytes, einfuegung: Einfuegung) -> bytes:
    """Der Teil mit den Texten der Kommentare."""
    wurzel = xmlbaum_lesen(inhalt)
    for kommentar in wurzel.iter(q("comment")):
        kommentar.set("ref", einfuegung.bereich(str(kommentar.get("ref"))))
    return xmlbaum_schreiben(wurzel)


def rahmen_verschoben(inhalt: bytes, einfuegung: Einfuegung) -> bytes:
    """Der Teil mit den Rahmen; er ist nicht immer wohlgeformt, darum ohne XML-Leser."""

    def neu(zeile: bytes) -> bytes:
        return b"%d" % (einfuegung.zeile(int(zeile) + 1) - 1)

    inhalt = _ZEILE.sub(lambda t: t["davor"] + neu(t["zeile"]), inhalt)
    return _ANKER.sub(lambda t: t["davor"] + neu(t["oben"]) + t["mitte"] + neu(t["unten"]), inhalt)

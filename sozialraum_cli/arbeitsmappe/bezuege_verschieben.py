"""Bezüge in den Teilen neben den Blättern rücken mit: Tabellen, Diagramme, Pivots, Textfelder."""

from collections.abc import Callable

from lxml import etree

from sozialraum_cli.arbeitsmappe.paket import Element, Paket, xmlbaum_lesen, xmlbaum_schreiben
from sozialraum_cli.arbeitsmappe.verschieben import Einfuegung

# Teile, die am Blatt hängen und seine Zellen ohne Blattnamen nennen.
_AM_BLATT = ("/table", "/pivotTable", "/threadedComment")
_STEUERELEMENT = "/ctrlProp"
_VERKNUEPFUNGEN = ("fmlaLink", "fmlaRange", "fmlaTxbx")


def bezuege_verschieben(paket: Paket, blatt_teil: str, einfuegung: Einfuegung) -> None:
    """Passt alle Teile an, die auf Zellen des Blatts zeigen; andere bleiben bytegleich."""
    for _, art, teil in list(paket.beziehungen(blatt_teil)):
        if art.endswith(_AM_BLATT):
            _anpassen(paket, teil, lambda e: _angaben(e, ("ref",), einfuegung.bereich))
        elif art.endswith(_STEUERELEMENT):
            _anpassen(
                paket,
                teil,
                lambda e: _angaben(
                    e, _VERKNUEPFUNGEN, lambda f: einfuegung.formel(f, einfuegung.blatt)
                ),
            )
    blaetter = set(paket.blaetter().values())
    for teil, inhalt in list(paket.teile.items()):
        beteiligt = teil.startswith("xl/") and teil not in {*blaetter, paket.mappe_pfad}
        if beteiligt and teil.endswith(".xml") and einfuegung.blatt.encode() in inhalt:
            _anpassen(paket, teil, lambda e: _mit_blattnamen(e, einfuegung))


def _mit_blattnamen(element: Element, einfuegung: Einfuegung) -> None:
    """Diagramme nennen Zellen in Elementen f, Textfelder in textlink, Pivots in Blatt und ref."""
    name = etree.QName(element).localname
    if name == "f" and element.text:
        element.text = einfuegung.formel(element.text, "")
    elif name == "worksheetSource" and element.get("sheet") == einfuegung.blatt:
        _angaben(element, ("ref",), einfuegung.bereich)
    _angaben(element, ("textlink",), lambda formel: einfuegung.formel(formel, ""))


def _angaben(element: Element, namen: tuple[str, ...], neu: Callable[[str], str]) -> None:
    for name in namen:
        if (wert := element.get(name)) is not None:
            element.set(name, neu(wert))


def _anpassen(paket: Paket, teil: str, aendern: Callable[[Element], None]) -> None:
    wurzel = xmlbaum_lesen(paket.teile[teil])
    vorher = etree.tostring(wurzel)
    for element in wurzel.iter(etree.Element):
        aendern(element)
    if etree.tostring(wurzel) != vorher:
        paket.teile[teil] = xmlbaum_schreiben(wurzel)

"""Eine .xlsx-Datei, zerlegt für die Regeln: Blätter, Formeln, Formate, Diagramme, Namen."""

from collections.abc import Iterator, Mapping
from functools import cached_property

from bogendatei import blattteile, marke, teile
from formelregeln import einebnen
from lxml import etree


class Datei:
    """Eine .xlsx-Datei mit ihren zerlegten Teilen."""

    def __init__(self, inhalt: bytes) -> None:
        self.bytes = inhalt
        self.teile = teile(inhalt)

    @cached_property
    def blaetter(self) -> Mapping[str, etree._Element]:
        wege = blattteile(self.teile)
        return {name: etree.fromstring(self.teile[teil]) for name, teil in wege.items()}

    @cached_property
    def stile(self) -> etree._Element:
        return etree.fromstring(self.teile["xl/styles.xml"])

    @cached_property
    def mappe(self) -> etree._Element:
        return etree.fromstring(self.teile["xl/workbook.xml"])

    @cached_property
    def diagramme(self) -> Mapping[str, etree._Element]:
        return {
            name: etree.fromstring(inhalt)
            for name, inhalt in self.teile.items()
            if name.startswith("xl/charts/chart")
        }

    @cached_property
    def bereichsnamen(self) -> frozenset[str]:
        """Namen, hinter denen mehr als eine Zelle steht."""
        return frozenset(
            einebnen(str(name.get("name"))).casefold()
            for name in self.mappe.iter(marke("definedName"))
            # INDEX mit einer Zeile ergibt eine Zelle, auch wenn es in einem Bereich sucht.
            if ":" in (name.text or "") and not (name.text or "").startswith("INDEX(")
        )

    def ist_bereich(self, bezug: str) -> bool:
        return ":" in bezug or bezug.casefold() in self.bereichsnamen

    def formeln(self) -> Iterator[tuple[str, str]]:
        for name, blatt in self.blaetter.items():
            for formel in blatt.iter(marke("f")):
                zelle = formel.getparent()
                if formel.text and zelle is not None and formel.get("t") is None:
                    yield f"{name}!{zelle.get('r')}", formel.text

    @cached_property
    def zellformate(self) -> list[tuple[str, float, bool]]:
        """Zu jedem Zellformat Zahlenformat, Schriftgröße und ob fett."""
        eigene = {
            str(n.get("numFmtId")): str(n.get("formatCode"))
            for n in self.stile.iter(marke("numFmt"))
        }
        fonts = self.stile.find(marke("fonts"))
        formate = self.stile.find(marke("cellXfs"))
        assert fonts is not None
        assert formate is not None
        schriften = [(schriftgroesse(font), font.find(marke("b")) is not None) for font in fonts]
        return [
            (
                eigene.get(str(xf.get("numFmtId", "0")), ""),
                *schriften[int(xf.get("fontId", "0"))],
            )
            for xf in formate
        ]


def schriftgroesse(font: etree._Element) -> float:
    """Die Größe einer Schrift in Punkt, 0 ohne Angabe."""
    groesse = font.find(marke("sz"))
    return 0 if groesse is None else float(groesse.get("val", "0"))

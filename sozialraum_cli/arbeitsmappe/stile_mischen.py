"""Zellformate des Bogens in die Formate einer Vorlage aufnehmen."""

from copy import deepcopy
from typing import NamedTuple

from lxml import etree

from sozialraum_cli.arbeitsmappe.paket import Element, q, xmlbaum_lesen, xmlbaum_schreiben

_ERSTES_EIGENES_ZAHLENFORMAT = 164
# Reihenfolge, in der das Schema die Listen verlangt.
_LISTEN = (
    "numFmts",
    "fonts",
    "fills",
    "borders",
    "cellStyleXfs",
    "cellXfs",
    "cellStyles",
    "dxfs",
)


class Versatz(NamedTuple):
    """Um wie viel sich Nummern von Zellformaten und bedingten Formaten verschieben."""

    zellformat: int
    bedingtes_format: int


def stile_mischen(vorlage: bytes, bogen: bytes, schrift: str | None) -> tuple[bytes, Versatz]:
    """Hängt die Formate des Bogens hinten an die der Vorlage; deren eigene bleiben, wie sie sind.

    Eingang: beide styles.xml; schrift ist der Schriftname der Vorlage, den auch der Bogen bekommt.
    Ergebnis: neue styles.xml und der Versatz der Nummern.
    """
    ziel, quelle = xmlbaum_lesen(vorlage), xmlbaum_lesen(bogen)
    if schrift is not None:
        for name in quelle.iterfind(f"{q('fonts')}/{q('font')}/{q('name')}"):
            name.set("val", schrift)
    zahlenformate = _zahlenformate(ziel, quelle)
    versatz = {
        liste: _anhaengen(ziel, quelle, liste) for liste in ("fonts", "fills", "borders", "dxfs")
    }
    erstes = len(_liste(ziel, "cellXfs"))
    for format in _liste(quelle, "cellXfs"):
        neu = deepcopy(format)
        for attribut, liste in (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders")):
            neu.set(attribut, str(int(neu.get(attribut, "0")) + versatz[liste]))
        nummer = int(neu.get("numFmtId", "0"))
        neu.set("numFmtId", str(zahlenformate.get(nummer, nummer)))
        neu.set("xfId", "0")
        # Ohne diese Angaben gälten in manchen Programmen die Formate der Formatvorlage 0.
        for gilt in ("applyFont", "applyFill", "applyBorder", "applyNumberFormat"):
            neu.set(gilt, "1")
        _liste(ziel, "cellXfs").append(neu)
    for liste in ("numFmts", "cellXfs"):
        _liste(ziel, liste).set("count", str(len(_liste(ziel, liste))))
    if not len(_liste(ziel, "numFmts")):
        ziel.remove(_liste(ziel, "numFmts"))
    return xmlbaum_schreiben(ziel), Versatz(erstes, versatz["dxfs"])


def schrift_von(stile: bytes, zellformat: int) -> str | None:
    """Der Schriftname eines Zellformats."""
    wurzel = xmlbaum_lesen(stile)
    format = _liste(wurzel, "cellXfs")[zellformat]
    name = _liste(wurzel, "fonts")[int(format.get("fontId", "0"))].find(q("name"))
    return None if name is None else str(name.get("val"))


def _zahlenformate(ziel: Element, quelle: Element) -> dict[int, int]:
    vergeben = {int(format.get("numFmtId", "0")) for format in _liste(ziel, "numFmts")}
    naechste = max(vergeben | {_ERSTES_EIGENES_ZAHLENFORMAT - 1}) + 1
    zuordnung: dict[int, int] = {}
    for format in _liste(quelle, "numFmts"):
        neu = deepcopy(format)
        zuordnung[int(format.get("numFmtId", "0"))] = naechste
        neu.set("numFmtId", str(naechste))
        naechste += 1
        _liste(ziel, "numFmts").append(neu)
    return zuordnung


def _anhaengen(ziel: Element, quelle: Element, liste: str) -> int:
    vorher = len(_liste(ziel, liste))
    for eintrag in _liste(quelle, liste):
        _liste(ziel, liste).append(deepcopy(eintrag))
    _liste(ziel, liste).set("count", str(len(_liste(ziel, liste))))
    return vorher


def _liste(wurzel: Element, name: str) -> Element:
    """Eine Liste der Formate; fehlt sie, entsteht sie an ihrem Platz im Schema."""
    liste = wurzel.find(q(name))
    if liste is None:
        liste = etree.Element(q(name))
        davor = [wurzel.find(q(vor)) for vor in _LISTEN[: _LISTEN.index(name)]]
        stelle = sum(1 for vor in davor if vor is not None)
        wurzel.insert(stelle, liste)
    return liste

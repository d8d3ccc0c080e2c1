"""OpenDocument-Tabellen (.ods): welcher Teil der Datei was sagt."""

from datetime import datetime

from sozialraum_cli.befund import Befund
from sozialraum_cli.lesen.archiv import Archiv
from sozialraum_cli.lesen.mappe import Blatt
from sozialraum_cli.lesen.odsblatt import Tabellenleser
from sozialraum_cli.lesen.odsformat import Odsformate
from sozialraum_cli.lesen.xmlstrom import (
    Textpuffer,
    XmlSchaden,
    nichts,
    ohne_namensraum,
    xmlstrom_lesen,
)
from sozialraum_cli.lesen.zahlenformat import zeitpunkt


def ods_verschluesselt(archiv: Archiv) -> bool:
    """Ob das Inhaltsverzeichnis der Datei eine Verschlüsselung nennt."""
    verschluesselt = False

    def beginn(name: str, _attribute: dict[str, str]) -> None:
        nonlocal verschluesselt
        verschluesselt = verschluesselt or ohne_namensraum(name) == "encryption-data"

    if archiv.hat("META-INF/manifest.xml"):
        manifest = archiv.stuecke("META-INF/manifest.xml")
        xmlstrom_lesen(manifest, beginn, nichts, nichts, archiv.vorrat, doctype_erlaubt=True)
    return verschluesselt


def ods_lesen(archiv: Archiv) -> tuple[tuple[Blatt, ...], tuple[Befund, ...]]:
    """Alle Tabellenblätter in der Reihenfolge der Mappe und die Befunde.

    Fehler: Dateifehler, wenn die Datei beschädigt ist oder eine Grenze überschreitet.
    """
    leser = Tabellenleser(archiv.vorrat, *_allgemeine_formate(archiv))
    inhalt = archiv.stuecke("content.xml")
    xmlstrom_lesen(
        inhalt, leser.beginn, leser.ende, leser.text, archiv.vorrat, doctype_erlaubt=True
    )
    return tuple(leser.blaetter), tuple(leser.befunde)


def _allgemeine_formate(archiv: Archiv) -> tuple[Odsformate, bool]:
    """Die Stile der ganzen Mappe und ob sie lesbar sind."""
    formate = Odsformate()
    if not archiv.hat("styles.xml"):
        return formate, True
    try:
        stile = archiv.stuecke("styles.xml")
        xmlstrom_lesen(stile, formate.beginn, nichts, nichts, archiv.vorrat, doctype_erlaubt=True)
    except XmlSchaden:
        return formate, False
    return formate, True


def ods_stand(archiv: Archiv) -> datetime | None:
    """Das Änderungsdatum aus den Dateieigenschaften; None, wenn keines lesbar ist."""
    if not archiv.hat("meta.xml"):
        return None
    texte = Textpuffer()
    gefunden: list[str] = []

    def beginn(_name: str, _attribute: dict[str, str]) -> None:
        texte.clear()

    def ende(name: str) -> None:
        if ohne_namensraum(name) == "date":
            gefunden.append("".join(texte))

    try:
        meta = archiv.stuecke("meta.xml")
        xmlstrom_lesen(meta, beginn, ende, texte.aufnehmen, archiv.vorrat, doctype_erlaubt=True)
    except XmlSchaden:
        # Ohne Änderungsdatum lässt sich rechnen.
        return None
    return zeitpunkt(gefunden[0]) if gefunden else None

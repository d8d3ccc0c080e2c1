"""Vorlagen von der Platte: die mitgelieferte und eigene mit Briefkopf."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from sozialraum_cli.arbeitsmappe.paket import xmlbaum_lesen
from sozialraum_cli.arbeitsmappe.speichern import entpacken
from sozialraum_cli.befund import Befund, Datenfehler, fehler
from sozialraum_cli.bogen.fremdes import ohne_fremdes
from sozialraum_cli.bogen.vorlage import Bogenvorlage, schaden_melden
from sozialraum_cli.lesen.archiv import Archiv
from sozialraum_cli.lesen.dateiname import anzeigename
from sozialraum_cli.lesen.mappendatei import als_datenfehler, bytes_lesen, mappe_aus_bytes
from sozialraum_cli.lesen.vorrat import GRENZEN, MEBIBYTE, Posten, Vorrat
from sozialraum_cli.ressourcen import ressource

_MITGELIEFERT = "berechnungsbogen.xlsx"
_ENDUNGEN = {".xlsx", ".xltx"}
_XML = (".xml", ".rels")
# Eine Vorlage steht als Baum im Speicher und wird ganz neu gepackt; ein Briefkopf ist klein.
_GRENZEN = {
    **GRENZEN,
    Posten.ENTPACKT: 64 * MEBIBYTE,
    Posten.XML: 16 * MEBIBYTE,
    Posten.MARKEN: 400_000,
}


class Vorlagendatei(NamedTuple):
    """Die Teile einer gelesenen Vorlage und was an ihr auffiel."""

    name: str
    teile: Mapping[str, bytes]
    hinweise: tuple[Befund, ...]

    def vorlage(self) -> Bogenvorlage:
        """Eine Vorlage zum Füllen; jede lässt sich nur einmal füllen. Fehler: Datenfehler."""
        with schaden_melden(self.name):
            return Bogenvorlage(self.name, self.teile)


def mitgelieferte_vorlage() -> Bogenvorlage:
    """Die Vorlage des Programms."""
    return Bogenvorlage(_MITGELIEFERT, entpacken(ressource("vorlagen", _MITGELIEFERT)))


def vorlagendatei_lesen(pfad: Path) -> Vorlagendatei:
    """Eine Vorlage des Nutzers, .xlsx oder .xltx, einmal gelesen und geprüft.

    Fehler: Datenfehler, wenn die Datei fehlt, keine Mappe ist oder den Anker nicht hat.
    """
    name = anzeigename(pfad)
    if pfad.suffix.lower() not in _ENDUNGEN:
        raise Datenfehler(
            [
                fehler(
                    "Eine Vorlage muss eine Mappe im Format .xlsx oder .xltx sein.",
                    name,
                    "Die Vorlage in der Tabellenkalkulation als .xlsx speichern, ohne Makros.",
                )
            ]
        )
    daten = bytes_lesen(pfad)
    with als_datenfehler(name):
        # Das Lesen prüft Größe, Verschlüsselung und Form; erst danach wird ganz entpackt.
        mappe_aus_bytes(daten, name)
        archiv = Archiv(daten, Vorrat(_GRENZEN))
        teile = archiv.inhalte()
        for teil in teile:
            if teil.lower().endswith(_XML):
                archiv.vorrat.nehmen(Posten.XML, len(teile[teil]))
                archiv.vorrat.nehmen(Posten.MARKEN, teile[teil].count(b"<"))
    with schaden_melden(name):
        for teil, inhalt in teile.items():
            if teil.lower().endswith(_XML):
                xmlbaum_lesen(inhalt)
        teile, hinweise = ohne_fremdes(name, teile)
        vorlage = Bogenvorlage(name, teile)
    return Vorlagendatei(name, teile, (*hinweise, *vorlage.hinweise))

"""Vorlagen von der Platte: die mitgelieferte und eigene mit Briefkopf."""

from pathlib import Path

from sozialraum_cli.arbeitsmappe.paket import xml_lesen
from sozialraum_cli.arbeitsmappe.speichern import entpacken
from sozialraum_cli.befund import Datenfehler, fehler
from sozialraum_cli.bogen.vorlage import Vorlage, schaden_melden
from sozialraum_cli.lesen.laden import mappe_laden
from sozialraum_cli.ressourcen import ressource

_MITGELIEFERT = "berechnungsbogen.xlsx"
_ENDUNGEN = {".xlsx", ".xltx"}


def mitgelieferte_vorlage() -> Vorlage:
    """Die Vorlage des Programms."""
    return Vorlage(_MITGELIEFERT, entpacken(ressource("vorlagen", _MITGELIEFERT)))


def eigene_vorlage(pfad: Path) -> Vorlage:
    """Eine Vorlage des Nutzers, .xlsx oder .xltx.

    Fehler: Datenfehler, wenn die Datei fehlt, keine Mappe ist oder den Anker nicht hat.
    """
    if pfad.suffix.lower() not in _ENDUNGEN:
        raise Datenfehler(
            [
                fehler(
                    "Eine Vorlage muss eine Mappe im Format .xlsx oder .xltx sein.",
                    pfad.name,
                    "Die Vorlage in der Tabellenkalkulation als .xlsx speichern, ohne Makros.",
                )
            ]
        )
    # Das Laden prüft Größe, Verschlüsselung und Form; erst danach wird ganz entpackt.
    mappe_laden(pfad)
    with schaden_melden(pfad.name):
        teile = entpacken(pfad.read_bytes())
        for name, inhalt in teile.items():
            if name.endswith((".xml", ".rels")):
                xml_lesen(inhalt)
        return Vorlage(pfad.name, teile)

"""Die Tabellen der vier Eingabeblätter einer Mappe."""

from collections.abc import Set as AbstractSet
from typing import NamedTuple

from sozialraum_cli.befund import Befund
from sozialraum_cli.eingabe import (
    blatt_gewichtung,
    blatt_indikatoren,
    blatt_parameter,
    blatt_sozialraeume,
)
from sozialraum_cli.eingabe.blatt_sozialraeume import SOZIALRAUM
from sozialraum_cli.eingabe.kopfzeile import Blattform, blatt_finden, passende_blaetter
from sozialraum_cli.eingabe.parametername import PARAMETERFORMEN
from sozialraum_cli.eingabe.tabelle import Tabelle, namen_im_blatt, tabelle_lesen
from sozialraum_cli.lesen.mappe import Mappe
from sozialraum_cli.lesen.zellen import als_wert
from sozialraum_cli.namen import vergleichsform


class Tabellen(NamedTuple):
    """Die Tabellen der vier Blätter; None heißt: nicht lesbar, ein Fehler ist gemeldet."""

    sozialraeume: Tabelle | None
    indikatoren: Tabelle | None
    gewichtung: Tabelle | None
    parameter: Tabelle | None

    @property
    def anmerkungen(self) -> dict[str, tuple[str, ...]]:
        """Die Texte über und unter der Tabelle je Blatt, das lesbar ist."""
        je_blatt = {
            blatt_sozialraeume.FORM.name: self.sozialraeume,
            blatt_indikatoren.FORM.name: self.indikatoren,
            blatt_gewichtung.FORM.name: self.gewichtung,
            blatt_parameter.FORM.name: self.parameter,
        }
        return {name: t.anmerkungen for name, t in je_blatt.items() if t is not None}


def tabellen_finden(mappe: Mappe, befunde: list[Befund]) -> Tabellen:
    """Die vier Tabellen; was ein Blatt über Namen weiß, hilft beim Lesen der anderen."""

    def lesen(form: Blattform, bekannt: AbstractSet[str] = frozenset()) -> Tabelle | None:
        blatt = blatt_finden(mappe, form.name, befunde)
        return None if blatt is None else tabelle_lesen(blatt, form, befunde, bekannt)

    sozialraeume = lesen(blatt_sozialraeume.FORM, _keine_fussnoten(mappe))
    indikatoren = lesen(blatt_indikatoren.FORM, _namensformen(sozialraeume))
    spalten = {vergleichsform(name) for name in indikatoren.kopf.weitere} if indikatoren else set()
    return Tabellen(
        sozialraeume,
        indikatoren,
        lesen(blatt_gewichtung.FORM, spalten),
        lesen(blatt_parameter.FORM, PARAMETERFORMEN),
    )


def _keine_fussnoten(mappe: Mappe) -> set[str]:
    """Ein Ort darf „Quelle“ heißen: wen das Blatt Indikatoren mit Zahlen kennt.

    Gebraucht wird das nur, wenn das Blatt Sozialräume mit einer Zeile aus Text endet.
    """
    for blatt in passende_blaetter(mappe, blatt_sozialraeume.FORM.name):
        spalten = blatt.zellen.bloecke[-1].inhalte if blatt.zellen else ()
        unten = (inhalte[-1] for inhalte in spalten)
        if not all(isinstance(als_wert(inhalt), str) for inhalt in unten if inhalt is not None):
            return set()
    form = blatt_indikatoren.FORM
    return set().union(
        *(namen_im_blatt(blatt, form) for blatt in passende_blaetter(mappe, form.name))
    )


def _namensformen(sozialraeume: Tabelle | None) -> set[str]:
    if sozialraeume is None:
        return set()
    inhalte = sozialraeume.inhalte(SOZIALRAUM, sozialraeume.zeilen)
    werte = (als_wert(inhalt) for inhalt in inhalte if inhalt is not None)
    return {vergleichsform(wert) for wert in werte if isinstance(wert, str)}

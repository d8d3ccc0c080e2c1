"""Die Felder eines Termins und unter welchen Überschriften sie ohne Zuordnung gelten."""

import re
from collections.abc import Mapping
from enum import StrEnum

from sozialraum_cli.controlling.dauer import Dauereinheit
from sozialraum_cli.namen import vergleichsform


class Feld(StrEnum):
    """Was eine Spalte einer Quelle enthält; der Name gilt in [spalten] der Zuordnung."""

    SOZIALRAUM = "sozialraum"
    LEISTUNG = "leistung"
    DATUM = "datum"
    DAUER = "dauer"
    BEGINN = "beginn"
    ENDE = "ende"
    ART = "art"
    FALL = "fall"
    TEILNEHMENDE = "teilnehmende"
    BETRAG = "betrag"
    BEGRUENDUNG = "begruendung"


# Nur was eindeutig ist; alles andere sagt die Zuordnung.
_UEBERSCHRIFTEN: Mapping[Feld, tuple[str, ...]] = {
    Feld.SOZIALRAUM: ("Sozialraum", "Sozialräume"),
    Feld.LEISTUNG: ("Leistung", "Leistungsart"),
    Feld.DATUM: ("Datum", "Termin", "Termindatum", "Datum des Termins"),
    Feld.DAUER: ("Dauer",),
    Feld.BEGINN: ("Beginn", "Uhrzeit von", "von"),
    Feld.ENDE: ("Ende", "Uhrzeit bis", "bis"),
    Feld.ART: ("Art", "Terminart"),
    Feld.FALL: ("Fall", "Fallnummer", "Fall-Nr.", "Fall-ID", "Aktenzeichen"),
    Feld.TEILNEHMENDE: ("Teilnehmende", "Teilnehmer", "Anzahl Teilnehmende"),
    Feld.BETRAG: ("Betrag", "Betrag in €", "Betrag (€)", "Betrag in Euro", "Istkosten"),
    Feld.BEGRUENDUNG: ("Begründung",),
}
_DAUER_MIT_EINHEIT: Mapping[Dauereinheit, tuple[str, ...]] = {
    Dauereinheit.MINUTEN: (
        "Dauer in Minuten",
        "Dauer (Minuten)",
        "Dauer (min)",
        "Dauer in min",
        "Dauer min",
        "Minuten",
    ),
    Dauereinheit.STUNDEN: (
        "Dauer in Stunden",
        "Dauer (Stunden)",
        "Dauer (h)",
        "Dauer in h",
        "Dauer h",
        "Stunden",
    ),
    Dauereinheit.UHR: ("Dauer (hh:mm)", "Dauer hh:mm", "Dauer (h:mm)"),
}
_FELDER = {
    vergleichsform(name): feld for feld, namen in _UEBERSCHRIFTEN.items() for name in namen
} | {vergleichsform(name): Feld.DAUER for namen in _DAUER_MIT_EINHEIT.values() for name in namen}
_EINHEITEN = {
    vergleichsform(name): einheit for einheit, namen in _DAUER_MIT_EINHEIT.items() for name in namen
}

_PERSON = re.compile(
    "^(name.*|plz|ort|geb|geb[.-]?dat.*|tel|kind|kinder|mutter|vater|eltern|familie|person)$"
    "|name[ndrs]?$|name(der|des|von)|geburt|anschrift|adresse|strasse|hausn|postleit|wohnort"
    "|wohnhaft|telefon|handy|mobilnummer|e-?mail|(klient|personen?sorge|sorgeberecht|erziehungsber)"
)
_KEINE_PERSON = re.compile(
    "sozialraum|gebiet|leistung|angebot|massnahme|traeger|projekt|region"
    "|(klient|person)[a-zäöü]*[-./_]?(nr|nummer|id|anzahl)$|anzahl"
)


def feld_zu(ueberschrift: str) -> Feld | None:
    """Das Feld, das eine Überschrift eindeutig nennt; None, wenn sie keines nennt."""
    return _FELDER.get(vergleichsform(ueberschrift))


def einheit_zu(ueberschrift: str) -> Dauereinheit | None:
    """Die Einheit, die eine Überschrift der Dauer nennt: „Dauer in Minuten“."""
    return _EINHEITEN.get(vergleichsform(ueberschrift))


def sieht_nach_person_aus(ueberschrift: str) -> bool:
    """Ob eine Überschrift nach Namen, Geburtsdatum oder Anschrift aussieht."""
    form = vergleichsform(ueberschrift)
    return bool(_PERSON.search(form)) and not _KEINE_PERSON.search(form)

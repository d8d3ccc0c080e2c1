"""Was die Quellen an einer Stelle ergeben: Ort, Leistung und Träger mit Stunden und Beträgen."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum

SEKUNDEN_JE_STUNDE = 3600


class Kategorie(Enum):
    """Wohin Stunden gehören, die zu keinem Sozialraum des Bogens gehören; nie ein Name."""

    AUSSERHALB = "ausserhalb"
    KEINE_ANGABE = "keine_angabe"
    UNBEKANNT = "unbekannt"

    @property
    def bezeichnung(self) -> str:
        """Wie die Kategorie in Tabellen heißt."""
        return {
            Kategorie.AUSSERHALB: "außerhalb",
            Kategorie.KEINE_ANGABE: "keine Angabe",
            Kategorie.UNBEKANNT: "nicht zugeordnet",
        }[self]


Ort = str | Kategorie


# Sozialraum oder Kategorie; Leistung, None heißt: keine des Bogens; Träger.
Zaehlstelle = tuple[Ort, str | None, str | None]


@dataclass(slots=True)
class Istmenge:
    """Was an einer Stelle zusammenkam: Sekunden, Beträge in €, Fälle (als Kennung), Personen.

    betrag und teilnehmende sind None, wenn keine Zeile welche nennt.
    """

    sekunden: Decimal = Decimal(0)
    betrag: Decimal | None = None
    faelle: set[int] = field(default_factory=set)
    teilnehmende: int | None = None
    begruendungen: dict[str, None] = field(default_factory=dict)

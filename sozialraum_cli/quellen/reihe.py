"""Was eine Quelle liefert: Reihen (was gemessen wird) und Werte (für welches Gebiet)."""

from dataclasses import dataclass
from typing import NamedTuple

from sozialraum_cli.lesen.zelle import Zellwert
from sozialraum_cli.namen import vergleichsform

_INSGESAMT = {vergleichsform(wort) for wort in ("Insgesamt", "Gesamt", "Total", "zusammen")}


class Merkmal(NamedTuple):
    """Ein Merkmal und seine Ausprägung, je mit Code und Wort; „Insgesamt“ hat keinen Code."""

    code: str
    name: str
    auspraegung_code: str
    auspraegung: str

    def heisst(self, text: str) -> bool:
        """Ob das Merkmal so heißt, mit Code oder Wort."""
        return vergleichsform(text) in (vergleichsform(self.code), vergleichsform(self.name))

    def ist(self, auspraegung: str) -> bool:
        """Ob das die Ausprägung ist; "" heißt Insgesamt."""
        if not auspraegung:
            return not self.auspraegung_code or ist_insgesamt(self.auspraegung)
        gesucht = vergleichsform(auspraegung)
        return gesucht in (
            vergleichsform(self.auspraegung_code),
            vergleichsform(self.auspraegung),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Reihe:
    """Eine Messgröße zu einer Zeit für eine Ausprägung je Merkmal; je Quelle gibt es sie einmal.

    namen: Code, Bezeichnung und andere Namen der Messgröße. teile: bei breiten Tabellen die
    Überschriften der Spalte von oben nach unten. titel: Zeilen über der Tabelle. zeit: "", wenn die
    Quelle keine nennt; zeitangabe: wie sie dasteht, wenn sie mehr sagt (Jahresdurchschnitt 2021).
    """

    namen: tuple[str, ...]
    zeit: str
    einheit: str = ""
    merkmale: tuple[Merkmal, ...] = ()
    teile: tuple[str, ...] = ()
    titel: tuple[str, ...] = ()
    statistik: str = ""
    zeitangabe: str = ""

    def guete(self, name: str) -> int:
        """Wie gut die Reihe so heißt: 4 genau, 3 letzte Überschrift, 2 eine, 1 im Titel, 0 nie."""
        gesucht = vergleichsform(name)
        if gesucht in map(vergleichsform, self.namen):
            return 4
        teile = [vergleichsform(teil) for teil in self.teile]
        if gesucht in teile:
            return 3 if teile[-1] == gesucht else 2
        titel = [vergleichsform(zeile) for zeile in self.titel]
        return 1 if gesucht in titel or gesucht in map(_ohne_klammer, titel) else 0

    @property
    def bezeichnung(self) -> str:
        """Die Messgröße, wie Befunde sie nennen."""
        if self.teile:
            return " / ".join(self.teile)
        return " ".join(dict.fromkeys(name for name in self.namen if name)) or "ohne Namen"


class Wert(NamedTuple):
    """Ein Feld einer Quelle, wie es dasteht; guete ist das Kennzeichen seiner Qualität."""

    gebiet: str
    schluessel: str
    name: str
    reihe: Reihe
    roh: Zellwert | None
    zeile: int
    spalte: int = 0
    guete: str = ""


class Vermerk(NamedTuple):
    """Was eine Quelle über sich selbst sagt: ihr Stand oder ihr Urheber."""

    text: str


def ist_insgesamt(text: str) -> bool:
    """Ob eine Ausprägung oder Überschrift alle umfasst."""
    return vergleichsform(text) in _INSGESAMT


def _ohne_klammer(titel: str) -> str:
    return titel.partition("(")[0]

"""Eine Zeile einer Tabelle: sie liest ihre Felder und meldet, was daran nicht stimmt."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import NamedTuple

from sozialraum_cli.befund import Befund, fehler, hinweis
from sozialraum_cli.eingabe.betrag import bruchteile_von_cent, hat_bruchteile_von_cent
from sozialraum_cli.eingabe.unlesbar import FEHLT, Unlesbar, als_fehler
from sozialraum_cli.eingabe.zahl import Einheit, Zahl, zahl_lesen
from sozialraum_cli.eingabe.zelltext import name_lesen, text_lesen
from sozialraum_cli.eingabe.zirkelbezug import bezieht_sich_auf_sich
from sozialraum_cli.lesen.mappe import fundort
from sozialraum_cli.lesen.zelle import Zelle, Zellwert
from sozialraum_cli.lesen.zellen import Zellen
from sozialraum_cli.zahlen import knapp


class Zeilenumfeld(NamedTuple):
    """Was alle Zeilen einer Tabelle gemeinsam haben.

    nummern: die Nummer der Spalte je Überschrift; befunde: wohin die Zeilen melden.
    """

    blatt: str
    zellen: Zellen
    nummern: Mapping[str, int]
    befunde: list[Befund]


class Zeile:
    """Eine Zeile unter der Überschrift; Felder heißen wie ihre Spalte.

    `was` ist, wie ein Befund das Feld nennt, sonst der Name der Spalte. Fehlt die Spalte oder ist
    die Zelle leer, ist das Feld None; nach einem Fehler auch.
    """

    __slots__ = ("_umfeld", "nummer")

    def __init__(self, nummer: int, umfeld: Zeilenumfeld) -> None:
        """Eingang: die Nummer der Zeile im Blatt und ihre Tabelle."""
        self.nummer = nummer
        self._umfeld = umfeld

    def zelle(self, spalte: str) -> Zelle | None:
        """Die Zelle oder None, wenn sie leer ist oder die Spalte fehlt."""
        nummer = self._umfeld.nummern.get(spalte)
        return None if nummer is None else self.zelle_in(nummer)

    def zelle_in(self, nummer: int) -> Zelle | None:
        """Die Zelle in der Spalte mit dieser Nummer oder None, wenn sie leer ist."""
        return self._umfeld.zellen.get((self.nummer, nummer))

    def ort(self, spalte: str, *, sonst: str = "") -> str:
        """Der Fundort eines Felds: Indikatoren!D7; fehlt die Spalte, der in der Spalte `sonst`.

        Fehler: KeyError, wenn es keine von beiden gibt.
        """
        nummern = self._umfeld.nummern
        return fundort(self._umfeld.blatt, self.nummer, nummern.get(spalte) or nummern[sonst])

    def text(self, spalte: str, was: str = "") -> str | None:
        """Der Text eines Felds."""
        return self._gelesen(text_lesen, spalte, was)

    def name(self, spalte: str, was: str = "") -> str | None:
        """Der Name eines Felds, höchstens 255 Zeichen."""
        return self._gelesen(name_lesen, spalte, was)

    def zahl(self, spalte: str, was: str = "", *, statistik: bool = True) -> Zahl | None:
        """Die Zahl eines Felds, das gefüllt und nicht negativ sein muss; None nach einem Fehler.

        Eingang: statistik wie bei zahl_lesen.
        """
        zelle = self.zelle(spalte)
        if zelle is None:
            self._unlesbar(FEHLT, spalte, was)
            return None
        zahl = zahl_lesen(
            zelle.wert,
            prozentzelle=zelle.prozent,
            format_unbekannt=zelle.format_unbekannt,
            statistik=statistik,
        )
        if isinstance(zahl, Unlesbar):
            self._unlesbar(zahl, spalte, was)
            return None
        if zahl.wert > 0:
            return zahl
        if zahl.wert < 0:
            self._fehler(
                f"{was or spalte}: Die Zahl {knapp(zahl.wert)} ist negativ.",
                spalte,
                "Eine Zahl ab 0 eintragen.",
            )
            return None
        nummer = self._umfeld.nummern[spalte]
        if zelle.formel and bezieht_sich_auf_sich(zelle.formel, self.nummer, nummer):
            self._fehler(
                f"{was or spalte}: Die Formel bezieht sich auf ihre eigene Zelle (Zirkelbezug); "
                "gespeichert ist darum 0.",
                spalte,
                "Die Formel berichtigen oder den Wert eintragen.",
            )
            return None
        return zahl

    def betrag(self, spalte: str, was: str = "") -> Decimal | None:
        """Der Betrag eines Felds in €, ab 0."""
        zelle = self.zelle(spalte)
        zahl = None if zelle is None else self.zahl(spalte, was)
        if zelle is None or zahl is None:
            return None
        if zahl.einheit not in {Einheit.OHNE, Einheit.EURO}:
            self._fehler(
                f"{was or spalte}: Statt eines Betrags in € steht dort ein Wert in {zahl.einheit}.",
                spalte,
                "Den Betrag in € eintragen und die Zelle als Zahl oder Euro formatieren.",
            )
            return None
        if hat_bruchteile_von_cent(zahl.wert):
            befund = bruchteile_von_cent(was or spalte, zahl.wert, self.ort(spalte))
            self._umfeld.befunde.append(befund)
        if zahl.wert == 0 and zelle.formel is not None:
            self._umfeld.befunde.append(
                hinweis(
                    f"{was or spalte}: Die Formel ergibt 0; das kann ein Zirkelbezug oder ein "
                    "Bezug auf eine leere Zelle sein.",
                    self.ort(spalte),
                    "Die Formel prüfen; 0 heißt hier: kein Budget.",
                )
            )
        return zahl.wert

    def _gelesen(
        self, lesen: Callable[[Zellwert], str | Unlesbar], spalte: str, was: str
    ) -> str | None:
        zelle = self.zelle(spalte)
        if zelle is None:
            return None
        text = lesen(zelle.wert)
        if isinstance(text, Unlesbar):
            self._unlesbar(text, spalte, was)
            return None
        return text

    def _unlesbar(self, grund: Unlesbar, spalte: str, was: str) -> None:
        self._umfeld.befunde.append(als_fehler(was or spalte, grund, self.ort(spalte)))

    def _fehler(self, text: str, spalte: str, abhilfe: str) -> None:
        self._umfeld.befunde.append(fehler(text, self.ort(spalte), abhilfe))

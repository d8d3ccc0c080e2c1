"""Einen Bogen nachrechnen: stimmt jede Zahl, die in ihm gespeichert ist?"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from sozialraum_cli.befund import Befund, Datenfehler, fehler
from sozialraum_cli.bogen.abgleich import Formelstand, Zellvergleich, abgleichen
from sozialraum_cli.bogen.abgleichbefunde import anderer_umfang, hinweise
from sozialraum_cli.bogen.pruefung import EINGABE_SHA256
from sozialraum_cli.bogen.pruefung import TITEL as PRUEFUNG
from sozialraum_cli.bogen.reihenfolge import AndererUmfang, in_reihenfolge_des_bogens
from sozialraum_cli.lesen.mappe import Mappe
from sozialraum_cli.modell import Eingabe
from sozialraum_cli.namen import vergleichsform
from sozialraum_cli.parameter import werte
from sozialraum_cli.rechnen.berechnung import Ergebnis

_SHA256 = re.compile(EINGABE_SHA256.format("(?P<name>.*)"))


@dataclass(frozen=True, slots=True)
class Nachrechnung:
    """Ein nachgerechneter Bogen: wie viele Zellen, welche nicht stimmen, was sonst auffällt.

    eingaben: Prüfsumme (SHA-256) des Inhalts der Eingabeblätter, gleich in welcher Reihenfolge.
    quellen: Name und Prüfsumme der Dateien, aus denen der Bogen nach seiner eigenen Angabe stammt.
    """

    zellen: int
    abweichungen: tuple[Zellvergleich, ...]
    hinweise: tuple[Befund, ...]
    eingaben: str
    quellen: tuple[tuple[str, str], ...]


def nachrechnen(mappe: Mappe, ergebnis: Ergebnis) -> Nachrechnung:
    """Vergleicht jede gespeicherte Zahl jedes gerechneten Blatts mit der richtigen.

    Eingang: der Bogen und das Ergebnis aus seinen Eingabeblättern. Fehler: Datenfehler, wenn die
    Mappe kein Bogen ist oder andere Sozialräume, Indikatoren oder Parameter rechnet als ihre
    Eingabeblätter nennen. Quelle: docs/verfahren.md, Abschnitt „Nachrechnen“.
    """
    try:
        vergleiche = abgleichen(mappe, ergebnis)
    except AndererUmfang as anderer:
        befund = anderer_umfang(anderer, mappe)
        raise Datenfehler([fehler(befund.text, befund.fundort, befund.abhilfe)]) from None
    if vergleiche is None:
        raise Datenfehler(
            [
                fehler(
                    "Die Mappe enthält keinen Berechnungsbogen dieses Programms.",
                    mappe.dateiname,
                    "Eine Eingabemappe prüft „sozialraum pruefen“; einen Bogen macht daraus "
                    "„sozialraum berechnen“.",
                )
            ]
        )
    abweichungen = tuple(vergleich for vergleich in vergleiche if not vergleich.stimmt)
    veraendert = [
        vergleich
        for vergleich in vergleiche
        if vergleich.stimmt
        and vergleich.formel in {Formelstand.UEBERSCHRIEBEN, Formelstand.GEAENDERT}
    ]
    eingabe = in_reihenfolge_des_bogens(mappe, ergebnis.eingabe)
    return Nachrechnung(
        len(vergleiche),
        abweichungen,
        tuple(hinweise(veraendert)),
        pruefsumme(eingabe),
        tuple(_quellen(mappe)),
    )


def pruefsumme(eingabe: Eingabe) -> str:
    """Die Prüfsumme (SHA-256) über alles, womit gerechnet wird, ohne Formate und Anmerkungen."""
    inhalt = (
        [tuple(raum) for raum in eingabe.sozialraeume],
        [tuple(indikator) for indikator in eingabe.indikatoren],
        sorted((name, [f"{w:f}" for w in s.werte]) for name, s in eingabe.spalten.items()),
        list(werte(eingabe.parameter).items()),
    )
    return hashlib.sha256(repr(inhalt).encode("utf-8", "surrogatepass")).hexdigest()


def _quellen(mappe: Mappe) -> Iterator[tuple[str, str]]:
    """Dateien und Prüfsummen, die das Blatt Prüfung nennt."""
    for blatt in mappe.blaetter:
        if vergleichsform(blatt.name) != vergleichsform(PRUEFUNG):
            continue
        for (zeile, spalte), zelle in sorted(blatt.zellen.items()):
            daneben = blatt.zellen.get((zeile, spalte + 1))
            treffer = _SHA256.fullmatch(str(zelle.wert))
            if treffer and daneben:
                yield treffer["name"], str(daneben.wert)

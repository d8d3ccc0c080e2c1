"""Von der Datei zum Ergebnis: jeder Schritt sammelt seine Befunde, keiner bricht beim ersten ab."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from sozialraum_cli.befehle.fortschritt import schritt
from sozialraum_cli.befund import Befund, Datenfehler, hinweis
from sozialraum_cli.bogenblatt import ANLAGE, AUSZULASSEN

if TYPE_CHECKING:
    from sozialraum_cli.eingabe.parameterwerte import Setzung
    from sozialraum_cli.lesen.mappe import Mappe
    from sozialraum_cli.modell import Eingabe
    from sozialraum_cli.rechnen.berechnung import Ergebnis

T = TypeVar("T")


def versuchen(befunde: list[Befund], lesen: Callable[[Path], T], pfad: Path | None) -> T | None:
    """Liest eine Datei und sammelt ihre Befunde, damit alle Dateien auf einmal gemeldet werden.

    Ergebnis: None, wenn kein Pfad angegeben ist oder die Datei sich nicht lesen lässt.
    """
    if pfad is None:
        return None
    schritt("Lesen", pfad.name)
    try:
        return lesen(pfad)
    except Datenfehler as ausnahme:
        befunde.extend(ausnahme.befunde)
        return None


def rechenmappe_lesen(pfad: Path) -> "Mappe":
    """Wie `mappe_lesen`, ohne die Blätter eines Bogens, in denen Gerechnetes steht.

    Ob sie sind, wie sie sein müssen, sagt `bogen_nachrechnen`; wer daran scheitert, nimmt
    `mit_ganzer_mappe`.
    """
    from sozialraum_cli.lesen.mappendatei import mappe_lesen

    return mappe_lesen(pfad, auslassen=AUSZULASSEN)


def mit_ganzer_mappe(tun: "Callable[[Mappe], T]", mappe: "Mappe") -> T:
    """Was scheitert, scheitert noch einmal mit allen Blättern der Mappe.

    Dann zählt auch, was in ausgelassenen beschädigt ist. Fehler: die von `tun` und vom Lesen.
    """
    try:
        return tun(mappe)
    except Datenfehler:
        if mappe.ausgelassen is None:
            raise
    return tun(mappe.ausgelassen.ganz())


def gepruefte_eingabe(
    mappe: "Mappe", budgets: "Mappe | None" = None, setzungen: "tuple[Setzung, ...]" = ()
) -> "tuple[Eingabe, list[Befund]]":
    """Die geprüfte Eingabe mit allen Hinweisen; Fehler: Datenfehler mit allen Befunden."""
    from sozialraum_cli.eingabe.bilden import eingabe_bilden
    from sozialraum_cli.pruefen.plausibel import plausibel

    schritt("Prüfen", mappe.dateiname)
    eingabe, hinweise = eingabe_bilden(mappe, budgets, setzungen)
    return eingabe, [*hinweise, *plausibel(eingabe)]


def ergebnis_rechnen(eingabe: "Eingabe", befunde: list[Befund]) -> "tuple[Ergebnis, list[Befund]]":
    """Das Ergebnis und alle Befunde bis dahin; Fehler: Datenfehler mit allen Befunden."""
    from sozialraum_cli.pruefen.verluste import grosse_verluste
    from sozialraum_cli.rechnen.berechnung import rechnen

    schritt("Rechnen")
    try:
        ergebnis = rechnen(eingabe)
    except Datenfehler as ausnahme:
        raise Datenfehler([*befunde, *ausnahme.befunde]) from None
    return ergebnis, [*befunde, *ergebnis.befunde, *grosse_verluste(ergebnis)]


def bogen_abgleichen(mappe: "Mappe", ergebnis: "Ergebnis | None") -> "tuple[Befund, ...]":
    """Hinweise auf gerechnete Zellen, die jemand von Hand geändert hat; nur bei einem Bogen.

    Eingang: das Ergebnis, wenn es allein aus dieser Mappe stammt; None heißt, es zu bilden.
    """
    return bogen_nachrechnen(mappe, ergebnis)[0]


def bogen_nachrechnen(
    mappe: "Mappe", ergebnis: "Ergebnis | None"
) -> "tuple[tuple[Befund, ...], str]":
    """Wie `bogen_abgleichen`, dazu ein Satz, wie viele Zellen stimmen; leer ohne Bogen."""
    from sozialraum_cli.eingabe.kopfzeile import passende_blaetter

    # Ausgelassen wird nur, wo es die Anlage gibt.
    if mappe.ausgelassen is None and not passende_blaetter(mappe, ANLAGE):
        return (), ""
    from sozialraum_cli.bogen.abgleichbefunde import abweichungen

    if ergebnis is None:
        try:
            ergebnis, _ = ergebnis_rechnen(*gepruefte_eingabe(mappe))
        except Datenfehler:
            ungeprueft = (
                hinweis(
                    "Ob gerechnete Zellen des Bogens verändert wurden, ließ sich nicht prüfen: "
                    "seine Eingabeblätter allein lassen sich nicht berechnen.",
                    mappe.dateiname,
                    "Mit „sozialraum pruefen“ ansehen, was den Eingabeblättern fehlt.",
                ),
            )
            return ungeprueft, ""
    return abweichungen(mappe, ergebnis)


def mit_datei(befunde: Iterable[Befund], mappe: "Mappe", datei: str) -> list[Befund]:
    """Befunde einer von mehreren Mappen: ihr Fundort nennt auch die Datei."""
    return [
        replace(
            befund,
            fundort=datei
            if befund.fundort in {None, mappe.dateiname}
            else f"{datei}: {befund.fundort}",
        )
        for befund in befunde
    ]

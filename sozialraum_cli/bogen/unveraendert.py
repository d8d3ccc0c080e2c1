"""Ob ein Bogen noch ist, wie das Programm ihn schriebe: Bytes vergleichen statt Zellen lesen.

Was im Bogen gerechnet ist, entsteht aus seinen Eingaben noch einmal, Zeile für Zeile. Stehen
dieselben Bytes in der Datei, steht dort dieselbe Formel mit demselben Wert. Jedes andere Byte, auch
ein harmloses, heißt nur: das sagt erst der Abgleich Zelle für Zelle.
"""

import re
from collections.abc import Iterable

from openpyxl.worksheet.worksheet import Worksheet

from sozialraum_cli.arbeitsmappe.formelstrom import Formelstrom
from sozialraum_cli.bogen.abgleich import (
    anlagen,
    blatt_vergleichen,
    bogenanker,
    sollbogen,
    verschoben,
)
from sozialraum_cli.bogen.rohzeilen import gleich, ohne_zeilen, vermuteter_anker
from sozialraum_cli.bogen.umfang import zu_gross
from sozialraum_cli.bogenblatt import ANLAGE, AUSZULASSEN, NUR_GERECHNET, PRUEFUNG, ZUORDNUNG
from sozialraum_cli.lesen.blattbau import Blattbau
from sozialraum_cli.lesen.mappe import Auslassung, Blatt, Mappe, Rohblatt
from sozialraum_cli.lesen.zellen import Zellen
from sozialraum_cli.namen import vergleichsform
from sozialraum_cli.rechnen.berechnung import Ergebnis

_FORMAT = re.compile(rb' s="([0-9]+)"')
_ERSTE_ZEILE = 10_000


def unveraendert(mappe: Mappe, ergebnis: Ergebnis) -> int | None:
    """Wie viele gerechnete Zellen ein Bogen hat, wenn jede ist, wie das Programm sie schreibt.

    Eingang: ein Bogen, von dem Blätter ausgelassen sind, und das Ergebnis aus seinen
    Eingabeblättern. Ergebnis: None, wenn das nicht feststeht. Quelle: docs/verfahren.md, Abschnitt
    „Nachrechnen“.
    """
    auslassung = mappe.ausgelassen
    if auslassung is None or mappe.dateiname.lower().endswith(".ods"):
        return None
    roh = {blatt.name: blatt for blatt in auslassung.blaetter}
    gelesen = {vergleichsform(blatt.name): blatt for blatt in mappe.blaetter}
    # Eine eigene Vorlage kann um die Zeilen mehr stehen haben; dann ist die Anlage gelesen.
    rohe_anlage = roh.pop(ANLAGE, None)
    anker = bogenanker(mappe) if rohe_anlage is None else vermuteter_anker(rohe_anlage)
    if (
        anker is None
        or roh.keys() != {*NUR_GERECHNET}
        or len(anlagen(mappe)) != (rohe_anlage is None)
        or zu_gross(ergebnis.eingabe)
    ):
        return None
    strom = sollbogen(ergebnis, anker)
    for blatt in strom.mappe.worksheets:
        strom.formate_nummerieren(blatt)
        if blatt.title == ZUORDNUNG:  # danach kommen nur noch die Eingabeblätter
            break
    versatz = _versatz(roh[NUR_GERECHNET[0]], strom.zeilen(strom.mappe[NUR_GERECHNET[0]], 0))
    if not _zahlen_bleiben(auslassung, strom, versatz):
        return None
    block, anlage = range(0), gelesen.get(vergleichsform(ANLAGE))
    if rohe_anlage is not None:
        # Um die Zeilen der Sozialräume stehen die der Vorlage und andere Formeln.
        soll = strom.mappe[ANLAGE]
        block = strom.formelblock(soll)
        anlage = ohne_zeilen(auslassung, rohe_anlage, block, strom.zeilen(soll, versatz, block))
    if anlage is None or bogenanker(mappe._replace(blaetter=(anlage,))) != anker:
        return None
    pruefung = gelesen.get(vergleichsform(PRUEFUNG), Blatt(PRUEFUNG, Zellen()))
    for ist, titel, ohne in ((anlage, ANLAGE, block), (pruefung, PRUEFUNG, range(0))):
        vergleiche = blatt_vergleichen(strom.zellen(strom.mappe[titel], ohne), ist)
        if not all(vergleich.wie_geschrieben for vergleich in vergleiche):
            return None
    for titel in NUR_GERECHNET:
        if not gleich(roh[titel], strom.zeilen(strom.mappe[titel], versatz)):
            return None
    if not all(_lesbar(strom, strom.mappe[titel]) for titel in AUSZULASSEN):
        return None
    ohne_werte = {ZUORDNUNG} if verschoben(strom, gelesen) else set()
    return sum(
        1
        for titel in {PRUEFUNG, *AUSZULASSEN} - ohne_werte
        for _ in strom.gespeichert(strom.mappe[titel])
    )


def _versatz(roh: Rohblatt, zeilen: Iterable[bytes]) -> int:
    """Um wie viel die Formate einer Vorlage die Nummern der eigenen verschieben.

    Es ist geraten: gälte eine andere Zahl, wären die Bytes nicht gleich.
    """
    ist = _FORMAT.search(roh.xml, roh.beginn, roh.beginn + _ERSTE_ZEILE)
    soll = _FORMAT.search(next(iter(zeilen)))
    return int(ist[1]) - int(soll[1]) if ist and soll else 0


def _zahlen_bleiben(auslassung: Auslassung, strom: Formelstrom, versatz: int) -> bool:
    """Ob kein Format der Datei aus einer gerechneten Zahl ein Datum macht."""
    formate = range(versatz, versatz + len(strom.mappe._cell_styles))  # type: ignore[attr-defined]
    return all(auslassung.zahl_bleibt_zahl(nummer) for nummer in formate)


def _lesbar(strom: Formelstrom, blatt: Worksheet) -> bool:
    """Ob beim Lesen jeder gespeicherte Text bliebe, wie er ist."""
    texte = [wert for wert in strom.gespeichert(blatt) if isinstance(wert, str) and wert]
    return Blattbau.unauffaellig(texte)

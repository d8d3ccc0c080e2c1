"""Ein Abschnitt des Rechenwegs als Vorlage: seine Formeln, gleich für jeden Sozialraum.

Von einem Sozialraum zum nächsten ändern sich in Formeln nur Zeilennummern. Darum entstehen sie
einmal mit laufenden Nummern und nicht je Sozialraum.
"""

from collections.abc import Mapping, MutableMapping
from typing import NamedTuple

from openpyxl.utils import get_column_letter

from sozialraum_cli.arbeitsmappe.auswahlzelle import gewaehlt, je_wert
from sozialraum_cli.arbeitsmappe.laufend import Zeilenvorlage
from sozialraum_cli.bogen.rechenwegabschnitte import Abschnitt
from sozialraum_cli.bogen.rechenwegzahlen import VERKETTET, gerundet, textformel, zahlformel
from sozialraum_cli.bogen.schrittformel import Stellen, ergebnisformel, namen, zeilenformel
from sozialraum_cli.rechenweg.zahlwort import Form

ERSTE_HILFSSPALTE = 5


class Zahlvorlage(NamedTuple):
    """Eine gedruckte Zahl neben dem Abschnitt: in ihrer Spalte als Zahl, rechts davon als Text."""

    name: str
    spalte: int
    form: Form
    formel: Zeilenvorlage
    text: Zeilenvorlage


class Abschnittsvorlage(NamedTuple):
    """Ein Abschnitt mit den Formeln seiner Zahlen und seines Texts.

    gebraucht: die Größen, die in den jetzt gewählten Schritten stehen.
    """

    abschnitt: Abschnitt
    zahlen: tuple[Zahlvorlage, ...]
    gebraucht: frozenset[str]
    text: Zeilenvorlage


def abschnittsvorlage(
    abschnitt: Abschnitt, zeile: int, gemerkt: MutableMapping[str, str]
) -> Abschnittsvorlage:
    """Die Vorlage eines Abschnitts.

    Eingang: seine Zeile, laufend, wenn mehrere Sozialräume dastehen; die Zellen schon gedruckter
    Zahlen, zu denen seine dazukommen.
    """
    je = abschnitt.schritte
    groessen = [
        name
        for name in namen([schritt for schritte in je.values() for schritt in schritte])
        if name not in abschnitt.quellen.texte
    ]
    gebraucht = {wert: frozenset(namen(schritte)) for wert, schritte in je.items()}
    spalten = {name: ERSTE_HILFSSPALTE + 2 * nummer for nummer, name in enumerate(groessen)}
    zellen = {name: f"${get_column_letter(spalte)}${zeile}" for name, spalte in spalten.items()}
    texte = {name: f"${get_column_letter(s + 1)}${zeile}" for name, s in spalten.items()}
    stellen = Stellen(zellen, {**texte, **abschnitt.quellen.texte}, abschnitt.quellen.bedingungen)
    zahlen = []
    for name, spalte in spalten.items():
        formel, form = abschnitt.quellen.zahlen[name]
        ungerundet = zahlformel(gemerkt.get(name, formel), form)
        gerechnet = _gerechnet(abschnitt, name, ungerundet, form, gebraucht, stellen)
        als_text = textformel(zellen[name], form)
        zahlen.append(
            Zahlvorlage(
                name,
                spalte,
                form,
                Zeilenvorlage(f'IFERROR({gerechnet},"")'),
                Zeilenvorlage(f'IF({zellen[name]}="","",{als_text})'),
            )
        )
    gemerkt.update({name: zellen[eigener] for eigener, name in abschnitt.merken.items()})
    text = _text(abschnitt, stellen)
    return Abschnittsvorlage(
        abschnitt, tuple(zahlen), gebraucht[abschnitt.gewaehlt], Zeilenvorlage(text)
    )


def _text(abschnitt: Abschnitt, stellen: Stellen) -> str:
    trenner = abschnitt.trenner
    je = {w: zeilenformel(s, stellen, trenner) for w, s in abschnitt.schritte.items()}
    formel = je_wert(abschnitt.auswahlzelle, je) if abschnitt.auswahlzelle else je[""]
    return f"MID({formel},{len(trenner) + 1},9999)"


def _gerechnet(
    abschnitt: Abschnitt,
    name: str,
    ungerechnet: str,
    form: Form,
    gebraucht: Mapping[str, frozenset[str]],
    stellen: Stellen,
) -> str:
    """Die Zahl aus ihrer Zelle oder, wenn ein Schritt sie ergibt, aus den gedruckten Zahlen."""
    je = {}
    for wert, schritte in abschnitt.schritte.items():
        formel = ungerechnet
        for schritt in reversed(schritte):
            if schritt.groesse == name and schritt.rechnung and form in VERKETTET:
                getippt = gerundet(ergebnisformel(schritt, stellen), form)
                formel = (
                    getippt
                    if schritt.wenn is None
                    else f"IF({stellen.gilt(schritt.wenn)},{getippt},{formel})"
                )
        if name in gebraucht[wert]:
            je[wert] = formel
    if abschnitt.auswahlzelle is None:
        return je[""]
    if len(set(je.values())) > 1:
        return je_wert(abschnitt.auswahlzelle, je)
    if len(je) == len(abschnitt.schritte):
        return next(iter(je.values()))
    return f'IF({gewaehlt(abschnitt.auswahlzelle, je)},{next(iter(je.values()))},"")'

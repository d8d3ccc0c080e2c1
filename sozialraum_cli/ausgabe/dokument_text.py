"""Ein Dokument im Terminal: Überschriften, Absätze, Listen und Tabellen als Text."""

from rich.console import Console

from sozialraum_cli.ausgabe.spaltentabelle import (
    Textspalte,
    absaetze,
    aufgeteilt,
    ohne_rechten_rand,
    tabelle_zeigen,
)
from sozialraum_cli.ausgabe.zeichensatz import darstellbar, einzeilig
from sozialraum_cli.dokument.inhalt import (
    Absatz,
    Aufzaehlung,
    Dokument,
    Seitenumbruch,
    Teil,
    Texttabelle,
    Ueberschrift,
)


def dokument_zeigen(dokument: Dokument, konsole: Console) -> None:
    """Schreibt das Dokument auf die Konsole, umgebrochen auf ihre Breite."""
    ohne_rechten_rand(konsole, lambda: _zeigen(dokument, konsole))


def _zeigen(dokument: Dokument, konsole: Console) -> None:
    absaetze([dokument.titel], konsole)
    for teil in dokument.teile:
        _teil(teil, konsole)


def _teil(teil: Teil, konsole: Console) -> None:
    match teil:
        case Ueberschrift(text, _):
            konsole.print()
            absaetze([text], konsole)
        case Absatz(text, _):
            absaetze([f"  {text}"], konsole)
        case Aufzaehlung(punkte):
            absaetze([f"  - {punkt}" for punkt in punkte], konsole)
        case Texttabelle():
            _tabelle(teil, konsole)
        case Seitenumbruch():
            konsole.print()


def _tabelle(tabelle: Texttabelle, konsole: Console) -> None:
    zeilen = tabelle.zeilen[:-1] if tabelle.summe else tabelle.zeilen
    letzte = tabelle.zeilen[-1] if tabelle.summe else ("",) * len(tabelle.kopf)
    namen = [einzeilig(zeile[0], konsole.encoding) for zeile in zeilen]
    spalten = [
        Textspalte(
            einzeilig(kopf, konsole.encoding),
            tuple(einzeilig(zeile[nummer], konsole.encoding) for zeile in zeilen),
            einzeilig(letzte[nummer], konsole.encoding),
            rechts=nummer in tabelle.zahlen,
        )
        for nummer, kopf in enumerate(tabelle.kopf)
        if nummer
    ]
    for einige in aufgeteilt([[(spalte,) for spalte in spalten]], namen, konsole.width):
        konsole.print()
        tabelle_zeigen(
            namen,
            einige,
            konsole,
            kopf=darstellbar(tabelle.kopf[0], konsole.encoding),
            fuss=letzte[0] if tabelle.summe else None,
        )

"""Die Summen je Region, Träger und Zuständigkeit im Terminal."""

from collections.abc import Sequence
from decimal import Decimal

from rich.console import Console

from sozialraum_cli.ausgabe.spaltentabelle import Block, Textspalte, aufgeteilt, tabelle_zeigen
from sozialraum_cli.ausgabe.zeichensatz import darstellbar, einzeilig
from sozialraum_cli.groessen.groesse import Groesse, Mass, Z, einzelne
from sozialraum_cli.groessen.gruppe import GRUPPENSTUNDEN, GRUPPENSUMMEN
from sozialraum_cli.rechnen.berechnung import Ergebnis
from sozialraum_cli.rechnen.gruppen import BEZEICHNUNG, OHNE_ANGABE, Gruppe, benannte_gruppen
from sozialraum_cli.zahlen import zahl

_UNBEKANNT = "k. A."


def gruppentabellen(ergebnis: Ergebnis, stellen: int, konsole: Console) -> None:
    """Schreibt je Art eine Tabelle, wenn wenigstens ein Sozialraum dort einen Namen hat.

    Eingang: Nachkommastellen der Beträge, Konsole mit Breite und Zeichensatz.
    """
    for art, eigene in benannte_gruppen(ergebnis).items():
        namen = [einzeilig(gruppe.name or OHNE_ANGABE, konsole.encoding) for gruppe in eigene]
        spalten = _spalten(eigene, stellen, konsole.encoding)
        kopf = darstellbar(BEZEICHNUNG[art], konsole.encoding)
        for teil in aufgeteilt([spalten], [kopf, *namen], konsole.width):
            konsole.print()
            tabelle_zeigen(namen, teil, konsole, kopf=kopf)


def _spalten(eigene: Sequence[Gruppe], stellen: int, zeichensatz: str) -> list[Block]:
    betraege = [
        _spalte(groesse.kurz, groesse, eigene, stellen, zeichensatz)
        for groesse in einzelne(GRUPPENSUMMEN)
    ]
    stunden = []
    for nummer, leistung in enumerate(eigene[0].stunden):
        teile = [gruppe.stunden[nummer] for gruppe in eigene]
        stunden += [
            _spalte(f"{groesse.kurz} {leistung.name}", groesse, teile, 2, zeichensatz)
            for groesse in einzelne(GRUPPENSTUNDEN)
            if groesse.kurz
        ]
    return [(spalte,) for spalte in (*betraege, *stunden)]


def _spalte(
    kopf: str,
    groesse: Groesse[Z],
    zeilen: Sequence[Z],
    stellen: int,
    zeichensatz: str,
) -> Textspalte:
    werte, summe = [groesse.wert(zeile) for zeile in zeilen], groesse.gesamt(zeilen)
    vorzeichen = groesse.mass is Mass.DIFFERENZ
    texte = [
        zahl(wert, stellen, vorzeichen=vorzeichen) if isinstance(wert, Decimal) else _UNBEKANNT
        for wert in (*werte, summe)
    ]
    titel = einzeilig(darstellbar(kopf, zeichensatz), zeichensatz)
    return Textspalte(titel, tuple(texte[:-1]), texte[-1])

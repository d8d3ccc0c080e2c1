"""Das Controlling im Terminal: je Leistung eine Tabelle, dann die Gruppen."""

from collections.abc import Sequence
from decimal import Decimal

from rich.console import Console

from sozialraum_cli.ausgabe.spaltentabelle import (
    Gruppe as Spaltengruppe,
)
from sozialraum_cli.ausgabe.spaltentabelle import (
    Textspalte,
    absaetze,
    aufgeteilt,
    ohne_rechten_rand,
    tabelle_zeigen,
)
from sozialraum_cli.ausgabe.zeichensatz import darstellbar, einzeilig
from sozialraum_cli.controlling.bericht import Bericht
from sozialraum_cli.groessen.controlling import ABRUF, SOLLIST
from sozialraum_cli.groessen.groesse import Groesse, einzelne
from sozialraum_cli.rechnen.controlling import Gruppenart
from sozialraum_cli.rechnen.sollist import Sollist, summe
from sozialraum_cli.runden import kaufmaennisch
from sozialraum_cli.saetze.controlling import (
    ARTEN,
    OHNE_LEISTUNG,
    abgleichsatz,
    betragsatz,
    fallsatz,
    filtersaetze,
    gruppenname,
    herkunft,
    ortsname,
    sollsatz,
    titel,
)
from sozialraum_cli.zahlen import zahl

_FEHLT = "-"
_ZUSAMMEN = 4


def controlling_tabelle(bericht: Bericht, konsole: Console) -> None:
    """Schreibt Soll, Ist und Erfüllung je Leistung und Gruppe auf die Konsole.

    Differenzen sind die der gezeigten Zahlen; Summen stammen aus ungerundeten Werten.
    """
    ohne_rechten_rand(konsole, lambda: _zeigen(bericht, konsole))


def _zeigen(bericht: Bericht, konsole: Console) -> None:
    controlling = bericht.controlling
    absaetze([titel(bericht), *filtersaetze(bericht), sollsatz(controlling.zeitraum)], konsole)
    for leistung in dict.fromkeys(zeile.leistung for zeile in controlling.zeilen):
        je_ort = [(ortsname(z), z.werte) for z in controlling.zeilen if z.leistung == leistung]
        _tabelle(leistung or OHNE_LEISTUNG, "Sozialraum", je_ort, bericht, konsole)
    for art in Gruppenart:
        je_gruppe = [(gruppenname(g), g.werte) for g in controlling.gruppen if g.art is art]
        _tabelle(f"Je {ARTEN[art]}", ARTEN[art], je_gruppe, bericht, konsole)
    konsole.print()
    absaetze(
        [
            *betragsatz(bericht),
            *fallsatz(bericht),
            abgleichsatz(bericht.abgleich),
            herkunft(bericht),
        ],
        konsole,
    )


def _tabelle(
    titel: str,
    erste: str,
    zeilen: Sequence[tuple[str, Sollist]],
    bericht: Bericht,
    konsole: Console,
) -> None:
    konsole.print()
    absaetze([titel], konsole)
    namen = [einzeilig(name, konsole.encoding) for name, _ in zeilen]
    gruppen = _spaltengruppen([werte for _, werte in zeilen], bericht, konsole.encoding)
    for nummer, spalten in enumerate(aufgeteilt(gruppen, namen, konsole.width)):
        if nummer:
            konsole.print()
        tabelle_zeigen(namen, spalten, konsole, kopf=darstellbar(erste, konsole.encoding))


def _spaltengruppen(
    werte: Sequence[Sollist], bericht: Bericht, zeichensatz: str
) -> list[Spaltengruppe]:
    """Stunden und Euro getrennt; was keine Zeile hat, fehlt."""
    gesamt = summe(werte)
    plan = bericht.controlling.plan
    jahr = plan.eingabe.parameter.jahr if plan else ""

    def spalte(groesse: Groesse[Sollist]) -> Textspalte:
        return Textspalte(
            darstellbar(groesse.kurz.format(plan_jahr=jahr), zeichensatz),
            tuple(_text(groesse, wert) for wert in werte),
            _text(groesse, gesamt),
        )

    gezeigt = [g for g in einzelne(SOLLIST) if any(g.wert(wert) is not None for wert in werte)]
    stunden = [spalte(groesse) for groesse in gezeigt if groesse not in ABRUF]
    euro = [spalte(groesse) for groesse in gezeigt if groesse in ABRUF]
    # Soll, Ist, Differenz und Erfüllung bleiben beieinander, ebenso die Beträge.
    gruppe: Spaltengruppe = [tuple(stunden[:_ZUSAMMEN]), *((s,) for s in stunden[_ZUSAMMEN:])]
    return (
        [gruppe, [tuple(euro[:_ZUSAMMEN]), *((s,) for s in euro[_ZUSAMMEN:])]] if euro else [gruppe]
    )


def _text(groesse: Groesse[Sollist], werte: Sollist) -> str:
    if groesse.name == "differenz":
        # Die Differenz der gezeigten Zahlen: wer nachrechnet, bekommt dasselbe.
        return zahl(kaufmaennisch(werte.ist) - kaufmaennisch(werte.soll), vorzeichen=True)
    wert = groesse.wert(werte)
    if isinstance(wert, Decimal):
        return zahl(wert)
    return _FEHLT if wert is None else str(wert)

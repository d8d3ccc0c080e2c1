"""Die Empfindlichkeit im Terminal: Indikatoren, Verfahren, zufällige Gewichte, Sätze."""

from collections.abc import Iterable
from decimal import Decimal

from rich.console import Console

from sozialraum_cli.ausgabe.spaltentabelle import (
    Block,
    Textspalte,
    absaetze,
    aufgeteilt,
    ohne_rechten_rand,
    tabelle_zeigen,
)
from sozialraum_cli.ausgabe.zeichensatz import darstellbar, einzeilig
from sozialraum_cli.entscheiden.empfindlichkeit import Bewegung, Empfindlichkeit
from sozialraum_cli.entscheiden.empfindlichkeit_saetze import ERLAEUTERUNG_ZUFALL, saetze
from sozialraum_cli.zahlen import prozent, zahl

_NICHT_MOEGLICH = "–"


def empfindlichkeit_tabelle(probe: Empfindlichkeit, konsole: Console) -> None:
    """Schreibt, was Gewichte und Indikatoren bewegen; keine Zahl wird gekürzt."""
    ohne_rechten_rand(konsole, lambda: _zeigen(probe, konsole))


def _zeigen(probe: Empfindlichkeit, konsole: Console) -> None:
    jahr = probe.ergebnis.eingabe.parameter.jahr
    absaetze(
        [
            f"Empfindlichkeit {jahr}: was Gewichte und Indikatoren bewegen",
            "„bewegt“ ist, was zusammen von einem Sozialraum zum anderen ginge: die halbe Summe "
            "der Unterschiede im geschützten Budget vor der Rundung, in € je Jahr.",
        ],
        konsole,
    )
    _indikatoren(probe, konsole)
    konsole.print()
    absaetze([*_personen(probe), *_verfahren(probe)], konsole)
    _zufall(probe, konsole)
    konsole.print()
    absaetze([*saetze(probe), ERLAEUTERUNG_ZUFALL], konsole)


def _indikatoren(probe: Empfindlichkeit, konsole: Console) -> None:
    namen = [einzeilig(w.indikator, konsole.encoding) for w in probe.indikatoren]
    bloecke: list[Block] = [
        (_spalte("Gewicht %", (zahl(w.gewicht) for w in probe.indikatoren), konsole),),
        (
            _spalte(
                "wirkt zu %",
                (_oder_strich(w.effektives_gewicht) for w in probe.indikatoren),
                konsole,
            ),
        ),
        (_spalte("bewegt, wenn er fehlt", (_bewegt(w.ohne) for w in probe.indikatoren), konsole),),
        (_spalte("bei +5 Punkten", (_bewegt(w.plus_5) for w in probe.indikatoren), konsole),),
        (_spalte("bei -5 Punkten", (_bewegt(w.minus_5) for w in probe.indikatoren), konsole),),
    ]
    _tabellen(namen, bloecke, konsole, "Indikator")


def _personen(probe: Empfindlichkeit) -> Iterable[str]:
    for wirkung in probe.indikatoren:
        if person := wirkung.eine_person:
            yield (
                f"Eine Person mehr bei „{wirkung.indikator}“ bringt höchstens "
                f"{zahl(person.betrag)} € nach Indikatoren, in {person.sozialraum}."
            )


def _verfahren(probe: Empfindlichkeit) -> Iterable[str]:
    for verfahren in probe.schluesselverfahren:
        if verfahren.bewegung is None:
            yield f"Schlüsselverfahren „{verfahren.name}“ ist nicht möglich: {verfahren.grund}"
        else:
            yield (
                f"Mit dem Schlüsselverfahren „{verfahren.name}“ gingen "
                f"{zahl(verfahren.bewegung.bewegt)} € an andere Sozialräume."
            )


def _zufall(probe: Empfindlichkeit, konsole: Console) -> None:
    zufall = probe.zufall
    konsole.print()
    absaetze(
        [
            f"{zahl(Decimal(zufall.laeufe), 0)} Läufe mit zufälligen Gewichten, jedes um bis zu "
            f"{prozent(zufall.streuung)} größer oder kleiner (Keim {zufall.keim}); geschütztes "
            "Budget vor der Rundung in €"
        ],
        konsole,
    )
    if zufall.nicht_rechenbar:
        ausgelassen = zahl(Decimal(zufall.nicht_rechenbar), 0)
        absaetze([f"{ausgelassen} Läufe ließen sich nicht rechnen und zählen nicht."], konsole)
    namen = [einzeilig(name, konsole.encoding) for name in zufall.sozialraeume]
    spannen = zufall.spannen
    if not spannen:
        return
    bloecke: list[Block] = [
        (_spalte(kopf, (zahl(wert, 0) for wert in werte), konsole),)
        for kopf, werte in (
            ("kleinstes", (s.minimum for s in spannen)),
            ("5 % darunter", (s.q05 for s in spannen)),
            ("mittleres", (s.median for s in spannen)),
            ("5 % darüber", (s.q95 for s in spannen)),
            ("größtes", (s.maximum for s in spannen)),
        )
    ]
    bloecke += [
        (_spalte("Platz", (str(s.rang) for s in spannen), konsole),),
        (_spalte("von - bis", (f"{s.rang_q05} - {s.rang_q95}" for s in spannen), konsole),),
        (
            _spalte(
                "mehr als bisher in % der Läufe",
                (_oder_strich(s.anteil_gewinner) for s in spannen),
                konsole,
            ),
        ),
    ]
    _tabellen(namen, bloecke, konsole, "Sozialraum")


def _tabellen(namen: list[str], bloecke: list[Block], konsole: Console, kopf: str) -> None:
    for teil in aufgeteilt([bloecke], namen, konsole.width):
        konsole.print()
        tabelle_zeigen(namen, teil, konsole, kopf=kopf, fuss=None)


def _spalte(kopf: str, werte: Iterable[str], konsole: Console) -> Textspalte:
    texte = tuple(darstellbar(wert, konsole.encoding) for wert in werte)
    return Textspalte(darstellbar(kopf, konsole.encoding), texte, "")


def _bewegt(bewegung: Bewegung | None) -> str:
    return _NICHT_MOEGLICH if bewegung is None else zahl(bewegung.bewegt)


def _oder_strich(wert: Decimal | None) -> str:
    return _NICHT_MOEGLICH if wert is None else zahl(wert)

"""Varianten im Terminal: erst Kennzahlen, dann je Sozialraum die Budgets nebeneinander."""

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

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
from sozialraum_cli.entscheiden.kennzahlen import Kennzahlen, Veraenderung
from sozialraum_cli.entscheiden.szenarien import Szenarien, Variante
from sozialraum_cli.rechnen.berechnung import Ergebnis
from sozialraum_cli.zahlen import prozent, zahl

_UNBEKANNT = "k. A."
_BALKEN = 6
_NAME_MINDESTENS = 18


def szenarien_tabelle(szenarien: Szenarien, konsole: Console) -> None:
    """Schreibt Kennzahlen, Budgets mit Balken und die Gründe nicht machbarer Varianten.

    Eingang: Konsole mit Breite und Zeichensatz; keine Zahl wird gekürzt, notfalls teilen sich
    die Tabellen.
    """
    ohne_rechten_rand(konsole, lambda: _zeigen(szenarien, konsole))


def _zeigen(szenarien: Szenarien, konsole: Console) -> None:
    absaetze([_titel(szenarien)], konsole)
    machbar = [v for v in szenarien.varianten if v.machbar]
    if machbar:
        _kennzahlen(szenarien, machbar, konsole)
        konsole.print()
        absaetze(list(_saetze(szenarien, machbar)), konsole)
        _budgets(machbar, konsole)
    unmoeglich = [v for v in szenarien.varianten if not v.machbar]
    if unmoeglich:
        konsole.print()
        absaetze(["Nicht machbar:", *(f"  {v.name}: {v.grund}" for v in unmoeglich)], konsole)


def _titel(szenarien: Szenarien) -> str:
    if szenarien.hoechstverlust is None:
        return f"Varianten {szenarien.jahr}"
    return (
        f"Varianten {szenarien.jahr}: der kleinste Schutz, bei dem niemand mehr als "
        f"{prozent(szenarien.hoechstverlust)} verliert"
    )


def _kennzahlen(szenarien: Szenarien, varianten: Sequence[Variante], konsole: Console) -> None:
    namen = [einzeilig(v.name, konsole.encoding) for v in varianten]
    kennzahlen = [v.kennzahlen for v in varianten if v.kennzahlen is not None]

    def spalte(kopf: str, werte: Iterator[str], *, rechts: bool = True) -> Textspalte:
        texte = tuple(darstellbar(wert, konsole.encoding) for wert in werte)
        return Textspalte(darstellbar(kopf, konsole.encoding), texte, "", rechts)

    bloecke: list[Block] = []
    if szenarien.hoechstverlust is not None:
        bloecke.append((spalte("Schutz %", (_gerundet(v) for v in varianten)),))
    bloecke += [
        (spalte("mehr", (str(k.gewinner) for k in kennzahlen)),),
        (spalte("weniger", (str(k.verlierer) for k in kennzahlen)),),
        (
            spalte("größter Rückgang €", (_betrag(k.groesster_verlust) for k in kennzahlen)),
            spalte("%", (_prozent(k.groesster_verlust) for k in kennzahlen)),
        ),
        (
            spalte("größter Zuwachs €", (_betrag(k.groesster_gewinn) for k in kennzahlen)),
            spalte("%", (_prozent(k.groesster_gewinn) for k in kennzahlen)),
        ),
        (spalte("umverteilt €", (_euro(k.umverteilung) for k in kennzahlen)),),
        (spalte("Kosten des Schutzes €", (_euro(k.abstand) for k in kennzahlen)),),
    ]
    if any(k.ausgleich for k in kennzahlen):
        bloecke.append((spalte("Ausgleich €", (_euro(k.ausgleich) for k in kennzahlen)),))
    bloecke += [
        (spalte("an der Grenze", (str(len(k.an_der_grenze)) for k in kennzahlen)),),
        (spalte("Vorzeichen-wechsel", (str(len(k.vorzeichenwechsel)) for k in kennzahlen)),),
    ]
    for teil in aufgeteilt([bloecke], namen, konsole.width, _NAME_MINDESTENS):
        konsole.print()
        tabelle_zeigen(namen, teil, konsole, kopf="Variante", fuss=None)


def _saetze(szenarien: Szenarien, varianten: Sequence[Variante]) -> Iterator[str]:
    for variante in varianten:
        kennzahlen = variante.kennzahlen
        if kennzahlen is None:
            continue
        teile = [*_ziel(variante, szenarien.hoechstverlust), *_wer(kennzahlen)]
        if teile:
            yield f"{variante.name}: {'; '.join(teile)}."


def _ziel(variante: Variante, hoechstverlust: Decimal | None) -> Iterator[str]:
    ziel = variante.ziel
    if ziel is None or ziel.exakt is None or hoechstverlust is None:
        return
    if ziel.bindend is None:
        yield f"schon ohne Schutz verliert niemand mehr als {prozent(hoechstverlust)}"
    else:
        yield f"genau {zahl(ziel.exakt, 10)} %, bestimmt von {ziel.bindend}"


def _wer(kennzahlen: Kennzahlen) -> Iterator[str]:
    if kennzahlen.groesster_verlust:
        yield f"größter Rückgang {kennzahlen.groesster_verlust.sozialraum}"
    if kennzahlen.groesster_gewinn:
        yield f"größter Zuwachs {kennzahlen.groesster_gewinn.sozialraum}"
    if kennzahlen.an_der_grenze:
        yield f"an der Grenze {', '.join(kennzahlen.an_der_grenze)}"
    if kennzahlen.vorzeichenwechsel:
        yield f"Vorzeichenwechsel {', '.join(kennzahlen.vorzeichenwechsel)}"


def _budgets(varianten: Sequence[Variante], konsole: Console) -> None:
    ergebnisse = [(v.name, v.ergebnis) for v in varianten if v.ergebnis is not None]
    raeume = ergebnisse[0][1].eingabe.sozialraeume
    namen = [einzeilig(raum.name, konsole.encoding) for raum in raeume]
    bisher = [raum.budget_bisher for raum in raeume]
    groesste = max(
        (abs(z.differenz or Decimal(0)) for _, e in ergebnisse for z in e.sozialraeume),
        default=Decimal(0),
    )
    bloecke: list[Block] = []
    if any(betrag is not None for betrag in bisher):
        texte = tuple(_UNBEKANNT if b is None else _euro(b) for b in bisher)
        summe = ergebnisse[0][1].summen.budget_bisher
        bloecke.append(
            (Textspalte("bisher", texte, _UNBEKANNT if summe is None else _euro(summe)),)
        )
    bloecke += [_block(name, e, groesste, konsole.encoding) for name, e in ergebnisse]
    konsole.print()
    absaetze(["Budget neu in € je Jahr und Veränderung gegen bisher in %"], konsole)
    for teil in aufgeteilt([bloecke], namen, konsole.width):
        konsole.print()
        tabelle_zeigen(namen, teil, konsole)


def _block(name: str, ergebnis: Ergebnis, groesste: Decimal, zeichensatz: str) -> Block:
    zeilen = ergebnis.sozialraeume
    return (
        Textspalte(
            einzeilig(name, zeichensatz),
            tuple(_euro(zeile.budget_neu) for zeile in zeilen),
            _euro(ergebnis.summen.budget_neu),
        ),
        Textspalte(
            darstellbar("Δ %", zeichensatz),
            tuple(
                _UNBEKANNT
                if zeile.differenz_prozent is None
                else zahl(zeile.differenz_prozent, vorzeichen=True)
                for zeile in zeilen
            ),
            "",
        ),
        Textspalte(
            "",
            tuple(darstellbar(_balken(zeile.differenz, groesste), zeichensatz) for zeile in zeilen),
            "",
            rechts=False,
        ),
    )


def _balken(differenz: Decimal | None, groesste: Decimal) -> str:
    """Vorzeichen und ein Balken, lang wie die Veränderung in €; die größte hat sechs Stufen."""
    if not differenz or not groesste:
        return ""
    stufen = (abs(differenz) / groesste * _BALKEN).quantize(Decimal(1), ROUND_HALF_UP)
    return ("+" if differenz > 0 else "-") + "█" * int(stufen)


def _gerundet(variante: Variante) -> str:
    ziel = variante.ziel
    return "" if ziel is None or ziel.gerundet is None else zahl(ziel.gerundet)


def _betrag(veraenderung: Veraenderung | None) -> str:
    if veraenderung is None:
        return "0"
    betrag = veraenderung.betrag
    return zahl(betrag, 0 if betrag == betrag.to_integral_value() else 2, vorzeichen=True)


def _prozent(veraenderung: Veraenderung | None) -> str:
    if veraenderung is None or veraenderung.prozent is None:
        return ""
    return zahl(veraenderung.prozent, vorzeichen=True)


def _euro(betrag: Decimal) -> str:
    return zahl(betrag, 0 if betrag == betrag.to_integral_value() else 2)

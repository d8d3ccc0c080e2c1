"""Der Übergang im Terminal: Jahre als Spalten, notfalls auf mehrere Tabellen geteilt."""

from collections.abc import Callable
from decimal import Decimal

from rich.console import Console

from sozialraum_cli.ausgabe.parametersaetze import herkunft
from sozialraum_cli.ausgabe.spaltentabelle import (
    Block,
    Spalte,
    absaetze,
    aufgeteilt,
    ohne_rechten_rand,
    tabelle_zeigen,
)
from sozialraum_cli.ausgabe.uebergang_saetze import (
    OHNE_REGION,
    betrag,
    einleitung,
    nachkommastellen,
    schluss,
    titel,
    wirksam,
)
from sozialraum_cli.ausgabe.zeichensatz import darstellbar, einzeilig
from sozialraum_cli.rechnen.berechnung import Sozialraumbudget
from sozialraum_cli.rechnen.bestandsschutz import verfahren_des_schutzes
from sozialraum_cli.rechnen.uebergang import Uebergang, Uebergangsjahr
from sozialraum_cli.zahlen import zahl

_UNBEKANNT = "k. A."


def uebergang_tabelle(uebergang: Uebergang, konsole: Console) -> None:
    """Schreibt Budgets, Veränderungen, Ausgleich und frei werdende Mittel auf die Konsole.

    Eingang: Konsole mit Breite und Zeichensatz. Passen nicht alle Jahre nebeneinander, stehen
    sie untereinander; keine Zahl wird gekürzt.
    """
    ohne_rechten_rand(konsole, lambda: _zeigen(uebergang, konsole))


def _zeigen(uebergang: Uebergang, konsole: Console) -> None:
    jahre = uebergang.jahre
    verfahren = verfahren_des_schutzes(jahre[0].ergebnis.eingabe.parameter)
    stellen = nachkommastellen(uebergang)
    absaetze([titel(uebergang), *einleitung(uebergang)], konsole)

    def spalte(
        jahr: Uebergangsjahr,
        wert: Callable[[Sozialraumbudget], Decimal | None],
        summe: Decimal | None,
        *,
        vorzeichen: bool = False,
        mit_schutz: bool = False,
    ) -> Block:
        kopf = [str(jahr.jahr), str(jahr.stand), *([wirksam(jahr)] if mit_schutz else [])]
        werte = [wert(zeile) for zeile in jahr.ergebnis.sozialraeume]
        texte = [_zahl(w, stellen, vorzeichen=vorzeichen) for w in (*werte, summe)]
        return (
            Spalte(
                darstellbar("\n".join(kopf).rstrip(), konsole.encoding),
                tuple(texte[:-1]),
                texte[-1],
            ),
        )

    erstes = jahre[0].ergebnis
    bisher = [zeile.sozialraum.budget_bisher for zeile in erstes.sozialraeume]
    budgets = [
        spalte(jahr, lambda z: z.budget_neu, jahr.ergebnis.summen.budget_neu, mit_schutz=True)
        for jahr in jahre
    ]
    if any(wert is not None for wert in bisher):
        texte = tuple(_zahl(wert, stellen) for wert in bisher)
        summe = _zahl(erstes.summen.budget_bisher, stellen)
        budgets.insert(0, (Spalte("bisher", texte, summe),))
    mit_schutz = "; unter dem Jahr der wirksame Schutz" if verfahren.schuetzt else ""
    _tabelle(f"Budget neu in € je Jahr{mit_schutz}", budgets, uebergang, konsole)
    veraenderungen = [
        spalte(
            jahr,
            lambda z: z.differenz,
            jahr.ergebnis.summen.gewinn + jahr.ergebnis.summen.verlust,
            vorzeichen=True,
        )
        for jahr in jahre
    ]
    _tabelle("Veränderung gegenüber dem Vorjahr in €", veraenderungen, uebergang, konsole)
    if verfahren.aus_zusatzmitteln:
        ausgleiche = [
            spalte(jahr, lambda z: z.ausgleich, jahr.ergebnis.summen.ausgleich) for jahr in jahre
        ]
        _tabelle(
            "Ausgleich aus Zusatzmitteln in €, im Budget neu enthalten",
            ausgleiche,
            uebergang,
            konsole,
        )
    konsole.print()
    absaetze([*_frei(uebergang, konsole.encoding), *schluss(uebergang), herkunft(erstes)], konsole)


def _tabelle(
    ueberschrift: str, spalten: list[Block], uebergang: Uebergang, konsole: Console
) -> None:
    raeume = uebergang.jahre[0].ergebnis.eingabe.sozialraeume
    namen = [einzeilig(raum.name, konsole.encoding) for raum in raeume]
    konsole.print()
    absaetze([ueberschrift], konsole)
    for teil in aufgeteilt([spalten], namen, konsole.width):
        konsole.print()
        tabelle_zeigen(namen, teil, konsole)


def _frei(uebergang: Uebergang, zeichensatz: str) -> list[str]:
    """Je Jahr ein Satz, was frei wird und in welchen Regionen."""
    saetze = []
    for jahr in uebergang.jahre:
        frei = jahr.ergebnis.summen.frei_werdend
        if not frei:
            continue
        teile = [
            f"{einzeilig(mittel.region or OHNE_REGION, zeichensatz)} {betrag(mittel.frei_werdend)}"
            for mittel in jahr.regionen
            if mittel.frei_werdend
        ]
        saetze.append(f"{jahr.jahr} ({jahr.stand}) werden {betrag(frei)} frei: {', '.join(teile)}.")
    return saetze


def _zahl(wert: Decimal | None, stellen: int, *, vorzeichen: bool = False) -> str:
    return _UNBEKANNT if wert is None else zahl(wert, stellen, vorzeichen=vorzeichen)

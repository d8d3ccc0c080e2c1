"""Der Übergang im Terminal: Jahre als Spalten, notfalls auf mehrere Tabellen geteilt."""

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
from sozialraum_cli.groessen.groesse import Groesse, Mass, auswahl, einzelne
from sozialraum_cli.groessen.uebergang import JAHRESZEILE, Jahreszeile, jahreszeilen
from sozialraum_cli.modell import Wert
from sozialraum_cli.rechnen.bestandsschutz import verfahren_des_schutzes
from sozialraum_cli.rechnen.uebergang import Uebergang, Uebergangsjahr
from sozialraum_cli.saetze.parameter import herkunft
from sozialraum_cli.saetze.uebergang import (
    OHNE_REGION,
    betrag,
    einleitung,
    nachkommastellen,
    schluss,
    titel,
    wirksam,
)
from sozialraum_cli.zahlen import zahl

_UNBEKANNT = "k. A."

Jahresgroesse = Groesse[Jahreszeile]


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

    def block(jahr: Uebergangsjahr, groesse: Jahresgroesse, *, mit_schutz: bool) -> Block:
        kopf = [str(jahr.jahr), str(jahr.stand), *([wirksam(jahr)] if mit_schutz else [])]
        return (_spalte("\n".join(kopf).rstrip(), groesse, jahr, stellen, konsole.encoding),)

    def tabelle(ueberschrift: str, name: str, *, mit_schutz: bool = False) -> None:
        (groesse,) = einzelne(auswahl(JAHRESZEILE, name))
        spalten = [block(jahr, groesse, mit_schutz=mit_schutz) for jahr in jahre]
        if mit_schutz and any(z[0].sozialraum.budget_bisher is not None for z in erste):
            (bisher,) = einzelne(auswahl(JAHRESZEILE, "budget_bisher"))
            spalten.insert(0, (_spalte(bisher.kurz, bisher, jahre[0], stellen, konsole.encoding),))
        _tabelle(ueberschrift, spalten, uebergang, konsole)

    erste = jahreszeilen(jahre[0])
    mit_schutz = (
        "; unter dem Jahr: auf wie viel der Schutz abgeschmolzen ist" if verfahren.schuetzt else ""
    )
    tabelle(f"Budget neu in € je Jahr{mit_schutz}", "budget_neu", mit_schutz=True)
    tabelle("Veränderung gegenüber dem Vorjahr in €", "differenz")
    if verfahren.aus_zusatzmitteln:
        tabelle("Ausgleich aus Zusatzmitteln in €, im Budget neu enthalten", "ausgleich")
    konsole.print()
    absaetze(
        [*_frei(uebergang, konsole.encoding), *schluss(uebergang), herkunft(jahre[0].ergebnis)],
        konsole,
    )


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


def _spalte(
    kopf: str, groesse: Jahresgroesse, jahr: Uebergangsjahr, stellen: int, zeichensatz: str
) -> Textspalte:
    zeilen = jahreszeilen(jahr)
    mit_luecken = groesse.mass is Mass.DIFFERENZ
    summe = groesse.gesamt(zeilen, mit_luecken=mit_luecken)
    if summe is None and mit_luecken:
        summe = Decimal(0)

    def text(wert: Wert) -> str:
        if not isinstance(wert, Decimal):
            return _UNBEKANNT
        return zahl(wert, stellen, vorzeichen=groesse.mass is Mass.DIFFERENZ)

    texte = tuple(text(groesse.wert(zeile)) for zeile in zeilen)
    return Textspalte(darstellbar(kopf, zeichensatz), texte, text(summe))

"""Die Übersicht im Terminal: keine Zahl wird abgeschnitten, notfalls teilt sich die Tabelle."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from rich.console import Console

from sozialraum_cli.ausgabe.gruppen_tabelle import gruppentabellen
from sozialraum_cli.ausgabe.spaltentabelle import (
    Gruppe,
    Textspalte,
    absaetze,
    aufgeteilt,
    marke,
    ohne_rechten_rand,
    tabelle_zeigen,
)
from sozialraum_cli.ausgabe.zeichensatz import darstellbar, einzeilig
from sozialraum_cli.filter import Filter
from sozialraum_cli.groessen.groesse import Groesse, Mass, einzelne
from sozialraum_cli.groessen.sozialraum import LEISTUNG, SOZIALRAUM
from sozialraum_cli.modell import Budget2Verteilung, Wert
from sozialraum_cli.rechnen.berechnung import Ergebnis, Sozialraumbudget
from sozialraum_cli.rechnen.bestandsschutz import verfahren_des_schutzes
from sozialraum_cli.saetze.parameter import gerechnet_nach as verfahrenssatz
from sozialraum_cli.saetze.parameter import herkunft
from sozialraum_cli.zahlen import prozent, zahl

_AUFZAEHLUNG_HOECHSTENS = 8
_UNBEKANNT = "k. A."
_VERAENDERUNGEN = {Mass.DIFFERENZ, Mass.PROZENT}
_AUF_EINHEIT = {Mass.BUDGET, Mass.DIFFERENZ}


def tabelle(ergebnis: Ergebnis, konsole: Console, auswahl: Filter | None = None) -> None:
    """Schreibt Kopf, Budgets, Stunden und die Wirkung des Schutzes auf die Konsole.

    Eingang: Konsole mit Breite und Zeichensatz. Passen Budgets und Stunden nicht
    nebeneinander, stehen sie untereinander; ist die Konsole schmaler als eine Zahl, ragt die
    Zahl hinaus, statt gekürzt zu werden.
    """
    ohne_rechten_rand(konsole, lambda: _zeigen(ergebnis, konsole, auswahl or Filter()))


def _zeigen(ergebnis: Ergebnis, konsole: Console, auswahl: Filter) -> None:
    uebersicht = _Uebersicht(ergebnis, konsole.encoding, auswahl)
    namen = tuple(einzeilig(z.sozialraum.name, konsole.encoding) for z in uebersicht.zeilen)
    absaetze(uebersicht.kopf(), konsole)
    for spalten in aufgeteilt((uebersicht.budgets(), uebersicht.stunden()), namen, konsole.width):
        konsole.print()
        tabelle_zeigen(namen, spalten, konsole)
    gruppentabellen(ergebnis, uebersicht.stellen, konsole)
    konsole.print()
    absaetze(uebersicht.wirkung(), konsole)


@dataclass(frozen=True)  # ohne slots: zeilen und stellen werden einmal bestimmt
class _Uebersicht:
    """Die Texte der Übersicht zu einem Ergebnis, noch ohne Layout."""

    ergebnis: Ergebnis
    zeichensatz: str
    auswahl: Filter

    @cached_property
    def zeilen(self) -> tuple[Sozialraumbudget, ...]:
        """Die Sozialräume, die gezeigt werden."""
        return tuple(z for z in self.ergebnis.sozialraeume if self.auswahl.passt(z.sozialraum))

    def kopf(self) -> list[str]:
        parameter = self.ergebnis.eingabe.parameter
        anzahl = len(self.ergebnis.sozialraeume)
        raeume = "1 Sozialraum" if anzahl == 1 else f"{anzahl} Sozialräume"
        return [
            f"Sozialraumbudgets {parameter.jahr}",
            f"Gesamtbudget {self._euro(parameter.gesamtbudget)} für {raeume}, "
            f"{verfahrenssatz(self.ergebnis)}",
            *self._filtersatz(),
        ]

    def _filtersatz(self) -> list[str]:
        """Dass die Tabelle gefiltert ist und was ohne Filter herauskommt."""
        if not self.auswahl.angaben:
            return []
        teil = sum((zeile.budget_neu for zeile in self.zeilen), Decimal(0))
        return [
            f"Gefiltert: {self.auswahl.satz}, {len(self.zeilen)} von "
            f"{len(self.ergebnis.sozialraeume)} Sozialräumen mit {self._euro(teil)}; ohne Filter "
            f"sind es {self._euro(self.ergebnis.summen.budget_neu)}. Die Sätze unter der Tabelle "
            "gelten für alle."
        ]

    def budgets(self) -> Gruppe:
        """Was überall leer ist, fällt weg; Veränderungen bleiben mit ihrer Richtung zusammen."""
        gruppe: Gruppe = []
        veraenderung: list[Textspalte] = []
        for groesse in einzelne(SOZIALRAUM):
            if not groesse.kurz:
                continue
            if groesse.mass in _VERAENDERUNGEN:
                veraenderung.append(self._spalte(groesse))
            elif any(groesse.wert(zeile) is not None for zeile in self.zeilen):
                gruppe.append((self._spalte(groesse),))
        differenzen = [zeile.differenz for zeile in self.zeilen]
        if all(differenz is None for differenz in differenzen):
            return gruppe
        bekannt = [betrag for betrag in differenzen if betrag is not None]
        vollstaendig = len(bekannt) == len(differenzen)
        summe = sum(bekannt, Decimal(0)) if vollstaendig else None
        richtung = Textspalte("", tuple(map(marke, differenzen)), marke(summe), rechts=False)
        return [*gruppe, (*veraenderung, richtung)]

    def stunden(self) -> Gruppe:
        gruppe: Gruppe = []
        for nummer, (name, _) in enumerate(self.ergebnis.eingabe.parameter.leistungen):
            leistungen = [z.komponenten.leistungen[nummer] for z in self.zeilen]
            for groesse in einzelne(LEISTUNG):
                if groesse.kurz:
                    texte = [self._text(groesse, groesse.wert(x)) for x in leistungen]
                    summe = self._text(groesse, groesse.gesamt(leistungen))
                    kopf = einzeilig(f"{groesse.kurz} {name}", self.zeichensatz)
                    gruppe.append((Textspalte(kopf, tuple(texte), summe),))
        return gruppe

    def wirkung(self) -> list[str]:
        parameter, summen = self.ergebnis.eingabe.parameter, self.ergebnis.summen
        saetze = [self._stundensatz(), *self._schutzsaetze(), *self._wechselsatz()]
        if summen.budget_bisher is not None:
            saetze.append(
                f"Zuwachs zusammen {self._euro(summen.gewinn, vorzeichen=True)}, Rückgang "
                f"zusammen {self._euro(summen.verlust)}."
            )
        if summen.budget_2 is not None:
            wie = {
                Budget2Verteilung.ZENTRAL: "zentral, nicht verteilt",
                Budget2Verteilung.GLEICH: "auf alle Sozialräume gleich verteilt",
                Budget2Verteilung.SCHLUESSEL: "nach dem Schlüssel verteilt",
            }[parameter.budget_2_verteilung]
            saetze.append(f"Budget II daneben: {self._euro(summen.budget_2)}, {wie}.")
        return [*saetze, herkunft(self.ergebnis)]

    def _stundensatz(self) -> str:
        parameter = self.ergebnis.eingabe.parameter
        return (
            f"Std.: face-to-face-Stunden je Vertragswoche; {prozent(parameter.abf)} "
            "Minderarbeitszeit sind abgezogen, Urlaub, Feiertage und Krankheit nicht."
        )

    def _schutzsaetze(self) -> list[str]:
        verfahren = verfahren_des_schutzes(self.ergebnis.eingabe.parameter)
        if not verfahren.schuetzt:
            return ["Kein Bestandsschutz: die Budgets folgen allein den Indikatoren."]
        summen = self.ergebnis.summen
        if verfahren.aus_zusatzmitteln:
            gesamt = self.ergebnis.eingabe.parameter.gesamtbudget
            saetze = [
                f"Gesamtbelastung: {self._euro(gesamt)} Gesamtbudget + "
                f"{self._euro(summen.ausgleich)} Ausgleich = "
                f"{self._euro(summen.gesamtbelastung)}.",
                f"Kosten des Bestandsschutzes: {self._euro(summen.kosten_schutz)}, zugunsten von "
                f"{self._wer(1)}; getragen von Mitteln neben dem Gesamtbudget, von keinem "
                "Sozialraum.",
            ]
            if summen.frei_werdend:
                saetze.append(
                    f"Durch die Abschmelzung werden {self._euro(summen.frei_werdend)} frei."
                )
            return saetze
        if not summen.kosten_schutz:
            return ["Der Bestandsschutz ändert nichts: er verschiebt kein Geld."]
        return [
            f"Kosten des Bestandsschutzes: {self._euro(summen.kosten_schutz)}, zugunsten von "
            f"{self._wer(1)}; getragen von {self._wer(-1)}."
        ]

    def _wechselsatz(self) -> list[str]:
        """Wem der Schutz aus mehr weniger macht oder umgekehrt."""
        namen = [
            einzeilig(zeile.sozialraum.name, self.zeichensatz)
            for zeile in self.ergebnis.sozialraeume
            if zeile.vorzeichenwechsel
        ]
        if not namen:
            return []
        return [
            "Vorzeichenwechsel durch den Bestandsschutz (mehr wird weniger oder umgekehrt): "
            f"{', '.join(namen)}."
        ]

    def _wer(self, vorzeichen: int) -> str:
        """Wen der Schutz begünstigt (1) oder wer ihn trägt (-1), die größten Beträge zuerst."""
        betroffene = sorted(
            (z for z in self.ergebnis.sozialraeume if z.schutzwirkung * vorzeichen > 0),
            key=lambda zeile: -abs(zeile.schutzwirkung),
        )
        genannt = betroffene[:_AUFZAEHLUNG_HOECHSTENS]
        teile = [
            f"{einzeilig(zeile.sozialraum.name, self.zeichensatz)} "
            f"{self._euro(zeile.schutzwirkung, vorzeichen=True)}"
            for zeile in genannt
        ]
        if weitere := betroffene[_AUFZAEHLUNG_HOECHSTENS:]:
            rest = sum((zeile.schutzwirkung for zeile in weitere), Decimal(0))
            teile.append(f"{len(weitere)} weitere zusammen {self._euro(rest, vorzeichen=True)}")
        return ", ".join(teile) or "niemanden"

    def _spalte(self, groesse: Groesse[Sozialraumbudget]) -> Textspalte:
        zeilen = self.zeilen
        gesamt = groesse.gesamt(zeilen)
        ohne_wert = "" if groesse.mass is Mass.PROZENT else _UNBEKANNT
        return Textspalte(
            darstellbar(groesse.kurz, self.zeichensatz),
            tuple(self._zelle(groesse, zeile) for zeile in zeilen),
            ohne_wert if gesamt is None else self._text(groesse, gesamt),
        )

    def _zelle(self, groesse: Groesse[Sozialraumbudget], zeile: Sozialraumbudget) -> str:
        wert = groesse.wert(zeile)
        if wert is None:
            return _UNBEKANNT if zeile.sozialraum.budget_bisher is None else "neu"
        return self._text(groesse, wert)

    def _text(self, groesse: Groesse[Any], wert: Wert) -> str:
        if not isinstance(wert, Decimal):
            return einzeilig(str(wert), self.zeichensatz)
        stellen = self.stellen if groesse.mass in _AUF_EINHEIT else 2
        return zahl(wert, stellen, vorzeichen=groesse.mass in _VERAENDERUNGEN)

    def _euro(self, betrag: Decimal, *, vorzeichen: bool = False) -> str:
        stellen = 0 if betrag == betrag.to_integral_value() and not self.stellen else 2
        return f"{zahl(betrag, stellen, vorzeichen=vorzeichen)} €"

    @cached_property
    def stellen(self) -> int:
        """Nachkommastellen aller Beträge der Tabelle: 0, wenn überall ganze Euro stehen."""
        if self.ergebnis.eingabe.parameter.rundung < 1:
            return 2
        bisher = [z.sozialraum.budget_bisher or Decimal(0) for z in self.ergebnis.sozialraeume]
        return 0 if all(betrag == betrag.to_integral_value() for betrag in bisher) else 2

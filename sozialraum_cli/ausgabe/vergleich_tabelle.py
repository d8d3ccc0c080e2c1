"""Der Vergleich im Terminal: Budgets, Ursachen, Stunden und geänderte Angaben."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from rich.console import Console

from sozialraum_cli.ausgabe.spaltentabelle import (
    Gruppe,
    Textspalte,
    absaetze,
    aufgeteilt,
    marke,
    ohne_rechten_rand,
    passt_nebeneinander,
    tabelle_zeigen,
)
from sozialraum_cli.ausgabe.zeichensatz import einzeilig
from sozialraum_cli.groessen.groesse import E, Groesse, Mass, auswahl, einzelne
from sozialraum_cli.groessen.vergleich import STUNDEN, VERAENDERUNG
from sozialraum_cli.rechnen.ursachen import BEZEICHNUNG, GRUPPEN, Ursache
from sozialraum_cli.rechnen.vergleich import (
    Raumvergleich,
    Stundenvergleich,
    Veraenderung,
    Vergleich,
)
from sozialraum_cli.runden import kaufmaennisch
from sozialraum_cli.saetze.vergleich import (
    ERKLAERUNG,
    geaendert,
    gerechnet_nach_je_seite,
    grund,
    stundengrund,
    umbenannt,
)
from sozialraum_cli.zahlen import zahl

_FEHLT = "-"


def vergleich_tabelle(
    vergleich: Vergleich, dateien: tuple[str, str], konsole: Console, filtersatz: str = ""
) -> None:
    """Schreibt den Vergleich auf die Konsole; für Leser, die keine der Mappen kennen.

    Eingang: Dateinamen der alten und neuen Seite. Die Ursachen stehen auf den Cent, wo sie
    nebeneinander passen, sonst auf den Euro; auch dann ergeben sie genau die Differenz.
    """
    ohne_rechten_rand(konsole, lambda: _zeigen(vergleich, dateien, konsole, filtersatz))


def _zeigen(
    vergleich: Vergleich, dateien: tuple[str, str], konsole: Console, filtersatz: str
) -> None:
    uebersicht = _Uebersicht(vergleich, konsole.encoding)
    namen = [einzeilig(raum.name, konsole.encoding) for raum in vergleich.alle]
    absaetze([*uebersicht.kopf(dateien), *([filtersatz] if filtersatz else [])], konsole)
    _tabellen(uebersicht.budgets(), namen, konsole)
    konsole.print()
    ursachen = uebersicht.ursachen(2)
    auf_cent = uebersicht.stellen == 2 or passt_nebeneinander(ursachen, namen, konsole.width)
    absaetze(uebersicht.lesehilfe(auf_cent=auf_cent), konsole)
    _tabellen(ursachen if auf_cent else uebersicht.ursachen(0), namen, konsole)
    konsole.print()
    absaetze(uebersicht.gruende(), konsole)
    konsole.print()
    absaetze(uebersicht.stundenkopf(), konsole)
    _tabellen(uebersicht.stunden(), namen, konsole)
    konsole.print()
    absaetze(uebersicht.aenderungen(), konsole)


def _tabellen(gruppe: Gruppe, namen: Sequence[str], konsole: Console) -> None:
    for spalten in aufgeteilt((gruppe,), namen, konsole.width):
        konsole.print()
        tabelle_zeigen(namen, spalten, konsole)


@dataclass(frozen=True)  # ohne slots: stellen wird einmal bestimmt
class _Uebersicht:
    """Die Texte des Vergleichs, noch ohne Layout."""

    vergleich: Vergleich
    zeichensatz: str

    def kopf(self, dateien: tuple[str, str]) -> list[str]:
        alt, neu = (e.eingabe.parameter.jahr for e in (self.vergleich.alt, self.vergleich.neu))
        return [
            f"Vergleich: alt {dateien[0]} ({alt}), neu {dateien[1]} ({neu})",
            *(f"  {satz}" for satz in gerechnet_nach_je_seite(self.vergleich)),
            *umbenannt(self.vergleich),
            *self._nur("nur_neu", "Neu, ohne Gegenstück in der alten Mappe"),
            *self._nur("nur_alt", "Nicht mehr in der neuen Mappe"),
        ]

    def _nur(self, seite: str, text: str) -> list[str]:
        raeume: tuple[Raumvergleich, ...] = getattr(self.vergleich, seite)
        einzeln = [f"{r.name} ({self.euro(r.veraenderung.differenz)})" for r in raeume]
        return [f"{text}: {', '.join(einzeln)}."] if einzeln else []

    @cached_property
    def stellen(self) -> int:
        """Nachkommastellen der Budgets: 0, wenn überall ganze Euro stehen."""
        betraege = [
            betrag
            for raum in self.vergleich.alle
            for betrag in (raum.veraenderung.budget_alt, raum.veraenderung.budget_neu)
            if betrag is not None
        ]
        return 0 if all(betrag % 1 == 0 for betrag in betraege) else 2

    def euro(self, betrag: Decimal) -> str:
        return f"{zahl(betrag, self.stellen, vorzeichen=True)} €"

    def budgets(self) -> Gruppe:
        jahre = {
            "jahr_alt": self.vergleich.alt.eingabe.parameter.jahr,
            "jahr_neu": self.vergleich.neu.eingabe.parameter.jahr,
        }
        spalten = [
            self._spalte(groesse.kurz.format_map(jahre), groesse, lambda v: v)
            for groesse in einzelne(VERAENDERUNG)
        ]
        richtung = Textspalte(
            "",
            tuple(_marke(raum) for raum in self.vergleich.alle),
            marke(self.vergleich.summen.differenz),
            rechts=False,
        )
        alt, neu, *veraenderung = spalten
        return [(alt,), (neu,), (*veraenderung, richtung)]

    def lesehilfe(self, *, auf_cent: bool) -> list[str]:
        genau = "" if auf_cent else ", gerundet; auf den Cent in JSON, CSV und Mappe"
        return [
            f"Woran es liegt (in Euro{genau}):",
            *(f"  {BEZEICHNUNG[u]}: {ERKLAERUNG[u]}" for u in Ursache),
        ]

    def ursachen(self, stellen: int) -> Gruppe:
        je_raum = [_auf(raum.veraenderung, stellen) for raum in self.vergleich.alle]
        summe = {u: sum((r[u] for r in je_raum), Decimal(0)) for u in Ursache}

        def text(betrag: Decimal) -> str:
            return zahl(betrag, stellen, vorzeichen=True)

        spalten = [
            Textspalte(_KURZ[u], tuple(text(r[u]) for r in je_raum), text(summe[u]))
            for u in Ursache
        ]
        return [(self._delta(stellen),), *((spalte,) for spalte in spalten)]

    def gruende(self) -> list[str]:
        return ["Wer warum:", *(f"  {grund(r, self.euro)}" for r in self.vergleich.alle)]

    def stundenkopf(self) -> list[str]:
        satz = stundengrund(self.vergleich)
        kopf = "Stunden je Vertragswoche (face-to-face, nach Abzug der Minderarbeitszeit)"
        return [kopf, satz] if satz else [kopf]

    def stunden(self) -> Gruppe:
        return [
            self._stundenblock(nummer) for nummer in range(len(self.vergleich.summen.leistungen))
        ]

    def _stundenblock(self, nummer: int) -> tuple[Textspalte, ...]:
        erste, *weitere = (groesse for groesse in einzelne(STUNDEN) if groesse.kurz)
        name = self.vergleich.summen.leistungen[nummer].name

        def spalte(kopf: str, groesse: Groesse[Stundenvergleich]) -> Textspalte:
            return self._spalte(kopf, groesse, lambda v: v.leistungen[nummer])

        return (
            spalte(f"{name} {erste.kurz}", erste),
            *(spalte(groesse.kurz, groesse) for groesse in weitere),
        )

    def aenderungen(self) -> list[str]:
        saetze = ["Geänderte Parameter (Herkunft):"]
        saetze += [f"  {geaendert(a)}" for a in self.vergleich.parameter] or ["  keine"]
        if self.vergleich.gewichtung:
            saetze.append("Geänderte Gewichtung (Herkunft):")
            saetze += [f"  {geaendert(a)}" for a in self.vergleich.gewichtung]
        return saetze

    def _delta(self, stellen: int) -> Textspalte:
        (differenz,) = einzelne(auswahl(VERAENDERUNG, "differenz"))
        return self._spalte(differenz.kurz, differenz, lambda v: v, stellen)

    def _spalte(
        self,
        kopf: str,
        groesse: Groesse[E],
        teil: Callable[[Veraenderung], E],
        stellen: int | None = None,
    ) -> Textspalte:
        def text(veraenderung: Veraenderung) -> str:
            wert = groesse.wert(teil(veraenderung))
            if not isinstance(wert, Decimal):
                return _FEHLT
            auf_einheit = groesse.mass in {Mass.BUDGET, Mass.DIFFERENZ}
            genau = self.stellen if stellen is None else stellen
            return zahl(
                wert,
                genau if auf_einheit else 2,
                vorzeichen=groesse.mass in {Mass.DIFFERENZ, Mass.PROZENT, Mass.MENGENDIFFERENZ},
            )

        return Textspalte(
            einzeilig(kopf, self.zeichensatz),
            tuple(text(raum.veraenderung) for raum in self.vergleich.alle),
            text(self.vergleich.summen),
        )


_KURZ = {
    Ursache.GESAMTBUDGET: "Gesamt- budget",
    Ursache.INDIKATOREN: "Indi- kator- werte",
    Ursache.GEWICHTE: "Gewichte",
    Ursache.BUDGET_BISHER: "bis- herige Budgets",
    Ursache.BESTANDSSCHUTZ: "Bestands- schutz",
    Ursache.RUNDUNG: "Run- dung",
}


def _auf(veraenderung: Veraenderung, stellen: int) -> dict[Ursache, Decimal]:
    """Die Ursachen auf so viele Stellen; die Rundung nimmt wieder genau den Rest auf."""
    einheit = Decimal(1).scaleb(-stellen)
    betraege = {u: kaufmaennisch(veraenderung.ursachen[u], einheit) for u in GRUPPEN}
    rest = veraenderung.differenz - sum(betraege.values(), Decimal(0))
    return {**betraege, Ursache.RUNDUNG: rest}


def _marke(raum: Raumvergleich) -> str:
    if raum.ist_neu:
        return "neu"
    return "entfällt" if raum.ist_verschwunden else marke(raum.veraenderung.differenz)

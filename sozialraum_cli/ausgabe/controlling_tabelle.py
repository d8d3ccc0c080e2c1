"""Das Controlling im Terminal: je Leistung eine Tabelle, dann die Gruppen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from rich.console import Console

from sozialraum_cli.ausgabe.controlling_json import Controllingbericht
from sozialraum_cli.ausgabe.controlling_saetze import (
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
from sozialraum_cli.ausgabe.spaltentabelle import (
    Gruppe as Spaltengruppe,
)
from sozialraum_cli.ausgabe.spaltentabelle import (
    Spalte,
    absaetze,
    aufgeteilt,
    ohne_rechten_rand,
    tabelle_zeigen,
)
from sozialraum_cli.ausgabe.zeichensatz import einzeilig
from sozialraum_cli.rechnen.controlling import (
    Abruf,
    Gruppenart,
    Sollist,
    faelle_gezeigt,
    summe,
)
from sozialraum_cli.runden import kaufmaennisch
from sozialraum_cli.zahlen import zahl

_FEHLT = "-"


def controlling_tabelle(bericht: Controllingbericht, konsole: Console) -> None:
    """Schreibt Soll, Ist und Erfüllung je Leistung und Gruppe auf die Konsole.

    Differenzen sind die der gezeigten Zahlen; Summen stammen aus ungerundeten Werten.
    """
    ohne_rechten_rand(konsole, lambda: _zeigen(bericht, konsole))


def _zeigen(bericht: Controllingbericht, konsole: Console) -> None:
    controlling = bericht.controlling
    absaetze([titel(bericht), *filtersaetze(bericht), sollsatz(controlling.zeitraum)], konsole)
    leistungen = dict.fromkeys(zeile.leistung for zeile in controlling.zeilen)
    for leistung in leistungen:
        zeilen = [zeile for zeile in controlling.zeilen if zeile.leistung == leistung]
        konsole.print()
        absaetze([leistung or OHNE_LEISTUNG], konsole)
        _tabelle([ortsname(z) for z in zeilen], [z.werte for z in zeilen], "Sozialraum", konsole)
    for art in Gruppenart:
        gruppen = [gruppe for gruppe in controlling.gruppen if gruppe.art is art]
        if len(gruppen) > 1 or art is Gruppenart.LEISTUNG:
            konsole.print()
            absaetze([f"Je {ARTEN[art]}"], konsole)
            _tabelle(
                [gruppenname(g) for g in gruppen], [g.werte for g in gruppen], ARTEN[art], konsole
            )
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


def _tabelle(namen: Sequence[str], werte: Sequence[Sollist], erste: str, konsole: Console) -> None:
    namen = [einzeilig(name, konsole.encoding) for name in namen]
    for spalten in aufgeteilt(_Spalten(werte).gruppen(), namen, konsole.width):
        tabelle_zeigen(namen, spalten, konsole, erste)


@dataclass(frozen=True, slots=True)
class _Spalten:
    """Die Spalten zu einer Folge von Werten, mit ihrer Summe."""

    werte: Sequence[Sollist]

    def gruppen(self) -> list[Spaltengruppe]:
        stunden: Spaltengruppe = [
            (
                self._spalte("Soll h", lambda w: zahl(w.soll)),
                self._spalte("Ist h", lambda w: zahl(w.ist)),
                self._spalte("Δ h", _differenz),
                self._spalte("Erfüllung %", lambda w: _oder_fehlt(w.erfuellung_prozent)),
            ),
            (self._spalte("Hoch- rechnung Jahr h", lambda w: zahl(w.hochrechnung)),),
        ]
        if any(wert.plan is not None for wert in self.werte):
            stunden.append((self._spalte("Plan nächstes Jahr h", lambda w: _oder_fehlt(w.plan)),))
        if any(wert.faelle is not None for wert in self.werte):
            stunden.append((self._faelle(),))
        if any(wert.teilnehmende is not None for wert in self.werte):
            stunden.append((self._spalte("Teil- nehmende", _teilnehmende),))
        return [stunden, self._euro()] if any(w.abruf for w in self.werte) else [stunden]

    def _euro(self) -> Spaltengruppe:
        return [
            (
                self._betrag("bewilligt €", lambda a: a.bewilligt),
                self._betrag("Ist €", lambda a: a.betrag),
                self._betrag("Abruf %", lambda a: a.abrufquote_prozent),
                self._betrag("Rest €", lambda a: a.rest),
            ),
            (self._betrag("Rück- forderung €", lambda a: a.rueckforderung),),
        ]

    def _betrag(self, kopf: str, wert: Callable[[Abruf], Decimal | None]) -> Spalte:
        return self._spalte(
            kopf, lambda w: _FEHLT if w.abruf is None else _oder_fehlt(wert(w.abruf))
        )

    def _faelle(self) -> Spalte:
        teile = [len(wert.faelle or ()) for wert in self.werte]
        gezeigt = faelle_gezeigt(len(summe(self.werte).faelle or ()), teile)
        return Spalte(
            "Fälle",
            tuple(str(faelle_gezeigt(anzahl)) for anzahl in teile),
            _FEHLT if gezeigt is None else str(gezeigt),
        )

    def _spalte(self, kopf: str, text: Callable[[Sollist], str]) -> Spalte:
        return Spalte(kopf, tuple(text(wert) for wert in self.werte), text(summe(self.werte)))


def _differenz(werte: Sollist) -> str:
    return zahl(kaufmaennisch(werte.ist) - kaufmaennisch(werte.soll), vorzeichen=True)


def _teilnehmende(werte: Sollist) -> str:
    return _FEHLT if werte.teilnehmende is None else str(faelle_gezeigt(werte.teilnehmende))


def _oder_fehlt(wert: Decimal | None) -> str:
    return _FEHLT if wert is None else zahl(wert)

"""Soll und Ist an einer Stelle: Erfüllung, Abruf, gezeigte Fälle, und die Summe vieler Stellen."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sozialraum_cli.rechnen.berechnung import NULL
from sozialraum_cli.rechnen.zeitraum import Zeitraum
from sozialraum_cli.runden import HUNDERT, kaufmaennisch

FAELLE_MINDESTENS = 3


@dataclass(frozen=True, slots=True)
class Abruf:
    """Was in Euro bewilligt und verbraucht ist; alle Beträge in €/Jahr, auf den Cent.

    bewilligt: Mittel der Leistung laut Bogen. rest: bewilligt minus Ist, negativ heißt: der Träger
    trägt mehr, als bewilligt ist. rueckforderung: was über den tatsächlichen Kosten liegt; None,
    solange das Jahr nicht zu Ende ist.
    """

    bewilligt: Decimal
    betrag: Decimal
    rest: Decimal
    rueckforderung: Decimal | None

    @property
    def abrufquote_prozent(self) -> Decimal | None:
        """Das Ist in % des Bewilligten, zwei Stellen; None, wenn nichts bewilligt ist."""
        return quote(self.betrag, self.bewilligt)


@dataclass(frozen=True, slots=True)
class Sollist:
    """Soll und Ist an einer Stelle, in Stunden des Zeitraums; hochrechnung und plan im Jahr.

    faelle: Kennungen der Fälle, None heißt: nicht gezählt; faelle_der_teile: wie viele jeder Teil
    einer Summe hat. plan: Soll des nächsten Bogens.
    """

    soll: Decimal
    ist: Decimal
    hochrechnung: Decimal
    abruf: Abruf | None = None
    plan: Decimal | None = None
    faelle: frozenset[int] | None = None
    teilnehmende: int | None = None
    faelle_der_teile: tuple[int, ...] = ()

    @property
    def faelle_gezeigt(self) -> int | str | None:
        """Wie viele Fälle gezeigt werden; None: nicht gezählt oder nicht gezeigt."""
        return None if self.faelle is None else gezeigt(len(self.faelle), self.faelle_der_teile)

    @property
    def teilnehmende_gezeigt(self) -> int | str | None:
        """Wie viele Teilnehmende gezeigt werden; None: nicht gezählt."""
        return None if self.teilnehmende is None else gezeigt(self.teilnehmende)

    @property
    def differenz(self) -> Decimal:
        """Ist minus Soll."""
        return self.ist - self.soll

    @property
    def erfuellung_prozent(self) -> Decimal | None:
        """Das Ist in % des Solls, zwei Stellen; None ohne Soll."""
        return quote(self.ist, self.soll)


def gezeigt(anzahl: int, teile: Sequence[int] = ()) -> int | str | None:
    """Eine Zahl von Fällen, wie sie gezeigt wird: unter drei nie die Zahl selbst.

    Eingang: Anzahl und, bei einer Summe, ihre Teile. Ergebnis: die Zahl, „unter 3“ oder None, wenn
    sich aus der Summe ein nicht gezeigter Teil errechnen ließe. Quelle: docs/verfahren.md 4.
    """
    if 0 < anzahl < FAELLE_MINDESTENS:
        return f"unter {FAELLE_MINDESTENS}"
    kleine = [teil for teil in teile if 0 < teil < FAELLE_MINDESTENS]
    if kleine and (len(kleine) == 1 or sum(kleine) < FAELLE_MINDESTENS):
        return None
    return anzahl


def quote(teil: Decimal, ganzes: Decimal) -> Decimal | None:
    """Ein Teil in % eines Ganzen, zwei Stellen; None, wenn das Ganze null ist."""
    return kaufmaennisch(teil / ganzes * HUNDERT) if ganzes else None


def abruf(bewilligt: Decimal, betrag: Decimal, zeitraum: Zeitraum) -> Abruf:
    """Was von den bewilligten Mitteln verbraucht ist; die tatsächlichen Kosten sind die Grenze.

    Eingang: Mittel der Leistung im Jahr und Ist-Kosten des Zeitraums in €. Ergebnis: eine
    Rückforderung gibt es erst, wenn der Zeitraum das ganze Jahr ist; nie unter 0.
    """
    rest = bewilligt - betrag
    return Abruf(
        bewilligt, betrag, rest, max(NULL, kaufmaennisch(rest)) if zeitraum.ganzes_jahr else None
    )


def summe(werte: Sequence[Sollist]) -> Sollist:
    """Die Summe mehrerer Stellen; ein Fall, der mehrmals vorkommt, zählt einmal."""
    abrufe = [wert.abruf for wert in werte if wert.abruf is not None]
    rueck = [a.rueckforderung for a in abrufe if a.rueckforderung is not None]
    plaene = [wert.plan for wert in werte if wert.plan is not None]
    faelle = [wert.faelle for wert in werte if wert.faelle is not None]
    personen = [wert.teilnehmende for wert in werte if wert.teilnehmende is not None]
    return Sollist(
        sum((wert.soll for wert in werte), Decimal(0)),
        sum((wert.ist for wert in werte), Decimal(0)),
        sum((wert.hochrechnung for wert in werte), Decimal(0)),
        Abruf(
            sum((a.bewilligt for a in abrufe), NULL),
            sum((a.betrag for a in abrufe), NULL),
            sum((a.rest for a in abrufe), NULL),
            sum(rueck, NULL) if len(rueck) == len(abrufe) else None,
        )
        if abrufe
        else None,
        sum(plaene, Decimal(0)) if plaene else None,
        frozenset().union(*faelle) if faelle else None,
        sum(personen) if personen else None,
        tuple(map(len, faelle)),
    )

"""Was eine Größe ausmacht: Name, Wert, Maß, Summe und wo sie erscheint.

JSON und CSV zeigen jede Größe, das Terminal die mit `kurz`, die Anlage die mit `anlage`, die Mappe
des Vergleichs die mit `titel`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from itertools import chain, islice
from typing import Any, Generic, NamedTuple, TypeVar

from sozialraum_cli.modell import Wert
from sozialraum_cli.runden import CENT, kaufmaennische

Z = TypeVar("Z")
E = TypeVar("E")


class Mass(StrEnum):
    """Worin eine Größe gemessen wird; davon hängen Rundung, Format und Schema ab.

    BUDGET und DIFFERENZ stehen auf die Einheit gerundet, GELD auf den Cent; was DIFFERENZ heißt
    und PROZENT tragen ein Vorzeichen.
    """

    TEXT = "Text"
    GANZ = "ganze Zahl"
    WAHR = "ja oder nein"
    BUDGET = "Budget in €"
    DIFFERENZ = "Veränderung in €"
    GELD = "Betrag in €"
    PROZENT = "Veränderung in %"
    ANTEIL = "Anteil"
    MENGE = "Menge"
    MENGENDIFFERENZ = "Veränderung einer Menge"
    ZAHL = "Zahl, wie sie ist"
    ROH = "Text oder Zahl, wie sie sind"


_STELLEN = {
    Mass.BUDGET: CENT,
    Mass.DIFFERENZ: CENT,
    Mass.GELD: CENT,
    Mass.ANTEIL: Decimal("1e-15"),
    Mass.MENGE: Decimal("1e-6"),
    Mass.MENGENDIFFERENZ: Decimal("1e-6"),
}


class Anlagespalte(NamedTuple):
    """Eine Spalte der Anlage, von links nach `stelle` geordnet.

    `formel` nennt in Klammern Spalten derselben Zeile: {budget_neu} in der Anlage,
    {schutz.budget_neu} in einem anderen Blatt; `summenformel` gilt in der Summenzeile.
    `benannt`: ihr Name gilt in allen Formeln der Mappe. `rot`: was unter null liegt, steht rot;
    rot heißt in der Anlage allein: weniger als bisher.
    """

    stelle: int
    titel: str
    formel: str
    breite: float
    summenformel: str = 'IF(COUNT({spalte})=0,"",SUM({spalte}))'
    benannt: bool = False
    hervorgehoben: bool = False
    fett: bool = False
    rot: bool = False


@dataclass(frozen=True, slots=True)
class Groesse(Generic[Z]):
    """Eine Größe; `name` ist ihr Schlüssel in JSON und ihre Spalte in CSV.

    `leer`: sie darf null sein. `summe`: ihre Werte lassen sich zusammenzählen; `aus_summen`
    rechnet sie statt dessen für alle Zeilen zusammen. `wahl`: nur diese Texte kommen vor.
    """

    name: str
    mass: Mass
    wert: Callable[[Z], Wert]
    erklaerung: str = ""
    leer: bool = False
    minimum: int | None = None
    maximum: int | None = None
    wahl: tuple[str, ...] = ()
    kurz: str = ""
    titel: str = ""
    summe: bool = False
    aus_summen: Callable[[Sequence[Z]], Decimal | None] | None = None
    anlage: Anlagespalte | None = None

    def genaue(self, quellen: Sequence[Z]) -> list[Wert]:
        """Die Werte, wie JSON und CSV sie zeigen: auf die Stellen seines Maßes gerundet."""
        werte = [*map(self.wert, quellen)]
        stellen = _STELLEN.get(self.mass)
        if stellen is None:
            return werte
        zahlen = [wert for wert in werte if isinstance(wert, Decimal)]
        genaue = kaufmaennische(zahlen, stellen)
        if len(zahlen) == len(werte):
            return [*genaue]
        naechste = iter(genaue)
        return [next(naechste) if isinstance(wert, Decimal) else wert for wert in werte]

    def gesamt(self, zeilen: Sequence[Z], *, mit_luecken: bool = False) -> Decimal | None:
        """Der Wert aller Zeilen zusammen; None, wenn es keinen gibt.

        Fehlt er in einer Zeile, gibt es keine Summe, außer `mit_luecken`.
        """
        if self.aus_summen is not None:
            return self.aus_summen(zeilen)
        werte = [self.wert(zeile) for zeile in zeilen]
        zahlen = [wert for wert in werte if isinstance(wert, Decimal)]
        if not self.summe or not zahlen or (len(zahlen) < len(werte) and not mit_luecken):
            return None
        return sum(zahlen, Decimal(0))


@dataclass(frozen=True, slots=True)
class Verbund(Generic[Z, E]):
    """Mehrere Größen unter einem Namen; in CSV Spalten „KURZ NAME“.

    `leer`: statt ihrer darf null stehen, wenn `teil` None gibt.
    """

    name: str
    teil: Callable[[Z], E]
    groessen: "Groessen[E]"
    erklaerung: str = ""
    kurz: str = ""
    leer: bool = False


@dataclass(frozen=True, slots=True)
class Liste(Generic[Z, E]):
    """Dieselben Größen mehrmals; in CSV Spalten „GRÖSSE NAME“, in der Anlage ab `stelle`."""

    name: str
    teile: Callable[[Z], Iterable[E]]
    groessen: "Groessen[E]"
    erklaerung: str = ""
    mindestens: int = 0
    stelle: int | None = None


@dataclass(frozen=True, slots=True)
class Verzeichnis(Generic[Z, E]):
    """Dieselben Größen unter wechselnden Namen."""

    name: str
    teile: Callable[[Z], Mapping[str, E]]
    groessen: "Groessen[E]"
    erklaerung: str = ""


@dataclass(frozen=True, slots=True)
class Namen(Generic[Z]):
    """Eine Liste bloßer Texte."""

    name: str
    namen: Callable[[Z], Iterable[str]]
    erklaerung: str = ""


@dataclass(frozen=True, slots=True)
class Werte(Generic[Z]):
    """Einzelne Texte oder Zahlen unter wechselnden Namen."""

    name: str
    werte: Callable[[Z], Mapping[str, Wert]]
    erklaerung: str = ""


Knoten = Groesse[Z] | Verbund[Z, Any] | Liste[Z, Any] | Verzeichnis[Z, Any] | Namen[Z] | Werte[Z]
Groessen = tuple[Knoten[Z], ...]


@dataclass(frozen=True, slots=True)
class Dokument(Generic[Z]):
    """Eine Ausgabe für Programme; `schema` nennt Art und Fassung: sozialraum/berechnung/1.

    `je_mappe`: bei mehreren Mappen in einem Aufruf steht ihr Name unter „datei“ davor.
    """

    schema: str
    titel: str
    erklaerung: str
    groessen: Groessen[Z]
    je_mappe: bool = False


def objekt(groessen: Groessen[Z], quelle: Z) -> dict[str, Any]:
    """Die Größen einer Quelle unter ihren Namen, wie JSON sie zeigt."""
    (eines,) = objekte(groessen, (quelle,))
    return eines


def objekte(groessen: Groessen[Z], quellen: Sequence[Z]) -> list[dict[str, Any]]:
    """Die Größen vieler Quellen, je Quelle wie `objekt`."""
    namen = [knoten.name for knoten in groessen]
    spalten_ = [_inhalte(knoten, quellen) for knoten in groessen]
    return [dict(zip(namen, zeile, strict=True)) for zeile in zip(*spalten_, strict=True)]


def _inhalte(knoten: Knoten[Z], quellen: Sequence[Z]) -> Sequence[Any]:
    match knoten:
        case Groesse():
            return knoten.genaue(quellen)
        case Verbund():
            teile = [*map(knoten.teil, quellen)]
            vorhanden = [teil for teil in teile if not (teil is None and knoten.leer)]
            inhalte = iter(objekte(knoten.groessen, vorhanden))
            return [None if teil is None and knoten.leer else next(inhalte) for teil in teile]
        case Liste():
            listen = [[*knoten.teile(quelle)] for quelle in quellen]
            inhalte = iter(objekte(knoten.groessen, [*chain.from_iterable(listen)]))
            return [[*islice(inhalte, len(liste))] for liste in listen]
        case Verzeichnis():
            return [
                {name: objekt(knoten.groessen, teil) for name, teil in knoten.teile(quelle).items()}
                for quelle in quellen
            ]
        case Namen():
            return [[*knoten.namen(quelle)] for quelle in quellen]
        case Werte():
            return [dict(knoten.werte(quelle)) for quelle in quellen]


class Groessenspalte(NamedTuple, Generic[Z]):
    """Eine Größe vieler Quellen, je Quelle ein Wert; er entsteht erst, wenn er gelesen wird."""

    groesse: Groesse[Z]
    quellen: Sequence[Z]

    @property
    def zeilen(self) -> int:
        """Wie viele Werte es sind."""
        return len(self.quellen)

    def abschnitt(self, bereich: slice) -> list[Wert]:
        """Die Werte dieses Bereichs."""
        return self.groesse.genaue(self.quellen[bereich])


def spalten(groessen: Groessen[Z], quellen: Sequence[Z]) -> dict[str, Groessenspalte[Any]]:
    """Die Größen vieler Quellen als Spalten; Geschachteltes wird zu eigenen.

    Fehler: ValueError, wenn eine Liste nicht in jeder Quelle dieselben Namen hat.
    """
    ergebnis: dict[str, Groessenspalte[Any]] = {}
    for knoten in groessen:
        match knoten:
            case Groesse():
                ergebnis[knoten.name] = Groessenspalte(knoten, quellen)
            case Verbund():
                teile = spalten(knoten.groessen, [*map(knoten.teil, quellen)])
                ergebnis |= {f"{knoten.kurz} {name}": spalte for name, spalte in teile.items()}
            case Liste():
                for stelle_der_liste in zip(*map(knoten.teile, quellen), strict=True):
                    je_name = spalten(knoten.groessen, stelle_der_liste)
                    (benannt,) = {*je_name.pop("name").abschnitt(slice(None))}
                    ergebnis |= {f"{name} {benannt}": spalte for name, spalte in je_name.items()}
            case Verzeichnis() | Namen() | Werte():
                raise TypeError(f"{knoten.name} passt in keine Zeile")
    return ergebnis


def einzelne(groessen: Groessen[Z]) -> tuple[Groesse[Z], ...]:
    """Nur die Größen, die ein einzelner Wert sind."""
    return tuple(knoten for knoten in groessen if isinstance(knoten, Groesse))


def stelle(knoten: Knoten[Any]) -> int:
    """Wo eine Größe in der Anlage steht; 0, wenn dort nicht."""
    if isinstance(knoten, Groesse):
        return knoten.anlage.stelle if knoten.anlage else 0
    return (knoten.stelle or 0) if isinstance(knoten, Liste) else 0


def auswahl(groessen: Groessen[Z], *namen: str) -> Groessen[Z]:
    """Die genannten Größen in dieser Reihenfolge; KeyError, wenn es eine nicht gibt."""
    nach_name = {knoten.name: knoten for knoten in groessen}
    return tuple(nach_name[name] for name in namen)


def von(zugriff: Callable[[Z], E], groessen: Groessen[E]) -> Groessen[Z]:
    """Dieselben Größen an einer Quelle, in der ihre eigene steckt."""
    return tuple(_verlegt(knoten, zugriff) for knoten in groessen)


def _verlegt(knoten: Any, zugriff: Callable[[Z], E]) -> Any:
    match knoten:
        case Groesse(wert=wert, aus_summen=aus_summen):
            alle = aus_summen and (lambda zeilen: aus_summen([zugriff(z) for z in zeilen]))
            return replace(knoten, wert=lambda z: wert(zugriff(z)), aus_summen=alle)
        case Verbund(teil=teil):
            return replace(knoten, teil=lambda z: teil(zugriff(z)))
        case _:
            return replace(knoten, teile=lambda z: knoten.teile(zugriff(z)))

"""Was Gewichte, Indikatoren, Verfahren und einzelne Personen am Ergebnis bewegen, in Euro."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext

from sozialraum_cli.befund import Datenfehler
from sozialraum_cli.entscheiden.gewichte import (
    EINS,
    Budgets,
    Gewichtsrechnung,
    gewichtsrechnung,
)
from sozialraum_cli.entscheiden.mehr_personen import Wertrechnung, wertrechnung
from sozialraum_cli.entscheiden.zufallsgewichte import Zufallsgewichte
from sozialraum_cli.entscheiden.zufallsspanne import Zufallsspanne, zufallsspannen
from sozialraum_cli.modell import Eingabe
from sozialraum_cli.rechnen.berechnung import Ergebnis, budget_indikatoren
from sozialraum_cli.rechnen.bestandsschutz import budget_ungerundet
from sozialraum_cli.rechnen.schluessel import verteilungsschluessel
from sozialraum_cli.runden import GENAU, HUNDERT, glatt
from sozialraum_cli.verfahren.schluessel.verzeichnis import SCHLUESSELVERFAHREN

FUENF_PUNKTE = Decimal("0.05")
# Bei mehr Sozialräumen wird eine Person nur dort dazugezählt, wo sie am meisten bewegen kann.
_PERSON_HOECHSTENS = 100


@dataclass(frozen=True, slots=True)
class Bewegung:
    """Wie viel Geld eine Änderung verschiebt (€/Jahr) und der Unterschied je Sozialraum.

    bewegt: halbe Summe der Beträge der Unterschiede im geschützten Budget vor der Rundung;
    bewegt_indikatoren: dasselbe im Budget nach Indikatoren.
    """

    bewegt: Decimal
    bewegt_indikatoren: Decimal
    je_sozialraum: tuple[tuple[str, Decimal], ...]


@dataclass(frozen=True, slots=True)
class Personenwirkung:
    """Wo eine gezählte Person mehr am meisten bewegt und um wie viel (€/Jahr, ungerundet)."""

    sozialraum: str
    betrag: Decimal


@dataclass(frozen=True, slots=True)
class Indikatorwirkung:
    """Was ein Indikator bewegt; None heißt: die Änderung ist nicht möglich.

    gewicht, effektives_gewicht: % (nominell auf Summe 100; Teil der Streuung des Anteils).
    """

    indikator: str
    gewicht: Decimal
    effektives_gewicht: Decimal | None
    ohne: Bewegung | None
    plus_5: Bewegung | None
    minus_5: Bewegung | None
    eine_person: Personenwirkung | None
    zufallsspannen: tuple[Zufallsspanne, ...]


@dataclass(frozen=True, slots=True)
class Verfahrenswirkung:
    """Was ein anderes Schlüsselverfahren bewegt; bewegung None: es lässt sich nicht rechnen."""

    name: str
    bewegung: Bewegung | None
    grund: str | None = None


@dataclass(frozen=True, slots=True)
class Empfindlichkeit:
    """Alle Proben zu einem Ergebnis."""

    ergebnis: Ergebnis
    indikatoren: tuple[Indikatorwirkung, ...]
    schluesselverfahren: tuple[Verfahrenswirkung, ...]
    zufall: Zufallsgewichte


def empfindlichkeit(ergebnis: Ergebnis, zufall: Zufallsgewichte) -> Empfindlichkeit:
    """Probt jeden Indikator und jedes andere Schlüsselverfahren.

    Eingang: Ergebnis, dazu fertig die Läufe mit zufälligen Gewichten. Ergebnis: Bewegungen in
    €/Jahr, ungerundet gerechnet. Quelle: docs/verfahren.md, Abschnitt „Empfindlichkeit“.
    """
    with localcontext(GENAU):
        rechnung, werte = gewichtsrechnung(ergebnis), wertrechnung(ergebnis)
        ausgang = rechnung.verteilt(rechnung.ausgang)
        return Empfindlichkeit(
            ergebnis,
            tuple(_indikator(rechnung, werte, ausgang, k) for k in range(len(rechnung.nominell))),
            tuple(_andere_verfahren(ergebnis.eingabe, ausgang)),
            zufall,
        )


def bewegung(eingabe: Eingabe, vorher: Budgets, nachher: Budgets) -> Bewegung:
    """Der Unterschied zweier Verteilungen derselben Sozialräume (€/Jahr)."""
    differenz = _differenz(vorher.budget_geschuetzt, nachher.budget_geschuetzt)
    indikatoren = _differenz(vorher.budget_indikatoren, nachher.budget_indikatoren)
    namen = [raum.name for raum in eingabe.sozialraeume]
    return Bewegung(
        _halbe_summe(differenz),
        _halbe_summe(indikatoren),
        tuple(zip(namen, differenz, strict=True)),
    )


def _differenz(vorher: Sequence[Decimal], nachher: Sequence[Decimal]) -> tuple[Decimal, ...]:
    return tuple(neu - alt for alt, neu in zip(vorher, nachher, strict=True))


def _halbe_summe(differenz: Sequence[Decimal]) -> Decimal:
    return sum(map(abs, differenz), Decimal(0)) / 2


def _indikator(
    rechnung: Gewichtsrechnung, werte: Wertrechnung, ausgang: Budgets, nummer: int
) -> Indikatorwirkung:
    schluessel = rechnung.ergebnis.schluessel
    schritt, gewicht = schluessel.indikatoren[nummer], rechnung.nominell[nummer]

    def probe(neu: Decimal) -> Bewegung | None:
        if not 0 <= neu <= 1:
            return None
        return _versuchen(
            lambda: bewegung(
                rechnung.ergebnis.eingabe,
                ausgang,
                rechnung.verteilt(rechnung.produkte_mit(nummer, neu)),
            )
        )

    effektiv = schluessel.effektives_gewicht[nummer]
    return Indikatorwirkung(
        schritt.indikator.name,
        gewicht * HUNDERT,
        effektiv,
        probe(Decimal(0)),
        probe(gewicht + FUENF_PUNKTE),
        probe(gewicht - FUENF_PUNKTE),
        _eine_person(werte, nummer),
        zufallsspannen(rechnung.ergebnis.eingabe, schritt.indikator),
    )


def _versuchen(rechnen: Callable[[], Bewegung]) -> Bewegung | None:
    """None, wenn die Änderung nicht möglich ist: allein übrig oder kein Schlüssel mehr."""
    try:
        return rechnen()
    except (Datenfehler, ValueError):
        return None


def _eine_person(rechnung: Wertrechnung, nummer: int) -> Personenwirkung | None:
    zaehler = rechnung.ergebnis.schluessel.indikatoren[nummer].zaehler
    if zaehler is None:
        return None
    # Je weniger schon gezählt sind, desto mehr bewegt eine Person.
    stellen = sorted(range(len(zaehler)), key=zaehler.__getitem__)[:_PERSON_HOECHSTENS]
    wirkungen = []
    for stelle in stellen:
        zuwachs = rechnung.in_werten(nummer, stelle, EINS)
        if zuwachs is None:
            continue
        betrag = rechnung.nach_indikatoren(nummer, stelle, zuwachs)
        if betrag is not None:
            # Ohne Rechenrauschen: bei gleicher Wirkung gilt die Reihenfolge der Mappe.
            wirkungen.append((-glatt(abs(betrag)), stelle, zuwachs, betrag))
    for _, stelle, zuwachs, betrag in sorted(wirkungen):
        # Ob auch der Schutz noch möglich ist, zeigt erst die ganze Rechnung.
        if rechnung.wirkung(nummer, stelle, zuwachs) is not None:
            return Personenwirkung(rechnung.ergebnis.eingabe.sozialraeume[stelle].name, betrag)
    return None


def _andere_verfahren(eingabe: Eingabe, ausgang: Budgets) -> Iterator[Verfahrenswirkung]:
    for verfahren in SCHLUESSELVERFAHREN:
        if verfahren == eingabe.parameter.schluesselverfahren:
            continue
        probe = replace(
            eingabe,
            # Eine Spreizung gilt nur für das Verfahren, für das sie angegeben ist.
            parameter=replace(eingabe.parameter, schluesselverfahren=verfahren, spreizung=None),
        )
        try:
            q = verteilungsschluessel(probe).anteil
            d = budget_indikatoren(probe.parameter, q)
            nachher = Budgets(d, budget_ungerundet(probe, d))
        except Datenfehler as ausnahme:
            yield Verfahrenswirkung(verfahren, None, ausnahme.befunde[0].text)
        else:
            yield Verfahrenswirkung(verfahren, bewegung(eingabe, ausgang, nachher))

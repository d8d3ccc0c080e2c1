"""Soll und Ist je Sozialraum, Leistung und Träger; Gruppen und Summen sind Summen dieser Teile."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from enum import StrEnum

from sozialraum_cli.modell import Sozialraum
from sozialraum_cli.namen import schluesselform
from sozialraum_cli.rechnen.berechnung import NULL, Ergebnis
from sozialraum_cli.rechnen.istmenge import (
    SEKUNDEN_JE_STUNDE,
    Istmenge,
    Kategorie,
    Ort,
    Zaehlstelle,
)
from sozialraum_cli.rechnen.sollist import Sollist, abruf, summe
from sozialraum_cli.rechnen.traegerzeiten import traegerzeiten
from sozialraum_cli.rechnen.zeitraum import Zeitraum, ganzes_jahr, hochrechnung, soll
from sozialraum_cli.runden import GENAU, groesste_reste


class Gruppenart(StrEnum):
    """Wonach Soll und Ist summiert werden."""

    LEISTUNG = "leistung"
    REGION = "region"
    TRAEGER = "traeger"
    ZUSTAENDIGKEIT = "zustaendigkeit"


@dataclass(frozen=True, slots=True)
class Controllingzeile:
    """Soll und Ist einer Leistung in einem Sozialraum oder einer Kategorie.

    sozialraum ist None bei einer Kategorie; leistung None heißt: keine des Bogens.
    """

    sozialraum: Sozialraum | None
    kategorie: Kategorie | None
    leistung: str | None
    werte: Sollist
    begruendung: str = ""


@dataclass(frozen=True, slots=True)
class Gruppe:
    """Die Summe aller Teile mit gleicher Leistung, Region, Zuständigkeit oder gleichem Träger.

    name None: ohne Angabe im Bogen; kategorie: die Zeilen dieser Kategorie.
    """

    art: Gruppenart
    name: str | None
    kategorie: Kategorie | None
    sozialraeume: tuple[str, ...]
    werte: Sollist
    leistungen: tuple[tuple[str | None, Sollist], ...]


@dataclass(frozen=True, slots=True)
class Teil:
    """Die kleinste Einheit: ein Träger einer Leistung eines Sozialraums oder einer Kategorie.

    stunden: h/Woche laut Bogen; tage: wie viele Tage des Zeitraums der Träger zuständig ist.
    """

    ort: Ort
    leistung: str | None
    traeger: str | None
    werte: Sollist
    begruendung: str
    stunden: Decimal = Decimal(0)
    tage: int = 0


@dataclass(frozen=True, slots=True)
class Controlling:
    """Das Ergebnis: Zeilen in der Reihenfolge des Bogens, dann Kategorien; Gruppen; Summen."""

    ergebnis: Ergebnis
    zeitraum: Zeitraum
    plan: Ergebnis | None
    teile: tuple[Teil, ...]
    zeilen: tuple[Controllingzeile, ...]
    gruppen: tuple[Gruppe, ...]
    summen: Sollist

    @property
    def mit_betraegen(self) -> bool:
        """Ob eine Quelle Beträge nennt."""
        return self.summen.abruf is not None

    @property
    def mit_faellen(self) -> bool:
        """Ob Fälle gezählt sind."""
        return self.summen.faelle is not None


def controlling(
    ergebnis: Ergebnis,
    zeitraum: Zeitraum,
    ist: Mapping[Zaehlstelle, Istmenge],
    wechsel: Mapping[str, Sequence[tuple[date, str]]] | None = None,
    plan: Ergebnis | None = None,
) -> Controlling:
    """Stellt das Soll des Bogens dem Ist gegenüber.

    Eingang: Ergebnis des Bogens, Zeitraum, Ist je (Ort, Leistung, Träger), je Sozialraum die
    Wechsel des Trägers, das Ergebnis des nächsten Bogens. Ergebnis: Stunden; die Summe aller
    Zeilen ist die Summe des Ist. Quelle: docs/verfahren.md 4.
    """
    with localcontext(GENAU):
        teile = _teile(ergebnis, zeitraum, ist, wechsel or {}, plan)
        return _aus_teilen(ergebnis, zeitraum, plan, teile)


def gefiltert(ganz: Controlling, behalten: Callable[[Sozialraum], bool]) -> Controlling:
    """Nur die Teile, für deren Sozialraum mit deren Träger `behalten` gilt.

    Kategorien gehören zu keiner Auswahl; die volle Summe nennt das ungefilterte Ergebnis.
    """
    with localcontext(GENAU):
        teile = [
            teil
            for teil, raum in zip(ganz.teile, raeume_der_teile(ganz), strict=True)
            if raum is not None and behalten(raum)
        ]
        return _aus_teilen(ganz.ergebnis, ganz.zeitraum, ganz.plan, teile)


def raeume_der_teile(ganz: Controlling) -> list[Sozialraum | None]:
    """Zu jedem Teil sein Sozialraum mit dem Träger des Teils; None bei einer Kategorie."""
    raeume = _raeume(ganz.ergebnis, ganz.plan)
    return [
        None if isinstance(teil.ort, Kategorie) else raeume[teil.ort]._replace(traeger=teil.traeger)
        for teil in ganz.teile
    ]


def _aus_teilen(
    ergebnis: Ergebnis, zeitraum: Zeitraum, plan: Ergebnis | None, teile: Sequence[Teil]
) -> Controlling:
    raeume = _raeume(ergebnis, plan)
    return Controlling(
        ergebnis,
        zeitraum,
        plan,
        tuple(teile),
        _zeilen(teile, raeume),
        _gruppen(teile, raeume),
        _summe(teile),
    )


def _raeume(ergebnis: Ergebnis, plan: Ergebnis | None) -> dict[str, Sozialraum]:
    """Die Sozialräume des Bogens und dahinter die, die es erst im nächsten gibt."""
    raeume = {zeile.sozialraum.name: zeile.sozialraum for zeile in ergebnis.sozialraeume}
    for zeile in plan.sozialraeume if plan else ():
        raeume.setdefault(zeile.sozialraum.name, zeile.sozialraum)
    return raeume


def _teile(
    ergebnis: Ergebnis,
    zeitraum: Zeitraum,
    ist: Mapping[Zaehlstelle, Istmenge],
    wechsel: Mapping[str, Sequence[tuple[date, str]]],
    plan: Ergebnis | None,
) -> list[Teil]:
    # Wo keine Quelle Beträge nennt, sind die Kosten unbekannt, nicht null.
    mit_betraegen = {art for (_, art, _), menge in ist.items() if menge.betrag is not None}
    mit_faellen = any(menge.faelle for menge in ist.values())
    geplant = _plan(ergebnis, plan, zeitraum)
    offen = dict(ist)
    teile: list[Teil] = []
    for zeile in ergebnis.sozialraeume:
        raum = zeile.sozialraum
        zeiten = traegerzeiten(raum.traeger, wechsel.get(raum.name, ()), zeitraum)
        for leistung in zeile.komponenten.leistungen:
            bewilligt = groesste_reste(
                [leistung.mittel * tage / zeitraum.tage for _, tage in zeiten], leistung.mittel
            ).betrag
            traeger = dict(zeiten)
            # Termine ohne Tag gehören zu keinem der Träger.
            weitere = [t for o, art, t in offen if (o, art) == (raum.name, leistung.name)]
            for nummer, name in enumerate(dict.fromkeys([*traeger, *weitere])):
                menge = offen.pop((raum.name, leistung.name, name), Istmenge())
                tage = traeger.get(name, 0)
                teile.append(
                    _teil(
                        (raum.name, leistung.name, name),
                        (leistung.stunden, tage),
                        menge,
                        zeitraum,
                        bewilligt=(bewilligt[nummer] if tage else NULL)
                        if leistung.name in mit_betraegen
                        else None,
                        plan=geplant.pop((raum.name, leistung.name), None) if not nummer else None,
                        mit_faellen=mit_faellen,
                    )
                )
    # Was es erst im nächsten Bogen gibt; dann, was zu keinem Soll gehört, in fester Reihenfolge.
    orte = [*_raeume(ergebnis, plan), *Kategorie]
    namen = [
        *dict.fromkeys(
            [*(n for n, _ in ergebnis.eingabe.parameter.leistungen), *(n for _, n in geplant)]
        ),
        None,
    ]
    ohne_soll: dict[Zaehlstelle, Decimal | None] = {
        (*stelle, None): p for stelle, p in geplant.items()
    }
    for schluessel in sorted(
        {**dict.fromkeys(offen), **ohne_soll},
        key=lambda s: (orte.index(s[0]), namen.index(s[1]), s[2] or ""),
    ):
        teile.append(
            _teil(
                schluessel,
                (Decimal(0), 0),
                offen.get(schluessel, Istmenge()),
                zeitraum,
                bewilligt=NULL if schluessel[1] in mit_betraegen else None,
                plan=ohne_soll.get(schluessel),
                mit_faellen=mit_faellen,
            )
        )
    return teile


def _plan(
    ergebnis: Ergebnis, plan: Ergebnis | None, zeitraum: Zeitraum
) -> dict[tuple[str, str], Decimal]:
    """Das Soll des nächsten Bogens für sein ganzes Jahr, mit denselben Vertragswochen.

    Ein Sozialraum mit gleichem Schlüssel ist derselbe, auch wenn er anders heißt.
    """
    if plan is None:
        return {}
    nach_schluessel = {
        schluesselform(z.sozialraum.schluessel): z.sozialraum.name
        for z in ergebnis.sozialraeume
        if z.sozialraum.schluessel
    }
    jahr = ganzes_jahr(plan.eingabe.parameter.jahr, zeitraum.wochen_je_jahr)
    geplant: dict[tuple[str, str], Decimal] = {}
    for zeile in plan.sozialraeume:
        raum = zeile.sozialraum
        name = nach_schluessel.get(schluesselform(raum.schluessel or ""), raum.name)
        for leistung in zeile.komponenten.leistungen:
            geplant[name, leistung.name] = soll(leistung.stunden, jahr)
    return geplant


def _teil(
    schluessel: Zaehlstelle,
    vereinbart: tuple[Decimal, int],
    menge: Istmenge,
    zeitraum: Zeitraum,
    *,
    bewilligt: Decimal | None,
    plan: Decimal | None,
    mit_faellen: bool,
) -> Teil:
    stunden, tage = vereinbart
    ist = menge.sekunden / SEKUNDEN_JE_STUNDE
    werte = Sollist(
        soll(stunden, zeitraum) * tage / zeitraum.tage,
        ist,
        hochrechnung(ist, zeitraum),
        None if bewilligt is None else abruf(bewilligt, menge.betrag or NULL, zeitraum),
        plan,
        frozenset(menge.faelle) if mit_faellen else None,
        menge.teilnehmende,
    )
    return Teil(*schluessel, werte, "; ".join(menge.begruendungen), stunden, tage)


def _summe(teile: Iterable[Teil]) -> Sollist:
    return summe([teil.werte for teil in teile])


def _zeilen(
    teile: Sequence[Teil], raeume: Mapping[str, Sozialraum]
) -> tuple[Controllingzeile, ...]:
    stellen: dict[tuple[Ort, str | None], list[Teil]] = {}
    for teil in teile:
        stellen.setdefault((teil.ort, teil.leistung), []).append(teil)
    return tuple(
        Controllingzeile(
            None if isinstance(ort, Kategorie) else raeume[ort],
            ort if isinstance(ort, Kategorie) else None,
            leistung,
            _summe(eigene),
            "; ".join(teil.begruendung for teil in eigene if teil.begruendung),
        )
        for (ort, leistung), eigene in stellen.items()
    )


def _gruppen(teile: Sequence[Teil], raeume: Mapping[str, Sozialraum]) -> tuple[Gruppe, ...]:
    def name(art: Gruppenart, teil: Teil) -> str | None:
        if art is Gruppenart.LEISTUNG:
            return teil.leistung
        if art is Gruppenart.TRAEGER:
            return teil.traeger or None
        raum = raeume[str(teil.ort)]
        return (raum.region if art is Gruppenart.REGION else raum.zustaendigkeit) or None

    gruppen = []
    for art in Gruppenart:
        stellen: dict[tuple[str | None, Kategorie | None], list[Teil]] = {}
        for teil in teile:
            kategorie = teil.ort if isinstance(teil.ort, Kategorie) else None
            nach_kategorie = kategorie is not None and art is not Gruppenart.LEISTUNG
            stelle = (None, kategorie) if nach_kategorie else (name(art, teil), None)
            stellen.setdefault(stelle, []).append(teil)
        gruppen += [_gruppe(art, *stelle, eigene) for stelle, eigene in stellen.items()]
    return tuple(gruppen)


def _gruppe(
    art: Gruppenart, name: str | None, kategorie: Kategorie | None, teile: Sequence[Teil]
) -> Gruppe:
    je_leistung: dict[str | None, list[Teil]] = {}
    for teil in teile:
        je_leistung.setdefault(teil.leistung, []).append(teil)
    return Gruppe(
        art,
        name,
        kategorie,
        tuple(dict.fromkeys(t.ort for t in teile if not isinstance(t.ort, Kategorie))),
        _summe(teile),
        tuple((leistung, _summe(eigene)) for leistung, eigene in je_leistung.items()),
    )

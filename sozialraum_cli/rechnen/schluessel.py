"""Der Verteilungsschlüssel: aus Belastungsindikatoren wird der Anteil je Sozialraum."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal, localcontext
from functools import cached_property
from operator import add, mul, sub
from typing import NamedTuple

from sozialraum_cli.befund import Befund, Datenfehler, fehler, hat_fehler, hinweis
from sozialraum_cli.modell import Art, Eingabe, Indikator, Richtung
from sozialraum_cli.runden import CENT, GENAU, HUNDERT, Werte, glatt
from sozialraum_cli.verfahren.schluessel.schluesselverfahren import (
    Indikatorfall,
    Schluesselverfahren,
    Unbildbar,
)
from sozialraum_cli.verfahren.schluessel.verzeichnis import schluesselverfahren
from sozialraum_cli.zahlen import zahl

# Darunter wäre die Streuung nur Rechenrauschen der Tabellenkalkulation.
_GLEICHER_ANTEIL = Decimal("1e-12")


class Indikatorschritt(NamedTuple):
    """Ein Indikator auf dem Weg zum Schlüssel; None heißt: ohne Bezugsgröße nicht zu bilden.

    gewicht: normiert, Summe 1. bezug: Bezugsgröße. zaehler: Personen oder Fälle nach Richtung.
    quote, kreiswert, minimum, maximum, mittelwert, standardabweichung: % der Bezugsgröße.
    beitrag: a_ik, f_ik, m_ik oder z_ik des Verfahrens.
    """

    indikator: Indikator
    gewicht: Decimal
    bezug: Werte | None
    zaehler: Werte | None
    quote: tuple[Decimal | None, ...]
    kreiswert: Decimal | None
    minimum: Decimal | None
    maximum: Decimal | None
    mittelwert: Decimal | None
    standardabweichung: Decimal | None
    beitrag: Werte = ()
    befunde: tuple[Befund, ...] = ()


@dataclass(frozen=True)
class Verteilungsschluessel:
    """Alle Schritte vom Indikator zum Anteil; bei `anteile` ohne Basis und Spreizung."""

    indikatoren: tuple[Indikatorschritt, ...]
    gewichteter_beitrag: Werte
    belastungsfaktor: Werte
    anteil: Werte
    verteilungsbasis: str | None = None
    basis: Werte | None = None
    spreizung: Decimal | None = None
    befunde: tuple[Befund, ...] = ()

    @cached_property
    def teilanteil(self) -> tuple[Werte, ...]:
        """Was jeder Indikator zum Anteil q_i beiträgt: P_i·Spreizung·g_k·Beitrag_ik / Σ P·F.

        Mit dem Grundanteil P_i / Σ P·F von `minmax` und `zwert` ergeben alle zusammen q_i.
        """
        with localcontext(GENAU):
            basis = _gezaehlt(self.basis, self.belastungsfaktor)
            summe = sum(map(mul, basis, self.belastungsfaktor), Decimal(0))
            teile: list[Werte] = []
            for schritt in self.indikatoren:
                streckung = schritt.gewicht * (1 if self.spreizung is None else self.spreizung)
                gestreckt = [p * streckung for p in basis]
                teile.append(tuple([w / summe for w in map(mul, gestreckt, schritt.beitrag)]))
            return tuple(teile)

    @cached_property
    def effektives_gewicht(self) -> tuple[Decimal | None, ...]:
        """Je Indikator sein Teil der Streuung des Anteils in %, None ohne Streuung."""
        with localcontext(GENAU):
            return tuple(effektives_gewicht(teil, self.anteil) for teil in self.teilanteil)


def verteilungsschluessel(eingabe: Eingabe) -> Verteilungsschluessel:
    """Bildet den Verteilungsschlüssel nach dem gewählten Verfahren.

    Eingang: Indikatoren mit Gewicht, Art, Bezugsgröße und Richtung; Spalten; Verfahren.
    Ergebnis: Anteil q_i je Sozialraum, Summe 1. Fehler: Datenfehler mit allen Befunden.
    Quelle: docs/verfahren.md 2.1; `belastungsfaktor` nach Landkreis Lüneburg, Vorlage 2025/124.
    """
    befunde: list[Befund] = []
    schritte: list[Indikatorschritt] = []
    gewichtssumme = sum((i.gewicht for i in eingabe.indikatoren), Decimal(0))
    if gewichtssumme <= 0:
        befunde.append(
            fehler(
                "Die Gewichte ergeben zusammen 0: kein Indikator bestimmt den Schlüssel.",
                "Gewichtung",
                "Mindestens einem Indikator ein Gewicht über 0 geben.",
            )
        )
        gewichtssumme = Decimal(1)
    for indikator in eingabe.indikatoren:
        try:
            schritt = indikatorschritt(eingabe, indikator, indikator.gewicht / gewichtssumme)
        except Datenfehler as ausnahme:
            befunde.extend(ausnahme.befunde)
        else:
            schritte.append(schritt)
            befunde.extend(schritt.befunde)

    verteilungsbasis: str | None = None
    if _verfahren(eingabe).mit_basis:
        try:
            verteilungsbasis = verteilungsbasis_wirksam(eingabe)
        except Datenfehler as ausnahme:
            befunde.extend(ausnahme.befunde)
    if hat_fehler(befunde):
        raise Datenfehler(befunde)

    beitrag = gewichteter_beitrag(schritte)
    basis = None if verteilungsbasis is None else eingabe.spalten[verteilungsbasis].werte
    try:
        faktor = belastungsfaktor(eingabe, beitrag)
        q = anteil(_gezaehlt(basis, faktor), faktor)
    except Datenfehler as ausnahme:
        raise Datenfehler([*ausnahme.befunde, *befunde]) from None
    return Verteilungsschluessel(
        tuple(schritte),
        beitrag,
        faktor,
        q,
        verteilungsbasis,
        basis,
        spreizung_wirksam(eingabe),
        tuple(befunde),
    )


def _gezaehlt(basis: Werte | None, faktor: Werte) -> Werte:
    """Die Verteilungsbasis je Sozialraum; ohne eine zählt jeder 1."""
    return basis or (Decimal(1),) * len(faktor)


def gewichteter_beitrag(schritte: list[Indikatorschritt]) -> Werte:
    """Die Summe Σ g_k·Beitrag_ik je Sozialraum. Quelle: docs/verfahren.md 2.1."""
    erster, *weitere = ([schritt.gewicht * b for b in schritt.beitrag] for schritt in schritte)
    summe: Sequence[Decimal] = erster
    for spalte in weitere:
        summe = [*map(add, summe, spalte)]
    return tuple(summe)


def spreizung_wirksam(eingabe: Eingabe) -> Decimal | None:
    """Die Spreizung, wie sie gilt: angegeben, sonst Vorgabe; None bei Verfahren ohne Spreizung."""
    vorgabe = _verfahren(eingabe).spreizung
    angegeben = eingabe.parameter.spreizung
    return vorgabe if vorgabe is None or angegeben is None else angegeben


def verteilungsbasis_wirksam(eingabe: Eingabe) -> str:
    """Die Verteilungsbasis, wie sie gilt: angegeben, sonst die einzige gemeinsame Bezugsgröße.

    Ergebnis: Name einer Spalte. Fehler: Datenfehler, wenn es keine oder mehrere gibt oder die
    Spalte fehlt. Quelle: docs/verfahren.md 2.1.
    """
    name = eingabe.parameter.verteilungsbasis
    if name is None:
        bezugsgroessen = {i.bezugsgroesse for i in eingabe.indikatoren} - {None}
        if len(bezugsgroessen) != 1:
            raise Datenfehler(
                [
                    fehler(
                        "Die Verteilungsbasis fehlt und lässt sich nicht ableiten: die "
                        "Indikatoren haben keine gemeinsame Bezugsgröße.",
                        "Parameter „verteilungsbasis“",
                        "Den Parameter „verteilungsbasis“ auf eine Spalte des Blatts "
                        "„Indikatoren“ setzen, zum Beispiel Einwohner.",
                    )
                ]
            )
        name = str(bezugsgroessen.pop())
    if name not in eingabe.spalten:
        raise Datenfehler(
            [
                fehler(
                    f"Die Verteilungsbasis „{name}“ ist keine Spalte des Blatts „Indikatoren“.",
                    eingabe.fundorte.get("parameter:verteilungsbasis"),
                    "Den Namen der Spalte prüfen.",
                )
            ]
        )
    return name


def belastungsfaktor(eingabe: Eingabe, beitrag: Werte) -> Werte:
    """Der Belastungsfaktor F_i: Σ g·f, bei `minmax` und `zwert` 1 + Spreizung·Σ g·Beitrag.

    Ergebnis: Faktoren, 1 heißt durchschnittlich. Fehler: Datenfehler mit der größten zulässigen
    Spreizung, wenn dabei ein Faktor nicht über 0 liegt. Quelle: docs/verfahren.md 2.1.
    """
    spreizung = spreizung_wirksam(eingabe)
    if spreizung is None:
        return beitrag
    faktor = tuple([1 + spreizung * b for b in beitrag])
    if glatt(min(faktor)) > 0:
        return faktor
    namen = ", ".join(
        f"„{raum.name}“ {zahl(f, 4)}"
        for raum, f in zip(eingabe.sozialraeume, faktor, strict=True)
        if glatt(f) <= 0
    )
    # Echt unter der Spreizung, bei der der kleinste Faktor genau 0 ist.
    hoechstens = glatt(-1 / min(beitrag)).quantize(CENT, ROUND_CEILING) - CENT
    raise Datenfehler(
        [
            fehler(
                f"Der Belastungsfaktor liegt nicht über 0: {namen}. Ein negativer Anteil am "
                "Budget ist nicht möglich.",
                eingabe.fundorte.get("parameter:spreizung", "Parameter „spreizung“"),
                f"Die Spreizung senken, hier auf höchstens {zahl(hoechstens)}.",
            )
        ]
    )


def anteil(basis: Werte, faktor: Werte) -> Werte:
    """Der Anteil q_i = P_i·F_i / Σ P·F.

    Eingang: Verteilungsbasis (Personen), Belastungsfaktor. Ergebnis: Anteile, Summe 1.
    Fehler: Datenfehler, wenn die Summe 0 ist. Quelle: docs/verfahren.md 2.1, Vorlage 2025/124.
    """
    produkte = [*map(mul, basis, faktor)]
    summe = sum(produkte, Decimal(0))
    if summe == 0:
        raise Datenfehler(
            [
                fehler(
                    "Verteilungsbasis mal Belastungsfaktor ergibt in jedem Sozialraum 0: "
                    "daraus folgt kein Verteilungsschlüssel.",
                    "Indikatoren",
                    "Die Werte der Verteilungsbasis und der Indikatoren prüfen.",
                )
            ]
        )
    return tuple([produkt / summe for produkt in produkte])


def effektives_gewicht(teil: Werte, anteil: Werte) -> Decimal | None:
    """Der Teil der Varianz des Anteils, den ein Indikator erklärt: Cov(Teilanteil, q) / Var(q).

    Ergebnis: %, None ohne Streuung. Ein hohes nominales Gewicht wirkt wenig, wenn sich die
    Sozialräume im Indikator kaum unterscheiden (Kritik des DIW am Königsteiner Schlüssel).
    """
    mittel_teil, mittel = sum(teil, Decimal(0)) / len(teil), sum(anteil, Decimal(0)) / len(anteil)
    abweichung = [q - mittel for q in anteil]
    varianz = sum(map(mul, abweichung, abweichung), Decimal(0))
    if max(anteil) - min(anteil) < _GLEICHER_ANTEIL:
        return None
    kovarianz = sum(map(mul, [t - mittel_teil for t in teil], abweichung), Decimal(0))
    return kovarianz / varianz * HUNDERT


def indikatorschritt(eingabe: Eingabe, indikator: Indikator, gewicht: Decimal) -> Indikatorschritt:
    """Alle Größen eines Indikators und sein Beitrag nach dem gewählten Verfahren.

    Eingang: Werte (Personen, Fälle oder %), Bezugsgröße, normiertes Gewicht. Fehler: Datenfehler,
    wenn dem Verfahren eine Größe fehlt. Quelle: docs/verfahren.md 2.1.
    """
    werte = eingabe.spalten[indikator.name].werte
    bezugsgroesse = indikator.bezugsgroesse
    bezug = None if bezugsgroesse is None else eingabe.spalten[bezugsgroesse].werte
    zaehler = _zaehler(indikator, werte, bezug)
    quote = _quote(indikator, werte, bezug)
    bekannt = [q for q in quote if q is not None]
    mittelwert = sum(bekannt, Decimal(0)) / len(bekannt) if bekannt else None
    ohne_beitrag = Indikatorschritt(
        indikator,
        gewicht,
        bezug,
        zaehler,
        quote,
        kreiswert(zaehler, bezug),
        min(bekannt, default=None),
        max(bekannt, default=None),
        mittelwert,
        None if mittelwert is None else _standardabweichung(bekannt, mittelwert),
    )
    return _mit_beitrag(eingabe, ohne_beitrag)


def kreiswert(zaehler: Werte | None, bezug: Werte | None) -> Decimal | None:
    """Der Wert des ganzen Kreises x̄: Σ Zähler / Σ Bezugsgröße in %; None ohne Bezugsgröße.

    Quelle: docs/verfahren.md 2.1, Vorlage 2025/124.
    """
    if zaehler is None or bezug is None or sum(bezug, Decimal(0)) == 0:
        return None
    return sum(zaehler, Decimal(0)) / sum(bezug, Decimal(0)) * HUNDERT


def _zaehler(indikator: Indikator, werte: Werte, bezug: Werte | None) -> Werte | None:
    """Personen oder Fälle; entlastend zählt der Rest der Bezugsgröße."""
    if bezug is None:
        braucht_bezug = indikator.art is Art.QUOTE or indikator.richtung is Richtung.ENTLASTEND
        return None if braucht_bezug else werte
    if indikator.art is Art.QUOTE:
        werte = tuple([x / HUNDERT for x in map(mul, werte, bezug)])
    if indikator.richtung is Richtung.ENTLASTEND:
        return tuple(map(sub, bezug, werte))
    return werte


def _quote(indikator: Indikator, werte: Werte, bezug: Werte | None) -> tuple[Decimal | None, ...]:
    """Prozent der Bezugsgröße: eine Anzahl wird durch ihre Bezugsgröße geteilt."""
    if indikator.art is Art.QUOTE:
        return werte
    if bezug is None:
        return (None,) * len(werte)
    return tuple([x / n * HUNDERT if n else None for x, n in zip(werte, bezug, strict=True)])


def _standardabweichung(quote: list[Decimal], mittelwert: Decimal) -> Decimal:
    """Die Standardabweichung der Stichprobe (n - 1), 0 bei gleichen Werten oder nur einem."""
    if min(quote) == max(quote):
        return Decimal(0)
    abweichung = [q - mittelwert for q in quote]
    quadrate = sum(map(mul, abweichung, abweichung), Decimal(0))
    return (quadrate / (len(quote) - 1)).sqrt()


def _verfahren(eingabe: Eingabe) -> Schluesselverfahren:
    return schluesselverfahren(eingabe.parameter.schluesselverfahren)


def _mit_beitrag(eingabe: Eingabe, schritt: Indikatorschritt) -> Indikatorschritt:
    indikator, raeume = schritt.indikator, eingabe.sozialraeume
    fall = Indikatorfall(
        indikator.art is Art.ANZAHL,
        indikator.richtung is Richtung.ENTLASTEND,
        indikator.bezugsgroesse,
        schritt.zaehler,
        schritt.quote,
        schritt.kreiswert,
        schritt.mittelwert,
        schritt.standardabweichung,
        tuple(raum.name for raum, q in zip(raeume, schritt.quote, strict=True) if q is None),
    )
    try:
        beitrag = _verfahren(eingabe).regel(fall)
    except Unbildbar as grund:
        raise _indikatorfehler(eingabe, indikator, grund.warum, grund.abhilfe) from None
    if beitrag is None:
        return _ohne_unterschied(eingabe, schritt)
    return schritt._replace(beitrag=beitrag)


def _indikatorfehler(
    eingabe: Eingabe, indikator: Indikator, warum: str, abhilfe: str
) -> Datenfehler:
    fundort = eingabe.fundorte.get(f"indikator:{indikator.name}", "Gewichtung")
    return Datenfehler([fehler(f"Der Indikator „{indikator.name}“ {warum}.", fundort, abhilfe)])


def _ohne_unterschied(eingabe: Eingabe, schritt: Indikatorschritt) -> Indikatorschritt:
    befund = hinweis(
        f"Der Indikator „{schritt.indikator.name}“ ist in allen Sozialräumen gleich und trägt "
        "darum nichts zum Belastungsfaktor bei.",
        eingabe.fundorte.get(f"indikator:{schritt.indikator.name}", "Gewichtung"),
        "Prüfen, ob die Werte stimmen; sonst ist nichts zu tun.",
    )
    return schritt._replace(beitrag=(Decimal(0),) * len(eingabe.sozialraeume), befunde=(befund,))

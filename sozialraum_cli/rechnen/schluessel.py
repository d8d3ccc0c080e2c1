"""Der Verteilungsschlüssel: aus Belastungsindikatoren wird der Anteil je Sozialraum."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from sozialraum_cli.befund import Befund, Datenfehler, fehler, hat_fehler, hinweis
from sozialraum_cli.modell import Art, Eingabe, Indikator, Richtung, Schluesselverfahren
from sozialraum_cli.rechnen.runden import CENT
from sozialraum_cli.zahlen import zahl

HUNDERT = Decimal(100)
VORGABE_SPREIZUNG: Mapping[Schluesselverfahren, Decimal] = {
    Schluesselverfahren.MINMAX: Decimal(1),
    Schluesselverfahren.ZWERT: Decimal("0.25"),
}

Werte = tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class Indikatorschritt:
    """Ein Indikator auf dem Weg zum Schlüssel; None heißt: das Verfahren braucht den Schritt nicht.

    gewicht: normiert, Summe 1. bezug: Bezugsgröße. zaehler: Personen oder Fälle nach Richtung.
    quote, kreiswert, minimum, maximum, mittelwert, standardabweichung: % der Bezugsgröße.
    beitrag: a_ik, f_ik, m_ik oder z_ik des Verfahrens.
    """

    indikator: Indikator
    gewicht: Decimal
    beitrag: Werte
    bezug: Werte | None = None
    zaehler: Werte | None = None
    quote: Werte | None = None
    kreiswert: Decimal | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    mittelwert: Decimal | None = None
    standardabweichung: Decimal | None = None
    befunde: tuple[Befund, ...] = ()


@dataclass(frozen=True, slots=True)
class Verteilungsschluessel:
    """Alle Schritte vom Indikator zum Anteil; bei `anteile` ohne Faktor, Basis und Spreizung."""

    indikatoren: tuple[Indikatorschritt, ...]
    gewichteter_beitrag: Werte
    anteil: Werte
    verteilungsbasis: str | None = None
    basis: Werte | None = None
    spreizung: Decimal | None = None
    belastungsfaktor: Werte | None = None
    befunde: tuple[Befund, ...] = ()


def verteilungsschluessel(eingabe: Eingabe) -> Verteilungsschluessel:
    """Bildet den Verteilungsschlüssel nach dem gewählten Verfahren.

    Eingang: Indikatoren mit Gewicht, Art, Bezugsgröße und Richtung; Spalten; Verfahren.
    Ergebnis: Anteil q_i je Sozialraum, Summe 1. Fehler: Datenfehler mit allen Befunden.
    Quelle: Spezifikation 2.1; `belastungsfaktor` nach Landkreis Lüneburg, Vorlage 2025/124.
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
    verfahren = _VERFAHREN[eingabe.parameter.schluesselverfahren]
    for indikator in eingabe.indikatoren:
        try:
            schritt = verfahren(eingabe, indikator, indikator.gewicht / gewichtssumme)
        except Datenfehler as ausnahme:
            befunde.extend(ausnahme.befunde)
        else:
            schritte.append(schritt)
            befunde.extend(schritt.befunde)

    if eingabe.parameter.schluesselverfahren is Schluesselverfahren.ANTEILE:
        if hat_fehler(befunde):
            raise Datenfehler(befunde)
        beitrag = gewichteter_beitrag(schritte)
        return Verteilungsschluessel(
            tuple(schritte), beitrag, anteil=beitrag, befunde=tuple(befunde)
        )

    try:
        verteilungsbasis = verteilungsbasis_wirksam(eingabe)
    except Datenfehler as ausnahme:
        befunde.extend(ausnahme.befunde)
    if hat_fehler(befunde):
        raise Datenfehler(befunde)
    beitrag = gewichteter_beitrag(schritte)
    faktor = belastungsfaktor(eingabe, beitrag)
    basis = eingabe.spalten[verteilungsbasis].werte
    return Verteilungsschluessel(
        tuple(schritte),
        beitrag,
        anteil(basis, faktor),
        verteilungsbasis,
        basis,
        spreizung_wirksam(eingabe),
        faktor,
        tuple(befunde),
    )


def gewichteter_beitrag(schritte: list[Indikatorschritt]) -> Werte:
    """Die Summe Σ g_k·Beitrag_ik je Sozialraum. Quelle: Spezifikation 2.1."""
    spalten = [[schritt.gewicht * b for b in schritt.beitrag] for schritt in schritte]
    return tuple(sum(zeile, Decimal(0)) for zeile in zip(*spalten, strict=True))


def spreizung_wirksam(eingabe: Eingabe) -> Decimal | None:
    """Die Spreizung, wie sie gilt: angegeben, sonst Vorgabe; None bei Verfahren ohne Spreizung."""
    vorgabe = VORGABE_SPREIZUNG.get(eingabe.parameter.schluesselverfahren)
    angegeben = eingabe.parameter.spreizung
    return vorgabe if vorgabe is None or angegeben is None else angegeben


def verteilungsbasis_wirksam(eingabe: Eingabe) -> str:
    """Die Verteilungsbasis, wie sie gilt: angegeben, sonst die einzige gemeinsame Bezugsgröße.

    Ergebnis: Name einer Spalte. Fehler: Datenfehler, wenn es keine oder mehrere gibt oder die
    Spalte fehlt. Quelle: Spezifikation 2.1.
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
    Spreizung, wenn dabei ein Faktor nicht über 0 liegt. Quelle: Spezifikation 2.1.
    """
    spreizung = spreizung_wirksam(eingabe)
    if spreizung is None:
        return beitrag
    faktor = tuple(1 + spreizung * b for b in beitrag)
    if min(faktor) > 0:
        return faktor
    namen = ", ".join(
        f"„{raum.name}“ {zahl(f, 4)}"
        for raum, f in zip(eingabe.sozialraeume, faktor, strict=True)
        if f <= 0
    )
    hoechstens = (-1 / min(beitrag)).quantize(CENT, ROUND_FLOOR)
    if 1 + hoechstens * min(beitrag) <= 0:
        hoechstens -= CENT
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
    Fehler: Datenfehler, wenn die Summe 0 ist. Quelle: Spezifikation 2.1, Vorlage 2025/124.
    """
    produkte = [p * f for p, f in zip(basis, faktor, strict=True)]
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
    return tuple(produkt / summe for produkt in produkte)


def _anteile(eingabe: Eingabe, indikator: Indikator, gewicht: Decimal) -> Indikatorschritt:
    """a_ik = Zähler_ik / Σ Zähler."""
    wert = eingabe.spalten[indikator.name].werte
    if indikator.art is Art.ANZAHL:
        if indikator.richtung is Richtung.ENTLASTEND:
            raise _indikatorfehler(
                eingabe,
                indikator,
                "ist eine entlastende Anzahl; beim Verfahren „anteile“ gibt es dafür keine Regel",
                "Den Indikator als Quote angeben oder ein anderes Schlüsselverfahren wählen.",
            )
        return _anteilsschritt(eingabe, indikator, gewicht, None, wert)
    bezug = _bezug(eingabe, indikator)
    quote = _nach_richtung(eingabe, indikator, wert)
    zaehler = tuple(q * n / HUNDERT for q, n in zip(quote, bezug, strict=True))
    return _anteilsschritt(eingabe, indikator, gewicht, bezug, zaehler)


def _anteilsschritt(
    eingabe: Eingabe, indikator: Indikator, gewicht: Decimal, bezug: Werte | None, zaehler: Werte
) -> Indikatorschritt:
    summe = sum(zaehler, Decimal(0))
    if summe == 0:
        raise _summe_null(eingabe, indikator)
    beitrag = tuple(z / summe for z in zaehler)
    return Indikatorschritt(indikator, gewicht, beitrag, bezug, zaehler)


def _belastungsfaktor(eingabe: Eingabe, indikator: Indikator, gewicht: Decimal) -> Indikatorschritt:
    """f_ik = Quote_ik / Kreiswert_k."""
    bezug = _bezug(eingabe, indikator)
    quote = _nach_richtung(eingabe, indikator, _quote(eingabe, indikator))
    zaehler = tuple(q * n / HUNDERT for q, n in zip(quote, bezug, strict=True))
    if sum(zaehler, Decimal(0)) == 0:
        raise _summe_null(eingabe, indikator)
    kreiswert = sum(zaehler, Decimal(0)) / sum(bezug, Decimal(0)) * HUNDERT
    beitrag = tuple(q / kreiswert for q in quote)
    return Indikatorschritt(indikator, gewicht, beitrag, bezug, zaehler, quote, kreiswert)


def _minmax(eingabe: Eingabe, indikator: Indikator, gewicht: Decimal) -> Indikatorschritt:
    """m_ik = (Quote_ik - Minimum) / (Maximum - Minimum), entlastend 1 - m_ik."""
    quote = _quote(eingabe, indikator)
    kleinste, groesste = min(quote), max(quote)
    befunde: tuple[Befund, ...] = ()
    if groesste == kleinste:
        beitrag = (Decimal(0),) * len(quote)
        befunde = (_ohne_unterschied(eingabe, indikator),)
    else:
        beitrag = tuple((q - kleinste) / (groesste - kleinste) for q in quote)
        if indikator.richtung is Richtung.ENTLASTEND:
            beitrag = tuple(1 - m for m in beitrag)
    return Indikatorschritt(
        indikator,
        gewicht,
        beitrag,
        _bezug_oder_keine(eingabe, indikator),
        quote=quote,
        minimum=kleinste,
        maximum=groesste,
        befunde=befunde,
    )


def _zwert(eingabe: Eingabe, indikator: Indikator, gewicht: Decimal) -> Indikatorschritt:
    """z_ik = (Quote_ik - Mittelwert) / Standardabweichung (n - 1), entlastend -z_ik."""
    quote = _quote(eingabe, indikator)
    mittelwert = sum(quote, Decimal(0)) / len(quote)
    befunde: tuple[Befund, ...] = ()
    if max(quote) == min(quote):
        standardabweichung = Decimal(0)
        beitrag = (Decimal(0),) * len(quote)
        befunde = (_ohne_unterschied(eingabe, indikator),)
    else:
        quadrate = sum(((q - mittelwert) ** 2 for q in quote), Decimal(0))
        standardabweichung = (quadrate / (len(quote) - 1)).sqrt()
        vorzeichen = -1 if indikator.richtung is Richtung.ENTLASTEND else 1
        beitrag = tuple(vorzeichen * (q - mittelwert) / standardabweichung for q in quote)
    return Indikatorschritt(
        indikator,
        gewicht,
        beitrag,
        _bezug_oder_keine(eingabe, indikator),
        quote=quote,
        mittelwert=mittelwert,
        standardabweichung=standardabweichung,
        befunde=befunde,
    )


_VERFAHREN: Mapping[
    Schluesselverfahren, Callable[[Eingabe, Indikator, Decimal], Indikatorschritt]
] = {
    Schluesselverfahren.ANTEILE: _anteile,
    Schluesselverfahren.BELASTUNGSFAKTOR: _belastungsfaktor,
    Schluesselverfahren.MINMAX: _minmax,
    Schluesselverfahren.ZWERT: _zwert,
}


def _quote(eingabe: Eingabe, indikator: Indikator) -> Werte:
    """Prozent der Bezugsgröße: eine Anzahl wird erst durch ihre Bezugsgröße geteilt."""
    wert = eingabe.spalten[indikator.name].werte
    if indikator.art is Art.QUOTE:
        return wert
    bezug = _bezug(eingabe, indikator)
    leer = [raum.name for raum, n in zip(eingabe.sozialraeume, bezug, strict=True) if n == 0]
    if leer:
        raise _indikatorfehler(
            eingabe,
            indikator,
            f"lässt sich nicht durch „{indikator.bezugsgroesse}“ teilen: dort steht 0 bei "
            + ", ".join(f"„{name}“" for name in leer),
            "Die Bezugsgröße prüfen; sie muss in jedem Sozialraum über 0 liegen.",
        )
    return tuple(x / n * HUNDERT for x, n in zip(wert, bezug, strict=True))


def _nach_richtung(eingabe: Eingabe, indikator: Indikator, quote: Werte) -> Werte:
    """Entlastend zählt der Rest auf 100 %."""
    if indikator.richtung is Richtung.BELASTEND:
        return quote
    if max(quote) > HUNDERT:
        raise _indikatorfehler(
            eingabe,
            indikator,
            "liegt über 100 % seiner Bezugsgröße und kann darum nicht entlastend sein",
            "Werte und Bezugsgröße prüfen.",
        )
    return tuple(HUNDERT - q for q in quote)


def _bezug_oder_keine(eingabe: Eingabe, indikator: Indikator) -> Werte | None:
    return None if indikator.bezugsgroesse is None else _bezug(eingabe, indikator)


def _bezug(eingabe: Eingabe, indikator: Indikator) -> Werte:
    if indikator.bezugsgroesse is None:
        raise _indikatorfehler(
            eingabe,
            indikator,
            "hat keine Bezugsgröße; das Verfahren "
            f"„{eingabe.parameter.schluesselverfahren}“ braucht sie",
            "In der Spalte „Bezugsgröße“ eine Spalte des Blatts „Indikatoren“ nennen.",
        )
    return eingabe.spalten[indikator.bezugsgroesse].werte


def _indikatorfehler(
    eingabe: Eingabe, indikator: Indikator, warum: str, abhilfe: str
) -> Datenfehler:
    fundort = eingabe.fundorte.get(f"indikator:{indikator.name}", "Gewichtung")
    return Datenfehler([fehler(f"Der Indikator „{indikator.name}“ {warum}.", fundort, abhilfe)])


def _summe_null(eingabe: Eingabe, indikator: Indikator) -> Datenfehler:
    return _indikatorfehler(
        eingabe,
        indikator,
        "ergibt über alle Sozialräume 0 und kann nichts verteilen",
        "Die Werte im Blatt „Indikatoren“ prüfen oder den Indikator aus „Gewichtung“ nehmen.",
    )


def _ohne_unterschied(eingabe: Eingabe, indikator: Indikator) -> Befund:
    return hinweis(
        f"Der Indikator „{indikator.name}“ ist in allen Sozialräumen gleich und trägt darum "
        "nichts zum Belastungsfaktor bei.",
        eingabe.fundorte.get(f"indikator:{indikator.name}", "Gewichtung"),
        "Prüfen, ob die Werte stimmen; sonst ist nichts zu tun.",
    )

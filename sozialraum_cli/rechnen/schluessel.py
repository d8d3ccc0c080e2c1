"""Der Verteilungsschlüssel: aus Belastungsindikatoren wird der Anteil je Sozialraum."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, Decimal

from sozialraum_cli.befund import Befund, Datenfehler, fehler, hat_fehler, hinweis
from sozialraum_cli.modell import Art, Eingabe, Indikator, Richtung, Schluesselverfahren
from sozialraum_cli.runden import CENT, HUNDERT, Werte, glatt
from sozialraum_cli.zahlen import zahl

VORGABE_SPREIZUNG: Mapping[Schluesselverfahren, Decimal] = {
    Schluesselverfahren.MINMAX: Decimal(1),
    Schluesselverfahren.ZWERT: Decimal("0.25"),
}

# Darunter wäre die Streuung nur Rechenrauschen der Tabellenkalkulation.
_GLEICHER_ANTEIL = Decimal("1e-12")


@dataclass(frozen=True, slots=True)
class Indikatorschritt:
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


@dataclass(frozen=True, slots=True)
class Verteilungsschluessel:
    """Alle Schritte vom Indikator zum Anteil; bei `anteile` ohne Basis und Spreizung.

    teilanteil: was jeder Indikator zum Anteil beiträgt; effektives_gewicht: sein Teil der Streuung
    des Anteils in %, None ohne Streuung.
    """

    indikatoren: tuple[Indikatorschritt, ...]
    gewichteter_beitrag: Werte
    belastungsfaktor: Werte
    anteil: Werte
    teilanteil: tuple[Werte, ...]
    effektives_gewicht: tuple[Decimal | None, ...]
    verteilungsbasis: str | None = None
    basis: Werte | None = None
    spreizung: Decimal | None = None
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
    for indikator in eingabe.indikatoren:
        try:
            schritt = indikatorschritt(eingabe, indikator, indikator.gewicht / gewichtssumme)
        except Datenfehler as ausnahme:
            befunde.extend(ausnahme.befunde)
        else:
            schritte.append(schritt)
            befunde.extend(schritt.befunde)

    verteilungsbasis: str | None = None
    if eingabe.parameter.schluesselverfahren is not Schluesselverfahren.ANTEILE:
        try:
            verteilungsbasis = verteilungsbasis_wirksam(eingabe)
        except Datenfehler as ausnahme:
            befunde.extend(ausnahme.befunde)
    if hat_fehler(befunde):
        raise Datenfehler(befunde)

    beitrag = gewichteter_beitrag(schritte)
    # Bei `anteile` ist die Größe der Sozialräume schon in den Zählern: jede Basis zählt 1.
    basis = None if verteilungsbasis is None else eingabe.spalten[verteilungsbasis].werte
    gezaehlt = basis or (Decimal(1),) * len(beitrag)
    try:
        faktor = belastungsfaktor(eingabe, beitrag)
        q = anteil(gezaehlt, faktor)
    except Datenfehler as ausnahme:
        raise Datenfehler([*ausnahme.befunde, *befunde]) from None
    teile = tuple(teilanteil(eingabe, schritt, gezaehlt, faktor) for schritt in schritte)
    return Verteilungsschluessel(
        tuple(schritte),
        beitrag,
        faktor,
        q,
        teile,
        tuple(effektives_gewicht(teil, q) for teil in teile),
        verteilungsbasis,
        basis,
        spreizung_wirksam(eingabe),
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


def teilanteil(eingabe: Eingabe, schritt: Indikatorschritt, basis: Werte, faktor: Werte) -> Werte:
    """Der Teil des Anteils q_i, den ein Indikator beiträgt: P_i·Spreizung·g_k·Beitrag_ik / Σ P·F.

    Ergebnis: Anteile; mit dem Grundanteil P_i / Σ P·F von `minmax` und `zwert` ergeben sie q_i.
    """
    summe = sum((p * f for p, f in zip(basis, faktor, strict=True)), Decimal(0))
    spreizung = spreizung_wirksam(eingabe)
    streckung = schritt.gewicht * (1 if spreizung is None else spreizung)
    return tuple(p * streckung * b / summe for p, b in zip(basis, schritt.beitrag, strict=True))


def effektives_gewicht(teil: Werte, anteil: Werte) -> Decimal | None:
    """Der Teil der Varianz des Anteils, den ein Indikator erklärt: Cov(Teilanteil, q) / Var(q).

    Ergebnis: %, None ohne Streuung. Ein hohes nominales Gewicht wirkt wenig, wenn sich die
    Sozialräume im Indikator kaum unterscheiden (Kritik des DIW am Königsteiner Schlüssel).
    """
    mittel_teil, mittel = sum(teil, Decimal(0)) / len(teil), sum(anteil, Decimal(0)) / len(anteil)
    abweichung = [q - mittel for q in anteil]
    varianz = sum((a * a for a in abweichung), Decimal(0))
    if max(anteil) - min(anteil) < _GLEICHER_ANTEIL:
        return None
    kovarianz = sum(
        ((t - mittel_teil) * a for t, a in zip(teil, abweichung, strict=True)), Decimal(0)
    )
    return kovarianz / varianz * HUNDERT


def indikatorschritt(eingabe: Eingabe, indikator: Indikator, gewicht: Decimal) -> Indikatorschritt:
    """Alle Größen eines Indikators und sein Beitrag nach dem gewählten Verfahren.

    Eingang: Werte (Personen, Fälle oder %), Bezugsgröße, normiertes Gewicht. Fehler: Datenfehler,
    wenn dem Verfahren eine Größe fehlt. Quelle: Spezifikation 2.1.
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
    return _BEITRAG[eingabe.parameter.schluesselverfahren](eingabe, ohne_beitrag)


def kreiswert(zaehler: Werte | None, bezug: Werte | None) -> Decimal | None:
    """Der Wert des ganzen Kreises x̄: Σ Zähler / Σ Bezugsgröße in %; None ohne Bezugsgröße.

    Quelle: Spezifikation 2.1, Vorlage 2025/124.
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
        werte = tuple(x * n / HUNDERT for x, n in zip(werte, bezug, strict=True))
    if indikator.richtung is Richtung.ENTLASTEND:
        return tuple(n - x for x, n in zip(werte, bezug, strict=True))
    return werte


def _quote(indikator: Indikator, werte: Werte, bezug: Werte | None) -> tuple[Decimal | None, ...]:
    """Prozent der Bezugsgröße: eine Anzahl wird durch ihre Bezugsgröße geteilt."""
    if indikator.art is Art.QUOTE:
        return werte
    if bezug is None:
        return (None,) * len(werte)
    return tuple(x / n * HUNDERT if n else None for x, n in zip(werte, bezug, strict=True))


def _standardabweichung(quote: list[Decimal], mittelwert: Decimal) -> Decimal:
    """Die Standardabweichung der Stichprobe (n - 1), 0 bei gleichen Werten oder nur einem."""
    if min(quote) == max(quote):
        return Decimal(0)
    return (sum(((q - mittelwert) ** 2 for q in quote), Decimal(0)) / (len(quote) - 1)).sqrt()


def _anteile(eingabe: Eingabe, schritt: Indikatorschritt) -> Indikatorschritt:
    """a_ik = Zähler_ik / Σ Zähler."""
    indikator = schritt.indikator
    if indikator.art is Art.ANZAHL and indikator.richtung is Richtung.ENTLASTEND:
        raise _indikatorfehler(
            eingabe,
            indikator,
            "ist eine entlastende Anzahl; beim Verfahren „anteile“ gibt es dafür keine Regel",
            "Den Indikator als Quote angeben oder ein anderes Schlüsselverfahren wählen.",
        )
    if schritt.zaehler is None:
        raise _bezug_fehlt(eingabe, indikator)
    if min(schritt.zaehler) < 0:
        raise _ueber_hundert(eingabe, indikator)
    summe = sum(schritt.zaehler, Decimal(0))
    if summe == 0:
        raise _summe_null(eingabe, indikator)
    return replace(schritt, beitrag=tuple(z / summe for z in schritt.zaehler))


def _belastungsfaktor(eingabe: Eingabe, schritt: Indikatorschritt) -> Indikatorschritt:
    """f_ik = Quote_ik / Kreiswert_k, entlastend (100 % - Quote_ik) / Kreiswert_k."""
    indikator = schritt.indikator
    if schritt.bezug is None:
        raise _bezug_fehlt(eingabe, indikator)
    quote = _quote_ohne_luecken(eingabe, schritt)
    if indikator.richtung is Richtung.ENTLASTEND:
        if max(quote) > HUNDERT:
            raise _ueber_hundert(eingabe, indikator)
        quote = tuple(HUNDERT - q for q in quote)
    kreis = schritt.kreiswert
    if not kreis:
        raise _summe_null(eingabe, indikator)
    return replace(schritt, beitrag=tuple(q / kreis for q in quote))


def _minmax(eingabe: Eingabe, schritt: Indikatorschritt) -> Indikatorschritt:
    """m_ik = (Quote_ik - Minimum) / (Maximum - Minimum), entlastend 1 - m_ik."""
    quote = _quote_ohne_luecken(eingabe, schritt)
    kleinste, groesste = min(quote), max(quote)
    if groesste == kleinste:
        return _ohne_unterschied(eingabe, schritt)
    beitrag = tuple((q - kleinste) / (groesste - kleinste) for q in quote)
    if schritt.indikator.richtung is Richtung.ENTLASTEND:
        beitrag = tuple(1 - m for m in beitrag)
    return replace(schritt, beitrag=beitrag)


def _zwert(eingabe: Eingabe, schritt: Indikatorschritt) -> Indikatorschritt:
    """z_ik = (Quote_ik - Mittelwert) / Standardabweichung, entlastend -z_ik."""
    quote = _quote_ohne_luecken(eingabe, schritt)
    mittelwert, streuung = schritt.mittelwert, schritt.standardabweichung
    if mittelwert is None or not streuung:
        return _ohne_unterschied(eingabe, schritt)
    vorzeichen = -1 if schritt.indikator.richtung is Richtung.ENTLASTEND else 1
    return replace(schritt, beitrag=tuple(vorzeichen * (q - mittelwert) / streuung for q in quote))


_BEITRAG: Mapping[Schluesselverfahren, Callable[[Eingabe, Indikatorschritt], Indikatorschritt]] = {
    Schluesselverfahren.ANTEILE: _anteile,
    Schluesselverfahren.BELASTUNGSFAKTOR: _belastungsfaktor,
    Schluesselverfahren.MINMAX: _minmax,
    Schluesselverfahren.ZWERT: _zwert,
}


def _quote_ohne_luecken(eingabe: Eingabe, schritt: Indikatorschritt) -> Werte:
    if schritt.indikator.art is Art.ANZAHL and schritt.bezug is None:
        raise _bezug_fehlt(eingabe, schritt.indikator)
    luecken = [
        f"„{raum.name}“"
        for raum, q in zip(eingabe.sozialraeume, schritt.quote, strict=True)
        if q is None
    ]
    if luecken:
        raise _indikatorfehler(
            eingabe,
            schritt.indikator,
            f"lässt sich nicht durch „{schritt.indikator.bezugsgroesse}“ teilen: dort steht 0 bei "
            + ", ".join(luecken),
            "Die Bezugsgröße prüfen; sie muss in jedem Sozialraum über 0 liegen.",
        )
    return tuple(q for q in schritt.quote if q is not None)


def _bezug_fehlt(eingabe: Eingabe, indikator: Indikator) -> Datenfehler:
    return _indikatorfehler(
        eingabe,
        indikator,
        f"hat keine Bezugsgröße; das Verfahren „{eingabe.parameter.schluesselverfahren}“ "
        "braucht sie",
        "In der Spalte „Bezugsgröße“ eine Spalte des Blatts „Indikatoren“ nennen.",
    )


def _indikatorfehler(
    eingabe: Eingabe, indikator: Indikator, warum: str, abhilfe: str
) -> Datenfehler:
    fundort = eingabe.fundorte.get(f"indikator:{indikator.name}", "Gewichtung")
    return Datenfehler([fehler(f"Der Indikator „{indikator.name}“ {warum}.", fundort, abhilfe)])


def _ueber_hundert(eingabe: Eingabe, indikator: Indikator) -> Datenfehler:
    return _indikatorfehler(
        eingabe,
        indikator,
        "liegt über 100 % seiner Bezugsgröße und kann darum nicht entlastend sein",
        "Werte und Bezugsgröße prüfen.",
    )


def _summe_null(eingabe: Eingabe, indikator: Indikator) -> Datenfehler:
    return _indikatorfehler(
        eingabe,
        indikator,
        "ergibt über alle Sozialräume 0 und kann nichts verteilen",
        "Die Werte im Blatt „Indikatoren“ prüfen oder den Indikator aus „Gewichtung“ nehmen.",
    )


def _ohne_unterschied(eingabe: Eingabe, schritt: Indikatorschritt) -> Indikatorschritt:
    befund = hinweis(
        f"Der Indikator „{schritt.indikator.name}“ ist in allen Sozialräumen gleich und trägt "
        "darum nichts zum Belastungsfaktor bei.",
        eingabe.fundorte.get(f"indikator:{schritt.indikator.name}", "Gewichtung"),
        "Prüfen, ob die Werte stimmen; sonst ist nichts zu tun.",
    )
    return replace(schritt, beitrag=(Decimal(0),) * len(eingabe.sozialraeume), befunde=(befund,))

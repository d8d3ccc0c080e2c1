"""Was ein Ausschuss fragt, mit den Antworten, die das Ergebnis gibt."""

from collections.abc import Iterator, Sequence
from decimal import Decimal, localcontext

from sozialraum_cli.parameter import VORGABE, parameterangabe
from sozialraum_cli.rechnen.berechnung import Sozialraumbudget
from sozialraum_cli.rechnen.bestandsschutz import verfahren_des_schutzes
from sozialraum_cli.runden import GENAU
from sozialraum_cli.schriftstuecke.grundlage import (
    Grundlage,
    aufgezaehlt,
    geldbetrag,
    kinderspalte,
    nach_differenz,
    prozentwert,
    schutzkosten,
    stunden,
    stunden_bisher,
    ziel_in_prozent,
)
from sozialraum_cli.zahlen import prozent, zahl

Frage = tuple[str, Sequence[str]]

_OHNE_BISHER = "Bisherige Budgets fehlen; darum lässt sich das nicht sagen."


def fragen(grundlage: Grundlage) -> Iterator[Frage]:
    """Je Frage ihre Antwort in einem oder mehreren Absätzen."""
    yield "Wer bekommt wie viel mehr oder weniger?", [*_wer(grundlage)]
    yield "Warum?", [*_warum(grundlage)]
    yield "Was wäre mit anderen Gewichten?", [*_gewichte(grundlage)]
    ziel = ziel_in_prozent(grundlage)
    yield f"Was kostet es, wenn niemand mehr als {ziel} verliert?", [*_ziel(grundlage)]
    yield "Wann endet der Schutz, und wohin geht das Geld?", [*_ende(grundlage)]
    yield "Wie viel Geld ist das je Kind?", [*_je_kind(grundlage)]
    yield "Woher kommen die Zahlen?", [*_quellen(grundlage)]
    yield "Was ist noch nicht entschieden?", [*_offen(grundlage)]
    yield "Wann wird geprüft, ob es wirkt?", [*_pruefung(grundlage)]


def _wer(grundlage: Grundlage) -> Iterator[str]:
    ergebnis = grundlage.ergebnis
    geordnet = nach_differenz(ergebnis)
    if not geordnet:
        yield _OHNE_BISHER
        return
    for zeile in geordnet:
        differenz = zeile.differenz or Decimal(0)
        mehr = stunden(zeile) - stunden_bisher(ergebnis, zeile)
        yield (
            f"{zeile.sozialraum.name}: {geldbetrag(differenz, vorzeichen=True)} im Jahr, "
            f"{zahl(mehr, vorzeichen=True)} Stunden je Woche."
        )
    yield (
        "Die Stunden bisher sind aus dem bisherigen Budget mit denselben Personalkosten und "
        "Anteilen gerechnet wie die neuen."
    )


def _warum(grundlage: Grundlage) -> Iterator[str]:
    geordnet = nach_differenz(grundlage.ergebnis)
    if not geordnet:
        yield _OHNE_BISHER
    for zeile in geordnet[:1] + geordnet[1:][-1:]:
        yield _begruendung(grundlage, zeile)


def _begruendung(grundlage: Grundlage, zeile: Sozialraumbudget) -> str:
    """Der Anteil am bisherigen Geld gegen den Anteil nach Indikatoren, mit dem stärksten davon."""
    ergebnis = grundlage.ergebnis
    nummer = ergebnis.sozialraeume.index(zeile)
    with localcontext(GENAU):
        betraege = [z.sozialraum.budget_bisher or Decimal(0) for z in ergebnis.sozialraeume]
        bisher = sum(betraege, Decimal(0))
        anteil_bisher = betraege[nummer] / bisher * 100 if bisher else None
        beitraege = [
            (schritt.indikator.name, schritt.beitrag[nummer])
            for schritt in ergebnis.schluessel.indikatoren
        ]
        hoch = max(beitraege, key=lambda paar: paar[1])[0]
        niedrig = min(beitraege, key=lambda paar: paar[1])[0]
        anteil = zeile.anteil * 100
    warum = (
        f"am höchsten liegt er bei „{hoch}“"
        if hoch == niedrig
        else f"am höchsten liegt er bei „{hoch}“, am niedrigsten bei „{niedrig}“"
    )
    vorher = "" if anteil_bisher is None else f", bisher hatte er {prozentwert(anteil_bisher)}"
    return (
        f"{zeile.sozialraum.name}: Nach den Indikatoren stehen dem Sozialraum "
        f"{prozentwert(anteil)} des Geldes zu{vorher}; {warum}."
    )


def _gewichte(grundlage: Grundlage) -> Iterator[str]:
    for wirkung in grundlage.proben.indikatoren:
        if wirkung.ohne is not None:
            betrag = geldbetrag(_auf_euro(wirkung.ohne.bewegt))
            yield f"Ohne „{wirkung.indikator}“ gingen {betrag} an andere Sozialräume."
    zufall = grundlage.proben.zufall
    offen = [
        name
        for name, spanne in zip(zufall.sozialraeume, zufall.spannen, strict=False)
        if spanne.anteil_gewinner is not None and 0 < spanne.anteil_gewinner < 100
    ]
    if offen:
        yield (
            f"In {zahl(Decimal(zufall.laeufe), 0)} Läufen mit zufällig um bis zu "
            f"{prozent(zufall.streuung)} geänderten Gewichten hängt nur bei {aufgezaehlt(offen)} "
            "an den Gewichten, ob sie mehr oder weniger als bisher bekommen."
        )
    elif any(spanne.anteil_gewinner is not None for spanne in zufall.spannen):
        yield (
            f"In {zahl(Decimal(zufall.laeufe), 0)} Läufen mit zufällig um bis zu "
            f"{prozent(zufall.streuung)} geänderten Gewichten bleibt jeder Gewinner Gewinner und "
            "jeder Verlierer Verlierer."
        )


def _ziel(grundlage: Grundlage) -> Iterator[str]:
    if grundlage.ergebnis.summen.budget_bisher is None:
        yield _OHNE_BISHER
        return
    machbar = [v for v in grundlage.ziel.varianten if v.kennzahlen is not None]
    if not machbar:
        yield "Mit keinem der Verfahren ist das möglich."
    for variante in machbar:
        kennzahlen, ziel = variante.kennzahlen, variante.ziel
        if kennzahlen is None or ziel is None or ziel.gerundet is None:
            continue
        wert = "" if ziel.bindend is None else f" mit {prozentwert(ziel.gerundet)}"
        kosten = schutzkosten(kennzahlen.abstand, kennzahlen.ausgleich)
        yield f"Verfahren „{variante.name}“{wert}: Der Schutz {kosten}."


def _ende(grundlage: Grundlage) -> Iterator[str]:
    ergebnis = grundlage.ergebnis
    parameter, summen = ergebnis.eingabe.parameter, ergebnis.summen
    if not verfahren_des_schutzes(parameter).schuetzt:
        yield "Einen Schutz gibt es nicht: Das ganze Gesamtbudget folgt den Indikatoren."
        return
    beginn, jahre = parameter.abschmelzung_beginn, parameter.abschmelzung_jahre
    if beginn is None or jahre is None:
        yield "Ein Ende ist nicht festgelegt: Der Schutz gilt, bis er neu beschlossen wird."
        return
    yield (
        f"Der Schutz sinkt ab {beginn} in {jahre} gleichen Schritten und ist {beginn + jahre - 1} "
        "zu Ende."
    )
    if summen.ausgleich:
        frei = geldbetrag(summen.frei_werdend) if summen.frei_werdend else "noch nichts"
        yield (
            f"Frei wird {parameter.jahr} davon {frei}; was frei wird, kann für regionale Vorhaben "
            "eingesetzt werden, sobald das beschlossen ist."
        )
    else:
        yield (
            "Das Gesamtbudget bleibt; der Teil, der den Indikatoren folgt, wird jedes Jahr größer."
        )


def _je_kind(grundlage: Grundlage) -> Iterator[str]:
    ergebnis = grundlage.ergebnis
    spalte = kinderspalte(ergebnis)
    if spalte is None:
        yield (
            "Die Mappe enthält keine Zahl der Kinder und Jugendlichen; darum lässt sich das nicht "
            "sagen."
        )
        return
    werte = ergebnis.eingabe.spalten[spalte].werte
    je = [
        (zeile.budget_neu / anzahl, zeile.sozialraum.name)
        for zeile, anzahl in zip(ergebnis.sozialraeume, werte, strict=True)
        if anzahl
    ]
    if not je:
        yield f"In der Spalte „{spalte}“ steht überall 0."
        return
    kleinster, groesster = min(je), max(je)
    gesamt = sum(werte, Decimal(0))
    yield (
        f"Geteilt durch „{spalte}“: zwischen {zahl(kleinster[0])} € ({kleinster[1]}) und "
        f"{zahl(groesster[0])} € ({groesster[1]}) im Jahr, im Mittel "
        f"{zahl(ergebnis.summen.budget_neu / gesamt)} €."
    )


def _quellen(grundlage: Grundlage) -> Iterator[str]:
    for indikator in grundlage.ergebnis.eingabe.indikatoren:
        yield (
            f"„{indikator.name}“: {indikator.quelle or 'Quelle nicht angegeben'}; Stichtag "
            f"{indikator.stichtag or 'nicht angegeben'}."
        )


def _offen(grundlage: Grundlage) -> Iterator[str]:
    parameter = grundlage.ergebnis.eingabe.parameter
    if parameter.budget_2 is None:
        yield "Das Budget II (Projektmittel der Sozialraumkonferenzen) ist noch nicht festgelegt."
    namen = [
        parameterangabe(name).bezeichnung
        for name, herkunft in parameter.herkunft.items()
        if herkunft == VORGABE
    ]
    if namen:
        yield f"Nicht eigens festgelegt, sondern aus der Vorgabe des Programms: {', '.join(namen)}."
    elif parameter.budget_2 is not None:
        yield "Alle Festlegungen der Rechnung sind getroffen."


def _pruefung(grundlage: Grundlage) -> Iterator[str]:
    jahr = grundlage.ergebnis.eingabe.parameter.jahr
    yield (
        f"Vorgeschlagen ist ein Bericht nach Ablauf des Jahres {jahr}: abgerufene Stunden und "
        "Mittel je Sozialraum, dazu die Indikatoren mit neuen Werten."
    )


def _auf_euro(betrag: Decimal) -> Decimal:
    return betrag.quantize(Decimal(1))

"""Der Text für den Ausschuss: Sachlage, Ergebnis, Alternativen, Fragen, Beschlussvorschlag."""

from collections.abc import Iterator
from decimal import Decimal

from sozialraum_cli.bogen.saetze import einleitung
from sozialraum_cli.dokument.inhalt import (
    Absatz,
    Aufzaehlung,
    Dokument,
    Teil,
    Texttabelle,
    Ueberschrift,
)
from sozialraum_cli.entscheiden.kennzahlen import kennzahlen
from sozialraum_cli.entscheiden.szenarien import Szenarien
from sozialraum_cli.parameter import parameterangabe
from sozialraum_cli.rechnen.berechnung import Sozialraumbudget
from sozialraum_cli.rechnen.bestandsschutz import verfahren_des_schutzes
from sozialraum_cli.rechnen.geltende_parameter import geltende_parameter
from sozialraum_cli.schriftstuecke.fragen import fragen
from sozialraum_cli.schriftstuecke.grundlage import (
    Grundlage,
    geldbetrag,
    nach_differenz,
    prozentwert,
    schutzkosten,
    stunden,
    ziel_in_prozent,
)
from sozialraum_cli.zahlen import knapp, zahl

_GROESSTE = 3
_OHNE = "–"
GRENZE = (
    "Diese Budgets gelten für die vorbeugende, sozialräumliche Arbeit (Beratung, Gruppen- und "
    "Netzwerkarbeit). Für Hilfen zur Erziehung, auf die Familien einen Anspruch haben, dürfen sie "
    "nicht gelten: Das Niedersächsische Oberverwaltungsgericht hat Sozialraumbudgets dafür im "
    "Landkreis Lüneburg nicht zugelassen (OVG Niedersachsen, 4 ME 1/06). Indikatoren, die solche "
    "Hilfen zählen, gehören darum nicht in den Schlüssel; sie wären auch ein Zirkel, weil ein "
    "größeres Budget mehr Hilfen und mehr Hilfen ein größeres Budget ergäben."
)


def vorlagentext(grundlage: Grundlage) -> Dokument:
    """Setzt den Text zusammen; jede Zahl darin stammt aus der Grundlage.

    Eingang: Ergebnis, Proben und Varianten. Ergebnis: ein Dokument ohne Form.
    """
    jahr = grundlage.ergebnis.eingabe.parameter.jahr
    return Dokument(
        f"Sozialraumbudgets {jahr}",
        (
            *_sachlage(grundlage),
            *_grundlagen(grundlage),
            *_ergebnis(grundlage),
            *_schutz(grundlage),
            *_alternativen(grundlage),
            *_fragen(grundlage),
            Ueberschrift("Rechtliche Grenze"),
            Absatz(GRENZE),
            *_beschluss(grundlage),
        ),
    )


def _sachlage(grundlage: Grundlage) -> Iterator[Teil]:
    yield Ueberschrift("Sachlage")
    was, wie, _ = einleitung(grundlage.ergebnis)
    yield Absatz(was.wert)
    yield Absatz(wie.wert)
    yield Absatz(_gewinner_und_verlierer(grundlage))


def _gewinner_und_verlierer(grundlage: Grundlage) -> str:
    zahlen, summen = kennzahlen(grundlage.ergebnis), grundlage.ergebnis.summen
    if summen.budget_bisher is None:
        return (
            "Bisherige Budgets sind nicht vollständig angegeben; wer mehr oder weniger bekommt, "
            "lässt sich nicht sagen."
        )
    return (
        f"Mehr als bisher: {_raeume(zahlen.gewinner)}, zusammen {geldbetrag(summen.gewinn)}; "
        f"weniger: {_raeume(zahlen.verlierer)}, zusammen {geldbetrag(-summen.verlust)}; "
        f"gleich viel: {_raeume(zahlen.gleich)}."
    )


def _raeume(anzahl: int) -> str:
    if not anzahl:
        return "keiner"
    return "1 Sozialraum" if anzahl == 1 else f"{anzahl} Sozialräume"


def _grundlagen(grundlage: Grundlage) -> Iterator[Teil]:
    ergebnis = grundlage.ergebnis
    yield Ueberschrift("Indikatoren und ihre Gewichte", 2)
    yield Texttabelle(
        ("Indikator", "Gewicht", "Art", "Bezugsgröße", "Quelle", "Stichtag"),
        tuple(
            (
                schritt.indikator.name,
                prozentwert(schritt.gewicht * 100),
                str(schritt.indikator.art),
                schritt.indikator.bezugsgroesse or _OHNE,
                schritt.indikator.quelle or "nicht angegeben",
                schritt.indikator.stichtag or "nicht angegeben",
            )
            for schritt in ergebnis.schluessel.indikatoren
        ),
        frozenset({1}),
    )
    yield Ueberschrift("Festlegungen", 2)
    texte = ergebnis.eingabe.parametertexte
    zeilen = []
    for name, parameter in geltende_parameter(ergebnis).items():
        if parameter.wert is None:
            continue
        wert = parameter.wert
        text = knapp(wert) if isinstance(wert, Decimal) else str(wert)
        quelle = texte[name].quelle if name in texte and texte[name].quelle else None
        zeilen.append(
            (
                parameterangabe(name).bezeichnung,
                f"{text} {parameter.einheit or ''}".strip(),
                quelle or _herkunft(parameter.herkunft),
            )
        )
    yield Texttabelle(("Festlegung", "Wert", "Quelle"), tuple(zeilen), frozenset({1}))


def _herkunft(herkunft: str) -> str:
    return f"Mappe, {herkunft}" if "!" in herkunft else herkunft


def _ergebnis(grundlage: Grundlage) -> Iterator[Teil]:
    ergebnis = grundlage.ergebnis
    summen = ergebnis.summen
    yield Ueberschrift("Ergebnis")
    yield Texttabelle(
        (
            "Sozialraum",
            "bisher €",
            "ohne Schutz €",
            "neu €",
            "Veränderung €",
            "Veränderung %",
            "Stunden je Woche",
        ),
        (
            *(
                (
                    zeile.sozialraum.name,
                    _betrag(zeile.sozialraum.budget_bisher),
                    _betrag(zeile.budget_indikatoren_gerundet),
                    _betrag(zeile.budget_neu),
                    _betrag(zeile.differenz, vorzeichen=True),
                    _OHNE
                    if zeile.differenz_prozent is None
                    else zahl(zeile.differenz_prozent, vorzeichen=True),
                    zahl(stunden(zeile)),
                )
                for zeile in ergebnis.sozialraeume
            ),
            (
                "Summe",
                _betrag(summen.budget_bisher),
                _betrag(summen.budget_indikatoren),
                _betrag(summen.budget_neu),
                _betrag(
                    None
                    if summen.budget_bisher is None
                    else summen.budget_neu - summen.budget_bisher,
                    vorzeichen=True,
                ),
                "",
                zahl(sum(summen.stunden, Decimal(0))),
            ),
        ),
        frozenset(range(1, 7)),
        summe=True,
    )
    geordnet = nach_differenz(ergebnis)
    mehr = [zeile for zeile in geordnet if (zeile.differenz or 0) > 0][:_GROESSTE]
    weniger = [zeile for zeile in reversed(geordnet) if (zeile.differenz or 0) < 0][:_GROESSTE]
    if mehr or weniger:
        yield Aufzaehlung(
            (
                *(f"Größter Zuwachs: {_veraenderung(zeile)}" for zeile in mehr[:1]),
                *(f"Ebenfalls mehr: {_veraenderung(zeile)}" for zeile in mehr[1:]),
                *(f"Größter Rückgang: {_veraenderung(zeile)}" for zeile in weniger[:1]),
                *(f"Ebenfalls weniger: {_veraenderung(zeile)}" for zeile in weniger[1:]),
            )
        )
    yield Absatz(_summensatz(grundlage))


def _summensatz(grundlage: Grundlage) -> str:
    summen = grundlage.ergebnis.summen
    if summen.budget_bisher is None:
        return "Die Summen lassen sich nicht vergleichen: Bisherige Budgets fehlen."
    unterschied = summen.budget_neu - summen.budget_bisher
    if not unterschied:
        return (
            f"Die Summe bleibt gleich: {geldbetrag(summen.budget_bisher)} bisher und "
            f"{geldbetrag(summen.budget_neu)} neu."
        )
    return (
        f"Die Summe ändert sich von {geldbetrag(summen.budget_bisher)} auf "
        f"{geldbetrag(summen.budget_neu)}, das sind {geldbetrag(unterschied, vorzeichen=True)}."
    )


def _schutz(grundlage: Grundlage) -> Iterator[Teil]:
    ergebnis = grundlage.ergebnis
    summen = ergebnis.summen
    yield Ueberschrift("Was der Schutz kostet und wer ihn trägt", 2)
    if not summen.kosten_schutz:
        gibt_es = verfahren_des_schutzes(ergebnis.eingabe.parameter).schuetzt
        yield Absatz(
            "Der Schutz verschiebt kein Geld." if gibt_es else "Einen Schutz gibt es nicht."
        )
        return
    zeilen = sorted(ergebnis.sozialraeume, key=lambda zeile: -abs(zeile.schutzwirkung))
    zugunsten = [_mit_schutz(z) for z in zeilen if z.schutzwirkung > 0]
    zulasten = [_mit_schutz(z) for z in zeilen if z.schutzwirkung < 0]
    yield Absatz(f"Der Schutz {schutzkosten(summen.kosten_schutz, summen.ausgleich)}.")
    punkte = [f"Zugunsten von: {', '.join(zugunsten)}."]
    if zulasten:
        punkte.append(f"Getragen von: {', '.join(zulasten)}.")
    if summen.ausgleich:
        punkte.append(
            "Getragen von keinem Sozialraum; Gesamtbelastung: "
            f"{geldbetrag(summen.gesamtbelastung)}."
        )
    yield Aufzaehlung(tuple(punkte))


def _alternativen(grundlage: Grundlage) -> Iterator[Teil]:
    yield Ueberschrift("Geprüfte Alternativen")
    if grundlage.alternativen is not None:
        yield _variantentabelle(grundlage.alternativen)
    yield Absatz(
        f"Der kleinste Schutz, bei dem niemand mehr als {ziel_in_prozent(grundlage)} verliert, je "
        "Verfahren:"
    )
    yield _variantentabelle(grundlage.ziel)


def _variantentabelle(szenarien: Szenarien) -> Texttabelle:
    mit_ziel = szenarien.hoechstverlust is not None
    zeilen = []
    for variante in szenarien.varianten:
        zahlen = variante.kennzahlen
        name = variante.name
        if mit_ziel and variante.ziel is not None and variante.ziel.gerundet is not None:
            name = f"{name} {zahl(variante.ziel.gerundet)} %"
        if zahlen is None:
            zeilen.append((name, "", "", "", "", f"nicht machbar: {variante.grund}"))
            continue
        verlust = zahlen.groesster_verlust
        zeilen.append(
            (
                name,
                str(zahlen.gewinner),
                str(zahlen.verlierer),
                _betrag(zahlen.umverteilung),
                _betrag(zahlen.abstand),
                "keiner"
                if verlust is None
                else f"{verlust.sozialraum} {geldbetrag(verlust.betrag, vorzeichen=True)} "
                f"({prozentwert(verlust.prozent, vorzeichen=True)})",
            )
        )
    return Texttabelle(
        (
            "Variante",
            "mehr",
            "weniger",
            "umverteilt €",
            "Kosten des Schutzes €",
            "größter Rückgang",
        ),
        tuple(zeilen),
        frozenset({1, 2, 3, 4}),
    )


def _fragen(grundlage: Grundlage) -> Iterator[Teil]:
    yield Ueberschrift("Fragen und Antworten")
    for frage, antworten in fragen(grundlage):
        yield Ueberschrift(frage, 3)
        for antwort in antworten:
            yield Absatz(antwort)


def _beschluss(grundlage: Grundlage) -> Iterator[Teil]:
    ergebnis = grundlage.ergebnis
    parameter, summen = ergebnis.eingabe.parameter, ergebnis.summen
    _, wie, _ = einleitung(ergebnis)
    punkte = [
        f"Die Sozialraumbudgets {parameter.jahr} werden wie in der Tabelle „Ergebnis“ festgesetzt, "
        f"zusammen {geldbetrag(summen.budget_neu)}.",
        "Die Verteilung folgt den genannten Indikatoren und Gewichten; es gelten das "
        f"Schlüsselverfahren „{parameter.schluesselverfahren}“ und der Bestandsschutz "
        f"„{parameter.bestandsschutz_verfahren}“. {wie.wert}",
    ]
    if summen.ausgleich:
        punkte.append(
            f"Für den Ausgleich werden {geldbetrag(summen.ausgleich)} zusätzlich bereitgestellt."
        )
    punkte.append(
        "Die Verwaltung berichtet dem Ausschuss nach Ablauf des Jahres über Abruf und Wirkung und "
        "legt neue Indikatorwerte vor, sobald sie vorliegen."
    )
    yield Ueberschrift("Beschlussvorschlag")
    yield Aufzaehlung(tuple(punkte))


def _veraenderung(zeile: Sozialraumbudget) -> str:
    differenz = zeile.differenz or Decimal(0)
    anteil = zeile.differenz_prozent
    prozente = f" ({prozentwert(anteil, vorzeichen=True)})" if anteil is not None else ""
    return f"{zeile.sozialraum.name} {geldbetrag(differenz, vorzeichen=True)}{prozente}"


def _mit_schutz(zeile: Sozialraumbudget) -> str:
    return f"{zeile.sozialraum.name} {geldbetrag(zeile.schutzwirkung, vorzeichen=True)}"


def _betrag(betrag: Decimal | None, *, vorzeichen: bool = False) -> str:
    if betrag is None:
        return _OHNE
    return zahl(betrag, 0 if betrag == betrag.to_integral_value() else 2, vorzeichen=vorzeichen)

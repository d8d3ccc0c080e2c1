"""Die Ursachen einer Veränderung: welcher Teil der Differenz woran liegt, auf den Cent.

Zwischen zwei Rechnungen ändern sich fünf Gruppen von Angaben auf einmal, und was eine bewirkt,
hängt davon ab, welche anderen schon geändert sind. Darum wird jede der 2^5 Mischungen aus alten
und neuen Angaben gerechnet, und jede Gruppe bekommt den Mittelwert dessen, was sie über alle
Reihenfolgen bewirkt (Shapley-Wert). Gerechnet wird ungerundet; was danach zur Differenz der
gerundeten Budgets fehlt, heißt Rundung.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from enum import StrEnum
from functools import reduce
from itertools import combinations
from math import factorial
from operator import add

from sozialraum_cli.befund import Befund, Datenfehler, hinweis
from sozialraum_cli.modell import Art, Eingabe, Parameter, Sozialraum, Spalte
from sozialraum_cli.namen import aufzaehlung, vergleichsform
from sozialraum_cli.rechnen.berechnung import Ergebnis, budget_indikatoren
from sozialraum_cli.rechnen.bestandsschutz import (
    ausgleiche_ungerundet,
    schutzfall_aus,
    verfahren_des_schutzes,
    vergleichsbudget,
)
from sozialraum_cli.rechnen.schluessel import verteilungsschluessel
from sozialraum_cli.runden import GENAU, Werte, glatt, kaufmaennisch, kaufmaennische
from sozialraum_cli.verfahren.schutz.schutzverfahren import Schutzfall

# Die Nummer eines Sozialraums in der alten und der neuen Rechnung; None heißt: dort nicht.
Paar = tuple[int | None, int | None]


class Ursache(StrEnum):
    """Die fünf Gruppen von Angaben und der Rest, den das Runden lässt."""

    GESAMTBUDGET = "gesamtbudget"
    INDIKATOREN = "indikatoren"
    GEWICHTE = "gewichte"
    BUDGET_BISHER = "budget_bisher"
    BESTANDSSCHUTZ = "bestandsschutz"
    RUNDUNG = "rundung"


BEZEICHNUNG: Mapping[Ursache, str] = {
    Ursache.GESAMTBUDGET: "Gesamtbudget",
    Ursache.INDIKATOREN: "Indikatorwerte",
    Ursache.GEWICHTE: "Gewichte und Schlüsselverfahren",
    Ursache.BUDGET_BISHER: "bisherige Budgets",
    Ursache.BESTANDSSCHUTZ: "Bestandsschutz und Abschmelzung",
    Ursache.RUNDUNG: "Rundung",
}
GRUPPEN: tuple[Ursache, ...] = tuple(
    ursache for ursache in Ursache if ursache is not Ursache.RUNDUNG
)

_Gruppen = frozenset[Ursache]
_FUNDORT = "Ursachen"


class _Regel(StrEnum):
    """Was in einer Mischung geändert wird, damit sie sich rechnen lässt."""

    SOCKELBETRAG = "übersteigen die Sockelbeträge das Gesamtbudget; sie gelten dort gekürzt"
    BESTANDSSCHUTZ = (
        "bindet der Bestandsschutz mehr als das Gesamtbudget; er gilt dort mit dem größten "
        "zulässigen Wert"
    )
    HOECHSTGEWINN = "lässt der Höchstgewinn Geld übrig; dort gilt keine Obergrenze"
    ZUSATZMITTEL = (
        "kostet der Defizitausgleich mehr als die Zusatzmittel; er gilt dort mit dem größten "
        "zulässigen Anteil"
    )


@dataclass(frozen=True, slots=True)
class _Seite:
    """Die „alte“ oder „neue“ Rechnung; `stelle` ist je Paar die Nummer des Sozialraums."""

    wer: str
    eingabe: Eingabe
    stelle: tuple[int | None, ...]
    anteil: Werte

    @property
    def menge(self) -> tuple[int, ...]:
        """Die Paare, deren Sozialraum es in dieser Rechnung gibt."""
        return tuple(paar for paar, stelle in enumerate(self.stelle) if stelle is not None)

    def raum(self, paar: int) -> Sozialraum | None:
        stelle = self.stelle[paar]
        return None if stelle is None else self.eingabe.sozialraeume[stelle]

    def vergleichsbudget(self, paar: int) -> Decimal | None:
        raum = self.raum(paar)
        return None if raum is None else vergleichsbudget(raum)

    def spalte(self, name: str, art: Art) -> Spalte | None:
        """Die Spalte dieses Namens; eine Anzahl und eine Quote sind nie dieselbe Spalte."""
        form = vergleichsform(name)
        for eigener_name, spalte in self.eingabe.spalten.items():
            if vergleichsform(eigener_name) == form:
                eigene_art = _art(self.eingabe, eigener_name)
                return spalte if eigene_art in {None, art} else None
        return None

    def wert(self, spalte: Spalte, paar: int) -> Decimal | None:
        stelle = self.stelle[paar]
        return None if stelle is None else spalte.werte[stelle]


@dataclass(frozen=True, slots=True)
class _Seiten:
    """Beide Rechnungen; für die Paare, die es mit den Werten gibt, was Mischungen teilen.

    anteil: q_i je Mischung von Gewichten und Werten. vergleich: A_i je Mischung von Werten und
    bisherigen Budgets.
    """

    alt: _Seite
    neu: _Seite
    anteil: Mapping[tuple[bool, bool], Werte]
    vergleich: Mapping[tuple[bool, bool], Werte]

    def aus(self, neu: bool) -> _Seite:
        return self.neu if neu else self.alt


def ursachen(
    alt: Ergebnis, neu: Ergebnis, paare: Sequence[Paar]
) -> tuple[tuple[Mapping[Ursache, Decimal], ...], tuple[Befund, ...]]:
    """Teilt die Differenz jedes Sozialraums auf ihre Ursachen auf.

    Eingang: zwei Rechnungen; die Paare enthalten jeden Sozialraum genau einmal. Ergebnis: je
    Paar die Beträge in €/Jahr auf den Cent, Summe genau Budget neu minus Budget alt (0 für einen
    Sozialraum, den es nicht gibt); dazu ein Hinweis je Regel, die eine Mischung brauchte.

    Was in welche Gruppe gehört:
    gesamtbudget: T und Zusatzmittel. indikatoren: die Werte und welche Sozialräume es gibt.
    gewichte: Gewichte, Art, Richtung, Bezugsgröße, Schlüsselverfahren, Verteilungsbasis,
    Spreizung, Sockelbetrag. budget_bisher: bisherige und Referenzbudgets. bestandsschutz:
    Verfahren, Wert, Höchstgewinn, Abschmelzung und das Jahr. Alles andere ändert kein Budget,
    nur Stunden, oder rundet.

    Regeln für Mischungen, die es so nie gab:
    - Eine Spalte, die es nur in einem Jahr gibt oder die in einem Jahr Anzahl und im anderen
      Quote ist, gilt mit den Werten des Jahres, dessen Gewichte sie nennen.
    - Die Menge der Sozialräume folgt den Indikatorwerten. Fehlt einem Sozialraum ein Wert, gilt
      der des anderen Jahres, gibt es auch den nicht, das Mittel der Spalte.
    - Ergeben die Gewichte eines Jahres mit den Werten des anderen keinen Verteilungsschlüssel,
      gilt der Schlüssel des Jahres, aus dem die Werte sind.
    - Ein Sozialraum, den es in einem Jahr nicht gibt, hat dort das bisherige Budget 0; ist es
      nur nicht angegeben, gilt das des anderen Jahres.
    - Was das Geld der Mischung übersteigt, wird auf den größten zulässigen Wert gesenkt:
      Sockelbetrag, Bestandsschutz, Ausgleichsanteil. Ein zu kleiner Höchstgewinn entfällt.
    Jede Regel behandelt beide Jahre gleich: vertauscht dreht jede Ursache nur das Vorzeichen.
    """
    with localcontext(GENAU):
        return _ursachen(alt, neu, paare)


def _ursachen(
    alt: Ergebnis, neu: Ergebnis, paare: Sequence[Paar]
) -> tuple[tuple[Mapping[Ursache, Decimal], ...], tuple[Befund, ...]]:
    seite_alt = _Seite("alten", alt.eingabe, tuple(a for a, _ in paare), alt.schluessel.anteil)
    seite_neu = _Seite("neuen", neu.eingabe, tuple(n for _, n in paare), neu.schluessel.anteil)
    befunde: list[Befund] = []
    anteil = {
        (gewichte, werte): _anteil(
            seite_neu if gewichte else seite_alt, seite_neu if werte else seite_alt, befunde
        )
        for gewichte in (False, True)
        for werte in (False, True)
    }
    vergleich = {
        (werte, bisher): _vergleichsbudgets(
            seite_neu if werte else seite_alt, *_eigene_zuerst(seite_alt, seite_neu, bisher)
        )
        for werte in (False, True)
        for bisher in (False, True)
    }
    seiten = _Seiten(seite_alt, seite_neu, anteil, vergleich)
    regeln: Counter[_Regel] = Counter()
    budget: dict[_Gruppen, Werte] = {}
    for menge in _teilmengen(GRUPPEN):
        budget[menge], angewandt = _mischung(menge, seiten)
        if menge not in (frozenset(), frozenset(GRUPPEN)):
            regeln.update(angewandt)
    befunde.extend(_regelhinweis(regel, anzahl) for regel, anzahl in sorted(regeln.items()))
    gerundet = [kaufmaennische(_shapley(gruppe, budget)) for gruppe in GRUPPEN]
    je_paar: list[Mapping[Ursache, Decimal]] = []
    for (a, n), zeile in zip(paare, zip(*gerundet, strict=True), strict=True):
        betraege = dict(zip(GRUPPEN, zeile, strict=True))
        budget_alt = Decimal(0) if a is None else alt.sozialraeume[a].budget_neu
        budget_neu = Decimal(0) if n is None else neu.sozialraeume[n].budget_neu
        rest = budget_neu - budget_alt - sum(zeile, Decimal(0))
        je_paar.append({**betraege, Ursache.RUNDUNG: kaufmaennisch(rest)})
    return tuple(je_paar), tuple(befunde)


def _teilmengen(gruppen: Sequence[Ursache]) -> list[_Gruppen]:
    return [
        frozenset(auswahl)
        for anzahl in range(len(gruppen) + 1)
        for auswahl in combinations(gruppen, anzahl)
    ]


def _shapley(gruppe: Ursache, budget: Mapping[_Gruppen, Werte]) -> Werte:
    """Was eine Gruppe im Mittel über alle Reihenfolgen bewirkt, je Paar (€/Jahr, ungerundet)."""
    andere = [g for g in GRUPPEN if g is not gruppe]
    wirkung = [Decimal(0)] * len(budget[frozenset()])
    for anzahl in range(len(andere) + 1):
        reihenfolgen = factorial(anzahl) * factorial(len(andere) - anzahl)
        vorher = [frozenset(auswahl) for auswahl in combinations(andere, anzahl)]
        mit = _je_paar_summiert([budget[menge | {gruppe}] for menge in vorher])
        ohne = _je_paar_summiert([budget[menge] for menge in vorher])
        wirkung = [w + reihenfolgen * (m - o) for w, m, o in zip(wirkung, mit, ohne, strict=True)]
    return tuple([wert / factorial(len(GRUPPEN)) for wert in wirkung])


def _je_paar_summiert(spalten: Sequence[Werte]) -> Werte:
    return reduce(lambda summe, spalte: tuple(map(add, summe, spalte)), spalten)


def _mischung(neue: _Gruppen, seiten: _Seiten) -> tuple[Werte, set[_Regel]]:
    """Die ungerundeten Budgets je Paar, wenn genau diese Gruppen schon neu sind."""

    def seite(gruppe: Ursache) -> _Seite:
        return seiten.aus(gruppe in neue)

    regeln: set[_Regel] = set()
    menge = seite(Ursache.INDIKATOREN).menge
    anteil = seiten.anteil[Ursache.GEWICHTE in neue, Ursache.INDIKATOREN in neue]
    geld = seite(Ursache.GESAMTBUDGET).eingabe.parameter
    sockel = seite(Ursache.GEWICHTE).eingabe.parameter.sockelbetrag
    if len(menge) * sockel > geld.gesamtbudget:
        sockel = geld.gesamtbudget / len(menge)
        regeln.add(_Regel.SOCKELBETRAG)
    parameter = replace(
        seite(Ursache.BESTANDSSCHUTZ).eingabe.parameter,
        gesamtbudget=geld.gesamtbudget,
        zusatzmittel=geld.zusatzmittel,
        sockelbetrag=sockel,
    )
    vergleich = seiten.vergleich[Ursache.INDIKATOREN in neue, Ursache.BUDGET_BISHER in neue]
    d = budget_indikatoren(parameter, anteil)
    z = _geschuetzt(parameter, schutzfall_aus(parameter, vergleich, d), regeln)
    if verfahren_des_schutzes(parameter).ausgleich is not None:
        ausgleiche = ausgleiche_ungerundet(parameter, vergleich, d)
        kuerzung = _bezahlbar(parameter, sum(ausgleiche, Decimal(0)), len(menge), regeln)
        z = tuple([b + kuerzung * a for b, a in zip(z, ausgleiche, strict=True)])
    if len(z) == len(seiten.alt.stelle):
        return z, regeln
    budget = [Decimal(0)] * len(seiten.alt.stelle)
    for paar, betrag in zip(menge, z, strict=True):
        budget[paar] = betrag
    return tuple(budget), regeln


def _eigene_zuerst(alt: _Seite, neu: _Seite, aus_neuer: bool) -> tuple[_Seite, _Seite]:
    return (neu, alt) if aus_neuer else (alt, neu)


def _vergleichsbudgets(werte: _Seite, eigene: _Seite, andere: _Seite) -> Werte:
    """A_i der Paare, die es mit diesen Werten gibt; fehlt es, gilt das der anderen Rechnung."""
    betraege: list[Decimal] = []
    for paar in werte.menge:
        betrag = eigene.vergleichsbudget(paar)
        if betrag is None and eigene.stelle[paar] is not None:
            betrag = andere.vergleichsbudget(paar)
        betraege.append(betrag or Decimal(0))
    return tuple(betraege)


def _geschuetzt(parameter: Parameter, fall: Schutzfall, regeln: set[_Regel]) -> Werte:
    verfahren = verfahren_des_schutzes(parameter)
    hoechstens = verfahren.groesster_schutz and verfahren.groesster_schutz(fall)
    if hoechstens is not None and glatt(fall.schutz) > glatt(hoechstens):
        regeln.add(_Regel.BESTANDSSCHUTZ)
        fall = fall._replace(schutz=hoechstens)
    if verfahren.unzulaessig(fall):
        regeln.add(_Regel.HOECHSTGEWINN)
        fall = fall._replace(hoechstgewinn=None)
    return verfahren.regel(fall).budget_geschuetzt


def _bezahlbar(parameter: Parameter, kosten: Decimal, anzahl: int, regeln: set[_Regel]) -> Decimal:
    """Der Teil des Ausgleichs, den die Zusatzmittel bezahlen (Anteil)."""
    mittel = parameter.zusatzmittel
    if mittel is None or kosten <= mittel:
        return Decimal(1)
    # Gerundet kann derselbe Ausgleich bezahlbar sein; das ist kein anderer Schutz.
    if kosten - mittel > 2 * anzahl * parameter.rundung:
        regeln.add(_Regel.ZUSATZMITTEL)
    return mittel / kosten


def _anteil(gewichte: _Seite, werte: _Seite, befunde: list[Befund]) -> Werte:
    """Der Anteil q_i der Paare aus den Gewichten der einen und den Werten der anderen Rechnung."""
    if gewichte is not werte:
        eingabe, hinweise = _gemischte_eingabe(gewichte, werte)
        befunde.extend(hinweise)
        try:
            return verteilungsschluessel(eingabe).anteil
        except Datenfehler as ausnahme:
            befunde.append(_kein_schluessel(gewichte, werte, ausnahme))
    return tuple(werte.anteil[stelle] for stelle in werte.stelle if stelle is not None)


def _gemischte_eingabe(gewichte: _Seite, werte: _Seite) -> tuple[Eingabe, list[Befund]]:
    fremd: list[str] = []
    gemittelt: list[str] = []
    spalten: dict[str, Spalte] = {}
    for name in _benutzte_spalten(gewichte.eingabe):
        spalte = werte.spalte(name, _art(gewichte.eingabe, name) or Art.ANZAHL)
        if spalte is not None:
            gemischt = [werte.wert(spalte, paar) for paar in werte.menge]
        else:
            fremd.append(name)
            spalte = gewichte.eingabe.spalten[name]
            gemischt = [gewichte.wert(spalte, paar) for paar in werte.menge]
            if None in gemischt:
                gemittelt.append(name)
        mittel = sum(spalte.werte, Decimal(0)) / len(spalte.werte)
        spalten[name] = Spalte(name, tuple(mittel if w is None else w for w in gemischt))
    raeume = tuple(raum for paar in werte.menge if (raum := werte.raum(paar)))
    eingabe = replace(gewichte.eingabe, sozialraeume=raeume, spalten=spalten, fundorte={})
    return eingabe, _spaltenhinweise(gewichte.wer, fremd, gemittelt)


def _benutzte_spalten(eingabe: Eingabe) -> tuple[str, ...]:
    """Indikatoren, Bezugsgrößen und Verteilungsbasis, jede Spalte einmal."""
    namen = [indikator.name for indikator in eingabe.indikatoren]
    namen += [i.bezugsgroesse for i in eingabe.indikatoren if i.bezugsgroesse is not None]
    if eingabe.parameter.verteilungsbasis is not None:
        namen.append(eingabe.parameter.verteilungsbasis)
    return tuple(dict.fromkeys(namen))


def _art(eingabe: Eingabe, name: str) -> Art | None:
    """Ob eine Spalte Personen und Fälle oder Prozente enthält; None, wenn nichts sie benutzt."""
    for indikator in eingabe.indikatoren:
        if indikator.name == name:
            return indikator.art
    return Art.ANZAHL if name in _benutzte_spalten(eingabe) else None


def _spaltenhinweise(wer: str, fremd: Sequence[str], gemittelt: Sequence[str]) -> list[Befund]:
    befunde = []
    if fremd:
        befunde.append(
            hinweis(
                f"So nur in der {wer} Rechnung: {aufzaehlung(fremd)}. Für die Ursachen gelten "
                "dafür immer deren Zahlen; was sie ändern, steht darum bei „Gewichte und "
                "Schlüsselverfahren“, nicht bei „Indikatorwerte“.",
                _FUNDORT,
                "Nichts zu tun; genauer wird es, wenn beide Mappen die Spalte unter diesem Namen "
                "führen.",
            )
        )
    if gemittelt:
        befunde.append(
            hinweis(
                f"Sozialräume, die es in der {wer} Rechnung nicht gibt, haben keinen Wert zu "
                f"{aufzaehlung(gemittelt)}. Für die Ursachen gilt dort das Mittel der Spalte.",
                _FUNDORT,
                "Nichts zu tun; genauer wird es, wenn beide Mappen die Spalte unter diesem Namen "
                "führen.",
            )
        )
    return befunde


def _kein_schluessel(gewichte: _Seite, werte: _Seite, ausnahme: Datenfehler) -> Befund:
    return hinweis(
        f"Die Gewichte der {gewichte.wer} Rechnung ergeben mit den Werten der {werte.wer} keinen "
        f"Verteilungsschlüssel. {ausnahme.befunde[0].text} Für die Ursachen gilt dort der "
        f"Schlüssel der {werte.wer} Rechnung.",
        _FUNDORT,
        "Nichts zu tun; „Gewichte“ und „Indikatorwerte“ lassen sich hier nur zusammen beurteilen.",
    )


def _regelhinweis(regel: _Regel, anzahl: int) -> Befund:
    return hinweis(
        f"In {anzahl} von {2 ** len(GRUPPEN)} Mischungen aus alten und neuen Angaben {regel}.",
        _FUNDORT,
        "Nichts zu tun; die Mischungen dienen nur der Aufteilung, beide Rechnungen selbst bleiben, "
        "wie sie sind.",
    )

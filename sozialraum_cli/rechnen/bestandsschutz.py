"""Der Bestandsschutz: er mildert Verluste gegenüber dem Vergleichsbudget."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import accumulate

from sozialraum_cli.befund import Befund, Datenfehler, fehler
from sozialraum_cli.modell import Eingabe, Parameter, Schutzverfahren, Sozialraum
from sozialraum_cli.runden import CENT, HUNDERT, Werte, glatt, kaufmaennisch
from sozialraum_cli.zahlen import euro, prozent

VORGABE_AUSGLEICHSANTEIL = HUNDERT
ABSCHMELZBAR = {Schutzverfahren.ANTEILIG, Schutzverfahren.DEFIZITAUSGLEICH}
_BINDEND = {Schutzverfahren.ANTEILIG, Schutzverfahren.MINDESTBUDGET, Schutzverfahren.KAPPUNG}


@dataclass(frozen=True, slots=True)
class Bestandsschutz:
    """Alle Schritte vom Budget nach Indikatoren zum geschützten Budget, ungerundet (€/Jahr).

    bestandsschutz_wirksam: β, f oder a in % nach Abschmelzung. mindestbetrag: βA bzw. fA;
    hoechstbetrag: cA, None je Sozialraum ohne Grenze. stauchung: s von `mindestbudget`, Anteil
    des Zugewinns, der bleibt. mue: μ von `kappung`. None heißt: das Verfahren kennt es nicht.
    """

    vergleichsbudget: tuple[Decimal | None, ...]
    budget_geschuetzt: Werte
    abschmelzungsfaktor: Decimal = Decimal(1)
    bestandsschutz_wirksam: Decimal | None = None
    mindestbetrag: Werte | None = None
    hoechstbetrag: tuple[Decimal | None, ...] | None = None
    stauchung: Decimal | None = None
    mue: Decimal | None = None


def vergleichsbudget(raum: Sozialraum) -> Decimal | None:
    """Das Vergleichsbudget A_i: Referenzbudget, wenn angegeben, sonst Budget bisher (€/Jahr).

    Ein festes Referenzbudget verhindert, dass der Schutz auf schon Geschütztes aufsetzt.
    Quelle: Spezifikation 2.
    """
    return raum.budget_bisher if raum.referenzbudget is None else raum.referenzbudget


def abschmelzungsfaktor(parameter: Parameter) -> Decimal:
    """Der Teil des Schutzes, der im Jahr noch gilt: max(0, 1 - t/N), t = 1 im Beginnjahr.

    Eingang: Jahr, Beginn (Jahr), Dauer N (Jahre). Ergebnis: 1 vor dem Beginn, zuletzt 0.
    Quelle: Spezifikation 2.2; Landkreis Lüneburg, Vorlage 2025/124.
    """
    beginn, jahre = parameter.abschmelzung_beginn, parameter.abschmelzung_jahre
    if beginn is None or jahre is None or parameter.jahr < beginn:
        return Decimal(1)
    return max(Decimal(0), 1 - Decimal(parameter.jahr - beginn + 1) / jahre)


def bestandsschutz_wirksam(parameter: Parameter) -> Decimal | None:
    """β, f oder a in %, wie sie im Jahr gelten: angegebener Wert mal Abschmelzungsfaktor.

    Ergebnis: %, None bei `keiner`. Quelle: Spezifikation 2.2.
    """
    verfahren, wert = parameter.bestandsschutz_verfahren, parameter.bestandsschutz
    if verfahren is Schutzverfahren.KEINER:
        return None
    if wert is None and verfahren is Schutzverfahren.DEFIZITAUSGLEICH:
        wert = VORGABE_AUSGLEICHSANTEIL
    if wert is None:
        raise ValueError(f"{verfahren} braucht einen Wert")
    if verfahren in ABSCHMELZBAR:
        return wert * abschmelzungsfaktor(parameter)
    if parameter.abschmelzung_beginn is not None:
        raise ValueError(f"{verfahren} lässt sich nicht abschmelzen")
    return wert


def schutz_zu_hoch(eingabe: Eingabe) -> Befund | None:
    """Prüft, ob β oder f mehr bindet als das Gesamtbudget, gleich wie die Indikatoren verteilen.

    Eingang: Vergleichsbudgets, Verfahren und sein Wert. Ergebnis: Befund mit dem größten
    zulässigen Wert oder None. Quelle: Spezifikation 2.2.
    """
    parameter = eingabe.parameter
    if parameter.bestandsschutz_verfahren not in _BINDEND:
        return None
    _, anteil = _wert(parameter)
    gebunden = anteil * sum(_vergleichsbudgets(eingabe), Decimal(0))
    if glatt(gebunden) <= parameter.gesamtbudget:
        return None
    return _zu_hoch(parameter, eingabe.fundorte, gebunden)


def budget_geschuetzt(eingabe: Eingabe, budget_indikatoren: Werte) -> Bestandsschutz:
    """Das geschützte Budget Z_i vor der Rundung.

    Eingang: Budgets nach Indikatoren D_i (€/Jahr), Vergleichsbudgets, Verfahren und sein Wert;
    ohne Befund aus `schutz_zu_hoch`. Ergebnis: Schritte und Z_i (€/Jahr). Bei
    `defizitausgleich` ist Z_i = D_i; der Ausgleich folgt nach der Rundung. Fehler: Datenfehler
    mit dem kleinsten zulässigen Höchstgewinn. Quelle: Spezifikation 2.2.
    """
    verfahren = eingabe.parameter.bestandsschutz_verfahren
    if verfahren is Schutzverfahren.KEINER:
        vergleich = tuple(vergleichsbudget(raum) for raum in eingabe.sozialraeume)
        return Bestandsschutz(vergleich, budget_indikatoren)
    a = _vergleichsbudgets(eingabe)
    return _VERFAHREN[verfahren](eingabe.parameter, eingabe.fundorte, a, budget_indikatoren)


def _anteilig(
    parameter: Parameter, _fundorte: Mapping[str, str], a: Werte, d: Werte
) -> Bestandsschutz:
    """Z_i = βA_i + (T - βΣA)·D_i/T."""
    schutz, beta = _wert(parameter)
    t = parameter.gesamtbudget
    gebunden = beta * sum(a, Decimal(0))
    mindestbetrag = tuple(beta * betrag for betrag in a)
    z = tuple(m + (t - gebunden) * di / t for m, di in zip(mindestbetrag, d, strict=True))
    return Bestandsschutz(a, z, abschmelzungsfaktor(parameter), schutz, mindestbetrag)


def _mindestbudget(
    parameter: Parameter, _fundorte: Mapping[str, str], a: Werte, d: Werte
) -> Bestandsschutz:
    """Z_i = fA_i + s·max(0, D_i - fA_i), s = (T - fΣA) / Σ max(0, D - fA)."""
    schutz, f = _wert(parameter)
    t = parameter.gesamtbudget
    mindestbetrag = tuple(f * betrag for betrag in a)
    gebunden = sum(mindestbetrag, Decimal(0))
    darueber = tuple(max(Decimal(0), di - m) for di, m in zip(d, mindestbetrag, strict=True))
    gewinne = sum(darueber, Decimal(0))
    # Ohne Gewinne ist fΣA = T: es bleibt nichts zu stauchen.
    stauchung = (t - gebunden) / gewinne if glatt(gewinne) else Decimal(0)
    z = tuple(m + stauchung * g for m, g in zip(mindestbetrag, darueber, strict=True))
    return Bestandsschutz(a, z, Decimal(1), schutz, mindestbetrag, stauchung=stauchung)


def _kappung(
    parameter: Parameter, fundorte: Mapping[str, str], a: Werte, d: Werte
) -> Bestandsschutz:
    """Z_i = min(max(μD_i, fA_i), cA_i), ohne Grenzen bei A_i = 0; μ so, dass ΣZ = T."""
    schutz, f = _wert(parameter)
    gewinn = parameter.hoechstgewinn
    mindestbetrag = tuple(f * betrag for betrag in a)
    hoechstbetrag = tuple(
        None if gewinn is None or betrag == 0 else (1 + gewinn / HUNDERT) * betrag for betrag in a
    )
    befund = _hoechstgewinn_zu_klein(parameter, fundorte, a, d, mindestbetrag, hoechstbetrag)
    if befund:
        raise Datenfehler([befund])
    mu = mue(parameter.gesamtbudget, d, mindestbetrag, hoechstbetrag)
    z = _gekappt(mu, d, mindestbetrag, hoechstbetrag)
    return Bestandsschutz(a, z, Decimal(1), schutz, mindestbetrag, hoechstbetrag, mue=mu)


def mue(
    gesamtbudget: Decimal,
    budget_indikatoren: Sequence[Decimal],
    mindestbetrag: Sequence[Decimal],
    hoechstbetrag: Sequence[Decimal | None],
) -> Decimal:
    """Der Faktor μ, mit dem die gekappten Budgets zusammen das Gesamtbudget ergeben.

    ΣZ(μ) wächst stückweise linear; an jeder Knickstelle (fA/D, cA/D) ändert sich die Steigung
    um D. Der Weg über die sortierten Knickstellen trifft μ genau, ohne Näherung.
    Eingang: Beträge in €/Jahr, lösbar. Ergebnis: Faktor ≥ 0. Quelle: Spezifikation 2.2.
    """
    knicke: list[tuple[Decimal, Decimal]] = []
    for d, unten, oben in zip(budget_indikatoren, mindestbetrag, hoechstbetrag, strict=True):
        if d > 0:
            knicke.append((unten / d, d))
            if oben is not None:
                knicke.append((oben / d, -d))
    summe, steigung, stelle = sum(mindestbetrag, Decimal(0)), Decimal(0), Decimal(0)
    for naechste, aenderung in sorted(knicke):
        zuwachs = steigung * (naechste - stelle)
        if glatt(summe + zuwachs) > gesamtbudget:
            break
        summe, steigung, stelle = summe + zuwachs, steigung + aenderung, naechste
    fehlend = glatt(gesamtbudget - summe)
    return stelle + fehlend / steigung if fehlend else stelle


def summen_bei_mue(
    mues: Sequence[Decimal],
    budget_indikatoren: Sequence[Decimal],
    mindestbetrag: Sequence[Decimal],
    hoechstbetrag: Sequence[Decimal | None],
) -> list[Decimal]:
    """Was alle Sozialräume zusammen bekommen, je Wert von μ (€/Jahr).

    Gezählt wird über sortierte Knickstellen: ΣZ(μ) = Σ Mindestbeträge, dazu μD - fA für alle, die
    darüber, abzüglich μD - cA für alle, die über ihrer Obergrenze lägen.
    Quelle: Spezifikation 2.2, `kappung`.
    """
    unten = _Ueberschuss(budget_indikatoren, mindestbetrag)
    oben = _Ueberschuss(budget_indikatoren, hoechstbetrag)
    sockel = sum(mindestbetrag, Decimal(0))
    return [sockel + unten.bei(mu) - oben.bei(mu) for mu in mues]


class _Ueberschuss:
    """Σ max(0, μD - Grenze) über alle Sozialräume mit Grenze, schnell für viele μ."""

    def __init__(
        self, budget_indikatoren: Sequence[Decimal], grenzen: Sequence[Decimal | None]
    ) -> None:
        paare = sorted(
            (grenze / d, d, grenze)
            for d, grenze in zip(budget_indikatoren, grenzen, strict=True)
            if d > 0 and grenze is not None
        )
        self._knicke = [knick for knick, _, _ in paare]
        self._d = list(accumulate((d for _, d, _ in paare), initial=Decimal(0)))
        self._grenzen = list(accumulate((g for _, _, g in paare), initial=Decimal(0)))

    def bei(self, mu: Decimal) -> Decimal:
        erreicht = bisect_left(self._knicke, mu)
        return mu * self._d[erreicht] - self._grenzen[erreicht]


def _gekappt(
    mu: Decimal,
    budget_indikatoren: Sequence[Decimal],
    mindestbetrag: Sequence[Decimal],
    hoechstbetrag: Sequence[Decimal | None],
) -> Werte:
    return tuple(
        max(mu * di, unten) if oben is None else min(max(mu * di, unten), oben)
        for di, unten, oben in zip(budget_indikatoren, mindestbetrag, hoechstbetrag, strict=True)
    )


def _hoechstgewinn_zu_klein(
    parameter: Parameter,
    fundorte: Mapping[str, str],
    a: Werte,
    d: Werte,
    mindestbetrag: Werte,
    hoechstbetrag: tuple[Decimal | None, ...],
) -> Befund | None:
    t = parameter.gesamtbudget
    # Wer nach Indikatoren nichts bekommt, bleibt auch bei μ → ∞ auf seinem Mindestbetrag.
    wachsend = [
        (oben, betrag) for di, oben, betrag in zip(d, hoechstbetrag, a, strict=True) if di > 0
    ]
    fest = sum((m for m, di in zip(mindestbetrag, d, strict=True) if di == 0), Decimal(0))
    if any(oben is None for oben, _ in wachsend):
        return None
    obergrenze = fest + sum((oben for oben, _ in wachsend if oben is not None), Decimal(0))
    if glatt(obergrenze) >= t:
        return None
    noetig = (t - fest) / sum((betrag for _, betrag in wachsend), Decimal(0)) - 1
    mindestens = glatt(noetig * HUNDERT).quantize(CENT, ROUND_CEILING)
    return fehler(
        f"Der Höchstgewinn von {prozent(parameter.hoechstgewinn or Decimal(0))} lässt zusammen "
        f"nur {euro(obergrenze)} zu; das Gesamtbudget von {euro(t)} ließe sich nicht ausgeben.",
        fundorte.get("parameter:hoechstgewinn", "Parameter „hoechstgewinn“"),
        f"Den Höchstgewinn auf mindestens {prozent(mindestens)} setzen oder weglassen.",
    )


def _defizitausgleich(
    parameter: Parameter, _fundorte: Mapping[str, str], a: Werte, d: Werte
) -> Bestandsschutz:
    """Z_i = D_i; der Ausgleich kommt aus Zusatzmitteln und folgt nach der Rundung."""
    schutz, _ = _wert(parameter)
    return Bestandsschutz(a, d, abschmelzungsfaktor(parameter), schutz)


def ausgleich(parameter: Parameter, defizit: Decimal) -> Decimal:
    """Der Defizitausgleich: a·max(0, A_i - D°_i), kaufmännisch auf die Einheit (€/Jahr).

    Eingang: Defizit ≥ 0 (€/Jahr). Ergebnis: 0 bei jedem anderen Verfahren.
    Quelle: Spezifikation 2.3; Landkreis Lüneburg, Vorlage 2025/124.
    """
    return kaufmaennisch(ausgleich_ungerundet(parameter, defizit), parameter.rundung)


def ausgleich_ungerundet(parameter: Parameter, defizit: Decimal) -> Decimal:
    """Der Defizitausgleich vor der Rundung (€/Jahr), 0 bei jedem anderen Verfahren."""
    if parameter.bestandsschutz_verfahren is not Schutzverfahren.DEFIZITAUSGLEICH:
        return Decimal(0)
    _, anteil = _wert(parameter)
    return anteil * defizit


def budget_ungerundet(eingabe: Eingabe, budget_indikatoren: Werte) -> Werte:
    """Das geschützte Budget mit Ausgleich, nichts davon gerundet (€/Jahr)."""
    schutz = budget_geschuetzt(eingabe, budget_indikatoren)
    return tuple(
        z + ausgleich_ungerundet(eingabe.parameter, max(Decimal(0), (a or Decimal(0)) - d))
        for z, a, d in zip(
            schutz.budget_geschuetzt, schutz.vergleichsbudget, budget_indikatoren, strict=True
        )
    )


def ausgleich_unbezahlbar(
    parameter: Parameter, fundorte: Mapping[str, str], defizite: Sequence[Decimal]
) -> Befund | None:
    """Prüft, ob die Zusatzmittel M die Summe des Ausgleichs decken.

    Eingang: Defizite max(0, A_i - D°_i) (€/Jahr). Ergebnis: Befund mit dem größten zulässigen
    Ausgleichsanteil oder None. Quelle: Spezifikation 2.2 und 2.3.
    """

    def kosten(hundertstel: int) -> Decimal:
        probe = replace(parameter, bestandsschutz=hundertstel * CENT)
        return sum((ausgleich(probe, defizit) for defizit in defizite), Decimal(0))

    mittel = parameter.zusatzmittel
    summe = sum((ausgleich(parameter, defizit) for defizit in defizite), Decimal(0))
    if mittel is None or summe <= mittel:
        return None
    # Jeder Ausgleich ist gerundet: M durch Σ Defizite träfe die Grenze nicht.
    hoechstens = (bisect_right(range(10001), mittel, key=kosten) - 1) * CENT
    return fehler(
        f"Der Defizitausgleich kostet {euro(summe)}, die Zusatzmittel betragen "
        f"{euro(mittel)}; es fehlen {euro(summe - mittel)}.",
        fundorte.get("parameter:zusatzmittel", "Parameter „zusatzmittel“"),
        f"Den Ausgleichsanteil „bestandsschutz“ auf höchstens {prozent(hoechstens)} senken oder "
        f"die Zusatzmittel auf mindestens {euro(summe)} erhöhen.",
    )


_VERFAHREN: Mapping[
    Schutzverfahren, Callable[[Parameter, Mapping[str, str], Werte, Werte], Bestandsschutz]
] = {
    Schutzverfahren.ANTEILIG: _anteilig,
    Schutzverfahren.MINDESTBUDGET: _mindestbudget,
    Schutzverfahren.KAPPUNG: _kappung,
    Schutzverfahren.DEFIZITAUSGLEICH: _defizitausgleich,
}


def _vergleichsbudgets(eingabe: Eingabe) -> Werte:
    """A_i; ein leeres ist nur bei `keiner` erlaubt und darf nie still als 0 zählen."""
    betraege = []
    for raum in eingabe.sozialraeume:
        betrag = vergleichsbudget(raum)
        if betrag is None:
            raise ValueError(f"{raum.name} hat kein Vergleichsbudget")
        betraege.append(betrag)
    return tuple(betraege)


def _wert(parameter: Parameter) -> tuple[Decimal, Decimal]:
    """Der wirksame Schutz in % und als Anteil."""
    schutz = bestandsschutz_wirksam(parameter) or Decimal(0)
    return schutz, schutz / HUNDERT


def _zu_hoch(parameter: Parameter, fundorte: Mapping[str, str], gebunden: Decimal) -> Befund:
    t, schutz = parameter.gesamtbudget, parameter.bestandsschutz or Decimal(0)
    hoechstens = glatt(t * schutz / gebunden).quantize(CENT, ROUND_FLOOR)
    # Aufgerundet, damit der Vorschlag reicht und ein Vielfaches der Rundung ist.
    noetig = glatt(gebunden / parameter.rundung).quantize(Decimal(1), ROUND_CEILING)
    return fehler(
        f"Der Bestandsschutz von {prozent(schutz)} bindet "
        f"{euro(gebunden)}, das Gesamtbudget beträgt aber nur {euro(t)}.",
        fundorte.get("parameter:bestandsschutz", "Parameter „bestandsschutz“"),
        f"Den Bestandsschutz auf höchstens {prozent(hoechstens)} senken oder das Gesamtbudget "
        f"auf mindestens {euro(noetig * parameter.rundung)} erhöhen.",
    )

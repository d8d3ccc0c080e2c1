"""Der Bestandsschutz: er mildert Verluste gegenüber dem Vergleichsbudget."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from sozialraum_cli.befund import Befund, Datenfehler, fehler
from sozialraum_cli.modell import Eingabe, Parameter, Sozialraum
from sozialraum_cli.runden import CENT, HUNDERT, Werte, glatt, kaufmaennisch
from sozialraum_cli.verfahren.schutz.defizitausgleich import unbezahlbar
from sozialraum_cli.verfahren.schutz.schutzverfahren import (
    Bestandsschutz,
    Schutzfall,
    Schutzverfahren,
    Unzulaessig,
)
from sozialraum_cli.verfahren.schutz.verzeichnis import schutzverfahren
from sozialraum_cli.zahlen import euro, prozent


def verfahren_des_schutzes(parameter: Parameter) -> Schutzverfahren:
    """Das gewählte Verfahren."""
    return schutzverfahren(parameter.bestandsschutz_verfahren)


def vergleichsbudget(raum: Sozialraum) -> Decimal | None:
    """Das Vergleichsbudget A_i: Referenzbudget, wenn angegeben, sonst Budget bisher (€/Jahr).

    Ein festes Referenzbudget verhindert, dass der Schutz auf schon Geschütztes aufsetzt.
    Quelle: docs/verfahren.md 2.
    """
    return raum.budget_bisher if raum.referenzbudget is None else raum.referenzbudget


def abschmelzungsfaktor(parameter: Parameter) -> Decimal:
    """Der Teil des Schutzes, der im Jahr noch gilt: max(0, 1 - t/N), t = 1 im Beginnjahr.

    Eingang: Jahr, Beginn (Jahr), Dauer N (Jahre). Ergebnis: 1 vor dem Beginn, zuletzt 0.
    Quelle: docs/verfahren.md 2.2; Landkreis Lüneburg, Vorlage 2025/124.
    """
    beginn, jahre = parameter.abschmelzung_beginn, parameter.abschmelzung_jahre
    if beginn is None or jahre is None or parameter.jahr < beginn:
        return Decimal(1)
    return max(Decimal(0), 1 - Decimal(parameter.jahr - beginn + 1) / jahre)


def bestandsschutz_angegeben(parameter: Parameter) -> Decimal | None:
    """β, f oder a in %, wie angegeben, sonst die Vorgabe des Verfahrens; noch ohne Abschmelzung."""
    if parameter.bestandsschutz is not None:
        return parameter.bestandsschutz
    return verfahren_des_schutzes(parameter).vorgabe


def bestandsschutz_wirksam(parameter: Parameter) -> Decimal | None:
    """β, f oder a in %, wie sie im Jahr gelten: angegebener Wert mal Abschmelzungsfaktor.

    Ergebnis: %, None bei `keiner`. Quelle: docs/verfahren.md 2.2.
    """
    verfahren, wert = verfahren_des_schutzes(parameter), bestandsschutz_angegeben(parameter)
    if not verfahren.schuetzt:
        return None
    if wert is None:
        raise ValueError(f"{verfahren.name} braucht einen Wert")
    if verfahren.abschmelzbar:
        return wert * abschmelzungsfaktor(parameter)
    if parameter.abschmelzung_beginn is not None:
        raise ValueError(f"{verfahren.name} lässt sich nicht abschmelzen")
    return wert


def schutzfall(eingabe: Eingabe, budget_indikatoren: Werte) -> Schutzfall:
    """Der Fall, wie die Regel eines Verfahrens ihn braucht.

    Ein leeres Vergleichsbudget gilt nur ohne Schutz als 0. Fehler: ValueError, wenn es fehlt.
    """
    return schutzfall_aus(eingabe.parameter, _vergleichsbudgets(eingabe), budget_indikatoren)


def schutzfall_aus(
    parameter: Parameter, vergleichsbudgets: Werte, budget_indikatoren: Werte
) -> Schutzfall:
    """Derselbe Fall aus Parametern, A_i und D_i (€/Jahr)."""
    gewinn = parameter.hoechstgewinn
    return Schutzfall(
        parameter.gesamtbudget,
        vergleichsbudgets,
        budget_indikatoren,
        _anteil(parameter),
        None if gewinn is None else gewinn / HUNDERT,
    )


def schutz_zu_hoch(eingabe: Eingabe) -> Befund | None:
    """Prüft, ob β oder f mehr bindet als das Gesamtbudget, gleich wie die Indikatoren verteilen.

    Eingang: Vergleichsbudgets, Verfahren und sein Wert. Ergebnis: Befund mit dem größten
    zulässigen Wert oder None. Quelle: docs/verfahren.md 2.2.
    """
    parameter = eingabe.parameter
    if not verfahren_des_schutzes(parameter).bindet:
        return None
    gebunden = _anteil(parameter) * sum(_vergleichsbudgets(eingabe), Decimal(0))
    if glatt(gebunden) <= parameter.gesamtbudget:
        return None
    return _zu_hoch(parameter, eingabe.fundorte, gebunden)


def budget_geschuetzt(eingabe: Eingabe, budget_indikatoren: Werte) -> Bestandsschutz:
    """Das geschützte Budget Z_i vor der Rundung.

    Eingang: Budgets nach Indikatoren D_i (€/Jahr), Vergleichsbudgets, Verfahren und sein Wert;
    ohne Befund aus `schutz_zu_hoch`. Ergebnis: Schritte und Z_i (€/Jahr). Bei
    `defizitausgleich` ist Z_i = D_i; der Ausgleich folgt nach der Rundung. Fehler: Datenfehler,
    wenn der Fall die Grenzen des Verfahrens verletzt. Quelle: docs/verfahren.md 2.2.
    """
    parameter = eingabe.parameter
    verfahren = verfahren_des_schutzes(parameter)
    fall = schutzfall(eingabe, budget_indikatoren)
    if grund := verfahren.unzulaessig(fall):
        raise Datenfehler([_befund(grund, eingabe.fundorte)])
    return verfahren.regel(fall)._replace(
        vergleichsbudget=tuple(vergleichsbudget(raum) for raum in eingabe.sozialraeume),
        abschmelzungsfaktor=abschmelzungsfaktor(parameter) if verfahren.schuetzt else Decimal(1),
        bestandsschutz_wirksam=bestandsschutz_wirksam(parameter),
    )


def ausgleiche(parameter: Parameter, defizite: Sequence[Decimal]) -> Werte:
    """Der Defizitausgleich: a·max(0, A_i - D°_i), kaufmännisch auf die Einheit (€/Jahr).

    Eingang: Defizite ≥ 0 (€/Jahr). Ergebnis: 0, wenn das Verfahren nichts aus Zusatzmitteln zahlt.
    Quelle: docs/verfahren.md 2.3; Landkreis Lüneburg, Vorlage 2025/124.
    """
    regel, anteil = verfahren_des_schutzes(parameter).ausgleich, _anteil(parameter)
    if regel is None:
        return (kaufmaennisch(Decimal(0), parameter.rundung),) * len(defizite)
    return tuple(kaufmaennisch(regel(anteil, d), parameter.rundung) for d in defizite)


def ausgleiche_ungerundet(
    parameter: Parameter, vergleichsbudgets: Sequence[Decimal | None], budget_indikatoren: Werte
) -> Werte:
    """Der Defizitausgleich a·max(0, A_i - D_i) vor der Rundung (€/Jahr), sonst 0."""
    regel, anteil = verfahren_des_schutzes(parameter).ausgleich, _anteil(parameter)
    if regel is None:
        return (Decimal(0),) * len(budget_indikatoren)
    return tuple(
        regel(anteil, max(Decimal(0), (a or Decimal(0)) - d))
        for a, d in zip(vergleichsbudgets, budget_indikatoren, strict=True)
    )


def budget_ungerundet(eingabe: Eingabe, budget_indikatoren: Werte) -> Werte:
    """Das geschützte Budget mit Ausgleich, nichts davon gerundet (€/Jahr)."""
    schutz = budget_geschuetzt(eingabe, budget_indikatoren)
    dazu = ausgleiche_ungerundet(eingabe.parameter, schutz.vergleichsbudget, budget_indikatoren)
    return tuple(z + a for z, a in zip(schutz.budget_geschuetzt, dazu, strict=True))


def ausgleich_unbezahlbar(
    parameter: Parameter, fundorte: Mapping[str, str], defizite: Sequence[Decimal]
) -> Befund | None:
    """Prüft, ob die Zusatzmittel M die Summe des Ausgleichs decken.

    Eingang: Defizite max(0, A_i - D°_i) (€/Jahr). Ergebnis: Befund mit dem größten zulässigen
    Ausgleichsanteil oder None. Quelle: docs/verfahren.md 2.2 und 2.3.
    """
    if parameter.zusatzmittel is None:
        return None

    def kosten(bestandsschutz: Decimal) -> Decimal:
        probe = replace(parameter, bestandsschutz=bestandsschutz)
        return sum(ausgleiche(probe, defizite), Decimal(0))

    summe = sum(ausgleiche(parameter, defizite), Decimal(0))
    grund = unbezahlbar(parameter.zusatzmittel, summe, kosten)
    return None if grund is None else _befund(grund, fundorte)


def _vergleichsbudgets(eingabe: Eingabe) -> Werte:
    """A_i; ein leeres ist nur bei `keiner` erlaubt und darf sonst nie still als 0 zählen."""
    schuetzt = verfahren_des_schutzes(eingabe.parameter).schuetzt
    betraege = []
    for raum in eingabe.sozialraeume:
        betrag = vergleichsbudget(raum)
        if betrag is None and schuetzt:
            raise ValueError(f"{raum.name} hat kein Vergleichsbudget")
        betraege.append(betrag or Decimal(0))
    return tuple(betraege)


def _anteil(parameter: Parameter) -> Decimal:
    """Der wirksame Schutz als Anteil, 0 bei `keiner`."""
    return (bestandsschutz_wirksam(parameter) or Decimal(0)) / HUNDERT


def _befund(grund: Unzulaessig, fundorte: Mapping[str, str]) -> Befund:
    name = grund.parameter
    ort = fundorte.get(f"parameter:{name}", f"Parameter „{name}“")
    return fehler(grund.text, ort, grund.abhilfe)


def _zu_hoch(parameter: Parameter, fundorte: Mapping[str, str], gebunden: Decimal) -> Befund:
    t, schutz = parameter.gesamtbudget, parameter.bestandsschutz or Decimal(0)
    hoechstens = glatt(t * schutz / gebunden).quantize(CENT, ROUND_FLOOR)
    # Aufgerundet, damit der Vorschlag reicht und ein Vielfaches der Rundung ist.
    noetig = glatt(gebunden / parameter.rundung).quantize(Decimal(1), ROUND_CEILING)
    grund = Unzulaessig(
        "bestandsschutz",
        f"Der Bestandsschutz von {prozent(schutz)} bindet "
        f"{euro(gebunden)}, das Gesamtbudget beträgt aber nur {euro(t)}.",
        f"Den Bestandsschutz auf höchstens {prozent(hoechstens)} senken oder das Gesamtbudget "
        f"auf mindestens {euro(noetig * parameter.rundung)} erhöhen.",
    )
    return _befund(grund, fundorte)

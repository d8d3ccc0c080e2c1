"""Der kleinste Schutz, bei dem niemand mehr als einen Teil seines Budgets verliert, ohne Suche."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, Decimal, localcontext

from sozialraum_cli.befund import Datenfehler
from sozialraum_cli.entscheiden.schwellen import (
    Lage,
    schwellen_anteilig,
    schwellen_defizitausgleich,
    schwellen_grenze,
    schwellen_mindestbudget,
)
from sozialraum_cli.modell import Eingabe, Parameter, Schutzverfahren
from sozialraum_cli.rechnen.berechnung import budget_indikatoren
from sozialraum_cli.rechnen.bestandsschutz import (
    ABSCHMELZBAR,
    abschmelzungsfaktor,
    budget_ungerundet,
    schutz_zu_hoch,
    vergleichsbudget,
)
from sozialraum_cli.rechnen.schluessel import verteilungsschluessel
from sozialraum_cli.runden import CENT, GENAU, HUNDERT, Werte

_SCHWELLEN: Mapping[Schutzverfahren, Callable[[Lage], Iterable[Decimal]]] = {
    Schutzverfahren.KEINER: lambda _: (),
    Schutzverfahren.ANTEILIG: schwellen_anteilig,
    Schutzverfahren.MINDESTBUDGET: schwellen_mindestbudget,
    Schutzverfahren.KAPPUNG: schwellen_grenze,
    Schutzverfahren.DEFIZITAUSGLEICH: schwellen_defizitausgleich,
}


# Eine Stelle hat 60 Ziffern; mal einem Budget bleibt davon weit hinter dem Komma ein Rest.
_RAUSCHEN = Decimal("1e-20")


@dataclass(frozen=True, slots=True)
class KleinsterSchutz:
    """Der kleinste Schutz in %: exakt und auf 0,01 % aufgerundet, und wer ihn bestimmt.

    bindend None: schon ganz ohne Schutz verliert niemand mehr.
    """

    exakt: Decimal
    gerundet: Decimal
    bindend: str | None


def kleinster_schutz(eingabe: Eingabe, hoechstverlust: Decimal) -> KleinsterSchutz | None:
    """Der kleinste Schutz, bei dem kein Sozialraum mehr als das Ziel verliert.

    Der Schutz liegt bei 0 oder an einer Stelle, an der ein Sozialraum seine Grenze gerade
    erreicht; alle diese Stellen nennt das Verfahren, die kleinste zulässige gilt.
    Eingang: Eingabe mit dem Verfahren, Ziel in % von „Budget bisher“. Ergebnis: None, wenn kein
    Schutz bis 100 % das Ziel erreicht. Fehler: Datenfehler, wenn es keinen Schlüssel gibt.
    """
    with localcontext(GENAU):
        d = budget_indikatoren(eingabe.parameter, verteilungsschluessel(eingabe).anteil)
        lage = _lage(eingabe, d, hoechstverlust)
        faktor = abschmelzungsfaktor(eingabe.parameter)
        if eingabe.parameter.bestandsschutz_verfahren not in ABSCHMELZBAR:
            faktor = Decimal(1)
        if not faktor:
            stellen = {Decimal(0)}
        else:
            schwellen = _SCHWELLEN[eingabe.parameter.bestandsschutz_verfahren](lage)
            stellen = {Decimal(0), *(f / faktor for f in schwellen if 0 < f <= faktor)}
        for stelle in sorted(stellen):
            budgets = _budgets(eingabe, stelle * HUNDERT, d)
            if budgets is not None and _haelt(budgets, lage):
                return _ergebnis(eingabe, stelle * HUNDERT, d, budgets, lage)
    return None


def _lage(eingabe: Eingabe, d: Werte, hoechstverlust: Decimal) -> Lage:
    bleibt = 1 - hoechstverlust / HUNDERT
    bisher = tuple(raum.budget_bisher or Decimal(0) for raum in eingabe.sozialraeume)
    return Lage(
        eingabe.parameter.gesamtbudget,
        tuple(vergleichsbudget(raum) or Decimal(0) for raum in eingabe.sozialraeume),
        d,
        tuple(bleibt * betrag for betrag in bisher),
    )


def _budgets(eingabe: Eingabe, schutz: Decimal, d: Werte) -> Werte | None:
    """Die geschützten Budgets, ungerundet; None, wenn so viel Schutz nicht möglich ist."""
    probe = mit_schutz(eingabe, schutz)
    if schutz_zu_hoch(probe):
        return None
    try:
        return budget_ungerundet(probe, d)
    except Datenfehler:
        return None


def mit_schutz(eingabe: Eingabe, schutz: Decimal) -> Eingabe:
    """Die Eingabe mit einem anderen Wert des Bestandsschutzes (%)."""
    parameter: Parameter = replace(eingabe.parameter, bestandsschutz=schutz)
    return replace(eingabe, parameter=parameter)


def _haelt(budgets: Werte, lage: Lage) -> bool:
    return all(z - g > -_RAUSCHEN for z, g in zip(budgets, lage.grenze, strict=True))


def _ergebnis(
    eingabe: Eingabe, exakt: Decimal, d: Werte, budgets: Werte, lage: Lage
) -> KleinsterSchutz:
    gerundet = exakt.quantize(CENT, ROUND_CEILING)
    hoeher = _budgets(eingabe, gerundet, d)
    if hoeher is None or not _haelt(hoeher, lage):
        gerundet = exakt
    bindend = None
    if exakt:
        # Liegen mehrere auf der Grenze, bindet, wem ohne Schutz am meisten fehlte.
        _, bindend = min(
            (di / grenze, raum.name)
            for raum, z, di, grenze in zip(
                eingabe.sozialraeume, budgets, d, lage.grenze, strict=True
            )
            if grenze and abs(z - grenze) < _RAUSCHEN
        )
    return KleinsterSchutz(exakt, gerundet, bindend)

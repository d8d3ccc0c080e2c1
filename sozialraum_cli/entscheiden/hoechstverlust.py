"""Der kleinste Schutz, bei dem niemand mehr als einen Teil seines Budgets verliert, ohne Suche."""

from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, Decimal, localcontext

from sozialraum_cli.befund import Datenfehler
from sozialraum_cli.modell import Eingabe, Parameter
from sozialraum_cli.rechnen.berechnung import budget_indikatoren
from sozialraum_cli.rechnen.bestandsschutz import (
    abschmelzungsfaktor,
    budget_ungerundet,
    schutz_zu_hoch,
    schutzfall,
    verfahren_des_schutzes,
)
from sozialraum_cli.rechnen.schluessel import verteilungsschluessel
from sozialraum_cli.runden import CENT, GENAU, HUNDERT, Werte

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
        grenze = _grenze(eingabe, hoechstverlust)
        for stelle in sorted(_stellen(eingabe, d, grenze)):
            budgets = _budgets(eingabe, stelle * HUNDERT, d)
            if budgets is not None and _haelt(budgets, grenze):
                return _ergebnis(eingabe, stelle * HUNDERT, d, budgets, grenze)
    return None


def _grenze(eingabe: Eingabe, hoechstverlust: Decimal) -> Werte:
    """So viel soll jeder mindestens behalten (€/Jahr)."""
    bleibt = 1 - hoechstverlust / HUNDERT
    return tuple(bleibt * (raum.budget_bisher or 0) for raum in eingabe.sozialraeume)


def _stellen(eingabe: Eingabe, d: Werte, grenze: Werte) -> set[Decimal]:
    """Die Werte von 0 bis 1, unter denen der kleinste ist, wie sie anzugeben wären.

    Wo der Schutz schon abgeschmolzen ist, muss der angegebene Wert entsprechend höher sein.
    """
    verfahren = verfahren_des_schutzes(eingabe.parameter)
    faktor = abschmelzungsfaktor(eingabe.parameter) if verfahren.abschmelzbar else Decimal(1)
    stellen = {Decimal(0)}
    if faktor:
        schwellen = verfahren.schwellen(schutzfall(eingabe, d), grenze)
        stellen |= {stelle / faktor for stelle in schwellen if 0 < stelle <= faktor}
    return stellen


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


def _haelt(budgets: Werte, grenze: Werte) -> bool:
    return all(z - g > -_RAUSCHEN for z, g in zip(budgets, grenze, strict=True))


def _ergebnis(
    eingabe: Eingabe, exakt: Decimal, d: Werte, budgets: Werte, grenze: Werte
) -> KleinsterSchutz:
    gerundet = exakt.quantize(CENT, ROUND_CEILING)
    hoeher = _budgets(eingabe, gerundet, d)
    if hoeher is None or not _haelt(hoeher, grenze):
        gerundet = exakt
    bindend = None
    if exakt:
        # Liegen mehrere auf der Grenze, bindet, wem ohne Schutz am meisten fehlte.
        _, bindend = min(
            (di / g, raum.name)
            for raum, z, di, g in zip(eingabe.sozialraeume, budgets, d, grenze, strict=True)
            if g and abs(z - g) < _RAUSCHEN
        )
    return KleinsterSchutz(exakt, gerundet, bindend)

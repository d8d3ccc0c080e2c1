"""Was ein Befund zu einem Wert in Euro ausmacht: mit dem mittleren Wert, zwischen den Rändern."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext

from sozialraum_cli.befund import Befund, Datenfehler
from sozialraum_cli.entscheiden.empfindlichkeit import bewegung
from sozialraum_cli.entscheiden.gewichte import Budgets
from sozialraum_cli.modell import Art, Eingabe, Spalte
from sozialraum_cli.rechnen.berechnung import budget_indikatoren
from sozialraum_cli.rechnen.bestandsschutz import budget_ungerundet
from sozialraum_cli.rechnen.schluessel import verteilungsschluessel
from sozialraum_cli.runden import GENAU, HUNDERT
from sozialraum_cli.zahlen import euro, knapp

_WERT = "wert:"


@dataclass(frozen=True, slots=True)
class Befundwirkung:
    """Was ein Befund an Geld verschiebt (€/Jahr, ungerundet gerechnet), und wie das gemeint ist."""

    befund: Befund
    betrag: Decimal | None
    satz: str | None


def nach_wirkung(wirkungen: Iterable[Befundwirkung]) -> list[Befundwirkung]:
    """Die größte Wirkung zuerst, dahinter die Befunde ohne eine."""
    return sorted(wirkungen, key=lambda w: (w.betrag is None, -(w.betrag or 0)))


def mit_mittlerem_wert(eingabe: Eingabe, befund: Befund) -> Befundwirkung:
    """Was sich verschiebt, wenn statt eines auffälligen Werts der mittlere Sozialraum dort stünde.

    Eingang: Befund, dessen Fundort ein Wert eines Indikators ist; sonst ohne Wirkung.
    """
    stelle = stelle_des_werts(eingabe, befund)
    if stelle is None:
        return Befundwirkung(befund, None, None)
    spalte, raum = stelle
    werte = eingabe.spalten[spalte].werte
    mitte = _mittlerer_wert(eingabe, spalte, raum)
    if mitte is None:
        return Befundwirkung(befund, None, None)
    betrag = _unterschied(eingabe, mit_spaltenwert(eingabe, spalte, raum, mitte))
    if betrag is None:
        return Befundwirkung(befund, None, None)
    return Befundwirkung(
        befund,
        betrag,
        f"Wirkung: {euro(betrag)} gingen an andere Sozialräume, stünde dort der mittlere Wert "
        f"{knapp(mitte.quantize(Decimal('0.01')))} statt {knapp(werte[raum])}.",
    )


def zwischen_den_raendern(
    befund: Befund, werte: Sequence[Decimal], eingabe_mit: Callable[[Decimal], Eingabe | None]
) -> Befundwirkung:
    """Was an einem fehlenden Wert hängt: der Unterschied zwischen kleinstem und größtem Wert.

    Eingang: die Werte der anderen Sozialräume; wie die Eingabe mit einem Wert aussähe.
    """
    if not werte:
        return Befundwirkung(befund, None, None)
    kleinster, groesster = eingabe_mit(min(werte)), eingabe_mit(max(werte))
    betrag = None
    if kleinster is not None and groesster is not None:
        betrag = _unterschied(kleinster, groesster)
    if betrag is None:
        return Befundwirkung(befund, None, None)
    return Befundwirkung(
        befund,
        betrag,
        f"Wirkung: bis zu {euro(betrag)}, je nachdem, ob der Wert bei {knapp(min(werte))} oder bei "
        f"{knapp(max(werte))} liegt wie der kleinste und der größte der anderen Sozialräume.",
    )


def mit_spaltenwert(eingabe: Eingabe, spalte: str, raum: int, wert: Decimal) -> Eingabe:
    """Die Eingabe mit einem anderen Wert in einer Spalte."""
    alt = eingabe.spalten[spalte]
    werte = (*alt.werte[:raum], wert, *alt.werte[raum + 1 :])
    neu: Mapping[str, Spalte] = {**eingabe.spalten, spalte: alt._replace(werte=werte)}
    return replace(eingabe, spalten=neu)


def mittlerer(werte: Sequence[Decimal]) -> Decimal:
    """Der Median."""
    geordnet = sorted(werte)
    mitte = len(geordnet) // 2
    if len(geordnet) % 2:
        return geordnet[mitte]
    return (geordnet[mitte - 1] + geordnet[mitte]) / 2


def stelle_des_werts(eingabe: Eingabe, befund: Befund) -> tuple[str, int] | None:
    """Spalte und Nummer des Sozialraums, auf deren Wert ein Befund zeigt; None ohne Wert."""
    for name, ort in eingabe.fundorte.items():
        if ort == befund.fundort and name.startswith(_WERT):
            for raum, einer in enumerate(eingabe.sozialraeume):
                spalte = name.removeprefix(_WERT).removesuffix(f":{einer.name}")
                if spalte in eingabe.spalten and f"{_WERT}{spalte}:{einer.name}" == name:
                    return spalte, raum
    return None


def _mittlerer_wert(eingabe: Eingabe, spalte: str, raum: int) -> Decimal | None:
    """Bei einer Anzahl mit Bezugsgröße so viele, dass die Quote die mittlere ist."""
    werte = eingabe.spalten[spalte].werte
    with localcontext(GENAU):
        for indikator in eingabe.indikatoren:
            if indikator.name != spalte:
                continue
            if indikator.art is Art.ANZAHL and indikator.bezugsgroesse is not None:
                bezug = eingabe.spalten[indikator.bezugsgroesse].werte
                if not all(bezug):
                    return None
                quoten = [x / n * HUNDERT for x, n in zip(werte, bezug, strict=True)]
                return mittlerer(quoten) * bezug[raum] / HUNDERT
        return mittlerer(werte)


def _unterschied(vorher: Eingabe, nachher: Eingabe) -> Decimal | None:
    try:
        with localcontext(GENAU):
            return bewegung(vorher, _budgets(vorher), _budgets(nachher)).bewegt
    except Datenfehler:
        return None


def _budgets(eingabe: Eingabe) -> Budgets:
    d = budget_indikatoren(eingabe.parameter, verteilungsschluessel(eingabe).anteil)
    return Budgets(d, budget_ungerundet(eingabe, d))

"""Bei welchem Gewicht eines Indikators ein Sozialraum weder gewinnt noch verliert."""

from collections.abc import Iterable, Sequence
from decimal import Decimal, localcontext

from sozialraum_cli.befund import Datenfehler
from sozialraum_cli.entscheiden.gewichte import EINS, Gewichtsrechnung
from sozialraum_cli.runden import GENAU, HUNDERT, glatt


def kippgewichte(
    rechnung: Gewichtsrechnung, indikator: int, sozialraeume: Iterable[int]
) -> list[Decimal | None]:
    """Die nominalen Gewichte, bei denen das Budget nach Indikatoren gleich dem bisherigen ist.

    Die übrigen Gewichte behalten ihr Verhältnis. Basis mal Faktor ist in jedem Sozialraum eine
    Gerade über dem Gewicht; gesucht ist, wo sie das bisherige Budget schneidet. Eingang: Nummern
    ab 0. Ergebnis: je Sozialraum % der Summe aller Gewichte, None, wenn zwischen 0 und 100 %
    keines liegt. Quelle: docs/verfahren.md, Abschnitt „Erklärung“.
    """
    try:
        enden = [rechnung.produkte_mit(indikator, anteil) for anteil in (Decimal(0), EINS)]
    except ValueError:
        return [None for _ in sozialraeume]
    with localcontext(GENAU):
        return [_kippgewicht(rechnung, indikator, enden, raum) for raum in sozialraeume]


def _kippgewicht(
    rechnung: Gewichtsrechnung, indikator: int, enden: Sequence[Sequence[int]], sozialraum: int
) -> Decimal | None:
    parameter = rechnung.ergebnis.eingabe.parameter
    bisher = rechnung.ergebnis.eingabe.sozialraeume[sozialraum].budget_bisher
    if bisher is None:
        return None
    sockel = parameter.sockelbetrag
    topf = parameter.gesamtbudget - len(rechnung.zeilen) * sockel
    ziel = bisher - sockel
    # topf·P_i·F_i(w) = ziel·ΣPF(w), beide Seiten sind Geraden in w.
    links, rechts = (topf * ende[sozialraum] - ziel * sum(ende) for ende in enden)
    # Im Maßstab des Ganzen geglättet: Rechenrauschen ist weder Steigung noch Schnittpunkt.
    massstab = topf * sum(abs(wert) for ende in enden for wert in ende)
    if not massstab:
        return None
    anfang, ende = glatt(links / massstab), glatt(rechts / massstab)
    if anfang == ende or anfang * ende > 0:
        return None
    gewicht = glatt(links / (links - rechts))
    try:
        rechnung.verteilt(rechnung.produkte_mit(indikator, gewicht))
    except Datenfehler:
        return None
    return gewicht * HUNDERT

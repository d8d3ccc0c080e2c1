"""Bei welchem Gewicht eines Indikators ein Sozialraum weder gewinnt noch verliert."""

from decimal import Decimal, localcontext

from sozialraum_cli.befund import Datenfehler
from sozialraum_cli.entscheiden.gewichte import EINS, Gewichtsrechnung, mit_gewicht
from sozialraum_cli.runden import GENAU, HUNDERT, glatt


def kippgewicht(rechnung: Gewichtsrechnung, indikator: int, sozialraum: int) -> Decimal | None:
    """Das nominale Gewicht, bei dem das Budget nach Indikatoren gleich dem bisherigen ist.

    Die übrigen Gewichte behalten ihr Verhältnis. Basis mal Faktor ist in jedem Sozialraum eine
    Gerade über dem Gewicht; gesucht ist, wo sie das bisherige Budget schneidet. Eingang: Nummern
    ab 0. Ergebnis: % der Summe aller Gewichte, None, wenn zwischen 0 und 100 % keines liegt.
    Quelle: docs/verfahren.md, Abschnitt „Erklärung“.
    """
    parameter = rechnung.ergebnis.eingabe.parameter
    bisher = rechnung.ergebnis.eingabe.sozialraeume[sozialraum].budget_bisher
    if bisher is None or len(rechnung.nominell) == 1:
        return None
    with localcontext(GENAU):
        try:
            bei_null = rechnung.produkte(mit_gewicht(rechnung.nominell, indikator, Decimal(0)))
            bei_eins = rechnung.produkte(mit_gewicht(rechnung.nominell, indikator, EINS))
        except ValueError:
            return None
        sockel = parameter.sockelbetrag
        topf = parameter.gesamtbudget - len(bei_null) * sockel
        ziel = bisher - sockel
        # topf·P_i·F_i(w) = ziel·ΣPF(w), beide Seiten sind Geraden in w.
        links = topf * bei_null[sozialraum] - ziel * sum(bei_null)
        rechts = topf * bei_eins[sozialraum] - ziel * sum(bei_eins)
        # Im Maßstab des Ganzen geglättet: Rechenrauschen ist weder Steigung noch Schnittpunkt.
        massstab = topf * sum(abs(wert) for wert in (*bei_null, *bei_eins))
        if not massstab:
            return None
        anfang, ende = glatt(links / massstab), glatt(rechts / massstab)
        if anfang == ende or anfang * ende > 0:
            return None
        gewicht = glatt(links / (links - rechts))
        try:
            rechnung.budgets(mit_gewicht(rechnung.nominell, indikator, gewicht))
        except Datenfehler:
            return None
        return gewicht * HUNDERT

"""Verfahren `kappung`: die Indikatoren gelten mit einem Faktor, zwischen Unter- und Obergrenze.

Was alle zusammen bekommen, wächst stückweise linear mit μ; μ liegt zwischen der letzten
Knickstelle, deren Summe das Gesamtbudget nicht überschreitet, und der nächsten. Die Mappe findet
sie unter den sortierten Knickstellen durch Halbieren, ohne Zielwertsuche und ohne Makro.
"""

from decimal import ROUND_CEILING, Decimal

from sozialraum_cli.runden import CENT, HUNDERT, Werte, glatt
from sozialraum_cli.verfahren.schritt import Schritt
from sozialraum_cli.verfahren.schutz.knickstellen import faktor_fuer_summe, summen_bei_faktoren
from sozialraum_cli.verfahren.schutz.schritte import vom_vergleichsbudget
from sozialraum_cli.verfahren.schutz.schutzverfahren import (
    Bestandsschutz,
    Hilfsrechnung,
    Hilfsspalte,
    Kennwert,
    Schutzfall,
    Schutzverfahren,
    Unzulaessig,
    Zwischenwerte,
    bindbar,
)
from sozialraum_cli.verfahren.schutz.schwellen import wo_der_mindestbetrag_reicht
from sozialraum_cli.zahlen import euro, prozent

_NULL = Decimal(0)


def geschuetzt(fall: Schutzfall) -> Bestandsschutz:
    """Z_i = min(max(μD_i, fA_i), cA_i), ohne Grenzen bei A_i = 0; μ so, dass ΣZ = T.

    Quelle: docs/verfahren.md, Abschnitt „kappung“.
    """
    d, unten, oben = fall.budget_indikatoren, fall.mindestbetrag, hoechstbetrag(fall)
    mue = faktor_fuer_summe(fall.gesamtbudget, d, unten, oben)
    z = tuple(
        max(mue * di, u) if o is None else min(max(mue * di, u), o)
        for di, u, o in zip(d, unten, oben, strict=True)
    )
    return Bestandsschutz(fall.vergleichsbudget, z, unten, oben, {"mue": mue})


def hoechstbetrag(fall: Schutzfall) -> tuple[Decimal | None, ...]:
    """cA_i (€/Jahr), None ohne Höchstgewinn und bei A_i = 0."""
    gewinn = fall.hoechstgewinn
    return tuple(
        None if gewinn is None or betrag == 0 else (1 + gewinn) * betrag
        for betrag in fall.vergleichsbudget
    )


def unzulaessig(fall: Schutzfall) -> Unzulaessig | None:
    """Prüft, ob alle zusammen bis zu ihrer Obergrenze das Gesamtbudget ausgeben können."""
    t, d, oben = fall.gesamtbudget, fall.budget_indikatoren, hoechstbetrag(fall)
    # Wer nach Indikatoren nichts bekommt, bleibt auch bei μ → ∞ auf seinem Mindestbetrag.
    wachsend = [(o, a) for di, o, a in zip(d, oben, fall.vergleichsbudget, strict=True) if di > 0]
    fest = sum((m for m, di in zip(fall.mindestbetrag, d, strict=True) if di == 0), _NULL)
    if fall.hoechstgewinn is None or any(o is None for o, _ in wachsend):
        return None
    obergrenze = fest + sum((o for o, _ in wachsend if o is not None), _NULL)
    if glatt(obergrenze) >= t:
        return None
    noetig = (t - fest) / sum((a for _, a in wachsend), _NULL) - 1
    mindestens = glatt(noetig * HUNDERT).quantize(CENT, ROUND_CEILING)
    return Unzulaessig(
        "hoechstgewinn",
        f"Der Höchstgewinn von {prozent(fall.hoechstgewinn * HUNDERT)} lässt zusammen nur "
        f"{euro(obergrenze)} zu; das Gesamtbudget von {euro(t)} ließe sich nicht ausgeben.",
        f"Den Höchstgewinn auf mindestens {prozent(mindestens)} setzen oder weglassen.",
    )


def _zwischenwerte(fall: Schutzfall, schutz: Bestandsschutz) -> Zwischenwerte:
    d, unten, oben = fall.budget_indikatoren, fall.mindestbetrag, hoechstbetrag(fall)
    knick_unten = tuple(u / di if di else _NULL for u, di in zip(unten, d, strict=True))
    knick_oben = tuple(o / di if di and o else _NULL for o, di in zip(oben, d, strict=True))

    def summen(mues: Werte) -> Werte:
        return tuple(summen_bei_faktoren(mues, d, unten, oben))

    knicke = tuple(sorted(knick_unten + knick_oben))
    erreicht = sum(glatt(summe) <= fall.gesamtbudget for summe in summen(knicke))
    davor = knicke[erreicht - 1] if erreicht else _NULL
    danach = min((knick for knick in knicke if knick > davor), default=davor + 1)
    summe_davor, summe_danach = summen((davor, danach))
    return {
        "knick_unten": knick_unten,
        "knick_oben": knick_oben,
        **{_suche(schritt): Decimal(erreicht - erreicht % schritt) for schritt in _SCHRITTE},
        "mue_unten": davor,
        "mue_oben": danach,
        "summe_mue_unten": summe_davor,
        "summe_mue_oben": summe_danach,
        "mue": schutz.kennwerte["mue"],
    }


def _summe_formel(mue: str) -> str:
    """Was alle bei einem μ bekommen: Mindestbeträge, dazu was darüber, ab was zu viel ist."""
    gewachsen = f"{mue}*budget_indikatoren"
    return (
        f"SUM(mindestbetrag)+SUMPRODUCT(({gewachsen}>mindestbetrag)*({gewachsen}-mindestbetrag))"
        f"-SUMPRODUCT(({gewachsen}>hoechstbetrag)*({gewachsen}-hoechstbetrag))"
    )


# Je Schritt halb so weit: so finden sich höchstens 16.383 Knickstellen, zwei je Sozialraum.
_SCHRITTE = tuple(1 << bit for bit in reversed(range(14)))


def _suche(schritt: int) -> str:
    return f"knickstelle_{schritt}"


def _suchschritt(schritt: int) -> Kennwert:
    """Ob auch die Summe so viele Knickstellen weiter noch ins Gesamtbudget passt."""
    bisher = "0" if schritt == _SCHRITTE[0] else _suche(2 * schritt)
    weiter = f"{bisher}+{schritt}"
    summe = _summe_formel(f"SMALL(knicke,{weiter})")
    return Kennwert(
        _suche(schritt),
        f"so viele Knickstellen reichen, gesucht in Schritten von {schritt}",
        f"IF({weiter}>COUNT(knicke),{bisher},IF({summe}<=gesamtbudget+0.000001,{weiter},{bisher}))",
    )


_UEBER_KNICKSTELLEN = Hilfsrechnung(
    titel="Kappung: Knickstellen von μ",
    spalten=(
        Hilfsspalte(
            "knick_unten",
            "μ, ab dem es mehr als der geschützte Betrag wird",
            "IF(AND({gewaehlt},{budget_indikatoren}>0),{mindestbetrag}/{budget_indikatoren},0)",
        ),
        Hilfsspalte(
            "knick_oben",
            "μ, ab dem die Obergrenze greift",
            "IF(AND({hoechstbetrag}<1E+90,{budget_indikatoren}>0),"
            "{hoechstbetrag}/{budget_indikatoren},0)",
        ),
    ),
    kennwerte=(
        *map(_suchschritt, _SCHRITTE),
        Kennwert(
            "mue_unten",
            "letzte Knickstelle vor dem Gesamtbudget (nur kappung)",
            f"IF({_suche(1)}=0,0,SMALL(knicke,{_suche(1)}))",
        ),
        Kennwert(
            "mue_oben",
            "nächste Knickstelle",
            "IF(SUMPRODUCT(--(knicke<=mue_unten))=ROWS(knicke)*2,mue_unten+1,"
            "SMALL(knicke,SUMPRODUCT(--(knicke<=mue_unten))+1))",
        ),
        Kennwert(
            "summe_mue_unten",
            "Summe an der letzten Knickstelle",
            _summe_formel("mue_unten"),
            betrag=True,
        ),
        Kennwert("summe_mue_oben", "Summe an der nächsten", _summe_formel("mue_oben"), betrag=True),
        Kennwert(
            "mue",
            "μ: so ergeben alle zusammen das Gesamtbudget",
            "IF(gesamtbudget-summe_mue_unten<0.000001,mue_unten,mue_unten"
            "+(gesamtbudget-summe_mue_unten)*(mue_oben-mue_unten)"
            "/(summe_mue_oben-summe_mue_unten))",
        ),
    ),
    bereiche=(("knicke", "knick_unten", "knick_oben"),),
    werte=_zwischenwerte,
)

KAPPUNG = Schutzverfahren(
    name="kappung",
    anleitung="Wie mindestbudget, auf Wunsch auch mit einem Höchstgewinn; alle dazwischen werden "
    "im gleichen Verhältnis angepasst.",
    anlage="Kein Sozialraum fällt unter {bestandsschutz_wirksam:%} seines "
    "{referenz?Vergleichsbudgets|bisherigen Budgets}{obergrenze? und keiner steigt um mehr als "
    "{hoechstgewinn:%}}; dazwischen gelten die Indikatoren, alle mit demselben Faktor.",
    schritte=(
        vom_vergleichsbudget("sind die Untergrenze"),
        Schritt(
            "hoechstbetrag",
            "Mehr als {hoechstgewinn} Zuwachs gibt es nicht: das ist die Obergrenze.",
            "(100 % + {hoechstgewinn}) * {vergleichsbudget}",
            "€",
            wenn="obergrenze",
        ),
        Schritt(
            "budget_geschuetzt",
            "Der Faktor {mue} ist so gewählt, dass alle zusammen genau das Gesamtbudget von "
            "{gesamtbudget} € bekommen; er gilt für alle, die nicht an einer Grenze liegen.",
            "{obergrenze?min(max({mue} * {budget_indikatoren}; {mindestbetrag}); {hoechstbetrag})|"
            "max({mue} * {budget_indikatoren}; {mindestbetrag})}",
            "€",
        ),
    ),
    regel=geschuetzt,
    schwellen=wo_der_mindestbetrag_reicht,
    formel="MIN(MAX(mue*{budget_indikatoren},{mindestbetrag}),{hoechstbetrag})",
    unzulaessig=unzulaessig,
    groesster_schutz=bindbar,
    bindet=True,
    mit_mindestbetrag=True,
    mit_hoechstbetrag=True,
    hilfsrechnung=_UEBER_KNICKSTELLEN,
)

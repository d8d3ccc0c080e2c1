"""Kappung als Formeln: μ über die Knickstellen, ohne Zielwertsuche und ohne Makro.

Was alle zusammen bekommen, wächst stückweise linear mit μ. Zu jeder Knickstelle steht daneben die
Summe; μ liegt zwischen der letzten Knickstelle, deren Summe das Gesamtbudget nicht überschreitet,
und der nächsten.
"""

from collections.abc import Sequence
from decimal import Decimal

from sozialraum_cli.arbeitsmappe import stil
from sozialraum_cli.arbeitsmappe.formelmappe import Wert
from sozialraum_cli.arbeitsmappe.rechenblatt import Rechenblatt
from sozialraum_cli.rechnen.berechnung import Ergebnis
from sozialraum_cli.rechnen.bestandsschutz import summen_bei_mue
from sozialraum_cli.runden import glatt

MUE_ZEILEN = 5

_NULL = Decimal(0)


def _summe_formel(mu: str) -> str:
    """Was alle bei einem μ bekommen: Mindestbeträge, dazu was darüber, ab was zu viel ist."""
    gewachsen = f"{mu}*budget_indikatoren"
    return (
        f"SUM(mindestbetrag)+SUMPRODUCT(({gewachsen}>mindestbetrag)*({gewachsen}-mindestbetrag))"
        f"-SUMPRODUCT(({gewachsen}>hoechstbetrag)*({gewachsen}-hoechstbetrag))"
    )


def knickspalten(blatt: Rechenblatt, ergebnis: Ergebnis) -> None:
    """Hängt die Knickstellen unten und oben an und was alle zusammen dort bekommen."""
    unten, oben = _knicke(ergebnis)
    d = "budget_indikatoren"
    blatt.spalte(
        "knick_unten",
        "μ, ab dem es mehr als der geschützte Betrag wird",
        lambda zeile: (
            f'IF(AND(bestandsschutz_verfahren="kappung",{blatt.z(d, zeile)}>0),'
            f"{blatt.z('mindestbetrag', zeile)}/{blatt.z(d, zeile)},0)"
        ),
        unten,
        stil.ZAHL_6,
    )
    blatt.spalte(
        "knick_oben",
        "μ, ab dem die Obergrenze greift",
        lambda zeile: (
            f"IF(AND({blatt.z('hoechstbetrag', zeile)}<1E+90,{blatt.z(d, zeile)}>0),"
            f"{blatt.z('hoechstbetrag', zeile)}/{blatt.z(d, zeile)},0)"
        ),
        oben,
        stil.ZAHL_6,
    )
    _summenspalte(blatt, ergebnis, "summe_unten", "knick_unten", unten)
    _summenspalte(blatt, ergebnis, "summe_oben", "knick_oben", oben)


def _summenspalte(
    blatt: Rechenblatt, ergebnis: Ergebnis, name: str, knick: str, werte: list[Decimal]
) -> None:
    blatt.spalte(
        name,
        "Summe dort",
        lambda zeile: (
            f'IF(bestandsschutz_verfahren="kappung",{_summe_formel(blatt.z(knick, zeile))},0)'
        ),
        _summen(ergebnis, werte),
        stil.EURO,
        quadratisch=True,
    )


def kappung_einzelwerte(blatt: Rechenblatt, ergebnis: Ergebnis, erste_zeile: int) -> None:
    """Schreibt μ und die vier Zwischenwerte, zwischen denen es liegt."""
    formeln = (
        (
            "mue_unten",
            "letzte Knickstelle vor dem Gesamtbudget (nur kappung)",
            "MAX(SUMPRODUCT(MAX((summe_unten<=gesamtbudget+0.000001)*knick_unten)),"
            "SUMPRODUCT(MAX((summe_oben<=gesamtbudget+0.000001)*knick_oben)))",
        ),
        (
            "mue_oben",
            "nächste Knickstelle",
            "IF(SUMPRODUCT(--(knicke<=mue_unten))=ROWS(knicke)*2,mue_unten+1,"
            "SMALL(knicke,SUMPRODUCT(--(knicke<=mue_unten))+1))",
        ),
        ("summe_mue_unten", "Summe an der letzten Knickstelle", _summe_formel("mue_unten")),
        ("summe_mue_oben", "Summe an der nächsten", _summe_formel("mue_oben")),
        (
            "mue",
            "μ: so ergeben alle zusammen das Gesamtbudget",
            "IF(gesamtbudget-summe_mue_unten<0.000001,mue_unten,mue_unten"
            "+(gesamtbudget-summe_mue_unten)*(mue_oben-mue_unten)"
            "/(summe_mue_oben-summe_mue_unten))",
        ),
    )
    blatt.formelmappe.name(
        "knicke", f"'{blatt.blatt.title}'!{blatt.block('knick_unten', 'knick_oben')}"
    )
    werte = _einzelwerte(ergebnis)
    for versatz, (name, bezeichnung, formel) in enumerate(formeln):
        blatt.einzelwert(
            erste_zeile + versatz,
            name,
            bezeichnung,
            f'IF(bestandsschutz_verfahren="kappung",{formel},"")',
            werte[name],
            stil.EURO if name.startswith("summe") else stil.ZAHL_6,
        )


def _knicke(ergebnis: Ergebnis) -> tuple[list[Decimal], list[Decimal]]:
    schutz = ergebnis.schutz
    d = [zeile.budget_indikatoren for zeile in ergebnis.sozialraeume]
    if schutz.mue is None or schutz.mindestbetrag is None or schutz.hoechstbetrag is None:
        return [_NULL] * len(d), [_NULL] * len(d)
    unten = [m / di if di else _NULL for m, di in zip(schutz.mindestbetrag, d, strict=True)]
    oben = [h / di if di and h else _NULL for h, di in zip(schutz.hoechstbetrag, d, strict=True)]
    return unten, oben


def _summen(ergebnis: Ergebnis, mues: Sequence[Decimal]) -> list[Decimal]:
    schutz = ergebnis.schutz
    if schutz.mue is None or schutz.mindestbetrag is None or schutz.hoechstbetrag is None:
        return [_NULL] * len(mues)
    d = [zeile.budget_indikatoren for zeile in ergebnis.sozialraeume]
    return summen_bei_mue(mues, d, schutz.mindestbetrag, schutz.hoechstbetrag)


def _einzelwerte(ergebnis: Ergebnis) -> dict[str, Wert]:
    mu = ergebnis.schutz.mue
    if mu is None:
        return dict.fromkeys(
            ("mue_unten", "mue_oben", "summe_mue_unten", "summe_mue_oben", "mue"), ""
        )
    knicke = [knick for seite in _knicke(ergebnis) for knick in seite]
    gesamtbudget = ergebnis.eingabe.parameter.gesamtbudget
    erreicht = [
        knick
        for knick, summe in zip(knicke, _summen(ergebnis, knicke), strict=True)
        if glatt(summe) <= gesamtbudget
    ]
    unten = max(erreicht, default=_NULL)
    oben = min((knick for knick in knicke if knick > unten), default=unten + 1)
    summe_unten, summe_oben = _summen(ergebnis, [unten, oben])
    return {
        "mue_unten": unten,
        "mue_oben": oben,
        "summe_mue_unten": summe_unten,
        "summe_mue_oben": summe_oben,
        "mue": mu,
    }

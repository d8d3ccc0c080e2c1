"""Blatt Bestandsschutz: vom Anteil über Schutz und Rundung zum Budget neu."""

from decimal import Decimal

from sozialraum_cli.arbeitsmappe import stil
from sozialraum_cli.arbeitsmappe.bezug import gueltig
from sozialraum_cli.arbeitsmappe.formelmappe import Formelmappe, Wert
from sozialraum_cli.arbeitsmappe.rechenblatt import Rechenblatt
from sozialraum_cli.arbeitsmappe.restspalten import restspalten
from sozialraum_cli.bogen.kappung import MUE_ZEILEN, kappung_einzelwerte, knickspalten
from sozialraum_cli.bogen.zuordnung import Zuordnung
from sozialraum_cli.modell import Schutzverfahren
from sozialraum_cli.rechnen.berechnung import Ergebnis
from sozialraum_cli.runden import HUNDERT

TITEL = "Bestandsschutz"

_OHNE_GRENZE = Decimal("1e99")
_ERSTE_ZEILE = 4


def bestandsschutz_anlegen(
    formelmappe: Formelmappe, ergebnis: Ergebnis, schluessel: Rechenblatt, zuordnung: Zuordnung
) -> Rechenblatt:
    """Legt das Blatt an; die Budgets stehen in den Spalten `budget_indikatoren` bis `budget_neu`.

    Jede Formel rechnet das im Blatt Parameter gewählte Verfahren: es lässt sich dort ändern.
    """
    raeume = ergebnis.eingabe.sozialraeume
    kopfzeile = _ERSTE_ZEILE + 6 + MUE_ZEILEN + 2
    blatt = Rechenblatt(formelmappe, TITEL, kopfzeile, len(raeume))
    blatt.ueberschrift(
        "Bestandsschutz: vom Budget nach Indikatoren zum neuen Budget",
        "Verfahren und Prozente stehen im Blatt „Parameter“; wer sie dort ändert, sieht hier "
        "sofort das neue Ergebnis.",
    )
    blatt.spalte(
        "sozialraum_schutz",
        "Sozialraum",
        lambda zeile: zuordnung.name(blatt.index(zeile)),
        [raum.name for raum in raeume],
        stil.TEXT,
        breite=max(34, stil.namensbreite(raum.name for raum in raeume)),
    )
    _indikatorbudget(blatt, ergebnis, schluessel, zuordnung)
    _schutz(blatt, ergebnis)
    _budget_neu(blatt, ergebnis)
    _einzelwerte(blatt, ergebnis)
    kappung_einzelwerte(blatt, ergebnis, _ERSTE_ZEILE + 6)
    return blatt


def _indikatorbudget(
    blatt: Rechenblatt, ergebnis: Ergebnis, schluessel: Rechenblatt, zuordnung: Zuordnung
) -> None:
    zeilen = ergebnis.sozialraeume

    def vergleich(zeile: int) -> str:
        referenz = zuordnung.aus_sozialraeume("referenzbudget", blatt.index(zeile))
        bisher = zuordnung.zelle("budget_bisher", blatt.index(zeile))
        return f"IF(ISBLANK({referenz}),{bisher},{gueltig(referenz)})"

    betraege = [zeile.vergleichsbudget for zeile in zeilen]
    blatt.gruppe("Ausgangslage")
    blatt.spalte(
        "vergleichsbudget",
        "Vergleichsbudget",
        vergleich,
        ["" if betrag is None else betrag for betrag in betraege],
        stil.EURO,
        summe=sum((betrag for betrag in betraege if betrag is not None), Decimal(0)),
    )
    blatt.spalte(
        "anteil_schutz",
        "Anteil",
        lambda zeile: schluessel.fremd("anteil", blatt.index(zeile)),
        [zeile.anteil for zeile in zeilen],
        stil.ANTEIL,
        summe=sum((zeile.anteil for zeile in zeilen), Decimal(0)),
    )
    blatt.spalte(
        "budget_indikatoren",
        "ohne Schutz, ungerundet",
        lambda zeile: (
            "sockelbetrag+(gesamtbudget-ROWS(anteil)*sockelbetrag)"
            f"*{blatt.z('anteil_schutz', zeile)}"
        ),
        [zeile.budget_indikatoren for zeile in zeilen],
        stil.EURO,
        summe=sum((zeile.budget_indikatoren for zeile in zeilen), Decimal(0)),
    )
    blatt.gruppe("Rundung des Budgets ohne Schutz auf die Summe")
    restspalten(
        blatt,
        "budget_indikatoren_gerundet",
        "ohne Schutz",
        ergebnis.rundung_indikatoren,
        "{budget_indikatoren}",
        summe="gesamtbudget",
        einheit="rundung",
    )


def _schutz(blatt: Rechenblatt, ergebnis: Ergebnis) -> None:
    schutz = ergebnis.schutz
    null = [Decimal(0)] * len(ergebnis.sozialraeume)
    mindestbetrag = schutz.mindestbetrag or null
    darueber = [
        max(Decimal(0), zeile.budget_indikatoren - m)
        for zeile, m in zip(ergebnis.sozialraeume, mindestbetrag, strict=True)
    ]
    blatt.gruppe("Schutz")
    blatt.spalte(
        "mindestbetrag",
        "geschützter Betrag",
        lambda zeile: (
            'IF(OR(bestandsschutz_verfahren="anteilig",'
            'bestandsschutz_verfahren="mindestbudget",bestandsschutz_verfahren="kappung"),'
            f"bestandsschutz_wirksam*N({blatt.z('vergleichsbudget', zeile)}),0)"
        ),
        mindestbetrag,
        stil.EURO,
        summe=sum(mindestbetrag, Decimal(0)),
    )
    hoechstbetrag = schutz.hoechstbetrag or [None] * len(null)
    blatt.spalte(
        "hoechstbetrag",
        "Obergrenze (nur kappung)",
        lambda zeile: (
            'IF(OR(bestandsschutz_verfahren<>"kappung",hoechstgewinn="",'
            f"N({blatt.z('vergleichsbudget', zeile)})=0),1E+99,"
            f"(1+hoechstgewinn)*N({blatt.z('vergleichsbudget', zeile)}))"
        ),
        [_OHNE_GRENZE if betrag is None else betrag for betrag in hoechstbetrag],
        stil.EURO_ODER_OHNE,
    )
    blatt.spalte(
        "darueber",
        "ohne Schutz über dem geschützten Betrag",
        lambda zeile: (
            f"MAX(0,{blatt.z('budget_indikatoren', zeile)}-{blatt.z('mindestbetrag', zeile)})"
        ),
        darueber,
        stil.EURO,
        summe=sum(darueber, Decimal(0)),
    )
    blatt.gruppe("Kappung: Knickstellen von μ")
    knickspalten(blatt, ergebnis)
    blatt.gruppe("Geschütztes Budget und seine Rundung auf die Summe")
    blatt.spalte(
        "budget_geschuetzt",
        "geschützt, ungerundet",
        lambda zeile: _geschuetzt(blatt, zeile),
        [zeile.budget_geschuetzt for zeile in ergebnis.sozialraeume],
        stil.EURO,
        summe=sum((zeile.budget_geschuetzt for zeile in ergebnis.sozialraeume), Decimal(0)),
    )
    restspalten(
        blatt,
        "budget_geschuetzt_gerundet",
        "geschützt",
        ergebnis.rundung_neu,
        "{budget_geschuetzt}",
        summe="gesamtbudget",
        einheit="rundung",
    )


def _geschuetzt(blatt: Rechenblatt, zeile: int) -> str:
    d, mindest = blatt.z("budget_indikatoren", zeile), blatt.z("mindestbetrag", zeile)
    return (
        'IF(bestandsschutz_verfahren="anteilig",'
        f"{mindest}+(gesamtbudget-SUM(mindestbetrag))*{d}/gesamtbudget,"
        'IF(bestandsschutz_verfahren="mindestbudget",'
        f"{mindest}+stauchung*{blatt.z('darueber', zeile)},"
        'IF(bestandsschutz_verfahren="kappung",'
        f"MIN(MAX(mue*{d},{mindest}),{blatt.z('hoechstbetrag', zeile)}),"
        f"{d})))"
    )


def _auf_einheit(betrag: str) -> str:
    """Kaufmännisch auf die Einheit; das innere Runden macht aus 30600,4999… wieder 30600,5."""
    return f"ROUND(ROUND({betrag}/rundung,6),0)*rundung"


def _budget_neu(blatt: Rechenblatt, ergebnis: Ergebnis) -> None:
    zeilen = ergebnis.sozialraeume
    blatt.gruppe("Ergebnis")
    blatt.spalte(
        "ausgleich",
        "Defizitausgleich",
        lambda zeile: (
            'IF(bestandsschutz_verfahren="defizitausgleich",ROUND('
            + _auf_einheit(
                f"bestandsschutz_wirksam*MAX(0,N({blatt.z('vergleichsbudget', zeile)})"
                f"-{blatt.z('budget_indikatoren_gerundet', zeile)})"
            )
            + ",2),0)"
        ),
        [zeile.ausgleich for zeile in zeilen],
        stil.EURO,
        summe=ergebnis.summen.ausgleich,
    )
    blatt.spalte(
        "budget_neu",
        "Budget neu",
        lambda zeile: (
            f"ROUND({blatt.z('budget_geschuetzt_gerundet', zeile)}+{blatt.z('ausgleich', zeile)},2)"
        ),
        [zeile.budget_neu for zeile in zeilen],
        stil.EURO,
        summe=ergebnis.summen.budget_neu,
        fuellung=stil.HERVOR,
    )
    blatt.spalte(
        "schutzwirkung",
        "Wirkung des Schutzes",
        lambda zeile: (
            f"ROUND({blatt.z('budget_neu', zeile)}"
            f"-{blatt.z('budget_indikatoren_gerundet', zeile)},2)"
        ),
        [zeile.schutzwirkung for zeile in zeilen],
        stil.EURO_DIFFERENZ,
        summe=sum((zeile.schutzwirkung for zeile in zeilen), Decimal(0)),
    )


def _einzelwerte(blatt: Rechenblatt, ergebnis: Ergebnis) -> None:
    parameter, schutz = ergebnis.eingabe.parameter, ergebnis.schutz
    wirksam = (schutz.bestandsschutz_wirksam or Decimal(0)) / HUNDERT
    ist_mindestbudget = parameter.bestandsschutz_verfahren is Schutzverfahren.MINDESTBUDGET
    werte: tuple[tuple[str, str, str, Wert, str], ...] = (
        (
            "abschmelzungsfaktor",
            "Abschmelzung: so viel vom Schutz gilt noch",
            'IF(OR(AND(bestandsschutz_verfahren<>"anteilig",'
            'bestandsschutz_verfahren<>"defizitausgleich"),'
            'abschmelzung_beginn="",abschmelzung_jahre=""),1,'
            "IF(jahr<abschmelzung_beginn,1,"
            "MAX(0,1-(jahr-abschmelzung_beginn+1)/abschmelzung_jahre)))",
            schutz.abschmelzungsfaktor,
            stil.PROZENT,
        ),
        (
            "bestandsschutz_wirksam",
            "Bestandsschutz, wie er im Jahr gilt",
            'IF(bestandsschutz_verfahren="keiner",0,IF(AND(bestandsschutz="",'
            'bestandsschutz_verfahren="defizitausgleich"),1,bestandsschutz)*abschmelzungsfaktor)',
            wirksam,
            stil.PROZENT,
        ),
        (
            "stauchung",
            "Stauchung der Zuwächse (nur mindestbudget)",
            'IF(bestandsschutz_verfahren="mindestbudget",IF(SUM(darueber)<0.000001,0,'
            '(gesamtbudget-SUM(mindestbetrag))/SUM(darueber)),"")',
            schutz.stauchung if ist_mindestbudget and schutz.stauchung is not None else "",
            stil.ZAHL_6,
        ),
        (
            "kosten_schutz",
            "Kosten des Schutzes",
            # SUMIF übergeht Fehler; die Summe aller Wirkungen tut es nicht.
            'SUMIF(schutzwirkung,">0")+0*SUM(schutzwirkung)',
            ergebnis.summen.kosten_schutz,
            stil.EURO,
        ),
        (
            "frei_werdend",
            "durch Abschmelzung frei werdend",
            'IF(bestandsschutz_verfahren="defizitausgleich",ROUND(SUMPRODUCT('
            + _auf_einheit(
                'IF(bestandsschutz="",1,bestandsschutz)'
                "*(vergleichsbudget>budget_indikatoren_gerundet)"
                "*(vergleichsbudget-budget_indikatoren_gerundet)"
            )
            + ")-SUM(ausgleich),2),0)",
            ergebnis.summen.frei_werdend,
            stil.EURO,
        ),
    )
    for zeile, (name, bezeichnung, formel, wert, format) in enumerate(werte, start=_ERSTE_ZEILE):
        blatt.einzelwert(zeile, name, bezeichnung, formel, wert, format)

"""Blatt Bestandsschutz: vom Anteil über Schutz und Rundung zum Budget neu."""

from decimal import Decimal

from sozialraum_cli import bogenblatt
from sozialraum_cli.arbeitsmappe import stil
from sozialraum_cli.arbeitsmappe.auswahlzelle import gewaehlt, je_wert
from sozialraum_cli.arbeitsmappe.bezug import gueltig
from sozialraum_cli.arbeitsmappe.formelmappe import Formelmappe, Wert
from sozialraum_cli.arbeitsmappe.rechenblatt import Rechenblatt
from sozialraum_cli.arbeitsmappe.restspalten import RUNDUNG, restspalten
from sozialraum_cli.bogen.verfahrensformeln import (
    AUS_ZUSATZMITTELN,
    MIT_MINDESTBETRAG,
    NICHT_ABSCHMELZBAR,
    OHNE_HOECHSTBETRAG,
    SCHUETZT_NICHT,
    SCHUTZ,
    bestandsschutz_angegeben,
)
from sozialraum_cli.bogen.vorzeichenwechsel import vorzeichenwechsel_anlegen
from sozialraum_cli.bogen.zuordnung import Zuordnung
from sozialraum_cli.rechnen.berechnung import Ergebnis
from sozialraum_cli.rechnen.bestandsschutz import schutzfall, verfahren_des_schutzes
from sozialraum_cli.runden import HUNDERT, Werte
from sozialraum_cli.verfahren.schutz.schutzverfahren import (
    Hilfsrechnung,
    Kennwert,
    Schutzverfahren,
    Zwischenwerte,
)
from sozialraum_cli.verfahren.schutz.verzeichnis import SCHUTZVERFAHREN, namen

TITEL = bogenblatt.BESTANDSSCHUTZ

_OHNE_GRENZE = Decimal("1e99")
_ERSTE_ZEILE = 4
# Name, Bezeichnung, Formel, Wert, Zahlenformat.
Einzelwert = tuple[str, str, str, Wert, str]


def bestandsschutz_anlegen(
    formelmappe: Formelmappe, ergebnis: Ergebnis, schluessel: Rechenblatt, zuordnung: Zuordnung
) -> Rechenblatt:
    """Legt das Blatt an; die Budgets stehen in den Spalten `budget_indikatoren` bis `budget_neu`.

    Jede Formel rechnet das im Blatt Parameter gewählte Verfahren: es lässt sich dort ändern.
    """
    raeume = ergebnis.eingabe.sozialraeume
    einzelwerte = _einzelwerte(ergebnis)
    hilfszeile = _ERSTE_ZEILE + len(einzelwerte) + 1
    hilfswerte = [kennwert for rechnung in _hilfsrechnungen() for kennwert in rechnung.kennwerte]
    kopfzeile = hilfszeile + len(hilfswerte) + 2
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
    vorzeichenwechsel_anlegen(blatt, ergebnis, zuordnung)
    fremd = {name for v in _andere_verfahren(ergebnis) for name in _kennwertnamen(v)}
    for zeile, einzelwert in enumerate(einzelwerte, start=_ERSTE_ZEILE):
        blatt.einzelwert(zeile, *einzelwert)
        if einzelwert[0] in fremd:
            blatt.zeile_einklappen(zeile)
    _hilfskennwerte(blatt, ergebnis, hilfszeile)
    # Wie gerundet ist, steht im Rechenweg; hier genügt ein Griff auf das Pluszeichen.
    rundung = [name for name in blatt.namen if name.startswith(RUNDUNG)]
    blatt.einklappen(*_ungenutzte_spalten(ergebnis), *rundung)
    return blatt


def _andere_verfahren(ergebnis: Ergebnis) -> list[Schutzverfahren]:
    gewaehltes = verfahren_des_schutzes(ergebnis.eingabe.parameter)
    return [v for v in SCHUTZVERFAHREN.values() if v is not gewaehltes]


def _kennwertnamen(verfahren: Schutzverfahren) -> list[str]:
    return [kennwert.name for kennwert in verfahren.kennwerte]


def _ungenutzte_spalten(ergebnis: Ergebnis) -> list[str]:
    """Was nur andere Verfahren brauchen; nach einem Wechsel gelten die Formeln darin wieder."""
    parameter = ergebnis.eingabe.parameter
    verfahren = verfahren_des_schutzes(parameter)
    andere = [v.hilfsrechnung for v in _andere_verfahren(ergebnis) if v.hilfsrechnung]
    ungenutzt = [spalte.name for rechnung in andere for spalte in rechnung.spalten]
    ungenutzt += [] if verfahren.mit_mindestbetrag else ["mindestbetrag"]
    ungenutzt += [] if "{darueber}" in verfahren.formel else ["darueber"]
    mit_hoechstbetrag = verfahren.mit_hoechstbetrag and parameter.hoechstgewinn is not None
    ungenutzt += [] if mit_hoechstbetrag else ["hoechstbetrag"]
    return ungenutzt + ([] if verfahren.aus_zusatzmitteln else ["ausgleich"])


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
    blatt.gruppe("gerundet")
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
            f"IF({MIT_MINDESTBETRAG},"
            f"bestandsschutz_wirksam*N({blatt.z('vergleichsbudget', zeile)}),0)"
        ),
        mindestbetrag,
        stil.EURO,
        summe=sum(mindestbetrag, Decimal(0)),
    )
    hoechstbetrag = schutz.hoechstbetrag or [None] * len(null)
    blatt.spalte(
        "hoechstbetrag",
        f"Obergrenze (nur {', '.join(namen(lambda v: v.mit_hoechstbetrag))})",
        lambda zeile: (
            f'IF(OR({OHNE_HOECHSTBETRAG},hoechstgewinn="",'
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
    for verfahren in SCHUTZVERFAHREN.values():
        if verfahren.hilfsrechnung:
            _hilfsspalten(blatt, ergebnis, verfahren, verfahren.hilfsrechnung)
    blatt.gruppe("Geschütztes Budget")
    blatt.spalte(
        "budget_geschuetzt",
        "geschützt, ungerundet",
        je_wert(SCHUTZ, {name: v.formel for name, v in SCHUTZVERFAHREN.items()}),
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


def _hilfsrechnungen() -> list[Hilfsrechnung]:
    return [v.hilfsrechnung for v in SCHUTZVERFAHREN.values() if v.hilfsrechnung]


def _zwischenwerte(ergebnis: Ergebnis, verfahren: Schutzverfahren) -> Zwischenwerte:
    """Die Werte einer Hilfsrechnung; leer, wenn ihr Verfahren nicht gewählt ist."""
    if (
        verfahren.hilfsrechnung is None
        or verfahren_des_schutzes(ergebnis.eingabe.parameter) is not verfahren
    ):
        return {}
    d = tuple(zeile.budget_indikatoren for zeile in ergebnis.sozialraeume)
    return verfahren.hilfsrechnung.werte(schutzfall(ergebnis.eingabe, d), ergebnis.schutz)


def _hilfsspalten(
    blatt: Rechenblatt, ergebnis: Ergebnis, verfahren: Schutzverfahren, rechnung: Hilfsrechnung
) -> None:
    werte = _zwischenwerte(ergebnis, verfahren)
    null = (Decimal(0),) * len(ergebnis.sozialraeume)
    blatt.gruppe(rechnung.titel)
    for spalte in rechnung.spalten:
        eigene = werte.get(spalte.name, null)
        blatt.spalte(
            spalte.name,
            spalte.titel,
            spalte.formel.replace("{gewaehlt}", gewaehlt(SCHUTZ, [verfahren.name])),
            eigene if isinstance(eigene, tuple) else (eigene,),
            stil.EURO if spalte.betrag else stil.ZAHL_6,
        )
    for name, erste, letzte in rechnung.bereiche:
        blatt.formelmappe.name(name, f"'{blatt.blatt.title}'!{blatt.block(erste, letzte)}")


def _hilfskennwerte(blatt: Rechenblatt, ergebnis: Ergebnis, zeile: int) -> None:
    for verfahren in SCHUTZVERFAHREN.values():
        werte = _zwischenwerte(ergebnis, verfahren)
        for kennwert in verfahren.hilfsrechnung.kennwerte if verfahren.hilfsrechnung else ():
            wert = werte.get(kennwert.name, "")
            blatt.einzelwert(zeile, *_kennwert(verfahren, kennwert, wert))
            if verfahren_des_schutzes(ergebnis.eingabe.parameter) is not verfahren:
                blatt.zeile_einklappen(zeile)
            zeile += 1


def _kennwert(
    verfahren: Schutzverfahren, kennwert: Kennwert, wert: Decimal | Werte | str
) -> Einzelwert:
    if isinstance(wert, tuple):
        raise TypeError(f"{kennwert.name} ist eine Spalte")
    return (
        kennwert.name,
        kennwert.bezeichnung,
        f'IF({gewaehlt(SCHUTZ, [verfahren.name])},{kennwert.formel},"")',
        wert,
        stil.EURO if kennwert.betrag else stil.ZAHL_6,
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
            f"IF({AUS_ZUSATZMITTELN},ROUND("
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


def _einzelwerte(ergebnis: Ergebnis) -> list[Einzelwert]:
    summen, schutz = ergebnis.summen, ergebnis.schutz
    wirksam = (schutz.bestandsschutz_wirksam or Decimal(0)) / HUNDERT
    return [
        (
            "abschmelzungsfaktor",
            "Abschmelzung: so viel vom Schutz gilt noch",
            f'IF(OR({NICHT_ABSCHMELZBAR},abschmelzung_beginn="",abschmelzung_jahre=""),1,'
            "IF(jahr<abschmelzung_beginn,1,"
            "MAX(0,1-(jahr-abschmelzung_beginn+1)/abschmelzung_jahre)))",
            schutz.abschmelzungsfaktor,
            stil.PROZENT,
        ),
        (
            "bestandsschutz_wirksam",
            "Bestandsschutz, wie er im Jahr gilt",
            f"IF({SCHUETZT_NICHT},0,{bestandsschutz_angegeben()}*abschmelzungsfaktor)",
            wirksam,
            stil.PROZENT,
        ),
        *(
            _kennwert(verfahren, kennwert, schutz.kennwerte.get(kennwert.name, ""))
            for verfahren in SCHUTZVERFAHREN.values()
            for kennwert in verfahren.kennwerte
        ),
        (
            "kosten_schutz",
            "Kosten des Schutzes",
            # SUMIF übergeht Fehler; die Summe aller Wirkungen tut es nicht.
            'SUMIF(schutzwirkung,">0")+0*SUM(schutzwirkung)',
            summen.kosten_schutz,
            stil.EURO,
        ),
        (
            "frei_werdend",
            "durch Abschmelzung frei werdend",
            f"IF({AUS_ZUSATZMITTELN},ROUND(SUMPRODUCT("
            + _auf_einheit(
                f"{bestandsschutz_angegeben()}*(vergleichsbudget>budget_indikatoren_gerundet)"
                "*(vergleichsbudget-budget_indikatoren_gerundet)"
            )
            + ")-SUM(ausgleich),2),0)",
            summen.frei_werdend,
            stil.EURO,
        ),
    ]

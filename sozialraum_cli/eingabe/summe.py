"""Die Summenzeile einer Mappe prüfen: falsche Summen deuten auf vergessene oder doppelte Zeilen."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from operator import mul

from sozialraum_cli.befund import Befund, fehler, hinweis
from sozialraum_cli.eingabe.tabelle import Tabelle
from sozialraum_cli.eingabe.unlesbar import Unlesbar, als_fehler
from sozialraum_cli.eingabe.zahl import zahl_lesen
from sozialraum_cli.lesen.zelle import Fehlerwert
from sozialraum_cli.zahlen import alle_ganz, knapp

# Tabellenkalkulationen summieren binär auf 15 Stellen.
_RECHENRAUSCHEN = Decimal("1e-12")


def summe_pruefen(tabelle: Tabelle, spalte: str, werte: Mapping[int, Decimal]) -> list[Befund]:
    """Vergleicht jede Summenzeile mit den Datenzeilen.

    Eingang: gelesene Werte je Datenzeile. Eine Zwischensumme darf auch nur die Zeilen seit der
    vorigen Summe umfassen. Zeigt die Summe weniger Nachkommastellen als die Werte, darf sie um
    eine Einheit ihrer letzten Stelle abweichen. Quelle: docs/verfahren.md, Abschnitt „Mappe“.
    """
    if not tabelle.summenzeilen:
        return []
    befunde: list[Befund] = []
    gesamt = sum(werte.values(), Decimal(0))
    ganz = alle_ganz(werte.values())
    stellen = 0 if ganz else max(map(_nachkommastellen, werte.values()), default=0)
    offen = sorted(werte.items(), reverse=True)
    for zeile in tabelle.summenzeilen:
        zelle = zeile.zelle(spalte)
        abschnitt = Decimal(0)
        while offen and offen[-1][0] < zeile.nummer:
            abschnitt += offen.pop()[1]
        if zelle is None:
            continue
        ort = zeile.ort(spalte)
        gelesen = zahl_lesen(zelle.wert, prozentzelle=zelle.prozent)
        if isinstance(gelesen, Unlesbar):
            befunde.append(_unlesbar(spalte, zelle.wert, gelesen, ort))
            continue
        toleranz = _toleranz(gelesen.wert, stellen)
        if all(abs(gelesen.wert - soll) > toleranz for soll in (gesamt, abschnitt)):
            befunde.append(
                fehler(
                    f"Die Summe von „{spalte}“ ist falsch: in der Mappe steht "
                    f"{knapp(gelesen.wert)}, die Zeilen ergeben {knapp(gesamt)}.",
                    ort,
                    "Prüfen, ob eine Zeile fehlt, doppelt ist oder einen falschen Wert hat, und "
                    "die Summe berichtigen.",
                )
            )
    return befunde


def quotensumme_pruefen(
    tabelle: Tabelle, spalte: str, quoten: Sequence[Decimal], bezug: Sequence[Decimal] | None
) -> list[Befund]:
    """Ein Hinweis, wenn die Summenzeile einer Quote nichts davon ist, was dort stehen kann.

    Das sind der Wert des Kreises (mit der Bezugsgröße gewogen), das Mittel und die Summe. Eingang:
    Quoten in %, Bezugsgröße in Personen oder None. Geprüft wird nur eine einzige Summenzeile.
    """
    zelle = tabelle.summenzeilen[0].zelle(spalte) if len(tabelle.summenzeilen) == 1 else None
    gelesen = None if zelle is None else zahl_lesen(zelle.wert, prozentzelle=zelle.prozent)
    if gelesen is None or isinstance(gelesen, Unlesbar) or not quoten:
        return []
    summe = sum(quoten, Decimal(0))
    moeglich = [summe, summe / len(quoten)]
    gewogen = "ohne Bezugsgröße nicht zu bestimmen"
    gewicht = sum(bezug or (), Decimal(0))
    if bezug is not None and gewicht:
        kreiswert = sum(map(mul, quoten, bezug), Decimal(0)) / gewicht
        moeglich.append(kreiswert)
        gewogen = f"{knapp(round(kreiswert, 2))} %"
    toleranz = Decimal(1).scaleb(-_nachkommastellen(gelesen.wert))
    if any(abs(gelesen.wert - soll) <= toleranz for soll in moeglich):
        return []
    return [
        hinweis(
            f"In der Summenzeile von „{spalte}“ steht {knapp(gelesen.wert)} %; der Wert des Kreises"
            f" ist {gewogen}, das Mittel {knapp(round(moeglich[1], 2))} %.",
            tabelle.summenzeilen[0].ort(spalte),
            "Prüfen, ob eine Quote falsch ist; gerechnet wird ohne diese Zeile.",
        )
    ]


def _unlesbar(name: str, wert: object, unlesbar: Unlesbar, ort: str) -> Befund:
    if isinstance(wert, Fehlerwert):
        return als_fehler(f"Summe von „{name}“", unlesbar, ort)
    return hinweis(
        f"Die Summe von „{name}“ wurde nicht geprüft: {unlesbar.grund}.", ort, unlesbar.abhilfe
    )


def _toleranz(summe: Decimal, stellen_der_werte: int) -> Decimal:
    stellen = _nachkommastellen(summe)
    if stellen_der_werte > stellen:
        return Decimal(1).scaleb(-stellen)
    return abs(summe) * _RECHENRAUSCHEN


def _nachkommastellen(zahl: Decimal) -> int:
    return max(0, -int(zahl.normalize().as_tuple().exponent))

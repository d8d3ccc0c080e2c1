"""Die Summenzeile einer Mappe prüfen: falsche Summen deuten auf vergessene oder doppelte Zeilen."""

from collections.abc import Mapping
from decimal import Decimal

from sozialraum_cli.befund import Befund, fehler, hinweis
from sozialraum_cli.eingabe.tabelle import Tabelle
from sozialraum_cli.eingabe.unlesbar import Unlesbar, als_fehler
from sozialraum_cli.eingabe.zahl import zahl_lesen
from sozialraum_cli.lesen.mappe import Fehlerwert
from sozialraum_cli.zahlen import knapp

# Tabellenkalkulationen summieren binär auf 15 Stellen.
_RECHENRAUSCHEN = Decimal("1e-12")


def summe_pruefen(
    tabelle: Tabelle, name: str, spalte: int, werte: Mapping[int, Decimal]
) -> list[Befund]:
    """Vergleicht jede Summenzeile mit den Datenzeilen.

    Eingang: gelesene Werte je Datenzeile. Eine Zwischensumme darf auch nur die Zeilen seit der
    vorigen Summe umfassen. Zeigt die Summe weniger Nachkommastellen als die Werte, darf sie um
    eine Einheit ihrer letzten Stelle abweichen. Quelle: Spezifikation 3.
    """
    befunde: list[Befund] = []
    gesamt = sum(werte.values(), Decimal(0))
    vorige = 0
    for zeile in tabelle.summenzeilen:
        zelle = tabelle.zelle(zeile, spalte)
        abschnitt = sum((wert for z, wert in werte.items() if vorige < z < zeile), Decimal(0))
        vorige = zeile
        if zelle is None:
            continue
        ort = tabelle.ort(zeile, spalte)
        gelesen = zahl_lesen(zelle.wert, prozentzelle=zelle.prozent)
        if isinstance(gelesen, Unlesbar):
            befunde.append(_unlesbar(name, zelle.wert, gelesen, ort))
            continue
        toleranz = _toleranz(gelesen.wert, werte)
        if all(abs(gelesen.wert - soll) > toleranz for soll in (gesamt, abschnitt)):
            befunde.append(
                fehler(
                    f"Die Summe von „{name}“ ist falsch: in der Mappe steht "
                    f"{knapp(gelesen.wert)}, die Zeilen ergeben {knapp(gesamt)}.",
                    ort,
                    "Prüfen, ob eine Zeile fehlt, doppelt ist oder einen falschen Wert hat, und "
                    "die Summe berichtigen.",
                )
            )
    return befunde


def _unlesbar(name: str, wert: object, unlesbar: Unlesbar, ort: str) -> Befund:
    if isinstance(wert, Fehlerwert):
        return als_fehler(f"Summe von „{name}“", unlesbar, ort)
    return hinweis(
        f"Die Summe von „{name}“ wurde nicht geprüft: {unlesbar.grund}.", ort, unlesbar.abhilfe
    )


def _toleranz(summe: Decimal, werte: Mapping[int, Decimal]) -> Decimal:
    stellen = _nachkommastellen(summe)
    if max(map(_nachkommastellen, werte.values()), default=0) > stellen:
        return Decimal(1).scaleb(-stellen)
    return abs(summe) * _RECHENRAUSCHEN


def _nachkommastellen(zahl: Decimal) -> int:
    return max(0, -int(zahl.normalize().as_tuple().exponent))

"""Wo in der Mappe steht, worüber die Eingabe später Auskunft geben muss."""

from collections.abc import Mapping, Sequence

from sozialraum_cli.eingabe.blatt_gewichtung import Indikatorzeile
from sozialraum_cli.eingabe.blatt_sozialraeume import SOZIALRAUM, Sozialraumzeile
from sozialraum_cli.eingabe.eingabetabellen import Tabellen
from sozialraum_cli.eingabe.zeile import Zeile
from sozialraum_cli.lesen.mappe import fundort


def fundorte(
    tabellen: Tabellen,
    raeume: Sequence[Sozialraumzeile],
    indikatoren: Sequence[Indikatorzeile],
    parameterorte: Mapping[str, str],
    zeilen: dict[str, Zeile],
) -> dict[str, str]:
    """Die Zelle zu allem, was später einen Hinweis bekommen kann.

    Eingang: Orte der Parameter; Zeile je Sozialraum im Blatt Indikatoren. Ergebnis: unter
    „parameter:abf“, „indikator:…“, „sozialraum:…“, „spalte:…“ und „wert:SPALTE:SOZIALRAUM“.
    """
    orte = {f"parameter:{name}": ort for name, ort in parameterorte.items()}
    orte |= {f"indikator:{zeile.indikator.name}": zeile.ort for zeile in indikatoren}
    if tabellen.sozialraeume is not None:
        for raumzeile in raeume:
            orte[f"sozialraum:{raumzeile.raum.name}"] = raumzeile.zeile.ort(SOZIALRAUM)
    if tabellen.indikatoren is not None:
        tabelle = tabellen.indikatoren
        for name, spalte in tabelle.kopf.weitere.items():
            orte[f"spalte:{name}"] = tabelle.kopfort(name)
            links = fundort(tabelle.blatt.name, 0, spalte).removesuffix("0")
            for raum, zeile in zeilen.items():
                orte[f"wert:{name}:{raum}"] = f"{links}{zeile.nummer}"
    return orte

"""Das Controlling für Tabellenkalkulationen: je Ort und Leistung eine Zeile."""

from sozialraum_cli.ausgabe.csv_ausgabe import EXCEL_DE, Dialekt, csv_bytes, immer
from sozialraum_cli.controlling.bericht import Bericht
from sozialraum_cli.groessen.controlling import ZEILE
from sozialraum_cli.groessen.groesse import spalten
from sozialraum_cli.modell import Wert


def controlling_csv(bericht: Bericht, dialekt: Dialekt = EXCEL_DE) -> bytes:
    """Spalten wie die Schlüssel in JSON; Zeitraum und Filter stehen in jeder Zeile.

    So lässt sich mit einer Pivot-Tabelle summieren.
    """
    zeitraum = bericht.controlling.zeitraum
    stand: dict[str, Wert] = {
        "jahr": zeitraum.jahr,
        "von": zeitraum.von.isoformat(),
        "bis": zeitraum.bis.isoformat(),
    }
    if bericht.filter.angaben:
        stand["filter"] = bericht.filter.satz
    zeilen = bericht.controlling.zeilen
    return csv_bytes([{**immer(stand, zeilen), **spalten(ZEILE, zeilen)}], dialekt)

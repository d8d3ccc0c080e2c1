"""Das Controlling für Tabellenkalkulationen: je Ort und Leistung eine Zeile."""

from sozialraum_cli.ausgabe.controlling_json import Controllingbericht, zeilenobjekt
from sozialraum_cli.ausgabe.csv_ausgabe import EXCEL_DE, Dialekt, csv_bytes


def controlling_csv(bericht: Controllingbericht, dialekt: Dialekt = EXCEL_DE) -> bytes:
    """Spalten wie die Schlüssel in JSON, dazu Region, Träger, Zuständigkeit und der Zeitraum.

    So lässt sich mit einer Pivot-Tabelle summieren; ein Filter steht in jeder Zeile.
    """
    zeitraum = bericht.controlling.zeitraum
    auswahl = ", ".join(f"{name} {wert}" for name, wert in bericht.filter.items())
    return csv_bytes(
        [
            {
                "jahr": zeitraum.jahr,
                "von": zeitraum.von.isoformat(),
                "bis": zeitraum.bis.isoformat(),
                **({"filter": auswahl} if auswahl else {}),
                "region": zeile.sozialraum.region if zeile.sozialraum else None,
                "traeger": zeile.sozialraum.traeger if zeile.sozialraum else None,
                "zustaendigkeit": zeile.sozialraum.zustaendigkeit if zeile.sozialraum else None,
                **zeilenobjekt(zeile),
                "begruendung": zeile.begruendung or None,
            }
            for zeile in bericht.controlling.zeilen
        ],
        dialekt,
    )

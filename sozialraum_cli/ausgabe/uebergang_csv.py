"""Der Übergang als CSV: je Jahr und Sozialraum eine Zeile."""

from sozialraum_cli.ausgabe.csv_ausgabe import EXCEL_DE, Dialekt, csv_bytes
from sozialraum_cli.ausgabe.uebergang_json import schutz_wirksam, sozialraum_objekte
from sozialraum_cli.rechnen.uebergang import Uebergang


def uebergang_csv(uebergang: Uebergang, dialekt: Dialekt = EXCEL_DE) -> bytes:
    """Spalten wie die Schlüssel in JSON; Jahr, Stand und Schutz stehen in jeder Zeile.

    So lässt sich mit einer Pivot-Tabelle nach Jahr und Region summieren.
    """
    verfahren = uebergang.jahre[0].ergebnis.eingabe.parameter.bestandsschutz_verfahren
    return csv_bytes(
        [
            {
                "jahr": jahr.jahr,
                "stand": str(jahr.stand),
                "bestandsschutz_verfahren": str(verfahren),
                "bestandsschutz_wirksam": schutz_wirksam(jahr),
                **zeile,
            }
            for jahr in uebergang.jahre
            for zeile in sozialraum_objekte(jahr)
        ],
        dialekt,
    )

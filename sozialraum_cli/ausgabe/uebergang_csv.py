"""Der Übergang als CSV: je Jahr und Sozialraum eine Zeile."""

from sozialraum_cli.ausgabe.csv_ausgabe import EXCEL_DE, Dialekt, csv_bytes
from sozialraum_cli.groessen.groesse import flach
from sozialraum_cli.groessen.uebergang import JAHRESZEILE, KOPF, jahreszeilen
from sozialraum_cli.rechnen.uebergang import Uebergang


def uebergang_csv(uebergang: Uebergang, dialekt: Dialekt = EXCEL_DE) -> bytes:
    """Spalten wie die Schlüssel in JSON; Jahr, Stand und Schutz stehen in jeder Zeile.

    So lässt sich mit einer Pivot-Tabelle nach Jahr und Region summieren.
    """
    verfahren = uebergang.jahre[0].ergebnis.eingabe.parameter.bestandsschutz_verfahren
    zeilen = []
    for jahr in uebergang.jahre:
        immer = flach(KOPF, jahr)
        wirksam = immer.pop("bestandsschutz_wirksam")
        immer |= {"bestandsschutz_verfahren": str(verfahren), "bestandsschutz_wirksam": wirksam}
        zeilen += [immer | flach(JAHRESZEILE, zeile) for zeile in jahreszeilen(jahr)]
    return csv_bytes(zeilen, dialekt)

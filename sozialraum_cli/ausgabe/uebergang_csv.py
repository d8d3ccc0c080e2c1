"""Der Übergang als CSV: je Jahr und Sozialraum eine Zeile."""

from sozialraum_cli.ausgabe.csv_ausgabe import EXCEL_DE, Dialekt, csv_bytes, immer
from sozialraum_cli.groessen.groesse import spalten
from sozialraum_cli.groessen.uebergang import JAHRESZEILE, KOPF, jahreszeilen
from sozialraum_cli.rechnen.uebergang import Uebergang


def uebergang_csv(uebergang: Uebergang, dialekt: Dialekt = EXCEL_DE) -> bytes:
    """Spalten wie die Schlüssel in JSON; Jahr, Stand und Schutz stehen in jeder Zeile.

    So lässt sich mit einer Pivot-Tabelle nach Jahr und Region summieren.
    """
    verfahren = uebergang.jahre[0].ergebnis.eingabe.parameter.bestandsschutz_verfahren
    tabellen = []
    for jahr in uebergang.jahre:
        kopf = {
            name: spalte.abschnitt(slice(1))[0] for name, spalte in spalten(KOPF, [jahr]).items()
        }
        wirksam = kopf.pop("bestandsschutz_wirksam")
        kopf |= {"bestandsschutz_verfahren": str(verfahren), "bestandsschutz_wirksam": wirksam}
        zeilen = jahreszeilen(jahr)
        tabellen.append({**immer(kopf, zeilen), **spalten(JAHRESZEILE, zeilen)})
    return csv_bytes(tabellen, dialekt)

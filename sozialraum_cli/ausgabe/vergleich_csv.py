"""Der Vergleich für Tabellenkalkulationen: je Sozialraum eine Zeile."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from sozialraum_cli.ausgabe.csv_ausgabe import EXCEL_DE, Dialekt, Spalten, csv_bytes, immer
from sozialraum_cli.groessen.groesse import spalten
from sozialraum_cli.groessen.vergleich import RAUM
from sozialraum_cli.modell import Wert
from sozialraum_cli.rechnen.vergleich import Raumvergleich, Vergleich


def vergleich_csv(vergleich: Vergleich, dialekt: Dialekt = EXCEL_DE) -> bytes:
    """Gemeinsame, neue und verschwundene Sozialräume; „vorhanden“ sagt, auf welcher Seite.

    Spalten wie die Schlüssel in JSON, Leistungen „stunden_alt NAME“, Ursachen „ursache NAME“.
    Jahr und Verfahren beider Seiten stehen in jeder Zeile.
    """
    alt, neu = (e.eingabe.parameter for e in (vergleich.alt, vergleich.neu))
    stand: dict[str, Wert] = {
        "jahr_alt": alt.jahr,
        "jahr_neu": neu.jahr,
        "schluesselverfahren_alt": str(alt.schluesselverfahren),
        "schluesselverfahren_neu": str(neu.schluesselverfahren),
        "bestandsschutz_verfahren_alt": str(alt.bestandsschutz_verfahren),
        "bestandsschutz_verfahren_neu": str(neu.bestandsschutz_verfahren),
    }
    return csv_bytes(
        [_spalten([*raeume], stand) for _, raeume in groupby(vergleich.alle, _form)], dialekt
    )


def _form(raum: Raumvergleich) -> tuple[str, tuple[str, ...]]:
    """Worin sich Zeilen gleichen müssen, um dieselben Spalten zu haben."""
    vorhanden = "nur_neu" if raum.ist_neu else "nur_alt" if raum.ist_verschwunden else "beide"
    return vorhanden, tuple(stunden.name for stunden in raum.veraenderung.leistungen)


def _spalten(raeume: Sequence[Raumvergleich], stand: Mapping[str, Wert]) -> Spalten:
    vorhanden, _ = _form(raeume[0])
    return {
        **immer({"vorhanden": vorhanden}, raeume),
        **spalten(RAUM, raeume),
        **immer(stand, raeume),
    }

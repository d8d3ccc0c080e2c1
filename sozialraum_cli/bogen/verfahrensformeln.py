"""Formeln, die fragen, was für das gewählte Verfahren gilt; das Verzeichnis gibt die Antwort."""

from decimal import Decimal

from sozialraum_cli.arbeitsmappe.auswahlzelle import gewaehlt, nicht_gewaehlt
from sozialraum_cli.bogen.satzvorlage import Satzgroesse
from sozialraum_cli.runden import HUNDERT
from sozialraum_cli.verfahren.schluessel import verzeichnis as schluessel
from sozialraum_cli.verfahren.schutz import verzeichnis as schutz
from sozialraum_cli.verfahren.schutz.schutzverfahren import Bestandsschutz
from sozialraum_cli.verfahren.schutz.verzeichnis import SCHUTZVERFAHREN

SCHUTZ = "bestandsschutz_verfahren"
SCHLUESSEL = "schluesselverfahren"

SCHUETZT = gewaehlt(SCHUTZ, schutz.namen(lambda v: v.schuetzt))
BRAUCHT_WERT = gewaehlt(SCHUTZ, schutz.namen(lambda v: v.schuetzt and v.vorgabe is None))
SCHMILZT_NIE = gewaehlt(SCHUTZ, schutz.namen(lambda v: v.schuetzt and not v.abschmelzbar))
SCHUETZT_NICHT = gewaehlt(SCHUTZ, schutz.namen(lambda v: not v.schuetzt))
NICHT_ABSCHMELZBAR = nicht_gewaehlt(SCHUTZ, schutz.namen(lambda v: v.abschmelzbar))
MIT_MINDESTBETRAG = gewaehlt(SCHUTZ, schutz.namen(lambda v: v.mit_mindestbetrag))
OHNE_HOECHSTBETRAG = nicht_gewaehlt(SCHUTZ, schutz.namen(lambda v: v.mit_hoechstbetrag))
AUS_ZUSATZMITTELN = gewaehlt(SCHUTZ, schutz.namen(lambda v: v.aus_zusatzmitteln))
MIT_BASIS = gewaehlt(SCHLUESSEL, schluessel.namen(lambda v: v.mit_basis))
QUOTE_MIT_BEZUG = gewaehlt(SCHLUESSEL, schluessel.namen(lambda v: v.quote_mit_bezug))
OHNE_BASIS = gewaehlt(SCHLUESSEL, schluessel.namen(lambda v: not v.mit_basis))


def kennwertgroessen(schutz_: Bestandsschutz) -> dict[str, Satzgroesse]:
    """Alle Kennwerte der Verfahren für Sätze; was nicht gilt, ist 0."""
    return {
        kennwert.name: (f"N({kennwert.name})", schutz_.kennwerte.get(kennwert.name, Decimal(0)))
        for verfahren in SCHUTZVERFAHREN.values()
        for kennwert in verfahren.alle_kennwerte
    }


def bestandsschutz_angegeben() -> str:
    """Der angegebene Bestandsschutz, leer die Vorgabe des Verfahrens."""
    formel = "bestandsschutz"
    for name, verfahren in SCHUTZVERFAHREN.items():
        if verfahren.vorgabe is not None:
            leer = f'AND(bestandsschutz="",{gewaehlt(SCHUTZ, [name])})'
            formel = f"IF({leer},{verfahren.vorgabe / HUNDERT},{formel})"
    return formel

"""Die Parameter, wie sie gelten: Wert, Einheit und Herkunft, auch wo niemand etwas angab."""

from dataclasses import dataclass
from decimal import Decimal

from sozialraum_cli.modell import Wert
from sozialraum_cli.parameter import NICHT_ANGEGEBEN, VORGABE, parameterangabe
from sozialraum_cli.parameter import werte as parameterwerte
from sozialraum_cli.parameterangabe import Parameterangabe, Wertart
from sozialraum_cli.rechnen.berechnung import Ergebnis
from sozialraum_cli.rechnen.bestandsschutz import bestandsschutz_angegeben
from sozialraum_cli.runden import CENT, kaufmaennisch
from sozialraum_cli.zahlen import ohne_endnullen


@dataclass(frozen=True, slots=True)
class GeltenderParameter:
    """Prozente als 70, Beträge mit zwei Nachkommastellen; einheit None heißt: ohne."""

    wert: Wert
    einheit: str | None
    herkunft: str


def geltende_parameter(ergebnis: Ergebnis) -> dict[str, GeltenderParameter]:
    """Alle Parameter unter ihrem Namen, Leistungen unter leistung:NAME, wie im Blatt geordnet.

    Eine Vorgabe, die vom Verfahren abhängt, steht mit ihrem wirksamen Wert da.
    """
    parameter = ergebnis.eingabe.parameter
    werte = parameterwerte(parameter)
    if parameter.spreizung is None:
        werte["spreizung"] = ergebnis.schluessel.spreizung
    if parameter.verteilungsbasis is None:
        werte["verteilungsbasis"] = ergebnis.schluessel.verteilungsbasis
    werte["bestandsschutz"] = bestandsschutz_angegeben(parameter)
    angaben = {name: parameterangabe(name) for name in werte}
    return {
        name: GeltenderParameter(
            _wert(wert, angaben[name]),
            angaben[name].einheit or None,
            _herkunft(wert, parameter.herkunft[name]),
        )
        for name, wert in werte.items()
    }


def geld(betrag: Decimal | None) -> Decimal | None:
    """Ein Betrag mit genau zwei Nachkommastellen (€), None bleibt None."""
    return None if betrag is None else kaufmaennisch(betrag, CENT)


def _herkunft(wert: Wert, herkunft: str) -> str:
    """Hat ein nicht angegebener Parameter doch einen Wert, gibt ihn das Verfahren vor."""
    return VORGABE if herkunft == NICHT_ANGEGEBEN and wert is not None else herkunft


def _wert(wert: Wert, angabe: Parameterangabe) -> Wert:
    if isinstance(wert, Decimal):
        return geld(wert) if angabe.wertart is Wertart.BETRAG else ohne_endnullen(wert)
    return str(wert) if isinstance(wert, str) else wert

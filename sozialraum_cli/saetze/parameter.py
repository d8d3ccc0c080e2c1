"""Die geltenden Parameter in Sätzen: welches Verfahren gilt und woher jeder Wert kommt."""

from decimal import Decimal

from sozialraum_cli.rechnen.berechnung import Ergebnis
from sozialraum_cli.rechnen.bestandsschutz import verfahren_des_schutzes
from sozialraum_cli.rechnen.geltende_parameter import geltende_parameter
from sozialraum_cli.runden import kaufmaennisch
from sozialraum_cli.zahlen import knapp, prozent


def gerechnet_nach(ergebnis: Ergebnis) -> str:
    """Wie gerechnet ist: „Schlüsselverfahren anteile, Bestandsschutz anteilig 70 %“."""
    schluessel = ergebnis.eingabe.parameter.schluesselverfahren
    return f"Schlüsselverfahren {schluessel}, Bestandsschutz {schutz(ergebnis)}"


def herkunft(ergebnis: Ergebnis) -> str:
    """Woher jeder Parameter kommt; was im Blatt steht, steht dort mit seinem Wert."""
    gruppen: dict[str, list[str]] = {}
    im_blatt = False
    for name, parameter in geltende_parameter(ergebnis).items():
        if "!" in parameter.herkunft:
            im_blatt = True
        elif parameter.wert is not None:
            wert = parameter.wert
            text = knapp(wert) if isinstance(wert, Decimal) else str(wert)
            einheit = f" {parameter.einheit}" if parameter.einheit else ""
            gruppen.setdefault(parameter.herkunft, []).append(f"{name} {text}{einheit}")
    teile = [f"{herkunft}: {', '.join(namen)}" for herkunft, namen in gruppen.items()]
    if im_blatt:
        teile.append("alle anderen: Blatt Parameter" if teile else "Blatt Parameter")
    return f"Herkunft der Parameter: {'; '.join(teile)}."


def schutz(ergebnis: Ergebnis) -> str:
    """Verfahren und Wert: „anteilig 70 %“, „defizitausgleich 100 %, abgeschmolzen auf 75 %“."""
    parameter, gilt = ergebnis.eingabe.parameter, ergebnis.schutz
    verfahren = parameter.bestandsschutz_verfahren
    if gilt.bestandsschutz_wirksam is None:
        return verfahren
    wirksam = prozent(kaufmaennisch(gilt.bestandsschutz_wirksam))
    if gilt.abschmelzungsfaktor == 1:
        text = f"{verfahren} {wirksam}"
    else:
        voll = geltende_parameter(ergebnis)["bestandsschutz"].wert
        text = f"{verfahren} {prozent(Decimal(voll or 0))}, abgeschmolzen auf {wirksam}"
    mit_obergrenze = verfahren_des_schutzes(parameter).mit_hoechstbetrag
    if mit_obergrenze and parameter.hoechstgewinn is not None:
        text += f", Höchstgewinn {prozent(parameter.hoechstgewinn)}"
    return text

"""Was an den Parametern eines Bogens nicht stimmt, als Formeln aus ihrem Verzeichnis."""

from collections.abc import Sequence
from decimal import Decimal

from sozialraum_cli.arbeitsmappe.auswahlzelle import nicht_gewaehlt
from sozialraum_cli.arbeitsmappe.bezug import falsches_format, ort, suchform
from sozialraum_cli.bogen.verfahrensformeln import BRAUCHT_WERT, SCHMILZT_NIE
from sozialraum_cli.bogen.zuordnung import Zuordnung, parameternamen
from sozialraum_cli.eingabemappe.eingabeblaetter import PARAMETER
from sozialraum_cli.modell import Parameter
from sozialraum_cli.parameter import LEISTUNG_PRAEFIX, parameterangabe, werte
from sozialraum_cli.parameterangabe import Parameterangabe, Wertart
from sozialraum_cli.zahlen import knapp

_HUNDERT = Decimal(100)

# Bedingung und Text je Regel.
_Regel = tuple[str, str]


def parameterbefunde(zuordnung: Zuordnung, parameter: Parameter) -> list[str]:
    """Je Parameter eine Formel: der Befund mit seiner Zelle, leer, wenn er stimmt."""
    leistungen = [name for name, _ in parameter.leistungen]
    return [
        _befund(zuordnung, k, zelle, parameterangabe(name), _weitere(name, zelle, leistungen))
        for k, (name, zelle) in enumerate(
            zip(werte(parameter), parameternamen(parameter), strict=True)
        )
    ]


def _befund(
    zuordnung: Zuordnung, k: int, zelle: str, angabe: Parameterangabe, weitere: Sequence[_Regel]
) -> str:
    fehlt = (
        f"ISNA({zuordnung.eigene('zeile_parameter', k)})",
        f'"{PARAMETER}: „"&{zuordnung.eigene("parameter", k)}&"“ fehlt"',
    )
    leer = _leer_ist_falsch(angabe)
    einzeln = (
        f"IF(ISBLANK({zelle}),{leer},{_falsch(angabe, zelle)})",
        f'{ort(PARAMETER, zelle)}&": {_erlaubt(angabe)}"',
    )
    formel = '""'
    for falsch, text in (*reversed(weitere), einzeln, fehlt):
        formel = f"IF({falsch},{text},{formel})"
    return f'IFERROR({formel},{ort(PARAMETER, zelle)}&": Fehler")'


def _leer_ist_falsch(angabe: Parameterangabe) -> str:
    """Auch was eine Vorgabe hat, steht im Bogen: leer hieße dort 0 und nicht die Vorgabe."""
    if angabe.name == "bestandsschutz":
        return BRAUCHT_WERT
    noetig = angabe.pflicht or angabe.vorgabe is not None
    return "TRUE" if noetig or angabe.name.startswith(LEISTUNG_PRAEFIX) else "FALSE"


def _falsch(angabe: Parameterangabe, zelle: str) -> str:
    if angabe.wertart is Wertart.TEXT:
        return f"ISERROR({zelle})"
    if angabe.wertart is Wertart.WAHL:
        return nicht_gewaehlt(zelle, angabe.wahl)
    if angabe.wertart is Wertart.SPALTE:
        return f"ISNA(MATCH({suchform(zelle, '').formel},suchform_spalten,0))"
    if angabe.wahl:
        erlaubt = ",".join(f"{zelle}={wert}" for wert in angabe.wahl)
        return f"IF(ISNUMBER({zelle}),OR(NOT(OR({erlaubt})),{falsches_format(zelle)}),TRUE)"
    grenzen = [falsches_format(zelle, prozent=angabe.wertart is Wertart.PROZENT)]
    if angabe.minimum is not None:
        zeichen = "<=" if angabe.ueber_null else "<"
        grenzen.append(f"{zelle}{zeichen}{_wie_in_der_zelle(angabe, angabe.minimum)}")
    if angabe.maximum is not None:
        grenzen.append(f"{zelle}>{_wie_in_der_zelle(angabe, angabe.maximum)}")
    if angabe.wertart in {Wertart.JAHR, Wertart.GANZZAHL}:
        grenzen.append(f"INT({zelle})<>{zelle}")
    return f"IF(ISNUMBER({zelle}),OR({','.join(grenzen)}),TRUE)"


def _wie_in_der_zelle(angabe: Parameterangabe, grenze: Decimal) -> str:
    return f"{grenze / _HUNDERT if angabe.wertart is Wertart.PROZENT else grenze:f}"


def _erlaubt(angabe: Parameterangabe) -> str:
    if angabe.wertart is Wertart.TEXT:
        return "ein Fehler statt eines Texts"
    if angabe.wahl:
        zahlen = angabe.wertart is not Wertart.WAHL
        werte = (wert.replace(".", ",") if zahlen else f"„{wert}“" for wert in angabe.wahl)
        return f"erlaubt ist nur {' · '.join(werte)}"
    if angabe.wertart is Wertart.SPALTE:
        return "keine Spalte des Blatts Indikatoren"
    unten = f"über {knapp(angabe.minimum or Decimal(0))}" if angabe.ueber_null else None
    einheit = f" {angabe.einheit}" if angabe.einheit else ""
    zeigen = str if angabe.wertart is Wertart.JAHR else knapp
    unten = unten or f"ab {zeigen(angabe.minimum or Decimal(0))}"
    oben = "" if angabe.maximum is None else f" bis {zeigen(angabe.maximum)}"
    art = "ganze Zahl" if angabe.wertart is Wertart.GANZZAHL else "Zahl"
    formen = {Wertart.PROZENT: " im Prozentformat", Wertart.ZAHL: " ohne Prozentformat"}
    form = formen.get(angabe.wertart, "")
    return f"nötig ist eine {art} {unten}{oben}{einheit}{form}"


def _weitere(name: str, zelle: str, leistungen: Sequence[str]) -> list[_Regel]:
    """Regeln, die mehr als einen Parameter betreffen."""
    hier = ort(PARAMETER, zelle)
    summe = "+".join(f"leistung_{nummer}" for nummer in range(1, len(leistungen) + 1))
    andere = {
        "abschmelzung_beginn": "abschmelzung_jahre",
        "abschmelzung_jahre": "abschmelzung_beginn",
    }
    regeln: dict[str, list[_Regel]] = {
        "gesamtbudget": [
            (
                f"ROUND(ROUND({zelle}/rundung,0)*rundung-{zelle},6)<>0",
                f'{hier}&": kein Vielfaches der Rundung"',
            )
        ],
        "sockelbetrag": [
            (
                f"ROUND(ROWS(suchform)*{zelle}-gesamtbudget,6)>0",
                f'{hier}&": alle Sockelbeträge zusammen übersteigen das Gesamtbudget"',
            )
        ],
        f"{LEISTUNG_PRAEFIX}{leistungen[0]}": [
            (f"ROUND({summe}-1,9)<>0", f'{hier}&": die Leistungen ergeben nicht 100 %"')
        ],
        "budget_2": [
            (f"ROUND({zelle},2)<>{zelle}", f'{hier}&": Bruchteile eines Cents"'),
        ],
        **{
            eins: [
                (
                    f"ISBLANK({zelle})<>ISBLANK({zwei})",
                    f'{hier}&": Beginn und Dauer der Abschmelzung gehören zusammen"',
                ),
                (
                    f"AND(NOT(ISBLANK({zelle})),{SCHMILZT_NIE})",
                    f'{hier}&": dieser Schutz lässt sich nicht abschmelzen"',
                ),
            ]
            for eins, zwei in andere.items()
        },
    }
    return regeln.get(name, [])

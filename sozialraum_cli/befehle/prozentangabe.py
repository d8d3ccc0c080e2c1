"""Ein Prozentwert von der Befehlszeile, gelesen wie in der Mappe."""

from decimal import Decimal

import typer

# Eine Steigerung um mehr oder ein solches Ziel ist nicht gemeint: 1 heißt 1 %, 0,02 vielleicht 2 %.
ZEHN_PROZENT = Decimal(10)


def prozentangabe(text: str, option: str, *, ueblich: Decimal = Decimal(100)) -> Decimal:
    """Der Wert in %.

    Eingang: ueblich: mehr ist mit dieser Option nie gemeint. Fehler: typer.BadParameter, wenn der
    Text kein Prozentwert ist oder mehrdeutig.
    """
    from sozialraum_cli.eingabe.parameterwert import mehrdeutiges_prozent
    from sozialraum_cli.eingabe.unlesbar import Unlesbar
    from sozialraum_cli.eingabe.zahl import Einheit, zahl_lesen

    gelesen = zahl_lesen(text, statistik=False, beispiel="5")
    if not isinstance(gelesen, Unlesbar):
        gelesen = mehrdeutiges_prozent(gelesen, ueblich=ueblich) or gelesen
    if isinstance(gelesen, Unlesbar):
        raise typer.BadParameter(f"{gelesen.grund}. {gelesen.abhilfe}", param_hint=option)
    if gelesen.einheit not in {Einheit.OHNE, Einheit.PROZENT}:
        raise typer.BadParameter(
            f"„{text}“ steht in {gelesen.einheit}; gemeint ist ein Prozentwert.", param_hint=option
        )
    return gelesen.wert

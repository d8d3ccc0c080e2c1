"""Ein Prozentwert von der Befehlszeile, gelesen wie in der Mappe."""

from decimal import Decimal

import typer


def prozentangabe(text: str, option: str) -> Decimal:
    """Der Wert in %; Fehler: typer.BadParameter, wenn der Text keiner ist oder mehrdeutig."""
    from sozialraum_cli.eingabe.parameterwert import mehrdeutiges_prozent
    from sozialraum_cli.eingabe.unlesbar import Unlesbar
    from sozialraum_cli.eingabe.zahl import Einheit, zahl_lesen

    gelesen = zahl_lesen(text, statistik=False, beispiel="5")
    if not isinstance(gelesen, Unlesbar):
        gelesen = mehrdeutiges_prozent(gelesen) or gelesen
    if isinstance(gelesen, Unlesbar):
        raise typer.BadParameter(f"{gelesen.grund}. {gelesen.abhilfe}", param_hint=option)
    if gelesen.einheit not in {Einheit.OHNE, Einheit.PROZENT}:
        raise typer.BadParameter("Gemeint ist ein Prozentwert.", param_hint=option)
    return gelesen.wert

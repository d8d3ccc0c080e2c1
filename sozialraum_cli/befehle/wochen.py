"""Vertragswochen im Jahr von der Befehlszeile."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated

import typer

_NAME = "wochen_je_jahr"
Vertragswochen = Annotated[
    str | None,
    typer.Option(
        "--wochen-je-jahr",
        metavar="ZAHL",
        help="Vertragswochen im Jahr, zum Beispiel 44; ohne Angabe zählt der Kalender.",
    ),
]


def wochen_lesen(option: str | None, setze: Sequence[str] = ()) -> Decimal | None:
    """Die Vertragswochen aus --wochen-je-jahr, sonst aus --setze wochen_je_jahr=ZAHL.

    Fehler: typer.BadParameter, wenn es keine Zahl von Wochen ist oder --setze anderes setzt.
    """
    from sozialraum_cli.controlling.zuordnungsdatei import wochen_gueltig
    from sozialraum_cli.eingabe.unlesbar import Unlesbar
    from sozialraum_cli.eingabe.zahl import zahl_lesen

    angaben = [(text.partition("="), "--setze") for text in setze]
    for (name, _, _), angabe in angaben:
        if name.strip() != _NAME:
            raise typer.BadParameter(
                f"„{name.strip()}“ lässt sich hier nicht setzen, nur {_NAME}; alles andere steht "
                "im Bogen.",
                param_hint=angabe,
            )
    texte = [(wert, angabe) for (_, _, wert), angabe in angaben]
    if option is not None:
        texte.append((option, "--wochen-je-jahr"))
    wochen = None
    for text, angabe in texte:
        zahl = zahl_lesen(text, statistik=False)
        if isinstance(zahl, Unlesbar) or not wochen_gueltig(zahl.wert):
            raise typer.BadParameter(
                f"„{text}“ ist keine Zahl von Wochen über 0 und bis 53, zum Beispiel 44.",
                param_hint=angabe,
            )
        wochen = zahl.wert
    return wochen

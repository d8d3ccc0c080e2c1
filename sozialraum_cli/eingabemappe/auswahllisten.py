"""Die Auswahllisten der Eingabeblätter; ihre Fehlermeldungen sind deutsch."""

from collections.abc import Iterable, Sequence
from typing import Literal

from openpyxl.worksheet.datavalidation import DataValidation

from sozialraum_cli.arbeitsmappe.tabellenblatt import Blatttabelle
from sozialraum_cli.eingabeblatt import GEWICHTUNG, INDIKATOREN, PARAMETER, SOZIALRAEUME
from sozialraum_cli.modell import Art, Richtung
from sozialraum_cli.namen import oder
from sozialraum_cli.parameterangabe import Parameterangabe, Wertart


def auswahllisten_anlegen(
    raeume: Blatttabelle,
    werte: Blatttabelle,
    gewichte: Blatttabelle,
    stellschrauben: Blatttabelle,
    angaben: Sequence[Parameterangabe],
) -> None:
    spalten, spalte = werte.kopf(ab=2), "eine Überschrift des Blatts Indikatoren"
    namen = raeume.auswahl(SOZIALRAEUME.nummer("name"))
    name = werte.eingabe(INDIKATOREN.nummer("name"))
    _liste(werte, name, namen, "einen Namen des Blatts Sozialräume")
    for feld, auswahl, erlaubt, leer in (
        ("name", spalten, spalte, False),
        ("art", _aufzaehlung(Art), oder(Art), False),
        ("bezugsgroesse", spalten, spalte, True),
        ("richtung", _aufzaehlung(Richtung), oder(Richtung), False),
    ):
        bereich = gewichte.eingabe(GEWICHTUNG.nummer(feld))
        _liste(gewichte, bereich, auswahl, erlaubt, leer=leer)
    wert = PARAMETER.nummer("wert")
    for nummer, angabe in enumerate(angaben):
        zelle = stellschrauben.zelle(nummer, wert).coordinate
        if angabe.wertart is Wertart.SPALTE:
            _liste(stellschrauben, zelle, spalten, spalte, leer=True)
        elif angabe.wertart is Wertart.WAHL:
            _liste(stellschrauben, zelle, _aufzaehlung(angabe.wahl), oder(angabe.wahl))
        elif angabe.wahl:
            # Keine Liste: 0.01 darin gälte einer deutschen Tabellenkalkulation als Text.
            probe = ",".join(f"{zelle}={wahl}" for wahl in angabe.wahl)
            zahlen = " · ".join(wahl.replace(".", ",") for wahl in angabe.wahl)
            _regel(stellschrauben, zelle, "custom", f"OR({probe})", f"eine der Zahlen {zahlen}")


def _aufzaehlung(wahl: Iterable[str]) -> str:
    return f'"{",".join(wahl)}"'


def _liste(
    tabelle: Blatttabelle, bereich: str, auswahl: str, erlaubt: str, *, leer: bool = False
) -> None:
    _regel(tabelle, bereich, "list", auswahl, erlaubt, leer=leer)


def _regel(
    tabelle: Blatttabelle,
    bereich: str,
    art: Literal["list", "custom"],
    formel: str,
    erlaubt: str,
    *,
    leer: bool = False,
) -> None:
    """`leer`: die Zelle darf auch leer bleiben; wo sie gebraucht wird, lädt nichts dazu ein."""
    regel = DataValidation(
        type=art,
        formula1=formel,
        allow_blank=leer,
        showErrorMessage=True,
        errorTitle="Das passt hier nicht",
        error=f"Bitte {erlaubt} eintragen{' oder die Zelle leeren' if leer else ''}.",
        sqref=bereich.replace("$", ""),
    )
    if art == "custom":
        regel.showInputMessage = True
        regel.prompt = f"Erlaubt ist {erlaubt}."
    tabelle.blatt.add_data_validation(regel)

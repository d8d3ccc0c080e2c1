"""`sozialraum pruefen`: alle Befunde einer oder vieler Mappen, ohne etwas zu schreiben."""

import sys
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sozialraum_cli.befehle.app import befehl
from sozialraum_cli.befehle.eingabelauf import (
    bogen_nachrechnen,
    ergebnis_rechnen,
    gepruefte_eingabe,
    mit_ganzer_mappe,
    rechenmappe_lesen,
)
from sozialraum_cli.befehle.fortschritt import anzeigen, schritt
from sozialraum_cli.befehle.mappenauswahl import mappen_auswaehlen
from sozialraum_cli.befehle.melden import bytes_zeigen, zeigen
from sozialraum_cli.befehle.stapel import prozesse, verteilen
from sozialraum_cli.befund import Befund, Datenfehler, hat_fehler

if TYPE_CHECKING:
    from sozialraum_cli.befehle.mappenauswahl import Mappenauswahl
    from sozialraum_cli.lesen.mappe import Mappe


class Pruefformat(StrEnum):
    """Wie die Befunde auf stdout stehen."""

    TABELLE = "tabelle"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class _Geprueft:
    """Die Befunde einer Mappe und, wenn sie ein Bogen ist, wie viele seiner Zellen stimmen."""

    befunde: list[Befund]
    bogen: str = ""


@befehl(
    "sozialraum pruefen daten.xlsx",
    "sozialraum pruefen *.xlsx",
    "sozialraum pruefen daten.xlsx --wirkung",
)
def pruefen(
    daten: Annotated[
        list[Path],
        typer.Argument(
            readable=False,
            metavar="DATEN...",
            show_default=False,
            help="Eingabemappe (.xlsx oder .ods) oder Bogen; mehrere auch mit Platzhalter: *.xlsx.",
        ),
    ],
    format_: Annotated[
        Pruefformat,
        typer.Option(
            "--format",
            metavar="FORMAT",
            show_default=False,
            help="Befunde als tabelle (Vorgabe) oder json; bei mehreren Mappen je Mappe eine Zeile "
            "mit ihrem Namen.",
        ),
    ] = Pruefformat.TABELLE,
    wirkung: Annotated[
        bool,
        typer.Option(
            "--wirkung",
            help="Zu jedem Befund über einen Wert zeigen, was er in Euro ausmacht, die größte "
            "Wirkung zuerst.",
        ),
    ] = False,
) -> None:
    """Mappen prüfen und alle Befunde zeigen, ohne etwas zu schreiben.

    Rückgabewert 0: alle lassen sich berechnen; 1: mindestens ein Fehler.
    """
    auswahl = mappen_auswaehlen(daten, mit_boegen=True)
    if wirkung:
        _mit_wirkung(auswahl, format_)
        return
    # Zu einer Angabe, hinter der keine Datei steht, gehört keine Mappe.
    fehlend = {Path(befund.fundort or ""): _Geprueft([befund]) for befund in auswahl.befunde}
    anzahl = len({*auswahl.pfade, *fehlend})
    geprueft: dict[Path, _Geprueft] = {}
    # Auf dem Bildschirm stünden die Zeilen mitten im Fortschritt.
    zeilenweise = format_ is Pruefformat.JSON and sys.stdout.isatty()
    with (
        anzeigen(leise=zeilenweise),
        closing(verteilen(_pruefen, auswahl.pfade, prozesse(auswahl.pfade))) as urteile,
    ):
        for pfad, mappe in chain(zip(auswahl.pfade, urteile, strict=True), fehlend.items()):
            geprueft[pfad] = mappe
            if format_ is Pruefformat.JSON:
                _als_json(pfad, mappe, einzeln=anzahl == 1)
    if format_ is Pruefformat.TABELLE:
        if anzahl == 1:
            _als_text(*geprueft.values())
        else:
            _alle_als_text(geprueft)
    if any(hat_fehler(mappe.befunde) for mappe in geprueft.values()):
        raise typer.Exit(1)


def _pruefen(pfad: Path) -> _Geprueft:
    schritt("Lesen", pfad.name)
    try:
        return mit_ganzer_mappe(_rechenmappe_pruefen, rechenmappe_lesen(pfad))
    except Datenfehler as ausnahme:
        return _Geprueft([*ausnahme.befunde])


def _mappe_pruefen(mappe: "Mappe") -> _Geprueft:
    try:
        return _rechenmappe_pruefen(mappe)
    except Datenfehler as ausnahme:
        return _Geprueft([*ausnahme.befunde])


def _rechenmappe_pruefen(mappe: "Mappe") -> _Geprueft:
    ergebnis, befunde = ergebnis_rechnen(*gepruefte_eingabe(mappe))
    vom_bogen, urteil = bogen_nachrechnen(mappe, ergebnis)
    return _Geprueft([*befunde, *vom_bogen], urteil)


def _mit_wirkung(auswahl: "Mappenauswahl", format_: Pruefformat) -> None:
    """Eine Mappe mit der Wirkung jedes Befunds; Fehler: typer.BadParameter bei mehreren."""
    from sozialraum_cli.ausgabe.wirkung import wirkungen_json, wirkungen_zeigen
    from sozialraum_cli.befehle.wirkungslauf import wirkungen
    from sozialraum_cli.entscheiden.befundwirkung import Befundwirkung
    from sozialraum_cli.lesen.mappendatei import mappe_lesen

    if len(auswahl.pfade) + len(auswahl.befunde) != 1:
        raise typer.BadParameter("Das geht nur für eine einzelne Mappe.", param_hint="--wirkung")
    try:
        mappe = mappe_lesen(*auswahl.pfade) if auswahl.pfade else None
        ergebnis = [] if mappe is None else wirkungen(mappe, _mappe_pruefen(mappe).befunde)
        ergebnis += [Befundwirkung(befund, None, None) for befund in auswahl.befunde]
    except Datenfehler as ausnahme:
        ergebnis = [Befundwirkung(befund, None, None) for befund in ausnahme.befunde]
    if format_ is Pruefformat.JSON:
        bytes_zeigen(wirkungen_json(ergebnis))
    else:
        wirkungen_zeigen(ergebnis, sys.stdout)
    if hat_fehler(eintrag.befund for eintrag in ergebnis):
        raise typer.Exit(1)


def _als_json(pfad: Path, mappe: _Geprueft, *, einzeln: bool) -> None:
    from sozialraum_cli.ausgabe.json_ausgabe import pruefung_json, zeile_mit_datei

    zeile = pruefung_json(mappe.befunde)
    bytes_zeigen(zeile if einzeln else zeile_mit_datei(pfad, zeile))
    sys.stdout.flush()  # die nächste Mappe kann dauern


def _als_text(geprueft: _Geprueft) -> None:
    from sozialraum_cli.ausgabe.befunde import befunde_zeigen

    schluss = "" if hat_fehler(geprueft.befunde) else "Die Mappe lässt sich berechnen."
    befunde_zeigen(geprueft.befunde, sys.stdout, f"{schluss} {geprueft.bogen}".strip())


def _alle_als_text(geprueft: Mapping[Path, _Geprueft]) -> None:
    for pfad, mappe in geprueft.items():
        zeigen(str(pfad))
        _als_text(mappe)
        zeigen("")
    gescheitert = [str(pfad) for pfad, mappe in geprueft.items() if hat_fehler(mappe.befunde)]
    if gescheitert:
        gut = len(geprueft) - len(gescheitert)
        zeigen(
            f"{gut} von {len(geprueft)} Mappen lassen sich berechnen, nicht: "
            f"{', '.join(gescheitert)}."
        )
    else:
        zeigen(f"Alle {len(geprueft)} Mappen lassen sich berechnen.")

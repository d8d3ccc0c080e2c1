"""`sozialraum szenarien`: Varianten nebeneinander, auch der kleinste Schutz für ein Ziel."""

import re
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sozialraum_cli.befehle.angaben import (
    Ausgabeformat,
    Budgets,
    CsvDialekt,
    CsvDialektangabe,
    Daten,
    Format,
    Leise,
    Setze,
    Ueberschreiben,
    dateiformat,
    dialekt_fuer,
)
from sozialraum_cli.befehle.app import befehl
from sozialraum_cli.befehle.eingabelauf import versuchen
from sozialraum_cli.befehle.melden import bytes_zeigen, fehler_melden, geschrieben_melden, konsole
from sozialraum_cli.befehle.setzen import gesetzt
from sozialraum_cli.befehle.ziel import ergebnis_ziel
from sozialraum_cli.befund import Befund, Datenfehler

if TYPE_CHECKING:
    from sozialraum_cli.entscheiden.szenarien import Szenarien


@befehl(
    "sozialraum szenarien daten.xlsx --bestandsschutz 0,25,50",
    "sozialraum szenarien daten.xlsx --verfahren anteilig,kappung",
    "sozialraum szenarien daten.xlsx --hoechstverlust-ziel 5",
    "sozialraum szenarien daten.xlsx --szenarien varianten.toml --ausgabe varianten.xlsx",
)
def szenarien(
    daten: Daten,
    bestandsschutz: Annotated[
        str | None,
        typer.Option(
            "--bestandsschutz",
            metavar="WERTE",
            help="Werte in Prozent, mit Komma getrennt: 0,25,50; mit Nachkommastellen durch "
            "Semikolon: 12,5;25.",
        ),
    ] = None,
    verfahren: Annotated[
        str | None,
        typer.Option(
            "--verfahren",
            metavar="NAMEN",
            help="Schutzverfahren, mit Komma getrennt: anteilig,kappung.",
        ),
    ] = None,
    szenarien_: Annotated[
        Path | None,
        typer.Option(
            "--szenarien",
            readable=False,
            metavar="TOML",
            help="Benannte Varianten: je [[variante]] name, Parameter und die Tabelle gewichte.",
        ),
    ] = None,
    hoechstverlust_ziel: Annotated[
        str | None,
        typer.Option(
            "--hoechstverlust-ziel",
            metavar="PROZENT",
            help="Je Verfahren den kleinsten Schutz suchen, bei dem niemand mehr verliert.",
        ),
    ] = None,
    budgets: Budgets = None,
    setze: Setze = None,
    ausgabe: Annotated[
        Path | None,
        typer.Option(
            "--ausgabe",
            readable=False,
            metavar="ZIEL",
            help="Die Varianten auch schreiben: als Mappe mit Diagramm (.xlsx), .csv oder .json.",
        ),
    ] = None,
    format_: Ausgabeformat = Format.TABELLE,
    csv_dialekt: CsvDialektangabe = None,
    leise: Leise = False,
    ueberschreiben: Ueberschreiben = False,
) -> None:
    """Dieselbe Mappe in mehreren Varianten rechnen und nebeneinander zeigen.

    Nicht machbare Varianten bleiben mit ihrem Grund in der Tabelle. Geschrieben wird nur mit
    --ausgabe.
    """
    dialekt = dialekt_fuer(format_, csv_dialekt, ausgabe)
    namen, werte = _verfahren(verfahren), _werte(bestandsschutz)
    ziel = _ziel(hoechstverlust_ziel)
    if not (namen or werte or szenarien_ or ziel is not None):
        raise typer.BadParameter(
            "Es fehlt, was verglichen werden soll: --bestandsschutz, --verfahren, --szenarien "
            "oder --hoechstverlust-ziel."
        )
    setzungen = gesetzt(setze or (), {})
    with fehler_melden(leise=leise):
        from sozialraum_cli.befehle.variantenlauf import (
            Ausgangslage,
            szenarien_rechnen,
            vorgaben_bilden,
        )
        from sozialraum_cli.eingabe.szenariendatei import BEISPIEL, varianten_lesen
        from sozialraum_cli.lesen.mappendatei import mappe_lesen
        from sozialraum_cli.lesen.tomldatei import toml_lesen
        from sozialraum_cli.verfahren.schutz.verzeichnis import SCHUTZVERFAHREN

        befunde: list[Befund] = [
            *ergebnis_ziel(ausgabe, [daten, budgets, szenarien_], ueberschreiben=ueberschreiben)
        ]
        mappe = versuchen(befunde, mappe_lesen, daten)
        zweite = versuchen(befunde, mappe_lesen, budgets)
        vorgaben = [
            *(
                versuchen(befunde, lambda p: varianten_lesen(toml_lesen(p, BEISPIEL)), szenarien_)
                or ()
            )
        ]
        if mappe is None or befunde:
            raise Datenfehler(befunde)
        # Mit einem Ziel nennt --verfahren die Verfahren, für die es gesucht wird.
        if werte or (namen and ziel is None):
            vorgaben = [*vorgaben_bilden(namen, werte), *vorgaben]
        ergebnis = szenarien_rechnen(
            Ausgangslage(mappe, zweite, setzungen), vorgaben, ziel, namen or tuple(SCHUTZVERFAHREN)
        )
        if ausgabe:
            from sozialraum_cli.befehle.stand import quelle_bilden
            from sozialraum_cli.bogen.szenarienmappe import szenarienmappe
            from sozialraum_cli.bogen.umfang import zu_gross
            from sozialraum_cli.dateien import sicher_schreiben

            if dateiart := dateiformat(ausgabe):
                inhalt = _als_bytes(ergebnis, dateiart, dialekt)
            else:
                eingaben = (v.ergebnis.eingabe for v in ergebnis.varianten if v.ergebnis)
                if gross := dict.fromkeys(b for eingabe in eingaben for b in zu_gross(eingabe)):
                    raise Datenfehler(gross)
                inhalt = szenarienmappe(ergebnis, quelle_bilden(mappe, ergebnis.jahr, zweite))
            sicher_schreiben(ausgabe, inhalt, ueberschreiben=ueberschreiben)
    _zeigen(ergebnis, format_, dialekt)
    if ausgabe and not leise:
        geschrieben_melden(ausgabe)


def _als_bytes(ergebnis: "Szenarien", format_: Format, dialekt: CsvDialekt) -> bytes:
    if format_ is Format.JSON:
        from sozialraum_cli.ausgabe.szenarien_json import szenarien_json

        return szenarien_json(ergebnis)
    from sozialraum_cli.ausgabe.csv_ausgabe import DIALEKTE
    from sozialraum_cli.ausgabe.szenarien_csv import szenarien_csv

    return szenarien_csv(ergebnis, DIALEKTE[dialekt])


def _zeigen(ergebnis: "Szenarien", format_: Format, dialekt: CsvDialekt) -> None:
    if format_ is not Format.TABELLE:
        bytes_zeigen(_als_bytes(ergebnis, format_, dialekt))
        return
    from sozialraum_cli.ausgabe.szenarien_tabelle import szenarien_tabelle

    szenarien_tabelle(ergebnis, konsole())


def _verfahren(text: str | None) -> tuple[str, ...]:
    """Die Namen; Fehler: typer.BadParameter, wenn es einen nicht gibt."""
    from sozialraum_cli.namen import aufzaehlung
    from sozialraum_cli.verfahren.schutz.verzeichnis import SCHUTZVERFAHREN

    namen = tuple(dict.fromkeys(teil.strip().lower() for teil in re.split(r"[,;\s]+", text or "")))
    namen = tuple(name for name in namen if name)
    for name in namen:
        if name not in SCHUTZVERFAHREN:
            raise typer.BadParameter(
                f"„{name}“ gibt es nicht, nur {aufzaehlung(SCHUTZVERFAHREN)}.",
                param_hint="--verfahren",
            )
    return namen


def _werte(text: str | None) -> tuple[str, ...]:
    """Die Werte der Liste; mit Semikolon getrennt darf jeder ein Dezimalkomma haben.

    Fehler: typer.BadParameter, wenn einer kein Prozentwert ist.
    """
    from sozialraum_cli.befehle.prozentangabe import prozentangabe

    trenner = ";" if ";" in (text or "") else ","
    teile = [teil for roh in (text or "").split(trenner) if (teil := roh.strip())]
    for teil in teile:
        prozentangabe(teil, "--bestandsschutz")
    return tuple(dict.fromkeys(teil.rstrip("%").strip() for teil in teile))


def _ziel(text: str | None) -> Decimal | None:
    """Das Ziel in Prozent; Fehler: typer.BadParameter, wenn es keines von 0 bis 100 ist."""
    from sozialraum_cli.befehle.prozentangabe import ZEHN_PROZENT, prozentangabe

    if text is None:
        return None
    wert = prozentangabe(text, "--hoechstverlust-ziel", ueblich=ZEHN_PROZENT)
    if not 0 <= wert <= 100:
        raise typer.BadParameter("Möglich sind 0 bis 100 %.", param_hint="--hoechstverlust-ziel")
    return wert

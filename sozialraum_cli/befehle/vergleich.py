"""`sozialraum vergleich`: zwei Mappen oder Bögen nebeneinander, mit den Ursachen."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sozialraum_cli.befehle.angaben import (
    Ausgabeformat,
    CsvDialekt,
    CsvDialektangabe,
    Format,
    Leise,
    Ueberschreiben,
    dateiformat,
    dialekt_fuer,
)
from sozialraum_cli.befehle.app import befehl
from sozialraum_cli.befehle.eingabelauf import (
    bogen_abgleichen,
    ergebnis_rechnen,
    gepruefte_eingabe,
    mit_datei,
    versuchen,
)
from sozialraum_cli.befehle.filtern import (
    Regionfilter,
    Traegerfilter,
    Zustaendigkeitsfilter,
    filter_aus,
)
from sozialraum_cli.befehle.melden import (
    befunde_melden,
    bytes_zeigen,
    fehler_melden,
    geschrieben_melden,
    konsole,
)
from sozialraum_cli.befehle.ziel import ergebnis_ziel
from sozialraum_cli.befund import Befund, Datenfehler, hinweis

if TYPE_CHECKING:
    from sozialraum_cli.filter import Filter
    from sozialraum_cli.lesen.mappe import Mappe
    from sozialraum_cli.rechnen.berechnung import Ergebnis
    from sozialraum_cli.rechnen.vergleich import Vergleich


@befehl(
    "sozialraum vergleich daten_2025.xlsx daten_2026.xlsx",
    "sozialraum vergleich Berechnungsbogen_2025.xlsx daten_2026.xlsx --ausgabe Vergleich.xlsx",
)
def vergleich(
    alt: Annotated[
        Path,
        typer.Argument(
            readable=False,
            metavar="ALT",
            show_default=False,
            help="Die frühere Eingabemappe oder der Bogen.",
        ),
    ],
    neu: Annotated[
        Path,
        typer.Argument(
            readable=False,
            metavar="NEU",
            show_default=False,
            help="Die spätere Eingabemappe oder der Bogen.",
        ),
    ],
    ausgabe: Annotated[
        Path | None,
        typer.Option(
            "--ausgabe",
            readable=False,
            metavar="ZIEL",
            help="Den Vergleich auch schreiben: als Mappe (.xlsx), .csv oder .json.",
        ),
    ] = None,
    region: Regionfilter = None,
    traeger: Traegerfilter = None,
    zustaendigkeit: Zustaendigkeitsfilter = None,
    format_: Ausgabeformat = Format.TABELLE,
    csv_dialekt: CsvDialektangabe = None,
    leise: Leise = False,
    ueberschreiben: Ueberschreiben = False,
) -> None:
    """Zeigen, wer mehr oder weniger bekommt und woran das liegt.

    Jahre und Verfahren dürfen verschieden sein. Sozialräume werden nach Schlüssel, sonst nach
    Namen einander zugeordnet; neue und verschwundene stehen mit dabei. Die Ursachen ergeben auf
    den Cent genau die Differenz.
    """
    dialekt = dialekt_fuer(format_, csv_dialekt, ausgabe)
    auswahl = filter_aus(region, traeger, zustaendigkeit)
    if auswahl and ausgabe and not dateiformat(ausgabe):
        raise typer.BadParameter(
            "Die Mappe zeigt immer alle Sozialräume; gefiltert wird nur im Terminal, als CSV und "
            "als JSON.",
            param_hint="--ausgabe",
        )
    with fehler_melden(leise=leise):
        from sozialraum_cli.lesen.dateiname import anzeigename, druckbar
        from sozialraum_cli.lesen.mappendatei import mappe_lesen
        from sozialraum_cli.pruefen.umbenennung import vermutlich_umbenannt
        from sozialraum_cli.rechnen.vergleich import vergleichen

        befunde: list[Befund] = [*ergebnis_ziel(ausgabe, [alt, neu], ueberschreiben=ueberschreiben)]
        altes = versuchen(befunde, mappe_lesen, alt)
        neues = versuchen(befunde, mappe_lesen, neu)
        if altes is None or neues is None or befunde:
            raise Datenfehler(befunde)
        dateien = (anzeigename(alt), anzeigename(neu))
        if alt.name == neu.name:
            dateien = (druckbar(str(alt)), druckbar(str(neu)))
        altes_ergebnis = _rechnen(altes, dateien[0], befunde)
        neues_ergebnis = _rechnen(neues, dateien[1], befunde)
        if altes_ergebnis is None or neues_ergebnis is None:
            raise Datenfehler(befunde)
        if ausgabe and not dateiformat(ausgabe):
            from sozialraum_cli.bogen.umfang import zu_gross

            gross = [
                *mit_datei(zu_gross(altes_ergebnis.eingabe), altes, dateien[0]),
                *mit_datei(zu_gross(neues_ergebnis.eingabe), neues, dateien[1]),
            ]
            if gross:
                raise Datenfehler([*befunde, *gross])
        ergebnis = vergleichen(altes_ergebnis, neues_ergebnis)
        befunde += [*ergebnis.befunde, *vermutlich_umbenannt(ergebnis)]
        satz = ""
        if auswahl:
            ergebnis, satz = _gefiltert(ergebnis, auswahl, dateien)
            befunde.append(hinweis(satz, None, "Die Optionen weglassen, um alles zu sehen."))
        if ausgabe:
            from sozialraum_cli.dateien import sicher_schreiben

            if dateiart := dateiformat(ausgabe):
                inhalt = _als_bytes(ergebnis, dateien, befunde, dateiart, dialekt)
            else:
                inhalt = _als_mappe(ergebnis, dateien, befunde, (altes, neues))
            sicher_schreiben(ausgabe, inhalt, ueberschreiben=ueberschreiben)
    _zeigen(ergebnis, dateien, befunde, format_, dialekt, satz)
    if leise:
        return
    if befunde:
        befunde_melden(befunde)
    if ausgabe:
        geschrieben_melden(ausgabe)


def _rechnen(mappe: "Mappe", datei: str, befunde: list[Befund]) -> "Ergebnis | None":
    """Das Ergebnis einer Seite; ihre Befunde nennen die Datei. None, wenn es keines gibt."""
    try:
        ergebnis, eigene = ergebnis_rechnen(*gepruefte_eingabe(mappe))
    except Datenfehler as ausnahme:
        befunde += mit_datei(ausnahme.befunde, mappe, datei)
        return None
    befunde += mit_datei([*eigene, *bogen_abgleichen(mappe, ergebnis)], mappe, datei)
    return ergebnis


def _gefiltert(
    ganz: "Vergleich", auswahl: "Filter", dateien: tuple[str, str]
) -> "tuple[Vergleich, str]":
    """Der Vergleich der ausgewählten Sozialräume und der Satz dazu; Fehler: Datenfehler."""
    from sozialraum_cli.rechnen.vergleich import gefiltert
    from sozialraum_cli.saetze.vergleich import filtersatz

    raeume = (*ganz.neu.eingabe.sozialraeume, *ganz.alt.eingabe.sozialraeume)
    auswahl.pruefen(raeume, dateien[1])
    teil = gefiltert(ganz, auswahl.passt)
    return teil, filtersatz(auswahl, teil, ganz)


def _als_mappe(
    vergleich: "Vergleich",
    dateien: tuple[str, str],
    befunde: list[Befund],
    mappen: "tuple[Mappe, Mappe]",
) -> bytes:
    from sozialraum_cli.befehle.stand import quelle_bilden
    from sozialraum_cli.bogen.vergleichsbogen import vergleichsbogen

    quelle = quelle_bilden(mappen[1], vergleich.neu.eingabe.parameter.jahr)
    summen = tuple((datei, mappe.sha256) for datei, mappe in zip(dateien, mappen, strict=True))
    return vergleichsbogen(vergleich, quelle._replace(dateien=summen), befunde)


def _als_bytes(
    vergleich: "Vergleich",
    dateien: tuple[str, str],
    befunde: list[Befund],
    format_: Format,
    dialekt: CsvDialekt,
) -> bytes:
    if format_ is Format.JSON:
        from sozialraum_cli.ausgabe.vergleich_json import vergleich_json

        return vergleich_json(vergleich, dateien, befunde)
    from sozialraum_cli.ausgabe.csv_ausgabe import DIALEKTE
    from sozialraum_cli.ausgabe.vergleich_csv import vergleich_csv

    return vergleich_csv(vergleich, DIALEKTE[dialekt])


def _zeigen(
    vergleich: "Vergleich",
    dateien: tuple[str, str],
    befunde: list[Befund],
    format_: Format,
    dialekt: CsvDialekt,
    filtersatz: str,
) -> None:
    if format_ is not Format.TABELLE:
        bytes_zeigen(_als_bytes(vergleich, dateien, befunde, format_, dialekt))
        return
    from sozialraum_cli.ausgabe.vergleich_tabelle import vergleich_tabelle

    vergleich_tabelle(vergleich, dateien, konsole(), filtersatz)

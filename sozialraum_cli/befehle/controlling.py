"""`sozialraum controlling`: vereinbarte gegen geleistete Stunden, mit Quellen aller Art."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
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
    versuchen,
)
from sozialraum_cli.befehle.filtern import (
    Regionfilter,
    Traegerfilter,
    Zustaendigkeitsfilter,
    filter_aus,
)
from sozialraum_cli.befehle.fortschritt import fortschritt
from sozialraum_cli.befehle.melden import (
    befunde_melden,
    bytes_zeigen,
    fehler_melden,
    geschrieben_melden,
    konsole,
)
from sozialraum_cli.befehle.wochen import Vertragswochen, wochen_lesen
from sozialraum_cli.befehle.ziel import ergebnis_ziel
from sozialraum_cli.befund import Befund, Datenfehler

if TYPE_CHECKING:
    from sozialraum_cli.controlling.bericht import Bericht
    from sozialraum_cli.controlling.sammeln import Istsammlung
    from sozialraum_cli.controlling.zuordnung import Istzuordnung
    from sozialraum_cli.filter import Filter
    from sozialraum_cli.lesen.mappe import Mappe
    from sozialraum_cli.rechnen.berechnung import Ergebnis
    from sozialraum_cli.rechnen.controlling import Controlling
    from sozialraum_cli.rechnen.zeitraum import Zeitraum


@befehl(
    "sozialraum controlling Berechnungsbogen_2012.xlsx gedok.csv gekataster.csv",
    "sozialraum controlling Bogen.xlsx ist.csv --zuordnung Z.toml --bis 2012-06-30",
    "sozialraum controlling Bogen.xlsx ist.csv --ausgabe Jahresgespraech_2012.xlsx",
)
def controlling(
    bogen: Annotated[
        Path,
        typer.Argument(
            readable=False,
            metavar="BOGEN",
            show_default=False,
            help="Der Bogen (oder die Eingabemappe) mit den vereinbarten Stunden.",
        ),
    ],
    ist: Annotated[
        list[Path],
        typer.Argument(
            readable=False,
            metavar="IST...",
            show_default=False,
            help="Geleistete Stunden: .csv, .xlsx oder .ods, eine Zeile je Termin oder Summe.",
        ),
    ],
    zuordnung: Annotated[
        Path | None,
        typer.Option(
            "--zuordnung",
            readable=False,
            metavar="TOML",
            help="Welche Spalten, Einheiten und Namen die Quellen benutzen.",
        ),
    ] = None,
    von: Annotated[
        str | None,
        typer.Option("--von", metavar="DATUM", help="Erster Tag; sonst der 1. Januar."),
    ] = None,
    bis: Annotated[
        str | None,
        typer.Option("--bis", metavar="DATUM", help="Letzter Tag; sonst der 31. Dezember."),
    ] = None,
    wochen_je_jahr: Vertragswochen = None,
    setze: Annotated[
        list[str] | None,
        typer.Option(
            "--setze", metavar="NAME=WERT", help="Dasselbe als Parameter: wochen_je_jahr=44."
        ),
    ] = None,
    plan: Annotated[
        Path | None,
        typer.Option(
            "--plan",
            readable=False,
            metavar="BOGEN",
            help="Den Bogen des nächsten Jahres als Plan danebenstellen.",
        ),
    ] = None,
    region: Regionfilter = None,
    traeger: Traegerfilter = None,
    zustaendigkeit: Zustaendigkeitsfilter = None,
    ausgabe: Annotated[
        Path | None,
        typer.Option(
            "--ausgabe",
            readable=False,
            metavar="ZIEL",
            help="Die Mappe für das Jahresgespräch schreiben (.xlsx); auch .csv oder .json.",
        ),
    ] = None,
    format_: Ausgabeformat = Format.TABELLE,
    csv_dialekt: CsvDialektangabe = None,
    leise: Leise = False,
    ueberschreiben: Ueberschreiben = False,
) -> None:
    """Zeigen, was von den vereinbarten Stunden geleistet ist.

    Das Soll kommt aus dem Bogen, das Ist aus beliebig vielen Quellen. Gelesen werden nur die
    Spalten, die gebraucht werden; was nach Namen, Geburtsdatum oder Anschrift aussieht, nie.
    Keine Minute geht verloren: der Abgleich sagt, wie viel gelesen und wie viel gezählt ist.
    """
    dialekt = dialekt_fuer(format_, csv_dialekt, ausgabe)
    auswahl = filter_aus(region, traeger, zustaendigkeit)
    tage = _tag(von, "--von"), _tag(bis, "--bis")
    wochen = wochen_lesen(wochen_je_jahr, setze or ())
    with fehler_melden(leise=leise):
        from sozialraum_cli.controlling.zuordnung import Istzuordnung
        from sozialraum_cli.controlling.zuordnungsdatei import istzuordnung_lesen
        from sozialraum_cli.lesen.mappendatei import mappe_lesen
        from sozialraum_cli.rechnen.controlling import controlling as vergleichen

        eingaben = [bogen, *ist, zuordnung, plan]
        befunde: list[Befund] = [*ergebnis_ziel(ausgabe, eingaben, ueberschreiben=ueberschreiben)]
        mappe = versuchen(befunde, mappe_lesen, bogen)
        planmappe = versuchen(befunde, mappe_lesen, plan)
        gelesen = versuchen(befunde, istzuordnung_lesen, zuordnung)
        if mappe is None or befunde:
            raise Datenfehler(befunde)
        ergebnis = _rechnen(mappe, befunde)
        geplant = None if planmappe is None else _rechnen(planmappe, befunde)
        gelesen = gelesen or Istzuordnung()
        zeitraum = _zeitraum(ergebnis, *tage, wochen or gelesen.wochen_je_jahr)
        sammlung = _sammeln(ergebnis, zeitraum, gelesen, ist)
        ganz = vergleichen(ergebnis, zeitraum, sammlung.mengen, sammlung.wechsel, geplant)
        bericht = _bericht(ganz, sammlung, auswahl, (mappe, planmappe), befunde)
        if ausgabe:
            from sozialraum_cli.befehle.stand import quelle_bilden
            from sozialraum_cli.dateien import sicher_schreiben

            if dateiart := dateiformat(ausgabe):
                inhalt = _als_bytes(bericht, dateiart, dialekt)
            else:
                from sozialraum_cli.bogen.controllingbogen import controllingbogen

                inhalt = controllingbogen(bericht, quelle_bilden(mappe, zeitraum.jahr))
            sicher_schreiben(ausgabe, inhalt, ueberschreiben=ueberschreiben)
    _zeigen(bericht, format_, dialekt)
    if leise:
        return
    if bericht.befunde:
        befunde_melden(bericht.befunde)
    if ausgabe:
        geschrieben_melden(ausgabe)


def _rechnen(mappe: "Mappe", befunde: list[Befund]) -> "Ergebnis":
    """Das Ergebnis eines Bogens; Hinweise auf veränderte Zellen kommen zu den Befunden."""
    ergebnis, _ = ergebnis_rechnen(*gepruefte_eingabe(mappe))
    befunde += bogen_abgleichen(mappe, ergebnis)
    return ergebnis


def _sammeln(
    ergebnis: "Ergebnis", zeitraum: "Zeitraum", zuordnung: "Istzuordnung", ist: Sequence[Path]
) -> "Istsammlung":
    """Liest alle Quellen; Fehler: Datenfehler mit den Befunden aller Quellen."""
    from sozialraum_cli.controlling.quelle import anzeigenamen, quelle_oeffnen
    from sozialraum_cli.controlling.sammeln import Istsammlung

    sammlung = Istsammlung(ergebnis, zeitraum, zuordnung)
    befunde: list[Befund] = []
    with fortschritt("Zeilen gelesen") as zeigen:
        for pfad, name in zip(ist, anzeigenamen(ist), strict=True):
            try:
                with quelle_oeffnen(pfad, name) as quelle:
                    sammlung.lesen(quelle, zeigen)
            except Datenfehler as ausnahme:
                befunde += ausnahme.befunde
    if befunde:
        raise Datenfehler(befunde)
    return sammlung


def _bericht(
    ganz: "Controlling",
    sammlung: "Istsammlung",
    auswahl: "Filter | None",
    mappen: "tuple[Mappe, Mappe | None]",
    befunde: Sequence[Befund],
) -> "Bericht":
    """Der Bericht mit Filter und Herkunft; `mappen` sind der Bogen und der nächste."""
    from sozialraum_cli.controlling.bericht import Bericht, Datei
    from sozialraum_cli.filter import Filter
    from sozialraum_cli.rechnen.controlling import gefiltert, raeume_der_teile

    bogen, plan = mappen
    if auswahl:
        auswahl.pruefen((raum for raum in raeume_der_teile(ganz) if raum), bogen.dateiname)
    return Bericht(
        gefiltert(ganz, auswahl.passt) if auswahl else ganz,
        ganz,
        auswahl or Filter(),
        sammlung.abgleich,
        Datei(bogen.dateiname, bogen.sha256),
        tuple(Datei(*quelle) for quelle in sammlung.quellen),
        None if plan is None else Datei(plan.dateiname, plan.sha256),
        (*befunde, *sammlung.befunde()),
    )


def _tag(text: str | None, option: str) -> date | None:
    from sozialraum_cli.controlling.zeitpunkt import tag_lesen

    if text is None:
        return None
    tag = tag_lesen(text)
    if tag is None:
        raise typer.BadParameter(
            f"„{text}“ ist kein Datum; gemeint ist zum Beispiel 2012-06-30 oder 30.06.2012.",
            param_hint=option,
        )
    return tag


def _zeitraum(
    ergebnis: "Ergebnis", von: date | None, bis: date | None, wochen: Decimal | None
) -> "Zeitraum":
    """Der Zeitraum im Jahr des Bogens; Fehler: typer.BadParameter."""
    from sozialraum_cli.rechnen.zeitraum import Zeitraum, ganzes_jahr

    jahr = ergebnis.eingabe.parameter.jahr
    ganz = ganzes_jahr(jahr, wochen)
    for tag, option in ((von, "--von"), (bis, "--bis")):
        if tag is not None and tag.year != jahr:
            raise typer.BadParameter(
                f"Der {tag:%d.%m.%Y} liegt nicht im Jahr {jahr} des Bogens.", param_hint=option
            )
    zeitraum = Zeitraum(von or ganz.von, bis or ganz.bis, wochen)
    if zeitraum.tage < 1:
        raise typer.BadParameter(
            f"Der letzte Tag {zeitraum.bis:%d.%m.%Y} liegt vor dem ersten {zeitraum.von:%d.%m.%Y}.",
            param_hint="--bis",
        )
    return zeitraum


def _als_bytes(bericht: "Bericht", format_: Format, dialekt: CsvDialekt) -> bytes:
    if format_ is Format.JSON:
        from sozialraum_cli.ausgabe.controlling_json import controlling_json

        return controlling_json(bericht)
    from sozialraum_cli.ausgabe.controlling_csv import controlling_csv
    from sozialraum_cli.ausgabe.csv_ausgabe import DIALEKTE

    return controlling_csv(bericht, DIALEKTE[dialekt])


def _zeigen(bericht: "Bericht", format_: Format, dialekt: CsvDialekt) -> None:
    if format_ is not Format.TABELLE:
        bytes_zeigen(_als_bytes(bericht, format_, dialekt))
        return
    from sozialraum_cli.ausgabe.controlling_tabelle import controlling_tabelle

    controlling_tabelle(bericht, konsole())

"""`sozialraum zuordnung`: aus Quellen eine Zuordnung vorschlagen."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sozialraum_cli.befehle.angaben import Ueberschreiben
from sozialraum_cli.befehle.app import befehl
from sozialraum_cli.befehle.einlesen import Quellen
from sozialraum_cli.befehle.melden import befunde_melden, fehler_melden, zeigen
from sozialraum_cli.befund import Befund, Datenfehler, Stufe, hat_fehler

if TYPE_CHECKING:
    from sozialraum_cli.modell import Sozialraum


@befehl(
    "sozialraum zuordnung zensus.zip --kreis 03355 --ausgabe Z.toml",
    "sozialraum zuordnung zensus.zip --in daten.xlsx --ausgabe Z.toml",
)
def zuordnung(
    quellen: Quellen,
    ausgabe: Annotated[
        Path,
        typer.Option(
            "--ausgabe",
            readable=False,
            metavar="TOML",
            help="Wohin die Zuordnung geschrieben wird.",
        ),
    ],
    in_: Annotated[
        Path | None,
        typer.Option(
            "--in",
            readable=False,
            metavar="MAPPE",
            help="Eingabemappe, deren Sozialräume und Schlüssel gelten.",
        ),
    ] = None,
    kreis: Annotated[
        str | None,
        typer.Option(
            "--kreis",
            metavar="SCHLÜSSEL,…",
            help="Nur Gemeinden dieser Kreise vorschlagen, zum Beispiel 03355.",
        ),
    ] = None,
    ueberschreiben: Ueberschreiben = False,
) -> None:
    """Aus Kopfzeilen, Schlüsseln und Namen der Quellen eine vollständige Zuordnung vorschlagen.

    Gemeinden werden nach ihrem Gemeindeverband zusammengefasst oder, mit --in, nach den Schlüsseln
    der Sozialräume. Jede Zeile ist erklärt; was ein Mensch entscheiden muss, steht dabei.
    """
    kreise = [einer.strip() for einer in (kreis or "").split(",") if einer.strip()]
    for einer in kreise:
        if not (einer.isdigit() and len(einer) == 5):
            raise typer.BadParameter(f"„{einer}“ hat nicht fünf Ziffern.", param_hint="--kreis")
    with fehler_melden():
        from sozialraum_cli.befehle.mappenauswahl import mappen_auswaehlen
        from sozialraum_cli.befehle.ziel import toml_ziel
        from sozialraum_cli.dateien import sicher_schreiben
        from sozialraum_cli.quellen.behaelter import quelldatei_lesen
        from sozialraum_cli.quellen.bestand import amtliche_blaetter, aufbau_lesen
        from sozialraum_cli.quellen.gebietsvorschlag import (
            gebiete_der_quellen,
            ist_gemeinde,
            raeume_vorschlagen,
        )
        from sozialraum_cli.quellen.spaltenvorschlag import spalten_vorschlagen
        from sozialraum_cli.quellen.vorschlag import offene_stellen, zuordnung_vorschlagen

        auswahl = mappen_auswaehlen(quellen, mit_boegen=True)
        befunde = [*auswahl.befunde]
        eingaben = [pfad for pfad in (*auswahl.pfade, in_) if pfad]
        befunde += toml_ziel(ausgabe, eingaben, ueberschreiben=ueberschreiben)
        raeume = _raeume(in_, befunde)
        gelesen = amtliche_blaetter(
            quelle
            for pfad in auswahl.pfade
            for quelle in aufbau_lesen(quelldatei_lesen(pfad), befunde)
        )
        if hat_fehler(befunde):
            raise Datenfehler(befunde)
        gebiete = gebiete_der_quellen(gelesen)
        vorschlag = raeume_vorschlagen(gebiete, kreise, raeume)
        vergeben = {g.schluessel[:5] for raum in vorschlag for g in raum.gebiete}
        zugeordnet = {gebiet for raum in vorschlag for gebiet in raum.gebiete}
        uebrige = [
            g
            for g in gebiete
            if g not in zugeordnet and g.schluessel[:5] in vergeben and ist_gemeinde(g)
        ]
        spalten = spalten_vorschlagen(gelesen)
        text = zuordnung_vorschlagen(gelesen, vorschlag, uebrige, spalten)
        sicher_schreiben(ausgabe, text.encode(), ueberschreiben=ueberschreiben)
    zeigen(f"Geschrieben: {ausgabe}")
    zeigen(f"  Sozialräume: {len(vorschlag)}, Gebiete: {len(zugeordnet)}, Spalten: {len(spalten)}")
    offen = offene_stellen(text)
    if offen:
        zeigen(f"Zu entscheiden ({len(offen)}):")
        for stelle in offen:
            zeigen(f"  {stelle}")
    if befunde:
        befunde_melden(befunde)


def _raeume(mappe: Path | None, befunde: list[Befund]) -> "tuple[Sozialraum, ...]":
    from sozialraum_cli.befehle.eingabelauf import versuchen
    from sozialraum_cli.eingabe import blatt_sozialraeume
    from sozialraum_cli.eingabe.kopfzeile import blatt_finden
    from sozialraum_cli.eingabe.tabelle import tabelle_lesen
    from sozialraum_cli.lesen.mappendatei import mappe_lesen

    geladen = versuchen(befunde, mappe_lesen, mappe)
    if geladen is None:
        return ()
    blatt = blatt_finden(geladen, blatt_sozialraeume.FORM.name, befunde)
    gelesen: list[Befund] = []
    tabelle = blatt and tabelle_lesen(blatt, blatt_sozialraeume.FORM, gelesen)
    zur_tabelle = len(gelesen)
    zeilen = tabelle and blatt_sozialraeume.sozialraeume_lesen(tabelle, gelesen, mit_budget=False)
    befunde += gelesen[:zur_tabelle]
    befunde += [befund for befund in gelesen[zur_tabelle:] if befund.stufe is Stufe.FEHLER]
    if not zeilen:
        return ()
    return tuple(zeile.raum for zeile in zeilen)

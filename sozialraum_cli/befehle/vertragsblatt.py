"""`sozialraum vertragsblatt`: je Träger ein Blatt für den Vertrag, als Word oder Markdown."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from sozialraum_cli.befehle.angaben import Leise, Ueberschreiben
from sozialraum_cli.befehle.app import befehl
from sozialraum_cli.befehle.eingabelauf import (
    bogen_abgleichen,
    ergebnis_rechnen,
    gepruefte_eingabe,
    versuchen,
)
from sozialraum_cli.befehle.filtern import Traegerfilter, filter_aus
from sozialraum_cli.befehle.melden import befunde_melden, fehler_melden, melden
from sozialraum_cli.befehle.wochen import Vertragswochen, wochen_lesen
from sozialraum_cli.befehle.ziel import text_ziel
from sozialraum_cli.befund import Befund, Datenfehler, hinweis


@befehl(
    "sozialraum vertragsblatt Berechnungsbogen_2012.xlsx --ausgabe Vertragsblaetter.docx",
    'sozialraum vertragsblatt Bogen.xlsx --faellig "15.02.,15.05.,15.08.,15.11." --ausgabe V.docx',
)
def vertragsblatt(
    bogen: Annotated[
        Path,
        typer.Argument(
            readable=False,
            metavar="BOGEN",
            show_default=False,
            help="Der Bogen oder die Eingabemappe; alle Zahlen kommen daraus.",
        ),
    ],
    ausgabe: Annotated[
        Path,
        typer.Option(
            "--ausgabe",
            readable=False,
            metavar="DOCX|MD",
            help="Wohin geschrieben wird; die Endung bestimmt die Form.",
        ),
    ],
    faellig: Annotated[
        str | None,
        typer.Option(
            "--faellig",
            metavar="TAGE",
            help="Fälligkeit der vier Abschläge, mit Komma getrennt; sonst der Beginn jedes "
            "Quartals.",
        ),
    ] = None,
    traeger: Traegerfilter = None,
    wochen_je_jahr: Vertragswochen = None,
    leise: Leise = False,
    ueberschreiben: Ueberschreiben = False,
) -> None:
    """Budget, Leistungen, Stunden, Abschläge und Berichtspflichten je Träger schreiben.

    Ein Sozialraum ohne Träger bekommt ein eigenes Blatt. Was der Bogen nicht weiß, steht in
    eckigen Klammern zum Ausfüllen da.
    """
    wochen = wochen_lesen(wochen_je_jahr)
    with fehler_melden(leise=leise):
        from sozialraum_cli.befehle.stand import quelle_bilden
        from sozialraum_cli.dateien import sicher_schreiben
        from sozialraum_cli.lesen.mappendatei import mappe_lesen
        from sozialraum_cli.rechnen.zeitraum import ganzes_jahr
        from sozialraum_cli.schriftstuecke.vertragsblatt import vertraege
        from sozialraum_cli.schriftstuecke.vertragsblatt import vertragsblatt as blaetter

        befunde: list[Befund] = [*text_ziel(ausgabe, [bogen], ueberschreiben=ueberschreiben)]
        mappe = versuchen(befunde, mappe_lesen, bogen)
        if mappe is None or befunde:
            raise Datenfehler(befunde)
        ergebnis, _ = ergebnis_rechnen(*gepruefte_eingabe(mappe))
        befunde += bogen_abgleichen(mappe, ergebnis)
        auswahl = filter_aus(traeger=traeger)
        if auswahl:
            auswahl.pruefen((z.sozialraum for z in ergebnis.sozialraeume), mappe.dateiname)
        verfasst = [
            vertrag
            for vertrag in vertraege(ergebnis)
            if auswahl is None or all(auswahl.passt(z.sozialraum) for z in vertrag.zeilen)
        ]
        ohne = [v.zeilen[0].sozialraum.name for v in verfasst if v.traeger is None]
        befunde += _ohne_traeger(ohne, mappe.dateiname)
        jahr = ganzes_jahr(ergebnis.eingabe.parameter.jahr, wochen)
        tage = _faelligkeiten(faellig, jahr.jahr)
        quelle = quelle_bilden(mappe, jahr.jahr)
        herkunft = (
            f"Alle Zahlen aus „{mappe.dateiname}“ (SHA-256 {mappe.sha256}), Stand "
            f"{quelle.stand:%d.%m.%Y}."
        )
        dokument = blaetter(ergebnis, verfasst, jahr, tage, herkunft)
        if ausgabe.suffix.lower() == ".md":
            from sozialraum_cli.dokument.markdown import als_markdown

            inhalt = als_markdown(dokument).encode()
        else:
            from sozialraum_cli.dokument.word import als_word

            inhalt = als_word(dokument, quelle.stand)
        sicher_schreiben(ausgabe, inhalt, ueberschreiben=ueberschreiben)
    if leise:
        return
    if befunde:
        befunde_melden(befunde)
    anzahl = len(verfasst)
    melden(f"{anzahl} {'Blatt' if anzahl == 1 else 'Blätter'} geschrieben: {ausgabe}")


def _faelligkeiten(text: str | None, jahr: int) -> tuple[date, ...]:
    """Die Fälligkeiten der Abschläge; ein Tag ohne Jahr liegt im Jahr des Bogens."""
    from sozialraum_cli.controlling.zeitpunkt import tag_lesen
    from sozialraum_cli.rechnen.abschlaege import QUARTALE, quartalsbeginne

    if text is None:
        return quartalsbeginne(jahr)
    teile = [teil.strip() for teil in text.replace(";", ",").split(",") if teil.strip()]
    tage = [
        tag_lesen(f"{teil}{jahr}" if teil.count(".") == 2 and teil[-1] == "." else teil)
        for teil in teile
    ]
    gelesen = tuple(tag for tag in tage if tag is not None)
    if len(gelesen) != QUARTALE or len(tage) != QUARTALE or list(gelesen) != sorted(set(gelesen)):
        raise typer.BadParameter(
            f"„{text}“ sind nicht vier Tage in zeitlicher Folge; gemeint ist zum Beispiel "
            "15.02.,15.05.,15.08.,15.11.",
            param_hint="--faellig",
        )
    return gelesen


def _ohne_traeger(namen: list[str], datei: str) -> list[Befund]:
    from sozialraum_cli.namen import aufzaehlung

    if not namen:
        return []
    return [
        hinweis(
            f"Der Bogen nennt keinen Träger für {aufzaehlung(namen)}; diese Blätter lassen ihn "
            "offen.",
            datei,
            "Den Träger im Blatt Sozialräume eintragen oder im Dokument ergänzen.",
        )
    ]

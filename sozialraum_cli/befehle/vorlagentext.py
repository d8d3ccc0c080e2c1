"""`sozialraum vorlagentext`: der Text für den Ausschuss als Word oder Markdown."""

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sozialraum_cli.befehle.angaben import Daten, Leise, Setze, Ueberschreiben
from sozialraum_cli.befehle.app import befehl
from sozialraum_cli.befehle.eingabelauf import (
    bogen_abgleichen,
    ergebnis_rechnen,
    gepruefte_eingabe,
    versuchen,
)
from sozialraum_cli.befehle.melden import befunde_melden, fehler_melden, melden
from sozialraum_cli.befehle.setzen import gesetzt
from sozialraum_cli.befehle.ziel import text_ziel
from sozialraum_cli.befund import Befund, Datenfehler, fehler

if TYPE_CHECKING:
    from sozialraum_cli.befehle.variantenlauf import Ausgangslage
    from sozialraum_cli.rechnen.berechnung import Ergebnis
    from sozialraum_cli.schriftstuecke.grundlage import Grundlage

_HOECHSTVERLUST = Decimal(5)


@befehl(
    "sozialraum vorlagentext daten.xlsx --ausgabe Vorlage.docx",
    "sozialraum vorlagentext daten.xlsx --szenarien varianten.toml --ausgabe Vorlage.md",
)
def vorlagentext(
    daten: Daten,
    ausgabe: Annotated[
        Path,
        typer.Option(
            "--ausgabe",
            readable=False,
            metavar="DOCX|MD",
            help="Wohin der Text geschrieben wird; die Endung bestimmt die Form.",
        ),
    ],
    vergleich: Annotated[
        Path | None,
        typer.Option(
            "--vergleich",
            readable=False,
            metavar="ALT",
            help="Die frühere Mappe oder der frühere Bogen: bisherige Budgets kommen daraus.",
        ),
    ] = None,
    szenarien: Annotated[
        Path | None,
        typer.Option(
            "--szenarien",
            readable=False,
            metavar="TOML",
            help="Die geprüften Alternativen, wie bei „sozialraum szenarien“.",
        ),
    ] = None,
    vorlage: Annotated[
        Path | None,
        typer.Option(
            "--vorlage",
            readable=False,
            metavar="DOCX",
            help="Eigener Briefkopf: ein Word-Dokument, an dessen Ende der Text gesetzt wird.",
        ),
    ] = None,
    setze: Setze = None,
    leise: Leise = False,
    ueberschreiben: Ueberschreiben = False,
) -> None:
    """Sachlage, Ergebnis, Alternativen, Fragen mit Antworten und Beschlussvorschlag schreiben.

    Jede Zahl im Text kommt aus der Rechnung; was fehlt, steht als nicht angegeben da.
    """
    if vorlage and ausgabe.suffix.lower() != ".docx":
        raise typer.BadParameter("Ein Briefkopf passt nur zu .docx.", param_hint="--vorlage")
    setzungen = gesetzt(setze or (), {})
    with fehler_melden(leise=leise):
        from sozialraum_cli.befehle.stand import quelle_bilden
        from sozialraum_cli.befehle.variantenlauf import Ausgangslage
        from sozialraum_cli.dateien import sicher_schreiben
        from sozialraum_cli.dokument.markdown import als_markdown
        from sozialraum_cli.entscheiden.umfang import zu_viele_proben
        from sozialraum_cli.lesen.mappendatei import mappe_lesen
        from sozialraum_cli.schriftstuecke.vorlagentext import vorlagentext as text

        befunde: list[Befund] = [
            *text_ziel(
                ausgabe, [daten, vergleich, szenarien, vorlage], ueberschreiben=ueberschreiben
            )
        ]
        mappe = versuchen(befunde, mappe_lesen, daten)
        alt = versuchen(befunde, mappe_lesen, vergleich)
        briefkopf = versuchen(befunde, _briefkopf_lesen, vorlage)
        if mappe is None or befunde:
            raise Datenfehler(befunde)
        eingabe, befunde = gepruefte_eingabe(mappe, alt, setzungen)
        if zu_viel := zu_viele_proben(eingabe):
            raise Datenfehler([*befunde, *zu_viel])
        ergebnis, befunde = ergebnis_rechnen(eingabe, befunde)
        befunde += bogen_abgleichen(mappe, ergebnis if alt is None and not setzungen else None)
        lage = Ausgangslage(mappe, alt, setzungen)
        dokument = text(_grundlage(lage, szenarien, ergebnis))
        if ausgabe.suffix.lower() == ".md":
            inhalt = als_markdown(dokument).encode()
        else:
            from sozialraum_cli.dokument.word import als_word

            stand = quelle_bilden(mappe, eingabe.parameter.jahr).stand
            inhalt = als_word(dokument, stand, briefkopf, vorlage.name if vorlage else "")
        sicher_schreiben(ausgabe, inhalt, ueberschreiben=ueberschreiben)
    if leise:
        return
    if befunde:
        befunde_melden(befunde)
    melden(f"Text geschrieben: {ausgabe}")


def _grundlage(lage: "Ausgangslage", szenarien: Path | None, ergebnis: "Ergebnis") -> "Grundlage":
    """Was der Text braucht: Proben, Varianten mit Ziel und, wenn verlangt, die Alternativen."""
    from sozialraum_cli.befehle.variantenlauf import szenarien_rechnen
    from sozialraum_cli.eingabe.szenariendatei import BEISPIEL, varianten_lesen
    from sozialraum_cli.entscheiden.empfindlichkeit import empfindlichkeit
    from sozialraum_cli.entscheiden.gewichte import gewichtsrechnung
    from sozialraum_cli.entscheiden.umfang import uebliche_laeufe
    from sozialraum_cli.entscheiden.zufallsgewichte import zufallsgewichte
    from sozialraum_cli.lesen.tomldatei import toml_lesen
    from sozialraum_cli.schriftstuecke.grundlage import Grundlage
    from sozialraum_cli.verfahren.schutz.verzeichnis import SCHUTZVERFAHREN

    alternativen = None
    if szenarien is not None:
        vorgaben = varianten_lesen(toml_lesen(szenarien, BEISPIEL))
        alternativen = szenarien_rechnen(lage, vorgaben, None, ())
    zufall = zufallsgewichte(gewichtsrechnung(ergebnis), uebliche_laeufe(ergebnis.eingabe))
    return Grundlage(
        ergebnis,
        empfindlichkeit(ergebnis, zufall),
        szenarien_rechnen(lage, (), _HOECHSTVERLUST, tuple(SCHUTZVERFAHREN)),
        alternativen,
    )


def _briefkopf_lesen(pfad: Path) -> bytes:
    from sozialraum_cli.lesen.dateifehler import Dateifehler
    from sozialraum_cli.lesen.oeffnen import datei_oeffnen
    from sozialraum_cli.lesen.vorrat import MEBIBYTE

    try:
        with datei_oeffnen(pfad, 32 * MEBIBYTE, "Bilder im Briefkopf verkleinern.") as datei:
            return datei.read()
    except Dateifehler as grund:
        raise Datenfehler([fehler(grund.text, pfad.name, grund.abhilfe)]) from None

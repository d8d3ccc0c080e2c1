"""`sozialraum erklaeren`: der Rechenweg eines Sozialraums in Worten, mit eingesetzten Zahlen."""

from enum import StrEnum
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
from sozialraum_cli.befehle.melden import (
    befunde_melden,
    bytes_zeigen,
    fehler_melden,
    konsole,
    melden,
)
from sozialraum_cli.befehle.setzen import gesetzt
from sozialraum_cli.befehle.ziel import text_ziel
from sozialraum_cli.befund import Befund, Datenfehler, fehler

if TYPE_CHECKING:
    from datetime import datetime

    from sozialraum_cli.dokument.inhalt import Dokument
    from sozialraum_cli.entscheiden.erklaerung import Erklaerung
    from sozialraum_cli.rechnen.berechnung import Ergebnis


class Textformat(StrEnum):
    """Wie die Erklärung auf stdout steht."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"


@befehl(
    'sozialraum erklaeren daten.xlsx "Amt Neuhaus"',
    "sozialraum erklaeren daten.xlsx --alle --ausgabe rechenwege.docx",
)
def erklaeren(
    daten: Daten,
    sozialraum: Annotated[
        str | None,
        typer.Argument(
            metavar="[SOZIALRAUM]", show_default=False, help="Name oder Schlüssel des Sozialraums."
        ),
    ] = None,
    alle: Annotated[bool, typer.Option("--alle", help="Alle Sozialräume erklären.")] = False,
    format_: Annotated[
        Textformat,
        typer.Option(
            "--format",
            metavar="FORMAT",
            show_default=False,
            help="Erklärung als text (Vorgabe), markdown oder json.",
        ),
    ] = Textformat.TEXT,
    ausgabe: Annotated[
        Path | None,
        typer.Option(
            "--ausgabe",
            readable=False,
            metavar="DOCX|MD",
            help="Die Erklärung in diese Datei schreiben, mit --alle je Sozialraum eine Seite.",
        ),
    ] = None,
    setze: Setze = None,
    leise: Leise = False,
    ueberschreiben: Ueberschreiben = False,
) -> None:
    """Jeden Schritt von den Indikatoren zu den Stunden zeigen, mit den Zahlen zum Nachtippen.

    Dazu: was jeder Indikator in Euro beiträgt, bei welchem Gewicht sich nichts änderte und was
    zehn Personen oder ein Prozentpunkt mehr bringen.
    """
    if alle is (sozialraum is not None):
        raise typer.BadParameter("Entweder einen Sozialraum nennen oder --alle.")
    setzungen = gesetzt(setze or (), {})
    with fehler_melden(leise=leise):
        from sozialraum_cli.entscheiden import erklaerung
        from sozialraum_cli.entscheiden.umfang import zu_viele_proben
        from sozialraum_cli.lesen.mappendatei import mappe_lesen

        befunde: list[Befund] = []
        if ausgabe is not None:
            befunde += text_ziel(ausgabe, [daten], ueberschreiben=ueberschreiben)
        mappe = versuchen(befunde, mappe_lesen, daten)
        if mappe is None or befunde:
            raise Datenfehler(befunde)
        eingabe, befunde = gepruefte_eingabe(mappe, setzungen=setzungen)
        if alle and (zu_viele := zu_viele_proben(eingabe)):
            raise Datenfehler([*befunde, *zu_viele])
        ergebnis, befunde = ergebnis_rechnen(eingabe, befunde)
        befunde += bogen_abgleichen(mappe, None if setzungen else ergebnis)
        nummern = (
            range(len(ergebnis.sozialraeume)) if alle else [_nummer(ergebnis, sozialraum or "")]
        )
        erklaerungen = erklaerung.erklaerungen(ergebnis, nummern)
        als_tabelle = ausgabe is not None or format_ is not Textformat.TEXT
        dokument = _dokument(erklaerungen, alle=alle, als_tabelle=als_tabelle)
        if ausgabe is not None:
            from sozialraum_cli.befehle.stand import quelle_bilden
            from sozialraum_cli.dateien import sicher_schreiben

            stand = quelle_bilden(mappe, ergebnis.eingabe.parameter.jahr).stand
            inhalt = _als_datei(dokument, ausgabe, stand)
            sicher_schreiben(ausgabe, inhalt, ueberschreiben=ueberschreiben)
    if ausgabe is None or format_ is Textformat.JSON:
        _zeigen(dokument, erklaerungen, format_)
    if leise:
        return
    if befunde:
        befunde_melden(befunde)
    if ausgabe is not None:
        melden(f"Erklärung geschrieben: {ausgabe}")


def _nummer(ergebnis: "Ergebnis", gesucht: str) -> int:
    """Die Nummer des Sozialraums ab 0; Fehler: Datenfehler mit dem ähnlichsten Namen."""
    from sozialraum_cli.namen import aufzaehlung, meinten_sie, schluesselform, vergleichsform

    raeume = ergebnis.eingabe.sozialraeume
    for nummer, raum in enumerate(raeume):
        if vergleichsform(raum.name) == vergleichsform(gesucht):
            return nummer
    for nummer, raum in enumerate(raeume):
        if raum.schluessel and schluesselform(raum.schluessel) == schluesselform(gesucht):
            return nummer
    namen = [raum.name for raum in raeume]
    raise Datenfehler(
        [
            fehler(
                f"Einen Sozialraum „{gesucht}“ gibt es in der Mappe nicht.",
                "Sozialräume",
                meinten_sie(gesucht, namen, f"Vorhanden: {aufzaehlung(namen)}."),
            )
        ]
    )


def _dokument(erklaerungen: "list[Erklaerung]", *, alle: bool, als_tabelle: bool) -> "Dokument":
    from sozialraum_cli.schriftstuecke import erklaerung

    if alle:
        return erklaerung.alle(erklaerungen, als_tabelle=als_tabelle)
    return erklaerung.einzeln(erklaerungen[0], als_tabelle=als_tabelle)


def _als_datei(dokument: "Dokument", ausgabe: Path, stand: "datetime") -> bytes:
    if ausgabe.suffix.lower() == ".md":
        from sozialraum_cli.dokument.markdown import als_markdown

        return als_markdown(dokument).encode()
    from sozialraum_cli.dokument.word import als_word

    return als_word(dokument, stand)


def _zeigen(dokument: "Dokument", erklaerungen: "list[Erklaerung]", format_: Textformat) -> None:
    if format_ is Textformat.JSON:
        from sozialraum_cli.ausgabe.erklaerung_json import erklaerung_json

        for erklaerung in erklaerungen:
            bytes_zeigen(erklaerung_json(erklaerung))
    elif format_ is Textformat.MARKDOWN:
        from sozialraum_cli.dokument.markdown import als_markdown

        bytes_zeigen(als_markdown(dokument).encode())
    else:
        from sozialraum_cli.ausgabe.dokument_text import dokument_zeigen

        dokument_zeigen(dokument, konsole())

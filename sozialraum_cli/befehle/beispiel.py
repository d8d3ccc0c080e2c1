"""`sozialraum beispiel`: die mitgelieferten Beispielmappen in einen Ordner legen."""

from pathlib import Path
from typing import Annotated

import typer

from sozialraum_cli.befehle.angaben import Ueberschreiben
from sozialraum_cli.befehle.app import befehl
from sozialraum_cli.befehle.melden import angefuehrt, fehler_melden, zeigen
from sozialraum_cli.befund import Datenfehler

BEISPIELE = "beispieldaten"
UNTERORDNER = ("quellen", "controlling")

_ENDUNGEN = (".xlsx", ".md", ".sh", ".bat", ".ps1")


@befehl("sozialraum beispiel meine-beispiele")
def beispiel(
    ordner: Annotated[
        Path,
        typer.Argument(
            readable=False,
            metavar="[ORDNER]",
            show_default=False,
            help="Wohin; ohne Angabe in den Ordner sozialraum-beispiel.",
        ),
    ] = Path("sozialraum-beispiel"),
    ueberschreiben: Ueberschreiben = False,
) -> None:
    """Die Beispielmappen (Lüneburg 2012 und 2026) in einen Ordner legen.

    Dabei sind LIESMICH.md, der Jahreslauf als Skript für Linux, macOS und Windows und im Ordner
    quellen Ausschnitte amtlicher Tabellen mit ihrer Zuordnung, im Ordner controlling erfundene
    Stunden für den Vergleich von Soll und Ist.
    """
    from sozialraum_cli.dateien import ordner_anlegen, sicher_schreiben, ziel_pruefen
    from sozialraum_cli.ressourcen import ressource, ressourcen

    namen = [name for name in ressourcen(BEISPIELE) if name.endswith(_ENDUNGEN)]
    for unter in UNTERORDNER:
        namen += [f"{unter}/{name}" for name in ressourcen(f"{BEISPIELE}/{unter}")]
    with fehler_melden():
        ordner_anlegen(ordner)
        befunde = [
            befund
            for name in namen
            if (ordner / name).parent.is_dir()
            for befund in ziel_pruefen(ordner / name, ueberschreiben=ueberschreiben)
        ]
        if befunde:
            raise Datenfehler(befunde)
        for unter in UNTERORDNER:
            ordner_anlegen(ordner / unter)
    with fehler_melden(schluss=""):
        for name in namen:
            inhalt = ressource(BEISPIELE, name)
            sicher_schreiben(ordner / name, inhalt, ueberschreiben=ueberschreiben)
            zeigen(f"Geschrieben: {ordner / name}")
    mappe = next(name for name in namen if name.endswith(".xlsx"))
    zeigen(f"Als Nächstes: sozialraum berechnen {angefuehrt(ordner / mappe)}")

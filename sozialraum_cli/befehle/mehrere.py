"""Viele Mappen in einem Aufruf: eine schlechte hält die anderen nicht auf."""

import sys
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from itertools import count
from pathlib import Path

import typer

from sozialraum_cli.ausgabe.zeichensatz import einzeilig
from sozialraum_cli.befehle.angaben import Format, dateiformat
from sozialraum_cli.befehle.eingabelauf import rechenmappe_lesen
from sozialraum_cli.befehle.mappenauswahl import Mappenauswahl, bogenname
from sozialraum_cli.befehle.mehrere_zeigen import (
    ergebnisse_als_bytes,
    ergebnisse_zeigen,
    schluss_melden,
    verlauf_melden,
)
from sozialraum_cli.befehle.melden import befunde_melden, fehler_melden, melden
from sozialraum_cli.befehle.rechenlauf import (
    Angaben,
    Ausgang,
    Beigaben,
    Gescheitert,
    beigaben_lesen,
    mappe_berechnen,
)
from sozialraum_cli.befehle.stapel import prozesse, verteilen
from sozialraum_cli.befehle.ziel import ergebnis_ziel
from sozialraum_cli.befund import Befund, Datenfehler, fehler, hat_fehler
from sozialraum_cli.dateien import ist_ordner, ordner_anlegen, sicher_schreiben


def mappen_ausgeben(auswahl: Mappenauswahl, angaben: Angaben) -> None:
    """Berechnet jede Mappe der Auswahl und zeigt alle Ergebnisse, JSON, sobald es fertig ist.

    Fehler: typer.Exit(1), wenn eine scheiterte oder wenn schon vorab feststeht, dass der Aufruf
    so nicht geht; dann ist nichts gerechnet.
    """
    with fehler_melden(leise=angaben.leise):
        befunde = [*auswahl.befunde]
        ziele = _ziele(auswahl.pfade, angaben, befunde)
        eingaben = (*auswahl.pfade, *angaben.dateien)
        datei = angaben.ergebnisdatei
        befunde += ergebnis_ziel(datei, eingaben, ueberschreiben=angaben.ueberschreiben)
        beigaben = beigaben_lesen(angaben, befunde)
        if hat_fehler(befunde):
            raise Datenfehler(befunde)
        if angaben.ausgabe and not angaben.ohne_bogen:
            ordner_anlegen(angaben.ausgabe)
    # Auf dem Bildschirm stünden die Zeilen mitten im Fortschritt.
    zeilenweise = angaben.format is Format.JSON and not sys.stdout.isatty()
    ausgaenge: dict[Path, Ausgang] = {}
    with closing(_berechnen(auswahl.pfade, ziele, beigaben)) as fertige:
        for mappe, ausgang in fertige:
            ausgaenge[mappe] = ausgang
            if zeilenweise:
                ergebnisse_zeigen({mappe: ausgang}, angaben)
                sys.stdout.flush()
    if befunde:  # auch mit --leise: eine Mappe des Aufrufs hat kein Ergebnis
        befunde_melden(befunde)
        melden("")
    if datei and (format_ := dateiformat(datei)):
        with fehler_melden(leise=angaben.leise):
            inhalt = ergebnisse_als_bytes(ausgaenge, format_, angaben)
            sicher_schreiben(datei, inhalt, ueberschreiben=angaben.ueberschreiben)
    verlauf_melden(ausgaenge, leise=angaben.leise)
    if not zeilenweise:
        ergebnisse_zeigen(ausgaenge, angaben)
    if datei and not angaben.leise:
        melden(f"Ergebnis geschrieben: {datei}")
    schluss_melden(ausgaenge, leise=angaben.leise)
    if any(isinstance(ausgang, Gescheitert) for ausgang in ausgaenge.values()):
        raise typer.Exit(1)


def _ziele(mappen: Sequence[Path], angaben: Angaben, befunde: list[Befund]) -> list[Path | None]:
    """Das Ziel jeder Mappe, ohne Angabe im aktuellen Ordner; gleiche Ziele werden ein Befund."""
    if angaben.ohne_bogen:
        return [None] * len(mappen)
    ordner = angaben.ausgabe or Path()
    if ordner.suffix.lower() == ".xlsx" and not ist_ordner(ordner):
        raise typer.BadParameter(
            f"Bei mehreren Mappen ist das Ziel ein Ordner, keine Mappe: „{ordner}“.",
            param_hint="--ausgabe",
        )
    ziele = [ordner / bogenname(mappe) for mappe in mappen]
    erste: dict[str, Path] = {}
    for mappe, ziel in zip(mappen, ziele, strict=True):
        andere = erste.setdefault(ziel.name.casefold(), mappe)
        if andere is not mappe:
            befunde.append(
                fehler(
                    f"Die Bögen zu „{andere}“ und „{mappe}“ hießen beide gleich.",
                    str(ziel),
                    "Eine der beiden Mappen umbenennen oder einzeln berechnen.",
                )
            )
    return [*ziele]


def _berechnen(
    mappen: Sequence[Path], ziele: Sequence[Path | None], beigaben: Beigaben
) -> Generator[tuple[Path, Ausgang], None, None]:
    anzahl = prozesse(mappen, mit_bogen=not beigaben.angaben.ohne_bogen)
    aufgaben = [*zip(mappen, ziele, strict=True)]
    with (
        _fortschritt(len(mappen), leise=beigaben.angaben.leise) as begonnen,
        closing(verteilen(partial(_eine, mappen, beigaben), aufgaben, anzahl)) as ausgaenge,
    ):
        for mappe in mappen:
            begonnen(mappe)
            yield mappe, next(ausgaenge)


def _eine(mappen: Sequence[Path], beigaben: Beigaben, aufgabe: tuple[Path, Path | None]) -> Ausgang:
    mappe, ziel = aufgabe
    try:
        return mappe_berechnen(rechenmappe_lesen(mappe), mappen, ziel, beigaben)
    except Datenfehler as ausnahme:
        return Gescheitert(ausnahme.befunde)


@contextmanager
def _fortschritt(anzahl: int, *, leise: bool) -> Iterator[Callable[[Path], None]]:
    """Eine Funktion, die jede begonnene Mappe im Fortschrittsbalken zeigt."""
    if leise or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    konsole = Console(stderr=True, highlight=False, markup=False, emoji=False)
    spalten = (
        BarColumn(20),
        MofNCompleteColumn(),
        TextColumn("{task.description}", markup=False),
    )
    fertig = count()
    # Umgeleitet landete das Ergebnis auf stderr.
    with Progress(
        *spalten, console=konsole, transient=True, redirect_stdout=False, redirect_stderr=False
    ) as balken:
        aufgabe = balken.add_task("", total=anzahl)
        yield lambda mappe: balken.update(
            aufgabe,
            completed=next(fertig),
            description=einzeilig(mappe.name, konsole.encoding),
        )

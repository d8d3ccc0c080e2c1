"""Eine Mappe berechnen und ihren Bogen schreiben: derselbe Weg für eine wie für viele Mappen."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sozialraum_cli.befehle.angaben import CsvDialekt, Format, dateiformat
from sozialraum_cli.befehle.eingabelauf import (
    bogen_abgleichen,
    ergebnis_rechnen,
    gepruefte_eingabe,
    mit_datei,
    mit_ganzer_mappe,
    versuchen,
)
from sozialraum_cli.befehle.fortschritt import schritt
from sozialraum_cli.befehle.ziel import xlsx_ziel
from sozialraum_cli.befund import Befund, Datenfehler

if TYPE_CHECKING:
    from sozialraum_cli.bogen.vorlagendatei import Vorlagendatei
    from sozialraum_cli.eingabe.parameterdatei import Parameterdatei
    from sozialraum_cli.eingabe.parameterwerte import Setzung
    from sozialraum_cli.filter import Filter
    from sozialraum_cli.lesen.mappe import Mappe
    from sozialraum_cli.rechnen.berechnung import Ergebnis


class Angaben(NamedTuple):
    """Was auf der Befehlszeile neben den Mappen steht und für jede von ihnen gilt."""

    ausgabe: Path | None
    budgets: Path | None
    parameter: Path | None
    vorlage: Path | None
    setzungen: "tuple[Setzung, ...]"
    ueberschreiben: bool
    ohne_bogen: bool
    format: Format
    csv_dialekt: CsvDialekt
    leise: bool
    filter: "Filter | None" = None

    @property
    def ergebnisdatei(self) -> Path | None:
        """Wohin das Ergebnis als CSV oder JSON geschrieben wird, statt eines Bogens."""
        return self.ausgabe if dateiformat(self.ausgabe) else None

    @property
    def dateien(self) -> tuple[Path, ...]:
        """Die Dateien unter den Angaben; keine darf Ziel eines Bogens sein."""
        return tuple(pfad for pfad in (self.budgets, self.parameter, self.vorlage) if pfad)


class Beigaben(NamedTuple):
    """Die Angaben mit dem Inhalt ihrer Dateien und den Hinweisen, die zu jeder Mappe gehören."""

    angaben: Angaben
    budgets: "Mappe | None"
    parameter: "Parameterdatei | None"
    vorlage: "Vorlagendatei | None"
    befunde: tuple[Befund, ...]

    @property
    def setzungen(self) -> "tuple[Setzung, ...]":
        """Die Werte der Parameterdatei, dahinter mit höherem Vorrang die der Befehlszeile."""
        return (*(self.parameter.setzungen if self.parameter else ()), *self.angaben.setzungen)


class Berechnet(NamedTuple):
    """Das Ergebnis einer Mappe, was dabei auffiel und wo ihr Bogen steht (None: ohne Bogen)."""

    ergebnis: "Ergebnis"
    befunde: list[Befund]
    bogen: Path | None


class Gescheitert(NamedTuple):
    """Die Befunde, derentwegen eine Mappe kein Ergebnis hat."""

    befunde: tuple[Befund, ...]


Ausgang = Berechnet | Gescheitert


def beigaben_lesen(angaben: Angaben, befunde: list[Befund]) -> Beigaben:
    """Liest die Dateien unter den Angaben, auch zur Prüfung die Vorlage, und sammelt ihre Befunde.

    Gibt es danach einen Befund, sind die Beigaben unvollständig und nicht zu gebrauchen.
    """
    from sozialraum_cli.lesen.mappendatei import mappe_lesen

    budgets = versuchen(befunde, mappe_lesen, angaben.budgets)
    parameter = None
    if angaben.parameter:
        from sozialraum_cli.eingabe.parameterdatei import parameterdatei_lesen

        parameter = versuchen(befunde, parameterdatei_lesen, angaben.parameter)
    vorlage = None
    if angaben.vorlage and not angaben.ohne_bogen:
        from sozialraum_cli.bogen.vorlagendatei import vorlagendatei_lesen

        vorlage = versuchen(befunde, vorlagendatei_lesen, angaben.vorlage)
    hinweise = [*vorlage.hinweise] if vorlage else []
    if budgets:
        hinweise += mit_datei(bogen_abgleichen(budgets, None), budgets, budgets.dateiname)
    return Beigaben(angaben, budgets, parameter, vorlage, tuple(hinweise))


def mappe_berechnen(
    mappe: "Mappe", eingaben: Sequence[Path], ziel: Path | None, beigaben: Beigaben
) -> Berechnet:
    """Rechnet eine Mappe und schreibt ihren Bogen, wenn einer verlangt ist.

    Eingang: Mappe, alle Eingabedateien des Aufrufs (keine wird überschrieben), Ziel des Bogens;
    None heißt Berechnungsbogen_JAHR.xlsx im aktuellen Ordner. Fehler: Datenfehler mit allen
    Befunden; dann ist nichts geschrieben.
    """
    return mit_ganzer_mappe(lambda m: _berechnen(m, eingaben, ziel, beigaben), mappe)


def _berechnen(
    mappe: "Mappe", eingaben: Sequence[Path], ziel: Path | None, beigaben: Beigaben
) -> Berechnet:
    angaben = beigaben.angaben
    eingabe, befunde = gepruefte_eingabe(mappe, beigaben.budgets, beigaben.setzungen)
    if angaben.filter:
        angaben.filter.pruefen(eingabe.sozialraeume, mappe.dateiname)
    name = f"Berechnungsbogen_{eingabe.parameter.jahr}.xlsx"
    bogen = None if angaben.ohne_bogen else ziel or Path(name)
    dateien = (*eingaben, *angaben.dateien)
    neue = [*xlsx_ziel(bogen, dateien, ueberschreiben=angaben.ueberschreiben)]
    if bogen:
        from sozialraum_cli.bogen.umfang import zu_gross

        neue += zu_gross(eingabe)
    if neue:
        raise Datenfehler([*befunde, *neue])
    ergebnis, befunde = ergebnis_rechnen(eingabe, befunde)
    nur_aus_mappe = not (beigaben.budgets or beigaben.setzungen)
    befunde += bogen_abgleichen(mappe, ergebnis if nur_aus_mappe else None)
    befunde += beigaben.befunde
    if bogen:
        from sozialraum_cli.dateien import sicher_schreiben

        schritt("Schreiben", bogen.name)
        try:
            inhalt = _bogen(mappe, ergebnis, befunde, beigaben)
            sicher_schreiben(bogen, inhalt, ueberschreiben=angaben.ueberschreiben)
        except Datenfehler as ausnahme:
            raise Datenfehler([*befunde, *ausnahme.befunde]) from None
    return Berechnet(ergebnis, befunde, bogen)


def _bogen(
    mappe: "Mappe", ergebnis: "Ergebnis", befunde: list[Befund], beigaben: Beigaben
) -> bytes:
    from sozialraum_cli.befehle.stand import quelle_bilden
    from sozialraum_cli.befund import sortiert
    from sozialraum_cli.bogen.bauen import bogen_bauen

    jahr = ergebnis.eingabe.parameter.jahr
    quelle = quelle_bilden(mappe, jahr, beigaben.budgets, beigaben.parameter)
    vorlage = beigaben.vorlage.vorlage() if beigaben.vorlage else None
    return bogen_bauen(ergebnis, quelle, sortiert(befunde), vorlage)

"""Wohin geschrieben wird: geprüft, bevor jemand dafür rechnet."""

from collections.abc import Iterable
from pathlib import Path

import typer

from sozialraum_cli.befehle.angaben import dateiformat
from sozialraum_cli.befund import Befund


def xlsx_ziel(
    ziel: Path | None,
    eingaben: Iterable[Path | None] = (),
    *,
    ueberschreiben: bool = False,
    angabe: str = "--ausgabe",
) -> tuple[Befund, ...]:
    """Was dagegen spricht, eine Mappe an dieses Ziel zu schreiben; leer heißt: nichts.

    Eingang: None heißt nicht angegeben, beim Ziel wie bei den Eingabedateien, die das Ziel nie
    sein darf. Fehler: typer.BadParameter, wenn das Ziel nicht auf .xlsx endet.
    """
    if ziel is None:
        return ()
    _endung_pruefen(ziel, "eine .xlsx-Mappe", "Berechnungsbogen", (".xlsx",), angabe)
    return _befunde(ziel, eingaben, ueberschreiben=ueberschreiben)


def ergebnis_ziel(
    ziel: Path | None, eingaben: Iterable[Path | None] = (), *, ueberschreiben: bool = False
) -> tuple[Befund, ...]:
    """Wie `xlsx_ziel`; auch .csv und .json nehmen ein Ergebnis auf."""
    if ziel is None or dateiformat(ziel) is None:
        return xlsx_ziel(ziel, eingaben, ueberschreiben=ueberschreiben)
    return _befunde(ziel, eingaben, ueberschreiben=ueberschreiben)


def text_ziel(
    ziel: Path, eingaben: Iterable[Path | None] = (), *, ueberschreiben: bool = False
) -> tuple[Befund, ...]:
    """Was dagegen spricht, einen Text an dieses Ziel zu schreiben.

    Fehler: typer.BadParameter, wenn das Ziel weder auf .docx noch auf .md endet.
    """
    _endung_pruefen(ziel, ".docx oder .md", "Text", (".docx", ".md"))
    return _befunde(ziel, eingaben, ueberschreiben=ueberschreiben)


def toml_ziel(
    ziel: Path, eingaben: Iterable[Path | None] = (), *, ueberschreiben: bool = False
) -> tuple[Befund, ...]:
    """Was dagegen spricht, eine Zuordnung an dieses Ziel zu schreiben.

    Fehler: typer.BadParameter, wenn das Ziel nicht auf .toml endet.
    """
    _endung_pruefen(ziel, "eine .toml-Datei", "Zuordnung", (".toml",))
    return _befunde(ziel, eingaben, ueberschreiben=ueberschreiben)


def _endung_pruefen(
    ziel: Path, was: str, name: str, endungen: tuple[str, ...], angabe: str = "--ausgabe"
) -> None:
    if ziel.suffix.lower() not in endungen:
        raise typer.BadParameter(
            f"Geschrieben wird {was}, „{ziel.name}“ endet anders. Das Ziel zum Beispiel "
            f"{ziel.stem or name}{endungen[0]} nennen.",
            param_hint=angabe,
        )


def _befunde(
    ziel: Path, eingaben: Iterable[Path | None], *, ueberschreiben: bool
) -> tuple[Befund, ...]:
    from sozialraum_cli.dateien import ziel_pruefen

    vorhandene = [pfad for pfad in eingaben if pfad]
    return ziel_pruefen(ziel, vorhandene, ueberschreiben=ueberschreiben)

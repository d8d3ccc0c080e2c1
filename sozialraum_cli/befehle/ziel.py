"""Wohin geschrieben wird: geprüft, bevor jemand dafür rechnet."""

from collections.abc import Iterable
from pathlib import Path

from sozialraum_cli.befund import Befund, fehler


def xlsx_ziel(
    ziel: Path | None, eingaben: Iterable[Path | None] = (), *, ueberschreiben: bool = False
) -> tuple[Befund, ...]:
    """Was dagegen spricht, eine Mappe an dieses Ziel zu schreiben; leer heißt: nichts.

    Eingang: None heißt nicht angegeben, beim Ziel wie bei den Eingabedateien, die das Ziel nie
    sein darf.
    """
    from sozialraum_cli.dateien import ziel_pruefen

    if ziel is None:
        return ()
    if ziel.suffix.lower() != ".xlsx":
        return (
            fehler(
                f"Geschrieben wird eine .xlsx-Mappe, „{ziel.name}“ endet anders.",
                str(ziel),
                f"Das Ziel zum Beispiel {ziel.stem or 'Berechnungsbogen'}.xlsx nennen.",
            ),
        )
    vorhandene = [pfad for pfad in eingaben if pfad]
    return ziel_pruefen(ziel, vorhandene, ueberschreiben=ueberschreiben)


def text_ziel(
    ziel: Path, eingaben: Iterable[Path | None] = (), *, ueberschreiben: bool = False
) -> tuple[Befund, ...]:
    """Was dagegen spricht, einen Text als .docx oder .md an dieses Ziel zu schreiben."""
    from sozialraum_cli.dateien import ziel_pruefen

    if ziel.suffix.lower() not in (".docx", ".md"):
        return (
            fehler(
                f"Geschrieben wird .docx oder .md, „{ziel.name}“ endet anders.",
                str(ziel),
                f"Das Ziel zum Beispiel {ziel.stem or 'Vorlage'}.docx nennen.",
            ),
        )
    return ziel_pruefen(ziel, [e for e in eingaben if e], ueberschreiben=ueberschreiben)

"""Mitgelieferte Dateien: im installierten Paket darin, im Arbeitsordner daneben."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path


def ressource(ordner: str, name: str) -> bytes:
    """Der Inhalt einer mitgelieferten Datei, zum Beispiel ("vorlagen", "berechnungsbogen.xlsx").

    Fehler: FileNotFoundError, wenn das Paket sie nicht enthält.
    """
    return _ordner(ordner).joinpath(name).read_bytes()


def ressourcen(ordner: str) -> tuple[str, ...]:
    """Die Namen der Dateien eines mitgelieferten Ordners, alphabetisch, ohne Unterordner.

    Fehler: FileNotFoundError, wenn das Paket ihn nicht enthält.
    """
    return tuple(sorted(datei.name for datei in _ordner(ordner).iterdir() if datei.is_file()))


def _ordner(name: str) -> Traversable:
    im_paket = files("sozialraum_cli").joinpath(name)
    # Erst beim Bauen kommen die Ordner ins Paket; im Arbeitsordner liegen sie daneben.
    return im_paket if im_paket.is_dir() else Path(__file__).parent.parent / name

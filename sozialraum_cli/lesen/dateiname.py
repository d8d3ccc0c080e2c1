"""Der Name einer Datei für Meldungen und Bögen."""

from pathlib import Path


def anzeigename(pfad: Path) -> str:
    """Der Dateiname ohne Ordner; was sich nicht drucken lässt, wird „?“."""
    return druckbar(pfad.name or str(pfad))


def druckbar(name: str) -> str:
    """Ein Name oder Pfad, in dem jedes Zeichen druckbar ist; die anderen sind „?“."""
    return "".join(zeichen if zeichen.isprintable() else "?" for zeichen in name)

"""Der Name einer Datei für Meldungen und Bögen."""

from pathlib import Path


def anzeigename(pfad: Path) -> str:
    """Der Dateiname ohne Ordner; was sich nicht drucken lässt, wird „?“."""
    name = pfad.name or str(pfad)
    return "".join(zeichen if zeichen.isprintable() else "?" for zeichen in name)

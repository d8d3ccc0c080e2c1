"""Texte für eine TOML-Datei: Zeichenketten und Kommentare, auch aus fremden Tabellen harmlos."""

import simplejson


def zeichenkette(text: str) -> str:
    """Der Text in Anführungszeichen, mit allen Zeichen maskiert, die TOML nicht erlaubt."""
    # JSON maskiert wie TOML, nur das Löschzeichen nicht.
    return str(simplejson.dumps(text, ensure_ascii=False)).replace("\x7f", "\\u007f")


def kommentar(text: str) -> str:
    """Eine Kommentarzeile; Steuer- und Trennzeichen werden zu Leerzeichen."""
    sichtbar = "".join(zeichen if zeichen.isprintable() else " " for zeichen in text)
    return f"# {sichtbar}".rstrip()

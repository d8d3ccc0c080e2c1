"""Amtliche Schlüssel, deren führende Null eine Tabellenkalkulation verloren hat."""

from collections import Counter
from collections.abc import Callable, Mapping

from sozialraum_cli.befund import Befund, hinweis
from sozialraum_cli.muster import muster

# Gemeinden haben 8 Stellen, mit Verband 12, Verbände 9; die ersten zwei sind das Land, 01 bis 16.
_OHNE_NULL = muster(r"[0-9]{7}|(?!1[0-6])[0-9]{8}|[0-9]{11}")


def fuehrende_nullen(schluessel: Mapping[str, str], ort: Callable[[str], str]) -> list[Befund]:
    """Die Hinweise zu Schlüsseln, denen die führende Null fehlt.

    Eingang: Schlüssel je Sozialraum; ort: die Zelle zu seinem Namen. Sie fehlt, wenn der Schlüssel
    erst mit ihr vollständig ist oder wenn die übrigen der Spalte eine Stelle länger sind und mit 0
    beginnen.
    """
    laengen = Counter(len(text) for text in schluessel.values() if text.startswith("0"))
    ueblich = laengen.most_common(1)[0][0] if laengen else 0
    return [
        hinweis(
            f"Schlüssel von „{name}“: {text} hat {len(text)} Stellen; wahrscheinlich fehlt die "
            "führende Null.",
            ort(name),
            f"Die Zelle als Text formatieren und 0{text} eintragen.",
        )
        for name, text in schluessel.items()
        if _null_fehlt(text, ueblich)
    ]


def _null_fehlt(text: str, ueblich: int) -> bool:
    if not (text.isascii() and text.isdigit()) or text.startswith("0"):
        return False
    return len(text) + 1 == ueblich or _OHNE_NULL().fullmatch(text) is not None

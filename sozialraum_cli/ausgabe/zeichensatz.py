"""Text für jede Konsole: was ihr Zeichensatz nicht kennt, wird vor dem Layout lesbar ersetzt."""

import codecs
import io
import sys
import textwrap
import unicodedata

from sozialraum_cli.muster import muster

_ERSATZ = {
    "ä": "ae",
    "ö": "oe",
    "ü": "ue",
    "Ä": "Ae",
    "Ö": "Oe",
    "Ü": "Ue",
    "ß": "ss",
    "ẞ": "SS",
    "€": "EUR",
    "Δ": "+/-",
    "→": "->",
    "„": '"',
    "“": '"',
    "”": '"',
    "‚": "'",
    "‘": "'",
    "’": "'",
    "…": "...",
    "‐": "-",
    "‑": "-",
    "–": "-",
    "—": "-",
    "−": "-",
    "·": "-",
    "•": "-",
    "×": "x",
    "≤": "<=",
    "≥": ">=",
    "Σ": "Summe ",
    "α": "alpha",
    "β": "beta",
    "μ": "mue",
    "µ": "mue",
    "§": "Par.",
    "█": "#",
}
_STUECK = 300
_GESCHUETZT = "\N{NO-BREAK SPACE}"
_VOR_EINHEIT = muster(r"(?<=\d) (?=€|EUR\b|%)")


def darstellbar(text: str, zeichensatz: str) -> str:
    """Der Text in Zeichen, die der Zeichensatz kennt; er lässt sich danach immer schreiben.

    Umlaute und Zeichen werden umschrieben (ä ae, € EUR), andere ohne Akzent gezeigt, sonst als
    „?“. Steuerzeichen werden „?“: ein Name aus einer Mappe darf das Terminal nicht steuern.
    Ergebnis: Text, in dem nur der Zeilenumbruch als Steuerzeichen bleibt.
    """
    text = _zusammengesetzt(text)
    if _kennt(text, zeichensatz) and text.isprintable():
        return text
    return "".join(_darstellbares_zeichen(zeichen, zeichensatz) for zeichen in text)


def einzeilig(text: str, zeichensatz: str) -> str:
    """Der Text darstellbar, ohne Zeilenumbruch und ohne doppelten Leerraum."""
    return darstellbar(" ".join(text.split()), zeichensatz)


def absatz(text: str, zeichensatz: str, breite: int | None, einzug: str = "") -> str:
    """Der Text als ein Absatz, höchstens `breite` Zeichen breit; None bricht nicht um.

    „5 €“ und „5 %“ bleiben zusammen, ein langes Wort wird nie zerschnitten; alle Zeilen außer
    der ersten beginnen mit dem Einzug.
    """
    text = darstellbar(text.replace("\n", " "), zeichensatz)
    if breite is None:
        return text
    umbrochen = textwrap.fill(
        _VOR_EINHEIT().sub(_GESCHUETZT, text),
        max(breite, 20),
        subsequent_indent=einzug,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return umbrochen.replace(_GESCHUETZT, " ")


def stroeme_vorbereiten() -> None:
    """Lässt stdout und stderr nie an einem Zeichen scheitern, auch nicht in fremdem Text."""
    codecs.register_error("lesbar", _lesbar)
    for strom in (sys.stdout, sys.stderr):
        if isinstance(strom, io.TextIOWrapper):
            strom.reconfigure(errors="lesbar")


def _zusammengesetzt(text: str) -> str:
    """NFC, in Stücken: gehäufte Zeichen zu ordnen kostet quadratisch viel Zeit."""
    if text.isascii():
        return text
    stuecke = (text[i : i + _STUECK] for i in range(0, len(text), _STUECK))
    return "".join(unicodedata.normalize("NFC", stueck) for stueck in stuecke)


def _kennt(text: str, zeichensatz: str) -> bool:
    try:
        text.encode(zeichensatz)
    except UnicodeEncodeError:
        return False
    return True


def _darstellbares_zeichen(zeichen: str, zeichensatz: str) -> str:
    if zeichen == "\n":
        return zeichen
    if zeichen.isspace():
        return " "
    art = unicodedata.category(zeichen)
    if art == "Cf":  # unsichtbar: weiche Trennung, Schreibrichtung
        return ""
    if art == "Cc":
        return "?"
    if _kennt(zeichen, zeichensatz):
        return zeichen
    ersatz = _ERSATZ.get(zeichen)
    if ersatz is None:
        ersatz = unicodedata.normalize("NFKD", zeichen).encode("ascii", "ignore").decode("ascii")
    return ersatz if ersatz and _kennt(ersatz, zeichensatz) else "?"


def _lesbar(fehler: UnicodeError) -> tuple[str, int]:
    if not isinstance(fehler, UnicodeEncodeError):
        raise fehler
    stelle = fehler.object[fehler.start : fehler.end]
    ersatz = "".join(_ERSATZ.get(zeichen, "?") for zeichen in stelle)
    return (ersatz if ersatz.isascii() else "?" * len(stelle)), fehler.end

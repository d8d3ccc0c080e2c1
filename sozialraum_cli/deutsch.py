"""Deutsche Texte für Hilfe und Aufruffehler von Typer, das nur Englisch mitbringt.

Typer lässt sich nicht übersetzen: die Texte stehen fest im Programm. Darum werden hier die
fertigen Texte übersetzt, in der Form aller zulässigen Versionen (0.27 und 0.28).
"""

import re

from sozialraum_cli.muster import muster

_UEBERSCHRIFTEN = {
    "Usage:": "Aufruf:",
    "Arguments:": "Angaben:",
    "Options:": "Optionen:",
    "Commands:": "Befehle:",
}
_ZEICHEN = {"[required]": "[nötig]", "[OPTIONS]": "[OPTIONEN]", "[ARGS]...": "[ANGABEN]..."}
HILFE_ZUR_HILFE = "Diese Hilfe zeigen."

_WERT = r"['\"]?(.+?)['\"]?"
_VORSCHLAG = muster(r"(.+?) (?:\(Possible options: (.+)\)|Did you mean (.+)\?)")
_MELDUNGEN = (
    (r"Missing argument '(.+?)(?:\.{3})?'\.", r"Die Angabe „\1“ fehlt."),
    (rf"Missing option {_WERT}\.", r"Die Option „\1“ fehlt."),
    (r"Missing command\.", "Der Befehl fehlt."),
    (r"No such option: (.+)", r"Die Option „\1“ gibt es nicht."),
    (rf"No such command {_WERT}\.", r"Den Befehl „\1“ gibt es nicht."),
    (r"Got unexpected extra argument\(s\) \((.+)\)", r"Zu viele Angaben: \1."),
    (rf"Option {_WERT} requires an argument\.", r"Die Option „\1“ braucht einen Wert."),
    (rf"Option {_WERT} requires (\d+) arguments\.", r"Die Option „\1“ braucht \2 Werte."),
    (rf"Option {_WERT} does not take a value\.", r"Die Option „\1“ nimmt keinen Wert."),
    (rf"Argument {_WERT} takes (\d+) values\.", r"Die Angabe „\1“ braucht \2 Werte."),
)
_KEINE_WAHL = muster(rf"{_WERT} is not one of (.+?)\.")
_PFLICHT = muster(r"\{([A-Z.]+)\}")  # so zeigt 0.28, was nötig ist
_UNGUELTIG = muster(rf"Invalid value(?: for {_WERT})?: (.*)", re.DOTALL)


def hilfetext(text: str) -> str:
    """Die Hilfe eines Befehls mit deutschen Überschriften und Platzhaltern."""
    zeilen = []
    for zeile in text.split("\n"):
        wort = zeile if zeile.endswith(":") else zeile.split(" ", 1)[0]
        uebersetzt = _UEBERSCHRIFTEN.get(wort, wort) + zeile[len(wort) :]
        for englisch, deutsch in _ZEICHEN.items():
            uebersetzt = uebersetzt.replace(englisch, deutsch)
        zeilen.append(_PFLICHT().sub(r"\1", uebersetzt))
    return "\n".join(zeilen)


def meldung(text: str) -> str:
    """Eine Meldung über einen falschen Aufruf auf Deutsch; Unbekanntes bleibt, wie es ist."""
    text = " ".join(text.split())
    if treffer := _UNGUELTIG().fullmatch(text):
        option = f" für {treffer[1]}" if treffer[1] else ""
        return f"Ungültiger Wert{option}: {meldung(treffer[2])}"
    if treffer := _VORSCHLAG().fullmatch(text):
        return f"{meldung(treffer[1])} Meinten Sie {_ohne_anfuehrung(treffer[2] or treffer[3])}?"
    if treffer := _KEINE_WAHL().fullmatch(text):
        moegliche = _ohne_anfuehrung(treffer[2])
        return f"„{treffer[1]}“ gibt es nicht, nur {moegliche}."
    for englisch, deutsch in _MELDUNGEN:
        if treffer := re.fullmatch(englisch, text):
            return treffer.expand(deutsch)
    return text


def _ohne_anfuehrung(aufzaehlung: str) -> str:
    return aufzaehlung.replace("'", "").replace('"', "")

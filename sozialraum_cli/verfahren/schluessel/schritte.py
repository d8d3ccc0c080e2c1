"""Schritte, die mehrere Schlüsselverfahren teilen."""

from sozialraum_cli.verfahren.schritt import Schritt

QUOTE = Schritt(
    "quote",
    "Eine Anzahl zählt als Quote: in Prozent von {bezug} {bezugsgroesse}.",
    "{wert} / {bezug} * 100",
    "%",
    wenn="ist_anzahl",
)
GLEICH = Schritt(
    "ohne_unterschied",
    "Der Indikator ist in allen Sozialräumen gleich und trägt darum nichts bei.",
    wenn="nicht unterschied",
)

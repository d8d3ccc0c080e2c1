"""Text aus Zellen: ein Name, eine Quelle, ein Schlüssel."""

import unicodedata
from datetime import datetime
from decimal import Decimal

from sozialraum_cli.lesen.mappe import Fehlerwert, FormelOhneWert, Zellwert
from sozialraum_cli.lesen.unlesbar import Unlesbar, datum, ohne_ergebnis, zitat

# Zeichen, die die Leserichtung umkehren: damit sieht ein Name anders aus, als er geschrieben ist.
_LESERICHTUNG = {*"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"}
_UMBRUCH = {*"\t\n\r"}
_NICHT_IN_XML = {"\ufffe", "\uffff"}


def text_lesen(wert: Zellwert) -> str | Unlesbar:
    """Der Text eines Zellwerts; Leerraum und Umbrüche werden zu einem Leerzeichen.

    Ergebnis: Text (Zahlen ohne Tausenderzeichen, Daten als 31.12.2010), Unlesbar bei
    Fehlerzellen, Formeln ohne Wert und Steuerzeichen.
    """
    if isinstance(wert, Fehlerwert | FormelOhneWert):
        return ohne_ergebnis(wert)
    if isinstance(wert, bool):
        return "WAHR" if wert else "FALSCH"
    if isinstance(wert, Decimal):
        return f"{wert.normalize():f}".replace(".", ",")
    if isinstance(wert, datetime):
        return datum(wert)
    if any(_verboten(zeichen) for zeichen in wert):
        return Unlesbar(
            f"Der Text {zitat(wert)} enthält Steuerzeichen",
            "Den Text von Hand neu eintippen statt einfügen.",
        )
    return " ".join(wert.split())


def _verboten(zeichen: str) -> bool:
    if zeichen in _UMBRUCH:
        return False
    return (
        zeichen in _LESERICHTUNG
        or zeichen in _NICHT_IN_XML
        or unicodedata.category(zeichen) in {"Cc", "Cs"}
    )

"""Text aus Zellen: ein Name, eine Quelle, ein Schlüssel."""

import re
from datetime import datetime, timedelta
from decimal import Decimal

from sozialraum_cli.eingabe.unlesbar import Unlesbar, ohne_ergebnis, zitat
from sozialraum_cli.lesen.zelle import Fehlerwert, FormelOhneWert, Zellwert
from sozialraum_cli.muster import muster
from sozialraum_cli.xmltext import STEUERZEICHEN

# Längere Texte kann VERGLEICH nicht suchen; der Bogen sucht seine Spalten so.
NAME_HOECHSTENS = 255
_ZAHLTEXT = muster(r"\W*[0-9][0-9.,'’\s]*\W*(?:eur|euro)?", re.IGNORECASE)


def text_lesen(wert: Zellwert) -> str | Unlesbar:
    """Der Text eines Zellwerts; Leerraum und Umbrüche werden zu einem Leerzeichen.

    Ergebnis: Text (Zahlen ohne Tausenderzeichen, Daten als 31.12.2010, Dauern als 39:00),
    Unlesbar bei Fehlerzellen, Formeln ohne Wert und Steuerzeichen.
    """
    if isinstance(wert, Fehlerwert | FormelOhneWert):
        return ohne_ergebnis(wert)
    if isinstance(wert, bool):
        return "WAHR" if wert else "FALSCH"
    if isinstance(wert, Decimal):
        return f"{wert.normalize():f}".replace(".", ",")
    if isinstance(wert, datetime):
        return f"{wert:%d.%m.%Y}"
    if isinstance(wert, timedelta):
        minuten, sekunden = divmod(wert.days * 86_400 + wert.seconds, 60)
        return f"{minuten // 60}:{minuten % 60:02}" + (f":{sekunden:02}" if sekunden else "")
    if STEUERZEICHEN.search(wert):
        return Unlesbar(
            f"Der Text {zitat(wert)} enthält Steuerzeichen",
            "Den Text von Hand neu eintippen statt einfügen.",
        )
    return " ".join(wert.split())


def name_lesen(wert: Zellwert) -> str | Unlesbar:
    """Der Text eines Zellwerts, der etwas benennt: wie text_lesen, höchstens 255 Zeichen."""
    name = text_lesen(wert)
    if isinstance(name, Unlesbar) or len(name) <= NAME_HOECHSTENS:
        return name
    return Unlesbar(
        f"{zitat(name)} hat {len(name)} Zeichen; Tabellenkalkulationen können nur nach "
        f"{NAME_HOECHSTENS} suchen",
        "Den Namen kürzen; Erläuterungen gehören unter die Tabelle oder in eine eigene Spalte.",
    )


def zahl_oder_zahltext(wert: Zellwert) -> bool:
    """Ob dort eine Zahl steht oder ein Text, der wie eine aussieht: 1.234,56 €."""
    return not isinstance(wert, str) or _ZAHLTEXT().fullmatch(wert) is not None

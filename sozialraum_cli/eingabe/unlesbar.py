"""Warum eine Zelle nicht der Wert ist, der dort stehen soll, und was zu tun ist."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sozialraum_cli.befund import Befund, fehler
from sozialraum_cli.lesen.zelle import Fehlerwert, FormelOhneWert

_HOECHSTENS_ZEICHEN = 40
# So früh zählen Tabellenkalkulationen Tage; davor und darin liegen nur Uhrzeiten.
_ERSTES_JAHR = 1900
_ERSTER_TAG = datetime.fromisoformat("1899-12-31")


class Unlesbar(NamedTuple):
    """Der Grund, warum ein Zellwert nicht gilt (ohne Punkt am Ende), und die Abhilfe."""

    grund: str
    abhilfe: str


FEHLT = Unlesbar(
    "Der Wert fehlt", "Den Wert eintragen; 0 nur, wenn wirklich genau null gemeint ist."
)


def als_fehler(was: str, unlesbar: Unlesbar, ort: str) -> Befund:
    """Der Befund dazu; was nennt den Wert, um den es geht, zum Beispiel „Budget bisher“."""
    return fehler(f"{was}: {unlesbar.grund}.", ort, unlesbar.abhilfe)


def ohne_ergebnis(wert: Fehlerwert | FormelOhneWert) -> Unlesbar:
    """Warum eine Fehlerzelle oder eine Formel ohne gespeicherten Wert keinen Wert hat."""
    if isinstance(wert, Fehlerwert):
        return Unlesbar(
            f"Die Zelle zeigt den Fehler {zitat(wert.code)}",
            "Die Formel berichtigen oder den Wert eintragen.",
        )
    return Unlesbar(
        "Die Formel hat keinen gespeicherten Wert",
        "Die Mappe einmal in Excel oder LibreOffice öffnen und speichern.",
    )


def datum(wert: datetime) -> str:
    """Ein Zeitpunkt für eine Meldung: das Datum 31.12.2010, die Uhrzeit 15:00."""
    if wert.year <= _ERSTES_JAHR and (wert.hour or wert.minute):
        stunden = (wert - _ERSTER_TAG) // timedelta(hours=1)
        return f"die Uhrzeit {wert:%H:%M} (gespeichert sind {stunden} Stunden)"
    return f"das Datum {wert:%d.%m.%Y}"


def zitat(text: str) -> str:
    """Ein Text aus der Mappe für eine Meldung: eine Zeile, gekürzt, ohne Steuerzeichen."""
    sichtbar = "".join(zeichen if zeichen.isprintable() else " " for zeichen in text)
    einzeilig = " ".join(sichtbar.split())
    if len(einzeilig) > _HOECHSTENS_ZEICHEN:
        einzeilig = f"{einzeilig[: _HOECHSTENS_ZEICHEN - 1]}…"
    return f"„{einzeilig}“"

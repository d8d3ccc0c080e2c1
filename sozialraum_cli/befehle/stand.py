"""Stand und Prüfsummen für eine Mappe, die das Programm schreibt; nie von der Uhr."""

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sozialraum_cli.befund import Datenfehler, fehler

if TYPE_CHECKING:
    from sozialraum_cli.bogen.quelle import Quelle
    from sozialraum_cli.eingabe.parameterdatei import Parameterdatei
    from sozialraum_cli.lesen.mappe import Mappe


def quelle_bilden(
    mappe: "Mappe", jahr: int, budgets: "Mappe | None" = None, toml: "Parameterdatei | None" = None
) -> "Quelle":
    """Stand und je Eingabedatei Name und Prüfsumme.

    Der Stand ist SOURCE_DATE_EPOCH, sonst das Änderungsdatum der Mappe, sonst der 1. Januar.
    Fehler: Datenfehler, wenn SOURCE_DATE_EPOCH keine Sekundenzahl ist.
    """
    from sozialraum_cli.bogen.quelle import Quelle

    dateien = [(gelesen.dateiname, gelesen.sha256) for gelesen in (mappe, budgets) if gelesen]
    if toml:
        dateien.append((toml.name, toml.sha256))
    stand = stand_vorgegeben() or mappe.stand or datetime(jahr, 1, 1, tzinfo=UTC)
    return Quelle(stand, tuple(dateien))


def stand_vorgegeben() -> datetime | None:
    """Der Stand aus SOURCE_DATE_EPOCH; None ohne die Variable. Fehler: Datenfehler."""
    sekunden = os.environ.get("SOURCE_DATE_EPOCH")
    if not sekunden:
        return None
    try:
        return datetime.fromtimestamp(int(sekunden), UTC)
    except (ValueError, OverflowError, OSError):
        raise Datenfehler(
            [
                fehler(
                    f"„{sekunden}“ ist keine Zahl von Sekunden seit 1970.",
                    "Umgebungsvariable SOURCE_DATE_EPOCH",
                    "Die Variable berichtigen oder löschen.",
                )
            ]
        ) from None

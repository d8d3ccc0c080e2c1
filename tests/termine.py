"""Erfundene Termine für Tests: mit Saatzahl, in allen Formen, mit unabhängiger Summe."""

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

RAEUME = (
    "Adendorf",
    "Amelinghausen",
    "Amt Neuhaus",
    "Bardowick",
    "Bleckede",
    "Dahlenburg",
    "Gellersen",
    "Ilmenau",
    "Ostheide",
    "Scharnebeck",
)
SCHREIBWEISEN = {"Bleckede": "Stadt Bleckede", "Gellersen": "SG Gellersen", "Ilmenau": "ilmenau "}
ANGEBOTE = {
    "Beratung": "Beratung inkl. Gruppenarbeit",
    "Gruppenangebot für Mädchen": "Beratung inkl. Gruppenarbeit",
    "Netzwerk": "Netzwerkarbeit",
}
TOML = """
[spalten]
sozialraum = "Gebiet"
leistung = "Maßnahme"
datum = "Tag"
dauer = "Zeit"
fall = "Fall-Nr."
[einheiten]
dauer = "{einheit}"
[leistungen]
"Beratung" = "Beratung inkl. Gruppenarbeit"
"Gruppenangebot für Mädchen" = "Beratung inkl. Gruppenarbeit"
"Netzwerk" = "Netzwerkarbeit"
"""


@dataclass
class Termine:
    """Zeilen einer Quelle und, beim Erfinden mitgezählt, ihre Minuten je Ort und Leistung."""

    zeilen: list[tuple[str, str, str, str, str]] = field(default_factory=list)
    minuten: Counter[tuple[str, str]] = field(default_factory=Counter)

    def csv(self, trenner: str) -> str:
        """Als CSV, mit dem Vermerk, dass nichts davon echt ist."""
        kopf = ("Gebiet", "Maßnahme", "Tag", "Zeit", "Fall-Nr.")
        zeilen = [("Termine 2012 (erfunden)",), kopf, *self.zeilen]
        return "".join(trenner.join(zeile) + "\r\n" for zeile in zeilen)


def erfinden(anzahl: int, einheit: str, keim: int = 2017) -> Termine:
    """So viele Termine im Jahr 2012, ohne Fehler; jede Fallnummer kommt einmal vor."""
    zufall = random.Random(keim)
    termine = Termine()
    for nummer in range(anzahl):
        ort = zufall.choice([*RAEUME, "Außerhalb", "Keine Angabe"])
        angebot = zufall.choice(list(ANGEBOTE))
        minuten = zufall.randrange(5, 600, 5)
        tag = date(2012, 1, 1) + timedelta(zufall.randrange(366))
        termine.zeilen.append(
            (
                SCHREIBWEISEN.get(ort, ort),
                angebot,
                f"{tag:%d.%m.%Y}" if zufall.random() < 0.5 else tag.isoformat(),
                f"{minuten // 60}:{minuten % 60:02}" if einheit == "hh:mm" else str(minuten),
                f"F{nummer}",
            )
        )
        termine.minuten[ort, ANGEBOTE[angebot]] += minuten
    return termine

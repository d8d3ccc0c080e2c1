"""Erfindet die Stunden im Ordner controlling: python -m beispieldaten.stunden_erfinden.

Nichts davon ist echt; je Monat und Sozialraum ein Vielfaches einer Viertelstunde um das Soll 2012.
"""

import random
from pathlib import Path

ORDNER = Path(__file__).parent / "controlling"
KEIM = 2012
# Ungefähr die vereinbarten Stunden je Monat: Beratung, Netzwerkarbeit.
SOLL = {
    "Adendorf": (227, 152),
    "SG Amelinghausen": (186, 124),
    "Amt Neuhaus": (215, 143),
    "SG Bardowick": (271, 181),
    "Stadt Bleckede": (309, 206),
    "SG Dahlenburg": (224, 149),
    "SG Gellersen": (222, 148),
    "SG Ilmenau": (202, 135),
    "SG Ostheide": (200, 134),
    "SG Scharnebeck": (282, 188),
    "Außerhalb": (4, 3),
    "Keine Angabe": (3, 0),
}
STUNDENSATZ = 29


def gedok(zufall: random.Random) -> str:
    """Beratung in Minuten, mit Kosten; wie aus einem deutschen Excel."""
    zeilen = ["Beratung 2012 (erfunden)", "Gebiet;Angebot;Monat;Minuten;Kosten in €"]
    for ort, (beratung, _) in SOLL.items():
        for monat in range(1, 13):
            minuten = round(beratung * 4 * zufall.uniform(0.85, 1.05)) * 15
            kosten = f"{minuten * STUNDENSATZ / 60:.2f}".replace(".", ",")
            zeilen.append(f"{ort};Beratung;{monat:02}/2012;{minuten};{kosten}")
    return "\r\n".join(zeilen) + "\r\n"


def gekataster(zufall: random.Random) -> str:
    """Netzwerkarbeit in Stunden, wie aus einer Datenbank."""
    zeilen = ["Sozialraum,Stunden,Anmerkung"]
    for ort, (_, netzwerk) in SOLL.items():
        for _ in range(12):
            stunden = round(netzwerk * 4 * zufall.uniform(0.75, 1.1)) / 4
            zeilen.append(f"{ort},{stunden:.2f},erfunden")
    return "\n".join(zeilen) + "\n"


def main() -> None:
    """Schreibt beide Dateien neu."""
    zufall = random.Random(KEIM)
    (ORDNER / "gedok_2012_erfunden.csv").write_bytes(gedok(zufall).encode("cp1252"))
    (ORDNER / "gekataster_2012_erfunden.csv").write_bytes(gekataster(zufall).encode())


if __name__ == "__main__":
    main()

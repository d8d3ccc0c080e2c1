"""Parameter aus einer TOML-Datei."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from sozialraum_cli.befund import Befund, Datenfehler, fehler
from sozialraum_cli.eingabe.parameterwerte import Setzung, parameter_zusammenfuehren
from sozialraum_cli.eingabe.unlesbar import zitat
from sozialraum_cli.lesen.tomldatei import toml_lesen
from sozialraum_cli.parameter import LEISTUNG_PRAEFIX

_BEISPIEL = (
    "Je Zeile NAME = WERT schreiben, zum Beispiel: bestandsschutz = 70 oder rundung = 100, Text "
    "in Anführungszeichen; Dezimalzahlen mit Punkt."
)
_LEISTUNGSTABELLE = LEISTUNG_PRAEFIX.removesuffix(":")


@dataclass(frozen=True, slots=True)
class Parameterdatei:
    """Was in einer TOML-Datei steht; sha256 ist die Prüfsumme dessen, was gelesen wurde."""

    name: str
    sha256: str
    setzungen: tuple[Setzung, ...]


def parameterdatei_lesen(pfad: Path) -> Parameterdatei:
    """Die Parameter einer TOML-Datei, einmal gelesen, auch aus einer Pipe.

    Eingang: Schlüssel wie in JSON; Leistungen als "leistung:NAME" = 60 oder in der Tabelle
    [leistung]. Fehler: Datenfehler, wenn die Datei fehlt, kein TOML ist oder etwas anderes als
    Text, Zahl oder Wahrheitswert enthält.
    """
    datei = toml_lesen(pfad, _BEISPIEL)
    befunde: list[Befund] = []
    setzungen = setzungen_bilden(datei.inhalt, datei.name, befunde)
    if befunde:
        # Was sonst in der Datei nicht stimmt, gehört in dieselbe Meldung.
        parameter_zusammenfuehren((), setzungen, befunde)
        raise Datenfehler(befunde)
    return Parameterdatei(datei.name, datei.sha256, setzungen)


def setzungen_bilden(
    inhalt: Mapping[str, object], herkunft: str, befunde: list[Befund]
) -> tuple[Setzung, ...]:
    """Die Setzungen einer TOML-Tabelle; was weder Text noch Zahl ist, wird ein Befund."""
    eintraege: dict[str, object] = {}
    for name, wert in inhalt.items():
        if name == _LEISTUNGSTABELLE and isinstance(wert, dict):
            eintraege.update({f"{LEISTUNG_PRAEFIX}{k}": v for k, v in wert.items()})
        else:
            eintraege[name] = wert
    setzungen: list[Setzung] = []
    for name, wert in eintraege.items():
        if isinstance(wert, int) and not isinstance(wert, bool):
            wert = Decimal(wert)
        if isinstance(wert, str | Decimal | bool):
            setzungen.append(Setzung(name, wert, herkunft))
        else:
            befunde.append(
                fehler(
                    f"Der Eintrag {zitat(name)} ist weder Text noch Zahl.",
                    herkunft,
                    "Nur NAME = WERT ist möglich; Leistungen auch in einer Tabelle [leistung].",
                )
            )
    return tuple(setzungen)

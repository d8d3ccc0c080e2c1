"""Parameter aus einer TOML-Datei."""

import re
import tomllib
from decimal import Decimal
from pathlib import Path

from sozialraum_cli.befund import Befund, Datenfehler, fehler
from sozialraum_cli.eingabe.parameterwerte import Setzung, parameter_zusammenfuehren
from sozialraum_cli.eingabe.unlesbar import zitat
from sozialraum_cli.lesen.dateiname import anzeigename
from sozialraum_cli.parameter import LEISTUNG_PRAEFIX

_LEISTUNGSTABELLE = LEISTUNG_PRAEFIX.removesuffix(":")


def toml_lesen(pfad: Path) -> tuple[Setzung, ...]:
    """Die Parameter einer TOML-Datei.

    Eingang: Schlüssel wie in JSON; Leistungen als "leistung:NAME" = 60 oder in der Tabelle
    [leistung]. Fehler: Datenfehler, wenn die Datei fehlt, kein TOML ist oder etwas anderes als
    Text, Zahl oder Wahrheitswert enthält.
    """
    try:
        inhalt = tomllib.loads(pfad.read_bytes().decode("utf-8-sig"), parse_float=Decimal)
    except FileNotFoundError:
        raise _toml_fehler(pfad, "Die Datei gibt es nicht", "Den Pfad prüfen.") from None
    except OSError as grund:
        text = f"Die Datei lässt sich nicht lesen; das Betriebssystem meldet: {grund.strerror}"
        raise _toml_fehler(pfad, text, "Pfad und Zugriffsrechte prüfen.") from None
    except UnicodeDecodeError:
        raise _toml_fehler(
            pfad, "Die Datei ist kein Text in UTF-8", "Die Datei als UTF-8 speichern."
        ) from None
    except (ValueError, ArithmeticError, RecursionError) as grund:
        stelle = re.search(r"line (\d+), column (\d+)", str(grund))
        wo = f" (Zeile {stelle[1]}, Spalte {stelle[2]})" if stelle else ""
        raise _toml_fehler(
            pfad,
            f"Die Datei ist kein gültiges TOML{wo}",
            "Je Zeile NAME = WERT schreiben, zum Beispiel: bestandsschutz = 70 oder "
            "rundung = 100, Text in Anführungszeichen; Dezimalzahlen mit Punkt.",
        ) from None
    datei = anzeigename(pfad)
    eintraege: dict[str, object] = {}
    for name, wert in inhalt.items():
        if name == _LEISTUNGSTABELLE and isinstance(wert, dict):
            eintraege.update({f"{LEISTUNG_PRAEFIX}{k}": v for k, v in wert.items()})
        else:
            eintraege[name] = wert
    setzungen: list[Setzung] = []
    befunde: list[Befund] = []
    for name, wert in eintraege.items():
        if isinstance(wert, int) and not isinstance(wert, bool):
            wert = Decimal(wert)
        if isinstance(wert, str | Decimal | bool):
            setzungen.append(Setzung(name, wert, datei))
        else:
            befunde.append(
                fehler(
                    f"Der Eintrag {zitat(name)} ist weder Text noch Zahl.",
                    datei,
                    "Nur NAME = WERT ist möglich; Leistungen auch in einer Tabelle [leistung].",
                )
            )
    if befunde:
        # Was sonst in der Datei nicht stimmt, gehört in dieselbe Meldung.
        parameter_zusammenfuehren((), setzungen, befunde)
        raise Datenfehler(befunde)
    return tuple(setzungen)


def _toml_fehler(pfad: Path, text: str, abhilfe: str) -> Datenfehler:
    return Datenfehler([fehler(f"{text}.", anzeigename(pfad), abhilfe)])

"""Parameter aus Blatt, TOML und Optionen zusammenführen: der höhere Vorrang gilt."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from sozialraum_cli.befund import Befund, Datenfehler, fehler
from sozialraum_cli.lesen.blatt_parameter import Rohwert, parameter_unbekannt
from sozialraum_cli.lesen.dateiname import anzeigename
from sozialraum_cli.lesen.feld import bruchteile_von_cent
from sozialraum_cli.lesen.parametername import namensform, parameter_finden
from sozialraum_cli.lesen.parameterwert import parameterwert_lesen
from sozialraum_cli.lesen.unlesbar import Unlesbar, als_fehler, zitat
from sozialraum_cli.lesen.zelltext import name_lesen
from sozialraum_cli.parameter import LEISTUNG_PRAEFIX, Parameterangabe, Wertart

_LEISTUNGSTABELLE = LEISTUNG_PRAEFIX.removesuffix(":")


@dataclass(frozen=True, slots=True)
class Setzung:
    """Ein Parameterwert von außerhalb der Mappe; herkunft nennt Option oder Datei."""

    name: str
    wert: str | Decimal | bool
    herkunft: str


@dataclass(frozen=True, slots=True)
class Parameterwerte:
    """Gültige Werte je Parametername und woher sie kommen; fehlerhaft sind gemeldete Namen."""

    werte: Mapping[str, Decimal | str]
    herkunft: Mapping[str, str]
    fehlerhaft: frozenset[str]


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


def parameter_zusammenfuehren(
    blatt: Iterable[Rohwert], setzungen: Sequence[Setzung], befunde: list[Befund]
) -> Parameterwerte:
    """Der gültige Wert jedes angegebenen Parameters.

    Eingang: Werte des Blatts, dann Setzungen in steigendem Vorrang. Ein Wert, den ein höherer
    verdrängt, wird nicht geprüft. Leistungen gehen einzeln nach Namen.
    Quelle: Spezifikation 3 (Vorrang).
    """
    gueltig: dict[str, Rohwert] = {namensform(roh.angabe): roh for roh in blatt}
    gesetzt: dict[tuple[str, str], Setzung] = {}
    for setzung in setzungen:
        name_gelesen = name_lesen(setzung.name)
        if isinstance(name_gelesen, Unlesbar):
            befunde.append(als_fehler("Parameter", name_gelesen, setzung.herkunft))
            continue
        angabe = parameter_finden(name_gelesen)
        if angabe is None:
            befunde.append(parameter_unbekannt(setzung.name, setzung.herkunft))
            continue
        form = namensform(angabe)
        if (form, setzung.herkunft) in gesetzt:
            befunde.append(
                fehler(
                    f"Der Parameter „{setzung.name}“ ist doppelt angegeben.",
                    setzung.herkunft,
                    "Nur einen der beiden Werte angeben.",
                )
            )
        gesetzt[form, setzung.herkunft] = setzung
        # Eine Leistung behält die Schreibweise der Mappe.
        angabe = gueltig[form].angabe if form in gueltig else angabe
        gueltig[form] = Rohwert(angabe, setzung.wert, setzung.herkunft)

    werte: dict[str, Decimal | str] = {}
    herkunft: dict[str, str] = {}
    fehlerhaft: set[str] = set()
    for roh in gueltig.values():
        name, was = roh.angabe.name, _bezeichnung(roh.angabe)
        wert = parameterwert_lesen(roh.angabe, roh.wert, prozentzelle=roh.prozentzelle)
        if isinstance(wert, Unlesbar):
            befunde.append(als_fehler(was, wert, roh.ort))
            fehlerhaft.add(name)
            continue
        if roh.angabe.wertart is Wertart.BETRAG and isinstance(wert, Decimal):
            befunde.extend(bruchteile_von_cent(was, wert, roh.ort))
        werte[name] = wert
        herkunft[name] = roh.ort
    return Parameterwerte(werte, herkunft, frozenset(fehlerhaft))


def _bezeichnung(angabe: Parameterangabe) -> str:
    return f"Parameter „{angabe.bezeichnung}“"


def _toml_fehler(pfad: Path, text: str, abhilfe: str) -> Datenfehler:
    return Datenfehler([fehler(f"{text}.", anzeigename(pfad), abhilfe)])

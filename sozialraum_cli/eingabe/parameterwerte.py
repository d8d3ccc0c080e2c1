"""Parameter aus Blatt, TOML und Optionen zusammenführen: der höhere Vorrang gilt."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from sozialraum_cli.befund import Befund, fehler
from sozialraum_cli.eingabe.betrag import bruchteile_von_cent, hat_bruchteile_von_cent
from sozialraum_cli.eingabe.blatt_parameter import Rohwert, parameter_unbekannt
from sozialraum_cli.eingabe.parametername import namensform, parameter_finden
from sozialraum_cli.eingabe.parameterwert import parameterwert_lesen
from sozialraum_cli.eingabe.unlesbar import Unlesbar, als_fehler
from sozialraum_cli.eingabe.zahl import mehrdeutige_tausend
from sozialraum_cli.eingabe.zelltext import name_lesen
from sozialraum_cli.parameterangabe import Parameterangabe, Wertart


class Setzung(NamedTuple):
    """Ein Parameterwert von außerhalb der Mappe; herkunft nennt Option oder Datei.

    wert None nimmt weg, was die Mappe angibt: dann gilt die Vorgabe.
    """

    name: str
    wert: str | Decimal | bool | None
    herkunft: str


class Parameterwerte(NamedTuple):
    """Gültige Werte je Parametername und woher sie kommen; fehlerhaft sind gemeldete Namen."""

    werte: Mapping[str, Decimal | str]
    herkunft: Mapping[str, str]
    fehlerhaft: frozenset[str]


def parameter_zusammenfuehren(
    blatt: Iterable[Rohwert], setzungen: Sequence[Setzung], befunde: list[Befund]
) -> Parameterwerte:
    """Der gültige Wert jedes angegebenen Parameters.

    Eingang: Werte des Blatts, dann Setzungen in steigendem Vorrang. Ein Wert, den ein höherer
    verdrängt, wird nicht geprüft. Leistungen gehen einzeln nach Namen.
    Quelle: docs/verfahren.md, Abschnitt „Parameter“.
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
        if setzung.wert is None:
            gueltig.pop(form, None)
            continue
        # Eine Leistung behält die Schreibweise der Mappe.
        angabe = gueltig[form].angabe if form in gueltig else angabe
        gueltig[form] = Rohwert(angabe, _geschrieben(angabe, setzung.wert), setzung.herkunft)

    werte: dict[str, Decimal | str] = {}
    herkunft: dict[str, str] = {}
    fehlerhaft: set[str] = set()
    for roh in gueltig.values():
        name, was = roh.angabe.name, _bezeichnung(roh.angabe)
        wert = parameterwert_lesen(
            roh.angabe,
            roh.wert,
            prozentzelle=roh.prozentzelle,
            format_unbekannt=roh.format_unbekannt,
        )
        if isinstance(wert, Unlesbar):
            befunde.append(als_fehler(was, wert, roh.ort))
            fehlerhaft.add(name)
            continue
        if (
            roh.angabe.wertart is Wertart.BETRAG
            and isinstance(wert, Decimal)
            and hat_bruchteile_von_cent(wert)
        ):
            befunde.append(bruchteile_von_cent(was, wert, roh.ort))
        werte[name] = wert
        herkunft[name] = roh.ort
    return Parameterwerte(werte, herkunft, frozenset(fehlerhaft))


def _bezeichnung(angabe: Parameterangabe) -> str:
    return f"Parameter „{angabe.bezeichnung}“"


def _geschrieben(angabe: Parameterangabe, wert: str | Decimal | bool) -> str | Decimal | bool:
    """Ein Betrag 600.000 in TOML ist 600; gemeint sind wohl Tausende, darum gilt er als Text."""
    if angabe.wertart is Wertart.BETRAG and isinstance(wert, Decimal):
        return str(wert) if mehrdeutige_tausend(str(wert)) else wert
    return wert

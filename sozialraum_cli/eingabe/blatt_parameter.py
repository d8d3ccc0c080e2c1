"""Das Blatt Parameter: je Zeile ein Parameter, sein Wert und was dazu geschrieben steht."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from sozialraum_cli.befund import Befund, fehler, hinweis
from sozialraum_cli.eingabe.kopfzeile import Blattform, unbekannte_spalten
from sozialraum_cli.eingabe.parametername import SCHREIBWEISEN, namensform, parameter_finden
from sozialraum_cli.eingabe.tabelle import Tabelle
from sozialraum_cli.eingabe.unlesbar import zitat
from sozialraum_cli.eingabe.zeile import Zeile
from sozialraum_cli.eingabeblatt import PARAMETER
from sozialraum_cli.lesen.zelle import Zellwert
from sozialraum_cli.modell import Parametertext
from sozialraum_cli.namen import Vorschlaege
from sozialraum_cli.parameter import namensliste
from sozialraum_cli.parameterangabe import Parameterangabe

FORM = Blattform.aus(PARAMETER)
_PARAMETER, _WERT = FORM.pflicht
_EINHEITSSPALTE = PARAMETER.ueberschrift("einheit")

_ANDERE_GROESSE = re.compile(r"t€|teur|tsd|tausend|mio|mill|mrd|monat|cent|promille|‰")
_EINHEIT = {"€": re.compile(r"€|eur"), "%": re.compile(r"%|proz|v\. ?h\.")}


class Rohwert(NamedTuple):
    """Ein Parameterwert, wie er geschrieben ist, und woher er kommt."""

    angabe: Parameterangabe
    wert: Zellwert
    ort: str
    prozentzelle: bool = False
    format_unbekannt: bool = False


class Parameterblatt(NamedTuple):
    """Die angegebenen Werte; je Parametername die Texte und, wo der Wert leer ist, die Zelle."""

    werte: tuple[Rohwert, ...]
    texte: Mapping[str, Parametertext]
    leer: Mapping[str, str]


def parameterblatt_lesen(tabelle: Tabelle, befunde: list[Befund]) -> Parameterblatt:
    """Die angegebenen Parameter des Blatts und was dazu geschrieben steht.

    Eine leere Wert-Zelle heißt: nicht angegeben. Unbekannte und doppelte Parameter sind Fehler:
    ein Tippfehler ließe sonst still die Vorgabe gelten.
    Quelle: docs/verfahren.md, Abschnitt „Parameter“.
    """
    befunde.extend(unbekannte_spalten(tabelle.blatt, tabelle.kopf, FORM))
    werte: list[Rohwert] = []
    texte: dict[str, Parametertext] = {}
    leer: dict[str, str] = {}
    gesehen: dict[str, str] = {}
    vorschlaege = Vorschlaege(SCHREIBWEISEN)
    for zeile in tabelle.zeilen:
        name = zeile.name(_PARAMETER)
        zelle = zeile.zelle(_WERT)
        angabe = None if name is None else parameter_finden(name)
        unlesbar = name is None and zeile.zelle(_PARAMETER) is not None
        if angabe is None:
            if zelle is not None and not unlesbar:
                befunde.append(parameter_unbekannt(name, zeile.ort(_PARAMETER), vorschlaege))
            continue
        texte.setdefault(
            angabe.name,
            Parametertext(zeile.text("Erläuterung"), zeile.text("Quelle")),
        )
        ort = zeile.ort(_WERT)
        if zelle is None:
            leer[angabe.name] = ort
            continue
        form = namensform(angabe)
        if form in gesehen:
            befunde.append(
                fehler(
                    f"Der Parameter „{name}“ ist doppelt angegeben, auch in {gesehen[form]}.",
                    ort,
                    "Eine der beiden Zeilen löschen.",
                )
            )
            continue
        gesehen[form] = ort
        werte.append(Rohwert(angabe, zelle.wert, ort, zelle.prozent, zelle.format_unbekannt))
        befunde.extend(_einheit_pruefen(zeile.text(_EINHEITSSPALTE), zeile, angabe))
    return Parameterblatt(tuple(werte), texte, leer)


def parameter_unbekannt(
    name: str | None, ort: str, vorschlaege: Vorschlaege | None = None
) -> Befund:
    """Der Fehler zu einem Parameter, den es nicht gibt; ohne Blatt nennt er alle Namen."""
    if name is None:
        return fehler(
            "Neben dem Wert fehlt der Name des Parameters.",
            ort,
            "Den Namen eintragen oder den Wert löschen.",
        )
    return fehler(
        f"Den Parameter {zitat(name)} gibt es nicht.",
        ort,
        (vorschlaege or Vorschlaege(SCHREIBWEISEN)).abhilfe(
            name,
            "Die Schreibweise prüfen; eine Leistung heißt „Leistung: NAME“."
            if vorschlaege
            else f"Es gibt {namensliste()}.",
        ),
    )


def _einheit_pruefen(einheit: str | None, zeile: Zeile, angabe: Parameterangabe) -> list[Befund]:
    """Ein Betrag in T€ wäre sonst still um das Tausendfache falsch."""
    muster = _EINHEIT.get(angabe.einheit[:1])
    if einheit is None or muster is None:
        return []
    klein, ort = einheit.casefold(), zeile.ort(_EINHEITSSPALTE)
    if _ANDERE_GROESSE.search(klein):
        return [
            fehler(
                f"„{angabe.bezeichnung}“ steht in {zitat(einheit)}, gerechnet wird in "
                f"{angabe.einheit}.",
                ort,
                f"Den Wert in {angabe.einheit} umrechnen und die Einheit ändern.",
            )
        ]
    if not muster.search(klein):
        return [
            hinweis(
                f"„{angabe.bezeichnung}“ steht in {zitat(einheit)}; gerechnet wird in "
                f"{angabe.einheit}.",
                ort,
                f"Prüfen, ob der Wert in {angabe.einheit} gemeint ist.",
            )
        ]
    return []

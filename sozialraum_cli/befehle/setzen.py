"""Parameter von der Befehlszeile: --setze NAME=WERT und die benannten Optionen."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from sozialraum_cli.eingabe.parameterwerte import Setzung


def gesetzt(
    setze: Iterable[str], optionen: Mapping[str, tuple[str, str | None]]
) -> "tuple[Setzung, ...]":
    """Die Werte der Befehlszeile in steigendem Vorrang: erst --setze, dann benannte Optionen.

    Eingang: Texte NAME=WERT; je Option (ohne „--“) Parametername und Wert, None heißt: nicht
    angegeben. Fehler: typer.BadParameter, wenn ein Text keinen bekannten Parameter setzt, zwei
    denselben setzen oder ein Wert für sich genommen nicht gilt; genannt werden alle solchen Werte.
    """
    from sozialraum_cli.eingabe.parameterwerte import Setzung

    benannte = [(f"--{o}", name, wert) for o, (name, wert) in optionen.items() if wert is not None]
    paare = [_name_und_wert(text) for text in setze]
    _einmal_pruefen(paare)
    alle = [*(("--setze", *paar) for paar in paare), *benannte]
    _werte_pruefen(alle)
    return tuple(Setzung(name, wert, f"Befehlszeile ({option})") for option, name, wert in alle)


def _einmal_pruefen(paare: Iterable[tuple[str, str]]) -> None:
    from sozialraum_cli.eingabe.parametername import namensform, parameter_finden

    gesehen: dict[str, str] = {}
    for name, wert in paare:
        angabe = parameter_finden(name)
        form = name if angabe is None else namensform(angabe)
        if form in gesehen:
            raise typer.BadParameter(
                f"{gesehen[form]} und {name}={wert} setzen denselben Parameter. Nur einen der "
                "beiden Werte angeben.",
                param_hint="--setze",
            )
        gesehen[form] = f"{name}={wert}"


def _werte_pruefen(alle: Iterable[tuple[str, str, str]]) -> None:
    from sozialraum_cli.eingabe.parametername import parameter_finden
    from sozialraum_cli.eingabe.parameterwert import parameterwert_lesen
    from sozialraum_cli.eingabe.unlesbar import Unlesbar

    falsche = []
    for option, name, wert in alle:
        angabe = parameter_finden(name)
        gelesen = None if angabe is None else parameterwert_lesen(angabe, wert)
        if isinstance(gelesen, Unlesbar):
            ort = f"{option} {name}" if option == "--setze" else option
            falsche.append((ort, f"{gelesen.grund}. {gelesen.abhilfe}"))
    if not falsche:
        return
    ort, text = falsche[0]
    if len(falsche) > 1:
        text = " ".join([text, *(f"{weiterer}: {grund}" for weiterer, grund in falsche[1:])])
    raise typer.BadParameter(text, param_hint=ort)


def _name_und_wert(text: str) -> tuple[str, str]:
    from sozialraum_cli.eingabe.blatt_parameter import parameter_unbekannt
    from sozialraum_cli.eingabe.parametername import parameter_finden
    from sozialraum_cli.parameter import namensliste

    name, gleich, wert = (teil.strip() for teil in text.partition("="))
    if not gleich:
        raise typer.BadParameter(
            f"„{text}“ hat kein „=“; gemeint ist NAME=WERT, zum Beispiel abf=10. Es gibt "
            f"{namensliste()}.",
            param_hint="--setze",
        )
    if parameter_finden(name) is None:
        befund = parameter_unbekannt(name or None, "--setze")
        raise typer.BadParameter(f"{befund.text} {befund.abhilfe}", param_hint="--setze")
    return name, wert

"""Regeln, die mehrere Parameter verbinden: was fehlt, was sich widerspricht, was nichts bewirkt."""

from collections.abc import Mapping
from decimal import Decimal

from sozialraum_cli.befund import Befund, fehler, hinweis
from sozialraum_cli.eingabe.parameterwerte import Parameterwerte
from sozialraum_cli.namen import oder, und
from sozialraum_cli.parameter import (
    ANGABE,
    LEISTUNG_PRAEFIX,
    PARAMETERANGABEN,
)
from sozialraum_cli.parameterangabe import Parameterangabe, Wertart
from sozialraum_cli.verfahren.schluessel.verzeichnis import VORGABE as VORGABE_SCHLUESSEL
from sozialraum_cli.verfahren.schluessel.verzeichnis import namen as schluesselnamen
from sozialraum_cli.verfahren.schutz.schutzverfahren import Schutzverfahren
from sozialraum_cli.verfahren.schutz.verzeichnis import namen, schutzverfahren
from sozialraum_cli.zahlen import knapp, prozent

_HUNDERT = Decimal(100)


def parameterregeln(
    parameter: Parameterwerte, blattname: str, leer: Mapping[str, str]
) -> list[Befund]:
    """Alle Verstöße gegen Regeln, die mehr als einen Parameter betreffen.

    Eingang: gültige Einzelwerte; der Name des Blatts, in dem Fehlendes zu ergänzen ist; die
    leeren Zellen je Parameter. Was von einem fehlerhaften Wert abhinge, bleibt ungeprüft.
    Quelle: docs/verfahren.md, Abschnitt „Parameter“.
    """
    return [
        *_pflicht(parameter, blattname, leer),
        *_leistungen(parameter),
        *_abschmelzung(parameter, blattname),
        *_wirkungslos(parameter),
    ]


def _verfahren(parameter: Parameterwerte) -> Schutzverfahren | None:
    wert = parameter.werte.get("bestandsschutz_verfahren")
    return None if wert is None else schutzverfahren(str(wert))


def _pflicht(parameter: Parameterwerte, blattname: str, leer: Mapping[str, str]) -> list[Befund]:
    verfahren = _verfahren(parameter)
    noetig = [angabe for angabe in PARAMETERANGABEN if angabe.pflicht]
    if verfahren and verfahren.braucht_wert:
        noetig.append(ANGABE["bestandsschutz"])
    return [
        _fehlt(angabe, blattname, leer.get(angabe.name))
        for angabe in noetig
        if angabe.name not in parameter.werte and angabe.name not in parameter.fehlerhaft
    ]


def _fehlt(angabe: Parameterangabe, blattname: str, leere_zelle: str | None) -> Befund:
    beispiel = angabe.beispiel
    einheit = f" · {angabe.einheit}" if angabe.einheit else ""
    auswahl = f" (möglich: {', '.join(angabe.wahl)})" if angabe.wertart is Wertart.WAHL else ""
    ergaenzen = (
        f"Eine Zeile ergänzen, zum Beispiel: {angabe.bezeichnung} · {beispiel}{einheit}"
        if leere_zelle is None
        else f"Den Wert eintragen, zum Beispiel {beispiel}"
    )
    return fehler(
        f"Der Parameter „{angabe.bezeichnung}“ fehlt; er hat keine Vorgabe.",
        leere_zelle or blattname,
        f"{ergaenzen}{auswahl}; oder --setze {angabe.name}={beispiel} angeben.",
    )


def _leistungen(parameter: Parameterwerte) -> list[Befund]:
    anteile = {
        name: wert
        for name, wert in parameter.werte.items()
        if name.startswith(LEISTUNG_PRAEFIX) and isinstance(wert, Decimal)
    }
    summe = sum(anteile.values(), Decimal(0))
    unvollstaendig = any(name.startswith(LEISTUNG_PRAEFIX) for name in parameter.fehlerhaft)
    if not anteile or unvollstaendig or summe == _HUNDERT:
        return []
    einzeln = " + ".join(knapp(wert) for wert in anteile.values())
    return [
        fehler(
            f"Die Leistungen ergeben zusammen {prozent(summe)} statt 100 %: {einzeln}.",
            parameter.herkunft[next(iter(anteile))],
            "Die Anteile so ändern, dass alle Leistungen zusammen 100 % ergeben.",
        )
    ]


def _abschmelzung(parameter: Parameterwerte, blattname: str) -> list[Befund]:
    beginn, jahre = "abschmelzung_beginn", "abschmelzung_jahre"
    angegeben = [name for name in (beginn, jahre) if name in parameter.werte]
    if not angegeben or parameter.fehlerhaft & {beginn, jahre}:
        return []
    ort = parameter.herkunft[angegeben[0]]
    verfahren = _verfahren(parameter)
    if verfahren and verfahren.schuetzt and not verfahren.abschmelzbar:
        return [
            fehler(
                f"Eine Abschmelzung mindert beim Verfahren „{verfahren.name}“ nichts.",
                ort,
                "Beginn und Dauer der Abschmelzung leeren oder "
                f"{oder(namen(lambda v: v.abschmelzbar))} wählen.",
            )
        ]
    befunde: list[Befund] = []
    if len(angegeben) == 1:
        fehlend = jahre if angegeben == [beginn] else beginn
        befunde.append(
            fehler(
                f"Zur Abschmelzung fehlt der Parameter „{ANGABE[fehlend].bezeichnung}“.",
                ort,
                f"Im Blatt „{blattname}“ eine Zeile ergänzen, zum Beispiel: "
                f"{ANGABE[fehlend].bezeichnung} · {ANGABE[fehlend].beispiel}; oder beide leeren.",
            )
        )
    if verfahren and not verfahren.schuetzt:
        befunde.append(_ohne_wirkung(parameter, angegeben[0], "ohne Bestandsschutz"))
    return befunde


def _wirkungslos(parameter: Parameterwerte) -> list[Befund]:
    verfahren = _verfahren(parameter)
    if verfahren is None:
        return []
    schluessel = str(parameter.werte.get("schluesselverfahren", VORGABE_SCHLUESSEL))
    mit_obergrenze = namen(lambda v: v.mit_hoechstbetrag)
    aus_zusatzmitteln = namen(lambda v: v.aus_zusatzmitteln)
    mit_spreizung = schluesselnamen(lambda v: v.spreizung is not None)
    beim_verfahren = f"beim Verfahren „{verfahren.name}“; er gilt nur bei"
    regeln = {
        "bestandsschutz": (verfahren.schuetzt, "ohne Bestandsschutz"),
        "hoechstgewinn": (verfahren.mit_hoechstbetrag, f"{beim_verfahren} {und(mit_obergrenze)}"),
        "zusatzmittel": (verfahren.aus_zusatzmitteln, f"{beim_verfahren} {und(aus_zusatzmitteln)}"),
        "spreizung": (
            schluessel in mit_spreizung,
            f"beim Schlüsselverfahren „{schluessel}“; er gilt nur bei {und(mit_spreizung)}",
        ),
    }
    return [
        _ohne_wirkung(parameter, name, wann)
        for name, (wirkt, wann) in regeln.items()
        if name in parameter.werte and not wirkt
    ]


def _ohne_wirkung(parameter: Parameterwerte, name: str, wann: str) -> Befund:
    return hinweis(
        f"Der Parameter „{ANGABE[name].bezeichnung}“ bewirkt nichts {wann}.",
        parameter.herkunft[name],
        "Nichts zu tun, wenn das so gewollt ist; sonst das Verfahren prüfen.",
    )

"""Platzhalter einer Vorlage: {{jahr}} wird zur Formel, die das Jahr zeigt."""

import re
from datetime import datetime

from sozialraum_cli import __version__
from sozialraum_cli.arbeitsmappe.texte import (
    Textformel,
    anzahlformel,
    euroformel,
    verkettet,
    wenn,
    woertlich,
)
from sozialraum_cli.bogen import saetze
from sozialraum_cli.rechnen.berechnung import Ergebnis

ANKER = "bogen"

_PLATZHALTER = re.compile(r"\{\{([^{}]*)\}\}")


def platzhalter(ergebnis: Ergebnis, stand: datetime) -> dict[str, Textformel]:
    """Jeder Platzhalter unter seinem Namen, ohne den Anker des Bogens."""
    parameter, summen = ergebnis.eingabe.parameter, ergebnis.summen
    jahr = anzahlformel("jahr", parameter.jahr)
    return {
        "titel": verkettet("Berechnungsbogen Budgetgrößen ", jahr),
        "jahr": jahr,
        "stand": _angegeben("stand", parameter.stand, f"{stand:%d.%m.%Y}"),
        "kopf": _kopf(ergebnis),
        "koerperschaft": _angegeben("koerperschaft", parameter.koerperschaft),
        "vorlage_nummer": _angegeben("vorlage_nummer", parameter.vorlage_nummer),
        "anlage": _angegeben("anlage", parameter.anlage),
        "gesamtbudget": euroformel("gesamtbudget", parameter.gesamtbudget),
        "ausgleich": euroformel("SUM(ausgleich)", summen.ausgleich),
        "gesamtbelastung": euroformel("SUM(budget_neu)", summen.budget_neu),
        "sozialraeume": anzahlformel("ROWS(anteil)", len(ergebnis.sozialraeume)),
        "verfahren": saetze.schutz_mit_hoehe(ergebnis),
        "schutz": saetze.schutz(ergebnis),
        "programm": woertlich(f"sozialraum {__version__}"),
    }


def _angegeben(name: str, wert: str | None, sonst: str = "") -> Textformel:
    """Ein freier Text aus dem Blatt Parameter, sonst ein anderer."""
    return wenn(f'{name}<>""', wert is not None, Textformel(f'{name}&""', wert or ""), sonst)


def _kopf(ergebnis: Ergebnis) -> Textformel:
    """Körperschaft, Anlage und Vorlage vor dem Rest der Zeile; leer ohne Angaben."""
    parameter = ergebnis.eingabe.parameter
    koerperschaft, anlage, vorlage = (
        parameter.koerperschaft,
        parameter.anlage,
        parameter.vorlage_nummer,
    )
    zur_vorlage = wenn(
        'vorlage_nummer<>""',
        vorlage is not None,
        verkettet(
            "Anlage ",
            _angegeben("anlage", anlage),
            wenn('anlage<>""', bool(anlage), " "),
            "zur Vorlage ",
            _angegeben("vorlage_nummer", vorlage),
            " · ",
        ),
    )
    return verkettet(
        wenn(
            'koerperschaft<>""',
            koerperschaft is not None,
            verkettet(_angegeben("koerperschaft", koerperschaft), " · "),
        ),
        zur_vorlage,
    )


def namen(text: str) -> list[str]:
    """Die Namen aller Platzhalter eines Texts."""
    return [name.strip() for name in _PLATZHALTER.findall(text)]


def ersetzt(text: str, werte: dict[str, Textformel]) -> Textformel:
    """Der Text mit eingesetzten Platzhaltern als Formel."""
    stuecke = _PLATZHALTER.split(text)
    teile = [
        werte[stueck.strip()] if nummer % 2 else woertlich(stueck)
        for nummer, stueck in enumerate(stuecke)
    ]
    return verkettet(*(teil for teil in teile if teil.wert or not teil.fest))


def maskiert(werte: dict[str, Textformel]) -> dict[str, Textformel]:
    """Dieselben Werte für Kopf- und Fußzeilen; dort leitet & einen Befehl ein."""
    return {
        name: Textformel(wert.formel, wert.wert.replace("&", "&&")) for name, wert in werte.items()
    }

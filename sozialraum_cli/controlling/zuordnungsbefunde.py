"""Was die Zuordnung bewirkt, in Sätzen: umgelegte Namen, Städte außerhalb, Wechsel des Trägers."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from sozialraum_cli.befund import Befund, hinweis
from sozialraum_cli.controlling.abgleich import Posten
from sozialraum_cli.controlling.ort import Anteil, Ortsverzeichnis
from sozialraum_cli.eingabe.unlesbar import zitat
from sozialraum_cli.namen import vergleichsform
from sozialraum_cli.rechnen.istmenge import SEKUNDEN_JE_STUNDE, Istmenge, Zaehlstelle
from sozialraum_cli.zahlen import euro, knapp, zahl

# Ziffern und Kommas stehen in Namen von Personen, Anschriften und Geburtsdaten.
VIELLEICHT_PERSOENLICH = re.compile(r"[0-9,;@]|^.{41,}$")


def umlagen(
    umgelegt: Iterable[tuple[str, Posten]], orte: Ortsverzeichnis, datei: str
) -> list[Befund]:
    """Je Name der Zuordnung: wohin seine Stunden gezählt sind."""
    befunde = []
    for name, posten in umgelegt:
        anteile = orte.finden(name) or ()
        wohin = " und ".join(
            f"„{_ortsname(anteil)}“"
            if len(anteile) == 1
            else f"zu {knapp(anteil.prozent)} % bei „{_ortsname(anteil)}“"
            for anteil in anteile
        )
        bei = "bei " if len(anteile) == 1 else ""
        befunde.append(
            hinweis(
                f"{zitat(name)} zählt laut Zuordnung {bei}{wohin}: {_menge(posten)}.",
                datei,
                "Nichts zu tun, wenn das dem Zuschnitt der Sozialräume im Bogen entspricht.",
            )
        )
    return befunde


def staedte(gefunden: Mapping[str, Posten]) -> list[Befund]:
    """Je Stadt, die der Bogen nicht kennt: dass sie unter „außerhalb“ zählt."""
    form = vergleichsform("Außerhalb")
    return [
        hinweis(
            f"{zitat(name)} steht nicht im Bogen und zählt unter „außerhalb“: {_menge(posten)}.",
            None,
            "Gehört der Name zu einem Sozialraum, ihn in der Zuordnung unter [sozialraeume] "
            "nennen.",
        )
        for name, posten in gefunden.items()
        if not vergleichsform(name).startswith(form) and not VIELLEICHT_PERSOENLICH.search(name)
    ]


def traegerwechsel(
    wechsel_je_raum: Mapping[str, Sequence[tuple[date, str]]],
    traeger: Mapping[str, str | None],
    mengen: Mapping[Zaehlstelle, Istmenge],
    datei: str,
) -> list[Befund]:
    """Je Sozialraum mit Wechsel: wer wann zuständig ist und wie sich Soll und Ist teilen."""
    befunde = []
    for raum, wechsel in wechsel_je_raum.items():
        ohne_tag = [s for s in mengen if s[0] == raum and s[2] is None]
        folge = ", ".join(f"ab {ab:%d.%m.%Y} „{wer}“" for ab, wer in sorted(wechsel))
        zusatz = (
            " Zeilen ohne Datum gehören zu keinem der Träger und stehen ohne Träger da."
            if ohne_tag and traeger[raum] is not None
            else ""
        )
        befunde.append(
            hinweis(
                f"In „{raum}“ wechselt der Träger: bis dahin "
                f"„{traeger[raum] or 'ohne Angabe'}“, {folge}. Das Soll teilt sich nach "
                f"Tagen, das Ist nach dem Datum.{zusatz}",
                datei,
                "Nichts zu tun, wenn die Tage stimmen.",
            )
        )
    return befunde


def _ortsname(anteil: Anteil) -> str:
    return anteil.ort if isinstance(anteil.ort, str) else anteil.ort.bezeichnung


def _menge(posten: Posten) -> str:
    stunden = zahl(posten.sekunden / SEKUNDEN_JE_STUNDE)
    zeilen = "1 Zeile" if posten.zeilen == 1 else f"{zahl(Decimal(posten.zeilen), 0)} Zeilen"
    geld = f", {euro(posten.betrag)}" if posten.betrag else ""
    return f"{zeilen}, {stunden} h{geld}"

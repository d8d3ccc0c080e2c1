"""Summen je Region, Träger und Zuständigkeit."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from sozialraum_cli.modell import Sozialraum
from sozialraum_cli.rechnen.berechnung import NULL, Ergebnis, Sozialraumbudget


class Gruppenart(StrEnum):
    """Wonach Sozialräume zusammengefasst werden."""

    REGION = "region"
    TRAEGER = "traeger"
    ZUSTAENDIGKEIT = "zustaendigkeit"


BEZEICHNUNG: Mapping[Gruppenart, str] = {
    Gruppenart.REGION: "Region",
    Gruppenart.TRAEGER: "Träger",
    Gruppenart.ZUSTAENDIGKEIT: "Zuständigkeit",
}
OHNE_ANGABE = "ohne Angabe"
ZUGEHOERIGKEIT: Mapping[Gruppenart, Callable[[Sozialraum], str | None]] = {
    Gruppenart.REGION: lambda raum: raum.region,
    Gruppenart.TRAEGER: lambda raum: raum.traeger,
    Gruppenart.ZUSTAENDIGKEIT: lambda raum: raum.zustaendigkeit,
}


class Leistungsstunden(NamedTuple):
    """Die Stunden einer Leistung zusammen (h/Woche)."""

    name: str
    stunden: Decimal


class Gruppe(NamedTuple):
    """Eine Gruppe: ihre Sozialräume und Summen (€/Jahr, h/Woche); name None heißt: ohne Angabe.

    budget_bisher und differenz sind None, wenn ein bisheriges Budget fehlt.
    """

    art: Gruppenart
    name: str | None
    sozialraeume: tuple[str, ...]
    budget_bisher: Decimal | None
    budget_neu: Decimal
    differenz: Decimal | None
    stunden: tuple[Leistungsstunden, ...]


def gruppen(ergebnis: Ergebnis) -> tuple[Gruppe, ...]:
    """Alle Gruppen in der Reihenfolge der Mappe, je Art zuletzt die ohne Angabe.

    Ergebnis: jeder Sozialraum steht in genau einer Gruppe jeder Art. Quelle: docs/verfahren.md,
    Abschnitt „Summen je Gruppe“.
    """
    return tuple(
        _gruppe(ergebnis, art, name, zeilen)
        for art in Gruppenart
        for name, zeilen in _zugeordnet(ergebnis, art).items()
    )


def benannte_gruppen(ergebnis: Ergebnis) -> dict[Gruppenart, list[Gruppe]]:
    """Die Gruppen je Art, ohne Arten, zu denen kein Sozialraum etwas angibt."""
    alle = gruppen(ergebnis)
    je_art = {art: [gruppe for gruppe in alle if gruppe.art is art] for art in Gruppenart}
    return {
        art: eigene
        for art, eigene in je_art.items()
        if any(gruppe.name is not None for gruppe in eigene)
    }


def _zugeordnet(ergebnis: Ergebnis, art: Gruppenart) -> dict[str | None, list[Sozialraumbudget]]:
    nach_name: dict[str | None, list[Sozialraumbudget]] = {}
    ohne: list[Sozialraumbudget] = []
    for zeile in ergebnis.sozialraeume:
        name = ZUGEHOERIGKEIT[art](zeile.sozialraum)
        (nach_name.setdefault(name, []) if name else ohne).append(zeile)
    return nach_name | ({None: ohne} if ohne else {})


def _gruppe(
    ergebnis: Ergebnis, art: Gruppenart, name: str | None, zeilen: list[Sozialraumbudget]
) -> Gruppe:
    bisher = [zeile.sozialraum.budget_bisher for zeile in zeilen]
    angegeben = [betrag for betrag in bisher if betrag is not None]
    summe = sum(angegeben, NULL) if len(angegeben) == len(bisher) else None
    neu = sum((zeile.budget_neu for zeile in zeilen), NULL)
    return Gruppe(
        art,
        name,
        tuple(zeile.sozialraum.name for zeile in zeilen),
        summe,
        neu,
        None if summe is None else neu - summe,
        tuple(
            Leistungsstunden(
                leistung,
                sum((z.komponenten.leistungen[nummer].stunden for z in zeilen), Decimal(0)),
            )
            for nummer, (leistung, _) in enumerate(ergebnis.eingabe.parameter.leistungen)
        ),
    )

"""Welche Spalten sich aus den Quellen bilden lassen: je Messgröße ein Abschnitt."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sozialraum_cli.namen import vergleichsform
from sozialraum_cli.quellen.bestand import Quelle
from sozialraum_cli.quellen.einheit import einheit_der_reihe
from sozialraum_cli.quellen.gitter import text
from sozialraum_cli.quellen.reihe import Merkmal, Reihe, ist_insgesamt
from sozialraum_cli.quellen.zeit import deutsche_liste
from sozialraum_cli.quellen.zuordnung import Quelleneinheit

SPALTEN_GRENZE = 60
_GENANNT = 12
_HOECHSTENS = 50
_GEBIETSEBENEN = {
    vergleichsform(name)
    for name in ("Aggregat", "Raumbezug", "Regionalebene", "Ebene", "Gebietstyp", "Bereich")
}


@dataclass(frozen=True, slots=True)
class Filtervorschlag:
    """Ein Merkmal mit gewählter Ausprägung; offen, wenn es kein Insgesamt gibt."""

    merkmal: str
    auspraegung: str
    andere: tuple[str, ...]
    offen: bool


@dataclass(frozen=True, slots=True)
class Spaltenvorschlag:
    """Eine Messgröße: datei None heißt, dass sie in allen Quellen steht, die sie haben.

    zeiten: die übrigen der Quelle. einheit: wie die Quelle sie nennt; sicher: sie sagt, ob es eine
    Anzahl oder eine Quote ist.
    """

    name: str
    wert: str
    datei: str | None
    zeit: str
    zeiten: str
    filter: tuple[Filtervorschlag, ...]
    quote: bool
    einheit: str
    sicher: bool
    statistik: str


def spalten_vorschlagen(quellen: Sequence[Quelle]) -> list[Spaltenvorschlag]:
    """Je Messgröße eine Spalte mit der jüngsten Zeit und, wo es geht, der Ausprägung Insgesamt."""
    gruppen: dict[str, list[tuple[Quelle, Reihe]]] = {}
    for quelle in quellen:
        for reihe in quelle.reihen:
            gruppen.setdefault(_wert(reihe), []).append((quelle, reihe))
    vergeben: set[str] = set()
    vorschlaege = []
    for wert, paare in list(gruppen.items())[:SPALTEN_GRENZE]:
        reihe = max((reihe for _, reihe in paare), key=lambda r: r.zeit)
        name = _name(reihe, wert)
        if vergleichsform(name) in vergeben:
            name = f"{name} ({wert})"
        vergeben.add(vergleichsform(name))
        dateien = dict.fromkeys(quelle.dateinamen[0] for quelle, _ in paare)
        alle = dict.fromkeys(quelle.dateinamen[0] for quelle in quellen)
        vorschlaege.append(
            Spaltenvorschlag(
                name,
                wert,
                next(iter(dateien)) if len(dateien) == 1 and len(alle) > 1 else None,
                reihe.zeit,
                deutsche_liste({r.zeit for _, r in paare} - {reihe.zeit, ""}),
                _filter([r for _, r in paare]),
                _ist_quote(paare),
                reihe.einheit,
                einheit_der_reihe(reihe) is not None,
                reihe.statistik,
            )
        )
    return vorschlaege


def _ist_quote(paare: Sequence[tuple[Quelle, Reihe]]) -> bool:
    """Nach der Einheit; nennt INKAR keine, nach den Nachkommastellen der Werte."""
    quelle, reihe = paare[0]
    einheit = einheit_der_reihe(reihe)
    if einheit is not None or not quelle.format.ohne_einheit:
        return einheit in (Quelleneinheit.PROZENT, Quelleneinheit.JE_1000)
    reihen = {eine for _, eine in paare}
    werte = [w for liste in quelle.werte.values() for w in liste if w.reihe in reihen]
    return any(re.search(r"\d[.,]\d", text(wert.roh)) for wert in werte)


def _wert(reihe: Reihe) -> str:
    """Der Code; bei breiten Tabellen die Überschriften hintereinander."""
    if reihe.teile or not reihe.namen:
        return " ".join(reihe.teile) or reihe.namen[-1]
    return next((name for name in reihe.namen if name), "")


def _name(reihe: Reihe, wert: str) -> str:
    """Der Name der Spalte: das Wort, nicht der Code."""
    worte = [name for name in reihe.namen if name and not reihe.teile]
    name = worte[1] if len(worte) > 1 else wert
    return " ".join("".join(z if z.isprintable() else " " for z in name).split())[:100] or "Spalte"


def _filter(reihen: Sequence[Reihe]) -> tuple[Filtervorschlag, ...]:
    merkmale: dict[str, list[Merkmal]] = {}
    for reihe in reihen:
        for merkmal in reihe.merkmale:
            merkmale.setdefault(merkmal.code or merkmal.name, []).append(merkmal)
    vorschlaege = []
    for name, vorhandene in merkmale.items():
        if vergleichsform(name) in _GEBIETSEBENEN:
            continue
        auspraegungen = {m.auspraegung_code: m.auspraegung for m in vorhandene}
        gesamt = any(not code or ist_insgesamt(wort) for code, wort in auspraegungen.items())
        gewaehlt = "" if gesamt else next(iter(auspraegungen))
        if len(auspraegungen) == 1 or (not gesamt and len(auspraegungen) > _HOECHSTENS):
            continue  # wählt nichts aus, oder es sind Bemerkungen
        andere = tuple(
            f"{code} ({wort})" if code != wort else code
            for code, wort in auspraegungen.items()
            if code != gewaehlt and code
        )
        vorschlaege.append(Filtervorschlag(name, gewaehlt, andere[:_GENANNT], not gesamt))
    return tuple(vorschlaege)

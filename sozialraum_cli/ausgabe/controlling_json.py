"""Das Controlling für Programme: Schema sozialraum/controlling/1."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sozialraum_cli.ausgabe.json_ausgabe import MENGE, befund_objekte, json_bytes
from sozialraum_cli.befund import Befund
from sozialraum_cli.controlling.sammeln import Abgleich, Posten
from sozialraum_cli.rechnen.controlling import (
    SEKUNDEN_JE_STUNDE,
    Controlling,
    Controllingzeile,
    Gruppe,
    Sollist,
    faelle_gezeigt,
)
from sozialraum_cli.rechnen.geltende_parameter import Wert, geld
from sozialraum_cli.runden import kaufmaennisch


@dataclass(frozen=True, slots=True)
class Controllingbericht:
    """Was jede Ausgabe zeigt: das Ergebnis, woraus es entstand und welcher Teil davon.

    ganz: ohne Filter; filter: Angaben des Filters, leer heißt: alles. bogen und quellen: Name und
    Prüfsumme (SHA-256) jeder Datei.
    """

    controlling: Controlling
    ganz: Controlling
    filter: Mapping[str, str]
    abgleich: Abgleich
    bogen: tuple[str, str]
    quellen: tuple[tuple[str, str], ...]
    plan: tuple[str, str] | None = None


def controlling_json(bericht: Controllingbericht, befunde: Iterable[Befund]) -> bytes:
    """Das Ergebnis als UTF-8 (Spezifikation 5); Beträge, Fälle und Plan nur, wenn es sie gibt."""
    controlling, zeitraum = bericht.controlling, bericht.controlling.zeitraum
    return json_bytes(
        {
            "schema": "sozialraum/controlling/1",
            "jahr": zeitraum.jahr,
            "von": zeitraum.von.isoformat(),
            "bis": zeitraum.bis.isoformat(),
            "wochen_je_jahr": zeitraum.wochen_je_jahr,
            "bogen": bericht.bogen[0],
            "quellen": [name for name, _ in bericht.quellen],
            "plan": None
            if bericht.plan is None or controlling.plan is None
            else {"bogen": bericht.plan[0], "jahr": controlling.plan.eingabe.parameter.jahr},
            "filter": dict(bericht.filter),
            "zeilen": [zeilenobjekt(zeile) for zeile in controlling.zeilen],
            "gruppen": [_gruppe(gruppe) for gruppe in controlling.gruppen],
            "summen": _summen(controlling),
            "summen_ungefiltert": _summen(bericht.ganz),
            "abgleich": {
                "gelesen": _posten(bericht.abgleich.gelesen),
                **{str(wo): _posten(p) for wo, p in bericht.abgleich.verbleib.items()},
            },
            "befunde": befund_objekte(befunde),
        }
    )


def zeilenobjekt(zeile: Controllingzeile) -> dict[str, Wert]:
    """Eine Zeile; Schlüssel wie in Spezifikation 5."""
    return {
        "sozialraum": None if zeile.sozialraum is None else zeile.sozialraum.name,
        "kategorie": None if zeile.kategorie is None else str(zeile.kategorie.value),
        "leistung": zeile.leistung,
        **werteobjekt(zeile.werte),
    }


def werteobjekt(werte: Sollist, faelle_der_teile: Sequence[int] = ()) -> dict[str, Wert]:
    """Soll, Ist und was daraus folgt; Stunden mit sechs Nachkommastellen."""
    objekt: dict[str, Wert] = {
        "soll": kaufmaennisch(werte.soll, MENGE),
        "ist": kaufmaennisch(werte.ist, MENGE),
        "differenz": kaufmaennisch(werte.differenz, MENGE),
        "erfuellung_prozent": werte.erfuellung_prozent,
        "hochrechnung": kaufmaennisch(werte.hochrechnung, MENGE),
    }
    if werte.plan is not None:
        objekt["plan"] = kaufmaennisch(werte.plan, MENGE)
    if werte.abruf is not None:
        objekt |= {
            "bewilligt": geld(werte.abruf.bewilligt),
            "betrag": geld(werte.abruf.betrag),
            "abrufquote_prozent": werte.abruf.abrufquote_prozent,
            "rest": geld(werte.abruf.rest),
            "rueckforderung": geld(werte.abruf.rueckforderung),
        }
    if werte.faelle is not None:
        objekt["faelle"] = faelle_gezeigt(len(werte.faelle), faelle_der_teile)
    if werte.teilnehmende is not None:
        objekt["teilnehmende"] = faelle_gezeigt(werte.teilnehmende)
    return objekt


def faelle_der_zeilen(zeilen: Iterable[Controllingzeile]) -> list[int]:
    """Wie viele Fälle jede Zeile hat."""
    return [len(zeile.werte.faelle or ()) for zeile in zeilen]


def _summen(controlling: Controlling) -> dict[str, Wert]:
    return werteobjekt(controlling.summen, faelle_der_zeilen(controlling.zeilen))


def _gruppe(gruppe: Gruppe) -> dict[str, object]:
    teile = [len(werte.faelle or ()) for _, werte in gruppe.leistungen]
    return {
        "art": str(gruppe.art),
        "name": gruppe.name,
        "kategorie": None if gruppe.kategorie is None else str(gruppe.kategorie.value),
        "sozialraeume": list(gruppe.sozialraeume),
        **werteobjekt(gruppe.werte, teile),
        "leistungen": [{"name": name, **werteobjekt(w)} for name, w in gruppe.leistungen],
    }


def _posten(posten: Posten) -> dict[str, Wert]:
    return {
        "zeilen": posten.zeilen,
        "stunden": kaufmaennisch(posten.sekunden / SEKUNDEN_JE_STUNDE, MENGE),
        "betrag": geld(posten.betrag),
    }

"""Das Einlesen im Terminal: was gelesen, was geändert wurde und was es in € bewirkt."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from rich.console import Console

from sozialraum_cli.ausgabe.spaltentabelle import (
    Block,
    Textspalte,
    absaetze,
    aufgeteilt,
    marke,
    ohne_rechten_rand,
    tabelle_zeigen,
)
from sozialraum_cli.ausgabe.zeichensatz import darstellbar, einzeilig
from sozialraum_cli.modell import Art
from sozialraum_cli.quellen.auswerten import Spaltenergebnis
from sozialraum_cli.quellen.eintragen import Zellaenderung
from sozialraum_cli.quellen.lauf import Einlesung
from sozialraum_cli.zahlen import knapp, zahl

_HUNDERT = Decimal(100)
_STELLEN = 4


def einlesen_tabelle(lauf: Einlesung, konsole: Console) -> None:
    """Schreibt Quellen, Werte oder geänderte Zellen und die Wirkung auf die Konsole."""
    ohne_rechten_rand(konsole, lambda: _zeigen(lauf, konsole))


def _zeigen(lauf: Einlesung, konsole: Console) -> None:
    absaetze(["Gelesen:", *_quellen(lauf)], konsole)
    konsole.print()
    if lauf.wirkung or lauf.aenderungen:
        absaetze([f"Geänderte Zellen: {len(lauf.aenderungen)}"], konsole)
        absaetze(map(_aenderung, lauf.aenderungen), konsole)
    elif lauf.spalten:
        _werte(lauf.spalten, konsole)
    if lauf.wirkung:
        konsole.print()
        absaetze(["Budget nach Indikatoren in €, vor und nach dem Einlesen:"], konsole)
        konsole.print()
        _wirkung(lauf, konsole)
    konsole.print()


def _quellen(lauf: Einlesung) -> Iterator[str]:
    for quelle in lauf.quellen:
        zeichensatz = f", {quelle.zeichensatz}" if quelle.zeichensatz else ""
        anzahl = len(quelle.werte)
        gebiete = f"{anzahl} gesuchte{'s Gebiet' if anzahl == 1 else ' Gebiete'}"
        yield f"  {quelle.anzeige}: {quelle.format.name}{zeichensatz}, {gebiete}"


def _aenderung(aenderung: Zellaenderung) -> str:
    was = aenderung.name
    if aenderung.sozialraum is not None:
        was += f", {aenderung.sozialraum}"
    prozent = ""
    alt, neu = aenderung.alter_wert, aenderung.neuer_wert
    if alt and neu is not None:
        prozent = f" ({zahl((neu - alt) / alt * _HUNDERT, 1, vorzeichen=True)} %)"
    return f"  {aenderung.ort} {was}: {aenderung.alt or 'leer'} → {aenderung.neu}{prozent}"


def _werte(spalten: Iterable[Spaltenergebnis], konsole: Console) -> None:
    spalten = list(spalten)
    raeume = list(spalten[0].werte)
    namen = [einzeilig(raum, konsole.encoding) for raum in raeume]
    bloecke: list[Block] = [
        (
            Textspalte(
                darstellbar(spalte.angabe.name, konsole.encoding),
                tuple(_gekuerzt(wert) for wert in spalte.werte.values()),
                _summe(spalte),
            ),
        )
        for spalte in spalten
    ]
    for teil in aufgeteilt([bloecke], namen, konsole.width):
        tabelle_zeigen(namen, teil, konsole)
        konsole.print()


def _summe(spalte: Spaltenergebnis) -> str:
    if spalte.angabe.art is not Art.ANZAHL:
        return ""
    return _gekuerzt(sum((w for w in spalte.werte.values() if w is not None), Decimal(0)))


def _gekuerzt(wert: Decimal | None) -> str:
    if wert is None:
        return "kein Wert"
    stellen = max(0, -int(wert.normalize().as_tuple().exponent))
    return zahl(wert, _STELLEN) if stellen > _STELLEN else knapp(wert)


def _wirkung(lauf: Einlesung, konsole: Console) -> None:
    namen = [einzeilig(w.sozialraum, konsole.encoding) for w in lauf.wirkung]
    unterschiede = [w.nachher - w.vorher for w in lauf.wirkung]
    vorher = sum((w.vorher for w in lauf.wirkung), Decimal(0))
    nachher = sum((w.nachher for w in lauf.wirkung), Decimal(0))
    spalten = [
        Textspalte("vorher", tuple(zahl(w.vorher) for w in lauf.wirkung), zahl(vorher)),
        Textspalte("nachher", tuple(zahl(w.nachher) for w in lauf.wirkung), zahl(nachher)),
        Textspalte(
            darstellbar("Δ €", konsole.encoding),
            tuple(zahl(u, vorzeichen=True) for u in unterschiede),
            zahl(nachher - vorher, vorzeichen=True),
        ),
        Textspalte("", tuple(marke(u) for u in unterschiede), "", rechts=False),
    ]
    tabelle_zeigen(namen, spalten, konsole)

"""Der Bereich eines Blatts, in dem die Tabelle liegt; weit draußen liegende Zellen bleiben weg."""

from collections.abc import Iterable
from decimal import Decimal
from types import NoneType

from sozialraum_cli.befund import Befund, hinweis
from sozialraum_cli.lesen.mappe import Blatt, fundort
from sozialraum_cli.lesen.zelle import Zelle
from sozialraum_cli.lesen.zellen import Inhalt, Zellen, als_wert

# Größere Lücken hat keine Tabelle; dahinter liegen versehentlich belegte Zellen (XFD1048576).
_LEERE_ZEILEN = 1000
_LEERE_SPALTEN = 200
_UNSICHTBAR = "\u00ad\u200b\u2060\ufeff"


def naher_bereich(blatt: Blatt, befunde: list[Befund]) -> Blatt:
    """Das Blatt ohne leere Texte und ohne Zellen hinter einer großen Lücke.

    Liegt etwas weit draußen, kommt ein Hinweis mit dem Ort dazu.
    Quelle: docs/verfahren.md, Abschnitt „Mappe“.
    """
    belegt = _ohne_leere_texte(blatt.zellen)
    letzte_zeile = _vor_der_luecke((block.zeilen for block in belegt.bloecke), _LEERE_ZEILEN)
    spalten = {
        spalte
        for block in belegt.bloecke
        if block.zeilen.start <= letzte_zeile
        for spalte in block.spalten
    }
    einzeln = (range(spalte, spalte + 1) for spalte in sorted(spalten))
    letzte_spalte = _vor_der_luecke(einzeln, _LEERE_SPALTEN)
    nah = belegt.bis(letzte_zeile, letzte_spalte)
    if nah is not belegt:
        fern = len(belegt) - len(nah)
        erste = next((z, s) for z, s in belegt if z > letzte_zeile or s > letzte_spalte)
        weitere = f" und {fern - 1} weitere" if fern > 1 else ""
        befunde.append(
            hinweis(
                f"Weit außerhalb der Tabelle ist eine Zelle belegt{weitere}; sie zählt nicht mit.",
                fundort(blatt.name, *erste),
                "Den Inhalt löschen oder in die Tabelle holen.",
            )
        )
    return blatt._replace(zellen=nah)


def _ohne_leere_texte(zellen: Zellen) -> Zellen:
    spalten = (inhalte for block in zellen.bloecke for inhalte in block.inhalte)
    if not any(map(_hat_leere_texte, spalten)):
        return zellen
    return Zellen.aus({stelle: z for stelle, z in zellen.items() if not _leer(z.wert)})


def _hat_leere_texte(inhalte: list[Inhalt | None]) -> bool:
    arten = set(map(type, inhalte))
    if arten <= {Decimal, NoneType}:
        return False
    if Zelle in arten and any(_leer(inhalt) for inhalt in inhalte if isinstance(inhalt, Zelle)):
        return True
    texte = [inhalt for inhalt in inhalte if isinstance(inhalt, str)]
    zusammen = "".join(texte)
    if any(zeichen in zusammen for zeichen in _UNSICHTBAR):
        return any(map(_leer, texte))
    return not all(map(str.strip, texte))


def _leer(inhalt: Inhalt) -> bool:
    wert = als_wert(inhalt)
    return isinstance(wert, str) and not wert.strip().strip(_UNSICHTBAR)


def _vor_der_luecke(bereiche: Iterable[range], luecke: int) -> int:
    """Die letzte Stelle vor einer Lücke; bereiche: was belegt ist, der Reihe nach."""
    letzte = 0
    for bereich in bereiche:
        if letzte and bereich.start - letzte - 1 > luecke:
            break
        letzte = bereich[-1]
    return letzte

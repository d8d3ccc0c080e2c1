"""Der Bereich eines Blatts, in dem die Tabelle liegt; weit draußen liegende Zellen bleiben weg."""

from collections.abc import Iterable

from sozialraum_cli.befund import Befund, hinweis
from sozialraum_cli.lesen.mappe import Blatt, fundort

# Größere Lücken hat keine Tabelle; dahinter liegen versehentlich belegte Zellen (XFD1048576).
_LEERE_ZEILEN = 1000
_LEERE_SPALTEN = 200
_UNSICHTBAR = "\u00ad\u200b\u2060\ufeff"


def naher_bereich(blatt: Blatt, befunde: list[Befund]) -> Blatt:
    """Das Blatt ohne leere Texte und ohne Zellen hinter einer großen Lücke.

    Liegt etwas weit draußen, kommt ein Hinweis mit dem Ort dazu.
    Quelle: docs/verfahren.md, Abschnitt „Mappe“.
    """
    belegt = {
        stelle: zelle
        for stelle, zelle in blatt.zellen.items()
        if not isinstance(zelle.wert, str) or zelle.wert.strip().strip(_UNSICHTBAR)
    }
    letzte_zeile = _vor_der_luecke({zeile for zeile, _ in belegt}, _LEERE_ZEILEN)
    letzte_spalte = _vor_der_luecke(
        {spalte for zeile, spalte in belegt if zeile <= letzte_zeile}, _LEERE_SPALTEN
    )
    nah = {s: z for s, z in belegt.items() if s[0] <= letzte_zeile and s[1] <= letzte_spalte}
    fern = sorted(belegt.keys() - nah.keys())
    blatt = blatt._replace(zellen=nah)
    if fern:
        weitere = f" und {len(fern) - 1} weitere" if len(fern) > 1 else ""
        befunde.append(
            hinweis(
                f"Weit außerhalb der Tabelle ist eine Zelle belegt{weitere}; sie zählt nicht mit.",
                fundort(blatt.name, *fern[0]),
                "Den Inhalt löschen oder in die Tabelle holen.",
            )
        )
    return blatt


def _vor_der_luecke(stellen: Iterable[int], luecke: int) -> int:
    letzte = 0
    for stelle in sorted(stellen):
        if letzte and stelle - letzte - 1 > luecke:
            break
        letzte = stelle
    return letzte

"""Was in einer Tabelle leicht übersehen wird: Ausgeblendetes, Verbundenes, Namenloses."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import islice

from sozialraum_cli.befund import Befund, fehler, hinweis
from sozialraum_cli.eingabe.kopfzeile import Blattform, Kopf
from sozialraum_cli.lesen.mappe import Blatt, fundort, spaltenbuchstabe, spaltennummer
from sozialraum_cli.muster import muster
from sozialraum_cli.namen import aufzaehlung

# Hier ändert eine leere Zelle keine Rechnung: ein Verbund kostet nur Text.
TEXTSPALTEN = frozenset(
    {"Träger", "Region", "Zuständigkeit", "Quelle", "Stichtag", "Einheit", "Erläuterung"}
)
_BEREICH = muster(r"([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)")


def auffaelligkeiten(
    blatt: Blatt, kopf: Kopf, zeilen: Sequence[int], form: Blattform
) -> list[Befund]:
    """Die Befunde zu ausgeblendeten, verbundenen und unbeschrifteten Teilen der Tabelle.

    Eingang: zeilen: die Datenzeilen in steigender Reihenfolge.
    Ausgeblendetes wird benutzt; ein Verbund über Datenzellen ist ein Fehler, weil nur seine
    erste Zelle einen Wert hat. Quelle: docs/verfahren.md, Abschnitt „Mappe“.
    """
    return [
        *_ausgeblendet(blatt, kopf, zeilen, form),
        *_verbunden(blatt, kopf, zeilen),
        *_ohne_ueberschrift(blatt, kopf, zeilen, form),
    ]


def _ausgeblendet(blatt: Blatt, kopf: Kopf, zeilen: Sequence[int], form: Blattform) -> list[Befund]:
    befunde: list[Befund] = []
    abhilfe = "Einblenden und prüfen, ob die Werte gelten sollen; sonst löschen."
    if blatt.ausgeblendet:
        befunde.append(
            hinweis(
                f"Das Blatt „{blatt.name}“ ist ausgeblendet; seine Werte gelten trotzdem.",
                blatt.name,
                abhilfe,
            )
        )
    spalten = sorted(
        {*kopf.spalten.values(), *(kopf.weitere.values() if form.freie_spalten else ())}
    )
    verborgen = [zeile for zeile in zeilen if zeile in blatt.ausgeblendete_zeilen]
    if verborgen:
        befunde.append(
            hinweis(
                "Ausgeblendete Zeilen gehören zur Tabelle und gelten trotzdem: "
                f"{', '.join(map(str, verborgen))}.",
                fundort(blatt.name, verborgen[0], min(spalten)),
                abhilfe,
            )
        )
    buchstaben = [spaltenbuchstabe(s) for s in spalten if s in blatt.ausgeblendete_spalten]
    if buchstaben:
        befunde.append(
            hinweis(
                "Ausgeblendete Spalten gehören zur Tabelle und gelten trotzdem: "
                f"{', '.join(buchstaben)}.",
                f"{blatt.name}!{buchstaben[0]}{kopf.zeile}",
                abhilfe,
            )
        )
    return befunde


def _verbunden(blatt: Blatt, kopf: Kopf, zeilen: Sequence[int]) -> list[Befund]:
    namen = {nummer: name for name, nummer in {**kopf.weitere, **kopf.spalten}.items()}
    nummern = sorted(namen)
    befunde: list[Befund] = []
    for bereich in blatt.verbundene_bereiche:
        treffer = _BEREICH().fullmatch(bereich.replace("$", "").upper())
        if treffer is None:
            continue
        links, rechts = spaltennummer(treffer[1]), spaltennummer(treffer[3])
        oben, unten = int(treffer[2]), int(treffer[4])
        getroffen = nummern[bisect_left(nummern, links) : bisect_right(nummern, rechts)]
        spalten = [namen[nummer] for nummer in getroffen]
        in_daten = bisect_left(zeilen, oben) < bisect_right(zeilen, unten)
        if not spalten or not (in_daten or oben <= kopf.zeile <= unten):
            continue
        melden = fehler if in_daten and not TEXTSPALTEN.issuperset(spalten) else hinweis
        befunde.append(
            melden(
                f"Die Zellen {bereich} sind verbunden; nur die erste hat einen Wert, die übrigen "
                f"gelten als leer ({aufzaehlung(spalten)}).",
                f"{blatt.name}!{bereich}",
                "Den Verbund aufheben und jede Zelle einzeln ausfüllen.",
            )
        )
    return befunde


def _ohne_ueberschrift(
    blatt: Blatt, kopf: Kopf, zeilen: Sequence[int], form: Blattform
) -> list[Befund]:
    ueberschriften = blatt.zellen.zeile(kopf.zeile)
    erste: dict[int, int] = {}
    for block in blatt.zellen.bloecke:
        anfang = block.zeilen.start
        hier = zeilen[bisect_left(zeilen, anfang) : bisect_left(zeilen, block.zeilen.stop)]
        for spalte, inhalte in zip(block.spalten, block.inhalte, strict=True):
            if spalte not in ueberschriften and spalte not in erste:
                belegt = (zeile for zeile in hier if inhalte[zeile - anfang] is not None)
                erste.update((spalte, zeile) for zeile in islice(belegt, 1))
    return [
        hinweis(
            f"Die Spalte {spaltenbuchstabe(spalte)} hat in Zeile {kopf.zeile} keine Überschrift; "
            f"ihre Werte zählen im Blatt „{form.name}“ nicht mit.",
            fundort(blatt.name, zeile, spalte),
            "Eine Überschrift eintragen, wenn die Werte gebraucht werden.",
        )
        for spalte, zeile in sorted(erste.items())
    ]

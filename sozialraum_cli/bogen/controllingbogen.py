"""Die Mappe für das Jahresgespräch: Übersicht mit Diagramm, je Zuständigkeit ein Blatt."""

from collections.abc import Sequence
from decimal import localcontext

from openpyxl import Workbook

from sozialraum_cli.arbeitsmappe.formelmappe import Formelmappe
from sozialraum_cli.arbeitsmappe.speichern import packen, teile
from sozialraum_cli.bogen.controlling_hinweise import hinweise_anlegen
from sozialraum_cli.bogen.controlling_uebersicht import UEBERSICHT, uebersicht_anlegen
from sozialraum_cli.bogen.controlling_zustaendigkeit import gespraechsblatt_anlegen
from sozialraum_cli.bogen.diagramm import mit_alternativtexten
from sozialraum_cli.bogen.quelle import Quelle
from sozialraum_cli.controlling.bericht import Bericht
from sozialraum_cli.rechnen.controlling import Teil, raeume_der_teile
from sozialraum_cli.runden import GENAU
from sozialraum_cli.saetze.controlling import titel

HINWEISE = "Hinweise"
OHNE_SOZIALRAUM = "Ohne Sozialraum"
_OHNE_ZUSTAENDIGKEIT = "Ohne Zuständigkeit"
_VERBOTEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_NAMENSLAENGE = 31
_ALTERNATIVTEXT = "Balkendiagramm: je Sozialraum Soll und Ist in Stunden des Zeitraums."


def controllingbogen(bericht: Bericht, quelle: Quelle) -> bytes:
    """Baut die Mappe als .xlsx.

    Eingang: Bericht; Quelle mit dem Stand. Ergebnis: Bytes; gleiche Eingabe ergibt gleiche Bytes.
    Stunden je Woche, Ist und Beträge stehen als Werte da, alles daraus Gerechnete als Formel mit
    gespeichertem Wert: wer die Wochen im Jahr ändert, sieht das neue Soll.
    """
    with localcontext(GENAU):
        formelmappe = Formelmappe(Workbook())
        mappe = formelmappe.mappe
        blatt = mappe.worksheets[0]
        blatt.title = UEBERSICHT
        mappe.properties.title, mappe.properties.creator = titel(bericht), "sozialraum"
        blaetter = [
            gespraechsblatt_anlegen(formelmappe, bericht, name, eigene)
            for name, eigene in _aufgeteilt(bericht)
        ]
        uebersicht_anlegen(formelmappe, blatt, bericht, blaetter)
        hinweise_anlegen(formelmappe, HINWEISE, bericht)
        mappe.active = 0
        roh = mit_alternativtexten(teile(mappe, quelle.stand), (_ALTERNATIVTEXT,))
        fertig = formelmappe.werte_eintragen(roh)
    return packen(fertig, quelle.stand)


def _aufgeteilt(bericht: Bericht) -> list[tuple[str, Sequence[Teil]]]:
    """Name und Teile jedes Blatts, eines je Zuständigkeit; Kategorien kommen auf ein eigenes."""
    gruppen: dict[str | None, list[Teil]] = {}
    kategorien = []
    controlling = bericht.controlling
    for teil, raum in zip(controlling.teile, raeume_der_teile(controlling), strict=True):
        if raum is None:
            kategorien.append(teil)
        else:
            gruppen.setdefault(raum.zustaendigkeit or None, []).append(teil)
    # „History“ nimmt Excel für sich.
    vergeben = {n.casefold() for n in (UEBERSICHT, HINWEISE, OHNE_SOZIALRAUM, "History")}
    blaetter: list[tuple[str, Sequence[Teil]]] = [
        (_blattname(zustaendigkeit or _OHNE_ZUSTAENDIGKEIT, vergeben), eigene)
        for zustaendigkeit, eigene in gruppen.items()
    ]
    if kategorien:
        blaetter.append((OHNE_SOZIALRAUM, kategorien))
    return blaetter


def _blattname(text: str, vergeben: set[str]) -> str:
    """Ein Blattname, den Excel annimmt und den es noch nicht gibt."""
    sichtbar = "".join(z if z.isprintable() else " " for z in text.translate(_VERBOTEN))
    rumpf = " ".join(sichtbar.split())[:_NAMENSLAENGE].strip() or _OHNE_ZUSTAENDIGKEIT
    name, nummer = rumpf, 1
    while name.casefold() in vergeben:
        nummer += 1
        zusatz = f" {nummer}"
        name = rumpf[: _NAMENSLAENGE - len(zusatz)].rstrip() + zusatz
    vergeben.add(name.casefold())
    return name

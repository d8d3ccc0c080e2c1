"""Welche Gebiete welchen Sozialraum bilden könnten: aus Schlüsseln und Namen der Quellen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sozialraum_cli.befund import Befund, Datenfehler, fehler
from sozialraum_cli.modell import Sozialraum
from sozialraum_cli.namen import aufzaehlung, vergleichsform
from sozialraum_cli.quellen.bestand import Quelle
from sozialraum_cli.quellen.gebietsschluessel import gebietsschluessel_lesen
from sozialraum_cli.quellen.mitglieder import SUMMENNAMEN

GEBIETE_GRENZE = 500
_GEMEINDE, _VERBAND, _KREIS = 8, 9, 5


@dataclass(frozen=True, slots=True)
class Gebiet:
    """Ein Gebiet einer Quelle: wie der Schlüssel dasteht, wie es heißt, sein Verband."""

    geschrieben: str
    schluessel: str
    name: str
    verband: str | None

    @property
    def kurzname(self) -> str:
        """„Bleckede, Stadt“ heißt kurz „Bleckede“."""
        return self.name.partition(",")[0].strip() or self.geschrieben


@dataclass(frozen=True, slots=True)
class Raumvorschlag:
    """Ein Sozialraum; offen sagt, was ein Mensch noch entscheiden muss."""

    name: str
    gebiete: tuple[Gebiet, ...]
    offen: str = ""


def gebiete_der_quellen(quellen: Sequence[Quelle]) -> list[Gebiet]:
    """Alle Gebiete, nach Schlüssel; Schlüssel mit 12 Stellen haben Vorrang.

    Nennt keine Quelle Schlüssel, gelten die Namen ihrer Zeilen.
    """
    gefunden: dict[str, Gebiet] = {}
    for quelle in quellen:
        for werte in quelle.werte.values():
            erster = werte[0]
            gelesen = gebietsschluessel_lesen(erster.schluessel)
            if gelesen is None:
                continue
            ergaenzt = f"0{erster.schluessel}" if gelesen.ergaenzt else erster.schluessel
            gebiet = Gebiet(ergaenzt, gelesen.gebiet, erster.name, gelesen.verband)
            bisher = gefunden.get(gelesen.gebiet)
            if bisher is None or len(bisher.geschrieben) < len(ergaenzt):
                gefunden[gelesen.gebiet] = gebiet
    if not gefunden:
        namen = {
            werte[0].name: None
            for quelle in quellen
            for gebiet, werte in quelle.werte.items()
            if gebiet not in SUMMENNAMEN
        }
        return [Gebiet(name, name, name, None) for name in namen if name]
    return sorted(gefunden.values(), key=lambda gebiet: gebiet.geschrieben)


def ist_gemeinde(gebiet: Gebiet) -> bool:
    """Ob das Gebiet eine Gemeinde ist; INKAR gibt Gemeindeverbänden Nummern ab 901."""
    return len(gebiet.schluessel) == _GEMEINDE and gebiet.schluessel[_KREIS] != "9"


def raeume_vorschlagen(
    gebiete: Sequence[Gebiet], kreise: Sequence[str], raeume: Sequence[Sozialraum]
) -> list[Raumvorschlag]:
    """Sozialräume aus Gemeinden, zusammengefasst nach Gemeindeverband oder nach einer Mappe.

    Eingang: kreise schränkt ein (leer: alle); raeume sind die Sozialräume einer Mappe, deren
    Schlüssel sagen, welche Gemeinden dazugehören. Fehler: Datenfehler, wenn es zu viele sind.
    """
    nur_namen = all(gebiet.schluessel == gebiet.name for gebiet in gebiete)
    ausgewaehlt = (
        list(gebiete) if nur_namen else _feinste_ebene(_in_kreisen(gebiete, kreise, raeume))
    )
    if len(ausgewaehlt) > GEBIETE_GRENZE:
        raise Datenfehler([_zu_viele(ausgewaehlt)])
    if raeume:
        return _nach_mappe(ausgewaehlt, raeume)
    namen = {gebiet.schluessel: gebiet.kurzname for gebiet in gebiete}
    return _nach_verband(ausgewaehlt, namen)


def _in_kreisen(
    gebiete: Sequence[Gebiet], kreise: Sequence[str], raeume: Sequence[Sozialraum]
) -> list[Gebiet]:
    aus_mappe = [
        gelesen.gebiet[:_KREIS]
        for raum in raeume
        if raum.schluessel and (gelesen := gebietsschluessel_lesen(raum.schluessel))
    ]
    gesucht = tuple(kreise) or tuple(dict.fromkeys(aus_mappe))
    return [g for g in gebiete if not gesucht or g.schluessel.startswith(gesucht)]


def _feinste_ebene(gebiete: Sequence[Gebiet]) -> list[Gebiet]:
    """Gemeinden; gibt es keine, Gemeindeverbände, sonst Kreise.

    Manche Kreistabelle führt einzelne Städte mit Gemeindeschlüssel; sie bleibt eine Kreistabelle.
    """
    ebenen: dict[int, list[Gebiet]] = {_GEMEINDE: [], _VERBAND: [], _KREIS: []}
    for gebiet in gebiete:
        kreisfrei = len(gebiet.schluessel) == _KREIS and len(gebiet.geschrieben) > _KREIS
        ebenen.get(_GEMEINDE if kreisfrei else len(gebiet.schluessel), []).append(gebiet)
    kreise = ebenen[_KREIS]
    return next((e for e in ebenen.values() if e and 2 * len(e) >= len(kreise)), kreise)


def _nach_verband(gebiete: Sequence[Gebiet], namen: Mapping[str, str]) -> list[Raumvorschlag]:
    gruppen: dict[str, list[Gebiet]] = {}
    for gebiet in gebiete:
        gruppen.setdefault(gebiet.verband or gebiet.schluessel, []).append(gebiet)
    vorschlaege = []
    vergeben: set[str] = set()
    for schluessel, mitglieder in gruppen.items():
        offen = ""
        if schluessel in namen:
            name = namen[schluessel]
        else:
            name = f"Gemeindeverband {schluessel}"
            offen = "Den Namen des Sozialraums eintragen; die Quelle nennt den Verband nicht."
        if vergleichsform(name) in vergeben:
            name = f"{name} ({schluessel})"
        vergeben.add(vergleichsform(name))
        vorschlaege.append(Raumvorschlag(name, tuple(mitglieder), offen))
    return vorschlaege


def _nach_mappe(gebiete: Sequence[Gebiet], raeume: Sequence[Sozialraum]) -> list[Raumvorschlag]:
    vorschlaege = []
    for raum in raeume:
        gelesen = gebietsschluessel_lesen(raum.schluessel or "")
        mitglieder = tuple(
            g
            for g in gebiete
            if gelesen is not None and gelesen.gebiet in (g.verband, g.schluessel)
        )
        offen = ""
        if not mitglieder:
            form = vergleichsform(raum.name)
            mitglieder = tuple(g for g in gebiete if vergleichsform(g.kurzname) == form)
            offen = (
                "Nur nach dem Namen gefunden: prüfen, ob weitere Gemeinden dazugehören."
                if mitglieder
                else "Die Gebiete eintragen; zu Schlüssel und Namen passt keines der Quellen."
            )
        vorschlaege.append(Raumvorschlag(raum.name, mitglieder, offen))
    return vorschlaege


def _zu_viele(gebiete: Sequence[Gebiet]) -> Befund:
    kreise = dict.fromkeys(gebiet.schluessel[:_KREIS] for gebiet in gebiete)
    return fehler(
        f"Die Quellen enthalten {len(gebiete)} Gebiete in {len(kreise)} Kreisen; für einen "
        "Vorschlag sind das zu viele.",
        None,
        f"Mit --kreis den eigenen Kreis angeben, zum Beispiel --kreis {next(iter(kreise))}, oder "
        f"mit --in die Eingabemappe. Vorhanden: {aufzaehlung(list(kreise)[:10])}.",
    )

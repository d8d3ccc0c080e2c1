"""Was an einer eigenen Vorlage nicht zum Bogen passt: Namen, Tabellen, Druck, Rechenart, Länge."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from heapq import heappop, heappush
from typing import NamedTuple

from openpyxl.utils.cell import get_column_letter, range_boundaries

from sozialraum_cli.arbeitsmappe.paket import Element, Paket, q, xmlbaum_lesen
from sozialraum_cli.arbeitsmappe.texte import Textformel
from sozialraum_cli.befund import Befund, fehler, hinweis

LAENGSTE_FORMEL = 8_192
LAENGSTE_KOPFZEILE = 255
_MEISTE_UMBRUECHE = {"rowBreaks": 1_023, "colBreaks": 1_000}
_EINGEBAUT = "_xlnm."


class Exceltabelle(NamedTuple):
    """Eine als Tabelle formatierte Stelle der Vorlage."""

    blatt: str
    bereich: str
    namen: tuple[str, ...]


def tabellen(paket: Paket) -> Iterator[Exceltabelle]:
    """Alle Tabellen aller Blätter."""
    for blatt, teil in paket.blaetter().items():
        for _, art, ziel in paket.beziehungen(teil):
            if art.endswith("/table"):
                wurzel = xmlbaum_lesen(paket.teile[ziel])
                namen = {str(wurzel.get(angabe)) for angabe in ("name", "displayName")}
                yield Exceltabelle(blatt, str(wurzel.get("ref")), tuple(sorted(namen)))


def _grenzen(bereich: str) -> tuple[int, int, int, int]:
    """Links, oben, rechts, unten; Fehler: ValueError, wenn der Bereich ganze Zeilen meint."""
    links, oben, rechts, unten = range_boundaries(bereich)
    if links is None or oben is None or rechts is None or unten is None:
        raise ValueError(f"{bereich} ist kein Bereich von Zelle zu Zelle")
    return links, oben, rechts, unten


def doppelte_namen(dateiname: str, vorlage: Paket, bogen: Paket) -> Iterator[Befund]:
    """Namen der Vorlage, die auch eine Größe des Bogens trägt.

    Das gilt auch für Namen eines einzelnen Blatts, die dort die Größe verdeckten, und für
    Tabellen, die sich mit Namen denselben Vorrat teilen.
    """
    eigene = {str(n.get("name")).casefold() for n in bogen.mappe.iter(q("definedName"))}
    blaetter = [str(blatt.get("name")) for blatt in vorlage.mappe.iter(q("sheet"))]
    for eintrag in vorlage.mappe.iter(q("definedName")):
        name, nummer = str(eintrag.get("name")), eintrag.get("localSheetId")
        if name.startswith(_EINGEBAUT) or name.casefold() not in eigene:
            continue
        ort = dateiname if nummer is None else f"{dateiname}, {blaetter[int(nummer)]}"
        yield fehler(
            f"Die Vorlage hat schon den Namen „{name}“; so heißt auch eine Größe des Bogens.",
            ort,
            "Den Namen in der Vorlage im Namens-Manager umbenennen oder löschen.",
        )
    for tabelle in tabellen(vorlage):
        for name in tabelle.namen:
            if name.casefold() in eigene:
                yield fehler(
                    f"In der Vorlage heißt eine Tabelle „{name}“; so heißt auch eine Größe des "
                    "Bogens.",
                    f"{dateiname}, {tabelle.blatt}!{tabelle.bereich}",
                    "Die Tabelle in der Vorlage umbenennen.",
                )


def durchschnittene_tabellen(
    dateiname: str, vorlage: Paket, blatt: str, zeile: int
) -> Iterator[Befund]:
    """Tabellen, durch die neue Zeilen unter dieser Zeile des Blatts liefen."""
    for tabelle in tabellen(vorlage):
        _, oben, _, unten = _grenzen(tabelle.bereich)
        if tabelle.blatt == blatt and oben <= zeile <= unten:
            yield fehler(
                f"Der Bogen käme mitten in die Tabelle „{tabelle.namen[0]}“ der Vorlage.",
                f"{dateiname}, {blatt}!{tabelle.bereich}",
                "{{bogen}} über oder unter die Tabelle schreiben.",
            )


def zu_viele_umbrueche(dateiname: str, blattname: str, blatt: Element) -> Iterator[Befund]:
    """Mehr Seitenumbrüche von Hand, als Excel annimmt: eine solche Mappe will es reparieren."""
    for art, hoechstens in _MEISTE_UMBRUECHE.items():
        anzahl = sum(len(liste) for liste in blatt.iter(q(art)))
        if anzahl > hoechstens:
            yield fehler(
                f"Die Vorlage hat {anzahl} Seitenumbrüche von Hand, Excel nimmt höchstens "
                f"{hoechstens} an.",
                f"{dateiname}, {blattname}",
                "Die Umbrüche unter Seitenlayout, Umbrüche zurücksetzen.",
            )


def ueberlappende_verbuende(dateiname: str, blattname: str, blatt: Element) -> Iterator[Befund]:
    """Der erste verbundene Bereich, der sich mit einem anderen überschneidet.

    Eine solche Mappe will Excel reparieren. Von oben nach unten: offen sind die Bereiche, die bis
    in diese Zeile reichen, nach ihrer linken Spalte; sie überschneiden sich nie.
    """
    bereiche = []
    for bereich in blatt.iter(q("mergeCell")):
        links, oben, rechts, unten = _grenzen(str(bereich.get("ref")))
        bereiche.append((oben, links, unten, rechts))
    offen: list[tuple[int, int, int, int]] = []
    enden: list[tuple[int, tuple[int, int, int, int]]] = []
    for oben, links, unten, rechts in sorted(bereiche):
        while enden and enden[0][0] < oben:
            offen.remove(heappop(enden)[1])
        eigener = (links, rechts, oben, unten)
        stelle = bisect_left(offen, eigener)
        for anderer in offen[max(0, stelle - 1) : stelle + 1]:
            if anderer[0] <= rechts and links <= anderer[1]:
                yield fehler(
                    "Verbundene Zellen der Vorlage überschneiden sich mit anderen: "
                    f"{_bereich(*anderer)}. Excel würde den Bogen reparieren wollen.",
                    f"{dateiname}, {blattname}!{_bereich(*eigener)}",
                    "Eine der Verbindungen aufheben.",
                )
                return
        offen.insert(stelle, eigener)
        heappush(enden, (unten, eigener))


def _bereich(links: int, rechts: int, oben: int, unten: int) -> str:
    return f"{get_column_letter(links)}{oben}:{get_column_letter(rechts)}{unten}"


def verbundene_am_anker(blatt: Element, zeile: int, spalten: range) -> Iterator[Element]:
    """Verbundene Bereiche der Vorlage, in denen der Bogen beginnt."""
    for bereich in blatt.iter(q("mergeCell")):
        links, oben, rechts, unten = _grenzen(str(bereich.get("ref")))
        if oben <= zeile <= unten and links < spalten.stop and rechts >= spalten.start:
            yield bereich


def verbunden_ueber_den_anker(
    dateiname: str, blattname: str, bereiche: Iterable[Element]
) -> Iterator[Befund]:
    """Verbundene Bereiche, die über die Zeile des Ankers hinausreichen und darum im Weg sind."""
    for bereich in bereiche:
        _, oben, _, unten = _grenzen(str(bereich.get("ref")))
        if oben != unten:
            yield fehler(
                "Verbundene Zellen der Vorlage reichen in den Bogen hinein.",
                f"{dateiname}, {blattname}!{bereich.get('ref')}",
                "Die Verbindung aufheben oder {{bogen}} unter den Bereich schreiben.",
            )


def zu_lange_formel(satz: Textformel, ort: str) -> Iterator[Befund]:
    """Eine Zelle, deren Platzhalter zusammen keine Formel mehr ergeben."""
    if not satz.fest and len(satz.formel) > LAENGSTE_FORMEL:
        yield fehler(
            f"Die Platzhalter der Zelle ergeben eine Formel mit {len(satz.formel)} Zeichen; eine "
            f"Zelle fasst {LAENGSTE_FORMEL}.",
            ort,
            "Die Platzhalter auf mehrere Zellen verteilen.",
        )


def zu_lange_kopfzeile(text: str, ort: str) -> Iterator[Befund]:
    """Eine Kopf- oder Fußzeile, die mit ihren Platzhaltern zu lang ist."""
    if (zeichen := len(text.encode("utf-16-le")) // 2) > LAENGSTE_KOPFZEILE:
        yield fehler(
            f"Die Kopf- oder Fußzeile hat mit eingesetzten Platzhaltern {zeichen} Zeichen, "
            f"erlaubt sind {LAENGSTE_KOPFZEILE}.",
            ort,
            "Den Text kürzen oder in Zellen schreiben.",
        )


def rechenart(dateiname: str, mappe: Element) -> Iterator[Befund]:
    """Einstellungen der Vorlage, mit denen der Bogen falsch oder gar nicht rechnete."""
    for angaben in mappe.iter(q("calcPr")):
        if angaben.get("calcMode") == "manual":
            yield hinweis(
                "Die Vorlage rechnet nur auf Befehl (Berechnung „Manuell“); nach einer Änderung "
                "bliebe im Bogen alles beim Alten. Im Bogen ist das auf „Automatisch“ gestellt.",
                dateiname,
                "Nichts zu tun; in der Vorlage lässt es sich unter Formeln, Berechnungsoptionen "
                "ändern.",
            )
        if angaben.get("fullPrecision") in {"0", "false"}:
            yield hinweis(
                "Die Vorlage rechnet mit der angezeigten Genauigkeit; Summen des Bogens gingen "
                "nicht auf. Im Bogen ist das abgestellt.",
                dateiname,
                "Nichts zu tun; in der Vorlage steht es unter Optionen, Erweitert, „Genauigkeit "
                "wie angezeigt festlegen“.",
            )


def rechenart_zuruecksetzen(angaben: Element) -> None:
    """Stellt automatische Berechnung und volle Genauigkeit ein."""
    for angabe in ("calcMode", "fullPrecision"):
        angaben.attrib.pop(angabe, "")


def druckbild(dateiname: str, blattname: str, blatt: Element) -> Iterator[Befund]:
    """Ein Blatt, auf dem die Anlage zu klein oder zerschnitten gedruckt würde."""
    seite = blatt.find(q("pageSetup"))
    ort = f"{dateiname}, {blattname}"
    if seite is None or seite.get("orientation") != "landscape":
        yield hinweis(
            "Die Vorlage druckt im Hochformat; die Tabelle des Bogens ist breit und wird darin "
            "sehr klein oder zerschnitten.",
            ort,
            "In der Vorlage unter Seitenlayout „Querformat“ wählen.",
        )
    einpassen = blatt.find(f"{q('sheetPr')}/{q('pageSetUpPr')}")
    eingepasst = einpassen is not None and einpassen.get("fitToPage") in {"1", "true"}
    if not eingepasst or (seite is not None and seite.get("fitToWidth", "1") != "1"):
        yield hinweis(
            "Die Vorlage ist nicht auf eine Seite Breite eingepasst; die Tabelle des Bogens "
            "verteilt sich im Druck auf mehrere Seiten.",
            ort,
            "In der Vorlage unter Seitenlayout, Skalieren, die Breite auf 1 Seite stellen.",
        )

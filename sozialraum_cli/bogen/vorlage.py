"""Den Bogen in eine Vorlage einsetzen: Briefkopf, Logo, Schrift, Druckbild und Fußzeile bleiben."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from functools import partial
from typing import NamedTuple, Protocol

from lxml import etree
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string
from openpyxl.utils.exceptions import CellCoordinatesException

from sozialraum_cli.arbeitsmappe.bezuege_verschieben import bezuege_verschieben
from sozialraum_cli.arbeitsmappe.kommentare import kommentare_verschoben, rahmen_verschoben
from sozialraum_cli.arbeitsmappe.nummerieren import nummeriert
from sozialraum_cli.arbeitsmappe.paket import (
    BEZIEHUNG,
    TABELLENBLATT,
    ZEICHNUNG,
    Element,
    Paket,
    q,
    xmlbaum_lesen,
    xmlbaum_schreiben,
)
from sozialraum_cli.arbeitsmappe.speichern import Teilstrom, mit_zeilen
from sozialraum_cli.arbeitsmappe.stile_mischen import Versatz, schrift_von, stile_mischen
from sozialraum_cli.arbeitsmappe.texte import Textformel
from sozialraum_cli.arbeitsmappe.verschieben import Einfuegung
from sozialraum_cli.befund import Befund, Datenfehler, fehler
from sozialraum_cli.bogen import vorlagebefunde
from sozialraum_cli.bogen.berechnungsbogen import TITEL
from sozialraum_cli.bogen.platzhalter import ANKER, ersetzt, maskiert, namen
from sozialraum_cli.xmltext import maskieren

_MAPPENTYP = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_DOKUMENTTEXTE = ("docProps/core.xml",)
_LAUF = f"{q('r')}/{q('t')}"
# Neuere bedingte Formate und Sparklines haben Bezüge in eigenen Elementen.
_ERWEITERUNG = "http://schemas.microsoft.com/office/excel/2006/main"
_FORMELN = (q("f"), q("formula"), q("formula1"), q("formula2"), f"{{{_ERWEITERUNG}}}f")


# Was eine beschädigte oder von Hand zerlegte Datei beim Einsetzen auslösen kann.
_SCHAEDEN = (
    etree.LxmlError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
    StopIteration,
    CellCoordinatesException,
)

# In allen Zellen mit Platzhaltern zusammen.
_ZEICHEN_GRENZE = 1_000_000
_LETZTE_ZEILE, _LETZTE_SPALTE = 1_048_576, 16_384
_HOECHSTENS_ZEILEN, _HOECHSTENS_SPALTEN = 20_000, 1_000


class Zeilen(Protocol):
    """Gibt zum Versatz der Formatnummern die Zeilen eines Blatts, auf Wunsch nur einige."""

    def __call__(self, versatz: int, bereich: range = ...) -> Iterator[bytes]: ...


@contextmanager
def schaden_melden(dateiname: str) -> Iterator[None]:
    """Macht aus einer beschädigten Vorlage einen Befund. Fehler: Datenfehler."""
    try:
        yield
    except _SCHAEDEN as ausnahme:
        raise Datenfehler(
            [
                fehler(
                    "Die Vorlage ist beschädigt oder ungewöhnlich aufgebaut; der Bogen lässt sich "
                    "nicht einsetzen.",
                    dateiname,
                    "Die Vorlage in der Tabellenkalkulation öffnen und neu als .xlsx speichern.",
                )
            ]
        ) from ausnahme


class Anker(NamedTuple):
    """Wo in der Vorlage {{bogen}} steht."""

    zeile: int
    spalte: int

    def hat_platz(self) -> bool:
        """Ob die Anlage ab hier auf das Blatt passt; so groß wird sie höchstens."""
        return (
            1 <= self.zeile <= _LETZTE_ZEILE - _HOECHSTENS_ZEILEN
            and 1 <= self.spalte <= _LETZTE_SPALTE - _HOECHSTENS_SPALTEN
        )


class Bogenvorlage:
    """Eine geladene Vorlage; `anker` sagt, wo der Bogen beginnt."""

    def __init__(self, dateiname: str, teile: Mapping[str, bytes]) -> None:
        """Prüft die Vorlage. Fehler: Datenfehler mit allen Befunden."""
        self._name = dateiname
        self._paket = Paket(teile)
        self._blaetter = {
            name: nummeriert(xmlbaum_lesen(self._paket.teile[teil]))
            for name, teil in self._paket.blaetter().items()
        }
        self._texte = _gemeinsame_texte(self._paket)
        if sum(len(text) for _, text in self._alle_texte()) > _ZEICHEN_GRENZE:
            raise ValueError("Die Platzhalter einer Vorlage stehen in zu viel Text.")
        if TITEL not in self._blaetter:
            raise Datenfehler(
                [
                    fehler(
                        f"Der Vorlage fehlt das Blatt „{TITEL}“; sie hat: "
                        + ", ".join(f"„{name}“" for name in self._blaetter),
                        dateiname,
                        f"Das Blatt, in das der Bogen soll, „{TITEL}“ nennen.",
                    )
                ]
            )
        self._blatt = self._blaetter[TITEL]
        self.anker = self._anker_suchen()
        if unlesbar := [
            befund
            for name, blatt in self._blaetter.items()
            for pruefung in (
                vorlagebefunde.ueberlappende_verbuende,
                vorlagebefunde.zu_viele_umbrueche,
            )
            for befund in pruefung(dateiname, name, blatt)
        ]:
            raise Datenfehler(unlesbar)
        # Was den Bogen nicht verhindert, aber wissen sollte, wer die Vorlage wählt.
        self.hinweise = (
            *vorlagebefunde.rechenart(dateiname, self._paket.mappe),
            *vorlagebefunde.druckbild(dateiname, TITEL, self._blatt),
        )

    def _anker_suchen(self) -> Anker:
        orte = [
            str(zelle.get("r"))
            for zelle, text in self._zelltexte(self._blatt)
            if ANKER in namen(text)
        ]
        if len(orte) == 1:
            spalte, zeile = coordinate_from_string(orte[0])
            anker = Anker(zeile, column_index_from_string(spalte))
            if anker.hat_platz():
                return anker
            raise Datenfehler(
                [
                    fehler(
                        "Rechts und unterhalb von {{bogen}} ist kein Platz für den Bogen.",
                        f"{self._name}, {TITEL}!{orte[0]}",
                        "{{bogen}} in eine Zelle weiter oben und links schreiben.",
                    )
                ]
            )
        raise Datenfehler(
            [
                fehler(
                    "In der Vorlage muss {{bogen}} in genau einer Zelle stehen; "
                    + (f"gefunden: {', '.join(orte)}." if orte else "es gibt keine."),
                    f"{self._name}, {TITEL}",
                    "In die Zelle, ab der der Bogen stehen soll, {{bogen}} schreiben.",
                )
            ]
        )

    def pruefen(self, werte: Mapping[str, Textformel]) -> list[Befund]:
        """Alle unbekannten Platzhalter mit ihrer Zelle."""
        erlaubt = ", ".join(f"{{{{{name}}}}}" for name in (ANKER, *werte))
        befunde = []
        for ort, text in self._alle_texte():
            for name in namen(text):
                if name in werte or (name == ANKER and ort.startswith(f"{TITEL}!")):
                    continue
                befunde.append(
                    fehler(
                        f"Die Vorlage enthält den unbekannten Platzhalter {{{{{name}}}}}.",
                        f"{self._name}, {ort}",
                        f"Den Platzhalter berichtigen oder löschen. Erlaubt sind {erlaubt}.",
                    )
                )
        return befunde

    def _alle_texte(self) -> Iterator[tuple[str, str]]:
        for name, blatt in self._blaetter.items():
            for zelle, text in self._zelltexte(blatt):
                yield f"{name}!{zelle.get('r')}", text
            for zeile in _kopf_und_fuss(blatt):
                yield f"{name}, Kopf- oder Fußzeile", zeile.text or ""

    def _zelltexte(self, blatt: Element) -> Iterator[tuple[Element, str]]:
        for zelle in blatt.iter(q("c")):
            if zelle.get("t") == "s":
                text = self._texte[int(zelle.findtext(q("v"), "0"))]
            elif zelle.get("t") == "inlineStr":
                text = "".join(t.text or "" for t in zelle.iter(q("t")))
            else:
                continue
            if "{{" in text:
                yield zelle, text

    def fuellen(
        self,
        bogen: Mapping[str, bytes],
        zeilen: Mapping[str, Zeilen],
        werte: dict[str, Textformel],
        hoehe: int,
        gleiche: range,
    ) -> dict[str, bytes | Teilstrom]:
        """Setzt den fertigen Bogen ein.

        Eingang: Teile des Bogens, dessen Blatt schon an der Stelle des Ankers steht, mit leeren
        Blättern; die Zeilen jedes Blatts; Werte der Platzhalter; Höhe des Blocks in Zeilen und
        welche seiner Zeilen, mitten in ihm, nur gleich gebaute Formeln enthalten.
        Ergebnis: Teile der fertigen Datei; die Vorlage ist danach verbraucht.
        Fehler: Datenfehler bei unbekannten Platzhaltern, doppelten Blättern oder Namen und bei
        einer beschädigten Vorlage.
        """
        with schaden_melden(self._name):
            return self._gefuellt(bogen, zeilen, werte, hoehe, gleiche)

    def _gefuellt(
        self,
        bogen: Mapping[str, bytes],
        zeilen: Mapping[str, Zeilen],
        werte: dict[str, Textformel],
        hoehe: int,
        gleiche: range,
    ) -> dict[str, bytes | Teilstrom]:
        quelle = Paket(bogen)
        blaetter = quelle.blaetter()
        leer = quelle.teile[blaetter.pop(TITEL)]
        rest = partial(_ohne, zeilen[TITEL], gleiche)
        bogenblatt = xmlbaum_lesen(b"".join(mit_zeilen(leer, rest)))
        verbundene = [*self._verbundene_am_anker(bogenblatt)]
        befunde = [
            *(self.pruefen(werte) or self._zu_langes(werte)),
            *self._doppelte(quelle),
            *vorlagebefunde.durchschnittene_tabellen(
                self._name, self._paket, TITEL, self.anker.zeile
            ),
            *vorlagebefunde.verbunden_ueber_den_anker(self._name, TITEL, verbundene),
        ]
        if befunde:
            raise Datenfehler(befunde)
        for bereich in verbundene:
            if (liste := bereich.getparent()) is not None:
                liste.remove(bereich)
        self._platzhalter_ersetzen(werte)
        versatz = self._stile(quelle)
        einfuegung = Einfuegung(TITEL, self.anker.zeile, hoehe - 1)
        self._platz_schaffen(einfuegung)
        self._block_einsetzen(_umnummeriert(bogenblatt, versatz))
        stroeme = dict[str, Zeilen]()
        for name, teil in blaetter.items():
            inhalt = _umnummeriert(xmlbaum_lesen(quelle.teile[teil]), versatz)
            for ansicht in inhalt.iter(q("sheetView")):
                ansicht.attrib.pop("tabSelected", "")
            stroeme[self._blatt_anhaengen(quelle, name, teil, inhalt)] = zeilen[name]
        self._namen_uebernehmen(quelle)
        self._neu_rechnen_lassen()
        for name, teil in self._paket.blaetter().items():
            if name in self._blaetter:
                self._paket.teile[teil] = xmlbaum_schreiben(self._blaetter[name])
        fertig = self._paket.abschliessen()
        anlage = self._paket.blaetter()[TITEL]
        vorn, platz, hinten = fertig[anlage].partition(_platzhalterzeile(gleiche))
        mitte = partial(zeilen[TITEL], versatz.zellformat, gleiche)
        return (
            fertig
            | ({anlage: Teilstrom(vorn, mitte, hinten)} if platz else {})
            | {
                teil: mit_zeilen(fertig[teil], partial(strom, versatz.zellformat))
                for teil, strom in stroeme.items()
            }
        )

    def _doppelte(self, quelle: Paket) -> list[Befund]:
        blaetter = {name.casefold() for name in quelle.blaetter()} - {TITEL.casefold()}
        befunde = [
            fehler(
                f"Die Vorlage hat schon ein Blatt „{name}“; so heißt auch ein Blatt des Bogens.",
                f"{self._name}, {name}",
                "Das Blatt in der Vorlage umbenennen oder löschen.",
            )
            for name in self._blaetter
            if name.casefold() in blaetter
        ]
        return [*befunde, *vorlagebefunde.doppelte_namen(self._name, self._paket, quelle)]

    def _zu_langes(self, werte: dict[str, Textformel]) -> Iterator[Befund]:
        for name, blatt in self._blaetter.items():
            for zelle, text in self._zelltexte(blatt):
                if ANKER not in namen(text):
                    ort = f"{self._name}, {name}!{zelle.get('r')}"
                    yield from vorlagebefunde.zu_lange_formel(ersetzt(text, werte), ort)
            for zeile in _kopf_und_fuss(blatt):
                text = ersetzt(zeile.text or "", maskiert(werte)).wert
                ort = f"{self._name}, {name}, Kopf- oder Fußzeile"
                yield from vorlagebefunde.zu_lange_kopfzeile(text, ort)

    def _verbundene_am_anker(self, bogen: Element) -> Iterator[Element]:
        belegt = [_spaltennummer(zelle) for zelle in bogen.iter(q("c"))]
        spalten = range(min(belegt), max(belegt) + 1)
        return vorlagebefunde.verbundene_am_anker(self._blatt, self.anker.zeile, spalten)

    def _platzhalter_ersetzen(self, werte: dict[str, Textformel]) -> None:
        for blatt in self._blaetter.values():
            for zelle, text in list(self._zelltexte(blatt)):
                for kind in list(zelle):
                    zelle.remove(kind)
                zelle.attrib.pop("t", "")
                if ANKER in namen(text):
                    continue
                satz = ersetzt(text, werte)
                if satz.fest:
                    _text_eintragen(zelle, satz.wert)
                    continue
                zelle.set("t", "str")
                etree.SubElement(zelle, q("f")).text = satz.formel
                etree.SubElement(zelle, q("v")).text = maskieren(satz.wert)
            for zeile in _kopf_und_fuss(blatt):
                if namen(zeile.text or ""):
                    zeile.text = ersetzt(zeile.text or "", maskiert(werte)).wert
        for teil in _DOKUMENTTEXTE:
            if teil in self._paket.teile:
                wurzel = xmlbaum_lesen(self._paket.teile[teil])
                for element in wurzel.iter():
                    if element.text and namen(element.text):
                        element.text = ersetzt(element.text, werte).wert
                self._paket.teile[teil] = xmlbaum_schreiben(wurzel)

    def _stile(self, quelle: Paket) -> Versatz:
        eigene, fremde = self._paket.ziel_der_art("/styles"), quelle.ziel_der_art("/styles")
        if eigene is None or fremde is None:
            raise ValueError("Die Vorlage hat keine Zellformate.")
        anker = _zelle(self._blatt, self.anker.zeile, self.anker.spalte)
        schrift = schrift_von(self._paket.teile[eigene], int(anker.get("s", "0")))
        gemischt, versatz = stile_mischen(self._paket.teile[eigene], quelle.teile[fremde], schrift)
        self._paket.teile[eigene] = gemischt
        return versatz

    def _platz_schaffen(self, einfuegung: Einfuegung) -> None:
        """Rückt alles unter dem Anker nach unten."""
        for zeile in self._blatt.iter(q("row")):
            nummer = einfuegung.zeile(int(str(zeile.get("r"))))
            if nummer > _LETZTE_ZEILE:
                raise ValueError("Unter dem Anker ist kein Platz.")
            zeile.set("r", str(nummer))
            for zelle in zeile.iter(q("c")):
                spalte, _ = coordinate_from_string(str(zelle.get("r")))
                zelle.set("r", f"{spalte}{nummer}")
        for element in self._blatt.iter():
            for attribut in ("ref", "sqref", "activeCell", "topLeftCell"):
                if element.tag not in (q("c"), q("dimension")) and element.get(attribut):
                    neu = einfuegung.bereich(str(element.get(attribut)))
                    element.set(attribut, neu)
        for umbruch in self._blatt.iterfind(f"{q('rowBreaks')}/{q('brk')}"):
            umbruch.set("id", str(einfuegung.zeile(int(str(umbruch.get("id"))))))
        for bereich in self._blatt.iter(f"{{{_ERWEITERUNG}}}sqref"):
            bereich.text = einfuegung.bereich(bereich.text or "")
        for name, blatt in self._blaetter.items():
            for formel in blatt.iter(*_FORMELN):
                if formel.text:
                    formel.text = einfuegung.formel(formel.text, name)
        for definiert in self._paket.mappe.iter(q("definedName")):
            if definiert.text:
                definiert.text = einfuegung.name(definiert.text)
        for name, blatt in self._blaetter.items():
            for verweis in blatt.iter(q("hyperlink")):
                if ziel := verweis.get("location"):
                    verweis.set("location", einfuegung.formel(ziel, name))
        bezuege_verschieben(self._paket, self._paket.blaetter()[TITEL], einfuegung)
        self._zeichnungen_verschieben(einfuegung)
        self._kommentare_verschieben(einfuegung)

    def _kommentare_verschieben(self, einfuegung: Einfuegung) -> None:
        for _, art, teil in list(self._paket.beziehungen(self._paket.blaetter()[TITEL])):
            if art.endswith("/comments"):
                texte = kommentare_verschoben(self._paket.teile[teil], einfuegung)
                self._paket.teile[teil] = texte
            elif art.endswith("/vmlDrawing"):
                rahmen = rahmen_verschoben(self._paket.teile[teil], einfuegung)
                self._paket.teile[teil] = rahmen

    def _zeichnungen_verschieben(self, einfuegung: Einfuegung) -> None:
        for _, art, teil in list(self._paket.beziehungen(self._paket.blaetter()[TITEL])):
            if not art.endswith("/drawing"):
                continue
            wurzel = xmlbaum_lesen(self._paket.teile[teil])
            for zeile in wurzel.iter(f"{{{ZEICHNUNG}}}row"):
                # Zeichnungen zählen Zeilen ab 0.
                zeile.text = str(einfuegung.zeile(int(zeile.text or "0") + 1) - 1)
            self._paket.teile[teil] = xmlbaum_schreiben(wurzel)

    def _block_einsetzen(self, bogen: Element) -> None:
        ziel = self._blatt.find(q("sheetData"))
        quelle = bogen.find(q("sheetData"))
        if ziel is None or quelle is None:
            raise ValueError("Ein Tabellenblatt ohne Daten ist beschädigt.")
        vorhanden = {int(str(zeile.get("r"))): zeile for zeile in ziel}
        for zeile in list(quelle):
            nummer = int(str(zeile.get("r")))
            if nummer in vorhanden:
                _zeile_mischen(vorhanden[nummer], zeile)
            else:
                vorhanden[nummer] = zeile
        ziel[:] = [vorhanden[nummer] for nummer in sorted(vorhanden)]
        self._spaltenbreiten(bogen)
        self._verbundene(bogen)
        dimension = self._blatt.find(q("dimension"))
        if dimension is not None:
            self._blatt.remove(dimension)

    def _spaltenbreiten(self, bogen: Element) -> None:
        neue = bogen.find(q("cols"))
        if neue is None:
            return
        breiten = {
            nummer: spalte
            for spalte in neue
            for nummer in range(int(str(spalte.get("min"))), int(str(spalte.get("max"))) + 1)
        }
        alte = self._blatt.find(q("cols"))
        if alte is None:
            alte = etree.Element(q("cols"))
            stelle = self._blatt.find(q("sheetData"))
            if stelle is not None:
                stelle.addprevious(alte)
        ergebnis = dict(_ohne_spalten(list(alte), set(breiten)))
        ergebnis |= {(nummer, nummer): spalte for nummer, spalte in breiten.items()}
        alte[:] = [_spalte(spalte, *von_bis) for von_bis, spalte in sorted(ergebnis.items())]

    def _verbundene(self, bogen: Element) -> None:
        neue = bogen.find(q("mergeCells"))
        if neue is None:
            return
        alte = self._blatt.find(q("mergeCells"))
        if alte is None:
            alte = etree.Element(q("mergeCells"))
            _einordnen(self._blatt, alte)
        alte.extend(list(neue))
        alte.set("count", str(len(alte)))

    def _blatt_anhaengen(self, quelle: Paket, name: str, teil: str, inhalt: Element) -> str:
        """Hängt ein Blatt an; Ergebnis ist sein Teil."""
        neu = self._paket.uebernehmen(quelle, teil, xmlbaum_schreiben(inhalt))
        kennung = self._paket.beziehung_anlegen(self._paket.mappe_pfad, TABELLENBLATT, neu)
        blaetter = self._paket.mappe.find(q("sheets"))
        if blaetter is None:
            raise ValueError("Die Vorlage hat keine Blattliste.")
        nummer = max(int(str(blatt.get("sheetId"))) for blatt in blaetter) + 1
        eintrag = {"name": name, "sheetId": str(nummer), f"{{{BEZIEHUNG}}}id": kennung}
        if zustand := quelle.zustand(name):
            eintrag["state"] = zustand
        etree.SubElement(blaetter, q("sheet"), eintrag, nsmap={"r": BEZIEHUNG})
        return neu

    def _namen_uebernehmen(self, quelle: Paket) -> None:
        mappe = self._paket.mappe
        ziel = mappe.find(q("definedNames"))
        if ziel is None:
            ziel = etree.Element(q("definedNames"))
            davor = mappe.iterchildren(q("sheets"), q("functionGroups"), q("externalReferences"))
            list(davor)[-1].addnext(ziel)
        fremde = [str(b.get("name")) for b in quelle.mappe.iter(q("sheet"))]
        eigene = [str(b.get("name")) for b in mappe.iter(q("sheet"))]
        vergeben = {(n.get("name"), n.get("localSheetId")) for n in ziel}
        for name in list(quelle.mappe.iter(q("definedName"))):
            blatt = name.get("localSheetId")
            if blatt is not None:
                name.set("localSheetId", str(eigene.index(fremde[int(blatt)])))
            if (name.get("name"), name.get("localSheetId")) not in vergeben:
                ziel.append(name)

    def _neu_rechnen_lassen(self) -> None:
        kette = self._paket.ziel_der_art("/calcChain")
        if kette is not None:
            self._paket.entfernen(kette)
        mappe = self._paket.mappe
        rechnen = mappe.find(q("calcPr"))
        if rechnen is None:
            rechnen = etree.Element(q("calcPr"))
            danach = mappe.find(q("definedNames"))
            if danach is not None:
                danach.addnext(rechnen)
        vorlagebefunde.rechenart_zuruecksetzen(rechnen)
        rechnen.set("fullCalcOnLoad", "1")
        self._paket.inhaltstyp_setzen(self._paket.mappe_pfad, _MAPPENTYP)


def _ohne(zeilen: Zeilen, gleiche: range) -> Iterator[bytes]:
    """Die Zeilen für den XML-Baum: statt der gleich gebauten eine leere, die ihren Platz hält."""
    if not gleiche:
        yield from zeilen(0)
        return
    yield from zeilen(0, range(1, gleiche.start))
    yield _platzhalterzeile(gleiche)
    yield from zeilen(0, range(gleiche.stop, _LETZTE_ZEILE + 1))


def _platzhalterzeile(gleiche: range) -> bytes:
    # Ihre Nummer hat sonst keine Zeile; ohne gleiche Zeilen steht eine Null da, die es nicht gibt.
    return b'<row r="%d"/>' % gleiche.start


def _gemeinsame_texte(paket: Paket) -> list[str]:
    teil = paket.ziel_der_art("/sharedStrings")
    if teil is None:
        return []
    texte = (
        "".join(t.text or "" for t in [*eintrag.iterfind(q("t")), *eintrag.iterfind(_LAUF)])
        for eintrag in xmlbaum_lesen(paket.teile[teil]).iterfind(q("si"))
    )
    return [text if "{{" in text else "" for text in texte]


def _text_eintragen(zelle: Element, text: str) -> None:
    zelle.set("t", "inlineStr")
    inhalt = etree.SubElement(etree.SubElement(zelle, q("is")), q("t"))
    inhalt.text = text
    inhalt.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _kopf_und_fuss(blatt: Element) -> Iterator[Element]:
    for zeilen in blatt.iter(q("headerFooter")):
        yield from zeilen


def _zelle(blatt: Element, zeile: int, spalte: int) -> Element:
    ort = f"{get_column_letter(spalte)}{zeile}"
    return next(zelle for zelle in blatt.iter(q("c")) if zelle.get("r") == ort)


def _umnummeriert(blatt: Element, versatz: Versatz) -> Element:
    for attribut, marken, um in (
        ("s", (q("c"), q("row")), versatz.zellformat),
        ("style", (q("col"),), versatz.zellformat),
        ("dxfId", (q("cfRule"),), versatz.bedingtes_format),
    ):
        for element in blatt.iter(*marken):
            if element.get(attribut) is not None or element.tag == q("c"):
                element.set(attribut, str(int(element.get(attribut, "0")) + um))
    return blatt


def _zeile_mischen(ziel: Element, quelle: Element) -> None:
    """Zellen des Bogens ersetzen gleichnamige der Vorlage; die Zeilenhöhe kommt vom Bogen."""
    zellen = {_spaltennummer(zelle): zelle for zelle in [*ziel, *quelle]}
    for attribut, wert in quelle.attrib.items():
        ziel.set(attribut, wert)
    ziel[:] = [zellen[nummer] for nummer in sorted(zellen)]
    ziel.attrib.pop("spans", "")


def _spaltennummer(zelle: Element) -> int:
    return column_index_from_string(coordinate_from_string(str(zelle.get("r")))[0])


def _ohne_spalten(
    spalten: list[Element], belegt: set[int]
) -> Iterator[tuple[tuple[int, int], Element]]:
    """Spaltenbereiche der Vorlage ohne die Spalten, deren Breite der Bogen bestimmt."""
    for spalte in spalten:
        von, bis = int(str(spalte.get("min"))), int(str(spalte.get("max")))
        grenzen = sorted(nummer for nummer in belegt if von <= nummer <= bis)
        for grenze in [*grenzen, bis + 1]:
            if von < grenze:
                yield (von, grenze - 1), spalte
            von = grenze + 1


def _spalte(spalte: Element, von: int, bis: int) -> Element:
    neu = deepcopy(spalte)
    neu.set("min", str(von))
    neu.set("max", str(bis))
    return neu


_NACH_VERBUNDENEN = re.compile(
    r"phoneticPr|conditionalFormatting|dataValidations|hyperlinks|printOptions|pageMargins|"
    r"pageSetup|headerFooter|rowBreaks|colBreaks|customProperties|cellWatches|ignoredErrors|"
    r"smartTags|drawing|legacyDrawing|legacyDrawingHF|picture|oleObjects|controls|"
    r"webPublishItems|tableParts|extLst"
)


def _einordnen(blatt: Element, verbundene: Element) -> None:
    """Das Schema verlangt verbundene Bereiche vor allem, was ihnen folgt."""
    for element in blatt:
        if _NACH_VERBUNDENEN.fullmatch(etree.QName(element).localname):
            element.addprevious(verbundene)
            return
    blatt.append(verbundene)

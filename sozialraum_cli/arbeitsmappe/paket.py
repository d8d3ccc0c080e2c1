"""Eine .xlsx-Datei als Paket von Teilen: Beziehungen, Inhaltstypen, Blätter.

openpyxl verliert beim Laden und Speichern vieles, was eine Vorlage ausmacht: Logos in der
Kopfzeile, Textfelder, Sparklines, neuere bedingte Formate. Darum bleiben hier alle Teile, wie sie
sind; nur was der Bogen ändert, wird als XML angefasst.
"""

import posixpath
from collections.abc import Iterator, Mapping

from lxml import etree

HAUPT = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
BEZIEHUNG = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PAKETBEZIEHUNG = "http://schemas.openxmlformats.org/package/2006/relationships"
ZEICHNUNG = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
INHALTSTYPEN = "http://schemas.openxmlformats.org/package/2006/content-types"
TABELLENBLATT = f"{BEZIEHUNG}/worksheet"

Element = etree._Element


def q(name: str) -> str:
    """Der Name eines Elements der Tabellenkalkulation mit Namensraum."""
    return f"{{{HAUPT}}}{name}"


def xmlbaum_lesen(inhalt: bytes) -> Element:
    """Liest XML ohne Entitäten und ohne Netz; Fehler: ValueError bei DOCTYPE."""
    leser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    wurzel = etree.fromstring(inhalt, leser)
    if wurzel.getroottree().docinfo.doctype:  # type: ignore[union-attr]
        raise ValueError("Ein Teil der Datei enthält eine DOCTYPE-Angabe.")
    return wurzel


def xmlbaum_schreiben(wurzel: Element) -> bytes:
    """Schreibt XML, wie Tabellenkalkulationen es erwarten."""
    return etree.tostring(wurzel, xml_declaration=True, encoding="UTF-8", standalone=True)


class Paket:
    """Die Teile einer .xlsx-Datei unter ihren Namen, zum Lesen und Ändern."""

    def __init__(self, teile: Mapping[str, bytes]) -> None:
        self.teile = dict(teile)
        start = next(
            ziel for _, art, ziel in self.beziehungen("") if art.endswith("/officeDocument")
        )
        self.mappe_pfad = start
        self.mappe = xmlbaum_lesen(self.teile[start])

    def beziehungen(self, teil: str) -> Iterator[tuple[str, str, str]]:
        """Kennung, Art und Ziel aller inneren Beziehungen eines Teils ("" ist das Paket)."""
        inhalt = self.teile.get(beziehungspfad(teil))
        if inhalt is None:
            return
        for beziehung in xmlbaum_lesen(inhalt):
            if beziehung.get("TargetMode") != "External":
                ziel = _ziel(teil, str(beziehung.get("Target")))
                yield str(beziehung.get("Id")), str(beziehung.get("Type")), ziel

    def beziehung_anlegen(self, teil: str, art: str, ziel: str) -> str:
        """Verbindet einen Teil mit einem anderen; Ergebnis ist die neue Kennung."""
        pfad = beziehungspfad(teil)
        wurzel = (
            xmlbaum_lesen(self.teile[pfad])
            if pfad in self.teile
            else etree.Element(f"{{{PAKETBEZIEHUNG}}}Relationships")
        )
        vergeben = {beziehung.get("Id") for beziehung in wurzel}
        nummer = next(n for n in range(1, len(vergeben) + 2) if f"rIdB{n}" not in vergeben)
        kennung = f"rIdB{nummer}"
        etree.SubElement(
            wurzel,
            f"{{{PAKETBEZIEHUNG}}}Relationship",
            Id=kennung,
            Type=art,
            Target=f"/{ziel}",
        )
        self.teile[pfad] = xmlbaum_schreiben(wurzel)
        return kennung

    def ziel_der_art(self, endung: str) -> str | None:
        """Der Teil der Mappe mit einer Art von Beziehung, zum Beispiel „/styles“."""
        for _, art, ziel in self.beziehungen(self.mappe_pfad):
            if art.endswith(endung):
                return ziel
        return None

    def blaetter(self) -> dict[str, str]:
        """Name und Teil jedes Tabellenblatts in der Reihenfolge der Mappe."""
        ziele = {
            kennung: ziel
            for kennung, art, ziel in self.beziehungen(self.mappe_pfad)
            if art == TABELLENBLATT
        }
        kennung = f"{{{BEZIEHUNG}}}id"
        return {
            str(blatt.get("name")): ziele[str(blatt.get(kennung))]
            for blatt in self.mappe.iter(q("sheet"))
            if blatt.get(kennung) in ziele
        }

    def zustand(self, blatt: str) -> str | None:
        """„hidden“, wenn ein Blatt ausgeblendet ist; None, wenn man es sieht."""
        eintraege = (e for e in self.mappe.iter(q("sheet")) if e.get("name") == blatt)
        zustand = next(eintraege).get("state")
        return None if zustand == "visible" else zustand

    def inhaltstyp(self, teil: str) -> str | None:
        """Der Inhaltstyp eines Teils, wenn er einzeln eingetragen ist."""
        for eintrag in xmlbaum_lesen(self.teile["[Content_Types].xml"]):
            if eintrag.get("PartName") == f"/{teil}":
                return str(eintrag.get("ContentType"))
        return None

    def inhaltstyp_setzen(self, teil: str, typ: str | None) -> None:
        """Trägt den Inhaltstyp eines Teils ein; None nimmt ihn heraus."""
        wurzel = xmlbaum_lesen(self.teile["[Content_Types].xml"])
        for eintrag in list(wurzel):
            if eintrag.get("PartName") == f"/{teil}":
                wurzel.remove(eintrag)
        if typ is not None:
            etree.SubElement(
                wurzel, f"{{{INHALTSTYPEN}}}Override", PartName=f"/{teil}", ContentType=typ
            )
        self.teile["[Content_Types].xml"] = xmlbaum_schreiben(wurzel)

    def entfernen(self, teil: str) -> None:
        """Nimmt einen Teil der Mappe samt Beziehung und Inhaltstyp heraus."""
        del self.teile[teil]
        self.inhaltstyp_setzen(teil, None)
        pfad = beziehungspfad(self.mappe_pfad)
        wurzel = xmlbaum_lesen(self.teile[pfad])
        for beziehung in list(wurzel):
            if _ziel(self.mappe_pfad, str(beziehung.get("Target"))) == teil:
                wurzel.remove(beziehung)
        self.teile[pfad] = xmlbaum_schreiben(wurzel)

    def uebernehmen(self, quelle: "Paket", teil: str, inhalt: bytes) -> str:
        """Nimmt einen Teil eines anderen Pakets samt allem auf, worauf er verweist.

        Ergebnis: sein Name hier; er weicht vorhandenen Teilen aus.
        """
        neu = teil
        stamm, endung = posixpath.splitext(teil)
        nummer = 1
        while neu in self.teile:
            neu = f"{stamm}_bogen{nummer}{endung}"
            nummer += 1
        self.teile[neu] = inhalt
        typ = quelle.inhaltstyp(teil)
        if typ is not None:
            self.inhaltstyp_setzen(neu, typ)
        pfad = beziehungspfad(teil)
        if pfad in quelle.teile:
            wurzel = xmlbaum_lesen(quelle.teile[pfad])
            for beziehung in wurzel:
                ziel = _ziel(teil, str(beziehung.get("Target")))
                beziehung.set("Target", f"/{self.uebernehmen(quelle, ziel, quelle.teile[ziel])}")
            self.teile[beziehungspfad(neu)] = xmlbaum_schreiben(wurzel)
        return neu

    def abschliessen(self) -> dict[str, bytes]:
        """Alle Teile mit der geänderten Mappe."""
        return self.teile | {self.mappe_pfad: xmlbaum_schreiben(self.mappe)}


def beziehungspfad(teil: str) -> str:
    """Wo die Beziehungen eines Teils stehen."""
    ordner, name = posixpath.split(teil)
    return posixpath.join(ordner, "_rels", f"{name}.rels")


def _ziel(teil: str, ziel: str) -> str:
    if ziel.startswith("/"):
        return ziel[1:]
    return posixpath.normpath(posixpath.join(posixpath.dirname(teil), ziel))

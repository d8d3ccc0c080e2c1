"""Die Zuordnung aus einer TOML-Datei; alles, was daran nicht stimmt, auf einmal."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from sozialraum_cli.befund import Befund, Datenfehler, fehler, hat_fehler
from sozialraum_cli.controlling.dauer import Dauereinheit
from sozialraum_cli.controlling.felder import Feld
from sozialraum_cli.controlling.zeitpunkt import tag_lesen
from sozialraum_cli.controlling.zuordnung import (
    Aufteilung,
    Istzuordnung,
    Quellenangabe,
    Traegerwechsel,
)
from sozialraum_cli.eingabe.unlesbar import zitat
from sozialraum_cli.lesen.tomldatei import toml_lesen
from sozialraum_cli.namen import aufzaehlung, meinten_sie, vergleichsform

_BEISPIEL = (
    'Je Zeile NAME = WERT schreiben, zum Beispiel unter [spalten]: dauer = "Minuten"; Namen mit '
    "Leerzeichen und alle Texte in Anführungszeichen."
)
_OBEN = (
    "spalten",
    "einheiten",
    "leistungen",
    "sozialraeume",
    "quelle",
    "traegerwechsel",
    "wochen_je_jahr",
)
_JE_QUELLE = ("datei", "spalten", "einheiten", "leistung")
_GANZ = Decimal(100)


def istzuordnung_lesen(pfad: Path) -> Istzuordnung:
    """Die Zuordnung einer TOML-Datei (docs/verfahren.md 4).

    Tabellen: [spalten], [einheiten], [leistungen], [sozialraeume]; dazu [[quelle]] für Dateien
    mit eigenen Spalten, [[traegerwechsel]] und wochen_je_jahr. Fehler: Datenfehler mit allem,
    was nicht stimmt. Ob es die genannten Namen im Bogen gibt, prüft erst, wer den Bogen kennt.
    """
    datei = toml_lesen(pfad, _BEISPIEL)
    leser = _Leser(datei.name)
    zuordnung = leser.zuordnung(datei.inhalt)
    if hat_fehler(leser.befunde):
        raise Datenfehler(leser.befunde)
    return zuordnung


class _Leser:
    """Liest die Tabellen einer Datei und sammelt, was nicht stimmt."""

    def __init__(self, datei: str) -> None:
        self._datei = datei
        self.befunde: list[Befund] = []

    def zuordnung(self, inhalt: Mapping[str, Any]) -> Istzuordnung:
        self._nur("der Zuordnung", inhalt, _OBEN)
        allgemein = self._quelle("", inhalt)
        quellen = [
            self._quelle(f"[[quelle]] {nummer}", tabelle, allgemein)
            for nummer, tabelle in enumerate(self._liste(inhalt, "quelle"), start=1)
        ]
        return Istzuordnung(
            self._datei,
            (*quellen, allgemein),
            self._texte("[leistungen]", inhalt.get("leistungen", {})),
            {
                vergleichsform(name): aufteilung
                for name, ziel in self._tabelle(
                    "[sozialraeume]", inhalt.get("sozialraeume", {})
                ).items()
                if (aufteilung := self._aufteilung(name, ziel)) is not None
            },
            tuple(
                wechsel
                for tabelle in self._liste(inhalt, "traegerwechsel")
                if (wechsel := self._wechsel(tabelle)) is not None
            ),
            self._wochen(inhalt.get("wochen_je_jahr")),
        )

    def _quelle(
        self, ort: str, tabelle: Mapping[str, Any], allgemein: Quellenangabe | None = None
    ) -> Quellenangabe:
        """Eine Angabe; was [[quelle]] nicht sagt, gilt wie oben."""
        if allgemein is not None:
            self._nur(ort, tabelle, _JE_QUELLE)
        spalten = self._spalten(f"{ort} [spalten]".strip(), tabelle.get("spalten", {}))
        einheit = self._einheit(f"{ort} [einheiten]".strip(), tabelle.get("einheiten", {}))
        if allgemein is None:
            return Quellenangabe(spalten=spalten, einheit=einheit)
        return Quellenangabe(
            self._text(ort, "datei", tabelle.get("datei", "*")),
            {**allgemein.spalten, **spalten},
            einheit or allgemein.einheit,
            self._text(ort, "leistung", tabelle["leistung"]) if "leistung" in tabelle else None,
        )

    def _spalten(self, ort: str, tabelle: object) -> dict[Feld, str]:
        eintraege = self._tabelle(ort, tabelle)
        self._nur(ort, eintraege, [str(feld) for feld in Feld])
        return {
            feld: self._text(ort, str(feld), eintraege[feld]) for feld in Feld if feld in eintraege
        }

    def _einheit(self, ort: str, tabelle: object) -> Dauereinheit | None:
        eintraege = self._tabelle(ort, tabelle)
        self._nur(ort, eintraege, ["dauer"])
        wert = eintraege.get("dauer")
        if wert is None:
            return None
        form = wert.strip().lower() if isinstance(wert, str) else ""
        if form in {str(einheit) for einheit in Dauereinheit}:
            return Dauereinheit(form)
        self._fehler(
            f"In {ort} ist die Einheit der Dauer {zitat(str(wert))} unbekannt.",
            'Eine von dauer = "min", dauer = "h" oder dauer = "hh:mm" schreiben.',
        )
        return None

    def _aufteilung(self, name: str, ziel: object) -> Aufteilung | None:
        ort = "[sozialraeume]"
        if isinstance(ziel, str):
            return Aufteilung((ziel,))
        if isinstance(ziel, list) and ziel and all(isinstance(teil, str) for teil in ziel):
            return Aufteilung(tuple(ziel))
        if isinstance(ziel, dict) and ziel:
            anteile = tuple(_zahl(wert) for wert in ziel.values())
            if all(anteil is not None and anteil >= 0 for anteil in anteile):
                bekannt = tuple(anteil for anteil in anteile if anteil is not None)
                if sum(bekannt) == _GANZ:
                    return Aufteilung(tuple(ziel), bekannt)
        self._fehler(
            f"In {ort} ist das Ziel von {zitat(name)} weder ein Name noch eine Aufteilung auf "
            "100 %.",
            f'Zum Beispiel "{name}" = "Adendorf" schreiben; zum Aufteilen "{name}" = {{ Adendorf '
            f'= 60, Bardowick = 40 }} (Prozent) oder "{name}" = ["Adendorf", "Bardowick"] (im '
            "Verhältnis des Solls).",
        )
        return None

    def _wechsel(self, tabelle: Mapping[str, Any]) -> Traegerwechsel | None:
        ort = "[[traegerwechsel]]"
        self._nur(ort, tabelle, ["sozialraum", "ab", "traeger"])
        ab = tabelle.get("ab")
        if isinstance(ab, datetime):
            ab = ab.date()
        tag = ab if isinstance(ab, date) else tag_lesen(ab if isinstance(ab, str) else None)
        texte = [tabelle.get("sozialraum"), tabelle.get("traeger")]
        if tag is None or not all(isinstance(text, str) and text.strip() for text in texte):
            self._fehler(
                f"In {ort} fehlt eine Angabe, oder „ab“ ist kein Datum.",
                'Zum Beispiel schreiben: sozialraum = "Dahlenburg", ab = 2012-07-01, '
                'traeger = "VSE".',
            )
            return None
        return Traegerwechsel(str(texte[0]), tag, str(texte[1]).strip())

    def _wochen(self, wert: object) -> Decimal | None:
        if wert is None:
            return None
        wochen = _zahl(wert)
        if wochen is None or not wochen_gueltig(wochen):
            self._fehler(
                f"wochen_je_jahr ist {zitat(str(wert))}; möglich ist mehr als 0 und höchstens 53.",
                "Zum Beispiel wochen_je_jahr = 44 schreiben oder die Zeile löschen: dann zählt "
                "der Kalender.",
            )
        return wochen

    def _texte(self, ort: str, tabelle: object) -> dict[str, str]:
        return {
            vergleichsform(name): self._text(ort, name, wert)
            for name, wert in self._tabelle(ort, tabelle).items()
        }

    def _text(self, ort: str, name: str, wert: object) -> str:
        if isinstance(wert, str):
            return wert.strip()
        self._fehler(
            f"In {ort} ist der Wert von {zitat(name)} kein Text.",
            "Den Wert in Anführungszeichen setzen.",
        )
        return ""

    def _tabelle(self, ort: str, wert: object) -> Mapping[str, Any]:
        if isinstance(wert, dict):
            return wert
        self._fehler(f"{ort} ist keine Tabelle.", f"Die Einträge unter eine Zeile {ort} schreiben.")
        return {}

    def _liste(self, inhalt: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
        wert = inhalt.get(name, [])
        if isinstance(wert, list) and all(isinstance(teil, dict) for teil in wert):
            return wert
        self._fehler(
            f"„{name}“ ist keine Liste von Tabellen.",
            f"Je Eintrag eine Zeile [[{name}]] und darunter die Angaben schreiben.",
        )
        return []

    def _nur(self, ort: str, tabelle: Mapping[str, Any], bekannt: Iterable[str]) -> None:
        bekannt = tuple(bekannt)
        for name in tabelle:
            if name not in bekannt:
                self._fehler(
                    f"In {ort or 'der Zuordnung'} gibt es den Eintrag {zitat(name)} nicht.",
                    meinten_sie(name, bekannt, f"Möglich sind {aufzaehlung(bekannt)}."),
                )

    def _fehler(self, text: str, abhilfe: str) -> None:
        self.befunde.append(fehler(text, self._datei, abhilfe))


def wochen_gueltig(wochen: Decimal) -> bool:
    """Ob eine Zahl Wochen eines Jahres sein kann: mehr als 0, höchstens 53."""
    return wochen.is_finite() and 0 < wochen <= 53


def _zahl(wert: object) -> Decimal | None:
    if isinstance(wert, bool) or not isinstance(wert, int | Decimal):
        return None
    zahl = Decimal(wert)
    return zahl if zahl.is_finite() else None

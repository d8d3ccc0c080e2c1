"""Die Zuordnung aus TOML lesen; alle Fehler auf einmal, mit Vorschlag bei Tippfehlern."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from sozialraum_cli.befund import Befund, Datenfehler, fehler, hat_fehler, hinweis
from sozialraum_cli.eingabe.unlesbar import zitat
from sozialraum_cli.lesen.dateifehler import Dateifehler
from sozialraum_cli.lesen.dateiname import anzeigename
from sozialraum_cli.lesen.oeffnen import datei_oeffnen
from sozialraum_cli.lesen.vorrat import MEBIBYTE
from sozialraum_cli.modell import Art, Richtung
from sozialraum_cli.namen import aufzaehlung, meinten_sie, vergleichsform
from sozialraum_cli.quellen.gebietsschluessel import gebietsschluessel_lesen
from sozialraum_cli.quellen.zeit import zeit_lesen
from sozialraum_cli.quellen.zuordnung import (
    Abfrage,
    Gebietsangabe,
    Indikatorangabe,
    Quelleneinheit,
    Quellenzuordnung,
)

_GRENZE = 4 * MEBIBYTE
_TEILE = ("gebiete", "indikator")
_ABFRAGE = ("wert", "datei", "blatt", "zeit", "filter")
_INDIKATOR = (
    *("name", *_ABFRAGE, "art", "zaehler", "nenner", "mittel", "einheit"),
    *("gewicht", "bezugsgroesse", "richtung", "quelle"),
)
_VORSCHLAG = "„sozialraum zuordnung QUELLE… --ausgabe Z.toml“ schreibt eine vollständige Vorlage."
_NAME_HOECHSTENS = 255

_Wahl = TypeVar("_Wahl", bound=StrEnum)


def quellenzuordnung_lesen(pfad: Path) -> tuple[Quellenzuordnung, tuple[Befund, ...]]:
    """Die Zuordnung einer TOML-Datei und Hinweise.

    Fehler: Datenfehler mit allen Befunden. Quelle: docs/verfahren.md 8.
    """
    inhalt = _toml(pfad)
    leser = _Leser(anzeigename(pfad))
    zuordnung = leser.zuordnung(inhalt)
    if hat_fehler(leser.befunde):
        raise Datenfehler(leser.befunde)
    return zuordnung, tuple(leser.befunde)


def _toml(pfad: Path) -> dict[str, object]:
    name = anzeigename(pfad)
    try:
        with datei_oeffnen(pfad, _GRENZE, "Die Zuordnung auf mehrere Dateien verteilen.") as datei:
            text = datei.read().decode("utf-8-sig")
        return tomllib.loads(text, parse_float=Decimal)
    except Dateifehler as grund:
        raise Datenfehler([fehler(grund.text, name, grund.abhilfe)]) from None
    except UnicodeDecodeError:
        raise Datenfehler(
            [fehler("Die Zuordnung ist kein Text in UTF-8.", name, "Sie als UTF-8 speichern.")]
        ) from None
    except (ValueError, ArithmeticError, RecursionError) as grund:
        stelle = re.search(r"line (\d+), column (\d+)", str(grund))
        wo = f" (Zeile {stelle[1]}, Spalte {stelle[2]})" if stelle else ""
        raise Datenfehler(
            [
                fehler(
                    f"Die Zuordnung ist kein gültiges TOML{wo}.",
                    name,
                    f"Text gehört in Anführungszeichen, Listen in eckige Klammern. {_VORSCHLAG}",
                )
            ]
        ) from None


class _Leser:
    """Liest die Teile der Zuordnung und sammelt, was nicht stimmt."""

    def __init__(self, datei: str) -> None:
        self.befunde: list[Befund] = []
        self._datei = datei

    def zuordnung(self, inhalt: Mapping[str, object]) -> Quellenzuordnung:
        self._unbekannte(inhalt, _TEILE, "die Zuordnung")
        gebiete = inhalt.get("gebiete")
        if not isinstance(gebiete, dict) or not gebiete:
            self._fehler(
                "Der Abschnitt [gebiete] fehlt oder ist leer.",
                'Je Sozialraum eine Zeile schreiben: "Ostheide" = ["033555406005", …]. '
                + _VORSCHLAG,
            )
            gebiete = {}
        eintraege = inhalt.get("indikator")
        if not isinstance(eintraege, list) or not eintraege:
            self._fehler(
                "Es gibt keinen Abschnitt [[indikator]].",
                f"Je Spalte einen Abschnitt mit name und wert schreiben. {_VORSCHLAG}",
            )
            eintraege = []
        sozialraeume = self._gebiete(gebiete)
        indikatoren = [
            gelesen
            for nummer, eintrag in enumerate(eintraege, start=1)
            if (gelesen := self._indikator(eintrag, nummer)) is not None
        ]
        self._doppelte([i.name for i in indikatoren], "Der Indikator {} steht zweimal.")
        return Quellenzuordnung(self._datei, sozialraeume, tuple(indikatoren))

    def _gebiete(self, gebiete: Mapping[str, object]) -> dict[str, tuple[Gebietsangabe, ...]]:
        gelesen: dict[str, tuple[Gebietsangabe, ...]] = {}
        vergeben: dict[str, str] = {}
        ergaenzt: list[str] = []
        self._doppelte(list(gebiete), "Der Sozialraum {} steht zweimal in [gebiete].")
        for raum, liste in gebiete.items():
            self._name(raum, f"[gebiete] {zitat(raum)}")
            einzeln = [liste] if isinstance(liste, str | int) else liste
            if not isinstance(einzeln, list) or not einzeln:
                self._fehler(
                    f"[gebiete] {zitat(raum)}: Erwartet wird eine Liste von Schlüsseln.",
                    f'"{raum}" = ["033555401002", "033555401004"] schreiben.',
                )
                continue
            angaben = []
            for eintrag in einzeln:
                if isinstance(eintrag, bool) or not isinstance(eintrag, str | int):
                    self._fehler(
                        f"[gebiete] {zitat(raum)}: {zitat(str(eintrag))} ist kein Schlüssel.",
                        "Schlüssel in Anführungszeichen schreiben, damit führende Nullen bleiben.",
                    )
                    continue
                angabe, fehlte = self._gebiet(str(eintrag).strip())
                if fehlte:
                    ergaenzt.append(str(eintrag))
                kennung = angabe.schluessel or vergleichsform(angabe.geschrieben)
                if kennung in vergeben:
                    self._fehler(
                        f"Das Gebiet {zitat(str(eintrag))} gehört zu „{vergeben[kennung]}“ und "
                        f"noch einmal zu „{raum}“; es würde doppelt gezählt.",
                        "Das Gebiet nur einem Sozialraum geben und dort nur einmal nennen.",
                    )
                vergeben[kennung] = raum
                angaben.append(angabe)
            gelesen[raum] = tuple(angaben)
        if ergaenzt:
            self.befunde.append(
                hinweis(
                    f"In {len(ergaenzt)} Schlüsseln der Zuordnung fehlt die führende Null, zum "
                    f"Beispiel {zitat(ergaenzt[0])}; sie wurde ergänzt.",
                    self._datei,
                    "Schlüssel als Text in Anführungszeichen schreiben.",
                )
            )
        return gelesen

    def _gebiet(self, text: str) -> tuple[Gebietsangabe, bool]:
        schluessel = gebietsschluessel_lesen(text)
        if schluessel is not None:
            angabe = Gebietsangabe(text, schluessel.gebiet, schluessel.verband)
            return angabe, schluessel.ergaenzt
        if not text or text.isdigit():
            self._fehler(
                f"{zitat(text)} ist kein amtlicher Schlüssel: Schlüssel haben 12 (ARS), 8 (AGS), "
                "9 (Gemeindeverband) oder 5 (Kreis) Stellen und beginnen mit dem Land (01 bis 16).",
                "Den Schlüssel aus der Quelle übernehmen.",
            )
        return Gebietsangabe(text, None, None), False

    def _indikator(self, eintrag: object, nummer: int) -> Indikatorangabe | None:
        if not isinstance(eintrag, dict):
            self._fehler(
                f"[[indikator]] Nr. {nummer} ist kein Abschnitt.", "Zeilen NAME = WERT schreiben."
            )
            return None
        name = eintrag.get("name")
        was = f"[[indikator]] {zitat(name) if isinstance(name, str) else f'Nr. {nummer}'}"
        self._unbekannte(eintrag, _INDIKATOR, was)
        if not isinstance(name, str) or not name.strip():
            self._fehler(
                f"{was}: name fehlt.", 'name = "Einwohner" schreiben, so heißt dann die Spalte.'
            )
            return None
        name = " ".join(name.split())
        self._name(name, was)
        art = self._wahl(eintrag, "art", Art, was) or (
            Art.QUOTE if "zaehler" in eintrag or "nenner" in eintrag else Art.ANZAHL
        )
        zaehler = self._teil(eintrag, "zaehler", was)
        nenner = self._teil(eintrag, "nenner", was)
        wert = self._text(eintrag, "wert", was)
        if (zaehler is None) != (nenner is None):
            fehlt = "nenner" if nenner is None else "zaehler"
            self._fehler(
                f"{was}: {fehlt} fehlt; eine Quote entsteht nur aus beiden.",
                f'{fehlt} = "CODE" oder {fehlt} = {{ wert = "CODE", filter = {{ … }} }} ergänzen.',
            )
        elif zaehler is not None and art is Art.ANZAHL:
            self._fehler(
                f"{was}: zaehler und nenner ergeben eine Quote, art ist aber „Anzahl“.",
                'art = "Quote" schreiben oder statt beider nur wert angeben.',
            )
        elif zaehler is None and wert is None:
            self._fehler(
                f"{was}: wert fehlt.",
                'Den Code der Messgröße oder die Spaltenüberschrift angeben: wert = "PRS018"; bei '
                "einer Quote zaehler und nenner.",
            )
        return Indikatorangabe(
            name,
            art,
            None if wert is None else self._abfrage(eintrag, wert, was),
            zaehler,
            nenner,
            mittel=self._ja_nein(eintrag, "mittel", was),
            einheit=self._wahl(eintrag, "einheit", Quelleneinheit, was),
            gewicht=self._gewicht(eintrag, was),
            bezugsgroesse=self._text(eintrag, "bezugsgroesse", was),
            richtung=self._wahl(eintrag, "richtung", Richtung, was),
            quelle=self._text(eintrag, "quelle", was),
        )

    def _teil(self, eintrag: Mapping[str, object], teil: str, was: str) -> Abfrage | None:
        """Zähler oder Nenner: ein Code, der Name einer anderen Spalte oder eine eigene Abfrage."""
        angabe = eintrag.get(teil)
        if angabe is None:
            return None
        if isinstance(angabe, str):
            return replace(self._abfrage(eintrag, angabe.strip(), was), auch_spalte=True)
        if not isinstance(angabe, dict):
            self._fehler(
                f"{was}: {teil} ist weder Text noch Abschnitt.",
                f'{teil} = "CODE" oder {teil} = {{ wert = "CODE", filter = {{ … }} }} schreiben.',
            )
            return None
        self._unbekannte(angabe, _ABFRAGE, f"{was}, {teil}")
        wert = self._text(angabe, "wert", f"{was}, {teil}")
        if wert is None:
            self._fehler(f"{was}: In {teil} fehlt wert.", 'wert = "CODE" ergänzen.')
            return None
        return self._abfrage({**eintrag, **angabe}, wert, f"{was}, {teil}")

    def _abfrage(self, angaben: Mapping[str, object], wert: str, was: str) -> Abfrage:
        return Abfrage(
            wert,
            self._text(angaben, "datei", was),
            self._text(angaben, "blatt", was),
            self._zeiten(angaben, was),
            self._filter(angaben, was),
        )

    def _zeiten(self, angaben: Mapping[str, object], was: str) -> tuple[str, ...]:
        angabe = angaben.get("zeit")
        if angabe is None:
            return ()
        zeiten = []
        for eine in angabe if isinstance(angabe, list) else [angabe]:
            geschrieben = eine.isoformat()[:10] if isinstance(eine, date) else str(eine).strip()
            zeit = zeit_lesen(geschrieben) if isinstance(eine, str | int | date) else None
            if zeit is None and isinstance(eine, str) and re.search(r"(?:19|20)\d\d", eine):
                zeit = " ".join(eine.split())  # Schuljahre und Quartale heißen wie in der Quelle
            if zeit is None:
                self._fehler(
                    f"{was}: zeit = {zitat(geschrieben)} ist keine Zeitangabe.",
                    'zeit = "2022-05-15", "2022-12" oder "2022" schreiben.',
                )
                continue
            zeiten.append(zeit)
        if len(zeiten) > 1 and angaben.get("mittel") is not True:
            self._fehler(
                f"{was}: {len(zeiten)} Zeiten, aber kein mittel = true.",
                "Eine Zeit angeben oder mit mittel = true sagen, dass das Mittel der Jahre gilt.",
            )
        return tuple(zeiten)

    def _filter(self, angaben: Mapping[str, object], was: str) -> tuple[tuple[str, str], ...]:
        angabe = angaben.get("filter", {})
        if not isinstance(angabe, dict) or not all(
            isinstance(auspraegung, str | int) for auspraegung in angabe.values()
        ):
            self._fehler(
                f"{was}: filter ist keine Liste von Merkmal = Ausprägung.",
                'filter = { GES = "" } schreiben; "" heißt Insgesamt.',
            )
            return ()
        return tuple((merkmal, str(auspraegung)) for merkmal, auspraegung in angabe.items())

    def _text(self, eintrag: Mapping[str, object], feld: str, was: str) -> str | None:
        wert = eintrag.get(feld)
        if wert is None:
            return None
        if isinstance(wert, int) and not isinstance(wert, bool):
            wert = str(wert)
        if not isinstance(wert, str):
            self._fehler(f"{was}: {feld} ist kein Text.", f'{feld} = "…" schreiben.')
            return None
        return wert.strip() or None

    def _ja_nein(self, eintrag: Mapping[str, object], feld: str, was: str) -> bool:
        wert = eintrag.get(feld, False)
        if not isinstance(wert, bool):
            self._fehler(f"{was}: {feld} ist weder true noch false.", f"{feld} = true schreiben.")
            return False
        return wert

    def _gewicht(self, eintrag: Mapping[str, object], was: str) -> Decimal | None:
        wert = eintrag.get("gewicht")
        if wert is None:
            return None
        if isinstance(wert, bool) or not isinstance(wert, int | Decimal) or not 0 <= wert < 10**9:
            self._fehler(
                f"{was}: gewicht ist keine Zahl ab 0.", "gewicht = 40 schreiben, ohne Prozent."
            )
            return None
        return Decimal(wert)

    def _wahl(
        self, eintrag: Mapping[str, object], feld: str, wahl: type[_Wahl], was: str
    ) -> _Wahl | None:
        text = self._text(eintrag, feld, was)
        if text is None:
            return None
        for moeglich in wahl:
            if vergleichsform(moeglich) == vergleichsform(text):
                return moeglich
        self._fehler(
            f"{was}: {feld} = {zitat(text)} gibt es nicht; möglich: {aufzaehlung(wahl)}.",
            meinten_sie(text, wahl, "Einen der möglichen Werte eintragen."),
        )
        return None

    def _unbekannte(self, angaben: Mapping[str, object], bekannt: Sequence[str], was: str) -> None:
        for name in angaben:
            if name not in bekannt:
                moeglich = f"Möglich sind {aufzaehlung(bekannt)}."
                self._fehler(
                    f"{was[0].upper()}{was[1:]} hat einen unbekannten Eintrag {zitat(name)}.",
                    meinten_sie(name, bekannt, moeglich),
                )

    def _name(self, name: str, was: str) -> None:
        if len(name) > _NAME_HOECHSTENS or not name.isprintable() or not name.strip():
            self._fehler(
                f"{was}: Der Name ist leer, zu lang (über {_NAME_HOECHSTENS} Zeichen) oder hat "
                "Steuerzeichen.",
                "Den Namen kürzen und von Hand eintippen.",
            )

    def _doppelte(self, namen: Sequence[str], satz: str) -> None:
        gesehen: set[str] = set()
        for name in namen:
            form = vergleichsform(name)
            if form in gesehen:
                self._fehler(satz.format(zitat(name)), "Einen der beiden umbenennen oder löschen.")
            gesehen.add(form)

    def _fehler(self, text: str, abhilfe: str) -> None:
        self.befunde.append(fehler(text, self._datei, abhilfe))

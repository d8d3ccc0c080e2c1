"""Termine aller Quellen addieren; jede gelesene Minute bleibt nachweisbar."""

from collections.abc import Callable, Hashable
from datetime import date
from decimal import Decimal, localcontext

from sozialraum_cli.befund import Befund, Datenfehler, fehler, hat_fehler, hinweis
from sozialraum_cli.controlling.abgleich import Abgleich, Posten, Verbleib
from sozialraum_cli.controlling.felder import Feld
from sozialraum_cli.controlling.maengel import Maengelliste, Mangel
from sozialraum_cli.controlling.ort import Anteil, Ortsverzeichnis
from sozialraum_cli.controlling.quelle import Istdatei, Quelltabelle
from sozialraum_cli.controlling.spalten import Spaltenplan, spalten_finden
from sozialraum_cli.controlling.termin import Termin, termin_lesen
from sozialraum_cli.controlling.zuordnung import Istzuordnung, Quellenangabe
from sozialraum_cli.controlling.zuordnungsbefunde import (
    VIELLEICHT_PERSOENLICH,
    staedte,
    traegerwechsel,
    umlagen,
)
from sozialraum_cli.eingabe.unlesbar import zitat
from sozialraum_cli.namen import Vorschlaege, aufzaehlung, meinten_sie, vergleichsform
from sozialraum_cli.rechnen.berechnung import Ergebnis
from sozialraum_cli.rechnen.istmenge import Istmenge, Kategorie, Zaehlstelle
from sozialraum_cli.rechnen.traegerzeiten import traeger_am
from sozialraum_cli.rechnen.zeitraum import Zeitraum
from sozialraum_cli.runden import GENAU

ZEILEN_GRENZE = 2_000_000
_NAMEN_HOECHSTENS = 100
_NAMEN_GENANNT = 20
_NICHT_GEZEIGT = "(nicht gezeigt)"
_HUNDERT = Decimal(100)
_SUMMENWOERTER = {vergleichsform(wort) for wort in ("Summe", "Gesamt", "Insgesamt", "Gesamtsumme")}


_VERBLEIB = {
    Mangel.FALSCHES_JAHR: Verbleib.AUSSERHALB_DES_ZEITRAUMS,
    Mangel.AUSSERHALB_DES_ZEITRAUMS: Verbleib.AUSSERHALB_DES_ZEITRAUMS,
    Mangel.SUMMENZEILE: Verbleib.SUMMENZEILEN,
    Mangel.OHNE_LEISTUNG: Verbleib.LAUT_ZUORDNUNG,
}

_OHNE_DAUER = frozenset((Mangel.DAUER_FEHLT, Mangel.DAUER_UNLESBAR))


class Istsammlung:
    """Addiert die Termine vieler Quellen zu Mengen je Ort, Leistung und Träger."""

    def __init__(self, ergebnis: Ergebnis, zeitraum: Zeitraum, zuordnung: Istzuordnung) -> None:
        """Beginnt leer; Fehler: Datenfehler, wenn Zuordnung und Bogen nicht zusammenpassen."""
        self.mengen: dict[Zaehlstelle, Istmenge] = {}
        self.abgleich = Abgleich()
        self.quellen: list[tuple[str, str]] = []
        self._befunde: list[Befund] = []
        self._zeitraum = zeitraum
        self._zuordnung = zuordnung
        self._orte = Ortsverzeichnis(ergebnis, zuordnung)
        self._traeger = {z.sozialraum.name: z.sozialraum.traeger for z in ergebnis.sozialraeume}
        self._leistungen = {
            vergleichsform(name): name for name, _ in ergebnis.eingabe.parameter.leistungen
        }
        self.wechsel: dict[str, list[tuple[date, str]]] = {}
        self._maengel = Maengelliste()
        self._gesehen: set[int] = set()
        self._namen: dict[Mangel, set[str]] = {}
        self._umgelegt: dict[str, tuple[str, Posten]] = {}
        self._stadt: dict[str, Posten] = {}
        self._pruefen()

    def lesen(self, quelle: Istdatei, fortschritt: Callable[[int], None] | None = None) -> None:
        """Liest alle Zeilen einer Quelle; Fehler: Datenfehler, wenn keine Tabelle passt."""
        self.quellen.append((quelle.datei, quelle.sha256))
        self._befunde += quelle.befunde
        angabe = self._zuordnung.fuer(quelle.datei)
        gelesen, ohne_plan, unlesbar = 0, list[Befund](), list[Befund]()
        for tabelle in quelle.tabellen:
            plan, befunde = spalten_finden(tabelle, angabe)
            if plan is None:
                ohne_plan += befunde
                continue
            self._befunde += befunde
            gelesen += 1
            self._befunde += self._ohne_datum(tabelle, plan)
            termine = ohne_tag = ohne_dauer = 0
            with localcontext(GENAU):
                for zeile in tabelle.zeilen:
                    termin = termin_lesen(zeile, plan)
                    if termin is not None:
                        termine += 1
                        ohne_tag += termin.hindernis is Mangel.DATUM_UNLESBAR
                        ohne_dauer += not _OHNE_DAUER.isdisjoint(termin.hinweise)
                        self._zaehlen(termin, tabelle, zeile.nummer, angabe)
                        if fortschritt:
                            fortschritt(self.abgleich.gelesen.zeilen)
            if termine and ohne_tag == termine:
                unlesbar.append(_kein_datum_lesbar(tabelle))
            if termine and ohne_dauer == termine:
                unlesbar.append(_keine_dauer_lesbar(tabelle))
        if unlesbar or not gelesen:
            raise Datenfehler([*self._befunde, *unlesbar, *ohne_plan])
        self._befunde += (
            hinweis(f"Das Blatt ist nicht gelesen. {befund.text}", befund.fundort, befund.abhilfe)
            for befund in ohne_plan
        )

    def _ohne_datum(self, tabelle: Quelltabelle, plan: Spaltenplan) -> list[Befund]:
        """Summen ohne Datum lassen sich nicht auf einen Teil des Jahres begrenzen."""
        if Feld.DATUM in plan.spalten or self._zeitraum.ganzes_jahr:
            return []
        von, bis = self._zeitraum.von, self._zeitraum.bis
        return [
            hinweis(
                f"Die Quelle hat kein Datum; alle Zeilen zählen zum Zeitraum {von:%d.%m.%Y} bis "
                f"{bis:%d.%m.%Y}.",
                tabelle.ort,
                "Prüfen, ob die Summen genau diesen Zeitraum betreffen.",
            )
        ]

    def befunde(self) -> list[Befund]:
        """Alles, was auffiel; sehr viele unbekannte Namen sind vielleicht die von Personen."""
        for mangel, namen in self._namen.items():
            if len(namen) > _NAMEN_GENANNT:
                self._maengel.verschweigen(mangel, _NICHT_GEZEIGT)
        vorschlaege = Vorschlaege(self._orte.namen)
        abhilfen = {
            (Mangel.SOZIALRAUM_UNBEKANNT, name): vorschlaege.abhilfe(
                name.strip("„“"), Mangel.SOZIALRAUM_UNBEKANNT.value[2]
            )
            for name in self._namen.get(Mangel.SOZIALRAUM_UNBEKANNT, ())
            if name.startswith("„")
        }
        abhilfe = f"{Mangel.LEISTUNG_UNBEKANNT.value[2]} Der Bogen kennt "
        abhilfe += f"{aufzaehlung(self._leistungen.values())}."
        for name in self._namen.get(Mangel.LEISTUNG_UNBEKANNT, ()):
            abhilfen[Mangel.LEISTUNG_UNBEKANNT, name] = abhilfe
        return [
            *self._befunde,
            *self._maengel.befunde(abhilfen),
            *umlagen(self._umgelegt.values(), self._orte, self._zuordnung.datei),
            *staedte(self._stadt),
            *traegerwechsel(self.wechsel, self._traeger, self.mengen, self._zuordnung.datei),
        ]

    def _zaehlen(
        self, termin: Termin, tabelle: Quelltabelle, zeile: int, angabe: Quellenangabe
    ) -> None:
        if self.abgleich.gelesen.zeilen >= ZEILEN_GRENZE:
            raise Datenfehler(
                [
                    fehler(
                        "Zusammen sind es mehr als 2.000.000 Zeilen.",
                        f"{tabelle.ort}, Zeile {zeile}",
                        "Die Quellen nach Zeiträumen getrennt auswerten.",
                    )
                ]
            )
        hindernis, leistung = self._hindernis(termin, tabelle, zeile, angabe)
        for mangel in termin.hinweise:
            self._maengel.merken(mangel, tabelle.ort, zeile)
        if hindernis is not None:
            self._maengel.merken(hindernis, tabelle.ort, zeile)
            self.abgleich.dazu(termin, _VERBLEIB.get(hindernis, Verbleib.NICHT_PLAUSIBEL))
            return
        self.abgleich.dazu(termin, Verbleib.GEZAEHLT)
        anteile = self._anteile(termin, tabelle, zeile)
        self._doppelt(termin, (anteile, leistung), tabelle, zeile)
        uebrig = termin.sekunden, termin.betrag
        for nummer, anteil in enumerate(anteile, start=1):
            # Das letzte Ziel bekommt den Rest: es geht nichts verloren.
            mengen = uebrig if nummer == len(anteile) else _davon(termin, anteil.prozent)
            uebrig = _abgezogen(uebrig, mengen)
            traeger = None
            if isinstance(anteil.ort, str):
                traeger = self._traeger_von(anteil.ort, termin.tag)
            menge = self.mengen.setdefault((anteil.ort, leistung, traeger), Istmenge())
            _dazu(menge, mengen, termin, erstes=nummer == 1)

    def _hindernis(
        self, termin: Termin, tabelle: Quelltabelle, zeile: int, angabe: Quellenangabe
    ) -> tuple[Mangel | None, str | None]:
        """Warum ein Termin nicht zählt, sonst seine Leistung (None: keine des Bogens)."""
        if vergleichsform(termin.sozialraum) in _SUMMENWOERTER:
            return Mangel.SUMMENZEILE, None
        if termin.hindernis:
            return termin.hindernis, None
        if termin.tag is not None and not self._zeitraum.enthaelt(termin.tag):
            gleiches_jahr = termin.tag.year == self._zeitraum.jahr
            return (
                Mangel.AUSSERHALB_DES_ZEITRAUMS if gleiches_jahr else Mangel.FALSCHES_JAHR
            ), None
        text = angabe.leistung or termin.leistung
        form = vergleichsform(text)
        ziel = self._zuordnung.leistungen.get(form)
        if ziel == "":
            return Mangel.OHNE_LEISTUNG, None
        leistung = self._leistungen.get(form if ziel is None else vergleichsform(ziel))
        if leistung is None:
            self._unbekannt(
                Mangel.LEISTUNG_UNBEKANNT if text else Mangel.LEISTUNG_FEHLT, text, tabelle, zeile
            )
        return None, leistung

    def _anteile(self, termin: Termin, tabelle: Quelltabelle, zeile: int) -> tuple[Anteil, ...]:
        name = termin.sozialraum
        if not name:
            self._maengel.merken(Mangel.SOZIALRAUM_FEHLT, tabelle.ort, zeile)
            return (Anteil(Kategorie.KEINE_ANGABE),)
        anteile = self._orte.finden(name)
        if anteile is None:
            self._unbekannt(Mangel.SOZIALRAUM_UNBEKANNT, name, tabelle, zeile)
            return (Anteil(Kategorie.UNBEKANNT),)
        if self._orte.zugeordnet(name):
            self._umgelegt.setdefault(vergleichsform(name), (name, Posten()))[1].dazu(termin)
        elif anteile[0].ort is Kategorie.AUSSERHALB and len(self._stadt) < _NAMEN_HOECHSTENS:
            self._stadt.setdefault(name, Posten()).dazu(termin)
        return anteile

    def _unbekannt(self, mangel: Mangel, text: str, tabelle: Quelltabelle, zeile: int) -> None:
        """Merkt sich einen unbekannten Namen; was persönlich sein könnte, wird nicht genannt."""
        gezeigt = _NICHT_GEZEIGT if VIELLEICHT_PERSOENLICH.search(text) else zitat(text)
        namen = self._namen.setdefault(mangel, set())
        if gezeigt not in namen and len(namen) >= _NAMEN_HOECHSTENS:
            gezeigt = _NICHT_GEZEIGT
        namen.add(gezeigt)
        self._maengel.merken(mangel, tabelle.ort, zeile, gezeigt)

    def _doppelt(self, termin: Termin, stelle: Hashable, tabelle: Quelltabelle, zeile: int) -> None:
        if termin.tag is None:
            return
        kennung = hash((termin.kennung, stelle))
        if kennung in self._gesehen:
            self._maengel.merken(Mangel.DOPPELT, tabelle.ort, zeile)
        self._gesehen.add(kennung)

    def _traeger_von(self, ort: str, tag: date | None) -> str | None:
        traeger, wechsel = self._traeger[ort], self.wechsel.get(ort)
        if not wechsel:
            return traeger
        return None if tag is None else traeger_am(traeger, wechsel, tag)

    def _pruefen(self) -> None:
        """Prüft die Zuordnung gegen den Bogen."""
        befunde = [*self._orte.befunde]
        ziele = [(f"[leistungen] {zitat(t)}", z) for t, z in self._zuordnung.leistungen.items()]
        ziele += [("[[quelle]]", a.leistung) for a in self._zuordnung.quellen if a.leistung]
        for ort, ziel in ziele:
            if ziel and vergleichsform(ziel) not in self._leistungen:
                namen = tuple(self._leistungen.values())
                befunde.append(
                    fehler(
                        f"Unter {ort} steht die Leistung {zitat(ziel)}, die der Bogen nicht kennt.",
                        self._zuordnung.datei,
                        meinten_sie(ziel, namen, f"Der Bogen kennt {aufzaehlung(namen)}."),
                    )
                )
        for wechsel in self._zuordnung.traegerwechsel:
            raum = self._orte.sozialraum(wechsel.sozialraum)
            if raum is None or wechsel.ab.year != self._zeitraum.jahr:
                befunde.append(
                    fehler(
                        f"Der Trägerwechsel in {zitat(wechsel.sozialraum)} ab "
                        f"{wechsel.ab:%d.%m.%Y} passt nicht zum Bogen: Sozialraum oder Jahr gibt "
                        "es dort nicht.",
                        self._zuordnung.datei,
                        meinten_sie(
                            wechsel.sozialraum,
                            self._orte.namen,
                            f"Das Jahr des Bogens ist {self._zeitraum.jahr}.",
                        ),
                    )
                )
            else:
                self.wechsel.setdefault(raum.name, []).append((wechsel.ab, wechsel.traeger))
        if hat_fehler(befunde):
            raise Datenfehler(befunde)


def _kein_datum_lesbar(tabelle: Quelltabelle) -> Befund:
    return fehler(
        "In keiner Zeile ist das Datum lesbar; kein Termin ließe sich zählen.",
        tabelle.ort,
        "In der Zuordnung eine Spalte mit Tagen wie 31.12.2012 oder 2012-12-31 nennen; für Summen "
        "ohne Tag das Datum weglassen.",
    )


def _keine_dauer_lesbar(tabelle: Quelltabelle) -> Befund:
    return fehler(
        "In keiner Zeile steht eine lesbare Dauer, die zur Einheit passt; alles Ist wäre 0.",
        tabelle.ort,
        'In der Zuordnung die Einheit nennen ([einheiten] dauer = "min", "h" oder "hh:mm") und '
        "prüfen, ob es die richtige Spalte ist.",
    )


def _davon(termin: Termin, prozent: Decimal) -> tuple[Decimal, Decimal | None]:
    betrag = termin.betrag
    return (
        termin.sekunden * prozent / _HUNDERT,
        None if betrag is None else betrag * prozent / _HUNDERT,
    )


def _abgezogen(
    von: tuple[Decimal, Decimal | None], mengen: tuple[Decimal, Decimal | None]
) -> tuple[Decimal, Decimal | None]:
    betrag = None if von[1] is None or mengen[1] is None else von[1] - mengen[1]
    return von[0] - mengen[0], betrag


def _dazu(
    menge: Istmenge, mengen: tuple[Decimal, Decimal | None], termin: Termin, *, erstes: bool
) -> None:
    sekunden, betrag = mengen
    menge.sekunden += sekunden
    if betrag is not None:
        menge.betrag = (menge.betrag or Decimal(0)) + betrag
    if termin.fall is not None:
        menge.faelle.add(termin.fall)
    if termin.teilnehmende is not None and erstes:
        menge.teilnehmende = (menge.teilnehmende or 0) + termin.teilnehmende
    if termin.begruendung and termin.tag is None and termin.fall is None:
        menge.begruendungen[termin.begruendung] = None

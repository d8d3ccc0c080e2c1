"""Das Blatt Übersicht: Zeitraum, Soll und Ist je Sozialraum, Diagramm, Gruppen, Abgleich."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from openpyxl.cell.cell import Cell
from openpyxl.chart import Reference
from openpyxl.styles import Protection
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from sozialraum_cli import __version__
from sozialraum_cli.arbeitsmappe import stil
from sozialraum_cli.arbeitsmappe.druck import einrichten
from sozialraum_cli.arbeitsmappe.formelmappe import Formelmappe, Wert, text_schreiben, zelle_in
from sozialraum_cli.arbeitsmappe.rechenblatt import Rechenblatt
from sozialraum_cli.bogen.controlling_spalten import Sollistspalte, spalten
from sozialraum_cli.bogen.controlling_zustaendigkeit import Gespraechsblatt, ortstext
from sozialraum_cli.bogen.diagramm import balken, reihe_gestalten
from sozialraum_cli.controlling.abgleich import Posten
from sozialraum_cli.controlling.bericht import Bericht
from sozialraum_cli.rechnen.controlling import Gruppe, Gruppenart, Teil
from sozialraum_cli.rechnen.istmenge import SEKUNDEN_JE_STUNDE, Kategorie
from sozialraum_cli.rechnen.sollist import Sollist, summe
from sozialraum_cli.rechnen.zeitraum import ganzes_jahr, wochen
from sozialraum_cli.saetze.controlling import (
    ARTEN,
    VERBLEIB,
    betragsatz,
    fallsatz,
    filtersaetze,
    gruppenname,
    herkunft,
    titel,
)

UEBERSICHT = "Übersicht"

_DATUM = "DD.MM.YYYY"
_FARBEN = ("C9D3DF", "1F3A5F")
_HOEHE_JE_ORT, _GROESSTE_HOEHE = 1.0, 60
_CM_JE_ZEILE = 0.53
_SATZBREITE = 130.0
_KOPFHOEHE = 40
_ZEILEN_JE_SEITE = 24


def uebersicht_anlegen(
    formelmappe: Formelmappe,
    blatt: Worksheet,
    bericht: Bericht,
    blaetter: Sequence[Gespraechsblatt],
) -> None:
    """Füllt das Blatt; jede Zahl ist eine Formel auf die Blätter der Zuständigkeiten."""
    _Uebersicht(formelmappe, blatt, bericht, blaetter).schreiben()


@dataclass(frozen=True, slots=True)
class _Stelle:
    """Eine Zeile der Übersicht: Name, Werte und woran ihre Zeilen auf einem Blatt zu kennen sind.

    merkmal: Spalte der Blätter; gesucht: ihr Text, None heißt: der Name in Spalte A.
    """

    name: str
    werte: Sollist
    merkmal: str
    gehoert: Callable[[Teil], bool]
    gesucht: str | None = None


class _Uebersicht:
    """Das Blatt im Bau: Tabellen untereinander."""

    def __init__(
        self,
        formelmappe: Formelmappe,
        blatt: Worksheet,
        bericht: Bericht,
        blaetter: Sequence[Gespraechsblatt],
    ) -> None:
        self.formelmappe, self.blatt = formelmappe, blatt
        self.bericht, self.blaetter = bericht, blaetter
        self.spalten = spalten(bericht)
        self.zeile = 1
        self._seitenanfang = 1

    def schreiben(self) -> None:
        bericht = self.bericht
        self.blatt.sheet_view.showGridLines = False
        self._satz(titel(bericht), groesse=14, fett=True)
        for satz in filtersaetze(bericht):
            self._satz(satz, fett=True)
        self._zeitraum()
        orte = self._tabelle("Je Sozialraum", "Sozialraum", self._orte())
        self._neue_seite()
        self._diagramm(orte)
        self._neue_seite()
        for art in Gruppenart:
            stellen = [self._gruppe(g) for g in bericht.controlling.gruppen if g.art is art]
            self._tabelle(f"Je {ARTEN[art]}", ARTEN[art], stellen)
        self._abgleich(orte)
        self.zeile += 1
        for satz in (
            *betragsatz(bericht),
            *fallsatz(bericht),
            herkunft(bericht, pruefsummen=True),
            f"Gerechnet mit sozialraum {__version__}.",
        ):
            self._satz(satz)
        self.blatt.column_dimensions["A"].width = 34
        einrichten(self.blatt, titel(bericht))
        self.blatt.freeze_panes = "B1"

    def _zeitraum(self) -> None:
        """Die Angaben, aus denen Soll und Hochrechnung folgen; die Wochen im Jahr sind änderbar."""
        zeitraum, plan = self.bericht.controlling.zeitraum, self.bericht.controlling.plan
        self.zeile += 1
        self._fest("Erster Tag", "erster_tag", zeitraum.von, _DATUM)
        self._fest("Letzter Tag", "letzter_tag", zeitraum.bis, _DATUM)
        self._gerechnet(
            "Tage des Zeitraums",
            "tage_des_zeitraums",
            "letzter_tag-erster_tag+1",
            zeitraum.tage,
            stil.GANZ,
        )
        self._gerechnet(
            "Tage des Jahres",
            "tage_des_jahres",
            "DATE(YEAR(erster_tag)+1,1,1)-DATE(YEAR(erster_tag),1,1)",
            zeitraum.tage_des_jahres,
            stil.GANZ,
        )
        zelle = zelle_in(self.blatt, self.zeile, 2)
        self._fest(
            "Vertragswochen im Jahr (leer: Kalender)",
            "wochen_je_jahr",
            zeitraum.wochen_je_jahr,
            stil.ZAHL,
        )
        zelle.fill, zelle.protection = stil.HERVOR, Protection(locked=False)
        self._gerechnet(
            "Wochen des Zeitraums",
            "wochen_des_zeitraums",
            'IF(wochen_je_jahr="",tage_des_zeitraums/7,'
            "wochen_je_jahr*tage_des_zeitraums/tage_des_jahres)",
            wochen(zeitraum),
            stil.ZAHL_4,
        )
        if plan is not None:
            jahr = ganzes_jahr(plan.eingabe.parameter.jahr, zeitraum.wochen_je_jahr)
            self._gerechnet(
                f"Wochen im Jahr {jahr.jahr}",
                "wochen_des_plans",
                f'IF(wochen_je_jahr="",{jahr.tage}/7,wochen_je_jahr)',
                wochen(jahr),
                stil.ZAHL_4,
            )

    def _orte(self) -> list[_Stelle]:
        je_ort: dict[str, list[Teil]] = {}
        kategorien: dict[str, list[Teil]] = {}
        for teil in self.bericht.controlling.teile:
            ziel = kategorien if isinstance(teil.ort, Kategorie) else je_ort
            ziel.setdefault(ortstext(teil), []).append(teil)
        return [
            _Stelle(
                name,
                summe([teil.werte for teil in teile]),
                "sozialraum",
                lambda teil, ort=teile[0].ort: teil.ort == ort,  # type: ignore[misc]
            )
            for gruppe in (je_ort, kategorien)
            for name, teile in gruppe.items()
        ]

    def _gruppe(self, gruppe: Gruppe) -> _Stelle:
        name = gruppenname(gruppe)
        if gruppe.kategorie is not None:
            return _Stelle(name, gruppe.werte, "sozialraum", lambda t: t.ort is gruppe.kategorie)
        if gruppe.art is Gruppenart.LEISTUNG:
            return _Stelle(
                name, gruppe.werte, "leistung", lambda t: t.leistung == gruppe.name, name
            )
        raeume = {teil.ort for teil in self.bericht.controlling.teile}
        orte = raeume & set(gruppe.sozialraeume)
        gesucht = gruppe.name or ""
        if gruppe.art is Gruppenart.TRAEGER:
            return _Stelle(
                name,
                gruppe.werte,
                "traeger",
                lambda t: t.ort in orte and (t.traeger or "") == gesucht,
                gesucht,
            )
        if gruppe.art is Gruppenart.REGION:
            return _Stelle(name, gruppe.werte, "region", lambda t: t.ort in orte, gesucht)
        return _Stelle(name, gruppe.werte, "", lambda t: t.ort in orte)

    def _tabelle(self, ueberschrift: str, kopf: str, stellen: Sequence[_Stelle]) -> Rechenblatt:
        if self.zeile - self._seitenanfang + len(stellen) > _ZEILEN_JE_SEITE:
            self._neue_seite()
        self.zeile += 1
        self._satz(ueberschrift, groesse=12, fett=True)
        tabelle = Rechenblatt(
            self.formelmappe, self.blatt, self.zeile, len(stellen), kopfhoehe=_KOPFHOEHE
        )
        tabelle.spalte(
            "name", kopf, None, [s.name for s in stellen], stil.TEXT, breite=34, benannt=False
        )
        gesamt = summe([stelle.werte for stelle in stellen])
        for spalte in self.spalten:
            ist_text = spalte.name == "faelle"
            tabelle.spalte(
                spalte.name,
                spalte.titel,
                None if ist_text else self._formel(spalte, tabelle, stellen),
                [spalte.wert(stelle.werte) for stelle in stellen],
                spalte.format,
                summe=None if ist_text else spalte.wert(gesamt),
                summenformel=spalte.summenformel,
                benannt=False,
            )
        self.zeile = tabelle.summenzeile + 1
        return tabelle

    def _formel(
        self, spalte: Sollistspalte, tabelle: Rechenblatt, stellen: Sequence[_Stelle]
    ) -> str | Callable[[int], str]:
        if spalte.formel is not None and not spalte.gesammelt:
            return spalte.formel

        def formel(zeile: int) -> str:
            stelle = stellen[tabelle.index(zeile)]
            gesammelt = self._gesammelt(spalte.name, zeile, stelle)
            if spalte.luecken:
                anzahl = self._gesammelt(spalte.name, zeile, stelle, anzahl=True)
                gesammelt = f'IF({anzahl}=0,"",{gesammelt})'  # keine Quelle nennt Beträge
            return spalte.bedingt(gesammelt)

        return formel

    def _gesammelt(self, name: str, zeile: int, stelle: _Stelle, *, anzahl: bool = False) -> str:
        """Die Summe der Zeilen einer Stelle über alle Blätter, auf denen sie vorkommt.

        anzahl: statt der Summe, wie viele dieser Zeilen eine Zahl haben.
        """
        teile = []
        for blatt in self.blaetter:
            if not any(stelle.gehoert(teil) for teil in blatt.teile):
                continue
            tabelle = blatt.tabelle(name)
            werte = tabelle.fremder_bereich(name)
            if not stelle.merkmal:
                teile.append(f"{'COUNT' if anzahl else 'SUM'}({werte})")
                continue
            # EXACT: Platzhalter in einem Namen sind nur Zeichen, und „Ost“ ist nicht „OST“.
            gesucht = '""' if stelle.gesucht == "" else f"$A{zeile}"
            treffer = f"EXACT({tabelle.fremder_bereich(stelle.merkmal)},{gesucht})*1"
            gezaehlt = f"ISNUMBER({werte})*1" if anzahl else werte
            teile.append(f"SUMPRODUCT({treffer},{gezaehlt})")
        return "+".join(teile) or "0"

    def _neue_seite(self) -> None:
        self.blatt.row_breaks.append(Break(self.zeile))
        self._seitenanfang = self.zeile + 1

    def _diagramm(self, orte: Rechenblatt) -> None:
        anzahl = len(orte.zeilen)
        hoehe = min(_GROESSTE_HOEHE, max(8, round(_HOEHE_JE_ORT * anzahl + 2.5)))
        diagramm = balken("Soll und Ist je Sozialraum in Stunden des Zeitraums", hoehe, "#,##0")
        erste, letzte = orte.zeilen[0], orte.zeilen[-1]
        for name, farbe in zip(("soll", "ist"), _FARBEN, strict=True):
            spalte = orte.zelle(name, erste).column
            daten = Reference(self.blatt, min_col=spalte, min_row=erste - 1, max_row=letzte)
            diagramm.add_data(daten, titles_from_data=True)
            reihe_gestalten(diagramm, farbe)
        diagramm.set_categories(Reference(self.blatt, min_col=1, min_row=erste, max_row=letzte))
        self.blatt.add_chart(diagramm, f"A{self.zeile + 1}")
        self.zeile += 2 + round(hoehe / _CM_JE_ZEILE)

    def _abgleich(self, orte: Rechenblatt) -> None:
        """Was gelesen und was daraus wurde; die Prüfung sagt, ob es aufgeht."""
        abgleich = self.bericht.abgleich
        self.zeile += 1
        self._satz("Abgleich: jede gelesene Zeile", groesse=12, fett=True)
        posten: list[tuple[str, Posten]] = [
            (VERBLEIB[wo], p) for wo, p in abgleich.verbleib.items()
        ] or [("gezählt", Posten())]
        tabelle = Rechenblatt(
            self.formelmappe, self.blatt, self.zeile, len(posten), kopfhoehe=_KOPFHOEHE
        )
        tabelle.spalte(
            "name", "Verbleib", None, [n for n, _ in posten], stil.TEXT, breite=34, benannt=False
        )
        zeilen: list[Wert] = [p.zeilen for _, p in posten]
        tabelle.spalte(
            "zeilen",
            "Zeilen",
            None,
            zeilen,
            stil.GANZ,
            summe=abgleich.gelesen.zeilen,
            benannt=False,
        )
        stunden: list[Wert] = [p.sekunden / SEKUNDEN_JE_STUNDE for _, p in posten]
        gelesen = abgleich.gelesen.sekunden / SEKUNDEN_JE_STUNDE
        tabelle.spalte("stunden", "Stunden", None, stunden, stil.ZAHL, summe=gelesen, benannt=False)
        self.zeile = tabelle.summenzeile + 1
        self._fest("Gelesene Zeilen", "gelesene_zeilen", abgleich.gelesen.zeilen, stil.GANZ)
        self._fest("Gelesene Stunden", "gelesene_stunden", gelesen, stil.ZAHL)
        summenzeile = tabelle.summenzeile
        probe = (
            f"AND({tabelle.z('zeilen', summenzeile)}=gelesene_zeilen,"
            f"ABS({tabelle.z('stunden', summenzeile)}-gelesene_stunden)<0.000001)"
        )
        self._gerechnet(
            "Gelesen = Summe der Posten",
            "pruefung_gelesen",
            f'IF({probe},"in Ordnung","prüfen")',
            "in Ordnung",
            stil.TEXT,
        )
        if not self.bericht.filter.angaben:
            gezaehlt = next((i for i, (n, _) in enumerate(posten) if n == "gezählt"), None)
            zelle = "0" if gezaehlt is None else tabelle.daneben("stunden", gezaehlt)
            ist = orte.z("ist", orte.summenzeile)
            self._gerechnet(
                "Gezählt = Summe der Ist-Stunden",
                "pruefung_gezaehlt",
                f'IF(ABS({zelle}-{ist})<0.000001,"in Ordnung","prüfen")',
                "in Ordnung",
                stil.TEXT,
            )

    def _satz(self, text: str, *, groesse: float = 10, fett: bool = False) -> None:
        """Schreibt einen Satz, der über die Spalten läuft; lange Sätze auf mehrere Zeilen."""
        zelle = zelle_in(self.blatt, self.zeile, 1)
        text_schreiben(zelle, text)
        zelle.font, zelle.alignment = stil.schrift(groesse, fett=fett), stil.OHNE_UMBRUCH
        zeilen = stil.zeilenzahl(text, _SATZBREITE)
        if zeilen > 1:
            self.blatt.merge_cells(
                start_row=self.zeile, end_row=self.zeile, start_column=1, end_column=8
            )
            zelle.alignment = stil.LINKS_OBEN
            self.blatt.row_dimensions[self.zeile].height = 14 * zeilen
        self.zeile += 1

    def _fest(
        self, bezeichnung: str, name: str, wert: Decimal | int | date | None, format: str
    ) -> None:
        zelle = self._einzelwert(bezeichnung, name)
        zelle.value = wert
        zelle.number_format, zelle.alignment = format, stil.RECHTS

    def _gerechnet(self, bezeichnung: str, name: str, formel: str, wert: Wert, format: str) -> None:
        zelle = self._einzelwert(bezeichnung, name)
        self.formelmappe.formel(zelle, formel, wert)
        zelle.number_format, zelle.alignment = format, stil.RECHTS

    def _einzelwert(self, bezeichnung: str, name: str) -> Cell:
        links = zelle_in(self.blatt, self.zeile, 1)
        text_schreiben(links, bezeichnung)
        links.font, links.alignment = stil.schrift(), stil.LINKS
        zelle = zelle_in(self.blatt, self.zeile, 2)
        zelle.font = stil.schrift()
        self.formelmappe.name(name, f"'{self.blatt.title}'!$B${self.zeile}")
        self.zeile += 1
        return zelle

"""Ein Blatt je Zuständigkeit: Soll, Ist und Platz für Begründung und Vereinbarung."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from openpyxl.styles import Protection

from sozialraum_cli.arbeitsmappe import stil
from sozialraum_cli.arbeitsmappe.druck import einrichten
from sozialraum_cli.arbeitsmappe.formelmappe import Formelmappe, Wert
from sozialraum_cli.arbeitsmappe.rechenblatt import Rechenblatt
from sozialraum_cli.bogen.controlling_spalten import (
    BEGRUENDUNG,
    Sollistspalte,
    betragsspalten,
    stundenspalten,
)
from sozialraum_cli.controlling.bericht import Bericht
from sozialraum_cli.rechnen.controlling import Teil, raeume_der_teile
from sozialraum_cli.rechnen.istmenge import Kategorie
from sozialraum_cli.rechnen.sollist import summe
from sozialraum_cli.rechnen.zeitraum import ganzes_jahr, wochen
from sozialraum_cli.saetze.controlling import OHNE_LEISTUNG, titel

_KOPFZEILE = 4
_ZEILENHOEHE = 30
_SATZ = (
    "Soll: Stunden je Woche laut Bogen mal Wochen des Zeitraums, bei einem Wechsel des Trägers "
    "nach Tagen. Die gelben Spalten sind zum Ausfüllen da; bitte keine Namen von Personen."
)


@dataclass(frozen=True, slots=True)
class Gespraechsblatt:
    """Ein geschriebenes Blatt mit seinen Teilen und Tabellen: Stunden, darunter Beträge."""

    teile: Sequence[Teil]
    tabellen: Sequence[tuple[Rechenblatt, frozenset[str]]]

    def tabelle(self, spalte: str) -> Rechenblatt:
        """Die Tabelle, in der eine Spalte steht."""
        return next(tabelle for tabelle, namen in self.tabellen if spalte in namen)


def gespraechsblatt_anlegen(
    formelmappe: Formelmappe, bericht: Bericht, name: str, teile: Sequence[Teil]
) -> Gespraechsblatt:
    """Legt das Blatt an: je Sozialraum, Leistung und Träger eine Zeile."""
    stunden = Rechenblatt(formelmappe, name, _KOPFZEILE, len(teile))
    stunden.ueberschrift(f"{titel(bericht)}: {name}", _SATZ)
    _benennungen(stunden, bericht, teile)
    _vereinbart(stunden, teile)
    _gerechnet(stunden, bericht, stundenspalten(bericht), teile)
    _zum_ausfuellen(stunden, bericht, teile)
    tabellen = [(stunden, frozenset(s.name for s in stundenspalten(bericht)))]
    if betraege := betragsspalten(bericht):
        stunden.text(stunden.summenzeile + 2, 1, "Beträge im Jahr", groesse=12, fett=True)
        darunter = Rechenblatt(formelmappe, stunden.blatt, stunden.summenzeile + 3, len(teile))
        _benennungen(darunter, bericht, teile)
        _gerechnet(darunter, bericht, betraege, teile)
        tabellen.append((darunter, frozenset(s.name for s in betraege)))
    einrichten(stunden.blatt, titel(bericht))
    stunden.blatt.print_title_rows = f"1:{_KOPFZEILE}" if len(tabellen) == 1 else None
    stunden.blatt.freeze_panes = f"C{_KOPFZEILE + 1}"
    return Gespraechsblatt(teile, tabellen)


def _gerechnet(
    tabelle: Rechenblatt, bericht: Bericht, spalten: Sequence[Sollistspalte], teile: Sequence[Teil]
) -> None:
    gesamt = summe([teil.werte for teil in teile])
    for spalte in spalten:
        tabelle.spalte(
            spalte.name,
            spalte.titel,
            _formel(spalte, bericht, tabelle, teile),
            [spalte.wert(teil.werte) for teil in teile],
            spalte.format,
            summe=None if spalte.name == "faelle" else spalte.wert(gesamt),
            summenformel=spalte.summenformel,
            breite=12,
            benannt=False,
        )


def _benennungen(tabelle: Rechenblatt, bericht: Bericht, teile: Sequence[Teil]) -> None:
    raeume = dict(
        zip(bericht.controlling.teile, raeume_der_teile(bericht.controlling), strict=True)
    )
    regionen = [(raum.region or "") if (raum := raeume[teil]) else "" for teil in teile]
    for name, kopf, texte, breite in (
        ("sozialraum", "Sozialraum", [ortstext(teil) for teil in teile], 16.0),
        ("leistung", "Leistung", [teil.leistung or OHNE_LEISTUNG for teil in teile], 18.0),
        ("traeger", "Träger", [teil.traeger or "" for teil in teile], 13.0),
        ("region", "Region", regionen, 9.0),
    ):
        tabelle.spalte(name, kopf, None, texte, stil.TEXT, breite=breite, benannt=False)


def _vereinbart(tabelle: Rechenblatt, teile: Sequence[Teil]) -> None:
    """Woraus das Soll folgt: Stunden je Woche und Tage des Trägers."""
    stunden: list[Wert] = [teil.stunden for teil in teile]
    tabelle.spalte("stunden", "Stunden je Woche", None, stunden, stil.ZAHL, breite=8, benannt=False)
    tage: list[Wert] = [teil.tage for teil in teile]
    tabelle.spalte("tage", "Tage im Zeitraum", None, tage, stil.GANZ, breite=8, benannt=False)


def _formel(
    spalte: Sollistspalte, bericht: Bericht, tabelle: Rechenblatt, teile: Sequence[Teil]
) -> str | None:
    if spalte.name == "soll":
        return "{stunden}*wochen_des_zeitraums*{tage}/tage_des_zeitraums"
    if spalte.name == "plan" and bericht.controlling.plan is not None:
        zeitraum = bericht.controlling.zeitraum
        jahr = ganzes_jahr(bericht.controlling.plan.eingabe.parameter.jahr, zeitraum.wochen_je_jahr)
        geplant: list[Wert] = [(t.werte.plan or Decimal(0)) / wochen(jahr) for t in teile]
        tabelle.spalte(
            "plan_stunden",
            f"Plan {jahr.jahr} Stunden je Woche",
            None,
            geplant,
            stil.ZAHL,
            breite=9,
            benannt=False,
        )
        return "{plan_stunden}*wochen_des_plans"
    return None if spalte.formel is None else spalte.bedingt(spalte.formel)


def _zum_ausfuellen(tabelle: Rechenblatt, bericht: Bericht, teile: Sequence[Teil]) -> None:
    jahr = bericht.controlling.zeitraum.jahr + 1
    leer = [""] * len(teile)
    texte = [teil.begruendung for teil in teile]
    for name, kopf, inhalt in (
        (BEGRUENDUNG, "Begründung der Abweichung", texte),
        ("vereinbart", f"Vereinbart für {jahr}", leer),
    ):
        tabelle.spalte(
            name, kopf, None, inhalt, stil.TEXT, breite=27, fuellung=stil.HERVOR, benannt=False
        )
        for zeile in tabelle.zeilen:
            tabelle.zelle(name, zeile).protection = Protection(locked=False)
    for zeile in tabelle.zeilen:
        hoehe = tabelle.blatt.row_dimensions[zeile].height or 0
        tabelle.blatt.row_dimensions[zeile].height = max(hoehe, _ZEILENHOEHE)


def ortstext(teil: Teil) -> str:
    """Der Sozialraum oder die Kategorie eines Teils."""
    return teil.ort.bezeichnung if isinstance(teil.ort, Kategorie) else teil.ort

"""Ein Blatt je Zuständigkeit: Soll, Ist und Platz für Begründung und Vereinbarung."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from openpyxl.styles import Protection

from sozialraum_cli.arbeitsmappe import stil
from sozialraum_cli.arbeitsmappe.druck import einrichten
from sozialraum_cli.arbeitsmappe.formelmappe import Formelmappe, Wert, zelle_in
from sozialraum_cli.arbeitsmappe.rechenblatt import Rechenblatt
from sozialraum_cli.bogen.controlling_spalten import BEGRUENDUNG, Sollistspalte, spalten
from sozialraum_cli.controlling.bericht import Bericht
from sozialraum_cli.rechnen.controlling import Kategorie, Teil, raeume_der_teile, summe
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
    """Ein geschriebenes Blatt mit seinen Teilen; zustaendigkeit None: keine oder Kategorien."""

    tabelle: Rechenblatt
    zustaendigkeit: str | None
    teile: Sequence[Teil]


def gespraechsblatt_anlegen(
    formelmappe: Formelmappe,
    bericht: Bericht,
    name: str,
    zustaendigkeit: str | None,
    teile: Sequence[Teil],
) -> Gespraechsblatt:
    """Legt das Blatt an: je Sozialraum, Leistung und Träger eine Zeile."""
    tabelle = Rechenblatt(formelmappe, name, _KOPFZEILE, len(teile))
    tabelle.ueberschrift(f"{titel(bericht)}: {name}", _SATZ)
    _benennungen(tabelle, bericht, teile)
    gesamt = summe([teil.werte for teil in teile])
    for spalte in spalten(bericht):
        tabelle.spalte(
            spalte.name,
            spalte.titel,
            _formel(spalte, bericht, tabelle, teile),
            [spalte.wert(teil.werte) for teil in teile],
            spalte.format,
            summe=None if spalte.name == "faelle" else spalte.wert(gesamt),
            summenformel=spalte.summenformel,
            breite=11,
            benannt=False,
        )
    _zum_ausfuellen(tabelle, bericht, teile)
    einrichten(tabelle.blatt, titel(bericht))
    tabelle.blatt.print_title_rows = f"{_KOPFZEILE}:{_KOPFZEILE}"
    tabelle.blatt.freeze_panes = f"C{_KOPFZEILE + 1}"
    return Gespraechsblatt(tabelle, zustaendigkeit, teile)


def _benennungen(tabelle: Rechenblatt, bericht: Bericht, teile: Sequence[Teil]) -> None:
    raeume = dict(
        zip(bericht.controlling.teile, raeume_der_teile(bericht.controlling), strict=True)
    )
    regionen = [(raum.region or "") if (raum := raeume[teil]) else "" for teil in teile]
    for name, kopf, texte in (
        ("sozialraum", "Sozialraum", [ortstext(teil) for teil in teile]),
        ("leistung", "Leistung", [teil.leistung or OHNE_LEISTUNG for teil in teile]),
        ("traeger", "Träger", [teil.traeger or "" for teil in teile]),
        ("region", "Region", regionen),
    ):
        breite = min(24.0, max(10.0, *(1.1 * len(text) for text in texte)))
        tabelle.spalte(name, kopf, None, texte, stil.TEXT, breite=breite, benannt=False)
    stunden: list[Wert] = [teil.stunden for teil in teile]
    tabelle.spalte("stunden", "Stunden je Woche", None, stunden, stil.ZAHL, breite=9, benannt=False)
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
            name, kopf, None, inhalt, stil.TEXT, breite=34, fuellung=stil.HERVOR, benannt=False
        )
        for zeile in tabelle.zeilen:
            tabelle.zelle(name, zeile).protection = Protection(locked=False)
    for zeile in tabelle.zeilen:
        hoehe = tabelle.blatt.row_dimensions[zeile].height or 0
        tabelle.blatt.row_dimensions[zeile].height = max(hoehe, _ZEILENHOEHE)
        for spalte in range(1, tabelle.breite + 1):
            zelle_in(tabelle.blatt, zeile, spalte)


def ortstext(teil: Teil) -> str:
    """Der Sozialraum oder die Kategorie eines Teils."""
    return teil.ort.bezeichnung if isinstance(teil.ort, Kategorie) else teil.ort

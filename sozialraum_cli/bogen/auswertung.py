"""Blatt Auswertung: Summen je Region, Träger und Zuständigkeit, und wo der Schutz umkehrt."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from openpyxl.worksheet.worksheet import Worksheet

from sozialraum_cli.arbeitsmappe import stil
from sozialraum_cli.arbeitsmappe.formelmappe import Formelmappe, Wert
from sozialraum_cli.arbeitsmappe.rechenblatt import Rechenblatt
from sozialraum_cli.bogen.zuordnung import Zuordnung
from sozialraum_cli.modell import Sozialraum
from sozialraum_cli.rechnen.berechnung import Ergebnis
from sozialraum_cli.rechnen.gruppen import (
    BEZEICHNUNG,
    OHNE_ANGABE,
    ZUGEHOERIGKEIT,
    Gruppe,
    Gruppenart,
    benannte_gruppen,
)

TITEL = "Auswertung"
# Die letzte Zelle der Aufzählung: alle, bei denen der Schutz die Richtung umkehrt.
WECHSEL = "vorzeichenwechsel_namen"

Zeilenregel = Callable[[int], str]

_ERSTE_KOPFZEILE = 5
_ABSTAND = 4
_KOPFHOEHE = 44


def auswertung_anlegen(
    formelmappe: Formelmappe, ergebnis: Ergebnis, zuordnung: Zuordnung
) -> Worksheet:
    """Legt das Blatt an: je Art mit Namen eine Tabelle, darunter eine Zeile je Sozialraum.

    Gruppen entstehen, wie die Mappe sie beim Schreiben nennt; wer die Zugehörigkeit eines
    Sozialraums ändert, sieht ihn in der anderen Gruppe. Eine Probe fragt, ob jeder in einer ist.
    """
    blatt: Worksheet = formelmappe.mappe.create_sheet(TITEL)
    zeile = _ERSTE_KOPFZEILE
    for art, eigene in benannte_gruppen(ergebnis).items():
        tabelle = Rechenblatt(formelmappe, blatt, zeile, len(eigene), kopfhoehe=_KOPFHOEHE)
        if zeile == _ERSTE_KOPFZEILE:
            tabelle.ueberschrift(*_UEBERSCHRIFT)
        _gruppentabelle(tabelle, art, eigene)
        zeile = tabelle.summenzeile + _ABSTAND
    raeume = ergebnis.eingabe.sozialraeume
    tabelle = Rechenblatt(
        formelmappe,
        blatt,
        zeile,
        len(raeume),
        kopfhoehe=_KOPFHOEHE,
        andere={"eingabe": zuordnung.zelle},
    )
    if zeile == _ERSTE_KOPFZEILE:
        tabelle.ueberschrift(*_UEBERSCHRIFT)
    _zugehoerigkeit(tabelle, raeume, zuordnung)
    _wechsel(tabelle, ergebnis)
    return blatt


_UEBERSCHRIFT = (
    "Auswertung: Summen je Region, Träger und Zuständigkeit",
    "Wozu ein Sozialraum gehört, steht im Blatt „Sozialräume“; wer es dort ändert, sieht hier "
    "sofort die neuen Summen.",
)


def _gruppentabelle(tabelle: Rechenblatt, art: Gruppenart, eigene: Sequence[Gruppe]) -> None:
    name = f"gruppe_{art}"
    tabelle.gruppe(f"Je {BEZEICHNUNG[art]}")
    tabelle.spalte(
        name,
        BEZEICHNUNG[art],
        None,
        [gruppe.name or OHNE_ANGABE for gruppe in eigene],
        stil.TEXT,
        breite=34,
        benannt=False,
    )

    def dazu(zeile: int) -> str:
        """Je Sozialraum 1, wenn er zur Gruppe der Zeile gehört."""
        ohne = eigene[tabelle.index(zeile)].name is None
        gesucht = '""' if ohne else tabelle.z(name, zeile)
        return f"EXACT(zu_{art},{gesucht})"

    def bisher(zeile: int) -> str:
        fehlt = f"SUMPRODUCT({dazu(zeile)}*(1-ISNUMBER(budget_bisher)))>0"
        return f'IF({fehlt},"",SUMPRODUCT({dazu(zeile)}*1,budget_bisher))'

    def summiert(spalte: str) -> Zeilenregel:
        return lambda zeile: f"SUMPRODUCT({dazu(zeile)}*1,{spalte})"

    _betrag(
        tabelle, f"{art}_budget_bisher", "Budget bisher", bisher, [g.budget_bisher for g in eigene]
    )
    _betrag(
        tabelle,
        f"{art}_budget_neu",
        "Budget neu",
        summiert("budget_neu"),
        [g.budget_neu for g in eigene],
    )
    _betrag(
        tabelle,
        f"{art}_differenz",
        "Zuwachs / Rückgang",
        f'IF({{{art}_budget_bisher}}="","",ROUND({{{art}_budget_neu}}-{{{art}_budget_bisher}},2))',
        [g.differenz for g in eigene],
        stil.EURO_DIFFERENZ,
    )
    for nummer, leistung in enumerate(eigene[0].stunden):
        werte = [gruppe.stunden[nummer].stunden for gruppe in eigene]
        tabelle.spalte(
            f"{art}_stunden_{nummer + 1}",
            f"Stunden je Woche: {leistung.name}",
            summiert(f"stunden_{nummer + 1}"),
            werte,
            stil.ZAHL,
            summe=sum(werte, Decimal(0)),
            breite=18,
        )


def _betrag(
    tabelle: Rechenblatt,
    name: str,
    titel: str,
    formel: str | Zeilenregel,
    werte: Sequence[Decimal | None],
    format: str = stil.EURO,
) -> None:
    vorhanden = [wert for wert in werte if wert is not None]
    summe: Wert = sum(vorhanden, Decimal(0)) if len(vorhanden) == len(werte) else ""
    tabelle.spalte(
        name,
        titel,
        formel,
        ["" if wert is None else wert for wert in werte],
        format,
        summe=summe,
        summenformel='IF(COUNT({spalte})<ROWS({spalte}),"",SUM({spalte}))',
        breite=15,
    )


def _zugehoerigkeit(
    tabelle: Rechenblatt, raeume: Sequence[Sozialraum], zuordnung: Zuordnung
) -> None:
    tabelle.gruppe("Wozu jeder Sozialraum gehört")
    tabelle.spalte(
        "sozialraum_auswertung",
        "Sozialraum",
        "{eingabe.name}",
        [raum.name for raum in raeume],
        stil.TEXT,
        breite=34,
    )
    for art, von in ZUGEHOERIGKEIT.items():
        tabelle.spalte(
            f"zu_{art}",
            BEZEICHNUNG[art],
            _zelle_von(tabelle, zuordnung, art),
            [von(raum) or "" for raum in raeume],
            stil.TEXT,
            breite=15,
        )


def _zelle_von(tabelle: Rechenblatt, zuordnung: Zuordnung, art: Gruppenart) -> Zeilenregel:
    return lambda zeile: f'{zuordnung.aus_sozialraeume(art, tabelle.index(zeile))}&""'


def _wechsel(tabelle: Rechenblatt, ergebnis: Ergebnis) -> None:
    zeilen = ergebnis.sozialraeume
    nummer = "ROW()-" + str(tabelle.kopfzeile)

    def aus(spalte: str) -> str:
        return f"INDEX({spalte},{nummer})"

    bisher, neu = aus("budget_bisher"), aus("budget_neu")
    ohne = aus("budget_indikatoren_gerundet")
    tabelle.spalte(
        "vorzeichenwechsel",
        "Schutz kehrt um",
        f'IF(ISNUMBER({bisher}),IF(ABS({neu}-{bisher})<rundung-0.000001,"",'
        f'IF(({ohne}-{bisher})*({neu}-{bisher})<0,"ja","")),"")',
        ["ja" if zeile.vorzeichenwechsel else "" for zeile in zeilen],
        stil.TEXT,
        breite=15,
    )
    bis_hier: list[Wert] = []
    genannt: list[str] = []
    for zeile in zeilen:
        genannt += [zeile.sozialraum.name] if zeile.vorzeichenwechsel else []
        bis_hier.append(", ".join(genannt))

    def aufgezaehlt(zeile: int) -> str:
        davor = '""' if zeile == tabelle.zeilen[0] else tabelle.z("wechsel_bis_hier", zeile - 1)
        name = tabelle.z("sozialraum_auswertung", zeile)
        dieser = f'IF({davor}="","",", ")&{name}'
        return f'{davor}&IF({tabelle.z("vorzeichenwechsel", zeile)}="ja",{dieser},"")'

    tabelle.spalte(
        "wechsel_bis_hier", "aufgezählt bis hier", aufgezaehlt, bis_hier, stil.TEXT, breite=34
    )
    letzte = tabelle.fremd("wechsel_bis_hier", len(zeilen) - 1)
    blatt, _, zelle = letzte.rpartition("!")
    spalte = zelle.lstrip("$").rstrip("0123456789")
    tabelle.formelmappe.name(WECHSEL, f"{blatt}!${spalte}${tabelle.zeilen[-1]}")

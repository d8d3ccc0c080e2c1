"""Die vier Eingabeblätter: für Beispieldaten, leere Vorlage und Berechnungsbogen dieselben."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from openpyxl import Workbook

from sozialraum_cli import eingabeblatt
from sozialraum_cli.arbeitsmappe import stil
from sozialraum_cli.arbeitsmappe.bezug import Bereich
from sozialraum_cli.arbeitsmappe.tabellenblatt import (
    Blattschreiber,
    Blattspalte,
    Blatttabelle,
    Zellinhalt,
    formatieren,
)
from sozialraum_cli.eingabeblatt import Eingabeblatt, Inhalt
from sozialraum_cli.eingabemappe.auswahllisten import auswahllisten_anlegen
from sozialraum_cli.modell import Art, Indikator, Sozialraum, Spalte
from sozialraum_cli.parameter import (
    ANGABE,
    LEISTUNG_PRAEFIX,
    VORGABE_LEISTUNGEN,
    parameterangabe,
    wie_im_blatt,
)
from sozialraum_cli.parameterangabe import Parameterangabe, Wertart

EINGABEBLAETTER = tuple(blatt.name for blatt in eingabeblatt.EINGABEBLAETTER)
SOZIALRAEUME, INDIKATOREN, GEWICHTUNG, PARAMETER = EINGABEBLAETTER

# So viele Zeilen unter einer Tabelle sehen die Formeln einzeln; was tiefer steht, zählen sie nur.
RESERVE = 20

_FORMAT = {Inhalt.TEXT: stil.NUR_TEXT, Inhalt.BETRAG: stil.EURO, Inhalt.ZAHL: stil.TEXT}
_PARAMETERFORMAT: Mapping[Wertart, str] = {
    Wertart.JAHR: stil.JAHR,
    Wertart.GANZZAHL: stil.JAHR,
    Wertart.BETRAG: stil.EURO,
    Wertart.PROZENT: stil.PROZENT_NACH_BEDARF,
    Wertart.ZAHL: stil.TEXT,
    Wertart.WAHL: stil.NUR_TEXT,
    Wertart.SPALTE: stil.NUR_TEXT,
    Wertart.TEXT: stil.NUR_TEXT,
}


class Parameterzeile(NamedTuple):
    """Eine Zeile des Blatts Parameter; Prozente als 70.

    Texte None kommen aus dem Verzeichnis, "" bleiben leer.
    """

    name: str
    wert: Decimal | str | int | None
    erlaeuterung: str | None = None
    quelle: str | None = None
    herkunft: str | None = None


class Adressen(NamedTuple):
    """Wo die Eingaben stehen, für Formeln und definierte Namen.

    parameter: Zelle mit dem Wert je Parametername. sozialraum, gewichtung, parameterspalten:
    Spalte je Feld (name, budget_bisher, …; name, gewicht, art, …; name, wert, …). indikatoren: die
    ganze Tabelle. Bereiche beginnen mit der Kopfzeile und reichen `RESERVE` Zeilen unter die
    Tabelle: so überstehen sie, dass jemand die erste Zeile verschiebt oder eine anhängt.
    """

    parameter: Mapping[str, str]
    parameterspalten: Mapping[str, Bereich]
    sozialraum: Mapping[str, Bereich]
    indikatoren: Bereich
    gewichtung: Mapping[str, Bereich]


def parameterzeilen(
    werte: Mapping[str, Decimal | str | int], quellen: Mapping[str, str] | None = None
) -> tuple[Parameterzeile, ...]:
    """Alle Parameter in der Reihenfolge des Verzeichnisses, Vorgaben eingetragen.

    Eingang: abweichende Werte unter ihren Namen, Prozente als 70; nennen sie eine Leistung, gilt
    keine vorgegebene. quellen: abweichende Quellen unter denselben Namen.
    """
    quellen = quellen or {}
    leistungen = {name: wert for name, wert in werte.items() if name.startswith(LEISTUNG_PRAEFIX)}
    alle = wie_im_blatt(
        {name: werte.get(name, angabe.vorgabe) for name, angabe in ANGABE.items()},
        leistungen or {f"{LEISTUNG_PRAEFIX}{name}": wert for name, wert in VORGABE_LEISTUNGEN},
    )
    return tuple(
        Parameterzeile(name, wert, quelle=quellen.get(name)) for name, wert in alle.items()
    )


def eingabeblaetter_anlegen(
    mappe: Workbook,
    sozialraeume: Sequence[Sozialraum],
    indikatoren: Sequence[Indikator],
    spalten: Iterable[Spalte],
    parameter: Sequence[Parameterzeile],
    anmerkungen: Mapping[str, Sequence[str]] | None = None,
    *,
    leerzeilen: int = 0,
    leerspalten: int = 0,
    kommentare: bool = False,
    schrift: str = "Calibri",
) -> Adressen:
    """Legt die Blätter Sozialräume, Indikatoren, Gewichtung und Parameter an.

    Eingang: Werte wie im Modell; fehlende bleiben leer. anmerkungen: je Blatt Titelzeilen über
    der Überschrift. leerzeilen, leerspalten: Platz zum Ausfüllen. kommentare: Erklärung an jeder
    Überschrift. Ergebnis: Adressen der Eingaben. Quelle: docs/verfahren.md, Abschnitt „Mappe“.
    """
    spalten = tuple(spalten)
    quoten = {indikator.name for indikator in indikatoren if indikator.art is Art.QUOTE}
    schreiber = Blattschreiber(mappe, anmerkungen or {}, leerzeilen, kommentare, schrift)

    raeume = _blatt_schreiben(schreiber, eingabeblatt.SOZIALRAEUME, sozialraeume)
    indikatorkoepfe = [
        *_koepfe(eingabeblatt.INDIKATOREN),
        *(_indikatorkopf(spalte, spalte.name in quoten) for spalte in spalten),
        *(Blattspalte("", "", 15, stil.TEXT, "") for _ in range(leerspalten)),
    ]
    werte = schreiber.tabelle(
        INDIKATOREN,
        indikatorkoepfe,
        [
            [raum.name, *(_spaltenwert(spalte, zeile) for spalte in spalten)]
            for zeile, raum in enumerate(sozialraeume)
        ],
    )
    gewichte = _blatt_schreiben(schreiber, eingabeblatt.GEWICHTUNG, indikatoren)
    angaben = [parameterangabe(zeile.name) for zeile in parameter]
    stellschrauben = _parameterblatt(schreiber, parameter, angaben)

    auswahllisten_anlegen(raeume, werte, gewichte, stellschrauben, angaben)
    wert = eingabeblatt.PARAMETER.nummer("wert")
    return Adressen(
        parameter={
            zeile.name: stellschrauben.adresse(nummer, wert)
            for nummer, zeile in enumerate(parameter)
        },
        parameterspalten=_spaltenbereiche(stellschrauben, eingabeblatt.PARAMETER),
        sozialraum=_spaltenbereiche(raeume, eingabeblatt.SOZIALRAEUME),
        indikatoren=_bereich(werte),
        gewichtung=_spaltenbereiche(gewichte, eingabeblatt.GEWICHTUNG),
    )


def _blatt_schreiben(
    schreiber: Blattschreiber, blatt: Eingabeblatt, zeilen: Sequence[Sozialraum | Indikator]
) -> Blatttabelle:
    koepfe = _koepfe(blatt)
    return schreiber.tabelle(
        blatt.name, koepfe, [[getattr(z, kopf.feld) for kopf in koepfe] for z in zeilen]
    )


def _koepfe(blatt: Eingabeblatt) -> list[Blattspalte]:
    return [
        Blattspalte(
            s.feld, s.ueberschrift, s.breite, _FORMAT[s.inhalt], s.erklaerung, s.umbruch, s.eingabe
        )
        for s in blatt.spalten
        if s.geschrieben
    ]


def _spaltenbereiche(tabelle: Blatttabelle, blatt: Eingabeblatt) -> dict[str, Bereich]:
    ganz = _bereich(tabelle)
    return {s.feld: ganz.nur_spalte(blatt.nummer(s.feld)) for s in blatt.spalten}


def _bereich(tabelle: Blatttabelle) -> Bereich:
    return Bereich(
        tabelle.blatt.title, tabelle.kopfzeile, 1, tabelle.letzte + RESERVE, tabelle.breite
    )


def _parameterblatt(
    schreiber: Blattschreiber,
    parameter: Sequence[Parameterzeile],
    angaben: Sequence[Parameterangabe],
) -> Blatttabelle:
    mit_herkunft = any(zeile.herkunft for zeile in parameter)
    koepfe = [
        kopf for kopf in _koepfe(eingabeblatt.PARAMETER) if mit_herkunft or kopf.feld != "herkunft"
    ]
    zeilen = []
    for zeile, angabe in zip(parameter, angaben, strict=True):
        zellen = _parameterzellen(zeile, angabe)
        zeilen.append([zellen[kopf.feld] for kopf in koepfe])
    tabelle = schreiber.tabelle(PARAMETER, koepfe, zeilen, mit_leerzeilen=False)
    wert = eingabeblatt.PARAMETER.nummer("wert")
    for nummer, angabe in enumerate(angaben):
        formatieren(tabelle.zelle(nummer, wert), _PARAMETERFORMAT[angabe.wertart], umbruch=True)
    return tabelle


def _indikatorkopf(spalte: Spalte, quote: bool) -> Blattspalte:
    stellen = max((_nachkommastellen(wert) for wert in spalte.werte), default=0)
    if spalte.prozentzellen:
        zahlenformat, erklaerung = stil.PROZENT_NACH_BEDARF, "Prozent der Bezugsgröße."
    elif quote:
        zahlenformat = f"0.{'0' * max(1, min(stellen, 3)):#<3}"
        erklaerung = "Prozent der Bezugsgröße: 12,4 heißt 12,4 %."
    else:
        zahlenformat = stil.ZAHL_NACH_BEDARF if stellen else stil.GANZ
        erklaerung = "Personen oder Fälle je Sozialraum."
    laengstes_wort = max(len(wort) for wort in spalte.name.split())
    return Blattspalte(
        spalte.name, spalte.name, max(13, laengstes_wort + 3), zahlenformat, erklaerung
    )


def _nachkommastellen(wert: Decimal) -> int:
    exponent = wert.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _spaltenwert(spalte: Spalte, zeile: int) -> Decimal | None:
    if zeile >= len(spalte.werte):
        return None
    wert = spalte.werte[zeile]
    return wert / 100 if spalte.prozentzellen else wert


def _parameterzellen(zeile: Parameterzeile, angabe: Parameterangabe) -> dict[str, Zellinhalt]:
    wert: Zellinhalt = zeile.wert
    if angabe.wertart is Wertart.PROZENT and wert is not None:
        wert = Decimal(wert) / 100
    return {
        "name": angabe.bezeichnung,
        "wert": wert,
        "einheit": angabe.einheit,
        "erlaeuterung": angabe.erlaeuterung if zeile.erlaeuterung is None else zeile.erlaeuterung,
        "quelle": angabe.quelle if zeile.quelle is None else zeile.quelle,
        "herkunft": zeile.herkunft,
    }

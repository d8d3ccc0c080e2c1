"""Blatt Gruppen: Summen je Region, Träger und Zuständigkeit, als lebende Formeln."""

from collections.abc import Sequence

from openpyxl.worksheet.worksheet import Worksheet

from sozialraum_cli.arbeitsmappe import stil
from sozialraum_cli.arbeitsmappe.formelmappe import Formelmappe, Wert
from sozialraum_cli.arbeitsmappe.rechenblatt import Rechenblatt
from sozialraum_cli.bogen.zuordnung import Zuordnung
from sozialraum_cli.eingabeblatt import SOZIALRAEUME
from sozialraum_cli.groessen.groesse import Groesse, Mass, Z, einzelne
from sozialraum_cli.groessen.gruppe import GRUPPENSTUNDEN, GRUPPENSUMMEN
from sozialraum_cli.modell import Wert as Groessenwert
from sozialraum_cli.rechnen.berechnung import Ergebnis
from sozialraum_cli.rechnen.gruppen import ZUGEHOERIGKEIT, Gruppe, Gruppenart, gruppen

TITEL = "Gruppen"
OHNE_ANGABE = "ohne Angabe"

_KOPFZEILE = 5
_KOPFHOEHE = 30
_FORMATE = {Mass.BUDGET: stil.EURO, Mass.DIFFERENZ: stil.FARBE_CENT, Mass.MENGE: stil.ZAHL}
# EXACT: Platzhalter in einem Namen sind nur Zeichen, und „Ost“ ist nicht „OST“.
_FORMELN = {
    "budget_bisher": (
        'IF(SUMPRODUCT({gehoert}*(budget_bisher=""))>0,"",SUMPRODUCT(--{gehoert},budget_bisher))'
    ),
    "budget_neu": "SUMPRODUCT(--{gehoert},budget_neu)",
    "differenz": 'IF({budget_bisher}="","",ROUND({budget_neu}-{budget_bisher},2))',
    "stunden": "SUMPRODUCT(--{gehoert},stunden_#)",
}


def arten(ergebnis: Ergebnis) -> list[Gruppenart]:
    """Wonach sich zusammenfassen lässt: wo wenigstens ein Sozialraum einen Namen hat."""
    return [
        art
        for art, zugehoerigkeit in ZUGEHOERIGKEIT.items()
        if any(zugehoerigkeit(raum) for raum in ergebnis.eingabe.sozialraeume)
    ]


def gruppen_anlegen(
    formelmappe: Formelmappe, ergebnis: Ergebnis, schutz: Rechenblatt, zuordnung: Zuordnung
) -> Worksheet | None:
    """Legt das Blatt an: erst, wer wozu gehört, dann je Art eine Tabelle mit ihren Summen.

    Ergebnis: das Blatt; None, wenn kein Sozialraum einer Gruppe angehört. Die Namen der Gruppen
    stehen fest; ob sie noch alle sind, zeigt das Blatt Prüfung.
    """
    vorhanden = arten(ergebnis)
    if not vorhanden:
        return None
    raeume = ergebnis.eingabe.sozialraeume
    zugehoerig = Rechenblatt(
        formelmappe,
        TITEL,
        _KOPFZEILE,
        len(raeume),
        kopfhoehe=_KOPFHOEHE,
        andere={
            "eingabe": zuordnung.zelle,
            "angabe": zuordnung.aus_sozialraeume,
            "schutz": schutz.fremd,
        },
    )
    zugehoerig.ueberschrift(
        "Summen je Region, Träger und Zuständigkeit",
        "Wer wozu gehört, steht im Blatt „Sozialräume“.",
    )
    zugehoerig.spalte(
        "sozialraum",
        "Sozialraum",
        "{eingabe.name}",
        [raum.name for raum in raeume],
        stil.TEXT,
        breite=stil.namensbreite((raum.name for raum in raeume), 40),
        benannt=False,
    )
    for art in vorhanden:
        zugehoerig.spalte(
            art,
            SOZIALRAEUME.ueberschrift(art),
            f'{{angabe.{art}}}&""',
            [ZUGEHOERIGKEIT[art](raum) or "" for raum in raeume],
            stil.TEXT,
            breite=20,
            benannt=False,
        )
    zugehoerig.spalte(
        "budget_neu",
        "Budget neu",
        "{schutz.budget_neu}",
        [zeile.budget_neu for zeile in ergebnis.sozialraeume],
        stil.EURO,
        summe=ergebnis.summen.budget_neu,
        breite=16,
        benannt=False,
    )
    alle = gruppen(ergebnis)
    zeile = zugehoerig.summenzeile
    for art in vorhanden:
        eigene = [gruppe for gruppe in alle if gruppe.art is art]
        zeile = _gruppentabelle(zugehoerig, zeile + 2, art, eigene)
    return zugehoerig.blatt


def _gruppentabelle(
    zugehoerig: Rechenblatt, kopfzeile: int, art: Gruppenart, eigene: Sequence[Gruppe]
) -> int:
    """Schreibt die Tabelle einer Art; Ergebnis: ihre letzte Zeile."""
    tabelle = Rechenblatt(
        zugehoerig.formelmappe,
        zugehoerig.blatt,
        kopfzeile,
        len(eigene),
        kopfhoehe=_KOPFHOEHE,
    )
    titel = SOZIALRAEUME.ueberschrift(art)
    namen = [gruppe.name or OHNE_ANGABE for gruppe in eigene]
    tabelle.spalte("name", titel, None, namen, stil.TEXT, breite=22, benannt=False)
    for groesse in einzelne(GRUPPENSUMMEN):
        _spalte(zugehoerig, tabelle, art, groesse, eigene, eigene, "")
    for nummer, leistung in enumerate(eigene[0].stunden, start=1):
        teile = [gruppe.stunden[nummer - 1] for gruppe in eigene]
        for groesse_stunden in einzelne(GRUPPENSTUNDEN):
            if groesse_stunden.kurz:
                titel = f"Stunden {leistung.name}"
                _spalte(
                    zugehoerig, tabelle, art, groesse_stunden, teile, eigene, f"_{nummer}", titel
                )
    return tabelle.summenzeile


def _spalte(
    zugehoerig: Rechenblatt,
    tabelle: Rechenblatt,
    art: Gruppenart,
    groesse: Groesse[Z],
    teile: Sequence[Z],
    eigene: Sequence[Gruppe],
    endung: str,
    titel: str = "",
) -> None:
    vorlage = _FORMELN[groesse.name].replace("#", endung.removeprefix("_"))
    ohne = [zeile for zeile, gruppe in zip(tabelle.zeilen, eigene, strict=True) if not gruppe.name]

    def formel(zeile: int) -> str:
        gesucht = '""' if zeile in ohne else tabelle.z("name", zeile)
        return tabelle.eingesetzt(
            vorlage, zeile, gehoert=f"EXACT({zugehoerig.bereich(art)},{gesucht})"
        )

    tabelle.spalte(
        f"{groesse.name}{endung}",
        titel or groesse.titel,
        formel,
        [_oder_leer(groesse.wert(teil)) for teil in teile],
        _FORMATE[groesse.mass],
        summe=_oder_leer(groesse.gesamt(teile)),
        summenformel='IF(COUNT({spalte})<ROWS({spalte}),"",SUM({spalte}))',
        breite=16,
        benannt=False,
    )
    if groesse.name == "budget_neu":
        tabelle.formelmappe.name(f"budget_neu_je_{art}", tabelle.fremder_bereich("budget_neu"))


def _oder_leer(wert: Groessenwert) -> Wert:
    return "" if wert is None else wert

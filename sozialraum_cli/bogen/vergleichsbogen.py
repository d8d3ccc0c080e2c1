"""Der Vergleich als Mappe: Differenzen als lebende Formeln, Ursachen, Diagramm, Änderungen."""

from collections.abc import Callable, Sequence
from decimal import Decimal, localcontext

from openpyxl import Workbook
from openpyxl.chart import Reference
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from sozialraum_cli import __version__
from sozialraum_cli.arbeitsmappe import stil
from sozialraum_cli.arbeitsmappe.druck import einrichten
from sozialraum_cli.arbeitsmappe.formelmappe import Formelmappe, Wert, text_schreiben, zelle_in
from sozialraum_cli.arbeitsmappe.rechenblatt import Rechenblatt
from sozialraum_cli.arbeitsmappe.spaltenbreite import zahlenformat
from sozialraum_cli.arbeitsmappe.speichern import packen, teile
from sozialraum_cli.arbeitsmappe.tabellenblatt import hoehe_setzen
from sozialraum_cli.ausgabe.vergleich_saetze import ERKLAERUNG, stundengrund, verfahren
from sozialraum_cli.befund import Befund
from sozialraum_cli.bogen.diagramm import balken, mit_alternativtexten, reihe_gestalten
from sozialraum_cli.bogen.pruefung import IN_ORDNUNG, PRUEFEN
from sozialraum_cli.bogen.quelle import Quelle
from sozialraum_cli.rechnen.ursachen import BEZEICHNUNG, Ursache
from sozialraum_cli.rechnen.vergleich import (
    Aenderung,
    Raumvergleich,
    Stundenvergleich,
    Veraenderung,
    Vergleich,
)
from sozialraum_cli.runden import GENAU, kaufmaennisch

VERGLEICH, URSACHEN, DIAGRAMM, AENDERUNGEN = "Vergleich", "Ursachen", "Diagramm", "Änderungen"

_KOPFZEILE = 5
_STUNDEN_DIFFERENZ = "+#,##0.00;[Red]-#,##0.00;0.00"
_PROZENT_DIFFERENZ = '+#,##0.00"%";[Red]-#,##0.00"%";0.00"%"'
# Verschieden hell, damit sie auch im Graudruck zu unterscheiden sind.
_FARBEN = ("1F3A5F", "7FA3C7", "C9D3DF", "B8860B", "E8D9A8")
_EINGERUECKT = Alignment(horizontal="left", vertical="center", indent=1)
_BREITEN = (44, 26, 26, 12, 26, 26)
_ALTERNATIVTEXT = (
    "Gestapeltes Balkendiagramm: je Sozialraum, um wie viel Euro jede Ursache das Budget hebt "
    "oder senkt."
)
_HOEHE_JE_RAUM = 0.9


def vergleichsbogen(vergleich: Vergleich, quelle: Quelle, hinweise: Sequence[Befund]) -> bytes:
    """Baut die Mappe mit dem Vergleich als .xlsx.

    Eingang: Vergleich; Quelle mit den beiden Dateien, alt zuerst; Hinweise. Ergebnis: Bytes;
    gleiche Eingabe ergibt gleiche Bytes. Budgets, Stunden und Ursachen beider Rechnungen stehen
    als Werte da, jede Differenz, Summe und Probe als Formel mit gespeichertem Wert.
    """
    with localcontext(GENAU):
        formelmappe = Formelmappe(Workbook())
        mappe = formelmappe.mappe
        mappe.remove(mappe.worksheets[0])
        mappe.properties.title, mappe.properties.creator = _titel(vergleich), "sozialraum"
        budgets = _vergleichsblatt(formelmappe, vergleich, quelle)
        ursachen = _ursachenblatt(formelmappe, vergleich, budgets)
        _diagramm(formelmappe, ursachen)
        _aenderungen(formelmappe, vergleich, quelle, hinweise)
        for blatt in mappe.worksheets:
            einrichten(blatt, _titel(vergleich), eine_seite=blatt.title == DIAGRAMM)
        for tabelle in (budgets, ursachen):
            tabelle.blatt.freeze_panes = f"B{_KOPFZEILE + 1}"
            tabelle.blatt.print_title_rows = f"{_KOPFZEILE - 1}:{_KOPFZEILE}"
        fertig = formelmappe.werte_eintragen(teile(mappe, quelle.stand))
    return packen(mit_alternativtexten(fertig, (_ALTERNATIVTEXT,)), quelle.stand)


def _titel(vergleich: Vergleich) -> str:
    alt, neu = (e.eingabe.parameter.jahr for e in (vergleich.alt, vergleich.neu))
    return f"Vergleich der Sozialraumbudgets: alt {alt}, neu {neu}"


def _vergleichsblatt(formelmappe: Formelmappe, vergleich: Vergleich, quelle: Quelle) -> Rechenblatt:
    raeume = vergleich.alle
    blatt = Rechenblatt(formelmappe, VERGLEICH, _KOPFZEILE, len(raeume))
    (datei_alt, _), (datei_neu, _) = quelle.dateien
    blatt.ueberschrift(_titel(vergleich), f"alt: {datei_alt}; neu: {datei_neu}")
    _satz(blatt, 3, "; ".join(verfahren(vergleich)))
    je_raum = [raum.veraenderung for raum in raeume]
    summen = vergleich.summen
    blatt.spalte("sozialraum", "Sozialraum", None, _texte(raeume, "name"), stil.TEXT, breite=28)
    blatt.spalte("schluessel", "Schlüssel", None, _texte(raeume, "schluessel"), stil.TEXT)
    anmerkungen = [_anmerkung(raum) for raum in raeume]
    if any(anmerkungen):
        blatt.spalte("anmerkung", "Anmerkung", None, anmerkungen, stil.TEXT, breite=26)
    alt, neu = (e.eingabe.parameter.jahr for e in (vergleich.alt, vergleich.neu))
    blatt.gruppe("Budget in € je Jahr")
    blatt.spalte(
        "budget_alt",
        f"Budget alt ({alt})",
        None,
        [_oder_leer(v.budget_alt) for v in je_raum],
        stil.EURO,
        summe=summen.budget_alt,
        breite=16,
    )
    blatt.spalte(
        "budget_neu",
        f"Budget neu ({neu})",
        None,
        [_oder_leer(v.budget_neu) for v in je_raum],
        stil.EURO,
        summe=summen.budget_neu,
        breite=16,
    )
    blatt.spalte(
        "differenz",
        "Veränderung",
        lambda zeile: _zuwachs(blatt, "budget_alt", "budget_neu", zeile),
        [v.differenz for v in je_raum],
        stil.FARBE_CENT,
        summe=summen.differenz,
        breite=16,
        fuellung=stil.HERVOR,
    )

    def prozent(zeile: int) -> str:
        vorher = f"N({blatt.z('budget_alt', zeile)})"
        return f'IF({vorher}=0,"",ROUND({blatt.z("differenz", zeile)}*100/{vorher},2))'

    blatt.spalte(
        "differenz_prozent",
        "Veränderung in %",
        prozent,
        [_oder_leer(v.differenz_prozent) for v in je_raum],
        _PROZENT_DIFFERENZ,
    )
    _fuss(
        blatt,
        prozent(blatt.summenzeile),
        _oder_leer(summen.differenz_prozent),
        _PROZENT_DIFFERENZ,
    )
    for nummer in range(len(summen.leistungen)):
        _stundenspalten(blatt, je_raum, summen, nummer)
    zeile = blatt.summenzeile + 2
    for satz in (
        "Stunden: face-to-face-Stunden je Vertragswoche nach Abzug der Minderarbeitszeit.",
        stundengrund(vergleich),
    ):
        if satz:
            _satz(blatt, zeile, satz)
            zeile += 1
    return blatt


def _stundenspalten(
    blatt: Rechenblatt, je_raum: Sequence[Veraenderung], summen: Veraenderung, nummer: int
) -> None:
    def werte(groesse: Callable[[Stundenvergleich], Decimal | None]) -> list[Wert]:
        return [_oder_leer(groesse(v.leistungen[nummer])) for v in je_raum]

    summe = summen.leistungen[nummer]
    alt, neu = f"stunden_alt_{nummer + 1}", f"stunden_neu_{nummer + 1}"
    blatt.gruppe(f"Stunden {summe.name}")
    blatt.spalte(alt, "alt", None, werte(lambda s: s.alt), stil.ZAHL, summe=summe.alt or Decimal(0))
    blatt.spalte(neu, "neu", None, werte(lambda s: s.neu), stil.ZAHL, summe=summe.neu or Decimal(0))
    blatt.spalte(
        f"stunden_differenz_{nummer + 1}",
        "Veränderung",
        lambda zeile: _zuwachs(blatt, alt, neu, zeile),
        [kaufmaennisch(v.leistungen[nummer].differenz) for v in je_raum],
        _STUNDEN_DIFFERENZ,
        fuellung=stil.HERVOR,
    )
    # Nicht die Summe der gerundeten Zeilen: sie wiche von der Differenz der Summen ab.
    _fuss(
        blatt,
        _zuwachs(blatt, alt, neu, blatt.summenzeile),
        kaufmaennisch(summe.differenz),
        _STUNDEN_DIFFERENZ,
    )


def _fuss(blatt: Rechenblatt, formel: str, wert: Wert, format: str) -> None:
    """Eine eigene Formel unter der letzten Spalte."""
    blatt.wert(blatt.summenzeile, blatt.breite, formel, wert, format)
    zelle_in(blatt.blatt, blatt.summenzeile, blatt.breite).font = stil.schrift(fett=True)


def _zuwachs(blatt: Rechenblatt, alt: str, neu: str, zeile: int) -> str:
    """Neu minus alt; eine leere Zelle zählt als 0, gerundet wird aus -1E-15 kein rotes „-0,00“."""
    return f"ROUND(N({blatt.z(neu, zeile)})-N({blatt.z(alt, zeile)}),2)"


def _ursachenblatt(
    formelmappe: Formelmappe, vergleich: Vergleich, budgets: Rechenblatt
) -> Rechenblatt:
    raeume = vergleich.alle
    blatt = Rechenblatt(formelmappe, URSACHEN, _KOPFZEILE, len(raeume))
    blatt.ueberschrift(
        "Woran die Veränderung liegt",
        "In € je Jahr; die Ursachen ergeben zusammen genau die Veränderung.",
    )
    blatt.spalte(
        "ursache_sozialraum",
        "Sozialraum",
        lambda zeile: budgets.fremd("sozialraum", blatt.index(zeile)),
        _texte(raeume, "name"),
        stil.TEXT,
        breite=28,
    )
    blatt.spalte(
        "ursache_differenz",
        "Veränderung",
        lambda zeile: budgets.fremd("differenz", blatt.index(zeile)),
        [raum.veraenderung.differenz for raum in raeume],
        stil.FARBE_CENT,
        summe=vergleich.summen.differenz,
        breite=16,
        fuellung=stil.HERVOR,
    )
    blatt.gruppe("davon durch")
    for ursache in Ursache:
        blatt.spalte(
            f"ursache_{ursache}",
            BEZEICHNUNG[ursache],
            None,
            [raum.veraenderung.ursachen[ursache] for raum in raeume],
            stil.FARBE_CENT,
            summe=vergleich.summen.ursachen[ursache],
            breite=16,
        )
    erste, letzte = f"ursache_{next(iter(Ursache))}", f"ursache_{list(Ursache)[-1]}"

    def ursachen(zeile: int) -> str:
        return f"{blatt.z(erste, zeile)}:{blatt.z(letzte, zeile)}"

    blatt.gruppe("Probe")
    blatt.spalte(
        "probe",
        "Ursachen ergeben die Veränderung",
        lambda zeile: (
            f"IF(ABS(ROUND(SUM({ursachen(zeile)})-{blatt.z('ursache_differenz', zeile)},2))<0.005,"
            f'"{IN_ORDNUNG}","{PRUEFEN}")'
        ),
        [IN_ORDNUNG] * len(raeume),
        stil.TEXT,
        breite=14,
    )
    koepfe = ursachen(_KOPFZEILE)

    def groesste(zeile: int) -> str:
        differenz = blatt.z("ursache_differenz", zeile)
        return "&".join(
            (
                f'IF({differenz}=0,"gleich viel",IF({differenz}>0,"mehr","weniger")',
                '", vor allem: "',
                f"INDEX({koepfe},MATCH(IF({differenz}>0,MAX({ursachen(zeile)}),"
                f"MIN({ursachen(zeile)})),{ursachen(zeile)},0)))",
            )
        )

    blatt.spalte(
        "groesste_ursache",
        "Größte Ursache",
        groesste,
        [_groesste(raum.veraenderung) for raum in raeume],
        stil.TEXT,
        breite=46,
    )
    for name in ("probe", "groesste_ursache"):
        for nummer in blatt.zeilen:
            blatt.blatt[blatt.z(name, nummer).replace("$", "")].alignment = _EINGERUECKT
    zeile = blatt.summenzeile + 2
    blatt.text(zeile, 1, "Was die Ursachen heißen", groesse=12, fett=True)
    for nummer, ursache in enumerate(Ursache, start=1):
        _satz(blatt, zeile + nummer, f"{BEZEICHNUNG[ursache]}: {ERKLAERUNG[ursache]}")
    _satz(
        blatt,
        zeile + len(Ursache) + 2,
        "Jede Ursache ist der Mittelwert ihrer Wirkung über alle Reihenfolgen, in denen die "
        "Angaben von alt auf neu geändert werden können (Shapley-Wert); darum spielt die "
        "Reihenfolge keine Rolle.",
    )
    return blatt


def _groesste(veraenderung: Veraenderung) -> str:
    """Der Text, den die Formel in „Größte Ursache“ ergibt."""
    if not veraenderung.differenz:
        return "gleich viel"
    mehr = veraenderung.differenz > 0
    betraege = veraenderung.ursachen
    groesste = (max if mehr else min)(Ursache, key=lambda ursache: betraege[ursache])
    return f"{'mehr' if mehr else 'weniger'}, vor allem: {BEZEICHNUNG[groesste]}"


def _diagramm(formelmappe: Formelmappe, ursachen: Rechenblatt) -> None:
    """Gestapelte Balken: rechts der Null, was hebt, links, was senkt."""
    blatt: Worksheet = formelmappe.mappe.create_sheet(DIAGRAMM)
    blatt.sheet_view.showGridLines = False
    zelle = zelle_in(blatt, 1, 1)
    text_schreiben(zelle, "Woran die Veränderung liegt, im Bild")
    zelle.font = stil.schrift(14, fett=True)
    hoehe = max(9, round(_HOEHE_JE_RAUM * len(ursachen.zeilen) + 4))
    titel = "Veränderung des Budgets nach Ursachen in Euro"
    diagramm = balken(titel, hoehe, '+#,##0\\ "€";-#,##0\\ "€";0\\ "€"')
    diagramm.grouping, diagramm.overlap = "stacked", 100
    letzte = ursachen.zeilen[-1]
    for spalte, farbe in enumerate(_FARBEN, start=3):
        daten = Reference(
            ursachen.blatt, min_col=spalte, min_row=ursachen.kopfzeile, max_row=letzte
        )
        diagramm.add_data(daten, titles_from_data=True)
        reihe_gestalten(diagramm, farbe)
    namen = Reference(ursachen.blatt, min_col=1, min_row=ursachen.zeilen[0], max_row=letzte)
    diagramm.set_categories(namen)
    blatt.add_chart(diagramm, "A3")


def _aenderungen(
    formelmappe: Formelmappe, vergleich: Vergleich, quelle: Quelle, hinweise: Sequence[Befund]
) -> None:
    """Geänderte Angaben mit Herkunft, darunter Dateien, Programm und Hinweise."""
    angaben = (*vergleich.parameter, *vergleich.gewichtung)
    blatt: Worksheet = formelmappe.mappe.create_sheet(AENDERUNGEN)
    blatt.sheet_view.showGridLines = False
    for nummer, breite in enumerate(_BREITEN, start=1):
        blatt.column_dimensions[get_column_letter(nummer)].width = breite
    _text(blatt, 1, 1, "Was sich geändert hat", groesse=14, fett=True)
    koepfe = ("Angabe", "alt", "neu", "Einheit", "Herkunft alt", "Herkunft neu")
    for spalte, titel in enumerate(koepfe, start=1):
        _text(blatt, 3, spalte, titel)
        stil.kopf(zelle_in(blatt, 3, spalte))
    if not angaben:
        _text(blatt, 4, 1, "Keine Angabe ist anders.")
    for zeile, angabe in enumerate(angaben, start=4):
        _angabe(blatt, zeile, angabe)
    zeile = 4 + max(1, len(angaben)) + 1
    _text(blatt, zeile, 1, "Herkunft", groesse=12, fett=True)
    (datei_alt, sha_alt), (datei_neu, sha_neu) = quelle.dateien
    for name, wert in (
        ("Programm", f"sozialraum {__version__}"),
        (f"alt „{datei_alt}“, SHA-256", sha_alt),
        (f"neu „{datei_neu}“, SHA-256", sha_neu),
    ):
        zeile += 1
        _text(blatt, zeile, 1, name)
        _text(blatt, zeile, 2, wert)
        zelle_in(blatt, zeile, 2).alignment = stil.OHNE_UMBRUCH
    zeile += 2
    _text(blatt, zeile, 1, "Hinweise", groesse=12, fett=True)
    for befund in hinweise:
        zeile += 1
        _text(blatt, zeile, 1, befund.fundort or "")
        text = f"{befund.text} {befund.abhilfe}"
        _text(blatt, zeile, 2, text)
        blatt.merge_cells(start_row=zeile, start_column=2, end_row=zeile, end_column=6)
        hoehe_setzen(blatt, zeile, (_BREITEN[0], sum(_BREITEN[1:])), (befund.fundort, text))
    if not hinweise:
        _text(blatt, zeile + 1, 1, "Keine.")


def _angabe(blatt: Worksheet, zeile: int, angabe: Aenderung) -> None:
    inhalte = (
        angabe.bezeichnung,
        angabe.alt,
        angabe.neu,
        angabe.einheit,
        angabe.herkunft_alt,
        angabe.herkunft_neu,
    )
    for spalte, inhalt in enumerate(inhalte, start=1):
        zelle = zelle_in(blatt, zeile, spalte)
        zelle.border = stil.RAND_ZEILE
        if isinstance(inhalt, str):
            _text(blatt, zeile, spalte, inhalt)
        elif inhalt is not None:
            zelle.value = inhalt
            zelle.font, zelle.alignment = stil.schrift(), stil.LINKS
            zelle.number_format = "0" if isinstance(inhalt, int) else zahlenformat([inhalt])


def _satz(blatt: Rechenblatt, zeile: int, text: str) -> None:
    blatt.text(zeile, 1, text)
    zelle_in(blatt.blatt, zeile, 1).alignment = stil.OHNE_UMBRUCH


def _text(
    blatt: Worksheet, zeile: int, spalte: int, text: str, *, groesse: float = 10, fett: bool = False
) -> None:
    zelle = zelle_in(blatt, zeile, spalte)
    text_schreiben(zelle, text)
    zelle.font, zelle.alignment = stil.schrift(groesse, fett=fett), stil.LINKS


def _texte(raeume: Sequence[Raumvergleich], feld: str) -> list[Wert]:
    return [getattr(raum, feld) or "" for raum in raeume]


def _anmerkung(raum: Raumvergleich) -> str:
    if raum.ist_neu:
        return "neu"
    if raum.ist_verschwunden:
        return "gibt es nicht mehr"
    return f"hieß vorher {raum.name_alt}" if raum.name_alt else ""


def _oder_leer(wert: Decimal | None) -> Wert:
    return "" if wert is None else wert

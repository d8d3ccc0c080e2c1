"""Der Vergleich als Mappe: Differenzen als lebende Formeln, Ursachen, Diagramm, Änderungen."""

from collections.abc import Sequence
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
from sozialraum_cli.befund import Befund
from sozialraum_cli.bogen.diagramm import balken, mit_alternativtexten, reihe_gestalten
from sozialraum_cli.bogen.pruefung import IN_ORDNUNG, PRUEFEN
from sozialraum_cli.bogen.quelle import Quelle
from sozialraum_cli.groessen.groesse import Mass, einzelne
from sozialraum_cli.groessen.vergleich import STUNDEN, VERAENDERUNG
from sozialraum_cli.modell import Wert as Groessenwert
from sozialraum_cli.rechnen.ursachen import BEZEICHNUNG, Ursache
from sozialraum_cli.rechnen.vergleich import (
    Aenderung,
    Raumvergleich,
    Veraenderung,
    Vergleich,
)
from sozialraum_cli.runden import GENAU, kaufmaennisch
from sozialraum_cli.saetze.vergleich import ERKLAERUNG, gerechnet_nach_je_seite, stundengrund

VERGLEICH, URSACHEN, DIAGRAMM, AENDERUNGEN = "Vergleich", "Ursachen", "Diagramm", "Änderungen"

_KOPFZEILE = 5
_STUNDEN_DIFFERENZ = "+#,##0.00;[Red]-#,##0.00;0.00"
_PROZENT_DIFFERENZ = '+#,##0.00"%";[Red]-#,##0.00"%";0.00"%"'
_FORMATE = {
    Mass.BUDGET: stil.EURO,
    Mass.DIFFERENZ: stil.FARBE_CENT,
    Mass.PROZENT: _PROZENT_DIFFERENZ,
    Mass.MENGE: stil.ZAHL,
    Mass.MENGENDIFFERENZ: _STUNDEN_DIFFERENZ,
}
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
    _satz(blatt, 3, "; ".join(gerechnet_nach_je_seite(vergleich)))
    je_raum = [raum.veraenderung for raum in raeume]
    summen = vergleich.summen
    blatt.spalte("sozialraum", "Sozialraum", None, _texte(raeume, "name"), stil.TEXT, breite=28)
    blatt.spalte("schluessel", "Schlüssel", None, _texte(raeume, "schluessel"), stil.TEXT)
    anmerkungen = [_anmerkung(raum) for raum in raeume]
    if any(anmerkungen):
        blatt.spalte("anmerkung", "Anmerkung", None, anmerkungen, stil.TEXT, breite=26)
    jahre = {
        "jahr_alt": vergleich.alt.eingabe.parameter.jahr,
        "jahr_neu": vergleich.neu.eingabe.parameter.jahr,
    }
    blatt.gruppe("Budget in € je Jahr")
    for groesse in einzelne(VERAENDERUNG):
        mit_summe = groesse.mass in {Mass.BUDGET, Mass.DIFFERENZ}
        blatt.spalte(
            groesse.name,
            groesse.titel.format_map(jahre),
            _FORMELN.get(groesse.name),
            [_oder_leer(groesse.wert(v)) for v in je_raum],
            _FORMATE[groesse.mass],
            summe=_oder_leer(groesse.wert(summen)) if mit_summe else None,
            breite=16 if mit_summe else 13,
            fuellung=stil.HERVOR if groesse.mass is Mass.DIFFERENZ else None,
        )
    _fuss(blatt, _FORMELN["differenz_prozent"], _oder_leer(summen.differenz_prozent))
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
    summe = summen.leistungen[nummer]
    blatt.gruppe(f"Stunden {summe.name}")
    formel = _zuwachs(*(f"{{stunden_{seite}_{nummer + 1}}}" for seite in ("alt", "neu")))
    for groesse in einzelne(STUNDEN):
        if not groesse.titel:
            continue
        ist_differenz = groesse.mass is Mass.MENGENDIFFERENZ
        werte = [_oder_leer(groesse.wert(v.leistungen[nummer])) for v in je_raum]
        blatt.spalte(
            f"{groesse.name}_{nummer + 1}",
            groesse.titel,
            formel if ist_differenz else None,
            [_auf_zwei(wert) for wert in werte] if ist_differenz else werte,
            _FORMATE[groesse.mass],
            # Nicht die Summe der gerundeten Zeilen: sie wiche von der Differenz der Summen ab.
            summe=None if ist_differenz else groesse.wert(summe) or Decimal(0),
            fuellung=stil.HERVOR if ist_differenz else None,
        )
    _fuss(blatt, formel, kaufmaennisch(summe.differenz))


def _fuss(blatt: Rechenblatt, formel: str, wert: Wert) -> None:
    """Dieselbe Formel wie darüber unter der letzten Spalte, aus den Summen."""
    muster = zelle_in(blatt.blatt, blatt.zeilen[0], blatt.breite)
    zeile = blatt.summenzeile
    blatt.wert(zeile, blatt.breite, blatt.eingesetzt(formel, zeile), wert, muster.number_format)
    zelle_in(blatt.blatt, zeile, blatt.breite).font = stil.schrift(fett=True)


def _zuwachs(alt: str, neu: str) -> str:
    """Neu minus alt; eine leere Zelle zählt als 0, gerundet wird aus -1E-15 kein rotes „-0,00“."""
    return f"ROUND(N({neu})-N({alt}),2)"


_FORMELN = {
    "differenz": _zuwachs("{budget_alt}", "{budget_neu}"),
    "differenz_prozent": ('IF(N({budget_alt})=0,"",ROUND({differenz}*100/N({budget_alt}),2))'),
}


def _ursachenblatt(
    formelmappe: Formelmappe, vergleich: Vergleich, budgets: Rechenblatt
) -> Rechenblatt:
    raeume = vergleich.alle
    blatt = Rechenblatt(
        formelmappe, URSACHEN, _KOPFZEILE, len(raeume), andere={"budgets": budgets.fremd}
    )
    blatt.ueberschrift(
        "Woran die Veränderung liegt",
        "In € je Jahr; die Ursachen ergeben zusammen genau die Veränderung.",
    )
    blatt.spalte(
        "ursache_sozialraum",
        "Sozialraum",
        "{budgets.sozialraum}",
        _texte(raeume, "name"),
        stil.TEXT,
        breite=28,
    )
    blatt.spalte(
        "ursache_differenz",
        "Veränderung",
        "{budgets.differenz}",
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
    erste, *_, letzte = (f"ursache_{ursache}" for ursache in Ursache)
    ursachen = f"{{{erste}}}:{{{letzte}}}"
    blatt.gruppe("Probe")
    blatt.spalte(
        "probe",
        "Ursachen ergeben die Veränderung",
        f'IF(ABS(ROUND(SUM({ursachen})-{{ursache_differenz}},2))<0.005,"{IN_ORDNUNG}","{PRUEFEN}")',
        [IN_ORDNUNG] * len(raeume),
        stil.TEXT,
        breite=14,
    )
    koepfe = blatt.eingesetzt(ursachen, _KOPFZEILE)
    blatt.spalte(
        "groesste_ursache",
        "Größte Ursache",
        'IF({ursache_differenz}=0,"gleich viel",IF({ursache_differenz}>0,"mehr","weniger")'
        f'&", vor allem: "&INDEX({koepfe},MATCH(IF({{ursache_differenz}}>0,MAX({ursachen}),'
        f"MIN({ursachen})),{ursachen},0)))",
        [_groesste(raum.veraenderung) for raum in raeume],
        stil.TEXT,
        breite=46,
    )
    for name in ("probe", "groesste_ursache"):
        for nummer in blatt.zeilen:
            blatt.zelle(name, nummer).alignment = _EINGERUECKT
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


def _oder_leer(wert: Groessenwert) -> Wert:
    return "" if wert is None else wert


def _auf_zwei(wert: Wert) -> Wert:
    return kaufmaennisch(wert) if isinstance(wert, Decimal) else wert

"""Von Quellen und Zuordnung zur Eingabemappe: jeder Schritt sammelt seine Befunde."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

from sozialraum_cli.arbeitsmappe.speichern import entpacken, packen
from sozialraum_cli.arbeitsmappe.zellen_setzen import Zellsetzung, zellen_setzen
from sozialraum_cli.befehle.eingabelauf import ergebnis_rechnen, gepruefte_eingabe, versuchen
from sozialraum_cli.befehle.fortschritt import fortschritt
from sozialraum_cli.befehle.stand import stand_vorgegeben
from sozialraum_cli.befund import Befund, Datenfehler, Stufe, fehler, hat_fehler, hinweis
from sozialraum_cli.eingabemappe.aus_quellen import neue_eingabemappe
from sozialraum_cli.lesen.dateifehler import NEU_SPEICHERN
from sozialraum_cli.lesen.mappe import Mappe
from sozialraum_cli.lesen.mappendatei import mappe_aus_bytes, mappe_lesen
from sozialraum_cli.quellen.auffaellig import spruenge, zensusspruenge
from sozialraum_cli.quellen.auswahl import dateien_ohne_gebiete
from sozialraum_cli.quellen.auswerten import Spaltenergebnis, auswerten
from sozialraum_cli.quellen.behaelter import quelldatei_lesen
from sozialraum_cli.quellen.bestand import (
    amtliche_blaetter,
    gesuchte_gebiete,
    quellen_lesen,
)
from sozialraum_cli.quellen.eintragen import Eintragung, Zellaenderung, eintragen
from sozialraum_cli.quellen.gitter import Gitter, Zeile
from sozialraum_cli.quellen.lauf import Einlesung, Wirkung
from sozialraum_cli.quellen.neue_eingabe import (
    bezugsgroessen,
    indikatoren,
    quelle_der_bezugsgroesse,
    sozialraeume,
    spalten_der_mappe,
)
from sozialraum_cli.quellen.zuordnung import Quellenzuordnung
from sozialraum_cli.quellen.zuordnung_lesen import quellenzuordnung_lesen
from sozialraum_cli.rechnen.berechnung import Ergebnis
from sozialraum_cli.runden import CENT, groesste_reste

_INHALTSTYPEN = "[Content_Types].xml"
_OHNE_STAND = datetime(2000, 1, 1, tzinfo=UTC)


def einlesen_ausfuehren(
    dateien: Sequence[Path], zuordnung: Path, bestand: Path | None, befunde: Sequence[Befund]
) -> Einlesung:
    """Liest die Quellen und bildet die Mappe, im Speicher.

    Eingang: bestand ist die Mappe, in die eingetragen wird, None für eine neue; befunde, was schon
    gegen das Ziel spricht.
    """
    lauf = Einlesung(befunde=[*befunde])
    gelesen = versuchen(lauf.befunde, quellenzuordnung_lesen, zuordnung)
    mappe = versuchen(lauf.befunde, mappe_lesen, bestand)
    if gelesen is None:
        return lauf
    angaben, hinweise = gelesen
    lauf.befunde += hinweise
    gesucht = gesuchte_gebiete(angaben)
    with fortschritt("Zeilen gelesen") as zeigen:
        lauf.quellen = amtliche_blaetter(
            quelle
            for pfad in dateien
            for quelle in quellen_lesen(_gezaehlt(pfad, zeigen), gesucht, lauf.befunde)
        )
    if not lauf.quellen and not hat_fehler(lauf.befunde):
        lauf.befunde.append(_keine_tabelle())
    lauf.befunde += dateien_ohne_gebiete(lauf.quellen)
    lauf.spalten = auswerten(angaben, lauf.quellen, lauf.befunde)
    if bestand is None:
        if not hat_fehler(lauf.befunde):
            lauf.inhalt = _neue_mappe(angaben, lauf.spalten)
            lauf.befunde += _gewichte_fehlen(lauf.spalten)
        return lauf
    if mappe is None:
        return lauf
    if hindernis := _nicht_eintragbar(bestand):
        lauf.befunde.append(fehler(hindernis, mappe.dateiname, NEU_SPEICHERN))
        return lauf
    eintragung = eintragen(mappe, lauf.spalten, lauf.befunde)
    if eintragung is None:
        return lauf
    lauf.aenderungen = eintragung.aenderungen
    lauf.befunde += [*spruenge(eintragung), *zensusspruenge(eintragung, lauf.spalten)]
    if not hat_fehler(lauf.befunde):
        _in_mappe(lauf, bestand, mappe, eintragung)
    return lauf


def _gezaehlt(pfad: Path, zeigen: Callable[[int], None]) -> Iterator[Gitter | Befund]:
    """Die Tabellen einer Datei, deren Zeilen beim Lesen den Fortschritt zeigen."""
    for eines in quelldatei_lesen(pfad):
        if isinstance(eines, Gitter) and sys.stderr.isatty():
            eines = replace(eines, zeilen=_zaehlen(eines.zeilen, zeigen))
        yield eines


def _zaehlen(zeilen: Iterator[Zeile], zeigen: Callable[[int], None]) -> Iterator[Zeile]:
    for nummer, zeile in enumerate(zeilen, start=1):
        zeigen(nummer)
        yield zeile


def _nicht_eintragbar(mappe: Path) -> str | None:
    """Warum eine lesbare Mappe nicht als .xlsx geschrieben werden kann; None, wenn es geht."""
    with ZipFile(mappe) as archiv:
        if _INHALTSTYPEN not in archiv.namelist():
            return "In eine OpenDocument-Mappe (.ods) wird nicht eingetragen."
        typen = archiv.read(_INHALTSTYPEN)
    if b"macroEnabled" in typen or b"spreadsheetml.template" in typen:
        return "In eine Mappe mit Makros oder eine Mappenvorlage wird nicht eingetragen."
    return None


def _keine_tabelle() -> Befund:
    return fehler(
        "In den Quellen steht keine Tabelle mit Gebieten.",
        None,
        "Eine Tabelle mit Gebietsschlüssel oder Gemeindename je Zeile angeben.",
    )


def _neue_mappe(zuordnung: Quellenzuordnung, spalten: Sequence[Spaltenergebnis]) -> bytes:
    zeilen = indikatoren(spalten)
    return neue_eingabemappe(
        sozialraeume(zuordnung),
        zeilen,
        spalten_der_mappe(spalten),
        [spalte.angabe.name for spalte in spalten if spalte.angabe.gewicht is None],
        [z for spalte in bezugsgroessen(spalten) for z in quelle_der_bezugsgroesse(spalte)],
        {},
        stand_vorgegeben() or _stand(spalten),
    )


def _stand(spalten: Sequence[Spaltenergebnis]) -> datetime:
    """Der jüngste Stichtag: gleiche Quellen ergeben gleiche Bytes."""
    tage = [zeit for spalte in spalten for zeit in spalte.zeiten if len(zeit) == 10]
    if not tage:
        return _OHNE_STAND
    return datetime.fromisoformat(max(tage)).replace(tzinfo=UTC)


def _gewichte_fehlen(spalten: Sequence[Spaltenergebnis]) -> list[Befund]:
    bezug = bezugsgroessen(spalten)
    ohne = [s.angabe.name for s in spalten if s.angabe.gewicht is None and s not in bezug]
    if not ohne:
        return []
    return [
        hinweis(
            f"Ohne Gewicht: {', '.join(f'„{name}“' for name in ohne)}. Wie viel ein Indikator "
            "wiegt, entscheidet niemand für Sie.",
            "Gewichtung",
            "Im Blatt „Gewichtung“ die Gewichte eintragen, oder in der Zuordnung gewicht = 40; "
            "reine Bezugsgrößen dort löschen.",
        )
    ]


def _in_mappe(lauf: Einlesung, pfad: Path, mappe: Mappe, eintragung: Eintragung) -> None:
    setzungen = _je_blatt(eintragung.aenderungen)
    teile = zellen_setzen(entpacken(pfad.read_bytes()), setzungen, mappe.dateiname)
    neu = packen(teile, mappe.stand or _stand(lauf.spalten))
    try:
        vorher, _ = gepruefte_eingabe(mappe)
    except Datenfehler as grund:
        lauf.inhalt = neu
        lauf.befunde.append(_wirkung_unbekannt(grund, mappe.dateiname))
        return
    try:
        nachher, _ = gepruefte_eingabe(mappe_aus_bytes(neu, mappe.dateiname))
    except Datenfehler as grund:
        lauf.befunde += [b for b in grund.befunde if b.stufe is Stufe.FEHLER]
        return
    lauf.inhalt = neu
    try:
        alt, _ = ergebnis_rechnen(vorher, [])
        jetzt, _ = ergebnis_rechnen(nachher, [])
    except Datenfehler as grund:
        lauf.befunde.append(_wirkung_unbekannt(grund, mappe.dateiname))
        return
    lauf.wirkung = [
        Wirkung(raum.name, *betraege)
        for raum, *betraege in zip(
            vorher.sozialraeume, _auf_cent(alt), _auf_cent(jetzt), strict=True
        )
    ]


def _auf_cent(ergebnis: Ergebnis) -> tuple[Decimal, ...]:
    """Das Budget nach Indikatoren so auf Cent gerundet, dass die Summe stimmt."""
    gesamtbudget = ergebnis.eingabe.parameter.gesamtbudget
    genau = [zeile.budget_indikatoren for zeile in ergebnis.sozialraeume]
    return groesste_reste(genau, gesamtbudget, CENT).betrag


def _je_blatt(aenderungen: Sequence[Zellaenderung]) -> Mapping[str, list[Zellsetzung]]:
    setzungen: dict[str, list[Zellsetzung]] = {}
    for a in aenderungen:
        setzung = Zellsetzung(a.zeile, a.spalte, a.wert, a.formel_bleibt, a.format_von)
        setzungen.setdefault(a.blatt, []).append(setzung)
    return setzungen


def _wirkung_unbekannt(grund: Datenfehler, dateiname: str) -> Befund:
    return hinweis(
        "Die Wirkung in € ist nicht berechnet, weil die Mappe sich nicht berechnen lässt: "
        f"{grund.befunde[0].text}",
        dateiname,
        "Mit „sozialraum pruefen“ ansehen, was der Mappe fehlt.",
    )

"""Unter der Tabelle der Anlage: Summen je Region, Träger und Zuständigkeit, wo angegeben."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from sozialraum_cli.arbeitsmappe import stil
from sozialraum_cli.arbeitsmappe.formelmappe import Wert, text_schreiben, zelle_in
from sozialraum_cli.arbeitsmappe.rechenblatt import Rechenblatt
from sozialraum_cli.rechnen.berechnung import Ergebnis, differenz_prozent
from sozialraum_cli.rechnen.gruppen import (
    BEZEICHNUNG,
    OHNE_ANGABE,
    Gruppe,
    Gruppenart,
    benannte_gruppen,
)

_HOEHE = 16


class Summenspalte(NamedTuple):
    """Eine Spalte, die je Gruppe zusammengezählt wird; mit `formel` aus den Summen gerechnet."""

    name: str
    werte: Sequence[Wert]
    formel: str = ""


def gezeigte_gruppen(ergebnis: Ergebnis) -> dict[Gruppenart, list[Gruppe]]:
    """Die Gruppen der Anlage je Art.

    Eine Gliederung, die jede Zeile einzeln oder alle zusammen nennt oder eine frühere wiederholt,
    sagt nichts Neues und bleibt weg.
    """
    gezeigt: dict[Gruppenart, list[Gruppe]] = {}
    gesehen: list[list[tuple[str, ...]]] = []
    for art, gruppen in benannte_gruppen(ergebnis).items():
        einteilung = [gruppe.sozialraeume for gruppe in gruppen]
        if einteilung in gesehen or len(gruppen) in {1, len(ergebnis.sozialraeume)}:
            continue
        gesehen.append(einteilung)
        gezeigt[art] = gruppen
    return gezeigt


def gruppensummen(
    tabelle: Rechenblatt, zeile: int, ergebnis: Ergebnis, spalten: Sequence[Summenspalte]
) -> int:
    """Schreibt je Gruppe eine Zeile; Ergebnis ist die nächste freie Zeile.

    Die neuen Budgets der Gruppen einer Art heißen `ART_budget_neu`: eine Probe fragt, ob jeder
    Sozialraum in einer steht, auch nachdem jemand seine Zugehörigkeit geändert hat.
    """
    for art, gruppen in gezeigte_gruppen(ergebnis).items():
        _ueberschrift(tabelle, zeile, f"je {BEZEICHNUNG[art]}")
        for nummer, gruppe in enumerate(gruppen, start=1):
            _gruppe(tabelle, zeile + nummer, gruppe, _summen(ergebnis, gruppe, spalten), spalten)
        erste, letzte = zeile + 1, zeile + len(gruppen)
        spalte = tabelle.zelle("budget_neu", erste).column_letter
        bereich = f"'{tabelle.blatt.title}'!${spalte}${erste}:${spalte}${letzte}"
        tabelle.formelmappe.name(f"{art}_budget_neu", bereich)
        zeile = letzte + 1
    return zeile


def _ueberschrift(tabelle: Rechenblatt, zeile: int, titel: str) -> None:
    for nummer in range(tabelle.breite):
        zelle_in(tabelle.blatt, zeile, tabelle.links + nummer).border = stil.RAND_ZEILE
    zelle = zelle_in(tabelle.blatt, zeile, tabelle.links)
    text_schreiben(zelle, titel)
    zelle.font = stil.schrift(tabelle.schriftgroesse, fett=True)
    tabelle.blatt.row_dimensions[zeile].height = _HOEHE


def _gruppe(
    tabelle: Rechenblatt,
    zeile: int,
    gruppe: Gruppe,
    summen: Mapping[str, Wert],
    spalten: Sequence[Summenspalte],
) -> None:
    name = gruppe.name or OHNE_ANGABE
    erste = zelle_in(tabelle.blatt, zeile, tabelle.links)
    text_schreiben(erste, name)
    erste.font, erste.alignment = stil.schrift(tabelle.schriftgroesse), stil.LINKS
    erste.border = stil.RAND_ZEILE
    tabelle.blatt.row_dimensions[zeile].height = _HOEHE * stil.zeilenzahl(name, 16)
    gesucht = f"${erste.column_letter}${zeile}" if gruppe.name else '""'
    dabei = f"EXACT({gruppe.art},{gesucht})"
    for spalte in spalten:
        muster = tabelle.zelle(spalte.name, tabelle.zeilen[0])
        zelle = tabelle.zelle(spalte.name, zeile)
        formel, wert = _zusammen(tabelle, spalte, dabei), summen[spalte.name]
        if spalte.formel:
            prozent = differenz_prozent(_zahl(summen["budget_bisher"]), _zahl(summen["budget_neu"]))
            formel, wert = spalte.formel, "" if prozent is None else prozent
        tabelle.formelmappe.formel(zelle, tabelle.eingesetzt(formel, zeile), wert)
        zelle.number_format, zelle.alignment = muster.number_format, stil.RECHTS
        zelle.font, zelle.border = stil.schrift(tabelle.schriftgroesse), stil.RAND_ZEILE


def _zusammen(tabelle: Rechenblatt, spalte: Summenspalte, dabei: str) -> str:
    """Leer, wo einem der Sozialräume der Betrag fehlt: eine Teilsumme sähe aus wie die ganze."""
    bereich = tabelle.bereich(spalte.name)
    fehlt = f"SUMPRODUCT({dabei}*(1-ISNUMBER({bereich})))>0"
    return f'IF({fehlt},"",SUMPRODUCT({dabei}*1,{bereich}))'


def _summen(ergebnis: Ergebnis, gruppe: Gruppe, spalten: Sequence[Summenspalte]) -> dict[str, Wert]:
    return {spalte.name: _summe(ergebnis, gruppe, spalte) for spalte in spalten}


def _summe(ergebnis: Ergebnis, gruppe: Gruppe, spalte: Summenspalte) -> Wert:
    werte = list(_eigene(ergebnis, gruppe, spalte))
    return "" if "" in werte else sum(map(_zahl, werte), Decimal(0))


def _eigene(ergebnis: Ergebnis, gruppe: Gruppe, spalte: Summenspalte) -> Iterator[Wert]:
    dabei = {*gruppe.sozialraeume}
    for zeile, wert in zip(ergebnis.sozialraeume, spalte.werte, strict=True):
        if zeile.sozialraum.name in dabei:
            yield wert


def _zahl(wert: Wert) -> Decimal:
    return Decimal(0) if isinstance(wert, str) else Decimal(wert)

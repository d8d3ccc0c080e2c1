"""Unter der Tabelle der Anlage: Summen je Region, Träger und Zuständigkeit, wo angegeben."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sozialraum_cli.arbeitsmappe import stil
from sozialraum_cli.arbeitsmappe.formelmappe import Wert, text_schreiben, zelle_in
from sozialraum_cli.arbeitsmappe.rechenblatt import Rechenblatt
from sozialraum_cli.bogen.zuordnung import GRUPPENFELDER
from sozialraum_cli.modell import Sozialraum
from sozialraum_cli.rechnen.berechnung import differenz_prozent

_HOEHE = 16


@dataclass(frozen=True, slots=True)
class Summenspalte:
    """Eine Spalte, die je Gruppe zusammengezählt wird; mit `formel` aus den Summen gerechnet."""

    name: str
    werte: Sequence[Wert]
    formel: str = ""


def gruppensummen(
    tabelle: Rechenblatt,
    zeile: int,
    raeume: Sequence[Sozialraum],
    spalten: Sequence[Summenspalte],
) -> int:
    """Schreibt je Gruppe eine Zeile; Ergebnis ist die nächste freie Zeile.

    Eine Gliederung, die jede Zeile einzeln oder alle zusammen nennt oder eine frühere wiederholt,
    sagt nichts Neues und bleibt weg; wo ein Name fehlt, gehört die Zeile zu keiner Gruppe.
    """
    gesehen: list[list[int]] = []
    for feld, titel in GRUPPENFELDER.items():
        namen = [getattr(raum, feld) or "" for raum in raeume]
        verschiedene = sorted({*namen} - {""})
        einteilung = [namen.index(name) if name else -1 for name in namen]
        if einteilung in gesehen or not verschiedene or len({*einteilung}) in {1, len(raeume)}:
            continue
        gesehen.append(einteilung)
        _ueberschrift(tabelle, zeile, f"je {titel}")
        zeile += 1
        for name in verschiedene:
            dabei = [eigener == name for eigener in namen]
            _gruppe(tabelle, zeile, feld, name, dabei, spalten)
            zeile += 1
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
    feld: str,
    name: str,
    dabei: Sequence[bool],
    spalten: Sequence[Summenspalte],
) -> None:
    erste = zelle_in(tabelle.blatt, zeile, tabelle.links)
    text_schreiben(erste, name)
    erste.font, erste.alignment = stil.schrift(tabelle.schriftgroesse), stil.LINKS
    erste.border = stil.RAND_ZEILE
    tabelle.blatt.row_dimensions[zeile].height = _HOEHE * stil.zeilenzahl(name, 16)
    gesucht = f"${erste.column_letter}${zeile}"
    summen = dict(_summen(dabei, spalten))
    for spalte in spalten:
        muster = tabelle.zelle(spalte.name, tabelle.zeilen[0])
        zelle = tabelle.zelle(spalte.name, zeile)
        formel, wert = _zusammen(tabelle, spalte, f"--({feld}={gesucht})"), summen[spalte.name]
        if spalte.formel:
            prozent = differenz_prozent(_zahl(summen["budget_bisher"]), _zahl(summen["budget_neu"]))
            formel, wert = spalte.formel, "" if prozent is None else prozent
        tabelle.formelmappe.formel(zelle, tabelle.eingesetzt(formel, zeile), wert)
        zelle.number_format, zelle.alignment = muster.number_format, stil.RECHTS
        zelle.font, zelle.border = stil.schrift(tabelle.schriftgroesse), stil.RAND_ZEILE


def _zusammen(tabelle: Rechenblatt, spalte: Summenspalte, dabei: str) -> str:
    bereich = tabelle.bereich(spalte.name)
    return f'IF(COUNT({bereich})=0,"",SUMPRODUCT({dabei},{bereich}))'


def _summen(dabei: Sequence[bool], spalten: Sequence[Summenspalte]) -> Iterator[tuple[str, Wert]]:
    for spalte in spalten:
        leer = all(wert == "" for wert in spalte.werte)
        eigene = [wert for wert, ja in zip(spalte.werte, dabei, strict=True) if ja]
        yield spalte.name, "" if leer else sum(map(_zahl, eigene), Decimal(0))


def _zahl(wert: Wert) -> Decimal:
    return Decimal(0) if isinstance(wert, str) else Decimal(wert)

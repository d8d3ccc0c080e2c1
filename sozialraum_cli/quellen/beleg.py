"""Quelle und Stichtag einer Spalte, wie sie im Blatt Gewichtung stehen."""

from sozialraum_cli.quellen.auswerten import Spaltenergebnis
from sozialraum_cli.quellen.zeit import deutsche_liste

_PRUEFSUMME = 12
_HOECHSTENS = 2_000


def quelle_nennen(spalte: Spaltenergebnis) -> str:
    """Wer gemessen hat und was, in welcher Datei, mit welchem Stand.

    Ergebnis: ein Text mit Statistik, Messgröße, Datei, Prüfsumme der Datei (sie sagt, welche
    Fassung es war) und dem Stand, den die Quelle nennt.
    """
    teile: dict[str, None] = {}
    if spalte.angabe.quelle:
        teile[spalte.angabe.quelle] = None
    teile |= dict.fromkeys(b.reihe.statistik for b in spalte.belege if b.reihe.statistik)
    groessen = list(dict.fromkeys(beleg.reihe.bezeichnung for beleg in spalte.belege))
    if groessen:
        teile[f"Messgröße {', '.join(groessen[:10])}"] = None
    for beleg in spalte.belege:
        quelle = beleg.quelle
        blatt = f", Blatt {quelle.blatt}" if quelle.blatt else ""
        teile[f"Datei {quelle.datei}{blatt} (SHA-256 {quelle.sha256[:_PRUEFSUMME]})"] = None
    teile |= dict.fromkeys(vermerk for beleg in spalte.belege for vermerk in beleg.quelle.vermerke)
    if spalte.endgueltig:
        teile["Stand: endgültig"] = None
    return "; ".join(teile)[:_HOECHSTENS]


def stichtag_nennen(spalte: Spaltenergebnis) -> str:
    """Für wann die Werte gelten; leer, wenn weder Quelle noch Zuordnung es sagen."""
    worte = dict.fromkeys(beleg.reihe.zeitangabe for beleg in spalte.belege)
    zeiten = ", ".join(worte) if worte and all(worte) else deutsche_liste(spalte.zeiten)
    return f"Mittel aus {zeiten}" if spalte.angabe.mittel and len(spalte.zeiten) > 1 else zeiten

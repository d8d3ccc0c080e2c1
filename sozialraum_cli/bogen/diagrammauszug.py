"""Was die Diagramme vieler Sozialräume zeigen: die größten Zuwächse und die größten Rückgänge.

Hundert Balken liest niemand, und sie alle zu sortieren läse in jeder Zeile alle anderen. Die
zwanzig größten und kleinsten Werte kosten vierzig Formeln, gleich wie viele Sozialräume es sind.
"""

from collections.abc import Sequence
from decimal import Decimal

from sozialraum_cli.arbeitsmappe import stil
from sozialraum_cli.arbeitsmappe.formelmappe import Wert
from sozialraum_cli.arbeitsmappe.rechenblatt import Rechenblatt
from sozialraum_cli.arbeitsmappe.texte import Textformel, wenn
from sozialraum_cli.rechnen.berechnung import Ergebnis, Sozialraumbudget

# So viele Sozialräume stehen in einem Diagramm alle da.
ALLE_BIS = 40
_JE_ENDE = ALLE_BIS // 2

# Formel, Wert und Zahlenformat einer Zelle.
Zelle = tuple[str, Wert, str]


def satz(ergebnis: Ergebnis, tabelle: Rechenblatt) -> Textformel:
    """Welche Sozialräume dastehen."""
    return wenn(
        _zu_wenige(tabelle),
        _bekannt(ergebnis) < ALLE_BIS,
        f"Gezeigt sind die ersten {ALLE_BIS} Sozialräume.",
        f"Gezeigt sind die {_JE_ENDE} Sozialräume mit dem größten Zuwachs und die {_JE_ENDE} mit "
        "dem größten Rückgang in Prozent.",
    )


def zeilen(
    ergebnis: Ergebnis, tabelle: Rechenblatt, erste: int, stelle: str, veraenderung: str
) -> list[Sequence[Zelle]]:
    """Die Zeilen der Daten: Name, bisher, ohne Schutz, neu, Nummer, Name, Veränderung in %.

    Eingang: die Anlage, die erste Zeile, die Buchstaben der Spalten mit Nummer und Veränderung.
    """
    prozent = tabelle.fremder_bereich("differenz_prozent")
    alle: list[Sequence[Zelle]] = []
    for nummer, index in enumerate(gezeigt(ergebnis)):
        raum, zeile = ergebnis.sozialraeume[index], erste + nummer
        davor = zeile - 1 if nummer < _JE_ENDE else zeile + 1
        am_ende = nummer in {0, ALLE_BIS - 1}
        wert, platz = f"${veraenderung}${zeile}", f"${stelle}${zeile}"
        gesucht = f"MATCH({wert},{prozent},0)"
        if not am_ende:
            # Bei gleichen Werten der nächste dahinter.
            danach = f"${stelle}${davor}"
            rest = f"INDEX({prozent},{danach}+1):INDEX({prozent},ROWS({prozent}))"
            weiter = f"{danach}+MATCH({wert},{rest},0)"
            gesucht = f"IF({wert}=${veraenderung}${davor},{weiter},{gesucht})"
        groesste = f"LARGE({prozent},{nummer + 1})"
        if nummer >= _JE_ENDE:
            groesste = f"SMALL({prozent},{ALLE_BIS - nummer})"
        name = f'IFERROR({tabelle.fremd("sozialraum", platz)},"")'
        alle.append(
            (
                (name, raum.sozialraum.name, stil.TEXT),
                *_budgets(tabelle, raum, platz),
                (
                    f'IFERROR(IF({_zu_wenige(tabelle)},{nummer + 1},{gesucht}),"")',
                    index + 1,
                    stil.GANZ,
                ),
                (name, raum.sozialraum.name, stil.TEXT),
                (
                    f"IFERROR(IF({_zu_wenige(tabelle)},INDEX({prozent},{nummer + 1}),{groesste})"
                    ',"")',
                    "" if raum.differenz_prozent is None else raum.differenz_prozent,
                    stil.PROZENTPUNKTE,
                ),
            )
        )
    return alle


def gezeigt(ergebnis: Ergebnis) -> list[int]:
    """Die Nummern der gezeigten Sozialräume ab 0, größter Zuwachs zuerst."""
    prozente = [
        (zeile.differenz_prozent, index)
        for index, zeile in enumerate(ergebnis.sozialraeume)
        if zeile.differenz_prozent is not None
    ]
    if len(prozente) < ALLE_BIS:
        return list(range(ALLE_BIS))
    oben = sorted(prozente, key=lambda paar: (-paar[0], paar[1]))[:_JE_ENDE]
    unten = sorted(prozente)[:_JE_ENDE]
    return [index for _, index in (*oben, *reversed(unten))]


def _budgets(tabelle: Rechenblatt, raum: Sozialraumbudget, platz: str) -> list[Zelle]:
    werte = {
        "budget_bisher": raum.sozialraum.budget_bisher or Decimal(0),
        "budget_indikatoren_gerundet": raum.budget_indikatoren_gerundet,
        "budget_neu": raum.budget_neu,
    }
    return [
        (f'IFERROR(N({tabelle.fremd(name, platz)}),"")', wert, stil.EURO)
        for name, wert in werte.items()
    ]


def _zu_wenige(tabelle: Rechenblatt) -> str:
    return f"COUNT({tabelle.fremder_bereich('differenz_prozent')})<{ALLE_BIS}"


def _bekannt(ergebnis: Ergebnis) -> int:
    return sum(zeile.differenz_prozent is not None for zeile in ergebnis.sozialraeume)

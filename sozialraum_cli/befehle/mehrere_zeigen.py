"""Was viele Mappen ergaben: Befunde auf stderr, darunter eine Zeile je Mappe auf stdout."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

from sozialraum_cli.ausgabe.befunde import anzahl
from sozialraum_cli.ausgabe.csv_ausgabe import DIALEKTE, berechnungen_csv
from sozialraum_cli.ausgabe.json_ausgabe import berechnung_json, pruefung_json, zeile_mit_datei
from sozialraum_cli.ausgabe.zeichensatz import einzeilig
from sozialraum_cli.befehle.angaben import Format
from sozialraum_cli.befehle.melden import befunde_melden, bytes_zeigen, konsole, melden
from sozialraum_cli.befehle.rechenlauf import Angaben, Ausgang, Berechnet, Gescheitert
from sozialraum_cli.befund import Stufe
from sozialraum_cli.zahlen import zahl

_ABSTAND = 2
_NAME_MINDESTENS = 12

Ausgaenge = Mapping[Path, Ausgang]


def ergebnisse_zeigen(ausgaenge: Ausgaenge, angaben: Angaben) -> None:
    """Schreibt alle Ergebnisse auf stdout, als Tabelle eine Zeile je Mappe."""
    if angaben.format is Format.TABELLE:
        _tabelle(ausgaenge)
    else:
        bytes_zeigen(ergebnisse_als_bytes(ausgaenge, angaben.format, angaben))


def ergebnisse_als_bytes(ausgaenge: Ausgaenge, format_: Format, angaben: Angaben) -> bytes:
    """Alle Ergebnisse als JSON oder CSV.

    JSON: je Mappe eine Zeile mit „datei“, nach Schema sozialraum/berechnung/1 oder, wenn sie
    gescheitert ist, sozialraum/pruefung/1. CSV: eine Tabelle ohne die gescheiterten.
    """
    if format_ is Format.JSON:
        return b"".join(_json_zeile(pfad, ausgang) for pfad, ausgang in ausgaenge.items())
    ergebnisse = [(str(p), a.ergebnis) for p, a in ausgaenge.items() if isinstance(a, Berechnet)]
    return berechnungen_csv(ergebnisse, DIALEKTE[angaben.csv_dialekt]) if ergebnisse else b""


def verlauf_melden(ausgaenge: Ausgaenge, *, leise: bool) -> None:
    """Schreibt je Mappe ihre Befunde und ihren Bogen auf stderr."""
    for pfad, ausgang in ausgaenge.items():
        befunde = [b for b in ausgang.befunde if not leise or b.stufe is Stufe.FEHLER]
        bogen = ausgang.bogen if isinstance(ausgang, Berechnet) and not leise else None
        if befunde:
            melden(f"{pfad}")
            befunde_melden(befunde, "Nicht berechnet." if isinstance(ausgang, Gescheitert) else "")
        if bogen:
            melden(f"Bogen geschrieben: {bogen}")
        if befunde or bogen:
            melden("")


def schluss_melden(ausgaenge: Ausgaenge, *, leise: bool) -> None:
    """Sagt auf stderr, wie viele Mappen berechnet und welche gescheitert sind."""
    gescheitert = [str(p) for p, ausgang in ausgaenge.items() if isinstance(ausgang, Gescheitert)]
    if gescheitert:
        berechnet = len(ausgaenge) - len(gescheitert)
        namen = ", ".join(gescheitert)
        melden(f"{berechnet} von {len(ausgaenge)} Mappen berechnet, gescheitert: {namen}.")
    elif not leise:
        melden(f"Alle {len(ausgaenge)} Mappen berechnet.")


def _json_zeile(pfad: Path, ausgang: Ausgang) -> bytes:
    if isinstance(ausgang, Berechnet):
        zeile = berechnung_json(ausgang.ergebnis, ausgang.befunde)
    else:
        zeile = pruefung_json(ausgang.befunde)
    return zeile_mit_datei(pfad, zeile)


def _tabelle(ausgaenge: Ausgaenge) -> None:
    from rich.cells import cell_len
    from rich.table import Table
    from rich.text import Text

    terminal = konsole()
    kopf = ("Mappe", "Jahr", "Gesamtbudget €", "Zuwachs €", "Rückgang €", "")
    zeilen = [
        [einzeilig(text, terminal.encoding) for text in zeile]
        for zeile in (kopf, *_zeilen(ausgaenge))
    ]
    breiten = [max(map(cell_len, spalte)) for spalte in zip(*zeilen, strict=True)]
    # Schmaler wird nur der Name: eine Zahl bleibt ganz, auch wenn sie hinausragt.
    rest = terminal.width - sum(_ABSTAND + breite for breite in breiten[1:])
    breiten[0] = min(breiten[0], max(rest, _NAME_MINDESTENS))
    anzeige = Table(box=None, show_header=False, pad_edge=False, padding=(0, _ABSTAND, 0, 0))
    for nummer, breite in enumerate(breiten):
        links = nummer in (0, len(kopf) - 1)
        anzeige.add_column(justify="left" if links else "right", width=breite, overflow="fold")
    for zeile in zeilen:
        anzeige.add_row(*map(Text, zeile))
    terminal.width = max(terminal.width, sum(_ABSTAND + breite for breite in breiten))
    with terminal.capture() as aufnahme:
        terminal.print(anzeige, crop=False)
    terminal.file.writelines(f"{zeile.rstrip()}\n" for zeile in aufnahme.get().splitlines())


def _zeilen(ausgaenge: Ausgaenge) -> Iterator[tuple[str, ...]]:
    for pfad, ausgang in ausgaenge.items():
        if isinstance(ausgang, Gescheitert):
            yield (str(pfad), "", "", "", "", "gescheitert")
            continue
        parameter, summen = ausgang.ergebnis.eingabe.parameter, ausgang.ergebnis.summen
        bekannt = summen.budget_bisher is not None
        yield (
            str(pfad),
            str(parameter.jahr),
            _betrag(parameter.gesamtbudget),
            _betrag(summen.gewinn) if bekannt else "k. A.",
            _betrag(summen.verlust) if bekannt else "k. A.",
            anzahl(ausgang.befunde) if ausgang.befunde else "",
        )


def _betrag(betrag: Decimal) -> str:
    return zahl(betrag, 0 if betrag == betrag.to_integral_value() else 2)

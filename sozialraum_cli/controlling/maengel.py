"""Was an Zeilen einer Quelle auffällt: je Art und Datei ein Befund mit allen Zeilen."""

from array import array
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from enum import Enum
from itertools import groupby

from sozialraum_cli.befund import Befund, hinweis
from sozialraum_cli.zahlen import zahl

_BEREICHE_HOECHSTENS = 1000
_NICHT_GEZAEHLT = "Die Zeile in der Quelle berichtigen; bis dahin zählt sie nicht."


class Mangel(Enum):
    """Was auffällt: Text für eine Zeile, für mehrere ({n}), was zu tun ist."""

    DAUER_FEHLT = (
        "Die Dauer fehlt; die Zeile zählt 0 Stunden.",
        "In {n} Zeilen fehlt die Dauer; sie zählen 0 Stunden.",
        "Die Dauer in der Quelle nachtragen.",
    )
    DAUER_UNLESBAR = (
        "Die Dauer ist nicht lesbar oder passt nicht zur Einheit; die Zeile zählt 0 Stunden.",
        "In {n} Zeilen ist die Dauer nicht lesbar oder passt nicht zur Einheit; sie zählen "
        "0 Stunden.",
        'Die Einheit unter [einheiten] prüfen ("min", "h" oder "hh:mm") oder die Zeile '
        "berichtigen; mehrdeutige Zahlen wie 1.500 als 1500 oder 1,5 schreiben.",
    )
    NEGATIV = (
        "Der Termin hat eine negative Dauer und zählt nicht.",
        "{n} Termine haben eine negative Dauer und zählen nicht.",
        _NICHT_GEZAEHLT,
    )
    UEBER_EIN_TAG = (
        "Der Termin dauert länger als 24 Stunden und zählt nicht.",
        "{n} Termine dauern länger als 24 Stunden und zählen nicht.",
        "Dauer und Einheit prüfen. Sind es Summen je Zeitraum, dürfen sie kein Datum haben.",
    )
    ENDE_VOR_BEGINN = (
        "Das Ende liegt vor dem Beginn; der Termin zählt nicht.",
        "In {n} Zeilen liegt das Ende vor dem Beginn; diese Termine zählen nicht.",
        _NICHT_GEZAEHLT,
    )
    DATUM_FEHLT = (
        "Das Datum fehlt; der Termin zählt nicht.",
        "In {n} Zeilen fehlt das Datum; diese Termine zählen nicht.",
        "Das Datum in der Quelle nachtragen.",
    )
    DATUM_UNLESBAR = (
        "Das Datum ist nicht lesbar; der Termin zählt nicht.",
        "In {n} Zeilen ist das Datum nicht lesbar; diese Termine zählen nicht.",
        "Das Datum als 31.12.2012 oder 2012-12-31 schreiben.",
    )
    FALSCHES_JAHR = (
        "Das Datum liegt nicht im Jahr des Bogens, also außerhalb des Zeitraums; der Termin zählt "
        "nicht.",
        "{n} Termine liegen nicht im Jahr des Bogens, also außerhalb des Zeitraums; sie zählen "
        "nicht.",
        "Das Datum prüfen oder die Zeilen anderer Jahre weglassen.",
    )
    AUSSERHALB_DES_ZEITRAUMS = (
        "Das Datum liegt außerhalb des Zeitraums; der Termin zählt nicht.",
        "{n} Termine liegen außerhalb des Zeitraums; sie zählen nicht.",
        "Nichts zu tun, wenn der Zeitraum so gewollt ist; sonst --von und --bis ändern.",
    )
    DOPPELT = (
        "Der Termin gleicht in allen gelesenen Spalten einer früheren Zeile, ist also vielleicht "
        "doppelt; er zählt mit.",
        "{n} Termine gleichen in allen gelesenen Spalten einer früheren Zeile, sind also "
        "vielleicht doppelt; sie zählen mit.",
        "Doppelte Zeilen in der Quelle löschen. Eine Spalte mit Fallnummer oder Beginn hilft, "
        "gleiche Termine zu unterscheiden.",
    )
    SUMMENZEILE = (
        "Die Zeile ist als Summe bezeichnet und zählt nicht.",
        "{n} Zeilen sind als Summe bezeichnet und zählen nicht.",
        "Nichts zu tun, wenn es Summenzeilen sind.",
    )
    SOZIALRAUM_FEHLT = (
        "Der Sozialraum fehlt; die Zeile zählt unter „keine Angabe“.",
        "In {n} Zeilen fehlt der Sozialraum; sie zählen unter „keine Angabe“.",
        "Den Sozialraum in der Quelle nachtragen.",
    )
    SOZIALRAUM_UNBEKANNT = (
        "Der Sozialraum {zusatz} steht nicht im Bogen; die Zeile zählt unter „nicht zugeordnet“.",
        "Der Sozialraum {zusatz} steht nicht im Bogen; {n} Zeilen zählen unter „nicht zugeordnet“.",
        "In der Zuordnung unter [sozialraeume] nennen, wohin er gehört: ein Sozialraum des Bogens, "
        "„Außerhalb“ oder „Keine Angabe“.",
    )
    LEISTUNG_FEHLT = (
        "Die Leistung fehlt; die Zeile zählt unter „ohne Leistung des Bogens“.",
        "In {n} Zeilen fehlt die Leistung; sie zählen unter „ohne Leistung des Bogens“.",
        "Die Leistung in der Quelle nachtragen.",
    )
    LEISTUNG_UNBEKANNT = (
        "Die Leistung {zusatz} steht nicht im Bogen; die Zeile zählt unter „ohne Leistung des "
        "Bogens“.",
        "Die Leistung {zusatz} steht nicht im Bogen; {n} Zeilen zählen unter „ohne Leistung des "
        "Bogens“.",
        "In der Zuordnung unter [leistungen] nennen, zu welcher Leistung des Bogens sie gehört; "
        "mit „“ zählt sie nicht.",
    )
    OHNE_LEISTUNG = (
        "Die Leistung zählt laut Zuordnung nicht.",
        "{n} Zeilen zählen laut Zuordnung nicht.",
        "Nichts zu tun, wenn das so gewollt ist.",
    )
    BETRAG_UNLESBAR = (
        "Der Betrag ist nicht lesbar und zählt nicht; die Stunden zählen.",
        "In {n} Zeilen ist der Betrag nicht lesbar und zählt nicht; die Stunden zählen.",
        "Den Betrag als 1234,56 schreiben.",
    )
    BETRAG_NEGATIV = (
        "Der Betrag ist negativ und mindert das Ist.",
        "In {n} Zeilen ist der Betrag negativ und mindert das Ist.",
        "Nichts zu tun, wenn es eine Gutschrift ist.",
    )
    TEILNEHMENDE_UNLESBAR = (
        "Die Zahl der Teilnehmenden ist keine ganze Zahl ab 0 und zählt nicht.",
        "In {n} Zeilen ist die Zahl der Teilnehmenden keine ganze Zahl ab 0 und zählt nicht.",
        "Die Zahl in der Quelle berichtigen.",
    )


class Maengelliste:
    """Merkt sich zu jeder Art von Mangel die Zeilen und macht am Ende Befunde daraus."""

    def __init__(self) -> None:
        self._zeilen: dict[tuple[Mangel, str, str], array[int]] = {}

    def merken(self, mangel: Mangel, ort: str, zeile: int, zusatz: str = "") -> None:
        """Merkt sich eine Zeile; `zusatz` ist der Name, um den es geht."""
        self._zeilen.setdefault((mangel, zusatz, ort), array("L")).append(zeile)

    def verschweigen(self, mangel: Mangel, stattdessen: str) -> None:
        """Nennt die Namen zu einem Mangel nicht; ihre Zeilen stehen zusammen."""
        for schluessel in [s for s in self._zeilen if s[0] is mangel]:
            zeilen = self._zeilen.pop(schluessel)
            self._zeilen.setdefault((mangel, stattdessen, schluessel[2]), array("L")).extend(zeilen)

    def befunde(self, abhilfen: Mapping[tuple[Mangel, str], str]) -> list[Befund]:
        """Je Art, Name und Datei ein Hinweis; eigene Abhilfen gehen vor."""
        return [
            hinweis(
                (mangel.value[0] if len(zeilen) == 1 else mangel.value[1]).format(
                    n=_anzahl(len(zeilen)), zusatz=zusatz
                ),
                f"{ort}, {zeilen_nennen(zeilen, _hoechstens(mangel))}",
                abhilfen.get((mangel, zusatz), mangel.value[2]),
            )
            for (mangel, zusatz, ort), zeilen in self._zeilen.items()
        ]


def _hoechstens(mangel: Mangel) -> int:
    """Wie viele Stellen genannt werden; was gewollt sein kann, nur als Beispiel."""
    return 10 if mangel is Mangel.AUSSERHALB_DES_ZEITRAUMS else _BEREICHE_HOECHSTENS


def zeilen_nennen(zeilen: Sequence[int], hoechstens: int = _BEREICHE_HOECHSTENS) -> str:
    """Zeilennummern, wie man sie liest: „Zeile 5“ oder „Zeilen 4 bis 6, 9“."""
    if len(zeilen) == 1:
        return f"Zeile {zeilen[0]}"
    bereiche = list(_bereiche(zeilen))
    genannt = ", ".join(bereiche[:hoechstens])
    mehr = len(bereiche) - hoechstens
    weitere = f" und {_anzahl(mehr)} weitere Stellen" if mehr > 0 else ""
    return f"Zeilen {genannt}{weitere}"


def _bereiche(zeilen: Sequence[int]) -> Iterator[str]:
    for _, paare in groupby(enumerate(sorted(set(zeilen))), key=lambda paar: paar[1] - paar[0]):
        nummern = [nummer for _, nummer in paare]
        if len(nummern) > 2:
            yield f"{nummern[0]} bis {nummern[-1]}"
        else:
            yield from map(str, nummern)


def _anzahl(anzahl: int) -> str:
    return zahl(Decimal(anzahl), 0)

"""Ein Feld einer Tabelle lesen: Text, Zahl oder Betrag; was nicht stimmt, wird ein Befund."""

from collections.abc import Callable
from decimal import Decimal

from sozialraum_cli.befund import Befund, fehler, hinweis
from sozialraum_cli.eingabe.tabelle import Tabelle
from sozialraum_cli.eingabe.unlesbar import Unlesbar, als_fehler
from sozialraum_cli.eingabe.zahl import Einheit, Zahl, zahl_lesen
from sozialraum_cli.eingabe.zelltext import name_lesen, text_lesen
from sozialraum_cli.eingabe.zirkelbezug import bezieht_sich_auf_sich
from sozialraum_cli.lesen.mappe import Zellwert
from sozialraum_cli.zahlen import knapp

_CENTSTELLEN = -2


def textfeld(
    tabelle: Tabelle, zeile: int, spalte: int | None, was: str, befunde: list[Befund]
) -> str | None:
    """Der Text eines Felds; None, wenn es leer oder unlesbar ist."""
    return _feld(text_lesen, tabelle, zeile, spalte, was, befunde)


def namensfeld(
    tabelle: Tabelle, zeile: int, spalte: int | None, was: str, befunde: list[Befund]
) -> str | None:
    """Der Name eines Felds, höchstens 255 Zeichen; None, wenn es leer oder unlesbar ist."""
    return _feld(name_lesen, tabelle, zeile, spalte, was, befunde)


def _feld(
    lesen: Callable[[Zellwert], str | Unlesbar],
    tabelle: Tabelle,
    zeile: int,
    spalte: int | None,
    was: str,
    befunde: list[Befund],
) -> str | None:
    zelle = tabelle.zelle(zeile, spalte)
    if zelle is None or spalte is None:
        return None
    text = lesen(zelle.wert)
    if isinstance(text, Unlesbar):
        befunde.append(als_fehler(was, text, tabelle.ort(zeile, spalte)))
        return None
    return text


def zahlfeld(
    tabelle: Tabelle,
    zeile: int,
    spalte: int,
    was: str,
    befunde: list[Befund],
    *,
    statistik: bool = True,
) -> Zahl | None:
    """Die Zahl eines Felds, das gefüllt und nicht negativ sein muss; None nach einem Fehler.

    Eingang: statistik wie bei zahl_lesen.
    """
    zelle = tabelle.zelle(zeile, spalte)
    zahl = (
        zahl_lesen(
            zelle.wert,
            prozentzelle=zelle.prozent,
            format_unbekannt=zelle.format_unbekannt,
            statistik=statistik,
        )
        if zelle
        else zahl_lesen(None)
    )
    if isinstance(zahl, Unlesbar):
        befunde.append(als_fehler(was, zahl, tabelle.ort(zeile, spalte)))
        return None
    if zahl.wert == 0 and zelle and bezieht_sich_auf_sich(zelle.formel or "", zeile, spalte):
        befunde.append(
            fehler(
                f"{was}: Die Formel bezieht sich auf ihre eigene Zelle (Zirkelbezug); gespeichert "
                "ist darum 0.",
                tabelle.ort(zeile, spalte),
                "Die Formel berichtigen oder den Wert eintragen.",
            )
        )
        return None
    if zahl.wert < 0:
        befunde.append(
            fehler(
                f"{was}: Die Zahl {knapp(zahl.wert)} ist negativ.",
                tabelle.ort(zeile, spalte),
                "Eine Zahl ab 0 eintragen.",
            )
        )
        return None
    return zahl


def betragsfeld(
    tabelle: Tabelle, zeile: int, spalte: int | None, was: str, befunde: list[Befund]
) -> Decimal | None:
    """Der Betrag eines Felds in €, ab 0; None, wenn es leer oder unlesbar ist."""
    if spalte is None or tabelle.zelle(zeile, spalte) is None:
        return None
    zahl = zahlfeld(tabelle, zeile, spalte, was, befunde)
    if zahl is None:
        return None
    ort = tabelle.ort(zeile, spalte)
    if zahl.einheit not in {Einheit.OHNE, Einheit.EURO}:
        befunde.append(
            fehler(
                f"{was}: Statt eines Betrags in € steht dort ein Wert in {zahl.einheit}.",
                ort,
                "Den Betrag in € eintragen und die Zelle als Zahl oder Euro formatieren.",
            )
        )
        return None
    befunde.extend(bruchteile_von_cent(was, zahl.wert, ort))
    zelle = tabelle.zelle(zeile, spalte)
    if zahl.wert == 0 and zelle is not None and zelle.formel is not None:
        befunde.append(
            hinweis(
                f"{was}: Die Formel ergibt 0; das kann ein Zirkelbezug oder ein Bezug auf eine "
                "leere Zelle sein.",
                ort,
                "Die Formel prüfen; 0 heißt hier: kein Budget.",
            )
        )
    return zahl.wert


def bruchteile_von_cent(was: str, betrag: Decimal, ort: str) -> list[Befund]:
    """Ein Hinweis, wenn ein Betrag mehr als zwei Nachkommastellen hat."""
    if int(betrag.normalize().as_tuple().exponent) >= _CENTSTELLEN:
        return []
    return [
        hinweis(
            f"{was}: Der Betrag {knapp(betrag)} hat mehr als zwei Nachkommastellen.",
            ort,
            "Prüfen, ob der Betrag auf Cent gerundet gehört; gerechnet wird mit allen Stellen.",
        )
    ]

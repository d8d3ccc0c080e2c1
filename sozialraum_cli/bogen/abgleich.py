"""Einen gelesenen Bogen mit dem vergleichen, der aus seinen Eingaben entstünde."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation, localcontext

from openpyxl import Workbook
from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token
from openpyxl.worksheet.worksheet import Worksheet

from sozialraum_cli.arbeitsmappe.formelmappe import Formelmappe
from sozialraum_cli.befund import Befund, hinweis
from sozialraum_cli.bogen.bauen import blaetter_anlegen
from sozialraum_cli.bogen.berechnungsbogen import (
    KOPF_BUDGET_NEU,
    KOPF_SOZIALRAUM,
    KOPF_UNTER_ANKER,
    TITEL,
)
from sozialraum_cli.bogen.quelle import Quelle
from sozialraum_cli.bogen.vorlage import Anker
from sozialraum_cli.eingabemappe.eingabeblaetter import EINGABEBLAETTER
from sozialraum_cli.lesen.mappe import Blatt, Mappe, Zelle
from sozialraum_cli.rechnen.berechnung import Ergebnis
from sozialraum_cli.runden import GENAU

_HOECHSTENS_GENANNT = 5
_OHNE_QUELLE = Quelle(datetime(1980, 1, 1), ())  # noqa: DTZ001 - der Wert wird nicht gezeigt


def abweichungen(mappe: Mappe, ergebnis: Ergebnis) -> tuple[Befund, ...]:
    """Meldet gerechnete Zellen eines Bogens, die von Hand überschrieben oder geändert sind.

    Eingang: die Mappe und das Ergebnis aus ihren Eingabeblättern. Ergebnis: Hinweise; keine, wenn
    die Mappe kein Bogen ist. Das Ergebnis selbst hängt nur von den Eingabeblättern ab.
    """
    anker = _anker(mappe)
    if anker is None:
        return ()
    if mappe.dateiname.lower().endswith(".ods"):
        return (
            hinweis(
                "Ob gerechnete Zellen des Bogens verändert wurden, lässt sich in einer .ods-Datei "
                "nicht prüfen.",
                mappe.dateiname,
                "Für diese Prüfung den Bogen als .xlsx speichern.",
            ),
        )
    formelmappe = Formelmappe(Workbook())
    with localcontext(GENAU):
        blaetter_anlegen(formelmappe, ergebnis, _OHNE_QUELLE, (), anker)
    vorhanden = {blatt.name: blatt for blatt in mappe.blaetter}
    befunde: list[Befund] = []
    for soll in formelmappe.mappe.worksheets:
        if soll.title not in EINGABEBLAETTER:
            ist = vorhanden.get(soll.title, Blatt(soll.title, {}))
            befunde.extend(_blatt_vergleichen(soll, ist))
    return tuple(befunde)


def _anker(mappe: Mappe) -> Anker | None:
    """Wo die Anlage beginnt; None, wenn die Mappe keinen Bogen dieses Programms enthält."""
    for blatt in mappe.blaetter:
        if blatt.name == TITEL:
            for (zeile, spalte), zelle in sorted(blatt.zellen.items()):
                neu = blatt.zellen.get((zeile, spalte + 3))
                if zelle.wert == KOPF_SOZIALRAUM and neu and neu.wert == KOPF_BUDGET_NEU:
                    return Anker(zeile - KOPF_UNTER_ANKER, spalte)
    return None


def _blatt_vergleichen(soll: Worksheet, ist: Blatt) -> Iterator[Befund]:
    ueberschrieben: list[str] = []
    geaendert: list[str] = []
    for zeile in soll.iter_rows():
        for zelle in zeile:
            if not isinstance(zelle.value, str) or zelle.data_type != "f":
                continue
            gelesen = ist.zellen.get((zelle.row, zelle.column))
            if gelesen is None or gelesen.formel is None:
                # Eine Formel, die leeren Text ergibt, darf nach dem Speichern als leer gelten.
                if gelesen is not None:
                    ueberschrieben.append(f"{zelle.coordinate} (jetzt {_gezeigt(gelesen)})")
                elif not _ergibt_text(zelle.value):
                    ueberschrieben.append(f"{zelle.coordinate} (jetzt leer)")
            elif _normal(gelesen.formel) != _normal(zelle.value[1:]):
                geaendert.append(zelle.coordinate)
    if ueberschrieben:
        yield hinweis(
            f"Im Blatt „{soll.title}“ sind gerechnete Zellen überschrieben: "
            f"{_aufgezaehlt(ueberschrieben)}. Gerechnet wird trotzdem mit der Formel.",
            f"{soll.title}!{ueberschrieben[0].split(' ')[0]}",
            "Änderungen in die Eingabeblätter eintragen, nicht in gerechnete Zellen.",
        )
    if geaendert:
        yield hinweis(
            f"Im Blatt „{soll.title}“ sind Formeln geändert: {_aufgezaehlt(geaendert)}. Gerechnet "
            "wird trotzdem mit der Regel des Programms.",
            f"{soll.title}!{geaendert[0]}",
            "Prüfen, was geändert wurde; der neue Bogen enthält wieder die richtigen Formeln.",
        )


def _ergibt_text(formel: str) -> bool:
    return '""' in formel


def _gezeigt(zelle: Zelle) -> str:
    return f"„{zelle.wert}“" if isinstance(zelle.wert, str) else str(zelle.wert).replace(".", ",")


def _aufgezaehlt(stellen: Sequence[str]) -> str:
    genannt = ", ".join(stellen[:_HOECHSTENS_GENANNT])
    mehr = len(stellen) - _HOECHSTENS_GENANNT
    return f"{genannt} und {mehr} weitere" if mehr > 0 else genannt


def _normal(formel: str) -> tuple[str, ...]:
    """Eine Formel ohne die Freiheiten, die sich Tabellenkalkulationen beim Speichern nehmen."""
    return tuple(
        _normales_teil(teil)
        for teil in Tokenizer(f"={formel}").items
        if teil.type not in (Token.WSPACE, "WHITE-SPACE")
    )


def _normales_teil(teil: Token) -> str:
    if teil.subtype == Token.TEXT:
        return str(teil.value)
    if teil.subtype == Token.NUMBER:
        try:
            return format(Decimal(teil.value).normalize(), "f")
        except InvalidOperation:
            return str(teil.value)
    return str(teil.value).replace("'", "").replace(" ", "").upper()

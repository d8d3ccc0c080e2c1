"""Das Ergebnis von `nachrechnen` als JSON."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from sozialraum_cli import __version__
from sozialraum_cli.ausgabe.json_ausgabe import BEFUND, dokument_json
from sozialraum_cli.befund import Befund, sortiert
from sozialraum_cli.bogen.abgleich import Zellvergleich
from sozialraum_cli.bogen.nachrechnung import Nachrechnung
from sozialraum_cli.groessen.groesse import Dokument, Groesse, Groessen, Liste, Mass
from sozialraum_cli.lesen.mappe import Mappe


@dataclass(frozen=True, slots=True)
class _Lauf:
    """Ein Aufruf; None heißt: so weit kam es nicht."""

    mappe: Mappe | None
    nachrechnung: Nachrechnung | None
    befunde: Iterable[Befund]


ABWEICHUNG: Groessen[Zellvergleich] = (
    Groesse("zelle", Mass.TEXT, lambda a: f"{a.blatt}!{a.zelle}", "Blatt!Zelle"),
    Groesse(
        "im_bogen",
        Mass.ROH,
        lambda a: _wert(a.im_bogen),
        "null: leer oder ohne gespeicherten Wert",
        leer=True,
    ),
    Groesse("richtig", Mass.ROH, lambda a: _wert(a.richtig)),
)
QUELLE: Groessen[tuple[str, str]] = (
    Groesse("datei", Mass.TEXT, lambda q: q[0]),
    Groesse("sha256", Mass.TEXT, lambda q: q[1]),
)
NACHRECHNUNG: Dokument[_Lauf] = Dokument(
    "sozialraum/nachrechnung/1",
    "Nachrechnung eines Bogens",
    "„sozialraum nachrechnen --format json“",
    (
        Groesse(
            "datei",
            Mass.TEXT,
            lambda q: q.mappe.dateiname if q.mappe else None,
            "null, wenn sie sich nicht lesen ließ",
            leer=True,
        ),
        Groesse(
            "sha256",
            Mass.TEXT,
            lambda q: q.mappe.sha256 if q.mappe else None,
            "Prüfsumme der Datei",
            leer=True,
        ),
        Groesse(
            "eingaben_sha256",
            Mass.TEXT,
            lambda q: q.nachrechnung.eingaben if q.nachrechnung else None,
            "Prüfsumme über alles, womit gerechnet wird; null, wenn sich nichts nachrechnen ließ",
            leer=True,
        ),
        Liste(
            "quellen",
            lambda q: q.nachrechnung.quellen if q.nachrechnung else (),
            QUELLE,
            "Dateien, aus denen der Bogen nach seiner eigenen Angabe stammt",
        ),
        Groesse("programm", Mass.TEXT, lambda _: __version__, "Fassung, die nachgerechnet hat"),
        Groesse(
            "zellen",
            Mass.GANZ,
            lambda q: q.nachrechnung.zellen if q.nachrechnung else 0,
            "Wie viele Zellen verglichen sind",
            minimum=0,
        ),
        Groesse(
            "stimmt",
            Mass.WAHR,
            lambda q: q.nachrechnung is not None and not q.nachrechnung.abweichungen,
            "Ob jede Zelle den richtigen Wert hat",
        ),
        Liste(
            "abweichungen",
            lambda q: q.nachrechnung.abweichungen if q.nachrechnung else (),
            ABWEICHUNG,
        ),
        Liste("befunde", lambda q: sortiert(q.befunde), BEFUND),
    ),
)


def nachrechnung_json(
    mappe: Mappe | None, nachrechnung: Nachrechnung | None, befunde: Iterable[Befund]
) -> bytes:
    """Nach Schema sozialraum/nachrechnung/1 als UTF-8; None heißt: so weit kam es nicht."""
    return dokument_json(NACHRECHNUNG, _Lauf(mappe, nachrechnung, befunde))


def _wert(wert: object) -> Decimal | str | None:
    if wert is None or isinstance(wert, str):
        return wert
    if isinstance(wert, Decimal | int) and not isinstance(wert, bool):
        return Decimal(f"{Decimal(wert):.15g}")
    return str(getattr(wert, "code", "")) or None

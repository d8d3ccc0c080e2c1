"""Schreibt, was aus dem Programm entsteht: Parameter in der README und die JSON-Schemata.

Aufruf im Wurzelordner: python -m docs.erzeugen. Ein Test vergleicht, was daliegt.
"""

from decimal import Decimal
from pathlib import Path

from docs.schemata import SCHEMATA
from sozialraum_cli.parameter import (
    LEISTUNG_PRAEFIX,
    VORGABE_LEISTUNGEN,
    parameterangabe,
    wie_im_blatt,
)
from sozialraum_cli.parameterangabe import Parameterangabe, Wertart
from sozialraum_cli.zahlen import knapp

WURZEL = Path(__file__).parents[1]
ANFANG = "<!-- Parameter: geschrieben von docs/erzeugen.py -->"
ENDE = "<!-- Ende der Parameter -->"

_LEISTUNG = f"{LEISTUNG_PRAEFIX}NAME"
_KOPF = ("Name", "Im Blatt", "Einheit", "Vorgabe", "Zulässig", "Zum Beispiel", "Bedeutung")


def parametertabelle() -> str:
    """Alle Parameter als Tabelle in Markdown, in der Reihenfolge des Blatts."""
    zeilen = [_KOPF, ("---",) * len(_KOPF)]
    for name in wie_im_blatt({}, {_LEISTUNG: None}):
        angabe = parameterangabe(name)
        zeilen.append(_zeile(angabe, _leistungen() if name == _LEISTUNG else _vorgabe(angabe)))
    return "".join(f"| {' | '.join(zellen)} |\n" for zellen in zeilen)


def in_readme(text: str) -> str:
    """Der Text der README mit dem Verzeichnis zwischen den beiden Marken."""
    vor, _, rest = text.partition(ANFANG)
    _, marke, nach = rest.partition(ENDE)
    if not marke:
        raise ValueError(f"In der README fehlt „{ANFANG}“ oder „{ENDE}“.")
    return f"{vor}{ANFANG}\n{parametertabelle()}{ENDE}{nach}"


def _zeile(angabe: Parameterangabe, vorgabe: str) -> tuple[str, ...]:
    quelle = f" ({angabe.quelle.removeprefix('Landkreis Lüneburg, ')})" if angabe.quelle else ""
    return (
        f"`{angabe.name}`",
        angabe.bezeichnung,
        angabe.einheit,
        vorgabe,
        _zulaessig(angabe),
        f"`{angabe.beispiel}`",
        f"{angabe.erlaeuterung}{quelle}",
    )


def _leistungen() -> str:
    return ", ".join(f"{name} {knapp(wert)}" for name, wert in VORGABE_LEISTUNGEN)


def _vorgabe(angabe: Parameterangabe) -> str:
    if angabe.pflicht:
        return "keine, Pflicht"
    vorgabe = angabe.vorgabe
    return knapp(vorgabe) if isinstance(vorgabe, Decimal) else f"`{vorgabe}`" if vorgabe else ""


def _zulaessig(angabe: Parameterangabe) -> str:
    if angabe.wertart is Wertart.WAHL:
        return ", ".join(f"`{wert}`" for wert in angabe.wahl)
    if angabe.wahl:
        return "; ".join(knapp(Decimal(wert)) for wert in angabe.wahl)
    if angabe.wertart is Wertart.TEXT:
        return "Text"
    if angabe.minimum is None:
        return "Spalte im Blatt Indikatoren"
    zeigen = str if angabe.wertart is Wertart.JAHR else knapp
    unten = zeigen(angabe.minimum)
    if angabe.maximum is None:
        return f"über {unten}" if angabe.ueber_null else f"ab {unten}"
    ueber = "über " if angabe.ueber_null else ""
    return f"{ueber}{unten} bis {zeigen(angabe.maximum)}"


def main() -> None:
    """Schreibt alles neu."""
    readme = WURZEL / "README.md"
    readme.write_text(in_readme(readme.read_text("utf-8")), "utf-8", newline="\n")
    for name, text in SCHEMATA.items():
        (WURZEL / "sozialraum_cli/schemata" / name).write_text(text, "utf-8", newline="\n")


if __name__ == "__main__":
    main()

"""Die Beispielzeile der leeren Vorlage: wer sie stehen lässt, rechnete mit erfundenen Werten."""

from sozialraum_cli.befund import Befund, fehler
from sozialraum_cli.eingabe.tabelle import Tabelle


def beispielzeilen(tabelle: Tabelle | None, spalte: str, text: str) -> list[Befund]:
    """Je Zeile, in deren Spalte noch der Text der Vorlage steht, ein Fehler; None: kein Blatt."""
    nummer = None if tabelle is None else tabelle.kopf.spalten.get(spalte)
    if tabelle is None or nummer is None:
        return []
    zellen = ((zeile, tabelle.zelle(zeile, nummer)) for zeile in tabelle.zeilen)
    return [
        fehler(
            "Die Beispielzeile der Vorlage steht noch da.",
            tabelle.ort(zeile, nummer),
            "Die Zeile mit eigenen Angaben überschreiben oder löschen.",
        )
        for zeile, zelle in zellen
        if zelle is not None and zelle.wert == text
    ]

"""Die Beispielzeile der leeren Vorlage: wer sie stehen lässt, rechnete mit erfundenen Werten."""

from sozialraum_cli.befund import Befund, fehler
from sozialraum_cli.eingabe.tabelle import Tabelle
from sozialraum_cli.lesen.zellen import als_wert


def beispielzeilen(tabelle: Tabelle | None, spalte: str, text: str) -> list[Befund]:
    """Je Zeile, in deren Spalte noch der Text der Vorlage steht, ein Fehler; None: kein Blatt."""
    if tabelle is None:
        return []
    return [
        fehler(
            "Die Beispielzeile der Vorlage steht noch da.",
            zeile.ort(spalte),
            "Die Zeile mit eigenen Angaben überschreiben oder löschen.",
        )
        for zeile, inhalt in zip(
            tabelle.zeilen, tabelle.inhalte(spalte, tabelle.zeilen), strict=True
        )
        if inhalt is not None and als_wert(inhalt) == text
    ]

"""Was auffällt, wenn neue Werte neben alten stehen: große Sprünge und ein Zensus dazwischen."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from sozialraum_cli.befund import Befund, hinweis
from sozialraum_cli.quellen.auswerten import Spaltenergebnis
from sozialraum_cli.quellen.eintragen import Eintragung
from sozialraum_cli.quellen.zeit import deutsch, zeiten_im_text, zensus_dazwischen
from sozialraum_cli.zahlen import knapp, zahl

SPRUNG_AB = Decimal(25)
_HUNDERT = Decimal(100)


def spruenge(eintragung: Eintragung) -> Iterator[Befund]:
    """Ein Hinweis je Wert, der sich um mehr als 25 % ändert. Quelle: docs/verfahren.md 8."""
    for aenderung in eintragung.aenderungen:
        alt, neu = aenderung.alter_wert, aenderung.neuer_wert
        if alt is None or neu is None or not alt:
            continue
        prozent = (neu - alt) / alt * _HUNDERT
        if abs(prozent) > SPRUNG_AB:
            yield hinweis(
                f"„{aenderung.name}“ von „{aenderung.sozialraum}“ ändert sich um "
                f"{zahl(prozent, 1, vorzeichen=True)} %, von {knapp(alt)} auf {knapp(neu)}.",
                aenderung.ort,
                "Prüfen, ob beide Werte dasselbe messen.",
            )


def zensusspruenge(eintragung: Eintragung, spalten: Sequence[Spaltenergebnis]) -> Iterator[Befund]:
    """Ein Hinweis je Spalte, deren alte Werte vor und neue nach einem Zensus gelten."""
    geaendert = {a.name for a in eintragung.aenderungen if a.sozialraum is not None}
    for spalte in spalten:
        name = spalte.angabe.name
        alte = zeiten_im_text(eintragung.alte_stichtage.get(name, ""))
        if name not in geaendert or not alte or not spalte.zeiten:
            continue
        zensus = zensus_dazwischen(max(alte), max(spalte.zeiten))
        if zensus is not None:
            yield hinweis(
                f"„{name}“: Zwischen dem alten Stand ({deutsch(max(alte))}) und dem neuen "
                f"({deutsch(max(spalte.zeiten))}) liegt der Zensus vom "
                f"{deutsch(zensus.isoformat())}; ein Teil der Veränderung kommt aus der neuen "
                "Zählung (Zensussprung).",
                None,
                "Veränderungen nicht allein als Entwicklung deuten; alle Spalten auf denselben "
                "Stand bringen.",
            )

"""Das Verzeichnis der Formate; erkannt wird das erste, das passt."""

from sozialraum_cli.quellen import (
    bundesagentur,
    eigene_tabelle,
    ffcsv,
    ffcsv_alt,
    genesis_tabelle,
    inkar,
    lsn,
    zensus_regionaltabelle,
)
from sozialraum_cli.quellen.format import Format
from sozialraum_cli.quellen.gitter import Gitter

FORMATE: tuple[Format, ...] = (
    ffcsv.FORMAT,
    ffcsv_alt.FORMAT,
    inkar.GESAMTDATEI,
    genesis_tabelle.FORMAT,
    zensus_regionaltabelle.FORMAT,
    inkar.EXPORT,
    bundesagentur.FORMAT,
    lsn.FORMAT,
    eigene_tabelle.FORMAT,
)
# Neben Blättern eines amtlichen Formats sind solche nur Beiwerk.
NUR_ALLEIN = eigene_tabelle.FORMAT


def format_erkennen(gitter: Gitter) -> Format | None:
    """Das Format einer Tabelle; None, wenn keines passt."""
    return next((eines for eines in FORMATE if eines.erkennen(gitter)), None)

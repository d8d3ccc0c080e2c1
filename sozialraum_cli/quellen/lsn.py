"""LSN-Online (SpreadsheetML): Schlüssel ohne Land und Name stehen in einer Zelle."""

import re
from collections.abc import Iterator

from sozialraum_cli.befund import Befund
from sozialraum_cli.quellen import breite_tabelle
from sozialraum_cli.quellen.format import Format, Gebietswahl
from sozialraum_cli.quellen.gitter import Gitter, text
from sozialraum_cli.quellen.reihe import Vermerk, Wert

_SCHLUESSEL_UND_NAME = re.compile(r"(\d{3}|\d{6})\s+(\D.*)")
_SCHLUESSEL = re.compile(r"\d{6}")


def _trennen(inhalt: str) -> tuple[str, str] | None:
    treffer = _SCHLUESSEL_UND_NAME.fullmatch(inhalt)
    return (treffer[1], treffer[2].strip()) if treffer else None


def _erkennen(gitter: Gitter) -> bool:
    erste = [text(zeile.felder[0]) for zeile in gitter.anfang]
    return any(_trennen(inhalt) or _SCHLUESSEL.fullmatch(inhalt) for inhalt in erste)


def _lesen(gitter: Gitter, gesucht: Gebietswahl) -> Iterator[Wert | Vermerk | Befund]:
    yield from breite_tabelle.lesen(gitter, gesucht, _trennen)


FORMAT = Format("LSN-Online", _erkennen, _lesen)

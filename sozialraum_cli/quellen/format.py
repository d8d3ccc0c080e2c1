"""Was jedes Format können muss: sich am Inhalt erkennen und Werte liefern."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from sozialraum_cli.befund import Befund
from sozialraum_cli.lesen.zelle import Zellwert
from sozialraum_cli.quellen.gitter import Gitter
from sozialraum_cli.quellen.reihe import Vermerk, Wert

# Schlüssel oder Name, wie er dasteht → Gebiet; "" heißt: nicht gesucht.
Gebietswahl = Mapping[Zellwert | None, str]


@dataclass(frozen=True, slots=True)
class Format:
    """Ein Format amtlicher Tabellen.

    erkennen: ob ein Gitter so aufgebaut ist. lesen: die Werte der gesuchten Gebiete, Vermerke der
    Quelle und was dabei auffällt. dezimal: Zeichen, nach denen in dieser Quelle immer
    Nachkommastellen folgen (58,679 ist dann nie eine Tausenderzahl). ohne_einheit: die Quelle nennt
    die Einheit nicht, Quoten können je 1.000 sein.
    """

    name: str
    erkennen: Callable[[Gitter], bool]
    lesen: Callable[[Gitter, Gebietswahl], Iterator[Wert | Vermerk | Befund]]
    dezimal: str = ","
    ohne_einheit: bool = False

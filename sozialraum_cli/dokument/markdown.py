"""Ein Dokument als Markdown; Text aus der Mappe bleibt Text."""

import re
from collections.abc import Iterator

from sozialraum_cli.dokument.inhalt import (
    Absatz,
    Aufzaehlung,
    Dokument,
    Seitenumbruch,
    Teil,
    Texttabelle,
    Ueberschrift,
    ohne_steuerzeichen,
)

# Was mitten in einer Zeile eine Auszeichnung beginnen kann, und was nur an ihrem Anfang.
_UEBERALL = re.compile(r"([\\`*_\[\]<>|~])")
_AM_ANFANG = re.compile(r"^([#+\-=:]|\d+(?=[.)](?:\s|$)))")


def als_markdown(dokument: Dokument) -> str:
    """Das Dokument als Text mit Leerzeilen zwischen den Teilen."""
    bloecke = [f"# {maskiert(dokument.titel)}", *map(_block, dokument.teile)]
    return "\n\n".join(block for block in bloecke if block) + "\n"


def maskiert(text: str) -> str:
    """Der Text in einer Zeile, in der kein Zeichen eine Auszeichnung ist."""
    return _AM_ANFANG.sub(_mit_schraegstrich, _zelltext(text))


def _zelltext(text: str) -> str:
    """Der Text mitten in einer Zeile, zum Beispiel in einer Tabelle."""
    return _UEBERALL.sub(r"\\\1", " ".join(ohne_steuerzeichen(text).split()))


def _mit_schraegstrich(treffer: re.Match[str]) -> str:
    return treffer[0] + "\\" if treffer[0].isdigit() else "\\" + treffer[0]


def _block(teil: Teil) -> str:
    match teil:
        case Ueberschrift(text, ebene):
            return f"{'#' * (ebene + 1)} {maskiert(text)}"
        case Absatz(text, hervorgehoben):
            return f"**{maskiert(text)}**" if hervorgehoben else maskiert(text)
        case Aufzaehlung(punkte):
            return "\n".join(f"- {maskiert(punkt)}" for punkt in punkte)
        case Texttabelle():
            return "\n".join(_tabelle(teil))
        case Seitenumbruch():
            return "---"


def _tabelle(tabelle: Texttabelle) -> Iterator[str]:
    yield _zeile(tabelle.kopf)
    yield _zeile(
        ["---:" if n in tabelle.zahlen else "---" for n in range(len(tabelle.kopf))], roh=True
    )
    for nummer, zeile in enumerate(tabelle.zeilen, start=1):
        summe = tabelle.summe and nummer == len(tabelle.zeilen)
        fett = [f"**{_zelltext(text)}**" if text else "" for text in zeile]
        yield _zeile(fett, roh=True) if summe else _zeile(zeile)


def _zeile(zellen: tuple[str, ...] | list[str], *, roh: bool = False) -> str:
    return "| " + " | ".join(text if roh else _zelltext(text) for text in zellen) + " |"

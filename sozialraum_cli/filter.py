"""Welche Sozialräume eine Ausgabe zeigt: nach Region, Träger und Zuständigkeit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sozialraum_cli.befund import Datenfehler, fehler
from sozialraum_cli.modell import Sozialraum
from sozialraum_cli.namen import aufzaehlung, meinten_sie, vergleichsform

_BEZEICHNUNG = {"region": "Region", "traeger": "Träger", "zustaendigkeit": "Zuständigkeit"}


@dataclass(frozen=True, slots=True)
class Filter:
    """Was angegeben ist, muss passen; None heißt: nicht angegeben. Groß und klein sind gleich."""

    region: str | None = None
    traeger: str | None = None
    zustaendigkeit: str | None = None

    @property
    def angaben(self) -> Mapping[str, str]:
        """Was angegeben ist, unter seinem Namen; leer heißt: alles wird gezeigt."""
        alle = {name: getattr(self, name) for name in _BEZEICHNUNG}
        return {name: wert for name, wert in alle.items() if wert is not None}

    @property
    def satz(self) -> str:
        """Die Angaben, wie man sie liest: „nur Region „Ost““."""
        teile = [f"{_BEZEICHNUNG[name]} „{wert}“" for name, wert in self.angaben.items()]
        return f"nur {', '.join(teile)}"

    def passt(self, raum: Sozialraum) -> bool:
        """Ob ein Sozialraum zu allen Angaben passt."""
        return all(
            vergleichsform(getattr(raum, name) or "") == vergleichsform(wert)
            for name, wert in self.angaben.items()
        )

    def pruefen(self, raeume: Iterable[Sozialraum], datei: str) -> None:
        """Fehler: Datenfehler, wenn kein Sozialraum passt; er nennt, was es gibt."""
        raeume = tuple(raeume)
        if any(map(self.passt, raeume)):
            return
        befunde = []
        for name, wert in self.angaben.items():
            werte = tuple(dict.fromkeys(text for raum in raeume if (text := getattr(raum, name))))
            gibt_es = f"Es gibt {aufzaehlung(werte)}." if werte else "Die Mappe nennt keine."
            zusammen = " und den anderen Angaben" if len(self.angaben) > 1 else ""
            befunde.append(
                fehler(
                    f"Kein Sozialraum passt zu --{name} „{wert}“{zusammen}.",
                    datei,
                    meinten_sie(wert, werte, gibt_es),
                )
            )
        raise Datenfehler(befunde)

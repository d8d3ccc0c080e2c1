"""Nur ein Teil der Sozialräume: --region, --traeger und --zustaendigkeit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated

import typer

from sozialraum_cli.befund import Datenfehler, fehler
from sozialraum_cli.modell import Sozialraum
from sozialraum_cli.namen import aufzaehlung, meinten_sie, vergleichsform

_NICHT = "Es gibt keinen Sozialraum mit"

Regionfilter = Annotated[
    str | None,
    typer.Option("--region", metavar="NAME", help="Nur Sozialräume dieser Region zeigen."),
]
Traegerfilter = Annotated[
    str | None,
    typer.Option("--traeger", metavar="NAME", help="Nur Sozialräume dieses Trägers zeigen."),
]
Zustaendigkeitsfilter = Annotated[
    str | None,
    typer.Option(
        "--zustaendigkeit", metavar="NAME", help="Nur Sozialräume dieser Zuständigkeit zeigen."
    ),
]


@dataclass(frozen=True, slots=True)
class Filter:
    """Welche Sozialräume gezeigt werden; None heißt: alle. Groß und klein sind gleich."""

    region: str | None = None
    traeger: str | None = None
    zustaendigkeit: str | None = None

    @property
    def angaben(self) -> dict[str, str]:
        """Was angegeben ist, unter seinem Namen."""
        alle: Mapping[str, str | None] = {
            "region": self.region,
            "traeger": self.traeger,
            "zustaendigkeit": self.zustaendigkeit,
        }
        return {name: wert for name, wert in alle.items() if wert is not None}

    def passt(self, raum: Sozialraum) -> bool:
        """Ob ein Sozialraum zu allen Angaben passt."""
        return all(
            vergleichsform(getattr(raum, name) or "") == vergleichsform(wert)
            for name, wert in self.angaben.items()
        )

    def pruefen(self, raeume: Iterable[Sozialraum], datei: str) -> None:
        """Fehler: Datenfehler, wenn kein Sozialraum passt; er nennt, was es gibt."""
        raeume = tuple(raeume)
        if not self.angaben or any(map(self.passt, raeume)):
            return
        befunde = []
        for name, wert in self.angaben.items():
            werte = tuple(dict.fromkeys(text for raum in raeume if (text := getattr(raum, name))))
            gibt_es = f"Es gibt {aufzaehlung(werte)}." if werte else "Die Mappe nennt keine."
            befunde.append(
                fehler(
                    f"{_NICHT} --{name} „{wert}“"
                    + (" und den anderen Filtern." if len(self.angaben) > 1 else "."),
                    datei,
                    meinten_sie(wert, werte, gibt_es),
                )
            )
        raise Datenfehler(befunde)

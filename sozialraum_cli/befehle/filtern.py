"""Die Optionen --region, --traeger und --zustaendigkeit."""

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from sozialraum_cli.filter import Filter

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


def filter_aus(
    region: str | None = None, traeger: str | None = None, zustaendigkeit: str | None = None
) -> "Filter | None":
    """Der Filter der Befehlszeile; None, wenn keine dieser Optionen angegeben ist."""
    if region is None and traeger is None and zustaendigkeit is None:
        return None
    from sozialraum_cli.filter import Filter

    return Filter(region, traeger, zustaendigkeit)

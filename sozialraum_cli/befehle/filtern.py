"""Die Optionen --region, --traeger und --zustaendigkeit."""

from typing import Annotated

import typer

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

"""Die Typer-App: Befehle anmelden, deutsche Hilfe, Aufruffehler."""

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from sozialraum_cli import __version__, deutsch
from sozialraum_cli.ausgabe.zeichensatz import darstellbar
from sozialraum_cli.befehle.melden import melden

# Typer nennt die Basis seiner Aufruffehler nicht öffentlich.
Aufruffehler: type[Any] = typer.BadParameter.__mro__[1]

_HILFE_KURZ = {"help_option_names": ["-h", "--help"]}


@dataclass(frozen=True, slots=True)
class Befehl:
    """Eine Funktion, deren Name der Befehl ist, mit einem Satz und Beispielen für die Hilfe."""

    funktion: Callable[..., None]
    kurz: str
    beispiele: tuple[str, ...]


def befehl(kurz: str, *beispiele: str) -> Callable[[Callable[..., None]], Befehl]:
    """Macht aus einer Funktion einen Befehl; ihr Docstring ist die Hilfe.

    Eingang: ein Satz für die Übersicht, Beispielaufrufe. Angaben der Funktion sind Typer-Angaben.
    """
    return lambda funktion: Befehl(funktion, kurz, beispiele)


class _Befehl(TyperCommand):
    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except Aufruffehler as ausnahme:
            # Eine Option ohne Wert wüsste sonst nicht, zu welchem Befehl sie gehört.
            ausnahme.ctx = ausnahme.ctx or ctx
            raise

    def get_help(self, ctx: Any) -> str:
        return _hilfe(super().get_help(ctx))

    def get_usage(self, ctx: Any) -> str:
        return deutsch.hilfetext(super().get_usage(ctx))

    def get_help_option(self, ctx: Any) -> Any:
        return _hilfeoption(super().get_help_option(ctx))


class _Gruppe(TyperGroup):
    def get_help(self, ctx: Any) -> str:
        return _hilfe(super().get_help(ctx))

    def get_usage(self, ctx: Any) -> str:
        return deutsch.hilfetext(super().get_usage(ctx))

    def get_help_option(self, ctx: Any) -> Any:
        return _hilfeoption(super().get_help_option(ctx))


def _hilfe(text: str) -> str:
    return darstellbar(deutsch.hilfetext(text), sys.stdout.encoding or "utf-8")


def _hilfeoption(option: Any) -> Any:
    if option is not None:
        option.help = deutsch.HILFE_ZUR_HILFE
    return option


def app_bilden(befehle: Iterable[Befehl]) -> typer.Typer:
    """Die App mit diesen Befehlen; in dieser Reihenfolge stehen sie in der Hilfe."""
    app = typer.Typer(
        name="sozialraum",
        cls=_Gruppe,
        rich_markup_mode=None,
        add_completion=False,
        context_settings=_HILFE_KURZ,
        subcommand_metavar="BEFEHL [ANGABEN]...",
        epilog=_beispiele(
            ("sozialraum beispiel", "sozialraum berechnen sozialraum-beispiel/lueneburg_2012.xlsx")
        ),
    )
    app.callback()(_sozialraum)
    for einer in befehle:
        app.command(
            cls=_Befehl,
            short_help=einer.kurz,
            options_metavar="[OPTIONEN]",
            context_settings=_HILFE_KURZ,
            epilog=_beispiele(einer.beispiele),
        )(einer.funktion)
    return app


def aufruffehler_melden(ausnahme: Any) -> None:
    """Zeigt auf stderr, was an einem Aufruf falsch ist und wo die Hilfe steht."""
    kontext = ausnahme.ctx
    hilfe = "sozialraum --help"
    if kontext is not None:
        melden(kontext.get_usage())
        hilfe = f"{kontext.command_path} --help"
    melden(f"Fehler: {deutsch.meldung(ausnahme.format_message())}\nHilfe: {hilfe}")


def _beispiele(zeilen: tuple[str, ...]) -> str:
    ueberschrift = "Beispiel:" if len(zeilen) == 1 else "Beispiele:"
    return "\b\n" + "\n  ".join((ueberschrift, *zeilen))


def _version(gefragt: bool) -> None:
    if gefragt:
        print(f"sozialraum {__version__}")
        raise typer.Exit


def _sozialraum(
    _version_zeigen: Annotated[
        bool,
        typer.Option(
            "--version", callback=_version, is_eager=True, help="Die Version des Programms zeigen."
        ),
    ] = False,
) -> None:
    """Verteilt ein Gesamtbudget nach Belastungsindikatoren auf Sozialräume.

    Ergebnis ist der „Berechnungsbogen Budgetgrößen“ mit lebenden Formeln, dazu eine Übersicht
    im Terminal. „sozialraum BEFEHL --help“ erklärt einen Befehl.
    """

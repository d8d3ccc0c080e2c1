"""Die Typer-App: Befehle anmelden, deutsche Hilfe, Aufruffehler."""

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Annotated, Any, NamedTuple

import typer
from typer.core import TyperCommand, TyperGroup

from sozialraum_cli import __version__, deutsch
from sozialraum_cli.ausgabe.zeichensatz import darstellbar
from sozialraum_cli.befehle.melden import melden

# Typer nennt die Basis seiner Aufruffehler nicht öffentlich.
Aufruffehler: type[Any] = typer.BadParameter.__mro__[1]

_HILFE_KURZ = {"help_option_names": ["-h", "--help"]}


class Befehl(NamedTuple):
    """Eine Funktion, deren Name der Befehl ist, mit Beispielen für die Hilfe."""

    funktion: Callable[..., None]
    beispiele: tuple[str, ...]


def befehl(*beispiele: str) -> Callable[[Callable[..., None]], Befehl]:
    """Macht aus einer Funktion einen Befehl; ihr Docstring ist die Hilfe.

    Eingang: Beispielaufrufe. Angaben der Funktion sind Typer-Angaben.
    """
    return lambda funktion: Befehl(funktion, beispiele)


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
    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        name, bekannt, rest = super().resolve_command(ctx, args)
        return name, befehl_laden(name) if name else bekannt, rest

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


def app_bilden(befehle: Mapping[str, str]) -> TyperGroup:
    """Die Befehlszeile mit diesen Befehlen; geladen wird nur, welcher gerufen wird.

    Eingang: Name und ein Satz für die Übersicht, in der Reihenfolge der Hilfe.
    """
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
    gruppe = typer.main.get_command(app)
    assert isinstance(gruppe, TyperGroup)
    for name, kurz in befehle.items():
        gruppe.add_command(TyperCommand(name, short_help=kurz))
    return gruppe


def befehl_laden(name: str) -> TyperCommand:
    """Der Befehl mit allen Angaben, aus seinem Modul."""
    einer: Befehl = getattr(import_module(f"sozialraum_cli.befehle.{name}"), name)
    app = typer.Typer(rich_markup_mode=None, add_completion=False)
    app.command(
        cls=_Befehl,
        options_metavar="[OPTIONEN]",
        context_settings=_HILFE_KURZ,
        epilog=_beispiele(einer.beispiele),
    )(einer.funktion)
    fertig = typer.main.get_command(app)
    assert isinstance(fertig, TyperCommand)
    return fertig


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

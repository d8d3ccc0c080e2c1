"""`sozialraum berechnen`: Budgets und Stunden rechnen, den Bogen schreiben, das Ergebnis zeigen."""

from pathlib import Path
from typing import Annotated

import typer

from sozialraum_cli.befehle.angaben import (
    Ausgabeformat,
    Budgets,
    CsvDialektangabe,
    Format,
    Leise,
    Setze,
    Ueberschreiben,
    dateiformat,
    dialekt_fuer,
)
from sozialraum_cli.befehle.app import befehl
from sozialraum_cli.befehle.filtern import (
    Regionfilter,
    Traegerfilter,
    Zustaendigkeitsfilter,
    filter_aus,
)
from sozialraum_cli.befehle.mappenauswahl import mappen_auswaehlen
from sozialraum_cli.befehle.rechenlauf import Angaben
from sozialraum_cli.befehle.setzen import gesetzt
from sozialraum_cli.verfahren.schutz.verzeichnis import SCHUTZVERFAHREN

_FILTER_GILT = (
    "Der Filter gilt nur für die Tabelle einer einzelnen Mappe; JSON, CSV und Bogen enthalten "
    "immer alle Sozialräume."
)


@befehl(
    "sozialraum berechnen daten.xlsx",
    "sozialraum berechnen daten.xlsx --bestandsschutz 50 --ohne-bogen",
    "sozialraum berechnen *.xlsx --ausgabe boegen",
)
def berechnen(
    daten: Annotated[
        list[Path],
        typer.Argument(
            readable=False,
            metavar="DATEN...",
            show_default=False,
            help="Eingabemappe (.xlsx oder .ods) oder Bogen; mehrere auch mit Platzhalter: *.xlsx.",
        ),
    ],
    budgets: Budgets = None,
    ausgabe: Annotated[
        Path | None,
        typer.Option(
            "--ausgabe",
            readable=False,
            metavar="ZIEL",
            help="Wohin der Bogen geschrieben wird; sonst Berechnungsbogen_JAHR.xlsx. Bei mehreren "
            "Mappen ein Ordner, darin je Mappe Berechnungsbogen_NAME.xlsx. Mit .csv oder .json: "
            "das Ergebnis in diese Datei, kein Bogen.",
        ),
    ] = None,
    vorlage: Annotated[
        Path | None,
        typer.Option(
            "--vorlage",
            readable=False,
            metavar="MAPPE",
            help="Den Bogen in diese Vorlage mit Briefkopf einsetzen (.xlsx oder .xltx).",
        ),
    ] = None,
    parameter: Annotated[
        Path | None,
        typer.Option(
            "--parameter",
            readable=False,
            metavar="TOML",
            help="Parameter aus einer TOML-Datei; vor dem Blatt.",
        ),
    ] = None,
    setze: Setze = None,
    verfahren: Annotated[
        str | None,
        typer.Option(
            "--verfahren",
            metavar="NAME",
            help=f"Bestandsschutz: {', '.join(SCHUTZVERFAHREN)}.",
        ),
    ] = None,
    bestandsschutz: Annotated[
        str | None,
        typer.Option("--bestandsschutz", metavar="PROZENT", help="Wert des Bestandsschutzes."),
    ] = None,
    regiekosten: Annotated[
        str | None,
        typer.Option(
            "--regiekosten", metavar="PROZENT", help="Pauschale für Regie und Sachmittel."
        ),
    ] = None,
    abf: Annotated[
        str | None,
        typer.Option("--abf", metavar="PROZENT", help="Minderarbeitszeit."),
    ] = None,
    jahr: Annotated[
        str | None, typer.Option("--jahr", metavar="JAHR", help="Haushaltsjahr.")
    ] = None,
    gesamtbudget: Annotated[
        str | None,
        typer.Option("--gesamtbudget", metavar="BETRAG", help="Was verteilt wird, in Euro."),
    ] = None,
    region: Regionfilter = None,
    traeger: Traegerfilter = None,
    zustaendigkeit: Zustaendigkeitsfilter = None,
    format_: Ausgabeformat = Format.TABELLE,
    csv_dialekt: CsvDialektangabe = None,
    leise: Leise = False,
    ueberschreiben: Ueberschreiben = False,
    ohne_bogen: Annotated[
        bool, typer.Option("--ohne-bogen", help="Keinen Bogen schreiben, nur das Ergebnis zeigen.")
    ] = False,
) -> None:
    """Budgets und Stunden berechnen und den Berechnungsbogen schreiben."""
    ohne_bogen = _ohne_bogen(ausgabe, vorlage, verlangt=ohne_bogen)
    setzungen = gesetzt(
        setze or (),
        {
            "jahr": ("jahr", jahr),
            "gesamtbudget": ("gesamtbudget", gesamtbudget),
            "verfahren": ("bestandsschutz_verfahren", verfahren),
            "bestandsschutz": ("bestandsschutz", bestandsschutz),
            "regiekosten": ("regiekosten", regiekosten),
            "abf": ("abf", abf),
        },
    )
    angaben = Angaben(
        ausgabe=ausgabe,
        budgets=budgets,
        parameter=parameter,
        vorlage=vorlage,
        setzungen=setzungen,
        ueberschreiben=ueberschreiben,
        ohne_bogen=ohne_bogen,
        format=format_,
        csv_dialekt=dialekt_fuer(format_, csv_dialekt, ausgabe),
        leise=leise,
        filter=filter_aus(region, traeger, zustaendigkeit),
    )
    auswahl = mappen_auswaehlen(daten, vorlage)
    if angaben.filter and (len(auswahl.pfade) > 1 or format_ is not Format.TABELLE):
        raise typer.BadParameter(_FILTER_GILT, param_hint=f"--{next(iter(angaben.filter.angaben))}")
    if len(auswahl.pfade) == 1:
        from sozialraum_cli.befehle.einzeln import mappe_ausgeben

        mappe_ausgeben(auswahl, angaben)
    else:
        from sozialraum_cli.befehle.mehrere import mappen_ausgeben

        mappen_ausgeben(auswahl, angaben)


def _ohne_bogen(ausgabe: Path | None, vorlage: Path | None, *, verlangt: bool) -> bool:
    """Ob kein Bogen geschrieben wird; Fehler: typer.BadParameter, wo sich Angaben widersprechen."""
    als_datei = dateiformat(ausgabe) is not None
    if verlangt and ausgabe and not als_datei:
        raise typer.BadParameter(
            f"Mit --ohne-bogen wird kein Bogen geschrieben, auch nicht nach „{ausgabe}“. Eine der "
            "beiden Optionen weglassen oder ein Ziel mit .csv oder .json nennen.",
            param_hint="--ausgabe",
        )
    if vorlage and (verlangt or als_datei):
        grund = "--ohne-bogen" if verlangt else f"--ausgabe {ausgabe}"
        raise typer.BadParameter(
            f"Eine Vorlage gilt für den Bogen; mit {grund} wird keiner geschrieben. Eine der "
            "beiden Optionen weglassen.",
            param_hint="--vorlage",
        )
    return verlangt or als_datei

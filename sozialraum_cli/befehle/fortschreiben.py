"""`sozialraum fortschreiben`: aus dem Bogen eines Jahres die Eingabemappe des nächsten."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sozialraum_cli.befehle.angaben import Ueberschreiben
from sozialraum_cli.befehle.app import befehl
from sozialraum_cli.befehle.eingabelauf import (
    bogen_abgleichen,
    ergebnis_rechnen,
    gepruefte_eingabe,
    versuchen,
)
from sozialraum_cli.befehle.melden import angefuehrt, befunde_melden, fehler_melden, zeigen
from sozialraum_cli.befehle.ziel import xlsx_ziel
from sozialraum_cli.befund import Befund, Datenfehler, Stufe, fehler, hat_fehler, hinweis

if TYPE_CHECKING:
    from sozialraum_cli.modell import Eingabe
    from sozialraum_cli.rechnen.berechnung import Ergebnis
    from sozialraum_cli.rechnen.fortschreiben import Steigerung

_STEIGERUNG_HOECHSTENS = Decimal(50)


@befehl(
    "sozialraum fortschreiben Berechnungsbogen_2026.xlsx --jahr 2027",
    "sozialraum fortschreiben Berechnungsbogen_2026.xlsx --jahr 2027 --steigerung 2,5",
)
def fortschreiben(
    bogen: Annotated[
        Path,
        typer.Argument(
            readable=False,
            metavar="BOGEN",
            show_default=False,
            help="Bogen oder Eingabemappe (.xlsx oder .ods) des alten Jahres.",
        ),
    ],
    jahr: Annotated[
        str, typer.Option("--jahr", metavar="JAHR", help="Haushaltsjahr der neuen Mappe.")
    ],
    steigerung: Annotated[
        str | None,
        typer.Option(
            "--steigerung",
            metavar="PROZENT",
            help="Gesamtbudget, Referenzbudget, Zusatzmittel und Personalkosten so weit heben; "
            "„Budget bisher“ nie.",
        ),
    ] = None,
    ohne_steigerung: Annotated[
        str | None,
        typer.Option(
            "--ohne-steigerung",
            metavar="NAME,…",
            help="Was davon nicht steigt: gesamtbudget, referenzbudget, zusatzmittel, "
            "personalkosten_vzae.",
        ),
    ] = None,
    ausgabe: Annotated[
        Path | None,
        typer.Option(
            "--ausgabe",
            readable=False,
            metavar="MAPPE",
            help="Wohin die Mappe geschrieben wird; sonst daten_JAHR.xlsx.",
        ),
    ] = None,
    ueberschreiben: Ueberschreiben = False,
) -> None:
    """Aus einem Bogen die Eingabemappe eines späteren Jahres machen.

    „Budget neu“ wird „Budget bisher“, die Vergleichsbudgets des Bestandsschutzes bleiben als
    Referenzbudget fest, alle Parameter gelten weiter. Indikatorwerte bleiben und sind als zu
    aktualisieren angemerkt.
    """
    hebung = _steigerung(steigerung, ohne_steigerung)
    with fehler_melden():
        from sozialraum_cli.befehle.stand import quelle_bilden
        from sozialraum_cli.dateien import sicher_schreiben
        from sozialraum_cli.eingabemappe.schreiben import eingabemappe
        from sozialraum_cli.lesen.mappendatei import mappe_lesen
        from sozialraum_cli.rechnen.fortschreiben import fortgeschrieben

        neues_jahr = _jahr(jahr)
        ziel = ausgabe or Path(f"daten_{neues_jahr}.xlsx")
        befunde: list[Befund] = [*xlsx_ziel(ziel, [bogen], ueberschreiben=ueberschreiben)]
        mappe = versuchen(befunde, mappe_lesen, bogen)
        if mappe is None or befunde:
            raise Datenfehler(befunde)
        eingabe, befunde = gepruefte_eingabe(mappe)
        altes_jahr = eingabe.parameter.jahr
        befunde += _jahr_pruefen(altes_jahr, neues_jahr)
        if hat_fehler(befunde):
            raise Datenfehler(befunde)
        ergebnis, befunde = ergebnis_rechnen(eingabe, befunde)
        befunde += bogen_abgleichen(mappe, ergebnis)
        neu = fortgeschrieben(ergebnis, neues_jahr, hebung)
        naechstes = _rechenbar(neu, befunde)
        inhalt = eingabemappe(neu, quelle_bilden(mappe, altes_jahr).stand)
        sicher_schreiben(ziel, inhalt, ueberschreiben=ueberschreiben)
    zeigen(f"Geschrieben: {ziel}")
    for zeile in _uebersicht(ergebnis, neu, naechstes):
        zeigen(f"  {zeile}")
    zeigen(
        "Als Nächstes die Indikatorwerte aktualisieren, dann: "
        f"sozialraum pruefen {angefuehrt(ziel)}"
    )
    if befunde:
        befunde_melden(befunde)


def _jahr(text: str) -> int:
    from sozialraum_cli.eingabe.parameterwert import parameterwert_lesen
    from sozialraum_cli.eingabe.unlesbar import Unlesbar
    from sozialraum_cli.parameter import ANGABE

    jahr = parameterwert_lesen(ANGABE["jahr"], text)
    if isinstance(jahr, Unlesbar):
        raise typer.BadParameter(f"{jahr.grund}. {jahr.abhilfe}", param_hint="--jahr")
    return int(jahr)


def _steigerung(prozent: str | None, ohne: str | None) -> "Steigerung":
    from sozialraum_cli.befehle.prozentangabe import ZEHN_PROZENT, prozentangabe
    from sozialraum_cli.namen import aufzaehlung, meinten_sie
    from sozialraum_cli.rechnen.fortschreiben import OHNE_STEIGERUNG, STEIGERBAR, Steigerung

    namen = [name.strip() for name in (ohne or "").split(",") if name.strip()]
    for name in namen:
        if name not in STEIGERBAR:
            abhilfe = meinten_sie(name, STEIGERBAR, f"Möglich sind {aufzaehlung(STEIGERBAR)}.")
            raise typer.BadParameter(
                f"„{name}“ steigt nie. {abhilfe}", param_hint="--ohne-steigerung"
            )
    if prozent is None:
        if namen:
            raise typer.BadParameter(
                "Die Option gilt nur zusammen mit --steigerung.", param_hint="--ohne-steigerung"
            )
        return OHNE_STEIGERUNG
    wert = prozentangabe(prozent, "--steigerung", ueblich=ZEHN_PROZENT)
    if abs(wert) > _STEIGERUNG_HOECHSTENS:
        raise typer.BadParameter(
            f"„{prozent}“ ist keine Steigerung; gemeint ist ein Prozentwert von -50 bis 50, zum "
            "Beispiel 2,5.",
            param_hint="--steigerung",
        )
    return Steigerung(wert, frozenset(namen))


def _jahr_pruefen(alt: int, neu: int) -> Iterator[Befund]:
    if neu <= alt:
        yield fehler(
            f"Die Mappe gilt für {alt}; fortschreiben lässt sie sich nur auf ein späteres Jahr, "
            f"nicht auf {neu}.",
            "--jahr",
            f"Zum Beispiel --jahr {alt + 1} angeben.",
        )
    elif neu > alt + 1:
        yield hinweis(
            f"Zwischen {alt} und {neu} fehlen Jahre: „Budget bisher“ ist in der neuen Mappe das "
            f"Budget {alt}.",
            "--jahr",
            "Nichts zu tun, wenn das so gewollt ist; sonst Jahr für Jahr fortschreiben.",
        )


def _rechenbar(neu: "Eingabe", befunde: list[Befund]) -> "Ergebnis | None":
    """Das Ergebnis der neuen Mappe; None mit Hinweisen, wenn sie sich noch nicht rechnen lässt."""
    from sozialraum_cli.rechnen.berechnung import rechnen

    try:
        return rechnen(neu)
    except Datenfehler as ausnahme:
        befunde += [
            hinweis(
                f"So lässt sich die neue Mappe noch nicht berechnen: {befund.text}",
                befund.fundort,
                befund.abhilfe,
            )
            for befund in ausnahme.befunde
            if befund.stufe is Stufe.FEHLER
        ]
        return None


def _uebersicht(alt: "Ergebnis", neu: "Eingabe", naechstes: "Ergebnis | None") -> Iterator[str]:
    """Was in der neuen Mappe steht, die Beträge mit denen des alten Jahres daneben."""
    from sozialraum_cli.parameter import ANGABE
    from sozialraum_cli.rechnen.fortschreiben import GEHOBENE_PARAMETER
    from sozialraum_cli.saetze.parameter import schutz
    from sozialraum_cli.zahlen import euro

    vorher = alt.eingabe.parameter
    yield f"Budget bisher: Budget neu {vorher.jahr}, zusammen {euro(alt.summen.budget_neu)}"
    referenz = [raum.referenzbudget for raum in neu.sozialraeume if raum.referenzbudget is not None]
    if referenz:
        yield f"Referenzbudget: zusammen {euro(sum(referenz, Decimal(0)))}"
    for name in GEHOBENE_PARAMETER:
        betrag, alter_betrag = getattr(neu.parameter, name), getattr(vorher, name)
        if betrag is not None:
            statt = (
                "unverändert" if betrag == alter_betrag else f"{vorher.jahr}: {euro(alter_betrag)}"
            )
            yield f"{ANGABE[name].bezeichnung}: {euro(betrag)} ({statt})"
    if naechstes:
        yield f"Bestandsschutz {neu.parameter.jahr}: {schutz(naechstes)}"

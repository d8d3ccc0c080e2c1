"""Aus dem Ergebnis eines Jahres wird die Eingabe eines späteren: „Budget neu“ wird „bisher“."""

from dataclasses import dataclass, replace
from decimal import Decimal, localcontext

from sozialraum_cli.modell import (
    Eingabe,
    Parameter,
    Parametertext,
    Sozialraum,
)
from sozialraum_cli.parameter import VORGABE
from sozialraum_cli.rechnen.berechnung import Ergebnis, Sozialraumbudget
from sozialraum_cli.rechnen.bestandsschutz import bestandsschutz_angegeben, verfahren_des_schutzes
from sozialraum_cli.rechnen.fortschreibungsvermerk import (
    INDIKATOREN,
    SOZIALRAEUME,
    budgetvermerk,
    indikatorvermerk,
    ohne_vermerk,
)
from sozialraum_cli.runden import CENT, GENAU, HUNDERT, kaufmaennisch
from sozialraum_cli.zahlen import euro, prozent

REFERENZBUDGET = "referenzbudget"
GEHOBENE_PARAMETER = ("gesamtbudget", "zusatzmittel", "personalkosten_vzae")
STEIGERBAR = ("gesamtbudget", REFERENZBUDGET, "zusatzmittel", "personalkosten_vzae")


@dataclass(frozen=True, slots=True)
class Steigerung:
    """Um wie viel Prozent Beträge steigen (2,5 heißt 2,5 %) und welche nicht mitsteigen.

    ausgenommen: Namen aus STEIGERBAR.
    """

    prozent: Decimal
    ausgenommen: frozenset[str] = frozenset()

    def gilt(self, name: str) -> bool:
        """Ob ein Betrag dieses Namens sich ändert."""
        return bool(self.prozent) and name not in self.ausgenommen


OHNE_STEIGERUNG = Steigerung(Decimal(0))


def fortgeschrieben(
    ergebnis: Ergebnis, jahr: int, steigerung: Steigerung = OHNE_STEIGERUNG
) -> Eingabe:
    """Die Eingabe eines späteren Jahres.

    Eingang: Ergebnis des Ausgangsjahres, späteres Jahr, Steigerung (%). Ergebnis: „Budget neu“
    ist „Budget bisher“ und steigt nie; Referenzbudget ist bei jedem Schutzverfahren das
    Vergleichsbudget, damit der Schutz nicht auf schon Geschütztes aufsetzt. Alle geltenden
    Parameter sind eingetragen, auch Vorgaben: eine spätere andere Vorgabe ändert nichts. Gesamt-
    und Referenzbudget, Zusatzmittel und Personalkosten steigen, das Gesamtbudget kaufmännisch
    auf die Rundungseinheit, die anderen auf den Cent. Indikatorwerte bleiben und sind als zu
    aktualisieren angemerkt. Quelle: docs/verfahren.md 2.
    """
    with localcontext(GENAU):
        eingabe = ergebnis.eingabe
        return replace(
            eingabe,
            sozialraeume=tuple(
                _raum(zeile, eingabe.parameter, steigerung) for zeile in ergebnis.sozialraeume
            ),
            parameter=_parameter(ergebnis, jahr, steigerung),
            fundorte={},
            parametertexte=_parametertexte(eingabe, jahr, steigerung),
            anmerkungen=_anmerkungen(eingabe, jahr, steigerung),
        )


def _raum(zeile: Sozialraumbudget, parameter: Parameter, steigerung: Steigerung) -> Sozialraum:
    raum = zeile.sozialraum
    geschuetzt = verfahren_des_schutzes(parameter).schuetzt
    referenz = zeile.vergleichsbudget if geschuetzt else raum.referenzbudget
    if referenz is not None:
        referenz = _gehoben(referenz, REFERENZBUDGET, steigerung)
    return raum._replace(budget_bisher=zeile.budget_neu, referenzbudget=referenz)


def _gehoben(
    betrag: Decimal, name: str, steigerung: Steigerung, einheit: Decimal = CENT
) -> Decimal:
    if not steigerung.gilt(name):
        return betrag
    return kaufmaennisch(betrag * (1 + steigerung.prozent / HUNDERT), einheit)


def _parameter(ergebnis: Ergebnis, jahr: int, steigerung: Steigerung) -> Parameter:
    alt, schluessel = ergebnis.eingabe.parameter, ergebnis.schluessel
    schutz, mittel = bestandsschutz_angegeben(alt), alt.zusatzmittel
    if mittel is not None:
        mittel = _gehoben(mittel, "zusatzmittel", steigerung)
    return replace(
        alt,
        jahr=jahr,
        gesamtbudget=_gehoben(alt.gesamtbudget, "gesamtbudget", steigerung, alt.rundung),
        zusatzmittel=mittel,
        personalkosten_vzae=_gehoben(alt.personalkosten_vzae, "personalkosten_vzae", steigerung),
        bestandsschutz=schutz,
        spreizung=schluessel.spreizung if alt.spreizung is None else alt.spreizung,
        verteilungsbasis=alt.verteilungsbasis or schluessel.verteilungsbasis,
        # Vorlage, Anlage und Stand gehören zum alten Beschluss.
        vorlage_nummer=None,
        anlage=None,
        stand=None,
        herkunft=dict.fromkeys(alt.herkunft, f"fortgeschrieben aus {alt.jahr}"),
    )


def _parametertexte(
    eingabe: Eingabe, jahr: int, steigerung: Steigerung
) -> dict[str, Parametertext]:
    """Erläuterungen und Quellen; wo ein Betrag stieg, sagt die Quelle, wann und worauf.

    Die Quelle des Verzeichnisses belegt nur dessen Vorgabe, nicht einen eigenen Wert.
    """
    alt = eingabe.parameter
    texte: dict[str, Parametertext] = {}
    for name, herkunft in alt.herkunft.items():
        text = eingabe.parametertexte.get(name, Parametertext())
        quelle = text.quelle or (None if herkunft == VORGABE else "")
        betrag = getattr(alt, name) if name in GEHOBENE_PARAMETER else None
        if betrag is not None and steigerung.gilt(name):
            stieg = f"{jahr}: {euro(betrag)} {_prozentsatz(steigerung)}"
            quelle = f"{quelle}; {stieg}" if quelle else stieg
        texte[name] = Parametertext(text.erlaeuterung, quelle)
    return texte


def _prozentsatz(steigerung: Steigerung) -> str:
    vorzeichen = "-" if steigerung.prozent < 0 else "+"
    return f"{vorzeichen} {prozent(abs(steigerung.prozent))}"


def _anmerkungen(eingabe: Eingabe, jahr: int, steigerung: Steigerung) -> dict[str, tuple[str, ...]]:
    bleibend = ohne_vermerk(eingabe.anmerkungen)
    neu = {
        SOZIALRAEUME: [_budgets_angemerkt(eingabe, jahr, steigerung)],
        INDIKATOREN: indikatorvermerk(eingabe, jahr),
    }
    # Die erste Zeile über einer Tabelle ist ihr Titel; ohne ihn stünde die Anmerkung so da.
    return bleibend | {
        blatt: (*(bleibend.get(blatt) or (blatt,)), *zeilen) for blatt, zeilen in neu.items()
    }


def _budgets_angemerkt(eingabe: Eingabe, jahr: int, steigerung: Steigerung) -> str:
    alt = eingabe.parameter
    text = f"Budget bisher ist das Budget neu {alt.jahr}"
    if verfahren_des_schutzes(alt).schuetzt:
        text += f", Referenzbudget das Vergleichsbudget {alt.jahr}"
        if steigerung.gilt(REFERENZBUDGET):
            text += f" {_prozentsatz(steigerung)}"
    return budgetvermerk(jahr, f"{text}.")

"""Der Jahrespfad der Abschmelzung: vom Haushaltsjahr, bis der Bestandsschutz weg ist."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from enum import StrEnum

from sozialraum_cli.befund import Befund, Datenfehler, hinweis
from sozialraum_cli.modell import Parameter
from sozialraum_cli.namen import oder
from sozialraum_cli.rechnen.berechnung import NULL, Ergebnis, rechnen
from sozialraum_cli.rechnen.bestandsschutz import ausgleiche, verfahren_des_schutzes
from sozialraum_cli.rechnen.fortschreiben import fortgeschrieben
from sozialraum_cli.runden import GENAU
from sozialraum_cli.verfahren.schutz.verzeichnis import namen


class Jahresstand(StrEnum):
    """Fest ist das Haushaltsjahr; spätere Jahre hängen von Daten ab, die es noch nicht gibt."""

    FEST = "fest"
    VORLAEUFIG = "vorläufig"


@dataclass(frozen=True, slots=True)
class Regionsmittel:
    """Was in einer Region durch die Abschmelzung frei wird (€/Jahr); None heißt: ohne Region."""

    region: str | None
    frei_werdend: Decimal


@dataclass(frozen=True, slots=True)
class Uebergangsjahr:
    """Ein Jahr des Pfads; frei_werdend je Sozialraum (€/Jahr), in der Reihenfolge der Mappe.

    „Budget bisher“ und Differenz beziehen sich im Haushaltsjahr auf die Mappe, danach auf das
    Vorjahr.
    """

    stand: Jahresstand
    ergebnis: Ergebnis
    frei_werdend: tuple[Decimal, ...]
    regionen: tuple[Regionsmittel, ...]

    @property
    def jahr(self) -> int:
        return self.ergebnis.eingabe.parameter.jahr


@dataclass(frozen=True, slots=True)
class Uebergang:
    """Der ganze Pfad, mindestens das Haushaltsjahr; befunde erklären, wenn es dabei bleibt.

    voller_ausgleich: was je Sozialraum ohne Abschmelzung gezahlt würde (€/Jahr), in jedem Jahr
    gleich; überall 0, wenn das Verfahren nichts aus Zusatzmitteln zahlt.
    """

    jahre: tuple[Uebergangsjahr, ...]
    voller_ausgleich: tuple[Decimal, ...]
    befunde: tuple[Befund, ...]

    @property
    def voller_ausgleich_gesamt(self) -> Decimal:
        """Der volle Ausgleich aller Sozialräume (€/Jahr)."""
        return sum(self.voller_ausgleich, NULL)


def uebergang(ergebnis: Ergebnis) -> Uebergang:
    """Der Weg jedes Sozialraums Jahr für Jahr, bis die Abschmelzung den Schutz beendet hat.

    Eingang: Ergebnis des Haushaltsjahres. Ergebnis: je Jahr ein Ergebnis mit denselben
    Indikatoren, demselben Gesamtbudget und denselben Vergleichsbudgets. Läuft der Schutz nicht
    aus, bleibt es beim Haushaltsjahr und ein Hinweis sagt, warum. Fehler: Datenfehler mit dem
    Jahr, das sich nicht rechnen lässt. Quelle: docs/verfahren.md 2.2 (Abschmelzung).
    """
    with localcontext(GENAU):
        voll = _voller_ausgleich(ergebnis)
        jahre = [_jahr(ergebnis, Jahresstand.FEST, voll)]
        for jahr in range(jahre[0].jahr + 1, _letztes_jahr(ergebnis.eingabe.parameter) + 1):
            naechstes = _folgejahr(jahre[-1].ergebnis, jahr)
            jahre.append(_jahr(naechstes, Jahresstand.VORLAEUFIG, voll))
    return Uebergang(tuple(jahre), voll, tuple(_ohne_uebergang(ergebnis)))


def _letztes_jahr(parameter: Parameter) -> int:
    beginn, dauer = parameter.abschmelzung_beginn, parameter.abschmelzung_jahre
    abschmelzbar = verfahren_des_schutzes(parameter).abschmelzbar
    if not abschmelzbar or beginn is None or dauer is None:
        return parameter.jahr
    return max(parameter.jahr, beginn + dauer - 1)


def _voller_ausgleich(ergebnis: Ergebnis) -> tuple[Decimal, ...]:
    ohne_abschmelzung = replace(ergebnis.eingabe.parameter, abschmelzung_beginn=None)
    return ausgleiche(
        ohne_abschmelzung,
        [
            max(NULL, (zeile.vergleichsbudget or NULL) - zeile.budget_indikatoren_gerundet)
            for zeile in ergebnis.sozialraeume
        ],
    )


def _folgejahr(ergebnis: Ergebnis, jahr: int) -> Ergebnis:
    eingabe = replace(fortgeschrieben(ergebnis, jahr), fundorte=ergebnis.eingabe.fundorte)
    try:
        return rechnen(eingabe)
    except Datenfehler as ausnahme:
        # Der Schutz sinkt, das Gesamtbudget bleibt: nur Rundungsreste können hier noch stören.
        raise Datenfehler(
            replace(befund, text=f"Im Jahr {jahr}: {befund.text}") for befund in ausnahme.befunde
        ) from None


def _jahr(ergebnis: Ergebnis, stand: Jahresstand, voll: tuple[Decimal, ...]) -> Uebergangsjahr:
    frei = tuple(
        betrag - zeile.ausgleich for betrag, zeile in zip(voll, ergebnis.sozialraeume, strict=True)
    )
    je_region: dict[str | None, Decimal] = {}
    for zeile, betrag in zip(ergebnis.sozialraeume, frei, strict=True):
        region = zeile.sozialraum.region or None
        je_region[region] = je_region.get(region, NULL) + betrag
    regionen = [Regionsmittel(region, betrag) for region, betrag in je_region.items()]
    regionen.sort(key=lambda mittel: mittel.region is None)
    return Uebergangsjahr(stand, ergebnis, frei, tuple(regionen))


def _ohne_uebergang(ergebnis: Ergebnis) -> Iterable[Befund]:
    parameter, fundorte = ergebnis.eingabe.parameter, ergebnis.eingabe.fundorte
    verfahren, jahr = verfahren_des_schutzes(parameter), parameter.jahr
    ort = fundorte.get("parameter:bestandsschutz_verfahren")
    if not verfahren.schuetzt:
        yield hinweis(
            "Ohne Bestandsschutz gibt es keinen Übergang: die Budgets folgen schon jetzt allein "
            "den Indikatoren.",
            ort,
            "Nichts zu tun, wenn das so gewollt ist.",
        )
    elif not verfahren.abschmelzbar:
        yield hinweis(
            f"Der Bestandsschutz läuft nicht aus: das Verfahren „{verfahren.name}“ lässt sich "
            f"nicht abschmelzen. Gezeigt wird nur {jahr}.",
            ort,
            f"Für einen Übergang {oder(namen(lambda v: v.abschmelzbar))} wählen.",
        )
    elif parameter.abschmelzung_beginn is None:
        yield hinweis(
            "Der Bestandsschutz läuft nicht aus: es ist keine Abschmelzung angegeben. Gezeigt "
            f"wird nur {jahr}.",
            ort,
            "Im Blatt Parameter „Beginn der Abschmelzung“ und „Dauer der Abschmelzung“ "
            f"eintragen, zum Beispiel {jahr + 1} und 4.",
        )
    elif not ergebnis.schutz.abschmelzungsfaktor:
        yield hinweis(
            f"Der Bestandsschutz ist {jahr} schon ganz abgeschmolzen; es folgt kein Übergang.",
            fundorte.get("parameter:abschmelzung_beginn"),
            "Jahr und Beginn der Abschmelzung prüfen, wenn das nicht stimmt.",
        )

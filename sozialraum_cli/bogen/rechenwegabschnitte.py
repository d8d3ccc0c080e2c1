"""Die Abschnitte des Rechenwegs: welche Schritte unter welcher Überschrift, mit welchen Werten."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from sozialraum_cli.bogen.rechenwegquellen import Quellen, Sozialraumquellen, Zahlen
from sozialraum_cli.bogen.verfahrensformeln import SCHLUESSEL, SCHUTZ
from sozialraum_cli.rechenweg import schutz
from sozialraum_cli.rechenweg.einsetzen import Werte
from sozialraum_cli.rechenweg.indikator import (
    anteilsschritte,
    indikatorwerte,
    nach_den_indikatoren,
)
from sozialraum_cli.rechenweg.leistungen import (
    BUDGET_2,
    LEISTUNG_DAVOR,
    MITTEL,
    PERSONAL,
    REGIEKOSTEN,
    STUNDEN,
    VZAE,
    leistungsschritte,
)
from sozialraum_cli.rechenweg.rechenweg import GEWICHTET
from sozialraum_cli.rechenweg.schutz import schutzschritte
from sozialraum_cli.rechenweg.zahlwort import Form
from sozialraum_cli.rechnen.berechnung import Ergebnis
from sozialraum_cli.verfahren.schluessel.verzeichnis import SCHLUESSELVERFAHREN
from sozialraum_cli.verfahren.schritt import Schritt
from sozialraum_cli.verfahren.schutz.verzeichnis import SCHUTZVERFAHREN

_PAUSCHALE = (REGIEKOSTEN, PERSONAL)
_JE_LEISTUNG = (MITTEL, VZAE, STUNDEN)


class Abschnitt(NamedTuple):
    """Schritte unter einer Überschrift; je Wert der Auswahlzelle andere (None: immer dieselben).

    merken: unter welchem Namen spätere Abschnitte eine gedruckte Zahl nennen.
    """

    titel: str
    schritte: Mapping[str, Sequence[Schritt]]
    quellen: Quellen
    auswahlzelle: str | None = None
    gewaehlt: str = ""
    merken: Mapping[str, str] = {}
    fliessend: bool = False

    @property
    def trenner(self) -> str:
        """Was zwei Schritte trennt: lange Sätze laufen weiter, Rechnungen stehen untereinander."""
        return " • " if self.fliessend else "\n"

    def jetzt(self, werte: Werte) -> Sequence[Schritt]:
        """Die Schritte, die mit diesen Werten gelten."""
        return [s for s in self.schritte[self.gewaehlt] if werte.gilt(s.wenn)]


def abschnitte(
    ergebnis: Ergebnis, quellen: Sozialraumquellen, gemerkt: Mapping[str, str]
) -> Iterator[Abschnitt]:
    """Alle Abschnitte; jeder spätere darf nennen, was in früheren schon gedruckt ist.

    Eingang: in `gemerkt` steht dann, in welcher Zelle.
    """
    parameter = ergebnis.eingabe.parameter
    anzahl = len(ergebnis.eingabe.indikatoren)

    def bekannt(*namen: str) -> Zahlen:
        return {name: (gemerkt[name], Form.ANTEIL) for name in namen}

    teile = [f"teil_{k}" for k in range(1, anzahl + 1)]
    for k, teil in enumerate(teile, start=1):
        yield Abschnitt(
            ergebnis.eingabe.indikatoren[k - 1].name,
            {name: (*v.schritte, GEWICHTET) for name, v in SCHLUESSELVERFAHREN.items()},
            quellen.indikator(k),
            SCHLUESSEL,
            parameter.schluesselverfahren,
            {"gewichteter_beitrag_indikator": teil},
        )
    yield Abschnitt(
        "Anteil, Budget nach Indikatoren",
        {name: anteilsschritte(v, anzahl) for name, v in SCHLUESSELVERFAHREN.items()},
        quellen.anteil(bekannt(*teile)),
        SCHLUESSEL,
        parameter.schluesselverfahren,
        {"anteil": "anteil", "budget_indikatoren": "budget_indikatoren"},
    )
    eigene = quellen.schutz()
    for titel, schritte in (
        (
            "Bestandsschutz",
            {
                name: (*((schutz.ABSCHMELZUNG,) if v.schuetzt else ()), *v.schritte)
                for name, v in SCHUTZVERFAHREN.items()
            },
        ),
        (
            "Rundung auf die Summe",
            {name: schutz.rundungsschritte(v) for name, v in SCHUTZVERFAHREN.items()},
        ),
    ):
        gewaehltes = parameter.bestandsschutz_verfahren
        yield Abschnitt(titel, schritte, eigene, SCHUTZ, gewaehltes, fliessend=True)
    bisher = (schutz.DIFFERENZ, schutz.DIFFERENZ_PROZENT)
    yield Abschnitt("Gegenüber bisher", {"": bisher}, eigene, fliessend=True)
    yield from _leistungsabschnitte(ergebnis, quellen, bekannt("anteil"))


def _ohne_leistung(schritt: Schritt) -> Schritt:
    """Der Schritt einer Leistung unter ihrer Überschrift: ihr Name steht schon da."""
    return schritt._replace(satz=schritt.satz.removeprefix(LEISTUNG_DAVOR))


def _leistungsabschnitte(
    ergebnis: Ergebnis, quellen: Sozialraumquellen, anteil: Zahlen
) -> Iterator[Abschnitt]:
    leistungsnamen = [name for name, _ in ergebnis.eingabe.parameter.leistungen]
    letzte = len(leistungsnamen)
    yield Abschnitt(
        "Regie-/Sachkosten",
        {"": _PAUSCHALE},
        quellen.leistung(1, leistungsnamen[0], letzte=letzte == 1),
    )
    for j, name in enumerate(leistungsnamen, start=1):
        yield Abschnitt(
            name,
            {"": [_ohne_leistung(s) for s in _JE_LEISTUNG]},
            quellen.leistung(j, name, letzte=j == letzte),
            fliessend=True,
        )
    yield Abschnitt("Budget II", {"": (BUDGET_2,)}, quellen.budget_2(anteil))


def abschnittswerte(ergebnis: Ergebnis, index: int) -> Iterator[Werte]:
    """Die Werte jedes Abschnitts eines Sozialraums, nach seiner Nummer ab 0."""
    for k in range(len(ergebnis.eingabe.indikatoren)):
        yield indikatorwerte(ergebnis, k, index)
    yield next(iter(nach_den_indikatoren(ergebnis, index)))[1]
    vom_schutz = next(w for _, w in schutzschritte(ergebnis, index) if "abgerundet" in w.groessen)
    for _ in ("Bestandsschutz", "Rundung", "gegenüber bisher"):
        yield vom_schutz
    werte = [w for _, w in leistungsschritte(ergebnis, index)]
    yield werte[0]
    for j in range(len(ergebnis.eingabe.parameter.leistungen)):
        yield werte[len(_PAUSCHALE) + len(_JE_LEISTUNG) * j]
    yield werte[-1]

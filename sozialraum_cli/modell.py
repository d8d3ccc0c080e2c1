"""Die Eingabe der Rechnung: Sozialräume, Indikatoren, Spalten und Parameter."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, NamedTuple

from sozialraum_cli import parameterangabe as angabe
from sozialraum_cli.parameterangabe import (
    SITZUNGSVORLAGE_2011,
    SITZUNGSVORLAGE_2025,
    Parameterangabe,
    Wertart,
)
from sozialraum_cli.verfahren.schluessel.verzeichnis import SCHLUESSELVERFAHREN, schluesselverfahren
from sozialraum_cli.verfahren.schluessel.verzeichnis import VORGABE as VORGABE_SCHLUESSEL
from sozialraum_cli.verfahren.schutz.verzeichnis import SCHUTZVERFAHREN, schutzverfahren
from sozialraum_cli.verfahren.schutz.verzeichnis import namen as schutznamen
from sozialraum_cli.zahlen import knapp

# Was ein Parameter oder eine Größe sein kann; None heißt: nicht angegeben.
Wert = str | int | Decimal | None

_SPREIZUNGEN = {
    name: knapp(verfahren.spreizung)
    for name, verfahren in SCHLUESSELVERFAHREN.items()
    if verfahren.spreizung is not None
}


class Art(StrEnum):
    """Ein Indikator zählt Personen oder Fälle oder ist ein Prozentsatz seiner Bezugsgröße."""

    ANZAHL = "Anzahl"
    QUOTE = "Quote"


class Richtung(StrEnum):
    """Ob ein hoher Wert den Anteil eines Sozialraums hebt oder senkt."""

    BELASTEND = "belastend"
    ENTLASTEND = "entlastend"


class Regiebasis(StrEnum):
    """Ob die Regiekosten ein Teil des Budgets oder ein Aufschlag auf das Personal sind."""

    BUDGET = "budget"
    AUFSCHLAG = "aufschlag"


class Leistungsbasis(StrEnum):
    """Worauf sich die Prozente der Leistungen beziehen."""

    PERSONAL = "personal"
    BUDGET = "budget"


class Budget2Verteilung(StrEnum):
    """Wie die Projektmittel der Sozialraumkonferenzen verteilt werden."""

    ZENTRAL = "zentral"
    GLEICH = "gleich"
    SCHLUESSEL = "schluessel"


class Sozialraum(NamedTuple):
    """Ein Gebiet, das ein Budget bekommt; Beträge in €/Jahr, None heißt: nicht angegeben."""

    name: str
    schluessel: str | None = None
    traeger: str | None = None
    region: str | None = None
    zustaendigkeit: str | None = None
    budget_bisher: Decimal | None = None
    referenzbudget: Decimal | None = None


class Indikator(NamedTuple):
    """Eine Zeile des Blatts Gewichtung; name ist zugleich die Spalte im Blatt Indikatoren."""

    name: str
    gewicht: Decimal
    art: Art = Art.ANZAHL
    bezugsgroesse: str | None = None
    richtung: Richtung = Richtung.BELASTEND
    quelle: str | None = None
    stichtag: str | None = None


class Spalte(NamedTuple):
    """Eine Zahlenspalte des Blatts Indikatoren, in der Reihenfolge der Sozialräume.

    Quoten stehen in Prozent (12,4 heißt 12,4 %); prozentzellen sagt, dass die Mappe sie als
    Zellen im Prozentformat führt, damit der Bogen sie ebenso zeigt.
    """

    name: str
    werte: tuple[Decimal, ...]
    prozentzellen: bool = False


@dataclass(frozen=True, slots=True)
class Parameter:
    """Alle Stellschrauben der Rechnung; Prozente als 70, nicht 0,7; Beträge in €.

    Jedes Feld ist mit seiner Angabe die ganze Vereinbarung eines Parameters; die Reihenfolge ist
    die des Blatts Parameter. None heißt: nicht angegeben. `herkunft` nennt je Parametername,
    woher der Wert stammt.
    """

    jahr: Annotated[
        int, angabe.jahresangabe("Jahr", "Haushaltsjahr, für das die Budgets gelten.", "2012")
    ]
    gesamtbudget: Annotated[
        Decimal,
        angabe.betragsangabe(
            "Gesamtbudget",
            "Was auf alle Sozialräume verteilt wird.",
            "1700000",
            ueber_null=True,
        ),
    ]
    schluesselverfahren: Annotated[
        str,
        angabe.wahlangabe(
            "Schlüsselverfahren",
            "Wie aus Indikatoren Anteile werden.",
            "belastungsfaktor",
            vorgabe=VORGABE_SCHLUESSEL,
            wahl=tuple(SCHLUESSELVERFAHREN),
        ),
    ]
    verteilungsbasis: Annotated[
        str | None,
        Parameterangabe(
            "Verteilungsbasis",
            Wertart.SPALTE,
            "",
            "Spalte des Blatts Indikatoren, mit der der Belastungsfaktor malgenommen wird; leer: "
            "die gemeinsame Bezugsgröße.",
            SITZUNGSVORLAGE_2025,
            beispiel="Einwohner",
        ),
    ]
    spreizung: Annotated[
        Decimal | None,
        Parameterangabe(
            "Spreizung",
            Wertart.ZAHL,
            "",
            f"Wie weit {' und '.join(_SPREIZUNGEN)} die Sozialräume auseinanderziehen; leer: "
            f"{', '.join(f'{wert} bei {name}' for name, wert in _SPREIZUNGEN.items())}.",
            beispiel="1,5",
            minimum=Decimal(0),
            maximum=Decimal(100),
        ),
    ]
    sockelbetrag: Annotated[
        Decimal,
        angabe.betragsangabe(
            "Sockelbetrag",
            "Fester Betrag je Sozialraum vor der Verteilung.",
            "20000",
            vorgabe=Decimal(0),
            weitere=("Sockelbetrag je Sozialraum",),
        ),
    ]
    bestandsschutz_verfahren: Annotated[
        str,
        angabe.wahlangabe(
            "Verfahren des Bestandsschutzes",
            "Wie Verluste gemildert werden; eine politische Entscheidung ohne Vorgabe.",
            "anteilig",
            wahl=tuple(SCHUTZVERFAHREN),
            quelle=SITZUNGSVORLAGE_2011,
            weitere=("Bestandsschutz-Verfahren", "Bestandsschutzverfahren"),
        ),
    ]
    bestandsschutz: Annotated[
        Decimal | None,
        angabe.prozentangabe(
            "Bestandsschutz",
            "Geschützter Teil des Vergleichsbudgets: β, f oder Ausgleichsanteil a.",
            "70",
            quelle=SITZUNGSVORLAGE_2011,
        ),
    ]
    hoechstgewinn: Annotated[
        Decimal | None,
        angabe.prozentangabe(
            "Höchstgewinn",
            f"Nur {', '.join(schutznamen(lambda v: v.mit_hoechstbetrag))}: größter Zuwachs gegen "
            "das Vergleichsbudget; leer: keine Obergrenze.",
            "20",
            maximum=10000,
        ),
    ]
    zusatzmittel: Annotated[
        Decimal | None,
        angabe.betragsangabe(
            "Zusatzmittel",
            f"Nur {', '.join(schutznamen(lambda v: v.aus_zusatzmitteln))}: Geld außerhalb des "
            "Gesamtbudgets, das den Ausgleich bezahlt.",
            "203000",
            quelle=SITZUNGSVORLAGE_2025,
        ),
    ]
    abschmelzung_beginn: Annotated[
        int | None,
        angabe.jahresangabe(
            "Beginn der Abschmelzung",
            "Erstes Jahr, in dem der Schutz sinkt; leer: er bleibt.",
            "2027",
            quelle=SITZUNGSVORLAGE_2025,
            weitere=("Abschmelzung Beginn",),
        ),
    ]
    abschmelzung_jahre: Annotated[
        int | None,
        Parameterangabe(
            "Dauer der Abschmelzung",
            Wertart.GANZZAHL,
            "Jahre",
            "In wie vielen gleichen Jahresschritten der Schutz auf null sinkt.",
            SITZUNGSVORLAGE_2025,
            beispiel="4",
            minimum=Decimal(1),
            maximum=Decimal(50),
            weitere=("Abschmelzung Jahre", "Jahre der Abschmelzung"),
        ),
    ]
    rundung: Annotated[
        Decimal,
        Parameterangabe(
            "Rundung",
            Wertart.BETRAG,
            "€",
            "Einheit, auf die Budgets gerundet werden: 0,01, 1, 10 oder 100 €.",
            beispiel="0,01",
            vorgabe=Decimal(1),
            wahl=("0.01", "1", "10", "100"),
        ),
    ]
    regiekosten: Annotated[
        Decimal,
        angabe.prozentangabe(
            "Regie-/Sachkosten",
            "Pauschale für Leitung, Verwaltung, Miete und Sachmittel.",
            "17,5",
            quelle=SITZUNGSVORLAGE_2011,
            vorgabe=Decimal("17.5"),
            weitere=("Regiekosten", "Regie- und Sachkosten"),
        ),
    ]
    regiekosten_basis: Annotated[
        Regiebasis,
        angabe.wahlangabe(
            "Basis der Regie-/Sachkosten",
            "budget: Teil des Budgets; aufschlag: Zuschlag auf das Personal.",
            "aufschlag",
            vorgabe=Regiebasis.BUDGET,
            weitere=("Basis der Regiekosten", "Regiekosten-Basis"),
        ),
    ]
    leistungsbasis: Annotated[
        Leistungsbasis,
        angabe.wahlangabe(
            "Basis der Leistungen",
            "personal: Prozente vom Personalbudget (Stand Mai 2011); budget: vom ganzen Budget "
            "(Stand April 2011).",
            "budget",
            quelle=SITZUNGSVORLAGE_2011,
            vorgabe=Leistungsbasis.PERSONAL,
        ),
    ]
    leistungen: tuple[tuple[str, Decimal], ...]
    abf: Annotated[
        Decimal,
        angabe.prozentangabe(
            "Minderarbeitszeit (abf)",
            "Aufgaben-, berufs- und fachspezifische Minderarbeitszeiten; sie mindern die Zeit, "
            "nicht das Geld.",
            "10",
            quelle=SITZUNGSVORLAGE_2011,
            vorgabe=Decimal(10),
            weitere=("abf-Abzug", "Minderarbeitszeiten"),
        ),
    ]
    personalkosten_vzae: Annotated[
        Decimal,
        angabe.betragsangabe(
            "Personalkosten je Vollzeitstelle",
            "Jahreskosten einer Vollzeitstelle; ohne Vorgabe.",
            "55000",
            ueber_null=True,
            weitere=("Personalkosten je VZÄ", "Personalkosten VZÄ"),
        ),
    ]
    wochenstunden: Annotated[
        Decimal,
        Parameterangabe(
            "Wochenarbeitszeit",
            Wertart.ZAHL,
            "h/Woche",
            "Vertragliche Arbeitszeit einer Vollzeitstelle.",
            beispiel="39",
            vorgabe=Decimal(39),
            minimum=Decimal(0),
            maximum=Decimal(168),
            ueber_null=True,
            weitere=("Wochenstunden",),
        ),
    ]
    budget_2: Annotated[
        Decimal | None,
        angabe.betragsangabe(
            "Budget II",
            "Projektmittel der Sozialraumkonferenzen neben dem Gesamtbudget; leer: noch nicht "
            "festgelegt.",
            "100000",
            quelle=SITZUNGSVORLAGE_2011,
            weitere=("Budget 2",),
        ),
    ]
    budget_2_verteilung: Annotated[
        Budget2Verteilung,
        angabe.wahlangabe(
            "Verteilung des Budgets II",
            "zentral: nicht verteilt; gleich: je Sozialraum gleich viel; schluessel: nach Anteil.",
            "gleich",
            vorgabe=Budget2Verteilung.ZENTRAL,
            weitere=("Budget II Verteilung", "Verteilung Budget II"),
        ),
    ]
    koerperschaft: Annotated[
        str | None,
        angabe.textangabe(
            "Körperschaft", "Wer beschließt; steht im Kopf der Anlage.", "Landkreis Lüneburg"
        ),
    ]
    vorlage_nummer: Annotated[
        str | None,
        angabe.textangabe(
            "Nummer der Vorlage", "Sitzungsvorlage, zu der die Anlage gehört.", "2011/099"
        ),
    ]
    anlage: Annotated[
        str | None,
        angabe.textangabe("Nummer der Anlage", "Die wievielte Anlage der Bogen ist.", "2"),
    ]
    stand: Annotated[
        str | None,
        angabe.textangabe(
            "Stand und Fassung",
            "Was in der Anlage als Stand steht; leer: das Datum der Mappe.",
            "10.05.2011, 2. Fassung",
        ),
    ]
    herkunft: Mapping[str, str]

    def __post_init__(self) -> None:
        schutzverfahren(self.bestandsschutz_verfahren)
        schluesselverfahren(self.schluesselverfahren)


class Parametertext(NamedTuple):
    """Was die Mappe zu einem Parameter schreibt; None heißt: nichts, dann gilt das Verzeichnis."""

    erlaeuterung: str | None = None
    quelle: str | None = None


@dataclass(frozen=True, slots=True)
class Eingabe:
    """Alles, was die Formel braucht, geprüft auf Vollständigkeit und Form.

    `spalten` enthält jede Zahlenspalte des Blatts Indikatoren unter ihrem Namen, wie die Mappe
    ihn schreibt; Verweise (Indikator, Bezugsgröße, Verteilungsbasis) nennen genau diesen Namen.
    `fundorte` nennt zu „sozialraum:Adendorf“, „spalte:Arbeitslose“, „indikator:Arbeitslose“ und
    „parameter:abf“ die Zelle. `anmerkungen` sind je Blatt die Texte über und unter der Tabelle.
    """

    sozialraeume: tuple[Sozialraum, ...]
    indikatoren: tuple[Indikator, ...]
    spalten: Mapping[str, Spalte]
    parameter: Parameter
    fundorte: Mapping[str, str] = field(default_factory=dict)
    parametertexte: Mapping[str, Parametertext] = field(default_factory=dict)
    anmerkungen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

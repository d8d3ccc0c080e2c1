"""Die Eingabe der Rechnung: Sozialräume, Indikatoren, Spalten und Parameter."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class Art(StrEnum):
    """Ein Indikator zählt Personen oder Fälle oder ist ein Prozentsatz seiner Bezugsgröße."""

    ANZAHL = "Anzahl"
    QUOTE = "Quote"


class Richtung(StrEnum):
    """Ob ein hoher Wert den Anteil eines Sozialraums hebt oder senkt."""

    BELASTEND = "belastend"
    ENTLASTEND = "entlastend"


class Schluesselverfahren(StrEnum):
    """Die vier Wege von Indikatoren zum Verteilungsschlüssel."""

    ANTEILE = "anteile"
    BELASTUNGSFAKTOR = "belastungsfaktor"
    MINMAX = "minmax"
    ZWERT = "zwert"


class Schutzverfahren(StrEnum):
    """Die fünf Wege, Verluste gegenüber dem Vergleichsbudget zu mildern."""

    KEINER = "keiner"
    ANTEILIG = "anteilig"
    MINDESTBUDGET = "mindestbudget"
    KAPPUNG = "kappung"
    DEFIZITAUSGLEICH = "defizitausgleich"


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


@dataclass(frozen=True, slots=True)
class Sozialraum:
    """Ein Gebiet, das ein Budget bekommt; Beträge in €/Jahr, None heißt: nicht angegeben."""

    name: str
    schluessel: str | None = None
    traeger: str | None = None
    region: str | None = None
    zustaendigkeit: str | None = None
    budget_bisher: Decimal | None = None
    referenzbudget: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Indikator:
    """Eine Zeile des Blatts Gewichtung; name ist zugleich die Spalte im Blatt Indikatoren."""

    name: str
    gewicht: Decimal
    art: Art = Art.ANZAHL
    bezugsgroesse: str | None = None
    richtung: Richtung = Richtung.BELASTEND
    quelle: str | None = None
    stichtag: str | None = None


@dataclass(frozen=True, slots=True)
class Spalte:
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

    None heißt: nicht angegeben. `herkunft` nennt je Parametername, woher der Wert stammt.
    """

    jahr: int
    gesamtbudget: Decimal
    bestandsschutz_verfahren: Schutzverfahren
    personalkosten_vzae: Decimal
    bestandsschutz: Decimal | None
    schluesselverfahren: Schluesselverfahren
    verteilungsbasis: str | None
    spreizung: Decimal | None
    sockelbetrag: Decimal
    hoechstgewinn: Decimal | None
    zusatzmittel: Decimal | None
    abschmelzung_beginn: int | None
    abschmelzung_jahre: int | None
    rundung: Decimal
    regiekosten: Decimal
    regiekosten_basis: Regiebasis
    leistungsbasis: Leistungsbasis
    leistungen: tuple[tuple[str, Decimal], ...]
    abf: Decimal
    wochenstunden: Decimal
    budget_2: Decimal | None
    budget_2_verteilung: Budget2Verteilung
    herkunft: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Parametertext:
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

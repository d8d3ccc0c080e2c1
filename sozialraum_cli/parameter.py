"""Das Verzeichnis aller Parameter: Name, Bezeichnung, Einheit, Vorgabe, Grenzen, Quelle."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from sozialraum_cli.modell import (
    Budget2Verteilung,
    Leistungsbasis,
    Parameter,
    Regiebasis,
    Schluesselverfahren,
    Schutzverfahren,
)

VORLAGE_2011 = "Landkreis Lüneburg, Vorlage 2011/099"
VORLAGE_2025 = "Landkreis Lüneburg, Vorlage 2025/124"
LEISTUNG_PRAEFIX = "leistung:"
# Herkunft eines Parameters, den niemand angegeben hat: mit Vorgabe und ohne.
VORGABE = "Vorgabe"
NICHT_ANGEGEBEN = "nicht angegeben"


class Wertart(StrEnum):
    """Was in der Zelle „Wert“ stehen darf."""

    JAHR = "jahr"
    GANZZAHL = "ganzzahl"
    BETRAG = "betrag"
    PROZENT = "prozent"
    ZAHL = "zahl"
    WAHL = "wahl"
    SPALTE = "spalte"


@dataclass(frozen=True, slots=True)
class Parameterangabe:
    """Ein Parameter: `name` gilt in JSON, TOML und --setze, `bezeichnung` im Blatt Parameter.

    `weitere` sind andere Schreibweisen, die im Blatt auch gelten. `vorgabe` None heißt: keine.
    Grenzen schließen ein, mit `ueber_null` ist 0 selbst ausgeschlossen.
    """

    name: str
    bezeichnung: str
    wertart: Wertart
    einheit: str
    erlaeuterung: str
    quelle: str = ""
    vorgabe: Decimal | str | None = None
    pflicht: bool = False
    wahl: tuple[str, ...] = ()
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    ueber_null: bool = False
    weitere: tuple[str, ...] = ()


def _prozent(
    name: str,
    bezeichnung: str,
    erlaeuterung: str,
    quelle: str = "",
    vorgabe: str | None = None,
    maximum: int = 100,
    weitere: tuple[str, ...] = (),
) -> Parameterangabe:
    return Parameterangabe(
        name,
        bezeichnung,
        Wertart.PROZENT,
        "%",
        erlaeuterung,
        quelle,
        None if vorgabe is None else Decimal(vorgabe),
        minimum=Decimal(0),
        maximum=Decimal(maximum),
        weitere=weitere,
    )


def _betrag(
    name: str,
    bezeichnung: str,
    erlaeuterung: str,
    quelle: str = "",
    einheit: str = "€/Jahr",
    *,
    vorgabe: str | None = None,
    pflicht: bool = False,
    ueber_null: bool = False,
    weitere: tuple[str, ...] = (),
) -> Parameterangabe:
    return Parameterangabe(
        name,
        bezeichnung,
        Wertart.BETRAG,
        einheit,
        erlaeuterung,
        quelle,
        None if vorgabe is None else Decimal(vorgabe),
        pflicht=pflicht,
        minimum=Decimal(0),
        ueber_null=ueber_null,
        weitere=weitere,
    )


def _wahl(
    name: str,
    bezeichnung: str,
    erlaeuterung: str,
    wahl: type[StrEnum],
    vorgabe: StrEnum | None,
    quelle: str = "",
    weitere: tuple[str, ...] = (),
) -> Parameterangabe:
    return Parameterangabe(
        name,
        bezeichnung,
        Wertart.WAHL,
        "",
        erlaeuterung,
        quelle,
        vorgabe,
        pflicht=vorgabe is None,
        wahl=tuple(wahl),
        weitere=weitere,
    )


# Reihenfolge wie im Blatt Parameter; die Leistungen stehen dort nach leistungsbasis.
PARAMETERANGABEN: tuple[Parameterangabe, ...] = (
    Parameterangabe(
        "jahr",
        "Jahr",
        Wertart.JAHR,
        "",
        "Haushaltsjahr, für das die Budgets gelten.",
        pflicht=True,
        minimum=Decimal(1990),
        maximum=Decimal(2100),
    ),
    _betrag(
        "gesamtbudget",
        "Gesamtbudget",
        "Was auf alle Sozialräume verteilt wird.",
        pflicht=True,
        ueber_null=True,
    ),
    _wahl(
        "schluesselverfahren",
        "Schlüsselverfahren",
        "Wie aus Indikatoren Anteile werden.",
        Schluesselverfahren,
        Schluesselverfahren.ANTEILE,
    ),
    Parameterangabe(
        "verteilungsbasis",
        "Verteilungsbasis",
        Wertart.SPALTE,
        "",
        "Spalte des Blatts Indikatoren, mit der der Belastungsfaktor malgenommen wird; leer: "
        "die gemeinsame Bezugsgröße.",
        VORLAGE_2025,
    ),
    Parameterangabe(
        "spreizung",
        "Spreizung",
        Wertart.ZAHL,
        "",
        "Wie weit minmax und zwert die Sozialräume auseinanderziehen; leer: 1 bei minmax, "
        "0,25 bei zwert.",
        minimum=Decimal(0),
        maximum=Decimal(100),
    ),
    _betrag(
        "sockelbetrag",
        "Sockelbetrag",
        "Fester Betrag je Sozialraum vor der Verteilung.",
        einheit="€/Jahr",
        vorgabe="0",
        weitere=("Sockelbetrag je Sozialraum",),
    ),
    _wahl(
        "bestandsschutz_verfahren",
        "Verfahren des Bestandsschutzes",
        "Wie Verluste gemildert werden; eine politische Entscheidung ohne Vorgabe.",
        Schutzverfahren,
        None,
        VORLAGE_2011,
        ("Bestandsschutz-Verfahren", "Bestandsschutzverfahren"),
    ),
    _prozent(
        "bestandsschutz",
        "Bestandsschutz",
        "Geschützter Teil des Vergleichsbudgets: β, f oder Ausgleichsanteil a.",
        VORLAGE_2011,
    ),
    _prozent(
        "hoechstgewinn",
        "Höchstgewinn",
        "Nur kappung: größter Zuwachs gegen das Vergleichsbudget; leer: keine Obergrenze.",
        maximum=10000,
    ),
    _betrag(
        "zusatzmittel",
        "Zusatzmittel",
        "Nur defizitausgleich: Geld außerhalb des Gesamtbudgets, das den Ausgleich bezahlt.",
        VORLAGE_2025,
    ),
    Parameterangabe(
        "abschmelzung_beginn",
        "Beginn der Abschmelzung",
        Wertart.JAHR,
        "",
        "Erstes Jahr, in dem der Schutz sinkt; leer: er bleibt.",
        VORLAGE_2025,
        minimum=Decimal(1990),
        maximum=Decimal(2100),
        weitere=("Abschmelzung Beginn",),
    ),
    Parameterangabe(
        "abschmelzung_jahre",
        "Dauer der Abschmelzung",
        Wertart.GANZZAHL,
        "Jahre",
        "In wie vielen gleichen Jahresschritten der Schutz auf null sinkt.",
        VORLAGE_2025,
        minimum=Decimal(1),
        maximum=Decimal(50),
        weitere=("Abschmelzung Jahre", "Jahre der Abschmelzung"),
    ),
    Parameterangabe(
        "rundung",
        "Rundung",
        Wertart.BETRAG,
        "€",
        "Einheit, auf die Budgets gerundet werden: 0,01, 1, 10 oder 100 €.",
        vorgabe=Decimal(1),
        wahl=("0.01", "1", "10", "100"),
    ),
    _prozent(
        "regiekosten",
        "Regie-/Sachkosten",
        "Pauschale für Leitung, Verwaltung, Miete und Sachmittel.",
        VORLAGE_2011,
        "17.5",
        weitere=("Regiekosten", "Regie- und Sachkosten"),
    ),
    _wahl(
        "regiekosten_basis",
        "Basis der Regie-/Sachkosten",
        "budget: Teil des Budgets; aufschlag: Zuschlag auf das Personal.",
        Regiebasis,
        Regiebasis.BUDGET,
        weitere=("Basis der Regiekosten", "Regiekosten-Basis"),
    ),
    _wahl(
        "leistungsbasis",
        "Basis der Leistungen",
        "personal: Prozente vom Personalbudget (Stand Mai 2011); budget: vom ganzen Budget "
        "(Stand April 2011).",
        Leistungsbasis,
        Leistungsbasis.PERSONAL,
        VORLAGE_2011,
    ),
    _prozent(
        "abf",
        "Minderarbeitszeit (abf)",
        "Aufgaben-, berufs- und fachspezifische Minderarbeitszeiten; sie mindern die Zeit, "
        "nicht das Geld.",
        VORLAGE_2011,
        "10",
        weitere=("abf-Abzug", "Minderarbeitszeiten"),
    ),
    _betrag(
        "personalkosten_vzae",
        "Personalkosten je Vollzeitstelle",
        "Jahreskosten einer Vollzeitstelle; ohne Vorgabe.",
        einheit="€/Jahr",
        pflicht=True,
        ueber_null=True,
        weitere=("Personalkosten je VZÄ", "Personalkosten VZÄ"),
    ),
    Parameterangabe(
        "wochenstunden",
        "Wochenarbeitszeit",
        Wertart.ZAHL,
        "h/Woche",
        "Vertragliche Arbeitszeit einer Vollzeitstelle.",
        vorgabe=Decimal(39),
        minimum=Decimal(0),
        maximum=Decimal(168),
        ueber_null=True,
        weitere=("Wochenstunden",),
    ),
    _betrag(
        "budget_2",
        "Budget II",
        "Projektmittel der Sozialraumkonferenzen neben dem Gesamtbudget; leer: noch nicht "
        "festgelegt.",
        VORLAGE_2011,
        weitere=("Budget 2",),
    ),
    _wahl(
        "budget_2_verteilung",
        "Verteilung des Budgets II",
        "zentral: nicht verteilt; gleich: je Sozialraum gleich viel; schluessel: nach Anteil.",
        Budget2Verteilung,
        Budget2Verteilung.ZENTRAL,
        weitere=("Budget II Verteilung", "Verteilung Budget II"),
    ),
)

ANGABE: dict[str, Parameterangabe] = {angabe.name: angabe for angabe in PARAMETERANGABEN}

VORGABE_LEISTUNGEN: tuple[tuple[str, Decimal], ...] = (
    ("Beratung inkl. Gruppenarbeit", Decimal(60)),
    ("Netzwerkarbeit", Decimal(40)),
)


def leistungsangabe(name: str) -> Parameterangabe:
    """Der Parameter einer Leistung, zum Beispiel leistung:Netzwerkarbeit."""
    return _prozent(
        f"{LEISTUNG_PRAEFIX}{name}",
        f"Leistung: {name}",
        "Anteil der Leistung; alle Leistungen zusammen ergeben 100 %.",
        VORLAGE_2011,
    )


def parameter_bilden(werte: Mapping[str, Decimal | str], herkunft: Mapping[str, str]) -> Parameter:
    """Bildet aus gültigen Einzelwerten den vollständigen Satz; was fehlt, wird Vorgabe.

    Eingang: Werte und Herkunft unter ihren Namen, Leistungen unter leistung:NAME, Prozente als
    70. Nennt die Eingabe eine Leistung, gilt keine vorgegebene. Was fehlt und keine Vorgabe hat,
    ist None mit der Herkunft „nicht angegeben“.
    """
    gesetzt: dict[str, Decimal | str | None] = {
        angabe.name: werte.get(angabe.name, angabe.vorgabe) for angabe in PARAMETERANGABEN
    }
    leistungen = tuple(
        (name.removeprefix(LEISTUNG_PRAEFIX), Decimal(wert))
        for name, wert in werte.items()
        if name.startswith(LEISTUNG_PRAEFIX)
    )
    leistungen = leistungen or VORGABE_LEISTUNGEN
    ohne_angabe = {
        name: NICHT_ANGEGEBEN if wert is None else VORGABE for name, wert in gesetzt.items()
    }
    ohne_angabe |= {f"{LEISTUNG_PRAEFIX}{name}": VORGABE for name, _ in leistungen}

    def betrag(name: str) -> Decimal | None:
        wert = gesetzt[name]
        return None if wert is None else Decimal(wert)

    def pflicht(name: str) -> Decimal:
        wert = betrag(name)
        if wert is None:
            raise ValueError(f"Der Parameter {name} fehlt.")
        return wert

    def ganz(name: str) -> int | None:
        wert = betrag(name)
        return None if wert is None else int(wert)

    verteilungsbasis = gesetzt["verteilungsbasis"]
    return Parameter(
        jahr=int(pflicht("jahr")),
        gesamtbudget=pflicht("gesamtbudget"),
        schluesselverfahren=Schluesselverfahren(str(gesetzt["schluesselverfahren"])),
        verteilungsbasis=None if verteilungsbasis is None else str(verteilungsbasis),
        spreizung=betrag("spreizung"),
        sockelbetrag=pflicht("sockelbetrag"),
        bestandsschutz_verfahren=Schutzverfahren(str(gesetzt["bestandsschutz_verfahren"])),
        bestandsschutz=betrag("bestandsschutz"),
        hoechstgewinn=betrag("hoechstgewinn"),
        zusatzmittel=betrag("zusatzmittel"),
        abschmelzung_beginn=ganz("abschmelzung_beginn"),
        abschmelzung_jahre=ganz("abschmelzung_jahre"),
        rundung=pflicht("rundung"),
        regiekosten=pflicht("regiekosten"),
        regiekosten_basis=Regiebasis(str(gesetzt["regiekosten_basis"])),
        leistungsbasis=Leistungsbasis(str(gesetzt["leistungsbasis"])),
        leistungen=leistungen,
        abf=pflicht("abf"),
        personalkosten_vzae=pflicht("personalkosten_vzae"),
        wochenstunden=pflicht("wochenstunden"),
        budget_2=betrag("budget_2"),
        budget_2_verteilung=Budget2Verteilung(str(gesetzt["budget_2_verteilung"])),
        herkunft={name: herkunft.get(name, sonst) for name, sonst in ohne_angabe.items()},
    )

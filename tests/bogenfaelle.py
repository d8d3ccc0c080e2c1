"""Eingaben, deren Bogen nachgerechnet wird, und Änderungen an fertigen Bögen."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

from conftest import kleine_eingabe

from sozialraum_cli.eingabe.bilden import eingabe_bilden
from sozialraum_cli.lesen.mappendatei import mappe_lesen
from sozialraum_cli.modell import Art, Eingabe, Indikator, Richtung
from sozialraum_cli.verfahren.schluessel.verzeichnis import SCHLUESSELVERFAHREN
from sozialraum_cli.verfahren.schutz.verzeichnis import SCHUTZVERFAHREN

BEISPIELE = Path(__file__).parents[1] / "beispieldaten"

SCHLUESSEL = tuple(SCHLUESSELVERFAHREN)
SCHUTZ = tuple(SCHUTZVERFAHREN)
BASEN_UND_RUNDUNGEN = tuple(
    product(("personal", "budget"), ("budget", "aufschlag"), ("0.01", "1", "10", "100"))
)

# Eine kleine Eingabe, in der jedes Verfahren etwas zu tun hat.
SPALTEN: Mapping[str, tuple[str, ...]] = {
    "Arbeitslose": ("31", "95", "60", "45", "42"),
    "Alleinerziehende": ("4.3", "2.1", "5.85", "3.2", "0.76"),
    "Wohneigentum": ("31.5", "42", "18.25", "37", "55"),
    "Einwohner": ("9800", "8100", "5200", "12000", "3900"),
    "Haushalte": ("4700", "3500", "2900", "5100", "1850"),
}
INDIKATOREN = (
    Indikator("Arbeitslose", Decimal(40), bezugsgroesse="Einwohner"),
    Indikator("Alleinerziehende", Decimal(25), Art.QUOTE, "Haushalte"),
    Indikator("Wohneigentum", Decimal("12.5"), Art.QUOTE, "Einwohner", Richtung.ENTLASTEND),
)
BISHER = ("165000.11", "135000", "190000", "80000", "110000")
VORGABEN: Mapping[str, str | None] = {
    "gesamtbudget": "700000",
    "personalkosten_vzae": "55000",
    "bestandsschutz_verfahren": "anteilig",
    "bestandsschutz": "70",
    "verteilungsbasis": "Einwohner",
    "budget_2": "10000.03",
    "budget_2_verteilung": "gleich",
}


def eingabe(**angaben: Any) -> Eingabe:
    """Die kleine Eingabe mit anderen Spalten, Indikatoren, Budgets oder Parametern."""
    grund = {"spalten": SPALTEN, "indikatoren": INDIKATOREN, "bisher": BISHER} | dict(VORGABEN)
    return kleine_eingabe(**(grund | angaben))


def mit_namen(grund: Eingabe, *raumnamen: str) -> Eingabe:
    """Dieselbe Eingabe mit anderen Namen der ersten Sozialräume."""
    raeume = list(grund.sozialraeume)
    for nummer, name in enumerate(raumnamen):
        raeume[nummer] = raeume[nummer]._replace(name=name)
    return replace(grund, sozialraeume=tuple(raeume))


def beispiel(name: str) -> Eingabe:
    return eingabe_bilden(mappe_lesen(BEISPIELE / name))[0]


# Eingaben, wie das Programm sie schreibt


def kreuz() -> dict[str, Callable[[], Eingabe]]:
    """Jeder Schutz mit jedem Schlüssel; die 16 Basen und Rundungen ziehen reihum durch.

    Jeder Schutz und jeder Schlüssel trifft so jede Verbindung aus Basen und Rundung.
    """
    faelle: dict[str, Callable[[], Eingabe]] = {}
    for (i, schutz), (j, schluessel), k in product(
        enumerate(SCHUTZ), enumerate(SCHLUESSEL), range(4)
    ):
        leistungsbasis, regiekosten_basis, rundung = BASEN_UND_RUNDUNGEN[(i + j) % 4 * 4 + k]
        angaben: dict[str, Any] = {
            "bestandsschutz_verfahren": schutz,
            "schluesselverfahren": schluessel,
            "leistungsbasis": leistungsbasis,
            "regiekosten_basis": regiekosten_basis,
            "rundung": rundung,
            "hoechstgewinn": "12.5" if k % 2 else None,
            "zusatzmittel": "500000" if k % 2 else None,
        }
        name = f"{schutz}-{schluessel}-{leistungsbasis}-{regiekosten_basis}-{rundung}"
        faelle[name] = partial(eingabe, **angaben)
    return faelle


def gestreut(nummern: range) -> dict[str, list[Any]]:
    """Die Spalten der Indikatoren mit weit gestreuten Werten, je Nummer ein Sozialraum."""
    return {
        "Arbeitslose": [17 * (n % 7) + n for n in nummern],
        "Alleinerziehende": [f"{(n * 37) % 90}.{n % 10}" for n in nummern],
        "Wohneigentum": [(n * 13) % 100 for n in nummern],
        "Einwohner": [500 + (n * 977) % 9000 for n in nummern],
        "Haushalte": [200 + (n * 389) % 4000 for n in nummern],
    }


def vierzig(**angaben: Any) -> Eingabe:
    """Vierzig Sozialräume mit vielen gleichen Resten und weit gestreuten Werten."""
    nummern = range(40)
    return eingabe(
        spalten=gestreut(nummern),
        bisher=[(n * 7919) % 40000 for n in nummern],
        **angaben,
    )


def neuer_sozialraum(**angaben: Any) -> Eingabe:
    return eingabe(bisher=("165000", "0", "190000", "80000", "110000"), **angaben)


def kappung(**angaben: Any) -> Eingabe:
    return eingabe(bestandsschutz_verfahren="kappung", **angaben)


def mit_prozentzellen(**angaben: Any) -> Eingabe:
    grund = eingabe(**angaben)
    quoten = {
        name: grund.spalten[name]._replace(prozentzellen=True)
        for name in ("Alleinerziehende", "Wohneigentum")
    }
    return replace(grund, spalten={**grund.spalten, **quoten})


GLEICH_GROSS = {"bisher": ("100000", "200000", "100000", "50000", "150000")}
VERLUSTGRENZEN: dict[str, dict[str, Any]] = {
    "alle-verlieren": {"bisher": ("300000",) * 5, "bestandsschutz": "0"},
    "alle-gewinnen": {"bisher": ("1000",) * 5, "bestandsschutz": "100"},
    "alle-neu": {"bisher": ("0",) * 5},
    "voller-schutz": {"bestandsschutz": "100"},
    "referenz": {"referenz": ("150000", None, "120000.5", None, "0"), "rundung": "0.01"},
}
SONDERFAELLE: dict[str, Callable[[], Eingabe]] = {
    "beispiel-2012": lambda: beispiel("lueneburg_2012.xlsx"),
    "beispiel-2026": lambda: beispiel("lueneburg_2026.xlsx"),
    **{
        f"{anzahl}-{'raum' if anzahl == 1 else 'raeume'}-{schluessel}-{schutz}": (
            partial(
                eingabe,
                spalten={name: werte[:anzahl] for name, werte in SPALTEN.items()},
                bisher=BISHER[:anzahl],
                schluesselverfahren=schluessel,
                bestandsschutz_verfahren=schutz,
            )
        )
        for anzahl, schluessel, schutz in (
            (1, "anteile", "anteilig"),
            (1, "zwert", "kappung"),
            (1, "minmax", "defizitausgleich"),
            (2, "belastungsfaktor", "mindestbudget"),
            (2, "zwert", "kappung"),
        )
    },
    "40-raeume-kappung": lambda: vierzig(
        schluesselverfahren="zwert",
        spreizung="0.1",
        bestandsschutz_verfahren="kappung",
        bestandsschutz="60",
        hoechstgewinn="45",
        rundung="0.01",
    ),
    "40-raeume-defizitausgleich": lambda: vierzig(
        schluesselverfahren="minmax", bestandsschutz_verfahren="defizitausgleich", rundung="100"
    ),
    "referenz-teilweise": lambda: eingabe(referenz=("150000", None, "220000.5", None, "0")),
    "referenz-teilweise-defizitausgleich": lambda: eingabe(
        referenz=("150000", None, "220000.5", None, "0"),
        bestandsschutz_verfahren="defizitausgleich",
        bestandsschutz="50",
    ),
    **{
        f"neuer-sozialraum-{schutz}": partial(
            neuer_sozialraum, bestandsschutz_verfahren=schutz, hoechstgewinn="20"
        )
        for schutz in SCHUTZ
    },
    "keiner-ohne-budgets": lambda: eingabe(
        bisher=(None,) * 5, bestandsschutz_verfahren="keiner", bestandsschutz=None
    ),
    "keiner-budgets-teilweise": lambda: eingabe(
        bisher=("165000", None, "190000", "0", None),
        referenz=(None, None, None, None, "5"),
        bestandsschutz_verfahren="keiner",
        bestandsschutz=None,
    ),
    **{
        f"entlastende-anzahl-{schluessel}": partial(
            eingabe,
            indikatoren=(
                *INDIKATOREN,
                Indikator(
                    "Haushalte",
                    Decimal(10),
                    bezugsgroesse="Einwohner",
                    richtung=Richtung.ENTLASTEND,
                ),
            ),
            schluesselverfahren=schluessel,
        )
        for schluessel in SCHLUESSEL[1:]
    },
    "anzahl-ohne-bezug": lambda: eingabe(
        indikatoren=(Indikator("Arbeitslose", Decimal(3)), *INDIKATOREN[1:]),
        verteilungsbasis=None,
    ),
    "gemeinsame-bezugsgroesse": lambda: eingabe(
        indikatoren=(INDIKATOREN[0], INDIKATOREN[2]),
        schluesselverfahren="belastungsfaktor",
        verteilungsbasis=None,
    ),
    "gewicht-null": lambda: eingabe(
        indikatoren=(INDIKATOREN[0]._replace(gewicht=Decimal(0)), *INDIKATOREN[1:])
    ),
    **{
        f"ohne-streuung-{schluessel}": partial(
            eingabe,
            spalten={**SPALTEN, "Wohneigentum": (20,) * 5, "Alleinerziehende": (10,) * 5},
            indikatoren=INDIKATOREN[1:],
            schluesselverfahren=schluessel,
        )
        for schluessel in ("minmax", "zwert")
    },
    "alle-gleich": lambda: eingabe(
        spalten=dict.fromkeys(SPALTEN, ("50",) * 5), gesamtbudget="700000.03", rundung="0.01"
    ),
    "nullwert-im-indikator": lambda: eingabe(
        spalten={"Arbeitslose": (0, 5, 0, 3, 4)},
        indikatoren=(Indikator("Arbeitslose", Decimal(1)),),
        verteilungsbasis=None,
    ),
    "prozentzellen": lambda: mit_prozentzellen(),
    "prozentzellen-zwert": lambda: mit_prozentzellen(schluesselverfahren="zwert"),
    "eine-leistung": lambda: eingabe(leistungen={"Alles": "100"}),
    "drei-leistungen": lambda: eingabe(
        leistungen={"Eins": "33.33", "Zwei": "33.33", "Drei": "33.34"}, regiekosten="12.34"
    ),
    "drei-leistungen-vom-budget": lambda: eingabe(
        leistungen={"Eins": "33.33", "Zwei": "33.33", "Drei": "33.34"}, leistungsbasis="budget"
    ),
    "letzte-leistung-genau-die-regiekosten": lambda: eingabe(
        leistungen={"Eins": "82.5", "Zwei": "17.5"}, leistungsbasis="budget", rundung="100"
    ),
    "regiekosten-null-abf-hundert": lambda: eingabe(regiekosten="0", abf="100"),
    "regiekosten-hundert-aufschlag": lambda: eingabe(
        regiekosten="100", regiekosten_basis="aufschlag", abf="0", wochenstunden="38.5"
    ),
    **{
        f"budget-2-{betrag or 'leer'}-{verteilung}": (
            partial(
                eingabe,
                budget_2=betrag,
                budget_2_verteilung=verteilung,
                schluesselverfahren="minmax",
            )
        )
        for betrag, verteilung in (
            ("10000.04", "schluessel"),
            ("0.03", "gleich"),
            ("9999.99", "zentral"),
            ("0", "schluessel"),
            (None, "gleich"),
        )
    },
    **{
        f"abschmelzung-{schutz}-{jahr}": partial(
            eingabe,
            bestandsschutz_verfahren=schutz,
            jahr=jahr,
            abschmelzung_beginn="2027",
            abschmelzung_jahre="3",
            rundung="0.01",
        )
        for schutz, jahr in (
            ("anteilig", 2026),
            ("anteilig", 2027),
            ("defizitausgleich", 2027),
            ("defizitausgleich", 2028),
            ("defizitausgleich", 2031),
        )
    },
    "abschmelzung-auf-halbe-hundertstel": lambda: eingabe(
        bestandsschutz="66.65", jahr=2027, abschmelzung_beginn="2027", abschmelzung_jahre="2"
    ),
    # 70 % von 43.715 € sind genau 30.600,50 €, in Gleitkommazahlen knapp darunter.
    "ausgleich-auf-halbe-einheit": lambda: eingabe(
        spalten={"Fälle": (50, 30, 20)},
        indikatoren=(Indikator("Fälle", Decimal(1)),),
        verteilungsbasis=None,
        gesamtbudget="100000",
        bisher=("93715", "30000", "20001"),
        bestandsschutz_verfahren="defizitausgleich",
    ),
    "ausgleichsanteil-vorgabe": lambda: eingabe(
        bestandsschutz_verfahren="defizitausgleich", bestandsschutz=None
    ),
    "sockelbetrag": lambda: eingabe(sockelbetrag="12345.67", personalkosten_vzae="55000.125"),
    "nur-sockelbetrag": lambda: eingabe(sockelbetrag="140000", schluesselverfahren="zwert"),
    "anteilig-bindet-alles": lambda: eingabe(**GLEICH_GROSS, gesamtbudget="420000"),
    "mindestbudget-bindet-alles": lambda: eingabe(
        **GLEICH_GROSS, gesamtbudget="420000", bestandsschutz_verfahren="mindestbudget"
    ),
    "mindestbudget-kein-schutz": lambda: eingabe(
        bestandsschutz_verfahren="mindestbudget", bestandsschutz="0"
    ),
    **{
        f"verlustgrenze-{name}": partial(
            eingabe, bestandsschutz_verfahren="verlustgrenze", **angaben
        )
        for name, angaben in VERLUSTGRENZEN.items()
    },
    # D = 50.000 / 40.000 / 10.000: bei 50 % bleibt vom Zuwachs von 5.000 genau nichts.
    "verlustgrenze-bindet-alles": lambda: eingabe(
        spalten={"Fälle": (5, 4, 1)},
        indikatoren=(Indikator("Fälle", Decimal(1)),),
        verteilungsbasis=None,
        gesamtbudget="100000",
        bisher=("45000", "40000", "30000"),
        bestandsschutz_verfahren="verlustgrenze",
        bestandsschutz="50",
    ),
    "kappung-ohne-hoechstgewinn": lambda: kappung(),
    "kappung-mit-hoechstgewinn": lambda: kappung(hoechstgewinn="15"),
    "kappung-ueber-tausend-prozent": lambda: kappung(hoechstgewinn="1000"),
    "kappung-ohne-untergrenze": lambda: kappung(bestandsschutz="0", hoechstgewinn="15"),
    "kappung-genau-unten": lambda: kappung(
        **GLEICH_GROSS, gesamtbudget="420000", hoechstgewinn="10"
    ),
    "kappung-genau-oben": lambda: kappung(
        **GLEICH_GROSS, gesamtbudget="660000", hoechstgewinn="10"
    ),
    "kappung-unten-gleich-oben": lambda: kappung(
        **GLEICH_GROSS, gesamtbudget="600000", bestandsschutz="100", hoechstgewinn="0"
    ),
    "kappung-ganze-knickstelle": lambda: kappung(
        spalten={"Fälle": (10, 20, 10, 10, 50)},
        indikatoren=(Indikator("Fälle", Decimal(1)),),
        verteilungsbasis=None,
        bisher=("100000", "200000", "100000", "100000", "100000"),
        gesamtbudget="600000",
        bestandsschutz="100",
        hoechstgewinn="500",
    ),
    "kappung-nullwert": lambda: kappung(
        spalten={"Fälle": (0, 20, 30, 25, 25)},
        indikatoren=(Indikator("Fälle", Decimal(1)),),
        verteilungsbasis=None,
        hoechstgewinn="40",
    ),
    "kappung-alle-neu": lambda: kappung(bisher=("0",) * 5, hoechstgewinn="10"),
}

BOESE_NAMEN = (
    '=1+1 "Süd" & <Nord>',
    "+49",
    "@Ost {{jahr}}",
    "[rot]",
    "-" + "sehr lang " * 24 + "Ende",
)


def mit_gruppen(**angaben: Any) -> Eingabe:
    """Regionen und Träger, die sich nur in Groß und klein, Platzhaltern oder Zeichen gleichen."""
    grund = eingabe(**angaben)
    paare = (
        ("Nord", None),
        ("nord", "AWO*"),
        (None, "AWO?"),
        ("=1+1", "ohne Angabe"),
        ("Nord", ""),
    )
    return replace(
        grund,
        sozialraeume=tuple(
            raum._replace(region=region, traeger=traeger)
            for raum, (region, traeger) in zip(grund.sozialraeume, paare, strict=True)
        ),
    )


TEXTFAELLE: dict[str, Callable[[], Eingabe]] = {
    "gruppen": lambda: mit_gruppen(bestandsschutz_verfahren="mindestbudget", bestandsschutz="95"),
    "boese-namen": lambda: mit_namen(eingabe(schluesselverfahren="minmax"), *BOESE_NAMEN),
    "indikatornamen-mit-klammern": lambda: eingabe(
        spalten={
            'Quote (ab 15) "SGB II"': SPALTEN["Alleinerziehende"],
            "=SUM(A1:A9)": SPALTEN["Arbeitslose"],
            "Einwohner [15-64] + mehr": SPALTEN["Einwohner"],
        },
        indikatoren=(
            Indikator('Quote (ab 15) "SGB II"', Decimal(1), Art.QUOTE, "Einwohner [15-64] + mehr"),
            Indikator("=SUM(A1:A9)", Decimal(2), bezugsgroesse="Einwohner [15-64] + mehr"),
        ),
        verteilungsbasis="Einwohner [15-64] + mehr",
        schluesselverfahren="belastungsfaktor",
    ),
    **{
        f"bezugsgroesse-mit-{zeichen}": partial(
            eingabe,
            spalten={
                "Arbeitslose": SPALTEN["Arbeitslose"],
                "Einwohner 2020": SPALTEN["Haushalte"],
                name: SPALTEN["Einwohner"],
            },
            indikatoren=(
                Indikator("Arbeitslose", Decimal(1), bezugsgroesse=name),
                Indikator("Einwohner 2020", Decimal(1), bezugsgroesse=name),
            ),
            verteilungsbasis=basis,
            schluesselverfahren="belastungsfaktor",
        )
        for zeichen, name, basis in (
            ("stern", "Einwohner*", "Einwohner*"),
            ("frage", "Einwohner 202?", None),
            ("tilde", "Einwohner~", None),
            ("klammer", "Einwohner (2020)", None),
        )
    },
    "lange-leistungsnamen": lambda: eingabe(
        leistungen={'"Beratung" & ' + "Gruppenarbeit, " * 14 + "Ende": "60", "=Netz{{jahr}}": "40"}
    ),
    "lange-anmerkungen": lambda: replace(
        eingabe(), anmerkungen={"Sozialräume": ("=Titel", 'Zeile mit "Anführung", ' * 30)}
    ),
}
FAELLE = kreuz() | SONDERFAELLE | TEXTFAELLE


# Bögen, in denen danach eine Eingabe geändert wird: Angaben vorher, was sich ändert


@dataclass(frozen=True)
class Aenderung:
    """Ein Bogen entsteht aus `vorher`; danach stehen in ihm die Eingaben von `vorher | neu`."""

    vorher: dict[str, Any]
    neu: dict[str, Any]

    def eingabe(self) -> Eingabe:
        return eingabe(**self.vorher)

    def nachher(self) -> Eingabe:
        return eingabe(**(self.vorher | self.neu))


def indikator(nummer: int, **aenderung: Any) -> dict[str, Any]:
    """Die Indikatoren, einer davon mit anderen Angaben."""
    indikatoren = list(INDIKATOREN)
    indikatoren[nummer] = indikatoren[nummer]._replace(**aenderung)
    return {"indikatoren": tuple(indikatoren)}


def wert(spalte: str, nummer: int, neu: str) -> dict[str, Any]:
    """Die Spalten, in einer davon ein anderer Wert."""
    werte = list(SPALTEN[spalte])
    werte[nummer] = neu
    return {"spalten": {**SPALTEN, spalte: tuple(werte)}}


KAPPUNG = {"bestandsschutz_verfahren": "kappung"}
AUSGLEICH = {"bestandsschutz_verfahren": "defizitausgleich"}
FAKTOR = {"schluesselverfahren": "belastungsfaktor"}
AENDERUNGEN: dict[str, Aenderung] = {
    "jahr": Aenderung({}, {"jahr": "2013"}),
    "gesamtbudget": Aenderung({}, {"gesamtbudget": "815300"}),
    **{
        f"schluesselverfahren-{alt}-{neu}": Aenderung(
            {"schluesselverfahren": alt}, {"schluesselverfahren": neu}
        )
        for alt, neu in zip(SCHLUESSEL, (*SCHLUESSEL[1:], SCHLUESSEL[0]), strict=True)
    },
    "verteilungsbasis": Aenderung(FAKTOR, {"verteilungsbasis": "Haushalte"}),
    "verteilungsbasis-leer": Aenderung(
        FAKTOR | {"verteilungsbasis": "Haushalte"} | indikator(1, bezugsgroesse="Einwohner"),
        {"verteilungsbasis": None},
    ),
    "spreizung": Aenderung({"schluesselverfahren": "minmax"}, {"spreizung": "0.6"}),
    "spreizung-leer": Aenderung(
        {"schluesselverfahren": "zwert", "spreizung": "0.1"}, {"spreizung": None}
    ),
    "sockelbetrag": Aenderung({}, {"sockelbetrag": "5000.5"}),
    "kopf": Aenderung(
        {},
        {
            "koerperschaft": "Landkreis Musterstadt",
            "vorlage_nummer": "2012/007",
            "anlage": "2",
            "stand": "01.02.2012, Entwurf",
        },
    ),
    **{
        f"bestandsschutz_verfahren-{alt}-{neu}": Aenderung(
            {"bestandsschutz_verfahren": alt}, {"bestandsschutz_verfahren": neu}
        )
        for alt, neu in (*product(("anteilig",), SCHUTZ), *product(SCHUTZ, ("anteilig",)))
        if alt != neu
    },
    "bestandsschutz-anteilig": Aenderung({}, {"bestandsschutz": "82.5"}),
    "bestandsschutz-mindestbudget": Aenderung(
        {"bestandsschutz_verfahren": "mindestbudget"}, {"bestandsschutz": "90"}
    ),
    "bestandsschutz-verlustgrenze": Aenderung(
        {"bestandsschutz_verfahren": "verlustgrenze"}, {"bestandsschutz": "90"}
    ),
    "bestandsschutz-kappung": Aenderung(KAPPUNG, {"bestandsschutz": "95"}),
    "bestandsschutz-defizitausgleich": Aenderung(AUSGLEICH, {"bestandsschutz": "33.3"}),
    "bestandsschutz-leer": Aenderung(AUSGLEICH, {"bestandsschutz": None}),
    "hoechstgewinn": Aenderung(KAPPUNG, {"hoechstgewinn": "14"}),
    "hoechstgewinn-leer": Aenderung(KAPPUNG | {"hoechstgewinn": "14"}, {"hoechstgewinn": None}),
    "zusatzmittel": Aenderung(AUSGLEICH, {"zusatzmittel": "203000"}),
    "abschmelzung": Aenderung(
        AUSGLEICH | {"jahr": "2028"}, {"abschmelzung_beginn": "2027", "abschmelzung_jahre": "4"}
    ),
    "abschmelzung_beginn": Aenderung(
        {"jahr": "2028", "abschmelzung_beginn": "2027", "abschmelzung_jahre": "4"},
        {"abschmelzung_beginn": "2028"},
    ),
    "abschmelzung_jahre": Aenderung(
        AUSGLEICH | {"jahr": "2028", "abschmelzung_beginn": "2027", "abschmelzung_jahre": "4"},
        {"abschmelzung_jahre": "3"},
    ),
    **{
        f"rundung-{neu}": Aenderung({"rundung": alt}, {"rundung": neu})
        for alt, neu in (("1", "0.01"), ("0.01", "1"), ("1", "10"), ("10", "100"))
    },
    "rundung-defizitausgleich": Aenderung(AUSGLEICH, {"rundung": "100"}),
    "regiekosten": Aenderung({}, {"regiekosten": "19.25"}),
    "regiekosten_basis": Aenderung({}, {"regiekosten_basis": "aufschlag"}),
    "regiekosten_basis-zurueck": Aenderung(
        {"regiekosten_basis": "aufschlag"}, {"regiekosten_basis": "budget"}
    ),
    "leistungsbasis": Aenderung({}, {"leistungsbasis": "budget"}),
    "leistungsbasis-zurueck": Aenderung(
        {"leistungsbasis": "budget"}, {"leistungsbasis": "personal"}
    ),
    "leistungen": Aenderung(
        {"leistungen": {"Eins": "60", "Zwei": "25", "Drei": "15"}},
        {"leistungen": {"Eins": "33.33", "Zwei": "33.33", "Drei": "33.34"}},
    ),
    "abf": Aenderung({}, {"abf": "12.5"}),
    "personalkosten_vzae": Aenderung({}, {"personalkosten_vzae": "61234.56"}),
    "wochenstunden": Aenderung({}, {"wochenstunden": "38.5"}),
    "budget_2": Aenderung({}, {"budget_2": "7777.77"}),
    "budget_2-leer": Aenderung({}, {"budget_2": None}),
    "budget_2-neu": Aenderung({"budget_2": None}, {"budget_2": "5000.01"}),
    **{
        f"budget_2_verteilung-{alt}-{neu}": Aenderung(
            {"budget_2_verteilung": alt}, {"budget_2_verteilung": neu}
        )
        for alt, neu in (("zentral", "schluessel"), ("gleich", "zentral"), ("zentral", "gleich"))
    },
    "gewicht": Aenderung({}, indikator(1, gewicht=Decimal("33.3"))),
    "richtung-quote": Aenderung({}, indikator(1, richtung=Richtung.ENTLASTEND)),
    "richtung-anzahl": Aenderung(FAKTOR, indikator(0, richtung=Richtung.ENTLASTEND)),
    "art-quote": Aenderung({}, indikator(0, art=Art.QUOTE)),
    "art-anzahl": Aenderung(
        {"schluesselverfahren": "zwert", "spreizung": "0.1"}, indikator(1, art=Art.ANZAHL)
    ),
    "bezugsgroesse": Aenderung({}, indikator(1, bezugsgroesse="Einwohner")),
    "bezugsgroesse-leer": Aenderung({}, indikator(0, bezugsgroesse=None)),
    "indikatorwert": Aenderung({}, wert("Alleinerziehende", 4, "7.77")),
    "indikatorwert-minmax": Aenderung(
        {"schluesselverfahren": "minmax"}, wert("Arbeitslose", 0, "120")
    ),
    "wert-der-bezugsgroesse": Aenderung(FAKTOR, wert("Einwohner", 2, "6789")),
    "budget-bisher": Aenderung({}, {"bisher": ("165000.11", "135000", "99000.5", "80000", "1")}),
    "budget-bisher-null": Aenderung(
        {"bestandsschutz_verfahren": "kappung", "hoechstgewinn": "20"},
        {"bisher": ("165000.11", "0", "190000", "80000", "110000")},
    ),
    "budget-bisher-leer": Aenderung(
        {"bestandsschutz_verfahren": "keiner", "bestandsschutz": None},
        {"bisher": ("165000.11", None, "190000", "80000", "110000")},
    ),
    "referenzbudget": Aenderung({}, {"referenz": (None, "150000", None, None, None)}),
    "referenzbudget-leer": Aenderung(
        {"referenz": (None, "150000", None, "1500", None)},
        {"referenz": (None, None, None, "1500", None)},
    ),
}


AENDERUNGEN = {f"geändert: {name}": aenderung for name, aenderung in AENDERUNGEN.items()}

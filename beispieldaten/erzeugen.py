"""Erzeugt die Beispielmappen aus den Quelldaten: python beispieldaten/erzeugen.py."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from sozialraum_cli.arbeitsmappe.speichern import bytegleich
from sozialraum_cli.eingabemappe.eingabeblaetter import (
    GEWICHTUNG,
    INDIKATOREN,
    PARAMETER,
    SOZIALRAEUME,
    eingabeblaetter_anlegen,
    parameterzeilen,
)
from sozialraum_cli.modell import Art, Indikator, Sozialraum, Spalte
from sozialraum_cli.parameterangabe import SITZUNGSVORLAGE_2025
from sozialraum_cli.runden import kaufmaennisch

ORDNER = Path(__file__).parent
STAND = datetime(2026, 1, 15, 12, tzinfo=UTC)

ERFUNDEN = "erfunden"
NAEHERUNG = (
    "Alleinerziehende: Prozent der Familien mit Kindern. Weil deren Zahl fehlt, gilt als Näherung "
)
# Welche Spalten ganz erfunden sind und was an jeder ihrer Zellen steht.
ERFUNDENE_SPALTEN: Mapping[str, Mapping[str, str]] = {
    SOZIALRAEUME: {
        "Budget bisher": f"{ERFUNDEN}: wirkliche Budgets sind nicht veröffentlicht",
        "Region": f"{ERFUNDEN}e Zuordnung",
        "Zuständigkeit": f"{ERFUNDEN}e Zuordnung",
    },
    GEWICHTUNG: {"Gewicht": f"{ERFUNDEN}: Auswahl und Gewichte sind nicht überliefert"},
}
KOPF_AN_ZWEITER_STELLE = ("Schlüssel", "Gewicht")
# Wo ein Träger belegt ist; die übrigen Zeilen bleiben leer.
TRAEGER = {
    "Amt Neuhaus": "Internationaler Bund",
    "Dahlenburg": "AWO",
    "Ostheide": "VSE",
}
REGION = {
    "Adendorf": "Nord",
    "Amelinghausen": "Süd",
    "Amt Neuhaus": "Ost",
    "Bardowick": "Nord",
    "Bleckede": "Ost",
    "Dahlenburg": "Ost",
    "Gellersen": "Süd",
    "Ilmenau": "Süd",
    "Ostheide": "Ost",
    "Scharnebeck": "Nord",
}


@dataclass(frozen=True, slots=True)
class Merkmal:
    """Ein Merkmal der Quelldaten: Werte je Sozialraum, Stichtag und Quelle mit Lizenz."""

    werte: tuple[Decimal, ...]
    stichtag: str
    quelle: str


@dataclass(frozen=True, slots=True)
class Beispiel:
    """Der Inhalt einer Beispielmappe."""

    titel: str
    sozialraeume: tuple[Sozialraum, ...]
    indikatoren: tuple[Indikator, ...]
    spalten: tuple[Spalte, ...]
    parameter: Mapping[str, Decimal | str | int]
    quellen: Mapping[str, str]
    anmerkungen: Mapping[str, Sequence[str]]


def beispiel_2012() -> Beispiel:
    """Das Jahr 2012: Vorlage 2011/099 mit anteiligem Bestandsschutz."""
    merkmale, raeume = _quelldaten("lueneburg_2012.csv")
    einwohner, anteil = merkmale["Einwohner"], merkmale["Anteil unter 18"]
    unter_18 = tuple(
        kaufmaennisch(quote / 100 * personen, Decimal(1))
        for quote, personen in zip(anteil.werte, einwohner.werte, strict=True)
    )
    return Beispiel(
        "Landkreis Lüneburg 2012 (Beispiel)",
        _mit_budgets(
            raeume,
            {
                "Adendorf": 165_000,
                "Amelinghausen": 135_000,
                "Amt Neuhaus": 190_000,
                "Bardowick": 180_000,
                "Bleckede": 230_000,
                "Dahlenburg": 180_000,
                "Gellersen": 150_000,
                "Ilmenau": 140_000,
                "Ostheide": 145_000,
                "Scharnebeck": 185_000,
            },
        ),
        (
            _indikator("Arbeitslose", 40, merkmale["Arbeitslose"]),
            _indikator("Alleinerziehende", 25, merkmale["Alleinerziehende"], "Einwohner unter 18"),
            _indikator("Anteil unter 18", 25, anteil, "Einwohner"),
            _indikator("Ausländeranteil", 10, merkmale["Ausländeranteil"], "Einwohner"),
        ),
        (
            Spalte("Arbeitslose", merkmale["Arbeitslose"].werte),
            Spalte("Alleinerziehende", merkmale["Alleinerziehende"].werte),
            Spalte("Anteil unter 18", anteil.werte),
            Spalte("Ausländeranteil", merkmale["Ausländeranteil"].werte),
            Spalte("Einwohner", einwohner.werte),
            Spalte("Einwohner unter 18", unter_18),
        ),
        {
            "jahr": 2012,
            "gesamtbudget": Decimal(1_700_000),
            "schluesselverfahren": "anteile",
            "bestandsschutz_verfahren": "anteilig",
            "bestandsschutz": Decimal(70),
            "rundung": Decimal(1),
            "personalkosten_vzae": Decimal(55_000),
            "budget_2": Decimal(100_000),
            "budget_2_verteilung": "gleich",
        },
        {
            "gesamtbudget": f"{ERFUNDEN}: Summe der bisherigen Budgets",
            "schluesselverfahren": f"{ERFUNDEN}: die Anlage der Vorlage 2011/099 fehlt",
            "bestandsschutz_verfahren": f"{ERFUNDEN}: die Vorlage 2011/099 sagt nur „ein gewisser "
            "Bestandsschutz“",
            "bestandsschutz": f"{ERFUNDEN}: die Vorlage 2011/099 nennt keine Höhe",
            "personalkosten_vzae": ERFUNDEN,
            "budget_2": f"{ERFUNDEN} nach der Größenordnung von 10.000 € je Sozialraum in der "
            "Beratung der Vorlage 2011/099",
            "budget_2_verteilung": f"{ERFUNDEN}: passend zu 10.000 € je Sozialraum",
        },
        {
            INDIKATOREN: (
                f"Einwohner, Stand {einwohner.stichtag}: {einwohner.quelle}",
                "Einwohner unter 18: Anteil unter 18 mal Einwohner, gerundet (eigene Rechnung)",
            ),
            GEWICHTUNG: (
                f"Auswahl und Gewichte sind {ERFUNDEN}: die Anlage der Vorlage 2011/099 fehlt.",
                f"{NAEHERUNG}der Bezug auf Einwohner unter 18.",
            ),
        },
    )


def beispiel_2026() -> Beispiel:
    """Das Jahr 2026: Vorlage 2025/124 mit Belastungsfaktor und Defizitausgleich."""
    merkmale, raeume = _quelldaten("lueneburg_2026.csv")
    migration = merkmale["Anteil mit Migrationshintergrund"]
    erwerbsalter, einwohner = merkmale["Einwohner 15 bis 64"], merkmale["Einwohner"]
    return Beispiel(
        "Landkreis Lüneburg 2026 (Beispiel)",
        _mit_budgets(
            raeume,
            {
                "Adendorf": 265_000,
                "Amelinghausen": 135_000,
                "Amt Neuhaus": 85_000,
                "Bardowick": 258_000,
                "Bleckede": 300_000,
                "Dahlenburg": 126_000,
                "Gellersen": 211_000,
                "Ilmenau": 170_000,
                "Ostheide": 136_000,
                "Scharnebeck": 344_000,
            },
        ),
        (
            _indikator("Arbeitslose", 50, merkmale["Arbeitslose"])._replace(
                bezugsgroesse="Einwohner 15 bis 64"
            ),
            _indikator("Alleinerziehende", 25, merkmale["Alleinerziehende"], "Einwohner"),
            _indikator("Migrationshintergrund", 25, migration, "Einwohner"),
        ),
        (
            Spalte("Arbeitslose", merkmale["Arbeitslose"].werte),
            Spalte("Alleinerziehende", merkmale["Alleinerziehende"].werte),
            Spalte("Migrationshintergrund", migration.werte),
            Spalte("Einwohner 15 bis 64", erwerbsalter.werte),
            Spalte("Einwohner", einwohner.werte),
        ),
        {
            "jahr": 2026,
            "gesamtbudget": Decimal(2_030_000),
            "schluesselverfahren": "belastungsfaktor",
            "verteilungsbasis": "Einwohner",
            "bestandsschutz_verfahren": "defizitausgleich",
            "bestandsschutz": Decimal(100),
            "zusatzmittel": Decimal(203_000),
            "abschmelzung_beginn": 2027,
            "abschmelzung_jahre": 4,
            "rundung": Decimal(1),
            "personalkosten_vzae": Decimal(82_000),
        },
        {
            "gesamtbudget": f"{ERFUNDEN}: Summe der bisherigen Budgets; Größenordnung nach Vorlage "
            "2025/124 (203.000 € sind dort rund 10 %)",
            "schluesselverfahren": SITZUNGSVORLAGE_2025,
            "bestandsschutz_verfahren": SITZUNGSVORLAGE_2025,
            "bestandsschutz": SITZUNGSVORLAGE_2025,
            "personalkosten_vzae": ERFUNDEN,
        },
        {
            INDIKATOREN: (
                f"Einwohner, Stand {einwohner.stichtag}: {einwohner.quelle}",
                f"Einwohner 15 bis 64, Stand {erwerbsalter.stichtag}: {erwerbsalter.quelle}",
            ),
            GEWICHTUNG: (
                f"Auswahl und Gewichte sind {ERFUNDEN}; das Verfahren: Vorlage 2025/124.",
                f"{NAEHERUNG}der Bezug auf Einwohner.",
            ),
        },
    )


def beispielmappe(beispiel: Beispiel) -> bytes:
    """Die Eingabemappe eines Beispiels; gleicher Inhalt ergibt gleiche Bytes."""
    mappe = Workbook()
    mappe.remove(mappe.worksheets[0])
    mappe.properties.title = beispiel.titel
    mappe.properties.creator = "sozialraum"
    mappe.properties.language = "de-DE"
    eigene = beispiel.anmerkungen
    eingabeblaetter_anlegen(
        mappe,
        beispiel.sozialraeume,
        beispiel.indikatoren,
        beispiel.spalten,
        parameterzeilen(beispiel.parameter, beispiel.quellen),
        {
            SOZIALRAEUME: (
                f"{beispiel.titel}: Sozialräume",
                f"Bisherige Budgets, Regionen und Zuständigkeiten sind {ERFUNDEN}; Namen und "
                "Schlüssel sind echt. Träger stehen nur, wo sie belegt sind.",
            ),
            INDIKATOREN: (
                f"{beispiel.titel}: Indikatoren",
                "Alle Werte sind amtlich oder daraus abgeleitet; Quelle und Stichtag: "
                "Blatt Gewichtung.",
                *_zeilen(eigene[INDIKATOREN]),
            ),
            GEWICHTUNG: (f"{beispiel.titel}: Gewichtung", *eigene[GEWICHTUNG]),
            PARAMETER: (
                f"{beispiel.titel}: Parameter",
                f"Was in der Spalte Quelle als {ERFUNDEN} bezeichnet ist, hat niemand beschlossen.",
            ),
        },
        kommentare=True,
    )
    for blatt, ueberschriften in ERFUNDENE_SPALTEN.items():
        _als_erfunden(mappe[blatt], ueberschriften)
    return bytegleich(mappe, STAND)


def _als_erfunden(blatt: Worksheet, ueberschriften: Mapping[str, str]) -> None:
    """Sagt an jeder Zelle einer Spalte, dass ihr Wert erfunden ist."""
    (kopf,) = (zeile for zeile in blatt.iter_rows() if zeile[1].value in KOPF_AN_ZWEITER_STELLE)
    for spalte in kopf:
        if spalte.value in ueberschriften:
            assert spalte.row is not None
            assert spalte.column is not None
            for zeile in range(spalte.row + 1, blatt.max_row + 1):
                text = ueberschriften[str(spalte.value)]
                kommentar = Comment(text, "sozialraum", height=40, width=220)
                blatt.cell(zeile, spalte.column).comment = kommentar


BEISPIELE = {
    "lueneburg_2012.xlsx": beispiel_2012,
    "lueneburg_2026.xlsx": beispiel_2026,
}


def _quelldaten(name: str) -> tuple[dict[str, Merkmal], tuple[Sozialraum, ...]]:
    with (ORDNER / "quelldaten" / name).open(encoding="utf-8", newline="") as datei:
        zeilen = list(csv.DictReader(datei, delimiter=";"))
    raeume = dict.fromkeys((zeile["sozialraum"], zeile["schluessel"]) for zeile in zeilen)
    merkmale = {
        merkmal: Merkmal(
            tuple(Decimal(z["wert"]) for z in zeilen if z["merkmal"] == merkmal),
            _deutsches_datum(zeile["stichtag"]),
            f"{zeile['quelle']}; {zeile['lizenz']}",
        )
        for zeile in zeilen
        for merkmal in [zeile["merkmal"]]
    }
    return merkmale, tuple(
        Sozialraum(
            sozialraum,
            schluessel,
            traeger=TRAEGER.get(sozialraum),
            region=REGION[sozialraum],
            zustaendigkeit=f"Team {REGION[sozialraum]}",
        )
        for sozialraum, schluessel in raeume
    )


def _mit_budgets(
    raeume: Sequence[Sozialraum], budgets: Mapping[str, int]
) -> tuple[Sozialraum, ...]:
    return tuple(raum._replace(budget_bisher=Decimal(budgets[raum.name])) for raum in raeume)


def _indikator(
    name: str, gewicht: int, merkmal: Merkmal, quote_von: str | None = None
) -> Indikator:
    return Indikator(
        name,
        Decimal(gewicht),
        Art.QUOTE if quote_von else Art.ANZAHL,
        quote_von,
        quelle=merkmal.quelle,
        stichtag=merkmal.stichtag,
    )


def _zeilen(texte: Sequence[str]) -> list[str]:
    return [text for lang in texte for text in lang.replace("; ©", ";\n©").splitlines()]


def _deutsches_datum(stichtag: str) -> str:
    teile = stichtag.split("-")
    return ".".join(reversed(teile)) if len(teile) == 3 else stichtag


if __name__ == "__main__":
    for dateiname, beispiel_bilden in BEISPIELE.items():
        (ORDNER / dateiname).write_bytes(beispielmappe(beispiel_bilden()))

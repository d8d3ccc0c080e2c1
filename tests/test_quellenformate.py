"""Jedes Format in seiner beschriebenen Form und mit drei häufigen Schäden; Zahlen von Hand."""

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import pytest
from befehlszeile import Aufruf, Lauf
from quellendateien import (
    GEBIETE,
    GEMEINDEN,
    GENESIS_TITEL,
    bundesagentur,
    ffcsv,
    ffcsv_alt,
    genesis_tabelle,
    gepackt,
    geschrieben,
    inkar,
    lsn,
    mappe,
    toml,
    zensus_regionaltabelle,
)

TITEL = "Zusätzliche Zeile für Köpfe"
# Nord: Albersdorf 1.200 und Arkebek 30; Süd: Adendorf 450.
BEVOELKERUNG = {"Nord": 1230, "Süd": 450}


@pytest.fixture
def aufruf(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Aufruf:
    """Ruft das Programm im leeren Arbeitsordner auf."""
    monkeypatch.chdir(tmp_path)
    return Aufruf(capfdbinary)


@dataclass(frozen=True)
class Fall:
    """Eine Datei in den vier Zuständen, die Spalte dazu und was herauskommen muss."""

    name: str
    heil: Callable[[], bytes]
    ohne_fuss: Callable[[], bytes]
    mit_titel: Callable[[], bytes]
    falsche_kodierung: Callable[[], bytes]
    format: str
    indikator: Mapping[str, object]
    erwartet: Mapping[str, object] = field(default_factory=lambda: BEVOELKERUNG)
    gebiete: Mapping[str, list[str]] = field(default_factory=lambda: GEBIETE)


def text(erzeugt: str) -> Callable[[], bytes]:
    return lambda: erzeugt.encode()


def falsche_marke(erzeugt: str) -> Callable[[], bytes]:
    """Eine UTF-8-Marke vor ISO-8859-1."""
    return lambda: b"\xef\xbb\xbf" + erzeugt.encode("iso-8859-1")


def falsche_angabe(buch: bytes) -> bytes:
    """Eine Mappe, deren Blätter behaupten, ISO-8859-1 zu sein."""
    fertig = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(buch)) as alt, zipfile.ZipFile(fertig, "w") as neu:
        for name in alt.namelist():
            inhalt = alt.read(name)
            if name.startswith("xl/worksheets/"):
                inhalt = b'<?xml version="1.0" encoding="ISO-8859-1"?>' + inhalt
            neu.writestr(name, inhalt)
    return fertig.getvalue()


EIGENE = "AGS;Gemeinde;Stichtag;Einwohner\n" + "".join(
    f"{ags};{name};31.12.2023;{zahl}\n"
    for (_, ags, name), zahl in zip(GEMEINDEN, ("1.200,0", 30, 450), strict=True)
)
FFCSV = ffcsv(
    {ars: zahl for (ars, _, _), zahl in zip(GEMEINDEN, (1200, 30, 450), strict=True)},
    auspraegungen=(("", "Insgesamt"), ("GESM", "männlich")),
)
INSGESAMT = '{ GES = "" }'
LSN_GEBIETE = {"Nord": ["033555401"], "Süd": ["033550001001"]}

FAELLE = (
    Fall(
        "zensus.csv",
        text(FFCSV),
        text(FFCSV.rstrip()),
        text(f"{TITEL}\n{FFCSV}"),
        falsche_marke(FFCSV),
        "Flat-File (ffcsv) ab 2025",
        {"wert": "BEVSTD", "zeit": "2024-12-31", "filter": INSGESAMT},
    ),
    Fall(
        "alt.csv",
        text(ffcsv_alt()),
        text(ffcsv_alt().rstrip()),
        text(f"{TITEL}\n{ffcsv_alt()}"),
        falsche_marke(ffcsv_alt()),
        "Flat-File (ffcsv) bis 2024",
        {"wert": "BEVSTD", "zeit": "2022-12-31", "filter": INSGESAMT},
    ),
    Fall(
        "tabelle.csv",
        lambda: genesis_tabelle().encode("cp1252"),
        lambda: genesis_tabelle(fuss="").encode("cp1252"),
        lambda: genesis_tabelle(titel=(*GENESIS_TITEL, TITEL)).encode("cp1252"),
        falsche_marke(genesis_tabelle()),
        "GENESIS-Tabelle",
        {"wert": "Insgesamt", "zeit": "2025-12-31"},
    ),
    Fall(
        "regional.xlsx",
        zensus_regionaltabelle,
        zensus_regionaltabelle,
        lambda: zensus_regionaltabelle(titel=(TITEL,)),
        lambda: falsche_angabe(zensus_regionaltabelle()),
        "Zensus-Regionaltabelle",
        {"wert": "EWZ", "zeit": "2022-05-15"},
    ),
    Fall(
        "gemeinden.xlsx",
        bundesagentur,
        lambda: bundesagentur(fuss=False),
        lambda: bundesagentur(titel=(TITEL,)),
        lambda: falsche_angabe(bundesagentur()),
        "Bundesagentur für Arbeit",
        {"wert": "Insgesamt", "zeit": "2022-12"},
        {"Nord": 15, "Süd": 45},
    ),
    Fall(
        "inkar_2025.csv",
        text(inkar()),
        text(inkar().rstrip()),
        text(f"{TITEL}\n{inkar()}"),
        falsche_marke(inkar()),
        "INKAR (CSV)",
        {"wert": "xbev", "zeit": "2021"},
    ),
    Fall(
        "K2300112.xml",
        text(lsn()),
        text(lsn(fuss=False)),
        text(lsn(titel=(TITEL,))),
        lambda: lsn(titel=(TITEL,)).encode("iso-8859-1"),
        "LSN-Online",
        {"wert": "Plätze", "zeit": "2022-03-01"},
        {"Nord": 130, "Süd": 450},
        LSN_GEBIETE,
    ),
    Fall(
        "eigene.csv",
        text(EIGENE),
        text(EIGENE.rstrip()),
        text(f"{TITEL}\n{EIGENE}"),
        falsche_marke(EIGENE),
        "eigene Tabelle",
        {"wert": "Einwohner", "zeit": "2023-12-31"},
    ),
)


def gelesen(aufruf: Aufruf, ordner: Path, dateien: Mapping[str, bytes], zuordnung: str) -> Lauf:
    pfade = [geschrieben(ordner, name, inhalt) for name, inhalt in dateien.items()]
    ziel = geschrieben(ordner, "Z.toml", zuordnung)
    return aufruf(
        "einlesen", *pfade, "--zuordnung", ziel, "--ausgabe", "neu.xlsx", "--format", "json"
    )


def werte(lauf: Lauf, nummer: int = 0) -> dict[str, Decimal | None]:
    return {w["sozialraum"]: w["wert"] for w in lauf.objekt["spalten"][nummer]["werte"]}


@pytest.mark.parametrize("zustand", ["heil", "ohne_fuss", "mit_titel", "falsche_kodierung"])
@pytest.mark.parametrize("fall", FAELLE, ids=lambda fall: fall.format)
def test_format(fall: Fall, zustand: str, aufruf: Aufruf, tmp_path: Path) -> None:
    zuordnung = toml(fall.gebiete, {"name": "Zahl", **fall.indikator})
    lauf = gelesen(aufruf, tmp_path, {fall.name: getattr(fall, zustand)()}, zuordnung)
    assert lauf.code == 0, lauf.stderr
    assert werte(lauf) == fall.erwartet
    assert {q["format"] for q in lauf.objekt["quellen"]} == {fall.format}


@pytest.mark.parametrize("fall", FAELLE, ids=lambda fall: fall.format)
def test_format_im_zip_unter_fremdem_namen(fall: Fall, aufruf: Aufruf, tmp_path: Path) -> None:
    zuordnung = toml(fall.gebiete, {"name": "Zahl", **fall.indikator})
    archiv = gepackt({"ordner/daten.bin": fall.heil()})
    lauf = gelesen(aufruf, tmp_path, {"paket.zip": archiv}, zuordnung)
    assert lauf.code == 0, lauf.stderr
    assert werte(lauf) == fall.erwartet


def test_genesis_tabelle_als_xlsx(aufruf: Aufruf, tmp_path: Path) -> None:
    zeilen: list[list[object]] = [
        ["Tabelle: 12411-01-01-5"],
        ["Bevölkerungsstand (Anzahl)"],
        [None, None, "Stichtag"],
        [None, None, "31.12.2024", None, "31.12.2025", None],
        [None, None, "Insgesamt", "männlich", "Insgesamt", "männlich"],
        ["01051001", "        Albersdorf", 1100, 500, 1200, 600],
        ["01051002", "        Arkebek", 25, "-", 30, "-"],
        ["03355001", "        Adendorf", 440, 200, 450, 210],
        ["__________"],
        ["© Statistische Ämter des Bundes und der Länder, 2026"],
        ["Stand: 26.09.2026 / 20:26:11"],
    ]
    buch = mappe({"12411-01-01-5": zeilen}, {"12411-01-01-5": ["C3:F3", "C4:D4", "E4:F4"]})
    zuordnung = toml(
        GEBIETE,
        {"name": "Alle", "wert": "Bevölkerungsstand", "zeit": "2025-12-31", "filter": INSGESAMT},
        {"name": "Männer", "wert": "männlich", "zeit": "2024-12-31"},
    )
    lauf = gelesen(aufruf, tmp_path, {"tabelle.xlsx": buch}, zuordnung)
    assert lauf.code == 0, lauf.stderr
    assert werte(lauf) == BEVOELKERUNG
    assert werte(lauf, 1) == {"Nord": 500, "Süd": 200}
    assert "Arkebek (01051002): „-“ heißt „nichts vorhanden“" in lauf.stderr
    assert "Stand: 26.09.2026 / 20:26:11" in lauf.objekt["spalten"][0]["quelle"]


def test_bundesagentur_spalte_unter_verbundenem_kopf(aufruf: Aufruf, tmp_path: Path) -> None:
    zuordnung = toml(GEBIETE, {"name": "SGB II", "wert": "SGB II", "zeit": "2022-12"})
    lauf = gelesen(aufruf, tmp_path, {"ba.xlsx": bundesagentur()}, zuordnung)
    assert lauf.code == 1
    assert "Gemeinden!E11: „SGB II“: Arkebek (01051002): „*“ heißt" in lauf.stderr
    assert werte(lauf) == {"Nord": None, "Süd": 30}


def test_inkar_gemeindeverband_steht_fuer_seine_mitglieder(aufruf: Aufruf, tmp_path: Path) -> None:
    text_ = (
        "Bereich;ID;Kuerzel;Indikator;Raumbezug;Kennziffer;Name;Zeitbezug;Wert\n"
        "LRB;1;xbev;Bevölkerung gesamt;Gemeinden;03355001;Adendorf;2021;450\n"
        "LRB;1;xbev;Bevölkerung gesamt;Gemeinden;03355901;Amelinghausen;2021;130\n"
    )
    gebiete = {"Amelinghausen": ["033555401002", "033555401008"], "Adendorf": ["033550001001"]}
    zuordnung = toml(gebiete, {"name": "Einwohner", "wert": "xbev", "zeit": "2021"})
    lauf = gelesen(aufruf, tmp_path, {"inkar.csv": text_.encode()}, zuordnung)
    assert lauf.code == 0, lauf.stderr
    assert werte(lauf) == {"Amelinghausen": 130, "Adendorf": 450}
    assert "es gilt ihr Wert für Gemeindeverband 033555401" in lauf.stderr
    # Gehört ein Mitglied zu einem anderen Sozialraum, wäre der Wert des Verbands zu groß.
    geteilt = {"Amelinghausen": ["033555401002"], "Rest": ["033555401008", "033550001001"]}
    zuordnung = toml(geteilt, {"name": "Einwohner", "wert": "xbev", "zeit": "2021"})
    lauf = gelesen(aufruf, tmp_path, {"inkar.csv": text_.encode()}, zuordnung)
    assert werte(lauf) == {"Amelinghausen": None, "Rest": None}
    assert "„Rest“: 1 von 2 Gebieten" in lauf.stderr


@pytest.mark.parametrize("dezimal", [",", "."])
def test_inkar_quote_verlangt_die_einheit(dezimal: str, aufruf: Aufruf, tmp_path: Path) -> None:
    einzeln = {"A": ["01051001"], "B": ["01051002"], "C": ["03355001"]}
    daten = {"inkar.csv": inkar(dezimal=dezimal).encode()}
    quote = {"name": "Arbeitslose", "wert": "q_alo", "zeit": "2021", "art": "Quote"}
    lauf = gelesen(aufruf, tmp_path, daten, toml(einzeln, quote))
    assert lauf.code == 1
    assert "je 1.000" in lauf.stderr
    lauf = gelesen(aufruf, tmp_path, daten, toml(einzeln, {**quote, "einheit": "je 1.000"}))
    assert werte(lauf) == {"A": Decimal("5.8679"), "B": Decimal("1.25"), "C": Decimal("9.375")}
    Path("neu.xlsx").unlink()
    lauf = gelesen(aufruf, tmp_path, daten, toml(einzeln, {**quote, "art": "Anzahl"}))
    assert lauf.code == 1
    assert "keine Anzahl" in lauf.stderr
    lauf = gelesen(aufruf, tmp_path, daten, toml(GEBIETE, {**quote, "einheit": "je 1.000"}))
    assert "Quoten von 2 Gebieten werden nie gemittelt" in lauf.stderr


def test_inkar_ausgabe_nennt_die_einheit_in_den_metadaten(aufruf: Aufruf, tmp_path: Path) -> None:
    daten: list[list[object]] = [
        ["Kennziffer", "Raumeinheit", "Aggregat", "Arbeitslosigkeit ", "Arbeitslosigkeit "],
        [None, None, None, "2002", "2003"],
        ["03355001", "Adendorf", "Gemeinde", 64.6, 73.8],
        ["03355901", "Amelinghausen", "Gemeindeverband", 69.38, 72.66],
    ]
    metadaten = [
        ["Dokumentation der exportierten Indikatoren"],
        ["Indikator", "Langname", "Quelle"],
        ["Arbeitslosigkeit ", "Arbeitslose je 1000 Einwohner im erwerbsfähigen Alter", "BA"],
    ]
    buch = mappe({"Daten": daten, "Metadaten": metadaten, "Quellangabe": [["© BBSR Bonn"]]})
    quote = {"name": "Quote", "wert": "Arbeitslosigkeit", "zeit": "2003", "art": "Quote"}
    gebiete = {"Adendorf": ["03355001"], "Amelinghausen": ["033555401"]}
    lauf = gelesen(aufruf, tmp_path, {"inkar.xlsx": buch}, toml(gebiete, quote))
    assert lauf.code == 0, lauf.stderr
    assert werte(lauf) == {"Adendorf": Decimal("7.38"), "Amelinghausen": Decimal("7.266")}
    assert "je 1.000; die Werte wurden in Prozent umgerechnet" in lauf.stderr


def test_eigene_tabelle_je_sozialraum_mit_namen(aufruf: Aufruf, tmp_path: Path) -> None:
    tabelle = "Sozialraum;Fälle\nSüd;12\nNord;1.234,0\nSumme;1246\n"
    zuordnung = toml(GEBIETE, {"name": "Fälle", "wert": "Fälle"})
    lauf = gelesen(aufruf, tmp_path, {"eigene.csv": tabelle.encode("cp1252")}, zuordnung)
    assert lauf.code == 0, lauf.stderr
    assert werte(lauf) == {"Nord": 1234, "Süd": 12}
    assert "nennt keinen Stichtag" in lauf.stderr


def test_eine_gemeinde_ist_nie_ihr_gemeindeverband(aufruf: Aufruf, tmp_path: Path) -> None:
    """Sozialraum und Gemeinde heißen gleich: der Wert der Gemeinde wäre zu klein."""
    gebiete = {"Amelinghausen": ["033555401002", "033555401008"], "Adendorf": ["033550001001"]}
    zuordnung = toml(gebiete, {"name": "Fälle", "wert": "Fälle", "datei": "eigene*"})
    namen = {
        "zensus.csv": ffcsv({"033555401002": 1, "033555401008": 2, "033550001001": 3})
        .replace("Ort 033555401002", "Amelinghausen")
        .replace("Ort 033555401008", "Betzendorf")
        .replace("Ort 033550001001", "Adendorf")
        .encode(),
    }
    je_gemeinde = "Gemeinde;Fälle\nAmelinghausen;5\nAdendorf;7\n"
    mit_allen = f"{je_gemeinde}Betzendorf;2\n"
    lauf = gelesen(aufruf, tmp_path, {**namen, "eigene.csv": mit_allen.encode()}, zuordnung)
    assert werte(lauf) == {"Amelinghausen": 7, "Adendorf": 7}


def test_eigene_lange_tabelle_mit_merkmalen(aufruf: Aufruf, tmp_path: Path) -> None:
    kopf = "Gemeinde;Merkmal;AGS;Jahr;Wert\n"
    zeilen = "".join(
        f"{name};{merkmal};{ags.lstrip('0')};{jahr};{zahl + zusatz}\n"
        for (_, ags, name), zahl in zip(GEMEINDEN, (1200, 30, 450), strict=True)
        for merkmal, zusatz in (("Einwohner", 0), ("Haushalte", 1000))
        for jahr in (2022, 2023)
    )
    zuordnung = toml(
        GEBIETE,
        {"name": "E", "wert": "Wert", "zeit": "2023", "filter": '{ Merkmal = "Einwohner" }'},
    )
    lauf = gelesen(aufruf, tmp_path, {"eigene.csv": (kopf + zeilen).encode()}, zuordnung)
    assert lauf.code == 0, lauf.stderr
    assert werte(lauf) == BEVOELKERUNG
    assert "fehlt die führende Null" in lauf.stderr


def test_eigene_tabelle_als_ods(aufruf: Aufruf) -> None:
    """Die Beispielmappe als .ods: Schlüssel auf einem Blatt, Zahlen und Namen auf dem anderen."""
    ods = Path(__file__).parent / "daten" / "lueneburg_2012.ods"
    gebiete = {"Adendorf": ["033550001"], "Ostheide": ["033555406"]}
    zuordnung = toml(gebiete, {"name": "Arbeitslose", "wert": "Arbeitslose", "blatt": "Indik*"})
    ziel = geschrieben(Path(), "Z.toml", zuordnung)
    argumente = ("--zuordnung", ziel, "--ausgabe", "neu.xlsx", "--format", "json")
    lauf = aufruf("einlesen", ods, *argumente)
    assert lauf.code == 0, lauf.stderr
    assert werte(lauf) == {"Adendorf": 270, "Ostheide": 288}


def test_genesis_tabelle_mit_der_zeit_in_der_ersten_spalte(aufruf: Aufruf, tmp_path: Path) -> None:
    zeilen = [
        "GENESIS-Tabelle: 12411-01-01-5",
        "Bevölkerungsstand (Anzahl)",
        ";;;Insgesamt;männlich",
        *(
            f"{zeit};{ags};      {name};{zahl + zusatz};1"
            for zeit, zusatz in (("31.12.2023", 1000), ("31.12.2024", 0))
            for (_, ags, name), zahl in zip(GEMEINDEN, (1200, 30, 450), strict=True)
        ),
    ]
    zuordnung = toml(GEBIETE, {"name": "E", "wert": "Insgesamt", "zeit": "2024-12-31"})
    lauf = gelesen(aufruf, tmp_path, {"tabelle.csv": "\n".join(zeilen).encode()}, zuordnung)
    assert lauf.code == 0, lauf.stderr
    assert werte(lauf) == BEVOELKERUNG


def test_lsn_ohne_land_und_kreis(aufruf: Aufruf, tmp_path: Path) -> None:
    gebiete = {"Kreis": ["03355"], "Adendorf": ["355001"]}
    zuordnung = toml(gebiete, {"name": "P", "wert": "Plätze", "zeit": "2022-03-01"})
    lauf = gelesen(aufruf, tmp_path, {"lsn.zip": gepackt({"K.xml": lsn().encode()})}, zuordnung)
    assert lauf.code == 0, lauf.stderr
    assert werte(lauf) == {"Kreis": 900, "Adendorf": 450}

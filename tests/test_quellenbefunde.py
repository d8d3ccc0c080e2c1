"""Was beim Einlesen auffallen muss: jede Art von Befund einmal, und nie ein falscher Wert."""

import io
import zipfile
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from befehlszeile import DATEN, Aufruf, Lauf
from quellendateien import GEBIETE, GEMEINDEN, ffcsv, ffcsv_alt, gepackt, geschrieben, mappe, toml

EINWOHNER = {"name": "Einwohner", "wert": "BEVSTD"}
ZAHLEN = {ars: zahl for (ars, _, _), zahl in zip(GEMEINDEN, (1200, 30, 450), strict=True)}


@pytest.fixture
def aufruf(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Aufruf:
    """Ruft das Programm im leeren Arbeitsordner auf."""
    monkeypatch.chdir(tmp_path)
    return Aufruf(capfdbinary)


def gelesen(aufruf: Aufruf, dateien: Mapping[str, str | bytes], zuordnung: str) -> Lauf:
    pfade = [geschrieben(Path(), name, inhalt) for name, inhalt in dateien.items()]
    ziel = geschrieben(Path(), "Z.toml", zuordnung)
    argumente = ("--zuordnung", ziel, "--ausgabe", "neu.xlsx", "--ueberschreiben")
    return aufruf("einlesen", *pfade, *argumente, "--format", "json")


def werte(lauf: Lauf, nummer: int = 0) -> dict[str, Decimal | None]:
    return {w["sozialraum"]: w["wert"] for w in lauf.objekt["spalten"][nummer]["werte"]}


def abgelehnt(lauf: Lauf, *texte: str) -> None:
    assert lauf.code == 1
    for text in texte:
        assert text in lauf.stderr
    assert "Traceback" not in lauf.stderr
    assert "Unerwarteter Fehler" not in lauf.stderr
    assert not Path("neu.xlsx").exists()


# Werte und Zeiten


def test_zwei_werte_fuer_eine_zelle(aufruf: Aufruf) -> None:
    doppelt = ffcsv(ZAHLEN) + ffcsv({GEMEINDEN[2][0]: 451}).splitlines()[1]
    lauf = gelesen(aufruf, {"a.csv": doppelt}, toml(GEBIETE, EINWOHNER))
    abgelehnt(lauf, "verschiedene Werte: 450 (a.csv, Zeile 4); 451 (a.csv, Zeile 5)")
    assert werte(lauf) == {"Nord": 1230, "Süd": None}


def test_derselbe_wert_in_zwei_dateien_zaehlt_einmal(aufruf: Aufruf) -> None:
    lauf = gelesen(
        aufruf, {"a.csv": ffcsv(ZAHLEN), "b.csv": ffcsv(ZAHLEN)}, toml(GEBIETE, EINWOHNER)
    )
    assert lauf.code == 0
    assert werte(lauf) == {"Nord": 1230, "Süd": 450}
    assert "steht mehrfach in den Quellen und zählt einmal" in lauf.stderr


def test_ohne_filter_wird_keine_auspraegung_geraten(aufruf: Aufruf) -> None:
    daten = ffcsv(ZAHLEN, auspraegungen=[("", "Insgesamt"), ("GESM", "männlich")])
    daten = daten.replace("GESM;männlich;1200", "GESM;männlich;600")
    lauf = gelesen(aufruf, {"a.csv": daten}, toml(GEBIETE, EINWOHNER))
    abgelehnt(lauf, "verschiedene Werte: 1200", "Mit filter = { MERKMAL", "„GESM männlich“")
    mann = {**EINWOHNER, "filter": '{ Geschlecht = "männlich" }'}
    assert werte(gelesen(aufruf, {"a.csv": daten}, toml(GEBIETE, mann)))["Nord"] == 630


def test_gemischte_stichtage(aufruf: Aufruf) -> None:
    dateien = {
        "a.csv": ffcsv({GEMEINDEN[0][0]: 1200, GEMEINDEN[1][0]: 30}, zeit="2023-12-31"),
        "b.csv": ffcsv({GEMEINDEN[2][0]: 450}, zeit="2024-12-31"),
    }
    lauf = gelesen(aufruf, dateien, toml(GEBIETE, EINWOHNER))
    abgelehnt(lauf, "gemischte Stichtage: 31.12.2023, 31.12.2024")
    assert werte(lauf) == {"Nord": None, "Süd": None}


def test_mehrere_jahre_nur_als_ausdrueckliches_mittel(aufruf: Aufruf) -> None:
    jahre = (
        ffcsv(ZAHLEN, zeit="2021-12-31")
        + ffcsv({k: 2 * v for k, v in ZAHLEN.items()}, zeit="2023-12-31").split("\n", 1)[1]
    )
    liste = {**EINWOHNER, "zeit": '["2021", "2023"]'}
    abgelehnt(gelesen(aufruf, {"a.csv": jahre}, toml(GEBIETE, liste)), "mittel = true")
    lauf = gelesen(aufruf, {"a.csv": jahre}, toml(GEBIETE, {**liste, "mittel": "true"}))
    assert lauf.code == 0, lauf.stderr
    assert werte(lauf) == {"Nord": 1845, "Süd": 675}
    assert lauf.objekt["spalten"][0]["stichtag"] == "Mittel aus 31.12.2021, 31.12.2023"
    assert "Zensus vom 15.05.2022" in lauf.stderr


def test_schuljahre_gelten_wie_sie_dastehen(aufruf: Aufruf) -> None:
    daten = ffcsv(ZAHLEN, zeit="2021/22") + ffcsv(ZAHLEN, zeit="2022/23").split("\n", 1)[1]
    jahr = {**EINWOHNER, "zeit": "2022/23"}
    lauf = gelesen(aufruf, {"a.csv": daten}, toml(GEBIETE, jahr))
    assert lauf.code == 0, lauf.stderr
    assert lauf.objekt["spalten"][0]["stichtag"] == "2022/23"
    liste = {**EINWOHNER, "zeit": '["2021/22", "2022/23"]', "mittel": "true"}
    lauf = gelesen(aufruf, {"a.csv": daten}, toml(GEBIETE, liste))
    assert werte(lauf) == {"Nord": 1230, "Süd": 450}


def test_quote_nur_aus_zaehler_und_nenner(aufruf: Aufruf) -> None:
    prozent = ffcsv(dict.fromkeys(ZAHLEN, "12,5"), messgroesse="AI01", einheit="Prozent")
    quote = {"name": "Anteil", "wert": "AI01", "art": "Quote"}
    abgelehnt(gelesen(aufruf, {"a.csv": prozent}, toml(GEBIETE, quote)), "werden nie gemittelt")
    summe = {**quote, "art": "Anzahl"}
    abgelehnt(gelesen(aufruf, {"a.csv": prozent}, toml(GEBIETE, summe)), "darf nicht summiert")
    teile = (
        ffcsv(ZAHLEN)
        + ffcsv({k: v // 10 for k, v in ZAHLEN.items()}, messgroesse="ALO").split("\n", 1)[1]
    )
    echt = {"name": "Anteil", "art": "Quote", "zaehler": "ALO", "nenner": "BEVSTD"}
    lauf = gelesen(aufruf, {"a.csv": teile}, toml(GEBIETE, echt))
    # Nord (120 + 3) / (1.200 + 30), Süd 45 / 450.
    assert werte(lauf) == {"Nord": 10, "Süd": 10}


def test_quote_mit_eigenen_abfragen_und_anderer_spalte(aufruf: Aufruf) -> None:
    daten = ffcsv(ZAHLEN, auspraegungen=[("", "Insgesamt"), ("GESW", "weiblich")])
    daten = daten.replace("GESW;weiblich;1200", "GESW;weiblich;585").replace(
        "GESW;weiblich;450", "GESW;weiblich;150"
    )
    zuordnung = toml(
        GEBIETE,
        {**EINWOHNER, "filter": '{ GES = "" }'},
        {
            "name": "Frauen",
            "art": "Quote",
            "zaehler": '{ wert = "BEVSTD", filter = { GES = "GESW" } }',
            "nenner": "Einwohner",
        },
    )
    lauf = gelesen(aufruf, {"a.csv": daten}, zuordnung)
    assert lauf.code == 0, lauf.stderr
    # Nord (585 + 30) / 1.230, Süd 150 / 450; auf 15 Stellen.
    assert werte(lauf, 1) == {"Nord": 50, "Süd": Decimal("33.3333333333333")}
    gewichtung = openpyxl.load_workbook("neu.xlsx")["Gewichtung"]
    zeilen = {zeile[0]: zeile for zeile in gewichtung.values}
    assert zeilen["Frauen"][2:4] == ("Quote", "Einwohner")


# Nichts passt


@pytest.mark.parametrize(
    ("indikator", "texte"),
    [
        ({"wert": "BEVST"}, ("„BEVST“ gibt es in den Quellen nicht", "vermutlich „BEVSTD“")),
        ({"zeit": "2020"}, ("Zur Zeit 2020 gibt es", "vorhanden ist 31.12.2024")),
        ({"filter": '{ GES = "GESX" }'}, ("passt nichts", "GES: „Insgesamt“")),
        ({"datei": "zensus*"}, ("„zensus*“ passt keine Quelle", "„a.csv“")),
        ({"blatt": "CSV*"}, ("passt kein Blatt", "keine Blätter")),
    ],
)
def test_nichts_passt(indikator: dict[str, str], texte: tuple[str, ...], aufruf: Aufruf) -> None:
    zuordnung = toml(GEBIETE, {**EINWOHNER, **indikator})
    abgelehnt(gelesen(aufruf, {"a.csv": ffcsv(ZAHLEN)}, zuordnung), *texte)


def test_keines_der_gebiete(aufruf: Aufruf) -> None:
    lauf = gelesen(aufruf, {"a.csv": ffcsv({"09162000": 5})}, toml(GEBIETE, EINWOHNER))
    abgelehnt(lauf, "kommt keines der Gebiete der Zuordnung vor", "„09162000“")


def test_eine_datei_ohne_gebiete_faellt_auf(aufruf: Aufruf) -> None:
    dateien = {"a.csv": ffcsv(ZAHLEN), "b.csv": ffcsv({"09162000": 5})}
    lauf = gelesen(aufruf, dateien, toml(GEBIETE, EINWOHNER))
    assert lauf.code == 0, lauf.stderr
    assert "b.csv: In der Datei kommt keines der Gebiete der Zuordnung vor" in lauf.stderr
    assert "„09162000“" in lauf.stderr


# Die Zuordnung


@pytest.mark.parametrize(
    ("text", "erwartet"),
    [
        ("[gebiete\n", "kein gültiges TOML (Zeile 1"),
        ("[[indikator]]\nname='E'\nwert='W'\n", "[gebiete] fehlt"),
        ("[gebiete]\nA=['03355001']\n", "keinen Abschnitt [[indikator]]"),
        ("[gebiet]\nA=['03355001']\n", "„gebiet“"),
        ("[gebiete]\nA=['33']\n[[indikator]]\nname='E'\nwert='W'\n", "kein amtlicher Schlüssel"),
        ("[gebiete]\nA=[]\n[[indikator]]\nname='E'\nwert='W'\n", "eine Liste von Schlüsseln"),
        (
            "[gebiete]\nA=['03355001']\nB=['033550001001']\n[[indikator]]\nname='E'\nwert='W'\n",
            "es würde doppelt gezählt",
        ),
        ("[gebiete]\nA=['03355001']\n[[indikator]]\nwert='W'\n", "name fehlt"),
        ("[gebiete]\nA=['03355001']\n[[indikator]]\nname='E'\n", "wert fehlt"),
        (
            "[gebiete]\nA=['03355001']\n[[indikator]]\nname='E'\nwerd='W'\n",
            "Gemeint ist vermutlich „wert“",
        ),
        (
            "[gebiete]\nA=['03355001']\n[[indikator]]\nname='E'\nwert='W'\nart='Anzal'\n",
            "Gemeint ist vermutlich „Anzahl“",
        ),
        (
            "[gebiete]\nA=['03355001']\n[[indikator]]\nname='E'\nwert='W'\nzeit='gestern'\n",
            "keine Zeitangabe",
        ),
        (
            "[gebiete]\nA=['03355001']\n[[indikator]]\nname='E'\nart='Quote'\nzaehler='Z'\n",
            "nenner fehlt",
        ),
        (
            "[gebiete]\nA=['03355001']\n[[indikator]]\nname='E'\nwert='W'\nfilter='GES'\n",
            "filter ist keine Liste",
        ),
        (
            "[gebiete]\nA=['03355001']\n[[indikator]]\nname='E'\nwert='W'\n"
            "[[indikator]]\nname='e'\nwert='V'\n",
            "steht zweimal",
        ),
    ],
)
def test_fehler_der_zuordnung(text: str, erwartet: str, aufruf: Aufruf) -> None:
    abgelehnt_ohne_werte = gelesen(aufruf, {"a.csv": ffcsv(ZAHLEN)}, text)
    abgelehnt(abgelehnt_ohne_werte, "Z.toml: ", erwartet)


def test_alle_fehler_auf_einmal(aufruf: Aufruf) -> None:
    lauf = aufruf("einlesen", "fehlt.csv", "--zuordnung", "Z.toml", "--ausgabe", "x/neu.xlsx")
    abgelehnt(lauf, "Z.toml: Die Datei gibt es nicht", "Den Ordner „x“ gibt es nicht")


# Falsche Dateien


@pytest.mark.parametrize(
    ("name", "inhalt", "texte"),
    [
        ("a.csv", "<!DOCTYPE html><html><body>Tabelle</body></html>", ("HTML-Seite",)),
        ("a.xlsx", "<html><table><tr><td>1</td></tr></table></html>", ("HTML-Seite",)),
        ("a.csv", "%PDF-1.7\n%âãÏÓ", ("PDF",)),
        ("a.csv", '* Der Benutzer X\nK;DQ;FACH-SCHL\n"D";1\n', ("Würfelformat",)),
        ("a.csv", "K;DQ-ERH;FACH-SCHL;x\nQEI;1;2;3\n", ("Würfelformat",)),
        ("a.csv", '{"Status": {"Code": 104}}', ("JSON",)),
        ("a.csv", "", ("leer (0 Bytes)",)),
        ("a.csv", "Guten Tag,\nanbei die Zahlen.\n", ("Aufbau der Datei ist nicht zu erkennen",)),
        (
            "a.xls",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"),
            ("alte Excel-Mappe (.xls)", "neu als Excel-Arbeitsmappe (.xlsx) speichern"),
        ),
        (
            "a.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            ("mit einem Kennwort verschlüsselt",),
        ),
        ("a.zip", gepackt({"innen.zip": gepackt({"a.csv": b"x"})}), ("ein weiteres Archiv",)),
        ("a.zip", gepackt({"b.html": b"<html></html>"}), ("a.zip: b.html: ", "HTML-Seite")),
        (
            "a.xml",
            '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><Workbook '
            'xmlns="urn:schemas-microsoft-com:office:spreadsheet">&a;</Workbook>',
            ("DOCTYPE",),
        ),
        (
            "a.xml",
            '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet>',
            ("kein gültiges XML",),
        ),
    ],
)
def test_falsche_dateien_werden_erklaert(
    name: str, inhalt: str | bytes, texte: tuple[str, ...], aufruf: Aufruf
) -> None:
    abgelehnt(gelesen(aufruf, {name: inhalt}, toml(GEBIETE, EINWOHNER)), *texte)


def test_eine_schlechte_datei_verdeckt_keine_andere(aufruf: Aufruf) -> None:
    dateien = {"a.csv": ffcsv(ZAHLEN), "b.csv": "%PDF-1.7", "c.csv": "<html></html>"}
    lauf = gelesen(aufruf, dateien, toml(GEBIETE, EINWOHNER))
    abgelehnt(lauf, "b.csv: ", "c.csv: ")
    assert werte(lauf) == {"Nord": 1230, "Süd": 450}


def test_erlaeuterungen_im_archiv_halten_nicht_auf(aufruf: Aufruf) -> None:
    archiv = gepackt(
        {"a.csv": ffcsv(ZAHLEN).encode(), "hinweise.pdf": b"%PDF-1.7", "lies.txt": b"Guten Tag."}
    )
    lauf = gelesen(aufruf, {"a.zip": archiv}, toml(GEBIETE, EINWOHNER))
    assert lauf.code == 0, lauf.stderr
    assert werte(lauf) == {"Nord": 1230, "Süd": 450}
    assert "a.zip: hinweise.pdf: Die Datei ist ein PDF" in lauf.stderr
    assert "a.zip: lies.txt: Der Aufbau der Datei ist nicht zu erkennen" in lauf.stderr


def test_zip_bombe(aufruf: Aufruf) -> None:
    bombe = gepackt({"a.csv": b"0" * (100 << 20)})
    assert len(bombe) < 200_000
    abgelehnt(gelesen(aufruf, {"a.zip": bombe}, toml(GEBIETE, EINWOHNER)), "Zip-Bombe")


def test_abgeschnittene_zeile(aufruf: Aufruf) -> None:
    kurz = ffcsv(ZAHLEN)[:-60]
    lauf = gelesen(aufruf, {"a.csv": kurz}, toml(GEBIETE, EINWOHNER))
    abgelehnt(lauf, "a.csv, Zeile 4: Die Zeile hat", "abgeschnitten")


@pytest.mark.parametrize(
    ("daten", "fehlt"),
    [
        (ffcsv(ZAHLEN).replace("2_variable_attribute_code", "2_v"), "2_variable_attribute_code"),
        (ffcsv_alt().replace("1_Auspraegung_Code", "1_A"), "1_auspraegung_code"),
    ],
)
def test_unvollstaendiger_kopf(daten: str, fehlt: str, aufruf: Aufruf) -> None:
    lauf = gelesen(aufruf, {"a.csv": daten}, toml(GEBIETE, EINWOHNER))
    abgelehnt(lauf, f"a.csv, Zeile 1: Im Kopf fehlen Spalten: „{fehlt}“")


def test_texte_der_quelle_bleiben_texte(aufruf: Aufruf) -> None:
    """Formeln, Steuerzeichen und Markierungen aus einer Quelle kommen als Text in die Mappe."""
    boese = "=cmd|'/c calc'!A1"
    daten = ffcsv(ZAHLEN).replace("Fortschreibung", f'"{boese}"').replace("Ort 0", "[rot]\u202e0")
    lauf = gelesen(aufruf, {"=1+1.csv": daten}, toml(GEBIETE, EINWOHNER))
    assert lauf.code == 0, lauf.stderr
    gewichtung = openpyxl.load_workbook("neu.xlsx")["Gewichtung"]
    quelle = next(z[5] for z in gewichtung.iter_rows() if z[0].value == "Einwohner")
    assert boese in str(quelle.value)
    assert quelle.data_type == "s"


# In eine vorhandene Mappe


def test_bogen_und_ods_als_ziel_werden_abgelehnt(aufruf: Aufruf) -> None:
    assert aufruf("berechnen", DATEN, "--ausgabe", "bogen.xlsx").code == 0
    geschrieben(Path(), "a.csv", ffcsv(ZAHLEN))
    geschrieben(Path(), "Z.toml", toml(GEBIETE, EINWOHNER))
    ods = Path(__file__).parent / "daten" / "lueneburg_2012.ods"
    argumente = ("einlesen", "a.csv", "--zuordnung", "Z.toml", "--ausgabe", "neu.xlsx", "--in")
    abgelehnt(aufruf(*argumente, "bogen.xlsx"), "Das ist ein Berechnungsbogen")
    abgelehnt(aufruf(*argumente, ods), "neu als Excel-Arbeitsmappe (.xlsx) speichern")


def eigene_mappe(raeume: tuple[str, ...] = ("Nord", "Süd")) -> bytes:
    """Eine schlichte Mappe mit Summenformel, ohne Quelle und Stichtag im Blatt Gewichtung."""
    buch = mappe(
        {
            "Sozialräume": [["Sozialraum", "Budget bisher"], *([raum, 100] for raum in raeume)],
            "Indikatoren": [
                ["Sozialraum", "Einwohner"],
                *([raum, 1000] for raum in raeume),
                ["Summe", "=SUM(B2:B3)"],
            ],
            "Gewichtung": [["Indikator", "Gewicht"], ["Einwohner", 100]],
            "Parameter": [
                ["Parameter", "Wert"],
                ["jahr", 2026],
                ["gesamtbudget", 1680],
                ["bestandsschutz_verfahren", "keiner"],
                ["personalkosten_vzae", 70000],
            ],
            "Notizen": [["nicht anfassen", "=Indikatoren!B2*2"]],
        }
    )
    fertig = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(buch)) as alt, zipfile.ZipFile(fertig, "w") as neu:
        for name in alt.namelist():
            inhalt = alt.read(name)
            inhalt = inhalt.replace(b"<f>SUM(B2:B3)</f><v/>", b"<f>SUM(B2:B3)</f><v>2000</v>")
            inhalt = inhalt.replace(b"<f>SUM(B2:B3)</f><v></v>", b"<f>SUM(B2:B3)</f><v>2000</v>")
            neu.writestr(name, inhalt)
    return fertig.getvalue()


def in_mappe(aufruf: Aufruf, buch: bytes, zuordnung: str) -> Lauf:
    geschrieben(Path(), "daten.xlsx", buch)
    geschrieben(Path(), "a.csv", ffcsv(ZAHLEN))
    geschrieben(Path(), "Z.toml", zuordnung)
    argumente = ("--zuordnung", "Z.toml", "--in", "daten.xlsx", "--ausgabe", "neu.xlsx")
    return aufruf("einlesen", "a.csv", *argumente, "--format", "json", "--ueberschreiben")


def test_summe_spruenge_und_neue_spalten(aufruf: Aufruf) -> None:
    zuordnung = toml(GEBIETE, EINWOHNER, {"name": "Neu", "wert": "BEVSTD"})
    lauf = in_mappe(aufruf, eigene_mappe(), zuordnung)
    assert lauf.code == 0, lauf.stderr
    aenderungen = {a["zelle"]: (a["alt"], a["neu"]) for a in lauf.objekt["aenderungen"]}
    assert aenderungen["Indikatoren!B2"] == ("1.000", "1.230")
    assert aenderungen["Indikatoren!B4"] == ("2.000", "1.680")
    assert aenderungen["Indikatoren!C1"] == (None, "Neu")
    assert aenderungen["Indikatoren!C3"] == (None, "450")
    assert aenderungen["Gewichtung!C1"] == (None, "Quelle")
    assert aenderungen["Gewichtung!D2"] == (None, "31.12.2024")
    assert "ändert sich um -55,0 %, von 1.000 auf 450" in lauf.stderr
    assert "„Einwohner“ von „Nord“" not in lauf.stderr
    # Budget nach Indikatoren: 1.680 € · 1.230/1.680 und 1.680 € · 450/1.680.
    wirkung = [
        (w["budget_indikatoren_alt"], w["budget_indikatoren_neu"]) for w in lauf.objekt["wirkung"]
    ]
    assert wirkung == [(840, 1230), (840, 450)]
    formeln = openpyxl.load_workbook("neu.xlsx")
    assert formeln["Indikatoren"]["B4"].value == "=SUM(B2:B3)"
    assert formeln["Notizen"]["B1"].value == "=Indikatoren!B2*2"
    assert openpyxl.load_workbook("neu.xlsx", data_only=True)["Indikatoren"]["B4"].value == 1680
    with zipfile.ZipFile("neu.xlsx") as archiv:
        assert b'fullCalcOnLoad="1"' in archiv.read("xl/workbook.xml")
    # Ein zweiter Lauf ändert nichts mehr.
    noch_einmal = in_mappe(aufruf, Path("neu.xlsx").read_bytes(), zuordnung)
    assert noch_einmal.code == 0, noch_einmal.stderr
    assert noch_einmal.objekt["aenderungen"] == []


def test_mappe_mit_makros_wird_abgelehnt(aufruf: Aufruf) -> None:
    fertig = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(eigene_mappe())) as alt, zipfile.ZipFile(fertig, "w") as neu:
        for name in alt.namelist():
            inhalt = alt.read(name).replace(
                b"openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                b"ms-excel.sheet.macroEnabled.main+xml",
            )
            neu.writestr(name, inhalt)
    lauf = in_mappe(aufruf, fertig.getvalue(), toml(GEBIETE, EINWOHNER))
    abgelehnt(lauf, "Mappe mit Makros")


def test_sozialraeume_muessen_uebereinstimmen(aufruf: Aufruf) -> None:
    lauf = in_mappe(aufruf, eigene_mappe(("Nordd", "Süd")), toml(GEBIETE, EINWOHNER))
    abgelehnt(lauf, "„Nord“ der Zuordnung steht nicht", "vermutlich „Nordd“", "Für „Nordd“ nennt")


# Die ganze Kette


def test_von_der_datei_bis_zum_bogen(aufruf: Aufruf) -> None:
    bevoelkerung = ffcsv(ZAHLEN, auspraegungen=[("", "Insgesamt"), ("NATA", "ausländisch")])
    for alt, neu in ((1200, 120), (30, 3), (450, 90)):
        bevoelkerung = bevoelkerung.replace(f"NATA;ausländisch;{alt};", f"NATA;ausländisch;{neu};")
    arbeitslose = "AGS;Gemeinde;Stichtag;Arbeitslose\n" + "".join(
        f"{ags};{name};30.06.2024;{zahl}\n"
        for (_, ags, name), zahl in zip(GEMEINDEN, (90, 10, 60), strict=True)
    )
    zuordnung = toml(
        GEBIETE,
        {**EINWOHNER, "filter": '{ GES = "" }'},
        {"name": "Arbeitslose", "wert": "Arbeitslose", "bezugsgroesse": "Einwohner"},
        {
            "name": "Ausländeranteil",
            "zaehler": '{ wert = "BEVSTD", filter = { GES = "NATA" } }',
            "nenner": "Einwohner",
        },
    ).replace('name = "Arbeitslose"', 'gewicht = 60\nname = "Arbeitslose"', 1)
    zuordnung = zuordnung.replace('name = "Ausl', 'gewicht = 40\nname = "Ausl', 1)
    dateien: dict[str, str | bytes] = {
        "a.zip": gepackt({"a.csv": bevoelkerung.encode("cp1252")}),
        "b.csv": arbeitslose,
    }
    lauf = gelesen(aufruf, dateien, zuordnung)
    assert lauf.code == 0, lauf.stderr
    gerechnet = aufruf(
        *("berechnen", "neu.xlsx", "--verfahren", "keiner", "--gesamtbudget", "213000"),
        *("--jahr", "2026", "--setze", "personalkosten_vzae=70000", "--format", "json"),
    )
    assert gerechnet.code == 0, gerechnet.stderr
    # 60 %: 100 und 60 Arbeitslose. 40 %: 123 und 90 Ausländer (10 % von 1.230, 20 % von 450).
    # Nord 213.000 · (0,6 · 100/160 + 0,4 · 123/213) = 79.875 + 49.200, Süd 47.925 + 36.000.
    budgets = {z["sozialraum"]: z["budget_neu"] for z in gerechnet.objekt["sozialraeume"]}
    assert budgets == {"Nord": 129_075, "Süd": 83_925}
    bogen = openpyxl.load_workbook("Berechnungsbogen_2026.xlsx", data_only=True)
    anlage = [wert for zeile in bogen["Berechnungsbogen"].values for wert in zeile]
    assert 129_075 in anlage
    assert 83_925 in anlage
    eingabe = {zeile[0]: zeile for zeile in bogen["Gewichtung"].values}
    assert "Datei b.csv (SHA-256 " in str(eingabe["Arbeitslose"][5])
    assert eingabe["Ausländeranteil"][6] == "31.12.2024"
    assert any(str(text).startswith("Quelle zu „Einwohner“") for text in eingabe)

"""`sozialraum einlesen`: von echten Tabellen zur Mappe, mit allen Befunden."""

import csv
import io
import random
import re
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from befehlszeile import DATEN, DATEN_2026, Aufruf, Lauf
from quellendateien import (
    EINWOHNER_2022,
    QUELLEN,
    ZENSUS,
    ZUORDNUNG,
    gepackt,
    geschrieben,
)


@pytest.fixture
def aufruf(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Aufruf:
    """Ruft das Programm im leeren Arbeitsordner auf."""
    monkeypatch.chdir(tmp_path)
    return Aufruf(capfdbinary)


@pytest.fixture
def zuordnung(tmp_path: Path) -> Path:
    """Die Zuordnung des Beispiels, nur mit der Spalte Einwohner."""
    text = ZUORDNUNG.read_text(encoding="utf-8")
    nur_einwohner = "[[indikator]]".join(text.split("[[indikator]]")[:2])
    return geschrieben(tmp_path, "Z.toml", nur_einwohner.replace('"zensus2022*"', '"zensus*"'))


def zeilen() -> list[str]:
    return ZENSUS.read_text(encoding="utf-8-sig").splitlines()


def spalte(lauf: Lauf, name: str = "Einwohner") -> dict[str, Decimal | None]:
    """Die Werte einer Spalte aus der JSON-Ausgabe."""
    (treffer,) = (s for s in lauf.objekt["spalten"] if s["name"] == name)
    return {wert["sozialraum"]: wert["wert"] for wert in treffer["werte"]}


def eingelesen(aufruf: Aufruf, *argumente: object) -> Lauf:
    return aufruf("einlesen", *argumente, "--ausgabe", "neu.xlsx", "--format", "json")


def blatt(pfad: Path | str, name: str) -> dict[str, list[object]]:
    """Die Zeilen eines Blatts unter ihrer ersten Zelle."""
    return {str(z[0]): list(z[1:]) for z in openpyxl.load_workbook(pfad)[name].values if z[0]}


# Die zehn Summen der Spezifikation


def test_die_zehn_summen(aufruf: Aufruf, zuordnung: Path) -> None:
    lauf = eingelesen(aufruf, ZENSUS, "--zuordnung", zuordnung)
    assert lauf.code == 0, lauf.stderr
    assert spalte(lauf) == EINWOHNER_2022
    werte = blatt("neu.xlsx", "Indikatoren")
    assert {raum: werte[raum][0] for raum in EINWOHNER_2022} == EINWOHNER_2022


@pytest.mark.parametrize("keim", [1, 2, 3])
@pytest.mark.parametrize("kodierung", ["utf-8-sig", "iso-8859-1", "utf-16", "cp1252"])
def test_die_zehn_summen_in_jeder_reihenfolge_und_kodierung(
    keim: int, kodierung: str, aufruf: Aufruf, zuordnung: Path, tmp_path: Path
) -> None:
    kopf, *daten = zeilen()
    random.Random(keim).shuffle(daten)
    text = "\n".join([kopf, *daten]) + "\n"
    datei = geschrieben(tmp_path, "zensus.csv", text.encode(kodierung))
    assert spalte(eingelesen(aufruf, datei, "--zuordnung", zuordnung)) == EINWOHNER_2022


def test_die_zehn_summen_im_zip(aufruf: Aufruf, zuordnung: Path, tmp_path: Path) -> None:
    kopf, *daten = zeilen()
    teile = {
        "zensus_1.csv": "\n".join([kopf, *daten[:20]]).encode("utf-8-sig"),
        "unter/zensus_2.csv": "\n".join([kopf, *daten[20:]]).encode("iso-8859-1"),
    }
    archiv = geschrieben(tmp_path, "1000A-0000_de_flat.zip", gepackt(teile))
    assert spalte(eingelesen(aufruf, archiv, "--zuordnung", zuordnung)) == EINWOHNER_2022


def test_spalten_in_anderer_reihenfolge_und_mit_komma(
    aufruf: Aufruf, zuordnung: Path, tmp_path: Path
) -> None:
    tabelle = list(csv.reader(zeilen(), delimiter=";"))
    reihenfolge = list(range(len(tabelle[0])))
    random.Random(7).shuffle(reihenfolge)
    text = io.StringIO()
    csv.writer(text).writerows([[zeile[i] for i in reihenfolge] for zeile in tabelle])
    datei = geschrieben(tmp_path, "zensus.csv", text.getvalue())
    assert spalte(eingelesen(aufruf, datei, "--zuordnung", zuordnung)) == EINWOHNER_2022


def test_fehlende_gemeinden_ergeben_keinen_wert(
    aufruf: Aufruf, zuordnung: Path, tmp_path: Path
) -> None:
    # Der erste Ausschnitt der Spezifikation endet nach der ersten Gemeinde von Ostheide.
    ende = next(n for n, zeile in enumerate(zeilen()) if "033555406005" in zeile)
    datei = geschrieben(tmp_path, "zensus.csv", "\n".join(zeilen()[: ende + 1]))
    lauf = eingelesen(aufruf, datei, "--zuordnung", zuordnung)
    assert lauf.code == 1
    assert "„Ostheide“: 1 von 6 Gebieten" in lauf.stderr
    assert "„Scharnebeck“: 0 von 8 Gebieten" in lauf.stderr
    fehlt = {"Ostheide": None, "Scharnebeck": None}
    assert spalte(lauf) == {**EINWOHNER_2022, **fehlt}
    assert not Path("neu.xlsx").exists()


@pytest.mark.parametrize("zeichen", [".", "*", "x", "/", "..."])
def test_geheime_werte_nennen_die_gemeinde_und_werden_nie_null(
    zeichen: str, aufruf: Aufruf, zuordnung: Path, tmp_path: Path
) -> None:
    text = "\n".join(zeilen()).replace(";3366;", f";{zeichen};")
    nummer = next(n for n, zeile in enumerate(text.splitlines(), start=1) if "Brietlingen" in zeile)
    datei = geschrieben(tmp_path, "zensus.csv", text)
    lauf = eingelesen(aufruf, datei, "--zuordnung", zuordnung)
    assert lauf.code == 1
    assert f"zensus.csv, Zeile {nummer}: „Einwohner“: Brietlingen (033555407011): " in lauf.stderr
    assert f"„{zeichen}“ heißt in der amtlichen Statistik" in lauf.stderr
    assert spalte(lauf) == {**EINWOHNER_2022, "Scharnebeck": None}
    assert not Path("neu.xlsx").exists()


@pytest.mark.parametrize(
    ("zeichen", "zahl", "erklaerung"),
    [
        ("–", 0, "„–“ heißt „nichts vorhanden“"),
        ("2222222222", 0, "Regionalatlas „nichts vorhanden“"),
        ("(3300)", 3300, "Aussagewert eingeschränkt"),
    ],
)
def test_zeichen_mit_wert_gelten_mit_hinweis(
    zeichen: str, zahl: int, erklaerung: str, aufruf: Aufruf, zuordnung: Path, tmp_path: Path
) -> None:
    text = "\n".join(zeilen()).replace(";3366;", f";{zeichen};")
    datei = geschrieben(tmp_path, "zensus.csv", text)
    lauf = eingelesen(aufruf, datei, "--zuordnung", zuordnung)
    assert lauf.code == 0
    assert "Brietlingen (033555407011)" in lauf.stderr
    assert erklaerung in lauf.stderr
    summe = EINWOHNER_2022["Scharnebeck"] - 3366 + zahl
    assert spalte(lauf) == {**EINWOHNER_2022, "Scharnebeck": summe}


@pytest.mark.parametrize("zahl", ["5555555555", "6666666666", "7777777777", "8888888888"])
def test_ersatzzahlen_des_regionalatlas_sind_keine_werte(
    zahl: str, aufruf: Aufruf, zuordnung: Path, tmp_path: Path
) -> None:
    datei = geschrieben(tmp_path, "zensus.csv", "\n".join(zeilen()).replace(";3366;", f";{zahl};"))
    lauf = eingelesen(aufruf, datei, "--zuordnung", zuordnung)
    assert lauf.code == 1
    assert spalte(lauf)["Scharnebeck"] is None


def test_strich_ist_null_nur_wenn_das_gebiet_andere_werte_hat(
    aufruf: Aufruf, zuordnung: Path, tmp_path: Path
) -> None:
    text = "\n".join(zeilen()).replace(";3366;", ";-;")
    allein = geschrieben(tmp_path, "zensus.csv", text)
    lauf = eingelesen(aufruf, allein, "--zuordnung", zuordnung)
    assert lauf.code == 1
    assert "Brietlingen (033555407011) gab es am Stichtag nicht" in lauf.stderr
    strich = next(zeile for zeile in text.splitlines() if ";-;" in zeile)
    andere = strich.replace(";-;", ";7;").replace("PRS018", "PRS001")
    mit_anderem = geschrieben(tmp_path, "zensus.csv", f"{text}\n{andere}\n")
    lauf = eingelesen(aufruf, mit_anderem, "--zuordnung", zuordnung)
    assert lauf.code == 0
    assert "gerechnet wird mit 0" in lauf.stderr
    assert spalte(lauf)["Scharnebeck"] == EINWOHNER_2022["Scharnebeck"] - 3366


def test_verlorene_null_wird_ergaenzt(aufruf: Aufruf, zuordnung: Path, tmp_path: Path) -> None:
    datei = geschrieben(
        tmp_path, "zensus.csv", re.sub(";0(3355[0-9]{7});", r";\1;", ZENSUS.read_text("utf-8-sig"))
    )
    lauf = eingelesen(aufruf, datei, "--zuordnung", zuordnung)
    assert lauf.code == 0
    assert "In 42 Schlüsseln fehlt die führende Null" in lauf.stderr
    assert spalte(lauf) == EINWOHNER_2022


# Die mitgelieferten Dateien


def test_die_befehle_der_anleitung_laufen(aufruf: Aufruf) -> None:
    assert aufruf("beispiel", ".").code == 0
    anleitung = Path("quellen/LIESMICH.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```sh\n(.*?)\n```", anleitung, re.DOTALL)
    for zeile in block.splitlines():
        programm, *argumente = zeile.split()
        assert programm == "sozialraum"
        assert aufruf(*argumente).code == 0
    assert Path("Berechnungsbogen_2026.xlsx").exists()


def test_quellen_nennen_lizenz_und_urheber() -> None:
    anleitung = (QUELLEN / "LIESMICH.md").read_text(encoding="utf-8")
    for datei in QUELLEN.glob("*.csv"):
        (zeile,) = (z for z in anleitung.splitlines() if f"`{datei.name}`" in z)
        assert "©" in zeile
        assert "dl-de/by-2-0" in zeile


# In eine vorhandene Mappe


def teile(pfad: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(pfad) as archiv:
        return {name: archiv.read(name) for name in archiv.namelist()}


def test_in_bestehender_mappe_bleibt_alles_andere(
    aufruf: Aufruf, zuordnung: Path, tmp_path: Path
) -> None:
    neu = tmp_path / "neu.xlsx"
    lauf = eingelesen(aufruf, ZENSUS, "--zuordnung", zuordnung, "--in", DATEN)
    assert lauf.code == 0, lauf.stderr
    vorher, nachher = teile(DATEN), teile(neu)
    assert list(vorher) == list(nachher)
    geaendert = {name for name in vorher if vorher[name] != nachher[name]}
    assert geaendert == {"xl/worksheets/sheet2.xml", "xl/worksheets/sheet3.xml"}
    alt, jetzt = openpyxl.load_workbook(DATEN), openpyxl.load_workbook(neu)
    gemeldet = {a["zelle"] for a in lauf.objekt["aenderungen"]}
    for blatt_ in alt:
        andere = jetzt[blatt_.title]
        for zeile in andere.iter_rows():
            for zelle in zeile:
                ort = f"{blatt_.title}!{zelle.coordinate}"
                gleich = blatt_[zelle.coordinate].value == zelle.value
                assert gleich != (ort in gemeldet), ort
                assert blatt_[zelle.coordinate].style == zelle.style
                assert blatt_[zelle.coordinate].number_format == zelle.number_format


def test_jede_geaenderte_zelle_steht_da_und_ihre_wirkung_stimmt(
    aufruf: Aufruf, zuordnung: Path
) -> None:
    lauf = aufruf(
        "einlesen", ZENSUS, "--zuordnung", zuordnung, "--in", DATEN, "--ausgabe", "neu.xlsx"
    )
    assert "Indikatoren!F7 Einwohner, Adendorf: 10.163 → 10.652 (+4,8 %)" in lauf.stdout
    assert "Geänderte Zellen: 12" in lauf.stdout
    assert "Zensus vom 15.05.2022" in lauf.stderr

    def budgets(daten: Path | str) -> dict[str, Decimal]:
        objekt = aufruf("berechnen", daten, "--ohne-bogen", "--format", "json").objekt
        return {z["sozialraum"]: z["budget_indikatoren"] for z in objekt["sozialraeume"]}

    wirkung = eingelesen_in_andere(aufruf, zuordnung).objekt["wirkung"]
    vorher, nachher = budgets(DATEN), budgets("neu.xlsx")
    for eine in wirkung:
        raum = eine["sozialraum"]
        assert abs(eine["budget_indikatoren_alt"] - vorher[raum]) <= Decimal("0.01")
        assert abs(eine["budget_indikatoren_neu"] - nachher[raum]) <= Decimal("0.01")
        unterschied = eine["budget_indikatoren_neu"] - eine["budget_indikatoren_alt"]
        assert eine["differenz"] == unterschied
    assert sum(eine["differenz"] for eine in wirkung) == 0


def eingelesen_in_andere(aufruf: Aufruf, zuordnung: Path) -> Lauf:
    argumente = ("--zuordnung", zuordnung, "--in", DATEN, "--ausgabe", "zweite.xlsx")
    return aufruf("einlesen", ZENSUS, *argumente, "--format", "json")


def test_ein_zweiter_lauf_aendert_nichts(aufruf: Aufruf, zuordnung: Path) -> None:
    eingelesen_in_andere(aufruf, zuordnung)
    lauf = eingelesen(aufruf, ZENSUS, "--zuordnung", zuordnung, "--in", "zweite.xlsx")
    assert lauf.code == 0, lauf.stderr
    assert lauf.objekt["aenderungen"] == []
    assert teile(Path("neu.xlsx")) == teile(Path("zweite.xlsx"))


def test_beispiel_der_mitgelieferten_quellen(aufruf: Aufruf) -> None:
    lauf = eingelesen(
        aufruf, *sorted(QUELLEN.glob("*.csv")), "--zuordnung", ZUORDNUNG, "--in", DATEN_2026
    )
    assert lauf.code == 0, lauf.stderr
    # Die Arbeitslosen 2021 stehen schon so in der Mappe: sie ändern sich nicht.
    assert {a["name"] for a in lauf.objekt["aenderungen"] if a["sozialraum"]} == {"Einwohner"}
    assert spalte(lauf) == EINWOHNER_2022
    assert spalte(lauf, "Arbeitslose")["Adendorf"] == 248
    gewichtung = blatt("neu.xlsx", "Gewichtung")
    assert "arbeitslose_gemeinden.csv (SHA-256 " in str(gewichtung["Arbeitslose"][4])
    assert gewichtung["Arbeitslose"][5] == "Jahresdurchschnitt 2021"
    assert any(text.startswith("Quelle zu „Einwohner“: Stichtag 15.05.2022") for text in gewichtung)
    assert aufruf("berechnen", "neu.xlsx").code == 0

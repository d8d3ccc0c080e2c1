"""Das Controlling: Vektoren der Spezifikation, unabhängige Summen, jede Auffälligkeit gemeldet."""

import itertools
import random
import re
import tracemalloc
from datetime import datetime, time
from decimal import Decimal
from pathlib import Path

import libreoffice
import pytest
import termine
from befehlszeile import BEISPIELE, DATEN, DATEN_2026, Aufruf, Lauf, prozess
from bogendatei import geaendert, namen, zellen
from openpyxl import Workbook, load_workbook
from test_schemata import maengel

from beispieldaten import stunden_erfinden
from sozialraum_cli.__main__ import ausfuehren
from sozialraum_cli.lesen.csvdatei import csv_oeffnen

BERATUNG, NETZWERK = "Beratung inkl. Gruppenarbeit", "Netzwerkarbeit"
KOPF = "Sozialraum;Leistung;Datum;Dauer (min)\n"


@pytest.fixture
def aufruf(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Aufruf:
    """Ruft das Programm im leeren Arbeitsordner auf."""
    monkeypatch.chdir(tmp_path)
    return Aufruf(capfdbinary)


def datei(name: str, text: str, kodierung: str = "utf-8") -> str:
    Path(name).write_bytes(text.encode(kodierung))
    return name


def laufen(aufruf: Aufruf, *argumente: object, bogen: Path = DATEN) -> Lauf:
    lauf = aufruf("controlling", bogen, *argumente, "--format", "json")
    assert lauf.code == 0, lauf.stderr
    assert not maengel(lauf.objekt)
    abgleich = lauf.objekt["abgleich"]
    for was in ("zeilen", "stunden", "betrag"):
        teile = [posten[was] for wo, posten in abgleich.items() if wo != "gelesen"]
        # Stunden stehen auf sechs Stellen gerundet da.
        assert abs(sum(teile) - abgleich["gelesen"][was]) < Decimal("0.00001")
    gezaehlt = abgleich.get("gezaehlt", {"stunden": 0})["stunden"]
    assert abs(lauf.objekt["summen_ungefiltert"]["ist"] - gezaehlt) < Decimal("0.00001")
    return lauf


def zeile(lauf: Lauf, ort: str, leistung: str | None = BERATUNG) -> dict[str, Decimal]:
    return next(
        z
        for z in lauf.objekt["zeilen"]
        if ort in (z["sozialraum"], z["kategorie"]) and z["leistung"] == leistung
    )


def befunde(lauf: Lauf) -> list[str]:
    return [f"{b['fundort']}: {b['text']} {b['abhilfe']}" for b in lauf.objekt["befunde"]]


@pytest.mark.parametrize(
    ("optionen", "stunden"),
    [
        ((), "2727.791987"),
        (("--bis", "2012-06-30"), "1356.44301"),
        (("--bis", "30.06.2012"), "1356.44301"),
        (("--wochen-je-jahr", "44"), "2295.51894"),
        (("--setze", "wochen_je_jahr=44"), "2295.51894"),
        (("--setze", "wochen_je_jahr=44", "--bis", "2012-06-30"), "1141.48756"),
        (("--von", "2012-07-01"), "1371.348977"),
    ],
)
def test_soll_der_spezifikation(aufruf: Aufruf, optionen: tuple[str, ...], stunden: str) -> None:
    quelle = datei("ist.csv", KOPF + f"Adendorf;{BERATUNG};2012-03-01;60\n")
    lauf = laufen(aufruf, quelle, *optionen)
    assert abs(zeile(lauf, "Adendorf")["soll"] - Decimal(stunden)) <= Decimal("0.000001")


def test_hochrechnung_erfuellung_und_differenz(aufruf: Aufruf) -> None:
    quelle = datei("ist.csv", KOPF + f"Adendorf;{BERATUNG};2012-03-01;720\n" * 2)
    werte = zeile(laufen(aufruf, quelle, "--bis", "2012-06-30"), "Adendorf")
    assert werte["ist"] == 24
    assert werte["differenz"] == Decimal("24") - Decimal("1356.443010")
    assert werte["hochrechnung"] == Decimal("48.263736")  # 24 · 366 / 182
    assert werte["erfuellung_prozent"] == Decimal("1.77")


@pytest.mark.parametrize(
    ("kodierung", "trenner", "einheit"),
    [
        *itertools.product(("cp1252", "utf-8"), (";", ","), ("min", "hh:mm")),
        ("utf-16", "\t", "min"),
    ],
)
def test_zehntausend_erfundene_termine(
    aufruf: Aufruf, kodierung: str, trenner: str, einheit: str
) -> None:
    """Jede Form derselben Termine ergibt die beim Erfinden mitgezählten Minuten."""
    erfunden = termine.erfinden(10_000, einheit)
    quelle = datei("ist.csv", erfunden.csv(trenner), kodierung)
    zuordnung = datei("z.toml", termine.TOML.format(einheit=einheit))
    lauf = laufen(aufruf, quelle, "--zuordnung", zuordnung)
    kategorien = {"Außerhalb": "ausserhalb", "Keine Angabe": "keine_angabe"}
    for (ort, leistung), minuten in erfunden.minuten.items():
        ist = zeile(lauf, kategorien.get(ort, ort), leistung)["ist"]
        assert abs(ist - Decimal(minuten) / 60) < Decimal("0.000001"), (ort, leistung)
    assert lauf.objekt["abgleich"]["gelesen"]["zeilen"] == 10_000
    assert lauf.objekt["abgleich"]["gezaehlt"]["zeilen"] == 10_000


def test_gruppen_ergeben_je_art_die_summe(aufruf: Aufruf) -> None:
    quelle = datei("ist.csv", termine.erfinden(500, "min").csv(";"))
    lauf = laufen(
        aufruf, quelle, "--zuordnung", datei("z.toml", termine.TOML.format(einheit="min"))
    )
    summen = lauf.objekt["summen"]
    for art in ("leistung", "region", "traeger", "zustaendigkeit"):
        gruppen = [g for g in lauf.objekt["gruppen"] if g["art"] == art]
        for groesse in ("soll", "ist", "hochrechnung"):
            assert abs(sum(g[groesse] for g in gruppen) - summen[groesse]) < Decimal("0.0001")


@pytest.mark.parametrize(
    ("fehlerhaft", "meldung", "gezaehlt"),
    [
        (f"Adendorf;{BERATUNG};2012-05-01;60\n", "doppelt", 120),
        (f"SG Adendorf;{BERATUNG};01.05.2012;60\n", "doppelt", 120),
        (f"Adendorf;{BERATUNG};2011-05-01;60\n", "nicht im Jahr", 60),
        (f"Adendorf;{BERATUNG};2012-05-02;-60\n", "negative Dauer", 60),
        (f"Adendorf;{BERATUNG};2012-05-02;1500\n", "länger als 24 Stunden", 60),
        (f"Adendorf;{BERATUNG};2012-05-02;\n", "Dauer fehlt", 60),
        (f"Adendorf;{BERATUNG};2012-05-02;1:30\n", "passt nicht zur Einheit", 60),
        (f"Adendorf;{BERATUNG};;60\n", "Datum fehlt", 60),
        (f"Adendorf;{BERATUNG};02/05/2012;60\n", "Datum ist nicht lesbar", 60),
        (f"Adendrof;{BERATUNG};2012-05-02;60\n", "„Adendrof“ steht nicht im Bogen", 120),
        ("Adendorf;Fahrzeit;2012-05-02;60\n", "„Fahrzeit“ steht nicht im Bogen", 120),
        (f";{BERATUNG};2012-05-02;60\n", "Sozialraum fehlt", 120),
        ("Adendorf;;2012-05-02;60\n", "Leistung fehlt", 120),
        (f"Summe;{BERATUNG};;60\n", "als Summe bezeichnet", 60),
    ],
)
def test_auffaelliges_nennt_datei_und_zeile(
    aufruf: Aufruf, fehlerhaft: str, meldung: str, gezaehlt: int
) -> None:
    quelle = datei("ist.csv", KOPF + f"Adendorf;{BERATUNG};2012-05-01;60\n" + fehlerhaft)
    lauf = laufen(aufruf, quelle)
    (treffer,) = (text for text in befunde(lauf) if meldung in text)
    assert treffer.startswith("ist.csv, Zeile 3: ")
    assert lauf.objekt["summen"]["ist"] * 60 == gezaehlt


def test_ausserhalb_des_zeitraums_und_ende_vor_beginn(aufruf: Aufruf) -> None:
    quelle = datei(
        "ist.csv",
        "Sozialraum;Leistung;Datum;Beginn;Ende\n"
        f"Adendorf;{BERATUNG};2012-05-01;09:00;10:30\n"
        f"Adendorf;{BERATUNG};2012-05-01;10:30;09:00\n"
        f"Adendorf;{BERATUNG};2012-07-01;09:00;10:30\n",
    )
    lauf = laufen(aufruf, quelle, "--bis", "2012-06-30")
    texte = "\n".join(befunde(lauf))
    assert "Zeile 3: Das Ende liegt vor dem Beginn" in texte
    assert "Zeile 4: Das Datum liegt außerhalb des Zeitraums" in texte
    assert zeile(lauf, "Adendorf")["ist"] == Decimal("1.5")


def test_viele_auffaellige_zeilen_stehen_alle_da(aufruf: Aufruf) -> None:
    gut, schlecht = f"Adendorf;{BERATUNG};2012-05-01;60\n", f"Adendorf;{BERATUNG};2012-05-01;-1\n"
    lauf = laufen(aufruf, datei("ist.csv", KOPF + gut + schlecht * 3 + gut * 2 + schlecht))
    assert any(
        text.startswith("ist.csv, Zeilen 3 bis 5, 8: 4 Termine haben eine negative Dauer")
        for text in befunde(lauf)
    )


def test_kategorien_und_vorsaetze(aufruf: Aufruf) -> None:
    zeilen = [
        ("Außerhalb", "ausserhalb"),
        ("AUSSERHALB", "ausserhalb"),
        ("Stadt Lüneburg", "ausserhalb"),
        ("Hansestadt Lüneburg", "ausserhalb"),
        ("keine Angabe", "keine_angabe"),
        ("k.A.", "keine_angabe"),
        ("SG Bardowick", "Bardowick"),
        ("Samtgemeinde Ostheide", "Ostheide"),
        ("Stadt Bleckede", "Bleckede"),
        ("033550001", "Adendorf"),
        ("33550001", "Adendorf"),
    ]
    for name, ort in zeilen:
        lauf = laufen(aufruf, datei("ist.csv", KOPF + f"{name};{NETZWERK};2012-05-01;60\n"))
        assert zeile(lauf, ort, NETZWERK)["ist"] == 1, name


def test_mehrere_quellen_und_formen(aufruf: Aufruf) -> None:
    """Gedok als Termine in CSV, GeKataster als Summen in Stunden in .xlsx."""
    gedok = datei("gedok.csv", KOPF + f"Adendorf;{BERATUNG};2012-05-01;90\n")
    mappe = Workbook()
    blatt = mappe.worksheets[0]
    blatt.append(["Gebiet", "Stunden"])
    blatt.append(["Adendorf", 10.25])
    blatt.append(["Summe", 10.25])
    mappe.save("gekataster_2012.xlsx")
    zuordnung = datei(
        "z.toml",
        f'[[quelle]]\ndatei = "gekataster*"\nleistung = "{NETZWERK}"\n'
        'spalten = { sozialraum = "Gebiet" }\n',
    )
    lauf = laufen(aufruf, gedok, "gekataster_2012.xlsx", "--zuordnung", zuordnung)
    assert zeile(lauf, "Adendorf")["ist"] == Decimal("1.5")
    assert zeile(lauf, "Adendorf", NETZWERK)["ist"] == Decimal("10.25")
    assert "gekataster_2012.xlsx, Zeile 3: Die Zeile ist als Summe" in "\n".join(befunde(lauf))


@pytest.mark.parametrize("zahlenformat", ["[h]:mm", "h:mm"])
@pytest.mark.parametrize("einheit", ["", '[einheiten]\ndauer = "hh:mm"\n'])
def test_uhrzeitformat_der_tabellenkalkulation(
    aufruf: Aufruf, zahlenformat: str, einheit: str
) -> None:
    """Summen über 60 Tage liegen hinter dem 29.2.1900, den es nicht gab."""
    mappe = Workbook()
    blatt = mappe.worksheets[0]
    blatt.append(["Sozialraum", "Leistung", "Dauer"])
    for ort, tage in (("Adendorf", 1.5 / 24), ("Bardowick", 25 / 24), ("Bleckede", 2000.5 / 24)):
        blatt.append([ort, NETZWERK, tage])
        blatt.cell(blatt.max_row, 3).number_format = zahlenformat
    mappe.save("ist.xlsx")
    lauf = laufen(aufruf, "ist.xlsx", "--zuordnung", datei("z.toml", einheit))
    for ort, stunden in (("Adendorf", "1.5"), ("Bardowick", "25"), ("Bleckede", "2000.5")):
        assert zeile(lauf, ort, NETZWERK)["ist"] == Decimal(stunden)


def test_beginn_und_ende_als_uhrzeiten(aufruf: Aufruf) -> None:
    mappe = Workbook()
    blatt = mappe.worksheets[0]
    blatt.append(["Sozialraum", "Leistung", "Datum", "Beginn", "Ende"])
    blatt.append(["Adendorf", NETZWERK, datetime(2012, 5, 1), time(9), time(10, 30)])  # noqa: DTZ001
    blatt.append(["Adendorf", NETZWERK, datetime(2012, 5, 2), time(10), time(9)])  # noqa: DTZ001
    mappe.save("ist.xlsx")
    lauf = laufen(aufruf, "ist.xlsx")
    assert zeile(lauf, "Adendorf", NETZWERK)["ist"] == Decimal("1.5")
    assert "Zeile 3: Das Ende liegt vor dem Beginn" in "\n".join(befunde(lauf))


def test_ohne_einheit_wird_nicht_geraten(aufruf: Aufruf) -> None:
    """Art: keine einzige Dauer gezählt sah aus wie nichts geleistet, mit Rückgabewert 0."""
    quelle = datei("ist.csv", f"Sozialraum;Leistung;Dauer\nAdendorf;{BERATUNG};90\n")
    lauf = aufruf("controlling", DATEN, quelle, "--leise")
    assert lauf.code == 1
    assert "In keiner Zeile steht eine lesbare Dauer" in lauf.stderr
    assert "[einheiten]" in lauf.stderr
    lauf = laufen(aufruf, quelle, "--zuordnung", datei("z.toml", '[einheiten]\ndauer = "min"\n'))
    assert lauf.objekt["summen"]["ist"] == Decimal("1.5")
    teils = datei(
        "teils.csv",
        f"Sozialraum;Leistung;Dauer\nAdendorf;{BERATUNG};90\nAdendorf;{BERATUNG};2 h\n",
    )
    lauf = laufen(aufruf, teils)
    assert lauf.objekt["summen"]["ist"] == 2


def test_ist_kein_datum_lesbar_zaehlt_nicht_still_nichts(aufruf: Aufruf) -> None:
    """Art: alles ausgelassen sah aus wie nichts geleistet, mit Rückgabewert 0."""
    quelle = datei("ist.csv", KOPF + f"Adendorf;{BERATUNG};01/2012;60\n" * 3)
    lauf = aufruf("controlling", DATEN, quelle, "--leise")
    assert lauf.code == 1
    assert "In keiner Zeile ist das Datum lesbar" in lauf.stderr
    teils = datei(
        "teils.csv", KOPF + f"Adendorf;{BERATUNG};01/2012;60\nAdendorf;{BERATUNG};2.1.12;60\n"
    )
    assert zeile(laufen(aufruf, teils), "Adendorf")["ist"] == 1


def test_betraege_abrufquote_rest_rueckforderung(aufruf: Aufruf) -> None:
    """Adendorf hat 81.749,25 € für Beratung; die tatsächlichen Kosten sind die Grenze."""
    quelle = datei(
        "ist.csv",
        "Sozialraum;Leistung;Stunden;Betrag\n"
        f'Adendorf;{BERATUNG};2700;"80.000,00 €"\n'
        f"Adendorf;{NETZWERK};1900;60000,00\n",
    )
    lauf = laufen(aufruf, quelle)
    beratung, netzwerk = zeile(lauf, "Adendorf"), zeile(lauf, "Adendorf", NETZWERK)
    assert beratung["bewilligt"] == Decimal("81749.25")
    assert beratung["abrufquote_prozent"] == Decimal("97.86")
    assert (beratung["rest"], beratung["rueckforderung"]) == (Decimal("1749.25"),) * 2
    assert (netzwerk["rest"], netzwerk["rueckforderung"]) == (Decimal("-5500.50"), 0)
    halbes = laufen(aufruf, quelle, "--bis", "2012-06-30")
    assert any("kein Datum" in text for text in befunde(halbes))
    assert zeile(halbes, "Adendorf")["rueckforderung"] is None
    assert zeile(halbes, "Adendorf")["rest"] == Decimal("1749.25")


def test_ohne_betraege_keine_rueckforderung(aufruf: Aufruf) -> None:
    """Art: unbekannt ist nicht null; was keine Quelle nennt, wird nicht zurückgefordert."""
    mit = datei("a.csv", f"Sozialraum;Leistung;Stunden;Betrag\nAdendorf;{BERATUNG};9;81749,25\n")
    ohne = datei("b.csv", f"Sozialraum;Leistung;Stunden\nAdendorf;{NETZWERK};9\n")
    lauf = laufen(aufruf, mit, ohne)
    assert zeile(lauf, "Adendorf")["rueckforderung"] == 0
    assert zeile(lauf, "Bleckede")["rueckforderung"] == zeile(lauf, "Bleckede")["bewilligt"] > 0
    assert zeile(lauf, "Adendorf", NETZWERK)["bewilligt"] is None
    netzwerk = next(g for g in lauf.objekt["gruppen"] if g["name"] == NETZWERK)
    assert netzwerk["rueckforderung"] is None
    beratung = next(g for g in lauf.objekt["gruppen"] if g["name"] == BERATUNG)
    assert lauf.objekt["summen"]["bewilligt"] == beratung["bewilligt"]


def test_plan_des_naechsten_bogens(aufruf: Aufruf) -> None:
    quelle = datei("ist.csv", KOPF + f"Adendorf;{BERATUNG};2012-05-01;60\n")
    lauf = laufen(aufruf, quelle, "--plan", DATEN_2026, "--wochen-je-jahr", "44")
    naechster = aufruf("berechnen", DATEN_2026, "--ohne-bogen", "--leise", "--format", "json")
    geplant = {
        (raum["sozialraum"], leistung["name"]): leistung["stunden"] * 44
        for raum in naechster.objekt["sozialraeume"]
        for leistung in raum["leistungen"]
    }
    assert geplant
    for (ort, leistung), stunden in geplant.items():
        assert abs(zeile(lauf, ort, leistung)["plan"] - stunden) < Decimal("0.0001")


# Datenschutz

PERSONEN = "Sozialraum;Leistung;Dauer (min);Fall;{spalte}\n" + "".join(
    f"{ort};{BERATUNG};60;F{nummer};Geheimnis {nummer}\n"
    for nummer, ort in enumerate(["Adendorf", "Adendorf", *["Bardowick"] * 3, "Bleckede"])
)


@pytest.mark.parametrize(
    "spalte",
    [
        "Name",
        "Nachname",
        "Vorname",
        "Name des Kindes",
        "Geburtsdatum",
        "geb.",
        "Straße",
        "Anschrift",
        "PLZ",
        "Wohnort",
        "E-Mail",
        "Klient",
    ],
)
def test_persoenliche_spalten_bleiben_ungelesen(aufruf: Aufruf, spalte: str) -> None:
    quelle = datei("ist.csv", PERSONEN.format(spalte=spalte))
    zuordnung = datei("z.toml", f'[spalten]\nbegruendung = "{spalte}"\n')
    for weitere in ((), ("--zuordnung", zuordnung)):
        lauf = laufen(aufruf, quelle, *weitere)
        assert any("nicht gelesen" in t and f"„{spalte}“" in t for t in befunde(lauf))
        assert "Geheimnis" not in lauf.stdout + lauf.stderr


@pytest.mark.parametrize("spalte", ["Sozialraumname", "Fallnummer", "Alter", "Klienten-Nr."])
def test_harmlose_spalten_gelten_nicht_als_persoenlich(aufruf: Aufruf, spalte: str) -> None:
    lauf = laufen(aufruf, datei("ist.csv", PERSONEN.format(spalte=spalte).replace(";Fall;", ";x;")))
    assert "personenbezogen" not in "\n".join(befunde(lauf))


def test_kleine_fallzahlen_bleiben_unter_drei(aufruf: Aufruf) -> None:
    lauf = laufen(aufruf, datei("ist.csv", PERSONEN.format(spalte="Alter")))
    assert zeile(lauf, "Adendorf")["faelle"] == "unter 3"
    assert zeile(lauf, "Bardowick")["faelle"] == 3
    assert zeile(lauf, "Gellersen")["faelle"] == 0
    assert lauf.objekt["summen"]["faelle"] == 6
    tabelle = aufruf("controlling", DATEN, "ist.csv").stdout
    assert re.search(r"Adendorf .* unter 3", tabelle)
    assert not re.search(r"F[0-9]", lauf.stdout + tabelle)


def test_eine_summe_verraet_keine_kleine_zahl(aufruf: Aufruf) -> None:
    zeilen = "".join(f"Bardowick;{BERATUNG};60;F{n}\n" for n in range(5))
    kopf = "Sozialraum;Leistung;Dauer (min);Fall\n"
    quelle = datei("ist.csv", kopf + zeilen + f"Adendorf;{BERATUNG};60;G1\n")
    assert laufen(aufruf, quelle).objekt["summen"]["faelle"] is None


def test_fremde_inhalte_stehen_in_keiner_meldung(aufruf: Aufruf) -> None:
    """Art: wer die Spalten verwechselt, dessen Klienten dürfen nicht in Meldungen stehen."""
    quelle = datei(
        "ist.csv",
        "Sozialraum;Leistung;Datum;Dauer (min);Betrag;Teilnehmende\n"
        "Meier, Anna;Hauptstr. 5;Müller;Schmidt;Schulze;Krause\n"
        f"Adendorf;{BERATUNG};2012-05-01;60;Lehmann;Vogel\n",
    )
    lauf = laufen(aufruf, quelle)
    for wort in ("Meier", "Hauptstr", "Müller", "Schmidt", "Schulze", "Krause", "Lehmann", "Vogel"):
        assert wort not in lauf.stdout + lauf.stderr


def test_viele_unbekannte_namen_werden_nicht_genannt(aufruf: Aufruf) -> None:
    """Art: steht unter „Sozialraum“ je Zeile ein anderer Name, sind es wohl Personen."""
    zeilen = "".join(f"Anna {name};{BERATUNG};2012-05-01;60\n" for name in map(chr, range(97, 123)))
    lauf = laufen(aufruf, datei("ist.csv", KOPF + zeilen))
    assert "Anna" not in lauf.stdout + lauf.stderr
    assert any("Zeilen 2 bis 27" in text for text in befunde(lauf))
    assert zeile(lauf, "unbekannt")["ist"] == 26


def test_ohne_ueberschrift_wird_nichts_zitiert(aufruf: Aufruf) -> None:
    lauf = aufruf("controlling", DATEN, datei("ist.csv", "Anna Meier;01.02.1990;60\n"))
    assert lauf.code == 1
    assert "[spalten]" in lauf.stderr
    assert "Meier" not in lauf.stderr


# Gebietsänderungen


def test_zusammengelegt_und_geteilt(aufruf: Aufruf) -> None:
    quelle = datei(
        "ist.csv",
        KOPF + f"Ost;{BERATUNG};2012-05-01;100\nAltdorf;{BERATUNG};2012-05-01;60\n"
        f"Nord;{BERATUNG};2012-05-01;61\n",
    )
    zuordnung = datei(
        "z.toml",
        '[sozialraeume]\n"Altdorf" = "Adendorf"\n'
        '"Ost" = { Bleckede = 60, Dahlenburg = 40 }\n"Nord" = ["Adendorf", "Bardowick"]\n',
    )
    lauf = laufen(aufruf, quelle, "--zuordnung", zuordnung)
    assert zeile(lauf, "Bleckede")["ist"] == 1
    assert abs(zeile(lauf, "Dahlenburg")["ist"] * 60 - 40) < Decimal("0.0001")
    texte = "\n".join(befunde(lauf))
    assert "„Ost“ zählt laut Zuordnung zu 60 % bei „Bleckede“ und zu 40 % bei „Dahlenburg“" in texte
    assert "„Altdorf“ zählt laut Zuordnung bei „Adendorf“: 1 Zeile, 1,00 h." in texte
    assert abs(lauf.objekt["summen"]["ist"] * 60 - 221) < Decimal("0.0001")


def test_traegerwechsel_im_jahr(aufruf: Aufruf) -> None:
    """Das Soll teilt sich nach Tagen (182 und 184 von 366), das Ist nach dem Datum."""
    quelle = datei(
        "ist.csv",
        KOPF + f"Dahlenburg;{BERATUNG};2012-06-30;60\nDahlenburg;{BERATUNG};2012-07-01;120\n",
    )
    zuordnung = datei(
        "z.toml",
        '[[traegerwechsel]]\nsozialraum = "Dahlenburg"\nab = 2012-07-01\ntraeger = "DRK"\n',
    )
    lauf = laufen(aufruf, quelle, "--zuordnung", zuordnung)
    gruppen = {g["name"]: g for g in lauf.objekt["gruppen"] if g["art"] == "traeger"}
    assert (gruppen["AWO"]["ist"], gruppen["DRK"]["ist"]) == (1, 2)
    ganz = zeile(lauf, "Dahlenburg")["soll"] + zeile(lauf, "Dahlenburg", NETZWERK)["soll"]
    assert abs(gruppen["AWO"]["soll"] - ganz * 182 / 366) < Decimal("0.00001")
    assert abs(gruppen["AWO"]["soll"] + gruppen["DRK"]["soll"] - ganz) < Decimal("0.00001")
    assert any("wechselt der Träger" in text for text in befunde(lauf))
    nur = laufen(aufruf, quelle, "--zuordnung", zuordnung, "--traeger", "drk")
    assert nur.objekt["summen"]["ist"] == 2


# Filter


def test_filter_sagt_was_fehlt(aufruf: Aufruf) -> None:
    quelle = datei(
        "ist.csv", KOPF + f"Adendorf;{BERATUNG};2012-05-01;60\nBleckede;{NETZWERK};2012-05-01;90\n"
    )
    lauf = laufen(aufruf, quelle, "--zustaendigkeit", "team ost")
    assert {z["sozialraum"] for z in lauf.objekt["zeilen"]} == {
        "Amt Neuhaus",
        "Bleckede",
        "Dahlenburg",
        "Ostheide",
    }
    assert lauf.objekt["summen"]["ist"] == Decimal("1.5")
    assert lauf.objekt["summen_ungefiltert"]["ist"] == Decimal("2.5")
    tabelle = aufruf("controlling", DATEN, quelle, "--zustaendigkeit", "Team Ost").stdout
    assert "Gefiltert: nur Zuständigkeit „Team Ost“" in tabelle
    assert "Ist 2,50 h" in " ".join(tabelle.split())


def test_filter_ohne_treffer(aufruf: Aufruf) -> None:
    quelle = datei("ist.csv", KOPF + f"Adendorf;{BERATUNG};2012-05-01;60\n")
    lauf = aufruf("controlling", DATEN, quelle, "--region", "Nrod")
    assert lauf.code == 1
    assert "„Nord“" in lauf.stderr


# Zuordnung und Aufruf


@pytest.mark.parametrize(
    ("toml", "meldung"),
    [
        ('[spalten]\nlesitung = "X"\n', "„leistung“"),
        ('[einheiten]\ndauer = "Tage"\n', "Einheit der Dauer"),
        ('[leistungen]\nX = "Beratung"\n', "die der Bogen nicht kennt"),
        ('[sozialraeume]\nX = "Nirgendwo"\n', "das der Bogen nicht kennt"),
        ("[sozialraeume]\nX = { Adendorf = 60, Bardowick = 30 }\n", "100 %"),
        ('[[traegerwechsel]]\nsozialraum = "Adendorf"\n', "kein Datum"),
        ("wochen_je_jahr = 60\n", "höchstens 53"),
        ("spalten = 3\n", "keine Tabelle"),
        ("[spalten\n", "kein gültiges TOML"),
    ],
)
def test_fehler_der_zuordnung(aufruf: Aufruf, toml: str, meldung: str) -> None:
    quelle = datei("ist.csv", KOPF + f"Adendorf;{BERATUNG};2012-05-01;60\n")
    lauf = aufruf("controlling", DATEN, quelle, "--zuordnung", datei("z.toml", toml))
    assert lauf.code == 1
    assert meldung in lauf.stderr
    assert "z.toml" in lauf.stderr
    assert lauf.stdout == ""


@pytest.mark.parametrize(
    ("optionen", "meldung"),
    [
        (("--bis", "bald"), "kein Datum"),
        (("--bis", "2013-06-30"), "nicht im Jahr 2012"),
        (("--von", "2012-06-30", "--bis", "2012-01-01"), "vor dem ersten"),
        (("--wochen-je-jahr", "0"), "Wochen"),
        (("--setze", "abf=10"), "wochen_je_jahr"),
    ],
)
def test_falscher_aufruf(aufruf: Aufruf, optionen: tuple[str, ...], meldung: str) -> None:
    quelle = datei("ist.csv", KOPF + f"Adendorf;{BERATUNG};2012-05-01;60\n")
    lauf = aufruf("controlling", DATEN, quelle, *optionen)
    assert lauf.code == 2
    assert meldung in lauf.stderr


def test_mehrdeutige_ueberschrift_wird_nicht_geraten(aufruf: Aufruf) -> None:
    quelle = datei("ist.csv", f"Sozialraum;Leistung;Minuten;Stunden\nAdendorf;{BERATUNG};60;1\n")
    lauf = aufruf("controlling", DATEN, quelle)
    assert lauf.code == 1
    assert "„Minuten“, „Stunden“" in lauf.stderr


def test_fehlende_spalte_nennt_die_ueberschriften(aufruf: Aufruf) -> None:
    lauf = aufruf("controlling", DATEN, datei("ist.csv", "Sozialraum;Zeit\nAdendorf;60\n"))
    assert lauf.code == 1
    assert "Es fehlt eine Spalte für leistung und dauer; Überschriften: „Sozialraum“, „Zeit“" in (
        lauf.stderr
    )


# Ausgaben


def test_formeltext_bleibt_text(aufruf: Aufruf) -> None:
    """Art: Text aus Quellen wird in keiner Ausgabe zur Formel oder Auszeichnung."""
    boese = ("=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "[red]rot[/red]", "x" * 5000, "\x1b[31mrot")
    zeilen = "".join(f'"{text}";"{text}";2012-05-01;60\n' for text in boese)
    quelle = datei("ist.csv", KOPF + zeilen)
    lauf = aufruf("controlling", DATEN, quelle, "--format", "csv")
    assert lauf.code == 0
    assert not re.search(r'(^|;)"?[=+@]', lauf.stdout, re.MULTILINE)
    assert "\x1b" not in lauf.stdout + lauf.stderr
    assert "\x1b" not in aufruf("controlling", DATEN, quelle).stdout


def test_gleichung_des_abgleichs_geht_auf(aufruf: Aufruf) -> None:
    quelle = datei(
        "ist.csv",
        KOPF
        + f"Adendorf;{BERATUNG};2012-05-01;61\nAdendorf;{BERATUNG};2011-05-01;7\n"
        + f"Adendorf;{BERATUNG};2012-05-01;-3\n",
    )
    text = " ".join(aufruf("controlling", DATEN, quelle).stdout.split())
    assert (
        "Abgleich in Minuten: gelesen 65 (3 Zeilen) = 61 gezählt (1 Zeile) + 7 außerhalb des "
        "Zeitraums (1 Zeile) + -3 nicht plausibel (1 Zeile)."
    ) in text


@pytest.mark.parametrize("breite", [80, 120])
def test_tabelle_passt_auf_die_konsole(
    aufruf: Aufruf, monkeypatch: pytest.MonkeyPatch, breite: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(breite))
    quelle = datei(
        "ist.csv",
        "Sozialraum;Leistung;Stunden;Betrag;Fall\n" + f"Adendorf;{BERATUNG};2700;80000;F1\n",
    )
    lauf = aufruf("controlling", DATEN, quelle, "--plan", DATEN_2026)
    assert lauf.code == 0
    assert max(map(len, lauf.stdout.splitlines())) <= breite


@pytest.mark.parametrize("zeichensatz", ["utf-8", "cp850", "ascii"])
def test_koepfe_stehen_ueber_ihren_zahlen(
    zeichensatz: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Erst gemessen, dann umschrieben: ein „+/-“ für „Δ“ verschob alle Köpfe dahinter."""
    monkeypatch.chdir(tmp_path)
    quelle = datei(
        "ist.csv",
        "Sozialraum;Leistung;Stunden;Betrag\n" + f"Adendorf;{BERATUNG};2700;80000\n",
    )
    lauf = prozess("controlling", DATEN, quelle, PYTHONIOENCODING=zeichensatz, COLUMNS="80")
    zeilen = lauf.stdout.decode(zeichensatz).splitlines()
    linien = [nummer for nummer, zeile in enumerate(zeilen) if zeile and not zeile.strip("─-")]
    koepfe = [n for n in linien if zeilen[n + 1] and not zeilen[n + 1].startswith("Summe")]
    assert len(koepfe) > 4
    for nummer in koepfe:
        assert len(zeilen[nummer - 1]) == len(zeilen[nummer])
    summen = [n for n, zeile in enumerate(zeilen) if zeile.startswith("Summe")]
    assert all(not zeilen[nummer + 1] for nummer in summen)  # Luft vor der nächsten Tabelle
    assert "Ist *" not in lauf.stdout.decode(zeichensatz)  # das ganze Jahr ist keine Hochrechnung


def test_speicher_bleibt_begrenzt(tmp_path: Path) -> None:
    """Eine große Datei wird Zeile für Zeile gelesen, nie ganz."""
    pfad = tmp_path / "ist.csv"
    pfad.write_text(KOPF + f"Adendorf;{BERATUNG};2012-05-01;60\n" * 100_000)
    tracemalloc.start()
    with csv_oeffnen(pfad) as csv:
        anzahl = sum(1 for _ in csv.zeilen)
    spitze = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert anzahl == 100_001
    assert spitze < 4 << 20


def test_beispiel_ist_das_erzeugte() -> None:
    zufall = random.Random(stunden_erfinden.KEIM)
    ordner = BEISPIELE / "controlling"
    gedok, gekataster = stunden_erfinden.gedok(zufall), stunden_erfinden.gekataster(zufall)
    assert (ordner / "gedok_2012_erfunden.csv").read_bytes() == gedok.encode("cp1252")
    assert (ordner / "gekataster_2012_erfunden.csv").read_bytes() == gekataster.encode()


# Mappe für das Jahresgespräch


@pytest.fixture(scope="module")
def mappe(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Mit Beträgen, Fällen, Plan, Trägerwechsel, Begründung und Kategorien."""
    ordner = tmp_path_factory.mktemp("jahresgespraech")
    quelle, zuordnung, ziel = ordner / "ist.csv", ordner / "z.toml", ordner / "g.xlsx"
    quelle.write_text(
        "Sozialraum;Leistung;Stunden;Betrag;Fall;Begründung\n"
        f"Adendorf;{BERATUNG};2500,5;79000,50;F1;\n"
        f"Bleckede;{NETZWERK};2100;60000;;=1+1 Stelle war unbesetzt\n"
        f"Dahlenburg;{NETZWERK};800;20000;F2;\n"
        f"Außerhalb;{NETZWERK};21;600;F2;\nIrgendwo;Fahrt;3;60;F2;\n",
        "utf-8",
    )
    zuordnung.write_text(
        '[[traegerwechsel]]\nsozialraum = "Dahlenburg"\nab = 2012-07-01\ntraeger = "DRK"\n'
    )
    aufruf = ("controlling", DATEN, quelle, "--zuordnung", zuordnung, "--plan", DATEN_2026)
    assert ausfuehren([*map(str, aufruf), "--ausgabe", str(ziel), "--leise"]) == 0
    return ziel.read_bytes()


def test_mappe_hat_uebersicht_und_je_zustaendigkeit_ein_blatt(mappe: bytes) -> None:
    blaetter = zellen(mappe)
    assert list(blaetter) == [
        "Übersicht",
        "Team Nord",
        "Team Süd",
        "Team Ost",
        "Ohne Sozialraum",
        "Hinweise",
    ]
    ost = [zelle.wert for zelle in blaetter["Team Ost"].values()]
    assert "Begründung der Abweichung" in ost
    assert "=1+1 Stelle war unbesetzt" in ost
    assert "DRK" in ost


BOESE = (
    "=1+1",
    "a/b:c*?[x]",
    "x" * 40,
    "X" * 40,
    "Übersicht",
    "hinweise",
    "'q'",
    "O'N",
    "&<b>",
    '"',
)
REGIONEN = ("Ost", "OST", "O*t", "~Ost", "=Ost", "", "Ost ", 'a"b', "Ost", "Süd")


def mit_boesen_namen(aufruf: Aufruf) -> bytes:
    """Zuständigkeiten, Regionen und Träger, die als Blattname oder in Formeln gefährlich sind."""
    eingabe = load_workbook(DATEN)
    blatt = eingabe["Sozialräume"]
    zeilen = [z for z in blatt.iter_rows() if z[0].value in termine.RAEUME]
    for zeile_, name, region in zip(zeilen, BOESE, REGIONEN, strict=True):
        for zelle, text in zip(zeile_[2:5], (name[::-1], region, name), strict=True):
            zelle.value = text or None
            if text:
                zelle.data_type = "s"
    eingabe.save("boese.xlsx")
    quelle = datei("ist.csv", termine.erfinden(300, "min").csv(";"))
    zuordnung = datei("z.toml", termine.TOML.format(einheit="min"))
    lauf = aufruf(
        "controlling", "boese.xlsx", quelle, "--zuordnung", zuordnung, "--ausgabe", "g.xlsx"
    )
    assert lauf.code == 0, lauf.stderr
    return Path("g.xlsx").read_bytes()


def test_mappe_haelt_libreoffice_stand(mappe: bytes, aufruf: Aufruf, tmp_path: Path) -> None:
    """Jede Formel ergibt neu gerechnet den gespeicherten Wert; auch mit 44 Vertragswochen.

    Art der bösen Namen: Text aus der Mappe ist weder Formel noch Platzhalter noch Blattname.
    """
    boese = mit_boesen_namen(aufruf)
    assert len(zellen(boese)) == 13
    wochen = namen(mappe)["wochen_je_jahr"][1][0]
    andere = geaendert(mappe, {("Übersicht", wochen): 44})
    quellen = sorted((BEISPIELE / "controlling").glob("*.csv"))
    zuordnung = BEISPIELE / "controlling" / "zuordnung.toml"
    lauf = aufruf("controlling", DATEN, *quellen, "--zuordnung", zuordnung, "--ausgabe", "b.xlsx")
    assert lauf.code == 0
    beispiel = Path("b.xlsx").read_bytes()
    mappen = {"mappe": mappe, "44": andere, "boese": boese, "beispiel": beispiel}
    gerechnet = libreoffice.neu_gerechnet(mappen, tmp_path)
    assert libreoffice.formelzellen(mappe) > 300
    assert not libreoffice.abweichungen(mappe, gerechnet["mappe"])
    assert not libreoffice.abweichungen(boese, gerechnet["boese"])
    assert not libreoffice.abweichungen(beispiel, gerechnet["beispiel"])
    nord = zellen(gerechnet["44"])["Team Nord"]
    zahlen = [z.wert for z in nord.values() if isinstance(z.wert, float)]
    soll = next(zahl for zahl in zahlen if abs(zahl - 2295) < 1)
    assert abs(soll - 2295.51894) < 0.0001
    assert "prüfen" not in [z.wert for z in zellen(gerechnet["44"])["Übersicht"].values()]


def test_mappe_ist_bytegleich_und_zeigt_keine_kleine_zahl(mappe: bytes, aufruf: Aufruf) -> None:
    alle = {str(z.wert) for blatt in zellen(mappe).values() for z in blatt.values()}
    assert "unter 3" in alle
    assert not {"F1", "F2"} & alle
    quelle = datei("ist.csv", KOPF + f"Adendorf;{BERATUNG};2012-05-01;60\n")
    for ziel in ("a.xlsx", "b.xlsx"):
        assert aufruf("controlling", DATEN, quelle, "--ausgabe", ziel).code == 0
    assert Path("a.xlsx").read_bytes() == Path("b.xlsx").read_bytes()
    assert aufruf("controlling", DATEN, quelle, "--ausgabe", "a.xlsx").code == 1
    assert aufruf("controlling", DATEN, quelle, "--ausgabe", "ergebnis.json").code == 0
    assert Path("ergebnis.json").read_bytes().startswith(b'{"schema": "sozialraum/controlling/1"')

"""Was Excel und LibreOffice richtig lesen, lesen wir richtig; was zweierlei heißen kann, nicht.

Je Art von Fehler die Geschwister: Mappen, wie Programme und Menschen sie schreiben, aus
feldmappen.py gebaut. Richtig heißt immer 158.800, 196.400 und 244.800 €.
"""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from befehlszeile import Aufruf, dateinamen
from feldmappen import (
    EINFACH,
    MAPPE,
    ODS_ABSAETZE,
    ODS_LESBAR,
    RICHTIG,
    WOCHE,
    XLSX_LESBAR,
    Roh,
    Teile,
    Wert,
    blaetter,
    ersetzt,
    gepackt,
    ods,
    text,
    xlsx,
    xlsx_stile,
    xlsx_teile,
    zahl,
)


@pytest.fixture
def aufruf(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> Aufruf:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "400")
    return Aufruf(capfdbinary)


def zeilen(blatt: str, stelle: int, *neue: Sequence[Wert]) -> Teile:
    """Eine .xlsx mit eingefügten Zeilen."""
    alle = blaetter()
    alle[blatt][stelle:stelle] = [list(zeile) for zeile in neue]
    return xlsx_teile(alle)


def budgets(aufruf: Aufruf, teile: Teile, name: str = "mappe.xlsx") -> tuple[dict[str, int], str]:
    lauf = aufruf("berechnen", gepackt(teile, Path(name)), "--ohne-bogen", "--format", "json")
    assert lauf.code == 0, lauf.stderr
    raeume = lauf.objekt["sozialraeume"]
    return {raum["sozialraum"]: int(raum["budget_neu"]) for raum in raeume}, lauf.stderr


def abgelehnt(aufruf: Aufruf, teile: Teile, name: str = "mappe.xlsx") -> str:
    lauf = aufruf("berechnen", gepackt(teile, Path(name)), "--ohne-bogen")
    assert lauf.code == 1
    return lauf.stderr


# Zahlenformate ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("formattext", "wert"),
    [
        ('0" %";-0%', 70),
        ('0%;-0%;"-"', 0.7),
        ("[<=1]0%;0", 0.7),
        ('[>100]0" %";0', 70),
        ("[Red][>0.5]0%;[Blue]0.0%", 0.7),
        ("[$-407]0,0%", 0.7),
        ("0%_);(0%)", 0.7),
        ("0%;@", 0.7),
        ('[=0]"-";0%', 0.7),
        ('"Anteil: "0%', 0.7),
        ("#,##0.00_);[Red]\\(#,##0.00\\)", 70),
        ("0\\%", 70),
        ('0"%"', 70),
        ("@", 70),
    ],
)
def test_der_abschnitt_des_formats_entscheidet(
    aufruf: Aufruf, formattext: str, wert: float
) -> None:
    zelle = Roh('s="2"', f"<v>{wert}</v>")
    assert budgets(aufruf, xlsx({"Parameter!B5": zelle}, formattext))[0] == RICHTIG


@pytest.mark.parametrize(
    ("nummer", "bedingt", "wert"), [(9, "0 €", 0.2), (10, "0", 0.2), (11, "0%", 20)]
)
def test_formate_bedingter_formate_gelten_nicht_fuer_zellen(
    aufruf: Aufruf, nummer: int, bedingt: str, wert: float
) -> None:
    """Excel zählt die Formate in dxfs unter denselben Nummern wie die eingebauten."""
    dxfs = f'<dxfs><dxf><numFmt numFmtId="{nummer}" formatCode="{bedingt}"/></dxf></dxfs>'
    stile = xlsx_stile(nach=dxfs).replace('numFmtId="9" fontId', f'numFmtId="{nummer}" fontId')
    zelle = Roh('s="1"', f"<v>{wert}</v>")
    assert (
        budgets(aufruf, xlsx_teile(blaetter({"Indikatoren!C2": zelle}), stile=stile))[0] == RICHTIG
    )


def test_unbekanntes_format_stoert_nur_prozente(aufruf: Aufruf) -> None:
    """Ein Stil jenseits der Liste: 100.000 € sind 100.000 €, 0,2 kann 20 % heißen."""
    fremd = 's="77"'
    harmlos = {
        "Sozialräume!C2": Roh(fremd, "<v>100000</v>"),
        "Indikatoren!C2": Roh(fremd, "<v>20</v>"),
        "Parameter!B5": Roh(fremd, "<v>70</v>"),
        "Gewichtung!B2": Roh(fremd, "<v>60</v>"),
    }
    assert budgets(aufruf, xlsx(harmlos)) == (RICHTIG, "")
    meldung = abgelehnt(aufruf, xlsx({"Indikatoren!C2": Roh(fremd, "<v>0.2</v>")}))
    assert "20 % oder 0,2 %" in " ".join(meldung.split())
    neben = {"Gewichtung!B2": Roh(fremd, "<v>0.6</v>")}
    assert "0,6 ist" in abgelehnt(aufruf, xlsx(neben))
    alle = neben | {"Gewichtung!B3": Roh(fremd, "<v>0.4</v>")}
    assert budgets(aufruf, xlsx(alle))[0] == RICHTIG


# OpenDocument -------------------------------------------------------------------------------------


@pytest.mark.parametrize("teile", ODS_LESBAR)
def test_ods_werte(aufruf: Aufruf, teile: Teile) -> None:
    assert budgets(aufruf, teile, "mappe.ods") == (RICHTIG, "")


@pytest.mark.parametrize("inhalt", ODS_ABSAETZE)
def test_ods_kommentare_und_zeichnungen_sind_nicht_der_wert(aufruf: Aufruf, inhalt: str) -> None:
    assert budgets(aufruf, ods({"Sozialräume!A2": text(inhalt)}), "m.ods") == (RICHTIG, "")


def test_ods_stil_der_zeile_und_der_spalte(aufruf: Aufruf) -> None:
    teile = ods({"Parameter!B5": zahl(0.7)}, EINFACH)
    zeile = r"<table:table-row>(?=<table:table-cell [^>]*><text:p>Bestandsschutz<)"
    mit_zeilenstil = ersetzt(teile, zeile, '<table:table-row table:default-cell-style-name="p">')
    assert budgets(aufruf, mit_zeilenstil, "z.ods")[0] == RICHTIG
    quoten = {f"Indikatoren!C{nr}": zahl(wert) for nr, wert in ((2, 0.2), (3, 0.1), (4, 0.05))}
    mit_spaltenstil = ersetzt(
        ods(quoten, EINFACH),
        '<table:table table:name="Indikatoren">',
        '<table:table table:name="Indikatoren"><table:table-column '
        'table:number-columns-repeated="2"/><table:table-column '
        'table:default-cell-style-name="p"/><table:table-column/>',
    )
    assert budgets(aufruf, mit_spaltenstil, "s.ods") == (RICHTIG, "")


DOCTYPE = '<!DOCTYPE a PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "office.dtd"{}>'


def test_ods_alter_programme(aufruf: Aufruf) -> None:
    teile = ersetzt(ods({}), r"(\?>\n)", rf"\1{DOCTYPE.format('')}")
    assert b"DOCTYPE" in teile["META-INF/manifest.xml"]
    assert budgets(aufruf, teile, "alt.ods") == (RICHTIG, "")
    regeln = DOCTYPE.format(' [<!ENTITY a "b">]')
    mit_regeln = ersetzt(ods({}), r"(\?>\n)", rf"\1{regeln}")
    assert "DOCTYPE" in abgelehnt(aufruf, mit_regeln, "bombe.ods")
    # Ohne eigene Regeln überginge der Leser unbekannte Entitäten still.
    unbekannt = ersetzt(teile, "<text:p>Altstadt", "<text:p>&foo;Altstadt")
    assert "kein gültiges XML" in abgelehnt(aufruf, unbekannt, "entitaet.ods")


@pytest.mark.parametrize("weg", [("mimetype",), ("mimetype", "META-INF/manifest.xml")])
def test_ods_ohne_kennung(aufruf: Aufruf, weg: Sequence[str]) -> None:
    teile = {name: inhalt for name, inhalt in ods({}).items() if name not in weg}
    assert budgets(aufruf, teile, "mappe.ods") == (RICHTIG, "")


# Aufbau der .xlsx ---------------------------------------------------------------------------------


@pytest.mark.parametrize("teile", XLSX_LESBAR)
def test_xlsx_ungewoehnlich_aber_lesbar(aufruf: Aufruf, teile: Teile) -> None:
    assert budgets(aufruf, teile) == (RICHTIG, "")


def test_das_eigene_blatt_darf_nicht_beschaedigt_sein(aufruf: Aufruf) -> None:
    meldung = abgelehnt(aufruf, MAPPE | {"xl/worksheets/sheet2.xml": b"<worksheet"})
    assert "Indikatoren: Die Datei ist beschädigt" in meldung
    assert "„Indikatoren“ ist leer" not in meldung


def test_stunden_im_falschen_format(aufruf: Aufruf) -> None:
    """39 Stunden im Format h:mm zeigt Excel als 15:00."""
    zelle = Roh('s="2"', "<v>1.625</v>")
    meldung = abgelehnt(aufruf, xlsx(WOCHE | {"Parameter!B7": zelle}, "h:mm"))
    assert "15:00" in meldung
    assert "39 Stunden" in meldung


# Zeilen -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wort",
    [
        *("Summe", "Summe:", "Gesamt", "Insgesamt", "Insg.", "Total", "Grand Total", "Σ", "∑"),
        *("Ergebnis", "Gesamtergebnis", "Zwischensumme", "Teilergebnis", "Nord Ergebnis"),
        *("Kreis gesamt", "Landkreis insg.", "Landkreis (gesamt)", "Kreis", "Alle", "zusammen"),
        *("Alle Sozialräume", "Gesamter Landkreis", "Gesamtstadt", "Summe 2026", "- Summe -"),
    ],
)
def test_summenzeilen_bekommen_kein_geld(aufruf: Aufruf, wort: str) -> None:
    summen: dict[str, Wert] = {"Sozialräume!A5": wort, "Sozialräume!C5": 600_000}
    summen |= {"Indikatoren!A5": wort, "Indikatoren!B5": 100, "Indikatoren!D5": 3_500}
    assert budgets(aufruf, xlsx(summen)) == (RICHTIG, "")
    falsch = summen | {"Sozialräume!C5": 500_000}
    assert "Summe von „Budget bisher“ ist falsch" in abgelehnt(aufruf, xlsx(falsch), "f.xlsx")


@pytest.mark.parametrize("name", ["Landkreis Muster", "Jugendamt", "Muster"])
def test_wer_alles_hat_ist_kein_sozialraum(aufruf: Aufruf, name: str) -> None:
    summen: dict[str, Wert] = {"Sozialräume!A5": name, "Sozialräume!C5": 600_000}
    summen |= {"Indikatoren!A5": name, "Indikatoren!B5": 100, "Indikatoren!C5": 9}
    meldung = abgelehnt(aufruf, xlsx(summen | {"Indikatoren!D5": 3_500}))
    assert "die Summe aller anderen" in meldung


@pytest.mark.parametrize("name", ["Durchschnitt", "Ø", "Kreisdurchschnitt", "Median", "Kreiswert"])
def test_durchschnitte_bekommen_kein_geld(aufruf: Aufruf, name: str) -> None:
    zellen: dict[str, Wert] = {"Sozialräume!A5": name, "Sozialräume!C5": 200_000}
    zellen |= {"Indikatoren!A5": name, "Indikatoren!B5": 33, "Indikatoren!C5": 11}
    gelesen, hinweise = budgets(aufruf, xlsx(zellen | {"Indikatoren!D5": 1_167}))
    assert gelesen == RICHTIG
    assert "zählt nicht als Sozialraum" in hinweise


@pytest.mark.parametrize("als_text", [False, True])
@pytest.mark.parametrize("name", ["Quelle", "1) Altstadt", "Stand", "* Nord", "(2) Süd", "Hinweis"])
def test_ein_ort_darf_wie_eine_fussnote_heissen(aufruf: Aufruf, name: str, als_text: bool) -> None:
    """Als letzter und nur mit Text ginge er sonst verloren."""
    alle = blaetter({"Sozialräume!A4": name, "Indikatoren!A4": name})
    if als_text:
        for blatt in ("Sozialräume", "Indikatoren"):
            alle[blatt] = [[None if z is None else str(z) for z in zeile] for zeile in alle[blatt]]
    gelesen, _ = budgets(aufruf, xlsx_teile(alle))
    assert list(gelesen.values()) == list(RICHTIG.values())
    assert list(gelesen)[2] == name


@pytest.mark.parametrize(
    "fuss",
    [
        ("__________", "© Statistisches Bundesamt (Destatis), 2025", "Stand: 15.01.2025 / 10:00"),
        ("Quelle: Bundesagentur für Arbeit",),
        ("1) vorläufig", "2) geschätzt"),
        ("Die Werte sind vorläufig und werden noch geprüft.",),
        ("GENESIS-Tabelle: 12411-0014",),
        ("x = geheim",),
    ],
)
@pytest.mark.parametrize("blatt", ["Sozialräume", "Indikatoren"])
def test_fuss_direkt_unter_den_daten(aufruf: Aufruf, blatt: str, fuss: Sequence[str]) -> None:
    assert budgets(aufruf, zeilen(blatt, 4, *([text_] for text_ in fuss))) == (RICHTIG, "")


def test_fuss_in_beiden_blaettern_ist_kein_ort(aufruf: Aufruf) -> None:
    fuss: dict[str, Wert] = {f"{b}!A5": "Quelle" for b in ("Sozialräume", "Indikatoren")}
    fuss |= {"Sozialräume!B5": "Haushalt 2026", "Indikatoren!B5": "BA"}
    assert budgets(aufruf, xlsx(fuss)) == (RICHTIG, "")


@pytest.mark.parametrize(
    ("zeile", "satz"),
    [
        ((1, 2, 3, 4), "nummeriert nur die Spalten"),
        (("(1)", "(2)", "(3)", "(4)"), "nummeriert nur die Spalten"),
        ((None, "Anzahl", "%", "Anzahl"), "nennt nur Einheiten"),
        (("Einheit", "Personen", "in %", "abs."), "nennt nur Einheiten"),
    ],
)
def test_zeilen_vor_den_daten(aufruf: Aufruf, zeile: Sequence[Wert], satz: str) -> None:
    gelesen, hinweise = budgets(aufruf, zeilen("Indikatoren", 1, zeile))
    assert gelesen == RICHTIG
    assert satz in hinweise


def test_geld_in_tausend_euro(aufruf: Aufruf) -> None:
    meldung = abgelehnt(aufruf, zeilen("Sozialräume", 1, (None, None, "T€")))
    assert "„Budget bisher“ steht in „T€“" in meldung


def test_sozialraeume_duerfen_zahlen_heissen(aufruf: Aufruf) -> None:
    """1 | 2 | 3 ist nur dann eine Zeile mit Spaltennummern, wenn die anderen keine Zahlen sind."""
    namen = {f"{b}!A{n}": n - 1 for b in ("Sozialräume", "Indikatoren") for n in (2, 3, 4)}
    gelesen, _ = budgets(aufruf, xlsx(namen | {"Sozialräume!B2": 2, "Sozialräume!C2": 3}))
    assert list(gelesen) == ["1", "2", "3"]


def test_zwei_kopfzeilen_werden_benannt(aufruf: Aufruf) -> None:
    kopf = (None, "SGB II", "unter 15", "31.12.2010")
    meldung = abgelehnt(aufruf, zeilen("Indikatoren", 1, kopf))
    assert "auf zwei Zeilen (1 und 2)" in meldung
    assert meldung.count("→") == 1


# Namen --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "geschrieben",
    [
        *("Nord\u2011West", "Nord\u2013West", "Nord-\u00adWest", "Nord-\u200bWest"),
        *("Nord\u2009-\u202fWest", "\ufeffNord-West\u2060"),
    ],
)
def test_unsichtbares_unterscheidet_keine_namen(aufruf: Aufruf, geschrieben: str) -> None:
    zellen = {"Sozialräume!A2": "Nord-West", "Indikatoren!A2": geschrieben}
    assert list(budgets(aufruf, xlsx(zellen))[0]) == ["Nord-West", "Bergheim", "Talwiesen"]


def test_gleich_aussehende_orte_gelten_als_zwei_mit_hinweis(aufruf: Aufruf) -> None:
    zellen = {
        f"{b}!A{n}": name
        for b in ("Sozialräume", "Indikatoren")
        for n, name in ((2, "\u0410ltstadt"), (3, "Altstadt"))
    }
    gelesen, hinweise = budgets(aufruf, xlsx(zellen))
    assert list(gelesen.values()) == list(RICHTIG.values())
    assert "(U+0410, kyrillisch)" in " ".join(hinweise.split())


@pytest.mark.parametrize(
    ("schluessel", "verdaechtig"),
    [
        ((14_612_001, 14_612_002, 14_612_003), 0),
        ((3_355_001, 3_355_002, 3_355_003), 3),
        ((33_550_001, 33_550_002, 33_550_003), 3),
        (("3355001", "3355002", "3355003"), 3),
        (("014612001", "014612002", 14_612_003), 1),
        ((1_001, 1_002, 1_003), 0),
    ],
)
def test_fuehrende_null(aufruf: Aufruf, schluessel: Sequence[Wert], verdaechtig: int) -> None:
    zellen = {f"Sozialräume!B{nr}": wert for nr, wert in enumerate(schluessel, 2)}
    gelesen, hinweise = budgets(aufruf, xlsx(zellen))
    assert gelesen == RICHTIG
    assert hinweise.count("führende Null") == verdaechtig


# Zahlen außerhalb der Mappe -----------------------------------------------------------------------


@pytest.mark.parametrize("geschrieben", ["600,000", "€600,000", "600.000"])
def test_tausender_auf_der_befehlszeile(aufruf: Aufruf, geschrieben: str) -> None:
    mappe = gepackt(MAPPE, Path("m.xlsx"))
    lauf = aufruf("berechnen", mappe, "--ohne-bogen", "--gesamtbudget", geschrieben)
    assert lauf.code == 2
    assert "mehrdeutig" in lauf.stderr


@pytest.mark.parametrize("geschrieben", ['"600,000"', '"600.000"', "600.000"])
def test_tausender_in_toml(aufruf: Aufruf, geschrieben: str) -> None:
    """Ohne Anführungszeichen ist 600.000 in TOML die Zahl 600: derselbe Irrtum."""
    mappe = gepackt(MAPPE, Path("m.xlsx"))
    Path("p.toml").write_text(f"gesamtbudget = {geschrieben}\n", encoding="utf-8")
    lauf = aufruf("berechnen", mappe, "--ohne-bogen", "--parameter", "p.toml")
    assert lauf.code == 1
    assert "mehrdeutig" in lauf.stderr


def test_toml_darf_stellen_haben(aufruf: Aufruf) -> None:
    mappe = gepackt(MAPPE, Path("m.xlsx"))
    Path("p.toml").write_text("wochenstunden = 38.125\ngesamtbudget = 600000.00\n")
    assert aufruf("berechnen", mappe, "--ohne-bogen", "--parameter", "p.toml").code == 0


# Dateinamen ---------------------------------------------------------------------------------------


def test_klammern_im_ordnernamen(aufruf: Aufruf) -> None:
    gepackt(MAPPE, Path("Daten [2026]/mappe.xlsx"))
    lauf = aufruf("berechnen", "Daten [2026]/*.xlsx", "--ohne-bogen", "--format", "json")
    assert lauf.code == 0
    gepackt(MAPPE, Path("Stand [alt] 1.xlsx"))
    assert aufruf("berechnen", "Stand [alt]*.xlsx", "--ohne-bogen").code == 0


@pytest.mark.parametrize("angabe", ["ein/*.xlsx", "ein/mappe.xlsx"])
def test_ein_treffer_wie_viele(aufruf: Aufruf, angabe: str) -> None:
    """Ob die Befehlszeile den Platzhalter schon ersetzt hat, darf nichts ändern."""
    gepackt(MAPPE, Path("ein/mappe.xlsx"))
    lauf = aufruf("berechnen", angabe, "--ausgabe", "boegen")
    assert lauf.code == 0
    assert dateinamen(Path("boegen")) == ["Berechnungsbogen_mappe.xlsx"]


# Was die Datei ist --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("teile", "erwartet"),
    [
        (
            {
                "_rels/.rels": MAPPE["_rels/.rels"].replace(b"workbook.xml", b"workbook.bin"),
                "xl/workbook.bin": b"\x83\x01",
            },
            (".xlsb", "speichern"),
        ),
        (
            {
                "_rels/.rels": MAPPE["_rels/.rels"].replace(b"xl/workbook", b"word/document"),
                "word/document.xml": b"<w/>",
            },
            ("keine Excel-Arbeitsmappe",),
        ),
        (
            {"mimetype": b"application/vnd.sun.xml.calc", "content.xml": b"<x/>"},
            (".sxc", "speichern"),
        ),
        ({"mimetype": b"application/vnd.oasis.opendocument.text"}, (".odt", "keine Tabelle")),
        ({"index.apxl": b""}, (".numbers", "speichern")),
    ],
)
def test_fremde_behaelter(aufruf: Aufruf, teile: Teile, erwartet: Sequence[str]) -> None:
    for endung in ("xlsx", "ods"):
        meldung = abgelehnt(aufruf, teile, f"datei.{endung}")
        assert all(text_ in meldung for text_ in erwartet), meldung
        assert "herunterladen" not in meldung


def test_fods(aufruf: Aufruf) -> None:
    raeume = "".join(f' xmlns:n{nr}="urn:{"x" * 100}{nr}"' for nr in range(50))
    Path("d.fods").write_text(
        f'<?xml version="1.0"?>\n<o:document{raeume} xmlns:o="o" '
        'o:mimetype="application/vnd.oasis.opendocument.spreadsheet"/>'
    )
    lauf = aufruf("pruefen", "d.fods")
    assert lauf.code == 1
    assert ".fods" in lauf.stdout
    assert re.search("speichern", lauf.stdout)

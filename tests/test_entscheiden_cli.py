"""Die Befehle szenarien, empfindlichkeit und vorlagentext, wie man sie aufruft."""

import itertools
import re
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pytest
import simplejson
from befehlszeile import DATEN, DATEN_2026, Aufruf, geaendert
from conftest import vorhanden
from docx import Document

from sozialraum_cli.ressourcen import ressource

VARIANTEN = """
[[variante]]
name = "halber Schutz"
bestandsschutz = 50

[[variante]]
name = "mehr Arbeitslose"
gewichte = { arbeitslose = 60, Alleinerziehende = 15, "Anteil unter 18" = 15 }
"""


@pytest.fixture
def aufruf(capfdbinary: pytest.CaptureFixture[bytes]) -> Aufruf:
    return Aufruf(capfdbinary)


def schema_pruefen(objekt: object, name: str) -> None:
    schema = simplejson.loads(ressource("schemata", f"{name}-1.json"))
    jsonschema.validate(simplejson.loads(simplejson.dumps(objekt, use_decimal=True)), schema)


def test_werte_und_verfahren_als_kreuz(aufruf: Aufruf) -> None:
    objekt = aufruf(
        *("szenarien", DATEN, "--verfahren", "keiner,anteilig", "--bestandsschutz", "0,25,50"),
        *("--format", "json"),
    ).objekt
    schema_pruefen(objekt, "szenarien")
    assert [v["name"] for v in objekt["varianten"]] == [
        *("keiner", "anteilig 0 %", "anteilig 25 %", "anteilig 50 %")
    ]
    assert all(v["machbar"] for v in objekt["varianten"])
    keiner, null, *_ = objekt["varianten"]
    assert keiner["sozialraeume"] == null["sozialraeume"]
    assert objekt["varianten"][3]["parameter"] == {
        "bestandsschutz_verfahren": "anteilig",
        "bestandsschutz": 50,
    }


def test_hoechstverlust_ziel(aufruf: Aufruf) -> None:
    objekt = aufruf("szenarien", DATEN, "--hoechstverlust-ziel", "5", "--format", "json").objekt
    assert aufruf("szenarien", DATEN, "--hoechstverlust-ziel", "0,5", "--leise").code == 0
    schema_pruefen(objekt, "szenarien")
    nach_name = {v["name"]: v for v in objekt["varianten"]}
    anteilig = nach_name["anteilig"]
    assert (anteilig["exakt"], anteilig["gerundet"], anteilig["bindend"]) == (
        *("91.5336420897", Decimal("91.54"), "Amt Neuhaus"),
    )
    assert anteilig["parameter"]["bestandsschutz"] == Decimal("91.54")
    assert not nach_name["keiner"]["machbar"]
    assert nach_name["keiner"]["kennzahlen"] is None
    verluste = [z["differenz_prozent"] for z in anteilig["sozialraeume"]]
    assert min(verluste) >= -5


def test_benannte_varianten(aufruf: Aufruf, tmp_path: Path) -> None:
    toml = tmp_path / "v.toml"
    toml.write_text(VARIANTEN, "utf-8")
    objekt = aufruf("szenarien", DATEN, "--szenarien", toml, "--format", "json").objekt
    halb, mehr = objekt["varianten"]
    assert halb["parameter"] == {"bestandsschutz": 50}
    assert mehr["parameter"]["gewicht:arbeitslose"] == 60
    # Amt Neuhaus liegt bei den Arbeitslosen über seinem Schnitt: mehr Gewicht, mehr Geld.
    einzeln = aufruf("berechnen", DATEN, "--ohne-bogen", "--format", "json").objekt
    vorher, nachher = (o["sozialraeume"][2]["budget_neu"] for o in (einzeln, mehr))
    assert nachher > vorher


@pytest.mark.parametrize(
    ("inhalt", "wort"),
    [
        ('[[variante]]\nname = "a"\ngewichte = { Arbeitslos = 1 }', "Arbeitslose"),
        ('[[variante]]\nname = "a"\ngewichte = { Arbeitslose = -1 }', "Gewicht"),
        ('[[variante]]\nname = "a"\nabff = 1\n[[variante]]\nname = "b"\nabf = 9', "abf"),
        ('[[variante]]\nname = "a"\n[[variante]]\nname = "a"', "heißen „a“"),
        ("", "keine Variante"),
        ("variante = 3", "keine Variante"),
    ],
)
def test_variantendatei_mit_fehlern(aufruf: Aufruf, tmp_path: Path, inhalt: str, wort: str) -> None:
    toml = tmp_path / "v.toml"
    toml.write_text(inhalt, "utf-8")
    lauf = aufruf("szenarien", DATEN, "--szenarien", toml)
    assert lauf.code == 1
    assert wort in lauf.stderr


def test_nicht_machbares_bleibt_mit_seinem_grund(aufruf: Aufruf) -> None:
    lauf = aufruf("szenarien", DATEN, "--bestandsschutz", "50,120")
    assert lauf.code == 0
    assert "Nicht machbar:" in lauf.stdout
    assert "120 % liegt nicht im zulässigen Bereich" in lauf.stdout


def test_liegt_es_an_der_mappe_endet_der_aufruf_mit_ihren_fehlern(
    aufruf: Aufruf, tmp_path: Path
) -> None:
    mappe = geaendert(tmp_path / "d.xlsx", {("Indikatoren", "Bardowick"): "viele"})
    lauf = aufruf("szenarien", mappe, "--bestandsschutz", "0,50")
    assert lauf.code == 1
    assert lauf.stderr.count("„viele“ ist keine Zahl") == 1


@pytest.mark.parametrize(
    "argumente",
    [
        (),
        ("--verfahren", "kapung"),
        ("--bestandsschutz", "12,5,x"),
        ("--hoechstverlust-ziel", "0,05"),
        ("--hoechstverlust-ziel", "150"),
        ("--bestandsschutz", "50", "--ausgabe", "x.pdf"),
    ],
)
def test_falsche_aufrufe(aufruf: Aufruf, argumente: tuple[str, ...]) -> None:
    assert aufruf("szenarien", DATEN, *argumente).code == 2


def test_varianten_als_mappe(aufruf: Aufruf, tmp_path: Path) -> None:
    ziel = tmp_path / "v.xlsx"
    lauf = aufruf("szenarien", DATEN, "--bestandsschutz", "0,70,120", "--ausgabe", ziel)
    assert lauf.code == 0
    mappe = openpyxl.load_workbook(ziel, data_only=True)
    assert mappe.sheetnames == ["Kennzahlen", "Budgets", "Diagramm"]
    budgets = {zeile[0].value: zeile for zeile in mappe["Budgets"].iter_rows(min_row=6)}
    assert [zelle.value for zelle in budgets["Amt Neuhaus"][1:5]] == [
        190000,
        77791,
        -112209,
        -59.06,
    ]
    assert "nicht machbar" in mappe["Kennzahlen"]["B8"].value
    # Ein Zuwachs trägt beide Vorzeichen, wie im Terminal und im Text.
    zuwachs = mappe["Kennzahlen"]["F6"].value
    assert " +" in zuwachs
    assert "(+" in zuwachs


@pytest.mark.parametrize("breite", ["80", "120"])
def test_tabelle_kuerzt_keine_zahl(
    aufruf: Aufruf, breite: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", breite)
    stdout = aufruf("szenarien", DATEN, "--bestandsschutz", "0,70").stdout
    for zahl in ("-112.209", "-59,06", "1.700.000", "156.337"):
        assert re.search(rf"(?<!\S){re.escape(zahl)}(?!\S)", stdout)
    assert all(len(zeile) <= int(breite) for zeile in stdout.splitlines())


def test_empfindlichkeit(aufruf: Aufruf) -> None:
    lauf = aufruf(*("empfindlichkeit", DATEN, "--zufall", "200", "--keim", "3", "--format", "json"))
    objekt = lauf.objekt
    schema_pruefen(objekt, "empfindlichkeit")
    assert objekt["indikatoren"][0]["ohne"]["bewegt"] == Decimal("13738.43")
    assert objekt["indikatoren"][0]["effektives_gewicht"] == Decimal("32.782272")
    assert (objekt["zufall"]["laeufe"], objekt["zufall"]["keim"]) == (200, 3)
    assert objekt["zufall"]["streuung"] == Decimal("0.25")
    assert len(objekt["saetze"]) >= 10
    wieder = aufruf(
        *("empfindlichkeit", DATEN, "--zufall", "200", "--keim", "3", "--format", "json")
    )
    assert wieder.roh == lauf.roh


def test_empfindlichkeit_im_terminal(aufruf: Aufruf) -> None:
    lauf = aufruf("empfindlichkeit", DATEN_2026, "--zufall", "50")
    assert lauf.code == 0
    assert "50 Läufe mit zufälligen Gewichten" in lauf.stdout
    assert "Mit dem Schlüsselverfahren „minmax“ gingen" in lauf.stdout


@pytest.mark.parametrize("argumente", [("--zufall", "0"), ("--streuung", "0,25"), ("--keim", "x")])
def test_empfindlichkeit_falsch_aufgerufen(aufruf: Aufruf, argumente: tuple[str, ...]) -> None:
    assert aufruf("empfindlichkeit", DATEN, *argumente).code == 2


@pytest.mark.parametrize("daten", [DATEN, DATEN_2026], ids=["2012", "2026"])
def test_jede_zahl_im_text_kommt_aus_dem_ergebnis(
    aufruf: Aufruf, tmp_path: Path, daten: Path
) -> None:
    """Jede Zahl mit Tausenderpunkt oder Komma steht, gerundet, auch in einer JSON-Ausgabe."""
    ziel = tmp_path / "text.md"
    assert aufruf("vorlagentext", daten, "--ausgabe", ziel).code == 0
    text = ziel.read_text("utf-8")
    bekannt = _zahlen(
        aufruf("berechnen", daten, "--ohne-bogen", "--format", "json").objekt,
        aufruf("empfindlichkeit", daten, "--format", "json").objekt,
        aufruf("szenarien", daten, "--hoechstverlust-ziel", "5", "--format", "json").objekt,
    )
    gefunden = set(re.findall(r"(?<![\d.,])\d{1,3}(?:\.\d{3})+(?:,\d+)?(?![\d.])|\d+,\d\d", text))
    assert len(gefunden) > 60
    erlaubt = _aus_rechnung(aufruf, daten)
    fremd = {
        zahl
        for zahl in gefunden
        if _als_zahl(zahl) not in bekannt and _als_zahl(zahl) not in erlaubt
    }
    assert fremd == set()


def _als_zahl(text: str) -> Decimal:
    return Decimal(text.replace(".", "").replace(",", "."))


def _zahlen(*objekte: object) -> set[Decimal]:
    """Alle Zahlen darin, auch auf ganze Euro und auf zwei Stellen gerundet."""
    gefunden: set[Decimal] = set()
    stapel = list(objekte)
    while stapel:
        teil = stapel.pop()
        if isinstance(teil, dict):
            stapel.extend(teil.values())
        elif isinstance(teil, list):
            stapel.extend(teil)
        elif isinstance(teil, Decimal | int):
            betrag = abs(Decimal(teil))
            gefunden |= {betrag, betrag.quantize(Decimal(1)), betrag.quantize(Decimal("0.01"))}
    return gefunden


def _aus_rechnung(aufruf: Aufruf, daten: Path) -> set[Decimal]:
    """Was der Text aus dem Ergebnis weiterrechnet: Stunden, Anteile und Euro je Kind."""
    objekt = aufruf("berechnen", daten, "--ohne-bogen", "--format", "json").objekt
    bisher = [z["budget_bisher"] for z in objekt["sozialraeume"]]
    parameter = {name: p["wert"] for name, p in objekt["parameter"].items()}
    je_euro = (
        (1 - Decimal(parameter["regiekosten"]) / 100)
        * (1 - Decimal(parameter["abf"]) / 100)
        / Decimal(parameter["personalkosten_vzae"])
        * Decimal(parameter["wochenstunden"])
    )
    werte: list[Decimal] = [objekt["summen"]["budget_neu"] - sum(bisher)]
    alle = Decimal(0)
    for zeile in objekt["sozialraeume"]:
        stunden = sum(leistung["stunden"] for leistung in zeile["leistungen"])
        alle += stunden
        werte += [stunden, stunden - zeile["budget_bisher"] * je_euro]
        werte += [zeile["anteil"] * 100, zeile["budget_bisher"] / sum(bisher) * 100]
    werte.append(alle)
    blatt = openpyxl.load_workbook(daten, data_only=True)["Indikatoren"]
    kopf = next(z for z in blatt.iter_rows(values_only=True) if z[0] == "Sozialraum")
    if "Einwohner unter 18" in kopf:
        spalte = kopf.index("Einwohner unter 18")
        kinder: dict[Any, Any] = {
            z[0]: z[spalte] for z in blatt.iter_rows(values_only=True) if z[0]
        }
        for zeile in objekt["sozialraeume"]:
            werte.append(zeile["budget_neu"] / kinder[zeile["sozialraum"]])
        summe = sum(kinder[z["sozialraum"]] for z in objekt["sozialraeume"])
        werte.append(objekt["summen"]["budget_neu"] / summe)
    return {abs(wert).quantize(Decimal("0.01")) for wert in werte}


def test_text_als_word_mit_alternativen(aufruf: Aufruf, tmp_path: Path) -> None:
    toml, ziel = tmp_path / "v.toml", tmp_path / "text.docx"
    toml.write_text(VARIANTEN, "utf-8")
    lauf = aufruf("vorlagentext", DATEN, "--szenarien", toml, "--ausgabe", ziel)
    assert lauf.code == 0
    word = Document(BytesIO(ziel.read_bytes()))
    texte = "\n".join(absatz.text for absatz in word.paragraphs)
    assert "OVG Niedersachsen, 4 ME 1/06" in texte
    assert "Beschlussvorschlag" in texte
    zellen = {zelle.text for tabelle in word.tables for z in tabelle.rows for zelle in z.cells}
    assert {"halber Schutz", "mehr Arbeitslose", "156.337", "anteilig 91,54 %"} <= zellen
    gleich = ziel.read_bytes()
    aufruf("vorlagentext", DATEN, "--szenarien", toml, "--ausgabe", ziel, "--ueberschreiben")
    assert ziel.read_bytes() == gleich


@pytest.mark.parametrize(
    ("daten", "sagt", "sagt_nie"),
    [
        (DATEN, ("„anteilig“. 70 % des bisherigen Budgets", "gleich viel: keiner"), ()),
        (
            DATEN_2026,
            (
                "„defizitausgleich“. Wer nach",
                "Frei wird 2026 davon noch nichts",
                "kostet 147.218 €",
            ),
            ("Der Schutz verschiebt 147.218 €",),
        ),
    ],
)
def test_beschluss_nennt_den_ganzen_schutz(
    daten: Path, sagt: tuple[str, ...], sagt_nie: tuple[str, ...], aufruf: Aufruf, tmp_path: Path
) -> None:
    """Unvollständiger Beschluss: der Name des Verfahrens ohne Höhe und Ende bindet niemanden."""
    ziel = tmp_path / "text.md"
    assert aufruf("vorlagentext", daten, "--ausgabe", ziel).code == 0
    text = ziel.read_text("utf-8")
    for wort in sagt:
        assert wort in text
    for wort in sagt_nie:
        assert wort not in text


def test_ohne_bisherige_budgets_behauptet_der_text_nichts(aufruf: Aufruf, tmp_path: Path) -> None:
    """Unbekannt ist nicht 0: ohne bisheriges Budget gibt es weder Gewinner noch Verlierer."""
    mappe = openpyxl.load_workbook(DATEN)
    verfahren = "Verfahren des Bestandsschutzes"
    (treffer,) = (z for z in mappe["Parameter"].iter_rows() if z[0].value == verfahren)
    treffer[1].value = "keiner"
    kopf = next(z for z in mappe["Sozialräume"].iter_rows() if z[0].value == "Sozialraum")
    spalte = [zelle.value for zelle in kopf].index("Budget bisher") + 1
    erste = vorhanden(kopf[0].row) + 1
    for zeile in range(erste, erste + 10):
        mappe["Sozialräume"].cell(zeile, spalte).value = None
    daten, ziel = tmp_path / "daten.xlsx", tmp_path / "text.md"
    mappe.save(daten)
    lauf = aufruf("szenarien", daten, "--hoechstverlust-ziel", "5", "--format", "json")
    assert not any(variante["machbar"] for variante in lauf.objekt["varianten"])
    assert aufruf("vorlagentext", daten, "--ausgabe", ziel).code == 0
    text = ziel.read_text("utf-8")
    for falsch in ("jeder Gewinner", "bis er neu beschlossen", "Der Schutz verschiebt", "möglich."):
        assert falsch not in text
    ueberschriften = [zeile for zeile in text.splitlines() if zeile]
    for frage, antwort in itertools.pairwise(ueberschriften):
        assert not (frage.startswith("####") and antwort.startswith("#"))


def test_text_im_eigenen_briefkopf(aufruf: Aufruf, tmp_path: Path) -> None:
    brief, ziel = tmp_path / "brief.docx", tmp_path / "text.docx"
    vorlage = Document()
    vorlage.sections[0].footer.paragraphs[0].text = "Kreishaus"
    vorlage.save(str(brief))
    assert aufruf("vorlagentext", DATEN, "--vorlage", brief, "--ausgabe", ziel).code == 0
    assert Document(str(ziel)).sections[0].footer.paragraphs[0].text == "Kreishaus"
    brief.write_bytes(b"kein Word")
    lauf = aufruf("vorlagentext", DATEN, "--vorlage", brief, "--ausgabe", tmp_path / "x.docx")
    assert lauf.code == 1
    assert not (tmp_path / "x.docx").exists()


@pytest.mark.parametrize(
    "argumente",
    [
        ("erklaeren", DATEN, "Amt Neuhaus", "--format", "json"),
        ("empfindlichkeit", DATEN, "--zufall", "50", "--format", "json"),
        ("vorlagentext", DATEN, "--ausgabe", "{ordner}/v.md"),
    ],
)
def test_setze_gilt_bei_jedem_befehl_der_rechnet(
    aufruf: Aufruf, tmp_path: Path, argumente: tuple[object, ...]
) -> None:
    """Art: was sich nur beim Berechnen setzen ließ, konnte niemand erklären oder begründen."""
    zeigt = []
    for name, setze in (("a", "70"), ("b", "40")):
        ordner = tmp_path / name
        ordner.mkdir()
        eigene = [str(a).replace("{ordner}", str(ordner)) for a in argumente]
        lauf = aufruf(*eigene, "--setze", f"bestandsschutz={setze}")
        assert lauf.code == 0, lauf.stderr
        zeigt.append(lauf.stdout or (ordner / "v.md").read_text("utf-8"))
    assert zeigt[0] != zeigt[1]
    assert aufruf(*eigene, "--setze", "bestandsschuz=40").code == 2


@pytest.mark.parametrize(
    ("argumente", "grenze"),
    [
        (("empfindlichkeit", "m.xlsx"), "zulässig sind hier 2 Sozialräume"),
        (("erklaeren", "m.xlsx", "--alle"), "zulässig sind hier 2 Sozialräume"),
        (("vorlagentext", "m.xlsx", "--ausgabe", "v.md"), "zulässig sind hier 2 Sozialräume"),
        (("szenarien", "m.xlsx", "--hoechstverlust-ziel", "5"), "zulässig sind hier 2"),
        (("empfindlichkeit", "m.xlsx", "--zufall", "200"), "möglich sind hier 2"),
        (("empfindlichkeit", "m.xlsx", "--zufall", "9" * 4000), "möglich sind hier 2"),
        (("szenarien", "m.xlsx", "--bestandsschutz", "10,20,30"), "Sozialräumen sind 2 möglich"),
    ],
)
def test_zu_gross_nennt_die_grenze(
    aufruf: Aufruf,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    argumente: tuple[str, ...],
    grenze: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("m.xlsx").write_bytes(DATEN.read_bytes())
    if "--zufall" not in argumente:
        monkeypatch.setattr("sozialraum_cli.entscheiden.umfang._PROBEN", 16)
    monkeypatch.setattr("sozialraum_cli.entscheiden.umfang._ZIEL", 2)
    monkeypatch.setattr("sozialraum_cli.entscheiden.umfang._LAEUFE", 2300)
    monkeypatch.setattr("sozialraum_cli.befehle.variantenlauf._HOECHSTENS_ZEILEN", 20)
    lauf = aufruf(*argumente)
    assert lauf.code == (0 if "--hoechstverlust-ziel" in argumente else 1)
    assert grenze in " ".join((lauf.stdout + lauf.stderr).split())

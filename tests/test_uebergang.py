"""Der Übergang: jedes Jahr wie einzeln gerechnet, und jede Ausgabe sagt dasselbe."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import libreoffice
import pytest
import simplejson
from bogendatei import buchstaben, geaendert, zellen
from conftest import Zahl, kleine_eingabe
from hypothesis import given
from rich.console import Console
from test_eigenschaften import eingaben, rechnen_oder_fehler

from sozialraum_cli.__main__ import ausfuehren
from sozialraum_cli.ausgabe.csv_ausgabe import DIALEKTE
from sozialraum_cli.ausgabe.uebergang_csv import uebergang_csv
from sozialraum_cli.ausgabe.uebergang_json import uebergang_json
from sozialraum_cli.ausgabe.uebergang_tabelle import uebergang_tabelle
from sozialraum_cli.befund import Datenfehler
from sozialraum_cli.bogen.quelle import Quelle
from sozialraum_cli.bogen.uebergangsbogen import BLATT, uebergangsbogen
from sozialraum_cli.eingabe.bilden import eingabe_bilden
from sozialraum_cli.lesen.mappendatei import mappe_lesen
from sozialraum_cli.modell import Eingabe, Leistungsbasis
from sozialraum_cli.rechnen.berechnung import rechnen
from sozialraum_cli.rechnen.uebergang import Jahresstand, Uebergang, uebergang
from sozialraum_cli.ressourcen import ressource
from sozialraum_cli.verfahren.schutz.verzeichnis import namen

WURZEL = Path(__file__).parents[1]
DATEN = WURZEL / "beispieldaten" / "lueneburg_2026.xlsx"
OHNE_ABSCHMELZUNG = WURZEL / "beispieldaten" / "lueneburg_2012.xlsx"
QUELLE = Quelle(datetime(2026, 1, 15, 12, tzinfo=UTC), (("daten.xlsx", "ab12"),))
NULL = Decimal(0)


def pfad(eingabe: Eingabe) -> Uebergang:
    return uebergang(rechnen(eingabe))


@pytest.fixture(scope="module")
def lueneburg() -> Uebergang:
    eingabe, _ = eingabe_bilden(mappe_lesen(DATEN))
    return pfad(eingabe)


def abschmelzend(
    verfahren: str = "defizitausgleich",
    regionen: Sequence[str | None] = ("Ost", None, "Nord"),
    bisher: Sequence[Zahl] = (80000, 15000, 5000),
    **parameter: Any,
) -> Eingabe:
    """Drei Sozialräume, von denen nach Indikatoren nur der erste verliert; Schutz 2012 bis 2014."""
    eingabe = kleine_eingabe(
        (50, 30, 20),
        bisher=bisher,
        bestandsschutz_verfahren=verfahren,
        bestandsschutz="100" if verfahren == "defizitausgleich" else "70",
        abschmelzung_beginn=2013,
        abschmelzung_jahre=2,
        **parameter,
    )
    raeume = zip(eingabe.sozialraeume, regionen, strict=True)
    mit_region = tuple(r._replace(region=region) for r, region in raeume)
    return replace(eingabe, sozialraeume=mit_region)


# Rechnung


def test_lueneburg_2026_wie_die_vorlage(lueneburg: Uebergang) -> None:
    jahre = lueneburg.jahre
    assert [jahr.jahr for jahr in jahre] == [2026, 2027, 2028, 2029, 2030]
    assert [str(jahr.stand) for jahr in jahre] == ["fest", *["vorläufig"] * 4]
    schutz = [jahr.ergebnis.schutz.bestandsschutz_wirksam for jahr in jahre]
    assert schutz == [100, 75, 50, 25, 0]
    summen = [jahr.ergebnis.summen for jahr in jahre]
    assert [s.ausgleich for s in summen] == [147218, 110415, 73609, 36806, 0]
    assert [s.frei_werdend for s in summen] == [0, 36803, 73609, 110412, 147218]
    assert [s.budget_neu for s in summen] == [2177218, 2140415, 2103609, 2066806, 2030000]
    assert [s.gesamtbelastung for s in summen] == [2177218, 2140415, 2103609, 2066806, 2030000]
    assert lueneburg.voller_ausgleich_gesamt == 147218
    assert [(m.region, m.frei_werdend) for m in jahre[3].regionen] == [
        ("Nord", 69284),
        ("Süd", 0),
        ("Ost", 41128),
    ]
    assert not lueneburg.befunde


def test_anteilig_macht_nichts_frei_und_endet_bei_den_indikatoren() -> None:
    jahre = pfad(abschmelzend("anteilig")).jahre
    assert [jahr.ergebnis.schutz.bestandsschutz_wirksam for jahr in jahre] == [70, 35, 0]
    assert [[z.budget_neu for z in jahr.ergebnis.sozialraeume] for jahr in jahre] == [
        [71000, 19500, 9500],
        [60500, 24750, 14750],
        [50000, 30000, 20000],
    ]
    assert all(jahr.frei_werdend == (0, 0, 0) for jahr in jahre)


def test_differenz_gilt_ab_dem_zweiten_jahr_gegen_das_vorjahr() -> None:
    jahre = pfad(abschmelzend("anteilig")).jahre
    assert [[z.differenz for z in jahr.ergebnis.sozialraeume] for jahr in jahre] == [
        [-9000, 4500, 4500],
        [-10500, 5250, 5250],
        [-10500, 5250, 5250],
    ]


@given(eingaben(schutz=namen(lambda v: v.abschmelzbar)))
def test_jedes_jahr_wie_einzeln_gerechnet(eingabe: Eingabe) -> None:
    # Hier reicht die letzte Leistung immer; was sonst geschieht, prüft ein eigener Test.
    eingabe = replace(
        eingabe, parameter=replace(eingabe.parameter, leistungsbasis=Leistungsbasis.PERSONAL)
    )
    ergebnis = rechnen_oder_fehler(eingabe)
    if ergebnis is None:
        return
    jahre = uebergang(ergebnis).jahre
    parameter = eingabe.parameter
    beginn, dauer = parameter.abschmelzung_beginn, parameter.abschmelzung_jahre
    assert beginn is not None
    assert dauer is not None
    assert [j.jahr for j in jahre] == [*range(2012, max(2012, beginn + dauer - 1) + 1)]
    davor = None
    for jahr in jahre:
        einzeln = rechnen(replace(eingabe, parameter=replace(parameter, jahr=jahr.jahr)))
        zeilen = jahr.ergebnis.sozialraeume
        assert [z.budget_neu for z in zeilen] == [z.budget_neu for z in einzeln.sozialraeume]
        assert [z.ausgleich for z in zeilen] == [z.ausgleich for z in einzeln.sozialraeume]
        assert [z.komponenten for z in zeilen] == [z.komponenten for z in einzeln.sozialraeume]
        assert sum(jahr.frei_werdend, NULL) == einzeln.summen.frei_werdend
        assert jahr.ergebnis.schutz == einzeln.schutz
        assert sum((m.frei_werdend for m in jahr.regionen), NULL) == einzeln.summen.frei_werdend
        if davor:
            assert jahr.stand is Jahresstand.VORLAEUFIG
            assert [z.sozialraum.budget_bisher for z in zeilen] == [
                z.budget_neu for z in davor.ergebnis.sozialraeume
            ]
            steigt = zip(davor.frei_werdend, jahr.frei_werdend, strict=True)
            assert all(vorher <= nachher for vorher, nachher in steigt)
        davor = jahr
    assert jahre[0].stand is Jahresstand.FEST
    assert jahre[0].ergebnis == ergebnis
    assert not jahre[-1].ergebnis.schutz.abschmelzungsfaktor
    assert [z.schutzwirkung for z in jahre[-1].ergebnis.sozialraeume] == [0] * len(
        eingabe.sozialraeume
    )


def test_regionen_in_der_reihenfolge_der_mappe_ohne_region_zuletzt() -> None:
    jahre = pfad(abschmelzend(bisher=(80000, 40000, 30000))).jahre
    assert [(m.region, m.frei_werdend) for m in jahre[2].regionen] == [
        ("Ost", 30000),
        ("Nord", 10000),
        (None, 10000),
    ]


@pytest.mark.parametrize(
    ("parameter", "grund"),
    [
        ({"abschmelzung_beginn": None, "abschmelzung_jahre": None}, "keine Abschmelzung angegeben"),
        ({"jahr": 2014}, "schon ganz abgeschmolzen"),
        (
            {
                "bestandsschutz_verfahren": "mindestbudget",
                "abschmelzung_beginn": None,
                "abschmelzung_jahre": None,
            },
            "das Verfahren „mindestbudget“ lässt sich nicht abschmelzen",
        ),
        ({"bestandsschutz_verfahren": "keiner"}, "Ohne Bestandsschutz gibt es keinen Übergang"),
    ],
)
def test_ohne_auslaufenden_schutz_ein_jahr_und_ein_hinweis(
    parameter: dict[str, Any], grund: str
) -> None:
    werte: dict[str, Any] = {
        "bestandsschutz_verfahren": "defizitausgleich",
        "bestandsschutz": "70",
        "abschmelzung_beginn": 2013,
        "abschmelzung_jahre": 2,
    }
    ergebnis = pfad(kleine_eingabe((50, 30, 20), bisher=(1, 1, 1), **(werte | parameter)))
    assert len(ergebnis.jahre) == 1
    (befund,) = ergebnis.befunde
    assert grund in befund.text


def test_ein_jahr_das_sich_nicht_rechnen_laesst_wird_genannt() -> None:
    # Rundet der Pfad die letzte Leistung ab und die Regiekosten auf, fehlt ihr ein Cent.
    eingabe = kleine_eingabe(
        (50, 50),
        bisher=(258, 1044),
        gesamtbudget=3000,
        bestandsschutz_verfahren="anteilig",
        bestandsschutz="70",
        abschmelzung_beginn=2013,
        abschmelzung_jahre=3,
        rundung="0.01",
        leistungsbasis="budget",
        leistungen={"A": "82.5", "B": "17.5"},
        fundorte={"parameter:leistung:B": "Parameter!B20"},
    )
    with pytest.raises(Datenfehler) as ausnahme:
        pfad(eingabe)
    (befund,) = ausnahme.value.befunde
    assert befund.text.startswith("Im Jahr 2013: Bei der Leistungsbasis")
    assert befund.fundort == "Parameter!B20"


# JSON und CSV


def als_objekt(roh: bytes) -> Any:
    return simplejson.loads(roh, use_decimal=True)


@pytest.mark.parametrize("verfahren", ["defizitausgleich", "anteilig", "keiner"])
def test_json_entspricht_dem_schema(verfahren: str) -> None:
    eingabe = abschmelzend(verfahren)
    ergebnis = pfad(eingabe)
    roh = uebergang_json(ergebnis, ergebnis.befunde)
    schema = simplejson.loads(ressource("schemata", "uebergang-1.json"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(simplejson.loads(roh), schema)
    objekt = als_objekt(roh)
    assert objekt["jahr"] == 2012
    assert [jahr["jahr"] for jahr in objekt["jahre"]] == [j.jahr for j in ergebnis.jahre]
    geld = re.findall(rb'"(?:budget|frei|ausgleich|differenz)[a-z_]*": (-?[0-9.]+)', roh)
    assert geld
    assert all(re.fullmatch(rb"-?[0-9]+\.[0-9]{2}", betrag) for betrag in geld)


def test_json_zahlen(lueneburg: Uebergang) -> None:
    jahr = als_objekt(uebergang_json(lueneburg, ()))["jahre"][1]
    assert (jahr["jahr"], jahr["stand"], jahr["bestandsschutz_wirksam"]) == (2027, "vorläufig", 75)
    assert jahr["regionen"][0] == {"region": "Nord", "frei_werdend": 23094}
    assert jahr["sozialraeume"][0] == {
        "sozialraum": "Adendorf",
        "schluessel": "033550001",
        "region": "Nord",
        "budget_bisher": 265000,
        "budget_neu": 257827,
        "differenz": -7173,
        "ausgleich": 21521,
        "frei_werdend": 7173,
    }


def test_csv_sagt_dasselbe_wie_json(lueneburg: Uebergang) -> None:
    deutsch = uebergang_csv(lueneburg)
    assert deutsch.startswith(b"\xef\xbb\xbfjahr;stand;")
    zeilen = [*csv.DictReader(io.StringIO(deutsch.decode("utf-8-sig")), delimiter=";")]
    erwartet = als_objekt(uebergang_json(lueneburg, ()))["jahre"]
    assert len(zeilen) == 50
    je_zeile = [(jahr, raum) for jahr in erwartet for raum in jahr["sozialraeume"]]
    for zeile, (jahr, raum) in zip(zeilen, je_zeile, strict=True):
        assert zeile["jahr"] == str(jahr["jahr"])
        assert zeile["stand"] == jahr["stand"]
        assert zeile["bestandsschutz_verfahren"] == "defizitausgleich"
        assert zeile["sozialraum"] == raum["sozialraum"]
        for name in ("budget_bisher", "budget_neu", "differenz", "ausgleich", "frei_werdend"):
            assert Decimal(zeile[name].replace(",", ".")) == raum[name]
    anders = uebergang_csv(lueneburg, DIALEKTE["international"]).decode()
    assert anders.startswith("jahr,stand,")
    assert ",257827.00," in anders


# Tabelle


def gezeigt(ergebnis: Uebergang, breite: int, zeichensatz: str = "utf-8") -> str:
    roh = io.BytesIO()
    strom = io.TextIOWrapper(roh, encoding=zeichensatz, write_through=True)
    konsole = Console(file=strom, width=breite, highlight=False, markup=False, emoji=False)
    uebergang_tabelle(ergebnis, konsole)
    return roh.getvalue().decode(zeichensatz)


@pytest.mark.parametrize("breite", [40, 80, 120])
@pytest.mark.parametrize("zeichensatz", ["utf-8", "cp850", "ascii"])
def test_tabelle_kuerzt_keine_zahl(lueneburg: Uebergang, breite: int, zeichensatz: str) -> None:
    text = gezeigt(lueneburg, breite, zeichensatz)
    assert max(map(len, text.splitlines())) <= breite
    vorkommen = re.findall(r"[+-]?[0-9][0-9.]*", text)
    for jahr in lueneburg.jahre:
        for zeile in jahr.ergebnis.sozialraeume:
            assert f"{zeile.budget_neu:,.0f}".replace(",", ".") in vorkommen
        assert f"{jahr.ergebnis.summen.budget_neu:,.0f}".replace(",", ".") in vorkommen


def test_tabelle_80_spalten(lueneburg: Uebergang) -> None:
    text = gezeigt(lueneburg, 80)
    assert (
        "                               fest  vorläufig  vorläufig  vorläufig  vorläufig\n"
        "Sozialraum        bisher      100 %       75 %       50 %       25 %        0 %\n"
    ) in text
    assert (
        "Bleckede         300.000    300.000    286.291    272.581    258.872    245.162\n" in text
    )
    assert "2029 (vorläufig) werden 110.412 € frei: Nord 69.284 €, Ost 41.128 €.\n" in text
    assert "Fest ist 2026, das Haushaltsjahr; 2027 bis 2030 sind vorläufig" in text
    assert "Ab 2030 gilt kein Bestandsschutz mehr" in text
    assert text.endswith("Herkunft der Parameter: Blatt Parameter.\n")


def test_tabelle_teilt_viele_jahre() -> None:
    text = gezeigt(pfad(replace_dauer(abschmelzend(), 30)), 80)
    assert max(map(len, text.splitlines())) <= 80
    ueberschriften = re.findall(r"\b20[1-4][0-9]\b(?= |\n)", text)
    assert {str(jahr) for jahr in range(2012, 2043)} <= set(ueberschriften)


def replace_dauer(eingabe: Eingabe, jahre: int) -> Eingabe:
    return replace(eingabe, parameter=replace(eingabe.parameter, abschmelzung_jahre=jahre))


def test_tabelle_nennt_beim_anteiligen_schutz_was_nicht_frei_wird() -> None:
    text = gezeigt(pfad(abschmelzend("anteilig")), 120)
    assert "Beim Verfahren „anteilig“ werden keine Zusatzmittel frei" in text
    assert "Ausgleich aus" not in text


def test_tabelle_zeigt_cent_wenn_es_welche_gibt() -> None:
    text = gezeigt(pfad(abschmelzend(rundung="0.01", gesamtbudget="100000.01")), 120)
    assert "100.000,01" in text


# Mappe


@pytest.fixture(scope="module")
def mappen() -> dict[str, bytes]:
    boese = abschmelzend(regionen=("Ost*", None, "=1+1"), bisher=(80000, 40000, 30000))
    gross_klein = abschmelzend(regionen=("OST", "Ost", "ohne Region"), bisher=(80000, 40000, 30000))
    faelle = {
        "lueneburg": eingabe_bilden(mappe_lesen(DATEN))[0],
        "anteilig": abschmelzend("anteilig", rundung="0.01", gesamtbudget="100000.01"),
        "boese": boese,
        "gross_klein": gross_klein,
        "keiner": kleine_eingabe((50, 50), bisher=(None, 3), bestandsschutz_verfahren="keiner"),
        "ein_jahr": eingabe_bilden(mappe_lesen(OHNE_ABSCHMELZUNG))[0],
    }
    return {name: uebergangsbogen(pfad(eingabe), QUELLE) for name, eingabe in faelle.items()}


def test_mappe_haelt_libreoffice_stand(mappen: dict[str, bytes], tmp_path: Path) -> None:
    # Ein anderes Budget 2027 für Bleckede: alles Gezählte muss folgen.
    ort = f"{buchstaben(7)}{zeile_von(mappen['lueneburg'], 'Bleckede')}"
    probe = geaendert(mappen["lueneburg"], {(BLATT, ort): 286290.0})
    gerechnet = libreoffice.neu_gerechnet({**mappen, "probe": probe}, tmp_path)
    for name, mappe in mappen.items():
        assert libreoffice.formelzellen(mappe) > 3
        assert not libreoffice.abweichungen(mappe, gerechnet[name])
    vorher, nachher = zellen(mappen["lueneburg"])[BLATT], zellen(gerechnet["probe"])[BLATT]
    bewegt = {
        o: float(nachher[o].wert) - float(zelle.wert)
        for o, zelle in vorher.items()
        if zelle.formel and zelle.wert != nachher[o].wert
    }
    # Summe, Veränderung (dieses und nächstes Jahr), Ausgleich, frei, Region Ost, mit Summen.
    assert sorted(bewegt.values()) == [-1] * 5 + [1] * 6


def zeile_von(mappe: bytes, name: str) -> int:
    orte = [o for o, z in zellen(mappe)[BLATT].items() if z.wert == name and o.startswith("A")]
    return int(orte[0][1:])


def test_mappe_zeigt_was_das_ergebnis_sagt(lueneburg: Uebergang, mappen: dict[str, bytes]) -> None:
    blatt = zellen(mappen["lueneburg"])[BLATT]
    erste = zeile_von(mappen["lueneburg"], "Adendorf")
    for spalte, jahr in enumerate(lueneburg.jahre, start=6):
        assert blatt[f"{buchstaben(spalte)}{erste - 1}"].wert == f"{jahr.jahr} {jahr.stand}"
        for nummer, zeile in enumerate(jahr.ergebnis.sozialraeume):
            assert blatt[f"{buchstaben(spalte)}{erste + nummer}"].wert == zeile.budget_neu
    (region,) = [
        o for o, z in blatt.items() if z.wert == "Ost" and o.startswith("A") and int(o[1:]) > 60
    ]
    assert [blatt[f"{s}{region[1:]}"].wert for s in "FGHIJ"] == [0, 13709, 27419, 41128, 54838]
    texte = {zelle.wert for zelle in blatt.values()}
    assert any("Fest ist 2026" in str(text) for text in texte)
    assert any("daten.xlsx“ (SHA-256 ab12)" in str(text) for text in texte)


def test_text_aus_der_mappe_bleibt_text(mappen: dict[str, bytes]) -> None:
    blatt = zellen(mappen["boese"])[BLATT]
    boese = [zelle for zelle in blatt.values() if zelle.wert == "=1+1"]
    assert len(boese) == 2
    assert all(zelle.formel is None for zelle in boese)


def test_gleiche_eingabe_gleiche_bytes() -> None:
    assert uebergangsbogen(pfad(abschmelzend()), QUELLE) == uebergangsbogen(
        pfad(abschmelzend()), QUELLE
    )


# Befehl


@pytest.fixture
def ordner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_befehl_schreibt_mappe_und_json(
    ordner: Path, capfdbinary: pytest.CaptureFixture[bytes], lueneburg: Uebergang
) -> None:
    assert ausfuehren(["uebergang", str(DATEN), "--ausgabe", "u.xlsx", "--format", "json"]) == 0
    stdout, stderr = capfdbinary.readouterr()
    objekt = als_objekt(stdout)
    assert objekt["jahre"] == als_objekt(uebergang_json(lueneburg, ()))["jahre"]
    assert "Mappe geschrieben: u.xlsx" in stderr.decode()
    vorher = (ordner / "u.xlsx").read_bytes()
    assert ausfuehren(["uebergang", str(DATEN), "--ausgabe", "u.xlsx"]) == 1
    assert "Die Datei gibt es schon" in capfdbinary.readouterr().err.decode()
    assert ausfuehren(["uebergang", str(DATEN), "--ausgabe", "u.xlsx", "--ueberschreiben"]) == 0
    assert (ordner / "u.xlsx").read_bytes() == vorher


def test_bogen_ergibt_denselben_pfad_wie_seine_eingabe(
    ordner: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert ausfuehren(["berechnen", str(DATEN), "--ausgabe", "b.xlsx", "--leise"]) == 0
    capfdbinary.readouterr()
    pfade = []
    for datei in (DATEN, ordner / "b.xlsx"):
        assert ausfuehren(["uebergang", str(datei), "--format", "json", "--leise"]) == 0
        pfade.append(als_objekt(capfdbinary.readouterr().out)["jahre"])
    assert pfade[0] == pfade[1]


def test_ohne_abschmelzung_kein_fehler(
    ordner: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert ordner
    assert ausfuehren(["uebergang", str(OHNE_ABSCHMELZUNG)]) == 0
    stdout, stderr = capfdbinary.readouterr()
    assert "Übergang 2012\n" in stdout.decode()
    assert "Der Bestandsschutz läuft nicht aus" in stderr.decode()


@pytest.mark.parametrize(
    ("argumente", "code", "meldung"),
    [
        (["fehlt.xlsx"], 1, "Die Datei gibt es nicht."),
        ([str(DATEN), "--ausgabe", "u.ods"], 2, "endet anders"),
        ([str(DATEN), "--csv-dialekt", "international"], 2, "Das gilt nur mit --format csv"),
        ([], 2, "Die Angabe „DATEN“ fehlt."),
    ],
)
def test_falsche_angaben(
    argumente: list[str],
    code: int,
    meldung: str,
    ordner: Path,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    assert ausfuehren(["uebergang", *argumente]) == code
    stdout, stderr = capfdbinary.readouterr()
    assert not stdout
    assert meldung in stderr.decode()
    assert not [*ordner.iterdir()]

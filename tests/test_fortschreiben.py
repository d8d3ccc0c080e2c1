"""Fortschreiben: Jahr für Jahr über Dateien kommt heraus, was der Übergang versprochen hat."""

import re
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import simplejson
from befehlszeile import prozess
from bogendatei import geaendert, zellen
from conftest import kleine_eingabe
from hypothesis import given, settings
from test_eigenschaften import eingaben, rechnen_oder_fehler

from sozialraum_cli.__main__ import ausfuehren
from sozialraum_cli.bogen.bauen import bogen_bauen
from sozialraum_cli.bogen.quelle import Quelle
from sozialraum_cli.eingabe.bilden import eingabe_bilden
from sozialraum_cli.eingabemappe.schreiben import eingabemappe
from sozialraum_cli.lesen.mappendatei import mappe_lesen
from sozialraum_cli.modell import Eingabe, Indikator, Leistungsbasis, Parametertext
from sozialraum_cli.pruefen.plausibel import plausibel
from sozialraum_cli.rechnen.berechnung import Ergebnis, rechnen
from sozialraum_cli.rechnen.fortschreiben import STEIGERBAR, Steigerung, fortgeschrieben
from sozialraum_cli.rechnen.uebergang import uebergang
from sozialraum_cli.verfahren.schutz.verzeichnis import namen

BEISPIELE = Path(__file__).parents[1] / "beispieldaten"
STAND = datetime(2026, 1, 15, 12, tzinfo=UTC)
BETRAEGE = ("budget_bisher", "budget_neu", "differenz", "ausgleich")


@pytest.fixture
def aufruf(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Callable[..., tuple[int, str, str]]:
    """Ruft das Programm im leeren Arbeitsordner auf: Exit-Code, stdout, stderr."""
    monkeypatch.chdir(tmp_path)

    def rufen(*argumente: object) -> tuple[int, str, str]:
        code = ausfuehren([str(argument) for argument in argumente])
        stdout, stderr = capfdbinary.readouterr()
        return code, stdout.decode(), stderr.decode()

    return rufen


Aufruf = Callable[..., tuple[int, str, str]]


def gelesen(mappe: bytes) -> Eingabe:
    """Die Eingabe, wie das Programm sie aus der Datei liest."""
    with tempfile.TemporaryDirectory() as ordner:
        pfad = Path(ordner) / "daten.xlsx"
        pfad.write_bytes(mappe)
        return eingabe_bilden(mappe_lesen(pfad))[0]


def naechstes(ergebnis: Ergebnis, jahr: int) -> Ergebnis:
    """Das Ergebnis des Folgejahres, auf dem Weg über die geschriebene und gelesene Mappe."""
    return rechnen(gelesen(eingabemappe(fortgeschrieben(ergebnis, jahr), STAND)))


# Der Beweis: die Kette hält, was der Übergang verspricht


@pytest.mark.parametrize(
    ("mappe", "setzungen"),
    [
        ("lueneburg_2026.xlsx", ()),
        (
            "lueneburg_2012.xlsx",
            ("--setze", "abschmelzung_beginn=2013", "--setze", "abschmelzung_jahre=4"),
        ),
    ],
)
def test_fuenf_jahre_ueber_boegen_wie_versprochen(
    mappe: str, setzungen: tuple[str, ...], aufruf: Aufruf
) -> None:
    def berechnet(daten: object, *angaben: str) -> Any:
        code, stdout, stderr = aufruf("berechnen", daten, "--format", "json", *angaben)
        assert code == 0, stderr
        return simplejson.loads(stdout, use_decimal=True)

    jahr = berechnet(BEISPIELE / mappe, *setzungen)
    start = jahr["jahr"]
    bogen = f"Berechnungsbogen_{start}.xlsx"
    code, stdout, _ = aufruf("uebergang", bogen, "--format", "json")
    assert code == 0
    versprochen = simplejson.loads(stdout, use_decimal=True)["jahre"]
    assert [j["jahr"] for j in versprochen] == [*range(start, start + 5)]
    kette = [jahr]
    for folgejahr in range(start + 1, start + 6):
        assert aufruf("fortschreiben", bogen, "--jahr", folgejahr)[0] == 0
        kette.append(berechnet(f"daten_{folgejahr}.xlsx"))
        bogen = f"Berechnungsbogen_{folgejahr}.xlsx"
    for ist, soll in zip(kette[:-1], versprochen, strict=True):
        assert ist["jahr"] == soll["jahr"]
        for summe, betrag in soll["summen"].items():
            assert ist["summen"][summe] == betrag
        for raum, versprochener in zip(ist["sozialraeume"], soll["sozialraeume"], strict=True):
            assert raum["sozialraum"] == versprochener["sozialraum"]
            assert [raum[b] for b in BETRAEGE] == [versprochener[b] for b in BETRAEGE]
    # Wo der Schutz weg ist, bleibt es dabei.
    danach, zuletzt = kette[-1]["sozialraeume"], versprochen[-1]["sozialraeume"]
    assert [r["budget_neu"] for r in danach] == [r["budget_neu"] for r in zuletzt]
    assert {r["differenz"] for r in danach} == {0}


@settings(max_examples=25)
@given(eingaben(schutz=namen(lambda v: v.abschmelzbar)))
def test_die_kette_haelt_fuer_zufaellige_eingaben(eingabe: Eingabe) -> None:
    # 15 Stellen fasst eine Zelle; was die Fabrik genauer bildet, käme aus keiner Mappe.
    raeume = tuple(
        r._replace(referenzbudget=r.referenzbudget and round(r.referenzbudget, 2))
        for r in eingabe.sozialraeume
    )
    mittel = eingabe.parameter.zusatzmittel
    eingabe = replace(
        eingabe,
        sozialraeume=raeume,
        parameter=replace(
            eingabe.parameter,
            leistungsbasis=Leistungsbasis.PERSONAL,
            zusatzmittel=mittel and round(mittel, 2),
        ),
    )
    ergebnis = rechnen_oder_fehler(eingabe)
    if ergebnis is None:
        return
    for versprochen in uebergang(ergebnis).jahre[1:]:
        ergebnis = naechstes(ergebnis, versprochen.jahr)
        assert ergebnis.summen == versprochen.ergebnis.summen
        for ist, soll in zip(ergebnis.sozialraeume, versprochen.ergebnis.sozialraeume, strict=True):
            assert ist.sozialraum == soll.sozialraum
            assert ist.budget_neu == soll.budget_neu
            assert ist.komponenten == soll.komponenten
            assert ist.budget_2 == soll.budget_2


@pytest.mark.parametrize("verfahren", ["mindestbudget", "kappung"])
def test_der_schutz_setzt_nicht_auf_geschuetztem_auf(verfahren: str) -> None:
    ergebnis = rechnen(
        kleine_eingabe(
            (50, 30, 20),
            bisher=(20000, 40000, 40000),
            bestandsschutz_verfahren=verfahren,
            bestandsschutz="80",
        )
    )
    for jahr in (2013, 2014, 2015):
        folgejahr = naechstes(ergebnis, jahr)
        neu = [zeile.budget_neu for zeile in folgejahr.sozialraeume]
        assert neu == [zeile.budget_neu for zeile in ergebnis.sozialraeume]
        ergebnis = folgejahr


# Was in der neuen Mappe steht


def alt(**parameter: Any) -> Eingabe:
    werte: dict[str, Any] = {
        "gesamtbudget": "123456",
        "bestandsschutz_verfahren": "defizitausgleich",
        "zusatzmittel": "99999.99",
        "personalkosten_vzae": "82000.50",
    }
    return kleine_eingabe((50, 30, 20), bisher=("70000.10", 15000, 5000), **(werte | parameter))


def test_budget_neu_wird_bisher_und_das_vergleichsbudget_referenz() -> None:
    ergebnis = rechnen(alt())
    neu = fortgeschrieben(ergebnis, 2013)
    assert neu.parameter.jahr == 2013
    assert [r.budget_bisher for r in neu.sozialraeume] == [
        z.budget_neu for z in ergebnis.sozialraeume
    ]
    assert [r.referenzbudget for r in neu.sozialraeume] == [Decimal("70000.10"), 15000, 5000]
    zwei_weiter = fortgeschrieben(rechnen(neu), 2014)
    assert [r.referenzbudget for r in zwei_weiter.sozialraeume] == [
        r.referenzbudget for r in neu.sozialraeume
    ]


def test_ohne_bestandsschutz_kein_referenzbudget() -> None:
    ohne = alt(bestandsschutz_verfahren="keiner")
    neu = fortgeschrieben(rechnen(ohne), 2013)
    assert [r.referenzbudget for r in neu.sozialraeume] == [None, None, None]


def test_alle_geltenden_werte_sind_eingetragen() -> None:
    vorher = alt(schluesselverfahren="zwert", verteilungsbasis=None, rundung="10")
    vorher = replace(
        vorher,
        indikatoren=(Indikator("Fälle", Decimal(1), bezugsgroesse="Einwohner"),),
        spalten=kleine_eingabe(
            spalten={"Fälle": (50, 30, 20), "Einwohner": (900, 800, 700)}
        ).spalten,
        parameter=replace(vorher.parameter, gesamtbudget=Decimal(123450)),
    )
    neu = fortgeschrieben(rechnen(vorher), 2013)
    wieder = gelesen(eingabemappe(neu, STAND))
    assert wieder.parameter.spreizung == Decimal("0.25")
    assert wieder.parameter.verteilungsbasis == "Einwohner"
    assert wieder.parameter.bestandsschutz == 100
    assert wieder.parameter.wochenstunden == 39
    gesetzt = {name for name, ort in wieder.parameter.herkunft.items() if "!" in ort}
    assert gesetzt >= {"rundung", "abf", "regiekosten", "sockelbetrag", "leistung:Netzwerkarbeit"}


def test_geschrieben_und_gelesen_ist_es_dieselbe_eingabe() -> None:
    eingabe, _ = eingabe_bilden(mappe_lesen(BEISPIELE / "lueneburg_2026.xlsx"))
    neu = fortgeschrieben(rechnen(eingabe), 2027, Steigerung(Decimal("2.5")))
    wieder = gelesen(eingabemappe(neu, STAND))
    for feld in ("sozialraeume", "indikatoren", "spalten", "anmerkungen"):
        assert getattr(wieder, feld) == getattr(neu, feld)
    assert replace(wieder.parameter, herkunft={}) == replace(neu.parameter, herkunft={})
    assert eingabemappe(neu, STAND) == eingabemappe(neu, STAND)
    raum = wieder.sozialraeume[2]
    assert (raum.traeger, raum.region, raum.zustaendigkeit, raum.schluessel) == (
        "Internationaler Bund",
        "Ost",
        "Team Ost",
        "033550049",
    )


def test_namen_sind_nie_formeln() -> None:
    eingabe = alt()
    boese = eingabe.sozialraeume[0]._replace(name="=1+1", region="+Ost", traeger="@x")
    eingabe = replace(eingabe, sozialraeume=(boese, *eingabe.sozialraeume[1:]))
    mappe = eingabemappe(fortgeschrieben(rechnen(eingabe), 2013), STAND)
    assert not [z for blatt in zellen(mappe).values() for z in blatt.values() if z.formel]
    assert gelesen(mappe).sozialraeume[0].name == "=1+1"


# Steigerung


def gehoben(prozent: str, ausgenommen: frozenset[str] = frozenset()) -> Mapping[str, Decimal]:
    steigerung = Steigerung(Decimal(prozent), ausgenommen)
    neu = fortgeschrieben(rechnen(alt()), 2013, steigerung)
    referenz = neu.sozialraeume[0].referenzbudget
    assert referenz is not None
    assert neu.parameter.zusatzmittel is not None
    return {
        "gesamtbudget": neu.parameter.gesamtbudget,
        "referenzbudget": referenz,
        "zusatzmittel": neu.parameter.zusatzmittel,
        "personalkosten_vzae": neu.parameter.personalkosten_vzae,
    }


STIEG = {
    # 123.456 · 1,025 = 126.542,40; die Rundung ist 1 €.
    "gesamtbudget": Decimal(126542),
    # 70.000,10 · 1,025 = 71.750,1025.
    "referenzbudget": Decimal("71750.10"),
    # 99.999,99 · 1,025 = 102.499,98975.
    "zusatzmittel": Decimal("102499.99"),
    # 82.000,50 · 1,025 = 84.050,5125.
    "personalkosten_vzae": Decimal("84050.51"),
}
BLIEB = {
    "gesamtbudget": Decimal(123456),
    "referenzbudget": Decimal("70000.10"),
    "zusatzmittel": Decimal("99999.99"),
    "personalkosten_vzae": Decimal("82000.50"),
}


def test_steigerung_hebt_vier_groessen() -> None:
    assert gehoben("2.5") == STIEG
    assert gehoben("0") == BLIEB
    assert gehoben("-1")["gesamtbudget"] == 122221  # 122.221,44


@pytest.mark.parametrize("name", STEIGERBAR)
def test_jede_groesse_laesst_sich_abwaehlen(name: str) -> None:
    assert gehoben("2.5", frozenset({name})) == STIEG | {name: BLIEB[name]}


def test_gesamtbudget_steigt_kaufmaennisch_auf_die_rundungseinheit() -> None:
    neu = fortgeschrieben(
        rechnen(alt(gesamtbudget="100200", rundung="100")), 2013, Steigerung(Decimal("2.5"))
    )
    assert neu.parameter.gesamtbudget == 102700  # 102.705
    halb = fortgeschrieben(
        rechnen(alt(gesamtbudget="102000", rundung="100")), 2013, Steigerung(Decimal("2.5"))
    )
    assert halb.parameter.gesamtbudget == 104600  # 104.550


def test_budget_bisher_steigt_nie() -> None:
    ergebnis = rechnen(alt())
    neu = fortgeschrieben(ergebnis, 2013, Steigerung(Decimal("2.5")))
    assert [r.budget_bisher for r in neu.sozialraeume] == [
        z.budget_neu for z in ergebnis.sozialraeume
    ]


# Texte


def test_quelle_nennt_die_steigerung_und_sonst_nichts_neues() -> None:
    eingabe = replace(
        alt(),
        parametertexte={
            "gesamtbudget": Parametertext("Topf", "Beschluss 12/2011"),
            "abf": Parametertext(None, "Vertrag"),
        },
    )
    neu = fortgeschrieben(rechnen(eingabe), 2013, Steigerung(Decimal("2.5")))
    noch = fortgeschrieben(rechnen(neu), 2014, Steigerung(Decimal("-1")))
    assert noch.parametertexte["gesamtbudget"] == Parametertext(
        "Topf", "Beschluss 12/2011; 2013: 123.456,00 € + 2,5 %; 2014: 126.542,00 € - 1 %"
    )
    assert noch.parametertexte["abf"].quelle == "Vertrag"
    ohne = fortgeschrieben(rechnen(eingabe), 2013)
    assert ohne.parametertexte["gesamtbudget"].quelle == "Beschluss 12/2011"


def test_indikatoren_sind_als_zu_aktualisieren_angemerkt_mit_altem_stichtag() -> None:
    eingabe, _ = eingabe_bilden(mappe_lesen(BEISPIELE / "lueneburg_2026.xlsx"))
    neu = fortgeschrieben(rechnen(eingabe), 2027)
    vorher = eingabe.anmerkungen["Indikatoren"]
    assert neu.anmerkungen["Indikatoren"] == (
        *vorher,
        "Zu aktualisieren für 2027: Arbeitslose (Summe 2.480; Stichtag Jahresdurchschnitt 2021),",
        "Zu aktualisieren für 2027: Alleinerziehende (Summe 98,2; Stichtag 09.05.2011), "
        "Migrationshintergrund (Summe 121,34; Stichtag 15.05.2022),",
        "Zu aktualisieren für 2027: Einwohner 15 bis 64 (Summe 69.458), Einwohner (Summe "
        "111.348). Werte wie 2026.",
    )
    assert neu.indikatoren == eingabe.indikatoren
    assert neu.anmerkungen["Parameter"] == eingabe.anmerkungen["Parameter"]


def test_anmerkungen_haeufen_sich_nicht() -> None:
    eingabe, _ = eingabe_bilden(mappe_lesen(BEISPIELE / "lueneburg_2026.xlsx"))
    eins = fortgeschrieben(rechnen(eingabe), 2027)
    zwei = fortgeschrieben(rechnen(gelesen(eingabemappe(eins, STAND))), 2028)
    for blatt, texte in eins.anmerkungen.items():
        assert len(zwei.anmerkungen[blatt]) == len(texte)
    alle = " ".join(text for texte in zwei.anmerkungen.values() for text in texte)
    assert "für 2028" in alle
    assert "für 2027" not in alle


def test_ohne_anmerkungen_bekommt_das_blatt_einen_titel() -> None:
    neu = fortgeschrieben(rechnen(alt()), 2013)
    assert neu.anmerkungen["Indikatoren"] == (
        "Indikatoren",
        "Zu aktualisieren für 2013: Fälle (Summe 100). Werte wie 2012.",
    )


def test_hinweis_solange_die_indikatorwerte_die_alten_sind(tmp_path: Path) -> None:
    eingabe, _ = eingabe_bilden(mappe_lesen(BEISPIELE / "lueneburg_2026.xlsx"))
    pfad = tmp_path / "neu.xlsx"
    pfad.write_bytes(eingabemappe(fortgeschrieben(rechnen(eingabe), 2027), STAND))
    assert alte_werte(pfad) == ["Arbeitslose", *(n for n in eingabe.spalten if n != "Arbeitslose")]

    mappe = openpyxl.load_workbook(pfad)
    blatt = mappe["Indikatoren"]
    (ort,) = (z for zeile in blatt.iter_rows() for z in zeile if z.value == "Arbeitslose")
    darunter: Any = ort.offset(row=1)
    darunter.value += 1
    mappe.save(pfad)
    assert alte_werte(pfad) == [n for n in eingabe.spalten if n != "Arbeitslose"]

    for zeile in blatt.iter_rows(max_col=1):
        if str(zeile[0].value).startswith("Zu aktualisieren"):
            zeile[0].value = None
    mappe.save(pfad)
    assert alte_werte(pfad) == []


def alte_werte(pfad: Path) -> list[str]:
    eingabe, _ = eingabe_bilden(mappe_lesen(pfad))
    texte = [b.text for b in plausibel(eingabe) if "ist fortgeschrieben" in b.text]
    return re.findall("„(.*?)“", "".join(texte))


def test_der_vermerk_steht_nicht_im_bogen() -> None:
    eingabe, _ = eingabe_bilden(mappe_lesen(BEISPIELE / "lueneburg_2026.xlsx"))
    ergebnis = rechnen(fortgeschrieben(rechnen(eingabe), 2027))
    mappe = openpyxl.load_workbook(BytesIO(bogen_bauen(ergebnis, Quelle(STAND, ()))))
    texte = [str(z.value) for blatt in mappe for zeile in blatt.iter_rows() for z in zeile]
    assert not [t for t in texte if "Zu aktualisieren" in t or "Fortgeschrieben für" in t]
    assert [text for text in texte if text.startswith("Bisherige Budgets, Regionen")]


# Befehl


@pytest.fixture(scope="module")
def bogen_2026(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    ziel = tmp_path_factory.mktemp("bogen") / "bogen.xlsx"
    daten = BEISPIELE / "lueneburg_2026.xlsx"
    assert prozess("berechnen", daten, "--ausgabe", ziel, "--leise").returncode == 0
    return ziel.read_bytes()


@pytest.fixture
def bogen(tmp_path: Path, bogen_2026: bytes) -> str:
    (tmp_path / "Berechnungsbogen_2026.xlsx").write_bytes(bogen_2026)
    return "Berechnungsbogen_2026.xlsx"


def test_befehl_nennt_was_neu_ist(aufruf: Aufruf, bogen: str, tmp_path: Path) -> None:
    code, stdout, _ = aufruf(
        *("fortschreiben", bogen, "--jahr", "2027", "--steigerung", "2,5"),
        *("--ohne-steigerung", "zusatzmittel, personalkosten_vzae"),
    )
    assert code == 0
    assert stdout.splitlines() == [
        "Geschrieben: daten_2027.xlsx",
        "  Budget bisher: Budget neu 2026, zusammen 2.177.218,00 €",
        "  Referenzbudget: zusammen 2.080.750,00 €",
        "  Gesamtbudget: 2.080.750,00 € (2026: 2.030.000,00 €)",
        "  Zusatzmittel: 203.000,00 € (unverändert)",
        "  Personalkosten je Vollzeitstelle: 82.000,00 € (unverändert)",
        "  Bestandsschutz 2027: defizitausgleich 100 %, abgeschmolzen auf 75 %",
        "Als Nächstes die Indikatorwerte aktualisieren, dann: sozialraum pruefen daten_2027.xlsx",
    ]
    assert aufruf("pruefen", "daten_2027.xlsx")[0] == 0
    geschrieben = (tmp_path / "daten_2027.xlsx").read_bytes()
    assert gelesen(geschrieben).parameter.gesamtbudget == 2080750


def test_bogen_und_eingabe_ergeben_dieselben_bytes(
    aufruf: Aufruf, bogen: str, tmp_path: Path
) -> None:
    daten = BEISPIELE / "lueneburg_2026.xlsx"
    for quelle, ziel in ((bogen, "a.xlsx"), (bogen, "b.xlsx"), (daten, "c.xlsx")):
        assert aufruf("fortschreiben", quelle, "--jahr", "2027", "--ausgabe", ziel)[0] == 0
    a, b, c = ((tmp_path / name).read_bytes() for name in ("a.xlsx", "b.xlsx", "c.xlsx"))
    assert a == b
    aus_bogen, aus_daten = gelesen(a), gelesen(c)
    assert aus_bogen.sozialraeume == aus_daten.sozialraeume
    assert aus_bogen.spalten == aus_daten.spalten
    assert aus_bogen.parametertexte == aus_daten.parametertexte


@pytest.mark.parametrize("steigerung", ["1", "0,5", "-0,5"])
def test_kleine_steigerungen_sind_eindeutig(steigerung: str, aufruf: Aufruf, bogen: str) -> None:
    """Niemand meint 100 % oder 50 %: mehrdeutig ist nur, was als Hundertfaches üblich wäre."""
    code, _, stderr = aufruf("fortschreiben", bogen, "--jahr", "2027", "--steigerung", steigerung)
    assert code == 0, stderr


@pytest.mark.parametrize(
    ("argumente", "code", "meldung"),
    [
        (("--jahr", "2026"), 1, "fortschreiben lässt sie sich nur auf ein späteres Jahr"),
        (("--jahr", "zweitausend"), 2, "Eine Zahl eintragen, zum Beispiel 2012."),
        (("--jahr", "2027", "--steigerung", "0,025"), 2, "„2,5 %“ oder „0,025 %“"),
        (("--jahr", "2027", "--steigerung", "x"), 2, "„x“ ist keine Zahl"),
        (("--jahr",), 2, "Hilfe: sozialraum fortschreiben --help"),
        (("--jahr", "27"), 2, "27 liegt nicht im zulässigen Bereich."),
        (("--jahr", "2027", "--steigerung", "viel"), 2, "ist keine Zahl"),
        (("--jahr", "2027", "--steigerung", "250"), 2, "Prozentwert von -50 bis 50"),
        (("--jahr", "2027", "--steigerung", "3 €"), 2, "gemeint ist ein Prozentwert"),
        (("--jahr", "2027", "--ohne-steigerung", "gesamtbudget"), 2, "nur zusammen mit"),
        (
            ("--jahr", "2027", "--steigerung", "2", "--ohne-steigerung", "personalkosten"),
            2,
            "Gemeint ist vermutlich „personalkosten_vzae“",
        ),
        ((), 2, "Die Option „--jahr“ fehlt."),
        (("--jahr", "2027", "--ausgabe", "Berechnungsbogen_2026.xlsx"), 1, "Eingabedateien"),
        (("--jahr", "2027", "--ausgabe", "neu.ods"), 2, "endet anders"),
    ],
)
def test_falsche_angaben_schreiben_nichts(
    argumente: tuple[str, ...], code: int, meldung: str, aufruf: Aufruf, bogen: str, tmp_path: Path
) -> None:
    ist, stdout, stderr = aufruf("fortschreiben", bogen, *argumente)
    assert (ist, stdout) == (code, "")
    assert meldung in stderr
    assert [pfad.name for pfad in tmp_path.iterdir()] == [bogen]


def test_vorhandene_mappe_bleibt(aufruf: Aufruf, bogen: str, tmp_path: Path) -> None:
    (tmp_path / "daten_2027.xlsx").write_bytes(b"meine Zahlen")
    assert aufruf("fortschreiben", bogen, "--jahr", "2027")[0] == 1
    assert (tmp_path / "daten_2027.xlsx").read_bytes() == b"meine Zahlen"
    assert aufruf("fortschreiben", bogen, "--jahr", "2027", "--ueberschreiben")[0] == 0
    assert gelesen((tmp_path / "daten_2027.xlsx").read_bytes()).parameter.jahr == 2027


def test_sprung_ueber_jahre_ist_ein_hinweis(aufruf: Aufruf, bogen: str) -> None:
    code, stdout, stderr = aufruf("fortschreiben", bogen, "--jahr", "2029")
    assert code == 0
    assert "Bestandsschutz 2029: defizitausgleich 100 %, abgeschmolzen auf 25 %" in stdout
    assert "Zwischen 2026 und 2029 fehlen Jahre" in stderr


def test_ueberschriebene_zelle_des_bogens_wird_gemeldet(
    aufruf: Aufruf, bogen: str, tmp_path: Path
) -> None:
    datei = tmp_path / bogen
    blatt = zellen(datei.read_bytes())["Berechnungsbogen"]
    ort = next(o for o, z in blatt.items() if z.wert == 300000.0 and z.formel)
    roh = geaendert(datei.read_bytes(), {("Berechnungsbogen", ort): 310000.0})
    datei.write_bytes(ohne_formel(roh, ort))
    code, stdout, stderr = aufruf("fortschreiben", bogen, "--jahr", "2027")
    assert code == 0
    assert f"{ort} (jetzt 310.000)" in stderr
    assert "zusammen 2.177.218,00 €" in stdout


def ohne_formel(datei: bytes, ort: str) -> bytes:
    from bogendatei import blattteile, gepackt, marke, teile
    from lxml import etree

    inhalte = teile(datei)
    teil = blattteile(inhalte)["Berechnungsbogen"]
    wurzel = etree.fromstring(inhalte[teil])
    for zelle in wurzel.iter(marke("c")):
        formel = zelle.find(marke("f"))
        if zelle.get("r") == ort and formel is not None:
            zelle.remove(formel)
    inhalte[teil] = etree.tostring(wurzel, xml_declaration=True, encoding="UTF-8")
    return gepackt(inhalte)


def test_noch_nicht_rechenbare_mappe_wird_geschrieben_und_gemeldet(
    aufruf: Aufruf, tmp_path: Path
) -> None:
    daten = BEISPIELE / "lueneburg_2012.xlsx"
    code, stdout, stderr = aufruf(
        *("fortschreiben", daten, "--jahr", "2013", "--steigerung", "45"),
        *("--ohne-steigerung", "gesamtbudget"),
    )
    assert code == 0
    assert "Bestandsschutz 2" not in stdout
    assert "So lässt sich die neue Mappe noch nicht berechnen: Der Bestandsschutz" in stderr
    assert (tmp_path / "daten_2013.xlsx").exists()

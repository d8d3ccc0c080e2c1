"""Was still falsch wäre: gefälschte Bögen, geteilte Budgetzeilen, Texte, die sich verwandeln.

Art des Fehlers: Der Abgleich sah nur Zellen ohne Formel, nur bei genau geschriebenem Blatt und
Kopf und nie die Mappe hinter --budgets.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from befehlszeile import DATEN, DATEN_2026, Aufruf, prozess
from bogendatei import blattteile, gepackt, teile

BOGEN = "Berechnungsbogen"


@pytest.fixture(scope="module")
def bogen(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    ziel = tmp_path_factory.mktemp("bogen") / "bogen.xlsx"
    assert prozess("berechnen", DATEN, "--ausgabe", ziel, "--leise").returncode == 0
    return ziel.read_bytes()


@pytest.fixture
def aufruf(
    capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Aufruf:
    monkeypatch.chdir(tmp_path)
    return Aufruf(capfdbinary)


def veraendert(bogen: bytes, blatt: str, tun: Callable[[str], str]) -> bytes:
    """Der Bogen mit anderem XML eines Blatts; sonst bleibt alles, auch jeder andere Wert."""
    inhalte = teile(bogen)
    name = blattteile(inhalte)[blatt]
    neu = tun(inhalte[name].decode())
    assert neu != inhalte[name].decode()
    return gepackt({**inhalte, name: neu.encode()})


def budget_neu(blatt: str) -> re.Match[str]:
    """Die erste Zelle der Spalte „Budget neu“ einer Anlage mit dem Beispiel 2012."""
    treffer = re.search(r'<c r="D\d+"[^>]*><f>(?P<formel>[^<]+)</f><v>165150\.0</v></c>', blatt)
    assert treffer
    return treffer


def konstante(blatt: str) -> str:
    """Zwei Budgets als Konstanten, deren Summe stimmt."""
    zellen = re.findall(r'<c r="D\d+"[^>]*><f>[^<]+</f><v>([0-9.]+)</v></c>', blatt)
    for mehr, wert in ((325, zellen[0]), (-325, zellen[1])):
        blatt = re.sub(
            rf'(<c r="D\d+"[^>]*>)<f>[^<]+</f><v>{wert}</v>',
            rf"\1<v>{float(wert) + mehr:.0f}</v>",
            blatt,
            count=1,
        )
    return blatt


def anderer_wert(blatt: str) -> str:
    zelle = budget_neu(blatt)[0]
    return blatt.replace(zelle, zelle.replace("165150.0", "165150.01"))


def andere_formel(blatt: str) -> str:
    treffer = budget_neu(blatt)
    return blatt.replace(treffer[0], treffer[0].replace("<f>", "<f>1+"))


def unlesbare_formel(blatt: str) -> str:
    treffer = budget_neu(blatt)
    return blatt.replace(treffer[0], treffer[0].replace(treffer["formel"], "A1#+#SPILL!+&quot;x"))


def kopf_gross(blatt: str) -> str:
    return (
        konstante(blatt)
        .replace("<t>Sozialraum<", "<t>SOZIALRAUM<")
        .replace("<t>Budget neu<", "<t>budget  NEU:<")
    )


Faelschung = Callable[[str], str]

FAELSCHUNGEN: dict[Faelschung, str] = {
    konstante: "sind gerechnete Zellen überschrieben: D12 (jetzt 165.475)",
    anderer_wert: "ein anderer Wert, als ihre Formel ergibt: D12 (165.150,01 statt 165.150)",
    andere_formel: "sind Formeln geändert: D12",
    unlesbare_formel: "sind Formeln geändert: D12",
    kopf_gross: "sind gerechnete Zellen überschrieben: D12",
}


BEFEHLE = (
    ("berechnen", "x.xlsx", "--ohne-bogen"),
    ("berechnen", "x.xlsx", "--ohne-bogen", "--abf", "5"),
    ("vergleich", "x.xlsx", DATEN),
    ("vergleich", DATEN, "x.xlsx"),
    ("fortschreiben", "x.xlsx", "--jahr", "2013"),
    ("berechnen", DATEN, "--budgets", "x.xlsx", "--ohne-bogen"),
)


def faellt_auf(aufruf: Aufruf, befehl: tuple[object, ...], bogen: bytes, satz: str | None) -> None:
    Path("x.xlsx").write_bytes(bogen)
    Path("daten_2013.xlsx").unlink(missing_ok=True)
    lauf = aufruf(*befehl)
    text = lauf.stdout + lauf.stderr
    assert lauf.code == 0
    assert "gerechnete" not in text if satz is None else satz in text


@pytest.mark.parametrize("faelschung", FAELSCHUNGEN)
def test_jede_faelschung_faellt_auf(aufruf: Aufruf, bogen: bytes, faelschung: Faelschung) -> None:
    falsch = veraendert(bogen, BOGEN, faelschung)
    faellt_auf(aufruf, ("pruefen", "x.xlsx"), falsch, FAELSCHUNGEN[faelschung])


LEERE_FORMEL = re.compile(r'(<c r="([A-Z]+[0-9]+)"[^>]*>)<f>[^<]+</f><v ?/></c>')


@pytest.mark.parametrize("blatt", ["Rechenweg", "Prüfung", "Zuordnung"])
@pytest.mark.parametrize(
    ("statt", "satz"),
    [
        ("<f>1+1</f><v/></c>", "Formeln geändert: {}"),
        ("<v/></c>", "überschrieben: {} (jetzt leer)"),
        ("</c>", "überschrieben: {} (jetzt leer)"),
    ],
)
def test_formeln_die_leeren_text_ergeben(
    aufruf: Aufruf, bogen: bytes, blatt: str, statt: str, satz: str
) -> None:
    """Art: was leer aussieht, galt als leer, auch mit fremder Formel; sie prüft oder rechnet."""
    zellen = [treffer[2] for treffer in LEERE_FORMEL.finditer(_xml(bogen, blatt))]
    stelle = zellen[len(zellen) // 2]

    def tun(xml: str) -> str:
        return re.sub(
            rf'(<c r="{stelle}"[^>]*>)<f>[^<]+</f><v ?/></c>', lambda m: m[1] + statt, xml, count=1
        )

    Path("x.xlsx").write_bytes(veraendert(bogen, blatt, tun))
    lauf = aufruf("pruefen", "x.xlsx")
    assert satz.format(stelle) in lauf.stderr + lauf.stdout


def _xml(bogen: bytes, blatt: str) -> str:
    inhalte = teile(bogen)
    return inhalte[blattteile(inhalte)[blatt]].decode()


@pytest.mark.parametrize("befehl", BEFEHLE, ids=lambda befehl: Path(str(befehl[1])).stem)
def test_bei_jedem_befehl(aufruf: Aufruf, bogen: bytes, befehl: tuple[object, ...]) -> None:
    falsch = veraendert(bogen, BOGEN, konstante)
    faellt_auf(aufruf, befehl, falsch, FAELSCHUNGEN[konstante])
    faellt_auf(aufruf, befehl, bogen, None)


def test_json_und_bogen_nennen_die_faelschung_hinter_budgets(aufruf: Aufruf, bogen: bytes) -> None:
    Path("x.xlsx").write_bytes(veraendert(bogen, BOGEN, konstante))
    lauf = aufruf("berechnen", DATEN, "--budgets", "x.xlsx", "--format", "json")
    (fund,) = (b for b in lauf.objekt["befunde"] if "überschrieben" in b["text"])
    assert fund["fundort"] == "x.xlsx: Berechnungsbogen!D12"
    (neu,) = Path().glob("Berechnungsbogen_*.xlsx")
    zeilen = openpyxl.load_workbook(neu)["Prüfung"].iter_rows(max_col=1, values_only=True)
    assert any("überschrieben" in str(text) for (text,) in zeilen)


def test_blattname_in_anderer_schreibweise(aufruf: Aufruf, bogen: bytes) -> None:
    inhalte = teile(veraendert(bogen, BOGEN, konstante))
    mappe = inhalte["xl/workbook.xml"].replace(
        b'name="Berechnungsbogen"', b'name="BERECHNUNGSBOGEN"'
    )
    Path("x.xlsx").write_bytes(gepackt({**inhalte, "xl/workbook.xml": mappe}))
    lauf = aufruf("pruefen", "x.xlsx")
    assert "BERECHNUNGSBOGEN!D12: Im Blatt „BERECHNUNGSBOGEN“ sind" in lauf.stdout


@pytest.mark.parametrize("zeile", [1, 7, 1_048_570])
@pytest.mark.parametrize("spalte", [1, 16_380])
def test_fremdes_blatt_berechnungsbogen(aufruf: Aufruf, zeile: int, spalte: int) -> None:
    """Art des Fehlers: ein Anker außerhalb des Blatts. Verglichen wird nicht, gesagt wird es."""
    mappe = openpyxl.load_workbook(DATEN)
    blatt = mappe.create_sheet(BOGEN)
    blatt.cell(zeile, spalte, "Sozialraum")
    blatt.cell(zeile, spalte + 3, "Budget neu")
    mappe.save("x.xlsx")
    lauf = aufruf("pruefen", "x.xlsx")
    assert lauf.code == 0
    assert "ob gerechnete Zellen verändert wurden, ließ sich nicht prüfen" in lauf.stdout


def test_zellen_ohne_gespeicherten_wert(aufruf: Aufruf, bogen: bytes) -> None:
    """openpyxl wirft alle Werte weg; das ist keine Fälschung, aber auch kein Vergleich."""
    Path("x.xlsx").write_bytes(bogen)
    openpyxl.load_workbook("x.xlsx").save("x.xlsx")
    lauf = aufruf("pruefen", "x.xlsx")
    assert lauf.code == 0
    assert "ließen sich gerechnete Zellen nicht vergleichen" in lauf.stdout
    assert "geändert" not in lauf.stdout


def test_eine_budgetzeile_dient_nie_zweien(aufruf: Aufruf) -> None:
    """Einmal traf der Schlüssel, einmal der Name dieselbe Zeile: 165.000 € gab es doppelt."""
    mappe = openpyxl.load_workbook(DATEN)
    for zeile in mappe["Sozialräume"].iter_rows():
        if zeile[0].value == "Adendorf":
            zeile[1].value = None
        if zeile[0].value == "Ilmenau":
            zeile[1].value = "033550001001"
    mappe.save("daten.xlsx")
    mappe = openpyxl.load_workbook(DATEN)
    for zeile in mappe["Sozialräume"].iter_rows():
        if zeile[0].value == "Adendorf":
            zeile[1].value = "033550001001"
        if zeile[0].value == "Ilmenau":
            zeile[0].value = "Ilmtal"
    for blatt in mappe:
        for zeile in blatt.iter_rows():
            if zeile[0].value == "Ilmenau":
                zeile[0].value = "Ilmtal"
    mappe.save("alt.xlsx")
    lauf = aufruf("berechnen", "daten.xlsx", "--budgets", "alt.xlsx", "--ohne-bogen")
    assert lauf.code == 1
    assert "„Adendorf“ und „Ilmenau“ passt dort dieselbe Zeile „Adendorf“" in lauf.stderr


@pytest.mark.parametrize("text", ["_x0041_", "A_x005F_x000D_B"])
def test_text_der_wie_eine_maskierung_aussieht(aufruf: Aufruf, text: str) -> None:
    """Art des Fehlers: Text, der beim nächsten Lesen ein anderer ist."""
    maskiert = re.sub("_x(?=[0-9A-F]{4}_)", "_x005F_x", text)
    mappe = openpyxl.load_workbook(DATEN)
    for blatt in mappe:
        for zeile in blatt.iter_rows():
            for zelle in zeile:
                if zelle.value in ("Adendorf", "Arbeitslose", "Nord"):
                    zelle.value = maskiert
    mappe.save("daten.xlsx")

    def raeume(datei: str) -> Any:
        lauf = aufruf("berechnen", datei, "--ohne-bogen", "--format", "json")
        assert lauf.code == 0
        return lauf.objekt["sozialraeume"]

    soll = raeume("daten.xlsx")
    assert soll[0]["sozialraum"] == text
    assert aufruf("berechnen", "daten.xlsx", "--ausgabe", "bogen.xlsx").code == 0
    assert raeume("bogen.xlsx") == soll
    assert "gerechnete" not in aufruf("pruefen", "bogen.xlsx").stdout
    assert aufruf("fortschreiben", "bogen.xlsx", "--jahr", "2013").code == 0
    neu = raeume("daten_2013.xlsx")
    assert neu[0]["sozialraum"] == text


@pytest.mark.parametrize("anker", ["XFD1", "A1048576", "XFD1048576"])
def test_anker_ohne_platz(aufruf: Aufruf, anker: str) -> None:
    mappe = openpyxl.Workbook()
    mappe.worksheets[0].title = BOGEN
    mappe.worksheets[0][anker] = "{{bogen}}"
    mappe.save("vorlage.xlsx")
    lauf = aufruf("berechnen", DATEN_2026, "--vorlage", "vorlage.xlsx")
    assert lauf.code == 1
    assert f"vorlage.xlsx, Berechnungsbogen!{anker}" in lauf.stderr
    assert "kein Platz" in lauf.stderr
    assert not list(Path().glob("Berechnungsbogen_*"))

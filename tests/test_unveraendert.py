"""Ein Bogen als Eingabe: Bytes vergleichen sagt dasselbe, wie jede Zelle zu lesen."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache, partial
from itertools import product
from pathlib import Path

import pytest
from bogendatei import blattteile, gepackt, teile
from bogenfaelle import SCHLUESSEL, SCHUTZ, eingabe, mit_gruppen, mit_namen, vierzig

from sozialraum_cli.befehle.eingabelauf import (
    bogen_nachrechnen,
    ergebnis_rechnen,
    gepruefte_eingabe,
    mit_ganzer_mappe,
    rechenmappe_lesen,
)
from sozialraum_cli.befund import Befund, Datenfehler
from sozialraum_cli.bogen.abgleich import abgleichen
from sozialraum_cli.bogen.bauen import bogen_bauen
from sozialraum_cli.bogen.quelle import Quelle
from sozialraum_cli.bogen.unveraendert import unveraendert
from sozialraum_cli.bogen.vorlagendatei import vorlagendatei_lesen
from sozialraum_cli.bogenblatt import NUR_GERECHNET
from sozialraum_cli.lesen.mappe import Mappe
from sozialraum_cli.lesen.mappendatei import mappe_lesen
from sozialraum_cli.modell import Eingabe
from sozialraum_cli.rechnen.berechnung import rechnen

QUELLE = Quelle(datetime(2026, 1, 15, tzinfo=UTC), (("daten.xlsx", "ab" * 32),))
HAUPT = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def siebzig() -> Eingabe:
    """So viele, dass im Rechenweg nur einer dasteht."""
    viele = {name: tuple(str(7 + 3 * n % 50) for n in range(70)) for name in ("A", "Einwohner")}
    return eingabe(
        spalten=viele,
        indikatoren=(eingabe().indikatoren[0]._replace(name="A"),),
        bisher=tuple(str(9000 + 10 * n) for n in range(70)),
    )


FAELLE: dict[str, Callable[[], Eingabe]] = {
    "gruppen": mit_gruppen,
    "vierzig": vierzig,
    "siebzig": siebzig,
    "namen": lambda: mit_namen(eingabe(), "A & <B>", "Q\"ue'lle", "_x0041_", "Straße ß", "=1+1"),
    **{name: partial(eingabe, bestandsschutz_verfahren=name) for name in SCHUTZ},
    **{name: partial(eingabe, schluesselverfahren=name) for name in SCHLUESSEL},
}


@cache
def bogen(fall: str) -> bytes:
    ergebnis = rechnen(FAELLE[fall]())
    return bogen_bauen(ergebnis, QUELLE, ergebnis.befunde)


def urteil(mappe: Mappe) -> tuple[tuple[Befund, ...], str]:
    """Was die Befehle zu einem Bogen sagen, oder woran sie scheitern."""

    def tun(mappe: Mappe) -> tuple[tuple[Befund, ...], str]:
        ergebnis, befunde = ergebnis_rechnen(*gepruefte_eingabe(mappe))
        vom_bogen, satz = bogen_nachrechnen(mappe, ergebnis)
        return (*befunde, *vom_bogen), satz

    try:
        return mit_ganzer_mappe(tun, mappe)
    except Datenfehler as ausnahme:
        return ausnahme.befunde, "gescheitert"


def beide_wege(datei: bytes, ordner: Path) -> tuple[tuple[Befund, ...], str]:
    """Das Urteil, wenn Bytes genügen dürfen; gleich dem, wenn jede Zelle gelesen wird."""
    pfad = ordner / "bogen.xlsx"
    pfad.write_bytes(datei)
    schnell, ganz = (_gelesen(lesen, pfad) for lesen in (rechenmappe_lesen, mappe_lesen))
    assert schnell == ganz
    return schnell


def _gelesen(lesen: Callable[[Path], Mappe], pfad: Path) -> tuple[tuple[Befund, ...], str]:
    try:
        return urteil(lesen(pfad))
    except Datenfehler as ausnahme:
        return ausnahme.befunde, "gescheitert"


def anzahl(datei: bytes, ordner: Path) -> int | None:
    pfad = ordner / "bogen.xlsx"
    pfad.write_bytes(datei)
    mappe = rechenmappe_lesen(pfad)
    ergebnis, _ = ergebnis_rechnen(*gepruefte_eingabe(mappe))
    return unveraendert(mappe, ergebnis)


@pytest.mark.parametrize("fall", FAELLE)
def test_ein_frischer_bogen_braucht_keine_zellen(fall: str, tmp_path: Path) -> None:
    gezaehlt = anzahl(bogen(fall), tmp_path)
    mappe = mappe_lesen(tmp_path / "bogen.xlsx")
    ergebnis, _ = ergebnis_rechnen(*gepruefte_eingabe(mappe))
    vergleiche = abgleichen(mappe, ergebnis) or ()
    assert gezaehlt == len(vergleiche) > 500
    assert all(vergleich.wie_geschrieben for vergleich in vergleiche)
    befunde, satz = beide_wege(bogen(fall), tmp_path)
    assert satz.endswith("alle stimmen.")
    assert not any("gerechnete" in befund.text for befund in befunde)


def test_auch_in_eigener_vorlage(tmp_path: Path) -> None:
    vorlage = tmp_path / "vorlage.xlsx"
    erste = teile(Path("vorlagen/berechnungsbogen.xlsx").read_bytes())
    stile = erste["xl/styles.xml"]
    formate = int(re.findall(rb'<cellXfs count="(\d+)"', stile)[0])
    mehr = stile.replace(b"</cellXfs>", b'<xf numFmtId="14"/></cellXfs>').replace(
        b'<cellXfs count="%d"' % formate, b'<cellXfs count="%d"' % (formate + 1)
    )
    vorlage.write_bytes(gepackt({**erste, "xl/styles.xml": mehr}))
    ergebnis = rechnen(eingabe())
    eigene = vorlagendatei_lesen(vorlage).vorlage()
    datei = bogen_bauen(ergebnis, QUELLE, ergebnis.befunde, eigene)
    assert anzahl(datei, tmp_path) == anzahl(bogen("anteilig"), tmp_path)


def test_gelesen_wird_was_eine_tabellenkalkulation_gespeichert_hat(tmp_path: Path) -> None:
    """Deren Bytes sind andere: ein Versuch, sie zu vergleichen, kostete nur Zeit."""
    ersetzt = {
        name: inhalt.replace(b"version='1.0' encoding='UTF-8'", b'version="1.0" encoding="UTF-8"')
        for name, inhalt in teile(bogen("anteilig")).items()
    }
    pfad = tmp_path / "b.xlsx"
    pfad.write_bytes(gepackt(ersetzt))
    assert rechenmappe_lesen(pfad).ausgelassen is None


def test_ausgelassen_wird_nur_ein_ganzer_bogen(tmp_path: Path) -> None:
    inhalte = teile(bogen("anteilig"))
    mappe = inhalte["xl/workbook.xml"].replace(b'name="Zuordnung"', b'name="Zuordnungen"')
    pfad = tmp_path / "b.xlsx"
    pfad.write_bytes(gepackt({**inhalte, "xl/workbook.xml": mappe}))
    assert rechenmappe_lesen(pfad).ausgelassen is None


# Was jemand an einem Blatt ändern kann, an Bytes, die das Lesen anders sieht oder genauso.


def _ersetzt(muster: bytes, durch: bytes, stelle: int = 0) -> Callable[[bytes], bytes]:
    def tun(blatt: bytes) -> bytes:
        treffer = [*re.finditer(muster, blatt)]
        einer = treffer[stelle if stelle >= 0 else len(treffer) + stelle]
        return blatt[: einer.start()] + einer.expand(durch) + blatt[einer.end() :]

    return tun


AENDERUNGEN: dict[str, Callable[[bytes], bytes]] = {
    "wert": _ersetzt(rb"<v>([0-9])[0-9.]*</v>", rb"<v>\g<1>77</v>"),
    "letzter wert": _ersetzt(rb"<v>([0-9])[0-9.]*</v>", rb"<v>\g<1>77</v>", -1),
    "um ein milliardstel": _ersetzt(rb"<v>([0-9]+\.[0-9]+)</v>", rb"<v>\g<1>0000000001</v>", -1),
    "formel": _ersetzt(rb"<f>", rb"<f>1+"),
    "formel weg": _ersetzt(rb"<f>[^<]*</f>", rb"", -1),
    "zelle weg": _ersetzt(rb"<c r=\"[A-Z]+[0-9]+\"[^>]*><f>[^<]*</f><v>[^<]*</v></c>", rb"", -1),
    "zeile weg": _ersetzt(rb'<row r="[0-9]+"[^>]*>(?:(?!</row>).)*</row>', rb"", -1),
    "zeile doppelt": _ersetzt(
        rb'(<row r="[0-9]+"[^>]*>(?:(?!</row>).)*</row>)</sheetData>', rb"\1\1</sheetData>"
    ),
    "steuerzeichen": _ersetzt(rb"<is><t>", rb"<is><t>&#133;"),
    "anderer ort": _ersetzt(rb'<c r="([A-Z]+)([0-9]+)"', rb'<c r="\g<1>9\g<2>"', -1),
    "kein xml": _ersetzt(rb"</row>", rb"", -1),
    "leerraum": _ersetzt(rb"</row>", rb"</row> ", -1),
    "kommentar": lambda blatt: blatt.replace(b"<sheetData>", b"<!--<sheetData>", 1).replace(
        b"</sheetData>", b"</sheetData>--><sheetData/>"
    ),
    "anderer namensraum": lambda blatt: blatt.replace(
        b"<sheetData>", b'<x xmlns="urn:x"><sheetData>', 1
    ).replace(b"</sheetData>", b"</sheetData></x>"),
    "andere wurzel": lambda blatt: blatt.replace(b'xmlns="' + HAUPT, b'xmlns="urn:x', 1),
    "zweite tabelle": lambda blatt: blatt.replace(
        b"</worksheet>",
        b'<sheetData><row r="900"><c r="A900"><v>1</v></c></row></sheetData></worksheet>',
    ),
    "zelle zweimal": lambda blatt: blatt.replace(
        b"</worksheet>",
        b'<sheetData><row r="6"><c r="A6"><v>1</v></c></row></sheetData></worksheet>',
    ),
    "lautschrift": lambda blatt: blatt.replace(b"<sheetData>", b"<rPh></rPh><sheetData>", 1),
    "abgeschnitten": lambda blatt: blatt[:-12],
}
# Andere Bytes, die gelesen dieselben gerechneten Zellen ergeben.
HARMLOS = {"um ein milliardstel", "steuerzeichen", "leerraum", "lautschrift", "zweite tabelle"}


@pytest.mark.parametrize(
    ("blatt", "art"),
    [
        *product(("Leistungen",), sorted({*AENDERUNGEN} - {"letzter wert", "formel"})),
        *product(NUR_GERECHNET, ("letzter wert", "formel")),
        ("Zuordnung", "steuerzeichen"),
    ],
)
def test_jede_aenderung_wird_gelesen(blatt: str, art: str, tmp_path: Path) -> None:
    inhalte = teile(bogen("anteilig"))
    teil = blattteile(inhalte)[blatt]
    nachher = AENDERUNGEN[art](inhalte[teil])
    assert nachher != inhalte[teil]
    befunde, _ = beide_wege(gepackt({**inhalte, teil: nachher}), tmp_path)
    assert art in HARMLOS or any(b.text.startswith("Im Blatt „") for b in befunde)


def test_ein_format_macht_zahlen_zu_daten(tmp_path: Path) -> None:
    """Die Zeilen sind dieselben; nur die Formate deuten ihre Zahlen anders."""
    inhalte = teile(bogen("anteilig"))
    stile = re.sub(rb'(<xf [^>]*)numFmtId="[0-9]+"', rb'\1numFmtId="14"', inhalte["xl/styles.xml"])
    datei = gepackt({**inhalte, "xl/styles.xml": stile})
    assert anzahl(bogen("anteilig"), tmp_path)
    pfad = tmp_path / "bogen.xlsx"
    pfad.write_bytes(datei)
    mappe = rechenmappe_lesen(pfad)
    frisch = tmp_path / "frisch.xlsx"
    frisch.write_bytes(bogen("anteilig"))
    ergebnis, _ = ergebnis_rechnen(*gepruefte_eingabe(rechenmappe_lesen(frisch)))
    assert mappe.ausgelassen is not None
    assert unveraendert(mappe, ergebnis) is None
    beide_wege(datei, tmp_path)


def test_eine_geaenderte_eingabe_faellt_auf(tmp_path: Path) -> None:
    inhalte = teile(bogen("anteilig"))
    teil = blattteile(inhalte)["Indikatoren"]
    anders = re.sub(rb"<v>31</v>", rb"<v>33</v>", inhalte[teil], count=1)
    assert anders != inhalte[teil]
    befunde, satz = beide_wege(gepackt({**inhalte, teil: anders}), tmp_path)
    assert "stimmen nicht" in satz
    assert any("ein anderer Wert, als ihre Formel ergibt" in befund.text for befund in befunde)


@pytest.mark.parametrize("blatt", ["Berechnungsbogen", "Prüfung"])
def test_eine_faelschung_in_gelesenen_blaettern_faellt_auf(blatt: str, tmp_path: Path) -> None:
    inhalte = teile(bogen("anteilig"))
    teil = blattteile(inhalte)[blatt]
    anders = _ersetzt(rb"<v>([0-9])[0-9.]*</v>", rb"<v>\g<1>77</v>", 3)(inhalte[teil])
    datei = gepackt({**inhalte, teil: anders})
    assert anzahl(datei, tmp_path) is None
    befunde, _ = beide_wege(datei, tmp_path)
    assert any(str(befund.fundort).startswith(f"{blatt}!") for befund in befunde)


def test_was_schadet_steht_vor_fehlern_der_eingabe(tmp_path: Path) -> None:
    """Zu viele beschädigte Zellen lehnt schon das Lesen ab, auch wenn die Eingabe nicht stimmt."""
    inhalte = teile(bogen("anteilig"))
    namen = blattteile(inhalte)
    kaputt = b"".join(
        b'<row r="%d"><c r="A%d"><v>x</v></c></row>' % (n, n) for n in range(900, 11_000)
    )
    zuordnung = inhalte[namen["Zuordnung"]].replace(b"</sheetData>", kaputt + b"</sheetData>")
    eingaben = inhalte[namen["Gewichtung"]].replace(b"<t>Indikator</t>", b"<t>Was</t>")
    datei = gepackt({**inhalte, namen["Zuordnung"]: zuordnung, namen["Gewichtung"]: eingaben})
    befunde, satz = beide_wege(datei, tmp_path)
    assert satz == "gescheitert"
    assert "mehr als 10.000 beschädigte Zellen" in befunde[0].text


def um_die_zeilen(davor: bytes, danach: bytes) -> Callable[[bytes], bytes]:
    """Setzt etwas vor und hinter die Zeilen der Sozialräume 2 bis 5."""

    def tun(blatt: bytes) -> bytes:
        zeilen = [*re.finditer(rb'<row r="(?:13|14|15|16)"(?:(?!</row>).)*</row>', blatt, re.S)]
        assert b"<f>" in zeilen[0][0]
        von, bis = zeilen[0].start(), zeilen[-1].end()
        return blatt[:von] + davor + blatt[von:bis] + danach + blatt[bis:]

    return tun


EINGEPACKT = {
    "kommentar": (b"<!--", b"-->"),
    "angabe": (b'<x a="', b'"/>'),
    "cdata": (b"<![CDATA[", b"]]>"),
    "zelle": (b'<row r="12"><c r="X12"><f>1</f>', b"<v>1</v></c></row>"),
    "zweite tabelle": (
        b'</sheetData><sheetData xmlns="urn:x">',
        b"</sheetData><sheetData>",
    ),
    "element": (b'<x xmlns="urn:x">', b"</x>"),
    "zeile davor": (b'<row r="14"><c r="A14"><v>1</v></c></row>', b""),
    "zeile danach": (b"", b'<row r="14"><c r="A14"><v>1</v></c></row>'),
    "zeile ohne nummer": (b"", b"<row><c><v>1</v></c></row>"),
}


@pytest.mark.parametrize("art", EINGEPACKT)
def test_was_um_die_zeilen_der_anlage_steht_zaehlt(art: str, tmp_path: Path) -> None:
    inhalte = teile(bogen("anteilig"))
    teil = blattteile(inhalte)["Berechnungsbogen"]
    anders = um_die_zeilen(*EINGEPACKT[art])(inhalte[teil])
    datei = gepackt({**inhalte, teil: anders})
    assert anzahl(datei, tmp_path) is None
    beide_wege(datei, tmp_path)


def test_eine_geteilte_formel_ist_nicht_die_des_programms(tmp_path: Path) -> None:
    """Ihr Text steht vor den Zeilen der Sozialräume, sie selbst dahinter."""
    inhalte = teile(bogen("anteilig"))
    teil = blattteile(inhalte)["Berechnungsbogen"]
    summe = rb"(<c r=\"D17\"[^>]*>)<f>[^<]*</f>"
    assert re.search(summe, inhalte[teil])
    anders = re.sub(summe, rb'\1<f t="shared" si="0"/>', inhalte[teil])
    vorn = b'<c r="ZZ1"><f t="shared" si="0" ref="A1:B2">1+1</f><v>2</v></c></row>'
    anders = anders.replace(b"</row>", vorn, 1)
    befunde, _ = beide_wege(gepackt({**inhalte, teil: anders}), tmp_path)
    assert any("sind Formeln geändert: D17" in befund.text for befund in befunde)


def test_ohne_anlage_werden_die_blaetter_doch_gelesen(tmp_path: Path) -> None:
    inhalte = teile(bogen("anteilig"))
    mappe = inhalte["xl/workbook.xml"].replace(b'name="Berechnungsbogen"', b'name="Anlage"')
    datei = gepackt({**inhalte, "xl/workbook.xml": mappe})
    _, satz = beide_wege(datei, tmp_path)
    assert satz == ""


def test_ein_doctype_lehnt_die_mappe_ab(tmp_path: Path) -> None:
    inhalte = teile(bogen("anteilig"))
    teil = blattteile(inhalte)["Rechenweg"]
    anders = inhalte[teil].replace(b"<worksheet", b"<!DOCTYPE x><worksheet", 1)
    befunde, satz = beide_wege(gepackt({**inhalte, teil: anders}), tmp_path)
    assert satz == "gescheitert"
    assert "DOCTYPE" in befunde[0].text


def test_geraten_ist_nur_der_versatz(tmp_path: Path) -> None:
    """Andere Formatnummern in allen Zellen eines Blatts sind andere Bytes."""
    inhalte = teile(bogen("anteilig"))
    teil = blattteile(inhalte)["Leistungen"]
    anders = re.sub(rb' s="([0-9]+)"', lambda s: b' s="%d"' % (int(s[1]) + 1), inhalte[teil])
    datei = gepackt({**inhalte, teil: anders})
    assert anzahl(datei, tmp_path) is None
    beide_wege(datei, tmp_path)


def test_der_dateiname_entscheidet_nicht(tmp_path: Path) -> None:
    pfad = tmp_path / "bogen.ods"
    pfad.write_bytes(bogen("anteilig"))
    assert urteil(rechenmappe_lesen(pfad)) == urteil(mappe_lesen(pfad))


def test_ausgelassen_ist_nichts_was_die_eingabe_braucht(tmp_path: Path) -> None:
    pfad = tmp_path / "bogen.xlsx"
    pfad.write_bytes(bogen("gruppen"))
    rechenmappe, ganze = rechenmappe_lesen(pfad), mappe_lesen(pfad)
    assert rechenmappe.ausgelassen is not None
    nachgeholt = rechenmappe.ausgelassen.ganz()
    assert [(b.name, {**b.zellen}) for b in nachgeholt.blaetter] == [
        (b.name, {**b.zellen}) for b in ganze.blaetter
    ]
    assert gepruefte_eingabe(rechenmappe) == gepruefte_eingabe(ganze)

"""Schlichte Zeilen werden ohne XML-Leser gelesen; beide Wege ergeben dieselbe Mappe.

Art des Fehlers: ein schneller Weg für große Mappen, der anders liest als der gründliche.
"""

import random
from functools import partial
from pathlib import Path

import pytest
from befehlszeile import DATEN, DATEN_2026
from bogendatei import teile
from test_laden import blatt_xml, xlsx_teile, zip_schreiben

from sozialraum_cli.befund import Datenfehler
from sozialraum_cli.lesen import archiv, zeilenlauf
from sozialraum_cli.lesen.mappendatei import mappe_lesen
from sozialraum_cli.lesen.vorrat import GRENZEN, Posten
from sozialraum_cli.lesen.xlsxblatt import Blattleser
from sozialraum_cli.lesen.zeilenlauf import Lauf

ZAHLEN = (
    *("0", "1", "270", "165000", "0012", "12.4", "12.40", "-3", "-0", "+5", ".5", "5."),
    *("0.30000000000000004", "1E5", "1e-3", "1E400", "123456789012345", "1234567890123456"),
    *("..", "1-2", "E", "-", "45413", "45413.5", "0.7", "1_0", " 7", "7 ", "٣", "&#49;"),
)
VERWEISE = ("0", "1", "2", "3", "4", "00", "99", "-1", "1.0", "12345678901", "")
TEXTE = (
    *("Adendorf", "Ä Ö ü ß", " vorn", "hinten ", " ", "  \u00a0", "a\tb", "a\nb", "_x0041_"),
    *("a&amp;b", "1 &lt; 2", "]]>", "\u20ac", "\U0001f600", "\ufeff", "\uff21", "\uac00"),
    *(
        "L&#252;neburg",
        "&#8364;",
        "&#160;",
        "&#13;",
        "&#1;",
        "&#150;",
        "&#xFC;",
        "&uuml;",
        "&#65534;",
    ),
    *(
        "&#65534;",
        "&amp;amp;",
        "&quot;&gt;",
        "&apos;",
        "&#55296;",
        "&#49999;",
        "&#0252;",
        "&#8206;",
        "&#8238;",
    ),
    *("\x7f", "\x85", "\u202e", "=SUMME(A1)", "x" * 300, "a > b"),
)
KAPUTT = (b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xef\xbf\xbf", b"\x01", b"\xf5\x80\x80\x80")
GEMEINSAM = "".join(
    f"<si><t>{text}</t></si>" for text in ("Adendorf", "Amt Neuhaus", "a&#13;b", "\x7f", " ")
)
STILE = (
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="9"/><xf numFmtId="14"/><xf numFmtId="46"/>'
    '<xf numFmtId="20"/></cellXfs></styleSheet>'
)


def _zelle(zufall: random.Random, spalte: str, zeile: int) -> bytes:
    ort = f'<c r="{spalte}{zeile}"'
    format_ = zufall.choice(("", "", ' s="0"', ' s="1"', ' s="2"', ' s="3"', ' s="4"', ' s="99"'))
    match zufall.randrange(8):
        case 0 | 1 | 2:
            art, inhalt = zufall.choice(("", ' t="n"')), f"<v>{zufall.choice(ZAHLEN)}</v>"
        case 3 | 4:
            art, inhalt = ' t="s"', f"<v>{zufall.choice(VERWEISE)}</v>"
        case 5 | 6:
            raum = zufall.choice(("", ' xml:space="preserve"'))
            art, inhalt = ' t="inlineStr"', f"<is><t{raum}>{zufall.choice(TEXTE)}</t></is>"
        case _:
            art = zufall.choice(("", ' t="n"', ' t="b"', ' t="e"', ' t="str"', ' t="inlineStr"'))
            inhalt = zufall.choice(("", "<v/>", "<v>1</v>", "<f>1+1</f><v>2</v>", "<is><t/></is>"))
    if not inhalt:
        return f"{ort}{format_}{art}/>".encode()
    return f"{ort}{format_}{art}>{inhalt}</c>".encode()


def _zeile(zufall: random.Random, nummer: int) -> bytes:
    angaben = zufall.choices(
        ("", ' spans="1:3"', ' ht="15"', ' hidden="1"', ' spans="1:3" hidden="true" ph="1"'),
        (60, 10, 10, 5, 5),
    )[0]
    orte = ["A", "B", "C"][: zufall.randrange(4)]
    if zufall.random() < 0.05:
        orte.append(zufall.choice(("A", "AA", "XFD", "XFE", "ZZZ", "b")))
    zellen = b"".join(_zelle(zufall, spalte, nummer) for spalte in orte)
    if zufall.random() < 0.02:
        stoerung = zufall.choice(KAPUTT)
        zellen += f'<c r="C{nummer}" t="inlineStr"><is><t>'.encode() + stoerung + b"</t></is></c>"
    nennung = f' r="{nummer}"' if zufall.random() < 0.97 else ""
    return f"<row{nennung}{angaben}>".encode() + zellen + b"</row>"


def _blatt(saat: int) -> bytes:
    zufall = random.Random(saat)
    nummern = [*range(1, zufall.randrange(2, 8))]
    if zufall.random() < 0.2:
        nummern.append(zufall.choice((1, 2, 1_048_576, 1_048_577, 9_999_999)))
    return b"".join(_zeile(zufall, nummer) for nummer in nummern)


def _mappe(ordner: Path, zeilen: bytes) -> Path:
    """Eine Mappe, deren Blatt aus genau diesen Bytes besteht."""
    teile = xlsx_teile(blatt_xml("@@"), texte=GEMEINSAM, stile=STILE)
    inhalt = {
        name: (t if isinstance(t, bytes) else t.encode()).replace(b"@@", zeilen)
        for name, t in teile.items()
    }
    return zip_schreiben(ordner / "mappe.xlsx", inhalt)


def _auf_beiden_wegen(datei: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[object, object]:
    schnell = _ergebnis(datei)
    with monkeypatch.context() as geaendert:
        geaendert.setattr(Blattleser, "aufnahme", lambda _leser: None)
        return schnell, _ergebnis(datei)


def _ergebnis(datei: Path) -> object:
    try:
        mappe = mappe_lesen(datei)
    except Datenfehler as grund:
        return grund.befunde
    return repr(mappe)


@pytest.mark.parametrize("anfang", range(0, 1_000, 100))
def test_tausend_zufaellige_blaetter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, anfang: int
) -> None:
    for saat in range(anfang, anfang + 100):
        pfad = _mappe(tmp_path, _blatt(saat))
        schnell, gruendlich = _auf_beiden_wegen(pfad, monkeypatch)
        assert schnell == gruendlich, saat


# Je Art einer Zelle, wie sie beginnt und was in ihr stehen kann.
ARTEN = (
    (' t="n"', "<v>{}</v>", ("0", "7", "270", "12.4", "165000", "1E5", "-3")),
    (' t="n"', "<v>{}</v>", ("7", "270", "165000")),
    ("", "<v>{}</v>", ("270", "1234567", "123456789012345", "1234567890123456")),
    ("", "<v>{}</v>", ("0.1", "0.30000000000000004", "33.3333333", "123456")),
    (' t="s"', "<v>{}</v>", ("0", "1")),
    (' t="inlineStr"', "<is><t>{}</t></is>", ("Ort", "Ä", "L&#252;", "_x0041_")),
    (' t="b"', "<v>{}</v>", ("0", "1")),
)
SCHLECHT = ("<v>1-2</v>", "<v>99</v>", "<v>1E400</v>", "<f>1+1</f><v>2</v>", "<v> 7</v>", "<v/>")


def _laeufe(saat: int) -> bytes:
    """Viele Zeilen derselben Form, hin und wieder eine andere Form oder eine gestörte Zeile."""
    zufall = random.Random(saat)
    zeilen: list[str] = []
    nummer = 0
    for _ in range(zufall.randrange(1, 5)):
        angaben = zufall.choice(("", ' spans="1:3"', ' ht="15"'))
        spalten = sorted(zufall.sample("ABCDE", zufall.randrange(1, 5)))
        form = [
            (s, zufall.choice(("", "", ' s="1"', ' s="2"', ' s="99"')), zufall.choice(ARTEN))
            for s in spalten
        ]
        luecken = zufall.choice((0, 0, 0.3))
        for _ in range(zufall.randrange(1, 40)):
            nummer += 1 if zufall.random() < 0.97 else zufall.choice((0, -2, 2, 5))
            nummer = max(nummer, 1)
            zellen = [
                f'<c r="{s}{nummer}"{stil}{art}>{inhalt.format(zufall.choice(werte))}</c>'
                for s, stil, (art, inhalt, werte) in form
            ]
            if zufall.random() < 0.05:
                stelle = zufall.randrange(len(zellen))
                ort = f'<c r="{spalten[stelle]}{nummer}"'
                zellen[stelle] = zufall.choice(
                    (
                        "",
                        f"{ort}/>",
                        zellen[stelle].replace(str(nummer), str(nummer + 1), 1),
                        f'{ort} s="1"/>',
                        f"{ort}>{zufall.choice(SCHLECHT)}</c>",
                        f'{ort} t="s">{zufall.choice(SCHLECHT)}</c>',
                        f'{ort} t="s"><v>{zufall.choice(VERWEISE)}</v></c>',
                        f'{ort} t="inlineStr"><is><t>{zufall.choice(TEXTE)}</t></is></c>',
                        f'{ort} s="3"><v>{zufall.choice(ZAHLEN)}</v></c>',
                    )
                )
            if zufall.random() < luecken and len(zellen) > 1:
                stelle = zufall.randrange(len(zellen))
                leer = (f'<c r="{spalten[stelle]}{nummer}"{form[stelle][1]}/>', "")
                zellen[stelle] = zufall.choice(leer)
            hier = angaben if zufall.random() < 0.97 else ' hidden="1"'
            zeilen.append(f'<row r="{nummer}"{hier}>{"".join(zellen)}</row>')
    if zufall.random() < 0.05:
        zeilen.append("<c><v>1</v></c><row><c><v>2</v></c></row>")
    return "".join(zeilen).encode()


def _immer(grenzen: dict[Posten, int], _dateigroesse: int) -> dict[Posten, int]:
    return grenzen


@pytest.mark.parametrize("anfang", range(0, 1_000, 100))
def test_tausend_blaetter_aus_laeufen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, anfang: int
) -> None:
    """Auch an den Grenzen der gelesenen Stücke und des Vorrats ist es dieselbe Mappe."""
    aufgenommen: list[bool] = []
    eigentlich = Blattleser._lauf

    def merken(leser: Blattleser, lauf: Lauf) -> bool:
        aufgenommen.append(eigentlich(leser, lauf))
        return aufgenommen[-1]

    monkeypatch.setattr(Blattleser, "_lauf", merken)
    for saat in range(anfang, anfang + 100):
        zufall = random.Random(f"Grenzen {saat}")
        monkeypatch.setattr(zeilenlauf, "_LOHNT_SICH", zufall.choice((1, 2, 16)))
        monkeypatch.setattr(archiv, "_STUECK", zufall.choice((150, 1_000, 256 * 1024)))
        grenzen = {**GRENZEN}
        if zufall.random() < 0.4:
            grenzen[Posten.ZELLEN] = zellen = zufall.randrange(20, 120)
            grenzen[Posten.ZEICHEN] = 20 + zufall.randrange(2 * zellen)
        monkeypatch.setattr(archiv, "grenzen", partial(_immer, grenzen))
        pfad = _mappe(tmp_path, _laeufe(saat))
        schnell, gruendlich = _auf_beiden_wegen(pfad, monkeypatch)
        assert schnell == gruendlich, saat
    # Sonst verglichen sie zweimal dasselbe; und nicht jeder Lauf darf ohne Prüfung durchgehen.
    assert set(aufgenommen) == {True, False}


@pytest.mark.parametrize("datei", [DATEN, DATEN_2026])
def test_beispiele(datei: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    schnell, gruendlich = _auf_beiden_wegen(datei, monkeypatch)
    assert schnell == gruendlich


def test_der_kurze_weg_greift(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sonst verglichen die Tests darüber zweimal dasselbe."""
    gelesen: list[bytes] = []
    eigentlich = Blattleser._schlichte_zeile

    def merken(leser: Blattleser, nummer: bytes, zellen: list[tuple[bytes, ...]]) -> None:
        gelesen.append(nummer)
        eigentlich(leser, nummer, zellen)  # type: ignore[arg-type]

    monkeypatch.setattr(Blattleser, "_schlichte_zeile", merken)
    mappe_lesen(DATEN)
    assert len(gelesen) > 10
    fremd = teile(DATEN.read_bytes())
    blatt = "xl/worksheets/sheet1.xml"
    # In fremdem Namensraum ist es keine Tabelle, auch wenn sie so aussieht.
    fremd[blatt] = fremd[blatt].replace(b"<sheetData>", b'<x xmlns="y"><sheetData>')
    fremd[blatt] = fremd[blatt].replace(b"</sheetData>", b"</sheetData></x>")
    gelesen.clear()
    mappe = mappe_lesen(zip_schreiben(tmp_path / "fremd.xlsx", {blatt: b"", **fremd}))
    assert mappe.blaetter[0].zellen == {}

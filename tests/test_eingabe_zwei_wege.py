"""Spalten, an denen nichts zu prüfen ist, werden auf einmal gelesen; beide Wege ergeben dasselbe.

Art des Fehlers: ein kurzer Weg für große Tabellen, der einen Befund übersieht, einen anderen
schreibt oder ihn an anderer Stelle meldet.
"""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from test_eingabe import Bau

from sozialraum_cli.befund import Datenfehler
from sozialraum_cli.eingabe import (
    betrag,
    blatt_indikatoren,
    blatt_sozialraeume,
    naher_bereich,
    summe,
    tabelle,
)
from sozialraum_cli.eingabe.bilden import eingabe_bilden
from sozialraum_cli.eingabe.summenwort import benennt_kennzahl, benennt_summe, fragliche_texte
from sozialraum_cli.lesen.mappe import Mappe
from sozialraum_cli.lesen.zelle import Fehlerwert, FormelOhneWert, Zelle
from sozialraum_cli.lesen.zellen import Zellen

NAMEN = (
    *("Adendorf", "Amt Neuhaus", "Bardowick", "Ort 1", "Ort 2", "Ort 3", "Lüneburg Süd", "Ilmenau"),
    *("Gellersen", "Ostheide", "Scharnebeck", "Dahlenburg", "Bleckede", "Kirchgellersen", "a`b"),
)
STOERNAMEN = (
    *("Summe", "Gesamt", "Nord gesamt", "Kreis", "K r e i s", "Landkreis X", "Durchschnitt", "Max"),
    *("Ort l", "Ort I", "ADENDORF", " Ort  1 ", "\u0410dendorf", "x" * 256, f"Kreis{' ' * 300}x"),
    *("Quelle: BA", "1", "2", "\u00ad", "a\x07b", "=1+1", "S.u.", "Median", "Sozialraum", "", "Ø"),
    *(None, Decimal(3), True, datetime(2011, 2, 1, tzinfo=UTC), Fehlerwert("#NV"), "Anzahl", "€"),
)
STOERWERTE = (
    *(0, -1, Decimal("1e-12"), Decimal("1e12"), Decimal("999999999999"), Decimal("0.005"), "12,5"),
    *(Decimal("100.10"), Decimal("7.123"), "1.234", "x", ".", "5 %", "3 €", "2 h", "", None, True),
    *(Zelle(Decimal("0.5"), prozent=True), Zelle(Decimal("1.5"), prozent=True), Fehlerwert("#NV")),
    *(Zelle(Decimal(0), formel="B2*0"), Zelle(Decimal(5), formel="A1"), FormelOhneWert(), 100.5),
    *(Zelle(Decimal(0), formel="B2"), Zelle(Decimal("0.5"), format_unbekannt=True), "\u2028"),
    *(timedelta(hours=30), datetime(2011, 2, 1, tzinfo=UTC), Decimal("NaN"), "a\x07b", 12345),
)


def zufaellige_mappe(zufall: random.Random) -> Mappe:
    """Eine Mappe, in der je Blatt einige Zellen gestört sind; oft nur eine oder keine."""
    namen = zufall.sample(NAMEN, zufall.randrange(1, 9))
    raeume: list[list[Any]] = [["Sozialraum", "Schlüssel", "Träger", "Budget bisher"]]
    raeume += [[n, f"0335{i:05}", "AWO", zufall.randrange(1, 999)] for i, n in enumerate(namen)]
    if zufall.random() < 0.3:
        zufall.shuffle(namen)
    quote = zufall.choice((1, 12.4, 0.5))
    werte: list[list[Any]] = [["Sozialraum", "Arbeitslose", "Quote", "Einwohner", "frei"]]
    werte += [[n, zufall.randrange(50), quote, zufall.randrange(1, 999), 3] for n in namen]
    if zufall.random() < 0.3:
        raeume.append(["Summe", None, None, sum(zeile[3] for zeile in raeume[1:])])
        werte.append(["Summe", sum(zeile[1] for zeile in werte[1:]), None, 7, None])
    for zeilen in (raeume, werte):
        if zufall.random() < 0.1:
            zeilen.insert(zufall.randrange(1, len(zeilen) + 1), [None] * 4)
        if zufall.random() < 0.1:
            zeilen.insert(1, [1, 2, 3, 4])
        if zufall.random() < 0.1:
            zeilen.append([None, "Summe", 3, 4])
        for _ in range(zufall.choice((0, 0, 0, 1, 1, 2))):
            zeile = zufall.randrange(1, len(zeilen))
            spalte = zufall.randrange(len(zeilen[zeile]))
            zeilen[zeile][spalte] = zufall.choice(STOERWERTE if spalte else STOERNAMEN)
        if zufall.random() < 0.1:
            for zeile_ in zeilen[1:]:
                zeile_[1] = zufall.choice((None, Zelle(Decimal("0.25"), prozent=True), 7))
        if zufall.random() < 0.2:
            for zeile_ in zeilen[1:]:
                anteil = Decimal(zufall.choice(("0.25", "0", "0.125", "1", "0.0001")))
                zeile_[2] = Zelle(anteil, prozent=True)
            if zufall.random() < 0.3:
                anteil = Decimal(zufall.choice(("1.01", "-0.1", "1e-13", "1e11", "NaN")))
                zufall.choice(zeilen)[2] = Zelle(anteil, prozent=True)
        if zufall.random() < 0.1:
            zeilen.append([zufall.choice(STOERNAMEN), *[zufall.choice(STOERWERTE)] * 5])
    if zufall.random() < 0.1:
        del raeume[0][zufall.randrange(1, 4)]
    gewichtung: list[list[Any]] = [
        ["Indikator", "Gewicht", "Art", "Bezugsgröße"],
        ["Arbeitslose", 60, None, "Einwohner"],
        ["Quote", 40, zufall.choice(("Quote", "Quote", "Anzahl")), None],
    ]
    return Bau(raeume, werte, gewichtung).mappe(
        ohne=zufall.choice(((), (), (), (), (), ("Gewichtung",), ("Sozialräume",)))
    )


def ergebnis(mappe: Mappe) -> str:
    """Die Eingabe mit allen Orten und Hinweisen, sonst die Befunde in ihrer Reihenfolge."""
    try:
        eingabe, befunde = eingabe_bilden(mappe)
    except Datenfehler as grund:
        return repr(grund.befunde)
    return repr((replace(eingabe, fundorte={}), dict(eingabe.fundorte), befunde))


@pytest.mark.parametrize("anfang", range(0, 2_000, 500))
def test_zweitausend_mappen(monkeypatch: pytest.MonkeyPatch, anfang: int) -> None:
    mappen = [zufaellige_mappe(random.Random(saat)) for saat in range(anfang, anfang + 500)]
    schnell = [ergebnis(mappe) for mappe in mappen]
    for modul in (blatt_sozialraeume, blatt_indikatoren):
        monkeypatch.setattr(modul, "schlichte_zahlen", lambda _inhalte: None)
    monkeypatch.setattr(blatt_sozialraeume, "schlichte_texte", lambda _inhalte: None)
    monkeypatch.setattr(blatt_indikatoren, "schlichte_prozente", lambda _inhalte: None)
    monkeypatch.setattr(tabelle, "_fragliche", lambda darunter, _spalte: list(darunter))
    monkeypatch.setattr(naher_bereich, "_hat_leere_texte", lambda _inhalte: True)
    for modul in (betrag, summe):
        monkeypatch.setattr(modul, "alle_ganz", lambda _zahlen: False)
    for saat, (mappe, kurz) in enumerate(zip(mappen, schnell, strict=True), start=anfang):
        assert kurz == ergebnis(mappe), saat
    # Sonst prüfte der Test nur, dass beide Wege dieselben Fehler melden.
    assert sum(text.startswith("(Eingabe(") for text in schnell) > 20


WORTE = ("Summe", "Su", "ges", "Kreis", "Land", "Alle", "Räume", "Max", "Ø", "Ort", "Insg.", "min")
TRENNER = (" ", "", "-", "\n", "  ", ". ", "\u00a0", "1", "\x00")


def test_fraglich_ist_jeder_text_der_eine_summe_benennt() -> None:
    zufall = random.Random(3)
    texte = [
        "".join(
            zufall.choice(WORTE).swapcase() + zufall.choice(TRENNER)
            for _ in range(zufall.randrange(4))
        )
        for _ in range(5_000)
    ]
    texte += [f"Kreis{' ' * 300}x", "Summe", "", "=Summe"]
    benennen = {
        text
        for text in texte
        if benennt_kennzahl(text)
        or benennt_summe(text, sozialraum=True)
        or benennt_summe(text, sozialraum=False)
    }
    assert benennen <= fragliche_texte(texte)
    assert all(fragliche_texte([text]) == {text} for text in benennen)
    assert not fragliche_texte([f"Ort {nummer}" for nummer in range(100)])


def test_zellen_in_bloecken_sind_dieselben_zellen() -> None:
    """Nachsehen, Aufzählen, Zeilen, Spalten und Ausschnitte, gleich wie die Zellen liegen."""
    zufall = random.Random(4)
    for _ in range(300):
        hoehe, breite = zufall.randrange(1, 9), zufall.randrange(1, 5)
        stellen = [(z, s) for z in range(1, hoehe) for s in range(1, breite + 1)]
        belegt = zufall.sample(stellen, round(len(stellen) * zufall.choice((0.3, 0.9, 1))))
        erwartet = {
            stelle: zufall.choice((Zelle("x"), Zelle(Decimal(1)), Zelle(Decimal(1), prozent=True)))
            for stelle in belegt
        }
        zellen = Zellen.aus(erwartet)
        assert list(zellen.items()) == sorted(erwartet.items())
        assert list(zellen) == sorted(erwartet)
        assert len(zellen) == len(erwartet)
        assert all(zellen.get(stelle) == erwartet.get(stelle) for stelle in [*stellen, (99, 1)])
        je_zeile = {
            z: {s: c for (y, s), c in sorted(erwartet.items()) if y == z} for z, _ in belegt
        }
        assert list(zellen.zeilen()) == sorted(je_zeile.items())
        assert all(zellen.zeile(z) == je_zeile.get(z, {}) for z in range(hoehe + 1))
        zeilen = sorted(zufall.sample(range(1, hoehe + 2), zufall.randrange(hoehe + 1)))
        for spalte in range(breite + 2):
            gelesen = [
                Zelle(i) if isinstance(i, str | Decimal) else i
                for i in zellen.spalte(spalte, zeilen)
            ]
            assert gelesen == [erwartet.get((zeile, spalte)) for zeile in zeilen]
        bis = zufall.randrange(hoehe + 1), zufall.randrange(breite + 1)
        assert dict(zellen.bis(*bis).items()) == {
            (z, s): c for (z, s), c in erwartet.items() if z <= bis[0] and s <= bis[1]
        }

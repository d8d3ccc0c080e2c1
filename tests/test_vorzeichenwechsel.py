"""Vorzeichenwechsel und Summen je Gruppe: in Rechnung, JSON, CSV und Terminal."""

import csv
import io
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from befehlszeile import DATEN, Aufruf
from bogenfaelle import beispiel
from conftest import kleine_eingabe
from hypothesis import assume, given
from test_eigenschaften import eingaben, rechnen_oder_fehler

from sozialraum_cli.modell import Eingabe, Sozialraum
from sozialraum_cli.rechnen.berechnung import Ergebnis, rechnen
from sozialraum_cli.rechnen.gruppen import Gruppenart, gruppen
from sozialraum_cli.rechnen.vorzeichenwechsel import wechselt_vorzeichen
from sozialraum_cli.verfahren.schutz.verzeichnis import SCHUTZVERFAHREN, namen

# Wie veröffentlicht: das Beispiel 2012 mit 95 %.
BETROFFEN = {
    "keiner": (),
    "anteilig": (),
    "mindestbudget": ("Adendorf", "Amelinghausen", "Ostheide"),
    "kappung": ("Adendorf", "Amelinghausen", "Ilmenau", "Ostheide"),
    "verlustgrenze": (),
    "defizitausgleich": (),
}


@pytest.fixture
def aufruf(capfdbinary: pytest.CaptureFixture[bytes]) -> Aufruf:
    return Aufruf(capfdbinary)


def betroffene(ergebnis: Ergebnis) -> tuple[str, ...]:
    return tuple(z.sozialraum.name for z in ergebnis.sozialraeume if z.vorzeichenwechsel)


@pytest.mark.parametrize("verfahren", SCHUTZVERFAHREN)
def test_beispiel_2012(verfahren: str) -> None:
    eingabe = beispiel("lueneburg_2012.xlsx")
    parameter = replace(
        eingabe.parameter, bestandsschutz_verfahren=verfahren, bestandsschutz=Decimal(95)
    )
    ergebnis = rechnen(replace(eingabe, parameter=parameter))
    assert betroffene(ergebnis) == BETROFFEN[verfahren]
    hinweise = [b.text for b in ergebnis.befunde if b.text.startswith("Vorzeichenwechsel")]
    assert len(hinweise) == bool(BETROFFEN[verfahren])
    for name in BETROFFEN[verfahren]:
        assert f"„{name}“" in hinweise[0]


@given(eingaben(["anteile"], namen(lambda v: v.behaelt_vorzeichen), vollstaendig=True))
def test_wer_das_vorzeichen_behaelt_behaelt_es_immer(eingabe: Eingabe) -> None:
    """Gegenüber dem Vergleichsbudget; ohne Referenzbudget ist das das bisherige."""
    raeume = tuple(raum._replace(referenzbudget=None) for raum in eingabe.sozialraeume)
    ergebnis = rechnen_oder_fehler(replace(eingabe, sozialraeume=raeume))
    assume(ergebnis is not None)
    assert ergebnis is not None
    assert betroffene(ergebnis) == ()


def test_auch_aus_weniger_kann_mehr_werden() -> None:
    # Referenz 60.000 gegen bisher 20.000: D = 10.000, mit 90 % Schutz 54.000.
    ergebnis = rechnen(
        kleine_eingabe(
            (5, 4, 1),
            bisher=(30000, 30000, 20000),
            referenz=(30000, 30000, 60000),
            bestandsschutz_verfahren="anteilig",
            bestandsschutz=80,
        )
    )
    assert betroffene(ergebnis) == ("Raum 1", "Raum 2", "Raum 3")
    (befund,) = ergebnis.befunde
    assert "durch den Bestandsschutz aber weniger bekommt: „Raum 1“, „Raum 2“." in befund.text
    assert "durch den Bestandsschutz aber mehr bekommt: „Raum 3“." in befund.text
    assert "bei „verlustgrenze“ oder „defizitausgleich“" in befund.abhilfe


@pytest.mark.parametrize(
    ("bisher", "ohne", "neu", "wechselt"),
    [
        ("100", "101", "99", True),
        ("100", "99", "101", True),
        ("100", "101", "100", False),
        ("100", "100", "90", False),
        ("100.6", "101", "100", False),  # weniger als eine Einheit: die Rundung
        (None, "101", "99", False),
    ],
)
def test_wann_ein_vorzeichen_wechselt(
    bisher: str | None, ohne: str, neu: str, wechselt: bool
) -> None:
    alt = None if bisher is None else Decimal(bisher)
    assert wechselt_vorzeichen(alt, Decimal(ohne), Decimal(neu), Decimal(1)) is wechselt


def mit_gruppen(*angaben: tuple[str | None, str | None], **weitere: Any) -> Ergebnis:
    """Drei Sozialräume mit Region und Träger."""
    eingabe = kleine_eingabe((5, 3, 2), bisher=(40000, 40000, 20000), **weitere)
    raeume: tuple[Sozialraum, ...] = tuple(
        raum._replace(region=region, traeger=traeger)
        for raum, (region, traeger) in zip(eingabe.sozialraeume, angaben, strict=True)
    )
    return rechnen(replace(eingabe, sozialraeume=raeume))


def test_gruppen_in_der_reihenfolge_der_mappe_ohne_namen_zuletzt() -> None:
    ergebnis = mit_gruppen((None, "AWO"), ("Süd", "AWO"), ("Nord", ""))
    gebildet = gruppen(ergebnis)
    assert [(g.art, g.name, g.sozialraeume) for g in gebildet] == [
        (Gruppenart.REGION, "Süd", ("Raum 2",)),
        (Gruppenart.REGION, "Nord", ("Raum 3",)),
        (Gruppenart.REGION, None, ("Raum 1",)),
        (Gruppenart.TRAEGER, "AWO", ("Raum 1", "Raum 2")),
        (Gruppenart.TRAEGER, None, ("Raum 3",)),
        (Gruppenart.ZUSTAENDIGKEIT, None, ("Raum 1", "Raum 2", "Raum 3")),
    ]
    awo = gebildet[3]
    assert (awo.budget_bisher, awo.budget_neu, awo.differenz) == (80000, 80000, 0)
    stunden = [z.komponenten.leistungen[0].stunden for z in ergebnis.sozialraeume[:2]]
    assert awo.stunden[0].stunden == sum(stunden)


def test_fehlt_ein_bisheriges_budget_fehlen_summe_und_differenz_seiner_gruppe() -> None:
    eingabe = kleine_eingabe((5, 3, 2), bisher=(40000, None, 20000))
    raeume = [
        r._replace(region="Süd" if n < 2 else "Nord") for n, r in enumerate(eingabe.sozialraeume)
    ]
    sued, nord, *_ = gruppen(rechnen(replace(eingabe, sozialraeume=tuple(raeume))))
    assert (sued.budget_bisher, sued.differenz) == (None, None)
    assert (nord.budget_bisher, nord.differenz) == (20000, 0)


MINDESTBUDGET = ("--verfahren", "mindestbudget", "--bestandsschutz", "95", "--ohne-bogen")


def test_json_csv_und_tabelle_nennen_betroffene_und_gruppen(aufruf: Aufruf) -> None:
    objekt = aufruf("berechnen", DATEN, *MINDESTBUDGET, "--format", "json").objekt
    wechsel = [z["sozialraum"] for z in objekt["sozialraeume"] if z["vorzeichenwechsel"]]
    assert wechsel == ["Adendorf", "Amelinghausen", "Ostheide"]
    regionen = [gruppe for gruppe in objekt["gruppen"] if gruppe["art"] == "region"]
    assert [gruppe["name"] for gruppe in regionen] == ["Nord", "Süd", "Ost"]
    assert sum(gruppe["budget_neu"] for gruppe in regionen) == objekt["summen"]["budget_neu"]
    je_raum = {z["sozialraum"]: z for z in objekt["sozialraeume"]}
    for gruppe in objekt["gruppen"]:
        zeilen = [je_raum[name] for name in gruppe["sozialraeume"]]
        assert gruppe["differenz"] == sum(zeile["differenz"] for zeile in zeilen)
        for nummer, stunden in enumerate(gruppe["stunden"]):
            einzeln = sum(zeile["leistungen"][nummer]["stunden"] for zeile in zeilen)
            assert abs(stunden["stunden"] - einzeln) <= Decimal("0.00001")

    csv_lauf = aufruf("berechnen", DATEN, *MINDESTBUDGET, "--format", "csv")
    zeilen = list(csv.DictReader(io.StringIO(csv_lauf.roh.decode("utf-8-sig")), delimiter=";"))
    assert [z["sozialraum"] for z in zeilen if z["vorzeichenwechsel"] == "ja"] == wechsel
    assert {z["vorzeichenwechsel"] for z in zeilen} == {"ja", "nein"}
    nord = next(gruppe for gruppe in regionen if gruppe["name"] == "Nord")
    betrag = f"{nord['budget_neu']:.2f}".replace(".", ",")
    assert {z["region budget_neu"] for z in zeilen if z["region"] == "Nord"} == {betrag}

    lauf = aufruf("berechnen", DATEN, *MINDESTBUDGET)
    text = " ".join(lauf.stdout.split())
    assert "oder umgekehrt): Adendorf, Amelinghausen, Ostheide." in text
    assert "Nord 530.000 556.099 +26.099" in text
    assert "ohne Angabe 1.185.000 1.207.561 +22.561" in text
    assert "„Adendorf“, „Amelinghausen“, „Ostheide“" in lauf.stderr

"""Die Eingabeblätter, wie die Tabellenkalkulation und der eigene Leser sie sehen."""

import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl import Workbook

from sozialraum_cli import eingabeblatt
from sozialraum_cli.arbeitsmappe.speichern import bytegleich
from sozialraum_cli.befund import Befund, Datenfehler
from sozialraum_cli.eingabe.bilden import eingabe_bilden
from sozialraum_cli.eingabe.parameterwerte import Setzung
from sozialraum_cli.eingabemappe.eingabeblaetter import (
    GEWICHTUNG,
    INDIKATOREN,
    PARAMETER,
    RESERVE,
    SOZIALRAEUME,
    Adressen,
    Parameterzeile,
    eingabeblaetter_anlegen,
    parameterzeilen,
)
from sozialraum_cli.eingabemappe.leere_eingabemappe import leere_eingabemappe
from sozialraum_cli.lesen.blattbau import LETZTE_ZEILE
from sozialraum_cli.lesen.mappendatei import mappe_lesen
from sozialraum_cli.modell import Art, Eingabe, Indikator, Richtung, Sozialraum, Spalte
from sozialraum_cli.parameter import PARAMETERANGABEN
from sozialraum_cli.verfahren.schutz.verzeichnis import SCHUTZVERFAHREN

STAND = datetime(2026, 1, 15, 12, tzinfo=UTC)
RAEUME = (
    Sozialraum("=1+1", "001", "+Träger", "@Ost", "[rot]", Decimal("165000.07"), Decimal("0")),
    Sozialraum("-Süd", "002", budget_bisher=Decimal("8.7"), referenzbudget=Decimal(9)),
)
INDIKATORLISTE = (
    Indikator("Fälle", Decimal("33.3")),
    Indikator(
        "#NV", Decimal(40), Art.QUOTE, "Einwohner", Richtung.ENTLASTEND, "Zensus", "09.05.2011"
    ),
    Indikator("Anteil", Decimal(25), Art.QUOTE, "Einwohner"),
)
SPALTEN = (
    Spalte("Fälle", (Decimal(3), Decimal("4.5"))),
    Spalte("#NV", (Decimal("12.4"), Decimal("0.76"))),
    Spalte("Anteil", (Decimal("17.02"), Decimal("8.7")), prozentzellen=True),
    Spalte("Einwohner", (Decimal(10163), Decimal(8148))),
)
WERTE: dict[str, Decimal | str | int] = {
    "jahr": 2012,
    "gesamtbudget": Decimal("1700000.5"),
    "bestandsschutz_verfahren": "anteilig",
    "bestandsschutz": Decimal(70),
    "personalkosten_vzae": Decimal(55000),
    "rundung": Decimal("0.01"),
    "abf": Decimal("0.7"),
    "leistung:=Beratung": Decimal("33.35"),
    "leistung:Netz": Decimal("66.65"),
}


def _mappe(**angaben: Any) -> tuple[Workbook, Adressen]:
    mappe = Workbook()
    mappe.remove(mappe.worksheets[0])
    adressen = eingabeblaetter_anlegen(
        mappe, RAEUME, INDIKATORLISTE, SPALTEN, parameterzeilen(WERTE), **angaben
    )
    return mappe, adressen


def _gespeichert(inhalt: bytes) -> Workbook:
    return openpyxl.load_workbook(BytesIO(inhalt))


def _gelesen(
    inhalt: bytes, ordner: Path, setzungen: Sequence[Setzung] = ()
) -> tuple[Eingabe, tuple[Befund, ...]]:
    pfad = ordner / "mappe.xlsx"
    pfad.write_bytes(inhalt)
    return eingabe_bilden(mappe_lesen(pfad), setzungen=setzungen)


def test_gelesen_wird_genau_was_geschrieben_wurde(tmp_path: Path) -> None:
    anmerkungen = {name: ["Titel", "=Zweite Zeile"] for name in (SOZIALRAEUME, PARAMETER)}
    mappe, _ = _mappe(anmerkungen=anmerkungen, leerzeilen=3, leerspalten=2, kommentare=True)

    eingabe, befunde = _gelesen(bytegleich(mappe, STAND), tmp_path)

    assert eingabe.sozialraeume == RAEUME
    assert eingabe.indikatoren == INDIKATORLISTE
    assert tuple(eingabe.spalten.values()) == SPALTEN
    for name in ("jahr", "gesamtbudget", "bestandsschutz", "rundung", "abf", "personalkosten_vzae"):
        assert getattr(eingabe.parameter, name) == WERTE[name]
    assert eingabe.parameter.leistungen == (
        ("=Beratung", Decimal("33.35")),
        ("Netz", Decimal("66.65")),
    )
    assert eingabe.anmerkungen[SOZIALRAEUME] == ("Titel", "=Zweite Zeile")
    assert befunde == ()


def test_adressen_zeigen_auf_die_werte() -> None:
    mappe, adressen = _mappe(anmerkungen={INDIKATOREN: ["Titel"]}, leerzeilen=2)

    def wert(adresse: object, nummer: int = 0) -> Any:
        blatt, bereich = str(adresse).rsplit("!", 1)
        zellen = mappe[blatt.strip("'")][bereich.replace("$", "")]
        return zellen[nummer][0].value if isinstance(zellen, tuple) else zellen.value

    # Vom Kopf bis unter die Tabelle: eine angehängte Zeile soll niemand übersehen.
    budgets = adressen.sozialraum["budget_bisher"]
    assert str(budgets) == f"'Sozialräume'!$F$1:$F${3 + RESERVE}"
    assert [wert(budgets, n) for n in range(4)] == ["Budget bisher", 165000.07, 8.7, None]
    assert str(adressen.indikatoren) == f"Indikatoren!$A$2:$E${4 + RESERVE}"
    einwohner = adressen.indikatoren.nur_spalte(5)
    assert [wert(einwohner, n) for n in range(3)] == ["Einwohner", 10163, 8148]
    assert [wert(adressen.gewichtung["name"], n) for n in range(3)] == ["Indikator", "Fälle", "#NV"]
    assert wert(adressen.gewichtung["bezugsgroesse"], 2) == "Einwohner"
    assert wert(adressen.parameter["bestandsschutz"]) == 0.7
    bezeichnungen = adressen.parameterspalten["name"]
    assert str(bezeichnungen).startswith("Parameter!$A$1:$A$")
    assert [wert(bezeichnungen, n) for n in range(2)] == ["Parameter", "Jahr"]
    assert wert(adressen.parameter["leistung:Netz"]) == 0.6665


def test_text_ist_nie_formel_und_zahl_nie_text() -> None:
    mappe, _ = _mappe()
    arten = {
        zelle.data_type
        for blatt in _gespeichert(bytegleich(mappe, STAND))
        for zeile in blatt.iter_rows()
        for zelle in zeile
    }
    assert arten == {"s", "n"}


def test_jede_zelle_behaelt_das_zeichen_fuer_text_nur_wo_es_noetig_ist() -> None:
    """Art: wer Zellen nach einem Muster kleidet, nimmt dessen Zeichen mit oder löscht ihres."""
    mappe, _ = _mappe()
    for blatt in _gespeichert(bytegleich(mappe, STAND)):
        for zeile in blatt.iter_rows():
            for zelle in zeile:
                noetig = str(zelle.value).startswith(("=", "+", "-", "@"))
                assert bool(zelle.quotePrefix) == noetig, (blatt.title, zelle.coordinate)


def test_formate_der_eingabezellen() -> None:
    mappe, adressen = _mappe()

    def format_von(adresse: object, nummer: int = 0) -> str:
        blatt, bereich = str(adresse).rsplit("!", 1)
        zellen = mappe[blatt.strip("'")][bereich.replace("$", "")]
        zelle = zellen[nummer][0] if isinstance(zellen, tuple) else zellen
        return str(zelle.number_format)

    def format_der_spalte(nummer: int) -> str:
        return format_von(adressen.indikatoren.nur_spalte(nummer), 1)

    assert format_von(adressen.sozialraum["schluessel"], 1) == "@"
    assert format_von(adressen.sozialraum["budget_bisher"], 1) == '#,##0.00\\ "€"'
    assert format_der_spalte(5) == "#,##0"
    assert format_der_spalte(2) == "#,##0.0##"
    assert format_der_spalte(3) == "0.00#"
    assert format_der_spalte(4) == "0.0##%"
    assert format_von(adressen.parameter["bestandsschutz"]) == "0.0##%"
    assert format_von(adressen.parameter["gesamtbudget"]) == '#,##0.00\\ "€"'
    assert format_von(adressen.parameter["jahr"]) == "0"


def test_eingaben_sind_frei_und_jede_zelle_hat_ihre_schrift() -> None:
    mappe, _ = _mappe(schrift="Arial")
    for blatt in mappe:
        for zeile in blatt.iter_rows():
            assert {zelle.font.name for zelle in zeile} == {"Arial"}
    assert not mappe[SOZIALRAEUME]["F2"].protection.locked
    assert mappe[SOZIALRAEUME]["F1"].protection.locked
    assert not mappe[PARAMETER]["B2"].protection.locked
    assert mappe[PARAMETER]["A2"].protection.locked


def test_auswahllisten_und_ihre_meldungen() -> None:
    mappe, adressen = _mappe(leerzeilen=4)
    gespeichert = _gespeichert(bytegleich(mappe, STAND))
    regeln = {
        (blatt.title, str(regel.sqref)): regel
        for blatt in gespeichert
        for regel in blatt.data_validations.dataValidation
    }
    wahl = {
        name: adresse.split("!")[1].replace("$", "") for name, adresse in adressen.parameter.items()
    }

    assert regeln[GEWICHTUNG, "C2:C8"].formula1 == '"Anzahl,Quote"'
    assert regeln[GEWICHTUNG, "E2:E8"].formula1 == '"belastend,entlastend"'
    assert regeln[GEWICHTUNG, "D2:D8"].formula1 == "Indikatoren!$B$1:$E$1"
    assert regeln[PARAMETER, wahl["verteilungsbasis"]].formula1 == "Indikatoren!$B$1:$E$1"
    assert regeln[PARAMETER, wahl["bestandsschutz_verfahren"]].formula1 == (
        f'"{",".join(SCHUTZVERFAHREN)}"'
    )
    zelle = wahl["rundung"]
    assert regeln[PARAMETER, zelle].formula1 == (
        f"OR({zelle}=0.01,{zelle}=1,{zelle}=10,{zelle}=100)"
    )
    assert all(
        regel.showErrorMessage and regel.error.startswith("Bitte ") for regel in regeln.values()
    )


def test_herkunft_steht_nur_wo_es_eine_gibt() -> None:
    mappe, _ = _mappe()
    assert mappe[PARAMETER].max_column == 5
    mappe = Workbook()
    eingabeblaetter_anlegen(
        mappe, RAEUME, (), (), [Parameterzeile("jahr", 2012, herkunft="Option --jahr")]
    )
    assert [zelle.value for zelle in mappe[PARAMETER][1]][-1] == "Herkunft"
    assert [zelle.value for zelle in mappe[PARAMETER][2]][-1] == "Option --jahr"


def test_kommentare_nur_auf_wunsch() -> None:
    mit, _ = _mappe(kommentare=True)
    ohne, _ = _mappe()
    assert all(zelle.comment for zelle in mit[GEWICHTUNG][1])
    assert not any(zelle.comment for blatt in ohne for zelle in blatt[1])


def test_gleicher_inhalt_gleiche_bytes() -> None:
    erste, _ = _mappe()
    zweite, _ = _mappe()
    inhalt = bytegleich(erste, STAND)
    assert inhalt == bytegleich(zweite, STAND)
    with zipfile.ZipFile(BytesIO(inhalt)) as datei:
        assert {teil.date_time for teil in datei.infolist()} == {(2026, 1, 15, 12, 0, 0)}
        assert {teil.create_system for teil in datei.infolist()} == {0}
    eigenschaften = _gespeichert(inhalt).properties
    assert eigenschaften.created == eigenschaften.modified == STAND.replace(tzinfo=None)


def test_stand_vor_1980_bleibt_in_den_eigenschaften() -> None:
    mappe, _ = _mappe()
    inhalt = bytegleich(mappe, datetime(1970, 1, 1, tzinfo=UTC))
    assert _gespeichert(inhalt).properties.modified.year == 1970


def test_leere_vorlage_nennt_alle_parameter_und_meldet_was_auszufuellen_ist(tmp_path: Path) -> None:
    inhalt = leere_eingabemappe()
    assert inhalt == leere_eingabemappe()
    zeilen = {
        zeile[0]: zeile[1]
        for zeile in _gespeichert(inhalt)[PARAMETER].iter_rows(min_row=3, values_only=True)
    }
    for angabe in PARAMETERANGABEN:
        assert (zeilen[angabe.bezeichnung] is None) == (angabe.vorgabe is None)

    with pytest.raises(Datenfehler) as ausnahme:
        _gelesen(inhalt, tmp_path)

    beispiel = [b for b in ausnahme.value.befunde if "Beispielzeile" in b.text]
    assert [b.fundort for b in beispiel] == ["Sozialräume!A3", "Indikatoren!A3", "Gewichtung!F3"]
    assert all("überschreiben oder löschen" in b.abhilfe for b in beispiel)
    texte = [befund.text for befund in ausnahme.value.befunde if befund not in beispiel]
    pflicht = [angabe.bezeichnung for angabe in PARAMETERANGABEN if angabe.pflicht]
    assert len(texte) == len(pflicht)
    for bezeichnung in pflicht:
        assert any(bezeichnung in text for text in texte), bezeichnung


def test_ausgefuellte_vorlage_laesst_sich_rechnen(tmp_path: Path) -> None:
    mappe = _gespeichert(leere_eingabemappe())
    eintraege: dict[str, str | int] = {
        "Jahr": 2027,
        "Gesamtbudget": 150000,
        "Verfahren des Bestandsschutzes": "keiner",
        "Personalkosten je Vollzeitstelle": 70000,
    }
    for bezeichnung, wert in mappe[PARAMETER].iter_rows(min_row=3, max_col=2):
        if (eintrag := eintraege.get(str(bezeichnung.value))) is not None:
            wert.value = eintrag
    for zelle in (mappe[SOZIALRAEUME]["A3"], mappe[INDIKATOREN]["A3"], mappe[GEWICHTUNG]["F3"]):
        zelle.value = "Neustadt"

    eingabe, befunde = _gelesen(bytegleich(mappe, STAND), tmp_path)

    assert befunde == ()
    assert [raum.name for raum in eingabe.sozialraeume] == ["Neustadt"]
    assert eingabe.parameter.gesamtbudget == 150000


@pytest.mark.parametrize(
    "blatt", [eingabeblatt.SOZIALRAEUME, eingabeblatt.INDIKATOREN], ids=lambda blatt: blatt.name
)
def test_so_viele_sozialraeume_wie_sich_lesen_lassen(blatt: eingabeblatt.Eingabeblatt) -> None:
    """Alle Gemeinden oder Schulen eines Landes: kein Blatt hat eine engere Grenze als der Leser."""
    assert blatt.zeilen == LETZTE_ZEILE

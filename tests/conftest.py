"""Eingaben für Tests: eine Fabrik mit kleinen Vorgaben und feste Hypothesis-Profile."""

import hashlib
import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import TypeVar

import libreoffice
import pytest
from excelregeln import verstoesse
from hypothesis import HealthCheck, settings

from sozialraum_cli.arbeitsmappe import speichern
from sozialraum_cli.arbeitsmappe.speichern import Teilstrom
from sozialraum_cli.modell import Eingabe, Indikator, Sozialraum, Spalte
from sozialraum_cli.parameter import LEISTUNG_PRAEFIX, parameter_bilden

# Ohne Frist, weil Rechner verschieden schnell sind; in der CI immer dieselben Beispiele. „lang“
# wählt, wer von Hand gründlicher suchen will: pytest --hypothesis-profile=lang.
settings.register_profile(
    "kurz", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("ci", settings.get_profile("kurz"), derandomize=True)
settings.register_profile("lang", settings.get_profile("kurz"), max_examples=1000)
settings.load_profile("ci" if "CI" in os.environ else "kurz")

Zahl = Decimal | int | str

# Was die kurze Schleife auslässt: Module, Fälle eines Moduls, Tests. pytest -m "not langsam".
LANGSAM = {
    *("test_bogen_nachgerechnet", "test_bogen_rechenweg", "test_bogen_standfest"),
    *(
        "test_rechenweg_gewaehlt",
        "test_faelschung",
        "test_eigenschaften",
        "test_jahreslauf",
        "test_laden",
        "test_prozesse",
        "test_readme",
    ),
    *("test_druck", "test_unkaputtbar", "test_ursachen", "test_festung", "test_mehrere"),
    *("test_diagrammauszug", "test_zwei_lesewege", "test_eingabe_zwei_wege", "test_unveraendert"),
    *("test_excelregeln", "test_formelstrom", "test_nachrechnen"),
    *("test_bogen[40-raeume-kappung]", "test_bogen[beispiel-2026]", "test_bogen[drei-leistungen]"),
    *("test_bogen[bezugsgroesse-mit-frage]", "test_bogen[bezugsgroesse-mit-tilde]"),
    *("test_bogen[bezugsgroesse-mit-klammer]", "test_bogen[indikatornamen-mit-klammern]"),
    *("test_bogen[lange-leistungsnamen]", "test_bogen[lange-anmerkungen]"),
    "test_bogen::test_source_date_epoch_bestimmt_den_stand",
    "test_bogen::test_zwei_laeufe_in_zwei_ordnern_ergeben_gleiche_bytes",
    "test_cli::test_bogen_mit_geaenderten_zellen",
    "test_cli::test_gleiche_eingabe_gleiche_bytes",
    "test_cli::test_source_date_epoch",
    "test_controlling::test_speicher_bleibt_begrenzt",
    "test_controlling::test_zehntausend_erfundene_termine",
    "test_controlling::test_mappe_haelt_libreoffice_stand",
    "test_eingang_verglichen::test_wie_libreoffice_in_beiden_formaten",
    "test_fortschreiben::test_fuenf_jahre_ueber_boegen_wie_versprochen",
    "test_fortschreiben::test_die_kette_haelt_fuer_zufaellige_eingaben",
    "test_uebergang::test_mappe_haelt_libreoffice_stand",
    "test_vergleich::test_mappe_rechnet_neu_und_traegt_die_werte",
    "test_vergleich::test_differenzen_der_mappe_leben",
    "test_vorlage::test_bogen_in_eigener_vorlage_rechnet_nach",
    "test_vorlage::test_vorlage_aus_libreoffice",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Langsam ist, was in LANGSAM steht."""
    for item in items:
        modul, (test, klammer, fall) = item.path.stem, item.name.partition("[")
        if not LANGSAM.isdisjoint({modul, f"{modul}::{test}", f"{modul}{klammer}{fall}"}):
            item.add_marker(pytest.mark.langsam)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Wer LibreOffice startet und nicht in LANGSAM steht, fällt auf."""
    libreoffice.nur_in_langsamen = item.get_closest_marker("langsam") is None


_packen = speichern.packen
# Prüfsummen geprüfter Mappen: gleiche Eingabe ergibt gleiche Bytes, also oft dieselben.
_GEPRUEFT: set[bytes] = set()


def _geprueft_packen(teile: Mapping[str, bytes | Teilstrom], stand: datetime) -> bytes:
    """Jede Mappe, die irgendein Test schreiben lässt, hält die Regeln für Excel ein."""
    datei = _packen(teile, stand)
    summe = hashlib.sha256(datei).digest()
    if "xl/workbook.xml" in teile and summe not in _GEPRUEFT:
        assert verstoesse(datei) == []
        _GEPRUEFT.add(summe)
    return datei


# Vor allen Modulen, die sich die Funktion holen.
speichern.packen = _geprueft_packen

T = TypeVar("T")

PFLICHT: Mapping[str, str] = {
    "jahr": "2012",
    "gesamtbudget": "100000",
    "bestandsschutz_verfahren": "keiner",
    "personalkosten_vzae": "50000",
}


def vorhanden(wert: T | None) -> T:
    """Der Wert, den es an dieser Stelle immer gibt."""
    assert wert is not None
    return wert


def dezimal(werte: Sequence[Zahl]) -> tuple[Decimal, ...]:
    """Zahlen oder Zifferntexte als Decimal."""
    return tuple(Decimal(wert) for wert in werte)


def kleine_eingabe(
    faelle: Sequence[Zahl] = (50, 30, 20),
    *,
    bisher: Sequence[Zahl | None] | None = None,
    referenz: Sequence[Zahl | None] | None = None,
    spalten: Mapping[str, Sequence[Zahl]] | None = None,
    indikatoren: Sequence[Indikator] | None = None,
    leistungen: Mapping[str, Zahl] | None = None,
    fundorte: Mapping[str, str] | None = None,
    **parameter: Zahl | None,
) -> Eingabe:
    """Eine Eingabe mit den Sozialräumen „Raum 1“ … „Raum n“; n folgt aus der ersten Spalte.

    Ohne `spalten` gibt es eine Spalte „Fälle“ mit den Werten `faelle`, ohne `indikatoren` wiegt
    jede Spalte als belastende Anzahl gleich viel. `bisher` und `referenz` sind Budgets in €;
    ohne `bisher` hat jeder Sozialraum ein bisheriges Budget von 0 €. Parameter stehen unter
    ihrem Namen, Prozente als 70; None heißt: nicht angegeben.
    """
    spalten = {"Fälle": faelle} if spalten is None else spalten
    if indikatoren is None:
        indikatoren = [Indikator(name, Decimal(1)) for name in spalten]
    anzahl = len(next(iter(spalten.values())))
    bisher = (0,) * anzahl if bisher is None else bisher
    referenz = (None,) * anzahl if referenz is None else referenz
    werte: dict[str, Decimal | str] = dict(PFLICHT)
    werte |= {name: str(wert) for name, wert in parameter.items() if wert is not None}
    werte |= {f"{LEISTUNG_PRAEFIX}{name}": str(wert) for name, wert in (leistungen or {}).items()}
    return Eingabe(
        sozialraeume=tuple(
            Sozialraum(
                f"Raum {nummer}",
                budget_bisher=None if alt is None else Decimal(alt),
                referenzbudget=None if fest is None else Decimal(fest),
            )
            for nummer, (alt, fest) in enumerate(zip(bisher, referenz, strict=True), start=1)
        ),
        indikatoren=tuple(indikatoren),
        spalten={name: Spalte(name, dezimal(werte)) for name, werte in spalten.items()},
        parameter=parameter_bilden(werte, {}),
        fundorte=fundorte or {},
    )

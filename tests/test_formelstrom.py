"""Ein Bogen entsteht Zeile für Zeile aus Vorlagen: jede Formel ist die, die einzeln dastünde."""

from datetime import UTC, datetime
from decimal import localcontext

import pytest
from bogenfaelle import SCHLUESSEL, SCHUTZ, eingabe, mit_gruppen, vierzig
from openpyxl import Workbook

from sozialraum_cli.arbeitsmappe.formelmappe import Formelmappe
from sozialraum_cli.arbeitsmappe.formelstrom import Formelstrom
from sozialraum_cli.arbeitsmappe.laufend import Laufend, Zeilenvorlage, zeilenvorlage
from sozialraum_cli.bogen.bauen import blaetter_anlegen
from sozialraum_cli.bogen.quelle import Quelle
from sozialraum_cli.bogen.vorlage import Anker
from sozialraum_cli.modell import Eingabe
from sozialraum_cli.rechnen.berechnung import rechnen
from sozialraum_cli.runden import GENAU

_QUELLE = Quelle(datetime(2026, 1, 1, tzinfo=UTC), ())
FAELLE = {
    "gruppen": mit_gruppen(),
    "vierzig": vierzig(),
    **{schutz: eingabe(bestandsschutz_verfahren=schutz) for schutz in SCHUTZ},
    **{schluessel: eingabe(schluesselverfahren=schluessel) for schluessel in SCHLUESSEL},
}


def gebaut(mappe: Formelmappe, eingabe: Eingabe) -> Formelmappe:
    with localcontext(GENAU):
        blaetter_anlegen(mappe, rechnen(eingabe), _QUELLE, (), Anker(1, 1))
    return mappe


@pytest.mark.parametrize("fall", FAELLE)
def test_jede_formel_wie_einzeln_geschrieben(fall: str) -> None:
    einzeln = gebaut(Formelmappe(Workbook()), FAELLE[fall])
    strom = gebaut(Formelstrom(Workbook()), FAELLE[fall])
    assert isinstance(strom, Formelstrom)
    for blatt, soll in zip(strom.mappe.worksheets, einzeln.mappe.worksheets, strict=True):
        werte = einzeln.werte(soll.title)
        geschrieben = [
            (zelle.row, zelle.column, str(zelle.value)[1:], werte[zelle.coordinate])
            for zeile in soll.iter_rows()
            for zelle in zeile
            if zelle.coordinate in werte
        ]
        gestroemt = [(z.zeile, z.spalte, z.formel, z.wert) for z in strom.zellen(blatt)]
        assert gestroemt == geschrieben, blatt.title
        assert strom.letzte_zeile(blatt) == soll.max_row


def test_gleich_gebaute_zeilen_stehen_beisammen() -> None:
    """Sie gehen am XML-Baum der Vorlage vorbei; keine fehlt, keine steht zweimal da."""
    strom = gebaut(Formelstrom(Workbook()), vierzig())
    assert isinstance(strom, Formelstrom)
    for blatt in strom.mappe.worksheets:
        strom.formate_nummerieren(blatt)
        block = strom.formelblock(blatt)
        stuecke = [range(1, block.start), block, range(block.stop, 10_000)]
        geteilt = [zeile for stueck in stuecke for zeile in strom.zeilen(blatt, 5, stueck)]
        assert geteilt == [*strom.zeilen(blatt, 5)]
        assert len([*strom.zeilen(blatt, 5, block)]) == len(block)
    # Die erste Zeile ist das Muster der anderen.
    assert len(strom.formelblock(strom.mappe["Berechnungsbogen"])) == 39


def test_laufende_nummern_bleiben_laufend() -> None:
    zeile = Laufend(7)
    text = f"A{zeile}+B{zeile - 2}+C{3 + zeile}+D$7"
    assert Zeilenvorlage(text).fuer(7) == "A7+B5+C10+D$7"
    assert Zeilenvorlage(text).fuer(110) == "A110+B108+C113+D$7"
    assert zeilenvorlage(lambda nummer: f"{nummer + 10}", 5).fuer(6) == "16"

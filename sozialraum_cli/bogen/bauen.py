"""Der Berechnungsbogen: alle Blätter mit lebenden Formeln und gespeicherten Werten."""

from collections.abc import Sequence
from decimal import Decimal, localcontext
from functools import partial

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from sozialraum_cli.arbeitsmappe.druck import einrichten, rechenblatt_einrichten
from sozialraum_cli.arbeitsmappe.formelmappe import Formelmappe
from sozialraum_cli.arbeitsmappe.formelstrom import Formelstrom
from sozialraum_cli.arbeitsmappe.speichern import mit_stand, packen, rahmen
from sozialraum_cli.befund import Befund
from sozialraum_cli.bogen import berechnungsbogen, saetze
from sozialraum_cli.bogen.berechnungsbogen import Rechenblaetter, anlage_anlegen
from sozialraum_cli.bogen.bestandsschutz import bestandsschutz_anlegen
from sozialraum_cli.bogen.diagramm import diagramm_anlegen, mit_alternativtexten
from sozialraum_cli.bogen.eingabebefunde import eingabebefunde_anlegen
from sozialraum_cli.bogen.leistungen import leistungen_anlegen
from sozialraum_cli.bogen.platzhalter import platzhalter
from sozialraum_cli.bogen.pruefung import pruefung_anlegen
from sozialraum_cli.bogen.quelle import Quelle
from sozialraum_cli.bogen.rechenweg import rechenweg_anlegen
from sozialraum_cli.bogen.verteilungsschluessel import verteilungsschluessel_anlegen
from sozialraum_cli.bogen.vorlage import Anker, Bogenvorlage
from sozialraum_cli.bogen.vorlagendatei import mitgelieferte_vorlage
from sozialraum_cli.bogen.zuordnung import Zuordnung
from sozialraum_cli.eingabemappe.eingabeblaetter import (
    Parameterzeile,
    eingabeblaetter_anlegen,
)
from sozialraum_cli.modell import Eingabe, Parametertext
from sozialraum_cli.parameter import NICHT_ANGEGEBEN, VORGABE, werte
from sozialraum_cli.rechnen.berechnung import Ergebnis
from sozialraum_cli.rechnen.fortschreibungsvermerk import ohne_vermerk
from sozialraum_cli.runden import GENAU

# So viele Zeilen der Prüfung sind auf einer Seite noch zu lesen.
_ZEILEN_JE_SEITE = 60


def bogen_bauen(
    ergebnis: Ergebnis,
    quelle: Quelle,
    hinweise: Sequence[Befund] = (),
    vorlage: Bogenvorlage | None = None,
) -> bytes:
    """Baut den Berechnungsbogen als .xlsx.

    Eingang: Ergebnis, Quelle, Hinweise für das Blatt Prüfung, eigene Vorlage. Ergebnis: Bytes;
    gleiche Eingabe ergibt gleiche Bytes. Fehler: Datenfehler, wenn die Vorlage nicht passt.
    Quelle: docs/verfahren.md 6.
    """
    vorlage = vorlage or mitgelieferte_vorlage()
    with localcontext(GENAU):
        formelmappe = Formelstrom(Workbook())
        hoehe = blaetter_anlegen(formelmappe, ergebnis, quelle, hinweise, vorlage.anker)
        bogen = mit_alternativtexten(rahmen(formelmappe, quelle.stand))
        blaetter = {b.title: partial(formelmappe.zeilen, b) for b in formelmappe.mappe.worksheets}
        werte = platzhalter(ergebnis, quelle.stand)
        gleiche = formelmappe.formelblock(formelmappe.mappe[berechnungsbogen.TITEL])
        fertig = vorlage.fuellen(bogen, blaetter, werte, hoehe, gleiche)
    return packen(mit_stand(fertig, quelle.stand), quelle.stand)


def blaetter_anlegen(
    formelmappe: Formelmappe,
    ergebnis: Ergebnis,
    quelle: Quelle,
    hinweise: Sequence[Befund],
    anker: Anker,
    gewaehlt: int = 0,
) -> int:
    """Legt alle Blätter des Bogens an, die Anlage ab dem Anker.

    `gewaehlt`: wessen Rechenweg dasteht, wo nur einer dasteht; eine Nummer ab 0.
    Ergebnis: die Höhe der Anlage in Zeilen.
    """
    eingabe, mappe = ergebnis.eingabe, formelmappe.mappe
    mappe.remove(mappe.worksheets[0])
    a = eingabeblaetter_anlegen(
        mappe,
        eingabe.sozialraeume,
        eingabe.indikatoren,
        tuple(eingabe.spalten.values()),
        _parameterzeilen(eingabe),
        ohne_vermerk(eingabe.anmerkungen),
    )
    formelmappe.name("referenzbudget", str(a.sozialraum["referenzbudget"]))
    zuordnung = Zuordnung(formelmappe, eingabe, ergebnis.schluessel, a)
    schluessel = verteilungsschluessel_anlegen(formelmappe, eingabe, ergebnis.schluessel, zuordnung)
    schutz = bestandsschutz_anlegen(formelmappe, ergebnis, schluessel, zuordnung)
    leistungen = leistungen_anlegen(formelmappe, ergebnis, schluessel, schutz, zuordnung)
    anlage = anlage_anlegen(
        formelmappe,
        mappe.create_sheet(berechnungsbogen.TITEL),
        ergebnis,
        Rechenblaetter(schluessel, schutz, leistungen),
        zuordnung,
        zeile=anker.zeile,
        spalte=anker.spalte,
    )
    bilder = diagramm_anlegen(formelmappe, ergebnis, anlage)
    eingabeproben = eingabebefunde_anlegen(zuordnung, eingabe)
    pruefung = pruefung_anlegen(formelmappe, ergebnis, eingabeproben, quelle, hinweise)
    rechenweg = rechenweg_anlegen(formelmappe, ergebnis, anlage, zuordnung, gewaehlt)
    fusszeile = f"Berechnungsbogen Budgetgrößen {eingabe.parameter.jahr}"
    for tabelle in (schluessel, schutz, leistungen):
        rechenblatt_einrichten(tabelle, fusszeile)
    einrichten(bilder, fusszeile, eine_seite=True, hochformat=True)
    einrichten(pruefung, fusszeile, eine_seite=pruefung.max_row <= _ZEILEN_JE_SEITE)
    einrichten(rechenweg, fusszeile, hochformat=True, verkleinert=True)
    einrichten(zuordnung.blatt, fusszeile, eine_seite=True)
    zuordnung.blatt.sheet_state = Worksheet.SHEETSTATE_HIDDEN
    gerechnet = [
        *(schluessel.blatt, schutz.blatt, leistungen.blatt),
        *(bilder, rechenweg, pruefung, zuordnung.blatt),
    ]
    for position, blatt in enumerate([anlage.tabelle.blatt, *gerechnet]):
        mappe.move_sheet(blatt, position - mappe.index(blatt))
    mappe.active = 0
    return anlage.hoehe


def _parameterzeilen(eingabe: Eingabe) -> list[Parameterzeile]:
    """Alle Parameter mit ihrem geltenden Wert; leere bleiben leer, aber ausfüllbar."""
    return [_parameterzeile(eingabe, name, wert) for name, wert in werte(eingabe.parameter).items()]


def _parameterzeile(
    eingabe: Eingabe, name: str, wert: Decimal | str | int | None
) -> Parameterzeile:
    text = eingabe.parametertexte.get(name, Parametertext())
    herkunft = eingabe.parameter.herkunft[name]
    # Die Quelle des Verzeichnisses belegt nur dessen Vorgabe, nicht einen eigenen Wert.
    aus_verzeichnis = herkunft == VORGABE and wert is not None
    quelle = text.quelle or (saetze.quelle_der_vorgabe(name) if aus_verzeichnis else "")
    return Parameterzeile(
        name, wert, text.erlaeuterung, quelle, NICHT_ANGEGEBEN if wert is None else herkunft
    )

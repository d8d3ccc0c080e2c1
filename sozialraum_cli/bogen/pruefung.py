"""Blatt Prüfung: Summenproben mit Urteil, Herkunft der Eingaben, Hinweise."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from sozialraum_cli import __version__, bogenblatt
from sozialraum_cli.arbeitsmappe import stil
from sozialraum_cli.arbeitsmappe.bezug import ort
from sozialraum_cli.arbeitsmappe.formelmappe import Formelmappe, Wert, text_schreiben, zelle_in
from sozialraum_cli.befund import Befund
from sozialraum_cli.bogen.eingabebefunde import Eingabeprobe
from sozialraum_cli.bogen.gruppensummen import gezeigte_gruppen
from sozialraum_cli.bogen.quelle import Quelle
from sozialraum_cli.eingabemappe.eingabeblaetter import PARAMETER
from sozialraum_cli.rechnen.berechnung import Ergebnis
from sozialraum_cli.rechnen.gruppen import BEZEICHNUNG
from sozialraum_cli.runden import HUNDERT, kaufmaennisch

TITEL = bogenblatt.PRUEFUNG
EINGABE_SHA256 = "Eingabe „{}“, SHA-256"
IN_ORDNUNG, PRUEFEN = "in Ordnung", "prüfen"

_KOPF = ("Probe", "Soll", "Ist", "Abweichung", "Urteil")
_EINGABEKOPF = ("Eingaben", "Erster Befund", "", "Befunde", "Urteil")
_AUSGEBLENDET = (
    "Wo die Formeln jede Eingabe finden, steht im ausgeblendeten Blatt „Zuordnung“; es erscheint "
    "nach Rechtsklick auf einen Blattreiter, „Einblenden“."
)
_BREITEN = (62, 20, 20, 20, 14)


class _Probe(NamedTuple):
    """Soll und Ist als Formel; `hoechstens` heißt: Ist darf kleiner sein als Soll."""

    text: str
    soll: str
    ist: str
    soll_wert: Decimal
    ist_wert: Decimal
    format: str
    hoechstens: bool = False


def pruefung_anlegen(
    formelmappe: Formelmappe,
    ergebnis: Ergebnis,
    eingabeproben: Sequence[Eingabeprobe],
    quelle: Quelle,
    hinweise: Sequence[Befund],
) -> Worksheet:
    """Legt das Blatt an; „prüfen“ steht dort, wo eine Probe nicht aufgeht."""
    blatt: Worksheet = formelmappe.mappe.create_sheet(TITEL)
    blatt.sheet_view.showGridLines = False
    for buchstabe, breite in zip("ABCDE", _BREITEN, strict=True):
        blatt.column_dimensions[buchstabe].width = breite
    _text(blatt, 1, 1, "Prüfung: gehen alle Summen auf?", groesse=14, fett=True)
    _text(blatt, 2, 1, _AUSGEBLENDET)
    zelle_in(blatt, 2, 1).alignment = stil.OHNE_UMBRUCH
    for spalte, titel in enumerate(_KOPF, start=1):
        _text(blatt, 3, spalte, titel)
        stil.kopf(zelle_in(blatt, 3, spalte))
    proben = _proben(ergebnis)
    for zeile, probe in enumerate(proben, start=4):
        _probe_schreiben(formelmappe, blatt, zeile, probe)
    erste_eingabe = 4 + len(proben) + 2
    nicht_aufgegangen = _nicht_aufgegangen(len(proben), len(ergebnis.eingabe.parameter.leistungen))
    ende = _eingabeproben(formelmappe, blatt, erste_eingabe, eingabeproben, nicht_aufgegangen)
    _text(blatt, ende, 1, "Gesamturteil", fett=True)
    urteil = zelle_in(blatt, ende, 5)
    gut = "+".join(
        f'COUNTIF(E{von}:E{von + anzahl - 1},"{IN_ORDNUNG}")'
        for von, anzahl in ((4, len(proben)), (erste_eingabe, len(eingabeproben)))
    )
    formelmappe.formel(
        urteil,
        f'IF({gut}={len(proben) + len(eingabeproben)},"{IN_ORDNUNG}","{PRUEFEN}")',
        IN_ORDNUNG if all(_geht_auf(probe) for probe in proben) else PRUEFEN,
    )
    urteil.font = stil.schrift(fett=True)
    formelmappe.name("gesamturteil", f"'{TITEL}'!$E${ende}")
    zeile = _herkunft(blatt, ende + 2, quelle)
    _hinweise(blatt, zeile + 1, hinweise)
    return blatt


def _proben(ergebnis: Ergebnis) -> list[_Probe]:
    parameter, summen = ergebnis.eingabe.parameter, ergebnis.summen
    zeilen = ergebnis.sozialraeume
    mittel = sum((x.mittel for z in zeilen for x in z.komponenten.leistungen), Decimal(0))
    regie = sum((z.komponenten.regiekosten for z in zeilen), Decimal(0))
    leistungen = range(1, len(parameter.leistungen) + 1)
    prozente = sum((p for _, p in parameter.leistungen), Decimal(0)) / HUNDERT
    gebunden = sum(ergebnis.schutz.mindestbetrag or (), Decimal(0))
    anteile = sum((z.anteil for z in zeilen), Decimal(0))
    gewichte = sum((s.gewicht for s in ergebnis.schluessel.indikatoren), Decimal(0))
    verteilt = sum(ergebnis.rundung_budget_2.betrag, Decimal(0)) if ergebnis.rundung_budget_2 else 0
    zusatzmittel = parameter.zusatzmittel
    summe_gewichte = "+".join(f"gewicht_{k + 1}" for k in range(len(ergebnis.eingabe.indikatoren)))
    arten = gezeigte_gruppen(ergebnis)
    return [
        *(
            _Probe(
                f"Summen je {BEZEICHNUNG[art]} ergeben die Budgets neu",
                "SUM(budget_neu)",
                f"SUM({art}_budget_neu)",
                summen.budget_neu,
                summen.budget_neu,
                stil.EURO,
            )
            for art in arten
        ),
        _Probe(
            "Gewichte der Indikatoren ergeben 100 %",
            "1",
            summe_gewichte,
            Decimal(1),
            gewichte,
            stil.PROZENT,
        ),
        _Probe(
            "Anteile aller Sozialräume ergeben 100 %",
            "1",
            "SUM(anteil)",
            Decimal(1),
            anteile,
            stil.ANTEIL,
        ),
        _Probe(
            "Budgets ohne Schutz ergeben das Gesamtbudget",
            "gesamtbudget",
            "SUM(budget_indikatoren_gerundet)",
            parameter.gesamtbudget,
            summen.budget_indikatoren,
            stil.EURO,
        ),
        _Probe(
            "Budgets neu ergeben das Gesamtbudget, dazu den Defizitausgleich",
            "gesamtbudget+SUM(ausgleich)",
            "SUM(budget_neu)",
            parameter.gesamtbudget + summen.ausgleich,
            summen.budget_neu,
            stil.EURO,
        ),
        _Probe(
            "Regie-/Sachkosten und Leistungen ergeben die Budgets neu",
            "SUM(budget_neu)",
            "SUM(regiekosten_betrag)+" + "+".join(f"SUM(mittel_{j})" for j in leistungen),
            summen.budget_neu,
            regie + mittel,
            stil.EURO,
        ),
        _Probe(
            "Prozente der Leistungen ergeben 100 %",
            "1",
            "+".join(f"leistung_{j}" for j in leistungen),
            Decimal(1),
            prozente,
            stil.PROZENT,
        ),
        _Probe(
            "Keine Leistung ist negativ (kleinster Betrag mindestens 0)",
            "0",
            "MIN(0," + ",".join(f"mittel_{j}" for j in leistungen) + ")",
            Decimal(0),
            Decimal(0),
            stil.EURO,
        ),
        _Probe(
            "Kein Belastungsfaktor ist negativ (kleinster mindestens 0)",
            "0",
            "MIN(0,belastungsfaktor)",
            Decimal(0),
            Decimal(0),
            stil.ZAHL_6,
        ),
        _Probe(
            "Geschützte Budgets ergeben vor der Rundung das Gesamtbudget",
            "gesamtbudget",
            "ROUND(SUM(budget_geschuetzt),4)",
            parameter.gesamtbudget,
            parameter.gesamtbudget,
            stil.EURO,
        ),
        _Probe(
            "Der Schutz bindet höchstens das Gesamtbudget",
            "gesamtbudget",
            "SUM(mindestbetrag)",
            parameter.gesamtbudget,
            gebunden,
            stil.EURO,
            hoechstens=True,
        ),
        _Probe(
            "Der Defizitausgleich kostet höchstens die Zusatzmittel",
            'IF(zusatzmittel="",SUM(ausgleich),zusatzmittel)',
            "SUM(ausgleich)",
            summen.ausgleich if zusatzmittel is None else zusatzmittel,
            summen.ausgleich,
            stil.EURO,
            hoechstens=True,
        ),
        _Probe(
            "Budget II ist vollständig verteilt (zentral: nichts zu verteilen)",
            'IF(budget_2_verteilung="zentral",0,N(budget_2))',
            "SUM(budget_2_betrag)",
            Decimal(verteilt),
            Decimal(verteilt),
            stil.EURO,
        ),
        _Probe(
            "Das Gesamtbudget ist ein Vielfaches der Rundung",
            "ROUND(gesamtbudget/rundung,0)*rundung",
            "gesamtbudget",
            parameter.gesamtbudget,
            parameter.gesamtbudget,
            stil.EURO,
        ),
    ]


def _geht_auf(probe: _Probe) -> bool:
    abweichung = probe.ist_wert - probe.soll_wert
    return abweichung < _TOLERANZ and (probe.hoechstens or abweichung > -_TOLERANZ)


def _gerundet(abweichung: Decimal) -> Decimal:
    """Auf die Stellen der Formel: das Rauschen nicht abbrechender Brüche ist keine Abweichung."""
    return kaufmaennisch(abweichung, _TOLERANZ).normalize() + 0


_TOLERANZ = Decimal("0.000001")


def _probe_schreiben(formelmappe: Formelmappe, blatt: Worksheet, zeile: int, probe: _Probe) -> None:
    _text(blatt, zeile, 1, probe.text)
    abweichung = f"ABS(D{zeile})<0.000001"
    if probe.hoechstens:
        abweichung = f"D{zeile}<0.000001"
    formeln: tuple[tuple[str, Wert], ...] = (
        (probe.soll, probe.soll_wert),
        (probe.ist, probe.ist_wert),
        (f"ROUND(C{zeile}-B{zeile},6)", _gerundet(probe.ist_wert - probe.soll_wert)),
        (
            f'IF(ISNUMBER(D{zeile}),IF({abweichung},"{IN_ORDNUNG}","{PRUEFEN}"),"{PRUEFEN}")',
            IN_ORDNUNG if _geht_auf(probe) else PRUEFEN,
        ),
    )
    for spalte, (formel, wert) in enumerate(formeln, start=2):
        zelle = zelle_in(blatt, zeile, spalte)
        formelmappe.formel(zelle, formel, wert)
        zelle.number_format = probe.format
        zelle.font, zelle.alignment = stil.schrift(), stil.RECHTS
    for spalte in range(1, 6):
        zelle_in(blatt, zeile, spalte).border = stil.RAND_ZEILE


def _eingabeproben(
    formelmappe: Formelmappe,
    blatt: Worksheet,
    erste: int,
    proben: Sequence[Eingabeprobe],
    sonst: str,
) -> int:
    """Schreibt, womit die Formeln nicht rechnen können; Ergebnis ist die Zeile darunter.

    Eingang: sonst: Formel für den ersten Befund, wenn die Eingaben gelten.

    Solange es einen Befund gibt, ist `eingaben_gelten` ein Fehler und damit jedes Budget.
    """
    for spalte, titel in enumerate(_EINGABEKOPF, start=1):
        _text(blatt, erste - 1, spalte, titel)
        stil.kopf(zelle_in(blatt, erste - 1, spalte))
    for zeile, probe in enumerate(proben, start=erste):
        _text(blatt, zeile, 1, probe.text)
        formeln: tuple[tuple[int, str, Wert, Alignment], ...] = (
            (2, probe.erster, "", stil.OHNE_UMBRUCH),
            (4, probe.anzahl, 0, stil.RECHTS),
            (5, f'IF(D{zeile}=0,"{IN_ORDNUNG}","{PRUEFEN}")', IN_ORDNUNG, stil.RECHTS),
        )
        for spalte, formel, wert, ausrichtung in formeln:
            zelle = zelle_in(blatt, zeile, spalte)
            formelmappe.formel(zelle, formel, wert)
            zelle.font, zelle.alignment = stil.schrift(), ausrichtung
        for spalte in range(1, 6):
            zelle_in(blatt, zeile, spalte).border = stil.RAND_ZEILE
    ende = erste + len(proben)
    bereich = f"B{erste}:B{ende - 1}"
    for zeile, name, text, formel, wert in (
        (
            ende,
            "eingaben_gelten",
            "Die Formeln rechnen (1); ein Fehler heißt: erst die genannten Zellen berichtigen",
            f"IF(SUM(D{erste}:D{ende - 1})=0,1,NA())",
            1,
        ),
        (
            ende + 1,
            "erster_befund",
            "Erster Befund",
            f'IFERROR(INDEX({bereich},MATCH("?*",{bereich},0)),{sonst})',
            "",
        ),
    ):
        _text(blatt, zeile, 1, text)
        zelle = zelle_in(blatt, zeile, 2)
        formelmappe.formel(zelle, formel, wert)
        zelle.font, zelle.alignment = stil.schrift(), stil.OHNE_UMBRUCH
        formelmappe.name(name, f"'{TITEL}'!$B${zeile}")
    return ende + 2


def _nicht_aufgegangen(proben: int, leistungen: int) -> str:
    """Formel: die erste Probe, die nicht aufgeht; zu hohe Regiekosten mit ihrer Zelle."""
    texte, urteile = (f"{spalte}4:{spalte}{3 + proben}" for spalte in "AE")
    platz = f'MATCH("{PRUEFEN}",{urteile},0)'
    return (
        f"IF(AND(ISNUMBER(SUM(budget_neu)),ISERROR(SUM(mittel_{leistungen}))),"
        f"{ort(PARAMETER, 'regiekosten')}"
        '&": so hohe Regie-/Sachkosten lassen der letzten Leistung nichts",'
        f'IFERROR("{TITEL}!A"&{platz}+3&": "&INDEX({texte},{platz}),""))'
    )


def _herkunft(blatt: Worksheet, zeile: int, quelle: Quelle) -> int:
    _text(blatt, zeile, 1, "Herkunft", groesse=12, fett=True)
    angaben = [
        ("Programm", f"sozialraum {__version__}"),
        ("Stand", f"{quelle.stand:%d.%m.%Y}"),
        *((EINGABE_SHA256.format(name), pruefsumme) for name, pruefsumme in quelle.dateien),
    ]
    for nummer, (name, angabe) in enumerate(angaben, start=zeile + 1):
        _text(blatt, nummer, 1, name)
        _text(blatt, nummer, 2, angabe)
        zelle_in(blatt, nummer, 2).alignment = stil.OHNE_UMBRUCH
    return zeile + len(angaben) + 1


def _hinweise(blatt: Worksheet, zeile: int, hinweise: Sequence[Befund]) -> None:
    _text(blatt, zeile, 1, "Hinweise zur Eingabe", groesse=12, fett=True)
    if not hinweise:
        _text(blatt, zeile + 1, 1, "Keine.")
    for nummer, befund in enumerate(hinweise, start=zeile + 1):
        text = f"{befund.text} {befund.abhilfe}"
        _text(blatt, nummer, 1, text)
        blatt.row_dimensions[nummer].height = 14 * stil.zeilenzahl(text, _BREITEN[0])
        _text(blatt, nummer, 2, befund.fundort or "")


def _text(
    blatt: Worksheet, zeile: int, spalte: int, text: str, *, groesse: float = 10, fett: bool = False
) -> None:
    zelle = zelle_in(blatt, zeile, spalte)
    text_schreiben(zelle, text)
    zelle.font = stil.schrift(groesse, fett=fett)
    zelle.alignment = stil.LINKS

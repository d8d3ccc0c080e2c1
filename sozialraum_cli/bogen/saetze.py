"""Die Sätze der Anlage, für Kreistagsmitglieder: was verteilt, wie geschützt, wer trägt."""

from decimal import Decimal

from sozialraum_cli.arbeitsmappe.texte import (
    Textformel,
    anzahlformel,
    auswahlformel,
    euroformel,
    prozentformel,
    verkettet,
    wenn,
    woertlich,
)
from sozialraum_cli.bogen.satzvorlage import Satzgroesse, satzformel
from sozialraum_cli.bogen.verfahrensformeln import (
    AUS_ZUSATZMITTELN,
    SCHUETZT,
    bestandsschutz_angegeben,
    kennwertgroessen,
)
from sozialraum_cli.bogen.vorzeichenwechsel import WECHSEL
from sozialraum_cli.modell import Leistungsbasis, Regiebasis
from sozialraum_cli.parameter import (
    ANGABE,
    LEISTUNG_PRAEFIX,
    VORGABE_LEISTUNGEN,
    parameterangabe,
)
from sozialraum_cli.rechnen.berechnung import Ergebnis
from sozialraum_cli.rechnen.bestandsschutz import verfahren_des_schutzes
from sozialraum_cli.rechnen.fortschreibungsvermerk import SOZIALRAEUME, ohne_vermerk
from sozialraum_cli.rechnen.geltende_parameter import geltende_parameter
from sozialraum_cli.runden import HUNDERT
from sozialraum_cli.verfahren.schutz.schutzverfahren import Schutzverfahren
from sozialraum_cli.verfahren.schutz.verzeichnis import SCHUTZVERFAHREN

_NULL = Decimal(0)
# Mehr liest niemand in einem Satz; alle stehen im Blatt Gewichtung.
_HOECHSTENS_INDIKATOREN = 12
_VORLAGE = "2011/099"
_QUELLE_DER_VORGABE = "Vorgabe: "
# Referenzbudgets ersetzen das bisherige Budget als Maß des Schutzes.
_MIT_REFERENZ = "COUNT(referenzbudget)>0"


def einleitung(ergebnis: Ergebnis) -> tuple[Textformel, ...]:
    """Die drei Sätze über der Tabelle: was verteilt wird, wie geschützt wird, wer mehr bekommt."""
    return _was_verteilt_wird(ergebnis), schutz(ergebnis), _wer_mehr_bekommt(ergebnis)


def _was_verteilt_wird(ergebnis: Ergebnis) -> Textformel:
    parameter = ergebnis.eingabe.parameter
    sockel = verkettet(
        " Vorab erhält jeder Sozialraum einen Sockelbetrag von ",
        euroformel("sockelbetrag", parameter.sockelbetrag),
        ".",
    )
    return verkettet(
        "Im Jahr ",
        anzahlformel("jahr", parameter.jahr),
        " werden ",
        euroformel("gesamtbudget", parameter.gesamtbudget),
        " auf ",
        anzahlformel("ROWS(anteil)", len(ergebnis.sozialraeume)),
        " Sozialräume verteilt. Den Anteil jedes Sozialraums bestimmen Indikatoren seiner "
        "sozialen Belastung: ",
        _gewichte(ergebnis),
        ".",
        wenn("sockelbetrag>0", parameter.sockelbetrag > 0, sockel),
    )


def _gewichte(ergebnis: Ergebnis) -> Textformel:
    """Die Indikatoren mit ihrem Gewicht: Arbeitslose (40 %), Alleinerziehende (25 %)."""
    schritte = ergebnis.schluessel.indikatoren
    teile: list[Textformel | str] = []
    for k, schritt in enumerate(schritte[:_HOECHSTENS_INDIKATOREN], start=1):
        gewicht = prozentformel(f"gewicht_{k}", schritt.gewicht * HUNDERT)
        teile += [", " if teile else "", schritt.indikator.name, " (", gewicht, ")"]
    weitere = len(schritte) - _HOECHSTENS_INDIKATOREN
    return verkettet(*teile, f" und {weitere} weitere" if weitere > 0 else "")


def schutz(ergebnis: Ergebnis) -> Textformel:
    """Wie bisherige Budgets geschützt werden, in einem Satz ohne Fachwort."""
    parameter = ergebnis.eingabe.parameter
    return auswahlformel(
        "bestandsschutz_verfahren",
        parameter.bestandsschutz_verfahren,
        {name: _schutzsatz(ergebnis, verfahren) for name, verfahren in SCHUTZVERFAHREN.items()},
    )


def _schutzsatz(ergebnis: Ergebnis, verfahren: Schutzverfahren) -> Textformel:
    parameter, wirkung = ergebnis.eingabe.parameter, ergebnis.schutz
    wirksam, gewinn = wirkung.bestandsschutz_wirksam or _NULL, parameter.hoechstgewinn
    groessen: dict[str, Satzgroesse] = {
        **kennwertgroessen(wirkung),
        "bestandsschutz_wirksam": ("bestandsschutz_wirksam", wirksam / HUNDERT),
        "hoechstgewinn": ("hoechstgewinn", (gewinn or _NULL) / HUNDERT),
        "obergrenze": ('hoechstgewinn<>""', gewinn is not None),
        "referenz": (_MIT_REFERENZ, _mit_referenz(ergebnis)),
    }
    anlage = satzformel(verfahren.anlage, groessen)
    return verkettet(anlage, _abschmelzung(ergebnis)) if verfahren.abschmelzbar else anlage


def _mit_referenz(ergebnis: Ergebnis) -> bool:
    return any(raum.referenzbudget is not None for raum in ergebnis.eingabe.sozialraeume)


def schutz_mit_hoehe(ergebnis: Ergebnis) -> Textformel:
    """Name und Wert des Schutzverfahrens: anteilig 70 %, abgeschmolzen auf 35 %."""
    parameter, schutz = ergebnis.eingabe.parameter, ergebnis.schutz
    voll = geltende_parameter(ergebnis)["bestandsschutz"].wert
    wirksam = prozentformel("bestandsschutz_wirksam", schutz.bestandsschutz_wirksam or _NULL)
    return verkettet(
        Textformel("bestandsschutz_verfahren", parameter.bestandsschutz_verfahren),
        wenn(
            SCHUETZT,
            verfahren_des_schutzes(parameter).schuetzt,
            verkettet(
                " ",
                wenn(
                    "abschmelzungsfaktor<1",
                    schutz.abschmelzungsfaktor < 1,
                    verkettet(
                        prozentformel(
                            bestandsschutz_angegeben(),
                            Decimal(voll or 0),
                        ),
                        ", abgeschmolzen auf ",
                    ),
                ),
                wirksam,
            ),
        ),
    )


def _abschmelzung(ergebnis: Ergebnis) -> Textformel:
    parameter = ergebnis.eingabe.parameter
    gilt = parameter.abschmelzung_beginn is not None and parameter.abschmelzung_jahre is not None
    satz = verkettet(
        " Dieser Schutz sinkt ab ",
        anzahlformel("abschmelzung_beginn", parameter.abschmelzung_beginn or 0),
        " in ",
        anzahlformel("abschmelzung_jahre", parameter.abschmelzung_jahre or 0),
        " gleichen Jahresschritten auf null.",
    )
    return wenn('AND(abschmelzung_beginn<>"",abschmelzung_jahre<>"")', gilt, satz)


def _wer_mehr_bekommt(ergebnis: Ergebnis) -> Textformel:
    differenzen = [z.differenz for z in ergebnis.sozialraeume if z.differenz is not None]
    summen = ergebnis.summen
    gleich = sum(1 for d in differenzen if d == 0)
    mehr = sum(1 for d in differenzen if d > 0)
    weniger = sum(1 for d in differenzen if d < 0)
    satz = verkettet(
        wenn(
            'COUNTIF(differenz,">0")=0',
            mehr == 0,
            "Kein",
            anzahlformel('COUNTIF(differenz,">0")', mehr),
        ),
        wenn('COUNTIF(differenz,">0")<2', mehr < 2, " Sozialraum bekommt", " Sozialräume bekommen"),
        " mehr als bisher (zusammen ",
        euroformel('SUMIF(differenz,">0")', summen.gewinn),
        "), ",
        wenn(
            'COUNTIF(differenz,"<0")=0',
            weniger == 0,
            "keiner",
            anzahlformel('COUNTIF(differenz,"<0")', weniger),
        ),
        " weniger (zusammen ",
        euroformel('-SUMIF(differenz,"<0")', -summen.verlust),
        ")",
        wenn(
            'COUNTIF(differenz,"=0")>0',
            gleich > 0,
            verkettet(", ", anzahlformel('COUNTIF(differenz,"=0")', gleich), " gleich viel"),
        ),
        ".",
        wenn("kosten_schutz>0", summen.kosten_schutz > 0, _wer_traegt(ergebnis)),
    )
    return wenn(
        "COUNT(differenz)>0",
        bool(differenzen),
        satz,
        "Bisherige Budgets sind nicht angegeben; ein Vergleich ist darum nicht möglich.",
    )


def _wer_traegt(ergebnis: Ergebnis) -> Textformel:
    verfahren = verfahren_des_schutzes(ergebnis.eingabe.parameter)
    kosten = euroformel("kosten_schutz", ergebnis.summen.kosten_schutz)
    return wenn(
        AUS_ZUSATZMITTELN,
        verfahren.aus_zusatzmitteln,
        verkettet(
            " Der Ausgleich von ",
            kosten,
            " kommt aus Geld außerhalb des verteilten Budgets.",
        ),
        verkettet(
            " Der Schutz verschiebt ",
            kosten,
            ": Spalte „Unterschied durch den Schutz“ zeigt mit +, wer sie erhält, und mit -, wer "
            "sie trägt.",
        ),
    )


def gesamtbelastung(ergebnis: Ergebnis) -> Textformel:
    """Bei `defizitausgleich`: was der Kreis insgesamt ausgibt, sonst leer."""
    parameter, summen = ergebnis.eingabe.parameter, ergebnis.summen
    satz = verkettet(
        "Gesamtbelastung des Kreises: ",
        euroformel("gesamtbudget+SUM(ausgleich)", parameter.gesamtbudget + summen.ausgleich),
        " = ",
        euroformel("gesamtbudget", parameter.gesamtbudget),
        " + ",
        euroformel("SUM(ausgleich)", summen.ausgleich),
        " Ausgleich",
        wenn(
            "frei_werdend>0",
            summen.frei_werdend > 0,
            verkettet(
                " (durch Abschmelzung werden ",
                euroformel("frei_werdend", summen.frei_werdend),
                " frei)",
            ),
        ),
    )
    return wenn(
        AUS_ZUSATZMITTELN,
        verfahren_des_schutzes(parameter).aus_zusatzmitteln,
        satz,
    )


def regiekosten(ergebnis: Ergebnis) -> Textformel:
    """Die Überschrift der Regie-/Sachkosten, mit ihrem Satz."""
    parameter = ergebnis.eingabe.parameter
    return verkettet(
        "Leitung, Verwaltung, Miete, Sachmittel (Pauschale ",
        prozentformel("regiekosten", parameter.regiekosten),
        wenn(
            'regiekosten_basis="aufschlag"',
            parameter.regiekosten_basis is Regiebasis.AUFSCHLAG,
            " auf das Personal",
        ),
        ")",
    )


def leistung(ergebnis: Ergebnis, j: int) -> Textformel:
    """Die Überschrift einer Leistung, mit ihrem Anteil."""
    parameter = ergebnis.eingabe.parameter
    name, anteil = parameter.leistungen[j]
    # Vom ganzen Budget gerechnet, trägt die letzte Leistung die Pauschale.
    letzte = j == len(parameter.leistungen) - 1
    return verkettet(
        f"{name} (",
        prozentformel(f"leistung_{j + 1}", anteil),
        wenn(
            'leistungsbasis="budget"',
            parameter.leistungsbasis is Leistungsbasis.BUDGET,
            " des Budgets, abzüglich der Pauschale)" if letzte else " des Budgets)",
            " des Personals)",
        ),
    )


def erlaeuterungen(ergebnis: Ergebnis) -> tuple[Textformel, ...]:
    """Die Sätze unter der Tabelle: Begriffe, Auslegung, Budget II, Anmerkungen zu den Budgets."""
    parameter = ergebnis.eingabe.parameter
    stunden = verkettet(
        "Stunden: Zeit mit den Menschen (face-to-face) je Vertragswoche, nach Abzug von ",
        prozentformel("abf", parameter.abf),
        " aufgaben-, berufs- und fachspezifischer Minderarbeitszeit (abf); Urlaub, Feiertage und "
        "Krankheit sind nicht abgezogen. Der Abzug mindert die Zeit, nicht das Geld. "
        "Vollzeitstellen: vor diesem Abzug, zu je ",
        euroformel("personalkosten_vzae", parameter.personalkosten_vzae),
        " Personalkosten im Jahr.",
    )
    # Die erste Anmerkung ist die Überschrift des Blatts.
    texte = ohne_vermerk(ergebnis.eingabe.anmerkungen).get(SOZIALRAEUME, ())[1:]
    anmerkung = woertlich(f"Zu den Eingaben: {' '.join(texte)}" if texte else "")
    vergleichsbudget = wenn(
        _MIT_REFERENZ,
        _mit_referenz(ergebnis),
        "Vergleichsbudget: das Referenzbudget im Blatt „Sozialräume“, sonst das bisherige Budget; "
        "daran misst sich der Schutz.",
    )
    wechsel = _vorzeichenwechsel(ergebnis)
    auslegung = _auslegung(ergebnis)
    # Was leer sein kann, steht hinten: oben bliebe sonst eine Lücke.
    return stunden, _budget_2(ergebnis), auslegung, anmerkung, wechsel, vergleichsbudget


def _vorzeichenwechsel(ergebnis: Ergebnis) -> Textformel:
    namen = ", ".join(z.sozialraum.name for z in ergebnis.sozialraeume if z.vorzeichenwechsel)
    return wenn(
        f'{WECHSEL}<>""',
        bool(namen),
        verkettet(
            "Der Schutz kehrt um (ohne ihn mehr als bisher, mit ihm weniger, oder umgekehrt) bei: ",
            Textformel(WECHSEL, namen),
            ".",
        ),
    )


def _auslegung(ergebnis: Ergebnis) -> Textformel:
    """Was an der Vorlage 2011/099 auszulegen ist; leer, wo sich niemand auf sie beruft."""
    parameter = ergebnis.eingabe.parameter
    regie = Decimal(ANGABE["regiekosten"].vorgabe or 0)
    ist_vorgabe = [n for n, _ in parameter.leistungen] == [n for n, _ in VORGABE_LEISTUNGEN]
    if not ist_vorgabe or not _beruft_sich_auf_die_vorlage(ergebnis):
        return woertlich("")
    gleich = [f"ROUND(regiekosten-{regie / 100},6)=0"] + [
        f"ROUND(leistung_{j}-{anteil / 100},6)=0"
        for j, (_, anteil) in enumerate(VORGABE_LEISTUNGEN, start=1)
    ]
    return wenn(
        f"AND({','.join(gleich)})",
        parameter.regiekosten == regie and parameter.leistungen == VORGABE_LEISTUNGEN,
        verkettet(
            "Auslegung: Die Vorlage 2011/099 des Landkreises Lüneburg nennt im April 2011 60/40 "
            "für das ganze Budget, im Mai die Pauschale von 17,5 % und eine Aufteilung des "
            "Personals ohne neue Prozente. Gerechnet ist ",
            wenn(
                'leistungsbasis="budget"',
                parameter.leistungsbasis is Leistungsbasis.BUDGET,
                "der Stand April (Anteile des Budgets).",
                "der Stand Mai (Anteile des Personals).",
            ),
        ),
    )


def _beruft_sich_auf_die_vorlage(ergebnis: Ergebnis) -> bool:
    """Ob die Mappe selbst als Quelle ihrer Anteile die Vorlage 2011/099 nennt."""
    namen = ("regiekosten", "leistungsbasis")
    leistungen = (f"{LEISTUNG_PRAEFIX}{name}" for name, _ in ergebnis.eingabe.parameter.leistungen)
    texte = ergebnis.eingabe.parametertexte
    quellen = [texte[name].quelle for name in (*namen, *leistungen) if name in texte]
    return any(
        _VORLAGE in quelle and not quelle.startswith(_QUELLE_DER_VORGABE)
        for quelle in quellen
        if quelle
    )


def quelle_der_vorgabe(name: str) -> str:
    """Woher eine Vorgabe kommt; auch beim Wiederlesen erkennbar nicht die Quelle der Mappe."""
    quelle = parameterangabe(name).quelle
    return f"{_QUELLE_DER_VORGABE}{quelle}" if quelle else ""


def warnung(ergebnis_geht_auf: bool) -> Textformel:
    """Die Zeile über der Tabelle, wenn eine Probe nicht aufgeht, sonst leer."""
    return wenn(
        'gesamturteil="in Ordnung"',
        ergebnis_geht_auf,
        "",
        wenn(
            "ISNUMBER(eingaben_gelten)",
            True,
            "Achtung: Mit diesen Eingaben gehen nicht alle Proben auf, siehe Blatt „Prüfung“.",
            verkettet(
                "Achtung: Mit diesen Eingaben rechnet der Bogen nicht (",
                Textformel("erster_befund", ""),
                "); alle Stellen nennt das Blatt „Prüfung“.",
            ),
        ),
    )


def nur_mit_budgets(satz: Textformel) -> Textformel:
    """Der Satz, solange alle Budgets gerechnet sind; sonst steht nur die Warnung da."""
    return satz if satz.fest else wenn("ISNUMBER(SUM(budget_neu))", True, satz)


def _budget_2(ergebnis: Ergebnis) -> Textformel:
    parameter = ergebnis.eingabe.parameter
    return verkettet(
        "Budget II (Projektmittel der Sozialraumkonferenzen, neben dem Budget I): ",
        wenn(
            'budget_2=""',
            parameter.budget_2 is None,
            "noch nicht festgelegt.",
            verkettet(
                euroformel("N(budget_2)", parameter.budget_2 or _NULL),
                auswahlformel(
                    "budget_2_verteilung",
                    parameter.budget_2_verteilung,
                    {
                        "gleich": woertlich(", für jeden Sozialraum gleich viel."),
                        "schluessel": woertlich(", verteilt nach den Indikatoren."),
                        "zentral": woertlich(", zentral bewirtschaftet und nicht verteilt."),
                    },
                ),
            ),
        ),
    )

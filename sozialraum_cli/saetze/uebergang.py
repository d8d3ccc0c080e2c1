"""Der Übergang in Sätzen, gleich für Terminal und Mappe."""

from decimal import Decimal

from sozialraum_cli.rechnen.bestandsschutz import verfahren_des_schutzes
from sozialraum_cli.rechnen.uebergang import Uebergang, Uebergangsjahr
from sozialraum_cli.runden import kaufmaennisch
from sozialraum_cli.saetze import parameter as parametersaetze
from sozialraum_cli.zahlen import prozent, zahl

OHNE_REGION = "ohne Region"


def titel(uebergang: Uebergang) -> str:
    """„Übergang 2026 bis 2030“, bei nur einem Jahr „Übergang 2026“."""
    return f"Übergang {_zeitraum(uebergang.jahre)}"


def einleitung(uebergang: Uebergang) -> list[str]:
    """Was verteilt und wie geschützt wird, welche Jahre fest und welche vorläufig sind."""
    erstes, *spaetere = uebergang.jahre
    parameter = erstes.ergebnis.eingabe.parameter
    anzahl = len(erstes.ergebnis.sozialraeume)
    raeume = "1 Sozialraum" if anzahl == 1 else f"{anzahl} Sozialräume"
    saetze = [
        f"Gesamtbudget {betrag(parameter.gesamtbudget)} für {raeume}, Bestandsschutz "
        f"{_schutz(uebergang)}."
    ]
    if spaetere:
        sind = "ist" if len(spaetere) == 1 else "sind"
        saetze.append(
            f"Fest ist {erstes.jahr}, das Haushaltsjahr; {_zeitraum(spaetere)} {sind} vorläufig: "
            f"gerechnet mit Indikatoren, Gesamtbudget und Vergleichsbudgets von {erstes.jahr}."
        )
    return saetze


def schluss(uebergang: Uebergang) -> list[str]:
    """Was frei wird und wie es nach dem letzten Jahr weitergeht."""
    erstes, letztes = uebergang.jahre[0], uebergang.jahre[-1]
    verfahren = verfahren_des_schutzes(erstes.ergebnis.eingabe.parameter)
    if letztes is erstes:
        return []
    saetze = []
    if verfahren.aus_zusatzmitteln:
        saetze.append(
            "Ohne Abschmelzung kostete der Ausgleich jedes Jahr "
            f"{betrag(uebergang.voller_ausgleich_gesamt)}; frei wird, was davon nicht mehr "
            f"gezahlt wird, {letztes.jahr} alles."
        )
    else:
        saetze.append(
            f"Beim Verfahren „{verfahren.name}“ werden keine Zusatzmittel frei: was der Schutz "
            "nicht mehr bindet, verteilen die Indikatoren."
        )
    saetze.append(
        f"Ab {letztes.jahr} gilt kein Bestandsschutz mehr; mit unveränderten Daten bleiben die "
        "Budgets dann so."
    )
    return saetze


def wirksam(jahr: Uebergangsjahr) -> str:
    """Auf wie viel der Schutz in einem Jahr abgeschmolzen ist: „75 %“; bei `keiner` leer."""
    schutz = jahr.ergebnis.schutz.bestandsschutz_wirksam
    return "" if schutz is None else prozent(kaufmaennisch(schutz))


def betrag(wert: Decimal) -> str:
    """Ein Betrag mit Cent nur, wenn er welche hat: „2.030.000 €“."""
    return f"{zahl(wert, 0 if wert == wert.to_integral_value() else 2)} €"


def nachkommastellen(uebergang: Uebergang) -> int:
    """Nachkommastellen aller Beträge: 0, wenn überall ganze Euro stehen, sonst 2."""
    ergebnis = uebergang.jahre[0].ergebnis
    bisher = [zeile.sozialraum.budget_bisher or Decimal(0) for zeile in ergebnis.sozialraeume]
    ganz = all(wert == wert.to_integral_value() for wert in bisher)
    return 0 if ganz and ergebnis.eingabe.parameter.rundung >= 1 else 2


def _zeitraum(jahre: tuple[Uebergangsjahr, ...] | list[Uebergangsjahr]) -> str:
    erstes, letztes = jahre[0].jahr, jahre[-1].jahr
    return str(erstes) if erstes == letztes else f"{erstes} bis {letztes}"


def _schutz(uebergang: Uebergang) -> str:
    erstes = uebergang.jahre[0]
    parameter = erstes.ergebnis.eingabe.parameter
    text = parametersaetze.schutz(erstes.ergebnis)
    if len(uebergang.jahre) == 1:
        return text
    jahre = (
        "1 Jahr" if parameter.abschmelzung_jahre == 1 else f"{parameter.abschmelzung_jahre} Jahren"
    )
    return f"{text}; abgeschmolzen wird ab {parameter.abschmelzung_beginn} in {jahre}"

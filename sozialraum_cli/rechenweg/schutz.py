"""Schritte des Schutzes und der Rundung bis zum Budget neu."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from sozialraum_cli.rechenweg.einsetzen import Werte
from sozialraum_cli.rechenweg.zahlwort import Form, Rechengroesse
from sozialraum_cli.rechnen.berechnung import Ergebnis
from sozialraum_cli.rechnen.bestandsschutz import verfahren_des_schutzes
from sozialraum_cli.runden import Restverteilung
from sozialraum_cli.verfahren.schritt import Schritt
from sozialraum_cli.verfahren.schutz.schutzverfahren import Schutzverfahren

_NULL = Decimal(0)


def schutzschritte(ergebnis: Ergebnis, sozialraum: int) -> Iterator[tuple[Schritt, Werte]]:
    """Geschütztes Budget, Rundung auf die Summe, Ausgleich und die Veränderung gegen bisher."""
    verfahren = verfahren_des_schutzes(ergebnis.eingabe.parameter)
    werte = _werte(ergebnis, sozialraum)
    if verfahren.schuetzt:
        yield ABSCHMELZUNG, werte
    for schritt in verfahren.schritte:
        yield schritt, werte
    rest = ergebnis.rundung_indikatoren if verfahren.aus_zusatzmitteln else ergebnis.rundung_neu
    mit_rundung = werte.mit(_rundung(ergebnis, rest, sozialraum))
    for schritt in rundungsschritte(verfahren):
        yield schritt, mit_rundung
    yield DIFFERENZ, werte
    yield DIFFERENZ_PROZENT, werte


def rundungsschritte(verfahren: Schutzverfahren) -> tuple[Schritt, ...]:
    """Größte Reste auf die Summe; ein Ausgleich aus Zusatzmitteln kommt danach dazu."""
    if verfahren.aus_zusatzmitteln:
        return _gerundet("budget_indikatoren_gerundet"), AUSGLEICH, MIT_AUSGLEICH
    return (_gerundet("budget_neu"),)


def _gerundet(ziel: str) -> Schritt:
    return Schritt(ziel, _RUNDUNG, "{abgerundet}{aufgerundet? + {rundung}}", "€")


def _werte(ergebnis: Ergebnis, sozialraum: int) -> Werte:
    eingabe, schutz = ergebnis.eingabe, ergebnis.schutz
    parameter, zeile = eingabe.parameter, ergebnis.sozialraeume[sozialraum]
    a, d = zeile.vergleichsbudget or _NULL, zeile.budget_indikatoren
    mindestbetraege = schutz.mindestbetrag or (_NULL,) * len(ergebnis.sozialraeume)
    darueber = [
        max(_NULL, z.budget_indikatoren - m)
        for z, m in zip(ergebnis.sozialraeume, mindestbetraege, strict=True)
    ]
    oben = schutz.hoechstbetrag[sozialraum] if schutz.hoechstbetrag else None
    bisher = zeile.sozialraum.budget_bisher
    groessen: dict[str, Rechengroesse] = {
        "gesamtbudget": Rechengroesse(parameter.gesamtbudget, Form.GELD),
        "vergleichsbudget": Rechengroesse(a, Form.GELD),
        "budget_indikatoren": Rechengroesse(d, Form.ZWISCHENBETRAG),
        "budget_indikatoren_gerundet": Rechengroesse(zeile.budget_indikatoren_gerundet, Form.GELD),
        "budget_geschuetzt": Rechengroesse(zeile.budget_geschuetzt, Form.UNGERUNDET),
        "bestandsschutz": Rechengroesse(parameter.bestandsschutz or _NULL, Form.PROZENT),
        "bestandsschutz_wirksam": Rechengroesse(
            schutz.bestandsschutz_wirksam or _NULL, Form.PROZENT
        ),
        "mindestbetrag": Rechengroesse(mindestbetraege[sozialraum], Form.ZWISCHENBETRAG),
        "gebunden": Rechengroesse(sum(mindestbetraege, _NULL), Form.KENNBETRAG),
        "darueber_zusammen": Rechengroesse(sum(darueber, _NULL), Form.KENNBETRAG),
        "hoechstbetrag": Rechengroesse(oben or _NULL, Form.ZWISCHENBETRAG),
        "hoechstgewinn": Rechengroesse(parameter.hoechstgewinn or _NULL, Form.PROZENT),
        "rundung": Rechengroesse(parameter.rundung, Form.GENAU),
        "ausgleich": Rechengroesse(zeile.ausgleich, Form.GELD),
        "budget_neu": Rechengroesse(zeile.budget_neu, Form.GELD),
        "budget_bisher": Rechengroesse(bisher or _NULL, Form.GELD),
        "differenz": Rechengroesse(zeile.differenz or _NULL, Form.GELD),
    }
    if zeile.differenz_prozent is not None:
        groessen["differenz_prozent"] = Rechengroesse(zeile.differenz_prozent, Form.ZWEI)
    return Werte(
        groessen | _kennwerte(schutz.kennwerte),
        {"verfahren": parameter.bestandsschutz_verfahren, **_abschmelzung(ergebnis)},
        {
            "referenz": zeile.sozialraum.referenzbudget is not None,
            "obergrenze": oben is not None,
            "etwas_darueber": any(darueber),
            "verliert": a > d,
            "gewinnt": a < d,
            "bleibt_gleich": a == d,
            "mit_bisher": bisher is not None,
            "mit_prozent": zeile.differenz_prozent is not None,
            "abgeschmolzen": schutz.abschmelzungsfaktor != 1,
        },
    )


def _kennwerte(kennwerte: Mapping[str, Decimal]) -> dict[str, Rechengroesse]:
    """Faktoren der Verfahren; was ein Betrag ist, heißt so."""
    return {
        name: Rechengroesse(wert, Form.KENNBETRAG if name.startswith("zuwachs") else Form.ANTEIL)
        for name, wert in kennwerte.items()
    }


def _abschmelzung(ergebnis: Ergebnis) -> dict[str, str]:
    parameter = ergebnis.eingabe.parameter
    return {
        "jahr": str(parameter.jahr),
        "abschmelzung_beginn": str(parameter.abschmelzung_beginn or ""),
        "abschmelzung_jahre": str(parameter.abschmelzung_jahre or ""),
        "abschmelzung_schritt": str(parameter.jahr - (parameter.abschmelzung_beginn or 0) + 1),
    }


def _rundung(ergebnis: Ergebnis, rest: Restverteilung, sozialraum: int) -> Werte:
    einheit = ergebnis.eingabe.parameter.rundung
    fehlend = ergebnis.eingabe.parameter.gesamtbudget / einheit - sum(rest.ganze)
    return Werte(
        {
            "abgerundet": Rechengroesse(rest.ganze[sozialraum] * einheit, Form.GELD),
            "fehlend": Rechengroesse(fehlend, Form.GENAU),
            "rest": Rechengroesse(rest.rest[sozialraum], Form.GENAU),
            "rang": Rechengroesse(Decimal(rest.rang[sozialraum]), Form.GENAU),
            "anzahl": Rechengroesse(Decimal(len(rest.rang)), Form.GENAU),
        },
        {},
        {"aufgerundet": rest.rang[sozialraum] <= fehlend},
    )


ABSCHMELZUNG = Schritt(
    "bestandsschutz_wirksam",
    "Der Schutz von {bestandsschutz} sinkt ab {abschmelzung_beginn} in {abschmelzung_jahre} "
    "gleichen Schritten auf null; {jahr} ist Schritt {abschmelzung_schritt}.",
    "{bestandsschutz} * max(0; 1 - {abschmelzung_schritt} / {abschmelzung_jahre})",
    wenn="abgeschmolzen",
)
_RUNDUNG = (
    "Gerundet auf {rundung} €, sodass die Summe genau stimmt: abgerundet {abgerundet} €, und "
    "{fehlend} Einheiten, die dann noch fehlen, gehen an die größten Reste. Dieser Rest ist {rest} "
    "einer Einheit, Rang {rang} von {anzahl}: {aufgerundet?er bekommt eine|er bekommt keine}."
)
AUSGLEICH = Schritt(
    "ausgleich",
    "{bestandsschutz_wirksam} der Lücke zum {referenz?Vergleichsbudget|bisherigen Budget} kommen "
    "aus zusätzlichem Geld, kaufmännisch auf {rundung} € gerundet.",
    "rund({bestandsschutz_wirksam} * max(0; {vergleichsbudget} - {budget_indikatoren_gerundet}); "
    "{rundung})",
    "€",
)
MIT_AUSGLEICH = Schritt(
    "budget_neu",
    "Zusammen ist das das neue Budget.",
    "{budget_indikatoren_gerundet} + {ausgleich}",
    "€",
)
DIFFERENZ = Schritt(
    "differenz",
    "Das neue Budget gegen das bisherige.",
    "{budget_neu} - {budget_bisher}",
    "€",
    wenn="mit_bisher",
)
DIFFERENZ_PROZENT = Schritt(
    "differenz_prozent",
    "Dasselbe in Prozent des bisherigen Budgets.",
    "{differenz} / {budget_bisher} * 100",
    "%",
    wenn="mit_prozent",
)

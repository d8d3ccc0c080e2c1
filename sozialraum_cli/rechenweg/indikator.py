"""Schritte des Schlüssels: je Indikator seine Werte, danach Anteil und Budget nach Indikatoren."""

from collections.abc import Iterator
from decimal import Decimal

from sozialraum_cli.modell import Art, Richtung
from sozialraum_cli.rechenweg.einsetzen import Werte
from sozialraum_cli.rechenweg.zahlwort import Form, Rechengroesse
from sozialraum_cli.rechnen.berechnung import Ergebnis
from sozialraum_cli.verfahren.schluessel.schluesselverfahren import Schluesselverfahren
from sozialraum_cli.verfahren.schluessel.verzeichnis import schluesselverfahren
from sozialraum_cli.verfahren.schritt import Schritt

_NULL = Decimal(0)


def indikatorwerte(ergebnis: Ergebnis, nummer: int, sozialraum: int) -> Werte:
    """Was in den Schritten eines Indikators stehen kann; Nummern ab 0."""
    eingabe, schritt = ergebnis.eingabe, ergebnis.schluessel.indikatoren[nummer]
    indikator = schritt.indikator
    beitrag = Rechengroesse(schritt.beitrag[sozialraum], Form.ANTEIL)
    groessen = {
        "wert": Rechengroesse(eingabe.spalten[indikator.name].werte[sozialraum], Form.GENAU),
        "gewicht": Rechengroesse(indikator.gewicht, Form.GENAU),
        "gewichtssumme": Rechengroesse(
            sum((i.gewicht for i in eingabe.indikatoren), _NULL), Form.GENAU
        ),
        "beitrag": beitrag,
        "gewichteter_beitrag_indikator": Rechengroesse(
            schritt.beitrag[sozialraum] * schritt.gewicht, Form.ANTEIL
        ),
    }
    for name in ("anteil", "faktor", "lage", "zwert"):
        groessen[f"{name}_indikator"] = beitrag
    if schritt.zaehler is not None:
        groessen["zaehler"] = Rechengroesse(schritt.zaehler[sozialraum], Form.GENAU)
        groessen["summe_zaehler"] = Rechengroesse(sum(schritt.zaehler, _NULL), Form.GENAU)
    if schritt.bezug is not None:
        groessen["bezug"] = Rechengroesse(schritt.bezug[sozialraum], Form.GENAU)
        groessen["summe_bezug"] = Rechengroesse(sum(schritt.bezug, _NULL), Form.GENAU)
    ist_quote = indikator.art is Art.QUOTE
    # Eine Quote ist so genau wie angegeben; aus einer Anzahl wird ein Bruch.
    form = Form.GENAU if ist_quote else Form.ANTEIL
    for name, wert, art in (
        ("quote", schritt.quote[sozialraum], form),
        ("minimum", schritt.minimum, form),
        ("maximum", schritt.maximum, form),
        ("kreiswert", schritt.kreiswert, Form.ANTEIL),
        ("mittelwert", schritt.mittelwert, Form.ANTEIL),
        ("standardabweichung", schritt.standardabweichung, Form.ANTEIL),
    ):
        if wert is not None:
            groessen[name] = Rechengroesse(wert, art)
    return Werte(
        groessen,
        {"bezugsgroesse": f"„{indikator.bezugsgroesse}“"},
        {
            "ist_quote": ist_quote,
            "ist_anzahl": not ist_quote,
            "entlastend": indikator.richtung is Richtung.ENTLASTEND,
            "unterschied": schritt.minimum != schritt.maximum,
        },
    )


def nach_den_indikatoren(ergebnis: Ergebnis, sozialraum: int) -> Iterator[tuple[Schritt, Werte]]:
    """Von den gewichteten Beiträgen zum Anteil und zum Budget nach Indikatoren."""
    schluessel, parameter = ergebnis.schluessel, ergebnis.eingabe.parameter
    zeile = ergebnis.sozialraeume[sozialraum]
    verfahren = schluesselverfahren(parameter.schluesselverfahren)
    beitraege = {
        f"teil_{k}": Rechengroesse(schritt.beitrag[sozialraum] * schritt.gewicht, Form.ANTEIL)
        for k, schritt in enumerate(schluessel.indikatoren, start=1)
    }
    groessen = {
        **beitraege,
        "anteil": Rechengroesse(zeile.anteil, Form.ANTEIL),
        "belastungsfaktor": Rechengroesse(schluessel.belastungsfaktor[sozialraum], Form.ANTEIL),
        "gesamtbudget": Rechengroesse(parameter.gesamtbudget, Form.GELD),
        "sockelbetrag": Rechengroesse(parameter.sockelbetrag, Form.GELD),
        "anzahl": Rechengroesse(Decimal(len(ergebnis.sozialraeume)), Form.GENAU),
        "budget_indikatoren": Rechengroesse(zeile.budget_indikatoren, Form.ZWISCHENBETRAG),
    }
    if schluessel.spreizung is not None:
        groessen["spreizung"] = Rechengroesse(schluessel.spreizung, Form.GENAU)
    if schluessel.basis is not None:
        produkte = map(Decimal.__mul__, schluessel.basis, schluessel.belastungsfaktor)
        groessen["basis"] = Rechengroesse(schluessel.basis[sozialraum], Form.GENAU)
        groessen["summe_produkt"] = Rechengroesse(sum(produkte, _NULL), Form.ANTEIL)
    werte = Werte(
        groessen,
        {"verteilungsbasis": f"„{schluessel.verteilungsbasis}“"},
        {"sockel": parameter.sockelbetrag > 0},
    )
    for schritt in anteilsschritte(verfahren, len(beitraege)):
        yield schritt, werte


def anteilsschritte(verfahren: Schluesselverfahren, indikatoren: int) -> tuple[Schritt, ...]:
    """Die Schritte von so vielen gewichteten Beiträgen zum Budget nach Indikatoren."""
    summe = " + ".join(f"{{teil_{k}}}" for k in range(1, indikatoren + 1))
    if not verfahren.mit_basis:
        zusammen = Schritt("anteil", "Zusammen ist das der Anteil am Geld.", summe)
        return zusammen, BUDGET_INDIKATOREN
    faktor = _belastungsfaktor(summe, mit_spreizung=verfahren.spreizung is not None)
    return faktor, ANTEIL_MIT_BASIS, BUDGET_INDIKATOREN


def _belastungsfaktor(summe: str, *, mit_spreizung: bool) -> Schritt:
    if mit_spreizung:
        return Schritt(
            "belastungsfaktor",
            "Der Belastungsfaktor: 1 ist durchschnittlich, darum herum zieht die Spreizung "
            "{spreizung} auseinander.",
            f"1 + {{spreizung}} * ({summe})",
        )
    return Schritt(
        "belastungsfaktor",
        "Zusammen ist das der Belastungsfaktor: 1 heißt so belastet wie der Kreis.",
        summe,
    )


ANTEIL_MIT_BASIS = Schritt(
    "anteil",
    "Mal {basis} {verteilungsbasis}, geteilt durch die Summe aller Sozialräume, ist das der "
    "Anteil am Geld.",
    "{basis} * {belastungsfaktor} / {summe_produkt}",
)
BUDGET_INDIKATOREN = Schritt(
    "budget_indikatoren",
    "Budget nach Indikatoren{sockel?: vorab bekommt jeder {sockelbetrag} €, der Rest folgt dem "
    "Anteil}.",
    "{sockel?{sockelbetrag} + ({gesamtbudget} - {anzahl} * {sockelbetrag})|{gesamtbudget}} * "
    "{anteil}",
    "€",
)

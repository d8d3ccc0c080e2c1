"""Der Rechenweg eines Sozialraums: Schritte (a), (b), (c) … von den Werten zu den Stunden."""

from collections.abc import Iterable, Iterator
from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import chain
from typing import NamedTuple

from sozialraum_cli.rechenweg.einsetzen import Werte, eingesetzt
from sozialraum_cli.rechenweg.indikator import indikatorwerte, nach_den_indikatoren
from sozialraum_cli.rechenweg.leistungen import leistungsschritte
from sozialraum_cli.rechenweg.schutz import schutzschritte
from sozialraum_cli.rechenweg.taschenrechner import auswerten
from sozialraum_cli.rechenweg.zahlwort import STUFEN, Form, Genauigkeit, Rechengroesse
from sozialraum_cli.rechnen.berechnung import Ergebnis
from sozialraum_cli.runden import GENAU
from sozialraum_cli.verfahren.schluessel.verzeichnis import schluesselverfahren
from sozialraum_cli.verfahren.schritt import Schritt
from sozialraum_cli.zahlen import zahl

# Ein Schritt mit allem, was in ihm steht; der Indikator, um den es geht, oder None.
Vorbereitet = tuple[Schritt, str | None, Werte]


class Rechenschritt(NamedTuple):
    """Ein gedruckter Schritt; rechnung None heißt: der Satz genügt, ergebnis None: keine Zahl.

    Wer die Rechnung eintippt, erhält das Ergebnis bis auf eine halbe Einheit seiner letzten Stelle.
    """

    nr: str
    groesse: str
    indikator: str | None
    satz: str
    rechnung: str | None
    ergebnis: str | None
    einheit: str | None


def rechenweg(ergebnis: Ergebnis, sozialraum: int) -> tuple[Rechenschritt, ...]:
    """Alle Schritte eines Sozialraums mit eingesetzten Zahlen.

    Eingang: Nummer des Sozialraums ab 0. Gedruckt wird mit so wenigen Stellen, wie es geht, damit
    jede Rechnung aufgeht. Quelle: docs/verfahren.md, Abschnitt „Erklärung“.
    """
    with localcontext(GENAU):
        vorbereitet = list(_vorbereitet(ergebnis, sozialraum))
        for genauigkeit in STUFEN:
            schritte = tuple(_Seite(genauigkeit).schritte(vorbereitet))
            if all(map(geht_auf, schritte)):
                break
    return schritte


def geht_auf(schritt: Rechenschritt) -> bool:
    """Ob die gedruckte Rechnung das gedruckte Ergebnis ergibt, auf eine halbe letzte Stelle."""
    if schritt.rechnung is None or schritt.ergebnis is None:
        return True
    stellen = len(schritt.ergebnis.rstrip(" %").partition(",")[2])
    letzte_stelle = Fraction(1, 10**stellen) / (100 if "%" in schritt.ergebnis else 1)
    return abs(auswerten(schritt.rechnung) - auswerten(schritt.ergebnis)) <= letzte_stelle / 2


def _vorbereitet(ergebnis: Ergebnis, sozialraum: int) -> Iterator[Vorbereitet]:
    verfahren = schluesselverfahren(ergebnis.eingabe.parameter.schluesselverfahren)
    for nummer, indikatorschritt in enumerate(ergebnis.schluessel.indikatoren):
        werte = indikatorwerte(ergebnis, nummer, sozialraum)
        name = indikatorschritt.indikator.name
        for schritt in (*verfahren.schritte, GEWICHTET):
            yield schritt, name, werte
    danach: Iterable[tuple[Schritt, Werte]] = chain(
        nach_den_indikatoren(ergebnis, sozialraum),
        schutzschritte(ergebnis, sozialraum),
        leistungsschritte(ergebnis, sozialraum),
    )
    for schritt, werte in danach:
        yield schritt, None, werte


GEWICHTET = Schritt(
    "gewichteter_beitrag_indikator",
    "Der Indikator wiegt {gewicht} von zusammen {gewichtssumme}.",
    "{beitrag} * {gewicht} / {gewichtssumme}",
)


class _Seite:
    """Eine Seite im Druck: jede Größe steht auf ihr immer gleich."""

    def __init__(self, genauigkeit: Genauigkeit) -> None:
        self._genauigkeit = genauigkeit
        self._gedruckt: dict[Rechengroesse, str] = {}

    def schritte(self, vorbereitet: Iterable[Vorbereitet]) -> Iterator[Rechenschritt]:
        geltend = (eintrag for eintrag in vorbereitet if eintrag[2].gilt(eintrag[0].wenn))
        for nummer, (schritt, indikator, werte) in enumerate(geltend):
            rechnung = schritt.rechnung and eingesetzt(schritt.rechnung, werte, self.drucken)
            groesse = werte.groessen.get(schritt.groesse)
            if rechnung and groesse and groesse.form is Form.ANTEIL:
                # Aus gerundeten Zahlen kommt in der letzten Stelle etwas anderes heraus; gedruckt
                # wird, was beim Nachtippen herauskommt, und damit geht es weiter.
                self._gedruckt[groesse] = self._eingetippt(rechnung)
            yield Rechenschritt(
                buchstabe(nummer),
                schritt.groesse,
                indikator,
                eingesetzt(schritt.satz, werte, self.drucken),
                rechnung,
                None if groesse is None else self.drucken(groesse),
                schritt.einheit,
            )

    def drucken(self, groesse: Rechengroesse) -> str:
        return self._gedruckt.get(groesse) or groesse.gedruckt(self._genauigkeit)

    def _eingetippt(self, rechnung: str) -> str:
        wert = auswerten(rechnung)
        return zahl(Decimal(wert.numerator) / wert.denominator, self._genauigkeit.anteil)


def buchstabe(nummer: int) -> str:
    """a, b, … z, aa, ab, …"""
    text = ""
    nummer += 1
    while nummer:
        nummer, rest = divmod(nummer - 1, 26)
        text = chr(ord("a") + rest) + text
    return text

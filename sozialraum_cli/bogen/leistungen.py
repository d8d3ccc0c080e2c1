"""Blatt Leistungen: Regie-/Sachkosten, Personal, Leistungen, Stellen, Stunden, Budget II."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial

from openpyxl.styles import PatternFill

from sozialraum_cli.arbeitsmappe import stil
from sozialraum_cli.arbeitsmappe.formelmappe import Formelmappe, Wert
from sozialraum_cli.arbeitsmappe.rechenblatt import Rechenblatt
from sozialraum_cli.arbeitsmappe.restspalten import restspalten
from sozialraum_cli.bogen.zuordnung import Zuordnung
from sozialraum_cli.modell import Budget2Verteilung, Leistungsbasis
from sozialraum_cli.rechnen.berechnung import Ergebnis
from sozialraum_cli.runden import groesste_reste

TITEL = "Leistungen"

# Leer oder zentral heißt: es gibt nichts zu verteilen.
VERTEILTES_BUDGET_2 = 'IF(budget_2_verteilung="zentral",0,N(budget_2))'

_KOPFZEILE = 5


def leistungen_anlegen(
    formelmappe: Formelmappe,
    ergebnis: Ergebnis,
    schluessel: Rechenblatt,
    schutz: Rechenblatt,
    zuordnung: Zuordnung,
) -> Rechenblatt:
    """Legt das Blatt an; je Leistung j stehen mittel_j, mittel_netto_j, vzae_j und stunden_j."""
    raeume = ergebnis.eingabe.sozialraeume
    blatt = Rechenblatt(formelmappe, TITEL, _KOPFZEILE, len(raeume))
    blatt.ueberschrift(
        "Leistungen: vom neuen Budget zu Stellen und Stunden",
        "Stunden sind face-to-face-Stunden je Vertragswoche nach Abzug der Minderarbeitszeit; "
        "Urlaub, Feiertage und Krankheit sind nicht abgezogen. Vollzeitstellen stehen vor diesem "
        "Abzug.",
    )
    blatt.spalte(
        "sozialraum_leistungen",
        "Sozialraum",
        lambda zeile: zuordnung.name(blatt.index(zeile)),
        [raum.name for raum in raeume],
        stil.TEXT,
        breite=stil.namensbreite(raum.name for raum in raeume),
    )
    _budgetspalten(blatt, ergebnis, schutz)
    _Leistungsspalten(blatt, ergebnis).anhaengen()
    _budget_2(blatt, ergebnis, schluessel)
    return blatt


def _budgetspalten(blatt: Rechenblatt, ergebnis: Ergebnis, schutz: Rechenblatt) -> None:
    komponenten = [zeile.komponenten for zeile in ergebnis.sozialraeume]
    regie = [k.regiekosten for k in komponenten]
    personal = [k.personal for k in komponenten]
    ist_personal = ergebnis.eingabe.parameter.leistungsbasis is Leistungsbasis.PERSONAL
    neu = [zeile.budget_neu for zeile in ergebnis.sozialraeume]

    def formel_regie(zeile: int) -> str:
        budget = blatt.z("budget_neu_leistungen", zeile)
        return (
            f'IF(regiekosten_basis="aufschlag",ROUND({budget}-ROUND({budget}/(1+regiekosten),2),2),'
            f"ROUND({budget}*regiekosten,2))"
        )

    blatt.gruppe("Budget")
    blatt.spalte(
        "budget_neu_leistungen",
        "Budget neu",
        lambda zeile: schutz.fremd("budget_neu", blatt.index(zeile)),
        neu,
        stil.EURO,
        summe=sum(neu, Decimal(0)),
    )
    blatt.spalte(
        "regiekosten_betrag",
        "Regie-/ Sachkosten",
        formel_regie,
        regie,
        stil.EURO,
        summe=sum(regie, Decimal(0)),
    )
    blatt.spalte(
        "personal",
        "Personal",
        lambda zeile: (
            f"ROUND({blatt.z('budget_neu_leistungen', zeile)}"
            f"-{blatt.z('regiekosten_betrag', zeile)},2)"
        ),
        personal,
        stil.EURO,
        summe=sum(personal, Decimal(0)),
    )
    blatt.spalte(
        "topf",
        "verteilt auf Leistungen",
        lambda zeile: (
            f'IF(leistungsbasis="budget",{blatt.z("budget_neu_leistungen", zeile)},'
            f"{blatt.z('personal', zeile)})"
        ),
        personal if ist_personal else neu,
        stil.EURO,
        summe=sum(personal if ist_personal else neu, Decimal(0)),
    )


class _Leistungsspalten:
    """Die Spalten aller Leistungen, nach Größen geordnet; ihre Namen enden auf die Nummer."""

    def __init__(self, blatt: Rechenblatt, ergebnis: Ergebnis) -> None:
        self.blatt = blatt
        self.leistungen = [name for name, _ in ergebnis.eingabe.parameter.leistungen]
        self.komponenten = [zeile.komponenten for zeile in ergebnis.sozialraeume]

    def anhaengen(self) -> None:
        verteilung = [k.verteilung for k in self.komponenten]
        self._je_leistung(
            "ganze",
            "ganze Cent",
            self._ganze,
            lambda j: [v.ganze[j] for v in verteilung],
            stil.GANZ,
        )
        self._je_leistung(
            "rest", "Rest", self._rest, lambda j: [v.rest[j] for v in verteilung], stil.ZAHL_6
        )
        self._je_leistung(
            "rang",
            "Rang des Rests",
            self._rang,
            lambda j: [v.rang[j] for v in verteilung],
            stil.GANZ,
        )
        self._je_leistung(
            "mittel",
            "Mittel",
            self._mittel,
            lambda j: [k.leistungen[j].mittel for k in self.komponenten],
            stil.EURO,
            mit_summe=True,
            fuellung=stil.HERVOR,
        )
        self._je_leistung(
            "mittel_netto",
            "Mittel nach abf",
            lambda j, zeile: f"ROUND({self._z('mittel', j, zeile)}*(1-abf),2)",
            lambda j: [k.leistungen[j].mittel_netto for k in self.komponenten],
            stil.EURO,
            mit_summe=True,
        )
        self._je_leistung(
            "vzae",
            "Vollzeitstellen",
            lambda j, zeile: f"{self._z('mittel', j, zeile)}/personalkosten_vzae",
            lambda j: [k.leistungen[j].vzae for k in self.komponenten],
            stil.ZAHL,
            mit_summe=True,
        )
        self._je_leistung(
            "stunden",
            "Stunden je Woche",
            lambda j, zeile: (
                f"{self._z('mittel', j, zeile)}*(1-abf)/personalkosten_vzae*wochenstunden"
            ),
            lambda j: [k.leistungen[j].stunden for k in self.komponenten],
            stil.ZAHL,
            mit_summe=True,
            fuellung=stil.HERVOR,
        )

    def _z(self, groesse: str, j: int, zeile: int) -> str:
        return self.blatt.z(f"{groesse}_{j + 1}", zeile)

    def _quer(self, groesse: str, zeile: int) -> str:
        """Alle Leistungen einer Zeile: $F7:$H7."""
        return f"{self._z(groesse, 0, zeile)}:{self._z(groesse, len(self.leistungen) - 1, zeile)}"

    def _ganze(self, j: int, zeile: int) -> str:
        return f"INT(ROUND({self.blatt.z('topf', zeile)}*leistung_{j + 1}*100,6))"

    def _rest(self, j: int, zeile: int) -> str:
        cent = f"{self.blatt.z('topf', zeile)}*leistung_{j + 1}*100"
        return f"ROUND(ROUND({cent},6)-{self._z('ganze', j, zeile)},6)"

    def _rang(self, j: int, zeile: int) -> str:
        rest = self._z("rest", j, zeile)
        bis_hier = f"{self._z('rest', 0, zeile)}:{rest}"
        return f"RANK({rest},{self._quer('rest', zeile)},0)+COUNTIF({bis_hier},{rest})-1"

    def _mittel(self, j: int, zeile: int) -> str:
        fehlend = f"ROUND({self.blatt.z('topf', zeile)}*100,0)-SUM({self._quer('ganze', zeile)})"
        letzte = j == len(self.leistungen) - 1
        regie = self.blatt.z("regiekosten_betrag", zeile)
        abzug = f'-IF(leistungsbasis="budget",{regie},0)' if letzte else ""
        ganze, rang = self._z("ganze", j, zeile), self._z("rang", j, zeile)
        return f"ROUND(({ganze}+IF({rang}<={fehlend},1,0))/100{abzug},2)"

    def _je_leistung(
        self,
        groesse: str,
        titel: str,
        formel: Callable[[int, int], str],
        werte: Callable[[int], Sequence[Decimal] | Sequence[int]],
        format: str,
        *,
        mit_summe: bool = False,
        fuellung: PatternFill | None = None,
    ) -> None:
        for j, leistung in enumerate(self.leistungen):
            spaltenwerte: Sequence[Wert] = werte(j)
            self.blatt.spalte(
                f"{groesse}_{j + 1}",
                f"{leistung}: {titel}",
                partial(formel, j),
                spaltenwerte,
                format,
                summe=sum(map(Decimal, spaltenwerte), Decimal(0)) if mit_summe else None,
                fuellung=fuellung,
            )


def _budget_2(blatt: Rechenblatt, ergebnis: Ergebnis, schluessel: Rechenblatt) -> None:
    """Nicht verteiltes Budget II steht hier mit 0, damit es sich im Blatt einschalten lässt."""
    parameter = ergebnis.eingabe.parameter
    anzahl = len(ergebnis.sozialraeume)
    null = [Decimal(0)] * anzahl
    verteilt = ergebnis.rundung_budget_2 or groesste_reste(null, Decimal(0))
    gesamt = Decimal(0)
    exakt = null
    if ergebnis.rundung_budget_2 is not None and parameter.budget_2 is not None:
        gesamt = parameter.budget_2
        exakt = [
            gesamt / anzahl
            if parameter.budget_2_verteilung is Budget2Verteilung.GLEICH
            else gesamt * zeile.anteil
            for zeile in ergebnis.sozialraeume
        ]
    blatt.gruppe("Budget II")
    blatt.spalte(
        "budget_2_exakt",
        "Budget II, ungerundet",
        lambda zeile: (
            f"eingaben_gelten*{VERTEILTES_BUDGET_2}*"
            f'IF(budget_2_verteilung="gleich",1/ROWS(anteil),'
            f"{schluessel.fremd('anteil', blatt.index(zeile))})"
        ),
        exakt,
        stil.EURO,
        summe=gesamt,
    )
    restspalten(
        blatt,
        "budget_2_betrag",
        "Budget II",
        verteilt,
        lambda zeile: blatt.z("budget_2_exakt", zeile),
        summe=VERTEILTES_BUDGET_2,
        einheit="0.01",
    )

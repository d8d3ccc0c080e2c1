"""Woher die Zahlen des Rechenwegs im Blatt kommen: je Größe die Zelle und wie sie gedruckt wird."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from sozialraum_cli.arbeitsmappe.bezug import Platz
from sozialraum_cli.arbeitsmappe.texte import woertlich
from sozialraum_cli.bogen.berechnungsbogen import Anlage
from sozialraum_cli.bogen.verfahrensformeln import AUS_ZUSATZMITTELN
from sozialraum_cli.bogen.verteilungsschluessel import gewichtszellen
from sozialraum_cli.bogen.zuordnung import Zuordnung
from sozialraum_cli.rechenweg.zahlwort import Form
from sozialraum_cli.verfahren.schutz.verzeichnis import SCHUTZVERFAHREN

Zahlen = Mapping[str, tuple[str, Form]]


class Quellen(NamedTuple):
    """Formeln für Zahlen, Texte und Bedingungen eines Abschnitts, alle ungerundet."""

    zahlen: Zahlen
    texte: Mapping[str, str]
    bedingungen: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sozialraumquellen:
    """Die Quellen eines Sozialraums, nach seiner Nummer."""

    anlage: Anlage
    zuordnung: Zuordnung
    index: Platz
    indikatoren: int

    def indikator(self, k: int) -> Quellen:
        """Der k-te Indikator, ab 1."""
        blatt = self.anlage.quellen.schluessel

        def von(name: str) -> str:
            return blatt.fremd(f"{name}_{k}", self.index)

        anteil = dict.fromkeys(
            (f"{name}_indikator" for name in ("anteil", "faktor", "lage", "zwert")),
            (von("beitrag"), Form.ANTEIL),
        )
        return Quellen(
            {
                **anteil,
                "wert": (von("wert"), Form.GENAU),
                "gewicht": (gewichtszellen(k, k), Form.GENAU),
                "gewichtssumme": (f"SUM({gewichtszellen(1, self.indikatoren)})", Form.GENAU),
                "beitrag": (von("beitrag"), Form.ANTEIL),
                "gewichteter_beitrag_indikator": (
                    f"{von('beitrag')}*gewicht_{k}",
                    Form.ANTEIL,
                ),
                "zaehler": (von("zaehler"), Form.GENAU),
                "summe_zaehler": (f"summe_zaehler_{k}", Form.GENAU),
                "bezug": (von("bezug"), Form.GENAU),
                "summe_bezug": (f"SUM(bezug_{k})", Form.GENAU),
                "quote": (von("quote"), Form.GENAU),
                "minimum": (f"minimum_{k}", Form.GENAU),
                "maximum": (f"maximum_{k}", Form.GENAU),
                "kreiswert": (f"kreiswert_{k}", Form.ANTEIL),
                "mittelwert": (f"mittelwert_{k}", Form.ANTEIL),
                "standardabweichung": (f"standardabweichung_{k}", Form.ANTEIL),
            },
            {"bezugsgroesse": f'"„"&bezugsgroesse_{k}&"“"'},
            {
                "ist_quote": f'art_{k}="Quote"',
                "ist_anzahl": f'art_{k}="Anzahl"',
                "entlastend": f'richtung_{k}="entlastend"',
                "unterschied": f"minimum_{k}<>maximum_{k}",
            },
        )

    def anteil(self, bekannt: Zahlen) -> Quellen:
        """Vom gewichteten Beitrag zum Budget nach Indikatoren."""
        schluessel, schutz = self.anlage.quellen.schluessel, self.anlage.quellen.schutz
        return Quellen(
            {
                **bekannt,
                "anteil": (schluessel.fremd("anteil", self.index), Form.ANTEIL),
                "belastungsfaktor": (
                    schluessel.fremd("belastungsfaktor", self.index),
                    Form.ANTEIL,
                ),
                "gesamtbudget": ("gesamtbudget", Form.GELD),
                "sockelbetrag": ("sockelbetrag", Form.GELD),
                "anzahl": ("ROWS(anteil)", Form.GENAU),
                "budget_indikatoren": (
                    schutz.fremd("budget_indikatoren", self.index),
                    Form.ZWISCHENBETRAG,
                ),
                "spreizung": ("spreizung_wirksam", Form.GENAU),
                "basis": (schluessel.fremd("basis", self.index), Form.GENAU),
                "summe_produkt": ("SUM(produkt)", Form.ANTEIL),
            },
            {"verteilungsbasis": '"„"&verteilungsbasis_wirksam&"“"'},
            {"sockel": "sockelbetrag>0"},
        )

    def schutz(self) -> Quellen:
        """Geschütztes Budget, Rundung auf die Summe, Ausgleich, Veränderung."""
        blatt = self.anlage.quellen.schutz

        def von(name: str) -> str:
            return blatt.fremd(name, self.index)

        def gerundet(name: str) -> str:
            indikatoren, schutz = (
                von(f"{name}_budget_{was}_gerundet") for was in ("indikatoren", "geschuetzt")
            )
            return f"IF({AUS_ZUSATZMITTELN},{indikatoren},{schutz})"

        def rang(was: str) -> str:
            name, rest = f"rest_budget_{was}_gerundet", von(f"rest_budget_{was}_gerundet")
            davor = f"SUMPRODUCT(({name}={rest})*(ROW({name})<ROW({rest})))"
            return f"RANK({rest},{name},0)+{davor}"

        def mehr(was: str) -> str:
            name = f"budget_{was}_gerundet"
            return f"{von(name)}-{von(f'ganze_{name}')}*rundung"

        aufgerundet = f"IF({AUS_ZUSATZMITTELN},{mehr('indikatoren')},{mehr('geschuetzt')})"
        rang_des_rests = f"IF({AUS_ZUSATZMITTELN},{rang('indikatoren')},{rang('geschuetzt')})"
        a, d = f"N({von('vergleichsbudget')})", von("budget_indikatoren")
        bisher = self.anlage.tabelle.fremd("budget_bisher", self.index)
        hoechstens = von("hoechstbetrag")
        ganze = (
            f"IF({AUS_ZUSATZMITTELN},SUM(ganze_budget_indikatoren_gerundet),"
            "SUM(ganze_budget_geschuetzt_gerundet))"
        )
        fehlend = f"(ROUND(gesamtbudget/rundung,0)-{ganze})"
        kennwerte = {
            kennwert.name: (
                kennwert.name,
                Form.ZWISCHENBETRAG if kennwert.name.startswith("zuwachs") else Form.ANTEIL,
            )
            for verfahren in SCHUTZVERFAHREN.values()
            for kennwert in verfahren.alle_kennwerte
        }
        return Quellen(
            {
                **kennwerte,
                "gesamtbudget": ("gesamtbudget", Form.GELD),
                "vergleichsbudget": (a, Form.GELD),
                "budget_indikatoren": (d, Form.ZWISCHENBETRAG),
                "budget_indikatoren_gerundet": (von("budget_indikatoren_gerundet"), Form.GELD),
                "budget_geschuetzt": (von("budget_geschuetzt"), Form.UNGERUNDET),
                "bestandsschutz": ("N(bestandsschutz)", Form.PROZENT),
                "bestandsschutz_wirksam": ("bestandsschutz_wirksam", Form.PROZENT),
                "mindestbetrag": (von("mindestbetrag"), Form.ZWISCHENBETRAG),
                "gebunden": ("SUM(mindestbetrag)", Form.ZWISCHENBETRAG),
                "darueber_zusammen": ("SUM(darueber)", Form.ZWISCHENBETRAG),
                "hoechstbetrag": (f"IF({hoechstens}<1E+90,{hoechstens},0)", Form.ZWISCHENBETRAG),
                "hoechstgewinn": ("N(hoechstgewinn)", Form.PROZENT),
                "rundung": ("rundung", Form.GENAU),
                "ausgleich": (von("ausgleich"), Form.GELD),
                "budget_neu": (von("budget_neu"), Form.GELD),
                "budget_bisher": (f"N({bisher})", Form.GELD),
                "differenz": (
                    f"N({self.anlage.tabelle.fremd('differenz', self.index)})",
                    Form.GELD,
                ),
                "differenz_prozent": (
                    self.anlage.tabelle.fremd("differenz_prozent", self.index),
                    Form.ZWEI,
                ),
                "abgerundet": (f"{gerundet('ganze')}*rundung", Form.GELD),
                "fehlend": (fehlend, Form.GENAU),
                "rest": (gerundet("rest"), Form.GENAU),
                "rang": (rang_des_rests, Form.GENAU),
                "anzahl": ("ROWS(anteil)", Form.GENAU),
            },
            {
                "verfahren": "bestandsschutz_verfahren",
                "jahr": 'jahr&""',
                "abschmelzung_beginn": 'abschmelzung_beginn&""',
                "abschmelzung_jahre": 'abschmelzung_jahre&""',
                "abschmelzung_schritt": '(jahr-N(abschmelzung_beginn)+1)&""',
            },
            {
                "referenz": "NOT(ISBLANK("
                f"{self.zuordnung.aus_sozialraeume('referenzbudget', self.index)}))",
                "obergrenze": f"{hoechstens}<1E+90",
                "etwas_darueber": "SUM(darueber)>0.000001",
                "verliert": f"ROUND({a}-{d},6)>0",
                "gewinnt": f"ROUND({a}-{d},6)<0",
                "bleibt_gleich": f"ROUND({a}-{d},6)=0",
                "mit_bisher": f"ISNUMBER({bisher})",
                "mit_prozent": f"N({bisher})<>0",
                "abgeschmolzen": "abschmelzungsfaktor<>1",
                "aufgerundet": f"ROUND({aufgerundet},6)>0",
            },
        )

    def leistung(self, j: int, name: str, *, letzte: bool) -> Quellen:
        """Pauschale, Personal, die j-te Leistung (ab 1) und Budget II."""
        blatt = self.anlage.quellen.leistungen

        def von(name: str) -> str:
            return blatt.fremd(name, self.index)

        vom_budget = 'leistungsbasis="budget"'
        mittel, regie = von(f"mittel_{j}"), von("regiekosten_betrag")
        verteilt = f"{mittel}+IF({vom_budget},{regie},0)" if letzte else mittel
        cent = f"ROUND({verteilt}-ROUND({von('topf')}*leistung_{j},2),2)"
        return Quellen(
            {
                "budget_neu": (von("budget_neu_leistungen"), Form.GELD),
                "regiesatz": ("regiekosten", Form.PROZENT),
                "regiekosten": (regie, Form.GELD),
                "personal": (von("personal"), Form.GELD),
                "personalkosten_vzae": ("personalkosten_vzae", Form.GENAU),
                "abf": ("abf", Form.PROZENT),
                "wochenstunden": ("wochenstunden", Form.GENAU),
                "leistungsanteil": (f"leistung_{j}", Form.PROZENT),
                "topf": (von("topf"), Form.GELD),
                "mittel": (mittel, Form.GELD),
                "vzae": (von(f"vzae_{j}"), Form.STUNDEN),
                "stunden": (von(f"stunden_{j}"), Form.STUNDEN),
            },
            {"leistung": woertlich(f"„{name}“").formel},
            {
                "aufschlag": 'regiekosten_basis="aufschlag"',
                "vom_budget": vom_budget,
                "abzueglich": vom_budget if letzte else "FALSE",
                "ein_cent_mehr": f"{cent}>0",
                "ein_cent_weniger": f"{cent}<0",
            },
        )

    def budget_2(self, bekannt: Zahlen) -> Quellen:
        """Der Anteil am Budget II."""
        betrag = self.anlage.quellen.leistungen.fremd("budget_2_betrag", self.index)
        gleich = 'budget_2_verteilung="gleich"'
        anteil = self.anlage.quellen.schluessel.fremd("anteil", self.index)
        cent = f"ROUND({betrag}-ROUND(N(budget_2)*IF({gleich},1/ROWS(anteil),{anteil}),2),2)"
        return Quellen(
            {
                "budget_2_gesamt": ("N(budget_2)", Form.GELD),
                "anzahl": ("ROWS(anteil)", Form.GENAU),
                "budget_2": (betrag, Form.GELD),
                **bekannt,
            },
            {},
            {
                "budget_2_verteilt": 'AND(NOT(ISBLANK(budget_2)),budget_2_verteilung<>"zentral")',
                "gleich": gleich,
                "ein_cent_mehr": f"{cent}>0",
                "ein_cent_weniger": f"{cent}<0",
            },
        )

"""Blatt Rechenweg: je Sozialraum eine Seite, jeder Schritt in Worten mit eingesetzten Zahlen."""

from decimal import Decimal

from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from sozialraum_cli.arbeitsmappe import stil
from sozialraum_cli.arbeitsmappe.formelmappe import Formelmappe, text_schreiben, zelle_in
from sozialraum_cli.arbeitsmappe.texte import (
    Textformel,
    anzahl,
    auswahl,
    dezimal,
    euro,
    prozent,
    verkettet,
    wenn,
)
from sozialraum_cli.bogen.berechnungsbogen import Anlage, Rechenblaetter
from sozialraum_cli.bogen.satzvorlage import Groesse, satzformel
from sozialraum_cli.bogen.verfahrensformeln import OHNE_BASIS, kennwertgroessen
from sozialraum_cli.modell import Leistungsbasis, Regiebasis
from sozialraum_cli.rechnen.berechnung import Ergebnis
from sozialraum_cli.runden import HUNDERT
from sozialraum_cli.verfahren.schluessel.verzeichnis import SCHLUESSELVERFAHREN
from sozialraum_cli.verfahren.schutz.verzeichnis import SCHUTZVERFAHREN

TITEL = "Rechenweg"

_NULL = Decimal(0)
_ERSTER_SCHRITT = 2
_BREITEN = (26, 118)
_ZEICHEN_JE_ZEILE = 125
_ZEILENHOEHE = 16
# Mehr Seitenumbrüche von Hand nimmt Excel nicht an.
_MEISTE_UMBRUECHE = 1_000


def rechenweg_anlegen(
    formelmappe: Formelmappe, ergebnis: Ergebnis, anlage: Anlage, quellen: Rechenblaetter
) -> Worksheet:
    """Legt das Blatt an; die Sätze sind Formeln und ändern sich mit den Eingaben."""
    blatt: Worksheet = formelmappe.mappe.create_sheet(TITEL)
    blatt.sheet_view.showGridLines = False
    for buchstabe, breite in zip("AB", _BREITEN, strict=True):
        blatt.column_dimensions[buchstabe].width = breite
    zeile = 1
    for index in range(len(ergebnis.sozialraeume)):
        if index and len(blatt.row_breaks.brk) < _MEISTE_UMBRUECHE:
            blatt.row_breaks.append(Break(zeile - 1))
        rechenweg = _Rechenweg(ergebnis, anlage, quellen, index)
        name = zelle_in(blatt, zeile, 1)
        formelmappe.formel(
            name, anlage.tabelle.fremd("sozialraum", index), rechenweg.zeile.sozialraum.name
        )
        name.font = stil.schrift(14, fett=True)
        zeile += 1
        for schritt, satz in rechenweg.schritte():
            _schreiben(formelmappe, blatt, zeile, schritt, satz)
            zeile += 1
        zeile += 1
    return blatt


def _schreiben(
    formelmappe: Formelmappe, blatt: Worksheet, zeile: int, schritt: str, satz: Textformel
) -> None:
    links, rechts = zelle_in(blatt, zeile, 1), zelle_in(blatt, zeile, 2)
    text_schreiben(links, schritt)
    formelmappe.formel(rechts, satz.formel, satz.wert)
    for zelle, fett in ((links, True), (rechts, False)):
        muster = zelle_in(blatt, _ERSTER_SCHRITT, zelle.column)
        if zelle is muster:
            zelle.font, zelle.alignment = stil.schrift(fett=fett), stil.LINKS_OBEN
            zelle.border = stil.RAND_ZEILE
        stil.wie(zelle, muster)
    zeilen = max(1, -(-len(satz.wert) // _ZEICHEN_JE_ZEILE))
    blatt.row_dimensions[zeile].height = _ZEILENHOEHE * zeilen + 2


class _Rechenweg:
    """Die Schritte eines Sozialraums; jede Zahl kommt aus der Zelle, in der sie gerechnet wird."""

    def __init__(
        self, ergebnis: Ergebnis, anlage: Anlage, quellen: Rechenblaetter, index: int
    ) -> None:
        self.ergebnis, self.anlage, self.quellen, self.index = ergebnis, anlage, quellen, index
        self.parameter = ergebnis.eingabe.parameter
        self.zeile = ergebnis.sozialraeume[index]

    def schritte(self) -> list[tuple[str, Textformel]]:
        """Überschrift und Satz je Schritt."""
        return [
            *self._indikatoren(),
            ("Anteil", self._anteil()),
            ("Ohne Bestandsschutz", self._ohne_schutz()),
            ("Bestandsschutz", self._schutz()),
            ("Rundung", self._rundung()),
            ("Budget neu", self._budget_neu()),
            ("Regie-/Sachkosten", self._regiekosten()),
            *((name, self._leistung(j)) for j, (name, _) in enumerate(self.parameter.leistungen)),
            ("Budget II", self._budget_2()),
        ]

    def _aus_schluessel(self, name: str) -> str:
        return self.quellen.schluessel.fremd(name, self.index)

    def _aus_schutz(self, name: str) -> str:
        return self.quellen.schutz.fremd(name, self.index)

    def _aus_leistungen(self, name: str) -> str:
        return self.quellen.leistungen.fremd(name, self.index)

    def _indikatoren(self) -> list[tuple[str, Textformel]]:
        schluessel = self.ergebnis.schluessel
        saetze = []
        for nummer, schritt in enumerate(schluessel.indikatoren, start=1):
            wert = self.ergebnis.eingabe.spalten[schritt.indikator.name].werte[self.index]
            beitrag = self._aus_schluessel(f"beitrag_{nummer}")
            satz = verkettet(
                "Wert ",
                dezimal(self._aus_schluessel(f"wert_{nummer}"), wert, 2),
                "; ",
                self._beitrag(beitrag, schritt.beitrag[self.index]),
                ", mal Gewicht ",
                prozent(f"gewicht_{nummer}", schritt.gewicht * HUNDERT),
                " ergibt ",
                dezimal(
                    f"{beitrag}*gewicht_{nummer}", schritt.beitrag[self.index] * schritt.gewicht, 6
                ),
                ".",
            )
            saetze.append((schritt.indikator.name, satz))
        return saetze

    def _beitrag(self, zelle: str, wert: Decimal) -> Textformel:
        return auswahl(
            "schluesselverfahren",
            self.parameter.schluesselverfahren,
            {
                name: satzformel(verfahren.rechenweg, {"beitrag": (zelle, wert)})
                for name, verfahren in SCHLUESSELVERFAHREN.items()
            },
        )

    def _anteil(self) -> Textformel:
        schluessel = self.ergebnis.schluessel
        q = self._prozent_genau(self._aus_schluessel("anteil"), self.zeile.anteil)
        basis = _NULL if schluessel.basis is None else schluessel.basis[self.index]
        mit_basis = verkettet(
            "Belastungsfaktor ",
            dezimal(
                self._aus_schluessel("belastungsfaktor"),
                schluessel.belastungsfaktor[self.index],
                6,
            ),
            " mal ",
            Textformel("verteilungsbasis_wirksam", schluessel.verteilungsbasis or ""),
            " ",
            dezimal(f"N({self._aus_schluessel('basis')})", basis, 0),
            ", geteilt durch die Summe aller Sozialräume, ergibt einen Anteil von ",
            q,
            ".",
        )
        return wenn(
            OHNE_BASIS,
            schluessel.basis is None,
            verkettet("Zusammen ergibt das einen Anteil von ", q, "."),
            mit_basis,
        )

    def _ohne_schutz(self) -> Textformel:
        sockel = self.parameter.sockelbetrag
        return verkettet(
            wenn(
                "sockelbetrag>0",
                sockel > 0,
                verkettet("Sockelbetrag ", euro("sockelbetrag", sockel), ", dazu "),
            ),
            self._prozent_genau(self._aus_schluessel("anteil"), self.zeile.anteil),
            " von ",
            euro(
                "gesamtbudget-ROWS(anteil)*sockelbetrag",
                self.parameter.gesamtbudget - len(self.ergebnis.sozialraeume) * sockel,
            ),
            ": ",
            dezimal(self._aus_schutz("budget_indikatoren"), self.zeile.budget_indikatoren, 2),
            " €, gerundet ",
            euro(
                self._aus_schutz("budget_indikatoren_gerundet"),
                self.zeile.budget_indikatoren_gerundet,
            ),
            ".",
        )

    def _schutz(self) -> Textformel:
        schutz = self.ergebnis.schutz
        gebunden = sum(schutz.mindestbetrag or (), _NULL)
        d, vergleich = self.zeile.budget_indikatoren, self.zeile.vergleichsbudget or _NULL
        d_zelle = self._aus_schutz("budget_indikatoren")
        vergleich_zelle = f"N({self._aus_schutz('vergleichsbudget')})"
        groessen: dict[str, Groesse] = {
            **kennwertgroessen(schutz),
            "budget_indikatoren": (d_zelle, d),
            "zuwachs": (f"({d_zelle}-{vergleich_zelle})", d - vergleich),
            "verliert": (f"{vergleich_zelle}>{d_zelle}", vergleich > d),
            "bestandsschutz_wirksam": (
                "bestandsschutz_wirksam",
                (schutz.bestandsschutz_wirksam or _NULL) / HUNDERT,
            ),
            "vergleichsbudget": (vergleich_zelle, vergleich),
            "mindestbetrag": (
                self._aus_schutz("mindestbetrag"),
                schutz.mindestbetrag[self.index] if schutz.mindestbetrag else _NULL,
            ),
            "ungebunden": (
                "gesamtbudget-SUM(mindestbetrag)",
                self.parameter.gesamtbudget - gebunden,
            ),
            "budget_geschuetzt": (
                self._aus_schutz("budget_geschuetzt"),
                self.zeile.budget_geschuetzt,
            ),
            "ausgleich": (self._aus_schutz("ausgleich"), self.zeile.ausgleich),
        }
        return auswahl(
            "bestandsschutz_verfahren",
            self.parameter.bestandsschutz_verfahren,
            {
                name: satzformel(verfahren.rechenweg, groessen)
                for name, verfahren in SCHUTZVERFAHREN.items()
            },
        )

    def _rundung(self) -> Textformel:
        rundung = self.ergebnis.rundung_neu
        return verkettet(
            "Auf ",
            euro("rundung", self.parameter.rundung),
            " gerundet, sodass die Summe genau stimmt (größte Reste: Rest ",
            dezimal(
                self._aus_schutz("rest_budget_geschuetzt_gerundet"), rundung.rest[self.index], 6
            ),
            ", Rang ",
            anzahl(self._aus_schutz("rang_budget_geschuetzt_gerundet"), rundung.rang[self.index]),
            " von ",
            anzahl("ROWS(anteil)", len(self.ergebnis.sozialraeume)),
            "): ",
            euro(self._aus_schutz("budget_geschuetzt_gerundet"), rundung.betrag[self.index]),
            ".",
        )

    def _budget_neu(self) -> Textformel:
        differenz = self.zeile.differenz
        zelle = self.anlage.tabelle.fremd("differenz", self.index)
        vergleich = wenn(
            f"{zelle}=0",
            differenz == 0,
            " so viel wie bisher.",
            verkettet(
                " ",
                euro(f"ABS({zelle})", abs(differenz or _NULL)),
                wenn(f"{zelle}>0", (differenz or _NULL) > 0, " mehr", " weniger"),
                " als bisher.",
            ),
        )
        return verkettet(
            euro(self._aus_schutz("budget_neu"), self.zeile.budget_neu),
            wenn(
                f"ISNUMBER({zelle})", differenz is not None, verkettet(", das ist", vergleich), "."
            ),
        )

    def _regiekosten(self) -> Textformel:
        komponenten = self.zeile.komponenten
        return verkettet(
            prozent("regiekosten", self.parameter.regiekosten),
            wenn(
                'regiekosten_basis="aufschlag"',
                self.parameter.regiekosten_basis is Regiebasis.AUFSCHLAG,
                " Aufschlag auf das Personal",
                " des Budgets",
            ),
            ": ",
            euro(self._aus_leistungen("regiekosten_betrag"), komponenten.regiekosten),
            "; für Personal bleiben ",
            euro(self._aus_leistungen("personal"), komponenten.personal),
            ".",
        )

    def _leistung(self, j: int) -> Textformel:
        leistung = self.zeile.komponenten.leistungen[j]
        _, anteil = self.parameter.leistungen[j]
        letzte = j == len(self.parameter.leistungen) - 1
        nach_budget = verkettet(
            " des Budgets", " abzüglich der Regie-/Sachkosten" if letzte else ""
        )
        return verkettet(
            prozent(f"leistung_{j + 1}", anteil),
            wenn(
                'leistungsbasis="budget"',
                self.parameter.leistungsbasis is Leistungsbasis.BUDGET,
                nach_budget,
                " des Personals",
            ),
            ": ",
            euro(f"ABS({self._aus_leistungen(f'mittel_{j + 1}')})", leistung.mittel),
            ", das sind ",
            dezimal(self._aus_leistungen(f"vzae_{j + 1}"), leistung.vzae, 2),
            " Vollzeitstellen zu ",
            euro("personalkosten_vzae", self.parameter.personalkosten_vzae),
            "; nach Abzug von ",
            prozent("abf", self.parameter.abf),
            " Minderarbeitszeit (abf) bleiben bei ",
            dezimal("wochenstunden", self.parameter.wochenstunden, 2),
            " Wochenstunden ",
            dezimal(self._aus_leistungen(f"stunden_{j + 1}"), leistung.stunden, 2),
            " Stunden je Woche mit den Menschen.",
        )

    def _budget_2(self) -> Textformel:
        nicht_verteilt = 'OR(budget_2="",budget_2_verteilung="zentral")'
        return wenn(
            nicht_verteilt,
            self.zeile.budget_2 is None,
            "Wird nicht auf Sozialräume verteilt.",
            verkettet(
                euro(self._aus_leistungen("budget_2_betrag"), self.zeile.budget_2 or _NULL),
                wenn(
                    'budget_2_verteilung="gleich"',
                    self.parameter.budget_2_verteilung == "gleich",
                    ", für jeden Sozialraum gleich viel.",
                    ", nach dem Anteil.",
                ),
            ),
        )

    @staticmethod
    def _prozent_genau(formel: str, anteil: Decimal) -> Textformel:
        return verkettet(dezimal(f"{formel}*100", anteil * HUNDERT, 4), " %")

"""Blatt Zuordnung: in welcher Zeile und Spalte der Eingabeblätter etwas steht.

Der Bogen behält die Reihenfolge, in der er geschrieben wurde: Namen von Sozialräumen und
Indikatoren stehen hier fest. Alles andere wird über sie gefunden; darum darf jedes Blatt sortiert
werden, ohne dass ein Sozialraum andere Zahlen bekommt.
"""

from collections.abc import Sequence

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from sozialraum_cli.arbeitsmappe import stil
from sozialraum_cli.arbeitsmappe.bezug import Bereich, blattname, suchform
from sozialraum_cli.arbeitsmappe.formelmappe import Formelmappe, Wert, text_schreiben, zelle_in
from sozialraum_cli.eingabemappe.eingabeblaetter import Adressen
from sozialraum_cli.modell import Eingabe
from sozialraum_cli.rechnen.schluessel import Verteilungsschluessel

TITEL = "Zuordnung"
KOPFZEILE = 5

_ERSTE = KOPFZEILE + 1
# So viele Überschriften rechts der Tabelle sehen die Formeln noch.
_RESERVESPALTEN = 5
_BREITE, _BREITE_SUCHFORM = 11, 22


class Zuordnung:
    """Das Blatt und die Formeln, mit denen andere Blätter ihre Eingaben finden."""

    def __init__(
        self,
        formelmappe: Formelmappe,
        eingabe: Eingabe,
        schluessel: Verteilungsschluessel,
        a: Adressen,
    ) -> None:
        self.formelmappe, self.a = formelmappe, a
        self.blatt: Worksheet = formelmappe.mappe.create_sheet(TITEL)
        self.blatt.sheet_view.showGridLines = False
        self._naechste = 1
        self._spalten: dict[str, int] = {}
        self._text(1, "Zuordnung: wo die Eingaben stehen", groesse=14, fett=True)
        self._text(
            2,
            "Dieses Blatt merkt sich, welche Sozialräume und Indikatoren der Bogen rechnet, und "
            "findet sie in den Eingabeblättern über ihren Namen.",
        )
        self._sozialraeume(eingabe)
        self._indikatoren(eingabe, schluessel)
        self._zeilen(eingabe)
        self._ueberschriften(eingabe)

    def name(self, index: int) -> str:
        """Der Name eines Sozialraums, nach seiner Nummer ab 0."""
        return self._zelle("sozialraum", index)

    def zelle(self, feld: str, index: int) -> str:
        """Die Zelle einer Spalte des Blatts Sozialräume, nach Nummer des Sozialraums ab 0."""
        return self.name(index) if feld == "name" else self.aus_sozialraeume(feld, index)

    def aus_sozialraeume(self, feld: str, index: int) -> str:
        """Die Zelle eines Sozialraums im Blatt Sozialräume; sie darf leer sein."""
        return f"INDEX({self.a.sozialraum[feld]},{self._zelle('zeile_sozialraeume', index)})"

    def wert(self, nummer: int, index: int) -> str:
        """Der Wert des Indikators `nummer` (ab 1) eines Sozialraums."""
        return self._aus_indikatoren(self._zelle("spalte_wert", nummer - 1), index)

    def bezug(self, nummer: int, index: int) -> str:
        """Die Bezugsgröße des Indikators `nummer` (ab 1) eines Sozialraums."""
        return self._aus_indikatoren(self._zelle("spalte_bezug", nummer - 1), index)

    def basis(self, index: int) -> str:
        """Die Verteilungsbasis eines Sozialraums."""
        return self._aus_indikatoren("spalte_basis", index)

    def aus_gewichtung(self, feld: str, nummer: int) -> str:
        """Die Zelle des Indikators `nummer` (ab 1) im Blatt Gewichtung; sie darf leer sein."""
        return f"INDEX({self.a.gewichtung[feld]},{self._zelle('zeile_gewichtung', nummer - 1)})"

    def _aus_indikatoren(self, spalte: str, index: int) -> str:
        return f"INDEX({self.a.indikatoren},{self._zelle('zeile_indikatoren', index)},{spalte})"

    def _sozialraeume(self, eingabe: Eingabe) -> None:
        namen = [raum.name for raum in eingabe.sozialraeume]
        zeilen = [*range(2, len(namen) + 2)]
        self._gruppe("Sozialräume des Bogens")
        self._feste_namen("sozialraum", "Sozialraum", namen)
        self._suchformen(
            "suchform", [self._zelle("sozialraum", i) for i in range(len(namen))], namen
        )
        for name, titel in (
            ("sozialraeume", "Zeile in Sozialräume"),
            ("indikatoren", "Zeile in Indikatoren"),
        ):
            self._spalte(
                f"zeile_{name}",
                titel,
                [
                    f"MATCH({self._eigene('suchform', i)},suchform_{name},0)+1"
                    for i in range(len(namen))
                ],
                zeilen,
            )
        self._luecke()

    def _indikatoren(self, eingabe: Eingabe, schluessel: Verteilungsschluessel) -> None:
        namen = [indikator.name for indikator in eingabe.indikatoren]
        bezuege = [indikator.bezugsgroesse or "" for indikator in eingabe.indikatoren]
        nummern = range(len(namen))
        platz = {name: nummer for nummer, name in enumerate(eingabe.spalten, start=2)}
        self._gruppe("Indikatoren des Bogens")
        self._feste_namen("indikator", "Indikator", namen)
        zellen = [self._eigene("indikator", k) for k in nummern]
        self._suchformen("suchform_indikator", zellen, namen)
        gesucht = [self._eigene("suchform_indikator", k) for k in nummern]
        self._spalte(
            "zeile_gewichtung",
            "Zeile in Gewichtung",
            [f"MATCH({form},suchform_gewichtung,0)+1" for form in gesucht],
            [k + 2 for k in nummern],
        )
        self._spalte(
            "spalte_wert",
            "Spalte in Indikatoren",
            [f"MATCH({form},suchform_spalten,0)" for form in gesucht],
            [platz[name] for name in namen],
        )
        bezug = [suchform(f"bezugsgroesse_{k + 1}", bezuege[k]) for k in nummern]
        self._spalte(
            "spalte_bezug",
            "Spalte der Bezugsgröße",
            [
                f'IF(bezugsgroesse_{k + 1}="","",MATCH({bezug[k].formel},suchform_spalten,0))'
                for k in nummern
            ],
            [platz.get(name, "") for name in bezuege],
        )
        self._luecke()
        basis = schluessel.verteilungsbasis or ""
        form = suchform("verteilungsbasis_wirksam", basis).formel
        self._gruppe("Verteilungsbasis")
        self._spalte(
            "spalte_basis",
            "Spalte der Verteilungsbasis",
            [f'IF(verteilungsbasis_wirksam="","",MATCH({form},suchform_spalten,0))'],
            [platz.get(basis, "")],
            breite=15,
        )
        self._luecke()

    def _zeilen(self, eingabe: Eingabe) -> None:
        """Je Zeile der Eingabeblätter die Suchform ihres Namens, auch der leeren darunter."""
        raeume = [raum.name for raum in eingabe.sozialraeume]
        self._gruppe("Namen in den Eingabeblättern, Zeile für Zeile")
        for name, bereich, namen in (
            ("sozialraeume", self.a.sozialraum["name"], raeume),
            ("indikatoren", self.a.indikatoren.nur_spalte(1), raeume),
            ("gewichtung", self.a.gewichtung["name"], [i.name for i in eingabe.indikatoren]),
        ):
            anzahl = bereich.zeilen - 1
            inhalte = [*namen, *[""] * (anzahl - len(namen))]
            zellen = [f"INDEX({bereich},{nummer + 2})" for nummer in range(anzahl)]
            self._suchformen(f"suchform_{name}", zellen, inhalte, bereich.blatt)

    def _ueberschriften(self, eingabe: Eingabe) -> None:
        kopf = self.a.indikatoren.nur_zeile(1)
        breiter = Bereich(
            kopf.blatt, kopf.zeile, 1, kopf.letzte_zeile, kopf.letzte_spalte + _RESERVESPALTEN
        )
        namen = ["Sozialraum", *eingabe.spalten]
        inhalte = [*namen, *[""] * (breiter.spalten - len(namen))]
        zellen = [f"INDEX({breiter},1,{nummer + 1})" for nummer in range(breiter.spalten)]
        self._suchformen("suchform_spalten", zellen, inhalte, "Überschriften in Indikatoren")

    def _feste_namen(self, name: str, titel: str, namen: Sequence[str]) -> None:
        breite = stil.namensbreite(namen, 40)
        self._kopf(name, titel, breite)
        for zeile, text in enumerate(namen, start=_ERSTE):
            zelle = zelle_in(self.blatt, zeile, self._spalten[name])
            text_schreiben(zelle, text)
            zelle.font, zelle.alignment = stil.schrift(), stil.LINKS
            zelle.border = stil.RAND_ZEILE

    def _suchformen(
        self, name: str, zellen: Sequence[str], inhalte: Sequence[str], titel: str = "Suchform"
    ) -> None:
        formen = [suchform(zelle, inhalt) for zelle, inhalt in zip(zellen, inhalte, strict=True)]
        self._spalte(
            name,
            titel,
            # Eine Fehlerzelle oder eine gelöschte Zeile soll die übrigen Namen nicht verdecken.
            [f'IFERROR({form.formel},"")' for form in formen],
            [form.wert for form in formen],
            breite=_BREITE_SUCHFORM,
        )

    def _spalte(
        self,
        name: str,
        titel: str,
        formeln: Sequence[str],
        werte: Sequence[Wert],
        *,
        breite: float = _BREITE,
    ) -> None:
        self._kopf(name, titel, breite)
        spalte = self._spalten[name]
        muster = zelle_in(self.blatt, _ERSTE, spalte)
        muster.font, muster.border = stil.schrift(), stil.RAND_ZEILE
        muster.alignment = stil.OHNE_UMBRUCH
        for zeile, (formel, wert) in enumerate(zip(formeln, werte, strict=True), start=_ERSTE):
            zelle = zelle_in(self.blatt, zeile, spalte)
            self.formelmappe.formel(zelle, formel, wert)
            stil.wie(zelle, muster)
        bereich = Bereich(TITEL, _ERSTE, spalte, _ERSTE + len(formeln) - 1, spalte)
        self.formelmappe.name(name, str(bereich))

    def _kopf(self, name: str, titel: str, breite: float) -> None:
        self._spalten[name] = self._naechste
        zelle = zelle_in(self.blatt, KOPFZEILE, self._naechste)
        text_schreiben(zelle, titel)
        stil.kopf(zelle)
        self.blatt.column_dimensions[get_column_letter(self._naechste)].width = breite
        self._naechste += 1

    def _gruppe(self, titel: str) -> None:
        self._text(KOPFZEILE - 1, titel, fett=True, spalte=self._naechste)

    def _luecke(self) -> None:
        self.blatt.column_dimensions[get_column_letter(self._naechste)].width = 3
        self._naechste += 1

    def _text(
        self, zeile: int, text: str, *, groesse: float = 10, fett: bool = False, spalte: int = 1
    ) -> None:
        zelle = zelle_in(self.blatt, zeile, spalte)
        text_schreiben(zelle, text)
        zelle.font = stil.schrift(groesse, fett=fett)
        zelle.alignment = stil.OHNE_UMBRUCH

    def _eigene(self, name: str, nummer: int) -> str:
        return f"${get_column_letter(self._spalten[name])}{_ERSTE + nummer}"

    def _zelle(self, name: str, nummer: int) -> str:
        return f"{blattname(TITEL)}!{self._eigene(name, nummer)}"

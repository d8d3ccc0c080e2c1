"""Blatt Zuordnung: in welcher Zeile und Spalte der Eingabeblätter etwas steht.

Der Bogen behält die Reihenfolge, in der er geschrieben wurde: Namen von Sozialräumen und
Indikatoren stehen hier fest. Alles andere wird über sie gefunden; darum darf jedes Blatt sortiert
werden, ohne dass ein Sozialraum andere Zahlen bekommt.
"""

from collections.abc import Sequence
from dataclasses import replace

from sozialraum_cli.arbeitsmappe.bezug import gueltig, suchform
from sozialraum_cli.arbeitsmappe.formelmappe import Formelmappe
from sozialraum_cli.arbeitsmappe.hilfsblatt import Hilfsblatt
from sozialraum_cli.bogen.verfahrensformeln import SCHUETZT_NICHT
from sozialraum_cli.eingabemappe.eingabeblaetter import Adressen
from sozialraum_cli.modell import Art, Eingabe
from sozialraum_cli.rechnen.gruppen import BEZEICHNUNG, ZUGEHOERIGKEIT
from sozialraum_cli.rechnen.schluessel import Verteilungsschluessel

TITEL = "Zuordnung"
# Nur ohne Bestandsschutz darf ein bisheriges Budget fehlen.
OHNE_BUDGET = f'IF({SCHUETZT_NICHT},"",NA())'
NAMEN = "sozialraum"

# So viele Überschriften rechts der Tabelle sehen die Formeln noch.
_RESERVESPALTEN = 5
_BREITE_SUCHFORM = 22


class Zuordnung(Hilfsblatt):
    """Das Blatt und die Formeln, mit denen andere Blätter ihre Eingaben finden."""

    def __init__(
        self,
        formelmappe: Formelmappe,
        eingabe: Eingabe,
        schluessel: Verteilungsschluessel,
        a: Adressen,
    ) -> None:
        super().__init__(
            formelmappe,
            TITEL,
            "Zuordnung: wo die Eingaben stehen und was an ihnen nicht stimmt",
            "Dieses Blatt merkt sich, welche Sozialräume und Indikatoren der Bogen rechnet, und "
            "findet sie in den Eingabeblättern über ihren Namen.",
        )
        self.a = a
        self._sozialraeume(eingabe)
        self._indikatoren(eingabe)
        # Im Druck genügt, was der Bogen rechnet; Befunde nennt das Blatt Prüfung.
        self.druckbereich_bis_hier()
        self._verteilungsbasis(eingabe, schluessel)
        self._zeilen(eingabe)
        self._ueberschriften(eingabe)

    def name(self, index: int) -> str:
        """Der Name eines Sozialraums, nach seiner Nummer ab 0."""
        return self.fremd(NAMEN, index)

    def zelle(self, feld: str, index: int) -> str:
        """Formel für den Namen oder einen Betrag eines Sozialraums, nach seiner Nummer ab 0.

        Ein Betrag, der fehlt, ist ohne Bestandsschutz leer, sonst ein Fehler.
        """
        if feld == "name":
            return self.name(index)
        zelle = self.aus_sozialraeume(feld, index)
        return f"IF(ISBLANK({zelle}),{OHNE_BUDGET},{gueltig(zelle)})"

    def aus_sozialraeume(self, feld: str, index: int) -> str:
        """Die Zelle eines Sozialraums im Blatt Sozialräume; sie darf leer sein."""
        return f"INDEX({self.a.sozialraum[feld]},{self.fremd('zeile_sozialraeume', index)})"

    def wert(self, nummer: int, index: int) -> str:
        """Die Zelle des Indikators `nummer` (ab 1) eines Sozialraums."""
        return self._aus_indikatoren(self.fremd("spalte_wert", nummer - 1), index)

    def bezug(self, nummer: int, index: int) -> str:
        """Die Zelle der Bezugsgröße des Indikators `nummer` (ab 1) eines Sozialraums."""
        return self._aus_indikatoren(self.fremd("spalte_bezug", nummer - 1), index)

    def basis(self, index: int) -> str:
        """Die Zelle der Verteilungsbasis eines Sozialraums."""
        return self._aus_indikatoren("spalte_basis", index)

    def aus_gewichtung(self, feld: str, nummer: int) -> str:
        """Die Zelle des Indikators `nummer` (ab 1) im Blatt Gewichtung; sie darf leer sein."""
        return f"INDEX({self.a.gewichtung[feld]},{self.fremd('zeile_gewichtung', nummer - 1)})"

    def _aus_indikatoren(self, spalte: str, index: int) -> str:
        return f"INDEX({self.a.indikatoren},{self.fremd('zeile_indikatoren', index)},{spalte})"

    def _sozialraeume(self, eingabe: Eingabe) -> None:
        namen = [raum.name for raum in eingabe.sozialraeume]
        nummern = range(len(namen))
        self.gruppe("Sozialräume des Bogens")
        self.feste_texte(NAMEN, "Sozialraum", namen)
        self._suchformen("suchform", [self.eigene(NAMEN, i) for i in nummern], namen)
        for name, titel in (
            ("sozialraeume", "Zeile in Sozialräume"),
            ("indikatoren", "Zeile in Indikatoren"),
        ):
            self.spalte(
                f"zeile_{name}",
                titel,
                [f"MATCH({self.eigene('suchform', i)},suchform_{name},0)+1" for i in nummern],
                [i + 2 for i in nummern],
            )
        self._gruppennamen(eingabe)

    def _gruppennamen(self, eingabe: Eingabe) -> None:
        """Wonach die Anlage Summen bildet; nur, was die Mappe angibt."""
        for art, gruppe_von in ZUGEHOERIGKEIT.items():
            namen = [gruppe_von(raum) or "" for raum in eingabe.sozialraeume]
            if any(namen):
                zellen = [self._in_sozialraeume(art, i) for i in range(len(namen))]
                self.spalte(art, BEZEICHNUNG[art], [f'{zelle}&""' for zelle in zellen], namen)

    def _in_sozialraeume(self, feld: str, index: int) -> str:
        return f"INDEX({self.a.sozialraum[feld]},{self.eigene('zeile_sozialraeume', index)})"

    def _indikatoren(self, eingabe: Eingabe) -> None:
        namen = [indikator.name for indikator in eingabe.indikatoren]
        bezuege = [indikator.bezugsgroesse or "" for indikator in eingabe.indikatoren]
        nummern = range(len(namen))
        platz = _spaltennummern(eingabe)
        self.gruppe("Indikatoren des Bogens")
        self.feste_texte("indikator", "Indikator", namen)
        self._suchformen(
            "suchform_indikator", [self.eigene("indikator", k) for k in nummern], namen
        )
        gesucht = [self.eigene("suchform_indikator", k) for k in nummern]
        self.spalte(
            "zeile_gewichtung",
            "Zeile in Gewichtung",
            [f"MATCH({form},suchform_gewichtung,0)+1" for form in gesucht],
            [k + 2 for k in nummern],
        )
        self.spalte(
            "spalte_wert",
            "Spalte in Indikatoren",
            [f"MATCH({form},suchform_spalten,0)" for form in gesucht],
            [platz[name] for name in namen],
        )
        self.spalte(
            "suchform_quote",
            "davon Quoten",
            [f'IF(art_{k + 1}="{Art.QUOTE}",{form},"")' for k, form in enumerate(gesucht)],
            [
                suchform("", indikator.name).wert if indikator.art is Art.QUOTE else ""
                for indikator in eingabe.indikatoren
            ],
            breite=_BREITE_SUCHFORM,
        )
        self._suchformen(
            "suchform_bezug", [f"bezugsgroesse_{k + 1}" for k in nummern], bezuege, "Bezugsgröße"
        )
        self.spalte(
            "spalte_bezug",
            "Spalte der Bezugsgröße",
            [_spalte_finden(self.eigene("suchform_bezug", k)) for k in nummern],
            [platz.get(name, "") for name in bezuege],
        )

    def _verteilungsbasis(self, eingabe: Eingabe, schluessel: Verteilungsschluessel) -> None:
        basis = schluessel.verteilungsbasis or ""
        self.gruppe("Verteilungsbasis")
        self._suchformen("suchform_basis", ["verteilungsbasis_wirksam"], [basis])
        self.spalte(
            "spalte_basis",
            "Spalte in Indikatoren",
            [_spalte_finden(self.eigene("suchform_basis", 0))],
            [_spaltennummern(eingabe).get(basis, "")],
        )

    def _zeilen(self, eingabe: Eingabe) -> None:
        """Je Zeile der Eingabeblätter die Suchform ihres Namens, auch der leeren darunter."""
        raeume = [raum.name for raum in eingabe.sozialraeume]
        self.gruppe("Namen in den Eingabeblättern, Zeile für Zeile")
        for name, bereich, namen in (
            ("sozialraeume", self.a.sozialraum["name"], raeume),
            ("indikatoren", self.a.indikatoren.nur_spalte(1), raeume),
            ("gewichtung", self.a.gewichtung["name"], [i.name for i in eingabe.indikatoren]),
        ):
            anzahl = bereich.zeilen - 1
            zellen = [f"INDEX({bereich},{nummer + 2})" for nummer in range(anzahl)]
            inhalte = [*namen, *[""] * (anzahl - len(namen))]
            self._suchformen(f"suchform_{name}", zellen, inhalte, bereich.blatt)

    def _ueberschriften(self, eingabe: Eingabe) -> None:
        kopf = self.a.indikatoren.nur_zeile(1)
        kopf = replace(kopf, letzte_spalte=kopf.letzte_spalte + _RESERVESPALTEN)
        namen = ["Sozialraum", *eingabe.spalten]
        zellen = [f"INDEX({kopf},1,{nummer + 1})" for nummer in range(kopf.spalten)]
        inhalte = [*namen, *[""] * (kopf.spalten - len(namen))]
        self._suchformen("suchform_spalten", zellen, inhalte, "Überschriften in Indikatoren")

    def _suchformen(
        self, name: str, zellen: Sequence[str], inhalte: Sequence[str], titel: str = "Suchform"
    ) -> None:
        formen = [suchform(zelle, inhalt) for zelle, inhalt in zip(zellen, inhalte, strict=True)]
        self.spalte(
            name,
            titel,
            # Eine Fehlerzelle oder eine gelöschte Zeile soll die übrigen Namen nicht verdecken.
            [f'IFERROR({form.formel},"")' for form in formen],
            [form.wert for form in formen],
            breite=_BREITE_SUCHFORM,
        )


def _spaltennummern(eingabe: Eingabe) -> dict[str, int]:
    """In welcher Spalte des Blatts Indikatoren jede Zahlenspalte steht."""
    return {name: nummer for nummer, name in enumerate(eingabe.spalten, start=2)}


def _spalte_finden(form: str) -> str:
    return f'IF({form}="","",MATCH({form},suchform_spalten,0))'

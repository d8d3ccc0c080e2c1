"""Blatt Zuordnung: in welcher Zeile und Spalte der Eingabeblätter etwas steht.

Der Bogen behält die Reihenfolge, in der er geschrieben wurde: Namen von Sozialräumen, Indikatoren
und Parametern stehen hier fest. Alles andere wird über sie gefunden; darum darf jedes Blatt
sortiert werden, ohne dass ein Sozialraum andere Zahlen bekommt.
"""

from collections.abc import Callable, Sequence
from functools import partial

from sozialraum_cli import bogenblatt
from sozialraum_cli.arbeitsmappe import stil
from sozialraum_cli.arbeitsmappe.bezug import PROZENTMUSTER, Bereich, Platz, gueltig, suchform
from sozialraum_cli.arbeitsmappe.formelmappe import Formelmappe
from sozialraum_cli.arbeitsmappe.hilfsblatt import ERSTE_ZEILE, Hilfsblatt
from sozialraum_cli.bogen.verfahrensformeln import SCHUETZT_NICHT
from sozialraum_cli.eingabemappe.eingabeblaetter import Adressen
from sozialraum_cli.modell import Art, Eingabe, Parameter
from sozialraum_cli.parameter import LEISTUNG_PRAEFIX, parameterangabe, werte
from sozialraum_cli.rechnen.gruppen import BEZEICHNUNG, ZUGEHOERIGKEIT, Gruppenart
from sozialraum_cli.rechnen.schluessel import Verteilungsschluessel

TITEL = bogenblatt.ZUORDNUNG
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
            "Dieses Blatt merkt sich, welche Sozialräume, Indikatoren und Parameter der Bogen "
            "rechnet, und findet sie in den Eingabeblättern über ihren Namen.",
        )
        self.a = a
        self._anzahl = len(eingabe.sozialraeume)
        self._sozialraeume(eingabe)
        self._indikatoren(eingabe)
        self._parameter(eingabe)
        self._verteilungsbasis(eingabe, schluessel)
        self._prozentmuster()
        self._zeilen(eingabe)
        self._ueberschriften(eingabe)

    def name(self, index: int) -> str:
        """Der Name eines Sozialraums, nach seiner Nummer ab 0."""
        return self.fremd(NAMEN, index)

    def nummer(self, name: str) -> str:
        """Formel für die Nummer ab 1 des Sozialraums, dessen Name in der Zelle `name` steht."""
        return f"MATCH({suchform(name, '').formel},suchform,0)"

    def namensbereich(self) -> str:
        """Die Namen aller Sozialräume, für eine Auswahlliste."""
        return str(Bereich(TITEL, ERSTE_ZEILE, 1, ERSTE_ZEILE + self._anzahl - 1, 1))

    def zelle(self, feld: str, index: int) -> str:
        """Formel für den Namen oder einen Betrag eines Sozialraums, nach seiner Nummer ab 0.

        Ein Betrag, der fehlt, ist ohne Bestandsschutz leer, sonst ein Fehler.
        """
        if feld == "name":
            return self.name(index)
        zelle = self.aus_sozialraeume(feld, index)
        return f"IF(ISBLANK({zelle}),{OHNE_BUDGET},{gueltig(zelle)})"

    def aus_sozialraeume(self, feld: str, index: Platz) -> str:
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
        self.gruppe("Sozialräume des Bogens")
        self.feste_texte(NAMEN, "Sozialraum", namen)
        self._suchformen("suchform", partial(self.eigene, NAMEN), namen)
        for name, titel in (
            ("sozialraeume", "Zeile in Sozialräume"),
            ("indikatoren", "Zeile in Indikatoren"),
        ):
            self.spalte(
                f"zeile_{name}",
                titel,
                partial(self._gefunden, "suchform", f"suchform_{name}"),
                range(2, len(namen) + 2),
            )
        self._gruppennamen(eingabe)

    def _gefunden(self, form: str, bereich: str, nummer: int) -> str:
        """Die Zeile, in der ein Name steht; Zeile 1 ist die Überschrift."""
        return f"MATCH({self.eigene(form, nummer)},{bereich},0)+1"

    def _gruppennamen(self, eingabe: Eingabe) -> None:
        """Wonach die Anlage Summen bildet; nur, was die Mappe angibt."""
        for art, gruppe_von in ZUGEHOERIGKEIT.items():
            namen = [gruppe_von(raum) or "" for raum in eingabe.sozialraeume]
            if any(namen):
                self.spalte(art, BEZEICHNUNG[art], partial(self._gruppenname, art), namen)

    def _gruppenname(self, art: Gruppenart, index: int) -> str:
        zeile = self.eigene("zeile_sozialraeume", index)
        return f'INDEX({self.a.sozialraum[art]},{zeile})&""'

    def _indikatoren(self, eingabe: Eingabe) -> None:
        namen = [indikator.name for indikator in eingabe.indikatoren]
        bezuege = [indikator.bezugsgroesse or "" for indikator in eingabe.indikatoren]
        platz = _spaltennummern(eingabe)
        self.gruppe("Indikatoren des Bogens")
        self.feste_texte("indikator", "Indikator", namen)
        self._suchformen("suchform_indikator", partial(self.eigene, "indikator"), namen)
        gesucht = partial(self.eigene, "suchform_indikator")
        self.spalte(
            "zeile_gewichtung",
            "Zeile in Gewichtung",
            partial(self._gefunden, "suchform_indikator", "suchform_gewichtung"),
            range(2, len(namen) + 2),
        )
        self.spalte(
            "spalte_wert",
            "Spalte in Indikatoren",
            lambda k: f"MATCH({gesucht(k)},suchform_spalten,0)",
            [platz[name] for name in namen],
        )
        self.spalte(
            "suchform_quote",
            "davon Quoten",
            lambda k: f'IF(art_{k + 1}="{Art.QUOTE}",{gesucht(k)},"")',
            [
                suchform("", indikator.name).wert if indikator.art is Art.QUOTE else ""
                for indikator in eingabe.indikatoren
            ],
            breite=_BREITE_SUCHFORM,
        )
        self._suchformen(
            "suchform_bezug", lambda k: f"bezugsgroesse_{k + 1}", bezuege, "Bezugsgröße"
        )
        self.spalte(
            "spalte_bezug",
            "Spalte der Bezugsgröße",
            lambda k: _spalte_finden(self.eigene("suchform_bezug", k)),
            [platz.get(name, "") for name in bezuege],
        )

    def _parameter(self, eingabe: Eingabe) -> None:
        """Jeder Parameter heißt in Formeln wie im JSON, Leistungen nach ihrer Nummer.

        Der Name zeigt auf die Zelle im Blatt Parameter, nicht auf ihren Inhalt: leer bleibt leer.
        """
        namen = [parameterangabe(name).bezeichnung for name in self.a.parameter]
        self.gruppe("Parameter des Bogens")
        self.feste_texte("parameter", "Parameter", namen)
        self._suchformen("suchform_parameter", partial(self.eigene, "parameter"), namen)
        self.spalte(
            "zeile_parameter",
            "Zeile in Parameter",
            partial(self._gefunden, "suchform_parameter", "suchform_parameterblatt"),
            [k + 2 for k in range(len(namen))],
        )
        for k, name in enumerate(parameternamen(eingabe.parameter)):
            zeile = self.fest("zeile_parameter", k)
            self.formelmappe.name(name, f"INDEX({self.a.parameterspalten['wert']},{zeile})")

    def _verteilungsbasis(self, eingabe: Eingabe, schluessel: Verteilungsschluessel) -> None:
        basis = schluessel.verteilungsbasis or ""
        self.gruppe("Verteilungsbasis")
        self._suchformen("suchform_basis", lambda _: "verteilungsbasis_wirksam", [basis])
        self.spalte(
            "spalte_basis",
            "Spalte in Indikatoren",
            lambda k: _spalte_finden(self.eigene("suchform_basis", k)),
            [_spaltennummern(eingabe).get(basis, "")],
        )

    def _prozentmuster(self) -> None:
        self.gruppe("Zahlenformat")
        self.spalte(PROZENTMUSTER, "Prozent", ["1"], [1])
        self.blatt[self.eigene(PROZENTMUSTER, 0)].number_format = stil.PROZENT_NACH_BEDARF

    def _zeilen(self, eingabe: Eingabe) -> None:
        """Je Zeile der Eingabeblätter die Suchform ihres Namens, auch der leeren darunter."""
        raeume = [raum.name for raum in eingabe.sozialraeume]
        self.gruppe("Namen in den Eingabeblättern, Zeile für Zeile")
        for name, bereich, namen in (
            ("sozialraeume", self.a.sozialraum["name"], raeume),
            ("indikatoren", self.a.indikatoren.nur_spalte(1), raeume),
            ("gewichtung", self.a.gewichtung["name"], [i.name for i in eingabe.indikatoren]),
            (
                "parameterblatt",
                self.a.parameterspalten["name"],
                [parameterangabe(name).bezeichnung for name in self.a.parameter],
            ),
        ):
            anzahl = bereich.zeilen - 1
            inhalte = [*namen, *[""] * (anzahl - len(namen))]
            self._suchformen(
                f"suchform_{name}", partial(_in_zeile, bereich), inhalte, f"in {bereich.blatt}"
            )

    def _ueberschriften(self, eingabe: Eingabe) -> None:
        kopf = self.a.indikatoren.nur_zeile(1)
        kopf = kopf._replace(letzte_spalte=kopf.letzte_spalte + _RESERVESPALTEN)
        namen = ["Sozialraum", *eingabe.spalten]
        inhalte = [*namen, *[""] * (kopf.spalten - len(namen))]
        self._suchformen(
            "suchform_spalten",
            lambda nummer: f"INDEX({kopf},1,{nummer + 1})",
            inhalte,
            "Überschriften in Indikatoren",
        )

    def _suchformen(
        self,
        name: str,
        zelle: Callable[[int], str],
        inhalte: Sequence[str],
        titel: str = "Suchform",
    ) -> None:
        self.spalte(
            name,
            titel,
            # Eine Fehlerzelle oder eine gelöschte Zeile soll die übrigen Namen nicht verdecken.
            lambda nummer: f'IFERROR({suchform(zelle(nummer), "").formel},"")',
            [suchform("", inhalt).wert for inhalt in inhalte],
            breite=_BREITE_SUCHFORM,
        )


def _in_zeile(bereich: Bereich, nummer: int) -> str:
    return f"INDEX({bereich},{nummer + 2})"


def parameternamen(parameter: Parameter) -> list[str]:
    """Wie die Parameter in Formeln heißen, in der Reihenfolge des Blatts."""
    leistungen = [f"{LEISTUNG_PRAEFIX}{name}" for name, _ in parameter.leistungen]
    return [
        f"leistung_{leistungen.index(name) + 1}" if name in leistungen else name
        for name in werte(parameter)
    ]


def _spaltennummern(eingabe: Eingabe) -> dict[str, int]:
    """In welcher Spalte des Blatts Indikatoren jede Zahlenspalte steht."""
    return {name: nummer for nummer, name in enumerate(eingabe.spalten, start=2)}


def _spalte_finden(form: str) -> str:
    return f'IF({form}="","",MATCH({form},suchform_spalten,0))'

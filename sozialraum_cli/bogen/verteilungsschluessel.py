"""Blatt Verteilungsschlüssel: vom Indikator zum Anteil, je Indikator fünf Spalten."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial

from sozialraum_cli.arbeitsmappe import stil
from sozialraum_cli.arbeitsmappe.auswahlzelle import gewaehlt, je_wert
from sozialraum_cli.arbeitsmappe.bezug import nachschlagen, zeile_aus
from sozialraum_cli.arbeitsmappe.formelmappe import Formelmappe, Wert
from sozialraum_cli.arbeitsmappe.rechenblatt import Rechenblatt
from sozialraum_cli.eingabemappe.eingabeblaetter import Adressen
from sozialraum_cli.modell import Eingabe
from sozialraum_cli.rechnen.schluessel import Indikatorschritt, Verteilungsschluessel
from sozialraum_cli.runden import HUNDERT
from sozialraum_cli.verfahren.schluessel.verzeichnis import SCHLUESSELVERFAHREN, namen

TITEL = "Verteilungsschlüssel"

_ERSTE_INDIKATORZEILE = 5
_OHNE_BASIS = gewaehlt("schluesselverfahren", namen(lambda v: not v.mit_basis))
_FELDER = ("gewicht", "art", "bezugsgroesse", "richtung")


def verteilungsschluessel_anlegen(
    formelmappe: Formelmappe, eingabe: Eingabe, schluessel: Verteilungsschluessel, a: Adressen
) -> Rechenblatt:
    """Legt das Blatt an; der Anteil steht in der Spalte `anteil`.

    Jede Formel rechnet das im Blatt Parameter gewählte Verfahren: es lässt sich dort ändern.
    """
    einzelwerte = _ERSTE_INDIKATORZEILE + len(schluessel.indikatoren) + 1
    blatt = Rechenblatt(formelmappe, TITEL, einzelwerte + 4, len(eingabe.sozialraeume))
    blatt.ueberschrift(
        "Verteilungsschlüssel: von den Indikatoren zum Anteil",
        "Verfahren und Gewichte stehen in den Blättern „Parameter“ und „Gewichtung“; wer sie "
        "dort ändert, sieht hier sofort das neue Ergebnis.",
    )
    blatt.einzelwert(
        einzelwerte,
        "verteilungsbasis_wirksam",
        "Verteilungsbasis",
        _verteilungsbasis_formel(eingabe, a),
        schluessel.verteilungsbasis or "",
        stil.TEXT,
    )
    blatt.einzelwert(
        einzelwerte + 1,
        "spreizung_wirksam",
        "Spreizung",
        je_wert(
            "schluesselverfahren",
            {
                name: '""' if v.spreizung is None else f'IF(spreizung="",{v.spreizung},spreizung)'
                for name, v in SCHLUESSELVERFAHREN.items()
            },
        ),
        _oder_leer(schluessel.spreizung),
        stil.BIS_ZWEI,
    )
    blatt.spalte(
        "sozialraum_schluessel",
        "Sozialraum",
        lambda zeile: zeile_aus(a.sozialraum["name"], blatt.index(zeile)),
        [raum.name for raum in eingabe.sozialraeume],
        stil.TEXT,
        breite=stil.namensbreite(raum.name for raum in eingabe.sozialraeume),
    )
    for nummer, schritt in enumerate(schluessel.indikatoren, start=1):
        _Indikatorspalten(blatt, eingabe, schluessel, nummer, a).anhaengen()
        _indikatorzeile(blatt, schluessel, nummer, schritt, a)
    _ergebnisspalten(blatt, schluessel, a)
    _teilanteile(blatt, schluessel)
    return blatt


def _verteilungsbasis_formel(eingabe: Eingabe, a: Adressen) -> str:
    bezuege = [a.gewichtung[i.name, "bezugsgroesse"] for i in eingabe.indikatoren]
    bereich = f"{bezuege[0]}:{bezuege[-1].split('!')[1]}"
    erste = f'INDEX({bereich},MATCH("?*",{bereich},0))'
    return (
        f'IF({_OHNE_BASIS},"",IF(verteilungsbasis<>"",verteilungsbasis,'
        f"IF(SUMPRODUCT(--({bereich}={erste}))=COUNTA({bereich}),"
        f'{erste},"Verteilungsbasis fehlt")))'
    )


class _Indikatorspalten:
    """Die fünf Spalten eines Indikators; ihre Namen enden auf seine Nummer."""

    def __init__(
        self,
        blatt: Rechenblatt,
        eingabe: Eingabe,
        schluessel: Verteilungsschluessel,
        nummer: int,
        a: Adressen,
    ) -> None:
        self.blatt, self.nummer, self.a = blatt, nummer, a
        self.schritt = schluessel.indikatoren[nummer - 1]
        self.werte = eingabe.spalten[self.schritt.indikator.name]
        name = self.schritt.indikator.name
        self.bezugsgroesse = a.gewichtung[name, "bezugsgroesse"]
        self.ist_quote = f'{a.gewichtung[name, "art"]}="Quote"'
        self.entlastend = f'{a.gewichtung[name, "richtung"]}="entlastend"'

    def anhaengen(self) -> None:
        leer = [""] * len(self.werte.werte)
        self.blatt.gruppe(f"{self.nummer}. {self.schritt.indikator.name}")
        self._spalte("wert", "Wert", self._wert, self.werte.werte, stil.BIS_ZWEI)
        self._spalte("bezug", "Bezugsgröße", self._bezug, self.schritt.bezug or leer, stil.GANZ)
        self._spalte(
            "quote",
            "in % der Bezugsgröße",
            self._quote,
            [_oder_leer(q) for q in self.schritt.quote],
            stil.ZAHL,
        )
        self._spalte("zaehler", "Zähler", self._zaehler, self.schritt.zaehler or leer, stil.ZAHL)
        self._spalte("beitrag", "Beitrag", self._beitrag, self.schritt.beitrag, stil.ZAHL_6)

    def _spalte(
        self,
        name: str,
        titel: str,
        formel: Callable[[int], str],
        werte: Sequence[Wert],
        format: str,
        *,
        summe: Decimal | None = None,
    ) -> None:
        self.blatt.spalte(
            f"{name}_{self.nummer}", titel, formel, werte, format, summe=summe, breite=12
        )

    def _z(self, name: str, zeile: int) -> str:
        return self.blatt.z(f"{name}_{self.nummer}", zeile)

    def _wert(self, zeile: int) -> str:
        zelle = zeile_aus(self.a.spalte[self.werte.name], self.blatt.index(zeile))
        return f"{zelle}*100" if self.werte.prozentzellen else zelle

    def _bezug(self, zeile: int) -> str:
        wert = nachschlagen(self.a.indikatorentabelle, self.bezugsgroesse, self.blatt.index(zeile))
        return f'IF({self.bezugsgroesse}="","",{wert})'

    def _quote(self, zeile: int) -> str:
        wert, bezug = self._z("wert", zeile), self._z("bezug", zeile)
        return f'IF({self.ist_quote},{wert},IF(N({bezug})=0,"",{wert}/{bezug}*100))'

    def _zaehler(self, zeile: int) -> str:
        wert, bezug = self._z("wert", zeile), self._z("bezug", zeile)
        personen = f"IF({self.ist_quote},{wert}*{bezug}/100,{wert})"
        return (
            f'IF(AND({bezug}="",OR({self.ist_quote},{self.entlastend})),"",'
            f"IF({self.entlastend},{bezug}-{personen},{personen}))"
        )

    def _beitrag(self, zeile: int) -> str:
        groessen = {
            "quote": self._z("quote", zeile),
            "zaehler": self._z("zaehler", zeile),
            "entlastend": self.entlastend,
            "k": self.nummer,
        }
        return je_wert(
            "schluesselverfahren",
            {name: v.formel.format_map(groessen) for name, v in SCHLUESSELVERFAHREN.items()},
        )


def _indikatorzeile(
    blatt: Rechenblatt,
    schluessel: Verteilungsschluessel,
    nummer: int,
    schritt: Indikatorschritt,
    a: Adressen,
) -> None:
    name = schritt.indikator.name
    k = nummer
    zeile = _ERSTE_INDIKATORZEILE + nummer - 1
    if nummer == 1:
        blatt.blatt.row_dimensions[_ERSTE_INDIKATORZEILE - 1].height = 30
        blatt.kopf(
            _ERSTE_INDIKATORZEILE - 1,
            (
                "Indikator",
                "Gewicht",
                "Gewicht auf 100 %",
                "wirkt zu (Teil der Streuung)",
                "Art",
                "Bezugsgröße",
                "Richtung",
                "Summe Zähler",
                "Kreiswert in %",
                "Minimum in %",
                "Maximum in %",
                "Mittelwert in %",
                "Streuung in %",
            ),
        )
    gewichte = [a.gewichtung[s.indikator.name, "gewicht"] for s in schluessel.indikatoren]
    summe = f"SUM({gewichte[0]}:{gewichte[-1].split('!')[1]})"
    blatt.text(zeile, 1, f"{nummer}. {name}")
    blatt.wert(zeile, 2, gewichte[nummer - 1], schritt.indikator.gewicht, stil.BIS_ZWEI)
    blatt.wert(zeile, 3, f"{gewichte[nummer - 1]}/{summe}", schritt.gewicht, stil.PROZENT)
    blatt.formelmappe.name(f"gewicht_{k}", f"'{TITEL}'!$C${zeile}")
    effektiv = schluessel.effektives_gewicht[nummer - 1]
    blatt.wert(
        zeile,
        4,
        f'IF(MAX(anteil)-MIN(anteil)<1E-12,"",COVAR(teilanteil_{k},anteil)/VARP(anteil))',
        "" if effektiv is None else effektiv / HUNDERT,
        stil.PROZENT,
    )
    texte = (schritt.indikator.art, schritt.indikator.bezugsgroesse, schritt.indikator.richtung)
    for spalte, feld, text in zip((5, 6, 7), _FELDER[1:], texte, strict=True):
        zelle = a.gewichtung[name, feld]
        blatt.wert(zeile, spalte, f'IF({zelle}="","",{zelle})', text or "", stil.TEXT)
    ohne_quote = f'COUNT(quote_{k})=0,""'
    for spalte, groesse, formel, wert in (
        (
            8,
            "summe_zaehler",
            f'IF(COUNT(zaehler_{k})=0,"",SUM(zaehler_{k}))',
            None if schritt.zaehler is None else sum(schritt.zaehler, Decimal(0)),
        ),
        (
            9,
            "kreiswert",
            f'IF(OR(COUNT(zaehler_{k})=0,SUM(bezug_{k})=0),"",SUM(zaehler_{k})/SUM(bezug_{k})*100)',
            schritt.kreiswert,
        ),
        (10, "minimum", f"IF({ohne_quote},MIN(quote_{k}))", schritt.minimum),
        (11, "maximum", f"IF({ohne_quote},MAX(quote_{k}))", schritt.maximum),
        (12, "mittelwert", f"IF({ohne_quote},AVERAGE(quote_{k}))", schritt.mittelwert),
        (
            13,
            "standardabweichung",
            f"IF({ohne_quote},IF(MAX(quote_{k})=MIN(quote_{k}),0,STDEV(quote_{k})))",
            schritt.standardabweichung,
        ),
    ):
        blatt.wert(zeile, spalte, formel, _oder_leer(wert), stil.ZAHL)
        blatt.formelmappe.name(f"{groesse}_{k}", f"'{TITEL}'!${chr(ord('A') + spalte - 1)}${zeile}")


def _ergebnisspalten(blatt: Rechenblatt, schluessel: Verteilungsschluessel, a: Adressen) -> None:
    nummern = range(1, len(schluessel.indikatoren) + 1)
    faktor = schluessel.belastungsfaktor
    basis = schluessel.basis
    produkt = faktor if basis is None else [p * f for p, f in zip(basis, faktor, strict=True)]
    blatt.gruppe("Ergebnis")
    blatt.spalte(
        "gewichteter_beitrag",
        "Beiträge mal Gewichte",
        lambda zeile: "+".join(f"gewicht_{k}*{blatt.z(f'beitrag_{k}', zeile)}" for k in nummern),
        schluessel.gewichteter_beitrag,
        stil.ZAHL_6,
    )
    blatt.spalte(
        "belastungsfaktor",
        "Belastungsfaktor",
        lambda zeile: (
            f'IF(spreizung_wirksam="",{blatt.z("gewichteter_beitrag", zeile)},'
            f"1+spreizung_wirksam*{blatt.z('gewichteter_beitrag', zeile)})"
        ),
        faktor,
        stil.ZAHL_6,
    )
    blatt.spalte(
        "basis",
        "Verteilungsbasis",
        lambda zeile: (
            f'IF({_OHNE_BASIS},"",'
            + nachschlagen(a.indikatorentabelle, "verteilungsbasis_wirksam", blatt.index(zeile))
            + ")"
        ),
        [""] * len(faktor) if basis is None else basis,
        stil.GANZ,
    )
    blatt.spalte(
        "produkt",
        "Basis mal Faktor",
        lambda zeile: (
            f'IF({blatt.z("basis", zeile)}="",1,{blatt.z("basis", zeile)})'
            f"*{blatt.z('belastungsfaktor', zeile)}"
        ),
        produkt,
        stil.ZAHL_4,
        summe=sum(produkt, Decimal(0)),
    )
    blatt.spalte(
        "anteil",
        "Anteil",
        lambda zeile: f"{blatt.z('produkt', zeile)}/SUM({blatt.bereich('produkt')})",
        schluessel.anteil,
        stil.ANTEIL,
        summe=sum(schluessel.anteil, Decimal(0)),
        fuellung=stil.HERVOR,
    )


def _teilanteile(blatt: Rechenblatt, schluessel: Verteilungsschluessel) -> None:
    blatt.gruppe("Woraus sich der Anteil zusammensetzt")
    for nummer, (schritt, teil) in enumerate(
        zip(schluessel.indikatoren, schluessel.teilanteil, strict=True), start=1
    ):
        blatt.spalte(
            f"teilanteil_{nummer}",
            schritt.indikator.name,
            partial(_teilanteil, blatt, nummer),
            teil,
            stil.ANTEIL,
            summe=sum(teil, Decimal(0)),
        )


def _teilanteil(blatt: Rechenblatt, nummer: int, zeile: int) -> str:
    basis, beitrag = blatt.z("basis", zeile), blatt.z(f"beitrag_{nummer}", zeile)
    return (
        f'IF({basis}="",1,{basis})*IF(spreizung_wirksam="",1,spreizung_wirksam)'
        f"*gewicht_{nummer}*{beitrag}/SUM(produkt)"
    )


def _oder_leer(wert: Decimal | None) -> Wert:
    return "" if wert is None else wert

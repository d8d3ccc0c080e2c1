"""Blatt Verteilungsschlüssel: vom Indikator zum Anteil, je Indikator fünf Spalten."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial

from sozialraum_cli.arbeitsmappe import stil
from sozialraum_cli.arbeitsmappe.auswahlzelle import je_wert
from sozialraum_cli.arbeitsmappe.bezug import Bereich, gueltig, keine_zahl
from sozialraum_cli.arbeitsmappe.formelmappe import Formelmappe, Wert
from sozialraum_cli.arbeitsmappe.rechenblatt import Rechenblatt
from sozialraum_cli.arbeitsmappe.spaltenbreite import zahlenformat
from sozialraum_cli.bogen.verfahrensformeln import MIT_BASIS, OHNE_BASIS, SCHLUESSEL
from sozialraum_cli.bogen.zuordnung import Zuordnung
from sozialraum_cli.modell import Eingabe
from sozialraum_cli.rechnen.schluessel import Indikatorschritt, Verteilungsschluessel
from sozialraum_cli.runden import HUNDERT
from sozialraum_cli.verfahren.schluessel.verzeichnis import SCHLUESSELVERFAHREN

TITEL = "Verteilungsschlüssel"

_ERSTE_INDIKATORZEILE = 5


# So viele Indikatoren sind so breit wie die Tabelle über ihnen.
_INDIKATOREN_NEBENEINANDER = 3


def verteilungsschluessel_anlegen(
    formelmappe: Formelmappe,
    eingabe: Eingabe,
    schluessel: Verteilungsschluessel,
    zuordnung: Zuordnung,
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
        _verteilungsbasis_formel(len(schluessel.indikatoren)),
        schluessel.verteilungsbasis or "",
        stil.TEXT,
    )
    blatt.einzelwert(
        einzelwerte + 1,
        "spreizung_wirksam",
        "Spreizung",
        je_wert(
            SCHLUESSEL,
            {
                name: '""' if v.spreizung is None else f'IF(spreizung="",{v.spreizung},spreizung)'
                for name, v in SCHLUESSELVERFAHREN.items()
            },
        ),
        _oder_leer(schluessel.spreizung),
        stil.ZAHL,
    )
    blatt.spalte(
        "sozialraum_schluessel",
        "Sozialraum",
        lambda zeile: zuordnung.name(blatt.index(zeile)),
        [raum.name for raum in eingabe.sozialraeume],
        stil.TEXT,
        breite=stil.namensbreite(raum.name for raum in eingabe.sozialraeume),
    )
    for nummer, schritt in enumerate(schluessel.indikatoren, start=1):
        _Indikatorspalten(blatt, eingabe, schluessel, nummer, zuordnung).anhaengen()
        _indikatorzeile(blatt, schluessel, nummer, schritt, zuordnung)
    _ergebnisspalten(blatt, schluessel, zuordnung)
    _teilanteile(blatt, schluessel)
    blatt.einklappen(*_ungenutzte_spalten(schluessel))
    for zeile, wert in enumerate(
        (schluessel.verteilungsbasis, schluessel.spreizung), start=einzelwerte
    ):
        if wert is None:
            blatt.zeile_einklappen(zeile)
    return blatt


def gewichtszellen(erster: int, letzter: int) -> str:
    """Die Gewichte vom einen Indikator (ab 1) bis zum anderen, wie sie angegeben sind."""
    oben = _ERSTE_INDIKATORZEILE - 1
    return str(Bereich(TITEL, oben + erster, 2, oben + letzter, 2))


def _ungenutzte_spalten(schluessel: Verteilungsschluessel) -> list[str]:
    """Was das gewählte Schlüsselverfahren leer lässt; nach einem Wechsel gelten die Formeln.

    Die ersten Spalten bleiben immer sichtbar: über ihnen steht die Tabelle der Indikatoren.
    """
    if schluessel.basis is not None or len(schluessel.indikatoren) < _INDIKATOREN_NEBENEINANDER:
        return []
    return ["basis", "belastungsfaktor", "produkt"]


def _verteilungsbasis_formel(anzahl: int) -> str:
    """Die angegebene Basis, sonst die Bezugsgröße, wenn alle Indikatoren dieselbe haben."""
    bereich = f"$F${_ERSTE_INDIKATORZEILE}:$F${_ERSTE_INDIKATORZEILE + anzahl - 1}"
    erste = f'INDEX({bereich},MATCH("?*",{bereich},0))'
    return (
        f'IF({OHNE_BASIS},"",IF(verteilungsbasis<>"",verteilungsbasis,'
        f'IF(SUMPRODUCT(--({bereich}={erste}))=SUMPRODUCT(--({bereich}<>"")),'
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
        zuordnung: Zuordnung,
    ) -> None:
        self.blatt, self.nummer, self.zuordnung = blatt, nummer, zuordnung
        self.schritt = schluessel.indikatoren[nummer - 1]
        self.werte = eingabe.spalten[self.schritt.indikator.name]
        self.bezugsgroesse = f"bezugsgroesse_{nummer}"
        self.ist_quote = f'art_{nummer}="Quote"'
        self.entlastend = f'richtung_{nummer}="entlastend"'

    def anhaengen(self) -> None:
        leer = [""] * len(self.werte.werte)
        self.blatt.gruppe(f"{self.nummer}. {self.schritt.indikator.name}")
        werte = self.werte.werte
        self._spalte("wert", "Wert", self._wert, werte, zahlenformat(werte))
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
            f"{name}_{self.nummer}", titel, formel, werte, format, summe=summe, breite=10.5
        )

    def _z(self, name: str, zeile: int) -> str:
        return self.blatt.z(f"{name}_{self.nummer}", zeile)

    def _wert(self, zeile: int) -> str:
        hoechstens = "1" if self.werte.prozentzellen else "100"
        zelle = gueltig(
            self.zuordnung.wert(self.nummer, self.blatt.index(zeile)),
            f"IF({self.ist_quote},{hoechstens},1E+99)",
        )
        return f"{zelle}*100" if self.werte.prozentzellen else zelle

    def _bezug(self, zeile: int) -> str:
        zelle = self.zuordnung.bezug(self.nummer, self.blatt.index(zeile))
        teilt = f"AND({zelle}=0,NOT({self.ist_quote}),{MIT_BASIS})"
        return (
            f'IF({self.bezugsgroesse}="","",IF({keine_zahl(zelle)},NA(),IF({teilt},NA(),{zelle})))'
        )

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
            SCHLUESSEL,
            {name: v.formel.format_map(groessen) for name, v in SCHLUESSELVERFAHREN.items()},
        )


def _indikatorzeile(
    blatt: Rechenblatt,
    schluessel: Verteilungsschluessel,
    nummer: int,
    schritt: Indikatorschritt,
    zuordnung: Zuordnung,
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
    letzte = _ERSTE_INDIKATORZEILE + len(schluessel.indikatoren) - 1
    summe = f"SUM($B${_ERSTE_INDIKATORZEILE}:$B${letzte})"
    blatt.text(zeile, 1, f"{nummer}. {name}")
    gewicht = gueltig(zuordnung.aus_gewichtung("gewicht", k))
    blatt.wert(zeile, 2, gewicht, schritt.indikator.gewicht, stil.ZAHL)
    blatt.wert(zeile, 3, f"$B{zeile}/{summe}", schritt.gewicht, stil.PROZENT)
    _benennen(blatt, f"gewicht_{k}", zeile, 3)
    effektiv = schluessel.effektives_gewicht[nummer - 1]
    blatt.wert(
        zeile,
        4,
        f'IF(MAX(anteil)-MIN(anteil)<1E-12,"",COVAR(teilanteil_{k},anteil)/VARP(anteil))',
        "" if effektiv is None else effektiv / HUNDERT,
        stil.PROZENT,
    )
    for spalte, feld, text in (
        (5, "art", schritt.indikator.art),
        (6, "bezugsgroesse", schritt.indikator.bezugsgroesse),
        (7, "richtung", schritt.indikator.richtung),
    ):
        zelle = zuordnung.aus_gewichtung(feld, k)
        blatt.wert(zeile, spalte, f'IF({zelle}="","",{zelle})', text or "", stil.TEXT)
        _benennen(blatt, f"{feld}_{k}", zeile, spalte)
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
        _benennen(blatt, f"{groesse}_{k}", zeile, spalte)


def _benennen(blatt: Rechenblatt, name: str, zeile: int, spalte: int) -> None:
    blatt.formelmappe.name(name, str(Bereich(TITEL, zeile, spalte, zeile, spalte)))


def _ergebnisspalten(
    blatt: Rechenblatt, schluessel: Verteilungsschluessel, zuordnung: Zuordnung
) -> None:
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
        lambda zeile: f'IF({OHNE_BASIS},"",{gueltig(zuordnung.basis(blatt.index(zeile)))})',
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
        lambda zeile: (
            f"{blatt.z('produkt', zeile)}/SUM({blatt.bereich('produkt')})*eingaben_gelten"
        ),
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

"""Blatt Verteilungsschlüssel: vom Indikator zum Anteil, je Indikator fünf Spalten und ihr Kopf."""

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import partial

from sozialraum_cli import bogenblatt
from sozialraum_cli.arbeitsmappe import stil
from sozialraum_cli.arbeitsmappe.auswahlzelle import je_wert
from sozialraum_cli.arbeitsmappe.bezug import Bereich, gueltig, keine_zahl
from sozialraum_cli.arbeitsmappe.formelmappe import Formelmappe, Wert, zelle_in
from sozialraum_cli.arbeitsmappe.rechenblatt import Rechenblatt
from sozialraum_cli.arbeitsmappe.spaltenbreite import zahlenformat
from sozialraum_cli.bogen.verfahrensformeln import MIT_BASIS, OHNE_BASIS, SCHLUESSEL
from sozialraum_cli.bogen.zuordnung import Zuordnung
from sozialraum_cli.modell import Art, Eingabe
from sozialraum_cli.rechnen.schluessel import Indikatorschritt, Verteilungsschluessel
from sozialraum_cli.runden import HUNDERT
from sozialraum_cli.verfahren.schluessel.verzeichnis import SCHLUESSELVERFAHREN

TITEL = bogenblatt.VERTEILUNGSSCHLUESSEL

# Über den Spalten jedes Indikators stehen seine Angaben, je Zeile eine.
_ANGABEN = {
    "gewicht_angegeben": "Gewicht",
    "gewicht": "Gewicht auf 100 %",
    "effektives_gewicht": "wirkt zu (Teil der Streuung)",
    "art": "Art",
    "bezugsgroesse": "Bezugsgröße",
    "richtung": "Richtung",
    "summe_zaehler": "Summe Zähler",
    "kreiswert": "Kreiswert in %",
    "minimum": "Minimum in %",
    "maximum": "Maximum in %",
    "mittelwert": "Mittelwert in %",
    "standardabweichung": "Streuung in %",
}
_ERSTE_ANGABE = 5
_EINZELWERTE = _ERSTE_ANGABE + len(_ANGABEN) + 1
_JE_INDIKATOR = 5
# Was aus Zählern und was aus Quoten folgt; die übrigen Angaben gelten immer.
_AUS_ZAEHLERN = {"zaehler", "summe_zaehler", "kreiswert"}
_AUS_QUOTEN = {"quote", "minimum", "maximum", "mittelwert", "standardabweichung"}
_BREITEN = {"wert": 7, "bezug": 10.5, "quote": 10.5, "zaehler": 9, "beitrag": 9}
_BREITE_ANTEIL = 9.5
_BREITE_NAMEN = 16


def verteilungsschluessel_anlegen(
    formelmappe: Formelmappe,
    eingabe: Eingabe,
    schluessel: Verteilungsschluessel,
    zuordnung: Zuordnung,
) -> Rechenblatt:
    """Legt das Blatt an; der Anteil steht in der Spalte `anteil`.

    Jede Formel rechnet das im Blatt Parameter gewählte Verfahren: es lässt sich dort ändern.
    """
    blatt = Rechenblatt(formelmappe, TITEL, _EINZELWERTE + 4, len(eingabe.sozialraeume))
    blatt.ueberschrift(
        "Verteilungsschlüssel: von den Indikatoren zum Anteil",
        "Verfahren und Gewichte stehen in den Blättern „Parameter“ und „Gewichtung“; wer sie "
        "dort ändert, sieht hier sofort das neue Ergebnis.",
    )
    blatt.einzelwert(
        _EINZELWERTE,
        "verteilungsbasis_wirksam",
        "Verteilungsbasis",
        _verteilungsbasis_formel(len(schluessel.indikatoren)),
        schluessel.verteilungsbasis or "",
        stil.TEXT,
    )
    blatt.einzelwert(
        _EINZELWERTE + 1,
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
    zelle_in(blatt.blatt, _EINZELWERTE, 2).alignment = stil.OHNE_UMBRUCH
    blatt.spalte(
        "sozialraum_schluessel",
        "Sozialraum",
        lambda zeile: zuordnung.name(blatt.index(zeile)),
        [raum.name for raum in eingabe.sozialraeume],
        stil.TEXT,
        breite=stil.namensbreite(
            (raum.name for raum in eingabe.sozialraeume), mindestens=_BREITE_NAMEN
        ),
    )
    _angaben_beschriften(blatt)
    for nummer, schritt in enumerate(schluessel.indikatoren, start=1):
        _Indikatorspalten(blatt, eingabe, schluessel, nummer, zuordnung).anhaengen()
        _indikatorangaben(blatt, schluessel, nummer, schritt, zuordnung)
    _ergebnisspalten(blatt, schluessel, zuordnung)
    _teilanteile(blatt, schluessel)
    blatt.einklappen(*_ungenutzte_spalten(eingabe, schluessel))
    for zeile, name in enumerate(_ANGABEN, start=_ERSTE_ANGABE):
        if name in _ungenutzte_angaben(eingabe):
            blatt.zeile_einklappen(zeile)
    for zeile, wert in enumerate(
        (schluessel.verteilungsbasis, schluessel.spreizung), start=_EINZELWERTE
    ):
        if wert is None:
            blatt.zeile_einklappen(zeile)
    return blatt


def gewichtszellen(erster: int, letzter: int) -> str:
    """Die Gewichte vom einen Indikator (ab 1) bis zum anderen, wie sie angegeben sind."""
    return str(_angaben("gewicht_angegeben", erster, letzter))


def _angaben(name: str, erster: int, letzter: int) -> Bereich:
    """Eine Angabe vom einen Indikator bis zum anderen; zwischen ihnen sind die Zellen leer."""
    zeile = _ERSTE_ANGABE + [*_ANGABEN].index(name)
    von, bis = (1 + _JE_INDIKATOR * nummer for nummer in (erster, letzter))
    return Bereich(TITEL, zeile, von, zeile, bis)


def _benutzt(eingabe: Eingabe) -> set[str]:
    """Was die Formel des gewählten Verfahrens je Indikator liest."""
    formel = SCHLUESSELVERFAHREN[eingabe.parameter.schluesselverfahren].formel
    return {name.rstrip("_") for name in re.findall(r"(\w+?)(?:_\{k\}|\})", formel)}


def _ungenutzte_angaben(eingabe: Eingabe) -> set[str]:
    return (_AUS_ZAEHLERN | _AUS_QUOTEN) - _benutzt(eingabe)


def _ungenutzte_spalten(eingabe: Eingabe, schluessel: Verteilungsschluessel) -> Iterator[str]:
    """Was leer bleibt, nur andere Verfahren brauchen oder dasselbe noch einmal sagt.

    Nach einem Wechsel des Verfahrens gelten die Formeln darin wieder.
    """
    benutzt = _benutzt(eingabe)
    for k, schritt in enumerate(schluessel.indikatoren, start=1):
        if schritt.bezug is None:
            yield f"bezug_{k}"
        if schritt.indikator.art is Art.QUOTE or not benutzt & _AUS_QUOTEN:
            yield f"quote_{k}"
        if not benutzt & _AUS_ZAEHLERN:
            yield f"zaehler_{k}"
    if schluessel.basis is None:
        yield from ("basis", "belastungsfaktor", "produkt")
    elif schluessel.spreizung is None:
        yield "gewichteter_beitrag"


def _verteilungsbasis_formel(anzahl: int) -> str:
    """Die angegebene Basis, sonst die Bezugsgröße, wenn alle Indikatoren dieselbe haben."""
    bereich = str(_angaben("bezugsgroesse", 1, anzahl)).rpartition("!")[2]
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
            f"{name}_{self.nummer}",
            titel,
            formel,
            werte,
            format,
            summe=summe,
            breite=_BREITEN[name],
        )

    def _z(self, name: str, zeile: int) -> str:
        return self.blatt.z(f"{name}_{self.nummer}", zeile)

    def _wert(self, zeile: int) -> str:
        zelle = self.zuordnung.wert(self.nummer, self.blatt.index(zeile))
        if self.werte.prozentzellen:
            # Eine Anzahl steht nie in Prozent.
            return f"{gueltig(zelle, f'IF({self.ist_quote},1,-1)', prozent=True)}*100"
        return gueltig(zelle, f"IF({self.ist_quote},100,1E+99)")

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


def _angaben_beschriften(blatt: Rechenblatt) -> None:
    blatt.text(_ERSTE_ANGABE - 1, 1, "Indikatoren", fett=True)
    for zeile, titel in enumerate(_ANGABEN.values(), start=_ERSTE_ANGABE):
        blatt.text(zeile, 1, titel)
        zelle_in(blatt.blatt, zeile, 1).alignment = stil.OHNE_UMBRUCH


def _indikatorangaben(
    blatt: Rechenblatt,
    schluessel: Verteilungsschluessel,
    k: int,
    schritt: Indikatorschritt,
    zuordnung: Zuordnung,
) -> None:
    """Gewicht, Art und Kennzahlen des k-ten Indikators über seiner letzten Spalte."""
    spalte = 1 + _JE_INDIKATOR * k
    blatt.text(_ERSTE_ANGABE - 1, spalte, f"{k}. {schritt.indikator.name}", fett=True)
    zelle_in(blatt.blatt, _ERSTE_ANGABE - 1, spalte).alignment = stil.RECHTS
    for zeile, (name, (formel, wert, format)) in enumerate(
        _angabenformeln(schluessel, k, schritt, zuordnung).items(), start=_ERSTE_ANGABE
    ):
        blatt.wert(zeile, spalte, formel, wert, format)
        # Ohne Umbruch reicht ein langer Text in die leeren Zellen links.
        zelle_in(blatt.blatt, zeile, spalte).alignment = stil.RECHTS
        if name in _BENANNT:
            _benennen(blatt, f"{name}_{k}", zeile, spalte)


# Formel, Wert, Zahlenformat.
_Angabe = tuple[str, Wert, str]
_BENANNT = {*_ANGABEN} - {"gewicht_angegeben", "effektives_gewicht"}


def _angabenformeln(
    schluessel: Verteilungsschluessel, k: int, schritt: Indikatorschritt, zuordnung: Zuordnung
) -> dict[str, _Angabe]:
    """Je Angabe, in der Reihenfolge von _ANGABEN."""
    summe = f"SUM({gewichtszellen(1, len(schluessel.indikatoren))})"
    effektiv = schluessel.effektives_gewicht[k - 1]
    indikator = schritt.indikator
    zaehler = None if schritt.zaehler is None else sum(schritt.zaehler, Decimal(0))

    def text(feld: str, wert: str | None) -> _Angabe:
        zelle = zuordnung.aus_gewichtung(feld, k)
        return f'IF({zelle}="","",{zelle})', wert or "", stil.TEXT

    def aus_quoten(formel: str, wert: Decimal | None) -> _Angabe:
        return f'IF(COUNT(quote_{k})=0,"",{formel})', _oder_leer(wert), stil.ZAHL

    gleich = f"MAX(quote_{k})=MIN(quote_{k})"
    return {
        "gewicht_angegeben": (
            gueltig(zuordnung.aus_gewichtung("gewicht", k)),
            indikator.gewicht,
            stil.ZAHL,
        ),
        "gewicht": (f"{gewichtszellen(k, k)}/{summe}", schritt.gewicht, stil.PROZENT),
        "effektives_gewicht": (
            f'IF(MAX(anteil)-MIN(anteil)<1E-12,"",COVAR(teilanteil_{k},anteil)/VARP(anteil))',
            "" if effektiv is None else effektiv / HUNDERT,
            stil.PROZENT,
        ),
        "art": text("art", indikator.art),
        "bezugsgroesse": text("bezugsgroesse", indikator.bezugsgroesse),
        "richtung": text("richtung", indikator.richtung),
        "summe_zaehler": (
            f'IF(COUNT(zaehler_{k})=0,"",SUM(zaehler_{k}))',
            _oder_leer(zaehler),
            stil.ZAHL,
        ),
        "kreiswert": (
            f'IF(OR(COUNT(zaehler_{k})=0,SUM(bezug_{k})=0),"",SUM(zaehler_{k})/SUM(bezug_{k})*100)',
            _oder_leer(schritt.kreiswert),
            stil.ZAHL,
        ),
        "minimum": aus_quoten(f"MIN(quote_{k})", schritt.minimum),
        "maximum": aus_quoten(f"MAX(quote_{k})", schritt.maximum),
        "mittelwert": aus_quoten(f"AVERAGE(quote_{k})", schritt.mittelwert),
        "standardabweichung": aus_quoten(
            f"IF({gleich},0,STDEV(quote_{k}))", schritt.standardabweichung
        ),
    }


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
        lambda zeile: f"{blatt.z('produkt', zeile)}/{blatt.summe('produkt')}*eingaben_gelten",
        schluessel.anteil,
        stil.ANTEIL,
        summe=sum(schluessel.anteil, Decimal(0)),
        fuellung=stil.HERVOR,
    )


def _teilanteile(blatt: Rechenblatt, schluessel: Verteilungsschluessel) -> None:
    blatt.gruppe("Woraus sich der Anteil zusammensetzt")
    for nummer, teil in enumerate(schluessel.teilanteil, start=1):
        blatt.spalte(
            f"teilanteil_{nummer}",
            f"Indikator {nummer}",
            partial(_teilanteil, blatt, nummer),
            teil,
            stil.ANTEIL,
            summe=sum(teil, Decimal(0)),
            breite=_BREITE_ANTEIL,
        )


def _teilanteil(blatt: Rechenblatt, nummer: int, zeile: int) -> str:
    basis, beitrag = blatt.z("basis", zeile), blatt.z(f"beitrag_{nummer}", zeile)
    return (
        f'IF({basis}="",1,{basis})*IF(spreizung_wirksam="",1,spreizung_wirksam)'
        f"*gewicht_{nummer}*{beitrag}/{blatt.summe('produkt')}"
    )


def _oder_leer(wert: Decimal | None) -> Wert:
    return "" if wert is None else wert

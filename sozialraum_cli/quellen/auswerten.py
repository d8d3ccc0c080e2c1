"""Aus Werten der Gebiete werden Spalten: Anzahlen summiert, Quoten aus Zähler und Nenner."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sozialraum_cli.befund import Befund, fehler, hat_fehler, hinweis
from sozialraum_cli.modell import Art
from sozialraum_cli.namen import aufzaehlung, vergleichsform
from sozialraum_cli.quellen.auswahl import Treffer, reihen_auswaehlen
from sozialraum_cli.quellen.bestand import Quelle
from sozialraum_cli.quellen.einheit import anzahl_pruefen, quotenteiler
from sozialraum_cli.quellen.einzelwert import Mehrfaches, eindeutig
from sozialraum_cli.quellen.mitglieder import Fund, Mitgliedersuche
from sozialraum_cli.quellen.reihe import Reihe, Wert
from sozialraum_cli.quellen.zeit import deutsch, deutsche_liste, zensus_dazwischen
from sozialraum_cli.quellen.zuordnung import (
    Abfrage,
    Indikatorangabe,
    Quelleneinheit,
    Quellenzuordnung,
)
from sozialraum_cli.zahlen import knapp

_HUNDERT = Decimal(100)
Werte = dict[str, Decimal | None]


@dataclass(frozen=True, slots=True)
class Beleg:
    """Woher die Werte einer Spalte stammen."""

    quelle: Quelle
    reihe: Reihe


@dataclass(frozen=True, slots=True)
class Spaltenergebnis:
    """Eine Spalte: Werte je Sozialraum (None: keiner), Zeiten und Belege.

    endgueltig: die Quelle kennzeichnet alle Werte als endgültig.
    """

    angabe: Indikatorangabe
    werte: Mapping[str, Decimal | None]
    zeiten: tuple[str, ...] = ()
    belege: tuple[Beleg, ...] = ()
    endgueltig: bool = False


def auswerten(
    zuordnung: Quellenzuordnung, quellen: Sequence[Quelle], befunde: list[Befund]
) -> tuple[Spaltenergebnis, ...]:
    """Die Spalten der Zuordnung aus den gelesenen Quellen.

    Anzahlen werden über die Gebiete summiert, Quoten sind Summe der Zähler durch Summe der Nenner,
    nie ein Mittel. Fehlt einem Sozialraum ein Gebiet, hat er keinen Wert. Ergebnis: Werte mit 15
    Stellen, Quoten in Prozent. Quelle: docs/verfahren.md 8.
    """
    auswertung = _Auswertung(zuordnung, quellen, befunde)
    return tuple(auswertung.spalte(angabe) for angabe in zuordnung.indikatoren)


class _Auswertung:
    """Was alle Spalten gemeinsam haben: Zuordnung, Quellen, Mitglieder und Befunde."""

    def __init__(
        self, zuordnung: Quellenzuordnung, quellen: Sequence[Quelle], befunde: list[Befund]
    ) -> None:
        self._zuordnung = zuordnung
        self._quellen = quellen
        self._befunde = befunde
        self._suche = Mitgliedersuche(zuordnung, quellen)

    def spalte(self, angabe: Indikatorangabe) -> Spaltenergebnis:
        if angabe.zaehler is not None and angabe.nenner is not None:
            return self._quote(angabe, angabe.zaehler, angabe.nenner)
        if angabe.abfrage is None:
            return Spaltenergebnis(angabe, self._ohne_wert())
        return self._summen(f"„{angabe.name}“", angabe.abfrage, angabe)

    def _quote(self, angabe: Indikatorangabe, zaehler: Abfrage, nenner: Abfrage) -> Spaltenergebnis:
        oben, unten = self._teil(angabe, "Zähler", zaehler), self._teil(angabe, "Nenner", nenner)
        werte = self._ohne_wert()
        for raum in werte:
            z, n = oben.werte[raum], unten.werte[raum]
            if z is not None and n is not None:
                werte[raum] = self._geteilt(angabe.name, raum, z, n)
        if oben.zeiten and unten.zeiten and oben.zeiten != unten.zeiten:
            self._befunde.append(
                hinweis(
                    f"„{angabe.name}“: Der Zähler gilt für {deutsche_liste(oben.zeiten)}, der "
                    f"Nenner für {deutsche_liste(unten.zeiten)}.",
                    self._zuordnung.datei,
                    "Möglichst denselben Stichtag verwenden.",
                )
            )
        zeiten = tuple(dict.fromkeys((*oben.zeiten, *unten.zeiten)))
        belege = tuple(dict.fromkeys((*oben.belege, *unten.belege)))
        return Spaltenergebnis(angabe, werte, zeiten, belege)

    def _teil(self, angabe: Indikatorangabe, teil: str, abfrage: Abfrage) -> Spaltenergebnis:
        """Zähler oder Nenner: eine andere Spalte der Zuordnung oder eine eigene Abfrage."""
        if abfrage.auch_spalte:
            for andere in self._zuordnung.indikatoren:
                gleich = vergleichsform(andere.name) == vergleichsform(abfrage.wert)
                if gleich and andere.abfrage is not None and andere.art is Art.ANZAHL:
                    return self._summen(f"„{andere.name}“", andere.abfrage, andere)
        return self._summen(f"„{angabe.name}“, {teil}", abfrage, angabe)

    def _geteilt(self, name: str, raum: str, zaehler: Decimal, nenner: Decimal) -> Decimal | None:
        if nenner > 0 and zaehler <= nenner:
            return Decimal(f"{zaehler / nenner * _HUNDERT:.15g}")
        self._fehler(
            f"„{name}“ von „{raum}“: Der Zähler {knapp(zaehler)} und der Nenner {knapp(nenner)} "
            "ergeben keine Quote zwischen 0 und 100 %.",
            "Prüfen, ob beide vertauscht sind oder verschiedene Gruppen meinen.",
        )
        return None

    def _summen(self, was: str, abfrage: Abfrage, angabe: Indikatorangabe) -> Spaltenergebnis:
        """Je Sozialraum die Summe seiner Gebiete; bei einer Quote der Wert seines Gebiets."""
        werte = self._ohne_wert()
        if not self._quellen:
            return Spaltenergebnis(angabe, werte)
        treffer = reihen_auswaehlen(was, abfrage, self._quellen, self._zuordnung.datei)
        if isinstance(treffer, Befund):
            self._befunde.append(treffer)
            return Spaltenergebnis(angabe, werte)
        quote = angabe.art is Art.QUOTE and angabe.zaehler is None
        teiler = self._einheit(was, treffer, angabe.einheit, quote=quote)
        if teiler is None:
            return Spaltenergebnis(angabe, werte)
        funde = self._funde(treffer)
        benutzt = {
            wert.reihe: quelle
            for einzelne in funde.values()
            for fund in einzelne
            for quelle, wert in fund.werte
        }
        zeiten = tuple(sorted({reihe.zeit for reihe in benutzt if reihe.zeit}))
        vollstaendig = self._fehlende(was, funde, treffer)
        if self._zeiten_pruefen(was, abfrage, angabe, zeiten, benutzt):
            mehrfaches = Mehrfaches()
            for raum in vollstaendig:
                if quote and len(funde[raum]) > 1:
                    self._nie_gemittelt(was, raum, len(funde[raum]))
                    continue
                wert = self._zusammen(was, raum, funde[raum], mehrfaches)
                werte[raum] = None if wert is None else Decimal(f"{wert / teiler:.15g}")
            self._befunde.extend(mehrfaches.befunde(was, self._zuordnung.datei))
            if not quote:
                self._bruchteile(was, angabe, werte, treffer)
        belege = tuple(Beleg(quelle, reihe) for reihe, quelle in benutzt.items())
        guete = {w.guete for r in funde.values() for fund in r for _, w in fund.werte}
        return Spaltenergebnis(
            angabe, werte, zeiten or abfrage.zeiten, belege, endgueltig=guete - {""} == {"e"}
        )

    def _einheit(
        self, was: str, treffer: Treffer, angegeben: Quelleneinheit | None, *, quote: bool
    ) -> Decimal | None:
        ort = self._zuordnung.datei
        teiler = Decimal(1)
        if quote:
            teiler, befunde = quotenteiler(was, treffer, angegeben, ort)
        else:
            befunde = anzahl_pruefen(was, treffer, angegeben, ort)
        self._befunde.extend(befunde)
        return None if hat_fehler(befunde) else teiler

    def _funde(self, treffer: Treffer) -> dict[str, list[Fund]]:
        je_gebiet: dict[str, list[tuple[Quelle, Wert]]] = {}
        quellen = {id(quelle): quelle for quelle in treffer.values()}
        for quelle in quellen.values():
            for gebiet, werte in quelle.werte.items():
                passend = [(quelle, wert) for wert in werte if wert.reihe in treffer]
                je_gebiet.setdefault(gebiet, []).extend(passend)
        funde = {r: self._suche.funde(r, je_gebiet) for r in self._zuordnung.sozialraeume}
        for raum, einzelne in funde.items():
            for fund in einzelne:
                if fund.fuer and len(fund.mitglieder) > 1:
                    self._befunde.append(
                        hinweis(
                            f"„{raum}“: Die Quelle nennt nicht die {len(fund.mitglieder)} Gebiete "
                            f"einzeln; es gilt ihr Wert für {fund.fuer}.",
                            fund.werte[0][0].ort(fund.werte[0][1]),
                            "Prüfen, ob der Sozialraum genau dieses Gebiet umfasst.",
                        )
                    )
        return funde

    def _fehlende(
        self, was: str, funde: Mapping[str, Sequence[Fund]], treffer: Treffer
    ) -> list[str]:
        """Meldet Sozialräume, denen Gebiete fehlen; Ergebnis: die übrigen."""
        dateien = aufzaehlung(dict.fromkeys(quelle.datei for quelle in treffer.values()))
        vollstaendig = []
        for raum, mitglieder in self._zuordnung.sozialraeume.items():
            gefunden = [angabe for fund in funde[raum] for angabe in fund.mitglieder]
            fehlend = [angabe for angabe in mitglieder if angabe not in gefunden]
            if not fehlend:
                vollstaendig.append(raum)
                continue
            self._befunde.append(
                fehler(
                    f"{was} von „{raum}“: {len(mitglieder) - len(fehlend)} von {len(mitglieder)} "
                    "Gebieten gefunden, darum kein Wert; es fehlen "
                    f"{aufzaehlung(map(self._suche.name, fehlend))}.",
                    dateien.replace("„", "").replace("“", ""),
                    "Die Datei mit diesen Gebieten auch angeben oder [gebiete] berichtigen.",
                )
            )
        return vollstaendig

    def _zeiten_pruefen(
        self,
        was: str,
        abfrage: Abfrage,
        angabe: Indikatorangabe,
        zeiten: Sequence[str],
        benutzt: Mapping[Reihe, Quelle],
    ) -> bool:
        """Ob die Zeiten der Werte zusammenpassen."""
        if len(zeiten) > 1 and not angabe.mittel:
            self._fehler(
                f"{was}: gemischte Stichtage: {deutsche_liste(zeiten)}.",
                f'In der Zuordnung einen wählen, zum Beispiel zeit = "{max(zeiten)}"; soll das '
                "Mittel gelten: zeit als Liste und mittel = true.",
            )
            return False
        ohne_zeit = [quelle for reihe, quelle in benutzt.items() if not reihe.zeit]
        if ohne_zeit:
            self._befunde.append(
                hinweis(
                    f"{was}: Die Quelle nennt keinen Stichtag; eingetragen wird "
                    f"{deutsche_liste(abfrage.zeiten) or 'keiner'}.",
                    ohne_zeit[0].anzeige,
                    "Den Stichtag prüfen und in der Zuordnung als zeit angeben.",
                )
            )
        sprung = zensus_dazwischen(zeiten[0], zeiten[-1]) if len(zeiten) > 1 else None
        if sprung is not None:
            self._befunde.append(
                hinweis(
                    f"{was}: Zwischen den gemittelten Jahren liegt der Zensus vom "
                    f"{deutsch(sprung.isoformat())}; davor und danach wurde anders gezählt.",
                    self._zuordnung.datei,
                    "Nur Jahre auf derselben Grundlage mitteln.",
                )
            )
        return True

    def _zusammen(
        self, was: str, raum: str, funde: Sequence[Fund], mehrfaches: Mehrfaches
    ) -> Decimal | None:
        """Die Summe der Gebiete, bei mehreren Zeiten deren Mittel; None nach einem Fehler."""
        zeiten = sorted({wert.reihe.zeit for fund in funde for _, wert in fund.werte})
        summen: list[Decimal | None] = []
        for zeit in zeiten:
            zahlen = []
            for fund in funde:
                werte = [paar for paar in fund.werte if paar[1].reihe.zeit == zeit]
                if werte:
                    zahlen.append(eindeutig(was, werte, self._befunde, mehrfaches))
                    continue
                self._fehler(
                    f"{was} von „{raum}“: Für {deutsch(zeit)} fehlt "
                    f"{aufzaehlung(map(self._suche.name, fund.mitglieder))}.",
                    "Nur Jahre mitteln, die für alle Gebiete vorliegen.",
                )
                zahlen.append(None)
            gelesen = [zahl for zahl in zahlen if zahl is not None]
            summen.append(sum(gelesen, Decimal(0)) if len(gelesen) == len(zahlen) else None)
        vorhanden = [summe for summe in summen if summe is not None]
        if len(vorhanden) < len(summen):
            return None
        return sum(vorhanden, Decimal(0)) / len(vorhanden)

    def _nie_gemittelt(self, was: str, raum: str, anzahl: int) -> None:
        self._fehler(
            f"{was} von „{raum}“: Quoten von {anzahl} Gebieten werden nie gemittelt, weil die "
            "Gebiete verschieden groß sind.",
            "In der Zuordnung zaehler und nenner angeben; ihre Summen ergeben die Quote.",
        )

    def _bruchteile(
        self, was: str, angabe: Indikatorangabe, werte: Werte, treffer: Treffer
    ) -> None:
        """Eine Anzahl mit Nachkommastellen ist oft eine Quote; bei INKAR fast immer."""
        krumm = [raum for raum, wert in werte.items() if wert is not None and wert % 1]
        if not krumm or angabe.mittel or angabe.einheit is Quelleneinheit.ANZAHL:
            return
        text = f"{was}: Die Werte sind keine ganzen Zahlen, zum Beispiel „{krumm[0]}“: "
        if any(quelle.format.ohne_einheit for quelle in treffer.values()):
            self._fehler(
                f"{text}bei INKAR sind das Quoten, oft je 1.000, und keine Anzahl.",
                'art = "Quote" mit einheit = "je 1.000" oder "%" angeben; ist es doch eine Anzahl, '
                'einheit = "Anzahl".',
            )
            werte.update(self._ohne_wert())
            return
        self._befunde.append(
            hinweis(
                f"{text}{knapp(werte[krumm[0]] or Decimal(0))}.",
                self._zuordnung.datei,
                "Prüfen, ob es wirklich eine Anzahl ist und keine Quote.",
            )
        )

    def _ohne_wert(self) -> Werte:
        return dict.fromkeys(self._zuordnung.sozialraeume)

    def _fehler(self, text: str, abhilfe: str) -> None:
        self._befunde.append(fehler(text, self._zuordnung.datei, abhilfe))
